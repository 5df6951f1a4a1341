/*
 * frame.c: the frame of the heuristics: names, severities, the order of the rules.
 */
#include "core/quality/internal.h"

static const char *const names[BC_ISSUE_KINDS] = {
	[BC_ARITH_WRONG] = "arith_wrong",
	[BC_CHAR_REPETITION] = "char_repetition",
	[BC_CONTROL_CHARS] = "control_chars",
	[BC_ECHO] = "echo",
	[BC_EMPTY_PROMPT] = "empty_prompt",
	[BC_EMPTY_RESPONSE] = "empty_response",
	[BC_ESCAPE_LITTER] = "escape_litter",
	[BC_HISTORY_BROKEN] = "history_broken",
	[BC_HTML_LITTER] = "html_litter",
	[BC_LANGUAGE_MISMATCH] = "language_mismatch",
	[BC_LOOP] = "loop",
	[BC_LOREM] = "lorem",
	[BC_MERGED_INSTRUCTION] = "merged_instruction",
	[BC_MIXED_TRADITIONAL] = "mixed_traditional",
	[BC_MODEL_IDENTITY] = "model_identity",
	[BC_MOJIBAKE] = "mojibake",
	[BC_NO_FORMAT] = "no_format",
	[BC_NOT_FOLLOWED] = "not_followed",
	[BC_REFUSAL] = "refusal",
	[BC_TEMPLATE_LEAK] = "template_leak",
	[BC_TOO_LONG] = "too_long",
	[BC_TRUNCATED] = "truncated",
	[BC_URL_ONLY_TASK] = "url_only_task",
	[BC_WORD_REPETITION] = "word_repetition",
};

const char *
bc_issue_name(BcIssueKind kind)
{
	return names[kind];
}

const char *
bc_severity_name(BcSeverity severity)
{
	return severity == BC_ERROR ? "error" :
		severity == BC_WARN ? "warn" : "info";
}

/* Most words of a prompt are wanted only where a response is conspicuous. */
static void
look_for_words(BcQuality *q)
{
	(void) bc_prompt_words(q, BC_W_FIRST);
	q->said = bc_words_find(q->env, q->rec->response, BC_W_SAID);
	q->response.code = bc_has_word(q->said, BC_W_CODE);
}

/* The rules; of an issue that two of them find the graver one is kept. */
static void (*const rules[]) (BcQuality *q) = {
	bc_quality_text,			/* what is wrong with one of the texts */
	bc_quality_task,			/* what is asked for; no answer at all */
	bc_quality_refusal,			/* a refusal, another model's name */
	bc_quality_end,				/* a response that is cut off, or loops */
	bc_quality_pair,			/* texts that do not go together */
	bc_quality_asked,			/* what was asked for in so many words */
	bc_quality_arith,			/* wrong sums */
	bc_quality_repeats,			/* stretches of prose again and again */
};

bool
bc_quality(const BcEnv *env, const BcRecord *rec, BcIssues *out)
{
	BcQuality	q;

	memset(&q, 0, sizeof(q));
	q.env = env;
	q.rec = rec;
	q.question = bc_text_trim(rec->prompt);
	q.answer = bc_text_trim(rec->response);
	bc_quality_stats(env, rec->prompt, &q.prompt);
	bc_quality_stats(env, rec->response, &q.response);
	look_for_words(&q);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
	{
		bc_poll(env);
		rules[i] (&q);
	}
	out->count = 0;
	for (int k = 0; k < BC_ISSUE_KINDS && !q.failed; k++)
		if (q.score[k] != 0)
		{
			BcIssue    *issue = &out->list[out->count++];

			issue->kind = (uint8_t) k;
			issue->severity = q.severity[k];
			issue->score = q.score[k];
		}
	return !q.failed;
}
