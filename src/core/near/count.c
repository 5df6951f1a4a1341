/*
 * count.c: rows, counted by the weights of the lists that they are in.
 *
 * A table of open addressing, half of it in use at most.
 */
#include "core/near/count.h"

#define LEAST_SLOTS		16

/* A slot, and for each second one the number of one that is kept. */
#define SLOT_BYTES		(sizeof(uint64_t) + sizeof(uint32_t) / 2)

static bool
make_table(BcCount *count, size_t slots)
{
	uint64_t   *table = bc_resize(count->env, NULL, slots, sizeof(uint64_t));

	if (table == NULL)
		return false;
	memset(table, 0, slots * sizeof(uint64_t));
	count->slots = table;
	count->mask = slots - 1;
	count->shift = 64;
	while (slots > 1)
	{
		slots /= 2;
		count->shift--;
	}
	return true;
}

bool
bc_count_start(BcCount *count, const BcEnv *env, size_t expected,
			   size_t memory)
{
	size_t		slots = LEAST_SLOTS;

	memset(count, 0, sizeof(*count));
	count->env = env;
	count->most = memory / SLOT_BYTES;
	/* the numbers of slots have 32 bits */
	if (count->most > UINT32_MAX)
		count->most = UINT32_MAX;
	while (2 * slots <= count->most && slots / 2 < expected)
		slots *= 2;
	return make_table(count, slots);
}

void
bc_count_free(BcCount *count)
{
	bc_free(count->env, count->slots);
	bc_free(count->env, count->kept);
	count->slots = NULL;
	count->kept = NULL;
}

void
bc_count_clear(BcCount *count)
{
	if (count->used > 0)
		memset(count->slots, 0, (count->mask + 1) * sizeof(uint64_t));
	count->used = 0;
	count->nkept = 0;
}

/* While it grows there is the old table beside the new one. */
bool
bc_count_grow(BcCount *count)
{
	uint64_t   *old = count->slots;
	size_t		n = count->mask + 1;

	if (3 * n > count->most || !make_table(count, 2 * n))
		return false;
	for (size_t i = 0; i < n; i++)
	{
		if (old[i] != 0)
			*bc_count_find(count, old[i] >> BC_COUNT_BITS) = old[i];
	}
	bc_free(count->env, old);
	return true;
}

static inline bool
has(const BcCount *count, size_t slot, uint32_t least)
{
	return (count->slots[slot] & BC_COUNT_MOST) >= least;
}

bool
bc_count_keep(BcCount *count, uint32_t least)
{
	size_t		n = 0;

	bc_free(count->env, count->kept);
	count->kept = bc_resize(count->env, NULL, count->used + 1,
							sizeof(uint32_t));
	if (count->kept == NULL)
		return false;
	/* a free slot has no weight, each row some */
	least = least == 0 ? 1 : least;
	for (size_t i = 0; i <= count->mask; i++)
	{
		if (has(count, i, least))
			count->kept[n++] = (uint32_t) i;
	}
	count->nkept = n;
	return true;
}

void
bc_count_keep_on(BcCount *count, uint32_t least)
{
	size_t		n = 0;

	for (size_t i = 0; i < count->nkept; i++)
	{
		if (has(count, count->kept[i], least))
			count->kept[n++] = count->kept[i];
	}
	count->nkept = n;
}

size_t
bc_count_less(const BcCount *count, uint32_t sum)
{
	size_t		n = 0;

	for (size_t i = 0; i < count->nkept; i++)
		n += !has(count, count->kept[i], sum);
	return n;
}
