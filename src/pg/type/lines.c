/*
 * lines.c: badcase_lines().
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"

#include "core/record.h"

PG_FUNCTION_INFO_V1(badcase_lines);

/* What no line has been taken off yet, kept for the calls to come. */
static BcSlice *
start_lines(bytea *data)
{
	BcSlice    *rest = palloc(sizeof(BcSlice));

	*rest = bc_lines_start(badcase_slice(data));
	return rest;
}

/* The lines of data, one row per call, numbered from 1. */
Datum
badcase_lines(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	BcSlice		line;
	Datum		values[2];
	bool		nulls[2] = {false, false};
	HeapTuple	row;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext caller;

		call = SRF_FIRSTCALL_INIT();
		caller = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		call->user_fctx = start_lines(PG_GETARG_BYTEA_P_COPY(0));
		if (get_call_result_type(fcinfo, NULL, &call->tuple_desc) !=
			TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		call->tuple_desc = BlessTupleDesc(call->tuple_desc);
		MemoryContextSwitchTo(caller);
	}

	call = SRF_PERCALL_SETUP();
	CHECK_FOR_INTERRUPTS();
	if (!bc_lines_take(call->user_fctx, &line))
		SRF_RETURN_DONE(call);

	values[0] = Int64GetDatum((int64) call->call_cntr + 1);
	values[1] = PointerGetDatum(badcase_slice_to_text(line));
	row = heap_form_tuple(call->tuple_desc, values, nulls);
	SRF_RETURN_NEXT(call, HeapTupleGetDatum(row));
}
