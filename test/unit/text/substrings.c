/*
 * substrings.c: what is held by what, beside memcmp at every place; that the
 * pairs of a piece are pairs of its text.
 */
#include "core/text.h"

#include "check.h"

static bool
held(BcSlice fold, BcSlice piece)
{
	for (size_t i = 0; i + piece.len <= fold.len; i++)
	{
		if (memcmp(fold.data + i, piece.data, piece.len) == 0)
			return true;
	}
	return false;
}

/* Texts of two letters, all up to a length, beside pieces of the same. */
static void
test_holds(void)
{
	unsigned char text[8];
	unsigned char piece[4];

	for (unsigned t = 0; t < 256; t++)
	{
		for (int i = 0; i < 8; i++)
			text[i] = t >> i & 1 ? 'a' : 'b';
		for (unsigned p = 0; p < 16; p++)
		{
			for (int i = 0; i < 4; i++)
				piece[i] = p >> i & 1 ? 'a' : 'b';
			for (size_t n = 1; n <= 4; n++)
			{
				BcSlice		a = {text, 8};
				BcSlice		b = {piece, n};

				check(bc_holds(&bc_malloc_env, a, b) == held(a, b), "held");
			}
		}
	}
	check(bc_holds(&bc_malloc_env, slice("abc"), slice("")), "nothing");
	check(!bc_holds(&bc_malloc_env, slice("ab"), slice("abc")), "longer");
	check(!bc_holds(&bc_malloc_env, slice(""), slice("a")), "empty");
}

static size_t
pairs_of(const char *text, BcBuffer *out)
{
	BcBuffer	fold;
	size_t		count;

	bc_buffer_init(&fold, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(out, &bc_malloc_env, SIZE_MAX / 2);
	check(bc_search_fold(&bc_malloc_env, slice(text), &fold), "fold");
	check(bc_add_pairs(&bc_malloc_env, (BcSlice) {fold.data, fold.len}, out),
		  "pairs");
	count = bc_unique32(&bc_malloc_env, (uint32_t *) out->data,
						out->len / sizeof(uint32_t));
	bc_buffer_free(&fold);
	return count;
}

static void
test_pairs(void)
{
	BcBuffer	out;
	const uint32_t *values;

	check(pairs_of("", &out) == 0, "no pair of nothing");
	bc_buffer_free(&out);
	check(pairs_of("x", &out) == 0, "no pair of one");
	bc_buffer_free(&out);
	check(pairs_of("aaaa", &out) == 1, "one pair, once");
	bc_buffer_free(&out);
	check(pairs_of("\u5317\u4eac\u5317\u4eac", &out) == 2, "two pairs");
	values = (const uint32_t *) out.data;
	check(values[0] < values[1], "in order");
	bc_buffer_free(&out);
	/* forms and the case of A to Z are one, other letters keep theirs */
	check(pairs_of("A\uff22", &out) == 1, "folded");
	values = (const uint32_t *) out.data;
	check(values[0] == ((uint32_t) 'a' << 16 ^ 'b'), "ab");
	bc_buffer_free(&out);
}

int
main(void)
{
	test_holds();
	test_pairs();
	return report();
}
