/*
 * find.c: which kinds of words a text holds.
 *
 * Of 64 places at a time, those are found where a word may begin: by vectors
 * of their first four bytes where the machine looks up 16 table entries at
 * once, elsewhere by a hash of three.  The words are compared at those.
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

/*
 * The words at some places of a block, one bit each.  len is of the text from
 * the block's beginning on; BEYOND bytes behind the block can be read.
 */
static uint32_t
words_at(const unsigned char *block, size_t len, uint64_t places,
		 uint32_t wanted)
{
	unsigned char begin[BLOCK] = {0};
	unsigned	count = 0;
	uint32_t	found = 0;

	if (len < BLOCK)
		places &= ((uint64_t) 1 << len) - 1;
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
		const unsigned char *p = block + begin[k];
		size_t		left = len - begin[k];

		found |= long_words_at(p, left, bc_load32(p), wanted & ~found);
		found |= short_words_at(p, left, wanted);
	}
	return found;
}

#ifdef BC_LOOK_UP

/* Where both tables have what the halves of 16 bytes stand for. */
#define IN_TABLES(k) \
	(BC_LOOK_UP(tables[2 * (k)], bc_vector_load(p + i + (k)) & 15) & \
	 BC_LOOK_UP(tables[2 * (k) + 1], bc_vector_load(p + i + (k)) >> 4))

/* One bit a place of a block where a word may begin. */
BC_LOOK_UP_TARGET
static inline uint64_t
may_begin(const unsigned char *p, const BcVector *tables)
{
	uint64_t	places = 0;

	for (unsigned i = 0; i < BLOCK; i += 16)
	{
		BcVector	m = IN_TABLES(0) & IN_TABLES(1) & IN_TABLES(2) & IN_TABLES(3);

		places |= (uint64_t) (bc_vector_bits(m == 0) ^ 0xFFFF) << i;
	}
	return places;
}

/* The words of whole blocks of a text of len bytes. */
BC_LOOK_UP_TARGET
static uint32_t
find_by_tables(const BcEnv *env, const unsigned char *p, size_t len,
			   size_t blocks, const uint8_t *words, uint32_t wanted)
{
	BcVector	tables[8];
	uint32_t	found = 0;

	for (unsigned k = 0; k < 8; k++)
		tables[k] = bc_vector_load(words + 16 * k);
	for (size_t n = 0; n < blocks && found != wanted; n++)
	{
		uint64_t	places = may_begin(p + n * BLOCK, tables);

		if (n * BLOCK % BC_POLL_BYTES == 0)
			bc_poll(env);
		if (places != 0)
			found |= words_at(p + n * BLOCK, len - n * BLOCK, places, wanted & ~found);
	}
	return found;
}

#endif

/* The same by a hash of each place. */
static uint32_t
find_by_hash(const BcEnv *env, const unsigned char *p, size_t len,
			 size_t blocks, uint32_t wanted)
{
	uint32_t	found = 0;

	for (size_t n = 0; n < blocks && found != wanted; n++)
	{
		if (n * BLOCK % BC_POLL_BYTES == 0)
			bc_poll(env);
		found |= words_at(p + n * BLOCK, len - n * BLOCK, UINT64_MAX, wanted & ~found);
	}
	return found;
}

static uint32_t
find_in_blocks(const BcEnv *env, const unsigned char *p, size_t len,
			   size_t blocks, uint32_t wanted)
{
#ifdef BC_LOOK_UP
	if (bc_can_look_up())
	{
		const uint8_t *tables = (wanted & ~BC_W_FIRST) == 0 ? bc_words_first :
			(wanted & ~BC_W_SAID) == 0 ? bc_words_said :
			(wanted & ~BC_W_OPENING) == 0 ? bc_words_opening :
			(wanted & ~BC_W_ASKED) == 0 ? bc_words_asked :
			wanted == BC_WORD(FORMAT) ? bc_words_format : NULL;

		if (tables != NULL)
			return find_by_tables(env, p, len, blocks, tables, wanted);
	}
#endif
	return find_by_hash(env, p, len, blocks, wanted);
}

/* The kinds of words, of those wanted, that the text holds: one bit each. */
uint32_t
bc_words_find(const BcEnv *env, BcSlice text, uint32_t wanted)
{
	size_t		blocks = text.len < BEYOND ? 0 : (text.len - BEYOND) / BLOCK;
	size_t		left = text.len - blocks * BLOCK;
	unsigned char copy[2 * BLOCK + BEYOND] = {0};
	uint32_t	found = 0;

	if (blocks > 0)
		found = find_in_blocks(env, text.data, text.len, blocks, wanted);
	if (left == 0)
		return found;
	memcpy(copy, text.data + blocks * BLOCK, left);
	return found | find_in_blocks(env, copy, left, left <= BLOCK ? 1 : 2,
								  wanted & ~found);
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
