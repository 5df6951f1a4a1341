/*
 * count.c: rows counted by weights, against an array.
 */
#include "core/near.h"

#include "check.h"

#define ROWS	3000

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* A row of 48 bits for each small number; some of them lie close together. */
static uint64_t
row_of(uint32_t n)
{
	return n % 3 == 0 ? 1 + n : ((uint64_t) n * 89478485 << 16 | (n % 7 + 1)) & 0xFFFFFFFFFFFF;
}

/* How many kept rows are not those with the sum, and how many there are. */
static size_t
wrong_rows(const BcCount *count, const uint32_t *sums, uint32_t least, size_t *kept)
{
	size_t		wrong = 0;

	*kept = 0;
	for (uint32_t n = 0; n < ROWS; n++)
	{
		bool		found = false;

		for (size_t i = 0; i < count->nkept && !found; i++)
			found = bc_count_row(count, i) == row_of(n);
		*kept += found;
		wrong += found != (sums[n] > 0 && sums[n] >= least);
	}
	return wrong + (count->nkept != *kept);
}

static void
test_sums(void)
{
	uint32_t	state = 5;
	uint32_t	sums[ROWS] = {0};
	uint32_t	before[ROWS];
	BcCount		count;
	size_t		kept;
	size_t		less = 0;

	check(bc_count_start(&count, &bc_malloc_env, 10, 1 << 20, 5), "a table");
	for (int list = 0; list < 8; list++)
	{
		uint32_t	weight = 1 + list % 3;

		for (uint32_t n = next_random(&state) % 5; n < ROWS; n += 1 + next_random(&state) % 9)
		{
			check(bc_count_enter(&count, row_of(n), weight), "there is room");
			sums[n] += weight;
		}
	}
	check(wrong_rows(&count, sums, 5, &kept) == 0 && kept > 500, "rows with 5");
	/* lists of which only those that are there are counted; none is kept anew */
	memcpy(before, sums, sizeof(sums));
	for (int list = 0; list < 3; list++)
	{
		for (uint32_t n = 0; n < ROWS; n += 1 + next_random(&state) % 5)
		{
			bc_count_add(&count, row_of(n), 2);
			sums[n] += sums[n] > 0 ? 2 : 0;
		}
	}
	for (uint32_t n = 0; n < ROWS; n++)
		sums[n] = before[n] >= 5 ? sums[n] : 0;
	check(wrong_rows(&count, sums, 5, &kept) == 0, "the same rows");
	for (uint32_t n = 0; n < ROWS; n++)
		less += sums[n] >= 5 && sums[n] < 9;
	check(bc_count_less(&count, 9) == less && less > 100, "of these with less than 9");
	bc_count_keep_on(&count, 9);
	check(wrong_rows(&count, sums, 9, &kept) == 0 && kept > 10, "rows with 9");
	check(count.used > kept && count.used <= (count.mask + 1) / 2 + 1, "half of the table is in use at most");
	bc_count_clear(&count);
	check(count.used == 0 && count.nkept == 0, "cleared");
	for (uint32_t n = 0; n < ROWS; n++)
		check(*bc_count_find(&count, row_of(n)) == 0, "a row is forgotten");
	check(bc_count_enter(&count, 3, 4) && count.nkept == 0 && bc_count_enter(&count, 3, 1) && count.nkept == 1 &&
		  bc_count_enter(&count, 3, 1) && count.nkept == 1, "a row is kept once");
	bc_count_free(&count);
}

static void
test_most(void)
{
	static const uint32_t least[] = {BC_COUNT_MOST, 3};

	for (unsigned i = 0; i < 2; i++)
	{
		BcCount		count;

		check(bc_count_start(&count, &bc_malloc_env, 1, 0, least[i]), "a table of the least size");
		for (int k = 0; k < 100; k++)
			check(bc_count_enter(&count, 7, 1 + 60000 * (k % 2)), "one row");
		check(bc_count_enter(&count, 7, UINT32_MAX), "any weight");
		check(bc_count_enter(&count, 8, 3), "another row");
		check(count.nkept == 1 + i && bc_count_row(&count, 0) == 7, "a sum ends at its most, and leaves rows as they are");
		bc_count_free(&count);
	}
}

/* As many rows as the memory is for, and then no more; never more memory. */
static void
test_full(void)
{
	for (size_t memory = 0; memory < 200000; memory += 12345)
	{
		for (size_t expected = 0; expected < 100000; expected += 9999)
		{
			BcCount		count;
			uint64_t	row = 1;

			check(bc_count_start(&count, &bc_malloc_env, expected, memory, 1), "a table");
			while (row < 100000 && bc_count_enter(&count, row << 16, 1))
				row++;
			check(row > 8 && (row - 1) * 16 <= (memory < 1000 ? 1000 : memory), "full in time");
			check((count.mask + 1) * 8 <= (memory < 1000 ? 1000 : memory), "no more memory");
			check(count.nkept == row - 1, "the rows that there was room for");
			bc_count_clear(&count);
			check(bc_count_enter(&count, 5, 1), "room after it was cleared");
			bc_count_free(&count);
		}
	}
}

int
main(void)
{
	test_sums();
	test_most();
	test_full();
	return report();
}
