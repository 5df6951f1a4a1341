/*
 * prompts.c: reads the query of badcase_instructions().
 */
#include "pg/tasks.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* What most records need is kept between them. */
#define ROW_MEMORY	(64 * 1024)

typedef struct PromptReceiver
{
	DestReceiver pub;
	BadcasePrompts *prompts;
	bool		started;
	Oid			id_type;
	bool		of_text;
	MemoryContext context;		/* of the prompts */
	MemoryContext row_context;
} PromptReceiver;

static void
refuse_columns(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("query must give an integer and a badcase or text"),
			 errhint("Give the id first and the record or prompt second: SELECT id, record FROM my_table. Cast columns of other types.")));
}

/* Looks at the columns that the query gives. */
static void
start_receiver(DestReceiver *self, int operation, TupleDesc desc)
{
	PromptReceiver *receiver = (PromptReceiver *) self;
	Oid			type;

	if (receiver->started)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("query must be a single statement")));
	receiver->started = true;
	if (desc->natts != 2)
		refuse_columns();
	receiver->id_type = getBaseType(TupleDescAttr(desc, 0)->atttypid);
	type = getBaseType(TupleDescAttr(desc, 1)->atttypid);
	receiver->of_text = type == TEXTOID;
	if (!badcase_is_id_type(receiver->id_type) ||
		(!receiver->of_text && !badcase_is_record_type(type)))
		refuse_columns();
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

	if (receiver->of_text)
		return badcase_slice(datum);
	badcase_view(&rec, datum);
	return rec.prompt;
}

static bool
receive_prompt(TupleTableSlot *slot, DestReceiver *self)
{
	PromptReceiver *receiver = (PromptReceiver *) self;
	BadcasePrompts *prompts = receiver->prompts;
	MemoryContext caller;
	BcSlice		prompt;

	slot_getallattrs(slot);
	if (slot->tts_isnull[0] || slot->tts_isnull[1])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("query gives a null %s", slot->tts_isnull[0] ?
						"id" : "prompt"),
				 errhint("Leave such rows out of the query.")));
	caller = MemoryContextSwitchTo(receiver->row_context);
	prompt = get_prompt(receiver, slot->tts_values[1]);
	MemoryContextSwitchTo(receiver->context);
	add_id(prompts, badcase_get_id(receiver->id_type, slot->tts_values[0]));
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
	SPIExecuteOptions options = {NULL};

	memset(prompts, 0, sizeof(*prompts));
	bc_tasks_start(&prompts->tasks, &badcase_env, (uint32_t) least);
	receiver.prompts = prompts;
	receiver.context = CurrentMemoryContext;
	receiver.row_context = AllocSetContextCreate(CurrentMemoryContext,
												 "badcase prompt", 0,
												 ROW_MEMORY,
												 ALLOCSET_DEFAULT_MAXSIZE);
	options.read_only = true;
	options.must_return_tuples = true;
	options.dest = &receiver.pub;

	SPI_connect();
	SPI_execute_extended(query, &options);
	SPI_finish();
	MemoryContextDelete(receiver.row_context);
}
