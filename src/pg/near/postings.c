/*
 * postings.c: the rows that have a key, from the pages of an index, which are
 * GIN's (access/gin/README in the server's sources).
 *
 * Pages of a posting tree are read as GIN's scan does it: unlocked and pinned
 * while their rows are counted; after that what has moved to the right by a
 * split is told by the last row that came.
 */
#include "pg/near/postings.h"

#if BADCASE_KNOWS_GIN

#include "miscadmin.h"
#include "storage/predicate.h"
#include "utils/rel.h"

#include "pg/near/entries.h"

/* A guess at a tree's rows by its first leaf, some two bytes each. */
static uint64
guess_length(Relation index, BlockNumber root, Snapshot snapshot)
{
	GinBtreeData btree;
	GinBtreeStack *stack = badcase_gin_begin_tree(&btree, index, root,
												  snapshot);
	Page		page = BufferGetPage(stack->buffer);
	uint64		length = (uint64) stack->predictNumber *
		(GinDataLeafPageGetPostingListSize(page) / 2 + 1);

	LockBuffer(stack->buffer, GIN_UNLOCK);
	freeGinBtreeStack(stack);
	return length;
}

/* Takes over the posting list of an entry, whose page is locked. */
static void
copy_list(Relation index, IndexTuple entry, BadcasePostings *postings)
{
	GinPostingList *list = (GinPostingList *) GinGetPosting(entry);

	if (GinGetNPosting(entry) == 0)
		return;
	if (!GinItupIsCompressed(entry) ||
		(char *) list + SizeOfGinPostingList(list) >
		(char *) entry + IndexTupleSize(entry))
		ereport(ERROR,
				(errcode(ERRCODE_INDEX_CORRUPTED),
				 errmsg("index \"%s\" has a damaged posting list",
						RelationGetRelationName(index))));
	postings->length = GinGetNPosting(entry);
	postings->list = palloc(SizeOfGinPostingList(list));
	memcpy(postings->list, list, SizeOfGinPostingList(list));
}

/*
 * What is locked for SERIALIZABLE is what GIN's startScanEntry() locks: the
 * root of a posting tree, or the page that has the entry or would have it.
 */
void
badcase_postings_find(GinState *state, int32 key, Snapshot snapshot,
					  BadcasePostings *postings)
{
	OffsetNumber at;
	bool		found;
	Buffer		buffer = badcase_entry_leaf(state, key, GIN_SHARE, snapshot,
											&at, &found);
	IndexTuple	entry = found ?
		badcase_tuple(BufferGetPage(buffer), at) : NULL;

	memset(postings, 0, sizeof(*postings));
	postings->root = InvalidBlockNumber;
	if (entry != NULL && GinIsPostingTree(entry))
	{
		postings->root = GinGetPostingTree(entry);
		PredicateLockPage(state->index, postings->root, snapshot);
	}
	else
	{
		PredicateLockPage(state->index, BufferGetBlockNumber(buffer),
						  snapshot);
		if (entry != NULL)
			copy_list(state->index, entry, postings);
	}
	/* a tree is touched after its entry's page is unlocked, or VACUUM waits */
	UnlockReleaseBuffer(buffer);
	if (postings->root != InvalidBlockNumber)
		postings->length = guess_length(state->index, postings->root,
										snapshot);
}

void
badcase_reader_start(BadcaseReader *reader, Relation index, Snapshot snapshot,
					 const BadcasePostings *postings, uint64 from)
{
	memset(reader, 0, sizeof(*reader));
	reader->index = index;
	reader->snapshot = snapshot;
	reader->postings = postings;
	reader->from = from;
	reader->buffer = InvalidBuffer;
}

/* Goes to the first item that is wanted. */
static void
skip_items(BadcaseReader *reader)
{
	reader->first = 0;
	while (reader->first < reader->count &&
		   badcase_row_of_item(&reader->items[reader->first]) < reader->from)
		reader->first++;
}

/* The leaf with the first row that is wanted, locked. */
static void
descend(BadcaseReader *reader)
{
	GinBtreeData btree;
	GinBtreeStack *stack = badcase_gin_begin_tree(&btree, reader->index,
												  reader->postings->root,
												  reader->snapshot);

	if (reader->from > 0)
	{
		LockBuffer(stack->buffer, GIN_UNLOCK);
		freeGinBtreeStack(stack);
		btree.fullScan = false;
		badcase_item_of_row(reader->from, &btree.itemptr);
		stack = badcase_gin_find_leaf(&btree, true, reader->snapshot);
	}
	reader->buffer = stack->buffer;
	IncrBufferRefCount(reader->buffer);
	freeGinBtreeStack(stack);
}

/*
 * The next leaf, locked; false after the last.  A leaf that was the root may
 * have become an inner page; its rows of then have been read.
 */
static bool
step_right(BadcaseReader *reader)
{
	LockBuffer(reader->buffer, GIN_SHARE);
	if (GinPageRightMost(BufferGetPage(reader->buffer)))
	{
		UnlockReleaseBuffer(reader->buffer);
		reader->buffer = InvalidBuffer;
		return false;
	}
	reader->buffer = ginStepRight(reader->buffer, reader->index, GIN_SHARE);
	return true;
}

/* The items of a leaf that is locked, from the first that is wanted on. */
static void
read_leaf(BadcaseReader *reader)
{
	Page		page = BufferGetPage(reader->buffer);
	ItemPointerData past;

	if (GinPageIsDeleted(page))
		return;
	badcase_item_of_row(reader->from == 0 ? 0 : reader->from - 1, &past);
	reader->items = GinDataLeafPageGetItems(page, &reader->count, past);
	skip_items(reader);
}

static void
forget_items(BadcaseReader *reader)
{
	if (reader->items != NULL)
		pfree(reader->items);
	reader->items = NULL;
	reader->first = reader->count = 0;
}

/* The next rows of a tree.  Those of a page that was split come once only. */
static bool
next_of_tree(BadcaseReader *reader)
{
	do
	{
		CHECK_FOR_INTERRUPTS();
		forget_items(reader);
		if (!reader->begun)
			descend(reader);
		else if (!BufferIsValid(reader->buffer) || !step_right(reader))
			return false;
		reader->begun = true;
		read_leaf(reader);
		LockBuffer(reader->buffer, GIN_UNLOCK);
	} while (reader->first == reader->count);
	reader->from = badcase_row_of_item(&reader->items[reader->count - 1]) + 1;
	return true;
}

bool
badcase_reader_next(BadcaseReader *reader)
{
	if (reader->postings->root != InvalidBlockNumber)
		return next_of_tree(reader);
	if (reader->begun || reader->postings->list == NULL)
		return false;
	CHECK_FOR_INTERRUPTS();
	reader->begun = true;
	reader->items = ginPostingListDecode(reader->postings->list,
										 &reader->count);
	skip_items(reader);
	return true;
}

void
badcase_reader_end(BadcaseReader *reader)
{
	forget_items(reader);
	if (BufferIsValid(reader->buffer))
		ReleaseBuffer(reader->buffer);
	reader->buffer = InvalidBuffer;
}

#endif
