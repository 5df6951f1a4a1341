/*
 * packed.h: one record: its packed form, its reader and its text output.
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
#ifndef BADCASE_CORE_RECORD_PACKED_H
#define BADCASE_CORE_RECORD_PACKED_H

#include "core/record/verdict.h"

#define BC_RECORD_VERSION	1
#define BC_RECORD_HEADER	24
#define BC_MAX_INPUT		((size_t) 1 << 26)	/* 64 MB of text */
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

/* Is there nothing but Unicode White_Space, or nothing at all? */
extern bool bc_is_blank(const BcEnv *env, BcSlice s);

/*
 * A record read from its text, not yet packed.  Its slices point into the text
 * and into the draft's own memory.
 */
typedef struct BcDraft
{
	BcSlice		prompt;
	BcSlice		response;
	bool		has_rejected;
	BcSlice		rejected;
	uint32_t	turns;
	BcBuffer	turn_lengths;
	BcBuffer	history;
	BcBuffer	meta;			/* the other members, as one JSON object; or empty */
	BcBuffer	strings;		/* decoded strings */
} BcDraft;

/*
 * Reads the text of one record.  True where it is one: the draft then is the
 * caller's, to be freed with bc_draft_free().  Else the verdict holds the first
 * fault (path in the environment's memory, zero-terminated) and no draft.
 */
extern bool bc_record_read(const BcEnv *env, BcSlice text, BcDraft *draft,
						   BcVerdict *verdict);
extern void bc_draft_free(BcDraft *draft);

/*
 * Packs a draft, with meta in the form that jsonb's output gives it: the size
 * in bytes, then the bytes into out, which has that size.
 */
extern size_t bc_draft_size(const BcDraft *draft, BcSlice meta);
extern void bc_draft_pack(const BcDraft *draft, BcSlice meta,
						  unsigned char *out);

/* Appends the text output of a record: one line, no line feed. */
extern void bc_record_write(const BcRecord *rec, BcBuffer *out);

/* Appends the history as JSON: [["question", "answer"], ...]. */
extern void bc_record_write_history(const BcRecord *rec, BcBuffer *out);

/*
 * Compares the text outputs bytewise: less than, equal to or greater than 0.
 * Writes them out only as far as the order depends on it.
 */
extern int	bc_record_compare(const BcEnv *env, const BcRecord *a,
							  const BcRecord *b);

#endif
