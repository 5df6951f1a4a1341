/*
 * internal.h: what the heuristics share.  The frame (frame.c) calls the rules
 * through one table; a rule calls what is in support.c, find.c and stats.c, and
 * no other rule.
 */
#ifndef BADCASE_CORE_QUALITY_INTERNAL_H
#define BADCASE_CORE_QUALITY_INTERNAL_H

#include "core/quality.h"
#include "core/text.h"

/* What one pass over a text counts. */
typedef struct BcTextStats
{
	size_t		chars;
	size_t		cjk;			/* Han, kana and Hangul letters */
	size_t		latin;			/* other letters */
	size_t		special;		/* neither letter, digit nor white space */
	size_t		words;			/* runs of letters and digits but CJK */
	size_t		lines;
	size_t		controls;		/* C0 but tab and line feed, zero width, bidi */
	size_t		joiners;		/* of these, what some scripts need */
	size_t		broken;			/* U+FFFD, private use, mojibake of two bytes */
	size_t		gbk;			/* characters of UTF-8 read as GBK */
	bool		joined;			/* holds a letter of such a script */
	bool		code;			/* of a response: looks like a program, or has a fence */
} BcTextStats;

/* The lists of words; bit 1 << kind of what a text holds.  At most 32. */
typedef enum BcWordKind
{
	BC_W_OPEN,
	BC_W_FORMAT,
	BC_W_REFUSAL,
	BC_W_IDENTITY,
	BC_W_TOKEN,
	BC_W_MARK,
	BC_W_URL,
	BC_W_FILE,
	BC_W_READ,
	BC_W_DIALOGUE,
	BC_W_MASK,
	BC_W_TOKEN_ASK,
	BC_W_ESCAPE,
	BC_W_TAG,
	BC_W_HTML_ASK,
	BC_W_CODE,
	BC_W_MOJIBAKE,
	BC_W_COPY,
	BC_W_LANGUAGE,
	BC_W_LOREM,
	BC_W_SONG,
	BC_W_AGAIN,
	BC_W_ROLE,
	/* what must be in a text for rules that look closer */
	BC_W_TRADITIONAL,
	BC_W_MERGED,
	BC_W_BRAND,
	BC_W_UNICODE,
	BC_WORD_KINDS
} BcWordKind;

#define BC_WORD(kind)	((uint32_t) 1 << BC_W_##kind)
#define BC_W_EITHER		(BC_WORD(CODE) | BC_WORD(MOJIBAKE) | BC_WORD(LOREM))
/*
 * What is looked for in a response, in its opening, in each prompt, and in a
 * prompt when a rule asks for it.
 */
#define BC_W_SAID \
	(BC_W_EITHER | BC_WORD(TOKEN) | BC_WORD(MARK) | BC_WORD(MASK) | \
	 BC_WORD(ESCAPE) | BC_WORD(TAG) | BC_WORD(MERGED) | BC_WORD(BRAND) | \
	 BC_WORD(UNICODE) | BC_WORD(IDENTITY))
#define BC_W_OPENING	BC_WORD(REFUSAL)
#define BC_W_FIRST \
	(BC_WORD(OPEN) | BC_WORD(MOJIBAKE) | BC_WORD(URL) | BC_WORD(FILE))
#define BC_W_ASKED \
	((((uint32_t) 1 << BC_WORD_KINDS) - 1) & ~BC_WORD(FORMAT) & \
	 ~BC_W_OPENING & (BC_W_EITHER | ~BC_W_SAID))

typedef struct BcQuality
{
	const BcEnv *env;
	const BcRecord *rec;
	BcTextStats prompt;
	BcTextStats response;
	BcSlice		question;		/* the prompt without white space at its ends */
	BcSlice		answer;			/* the response likewise */
	uint32_t	asked;			/* words of the prompt, of those looked for */
	uint32_t	looked_for;
	uint32_t	said;			/* BC_W_SAID words of the response */
	uint16_t	score[BC_ISSUE_KINDS];	/* 0: none */
	uint8_t		severity[BC_ISSUE_KINDS];
	bool		failed;			/* no memory */
} BcQuality;

static inline bool
bc_cjk(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x30FF) ||
		(c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
		(c >= 0x20000 && c <= 0x323AF);
}

/* support.c */
extern void bc_quality_add(BcQuality *q, BcIssueKind kind, BcSeverity severity,
						   unsigned score);
extern bool bc_text_at(BcSlice text, size_t i, const char *literal);
extern size_t bc_text_before(BcSlice text, size_t i,
							 const char *const *words);
extern bool bc_text_has(BcSlice text, const char *literal);
extern bool bc_text_has_nocase(BcSlice text, const char *lower);
extern BcSlice bc_text_trim(BcSlice text);
extern BcSlice bc_text_head(BcSlice text, size_t chars);

/* find.c */
extern uint32_t bc_words_find(const BcEnv *env, BcSlice text,
							  uint32_t wanted);

/* Which of the kinds of words does the prompt hold?  Looks once for each. */
extern uint32_t bc_prompt_words(BcQuality *q, uint32_t wanted);

static inline bool
bc_has_word(uint32_t words, BcWordKind kind)
{
	return words >> kind & 1;
}

static inline bool
bc_prompt_has(BcQuality *q, BcWordKind kind)
{
	return bc_prompt_words(q, (uint32_t) 1 << kind) != 0;
}

/* stats.c */
extern void bc_quality_stats(const BcEnv *env, BcSlice text, BcTextStats *out);

/* The rules. */
extern void bc_quality_text(BcQuality *q);
extern void bc_quality_pair(BcQuality *q);
extern void bc_quality_task(BcQuality *q);
extern void bc_quality_refusal(BcQuality *q);
extern void bc_quality_end(BcQuality *q);
extern void bc_quality_repeats(BcQuality *q);
extern void bc_quality_asked(BcQuality *q);
extern void bc_quality_arith(BcQuality *q);

#endif
