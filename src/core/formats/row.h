/*
 * row.h: a row of another tool's format on its way to a record.
 *
 * Texts stay as they are written in JSON, escapes and all: what is made of
 * them is JSON again.  So two texts that are escaped in different ways count
 * as different; jsonb's output, where rows come from, has one way.
 */
#ifndef BADCASE_CORE_FORMATS_ROW_H
#define BADCASE_CORE_FORMATS_ROW_H

#include "core/formats.h"

typedef struct BcRowValue
{
	char		kind;			/* 0 absent, n t f " 0 [ { */
	BcSlice		text;			/* as written; of a string what its quotes hold */
} BcRowValue;

typedef enum BcRole
{
	BC_ROLE_SYSTEM,
	BC_ROLE_USER,
	BC_ROLE_ASSISTANT,
	BC_ROLE_NONE				/* has no place in a history */
} BcRole;

/* A turn, or one side of a pair of them. */
typedef struct BcTurn
{
	BcRole		role;
	uint32_t	index;			/* of the member of the list */
	const char *side;			/* the pair's key; NULL for a turn */
	BcSlice		content;
	const char *why;			/* of a role that has no place: a hint */
	const char *bad;			/* the key under which no text stands, or NULL */
	int			bad_part;		/* which part of the content is none, or -1 */
	const char *unlearned;		/* the key that says not to learn it, or NULL */
	BcRowValue	reasoning;
} BcTurn;

typedef struct BcTurns
{
	BcBuffer	list;			/* of BcTurn */
	size_t		count;
	bool		single;			/* the value is a turn itself, in no list */
} BcTurns;

typedef struct BcRow
{
	const BcEnv *env;
	BcRowFault *fault;
	BcReader   *json;			/* of the row, then of a part of it */
	BcReader   *inner;			/* of the parts of a turn's content */
	const BcRowFamily *family;
	const BcRowForm *form;
	BcSlice		text;
	BcRowValue	values[BC_ROW_KEYS];
	bool		taken[BC_ROW_KEYS]; /* no part of meta */
	BcSlice		prompt;
	bool		has_prompt;
	char		prompt_path[BC_ROW_PATH];
	BcSlice		response;
	char		response_path[BC_ROW_PATH];
	bool		has_rejected;
	BcSlice		rejected;
	BcSlice		system;			/* empty for none */
	BcBuffer	history;		/* turns as JSON pairs with commas between */
	BcBuffer	reasoning;		/* what the turns of the history had of it */
	bool		has_reasoning;
	BcRowValue	last_reasoning;
	BcTurns		turns;			/* those up to the prompt, where it came so */
	size_t		turns_before;	/* how many of them that is */
	struct BcJoined *joined;	/* memory of joined texts */
} BcRow;

/* All below return false at a fault, which is then set. */

/* The code at the place; the code's own hint where that is NULL. */
extern bool bc_row_refuse(BcRow *row, BcCode code, const char *path,
						  const char *hint);
/* The same for a member of the row itself. */
extern bool bc_row_refuse_key(BcRow *row, BcCode code, BcRowKey key,
							  const char *hint);
/* For a buffer that failed: too large, or no memory. */
extern bool bc_row_holds(BcRow *row, const BcBuffer *buffer);

/* members.c: what stands under the keys that the families know. */
extern bool bc_row_members(BcRow *row);
extern bool bc_row_read_value(BcReader *json, BcRowValue *value);
/* Takes a member; false for one that is absent or null. */
extern bool bc_row_take(BcRow *row, BcRowKey key, BcRowValue *value);
extern bool bc_row_is_string(const BcRowValue *value, const char *text);
/* a, between and b as one text. */
extern bool bc_row_join(BcRow *row, BcSlice a, const char *between, BcSlice b,
						BcSlice *joined);
/* Appends the members that nothing has taken, each after a comma. */
extern bool bc_row_write_others(BcRow *row, BcBuffer *out);
extern void bc_row_free(BcRow *row);

/* turns.c */
extern bool bc_row_read_turns(BcRow *row, const BcRowValue *value,
							  const char *path, BcTurns *turns);
extern const BcTurn *bc_row_turn(const BcTurns *turns, size_t at);
extern bool bc_row_same_text(BcSlice a, BcSlice b);
/* Are the first count turns of both the same, and texts? */
extern bool bc_row_same_turns(const BcTurns *a, const BcTurns *b, size_t count);
/* A turn's place: in path, which has BC_ROW_PATH bytes. */
extern void bc_row_turn_path(const BcTurns *turns, size_t at, const char *base,
							 const char *key, char *path);
/* The text of a turn, an assistant's, that is an answer of the row. */
extern bool bc_row_answer_turn(BcRow *row, const BcTurns *turns, size_t at,
							   const char *path, BcCode type, BcSlice *answer);
/*
 * Makes the first count turns the row's history and prompt, with answered its
 * response, too, which is then the last of them.
 */
extern bool bc_row_place_turns(BcRow *row, const BcTurns *turns, size_t count,
							   const char *path, bool answered);

/* prompt.c: what stands under the key of the prompt, and the row's tools. */
extern bool bc_row_read_prompt(BcRow *row, bool answered);
extern bool bc_row_read_tools(BcRow *row);
/* Takes a member that must be there; one that is null has a wrong type. */
extern bool bc_row_take_required(BcRow *row, BcRowKey key, BcCode missing,
								 BcCode type, BcRowValue *value);
extern void bc_row_key_path(BcRowKey key, char *path);

/* answers.c: the response, the rejected answer, and labels of them. */
extern bool bc_row_read_answers(BcRow *row, BcRowKey response);

/* recognise.c: the family and form of a row whose family is NULL. */
extern bool bc_row_recognise(BcRow *row);
/* The form of the family that the row has most of. */
extern const BcRowForm *bc_row_form(const BcRow *row,
									const BcRowFamily *family);

#endif
