/*
 * line.c: lines as they came, judged as rows of a format.
 */
#include "pg/formats.h"

#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(badcase_check_format);
PG_FUNCTION_INFO_V1(badcase_try_format);

static bool
judge(FunctionCallInfo fcinfo, BcBuffer *out, BcDraft *draft,
	  BcVerdict *verdict, const char **hint)
{
	const BcFormat *format = badcase_format_to_read(PG_GETARG_TEXT_PP(1));

	bc_buffer_init(out, &badcase_env, MaxAllocSize);
	return bc_row_judge(&badcase_env, PG_GETARG_SLICE(0), format, out, draft,
						verdict, hint);
}

Datum
badcase_check_format(PG_FUNCTION_ARGS)
{
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;
	const char *hint;

	if (!judge(fcinfo, &out, &draft, &verdict, &hint))
		PG_RETURN_DATUM(badcase_verdict_row(fcinfo, &verdict, hint));
	bc_draft_free(&draft);
	bc_buffer_free(&out);
	PG_RETURN_DATUM(badcase_verdict_row(fcinfo, NULL, NULL));
}

Datum
badcase_try_format(PG_FUNCTION_ARGS)
{
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;
	const char *hint;
	struct varlena *record;

	if (!judge(fcinfo, &out, &draft, &verdict, &hint))
		PG_RETURN_NULL();
	record = badcase_from_draft(&draft);
	bc_buffer_free(&out);
	PG_RETURN_POINTER(record);
}
