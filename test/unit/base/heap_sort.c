/*
 * heap_sort.c: items of any number and size come out in order, each as it was,
 * and a long sort looks for interrupts.
 */
#include "core/base.h"
#include "check.h"

#define MOST 5000

static uint32_t state = 7;
static size_t polls;

static uint32_t
random_below(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t) ((uint64_t) (state >> 4) * n >> 28);
}

static void
count_poll(void *context)
{
	(void) context;
	polls++;
}

/* By the first byte; the context turns the order round. */
static bool
is_before(const void *x, const void *y, const void *context)
{
	unsigned char a = *(const unsigned char *) x;
	unsigned char b = *(const unsigned char *) y;

	return *(const bool *) context ? a > b : a < b;
}

/* Each item is its first byte again and again; of count letters or one. */
static void
try_sort(size_t count, size_t size, unsigned letters, bool turned)
{
	static unsigned char items[MOST * BC_HEAP_ITEM];
	BcEnv		env = {bc_malloc_env.resize, count_poll, NULL};
	size_t		had[256] = {0};
	bool		ordered = true;
	bool		whole = true;

	for (size_t i = 0; i < count; i++)
	{
		unsigned char c = (unsigned char) random_below(letters);

		memset(items + i * size, c, size);
		had[c]++;
	}
	bc_heap_sort(&env, items, count, size, is_before, &turned);
	for (size_t i = 0; i < count; i++)
	{
		const unsigned char *item = items + i * size;

		had[*item]--;
		whole = whole && memcmp(item, item + 1, size - 1) == 0;
		ordered = ordered && (i == 0 || !is_before(item, item - size, &turned));
	}
	for (unsigned c = 0; c < 256; c++)
		whole = whole && had[c] == 0;
	check(ordered, "in order");
	check(whole, "what went in comes out");
}

int
main(void)
{
	static const size_t counts[] = {0, 1, 2, 3, 4, 7, 100, MOST};
	static const size_t sizes[] = {1, 8, 18, BC_HEAP_ITEM};

	for (size_t i = 0; i < 8; i++)
		for (size_t k = 0; k < 4; k++)
		{
			try_sort(counts[i], sizes[k], 256, false);
			try_sort(counts[i], sizes[k], 3, true);
			try_sort(counts[i], sizes[k], 1, false);
		}
	polls = 0;
	try_sort(MOST, 8, 256, false);
	check(polls >= MOST / 1024, "it looks for interrupts");
	return report();
}
