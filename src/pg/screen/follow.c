/*
 * follow.c: badcase_constraints(), badcase_follows() and
 * badcase_follows_kinds().
 */
#include "pg/screen.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(badcase_constraints_record);
PG_FUNCTION_INFO_V1(badcase_constraints_text);
PG_FUNCTION_INFO_V1(badcase_follows);
PG_FUNCTION_INFO_V1(badcase_follows_kinds);

#define MAX_ARGUMENTS	(1 << 20)

/* The columns kind and args, which are the first two of every row. */
static void
put_constraint(const BcConstraints *found, const BcConstraint *c, Datum *values)
{
	BcBuffer	out;

	bc_buffer_init(&out, &badcase_env, MAX_ARGUMENTS);
	bc_constraint_arguments(found, c, &out);
	bc_buffer_add_byte(&out, '\0');
	values[0] = CStringGetTextDatum(bc_follow_kinds[c->kind].name);
	values[1] = DirectFunctionCall1(jsonb_in, CStringGetDatum((char *) out.data));
	bc_buffer_free(&out);
}

static void
put_constraints(BadcaseRows *rows, const BcConstraints *found)
{
	for (unsigned i = 0; i < found->count; i++)
	{
		const BcConstraint *c = &found->list[i];
		Datum		values[5];
		bool		nulls[5] = {false};

		put_constraint(found, c, values);
		values[2] = Int32GetDatum((int32) c->start);
		values[3] = Int32GetDatum((int32) c->stop);
		values[4] = Float4GetDatum((float4) (c->confidence / 100.0));
		tuplestore_putvalues(rows->store, rows->desc, values, nulls);
	}
}

static void
find_in_record(FunctionCallInfo fcinfo, BcRecord *rec, BcConstraints *found)
{
	PG_GETARG_BADCASE(0, rec);
	if (!bc_record_constraints(&badcase_env, rec, found))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("stored badcase has a damaged meta")));
}

Datum
badcase_constraints_record(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcRecord	rec;
	BcConstraints found;

	badcase_rows_start(fcinfo, &rows);
	find_in_record(fcinfo, &rec, &found);
	put_constraints(&rows, &found);
	bc_constraints_free(&found);
	PG_RETURN_NULL();
}

Datum
badcase_constraints_text(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcConstraints found;

	badcase_rows_start(fcinfo, &rows);
	/* memory runs out by an error only */
	(void) bc_constraints(&badcase_env, PG_GETARG_SLICE(0), &found);
	put_constraints(&rows, &found);
	bc_constraints_free(&found);
	PG_RETURN_NULL();
}

Datum
badcase_follows(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcRecord	rec;
	BcConstraints found;
	BcFollowJudge judge;

	badcase_rows_start(fcinfo, &rows);
	find_in_record(fcinfo, &rec, &found);
	bc_follow_start(&judge, &badcase_env, &found, &rec);
	for (unsigned i = 0; i < found.count; i++)
	{
		BcFollowVerdict verdict;
		Datum		values[4];
		bool		nulls[4] = {false};

		(void) bc_follow_judge(&judge, &found.list[i], &verdict);
		put_constraint(&found, &found.list[i], values);
		nulls[2] = verdict.followed == BC_CANNOT_TELL;
		values[2] = BoolGetDatum(verdict.followed == BC_KEPT);
		values[3] = CStringGetTextDatum(verdict.why);
		tuplestore_putvalues(rows.store, rows.desc, values, nulls);
	}
	bc_follow_end_judge(&judge);
	bc_constraints_free(&found);
	PG_RETURN_NULL();
}

Datum
badcase_follows_kinds(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;

	badcase_rows_start(fcinfo, &rows);
	for (int i = 0; i < BC_FOLLOW_KINDS; i++)
	{
		const BcFollowKindRow *kind = &bc_follow_kinds[i];
		Datum		values[6];
		bool		nulls[6] = {false};

		values[0] = CStringGetTextDatum(kind->name);
		values[1] = CStringGetTextDatum(kind->arguments);
		nulls[2] = kind->example_zh == NULL;
		values[2] = nulls[2] ? (Datum) 0 : CStringGetTextDatum(kind->example_zh);
		nulls[3] = kind->example_en == NULL;
		values[3] = nulls[3] ? (Datum) 0 : CStringGetTextDatum(kind->example_en);
		values[4] = CStringGetTextDatum(kind->source);
		values[5] = CStringGetTextDatum(kind->warns ? "warn" : "info");
		tuplestore_putvalues(rows.store, rows.desc, values, nulls);
	}
	PG_RETURN_NULL();
}
