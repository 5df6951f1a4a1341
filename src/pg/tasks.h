/*
 * tasks.h: what the files of task discovery share.
 */
#ifndef BADCASE_PG_TASKS_H
#define BADCASE_PG_TASKS_H

#include "pg/badcase.h"

#include "core/tasks.h"

/* The prompts of a query, with their ids. */
typedef struct BadcasePrompts
{
	BcTasks		tasks;
	int64	   *ids;			/* of each prompt of the tasks */
	size_t		size;
} BadcasePrompts;

/*
 * Runs the query with the rights of the current user and adds its prompts to
 * the tasks.  Everything lives in the current memory context.
 */
extern void badcase_prompts_read(BadcasePrompts *prompts, const char *query,
								 int least);

#endif
