/*
 * index.c: sets of features by their first values.
 */
#include "core/near/index.h"

void
bc_index_start(BcIndex *index, const BcEnv *env, uint32_t threshold)
{
	memset(index, 0, sizeof(*index));
	index->env = env;
	index->threshold = threshold;
}

void
bc_index_free(BcIndex *index)
{
	bc_free(index->env, index->values);
	bc_free(index->env, index->sets);
	bc_free(index->env, index->entries);
	bc_free(index->env, index->keys);
	bc_free(index->env, index->heads);
	memset(index, 0, sizeof(*index));
}

/* Under how many of its values a set is entered. */
static size_t
prefix_of(const BcIndex *index, size_t count)
{
	return count == 0 ? 0 :
		count - bc_features_needed(count, index->threshold) + 1;
}

/* The place of a value in the table: its own, or the free one it would have. */
static uint32_t
find_key(const BcIndex *index, uint32_t value)
{
	uint32_t	mask = index->keys_size - 1;
	uint32_t	at = value * UINT32_C(0x9E3779B1);

	at = (at ^ at >> 15) & mask;
	while (index->heads[at] != 0 && index->keys[at] != value)
		at = (at + 1) & mask;
	return at;
}

/* A table twice as large. */
static bool
grow_keys(BcIndex *index)
{
	BcIndex		old = *index;
	uint32_t	size = old.keys_size == 0 ? 1024 : old.keys_size * 2;

	index->keys = bc_resize(old.env, NULL, size, sizeof(uint32_t));
	index->heads = bc_resize(old.env, NULL, size, sizeof(uint32_t));
	if (size == 0 || index->keys == NULL || index->heads == NULL)
	{
		bc_free(old.env, index->keys);
		bc_free(old.env, index->heads);
		index->keys = old.keys;
		index->heads = old.heads;
		return false;
	}
	memset(index->heads, 0, size * sizeof(uint32_t));
	index->keys_size = size;
	for (uint32_t i = 0; i < old.keys_size; i++)
		if (old.heads[i] != 0)
		{
			uint32_t	at = find_key(index, old.keys[i]);

			index->keys[at] = old.keys[i];
			index->heads[at] = old.heads[i];
		}
	bc_free(old.env, old.keys);
	bc_free(old.env, old.heads);
	return true;
}

/* Room for so many more of an array's members. */
static bool
make_room(const BcEnv *env, void **array, uint64_t *size, uint64_t need,
		  size_t unit)
{
	uint64_t	bigger = *size < 64 ? 64 : *size * 2;
	void	   *room;

	if (need <= *size)
		return true;
	if (bigger < need)
		bigger = need;
	if (bigger > SIZE_MAX)
		return false;
	room = bc_resize(env, *array, (size_t) bigger, unit);
	if (room == NULL)
		return false;
	*array = room;
	*size = bigger;
	return true;
}

/* The same where there are fewer than 2^32. */
static bool
make_room32(const BcEnv *env, void **array, uint32_t *size, uint64_t need,
			size_t unit)
{
	uint64_t	wide = *size;

	if (need >= UINT32_MAX / 2 || !make_room(env, array, &wide, need, unit))
		return false;
	*size = (uint32_t) wide;
	return true;
}

static bool
reserve(BcIndex *index, size_t count, size_t prefix)
{
	void	   *values = index->values;
	void	   *sets = index->sets;
	void	   *entries = index->entries;
	bool		ok;

	ok = make_room(index->env, &values, &index->values_size,
				   index->nvalues + count, sizeof(uint32_t));
	index->values = values;
	ok = ok && make_room32(index->env, &sets, &index->sets_size,
						   (uint64_t) index->nsets + 1, sizeof(BcIndexSet));
	index->sets = sets;
	ok = ok && make_room32(index->env, &entries, &index->entries_size,
						   (uint64_t) index->nentries + prefix + 1,
						   sizeof(BcIndexEntry));
	index->entries = entries;
	while (ok && index->nkeys + prefix >= index->keys_size / 2)
		ok = grow_keys(index);
	return ok;
}

bool
bc_index_add(BcIndex *index, const BcFeatures *set)
{
	size_t		prefix = prefix_of(index, set->count);

	if (!reserve(index, set->count, prefix))
		return false;
	if (set->count > 0)
		memcpy(index->values + index->nvalues, set->values,
			   set->count * sizeof(uint32_t));
	index->sets[index->nsets] = (BcIndexSet) {
		index->nvalues, (uint32_t) set->count, index->question
	};
	index->nvalues += set->count;
	for (size_t i = 0; i < prefix; i++)
	{
		uint32_t	at = find_key(index, set->values[i]);

		index->nkeys += index->heads[at] == 0;
		index->nentries++;
		index->entries[index->nentries] = (BcIndexEntry) {
			index->nsets, index->heads[at]
		};
		index->keys[at] = set->values[i];
		index->heads[at] = index->nentries;
	}
	index->nsets++;
	return true;
}

/* Compares a set that was not yet; false ends the search. */
static bool
try_set(BcIndex *index, uint32_t number, const BcFeatures *asked,
		BcIndexMatch match, void *context)
{
	BcIndexSet *set = &index->sets[number];
	size_t		overlap;

	if (set->asked == index->question)
		return true;
	set->asked = index->question;
	if (!bc_features_match(index->values + set->at, set->count, asked->values,
						   asked->count, index->threshold, &overlap))
		return true;
	return match(context, number, overlap,
				 set->count + asked->count - overlap);
}

/* Every question has a number of its own; when they end, they begin anew. */
static void
next_question(BcIndex *index)
{
	if (++index->question != 0)
		return;
	for (uint32_t i = 0; i < index->nsets; i++)
		index->sets[i].asked = 0;
	index->question = 1;
}

void
bc_index_find(BcIndex *index, const BcFeatures *set, BcIndexMatch match,
			  void *context)
{
	size_t		prefix = prefix_of(index, set->count);
	size_t		work = 0;

	next_question(index);
	for (size_t i = 0; i < prefix && index->keys_size > 0; i++)
	{
		uint32_t	entry = index->heads[find_key(index, set->values[i])];

		for (; entry != 0; entry = index->entries[entry].next)
		{
			work += set->count;
			if (work >= BC_POLL_BYTES)
			{
				work = 0;
				bc_poll(index->env);
			}
			if (!try_set(index, index->entries[entry].set, set, match, context))
				return;
		}
	}
}
