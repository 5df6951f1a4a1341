/*
 * near_gin.c: the GIN class badcase_near_v1_ops.
 *
 * The index keeps a prefix of each record's features (core/prefix.h) as int4
 * keys.  A query counts which of its own prefix's keys a row has; what comes
 * through is rechecked by the operator.
 */
#include "pg/near.h"

#include "access/gin.h"
#include "access/reloptions.h"

#include "core/prefix.h"

typedef struct NearOptions
{
	int32		vl_len_;		/* varlena header */
	double		threshold;
	int			field;			/* BcField */
} NearOptions;

/* What a query's keys are worth: the first of its extra_data. */
typedef struct NearCount
{
	uint32		hits;			/* sum of weights that a match has at least */
	uint32		weights[FLEXIBLE_ARRAY_MEMBER];
} NearCount;

#define DEFAULT_THRESHOLD	0.5

PG_FUNCTION_INFO_V1(badcase_near_options);
Datum
badcase_near_options(PG_FUNCTION_ARGS)
{
	static relopt_enum_elt_def fields[] = {
		{"record", BC_FIELD_RECORD},
		{"prompt", BC_FIELD_PROMPT},
		{"response", BC_FIELD_RESPONSE},
		{NULL, 0}
	};
	local_relopts *relopts = (local_relopts *) PG_GETARG_POINTER(0);

	init_local_reloptions(relopts, sizeof(NearOptions));
	add_local_real_reloption(relopts, "threshold",
							 "the lowest threshold that the index serves",
							 DEFAULT_THRESHOLD, 0.000001, 1,
							 offsetof(NearOptions, threshold));
	add_local_enum_reloption(relopts, "field",
							 "what of the record is compared",
							 fields, BC_FIELD_RECORD,
							 gettext_noop("Valid values are \"record\", \"prompt\" and \"response\"."),
							 offsetof(NearOptions, field));
	PG_RETURN_VOID();
}

static void
get_options(FunctionCallInfo fcinfo, uint32 *threshold, BcField *field)
{
	double		wanted = DEFAULT_THRESHOLD;

	*field = BC_FIELD_RECORD;
	if (PG_HAS_OPCLASS_OPTIONS())
	{
		NearOptions *options = (NearOptions *) PG_GET_OPCLASS_OPTIONS();

		wanted = options->threshold;
		*field = (BcField) options->field;
	}
	*threshold = badcase_threshold(wanted);
}

/* The keys as GIN takes them; their uint32 order is that of int4 too. */
static Datum *
datums_of_keys(const uint32 *keys, size_t count)
{
	Datum	   *datums = palloc(count * sizeof(Datum));

	for (size_t i = 0; i < count; i++)
		datums[i] = Int32GetDatum((int32) keys[i]);
	return datums;
}

PG_FUNCTION_INFO_V1(badcase_near_extract_value);
Datum
badcase_near_extract_value(PG_FUNCTION_ARGS)
{
	int32	   *nkeys = (int32 *) PG_GETARG_POINTER(1);
	uint32		threshold;
	BcField		field;
	BcFeatures	set;
	size_t		count;
	Datum	   *datums = NULL;

	get_options(fcinfo, &threshold, &field);
	badcase_arg_features(fcinfo, 0, field, &set);
	/* keys are fewer than features, so they fit in their place */
	count = bc_prefix_keys(set.values, bc_prefix_indexed(set.count, threshold),
						   set.values, NULL);
	if (count > 0)
		datums = datums_of_keys(set.values, count);
	bc_features_free(&badcase_env, &set);
	*nkeys = (int32) count;
	PG_RETURN_POINTER(datums);
}

/* Has every row rechecked: exact, and as slow as a sequential scan. */
static Datum
search_all(int32 *nkeys, int32 *search_mode)
{
	*nkeys = 0;
	*search_mode = GIN_SEARCH_MODE_ALL;
	PG_RETURN_POINTER(NULL);
}

/* The keys of a prefix, with their weights in extra_data. */
static Datum *
query_keys(const BadcaseNear *near, const BcPrefix *prefix, int32 *nkeys,
		   Pointer **extra_data)
{
	uint32	   *keys = palloc(prefix->length * sizeof(uint32));
	NearCount  *count = palloc(offsetof(NearCount, weights) +
							   prefix->length * sizeof(uint32));
	size_t		n = bc_prefix_keys(near->values, prefix->length, keys,
								   count->weights);
	Datum	   *datums = datums_of_keys(keys, n);

	count->hits = (uint32) prefix->hits;
	*extra_data = palloc0(n * sizeof(Pointer));
	(*extra_data)[0] = (Pointer) count;
	*nkeys = (int32) n;
	pfree(keys);
	return datums;
}

PG_FUNCTION_INFO_V1(badcase_near_extract_query);
Datum
badcase_near_extract_query(PG_FUNCTION_ARGS)
{
	BadcaseNear *near = PG_GETARG_NEAR(0);
	int32	   *nkeys = (int32 *) PG_GETARG_POINTER(1);
	Pointer   **extra_data = (Pointer **) PG_GETARG_POINTER(4);
	int32	   *search_mode = (int32 *) PG_GETARG_POINTER(6);
	size_t		count = BADCASE_NEAR_COUNT(near);
	uint32		threshold;
	BcField		field;
	BcPrefix	prefix;

	/* GIN would leave out rows at random */
	if (GinFuzzySearchLimit != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("near-duplicate search is exact, but gin_fuzzy_search_limit is set"),
				 errhint("Set gin_fuzzy_search_limit to 0.")));
	get_options(fcinfo, &threshold, &field);
	if (near->field != field || near->threshold < threshold)
		return search_all(nkeys, search_mode);
	if (count == 0)
	{
		*nkeys = 0;
		*search_mode = GIN_SEARCH_MODE_INCLUDE_EMPTY;
		PG_RETURN_POINTER(NULL);
	}
	if (!bc_prefix_query(near->values, count, near->threshold, &prefix))
		return search_all(nkeys, search_mode);
	PG_RETURN_POINTER(query_keys(near, &prefix, nkeys, extra_data));
}

/*
 * Whether the keys that are not known to be absent may be enough; true for a
 * query without keys.
 */
static bool
enough_keys(const GinTernaryValue *check, int32 nkeys,
			const Pointer *extra_data)
{
	const NearCount *count;
	uint32		sum = 0;

	if (nkeys == 0)
		return true;
	count = (const NearCount *) extra_data[0];
	for (int32 i = 0; i < nkeys; i++)
	{
		if (check[i] != GIN_FALSE)
		{
			sum += count->weights[i];
			if (sum >= count->hits)
				return true;
		}
	}
	return false;
}

PG_FUNCTION_INFO_V1(badcase_near_consistent);
Datum
badcase_near_consistent(PG_FUNCTION_ARGS)
{
	bool	   *check = (bool *) PG_GETARG_POINTER(0);
	int32		nkeys = PG_GETARG_INT32(3);
	Pointer    *extra_data = (Pointer *) PG_GETARG_POINTER(4);
	bool	   *recheck = (bool *) PG_GETARG_POINTER(5);

	/* gin.h: a bool is as wide as a GinTernaryValue, false being GIN_FALSE */
	*recheck = true;
	PG_RETURN_BOOL(enough_keys((GinTernaryValue *) check, nkeys, extra_data));
}

PG_FUNCTION_INFO_V1(badcase_near_triconsistent);
Datum
badcase_near_triconsistent(PG_FUNCTION_ARGS)
{
	GinTernaryValue *check = (GinTernaryValue *) PG_GETARG_POINTER(0);
	int32		nkeys = PG_GETARG_INT32(3);
	Pointer    *extra_data = (Pointer *) PG_GETARG_POINTER(4);

	PG_RETURN_GIN_TERNARY_VALUE(enough_keys(check, nkeys, extra_data) ?
								GIN_MAYBE : GIN_FALSE);
}
