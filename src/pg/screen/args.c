/*
 * args.c: arguments and rows of the screening functions.
 */
#include "pg/screen.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/record.h"

/* Confidences are counted in hundredths, as the rules give them. */
static unsigned
hundredths(float4 confidence)
{
	/* not in order for NaN either */
	if (!(confidence >= 0 && confidence <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence must be between 0 and 1")));
	return (unsigned) ((double) confidence * 100 + 0.5);
}

Datum *
badcase_text_elements(FunctionCallInfo fcinfo, int n, int *count)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(n);
	Datum	   *elements;
	bool	   *nulls;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements,
					  &nulls, count);
	for (int i = 0; i < *count; i++)
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("the array may not hold nulls")));
	return elements;
}

bool
badcase_scan_options(FunctionCallInfo fcinfo, int min_confidence, int kinds,
					 BcScanOptions *options)
{
	Datum	   *elements;
	int			count;

	options->min_confidence = hundredths(PG_GETARG_FLOAT4(min_confidence));
	options->kinds = BC_KINDS_DEFAULT;
	if (PG_ARGISNULL(kinds))
		return true;
	options->kinds = 0;
	elements = badcase_text_elements(fcinfo, kinds, &count);
	for (int i = 0; i < count; i++)
	{
		BcKind		kind = bc_kind_by_name(badcase_slice((struct varlena *)
														 DatumGetPointer(elements[i])));

		if (kind == BC_KINDS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("no such kind of finding"),
					 errhint("badcase_kinds() lists the kinds.")));
		options->kinds |= BC_KIND_BIT(kind);
	}
	return count > 0;
}

void
badcase_record_parts(FunctionCallInfo fcinfo, BcRecord *rec,
					 BcPartCursor *cursor)
{
	PG_GETARG_BADCASE(0, rec);
	bc_parts_start(cursor, &badcase_env, rec, (BcSlice) {NULL, 0});
}

void
badcase_text_parts(FunctionCallInfo fcinfo, BcPartCursor *cursor)
{
	bc_parts_start(cursor, &badcase_env, NULL, PG_GETARG_SLICE(0));
}

/* It has all the memory that it wants, or an error was raised. */
void
badcase_require_scanned(bool ok)
{
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("stored badcase has a damaged meta")));
}

void
badcase_parts_end(BcPartCursor *cursor)
{
	bool		failed = cursor->failed;

	bc_parts_end(cursor);
	badcase_require_scanned(!failed);
}

void
badcase_rows_start(FunctionCallInfo fcinfo, BadcaseRows *rows)
{
	ReturnSetInfo *result;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows->store = result->setResult;
	rows->desc = result->setDesc;
}

void
badcase_place_columns(const BcPartCursor *cursor, const BcPart *part,
					  Datum *values, bool *nulls)
{
	values[0] = CStringGetTextDatum(bc_part_name(part->name));
	values[1] = Int32GetDatum((int32) part->turn);
	nulls[1] = part->turn == 0;
	nulls[2] = part->name != BC_PART_META;
	if (!nulls[2])
	{
		BcBuffer	path;

		bc_buffer_init(&path, &badcase_env, 4 * BC_MAX_PATH);
		bc_parts_path(cursor, &path);
		values[2] = PointerGetDatum(badcase_slice_to_text((BcSlice) {path.data,
														  path.len}));
		bc_buffer_free(&path);
	}
}
