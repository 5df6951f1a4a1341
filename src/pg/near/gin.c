/*
 * gin.c: the classes of near-duplicate search, of GIN and of the index method
 * badcase_near.
 *
 * An index of badcase_near_v1_ops or text_near_v1_ops keeps a prefix of the
 * features of each record or text (core/near/prefix.h) as int4 keys, one of
 * badcase_all_v1_ops or text_all_v1_ops keeps all.  A query counts which of
 * its own prefix's keys a row has; what comes through is rechecked by the
 * operator.
 */
#include "pg/near/class.h"

#include "access/gin.h"
#include "access/reloptions.h"
#include "utils/lsyscache.h"

#include "core/near.h"

/* Options of the classes that keep all features, and of those of prefixes. */
typedef struct AllOptions
{
	int32		vl_len_;		/* varlena header */
	int			field;			/* BcField */
	int			bits;			/* of a key */
} AllOptions;

typedef struct NearOptions
{
	AllOptions	all;
	double		threshold;
} NearOptions;

/* What a query's keys are worth: the first of its extra_data. */
typedef struct NearCount
{
	uint32		hits;			/* sum of weights that a match has at least */
	uint32		weights[FLEXIBLE_ARRAY_MEMBER];
} NearCount;

#define DEFAULT_THRESHOLD	0.5

static void
add_record_field(local_relopts *relopts)
{
	static relopt_enum_elt_def fields[] = {
		{"record", BC_FIELD_RECORD},
		{"prompt", BC_FIELD_PROMPT},
		{"response", BC_FIELD_RESPONSE},
		{NULL, 0}
	};

	add_local_enum_reloption(relopts, "field",
							 "what of the record is compared",
							 fields, BC_FIELD_RECORD,
							 gettext_noop("Valid values are \"record\", \"prompt\" and \"response\"."),
							 offsetof(AllOptions, field));
}

static void
add_text_field(local_relopts *relopts)
{
	static relopt_enum_elt_def fields[] = {
		{"text", BC_FIELD_TEXT},
		{"prompt", BC_FIELD_PROMPT},
		{"response", BC_FIELD_RESPONSE},
		{NULL, 0}
	};

	add_local_enum_reloption(relopts, "field",
							 "the field of the operands",
							 fields, BC_FIELD_TEXT,
							 gettext_noop("Valid values are \"text\", \"prompt\" and \"response\"."),
							 offsetof(AllOptions, field));
}

static void
add_threshold(local_relopts *relopts)
{
	add_local_real_reloption(relopts, "threshold",
							 "the lowest threshold that the index serves",
							 DEFAULT_THRESHOLD, 0.000001, 1,
							 offsetof(NearOptions, threshold));
}

static void
add_bits(local_relopts *relopts)
{
	add_local_int_reloption(relopts, "bits",
							"how many bits of a feature are its key",
							BC_KEY_BITS, BC_KEY_BITS, BC_MOST_KEY_BITS,
							offsetof(AllOptions, bits));
}

PG_FUNCTION_INFO_V1(badcase_near_options);
Datum
badcase_near_options(PG_FUNCTION_ARGS)
{
	local_relopts *relopts = (local_relopts *) PG_GETARG_POINTER(0);

	init_local_reloptions(relopts, sizeof(NearOptions));
	add_threshold(relopts);
	add_record_field(relopts);
	add_bits(relopts);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(badcase_near_text_options);
Datum
badcase_near_text_options(PG_FUNCTION_ARGS)
{
	local_relopts *relopts = (local_relopts *) PG_GETARG_POINTER(0);

	init_local_reloptions(relopts, sizeof(NearOptions));
	add_threshold(relopts);
	add_text_field(relopts);
	add_bits(relopts);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(badcase_all_options);
Datum
badcase_all_options(PG_FUNCTION_ARGS)
{
	local_relopts *relopts = (local_relopts *) PG_GETARG_POINTER(0);

	init_local_reloptions(relopts, sizeof(AllOptions));
	add_record_field(relopts);
	add_bits(relopts);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(badcase_all_text_options);
Datum
badcase_all_text_options(PG_FUNCTION_ARGS)
{
	local_relopts *relopts = (local_relopts *) PG_GETARG_POINTER(0);

	init_local_reloptions(relopts, sizeof(AllOptions));
	add_text_field(relopts);
	add_bits(relopts);
	PG_RETURN_VOID();
}

/* The field of an index, by whether it is one of texts. */
static BcField
index_field(FunctionCallInfo fcinfo, bool of_texts)
{
	if (PG_HAS_OPCLASS_OPTIONS())
		return (BcField) ((AllOptions *) PG_GET_OPCLASS_OPTIONS())->field;
	return of_texts ? BC_FIELD_TEXT : BC_FIELD_RECORD;
}

/* How many bits a key of an index has. */
static unsigned
index_bits(FunctionCallInfo fcinfo)
{
	if (PG_HAS_OPCLASS_OPTIONS())
		return (unsigned) ((AllOptions *) PG_GET_OPCLASS_OPTIONS())->bits;
	return BC_KEY_BITS;
}

/* The threshold of an index of prefixes. */
static uint32
index_threshold(FunctionCallInfo fcinfo)
{
	double		threshold = DEFAULT_THRESHOLD;

	if (PG_HAS_OPCLASS_OPTIONS())
		threshold = ((NearOptions *) PG_GET_OPCLASS_OPTIONS())->threshold;
	return badcase_threshold(threshold);
}

/*
 * The keys as GIN takes them.  Those of 32 bits are in another order as int4,
 * which GIN sorts by; that is nothing to a search.
 */
static Datum *
datums_of_keys(const uint32 *keys, size_t count)
{
	Datum	   *datums = palloc(count * sizeof(Datum));

	for (size_t i = 0; i < count; i++)
		datums[i] = Int32GetDatum((int32) keys[i]);
	return datums;
}

/* The keys of the first so many features of a set; frees it. */
static Datum
keys_of_set(FunctionCallInfo fcinfo, BcFeatures *set, size_t kept)
{
	int32	   *nkeys = (int32 *) PG_GETARG_POINTER(1);
	/* keys are fewer than features, so they fit in their place */
	size_t		count = bc_prefix_keys(set->values, kept, index_bits(fcinfo),
									   set->values, NULL);
	Datum	   *datums = NULL;

	if (count > 0)
		datums = datums_of_keys(set->values, count);
	bc_features_free(&badcase_env, set);
	*nkeys = (int32) count;
	PG_RETURN_POINTER(datums);
}

PG_FUNCTION_INFO_V1(badcase_near_extract_value);
Datum
badcase_near_extract_value(PG_FUNCTION_ARGS)
{
	BcFeatures	set;

	badcase_arg_features(fcinfo, 0, index_field(fcinfo, false), &set);
	return keys_of_set(fcinfo, &set,
					   bc_prefix_indexed(set.count, index_threshold(fcinfo)));
}

PG_FUNCTION_INFO_V1(badcase_near_text_extract_value);
Datum
badcase_near_text_extract_value(PG_FUNCTION_ARGS)
{
	BcFeatures	set;

	badcase_text_arg_features(fcinfo, 0, index_field(fcinfo, true), &set);
	return keys_of_set(fcinfo, &set,
					   bc_prefix_indexed(set.count, index_threshold(fcinfo)));
}

PG_FUNCTION_INFO_V1(badcase_all_extract_value);
Datum
badcase_all_extract_value(PG_FUNCTION_ARGS)
{
	BcFeatures	set;

	badcase_arg_features(fcinfo, 0, index_field(fcinfo, false), &set);
	return keys_of_set(fcinfo, &set, set.count);
}

PG_FUNCTION_INFO_V1(badcase_all_text_extract_value);
Datum
badcase_all_text_extract_value(PG_FUNCTION_ARGS)
{
	BcFeatures	set;

	badcase_text_arg_features(fcinfo, 0, index_field(fcinfo, true), &set);
	return keys_of_set(fcinfo, &set, set.count);
}

/* The keys of a prefix of the values, with their weights in extra_data. */
static Datum *
query_keys(const BadcaseAsked *asked, unsigned bits, int32 *nkeys,
		   Pointer **extra_data)
{
	size_t		length = asked->prefix.length;
	uint32	   *keys = palloc(length * sizeof(uint32));
	NearCount  *count = palloc(offsetof(NearCount, weights) +
							   length * sizeof(uint32));
	size_t		n = bc_prefix_keys(asked->values, length, bits, keys,
								   count->weights);
	Datum	   *datums = datums_of_keys(keys, n);

	count->hits = (uint32) asked->prefix.hits;
	*extra_data = palloc0(n * sizeof(Pointer));
	(*extra_data)[0] = (Pointer) count;
	*nkeys = (int32) n;
	pfree(keys);
	return datums;
}

BadcaseAsk
badcase_near_ask(const BadcaseNearClass *class, Datum operand,
				 StrategyNumber strategy, BadcaseAsked *asked)
{
	BadcaseNear *near = badcase_near_of_datum(operand);

	/* GIN would leave out rows at random */
	if (GinFuzzySearchLimit != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("near-duplicate search is exact, but gin_fuzzy_search_limit is set"),
				 errhint("Set gin_fuzzy_search_limit to 0.")));
	asked->threshold = near->threshold;
	asked->values = near->values;
	asked->count = BADCASE_NEAR_COUNT(near);
	if (strategy == BADCASE_CONTAINS)
		asked->values = badcase_near_inner(near, &asked->count);
	if (near->field != class->field || near->threshold < class->threshold)
		return BADCASE_ASK_ALL;
	if (asked->count == 0)
		return BADCASE_ASK_EMPTY;
	if (!bc_prefix_query(asked->values, asked->count, class->bits,
						 near->threshold, &asked->prefix))
		return BADCASE_ASK_ALL;
	return BADCASE_ASK_KEYS;
}

/* What an index asks of itself. */
static Datum
extract_query(FunctionCallInfo fcinfo)
{
	int32	   *nkeys = (int32 *) PG_GETARG_POINTER(1);
	Pointer   **extra_data = (Pointer **) PG_GETARG_POINTER(4);
	int32	   *search_mode = (int32 *) PG_GETARG_POINTER(6);
	BadcaseNearClass class = {0};
	BadcaseAsked asked;

	badcase_near_class(fcinfo->flinfo, &class);
	switch (badcase_near_ask(&class, PG_GETARG_DATUM(0), PG_GETARG_UINT16(2),
							 &asked))
	{
		case BADCASE_ASK_KEYS:
			PG_RETURN_POINTER(query_keys(&asked, class.bits, nkeys,
										 extra_data));
		case BADCASE_ASK_EMPTY:
			*search_mode = GIN_SEARCH_MODE_INCLUDE_EMPTY;
			break;
		case BADCASE_ASK_ALL:
			/* every row is rechecked: exact, as slow as a sequential scan */
			*search_mode = GIN_SEARCH_MODE_ALL;
			break;
	}
	*nkeys = 0;
	PG_RETURN_POINTER(NULL);
}

/* One function for each class, for its address tells the class. */
PG_FUNCTION_INFO_V1(badcase_near_extract_query);
Datum
badcase_near_extract_query(PG_FUNCTION_ARGS)
{
	return extract_query(fcinfo);
}

PG_FUNCTION_INFO_V1(badcase_near_text_extract_query);
Datum
badcase_near_text_extract_query(PG_FUNCTION_ARGS)
{
	return extract_query(fcinfo);
}

PG_FUNCTION_INFO_V1(badcase_all_extract_query);
Datum
badcase_all_extract_query(PG_FUNCTION_ARGS)
{
	return extract_query(fcinfo);
}

PG_FUNCTION_INFO_V1(badcase_all_text_extract_query);
Datum
badcase_all_text_extract_query(PG_FUNCTION_ARGS)
{
	return extract_query(fcinfo);
}

/* Whether a function is one of those; then what its class is with options. */
static bool
class_of_function(PGFunction extract, const void *options,
				  BadcaseNearClass *class)
{
	bool		of_prefixes = extract == badcase_near_extract_query ||
		extract == badcase_near_text_extract_query;
	bool		of_texts = extract == badcase_near_text_extract_query ||
		extract == badcase_all_text_extract_query;

	if (!of_prefixes && !of_texts && extract != badcase_all_extract_query)
		return false;
	class->field = of_texts ? BC_FIELD_TEXT : BC_FIELD_RECORD;
	class->bits = BC_KEY_BITS;
	class->threshold = of_prefixes ? badcase_threshold(DEFAULT_THRESHOLD) : 1;
	if (options != NULL)
	{
		class->field = (BcField) ((const AllOptions *) options)->field;
		class->bits = (unsigned) ((const AllOptions *) options)->bits;
		if (of_prefixes)
			class->threshold =
				badcase_threshold(((const NearOptions *) options)->threshold);
	}
	return true;
}

bool
badcase_near_class(FmgrInfo *extract, BadcaseNearClass *class)
{
	return class_of_function(extract->fn_addr,
							 has_fn_opclass_options(extract) ?
							 get_fn_opclass_options(extract) : NULL, class);
}

bool
badcase_near_index(Oid opfamily, Oid type, const void *options,
				   BcField *field, uint32 *threshold)
{
	Oid			proc = get_opfamily_proc(opfamily, type, type,
										 GIN_EXTRACTQUERY_PROC);
	BadcaseNearClass class;
	FmgrInfo	extract;

	if (!OidIsValid(proc))
		return false;
	fmgr_info(proc, &extract);
	if (!class_of_function(extract.fn_addr, options, &class))
		return false;
	*field = class.field;
	*threshold = class.threshold;
	return true;
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
