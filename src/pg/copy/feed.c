/*
 * feed.c: puts lines into core's COPY FROM.
 *
 * Core parses text rows of tokens, one for each line, in which a constant
 * stands for the line itself: the input function of the line's column is
 * replaced by one that takes the line as it came.  So no byte of a line is
 * escaped, converted or parsed twice, and rows, defaults, triggers,
 * partitions, soft errors and counters stay core's.  The fields of
 * CopyFromStateData that this needs are the same in 15 to 19.
 */
#include "pg/copy.h"

#include "catalog/pg_type.h"
#include "commands/copyfrom_internal.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/*
 * Stands for a line in a token, and so in error contexts and in notices of
 * rows skipped: the text of a line must not get into the log.
 */
#define ELLIPSIS	"..."

/* 20 digits, tab, ellipsis, line feed, zero byte */
#define MAX_TOKEN	32

#define MAX_LINE	(MaxAllocSize - VARHDRSZ)

typedef enum LineType
{
	LINE_BYTES,					/* bytea: any bytes */
	LINE_BYTES_DOMAIN,			/* a domain over it */
	LINE_TEXT,
	LINE_BADCASE,				/* judges the bytes itself */
	LINE_JSON,					/* json, jsonb or a domain over them */
	LINE_OTHER
} LineType;

struct BadcaseFeed
{
	CopyFromState cstate;
	BadcaseSource *source;
	MemoryContext context;
	BcLineReader reader;
	BcSlice		line;			/* the one that the last token stands for */
	bool		begun;
	bool		numbered;
	bool		number_first;
	LineType	type;
	Oid			type_id;
	FmgrInfo	type_in;		/* the line column's own input function */
};

/*
 * The feed of the innermost COPY that runs: core's callback has no argument.
 * A trigger may run another COPY.
 */
static BadcaseFeed *current_feed = NULL;

/* What a client sends that means to send binary COPY data, but no row. */
#define SIGNATURE_BYTES		11
#define EMPTY_COPY_BYTES	21
static const char empty_copy[EMPTY_COPY_BYTES + 1] =
"PGCOPY\n\377\r\n\0" "\0\0\0\0" "\0\0\0\0" "\377\377";

static void
read_more(BadcaseFeed *feed)
{
	MemoryContext caller = MemoryContextSwitchTo(feed->context);

	badcase_source_read(feed->source, &feed->reader);
	MemoryContextSwitchTo(caller);
}

/*
 * Looks at the start of the data.  The reply told the client that the data is
 * binary, so psycopg 3 sends an empty binary COPY where nothing was written,
 * and one with rows for write_row(): the first is no line, the second an
 * error.  Returns false if there is no data.
 */
static bool
begin_data(BadcaseFeed *feed)
{
	BcSlice		start = bc_reader_pending(&feed->reader);

	while (!feed->reader.ended && start.len <= EMPTY_COPY_BYTES &&
		   (start.len == 0 || memcmp(start.data, empty_copy,
									 Min(start.len, SIGNATURE_BYTES)) == 0))
	{
		read_more(feed);
		start = bc_reader_pending(&feed->reader);
	}
	feed->begun = true;
	if (start.len < SIGNATURE_BYTES ||
		memcmp(start.data, empty_copy, SIGNATURE_BYTES) != 0)
		return true;
	if (start.len == EMPTY_COPY_BYTES &&
		memcmp(start.data, empty_copy, EMPTY_COPY_BYTES) == 0)
		return false;
	ereport(ERROR,
			(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
			 errmsg("data is in binary COPY format, not JSON lines"),
			 errhint("Send the lines as bytes; in psycopg 3 by write(), not by write_row().")));
}

/* Moves to the next line; false at the end of the data. */
static bool
next_line(BadcaseFeed *feed)
{
	for (;;)
	{
		switch (bc_reader_next(&feed->reader, &feed->line))
		{
			case BC_LINE:
				return true;
			case BC_LINE_NONE:
				return false;
			case BC_LINE_MORE:
				read_more(feed);
				break;
			case BC_LINE_SKIPPED:
			case BC_LINE_TOO_LONG:
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("line %llu is too long",
								(unsigned long long) feed->reader.line_no + 1),
						 errdetail("A line can have at most %zu bytes.",
								   (size_t) MAX_LINE)));
		}
	}
}

/*
 * Core's data source: one token per call, as the line that it stands for has
 * to stay until core has had it converted.
 */
int
badcase_feed_token(void *room, int at_least, int at_most)
{
	BadcaseFeed *feed = current_feed;
	char		number[MAXINT8LEN + 1];
	char		token[MAX_TOKEN];
	int			len;

	if (!feed->begun && !begin_data(feed))
		return 0;
	if (!next_line(feed))
		return 0;

	pg_lltoa((int64) feed->reader.line_no, number);
	if (!feed->numbered)
		len = snprintf(token, sizeof(token), ELLIPSIS "\n");
	else if (feed->number_first)
		len = snprintf(token, sizeof(token), "%s\t" ELLIPSIS "\n", number);
	else
		len = snprintf(token, sizeof(token), ELLIPSIS "\t%s\n", number);
	if (len > at_most)
		elog(ERROR, "no room for a token of COPY");
	memcpy(room, token, len);

	/* core adds the token's length and reports what the client sent */
	feed->cstate->bytes_processed = badcase_source_bytes(feed->source) - len;
	return len;
}

/*
 * Calls the column's own input function.  Input errors of the JSON types quote
 * the text around the fault in detail and context: these go, code, message
 * and line number stay.  Those of other types quote it in the message, too.
 */
static Datum
call_quietly(FunctionCallInfo inner, LineType type, Oid type_id)
{
	MemoryContext caller = CurrentMemoryContext;
	Datum		result = 0;

	PG_TRY();
	{
		result = FunctionCallInvoke(inner);
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(caller);
		error = CopyErrorData();
		if (ERRCODE_TO_CATEGORY(error->sqlerrcode) != ERRCODE_DATA_EXCEPTION)
			PG_RE_THROW();
		FlushErrorState();
		if (type != LINE_JSON &&
			error->sqlerrcode != ERRCODE_STRING_DATA_RIGHT_TRUNCATION)
			ereport(ERROR,
					(errcode(error->sqlerrcode),
					 errmsg("line is no value of type %s",
							format_type_be(type_id))));
		ereport(ERROR,
				(errcode(error->sqlerrcode),
				 errmsg_internal("%s", error->message),
				 error->hint != NULL ? errhint("%s", error->hint) : 0));
	}
	PG_END_TRY();
	return result;
}

/* The line as the text that a domain over bytea takes in. */
static char *
hex_of(BcSlice line)
{
	char	   *hex;

	if (line.len > (MaxAllocSize - 3) / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("line is too long for a domain over bytea")));
	hex = palloc(line.len * 2 + 3);
	hex[0] = '\\';
	hex[1] = 'x';
	hex_encode((const char *) line.data, line.len, hex + 2);
	hex[line.len * 2 + 2] = '\0';
	return hex;
}

/* The column's own input function, of a string or NULL. */
static Datum
call_own(FunctionCallInfo fcinfo, BadcaseFeed *feed, const char *string)
{
	Datum		result;

	LOCAL_FCINFO(inner, 3);

	InitFunctionCallInfoData(*inner, &feed->type_in, 3, InvalidOid,
							 fcinfo->context, NULL);
	inner->args[0].value = CStringGetDatum(string);
	inner->args[0].isnull = false;
	inner->args[1] = fcinfo->args[1];
	inner->args[2] = fcinfo->args[2];
	result = call_quietly(inner, feed->type, feed->type_id);
	fcinfo->isnull = inner->isnull;
	return result;
}

/* Takes the place of the line column's input function. */
static Datum
read_line(PG_FUNCTION_ARGS)
{
	BadcaseFeed *feed = fcinfo->flinfo->fn_extra;
	const char *line = (const char *) feed->line.data;
	size_t		len = feed->line.len;

	/* where ON_ERROR is set_null, core asks whether a domain takes a null */
	if (PG_GETARG_CSTRING(0) == NULL)
		return call_own(fcinfo, feed, NULL);

	/* a token that core read ahead would shift every row after it */
	if (feed->cstate->cur_lineno != feed->reader.line_no)
		elog(ERROR, "COPY lost step with its lines");

	/* for errors of the row: the token says nothing */
	feed->cstate->line_buf_valid = false;

	/*
	 * Core has read the token and looks at its length only to limit the bytes
	 * of the rows that it keeps to insert together (CopyFrom(), 15 to 19).
	 */
	feed->cstate->line_buf.len = (int) len;

	if (feed->type == LINE_BYTES)
		PG_RETURN_TEXT_P(badcase_slice_to_text(feed->line));
	if (feed->type == LINE_BADCASE)
		PG_RETURN_POINTER(badcase_parse(feed->line, fcinfo->context));
	if (feed->type == LINE_BYTES_DOMAIN)
		line = hex_of(feed->line);
	else
	{
		/* stops at a NUL, too */
		size_t		valid = pg_encoding_verifymbstr(PG_UTF8, line, len);

		if (valid < len)
			ereturn(fcinfo->context, (Datum) 0,
					(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
					 line[valid] == '\0' ?
					 errmsg("NUL character at byte offset %zu of the line",
							valid) :
					 errmsg("invalid UTF-8 at byte offset %zu of the line",
							valid)));
	}
	if (feed->type == LINE_TEXT)
		PG_RETURN_TEXT_P(badcase_slice_to_text(feed->line));
	return call_own(fcinfo, feed, line);
}

static LineType
line_type(Oid type)
{
	Oid			base = getBaseType(type);

	if (base == BYTEAOID)
		return type == base ? LINE_BYTES : LINE_BYTES_DOMAIN;
	if (type == TEXTOID)
		return LINE_TEXT;
	if (badcase_is_record_type(type))
		return LINE_BADCASE;
	if (base == JSONOID || base == JSONBOID)
		return LINE_JSON;
	return LINE_OTHER;
}

BadcaseFeed *
badcase_feed_create(CopyFromState cstate, AttrNumber line, AttrNumber number,
					BadcaseSource *source)
{
	BadcaseFeed *feed = palloc0(sizeof(BadcaseFeed));
	FmgrInfo   *in = &cstate->in_functions[line - 1];
	TupleDesc	desc = RelationGetDescr(cstate->rel);

	feed->cstate = cstate;
	feed->source = source;
	feed->context = CurrentMemoryContext;
	bc_reader_init(&feed->reader, &badcase_env, MAX_LINE);
	feed->numbered = number != InvalidAttrNumber;
	feed->number_first = linitial_int(cstate->attnumlist) == number;
	feed->type_id = TupleDescAttr(desc, line - 1)->atttypid;
	feed->type = line_type(feed->type_id);
	feed->type_in = *in;

	in->fn_addr = read_line;
	in->fn_extra = feed;
	return feed;
}

/* The detail of a violated constraint shows the row, or its key. */
static void
rethrow_without_row(MemoryContext caller)
{
	ErrorData  *error;

	MemoryContextSwitchTo(caller);
	error = CopyErrorData();
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) !=
		ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION)
		PG_RE_THROW();
	FlushErrorState();
	error->detail = NULL;
	error->detail_log = NULL;
	ReThrowError(error);
}

uint64
badcase_feed_run(BadcaseFeed *feed)
{
	BadcaseFeed *outer = current_feed;
	MemoryContext caller = CurrentMemoryContext;
	uint64		rows = 0;

	PG_TRY();
	{
		current_feed = feed;
		rows = CopyFrom(feed->cstate);
	}
	PG_CATCH();
	{
		current_feed = outer;
		rethrow_without_row(caller);
	}
	PG_END_TRY();
	current_feed = outer;
	bc_reader_free(&feed->reader);
	return rows;
}
