/*
 * polls.c: how often a score lets itself be interrupted: after so many steps of
 * each pass, and not before; what it refuses, and that it gives back what it
 * has.
 */
#include "core/scores.h"

#include "check.h"

/* So many steps are made between two looks for an interrupt. */
#define STEPS	((size_t) BC_POLL_BYTES)
/* And so many strips of 64 characters. */
#define STRIPS	((size_t) 256)

typedef struct Counts
{
	long		polls;
	long		asked;
	long		blocks;
	bool		refuses;
	long		left;			/* until one request is refused, but for 0 */
} Counts;

static Counts counts;

static void *
resize(void *context, void *ptr, size_t size)
{
	Counts	   *c = context;

	if (size == 0)
	{
		c->blocks -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	c->asked++;
	if (c->refuses || (c->left > 0 && --c->left == 0))
		return NULL;
	c->blocks += ptr == NULL;
	return realloc(ptr, size);
}

static void
poll(void *context)
{
	((Counts *) context)->polls++;
}

static const BcEnv env = {resize, poll, &counts};

static void
has_polled(long polls, const char *what)
{
	if (counts.polls != polls)
		printf("%ld polls, not %ld\n", counts.polls, polls);
	check(counts.polls == polls, what);
	check(counts.blocks == 0, "everything is given back");
	counts.polls = 0;
}

/* Texts that are all one character but for their ends. */
static unsigned char one[3 * STEPS];
static unsigned char other[3 * STEPS];

static BcSlice
text_of(unsigned char *bytes, size_t len, char first, char fill, char last)
{
	memset(bytes, fill, len);
	bytes[0] = (unsigned char) first;
	bytes[len - 1] = (unsigned char) last;
	return (BcSlice) {bytes, len};
}

static void
common(BcSlice a, BcSlice b, size_t expected)
{
	size_t		length = 0;

	check(bc_common_subsequence(&env, a, b, &length) && length == expected, "the subsequence");
}

/* Characters are numbered; then those that are common at an end are passed. */
static void
test_ends(void)
{
	common(text_of(one, STEPS - 1, 'x', 'x', 'x'), text_of(other, STEPS - 1, 'x', 'x', 'x'), STEPS - 1);
	has_polled(0, "one character less than a stretch");
	common(text_of(one, STEPS, 'x', 'x', 'x'), text_of(other, STEPS, 'x', 'x', 'x'), STEPS);
	has_polled(3, "two texts of a stretch and their common end");
	common(text_of(one, 2 * STEPS, 'x', 'x', 'x'), text_of(other, 2 * STEPS, 'x', 'x', 'x'), 2 * STEPS);
	has_polled(6, "of two stretches");
	common(text_of(one, STEPS, 'x', 'x', 'y'), text_of(other, STEPS, 'x', 'x', 'z'), STEPS - 1);
	has_polled(2, "a beginning one character less");
	common(text_of(one, STEPS + 1, 'x', 'x', 'y'), text_of(other, STEPS + 1, 'x', 'x', 'z'), STEPS);
	has_polled(3, "a common beginning of a stretch");
	/* a count goes on from the end to the beginning */
	text_of(one, STEPS + 1, 'x', 'x', 'x');
	text_of(other, STEPS + 1, 'x', 'x', 'x');
	one[STEPS / 2] = 'y';
	other[STEPS / 2] = 'z';
	common((BcSlice) {one, STEPS + 1}, (BcSlice) {other, STEPS + 1}, STEPS);
	has_polled(3, "half a stretch at either end");
}

/* Strips of the longer text go along the other one. */
static void
test_strips(void)
{
	common(text_of(one, 64 * (STRIPS - 1), 'a', 'x', 'b'), text_of(other, 1, 'q', 'q', 'q'), 0);
	has_polled(0, "one strip less");
	common(text_of(one, 64 * (STRIPS - 1) + 1, 'a', 'x', 'b'), text_of(other, 1, 'q', 'q', 'q'), 0);
	has_polled(1, "so many strips");
	common(text_of(one, 64 * (2 * STRIPS - 1), 'a', 'x', 'b'), text_of(other, 1, 'q', 'q', 'q'), 0);
	has_polled(1, "one strip less than twice as many");
	common(text_of(one, 64 * (2 * STRIPS - 1) + 1, 'a', 'x', 'b'), text_of(other, 1, 'q', 'q', 'q'), 0);
	has_polled(2, "twice as many");
	/* 1024 strips each go along all of a stretch, and are polled for as strips, too */
	common(text_of(one, STEPS - 1, 'a', 'x', 'b'), text_of(other, STEPS - 1, 'c', 'y', 'd'), 0);
	has_polled(4, "strips along less than a stretch");
	common(text_of(one, STEPS, 'a', 'x', 'b'), text_of(other, STEPS, 'c', 'y', 'd'), 0);
	has_polled(2 + 4 + 1024, "strips along a stretch");
}

static void
ngrams(size_t candidate, size_t reference, long polls, const char *what)
{
	BcNgrams	n;

	check(bc_count_ngrams(&env, text_of(one, candidate, 'x', 'x', 'x'), text_of(other, reference, 'y', 'y', 'y'), &n) &&
		  n.length[0] == candidate && n.length[1] == reference && n.common[0] == 0, "n-grams");
	has_polled(polls, what);
}

/*
 * The places of both texts are sorted by four characters, each in two passes,
 * and then gone through, to the end of the last run.
 */
static void
test_ngrams(void)
{
	ngrams(STEPS / 2 - 1, STEPS / 2 - 1, 0, "two places less than a stretch");
	ngrams(STEPS / 2 - 1, STEPS / 2, 1, "one place less: the end is one");
	ngrams(STEPS / 2, STEPS / 2, 4 * 2 + 1, "places of a stretch");
	ngrams(STEPS / 2, STEPS, 1 + 4 * 2 + 1, "a reference of a stretch");
	ngrams(STEPS, STEPS - 1, 1 + 4 * 2 + 2, "one place less than two stretches");
	ngrams(STEPS, STEPS, 2 + 4 * 2 * 2 + 2, "places of two stretches");
}

/* Values that are drawn are counted over all rounds; the sums are sorted, which looks once at least. */
static void
test_resample(void)
{
	static int64_t values[STEPS];
	int64_t		low;
	int64_t		high;

	check(bc_resample_sum(&env, values, STEPS - 1, 1, 1, &low, &high), "memory");
	has_polled(0, "one value less than a stretch");
	check(bc_resample_sum(&env, values, STEPS, 1, 1, &low, &high), "memory");
	has_polled(1, "values of a stretch");
	check(bc_resample_sum(&env, values, STEPS / 2, 1, 2, &low, &high), "memory");
	has_polled(1 + 1, "in two rounds");
	check(bc_resample_sum(&env, values, STEPS / 2 - 1, 1, 2, &low, &high), "memory");
	has_polled(1, "in two rounds of a value less");
}

/* Places are counted in 32 bits: more is not even asked for. */
static void
test_too_long(void)
{
	static const struct
	{
		size_t		candidate;
		size_t		reference;
		bool		asks;
	}			cases[] = {
		{UINT32_MAX / 4, 1, true}, {UINT32_MAX / 4 + 1, 1, false},
		{1, UINT32_MAX / 4, true}, {1, UINT32_MAX / 4 + 1, false},
	};

	/* where pointers are shorter there is less */
	if (sizeof(size_t) < 8)
		return;
	counts.refuses = true;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		BcNgrams	n;

		counts.asked = 0;
		check(!bc_count_ngrams(&env, (BcSlice) {one, cases[i].candidate}, (BcSlice) {other, cases[i].reference}, &n) &&
			  (counts.asked > 0) == cases[i].asks, "a text as long as may be, or longer");
		check(n.length[0] == 0 && n.all[0] == 0 && n.common[0] == 0, "nothing is counted");
	}
	counts.refuses = false;
}

static bool
do_score(int which)
{
	static const char a[] = "1abcabd2";
	static const char b[] = "3acbadb4cc";
	static const int64_t values[3] = {1, 2, 3};
	BcSlice		candidate = {(const unsigned char *) a, 8};
	BcSlice		reference = {(const unsigned char *) b, 10};
	size_t		length;
	double		score;
	int64_t		low;
	int64_t		high;

	switch (which)
	{
		case 0:
			return bc_common_subsequence(&env, candidate, reference, &length);
		case 1:
			return bc_rouge_l(&env, candidate, reference, &score);
		case 2:
			return bc_bleu4(&env, candidate, reference, &score);
		default:
			return bc_resample_sum(&env, values, 3, 1, 5, &low, &high);
	}
}

/* Each request refused: told, and nothing is left behind. */
static void
test_memory(void)
{
	static const long requests[] = {5, 5, 4, 1};

	for (int which = 0; which < 4; which++)
	{
		counts.asked = 0;
		counts.left = 0;
		check(do_score(which) && counts.asked == requests[which] && counts.blocks == 0, "with memory");
		for (long n = 1; n <= requests[which]; n++)
		{
			counts.left = n;
			check(!do_score(which), "no memory");
			check(counts.blocks == 0, "everything is given back");
		}
	}
	counts.left = 0;
	counts.polls = 0;
}

int
main(void)
{
	test_memory();
	test_ends();
	test_strips();
	test_ngrams();
	test_resample();
	test_too_long();
	return report();
}
