/*
 * units.h: a prompt as units: its tokens, and a mark where a line or a
 * sentence ends between two of them, or a colon stands.
 */
#ifndef BADCASE_CORE_TASKS_UNITS_H
#define BADCASE_CORE_TASKS_UNITS_H

#include "core/text.h"

typedef struct BcUnit
{
	bool		mark;			/* or a token */
	BcToken		token;
	size_t		start;			/* bytes of the text */
	size_t		stop;
} BcUnit;

/* Reads the units of a text; no field is the caller's business. */
typedef struct BcUnitReader
{
	BcTokenReader tokens;		/* of the text up to stop */
	BcSlice		text;
	size_t		start;			/* of the stretch that is read */
	size_t		stop;
	size_t		after;			/* the unit before ends here */
	size_t		polled;			/* here was the last look for an interrupt */
	bool		first;			/* no token came yet */
	bool		marked;			/* a mark is due before the next token */
	bool		held;			/* that token has been read */
	BcUnit		next;
} BcUnitReader;

extern void bc_units_start(BcUnitReader *reader, const BcEnv *env,
						   BcSlice text);
/* False after the last unit, which is a token. */
extern bool bc_next_unit(BcUnitReader *reader, BcUnit *unit);

/*
 * What a number of units at the begin and one at the end of a text are: all
 * of the text but what is between from and to.  False where the text has
 * fewer units than that; between two that meet nothing is left out.
 */
extern bool bc_around_slot(const BcEnv *env, BcSlice text, size_t begins,
						   size_t ends, size_t *from, size_t *to);

/*
 * Appends the key of such an instruction, the same for all texts that have it:
 * the tokens, a space after each, and a line feed for a mark.  False where
 * the text has fewer units, or without memory, or where out is full.
 */
extern bool bc_instruction_key(const BcEnv *env, BcSlice text, size_t begins,
							   size_t ends, BcBuffer *out);

#endif
