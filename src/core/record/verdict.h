/*
 * verdict.h: what was found wrong with a line, by code and place.
 */
#ifndef BADCASE_CORE_RECORD_VERDICT_H
#define BADCASE_CORE_RECORD_VERDICT_H

#include "core/base.h"

/* The codes of badcase_check(), in the order of bc_code_name(). */
typedef enum BcCode
{
	BC_OK,
	BC_INVALID_UTF8,
	BC_SYNTAX,
	BC_NOT_OBJECT,
	BC_TRAILING_DATA,
	BC_DUPLICATE_KEY,
	BC_MISSING_PROMPT,
	BC_MISSING_RESPONSE,
	BC_PROMPT_TYPE,
	BC_RESPONSE_TYPE,
	BC_PROMPT_BLANK,
	BC_RESPONSE_BLANK,
	BC_HISTORY_TYPE,
	BC_HISTORY_SHAPE,
	BC_REJECTED_TYPE,
	BC_NUL_CHARACTER,
	BC_LONE_SURROGATE,
	BC_TOO_DEEP,
	BC_TOO_LARGE,
	BC_NUMBER_RANGE,
	BC_UNKNOWN_FORMAT,			/* of rows of other tools' formats only */
	BC_AMBIGUOUS_FORMAT,
	BC_NO_MEMORY				/* not a verdict: the environment gave none */
} BcCode;

typedef struct BcVerdict
{
	BcCode		code;
	size_t		offset;			/* bytes from the start of the input */
	/* RFC 6901 pointer to the value at fault, in the environment's memory;
	 * NULL while code is BC_OK or BC_NO_MEMORY */
	char	   *path;
} BcVerdict;

/* The code's name as badcase_check() reports it: "invalid_utf8" and so on. */
extern const char *bc_code_name(BcCode code);

/* What is wrong, in words: a lower-case fragment; never holds input. */
extern const char *bc_code_message(BcCode code);

/* What the contributor can do about it: a full sentence. */
extern const char *bc_code_hint(BcCode code);

#endif
