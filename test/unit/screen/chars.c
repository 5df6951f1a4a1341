/*
 * chars.c: what the rules read of a text: characters before and behind a byte,
 * edges, runs, how mixed bytes are; and what of it is kept.
 */
#include "core/screen/internal.h"

#include "check.h"

/* A scan over a text, as far as reading wants one. */
static BcScan
reading(BcSlice text)
{
	BcScan		s = {.env = &bc_malloc_env, .t = text.data, .n = text.len};

	return s;
}

/* The character that ends or begins a text, its width folded, and its bytes. */
static void
test_characters(void)
{
	static const struct
	{
		const char *text;
		uint32_t	c;
		unsigned	length;
	}			characters[] = {
		{"", 0, 0}, {"a", 'a', 1}, {"\x7F", 0x7F, 1}, {"\x01", 1, 1}, {"é", 0xE9, 2}, {"中", 0x4E2D, 3}, {"😀", 0x1F600, 4},
		{"\uFF01", '!', 3}, {"\uFF5E", '~', 3}, {"\uFF5F", 0xFF5F, 3}, {"\uFF00", 0xFF00, 3}, {"\u3000", ' ', 3}, {"\u3001", 0x3001, 3},
		{"\x80", 0xFFFD, 1}, {"\xFF", 0xFFFD, 1}, {"\xE4", 0xFFFD, 1}, {"\xE4\xB8", 0xFFFD, 1}, {"\xF0\x9F\x98", 0xFFFD, 1},
	};

	for (size_t k = 0; k < sizeof(characters) / sizeof(characters[0]); k++)
	{
		const char *text = characters[k].text;
		char		behind[20];
		BcScan		s;
		unsigned	length = 9;

		s = reading(slice(text));
		check(bc_scan_prev(&s, s.n, &length) == characters[k].c && length == characters[k].length, "the character before the end");
		length = 9;
		check(bc_scan_next(&s, 0, &length) == characters[k].c && length == characters[k].length, "the character at the beginning");
		sprintf(behind, "中%s", text);
		s = reading(slice(behind));
		length = 9;
		check(*text == '\0' || (bc_scan_prev(&s, s.n, &length) == characters[k].c && length == characters[k].length), "behind another");
		sprintf(behind, "%s中", text);
		s = reading(slice(behind));
		length = 9;
		check(*text == '\0' || (bc_scan_next(&s, 0, &length) == characters[k].c && length == characters[k].length), "before another");
	}
}

static void
test_edges(void)
{
	static const struct
	{
		const char *text;
		bool		left;			/* an edge is before its second byte */
		bool		right;			/* and behind its first */
	}			edges[] = {
		{"a1", false, false}, {"_1", false, false}, {"-1", true, false}, {".1", true, false}, {"1.", false, true}, {"1_", false, false},
		{"1-", false, true}, {"\xE4" "1", true, false}, {"1\xE4", false, true},
	};
	BcScan		s;

	for (size_t k = 0; k < sizeof(edges) / sizeof(edges[0]); k++)
	{
		s = reading(slice(edges[k].text));
		check(bc_scan_left_edge(&s, 1) == edges[k].left, edges[k].text);
		check(bc_scan_right_edge(&s, 1) == edges[k].right, edges[k].text);
		check(bc_scan_left_edge(&s, 0) && bc_scan_right_edge(&s, s.n), "the ends of a text are edges");
	}
	s = reading(slice("1.5 a.5"));
	check(!bc_scan_left_edge(&s, 2) && bc_scan_left_edge(&s, 6), "a point behind a digit is no edge");
	check(!bc_scan_right_edge(&s, 1) && !bc_scan_right_edge(&s, 5), "nor one before a digit");
	s = reading(slice("1.a"));
	check(bc_scan_right_edge(&s, 1), "one before a letter is");
}

static void
test_runs(void)
{
	BcScan		s = reading(slice("ab12"));

	check(bc_scan_run(&s, 0, BC_C_LETTER, 9) == 2 && bc_scan_run(&s, 0, BC_C_LETTER, 1) == 1 && bc_scan_run(&s, 0, BC_C_LETTER, 0) == 0, "letters");
	check(bc_scan_run(&s, 2, BC_C_DIGIT, 9) == 2 && bc_scan_run(&s, 3, BC_C_DIGIT, 9) == 1 && bc_scan_run(&s, 4, BC_C_DIGIT, 9) == 0, "to the end");
	check(bc_scan_run(&s, 5, BC_C_DIGIT, 9) == 0 && bc_scan_run(&s, 2, BC_C_LETTER, 9) == 0, "none");
	check(bc_scan_starts(&s, 2, "12") && !bc_scan_starts(&s, 2, "123") && !bc_scan_starts(&s, 3, "12") && bc_scan_starts(&s, 4, ""), "a literal");
	check(bc_scan_starts_nocase(&s, 0, "ab") && !bc_scan_starts_nocase(&s, 3, "2a") && !bc_scan_starts_nocase(&s, 1, "ab"), "in any case");
	check(bc_scan_ends(&s, 4, "12") && bc_scan_ends(&s, 2, "ab") && !bc_scan_ends(&s, 1, "ab") && !bc_scan_ends(&s, 3, "12"), "before a byte");
	s = reading(slice("Ab@[`{z"));
	check(bc_scan_starts_nocase(&s, 0, "ab@[`{z") && !bc_scan_starts_nocase(&s, 2, "`"), "letters alone have cases");
	check(bc_scan_repeated((const unsigned char *) "aaaaaa", 6) && bc_scan_repeated((const unsigned char *) "aa", 2) &&
		  bc_scan_repeated((const unsigned char *) "xaaaaaax", 8), "repeated");
	check(!bc_scan_repeated((const unsigned char *) "xaaaaax", 7) && !bc_scan_repeated((const unsigned char *) "ab", 2), "not repeated");
}

/* Hundredths of a bit; of the first 255 bytes. */
static void
test_entropy(void)
{
	unsigned char text[600];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (unsigned char) i;
	check(bc_scan_entropy(text, 0) == 0, "of nothing");
	check(bc_scan_entropy(text, 1) == 0, "of one");
	for (unsigned bits = 1; bits < 8; bits++)
		check(bc_scan_entropy(text, (size_t) 1 << bits) == bits * 100, "of a power of two");
	check(bc_scan_entropy(text, 255) == 799, "of 255 that differ");
	check(bc_scan_entropy(text, 600) == 799 && bc_scan_entropy(text, 256) == 799, "of more");
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "ab"[i % 2];
	check(bc_scan_entropy(text, 254) == 100 && bc_scan_entropy(text, 600) == bc_scan_entropy(text, 255), "of two");
	memset(text, 'a', sizeof(text));
	check(bc_scan_entropy(text, 600) == 0 && bc_scan_entropy(text, 255) == 0 && bc_scan_entropy(text, 2) == 0, "of one sort");
}

/* What is sure enough and holds a byte is kept, however many there are. */
static void
test_kept(void)
{
	BcScan		s = reading(slice("abcd"));

	s.min = 50;
	bc_scan_add(&s, BC_EMAIL, 0, 1, 49);
	bc_scan_add(&s, BC_EMAIL, 1, 1, 50);
	bc_scan_add(&s, BC_EMAIL, 2, 1, 50);
	check(s.count == 0, "not sure enough, or empty");
	for (unsigned i = 0; i < 100; i++)
		bc_scan_add(&s, (BcKind) (i % BC_KINDS), i, i + 1 + i % 3, 50 + i % 51);
	check(s.count == 100 && !s.failed, "a hundred");
	for (unsigned i = 0; i < s.count; i++)
		check(s.list[i].kind == i % BC_KINDS && s.list[i].byte_start == i && s.list[i].byte_stop == i + 1 + i % 3 &&
			  s.list[i].confidence == 50 + i % 51 && s.list[i].start == 0 && s.list[i].stop == 0, "as they came");
	s.failed = true;
	bc_scan_add(&s, BC_EMAIL, 0, 1, 50);
	check(s.count == 100, "nothing more where memory lacked");
	bc_free(&bc_malloc_env, s.list);
}

int
main(void)
{
	test_characters();
	test_edges();
	test_runs();
	test_entropy();
	test_kept();
	return report();
}
