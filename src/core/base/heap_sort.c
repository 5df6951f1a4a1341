/*
 * heap_sort.c: a heap whose root, the last in order, goes to the end.
 */
#include "core/base/heap_sort.h"

#define POLL_ROUNDS 1024

typedef struct Heap
{
	unsigned char *items;
	size_t		size;
	BcIsBefore	is_before;
	const void *context;
} Heap;

static unsigned char *
item(const Heap *heap, size_t i)
{
	return heap->items + i * heap->size;
}

static bool
is_before(const Heap *heap, const void *x, const void *y)
{
	return heap->is_before(x, y, heap->context);
}

/* The root sinks to where both below it are not after it. */
static void
sink(const Heap *heap, size_t root, size_t count)
{
	unsigned char moved[BC_HEAP_ITEM];

	memcpy(moved, item(heap, root), heap->size);
	while (2 * root + 1 < count)
	{
		size_t		child = 2 * root + 1;

		if (child + 1 < count &&
			is_before(heap, item(heap, child), item(heap, child + 1)))
			child++;
		if (!is_before(heap, moved, item(heap, child)))
			break;
		memcpy(item(heap, root), item(heap, child), heap->size);
		root = child;
	}
	memcpy(item(heap, root), moved, heap->size);
}

void
bc_heap_sort(const BcEnv *env, void *items, size_t count, size_t size,
			 BcIsBefore before, const void *context)
{
	Heap		heap = {items, size, before, context};
	unsigned char last[BC_HEAP_ITEM];

	for (size_t i = count / 2; i-- > 0;)
	{
		if (i % POLL_ROUNDS == 0)
			bc_poll(env);
		sink(&heap, i, count);
	}
	for (size_t i = count; i-- > 1;)
	{
		if (i % POLL_ROUNDS == 0)
			bc_poll(env);
		memcpy(last, item(&heap, i), size);
		memcpy(item(&heap, i), item(&heap, 0), size);
		memcpy(item(&heap, 0), last, size);
		sink(&heap, 0, i);
	}
}
