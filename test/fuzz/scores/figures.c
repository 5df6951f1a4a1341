/*
 * figures.c: the common subsequence of any two texts against the plain table of
 * lengths, and n-grams against counting them pair by pair.
 */
#include "core/scores.h"
#include "core/text.h"

#include "require.h"

#define MAX_CHARS	300

typedef struct Text
{
	BcSlice		slice;
	uint32_t	chars[MAX_CHARS];
	size_t		count;
} Text;

static Text a;
static Text b;

/* Takes as much of the text as there is room for. */
static void
decode(Text *text, BcSlice bytes)
{
	size_t		at = 0;

	text->count = 0;
	while (at < bytes.len && text->count < MAX_CHARS)
		text->chars[text->count++] = bc_next_char(bytes, &at);
	text->slice = (BcSlice) {bytes.data, at};
}

static size_t
plain_subsequence(void)
{
	static size_t row[2][MAX_CHARS + 1];

	memset(row, 0, sizeof(row));
	for (size_t i = 1; i <= a.count; i++)
		for (size_t j = 1; j <= b.count; j++)
		{
			size_t		up = row[(i - 1) & 1][j];
			size_t		left = row[i & 1][j - 1];

			row[i & 1][j] = a.chars[i - 1] == b.chars[j - 1] ?
				row[(i - 1) & 1][j - 1] + 1 : up > left ? up : left;
		}
	return row[a.count & 1][b.count];
}

/* Pairs off equal n-grams, each of the reference's once. */
static size_t
plain_common(size_t n)
{
	bool		used[MAX_CHARS] = {false};
	size_t		common = 0;

	for (size_t i = 0; i + n <= a.count; i++)
		for (size_t j = 0; j + n <= b.count; j++)
			if (!used[j] &&
				memcmp(a.chars + i, b.chars + j, n * sizeof(uint32_t)) == 0)
			{
				used[j] = true;
				common++;
				break;
			}
	return common;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t		cut = len == 0 ? 0 : data[0] * (len - 1) / 255;
	size_t		length;
	BcNgrams	counts;
	double		score;

	if (len == 0)
		return 0;
	decode(&a, (BcSlice) {data + 1, cut});
	decode(&b, (BcSlice) {data + 1 + cut, len - 1 - cut});
	require(bc_common_subsequence(&bc_malloc_env, a.slice, b.slice, &length));
	require(length == plain_subsequence());
	require(bc_count_ngrams(&bc_malloc_env, a.slice, b.slice, &counts));
	for (size_t n = 0; n < 4; n++)
		require(counts.common[n] == plain_common(n + 1));
	require(bc_rouge_l(&bc_malloc_env, a.slice, b.slice, &score) &&
			score >= 0 && score <= 1);
	require(bc_bleu4(&bc_malloc_env, a.slice, b.slice, &score) &&
			score >= 0 && score <= 1);
	return 0;
}
