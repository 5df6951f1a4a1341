/*
 * insert.h: keys of many rows go into an index at once.
 */
#ifndef BADCASE_NEAR_INSERT_H
#define BADCASE_NEAR_INSERT_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "storage/itemptr.h"
#include "utils/relcache.h"

/*
 * A key and the number of a row as one number, which is sorted as the keys are
 * as int4.
 */
static inline uint64
badcase_pair(int32 key, uint32 row)
{
	return (uint64) ((uint32) key ^ UINT32_C(0x80000000)) << 32 | row;
}

static inline int32
badcase_key_of_pair(uint64 pair)
{
	return (int32) ((uint32) (pair >> 32) ^ UINT32_C(0x80000000));
}

/* The last pair that a key can have. */
static inline uint64
badcase_last_pair(int32 key)
{
	return badcase_pair(key, PG_UINT32_MAX);
}

/*
 * Inserts sorted pairs into an index of one column.  Rows are those that the
 * pairs' numbers are of.
 */
extern void badcase_insert_pairs(Relation index, const uint64 *pairs,
								 size_t count, const ItemPointerData *rows);

#endif

#endif
