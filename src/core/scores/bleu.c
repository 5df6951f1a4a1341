/*
 * bleu.c: common n-grams, found by sorting the places of both texts by the
 * four characters that begin there; places with the same n-gram then stand
 * together, for every n up to four.
 */
#include "core/scores.h"
#include "core/text.h"

#include <math.h>

#include "core/scores/doubles.h"

#define ORDERS	4

/* The places of both texts, the reference's after the candidate's. */
typedef struct Places
{
	const uint32_t *ids;
	uint32_t	second;			/* where the reference's begin in ids */
	uint32_t   *sorted;
	uint32_t   *spare;
	size_t		count;
	uint32_t   *counts;
	uint32_t	different;
} Places;

/* Sorts the places by the character that stands so far behind them, stably. */
static void
sort_by(const BcEnv *env, Places *places, unsigned behind)
{
	const uint32_t *ids = places->ids + behind;
	uint32_t   *swap = places->sorted;
	uint32_t	before = 0;

	memset(places->counts, 0, ((size_t) places->different + 1) * sizeof(uint32_t));
	for (size_t i = 0; i < places->count; i++)
	{
		places->counts[ids[places->sorted[i]]]++;
		if ((i + 1) % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	for (uint32_t id = 0; id <= places->different; id++)
	{
		uint32_t	n = places->counts[id];

		places->counts[id] = before;
		before += n;
	}
	for (size_t i = 0; i < places->count; i++)
	{
		uint32_t	place = places->sorted[i];

		places->spare[places->counts[ids[place]]++] = place;
		if ((i + 1) % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
	places->sorted = places->spare;
	places->spare = swap;
}

/* How many characters two places share from their start; a text's end is none. */
static unsigned
shared(const uint32_t *a, const uint32_t *b)
{
	unsigned	n = 0;

	while (n < ORDERS && a[n] != 0 && a[n] == b[n])
		n++;
	return n;
}

/* One n-gram, as often as each text has it. */
typedef struct Run
{
	size_t		in[2];
} Run;

static void
count_runs(const BcEnv *env, const Places *places, BcNgrams *counts)
{
	Run			runs[ORDERS] = {{{0, 0}}};

	for (size_t i = 0; i <= places->count; i++)
	{
		const uint32_t *at = i < places->count ? places->ids + places->sorted[i] : NULL;
		unsigned	same = i == 0 || at == NULL ? 0 :
			shared(at, places->ids + places->sorted[i - 1]);
		int			text = at != NULL && places->sorted[i] >= places->second;

		for (unsigned n = same; n < ORDERS; n++)
		{
			counts->common[n] += runs[n].in[0] < runs[n].in[1] ?
				runs[n].in[0] : runs[n].in[1];
			runs[n] = (Run) {{0, 0}};
		}
		for (unsigned n = 0; at != NULL && n < ORDERS && at[n] != 0; n++)
			runs[n].in[text]++;
		if ((i + 1) % BC_POLL_BYTES == 0)
			bc_poll(env);
	}
}

static bool
count_places(const BcEnv *env, const BcCharIds *chars, BcNgrams *counts)
{
	Places		places = {.ids = chars->ids[0], .different = chars->different};
	size_t		count = chars->length[0] + chars->length[1];
	uint32_t   *memory;

	places.second = (uint32_t) (chars->ids[1] - chars->ids[0]);
	memory = bc_resize(env, NULL, 2 * count + chars->different + 1,
					   sizeof(uint32_t));
	if (memory == NULL)
		return false;
	places.sorted = memory;
	places.spare = memory + count;
	places.counts = memory + 2 * count;
	for (size_t i = 0; i < chars->length[0]; i++)
		places.sorted[places.count++] = (uint32_t) i;
	for (size_t i = 0; i < chars->length[1]; i++)
		places.sorted[places.count++] = places.second + (uint32_t) i;
	for (unsigned behind = ORDERS; behind-- > 0;)
		sort_by(env, &places, behind);
	count_runs(env, &places, counts);
	bc_free(env, memory);
	return true;
}

bool
bc_count_ngrams(const BcEnv *env, BcSlice candidate, BcSlice reference,
				BcNgrams *counts)
{
	BcCharIds	chars;
	bool		ok;

	memset(counts, 0, sizeof(*counts));
	/* places are counted in 32 bits */
	if (candidate.len > UINT32_MAX / 4 || reference.len > UINT32_MAX / 4)
		return false;
	ok = bc_char_ids(env, candidate, reference, &chars) &&
		count_places(env, &chars, counts);
	for (size_t n = 0; n < ORDERS; n++)
		counts->all[n] = chars.length[0] > n ? chars.length[0] - n : 0;
	counts->length[0] = chars.length[0];
	counts->length[1] = chars.length[1];
	bc_char_ids_free(env, &chars);
	return ok;
}

/*
 * e to the power of -x, for x >= 0, right to 12 digits.  The C library's differs
 * in the last bit from one to another; here no product is added to anything, so
 * that no compiler can round two operations as one.
 */
static double
exp_minus(double x)
{
	int			halved = 0;
	double		value = 1;

	for (; x > 1; halved++)
		x /= 2;
	for (int i = 20; i > 0; i--)
		value = 1 - value * x / i;
	while (halved-- > 0)
		value *= value;
	return value;
}

bool
bc_bleu4(const BcEnv *env, BcSlice candidate, BcSlice reference, double *score)
{
	BcNgrams	counts;
	double		product = 1;
	double		smoothing = 1;

	if (!bc_count_ngrams(env, candidate, reference, &counts))
		return false;
	*score = 0;
	if (counts.common[0] == 0)
		return true;
	for (int n = 0; n < ORDERS; n++)
	{
		double		all = counts.all[n] > 0 ? (double) counts.all[n] : 1;

		if (counts.common[n] > 0)
			product *= (double) counts.common[n] / all;
		else
		{
			smoothing /= 2;
			product *= smoothing / all;
		}
	}
	*score = sqrt(sqrt(product));
	if (counts.length[0] < counts.length[1])
		*score *= exp_minus((double) (counts.length[1] - counts.length[0]) /
							(double) counts.length[0]);
	return true;
}
