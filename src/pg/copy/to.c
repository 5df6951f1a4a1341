/*
 * to.c: COPY ... TO: a query, run like any other, whose rows become
 * lines of JSON.
 */
#include "pg/copy.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tupdesc.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/copy.h"
#include "commands/progress.h"
#include "common/jsonapi.h"
#include "executor/executor.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/value.h"
#include "pgstat.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonfuncs.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

typedef enum LineForm
{
	FORM_VALUE,					/* json: its bytes */
	FORM_OUTPUT,				/* jsonb, badcase: its text output */
	FORM_TEXT,					/* text: its bytes, if they are JSON */
	FORM_ROW					/* row_to_json() */
} LineForm;

typedef struct LineReceiver
{
	DestReceiver pub;
	BadcaseSink *sink;
	MemoryContext row_context;
	LineForm	form;
	FmgrInfo	output;			/* for FORM_OUTPUT */
	TupleDesc	desc;			/* for FORM_ROW: with the query's names */
	uint64		rows;
} LineReceiver;

static LineForm
line_form(TupleDesc desc)
{
	Oid			type;

	if (desc->natts != 1)
		return FORM_ROW;
	type = getBaseType(TupleDescAttr(desc, 0)->atttypid);
	if (type == JSONOID)
		return FORM_VALUE;
	if (type == TEXTOID || type == VARCHAROID)
		return FORM_TEXT;
	if (type == JSONBOID || badcase_is_record_type(type))
		return FORM_OUTPUT;
	return FORM_ROW;
}

/*
 * Writes a text value, which is a line only if it is one JSON value on one
 * line: line breaks could be written as spaces, but then the text that comes
 * back would be another.
 */
static void
send_text(LineReceiver *self, text *value)
{
	const char *data = VARDATA_ANY(value);
	size_t		len = VARSIZE_ANY_EXHDR(value);
	bool		broken = memchr(data, '\n', len) != NULL ||
		memchr(data, '\r', len) != NULL;

	if (broken || !badcase_is_json(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 broken ?
				 errmsg("text of row %llu holds a line break",
						(unsigned long long) self->rows + 1) :
				 errmsg("text of row %llu is not JSON",
						(unsigned long long) self->rows + 1),
				 errhint("COPY format \"jsonl\" writes one text column as it is. "
						 "Cast it to json or use to_json().")));
	badcase_sink_line(self->sink, data, len);
}

static void
send_row(LineReceiver *self, TupleTableSlot *slot)
{
	HeapTuple	tuple = heap_form_tuple(self->desc, slot->tts_values,
										slot->tts_isnull);
	text	   *line = DatumGetTextPP(DirectFunctionCall1(row_to_json,
														  HeapTupleGetDatum(tuple)));

	badcase_sink_line(self->sink, VARDATA_ANY(line), VARSIZE_ANY_EXHDR(line));
}

static void
send_value(LineReceiver *self, Datum datum)
{
	text	   *value;
	char	   *string;

	switch (self->form)
	{
		case FORM_OUTPUT:
			string = OutputFunctionCall(&self->output, datum);
			badcase_sink_line(self->sink, string, strlen(string));
			break;
		case FORM_TEXT:
			send_text(self, DatumGetTextPP(datum));
			break;
		default:
			value = DatumGetTextPP(datum);
			badcase_sink_line(self->sink, VARDATA_ANY(value),
							  VARSIZE_ANY_EXHDR(value));
			break;
	}
}

static bool
receive_row(TupleTableSlot *slot, DestReceiver *dest)
{
	LineReceiver *self = (LineReceiver *) dest;
	MemoryContext caller = MemoryContextSwitchTo(self->row_context);
	const int	progress[] = {
		PROGRESS_COPY_TUPLES_PROCESSED, PROGRESS_COPY_BYTES_PROCESSED
	};
	int64		values[lengthof(progress)];

	slot_getallattrs(slot);
	if (self->form == FORM_ROW)
		send_row(self, slot);
	else if (slot->tts_isnull[0])
		badcase_sink_line(self->sink, "null", 4);
	else
		send_value(self, slot->tts_values[0]);

	values[0] = ++self->rows;
	values[1] = badcase_sink_bytes(self->sink);
	pgstat_progress_update_multi_param(lengthof(progress), progress, values);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(self->row_context);
	return true;
}

static void
receiver_startup(DestReceiver *dest, int operation, TupleDesc desc)
{
}

static void
receiver_end(DestReceiver *dest)
{
}

static LineReceiver *
create_receiver(void)
{
	LineReceiver *self = palloc0(sizeof(LineReceiver));

	self->pub.receiveSlot = receive_row;
	self->pub.rStartup = receiver_startup;
	self->pub.rShutdown = receiver_end;
	self->pub.rDestroy = receiver_end;
	self->pub.mydest = DestNone;
	self->row_context = AllocSetContextCreate(CurrentMemoryContext,
											  "COPY jsonl row",
											  ALLOCSET_DEFAULT_SIZES);
	return self;
}

/* What the receiver has to know of the rows before the first one. */
static void
prepare_receiver(LineReceiver *self, TupleDesc desc)
{
	self->form = line_form(desc);
	if (self->form == FORM_ROW)
		self->desc = BlessTupleDesc(CreateTupleDescCopy(desc));
	if (self->form == FORM_OUTPUT)
	{
		Oid			function;
		bool		is_varlena;

		getTypeOutputInfo(TupleDescAttr(desc, 0)->atttypid, &function,
						  &is_varlena);
		fmgr_info(function, &self->output);
	}
}

/* Refuses what COPY table TO refuses, with the words of core. */
static void
check_relkind(Relation rel)
{
	const char *name = RelationGetRelationName(rel);
	char		relkind = rel->rd_rel->relkind;
	const char *what;

	switch (relkind)
	{
		case RELKIND_RELATION:
			return;
		case RELKIND_VIEW:
			what = "view";
			break;
		case RELKIND_MATVIEW:
			what = "materialized view";
			break;
		case RELKIND_FOREIGN_TABLE:
			what = "foreign table";
			break;
		case RELKIND_PARTITIONED_TABLE:
			what = "partitioned table";
			break;
		case RELKIND_SEQUENCE:
			what = "sequence";
			break;
		default:
			what = "non-table relation";
			break;
	}
	if (badcase_copies_relkind(relkind))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("cannot copy from %s \"%s\"", what, name),
			 relkind != RELKIND_SEQUENCE && what[0] != 'n' ?
			 errhint("Try the COPY (SELECT ...) TO variant.") : 0));
}

/*
 * SELECT the columns FROM ONLY the table: core runs the same for a table with
 * row-level security.  The executor checks the rights.
 */
static Node *
select_from(Relation rel, List *attlist)
{
	SelectStmt *select = makeNode(SelectStmt);
	TupleDesc	desc = RelationGetDescr(rel);
	RangeVar   *from;
	ListCell   *cell;

	foreach(cell, CopyGetAttnums(desc, rel, attlist))
	{
		Form_pg_attribute att = TupleDescAttr(desc, lfirst_int(cell) - 1);
		ColumnRef  *column = makeNode(ColumnRef);
		ResTarget  *target = makeNode(ResTarget);

		column->fields = list_make1(makeString(pstrdup(NameStr(att->attname))));
		column->location = -1;
		target->val = (Node *) column;
		target->location = -1;
		select->targetList = lappend(select->targetList, target);
	}
	from = makeRangeVar(get_namespace_name(RelationGetNamespace(rel)),
						pstrdup(RelationGetRelationName(rel)), -1);
	from->inh = rel->rd_rel->relkind == RELKIND_PARTITIONED_TABLE;
	select->fromClause = list_make1(from);
	return (Node *) select;
}

static void
refuse_rules(List *rewritten)
{
	const char *what = "multi-statement DO INSTEAD";
	ListCell   *cell;

	if (rewritten == NIL)
		what = "DO INSTEAD NOTHING";
	foreach(cell, rewritten)
	{
		Query	   *query = lfirst_node(Query, cell);

		if (query->querySource == QSRC_QUAL_INSTEAD_RULE)
			what = "conditional DO INSTEAD";
		else if (query->querySource == QSRC_NON_INSTEAD_RULE)
			what = "DO ALSO";
		else
			continue;
		break;
	}
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s rules are not supported for COPY", what)));
}

/* The plan of the query; for a table, checks that it is still that one. */
static PlannedStmt *
plan_query(Node *statement, const char *source, int location, int length,
		   Relation rel)
{
	RawStmt    *raw = makeNode(RawStmt);
	List	   *rewritten;
	Query	   *query;

	raw->stmt = statement;
	raw->stmt_location = location;
	raw->stmt_len = length;
	rewritten = pg_analyze_and_rewrite_fixedparams(raw, source, NULL, 0,
												   NULL);
	if (list_length(rewritten) != 1)
		refuse_rules(rewritten);
	query = linitial_node(Query, rewritten);
	if (query->utilityStmt != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 IsA(query->utilityStmt, CreateTableAsStmt) ?
				 errmsg("COPY (SELECT INTO) is not supported") :
				 errmsg("COPY query must not be a utility command")));
	if (query->commandType != CMD_SELECT && query->returningList == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY query must have a RETURNING clause")));

	/* before planning: Citus puts its shards into the plan */
	if (rel != NULL &&
		linitial_node(RangeTblEntry, query->rtable)->relid !=
		RelationGetRelid(rel))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("relation referenced by COPY statement has changed")));
	return badcase_plan_query(query, source);
}

static void
start_progress(Oid relid)
{
	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, relid);
	pgstat_progress_update_param(PROGRESS_COPY_COMMAND,
								 PROGRESS_COPY_COMMAND_TO);
}

static uint64
run_query(PlannedStmt *plan, const CopyStmt *stmt, const char *source)
{
	LineReceiver *receiver = create_receiver();
	QueryDesc  *query;

	PushCopiedSnapshot(GetActiveSnapshot());
	UpdateActiveSnapshotCommandId();
	query = CreateQueryDesc(plan, source, GetActiveSnapshot(),
							InvalidSnapshot, &receiver->pub, NULL, NULL, 0);
	ExecutorStart(query, 0);
	prepare_receiver(receiver, query->tupDesc);
	receiver->sink = badcase_sink_open(stmt->filename, stmt->is_program);

	badcase_executor_run(query);

	badcase_sink_close(receiver->sink);
	ExecutorFinish(query);
	ExecutorEnd(query);
	FreeQueryDesc(query);
	PopActiveSnapshot();
	return receiver->rows;
}

uint64
badcase_copy_to(ParseState *pstate, const CopyStmt *stmt, int location,
				int length)
{
	Relation	rel = NULL;
	Node	   *query = stmt->query;
	PlannedStmt *plan;
	uint64		rows;

	if (stmt->relation != NULL)
	{
		rel = table_openrv(stmt->relation, AccessShareLock);
		check_relkind(rel);
		query = select_from(rel, stmt->attlist);
	}
	/* core judges its own options */
	ProcessCopyOptions(pstate, NULL, false,
					   badcase_copy_options(pstate, stmt->options));
	plan = plan_query(query, pstate->p_sourcetext, location, length, rel);

	start_progress(rel != NULL ? RelationGetRelid(rel) : InvalidOid);
	rows = run_query(plan, stmt, pstate->p_sourcetext);
	pgstat_progress_end_command();
	if (rel != NULL)
		table_close(rel, NoLock);
	return rows;
}
