/*
 * join_sets.c: the sets of the batch join, in memory or in storage.
 *
 * Sets ascend in size, so what is known of each follows from its number and
 * the few sizes that there are.  Values are in pages.  When there are more
 * than memory has room for, all go to storage, and memory becomes a cache in
 * which each page of the storage has one place.
 */
#include "core/near/join_parts.h"

#define PAGE_VALUES		2048
#define PAGE_BYTES		(PAGE_VALUES * sizeof(uint32_t))
#define LEAST_PAGES		4
#define NO_PAGE			UINT64_MAX
/* A number is looked for in sizes from one of about so many places on. */
#define STARTS			4096

static size_t
most_pages(const BcJoin *join)
{
	size_t		pages = BC_JOIN_SETS_SHARE(join->memory) / PAGE_BYTES;

	return pages < LEAST_PAGES ? LEAST_PAGES : pages;
}

/* One more page. */
static bool
add_page(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;

	if (sets->npages == sets->pages_size)
	{
		size_t		size = sets->pages_size == 0 ? 16 : sets->pages_size * 2;
		uint32_t  **pages = bc_resize(join->env, sets->pages, size,
									  sizeof(*pages));

		if (pages == NULL)
			return false;
		sets->pages = pages;
		sets->pages_size = size;
	}
	sets->pages[sets->npages] = bc_resize(join->env, NULL, PAGE_VALUES,
										  sizeof(uint32_t));
	if (sets->pages[sets->npages] == NULL)
		return false;
	sets->npages++;
	return true;
}

/* Writes what is not in storage yet, which begins on one page. */
static bool
store_page(BcJoin *join, const uint32_t *page)
{
	BcJoinSets *sets = &join->sets;
	uint64_t	left = sets->nvalues - sets->stored;
	size_t		count = left < PAGE_VALUES ? (size_t) left : PAGE_VALUES;

	bc_join_count_work(join, PAGE_BYTES);
	sets->stored += count;
	return count == 0 ||
		join->storage->append(join->storage->context, BC_JOIN_SETS, page,
							  count * sizeof(uint32_t));
}

/* Moves all pages to storage. */
static bool
spill(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;

	sets->held = bc_resize(join->env, NULL, sets->npages, sizeof(*sets->held));
	if (sets->held == NULL)
		return false;
	for (size_t i = 0; i < sets->npages; i++)
	{
		if (!store_page(join, sets->pages[i]))
			return false;
		sets->held[i] = NO_PAGE;
	}
	sets->spilled = true;
	return true;
}

/* The page that the next value comes on, where pages before are full. */
static bool
next_page(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;

	if (sets->spilled)
		return store_page(join, sets->pages[0]);
	if (sets->npages < most_pages(join))
		return add_page(join);
	return spill(join);
}

static bool
add_values(BcJoin *join, const uint32_t *values, size_t count)
{
	BcJoinSets *sets = &join->sets;

	while (count > 0)
	{
		size_t		at = sets->nvalues % PAGE_VALUES;
		size_t		n = count < PAGE_VALUES - at ? count : PAGE_VALUES - at;

		if (at == 0 && !next_page(join))
			return false;
		memcpy(sets->pages[sets->spilled ? 0 : sets->npages - 1] + at, values,
			   n * sizeof(*values));
		sets->nvalues += n;
		values += n;
		count -= n;
	}
	return true;
}

/* Begins a size; there is room for the mark at the end, too. */
static bool
add_size(BcJoin *join, uint32_t count)
{
	BcJoinSets *sets = &join->sets;
	size_t		least = bc_features_needed(count, join->threshold);

	if (sets->nsizes + 2 > sets->sizes_size)
	{
		size_t		size = sets->sizes_size == 0 ? 256 : sets->sizes_size * 2;
		BcJoinSize *sizes = bc_resize(join->env, sets->sizes, size,
									  sizeof(*sizes));

		if (sizes == NULL)
			return false;
		sets->sizes = sizes;
		sets->sizes_size = size;
	}
	sets->sizes[sets->nsizes++] = (BcJoinSize) {
		count, (uint32_t) sets->count, 0, sets->nvalues
	};
	while (sets->sizes[sets->similar].count < least)
		sets->similar++;
	sets->sizes[sets->nsizes - 1].least = sets->sizes[sets->similar].first;
	return true;
}

bool
bc_join_add_set(BcJoin *join, const uint32_t *values, size_t count)
{
	BcJoinSets *sets = &join->sets;

	if (sets->count == BC_JOIN_MOST_SETS)
		return false;
	if ((sets->nsizes == 0 || sets->sizes[sets->nsizes - 1].count != count) &&
		!add_size(join, (uint32_t) count))
		return false;
	sets->count++;
	return add_values(join, values, count);
}

/* Makes the table that tells where to look for a number. */
static bool
make_starts(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;
	size_t		size = 0;
	size_t		count;

	while (sets->count >> sets->shift > STARTS)
		sets->shift++;
	count = (sets->count >> sets->shift) + 1;
	sets->starts = bc_resize(join->env, NULL, count, sizeof(*sets->starts));
	if (sets->starts == NULL)
		return false;
	sets->sizes[sets->nsizes] = (BcJoinSize) {
		0, UINT32_MAX, 0, sets->nvalues
	};
	for (size_t i = 0; i < count; i++)
	{
		while (sets->sizes[size + 1].first <= i << sets->shift)
			size++;
		sets->starts[i] = (uint32_t) size;
	}
	return true;
}

bool
bc_join_end_sets(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;
	size_t		largest;

	/* with no set at all there is a size still */
	if (sets->nsizes == 0 && !add_size(join, 0))
		return false;
	largest = sets->sizes[sets->nsizes - 1].count;
	if (!make_starts(join))
		return false;
	sets->apart = bc_resize(join->env, NULL, largest + 1, sizeof(uint32_t));
	sets->copy = bc_resize(join->env, NULL, largest + 1, sizeof(uint32_t));
	if (sets->apart == NULL || sets->copy == NULL)
		return false;
	return !sets->spilled || store_page(join, sets->pages[0]);
}

/* A page of all values; NULL where the storage failed. */
static const uint32_t *
get_page(BcJoin *join, uint64_t page)
{
	BcJoinSets *sets = &join->sets;
	uint64_t	left = sets->nvalues - page * PAGE_VALUES;
	size_t		count = left < PAGE_VALUES ? (size_t) left : PAGE_VALUES;
	size_t		place;

	if (!sets->spilled)
		return sets->pages[page];
	place = page % sets->npages;
	if (sets->held[place] == page)
		return sets->pages[place];
	bc_join_count_work(join, PAGE_BYTES);
	sets->held[place] = NO_PAGE;
	if (!join->storage->read(join->storage->context, BC_JOIN_SETS,
							 page * PAGE_BYTES, sets->pages[place],
							 count * sizeof(uint32_t)))
		return NULL;
	sets->held[place] = page;
	return sets->pages[place];
}

/* Copies values, page by page. */
static const uint32_t *
copy_values(BcJoin *join, uint64_t offset, size_t count, uint32_t *to)
{
	for (size_t done = 0; done < count;)
	{
		size_t		at = (offset + done) % PAGE_VALUES;
		size_t		n = count - done < PAGE_VALUES - at ?
			count - done : PAGE_VALUES - at;
		const uint32_t *page = get_page(join, (offset + done) / PAGE_VALUES);

		if (page == NULL)
			return NULL;
		memcpy(to + done, page + at, n * sizeof(*to));
		done += n;
	}
	return to;
}

static uint64_t
find_set(const BcJoin *join, uint32_t number, size_t *count)
{
	const BcJoinSize *size = bc_join_size(join, number);

	*count = size->count;
	return size->offset + (uint64_t) (number - size->first) * size->count;
}

const uint32_t *
bc_join_set(BcJoin *join, uint32_t number, size_t *count)
{
	uint64_t	offset = find_set(join, number, count);
	size_t		at = offset % PAGE_VALUES;
	const uint32_t *page;

	if (*count == 0 || *count > PAGE_VALUES - at)
		return copy_values(join, offset, *count, join->sets.apart);
	page = get_page(join, offset / PAGE_VALUES);
	return page == NULL ? NULL : page + at;
}

const uint32_t *
bc_join_copy(BcJoin *join, uint32_t number, size_t *count)
{
	uint64_t	offset = find_set(join, number, count);

	return copy_values(join, offset, *count, join->sets.copy);
}

void
bc_join_free_sets(BcJoin *join)
{
	BcJoinSets *sets = &join->sets;

	for (size_t i = 0; i < sets->npages; i++)
		bc_free(join->env, sets->pages[i]);
	bc_free(join->env, sets->pages);
	bc_free(join->env, sets->held);
	bc_free(join->env, sets->sizes);
	bc_free(join->env, sets->starts);
	bc_free(join->env, sets->apart);
	bc_free(join->env, sets->copy);
}
