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

#include "pg/near/gathered.h"
#include "pg/near/insert.h"

typedef struct Pending
{
	Oid			index;
	Gathered	rows;
	struct Pending *next;
} Pending;

static Pending *pending = NULL;
static MemoryContext pending_context;
static size_t pending_bytes = 0;
/* The transaction ends: what is inserted now goes in at once. */
static bool ending = false;

static ExecutorStart_hook_type next_executor_start = NULL;
static ProcessUtility_hook_type next_utility = NULL;

static Pending *
find(Oid index)
{
	Pending    *p = pending;

	while (p != NULL && p->index != index)
		p = p->next;
	return p;
}

static void
empty(Pending *p)
{
	pending_bytes -= badcase_gathered_bytes(&p->rows);
	badcase_gathered_empty(&p->rows);
}

static void
forget(Pending *p, int level)
{
	pending_bytes -= badcase_gathered_bytes(&p->rows);
	badcase_gathered_forget(&p->rows, level);
	pending_bytes += badcase_gathered_bytes(&p->rows);
}

static void
insert(Pending *p, Relation index)
{
	if (p->rows.nrows == 0)
		return;
	badcase_gathered_sort(&p->rows);
	badcase_insert_pairs(index, p->rows.pairs, p->rows.npairs, p->rows.rows);
	empty(p);
}

static void
insert_all(void)
{
	for (Pending *p = pending; p != NULL; p = p->next)
	{
		Relation	index;

		if (p->rows.nrows == 0)
			continue;
		index = try_relation_open(p->index, RowExclusiveLock);
		/* dropped by this transaction, or until a savepoint is gone back to */
		if (index == NULL)
		{
			if (GetCurrentTransactionNestLevel() == 1)
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
			badcase_gathered_commit(&p->rows, level);
		else if (event == SUBXACT_EVENT_ABORT_SUB)
			forget(p, level);
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

/* Whether a statement may make an index anew, or move it into another file. */
static bool
makes_indexes(const Node *statement)
{
	return IsA(statement, ReindexStmt) || IsA(statement, TruncateStmt) ||
		badcase_is_cluster(statement) || IsA(statement, AlterTableStmt) ||
		IsA(statement, AlterTableMoveAllStmt) ||
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
	MemoryContext caller;
	Pending    *p;

	watch();
	if (pending == NULL)
		pending_context = AllocSetContextCreate(TopTransactionContext,
												"badcase pending keys",
												ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(pending_context);
	p = palloc0(sizeof(Pending));
	badcase_gathered_init(&p->rows);
	MemoryContextSwitchTo(caller);
	p->index = index;
	p->next = pending;
	pending = p;
	return p;
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
	pending_bytes -= badcase_gathered_bytes(&p->rows);
	badcase_gathered_add(&p->rows, keys, count, row,
						 GetCurrentTransactionNestLevel());
	pending_bytes += badcase_gathered_bytes(&p->rows);
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
		forget(p, GetCurrentTransactionNestLevel());
}

size_t
badcase_pending_count(Relation index)
{
	Pending    *p = pending == NULL ? NULL : find(RelationGetRelid(index));

	return p == NULL ? 0 : p->rows.nrows;
}

size_t
badcase_pending_find(Relation index, const uint32 *keys,
					 const uint32 *weights, size_t count, uint64 hits,
					 ItemPointerData *items)
{
	Pending    *p = find(RelationGetRelid(index));

	if (p == NULL || p->rows.nrows == 0)
		return 0;
	return badcase_gathered_find(&p->rows, keys, weights, count, hits, items);
}

#endif
