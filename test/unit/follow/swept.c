/*
 * swept.c: what is asked for in prompts that are changed step by step, beside
 * what it was when test/data/follow/swept.tsv was written.
 *
 *   follow_swept -f >test/data/follow/swept.tsv
 *
 * Between any two characters words without meaning are put in, one to nine of
 * them, and marks; each character is left out; in each number's place others
 * stand.  So each distance and each number that a rule allows is tried at its
 * least and its most, and one beyond.
 */
#include "sweep.h"

static unsigned turn;

/* Words without meaning, a few and many, and a mark. */
static void
fill(Sweep *sweep, size_t at)
{
	static const char *const marks[] = {"，", "。", "\n", "、", ", ", "：", "“", " ", "不"};
	bool		wide;

	if (!is_seam(sweep, at, &wide))
		return;
	try_with(sweep, at, 0, wide ? "甜" : " tulip", 1 + turn % 3);
	try_with(sweep, at, 0, wide ? "甜" : " tulip", 4 + turn % 6);
	try_with(sweep, at, 0, marks[turn % (sizeof(marks) / sizeof(marks[0]))], 1);
	turn++;
}

static void
sweep_prompt(Sweep *sweep, const char *prompt)
{
	size_t		numbered = 0;

	if (!take(sweep, prompt))
		return;
	for (size_t at = 0; at < sweep->len; at += width(prompt, at))
	{
		size_t		number = at < numbered ? 0 : number_at(prompt, at);

		fill(sweep, at);
		leave_out(sweep, at);
		if (number > 0)
		{
			renumber(sweep, at, number);
			numbered = at + number;
		}
	}
	fill(sweep, sweep->len);
}

/* The last of the columns that tabs part, of each line with so many at least. */
static void
sweep_file(Sweep *sweep, const char *name, unsigned columns, unsigned least)
{
	FILE	   *file = fopen(name, "r");
	char		line[4000];
	unsigned	lines = 0;

	check(file != NULL, name);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		char	   *last = line;
		unsigned	tabs = 0;

		line[strcspn(line, "\n")] = '\0';
		for (char *p = line; *p != '\0'; p++)
			if (*p == '\t')
			{
				last = p + 1;
				tabs++;
			}
		if (line[0] == '#' || tabs + 1 < columns)
			continue;
		sweep_prompt(sweep, last);
		lines++;
	}
	if (file != NULL)
		fclose(file);
	check(lines >= least, name);
}

int
main(int argc, char **argv)
{
	static Sweep sweep;

	sweep_file(&sweep, "test/data/follow/zh_asked.tsv", 2, 140);
	sweep_file(&sweep, "test/data/follow/en_asked.txt", 1, 40);
	sweep_file(&sweep, "src/tables/follow-wordings.txt", 3, 600);
	for (unsigned kind = 0; kind < BC_FOLLOW_KINDS; kind++)
	{
		if (bc_follow_kinds[kind].example_zh != NULL)
			sweep_prompt(&sweep, bc_follow_kinds[kind].example_zh);
		if (bc_follow_kinds[kind].example_en != NULL)
			sweep_prompt(&sweep, bc_follow_kinds[kind].example_en);
	}
	return tally_report(argc, argv, "test/data/follow/swept.tsv");
}
