/*
 * golden.c: the features of made-up texts and records, as two numbers that no
 * compiler, option, machine or locale may change.  Version 1 is frozen:
 * where this number changes, indexes and stored features of users go wrong.
 */
#include "core/near.h"
#include "core/text.h"

#include <locale.h>

#include "check.h"

#define TEXTS		12000
#define EXPECTED	UINT64_C(0xb5dd1588f6b0c054)
/* Of Chinese with words of ASCII between. */
#define LENGTHS		400
#define EXPECTED_MIXED	UINT64_C(0x56b307065145f096)

static uint64_t state;

static uint32_t
below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t) ((state >> 33) % n);
}

typedef struct Range
{
	uint32_t	first;
	uint32_t	count;
} Range;

/* Scripts, symbols and what folds in a way of its own. */
static const Range ranges[] = {
	{0x20, 95}, {0x30, 10}, {0x41, 26}, {0x61, 26}, {0x4E00, 20000},
	{0x4E00, 60}, {0x3041, 86}, {0x30A1, 94}, {0xAC00, 11172}, {0xFF01, 94},
	{0xFF61, 63}, {0xC0, 400}, {0x370, 130}, {0x400, 256}, {0x5D0, 27},
	{0x620, 60}, {0x904, 60}, {0xE01, 90}, {0xE81, 90}, {0x1000, 80},
	{0x1780, 80}, {0x1100, 250}, {0x300, 112}, {0x1E00, 512}, {0x2000, 112},
	{0x20A0, 700}, {0x2500, 700}, {0x3000, 64}, {0x3200, 512},
	{0xF900, 512}, {0xFB00, 80}, {0xFE00, 32}, {0xE000, 64}, {0xFFF0, 16},
	{0x1D400, 1024}, {0x1F300, 900}, {0x20000, 42000}, {0x10000, 0x100000},
	{0x80, 0xD780}
};

/* What the rules of tokens are about. */
static const char *const pieces[] = {
	"3.5", "1,000", "12:30", "-5", "6*2", "a != b", "x=1", "**bold**", "## ",
	"\n- ", "---", "`c`", "~~", "2**3", "--", "#1", "*", "!", "!=", ".", "1.",
	"\r\n", "\t", "\xE3\x80\x82", "\xEF\xBC\x8C", "\xCC\x81", "\xE2\x80\x8B",
	"\xE3\x82\x99", "the cat", "\xE4\xBD\xA0\xE5\xA5\xBD", "https://a.b/c?d=e",
	"0123456789abcdef0123456789abcdef0123456789", "\xC3\x9F", "\xEF\xAC\x81",
	"\xE2\x80\x8D", "\xEF\xBC\x8A\xEF\xBC\x8A", "ha ha ha ha ha ha",
	"\xFF", "\xE4\xBD", "\xC0\xAF", "\xED\xA0\x80"
};

static void
make_text(BcBuffer *out)
{
	/* a few ranges for each text, as texts have few scripts */
	Range		own[3];
	uint32_t	length = below(below(20) == 0 ? 1500 : 60);

	out->len = 0;
	for (int i = 0; i < 3; i++)
		own[i] = ranges[below(sizeof(ranges) / sizeof(ranges[0]))];
	for (uint32_t i = 0; i < length; i++)
	{
		uint32_t	kind = below(16);
		unsigned char bytes[4];

		if (kind == 0)
		{
			const char *piece = pieces[below(sizeof(pieces) / sizeof(pieces[0]))];

			bc_buffer_add(out, piece, strlen(piece));
		}
		else if (kind < 4)
			bc_buffer_add_byte(out, ' ');
		else
		{
			Range		range = own[below(3)];

			bc_buffer_add(out, bytes, bc_utf8_encode(bytes, range.first +
													 below(range.count)));
		}
	}
}

static uint64_t
add_number(uint64_t sum, uint64_t number)
{
	sum = (sum ^ number) * UINT64_C(0x3C6EF372FE94F82B);
	return sum ^ sum >> 32;
}

static uint64_t
add_set(uint64_t sum, BcFeatures *set)
{
	sum = add_number(sum, set->count);
	for (size_t i = 0; i < set->count; i++)
		sum = add_number(sum, set->values[i]);
	bc_features_free(&bc_malloc_env, set);
	return sum;
}

/* The sum over all texts; the last text is the response of the next. */
static uint64_t
sum_of_features(size_t *features)
{
	BcBuffer	texts[2];
	uint64_t	sum = 1;
	bool		ok = true;

	state = 20240301;
	*features = 0;
	for (int i = 0; i < 2; i++)
		bc_buffer_init(&texts[i], &bc_malloc_env, SIZE_MAX / 2);
	for (int i = 0; i < TEXTS && ok; i++)
	{
		BcBuffer   *text = &texts[i % 2];
		BcBuffer   *other = &texts[1 - i % 2];
		BcField		field = (BcField) (i % BC_FIELDS);
		BcFeatures	set;

		make_text(text);
		if (field == BC_FIELD_RECORD)
		{
			BcRecord	rec = {0};

			rec.prompt = (BcSlice) {text->data, text->len};
			rec.response = (BcSlice) {other->data, other->len};
			ok = bc_record_features(&bc_malloc_env, &rec, field, &set);
		}
		else
			ok = bc_text_features(&bc_malloc_env,
								  (BcSlice) {text->data, text->len}, field, &set);
		*features += set.count;
		sum = add_set(sum, &set);
	}
	check(ok, "the features are made");
	for (int i = 0; i < 2; i++)
		bc_buffer_free(&texts[i]);
	return sum;
}

/*
 * Of texts of every length up to LENGTHS characters: so each place in a block
 * of bytes that is looked at as a whole has ASCII and other characters, and
 * either of them at the end.
 */
static uint64_t
sum_of_mixed(void)
{
	uint64_t	sum = 1;
	bool		ok = true;
	BcBuffer	text;

	state = 20260101;
	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	for (uint32_t length = 0; length <= LENGTHS; length++)
	{
		BcFeatures	set;

		text.len = 0;
		for (uint32_t i = 0; i < length; i++)
		{
			unsigned char bytes[4];
			/* stretches of both, some of them longer than a block */
			bool		ascii = (i / (1 + length % 90)) % 2 == 0;
			uint32_t	c = ascii ? 0x20 + below(95) : 0x4E00 + below(20000);

			bc_buffer_add(&text, bytes, bc_utf8_encode(bytes, c));
		}
		ok &= bc_text_features(&bc_malloc_env, (BcSlice) {text.data, text.len},
							   BC_FIELD_TEXT, &set);
		sum = add_set(sum, &set);
	}
	check(ok, "the features of mixed texts are made");
	bc_buffer_free(&text);
	return sum;
}

int
main(void)
{
	uint64_t	mixed;

	static const char *const locales[] = {
		"C", "C.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030"
	};

	/* a locale that the machine lacks leaves the one before it */
	for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++)
	{
		size_t		features;
		uint64_t	sum;

		(void) setlocale(LC_ALL, locales[i]);
		sum = sum_of_features(&features);
		check(features > 300000, "there are features");
		check(sum == EXPECTED, locales[i]);
		if (sum != EXPECTED)
			printf("%016llx of %zu features\n", (unsigned long long) sum, features);
	}
	mixed = sum_of_mixed();
	check(mixed == EXPECTED_MIXED, "the features of mixed texts");
	if (mixed != EXPECTED_MIXED)
		printf("%016llx of mixed texts\n", (unsigned long long) mixed);
	return report();
}
