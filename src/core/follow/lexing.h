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
/*
 * Of two characters that words begin with; of what longer words begin with: a
 * first word, two characters; of that by which a word is found.
 */
extern const uint64_t bc_follow_pairs[BC_FOLLOW_FILTER / 64];
extern const uint64_t bc_follow_longer[BC_FOLLOW_FILTER / 64];
extern const uint64_t bc_follow_ends[BC_FOLLOW_FILTER / 64];

/* What a character of U+4000 to U+9FFF, simplified, is to the words; bits. */
typedef enum BcHanFlag
{
	BC_HAN_TRADITIONAL = 1,		/* it has a simplified form */
	BC_HAN_ALONE = 2,			/* it may be a word, or all that tells of one */
	BC_HAN_NUMERAL = 4
} BcHanFlag;

extern const uint8_t bc_follow_han[0x6000];

/*
 * The hash of what words begin with: their first eight bytes more, an
 * apostrophe, the first two letters of the next word; a character, or two, and
 * a third.
 */
static inline uint64_t
bc_head_step(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

/* A hash has a bit in the filters, and one in near. */
static inline unsigned
bc_head_place(uint64_t h)
{
	return (unsigned) (h >> 54);
}

static inline uint64_t
bc_head_bit(uint64_t h)
{
	return (uint64_t) 1 << (h >> 48) % 64;
}

/* Is the bit of a hash in a filter? */
static inline bool
bc_head_in(const uint64_t *filter, uint64_t h)
{
	return (filter[bc_head_place(h)] & bc_head_bit(h)) != 0;
}

/* Keeps that a word, or two characters, of the hash stand near. */
static inline void
bc_see(BcFinder *f, uint64_t h)
{
	f->near[bc_head_place(h) % (BC_NEAR / 64)] |= bc_head_bit(h);
}

/* The same of a character. */
static inline void
bc_see_character(BcFinder *f, uint32_t c)
{
	f->near[c / 64 % (BC_NEAR / 64)] |= (uint64_t) 1 << c % 64;
}

/* near.c */
extern void bc_see_text(BcFinder *f, size_t at, size_t stop);

#endif
