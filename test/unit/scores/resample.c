/*
 * resample.c: the bootstrap of a sum against the distribution that it draws
 * from, where that is known.
 */
#include "core/scores.h"

#include "check.h"

#include <math.h>
#include <stdlib.h>

static void
resample(const int64_t *values, size_t count, uint64_t seed, size_t rounds,
		 int64_t *low, int64_t *high)
{
	check(bc_resample_sum(&bc_malloc_env, values, count, seed, rounds, low, high),
		  "memory");
}

static void
test_what_cannot_vary(void)
{
	int64_t		same[1000];
	int64_t		low;
	int64_t		high;

	resample((const int64_t[]) {-7}, 1, 1, 2000, &low, &high);
	check(low == -7 && high == -7, "one value");
	for (size_t i = 0; i < 1000; i++)
		same[i] = BC_RESAMPLE_LARGEST;
	resample(same, 1000, 5, 1, &low, &high);
	check(low == 1000 * BC_RESAMPLE_LARGEST && high == low, "values that are the same");
}

/* Of zeros and ones the sum is binomial: a share p of n, by hand. */
static void
test_binomial(void)
{
	enum
	{
		N = 100
	};
	int64_t		values[N];
	int			bad = 0;

	for (int ones = 5; ones <= 95; ones += 5)
	{
		double		term = pow(1 - ones / 100.0, N);
		double		below = 0;
		int			from = -1;
		int			to = -1;

		/* where the distribution passes 2 and 3 %, and 97 and 98 % */
		for (int k = 0; k <= N; k++)
		{
			below += term;
			if (from < 0 && below > 0.015)
				from = k;
			if (to < 0 && below > 0.96)
				to = k;
			term *= (double) (N - k) / (k + 1) * ones / (N - ones);
		}
		for (size_t i = 0; i < N; i++)
			values[i] = i < (size_t) ones;
		for (uint64_t seed = 0; seed < 5; seed++)
		{
			int64_t		low;
			int64_t		high;

			resample(values, N, seed, 4000, &low, &high);
			bad += low < from || low > from + 3 || high < to || high > to + 4;
		}
	}
	check(bad == 0, "a binomial sum has its quantiles");
}

/* The interval is 1.96 standard deviations to each side of the sum. */
static void
test_spread(void)
{
	int64_t		values[500];
	int64_t		sum = 0;
	double		squares = 0;
	double		half;
	int64_t		low;
	int64_t		high;

	for (int i = 0; i < 500; i++)
	{
		values[i] = (int64_t) ((unsigned) i * 7919u % 1001u) - 480;
		sum += values[i];
	}
	for (int i = 0; i < 500; i++)
		squares += pow((double) values[i] - (double) sum / 500, 2);
	half = 1.96 * sqrt(squares);
	resample(values, 500, 17, 10000, &low, &high);
	check(fabs((double) low - ((double) sum - half)) < 0.05 * half, "the lower end");
	check(fabs((double) high - ((double) sum + half)) < 0.05 * half, "the upper end");
}

/* Each place is drawn as often as the others, also where 2^32 is no multiple. */
static void
test_evenness(void)
{
	int			bad = 0;

	for (size_t count = 2; count < 12; count++)
		for (size_t place = 0; place < count; place++)
		{
			int64_t		values[12] = {0};
			int64_t		sum = 0;

			values[place] = 1;
			for (uint64_t seed = 0; seed < 3000; seed++)
			{
				int64_t		low;
				int64_t		high;

				resample(values, count, seed * 977, 1, &low, &high);
				sum += low;
			}
			/* one of each sample of count, 3000 times: 5 standard deviations */
			bad += llabs((long long) sum - 3000) > 5 * (int) sqrt(3000);
		}
	check(bad == 0, "no place is likelier than another");
}

static void
test_seeds(void)
{
	int64_t		values[50];
	int64_t		low[3];
	int64_t		high[3];

	for (int i = 0; i < 50; i++)
		values[i] = i * i * 1000;
	resample(values, 50, 1, 500, &low[0], &high[0]);
	resample(values, 50, 1, 500, &low[1], &high[1]);
	resample(values, 50, 2, 500, &low[2], &high[2]);
	check(low[0] == low[1] && high[0] == high[1], "a seed gives the same");
	check(low[0] != low[2] && high[0] != high[2], "another seed gives another");
	/* kept, so that a change of the generator is noticed */
	check(low[0] == 31426000 && high[0] == 50543000, "these figures stay");
	if (low[0] != 31426000 || high[0] != 50543000)
		printf("%lld %lld\n", (long long) low[0], (long long) high[0]);
}

/* splitmix64 as its authors give it. */
static uint64_t
splitmix(uint64_t *state)
{
	uint64_t	z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* The sum of as many values as there are, each drawn by the upper bits; what is not even is drawn again. */
static int64_t
plain_sum(const int64_t *values, size_t count, uint64_t *state)
{
	uint64_t	whole = UINT64_C(1) << 32;
	int64_t		sum = 0;

	for (size_t i = 0; i < count;)
	{
		uint64_t	product = (splitmix(state) >> 32) * count;

		if (product % whole < whole % count)
			continue;
		sum += values[product / whole];
		i++;
	}
	return sum;
}

static int
by_sum(const void *a, const void *b)
{
	int64_t		x = *(const int64_t *) a;
	int64_t		y = *(const int64_t *) b;

	return (x > y) - (x < y);
}

/* Draw by draw, of so many places that each bit counts. */
static void
test_draws(void)
{
	static int64_t values[300007];
	size_t		count = sizeof(values) / sizeof(values[0]);
	int			bad = 0;

	for (size_t i = 0; i < count; i++)
		values[i] = (int64_t) (i * 7919 % 1000003);
	for (uint64_t seed = 0; seed < 3; seed++)
	{
		uint64_t	state = seed * 1000;
		int64_t		low;
		int64_t		high;

		resample(values, count, state, 1, &low, &high);
		bad += low != high || low != plain_sum(values, count, &state);
	}
	check(bad == 0, "each draw");
}

/* The ends are the sums that a fortieth of all are below, or above. */
static void
test_ends(void)
{
	static const size_t rounds[] = {1, 2, 39, 40, 41, 79, 80, 1000, 2000};
	int64_t		values[60];
	int64_t		sums[2000];
	int			bad = 0;

	for (int i = 0; i < 60; i++)
		values[i] = i * i * 31 - 20000;
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++)
	{
		uint64_t	state = 99 + i;
		uint64_t	seed = state;
		int64_t		low;
		int64_t		high;

		for (size_t k = 0; k < rounds[i]; k++)
			sums[k] = plain_sum(values, 60, &state);
		qsort(sums, rounds[i], sizeof(sums[0]), by_sum);
		resample(values, 60, seed, rounds[i], &low, &high);
		bad += low != sums[rounds[i] / 40] || high != sums[rounds[i] - rounds[i] / 40 - 1];
	}
	check(bad == 0, "the ends");
}

int
main(void)
{
	test_draws();
	test_ends();
	test_what_cannot_vary();
	test_binomial();
	test_spread();
	test_evenness();
	test_seeds();
	return report();
}
