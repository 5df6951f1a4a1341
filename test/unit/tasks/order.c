/*
 * order.c: numbers are ordered by their keys, stably, however many there are.
 */
#include "core/tasks/order.h"

#include "check.h"

#define MOST	9000

static BcKeyed items[2 * MOST];
static long polls;

static void
count_poll(void *context)
{
	(void) context;
	polls++;
}

/* So many items whose keys are random and of these bits; some are equal. */
static void
order(const BcEnv *env, size_t count, uint32_t bits)
{
	uint32_t	state = (uint32_t) count + bits;
	uint64_t	sum = 0;
	bool		ordered = true;

	for (uint32_t i = 0; i < count; i++)
	{
		state = state * 1664525 + 1013904223;
		items[i] = (BcKeyed) {(state ^ state >> 15) & bits, i};
		sum += bc_scramble(items[i].key, items[i].number + UINT64_C(1));
	}
	bc_order(env, items, items + count, count);
	for (size_t i = 0; i < count; i++)
	{
		sum -= bc_scramble(items[i].key, items[i].number + UINT64_C(1));
		ordered &= i == 0 || items[i - 1].key < items[i].key ||
			(items[i - 1].key == items[i].key && items[i - 1].number < items[i].number);
	}
	check(ordered, "by key, then as they came");
	check(sum == 0, "the same items");
}

int
main(void)
{
	static const uint32_t bits[] = {0, 1, 0xF, 0xFF, 0xFF00, 0x101, 0xFF0000, 0xF000000F, 0x00F0F000, UINT32_MAX};
	static const size_t counts[] = {200, 255, 256, 257, 1000, 8192, 8193, MOST};
	BcEnv		env = bc_malloc_env;

	env.poll = count_poll;
	for (size_t b = 0; b < sizeof(bits) / sizeof(bits[0]); b++)
	{
		for (size_t count = 0; count < 100; count++)
			order(&env, count, bits[b]);
		check(polls == 0, "a few are ordered at once");
		for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++)
			order(&env, counts[c], bits[b]);
		/* of the two that are more, for each byte of the key */
		check(polls == 2 * 4, "many are not");
		polls = 0;
	}
	return report();
}
