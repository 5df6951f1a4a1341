/*
 * sorter.h: sorts any number of entries, which are bytes and are ordered as
 * bytes, in bounded memory.
 *
 *	bc_sorter_start
 *	bc_sorter_room for each entry, which is then written there
 *	bc_sorter_sort, then bc_sorter_next until there is none
 *	bc_sorter_free
 */
#ifndef BADCASE_CORE_BASE_SORTER_H
#define BADCASE_CORE_BASE_SORTER_H

#include "core/base/storage.h"

/* An entry in memory, and its first 8 bytes. */
typedef struct BcSorterItem
{
	uint64_t	first;
	uint32_t	at;				/* in the arena, in units of 8 bytes */
	uint32_t	len;
} BcSorterItem;

/* A sorted run in storage, and what of it is in memory. */
typedef struct BcSorterRun
{
	uint64_t	offset;			/* of what is not in memory yet */
	uint64_t	end;
	unsigned char *data;
	size_t		at;				/* of the entry that comes next */
	size_t		len;
	size_t		room;
} BcSorterRun;

typedef struct BcSorter
{
	const BcEnv *env;
	const BcStorage *storage;
	unsigned	space;
	size_t		memory;
	unsigned char *arena;
	size_t		arena_len;
	size_t		arena_size;
	BcSorterItem *items;
	size_t		nitems;
	size_t		items_size;
	uint64_t	stored;			/* bytes */
	BcSorterRun *runs;
	size_t		nruns;
	size_t		runs_size;
	uint32_t   *heap;			/* of runs, the one with the least entry first */
	size_t		heap_count;
	bool		taken;			/* the first run's entry has been given */
	size_t		next;			/* item, where nothing was stored */
	size_t		work;
} BcSorter;

/*
 * A sorter that takes so much memory, but always what the largest entry needs
 * and a little; what it has no room for goes to a space of the storage.
 */
extern void bc_sorter_start(BcSorter *sorter, const BcEnv *env,
							const BcStorage *storage, unsigned space,
							size_t memory);

/* Room for an entry, less than 2^32 bytes; NULL without memory or where the
 * storage failed. */
extern unsigned char *bc_sorter_room(BcSorter *sorter, size_t len);

/* After the last entry; from here on it takes so much memory. */
extern bool bc_sorter_sort(BcSorter *sorter, size_t memory);

/*
 * The next entry, until the next call; data is NULL after the last.  False
 * where the storage failed or there is no memory.
 */
extern bool bc_sorter_next(BcSorter *sorter, BcSlice *entry);

extern void bc_sorter_free(BcSorter *sorter);

/* Big-endian stores and loads: their bytes are in the order of the numbers. */
static inline void
bc_store_ordered(unsigned char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (unsigned char) (v >> (56 - 8 * i));
}

static inline uint64_t
bc_load_ordered(const unsigned char *p)
{
	uint64_t	v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

#endif
