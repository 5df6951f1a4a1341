/*
 * wordings.c: the table of wordings is that of its text file: each line has a
 * wording, which is found in its own example.
 */
#include "core/follow/wording.h"

#include "check.h"

static bool
has_kind(const BcConstraints *found, const char *name, size_t len)
{
	for (unsigned i = 0; i < found->count; i++)
	{
		const char *kind = bc_follow_kinds[found->list[i].kind].name;

		/* two options may be those of yes and no */
		if (strcmp(kind, "yes_no") == 0 && strncmp(name, "options", 7) == 0)
			return true;
		if (strlen(kind) == len && memcmp(kind, name, len) == 0)
			return true;
	}
	return false;
}

/* Does the wording stand somewhere in a text? */
static bool
stands_in(const BcWording *wording, BcSlice text)
{
	static BcFinder f;
	static BcConstraints out;
	bool		found = false;

	memset(&f, 0, sizeof(f));
	f.cue = f.few;
	f.cap = BC_FEW_CUES;
	f.env = &bc_malloc_env;
	f.text = text;
	f.out = &out;
	while (bc_follow_lex(&f))
		for (size_t i = 0; i < f.count && !found; i++)
		{
			BcWordingMatch match;

			for (unsigned class = 0; class <= BC_C_END && !found; class++)
				found = bc_cue_is(&f.cue[i], (uint64_t) 1 << class) &&
					(bc_wordings_of[class][(wording - bc_wordings) / 64] >>
					 (wording - bc_wordings) % 64 & 1) != 0 &&
					bc_wording_matches(&f, i, wording, &match);
		}
	if (f.cue != f.few)
		bc_free(f.env, f.cue);
	return found;
}

static const BcWording *
of_line(unsigned line)
{
	for (unsigned k = 0; k < bc_wording_count; k++)
		if (bc_wordings[k].line == line)
			return &bc_wordings[k];
	return NULL;
}

/* How many examples are found by the wording beside them, and say so. */
static unsigned own;

/* A line of a kind, a wording and an example; false: it is no such line. */
static bool
test_line(char *line, unsigned number)
{
	char	   *text = strchr(line, '\t');
	char	   *example = text == NULL ? NULL : strchr(text + 1, '\t');
	const BcWording *wording = of_line(number);
	size_t		len = strcspn(line, " \t");
	BcConstraints found;
	bool		asked;

	if (*line == '#' || example == NULL)
		return false;
	*example++ = '\0';
	check(wording != NULL, "the table has the line");
	check(bc_constraints(&bc_malloc_env, slice(example), &found), "memory");
	asked = has_kind(&found, line, len);
	for (unsigned i = 0; i < found.count; i++)
		own += found.list[i].wording == number;
	bc_constraints_free(&found);
	if (wording == NULL)
		return true;
	check(strlen(bc_follow_kinds[wording->kind].name) == len &&
		  memcmp(bc_follow_kinds[wording->kind].name, line, len) == 0,
		  "the table has the line's kind");
	if (!asked)
		printf("line %u: not asked for: %s\n", number, example);
	check(asked, "the example asks for the kind");
	if (!stands_in(wording, slice(example)))
		printf("line %u: the wording is not in: %s\n", number, example);
	check(stands_in(wording, slice(example)), "the wording is in its example");
	return true;
}

int
main(void)
{
	FILE	   *file = fopen("src/tables/follow-wordings.txt", "r");
	char		line[4000];
	unsigned	wordings = 0;

	check(file != NULL, "follow-wordings.txt");
	for (unsigned n = 1; file != NULL && fgets(line, sizeof(line), file) != NULL; n++)
	{
		line[strcspn(line, "\n")] = '\0';
		wordings += test_line(line, n);
	}
	if (file != NULL)
		fclose(file);
	check(wordings == bc_wording_count, "the table has no other wordings");
	check(own * 10 > wordings * 6, "most are found by their own wording");
	check(!stands_in(&bc_wordings[0], slice("")), "none stands in nothing");
	return report();
}
