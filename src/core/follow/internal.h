/*
 * internal.h: what the rules of constraints share.
 *
 * lex.c makes cues of a text: words that mean something here, numbers, quoted
 * strings, ends of sentences.  context.c tells which cues belong to material,
 * demand.c how sure it is that a cue is part of a demand.  find.c goes through the
 * cues and calls the rules of a cue's classes through one table; a rule calls
 * what is in lex.c, quantity.c, context.c, demand.c, and no other rule.  What no
 * rule found is looked for by the wordings of a table: wording_find.c.
 */
#ifndef BADCASE_CORE_FOLLOW_INTERNAL_H
#define BADCASE_CORE_FOLLOW_INTERNAL_H

#include "core/follow.h"
#include "core/follow/cues.h"

typedef struct BcFollowWord
{
	const char *text;
	uint64_t	first;			/* its first eight bytes, as bc_load64() gives them */
	uint64_t	mask;			/* 0: hides what lies within it */
	uint16_t	value;
	uint8_t		len;
	bool		exact;			/* letters and digits of ASCII alone */
} BcFollowWord;

extern const char *const bc_follow_languages[];

typedef struct BcCue
{
	uint64_t	mask;
	uint32_t	start;			/* bytes */
	uint32_t	stop;
	uint32_t	value;
	uint32_t	other;
	uint16_t	gap;			/* words or characters without meaning before it */
	bool		plus;			/* a number that a '+' follows */
	bool		material;
} BcCue;

/* Cues are looked at so many at a time at most; so many need no memory. */
#define BC_MAX_CUES		4096
#define BC_FEW_CUES		64
/* A rule looks so many cues back and forth at most. */
#define BC_REACH		48
/* And so many bytes, where nothing ends what it reads. */
#define BC_FAR			1000

/* Keys of words and characters, bits. */
#define BC_NEAR		8192

typedef struct BcFinder
{
	const BcEnv *env;
	BcSlice		text;
	BcConstraints *out;
	BcCue	   *cue;
	size_t		count;
	size_t		cap;
	uint64_t	seen;			/* classes of all cues so far */
	size_t		from;			/* where the cues begin, in bytes */
	size_t		at;				/* of the lexer: where they end */
	size_t		line;			/* where the line begins that it is in */
	uint32_t	gap;
	size_t		unclosed[9];	/* no closing mark of the kind before it */
	bool		material;		/* at the start of the cues */
	bool		failed;
	bool		wide;			/* Chinese characters were seen */
	bool		lettered;		/* options with letters were looked for */
	BcFollowPlace place;
	uint32_t	turn;
	BcCue		few[BC_FEW_CUES];
	uint64_t	near[BC_NEAR / 64]; /* keys of what stands near the cues */
} BcFinder;

static inline bool
bc_is_letter(unsigned char c)
{
	return (unsigned char) ((c | 0x20) - 'a') < 26;
}

static inline bool
bc_is_digit(unsigned char c)
{
	return (unsigned char) (c - '0') < 10;
}

static inline unsigned char
bc_lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char) (c | 0x20) : c;
}

/* What opens a string. */
typedef enum BcQuoteKind
{
	BC_QUOTE_DOUBLE,
	BC_QUOTE_SINGLE,
	BC_QUOTE_CORNER,
	BC_QUOTE_WHITE_CORNER,
	BC_QUOTE_BOOK,
	BC_QUOTE_CURVED,
	BC_QUOTE_BACKTICK,
	BC_QUOTE_ANGLE,
	BC_QUOTE_TRIPLE				/* """ */
} BcQuoteKind;

static inline unsigned char
bc_byte_at(const BcFinder *f, size_t i)
{
	return i < f->text.len ? f->text.data[i] : 0;
}

/* A Han character at i, simplified, or 0. */
static inline uint32_t
bc_cue_han_at(const BcFinder *f, size_t i)
{
	size_t		at = i;
	uint32_t	c;

	if (bc_byte_at(f, i) < 0xE3)
		return 0;
	c = bc_quick_char(f->text, &at);
	return c < 0x3007 || c >= 0xFFFD ? 0 : bc_han_simplify(c);
}

/* numbers.c: moves on behind a number; false: there is none. */
extern bool bc_lex_han_number(BcFinder *f);
extern void bc_lex_digits(BcFinder *f);

/* marks.c: makes room for another cue; false: no memory. */
extern bool bc_more_cues(BcFinder *f);

static inline BcCue *
bc_add_cue(BcFinder *f, uint64_t mask, size_t start, size_t stop,
		   uint32_t value)
{
	BcCue	   *cue;

	if (f->count == f->cap && !bc_more_cues(f))
		return NULL;
	cue = &f->cue[f->count++];
	*cue = (BcCue) {mask, (uint32_t) start, (uint32_t) stop, value, 0,
	f->gap > 255 ? 255 : (uint16_t) f->gap, false, false};
	f->gap = 0;
	f->seen |= mask;
	return cue;
}

/* marks.c */
extern bool bc_lex_quoted(BcFinder *f, BcQuoteKind kind, unsigned open);
extern bool bc_lex_fence(BcFinder *f);
extern void bc_lex_star(BcFinder *f);
extern void bc_lex_bracket(BcFinder *f);

/* 〇零一二两三四五六七八九十百千万 */
static inline bool
bc_han_begins_number(uint32_t c)
{
	switch (c)
	{
		case 0x3007:
		case 0x96F6:
		case 0x4E00:
		case 0x4E8C:
		case 0x4E24:
		case 0x4E09:
		case 0x56DB:
		case 0x4E94:
		case 0x516D:
		case 0x4E03:
		case 0x516B:
		case 0x4E5D:
		case 0x5341:
		case 0x767E:
		case 0x5343:
		case 0x4E07:
			return true;
		default:
			return false;
	}
}

/* punctuation.c: moves on behind a mark; false: it is none. */
extern void bc_lex_ascii(BcFinder *f);
extern bool bc_lex_wide_mark(BcFinder *f, uint32_t c);

/* lex.c: false after the last cue of the text. */
extern bool bc_follow_lex(BcFinder *f);

/* match.c: how many bytes at i are the word, in any form; or 0. */
extern size_t bc_word_match(const BcFinder *f, size_t i,
							const BcFollowWord *word);
extern bool bc_cue_begins(const BcFinder *f, size_t i, const char *lower);
extern bool bc_han_word_at(const BcFinder *f, size_t at, const char *word);
extern bool bc_word_at(const BcFinder *f, size_t at, const char *word);

/*
 * The same as the three above.  Most words do not stand where they are looked
 * for, which their first character tells.
 */
static inline bool
bc_stands_at(const BcFinder *f, size_t at, const char *word)
{
	return bc_byte_at(f, at) == (unsigned char) word[0] &&
		bc_word_at(f, at, word);
}

/* Does the Chinese word, in simplified characters, stand at a byte? */
static inline bool
bc_han_stands_at(const BcFinder *f, size_t at, const char *word)
{
	const unsigned char *p;

	if (f->text.len < 3 || at > f->text.len - 3 || f->text.data[at] < 0xE3)
		return false;
	p = f->text.data + at;
	if (memcmp(p, word, 3) != 0)
	{
		uint32_t	c = (uint32_t) (p[0] & 0x0F) << 12 |
			(uint32_t) (p[1] & 0x3F) << 6 | (p[2] & 0x3F);

		if (c >= 0x4000 && c <= 0x9FFF && !bc_is_traditional(c))
			return false;
	}
	return bc_han_word_at(f, at, word);
}

/* Does a cue begin with the word, which is in lower case? */
static inline bool
bc_cue_starts(const BcFinder *f, size_t i, const char *lower)
{
	unsigned char first = (unsigned char) lower[0];

	if (first < 0x80)
		return bc_lower(bc_byte_at(f, f->cue[i].start)) == first &&
			bc_cue_begins(f, i, lower);
	return bc_han_stands_at(f, f->cue[i].start, lower) &&
		f->cue[i].stop - f->cue[i].start >= strlen(lower);
}

extern BcSlice bc_cue_text(const BcFinder *f, const BcCue *cue);

static inline bool
bc_cue_is(const BcCue *cue, uint64_t mask)
{
	return (cue->mask & mask) != 0;
}

/* Where what begins with cue k begins: behind the cue before it. */
static inline size_t
bc_begin_of(const BcFinder *f, size_t k)
{
	return k > 0 ? f->cue[k - 1].stop : f->from;
}

/* The unit that a cue of UNIT names, wherever its number stands. */
static inline int
bc_cue_unit(const BcCue *cue)
{
	return cue->value % BC_U_ITEM;
}

/* Does a constraint state a number?  One heading at least is what any are. */
static inline bool
bc_states_number(const BcConstraint *c)
{
	return c->relation != BC_NO_NUMBER &&
		!(c->relation == BC_AT_LEAST && c->n == 1 &&
		  (c->kind == BC_F_HEADINGS || c->kind == BC_F_HIGHLIGHTS));
}

/* shown.c */
extern void bc_follow_mark_shown(BcFinder *f);
/* context.c */
extern void bc_follow_mark_material(BcFinder *f);
extern bool bc_is_demand_label(const BcFinder *f, size_t i, bool rules);
extern bool bc_names_rules(const BcFinder *f, size_t from, size_t stop);
extern bool bc_weighs(const BcFinder *f, size_t from, size_t stop);
/* Is a cue ASCII; the classes of cues [from, stop). */
extern bool bc_cue_latin(const BcFinder *f, size_t i);
extern uint64_t bc_seen_in(const BcFinder *f, size_t from, size_t stop);
extern size_t bc_sentence_start(const BcFinder *f, size_t i);
extern size_t bc_sentence_stop(const BcFinder *f, size_t i);
extern size_t bc_clause_start(const BcFinder *f, size_t i);
extern size_t bc_clause_stop(const BcFinder *f, size_t i);
/* Where the clause of cue i begins, so many bytes before it at most. */
extern size_t bc_clause_byte(const BcFinder *f, size_t i, size_t most);
/* How far it is read from a byte what cue stop, or the last, ends. */
extern size_t bc_read_to(const BcFinder *f, size_t at, size_t stop);
/* The nearest cue of the classes in [from, i) or (i, to); SIZE_MAX for none. */
extern size_t bc_cue_before(const BcFinder *f, size_t i, size_t from,
							uint64_t mask);
extern size_t bc_cue_after(const BcFinder *f, size_t i, size_t to,
						   uint64_t mask);
/* negated.c */
/* "and" before a verb, 并 before one: what was denied before it is not now. */
extern bool bc_begins_anew(const BcFinder *f, size_t k);
/* The colon of 禁止：, a denial alone before it. */
extern bool bc_denying_colon(const BcFinder *f, size_t k);
/* Does the clause of cue i stand behind such a colon: 禁止：出现“等等”? */
extern bool bc_denied_by_label(const BcFinder *f, size_t i);
/* Is the verb or noun at i denied, so or by a NEG a few cues before it? */
extern bool bc_negated(const BcFinder *f, size_t i);
/* demand.c */
/* Is it the output of a program to be written that cue i speaks of? */
extern bool bc_of_a_program(const BcFinder *f, size_t i);
/* How sure it is, per cent, that cue i is part of a demand; 0: it is not. */
extern unsigned bc_demand(const BcFinder *f, size_t i);
/* The same where what stands there is worth cues of the classes. */
extern unsigned bc_demand_as(const BcFinder *f, size_t i, uint64_t classes);
/* The same of demands that a denial before the cue is part of: 不超过三百字. */
extern unsigned bc_any_demand(const BcFinder *f, size_t i);
extern unsigned bc_any_demand_as(const BcFinder *f, size_t i,
								 uint64_t classes);
/* Is the clause of cues [first, last] nothing else but them? */
extern bool bc_clause_is(const BcFinder *f, size_t first, size_t last);
/* Behind cue last nothing but 就行 or the like stands in its clause. */
extern bool bc_clause_ends(const BcFinder *f, size_t last);
/* The same where they may be a clause by themselves, 三句话 between commas. */
extern unsigned bc_demand_alone(const BcFinder *f, size_t i, size_t first,
								size_t last);
extern unsigned bc_any_demand_alone(const BcFinder *f, size_t i, size_t first,
									size_t last);

/* quantity.c */
typedef struct BcQuantity
{
	BcRelation	relation;		/* BC_NO_NUMBER: plain, without a word */
	uint32_t	n;
	uint32_t	to;
	size_t		first;			/* its first and last cue */
	size_t		last;
	size_t		number;			/* the cue where its number begins */
	bool		each;
	bool		given;			/* of things that are there already */
	bool		by_word;		/* a relation was said */
} BcQuantity;

/* Of the number that ends at a cue. */
extern bool bc_quantity_at(const BcFinder *f, size_t number, BcQuantity *q);
extern bool bc_quantity(const BcFinder *f, size_t unit, BcQuantity *q);
extern bool bc_quantity_behind(const BcFinder *f, size_t unit, BcQuantity *q);

/* tidy.c: drops what is said twice, or better by another constraint. */
extern void bc_follow_tidy(BcConstraints *found, unsigned from);
/* Has a text one of the kind at most, the surest? */
extern bool bc_is_single(BcFollowKind kind);

/* find.c: a new constraint of cues [first, last], or NULL. */
extern BcConstraint *bc_follow_add(BcFinder *f, BcFollowKind kind,
								   size_t first, size_t last,
								   unsigned confidence);
extern bool bc_follow_string(BcFinder *f, BcConstraint *c, BcSlice s);

/* add.c: a quantity of a constraint, a constraint of one; plain: what a number alone says. */
extern void bc_set_quantity(BcConstraint *c, const BcQuantity *q,
							BcRelation plain);
extern BcConstraint *bc_add_quantity(BcFinder *f, BcFollowKind kind,
									 const BcQuantity *q, BcRelation plain,
									 unsigned confidence);
/* brief.c */
extern bool bc_in_one(const BcFinder *f, size_t i, const BcQuantity *q);
extern bool bc_in_one_paragraph(const BcFinder *f, size_t i,
								const BcQuantity *q);
extern bool bc_few_sentences(const BcFinder *f, size_t i, const BcQuantity *q);
extern bool bc_are_sought(const BcFinder *f, const BcQuantity *q);
/* things.c: how sure it is that things of English are to be listed. */
extern unsigned bc_things_wanted(const BcFinder *f, const BcQuantity *q);
extern bool bc_things_begin(const BcFinder *f, size_t i);
/* things.c: of a number that no thing stands behind. */
extern void bc_follow_quantity(BcFinder *f, size_t i);
/* items.c: the items of a list, if the quantity is of them. */
extern void bc_add_items(BcFinder *f, const BcQuantity *q);

/* wordlist.c */
#define BC_MAX_WORDS	24

typedef struct BcWords
{
	unsigned	count;
	BcSlice		word[BC_MAX_WORDS];
	size_t		after;			/* the first cue behind them */
	size_t		stop;			/* the byte where they end */
} BcWords;

/* Strings in quotes from cue k on: "a", "b" and "c". */
extern void bc_quoted_words(const BcFinder *f, size_t k, BcWords *words);
/* The first cue from k on that begins at byte at or behind it. */
extern size_t bc_cue_behind(const BcFinder *f, size_t k, size_t at);
/* The words behind a keyword cue, or right before it: “春天”这个词. */
extern bool bc_words_before(const BcFinder *f, size_t i, BcWords *words);
extern bool bc_read_words(const BcFinder *f, size_t i, bool plural,
						  BcWords *words);

/* sections.c: of a quantity of sections. */
extern void bc_add_sections(BcFinder *f, size_t i, const BcQuantity *q);

/* keys.c: names in quotes or lists behind a cue: keys, columns, options. */
extern void bc_names_behind(BcFinder *f, BcConstraint *c, size_t i,
							size_t stop);

/* The keys of an object that is shown behind the JSON of cue i. */
extern void bc_add_shown_keys(BcFinder *f, size_t i);

/* choice.c: are they two answers to a yes-or-no question; does nothing follow? */
extern bool bc_are_yes_no(BcSlice a, BcSlice b);
extern bool bc_no_more(const BcFinder *f, size_t i);

/* chosen.c: bytes at i that part names, or 0; the names in bytes [at, stop). */
extern size_t bc_parts_names(const BcFinder *f, size_t i);
extern bool bc_add_names(BcFinder *f, BcConstraint *c, size_t at, size_t stop);
extern bool bc_bare_choice(BcFinder *f, size_t i);
extern bool bc_listed_before(BcFinder *f, size_t i);
extern bool bc_quoted_list_before(BcFinder *f, size_t i);
extern bool bc_marked_before(BcFinder *f, size_t i);
extern bool bc_follow_cases(BcFinder *f, size_t i);

/* title.c: P.S, 附言 */
extern bool bc_is_marker(BcSlice s);
/* lists.c */
extern bool bc_is_bullet(BcSlice s);

/* The rules: cue i is of a class that calls them. */
extern void bc_follow_unit(BcFinder *f, size_t i);
extern void bc_follow_items(BcFinder *f, size_t i);
extern void bc_follow_marked(BcFinder *f, size_t i);
extern void bc_follow_keyword(BcFinder *f, size_t i);
/* 用“海”“风”写诗; false: nothing of the sort. */
extern bool bc_follow_used(BcFinder *f, size_t i);
extern void bc_follow_include(BcFinder *f, size_t i);
/* times.c */
extern bool bc_how_often(const BcFinder *f, size_t from, size_t to,
						 bool letter, BcQuantity *q);
extern bool bc_has_letter(BcSlice s);
extern bool bc_counts_bare(BcFinder *f, size_t i);
/* Of the unit of times: “甲”至少说两次. */
extern void bc_follow_times(BcFinder *f, size_t i);
/* keys.c: of 需含 where JSON is asked for */
extern bool bc_follow_members(BcFinder *f, size_t i);
extern void bc_follow_language(BcFinder *f, size_t i);
extern void bc_follow_format(BcFinder *f, size_t i);
extern void bc_follow_case(BcFinder *f, size_t i);
extern void bc_follow_commas(BcFinder *f, size_t i);
extern void bc_follow_punctuation(BcFinder *f, size_t i);
extern void bc_follow_quotes(BcFinder *f, size_t i);
extern void bc_follow_title(BcFinder *f, size_t i);
extern void bc_follow_postscript(BcFinder *f, size_t i);
extern void bc_follow_end(BcFinder *f, size_t i);
extern void bc_follow_begin(BcFinder *f, size_t i);
extern void bc_follow_repeat(BcFinder *f, size_t i);
extern void bc_follow_highlight(BcFinder *f, size_t i);
extern void bc_follow_separate(BcFinder *f, size_t i);
extern void bc_follow_bracket(BcFinder *f, size_t i);
extern void bc_follow_numbered(BcFinder *f, size_t i);
extern void bc_follow_bulleted(BcFinder *f, size_t i);
extern void bc_follow_headings(BcFinder *f, size_t i);
extern void bc_follow_one_a_line(BcFinder *f, size_t i);
extern void bc_follow_keys(BcFinder *f, size_t i);
extern void bc_follow_number(BcFinder *f, size_t i);
extern void bc_follow_yes_no(BcFinder *f, size_t i);
extern void bc_follow_options(BcFinder *f, size_t i);
extern void bc_follow_lettered(BcFinder *f, size_t i);
extern void bc_follow_verse(BcFinder *f, size_t i);
/* wording.c: the wordings of kinds that are not found from constraint from on. */
extern void bc_follow_wordings(BcFinder *f, unsigned from);

#endif
