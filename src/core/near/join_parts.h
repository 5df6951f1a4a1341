/*
 * join_parts.h: what the files of the batch join share.
 */
#ifndef BADCASE_CORE_NEAR_JOIN_PARTS_H
#define BADCASE_CORE_NEAR_JOIN_PARTS_H

#include "core/near/join.h"

/*
 * Shares of memory.  First there are the sets, the frequencies and the buffers
 * of the entries; then the sets, twice the entries of a part, twice the
 * candidates.
 */
#define BC_JOIN_SETS_SHARE(memory)			((memory) / 4)
#define BC_JOIN_FREQUENCIES_SHARE(memory)	((memory) / 4)
#define BC_JOIN_BUFFERS_SHARE(memory)		((memory) / 4)
#define BC_JOIN_ENTRIES_SHARE(memory)		((memory) / 8)
#define BC_JOIN_CANDIDATES_SHARE(memory)	((memory) / 8)
#define BC_JOIN_KIN_SHARE(memory)			((memory) / 64)

/* So many common values are asked for, where the sets have that many. */
#define BC_JOIN_HITS		3

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

/* ceil(2 t count / (1 + t)): what a set has in common with a larger one. */
static inline size_t
bc_join_needed_of_larger(const BcJoin *join, size_t count)
{
	uint64_t	divisor = (uint64_t) BC_THRESHOLD_ONE + join->threshold;

	return (size_t) ((2 * (uint64_t) count * join->threshold + divisor - 1) /
					 divisor);
}

/* join_sets.c */

/* Adds the values of the next set; bc_join_end_sets after the last. */
extern bool bc_join_add_set(BcJoin *join, const uint32_t *values,
							size_t count);
extern bool bc_join_end_sets(BcJoin *join);

/* What is known of a set by its size. */
static inline const BcJoinSize *
bc_join_size(const BcJoin *join, uint32_t number)
{
	const BcJoinSets *sets = &join->sets;
	const BcJoinSize *size = &sets->sizes[sets->starts[number >> sets->shift]];

	while (size[1].first <= number)
		size++;
	return size;
}

/*
 * The values of a set, until the next call; NULL where the storage failed.
 * The copy is good until the next copy.
 */
extern const uint32_t *bc_join_set(BcJoin *join, uint32_t number,
								   size_t *count);
extern const uint32_t *bc_join_copy(BcJoin *join, uint32_t number,
									size_t *count);
extern void bc_join_free_sets(BcJoin *join);

/* join_entries.c */

/*
 * An entry is the hash of a value, the number of a set that has it, and
 * whether it is among the values that the set shares with larger ones.
 */
static inline uint32_t
bc_join_entry_hash(uint64_t entry)
{
	return (uint32_t) (entry >> 32);
}

static inline uint32_t
bc_join_entry_set(uint64_t entry)
{
	return (uint32_t) entry >> 1;
}

static inline bool
bc_join_is_entered(uint64_t entry)
{
	return entry & 1;
}

/* Makes the entries of all sets. */
extern bool bc_join_make_entries(BcJoin *join);

/*
 * Sorts a part, or as much of it as memory holds, from a hash on, into array;
 * last becomes the greatest hash of that.  With one hash sets ascend.
 */
extern bool bc_join_load_entries(BcJoin *join, unsigned part, uint32_t first,
								 uint32_t *last, size_t *count);
extern void bc_join_free_entries(BcJoin *join);

static inline unsigned
bc_join_hits(const BcJoin *join, uint32_t number)
{
	return join->hits[number / 4] >> number % 4 * 2 & 3;
}

/* join_kin.c */

/* For all sets; without it, none has kin. */
extern bool bc_join_start_kin(BcJoin *join);

/* Kin by these hashes, where there is room for them. */
extern uint32_t bc_join_find_kin(BcJoin *join, const BcJoinKin *kin);
extern void bc_join_free_kin(BcJoin *join);

/* join_compare.c */

/*
 * Compares two sets, of which the newer one's values are given; if they are
 * similar, they go to match, or are united.  False where the storage failed.
 */
extern bool bc_join_compare(BcJoin *join, uint32_t newer,
							const uint32_t *values, size_t count,
							uint32_t older);

/* join_groups.c */

/* Makes candidates of the entries. */
extern bool bc_join_make_candidates(BcJoin *join);

/* join_candidates.c */

/* Makes room for one more at least. */
extern bool bc_join_make_room(BcJoin *join);

static inline bool
bc_join_add_candidate(BcJoin *join, uint32_t newer, uint32_t older)
{
	BcJoinCandidates *candidates = &join->candidates;

	if (candidates->count == candidates->room && !bc_join_make_room(join))
		return false;
	candidates->keys[candidates->count++] =
		(uint64_t) newer << 33 | (uint64_t) older << 2 | 1;
	return true;
}

/*
 * After bc_join_end_candidates the candidates come, ascending by the newer,
 * then the older, each once; hits is 0 after the last.
 */
extern bool bc_join_end_candidates(BcJoin *join);
extern bool bc_join_next_candidate(BcJoin *join, uint32_t *newer,
								   uint32_t *older, unsigned *hits);
extern void bc_join_free_candidates(BcJoin *join);

/* join_sort.c */

/*
 * Sorts keys by some of their bits, keeping the order of those that are alike
 * in these; returns which of the two arrays holds the result.
 */
extern uint64_t *bc_join_sort(BcJoin *join, uint64_t *keys, uint64_t *scratch,
							  size_t count, unsigned from, unsigned to);

#endif
