/*
 * join.h: all similar pairs of many sets of features, or the clusters that
 * they form, exactly and in bounded memory (doc/internals.md, "The batch
 * join").
 *
 * The sets come in ascending size and are numbered in that order.  A block
 * holds as many consecutive ones as its budget allows; they are joined with
 * each other and with every set that comes after them.  The next block begins
 * with the first set that did not fit:
 *
 *	bc_join_start
 *	for each block:
 *		bc_join_clear, bc_join_add until it is full, bc_join_block,
 *		bc_join_probe for the sets after the block
 *	bc_join_free
 */
#ifndef BADCASE_CORE_NEAR_JOIN_H
#define BADCASE_CORE_NEAR_JOIN_H

#include "core/near/components.h"
#include "core/near/features.h"
#include "core/near/frequency.h"

/* A set of the block. */
typedef struct BcJoinRow
{
	size_t		offset;			/* of its values */
	uint32_t	count;
	uint32_t	compared;		/* number of the last set compared with it */
} BcJoinRow;

/*
 * A set under one of its rarest values.  Sets of one component that are under
 * the same value form rings; the list of a value goes from ring to ring.
 */
typedef struct BcJoinEntry
{
	uint32_t	row;
	uint32_t	ring;			/* the next entry of the ring */
	uint32_t	next;			/* the next ring, in one entry of each */
} BcJoinEntry;

typedef struct BcJoinList
{
	uint32_t	value;
	uint32_t	first;			/* or a mark of a free slot or empty list */
} BcJoinList;

typedef struct BcJoin BcJoin;

/*
 * Takes a similar pair, older < newer: how many values both have, and how many
 * there are in them.
 */
typedef void (*BcJoinMatch) (void *context, uint32_t older, uint32_t newer,
							 size_t overlap, size_t all);

struct BcJoin
{
	const BcEnv *env;
	uint32_t	threshold;
	size_t		budget;			/* bytes for a block, unless one set is more */

	/* what is found goes to one of the two */
	BcComponents *components;
	BcJoinMatch match;
	void	   *context;

	uint32_t	first;			/* number of the block's first set */
	BcJoinRow  *rows;
	size_t		count;
	size_t		rows_size;
	uint32_t   *values;			/* of all rows */
	size_t		nvalues;
	size_t		values_size;
	size_t		most_entries;

	BcFrequencies frequencies;	/* of the values in the block */
	uint8_t    *classes;		/* of each of values */
	size_t		classes_size;
	BcJoinEntry *entries;
	size_t		nentries;
	size_t		entries_size;
	BcJoinList *lists;			/* a hash table */
	size_t		nlists;

	uint8_t    *probe_classes;	/* of the set that is compared */
	size_t		probe_size;
	size_t		work;			/* since the last poll */
};

/*
 * Sets up a join.  With components (of all sets that will come) it unites
 * similar sets there; else it gives every similar pair to match, once.
 */
extern void bc_join_start(BcJoin *join, const BcEnv *env, uint32_t threshold,
						  size_t budget, BcComponents *components,
						  BcJoinMatch match, void *context);

/* Empties the block; its first set will have that number. */
extern void bc_join_clear(BcJoin *join, uint32_t first);

typedef enum BcJoinStatus
{
	BC_JOIN_OK,
	BC_JOIN_FULL,				/* the set is not in the block */
	BC_JOIN_NO_MEMORY
} BcJoinStatus;

/*
 * Adds a set to the block.  Its size is at least that of the set before, and
 * less than 2^28.
 */
extern BcJoinStatus bc_join_add(BcJoin *join, const uint32_t *values,
								size_t count);

/*
 * Joins the sets of the block; none may be probed after the last block.  False
 * without memory.
 */
extern bool bc_join_block(BcJoin *join, bool last);

/* Compares a later set with those of the block; false without memory. */
extern bool bc_join_probe(BcJoin *join, uint32_t number,
						  const uint32_t *values, size_t count);

/* No later set of that size or more can be like one of the block. */
extern bool bc_join_passed(const BcJoin *join, size_t count);

extern void bc_join_free(BcJoin *join);

#endif
