/*
 * tokens.h: a text as folded tokens, the first step of near-duplicate search
 * (doc/internals.md, "Features, version 1").
 */
#ifndef BADCASE_CORE_TEXT_TOKENS_H
#define BADCASE_CORE_TEXT_TOKENS_H

#include "core/base.h"

/* A longer run of letters and digits is cut, so base64 makes many tokens. */
#define BC_TOKEN_CHARS	32

typedef struct BcToken
{
	size_t		len;
	/* UTF-8 without U+0000; at least 8 zero bytes follow the token */
	unsigned char bytes[4 * BC_TOKEN_CHARS + 8];
} BcToken;

/* Reads the tokens of a text; no field is the caller's business. */
typedef struct BcTokenReader
{
	const BcEnv *env;
	BcSlice		text;
	size_t		at;
	size_t		polled;
	const uint32_t *mapped;		/* what is left of a folded character */
	size_t		next_at;		/* where next begins, or BC_WITHIN_CHAR */
	uint32_t	next;			/* the folded character to come */
	uint32_t	before;			/* the one before it, dropped ones aside */
} BcTokenReader;

/* next is not the first of what a character folds to, or the text has ended. */
#define BC_WITHIN_CHAR	SIZE_MAX

extern void bc_tokens_start(BcTokenReader *reader, const BcEnv *env,
							BcSlice text);
/* False after the last token. */
extern bool bc_next_token(BcTokenReader *reader, BcToken *token);

/* Goes to where a token may begin; the item before it is given. */
extern void bc_tokens_seek(BcTokenReader *reader, size_t at, uint32_t before);

/*
 * The hashes of the next tokens, some of BC_TOKEN_HASHES at most; 0 after the
 * last token.
 */
#define BC_TOKEN_HASHES	512

extern size_t bc_token_hashes(BcTokenReader *reader, uint64_t *hashes);

/* The hash of one token; reads up to 7 bytes beyond len, which must be zero. */
extern uint64_t bc_token_hash(const unsigned char *bytes, size_t len);

/*
 * Appends the tokens of a text, joined by one space.  False where out is full
 * or there is no memory.
 */
extern bool bc_normalize(const BcEnv *env, BcSlice text, BcBuffer *out);

#endif
