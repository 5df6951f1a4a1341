/*
 * text.c: what is wrong with one text by itself: damaged characters, litter of
 * other forms of text, the same character again and again, too long.
 *
 * Sources: data-juicer's filters, and the kinds of faults that
 * AlpacaDataCleaned lists.  The shares of special characters, of short lines
 * and of symbols that are told of web pages (Gopher, C4, RedPajama) are no
 * fault here: an answer may be a table, a list, code or a post with hashtags.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#define MAX_TOKENS		4096	/* of a training window */
#define GBK_SHARE		30		/* per mille of characters */
#define MIN_RUN			24		/* characters; check_runs() sees 16 bytes */

/* U+FFFD itself; bytes that are no UTF-8 count as broken, too. */
static bool
holds_replacement(BcSlice text, const BcTextStats *n)
{
	return n->broken > 0 && bc_text_has(text, "\xEF\xBF\xBD");
}

static void
check_mojibake(BcQuality *q, BcSlice text, const BcTextStats *n,
			   uint32_t words)
{

	if (n->broken * 50 >= n->chars && n->broken > 0 &&
		(n->broken > 1 || holds_replacement(text, n)))
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 1000);
	else if (n->gbk * 1000 >= n->cjk * GBK_SHARE && n->gbk >= 3)
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 900);
	else if (holds_replacement(text, n))
		bc_quality_add(q, BC_MOJIBAKE, BC_WARN, 700);
	else if (bc_has_word(words, BC_W_MOJIBAKE))
		bc_quality_add(q, BC_MOJIBAKE, BC_ERROR, 950);
}

static inline unsigned char
byte_at(BcSlice text, size_t at)
{
	return at < text.len ? text.data[at] : 0;
}

static inline bool
letter(unsigned char c)
{
	return (c | 0x20u) - 'a' < 26;
}

/* A bracket or mark that shows its content as it is: the text is about \n. */
static bool
quoted(BcSlice text, size_t i)
{
	unsigned char before = i > 0 ? text.data[i - 1] : 0;

	return before == '"' || before == '\'' || before == '`' || before == '\\' ||
		before == '/' || before == '[' || before == '(' ||
		(i >= 3 && text.data[i - 3] == 0xE2 && text.data[i - 2] == 0x80 &&
		 (before == 0x98 || before == 0x9C));	/* ‘ “ */
}

static bool
hex4(BcSlice text, size_t i)
{
	for (size_t k = i; k < i + 4; k++)
	{
		unsigned char c = byte_at(text, k);

		if ((unsigned) c - '0' >= 10 && (c | 0x20u) - 'a' >= 6)
			return false;
	}
	return true;
}

/*
 * Escapes of JSON that were never undone.  A backslash before other letters is
 * a command of LaTeX, a path or code: then nothing is said.
 */
static void
check_escapes(BcQuality *q, BcSlice text)
{
	unsigned	breaks = 0;
	unsigned	quotes = 0;
	unsigned	hexes = 0;

	for (size_t i = 0; i + 1 < text.len; i++)
	{
		unsigned char c = text.data[i + 1];
		unsigned char next = byte_at(text, i + 2);

		if (text.data[i] != '\\')
			continue;
		if (quoted(text, i))
			return;
		if (c == 'n' || c == 't')
		{
			if ((unsigned) next - 'a' < 26 || (i > 0 && text.data[i - 1] == ':'))
				return;
			breaks++;
		}
		else if (c == '"')
			quotes++;
		else if (c == 'u' && hex4(text, i + 2))
			hexes++;
		else if (letter(c) || c == '(' || c == '[' || c == '\\')
			return;
		i++;
	}
	if (breaks > 0 || quotes >= 2 || hexes >= 2)
		bc_quality_add(q, BC_ESCAPE_LITTER, BC_WARN, 800);
}

static void
check_litter(BcQuality *q, BcSlice text, const BcTextStats *n)
{

	if (n->controls > 0)
		bc_quality_add(q, BC_CONTROL_CHARS, BC_WARN, 1000);
	if (n->code ||
		(q->said & (BC_WORD(LOREM) | BC_WORD(ESCAPE) | BC_WORD(UNICODE) |
					BC_WORD(TAG))) == 0 || bc_prompt_has(q, BC_W_HTML_ASK))
		return;
	if (bc_has_word(q->said, BC_W_LOREM) && !bc_prompt_has(q, BC_W_LOREM))
		bc_quality_add(q, BC_LOREM, BC_WARN, 1000);
	if ((q->said & (BC_WORD(ESCAPE) | BC_WORD(UNICODE))) != 0 &&
		!bc_prompt_has(q, BC_W_CODE))
		check_escapes(q, text);
	if (bc_has_word(q->said, BC_W_TAG))
		bc_quality_add(q, BC_HTML_LITTER, BC_WARN, 800);
}

/*
 * May a text be drawn of it, or a form left to fill in, a number or a blank
 * made?
 */
static bool
drawn(uint32_t c)
{
	return c <= ' ' || (c >= '0' && c <= '9') ||
		(c < 0x80 && strchr("-_=*.#~|+<>/\\:^&@$%,", (int) c) != NULL) ||
		(c >= 0x2010 && c <= 0x2027) || (c >= 0x2190 && c <= 0x2BFF) ||
		c == 0x3000 || (c >= 0xFF00 && c <= 0xFF1F) || c >= 0x1F000 ||
		bc_is_white_space(c);
}

/* How many characters c are around byte i; *end is behind the last of them. */
static size_t
run_around(BcSlice text, size_t i, uint32_t *c, size_t *end)
{
	size_t		run = 1;
	size_t		at;
	size_t		length;

	while (i > 0 && (text.data[i] & 0xC0) == 0x80)
		i--;
	at = i;
	*c = bc_next_char(text, &at);
	length = at - i;
	for (; i >= length &&
		 memcmp(text.data + i - length, text.data + i, length) == 0; i -= length)
		run++;
	for (; at + length <= text.len &&
		 memcmp(text.data + at, text.data + i, length) == 0; at += length)
		run++;
	*end = at;
	return run;
}

/*
 * Of every eight bytes: are they those a character later?  A run of MIN_RUN
 * characters holds such.
 */
static void
check_runs(BcQuality *q, BcSlice text)
{
	for (size_t i = 0; i + 16 <= text.len; i += 8)
	{
		uint64_t	x = bc_load64(text.data + i);
		uint32_t	c;
		size_t		end;

		if (x != bc_load64(text.data + i + 1) && x != bc_load64(text.data + i + 2) &&
			x != bc_load64(text.data + i + 3) && x != bc_load64(text.data + i + 4))
			continue;
		if (run_around(text, i, &c, &end) >= MIN_RUN && !drawn(c))
		{
			bc_quality_add(q, BC_CHAR_REPETITION, BC_WARN, 1000);
			return;
		}
		if (end > i + 16)
			i = end - 16;
	}
}

/* About what a tokenizer of a Chinese model makes of it. */
static size_t
token_estimate(const BcTextStats *n)
{
	return (n->cjk * 6 + n->words * 13 + n->special * 10) / 10;
}

void
bc_quality_text(BcQuality *q)
{
	const BcRecord *rec = q->rec;
	size_t		sum = token_estimate(&q->prompt) + token_estimate(&q->response);

	check_mojibake(q, rec->prompt, &q->prompt, q->asked);
	check_mojibake(q, rec->response, &q->response, q->said);
	check_litter(q, rec->response, &q->response);
	if (q->prompt.controls > 0)
		bc_quality_add(q, BC_CONTROL_CHARS, BC_WARN, 1000);
	if (!q->response.code)
		check_runs(q, rec->response);
	if (sum > MAX_TOKENS)
		bc_quality_add(q, BC_TOO_LONG, BC_INFO,
					   (unsigned) (sum * 500 / MAX_TOKENS));
}
