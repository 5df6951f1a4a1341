/*
 * entries.h: the tree of keys of an index of badcase_near, whose pages are
 * GIN's.
 */
#ifndef BADCASE_NEAR_ENTRIES_H
#define BADCASE_NEAR_ENTRIES_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "access/gin_private.h"

/* GIN's way to a key, with keys compared where they lie. */
extern void badcase_entries_prepare(GinBtree btree, GinState *state,
									int32 key);

/*
 * The leaf that has the key or would have it, locked for reading.  To be
 * unlocked and given to freeGinBtreeStack().
 */
extern GinBtreeStack *badcase_entries_leaf(GinBtree btree,
										   Snapshot snapshot);

/* The key's tuple in the leaf, or NULL; in either case its place. */
extern IndexTuple badcase_entries_find(GinBtree btree, GinBtreeStack *stack);

/* Adds a row to a key. */
extern void badcase_entries_insert(GinState *state, int32 key,
								   ItemPointer row);

/* Forgets where the leaves are. */
extern void badcase_entries_forget(Relation index);

#endif

#endif
