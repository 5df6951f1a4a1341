/*
 * features.h: the features of a text or record, version 1, and the Jaccard
 * similarity of two sets of them (doc/internals.md, "Features, version 1").
 */
#ifndef BADCASE_CORE_NEAR_FEATURES_H
#define BADCASE_CORE_NEAR_FEATURES_H

#include "core/record.h"

/* What features are of; the order is in the text form of badcase_near. */
typedef enum BcField
{
	BC_FIELD_TEXT,
	BC_FIELD_PROMPT,
	BC_FIELD_RESPONSE,
	BC_FIELD_RECORD				/* prompt and response together */
} BcField;

#define BC_FIELDS	4

/*
 * A set: ascending, each value once.  The 4 upper bits of a value are its
 * rarity class, rarest = 0, so the least values are the rarest.
 */
typedef struct BcFeatures
{
	uint32_t   *values;			/* in the environment's memory */
	size_t		count;
	size_t		size;
} BcFeatures;

/* Thresholds are counted in millionths: 1 to BC_THRESHOLD_ONE. */
#define BC_THRESHOLD_ONE	1000000

/*
 * The features of a text as the given field, which is not BC_FIELD_RECORD.
 * False without memory; the caller frees the set in either case.
 */
extern bool bc_text_features(const BcEnv *env, BcSlice text, BcField field,
							 BcFeatures *set);

/* The same of a record; the field is not BC_FIELD_TEXT. */
extern bool bc_record_features(const BcEnv *env, const BcRecord *rec,
							   BcField field, BcFeatures *set);

/*
 * The same without the shingles that a boundary is part of, for a passage has
 * other neighbours within a longer text: a subset of the features, empty
 * where no text of the field has three tokens.
 */
extern bool bc_text_inner(const BcEnv *env, BcSlice text, BcField field,
						  BcFeatures *set);

/* Both; the caller frees both in either case. */
extern bool bc_text_operand(const BcEnv *env, BcSlice text, BcField field,
							BcFeatures *set, BcFeatures *inner);
extern bool bc_record_operand(const BcEnv *env, const BcRecord *rec,
							  BcField field, BcFeatures *set,
							  BcFeatures *inner);

/*
 * The shingles of a text without boundaries, in text order, each as often as
 * it occurs: no set yet.
 */
extern bool bc_text_shingles(const BcEnv *env, BcSlice text,
							 BcFeatures *shingles);

extern void bc_features_free(const BcEnv *env, BcFeatures *set);

/* ceil(count * threshold): the overlap that a set of that size needs. */
extern size_t bc_features_needed(size_t count, uint32_t threshold);

/* How many values two sets share. */
extern size_t bc_features_overlap(const uint32_t *a, size_t na,
								  const uint32_t *b, size_t nb);

/*
 * Whether |a and b| / |a or b| >= threshold; two empty sets are equal, and
 * an empty set is like no other.
 */
extern bool bc_features_similar(const uint32_t *a, size_t na,
								const uint32_t *b, size_t nb,
								uint32_t threshold);

/* The same; where they are similar, overlap is how many values they share. */
extern bool bc_features_match(const uint32_t *a, size_t na,
							  const uint32_t *b, size_t nb,
							  uint32_t threshold, size_t *overlap);

/*
 * floor(log2) of how often tokens occur, two to a byte, the even index in the
 * low half; the index is the upper 16 bits of a token's hash.
 */
#define BC_RARITY_SLOTS		65536

extern const uint8_t bc_rarity_table[BC_RARITY_SLOTS / 2];

#endif
