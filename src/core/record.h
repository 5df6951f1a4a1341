/*
 * record.h: one record: its packed form, its reader and its text output.
 *
 * Packed form (what follows the varlena length word on disk; all integers
 * little-endian):
 *
 *	byte 0		format version, BC_RECORD_VERSION
 *	byte 1		flags: 1 = has rejected; other bits 0
 *	bytes 2-3	0
 *	4  uint32	length of prompt in bytes
 *	8  uint32	length of response
 *	12 uint32	length of rejected (0 without the flag)
 *	16 uint32	length of meta
 *	20 uint32	number of turns of history
 *	24 uint32[2] per turn: length of question, length of answer
 *	then the bytes: prompt, response, rejected, question and answer of each
 *	turn in order, meta.
 *
 * Strings are decoded UTF-8 without U+0000.  meta is empty for none, else the
 * text that jsonb's output gives for the object, at least one member in it.
 * Equal records have equal packed forms.
 */
#ifndef BADCASE_CORE_RECORD_H
#define BADCASE_CORE_RECORD_H

#include "core/verdict.h"

#define BC_RECORD_VERSION	1
#define BC_RECORD_HEADER	24
#define BC_MAX_INPUT		((size_t) 1 << 26)	/* 64 MB: bytes of one record's text */
#define BC_MAX_DEPTH		512

typedef struct BcRecord
{
	BcSlice		prompt;
	BcSlice		response;
	bool		has_rejected;
	BcSlice		rejected;
	BcSlice		meta;
	uint32_t	turns;
	const unsigned char *turn_lengths;	/* turns pairs of uint32 */
	BcSlice		history;		/* the bytes of all turns, one after another */
} BcRecord;

/* Walks the history: start with {0}; false after the last turn. */
typedef struct BcTurnCursor
{
	uint32_t	next;
	size_t		at;
} BcTurnCursor;

/*
 * Sees the fields of a packed record in place.  False if the bytes are not a
 * packed record of a version that this code knows.
 */
extern bool bc_record_view(BcRecord *rec, const unsigned char *data, size_t len);

extern bool bc_record_turn(const BcRecord *rec, BcTurnCursor *cursor,
						   BcSlice *question, BcSlice *answer);

#endif
