/*
 * batch.c: badcase_near_pairs() and badcase_clusters().
 *
 * work_mem is shared out by phase:
 * - the query is read: 3/8 for its sets, 1/4 for the table of partners
 * - the sets that may have a partner are sorted: 3/8; the first block of the
 *   join is filled from that sort: 1/2
 * - the join: 1/4 for the sort of pairs, 3/4 for a block
 * - the end: 1/2 for the last sort, 1/2 for the result that it fills
 *
 * Beside that, the ids and what is kept for each set are in memory always.
 */
#include "pg/near/sets.h"

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "core/near.h"

/* Blocks above the size of processors' caches take longer. */
#define BLOCK_MEMORY	((size_t) 32 * 1024 * 1024)

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

/* Joins the sets of the block, and them with all that come after it. */
static void
join_block(Batch *batch, BcJoin *join)
{
	BadcaseSets *sets = &batch->sets;
	size_t		next = join->first + join->count;

	if (!batch->clusters)
	{
		for (size_t i = 0; i < join->count; i++)
			put_equal(batch, join->first + (uint32_t) i, join->rows[i].count);
	}
	bc_join_block(join, next == sets->count);
	for (; next < sets->count; next++)
	{
		badcase_sets_next(sets);
		if (bc_join_passed(join, sets->nvalues))
			break;
		bc_join_probe(join, (uint32_t) next, sets->values, sets->nvalues);
	}
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: %zu of %zu sets joined",
							 join->first + join->count, sets->count)));
}

/* Fills the block with the sets that come; true if one did not fit. */
static bool
fill_block(BadcaseSets *sets, BcJoin *join, size_t most, BadcasePlace *place)
{
	while (join->first + join->count < most)
	{
		if (place != NULL)
			badcase_sets_tell(sets, place);
		if (!badcase_sets_next(sets))
			return false;
		if (bc_join_add(join, sets->values, sets->nvalues) == BC_JOIN_FULL)
			return true;
	}
	if (place != NULL)
		badcase_sets_tell(sets, place);
	return false;
}

/* Finds the pairs or components of the sets that have been read. */
static void
join_sets(Batch *batch, TupleDesc desc)
{
	BadcaseSets *sets = &batch->sets;
	size_t		memory = (size_t) work_mem * 1024;
	BadcasePlace place = {0, 0};
	BcJoin		join;

	bc_join_start(&join, &badcase_env, batch->threshold,
				  Min(memory / 2, BLOCK_MEMORY),
				  batch->clusters ? &batch->components : NULL, put_pairs,
				  batch);
	if (fill_block(sets, &join, SIZE_MAX, NULL))
		badcase_sets_spill(sets);
	else
		badcase_sets_end(sets);
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: %zu records, %zu of them alone, %zu different sets of the others",
							 sets->alone.count + sets->ids.count,
							 sets->alone.count, sets->count)));
	if (batch->clusters)
		bc_components_start(&batch->components, &badcase_env, sets->count);
	else
		start_output(&batch->output, desc, 2, Max(work_mem / 4, 64));

	join.budget = Min(memory / 4 * 3, BLOCK_MEMORY);
	if (join.count > 0)
		join_block(batch, &join);
	while (join.first + join.count < sets->count)
	{
		bc_join_clear(&join, join.first + (uint32_t) join.count);
		badcase_sets_seek(sets, &place);
		fill_block(sets, &join, sets->count, &place);
		badcase_sets_seek(sets, &place);
		join_block(batch, &join);
	}
	bc_join_free(&join);
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

	for (size_t i = 0; i < sets->alone.count; i++)
		put_cluster(&batch->output, sets->alone.ids[i], sets->alone.ids[i]);
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
	MemoryContext context;
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

	context = AllocSetContextCreate(caller, "badcase batch join",
									ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(context);
	badcase_sets_read(&batch.sets, text_to_cstring(PG_GETARG_TEXT_PP(0)),
					  PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2),
					  batch.threshold);
	join_sets(&batch, desc);
	if (clusters)
	{
		start_output(&batch.output, desc, 1, Max(work_mem / 2, 64));
		put_clusters(&batch);
	}
	ereport(DEBUG1,
			(errmsg_internal("near-duplicates: " UINT64_FORMAT " rows found",
							 batch.output.rows)));
	return_output(&batch.output, result, desc);
	if (batch.sets.file != NULL)
		BufFileClose(batch.sets.file);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
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
