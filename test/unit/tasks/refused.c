/*
 * refused.c: where one request for memory is refused, and no other, the search
 * for instructions says so, and gives back what it has.
 */
#include "core/tasks.h"

#include "check.h"

#include <limits.h>

static long left;				/* requests until one is refused */
static long blocks;

static void *
resize(void *context, void *ptr, size_t size)
{
	(void) context;
	if (size == 0)
	{
		blocks -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	if (left-- == 0)
		return NULL;
	blocks += ptr == NULL;
	return realloc(ptr, size);
}

static const BcEnv env = {resize, NULL, NULL};

/* Instructions within others, at either side and at both, more than there is room for at first. */
static bool
find(size_t *found)
{
	char		text[200];
	BcTasks		tasks;
	bool		ok = true;

	bc_tasks_start(&tasks, &env, 2);
	/* most begin alike, beside what others have for themselves */
	for (int i = 0; i < 12000 && ok; i++)
	{
		sprintf(text, "the main thing that I ask of you is n%d", i);
		ok = bc_tasks_add(&tasks, slice(text));
	}
	for (int i = 0; i < 900 && ok; i++)
	{
		int			kind = i / 4;

		if (kind % 3 == 0)
			sprintf(text, "please do all of this for me w%d right now: n%d.", kind, i);
		else if (kind % 3 == 1)
			sprintf(text, "n%d of what there is behind q%d please tell me about", i, kind);
		else
			sprintf(text, "of k%d n%d to k%d", kind, i, kind);
		ok = bc_tasks_add(&tasks, slice(text));
	}
	ok = ok && bc_tasks_find(&tasks);
	*found = tasks.nfound;
	bc_tasks_free(&tasks);
	return ok;
}

int
main(void)
{
	size_t		whole;
	size_t		found;
	long		requests;
	bool		told = true;

	left = LONG_MAX;
	check(find(&whole) && whole > 64, "instructions");
	requests = LONG_MAX - left;
	printf("%zu found with %ld requests\n", whole, requests);
	check(requests > 20, "so many requests");
	for (long n = 0; n < requests; n++)
	{
		left = n;
		if (find(&found))
		{
			printf("request %ld of %ld is not told: %zu of %zu\n", n, requests, found, whole);
			told = false;
		}
		check(blocks == 0, "given back");
	}
	check(told, "each refusal is told");
	return report();
}
