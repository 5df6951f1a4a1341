/*
 * tokens.c: normalisation of texts chosen by hand, rule by rule.
 */
#include "core/text.h"

#include "check.h"

static void
gives(const char *text, const char *expected)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_normalize(&bc_malloc_env, slice(text), &out);
	check(ok && out.len == strlen(expected) &&
		  (out.len == 0 || memcmp(out.data, expected, out.len) == 0), text);
	bc_buffer_free(&out);
}

static void
test_folding(void)
{
	gives("", "");
	gives("The CAT", "the cat");
	gives("\uff34\uff48\uff45\u3000\uff23\uff21\uff34", "the cat");
	gives("Stra\u00dfe STRASSE", "strasse strasse");
	gives("\u0130\u0131", "i\u0131");
	gives("caf\u00e9 cafe\u0301", "cafe cafe");
	gives("\u1fb3 \u03c2", "\u03b1\u03b9 \u03c3");
	gives("\ufb01\u2460\u00b2", "fi12");
	gives("a\u200bb\u00adc\ufe0f", "abc");	/* ignorable */
	gives("\u0915\u094d\u0937\u093f", "\u0915\u0937\u093f");
	/* voiced kana stay composed; a separate voicing mark is lost */
	gives("\u304c\u30d1\u3300", "\u304c \u30d1 \u30a2 \u30d1 \u30fc \u30c8");
	gives("\u304b\u3099\uff76\uff9e", "\u304b \u30ab");
	gives("\ud55c\uae00", "\ud55c \uae00");
}

static void
test_tokens(void)
{
	gives("\u4f60\u597d\uff0c\u4e16\u754c\u3002",
		  "\u4f60 \u597d \u4e16 \u754c");
	gives("\u7b2c3\u7ae0abc\u3005", "\u7b2c 3 \u7ae0 abc \u3005");
	gives("\u0e01\u0e34\u0e01 \u0e51\u0e52", "\u0e01 \u0e34 \u0e01 \u0e51\u0e52");
	gives("don't (really); stop...", "don t really stop");
	gives("\u2014\u201cx\u201d\u2026_y", "x y");
	gives("\U0001f600\U0001f44d\U0001f3fd", "\U0001f600 \U0001f44d \U0001f3fd");
	/* unassigned in 15.1: each a token; private use and noncharacters: none */
	gives("a\U0001fae9\U0001fae9", "a \U0001fae9 \U0001fae9");
	gives("a\ue000b\ufdd0c\uffffd", "a b c d");
	gives("\x01\x7f\t", "");
	gives("\u0300\u200d", "");
	/* marks of how the text is to look */
	gives("## a **b** `c` ~~d~~ --- ```", "a b c d");
	gives("- a - b* *c ~5 #x 2**3 i-- \uff0a*", "- a - b * * c ~ 5 # x 2 3 i");
	gives("-\u200b- *\u0300* *#-~", "* # - ~");
	/* 32 characters a token */
	gives("0123456789abcdef0123456789abcdefX",
		  "0123456789abcdef0123456789abcdef x");
}

static void
test_symbols(void)
{
	gives("6*2 6/2 -5", "6 * 2 6 / 2 - 5");
	gives("a+b<c=$5 50% #x @me C:\\x a^b|c & `", "a + b < c = $ 5 50 % # x @ me "
		  "c \\ x a ^ b | c &");
	gives("3.5 1,000 12:30 1.2.3", "3 . 5 1 , 000 12 : 30 1 . 2 . 3");
	gives("3. 5 .5 a.5 5.a 3..5 1, 2", "3 5 5 a 5 5 a 3 5 1 2");
	gives("a != b !== c! = d!", "a ! = b ! = = c = d");
	gives("\uff13\uff0e\uff15", "3 . 5");
	gives("3\u200b.\u03015", "3 . 5");	/* what is dropped is not between */
	gives("\u0663.\u0664", "\u0663 . \u0664");
	gives("\u00bd", "1 \u2044 2");
	gives("3.", "3");
	gives(".", "");
	gives("!", "");
	gives("!=", "! =");
}

static void
test_any_bytes(void)
{
	gives("\xe4\xb8", "\ufffd \ufffd");
	gives("a\xff\xc0\x80z", "a \ufffd \ufffd \ufffd z");
	gives("\xed\xa0\x80", "\ufffd \ufffd \ufffd");
}

/* Every character that is folded is folded for good, one by one. */
static void
test_fixed_point(void)
{
	int			bad = 0;
	unsigned char utf8[4];
	BcBuffer	once;
	BcBuffer	twice;

	bc_buffer_init(&once, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&twice, &bc_malloc_env, SIZE_MAX / 2);
	for (uint32_t c = 0; c < 0x110000; c++)
	{
		bool		ok;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		once.len = twice.len = 0;
		ok = bc_normalize(&bc_malloc_env, (BcSlice) {utf8, bc_utf8_encode(utf8, c)},
						  &once);
		ok &= once.len == 0 ||
			bc_normalize(&bc_malloc_env, (BcSlice) {once.data, once.len}, &twice);
		bad += !ok || once.len != twice.len ||
			(once.len > 0 && memcmp(once.data, twice.data, once.len) != 0);
	}
	check(bad == 0, "a folded character folds to itself");
	bc_buffer_free(&once);
	bc_buffer_free(&twice);
}

int
main(void)
{
	test_folding();
	test_tokens();
	test_symbols();
	test_any_bytes();
	test_fixed_point();
	return report();
}
