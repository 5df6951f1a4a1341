/*
 * index.c: the index in memory and the clusters give what comparing all with
 * all gives.
 */
#include "core/near.h"
#include "check.h"

#define SETS	700

static uint32_t state = 99;

static uint32_t
random_below(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t) ((uint64_t) (state >> 4) * n >> 28);
}

static BcFeatures sets[SETS];
static uint32_t values[SETS][64];

/* Sets of up to 60 values, many of them another one with a few changes. */
static void
make_sets(void)
{
	for (uint32_t i = 0; i < SETS; i++)
	{
		size_t		equal;
		size_t		n = 0;
		size_t		count = i % 50 == 49 ? 0 : 1 + random_below(60);

		if (i > 0 && random_below(3) > 0)
		{
			uint32_t	other = random_below(i);

			count = sets[other].count;
			memcpy(values[i], values[other], sizeof(values[i]));
			for (uint32_t k = random_below(8); count > 0 && k > 0; k--)
				values[i][random_below((uint32_t) count)] = random_below(3000) << 20;
		}
		else
			for (size_t k = 0; k < count; k++)
				values[i][k] = random_below(3000) << 20;
		bc_sort32(&bc_malloc_env, values[i], count, &equal);
		for (size_t k = 0; k < count; k++)
			if (n == 0 || values[i][n - 1] != values[i][k])
				values[i][n++] = values[i][k];
		sets[i] = (BcFeatures) {values[i], n, 64};
	}
}

typedef struct Matches
{
	uint32_t	asked;
	uint32_t	threshold;
	size_t		count;
	bool		right;
	bool		seen[SETS];
	size_t		left;
} Matches;

static bool
take_match(void *context, uint32_t set, size_t overlap, size_t all)
{
	Matches    *m = context;
	const BcFeatures *a = &sets[m->asked];
	const BcFeatures *b = &sets[set];

	m->count++;
	m->right = m->right && !m->seen[set] &&
		overlap == bc_features_overlap(a->values, a->count, b->values, b->count) &&
		all == a->count + b->count - overlap &&
		bc_features_similar(a->values, a->count, b->values, b->count, m->threshold);
	m->seen[set] = true;
	return m->left-- > 0;
}

static size_t
similar_to(uint32_t asked, uint32_t most, uint32_t threshold)
{
	size_t		n = 0;

	for (uint32_t i = 0; i < most; i++)
		n += sets[i].count > 0 &&
			bc_features_similar(sets[asked].values, sets[asked].count,
								sets[i].values, sets[i].count, threshold);
	return n;
}

static void
try_index(uint32_t threshold)
{
	BcIndex		index;
	bool		ok = true;
	size_t		found = 0;

	bc_index_start(&index, &bc_malloc_env, threshold);
	for (uint32_t i = 0; i < SETS; i++)
	{
		Matches		m = {.asked = i, .threshold = threshold, .right = true, .left = SETS};

		/* each is asked for among those before it */
		bc_index_find(&index, &sets[i], take_match, &m);
		ok = ok && m.right && m.count == similar_to(i, i, threshold) &&
			bc_index_add(&index, &sets[i]);
		found += m.count;
	}
	check(ok, "every similar set is found, and no other");
	check(found > 10, "there are some");
	/* questions begin anew */
	index.question = UINT32_MAX - 1;
	for (uint32_t i = 0; i < 4; i++)
	{
		Matches		m = {.asked = 5, .threshold = threshold, .right = true, .left = SETS};

		bc_index_find(&index, &sets[5], take_match, &m);
		check(m.right && m.count == similar_to(5, SETS, threshold), "asked again");
	}
	{
		Matches		m = {.asked = 5, .threshold = threshold, .right = true, .left = 0};

		bc_index_find(&index, &sets[5], take_match, &m);
		check(m.count == 1, "a search ends where it is told");
	}
	bc_index_free(&index);
}

typedef struct Clustered
{
	uint64_t	first[SETS];
	size_t		wrong;
} Clustered;

static bool
take_member(void *context, uint64_t place, uint64_t first, size_t overlap,
			size_t all)
{
	Clustered  *c = context;
	const BcFeatures *a = &sets[place - 7];
	const BcFeatures *b = &sets[first - 7];
	size_t		same;

	c->wrong += c->first[place - 7] != 0;
	/* of equal sets 1 of 1 may be told */
	same = bc_features_overlap(a->values, a->count, b->values, b->count);
	c->wrong += same == a->count && same == b->count ? overlap != all :
		overlap != same || all != a->count + b->count - same;
	c->first[place - 7] = first;
	return true;
}

/*
 * Components by comparing all with all; equal empty sets are one, too.  How many
 * there are of two sets at least.
 */
static uint64_t
expected_clusters(uint32_t threshold, uint64_t *first)
{
	static bool large[SETS + 7];
	uint64_t	count = 0;

	BcComponents all;

	if (!bc_components_start(&all, &bc_malloc_env, SETS))
		abort();
	for (uint32_t i = 0; i < SETS; i++)
		for (uint32_t k = 0; k < i; k++)
			if (bc_features_similar(sets[i].values, sets[i].count, sets[k].values,
									sets[k].count, threshold))
				bc_components_unite(&all, i, k);
	for (uint32_t i = SETS; i-- > 0;)
		for (uint32_t k = 0; k <= i; k++)
			if (bc_component(&all, k) == bc_component(&all, i))
			{
				first[i] = k == i ? 0 : k + 7;
				break;
			}
	bc_components_free(&all, &bc_malloc_env);
	memset(large, 0, sizeof(large));
	for (uint32_t i = 0; i < SETS; i++)
		if (first[i] != 0 && !large[first[i]])
		{
			large[first[i]] = true;
			count++;
		}
	return count;
}

static void
try_clusters(uint32_t threshold, size_t memory)
{
	static Clustered c;
	static uint64_t expected[SETS];
	BcMemoryStorage storage;
	BcClusters	clusters;
	bool		ok = bc_memory_storage_start(&storage, &bc_malloc_env, BC_CLUSTERS_SPACES);

	memset(&c, 0, sizeof(c));
	bc_clusters_start(&clusters, &bc_malloc_env, &storage.calls, threshold, memory);
	for (uint32_t i = 0; i < SETS; i++)
		ok = ok && bc_clusters_add(&clusters, (i * 331 % SETS) + 7, &sets[i * 331 % SETS]);
	ok = ok && bc_clusters_run(&clusters, take_member, &c);
	check(expected_clusters(threshold, expected) == clusters.clusters,
		  "clusters are counted");
	check(ok && c.wrong == 0, "clusters are given, with similarities");
	check(memcmp(c.first, expected, sizeof(expected)) == 0,
		  "each with the first record of its cluster");
	bc_clusters_free(&clusters);
	bc_memory_storage_free(&storage);
}

int
main(void)
{
	static const uint32_t thresholds[] = {1, 300000, 500000, 700000, 950000, 1000000};

	make_sets();
	for (size_t i = 0; i < sizeof(thresholds) / sizeof(thresholds[0]); i++)
	{
		try_index(thresholds[i]);
		try_clusters(thresholds[i], (size_t) 64 << 20);
		try_clusters(thresholds[i], 0);
	}
	return report();
}
