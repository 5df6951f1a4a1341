/*
 * index.h: an index in memory that tells which of many sets of features are
 * similar to one, exactly, as while somebody types.
 *
 * Two sets are similar to at least t only where they share a value among the
 * first |x| - ceil(t |x|) + 1 values of each, rarest first; so a set is entered
 * under those.
 */
#ifndef BADCASE_CORE_NEAR_INDEX_H
#define BADCASE_CORE_NEAR_INDEX_H

#include "core/near/features.h"

/* A set that is entered under a value, and the entry before it. */
typedef struct BcIndexEntry
{
	uint32_t	set;
	uint32_t	next;
} BcIndexEntry;

typedef struct BcIndexSet
{
	uint64_t	at;				/* of its first value */
	uint32_t	count;
	uint32_t	asked;			/* the question it was last compared for */
} BcIndexSet;

typedef struct BcIndex
{
	const BcEnv *env;
	uint32_t	threshold;
	uint32_t   *values;			/* of all sets */
	uint64_t	nvalues;
	uint64_t	values_size;
	BcIndexSet *sets;
	uint32_t	nsets;
	uint32_t	sets_size;
	BcIndexEntry *entries;		/* from 1; 0 is none */
	uint32_t	nentries;
	uint32_t	entries_size;
	uint32_t   *keys;			/* a hash table: values, their last entries */
	uint32_t   *heads;
	uint32_t	nkeys;
	uint32_t	keys_size;		/* a power of two */
	uint32_t	question;
} BcIndex;

/* For a threshold, in millionths. */
extern void bc_index_start(BcIndex *index, const BcEnv *env,
						   uint32_t threshold);

/* Adds a set, which numbers them from 0.  False without memory, or room. */
extern bool bc_index_add(BcIndex *index, const BcFeatures *set);

/* Takes a similar set; false ends the search. */
typedef bool (*BcIndexMatch) (void *context, uint32_t set, size_t overlap,
							  size_t all);

/* Gives every set that is similar to this one, in no order. */
extern void bc_index_find(BcIndex *index, const BcFeatures *set,
						  BcIndexMatch match, void *context);
extern void bc_index_free(BcIndex *index);

#endif
