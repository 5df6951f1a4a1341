/*
 * judge.h: what the judgements of a response share.
 */
#ifndef BADCASE_CORE_FOLLOW_JUDGE_H
#define BADCASE_CORE_FOLLOW_JUDGE_H

#include "core/follow/internal.h"

typedef struct BcCase
{
	BcFollowJudge *judge;
	const BcConstraint *c;
	BcSlice		text;			/* the response, trimmed */
	BcFollowVerdict *out;
	bool		failed;
} BcCase;

/* A figure that may be any of low to high. */
typedef struct BcFigure
{
	size_t		low;
	size_t		high;
} BcFigure;

/* judge.c */
extern const BcTextCounts *bc_case_counts(BcCase *k);
extern BcSlice bc_case_string(const BcCase *k, unsigned n);
extern BcSlice bc_follow_trim(BcSlice s);
/* The inside of the one fence that a text is; else the text, *fenced false. */
extern BcSlice bc_unfenced(BcSlice s, bool *fenced);

/* lines.c: goes from line to line; false after the last one. */
extern bool bc_next_line(BcSlice text, size_t *at, BcSlice *line);
extern size_t bc_bullet_mark(BcSlice line);
extern size_t bc_number_mark(BcSlice line, unsigned *number);

/* verdict.c */
extern void bc_say(BcCase *k, BcFollowed followed, const char *why);
extern void bc_say_figure(BcCase *k, const char *what, BcFigure figure);
extern BcFollowed bc_compare(const BcConstraint *c, BcFigure figure);

/* The judgements, one a kind or more. */
extern void bc_judge_characters(BcCase *k);
extern void bc_judge_words(BcCase *k);
extern void bc_judge_sentences(BcCase *k);
extern void bc_judge_paragraphs(BcCase *k);
extern void bc_judge_lines(BcCase *k);
extern void bc_judge_items(BcCase *k);
extern void bc_judge_bullets(BcCase *k);
extern void bc_judge_numbered(BcCase *k);
extern void bc_judge_one_a_line(BcCase *k);
extern void bc_judge_headings(BcCase *k);
extern void bc_judge_highlights(BcCase *k);
extern void bc_judge_sections(BcCase *k);
extern void bc_judge_placeholders(BcCase *k);
extern void bc_judge_keywords(BcCase *k);
extern void bc_judge_forbidden(BcCase *k);
extern void bc_judge_keyword_count(BcCase *k);
extern void bc_judge_letter_count(BcCase *k);
extern void bc_judge_capital_words(BcCase *k);
extern void bc_judge_case(BcCase *k);
extern void bc_judge_no_commas(BcCase *k);
extern void bc_judge_no_punctuation(BcCase *k);
extern void bc_judge_quoted(BcCase *k);
extern void bc_judge_title(BcCase *k);
extern void bc_judge_postscript(BcCase *k);
extern void bc_judge_two_responses(BcCase *k);
extern void bc_judge_repeat_prompt(BcCase *k);
extern void bc_judge_ends_with(BcCase *k);
extern void bc_judge_begins_with(BcCase *k);
extern void bc_judge_paragraph_begins(BcCase *k);
extern void bc_judge_options(BcCase *k);
extern void bc_judge_yes_no(BcCase *k);
extern void bc_judge_decimals(BcCase *k);
extern void bc_judge_numbers_only(BcCase *k);
extern void bc_judge_language(BcCase *k);
extern void bc_judge_verse(BcCase *k);
extern void bc_judge_json(BcCase *k);
extern void bc_judge_xml(BcCase *k);
extern void bc_judge_yaml(BcCase *k);
extern void bc_judge_csv(BcCase *k);
extern void bc_judge_table(BcCase *k);
extern void bc_judge_code_block(BcCase *k);
extern void bc_judge_plain_text(BcCase *k);

#endif
