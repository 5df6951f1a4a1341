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

/* Keys that say what a row is, or a part of it. */
typedef enum BcRowKey
{
	BC_KEY_NONE,
	BC_KEY_PROMPT,
	BC_KEY_RESPONSE,
	BC_KEY_HISTORY,
	BC_KEY_REJECTED,
	BC_KEY_BAD_RESPONSE,
	BC_KEY_MODEL_RESPONSE,
	BC_KEY_INSTRUCTION,
	BC_KEY_INPUT,
	BC_KEY_OUTPUT,
	BC_KEY_CONTEXT,
	BC_KEY_CHOSEN,
	BC_KEY_QUESTION,
	BC_KEY_ANSWER,
	BC_KEY_CONTENT,
	BC_KEY_SUMMARY,
	BC_KEY_CONVERSATIONS,
	BC_KEY_MESSAGES,
	BC_KEY_COMPLETION,
	BC_KEY_PREFERRED_OUTPUT,
	BC_KEY_NON_PREFERRED_OUTPUT,
	BC_KEY_CONVERSATION,
	BC_KEY_QUERY,
	BC_KEY_IDEAL,
	BC_KEY_CHOSEN_RESPONSE,
	BC_KEY_REJECTED_RESPONSE,
	BC_KEY_CHOSEN_MESSAGES,
	BC_KEY_REJECTED_MESSAGES,
	BC_KEY_LABEL,
	BC_KEY_KTO_TAG,
	BC_KEY_TOOLS,
	BC_KEY_FUNCTIONS,
	BC_KEY_SYSTEM,
	BC_KEY_SYSTEM_PROMPT,
	BC_KEY_REASONING_CONTENT,
	BC_KEY_HISTORY_REASONING
} BcRowKey;

#define BC_ROW_KEYS			36

extern const char *const bc_row_key_names[BC_ROW_KEYS];

/* What stands under the key of the prompt. */
typedef enum BcShape
{
	BC_SHAPE_TEXT,				/* the prompt */
	BC_SHAPE_TEXT_OR_TURNS,		/* the prompt, or turns of which it is the last */
	BC_SHAPE_TURNS				/* turns, or pairs of them */
} BcShape;

/* Keys under which a row has its parts. */
typedef struct BcRowForm
{
	BcRowKey	prompt;			/* none: it is in the answers, whole transcripts */
	BcRowKey	response;		/* none: it is the last turn */
	BcRowKey	rejected;		/* none: not wanted */
	BcRowKey	input;			/* a text that a line feed joins to the prompt */
	BcRowKey	other_input;	/* its other name */
} BcRowForm;

#define BC_ROW_FORMS		3

/* How the rows of some formats are read. */
typedef struct BcRowFamily
{
	const char *name;			/* its first format has the same */
	BcShape		shape;
	bool		by_keys;		/* told from others by the keys of a form */
	BcRowKey	chosen;			/* a response that may follow the turns */
	const char *inside;			/* the turns are this member of the object */
	BcRowForm	forms[BC_ROW_FORMS];	/* what most rows have comes first */
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
	BC_ROW_QUERY,
	BC_ROW_EVALS,
	BC_ROW_CHATML_ARGILLA,
	BC_ROW_CHATML_ICR,
	BC_ROW_CHATML_INTEL
} BcRowFamilyId;

#define BC_ROW_FAMILIES		16

typedef struct BcFormat
{
	const char *name;
	BcRowFamilyId	family;
	const char *line;			/* template */
	const char *dataset;		/* members of LLaMA-Factory's description, or NULL */
} BcFormat;

#define BC_FORMATS		33

/* Another name of a format: a trainer's own, for lines of the same bytes. */
typedef struct BcFormatAlias
{
	const char *alias;
	const char *name;
} BcFormatAlias;

#define BC_FORMAT_ALIASES	3

extern const BcRowFamily bc_row_families[BC_ROW_FAMILIES];
extern const BcFormat bc_formats[BC_FORMATS];
extern const BcFormatAlias bc_format_aliases[BC_FORMAT_ALIASES];

/* The format of that name or alias, or NULL. */
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

/* Why a row is refused. */
#define BC_ROW_PATH			128
typedef struct BcRowFault
{
	const char *what;			/* the code's name */
	BcCode		code;
	const char *format;			/* what the row was read as; NULL for none */
	const char *families[2];	/* of an ambiguous row */
	const char *hint;			/* NULL: the code's own */
	char		path[BC_ROW_PATH];	/* RFC 6901, of the formats' own keys only */
} BcRowFault;

/*
 * The family that the keys of a row, a JSON object, tell; NULL with the fault
 * for none, or more than one.
 */
extern const BcRowFamily *bc_row_family(const BcEnv *env, BcSlice row,
										BcRowFault *fault);

/*
 * Reads a row of a format's family, or with NULL of the family that its keys
 * tell.  True: out, which was empty, is the text of a record, and the draft is
 * what bc_record_read() made of that; it lasts as long as out.
 */
extern bool bc_row_read(const BcEnv *env, BcSlice row, const BcFormat *format,
						BcBuffer *out, BcDraft *draft, BcRowFault *fault);

/*
 * Judges a line as it came, which may be anything: is it a record, in the
 * format or with NULL in that which its keys tell?  True: as bc_row_read().
 * False: the verdict has the place in the line; hint is NULL for the code's
 * own.
 */
extern bool bc_row_judge(const BcEnv *env, BcSlice line,
						 const BcFormat *format, BcBuffer *out,
						 BcDraft *draft, BcVerdict *verdict,
						 const char **hint);

#endif
