/*
 * core.c ROUNDS RECORDS VALUES: how fast the core reads records and makes
 * features, without a server.  A line of either file is one text; a line of
 * output is what was done, megabytes and thousands of texts a second, by the
 * median of the rounds' CPU time.
 */
#include "core/near.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MAX_ROUNDS	99

typedef bool (*Work) (BcSlice text);

static bool
read_record(BcSlice text)
{
	BcDraft		draft;
	BcVerdict	verdict;

	if (!bc_record_read(&bc_malloc_env, text, &draft, &verdict))
		return false;
	bc_draft_free(&draft);
	return true;
}

static bool
hash_tokens(BcSlice text)
{
	BcTokenReader reader;
	uint64_t	hashes[BC_TOKEN_HASHES];

	bc_tokens_start(&reader, &bc_malloc_env, text);
	while (bc_token_hashes(&reader, hashes) > 0)
		;
	return true;
}

static bool
make_features(BcSlice text)
{
	BcFeatures	set;
	bool		ok = bc_text_features(&bc_malloc_env, text, BC_FIELD_TEXT, &set);

	bc_features_free(&bc_malloc_env, &set);
	return ok;
}

static BcSlice
read_file(const char *name)
{
	FILE	   *file = fopen(name, "rb");
	BcSlice		all = {NULL, 0};
	unsigned char *data;
	long		size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 ||
		(size = ftell(file)) <= 0 || (data = malloc((size_t) size)) == NULL)
	{
		perror(name);
		exit(1);
	}
	rewind(file);
	all.len = fread(data, 1, (size_t) size, file);
	all.data = data;
	fclose(file);
	return all;
}

static int
compare_times(const void *a, const void *b)
{
	clock_t		x = *(const clock_t *) a;
	clock_t		y = *(const clock_t *) b;

	return (x > y) - (x < y);
}

static void
measure(const char *what, BcSlice all, Work work, int rounds)
{
	clock_t		times[MAX_ROUNDS];
	size_t		lines = 0;
	double		seconds;

	for (int i = 0; i < rounds; i++)
	{
		const unsigned char *end = all.data + all.len;
		clock_t		start = clock();

		lines = 0;
		for (const unsigned char *p = all.data; p < end; lines++)
		{
			const unsigned char *lf = memchr(p, '\n', (size_t) (end - p));
			const unsigned char *stop = lf != NULL ? lf : end;

			if (!work((BcSlice) {p, (size_t) (stop - p)}))
			{
				fprintf(stderr, "%s: failed at line %zu\n", what, lines + 1);
				exit(1);
			}
			p = stop + 1;
		}
		times[i] = clock() - start;
	}
	qsort(times, (size_t) rounds, sizeof(times[0]), compare_times);
	seconds = (double) times[rounds / 2] / CLOCKS_PER_SEC;
	printf("%s\t%.0f\t%.0f\n", what, (double) all.len / 1e6 / seconds,
		   (double) lines / 1e3 / seconds);
}

int
main(int argc, char **argv)
{
	int			rounds = argc == 4 ? atoi(argv[1]) : 0;
	BcSlice		records;
	BcSlice		values;

	if (rounds < 1 || rounds > MAX_ROUNDS)
	{
		fprintf(stderr, "usage: core ROUNDS RECORDS VALUES\n");
		return 2;
	}
	records = read_file(argv[2]);
	values = read_file(argv[3]);
	measure("records read and checked", records, read_record, rounds);
	measure("text to hashes of tokens", values, hash_tokens, rounds);
	measure("text to features", values, make_features, rounds);
	return 0;
}
