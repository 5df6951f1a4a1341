/*
 * sorter.c: entries of any number and length, in little memory and in much,
 * come out in the order of their bytes.
 */
#include "core/base.h"
#include "check.h"

#define SPACE	3

static uint32_t state;

static uint32_t
random_below(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t) ((uint64_t) (state >> 4) * n >> 28);
}

static int
compare(BcSlice a, BcSlice b)
{
	size_t		n = a.len < b.len ? a.len : b.len;
	int			order = memcmp(a.data, b.data, n);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Adds entries; what they sum up to. */
static uint64_t
add_entries(BcSorter *sorter, size_t count, size_t most, unsigned letters)
{
	uint64_t	sum = 0;

	for (size_t i = 0; i < count; i++)
	{
		size_t		len = 1 + random_below((uint32_t) most);
		unsigned char *entry = bc_sorter_room(sorter, len);
		uint64_t	hash = len;

		if (entry == NULL)
			abort();
		for (size_t k = 0; k < len; k++)
		{
			entry[k] = (unsigned char) (250 + random_below(letters));
			hash = (hash ^ entry[k]) * 1099511628211u;
		}
		sum += hash;
	}
	return sum;
}

static void
try_sorter(size_t count, size_t most, unsigned letters, size_t memory)
{
	BcMemoryStorage storage;
	BcSorter	sorter;
	BcBuffer	last;
	BcSlice		entry;
	uint64_t	sum;
	size_t		n = 0;
	bool		ordered = true;
	bool		ok;

	state = (uint32_t) (count + most + letters);
	bc_buffer_init(&last, &bc_malloc_env, SIZE_MAX);
	ok = bc_memory_storage_start(&storage, &bc_malloc_env, SPACE + 1);
	bc_sorter_start(&sorter, &bc_malloc_env, &storage.calls, SPACE, memory);
	sum = add_entries(&sorter, count, most, letters);
	check(memory < SIZE_MAX || sorter.nruns == 0, "with memory nothing is stored");
	check(count * most < 1000000 || memory == SIZE_MAX || sorter.nruns > 1,
		  "without memory there are several runs");
	ok = ok && bc_sorter_sort(&sorter, memory);
	while ((ok = ok && bc_sorter_next(&sorter, &entry)) && entry.data != NULL)
	{
		uint64_t	hash = entry.len;

		for (size_t k = 0; k < entry.len; k++)
			hash = (hash ^ entry.data[k]) * 1099511628211u;
		sum -= hash;
		ordered = ordered &&
			(n == 0 || compare((BcSlice) {last.data, last.len}, entry) <= 0);
		last.len = 0;
		bc_buffer_add(&last, entry.data, entry.len);
		n++;
	}
	check(ok && n == count && sum == 0, "what went in comes out");
	check(ordered, "and in order");
	check(ok && bc_sorter_next(&sorter, &entry) && entry.data == NULL,
		  "the end stays the end");
	bc_sorter_free(&sorter);
	check(storage.spaces[SPACE].data == NULL, "the space is given back");
	bc_memory_storage_free(&storage);
	bc_buffer_free(&last);
}

int
main(void)
{
	static const size_t counts[] = {0, 1, 2, 3, 1000, 30000};
	static const size_t lengths[] = {1, 8, 9, 40, 3000};

	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 5; k++)
		{
			if (counts[i] * lengths[k] > 5000000)
				continue;
			try_sorter(counts[i], lengths[k], 6, SIZE_MAX);
			try_sorter(counts[i], lengths[k], 2, 0);
		}
	/* one entry that is larger than all memory */
	try_sorter(3, 200000, 6, 0);
	return report();
}
