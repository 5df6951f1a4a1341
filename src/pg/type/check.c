/*
 * check.c: the verdict on a line, and records and objects where there are
 * some.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "core/record.h"

PG_FUNCTION_INFO_V1(badcase_check);
PG_FUNCTION_INFO_V1(badcase_try);
PG_FUNCTION_INFO_V1(badcase_hint);
PG_FUNCTION_INFO_V1(badcase_object);

/* The result's row type, looked up once for each call site. */
static TupleDesc
result_row_type(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = fcinfo->flinfo->fn_extra;

	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		desc = BlessTupleDesc(CreateTupleDescCopy(desc));
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}
	return desc;
}

/* Sets the columns code, byte_offset, path and message, after the first. */
static void
set_verdict(const BcVerdict *verdict, Datum *values, bool *nulls)
{
	memset(nulls + 1, false, 4);
	values[1] = CStringGetTextDatum(bc_code_name(verdict->code));
	values[2] = Int32GetDatum((int32) verdict->offset);
	values[3] = CStringGetTextDatum(verdict->path);
	values[4] = CStringGetTextDatum(bc_code_message(verdict->code));
}

Datum
badcase_verdict_row(FunctionCallInfo fcinfo, const BcVerdict *verdict,
					const char *hint)
{
	TupleDesc	desc = result_row_type(fcinfo);
	Datum		values[6] = {0};
	bool		nulls[6] = {false, true, true, true, true, true};

	values[0] = BoolGetDatum(verdict == NULL);
	if (verdict != NULL)
	{
		set_verdict(verdict, values, nulls);
		values[5] = CStringGetTextDatum(hint != NULL ? hint :
										bc_code_hint(verdict->code));
		nulls[5] = false;
	}
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

Datum
badcase_check(PG_FUNCTION_ARGS)
{
	BcDraft		draft;
	BcVerdict	verdict;

	if (!bc_record_read(&badcase_env, PG_GETARG_SLICE(0), &draft, &verdict))
		PG_RETURN_DATUM(badcase_verdict_row(fcinfo, &verdict, NULL));
	bc_draft_free(&draft);
	PG_RETURN_DATUM(badcase_verdict_row(fcinfo, NULL, NULL));
}

/* A line that is an object but need not be a record. */
Datum
badcase_object(PG_FUNCTION_ARGS)
{
	TupleDesc	desc = result_row_type(fcinfo);
	BcSlice		line = PG_GETARG_SLICE(0);
	BcVerdict	verdict;
	Datum		values[5] = {0};
	bool		nulls[5] = {true, true, true, true, true};

	if (bc_object_check(&badcase_env, line, &verdict))
	{
		nulls[0] = false;
		values[0] = DirectFunctionCall1(jsonb_in,
										CStringGetDatum(pnstrdup((const char *) line.data,
																 line.len)));
	}
	else
		set_verdict(&verdict, values, nulls);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)));
}

Datum
badcase_try(PG_FUNCTION_ARGS)
{
	BcDraft		draft;
	BcVerdict	verdict;

	if (!bc_record_read(&badcase_env, PG_GETARG_SLICE(0), &draft, &verdict))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(badcase_from_draft(&draft));
}

Datum
badcase_hint(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));

	for (BcCode code = BC_OK + 1; code < BC_NO_MEMORY; code++)
		if (strcmp(name, bc_code_name(code)) == 0)
			PG_RETURN_TEXT_P(cstring_to_text(bc_code_hint(code)));
	PG_RETURN_NULL();
}
