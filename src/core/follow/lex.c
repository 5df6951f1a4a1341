/*
 * lex.c: a text as cues: the words of words_table.c, numbers, strings in
 * quotes, ends of sentences; what lies between is counted only.
 */
#include "core/follow/lexing.h"

#define MAX_RUN	3000	/* bytes of words between two polls */
#define MAX_SENTENCE	256		/* cues, so that it is looked at whole */

/* A loop whose values stay in registers where it is a function by itself. */
#ifdef __GNUC__
#define APART	__attribute__((noinline))
#else
#define APART
#endif

/*
 * Does the word stand at i just so, but for the case of its letters, which are
 * its bytes with this bit set and the highest not?
 */
static inline bool
same_letters(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	const unsigned char *p = f->text.data + i;
	const unsigned char *w = (const unsigned char *) word->text;
	size_t		left = f->text.len - i;
	uint64_t	first = word->first;
	uint64_t	fold = (first & ~(first >> 1) & BC_EACH(0x40)) >> 1;
	uint64_t	differ = (bc_load_up_to8(p, left) | fold) ^ first;
	unsigned char last = w[word->len - 1];

	if (word->len <= 8)
	{
		if (differ << (8 - word->len) * 8 != 0)
			return false;
	}
	else
	{
		if (differ != 0 || left < word->len)
			return false;
		for (size_t k = 8; k < word->len; k++)
			if ((bc_is_letter(w[k]) ? p[k] | 0x20 : p[k]) != w[k])
				return false;
	}
	return !bc_is_letter(last) || left == word->len ||
		(!bc_is_letter(p[word->len]) && !bc_is_digit(p[word->len]));
}

/* Does the word, of one Chinese character or two, stand at i just so? */
static inline bool
same_han(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	return (word->len == 3 || word->len == 6) &&
		(word->first >> (word->len - 1) * 8 & 0x80) != 0 &&
		(bc_load_up_to8(f->text.data + i, f->text.len - i) ^ word->first)
		<< (8 - word->len) * 8 == 0;
}

/* Does another byte stand behind the first character than that of 是/否? */
static inline bool
lacks_mark(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	unsigned char mark = (unsigned char) (word->first >> 24);

	return (word->first & 0x80) != 0 && mark > ' ' && mark < 0x80 &&
		mark != '\'' && bc_lower(bc_byte_at(f, i + 3)) != mark;
}

/*
 * Does a letter stand where the word has another one, among the first eight
 * bytes?  It does not stand there in another form either.
 */
static inline bool
differs(const BcFinder *f, size_t i, const BcFollowWord *word)
{
	uint64_t	first = word->first;
	uint64_t	fold = (first & ~(first >> 1) & BC_EACH(0x40)) >> 1;
	uint64_t	differ = (bc_load_up_to8(f->text.data + i, f->text.len - i) |
						  fold) ^ first;
	unsigned	k = differ == 0 ? 8 : bc_lowest_bit(differ) / 8;

	return k < 8 && k < word->len &&
		bc_is_letter((unsigned char) word->text[k]) &&
		bc_is_letter(bc_byte_at(f, i + k));
}

/* What stands behind the word at f->at, which is of so many bytes. */
static size_t
use_word(BcFinder *f, size_t i, const BcFollowWord *word, size_t len)
{
	size_t		at = i + len;

	if (word->mask == 0)
		f->gap++;
	else
		bc_add_cue(f, word->mask, i, at, word->value);
	/* "P.P.S Your response ...": no point ends the sentence */
	if ((word->mask & BC_M(PS)) != 0 && bc_byte_at(f, at) == ' ' &&
		bc_is_letter(bc_byte_at(f, at + 1)) && bc_byte_at(f, at + 1) < 'a')
		bc_add_cue(f, BC_M(END), at, at, BC_END_POINT);
	return at;
}

/*
 * The longest word at i whose head has the tag, from word n up to one; the byte
 * behind it, or 0 where there is none.
 */
static size_t APART
take_any(BcFinder *f, size_t i, uint16_t tag, unsigned n, unsigned to)
{
	for (; n < to; n++)
	{
		const BcFollowWord *word = &bc_follow_words[n];
		size_t		len;

		if (bc_follow_tags[n] != tag)
			continue;
		len = same_letters(f, i, word) ? word->len :
			word->exact || differs(f, i, word) ? 0 : bc_word_match(f, i, word);
		if (len > 0)
			return use_word(f, i, word, len);
	}
	return 0;
}

/*
 * The longest word at i whose head has the hash; the byte behind it, or 0 where
 * there is none.  Mostly it stands there as the table has it.
 */
static size_t
take_word(BcFinder *f, size_t i, uint64_t hash)
{
	unsigned	bucket = (unsigned) hash % BC_FOLLOW_BUCKETS;
	unsigned	to = bc_follow_heads[bucket + 1];
	uint16_t	tag = (uint16_t) (hash / BC_FOLLOW_BUCKETS);

	for (unsigned n = bc_follow_heads[bucket]; n < to; n++)
		if (bc_follow_tags[n] == tag && !lacks_mark(f, i, &bc_follow_words[n]))
			return same_han(f, i, &bc_follow_words[n]) ?
				use_word(f, i, &bc_follow_words[n], bc_follow_words[n].len) :
				take_any(f, i, tag, n, to);
	return 0;
}

/* The byte there in lower case, and above it the next one; 0: no letter, no digit. */
static inline uint64_t
letters_at(const BcFinder *f, size_t at)
{
	unsigned char second = bc_byte_at(f, at + 1);

	return bc_lower(bc_byte_at(f, at)) |
		(bc_is_letter(second) || bc_is_digit(second) ?
		 (uint64_t) (second | 0x20) << 8 : 0);
}

/* A run of letters and digits. */
typedef struct Run
{
	size_t		stop;
	uint64_t	hash;
	uint64_t	folded;			/* its bytes in lower case; 0: more than eight */
	uint64_t	digits;			/* 0: there are none */
	unsigned char next;			/* the byte behind; 0: none */
} Run;

/* The run at i; hash: of what stands before it. */
static inline Run
read_run(BcSlice text, size_t i, uint64_t hash)
{
	Run			run = {i, hash, 0, 0, 0};
	uint64_t	x;
	unsigned	n;

	do
	{
		x = bc_load_up_to8(text.data + run.stop, text.len - run.stop);
		n = bc_leading_alnum(x);
		if (n > 0)
		{
			uint64_t	lower = (x | BC_EACH(0x20)) &
				(UINT64_MAX >> (8 - n) * 8);

			run.hash = bc_head_step(run.hash, lower);
			run.folded = run.stop == i ? lower : 0;
			run.digits |= ~lower & (BC_EACH(0x40) >> (8 - n) * 8);
		}
		run.stop += n;
	} while (n == 8);
	run.next = (unsigned char) (x >> n * 8);
	return run;
}

/* The same where the head is a run that begins at i. */
static inline size_t
take_short(BcFinder *f, size_t i, const Run *run)
{
	unsigned	bucket = (unsigned) run->hash % BC_FOLLOW_BUCKETS;
	unsigned	to = bc_follow_heads[bucket + 1];
	uint16_t	tag = (uint16_t) (run->hash / BC_FOLLOW_BUCKETS);

	for (unsigned n = bc_follow_heads[bucket]; n < to; n++)
	{
		const BcFollowWord *word = &bc_follow_words[n];

		if (bc_follow_tags[n] == tag)
			return word->first == run->folded && word->exact &&
				word->len == run->stop - i ?
				use_word(f, i, word, word->len) :
				take_any(f, i, tag, n, to);
	}
	return 0;
}

/* A phrase at i whose first word is the run; or this word alone; 0: neither. */
static inline size_t
take_phrase(BcFinder *f, size_t i, const Run *run)
{
	if ((run->next == ' ' || run->next == '-') &&
		bc_head_in(bc_follow_longer, run->hash))
	{
		size_t		at = run->stop + 1;
		uint64_t	longer;
		size_t		behind;

		while (at < run->stop + 3 &&
			   (bc_byte_at(f, at) == ' ' || bc_byte_at(f, at) == '-'))
			at++;
		longer = bc_head_step(run->hash, letters_at(f, at));
		behind = bc_head_in(bc_follow_ends, longer) ?
			take_word(f, i, longer) : 0;
		if (behind > 0)
			return behind;
	}
	return bc_head_in(bc_follow_ends, run->hash) ? take_short(f, i, run) : 0;
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

/* The word of letters at i; the byte behind it and a blank. */
static inline size_t
lex_word(BcFinder *f, size_t i)
{
	Run			run = read_run(f->text, i, 0);
	size_t		behind = 0;

	if (run.digits == 0)
		bc_see(f, run.hash);
	else
		bc_see_text(f, i, run.stop);
	for (unsigned n; run.next > ' ' && (n = apostrophe(f, run.stop)) > 0;)
	{
		size_t		from = run.stop + n;

		run = read_run(f->text, from, bc_head_step(run.hash, '\''));
		run.folded = 0;
		bc_see_text(f, from, run.stop);
	}
	if (run.stop - i <= 20)
		behind = take_phrase(f, i, &run);
	if (behind == 0)
	{
		f->gap++;
		return run.stop + (run.next == ' ');
	}
	if (behind > run.stop)
		bc_see_text(f, run.stop, behind);
	return behind + (bc_byte_at(f, behind) == ' ');
}

/* Words of letters with blanks between them from i on; the byte behind. */
static size_t APART
lex_latin(BcFinder *f, size_t i)
{
	size_t		most = i + MAX_RUN < f->text.len ? i + MAX_RUN : f->text.len;

	do
		i = lex_word(f, i);
	while (i < most && bc_is_letter(f->text.data[i]) &&
		   f->count < BC_MAX_CUES && !f->failed);
	return i;
}

/* The character of U+4000 to U+9FFF at a byte, as it stands; 0: another. */
static inline uint32_t
plain_han(BcSlice text, size_t at)
{
	const unsigned char *p = text.data + at;

	if (at + 3 > text.len || (unsigned char) (p[0] - 0xE4) > 0xE9 - 0xE4)
		return 0;
	return (uint32_t) (p[0] & 0x0F) << 12 | (uint32_t) (p[1] & 0x3F) << 6 |
		(p[2] & 0x3F);
}

/* What a character is to the words; U+3007 and the like may be anything. */
static inline unsigned
flags_of(uint32_t c)
{
	if (c >= 0x4000)
		return bc_follow_han[c - 0x4000];
	return BC_HAN_TRADITIONAL | BC_HAN_ALONE |
		(bc_han_begins_number(c) ? BC_HAN_NUMERAL : 0u);
}

/* A word at i that begins with two characters, of the hash; or 0. */
static size_t
take_two(BcFinder *f, size_t i, uint64_t two)
{
	size_t		behind = 0;

	if (bc_head_in(bc_follow_longer, two))
	{
		uint64_t	three = bc_head_step(two, bc_cue_han_at(f, i + 6));

		if (bc_head_in(bc_follow_ends, three))
			behind = take_word(f, i, three);
	}
	return behind == 0 && bc_head_in(bc_follow_ends, two) ?
		take_word(f, i, two) : behind;
}

/* A word or number at i that begins with a character; or 0. */
static size_t
take_one(BcFinder *f, size_t i, uint32_t c, unsigned flags)
{
	size_t		behind = (flags & BC_HAN_ALONE) == 0 ? 0 :
		take_word(f, i, bc_head_step(0, c));

	if (behind == 0 && (flags & BC_HAN_NUMERAL) != 0)
	{
		f->at = i;
		behind = bc_lex_han_number(f) ? f->at : 0;
	}
	return behind;
}

/* A word or number at i that begins with two characters, or one; or 0. */
static inline size_t
take_han(BcFinder *f, size_t i, uint32_t c, uint64_t two, unsigned flags)
{
	size_t		behind = bc_head_in(bc_follow_pairs, two) ?
		take_two(f, i, two) : 0;

	return behind == 0 && (flags & (BC_HAN_ALONE | BC_HAN_NUMERAL)) != 0 ?
		take_one(f, i, c, flags) : behind;
}

/*
 * Words and numbers from the character at byte at on, which is c, while there
 * is Chinese.  The byte behind.
 */
static size_t APART
lex_han(BcFinder *f, size_t at, uint32_t c)
{
	BcSlice		text = f->text;
	size_t		most = at + MAX_RUN;
	size_t		behind = at;	/* the last word */
	unsigned	flags = flags_of(c);
	unsigned	gap = f->gap;

	if ((flags & BC_HAN_TRADITIONAL) != 0)
		c = bc_han_simplify(c);
	do
	{
		uint32_t	next = plain_han(text, at + 3);
		unsigned	then = 0;
		uint32_t	second = next;
		uint64_t	two;

		if (next == 0)
			second = bc_cue_han_at(f, at + 3);
		else if (((then = bc_follow_han[next - 0x4000]) &
				  BC_HAN_TRADITIONAL) != 0)
			second = bc_han_simplify(next);
		two = bc_head_step(0, c << 16 | second);
		bc_see_character(f, c);
		bc_see(f, two);
		if (at >= behind)
		{
			f->gap = gap;
			behind = take_han(f, at, c, two, flags);
			gap = behind > 0 ? f->gap : gap + 1;
			if (behind > 0 && (f->count >= BC_MAX_CUES || f->failed))
				next = 0;
		}
		at += 3;
		if (next == 0)
			break;
		c = second;
		flags = then;
	} while (at < most);
	f->gap = gap;
	if (at >= behind)
		return at;
	bc_see_text(f, at, behind);
	return behind;
}

/* • ① → ★ before a line's first word */
static bool
opens_line(const BcFinder *f, uint32_t c)
{
	const BcCue *last = f->count > 0 ? &f->cue[f->count - 1] : NULL;

	return f->gap == 0 &&
		(c == 0xB7 || c == 0x2022 || (c >= 0x2190 && c < 0x2200) ||
		 (c >= 0x2460 && c < 0x27C0)) &&
		(last == NULL || (bc_cue_is(last, BC_M(END)) &&
						  last->value >= BC_END_LINE));
}

static size_t
lex_wide(BcFinder *f, size_t at)
{
	size_t		next = at;
	uint32_t	c = bc_quick_char(f->text, &next);

	if (c >= 0x4E00 && c <= 0x9FFF)
	{
		f->wide = true;
		return lex_han(f, at, c);
	}
	f->at = at;
	if (c >= 0x2018 && bc_lex_wide_mark(f, c))
	{
		if (f->at > next)
			bc_see_text(f, next, f->at);
		return f->at;
	}
	if (c >= 0xFF10 && c <= 0xFF19)
	{
		uint32_t	value = 0;
		size_t		stop = at;

		while (c >= 0xFF10 && c <= 0xFF19)
		{
			value = value > 100000000 ? value : value * 10 + (c - 0xFF10);
			next = stop += 3;
			c = stop < f->text.len ? bc_next_char(f->text, &next) : 0;
		}
		bc_add_cue(f, BC_M(NUM), at, stop, value);
		return stop;
	}
	if (c >= 0x3007 && c <= 0x9FFF)
		return lex_han(f, at, c);
	f->gap += c != 0x3000 && c != 0xA0 && !opens_line(f, c);
	return next;
}

/*
 * 晚到两天 60个字封顶: a blank between Chinese words, where there is a clause on
 * each side of it, stands for a comma.  Names between blanks are no clauses.
 */
static bool
parts_clauses(const BcFinder *f, size_t at)
{
	unsigned	before = 0;
	unsigned	behind = 0;
	unsigned	digits = 0;
	size_t		i = at + 1;

	while (before < 3 && at >= 3 * (before + 1) &&
		   bc_cue_han_at(f, at - 3 * (before + 1)) != 0)
		before++;
	if (before < 3 || bc_han_stands_at(f, i, "这") ||
		bc_han_stands_at(f, i, "等") || bc_han_stands_at(f, i, "或") ||
		bc_han_stands_at(f, i, "和") || bc_han_stands_at(f, i, "的"))
		return false;
	for (; behind < 3; i += bc_byte_at(f, i) < 0x80 ? 1 : 3)
		if (bc_cue_han_at(f, i) != 0)
			behind++;
		else if (bc_is_digit(bc_byte_at(f, i)) && digits < 5)
			digits++;
		else
			break;
	return behind == 3 || (digits > 0 && behind == 2);
}

/* Are there as many cues as are looked at together, a sentence not cut? */
static bool
are_enough(const BcFinder *f)
{
	return f->count >= BC_MAX_CUES ||
		(f->count >= BC_MAX_CUES - MAX_SENTENCE &&
		 bc_cue_is(&f->cue[f->count - 1], BC_M(END)) &&
		 f->cue[f->count - 1].value != BC_END_LINE);
}

/* Reads cues until there are enough or the text ends. */
bool
bc_follow_lex(BcFinder *f)
{
	size_t		at = f->at;
	size_t		poll = at + BC_POLL_BYTES;

	f->count = 0;
	f->from = at;
	memset(f->near, 0, sizeof(f->near));
	while (at < f->text.len && !are_enough(f) && !f->failed)
	{
		unsigned char c = f->text.data[at];

		if (at >= poll)
		{
			bc_poll(f->env);
			poll = at + BC_POLL_BYTES;
		}
		if (c >= 0x80)
			at = lex_wide(f, at);
		else if (bc_is_letter(c))
			at = lex_latin(f, at);
		else if (c == ' ')
		{
			if (at > 0 && f->text.data[at - 1] >= 0x80 &&
				bc_byte_at(f, at + 1) > ' ' && parts_clauses(f, at))
				bc_add_cue(f, BC_M(COMMA), at, at + 1, 0);
			at++;
		}
		else
		{
			f->at = at;
			if (bc_is_digit(c))
				bc_lex_digits(f);
			else
				bc_lex_ascii(f);
			if (f->at > at + 1)
				bc_see_text(f, at, f->at);
			at = f->at;
		}
	}
	f->at = at;
	return f->count > 0 && !f->failed;
}
