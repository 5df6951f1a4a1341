/*
 * counts.h: how long a text is: characters, words, sentences, lines,
 * paragraphs.  Where people count in two ways there are two figures, and what
 * is between them cannot be told.
 */
#ifndef BADCASE_CORE_TEXT_COUNTS_H
#define BADCASE_CORE_TEXT_COUNTS_H

#include "core/base.h"

/* The writing systems that letters are of. */
typedef enum BcScript
{
	BC_SCRIPT_LATIN,
	BC_SCRIPT_HAN,
	BC_SCRIPT_KANA,
	BC_SCRIPT_HANGUL,
	BC_SCRIPT_CYRILLIC,
	BC_SCRIPT_GREEK,
	BC_SCRIPT_ARABIC,
	BC_SCRIPT_HEBREW,
	BC_SCRIPT_DEVANAGARI,
	BC_SCRIPT_BENGALI,
	BC_SCRIPT_GURMUKHI,
	BC_SCRIPT_GUJARATI,
	BC_SCRIPT_TAMIL,
	BC_SCRIPT_TELUGU,
	BC_SCRIPT_KANNADA,
	BC_SCRIPT_MALAYALAM,
	BC_SCRIPT_THAI,
	BC_SCRIPT_OTHER,
	BC_SCRIPTS
} BcScript;

typedef struct BcTextCounts
{
	size_t		characters;
	size_t		visible;		/* characters that are no white space */
	size_t		cjk;			/* Han, kana and Hangul letters */
	size_t		traditional;	/* Han that has a simplified form */
	size_t		tokens;			/* between white space, with a letter or digit; CJK aside */
	size_t		words;			/* runs of letters and digits; CJK aside */
	size_t		upper;			/* letters of Latin, Greek, Cyrillic */
	size_t		lower;
	size_t		capitals;		/* words of two letters or more, all upper */
	size_t		single_capitals;	/* A, I */
	size_t		commas;
	size_t		punctuation;	/* but - and ' within words */
	size_t		sentences;		/* that end with a mark */
	size_t		open_lines;		/* lines that end without one */
	size_t		doubtful;		/* points that may end an abbreviation */
	size_t		lines;			/* that are not blank */
	size_t		blocks;			/* of lines, between blank ones */
	size_t		script[BC_SCRIPTS]; /* letters */
} BcTextCounts;

extern void bc_count_text(const BcEnv *env, BcSlice text, BcTextCounts *out);
extern BcScript bc_script(uint32_t c);

#endif
