/*
 * demands.c: prompts that plainly ask for something, what they ask for to the
 * letter, and prompts that only look like it.
 */
#include "asked.h"
#include "demands.h"

int
main(void)
{
	for (size_t i = 0; i < DEMANDS; i++)
	{
		BcSlice		prompt = slice(demands[i].prompt);
		BcConstraints found;
		char		asked[4000];

		check(bc_constraints(&bc_malloc_env, prompt, &found), "memory");
		say_asked(prompt, &found, asked, sizeof(asked));
		bc_constraints_free(&found);
		if (strcmp(asked, demands[i].asked) != 0)
			printf("%s\n  wanted: %s\n  got:    %s\n", demands[i].prompt, demands[i].asked, asked);
		check(strcmp(asked, demands[i].asked) == 0, demands[i].prompt);
	}
	return report();
}
