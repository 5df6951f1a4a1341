/*
 * leaves.c: which leaf of an index's keys a key is on, without a descent.
 *
 * A backend that searches an index more than once keeps the level above
 * the leaves: the last key that each leaf is for, and its place.  That may
 * be old.  Leaves of keys are never deleted, and one that is split keeps
 * its lower part (access/gin/README in the server's sources), so what is
 * looked for is where it was or to the right of that.  The root, which
 * alone may become an inner page, is not kept.
 *
 * It is kept where the server has room for that, rd_amcache, and is lost
 * when something happens to the index, as when it is made anew.  Nothing
 * here does what may lose it.
 */
#include "pg/near/leaves.h"

#if BADCASE_KNOWS_GIN

#include "miscadmin.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/* To read the keys and places of so many takes about the time of a search. */
#define LEAVES_PER_SEARCH	32
#define LEAST_SEARCHES		64
/* They are read again when one search in so many leaves went to the right. */
#define LEAVES_PER_MOVE		8

/* A leaf that was built has so much in it, in hundredths. */
#define FILLED				90
/* How many of a processor's lines are asked for ahead. */
#define LINE_BYTES			64
#define TUPLE_LINES			6

typedef struct Leaf
{
	int32		last;			/* of the keys that it is for */
	BlockNumber block;
	Buffer		buffer;			/* where it was last, or invalid */
	uint32		tuples;			/* how many it had then */
} Leaf;

/* What is kept for an index: in one piece, as the server wants it. */
typedef struct Leaves
{
	uint32		searched;		/* how often, while there are no leaves */
	uint32		wanted;			/* so many searches, before they are read */
	uint32		moved;			/* steps to the right since they were read */
	uint32		count;			/* of leaves */
	Leaf		leaves[FLEXIBLE_ARRAY_MEMBER];
} Leaves;

#define LEAVES_SIZE(count) \
	(offsetof(Leaves, leaves) + (count) * sizeof(Leaf))

static void
forget(Relation index)
{
	if (index->rd_amcache != NULL)
		pfree(index->rd_amcache);
	index->rd_amcache = NULL;
}

/* Begins to count searches, of which there shall be so many. */
static Leaves *
count_searches(Relation index, uint32 wanted)
{
	Leaves	   *leaves;

	forget(index);
	leaves = MemoryContextAllocZero(index->rd_indexcxt, LEAVES_SIZE(0));
	leaves->wanted = Max(wanted, LEAST_SEARCHES);
	index->rd_amcache = leaves;
	return leaves;
}

/* A copy of a page, so that nothing is locked while it is looked at. */
static void
copy_page(Relation index, BlockNumber block, Page copy)
{
	Buffer		buffer = ReadBuffer(index, block);

	CHECK_FOR_INTERRUPTS();
	LockBuffer(buffer, GIN_SHARE);
	memcpy(copy, BufferGetPage(buffer), BLCKSZ);
	UnlockReleaseBuffer(buffer);
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

static BlockNumber
child_of(Page page, OffsetNumber off)
{
	return GinGetDownlink((IndexTuple)
						  PageGetItem(page, PageGetItemId(page, off)));
}

/*
 * The first page above the leaves, as it was when it was copied: what is a
 * leaf later was one then, but for the root, which is not below another.
 * False where the root is a leaf.
 */
static bool
first_above_leaves(Relation index, Page page)
{
	copy_page(index, GIN_ROOT_BLKNO, page);
	while (!GinPageIsLeaf(page) &&
		   PageGetMaxOffsetNumber(page) >= FirstOffsetNumber)
	{
		BlockNumber child = child_of(page, FirstOffsetNumber);

		if (is_leaf(index, child))
			return true;
		copy_page(index, child, page);
	}
	return false;
}

/* The leaves below a page. */
static void
add_leaves(Leaves *leaves, Page page)
{
	OffsetNumber last = PageGetMaxOffsetNumber(page);

	for (OffsetNumber off = FirstOffsetNumber; off <= last; off++)
	{
		Leaf	   *leaf = &leaves->leaves[leaves->count++];

		if (off == last && GinPageRightMost(page))
			leaf->last = PG_INT32_MAX;
		else
			leaf->last = badcase_tuple_key(page, off);
		leaf->block = child_of(page, off);
		leaf->buffer = InvalidBuffer;
		leaf->tuples = 0;
	}
}

/* All leaves; NULL where there is but one, or no room for more. */
static Leaves *
read_leaves(Relation index, Size room)
{
	PGAlignedBlock block;
	Page		page = (Page) block.data;
	Size		size = LEAVES_SIZE(MaxIndexTuplesPerPage);
	Leaves	   *leaves;

	if (!first_above_leaves(index, page))
		return NULL;
	leaves = palloc0(size);
	for (;;)
	{
		if (LEAVES_SIZE(leaves->count + MaxIndexTuplesPerPage) > size)
		{
			size = 2 * size;
			if (size > room)
				return NULL;
			leaves = repalloc(leaves, size);
		}
		add_leaves(leaves, page);
		if (GinPageRightMost(page))
			return leaves;
		copy_page(index, GinPageGetOpaque(page)->rightlink, page);
	}
}

/* Keeps the leaves, where it has been searched often enough for that. */
static Leaves *
try_to_keep(Relation index, Leaves *searches)
{
	uint32		searched = searches->searched;
	uint32		wanted = RelationGetNumberOfBlocks(index) / LEAVES_PER_SEARCH;
	Leaves	   *read = NULL;
	Leaves	   *leaves;

	if (searched >= wanted)
		read = read_leaves(index, Min((Size) work_mem * 1024, MaxAllocSize));
	if (read == NULL)
	{
		searches->wanted = Max(wanted, 2 * searched);
		return searches;
	}
	leaves = MemoryContextAlloc(index->rd_indexcxt, LEAVES_SIZE(read->count));
	memcpy(leaves, read, LEAVES_SIZE(read->count));
	pfree(read);
	forget(index);
	index->rd_amcache = leaves;
	return leaves;
}

/* The first leaf whose last key is not less. */
static Leaf *
find_leaf(Leaves *leaves, int32 key)
{
	Leaf	   *low = leaves->leaves;
	size_t		count = leaves->count;

	while (count > 1)
	{
		size_t		half = count / 2;

		/* without a branch, which nobody could predict */
		low += low[half - 1].last < key ? half : 0;
		count -= half;
	}
	return low;
}

/* How far a key is from the last one of the leaf before to the leaf's last. */
static uint32
place_on_leaf(const Leaves *leaves, const Leaf *leaf, int32 key)
{
	int64		before = leaf == leaves->leaves ? 0 : leaf[-1].last;
	int64		width = leaf->last - before;

	if (width <= 0 || key <= before)
		return 0;
	return (uint32) (((key - before) << BADCASE_PLACE_BITS) / width);
}

/* The leaf, which most often is where it was. */
static Buffer
read_leaf(Relation index, Leaf *leaf)
{
	if (BufferIsValid(leaf->buffer) &&
		ReadRecentBuffer(badcase_locator(index), MAIN_FORKNUM, leaf->block,
						 leaf->buffer))
	{
		pgstat_count_buffer_read(index);
		pgstat_count_buffer_hit(index);
	}
	else
		leaf->buffer = ReadBuffer(index, leaf->block);
	return leaf->buffer;
}

Buffer
badcase_leaf_of_key(Relation index, int32 key, int mode, uint32 *place)
{
	Leaves	   *leaves = index->rd_amcache;
	Leaf	   *leaf;
	Buffer		buffer;

	if (leaves == NULL)
		leaves = count_searches(index, 0);
	if (leaves->count == 0 && ++leaves->searched >= leaves->wanted)
		leaves = try_to_keep(index, leaves);
	if (leaves->count == 0)
		return InvalidBuffer;
	leaf = find_leaf(leaves, key);
	*place = place_on_leaf(leaves, leaf, key);
	buffer = read_leaf(index, leaf);
	LockBuffer(buffer, mode);
	if (!GinPageIsLeaf(BufferGetPage(buffer)))
	{
		/* it cannot be: nothing is known, then */
		UnlockReleaseBuffer(buffer);
		forget(index);
		return InvalidBuffer;
	}
	leaf->tuples = PageGetMaxOffsetNumber(BufferGetPage(buffer));
	return buffer;
}

/*
 * Tuples lie from the end of a page on, in their order where it was built.
 * What is asked for in vain costs little, and is there whatever it has become.
 */
void
badcase_leaf_expect(Relation index, int32 key)
{
	Leaves	   *leaves = index->rd_amcache;
	const Leaf *leaf;
	const char *page;
	uint32		at;
	uint32		used;

	if (leaves == NULL || leaves->count == 0)
		return;
	leaf = find_leaf(leaves, key);
	if (!BufferIsValid(leaf->buffer) || leaf->tuples == 0)
		return;
	page = (const char *) BufferGetBlock(leaf->buffer);
	at = place_on_leaf(leaves, leaf, key) * leaf->tuples >> BADCASE_PLACE_BITS;
	used = (BLCKSZ - SizeOfPageHeaderData - leaf->tuples *
			sizeof(ItemIdData)) / 100 * FILLED;
	BC_PREFETCH(page);
	BC_PREFETCH(page + SizeOfPageHeaderData + at * sizeof(ItemIdData));
	page += BLCKSZ - (at + 1) * used / (leaf->tuples + 1);
	for (int i = -TUPLE_LINES / 2; i < TUPLE_LINES / 2; i++)
		BC_PREFETCH(page + i * LINE_BYTES);
}

void
badcase_leaf_moved(Relation index)
{
	Leaves	   *leaves = index->rd_amcache;

	if (leaves != NULL && leaves->count > 0 &&
		++leaves->moved > leaves->count / LEAVES_PER_MOVE)
		(void) count_searches(index, leaves->count / LEAVES_PER_SEARCH);
}

#endif
