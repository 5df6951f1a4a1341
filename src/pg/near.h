/*
 * near.h: what the files of near-duplicate search share.
 */
#ifndef BADCASE_PG_NEAR_H
#define BADCASE_PG_NEAR_H

#include "pg/badcase.h"

#include "core/near.h"

/* Version 1, of release 0.1.0, had features that were not frozen yet. */
#define BADCASE_NEAR_VERSION	2
/* Two fields, each with a shingle at its begin and one at its end. */
#define BADCASE_NEAR_MAX_EDGES	4

/*
 * The type badcase_near, in the server's byte order: one operand for both
 * operators.  Edges are the features that only % asks for: what boundaries
 * are part of.
 */
typedef struct BadcaseNear
{
	int32		vl_len_;		/* varlena header */
	uint8		version;
	uint8		edges;			/* how many of the features are edges */
	uint8		field;			/* BcField */
	uint8		unused;			/* 0 */
	uint32		threshold;		/* millionths */
	/* the features as in BcFeatures, then the edges among them once more */
	uint32		values[FLEXIBLE_ARRAY_MEMBER];
} BadcaseNear;

#define BADCASE_NEAR_COUNT(near) \
	((VARSIZE(near) - offsetof(BadcaseNear, values)) / sizeof(uint32) - \
	 (near)->edges)
#define BADCASE_NEAR_EDGES(near) ((near)->values + BADCASE_NEAR_COUNT(near))

/* Of so many features, the edges included, and those edges again: no values. */
extern BadcaseNear *badcase_new_near(BcField field, uint32 threshold,
									 size_t count, size_t edges);

/* The operand, detoasted; raises where another version made it. */
extern BadcaseNear *badcase_near_of_datum(Datum datum);

#define PG_GETARG_NEAR(n) badcase_near_of_datum(PG_GETARG_DATUM(n))

/*
 * What %> asks of a text, in the current memory context; raises where that is
 * nothing.
 */
extern uint32 *badcase_near_inner(const BadcaseNear *near, size_t *count);
extern void badcase_check_contained(const BadcaseNear *near);

/* near() of a record and of a text. */
extern PGDLLEXPORT Datum badcase_near_record(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum badcase_near_text(PG_FUNCTION_ARGS);

/* The names of BcField. */
extern const char *const badcase_field_names[BC_FIELDS];

/*
 * The field that an argument names; raises where it is none or is refused,
 * which is BC_FIELD_RECORD for a text and BC_FIELD_TEXT for a record.
 */
extern BcField badcase_field(text *name, BcField refused);

/* The same without an error, of any field. */
extern bool badcase_find_field(text *name, BcField *field);

/*
 * Whether a column of an index is of one of the GIN classes of this library:
 * the field and the lowest threshold that it serves.
 */
extern bool badcase_near_index(Oid opfamily, Oid type, const void *options,
							   BcField *field, uint32 *threshold);

/* A threshold in millionths; raises where it is not in (0, 1]. */
extern uint32 badcase_threshold(double threshold);

/* Whether it is; NaN is not. */
static inline bool
badcase_is_threshold(double threshold)
{
	return threshold >= 0.5 / BC_THRESHOLD_ONE && threshold <= 1;
}

/* The features of an argument, to be freed with badcase_env. */
extern void badcase_arg_features(FunctionCallInfo fcinfo, int n, BcField field,
								 BcFeatures *set);
extern void badcase_text_arg_features(FunctionCallInfo fcinfo, int n,
									  BcField field, BcFeatures *set);

#endif
