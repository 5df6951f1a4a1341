/*
 * insert.c: keys of many rows go into an index at once.
 *
 * GIN goes down from the root for each key, decodes its rows, encodes them
 * anew, and logs the tuple.  Here keys come sorted.  So a leaf is found once
 * for all that it gets, rows are written behind those that are there, and a
 * leaf that gets much is logged as a whole.  What is rare is left to GIN: rows
 * that do not come last, a leaf without room, a list that becomes a tree.
 *
 * The pages, the locks and the log are GIN's.  A leaf that gets little is
 * logged tuple by tuple, as GIN's own records, whose redo deletes a tuple and
 * adds another; so that is done here, too.
 */
#include "pg/near/insert.h"

#if BADCASE_KNOWS_GIN

#include "access/ginxlog.h"
#include "access/xloginsert.h"
#include "miscadmin.h"
#include "storage/predicate.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "pg/near/entries.h"
#include "pg/near/postings.h"

/* What a record of the log costs beside the tuple, in bytes of an image. */
#define RECORD_COST		360
/* Trees of keys of one leaf; where there are more, it is come to again. */
#define MOST_TREES		64
/* Bytes that a number has at most, GIN's varbyte code. */
#define MOST_BYTES		7

/* Pairs of a key whose rows are in a tree. */
typedef struct Tree
{
	BlockNumber root;
	size_t		from;
	size_t		to;
} Tree;

typedef struct Inserting
{
	GinState	state;
	const uint64 *pairs;
	size_t		count;
	const ItemPointerData *rows;
	size_t		at;				/* the first pair that is not inserted */

	/* of the key at hand */
	size_t		next;			/* the first pair of another key */
	ItemPointerData *items;		/* in order, each once */
	size_t		nitems;
	size_t		items_size;

	Tree		trees[MOST_TREES];
	int			ntrees;
	union
	{
		IndexTupleData tuple;
		char		bytes[MAXALIGN(GinMaxItemSize)];
		double		align;
	}			workspace;
} Inserting;

static int
compare_items(const void *a, const void *b)
{
	return ItemPointerCompare((ItemPointer) a, (ItemPointer) b);
}

static int32
key_at_hand(const Inserting *ins)
{
	return badcase_key_of_pair(ins->pairs[ins->at]);
}

/* Rows in order, each once; most come so. */
static void
sort_items(Inserting *ins)
{
	size_t		kept = 1;

	for (size_t i = 1; i < ins->nitems; i++)
	{
		if (ItemPointerCompare(&ins->items[i - 1], &ins->items[i]) >= 0)
		{
			qsort(ins->items, ins->nitems, sizeof(ItemPointerData),
				  compare_items);
			break;
		}
	}
	for (size_t i = 1; i < ins->nitems; i++)
	{
		if (ItemPointerCompare(&ins->items[kept - 1], &ins->items[i]) != 0)
			ins->items[kept++] = ins->items[i];
	}
	ins->nitems = kept;
}

/* The rows of pairs of one key. */
static void
take_items(Inserting *ins, size_t from, size_t to)
{
	if (to - from > ins->items_size)
	{
		ins->items_size = 2 * (to - from);
		ins->items = repalloc_huge(ins->items, ins->items_size *
								   sizeof(ItemPointerData));
	}
	for (size_t i = from; i < to; i++)
		ins->items[i - from] = ins->rows[(uint32) ins->pairs[i]];
	ins->nitems = to - from;
	sort_items(ins);
}

static void
take_key(Inserting *ins)
{
	uint64		last = badcase_last_pair(key_at_hand(ins));

	ins->next = ins->at + 1;
	while (ins->next < ins->count && ins->pairs[ins->next] <= last)
		ins->next++;
	take_items(ins, ins->at, ins->next);
}

/* Leaves the key at hand to GIN. */
static void
insert_alone(Inserting *ins)
{
	take_key(ins);
	ginEntryInsert(&ins->state, FirstOffsetNumber,
				   Int32GetDatum(key_at_hand(ins)), GIN_CAT_NORM_KEY,
				   ins->items, (uint32) ins->nitems, NULL);
	ins->at = ins->next;
}

/*
 * Writes the items from one on behind a list's last one, which is before them,
 * as GIN encodes them: the steps, in bytes of seven bits.  False where the
 * list would get too long.
 */
static bool
append_items(const Inserting *ins, size_t first, GinPostingList *list,
			 uint64 last, const unsigned char *end)
{
	unsigned char *p = list->bytes + list->nbytes;

	for (size_t i = first; i < ins->nitems; i++)
	{
		uint64		number = badcase_number_of_item(&ins->items[i]);
		uint64		step = number - last;

		if (end - p < MOST_BYTES)
			return false;
		for (; step > 0x7F; step >>= 7)
			*p++ = (unsigned char) (step | 0x80);
		*p++ = (unsigned char) step;
		last = number;
	}
	list->nbytes = (uint16) (p - list->bytes);
	if (list->nbytes % 2 != 0)
		*p = 0;
	return true;
}

/* The last row of a list, by the sum of its steps. */
static uint64
last_of_list(const GinPostingList *list)
{
	const unsigned char *end = list->bytes + list->nbytes;
	uint64		number = badcase_number_of_item(&list->first);
	uint64		step = 0;
	unsigned	shift = 0;

	for (const unsigned char *p = list->bytes; p < end; p++)
	{
		step |= (uint64) (*p & 0x7F) << shift;
		shift += 7;
		if ((*p & 0x80) == 0 || shift >= 7 * MOST_BYTES)
		{
			number += step;
			step = 0;
			shift = 0;
		}
	}
	return number;
}

/* The tuple's head, and where its list is. */
static GinPostingList *
start_tuple(Inserting *ins, IndexTuple old)
{
	IndexTuple	tuple = &ins->workspace.tuple;
	Size		head;

	if (old == NULL)
	{
		/* as index_form_tuple() makes one of an int4 */
		head = MAXALIGN(sizeof(IndexTupleData)) + MAXALIGN(sizeof(int32));
		memset(tuple, 0, head);
		*(int32 *) ((char *) tuple + MAXALIGN(sizeof(IndexTupleData))) =
			key_at_hand(ins);
		GinSetPostingOffset(tuple, head);
	}
	else
	{
		head = GinGetPostingOffset(old);
		memcpy(tuple, old, head);
	}
	return (GinPostingList *) ((char *) tuple + head);
}

/*
 * The tuple of the key at hand with its items behind those of an old tuple,
 * NULL where there is none; NULL where that is for GIN to make.
 */
static IndexTuple
form_tuple(Inserting *ins, IndexTuple old)
{
	IndexTuple	tuple = &ins->workspace.tuple;
	const unsigned char *end = (unsigned char *) ins->workspace.bytes +
		GinMaxItemSize - MAXIMUM_ALIGNOF;
	GinPostingList *list;
	uint64		last;
	int			had = 0;
	Size		size;

	if (old != NULL)
	{
		const GinPostingList *had_list =
			(GinPostingList *) GinGetPosting(old);

		had = GinGetNPosting(old);
		if (had == 0 || !GinItupIsCompressed(old))
			return NULL;
		last = last_of_list(had_list);
		if (badcase_number_of_item(&ins->items[0]) <= last)
			return NULL;
		list = start_tuple(ins, old);
		memcpy(list, had_list, SizeOfGinPostingList(had_list));
	}
	else
	{
		list = start_tuple(ins, NULL);
		list->first = ins->items[0];
		list->nbytes = 0;
		last = badcase_number_of_item(&list->first);
	}
	if (!append_items(ins, old == NULL, list, last, end))
		return NULL;
	size = (char *) list - (char *) tuple + SizeOfGinPostingList(list);
	memset((char *) tuple + size, 0, MAXALIGN(size) - size);
	size = MAXALIGN(size);
	tuple->t_info = (tuple->t_info & ~INDEX_SIZE_MASK) | size;
	GinSetNPosting(tuple, had + ins->nitems);
	return tuple;
}

/* Whether a leaf has room for a tuple instead of an old one, or beside all. */
static bool
has_room(Page page, IndexTuple tuple, IndexTuple old)
{
	if (old == NULL)
		return PageGetFreeSpace(page) >= IndexTupleSize(tuple);
	return PageGetExactFreeSpace(page) + MAXALIGN(IndexTupleSize(old)) >=
		IndexTupleSize(tuple);
}

/* On a copy of a page, which is logged as a whole. */
static void
put_on_copy(Page copy, OffsetNumber at, IndexTuple tuple, bool replaces)
{
	Size		size = IndexTupleSize(tuple);

	if (replaces ? !PageIndexTupleOverwrite(copy, at, (void *) tuple, size) :
		PageAddItem(copy, (void *) tuple, size, at, false, false) != at)
		elog(ERROR, "a tuple does not fit into a page of badcase_near");
}

/* On the page itself, logged as GIN does it. */
static void
put_on_page(const Inserting *ins, Buffer buffer, OffsetNumber at,
			IndexTuple tuple, bool replaces)
{
	Page		page = BufferGetPage(buffer);
	Size		size = IndexTupleSize(tuple);
	ginxlogInsert record = {GIN_INSERT_ISLEAF};
	ginxlogInsertEntry entry;
	XLogRecPtr	end;

	START_CRIT_SECTION();
	if (replaces)
		PageIndexTupleDelete(page, at);
	if (PageAddItem(page, (void *) tuple, size, at, false, false) != at)
		elog(ERROR, "a tuple does not fit into a page of badcase_near");
	MarkBufferDirty(buffer);
	if (RelationNeedsWAL(ins->state.index))
	{
		entry.offset = at;
		entry.isDelete = replaces;
		XLogBeginInsert();
		XLogRegisterData((char *) &record, sizeof(record));
		XLogRegisterBuffer(0, buffer, REGBUF_STANDARD);
		XLogRegisterBufData(0, (char *) &entry,
							offsetof(ginxlogInsertEntry, tuple));
		XLogRegisterBufData(0, (char *) tuple, size);
		end = XLogInsert(RM_GIN_ID, XLOG_GIN_INSERT);
		PageSetLSN(page, end);
	}
	END_CRIT_SECTION();
}

static void
log_copy(Buffer buffer, Page copy)
{
	START_CRIT_SECTION();
	memcpy(BufferGetPage(buffer), copy, BLCKSZ);
	MarkBufferDirty(buffer);
	log_newpage_buffer(buffer, true);
	END_CRIT_SECTION();
}

/* Whether a leaf gets so many keys that its image costs less than records. */
static bool
gets_much(const Inserting *ins, Page page)
{
	OffsetNumber tuples = PageGetMaxOffsetNumber(page);
	Size		used = BLCKSZ - PageGetExactFreeSpace(page);
	uint64		end = PG_UINT64_MAX;
	size_t		wanted;
	size_t		keys = 0;

	if (!RelationNeedsWAL(ins->state.index) || tuples == 0)
		return false;
	if (!GinPageRightMost(page))
		end = badcase_last_pair(badcase_tuple_key(page, tuples));
	wanted = used / (used / tuples + RECORD_COST) + 1;
	for (size_t i = ins->at; i < ins->count && ins->pairs[i] <= end; i++)
	{
		if (i == ins->at || ins->pairs[i] >> 32 != ins->pairs[i - 1] >> 32)
			keys++;
		if (keys == wanted)
			return true;
	}
	return false;
}

/*
 * Inserts keys into a leaf, beginning with the one at hand, whose place is at,
 * as long as they are on it and none is for GIN; true where one is.
 */
static bool
fill_leaf(Inserting *ins, Buffer buffer, OffsetNumber at)
{
	PGAlignedBlock copy;
	Page		page = BufferGetPage(buffer);
	bool		much = gets_much(ins, page);
	bool		changed = false;
	bool		alone = false;

	if (much)
	{
		memcpy(copy.data, page, BLCKSZ);
		page = copy.data;
	}
	while (ins->at < ins->count && !alone && ins->ntrees < MOST_TREES)
	{
		int32		key = key_at_hand(ins);
		OffsetNumber last = PageGetMaxOffsetNumber(page);
		IndexTuple	old = NULL;
		IndexTuple	tuple;

		at = badcase_find_key(key, page, last, Min(at, last));
		if (at > last && !GinPageRightMost(page))
			break;
		take_key(ins);
		if (at <= last && badcase_is_key(key, page, at))
			old = badcase_tuple(page, at);
		if (old != NULL && GinIsPostingTree(old))
		{
			ins->trees[ins->ntrees++] =
				(Tree) {GinGetPostingTree(old), ins->at, ins->next};
			ins->at = ins->next;
			continue;
		}
		tuple = form_tuple(ins, old);
		if (tuple == NULL || !has_room(page, tuple, old))
			alone = true;
		else
		{
			if (much)
				put_on_copy(page, at, tuple, old != NULL);
			else
				put_on_page(ins, buffer, at, tuple, old != NULL);
			changed = true;
			ins->at = ins->next;
		}
	}
	if (much && changed)
		log_copy(buffer, page);
	return alone;
}

/* The next leaf's share. */
static void
insert_some(Inserting *ins)
{
	OffsetNumber at;
	bool		found;
	bool		alone;
	Buffer		buffer = badcase_entry_leaf(&ins->state, key_at_hand(ins),
											GIN_EXCLUSIVE, NULL, &at, &found);

	ins->ntrees = 0;
	/* GIN ends a split that was broken off before it goes on */
	alone = GinPageIsIncompleteSplit(BufferGetPage(buffer));
	if (!alone)
	{
		CheckForSerializableConflictIn(ins->state.index, NULL,
									   BufferGetBlockNumber(buffer));
		alone = fill_leaf(ins, buffer, at);
	}
	UnlockReleaseBuffer(buffer);
	/* a tree is touched after its entry's page is unlocked, or VACUUM waits */
	for (int i = 0; i < ins->ntrees; i++)
	{
		const Tree *tree = &ins->trees[i];

		CHECK_FOR_INTERRUPTS();
		take_items(ins, tree->from, tree->to);
		ginInsertItemPointers(ins->state.index, tree->root, ins->items,
							  (uint32) ins->nitems, NULL);
	}
	if (alone)
		insert_alone(ins);
}

void
badcase_insert_pairs(Relation index, const uint64 *pairs, size_t count,
					 const ItemPointerData *rows)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "badcase near insert",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext inner = AllocSetContextCreate(context,
												"badcase near leaf",
												ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	Inserting  *ins = palloc0(sizeof(Inserting));

	initGinState(&ins->state, index);
	ins->pairs = pairs;
	ins->count = count;
	ins->rows = rows;
	ins->items_size = 64;
	ins->items = palloc(ins->items_size * sizeof(ItemPointerData));
	MemoryContextSwitchTo(inner);
	while (ins->at < ins->count)
	{
		CHECK_FOR_INTERRUPTS();
		insert_some(ins);
		MemoryContextReset(inner);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
}

#endif
