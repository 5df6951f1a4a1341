/*
 * find.c: which kinds of words a text holds.
 *
 * Of 64 places at a time, those are found where a word may begin: by vectors
 * where the machine looks up 16 table entries at once, elsewhere by a hash of
 * three bytes.  The words are compared at those.
 */
#include "core/base.h"
#include "core/quality/words.h"

#define BLOCK	64
#define BEYOND	4				/* bytes behind a block that are read */

/* Of the first three of four bytes, ASCII case ignored. */
static inline unsigned
bucket(uint32_t x)
{
	return (((x | 0x202020) << 8) * 0x9E3779B1u) >> 21;
}

static bool
matches(const unsigned char *p, size_t len, const char *word)
{
	for (size_t i = 0; word[i] != '\0'; i++)
	{
		unsigned char c;

		if (i == len)
			return false;
		c = p[i];
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != (unsigned char) word[i])
			return false;
	}
	return true;
}

/* Words of three bytes or more at p, whose first four bytes are x. */
static uint32_t
long_words_at(const unsigned char *p, size_t len, uint32_t x, uint32_t wanted)
{
	uint32_t	found = 0;

	/* most differ in the fourth byte */
	for (unsigned n = bc_word_heads[bucket(x)]; n != 0; n = bc_word_chain[n])
	{
		uint32_t	differ = bc_word_starts[n] ^ (x | 0x20202020);

		if (differ << (bc_word_starts[n] >> 24 == 0 ? 8 : 0) == 0 &&
			(wanted & ~found) >> bc_word_kinds[n] & 1 &&
			matches(p, len, bc_words[n]))
			found |= (uint32_t) 1 << bc_word_kinds[n];
	}
	return found;
}

static uint32_t
short_words_at(const unsigned char *p, size_t len, uint32_t wanted)
{
	uint32_t	found = 0;

	for (unsigned n = p[0] < 0x80 ? bc_short_words[p[0]] : 0; n != 0;
		 n = bc_word_chain[n])
		if (matches(p, len, bc_words[n]))
			found |= (uint32_t) 1 << bc_word_kinds[n];
	return found & wanted;
}

/* One bit a place where a word that is wanted may begin. */
static uint64_t
may_begin_plain(const unsigned char *p, uint32_t wanted)
{
	uint64_t	places = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		if ((bc_word_masks[bucket(bc_load32(p + i))] & wanted) != 0 ||
			bc_short_words[p[i] & 0x7F] != 0)
			places |= (uint64_t) 1 << i;
	return places;
}

#ifdef BC_LOOK_UP

/* Of n places; some behind them may be among the result. */
BC_LOOK_UP_TARGET
static uint64_t
may_begin(const unsigned char *p, unsigned n, const uint8_t *tables)
{
	BcVector	low[3];
	BcVector	high[3];
	uint64_t	places = 0;

	for (unsigned k = 0; k < 3; k++)
	{
		low[k] = bc_vector_load(tables + 32 * k);
		high[k] = bc_vector_load(tables + 32 * k + 16);
	}
	for (unsigned i = 0; i < n; i += 16)
	{
		BcVector	v0 = bc_vector_load(p + i);
		BcVector	v1 = bc_vector_load(p + i + 1);
		BcVector	v2 = bc_vector_load(p + i + 2);
		BcVector	m = BC_LOOK_UP(low[0], v0 & 15) & BC_LOOK_UP(high[0], v0 >> 4) &
			BC_LOOK_UP(low[1], v1 & 15) & BC_LOOK_UP(high[1], v1 >> 4) &
			BC_LOOK_UP(low[2], v2 & 15) & BC_LOOK_UP(high[2], v2 >> 4);

		places |= (uint64_t) (bc_vector_bits(m == 0) ^ 0xFFFF) << i;
	}
	return places;
}

#else
#define may_begin(p, n, tables) may_begin_plain(p, UINT32_MAX)
#endif

/* The words that begin in n places from p on, whose bytes are at block, too. */
static uint32_t
look_at_block(const unsigned char *p, size_t len, const unsigned char *block,
			  unsigned n, const uint8_t *tables, uint32_t wanted)
{
	unsigned char begin[BLOCK];
	unsigned	count = 0;
	uint32_t	found = 0;
	uint64_t	places;

	places = tables == NULL ? may_begin_plain(block, wanted) :
		may_begin(block, n, tables);
	if (n < BLOCK)
		places &= ((uint64_t) 1 << n) - 1;
	/* without a branch that would be guessed wrong */
	for (; places != 0; places &= places - 1)
	{
		unsigned	i = bc_lowest_bit(places);

		begin[count] = (unsigned char) i;
		count += ((bc_word_masks[bucket(bc_load32(block + i))] & wanted) |
				  bc_short_words[block[i] & 0x7F]) != 0;
	}
	for (unsigned k = 0; k < count; k++)
	{
		unsigned	i = begin[k];

		found |= long_words_at(p + i, len - i, bc_load32(block + i), wanted & ~found);
		found |= short_words_at(p + i, len - i, wanted);
	}
	return found;
}

/* Tables that let all wanted words pass; NULL: there are none. */
static const uint8_t *
tables_for(uint32_t wanted)
{
	if (!bc_can_look_up())
		return NULL;
	return (wanted & ~BC_W_FIRST) == 0 ? bc_words_first :
		(wanted & ~BC_W_SAID) == 0 ? bc_words_said :
		(wanted & ~BC_W_OPENING) == 0 ? bc_words_opening :
		(wanted & ~BC_W_ASKED) == 0 ? bc_words_asked :
		wanted == BC_WORD(FORMAT) ? bc_words_format : NULL;
}

/* The kinds of words, of those wanted, that the text holds: one bit each. */
uint32_t
bc_words_find(const BcEnv *env, BcSlice text, uint32_t wanted)
{
	const uint8_t *tables = tables_for(wanted);
	unsigned char copy[BLOCK + BEYOND];
	uint32_t	found = 0;
	size_t		at = 0;

	for (; at < text.len && found != wanted; at += BLOCK)
	{
		const unsigned char *p = text.data + at;
		size_t		n = text.len - at;
		const unsigned char *block = p;

		if (at % BC_POLL_BYTES == 0)
			bc_poll(env);
		if (n < sizeof(copy))
		{
			memset(copy, 0, sizeof(copy));
			memcpy(copy, p, n);
			block = copy;
		}
		found |= look_at_block(p, n, block, n < BLOCK ? (unsigned) n : BLOCK,
							   tables, wanted & ~found);
	}
	return found;
}

uint32_t
bc_prompt_words(BcQuality *q, uint32_t wanted)
{
	uint32_t	news = wanted & ~q->looked_for;

	if (news != 0)
	{
		q->asked |= bc_words_find(q->env, q->rec->prompt, news);
		q->looked_for |= news;
	}
	return q->asked & wanted;
}
