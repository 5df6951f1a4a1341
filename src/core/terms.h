/*
 * terms.h: finds the terms of lists in a text, leftmost and longest first.
 *
 * Terms and text are folded alike, one character to one: width, case,
 * compatibility forms, traditional to simplified Chinese.  Between two Chinese,
 * Japanese or Korean characters up to BC_TERM_SKIP others that are neither
 * letters nor digits are passed over; so is white space between such a
 * character and a Latin word, and between two Latin words it is one space.  A term that begins or ends with another
 * letter or digit is found as a whole word only.
 */
#ifndef BADCASE_CORE_TERMS_H
#define BADCASE_CORE_TERMS_H

#include "core/base.h"

#define BC_TERM_CHARS	64		/* the longest term; longer ones are refused */
#define BC_TERM_SKIP	4

typedef struct BcTerm
{
	BcSlice		text;
	bool		allow;			/* covers terms that lie within it */
} BcTerm;

typedef struct BcTermNode
{
	int32_t		base;
	int32_t		check;
} BcTermNode;

/* A compiled set; owns its memory, none of the terms'. */
typedef struct BcTerms
{
	BcTermNode *node;			/* a double array over the bytes of folded terms */
	uint32_t	size;
	/* what terms begin with, both in one piece of memory */
	uint8_t    *first;			/* by a character's lower 16 bits: BC_TERM_ONE ... */
	uint32_t   *begin;			/* bits by hashes of the first characters */
	unsigned	shift;			/* leaves a hash's bits that count */
	uint32_t   *next;			/* the next term with the same folded text + 1 */
	uint8_t    *allow;			/* one a term */
	size_t		count;
} BcTerms;

typedef struct BcTermHit
{
	uint32_t	start;			/* characters */
	uint32_t	stop;
	uint32_t	term;			/* the place in the array of terms */
} BcTermHit;

typedef struct BcTermHits
{
	BcTermHit  *list;
	size_t		count;
} BcTermHits;

typedef enum BcTermsResult
{
	BC_TERMS_OK,
	BC_TERMS_NO_MEMORY,
	BC_TERMS_EMPTY,				/* *bad: nothing is left of it after folding */
	BC_TERMS_TOO_LONG			/* *bad */
} BcTermsResult;

extern BcTermsResult bc_terms_build(const BcEnv *env, const BcTerm *terms,
									size_t count, BcTerms *out, size_t *bad);
/* What bc_terms_build() would say of one term. */
extern BcTermsResult bc_term_check(const BcEnv *env, BcSlice text);
extern void bc_terms_free(const BcEnv *env, BcTerms *terms);
extern size_t bc_terms_memory(const BcTerms *terms);

/* False: no memory.  Else the caller owns out->list. */
extern bool bc_terms_find(const BcEnv *env, const BcTerms *terms, BcSlice text,
						  BcTermHits *out);
extern void bc_term_hits_free(const BcEnv *env, BcTermHits *hits);

#endif
