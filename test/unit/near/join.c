/*
 * join.c: the batch join against comparing all with all, on sets made to be
 * hard: small worlds of values, copies, templates, chains, long among short.
 */
#include "core/near.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

#define MOST_SETS	160
#define MOST_VALUES	90

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

typedef struct Set
{
	uint32_t	values[MOST_VALUES];
	size_t		count;
} Set;

typedef struct World
{
	Set			sets[MOST_SETS];
	size_t		count;
	/* of each pair, older first: how often it was given, and its overlap */
	int			given[MOST_SETS][MOST_SETS];
	size_t		overlaps[MOST_SETS][MOST_SETS];
	long		spilled;		/* joins that used the storage */
	long		sorted;			/* and its sort */
	long		misused;
	long		calls;			/* of the last join's storage */
} World;

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

static void
finish_set(Set *set)
{
	size_t		kept = 0;

	qsort(set->values, set->count, sizeof(uint32_t), compare_values);
	for (size_t i = 0; i < set->count; i++)
	{
		if (kept == 0 || set->values[kept - 1] != set->values[i])
			set->values[kept++] = set->values[i];
	}
	set->count = kept;
}

/*
 * Sets that are new, changed copies of one before, or the first one with a
 * few values of their own; of values below a limit, low or high bits.
 */
static void
make_world(World *world, uint32_t *state)
{
	uint32_t	limit = 2 + next_random(state) % (1 + next_random(state) % 4000);
	uint32_t	most = 1 + next_random(state) % MOST_VALUES;
	uint32_t	kind = next_random(state) % 4;
	int			shift = next_random(state) % 2 * 18;

	world->count = next_random(state) % (MOST_SETS + 1);
	for (size_t i = 0; i < world->count; i++)
	{
		Set		   *set = &world->sets[i];
		uint32_t	changes;

		if (i == 0 || kind == 0 || next_random(state) % 4 == 0)
		{
			set->count = next_random(state) % (most + 1);
			changes = (uint32_t) set->count;
			for (size_t k = 0; k < set->count; k++)
				set->values[k] = next_random(state) % limit << shift;
		}
		else
		{
			*set = world->sets[kind == 1 ? 0 : next_random(state) % i];
			changes = next_random(state) % (1 + (uint32_t) set->count / 3);
			if (kind == 2 && set->count < MOST_VALUES)
				set->values[set->count++] = next_random(state) % limit << shift;
		}
		for (uint32_t k = 0; k < changes; k++)
			set->values[next_random(state) % set->count] =
				next_random(state) % limit << shift;
		finish_set(set);
	}
	qsort(world->sets, world->count, sizeof(Set), compare_sets);
	memset(world->given, 0, sizeof(world->given));
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap,
			size_t all)
{
	World	   *world = context;

	world->given[older][newer] += all + overlap ==
		world->sets[older].count + world->sets[newer].count ? 1 : 1000;
	world->overlaps[older][newer] = overlap;
}

/* Adds the sets and joins them; false where it failed. */
static bool
join_world(World *world, BcJoin *join, BcComponents *components)
{
	for (size_t i = 0; i < world->count; i++)
	{
		if (!bc_join_add(join, world->sets[i].values, world->sets[i].count))
			return false;
	}
	if (components != NULL)
		return bc_join_clusters(join, components);
	return bc_join_pairs(join, take_match, world);
}

/* The whole join; false where it failed. */
static bool
run_join(World *world, uint32_t threshold, size_t memory,
		 BcComponents *components, long granted)
{
	static Storage storage;
	BcJoin		join;
	uint64_t	values = 0;
	bool		ok;

	for (size_t i = 0; i < world->count; i++)
		values += world->sets[i].count;
	storage_start(&storage, granted);
	ok = bc_join_start(&join, &bc_malloc_env, &storage.calls, threshold,
					   memory, values) &&
		join_world(world, &join, components);
	bc_join_free(&join);
	world->spilled += storage.appends > 0;
	world->sorted += storage.nkeys > 0;
	world->misused += storage.misused;
	/* the parts, which are before the sets, are given back when they are done */
	for (unsigned part = 0; ok && part < BC_JOIN_MOST_PARTS; part++)
		world->misused += storage.spaces[part].size > 0 && !storage.spaces[part].dropped;
	world->calls = granted - storage.left;
	storage_end(&storage);
	return ok;
}

static bool
is_similar(const World *world, size_t a, size_t b, uint32_t threshold,
		   size_t *overlap)
{
	const Set  *x = &world->sets[a];
	const Set  *y = &world->sets[b];

	*overlap = bc_features_overlap(x->values, x->count, y->values, y->count);
	return (uint64_t) *overlap * BC_THRESHOLD_ONE >=
		(uint64_t) threshold * (x->count + y->count - *overlap);
}

/* Empty sets are the caller's part: they are equal, and like no other. */
static int
wrong_pairs(const World *world, uint32_t threshold, int *similar)
{
	int			wrong = 0;

	for (size_t b = 0; b < world->count; b++)
	{
		for (size_t a = 0; a < b; a++)
		{
			size_t		overlap;
			bool		expected = is_similar(world, a, b, threshold, &overlap) &&
				overlap > 0;

			*similar += expected;
			wrong += world->given[a][b] != expected ||
				(expected && world->overlaps[a][b] != overlap);
		}
	}
	return wrong;
}

/* Components by spreading the least number until nothing changes. */
static int
wrong_components(const World *world, uint32_t threshold,
				 BcComponents *components)
{
	size_t		least[MOST_SETS];
	bool		changed = true;
	int			wrong = 0;

	for (size_t i = 0; i < world->count; i++)
		least[i] = i;
	while (changed)
	{
		changed = false;
		for (size_t b = 0; b < world->count; b++)
		{
			for (size_t a = 0; a < b; a++)
			{
				size_t		overlap;

				if (least[a] == least[b] ||
					!is_similar(world, a, b, threshold, &overlap) ||
					overlap == 0)
					continue;
				if (least[a] < least[b])
					least[b] = least[a];
				else
					least[a] = least[b];
				changed = true;
			}
		}
	}
	for (size_t b = 0; b < world->count; b++)
	{
		for (size_t a = 0; a < b; a++)
			wrong += (least[a] == least[b]) !=
				(bc_component(components, (uint32_t) a) ==
				 bc_component(components, (uint32_t) b));
	}
	return wrong;
}

static void
test_random(void)
{
	static World world;
	uint32_t	state = 5;
	int			similar = 0;
	int			wrong = 0;
	int			wrong_clusters = 0;
	size_t		sets = 0;
	bool		ok = true;

	for (int round = 0; round < 700; round++)
	{
		uint32_t	t = round % 7 == 0 ? BC_THRESHOLD_ONE :
			1 + next_random(&state) % BC_THRESHOLD_ONE;
		size_t		memory = round % 3 == 0 ? 1 :
			1000 + next_random(&state) % 1000000;
		BcComponents components;

		make_world(&world, &state);
		sets += world.count;
		ok &= run_join(&world, t, memory, NULL, LONG_MAX);
		wrong += wrong_pairs(&world, t, &similar);
		ok &= bc_components_start(&components, &bc_malloc_env, world.count) &&
			run_join(&world, t, memory, &components, LONG_MAX);
		wrong_clusters += wrong_components(&world, t, &components);
		bc_components_free(&components, &bc_malloc_env);
	}
	check(ok, "the joins run");
	check(wrong == 0, "pairs agree with comparing all with all");
	check(wrong_clusters == 0, "clusters agree with comparing all with all");
	check(sets > 30000 && similar > 100000, "enough sets and pairs");
	check(world.misused == 0, "the storage is used by its rules");
	check(world.spilled > 100 && world.sorted > 100, "it is used often");
	printf("storage used by %ld joins of 1400, its sort by %ld\n",
		   world.spilled, world.sorted);
}

/* Where the storage fails the join says so, at whichever call. */
static void
test_refusal(void)
{
	static World world;
	uint32_t	state = 11;
	long		calls;
	BcComponents components;
	bool		told = true;

	do
		make_world(&world, &state);
	while (world.count < MOST_SETS - 20 || world.sets[MOST_SETS / 2].count < 40);
	check(bc_components_start(&components, &bc_malloc_env, world.count) &&
		  run_join(&world, 500000, 1, NULL, LONG_MAX), "without refusal");
	calls = world.calls;
	check(calls > 10, "the storage is called");
	for (long n = 0; n < calls; n += 1 + calls / 50)
		told &= !run_join(&world, 500000, 1, NULL, n);
	told &= !run_join(&world, 500000, 1, NULL, calls - 1);
	check(told, "a refusal is told");
	check(!run_join(&world, 500000, 1, &components, 5), "of clusters, too");
	bc_components_free(&components, &bc_malloc_env);
}

typedef struct Count
{
	uint64_t	matches;
	uint64_t	polls;
} Count;

static void
count_match(void *context, uint32_t older, uint32_t newer, size_t overlap,
			size_t all)
{
	Count	   *count = context;

	(void) older;
	(void) newer;
	(void) overlap;
	(void) all;
	count->matches++;
}

static void
count_poll(void *context)
{
	Count	   *count = context;

	count->polls++;
}

/*
 * Many records of one template: fixed values, most of which all have, and as
 * many of their own.  The work is what shows whether it is quadratic: to go
 * through all pairs of 30,000 sets is 50,000 polls.
 */
static uint64_t
join_template(size_t sets, size_t fixed, size_t own, uint32_t threshold,
			  bool clusters, size_t memory, uint64_t *polls)
{
	Count		count = {0, 0};
	BcEnv		env = bc_malloc_env;
	BcComponents components;
	static Storage storage;
	BcJoin		join;
	uint32_t	values[MOST_VALUES];
	bool		ok;

	env.poll = count_poll;
	env.context = &count;
	storage_start(&storage, LONG_MAX);
	ok = bc_components_start(&components, &bc_malloc_env, sets) &&
		bc_join_start(&join, &env, &storage.calls, threshold,
					  memory, sets * (fixed + own));
	for (size_t i = 0; i < sets; i++)
	{
		for (size_t k = 0; k < fixed; k++)
			values[k] = (uint32_t) k;
		for (size_t k = 0; k < own; k++)
			values[fixed + k] = (uint32_t) (1000 + i * own + k);
		ok = ok && bc_join_add(&join, values, fixed + own);
	}
	ok = ok && (clusters ? bc_join_clusters(&join, &components) :
				bc_join_pairs(&join, count_match, &count));
	for (size_t i = 1; clusters && i < sets; i++)
		count.matches += bc_component(&components, (uint32_t) i) ==
			bc_component(&components, 0);
	bc_join_free(&join);
	bc_components_free(&components, &bc_malloc_env);
	storage_end(&storage);
	*polls = count.polls;
	return ok ? count.matches : UINT64_MAX;
}

/* Sets that hold one another, one of each size: how many pairs are similar, and the polls. */
static uint64_t
join_nested(size_t sets, uint32_t threshold, uint64_t *polls)
{
	Count		count = {0, 0};
	BcEnv		env = bc_malloc_env;
	static Storage storage;
	BcJoin		join;
	uint32_t   *values = malloc(sets * sizeof(*values));
	bool		ok;

	env.poll = count_poll;
	env.context = &count;
	storage_start(&storage, LONG_MAX);
	ok = bc_join_start(&join, &env, &storage.calls, threshold, (size_t) 1 << 24,
					   sets * sets);
	for (size_t i = 0; i < sets; i++)
	{
		values[i] = (uint32_t) i * 7;
		ok = ok && bc_join_add(&join, values, i + 1);
	}
	ok = ok && bc_join_pairs(&join, count_match, &count);
	bc_join_free(&join);
	storage_end(&storage);
	free(values);
	*polls = count.polls;
	return ok ? count.matches : UINT64_MAX;
}

#define MEMORY	((size_t) 1 << 24)

/*
 * The work is the same on every processor whose pointers are as long; a
 * twentieth more or less may change.
 */
static void
check_polls(uint64_t polls, uint64_t usual, const char *what)
{
	bool		ok = (polls * 20 >= usual * 19 && polls * 20 <= usual * 21) || sizeof(void *) < 8;

	if (!ok)
		printf("%lu polls, not %lu\n", (unsigned long) polls, (unsigned long) usual);
	check(ok, what);
}

static void
test_templates(void)
{
	uint64_t	polls;
	uint64_t	nested = 0;

	check(join_template(300, 57, 3, 700000, false, MEMORY, &polls) ==
		  300 * 299 / 2, "all pairs of a template");
	check_polls(polls, 88, "pairs of a template");
	check(join_template(2000, 57, 3, 700000, false, 1, &polls) ==
		  2000 * 1999 / 2, "with hardly any memory, too");
	check_polls(polls, 11027, "hardly any memory");
	check(join_template(30000, 57, 3, 700000, true, MEMORY, &polls) == 29999,
		  "clusters do not visit the pairs of a template");
	check_polls(polls, 772, "clusters of a template");
	check(join_template(4000, 57, 3, 700000, true, 1, &polls) == 3999,
		  "with hardly any memory, too");
	check_polls(polls, 112, "clusters with hardly any memory");
	check(join_template(30000, 48, 12, 700000, false, MEMORY, &polls) == 0,
		  "a template that is not enough costs nothing");
	check_polls(polls, 457, "a template that is not enough");
	check(join_template(30000, 10, 50, 700000, false, MEMORY, &polls) == 0,
		  "nor do common phrases");
	check_polls(polls, 303, "common phrases");
	/* of n values those of seven tenths of n and more are similar */
	for (size_t n = 1; n <= 300; n++)
		nested += n - (7 * n + 9) / 10;
	check(join_nested(300, 700000, &polls) == nested, "sets that hold one another");
	check_polls(polls, 224, "sets of many sizes");
}

int
main(void)
{
	test_random();
	test_refusal();
	test_templates();
	return report();
}
