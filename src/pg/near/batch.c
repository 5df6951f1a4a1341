/*
 * batch.c: badcase_near_pairs() and badcase_clusters().
 *
 * work_mem is shared out by phase:
 * - the query is read and its sets sorted: 1/2
 * - the sets come from that sort into the join, which takes 1/2
 * - the join: at most 3/4, of which none but 1/4 is left when pairs come; 1/4
 *   each for the sort of candidates and that of pairs
 * - the end: 1/2 for the last sort, 1/2 for the result that it fills
 *
 * Beside that, the ids and what is kept for each set are in memory always.
 */
#include "pg/near/sets.h"
#include "pg/near/storage.h"

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "core/near.h"

/* A sort of result rows by their bigint columns. */
typedef struct Output
{
	Tuplesortstate *sort;
	TupleTableSlot *slot;
	uint64		rows;
} Output;

typedef struct Batch
{
	BadcaseSets sets;
	uint32		threshold;
	bool		clusters;
	BcComponents components;
	Output		output;
	MemoryContext context;		/* of all but the join */
} Batch;

static void
start_output(Output *output, TupleDesc desc, int keys, int memory)
{
	AttrNumber	columns[] = {1, 2};
	Oid			less = lookup_type_cache(INT8OID, TYPECACHE_LT_OPR)->lt_opr;
	Oid			operators[] = {less, less};
	Oid			collations[] = {InvalidOid, InvalidOid};
	bool		nulls_first[] = {false, false};

	output->sort = tuplesort_begin_heap(desc, keys, columns, operators,
										collations, nulls_first, memory, NULL,
										TUPLESORT_NONE);
	output->slot = MakeSingleTupleTableSlot(desc, &TTSOpsVirtual);
	memset(output->slot->tts_isnull, 0, desc->natts * sizeof(bool));
	output->rows = 0;
}

/* The row whose values are in the slot. */
static void
put_row(Output *output)
{
	CHECK_FOR_INTERRUPTS();
	ExecStoreVirtualTuple(output->slot);
	tuplesort_puttupleslot(output->sort, output->slot);
	output->rows++;
}

/* The sorted rows as the function's result. */
static void
return_output(Output *output, ReturnSetInfo *result, TupleDesc desc)
{
	bool		random = (result->allowedModes & SFRM_Materialize_Random) != 0;
	MemoryContext caller;
	TupleTableSlot *sorted = MakeSingleTupleTableSlot(desc,
													  &TTSOpsMinimalTuple);

	ExecDropSingleTupleTableSlot(output->slot);
	tuplesort_performsort(output->sort);
	caller = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
	result->returnMode = SFRM_Materialize;
	result->setDesc = CreateTupleDescCopy(desc);
	result->setResult = tuplestore_begin_heap(random, false,
											  Max(work_mem / 2, 64));
	MemoryContextSwitchTo(caller);
	while (tuplesort_gettupleslot(output->sort, true, false, sorted, NULL))
	{
		CHECK_FOR_INTERRUPTS();
		tuplestore_puttupleslot(result->setResult, sorted);
	}
	ExecDropSingleTupleTableSlot(sorted);
	tuplesort_end(output->sort);
}

static void
put_pair(Output *output, int64 a, int64 b, size_t overlap, double similarity)
{
	Datum	   *values = output->slot->tts_values;

	ExecClearTuple(output->slot);
	values[0] = Int64GetDatum(Min(a, b));
	values[1] = Int64GetDatum(Max(a, b));
	values[2] = Int32GetDatum((int32) overlap);
	values[3] = Float8GetDatum(similarity);
	put_row(output);
}

/* Two sets are similar, so are all records of one to all of the other. */
static void
put_pairs(void *context, uint32_t older, uint32_t newer, size_t overlap,
		  size_t all)
{
	Batch	   *batch = context;
	const int64 *a;
	const int64 *b;
	size_t		na = badcase_sets_ids(&batch->sets, older, &a);
	size_t		nb = badcase_sets_ids(&batch->sets, newer, &b);

	for (size_t i = 0; i < na; i++)
	{
		for (size_t j = 0; j < nb; j++)
			put_pair(&batch->output, a[i], b[j], overlap,
					 (double) overlap / (double) all);
	}
}

/* The records of a set are similar to each other, also those of the empty. */
static void
put_equal(Batch *batch, uint32_t set, size_t size)
{
	const int64 *ids;
	size_t		count = badcase_sets_ids(&batch->sets, set, &ids);

	for (size_t i = 0; i < count; i++)
	{
		for (size_t j = i + 1; j < count; j++)
			put_pair(&batch->output, ids[i], ids[j], size, 1);
	}
}

/* The core says that something failed only where nothing raised an error. */
static void
require_joined(bool ok)
{
	if (!ok)
		elog(ERROR, "the batch join failed");
}

/* The next set, in the memory that outlives the join. */
static bool
next_set(Batch *batch)
{
	MemoryContext caller = MemoryContextSwitchTo(batch->context);
	bool		found = badcase_sets_next(&batch->sets);

	MemoryContextSwitchTo(caller);
	return found;
}

/* Adds the sets that have been read to the join. */
static void
add_sets(Batch *batch, BcJoin *join)
{
	BadcaseSets *sets = &batch->sets;

	while (next_set(batch))
		require_joined(bc_join_add(join, sets->values, sets->nvalues));
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: %zu records, %zu different sets",
							 sets->ids.count, sets->count)));
}

/* What the join fills: the sort of pairs or the components. */
static void
start_result(Batch *batch, TupleDesc desc)
{
	MemoryContext caller = MemoryContextSwitchTo(batch->context);

	if (batch->clusters)
		bc_components_start(&batch->components, &badcase_env,
							batch->sets.count);
	else
		start_output(&batch->output, desc, 2, Max(work_mem / 4, 64));
	MemoryContextSwitchTo(caller);
}

/* Finds the pairs or components of the sets that have been read. */
static void
join_sets(Batch *batch, TupleDesc desc)
{
	BadcaseStorage storage;
	BcJoin		join;

	badcase_storage_start(&storage, Max(work_mem / 4, 64));
	require_joined(bc_join_start(&join, &badcase_env, &storage.calls,
								 batch->threshold, (size_t) work_mem * 1024,
								 batch->sets.most_values));
	add_sets(batch, &join);
	start_result(batch, desc);
	if (batch->clusters)
		require_joined(bc_join_clusters(&join, &batch->components));
	else
	{
		require_joined(bc_join_pairs(&join, put_pairs, batch));
		for (size_t i = 0; i < batch->sets.count; i++)
			put_equal(batch, (uint32_t) i,
					  bc_join_set_size(&join, (uint32_t) i));
	}
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: " UINT64_FORMAT " pairs of sets compared",
							 (uint64) join.compared)));
	bc_join_free(&join);
	badcase_storage_end(&storage);
}

static void
put_cluster(Output *output, int64 id, int64 cluster)
{
	Datum	   *values = output->slot->tts_values;

	ExecClearTuple(output->slot);
	values[0] = Int64GetDatum(id);
	values[1] = Int64GetDatum(cluster);
	put_row(output);
}

/* Each record with the least id of its cluster. */
static void
put_clusters(Batch *batch)
{
	BadcaseSets *sets = &batch->sets;
	int64	   *least = bc_resize(&badcase_env, NULL, sets->count + 1,
								  sizeof(int64));
	const int64 *ids;

	for (size_t i = 0; i < sets->count; i++)
		least[i] = PG_INT64_MAX;
	for (size_t i = 0; i < sets->count; i++)
	{
		int64	   *of_root = &least[bc_component(&batch->components,
												  (uint32_t) i)];

		CHECK_FOR_INTERRUPTS();
		badcase_sets_ids(sets, i, &ids);
		*of_root = Min(*of_root, ids[0]);
	}
	for (size_t i = 0; i < sets->count; i++)
	{
		size_t		count = badcase_sets_ids(sets, i, &ids);
		int64		cluster = least[bc_component(&batch->components,
												 (uint32_t) i)];

		for (size_t j = 0; j < count; j++)
			put_cluster(&batch->output, ids[j], cluster);
	}
}

static void
refuse_null(FunctionCallInfo fcinfo, int n, const char *name)
{
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
}

static void
run_batch(FunctionCallInfo fcinfo, bool clusters)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext join_context;
	TupleDesc	desc;
	Batch		batch;

	if (result == NULL || !IsA(result, ReturnSetInfo) ||
		(result->allowedModes & SFRM_Materialize) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	refuse_null(fcinfo, 0, "query");
	refuse_null(fcinfo, 1, "threshold");
	memset(&batch, 0, sizeof(batch));
	batch.threshold = badcase_threshold(PG_GETARG_FLOAT8(1));
	batch.clusters = clusters;

	batch.context = AllocSetContextCreate(caller, "badcase batch",
										  ALLOCSET_DEFAULT_SIZES);
	/* its own, for what is freed in small pieces is not given back */
	join_context = AllocSetContextCreate(batch.context, "badcase batch join",
										 ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(batch.context);
	badcase_sets_read(&batch.sets, text_to_cstring(PG_GETARG_TEXT_PP(0)),
					  PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2),
					  Max(work_mem / 2, 64));
	MemoryContextSwitchTo(join_context);
	join_sets(&batch, desc);
	MemoryContextSwitchTo(batch.context);
	MemoryContextDelete(join_context);
	if (clusters)
	{
		start_output(&batch.output, desc, 1, Max(work_mem / 2, 64));
		put_clusters(&batch);
	}
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: " UINT64_FORMAT " rows found",
							 batch.output.rows)));
	return_output(&batch.output, result, desc);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(batch.context);
}

PG_FUNCTION_INFO_V1(badcase_near_pairs);
Datum
badcase_near_pairs(PG_FUNCTION_ARGS)
{
	run_batch(fcinfo, false);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(badcase_clusters);
Datum
badcase_clusters(PG_FUNCTION_ARGS)
{
	run_batch(fcinfo, true);
	return (Datum) 0;
}
