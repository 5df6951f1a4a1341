/*
 * similarity.c: features and similarity of records and texts.
 */
#include "pg/near/last.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "core/text.h"

bool
badcase_find_field(text *name, BcField *field)
{
	size_t		len = VARSIZE_ANY_EXHDR(name);

	for (int i = 0; i < BC_FIELDS; i++)
	{
		if (strlen(badcase_field_names[i]) == len &&
			memcmp(badcase_field_names[i], VARDATA_ANY(name), len) == 0)
		{
			*field = (BcField) i;
			return true;
		}
	}
	return false;
}

BcField
badcase_field(text *name, BcField refused)
{
	BcField		field;

	if (badcase_find_field(name, &field) && field != refused)
		return field;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid field for near-duplicate search"),
			 refused == BC_FIELD_RECORD ?
			 errhint("The field of a text is text, prompt or response.") :
			 errhint("The field of a record is record, prompt or response.")));
}

uint32
badcase_threshold(double threshold)
{
	if (!badcase_is_threshold(threshold))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("threshold must be greater than 0 and at most 1"),
				 errhint("Thresholds are counted in millionths.")));
	return (uint32) (threshold * BC_THRESHOLD_ONE + 0.5);
}

void
badcase_arg_features(FunctionCallInfo fcinfo, int n, BcField field,
					 BcFeatures *set)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(n, &rec);
	/* the environment raises where there is no memory */
	bc_record_features(&badcase_env, &rec, field, set);
}

void
badcase_text_arg_features(FunctionCallInfo fcinfo, int n, BcField field,
						  BcFeatures *set)
{
	bc_text_features(&badcase_env, PG_GETARG_SLICE(n), field, set);
}

PG_FUNCTION_INFO_V1(badcase_normalize);
Datum
badcase_normalize(PG_FUNCTION_ARGS)
{
	BcBuffer	out;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize - VARHDRSZ);
	if (!bc_normalize(&badcase_env, PG_GETARG_SLICE(0), &out))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("normalized text is too long")));
	PG_RETURN_TEXT_P(badcase_slice_to_text((BcSlice) {out.data, out.len}));
}

/* An int4[] of the set, in its order; frees the set. */
static Datum
array_of_set(BcFeatures *set)
{
	Datum	   *values;
	ArrayType  *array;

	if (set->count > MaxAllocSize / sizeof(Datum))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text has too many features for an array")));
	values = palloc(Max(set->count, 1) * sizeof(Datum));
	for (size_t i = 0; i < set->count; i++)
		values[i] = Int32GetDatum((int32) set->values[i]);
	array = construct_array(values, (int) set->count, INT4OID, sizeof(int32),
							true, TYPALIGN_INT);
	pfree(values);
	bc_features_free(&badcase_env, set);
	PG_RETURN_ARRAYTYPE_P(array);
}

PG_FUNCTION_INFO_V1(badcase_features_record);
Datum
badcase_features_record(PG_FUNCTION_ARGS)
{
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(1), BC_FIELD_TEXT);
	BcFeatures	set;

	badcase_arg_features(fcinfo, 0, field, &set);
	return array_of_set(&set);
}

PG_FUNCTION_INFO_V1(badcase_features_text);
Datum
badcase_features_text(PG_FUNCTION_ARGS)
{
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(1), BC_FIELD_RECORD);
	BcFeatures	set;

	badcase_text_arg_features(fcinfo, 0, field, &set);
	return array_of_set(&set);
}

/* How many features two sets share, and how many there are. */
static void
compare_sets(const BcFeatures *a, const BcFeatures *b, size_t *shared,
			 size_t *all)
{
	*shared = bc_features_overlap(a->values, a->count, b->values, b->count);
	*all = a->count + b->count - *shared;
	if (*all == 0)
		*shared = *all = 1;		/* empty sets are equal */
}

/* In a join the second record is the same for many rows. */
static void
compare_records(FunctionCallInfo fcinfo, BcField field, size_t *shared,
				size_t *all)
{
	struct varlena *second = (struct varlena *) PG_GETARG_POINTER(1);
	BadcaseLast *last = badcase_last(fcinfo);
	BcFeatures	a;
	BcFeatures	b;

	badcase_arg_features(fcinfo, 0, field, &a);
	if (last != NULL && badcase_is_last(last, second, field))
	{
		b.values = last->made;
		b.count = last->made_size / sizeof(uint32);
		compare_sets(&a, &b, shared, all);
	}
	else
	{
		badcase_arg_features(fcinfo, 1, field, &b);
		compare_sets(&a, &b, shared, all);
		if (last != NULL)
			badcase_keep_last(fcinfo, last, second, field, b.values,
							  b.count * sizeof(uint32));
		bc_features_free(&badcase_env, &b);
	}
	bc_features_free(&badcase_env, &a);
}

PG_FUNCTION_INFO_V1(badcase_similarity_record);
Datum
badcase_similarity_record(PG_FUNCTION_ARGS)
{
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(2), BC_FIELD_TEXT);
	size_t		shared;
	size_t		all;

	compare_records(fcinfo, field, &shared, &all);
	PG_RETURN_FLOAT8((double) shared / (double) all);
}

PG_FUNCTION_INFO_V1(badcase_similarity_text);
Datum
badcase_similarity_text(PG_FUNCTION_ARGS)
{
	BcFeatures	a;
	BcFeatures	b;
	size_t		shared;
	size_t		all;

	badcase_text_arg_features(fcinfo, 0, BC_FIELD_TEXT, &a);
	badcase_text_arg_features(fcinfo, 1, BC_FIELD_TEXT, &b);
	compare_sets(&a, &b, &shared, &all);
	bc_features_free(&badcase_env, &a);
	bc_features_free(&badcase_env, &b);
	PG_RETURN_FLOAT8((double) shared / (double) all);
}

PG_FUNCTION_INFO_V1(badcase_distance);
Datum
badcase_distance(PG_FUNCTION_ARGS)
{
	size_t		shared;
	size_t		all;

	compare_records(fcinfo, BC_FIELD_RECORD, &shared, &all);
	PG_RETURN_FLOAT8((double) (all - shared) / (double) all);
}

/* The features of a record that the operand is compared with. */
static void
record_for_near(FunctionCallInfo fcinfo, const BadcaseNear *near,
				BcFeatures *set)
{
	if (near->field == BC_FIELD_TEXT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a badcase cannot be compared with a text of no field"),
				 errhint("Name the field: near(text, threshold, 'prompt') or near(text, threshold, 'response').")));
	badcase_arg_features(fcinfo, 0, (BcField) near->field, set);
}

/* The features of a text that the operand is compared with. */
static void
text_for_near(FunctionCallInfo fcinfo, const BadcaseNear *near,
			  BcFeatures *set)
{
	if (near->field == BC_FIELD_RECORD)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a text cannot be compared with a whole record"),
				 errhint("Cast the left operand to badcase, or name a field: near(record, threshold, 'prompt').")));
	badcase_text_arg_features(fcinfo, 0, (BcField) near->field, set);
}

/* Whether the set is similar to the operand's; frees the set. */
static Datum
set_matches(BcFeatures *set, const BadcaseNear *near)
{
	bool		similar;

	similar = bc_features_similar(set->values, set->count, near->values,
								  BADCASE_NEAR_COUNT(near), near->threshold);
	bc_features_free(&badcase_env, set);
	PG_RETURN_BOOL(similar);
}

/*
 * Whether the set contains the operand's features, its edges aside, to the
 * threshold; frees the set.
 */
static Datum
set_contains(BcFeatures *set, const BadcaseNear *near)
{
	size_t		count = BADCASE_NEAR_COUNT(near);
	size_t		needed = bc_features_needed(count - near->edges,
											near->threshold);
	size_t		shared = 0;

	if (set->count >= needed)
		shared = bc_features_overlap(set->values, set->count,
									 near->values, count) -
			bc_features_overlap(set->values, set->count,
								BADCASE_NEAR_EDGES(near), near->edges);
	bc_features_free(&badcase_env, set);
	PG_RETURN_BOOL(shared >= needed);
}

PG_FUNCTION_INFO_V1(badcase_matches_record);
Datum
badcase_matches_record(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(1);
	BcFeatures	set;

	record_for_near(fcinfo, near, &set);
	return set_matches(&set, near);
}

PG_FUNCTION_INFO_V1(badcase_matches_text);
Datum
badcase_matches_text(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(1);
	BcFeatures	set;

	text_for_near(fcinfo, near, &set);
	return set_matches(&set, near);
}

PG_FUNCTION_INFO_V1(badcase_contains_record);
Datum
badcase_contains_record(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(1);
	BcFeatures	set;

	badcase_check_contained(near);
	record_for_near(fcinfo, near, &set);
	return set_contains(&set, near);
}

PG_FUNCTION_INFO_V1(badcase_contains_text);
Datum
badcase_contains_text(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(1);
	BcFeatures	set;

	badcase_check_contained(near);
	text_for_near(fcinfo, near, &set);
	return set_contains(&set, near);
}
