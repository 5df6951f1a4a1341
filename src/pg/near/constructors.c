/*
 * constructors.c: near(), which makes an operand of a record or of a text.
 *
 * Where its first argument is a parameter, as in a prepared statement or a
 * join, a call stands in the condition that is rechecked, and is made anew for
 * each row.  So a call remembers what it made last, and of what.
 */
#include "pg/near.h"

#include "fmgr.h"
#include "utils/memutils.h"

/* Longer arguments are not kept: of them all else takes longer, too. */
#define MOST_KEPT	((Size) 1 << 20)

/* What a call made last.  The arguments are compared by their bytes. */
typedef struct Last
{
	BcField		field;
	uint32		threshold;
	struct varlena *argument;	/* as it came, with its header */
	Size		argument_size;	/* 0 where none is kept */
	Size		argument_room;
	BadcaseNear *near;
} Last;

/* What a call made last; NULL where there is no place for it. */
static Last *
last_of_call(FunctionCallInfo fcinfo)
{
	FmgrInfo   *info = fcinfo->flinfo;

	if (info == NULL)
		return NULL;
	if (info->fn_extra == NULL)
		info->fn_extra = MemoryContextAllocZero(info->fn_mcxt, sizeof(Last));
	return info->fn_extra;
}

/* Whether an argument has its bytes in itself, few enough to be kept. */
static bool
can_keep(const struct varlena *argument)
{
	return !VARATT_IS_EXTERNAL(argument) &&
		VARSIZE_ANY(argument) <= MOST_KEPT;
}

static bool
is_last(const Last *last, const struct varlena *argument, BcField field,
		uint32 threshold)
{
	return last->argument_size > 0 && last->field == field &&
		last->threshold == threshold && can_keep(argument) &&
		VARSIZE_ANY(argument) == last->argument_size &&
		memcmp(argument, last->argument, last->argument_size) == 0;
}

static void
keep(Last *last, MemoryContext context, const struct varlena *argument,
	 BcField field, uint32 threshold, const BadcaseNear *near)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	Size		size = VARSIZE_ANY(argument);

	/* nothing is kept where memory ends between here and the end */
	last->argument_size = 0;
	if (last->near != NULL)
		pfree(last->near);
	last->near = NULL;
	if (size > last->argument_room)
	{
		if (last->argument != NULL)
			pfree(last->argument);
		last->argument = NULL;
		last->argument_room = 0;
		last->argument = palloc(size);
		last->argument_room = size;
	}
	memcpy(last->argument, argument, size);
	last->near = palloc(VARSIZE(near));
	memcpy(last->near, near, VARSIZE(near));
	last->field = field;
	last->threshold = threshold;
	last->argument_size = size;
	MemoryContextSwitchTo(caller);
}

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
	Last	   *last = last_of_call(fcinfo);
	BadcaseNear *near;

	if (last != NULL && is_last(last, argument, field, threshold))
	{
		/* a copy, for what is returned is the caller's */
		near = palloc(VARSIZE(last->near));
		memcpy(near, last->near, VARSIZE(last->near));
		return PointerGetDatum(near);
	}
	near = make(fcinfo, field, threshold);
	if (last != NULL && can_keep(argument))
		keep(last, fcinfo->flinfo->fn_mcxt, argument, field, threshold, near);
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
