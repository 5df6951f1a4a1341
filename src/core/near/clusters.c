/*
 * clusters.c: sets of features sorted by size, equal ones made one, and joined.
 *
 * An entry of the sort is the size of a set, a hash, its values and the place
 * of its record: equal sets follow each other, and their places ascend.
 *
 * Memory is shared out by phase: half of it is for the sort, then that half
 * for the join of what comes from it, which leaves a quarter to the sort of its
 * candidates.  What is kept for each record comes first, at most three
 * quarters of all.
 */
#include "core/near/clusters.h"

#define HEAD	8				/* size and hash */
#define TAIL	8				/* place */
#define HASHED	16				/* values that the hash is of */

void
bc_clusters_start(BcClusters *clusters, const BcEnv *env,
				  const BcStorage *storage, uint32_t threshold, size_t memory)
{
	memset(clusters, 0, sizeof(*clusters));
	clusters->env = env;
	clusters->storage = storage;
	clusters->threshold = threshold;
	clusters->memory = memory;
	bc_sorter_start(&clusters->sets, env, storage, BC_CLUSTERS_SETS, memory / 2);
}

/*
 * A hash of a set: of some of its values, which are hashes themselves.  Equal
 * sets follow each other by it and all their values; others rarely share it.
 */
static uint32_t
hash_of_set(const BcFeatures *set)
{
	uint64_t	h = BC_ROOT_3;
	size_t		step = set->count / HASHED + 1;

	for (size_t i = 0; i < set->count; i += step)
		h = bc_scramble(h ^ set->values[i], BC_ROOT_5);
	return (uint32_t) (bc_scramble(h, BC_ROOT_7) >> 32);
}

bool
bc_clusters_add(BcClusters *clusters, uint64_t place, const BcFeatures *set)
{
	size_t		size = set->count * sizeof(uint32_t);
	unsigned char *entry = bc_sorter_room(&clusters->sets, HEAD + size + TAIL);

	if (entry == NULL)
		return false;
	bc_store_ordered(entry, (uint64_t) set->count << 32 | hash_of_set(set));
	if (size > 0)
		memcpy(entry + HEAD, set->values, size);
	bc_store_ordered(entry + HEAD + size, place);
	clusters->values += set->count;
	clusters->records++;
	return true;
}

bool
bc_clusters_fit(const BcClusters *clusters)
{
	return clusters->records <= clusters->memory / 4 * 3 / BC_CLUSTERS_RECORD &&
		clusters->records < BC_JOIN_MOST_SETS;
}

/* What the join puts where is the storage's business; its keys are ours. */
static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	const BcStorage *storage = ((BcClusters *) context)->storage;

	return storage->append(storage->context, space, data, size);
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data,
		  size_t size)
{
	const BcStorage *storage = ((BcClusters *) context)->storage;

	return storage->read(storage->context, space, offset, data, size);
}

static void
drop(void *context, unsigned space)
{
	const BcStorage *storage = ((BcClusters *) context)->storage;

	storage->drop(storage->context, space);
}

static bool
put_key(void *context, uint64_t key)
{
	unsigned char *entry = bc_sorter_room(&((BcClusters *) context)->keys, 8);

	if (entry != NULL)
		bc_store_ordered(entry, key);
	return entry != NULL;
}

static bool
next_key(void *context, uint64_t *key)
{
	BcClusters *clusters = context;
	BcSlice		entry;

	if (!clusters->keys_sorted &&
		!bc_sorter_sort(&clusters->keys, clusters->keys.memory))
		return false;
	clusters->keys_sorted = true;
	if (!bc_sorter_next(&clusters->keys, &entry) || entry.data == NULL)
		return false;
	*key = bc_load_ordered(entry.data);
	return true;
}

static bool
make_arrays(BcClusters *clusters)
{
	const BcEnv *env = clusters->env;
	size_t		n = (size_t) clusters->records;

	clusters->places = bc_resize(env, NULL, n + 1, sizeof(uint64_t));
	clusters->starts = bc_resize(env, NULL, n + 2, sizeof(uint32_t));
	return clusters->places != NULL && clusters->starts != NULL;
}

/* Keeps the values of a set, which are compared with the next one's. */
static bool
keep(BcBuffer *last, BcSlice values)
{
	last->len = 0;
	bc_buffer_add(last, values.data, values.len);
	return !last->failed;
}

/* Adds the sets to the join, as they come from the sort. */
static bool
add_sets(BcClusters *clusters, BcBuffer *last)
{
	size_t		n = 0;
	BcSlice		entry;

	for (;;)
	{
		BcSlice		values;

		if (!bc_sorter_next(&clusters->sets, &entry))
			return false;
		if (entry.data == NULL)
			break;
		values = (BcSlice) {entry.data + HEAD, entry.len - HEAD - TAIL};
		clusters->places[n] = bc_load_ordered(values.data + values.len);
		if (n == 0 || values.len != last->len ||
			(values.len > 0 && memcmp(values.data, last->data, values.len) != 0))
		{
			/* a copy, for the join reads whole numbers */
			if (!keep(last, values) ||
				!bc_join_add(&clusters->join, (const uint32_t *) last->data,
							 values.len / sizeof(uint32_t)))
				return false;
			clusters->starts[clusters->count++] = (uint32_t) n;
		}
		n++;
	}
	clusters->starts[clusters->count] = (uint32_t) n;
	return true;
}

static bool
join_sets(BcClusters *clusters)
{
	size_t		kept = (size_t) clusters->records * BC_CLUSTERS_RECORD;
	size_t		memory = kept < clusters->memory / 4 * 3 ?
		clusters->memory - kept : clusters->memory / 4;
	BcBuffer	last;
	bool		ok;

	bc_buffer_init(&last, clusters->env, SIZE_MAX);
	bc_sorter_start(&clusters->keys, clusters->env, clusters->storage,
					BC_CLUSTERS_KEYS, memory / 4);
	clusters->joining = true;
	ok = bc_join_start(&clusters->join, clusters->env, &clusters->calls,
					   clusters->threshold, memory, clusters->values) &&
		bc_sorter_sort(&clusters->sets, memory / 8) &&
		add_sets(clusters, &last);
	bc_sorter_free(&clusters->sets);
	bc_buffer_free(&last);
	return ok &&
		bc_components_start(&clusters->components, clusters->env,
							clusters->count) &&
		bc_join_clusters(&clusters->join, &clusters->components);
}

/* The first place of a set. */
static uint64_t
place_of(const BcClusters *clusters, uint32_t set)
{
	return clusters->places[clusters->starts[set]];
}

/* Finds the first record of each cluster, and counts clusters. */
static bool
find_firsts(BcClusters *clusters)
{
	uint32_t   *firsts = bc_resize(clusters->env, NULL, clusters->count + 1,
								   sizeof(uint32_t));
	uint32_t   *sizes = firsts;

	clusters->firsts = firsts;
	if (firsts == NULL)
		return false;
	/* first how many records each has, up to two */
	memset(sizes, 0, clusters->count * sizeof(uint32_t));
	for (size_t i = 0; i < clusters->count; i++)
	{
		uint32_t	root = bc_component(&clusters->components, (uint32_t) i);
		uint32_t	records = clusters->starts[i + 1] - clusters->starts[i];

		if (sizes[root] < 2 && sizes[root] + records >= 2)
			clusters->clusters++;
		sizes[root] = sizes[root] + records < 2 ? sizes[root] + records : 2;
	}
	for (size_t i = 0; i < clusters->count; i++)
		firsts[i] = (uint32_t) i;
	for (size_t i = 0; i < clusters->count; i++)
	{
		uint32_t   *first = &firsts[bc_component(&clusters->components,
												 (uint32_t) i)];

		if (place_of(clusters, (uint32_t) i) < place_of(clusters, *first))
			*first = (uint32_t) i;
	}
	return true;
}

/* Gives the records of a set that are not the first of their cluster. */
static bool
give_set(BcClusters *clusters, uint32_t set, BcClusterMember each,
		 void *context)
{
	uint32_t	first = clusters->firsts[bc_component(&clusters->components,
													  set)];
	uint64_t	place = place_of(clusters, first);
	size_t		overlap = 1;
	size_t		all = 1;

	if (set != first &&
		!bc_join_overlap(&clusters->join, first, set, &overlap, &all))
		return false;
	for (uint32_t i = clusters->starts[set]; i < clusters->starts[set + 1]; i++)
		if (clusters->places[i] != place &&
			!each(context, clusters->places[i], place, overlap, all))
			return false;
	return true;
}

bool
bc_clusters_run(BcClusters *clusters, BcClusterMember each, void *context)
{
	clusters->calls = (BcJoinStorage) {
		append, read_back, drop, put_key, next_key, clusters
	};
	if (!make_arrays(clusters) || !join_sets(clusters) ||
		!find_firsts(clusters))
		return false;
	for (size_t i = 0; i < clusters->count; i++)
		if (!give_set(clusters, (uint32_t) i, each, context))
			return false;
	return true;
}

void
bc_clusters_free(BcClusters *clusters)
{
	if (clusters->joining)
		bc_join_free(&clusters->join);
	bc_sorter_free(&clusters->sets);
	bc_sorter_free(&clusters->keys);
	bc_components_free(&clusters->components, clusters->env);
	bc_free(clusters->env, clusters->places);
	bc_free(clusters->env, clusters->starts);
	bc_free(clusters->env, clusters->firsts);
	memset(clusters, 0, sizeof(*clusters));
}
