/*
 * scores.c: ROUGE-L and BLEU-4 of an answer, and the bootstrap of a sum.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"

#include "core/scores.h"

PG_FUNCTION_INFO_V1(badcase_rouge_l);
PG_FUNCTION_INFO_V1(badcase_bleu4);
PG_FUNCTION_INFO_V1(badcase_resampled_sum);

Datum
badcase_rouge_l(PG_FUNCTION_ARGS)
{
	double		score = 0;

	/* the environment raises where there is no memory */
	(void) bc_rouge_l(&badcase_env, PG_GETARG_SLICE(0), PG_GETARG_SLICE(1), &score);
	PG_RETURN_FLOAT8(score);
}

Datum
badcase_bleu4(PG_FUNCTION_ARGS)
{
	double		score = 0;

	(void) bc_bleu4(&badcase_env, PG_GETARG_SLICE(0), PG_GETARG_SLICE(1), &score);
	PG_RETURN_FLOAT8(score);
}

/* The array's numbers, none of them null or too large to be added up. */
static int64 *
numbers_of(ArrayType *array, int *count)
{
	int64	   *numbers;
	Datum	   *elements;
	bool	   *nulls;

	if (ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)) > BC_RESAMPLE_VALUES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d values", BC_RESAMPLE_VALUES)));
	deconstruct_array(array, INT8OID, sizeof(int64), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &elements, &nulls, count);
	numbers = palloc(sizeof(int64) * Max(*count, 1));
	for (int i = 0; i < *count; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("a value is null")));
		numbers[i] = DatumGetInt64(elements[i]);
		if (numbers[i] < -BC_RESAMPLE_LARGEST || numbers[i] > BC_RESAMPLE_LARGEST)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("a value is further from 0 than 10^12")));
	}
	return numbers;
}

/* badcase_resampled_sum(bigint[], seed bigint, rounds int) -> (low, high bigint) */
Datum
badcase_resampled_sum(PG_FUNCTION_ARGS)
{
	int			count;
	int64	   *numbers = numbers_of(PG_GETARG_ARRAYTYPE_P(0), &count);
	int32		rounds = PG_GETARG_INT32(2);
	int64_t		low = 0;
	int64_t		high = 0;
	Datum		values[2] = {0, 0};
	bool		nulls[2] = {count == 0, count == 0};
	TupleDesc	columns;

	if (rounds < 1 || rounds > BC_RESAMPLE_ROUNDS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rounds are 1 to %d", BC_RESAMPLE_ROUNDS)));
	if (get_call_result_type(fcinfo, NULL, &columns) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "the result is no row");
	if (count > 0)
	{
		(void) bc_resample_sum(&badcase_env, numbers, (size_t) count,
							   (uint64) PG_GETARG_INT64(1), (size_t) rounds, &low, &high);
		values[0] = Int64GetDatum(low);
		values[1] = Int64GetDatum(high);
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(columns), values, nulls)));
}
