/*
 * options.c: each thing that is looked for is told where it is asked for, in
 * lines and in sums, and nowhere else; and the 32 ways to ask for them do not
 * change what the others tell.
 */
#include "core/check.h"

#include "check.h"

/* What is asked for, and what tells of it. */
static const struct
{
	unsigned	what;
	const char *told;
}			parts[] = {
	{BC_CHECK_FINDINGS, "\"findings\": [{\"field\": \"prompt\", \"kind\": \"email\""},
	{BC_CHECK_FINDINGS, "\"with_findings\": 3, \"held\": "}, {BC_CHECK_FINDINGS, "\"findings\": {\"email\": 3}"},
	{BC_CHECK_ISSUES, "\"issues\": [{\"issue\": \"control_chars\", "}, {BC_CHECK_ISSUES, "\"with_issues\": 1, \"error\": 0, \"warn\": 1"},
	{BC_CHECK_ISSUES, "\"issues\": {\"control_chars\": 1}"},
	{BC_CHECK_DUPLICATES, "\"duplicate\": \"record\""}, {BC_CHECK_DUPLICATES, "\"same_record\": 1, \"same_text\": 0"},
	{BC_CHECK_NEAR, "\"duplicate\": \"near\""}, {BC_CHECK_NEAR, "\"near\": "}, {BC_CHECK_NEAR, "\"clusters\": 1"},
	{BC_CHECK_DIGESTS, "\"digest\": \""}, {BC_CHECK_DIGESTS, "\"exact_key\": \""},
};

static bool
take_event(void *context, const BcCheckEvent *event)
{
	bc_check_write(event, context);
	return true;
}

static bool
has(const BcBuffer *json, const char *text)
{
	size_t		n = strlen(text);

	for (size_t i = 0; i + n <= json->len; i++)
		if (memcmp(json->data + i, text, n) == 0)
			return true;
	return false;
}

/* Of two that are the same, one that nearly is, one with an odd character, and what is no record. */
static void
run(unsigned what, size_t memory, BcBuffer *json)
{
	static const char file[] =
		"{\"prompt\": \"write to zhang.san@posts.org as soon as you can about the sea\", \"response\": \"I have done so\"}\n"
		"{\"prompt\": \"write to zhang.san@posts.org as soon as you can about the sea\", \"response\": \"I have done so\"}\n"
		"{\"prompt\": \"write to zhang.san@posts.org as soon as you can about the sky\", \"response\": \"I have done so\"}\n"
		"{\"prompt\": \"what is it that lies between these two hills\", \"response\": \"a \\u0001river\"}\n"
		"\n"
		"x\n";
	BcCheckOptions options = {.what = what, .threshold = 500000, .memory = memory};
	BcCheckCalls calls = {take_event, NULL, json};
	BcCheck    *checking = bc_check_begin(&bc_malloc_env, &options, &calls);

	bc_buffer_init(json, &bc_malloc_env, SIZE_MAX);
	check(bc_check_file(checking, slice("f")) == BC_CHECK_OK &&
		  bc_check_feed(checking, (BcSlice) {(const unsigned char *) file, sizeof(file) - 1}) == BC_CHECK_OK &&
		  bc_check_file_end(checking) == BC_CHECK_OK && bc_check_finish(checking) == BC_CHECK_OK, "checked");
	bc_check_free(checking);
}

static void
test_what(void)
{
	for (unsigned what = 0; what < 32; what++)
	{
		BcBuffer	json;

		run(what, (size_t) 1 << 24, &json);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		{
			bool		right = has(&json, parts[i].told) == ((what & parts[i].what) != 0);

			check(right, parts[i].told);
			if (!right)
				printf("asked for %u:\n%.*s", what, (int) json.len, (const char *) json.data);
		}
		check(has(&json, "\"lines\": 6, \"ok\": 4, \"refused\": 1, \"blank\": 1") && has(&json, "\"rule_version\": "), "lines");
		check(!has(&json, "\"near_memory\""), "there is memory");
		bc_buffer_free(&json);
	}
}

/* Where memory is too little for what is near, what it would take is told instead. */
static void
test_memory(void)
{
	for (unsigned what = 0; what < 32; what++)
	{
		BcBuffer	json;

		run(what, 1, &json);
		check(has(&json, "\"near_memory\": ") == ((what & BC_CHECK_NEAR) != 0), "memory");
		check(!has(&json, "\"near\": ") && !has(&json, "\"clusters\": ") && !has(&json, "\"duplicate\": \"near\""), "none is near");
		check(has(&json, "\"same_record\": 1") == ((what & BC_CHECK_DUPLICATES) != 0), "the same are found in any memory");
		bc_buffer_free(&json);
	}
}

/* Whether the list tells these of a name; words with characters that are escaped in JSON are left out. */
static bool
tells(const BcBuffer *json, const char *name, const char *words, const char *other, const char *value)
{
	char		entry[2000];

	snprintf(entry, sizeof(entry), "\"%s\": {\"words\": \"%s\", \"%s\": \"%s\"}", name, words, other, value);
	return strpbrk(words, "\"\\") != NULL || strpbrk(value, "\"\\") != NULL || has(json, entry);
}

/* Every code, kind, issue and fault, with its words and its hint or family. */
static void
test_words(void)
{
	for (int l = 0; l < BC_LANGUAGES; l++)
	{
		BcLanguage	language = (BcLanguage) l;
		BcBuffer	json;

		bc_buffer_init(&json, &bc_malloc_env, SIZE_MAX);
		bc_check_write_words(language, &json);
		for (int i = BC_OK + 1; i < BC_NO_MEMORY; i++)
			check(tells(&json, bc_code_name((BcCode) i), bc_words_of_code(language, (BcCode) i), "hint",
						bc_hint_of_code(language, (BcCode) i)), bc_code_name((BcCode) i));
		for (int i = 0; i < BC_KINDS; i++)
			check(tells(&json, bc_kind_name((BcKind) i), bc_words_of_kind(language, (BcKind) i), "family",
						bc_family_name(bc_kind_family((BcKind) i))), bc_kind_name((BcKind) i));
		for (int i = 0; i < BC_ISSUE_KINDS; i++)
			check(tells(&json, bc_issue_name((BcIssueKind) i), bc_words_of_issue(language, (BcIssueKind) i), "hint",
						bc_hint_of_issue(language, (BcIssueKind) i)), bc_issue_name((BcIssueKind) i));
		for (int i = BC_FILE_SOUND + 1; i < BC_FILE_FAULTS; i++)
			check(tells(&json, bc_file_fault_name((BcFileFault) i), bc_words_of_file(language, (BcFileFault) i), "hint",
						bc_hint_of_file(language, (BcFileFault) i)), bc_file_fault_name((BcFileFault) i));
		bc_buffer_free(&json);
	}
}

/* Whether the sums have a number of that name. */
static bool
counts(const BcBuffer *json, const char *name, uint64_t number)
{
	char		entry[200];

	snprintf(entry, sizeof(entry), "\"%s\": %lu", name, (unsigned long) number);
	return has(json, entry);
}

/* Each sum stands under its name, the first and the last of a list too, and what is 0 in none. */
static void
test_sums(void)
{
	BcCheckSums sums;
	BcCheckEvent event = {.kind = BC_EVENT_SUMS, .what = 31, .sums = &sums};
	BcBuffer	json;

	memset(&sums, 0, sizeof(sums));
	for (int i = 0; i < BC_NO_MEMORY; i++)
		sums.codes[i] = 1000 + (uint64_t) i;
	for (int i = 0; i < BC_KINDS; i++)
		sums.findings[i] = 2000 + (uint64_t) i;
	for (int i = 0; i < BC_ISSUE_KINDS; i++)
		sums.issues[i] = 3000 + (uint64_t) i;
	for (int i = 0; i <= BC_ERROR; i++)
		sums.of_severity[i] = 4000 + (uint64_t) i;
	sums.cleaned = 5000;
	bc_buffer_init(&json, &bc_malloc_env, SIZE_MAX);
	bc_check_write(&event, &json);
	for (int i = 0; i < BC_NO_MEMORY; i++)
		check(counts(&json, bc_code_name((BcCode) i), sums.codes[i]), bc_code_name((BcCode) i));
	for (int i = 0; i < BC_KINDS; i++)
		check(counts(&json, bc_kind_name((BcKind) i), sums.findings[i]), bc_kind_name((BcKind) i));
	for (int i = 0; i < BC_ISSUE_KINDS; i++)
		check(counts(&json, bc_issue_name((BcIssueKind) i), sums.issues[i]), bc_issue_name((BcIssueKind) i));
	for (int i = BC_INFO; i <= BC_ERROR; i++)
		check(counts(&json, bc_severity_name((BcSeverity) i), sums.of_severity[i]), bc_severity_name((BcSeverity) i));
	check(counts(&json, "cleaned", 5000), "cleaned");
	bc_buffer_free(&json);
	memset(&sums, 0, sizeof(sums));
	bc_buffer_init(&json, &bc_malloc_env, SIZE_MAX);
	bc_check_write(&event, &json);
	check(has(&json, "\"codes\": {}") && has(&json, "\"findings\": {}") && has(&json, "\"issues\": {}") &&
		  !has(&json, "\"cleaned\""), "what is 0");
	bc_buffer_free(&json);
}

int
main(void)
{
	test_sums();
	test_words();
	test_what();
	test_memory();
	return report();
}
