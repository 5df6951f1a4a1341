/*
 * sets.h: the records of a query as sets of features, for the batch
 * join: sorted by size, equal sets together.
 */
#ifndef BADCASE_NEAR_SETS_H
#define BADCASE_NEAR_SETS_H

#include "pg/near.h"

#include "executor/tuptable.h"
#include "utils/tuplesort.h"

typedef struct BadcaseIds
{
	int64	   *ids;
	size_t		count;
	size_t		size;
} BadcaseIds;

/*
 * The sets of which equal ones are one are numbered from 0, in ascending size.
 * In memory are the ids; the sets come from a sort.
 */
typedef struct BadcaseSets
{
	BcField		field;
	bool		of_text;		/* else of records */
	uint64		most_values;	/* of all sets, equal ones included */
	BadcaseIds	ids;			/* by set, ascending within each */
	uint32	   *starts;			/* of each set: its first id; one more at the end */
	size_t		count;			/* how many sets have come so far */
	size_t		starts_size;

	Tuplesortstate *sort;
	TupleTableSlot *sorted;
	uint32	   *values;			/* of the set that came last */
	size_t		nvalues;
	size_t		values_size;
} BadcaseSets;

/*
 * Runs the query with the rights of the current user and sorts its records by
 * their sets, with so many kilobytes of memory.  What field is NULL for,
 * follows from the query.  Everything lives in the current memory context.
 */
extern void badcase_sets_read(BadcaseSets *sets, const char *query,
							  text *field, int memory);

/* The next set into values; false after the last, when the sort has ended. */
extern bool badcase_sets_next(BadcaseSets *sets);

/* How many records have the set, and their ids. */
static inline size_t
badcase_sets_ids(const BadcaseSets *sets, size_t set, const int64 **ids)
{
	*ids = sets->ids.ids + sets->starts[set];
	return sets->starts[set + 1] - sets->starts[set];
}

#endif
