/*
 * far.c: prompts of a line behind a long text, which is read in several goes:
 * they ask for what they ask for behind a short one, wherever a go ends.
 */
#include "asked.h"
#include "demands.h"

#define NEAR	10				/* pieces of text before the prompt */
#define ENOUGH	3840			/* cues after which a go ends with a sentence */
#define ALL		4096			/* after which it ends within one */
#define MOST	(ALL * 6 + 2000)

static char text[MOST];

/* What the prompt asks for behind so many pieces. */
static void
asked_behind(const char *piece, size_t times, const char *prompt, char *out, size_t size)
{
	BcConstraints found;
	size_t		begin = times * strlen(piece);

	for (size_t i = 0; i < times; i++)
		memcpy(text + i * strlen(piece), piece, strlen(piece));
	memcpy(text + begin, prompt, strlen(prompt) + 1);
	check(bc_constraints(&bc_malloc_env, slice(text), &found), "memory");
	for (unsigned i = 0; i < found.count; i++)
	{
		check(found.list[i].byte_start >= begin, "the pieces ask for nothing");
		check(found.list[i].byte_stop > found.list[i].byte_start, "a span is never empty");
	}
	say_asked(slice(text), &found, out, size);
	bc_constraints_free(&found);
}

/* A piece is a sentence of so many cues: its end, and the line's. */
static const struct
{
	const char *text;
	size_t		cues;
}			pieces[] = {{"嗯。\n", 2}, {"Oh.\n", 2}, {"嗯！", 1}};

#define PIECES	(sizeof(pieces) / sizeof(pieces[0]))

int
main(void)
{
	for (size_t i = 0; i < sizeof(demands) / sizeof(demands[0]); i++)
		for (size_t more = 0; more < 4; more++)
		{
			size_t		p = i % PIECES;
			size_t		times = (more < 3 ? ENOUGH : ALL - 4) / pieces[p].cues + more;
			char		near[4000];
			char		far[4000];

			if (strchr(demands[i].prompt, '\n') != NULL)
				continue;
			asked_behind(pieces[p].text, NEAR, demands[i].prompt, near, sizeof(near));
			asked_behind(pieces[p].text, times, demands[i].prompt, far, sizeof(far));
			if (strcmp(near, far) != 0)
				printf("%s%s: %s, not %s\n", pieces[p].text, demands[i].prompt, far, near);
			check(strcmp(near, far) == 0, "far behind as near");
		}
	return report();
}
