/*
 * clusters.h: the clusters of near-duplicates among any number of records,
 * each of which has a place, in bounded memory.
 *
 *	bc_clusters_start
 *	bc_clusters_add for each record
 *	bc_clusters_run
 *	bc_clusters_free
 */
#ifndef BADCASE_CORE_NEAR_CLUSTERS_H
#define BADCASE_CORE_NEAR_CLUSTERS_H

#include "core/near/join.h"

/* The spaces of a storage that it uses. */
#define BC_CLUSTERS_SETS	BC_JOIN_SPACES
#define BC_CLUSTERS_KEYS	(BC_JOIN_SPACES + 1)
#define BC_CLUSTERS_SPACES	(BC_JOIN_SPACES + 2)

/* Bytes that are kept for a record while the clusters are made. */
#define BC_CLUSTERS_RECORD	((size_t) 32)

typedef struct BcClusters
{
	const BcEnv *env;
	const BcStorage *storage;
	uint32_t	threshold;
	size_t		memory;
	BcSorter	sets;
	BcSorter	keys;			/* candidates of the join */
	bool		keys_sorted;
	uint64_t	values;			/* of all sets */
	uint64_t	records;
	uint64_t   *places;			/* by set, ascending within each */
	uint32_t   *starts;			/* of each set: its first place; and the end */
	size_t		count;			/* of sets */
	BcComponents components;
	BcJoinStorage calls;		/* of the join */
	BcJoin		join;
	bool		joining;
	uint32_t   *firsts;			/* of a root: the set with the least place */
	uint64_t	clusters;		/* of two records at least */
} BcClusters;

extern void bc_clusters_start(BcClusters *clusters, const BcEnv *env,
							  const BcStorage *storage, uint32_t threshold,
							  size_t memory);

/* A record's features.  False without memory or where the storage failed. */
extern bool bc_clusters_add(BcClusters *clusters, uint64_t place,
							const BcFeatures *set);

/* Whether memory has room for what is kept for the records that there are. */
extern bool bc_clusters_fit(const BcClusters *clusters);

/*
 * Takes a record that is not the first of its cluster, the place of that, how
 * many values their sets share and how many are in them; in no order.  False
 * ends it.
 */
typedef bool (*BcClusterMember) (void *context, uint64_t place, uint64_t first,
								 size_t overlap, size_t all);

extern bool bc_clusters_run(BcClusters *clusters, BcClusterMember each,
							void *context);
extern void bc_clusters_free(BcClusters *clusters);

#endif
