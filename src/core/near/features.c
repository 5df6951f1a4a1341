/*
 * features.c: shingles of three tokens as 32-bit values, and sets of them.
 */
#include "core/near/features.h"

#include "core/base.h"
#include "core/text.h"

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

/* The last two tokens or boundaries, of as many as there are. */
typedef struct Window
{
	uint64_t	hash[2];
	unsigned	frequency[2];	/* floor(log2) of how often they occur */
	unsigned	count;
	uint64_t	tag;			/* of the field */
} Window;

static inline void
move_on(Window *w, uint64_t hash, unsigned frequency)
{
	w->hash[0] = w->hash[1];
	w->hash[1] = hash;
	w->frequency[0] = w->frequency[1];
	w->frequency[1] = frequency;
}

/* The value of the window's two and the one after them. */
static inline uint32_t
shingle_value(const Window *w, uint64_t hash, unsigned frequency)
{
	uint64_t	h = w->hash[0] * BC_ROOT_11 + w->hash[1] * BC_ROOT_13 +
		hash * BC_ROOT_17 + w->tag;

	/* what else a scramble does is shifted out */
	h = (h ^ h >> 32) * BC_ROOT_5;
	return classes[w->frequency[0] + w->frequency[1] + frequency] |
		(uint32_t) (h >> HASH_SHIFT);
}

/* Appends the values of the shingles that end with these tokens. */
static bool
add_values(const BcEnv *env, Window *window, const uint64_t *hashes,
		   size_t count, BcFeatures *set)
{
	Window		w = *window;
	size_t		i = 0;
	uint32_t   *values;

	if (!make_room(env, set, count))
		return false;
	values = set->values + set->count;
	for (; i < count && w.count < 2; i++, w.count++)
		move_on(&w, hashes[i], token_frequency(hashes[i]));
	set->count += count - i;
	for (; i < count; i++)
	{
		unsigned	frequency = token_frequency(hashes[i]);

		*values++ = shingle_value(&w, hashes[i], frequency);
		move_on(&w, hashes[i], frequency);
	}
	*window = w;
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
	uint64_t	hashes[BC_TOKEN_HASHES];
	Window		window = {{0, BC_ROOT_19}, {0, 0}, edges ? 1 : 0, 0};
	BcTokenReader reader;
	size_t		count;

	window.tag = (uint64_t) field * BC_ROOT_19;
	bc_tokens_start(&reader, env, text);
	while ((count = bc_token_hashes(&reader, hashes)) > 0)
	{
		if (!add_values(env, &window, hashes, count, set))
			return false;
	}
	if (!edges || window.count < 2)
		return true;
	if (!make_room(env, set, 1))
		return false;
	set->values[set->count++] = shingle_value(&window, BC_ROOT_19, 0);
	return true;
}

/*
 * Takes all but the first of equal values, which are next to each other, out
 * of the set, and puts the values that stand for them behind the set.
 */
static void
take_repetitions(BcFeatures *set)
{
	uint32_t   *values = set->values;
	uint32_t   *repeated = values + set->count;
	uint32_t	last = values[0];
	size_t		kept = 1;
	uint32_t	n = 0;

	for (size_t i = 1; i < set->count; i++)
	{
		uint32_t	value = values[i];

		if (value == last)
			*repeated++ = repeated_value(value, ++n);
		else
		{
			values[kept++] = last = value;
			n = 0;
		}
	}
	set->count = kept;
}

/*
 * Merges ascending values into the set, where there is room for them; true if
 * some are equal to others of the set.
 */
static bool
merge_values(BcFeatures *set, const uint32_t *others, size_t count)
{
	uint32_t   *values = set->values;
	size_t		left = set->count;
	size_t		to = left + count;
	bool		equal = false;

	set->count = to;
	while (count > 0)
	{
		uint32_t	other = others[--count];

		while (left > 0 && values[left - 1] > other)
			values[--to] = values[--left];
		equal |= left > 0 && values[left - 1] == other;
		values[--to] = other;
	}
	return equal;
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
	size_t		count = set->count;
	size_t		repeated;
	size_t		equal;

	if (!bc_sort32(env, set->values, count, &repeated))
		return false;
	if (repeated == 0)
		return true;
	if (!make_room(env, set, repeated))
		return false;
	take_repetitions(set);
	if (!bc_sort32(env, set->values + count, repeated, &equal))
		return false;
	if (merge_values(set, set->values + count, repeated) || equal > 0)
		remove_equal(set);
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

bool
bc_text_shingles(const BcEnv *env, BcSlice text, BcFeatures *shingles)
{
	memset(shingles, 0, sizeof(*shingles));
	return add_shingles(env, text, BC_FIELD_TEXT, false, shingles);
}

bool
bc_record_features(const BcEnv *env, const BcRecord *rec, BcField field,
				   BcFeatures *set)
{
	memset(set, 0, sizeof(*set));
	return (field == BC_FIELD_RESPONSE ||
			add_shingles(env, rec->prompt, BC_FIELD_PROMPT, true, set)) &&
		(field == BC_FIELD_PROMPT ||
		 add_shingles(env, rec->response, BC_FIELD_RESPONSE, true, set)) &&
		finish_set(env, set);
}

/* The same values, and once more those of them that no boundary is part of. */
static bool
add_both(const BcEnv *env, BcSlice text, BcField field, BcFeatures *set,
		 BcFeatures *inner)
{
	size_t		start = set->count;
	size_t		count;

	if (!add_shingles(env, text, field, true, set))
		return false;
	/* all but the first and the last, which of one token are the same */
	count = set->count - start;
	if (count <= 2)
		return true;
	if (!make_room(env, inner, count - 2))
		return false;
	memcpy(inner->values + inner->count, set->values + start + 1,
		   (count - 2) * sizeof(*set->values));
	inner->count += count - 2;
	return true;
}

bool
bc_text_operand(const BcEnv *env, BcSlice text, BcField field,
				BcFeatures *set, BcFeatures *inner)
{
	memset(set, 0, sizeof(*set));
	memset(inner, 0, sizeof(*inner));
	return add_both(env, text, field, set, inner) && finish_set(env, set) &&
		finish_set(env, inner);
}

bool
bc_record_operand(const BcEnv *env, const BcRecord *rec, BcField field,
				  BcFeatures *set, BcFeatures *inner)
{
	memset(set, 0, sizeof(*set));
	memset(inner, 0, sizeof(*inner));
	return (field == BC_FIELD_RESPONSE ||
			add_both(env, rec->prompt, BC_FIELD_PROMPT, set, inner)) &&
		(field == BC_FIELD_PROMPT ||
		 add_both(env, rec->response, BC_FIELD_RESPONSE, set, inner)) &&
		finish_set(env, set) && finish_set(env, inner);
}

void
bc_features_free(const BcEnv *env, BcFeatures *set)
{
	bc_free(env, set->values);
	memset(set, 0, sizeof(*set));
}
