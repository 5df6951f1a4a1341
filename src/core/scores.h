/*
 * scores.h: how close an answer comes to the expected one, in figures, and how
 * sure a difference of such figures is.
 *
 * ROUGE-L and BLEU are of characters: the code points of the texts as they stand, white
 * space and all; a byte that is no UTF-8 counts as U+FFFD.  Counts decide, in
 * integers; the figures are made of them at the end, by operations that every
 * machine rounds alike.
 */
#ifndef BADCASE_CORE_SCORES_H
#define BADCASE_CORE_SCORES_H

#include "core/base.h"

/*
 * ROUGE-L (Lin 2004) with recall and precision of one weight: the longest
 * common subsequence twice, over the lengths of both texts.  0 to 1, and 0
 * where either is empty.  False without memory.
 */
extern bool bc_rouge_l(const BcEnv *env, BcSlice candidate, BcSlice reference,
					   double *score);

/*
 * BLEU (Papineni et al. 2002) of one reference and n-grams of 1 to 4, for a
 * single pair: a precision of 0 is replaced by 1/2, 1/4, ... of its unit (Chen
 * and Cherry 2014, method 3, from NIST's mteval).  0 to 1, and 0 where no
 * character is common.  False without memory.
 */
extern bool bc_bleu4(const BcEnv *env, BcSlice candidate, BcSlice reference,
					 double *score);

/* The length of the longest common subsequence. */
extern bool bc_common_subsequence(const BcEnv *env, BcSlice a, BcSlice b,
								  size_t *length);

/* What BLEU is made of: n-grams of the candidate, and those of the reference. */
typedef struct BcNgrams
{
	size_t		length[2];		/* characters of candidate and reference */
	size_t		all[4];			/* n-grams of the candidate */
	size_t		common[4];		/* each counted as often as both have it */
} BcNgrams;

extern bool bc_count_ngrams(const BcEnv *env, BcSlice candidate,
							BcSlice reference, BcNgrams *counts);

#define BC_RESAMPLE_VALUES	1000000
#define BC_RESAMPLE_LARGEST	INT64_C(1000000000000)
#define BC_RESAMPLE_ROUNDS	10000

/*
 * The percentile bootstrap (Efron 1979) of a sum: of so many samples of count
 * values each, drawn with replacement, the sum below which a fortieth of them
 * lie, and that above which a fortieth do: 95 % lie between.  In integers, so
 * that a seed gives the same everywhere.  Up to BC_RESAMPLE_VALUES values, none
 * further from 0 than BC_RESAMPLE_LARGEST, so that no sum overflows; 1 to
 * BC_RESAMPLE_ROUNDS rounds.  False without memory.
 */
extern bool bc_resample_sum(const BcEnv *env, const int64_t *values,
							size_t count, uint64_t seed, size_t rounds,
							int64_t *low, int64_t *high);

#endif
