/*
 * end.c: how a response ends: cut off, or going round in a loop.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#define TAIL_CHARS		512
#define LAST_CHARS		10		/* enough for last_word() and its edges */
#define MAX_PERIOD		64
#define MIN_PERIODS		4
#define MIN_LOOP		32
/* An answer that was cut by a limit of tokens is long. */
#define LONG_LATIN		800		/* characters */
#define LONG_CJK		500
#define MIN_END			12		/* bytes behind the last full stop */
#define SHORT_PROMPT	20		/* characters: "continue" */
#define SIGN_OFF		48		/* bytes of a line that closes a letter */

/* The last characters of a text, at most max, in order; returns how many. */
static size_t
tail(BcSlice text, size_t max, uint32_t *out)
{
	size_t		from = text.len;
	size_t		n = 0;

	while (from > 0 && n < max)
	{
		from--;
		n += (text.data[from] & 0xC0) != 0x80;
	}
	n = 0;
	for (size_t at = from; at < text.len && n < max;)
		out[n++] = bc_quick_char(text, &at);
	return n;
}

/*
 * May check_loop() find one?  A run of MIN_LOOP characters that is MIN_PERIODS
 * long makes the last MIN_EQUAL of them, and so as many bytes, equal to those a
 * period before.
 */
#define MIN_EQUAL		(MIN_LOOP - MIN_LOOP / MIN_PERIODS)
#define MAX_BYTES		(4 * MAX_PERIOD)

static bool
may_loop(BcSlice text)
{
	const unsigned char *end = text.data + text.len;
	size_t		most = text.len < MIN_EQUAL ? 0 : text.len - MIN_EQUAL;
	size_t		period = 1;

	if (most > MAX_BYTES)
		most = MAX_BYTES;
#ifdef BC_VECTORS
	/* the last four bytes of 16 periods at a time */
	for (; period + 15 <= most; period += 16)
	{
		const unsigned char *p = end - period - 16;
		uint32_t	bits = bc_vector_bits((bc_vector_load(p) == end[-1]) &
										  (bc_vector_load(p - 1) == end[-2]) &
										  (bc_vector_load(p - 2) == end[-3]) &
										  (bc_vector_load(p - 3) == end[-4]));

		for (; bits != 0; bits &= bits - 1)
			if (memcmp(end - MIN_EQUAL, p + bc_lowest_bit(bits) + 1 - MIN_EQUAL,
					   MIN_EQUAL) == 0)
				return true;
	}
#endif
	for (; period <= most; period++)
		if (end[-1] == *(end - 1 - period) &&
			memcmp(end - MIN_EQUAL, end - MIN_EQUAL - period, MIN_EQUAL) == 0)
			return true;
	return false;
}

/* Without the last character. */
static BcSlice
without_last(BcSlice text)
{
	while (text.len > 0 && (text.data[--text.len] & 0xC0) == 0x80)
		;
	return text;
}

/* A tail that repeats with a period of 1 to 64 characters. */
static void
check_loop(BcQuality *q, const uint32_t *t, size_t n)
{
	for (size_t p = 1; p <= MAX_PERIOD && p < n; p++)
	{
		size_t		run = p;
		bool		letter = false;

		while (run < n && t[n - 1 - run] == t[n - 1 - run + p])
			run++;
		if (run < MIN_LOOP || run < p * MIN_PERIODS)
			continue;
		for (size_t i = n - p; i < n; i++)
			letter |= bc_cjk(t[i]) || (t[i] | 0x20) - 'a' < 26;
		if (letter)
			bc_quality_add(q, BC_LOOP, BC_WARN, 1000);
		return;
	}
}

static bool
terminal(uint32_t c)
{
	switch (c)
	{
		case '.':
		case '!':
		case '?':
		case '"':
		case '\'':
		case ')':
		case ']':
		case '}':
		case '>':
		case '`':
		case '*':
		case ';':
		case '|':
		case '%':
		case '~':
		case '$':
		case 0x3002:			/* 。 */
		case 0xFF01:
		case 0xFF1F:
		case 0x201D:
		case 0x2019:
		case 0xFF09:
		case 0x3011:
		case 0x300D:
		case 0x300F:
		case 0x300B:
		case 0x2026:
		case 0xFF1B:
		case 0xFF5E:
			return true;
		default:
			/* emoji end many answers */
			return c >= 0x1F000;
	}
}

/* The last word, in lower case; its length. */
static size_t
last_word(const uint32_t *t, size_t n, char *out, size_t max)
{
	size_t		len = 0;

	while (len < max && len < n && (t[n - 1 - len] | 0x20) - 'a' < 26)
		len++;
	for (size_t i = 0; i < len; i++)
		out[i] = (char) (t[n - len + i] | 0x20);
	return len == n || len == max ? 0 : len;
}

/* Words that no sentence ends with. */
static bool
ends_open(const uint32_t *t, size_t n)
{
	static const char *const words[] = {
		"and", "the", "an", "or", "their", "your", "our", "whose", "than", "because"
	};
	char		word[8];
	size_t		len = last_word(t, n, word, sizeof(word));

	/* a title has upper case */
	if (len == 0 || t[n - len] < 'a')
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (len == strlen(words[k]) && memcmp(word, words[k], len) == 0)
			return true;
	return false;
}

/* The last line, without blanks before it. */
static BcSlice
last_line(BcSlice text)
{
	size_t		from = text.len;

	while (from > 0 && text.data[from - 1] != '\n')
		from--;
	while (from < text.len && (text.data[from] == ' ' || text.data[from] == '\t'))
		from++;
	return (BcSlice) {text.data + from, text.len - from};
}

/* Dear Sir, and Yours sincerely, stand alone in a short line; 最好的， too. */
static bool
is_letters_line(BcSlice text)
{
	BcSlice		line = last_line(text);

	return line.len < SIGN_OFF &&
		(line.data > text.data || bc_text_has(line, "Dear") || bc_text_has(line, "亲爱") ||
		 bc_text_has(line, "尊敬") || (line.len > 0 && line.data[0] < 0x80 && !bc_text_has(line, " ")));
}

/* A number, a bullet or a heading begins it, or numbers count within it. */
static bool
is_item(BcSlice line)
{
	unsigned char c = line.len > 0 ? line.data[0] : 0;

	if (c != 0 && (strchr("0123456789-*#|>([\"", c) != NULL ||
				   (c >= 0x80 && c < 0xE3)))
		return true;
	for (size_t i = 2; i + 1 < line.len; i++)
		if ((line.data[i] == '.' || line.data[i] == ')') &&
			(unsigned) line.data[i - 1] - '0' < 10 &&
			(line.data[i + 1] == ' ' || line.data[i + 1] >= 0x80))
			return true;
	return false;
}

/* t holds the last n characters of the text. */
static bool
goes_on(BcQuality *q, BcSlice text, const uint32_t *t, size_t n)
{
	uint32_t	c = t[n - 1];

	if (c == '(' || c == 0xFF08)	/* （ */
		return n < 2 || (t[n - 2] != ':' && t[n - 2] != '=');
	if (c == 0x201C || c == 0x300A || c == 0x3001)	/* “ 《 、 */
		return true;
	if (c == ',' || c == 0xFF0C)	/* ， */
		return !is_letters_line(text) && q->question.len > 0 &&
			q->question.data[q->question.len - 1] !=
			text.data[text.len - 1] && !bc_prompt_has(q, BC_W_SONG);
	return q->response.chars > 40 && ends_open(t, n) && !is_item(last_line(text));
}

/* An odd number of code fences. */
static bool
open_fence(BcSlice text)
{
	const unsigned char *end = text.data + text.len;
	const unsigned char *p = text.data;
	unsigned	n = 0;

	while ((p = memchr(p, '`', (size_t) (end - p))) != NULL)
		if (end - p >= 3 && memcmp(p, "```", 3) == 0)
		{
			n++;
			p += 3;
		}
		else
			p++;
	return n % 2 == 1;
}

/* Where the last full stop with something behind it ends, or 0. */
static size_t
behind_stop(BcSlice line)
{
	for (size_t i = line.len; i > 3; i--)
	{
		const unsigned char *p = line.data + i - 1;

		/* a word, no letter of a list, stands before it */
		if ((*p == ' ' && (p[-1] == '.' || p[-1] == '!' || p[-1] == '?') &&
			 p[-2] > '9' && p[-3] > '9') ||
			(i >= 4 && memcmp(p - 2, "。", 3) == 0))
			return i;
	}
	return 0;
}

/*
 * A long answer in sentences whose last one is not finished: it ends in a
 * letter, in a line of prose that holds a full stop, and no hashtags, link,
 * signature or list stand there.
 */
static bool
is_cut(const BcQuality *q, BcSlice text, uint32_t c)
{
	bool		cjk = bc_cjk(c);
	BcSlice		line;
	BcSlice		rest;
	size_t		stop;
	size_t		word;

	if (cjk ? q->response.cjk < LONG_CJK :
		c - 'a' >= 26 || q->response.chars < LONG_LATIN)
		return false;
	line = last_line(text);
	stop = behind_stop(line);
	if (stop == 0 || is_item(line))
		return false;
	rest = (BcSlice) {line.data + stop, line.len - stop};
	word = rest.len;
	while (word > 0 && (rest.data[word - 1] | 0x20u) - 'a' < 26)
		word--;
	return rest.len >= MIN_END && memchr(rest.data, '#', rest.len) == NULL &&
		!bc_text_has(rest, "://") && !bc_text_has(rest, "www.") &&
		(cjk || word == rest.len || rest.data[word] >= 'a') &&
		!bc_text_has_nocase(rest, "yours") && !bc_text_has_nocase(rest, "sincerely") &&
		!bc_text_has_nocase(rest, "regards");
}

static void
check_truncated(BcQuality *q, BcSlice text, const uint32_t *t, size_t n)
{
	/* a fence is code */
	if (q->response.code && open_fence(q->rec->response))
	{
		/* the answer may go on with code that another began */
		if ((text.len < 3 || memcmp(text.data + text.len - 3, "```", 3) != 0) &&
			!(q->prompt.chars < SHORT_PROMPT && bc_prompt_has(q, BC_W_COPY)))
			bc_quality_add(q, BC_TRUNCATED, BC_WARN, 1000);
	}
	else if (q->response.code)
		return;
	else if (goes_on(q, text, t, n))
		bc_quality_add(q, BC_TRUNCATED, BC_WARN, 900);
	else if (is_cut(q, text, t[n - 1]))
		bc_quality_add(q, BC_TRUNCATED, BC_WARN, 700);
}

/* Again and again, because it was asked for, or in a song. */
static bool
may_repeat(BcQuality *q)
{
	return bc_prompt_words(q, BC_WORD(AGAIN) | BC_WORD(SONG)) != 0;
}

void
bc_quality_end(BcQuality *q)
{
	BcSlice		text = q->answer;
	uint32_t	t[TAIL_CHARS];
	size_t		n = tail(text, LAST_CHARS, t);

	if (n == 0)
		return;
	/* a full stop may stand after the last round */
	if ((may_loop(text) || may_loop(without_last(text))) && !may_repeat(q))
	{
		n = tail(text, TAIL_CHARS, t);
		check_loop(q, t, n);
		if (n > 1 && terminal(t[n - 1]))
			check_loop(q, t, n - 1);
		n = tail(text, LAST_CHARS, t);
	}
	check_truncated(q, text, t, n);
}
