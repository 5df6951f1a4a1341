/*
 * gathered.h: rows of one index with their keys, in memory.
 */
#ifndef BADCASE_NEAR_GATHERED_H
#define BADCASE_NEAR_GATHERED_H

#include "pg/near.h"

#if BADCASE_KNOWS_GIN

#include "storage/itemptr.h"

/* Rows from one on are of a (sub)transaction of this depth, or deeper. */
typedef struct GatheredMark
{
	int			level;
	uint32		row;
} GatheredMark;

typedef struct Gathered
{
	uint64	   *pairs;			/* insert.h */
	size_t		npairs;
	size_t		sorted;			/* so many of the first pairs are */
	size_t		pairs_size;
	ItemPointerData *rows;
	uint32	   *sums;			/* of the rows' weights; 0 between searches */
	bool		counting;		/* they are not all 0 */
	size_t		nrows;
	size_t		rows_size;
	GatheredMark *marks;		/* their levels and rows ascend */
	size_t		nmarks;
	size_t		marks_size;
} Gathered;

/* Without rows, in the current memory context. */
extern void badcase_gathered_init(Gathered *g);

/* What its rows take up. */
extern size_t badcase_gathered_bytes(const Gathered *g);

/* A row of the (sub)transaction of that depth. */
extern void badcase_gathered_add(Gathered *g, const Datum *keys, int32 count,
								 ItemPointer row, int level);

extern void badcase_gathered_empty(Gathered *g);

/* A subtransaction has ended well: its rows are its parent's. */
extern void badcase_gathered_commit(Gathered *g, int level);

/* Forgets the rows of a level and of deeper ones. */
extern void badcase_gathered_forget(Gathered *g, int level);

extern void badcase_gathered_sort(Gathered *g);

/*
 * The rows the weights of whose keys, of those asked for, sum up to hits;
 * into items, which has room for all.  Returns how many.
 */
extern size_t badcase_gathered_find(Gathered *g, const uint32 *keys,
									const uint32 *weights, size_t count,
									uint64 hits, ItemPointerData *items);

#endif

#endif
