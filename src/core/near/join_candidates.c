/*
 * join_candidates.c: the candidates of the batch join: pairs of sets, as often
 * as they share a value that counts.
 *
 * A key is the newer set, the older one and, in two bits, how often the pair
 * came, up to three times.  When there is no more room, keys are sorted and
 * those of one pair become one.  When that leaves little room, they go to the
 * storage's sort.
 */
#include "core/near/join_parts.h"

#define FIRST_ROOM		1024
#define PAIR_BITS		UINT64_C(3)

static size_t
most_room(const BcJoin *join)
{
	size_t		room = BC_JOIN_CANDIDATES_SHARE(join->memory) /
		sizeof(uint64_t);

	return room < FIRST_ROOM ? FIRST_ROOM : room;
}

/* Adds up how often a pair came. */
static inline uint64_t
add_keys(uint64_t a, uint64_t b)
{
	uint64_t	times = (a & PAIR_BITS) + (b & PAIR_BITS);

	return (a & ~PAIR_BITS) | (times < BC_JOIN_HITS ? times : BC_JOIN_HITS);
}

/* Sorts the keys and makes one of those of each pair. */
static void
combine(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;
	size_t		count = candidates->count;
	unsigned	bits = 1;
	uint64_t   *sorted;
	size_t		n = 0;

	while (join->sets.count >> bits != 0)
		bits++;
	sorted = bc_join_sort(join, candidates->keys, candidates->scratch, count,
						  2, 2 + bits);
	sorted = bc_join_sort(join, sorted, sorted == candidates->keys ?
						  candidates->scratch : candidates->keys, count,
						  33, 33 + bits);
	if (sorted != candidates->keys)
	{
		candidates->scratch = candidates->keys;
		candidates->keys = sorted;
	}
	for (size_t i = 0; i < count; i++)
	{
		if (n > 0 && sorted[n - 1] >> 2 == sorted[i] >> 2)
			sorted[n - 1] = add_keys(sorted[n - 1], sorted[i]);
		else
			sorted[n++] = sorted[i];
	}
	bc_join_count_work(join, count);
	candidates->count = n;
}

static bool
spill(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;

	for (size_t i = 0; i < candidates->count; i++)
	{
		bc_join_count_work(join, 32);
		if (!join->storage->put(join->storage->context, candidates->keys[i]))
			return false;
	}
	candidates->spilled += candidates->count;
	candidates->count = 0;
	return true;
}

/* Twice the room, as far as there is some. */
static bool
grow(BcJoin *join, size_t most)
{
	BcJoinCandidates *candidates = &join->candidates;
	size_t		room = candidates->room == 0 ? FIRST_ROOM :
		candidates->room < most / 2 ? candidates->room * 2 : most;
	uint64_t   *keys;

	bc_free(join->env, candidates->scratch);
	candidates->scratch = NULL;
	keys = bc_resize(join->env, candidates->keys, room, sizeof(*keys));
	if (keys == NULL)
		return false;
	candidates->keys = keys;
	candidates->scratch = bc_resize(join->env, NULL, room, sizeof(*keys));
	if (candidates->scratch == NULL)
		return false;
	candidates->room = room;
	return true;
}

bool
bc_join_make_room(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;
	size_t		most = most_room(join);

	if (candidates->room < most)
		return grow(join, most);
	combine(join);
	return candidates->count <= most / 2 || spill(join);
}

bool
bc_join_end_candidates(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;

	if (candidates->count > 0)
		combine(join);
	if (candidates->spilled == 0)
		return true;
	if (!spill(join))
		return false;
	/* the memory is for what takes them out */
	bc_join_free_candidates(join);
	candidates->keys = bc_resize(join->env, NULL, 1, sizeof(uint64_t));
	if (candidates->keys == NULL ||
		!join->storage->next(join->storage->context, candidates->keys))
		return false;
	candidates->count = 1;
	candidates->spilled--;
	return true;
}

/* The next key; false where the storage failed.  count is 0 after the last. */
static bool
advance(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;

	if (++candidates->next < candidates->count)
		return true;
	candidates->next = 0;
	candidates->count = 0;
	if (candidates->spilled == 0)
		return true;
	candidates->spilled--;
	candidates->count = 1;
	return join->storage->next(join->storage->context, candidates->keys);
}

bool
bc_join_next_candidate(BcJoin *join, uint32_t *newer, uint32_t *older,
					   unsigned *hits)
{
	BcJoinCandidates *candidates = &join->candidates;
	uint64_t	key;

	*hits = 0;
	if (candidates->count == 0)
		return true;
	key = candidates->keys[candidates->next];
	for (;;)
	{
		if (!advance(join))
			return false;
		if (candidates->count == 0 ||
			candidates->keys[candidates->next] >> 2 != key >> 2)
			break;
		key = add_keys(key, candidates->keys[candidates->next]);
	}
	*newer = (uint32_t) (key >> 33);
	*older = (uint32_t) (key >> 2) & INT32_MAX;
	*hits = (unsigned) (key & PAIR_BITS);
	return true;
}

void
bc_join_free_candidates(BcJoin *join)
{
	BcJoinCandidates *candidates = &join->candidates;

	bc_free(join->env, candidates->keys);
	bc_free(join->env, candidates->scratch);
	candidates->keys = candidates->scratch = NULL;
	candidates->room = 0;
}
