/*
 * terms_fold.h: the stream of folded characters that terms are matched in.
 */
#ifndef BADCASE_CORE_TERMS_FOLD_H
#define BADCASE_CORE_TERMS_FOLD_H

#include "core/han.h"
#include "core/terms.h"
#include "core/unicode.h"

typedef enum BcTermClass
{
	BC_TERM_CJK,
	BC_TERM_WORD,				/* other letters, digits */
	BC_TERM_OTHER				/* spaces, punctuation, symbols */
} BcTermClass;

/* One character, folded; 0 is the end. */
typedef struct BcTermChar
{
	uint32_t	c;
	BcTermClass class;
	size_t		at;				/* the byte it begins at */
	size_t		next;			/* the byte behind it */
} BcTermChar;

/* A character folds to one other, where its fold is one character. */
static inline uint32_t
bc_term_fold(uint32_t c)
{
	unsigned	value;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	value = bc_fold_value(c);
	if (value & BC_FOLD_MAPPED)
	{
		uint32_t	item = bc_fold_pool[value & ~BC_FOLD_MAPPED];

		if (BC_POOL_LAST(item))
			c = BC_POOL_CHAR(item);
	}
	return bc_han_simplify(c);
}

static inline BcTermClass
bc_term_class(uint32_t c)
{
	unsigned	value;

	if (c < 0x80)
		return (c | 0x20) - 'a' < 26 || c - '0' < 10 ? BC_TERM_WORD :
			BC_TERM_OTHER;
	if (c >= 0x3400 && c <= 0x9FFF)
		return BC_TERM_CJK;
	value = bc_fold_value(c);
	if (value & BC_FOLD_MAPPED)
		value = BC_POOL_CLASS(bc_fold_pool[value & ~BC_FOLD_MAPPED]);
	return value == BC_TEXT_SOLO ? BC_TERM_CJK :
		value == BC_TEXT_WORD || value == BC_TEXT_DIGIT ? BC_TERM_WORD :
		BC_TERM_OTHER;
}

static inline BcTermChar
bc_term_read(BcSlice text, size_t at)
{
	BcTermChar	x = {0, BC_TERM_OTHER, at, at};

	if (at < text.len && text.data[at] < 0x80)
	{
		x.next++;
		x.c = bc_term_fold(text.data[at]);
		x.class = bc_term_class(x.c);
	}
	else if (at < text.len)
	{
		x.c = bc_term_fold(bc_next_char(text, &x.next));
		x.class = bc_term_class(x.c);
	}
	return x;
}

/*
 * The character after x.  After a CJK one, others up to the next CJK one are
 * passed over, if they are few.
 */
static inline BcTermChar
bc_term_next(BcSlice text, const BcTermChar *x)
{
	BcTermChar	y = bc_term_read(text, x->next);
	BcTermChar	z = y;

	if (x->class != BC_TERM_CJK || y.class != BC_TERM_OTHER)
		return y;
	for (int k = 0; k < BC_TERM_SKIP && z.class == BC_TERM_OTHER && z.c != 0; k++)
		z = bc_term_read(text, z.next);
	return z.class == BC_TERM_CJK ? z : y;
}

/* Of the first two characters of a term, or of one and 0. */
static inline uint32_t
bc_term_hash(uint32_t c, uint32_t d)
{
	return (c * 0x9E3779B1u ^ d * 0x85EBCA6Bu) >> 12;
}

#define BC_TERM_BITS	((uint32_t) 1 << 20)

#endif
