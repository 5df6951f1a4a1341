/*
 * join_block.c: the block of the batch join: its sets, its memory and its index.
 */
#include "core/near/join_block.h"

#define MOST_ENTRIES	((size_t) UINT32_MAX - 2)
/* The size of the hash table, with one place free at least. */
#define LISTS_FOR(entries)	((entries) + (entries) / 2 + 1)

void
bc_join_start(BcJoin *join, const BcEnv *env, uint32_t threshold,
			  size_t budget, BcComponents *components, BcJoinMatch match,
			  void *context)
{
	memset(join, 0, sizeof(*join));
	join->env = env;
	join->threshold = threshold;
	join->budget = budget;
	join->components = components;
	join->match = match;
	join->context = context;
}

void
bc_join_clear(BcJoin *join, uint32_t first)
{
	join->first = first;
	join->count = 0;
	join->nvalues = 0;
	join->most_entries = 0;
}

void
bc_join_free(BcJoin *join)
{
	bc_frequencies_free(&join->frequencies, join->env);
	bc_free(join->env, join->rows);
	bc_free(join->env, join->values);
	bc_free(join->env, join->classes);
	bc_free(join->env, join->entries);
	bc_free(join->env, join->lists);
	bc_free(join->env, join->probe_classes);
}

/* The bytes of a block with arrays of these sizes, index included. */
static size_t
block_bytes(size_t rows_size, size_t values_size, size_t nvalues,
			size_t entries)
{
	return rows_size * sizeof(BcJoinRow) +
		values_size * sizeof(uint32_t) +
		nvalues * (1 + BC_FREQUENCY_BYTES) +
		entries * sizeof(BcJoinEntry) +
		LISTS_FOR(entries) * sizeof(BcJoinList);
}

/*
 * Makes room for a set more, generously as long as the budget allows; false
 * without memory.
 */
static bool
make_room(BcJoin *join, size_t nvalues, size_t entries)
{
	size_t		rows_size = bc_grown(join->rows_size, join->count + 1, 1);
	size_t		values_size = bc_grown(join->values_size, nvalues, 1);

	if (block_bytes(rows_size, values_size, nvalues, entries) > join->budget)
	{
		rows_size = bc_grown(join->rows_size, join->count + 1, 16);
		values_size = bc_grown(join->values_size, nvalues, 16);
	}
	if (rows_size > join->rows_size)
	{
		BcJoinRow  *rows = bc_resize(join->env, join->rows, rows_size,
									 sizeof(*rows));

		if (rows == NULL)
			return false;
		join->rows = rows;
		join->rows_size = rows_size;
	}
	if (values_size > join->values_size)
	{
		uint32_t   *values = bc_resize(join->env, join->values, values_size,
									   sizeof(*values));

		if (values == NULL)
			return false;
		join->values = values;
		join->values_size = values_size;
	}
	return true;
}

BcJoinStatus
bc_join_add(BcJoin *join, const uint32_t *values, size_t count)
{
	size_t		entries = join->most_entries + bc_join_entered(join, count);
	size_t		nvalues = join->nvalues + count;

	if (join->count > 0 &&
		(entries > MOST_ENTRIES ||
		 block_bytes(bc_grown(join->rows_size, join->count + 1, 16),
					 bc_grown(join->values_size, nvalues, 16), nvalues,
					 entries) > join->budget))
		return BC_JOIN_FULL;
	if (!make_room(join, nvalues, entries))
		return BC_JOIN_NO_MEMORY;
	join->rows[join->count++] = (BcJoinRow) {
		join->nvalues, (uint32_t) count, UINT32_MAX
	};
	if (count > 0)
		memcpy(join->values + join->nvalues, values, count * sizeof(*values));
	join->nvalues = nvalues;
	join->most_entries = entries;
	return BC_JOIN_OK;
}

/* How many entries the block will have; classes up to alone get none. */
static size_t
count_entries(BcJoin *join, unsigned alone)
{
	size_t		entries = 0;

	for (size_t i = 0; i < join->count; i++)
	{
		const BcJoinRow *row = &join->rows[i];
		uint8_t    *classes = join->classes + row->offset;
		size_t		wanted = bc_join_entered(join, row->count);
		size_t		left_out;

		bc_join_count_work(join, row->count);
		bc_read_classes(&join->frequencies, join->values + row->offset,
						row->count, classes);
		left_out = bc_count_up_to(classes, row->count, alone);
		if (wanted > left_out)
			entries += wanted - left_out;
	}
	return entries;
}

/*
 * Makes room in the arrays of the index, but for the frequencies.  Later
 * blocks use the memory of earlier ones, which is as large.
 */
static bool
make_index_room(BcJoin *join, size_t entries)
{
	if (entries + 1 <= join->entries_size)
		return true;
	bc_free(join->env, join->entries);
	bc_free(join->env, join->lists);
	join->lists = NULL;
	join->entries_size = 0;
	join->entries = bc_resize(join->env, NULL, entries + 1,
							  sizeof(*join->entries));
	if (join->entries == NULL)
		return false;
	join->lists = bc_resize(join->env, NULL, LISTS_FOR(entries),
							sizeof(*join->lists));
	if (join->lists == NULL)
		return false;
	join->entries_size = entries + 1;
	return true;
}

static bool
make_classes_room(BcJoin *join)
{
	if (join->nvalues + 1 <= join->classes_size)
		return true;
	bc_free(join->env, join->classes);
	join->classes_size = 0;
	join->classes = bc_resize(join->env, NULL, join->nvalues + 1, 1);
	if (join->classes == NULL)
		return false;
	join->classes_size = join->nvalues + 1;
	return true;
}

bool
bc_join_index(BcJoin *join, unsigned alone)
{
	size_t		entries;

	if (!make_classes_room(join) ||
		!bc_frequencies_start(&join->frequencies, join->env, join->nvalues,
							  alone == 0))
		return false;
	for (size_t i = 0; i < join->count; i++)
	{
		bc_join_count_work(join, join->rows[i].count);
		bc_count_values(&join->frequencies,
						join->values + join->rows[i].offset,
						join->rows[i].count);
	}
	entries = count_entries(join, alone);
	if (!make_index_room(join, entries))
		return false;
	join->nentries = 0;
	join->nlists = LISTS_FOR(entries);
	for (size_t i = 0; i < join->nlists; i++)
		join->lists[i] = (BcJoinList) {0, BC_JOIN_FREE_LIST};
	return true;
}
