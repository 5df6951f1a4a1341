/*
 * join_sort.c: sorting of the batch join's entries and candidates by radix.
 */
#include "core/near/join_parts.h"

#define RADIX_BITS	11
#define RADIX		(1 << RADIX_BITS)

static inline unsigned
digit(uint64_t key, unsigned shift)
{
	return (unsigned) (key >> shift) & (RADIX - 1);
}

/* The end of a stretch from a place on, after which to poll. */
static size_t
stretch_end(BcJoin *join, size_t start, size_t count)
{
	size_t		end = count - start > BC_POLL_BYTES / 8 ?
		start + BC_POLL_BYTES / 8 : count;

	bc_join_count_work(join, 8 * (end - start));
	return end;
}

/* False where all keys have one digit, so that nothing need be done. */
static bool
radix_pass(BcJoin *join, const uint64_t *keys, uint64_t *to, size_t count,
		   unsigned shift)
{
	size_t		places[RADIX] = {0};
	size_t		place = 0;
	size_t		end;

	for (size_t start = 0; start < count; start = end)
	{
		end = stretch_end(join, start, count);
		for (size_t i = start; i < end; i++)
			places[digit(keys[i], shift)]++;
	}
	if (places[digit(keys[0], shift)] == count)
		return false;
	for (unsigned i = 0; i < RADIX; i++)
	{
		size_t		n = places[i];

		places[i] = place;
		place += n;
	}
	for (size_t start = 0; start < count; start = end)
	{
		end = stretch_end(join, start, count);
		for (size_t i = start; i < end; i++)
			to[places[digit(keys[i], shift)]++] = keys[i];
	}
	return true;
}

uint64_t *
bc_join_sort(BcJoin *join, uint64_t *keys, uint64_t *scratch, size_t count,
			 unsigned from, unsigned to)
{
	if (count < 2)
		return keys;
	for (unsigned shift = from; shift < to; shift += RADIX_BITS)
	{
		if (radix_pass(join, keys, scratch, count, shift))
		{
			uint64_t   *sorted = scratch;

			scratch = keys;
			keys = sorted;
		}
	}
	return keys;
}
