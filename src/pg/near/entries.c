/*
 * entries.c: the tree of keys of an index of badcase_near.
 *
 * A record has a hundred keys, and GIN goes down from the root for each.  Here
 * a session notes which leaf begins at which key, and goes to a leaf at once.
 * That holds however old the notes are: GIN never removes a page of this tree,
 * nor gives it another level, and a page that is split keeps its lower half.
 * So a key is in the leaf that is noted or to its right, as GIN itself takes
 * it.  Only the root changes its level, and it is never noted as a leaf.
 *
 * The notes are in the relation's cache (rd_amcache, which GIN does not use)
 * and go with it when the index gets other pages.
 *
 * Keys are compared as int4 in the place where they lie in a tuple of one
 * column.
 */
#include "pg/near/entries.h"

#if BADCASE_KNOWS_GIN

#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/* An index with more leaves is gone through from the root. */
#define MOST_LEAVES		(1 << 18)
/* So many steps to the right, and a share of the leaves, before new notes. */
#define MOST_STEPS		64
#define STEPS_SHARE		4

typedef struct Leaf
{
	int32		last;			/* the greatest key when it was noted */
	BlockNumber block;
} Leaf;

/* One chunk: the relation's cache frees it. */
typedef struct Leaves
{
	uint32		steps;			/* to the right, or in vain, since */
	uint32		count;			/* 0: the root is a leaf, or there are many */
	Leaf		leaves[FLEXIBLE_ARRAY_MEMBER];
} Leaves;

/* Whether the key that is looked for is less than a tuple's, equal, more. */
static inline int
compare_key(GinBtree btree, Page page, OffsetNumber off)
{
	IndexTuple	tuple = (IndexTuple) PageGetItem(page,
												 PageGetItemId(page, off));
	int32		key = DatumGetInt32(btree->entryKey);
	int32		other;

	/* a placeholder for rows without keys comes after all keys */
	if (IndexTupleHasNulls(tuple))
		return -1;
	other = *(int32 *) ((char *) tuple + MAXALIGN(sizeof(IndexTupleData)));
	return (key > other) - (key < other);
}

static bool
is_right_of_page(GinBtree btree, Page page)
{
	return !GinPageRightMost(page) &&
		compare_key(btree, page, PageGetMaxOffsetNumber(page)) > 0;
}

/* The first tuple of the first so many whose key is not less. */
static OffsetNumber
find_key(GinBtree btree, Page page, OffsetNumber last)
{
	OffsetNumber low = FirstOffsetNumber;
	OffsetNumber high = OffsetNumberNext(last);

	while (low < high)
	{
		OffsetNumber middle = low + (high - low) / 2;

		if (compare_key(btree, page, middle) > 0)
			low = OffsetNumberNext(middle);
		else
			high = middle;
	}
	return low;
}

static BlockNumber
child_of(Page page, OffsetNumber off)
{
	return GinGetDownlink((IndexTuple)
						  PageGetItem(page, PageGetItemId(page, off)));
}

/* A tuple of an inner page leads to keys up to its own. */
static BlockNumber
find_child(GinBtree btree, GinBtreeStack *stack)
{
	Page		page = BufferGetPage(stack->buffer);
	OffsetNumber last = PageGetMaxOffsetNumber(page);

	/* the last of the level leads to all greater ones, too */
	if (GinPageRightMost(page))
		last = OffsetNumberPrev(last);
	stack->off = find_key(btree, page, last);
	if (stack->off > PageGetMaxOffsetNumber(page))
		ereport(ERROR,
				(errcode(ERRCODE_INDEX_CORRUPTED),
				 errmsg("index \"%s\" has no page for a key",
						RelationGetRelationName(btree->index))));
	return child_of(page, stack->off);
}

static bool
find_entry(GinBtree btree, GinBtreeStack *stack)
{
	Page		page = BufferGetPage(stack->buffer);
	OffsetNumber last = PageGetMaxOffsetNumber(page);

	stack->off = find_key(btree, page, last);
	return stack->off <= last && compare_key(btree, page, stack->off) == 0;
}

void
badcase_entries_prepare(GinBtree btree, GinState *state, int32 key)
{
	ginPrepareEntryScan(btree, FirstOffsetNumber, Int32GetDatum(key),
						GIN_CAT_NORM_KEY, state);
	btree->isMoveRight = is_right_of_page;
	btree->findChildPage = find_child;
	btree->findItem = find_entry;
}

IndexTuple
badcase_entries_find(GinBtree btree, GinBtreeStack *stack)
{
	Page		page = BufferGetPage(stack->buffer);

	if (!find_entry(btree, stack))
		return NULL;
	return (IndexTuple) PageGetItem(page, PageGetItemId(page, stack->off));
}

void
badcase_entries_forget(Relation index)
{
	if (index->rd_amcache != NULL)
		pfree(index->rd_amcache);
	index->rd_amcache = NULL;
}

/* ---- the notes */

/* Adds what an inner page leads to.  The page is locked. */
static void
note_children(Leaves **leaves, Page page)
{
	OffsetNumber last = PageGetMaxOffsetNumber(page);
	Size		size = offsetof(Leaves, leaves) +
		((*leaves)->count + last) * sizeof(Leaf);

	*leaves = repalloc(*leaves, size);
	for (OffsetNumber off = FirstOffsetNumber; off <= last; off++)
	{
		IndexTuple	tuple = (IndexTuple) PageGetItem(page,
													 PageGetItemId(page, off));
		Leaf	   *leaf = &(*leaves)->leaves[(*leaves)->count++];

		leaf->block = GinGetDownlink(tuple);
		leaf->last = IndexTupleHasNulls(tuple) ? PG_INT32_MAX :
			*(int32 *) ((char *) tuple + MAXALIGN(sizeof(IndexTupleData)));
	}
}

static bool
is_leaf(Relation index, BlockNumber block)
{
	Buffer		buffer = ReadBuffer(index, block);
	bool		leaf;

	LockBuffer(buffer, GIN_SHARE);
	leaf = GinPageIsLeaf(BufferGetPage(buffer));
	UnlockReleaseBuffer(buffer);
	return leaf;
}

/*
 * Notes what a page and those to its right lead to, if that are leaves; else
 * tells the first page of the next level.  The root has none to its right.
 */
static BlockNumber
note_level(Relation index, BlockNumber block, Leaves **leaves)
{
	Buffer		buffer = ReadBuffer(index, block);
	BlockNumber child;

	(*leaves)->count = 0;
	LockBuffer(buffer, GIN_SHARE);
	if (GinPageIsLeaf(BufferGetPage(buffer)))
	{
		UnlockReleaseBuffer(buffer);
		return InvalidBlockNumber;
	}
	note_children(leaves, BufferGetPage(buffer));
	child = (*leaves)->leaves[0].block;
	LockBuffer(buffer, GIN_UNLOCK);
	if (!is_leaf(index, child))
	{
		ReleaseBuffer(buffer);
		return child;
	}
	if (block == GIN_ROOT_BLKNO)
	{
		/* what was read of it, for it may have become of a higher level */
		ReleaseBuffer(buffer);
		return InvalidBlockNumber;
	}
	(*leaves)->count = 0;
	LockBuffer(buffer, GIN_SHARE);
	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		note_children(leaves, BufferGetPage(buffer));
		if (GinPageRightMost(BufferGetPage(buffer)) ||
			(*leaves)->count > MOST_LEAVES)
			break;
		buffer = ginStepRight(buffer, index, GIN_SHARE);
	}
	UnlockReleaseBuffer(buffer);
	return InvalidBlockNumber;
}

/* The notes, made where there are none or where they led to too many steps. */
static Leaves *
leaves_of(Relation index)
{
	Leaves	   *leaves = index->rd_amcache;
	BlockNumber block = GIN_ROOT_BLKNO;

	if (leaves != NULL &&
		leaves->steps < leaves->count / STEPS_SHARE + MOST_STEPS)
		return leaves;
	badcase_entries_forget(index);
	leaves = palloc(offsetof(Leaves, leaves));
	leaves->steps = leaves->count = 0;
	while (block != InvalidBlockNumber)
		block = note_level(index, block, &leaves);
	if (leaves->count > MOST_LEAVES)
		leaves->count = 0;
	/* the cache may have gone while pages were read, not what is copied */
	badcase_entries_forget(index);
	index->rd_amcache = MemoryContextAlloc(index->rd_indexcxt,
										   offsetof(Leaves, leaves) +
										   leaves->count * sizeof(Leaf));
	memcpy(index->rd_amcache, leaves,
		   offsetof(Leaves, leaves) + leaves->count * sizeof(Leaf));
	pfree(leaves);
	return index->rd_amcache;
}

/* The leaf where a key's search begins, or invalid: from the root. */
static BlockNumber
noted_leaf(Relation index, int32 key)
{
	Leaves	   *leaves = leaves_of(index);
	uint32		low = 0;
	uint32		high = leaves->count;

	if (high == 0)
	{
		leaves->steps++;
		return InvalidBlockNumber;
	}
	/* the last one leads to all greater keys, too */
	for (high--; low < high;)
	{
		uint32		middle = low + (high - low) / 2;

		if (leaves->leaves[middle].last < key)
			low = middle + 1;
		else
			high = middle;
	}
	return leaves->leaves[low].block;
}

static void
count_steps(Relation index, uint32 steps)
{
	Leaves	   *leaves = index->rd_amcache;

	if (leaves != NULL)
		leaves->steps += steps;
}

/* ---- a leaf */

static GinBtreeStack *
new_stack(BlockNumber block, Buffer buffer, GinBtreeStack *parent)
{
	GinBtreeStack *stack = palloc(sizeof(GinBtreeStack));

	stack->blkno = block;
	stack->buffer = buffer;
	stack->off = InvalidOffsetNumber;
	ItemPointerSetInvalid(&stack->iptr);
	stack->predictNumber = 1;
	stack->parent = parent;
	return stack;
}

/* The leaf of a key, locked; NULL where it is not noted. */
static GinBtreeStack *
go_to_leaf(GinBtree btree, int lock, Snapshot snapshot)
{
	Relation	index = btree->index;
	BlockNumber block = noted_leaf(index, DatumGetInt32(btree->entryKey));
	uint32		steps = 0;
	Buffer		buffer;

	if (block == InvalidBlockNumber)
		return NULL;
	buffer = ReadBuffer(index, block);
	LockBuffer(buffer, lock);
	for (;;)
	{
		Page		page = BufferGetPage(buffer);

		badcase_check_snapshot(snapshot, index, page);
		if (!GinPageIsLeaf(page) || GinPageIsData(page))
			ereport(ERROR,
					(errcode(ERRCODE_INDEX_CORRUPTED),
					 errmsg("index \"%s\" has another page for a leaf",
							RelationGetRelationName(index))));
		if (!is_right_of_page(btree, page))
			break;
		buffer = ginStepRight(buffer, index, lock);
		steps++;
	}
	if (steps > 0)
		count_steps(index, steps);
	return new_stack(BufferGetBlockNumber(buffer), buffer, NULL);
}

GinBtreeStack *
badcase_entries_leaf(GinBtree btree, Snapshot snapshot)
{
	GinBtreeStack *stack = go_to_leaf(btree, GIN_SHARE, snapshot);

	return stack != NULL ? stack : badcase_gin_find_leaf(btree, snapshot);
}

/* ---- inserting */

/*
 * The tuple of a key with one row more than in the old one, if there is one;
 * NULL where it would be too large and become a tree.
 */
static IndexTuple
tuple_with_row(GinState *state, Datum key, IndexTuple old, ItemPointer row)
{
	ItemPointer before = NULL;
	ItemPointer items = row;
	int			count = 1;
	int			written;
	GinPostingList *list;
	IndexTuple	entry = NULL;

	if (old != NULL)
	{
		int			nbefore;

		before = ginReadTuple(state, FirstOffsetNumber, old, &nbefore);
		items = ginMergeItemPointers(row, 1, before, nbefore, &count);
	}
	list = ginCompressPostingList(items, count, GinMaxItemSize, &written);
	if (written == count)
		entry = GinFormTuple(state, FirstOffsetNumber, key,
							 GIN_CAT_NORM_KEY, (Pointer) list,
							 SizeOfGinPostingList(list), count, false);
	/* a row has many keys, and what is left of each would come to megabytes */
	pfree(list);
	if (old != NULL)
	{
		pfree(items);
		pfree(before);
	}
	return entry;
}

/* As GIN reckons it. */
static bool
is_room(Page page, IndexTuple old, IndexTuple entry)
{
	Size		room = PageGetFreeSpace(page);

	if (old != NULL)
		room += MAXALIGN(IndexTupleSize(old)) + sizeof(ItemIdData);
	return room >= MAXALIGN(IndexTupleSize(entry)) + sizeof(ItemIdData);
}

/*
 * As ginEntryInsert() does it once it is in the leaf; false where that must do
 * it: the leaf is not noted, or has no room, or is half of a split that was
 * not finished, or the list becomes a tree.
 */
static bool
insert_into_leaf(GinBtree btree, GinState *state, ItemPointer row)
{
	GinBtreeStack *stack = go_to_leaf(btree, GIN_EXCLUSIVE, NULL);
	GinBtreeEntryInsertData data;
	IndexTuple	old;
	Page		page;

	if (stack == NULL)
		return false;
	page = BufferGetPage(stack->buffer);
	old = badcase_entries_find(btree, stack);
	if (old != NULL && GinIsPostingTree(old))
	{
		BlockNumber root = GinGetPostingTree(old);

		LockBuffer(stack->buffer, GIN_UNLOCK);
		freeGinBtreeStack(stack);
		ginInsertItemPointers(btree->index, root, row, 1, NULL);
		return true;
	}
	data.isDelete = old != NULL;
	data.entry = NULL;
	if (!GinPageIsIncompleteSplit(page))
	{
		CheckForSerializableConflictIn(btree->index, NULL, stack->blkno);
		data.entry = tuple_with_row(state, btree->entryKey, old, row);
	}
	if (data.entry == NULL || !is_room(page, old, data.entry))
	{
		LockBuffer(stack->buffer, GIN_UNLOCK);
		freeGinBtreeStack(stack);
		return false;
	}
	/* without a parent it would be taken for the root, were it split */
	stack->parent = new_stack(GIN_ROOT_BLKNO,
							  ReadBuffer(btree->index, GIN_ROOT_BLKNO), NULL);
	ginInsertValue(btree, stack, &data, NULL);
	pfree(data.entry);
	return true;
}

void
badcase_entries_insert(GinState *state, int32 key, ItemPointer row)
{
	GinBtreeData btree;

	badcase_entries_prepare(&btree, state, key);
	if (!insert_into_leaf(&btree, state, row))
		ginEntryInsert(state, FirstOffsetNumber, Int32GetDatum(key),
					   GIN_CAT_NORM_KEY, row, 1, NULL);
}

#endif
