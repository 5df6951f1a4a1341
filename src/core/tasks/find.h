/*
 * find.h: the instructions that many prompts share (doc/internals.md,
 * "Instructions"):
 *
 *	bc_tasks_start
 *	bc_tasks_add for each prompt, which numbers them from 0
 *	bc_tasks_find
 *	bc_task_of for each
 *	bc_tasks_free
 *
 * What is found does not depend on the order of the prompts.
 */
#ifndef BADCASE_CORE_TASKS_FIND_H
#define BADCASE_CORE_TASKS_FIND_H

#include "core/text.h"

/* So many units at the begin and at the end of a prompt are looked at. */
#define BC_TASK_UNITS	256

/* No instruction. */
#define BC_NO_TASK		UINT32_MAX

#define BC_TASKS_MOST	((size_t) INT32_MAX)

/* An instruction: so many units at the begin, or at the end, or both. */
typedef struct BcInstruction
{
	uint32_t	begins;
	uint32_t	ends;
} BcInstruction;

/* A different prompt. */
typedef struct BcTaskPrompt
{
	size_t		start;			/* of its units' values */
	uint32_t	count;			/* of them */
	uint32_t	task;
	uint64_t	hash;
} BcTaskPrompt;

typedef struct BcTasks
{
	const BcEnv *env;
	uint32_t	least;
	uint32_t   *values;			/* 0 for a mark, else of a token */
	size_t		nvalues;
	size_t		values_size;
	BcTaskPrompt *prompts;
	size_t		count;
	size_t		size;
	uint32_t   *same;			/* of each prompt: the first that is equal */
	BcInstruction *found;
	size_t		nfound;
	size_t		found_size;
	size_t		work;			/* since the last poll */
} BcTasks;

/* An instruction is shared by at least so many different prompts, from 2. */
extern void bc_tasks_start(BcTasks *tasks, const BcEnv *env, uint32_t least);

/* False without memory; then too bc_tasks_free has to be called. */
extern bool bc_tasks_add(BcTasks *tasks, BcSlice prompt);

/* False without memory. */
extern bool bc_tasks_find(BcTasks *tasks);

/* The number of a prompt's instruction in found, or BC_NO_TASK. */
static inline uint32_t
bc_task_of(const BcTasks *tasks, uint32_t number)
{
	return tasks->prompts[tasks->same[number]].task;
}

extern void bc_tasks_free(BcTasks *tasks);

#endif
