/*
 * postings.h: the rows that have a key, from the pages of an index, which are
 * GIN's.
 */
#ifndef BADCASE_NEAR_POSTINGS_H
#define BADCASE_NEAR_POSTINGS_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "access/gin_private.h"

/* The rows of a key, found and not read yet. */
typedef struct BadcasePostings
{
	uint32		weight;			/* of the key; the caller's */
	uint64		length;			/* how many rows; a guess for a tree */
	GinPostingList *list;		/* in the current memory context, or NULL */
	BlockNumber root;			/* of a posting tree, or invalid */
} BadcasePostings;

/*
 * A row as a number: block, then 16 bits of the line pointer.  Rows come in
 * ascending order.
 */
#define BADCASE_ROWS		(UINT64CONST(1) << 48)

static inline uint64
badcase_row_of_item(const ItemPointerData *item)
{
	return (uint64) ItemPointerGetBlockNumberNoCheck(item) << 16 |
		ItemPointerGetOffsetNumberNoCheck(item);
}

static inline void
badcase_item_of_row(uint64 row, ItemPointer item)
{
	ItemPointerSet(item, (BlockNumber) (row >> 16), (OffsetNumber) row);
}

/*
 * A row as GIN's lists encode it, which have no more bits of a line pointer:
 * block, then these.
 */
#define BADCASE_LINE_BITS	11

static inline uint64
badcase_number_of_item(const ItemPointerData *item)
{
	return (uint64) ItemPointerGetBlockNumberNoCheck(item) <<
		BADCASE_LINE_BITS | ItemPointerGetOffsetNumberNoCheck(item);
}

/*
 * Finds a key in an index of one column, and locks for SERIALIZABLE the
 * place where rows with the key would be inserted.
 */
extern void badcase_postings_find(GinState *state, int32 key,
								  Snapshot snapshot,
								  BadcasePostings *postings);

/* Reads postings, page by page. */
typedef struct BadcaseReader
{
	Relation	index;
	Snapshot	snapshot;
	const BadcasePostings *postings;
	uint64		from;			/* rows before it are not wanted */
	bool		begun;
	Buffer		buffer;			/* pinned, of a tree */
	ItemPointerData *items;		/* of the last page */
	int			first;			/* of the items, the first that is wanted */
	int			count;			/* one after the last of them */
} BadcaseReader;

extern void badcase_reader_start(BadcaseReader *reader, Relation index,
								 Snapshot snapshot,
								 const BadcasePostings *postings, uint64 from);

/* The next rows, into items; false after the last. */
extern bool badcase_reader_next(BadcaseReader *reader);

extern void badcase_reader_end(BadcaseReader *reader);

#endif

#endif
