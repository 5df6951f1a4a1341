/*
 * sorter.c: runs that fit into memory, sorted and stored, then merged.
 */
#include "core/base/sorter.h"

#define ALIGN			8
#define LEAST_MEMORY	((size_t) 1 << 16)
#define MOST_ARENA		((size_t) UINT32_MAX * ALIGN)
#define LEAST_READ		4096
/* What stands before an entry in storage: its length. */
#define HEAD			4
/* Fewer items are not worth a pass for each of 8 bytes. */
#define FEW				512

void
bc_sorter_start(BcSorter *sorter, const BcEnv *env, const BcStorage *storage,
				unsigned space, size_t memory)
{
	memset(sorter, 0, sizeof(*sorter));
	sorter->env = env;
	sorter->storage = storage;
	sorter->space = space;
	sorter->memory = memory < LEAST_MEMORY ? LEAST_MEMORY : memory;
}

static void
count_work(BcSorter *sorter, size_t work)
{
	sorter->work += work;
	if (sorter->work >= BC_POLL_BYTES)
	{
		sorter->work = 0;
		bc_poll(sorter->env);
	}
}

static int
compare_bytes(BcSlice a, BcSlice b)
{
	size_t		n = a.len < b.len ? a.len : b.len;
	int			order = n > 0 ? memcmp(a.data, b.data, n) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static BcSlice
entry_of(const BcSorter *sorter, const BcSorterItem *item)
{
	return (BcSlice) {sorter->arena + (size_t) item->at * ALIGN, item->len};
}

static bool
is_before(BcSorter *sorter, const BcSorterItem *a, const BcSorterItem *b)
{
	if (a->first != b->first)
		return a->first < b->first;
	count_work(sorter, 8 + (a->len < b->len ? a->len : b->len));
	return compare_bytes(entry_of(sorter, a), entry_of(sorter, b)) < 0;
}

static void
merge(BcSorter *sorter, const BcSorterItem *from, BcSorterItem *to,
	  size_t count, size_t run)
{
	for (size_t start = 0; start < count; start += 2 * run)
	{
		size_t		a = start;
		size_t		middle = run < count - start ? start + run : count;
		size_t		b = middle;
		size_t		end = run < count - middle ? middle + run : count;

		for (size_t i = start; i < end; i++)
			if (a < middle &&
				(b == end || !is_before(sorter, &from[b], &from[a])))
				to[i] = from[a++];
			else
				to[i] = from[b++];
		count_work(sorter, (end - start) * 8);
	}
}

/* The first bytes of an entry as a number, as if zeros followed it. */
static uint64_t
first_of(BcSlice entry)
{
	unsigned char bytes[8] = {0};

	if (entry.len > 0)
		memcpy(bytes, entry.data, entry.len < 8 ? entry.len : 8);
	return bc_load_ordered(bytes);
}

/* Sorts some items by merging; other has as much room. */
static void
merge_sort(BcSorter *sorter, BcSorterItem *items, BcSorterItem *other,
		   size_t count)
{
	BcSorterItem *from = items;
	BcSorterItem *to = other;

	for (size_t run = 1; run < count; run *= 2)
	{
		BcSorterItem *merged = to;

		merge(sorter, from, merged, count, run);
		to = from;
		from = merged;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
}

/* Sorts by the first bytes alone, the last of them first. */
static void
radix_sort(BcSorter *sorter, BcSorterItem *items, BcSorterItem *other,
		   size_t count)
{
	BcSorterItem *from = items;
	BcSorterItem *to = other;

	for (unsigned shift = 0; shift < 64; shift += 8)
	{
		size_t		places[256] = {0};
		size_t		sum = 0;
		BcSorterItem *sorted = to;

		for (size_t i = 0; i < count; i++)
			places[from[i].first >> shift & 255]++;
		count_work(sorter, count * 2);
		if (places[from[0].first >> shift & 255] == count)
			continue;
		for (int k = 0; k < 256; k++)
		{
			size_t		n = places[k];

			places[k] = sum;
			sum += n;
		}
		for (size_t i = 0; i < count; i++)
			sorted[places[from[i].first >> shift & 255]++] = from[i];
		count_work(sorter, count * 4);
		to = from;
		from = sorted;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
}

/* Sorts what is in memory. */
static bool
sort_items(BcSorter *sorter)
{
	size_t		count = sorter->nitems;
	BcSorterItem *items = sorter->items;
	BcSorterItem *other;

	if (count < 2)
		return true;
	for (size_t i = 0; i < count; i++)
		items[i].first = first_of(entry_of(sorter, &items[i]));
	other = bc_resize(sorter->env, NULL, count, sizeof(*other));
	if (other == NULL)
		return false;
	if (count < FEW)
		merge_sort(sorter, items, other, count);
	else
	{
		radix_sort(sorter, items, other, count);
		for (size_t i = 0, n; i < count; i += n)
		{
			for (n = 1; i + n < count; n++)
				if (items[i + n].first != items[i].first)
					break;
			if (n > 1)
				merge_sort(sorter, items + i, other + i, n);
		}
	}
	bc_free(sorter->env, other);
	return true;
}

static bool
add_run(BcSorter *sorter)
{
	if (sorter->nruns == sorter->runs_size)
	{
		size_t		size = sorter->runs_size == 0 ? 16 : sorter->runs_size * 2;
		BcSorterRun *runs = bc_resize(sorter->env, sorter->runs, size,
									  sizeof(*runs));

		if (runs == NULL)
			return false;
		sorter->runs = runs;
		sorter->runs_size = size;
	}
	memset(&sorter->runs[sorter->nruns], 0, sizeof(BcSorterRun));
	sorter->runs[sorter->nruns].offset = sorter->stored;
	sorter->nruns++;
	return true;
}

/* Makes a run of what is in memory. */
static bool
store_run(BcSorter *sorter)
{
	BcBuffer	out;
	bool		ok = sort_items(sorter) && add_run(sorter);

	bc_buffer_init(&out, sorter->env, SIZE_MAX);
	for (size_t i = 0; ok && i < sorter->nitems; i++)
	{
		BcSlice		entry = entry_of(sorter, &sorter->items[i]);
		unsigned char *head = bc_buffer_extend(&out, HEAD);

		if (head != NULL)
			bc_store32(head, (uint32_t) entry.len);
		bc_buffer_add(&out, entry.data, entry.len);
		ok = !out.failed;
		if (ok && (out.len >= BC_POLL_BYTES || i + 1 == sorter->nitems))
		{
			count_work(sorter, out.len);
			ok = sorter->storage->append(sorter->storage->context,
										 sorter->space, out.data, out.len);
			sorter->stored += out.len;
			out.len = 0;
		}
	}
	bc_buffer_free(&out);
	if (ok)
		sorter->runs[sorter->nruns - 1].end = sorter->stored;
	sorter->nitems = 0;
	sorter->arena_len = 0;
	return ok;
}

/* Makes room in an array up to what memory allows, at least for need. */
static bool
grow(BcSorter *sorter, void **array, size_t *size, size_t need, size_t unit,
	 size_t most)
{
	size_t		bigger = *size < 64 ? 64 : *size * 2;
	void	   *room;

	if (bigger > most)
		bigger = most;
	if (bigger < need)
		bigger = need;
	room = bc_resize(sorter->env, *array, bigger, unit);
	if (room == NULL)
		return false;
	*array = room;
	*size = bigger;
	return true;
}

unsigned char *
bc_sorter_room(BcSorter *sorter, size_t len)
{
	size_t		units = (len + ALIGN - 1) / ALIGN;
	/* sorting takes as much as the items again */
	size_t		used = sorter->arena_len + 2 * sizeof(BcSorterItem) *
		sorter->nitems;
	void	   *arena = sorter->arena;
	void	   *items = sorter->items;
	BcSorterItem *item;

	if (len > UINT32_MAX)
		return NULL;
	if (sorter->nitems > 0 &&
		(used + units * ALIGN + 2 * sizeof(BcSorterItem) > sorter->memory ||
		 sorter->arena_len + units * ALIGN > MOST_ARENA) &&
		!store_run(sorter))
		return NULL;
	if (sorter->arena_len + units * ALIGN > sorter->arena_size &&
		!grow(sorter, &arena, &sorter->arena_size,
			  sorter->arena_len + units * ALIGN, 1, sorter->memory))
		return NULL;
	sorter->arena = arena;
	if (sorter->nitems == sorter->items_size &&
		!grow(sorter, &items, &sorter->items_size, sorter->nitems + 1,
			  sizeof(BcSorterItem), sorter->memory / sizeof(BcSorterItem)))
		return NULL;
	sorter->items = items;
	item = &sorter->items[sorter->nitems++];
	item->at = (uint32_t) (sorter->arena_len / ALIGN);
	item->len = (uint32_t) len;
	sorter->arena_len += units * ALIGN;
	return sorter->arena + (size_t) item->at * ALIGN;
}

static BcSlice
entry_of_run(const BcSorterRun *run)
{
	return (BcSlice) {run->data + run->at + HEAD, bc_load32(run->data + run->at)};
}

/* Has so many bytes of a run from its entry on in memory. */
static bool
fill(BcSorter *sorter, BcSorterRun *run, size_t need)
{
	size_t		held = run->len - run->at;
	uint64_t	left = run->end - run->offset;
	size_t		n;

	if (held >= need)
		return true;
	if (held > 0)
		memmove(run->data, run->data + run->at, held);
	run->at = 0;
	run->len = held;
	if (need > run->room)
	{
		unsigned char *data = bc_resize(sorter->env, run->data, need, 1);

		if (data == NULL)
			return false;
		run->data = data;
		run->room = need;
	}
	n = run->room - held;
	if (n > left)
		n = (size_t) left;
	count_work(sorter, n);
	if (n < need - held ||
		!sorter->storage->read(sorter->storage->context, sorter->space,
							   run->offset, run->data + held, n))
		return false;
	run->offset += n;
	run->len += n;
	return true;
}

/* Has the next entry of a run in memory, of which there is one. */
static bool
load_entry(BcSorter *sorter, BcSorterRun *run)
{
	return fill(sorter, run, HEAD) &&
		fill(sorter, run, HEAD + (size_t) bc_load32(run->data + run->at));
}

static bool
run_is_before(const BcSorter *sorter, uint32_t a, uint32_t b)
{
	return compare_bytes(entry_of_run(&sorter->runs[a]),
						 entry_of_run(&sorter->runs[b])) < 0;
}

static void
sift_down(BcSorter *sorter, size_t at)
{
	uint32_t   *heap = sorter->heap;
	uint32_t	run = heap[at];

	for (;;)
	{
		size_t		child = 2 * at + 1;

		if (child >= sorter->heap_count)
			break;
		if (child + 1 < sorter->heap_count &&
			run_is_before(sorter, heap[child + 1], heap[child]))
			child++;
		if (!run_is_before(sorter, heap[child], run))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = run;
}

static bool
start_merge(BcSorter *sorter, size_t memory)
{
	size_t		room = memory / sorter->nruns;

	if (room < LEAST_READ)
		room = LEAST_READ;
	bc_free(sorter->env, sorter->arena);
	bc_free(sorter->env, sorter->items);
	sorter->arena = NULL;
	sorter->items = NULL;
	sorter->heap = bc_resize(sorter->env, NULL, sorter->nruns, sizeof(uint32_t));
	if (sorter->heap == NULL)
		return false;
	for (size_t i = 0; i < sorter->nruns; i++)
	{
		BcSorterRun *run = &sorter->runs[i];

		run->data = bc_resize(sorter->env, NULL, room, 1);
		if (run->data == NULL)
			return false;
		run->room = room;
		if (!load_entry(sorter, run))
			return false;
		sorter->heap[i] = (uint32_t) i;
	}
	sorter->heap_count = sorter->nruns;
	for (size_t i = sorter->nruns / 2; i-- > 0;)
		sift_down(sorter, i);
	return true;
}

bool
bc_sorter_sort(BcSorter *sorter, size_t memory)
{
	if (sorter->nruns == 0)
		return sort_items(sorter);
	return (sorter->nitems == 0 || store_run(sorter)) &&
		start_merge(sorter, memory);
}

/* Takes the entry that was given off its run. */
static bool
step(BcSorter *sorter)
{
	BcSorterRun *run = &sorter->runs[sorter->heap[0]];

	run->at += HEAD + entry_of_run(run).len;
	if (run->at < run->len || run->offset < run->end)
	{
		if (!load_entry(sorter, run))
			return false;
	}
	else
	{
		bc_free(sorter->env, run->data);
		run->data = NULL;
		sorter->heap[0] = sorter->heap[--sorter->heap_count];
	}
	if (sorter->heap_count > 0)
		sift_down(sorter, 0);
	return true;
}

bool
bc_sorter_next(BcSorter *sorter, BcSlice *entry)
{
	*entry = (BcSlice) {NULL, 0};
	if (sorter->nruns == 0)
	{
		if (sorter->next < sorter->nitems)
			*entry = entry_of(sorter, &sorter->items[sorter->next++]);
		return true;
	}
	if (sorter->taken && !step(sorter))
		return false;
	sorter->taken = sorter->heap_count > 0;
	if (sorter->taken)
		*entry = entry_of_run(&sorter->runs[sorter->heap[0]]);
	return true;
}

void
bc_sorter_free(BcSorter *sorter)
{
	for (size_t i = 0; i < sorter->nruns; i++)
		bc_free(sorter->env, sorter->runs[i].data);
	bc_free(sorter->env, sorter->runs);
	bc_free(sorter->env, sorter->heap);
	bc_free(sorter->env, sorter->arena);
	bc_free(sorter->env, sorter->items);
	if (sorter->nruns > 0)
		sorter->storage->drop(sorter->storage->context, sorter->space);
	memset(sorter, 0, sizeof(*sorter));
}
