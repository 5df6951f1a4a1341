/*
 * instructions.c: badcase_instructions(), badcase_instruction() and
 * badcase_instruction_key().
 */
#include "pg/tasks.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(badcase_instructions);
PG_FUNCTION_INFO_V1(badcase_instruction);
PG_FUNCTION_INFO_V1(badcase_instruction_key);

/* What stands for the slot of an instruction. */
#define SLOT	"\xE2\x80\xA6"	/* an ellipsis */

/* A prompt of an instruction. */
typedef struct Row
{
	int64		id;
	uint32		task;
} Row;

static int
compare_rows(const void *a, const void *b)
{
	int64		x = ((const Row *) a)->id;
	int64		y = ((const Row *) b)->id;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/* All prompts in the order of their ids, each of which comes once. */
static Row *
sort_rows(const BadcasePrompts *prompts)
{
	size_t		count = prompts->tasks.count;
	Row		   *rows = bc_resize(&badcase_env, NULL, count + 1, sizeof(Row));

	for (size_t i = 0; i < count; i++)
		rows[i] = (Row) {prompts->ids[i],
						 bc_task_of(&prompts->tasks, (uint32_t) i)};
	qsort(rows, count, sizeof(Row), compare_rows);
	for (size_t i = 1; i < count; i++)
	{
		if (rows[i - 1].id == rows[i].id)
			ereport(ERROR,
					(errcode(ERRCODE_CARDINALITY_VIOLATION),
					 errmsg("query gives the id " INT64_FORMAT " more than once",
							rows[i].id),
					 errhint("Give each prompt an id of its own, as by row_number() OVER ().")));
	}
	return rows;
}

/* The rows of the prompts that have an instruction. */
static void
put_rows(const BadcasePrompts *prompts, ReturnSetInfo *result)
{
	const BcTasks *tasks = &prompts->tasks;
	Row		   *rows = sort_rows(prompts);
	int64	   *firsts = bc_resize(&badcase_env, NULL, tasks->nfound + 1,
								   sizeof(int64));

	for (size_t i = tasks->count; i > 0; i--)
	{
		if (rows[i - 1].task != BC_NO_TASK)
			firsts[rows[i - 1].task] = rows[i - 1].id;
	}
	for (size_t i = 0; i < tasks->count; i++)
	{
		Datum		values[4];
		bool		nulls[4] = {false, false, false, false};

		CHECK_FOR_INTERRUPTS();
		if (rows[i].task == BC_NO_TASK)
			continue;
		values[0] = Int64GetDatum(rows[i].id);
		values[1] = Int64GetDatum(firsts[rows[i].task]);
		values[2] = Int32GetDatum((int32) tasks->found[rows[i].task].begins);
		values[3] = Int32GetDatum((int32) tasks->found[rows[i].task].ends);
		tuplestore_putvalues(result->setResult, result->setDesc, values,
							 nulls);
	}
}

Datum
badcase_instructions(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int			least = PG_GETARG_INT32(1);
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context;
	BadcasePrompts prompts;

	if (least < 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an instruction is shared by at least two prompts")));
	InitMaterializedSRF(fcinfo, 0);
	context = AllocSetContextCreate(caller, "badcase instructions",
									ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(context);
	badcase_prompts_read(&prompts, text_to_cstring(PG_GETARG_TEXT_PP(0)),
						 least);
	if (!bc_tasks_find(&prompts.tasks))
		elog(ERROR, "finding instructions failed");
	put_rows(&prompts, result);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
	return (Datum) 0;
}

/* The numbers of units that the arguments name. */
static void
get_units(FunctionCallInfo fcinfo, size_t *begins, size_t *ends)
{
	int			before = PG_GETARG_INT32(1);
	int			after = PG_GETARG_INT32(2);

	if (before < 0 || after < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the parts of an instruction have no negative length")));
	*begins = (size_t) before;
	*ends = (size_t) after;
}

Datum
badcase_instruction(PG_FUNCTION_ARGS)
{
	BcSlice		prompt = PG_GETARG_SLICE(0);
	size_t		begins;
	size_t		ends;
	size_t		from;
	size_t		to;
	BcBuffer	out;
	text	   *instruction;

	get_units(fcinfo, &begins, &ends);
	if (!bc_around_slot(&badcase_env, prompt, begins, ends, &from, &to))
		PG_RETURN_NULL();
	bc_buffer_init(&out, &badcase_env, MaxAllocSize - VARHDRSZ);
	bc_buffer_add(&out, prompt.data, from);
	bc_buffer_add(&out, SLOT, strlen(SLOT));
	bc_buffer_add(&out, prompt.data + to, prompt.len - to);
	instruction = badcase_slice_to_text((BcSlice) {out.data, out.len});
	bc_buffer_free(&out);
	PG_RETURN_TEXT_P(instruction);
}

Datum
badcase_instruction_key(PG_FUNCTION_ARGS)
{
	BcSlice		prompt = PG_GETARG_SLICE(0);
	size_t		begins;
	size_t		ends;
	BcBuffer	out;

	get_units(fcinfo, &begins, &ends);
	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_buffer_extend(&out, VARHDRSZ);
	if (!bc_instruction_key(&badcase_env, prompt, begins, ends, &out))
	{
		if (out.failed)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("text is too long for the key of an instruction")));
		PG_RETURN_NULL();
	}
	SET_VARSIZE(out.data, out.len);
	PG_RETURN_DATUM(DirectFunctionCall1(sha256_bytea,
										PointerGetDatum(out.data)));
}
