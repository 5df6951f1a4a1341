/*
 * frequency.c: counting of values in a byte each.
 */
#include "core/near/frequency.h"

/* Counters are exact up to here, then count in steps of an eighth. */
#define EXACT_COUNT	128
/* Between looks at how many are absent. */
#define STRETCH		16
/* So many values are asked for before the first is counted. */
#define AHEAD		64

bool
bc_frequencies_start(BcFrequencies *table, const BcEnv *env, size_t values,
					 bool with_present)
{
	size_t		bytes = values + 1;

	if (bytes > table->room)
	{
		bc_frequencies_free(table, env);
		table->classes = bc_resize(env, NULL, bytes, BC_FREQUENCY_BYTES);
		if (table->classes == NULL)
			return false;
		table->room = bytes;
	}
	table->size = values;
	table->noise = 0;
	table->present = with_present ? table->classes + bytes : NULL;
	memset(table->classes, 0, with_present ? 2 * bytes : bytes);
	return true;
}

void
bc_frequencies_free(BcFrequencies *table, const BcEnv *env)
{
	bc_free(env, table->classes);
	table->classes = NULL;
	table->room = 0;
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

/* Counts at most AHEAD values. */
static void
count_some(BcFrequencies *table, const uint32_t *values, size_t count)
{
	size_t		places[AHEAD];

	for (size_t i = 0; i < count; i++)
	{
		places[i] = bc_place(values[i], table->size);
		BC_PREFETCH(table->classes + places[i]);
	}
	for (size_t i = 0; i < count; i++)
	{
		uint8_t    *class = table->classes + places[i];

		*class = count_one(table, *class);
	}
}

/* Sets the bits of at most AHEAD values. */
static void
mark_some(BcFrequencies *table, const uint32_t *values, size_t count)
{
	size_t		places[AHEAD];

	for (size_t i = 0; i < count; i++)
	{
		places[i] = bc_place(values[i], 8 * table->size);
		BC_PREFETCH(table->present + places[i] / 8);
	}
	for (size_t i = 0; i < count; i++)
		table->present[places[i] / 8] |= 1 << places[i] % 8;
}

void
bc_count_values(BcFrequencies *table, const uint32_t *values, size_t count)
{
	for (size_t start = 0; start < count; start += AHEAD)
	{
		size_t		n = count - start < AHEAD ? count - start : AHEAD;

		count_some(table, values + start, n);
		if (table->present != NULL)
			mark_some(table, values + start, n);
	}
}

void
bc_read_classes(const BcFrequencies *table, const uint32_t *values,
				size_t count, uint8_t *classes)
{
	for (size_t i = 0; i < count; i++)
		classes[i] = table->classes[bc_place(values[i], table->size)];
}

bool
bc_more_absent(const BcFrequencies *table, const uint32_t *values,
			   size_t count, size_t most)
{
	size_t		absent = 0;

	for (size_t start = 0; start < count; start += STRETCH)
	{
		size_t		end = start + STRETCH < count ? start + STRETCH : count;

		for (size_t i = start; i < end; i++)
		{
			size_t		place = bc_place(values[i], 8 * table->size);

			absent += !(table->present[place / 8] >> place % 8 & 1);
		}
		if (absent > most)
			return true;
	}
	return false;
}
