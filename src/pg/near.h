/*
 * near.h: what the files of near-duplicate search share.
 */
#ifndef BADCASE_PG_NEAR_H
#define BADCASE_PG_NEAR_H

#include "pg/badcase.h"

#include "core/features.h"

#define BADCASE_NEAR_VERSION	1

/* What is asked of the features; the number is in the stored form. */
typedef enum BadcaseNearMode
{
	BADCASE_NEAR_SIMILAR
} BadcaseNearMode;

#define BADCASE_NEAR_MODES	1

/* The type badcase_near, in the server's byte order. */
typedef struct BadcaseNear
{
	int32		vl_len_;		/* varlena header */
	uint8		version;
	uint8		mode;
	uint8		field;			/* BcField */
	uint8		unused;			/* 0 */
	uint32		threshold;		/* millionths */
	uint32		values[FLEXIBLE_ARRAY_MEMBER];	/* as in BcFeatures */
} BadcaseNear;

#define BADCASE_NEAR_COUNT(near) \
	((VARSIZE(near) - offsetof(BadcaseNear, values)) / sizeof(uint32))

#define PG_GETARG_NEAR(n) \
	((BadcaseNear *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

/* The names of BcField. */
extern const char *const badcase_field_names[BC_FIELDS];

/*
 * The field that an argument names; raises where it is none or is refused,
 * which is BC_FIELD_RECORD for a text and BC_FIELD_TEXT for a record.
 */
extern BcField badcase_field(text *name, BcField refused);

/* A threshold in millionths; raises where it is not in (0, 1]. */
extern uint32 badcase_threshold(double threshold);

/* The features of an argument, to be freed with badcase_env. */
extern void badcase_arg_features(FunctionCallInfo fcinfo, int n, BcField field,
								 BcFeatures *set);
extern void badcase_text_arg_features(FunctionCallInfo fcinfo, int n,
									  BcField field, BcFeatures *set);

#endif
