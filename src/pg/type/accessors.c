/*
 * accessors.c: the parts of a record.
 */
#include "pg/badcase.h"

#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(badcase_prompt);
PG_FUNCTION_INFO_V1(badcase_response);
PG_FUNCTION_INFO_V1(badcase_rejected);
PG_FUNCTION_INFO_V1(badcase_history);
PG_FUNCTION_INFO_V1(badcase_meta);
PG_FUNCTION_INFO_V1(badcase_turns);

Datum
badcase_prompt(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	PG_RETURN_TEXT_P(badcase_slice_to_text(rec.prompt));
}

Datum
badcase_response(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	PG_RETURN_TEXT_P(badcase_slice_to_text(rec.response));
}

Datum
badcase_rejected(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	if (!rec.has_rejected)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(badcase_slice_to_text(rec.rejected));
}

Datum
badcase_history_jsonb(const BcRecord *rec)
{
	BcBuffer	out;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_record_write_history(rec, &out);
	bc_buffer_add_byte(&out, '\0');
	if (out.failed)
		elog(ERROR, "history of a badcase is too long");
	return DirectFunctionCall1(jsonb_in, CStringGetDatum((char *) out.data));
}

Datum
badcase_history(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	PG_RETURN_DATUM(badcase_history_jsonb(&rec));
}

Datum
badcase_meta(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	char	   *written = "{}";

	PG_GETARG_BADCASE(0, &rec);
	if (rec.meta.len > 0)
		written = pnstrdup((const char *) rec.meta.data, rec.meta.len);
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(written)));
}

Datum
badcase_turns(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	PG_RETURN_INT32((int32) rec.turns);
}
