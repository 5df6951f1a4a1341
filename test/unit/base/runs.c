/*
 * runs.c: what a sorter holds in memory and what it stores, how much it reads
 * at once, and the work that it counts.
 */
#include "core/base.h"

#include "check.h"

#define LEAST_MEMORY	((size_t) 65536)
/* What an entry costs beside its bytes: an item, and as much again to sort. */
#define ITEM			(2 * sizeof(BcSorterItem))

/* Bytes that are asked for now, the most there were, and more than may be. */
typedef struct Bytes
{
	size_t		now;
	size_t		most;
	size_t		limit;
	bool		too_much;
	long		polls;
} Bytes;

static Bytes bytes;

/* The size of a block stands before it. */
static void *
resize(void *context, void *ptr, size_t size)
{
	Bytes	   *b = context;
	size_t	   *block = ptr == NULL ? NULL : (size_t *) ptr - 2;

	if (size > b->limit)
	{
		b->too_much = true;
		return NULL;
	}
	b->now -= block == NULL ? 0 : *block;
	if (size == 0)
	{
		free(block);
		return NULL;
	}
	block = realloc(block, size + 2 * sizeof(size_t));
	if (block == NULL)
		abort();
	*block = size;
	b->now += size;
	b->most = b->now > b->most ? b->now : b->most;
	return block + 2;
}

static void
poll(void *context)
{
	((Bytes *) context)->polls++;
}

static const BcEnv env = {resize, poll, &bytes};

/* What is appended and read, by size. */
static BcMemoryStorage memory;
static size_t appended[64];
static size_t nappended;
static size_t read_at_once[64];
static size_t nread;

static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	(void) context;
	if (nappended < 64)
		appended[nappended] = size;
	nappended++;
	return memory.calls.append(memory.calls.context, space, data, size);
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data, size_t size)
{
	(void) context;
	if (nread < 64)
		read_at_once[nread] = size;
	nread++;
	return memory.calls.read(memory.calls.context, space, offset, data, size);
}

static void
drop(void *context, unsigned space)
{
	(void) context;
	memory.calls.drop(memory.calls.context, space);
}

static const BcStorage storage = {append, read_back, drop, NULL};

static void
start(BcSorter *sorter, size_t size)
{
	memset(&bytes, 0, sizeof(bytes));
	bytes.limit = SIZE_MAX;
	nappended = nread = 0;
	if (!bc_memory_storage_start(&memory, &bc_malloc_env, 1))
		abort();
	bc_sorter_start(sorter, &env, &storage, 0, size);
}

static void
end(BcSorter *sorter)
{
	bc_sorter_free(sorter);
	check(bytes.now == 0, "given back");
	bc_memory_storage_free(&memory);
}

/* So many entries of a length, each a number, descending, in its last bytes. */
static bool
add(BcSorter *sorter, size_t count, size_t len)
{
	for (size_t i = 0; i < count; i++)
	{
		unsigned char *room = bc_sorter_room(sorter, len);
		uint64_t	left = count - i;

		if (room == NULL)
			return false;
		memset(room, 0, len);
		for (size_t k = len; k-- > 0 && left > 0; left >>= 8)
			room[k] = (unsigned char) left;
	}
	return true;
}

/* Takes them out again: ascending numbers. */
static bool
take(BcSorter *sorter, size_t count, size_t len)
{
	BcSlice		entry;

	for (size_t i = 1; i <= count; i++)
	{
		uint64_t	number = 0;

		if (!bc_sorter_next(sorter, &entry) || entry.data == NULL || entry.len != len)
			return false;
		for (size_t k = 0; k < len; k++)
			number = number << 8 | entry.data[k];
		if (number != i)
			return false;
	}
	return bc_sorter_next(sorter, &entry) && entry.data == NULL;
}

/* Entries stay in memory while there is room for them and for sorting them. */
static void
test_room(void)
{
	static const struct
	{
		size_t		memory;
		size_t		len;
		size_t		count;
		size_t		runs;
	}			cases[] = {
		/* an entry takes whole eights */
		{0, 32, 1024, 0}, {0, 32, 1025, 1}, {0, 25, 1024, 0}, {0, 25, 1025, 1}, {0, 24, 1170, 0}, {0, 24, 1171, 1},
		{LEAST_MEMORY + 64, 32, 1025, 0}, {LEAST_MEMORY + 64, 32, 1026, 1}, {LEAST_MEMORY - 1, 32, 1024, 0},
		/* one has room, however large */
		{0, 100000, 1, 0}, {0, 100000, 2, 1}, {0, 100000, 3, 2}, {0, 65536 - 2 * 32 - 8, 2, 1},
		/* more runs than there is room for at first */
		{0, 40000, 40, 39},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcSorter	sorter;

		start(&sorter, cases[i].memory);
		check(add(&sorter, cases[i].count, cases[i].len), "memory");
		if (sorter.nruns != cases[i].runs)
			printf("%zu entries of %zu bytes: %zu runs\n", cases[i].count, cases[i].len, sorter.nruns);
		check(sorter.nruns == cases[i].runs || sizeof(BcSorterItem) != 16, "runs that are stored");
		check(bc_sorter_sort(&sorter, cases[i].memory) && take(&sorter, cases[i].count, cases[i].len), "sorted");
		end(&sorter);
	}
}

/* A beginning comes before what it begins, and nothing first of all. */
static void
test_lengths(void)
{
	BcSorter	sorter;
	BcSlice		entry;
	bool		ok = true;
	size_t		before = 0;

	for (size_t count = 8; count < 3000; count *= 7)
		for (int stored = 0; stored < 2; stored++)
		{
			start(&sorter, stored ? 0 : SIZE_MAX);
			for (size_t i = 0; i < count && ok; i++)
			{
				/* of zeros, as if more followed: told apart by their lengths alone */
				size_t		len = (i + 1) * 5 % 17;
				unsigned char *room = bc_sorter_room(&sorter, len);

				ok = room != NULL;
				memset(room, 0, len);
			}
			ok = ok && (!stored || sorter.nitems == 0 || sorter.nruns > 0 || count < 1000) && bc_sorter_sort(&sorter, 0);
			before = 0;
			for (size_t i = 0; i < count && ok; i++)
			{
				ok = bc_sorter_next(&sorter, &entry) && entry.data != NULL && entry.len >= before;
				before = entry.len;
			}
			check(ok && bc_sorter_next(&sorter, &entry) && entry.data == NULL && (before == 16 || count < 17), "by length");
			end(&sorter);
		}
}

/* What is stored goes in pieces of the size that is polled for, the rest at the end. */
static void
test_pieces(void)
{
	BcSorter	sorter;

	start(&sorter, (size_t) 1 << 20);
	/* with its length an entry is a sixteenth of a piece */
	check(add(&sorter, 40, BC_POLL_BYTES / 16 - 4), "memory");
	/* one more makes a run of them */
	check(bc_sorter_room(&sorter, (size_t) 1 << 20) != NULL && sorter.nruns == 1, "a run");
	check(nappended == 3 && appended[0] == BC_POLL_BYTES && appended[1] == BC_POLL_BYTES &&
		  appended[2] == BC_POLL_BYTES / 2, "two pieces and the rest");
	check(sorter.stored == 40 * BC_POLL_BYTES / 16, "the bytes that are stored");
	end(&sorter);
	/* exactly a piece */
	start(&sorter, (size_t) 1 << 20);
	check(add(&sorter, 16, BC_POLL_BYTES / 16 - 4) && bc_sorter_room(&sorter, (size_t) 1 << 20) != NULL &&
		  nappended == 1 && appended[0] == BC_POLL_BYTES, "one piece");
	end(&sorter);
}

/* Runs share memory to be read back; a little is read at once at least. */
static void
test_reads(void)
{
	static const struct
	{
		size_t		memory;
		size_t		first;
	}			cases[] = {{0, 4096}, {3 * 4096 + 2, 4096}, {3 * 4097, 4097}, {3 * 8000 + 2, 8000}, {3 * 30000, 30000}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcSorter	sorter;

		start(&sorter, 0);
		/* three runs of 1024 entries */
		check(add(&sorter, 3 * 1024, 32) && (sorter.nruns == 2 || sizeof(BcSorterItem) != 16), "runs");
		check(bc_sorter_sort(&sorter, cases[i].memory) &&
			  (sizeof(BcSorterItem) != 16 || (nread == 3 && read_at_once[0] == cases[i].first &&
											  read_at_once[1] == cases[i].first && read_at_once[2] == cases[i].first)),
			  "what is read at first");
		check(sorter.arena == NULL && sorter.items == NULL, "what was in memory is not any more");
		check(take(&sorter, 3 * 1024, 32), "sorted");
		for (size_t k = 0; k < nread && k < 64; k++)
			check(read_at_once[k] <= cases[i].first, "and later");
		end(&sorter);
	}
}

/* It takes as much memory as it is given. */
static void
test_memory(void)
{
	static const size_t lengths[] = {8, 100, 4000};

	for (size_t i = 0; i < 3; i++)
	{
		size_t		size = (size_t) 1 << 20;
		size_t		count = 3 * size / lengths[i];
		BcSorter	sorter;

		start(&sorter, size);
		check(add(&sorter, count, lengths[i]), "memory");
		/* beside it what is being stored, and rooms that double */
		check(bytes.most > size / 2 && bytes.most <= size * 3 / 2 + 3 * BC_POLL_BYTES, "while entries are added");
		check(bc_sorter_sort(&sorter, size / 4), "sorted");
		bytes.most = bytes.now;
		check(take(&sorter, count, lengths[i]) && bytes.most <= size / 4 + BC_POLL_BYTES, "later");
		check(bytes.now <= BC_POLL_BYTES, "runs that are empty are given back");
		end(&sorter);
	}
}

/* More than 2^32 bytes are no entry; the last that is one is asked for. */
static void
test_most(void)
{
	BcSorter	sorter;

	if (sizeof(size_t) < 8)
		return;
	start(&sorter, SIZE_MAX);
	bytes.limit = 1 << 20;
	check(bc_sorter_room(&sorter, UINT32_MAX) == NULL && bytes.too_much, "the longest");
	bytes.too_much = false;
	check(bc_sorter_room(&sorter, (size_t) UINT32_MAX + 1) == NULL && !bytes.too_much, "too long");
	/* places in memory are numbers of eights */
	check(add(&sorter, 1, 8), "an entry");
	sorter.arena_len = ((size_t) UINT32_MAX - 1) * 8;
	check(bc_sorter_room(&sorter, 8) == NULL && bytes.too_much && sorter.nruns == 0, "the last place");
	sorter.arena_len = (size_t) UINT32_MAX * 8;
	check(bc_sorter_room(&sorter, 8) != NULL && sorter.nruns == 1, "what is there is stored before one more");
	end(&sorter);
}

/*
 * Few entries are merged: 8 for each in each pass, and what is compared beyond
 * the first 8 bytes.  Of many the first 8 bytes are sorted by passes: 2 for
 * each in each, and 4 where they differ.
 */
static void
test_work(void)
{
	static const struct
	{
		size_t		count;
		size_t		len;
		size_t		work;
	}			cases[] = {
		{1, 8, 0}, {2, 8, 2 * 8}, {3, 8, 2 * 3 * 8}, {4, 8, 2 * 4 * 8}, {5, 8, 3 * 5 * 8},
		/* a number in the ninth byte: eight and nine for each comparison of two */
		{2, 9, 2 * 8 + 8 + 9}, {2, 20, 2 * 8 + 8 + 20},
		{511, 8, 9 * 511 * 8}, {512, 8, 8 * 512 * 2 + 2 * 512 * 4}, {513, 8, 8 * 513 * 2 + 2 * 513 * 4},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcSorter	sorter;

		start(&sorter, SIZE_MAX);
		check(add(&sorter, cases[i].count, cases[i].len) && bc_sorter_sort(&sorter, SIZE_MAX), "sorted");
		if (sorter.work != cases[i].work)
			printf("%zu entries of %zu bytes: work of %zu, not %zu\n", cases[i].count, cases[i].len, sorter.work, cases[i].work);
		check(sorter.work == cases[i].work && bytes.polls == 0, "work");
		check(take(&sorter, cases[i].count, cases[i].len), "in order");
		end(&sorter);
	}
}

/* What is stored and read is work, too, by the byte. */
static void
test_stored_work(void)
{
	BcSorter	sorter;

	if (sizeof(BcSorterItem) != 16)
		return;
	start(&sorter, 0);
	check(add(&sorter, 2, 40000) && sorter.nruns == 1 && sorter.work == 40004, "one run");
	/* the other run is stored, which makes enough to poll; and both are read, which does so again */
	check(bc_sorter_sort(&sorter, 0) && bytes.polls == 2 && sorter.work == 0, "runs of one entry each");
	check(take(&sorter, 2, 40000), "in order");
	end(&sorter);
}

int
main(void)
{
	test_room();
	test_lengths();
	test_pieces();
	test_reads();
	test_memory();
	test_most();
	test_work();
	test_stored_work();
	return report();
}
