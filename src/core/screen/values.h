/*
 * values.h: what was found once, to be taken out wherever else it stands.
 */
#ifndef BADCASE_CORE_SCREEN_VALUES_H
#define BADCASE_CORE_SCREEN_VALUES_H

#include "core/screen/scan.h"

typedef struct BcValue
{
	uint32_t	at;				/* in the pool */
	uint32_t	len;
	uint32_t	shorter;		/* the longest other value that it begins with, + 1 */
	uint8_t		kind;
} BcValue;

typedef struct BcValues
{
	const BcEnv *env;
	bool		any;			/* a value was found, be it too short to be looked for */
	BcBuffer	pool;
	BcBuffer	list;			/* of BcValue; sorted by bc_values_sort() */
	uint64_t	begins[64];		/* bits by hashes of the first four bytes */
} BcValues;

extern void bc_values_init(BcValues *values, const BcEnv *env);
extern void bc_values_free(BcValues *values);
extern void bc_values_add(BcValues *values, BcSlice value, BcKind kind);
/* To be called before the first search.  False: no memory. */
extern bool bc_values_sort(BcValues *values);
/*
 * The places of the values in a text, leftmost and longest first, with edges
 * around them.  False: no memory; else the caller owns out->list, of which
 * characters are counted, too.
 */
extern bool bc_values_find(const BcValues *values, BcSlice text, BcFindings *out);

#endif
