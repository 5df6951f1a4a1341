/*
 * export.c: records written in the formats that trainers read, and
 * what describes these formats.
 */
#include "pg/formats.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

const BcFormat *
badcase_format_of(text *name)
{
	const BcFormat *format = bc_format_find(badcase_slice(name));

	if (format == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown format of training data"),
				 errhint("SELECT name FROM badcase_formats() lists the formats.")));
	return format;
}

/* The text in a buffer that began with room for its length word. */
static text *
finish_text(BcBuffer *out)
{
	if (out->failed)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("line of a format is too long")));
	SET_VARSIZE(out->data, out->len);
	return (text *) out->data;
}

static void
start_text(BcBuffer *out)
{
	bc_buffer_init(out, &badcase_env, MaxAllocSize);
	bc_buffer_extend(out, VARHDRSZ);
}

PG_FUNCTION_INFO_V1(badcase_export);
Datum
badcase_export(PG_FUNCTION_ARGS)
{
	const BcFormat *format = badcase_format_of(PG_GETARG_TEXT_PP(1));
	BcRecord	rec;
	BcBuffer	out;

	PG_GETARG_BADCASE(0, &rec);
	if (!rec.has_rejected && bc_format_needs_rejected(format))
		PG_RETURN_NULL();
	if (rec.turns > 0 && !bc_format_holds(format, BC_PLACE_HISTORY))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("badcase cannot be written as %s: %s", format->name,
						bc_code_name(BC_HISTORY_SHAPE)),
				 errdetail("The record has a history, and the format no place for one."),
				 errhint("SELECT name FROM badcase_formats() WHERE history lists formats that have one.")));
	start_text(&out);
	bc_format_write(&badcase_env, format, &rec, &out);
	PG_RETURN_TEXT_P(finish_text(&out));
}

/* A text[] of names with a zero byte after each. */
static Datum
array_of_names(const BcBuffer *names)
{
	ArrayBuildState *state = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	size_t		at = 0;

	if (names->failed)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("names of a badcase's members are too long")));
	while (at < names->len)
	{
		const char *name = (const char *) names->data + at;

		CHECK_FOR_INTERRUPTS();
		state = accumArrayResult(state, CStringGetTextDatum(name), false,
								 TEXTOID, CurrentMemoryContext);
		at += strlen(name) + 1;
	}
	return makeArrayResult(state, CurrentMemoryContext);
}

PG_FUNCTION_INFO_V1(badcase_export_loses);
Datum
badcase_export_loses(PG_FUNCTION_ARGS)
{
	const BcFormat *format = badcase_format_of(PG_GETARG_TEXT_PP(1));
	BcRecord	rec;
	BcBuffer	names;

	PG_GETARG_BADCASE(0, &rec);
	if (!rec.has_rejected && bc_format_needs_rejected(format))
		PG_RETURN_NULL();
	bc_buffer_init(&names, &badcase_env, MaxAllocSize);
	bc_format_losses(&badcase_env, format, &rec, &names);
	PG_RETURN_DATUM(array_of_names(&names));
}

/* The keys that tell a row of the family from others, as a text[]. */
static Datum
family_keys(const BcRowFamily *family)
{
	const BcRowForm *form = &family->forms[0];
	const BcRowKey keys[] = {form->prompt, form->response, form->rejected};
	BcBuffer	names;

	bc_buffer_init(&names, &badcase_env, MaxAllocSize);
	for (size_t i = 0; i < lengthof(keys); i++)
		if (keys[i] != BC_KEY_NONE)
			bc_buffer_add(&names, bc_row_key_names[keys[i]],
						  strlen(bc_row_key_names[keys[i]]) + 1);
	return array_of_names(&names);
}

/* One row for each format, in the order of the table. */
PG_FUNCTION_INFO_V1(badcase_formats);
Datum
badcase_formats(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < BC_FORMATS; i++)
	{
		const BcFormat *format = &bc_formats[i];
		const BcRowFamily *family = &bc_row_families[format->family];
		BcBuffer	keys;
		Datum		values[7];
		bool		nulls[7] = {false};

		bc_buffer_init(&keys, &badcase_env, MaxAllocSize);
		nulls[2] = !bc_format_keys(format, &keys);
		nulls[6] = !family->by_keys || strcmp(family->name, format->name) != 0;
		values[0] = CStringGetTextDatum(format->name);
		values[1] = CStringGetTextDatum(family->name);
		values[2] = array_of_names(&keys);
		values[3] = BoolGetDatum(bc_format_holds(format, BC_PLACE_HISTORY));
		values[4] = BoolGetDatum(bc_format_needs_rejected(format));
		values[5] = BoolGetDatum(bc_format_holds(format, BC_PLACE_RESPONSE));
		values[6] = family_keys(family);
		tuplestore_putvalues(rows->setResult, rows->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}

/* One row for each other name of a format. */
PG_FUNCTION_INFO_V1(badcase_format_aliases);
Datum
badcase_format_aliases(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < BC_FORMAT_ALIASES; i++)
	{
		Datum		values[2];
		bool		nulls[2] = {false};

		values[0] = CStringGetTextDatum(bc_format_aliases[i].alias);
		values[1] = CStringGetTextDatum(bc_format_aliases[i].name);
		tuplestore_putvalues(rows->setResult, rows->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}

PG_FUNCTION_INFO_V1(badcase_features_schema);
Datum
badcase_features_schema(PG_FUNCTION_ARGS)
{
	const BcFormat *format = badcase_format_of(PG_GETARG_TEXT_PP(0));
	BcBuffer	out;

	start_text(&out);
	if (!bc_format_features(format, &out))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(finish_text(&out));
}

PG_FUNCTION_INFO_V1(badcase_dataset_info);
Datum
badcase_dataset_info(PG_FUNCTION_ARGS)
{
	const BcFormat *format = badcase_format_of(PG_GETARG_TEXT_PP(1));
	BcBuffer	out;

	start_text(&out);
	if (!bc_format_dataset(&badcase_env, format, PG_GETARG_SLICE(0), &out))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in,
										CStringGetDatum(text_to_cstring(finish_text(&out)))));
}
