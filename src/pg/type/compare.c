/*
 * compare.c: equality, order and hash of records.
 *
 * Equal records have equal packed forms, so equality and hash look at the
 * bytes; order is that of the text outputs.
 */
#include "pg/badcase.h"

#include "common/hashfn.h"

PG_FUNCTION_INFO_V1(badcase_eq);
PG_FUNCTION_INFO_V1(badcase_ne);
PG_FUNCTION_INFO_V1(badcase_lt);
PG_FUNCTION_INFO_V1(badcase_le);
PG_FUNCTION_INFO_V1(badcase_gt);
PG_FUNCTION_INFO_V1(badcase_ge);
PG_FUNCTION_INFO_V1(badcase_cmp);
PG_FUNCTION_INFO_V1(badcase_hash);
PG_FUNCTION_INFO_V1(badcase_hash_extended);

/* Detoasts, looks, and frees again: an index build calls this without end. */
static bool
is_equal(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	struct varlena *b = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
	BcSlice		x = badcase_slice(a);
	BcSlice		y = badcase_slice(b);
	bool		equal = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return equal;
}

static int
compare(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	struct varlena *b = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));
	BcRecord	x;
	BcRecord	y;
	int			order;

	badcase_view(&x, a);
	badcase_view(&y, b);
	order = bc_record_compare(&badcase_env, &x, &y);
	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return order < 0 ? -1 : order > 0;
}

Datum
badcase_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_equal(fcinfo));
}

Datum
badcase_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_equal(fcinfo));
}

Datum
badcase_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) < 0);
}

Datum
badcase_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

Datum
badcase_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) > 0);
}

Datum
badcase_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

Datum
badcase_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

Datum
badcase_hash(PG_FUNCTION_ARGS)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	BcSlice		x = badcase_slice(a);
	Datum		hash = hash_any(x.data, (int) x.len);

	PG_FREE_IF_COPY(a, 0);
	return hash;
}

Datum
badcase_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *a = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	BcSlice		x = badcase_slice(a);
	Datum		hash = hash_any_extended(x.data, (int) x.len,
										 (uint64) PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(a, 0);
	return hash;
}
