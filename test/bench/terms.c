/*
 * terms.c: the speed and memory of term matching.
 *
 * usage: terms COUNT FILE...
 *
 * Builds a set of COUNT terms made up of two to five characters (a fifth of
 * them Latin words) and finds them in the files.  Build with
 *   cc -std=c11 -O2 -Isrc test/bench/terms.c $(find src/core -name "*.c") -o terms -lm
 */
#define _POSIX_C_SOURCE 200809L
#include "core/terms.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 88172645463325252u;

static unsigned
next_random(unsigned limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned) (state >> 33) % limit;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

/* Common characters more often than rare ones. */
static size_t
make_term(unsigned char *out)
{
	size_t		n = 0;

	if (next_random(5) == 0)
	{
		unsigned	len = 4 + next_random(8);

		while (n < len)
			out[n++] = (unsigned char) ('a' + next_random(26));
		return n;
	}
	for (unsigned len = 2 + next_random(4); len > 0; len--)
		n += bc_utf8_encode(out + n, 0x4E00 + (next_random(3) == 0 ?
											   next_random(300) : next_random(20000)));
	return n;
}

int
main(int argc, char **argv)
{
	size_t		count = argc > 1 ? (size_t) atol(argv[1]) : 0;
	BcTerm	   *terms = malloc((count + 1) * sizeof(BcTerm));
	unsigned char *text = malloc((count + 1) * 32);
	BcTerms		set;
	size_t		bad;
	double		best = 1e9;

	for (size_t i = 0; i < count; i++)
	{
		terms[i].text = (BcSlice) {text + 32 * i, make_term(text + 32 * i)};
		terms[i].allow = false;
	}
	for (int run = 0; run < 3; run++)
	{
		double		start = now();

		if (run > 0)
			bc_terms_free(&bc_malloc_env, &set);
		if (bc_terms_build(&bc_malloc_env, terms, count, &set, &bad) != BC_TERMS_OK)
			return 1;
		if (now() - start < best)
			best = now() - start;
	}
	printf("%zu terms: %.0f ms, %.1f MB\n", count, best * 1e3,
		   (double) bc_terms_memory(&set) / 1e6);
	for (int i = 2; i < argc; i++)
	{
		FILE	   *file = fopen(argv[i], "rb");
		unsigned char *data = malloc(1 << 26);
		size_t		len = file == NULL ? 0 : fread(data, 1, 1 << 26, file);
		size_t		found = 0;

		best = 1e9;
		for (int run = 0; run < 5; run++)
		{
			BcTermHits	hits;
			double		start = now();

			if (!bc_terms_find(&bc_malloc_env, &set, (BcSlice) {data, len}, &hits))
				return 1;
			if (now() - start < best)
				best = now() - start;
			found = hits.count;
			bc_term_hits_free(&bc_malloc_env, &hits);
		}
		printf("  %s: %.0f MB/s, %zu hits\n", argv[i],
			   (double) len / best / 1e6, found);
		free(data);
		if (file != NULL)
			fclose(file);
	}
	bc_terms_free(&bc_malloc_env, &set);
	free(terms);
	free(text);
	return 0;
}
