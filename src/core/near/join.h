/*
 * join.h: all similar pairs of many sets of features, or the clusters that
 * they form, exactly and in bounded memory (doc/internals.md, "The batch
 * join"):
 *
 *	bc_join_start
 *	bc_join_add for each set, in ascending size, which numbers them from 0
 *	bc_join_pairs or bc_join_clusters
 *	bc_join_free
 *
 * What memory does not hold goes to storage that the caller gives.
 */
#ifndef BADCASE_CORE_NEAR_JOIN_H
#define BADCASE_CORE_NEAR_JOIN_H

#include "core/near/components.h"
#include "core/near/features.h"
#include "core/near/frequency.h"

/* The number of a set has 31 bits. */
#define BC_JOIN_MOST_SETS	((size_t) INT32_MAX)

/* The spaces of the storage: one for each part of the entries, and the sets'. */
#define BC_JOIN_MOST_PARTS	256
#define BC_JOIN_SETS		BC_JOIN_MOST_PARTS
#define BC_JOIN_SPACES		(BC_JOIN_MOST_PARTS + 1)

/*
 * Where the join puts what its memory does not hold.  All of them return false
 * where that failed, and with that the join fails.
 */
typedef struct BcJoinStorage
{
	/* Appends to a space; they are empty at first. */
	bool		(*append) (void *context, unsigned space, const void *data,
						   size_t size);
	/* Reads bytes of a space, which have been written. */
	bool		(*read) (void *context, unsigned space, uint64_t offset,
						 void *data, size_t size);
	/* A space that is not needed any more. */
	void		(*drop) (void *context, unsigned space);
	/* Puts keys into a sort; then they are taken from it, ascending. */
	bool		(*put) (void *context, uint64_t key);
	bool		(*next) (void *context, uint64_t *key);
	void	   *context;
} BcJoinStorage;

/* All sets of one size: they follow each other. */
typedef struct BcJoinSize
{
	uint32_t	count;			/* of values */
	uint32_t	first;			/* number of the first of these sets */
	uint32_t	least;			/* smaller numbers cannot be similar to them */
	uint64_t	offset;			/* where the first of them begins */
} BcJoinSize;

/* The values of all sets: in pages, or in storage and some pages of it. */
typedef struct BcJoinSets
{
	BcJoinSize *sizes;			/* a mark at the end */
	size_t		nsizes;
	size_t		sizes_size;
	size_t		similar;		/* of sizes: the last one's least */
	uint32_t   *starts;			/* where to look for a number in sizes */
	unsigned	shift;
	size_t		count;
	uint64_t	nvalues;
	uint64_t	stored;			/* of them in storage */
	bool		spilled;
	uint32_t  **pages;
	size_t		npages;
	size_t		pages_size;
	uint64_t   *held;			/* which page of the storage each page holds */
	uint32_t   *apart;			/* a set that is on several pages */
	uint32_t   *copy;
} BcJoinSets;

/* Entries: a value's hash, the number of a set that has it, a mark. */
typedef struct BcJoinEntries
{
	uint64_t	most;			/* entries of the sets so far at most */
	unsigned	bits;			/* of the hash that tell the part */
	bool		spilled;
	size_t		buffer_room;
	uint64_t   *buffers;		/* one for each part */
	size_t	   *filled;
	uint64_t   *counts;			/* of each part in storage */
	uint64_t   *array;			/* of one part, or of a range of its hashes */
	uint64_t   *scratch;
	size_t		room;
} BcJoinEntries;

/*
 * Sets that share the first three of their frequent values are kin, as copies
 * of a template are.  These values' hashes; none where all are 0.
 */
typedef struct BcJoinKin
{
	uint32_t	hashes[3];
} BcJoinKin;

/* Pairs of sets, each with how often it came. */
typedef struct BcJoinCandidates
{
	uint64_t   *keys;
	uint64_t   *scratch;
	size_t		count;
	size_t		room;
	size_t		next;
	uint64_t	spilled;
} BcJoinCandidates;

/*
 * Takes a similar pair, older < newer: how many values both have, and how many
 * there are in them.
 */
typedef void (*BcJoinMatch) (void *context, uint32_t older, uint32_t newer,
							 size_t overlap, size_t all);

typedef struct BcJoin
{
	const BcEnv *env;
	const BcJoinStorage *storage;
	uint32_t	threshold;
	size_t		memory;
	BcJoinSets	sets;
	BcFrequencies frequencies;	/* of all values */
	uint8_t    *classes;		/* of the values of a set */
	uint8_t    *hits;			/* two bits for each set */
	BcJoinEntries entries;
	BcJoinKin  *kin;			/* a hash table */
	size_t		kin_size;
	uint32_t   *kin_of;			/* of each set: its place there, or size */
	BcJoinCandidates candidates;
	BcComponents *components;	/* or match */
	BcJoinMatch match;
	void	   *context;
	size_t		work;			/* since the last poll */
	uint64_t	compared;		/* how many pairs */
} BcJoin;

/*
 * Sets up a join of sets that have at most so many values together.  It takes
 * up to half of memory while sets are added and up to three quarters later,
 * and beside it 4 bytes for each set and three times the largest set.  Of one
 * value that very many sets have it may take 16 bytes for each of those.  False
 * without memory; then too bc_join_free has to be called.
 */
extern bool bc_join_start(BcJoin *join, const BcEnv *env,
						  const BcJoinStorage *storage, uint32_t threshold,
						  size_t memory, uint64_t values);

/*
 * Adds a set.  Its size is at least that of the set before, and less than
 * 2^28.  False without memory or where the storage failed.
 */
extern bool bc_join_add(BcJoin *join, const uint32_t *values, size_t count);

/* Gives every similar pair to match, once.  Empty sets are in none. */
extern bool bc_join_pairs(BcJoin *join, BcJoinMatch match, void *context);

/* Unites similar sets in the components, which are those of all sets. */
extern bool bc_join_clusters(BcJoin *join, BcComponents *components);

/* How many values a set has; after bc_join_pairs or bc_join_clusters. */
extern size_t bc_join_set_size(const BcJoin *join, uint32_t number);

/*
 * How many values two sets share, and how many are in them; after
 * bc_join_pairs or bc_join_clusters.  False where the storage failed.
 */
extern bool bc_join_overlap(BcJoin *join, uint32_t a, uint32_t b,
							size_t *overlap, size_t *all);

extern void bc_join_free(BcJoin *join);

#endif
