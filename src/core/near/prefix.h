/*
 * prefix.h: which features an index keeps of a set, which a query asks for
 * and how many of them must be found (doc/internals.md, "The GIN classes").
 */
#ifndef BADCASE_CORE_NEAR_PREFIX_H
#define BADCASE_CORE_NEAR_PREFIX_H

#include "core/near/features.h"

/* How many common keys are asked for, where the sets have that many. */
#define BC_PREFIX_HITS		8
/*
 * A key is the upper bits of a feature: rarity class and hash.  So many of
 * them, unless an index says otherwise; 19 is the least, too.
 */
#define BC_KEY_BITS			19
#define BC_MOST_KEY_BITS	32
/* GIN's work at the start of a scan is quadratic in the keys of a query. */
#define BC_MAX_QUERY_KEYS	2048

typedef struct BcPrefix
{
	size_t		length;			/* features asked for, the least ones */
	size_t		hits;			/* how many of them a match has at least */
} BcPrefix;

/* How many of count features an index for the threshold keeps. */
extern size_t bc_prefix_indexed(size_t count, uint32_t threshold);

/*
 * What a query asks for by keys of so many bits, of a set that is not empty.
 * False if that would be more than BC_MAX_QUERY_KEYS keys.
 */
extern bool bc_prefix_query(const uint32_t *values, size_t count,
							unsigned bits, uint32_t threshold,
							BcPrefix *prefix);

/*
 * The same with more hits, as many as an index for a lower threshold serves,
 * at most so many; false where that is no more than prefix has.
 */
extern bool bc_prefix_more(const uint32_t *values, size_t count,
						   unsigned bits, uint32_t threshold,
						   uint32_t indexed, size_t most, BcPrefix *prefix);

/*
 * Writes the keys of so many bits of features, ascending, each once, and,
 * where weights is not NULL, of how many features each is the key; returns how
 * many keys.  They may be written over the values.
 */
extern size_t bc_prefix_keys(const uint32_t *values, size_t count,
							 unsigned bits, uint32_t *keys, uint32_t *weights);

#endif
