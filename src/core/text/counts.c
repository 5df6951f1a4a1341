/*
 * counts.c: one pass over a text that counts what a length may be said in.
 */
#include "core/text/counts.h"
#include "core/text/han.h"
#include "core/text/unicode.h"

BcScript
bc_script(uint32_t c)
{
	static const struct
	{
		uint32_t	first;
		uint32_t	last;
		BcScript	script;
	}			ranges[] = {
		{0x0041, 0x024F, BC_SCRIPT_LATIN}, {0x0370, 0x03FF, BC_SCRIPT_GREEK},
		{0x0400, 0x052F, BC_SCRIPT_CYRILLIC}, {0x0590, 0x05FF, BC_SCRIPT_HEBREW},
		{0x0600, 0x06FF, BC_SCRIPT_ARABIC}, {0x0750, 0x077F, BC_SCRIPT_ARABIC},
		{0x0900, 0x097F, BC_SCRIPT_DEVANAGARI}, {0x0980, 0x09FF, BC_SCRIPT_BENGALI},
		{0x0A00, 0x0A7F, BC_SCRIPT_GURMUKHI}, {0x0A80, 0x0AFF, BC_SCRIPT_GUJARATI},
		{0x0B80, 0x0BFF, BC_SCRIPT_TAMIL}, {0x0C00, 0x0C7F, BC_SCRIPT_TELUGU},
		{0x0C80, 0x0CFF, BC_SCRIPT_KANNADA}, {0x0D00, 0x0D7F, BC_SCRIPT_MALAYALAM},
		{0x0E00, 0x0E7F, BC_SCRIPT_THAI}, {0x1100, 0x11FF, BC_SCRIPT_HANGUL},
		{0x1E00, 0x1EFF, BC_SCRIPT_LATIN}, {0x1F00, 0x1FFF, BC_SCRIPT_GREEK},
		{0x3041, 0x30FF, BC_SCRIPT_KANA}, {0x3400, 0x4DBF, BC_SCRIPT_HAN},
		{0x4E00, 0x9FFF, BC_SCRIPT_HAN}, {0xAC00, 0xD7A3, BC_SCRIPT_HANGUL},
		{0xF900, 0xFAFF, BC_SCRIPT_HAN}, {0x20000, 0x323AF, BC_SCRIPT_HAN},
	};

	/* most of Chinese */
	if (c >= 0x4E00 && c <= 0x9FFF)
		return BC_SCRIPT_HAN;
	for (size_t k = 0; k < sizeof(ranges) / sizeof(ranges[0]); k++)
		if (c <= ranges[k].last)
			return c >= ranges[k].first ? ranges[k].script : BC_SCRIPT_OTHER;
	return BC_SCRIPT_OTHER;
}

typedef enum Sort
{
	SPACE,
	LETTER,
	DIGIT,
	CJK,
	MARK						/* anything else */
} Sort;

#define M4 MARK, MARK, MARK, MARK
#define M8 M4, M4
#define L4 LETTER, LETTER, LETTER, LETTER
#define L26 L4, L4, L4, L4, L4, L4, LETTER, LETTER

static const unsigned char ascii[128] = {
	M8, MARK, SPACE, SPACE, SPACE, SPACE, SPACE, MARK, MARK, M8, M8,
	SPACE, MARK, MARK, MARK, M4, M8,
	DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
	MARK, MARK, M4, MARK, L26, MARK, MARK, M4, L26, M4, MARK
};

#undef M4
#undef M8
#undef L4
#undef L26

static Sort
other_sort(uint32_t c)
{
	unsigned	value;

	if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x30FF && c != 0x30FB && c != 0x30FC) ||
		(c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF))
		return CJK;
	if (bc_is_white_space(c))
		return SPACE;
	value = bc_fold_value(c);
	if (value & BC_FOLD_MAPPED)
		value = BC_POOL_CLASS(bc_fold_pool[value & ~(unsigned) BC_FOLD_MAPPED]);
	/* a letter of Thai is a token by itself */
	return value == BC_TEXT_WORD || value == BC_TEXT_SOLO ? LETTER : value == BC_TEXT_DIGIT ? DIGIT : MARK;
}

static inline Sort
sort_of(uint32_t c)
{
	return c < 0x80 ? (Sort) ascii[c] : c >= 0x3400 && c <= 0x9FFF ? CJK :
		other_sort(c);
}

/* 1: an upper case letter, -1: a lower case one, 0: neither. */
static int
letter_case(uint32_t c)
{
	if (c < 0x80)
		return c - 'A' < 26 ? 1 : c - 'a' < 26 ? -1 : 0;
	if (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7)
		return c < 0xDF ? 1 : -1;
	if (c >= 0x100 && c <= 0x17F && c != 0x138 && c != 0x149)
		return ((c >= 0x139 && c <= 0x148) || c >= 0x179) == ((c & 1) != 0) ? 1 : -1;
	if (c >= 0x391 && c <= 0x3C9)
		return c <= 0x3A9 ? 1 : c >= 0x3B1 ? -1 : 0;
	if (c >= 0x400 && c <= 0x45F)
		return c < 0x430 ? 1 : -1;
	return 0;
}

static bool
ends_sentence(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x2026 ||
		c == 0x0964 || c == 0x061F || c == 0xFF61;
}

/* What may stand between the end of a sentence and the next one. */
static bool
closes(uint32_t c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == '_' || c == '`' || c == 0x201D || c == 0x2019 ||
		c == 0x300D || c == 0x300F || c == 0xFF09 || c == 0x300B;
}

typedef struct Pass
{
	BcTextCounts *out;
	bool		token;			/* within one that has a letter */
	size_t		word;			/* characters of the word that we are in */
	size_t		word_upper;
	bool		word_digit;
	bool		word_lower;
	uint32_t	before;			/* the character before */
	uint32_t	last;			/* of the line, but white space and closing marks */
	bool		line;			/* it is not blank */
	bool		block;
	bool		fresh;			/* something of a sentence was seen since the last end */
} Pass;

static void
end_word(Pass *p)
{
	if (p->word == 0)
		return;
	p->out->words++;
	if (p->word_upper > 0 && !p->word_lower)
	{
		if (p->word_upper > 1)
			p->out->capitals++;
		else if (!p->word_digit)
			p->out->single_capitals++;
	}
	p->word = p->word_upper = 0;
	p->word_lower = p->word_digit = false;
}

static void
end_line(Pass *p)
{
	if (p->line)
	{
		p->out->lines++;
		if (!p->block)
			p->out->blocks++;
		p->block = true;
		if (!ends_sentence(p->last) && p->fresh)
			p->out->open_lines++;
	}
	else
		p->block = false;
	p->line = p->fresh = false;
	p->last = 0;
}

/* A mark that may end a sentence, before the character next. */
static void
end_sentence(Pass *p, uint32_t c, uint32_t next)
{
	if (!p->fresh || (next < 0x80 && c == '.' && !(next <= ' ' || closes(next))))
		return;
	if (c == '.' && next == '.')
		return;
	/* "e.g. ", "1. ", "Mr. " */
	if (c == '.' && next == ' ' && (p->word == 1 || (p->word > 0 && p->word <= 3 && p->word_upper == 1) ||
									(p->word == 2 && p->word_digit)))
		p->out->doubtful++;
	else
		p->out->sentences++;
	p->fresh = false;
}

static bool
is_comma(uint32_t c)
{
	return c == ',' || c == 0xFF0C || c == 0x060C;
}

static bool
is_punctuation(uint32_t c)
{
	return (c < 0x80 && strchr("!\"'(),-./:;?[]{}", (int) c) != NULL && c != 0) ||
		(c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x3011 && c != 0x3007) || (c >= 0xFF01 && c <= 0xFF0F) ||
		c == 0xFF1A || c == 0xFF1B || c == 0xFF1F || c == 0xB7;
}

static void
count_letter(Pass *p, uint32_t c, Sort sort)
{
	BcTextCounts *out = p->out;
	int			letter = letter_case(c);

	out->script[sort == DIGIT ? BC_SCRIPT_OTHER : bc_script(c)] += sort != DIGIT;
	out->upper += letter > 0;
	out->lower += letter < 0;
	p->word++;
	p->word_upper += letter > 0;
	p->word_lower = p->word_lower || (letter <= 0 && sort == LETTER);
	p->word_digit = p->word_digit || sort == DIGIT;
	if (!p->token)
		out->tokens++;
	p->token = true;
	p->fresh = true;
}

static void
count_mark(Pass *p, uint32_t c, uint32_t next)
{
	bool		within = (c == '\'' || c == '-' || c == 0x2019) && p->word > 0 && next < 0x250 && sort_of(next) <= DIGIT &&
		sort_of(next) != SPACE;

	p->out->commas += is_comma(c);
	if (is_punctuation(c) && !within)
		p->out->punctuation++;
	if (ends_sentence(c))
		end_sentence(p, c, next);
	if (!closes(c))
		p->last = c;
	end_word(p);
}

void
bc_count_text(const BcEnv *env, BcSlice text, BcTextCounts *out)
{
	Pass		p;
	size_t		polled = 0;
	size_t		at = 0;
	uint32_t	c;
	uint32_t	next = text.len > 0 ? bc_quick_char(text, &at) : 0;
	size_t		left = text.len > 0;

	memset(&p, 0, sizeof(p));
	memset(out, 0, sizeof(*out));
	p.out = out;
	while (left)
	{
		Sort		sort;

		c = next;
		left = at < text.len;
		next = left ? bc_quick_char(text, &at) : 0;
		if (at - polled >= BC_POLL_BYTES)
		{
			bc_poll(env);
			polled = at;
		}
		out->characters++;
		sort = sort_of(c);
		if (sort == SPACE)
		{
			end_word(&p);
			p.token = false;
			if (c == '\n')
				end_line(&p);
			continue;
		}
		out->visible++;
		p.line = true;
		if (sort == LETTER || sort == DIGIT)
		{
			p.last = c;
			count_letter(&p, c, sort);
		}
		else if (sort == CJK)
		{
			p.last = c;
			end_word(&p);
			p.token = false;
			p.fresh = true;
			out->cjk++;
			out->script[bc_script(c)]++;
			out->traditional += bc_han_simplify(c) != c;
		}
		else
			count_mark(&p, c, next);
	}
	end_word(&p);
	end_line(&p);
}
