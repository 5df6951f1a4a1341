/*
 * parts.h: the texts of a record, one after another: prompt, response, the
 * turns of the history, rejected, and the strings of meta, those within
 * arrays and objects too, in the order of the record's text output.
 */
#ifndef BADCASE_CORE_RECORD_PARTS_H
#define BADCASE_CORE_RECORD_PARTS_H

#include "core/record/packed.h"

typedef enum BcPartName
{
	BC_PART_PROMPT,
	BC_PART_RESPONSE,
	BC_PART_QUESTION,
	BC_PART_ANSWER,
	BC_PART_REJECTED,
	BC_PART_META,
	BC_PART_TEXT,				/* of no record */
	BC_PARTS
} BcPartName;

typedef struct BcPart
{
	BcPartName	name;
	uint32_t	turn;			/* from 1; 0 for what is in no turn */
	BcSlice		text;			/* holds until the next part is asked for */
	/* of a string of meta: the bytes of rec->meta that it is, with quotes */
	size_t		from;
	size_t		to;
} BcPart;

struct BcReader;

typedef struct BcPartCursor
{
	const BcEnv *env;
	const BcRecord *rec;		/* NULL: one text alone */
	BcSlice		text;
	BcPartName	next;
	BcTurnCursor turns;
	BcSlice		answer;
	struct BcReader *json;		/* of meta, once it was reached */
	BcBuffer	decoded;
	bool		failed;			/* no memory, or meta is damaged */
} BcPartCursor;

extern const char *bc_part_name(BcPartName name);

/* A record's parts; or, with rec NULL, the text as the only one. */
extern void bc_parts_start(BcPartCursor *cursor, const BcEnv *env,
						   const BcRecord *rec, BcSlice text);

/* False after the last part, and where the cursor failed. */
extern bool bc_parts_next(BcPartCursor *cursor, BcPart *part);

/*
 * Appends the RFC 6901 pointer to the string of meta that the cursor is at, of
 * at most BC_MAX_PATH bytes: as many whole steps as fit.
 */
extern void bc_parts_path(const BcPartCursor *cursor, BcBuffer *out);

extern void bc_parts_end(BcPartCursor *cursor);

#endif
