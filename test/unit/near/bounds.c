/*
 * bounds.c: the batch join keeps to its memory, as its header tells: half of it
 * while sets are added, three quarters later.
 */
#include "core/near.h"

#include "check.h"
#include "join_storage.h"

#include <limits.h>

#define SETS		12000
#define VALUES		60
#define FAMILY		12
#define MEMORY		((size_t) 1 << 21)
/* What is small whatever memory there is: the sizes of sets, where to look for a number, what each part has. */
#define SMALL		((size_t) 32768)

/* Bytes that are asked for now, and the most there were. */
typedef struct Bytes
{
	size_t		now;
	size_t		most;
} Bytes;

/* The size of a block stands before it. */
static void *
resize(void *context, void *ptr, size_t size)
{
	Bytes	   *bytes = context;
	size_t	   *block = ptr == NULL ? NULL : (size_t *) ptr - 2;

	bytes->now -= block == NULL ? 0 : *block;
	if (size == 0)
	{
		free(block);
		return NULL;
	}
	block = realloc(block, size + 2 * sizeof(size_t));
	if (block == NULL)
		abort();
	*block = size;
	bytes->now += size;
	bytes->most = bytes->now > bytes->most ? bytes->now : bytes->most;
	return block + 2;
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap, size_t all)
{
	(void) older;
	(void) newer;
	(void) overlap;
	(void) all;
	++*(size_t *) context;
}

static void
is_within(size_t bytes, size_t bound, size_t least, const char *what)
{
	if (bytes > bound || bytes < least)
		printf("%s: %zu of %zu bytes\n", what, bytes, bound);
	check(bytes <= bound, what);
	check(bytes >= least, "it is made use of");
}

/* Families of which all are alike: so many candidates that they are stored, too. */
static void
try_join(bool clusters)
{
	static Storage storage;
	static uint32_t values[VALUES];
	Bytes		bytes = {0, 0};
	BcEnv		env = {resize, NULL, &bytes};
	BcComponents components;
	BcJoin		join;
	size_t		matches = 0;
	bool		ok;

	storage_start(&storage, LONG_MAX);
	ok = bc_components_start(&components, &bc_malloc_env, SETS) &&
		bc_join_start(&join, &env, &storage.calls, 500000, MEMORY, SETS * VALUES);
	for (uint32_t i = 0; i < SETS && ok; i++)
	{
		for (uint32_t k = 0; k < VALUES; k++)
			values[k] = k < 45 ? i / FAMILY * 45 + k : 10000000 + i * VALUES + k;
		ok = bc_join_add(&join, values, VALUES);
	}
	is_within(bytes.most, MEMORY / 2 + SMALL, MEMORY / 2 - SMALL, "while sets are added");
	bytes.most = 0;
	ok = ok && (clusters ? bc_join_clusters(&join, &components) : bc_join_pairs(&join, take_match, &matches));
	/* a set has 4 bytes and the mark of what it is asked for; the largest one is there three times */
	is_within(bytes.most, MEMORY / 4 * 3 + MEMORY / 64 + SETS * 4 + SETS / 4 + 3 * 4 * VALUES + SMALL,
			  MEMORY / 2, "later");
	check(ok && (clusters || matches == (size_t) SETS * (FAMILY - 1) / 2), "what is alike is found");
	check(clusters || storage.nkeys > 0, "candidates are stored, too");
	bc_join_free(&join);
	check(bytes.now == 0, "given back");
	bc_components_free(&components, &bc_malloc_env);
	storage_end(&storage);
}

int
main(void)
{
	try_join(false);
	try_join(true);
	return report();
}
