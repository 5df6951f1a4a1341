/*
 * redact.c: badcase_redact().
 */
#include "pg/screen.h"

#include "utils/memutils.h"

#include "core/screen.h"

PG_FUNCTION_INFO_V1(badcase_redact_record);
PG_FUNCTION_INFO_V1(badcase_redact_text);

static BcRedactStyle
style_of(BcSlice name)
{
	static const char *const names[] = {"label", "mask", "remove"};

	for (int i = 0; i < lengthof(names); i++)
		if (strlen(names[i]) == name.len &&
			memcmp(names[i], name.data, name.len) == 0)
			return (BcRedactStyle) i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no such style of redaction"),
			 errhint("Styles are label, mask and remove.")));
}

/* False where there is nothing to do: the argument is the result, or null. */
static bool
redaction(FunctionCallInfo fcinfo, BcRedactStyle *style,
		  BcScanOptions *options)
{
	*style = style_of(PG_GETARG_SLICE(1));
	return badcase_scan_options(fcinfo, 3, 2, options);
}

static void
refuse_large(bool ok)
{
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("redacted value is too large"),
				 errhint("The style remove makes no value larger.")));
}

/*
 * The result is read as any record is, so that it is no longer than one may
 * be and its members stand in their order.
 */
Datum
badcase_redact_record(PG_FUNCTION_ARGS)
{
	BcRedactStyle style;
	BcScanOptions options;
	BcRecord	rec;
	BcBuffer	out;
	bool		changed;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	if (!redaction(fcinfo, &style, &options))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	PG_GETARG_BADCASE(0, &rec);
	bc_buffer_init(&out, &badcase_env, BC_MAX_INPUT);
	refuse_large(bc_redact_record(&badcase_env, &rec, &options, style, &out,
								  &changed));
	if (!changed)
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	PG_RETURN_POINTER(badcase_parse((BcSlice) {out.data, out.len}, NULL));
}

Datum
badcase_redact_text(PG_FUNCTION_ARGS)
{
	BcRedactStyle style;
	BcScanOptions options;
	BcBuffer	out;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	if (!redaction(fcinfo, &style, &options))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	bc_buffer_init(&out, &badcase_env, MaxAllocSize - VARHDRSZ);
	refuse_large(bc_redact(&badcase_env, PG_GETARG_SLICE(0), &options, style,
						   false, &out));
	PG_RETURN_TEXT_P(badcase_slice_to_text((BcSlice) {out.data, out.len}));
}
