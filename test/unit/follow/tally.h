/*
 * tally.h: sums of what prompts ask for and of what answers make of it, a line
 * a kind, beside the lines of a file.
 */
#ifndef BADCASE_TEST_TALLY_H
#define BADCASE_TEST_TALLY_H

#include "core/follow.h"

#include "check.h"
#include "litter.h"

typedef struct Tally
{
	unsigned	found;
	unsigned	verdict[3];
	uint32_t	sum;
} Tally;

static Tally tallies[BC_FOLLOW_KINDS];

static uint32_t
summed(uint32_t sum, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ bytes[i]) * 16777619u;
	return sum;
}

static void
count_constraint(const BcConstraints *found, const BcConstraint *c, uint32_t *sum)
{
	unsigned char fixed[16];
	const uint32_t numbers[3] = {c->start, c->stop, c->confidence};
	BcBuffer	arguments;

	for (int i = 0; i < 12; i++)
		fixed[i] = (unsigned char) (numbers[i / 4] >> 8 * (i % 4));
	bc_buffer_init(&arguments, &bc_malloc_env, SIZE_MAX / 2);
	bc_constraint_arguments(found, c, &arguments);
	*sum = summed(summed(*sum, fixed, 12), arguments.data, arguments.len);
	bc_buffer_free(&arguments);
}

/* Adds what an answer makes of each constraint. */
static inline void
judge_answer(const BcConstraints *found, const BcRecord *rec)
{
	BcFollowJudge judge;

	bc_follow_start(&judge, &bc_malloc_env, found, rec);
	for (unsigned k = 0; k < found->count; k++)
	{
		Tally	   *tally = &tallies[found->list[k].kind];
		BcFollowVerdict verdict;

		check(bc_follow_judge(&judge, &found->list[k], &verdict), "memory");
		tally->verdict[verdict.followed]++;
		tally->sum = summed(tally->sum, verdict.why, strlen(verdict.why) + 1);
	}
	bc_follow_end_judge(&judge);
}

/* Adds what a prompt asks for; bc_constraints_free() it. */
static void
find_asked(const BcRecord *rec, BcConstraints *found)
{
	litter_stack();
	check(bc_record_constraints(&bc_malloc_env, rec, found), "memory");
	for (unsigned k = 0; k < found->count; k++)
	{
		Tally	   *tally = &tallies[found->list[k].kind];

		tally->found++;
		check(found->list[k].start < found->list[k].stop, "what asks is a part of the prompt");
		count_constraint(found, &found->list[k], &tally->sum);
	}
}

static void
say(const Tally *tally, unsigned kind, char *line, size_t size)
{
	snprintf(line, size, "%s\t%u\t%u\t%u\t%u\t%08x", bc_follow_kinds[kind].name, tally->found, tally->verdict[BC_KEPT],
			 tally->verdict[BC_BROKEN], tally->verdict[BC_CANNOT_TELL], (unsigned) tally->sum);
}

static void
compare(const char *name)
{
	FILE	   *file = fopen(name, "r");
	char		line[200];
	char		now[200];

	check(file != NULL && fgets(line, sizeof(line), file) != NULL, name);
	for (unsigned kind = 0; kind < BC_FOLLOW_KINDS && file != NULL; kind++)
	{
		say(&tallies[kind], kind, now, sizeof(now));
		if (fgets(line, sizeof(line), file) == NULL)
			line[0] = '\0';
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, now) != 0)
			printf("was %s\nis  %s\n", line, now);
		check(strcmp(line, now) == 0, bc_follow_kinds[kind].name);
		check(tallies[kind].found > 0, bc_follow_kinds[kind].name);
	}
	if (file != NULL)
		fclose(file);
}

/* -f prints the lines as they are now, else they are compared. */
static int
tally_report(int argc, char **argv, const char *name)
{
	char		line[200];

	if (argc > 1 && strcmp(argv[1], "-f") == 0)
	{
		printf("# kind, times found, answers that keep it, break it, that cannot be told, sum\n");
		for (unsigned kind = 0; kind < BC_FOLLOW_KINDS; kind++)
		{
			say(&tallies[kind], kind, line, sizeof(line));
			printf("%s\n", line);
		}
		return 0;
	}
	compare(name);
	return report();
}

#endif
