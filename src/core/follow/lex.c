/*
 * lex.c: a text as cues: the words of words_table.c, numbers, strings in
 * quotes, ends of sentences; what lies between is counted only.
 */
#include "core/follow/internal.h"

#define MAX_HAN_RUN	1000	/* characters between two polls */

BcSlice
bc_cue_text(const BcFinder *f, const BcCue *cue)
{
	BcSlice		s = {f->text.data + cue->start, cue->stop - cue->start};

	if (bc_cue_is(cue, BC_M(QUOTE)))
	{
		s.data += cue->value;
		s.len -= cue->value + cue->other;
	}
	return s;
}

bool
bc_cue_starts(const BcFinder *f, size_t i, const char *lower)
{
	const BcCue *cue = &f->cue[i];
	BcSlice		word = {(const unsigned char *) lower, strlen(lower)};
	size_t		at = cue->start;

	for (size_t k = 0; k < word.len;)
	{
		if (at >= cue->stop)
			return false;
		if (word.data[k] < 0x80)
		{
			if (bc_lower(f->text.data[at++]) != word.data[k++])
				return false;
		}
		else if (bc_cue_han_at(f, at) != bc_quick_char(word, &k))
			return false;
		else
			at += 3;
	}
	return true;
}

/* How many bytes at i are the word, a space being spaces and hyphens; or 0. */
static size_t
match(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	size_t		at = i;

	for (size_t k = 0; k < word->len;)
	{
		unsigned char w = (unsigned char) word->text[k];
		unsigned char c = bc_byte_at(f, at);

		if (w >= 0x80)
		{
			size_t		next = k;
			BcSlice		wanted = {(const unsigned char *) word->text, word->len};

			if (f->text.len - at < 3 ||
				(memcmp(f->text.data + at, word->text + k, 3) != 0 &&
				 bc_cue_han_at(f, at) != bc_quick_char(wanted, &next)))
				return 0;
			at += 3;
			k += 3;
			continue;
		}
		if (w == ' ')
		{
			if (c != ' ' && c != '-')
				return 0;
			for (unsigned n = 0; n < 3 && (c == ' ' || c == '-'); n++)
				c = bc_byte_at(f, ++at);
		}
		else if (w == '\'' && c == 0xE2 && bc_byte_at(f, at + 1) == 0x80 &&
				 bc_byte_at(f, at + 2) == 0x99)
			at += 3;
		else if (bc_lower(c) != w)
			return 0;
		else
			at++;
		k++;
	}
	if (bc_is_letter((unsigned char) word->text[word->len - 1]) &&
		(bc_is_letter(bc_byte_at(f, at)) || bc_is_digit(bc_byte_at(f, at))))
		return 0;
	return at - i;
}

/* Does the word stand at i just so: in lower case, simplified? */
static bool
same_bytes(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	unsigned char next;

	if (f->text.len - i < word->len ||
		memcmp(f->text.data + i, word->text, word->len) != 0)
		return false;
	next = bc_byte_at(f, i + word->len);
	return !bc_is_letter((unsigned char) word->text[word->len - 1]) ||
		(!bc_is_letter(next) && !bc_is_digit(next));
}

/* The longest word at i whose head has the hash; moves on if there is one. */
static bool
take_word(BcFinder *f, size_t i, uint64_t hash)
{
	unsigned	bucket = (unsigned) hash % BC_FOLLOW_BUCKETS;
	uint16_t	tag = (uint16_t) (hash / BC_FOLLOW_BUCKETS);

	for (unsigned n =
		 bc_follow_heads[bucket]; n < bc_follow_heads[bucket + 1]; n++)
	{
		const BcFollowWord *word = &bc_follow_words[n];
		size_t		len;

		if (word->tag != tag)
			continue;
		len = same_bytes(f, i, word) ? word->len : match(f, i, word);
		if (len == 0)
			continue;
		if (word->mask == 0)
			f->gap++;
		else
			bc_add_cue(f, word->mask, i, i + len, word->value);
		f->at = i + len;
		/* "P.P.S Your response ...": no point ends the sentence */
		if ((word->mask & BC_M(PS)) != 0 && bc_byte_at(f, f->at) == ' ' &&
			bc_is_letter(bc_byte_at(f, f->at + 1)) &&
			bc_byte_at(f, f->at + 1) < 'a')
			bc_add_cue(f, BC_M(END), f->at, f->at, BC_END_POINT);
		return true;
	}
	return false;
}

/* A phrase whose first word, of the hash, ends at stop; or this word alone. */
static bool
take_phrase(BcFinder *f, size_t stop, uint64_t hash)
{
	size_t		at = stop;
	uint64_t	longer;

	if (!bc_head_known(hash))
		return false;
	while (at < stop + 3 &&
		   (bc_byte_at(f, at) == ' ' || bc_byte_at(f, at) == '-'))
		at++;
	longer = bc_head_step(hash, bc_lower(bc_byte_at(f, at)));
	return (at > stop && bc_head_known(longer) &&
			take_word(f, f->at, longer)) ||
		take_word(f, f->at, hash);
}

/* The bytes at i of an apostrophe within a word; or 0. */
static unsigned
apostrophe(const BcFinder *f, size_t i)
{
	unsigned char c = bc_byte_at(f, i);

	if (c == '\'')
		return bc_is_letter(bc_byte_at(f, i + 1)) ? 1 : 0;
	return c == 0xE2 && bc_byte_at(f, i + 1) == 0x80 &&
		bc_byte_at(f, i + 2) == 0x99 &&
		bc_is_letter(bc_byte_at(f, i + 3)) ? 3 : 0;
}

static void
lex_latin(BcFinder *f)
{
	size_t		i = f->at;
	size_t		at = i;
	uint64_t	hash = 0;
	unsigned	n;

	do
	{
		do
		{
			uint64_t	x = bc_load_up_to8(f->text.data + at,
										   f->text.len - at);

			n = bc_leading_alnum(x);
			if (n > 0)
				hash = bc_head_step(hash, (x | BC_EACH(0x20)) &
									(UINT64_MAX >> (8 - n) * 8));
			at += n;
		} while (n == 8);
		n = apostrophe(f, at);
		if (n > 0)
			hash = bc_head_step(hash, '\'');
		at += n;
	} while (n > 0);
	if (at - i <= 20 && take_phrase(f, at, hash))
		return;
	f->at = at;
	f->gap++;
}

static void
lex_line_end(BcFinder *f)
{
	size_t		i = f->at;
	unsigned	lines = 0;

	for (; bc_byte_at(f, i) == '\n' || bc_byte_at(f, i) == '\r' ||
		 bc_byte_at(f, i) == ' ' || bc_byte_at(f, i) == '\t'; i++)
		if (f->text.data[i] == '\n')
		{
			lines++;
			f->line = i + 1;
		}
	/* a sentence that is wrapped */
	if (lines == 1 && (unsigned char) (bc_byte_at(f, i) - 'a') < 26 &&
		f->at > 0 &&
		(bc_is_letter(f->text.data[f->at - 1]) ||
		 f->text.data[f->at - 1] == ','))
	{
		f->at = i;
		return;
	}
	bc_add_cue(f, BC_M(END), f->at, i, lines > 1 ? BC_END_BLANK :
			   BC_END_LINE);
	f->at = i;
}

static void
lex_point(BcFinder *f)
{
	size_t		i = f->at++;
	unsigned char next = bc_byte_at(f, i + 1);

	/* a version, a file, e.g. */
	if ((next > ' ' && next != '"' && next != '\'' && next != ')' &&
		 next < 0x80) ||
		(i >= 2 && bc_is_letter(f->text.data[i - 1]) &&
		 f->text.data[i - 2] == '.'))
	{
		f->gap++;
		return;
	}
	bc_add_cue(f, BC_M(END), i, i + 1, BC_END_POINT);
}

static void
lex_ascii(BcFinder *f)
{
	size_t		i = f->at;
	unsigned char c = f->text.data[i];
	unsigned char before = i > 0 ? f->text.data[i - 1] : ' ';

	switch (c)
	{
		case '\n':
			lex_line_end(f);
			return;
		case '.':
			lex_point(f);
			return;
		case '!':
		case '?':
		case ';':
			bc_add_cue(f, BC_M(END), i, i + 1, c == '!' ? BC_END_BANG :
					   c == '?' ? BC_END_QUESTION : BC_END_SEMICOLON);
			break;
		case ',':
			bc_add_cue(f, BC_M(COMMA), i, i + 1, 0);
			break;
		case '(':
		case ')':
			bc_add_cue(f, BC_M(COMMA), i, i + 1, 1);
			break;
		case ':':
			/* http://, 12:30 */
			if (bc_byte_at(f, i + 1) != '/' &&
				!(bc_is_digit(before) && bc_is_digit(bc_byte_at(f, i + 1))))
				bc_add_cue(f, BC_M(COLON), i, i + 1, 0);
			break;
		case '"':
			if (bc_lex_quoted(f, BC_QUOTE_DOUBLE, 1))
				return;
			break;
		case '\'':
			if (!bc_is_letter(before) && !bc_is_digit(before) &&
				bc_byte_at(f, i + 1) > ' ' &&
				bc_lex_quoted(f, BC_QUOTE_SINGLE, 1))
				return;
			break;
		case '`':
			if (bc_lex_fence(f) || bc_lex_quoted(f, BC_QUOTE_BACKTICK, 1))
				return;
			break;
		case '*':
			bc_lex_star(f);
			return;
		case '[':
			bc_lex_bracket(f);
			return;
		case '<':
			if (bc_byte_at(f, i + 1) == '<' &&
				bc_lex_quoted(f, BC_QUOTE_ANGLE, 2))
				return;
			break;
		default:
			break;
	}
	f->at++;
}

/* Punctuation of three bytes; false: none. */
static bool
lex_wide_punctuation(BcFinder *f, uint32_t c)
{
	uint64_t	mask = 0;
	uint32_t	value = 0;

	switch (c)
	{
		case 0x3002:			/* 。 */
		case 0x2026:			/* … */
			mask = BC_M(END);
			break;
		case 0xFF01:
			mask = BC_M(END);
			value = BC_END_BANG;
			break;
		case 0xFF1F:
			mask = BC_M(END);
			value = BC_END_QUESTION;
			break;
		case 0xFF1B:
			mask = BC_M(END);
			value = BC_END_SEMICOLON;
			break;
		case 0xFF0C:
			mask = BC_M(COMMA);
			break;
		case 0xFF08:
		case 0xFF09:
			mask = BC_M(COMMA);
			value = 1;
			break;
		case 0x3001:			/* 、 */
			mask = BC_M(AND);
			value = 2;
			break;
		case 0xFF1A:
			mask = BC_M(COLON);
			break;
		case 0x201C:			/* the quotes; a closing one may open */
		case 0x201D:
			return bc_lex_quoted(f, BC_QUOTE_DOUBLE, 3);
		case 0x2018:
			return bc_lex_quoted(f, BC_QUOTE_CURVED, 3);
		case 0x300C:
			return bc_lex_quoted(f, BC_QUOTE_CORNER, 3);
		case 0x300E:
			return bc_lex_quoted(f, BC_QUOTE_WHITE_CORNER, 3);
		case 0x300A:
			return bc_lex_quoted(f, BC_QUOTE_BOOK, 3);
		default:
			return false;
	}
	bc_add_cue(f, mask, f->at, f->at + 3, value);
	f->at += 3;
	return true;
}

/* 〇零一二两三四五六七八九十百千万 */
static bool
begins_number(uint32_t c)
{
	switch (c)
	{
		case 0x3007:
		case 0x96F6:
		case 0x4E00:
		case 0x4E8C:
		case 0x4E24:
		case 0x4E09:
		case 0x56DB:
		case 0x4E94:
		case 0x516D:
		case 0x4E03:
		case 0x516B:
		case 0x4E5D:
		case 0x5341:
		case 0x767E:
		case 0x5343:
		case 0x4E07:
			return true;
		default:
			return false;
	}
}

/* A word or number that begins with the two characters, simplified. */
static bool
take_han(BcFinder *f, uint32_t first, uint32_t second)
{
	uint64_t	one = bc_head_step(0, first);
	uint64_t	two;
	uint64_t	three;

	if (!bc_head_known(one))
		return false;
	two = bc_head_step(one, second);
	if (bc_head_known(two))
	{
		three = bc_head_step(two, bc_cue_han_at(f, f->at + 6));
		if ((bc_head_known(three) && take_word(f, f->at, three)) ||
			take_word(f, f->at, two))
			return true;
	}
	return take_word(f, f->at, one) ||
		(begins_number(first) && bc_lex_han_number(f));
}

/*
 * A word or number at a character, which is c simplified; else goes on to the
 * next one while it is of Chinese.
 */
static void
lex_han(BcFinder *f, uint32_t c)
{
	for (unsigned n = 0; n < MAX_HAN_RUN; n++)
	{
		size_t		at = f->at + 3;
		uint32_t	raw = bc_byte_at(f, at) < 0xE3 ? 0 :
			bc_quick_char(f->text, &at);
		uint32_t	second = raw < 0x3007 ? 0 : bc_han_simplify(raw);

		if (take_han(f, c, second))
			return;
		f->at += 3;
		f->gap++;
		if (raw < 0x4E00 || raw > 0x9FFF)
			return;
		c = second;
	}
}

static void
lex_wide(BcFinder *f)
{
	size_t		next = f->at;
	uint32_t	c = bc_quick_char(f->text, &next);

	if (c >= 0x2018 && !(c >= 0x4E00 && c <= 0x9FFF) &&
		lex_wide_punctuation(f, c))
		return;
	if (c >= 0xFF10 && c <= 0xFF19)
	{
		uint32_t	value = 0;
		size_t		at = f->at;

		while (c >= 0xFF10 && c <= 0xFF19)
		{
			value = value > 100000000 ? value : value * 10 + (c - 0xFF10);
			next = at += 3;
			c = at < f->text.len ? bc_next_char(f->text, &next) : 0;
		}
		bc_add_cue(f, BC_M(NUM), f->at, at, value);
		f->at = at;
		return;
	}
	if (c >= 0x3007 && c <= 0x9FFF)
		lex_han(f, bc_han_simplify(c));
	else
	{
		f->at = next;
		if (c != 0x3000 && c != 0xA0)
			f->gap++;
	}
}

/* Reads cues until there are BC_MAX_CUES or the text ends. */
bool
bc_follow_lex(BcFinder *f)
{
	size_t		polled = f->at;

	f->count = 0;
	while (f->at < f->text.len && f->count < BC_MAX_CUES && !f->failed)
	{
		unsigned char c = f->text.data[f->at];

		if (f->at - polled >= BC_POLL_BYTES)
		{
			bc_poll(f->env);
			polled = f->at;
		}
		if (bc_is_letter(c))
			lex_latin(f);
		else if (bc_is_digit(c))
			bc_lex_digits(f);
		else if (c < 0x80)
		{
			if (c == ' ')
				f->at++;
			else
				lex_ascii(f);
		}
		else
			lex_wide(f);
	}
	return f->count > 0 && !f->failed;
}
