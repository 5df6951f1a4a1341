/*
 * count.h: rows, counted by the weights of the lists that they are in.
 *
 * A row is a number of 48 bits, not 0.  A weight is 1 at least.  A sum of
 * weights ends at BC_COUNT_MOST, so that more than that need not be asked of
 * it.
 */
#ifndef BADCASE_CORE_NEAR_COUNT_H
#define BADCASE_CORE_NEAR_COUNT_H

#include "core/base.h"

#define BC_COUNT_BITS	16
#define BC_COUNT_MOST	((UINT32_C(1) << BC_COUNT_BITS) - 1)

typedef struct BcCount
{
	const BcEnv *env;
	uint64_t   *slots;			/* row << 16 | sum; 0 where there is none */
	uint64_t	mask;
	unsigned	shift;			/* of a hash, to a slot */
	size_t		used;
	size_t		most;			/* slots that there may be */
	uint32_t   *kept;			/* slots of the rows that are kept */
	size_t		nkept;
} BcCount;

/*
 * For as many rows as are expected, in no more memory than that, of which
 * there is always enough for a few rows.  False without memory.
 */
extern bool bc_count_start(BcCount *count, const BcEnv *env, size_t expected,
						   size_t memory);
extern void bc_count_free(BcCount *count);

/* Forgets all rows. */
extern void bc_count_clear(BcCount *count);

/* Doubles the room; false where it has its most, or without memory. */
extern bool bc_count_grow(BcCount *count);

/* Keeps the rows whose sum is that at least, of all; false without memory. */
extern bool bc_count_keep(BcCount *count, uint32_t least);

/* The same of those that are kept. */
extern void bc_count_keep_on(BcCount *count, uint32_t least);

/* How many of those that are kept have less. */
extern size_t bc_count_less(const BcCount *count, uint32_t sum);

/* The row that is kept as the nth. */
static inline uint64_t
bc_count_row(const BcCount *count, size_t n)
{
	return count->slots[count->kept[n]] >> BC_COUNT_BITS;
}

/* The slot of a row, or the free one where it would be. */
static inline uint64_t *
bc_count_find(const BcCount *count, uint64_t row)
{
	uint64_t	at = (row * UINT64_C(0x9E3779B97F4A7C15)) >> count->shift;

	while (count->slots[at] != 0 && count->slots[at] >> BC_COUNT_BITS != row)
		at = (at + 1) & count->mask;
	return &count->slots[at];
}

static inline void
bc_count_raise(uint64_t *slot, uint32_t weight)
{
	uint32_t	left = BC_COUNT_MOST - (uint32_t) (*slot & BC_COUNT_MOST);

	*slot += weight < left ? weight : left;
}

/* Adds a weight to a row; false where there is no room for a new one. */
static inline bool
bc_count_enter(BcCount *count, uint64_t row, uint32_t weight)
{
	uint64_t   *slot = bc_count_find(count, row);

	if (*slot == 0)
	{
		if (count->used > count->mask / 2)
		{
			if (!bc_count_grow(count))
				return false;
			slot = bc_count_find(count, row);
		}
		*slot = row << BC_COUNT_BITS;
		count->used++;
	}
	bc_count_raise(slot, weight);
	return true;
}

/* Adds a weight to a row, if it has been entered. */
static inline void
bc_count_add(BcCount *count, uint64_t row, uint32_t weight)
{
	uint64_t   *slot = bc_count_find(count, row);

	if (*slot != 0)
		bc_count_raise(slot, weight);
}

#endif
