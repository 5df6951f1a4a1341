/*
 * check.c: the verdict on a line, and records where there are some.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(badcase_check);
PG_FUNCTION_INFO_V1(badcase_try);
PG_FUNCTION_INFO_V1(badcase_hint);

/* The result's row type, looked up once for each call site. */
static TupleDesc
result_row_type(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = fcinfo->flinfo->fn_extra;

	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "badcase_check must return a row");
		desc = BlessTupleDesc(CreateTupleDescCopy(desc));
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}
	return desc;
}

Datum
badcase_check(PG_FUNCTION_ARGS)
{
	TupleDesc	desc = result_row_type(fcinfo);
	BcDraft		draft;
	BcVerdict	verdict;
	Datum		values[5] = {0};
	bool		nulls[5] = {false, true, true, true, true};

	if (bc_record_read(&badcase_env, PG_GETARG_SLICE(0), &draft, &verdict))
	{
		values[0] = BoolGetDatum(true);
		bc_draft_free(&draft);
	}
	else
	{
		memset(nulls, false, sizeof(nulls));
		values[0] = BoolGetDatum(false);
		values[1] = CStringGetTextDatum(bc_code_name(verdict.code));
		values[2] = Int32GetDatum((int32) verdict.offset);
		values[3] = CStringGetTextDatum(verdict.path);
		values[4] = CStringGetTextDatum(bc_code_message(verdict.code));
	}
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
