/*
 * constructors.c: near(), which makes an operand of a record or of a text.
 *
 * Where its first argument is a parameter, as in a prepared statement or a
 * join, a call stands in the condition that is rechecked, and is made anew for
 * each row.  So a call remembers what it made last, and of what.
 */
#include "pg/near/last.h"

/* Makes the datum of the features and of those without edges; frees both. */
static BadcaseNear *
near_of_sets(BcFeatures *set, BcFeatures *inner, BcField field,
			 uint32 threshold)
{
	size_t		edges = set->count - inner->count;
	BadcaseNear *near = badcase_new_near(field, threshold, set->count, edges);
	size_t		next = 0;
	size_t		edge = 0;

	Assert(edges <= BADCASE_NEAR_MAX_EDGES);
	for (size_t i = 0; i < set->count; i++)
	{
		near->values[i] = set->values[i];
		if (next < inner->count && inner->values[next] == set->values[i])
			next++;
		else if (edge < edges)
			near->values[set->count + edge++] = set->values[i];
	}
	bc_features_free(&badcase_env, set);
	bc_features_free(&badcase_env, inner);
	return near;
}

static BadcaseNear *
near_of_record(FunctionCallInfo fcinfo, BcField field, uint32 threshold)
{
	BcRecord	rec;
	BcFeatures	set;
	BcFeatures	inner;

	PG_GETARG_BADCASE(0, &rec);
	bc_record_operand(&badcase_env, &rec, field, &set, &inner);
	return near_of_sets(&set, &inner, field, threshold);
}

static BadcaseNear *
near_of_text(FunctionCallInfo fcinfo, BcField field, uint32 threshold)
{
	BcSlice		text = PG_GETARG_SLICE(0);
	BcFeatures	set;
	BcFeatures	inner;

	bc_text_operand(&badcase_env, text, field, &set, &inner);
	return near_of_sets(&set, &inner, field, threshold);
}

/* What the call made last, or a new one; refused: of fields. */
static Datum
make_near(FunctionCallInfo fcinfo, BcField refused,
		  BadcaseNear *(*make) (FunctionCallInfo, BcField, uint32))
{
	uint32		threshold = badcase_threshold(PG_GETARG_FLOAT8(1));
	BcField		field = badcase_field(PG_GETARG_TEXT_PP(2), refused);
	struct varlena *argument = (struct varlena *) PG_GETARG_POINTER(0);
	uint64		asked = (uint64) field << 32 | threshold;
	BadcaseLast *last = badcase_last(fcinfo);
	BadcaseNear *near;

	if (last != NULL && badcase_is_last(last, argument, asked))
	{
		/* a copy, for what is returned is the caller's */
		near = palloc(last->made_size);
		memcpy(near, last->made, last->made_size);
		return PointerGetDatum(near);
	}
	near = make(fcinfo, field, threshold);
	if (last != NULL)
		badcase_keep_last(fcinfo, last, argument, asked, near, VARSIZE(near));
	return PointerGetDatum(near);
}

PG_FUNCTION_INFO_V1(badcase_near_record);
Datum
badcase_near_record(PG_FUNCTION_ARGS)
{
	return make_near(fcinfo, BC_FIELD_TEXT, near_of_record);
}

PG_FUNCTION_INFO_V1(badcase_near_text);
Datum
badcase_near_text(PG_FUNCTION_ARGS)
{
	return make_near(fcinfo, BC_FIELD_RECORD, near_of_text);
}
