/*
 * sort.c: sorting of features: buckets of them, then insertion, for as many as
 * a record has; radix sort for more.
 */
#include "core/base/sort.h"

#define VERY_FEW	16
/* Insertion costs at most the square of this, whatever the values are. */
#define MANY		2048

/* The upper bits of a feature, its class, are anything; the others are spread. */
#define CLASS_SHIFT	28
#define CLASSES		16

/* Returns how many values are like the one before them. */
static size_t
insertion_sort(uint32_t *values, size_t count)
{
	size_t		equal = 0;

	for (size_t i = 1; i < count; i++)
	{
		uint32_t	value = values[i];
		uint32_t	before = values[i - 1];

		if (before > value)
		{
			size_t		j = i;

			do
				values[j] = values[j - 1];
			while (--j > 0 && values[j - 1] > value);
			values[j] = value;
			before = j > 0 ? values[j - 1] : ~value;
		}
		equal += before == value;
	}
	return equal;
}

/*
 * Puts at most MANY values in the order of buckets, of which each class has
 * twice as many as values, so that few share one.
 */
static void
sort_many(uint32_t *values, size_t count)
{
	uint32_t	from[MANY];
	uint16_t	buckets[MANY];
	uint16_t	places[2 * MANY];
	uint32_t	widths[CLASSES] = {0};
	uint32_t	starts[CLASSES];
	uint32_t	start = 0;

	for (size_t i = 0; i < count; i++)
		widths[values[i] >> CLASS_SHIFT] += 2;
	for (size_t c = 0; c < CLASSES; c++)
	{
		starts[c] = start;
		start += widths[c];
	}
	memset(places, 0, 2 * count * sizeof(*places));
	for (size_t i = 0; i < count; i++)
	{
		uint32_t	class = values[i] >> CLASS_SHIFT;
		uint64_t	rest = values[i] & ((UINT32_C(1) << CLASS_SHIFT) - 1);
		uint32_t	bucket = starts[class] +
			(uint32_t) (rest * widths[class] >> CLASS_SHIFT);

		from[i] = values[i];
		buckets[i] = (uint16_t) bucket;
		places[bucket]++;
	}
	start = 0;
	for (size_t i = 0; i < 2 * count; i++)
	{
		uint32_t	n = places[i];

		places[i] = (uint16_t) start;
		start += n;
	}
	for (size_t i = 0; i < count; i++)
		values[places[buckets[i]]++] = from[i];
}

/* The end of the block that starts at a place, after a poll. */
static size_t
block_end(const BcEnv *env, size_t start, size_t count)
{
	bc_poll(env);
	return count - start > BC_POLL_BYTES ? start + BC_POLL_BYTES : count;
}

/* One pass: from is written to in the order of the byte at shift. */
static void
radix_pass(const BcEnv *env, const uint32_t *from, uint32_t *to, size_t count,
		   int shift, const size_t *counts)
{
	size_t		places[256];
	size_t		place = 0;
	size_t		end;

	for (int i = 0; i < 256; i++)
	{
		places[i] = place;
		place += counts[i];
	}
	for (size_t start = 0; start < count; start = end)
	{
		end = block_end(env, start, count);
		for (size_t i = start; i < end; i++)
			to[places[from[i] >> shift & 0xFF]++] = from[i];
	}
}

static bool
radix_sort(const BcEnv *env, uint32_t *values, size_t count, size_t *equal)
{
	size_t		counts[4][256] = {{0}};
	size_t		end;
	uint32_t   *scratch = bc_resize(env, NULL, count, sizeof(*scratch));

	if (scratch == NULL)
		return false;
	for (size_t start = 0; start < count; start = end)
	{
		end = block_end(env, start, count);
		for (size_t i = start; i < end; i++)
		{
			for (int b = 0; b < 4; b++)
				counts[b][values[i] >> (8 * b) & 0xFF]++;
		}
	}
	/* four passes, so the result is in values again */
	for (int b = 0; b < 4; b++)
	{
		if (b % 2 == 0)
			radix_pass(env, values, scratch, count, 8 * b, counts[b]);
		else
			radix_pass(env, scratch, values, count, 8 * b, counts[b]);
	}
	bc_free(env, scratch);
	*equal = 0;
	for (size_t start = 1; start < count; start = end)
	{
		end = block_end(env, start, count);
		for (size_t i = start; i < end; i++)
			*equal += values[i - 1] == values[i];
	}
	return true;
}

bool
bc_sort32(const BcEnv *env, uint32_t *values, size_t count, size_t *equal)
{
	if (count > MANY)
		return radix_sort(env, values, count, equal);
	if (count > VERY_FEW)
		sort_many(values, count);
	*equal = insertion_sort(values, count);
	return true;
}
