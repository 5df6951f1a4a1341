/*
 * screen.h: what the files of screening share.
 */
#ifndef BADCASE_PG_SCREEN_H
#define BADCASE_PG_SCREEN_H

#include "pg/badcase.h"

#include "access/tupdesc.h"
#include "utils/tuplestore.h"

#include "core/follow.h"
#include "core/quality.h"
#include "core/record.h"
#include "core/screen.h"

/*
 * The scan that two arguments ask for, real and text[], of which the array
 * may be null; raises where they make no sense.  False where the array names
 * no kind, so that there is nothing to look for.
 */
extern bool badcase_scan_options(FunctionCallInfo fcinfo, int min_confidence,
								 int kinds, BcScanOptions *options);

/* Starts with the parts of argument 0, a record or a text. */
extern void badcase_record_parts(FunctionCallInfo fcinfo, BcRecord *rec,
								 BcPartCursor *cursor);
extern void badcase_text_parts(FunctionCallInfo fcinfo, BcPartCursor *cursor);

/* Ends; raises where the parts were not all given. */
extern void badcase_parts_end(BcPartCursor *cursor);

/* Raises where the core could not scan a record, which is then damaged. */
extern void badcase_require_scanned(bool ok);

/* The elements of a text[]; raises where one of them is null. */
extern Datum *badcase_text_elements(FunctionCallInfo fcinfo, int n,
									int *count);

/* A pass through the parts of a record or text that makes rows. */
typedef struct BadcaseRows
{
	Tuplestorestate *store;
	TupleDesc	desc;
} BadcaseRows;

extern void badcase_rows_start(FunctionCallInfo fcinfo, BadcaseRows *rows);

/* Sets the columns field, turn and path, which are the first three. */
extern void badcase_place_columns(const BcPartCursor *cursor,
								  const BcPart *part, Datum *values,
								  bool *nulls);

#endif
