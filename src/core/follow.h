/*
 * follow.h: what a prompt asks for in so many words, and whether a response
 * keeps it.
 *
 * The kinds are those of IFEval (Zhou and others, arXiv:2311.07911) and ours.
 * The result depends on the texts and on constants here alone.  Time is linear
 * in the texts.
 */
#ifndef BADCASE_CORE_FOLLOW_H
#define BADCASE_CORE_FOLLOW_H

#include "core/record.h"
#include "core/text.h"

/* In the order of their names. */
typedef enum BcFollowKind
{
	BC_F_BEGINS_WITH,
	BC_F_BULLETS,
	BC_F_CAPITAL_WORDS,
	BC_F_CHARACTERS,
	BC_F_CODE_BLOCK,
	BC_F_CSV,
	BC_F_DECIMALS,
	BC_F_ENDS_WITH,
	BC_F_FORBIDDEN,
	BC_F_HEADINGS,
	BC_F_HIGHLIGHTS,
	BC_F_ITEMS,
	BC_F_JSON,
	BC_F_JSON_KEYS,
	BC_F_KEYWORD_COUNT,
	BC_F_KEYWORDS,
	BC_F_LANGUAGE,
	BC_F_LETTER_COUNT,
	BC_F_LINES,
	BC_F_LOWER_CASE,
	BC_F_MARKDOWN_TABLE,
	BC_F_NO_COMMAS,
	BC_F_NO_PUNCTUATION,
	BC_F_NUMBERED,
	BC_F_NUMBERS_ONLY,
	BC_F_ONE_A_LINE,
	BC_F_OPTIONS,
	BC_F_PARAGRAPH_BEGINS,
	BC_F_PARAGRAPHS,
	BC_F_PLACEHOLDERS,
	BC_F_PLAIN_TEXT,
	BC_F_POSTSCRIPT,
	BC_F_QUOTED,
	BC_F_REPEAT_PROMPT,
	BC_F_SECTIONS,
	BC_F_SENTENCES,
	BC_F_TITLE,
	BC_F_TWO_RESPONSES,
	BC_F_UPPER_CASE,
	BC_F_VERSE,
	BC_F_WORDS,
	BC_F_XML,
	BC_F_YAML,
	BC_F_YES_NO,
	BC_FOLLOW_KINDS
} BcFollowKind;

typedef enum BcRelation
{
	BC_NO_NUMBER,
	BC_AT_LEAST,
	BC_AT_MOST,
	BC_EXACTLY,
	BC_BETWEEN,
	BC_ABOUT
} BcRelation;

/* Where a constraint was read: turn is 0 but for an earlier question. */
typedef enum BcFollowPlace
{
	BC_IN_PROMPT,
	BC_IN_QUESTION,
	BC_IN_SYSTEM
} BcFollowPlace;

/* More constraints than these are not looked for. */
#define BC_MAX_CONSTRAINTS	64
#define BC_MAX_STRINGS		64

typedef struct BcConstraint
{
	uint8_t		kind;
	uint8_t		relation;
	uint8_t		confidence;		/* per cent */
	uint8_t		place;
	uint32_t	turn;
	uint32_t	n;				/* what relation is to */
	uint32_t	to;				/* the end of BC_BETWEEN; else see kinds.c */
	uint32_t	start;			/* characters of the text where it was read */
	uint32_t	stop;
	uint32_t	byte_start;
	uint32_t	byte_stop;
	uint8_t		first_string;
	uint8_t		strings;
	uint8_t		unit;			/* BC_COUNTS_..., or 0 */
	bool		wide;			/* asked for in Chinese */
	uint16_t	wording;		/* the line of follow-wordings.txt, or 0 */
	const char *name;			/* a language, a separator; or NULL */
} BcConstraint;

typedef struct BcConstraints
{
	const BcEnv *env;
	unsigned	count;
	unsigned	strings;
	BcConstraint list[BC_MAX_CONSTRAINTS];
	BcSlice		string[BC_MAX_STRINGS]; /* of the texts, which must last */
	BcBuffer	system;			/* the record's system text, decoded */
} BcConstraints;

/* What is counted: 字 or characters, points or bullets. */
#define BC_COUNTS_HAN		1
#define BC_COUNTS_POINTS	2

/* What a response makes of a constraint. */
typedef enum BcFollowed
{
	BC_BROKEN,
	BC_KEPT,
	BC_CANNOT_TELL
} BcFollowed;

typedef struct BcFollowVerdict
{
	BcFollowed	followed;
	char		why[160];		/* what was counted, what was wanted */
} BcFollowVerdict;

/* One row a kind, for people. */
typedef struct BcFollowKindRow
{
	const char *name;
	const char *arguments;
	const char *example_zh;
	const char *example_en;
	const char *source;
	bool		warns;			/* judged well enough for a warning */
} BcFollowKindRow;

extern const BcFollowKindRow bc_follow_kinds[BC_FOLLOW_KINDS];
extern const char *bc_relation_name(BcRelation relation);

/*
 * The constraints of a text; or of a record: of its prompt, of its system text
 * and of the earlier questions that say that they hold on.  False: no memory.
 * bc_constraints_free() in any case.
 */
extern bool bc_constraints(const BcEnv *env, BcSlice text, BcConstraints *out);
extern bool bc_record_constraints(const BcEnv *env, const BcRecord *rec,
								  BcConstraints *out);
extern void bc_constraints_free(BcConstraints *found);

/* Appends the arguments of a constraint as a JSON object. */
extern void bc_constraint_arguments(const BcConstraints *found,
									const BcConstraint *c, BcBuffer *out);

/*
 * Judges a response: start once, then one constraint after another.  False: no
 * memory.
 */
typedef struct BcFollowJudge
{
	const BcEnv *env;
	const BcConstraints *found;
	BcSlice		prompt;
	BcSlice		response;		/* without white space at its ends */
	BcTextCounts *counts;	/* of the response, once needed */
} BcFollowJudge;

extern void bc_follow_start(BcFollowJudge *judge, const BcEnv *env,
							const BcConstraints *found, const BcRecord *rec);
extern bool bc_follow_judge(BcFollowJudge *judge, const BcConstraint *c,
							BcFollowVerdict *out);
extern void bc_follow_end_judge(BcFollowJudge *judge);

#endif
