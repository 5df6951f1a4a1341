/*
 * files.c: what a check says of files: the same however the bytes are cut and
 * whatever memory there is; where it is stopped or storage fails, it ends.
 */
#include "core/check.h"
#include "check.h"

#define ALL	(BC_CHECK_FINDINGS | BC_CHECK_ISSUES | BC_CHECK_DUPLICATES | BC_CHECK_NEAR)

typedef struct Output
{
	BcBuffer	json;
	BcBuffer	cleaned;
	long		left;			/* events that are taken */
	bool		keeps_nothing;	/* of what is handed on */
} Output;

static bool
take_event(void *context, const BcCheckEvent *event)
{
	Output	   *output = context;

	bc_check_write(event, &output->json);
	return output->left-- > 0;
}

static bool
take_cleaned(void *context, BcCheckPlace place, BcSlice line)
{
	Output	   *output = context;

	(void) place;
	bc_buffer_add(&output->cleaned, line.data, line.len);
	bc_buffer_add_byte(&output->cleaned, '\n');
	return true;
}

static Output
new_output(void)
{
	Output		output;

	bc_buffer_init(&output.json, &bc_malloc_env, SIZE_MAX);
	bc_buffer_init(&output.cleaned, &bc_malloc_env, SIZE_MAX);
	output.left = 1000000;
	output.keeps_nothing = false;
	return output;
}

static void
free_output(Output *output)
{
	bc_buffer_free(&output->json);
	bc_buffer_free(&output->cleaned);
}

static const BcCheckOptions plain = {
	.what = ALL, .threshold = 700000, .memory = (size_t) 64 << 20
};

/* Checks files in pieces of so many bytes; each file is a text. */
static BcCheckResult
run(const BcCheckOptions *options, const BcSlice *files, size_t count,
	size_t piece, Output *output)
{
	BcCheckCalls calls = {take_event, output->keeps_nothing ? NULL : take_cleaned, output};
	BcCheck    *checking = bc_check_begin(&bc_malloc_env, options, &calls);
	BcCheckResult result = BC_CHECK_OK;

	for (size_t i = 0; i < count && result == BC_CHECK_OK; i++)
	{
		result = bc_check_file(checking, (BcSlice) {(const unsigned char *) "f", 1});
		for (size_t at = 0; at < files[i].len && result == BC_CHECK_OK; at += piece)
			result = bc_check_feed(checking, (BcSlice) {
				files[i].data + at,
					piece < files[i].len - at ? piece : files[i].len - at
			});
		if (result == BC_CHECK_OK)
			result = bc_check_file_end(checking);
	}
	if (result == BC_CHECK_OK)
		result = bc_check_finish(checking);
	bc_check_free(checking);
	return result;
}

static bool
has(const Output *output, const char *text)
{
	size_t		n = strlen(text);

	for (size_t i = 0; i + n <= output->json.len; i++)
		if (memcmp(output->json.data + i, text, n) == 0)
			return true;
	return false;
}

/* What one file says holds each of these, until NULL. */
static void
expect(const BcCheckOptions *options, BcSlice file, const char *const *parts)
{
	Output		output = new_output();

	check(run(options, &file, 1, file.len + 1, &output) == BC_CHECK_OK, "a file is checked");
	for (; *parts != NULL; parts++)
		if (has(&output, *parts))
			check(true, *parts);
		else
		{
			check(false, *parts);
			printf("%.*s", (int) output.json.len, (char *) output.json.data);
		}
	free_output(&output);
}

static void
try_lines(void)
{
	static const char *const parts[] = {
		"{\"file\": 0, \"name\": \"f\"}\n",
		"\"line\": 1, \"byte\": 3, \"bytes\": 29, \"verdict\": \"ok\"}\n",
		"\"line\": 2, \"byte\": 34, \"bytes\": 2, \"verdict\": \"blank\"}\n",
		"\"line\": 3, \"byte\": 37, \"bytes\": 14, \"verdict\": \"refused\", \"code\": \"missing_response\", \"byte_offset\": 13, \"path\": \"/response\", \"message\": \"the record has no response\"",
		"\"line\": 4, \"byte\": 52, \"bytes\": 29, \"verdict\": \"ok\"}\n",
		"\"line\": 5, \"byte\": 82, \"bytes\": 31, \"verdict\": \"ok\"}\n",
		"{\"file\": 0, \"line\": 4, \"duplicate\": \"record\", \"of\": {\"file\": 0, \"line\": 1}, \"similarity\": 1}\n",
		"{\"file\": 0, \"line\": 5, \"duplicate\": \"text\", \"of\": {\"file\": 0, \"line\": 1}, \"similarity\": 1}\n",
		"\"lines\": 5, \"ok\": 3, \"refused\": 1, \"blank\": 1, \"codes\": {\"missing_response\": 1}",
		"\"same_record\": 1, \"same_text\": 1, \"near\": 0, \"clusters\": 1",
		NULL
	};

	expect(&plain, slice("\xEF\xBB\xBF{\"prompt\":\"x\",\"response\":\"y\"}\r\n"
						 " \t\n"
						 "{\"prompt\":\"x\"}\n"
						 "{\"response\":\"y\",\"prompt\":\"x\"}\n"
						 "{\"prompt\":\" x\",\"response\":\"y \"}"), parts);
}

/* Places count characters and UTF-16 units, also behind characters of four bytes. */
static void
try_findings(void)
{
	static const char *const parts[] = {
		"{\"field\": \"prompt\", \"kind\": \"email\", \"family\": \"pii\", \"holds\": true, \"start\": 2, \"stop\": 15, \"start16\": 4, \"stop16\": 17,",
		"\"start\": 17, \"stop\": 30, \"start16\": 20, \"stop16\": 33,",
		"{\"field\": \"question\", \"turn\": 2, \"kind\": \"email\"",
		"{\"field\": \"meta\", \"path\": \"/a~1b/0\", \"kind\": \"email\"",
		"\"excerpt\": \"ab********rg\"",
		"\"with_findings\": 1, \"held\": 1, \"findings\": {\"email\": 1}",
		NULL
	};

	expect(&plain, slice("{\"prompt\":\"\xF0\x9F\x98\x80\xF0\x9F\x98\x80" "abc@posts.org \xF0\x9F\x98\x80" "def@posts.org\",\"response\":\"y\","
						 "\"history\":[[\"a\",\"b\"],[\"abc@posts.org\",\"c\"]],\"a/b\":[\"abc@posts.org\"]}"), parts);
}

/* The similarity that is told is that of the features, rounded down. */
static void
try_similarity(void)
{
	static const char *const texts[2] = {
		"{\"prompt\":\"Name the five largest cities of France, each on a line.\",\"response\":\"Paris and others\"}",
		"{\"prompt\":\"Name the six largest cities of France, each on a line.\",\"response\":\"Paris and others\"}"
	};
	BcCheckOptions options = plain;
	Output		output = new_output();
	BcFeatures	sets[2];
	BcSlice		files[2];
	char		told[128];
	size_t		overlap;

	for (int i = 0; i < 2; i++)
	{
		BcParsed	parsed;
		BcVerdict	verdict;

		files[i] = slice(texts[i]);
		if (!bc_record_parse(&bc_malloc_env, files[i], &parsed, &verdict) ||
			!bc_record_features(&bc_malloc_env, &parsed.rec, BC_FIELD_RECORD, &sets[i]))
			abort();
		bc_parsed_free(&parsed);
	}
	overlap = bc_features_overlap(sets[0].values, sets[0].count, sets[1].values, sets[1].count);
	snprintf(told, sizeof(told), "\"duplicate\": \"near\", \"of\": {\"file\": 0, \"line\": 1}, \"similarity\": 0.%03u",
			 (unsigned) (overlap * 1000 / (sets[0].count + sets[1].count - overlap)));
	while (told[strlen(told) - 1] == '0')
		told[strlen(told) - 1] = '\0';
	options.threshold = 300000;
	check(run(&options, files, 2, SIZE_MAX, &output) == BC_CHECK_OK && has(&output, told), told);
	free_output(&output);
	for (int i = 0; i < 2; i++)
		bc_features_free(&bc_malloc_env, &sets[i]);
}

static void
try_options(void)
{
	static const char *const rows[] = {
		"\"line\": 1, \"byte\": 0, \"bytes\": 32, \"verdict\": \"ok\", \"format\": \"alpaca\"}\n",
		"\"line\": 2, \"byte\": 33, \"bytes\": 19, \"verdict\": \"refused\", \"format\": \"alpaca\", \"code\": \"missing_response\", \"byte_offset\": 18, \"path\": \"/output\"",
		NULL
	};
	static const char *const chinese[] = {
		"\"code\": \"syntax\", \"byte_offset\": 0, \"path\": \"\", \"message\": \"这一行不是有效的 JSON\"", NULL
	};
	static const char *const unknown[] = {
		"\"verdict\": \"refused\", \"code\": \"unknown_format\", \"byte_offset\": 0, \"path\": \"\", \"message\": \"the keys of the line are those of no format\"",
		"\"codes\": {\"unknown_format\": 1}", NULL
	};
	static const char *const digests[] = {
		/* of {"prompt": "x", "response": "y", "b": 1.0, "aa": 2} */
		"\"digest\": \"" "\0", NULL
	};
	BcCheckOptions options = plain;

	options.format = bc_format_find(slice("alpaca"));
	expect(&options, slice("{\"instruction\":\"q\",\"output\":\"w\"}\n{\"instruction\":\"q\"}"), rows);
	options = plain;
	options.language = BC_CHINESE;
	expect(&options, slice("x"), chinese);
	options = plain;
	options.any_format = true;
	expect(&options, slice("{\"what\":1}"), unknown);
	options = plain;
	options.what = BC_CHECK_DIGESTS;
	expect(&options, slice("{\"aa\":2,\"prompt\":\"x\",\"b\":1.0,\"response\":\"y\"}"), digests);
}

static void
try_file(BcSlice file, BcFileFault expected)
{
	Output		output = new_output();
	char		fault[64];

	snprintf(fault, sizeof(fault), "\"fault\": \"%s\"", bc_file_fault_name(expected));
	check(run(&plain, &file, 1, 1, &output) == BC_CHECK_OK &&
		  has(&output, expected == BC_FILE_SOUND ? "{\"file\": 0, \"name\": \"f\"}\n" : fault) &&
		  has(&output, expected == BC_FILE_SOUND ? "\"files_refused\": 0" : "\"files_refused\": 1, "), fault);
	free_output(&output);
}

static void
try_files(void)
{
	static const struct
	{
		const char *head;
		size_t		len;
		BcFileFault fault;
	}			cases[] = {
		{"", 0, BC_FILE_SOUND},
		{"{\"prompt\"", 9, BC_FILE_SOUND},
		{"\n\n  {\"prompt\": 1}\n[", 20, BC_FILE_SOUND},
		{"oops\n{}\n", 8, BC_FILE_SOUND},
		{"one line, with a comma", 22, BC_FILE_SOUND},
		{"\xFF\xFE{\0", 4, BC_FILE_UTF16},
		{"{\0\"\0", 4, BC_FILE_UTF16},
		{"\0{\0\"", 4, BC_FILE_UTF16},
		{"\x1F\x8B\x08", 3, BC_FILE_GZIP},
		{"PK\x03\x04", 4, BC_FILE_ZIP},
		{"BZh91AY", 7, BC_FILE_COMPRESSED},
		{"\xFD" "7zXZ", 5, BC_FILE_COMPRESSED},
		{"\x28\xB5\x2F\xFD", 4, BC_FILE_COMPRESSED},
		{"{\r\n  \"prompt\": 1,\r\n", 19, BC_FILE_SPREAD},
		{"\xEF\xBB\xBF\n [{\"prompt\": 1}", 18, BC_FILE_ARRAY},
		{"{'prompt': 'a'}", 15, BC_FILE_PYTHON},
		{"prompt,response\na,b\n", 20, BC_FILE_TABLE},
		{"prompt\tresponse\na\tb\n", 20, BC_FILE_TABLE},
		{"a;b\r\nc;d\r\n", 10, BC_FILE_TABLE},
		{"a;\n;", 4, BC_FILE_TABLE},
		{",\nb\n", 4, BC_FILE_TABLE},
		{"a,b\n\n \t\n", 8, BC_FILE_SOUND},
		{"a b\nc,d\n", 8, BC_FILE_SOUND},
		{"a,b\n \t{}\n", 9, BC_FILE_SOUND},
		{"{", 1, BC_FILE_SPREAD},
		{"{,\n", 3, BC_FILE_SOUND},
		{" \t{\n", 4, BC_FILE_SPREAD},
		{"\r\n\t[", 4, BC_FILE_ARRAY},
		{"B", 1, BC_FILE_SOUND},
		{"PK\x03", 3, BC_FILE_SOUND},
	};
	char		lines[101 * 4 + 3] = "";

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		try_file((BcSlice) {(const unsigned char *) cases[i].head, cases[i].len}, cases[i].fault);
	/* an object on the hundredth line is seen, on the next one it is not */
	for (int n = 1; n <= 101; n++)
	{
		strcat(lines, "a,b\n");
		strcat(lines, "{}");
		if (n > 98)
			try_file((BcSlice) {(unsigned char *) lines, strlen(lines)}, n < 100 ? BC_FILE_SOUND : BC_FILE_TABLE);
		lines[4 * n] = '\0';
	}
}

/* With nothing to hand on, findings are told all the same; with nothing to look for, lines are handed on. */
static void
try_halves(void)
{
	BcSlice		file = slice("{\"prompt\": \"a.b@posts.org\", \"response\": \"r\"}\n");
	BcCheckOptions options = plain;
	Output		output = new_output();

	output.keeps_nothing = true;
	check(run(&options, &file, 1, 100, &output) == BC_CHECK_OK && has(&output, "\"kind\": \"email\"") &&
		  !has(&output, "cleaned") && output.cleaned.len == 0, "nothing is handed on");
	free_output(&output);
	output = new_output();
	options.what = 0;
	check(run(&options, &file, 1, 100, &output) == BC_CHECK_OK && !has(&output, "email") &&
		  has(&output, "\"cleaned\": 1") && output.cleaned.len == file.len, "nothing is looked for");
	free_output(&output);
	output = new_output();
	output.keeps_nothing = true;
	check(run(&options, &file, 1, 100, &output) == BC_CHECK_OK && !has(&output, "email") &&
		  has(&output, "\"ok\": 1") && !has(&output, "cleaned"), "nothing of both");
	free_output(&output);
}

/* Lines like each other and others, with all that can be found in them. */
static void
make_file(BcBuffer *file, unsigned seed, unsigned lines)
{
	static const char *const words[] = {
		"the", "quick", "brown", "fox", "我们", "需要", "检查", "数据", "one", "two",
		"three", "four", "five", "answer", "13800138000", "a.b@posts.org"
	};
	char		line[4000];

	for (unsigned i = 0; i < lines; i++)
	{
		int			n = snprintf(line, sizeof(line), "{\"prompt\": \"%u", i % 97);

		for (unsigned k = 0; k < 30; k++)
		{
			seed = seed * 1664525 + 1013904223;
			n += snprintf(line + n, sizeof(line) - (size_t) n, " %s",
						  words[i % 7 < 5 ? (i % 97 * 31 + k * 7) % 14 : seed >> 28]);
		}
		n += snprintf(line + n, sizeof(line) - (size_t) n, "\", \"response\": \"");
		if (i % 13 != 0)
			n += snprintf(line + n, sizeof(line) - (size_t) n, "yes, answer %u", i % 5);
		n += snprintf(line + n, sizeof(line) - (size_t) n, "\"}\n");
		bc_buffer_add(file, line, (size_t) n);
	}
}

static void
try_same(const BcSlice *files, const BcCheckOptions *options, size_t piece,
		 const Output *expected, const char *what)
{
	Output		output = new_output();

	check(run(options, files, 2, piece, &output) == BC_CHECK_OK &&
		  output.json.len == expected->json.len &&
		  memcmp(output.json.data, expected->json.data, output.json.len) == 0 &&
		  output.cleaned.len == expected->cleaned.len &&
		  memcmp(output.cleaned.data, expected->cleaned.data, output.cleaned.len) == 0,
		  what);
	free_output(&output);
}

static void
try_cuts_and_memory(void)
{
	BcBuffer	buffers[2];
	BcSlice		files[2];
	Output		expected = new_output();
	Output		stopped;
	BcCheckOptions options = plain;

	for (unsigned i = 0; i < 2; i++)
	{
		bc_buffer_init(&buffers[i], &bc_malloc_env, SIZE_MAX);
		make_file(&buffers[i], i + 1, 1500);
		files[i] = (BcSlice) {buffers[i].data, buffers[i].len};
	}
	options.redact = true;
	check(run(&options, files, 2, SIZE_MAX, &expected) == BC_CHECK_OK,
		  "two files are checked");
	check(has(&expected, "\"duplicate\": \"near\"") &&
		  has(&expected, "\"duplicate\": \"record\"") &&
		  has(&expected, "{\"file\": 1, \"line\": 2, \"duplicate\": \"record\", \"of\": {\"file\": 0, \"line\": 2}") &&
		  has(&expected, "\"code\": \"response_blank\""), "with duplicates across them");
	check(!has(&expected, "13800138000") && expected.cleaned.len > 0 &&
		  memchr(expected.cleaned.data, '@', expected.cleaned.len) == NULL,
		  "what is found is not told, and redacted");
	try_same(files, &options, 1, &expected, "byte by byte it is the same");
	try_same(files, &options, 4099, &expected, "in pieces it is the same");
	options.memory = (size_t) 1 << 19;
	try_same(files, &options, SIZE_MAX, &expected, "in less memory it is the same");

	options.memory = (size_t) 1 << 16;
	stopped = new_output();
	check(run(&options, files, 2, SIZE_MAX, &stopped) == BC_CHECK_OK &&
		  has(&stopped, "\"near_memory\": ") && !has(&stopped, "\"near\": ") &&
		  has(&stopped, "\"duplicate\": \"record\""),
		  "without memory for near-duplicates that is told");
	free_output(&stopped);
	for (long left = 0; left < 3600; left += left < 5 ? 1 : 401)
	{
		stopped = new_output();
		stopped.left = left;
		check(run(&plain, files, 2, SIZE_MAX, &stopped) == BC_CHECK_STOPPED ||
			  left > 3000, "stopped");
		free_output(&stopped);
	}
	free_output(&expected);
	bc_buffer_free(&buffers[0]);
	bc_buffer_free(&buffers[1]);
}

/* A storage that fails at one of its calls. */
typedef struct Failing
{
	BcStorage	calls;
	BcMemoryStorage memory;
	long		left;
} Failing;

static bool
fail_append(void *context, unsigned space, const void *data, size_t size)
{
	Failing    *failing = context;

	return failing->left-- > 0 &&
		failing->memory.calls.append(&failing->memory, space, data, size);
}

static bool
fail_read(void *context, unsigned space, uint64_t offset, void *data, size_t size)
{
	Failing    *failing = context;

	return failing->left-- > 0 &&
		failing->memory.calls.read(&failing->memory, space, offset, data, size);
}

static void
fail_drop(void *context, unsigned space)
{
	Failing    *failing = context;

	failing->memory.calls.drop(&failing->memory, space);
}

static void
try_storage(void)
{
	BcBuffer	buffer;
	BcSlice		file;
	BcCheckOptions options = plain;
	BcCheckResult result = BC_CHECK_STORAGE;
	long		calls = 0;

	bc_buffer_init(&buffer, &bc_malloc_env, SIZE_MAX);
	make_file(&buffer, 1, 2200);
	file = (BcSlice) {buffer.data, buffer.len};
	options.memory = (size_t) 1 << 18;
	for (; result != BC_CHECK_OK; calls = calls * 5 / 4 + 1)
	{
		Output		output = new_output();
		Failing		failing;

		bc_memory_storage_start(&failing.memory, &bc_malloc_env, BC_CHECK_SPACES);
		failing.calls = (BcStorage) {fail_append, fail_read, fail_drop, &failing};
		failing.left = calls;
		options.storage = &failing.calls;
		result = run(&options, &file, 1, SIZE_MAX, &output);
		check(result != BC_CHECK_STOPPED && has(&output, "\"sums\"") == (result == BC_CHECK_OK),
			  "where storage fails there are no sums");
		free_output(&output);
		bc_memory_storage_free(&failing.memory);
	}
	check(calls > 10, "storage was used");
	bc_buffer_free(&buffer);
}

/* A line longer than any record is refused, and the next one judged. */
static void
try_long_line(void)
{
	static const char *const parts[] = {
		"\"line\": 2, \"byte\": 30, \"bytes\": 67108900, \"verdict\": \"refused\", \"code\": \"too_large\", \"byte_offset\": 67108864, \"path\": \"/prompt\"",
		"\"line\": 3, \"byte\": 67108932, \"bytes\": 29, \"verdict\": \"ok\"",
		"\"lines\": 3, \"ok\": 2, \"refused\": 1", NULL
	};
	BcBuffer	file;
	size_t		most = BC_MAX_INPUT + 36;
	BcCheckOptions options = plain;

	options.what = 0;
	bc_buffer_init(&file, &bc_malloc_env, SIZE_MAX);
	bc_buffer_add(&file, "{\"prompt\":\"x\",\"response\":\"y\"}\n", 30);
	bc_buffer_add(&file, "{\"prompt\":\"", 11);
	memset(bc_buffer_extend(&file, most - 11), 'a', most - 11);
	bc_buffer_add(&file, "\r\n{\"prompt\":\"x\",\"response\":\"y\"}", 31);
	expect(&options, (BcSlice) {file.data, file.len}, parts);
	bc_buffer_free(&file);
}

static void
try_record(void)
{
	BcCheckOptions options = plain;
	BcVerdict	verdict;
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	options.any_format = true;
	options.redact = true;
	check(bc_check_record(&bc_malloc_env, &options, slice("{\"instruction\":\"a.b@posts.org\",\"output\":\"w\"}"), &out, &verdict) &&
		  out.len == strlen("{\"prompt\": \"<email>\", \"response\": \"w\"}") &&
		  memcmp(out.data, "{\"prompt\": \"<email>\", \"response\": \"w\"}", out.len) == 0,
		  "a row as a record, redacted");
	check(!bc_check_record(&bc_malloc_env, &options, slice("{\"a\""), &out, &verdict) &&
		  verdict.code == BC_SYNTAX && verdict.offset == 4, "a line that is none");
	bc_free(&bc_malloc_env, verdict.path);
	check(!bc_check_record(&bc_malloc_env, &options, slice("{\"a\":1}"), &out, &verdict) &&
		  verdict.code == BC_UNKNOWN_FORMAT, "a row of no format");
	bc_free(&bc_malloc_env, verdict.path);
	check(!bc_check_record(&bc_malloc_env, &plain, slice(" "), &out, &verdict) &&
		  verdict.code != BC_OK && verdict.code != BC_NO_MEMORY, "a blank line");
	bc_free(&bc_malloc_env, verdict.path);
	bc_buffer_free(&out);
}

/* Everything has words in each language. */
static void
try_words(void)
{
	for (int language = 0; language < BC_LANGUAGES; language++)
	{
		BcBuffer	out;
		BcVerdict	verdict;

		bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
		bc_check_write_words((BcLanguage) language, &out);
		check(!out.failed && bc_object_check(&bc_malloc_env, (BcSlice) {out.data, out.len}, &verdict),
			  "the words are an object");
		bc_buffer_free(&out);
		for (int code = BC_OK; code <= BC_NO_MEMORY; code++)
			check(bc_words_of_code((BcLanguage) language, (BcCode) code) != NULL &&
				  bc_hint_of_code((BcLanguage) language, (BcCode) code) != NULL,
				  bc_code_name((BcCode) code));
		for (int kind = 0; kind < BC_ISSUE_KINDS; kind++)
			check(bc_words_of_issue((BcLanguage) language, (BcIssueKind) kind) != NULL &&
				  bc_hint_of_issue((BcLanguage) language, (BcIssueKind) kind) != NULL,
				  bc_issue_name((BcIssueKind) kind));
		for (int kind = 0; kind < BC_KINDS; kind++)
			check(bc_words_of_kind((BcLanguage) language, (BcKind) kind) != NULL,
				  bc_kind_name((BcKind) kind));
	}
}

/* All that is said of a file, to the letter. */
static void
try_whole(void)
{
	static const char form[] =
		"{\"file\": 0, \"name\": \"f\"}\n"
		"{\"file\": 0, \"line\": 1, \"byte\": 0, \"bytes\": 88, \"verdict\": \"ok\", \"findings\": ["
		"{\"field\": \"prompt\", \"kind\": \"email\", \"family\": \"pii\", \"holds\": true, \"start\": 9, \"stop\": 22, \"start16\": 9, "
		"\"stop16\": 22, \"confidence\": 0.9, \"excerpt\": \"a.********rg\"}, "
		"{\"field\": \"prompt\", \"kind\": \"email\", \"family\": \"pii\", \"holds\": true, \"start\": 26, \"stop\": 39, \"start16\": 26, "
		"\"stop16\": 39, \"confidence\": 0.9, \"excerpt\": \"c.********rg\"}], "
		"\"digest\": \"64a4ee7331a3dcebc7ed86f8a8f9c8efab70eae714173dd8322b6800e22e5b78\", "
		"\"exact_key\": \"34f0bd36c4600643a954bc3471f9f9d527e483570b43f7e44d4f8b7159c2323a\"}\n"
		"{\"file\": 0, \"line\": 2, \"byte\": 89, \"bytes\": 0, \"verdict\": \"blank\"}\n"
		"{\"file\": 0, \"line\": 3, \"byte\": 90, \"bytes\": 15, \"verdict\": \"refused\", \"code\": \"missing_response\", \"byte_offset\": 14, "
		"\"path\": \"/response\", \"message\": \"the record has no response\", "
		"\"hint\": \"Add the key \\\"response\\\" with the answer that the model should have given.\"}\n"
		"{\"file\": 0, \"line\": 4, \"byte\": 106, \"bytes\": 96, \"verdict\": \"ok\", \"findings\": ["
		"{\"field\": \"prompt\", \"kind\": \"email\", \"family\": \"pii\", \"holds\": true, \"start\": 9, \"stop\": 22, \"start16\": 9, "
		"\"stop16\": 22, \"confidence\": 0.9, \"excerpt\": \"a.********rg\"}, "
		"{\"field\": \"prompt\", \"kind\": \"email\", \"family\": \"pii\", \"holds\": true, \"start\": 26, \"stop\": 39, \"start16\": 26, "
		"\"stop16\": 39, \"confidence\": 0.9, \"excerpt\": \"c.********rg\"}], "
		"\"issues\": [{\"issue\": \"control_chars\", \"score\": 1, \"severity\": \"warn\"}], "
		"\"digest\": \"3ed346c0cb546dec5315f42d0bca85a20caa6488a685245939f9a0ef68315294\", "
		"\"exact_key\": \"c16ab3e976d89e09995fdae9461d8f5ca1ba85ecb743e3230393f8a63a721808\"}\n"
		"{\"file\": 0, \"line\": 4, \"duplicate\": \"near\", \"of\": {\"file\": 0, \"line\": 1}, \"similarity\": 1}\n"
		"{\"sums\": {\"files\": 1, \"files_refused\": 0, \"bytes\": 203, \"lines\": 4, \"ok\": 2, \"refused\": 1, \"blank\": 1, "
		"\"codes\": {\"missing_response\": 1}, \"with_findings\": 2, \"held\": 2, \"findings\": {\"email\": 2}, \"with_issues\": 1, "
		"\"error\": 0, \"warn\": 1, \"info\": 0, \"issues\": {\"control_chars\": 1}, \"same_record\": 0, \"same_text\": 0, \"near\": 1, "
		"\"clusters\": 1, \"cleaned\": 2, \"rule_version\": %d}}\n";
	static const char cleaned[] =
		"{\"prompt\": \"write to <email> or <email> now\", \"response\": \"the answer is 4\"}\n"
		"{\"prompt\": \"write to <email> or <email> now\", \"response\": \"the answer is 4 \\u0001.\"}\n";
	char		whole[4000];
	BcSlice		file = slice("{\"prompt\": \"write to a.b@posts.org or c.d@posts.org now\", \"response\": \"the answer is 4\"}\n"
							 "\n{\"prompt\": \"q\"}\n"
							 "{\"prompt\": \"write to a.b@posts.org or c.d@posts.org now\", \"response\": \"the answer is 4 \\u0001.\"}\n");
	BcCheckOptions options = plain;
	Output		output = new_output();
	bool		same;

	snprintf(whole, sizeof(whole), form, BC_RULE_VERSION);
	options.what |= BC_CHECK_DIGESTS;
	options.redact = true;
	same = run(&options, &file, 1, 7, &output) == BC_CHECK_OK && output.json.len == strlen(whole) &&
		memcmp(output.json.data, whole, output.json.len) == 0;
	if (!same)
		printf("%.*s", (int) output.json.len, (char *) output.json.data);
	check(same, "all that is said of a file");
	check(output.cleaned.len == strlen(cleaned) && memcmp(output.cleaned.data, cleaned, output.cleaned.len) == 0,
		  "the file without what was found");
	free_output(&output);
}

int
main(void)
{
	try_lines();
	try_whole();
	try_findings();
	try_similarity();
	try_options();
	try_files();
	try_halves();
	try_cuts_and_memory();
	try_storage();
	try_long_line();
	try_record();
	try_words();
	return report();
}
