/*
 * features.c: shingles of three tokens as 32-bit values, and sets of them.
 */
#include "core/features.h"

#include "core/hash.h"
#include "core/sort.h"
#include "core/tokens.h"

#define HASH_BITS	28
#define HASH_SHIFT	(64 - HASH_BITS)
#define CLASS_MASK	UINT32_C(0xF0000000)

/* The rarity class, in its place, of the sum of three tokens' frequencies. */
#define CLASS(n)	((uint32_t) (n) << HASH_BITS)

static const uint32_t classes[] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	CLASS(1), CLASS(2), CLASS(3), CLASS(3), CLASS(4), CLASS(5), CLASS(6),
	CLASS(6), CLASS(7), CLASS(8), CLASS(9), CLASS(9), CLASS(10), CLASS(11),
	CLASS(12), CLASS(12), CLASS(13), CLASS(14), CLASS(15), CLASS(15),
	CLASS(15), CLASS(15), CLASS(15), CLASS(15), CLASS(15), CLASS(15),
	CLASS(15), CLASS(15), CLASS(15), CLASS(15), CLASS(15), CLASS(15)
};

static inline unsigned
token_frequency(uint64_t hash)
{
	unsigned	slot = (unsigned) (hash >> 48);

	return bc_rarity_table[slot / 2] >> (slot % 2 * 4) & 0xF;
}

/* The value that stands for the nth repetition of another, n from 1. */
static uint32_t
repeated_value(uint32_t value, uint32_t n)
{
	uint64_t	h = bc_scramble((uint64_t) n << 32 | value, BC_ROOT_7);

	h = bc_scramble(h, BC_ROOT_5);
	return (value & CLASS_MASK) | (uint32_t) (h >> HASH_SHIFT);
}

/* Makes room for so many values more. */
static bool
make_room(const BcEnv *env, BcFeatures *set, size_t more)
{
	size_t		size = set->size == 0 ? 256 : set->size;
	uint32_t   *values;

	if (more <= set->size - set->count)
		return true;
	while (size - set->count < more)
		size *= 2;
	values = bc_resize(env, set->values, size, sizeof(*values));
	if (values == NULL)
		return false;
	set->values = values;
	set->size = size;
	return true;
}

/* Tokens, after the last two of those before, and with the last boundary. */
typedef struct Stretch
{
	uint64_t	hashes[2 + BC_TOKEN_HASHES + 1];
	uint8_t		frequencies[2 + BC_TOKEN_HASHES + 1];
	size_t		count;
} Stretch;

static void
add_boundary(Stretch *s)
{
	s->hashes[s->count] = BC_ROOT_19;
	s->frequencies[s->count++] = 0;
}

/* Adds the tokens that come next; false where there are none. */
static bool
add_tokens(Stretch *s, BcTokenReader *reader)
{
	size_t		tokens = bc_token_hashes(reader, s->hashes + s->count);

	for (size_t i = s->count; i < s->count + tokens; i++)
		s->frequencies[i] = token_frequency(s->hashes[i]);
	s->count += tokens;
	return tokens > 0;
}

/* Leaves the last two, with which the next window begins. */
static void
keep_last(Stretch *s)
{
	size_t		kept = s->count < 2 ? s->count : 2;

	for (size_t i = 0; i < kept; i++)
	{
		s->hashes[i] = s->hashes[s->count - kept + i];
		s->frequencies[i] = s->frequencies[s->count - kept + i];
	}
	s->count = kept;
}

/* Appends the value of each window of three. */
static bool
add_windows(const BcEnv *env, const Stretch *s, BcField field, BcFeatures *set)
{
	uint64_t	tag = (uint64_t) field * BC_ROOT_19;
	size_t		windows = s->count < 2 ? 0 : s->count - 2;
	size_t		start = set->count;
	uint32_t   *values;

	if (!make_room(env, set, windows))
		return false;
	values = set->values;
	for (size_t i = 0; i < windows; i++)
	{
		unsigned	sum = s->frequencies[i] + s->frequencies[i + 1] +
			s->frequencies[i + 2];
		uint64_t	h = s->hashes[i] * BC_ROOT_11 +
			s->hashes[i + 1] * BC_ROOT_13 + s->hashes[i + 2] * BC_ROOT_17 +
			tag;

		/* what else a scramble does is shifted out */
		h = (h ^ h >> 32) * BC_ROOT_5;
		values[start + i] = classes[sum] | (uint32_t) (h >> HASH_SHIFT);
	}
	set->count += windows;
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
	Stretch		stretch;
	bool		more;

	bc_tokens_start(&reader, env, text);
	stretch.count = 0;
	if (edges)
		add_boundary(&stretch);
	do
	{
		more = add_tokens(&stretch, &reader);
		if (!more && edges)
			add_boundary(&stretch);
		if (!add_windows(env, &stretch, field, set))
			return false;
		keep_last(&stretch);
	} while (more);
	return true;
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
