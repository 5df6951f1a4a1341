/*
 * gathered.c: rows of one index with their keys, in memory: taken as they
 * come, sorted when they are asked for, and forgotten with the subtransaction
 * that brought them.
 *
 * A row is a number in order of coming, and a key of it a pair of key and
 * number (insert.h); sorted pairs are those of a key side by side.
 */
#include "pg/near/gathered.h"

#if BADCASE_KNOWS_GIN

#include "miscadmin.h"
#include "utils/memutils.h"

#include "pg/near/insert.h"

#define ST_SORT sort_pairs
#define ST_ELEMENT_TYPE uint64
#define ST_COMPARE(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

#define FIRST_SIZE	1024
#define FIRST_MARKS	8

void
badcase_gathered_init(Gathered *g)
{
	memset(g, 0, sizeof(Gathered));
	g->pairs_size = g->rows_size = FIRST_SIZE;
	g->pairs = palloc(FIRST_SIZE * sizeof(uint64));
	g->rows = palloc(FIRST_SIZE * sizeof(ItemPointerData));
	g->sums = palloc0(FIRST_SIZE * sizeof(uint32));
	g->marks_size = FIRST_MARKS;
	g->marks = palloc(FIRST_MARKS * sizeof(GatheredMark));
}

size_t
badcase_gathered_bytes(const Gathered *g)
{
	return g->npairs * sizeof(uint64) +
		g->nrows * (sizeof(ItemPointerData) + sizeof(uint32));
}

/* The sums are 0 again, where a search was broken off. */
static void
clear_all_sums(Gathered *g)
{
	if (g->counting)
		memset(g->sums, 0, g->nrows * sizeof(uint32));
	g->counting = false;
}

void
badcase_gathered_empty(Gathered *g)
{
	clear_all_sums(g);
	g->npairs = g->sorted = g->nrows = g->nmarks = 0;
}

/* Notes that the next row is of a (sub)transaction of this depth. */
static void
mark_level(Gathered *g, int level)
{
	if (g->nmarks > 0 && g->marks[g->nmarks - 1].level >= level)
		return;
	if (g->nmarks == g->marks_size)
	{
		g->marks_size *= 2;
		g->marks = repalloc_huge(g->marks,
								 g->marks_size * sizeof(GatheredMark));
	}
	g->marks[g->nmarks++] = (GatheredMark) {level, (uint32) g->nrows};
}

void
badcase_gathered_commit(Gathered *g, int level)
{
	GatheredMark *last = g->nmarks == 0 ? NULL : &g->marks[g->nmarks - 1];

	if (last == NULL || last->level < level)
		return;
	if (g->nmarks > 1 && last[-1].level >= level - 1)
		g->nmarks--;
	else
		last->level = level - 1;
}

void
badcase_gathered_forget(Gathered *g, int level)
{
	size_t		rows = g->nrows;
	size_t		kept = 0;
	size_t		sorted = 0;

	while (g->nmarks > 0 && g->marks[g->nmarks - 1].level >= level)
		rows = g->marks[--g->nmarks].row;
	if (rows == g->nrows)
		return;
	for (size_t i = 0; i < g->npairs; i++)
	{
		if ((uint32) g->pairs[i] < rows)
		{
			g->pairs[kept++] = g->pairs[i];
			sorted += i < g->sorted;
		}
	}
	clear_all_sums(g);
	g->npairs = kept;
	g->sorted = sorted;
	g->nrows = rows;
}

/* Sorts the pairs that came last and merges them with those before. */
void
badcase_gathered_sort(Gathered *g)
{
	uint64	   *pairs = g->pairs;
	size_t		left = g->sorted;
	size_t		count = g->npairs - left;
	uint64	   *last;

	if (count == 0)
		return;
	sort_pairs(pairs + left, count);
	if (left > 0 && pairs[left - 1] > pairs[left])
	{
		last = MemoryContextAllocHuge(CurrentMemoryContext,
									  count * sizeof(uint64));
		memcpy(last, pairs + left, count * sizeof(uint64));
		while (count > 0)
		{
			if (left > 0 && pairs[left - 1] > last[count - 1])
			{
				pairs[left + count - 1] = pairs[left - 1];
				left--;
			}
			else
			{
				pairs[left + count - 1] = last[count - 1];
				count--;
			}
		}
		pfree(last);
	}
	g->sorted = g->npairs;
}

static void
grow(Gathered *g, size_t pairs)
{
	if (g->npairs + pairs > g->pairs_size)
	{
		g->pairs_size = 2 * g->pairs_size + pairs;
		g->pairs = repalloc_huge(g->pairs, g->pairs_size * sizeof(uint64));
	}
	if (g->nrows == g->rows_size)
	{
		g->rows_size *= 2;
		g->rows = repalloc_huge(g->rows,
								g->rows_size * sizeof(ItemPointerData));
		g->sums = repalloc_huge(g->sums, g->rows_size * sizeof(uint32));
		memset(g->sums + g->nrows, 0,
			   (g->rows_size - g->nrows) * sizeof(uint32));
	}
}

void
badcase_gathered_add(Gathered *g, const Datum *keys, int32 count,
					 ItemPointer row, int level)
{
	grow(g, (size_t) count);
	mark_level(g, level);
	for (int32 i = 0; i < count; i++)
		g->pairs[g->npairs++] = badcase_pair(DatumGetInt32(keys[i]),
											 (uint32) g->nrows);
	g->rows[g->nrows++] = *row;
}

/* The first pair that is not less. */
static size_t
first_pair(const Gathered *g, uint64 pair)
{
	size_t		low = 0;
	size_t		count = g->npairs;

	while (count > 0)
	{
		size_t		half = count / 2;

		if (g->pairs[low + half] < pair)
		{
			low += half + 1;
			count -= half + 1;
		}
		else
			count = half;
	}
	return low;
}

/* Adds a weight to the rows of a key, and notes those that come to hits. */
static size_t
add_weight(Gathered *g, size_t from, uint32 key, uint32 weight, uint64 hits,
		   ItemPointerData *items, size_t found)
{
	uint64		last = badcase_last_pair((int32) key);

	for (size_t i = from; i < g->npairs && g->pairs[i] <= last; i++)
	{
		uint32		row = (uint32) g->pairs[i];
		uint64		before = g->sums[row];

		if (before < hits && before + weight >= hits)
			items[found++] = g->rows[row];
		g->sums[row] = (uint32) Min(before + weight, PG_UINT32_MAX);
	}
	return found;
}

static void
clear_sums(Gathered *g, size_t from, uint32 key)
{
	uint64		last = badcase_last_pair((int32) key);

	for (size_t i = from; i < g->npairs && g->pairs[i] <= last; i++)
		g->sums[(uint32) g->pairs[i]] = 0;
}

size_t
badcase_gathered_find(Gathered *g, const uint32 *keys, const uint32 *weights,
					  size_t count, uint64 hits, ItemPointerData *items)
{
	size_t	   *from;
	size_t		found = 0;

	badcase_gathered_sort(g);
	from = palloc(count * sizeof(size_t));
	clear_all_sums(g);
	g->counting = true;
	for (size_t i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		from[i] = first_pair(g, badcase_pair((int32) keys[i], 0));
		found = add_weight(g, from[i], keys[i], weights[i], hits, items,
						   found);
	}
	for (size_t i = 0; i < count; i++)
		clear_sums(g, from[i], keys[i]);
	g->counting = false;
	pfree(from);
	return found;
}

#endif
