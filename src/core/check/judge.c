/*
 * judge.c: one line: verdict, findings, issues, keys, and what may go on.
 */
#include "core/check/internal.h"

void
bc_judged_start(BcJudged *judged, const BcEnv *env)
{
	memset(judged, 0, sizeof(*judged));
	bc_buffer_init(&judged->text, env, SIZE_MAX);
	bc_buffer_init(&judged->cleaned, env, BC_MAX_INPUT);
	bc_buffer_init(&judged->folded, env, SIZE_MAX);
	bc_buffer_init(&judged->findings, env, SIZE_MAX);
	bc_buffer_init(&judged->words, env, SIZE_MAX);
}

static void
forget_path(BcJudged *judged, const BcEnv *env)
{
	bc_free(env, judged->verdict.path);
	judged->verdict.path = NULL;
}

void
bc_judged_free(BcJudged *judged)
{
	forget_path(judged, judged->text.env);
	bc_buffer_free(&judged->text);
	bc_buffer_free(&judged->cleaned);
	bc_buffer_free(&judged->folded);
	bc_buffer_free(&judged->findings);
	bc_buffer_free(&judged->words);
}

/* Sets what a line is refused for, by the verdict. */
static void
refuse(BcJudged *judged, BcLanguage language)
{
	BcCheckLine *line = &judged->line;
	BcCode		code = judged->verdict.code;

	line->verdict = BC_LINE_REFUSED;
	line->code = bc_code_name(code);
	line->of_code = code;
	line->offset = judged->verdict.offset;
	line->path = judged->verdict.path;
	line->message = bc_words_of_code(language, code);
	line->hint = bc_hint_of_code(language, code);
}

/*
 * The format that a row is read as: the one that was named, or by its keys.
 * False without memory.
 */
static bool
find_format(const BcEnv *env, const BcCheckOptions *options, BcSlice line,
			const char **name)
{
	const BcRowFamily *family;
	BcRowFault	fault;

	*name = NULL;
	if (options->format != NULL)
	{
		*name = options->format->name;
		return true;
	}
	family = bc_row_family(env, line, &fault);
	if (family != NULL)
		*name = family->name;
	return family != NULL || fault.code != BC_NO_MEMORY;
}

/* Reads a row of another format. */
static bool
read_row(BcJudged *judged, const BcEnv *env, const BcCheckOptions *options,
		 BcSlice line, BcDraft *draft, bool *memory)
{
	const char *hint;
	bool		ok;

	judged->text.len = 0;
	ok = bc_row_judge(env, line, options->format, &judged->text, draft,
					  &judged->verdict, &hint);
	if (!ok)
		refuse(judged, options->language);
	if (!ok && hint != NULL && options->language == BC_ENGLISH)
		judged->line.hint = hint;
	*memory = find_format(env, options, line, &judged->line.format);
	if (ok && !*memory)
		bc_draft_free(draft);
	return ok && *memory;
}

bool
bc_judge(BcJudged *judged, const BcEnv *env, const BcCheckOptions *options,
		 BcSlice line, BcDraft *draft, bool *memory)
{
	bool		ok;

	forget_path(judged, env);
	memset(&judged->line, 0, sizeof(judged->line));
	judged->line.bytes = line.len;
	*memory = true;
	if (bc_is_blank(env, line))
	{
		judged->line.verdict = BC_LINE_BLANK;
		return false;
	}
	if (options->format != NULL || options->any_format)
		ok = read_row(judged, env, options, line, draft, memory);
	else
	{
		ok = bc_record_read(env, line, draft, &judged->verdict);
		if (!ok)
			refuse(judged, options->language);
	}
	if (!ok && judged->line.of_code == BC_NO_MEMORY)
		*memory = false;
	return ok;
}

bool
bc_judge_long(BcJudged *judged, const BcEnv *env,
			  const BcCheckOptions *options, BcSlice line)
{
	BcDraft		draft;

	forget_path(judged, env);
	memset(&judged->line, 0, sizeof(judged->line));
	/* the reader goes no farther than a record may, so this is none */
	if (bc_record_read(env, line, &draft, &judged->verdict))
		bc_draft_free(&draft);
	refuse(judged, options->language);
	return judged->line.of_code != BC_NO_MEMORY;
}

/* UTF-16 units of a text that whole characters make. */
static uint32_t
utf16_units(const unsigned char *p, size_t n)
{
	uint32_t	units = (uint32_t) bc_count_characters(p, n);

	/* what four bytes stand for is a pair */
	for (size_t i = 0; i < n; i++)
		units += p[i] >= 0xF0;
	return units;
}

/* Where a word lies, until all of them are there. */
static BcSlice
end_word(const BcBuffer *words, size_t from)
{
	return (BcSlice) {(const unsigned char *) NULL, words->len - from};
}

static void
list_finding(BcJudged *judged, const BcPartCursor *cursor, const BcPart *part,
			 const BcFinding *found, BcCheckFinding *last)
{
	BcBuffer   *words = &judged->words;
	size_t		from = words->len;
	size_t		seen = last->found.byte_stop;

	last->part = part->name;
	last->turn = part->turn;
	last->start16 = last->stop16 +
		utf16_units(part->text.data + seen, found->byte_start - seen);
	last->stop16 = last->start16 +
		utf16_units(part->text.data + found->byte_start,
					found->byte_stop - found->byte_start);
	last->found = *found;
	if (part->name == BC_PART_META)
		bc_parts_path(cursor, words);
	last->path = end_word(words, from);
	from = words->len;
	bc_excerpt(part->text, found, words);
	last->excerpt = end_word(words, from);
	bc_buffer_add(&judged->findings, last, sizeof(*last));
	judged->line.nfindings++;
}

static bool
add_findings(void *context, const BcPartCursor *cursor, const BcPart *part,
			 const BcFindings *found)
{
	BcJudged   *judged = context;
	BcCheckFinding last = {0};

	for (size_t i = 0; i < found->count; i++)
	{
		judged->kinds |= BC_KIND_BIT(found->list[i].kind);
		if (judged->line.nfindings < BC_CHECK_MOST_FINDINGS)
			list_finding(judged, cursor, part, &found->list[i], &last);
	}
	judged->line.all_findings += found->count;
	return !judged->findings.failed && !judged->words.failed;
}

/* All words are there and move no more. */
static void
place_words(BcJudged *judged)
{
	BcCheckFinding *list = (void *) judged->findings.data;
	const unsigned char *at = judged->words.data;

	for (size_t i = 0; i < judged->line.nfindings; i++)
	{
		list[i].path.data = at;
		at += list[i].path.len;
		list[i].excerpt.data = at;
		at += list[i].excerpt.len;
	}
	judged->line.findings = list;
}

bool
bc_judge_record(BcJudged *judged, const BcEnv *env,
				const BcCheckOptions *options, const BcRecord *rec)
{
	static const BcScanOptions scan = {BC_SCAN_DEFAULT_CONFIDENCE, 0};

	judged->kinds = 0;
	judged->findings.len = judged->words.len = 0;
	if ((options->what & BC_CHECK_FINDINGS) != 0)
	{
		if (!bc_scan_record(env, rec, &scan, add_findings, judged))
			return false;
		place_words(judged);
	}
	if ((options->what & BC_CHECK_ISSUES) != 0)
	{
		if (!bc_quality(env, rec, &judged->issues))
			return false;
		judged->line.issues = &judged->issues;
	}
	if ((options->what & BC_CHECK_DIGESTS) != 0)
	{
		if (!bc_record_digest(env, rec, judged->digest) ||
			!bc_record_exact_key(env, rec, BC_EXACT_VERSION, judged->exact_key))
			return false;
		judged->line.digest = judged->digest;
		judged->line.exact_key = judged->exact_key;
	}
	return true;
}

/* Redacts; a record that labels make too large loses what was found. */
static bool
redact(BcJudged *judged, const BcEnv *env, const BcCheckOptions *options,
	   const BcRecord *rec, bool *changed)
{
	static const BcScanOptions scan = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcBuffer   *out = &judged->cleaned;

	if (bc_redact_record(env, rec, &scan, options->style, out, changed))
		return true;
	if (out->starved)
		return false;
	out->len = 0;
	out->failed = false;
	return bc_redact_record(env, rec, &scan, BC_REDACT_REMOVE, out, changed);
}

bool
bc_judge_clean(BcJudged *judged, const BcEnv *env,
			   const BcCheckOptions *options, BcSlice line,
			   const BcRecord *rec, BcSlice *cleaned)
{
	BcBuffer   *out = &judged->cleaned;
	bool		changed = false;

	out->len = 0;
	out->failed = out->starved = false;
	if (options->redact && !redact(judged, env, options, rec, &changed))
		return false;
	if (!changed && options->format == NULL && !options->any_format)
	{
		*cleaned = line;
		return true;
	}
	if (!changed)
		bc_record_write(rec, out);
	*cleaned = (BcSlice) {out->data, out->len};
	return !out->failed;
}

/* Sets the verdict that a caller gets, who then owns the path. */
static void
give_verdict(BcJudged *judged, bool memory, BcVerdict *verdict)
{
	memset(verdict, 0, sizeof(*verdict));
	verdict->code = memory ? BC_SYNTAX : BC_NO_MEMORY;
	if (!memory || judged->line.verdict == BC_LINE_BLANK)
		return;
	*verdict = judged->verdict;
	judged->verdict.path = NULL;
}

static bool
write_record(BcJudged *judged, const BcEnv *env,
			 const BcCheckOptions *options, const BcRecord *rec,
			 BcBuffer *out)
{
	bool		changed = false;

	if (options->redact && !redact(judged, env, options, rec, &changed))
		return false;
	if (changed)
		bc_buffer_add(out, judged->cleaned.data, judged->cleaned.len);
	else
		bc_record_write(rec, out);
	return !out->failed;
}

bool
bc_check_record(const BcEnv *env, const BcCheckOptions *options,
				BcSlice line, BcBuffer *out, BcVerdict *verdict)
{
	BcJudged	judged;
	BcDraft		draft;
	BcParsed	parsed;
	bool		memory;
	bool		ok;

	bc_judged_start(&judged, env);
	ok = bc_judge(&judged, env, options, line, &draft, &memory);
	if (ok)
	{
		memory = bc_draft_parsed(env, &draft, &parsed);
		if (memory)
		{
			memory = write_record(&judged, env, options, &parsed.rec, out);
			bc_parsed_free(&parsed);
		}
		ok = memory;
	}
	if (!ok)
		give_verdict(&judged, memory, verdict);
	bc_judged_free(&judged);
	return ok;
}
