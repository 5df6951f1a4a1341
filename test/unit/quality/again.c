/*
 * again.c: stretches that come again, compared with what is counted the long
 * way: characters one by one, tokens by all their bytes, every n-gram.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"
#include "vary.h"

/* What the rule says: of so many tokens at most, n-grams of words or characters. */
#define MOST_TOKENS	8192
#define LEAST_TOKENS	50
#define WORDS	10
#define CHARACTERS	20
#define LINE_END	0

#define MOST_BYTES	80000
#define SLOTS	32768

static uint64_t
mixed(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x100000001B3;
	return h ^ h >> 29;
}

/* Of letters and digits a run, of CJK each, and the ends of lines that are not empty. */
static size_t
tokens_of(BcSlice text, uint64_t *out)
{
	size_t		count = 0;
	uint64_t	run = 0;

	for (size_t at = 0; at < text.len && count < MOST_TOKENS;)
	{
		uint32_t	c = bc_next_char(text, &at);
		bool		letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			(c >= 0xC0 && c < 0x2000);

		if (letter)
			run = mixed(run == 0 ? 99 : run, c >= 'A' && c <= 'Z' ? c + 32 : c);
		else if (run != 0)
		{
			out[count++] = run;
			run = 0;
		}
		if (count < MOST_TOKENS && c == '\n' && count > 0 && out[count - 1] != LINE_END)
			out[count++] = LINE_END;
		if (count < MOST_TOKENS && bc_cjk(c))
			out[count++] = mixed(7, c);
	}
	if (run != 0 && count < MOST_TOKENS)
		out[count++] = run;
	return count;
}

/* Was it seen before?  It is from now on. */
static bool
seen(uint64_t *slots, uint64_t h)
{
	size_t		k = h % SLOTS;

	while (slots[k] != 0 && slots[k] != h)
		k = (k + 1) % SLOTS;
	if (slots[k] == h)
		return true;
	slots[k] = h;
	return false;
}

/* How many tokens lie in n-grams within a line that stood there before. */
static size_t
covered_of(const uint64_t *token, size_t count, size_t n)
{
	static uint64_t slots[SLOTS];
	size_t		covered = 0;
	size_t		end = 0;

	memset(slots, 0, sizeof(slots));
	for (size_t first = 0; first + n <= count; first++)
	{
		uint64_t	h = 1;
		bool		line = true;

		for (size_t k = first; k < first + n; k++)
		{
			h = mixed(h, token[k]);
			line = line && token[k] != LINE_END;
		}
		if (!line || !seen(slots, h))
			continue;
		covered += first + n - (end > first ? end : first);
		end = first + n;
	}
	return covered;
}

/* More than two fifths, and as much as two n-grams: per mille of the tokens; else 0. */
static unsigned
wanted(BcSlice text)
{
	static uint64_t token[MOST_TOKENS];
	size_t		count = tokens_of(text, token);
	size_t		words = 0;
	size_t		cjk = 0;
	size_t		covered;
	size_t		n;
	bool		within = false;

	for (size_t at = 0; at < text.len;)
	{
		uint32_t	c = bc_next_char(text, &at);
		bool		letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			(c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);

		words += letter && !within;
		within = letter;
		cjk += bc_cjk(c);
	}
	n = cjk > words ? CHARACTERS : WORDS;
	if (words + cjk < LEAST_TOKENS)
		return 0;
	covered = covered_of(token, count, n);
	return covered > count * 400 / 1000 && covered >= 2 * n ? (unsigned) (covered * 1000 / count) : 0;
}

static unsigned
found(const char *prompt, BcSlice text)
{
	BcRecord	rec;
	BcIssues	issues;
	unsigned	score = 0;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice(prompt);
	rec.response.data = memcpy(malloc(text.len), text.data, text.len);
	rec.response.len = text.len;
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		if (issues.list[i].kind == BC_WORD_REPETITION)
			score = issues.list[i].score;
	free((void *) rec.response.data);
	return score;
}

static unsigned marked;

static void
compare(const char *text, size_t len)
{
	BcSlice		s = {(const unsigned char *) text, len};
	unsigned	got = found("Tell me.", s);
	unsigned	want = wanted(s);
	char		what[300];

	marked += want > 0;
	snprintf(what, sizeof(what), "%u, not %u: %.200s", got, want, text);
	check(got == want, what);
}

/* The k-th of a row of words that differ, of no program. */
static size_t
word(char *out, unsigned k)
{
	return (size_t) sprintf(out, "w%u", k);
}

/* A stretch of words or characters again and again among others, of each length. */
static void
test_shares(void)
{
	static char text[MOST_BYTES];

	for (unsigned i = 0; i < 2 * 30 * 60; i++)
	{
		bool		chinese = i % 2 != 0;
		unsigned	again = i / 2 % 30 + 5;
		unsigned	others = i / 60 * 2;
		size_t		len = 0;
		unsigned	next = 1;

		for (unsigned round = 0; round < 3; round++)
		{
			for (unsigned k = 0; k < again; k++)
				len += chinese ? bc_utf8_encode((unsigned char *) text + len, 0x4E00 + k) :
					word(text + len, 10000 + k) + (size_t) sprintf(text + len + strlen(text + len), " ");
			for (unsigned k = 0; k < others / 3; k++, next++)
				len += chinese ? bc_utf8_encode((unsigned char *) text + len, 0x6000 + next) :
					word(text + len, next) + (size_t) sprintf(text + len + strlen(text + len), " ");
			if (i % 7 == 0)
				text[len++] = '\n';
			text[len] = '\0';
		}
		compare(text, len);
	}
}

/* Pieces of all kinds, of which some come again, wherever blocks of bytes end. */
static void
test_pieces(void)
{
	static const char *const pieces[] = {
		"a", "B", "cd ", "E9f ", "ghijklm ", "nopqrstuv", "W0x1Y2Z3a4b5 ", "7", "89 ", "é", "Ж", "\xE1\xBF\xBF", "中", "文",
		"か", "한", "\xF0\xA0\x80\x80", "\n", "\n\n", ". ", "，", "-", "_", "@", "[", "`", "{", "/", ":", "\xC2\xA0", "\xC3\x97",
		"\xE2\x80\x80", "\xE2\x80\x94", "\xE3\x80\x80", "\xF0\x9F\x98\x80", " ", "\r",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz ", "\xFF", "z"
	};
	static char text[MOST_BYTES];
	uint32_t	state = 7;

	for (unsigned round = 0; round < 1500; round++)
	{
		char		stretch[3000];
		size_t		part = 0;
		size_t		len = vary_random(&state) % 70;

		memset(text, ' ', len);
		for (unsigned k = 0; k < 20 + round % 30; k++)
			part += (size_t) sprintf(stretch + part, "%s", pieces[vary_random(&state) % (sizeof(pieces) / sizeof(pieces[0]))]);
		for (unsigned times = 2 + round % 4; times > 0; times--)
		{
			len += (size_t) sprintf(text + len, "%s%s", stretch, times % 2 == 0 ? "" : ".");
			for (unsigned k = vary_random(&state) % 40; k > 0; k--)
				len += (size_t) sprintf(text + len, "%s", pieces[vary_random(&state) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		if (round % 2 == 0)
			for (size_t k = 0; k < len; k++)
				text[k] = (char) (text[k] >= 'a' && text[k] <= 'z' && vary_random(&state) % 2 ? text[k] - 32 : text[k]);
		compare(text, len);
	}
}

/* Of a long answer the beginning is judged: the last token that is, and the next. */
static void
test_long(void)
{
	static char text[MOST_BYTES];

	for (unsigned i = 0; i < 3 * 14; i++)
	{
		unsigned	kind = i % 3;
		unsigned	count = 8180 + i / 3 * 2;
		/* two fifths of 8,192 tokens are 3,276 */
		unsigned	period = 4915 - (i / 3) % 2;
		size_t		len = 0;

		for (unsigned k = 0; k < count; k++)
		{
			unsigned	j = k % period;

			if (kind == 0)
				len += bc_utf8_encode((unsigned char *) text + len, 0x4E00 + j);
			else if (kind == 1)
				len += word(text + len, j) + (size_t) sprintf(text + len + strlen(text + len), " ");
			else
				len += j % 3 == 0 ? bc_utf8_encode((unsigned char *) text + len, 0xAC00 + j) :
					(size_t) sprintf(text + len, j % 3 == 1 ? "%X" : "%x,", j);
			text[len] = '\0';
		}
		compare(text, len);
	}
}

int
main(void)
{
	static const char two[] = "one two three four five six seven eight nine ten ";
	static char text[1000];
	size_t		len = 0;

	test_shares();
	test_pieces();
	test_long();
	check(marked > 1000, "of these many are marked");
	for (unsigned k = 0; k < 5; k++)
		len += (size_t) sprintf(text + len, "%s", two);
	check(found("Tell me.", (BcSlice) {(unsigned char *) text, len}) == 800, "five times ten words");
	check(found("Write a song.", (BcSlice) {(unsigned char *) text, len}) == 0, "a song says things again");
	check(found("Say it ten times.", (BcSlice) {(unsigned char *) text, len}) == 0, "again, as asked for");
	len += (size_t) sprintf(text + len, "};");
	check(found("Tell me.", (BcSlice) {(unsigned char *) text, len}) == 0, "so does a program");
	return report();
}
