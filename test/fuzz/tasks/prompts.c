/*
 * prompts.c: any bytes as prompts, one a line of 0x1E: what is found is shared,
 * by as many as it takes, whatever the order; and all that share it have one
 * key and the units that it says.
 */
#include "core/tasks.h"

#include "require.h"

#define MOST	64

static BcSlice prompts[MOST];
static size_t count;

static void
split(const uint8_t *data, size_t size)
{
	size_t		start = 0;

	count = 0;
	for (size_t i = 0; i <= size && count < MOST; i++)
	{
		if (i < size && data[i] != 0x1E)
			continue;
		prompts[count++] = (BcSlice) {data + start, i - start};
		start = i + 1;
	}
}

/* The prompts from first to last, or from last to first. */
static void
find(BcTasks *tasks, uint32_t least, bool reversed)
{
	bc_tasks_start(tasks, &bc_malloc_env, least);
	for (size_t i = 0; i < count; i++)
		require(bc_tasks_add(tasks, prompts[reversed ? count - 1 - i : i]));
	require(bc_tasks_find(tasks));
}

static void
make_key(BcSlice prompt, BcInstruction instruction, BcBuffer *key)
{
	size_t		from;
	size_t		to;

	bc_buffer_init(key, &bc_malloc_env, SIZE_MAX);
	require(bc_instruction_key(&bc_malloc_env, prompt, instruction.begins,
							   instruction.ends, key));
	require(bc_around_slot(&bc_malloc_env, prompt, instruction.begins,
						   instruction.ends, &from, &to));
	require(from <= to && to <= prompt.len);
}

static void
check_task(const BcTasks *tasks, uint32_t task)
{
	BcBuffer	first = {0};
	size_t		members = 0;

	for (uint32_t i = 0; i < count; i++)
	{
		BcBuffer	key;

		if (bc_task_of(tasks, i) != task)
			continue;
		make_key(prompts[i], tasks->found[task], &key);
		require(members == 0 ||
				(key.len == first.len &&
				 memcmp(key.data, first.data, key.len) == 0));
		members++;
		bc_buffer_free(&first);
		first = key;
	}
	bc_buffer_free(&first);
	require(members >= tasks->least);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BcTasks		tasks;
	BcTasks		others;

	split(data, size);
	find(&tasks, 2 + (uint32_t) (size % 3), false);
	find(&others, tasks.least, true);
	require(tasks.nfound == others.nfound);
	for (uint32_t i = 0; i < tasks.nfound; i++)
		check_task(&tasks, i);
	for (uint32_t i = 0; i < count; i++)
		require(bc_task_of(&tasks, i) ==
				bc_task_of(&others, (uint32_t) count - 1 - i));
	bc_tasks_free(&tasks);
	bc_tasks_free(&others);
	return 0;
}
