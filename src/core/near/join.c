/*
 * join.c: the batch join.
 *
 * Let |y| <= |x|, both similar to at least t, with an overlap of c: then
 * c >= ceil(t |x|), and c >= ceil(t (|x| + |y|) / (1 + t)), so that
 * c >= ceil(2 t |y| / (1 + t)).  Under any one order of the values take the
 * first value of the overlap.  At most |x| - c values of x come before it, so
 * it is among the first |x| - ceil(t |x|) + 1 of x; so too is it among the
 * first |y| - ceil(2 t |y| / (1 + t)) + 1 of y.  Each set is put under so many
 * of its first values and looked up under so many.
 *
 * The order is that of how many sets of the block have a value.  It is taken
 * from a table of small counters without the values, so values that share a
 * counter seem more frequent than they are; the proof does not mind.  A value
 * that no other set has is left out.  A template's values come last in
 * its records: they are looked up only where the records are so alike that
 * they are results, or nearly so.
 */
#include "core/near/join_block.h"

/* So many values of a set are looked through at once. */
#define STRETCH		256

/* Which values of a set are its first: classes below, some of one. */
typedef struct Cut
{
	unsigned	class;
	size_t		left;			/* how many of that class */
} Cut;

/* A set that is being compared. */
typedef struct Probe
{
	uint32_t	number;
	const uint32_t *values;
	size_t		count;
	size_t		least;			/* smaller sets cannot be similar */
	Cut			looked_up;
	Cut			entered;
} Probe;

/* Where the first wanted values end; wanted is at most their number. */
static Cut
cut_after(const uint32_t *totals, size_t wanted)
{
	Cut			cut = {0, wanted};

	while (cut.left > totals[cut.class])
		cut.left -= totals[cut.class++];
	return cut;
}

/* Whether the next value of a set, taken in its order, is before the cut. */
static inline bool
before_cut(Cut *cut, unsigned class)
{
	if (class != cut->class)
		return class < cut->class;
	if (cut->left == 0)
		return false;
	cut->left--;
	return true;
}

/* The list of a value, or the free one where it belongs. */
static BcJoinList *
find_list(const BcJoin *join, uint32_t value)
{
	size_t		place = bc_place(value, join->nlists);

	while (join->lists[place].first != BC_JOIN_FREE_LIST &&
		   join->lists[place].value != value)
	{
		if (++place == join->nlists)
			place = 0;
	}
	return &join->lists[place];
}

/* Compares the set with one of the block, unless that was done. */
static bool
matches(BcJoin *join, const Probe *probe, uint32_t row, size_t *overlap)
{
	BcJoinRow  *other = &join->rows[row];

	if (other->compared == probe->number || other->count < probe->least)
		return false;
	other->compared = probe->number;
	bc_join_count_work(join, 32);
	return bc_features_match(join->values + other->offset, other->count,
							 probe->values, probe->count, join->threshold,
							 overlap);
}

static bool
too_small(const BcJoin *join, const Probe *probe, const BcJoinEntry *entry)
{
	return join->rows[entry->row].count < probe->least;
}

/*
 * Gives match the similar ones of a list.  Every ring is of one entry, and
 * sizes descend; what is too small now is so for all sets to come.
 */
static void
walk_entries(BcJoin *join, const Probe *probe, BcJoinList *list)
{
	uint32_t   *link = &list->first;

	while (*link != BC_JOIN_NO_ENTRY)
	{
		BcJoinEntry *entry = &join->entries[*link];
		size_t		overlap;

		bc_join_count_work(join, 1);
		if (too_small(join, probe, entry))
		{
			*link = BC_JOIN_NO_ENTRY;
			return;
		}
		if (matches(join, probe, entry->row, &overlap))
			join->match(join->context, join->first + entry->row,
						probe->number, overlap,
						join->rows[entry->row].count + probe->count - overlap);
		link = &entry->next;
	}
}

/*
 * Whether the set is similar to one of the ring; if so it is united with it.
 * What is too small now is taken out of the ring, but for its start.
 */
static bool
joins_ring(BcJoin *join, const Probe *probe, BcJoinEntry *start)
{
	BcJoinEntry *entry = start;
	BcJoinEntry *next;
	size_t		overlap;

	do
	{
		bc_join_count_work(join, 1);
		if (matches(join, probe, entry->row, &overlap))
		{
			bc_components_unite(join->components, probe->number,
								join->first + entry->row);
			return true;
		}
		next = &join->entries[entry->ring];
		while (next != start && too_small(join, probe, next))
		{
			bc_join_count_work(join, 1);
			next = &join->entries[next->ring];
		}
		entry->ring = (uint32_t) (next - join->entries);
		entry = next;
	} while (entry != start);
	return false;
}

/*
 * Takes the start of a ring out of it; false where nothing is left then.  No
 * entry but this one is known to the list, so the next one moves into it.
 */
static bool
drop_start(BcJoin *join, BcJoinEntry *start)
{
	const BcJoinEntry *next = &join->entries[start->ring];

	if (next == start)
		return false;
	start->row = next->row;
	start->ring = next->ring;
	return true;
}

/*
 * Unites the set with the components of the list that it is similar to; of
 * each it need be similar to one set only.  Rings that turn out to be of the
 * set's component become one, so copies of a template cost each later copy
 * one comparison and not one for every copy before it.
 */
static void
walk_rings(BcJoin *join, const Probe *probe, BcJoinList *list)
{
	uint32_t   *link = &list->first;
	BcJoinEntry *own = NULL;

	while (*link != BC_JOIN_NO_ENTRY)
	{
		BcJoinEntry *entry = &join->entries[*link];
		uint32_t	root;

		bc_join_count_work(join, 1);
		root = bc_component(join->components, join->first + entry->row);
		if (root != bc_component(join->components, probe->number) &&
			!joins_ring(join, probe, entry))
		{
			if (too_small(join, probe, entry) && !drop_start(join, entry))
				*link = entry->next;
			else
				link = &entry->next;
		}
		else if (own == NULL)
		{
			own = entry;
			link = &entry->next;
		}
		else
		{
			uint32_t	ring = own->ring;

			own->ring = entry->ring;
			entry->ring = ring;
			*link = entry->next;
		}
	}
}

/* Puts a set of the block first into a list. */
static void
enter(BcJoin *join, uint32_t row, uint32_t value, BcJoinList *list)
{
	uint32_t	n = (uint32_t) join->nentries++;

	if (list->first == BC_JOIN_FREE_LIST)
		*list = (BcJoinList) {value, BC_JOIN_NO_ENTRY};
	join->entries[n] = (BcJoinEntry) {row, n, list->first};
	list->first = n;
}

/*
 * Compares the set with those that are under this value of it; a set of the
 * block is entered there.
 */
static void
probe_value(BcJoin *join, const Probe *probe, uint32_t value, bool entered)
{
	BcJoinList *list = find_list(join, value);

	if (list->first < BC_JOIN_FREE_LIST)
	{
		if (join->components != NULL)
			walk_rings(join, probe, list);
		else
			walk_entries(join, probe, list);
	}
	if (entered)
		enter(join, probe->number - join->first, value, list);
}

/* The values before the cuts, but for classes up to alone. */
static void
probe_values(BcJoin *join, Probe *probe, const uint8_t *classes,
			 unsigned alone, bool in_block)
{
	unsigned	last = probe->looked_up.class;

	for (size_t start = 0; start < probe->count; start += STRETCH)
	{
		size_t		end = start + STRETCH < probe->count ?
			start + STRETCH : probe->count;
		uint32_t	wanted[STRETCH];
		unsigned	n = 0;

		/* without branches, which nobody could predict */
		for (size_t i = start; i < end; i++)
		{
			wanted[n] = (uint32_t) i;
			n += classes[i] > alone && classes[i] <= last;
		}
		for (unsigned k = 0; k < n; k++)
			BC_PREFETCH(&join->lists[bc_place(probe->values[wanted[k]],
											  join->nlists)]);
		for (unsigned k = 0; k < n; k++)
		{
			unsigned	class = classes[wanted[k]];
			bool		entered = before_cut(&probe->entered, class);

			if (before_cut(&probe->looked_up, class))
				probe_value(join, probe, probe->values[wanted[k]],
							in_block && entered);
		}
	}
}

static void
probe_set(BcJoin *join, uint32_t number, const uint32_t *values, size_t count,
		  const uint8_t *classes, unsigned alone, bool in_block)
{
	size_t		least = bc_features_needed(count, join->threshold);
	size_t		looked_up = count - least + 1;
	uint32_t	totals[BC_CLASSES];
	Probe		probe;

	bc_join_count_work(join, count);
	if (count == 0 || bc_count_up_to(classes, count, alone) >= looked_up)
		return;
	memset(totals, 0, sizeof(totals));
	for (size_t i = 0; i < count; i++)
		totals[classes[i]]++;
	probe.number = number;
	probe.values = values;
	probe.count = count;
	probe.least = least;
	probe.looked_up = cut_after(totals, looked_up);
	probe.entered = cut_after(totals, bc_join_entered(join, count));
	probe_values(join, &probe, classes, alone, in_block);
}

bool
bc_join_block(BcJoin *join, bool last)
{
	/* a value that one set of the block has, a later set may have too */
	unsigned	alone = last ? 1 : 0;

	if (!bc_join_index(join, alone))
		return false;
	for (size_t i = 0; i < join->count; i++)
	{
		const BcJoinRow *row = &join->rows[i];

		probe_set(join, join->first + (uint32_t) i,
				  join->values + row->offset, row->count,
				  join->classes + row->offset, alone, true);
	}
	return true;
}

bool
bc_join_probe(BcJoin *join, uint32_t number, const uint32_t *values,
			  size_t count)
{
	bc_join_count_work(join, count);
	if (bc_more_absent(&join->frequencies, values, count, count -
					   bc_features_needed(count, join->threshold)))
		return true;
	if (count > join->probe_size)
	{
		uint8_t    *classes = bc_resize(join->env, join->probe_classes,
										bc_grown(join->probe_size, count, 1), 1);

		if (classes == NULL)
			return false;
		join->probe_classes = classes;
		join->probe_size = bc_grown(join->probe_size, count, 1);
	}
	bc_read_classes(&join->frequencies, values, count, join->probe_classes);
	probe_set(join, number, values, count, join->probe_classes, 0, false);
	return true;
}

bool
bc_join_passed(const BcJoin *join, size_t count)
{
	return join->count == 0 || join->rows[join->count - 1].count <
		bc_features_needed(count, join->threshold);
}
