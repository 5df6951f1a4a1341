/*
 * internal.h: the stream of folded characters that terms are matched in.
 */
#ifndef BADCASE_CORE_TERMS_INTERNAL_H
#define BADCASE_CORE_TERMS_INTERNAL_H

#include "core/terms.h"
#include "core/text.h"

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
	uint32_t	at;				/* the byte it begins at */
	uint32_t	next;			/* the byte behind it */
} BcTermChar;

/* A character folds to one other, where its fold is one character. */
static inline uint32_t
bc_term_fold(uint32_t c)
{
	unsigned	value;

	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	/* there each character's fold is itself */
	if (c >= 0x4000 && c <= 0x9FFF)
		return bc_han_simplify(c);
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

/* Any character but the commonest. */
extern BcTermChar bc_term_read_rare(BcSlice text, uint32_t at);

static inline BcTermChar
bc_term_read(BcSlice text, uint32_t at)
{
	unsigned char c;

	if (at >= text.len)
		return (BcTermChar) {0, BC_TERM_OTHER, at, at};
	c = text.data[at];
	if (c < 0x80)
		return (BcTermChar) {bc_term_fold(c), bc_term_class(c), at, at + 1};
	if (bc_han_at(text, at))
		return (BcTermChar) {bc_han_simplify(bc_utf8_decode(text.data + at, 3)),
			BC_TERM_CJK, at, at + 3};
	return bc_term_read_rare(text, at);
}

/* What follows x where that is no letter or digit; y is the first of it. */
extern BcTermChar bc_term_pass_over(BcSlice text, const BcTermChar *x, BcTermChar y);

/*
 * The character after x.  After a CJK one, others up to the next CJK one are
 * passed over, if they are few.  White space is passed over between a CJK
 * character and a Latin word, too, and between two Latin words counts as one
 * space: a line that was wrapped, a space that a style asks for.
 */
static inline BcTermChar
bc_term_next(BcSlice text, const BcTermChar *x)
{
	BcTermChar	y = bc_term_read(text, x->next);

	if (y.class != BC_TERM_OTHER || x->class == BC_TERM_OTHER || y.c == 0)
		return y;
	return bc_term_pass_over(text, x, y);
}

/*
 * A hash of how a term or a text goes on after x: of two characters, or of up to
 * four of a Latin word, as the first two of one say little.
 */
static inline uint32_t
bc_term_hash(BcSlice text, const BcTermChar *x, const BcTermChar *y)
{
	uint32_t	h = x->c * 0x9E3779B1u ^ y->c * 0x85EBCA6Bu;

	if (x->class == BC_TERM_WORD && y->class == BC_TERM_WORD)
	{
		BcTermChar	z = bc_term_read(text, y->next);
		BcTermChar	last;

		if (z.class != BC_TERM_WORD)
			return h;
		last = bc_term_read(text, z.next);
		h ^= z.c * 0xC2B2AE35u;
		if (last.class == BC_TERM_WORD)
			h ^= last.c * 0x27D4EB2Fu;
	}
	return h;
}

/* How terms begin with a character. */
#define BC_TERM_MORE	1		/* and go on */
#define BC_TERM_ONE		2		/* which is all */

static inline void
bc_set_bit(uint32_t *bits, uint32_t i)
{
	bits[i / 32] |= (uint32_t) 1 << i % 32;
}

static inline bool
bc_has_bit(const uint32_t *bits, uint32_t i)
{
	return bits[i / 32] >> i % 32 & 1;
}

#endif
