/*
 * quality.h: heuristics that find records which are of little use to train on.
 *
 * Scores and severities follow from constants here alone, so a result never
 * depends on a table or a setting.
 */
#ifndef BADCASE_CORE_QUALITY_H
#define BADCASE_CORE_QUALITY_H

#include "core/record.h"

/* Raised whenever a rule or a threshold changes; stored with the issues. */
#define BC_QUALITY_VERSION 5

typedef enum BcIssueKind
{
	BC_ARITH_WRONG,
	BC_CHAR_REPETITION,
	BC_CONTROL_CHARS,
	BC_ECHO,
	BC_EMPTY_PROMPT,
	BC_EMPTY_RESPONSE,
	BC_ESCAPE_LITTER,
	BC_HISTORY_BROKEN,
	BC_HTML_LITTER,
	BC_LANGUAGE_MISMATCH,
	BC_LOOP,
	BC_LOREM,
	BC_MERGED_INSTRUCTION,
	BC_MIXED_TRADITIONAL,
	BC_MODEL_IDENTITY,
	BC_MOJIBAKE,
	BC_NO_FORMAT,
	BC_NOT_FOLLOWED,
	BC_REFUSAL,
	BC_TEMPLATE_LEAK,
	BC_TOO_LONG,
	BC_TRUNCATED,
	BC_URL_ONLY_TASK,
	BC_WORD_REPETITION,
	BC_ISSUE_KINDS
} BcIssueKind;

typedef enum BcSeverity
{
	BC_INFO,
	BC_WARN,
	BC_ERROR
} BcSeverity;

typedef struct BcIssue
{
	uint8_t		kind;
	uint8_t		severity;
	uint16_t	score;			/* per mille of certainty or of the ratio */
} BcIssue;

/* At most one of each kind, in the order of their names. */
typedef struct BcIssues
{
	unsigned	count;
	BcIssue		list[BC_ISSUE_KINDS];
} BcIssues;

extern const char *bc_issue_name(BcIssueKind kind);
extern const char *bc_severity_name(BcSeverity severity);

/* False: no memory. */
extern bool bc_quality(const BcEnv *env, const BcRecord *rec, BcIssues *out);

#endif
