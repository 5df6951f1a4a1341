/*
 * casts.c: records from and to json and jsonb.
 */
#include "pg/badcase.h"

#include "utils/builtins.h"
#include "utils/jsonb.h"

PG_FUNCTION_INFO_V1(badcase_from_json);
PG_FUNCTION_INFO_V1(badcase_from_jsonb);
PG_FUNCTION_INFO_V1(badcase_to_json);
PG_FUNCTION_INFO_V1(badcase_to_jsonb);

Datum
badcase_from_json(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(badcase_parse(PG_GETARG_SLICE(0), NULL));
}

Datum
badcase_from_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *jsonb = PG_GETARG_JSONB_P(0);
	char	   *written = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
	BcSlice		text = {(unsigned char *) written, strlen(written)};

	PG_RETURN_POINTER(badcase_parse(text, NULL));
}

Datum
badcase_to_json(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	PG_RETURN_TEXT_P(badcase_to_text(&rec));
}

Datum
badcase_to_jsonb(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	char	   *written;

	PG_GETARG_BADCASE(0, &rec);
	written = text_to_cstring(badcase_to_text(&rec));
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(written)));
}
