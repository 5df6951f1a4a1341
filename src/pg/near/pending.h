/*
 * pending.h: rows that this transaction has inserted and whose keys are not in
 * the index yet.
 */
#ifndef BADCASE_NEAR_PENDING_H
#define BADCASE_NEAR_PENDING_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "nodes/tidbitmap.h"
#include "utils/relcache.h"

/* Takes a row with its keys, which go into the index later. */
extern void badcase_pending_add(Relation index, const Datum *keys,
								int32 count, ItemPointer row);

/* The keys of an index that are pending go into it. */
extern void badcase_pending_insert(Relation index);

/* An index is made anew, of the rows of its table, by this transaction. */
extern void badcase_pending_forget(Relation index);

/* How many rows an index has pending. */
extern size_t badcase_pending_count(Relation index);

/*
 * The pending rows the weights of whose keys, of those asked for, sum up to
 * hits; into items, which has room for all.  Returns how many.
 */
extern size_t badcase_pending_find(Relation index, const uint32 *keys,
								   const uint32 *weights, size_t count,
								   uint64 hits, ItemPointerData *items);

#endif

#endif
