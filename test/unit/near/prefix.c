/*
 * prefix.c: no similar pair escapes the prefix filter.
 */
#include "core/near.h"

#include "check.h"

#define MOST	120

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static int
ascending(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *) a;
	uint32_t	y = *(const uint32_t *) b;

	return (x > y) - (x < y);
}

static size_t
make_set(uint32_t *values, size_t n)
{
	size_t		kept = 0;

	qsort(values, n, sizeof(*values), ascending);
	for (size_t i = 0; i < n; i++)
	{
		if (kept == 0 || values[kept - 1] != values[i])
			values[kept++] = values[i];
	}
	return kept;
}

/* Values of which each key has spread on average. */
static uint32_t
random_value(uint32_t *state, uint32_t spread, unsigned bits)
{
	return (next_random(state) % (400 / spread)) << (32 - bits) |
		next_random(state) % spread;
}

/* The sum of the weights of the query's keys that the index has of x. */
static size_t
hits(const uint32_t *x, size_t nx, unsigned bits, uint32_t indexed,
	 const uint32_t *y, const BcPrefix *prefix)
{
	uint32_t	stored[MOST];
	uint32_t	keys[MOST];
	uint32_t	weights[MOST];
	size_t		nstored = bc_prefix_keys(x, bc_prefix_indexed(nx, indexed),
										 bits, stored, NULL);
	size_t		nkeys = bc_prefix_keys(y, prefix->length, bits, keys,
									   weights);
	size_t		sum = 0;

	for (size_t i = 0; i < nkeys; i++)
	{
		if (bsearch(&keys[i], stored, nstored, sizeof(*stored), ascending))
			sum += weights[i];
	}
	return sum;
}

static void
test_complete(void)
{
	uint32_t	state = 11;
	int			similar = 0;
	int			filtered = 0;
	int			lost = 0;
	int			more = 0;

	for (int round = 0; round < 300000; round++)
	{
		unsigned	bits = BC_KEY_BITS + round % 14;
		uint32_t	spread = 1 + next_random(&state) % 4 * 13;
		uint32_t	t = 300000 + next_random(&state) % 700001;
		uint32_t	indexed = t - next_random(&state) % 2 *
			(next_random(&state) % 300000);
		size_t		n = 1 + next_random(&state) % (MOST / 2);
		size_t		changed = next_random(&state) % (n + 1);
		uint32_t	x[MOST];
		uint32_t	y[MOST];
		size_t		nx;
		size_t		ny;
		BcPrefix	prefix;

		for (size_t i = 0; i < n; i++)
			x[i] = y[i] = random_value(&state, spread, bits);
		for (size_t i = 0; i < changed; i++)
			y[next_random(&state) % n] = random_value(&state, spread, bits);
		nx = make_set(x, n);
		ny = make_set(y, next_random(&state) % 3 == 0 ? (n + 1) / 2 : n);
		if (!bc_prefix_query(y, ny, bits, t, &prefix))
			lost++;
		else if (!bc_features_similar(x, nx, y, ny, t))
			filtered += hits(x, nx, bits, indexed, y, &prefix) < prefix.hits;
		else
		{
			size_t		least = prefix.hits;

			similar++;
			lost += hits(x, nx, bits, indexed, y, &prefix) < prefix.hits;
			if (bc_prefix_more(y, ny, bits, t, indexed,
							   1 + next_random(&state) % 64, &prefix))
			{
				more++;
				lost += prefix.hits <= least ||
					hits(x, nx, bits, indexed, y, &prefix) < prefix.hits;
			}
		}
	}
	check(lost == 0, "no similar pair is lost");
	check(similar > 50000 && filtered > 50000, "pairs of both kinds");
	check(more > 10000, "more hits");
}

static void
test_limits(void)
{
	size_t		n = 100000;
	uint32_t   *values = malloc(n * sizeof(*values));
	BcPrefix	prefix;

	check(bc_prefix_indexed(0, 500000) == 0 &&
		  bc_prefix_indexed(16, 500000) == 16 &&
		  bc_prefix_indexed(17, 500000) == 16 &&
		  bc_prefix_indexed(100, 500000) == 58 &&
		  bc_prefix_indexed(100, 1000000) == 8, "kept by an index");

	for (size_t i = 0; i < n; i++)
		values[i] = (uint32_t) i << (32 - BC_KEY_BITS);
	check(bc_prefix_query(values, 3, BC_KEY_BITS, 700000, &prefix) &&
		  prefix.length == 3 && prefix.hits == 3, "three features");
	check(bc_prefix_query(values, 100, BC_KEY_BITS, 700000, &prefix) &&
		  prefix.length == 38 && prefix.hits == 8, "a hundred");
	check(bc_prefix_query(values, 4080, BC_KEY_BITS, 500000, &prefix) &&
		  prefix.length == 2048 && prefix.hits == 8, "as many as may be");
	check(bc_prefix_query(values, 4088, BC_KEY_BITS, 500000, &prefix) &&
		  prefix.length == 2048 && prefix.hits == 4, "fewer hits");
	check(bc_prefix_query(values, 4094, BC_KEY_BITS, 500000, &prefix) &&
		  prefix.length == 2048 && prefix.hits == 1, "one hit");
	check(!bc_prefix_query(values, 4096, BC_KEY_BITS, 500000, &prefix), "too many");
	check(bc_prefix_query(values, 83, BC_KEY_BITS, 900000, &prefix) &&
		  bc_prefix_more(values, 83, BC_KEY_BITS, 900000, 500000, 64, &prefix) &&
		  prefix.hits == 37 && prefix.length == 45, "more hits above the index's threshold");
	check(!bc_prefix_more(values, 83, BC_KEY_BITS, 900000, 500000, 37, &prefix) &&
		  prefix.hits == 37, "and no more than that");
	check(bc_prefix_query(values, 83, BC_KEY_BITS, 500000, &prefix) &&
		  !bc_prefix_more(values, 83, BC_KEY_BITS, 500000, 500000, 64, &prefix), "none at it");
	check(bc_prefix_query(values, 2200, BC_KEY_BITS, 900000, &prefix) &&
		  !bc_prefix_more(values, 20000, BC_KEY_BITS, 900000, 1, 2000, &prefix), "too many keys for more");
	for (size_t i = 0; i < n; i++)
		values[i] = (uint32_t) i;
	check(bc_prefix_query(values, n, BC_KEY_BITS, 500000, &prefix) && prefix.hits == 8,
		  "many features of few keys");
	free(values);
}

/* Keys are the same, each once, where they are written over the values. */
static void
test_in_place(void)
{
	uint32_t	state = 3;
	int			wrong = 0;

	for (int round = 0; round < 20000; round++)
	{
		unsigned	bits = BC_KEY_BITS + round % 14;
		uint32_t	values[MOST];
		uint32_t	keys[MOST];
		size_t		n;
		size_t		nkeys;

		for (size_t i = 0; i < MOST; i++)
			values[i] = random_value(&state, 1 + round % 9, bits);
		n = make_set(values, MOST);
		nkeys = bc_prefix_keys(values, n, bits, keys, NULL);
		for (size_t i = 1; i < nkeys; i++)
			wrong += keys[i - 1] >= keys[i];
		wrong += bc_prefix_keys(values, n, bits, values, NULL) != nkeys ||
			memcmp(values, keys, nkeys * sizeof(*keys)) != 0;
	}
	check(wrong == 0, "keys in the place of values");
}

int
main(void)
{
	test_in_place();
	test_complete();
	test_limits();
	return report();
}
