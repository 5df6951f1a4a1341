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
			   size_t memory, uint32_t least)
{
	size_t		slots = LEAST_SLOTS;

	memset(count, 0, sizeof(*count));
	count->env = env;
	count->least = least;
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

static inline bool
has(const BcCount *count, size_t slot, uint32_t least)
{
	return (count->slots[slot] & BC_COUNT_MOST) >= least;
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
	/* the same rows are kept, in other slots; a free one has no weight */
	n = 0;
	for (size_t i = 0; i <= count->mask && n < count->nkept; i++)
	{
		if (has(count, i, count->least))
			count->kept[n++] = (uint32_t) i;
	}
	return true;
}

bool
bc_count_keep(BcCount *count, const uint64_t *slot)
{
	if (count->nkept == count->kept_size)
	{
		/* half of the table is in use at most */
		size_t		most = count->mask / 2 + 1;
		size_t		size = 2 * count->kept_size + LEAST_SLOTS;
		uint32_t   *kept;

		size = size < most ? size : most;
		kept = bc_resize(count->env, count->kept, size, sizeof(*kept));
		if (kept == NULL)
			return false;
		count->kept = kept;
		count->kept_size = size;
	}
	count->kept[count->nkept++] = (uint32_t) (slot - count->slots);
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
