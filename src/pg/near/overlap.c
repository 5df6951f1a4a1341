/*
 * overlap.c: badcase_overlap(), how much of a passage a text contains, and
 * where.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"

#include "core/near.h"

static int32
characters(BcSlice text, size_t bytes)
{
	return pg_mbstrlen_with_len((const char *) text.data, (int) bytes);
}

PG_FUNCTION_INFO_V1(badcase_overlap);
Datum
badcase_overlap(PG_FUNCTION_ARGS)
{
	BcSlice		text = PG_GETARG_SLICE(0);
	BcSlice		passage = PG_GETARG_SLICE(1);
	BcOverlap	overlap;
	TupleDesc	desc;
	Datum		values[3] = {0};
	bool		nulls[3] = {true, true, true};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	bc_overlap(&badcase_env, text, passage, &overlap);
	if (overlap.asked > 0)
	{
		values[0] = Float8GetDatum((double) overlap.shared /
								   (double) overlap.asked);
		nulls[0] = false;
	}
	if (overlap.stop > overlap.start)
	{
		values[1] = Int32GetDatum(characters(text, overlap.start));
		values[2] = Int32GetDatum(characters(text, overlap.stop));
		nulls[1] = nulls[2] = false;
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc),
													  values, nulls)));
}
