/*
 * method.c: the index method badcase_near.
 *
 * Its pages, their WAL and their VACUUM are GIN's.  What differs: the scan
 * (scan.c), the build (build.c), the costs (planner.c), and that the keys of
 * the rows of a transaction are inserted together (pending.c), so that there
 * is no list of pending ones in the index.
 *
 * It stands on access/gin_private.h, which PostgreSQL may change in any major
 * version.  On a server whose GIN is not known (compat.h) the method is GIN
 * under another name: the same pages and the same answers, in GIN's time.
 */
#include "pg/near/method.h"

#include "access/gin.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "pg/near/class.h"
#include "pg/near/pending.h"
#include "pg/near/postings.h"

/* There are no storage parameters. */
static void
refuse_options(Datum options, bool validate)
{
	if (validate && DatumGetPointer(options) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an index of badcase_near has no storage parameters"),
				 errhint("What an index is for is said by options of its operator class, behind the column.")));
}

#if BADCASE_KNOWS_GIN

static bytea *
near_options(Datum options, bool validate)
{
	refuse_options(options, validate);
	return NULL;
}

/* What inserts into an index need, once for the rows of a statement. */
typedef struct Insert
{
	GinState	state;
	bool		gathers;		/* keys go in later, with those of others */
	MemoryContext context;		/* of a row */
} Insert;

/*
 * Keys of a table that another one will be swapped for do not wait: when the
 * transaction ends, their index is another's (REPACK CONCURRENTLY).
 */
static bool
may_wait(Relation table, GinState *state)
{
	BadcaseNearClass class;

	return !OidIsValid(table->rd_rel->relrewrite) && state->oneCol &&
		badcase_near_class(&state->extractQueryFn[0], &class);
}

static Insert *
start_insert(Relation index, Relation table, IndexInfo *info)
{
	if (info->ii_AmCache == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(info->ii_Context);
		Insert	   *insert = palloc(sizeof(Insert));

		initGinState(&insert->state, index);
		insert->gathers = may_wait(table, &insert->state);
		insert->context = AllocSetContextCreate(info->ii_Context,
												"badcase near row",
												ALLOCSET_DEFAULT_SIZES);
		info->ii_AmCache = insert;
		MemoryContextSwitchTo(caller);
	}
	return info->ii_AmCache;
}

/* The keys of a value, for the index to take now or later. */
static void
insert_value(Insert *insert, OffsetNumber column, Datum value, bool is_null,
			 ItemPointer row)
{
	GinNullCategory *categories;
	int32		count;
	Datum	   *keys = ginExtractEntries(&insert->state, column, value,
										 is_null, &count, &categories);

	if (insert->gathers && categories[0] == GIN_CAT_NORM_KEY)
	{
		badcase_pending_add(insert->state.index, keys, count, row);
		return;
	}
	for (int32 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		ginEntryInsert(&insert->state, column, keys[i], categories[i], row, 1,
					   NULL);
	}
}

/* gininsert() would ask for the options of a GIN index. */
static bool
near_insert(Relation index, Datum *values, bool *nulls, ItemPointer row,
			Relation table, IndexUniqueCheck unique, bool unchanged,
			IndexInfo *info)
{
	Insert	   *insert = start_insert(index, table, info);
	MemoryContext caller = MemoryContextSwitchTo(insert->context);

	for (int i = 0; i < insert->state.origTupdesc->natts; i++)
		insert_value(insert, (OffsetNumber) (i + 1), values[i], nulls[i],
					 row);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(insert->context);
	return false;
}

static void
change_routine(IndexAmRoutine *routine)
{
	routine->amoptions = near_options;
	routine->ambuild = badcase_near_build;
	badcase_no_parallel_build(routine);
	routine->aminsert = near_insert;
	routine->amgetbitmap = badcase_near_getbitmap;
}

#else

#ifdef __GNUC__
#pragma message("the GIN of this server is not known: the index method badcase_near will be searched as GIN")
#endif

static bytea *
near_options(Datum options, bool validate)
{
	Datum		option = CStringGetTextDatum("fastupdate=off");
	ArrayType  *array = construct_array(&option, 1, TEXTOID, -1, false,
										TYPALIGN_INT);

	refuse_options(options, validate);
	return GetIndexAmRoutine(F_GINHANDLER)->amoptions(PointerGetDatum(array),
													  false);
}

static IndexBuildResult *
near_build(Relation table, Relation index, IndexInfo *info)
{
	ereport(NOTICE,
			(errmsg("index \"%s\" is searched as a GIN index",
					RelationGetRelationName(index)),
			 errdetail("badcase was not written for the GIN of this server: answers are the same, searches take longer.")));
	return GetIndexAmRoutine(F_GINHANDLER)->ambuild(table, index, info);
}

static void
change_routine(IndexAmRoutine *routine)
{
	routine->amoptions = near_options;
	routine->ambuild = near_build;
}

#endif

PG_FUNCTION_INFO_V1(badcase_near_handler);
Datum
badcase_near_handler(PG_FUNCTION_ARGS)
{
	static IndexAmRoutine *routine = NULL;

	if (routine == NULL || !BADCASE_ROUTINE_IS_KEPT)
	{
		routine = MemoryContextAlloc(badcase_routine_context,
									 sizeof(IndexAmRoutine));
		*routine = *GetIndexAmRoutine(F_GINHANDLER);
		change_routine(routine);
		routine->amcostestimate = badcase_near_costs;
	}
	PG_RETURN_POINTER(routine);
}
