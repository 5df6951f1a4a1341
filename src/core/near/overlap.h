/*
 * overlap.h: how much of a passage a text contains, and where.
 */
#ifndef BADCASE_CORE_NEAR_OVERLAP_H
#define BADCASE_CORE_NEAR_OVERLAP_H

#include "core/base.h"

typedef struct BcOverlap
{
	size_t		asked;			/* the passage's features without its ends */
	size_t		shared;			/* how many of them the text has */
	/* bytes of the text; equal where it has none */
	size_t		start;
	size_t		stop;
} BcOverlap;

/*
 * Shared and asked are what the operator %> compares.  The place is the
 * stretch in which shingles of the passage most outnumber others, the first
 * of several.  False without memory.
 */
extern bool bc_overlap(const BcEnv *env, BcSlice text, BcSlice passage,
					   BcOverlap *overlap);

#endif
