/*
 * internal.h: what the files of a check share.
 */
#ifndef BADCASE_CORE_CHECK_INTERNAL_H
#define BADCASE_CORE_CHECK_INTERNAL_H

#include "core/check.h"

/* So much of a file is looked at before its first line is judged. */
#define BC_CHECK_HEAD		((size_t) 1 << 16)

/* The spaces of the storage beyond those of the clusters. */
#define BC_CHECK_KEYS		BC_CLUSTERS_SPACES
#define BC_CHECK_RESULTS	(BC_CLUSTERS_SPACES + 1)

/* What is made of one line; its memory is kept for the next one. */
typedef struct BcJudged
{
	BcCheckLine line;
	BcVerdict	verdict;		/* its path is this one's */
	BcRowFault	fault;
	BcBuffer	row;			/* a row of another format as jsonb has it */
	BcBuffer	text;			/* and as a record */
	BcBuffer	cleaned;
	BcBuffer	folded;
	BcIssues	issues;
	BcBuffer	findings;		/* of BcCheckFinding */
	BcBuffer	words;			/* paths and excerpts of these */
	uint64_t	kinds;			/* that were found */
	unsigned char digest[BC_SHA256_BYTES];
	unsigned char exact_key[BC_SHA256_BYTES];
} BcJudged;

/* Sorts what tells records apart, joins their features, gives duplicates. */
typedef struct BcDuplicates
{
	const BcEnv *env;
	const BcStorage *storage;
	unsigned	what;
	size_t		memory;
	bool		started;
	BcSorter	keys;
	BcClusters	clusters;
	BcSorter	results;
} BcDuplicates;

struct BcCheck
{
	const BcEnv *env;
	BcCheckOptions options;
	BcCheckCalls calls;
	BcCheckResult result;
	BcMemoryStorage memory_storage;
	BcLineReader reader;
	BcBuffer	name;			/* of the file */
	uint32_t	file;
	bool		known;			/* what the file is */
	BcFileFault fault;
	uint64_t	byte;			/* of the next line in the file */
	BcCheckSums sums;
	BcJudged	judged;
	BcDuplicates duplicates;
};

/* A place as one number, in the order of places. */
#define BC_PLACE_LINE_BITS	44
#define BC_PLACE_MOST_FILES	(UINT32_C(1) << (64 - BC_PLACE_LINE_BITS))

static inline uint64_t
bc_place_number(BcCheckPlace place)
{
	return (uint64_t) place.file << BC_PLACE_LINE_BITS | place.line;
}

static inline BcCheckPlace
bc_place_of(uint64_t number)
{
	return (BcCheckPlace) {
		(uint32_t) (number >> BC_PLACE_LINE_BITS),
			number & ((UINT64_C(1) << BC_PLACE_LINE_BITS) - 1)
	};
}

/* diagnose.c: what a file is, by its first bytes: BC_CHECK_HEAD, or all. */
extern BcFileFault bc_check_diagnose(BcSlice head);

/* judge.c */
extern void bc_judged_start(BcJudged *judged, const BcEnv *env);
extern void bc_judged_free(BcJudged *judged);

/*
 * Judges a line.  True for a record, which is then in the draft, to be freed,
 * and lasts until the next line is judged.  *memory is false where there was
 * none.
 */
extern bool bc_judge(BcJudged *judged, const BcEnv *env,
					 const BcCheckOptions *options, BcSlice line,
					 BcDraft *draft, bool *memory);

/* Judges a line by its beginning, which is too long for a record. */
extern bool bc_judge_long(BcJudged *judged, const BcEnv *env,
						  const BcCheckOptions *options, BcSlice line);

/* Looks at a record for all that the options ask for; false without memory. */
extern bool bc_judge_record(BcJudged *judged, const BcEnv *env,
							const BcCheckOptions *options,
							const BcRecord *rec);

/* The record as it may go on; false without memory. */
extern bool bc_judge_clean(BcJudged *judged, const BcEnv *env,
						   const BcCheckOptions *options, BcSlice line,
						   const BcRecord *rec, BcSlice *cleaned);

/* duplicates.c.  False without memory or where the storage failed. */
extern void bc_duplicates_start(BcDuplicates *duplicates, const BcEnv *env,
								const BcCheckOptions *options,
								const BcStorage *storage);
extern bool bc_duplicates_add(BcDuplicates *duplicates, uint64_t place,
							  const BcRecord *rec, BcBuffer *folded);

/* Finds them all; then they come by place, each record once at most. */
extern bool bc_duplicates_find(BcDuplicates *duplicates, BcCheckSums *sums);
extern bool bc_duplicates_next(BcDuplicates *duplicates, bool *found,
							   uint64_t *place, BcCheckDuplicate *duplicate);
extern void bc_duplicates_free(BcDuplicates *duplicates);

/* words.c: of a row whose format cannot be told. */

/* sums.c: adds what a line was to the sums. */
extern void bc_sums_add(BcCheckSums *sums, const BcJudged *judged);

#endif
