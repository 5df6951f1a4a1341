/*
 * exact_fold.c: the fold for exact duplicates, on texts chosen by hand.
 */
#include "core/text.h"

#include "check.h"

static void
folds_as(int version, const char *text, const char *expected)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_exact_fold(&bc_malloc_env, version, slice(text), &out);
	check(ok && out.len == strlen(expected) &&
		  (out.len == 0 || memcmp(out.data, expected, out.len) == 0), text);
	bc_buffer_free(&out);
}

/* Version 1. */
static void
folds_to(const char *text, const char *expected)
{
	folds_as(1, text, expected);
}

/* Version 2, where that is another fold; and of any such, the first. */
static void
reads_as(const char *text, const char *first, const char *second)
{
	folds_as(1, text, first);
	folds_as(2, text, second);
}

static void
test_decomposition(void)
{
	folds_to("", "");
	folds_to("Abc", "Abc");
	folds_to("\u00e9", "e\u0301");
	folds_to("e\u0301", "e\u0301");
	folds_to("\u212b", "A\u030a");	/* two steps: angstrom, A with ring */
	folds_to("\uff21\uff11\uff0c", "A1,");
	folds_to("\ufb01", "fi");
	folds_to("\u00bd", "1\u20442");
	folds_to("\u3300", "\u30a2\u30cf\u309a\u30fc\u30c8");
	folds_to("\uff76\uff9e", "\u30ab\u3099");
	folds_to("\u30ac", "\u30ab\u3099");
	folds_to("\ufa0e\uf900", "\ufa0e\u8c48");
	folds_to("\U0002f800", "\u4e3d");
	/* Hangul without and with a tail, the last syllable, compatibility jamo */
	folds_to("\uac00\uac01", "\u1100\u1161\u1100\u1161\u11a8");
	folds_to("\ud7a3", "\u1112\u1175\u11c2");
	folds_to("\u3131", "\u1100");
	/* stays: case, ignorables, punctuation, unassigned */
	folds_to("\u00df\u200b\u3002\U0001fae9", "\u00df\u200b\u3002\U0001fae9");
}

static void
test_order(void)
{
	folds_to("a\u0315\u0300", "a\u0300\u0315");
	folds_to("a\u0301\u0300", "a\u0301\u0300");		/* same class: stays */
	folds_to("\u00e0\u0323", "a\u0323\u0300");
	folds_to("\u1e0b\u0323", "d\u0323\u0307");
	folds_to("\u0315\u0300", "\u0300\u0315");		/* no base */
	folds_to("a\u0315b\u0300", "a\u0315b\u0300");
	folds_to("a\u0315\u034f\u0300", "a\u0315\u034f\u0300");
	folds_to("\uac00\u0315\u0300\uac00",
			 "\u1100\u1161\u0300\u0315\u1100\u1161");
}

static void
test_white_space(void)
{
	int			count = 0;

	folds_to("  a \t\r\n b\u3000\u00a0", "a b");
	folds_to(" \u2028\u2029\u205f", "");
	folds_to("a\u1680b\u2003c\xc2\x85" "d", "a b c d");
	folds_to("a\u200bb\u180ec", "a\u200bb\u180ec");		/* not White_Space */
	folds_to("\u00a8", "\u0308");	/* the space of its decomposition goes */
	folds_to("a\u00a8", "a \u0308");
	for (uint32_t c = 0; c < 0x110000; c++)
		count += bc_is_white_space(c);
	check(count == 25, "25 characters are white space");
}

/* A run of marks as long as the text must neither take long nor be cut. */
static void
test_many_marks(void)
{
	size_t		n = 1000000;
	unsigned char *text = malloc(4 * n);
	BcBuffer	out;
	bool		ok;

	for (size_t i = 0; i < n; i++)
		memcpy(text + 4 * i, "\u0315\u0300", 4);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_exact_fold(&bc_malloc_env, 1, (BcSlice) {text, 4 * n}, &out);
	check(ok && out.len == 4 * n && memcmp(out.data, "\u0300", 2) == 0 &&
		  memcmp(out.data + 2 * n - 2, "\u0300\u0315", 4) == 0,
		  "two million marks");
	bc_buffer_free(&out);
	free(text);
}

/* Any bytes: no crash, and appending starts afresh at the ends. */
static void
test_any_bytes(void)
{
	static const char *const texts[] = {
		"\x80", "\xc3", "\xe4\xb8", "\xf0\x9f\x98", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xff\xfe", "\xc0\x80", ("a\xe4" "b"),
	};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, 1000);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(bc_exact_fold(&bc_malloc_env, 1, slice(texts[i]), &out), "bytes");
	check(out.len > 5 && memcmp(out.data, "\ufffd\ufffd\ufffd", 9) == 0,
		  "a stray byte is a replacement character");
	bc_buffer_free(&out);

	bc_buffer_init(&out, &bc_malloc_env, 4);
	bc_buffer_add(&out, "x", 1);
	check(bc_exact_fold(&bc_malloc_env, 1, slice(" ab "), &out) &&
		  out.len == 3 && memcmp(out.data, "xab", 3) == 0,
		  "no space between what was there and the text");
	check(!bc_exact_fold(&bc_malloc_env, 1, slice("abc"), &out), "full");
	bc_buffer_free(&out);
}

/* Superscripts, subscripts and enclosed numbers are no digits beside others. */
static void
test_as_read(void)
{
	reads_as("10\u00b2", "102", "10\u00b2");
	reads_as("2\u2075 x\u2081", "25 x1", "2\u2075 x\u2081");
	reads_as("x\u207f n\u00ba", "xn no", "x\u207f n\u00ba");
	reads_as("1\u2460\u2469", "1110", "1\u2460\u2469");
	reads_as("1\u2474\u2488\u24ea", "1(1)1.0", "1\u2474\u2488\u24ea");
	reads_as("\u3251\u32bf\U0001f100", "21500.", "\u3251\u32bf\U0001f100");
	/* in a unit, too */
	reads_as("3\u33a1 3m\u00b2", "3m2 3m2", "3m\u00b2 3m\u00b2");
	/* as before */
	reads_as("\u00bd \u2103 \u2163 \u24d0", "1\u20442 \u00b0C IV a", "1\u20442 \u00b0C IV a");
	reads_as("\uff21\uff11 \ufb01 \u33e0 \u3220", "A1 fi 1\u65e5 (\u4e00)", "A1 fi 1\u65e5 (\u4e00)");
	reads_as("e\u0301 \u1eb9\u0301 \uac00", "e\u0301 e\u0323\u0301 \u1100\u1161", "e\u0301 e\u0323\u0301 \u1100\u1161");
	reads_as("a\u0315\u00b2\u0300", "a\u03152\u0300", "a\u0315\u00b2\u0300");
}

/* Line breaks and the indentation after them. */
static void
test_lines(void)
{
	reads_as("a\nb", "a b", "a\nb");
	reads_as("a\r\nb\rc\u2028d\u2029e\xc2\x85" "f\vg\fh", "a b c d e f g h", "a\nb\nc\nd\ne\nf\ng\nh");
	reads_as("a\n\nb\n\n\nc", "a b c", "a\n\nb\n\n\nc");
	reads_as("a\n\rb\r \nc", "a b c", "a\n\nb\n\nc");
	reads_as("for:\n    if:\n\tb", "for: if: b", "for:\n    if:\n\tb");
	/* what is not seen: at the ends, before a break, on a line of nothing else */
	reads_as("  \n a  \t\n  b\n ", "a b", "a\n  b");
	reads_as("a\n \t \n  b", "a b", "a\n\n  b");
	reads_as("\n\n    a", "a", "a");
	reads_as("a\n\n", "a", "a");
	reads_as(" \r\n ", "", "");
	/* within a line any white space is one space */
	reads_as("a \t\u3000 b", "a b", "a b");
	/* other spaces that indent are a space each */
	reads_as("a\n\u3000\u3000b\n\u00a0\u2003c", "a b c", "a\n  b\n  c");
	/* a mark after white space */
	reads_as("a\n \u0301", "a \u0301", "a\n \u0301");
	reads_as("a\n\u00a8", "a \u0308", "a\n \u0308");
	reads_as("a\u0301\u0323\n b", "a\u0323\u0301 b", "a\u0323\u0301\n b");
}

/*
 * Words of ASCII and Han, which are read many bytes at once: with one space
 * between them, whatever white space was there, at any place of a vector.
 */
static void
test_words(void)
{
	static const char *const words[] = {
		"a", "of", "the", "word", "longerwordthan16bytes", "(x)~", "文", "文字检查", "é"
	};
	static const char *const spaces[] = {" ", "  ", "   ", " \t", "\t", "\u3000", " \u00A0"};
	uint32_t	state = 1;
	bool		same = true;

	for (int round = 0; round < 4000; round++)
	{
		char		text[1000] = "";
		char		expected[1000] = "";

		for (int i = 0; i <= round % 30; i++)
		{
			state = state * 1664525 + 1013904223;
			if (i > 0)
			{
				strcat(text, spaces[state >> 28 < 10 ? 0 : (state >> 8) % 7]);
				strcat(expected, " ");
			}
			strcat(text, words[(state >> 16) % 9]);
			strcat(expected, (state >> 16) % 9 == 8 ? "e\u0301" : words[(state >> 16) % 9]);
		}
		for (int version = 1; version <= 2; version++)
		{
			BcBuffer	out;

			bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
			same = same && bc_exact_fold(&bc_malloc_env, version, (BcSlice) {
										 (unsigned char *) text, strlen(text)
			}, &out) && out.len == strlen(expected) &&
				memcmp(out.data, expected, out.len) == 0;
			bc_buffer_free(&out);
		}
	}
	check(same, "words with one space between them");
}

/*
 * The same for version 2, with line breaks, and characters beside Han that are
 * their own fold, or one of ASCII.
 */
static void
test_words_and_breaks(void)
{
	static const char *const words[][2] = {
		{"a", "a"}, {"the", "the"}, {"longerwordthan16bytes", "longerwordthan16bytes"},
		{"文字", "文字"}, {"。", "。"}, {"，", ","}, {"！Ａｚ～", "!Az~"}, {"“引”", "“引”"},
		{"жß", "жß"}, {"𠀀😀", "𠀀😀"}, {"é", "e\u0301"}, {"が", "か\u3099"}, {"한", "\u1112\u1161\u11ab"},
		{"x²", "x²"}, {"\u0301", "\u0301"}
	};
	static const char *const blanks[][2] = {
		{"", ""}, {" ", " "}, {"\n", "\n"}, {"\n\n", "\n\n"}, {"\n\n\n", "\n\n\n"},
		{"\r\n", "\n"}, {" \n", "\n"}, {"\n ", "\n "}, {"  ", " "}, {"\n\t", "\n\t"}, {"\u3000", " "}
	};
	uint32_t	state = 7;

	for (int round = 0; round < 20000; round++)
	{
		char		text[1500] = "";
		char		expected[1500] = "";

		for (int i = 0; i <= round % 40; i++)
		{
			size_t		word;
			size_t		blank;

			state = state * 1664525 + 1013904223;
			word = (state >> 8) % (sizeof(words) / sizeof(words[0]));
			/* most often what is read at once */
			blank = (state >> 16) % 4 == 0 ? (state >> 20) % (sizeof(blanks) / sizeof(blanks[0])) : (state >> 20) % 4;
			if (i > 0)
			{
				strcat(text, blanks[blank][0]);
				strcat(expected, blanks[blank][1]);
			}
			strcat(text, words[word][0]);
			strcat(expected, words[word][1]);
		}
		folds_as(2, text, expected);
	}
}

int
main(void)
{
	test_words();
	test_words_and_breaks();
	test_as_read();
	test_lines();
	test_decomposition();
	test_order();
	test_white_space();
	test_many_marks();
	test_any_bytes();
	return report();
}
