/*
 * formats.h: what reading and writing of formats share.
 */
#ifndef BADCASE_PG_FORMATS_H
#define BADCASE_PG_FORMATS_H

#include "pg/badcase.h"

#include "utils/jsonb.h"

#include "core/formats.h"

/* The format of that name; raises where there is none. */
extern const BcFormat *badcase_format_of(text *name);

/* A row on its way to a record; slices point into the row. */
typedef struct BadcaseRow
{
	const BcRowFamily *family;
	const char *format;			/* its name, for messages */
	JsonbContainer *object;
	const char *taken[12];		/* keys that are no part of meta */
	int			taken_count;
	BcSlice		prompt;
	const char *prompt_path;
	BcSlice		response;
	const char *response_path;
	bool		has_rejected;
	BcSlice		rejected;
	BcSlice		system;			/* empty for none */
	BcBuffer	history;		/* turns as JSON pairs with commas between */
} BadcaseRow;

/*
 * Raises that the row is invalid, by code and place; the code's own hint where
 * hint is NULL.  The path must be of keys of the format and of indexes.
 */
extern _Noreturn void badcase_refuse_row(const BadcaseRow *row, BcCode code,
										 const char *path, const char *hint);

extern BcSlice badcase_string_slice(const JsonbValue *value);

/*
 * Reads turns into the row's history and prompt, and with answered into its
 * response, which is then the last of them.
 */
extern void badcase_read_turns(BadcaseRow *row, const JsonbValue *list,
							   const char *path, bool answered);

/* Reads objects of human and assistant likewise; the last is the answer. */
extern void badcase_read_pairs(BadcaseRow *row, const JsonbValue *list,
							   const char *path);

/* The content of the one turn, an assistant's, that is a row's answer. */
extern BcSlice badcase_answer_turn(const BadcaseRow *row, const JsonbValue *turn,
								   const char *path, BcCode type);

#endif
