/*
 * join.c: the batch join.
 *
 * Let |a| <= |b|, similar to at least t, with an overlap of c.  Then
 * c >= ceil(t |b|), and c >= ceil(t (|a| + |b|) / (1 + t)), so that
 * c >= ceil(2 t |a| / (1 + t)).  Take the values of all sets in any one order.
 * For h <= c, before the h-th value of the overlap come h - 1 of the overlap,
 * at most |b| - c other values of b, and at most |a| - c other values of a.  So
 * the first h values of the overlap are among
 *
 *	the first |b| - ceil(t |b|) + h values of b: b is looked up under them,
 *	the first |a| - ceil(2 t |a| / (1 + t)) + h of a: a is entered under them.
 *
 * A set chooses its h, at most ceil(t |x|), which is at most c: let it be h(a)
 * and h(b), and h the lesser one.  Then a pair that is similar is found at h
 * values at least, once at each, where values of the larger set that it is
 * looked up under meet those that the smaller one is entered under.  Other pairs
 * need not be compared.
 *
 * An example at t = 0.5: a = {1 2 5 7 8 9}, b = {1 3 5 6 7 8 9}, in this order.
 * c is 5, and 5 / 8 >= t.  a is entered under its first 6 - 4 + h, b looked up
 * under its first 7 - 4 + h values.  With h = 1 these are {1 2 5} and
 * {1 3 5 6}, which meet at 1 and 5; with h = 2 {1 2 5 7} and {1 3 5 6 7} meet
 * at 1, 5 and 7.
 *
 * The order is by how many sets have a value, rarest first.  That is counted
 * in a table without the values (frequency.h), so some seem more frequent than
 * they are, and none less: a value that seems to be in one set only is in no
 * other, so it makes no entry.  The sets' values are gone through three times:
 * when they are counted, when entries are made and when candidates are
 * compared.  Each is in order of the sets' numbers, but for the older ones of
 * the candidates.
 */
#include "core/near/join_parts.h"

bool
bc_join_start(BcJoin *join, const BcEnv *env, const BcJoinStorage *storage,
			  uint32_t threshold, size_t memory, uint64_t values)
{
	size_t		places = BC_JOIN_FREQUENCIES_SHARE(memory);

	memset(join, 0, sizeof(*join));
	join->env = env;
	join->storage = storage;
	join->threshold = threshold;
	join->memory = memory;
	return bc_frequencies_start(&join->frequencies, env,
								values < places ? (size_t) values : places);
}

bool
bc_join_add(BcJoin *join, const uint32_t *values, size_t count)
{
	size_t		needed = bc_features_needed(count, join->threshold);

	bc_join_count_work(join, 2 * count);
	bc_count_values(&join->frequencies, values, count);
	join->entries.most += count - needed +
		(needed < BC_JOIN_HITS ? needed : BC_JOIN_HITS);
	return bc_join_add_set(join, values, count);
}

/* Whether a candidate that came so often may be similar, and that matters. */
static bool
is_wanted(BcJoin *join, uint32_t newer, uint32_t older, unsigned hits)
{
	return hits >= bc_join_hits(join, newer) ||
		hits >= bc_join_hits(join, older);
}

static bool
compare_candidates(BcJoin *join)
{
	const uint32_t *values = NULL;
	size_t		count = 0;
	uint32_t	copied = UINT32_MAX;
	uint32_t	newer;
	uint32_t	older;
	unsigned	hits;

	while (bc_join_next_candidate(join, &newer, &older, &hits))
	{
		if (hits == 0)
			return true;
		bc_join_count_work(join, 8);
		if (!is_wanted(join, newer, older, hits) ||
			(join->components != NULL &&
			 bc_component(join->components, newer) ==
			 bc_component(join->components, older)))
			continue;
		if (newer != copied)
		{
			values = bc_join_copy(join, newer, &count);
			copied = newer;
		}
		if (values == NULL ||
			!bc_join_compare(join, newer, values, count, older))
			return false;
	}
	return false;
}

static bool
run(BcJoin *join)
{
	if (!bc_join_end_sets(join) || !bc_join_make_entries(join) ||
		!bc_join_make_candidates(join))
		return false;
	bc_join_free_entries(join);
	return bc_join_end_candidates(join) && compare_candidates(join);
}

bool
bc_join_pairs(BcJoin *join, BcJoinMatch match, void *context)
{
	join->match = match;
	join->context = context;
	return run(join);
}

bool
bc_join_clusters(BcJoin *join, BcComponents *components)
{
	join->components = components;
	return run(join);
}

size_t
bc_join_set_size(const BcJoin *join, uint32_t number)
{
	return bc_join_size(join, number)->count;
}

void
bc_join_free(BcJoin *join)
{
	bc_join_free_sets(join);
	bc_join_free_entries(join);
	bc_join_free_kin(join);
	bc_join_free_candidates(join);
	bc_frequencies_free(&join->frequencies, join->env);
	bc_free(join->env, join->hits);
	bc_free(join->env, join->classes);
}
