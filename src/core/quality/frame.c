/*
 * frame.c: the frame of the heuristics: names, severities, text search.
 */
#include "core/quality/internal.h"

static const char *const names[BC_ISSUE_KINDS] = {
	[BC_ARITH_WRONG] = "arith_wrong",
	[BC_CHAR_REPETITION] = "char_repetition",
	[BC_CONTROL_CHARS] = "control_chars",
	[BC_DUP_LINES] = "dup_lines",
	[BC_ECHO] = "echo",
	[BC_EMPTY_PROMPT] = "empty_prompt",
	[BC_EMPTY_RESPONSE] = "empty_response",
	[BC_ENTROPY_LOW] = "entropy_low",
	[BC_ESCAPE_LITTER] = "escape_litter",
	[BC_FORMAT_VIOLATION] = "format_violation",
	[BC_HISTORY_BROKEN] = "history_broken",
	[BC_HTML_LITTER] = "html_litter",
	[BC_JS_NOTICE] = "js_notice",
	[BC_LANGUAGE_MISMATCH] = "language_mismatch",
	[BC_LOOP] = "loop",
	[BC_LOREM] = "lorem",
	[BC_LOW_ALNUM] = "low_alnum",
	[BC_MERGED_INSTRUCTION] = "merged_instruction",
	[BC_MIXED_TRADITIONAL] = "mixed_traditional",
	[BC_MODEL_IDENTITY] = "model_identity",
	[BC_MOJIBAKE] = "mojibake",
	[BC_NO_FORMAT] = "no_format",
	[BC_NO_TASK] = "no_task",
	[BC_REFUSAL] = "refusal",
	[BC_SPECIAL_CHARS] = "special_chars",
	[BC_SYMBOLS] = "symbols",
	[BC_TEMPLATE_LEAK] = "template_leak",
	[BC_TOO_LONG] = "too_long",
	[BC_TOO_SHORT] = "too_short",
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

/* Keeps the graver one where a rule fires twice. */
void
bc_quality_add(BcQuality *q, BcIssueKind kind, BcSeverity severity,
			   unsigned score)
{
	if (score > 1000)
		score = 1000;
	if (score == 0)
		score = 1;
	if (q->score[kind] == 0 || severity > q->severity[kind] ||
		(severity == q->severity[kind] && score > q->score[kind]))
	{
		q->score[kind] = (uint16_t) score;
		q->severity[kind] = (uint8_t) severity;
	}
}

static bool
starts_nocase(const unsigned char *p, const char *lower, size_t len)
{
	for (size_t i = 0; i < len; i++)
	{
		unsigned char c = p[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != (unsigned char) lower[i])
			return false;
	}
	return true;
}

bool
bc_text_has(BcSlice text, const char *literal)
{
	size_t		len = strlen(literal);
	const unsigned char *p = text.data;
	const unsigned char *end = text.data + text.len;

	while (p != NULL && (size_t) (end - p) >= len && p < end)
	{
		p = memchr(p, literal[0], (size_t) (end - p) - len + 1);
		if (p == NULL)
			return false;
		if (memcmp(p, literal, len) == 0)
			return true;
		p++;
	}
	return false;
}

/* ASCII case is ignored; the literal is in lower case. */
bool
bc_text_has_nocase(BcSlice text, const char *lower)
{
	size_t		len = strlen(lower);

	for (size_t i = 0; i + len <= text.len; i++)
		if ((text.data[i] | 0x20) == ((unsigned char) lower[0] | 0x20) &&
			starts_nocase(text.data + i, lower, len))
			return true;
	return false;
}

/* The first characters of a text. */
BcSlice
bc_text_head(BcSlice text, size_t chars)
{
	size_t		at = 0;

	while (chars-- > 0 && at < text.len)
		(void) bc_next_char(text, &at);
	return (BcSlice) {text.data, at};
}

/* The byte behind the white space at the byte at; at where there is none. */
static size_t
white_space_at(BcSlice text, size_t at)
{
	size_t		next = at;

	if (text.data[at] > ' ' && text.data[at] < 0x80)
		return at;
	return bc_is_white_space(bc_next_char(text, &next)) ? next : at;
}

/* Without white space at either end. */
BcSlice
bc_text_trim(BcSlice text)
{
	size_t		at = 0;
	size_t		end = text.len;

	while (at < end)
	{
		size_t		next = white_space_at(text, at);

		if (next == at)
			break;
		at = next;
	}
	while (end > at)
	{
		size_t		from = end - 1;

		while (from > at && (text.data[from] & 0xC0) == 0x80)
			from--;
		if (white_space_at(text, from) == from)
			break;
		end = from;
	}
	return (BcSlice) {text.data + at, end - at};
}

/* Of what the whole text holds, what its first characters hold. */
static uint32_t
words_of_head(const BcQuality *q, size_t chars, uint32_t wanted)
{
	wanted &= q->said;
	return wanted == 0 ? 0 :
		bc_words_find(q->env, bc_text_head(q->rec->response, chars), wanted);
}

static void
look_for_words(BcQuality *q)
{
	q->asked = bc_words_find(q->env, q->rec->prompt, BC_W_ASKED);
	q->said = bc_words_find(q->env, q->rec->response, BC_W_SAID);
	q->opening = words_of_head(q, 80, BC_WORD(REFUSAL));
	q->start = words_of_head(q, 300, BC_WORD(IDENTITY));
	q->prompt.code = bc_has_word(q->asked, BC_W_CODE);
	q->response.code = bc_has_word(q->said, BC_W_CODE);
}

bool
bc_quality(const BcEnv *env, const BcRecord *rec, BcIssues *out)
{
	BcQuality	q;
	bool		ok;

	memset(&q, 0, sizeof(q));
	q.env = env;
	q.rec = rec;
	q.question = bc_text_trim(rec->prompt);
	q.answer = bc_text_trim(rec->response);
	bc_quality_stats(env, rec->prompt, &q.prompt);
	bc_quality_stats(env, rec->response, &q.response);
	look_for_words(&q);
	bc_quality_text(&q);
	bc_poll(env);
	bc_quality_task(&q);
	bc_poll(env);
	bc_quality_end(&q);
	bc_poll(env);
	bc_quality_pair(&q);
	bc_poll(env);
	bc_quality_format(&q);
	bc_poll(env);
	bc_quality_arith(&q);
	bc_poll(env);
	ok = bc_quality_repeats(&q);
	out->count = 0;
	for (int k = 0; k < BC_ISSUE_KINDS && ok; k++)
		if (q.score[k] != 0)
		{
			BcIssue    *issue = &out->list[out->count++];

			issue->kind = (uint8_t) k;
			issue->severity = q.severity[k];
			issue->score = q.score[k];
		}
	return ok;
}
