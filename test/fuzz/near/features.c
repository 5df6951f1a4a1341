/*
 * features.c: any bytes through the features and through a plain second
 * calculation of them, which folds, cuts into tokens, looks at each window of
 * three and numbers repetitions in passes of their own.  Only the tables of
 * characters and of rarity are shared.
 */
#include "core/near.h"
#include "core/text.h"

#include "require.h"

#define MOST_CHARS	8192

typedef struct Item
{
	uint32_t	c;
	unsigned	class;
} Item;

typedef struct Token
{
	uint64_t	hash;
	unsigned	frequency;
} Token;

/* The most that a character folds to is 18, U+FDFA. */
static Item items[MOST_CHARS * 18];
static Token tokens[MOST_CHARS * 18 + 4];
static uint32_t values[MOST_CHARS * 18 + 2];

static const uint64_t root_3 = UINT64_C(0xBB67AE8584CAA73B);
static const uint64_t root_5 = UINT64_C(0x3C6EF372FE94F82B);
static const uint64_t root_7 = UINT64_C(0xA54FF53A5F1D36F1);
static const uint64_t root_11 = UINT64_C(0x510E527FADE682D1);
static const uint64_t root_13 = UINT64_C(0x9B05688C2B3E6C1F);
static const uint64_t root_17 = UINT64_C(0x1F83D9ABFB41BD6B);
static const uint64_t root_19 = UINT64_C(0x5BE0CD19137E2179);

static uint64_t
mix(uint64_t h, uint64_t factor)
{
	h *= factor;
	return h ^ h >> 32;
}

static size_t
fold(BcSlice text)
{
	size_t		n = 0;

	for (size_t at = 0; at < text.len;)
	{
		uint32_t	c = bc_next_char(text, &at);
		unsigned	value = bc_fold_value(c);

		if (value & BC_FOLD_MAPPED)
		{
			const uint32_t *item = bc_fold_pool + (value - BC_FOLD_MAPPED);

			for (bool last = false; !last; item++)
			{
				items[n++] = (Item) {BC_POOL_CHAR(*item), BC_POOL_CLASS(*item)};
				last = BC_POOL_LAST(*item);
			}
		}
		else if (value != BC_TEXT_DROP)
			items[n++] = (Item) {c, value};
	}
	return n;
}

static uint64_t
hash_token(const Item *first, size_t count)
{
	unsigned char bytes[BC_TOKEN_CHARS * 4 + 8] = {0};
	size_t		len = 0;
	uint64_t	h = root_3;

	for (size_t i = 0; i < count; i++)
		len += bc_utf8_encode(bytes + len, first[i].c);
	for (size_t i = 0; i < len; i += 8)
	{
		uint64_t	word = 0;

		for (unsigned k = 0; k < 8; k++)
			word |= (uint64_t) bytes[i + k] << (8 * k);
		h = mix(h ^ word, root_5);
	}
	return mix(h, root_7);
}

static bool
in_run(size_t i, size_t n)
{
	return i < n && (items[i].class == BC_TEXT_WORD ||
					 items[i].class == BC_TEXT_DIGIT);
}

static bool
is_token(size_t i, size_t n)
{
	bool		after = i + 1 < n;
	uint32_t	c = items[i].c;

	switch (items[i].class)
	{
		case BC_TEXT_SOLO:
			return true;
		case BC_TEXT_SYMBOL:
			if (c == '`')
				return false;
			if (c == '*' || c == '#' || c == '-' || c == '~')
				return !(i > 0 && items[i - 1].c == c) &&
					!(after && items[i + 1].c == c);
			return true;
		case BC_TEXT_BANG:
			return after && items[i + 1].c == '=';
		case BC_TEXT_POINT:
			return i > 0 && items[i - 1].class == BC_TEXT_DIGIT &&
				after && items[i + 1].class == BC_TEXT_DIGIT;
		default:
			return false;
	}
}

/* The tokens, with boundaries around them; the place of the one after them. */
static size_t
tokenise(size_t n)
{
	size_t		count = 2;

	tokens[0] = tokens[1] = (Token) {root_19, 0};
	for (size_t i = 0; i < n;)
	{
		size_t		len = 0;

		while (len < BC_TOKEN_CHARS && in_run(i + len, n))
			len++;
		if (len > 0 || is_token(i, n))
		{
			uint64_t	hash = hash_token(items + i, len > 0 ? len : 1);
			unsigned	slot = (unsigned) (hash >> 48);

			tokens[count++] = (Token) {hash, slot % 2 == 0 ?
									   bc_rarity_table[slot / 2] & 0xFu :
									   bc_rarity_table[slot / 2] >> 4};
		}
		i += len > 0 ? len : 1;
	}
	tokens[count] = (Token) {root_19, 0};
	return count;
}

static uint32_t
window_value(const Token *t, BcField field)
{
	uint64_t	h = t[0].hash * root_11 + t[1].hash * root_13 +
		t[2].hash * root_17 + (uint64_t) field * root_19;
	unsigned	sum = t[0].frequency + t[1].frequency + t[2].frequency;
	unsigned	class = sum < 12 ? 0 : (sum - 12) * 3 / 4;

	h = mix(h ^ h >> 32, root_5);
	return (class > 15 ? 15u : class) << 28 | (uint32_t) (h >> 36);
}

static int
compare_values(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *) a;
	uint32_t	y = *(const uint32_t *) b;

	return (x > y) - (x < y);
}

/* Numbers what repeats, sorts again and drops what is still equal. */
static size_t
finish(size_t count)
{
	size_t		kept = 0;

	qsort(values, count, sizeof(uint32_t), compare_values);
	for (size_t i = 0; i < count;)
	{
		uint32_t	value = values[i];

		for (uint32_t n = 1; ++i < count && values[i] == value; n++)
			values[i] = (value & UINT32_C(0xF0000000)) |
				(uint32_t) (mix(mix((uint64_t) n << 32 | value, root_7),
								root_5) >> 36);
	}
	qsort(values, count, sizeof(uint32_t), compare_values);
	for (size_t i = 0; i < count; i++)
	{
		if (kept == 0 || values[kept - 1] != values[i])
			values[kept++] = values[i];
	}
	return kept;
}

static void
compare(const BcFeatures *set, size_t count)
{
	require(set->count == count);
	require(count == 0 ||
			memcmp(set->values, values, count * sizeof(uint32_t)) == 0);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	BcField		field;
	BcFeatures	set;
	BcSlice		text;
	size_t		ntokens;
	size_t		count = 0;

	if (size == 0 || size > MOST_CHARS)
		return 0;
	field = data[0] % BC_FIELD_RECORD;
	text = (BcSlice) {data + 1, size - 1};
	ntokens = tokenise(fold(text));

	for (size_t last = 3; last <= ntokens; last++)
		values[count++] = window_value(tokens + last - 2, field);
	require(bc_text_features(&bc_malloc_env, text, field, &set));
	compare(&set, finish(count));
	bc_features_free(&bc_malloc_env, &set);

	count = 0;
	for (size_t last = 4; last < ntokens; last++)
		values[count++] = window_value(tokens + last - 2, field);
	require(bc_text_inner(&bc_malloc_env, text, field, &set));
	compare(&set, finish(count));
	bc_features_free(&bc_malloc_env, &set);
	return 0;
}
