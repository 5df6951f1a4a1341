/*
 * frequency.c: counting of values in a byte each.
 */
#include "core/near/frequency.h"

/* Counters are exact up to here, then count in steps of an eighth. */
#define EXACT_COUNT	128
/*
 * So many values are asked for before the first is looked at: the table is
 * larger than processors' caches.
 */
#define AHEAD		64

bool
bc_frequencies_start(BcFrequencies *table, const BcEnv *env, size_t places)
{
	table->size = places;
	table->noise = 0;
	/* the place of a table without any is the first one, too */
	table->classes = bc_resize(env, NULL, places + 1, 1);
	if (table->classes == NULL)
		return false;
	memset(table->classes, 0, places + 1);
	return true;
}

void
bc_frequencies_free(BcFrequencies *table, const BcEnv *env)
{
	bc_free(env, table->classes);
	table->classes = NULL;
}

/*
 * One more.  Beyond EXACT_COUNT a step of the counter stands for an eighth of
 * what was counted so far, so it is taken once in so many times.
 */
static inline uint8_t
count_one(BcFrequencies *table, uint8_t class)
{
	uint32_t	steps;

	if (class < EXACT_COUNT)
		return class + 1;
	if (class == BC_CLASSES - 1)
		return class;
	steps = UINT32_C(16) << (class - EXACT_COUNT) / 8;
	table->noise = table->noise * 1664525 + 1013904223;
	return class + ((table->noise >> 8 & (steps - 1)) == 0);
}

/* Finds the places of at most AHEAD values. */
static void
find_places(const BcFrequencies *table, const uint32_t *values, size_t count,
			size_t *places)
{
	for (size_t i = 0; i < count; i++)
	{
		places[i] = bc_place(values[i], table->size);
		BC_PREFETCH(table->classes + places[i]);
	}
}

void
bc_count_values(BcFrequencies *table, const uint32_t *values, size_t count)
{
	size_t		places[AHEAD];

	for (size_t start = 0; start < count; start += AHEAD)
	{
		size_t		n = count - start < AHEAD ? count - start : AHEAD;

		find_places(table, values + start, n, places);
		for (size_t i = 0; i < n; i++)
		{
			uint8_t    *class = table->classes + places[i];

			*class = count_one(table, *class);
		}
	}
}

void
bc_read_classes(const BcFrequencies *table, const uint32_t *values,
				size_t count, uint8_t *classes)
{
	size_t		places[AHEAD];

	for (size_t start = 0; start < count; start += AHEAD)
	{
		size_t		n = count - start < AHEAD ? count - start : AHEAD;

		find_places(table, values + start, n, places);
		for (size_t i = 0; i < n; i++)
			classes[start + i] = table->classes[places[i]];
	}
}
