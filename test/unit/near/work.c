/*
 * work.c: how much the batch join compares and looks at, by the rule at the
 * head of its file: a pair is compared where it meets often enough, and no
 * other.  What is found does not tell that, for what is compared in vain is
 * found to be unlike.
 */
#include "core/near/join_parts.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

#define SETS		500
/* Of random ones no more, so that values are counted exactly. */
#define SOME_SETS	100
#define VALUES		60
#define MOST_ENTRIES	(SOME_SETS * VALUES)
/* What a pair is asked for at most, and from which class on values are frequent. */
#define HITS		3
#define FREQUENT	64
/* A group of more sets is gone through by rings. */
#define SMALL		16

static uint32_t state;

static uint32_t
below(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t) ((uint64_t) (state >> 4) * n >> 28);
}

/* A value of a set, in the order of the join: rarest first. */
typedef struct Value
{
	unsigned	class;
	uint32_t	value;
} Value;

typedef struct Set
{
	uint32_t	values[VALUES];
	size_t		count;
	Value		ordered[VALUES];
	size_t		needed;			/* in common with any */
	size_t		hits;			/* 0: no entries */
	size_t		looked_up;		/* of the ordered ones */
	size_t		entered;
	uint32_t	kin[HITS];
	bool		has_kin;
} Set;

static Set	sets[SETS];
static size_t nsets;
static uint32_t threshold;

static int
by_class(const void *a, const void *b)
{
	const Value *x = a;
	const Value *y = b;

	return x->class != y->class ? (x->class > y->class) - (x->class < y->class) :
		(x->value > y->value) - (x->value < y->value);
}

static int
by_value(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *) a;
	uint32_t	y = *(const uint32_t *) b;

	return (x > y) - (x < y);
}

static int
by_size(const void *a, const void *b)
{
	size_t		x = ((const Set *) a)->count;
	size_t		y = ((const Set *) b)->count;

	return (x > y) - (x < y);
}

/* Sets of a few families: some values of the family's, others of any. */
static void
make_sets(uint32_t round)
{
	bool		one = round % 8 == 0;
	uint32_t	family = one ? SOME_SETS : 2 + below(12);
	uint32_t	world = 40 + below(3000);
	uint32_t	share = one ? 80 + below(20) : 20 + below(75);

	nsets = one ? SOME_SETS - below(20) : 5 + below(SOME_SETS - 5);
	for (uint32_t i = 0; i < nsets; i++)
	{
		uint32_t	first = i / family * 1000;
		size_t		count = one ? VALUES - below(10) : 1 + below(VALUES - 1);
		size_t		kept = 0;

		for (uint32_t k = 0; k < count; k++)
			sets[i].values[k] = below(100) < share ? first + k : 1000000 + below(world);
		qsort(sets[i].values, count, sizeof(uint32_t), by_value);
		for (size_t k = 0; k < count; k++)
			if (kept == 0 || sets[i].values[kept - 1] != sets[i].values[k])
				sets[i].values[kept++] = sets[i].values[k];
		sets[i].count = round % 10 == 0 && i == 0 ? 0 : kept;
	}
	qsort(sets, nsets, sizeof(Set), by_size);
	threshold = 1 + below(BC_THRESHOLD_ONE);
}

static size_t
ceil_of(uint64_t numerator, uint64_t divisor)
{
	return (size_t) (numerator / divisor + (numerator % divisor != 0));
}

/* The first three frequent values of those that a set is entered under. */
static void
find_kin(Set *set)
{
	size_t		n = 0;

	for (size_t k = 0; k < set->entered && n < HITS; k++)
		if (set->ordered[k].class > FREQUENT)
			set->kin[n++] = set->ordered[k].value;
	set->has_kin = n == HITS;
}

/* How far each set is looked up and entered, as told in the join's comment. */
static void
make_model(size_t places)
{
	BcFrequencies table;

	if (!bc_frequencies_start(&table, &bc_malloc_env, places))
		abort();
	for (size_t i = 0; i < nsets; i++)
		bc_count_values(&table, sets[i].values, sets[i].count);
	for (size_t i = 0; i < nsets; i++)
	{
		Set		   *set = &sets[i];
		uint8_t		classes[VALUES];
		uint64_t	t = threshold;
		size_t		larger = ceil_of(2 * t * set->count, BC_THRESHOLD_ONE + t);
		size_t		alone = 0;

		bc_read_classes(&table, set->values, set->count, classes);
		for (size_t k = 0; k < set->count; k++)
		{
			set->ordered[k] = (Value) {classes[k], set->values[k]};
			alone += classes[k] <= 1;
		}
		qsort(set->ordered, set->count, sizeof(Value), by_class);
		set->needed = ceil_of(t * set->count, BC_THRESHOLD_ONE);
		set->hits = 0;
		set->has_kin = false;
		set->looked_up = set->entered = 0;
		if (set->count == 0 || set->count - alone < set->needed)
			continue;
		set->hits = set->needed < HITS ? set->needed : HITS;
		while (set->hits > 1 && set->ordered[set->count - larger + set->hits - 1].class > FREQUENT)
			set->hits--;
		set->looked_up = set->count - set->needed + set->hits;
		set->entered = set->count - larger + set->hits;
		find_kin(set);
	}
	bc_frequencies_free(&table, &bc_malloc_env);
}

/* At how many values that others have a pair meets. */
static size_t
meetings(const Set *older, const Set *newer)
{
	size_t		n = 0;

	for (size_t i = 0; i < older->entered; i++)
		for (size_t k = 0; k < newer->looked_up; k++)
			n += older->ordered[i].value == newer->ordered[k].value && older->ordered[i].class > 1;
	return n;
}

static bool
is_kin(const Set *a, const Set *b)
{
	return a->has_kin && b->has_kin && memcmp(a->kin, b->kin, sizeof(a->kin)) == 0;
}

static bool
is_similar(const Set *a, const Set *b)
{
	return bc_features_similar(a->values, a->count, b->values, b->count, threshold);
}

/* What a join does: pairs that are compared, candidates, and units of work. */
typedef struct Cost
{
	uint64_t	compared;
	size_t		candidates;		/* a pair as often as it meets */
	size_t		pairs;			/* of those */
	size_t		kin;			/* pairs that are no candidates */
	size_t		work;
} Cost;

/* Of candidates those are compared that met as often as one of the two asks, and that matter yet. */
static void
add_pair(Cost *cost, size_t older, size_t newer, BcComponents *components)
{
	const Set  *a = &sets[older];
	const Set  *b = &sets[newer];
	size_t		met = a->count >= b->needed ? meetings(a, b) : 0;

	if (met == 0)
		return;
	if (components == NULL && is_kin(a, b))
	{
		cost->compared++;
		cost->kin++;
		cost->work += a->count;
		return;
	}
	cost->candidates += met;
	cost->pairs++;
	cost->work += 8;
	if (met < a->hits && met < b->hits && met < HITS)
		return;
	if (components != NULL && bc_component(components, (uint32_t) older) == bc_component(components, (uint32_t) newer))
		return;
	cost->compared++;
	cost->work += a->count;
	if (components != NULL && is_similar(a, b))
		bc_components_unite(components, (uint32_t) older, (uint32_t) newer);
}

/* The entries, by value and then by set. */
static uint64_t entries[MOST_ENTRIES];
static size_t nentries;
static size_t largest_group;

static int
by_key(const void *a, const void *b)
{
	uint64_t	x = *(const uint64_t *) a;
	uint64_t	y = *(const uint64_t *) b;

	return (x > y) - (x < y);
}

static void
make_entries(void)
{
	size_t		start = 0;

	nentries = 0;
	for (size_t i = 0; i < nsets; i++)
		for (size_t k = 0; k < sets[i].looked_up; k++)
			if (sets[i].ordered[k].class > 1)
				entries[nentries++] = (uint64_t) sets[i].ordered[k].value << 32 | i << 1 | (k < sets[i].entered);
	qsort(entries, nentries, sizeof(entries[0]), by_key);
	largest_group = 0;
	for (size_t i = 0; i < nentries; i++)
	{
		if (entries[i] >> 32 != entries[start] >> 32)
			start = i;
		if (i + 1 - start > largest_group)
			largest_group = i + 1 - start;
	}
}

/* What goes through groups of pairs: of each set those before that are large enough. */
static size_t
work_of_groups(void)
{
	size_t		work = 0;

	for (size_t i = 0; i < nentries; i++)
		for (size_t k = i; k-- > 0 && entries[k] >> 32 == entries[i] >> 32;)
			if ((entries[k] & 1) != 0 &&
				sets[(uint32_t) entries[k] >> 1].count >= sets[(uint32_t) entries[i] >> 1].needed)
				work += 8;
	return work;
}

static Cost
expected_cost(bool clusters)
{
	Cost		cost = {0, 0, 0, 0, 0};
	BcComponents components;

	if (!bc_components_start(&components, &bc_malloc_env, nsets))
		abort();
	for (size_t b = 0; b < nsets; b++)
		for (size_t a = 0; a < b; a++)
			add_pair(&cost, a, b, clusters ? &components : NULL);
	bc_components_free(&components, &bc_malloc_env);
	/* values are counted at two each, then read; entries are gone through in groups */
	for (size_t i = 0; i < nsets; i++)
		cost.work += 3 * sets[i].count;
	cost.work += 8 * nentries + (clusters ? 0 : work_of_groups());
	cost.work += cost.candidates;
	return cost;
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap, size_t all)
{
	(void) older;
	(void) newer;
	(void) overlap;
	(void) all;
	++*(uint64_t *) context;
}

typedef struct Done
{
	uint64_t	compared;
	uint64_t	matches;
	size_t		work;
	bool		polled;
	bool		spilled;
	size_t		stored;			/* candidates */
	bool		ok;
} Done;

static void
note_poll(void *context)
{
	((Done *) context)->polled = true;
}

static Done
run_join(bool clusters, size_t memory, uint64_t values)
{
	static Storage storage;
	Done		done = {0};
	BcEnv		env = {bc_malloc_env.resize, note_poll, &done};
	BcComponents components;
	BcJoin		join;

	storage_start(&storage, LONG_MAX);
	done.ok = bc_components_start(&components, &bc_malloc_env, nsets) &&
		bc_join_start(&join, &env, &storage.calls, threshold, memory, values);
	for (size_t i = 0; i < nsets && done.ok; i++)
		done.ok = bc_join_add(&join, sets[i].values, sets[i].count);
	done.ok = done.ok && (clusters ? bc_join_clusters(&join, &components) : bc_join_pairs(&join, take_match, &done.matches));
	done.compared = join.compared;
	done.work = join.work;
	done.stored = storage.nkeys;
	done.spilled = storage.appends > 0 || storage.nkeys > 0;
	bc_join_free(&join);
	bc_components_free(&components, &bc_malloc_env);
	storage_end(&storage);
	return done;
}

/* Work of a radix sort of the numbers, by so many digits: each is counted, and moved where they differ. */
static size_t
work_of_sort(const uint64_t *keys, size_t count, unsigned from, unsigned to)
{
	size_t		work = 0;

	for (unsigned shift = from; shift < to && count > 1; shift += 11)
	{
		bool		differ = false;

		for (size_t i = 1; i < count; i++)
			differ = differ || ((keys[i] ^ keys[0]) >> shift & 2047) != 0;
		work += differ ? 16 * count : 8 * count;
	}
	return work;
}

/* Entries are sorted by the hashes of their values, candidates by the older and then the newer set. */
static size_t
work_of_sorts(bool clusters)
{
	static uint64_t keys[MOST_ENTRIES];
	static uint64_t candidates[200000];
	size_t		n = 0;
	unsigned	bits = 1;
	size_t		work;

	for (size_t i = 0; i < nentries; i++)
		keys[i] = (uint64_t) ((uint32_t) (entries[i] >> 32) * UINT32_C(0x9E3779B1)) << 32;
	work = work_of_sort(keys, nentries, 32, 64);
	for (uint64_t b = 0; b < nsets; b++)
		for (uint64_t a = 0; a < b; a++)
			if (sets[a].count >= sets[b].needed && (clusters || !is_kin(&sets[a], &sets[b])))
				for (size_t met = meetings(&sets[a], &sets[b]); met > 0 && n < 200000; met--)
					candidates[n++] = b << 33 | a << 2;
	while (nsets >> bits != 0)
		bits++;
	return work + work_of_sort(candidates, n, 2, 2 + bits) + work_of_sort(candidates, n, 33, 33 + bits);
}

static void
test_costs(void)
{
	uint64_t	compared = 0;
	int			kin = 0;
	int			vain = 0;
	int			with_work = 0;
	int			clustered = 0;
	int			stored = 0;
	bool		same = true;
	bool		as_much = true;

	state = 4;
	for (uint32_t round = 0; round < 280; round++)
	{
		size_t		values = 0;

		make_sets(round);
		for (size_t i = 0; i < nsets; i++)
			values += sets[i].count;
		make_model(values);
		make_entries();
		for (int clusters = 0; clusters < 2; clusters++)
		{
			Cost		cost = expected_cost(clusters);
			Done		done = run_join(clusters, (size_t) 1 << 24, values);
			Done		little = run_join(clusters, 65536, values);

			if (clusters && largest_group > SMALL)
				continue;
			same = same && done.ok && done.compared == cost.compared && !done.spilled &&
				little.ok && little.compared == cost.compared && little.matches == done.matches;
			if (done.compared != cost.compared || little.compared != cost.compared)
				printf("round %u: %lu and %lu compared, not %lu\n", (unsigned) round, (unsigned long) done.compared,
					   (unsigned long) little.compared, (unsigned long) cost.compared);
			compared += done.compared;
			kin += cost.kin > 0;
			vain += cost.pairs > cost.compared;
			clustered += clusters && cost.compared > 0;
			stored += little.spilled;
			if (done.polled)
				continue;
			with_work++;
			cost.work += work_of_sorts(clusters);
			if (done.work != cost.work)
				printf("round %u, %d: work of %zu, not %zu\n", (unsigned) round, clusters, done.work, cost.work);
			as_much = as_much && done.work == cost.work;
		}
	}
	check(same, "pairs are compared that meet often enough");
	check(as_much, "the work that is counted");
	printf("%lu compared; kin %d, in vain %d, clusters %d, stored %d, work %d\n", (unsigned long) compared, kin, vain,
		   clustered, stored, with_work);
	check(compared > 10000 && kin > 10 && vain > 100 && clustered > 50 && stored > 100 && with_work > 100, "worlds of every kind");
}

/*
 * Values of 64 sets are not frequent: their pairs are candidates, more than
 * there is room for.  Those of one set more are, and the sets are kin.
 */
static void
test_frequent(void)
{
	threshold = 500000;
	for (nsets = FREQUENT; nsets <= FREQUENT + 1; nsets++)
	{
		Done		done;

		for (uint32_t i = 0; i < nsets; i++)
		{
			sets[i].count = 20;
			for (uint32_t k = 0; k < 20; k++)
				sets[i].values[k] = k < 18 ? k * 50 : 1000000 + 2 * i + k;
		}
		done = run_join(false, 65536, 1 << 20);
		check(done.ok && done.matches == nsets * (nsets - 1) / 2 && done.compared == done.matches, "all pairs");
		check((done.stored > 0) == (nsets == FREQUENT), "candidates of what is not frequent");
	}
}

/*
 * Groups of 20 sets of two values: one that a group has, which they are entered
 * under, and a frequent one, by which they are alike or not.
 */
#define GROUP	20
#define GROUPS	(SETS / GROUP)

static void
make_groups(uint32_t families)
{
	nsets = SETS;
	threshold = 500000;
	for (uint32_t i = 0; i < SETS; i++)
	{
		sets[i].count = 2;
		sets[i].values[0] = i / GROUP;
		sets[i].values[1] = 1000 + i % families;
	}
}

static void
rings_compare(uint64_t of_group, const char *what)
{
	/* counted in so large a table that no two fall together */
	Done		done = run_join(true, (size_t) 1 << 24, 1 << 20);

	if (done.compared != of_group * GROUPS)
		printf("%s: %lu compared, not %lu\n", what, (unsigned long) done.compared, (unsigned long) of_group * GROUPS);
	check(done.ok && done.compared == of_group * GROUPS, what);
}

/*
 * A group with rings: a set is compared with one set of at most two rings while
 * there is credit; those that it is not found to be like are candidates, which
 * are compared later.  To compare costs 64, of which there are four at first; a
 * candidate brings 1, and one that is alike four times the cost.
 */
static void
test_rings(void)
{
	uint64_t	compared = 0;
	size_t		credit = 4 * 64;

	make_groups(1);
	rings_compare(GROUP - 1, "one ring: each set is compared with the one before");
	/* the second set finds one ring, each one after it two, of which one is its own; then all of one with all of the other */
	make_groups(2);
	rings_compare(1 + 2 * (GROUP - 2) + GROUP / 2 * GROUP / 2, "two rings");
	/* no two are alike: each is a ring of its own */
	make_groups(GROUP);
	for (size_t i = 0; i < GROUP; i++)
	{
		size_t		tries = 2;

		for (size_t ring = 0; ring < i; ring++)
		{
			if (tries > 0 && credit >= 64)
			{
				tries--;
				credit -= 64;
				compared++;
			}
			credit++;
		}
	}
	rings_compare(compared + GROUP * (GROUP - 1) / 2, "rings of one set each");
}

int
main(void)
{
	test_costs();
	test_frequent();
	test_rings();
	return report();
}
