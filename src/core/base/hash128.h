/*
 * hash128.h: 128 bits that tell pieces of data apart, for what is compared
 * within one run: not to be stored, and no defence against who looks for two
 * that are alike.
 */
#ifndef BADCASE_CORE_BASE_HASH128_H
#define BADCASE_CORE_BASE_HASH128_H

#include "core/base/env.h"

typedef struct BcHash128
{
	uint64_t	a;
	uint64_t	b;
} BcHash128;

extern void bc_hash128_start(BcHash128 *hash);

/* Adds a piece; the same bytes in other pieces hash otherwise. */
extern void bc_hash128_add(BcHash128 *hash, BcSlice piece);

#endif
