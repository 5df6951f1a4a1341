/*
 * join_block.h: what the two halves of the batch join share: the block and its
 * index (join_block.c), and the comparisons (join.c).
 */
#ifndef BADCASE_CORE_NEAR_JOIN_BLOCK_H
#define BADCASE_CORE_NEAR_JOIN_BLOCK_H

#include "core/near/join.h"

/* Marks in BcJoinList.first, above every entry. */
#define BC_JOIN_NO_ENTRY	UINT32_MAX
#define BC_JOIN_FREE_LIST	(UINT32_MAX - 1)

static inline void
bc_join_count_work(BcJoin *join, size_t work)
{
	join->work += work;
	if (join->work >= BC_POLL_BYTES)
	{
		join->work = 0;
		bc_poll(join->env);
	}
}

/* Under how many of its values a set is entered. */
static inline size_t
bc_join_entered(const BcJoin *join, size_t count)
{
	uint64_t	divisor = (uint64_t) BC_THRESHOLD_ONE + join->threshold;

	return count == 0 ? 0 : count -
		(size_t) ((2 * (uint64_t) count * join->threshold + divisor - 1) /
				  divisor) + 1;
}

/* The size of an array that has room for needed, and for a share more. */
static inline size_t
bc_grown(size_t size, size_t needed, size_t share)
{
	return size > 0 && needed <= size ? size : needed + needed / share + 16;
}

static inline size_t
bc_count_up_to(const uint8_t *classes, size_t count, unsigned class)
{
	size_t		n = 0;

	for (size_t i = 0; i < count; i++)
		n += classes[i] <= class;
	return n;
}

/*
 * Makes the index of the block, empty, and the classes of its values; those of
 * classes up to alone get no entry.  False without memory.
 */
extern bool bc_join_index(BcJoin *join, unsigned alone);

#endif
