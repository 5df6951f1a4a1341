/*
 * resample.c: the bootstrap of a sum.
 *
 * The generator is splitmix64 (Steele, Lea, Flood 2014, "Fast splittable
 * pseudorandom number generators").  A place is drawn from 32 of its bits by
 * multiplication; what would make some places likelier than others is drawn
 * again (Lemire 2019, "Fast random integer generation in an interval").
 */
#include "core/scores.h"

static uint32_t
next_bits(uint64_t *state)
{
	uint64_t	z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t) ((z ^ z >> 31) >> 32);
}

static uint32_t
next_place(uint64_t *state, uint32_t count)
{
	uint32_t	uneven = (uint32_t) -count % count;
	uint64_t	product;

	do
		product = (uint64_t) next_bits(state) * count;
	while ((uint32_t) product < uneven);
	return (uint32_t) (product >> 32);
}

static bool
is_less(const void *x, const void *y, const void *context)
{
	(void) context;
	return *(const int64_t *) x < *(const int64_t *) y;
}

bool
bc_resample_sum(const BcEnv *env, const int64_t *values, size_t count,
				uint64_t seed, size_t rounds, int64_t *low, int64_t *high)
{
	int64_t    *sums = bc_resize(env, NULL, rounds, sizeof(*sums));
	size_t		work = 0;

	if (sums == NULL)
		return false;
	for (size_t i = 0; i < rounds; i++)
	{
		sums[i] = 0;
		for (size_t j = 0; j < count; j++)
		{
			sums[i] += values[next_place(&seed, (uint32_t) count)];
			if (++work % BC_POLL_BYTES == 0)
				bc_poll(env);
		}
	}
	bc_heap_sort(env, sums, rounds, sizeof(*sums), is_less, NULL);
	*low = sums[rounds / 40];
	*high = sums[rounds - 1 - rounds / 40];
	bc_free(env, sums);
	return true;
}
