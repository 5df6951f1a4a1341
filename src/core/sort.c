/*
 * sort.c: sorting of features, whose upper bits are spread: buckets of them,
 * then insertion, for as many as a record has; radix sort for more.
 */
#include "core/sort.h"

#define VERY_FEW	16
#define FEW			255
/* Insertion costs at most the square of this, whatever the values are. */
#define MANY		2048

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

/*
 * Puts less than 256 values in the order of their upper byte.  Counts are
 * added up in 8 bytes at once: times 1 in each byte, each byte of a word is
 * the sum of those up to it.
 */
static void
sort_few(uint32_t *values, size_t count)
{
	uint32_t	from[256];
	unsigned char places[256] = {0};
	uint64_t	place = 0;

	for (size_t i = 0; i < count; i++)
		places[values[i] >> 24]++;
	for (size_t i = 0; i < 256; i += 8)
	{
		uint64_t	counts = bc_load64(places + i);
		uint64_t	sums = (counts + place) * UINT64_C(0x0101010101010101);

		bc_store64(places + i, sums - counts);
		place = sums >> 56;
	}
	memcpy(from, values, count * sizeof(*from));
	for (size_t i = 0; i < count; i++)
		values[places[from[i] >> 24]++] = from[i];
}

/* Puts at most MANY values in the order of their upper 10 bits. */
static void
sort_many(uint32_t *values, size_t count)
{
	uint32_t	from[MANY];
	uint16_t	places[1024] = {0};
	uint16_t	place = 0;

	for (size_t i = 0; i < count; i++)
		places[values[i] >> 22]++;
	for (size_t i = 0; i < 1024; i++)
	{
		uint16_t	n = places[i];

		places[i] = place;
		place += n;
	}
	memcpy(from, values, count * sizeof(*from));
	for (size_t i = 0; i < count; i++)
		values[places[from[i] >> 22]++] = from[i];
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
	if (count > MANY)
		return radix_sort(env, values, count);
	if (count > FEW)
		sort_many(values, count);
	else if (count > VERY_FEW)
		sort_few(values, count);
	insertion_sort(values, count);
	return true;
}
