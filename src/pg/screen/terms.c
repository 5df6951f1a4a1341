/*
 * terms.c: terms of lists, compiled once in a session.
 *
 * Compiled sets are kept by the key that the caller gives them.  The caller
 * changes the key whenever the terms change, and never uses one again for
 * other terms, so a set cannot go stale and a rollback leaves nothing wrong
 * behind.  The user belongs to the key as well: nobody else can put a set
 * under the key of a function that runs with its owner's rights.
 */
#include "pg/screen.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/terms.h"

PG_FUNCTION_INFO_V1(badcase_find_terms_record);
PG_FUNCTION_INFO_V1(badcase_find_terms_text);
PG_FUNCTION_INFO_V1(badcase_term_check);

/* Sets that a session keeps; the one used longest ago goes first. */
#define MAX_SETS	8
#define MAX_MEMORY	((size_t) 64 * 1024 * 1024)

typedef struct TermSet
{
	MemoryContext context;		/* of all of it; NULL: no set */
	Oid			user;
	char	   *key;
	uint64		used;			/* when, on a clock that counts uses */
	BcTerms		terms;
	int64	   *ids;			/* of each term */
} TermSet;

static TermSet sets[MAX_SETS];
static uint64 uses;

static void
drop_set(TermSet *set)
{
	MemoryContextDelete(set->context);
	memset(set, 0, sizeof(*set));
}

/* The set of a key, or NULL. */
static TermSet *
find_set(BcSlice key)
{
	for (int i = 0; i < MAX_SETS; i++)
	{
		TermSet    *set = &sets[i];

		if (set->context != NULL && set->user == GetUserId() &&
			strlen(set->key) == key.len &&
			memcmp(set->key, key.data, key.len) == 0)
		{
			set->used = ++uses;
			return set;
		}
	}
	return NULL;
}

/* Makes room for a set of this size; returns a free place. */
static TermSet *
make_room(size_t memory)
{
	for (;;)
	{
		TermSet    *oldest = NULL;
		TermSet    *free_set = NULL;
		size_t		all = memory;

		for (int i = 0; i < MAX_SETS; i++)
		{
			if (sets[i].context == NULL)
			{
				free_set = &sets[i];
				continue;
			}
			all += MemoryContextMemAllocated(sets[i].context, true);
			if (oldest == NULL || sets[i].used < oldest->used)
				oldest = &sets[i];
		}
		if (free_set != NULL && (all <= MAX_MEMORY || oldest == NULL))
			return free_set;
		drop_set(oldest);
	}
}

static void
check_columns(TupleDesc desc)
{
	static const Oid types[] = {INT8OID, TEXTOID, BOOLOID};

	for (int i = 0; i < lengthof(types); i++)
		if (desc->natts != lengthof(types) ||
			TupleDescAttr(desc, i)->atttypid != types[i])
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("the query must give the columns id bigint, term text and allow boolean")));
}

/* Reads the rows of the query that ran into an array of terms. */
static BcTerm *
read_terms(int64 *ids)
{
	SPITupleTable *rows = SPI_tuptable;
	BcTerm	   *terms = MemoryContextAllocHuge(CurrentMemoryContext,
											   (rows->numvals + 1) * sizeof(BcTerm));

	for (uint64 i = 0; i < rows->numvals; i++)
	{
		Datum		values[3];
		bool		nulls[3];

		CHECK_FOR_INTERRUPTS();
		heap_deform_tuple(rows->vals[i], rows->tupdesc, values, nulls);
		if (nulls[0] || nulls[1] || nulls[2])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("the query must give no nulls")));
		ids[i] = DatumGetInt64(values[0]);
		terms[i].text = badcase_slice(PG_DETOAST_DATUM_PACKED(values[1]));
		terms[i].allow = DatumGetBool(values[2]);
	}
	return terms;
}

/* Compiles what the query gave; everything is in the set's own context. */
static void
compile(TermSet *set)
{
	BcTerm	   *terms;
	BcTermsResult result;
	size_t		bad;
	MemoryContext caller;

	set->ids = MemoryContextAllocHuge(set->context,
									  (SPI_processed + 1) * sizeof(int64));
	terms = read_terms(set->ids);
	caller = MemoryContextSwitchTo(set->context);
	result = bc_terms_build(&badcase_env, terms, SPI_processed, &set->terms,
							&bad);
	MemoryContextSwitchTo(caller);
	if (result == BC_TERMS_NO_MEMORY)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many terms")));
	if (result != BC_TERMS_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("term " INT64_FORMAT " is blank or too long",
						set->ids[bad]),
				 errhint("badcase_term_check tells which terms can be looked for.")));
}

/*
 * Runs the query as the calling statement sees the database, and keeps what it
 * gives.  What fails on the way leaves nothing: the context is the caller's
 * until all is done.
 */
static TermSet *
build_set(BcSlice key, char *query)
{
	TermSet		made = {.user = GetUserId()};
	TermSet    *set;
	int			result;

	made.context = AllocSetContextCreate(CurrentMemoryContext,
										 "badcase terms",
										 ALLOCSET_DEFAULT_SIZES);
	made.key = MemoryContextAlloc(made.context, key.len + 1);
	memcpy(made.key, key.data, key.len);
	made.key[key.len] = '\0';

	SPI_connect();
	result = SPI_execute(query, true, 0);
	if (result != SPI_OK_SELECT)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("the query must be a single SELECT")));
	check_columns(SPI_tuptable->tupdesc);
	compile(&made);
	SPI_finish();

	set = make_room(MemoryContextMemAllocated(made.context, true));
	*set = made;
	set->used = ++uses;
	MemoryContextSetParent(set->context, TopMemoryContext);
	return set;
}

static void
put_hits(const BadcaseRows *rows, const BcPartCursor *cursor,
		 const BcPart *part, const TermSet *set, const BcTermHits *hits)
{
	Datum		values[6];
	bool		nulls[6] = {false};

	badcase_place_columns(cursor, part, values, nulls);
	for (size_t i = 0; i < hits->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		values[3] = Int64GetDatum(set->ids[hits->list[i].term]);
		values[4] = Int32GetDatum((int32) hits->list[i].start);
		values[5] = Int32GetDatum((int32) hits->list[i].stop);
		tuplestore_putvalues(rows->store, rows->desc, values, nulls);
	}
}

static void
put_all_hits(FunctionCallInfo fcinfo, const BadcaseRows *rows,
			 BcPartCursor *cursor)
{
	BcSlice		key = PG_GETARG_SLICE(1);
	TermSet    *set = find_set(key);
	BcPart		part;
	BcTermHits	hits;

	if (set == NULL)
		set = build_set(key, text_to_cstring(PG_GETARG_TEXT_PP(2)));
	while (bc_parts_next(cursor, &part))
	{
		bc_terms_find(&badcase_env, &set->terms, part.text, &hits);
		if (hits.count > 0)
			put_hits(rows, cursor, &part, set, &hits);
		bc_term_hits_free(&badcase_env, &hits);
	}
	badcase_parts_end(cursor);
}

Datum
badcase_find_terms_record(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcRecord	rec;
	BcPartCursor cursor;

	badcase_rows_start(fcinfo, &rows);
	badcase_record_parts(fcinfo, &rec, &cursor);
	put_all_hits(fcinfo, &rows, &cursor);
	PG_RETURN_NULL();
}

Datum
badcase_find_terms_text(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcPartCursor cursor;

	badcase_rows_start(fcinfo, &rows);
	badcase_text_parts(fcinfo, &cursor);
	put_all_hits(fcinfo, &rows, &cursor);
	PG_RETURN_NULL();
}

/* Why a term cannot be looked for, as a code; null where it can. */
Datum
badcase_term_check(PG_FUNCTION_ARGS)
{
	switch (bc_term_check(&badcase_env, PG_GETARG_SLICE(0)))
	{
		case BC_TERMS_EMPTY:
			PG_RETURN_TEXT_P(cstring_to_text("term_blank"));
		case BC_TERMS_TOO_LONG:
			PG_RETURN_TEXT_P(cstring_to_text("term_too_long"));
		default:
			PG_RETURN_NULL();
	}
}
