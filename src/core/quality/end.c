/*
 * end.c: how a response ends: cut off, or going round in a loop.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#define TAIL_CHARS		512
#define LAST_CHARS		10		/* enough for last_word() */
#define MAX_PERIOD		64
#define MIN_PERIODS		4
#define MIN_LOOP		32
#define LONG_CHARS		200

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
	/* the last two bytes of 16 periods at a time */
	for (; period + 15 <= most; period += 16)
	{
		const unsigned char *p = end - period - 16;
		uint32_t	bits = bc_vector_bits((bc_vector_load(p) == end[-1]) &
										  (bc_vector_load(p - 1) == end[-2]));

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

/* t holds the last n characters of a text of so many. */
static bool
goes_on(const uint32_t *t, size_t n, size_t chars)
{
	static const char *const words[] = {
		"and", "the", "of", "to", "a", "an", "or", "with", "for", "in", "that", "is"
	};
	uint32_t	c = t[n - 1];
	char		word[8];
	size_t		len;

	if (c == ',' || c == 0xFF0C || c == 0x3001 || c == '(' || c == 0xFF08 ||
		c == 0x201C || c == 0x300A || c == 0x548C || c == 0x4E0E ||
		(c == 0x7684 && chars > 30))
		return true;			/* ， 、 （ “ 《 和 与 的 */
	len = last_word(t, n, word, sizeof(word));
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (len == strlen(words[k]) && memcmp(word, words[k], len) == 0 && chars > 40)
			return true;
	return false;
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

/* How many list items or lines of code: their ends need no full stop. */
static bool
last_line_is_item(BcSlice text)
{
	uint32_t	t[TAIL_CHARS];
	size_t		n = tail(text, TAIL_CHARS, t);
	size_t		at = n;

	while (at > 0 && t[at - 1] != '\n')
		at--;
	while (at < n && (t[at] == ' ' || t[at] == '\t'))
		at++;
	return at > 0 && n - at < 60;
}

/* The characters of the trimmed response. */
static size_t
count_trimmed(const BcQuality *q, BcSlice text)
{
	BcSlice		whole = q->rec->response;
	size_t		chars = q->response.chars;

	for (size_t i = 0; i < whole.len; i++)
	{
		if (i == (size_t) (text.data - whole.data))
			i += text.len;
		if (i < whole.len)
			chars -= (whole.data[i] & 0xC0) != 0x80;
	}
	return chars;
}

static void
check_truncated(BcQuality *q, BcSlice text, const uint32_t *t, size_t n)
{
	uint32_t	c = t[n - 1];

	/* a fence is code */
	if (q->response.code && open_fence(q->rec->response))
		bc_quality_add(q, BC_TRUNCATED, BC_WARN, 1000);
	else if (q->response.code)
		return;
	else if (goes_on(t, n, count_trimmed(q, text)))
		bc_quality_add(q, BC_TRUNCATED, BC_WARN, 900);
	else if (!terminal(c) && (bc_cjk(c) || (c | 0x20) - 'a' < 26) &&
			 q->response.chars >= LONG_CHARS && q->response.terminals >= 3 &&
			 !last_line_is_item(text))
		bc_quality_add(q, BC_TRUNCATED, BC_WARN, 700);
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
	if (may_loop(text) || may_loop(without_last(text)))
	{
		n = tail(text, TAIL_CHARS, t);
		check_loop(q, t, n);
		if (n > 1 && terminal(t[n - 1]))
			check_loop(q, t, n - 1);
		n = tail(text, LAST_CHARS, t);
	}
	check_truncated(q, text, t, n);
}
