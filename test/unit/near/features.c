/*
 * features.c: golden values of the features, sorting, and similarity against
 * a plain calculation.
 */
#include "core/base.h"
#include "core/near.h"
#include "core/text.h"

#include "check.h"

static void
has_features(const char *text, BcField field, size_t count,
			 const uint32_t *expected)
{
	BcFeatures	set;
	bool		ok;

	ok = bc_text_features(&bc_malloc_env, slice(text), field, &set);
	check(ok && set.count == count &&
		  (count == 0 || memcmp(set.values, expected, 4 * count) == 0), text);
	bc_features_free(&bc_malloc_env, &set);
	check(set.values == NULL && set.count == 0 && set.size == 0, "given back");
}

#define HAS(text, field, ...) \
	has_features(text, field, \
				 sizeof((uint32_t[]) {__VA_ARGS__}) / sizeof(uint32_t), \
				 (uint32_t[]) {__VA_ARGS__})

/* The vectors of doc/internals.md, computed by another implementation. */
static void
test_golden(void)
{
	unsigned char padded[32] = "internationalization";

	has_features("", BC_FIELD_TEXT, 0, NULL);
	has_features(" \u3002\u200b!", BC_FIELD_TEXT, 0, NULL);
	HAS("a", BC_FIELD_TEXT, 0x0213bdf0);
	HAS("a", BC_FIELD_PROMPT, 0x04e02c22);
	HAS("The cat", BC_FIELD_TEXT, 0x50d9f544, 0x5a14d8e1);
	HAS("\u4f60\u597d\uff0c\u4e16\u754c", BC_FIELD_TEXT,
		0x3c8ce50f, 0x65b4ab9d, 0xbf28ddcc, 0xdbbdb96e);
	HAS("a a a a a", BC_FIELD_TEXT,
		0xabbfbd80, 0xaee092d1, 0xf0ace421, 0xf13fa4c1, 0xf752ac09);
	HAS("x != 3.5 + y*2", BC_FIELD_TEXT,
		0x2685a34b, 0x96aa4bdd, 0xcc47d62b, 0xd370cb91, 0xd8d8883f,
		0xe3931de8, 0xed7b0dab, 0xfb1c5ac3, 0xfb42ce11, 0xff68e077);
	HAS("\U0001f600 \u00bd", BC_FIELD_TEXT,
		0x0d6939a0, 0x2c14e214, 0x2cec3d32, 0xb70d38cd);
	check(bc_token_hash(padded, 20) == UINT64_C(0x78b8a3098021367e),
		  "hash of a token of three words");
}

/* One word so many times: the set; how many values of it are different. */
static size_t
repeat(size_t repetitions, BcFeatures *set)
{
	unsigned char *text = malloc(2 * repetitions);
	size_t		different = 0;

	for (size_t i = 0; i < repetitions; i++)
		memcpy(text + 2 * i, "a ", 2);
	if (!bc_text_features(&bc_malloc_env, (BcSlice) {text, 2 * repetitions}, BC_FIELD_TEXT, set))
		abort();
	for (size_t i = 0; i < set->count; i++)
		different += i == 0 || set->values[i - 1] < set->values[i];
	free(text);
	return different;
}

/* So many repetitions that some of what stands for them is equal. */
static void
test_repetitions(void)
{
	size_t		none = 1;
	size_t		some = 70000;
	BcFeatures	set;

	check(repeat(some, &set) == set.count, "each value once");
	/* as another implementation has it */
	check(set.count == 69929, "many repetitions");
	bc_features_free(&bc_malloc_env, &set);
	/* the first repetition whose value is there */
	while (some - none > 1)
	{
		size_t		middle = none + (some - none) / 2;

		if (repeat(middle, &set) == middle)
			none = middle;
		else
			some = middle;
		bc_features_free(&bc_malloc_env, &set);
	}
	check(repeat(some, &set) == some - 1 && set.count == some - 1, "one that is equal");
	bc_features_free(&bc_malloc_env, &set);
}

static void
test_record(void)
{
	BcRecord	rec = {0};
	BcFeatures	prompt;
	BcFeatures	response;
	BcFeatures	both;
	bool		ok;

	rec.prompt = slice("The cat sat");
	rec.response = slice("The cat sat");
	ok = bc_record_features(&bc_malloc_env, &rec, BC_FIELD_PROMPT, &prompt) &&
		bc_record_features(&bc_malloc_env, &rec, BC_FIELD_RESPONSE, &response) &&
		bc_record_features(&bc_malloc_env, &rec, BC_FIELD_RECORD, &both);
	check(ok && prompt.count == 3 && response.count == 3 && both.count == 6,
		  "the fields of a record have features of their own");
	check(bc_features_overlap(prompt.values, 3, both.values, 6) == 3 &&
		  bc_features_overlap(response.values, 3, both.values, 6) == 3 &&
		  bc_features_overlap(prompt.values, 3, response.values, 3) == 0,
		  "a record has the features of its fields");
	bc_features_free(&bc_malloc_env, &prompt);
	bc_features_free(&bc_malloc_env, &response);
	bc_features_free(&bc_malloc_env, &both);
}

static bool
is_same_set(const BcFeatures *a, const BcFeatures *b)
{
	return a->count == b->count && (a->count == 0 ||
									memcmp(a->values, b->values, a->count * sizeof(*a->values)) == 0);
}

/* What %> asks for: the shingles that no boundary is part of. */
static void
test_inner(void)
{
	static const struct
	{
		const char *text;
		size_t		inner;
	}			cases[] = {
		{"", 0}, {"a", 0}, {"a b", 0}, {"a b c", 1}, {"a b c d e", 3},
		{"a a a a a", 3}, {"a a a", 1}, {"a b a b a b a b", 6}
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcSlice		text = slice(cases[i].text);
		BcFeatures	all;
		BcFeatures	inner = {0};
		BcFeatures	set = {0};
		BcFeatures	within = {0};
		bool		ok;

		ok = bc_text_features(&bc_malloc_env, text, BC_FIELD_TEXT, &all) &&
			bc_text_inner(&bc_malloc_env, text, BC_FIELD_TEXT, &inner) &&
			bc_text_operand(&bc_malloc_env, text, BC_FIELD_TEXT, &set, &within);
		check(ok && inner.count == cases[i].inner, cases[i].text);
		check(all.count - inner.count <= 2 &&
			  bc_features_overlap(all.values, all.count, inner.values,
								  inner.count) == inner.count,
			  "what is within is a part of all");
		check(is_same_set(&set, &all) && is_same_set(&within, &inner), "both at once");
		bc_features_free(&bc_malloc_env, &all);
		bc_features_free(&bc_malloc_env, &inner);
		bc_features_free(&bc_malloc_env, &set);
		bc_features_free(&bc_malloc_env, &within);
	}
}

/* The same of records: what is within is that of the fields' texts together. */
static void
test_operand(void)
{
	static const char *const texts[] = {"", "a", "a b", "a b c", "b a b a b a b", "a b c d e f g c d e"};

	for (size_t i = 0; i < 36; i++)
	{
		for (int field = BC_FIELD_PROMPT; field <= BC_FIELD_RECORD; field++)
		{
			BcRecord	rec = {0};
			BcFeatures	all;
			BcFeatures	set = {0};
			BcFeatures	within;
			size_t		tokens[2];
			size_t		inner = 0;
			bool		ok;

			rec.prompt = slice(texts[i / 6]);
			rec.response = slice(texts[i % 6]);
			tokens[0] = field == BC_FIELD_RESPONSE ? 0 : (rec.prompt.len + 1) / 2;
			tokens[1] = field == BC_FIELD_PROMPT ? 0 : (rec.response.len + 1) / 2;
			for (int k = 0; k < 2; k++)
				inner += tokens[k] > 2 ? tokens[k] - 2 : 0;
			ok = bc_record_features(&bc_malloc_env, &rec, (BcField) field, &all) &&
				bc_record_operand(&bc_malloc_env, &rec, (BcField) field, &set, &within);
			check(ok && is_same_set(&set, &all), "the features of a record");
			check(within.count == inner &&
				  bc_features_overlap(all.values, all.count, within.values, inner) == inner,
				  "what is within a record");
			bc_features_free(&bc_malloc_env, &all);
			bc_features_free(&bc_malloc_env, &set);
			bc_features_free(&bc_malloc_env, &within);
		}
	}
}

static uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* Numbers of different kinds: spread, of one class, few, close together. */
static uint32_t
random_value(uint32_t *state, unsigned kind)
{
	uint32_t	value = next_random(state) << 8 ^ next_random(state);

	switch (kind)
	{
		case 0:
			return value;
		case 1:
			return UINT32_C(0xF0000000) | value;
		case 2:
			return value & UINT32_C(0x70000003);
		default:
			return UINT32_C(0x4FFFFFFF) - value % 1000;
	}
}

static void
test_sort_of(size_t n, unsigned kind)
{
	uint32_t	state = 1;
	uint32_t   *values = malloc((n + 1) * sizeof(*values));
	uint64_t	sum = 0;
	uint64_t	squares = 0;
	size_t		equal;
	bool		ok;

	for (size_t i = 0; i < n; i++)
	{
		values[i] = random_value(&state, kind);
		sum += values[i];
		squares += (uint64_t) values[i] * values[i];
	}
	ok = bc_sort32(&bc_malloc_env, values, n, &equal);
	for (size_t i = 0; i < n; i++)
	{
		sum -= values[i];
		squares -= (uint64_t) values[i] * values[i];
		ok &= i == 0 || values[i - 1] <= values[i];
		equal -= i > 0 && values[i - 1] == values[i];
	}
	check(ok && sum == 0 && squares == 0 && equal == 0, "sorted");
	free(values);
}

static void
test_sort(void)
{
	static const size_t counts[] = {0, 1, 2, 16, 17, 70, 255, 256, 2048, 2049, 70001};

	for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++)
	{
		for (unsigned kind = 0; kind < 4; kind++)
			test_sort_of(counts[k], kind);
	}
}

/* A set of at most 40 of the numbers 0 to 49. */
static size_t
random_set(uint32_t *state, uint32_t *values)
{
	size_t		n = 0;
	uint32_t	share = next_random(state) % 41;

	for (uint32_t v = 0; v < 50; v++)
	{
		if (next_random(state) % 50 < share)
			values[n++] = v;
	}
	return n;
}

static void
test_similarity(void)
{
	static const uint32_t thresholds[] = {1, 300000, 333333, 333334, 500000,
	666666, 666667, 700000, 950000, 999999, 1000000};
	uint32_t	state = 7;
	int			wrong = 0;
	uint32_t	a[50];
	uint32_t	b[50];

	for (int round = 0; round < 20000; round++)
	{
		size_t		na = random_set(&state, a);
		size_t		nb = random_set(&state, b);
		size_t		overlap = 0;

		for (size_t i = 0; i < na; i++)
		{
			for (size_t j = 0; j < nb; j++)
				overlap += a[i] == b[j];
		}
		wrong += overlap != bc_features_overlap(a, na, b, nb);
		for (size_t k = 0; k < sizeof(thresholds) / sizeof(thresholds[0]); k++)
		{
			uint64_t	t = thresholds[k];
			bool		similar = na + nb == 0 ||
				overlap * UINT64_C(1000000) >= t * (na + nb - overlap);

			wrong += similar != bc_features_similar(a, na, b, nb, thresholds[k]);
		}
	}
	check(wrong == 0, "similarity agrees with counting");
	check(bc_features_similar(a, 0, b, 0, 1000000), "empty like empty");
	check(!bc_features_similar(a, 0, (uint32_t[]) {5}, 1, 1), "empty unlike any");
	check(bc_features_needed(10, 700000) == 7 &&
		  bc_features_needed(10, 700001) == 8 &&
		  bc_features_needed(0, 1) == 0 && bc_features_needed(3, 1) == 1 &&
		  bc_features_needed(67108864, 1000000) == 67108864, "needed");
}

/* Of a passage in a text: "shared/asked start-stop", places in bytes. */
static void
overlaps(const char *passage, const char *text, const char *expected)
{
	BcOverlap	overlap;
	char		got[100];
	bool		ok = bc_overlap(&bc_malloc_env, slice(text), slice(passage), &overlap);

	snprintf(got, sizeof(got), "%zu/%zu %zu-%zu", overlap.shared, overlap.asked,
			 overlap.start, overlap.stop);
	check(ok && strcmp(got, expected) == 0, text);
	if (strcmp(got, expected) != 0)
		printf("  %s, not %s\n", got, expected);
}

static void
test_overlap(void)
{
	static char text[60000];
	size_t		len = 0;

	overlaps("", "", "0/0 0-0");
	overlaps("a b", "a b c", "0/0 0-0");
	overlaps("a b c", "", "0/1 0-0");
	overlaps("a b c", "a b c", "1/1 0-5");
	overlaps("a b c", "x a b c y", "1/1 2-7");
	overlaps("a b c", "x, (a b c.) y", "1/1 4-9");
	overlaps("a b c", "a b", "0/1 0-0");
	overlaps("a b c d e", "b c d", "1/3 0-5");
	overlaps("a b c d e", "x b c d e y", "2/3 2-9");
	/* one word other costs three shingles: the stretch goes on over it where more are before and behind */
	overlaps("a b c d e f g h i j k l", "x a b c d e q g h i j k l y", "7/10 14-25");
	overlaps("a b c d e f g h i j k l m n o p", "x a b c d e f q h i j k l m n o p y", "11/14 2-33");
	/* the first of two */
	overlaps("a b c", "a b c x y z w v a b c", "1/1 0-5");
	overlaps("a b c d", "a b c x y z w v a b c d", "2/2 16-23");
	overlaps("中文字很多", "他写：中文字很多！", "3/3 9-24");
	overlaps("a a a a a", "a a a", "1/3 0-5");
	/* a character that is three tokens */
	overlaps("\u00bd", "x \u00bd y", "1/1 2-4");
	overlaps("x \u00bd y", "x \u00bd y", "3/3 0-6");
	/* words that are cut, which look alike from anywhere */
	overlaps("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			 " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1/1 1-97");
	/* more shingles than are taken between two polls */
	for (size_t i = 0; i < 5000; i++)
		len += (size_t) sprintf(text + len, "w%zu ", i);
	len += (size_t) sprintf(text + len, "a b c d");
	overlaps("a b c d", text, "2/2 28890-28897");
}

int
main(void)
{
	test_golden();
	test_repetitions();
	test_record();
	test_inner();
	test_operand();
	test_sort();
	test_similarity();
	test_overlap();
	return report();
}
