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
typedef struct BcFamily
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
} BcFamily;

typedef enum BcFamilyId
{
	BC_FAMILY_BADCASE,
	BC_FAMILY_ALPACA,
	BC_FAMILY_ALPACA_PREFERENCE,
	BC_FAMILY_QA,
	BC_FAMILY_SUMMARY,
	BC_FAMILY_SHAREGPT,
	BC_FAMILY_MESSAGES,
	BC_FAMILY_COMPLETION,
	BC_FAMILY_PREFERENCE,
	BC_FAMILY_OPENAI_PREFERENCE,
	BC_FAMILY_SWIFT,
	BC_FAMILY_EVALS,
	BC_FAMILY_CHATML_ARGILLA,
	BC_FAMILY_CHATML_ICR,
	BC_FAMILY_CHATML_INTEL
} BcFamilyId;

#define BC_FAMILIES		15

typedef struct BcFormat
{
	const char *name;
	BcFamilyId	family;
	const char *line;			/* template */
	const char *dataset;		/* members of LLaMA-Factory's description, or NULL */
} BcFormat;

#define BC_FORMATS		27

extern const BcFamily bc_families[BC_FAMILIES];
extern const BcFormat bc_formats[BC_FORMATS];

/* The format of that name, or NULL. */
extern const BcFormat *bc_format_find(BcSlice name);

/* Parts of a record beside the prompt. */
typedef enum BcPart
{
	BC_PART_RESPONSE,
	BC_PART_REJECTED,
	BC_PART_HISTORY,
	BC_PART_SYSTEM,				/* the member system of meta */
	BC_PART_META				/* all other members */
} BcPart;

/*
 * Has a line of the format a place for the part?  Without one for the
 * response, no record can be read from it.
 */
extern bool bc_format_holds(const BcFormat *format, BcPart part);

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
