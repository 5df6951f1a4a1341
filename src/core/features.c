/*
 * features.c: shingles of three tokens as 32-bit values, and sets of them.
 */
#include "core/features.h"

#include "core/sort.h"
#include "core/tokens.h"

/* The first 64 bits of the fractions of the square roots of 3, 5, ... 23. */
#define ROOT_3		UINT64_C(0xBB67AE8584CAA73B)
#define ROOT_5		UINT64_C(0x3C6EF372FE94F82B)
#define ROOT_7		UINT64_C(0xA54FF53A5F1D36F1)
#define ROOT_11		UINT64_C(0x510E527FADE682D1)
#define ROOT_13		UINT64_C(0x9B05688C2B3E6C1F)
#define ROOT_17		UINT64_C(0x1F83D9ABFB41BD6B)
#define ROOT_19		UINT64_C(0x5BE0CD19137E2179)

#define HASH_BITS	28
#define HASH_SHIFT	(64 - HASH_BITS)
#define CLASS_MASK	UINT32_C(0xF0000000)

/* What a window of tokens is made of. */
typedef struct Shingle
{
	uint64_t	hash[3];
	unsigned	frequency[3];	/* floor(log2) of how often it occurs */
} Shingle;

static inline uint64_t
scramble(uint64_t h, uint64_t factor)
{
	h *= factor;
	return h ^ h >> 32;
}

/* Reads up to 7 bytes beyond len, which must be zero. */
uint64_t
bc_token_hash(const unsigned char *bytes, size_t len)
{
	uint64_t	h = ROOT_3;

	for (size_t i = 0; i < len; i += 8)
		h = scramble(h ^ bc_load64(bytes + i), ROOT_5);
	return scramble(h, ROOT_7);
}

static inline unsigned
token_frequency(uint64_t hash)
{
	unsigned	slot = (unsigned) (hash >> 48);

	return bc_rarity_table[slot / 2] >> (slot % 2 * 4) & 0xF;
}

static inline void
shift_in(Shingle *s, uint64_t hash, unsigned frequency)
{
	s->hash[0] = s->hash[1];
	s->hash[1] = s->hash[2];
	s->hash[2] = hash;
	s->frequency[0] = s->frequency[1];
	s->frequency[1] = s->frequency[2];
	s->frequency[2] = frequency;
}

static inline uint32_t
shingle_value(const Shingle *s, BcField field)
{
	uint64_t	h = s->hash[0] * ROOT_11 + s->hash[1] * ROOT_13 +
		s->hash[2] * ROOT_17 + (uint64_t) field * ROOT_19;
	unsigned	sum = s->frequency[0] + s->frequency[1] + s->frequency[2];
	unsigned	class = sum < 12 ? 0 : (sum - 12) * 3 / 4;

	if (class > 15)
		class = 15;
	h = scramble(h ^ h >> 32, ROOT_5);
	return (uint32_t) class << HASH_BITS | (uint32_t) (h >> HASH_SHIFT);
}

/* The value that stands for the nth repetition of another, n from 1. */
static uint32_t
repeated_value(uint32_t value, uint32_t n)
{
	uint64_t	h = scramble((uint64_t) n << 32 | value, ROOT_7);

	h = scramble(h, ROOT_5);
	return (value & CLASS_MASK) | (uint32_t) (h >> HASH_SHIFT);
}

static bool
add_value(const BcEnv *env, BcFeatures *set, uint32_t value)
{
	if (set->count == set->size)
	{
		size_t		size = set->size == 0 ? 256 : set->size * 2;
		uint32_t   *values = bc_resize(env, set->values, size,
									   sizeof(*values));

		if (values == NULL)
			return false;
		set->values = values;
		set->size = size;
	}
	set->values[set->count++] = value;
	return true;
}

/*
 * Appends a value for each shingle of the text, in text order; of those that
 * a boundary is part of only where edges are wanted.
 */
static bool
add_shingles(const BcEnv *env, BcSlice text, BcField field, bool edges,
			 BcFeatures *set)
{
	BcTokenReader reader;
	BcToken		token;
	Shingle		shingle = {{ROOT_19, ROOT_19, ROOT_19}, {0, 0, 0}};
	size_t		tokens = 0;

	bc_tokens_start(&reader, env, text);
	while (bc_next_token(&reader, &token))
	{
		uint64_t	hash = bc_token_hash(token.bytes, token.len);

		shift_in(&shingle, hash, token_frequency(hash));
		/* the first token only completes the boundary's window */
		if (tokens++ > (edges ? 0 : 1) &&
			!add_value(env, set, shingle_value(&shingle, field)))
			return false;
	}
	if (tokens == 0 || !edges)
		return true;
	shift_in(&shingle, ROOT_19, 0);
	return add_value(env, set, shingle_value(&shingle, field));
}

/* Makes the values ascending; true if some are equal. */
static bool
sort_values(const BcEnv *env, BcFeatures *set, bool *equal)
{
	*equal = false;
	if (!bc_sort32(env, set->values, set->count))
		return false;
	for (size_t i = 1; i < set->count && !*equal; i++)
		*equal = set->values[i] == set->values[i - 1];
	return true;
}

/* Replaces all but the first of equal values, which are next to each other. */
static void
number_repetitions(BcFeatures *set)
{
	uint32_t	n = 0;
	uint32_t	first = 0;

	for (size_t i = 0; i < set->count; i++)
	{
		if (i > 0 && set->values[i] == first)
			set->values[i] = repeated_value(first, ++n);
		else
		{
			first = set->values[i];
			n = 0;
		}
	}
}

static void
remove_equal(BcFeatures *set)
{
	size_t		kept = 0;

	for (size_t i = 0; i < set->count; i++)
	{
		if (kept == 0 || set->values[kept - 1] != set->values[i])
			set->values[kept++] = set->values[i];
	}
	set->count = kept;
}

/* Makes a set of the shingles' values. */
static bool
finish_set(const BcEnv *env, BcFeatures *set)
{
	bool		equal;

	if (!sort_values(env, set, &equal))
		return false;
	if (equal)
	{
		number_repetitions(set);
		if (!sort_values(env, set, &equal))
			return false;
		if (equal)
			remove_equal(set);
	}
	return true;
}

bool
bc_text_features(const BcEnv *env, BcSlice text, BcField field,
				 BcFeatures *set)
{
	memset(set, 0, sizeof(*set));
	return add_shingles(env, text, field, true, set) && finish_set(env, set);
}

bool
bc_text_inner(const BcEnv *env, BcSlice text, BcField field, BcFeatures *set)
{
	memset(set, 0, sizeof(*set));
	return add_shingles(env, text, field, false, set) && finish_set(env, set);
}

static bool
record_features(const BcEnv *env, const BcRecord *rec, BcField field,
				bool edges, BcFeatures *set)
{
	memset(set, 0, sizeof(*set));
	if (field != BC_FIELD_RESPONSE &&
		!add_shingles(env, rec->prompt, BC_FIELD_PROMPT, edges, set))
		return false;
	if (field != BC_FIELD_PROMPT &&
		!add_shingles(env, rec->response, BC_FIELD_RESPONSE, edges, set))
		return false;
	return finish_set(env, set);
}

bool
bc_record_features(const BcEnv *env, const BcRecord *rec, BcField field,
				   BcFeatures *set)
{
	return record_features(env, rec, field, true, set);
}

bool
bc_record_inner(const BcEnv *env, const BcRecord *rec, BcField field,
				BcFeatures *set)
{
	return record_features(env, rec, field, false, set);
}

void
bc_features_free(const BcEnv *env, BcFeatures *set)
{
	bc_free(env, set->values);
	memset(set, 0, sizeof(*set));
}
