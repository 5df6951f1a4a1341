/*
 * write.c: events as JSON.
 *
 * Names of files may hold other bytes than UTF-8: U+FFFD is written for those,
 * and for U+0000, which jsonb cannot hold.  No number is made of a floating point.
 */
#include "core/check/internal.h"

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

static void
add_number(BcBuffer *out, uint64_t number)
{
	unsigned char digits[20];
	size_t		at = sizeof(digits);

	do
		digits[--at] = (unsigned char) ('0' + number % 10);
	while ((number /= 10) > 0);
	bc_buffer_add(out, digits + at, sizeof(digits) - at);
}

/* A number of thousandths from 0 to 1000. */
static void
add_thousandths(BcBuffer *out, unsigned thousandths)
{
	unsigned char digits[3];
	size_t		n = 3;

	bc_buffer_add_byte(out, thousandths >= 1000 ? '1' : '0');
	for (int i = 2; i >= 0; i--, thousandths /= 10)
		digits[i] = (unsigned char) ('0' + thousandths % 10);
	while (n > 0 && digits[n - 1] == '0')
		n--;
	if (n > 0)
		bc_buffer_add_byte(out, '.');
	bc_buffer_add(out, digits, n);
}

static void
add_string(BcBuffer *out, BcSlice s)
{
	BcBuffer	sound;
	size_t		at = 0;

	bc_buffer_init(&sound, out->env, SIZE_MAX);
	while (at < s.len)
	{
		unsigned	n = bc_utf8_length(s.data + at, s.data + s.len);

		if (n == 0 || s.data[at] == 0)
			add_text(&sound, "\xEF\xBF\xBD");
		else
			bc_buffer_add(&sound, s.data + at, n);
		at += n == 0 ? 1 : n;
	}
	bc_json_write_string(out, (BcSlice) {sound.data, sound.len});
	out->failed = out->failed || sound.failed;
	bc_buffer_free(&sound);
}

static void
add_words(BcBuffer *out, const char *text)
{
	bc_json_write_string(out, (BcSlice) {(const unsigned char *) text,
						 strlen(text)});
}

/* Keys are ours, and need no escapes. */
static void
add_key(BcBuffer *out, const char *key)
{
	unsigned char last = out->len > 0 ? out->data[out->len - 1] : '{';

	if (last != '{')
		add_text(out, ", ");
	bc_buffer_add_byte(out, '"');
	add_text(out, key);
	add_text(out, "\": ");
}

static void
add_number_at(BcBuffer *out, const char *key, uint64_t number)
{
	add_key(out, key);
	add_number(out, number);
}

static void
add_words_at(BcBuffer *out, const char *key, const char *text)
{
	add_key(out, key);
	add_words(out, text);
}

static void
add_hex_at(BcBuffer *out, const char *key, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	add_key(out, key);
	bc_buffer_add_byte(out, '"');
	for (size_t i = 0; i < n; i++)
	{
		bc_buffer_add_byte(out, (unsigned char) digits[bytes[i] >> 4]);
		bc_buffer_add_byte(out, (unsigned char) digits[bytes[i] & 15]);
	}
	bc_buffer_add_byte(out, '"');
}

static void
add_place(BcBuffer *out, BcCheckPlace place)
{
	add_number_at(out, "file", place.file);
	add_number_at(out, "line", place.line);
}

static void
add_finding(BcBuffer *out, const BcCheckFinding *finding)
{
	BcKind		kind = (BcKind) finding->found.kind;

	bc_buffer_add_byte(out, '{');
	add_words_at(out, "field", bc_part_name(finding->part));
	if (finding->turn > 0)
		add_number_at(out, "turn", finding->turn);
	if (finding->part == BC_PART_META)
	{
		add_key(out, "path");
		add_string(out, finding->path);
	}
	add_words_at(out, "kind", bc_kind_name(kind));
	add_words_at(out, "family", bc_family_name(bc_kind_family(kind)));
	add_key(out, "holds");
	add_text(out, bc_kind_holds(kind) ? "true" : "false");
	add_number_at(out, "start", finding->found.start);
	add_number_at(out, "stop", finding->found.stop);
	add_number_at(out, "start16", finding->start16);
	add_number_at(out, "stop16", finding->stop16);
	add_key(out, "confidence");
	add_thousandths(out, finding->found.confidence * 10u);
	add_key(out, "excerpt");
	add_string(out, finding->excerpt);
	bc_buffer_add_byte(out, '}');
}

static void
add_findings(BcBuffer *out, const BcCheckLine *line)
{
	if (line->all_findings == 0)
		return;
	add_key(out, "findings");
	bc_buffer_add_byte(out, '[');
	for (size_t i = 0; i < line->nfindings; i++)
	{
		if (i > 0)
			add_text(out, ", ");
		add_finding(out, &line->findings[i]);
	}
	bc_buffer_add_byte(out, ']');
	if (line->all_findings > line->nfindings)
		add_number_at(out, "all_findings", line->all_findings);
}

static void
add_issues(BcBuffer *out, const BcIssues *issues)
{
	if (issues == NULL || issues->count == 0)
		return;
	add_key(out, "issues");
	bc_buffer_add_byte(out, '[');
	for (unsigned i = 0; i < issues->count; i++)
	{
		const BcIssue *issue = &issues->list[i];

		add_text(out, i > 0 ? ", {" : "{");
		add_words_at(out, "issue", bc_issue_name((BcIssueKind) issue->kind));
		add_key(out, "score");
		add_thousandths(out, issue->score);
		add_words_at(out, "severity",
					 bc_severity_name((BcSeverity) issue->severity));
		bc_buffer_add_byte(out, '}');
	}
	bc_buffer_add_byte(out, ']');
}

static void
add_refusal(BcBuffer *out, const BcCheckLine *line)
{
	add_words_at(out, "code", line->code);
	if (line->has_offset)
		add_number_at(out, "byte_offset", line->offset);
	if (line->path != NULL)
	{
		add_key(out, "path");
		add_string(out, (BcSlice) {(const unsigned char *) line->path,
				   strlen(line->path)});
	}
	add_words_at(out, "message", line->message);
	add_words_at(out, "hint", line->hint);
}

static void
add_line(BcBuffer *out, const BcCheckEvent *event)
{
	static const char *const verdicts[] = {"ok", "refused", "blank"};
	const BcCheckLine *line = event->line;

	add_place(out, event->place);
	add_number_at(out, "byte", line->byte);
	add_number_at(out, "bytes", line->bytes);
	add_words_at(out, "verdict", verdicts[line->verdict]);
	if (line->format != NULL)
		add_words_at(out, "format", line->format);
	if (line->verdict == BC_LINE_REFUSED)
		add_refusal(out, line);
	add_findings(out, line);
	add_issues(out, line->issues);
	if (line->digest != NULL)
	{
		add_hex_at(out, "digest", line->digest, BC_SHA256_BYTES);
		add_hex_at(out, "exact_key", line->exact_key, BC_SHA256_BYTES);
	}
}

static void
add_file(BcBuffer *out, const BcCheckEvent *event)
{
	add_number_at(out, "file", event->place.file);
	add_key(out, "name");
	add_string(out, event->name);
	if (event->fault == BC_FILE_SOUND)
		return;
	add_words_at(out, "fault", bc_file_fault_name(event->fault));
	add_words_at(out, "message", bc_words_of_file(event->language, event->fault));
	add_words_at(out, "hint", bc_hint_of_file(event->language, event->fault));
}

static const char *const samenesses[] = {"record", "text", "near"};

static void
add_duplicate(BcBuffer *out, const BcCheckEvent *event)
{
	const BcCheckDuplicate *duplicate = event->duplicate;

	add_place(out, event->place);
	add_words_at(out, "duplicate", samenesses[duplicate->kind]);
	add_key(out, "of");
	bc_buffer_add_byte(out, '{');
	add_place(out, duplicate->of);
	bc_buffer_add_byte(out, '}');
	add_key(out, "similarity");
	add_thousandths(out, duplicate->similarity);
}

/* A number of a list, where it is not 0. */
static void
add_count(BcBuffer *out, const char *name, uint64_t count)
{
	if (count > 0)
		add_number_at(out, name, count);
}

static void
add_codes(BcBuffer *out, const BcCheckSums *sums)
{
	add_key(out, "codes");
	bc_buffer_add_byte(out, '{');
	for (int code = 0; code < BC_NO_MEMORY; code++)
		add_count(out, bc_code_name((BcCode) code), sums->codes[code]);
	bc_buffer_add_byte(out, '}');
}

static void
add_finding_sums(BcBuffer *out, const BcCheckSums *sums)
{
	add_number_at(out, "with_findings", sums->with_findings);
	add_number_at(out, "held", sums->held);
	add_key(out, "findings");
	bc_buffer_add_byte(out, '{');
	for (int kind = 0; kind < BC_KINDS; kind++)
		add_count(out, bc_kind_name((BcKind) kind), sums->findings[kind]);
	bc_buffer_add_byte(out, '}');
}

static void
add_issue_sums(BcBuffer *out, const BcCheckSums *sums)
{
	add_number_at(out, "with_issues", sums->with_issues);
	for (int severity = BC_ERROR; severity >= BC_INFO; severity--)
		add_number_at(out, bc_severity_name((BcSeverity) severity),
					  sums->of_severity[severity]);
	add_key(out, "issues");
	bc_buffer_add_byte(out, '{');
	for (int kind = 0; kind < BC_ISSUE_KINDS; kind++)
		add_count(out, bc_issue_name((BcIssueKind) kind), sums->issues[kind]);
	bc_buffer_add_byte(out, '}');
}

static void
add_sums(BcBuffer *out, const BcCheckEvent *event)
{
	const BcCheckSums *sums = event->sums;

	add_key(out, "sums");
	bc_buffer_add_byte(out, '{');
	add_number_at(out, "files", sums->files);
	add_number_at(out, "files_refused", sums->files_refused);
	add_number_at(out, "bytes", sums->bytes);
	add_number_at(out, "lines", sums->lines);
	add_number_at(out, "ok", sums->ok);
	add_number_at(out, "refused", sums->refused);
	add_number_at(out, "blank", sums->blank);
	add_codes(out, sums);
	if ((event->what & BC_CHECK_FINDINGS) != 0)
		add_finding_sums(out, sums);
	if ((event->what & BC_CHECK_ISSUES) != 0)
		add_issue_sums(out, sums);
	if ((event->what & BC_CHECK_DUPLICATES) != 0)
	{
		add_number_at(out, "same_record", sums->same[BC_SAME_RECORD]);
		add_number_at(out, "same_text", sums->same[BC_SAME_TEXT]);
	}
	if ((event->what & BC_CHECK_NEAR) != 0 && sums->near_memory > 0)
		add_number_at(out, "near_memory", sums->near_memory);
	else if ((event->what & BC_CHECK_NEAR) != 0)
	{
		add_number_at(out, "near", sums->same[BC_SAME_NEARLY]);
		add_number_at(out, "clusters", sums->clusters);
	}
	if (sums->cleaned > 0)
		add_number_at(out, "cleaned", sums->cleaned);
	add_number_at(out, "rule_version", BC_RULE_VERSION);
	bc_buffer_add_byte(out, '}');
}

void
bc_check_write(const BcCheckEvent *event, BcBuffer *out)
{
	bc_buffer_add_byte(out, '{');
	switch (event->kind)
	{
		case BC_EVENT_FILE:
			add_file(out, event);
			break;
		case BC_EVENT_LINE:
			add_line(out, event);
			break;
		case BC_EVENT_DUPLICATE:
			add_duplicate(out, event);
			break;
		case BC_EVENT_SUMS:
			add_sums(out, event);
			break;
	}
	add_text(out, "}\n");
}

static void
add_entry(BcBuffer *out, const char *name, const char *words,
		  const char *other, const char *value)
{
	add_key(out, name);
	bc_buffer_add_byte(out, '{');
	add_words_at(out, "words", words);
	add_words_at(out, other, value);
	bc_buffer_add_byte(out, '}');
}

void
bc_check_write_words(BcLanguage language, BcBuffer *out)
{
	bc_buffer_add_byte(out, '{');
	add_key(out, "codes");
	bc_buffer_add_byte(out, '{');
	for (int code = BC_OK + 1; code < BC_NO_MEMORY; code++)
		add_entry(out, bc_code_name((BcCode) code),
				  bc_words_of_code(language, (BcCode) code), "hint",
				  bc_hint_of_code(language, (BcCode) code));
	add_text(out, "}");
	add_key(out, "kinds");
	bc_buffer_add_byte(out, '{');
	for (int kind = 0; kind < BC_KINDS; kind++)
		add_entry(out, bc_kind_name((BcKind) kind),
				  bc_words_of_kind(language, (BcKind) kind), "family",
				  bc_family_name(bc_kind_family((BcKind) kind)));
	add_text(out, "}");
	add_key(out, "issues");
	bc_buffer_add_byte(out, '{');
	for (int kind = 0; kind < BC_ISSUE_KINDS; kind++)
		add_entry(out, bc_issue_name((BcIssueKind) kind),
				  bc_words_of_issue(language, (BcIssueKind) kind), "hint",
				  bc_hint_of_issue(language, (BcIssueKind) kind));
	add_text(out, "}");
	add_key(out, "files");
	bc_buffer_add_byte(out, '{');
	for (int fault = BC_FILE_SOUND + 1; fault < BC_FILE_FAULTS; fault++)
		add_entry(out, bc_file_fault_name((BcFileFault) fault),
				  bc_words_of_file(language, (BcFileFault) fault), "hint",
				  bc_hint_of_file(language, (BcFileFault) fault));
	add_text(out, "}}");
}
