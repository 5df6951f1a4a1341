/*
 * exact_fold.c: the fold for exact duplicates, on texts chosen by hand.
 */
#include "core/text.h"

#include "check.h"

static void
folds_to(const char *text, const char *expected)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_exact_fold(&bc_malloc_env, slice(text), &out);
	check(ok && out.len == strlen(expected) &&
		  (out.len == 0 || memcmp(out.data, expected, out.len) == 0), text);
	bc_buffer_free(&out);
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
	ok = bc_exact_fold(&bc_malloc_env, (BcSlice) {text, 4 * n}, &out);
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
		"\xf4\x90\x80\x80", "\xff\xfe", "\xc0\x80", "a\xe4" "b",
	};
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, 1000);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(bc_exact_fold(&bc_malloc_env, slice(texts[i]), &out), "bytes");
	check(out.len > 5 && memcmp(out.data, "\ufffd\ufffd\ufffd", 9) == 0,
		  "a stray byte is a replacement character");
	bc_buffer_free(&out);

	bc_buffer_init(&out, &bc_malloc_env, 4);
	bc_buffer_add(&out, "x", 1);
	check(bc_exact_fold(&bc_malloc_env, slice(" ab "), &out) &&
		  out.len == 3 && memcmp(out.data, "xab", 3) == 0,
		  "no space between what was there and the text");
	check(!bc_exact_fold(&bc_malloc_env, slice("abc"), &out), "full");
	bc_buffer_free(&out);
}

int
main(void)
{
	test_decomposition();
	test_order();
	test_white_space();
	test_many_marks();
	test_any_bytes();
	return report();
}
