/*
 * join_entries.c: what the sets of the batch join are looked up under: entries
 * of each set's rarest values, in parts by the values' hashes.
 */
#include "core/near/join_parts.h"

/* Classes up to this are of values that no other set has. */
#define ALONE			1
/*
 * Values of classes above are frequent: not looked at for the sake of fewer
 * comparisons, and what tells kin.
 */
#define FREQUENT		64
/* So many values of a set are looked through at once. */
#define STRETCH			256
/* Room for entries that is worth having. */
#define LEAST_ROOM		1024
#define LEAST_BUFFER	128
#define MOST_BUFFER		8192
/* What storage has in memory for each space, as far as can be told. */
#define SPACE_BYTES		16384
/* So many entries are read at once. */
#define CHUNK			1024

/* Which values of a set are its first: classes below, some of one. */
typedef struct Cut
{
	unsigned	class;
	size_t		left;			/* how many of that class */
} Cut;

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

static inline unsigned
part_of(const BcJoinEntries *entries, uint32_t hash)
{
	return (unsigned) ((uint64_t) hash << entries->bits >> 32);
}

/* Writes what a part's buffer has. */
static bool
flush(BcJoin *join, unsigned part)
{
	BcJoinEntries *entries = &join->entries;
	size_t		count = entries->filled[part];

	if (count == 0)
		return true;
	entries->counts[part] += count;
	entries->filled[part] = 0;
	return join->storage->append(join->storage->context, part,
								 entries->buffers +
								 part * entries->buffer_room,
								 count * sizeof(uint64_t));
}

static inline uint32_t
hash_of(uint32_t value)
{
	return value * UINT32_C(0x9E3779B1);
}

static inline bool
put_entry(BcJoin *join, uint32_t value, uint32_t number, bool entered)
{
	BcJoinEntries *entries = &join->entries;
	uint32_t	hash = hash_of(value);
	unsigned	part = part_of(entries, hash);

	if (entries->filled[part] == entries->buffer_room && !flush(join, part))
		return false;
	entries->buffers[part * entries->buffer_room + entries->filled[part]++] =
		(uint64_t) hash << 32 | (uint64_t) number << 1 | entered;
	return true;
}

/* A set's first frequent values of those that it is entered under. */
typedef struct Frequent
{
	uint64_t	first[3];		/* class, then value; ascending */
	unsigned	count;
} Frequent;

static void
add_frequent(Frequent *frequent, unsigned class, uint32_t value)
{
	uint64_t	key = (uint64_t) class << 32 | value;
	unsigned	i = frequent->count;

	if (i == 3 && key > frequent->first[2])
		return;
	if (i < 3)
		frequent->count++;
	else
		i = 2;
	for (; i > 0 && frequent->first[i - 1] > key; i--)
		frequent->first[i] = frequent->first[i - 1];
	frequent->first[i] = key;
}

static void
put_kin(BcJoin *join, uint32_t number, const Frequent *frequent)
{
	BcJoinKin	kin;

	if (frequent->count < 3)
		return;
	for (int i = 0; i < 3; i++)
		kin.hashes[i] = hash_of((uint32_t) frequent->first[i]);
	join->kin_of[number] = bc_join_find_kin(join, &kin);
}

/* Makes entries of the values before a cut, but for those of no other set. */
static bool
put_entries(BcJoin *join, uint32_t number, const uint32_t *values,
			size_t count, Cut looked_up, Cut entered)
{
	Frequent	frequent = {{0}, 0};
	unsigned	last = looked_up.class;

	for (size_t start = 0; start < count; start += STRETCH)
	{
		size_t		end = start + STRETCH < count ? start + STRETCH : count;
		uint32_t	wanted[STRETCH];
		unsigned	n = 0;

		/* without branches, which nobody could predict */
		for (size_t i = start; i < end; i++)
		{
			wanted[n] = (uint32_t) i;
			n += join->classes[i] > ALONE && join->classes[i] <= last;
		}
		for (unsigned k = 0; k < n; k++)
		{
			unsigned	class = join->classes[wanted[k]];
			bool		is_entered = before_cut(&entered, class);

			if (before_cut(&looked_up, class) &&
				!put_entry(join, values[wanted[k]], number, is_entered))
				return false;
			if (is_entered && class > FREQUENT)
				add_frequent(&frequent, class, values[wanted[k]]);
		}
	}
	if (join->kin != NULL)
		put_kin(join, number, &frequent);
	return true;
}

/* How many common values are asked for: no frequent ones for more than one. */
static unsigned
choose_hits(const uint32_t *totals, size_t entered, size_t needed)
{
	unsigned	hits = needed < BC_JOIN_HITS ?
		(unsigned) needed : BC_JOIN_HITS;

	while (hits > 1 && cut_after(totals, entered + hits).class > FREQUENT)
		hits--;
	return hits;
}

static bool
enter_set(BcJoin *join, uint32_t number, const uint32_t *values, size_t count)
{
	size_t		needed = bc_features_needed(count, join->threshold);
	size_t		entered = count - bc_join_needed_of_larger(join, count);
	uint32_t	totals[BC_CLASSES];
	size_t		alone = 0;
	unsigned	hits;

	bc_read_classes(&join->frequencies, values, count, join->classes);
	for (size_t i = 0; i < count; i++)
		alone += join->classes[i] <= ALONE;
	/* too few are left for a similar set to have in common */
	if (alone > count - needed)
		return true;
	memset(totals, 0, sizeof(totals));
	for (size_t i = 0; i < count; i++)
		totals[join->classes[i]]++;
	hits = choose_hits(totals, entered, needed);
	join->hits[number / 4] |= (uint8_t) (hits << number % 4 * 2);
	return put_entries(join, number, values, count,
					   cut_after(totals, count - needed + hits),
					   cut_after(totals, entered + hits));
}

/* One part in memory, or so many that memory has room for each. */
static bool
make_buffers(BcJoin *join)
{
	BcJoinEntries *entries = &join->entries;
	size_t		room = BC_JOIN_ENTRIES_SHARE(join->memory) / sizeof(uint64_t);
	size_t		share = BC_JOIN_BUFFERS_SHARE(join->memory);
	unsigned	parts = 1;

	entries->room = room < LEAST_ROOM ? LEAST_ROOM : room;
	if (entries->most <= entries->room)
		entries->room = entries->buffer_room = (size_t) entries->most + 1;
	else
	{
		entries->spilled = true;
		while (parts < BC_JOIN_MOST_PARTS &&
			   2 * parts * SPACE_BYTES <= share &&
			   entries->most / parts > entries->room / 5 * 4)
		{
			parts *= 2;
			entries->bits++;
		}
		room = share / sizeof(uint64_t) / parts;
		entries->buffer_room = room < LEAST_BUFFER ? LEAST_BUFFER :
			room > MOST_BUFFER ? MOST_BUFFER : room;
	}
	entries->buffers = bc_resize(join->env, NULL,
								 parts * entries->buffer_room,
								 sizeof(uint64_t));
	entries->filled = bc_resize(join->env, NULL, parts, sizeof(size_t));
	entries->counts = bc_resize(join->env, NULL, parts, sizeof(uint64_t));
	if (entries->buffers == NULL || entries->filled == NULL ||
		entries->counts == NULL)
		return false;
	memset(entries->filled, 0, parts * sizeof(size_t));
	memset(entries->counts, 0, parts * sizeof(uint64_t));
	return true;
}

/* After the last entry: what was for writing goes, arrays for reading come. */
static bool
end_buffers(BcJoin *join)
{
	BcJoinEntries *entries = &join->entries;

	if (entries->spilled)
	{
		for (unsigned part = 0; part < 1u << entries->bits; part++)
		{
			if (!flush(join, part))
				return false;
		}
		bc_free(join->env, entries->buffers);
		entries->buffers = NULL;
		entries->array = bc_resize(join->env, NULL, entries->room,
								   sizeof(uint64_t));
		if (entries->array == NULL)
			return false;
	}
	else
	{
		entries->counts[0] = entries->filled[0];
		entries->array = entries->buffers;
		entries->buffers = NULL;
	}
	entries->scratch = bc_resize(join->env, NULL, entries->room,
								 sizeof(uint64_t));
	return entries->scratch != NULL;
}

bool
bc_join_make_entries(BcJoin *join)
{
	size_t		bytes = join->sets.count / 4 + 1;
	size_t		largest = join->sets.sizes[join->sets.nsizes - 1].count;

	join->hits = bc_resize(join->env, NULL, bytes, 1);
	join->classes = bc_resize(join->env, NULL, largest + 1, 1);
	if (join->hits == NULL || join->classes == NULL || !make_buffers(join) ||
		(join->components == NULL && !bc_join_start_kin(join)))
		return false;
	memset(join->hits, 0, bytes);
	for (size_t i = 0; i < join->sets.count; i++)
	{
		size_t		count;
		const uint32_t *values = bc_join_set(join, (uint32_t) i, &count);

		if (values == NULL)
			return false;
		bc_join_count_work(join, count);
		if (count > 0 && !enter_set(join, (uint32_t) i, values, count))
			return false;
	}
	bc_frequencies_free(&join->frequencies, join->env);
	return end_buffers(join);
}

/* Twice the room, for one value that very many sets have. */
static bool
grow(BcJoin *join)
{
	BcJoinEntries *entries = &join->entries;
	uint64_t   *array;

	bc_free(join->env, entries->scratch);
	entries->scratch = NULL;
	if (entries->room > SIZE_MAX / 2)
		return false;
	array = bc_resize(join->env, entries->array, entries->room * 2,
					  sizeof(uint64_t));
	if (array == NULL)
		return false;
	entries->array = array;
	entries->room *= 2;
	entries->scratch = bc_resize(join->env, NULL, entries->room,
								 sizeof(uint64_t));
	return entries->scratch != NULL;
}

/*
 * Adds entries with hashes from first to last.  Where there is no room, last
 * comes down until there is.
 */
static bool
keep_entries(BcJoin *join, const uint64_t *more, size_t nmore, uint32_t first,
			 uint32_t *last, size_t *count)
{
	BcJoinEntries *entries = &join->entries;

	for (size_t i = 0; i < nmore; i++)
	{
		while (*count == entries->room)
		{
			size_t		kept = 0;

			if (*last == first)
			{
				if (!grow(join))
					return false;
				break;
			}
			*last = first + (*last - first) / 2;
			for (size_t k = 0; k < *count; k++)
			{
				entries->array[kept] = entries->array[k];
				kept += bc_join_entry_hash(entries->array[k]) <= *last;
			}
			bc_join_count_work(join, *count);
			*count = kept;
		}
		entries->array[*count] = more[i];
		*count += bc_join_entry_hash(more[i]) >= first &&
			bc_join_entry_hash(more[i]) <= *last;
	}
	return true;
}

/* Reads the entries of a part with hashes from first to last. */
static bool
read_entries(BcJoin *join, unsigned part, uint32_t first, uint32_t *last,
			 size_t *count)
{
	const BcJoinStorage *storage = join->storage;
	uint64_t	left = join->entries.counts[part];
	uint64_t	offset = 0;
	uint64_t	chunk[CHUNK];

	*count = 0;
	while (left > 0)
	{
		size_t		n = left < CHUNK ? (size_t) left : CHUNK;

		bc_join_count_work(join, n);
		if (!storage->read(storage->context, part, offset, chunk,
						   n * sizeof(uint64_t)) ||
			!keep_entries(join, chunk, n, first, last, count))
			return false;
		offset += n * sizeof(uint64_t);
		left -= n;
	}
	return true;
}

bool
bc_join_load_entries(BcJoin *join, unsigned part, uint32_t first,
					 uint32_t *last, size_t *count)
{
	BcJoinEntries *entries = &join->entries;
	uint64_t   *sorted;

	*last = first | (uint32_t) (UINT64_C(0xFFFFFFFF) >> entries->bits);
	if (!entries->spilled)
		*count = (size_t) entries->counts[part];
	else if (!read_entries(join, part, first, last, count))
		return false;
	sorted = bc_join_sort(join, entries->array, entries->scratch, *count, 32,
						  64 - entries->bits);
	if (sorted != entries->array)
	{
		entries->scratch = entries->array;
		entries->array = sorted;
	}
	return true;
}

void
bc_join_free_entries(BcJoin *join)
{
	BcJoinEntries *entries = &join->entries;

	bc_free(join->env, entries->buffers);
	bc_free(join->env, entries->filled);
	bc_free(join->env, entries->counts);
	bc_free(join->env, entries->array);
	bc_free(join->env, entries->scratch);
	entries->buffers = entries->array = entries->scratch = NULL;
	entries->filled = NULL;
	entries->counts = NULL;
}
