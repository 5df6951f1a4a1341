/*
 * entries.c: the tree of keys of an index of one column, which is GIN's
 * (access/gin/README in the server's sources).
 *
 * Descents are GIN's own, with its order of locks, where leaves.h knows of no
 * leaf; only keys are compared here, as int4, in the place where they lie.
 */
#include "pg/near/entries.h"

#if BADCASE_KNOWS_GIN

#include "storage/bufmgr.h"
#include "utils/rel.h"

/* So far from where a key is thought to be another one is looked at. */
#define FIRST_STEP	4

/* Whether a key is more than a tuple's. */
static inline bool
is_after(int32 key, Page page, OffsetNumber off)
{
	return key > badcase_tuple_key(page, off);
}

/* In steps that grow until the key is passed, and then by halves. */
OffsetNumber
badcase_find_key(int32 key, Page page, OffsetNumber last, OffsetNumber at)
{
	unsigned	low = FirstOffsetNumber;
	unsigned	high = OffsetNumberNext(last);
	unsigned	step = FIRST_STEP;
	bool		above = false;	/* some tuple is known to be */
	bool		below = false;

	while (low < high)
	{
		if (is_after(key, page, at))
		{
			low = at + 1;
			below = true;
		}
		else
		{
			high = at;
			above = true;
		}
		if ((above && below) || high - low <= step)
			at = (OffsetNumber) (low + (high - low) / 2);
		else if (below)
			at = (OffsetNumber) (low + step);
		else
			at = (OffsetNumber) (high - step);
		step *= 2;
	}
	return (OffsetNumber) low;
}

static OffsetNumber
middle_of(OffsetNumber last)
{
	return FirstOffsetNumber + last / 2;
}

static int32
key_of(GinBtree btree)
{
	return DatumGetInt32(btree->entryKey);
}

static bool
is_right_of_page(GinBtree btree, Page page)
{
	return !GinPageRightMost(page) &&
		is_after(key_of(btree), page, PageGetMaxOffsetNumber(page));
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
	stack->off = badcase_find_key(key_of(btree), page, last, middle_of(last));
	if (stack->off > PageGetMaxOffsetNumber(page))
		ereport(ERROR,
				(errcode(ERRCODE_INDEX_CORRUPTED),
				 errmsg("index \"%s\" has no page for a key",
						RelationGetRelationName(btree->index))));
	return GinGetDownlink(badcase_tuple(page, stack->off));
}

static bool
find_entry(GinBtree btree, GinBtreeStack *stack)
{
	Page		page = BufferGetPage(stack->buffer);
	OffsetNumber last = PageGetMaxOffsetNumber(page);

	stack->off = badcase_find_key(key_of(btree), page, last, middle_of(last));
	return stack->off <= last &&
		badcase_is_key(key_of(btree), page, stack->off);
}

/* The leaf that has a key or would have it, locked, by a descent. */
static Buffer
descend_to_key(GinState *state, int32 key, int mode, Snapshot snapshot)
{
	GinBtreeData btree;
	GinBtreeStack *stack;
	Buffer		buffer;

	ginPrepareEntryScan(&btree, FirstOffsetNumber, Int32GetDatum(key),
						GIN_CAT_NORM_KEY, state);
	btree.isMoveRight = is_right_of_page;
	btree.findChildPage = find_child;
	btree.findItem = find_entry;
	stack = badcase_gin_find_leaf(&btree, mode == GIN_SHARE, snapshot);
	buffer = stack->buffer;
	IncrBufferRefCount(buffer);
	freeGinBtreeStack(stack);
	return buffer;
}

Buffer
badcase_entry_leaf(GinState *state, int32 key, int mode, Snapshot snapshot,
				   OffsetNumber *at, bool *found)
{
	Relation	index = state->index;
	uint32		place = UINT32_C(1) << BADCASE_PLACE_BITS >> 1;
	Buffer		buffer = badcase_leaf_of_key(index, key, mode, &place);

	if (!BufferIsValid(buffer))
		buffer = descend_to_key(state, key, mode, snapshot);
	for (;;)
	{
		Page		page = BufferGetPage(buffer);
		OffsetNumber last = PageGetMaxOffsetNumber(page);

		badcase_check_snapshot(snapshot, index, page);
		*at = (OffsetNumber) (place * last >> BADCASE_PLACE_BITS);
		*at = badcase_find_key(key, page, last, Min(*at + 1, last));
		if (*at <= last || GinPageRightMost(page))
		{
			*found = *at <= last && badcase_is_key(key, page, *at);
			return buffer;
		}
		badcase_leaf_moved(index);
		buffer = ginStepRight(buffer, index, mode);
		place = 0;
	}
}

#endif
