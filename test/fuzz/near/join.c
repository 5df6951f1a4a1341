/*
 * join.c: any sets through the batch join, with any memory; what it finds is
 * what comparing all with all finds.
 */
#include "core/near.h"

#include "../../unit/near/join_storage.h"

#include "require.h"

#include <limits.h>

#define MOST_SETS	96
#define MOST_VALUES	48

typedef struct Set
{
	uint32_t	values[MOST_VALUES];
	size_t		count;
} Set;

static Set	sets[MOST_SETS];
static unsigned char found[MOST_SETS][MOST_SETS];

static int
compare_values(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *) a;
	uint32_t	y = *(const uint32_t *) b;

	return (x > y) - (x < y);
}

static int
compare_sets(const void *a, const void *b)
{
	size_t		x = ((const Set *) a)->count;
	size_t		y = ((const Set *) b)->count;

	return (x > y) - (x < y);
}

/*
 * A byte of value 255 ends a set; another is a value, spread over the bits
 * that the join hashes.  Value 254 begins with a copy of the set before.
 */
static size_t
read_sets(const uint8_t *data, size_t len)
{
	size_t		n = 0;
	size_t		at = 0;

	while (at < len && n < MOST_SETS)
	{
		Set		   *set = &sets[n++];
		size_t		kept = 0;

		set->count = 0;
		for (; at < len && data[at] != 255; at++)
		{
			if (data[at] == 254 && n > 1)
				*set = sets[n - 2];
			else if (set->count < MOST_VALUES)
				set->values[set->count++] = (uint32_t) data[at] << data[at] % 4 * 8;
		}
		at++;
		qsort(set->values, set->count, sizeof(uint32_t), compare_values);
		for (size_t i = 0; i < set->count; i++)
		{
			if (kept == 0 || set->values[kept - 1] != set->values[i])
				set->values[kept++] = set->values[i];
		}
		set->count = kept;
	}
	qsort(sets, n, sizeof(Set), compare_sets);
	return n;
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap,
		   size_t all)
{
	(void) context;
	require(older < newer && found[older][newer] == 0);
	require(overlap == bc_features_overlap(sets[older].values,
										   sets[older].count,
										   sets[newer].values,
										   sets[newer].count));
	require(overlap + all == sets[older].count + sets[newer].count);
	found[older][newer] = 1;
}

static void
run_join(size_t n, uint32_t threshold, size_t memory, BcComponents *components)
{
	static Storage storage;
	BcJoin		join;

	storage_start(&storage, LONG_MAX);
	require(bc_join_start(&join, &bc_malloc_env, &storage.calls, threshold,
						  memory, memory % 3000));
	for (size_t i = 0; i < n; i++)
		require(bc_join_add(&join, sets[i].values, sets[i].count));
	require(components != NULL ? bc_join_clusters(&join, components) :
			bc_join_pairs(&join, take_match, NULL));
	bc_join_free(&join);
	require(storage.misused == 0);
	storage_end(&storage);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcComponents components;
	BcComponents expected;
	uint32_t	threshold;
	size_t		memory;
	size_t		n;

	if (len < 2)
		return 0;
	threshold = (data[0] + 1u) * BC_THRESHOLD_ONE / 256;
	memory = (size_t) data[1] * 256 + 1;
	n = read_sets(data + 2, len - 2);
	require(bc_components_start(&components, &bc_malloc_env, n));
	require(bc_components_start(&expected, &bc_malloc_env, n));
	memset(found, 0, sizeof(found));
	run_join(n, threshold, memory, NULL);
	run_join(n, threshold, memory, &components);
	for (size_t b = 0; b < n; b++)
	{
		for (size_t a = 0; a < b; a++)
		{
			/* the empty sets are the caller's part */
			bool		similar = sets[a].count > 0 &&
				bc_features_similar(sets[a].values, sets[a].count,
									sets[b].values, sets[b].count, threshold);

			require(found[a][b] == similar);
			if (similar)
				bc_components_unite(&expected, (uint32_t) a, (uint32_t) b);
		}
	}
	for (size_t b = 0; b < n; b++)
	{
		for (size_t a = 0; a < b; a++)
			require((bc_component(&components, (uint32_t) a) ==
					 bc_component(&components, (uint32_t) b)) ==
					(bc_component(&expected, (uint32_t) a) ==
					 bc_component(&expected, (uint32_t) b)));
	}
	bc_components_free(&components, &bc_malloc_env);
	bc_components_free(&expected, &bc_malloc_env);
	return 0;
}
