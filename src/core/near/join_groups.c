/*
 * join_groups.c: candidates of the batch join, from the sets that are under one
 * value: its group.
 *
 * For pairs all of a group make candidates but kin (join_kin.c).
 *
 * For clusters a set need be similar to one set of a component only, so sets
 * of one component make none.  Small groups make candidates of all others.  In
 * a large group, sets of one component form a ring, and a set is compared with
 * one set of a few rings at once: so of many copies of a template each is
 * compared once.  Candidates are made with all sets of the rings that it is
 * not found to be like.
 */
#include "core/near/join_parts.h"

/* Groups that make at most about a hundred candidates. */
#define SMALL_GROUP		16
/* So many rings a set is compared with one set of. */
#define MOST_TRIES		2
/*
 * To compare costs as much as so many candidates.  A group has credit for a
 * few; each one that finds sets alike brings more, and so do candidates.
 */
#define TRY_COST		64
#define FIRST_CREDIT	(4 * TRY_COST)
#define ALIKE_CREDIT	(4 * TRY_COST)

/*
 * A large group's arrays.  Sets that have come are in the scratch array, each
 * with a link to the next one of its ring; a ring is its first and its last.
 * Rings are where entries were that have come, of which there are as many.
 */
typedef struct Group
{
	uint64_t   *entries;
	uint64_t   *entered;
	size_t		count;			/* of entered */
	size_t		rings;
	size_t		credit;			/* for comparing */
} Group;

#define NO_LINK			UINT32_MAX

static inline uint64_t
pair(uint32_t upper, uint32_t lower)
{
	return (uint64_t) upper << 32 | lower;
}

static inline uint32_t
upper(uint64_t of_pair)
{
	return (uint32_t) (of_pair >> 32);
}

static inline uint32_t
lower(uint64_t of_pair)
{
	return (uint32_t) of_pair;
}

/*
 * Makes candidates of a set and those before that are not its kin.  Of kin
 * there is at least one; they are compared if this is the place for it.
 */
static bool
pair_with_kin(BcJoin *join, uint32_t set, uint32_t kin, bool here,
			  const uint64_t *entered, size_t count)
{
	const uint32_t *values = NULL;
	size_t		nvalues = 0;

	for (size_t i = 0; i < count; i++)
	{
		if (upper(entered[i]) != kin)
		{
			if (!bc_join_add_candidate(join, set, lower(entered[i])))
				return false;
		}
		else if (here)
		{
			if (values == NULL)
				values = bc_join_copy(join, set, &nvalues);
			if (values == NULL || !bc_join_compare(join, set, values, nvalues,
												   lower(entered[i])))
				return false;
		}
	}
	return true;
}

static bool
pair_all(BcJoin *join, uint32_t set, const uint64_t *entered, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		if (!bc_join_add_candidate(join, set, lower(entered[i])))
			return false;
	}
	return true;
}

static bool
pair_group(BcJoin *join, const uint64_t *group, size_t count,
		   uint64_t *entered)
{
	uint32_t	hash = bc_join_entry_hash(group[0]);
	size_t		n = 0;
	size_t		from = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t	set = bc_join_entry_set(group[i]);
		uint32_t	kin = join->kin_of[set];
		uint32_t	least = bc_join_size(join, set)->least;
		bool		has_kin = kin < join->kin_size;

		while (from < n && lower(entered[from]) < least)
			from++;
		bc_join_count_work(join, 8 * (n - from));
		if (!(has_kin ? pair_with_kin(join, set, kin, hash ==
									  join->kin[kin].hashes[0],
									  entered + from, n - from) :
			  pair_all(join, set, entered + from, n - from)))
			return false;
		if (bc_join_is_entered(group[i]))
			entered[n++] = pair(kin, set);
	}
	return true;
}

/* The same, but for pairs of one component. */
static bool
cluster_group(BcJoin *join, const uint64_t *group, size_t count,
			  uint64_t *entered)
{
	size_t		n = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t	set = bc_join_entry_set(group[i]);
		uint32_t	component = bc_component(join->components, set);

		if (n > 0)
		{
			uint32_t	least = bc_join_size(join, set)->least;

			for (size_t k = 0; k < n; k++)
			{
				if (lower(entered[k]) >= least &&
					upper(entered[k]) != component &&
					!bc_join_add_candidate(join, set, lower(entered[k])))
					return false;
			}
		}
		if (bc_join_is_entered(group[i]))
			entered[n++] = pair(component, set);
	}
	return true;
}

/* Compares the set, whose copy is made by the first call, with another. */
static bool
compare(BcJoin *join, uint32_t set, const uint32_t **values, uint32_t other,
		bool *similar)
{
	size_t		count = bc_join_size(join, set)->count;
	const uint32_t *others;
	size_t		nothers;
	size_t		overlap;

	if (*values == NULL)
		*values = bc_join_copy(join, set, &count);
	others = *values == NULL ? NULL : bc_join_set(join, other, &nothers);
	if (others == NULL)
		return false;
	bc_join_count_work(join, 32);
	join->compared++;
	*similar = bc_features_match(others, nothers, *values, count,
								 join->threshold, &overlap);
	return true;
}

/*
 * Makes candidates of the set and those of a ring that are large enough; what
 * is too small now is so for all sets to come, and is taken out of the ring.
 */
static bool
walk_ring(BcJoin *join, Group *group, size_t ring, uint32_t set)
{
	uint32_t	least = bc_join_size(join, set)->least;
	uint32_t	at = upper(group->entries[ring]);
	uint32_t	first = NO_LINK;
	uint32_t	last = NO_LINK;

	while (at != NO_LINK)
	{
		uint32_t	other = upper(group->entered[at]);
		uint32_t	next = lower(group->entered[at]);

		bc_join_count_work(join, 8);
		if (other >= least)
		{
			if (!bc_join_add_candidate(join, set, other))
				return false;
			group->credit++;
			if (first == NO_LINK)
				first = at;
			else
				group->entered[last] = pair(upper(group->entered[last]), at);
			last = at;
		}
		at = next;
	}
	if (last != NO_LINK)
		group->entered[last] = pair(upper(group->entered[last]), NO_LINK);
	group->entries[ring] = pair(first, last);
	return true;
}

/* Appends a ring to another one, and takes it out. */
static void
unite_rings(Group *group, size_t ring, size_t with)
{
	uint32_t	last = lower(group->entries[ring]);
	uint32_t	first = upper(group->entries[with]);

	group->entered[last] = pair(upper(group->entered[last]), first);
	group->entries[ring] = pair(upper(group->entries[ring]),
								lower(group->entries[with]));
	group->entries[with] = group->entries[--group->rings];
}

/*
 * Compares a set with the rings; its own, where there is one, becomes the
 * first.
 */
static bool
visit_rings(BcJoin *join, Group *group, uint32_t set, bool *has_own)
{
	uint32_t	least = bc_join_size(join, set)->least;
	const uint32_t *values = NULL;
	int			tries = 0;
	size_t		own = SIZE_MAX;

	for (size_t ring = 0; ring < group->rings;)
	{
		uint32_t	latest = upper(group->entered[lower(group->entries[ring])]);
		bool		alike = bc_component(join->components, latest) ==
			bc_component(join->components, set);

		bc_join_count_work(join, 8);
		if (!alike && tries < MOST_TRIES && latest >= least &&
			group->credit >= TRY_COST)
		{
			tries++;
			group->credit -= TRY_COST;
			if (!compare(join, set, &values, latest, &alike))
				return false;
			if (alike)
			{
				bc_components_unite(join->components, set, latest);
				group->credit += ALIKE_CREDIT;
			}
		}
		if (!alike)
		{
			if (!walk_ring(join, group, ring, set))
				return false;
			if (upper(group->entries[ring]) == NO_LINK)
				group->entries[ring] = group->entries[--group->rings];
			else
				ring++;
		}
		else if (own == SIZE_MAX)
			own = ring++;
		else
			unite_rings(group, own, ring);
	}
	*has_own = own != SIZE_MAX;
	if (*has_own)
	{
		uint64_t	ring = group->entries[own];

		group->entries[own] = group->entries[0];
		group->entries[0] = ring;
	}
	return true;
}

/* Appends a set to the first ring, or makes that a ring of it. */
static void
enter_ring(Group *group, uint32_t set, bool has_own)
{
	uint32_t	at = (uint32_t) group->count++;

	group->entered[at] = pair(set, NO_LINK);
	if (has_own)
	{
		uint32_t	last = lower(group->entries[0]);

		group->entered[last] = pair(upper(group->entered[last]), at);
		group->entries[0] = pair(upper(group->entries[0]), at);
	}
	else
	{
		group->entries[group->rings++] = group->entries[0];
		group->entries[0] = pair(at, at);
	}
}

static bool
ring_group(BcJoin *join, uint64_t *entries, size_t count, uint64_t *entered)
{
	Group		group = {entries, entered, 0, 0, FIRST_CREDIT};

	for (size_t i = 0; i < count; i++)
	{
		uint64_t	entry = entries[i];
		uint32_t	set = bc_join_entry_set(entry);
		bool		has_own;

		if (!visit_rings(join, &group, set, &has_own))
			return false;
		if (bc_join_is_entered(entry))
			enter_ring(&group, set, has_own);
	}
	return true;
}

/* The groups of entries that are sorted. */
static bool
visit_groups(BcJoin *join, uint64_t *entries, size_t count, uint64_t *scratch)
{
	size_t		end;

	for (size_t start = 0; start < count; start = end)
	{
		uint32_t	hash = bc_join_entry_hash(entries[start]);
		size_t		n;
		bool		ok;

		for (end = start + 1; end < count; end++)
		{
			if (bc_join_entry_hash(entries[end]) != hash)
				break;
		}
		n = end - start;
		bc_join_count_work(join, 8 * n);
		if (n == 1)
			continue;
		if (join->components == NULL)
			ok = pair_group(join, entries + start, n, scratch);
		else if (n <= SMALL_GROUP)
			ok = cluster_group(join, entries + start, n, scratch);
		else
			ok = ring_group(join, entries + start, n, scratch);
		if (!ok)
			return false;
	}
	return true;
}

bool
bc_join_make_candidates(BcJoin *join)
{
	unsigned	bits = join->entries.bits;

	for (unsigned part = 0; part < 1u << bits; part++)
	{
		uint64_t	first = ((uint64_t) part << 32) >> bits;
		uint64_t	end = ((uint64_t) (part + 1) << 32) >> bits;

		while (first < end)
		{
			uint32_t	last;
			size_t		count;

			if (!bc_join_load_entries(join, part, (uint32_t) first, &last,
									  &count) ||
				!visit_groups(join, join->entries.array, count,
							  join->entries.scratch))
				return false;
			first = (uint64_t) last + 1;
		}
		if (join->entries.spilled)
			join->storage->drop(join->storage->context, part);
	}
	return true;
}
