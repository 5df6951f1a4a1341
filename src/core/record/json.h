/*
 * json.h: a reader of JSON texts (RFC 8259, the grammar of the server's json)
 * that gives the first fault by code, byte and path, and reads no byte twice.
 *
 * It takes the grammar only; which values a record may hold is read.c's.
 * Beyond the grammar it refuses what jsonb and text cannot hold: U+0000, lone
 * surrogates, numbers out of numeric's range, more than BC_MAX_VALUES values.
 */
#ifndef BADCASE_CORE_RECORD_JSON_H
#define BADCASE_CORE_RECORD_JSON_H

#include "core/record/packed.h"

/*
 * Values and keys in one text.  jsonb's arrays in memory double up to
 * MaxAllocSize: 2^23 values stay below every limit of jsonb (as of 15 to 18).
 */
#define BC_MAX_VALUES	((uint32_t) 1 << 23)

/* What stands between the quotes of a string. */
typedef struct BcSpan
{
	size_t		start;
	size_t		end;
	bool		escaped;		/* has a backslash: must be decoded */
} BcSpan;

/* An array or object that the reader is inside of. */
typedef struct BcLevel
{
	bool		object;
	bool		inside;			/* at a member: index or key says which */
	uint32_t	members;
	BcSpan		key;
} BcLevel;

typedef struct BcReader
{
	const BcEnv *env;
	const unsigned char *text;
	size_t		at;
	size_t		end;
	bool		cut;			/* the text goes on after end */
	size_t		written;		/* bytes that the text read so far has in output form */
	uint32_t	values;
	size_t		poll_at;
	BcCode		code;			/* the fault, BC_OK for none */
	size_t		offset;
	int			depth;
	BcLevel		levels[BC_MAX_DEPTH];
} BcReader;

extern void bc_json_start(BcReader *r, const BcEnv *env, BcSlice text);

/* All below return false at a fault; it stands in r->code and r->offset. */

/* Skips white space; the byte there, or -1 at the end. */
extern int	bc_json_peek(BcReader *r);

/* Enters the array or object that starts here. */
extern bool bc_json_open(BcReader *r);

/*
 * Goes to the next member of the container that was entered last, past the
 * key if it is an object's; at the end leaves the container and clears *more.
 */
extern bool bc_json_next(BcReader *r, bool *more);

/* Reads the string that starts here. */
extern bool bc_json_string(BcReader *r, BcSpan *span);

/* Reads a value of any kind. */
extern bool bc_json_skip(BcReader *r);

/* Nothing but white space may follow. */
extern bool bc_json_finish(BcReader *r);

/* Sets the fault; what stands at the offset may make it a more telling one. */
extern bool bc_json_fault(BcReader *r, BcCode code, size_t offset);

/* Appends the characters that a string stands for. */
extern void bc_json_decode(const BcReader *r, BcSpan span, BcBuffer *out);

/*
 * RFC 6901 pointer, zero-terminated, to the member that the reader is at; of a
 * longer one than BC_MAX_PATH bytes, as many whole steps as fit.
 */
#define BC_MAX_PATH		1024
extern void bc_json_path(const BcReader *r, BcBuffer *out);

/* The same as a string that bc_free() of the reader's env takes, or NULL: no memory. */
extern char *bc_json_path_string(const BcReader *r);

/* Writing: a string in quotes, escaped as json.dumps(ensure_ascii=False) does. */
extern void bc_json_write_string(BcBuffer *out, BcSlice s);

#endif
