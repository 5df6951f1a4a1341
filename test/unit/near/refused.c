/*
 * refused.c: where the storage refuses one call and no other, the batch join
 * and the clusters say so, whichever call that is; and what ends them.
 */
#include "core/near.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

#define SETS		400
#define VALUES		40
#define MOST_CALLS	200000
/* So little that sets, entries and candidates are stored. */
#define MEMORY		((size_t) 65536)

/* What is called, and which call is refused. */
typedef struct Calls
{
	unsigned char kinds[MOST_CALLS];
	long		count;
	long		refused;
} Calls;

static Calls calls;

static bool
granted(unsigned char kind)
{
	if (calls.count < MOST_CALLS)
		calls.kinds[calls.count] = kind;
	return calls.count++ != calls.refused;
}

static Storage join_storage;
static BcMemoryStorage memory_storage;

/* The calls of a join, of which those of sets are a kind of their own. */
static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	return granted(space == BC_JOIN_SETS ? 'S' : 'a') && storage_append(context, space, data, size);
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data, size_t size)
{
	return granted(space == BC_JOIN_SETS ? 's' : 'r') && storage_read(context, space, offset, data, size);
}

static bool
put(void *context, uint64_t key)
{
	return granted('p') && storage_put(context, key);
}

static bool
next(void *context, uint64_t *key)
{
	return granted('n') && storage_next(context, key);
}

/* And those of clusters, each space being a kind. */
static bool
append_to(void *context, unsigned space, const void *data, size_t size)
{
	const BcStorage *storage = &memory_storage.calls;

	(void) context;
	return granted(space < BC_JOIN_SETS ? 'a' : (unsigned char) (space - BC_JOIN_SETS + 'A')) &&
		storage->append(storage->context, space, data, size);
}

static bool
read_from(void *context, unsigned space, uint64_t offset, void *data, size_t size)
{
	const BcStorage *storage = &memory_storage.calls;

	(void) context;
	return granted(space < BC_JOIN_SETS ? 'r' : (unsigned char) (space - BC_JOIN_SETS + 'R')) &&
		storage->read(storage->context, space, offset, data, size);
}

static void
drop_space(void *context, unsigned space)
{
	(void) context;
	memory_storage.calls.drop(memory_storage.calls.context, space);
}

/*
 * Sets in families: each has some values of its family's, as many as makes them
 * similar or not, and others of its own.
 */
static uint32_t values[SETS][VALUES];

static void
make_sets(size_t family, size_t shared)
{
	for (uint32_t i = 0; i < SETS; i++)
	{
		uint32_t	first = (uint32_t) (i / family * 100);

		for (uint32_t k = 0; k < VALUES; k++)
			values[i][k] = k < shared ? first + k : 100000 + i * VALUES + k;
	}
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap, size_t all)
{
	(void) older;
	(void) newer;
	(void) overlap;
	(void) all;
	++*(long *) context;
}

static bool
run_join(bool clusters)
{
	BcJoin		join;
	BcComponents components;
	long		matches = 0;
	bool		ok;

	calls.count = 0;
	storage_start(&join_storage, LONG_MAX);
	join_storage.calls = (BcJoinStorage) {append, read_back, storage_drop, put, next, &join_storage};
	ok = bc_components_start(&components, &bc_malloc_env, SETS) &&
		bc_join_start(&join, &bc_malloc_env, &join_storage.calls, 500000, MEMORY, SETS * VALUES);
	for (size_t i = 0; i < SETS && ok; i++)
		ok = bc_join_add(&join, values[i], VALUES);
	ok = ok && (clusters ? bc_join_clusters(&join, &components) : bc_join_pairs(&join, take_match, &matches));
	bc_join_free(&join);
	bc_components_free(&components, &bc_malloc_env);
	storage_end(&join_storage);
	return ok;
}

static bool
run_pairs(void)
{
	return run_join(false);
}

static bool
run_components(void)
{
	return run_join(true);
}

static size_t members;

static bool
take_member(void *context, uint64_t place, uint64_t first, size_t overlap, size_t all)
{
	(void) place;
	(void) first;
	(void) overlap;
	(void) all;
	members++;
	return members != *(size_t *) context;
}

static bool
run_until(size_t last, uint64_t *count)
{
	BcStorage	storage = {append_to, read_from, drop_space, NULL};
	BcClusters	clusters;
	bool		ok = bc_memory_storage_start(&memory_storage, &bc_malloc_env, BC_CLUSTERS_SPACES);

	calls.count = 0;
	members = 0;
	bc_clusters_start(&clusters, &bc_malloc_env, &storage, 500000, MEMORY + SETS * BC_CLUSTERS_RECORD);
	for (size_t i = 0; i < SETS && ok; i++)
		ok = bc_clusters_add(&clusters, i, &(BcFeatures) {values[i], VALUES, VALUES});
	ok = ok && bc_clusters_run(&clusters, take_member, &last);
	*count = clusters.clusters;
	bc_clusters_free(&clusters);
	for (unsigned space = BC_CLUSTERS_SETS; ok && space < BC_CLUSTERS_SPACES; space++)
		check(memory_storage.spaces[space].data == NULL, "spaces are given back");
	bc_memory_storage_free(&memory_storage);
	return ok;
}

static bool
run_clusters(void)
{
	uint64_t	count;

	return run_until(SIZE_MAX, &count);
}

/* Notes the first and the last call of each kind behind each other one. */
static size_t
choose_calls(long count, long *chosen)
{
	static long first[256][256];
	static long last[256][256];
	size_t		n = 0;

	memset(first, 0, sizeof(first));
	memset(last, 0, sizeof(last));
	for (long i = 0; i < count; i++)
	{
		unsigned char before = i > 0 ? calls.kinds[i - 1] : 0;

		if (first[before][calls.kinds[i]] == 0)
			first[before][calls.kinds[i]] = i + 1;
		last[before][calls.kinds[i]] = i + 1;
	}
	for (int before = 0; before < 256; before++)
		for (int kind = 0; kind < 256; kind++)
		{
			if (last[before][kind] > 0)
				chosen[n++] = last[before][kind] - 1;
			if (last[before][kind] > first[before][kind])
				chosen[n++] = first[before][kind] - 1;
		}
	return n;
}

/* Runs it once for each call that is refused; of the kinds there are all those that are wanted. */
static void
every_call(const char *what, bool (*run) (void), const char *kinds)
{
	static long chosen[2 * 256];
	size_t		n;
	bool		told = true;
	bool		ended = true;

	calls.refused = -1;
	check(run() && calls.count < MOST_CALLS, what);
	n = choose_calls(calls.count, chosen);
	printf("%s: %zu of %ld calls refused\n", what, n, calls.count);
	for (const char *kind = kinds; *kind != '\0'; kind++)
	{
		bool		found = false;

		for (size_t i = 0; i < n; i++)
			found = found || calls.kinds[chosen[i]] == (unsigned char) *kind;
		if (!found)
			printf("%s: no call %c\n", what, *kind);
		check(found, "a call of each kind");
	}
	for (size_t i = 0; i < n; i++)
	{
		calls.refused = chosen[i];
		told = told && !run();
		/* two sets are asked for before either is looked at */
		ended = ended && calls.count <= chosen[i] + 2;
	}
	check(told, what);
	check(ended, "hardly anything is called after that");
}

static void
test_end(void)
{
	uint64_t	count;

	calls.refused = -1;
	make_sets(40, 30);
	/* each but the first of a family is told */
	check(run_until(SIZE_MAX, &count) && count == SETS / 40 && members == SETS - SETS / 40, "members of clusters");
	check(!run_until(1, &count) && members == 1, "the first one ends it");
	check(!run_until(50, &count) && members == 50, "so does another");
	check(!run_until(SETS - SETS / 40, &count), "so does the last");
}

int
main(void)
{
	/* similar, in groups that are small or have rings */
	make_sets(14, 30);
	every_call("pairs of small families", run_pairs, "Ssarpn");
	every_call("components of small families", run_components, "Ssar");
	make_sets(40, 30);
	every_call("components of large families", run_components, "Ssar");
	every_call("clusters", run_clusters, "ABRSar");
	/* not similar: candidates of all */
	make_sets(56, 26);
	every_call("components of nothing", run_components, "Ssarpn");
	every_call("clusters of nothing", run_clusters, "ABCRSTar");
	test_end();
	return report();
}
