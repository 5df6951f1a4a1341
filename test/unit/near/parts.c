/*
 * parts.c: how the batch join shares out its memory: when sets, entries and
 * candidates are stored, in how many parts, and what comes back of candidates.
 */
#include "core/near/join_parts.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

static Storage storage;

static bool
start(BcJoin *join, size_t memory, uint64_t values)
{
	storage_start(&storage, LONG_MAX);
	return bc_join_start(join, &bc_malloc_env, &storage.calls, 500000, memory, values);
}

static void
end(BcJoin *join)
{
	bc_join_free(join);
	check(storage.misused == 0, "the storage is used by its rules");
	storage_end(&storage);
}

/* Pages of 2048 values are in memory, four at least, until there is one more; all that is there comes back. */
static void
test_pages(void)
{
	static const struct
	{
		size_t		memory;
		size_t		values;
		bool		stored;
	}			cases[] = {
		{1, 4 * 2048, false}, {1, 4 * 2048 + 1, true}, {4 * 8192 * 5 - 1, 4 * 2048, false}, {4 * 8192 * 5 - 1, 4 * 2048 + 1, true},
		{4 * 8192 * 5, 5 * 2048, false}, {4 * 8192 * 5, 5 * 2048 + 1, true}, {4 * 8192 * 20, 20 * 2048, false},
		{4 * 8192 * 20, 20 * 2048 + 1, true}, {1, 50000, true}, {1, 3, false},
	};
	static uint32_t values[50000];

	for (uint32_t i = 0; i < 50000; i++)
		values[i] = i * 3;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t		first = cases[i].values / 3;
		BcJoin		join;
		size_t		count;
		const uint32_t *set;
		bool		ok;

		ok = start(&join, cases[i].memory, cases[i].values) && bc_join_add(&join, values, first) &&
			bc_join_add(&join, values + first, cases[i].values - first);
		check(ok && (storage.spaces[BC_JOIN_SETS].size > 0) == cases[i].stored, "sets in memory, or stored");
		ok = ok && bc_join_end_sets(&join);
		check(ok && (!cases[i].stored || storage.spaces[BC_JOIN_SETS].size == cases[i].values * sizeof(uint32_t)), "all of them");
		set = ok ? bc_join_set(&join, 0, &count) : NULL;
		check(set != NULL && count == first && memcmp(set, values, first * sizeof(uint32_t)) == 0, "the first set");
		set = ok ? bc_join_copy(&join, 1, &count) : NULL;
		check(set != NULL && count == cases[i].values - first &&
			  memcmp(set, values + first, count * sizeof(uint32_t)) == 0, "the second");
		end(&join);
	}
}

/*
 * Entries are in memory, or in so many parts that one has room in it, where
 * each part has some memory to be written.
 */
static void
test_entries(void)
{
	static const struct
	{
		size_t		memory;
		uint64_t	most;
		bool		spilled;
		unsigned	bits;
		size_t		buffer;
	}			cases[] = {
		{1, 1024, false, 0, 1025}, {1, 1025, true, 0, 128}, {1, 1, false, 0, 2},
		/* an eighth of memory is for 16,384 entries, of which four fifths are hoped for */
		{1 << 20, 16384, false, 0, 16385}, {1 << 20, 16385, true, 1, 8192}, {1 << 20, 26208, true, 1, 8192},
		{1 << 20, 26210, true, 2, 8192}, {1 << 20, 52416, true, 2, 8192}, {1 << 20, 52420, true, 3, 4096},
		/* a quarter for 16 parts with 16 kilobytes each */
		{1 << 20, 1000000000, true, 4, 2048}, {131072, 1000000000, true, 1, 2048}, {131068, 1000000000, true, 0, 4095},
		{16384, 1000000000, true, 0, 512}, {3200, 1000000000, true, 0, 128},
		/* no more than 256 of them */
		{1 << 27, 1000000000000, true, 8, 8192},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcJoin		join;
		bool		ok = start(&join, cases[i].memory, 1);

		join.entries.most = cases[i].most;
		ok = ok && bc_join_end_sets(&join) && bc_join_make_entries(&join);
		if (join.entries.bits != cases[i].bits || join.entries.buffer_room != cases[i].buffer)
			printf("%zu: %u bits, room for %zu\n", i, join.entries.bits, join.entries.buffer_room);
		check(ok && join.entries.spilled == cases[i].spilled && join.entries.bits == cases[i].bits &&
			  join.entries.buffer_room == cases[i].buffer, "parts of entries");
		check(storage.appends == 0, "nothing is written of nothing");
		end(&join);
	}
}

/* How many entries sets make at most: of a set those that it is looked up under. */
static void
test_most(void)
{
	static const struct
	{
		size_t		count;
		uint64_t	most;
	}			cases[] = {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 6}, {8, 7}, {100, 53}};
	static uint32_t values[100];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcJoin		join;

		check(start(&join, 1 << 20, 100) && bc_join_add(&join, values, cases[i].count) && join.entries.most == cases[i].most,
			  "entries of a set at most");
		end(&join);
	}
}

/* Pairs come several times; when there is no room they are put together, and stored where that leaves little. */
static void
try_candidates(uint32_t pairs, bool stored)
{
	BcJoin		join;
	uint32_t	newer;
	uint32_t	older;
	unsigned	hits;
	uint32_t	seen = 0;
	bool		right = true;
	bool		ok = start(&join, 1, 1);

	join.sets.count = pairs + 10;
	for (uint32_t i = 0; i < 1025 && ok; i++)
		ok = bc_join_add_candidate(&join, 3 + i % pairs, i % pairs % 5);
	check(ok && (storage.nkeys > 0) == stored, "candidates in memory, or stored");
	/* some more often than is counted */
	for (uint32_t i = 0; i < 3 && ok; i++)
		ok = bc_join_add_candidate(&join, 3, 0);
	ok = ok && bc_join_end_candidates(&join);
	while (ok && (ok = bc_join_next_candidate(&join, &newer, &older, &hits)) && hits > 0)
	{
		uint32_t	times = (1025 - seen + pairs - 1) / pairs + (seen == 0 ? 3 : 0);

		right = right && newer == 3 + seen && older == seen % 5 && hits == (times < 3 ? times : 3);
		seen++;
	}
	check(ok && right && seen == pairs, "each pair once, with how often it came");
	check(ok && bc_join_next_candidate(&join, &newer, &older, &hits) && hits == 0, "the end stays the end");
	join.sets.count = 0;
	end(&join);
}

/* Of one newer set those of older ones ascend. */
static void
test_order(void)
{
	BcJoin		join;
	uint32_t	newer;
	uint32_t	older;
	unsigned	hits;
	uint32_t	n = 0;
	bool		right = true;
	bool		ok = start(&join, 1 << 20, 1);

	join.sets.count = (size_t) 1 << 20;
	for (uint32_t i = 0; i < 5000 && ok; i++)
		ok = bc_join_add_candidate(&join, (i * 7 % 5000) % 2 == 0 ? 999999 : 524288, i * 7 % 5000 * 100);
	ok = ok && bc_join_end_candidates(&join);
	while (ok && (ok = bc_join_next_candidate(&join, &newer, &older, &hits)) && hits > 0)
	{
		right = right && newer == (n < 2500 ? 524288 : 999999) && hits == 1 &&
			older == (n < 2500 ? 2 * n + 1 : 2 * (n - 2500)) * 100;
		n++;
	}
	check(ok && right && n == 5000, "in order");
	join.sets.count = 0;
	end(&join);
}

/* Numbers in sorts of 11 bits: by some of their bits only, the rest as they came. */
static void
test_sort(void)
{
	static const unsigned ranges[][2] = {{0, 64}, {32, 64}, {2, 13}, {2, 14}, {33, 40}, {5, 5}};
	static uint64_t keys[3000];
	static uint64_t scratch[3000];

	for (size_t r = 0; r < sizeof(ranges) / sizeof(ranges[0]); r++)
		for (size_t count = 0; count < 3000; count = count * 3 + 1)
		{
			BcJoin		join;
			uint64_t	state = 5;
			unsigned	from = ranges[r][0];
			/* whole digits are sorted */
			unsigned	to = from + (ranges[r][1] - from + 10) / 11 * 11;
			uint64_t	mask = (to >= 64 ? UINT64_MAX : (UINT64_C(1) << to) - 1) & ~((UINT64_C(1) << from) - 1);
			uint64_t   *sorted;
			bool		right = true;

			if (from == ranges[r][1])
				mask = 0;
			memset(&join, 0, sizeof(join));
			join.env = &bc_malloc_env;
			for (size_t i = 0; i < count; i++)
			{
				state = state * 6364136223846793005u + 1442695040888963407u;
				/* few bits, so that some are alike; the place in what is not looked at, if anything is not */
				keys[i] = (state & UINT64_C(0x0F00F01F0F00F00F) & mask) | (~mask & (uint64_t) i << (from >= 32 ? 0 : 50));
			}
			sorted = bc_join_sort(&join, keys, scratch, count, from, ranges[r][1]);
			for (size_t i = 1; i < count; i++)
				right = right && ((sorted[i - 1] & mask) < (sorted[i] & mask) ||
								  ((sorted[i - 1] & mask) == (sorted[i] & mask) && sorted[i - 1] <= sorted[i]));
			check(right, "sorted");
		}
}

int
main(void)
{
	test_pages();
	test_entries();
	test_most();
	try_candidates(512, false);
	try_candidates(513, true);
	try_candidates(100, false);
	try_candidates(1025, true);
	test_order();
	test_sort();
	return report();
}
