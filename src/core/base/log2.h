/*
 * log2.h: a logarithm without floating point, for what decides.
 */
#ifndef BADCASE_CORE_BASE_LOG2_H
#define BADCASE_CORE_BASE_LOG2_H

#include "core/base/env.h"

/* 256 * log2(n) for n in 1 .. 2^31, rounded down. */
static inline unsigned
bc_log2_256(unsigned n)
{
	unsigned	whole = 0;
	uint64_t	x;

	for (unsigned m = n; m > 1; m >>= 1)
		whole++;
	x = ((uint64_t) n << 32) >> whole;
	whole <<= 8;
	for (unsigned bit = 128; bit > 0; bit >>= 1)
	{
		x = (x >> 16) * (x >> 16);
		if (x >= (uint64_t) 2 << 32)
		{
			x >>= 1;
			whole |= bit;
		}
	}
	return whole;
}

#endif
