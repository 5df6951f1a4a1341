/*
 * wording.h: the table of wordings, which src/tables/follow-wordings.py makes,
 * and what wording.c hands to wording_add.c.
 */
#ifndef BADCASE_CORE_FOLLOW_WORDING_H
#define BADCASE_CORE_FOLLOW_WORDING_H

#include "core/follow/internal.h"

/* What a part of a wording matches. */
typedef enum BcWordingOp
{
	BC_W_SET,					/* one of some texts */
	BC_W_NOT,					/* nothing: none of them stands there */
	BC_W_HERE,					/* nothing: one of them does */
	BC_W_CUE,					/* a cue of a class */
	BC_W_NUMBER,				/* a number, or from one to another */
	BC_W_QUOTES,				/* a string in quotes, or several */
	BC_W_NAMES,					/* names with marks between them */
	BC_W_BARE,					/* a few Chinese characters */
	BC_W_LATIN,					/* words of letters */
	BC_W_SERIES,				/* labels that go on by one */
	BC_W_START,					/* nothing: a clause begins */
	BC_W_STOP,					/* nothing: it ends */
	BC_W_BREAK,					/* marks between clauses */
	BC_W_LINE,					/* nothing: a line begins, or ends */
	BC_W_GAP,					/* characters of the clause, or none */
	BC_W_FAR					/* the same, of the sentence */
} BcWordingOp;

typedef enum BcWordingTimes
{
	BC_W_ONCE,
	BC_W_MAYBE,
	BC_W_ANY					/* never, once or more often */
} BcWordingTimes;

typedef struct BcWordingText
{
	const char *text;			/* simplified, in lower case */
	uint8_t		len;
	uint16_t	first;			/* its first and last character */
	uint16_t	last;
} BcWordingText;

typedef struct BcWordingSet
{
	uint16_t	first;			/* of its texts; the next set's ends it */
	uint16_t	key;			/* the first of its keys, likewise */
	uint64_t	heads[4];		/* bits of the characters they begin with */
	uint64_t	tails[4];		/* and end with, by bc_wording_hash() */
} BcWordingSet;

/* A number of eight bits, the same as hashed() in follow-wordings.py. */
static inline unsigned
bc_wording_hash(uint32_t c)
{
	return c * 0x9E3779B1u >> 24;
}

static inline bool
bc_wording_bit(const uint64_t bits[4], uint32_t c)
{
	unsigned	bit = bc_wording_hash(c);

	return bits[bit / 64] >> bit % 64 & 1;
}

typedef struct BcWordingPart
{
	uint16_t	arg;			/* the set, or the class */
	uint8_t		op;
	uint8_t		times;
	uint8_t		value;			/* of the cue, 0: any; characters of a gap */
} BcWordingPart;

#define BC_WORDING_MUST	2		/* MUST of follow-wordings.py */

typedef struct BcWording
{
	uint64_t	needs;			/* classes of cues that the text must hold */
	const char *name;
	uint16_t	must[BC_WORDING_MUST];	/* sets of which a text must stand near */
	uint16_t	outside;		/* one whose texts are not in quotes alone */
	uint16_t	first;			/* of its parts */
	uint8_t		count;
	uint8_t		anchor;			/* the part by which it is found */
	uint8_t		kind;
	uint8_t		value;			/* of the anchor's cue, 0: any */
	uint16_t	n;				/* where the text states none */
	uint8_t		to;
	uint8_t		plain;			/* what its number alone says, if not the usual */
	bool		soft;			/* not where anything is asked or told */
	bool		many;			/* two of them at least */
	bool		right_first;	/* what is to the right tells more */
	bool		swap;			/* lines stand before characters */
	uint16_t	line;			/* of follow-wordings.txt */
} BcWording;

extern const BcWordingText bc_wording_texts[];	/* by their first character */
extern const BcWordingText bc_wording_ends[];	/* and by their last */
extern const BcWordingSet bc_wording_sets[];
extern const uint16_t bc_wording_keys[];	/* bits of BcFinder's near */
extern const BcWordingPart bc_wording_parts[];
extern const BcWording bc_wordings[];
#define BC_WORDING_NONE	UINT16_MAX

/*
 * The wordings that may be found where something stands to the left of their
 * anchor, and to the right of it, and second to the left and to the right:
 * bits, by wording_find.c's number.
 */
#define BC_WORDING_WIDTH	16
/* Those that are found by a cue of a class. */
extern const uint64_t bc_wordings_of[BC_C_END + 1][BC_WORDING_WIDTH];
/* And those that may be found by a cue of a value, or of this less one at least. */
#define BC_WORDING_VALUES	64
extern const uint64_t bc_wording_values[BC_WORDING_VALUES][BC_WORDING_WIDTH];
/*
 * The classes by which these are found, and by which any of Chinese is, and any
 * of English.
 */
extern const uint64_t bc_wording_classes[BC_WORDING_VALUES];
extern const uint64_t bc_wording_anchors[2];
/* Those of Chinese texts, of English ones, and of English ones without numbers. */
extern const uint64_t bc_wordings_allowed[3][BC_WORDING_WIDTH];
/* In which words of the bits those of a class are, of Chinese and of English. */
extern const uint16_t bc_wording_words[2][BC_C_END + 1];
#define BC_WORDING_UNSURE	3	/* up to here nothing is known of the second */
extern const uint64_t bc_wording_sides[4][256][BC_WORDING_WIDTH];

/*
 * Sets of words: that weigh nothing where a clause begins, and where it ends;
 * that tell a part of an answer; that deny what follows; that ask; of verse; of
 * programs to be written; of what lacks.
 */
#define BC_W_LEADS		0
#define BC_W_TAILS		1
#define BC_W_PARTS		2
#define BC_W_DENIALS	3
#define BC_W_ASKS		4
#define BC_W_POEMS		5
#define BC_W_PROGRAMS	6
#define BC_W_LACKS		7
#define BC_W_ENGLISH	8		/* on, the first four of English */
#define BC_W_CODE		12		/* of English: programs to be written */
#define BC_W_PARTS_OF	13		/* parts that begin and end with something */
#define BC_W_DOES		14		/* what begins a question, no request */
#define BC_W_RULES		15		/* what rules are called; to weigh them */
#define BC_W_WEIGHS		16
#define BC_W_NOTICES	17		/* whose words the text behind a colon is */
#define BC_W_FACTS		18
#define BC_W_HANDS		19		/* before what is to be worked on */
#define BC_W_ORDERS		20		/* what tags of demands begin with */
#define BC_W_MAKES		21		/* others are made to do so */
#define BC_W_YOU		22
#define BC_W_REFERS		23		/* asks about what was said */
#define BC_W_SIGHS		24

/* A set of the first four, of the text's language. */
static inline unsigned
bc_wording_set(const BcFinder *f, unsigned set)
{
	return f->wide ? set : set + BC_W_ENGLISH;
}

/* What asks or tells something: soft wordings are no demand then. */
#define BC_WORDING_TELLS	(BC_M(WH) | BC_M(REPORT) | BC_M(COND))

#define BC_W_CAUGHT	3

/* What of a text a wording matched. */
typedef struct BcWordingMatch
{
	size_t		cue;			/* by which it was found */
	size_t		left;			/* bytes */
	size_t		right;
	unsigned	numbers;
	size_t		number[BC_W_CAUGHT];	/* cues */
	unsigned	strings;
	struct
	{
		size_t		at;			/* bytes */
		size_t		stop;
		size_t		cue;		/* of quotes the first, else SIZE_MAX */
		bool		list;		/* of names */
	}			string[BC_W_CAUGHT];
	size_t		language;		/* the cue of a language, or SIZE_MAX */
} BcWordingMatch;

/* The next byte that is no blank, to the right or to the left. */
static inline size_t
bc_wording_past_blanks(const BcFinder *f, size_t at, bool ahead)
{
	size_t		from = at;

	if (ahead)
		while (bc_byte_at(f, at) == ' ' && at - from < BC_FAR)
			at++;
	else
		while (at > 0 && f->text.data[at - 1] == ' ' && from - at < BC_FAR)
			at--;
	return at;
}

/*
 * The character ahead of a byte, or before it, simplified or in lower case;
 * the byte behind it, or where it begins.  There is one.
 */
static inline uint32_t
bc_wording_character(const BcFinder *f, size_t *at, bool ahead)
{
	const unsigned char *p = f->text.data;
	size_t		i = *at;
	size_t		next;
	uint32_t	c;

	if (!ahead)
	{
		for (i--; i > 0 && (p[i] & 0xC0) == 0x80; i--)
			;
		*at = i;
	}
	next = i + 1;
	if (p[i] < 0x80)
		c = bc_lower(p[i]);
	else if (p[i] >= 0xE4 && p[i] < 0xEA && f->text.len - i >= 3)
	{
		c = (uint32_t) (p[i] & 0x0F) << 12 |
			(uint32_t) (p[i + 1] & 0x3F) << 6 | (p[i + 2] & 0x3F);
		next = i + 3;
	}
	else
	{
		next = i;
		c = bc_quick_char(f->text, &next);
	}
	if (ahead)
		*at = next;
	return c >= 0x4E00 && c <= 0x9FFF ? bc_han_simplify(c) : c;
}

/* The same at a byte where the text may end: 0. */
static inline uint32_t
bc_wording_next(const BcFinder *f, size_t at, bool ahead)
{
	if (ahead ? at >= f->text.len : at == 0)
		return 0;
	return bc_wording_character(f, &at, ahead);
}

/* A character on; SIZE_MAX where the text ends. */
static inline size_t
bc_wording_on(const BcFinder *f, size_t at, bool ahead)
{
	size_t		next = at;

	if (ahead ? at >= f->text.len : at == 0)
		return SIZE_MAX;
	if (ahead)
		bc_quick_char(f->text, &next);
	else
		for (next--; next > 0 && (f->text.data[next] & 0xC0) == 0x80; next--)
			;
	return next;
}

/* May a text of a set, which has keys, stand near the cues? */
static inline bool
bc_wording_near(const BcFinder *f, unsigned set)
{
	uint64_t	any = 0;

	for (unsigned n = bc_wording_sets[set].key;
		 n < bc_wording_sets[set + 1].key; n++)
		any |= f->near[bc_wording_keys[n] / 64] >> bc_wording_keys[n] % 64;
	return (any & 1) != 0;
}

extern const unsigned bc_wording_count;

/* wording.c: does the wording stand around cue i? */
extern bool bc_wording_matches(const BcFinder *f, size_t i,
							   const BcWording *w, BcWordingMatch *m);
/* wording_text.c: does the text stand at a byte, simplified, in lower case? */
extern bool bc_wording_stands(const BcFinder *f, size_t at,
							  const BcWordingText *word);
/* Do letters go on across a byte? */
extern bool bc_wording_within(const BcFinder *f, size_t at);
/* The bytes of a mark that parts clauses at a byte, or before it; or 0. */
extern unsigned bc_wording_mark_at(const BcFinder *f, size_t at);
extern unsigned bc_wording_mark_before(const BcFinder *f, size_t at);
/* wording_names.c: where names from a byte on may end; how many such places. */
#define BC_W_NAMES_MOST	64
extern unsigned bc_wording_names(const BcFinder *f, size_t at, bool ahead,
								 bool either, size_t edge[BC_W_NAMES_MOST]);
/* wording_number.c: the last cue of a number from cue k on, or the first. */
extern size_t bc_wording_range(const BcFinder *f, size_t k, bool ahead);
/* wording_series.c */
extern bool bc_wording_begins_series(const BcFinder *f, size_t i);
extern bool bc_wording_series(const BcFinder *f, size_t k, BcSlice *name,
							  size_t *last, size_t *stop);
/* wording_add.c: the constraint of a match; false: it is none. */
extern bool bc_wording_add(BcFinder *f, const BcWording *wording,
						   const BcWordingMatch *match);

/* wording_text.c: does a word of a set stand in bytes [at, stop); end at a byte? */
extern bool bc_wording_holds(const BcFinder *f, size_t at, size_t stop,
							 unsigned set);
extern bool bc_wording_ends_at(const BcFinder *f, size_t at, unsigned set);

#endif
