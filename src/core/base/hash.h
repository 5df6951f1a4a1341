/*
 * hash.h: the arithmetic of features (doc/internals.md, "Features, version
 * 1").
 */
#ifndef BADCASE_CORE_BASE_HASH_H
#define BADCASE_CORE_BASE_HASH_H

#include "core/base/env.h"

/* The first 64 bits of the fractions of the square roots of 3, 5, ... 23. */
#define BC_ROOT_3	UINT64_C(0xBB67AE8584CAA73B)
#define BC_ROOT_5	UINT64_C(0x3C6EF372FE94F82B)
#define BC_ROOT_7	UINT64_C(0xA54FF53A5F1D36F1)
#define BC_ROOT_11	UINT64_C(0x510E527FADE682D1)
#define BC_ROOT_13	UINT64_C(0x9B05688C2B3E6C1F)
#define BC_ROOT_17	UINT64_C(0x1F83D9ABFB41BD6B)
#define BC_ROOT_19	UINT64_C(0x5BE0CD19137E2179)

static inline uint64_t
bc_scramble(uint64_t h, uint64_t factor)
{
	h *= factor;
	return h ^ h >> 32;
}

/* The hash of a token of at most 8 bytes, as a little-endian number. */
static inline uint64_t
bc_short_token_hash(uint64_t bytes)
{
	return bc_scramble(bc_scramble(BC_ROOT_3 ^ bytes, BC_ROOT_5), BC_ROOT_7);
}

#endif
