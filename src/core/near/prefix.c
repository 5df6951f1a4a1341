/*
 * prefix.c: the prefix filter.
 *
 * Let x and y be similar to at least t, c their overlap: c >= ceil(t |x|) and
 * c >= ceil(t |y|).  Take the n least features of the overlap, n <= c.  Before
 * the last of them come at most |x| - c features of x that are not of the
 * overlap, so all n are among the first |x| - ceil(t |x|) + n of x; so too of
 * y.  An index for a threshold below t only keeps more.
 *
 * How many more: let u < t be the index's threshold, of which it keeps
 * |y| - ceil(u |y|) + 8 of y, or all.  So the first n common features are
 * kept where n <= 8 + ceil(t |y|) - ceil(u |y|).  That difference is at least
 * ceil((t - u) |y|) - 1, and |y| >= c >= ceil(t |x|), the operand being x: 37
 * common features instead of 8 of an operand of 83, at 0.9 in an index for
 * 0.5.
 *
 * Features with one key fall together.  Of the n common features at most as
 * many have that key as the query has with it, so the sum of these weights
 * over the keys that are found is n at least.
 */
#include "core/near/prefix.h"

size_t
bc_prefix_indexed(size_t count, uint32_t threshold)
{
	size_t		needed = bc_features_needed(count, threshold);

	if (needed <= BC_PREFIX_HITS)
		return count;
	return count - needed + BC_PREFIX_HITS;
}

static inline uint32_t
key_of(uint32_t value, unsigned bits)
{
	return value >> (32 - bits);
}

static bool
begins_key(const uint32_t *values, size_t i, unsigned bits)
{
	return i == 0 || key_of(values[i], bits) != key_of(values[i - 1], bits);
}

bool
bc_prefix_query(const uint32_t *values, size_t count, unsigned bits,
				uint32_t threshold, BcPrefix *prefix)
{
	size_t		needed = bc_features_needed(count, threshold);
	size_t		most = needed < BC_PREFIX_HITS ? needed : BC_PREFIX_HITS;
	size_t		keys = 0;

	prefix->length = 0;
	while (prefix->length < count - needed + most)
	{
		keys += begins_key(values, prefix->length, bits);
		if (keys > BC_MAX_QUERY_KEYS)
			break;
		prefix->length++;
	}
	/* fewer hits need fewer keys, down to one hit */
	if (prefix->length <= count - needed)
		return false;
	prefix->hits = prefix->length - (count - needed);
	return true;
}

bool
bc_prefix_more(const uint32_t *values, size_t count, unsigned bits,
			   uint32_t threshold, uint32_t indexed, size_t most,
			   BcPrefix *prefix)
{
	size_t		needed = bc_features_needed(count, threshold);
	size_t		hits = BC_PREFIX_HITS;
	size_t		keys = 0;

	if (threshold > indexed)
		hits += bc_features_needed(needed, threshold - indexed) - 1;
	if (hits > most)
		hits = most;
	if (hits > needed)
		hits = needed;
	if (hits <= prefix->hits)
		return false;
	for (size_t i = 0; i < count - needed + hits; i++)
		keys += begins_key(values, i, bits);
	if (keys > BC_MAX_QUERY_KEYS)
		return false;
	prefix->length = count - needed + hits;
	prefix->hits = hits;
	return true;
}

size_t
bc_prefix_keys(const uint32_t *values, size_t count, unsigned bits,
			   uint32_t *keys, uint32_t *weights)
{
	uint32_t	last = 0;
	size_t		n = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t	key = key_of(values[i], bits);

		if (i == 0 || key != last)
		{
			if (weights != NULL)
				weights[n] = 0;
			keys[n++] = key;
			last = key;
		}
		if (weights != NULL)
			weights[n - 1]++;
	}
	return n;
}
