/*
 * prompts.c: reads the query of badcase_instructions().
 */
#include "pg/tasks.h"

#include "utils/memutils.h"

/* What most records need is kept between them. */
#define ROW_MEMORY	(64 * 1024)

typedef struct PromptReceiver
{
	DestReceiver pub;
	BadcasePrompts *prompts;
	BadcaseColumns columns;
	MemoryContext context;		/* of the prompts */
	MemoryContext row_context;
} PromptReceiver;

static void
start_receiver(DestReceiver *self, int operation, TupleDesc desc)
{
	badcase_take_columns(&((PromptReceiver *) self)->columns, desc);
}

static void
add_id(BadcasePrompts *prompts, int64 id)
{
	size_t		count = prompts->tasks.count;

	if (count == BC_TASKS_MOST)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("query gives too many prompts")));
	if (count == prompts->size)
	{
		prompts->size = prompts->size == 0 ? 1024 : prompts->size * 2;
		prompts->ids = bc_resize(&badcase_env, prompts->ids, prompts->size,
								 sizeof(int64));
	}
	prompts->ids[count] = id;
}

/* The prompt of a row, in the current memory context. */
static BcSlice
get_prompt(const PromptReceiver *receiver, Datum value)
{
	struct varlena *datum = PG_DETOAST_DATUM_PACKED(value);
	BcRecord	rec;

	if (receiver->columns.of_text)
		return badcase_slice(datum);
	badcase_view(&rec, datum);
	return rec.prompt;
}

static bool
receive_prompt(TupleTableSlot *slot, DestReceiver *self)
{
	PromptReceiver *receiver = (PromptReceiver *) self;
	BadcasePrompts *prompts = receiver->prompts;
	int64		id = badcase_get_id(&receiver->columns, slot, "prompt");
	MemoryContext caller = MemoryContextSwitchTo(receiver->row_context);
	BcSlice		prompt;

	prompt = get_prompt(receiver, slot->tts_values[1]);
	MemoryContextSwitchTo(receiver->context);
	add_id(prompts, id);
	if (!bc_tasks_add(&prompts->tasks, prompt))
		elog(ERROR, "a prompt could not be added");
	MemoryContextSwitchTo(caller);
	MemoryContextReset(receiver->row_context);
	return true;
}

static void
end_receiver(DestReceiver *self)
{
}

void
badcase_prompts_read(BadcasePrompts *prompts, const char *query, int least)
{
	PromptReceiver receiver = {
		{receive_prompt, start_receiver, end_receiver, end_receiver, DestNone}
	};

	memset(prompts, 0, sizeof(*prompts));
	bc_tasks_start(&prompts->tasks, &badcase_env, (uint32_t) least);
	receiver.prompts = prompts;
	receiver.context = CurrentMemoryContext;
	receiver.row_context = AllocSetContextCreate(CurrentMemoryContext,
												 "badcase prompt", 0,
												 ROW_MEMORY,
												 ALLOCSET_DEFAULT_MAXSIZE);
	badcase_run_query(query, &receiver.pub);
	MemoryContextDelete(receiver.row_context);
}
