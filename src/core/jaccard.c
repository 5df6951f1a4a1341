/*
 * jaccard.c: the similarity of two sets of features, decided in integers.
 */
#include "core/features.h"

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
bc_features_similar(const uint32_t *a, size_t na,
					const uint32_t *b, size_t nb, uint32_t threshold)
{
	uint64_t	divisor = (uint64_t) BC_THRESHOLD_ONE + threshold;
	uint64_t	needed = (((uint64_t) na + nb) * threshold + divisor - 1) /
		divisor;
	size_t		i = 0;
	size_t		j = 0;
	size_t		overlap = 0;

	if (na < needed || nb < needed)
		return false;
	while (i < na && j < nb)
	{
		if (a[i] == b[j])
		{
			i++;
			j++;
			overlap++;
		}
		else if (a[i] < b[j])
		{
			if (++i - overlap > na - needed)
				return false;
		}
		else if (++j - overlap > nb - needed)
			return false;
	}
	return overlap >= needed;
}
