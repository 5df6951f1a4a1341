/*
 * jaccard.c: the similarity of two sets of features, decided in integers.
 */
#include "core/near/features.h"

size_t
bc_features_needed(size_t count, uint32_t threshold)
{
	return (size_t) (((uint64_t) count * threshold + BC_THRESHOLD_ONE - 1) /
					 BC_THRESHOLD_ONE);
}

size_t
bc_features_overlap(const uint32_t *a, size_t na,
					const uint32_t *b, size_t nb)
{
	size_t		i = 0;
	size_t		j = 0;
	size_t		overlap = 0;

	while (i < na && j < nb)
	{
		uint32_t	x = a[i];
		uint32_t	y = b[j];

		overlap += x == y;
		i += x <= y;
		j += y <= x;
	}
	return overlap;
}

/*
 * overlap / (na + nb - overlap) >= t / ONE holds just where
 * overlap >= (na + nb) * t / (ONE + t).
 */
bool
bc_features_match(const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
				  uint32_t threshold, size_t *overlap)
{
	uint64_t	divisor = (uint64_t) BC_THRESHOLD_ONE + threshold;
	uint64_t	needed = (((uint64_t) na + nb) * threshold + divisor - 1) /
		divisor;
	size_t		i = 0;
	size_t		j = 0;
	size_t		shared = 0;

	if (na < needed || nb < needed)
		return false;
	while (i < na && j < nb)
	{
		if (a[i] == b[j])
		{
			i++;
			j++;
			shared++;
		}
		else if (a[i] < b[j])
		{
			if (++i - shared > na - needed)
				return false;
		}
		else if (++j - shared > nb - needed)
			return false;
	}
	*overlap = shared;
	return shared >= needed;
}

bool
bc_features_similar(const uint32_t *a, size_t na,
					const uint32_t *b, size_t nb, uint32_t threshold)
{
	size_t		overlap;

	return bc_features_match(a, na, b, nb, threshold, &overlap);
}
