/*
 * order.c: radix sort of keyed numbers.
 */
#include "core/tasks/order.h"

#define FEW		48

static void
order_few(BcKeyed *items, size_t count)
{
	for (size_t i = 1; i < count; i++)
	{
		BcKeyed		item = items[i];
		size_t		at = i;

		for (; at > 0 && items[at - 1].key > item.key; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

/* By one byte of the key; false where that is the same in all. */
static bool
order_by_byte(const BcKeyed *items, BcKeyed *to, size_t count, unsigned shift)
{
	size_t		places[256] = {0};
	size_t		place = 0;

	for (size_t i = 0; i < count; i++)
		places[items[i].key >> shift & 0xFF]++;
	if (places[items[0].key >> shift & 0xFF] == count)
		return false;
	for (unsigned i = 0; i < 256; i++)
	{
		size_t		n = places[i];

		places[i] = place;
		place += n;
	}
	for (size_t i = 0; i < count; i++)
		to[places[items[i].key >> shift & 0xFF]++] = items[i];
	return true;
}

void
bc_order(const BcEnv *env, BcKeyed *items, BcKeyed *scratch, size_t count)
{
	BcKeyed    *from = items;
	BcKeyed    *to = scratch;

	if (count <= FEW)
	{
		order_few(items, count);
		return;
	}
	for (unsigned shift = 0; shift < 32; shift += 8)
	{
		if (count > BC_POLL_BYTES / 8)
			bc_poll(env);
		if (order_by_byte(from, to, count, shift))
		{
			BcKeyed    *sorted = to;

			to = from;
			from = sorted;
		}
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
}
