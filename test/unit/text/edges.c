/*
 * edges.c: each character beside the ends of a rule's ranges, texts as long as
 * what is polled for, and what is in a buffer before a fold.
 */
#include "core/text.h"
#include "core/text/char_ids.h"
#include "core/text/counts.h"
#include "core/text/substrings.h"
#include "core/text/unicode.h"

#include "check.h"

#define STEPS	((size_t) BC_POLL_BYTES)

static long polls;
static long blocks;
static bool refuses;

static void *
resize(void *context, void *ptr, size_t size)
{
	(void) context;
	if (size == 0)
	{
		blocks -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	if (refuses)
		return NULL;
	blocks += ptr == NULL;
	return realloc(ptr, size);
}

static void
poll(void *context)
{
	(void) context;
	polls++;
}

static const BcEnv env = {resize, poll, NULL};

static bool
folds_char(int version, uint32_t c, BcBuffer *out)
{
	unsigned char utf8[4];

	out->len = 0;
	return bc_exact_fold(&bc_malloc_env, version, (BcSlice) {utf8, bc_utf8_encode(utf8, c)}, out);
}

/* Version 2 differs for the characters of its table, and for no other. */
static void
test_versions(void)
{
	BcBuffer	first;
	BcBuffer	second;
	size_t		found = 0;
	size_t		next = 0;
	bool		right = true;

	bc_buffer_init(&first, &bc_malloc_env, SIZE_MAX);
	bc_buffer_init(&second, &bc_malloc_env, SIZE_MAX);
	for (uint32_t c = 1; c < 0x20000; c++)
	{
		bool		listed = next < BC_EXACT_CODES && bc_exact_codes[next] == c;
		bool		same;

		next += listed;
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		right = right && folds_char(1, c, &first) && folds_char(2, c, &second);
		same = first.len == second.len && (first.len == 0 || memcmp(first.data, second.data, first.len) == 0);
		right = right && same != listed;
		found += !same;
	}
	check(right && found == BC_EXACT_CODES, "the characters that stay");
	bc_buffer_free(&first);
	bc_buffer_free(&second);
}

/* Forms as wide as Han become ASCII, and those beside them something else; alone and among others. */
static void
test_narrow(void)
{
	BcBuffer	out;
	bool		right = true;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (uint32_t c = 0xFEF0; c <= 0xFFF0; c++)
		for (int before = 0; before < 2; before++)
		{
			unsigned char text[16] = "x";
			size_t		len = (size_t) before;
			bool		narrow = c >= 0xFF01 && c <= 0xFF5E;
			unsigned char ascii = (unsigned char) (c - 0xFF01 + '!');

			len += bc_utf8_encode(text + len, c);
			out.len = 0;
			right = right && bc_exact_fold(&bc_malloc_env, 2, (BcSlice) {text, len}, &out) &&
				(out.len == (size_t) before + 1 && out.data[before] == ascii) == narrow;
		}
	check(right, "wide forms of ASCII");
	bc_buffer_free(&out);
}

/* Hangul syllables decompose; what stands beside them does not. */
static void
test_hangul(void)
{
	static const struct
	{
		uint32_t	c;
		const char *fold;
	}			cases[] = {
		{0xABFF, "\xEA\xAF\xBF"}, {0xAC00, "\u1100\u1161"}, {0xAC1B, "\u1100\u1161\u11C2"}, {0xAC1C, "\u1100\u1162"},
		{0xAE4B, "\u1100\u1175\u11C2"}, {0xAE4C, "\u1101\u1161"}, {0xD788, "\u1112\u1175"}, {0xD7A3, "\u1112\u1175\u11C2"},
		{0xD7A4, "\xED\x9E\xA4"},
	};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(folds_char(2, cases[i].c, &out) && out.len == strlen(cases[i].fold) &&
			  memcmp(out.data, cases[i].fold, out.len) == 0, cases[i].fold);
	bc_buffer_free(&out);
}

/* What is in a buffer is no beginning of the text: no white space comes between, nor is any kept there. */
static void
test_appended(void)
{
	static const struct
	{
		int			version;
		const char *text;
		const char *fold;
	}			cases[] = {
		{1, "\n a\n b\n", "xa b"}, {2, "\n a\n b\n", "xa\n b"}, {2, "\n\n", "x"}, {1, " ", "x"}, {2, "\u0301\n", "x\u0301"},
		{2, "\r\n\r\na\r\r\nb", "xa\n\nb"}, {2, "a\n\u0301\n\u0301\u0323\n", "xa\n\u0301\n\u0323\u0301"},
		{2, "a \u0301", "xa \u0301"}, {2, "a \u0301\u0323 \u0301", "xa \u0323\u0301 \u0301"},
	};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		out.len = 0;
		bc_buffer_add_byte(&out, 'x');
		check(bc_exact_fold(&bc_malloc_env, cases[i].version, slice(cases[i].text), &out) &&
			  out.len == strlen(cases[i].fold) && memcmp(out.data, cases[i].fold, out.len) == 0, cases[i].fold);
	}
	out.len = 1;
	check(bc_normalize(&bc_malloc_env, slice(" A, b "), &out) && out.len == 4 && memcmp(out.data, "xa b", 4) == 0, "tokens");
	bc_buffer_free(&out);
	/* full at a break, within a run of them, at marks */
	for (size_t max = 0; max < 9; max++)
	{
		bc_buffer_init(&out, &bc_malloc_env, max);
		check(!bc_exact_fold(&bc_malloc_env, 2, slice("a\n\n b\u0301\u0323"), &out) && out.failed && out.len <= max, "full");
		bc_buffer_free(&out);
	}
	bc_buffer_init(&out, &bc_malloc_env, 9);
	check(bc_exact_fold(&bc_malloc_env, 2, slice("a\n\n b\u0301\u0323"), &out) && out.len == 9, "just full");
	bc_buffer_free(&out);
	for (size_t max = 0; max < 3; max++)
	{
		bc_buffer_init(&out, &bc_malloc_env, max);
		check(!bc_normalize(&bc_malloc_env, slice("a b"), &out), "full of tokens");
		bc_buffer_free(&out);
	}
}

/* A to Z alone become small, and only in what is appended. */
static void
test_search_fold(void)
{
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	bc_buffer_add(&out, "AZ", 2);
	check(bc_search_fold(&bc_malloc_env, slice("@AMZ[`az{\u00c4"), &out) && out.len == 2 + 12 &&
		  memcmp(out.data, "AZ@amz[`az{a\u0308", 14) == 0, "small letters");
	out.len = 0;
	check(bc_search_fold(&bc_malloc_env, slice("10\u00b2\n X"), &out) && out.len == 5 && memcmp(out.data, "102 x", 5) == 0,
		  "raised digits are digits, a line break is a space");
	out.len = 0;
	out.max = 3;
	check(!bc_search_fold(&bc_malloc_env, slice("abcd"), &out), "full");
	bc_buffer_free(&out);
	bc_buffer_init(&out, &bc_malloc_env, 8);
	check(bc_add_pairs(&bc_malloc_env, slice("abc"), &out) && out.len == 8, "two pairs");
	bc_buffer_free(&out);
	bc_buffer_init(&out, &bc_malloc_env, 7);
	check(!bc_add_pairs(&bc_malloc_env, slice("abc"), &out), "no room for two");
	bc_buffer_free(&out);
}

/* The numbers of pairs: neither order nor far characters fall together. */
static void
test_pairs(void)
{
	static const struct
	{
		const char *text;
		uint32_t	pair;
	}			cases[] = {
		{"ab", 0x61u << 16 ^ 0x62}, {"ba", 0x62u << 16 ^ 0x61},
		/* what is above 16 bits of the first comes round to the lower ones */
		{"\U0001F600a", 0xF600u << 16 ^ 1 ^ 0x61}, {"a\U0001F600", 0x61u << 16 ^ 0x1F600},
	};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		uint32_t	pair;

		out.len = 0;
		check(bc_add_pairs(&bc_malloc_env, slice(cases[i].text), &out) && out.len == sizeof(pair), "one pair");
		memcpy(&pair, out.data, sizeof(pair));
		check(pair == cases[i].pair, cases[i].text);
	}
	bc_buffer_free(&out);
}

static void
test_unique(void)
{
	static uint32_t values[3000];
	bool		right = true;
	size_t		count;

	for (uint32_t i = 0; i < 3000; i++)
		values[i] = i * 7 % 1000 * 2654435761u;
	refuses = true;
	check(bc_unique32(&env, values, 3000) == SIZE_MAX, "no memory");
	refuses = false;
	count = bc_unique32(&env, values, 3000);
	check(count == 1000, "each once");
	for (size_t i = 1; i < count; i++)
		right = right && values[i - 1] < values[i];
	check(right, "in order");
	check(bc_unique32(&env, values, 0) == 0, "none");
	check(!bc_holds(&env, slice("a"), slice("aa")) && bc_holds(&env, slice("aa"), slice("aa")), "as long as the text");
	refuses = true;
	check(!bc_holds(&env, slice("aa"), slice("aa")) && bc_holds(&env, slice("aa"), slice("")), "no memory");
	refuses = false;
	check(blocks == 0, "given back");
}

/* Numbers of characters of all planes, in a table that grows again and again. */
static void
test_char_ids(void)
{
	unsigned char *text = malloc(4 * 0x110000 / 64 + 100);
	size_t		len = 0;
	uint32_t	count = 0;
	BcCharIds	chars;
	bool		right = true;

	for (uint32_t c = 1; c < 0x110000; c += 64)
		if (c < 0xD800 || c > 0xDFFF)
		{
			len += bc_utf8_encode(text + len, c);
			count++;
			/* by each number of characters, the last room of the table is used */
			if (count % 509 == 0 || c + 64 >= 0x110000)
			{
				right = right && bc_char_ids(&env, (BcSlice) {text, len}, slice("\x01zz\x41"), &chars) &&
					chars.length[0] == count && chars.length[1] == 4 && chars.different == count + 1;
				for (uint32_t i = 0; i < count && right; i++)
					right = chars.ids[0][i] == i + 1;
				for (size_t i = 0; i < BC_CHAR_PAD && right; i++)
					right = chars.ids[0][count + i] == 0 && chars.ids[1][4 + i] == 0;
				right = right && chars.ids[1][0] == 1 && chars.ids[1][1] == count + 1 && chars.ids[1][2] == count + 1 &&
					chars.ids[1][3] == 2;
				bc_char_ids_free(&env, &chars);
				right = right && chars.memory == NULL;
			}
		}
	check(right, "numbers in order of appearance");
	check(blocks == 0, "given back");
	free(text);
}

/* Each pass over a text looks for an interrupt by each stretch of bytes. */
static void
test_polls(void)
{
	static const struct
	{
		size_t		len;
		long		polls;
	}			cases[] = {{STEPS - 1, 0}, {STEPS, 1}, {2 * STEPS - 1, 1}, {2 * STEPS, 2}};
	unsigned char *text = malloc(2 * STEPS);

	memset(text, 'a', 2 * STEPS);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcSlice		all = {text, cases[i].len};
		BcTextCounts n;
		BcBuffer	out;

		polls = 0;
		bc_count_text(&env, all, &n);
		check(n.characters == cases[i].len && polls == cases[i].polls, "counts");
		polls = 0;
		check(!bc_holds(&env, all, slice("ab")) && polls == cases[i].polls, "a search");
		bc_buffer_init(&out, &env, SIZE_MAX);
		polls = 0;
		check(bc_add_pairs(&env, all, &out) && out.len == 4 * (cases[i].len - 1) && polls == cases[i].polls, "pairs");
		out.len = 0;
		polls = 0;
		check(bc_exact_fold(&env, 1, all, &out) && out.len == cases[i].len && polls == cases[i].polls, "a fold");
		bc_buffer_free(&out);
	}
	/* nothing but what is folded one by one */
	for (size_t i = 0; i + 2 <= 2 * STEPS; i += 2)
		memcpy(text + i, "\u00e9", 2);
	for (size_t i = 0; i < 2; i++)
	{
		BcBuffer	out;

		bc_buffer_init(&out, &env, SIZE_MAX);
		polls = 0;
		check(bc_exact_fold(&env, 1, (BcSlice) {text, STEPS - 2 + 2 * i}, &out) && polls == (long) i, "a fold of one by one");
		bc_buffer_free(&out);
	}
	check(blocks == 0, "given back");
	free(text);
}

int
main(void)
{
	test_versions();
	test_narrow();
	test_hangul();
	test_appended();
	test_search_fold();
	test_pairs();
	test_unique();
	test_char_ids();
	test_polls();
	return report();
}
