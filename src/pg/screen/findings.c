/*
 * findings.c: badcase_findings() and badcase_kinds().
 */
#include "pg/screen.h"

#include "funcapi.h"
#include "utils/builtins.h"

#include "core/check.h"

PG_FUNCTION_INFO_V1(badcase_findings_record);
PG_FUNCTION_INFO_V1(badcase_findings_text);
PG_FUNCTION_INFO_V1(badcase_kinds);
PG_FUNCTION_INFO_V1(badcase_rule_version);

static text *
excerpt_of(BcSlice text, const BcFinding *finding)
{
	BcBuffer	out;
	struct varlena *result;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize - VARHDRSZ);
	bc_excerpt(text, finding, &out);
	result = badcase_slice_to_text((BcSlice) {out.data, out.len});
	bc_buffer_free(&out);
	return result;
}

static void
put_findings(const BadcaseRows *rows, const BcPartCursor *cursor,
			 const BcPart *part, const BcFindings *found)
{
	Datum		values[8];
	bool		nulls[8] = {false};

	badcase_place_columns(cursor, part, values, nulls);
	for (size_t i = 0; i < found->count; i++)
	{
		const BcFinding *f = &found->list[i];

		values[3] = CStringGetTextDatum(bc_kind_name((BcKind) f->kind));
		values[4] = Int32GetDatum((int32) f->start);
		values[5] = Int32GetDatum((int32) f->stop);
		values[6] = Float4GetDatum((float4) (f->confidence / 100.0));
		values[7] = PointerGetDatum(excerpt_of(part->text, f));
		tuplestore_putvalues(rows->store, rows->desc, values, nulls);
		pfree(DatumGetPointer(values[3]));
		pfree(DatumGetPointer(values[7]));
	}
}

static void
put_all_findings(FunctionCallInfo fcinfo, const BadcaseRows *rows,
				 BcPartCursor *cursor)
{
	BcScanOptions options;
	BcFindings	found;
	BcPart		part;

	if (badcase_scan_options(fcinfo, 1, 2, &options))
		while (bc_parts_next(cursor, &part))
		{
			bc_scan(&badcase_env, part.text, &options, &found);
			if (found.count > 0)
				put_findings(rows, cursor, &part, &found);
			bc_findings_free(&badcase_env, &found);
		}
	badcase_parts_end(cursor);
}

Datum
badcase_findings_record(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcRecord	rec;
	BcPartCursor cursor;

	badcase_rows_start(fcinfo, &rows);
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
	{
		badcase_record_parts(fcinfo, &rec, &cursor);
		put_all_findings(fcinfo, &rows, &cursor);
	}
	PG_RETURN_NULL();
}

Datum
badcase_findings_text(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcPartCursor cursor;

	badcase_rows_start(fcinfo, &rows);
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
	{
		badcase_text_parts(fcinfo, &cursor);
		put_all_findings(fcinfo, &rows, &cursor);
	}
	PG_RETURN_NULL();
}

/* Every name that findings and issues have, those of quality last. */
Datum
badcase_kinds(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	Datum		values[4];
	bool		nulls[4] = {false};

	badcase_rows_start(fcinfo, &rows);
	for (int i = 0; i < BC_KINDS + BC_ISSUE_KINDS; i++)
	{
		BcKind		kind = (BcKind) i;
		bool		quality = i >= BC_KINDS;

		values[0] = CStringGetTextDatum(quality ?
										bc_issue_name((BcIssueKind) (i - BC_KINDS)) :
										bc_kind_name(kind));
		values[1] = CStringGetTextDatum(quality ? "quality" :
										bc_family_name(bc_kind_family(kind)));
		nulls[2] = quality;
		values[2] = CStringGetTextDatum(!quality && bc_kind_holds(kind) ?
										"hold" : "warn");
		values[3] = BoolGetDatum(quality ||
								 (BC_KINDS_DEFAULT & BC_KIND_BIT(kind)) != 0);
		tuplestore_putvalues(rows.store, rows.desc, values, nulls);
	}
	PG_RETURN_NULL();
}

Datum
badcase_rule_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(BC_RULE_VERSION);
}
