/*
 * badcase.h: what the glue's files share.
 */
#ifndef BADCASE_PG_BADCASE_H
#define BADCASE_PG_BADCASE_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "fmgr.h"
#include "nodes/nodes.h"
#include "tcop/dest.h"

#include "core/record.h"
#include "pg/compat.h"

/*
 * The core's environment over palloc in the current memory context and
 * CHECK_FOR_INTERRUPTS: it raises instead of returning NULL.
 */
extern const BcEnv badcase_env;

/*
 * Sees the fields of a detoasted datum; raises where the datum is damaged.
 * The record points into the datum.
 */
extern void badcase_view(BcRecord *rec, struct varlena *datum);

/* Is this the extension's type badcase, whatever its schema? */
extern bool badcase_is_record_type(Oid type);

/* The columns of a query that a caller gives: an id, and a record or a text. */
typedef struct BadcaseColumns
{
	bool		started;
	Oid			id_type;
	bool		of_text;		/* else of records */
} BadcaseColumns;

/*
 * Runs the query with the rights of the current user.  The receiver's start
 * takes the columns, and raises where they are others or come a second time;
 * for each row it gets the id, and raises where a column is null.  What is
 * what the second column is called.
 */
extern void badcase_run_query(const char *query, DestReceiver *receiver);
extern void badcase_take_columns(BadcaseColumns *columns, TupleDesc desc);
extern int64 badcase_get_id(const BadcaseColumns *columns,
							TupleTableSlot *slot, const char *what);

#define PG_GETARG_BADCASE(n, rec) \
	badcase_view((rec), PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(n)))

/* The bytes of a text, bytea or json argument, without their length word. */
extern BcSlice badcase_slice(struct varlena *value);

#define PG_GETARG_SLICE(n) \
	badcase_slice(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(n)))

extern text *badcase_slice_to_text(BcSlice slice);

/*
 * Reads a record's text into a new datum.  At a fault raises it, softly where
 * the context allows (16 and later) and then returns NULL; no message holds
 * any of the text.
 */
extern struct varlena *badcase_parse(BcSlice text, Node *escontext);

/* What is wrong, as a sentence for the detail of an error. */
extern char *badcase_code_detail(BcCode code);

/* Makes a datum of a draft, and frees the draft. */
extern struct varlena *badcase_from_draft(BcDraft *draft);

/*
 * The row of a function that gives a verdict: ok, code, byte_offset, path,
 * message, and where the function has such a column hint.  NULL is a record.
 */
extern Datum badcase_verdict_row(FunctionCallInfo fcinfo,
								 const BcVerdict *verdict, const char *hint);

/* A record's text output, as a text datum; and its history, as jsonb. */
extern text *badcase_to_text(const BcRecord *rec);
extern Datum badcase_history_jsonb(const BcRecord *rec);

/* Installed by _PG_init: COPY ... (FORMAT jsonl). */
extern void badcase_copy_init(void);

#endif
