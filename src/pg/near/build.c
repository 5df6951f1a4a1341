/*
 * build.c: fills a new index of badcase_near.
 *
 * GIN gathers rows by key in a tree in memory, and when that is full inserts
 * it, which leaves the pages of the index half empty.  Here the pairs of key
 * and row are sorted, and pages are written one after the other, from the
 * leaves up.  The pages, and the trees for keys with many rows, are those that
 * GIN would make.
 *
 * A pair is a number, so that it is sorted as such: the key in its order, and
 * behind the keys rows without keys and nulls; then the row.
 */
#include "pg/near/method.h"
#include "pg/near/class.h"
#include "pg/near/pending.h"
#include "pg/near/postings.h"

#if BADCASE_KNOWS_GIN

#include "access/tableam.h"
#include "access/xloginsert.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplesort.h"

/* A pair is not negative. */
#define PAIR_BITS		63
/* Of a page; what is inserted later finds room. */
#define PAGE_RESERVE	(BLCKSZ / 10)
#define MOST_LEVELS		16
/* So many rows of one key are in memory. */
#define MOST_ITEMS		65536

/* The last page of a level of the tree of keys, not written yet. */
typedef struct Level
{
	Page		page;			/* NULL: there is no such level yet */
	BlockNumber block;			/* invalid while it is the only one */
} Level;

typedef struct Building
{
	Relation	index;
	GinState	state;
	GinStatsData stats;
	unsigned	key_bits;
	Tuplesortstate *sort;
	MemoryContext context;		/* of all that follows */
	MemoryContext row_context;
	double		pairs;

	Level		levels[MOST_LEVELS];
	Buffer		root;			/* pinned */
	uint64		key;			/* of the items */
	ItemPointerData *items;
	uint32		nitems;
	BlockNumber tree;			/* of the key's earlier items, or invalid */
} Building;

static inline unsigned
row_bits(const Building *building)
{
	/* one bit more tells placeholders */
	return PAIR_BITS - (building->key_bits + 1);
}

/* A number for a key that is sorted as GIN sorts int4. */
static inline uint64
number_of_key(const Building *building, Datum key)
{
	uint32		number = (uint32) DatumGetInt32(key);

	return building->key_bits < 32 ? number : number ^ 0x80000000;
}

static inline Datum
key_of_number(const Building *building, uint64 number)
{
	uint32		key = (uint32) number;

	return Int32GetDatum((int32) (building->key_bits < 32 ? key :
								  key ^ 0x80000000));
}

static void
put_pair(Building *building, uint64 key, ItemPointer item)
{
	uint64		row = badcase_number_of_item(item);
	int64		pair;

	if (row >> row_bits(building) != 0 ||
		ItemPointerGetOffsetNumber(item) >> BADCASE_LINE_BITS != 0)
		elog(ERROR, "a row's place does not fit into badcase_near");
	pair = (int64) (key << row_bits(building) | row);
	tuplesort_putdatum(building->sort, Int64GetDatum(pair), false);
	building->pairs++;
}

/* The keys of a value, each once. */
static Datum *
keys_of_value(GinState *state, Datum value, int32 *count)
{
	bool	   *nulls = NULL;

	*count = 0;
	return (Datum *)
		DatumGetPointer(FunctionCall3Coll(&state->extractValueFn[0],
										  state->supportCollation[0], value,
										  PointerGetDatum(count),
										  PointerGetDatum(&nulls)));
}

/* The pairs of a row, for table_index_build_scan(). */
static void
put_row(Relation index, ItemPointer item, Datum *values, bool *nulls,
		bool alive, void *context)
{
	Building   *building = context;
	uint64		placeholder = UINT64CONST(1) << building->key_bits;
	MemoryContext caller = MemoryContextSwitchTo(building->row_context);

	if (nulls[0])
		put_pair(building, placeholder + 1, item);
	else
	{
		int32		count;
		Datum	   *keys = keys_of_value(&building->state, values[0], &count);

		for (int32 i = 0; i < count; i++)
			put_pair(building, number_of_key(building, keys[i]), item);
		if (count == 0)
			put_pair(building, placeholder, item);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextReset(building->row_context);
}

/* A new page, empty, and where it is. */
static BlockNumber
new_page(Building *building, uint32 flags)
{
	Buffer		buffer = GinNewBuffer(building->index);
	BlockNumber block = BufferGetBlockNumber(buffer);

	START_CRIT_SECTION();
	if (block == GIN_METAPAGE_BLKNO)
		GinInitMetabuffer(buffer);
	else
		GinInitBuffer(buffer, flags);
	MarkBufferDirty(buffer);
	END_CRIT_SECTION();
	UnlockReleaseBuffer(buffer);
	return block;
}

static uint32
level_flags(int level)
{
	return level == 0 ? GIN_LEAF : 0;
}

static void
start_page(Building *building, int level)
{
	GinInitPage(building->levels[level].page, level_flags(level), BLCKSZ);
	building->stats.nEntryPages++;
}

static void
start_level(Building *building, int level)
{
	if (level == MOST_LEVELS)
		elog(ERROR, "an index of badcase_near has too many levels");
	building->levels[level].page = MemoryContextAlloc(building->context,
													  BLCKSZ);
	building->levels[level].block = InvalidBlockNumber;
	start_page(building, level);
}

static void
write_page(Building *building, int level, BlockNumber block, BlockNumber next)
{
	Page		page = building->levels[level].page;
	Buffer		buffer = ReadBuffer(building->index, block);

	GinPageGetOpaque(page)->rightlink = next;
	LockBuffer(buffer, GIN_EXCLUSIVE);
	START_CRIT_SECTION();
	memcpy(BufferGetPage(buffer), page, BLCKSZ);
	MarkBufferDirty(buffer);
	END_CRIT_SECTION();
	UnlockReleaseBuffer(buffer);
}

/* The tuple that leads to a page: its last key, without the rows. */
static IndexTuple
link_to_page(Page page, BlockNumber block)
{
	OffsetNumber last = PageGetMaxOffsetNumber(page);
	IndexTuple	tuple = (IndexTuple) PageGetItem(page,
												 PageGetItemId(page, last));
	Size		size = IndexTupleSize(tuple);
	IndexTuple	link;

	if (GinPageIsLeaf(page) && !GinIsPostingTree(tuple))
		size = MAXALIGN(GinGetPostingOffset(tuple));
	link = palloc(size);
	memcpy(link, tuple, size);
	link->t_info = (link->t_info & ~INDEX_SIZE_MASK) | size;
	GinSetDownlink(link, block);
	return link;
}

static void put_tuple(Building *building, int level, IndexTuple tuple);

/* Ends a page that has another to its right, or is the last but not alone. */
static void
finish_page(Building *building, int level, BlockNumber next)
{
	Level	   *l = &building->levels[level];
	IndexTuple	link = link_to_page(l->page, l->block);

	write_page(building, level, l->block, next);
	put_tuple(building, level + 1, link);
	pfree(link);
}

/* Adds a tuple, which is greater than those that were added, to a level. */
static void
put_tuple(Building *building, int level, IndexTuple tuple)
{
	Level	   *l = &building->levels[level];
	Size		size = IndexTupleSize(tuple);

	if (l->page == NULL)
		start_level(building, level);
	if (PageGetMaxOffsetNumber(l->page) > 0 &&
		PageGetFreeSpace(l->page) < MAXALIGN(size) + PAGE_RESERVE)
	{
		BlockNumber next;

		if (!BlockNumberIsValid(l->block))
			l->block = new_page(building, level_flags(level));
		next = new_page(building, level_flags(level));
		finish_page(building, level, next);
		l->block = next;
		start_page(building, level);
	}
	if (PageAddItem(l->page, (void *) tuple, size, InvalidOffsetNumber, false,
					false) == InvalidOffsetNumber)
		elog(ERROR, "a key does not fit into a page of badcase_near");
}

/* Writes what is left of all levels; the highest is the root. */
static void
finish_levels(Building *building)
{
	int			level = 0;

	if (building->levels[0].page == NULL)
		start_level(building, 0);
	while (BlockNumberIsValid(building->levels[level].block))
	{
		finish_page(building, level, InvalidBlockNumber);
		level++;
	}
	write_page(building, level, GIN_ROOT_BLKNO, InvalidBlockNumber);
}

/* The rows that have been gathered, into the key's tree, a new one or not. */
static void
flush_items(Building *building)
{
	if (BlockNumberIsValid(building->tree))
		ginInsertItemPointers(building->index, building->tree,
							  building->items, building->nitems,
							  &building->stats);
	else
		building->tree = createPostingTree(building->index, building->items,
										   building->nitems, &building->stats,
										   building->root);
	building->nitems = 0;
}

/* The tuple of a key whose rows fit into it; NULL where they do not. */
static IndexTuple
form_list(Building *building, Datum key, GinNullCategory category)
{
	int			packed;
	GinPostingList *list = ginCompressPostingList(building->items,
												  (int) building->nitems,
												  GinMaxItemSize, &packed);
	IndexTuple	tuple = NULL;

	if (packed == building->nitems)
		tuple = GinFormTuple(&building->state, FirstOffsetNumber, key,
							 category, (Pointer) list,
							 SizeOfGinPostingList(list), packed, false);
	pfree(list);
	return tuple;
}

/* Adds the key that has been gathered, if there is one. */
static void
finish_key(Building *building)
{
	uint64		placeholder = UINT64CONST(1) << building->key_bits;
	GinNullCategory category = GIN_CAT_NORM_KEY;
	Datum		key = key_of_number(building, building->key);
	IndexTuple	tuple = NULL;

	if (building->nitems == 0 && !BlockNumberIsValid(building->tree))
		return;
	if (building->key >= placeholder)
		category = building->key == placeholder ? GIN_CAT_EMPTY_ITEM :
			GIN_CAT_NULL_ITEM;
	if (!BlockNumberIsValid(building->tree))
		tuple = form_list(building, key, category);
	if (tuple == NULL)
	{
		if (building->nitems > 0)
			flush_items(building);
		tuple = GinFormTuple(&building->state, FirstOffsetNumber, key,
							 category, NULL, 0, 0, true);
		GinSetPostingTree(tuple, building->tree);
	}
	put_tuple(building, 0, tuple);
	building->stats.nEntries++;
	building->nitems = 0;
	building->tree = InvalidBlockNumber;
}

/* Makes the index of the sorted pairs. */
static void
write_pairs(Building *building)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "badcase near build",
												  ALLOCSET_DEFAULT_SIZES);
	unsigned	shift = row_bits(building);
	Datum		pair;
	bool		null;

	building->items = palloc(MOST_ITEMS * sizeof(ItemPointerData));
	building->tree = InvalidBlockNumber;
	while (badcase_tuplesort_getdatum(building->sort, &pair, &null))
	{
		uint64		key = (uint64) DatumGetInt64(pair) >> shift;
		uint64		row = (uint64) DatumGetInt64(pair) &
			((UINT64CONST(1) << shift) - 1);

		CHECK_FOR_INTERRUPTS();
		if (key != building->key || building->nitems == MOST_ITEMS)
		{
			MemoryContext caller = MemoryContextSwitchTo(context);

			if (key == building->key)
				flush_items(building);
			else
				finish_key(building);
			MemoryContextSwitchTo(caller);
			MemoryContextReset(context);
		}
		building->key = key;
		ItemPointerSet(&building->items[building->nitems],
					   (BlockNumber) (row >> BADCASE_LINE_BITS),
					   (OffsetNumber) (row & ((1 << BADCASE_LINE_BITS) - 1)));
		building->nitems++;
	}
	finish_key(building);
	finish_levels(building);
}

/* Whether pairs of this index fit into a number. */
static bool
can_sort(Relation table, GinState *state, BadcaseNearClass *class)
{
	uint64		blocks = RelationGetNumberOfBlocks(table);

	/* CREATE INDEX CONCURRENTLY finds more blocks than there were */
	return state->oneCol &&
		badcase_near_class(&state->extractQueryFn[0], class) &&
		2 * blocks + 65536 <
		UINT64CONST(1) << (PAIR_BITS - (class->bits + 1) - BADCASE_LINE_BITS);
}

/* Fills the index; returns how many rows the table has. */
static double
build(Building *building, Relation table, IndexInfo *info)
{
	Relation	index = building->index;
	double		rows;

	new_page(building, 0);
	if (new_page(building, GIN_LEAF) != GIN_ROOT_BLKNO)
		elog(ERROR, "index \"%s\" already contains data",
			 RelationGetRelationName(index));
	building->root = ReadBuffer(index, GIN_ROOT_BLKNO);
	building->row_context = AllocSetContextCreate(CurrentMemoryContext,
												  "badcase near row",
												  ALLOCSET_DEFAULT_SIZES);
	building->sort = tuplesort_begin_datum(INT8OID, Int8LessOperator,
										   InvalidOid, false,
										   maintenance_work_mem, NULL,
										   TUPLESORT_NONE);
	rows = table_index_build_scan(table, index, info, true, true, put_row,
								  building, NULL);
	tuplesort_performsort(building->sort);
	write_pairs(building);
	tuplesort_end(building->sort);
	ReleaseBuffer(building->root);
	building->stats.nTotalPages = RelationGetNumberOfBlocks(index);
	ginUpdateStats(index, &building->stats, true);
	/* nothing was logged before: WAL takes the pages as they are */
	if (RelationNeedsWAL(index))
		log_newpage_range(index, MAIN_FORKNUM, 0,
						  RelationGetNumberOfBlocks(index), true);
	return rows;
}

IndexBuildResult *
badcase_near_build(Relation table, Relation index, IndexInfo *info)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context;
	Building   *building;
	BadcaseNearClass class;
	IndexBuildResult *result;

	badcase_pending_forget(index);
	context = AllocSetContextCreate(caller, "badcase near index",
									ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(context);
	building = palloc0(sizeof(Building));
	building->context = context;
	building->index = index;
	initGinState(&building->state, index);
	if (!can_sort(table, &building->state, &class))
	{
		MemoryContextSwitchTo(caller);
		MemoryContextDelete(context);
		return ginbuild(table, index, info);
	}
	building->key_bits = class.bits;
	result = MemoryContextAllocZero(caller, sizeof(IndexBuildResult));
	result->heap_tuples = build(building, table, info);
	result->index_tuples = building->pairs;
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	return result;
}

#endif
