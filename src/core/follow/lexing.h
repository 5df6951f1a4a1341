/*
 * lexing.h: how lex.c finds the words of words_table.c, which
 * src/tables/follow-words.py makes.
 */
#ifndef BADCASE_CORE_FOLLOW_LEXING_H
#define BADCASE_CORE_FOLLOW_LEXING_H

#include "core/follow/internal.h"

#define BC_FOLLOW_BUCKETS	8192
#define BC_FOLLOW_FILTER	65536	/* bits */

extern const BcFollowWord bc_follow_words[];
extern const uint16_t bc_follow_tags[];	/* of the hashes of their heads */
extern const uint16_t bc_follow_heads[BC_FOLLOW_BUCKETS + 1];
/* Of all that words begin with; of that by which a word is found. */
extern const uint64_t bc_follow_filter[BC_FOLLOW_FILTER / 64];
extern const uint64_t bc_follow_ends[BC_FOLLOW_FILTER / 64];

/* What a character of U+4000 to U+9FFF, simplified, is to the words; bits. */
typedef enum BcHanFlag
{
	BC_HAN_TRADITIONAL = 1,		/* it has a simplified form */
	BC_HAN_BEGINS = 2,			/* a word or a number */
	BC_HAN_ALONE = 4,			/* it may be a word, or all that tells of one */
	BC_HAN_LONGER = 8,			/* a word of two characters or more */
	BC_HAN_SECOND = 16,			/* it may be the second of one */
	BC_HAN_NUMERAL = 32
} BcHanFlag;

extern const uint8_t bc_follow_han[0x6000];

/*
 * The hash of what words begin with: their first eight bytes more, an
 * apostrophe, the first two letters of the next word; a character more.
 */
static inline uint64_t
bc_head_step(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* Are the two bits of a hash, of one number, in a filter? */
static inline bool
bc_head_in(const uint64_t *filter, uint64_t h)
{
	uint64_t	bits = (uint64_t) 1 << (h >> 27) % 64 |
		(uint64_t) 1 << (h >> 33) % 64;

	return (filter[(h >> 39) % (BC_FOLLOW_FILTER / 64)] & bits) == bits;
}

/* May a word of the table, or a number in characters, begin so? */
static inline bool
bc_head_known(uint64_t h)
{
	return bc_head_in(bc_follow_filter, h);
}

/* May a word of the table be found by it? */
static inline bool
bc_head_ends(uint64_t h)
{
	return bc_head_in(bc_follow_ends, h);
}

#endif
