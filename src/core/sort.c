/*
 * sort.c: insertion sort for few values, radix sort for many.
 */
#include "core/sort.h"

#define FEW		64

static void
insertion_sort(uint32_t *values, size_t count)
{
	for (size_t i = 1; i < count; i++)
	{
		uint32_t	value = values[i];
		size_t		j = i;

		for (; j > 0 && values[j - 1] > value; j--)
			values[j] = values[j - 1];
		values[j] = value;
	}
}

/* One pass: from is written to in the order of the byte at shift. */
static void
radix_pass(const uint32_t *from, uint32_t *to, size_t count, int shift,
		   const size_t *counts)
{
	size_t		places[256];
	size_t		place = 0;

	for (int i = 0; i < 256; i++)
	{
		places[i] = place;
		place += counts[i];
	}
	for (size_t i = 0; i < count; i++)
		to[places[from[i] >> shift & 0xFF]++] = from[i];
}

static bool
radix_sort(const BcEnv *env, uint32_t *values, size_t count)
{
	size_t		counts[4][256] = {{0}};
	uint32_t   *scratch = bc_resize(env, NULL, count, sizeof(*scratch));

	if (scratch == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		for (int b = 0; b < 4; b++)
			counts[b][values[i] >> (8 * b) & 0xFF]++;
	}
	/* four passes, so the result is in values again */
	for (int b = 0; b < 4; b++)
	{
		bc_poll(env);
		if (b % 2 == 0)
			radix_pass(values, scratch, count, 8 * b, counts[b]);
		else
			radix_pass(scratch, values, count, 8 * b, counts[b]);
	}
	bc_free(env, scratch);
	return true;
}

bool
bc_sort32(const BcEnv *env, uint32_t *values, size_t count)
{
	if (count > FEW)
		return radix_sort(env, values, count);
	insertion_sort(values, count);
	return true;
}
