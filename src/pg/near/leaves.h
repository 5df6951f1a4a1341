/*
 * leaves.h: which leaf of an index's keys a key is on, without a descent.
 */
#ifndef BADCASE_NEAR_LEAVES_H
#define BADCASE_NEAR_LEAVES_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "access/gin_private.h"

/* The key of a tuple of one column, in the place where it lies. */
static inline int32
badcase_tuple_key(Page page, OffsetNumber off)
{
	IndexTuple	tuple = (IndexTuple) PageGetItem(page,
												 PageGetItemId(page, off));

	/* a placeholder for rows without keys comes after all keys */
	if (IndexTupleHasNulls(tuple))
		return PG_INT32_MAX;
	return *(int32 *) ((char *) tuple + MAXALIGN(sizeof(IndexTupleData)));
}

/* A place on a leaf is told in so many bits. */
#define BADCASE_PLACE_BITS	16

/*
 * The leaf on which a key is, locked as asked for (GIN_SHARE, GIN_EXCLUSIVE),
 * and about where it is there.  It may have moved to the right by a split.
 * InvalidBuffer where nothing is known of the leaves, so that the tree has to
 * be descended.
 */
extern Buffer badcase_leaf_of_key(Relation index, int32 key, int mode,
								  uint32 *place);

/* Tells that a key will be looked for soon. */
extern void badcase_leaf_expect(Relation index, int32 key);

/* Tells that a key was on the next leaf to the right. */
extern void badcase_leaf_moved(Relation index);

#endif

#endif
