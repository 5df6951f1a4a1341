/*
 * hash128.c: two rows of multiplications.
 */
#include "core/base/hash128.h"

#include "core/base/hash.h"
#include "core/base/vector.h"

/* Bytes of a piece from which on it is worth two of them. */
#define LONG	64

void
bc_hash128_start(BcHash128 *hash)
{
	hash->a = BC_ROOT_3;
	hash->b = BC_ROOT_19;
}

/* Either row is a one-to-one map of its state, whatever the word is. */
static inline void
add_word(BcHash128 *hash, uint64_t word)
{
	hash->a = bc_scramble(hash->a ^ word, BC_ROOT_5);
	hash->b = bc_scramble((hash->b << 31 | hash->b >> 33) + word, BC_ROOT_11);
}

void
bc_hash128_add(BcHash128 *hash, BcSlice piece)
{
	const unsigned char *p = piece.data;
	size_t		left = piece.len;

	add_word(hash, piece.len);
	if (left >= LONG)
	{
		/* every other word apart, as multiplications wait for each other */
		BcHash128	other = {BC_ROOT_13, BC_ROOT_17};

		for (; left >= 16; left -= 16, p += 16)
		{
			add_word(hash, bc_load64(p));
			add_word(&other, bc_load64(p + 8));
		}
		add_word(hash, other.a);
		add_word(hash, other.b);
	}
	for (; left >= 8; left -= 8, p += 8)
		add_word(hash, bc_load64(p));
	if (left > 0)
		add_word(hash, bc_load_up_to8(p, left));
	/* so that the last word reaches all bits */
	add_word(hash, 0);
	add_word(hash, 0);
}
