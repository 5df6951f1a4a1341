/*
 * formats.h: the formats of training data that a record is written in, and the
 * families of keys by which a row of such a format is read.
 *
 * A line is written from a template: single quotes stand for double ones, a
 * capital letter outside of quotes for a part of the record:
 *
 *	P R X S		prompt, response, rejected, meta.system ("" for none)
 *	H			history, [["question", "answer"], ...]
 *	C W G		history and prompt as turns of {role, content}; the same with
 *				weight 0 on the answers; as turns of {from, value}.  They begin
 *				with a system turn where the template has no S.
 *	V			all pairs of {human, assistant}, prompt and response the last
 *	B			the record's text output
 */
#ifndef BADCASE_CORE_FORMATS_H
#define BADCASE_CORE_FORMATS_H

#include "core/record.h"

/* What stands under the key of the prompt. */
typedef enum BcShape
{
	BC_SHAPE_TEXT,				/* the prompt */
	BC_SHAPE_TEXT_OR_TURNS,		/* the prompt, or turns of which it is the last */
	BC_SHAPE_TURNS,
	BC_SHAPE_PAIRS				/* objects of human and assistant */
} BcShape;

/* How the rows of some formats are read; the key of what is NULL is not there. */
typedef struct BcRowFamily
{
	const char *name;			/* its first format has the same */
	const char *prompt;
	const char *response;		/* NULL: it is the last turn */
	const char *rejected;		/* NULL: not wanted */
	BcShape		shape;
	bool		by_keys;		/* told from others by these keys */
	const char *input;			/* a text that a line feed joins to the prompt */
	const char *inside;			/* the turns are this member of the object */
	const char *chosen;			/* a response that may follow the turns */
	const char *label;			/* whether the response is a good one */
} BcRowFamily;

typedef enum BcRowFamilyId
{
	BC_ROW_BADCASE,
	BC_ROW_ALPACA,
	BC_ROW_ALPACA_PREFERENCE,
	BC_ROW_QA,
	BC_ROW_SUMMARY,
	BC_ROW_SHAREGPT,
	BC_ROW_MESSAGES,
	BC_ROW_COMPLETION,
	BC_ROW_PREFERENCE,
	BC_ROW_OPENAI_PREFERENCE,
	BC_ROW_SWIFT,
	BC_ROW_EVALS,
	BC_ROW_CHATML_ARGILLA,
	BC_ROW_CHATML_ICR,
	BC_ROW_CHATML_INTEL
} BcRowFamilyId;

#define BC_ROW_FAMILIES		15

typedef struct BcFormat
{
	const char *name;
	BcRowFamilyId	family;
	const char *line;			/* template */
	const char *dataset;		/* members of LLaMA-Factory's description, or NULL */
} BcFormat;

#define BC_FORMATS		27

extern const BcRowFamily bc_row_families[BC_ROW_FAMILIES];
extern const BcFormat bc_formats[BC_FORMATS];

/* The format of that name, or NULL. */
extern const BcFormat *bc_format_find(BcSlice name);

/* Places for what a record has beside the prompt. */
typedef enum BcPlace
{
	BC_PLACE_RESPONSE,
	BC_PLACE_REJECTED,
	BC_PLACE_HISTORY,
	BC_PLACE_SYSTEM,			/* the member system of meta */
	BC_PLACE_META				/* all other members */
} BcPlace;

/*
 * Has a line of the format such a place?  Without one for the response, no
 * record can be read from it.
 */
extern bool bc_format_holds(const BcFormat *format, BcPlace place);

/* Is the format for records with a rejected answer only? */
extern bool bc_format_needs_rejected(const BcFormat *format);

/*
 * Appends the line: JSON, no line feed.  The format must not need what the
 * record lacks; a history that it has no place for is left out.
 */
extern void bc_format_write(const BcEnv *env, const BcFormat *format,
							const BcRecord *rec, BcBuffer *out);

/*
 * Appends the names of the record's members that a line has no place for, each
 * with a zero byte after it.
 */
extern void bc_format_losses(const BcEnv *env, const BcFormat *format,
							 const BcRecord *rec, BcBuffer *out);

/* Appends the keys of every line, likewise; false where they are not fixed. */
extern bool bc_format_keys(const BcFormat *format, BcBuffer *out);

/* Appends the features of Hugging Face datasets; false where there are none. */
extern bool bc_format_features(const BcFormat *format, BcBuffer *out);

/*
 * Appends an object with LLaMA-Factory's description of the file name.jsonl;
 * false where it does not read the format.
 */
extern bool bc_format_dataset(const BcEnv *env, const BcFormat *format,
							  BcSlice name, BcBuffer *out);

#endif
