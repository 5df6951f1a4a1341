/*
 * voiced.c: kana with a mark apart are found as what Unicode composes of them,
 * and as nothing else: every kana, with every mark.
 */
#include "core/terms.h"
#include "core/text.h"

#include "check.h"

/* Kana from u to ho, hiragana and katakana; what comes behind is not composed. */
#define FIRST	0x3041
#define LAST	0x30DB

/* The kana that decomposes to these two, or 0. */
static uint32_t
composed(uint32_t c, uint32_t mark)
{
	unsigned char both[8];
	size_t		len = bc_utf8_encode(both, c);
	uint32_t	found = 0;
	BcBuffer	out;

	len += bc_utf8_encode(both + len, mark);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (uint32_t x = FIRST; x <= 0x30FE && found == 0; x++)
	{
		unsigned char utf8[4];

		out.len = 0;
		if (bc_exact_fold(&bc_malloc_env, 1, (BcSlice) {utf8, bc_utf8_encode(utf8, x)}, &out) &&
			out.len == len && memcmp(out.data, both, len) == 0)
			found = x;
	}
	bc_buffer_free(&out);
	return found;
}

/* Where the term of one character ends in the text, or 0. */
static uint32_t
end_of(uint32_t term, BcSlice text)
{
	unsigned char utf8[4];
	BcTerm		terms[1] = {{{utf8, bc_utf8_encode(utf8, term)}, false}};
	BcTerms		set;
	BcTermHits	hits;
	size_t		bad;
	uint32_t	end = 0;

	if (bc_terms_build(&bc_malloc_env, terms, 1, &set, &bad) != BC_TERMS_OK)
		abort();
	if (!bc_terms_find(&bc_malloc_env, &set, text, &hits))
		abort();
	if (hits.count == 1 && hits.list[0].start == 0)
		end = hits.list[0].stop;
	bc_term_hits_free(&bc_malloc_env, &hits);
	bc_terms_free(&bc_malloc_env, &set);
	return end;
}

static void
test_kana(void)
{
	/* alone, and half as wide */
	static const uint32_t marks[][2] = {{0x3099, 0xFF9E}, {0x309A, 0xFF9F}};
	int			together = 0;
	int			apart = 0;

	for (uint32_t c = FIRST; c <= LAST; c++)
	{
		/* what is no kana: marks, and places without a character */
		if (c >= 0x3097 && c <= 0x30A0)
			continue;
		for (int k = 0; k < 2; k++)
		{
			uint32_t	x = composed(c, marks[k][0]);

			for (int half = 0; half < 2; half++)
			{
				unsigned char text[8];
				size_t		len = bc_utf8_encode(text, c);
				char		what[60];
				bool		right;

				len += bc_utf8_encode(text + len, marks[k][half]);
				sprintf(what, "U+%04X and the mark U+%04X", (unsigned) c, (unsigned) marks[k][half]);
				if (x != 0)
					right = end_of(x, (BcSlice) {text, len}) == 2 && end_of(c, (BcSlice) {text, len}) == 0;
				else
					right = end_of(c, (BcSlice) {text, len}) == 1;
				together += x != 0;
				apart += x == 0;
				check(right, what);
			}
		}
	}
	/* 20 rows' kana and u by one mark, five by the other; hiragana and katakana; either mark of two widths */
	check(together == (20 + 1 + 5) * 2 * 2 && apart > 300, "kana of both kinds");
}

int
main(void)
{
	test_kana();
	return report();
}
