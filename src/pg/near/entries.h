/*
 * entries.h: the tree of keys of an index of one column.
 */
#ifndef BADCASE_NEAR_ENTRIES_H
#define BADCASE_NEAR_ENTRIES_H

#include "pg/near/leaves.h"

#if BADCASE_KNOWS_GIN

static inline IndexTuple
badcase_tuple(Page page, OffsetNumber off)
{
	return (IndexTuple) PageGetItem(page, PageGetItemId(page, off));
}

/*
 * The first tuple of the first so many of a page whose key is not less, looked
 * for around a place; one behind the last where all are less.
 */
extern OffsetNumber badcase_find_key(int32 key, Page page, OffsetNumber last,
									 OffsetNumber at);

/* Whether a tuple is that of a key. */
static inline bool
badcase_is_key(int32 key, Page page, OffsetNumber off)
{
	return !IndexTupleHasNulls(badcase_tuple(page, off)) &&
		key == badcase_tuple_key(page, off);
}

/*
 * The leaf that has a key or would have it, locked as asked for (GIN_SHARE,
 * GIN_EXCLUSIVE), where its tuple is on it or would be, and whether it is.
 */
extern Buffer badcase_entry_leaf(GinState *state, int32 key, int mode,
								 Snapshot snapshot, OffsetNumber *at,
								 bool *found);

#endif

#endif
