/*
 * scan.c: the scan of the index method badcase_near.
 *
 * A row matches only if the weights of the query's keys that it has sum up to
 * hits (core/near/prefix.h).  GIN merges the lists of the keys, at a cost for
 * each row of each list.  Here their rows are counted in a table:
 *
 * 1. The lists are found and ordered by length, not read.
 * 2. The shortest are read into the table until the weights of those that are
 *    left, the rest, are less than hits: a row that is in none of the lists
 *    read cannot match.
 * 3. Rows are kept whose sum, with the rest, is enough.  Where many are kept
 *    and the index serves more hits, the lists for these are found, too.
 * 4. The lists that are left are read, by length, only as long as that costs
 *    less than to recheck the rows that depend on them.  A row counts as one
 *    of each list that is not read.
 *
 * So a row that is not handed over has less than hits.  Where the table does
 * not fit into work_mem, a range of rows is counted at a time.
 */
#include "pg/near/method.h"
#include "pg/near/class.h"
#include "pg/near/leaves.h"
#include "pg/near/pending.h"
#include "pg/near/postings.h"

#if BADCASE_KNOWS_GIN

#include "access/relscan.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "utils/memutils.h"
#include "utils/rel.h"

/*
 * More hits are asked for where so many rows are left, and so many at most.
 * To find a key costs about as much as to recheck a row.
 */
#define MANY_ROWS		50
#define MOST_HITS		40

/* So many keys are asked for before the first is looked for. */
#define EXPECTED		4

/* A list is read where it has no more rows for each that depends on it. */
#define LIST_ROWS		400

typedef struct Counting
{
	IndexScanDesc scan;
	GinState   *state;
	BadcaseNearClass class;
	BadcaseAsked asked;

	BadcasePostings *lists;		/* by length */
	size_t		count;			/* of lists */
	size_t		required;		/* how many of them are read anyway */
	uint64		rest;			/* weight of the others */
	uint32		hits;

	bool		tried_more;
	BadcasePostings *later;		/* the others and those of more hits */
	size_t		nlater;
	uint64		later_rest;
	uint32		later_hits;

	BcCount		rows;
	uint64		highest;		/* of the rows that came, in a range */
	bool		left;			/* whether there are rows behind the range */
	TIDBitmap  *bitmap;
	int64		found;
} Counting;

static int
by_length(const void *a, const void *b)
{
	uint64		x = ((const BadcasePostings *) a)->length;
	uint64		y = ((const BadcasePostings *) b)->length;

	return (x > y) - (x < y);
}

/* Finds the lists of features, and sorts all that there are. */
static uint64
find_lists(Counting *counting, const uint32 *values, size_t length,
		   BadcasePostings *lists, size_t *count)
{
	uint32	   *keys = palloc(length * sizeof(uint32));
	uint32	   *weights = palloc(length * sizeof(uint32));
	size_t		n = bc_prefix_keys(values, length, counting->class.bits, keys,
								   weights);
	uint64		sum = 0;

	for (size_t i = 0; i < n + EXPECTED; i++)
	{
		BadcasePostings *list;

		if (i < n)
			badcase_leaf_expect(counting->scan->indexRelation,
								(int32) keys[i]);
		if (i < EXPECTED)
			continue;
		list = &lists[(*count)++];
		CHECK_FOR_INTERRUPTS();
		badcase_postings_find(counting->state, (int32) keys[i - EXPECTED],
							  counting->scan->xs_snapshot, list);
		list->weight = weights[i - EXPECTED];
		sum += list->weight;
	}
	qsort(lists, *count, sizeof(BadcasePostings), by_length);
	pfree(keys);
	pfree(weights);
	return sum;
}

/* The lists of the query, and which of them are read anyway. */
static void
start_lists(Counting *counting)
{
	const BadcaseAsked *asked = &counting->asked;
	uint64		expected = 0;

	counting->hits = (uint32) asked->prefix.hits;
	counting->lists = palloc(asked->prefix.length * sizeof(BadcasePostings));
	counting->rest = find_lists(counting, asked->values, asked->prefix.length,
								counting->lists, &counting->count);
	while (counting->rest >= counting->hits)
	{
		BadcasePostings *list = &counting->lists[counting->required++];

		counting->rest -= list->weight;
		expected += list->length;
	}
	bc_count_start(&counting->rows, &badcase_env, (size_t) expected,
				   (size_t) work_mem * 1024,
				   counting->hits - (uint32) counting->rest);
	counting->nlater = counting->count - counting->required;
	counting->later = counting->lists + counting->required;
	counting->later_rest = counting->rest;
	counting->later_hits = counting->hits;
}

/*
 * Asks for more hits.  A feature of the new ones may have the key of the last
 * old one: then the key is found twice, each time with the weight of its part.
 */
static void
try_more(Counting *counting)
{
	const BadcaseAsked *asked = &counting->asked;
	BcPrefix	more = asked->prefix;
	size_t		length;
	BadcasePostings *later;

	counting->tried_more = true;
	if (!bc_prefix_more(asked->values, asked->count, counting->class.bits,
						asked->threshold, counting->class.threshold,
						MOST_HITS, &more))
		return;
	length = more.length - asked->prefix.length;
	later = palloc((counting->nlater + length) * sizeof(BadcasePostings));
	memcpy(later, counting->later,
		   counting->nlater * sizeof(BadcasePostings));
	counting->later = later;
	counting->later_rest += find_lists(counting,
									   asked->values + asked->prefix.length,
									   length, later, &counting->nlater);
	counting->later_hits = (uint32) more.hits;
}

/*
 * Counts the rows of a list from one up to another; new ones are entered only
 * if that is wanted.  False where there is no room for them.
 */
static bool
count_list(Counting *counting, const BadcasePostings *list, uint64 from,
		   uint64 to, bool enter)
{
	BadcaseReader reader;
	bool		fits = true;
	bool		more = true;

	badcase_reader_start(&reader, counting->scan->indexRelation,
						 counting->scan->xs_snapshot, list, from);
	while (more && fits && badcase_reader_next(&reader))
	{
		for (int i = reader.first; i < reader.count && fits; i++)
		{
			uint64		row = badcase_row_of_item(&reader.items[i]);

			if (row >= to)
			{
				more = false;
				break;
			}
			if (enter)
				fits = bc_count_enter(&counting->rows, row, list->weight);
			else
				bc_count_add(&counting->rows, row, list->weight);
			counting->highest = Max(counting->highest, row);
		}
	}
	counting->left |= !more;
	badcase_reader_end(&reader);
	return fits;
}

/* Reads the lists that are left, as long as that is worth it. */
static void
count_later(Counting *counting, uint64 from, uint64 to)
{
	BcCount    *rows = &counting->rows;
	uint64		rest = counting->later_rest;
	uint32		hits = counting->later_hits;

	for (size_t i = 0; i < counting->nlater && rows->nkept > 0; i++)
	{
		const BadcasePostings *list = &counting->later[i];

		if (list->length > LIST_ROWS * bc_count_less(rows, hits))
			break;
		count_list(counting, list, from, to, false);
		rest -= list->weight;
		if (rest < hits)
			bc_count_keep_on(rows, hits - (uint32) rest);
	}
}

static void
hand_over(Counting *counting)
{
	for (size_t i = 0; i < counting->rows.nkept; i++)
	{
		ItemPointerData item;

		badcase_item_of_row(bc_count_row(&counting->rows, i), &item);
		tbm_add_tuples(counting->bitmap, &item, 1, true);
	}
	counting->found += counting->rows.nkept;
}

/* Counts a range; false where it has too many rows. */
static bool
count_range(Counting *counting, uint64 from, uint64 to)
{
	bool		left;

	bc_count_clear(&counting->rows);
	counting->highest = from;
	counting->left = false;
	for (size_t i = 0; i < counting->required; i++)
	{
		if (!count_list(counting, &counting->lists[i], from, to, true))
			return false;
	}
	left = counting->left;
	if (counting->rows.nkept > MANY_ROWS && !counting->tried_more)
		try_more(counting);
	count_later(counting, from, to);
	counting->left = left;
	hand_over(counting);
	return true;
}

static void
count_all(Counting *counting)
{
	uint64		from = 0;
	uint64		width = BADCASE_ROWS;

	for (;;)
	{
		uint64		to = width < BADCASE_ROWS - from ? from + width :
			BADCASE_ROWS;

		if (!count_range(counting, from, to))
		{
			/* a single row has room */
			width = Max((counting->highest - from) / 2, 1);
			continue;
		}
		if (!counting->left)
			break;
		from = to;
		if (counting->rows.used < counting->rows.mask / 8)
			width *= 2;
	}
}

/* Those of the pending rows that come to the hits of a prefix. */
static size_t
find_pending(Counting *counting, const BcPrefix *prefix,
			 ItemPointerData *items)
{
	uint32	   *keys = palloc(prefix->length * sizeof(uint32));
	uint32	   *weights = palloc(prefix->length * sizeof(uint32));
	size_t		n = bc_prefix_keys(counting->asked.values, prefix->length,
								   counting->class.bits, keys, weights);

	n = badcase_pending_find(counting->scan->indexRelation, keys, weights, n,
							 prefix->hits, items);
	pfree(keys);
	pfree(weights);
	return n;
}

/* Hands over what this transaction has inserted and is not in the index. */
static void
add_pending(Counting *counting)
{
	const BadcaseAsked *asked = &counting->asked;
	BcPrefix	prefix = asked->prefix;
	size_t		rows = badcase_pending_count(counting->scan->indexRelation);
	size_t		found;
	ItemPointerData *items;

	if (rows == 0)
		return;
	items = palloc_extended(rows * sizeof(ItemPointerData), MCXT_ALLOC_HUGE);
	found = find_pending(counting, &prefix, items);
	if (found > MANY_ROWS &&
		bc_prefix_more(asked->values, asked->count, counting->class.bits,
					   asked->threshold, counting->class.threshold, MOST_HITS,
					   &prefix))
		found = find_pending(counting, &prefix, items);
	tbm_add_tuples(counting->bitmap, items, (int) found, true);
	counting->found += found;
}

/* Whether the scan is one that counts. */
static bool
can_count(Counting *counting)
{
	ScanKey		key = counting->scan->keyData;
	FmgrInfo   *extract = &counting->state->extractQueryFn[0];

	return counting->state->oneCol && counting->scan->numberOfKeys == 1 &&
		(key->sk_flags & SK_ISNULL) == 0 &&
		badcase_near_class(extract, &counting->class) &&
		badcase_near_ask(&counting->class, key->sk_argument,
						 key->sk_strategy,
						 &counting->asked) == BADCASE_ASK_KEYS;
}

int64
badcase_near_getbitmap(IndexScanDesc scan, TIDBitmap *bitmap)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context = AllocSetContextCreate(caller, "badcase near scan",
												  ALLOCSET_DEFAULT_SIZES);
	Counting	counting = {0};
	bool		counts;

	MemoryContextSwitchTo(context);
	counting.scan = scan;
	counting.state = &((GinScanOpaque) scan->opaque)->ginstate;
	counting.bitmap = bitmap;
	counts = can_count(&counting);
	if (counts)
	{
		badcase_count_index_search(scan);
		start_lists(&counting);
		count_all(&counting);
		add_pending(&counting);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	if (counts)
		return counting.found;
	badcase_pending_insert(scan->indexRelation);
	return gingetbitmap(scan, bitmap);
}

#endif
