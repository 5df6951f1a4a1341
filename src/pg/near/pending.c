/*
 * pending.c: rows that this transaction has inserted and whose keys are not in
 * the index yet.
 *
 * A row has about a hundred keys, each on another page of a large index.  So
 * the keys of many rows are gathered, and go in sorted (insert.c): a page is
 * found, locked and logged once for all that it gets.  Nobody else sees the
 * rows before the transaction ends; its own searches look here, too.  The keys
 * go in
 *
 * - before the transaction commits or is prepared;
 * - before a plan with parallel workers starts, which do not see this memory;
 * - before a statement that may make an index anew, which may be taken back;
 * - before a search that does not count (scan.c);
 * - when they take up work_mem.
 *
 * Where that fails, the (sub)transaction fails.  The keys are kept until all
 * are in, and to insert some once more does nothing.
 *
 * Rows of a subtransaction that is rolled back are forgotten, for their places
 * may get other rows.  Nothing goes in when a subtransaction begins: an error
 * there would leave the server with one that nobody ends.
 */
#include "pg/near/pending.h"

#if BADCASE_KNOWS_GIN

#include "access/genam.h"
#include "access/relation.h"
#include "access/xact.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "tcop/utility.h"
#include "utils/memutils.h"
#include "utils/rel.h"

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

/* Rows from one on are of a (sub)transaction of this depth, or deeper. */
typedef struct Mark
{
	int			level;
	uint32		row;
} Mark;

typedef struct Pending
{
	Oid			index;
	uint64	   *pairs;			/* insert.h */
	size_t		npairs;
	size_t		sorted;			/* so many of the first pairs are */
	size_t		pairs_size;
	ItemPointerData *rows;
	uint32	   *sums;			/* of the rows' weights; 0 between searches */
	bool		counting;		/* they are not all 0 */
	size_t		nrows;
	size_t		rows_size;
	Mark	   *marks;			/* their levels and rows ascend */
	size_t		nmarks;
	size_t		marks_size;
	struct Pending *next;
} Pending;

static Pending *pending = NULL;
static MemoryContext pending_context;
static size_t pending_bytes = 0;
/* The transaction ends: what is inserted now goes in at once. */
static bool ending = false;

static ExecutorStart_hook_type next_executor_start = NULL;
static ProcessUtility_hook_type next_utility = NULL;

static size_t
bytes_of(const Pending *p)
{
	return p->npairs * sizeof(uint64) +
		p->nrows * (sizeof(ItemPointerData) + sizeof(uint32));
}

static void
empty(Pending *p)
{
	pending_bytes -= bytes_of(p);
	if (p->counting)
		memset(p->sums, 0, p->nrows * sizeof(uint32));
	p->counting = false;
	p->npairs = p->sorted = p->nrows = p->nmarks = 0;
}

/* Notes that the next row is of the current (sub)transaction. */
static void
mark_level(Pending *p)
{
	int			level = GetCurrentTransactionNestLevel();

	if (p->nmarks > 0 && p->marks[p->nmarks - 1].level >= level)
		return;
	if (p->nmarks == p->marks_size)
	{
		p->marks_size *= 2;
		p->marks = repalloc_huge(p->marks, p->marks_size * sizeof(Mark));
	}
	p->marks[p->nmarks++] = (Mark) {level, (uint32) p->nrows};
}

/* A subtransaction has ended well: its rows are its parent's. */
static void
commit_level(Pending *p, int level)
{
	Mark	   *last = p->nmarks == 0 ? NULL : &p->marks[p->nmarks - 1];

	if (last == NULL || last->level < level)
		return;
	if (p->nmarks > 1 && last[-1].level >= level - 1)
		p->nmarks--;
	else
		last->level = level - 1;
}

/* Forgets the rows of a level and of deeper ones. */
static void
forget_level(Pending *p, int level)
{
	size_t		rows = p->nrows;
	size_t		kept = 0;
	size_t		sorted = 0;

	while (p->nmarks > 0 && p->marks[p->nmarks - 1].level >= level)
		rows = p->marks[--p->nmarks].row;
	if (rows == p->nrows)
		return;
	pending_bytes -= bytes_of(p);
	for (size_t i = 0; i < p->npairs; i++)
	{
		if ((uint32) p->pairs[i] < rows)
		{
			p->pairs[kept++] = p->pairs[i];
			sorted += i < p->sorted;
		}
	}
	if (p->counting)
		memset(p->sums, 0, p->nrows * sizeof(uint32));
	p->counting = false;
	p->npairs = kept;
	p->sorted = sorted;
	p->nrows = rows;
	pending_bytes += bytes_of(p);
}

static Pending *
find(Oid index)
{
	Pending    *p = pending;

	while (p != NULL && p->index != index)
		p = p->next;
	return p;
}

/* Sorts the pairs that came last and merges them with those before. */
static void
sort(Pending *p)
{
	uint64	   *pairs = p->pairs;
	size_t		left = p->sorted;
	size_t		count = p->npairs - left;
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
	p->sorted = p->npairs;
}

static void
insert(Pending *p, Relation index)
{
	if (p->nrows == 0)
		return;
	sort(p);
	badcase_insert_pairs(index, p->pairs, p->npairs, p->rows);
	empty(p);
}

static void
insert_all(void)
{
	for (Pending *p = pending; p != NULL; p = p->next)
	{
		Relation	index;

		if (p->nrows == 0)
			continue;
		index = try_relation_open(p->index, RowExclusiveLock);
		/* dropped by this transaction */
		if (index == NULL)
		{
			empty(p);
			continue;
		}
		insert(p, index);
		relation_close(index, NoLock);
	}
}

static void
end_transaction(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PRE_PREPARE:
			insert_all();
			ending = true;
			break;
		case XACT_EVENT_PARALLEL_PRE_COMMIT:
			break;
		default:
			/* the memory goes with the transaction's */
			pending = NULL;
			pending_bytes = 0;
			ending = false;
			break;
	}
}

static void
end_subtransaction(SubXactEvent event, SubTransactionId id,
				   SubTransactionId parent, void *arg)
{
	int			level = GetCurrentTransactionNestLevel();

	for (Pending *p = pending; p != NULL; p = p->next)
	{
		if (event == SUBXACT_EVENT_COMMIT_SUB)
			commit_level(p, level);
		else if (event == SUBXACT_EVENT_ABORT_SUB)
			forget_level(p, level);
	}
}

static void
start_executor(QueryDesc *query, int flags)
{
	if (pending != NULL && query->plannedstmt->parallelModeNeeded)
		insert_all();
	if (next_executor_start != NULL)
		next_executor_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

/* Whether a statement may make an index anew. */
static bool
makes_indexes(const Node *statement)
{
	return IsA(statement, ReindexStmt) || IsA(statement, TruncateStmt) ||
		IsA(statement, ClusterStmt) || IsA(statement, AlterTableStmt) ||
		IsA(statement, RefreshMatViewStmt);
}

static void
start_utility(PlannedStmt *statement, const char *query, bool read_only,
			  ProcessUtilityContext context, ParamListInfo parameters,
			  QueryEnvironment *environment, DestReceiver *to,
			  QueryCompletion *completion)
{
	if (pending != NULL && makes_indexes(statement->utilityStmt))
		insert_all();
	if (next_utility != NULL)
		next_utility(statement, query, read_only, context, parameters,
					 environment, to, completion);
	else
		standard_ProcessUtility(statement, query, read_only, context,
								parameters, environment, to, completion);
}

/* Once in a session. */
static void
watch(void)
{
	static bool watches = false;

	if (watches)
		return;
	RegisterXactCallback(end_transaction, NULL);
	RegisterSubXactCallback(end_subtransaction, NULL);
	next_executor_start = ExecutorStart_hook;
	ExecutorStart_hook = start_executor;
	next_utility = ProcessUtility_hook;
	ProcessUtility_hook = start_utility;
	watches = true;
}

static Pending *
new_pending(Oid index)
{
	Pending    *p;

	watch();
	if (pending == NULL)
		pending_context = AllocSetContextCreate(TopTransactionContext,
												"badcase pending keys",
												ALLOCSET_DEFAULT_SIZES);
	p = MemoryContextAllocZero(pending_context, sizeof(Pending));
	p->index = index;
	p->pairs_size = p->rows_size = FIRST_SIZE;
	p->pairs = MemoryContextAlloc(pending_context,
								  FIRST_SIZE * sizeof(uint64));
	p->rows = MemoryContextAlloc(pending_context,
								 FIRST_SIZE * sizeof(ItemPointerData));
	p->sums = MemoryContextAllocZero(pending_context,
									 FIRST_SIZE * sizeof(uint32));
	p->marks_size = FIRST_MARKS;
	p->marks = MemoryContextAlloc(pending_context,
								  FIRST_MARKS * sizeof(Mark));
	p->next = pending;
	pending = p;
	return p;
}

static void
grow(Pending *p, size_t pairs)
{
	if (p->npairs + pairs > p->pairs_size)
	{
		p->pairs_size = 2 * p->pairs_size + pairs;
		p->pairs = repalloc_huge(p->pairs, p->pairs_size * sizeof(uint64));
	}
	if (p->nrows == p->rows_size)
	{
		p->rows_size *= 2;
		p->rows = repalloc_huge(p->rows,
								p->rows_size * sizeof(ItemPointerData));
		p->sums = repalloc_huge(p->sums, p->rows_size * sizeof(uint32));
		memset(p->sums + p->nrows, 0,
			   (p->rows_size - p->nrows) * sizeof(uint32));
	}
}

void
badcase_pending_add(Relation index, const Datum *keys, int32 count,
					ItemPointer row)
{
	size_t		most = Min((size_t) work_mem * 1024, MaxAllocSize);
	Pending    *p = find(RelationGetRelid(index));

	if (p == NULL)
		p = new_pending(RelationGetRelid(index));
	/* of all indexes, for the others may hold nearly all of it for long */
	if (pending_bytes + count * sizeof(uint64) > most)
		insert_all();
	grow(p, (size_t) count);
	mark_level(p);
	pending_bytes -= bytes_of(p);
	for (int32 i = 0; i < count; i++)
		p->pairs[p->npairs++] = badcase_pair(DatumGetInt32(keys[i]),
											 (uint32) p->nrows);
	p->rows[p->nrows++] = *row;
	pending_bytes += bytes_of(p);
	if (ending)
		insert(p, index);
}

void
badcase_pending_insert(Relation index)
{
	Pending    *p = find(RelationGetRelid(index));

	if (p != NULL)
		insert(p, index);
}

void
badcase_pending_forget(Relation index)
{
	Pending    *p = find(RelationGetRelid(index));

	/* those of a parent are kept: that may be taken back */
	if (p != NULL)
		forget_level(p, GetCurrentTransactionNestLevel());
}

size_t
badcase_pending_count(Relation index)
{
	Pending    *p = pending == NULL ? NULL : find(RelationGetRelid(index));

	return p == NULL ? 0 : p->nrows;
}

/* The first pair that is not less. */
static size_t
first_pair(const Pending *p, uint64 pair)
{
	size_t		low = 0;
	size_t		count = p->npairs;

	while (count > 0)
	{
		size_t		half = count / 2;

		if (p->pairs[low + half] < pair)
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
add_weight(Pending *p, size_t from, uint32 key, uint32 weight, uint64 hits,
		   ItemPointerData *items, size_t found)
{
	uint64		last = badcase_last_pair((int32) key);

	for (size_t i = from; i < p->npairs && p->pairs[i] <= last; i++)
	{
		uint32		row = (uint32) p->pairs[i];
		uint64		before = p->sums[row];

		if (before < hits && before + weight >= hits)
			items[found++] = p->rows[row];
		p->sums[row] = (uint32) Min(before + weight, PG_UINT32_MAX);
	}
	return found;
}

static void
clear_sums(Pending *p, size_t from, uint32 key)
{
	uint64		last = badcase_last_pair((int32) key);

	for (size_t i = from; i < p->npairs && p->pairs[i] <= last; i++)
		p->sums[(uint32) p->pairs[i]] = 0;
}

size_t
badcase_pending_find(Relation index, const uint32 *keys,
					 const uint32 *weights, size_t count, uint64 hits,
					 ItemPointerData *items)
{
	Pending    *p = find(RelationGetRelid(index));
	size_t	   *from;
	size_t		found = 0;

	if (p == NULL || p->nrows == 0)
		return 0;
	sort(p);
	from = palloc(count * sizeof(size_t));
	/* a search that was broken off left sums behind */
	if (p->counting)
		memset(p->sums, 0, p->nrows * sizeof(uint32));
	p->counting = true;
	for (size_t i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		from[i] = first_pair(p, badcase_pair((int32) keys[i], 0));
		found = add_weight(p, from[i], keys[i], weights[i], hits, items,
						   found);
	}
	for (size_t i = 0; i < count; i++)
		clear_sums(p, from[i], keys[i]);
	p->counting = false;
	pfree(from);
	return found;
}

#endif
