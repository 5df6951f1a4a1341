/*
 * memory.c: every function of the core that asks for memory, with the n-th
 * request refused, for each n there is: that one, or all from it on.  It must
 * say so and leave nothing behind; the leak checker and the count of blocks see
 * what it leaves.
 */
#include "core/base.h"
#include "core/check.h"
#include "core/follow.h"
#include "core/formats.h"
#include "core/near.h"
#include "core/quality.h"
#include "core/record.h"
#include "core/scores.h"
#include "core/screen.h"
#include "core/tasks.h"
#include "core/terms.h"
#include "core/text.h"
#include "core/text/counts.h"
#include "check.h"
#include "near/join_storage.h"

#include <limits.h>

static long left;				/* requests that are still granted */
static bool once;				/* only the next one is refused then */
static long asked;
static long blocks;
static long polls;

static void *
resize_counted(void *context, void *ptr, size_t size)
{
	void	   *result;

	(void) context;
	if (size == 0)
	{
		blocks -= ptr != NULL;
		free(ptr);
		return NULL;
	}
	asked++;
	if (left == 0)
	{
		left = once ? LONG_MAX : 0;
		return NULL;
	}
	left--;
	result = realloc(ptr, size);
	blocks += ptr == NULL;
	return result;
}

static void
count_poll(void *context)
{
	(void) context;
	polls++;
}

/* A sum of what came out; a request refused alone may be done without, if that is the same. */
static uint32_t outcome;

static void
came_out(const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		outcome = (outcome ^ bytes[i]) * 16777619u;
	outcome += 1;
}

static void
verdict_came_out(const BcVerdict *verdict)
{
	came_out(&verdict->code, sizeof(verdict->code));
	came_out(&verdict->offset, sizeof(verdict->offset));
	if (verdict->path != NULL)
		came_out(verdict->path, strlen(verdict->path));
}

static const BcEnv env = {resize_counted, count_poll, NULL};

/* More than any block on the stack: everything has to grow. */
static BcSlice long_text;
static BcSlice long_record;

static const char *const pieces[] = {
	"客户张三的手机号是13800138000，身份证 11010519491231002X，邮箱 a.b@example.com。",
	" The café's server 10.1.2.3 has 3.5 GB; -5 != 5 and 6*2 = 12. ",
	"password = \\\"Tr0ub4dor&3xKq\\\" \\u4e2d\\ud83d\\ude00 ＡＢＣ ﾊﾞ ",
	"然后然后然后然后 ①②③ <UNK> 作为一个人工智能语言模型 ",
};

static void
build_texts(void)
{
	BcBuffer	text;
	BcBuffer	record;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	for (int i = 0; i < 120; i++)
	{
		const char *piece = pieces[i % 4];

		bc_buffer_add(&text, piece, strlen(piece));
	}
	long_text = (BcSlice) {text.data, text.len};

	bc_buffer_init(&record, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&record, "{\"prompt\": \"", 12);
	bc_buffer_add(&record, text.data, text.len);
	bc_buffer_add(&record, "\", \"response\": \"", 16);
	bc_buffer_add(&record, text.data, text.len / 3);
	bc_buffer_add(&record, "\", \"history\": [[\"q\\n\", \"a\"], [\"\", \"b\"]], ", 41);
	bc_buffer_add(&record, "\"rejected\": \"\\u0041\", \"system\": \"s\", \"tags\": [1, {\"k\": 2.5e3}]}", 63);
	long_record = (BcSlice) {record.data, record.len};
}

/* Each of these does one thing with env; false: there was no memory. */

static bool
do_fold(void)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	ok = bc_exact_fold(&env, BC_EXACT_VERSION, long_text, &out);
	bc_buffer_free(&out);
	return ok;
}

/* Nothing else is asked for once there are marks: their own room is the last. */
static bool
do_marks(void)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	ok = bc_exact_fold(&env, BC_EXACT_VERSION, slice("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
								   "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"), &out);
	bc_buffer_free(&out);
	return ok;
}

static bool
do_normalize(void)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	ok = bc_normalize(&env, long_text, &out);
	bc_buffer_free(&out);
	return ok;
}

/* All that a row may need memory for: turns, parts, thoughts, joined texts. */
static bool
do_line(void)
{
	static const char *const lines[] = {
		"{\"messages\": [{\"role\": \"user\", \"content\": \"\\u00e9\"}, {\"role\": \"assistant\", \"content\": \"r\"}]}",
		"{\"messages\": [{\"role\": \"user\", \"content\": \"\\u00e9\"}, {\"role\": \"assistant\", \"content\": 1}]}",
	};
	bool		ok = true;

	for (int i = 0; i < 2 && ok; i++)
	{
		const char *hint;
		BcBuffer	out;
		BcDraft		draft;
		BcVerdict	verdict;
		bool		read;

		bc_buffer_init(&out, &env, SIZE_MAX / 2);
		read = bc_row_judge(&env, slice(lines[i]), NULL, &out, &draft, &verdict, &hint);
		if (read)
			bc_draft_free(&draft);
		else if (verdict.code != BC_NO_MEMORY)
			bc_free(&env, verdict.path);
		ok = read ? i == 0 : i == 1 && verdict.code == BC_RESPONSE_TYPE;
		bc_buffer_free(&out);
	}
	return ok;
}

static bool
do_row(void)
{
	static const char *const rows[] = {
		"{\"chosen\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"q\"}]}, "
		"{\"role\": \"assistant\", \"content\": \"a\", \"reasoning_content\": \"t\"}, {\"role\": \"user\", \"content\": \"p\"}, "
		"{\"role\": \"assistant\", \"content\": \"r\"}], \"rejected\": \"x\", \"k\": 1}",
		"{\"instruction\": \"p\", \"input\": \"q\", \"output\": \"r\", \"history\": [[\"q\", \"a\"]]}",
		"{\"conversation\": [{\"human\": [{\"type\": \"text\", \"text\": \"p\"}], \"assistant\": \"r\"}]}",
	};
	bool		ok = true;

	for (int i = 0; i < 3 && ok; i++)
	{
		BcBuffer	out;
		BcDraft		draft;
		BcRowFault	fault;

		bc_buffer_init(&out, &env, SIZE_MAX / 2);
		ok = bc_row_read(&env, slice(rows[i]), NULL, &out, &draft, &fault);
		if (ok)
			bc_draft_free(&draft);
		else
			check(fault.code == BC_NO_MEMORY, rows[i]);
		bc_buffer_free(&out);
	}
	return ok;
}

static bool
do_features(void)
{
	BcFeatures	set;
	bool		ok = bc_text_features(&env, long_text, BC_FIELD_TEXT, &set);

	bc_features_free(&env, &set);
	return ok;
}

/* A text of so many words, all of them different. */
static size_t word_count;

static bool
do_words(void)
{
	char		words[20000];
	size_t		len = 0;
	BcFeatures	set;
	bool		ok;

	for (size_t i = 0; i < word_count; i++)
		len += (size_t) sprintf(words + len, "w%zu ", i);
	ok = bc_text_features(&env, (BcSlice) {(unsigned char *) words, len},
						  BC_FIELD_TEXT, &set);
	bc_features_free(&env, &set);
	return ok;
}

static bool
do_inner(void)
{
	BcFeatures	set;
	bool		ok = bc_text_inner(&env, long_text, BC_FIELD_TEXT, &set);

	bc_features_free(&env, &set);
	return ok;
}

/* Reads, packs, writes and compares a record; everything else over it. */
static bool
with_record(BcSlice text, bool (*use) (const BcRecord *rec))
{
	BcDraft		draft;
	BcVerdict	verdict;
	BcSlice		meta;
	BcRecord	rec;
	size_t		size;
	unsigned char *packed;
	bool		ok;

	if (!bc_record_read(&env, text, &draft, &verdict))
	{
		ok = verdict.code != BC_NO_MEMORY;
		if (ok)
		{
			verdict_came_out(&verdict);
			bc_free(&env, verdict.path);
		}
		return ok;
	}
	meta = (BcSlice) {draft.meta.data, draft.meta.len};
	size = bc_draft_size(&draft, meta);
	packed = malloc(size);
	bc_draft_pack(&draft, meta, packed);
	bc_draft_free(&draft);
	ok = bc_record_view(&rec, packed, size) && use(&rec);
	free(packed);
	return ok;
}

static bool
use_writer(const BcRecord *rec)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	bc_record_write(rec, &out);
	ok = !out.failed;
	bc_buffer_free(&out);
	return ok;
}

static bool
use_record_features(const BcRecord *rec)
{
	BcFeatures	set;
	bool		ok = bc_record_features(&env, rec, BC_FIELD_RECORD, &set);

	bc_features_free(&env, &set);
	return ok;
}

static bool
use_quality(const BcRecord *rec)
{
	BcIssues	issues;
	bool		ok = bc_quality(&env, rec, &issues);

	if (ok)
		came_out(issues.list, issues.count * sizeof(issues.list[0]));
	return ok;
}

/* A line with a system prompt, what it loses, and what describes it. */
static bool
use_format(const BcRecord *rec)
{
	const BcFormat *format = bc_format_find(slice("sharegpt_preference"));
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	bc_format_write(&env, format, rec, &out);
	bc_format_losses(&env, format, rec, &out);
	bc_format_features(format, &out);
	bc_format_dataset(&env, format, rec->response, &out);
	ok = !out.failed;
	came_out(out.data, out.len);
	bc_buffer_free(&out);
	return ok;
}

/* There is room for what is written: only what reads meta asks for more. */
static bool
use_losses(const BcRecord *rec)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	bc_buffer_add(&out, "", 1);
	bc_format_losses(&env, bc_format_find(slice("qa")), rec, &out);
	ok = !out.failed;
	bc_buffer_free(&out);
	return ok;
}

static bool
do_losses(void)
{
	return with_record(slice("{\"prompt\": \"p\", \"response\": \"r\", \"a\": 1, \"system\": \"s\"}"), use_losses);
}

static bool
do_record(void)
{
	return with_record(long_record, use_writer);
}

/* The fault lies deep in a path, which takes memory to tell. */
static bool
do_refused(void)
{
	BcSlice		text = {long_record.data, long_record.len - 1};

	return with_record(text, use_writer);
}

/* A line that is an object, and one that is none, by a fault in it. */
static bool
do_object(void)
{
	BcVerdict	verdict;
	bool		ok = bc_object_check(&env, slice("{\"a\": [{\"b\": 1}]}"), &verdict);

	if (!ok)
		return false;
	ok = bc_object_check(&env, slice("{\"a\": [x]}"), &verdict);
	verdict_came_out(&verdict);
	bc_free(&env, verdict.path);
	return !ok && verdict.code != BC_NO_MEMORY;
}

static bool
do_record_features(void)
{
	return with_record(long_record, use_record_features);
}

static bool
do_quality(void)
{
	return with_record(long_record, use_quality);
}

/* An answer that is judged by what its prompt asks for. */
static bool
do_asked(void)
{
	char		text[5000] = "{\"prompt\": \"Return a JSON object with the keys \\\"a\\\" and \\\"b\\\".";

	while (strlen(text) < 4000)
		strcat(text, " Use three words, not two, if you can.");
	strcat(text, "\", \"response\": \"{\\\"a\\\": {\\\"b\\\": [1, 2]}} and more\"}");
	return with_record(slice(text), use_quality);
}

static bool
do_format(void)
{
	return with_record(long_record, use_format);
}

static bool
do_scores(void)
{
	BcSlice		other = {long_text.data + 100, long_text.len - 100};
	double		score;

	return bc_rouge_l(&env, long_text, other, &score) &&
		bc_bleu4(&env, long_text, other, &score);
}

static bool
do_scan(void)
{
	BcScanOptions options = {0, 0};
	BcFindings	findings;
	bool		ok = bc_scan(&env, long_text, &options, &findings);

	if (ok)
	{
		came_out(findings.list, findings.count * sizeof(findings.list[0]));
		bc_findings_free(&env, &findings);
	}
	return ok;
}

static bool
do_redact(void)
{
	BcScanOptions options = {0, 0};
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	ok = bc_redact(&env, long_text, &options, BC_REDACT_REMOVE, true, &out);
	came_out(out.data, out.len);
	bc_buffer_free(&out);
	return ok;
}

static bool
do_terms(void)
{
	static BcTerm terms[300];
	static char texts[300][48];
	BcTerms		set;
	BcTermHits	hits;
	size_t		bad;
	bool		ok;

	for (int i = 0; i < 300; i++)
	{
		snprintf(texts[i], sizeof(texts[i]), "词%d手机%d", i, i * 7);
		terms[i] = (BcTerm) {slice(texts[i]), i % 9 == 0};
	}
	terms[299] = (BcTerm) {slice("手机"), false};
	if (bc_terms_build(&env, terms, 300, &set, &bad) != BC_TERMS_OK)
		return false;
	ok = bc_terms_find(&env, &set, long_text, &hits);
	if (ok)
		bc_term_hits_free(&env, &hits);
	bc_terms_free(&env, &set);
	return ok;
}

static bool
do_sort(void)
{
	static uint32_t values[5000];
	size_t		equal;

	for (uint32_t i = 0; i < 5000; i++)
		values[i] = i * UINT32_C(2654435761);
	return bc_sort32(&env, values, 5000, &equal);
}

static bool
do_lines(void)
{
	BcLineReader reader;
	BcSlice		line;
	BcLineStep	step;
	size_t		at = 0;
	bool		ok = true;

	bc_reader_init(&reader, &env, SIZE_MAX / 2);
	for (;;)
	{
		step = bc_reader_next(&reader, &line);
		if (step == BC_LINE_NONE)
			break;
		if (step == BC_LINE_MORE && at == long_text.len)
			bc_reader_end(&reader);
		else if (step == BC_LINE_MORE)
		{
			size_t		n = long_text.len - at < 97 ? long_text.len - at : 97;
			unsigned char *room = bc_reader_room(&reader, n);

			if (room == NULL)
			{
				ok = false;
				break;
			}
			memcpy(room, long_text.data + at, n);
			bc_reader_added(&reader, n);
			at += n;
		}
	}
	bc_reader_free(&reader);
	return ok;
}

static void
take_match(void *context, uint32_t older, uint32_t newer, size_t overlap,
		   size_t all)
{
	(void) context;
	(void) older;
	(void) newer;
	(void) overlap;
	(void) all;
}

/* Sets of ten to twelve values, each like the one before; storage for some. */
static bool
run_join(BcComponents *components, size_t memory, uint32_t sets)
{
	static Storage storage;
	BcJoin		join;
	uint32_t	values[12];
	bool		ok;

	storage_start(&storage, LONG_MAX);
	ok = bc_join_start(&join, &env, &storage.calls, 500000, memory,
					   sets * UINT64_C(12));
	for (uint32_t i = 0; ok && i < sets; i++)
	{
		uint32_t	count = 10 + i / (sets / 3 + 1);

		for (uint32_t k = 0; k < count; k++)
			values[k] = (i / 40) * 1000 + k * 3;
		ok = bc_join_add(&join, values, count);
	}
	ok = ok && (components != NULL ? bc_join_clusters(&join, components) :
				bc_join_pairs(&join, take_match, NULL));
	bc_join_free(&join);
	storage_end(&storage);
	return ok;
}

static bool
do_join(void)
{
	return run_join(NULL, 100000, 60);
}

/* With everything in storage, and a value that many sets have. */
static bool
do_stored_join(void)
{
	return run_join(NULL, 1, 1200);
}

static bool
do_components(void)
{
	BcComponents components;
	bool		ok;

	if (!bc_components_start(&components, &env, 60))
		return false;
	ok = run_join(&components, 100000, 60);
	bc_components_free(&components, &env);
	return ok;
}

static bool
do_canonical(void)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &env, SIZE_MAX / 2);
	ok = bc_json_canonical(&env, long_record, &out);
	bc_buffer_free(&out);
	return ok;
}

static bool
use_keys(const BcRecord *rec)
{
	unsigned char key[BC_SHA256_BYTES];
	uint64_t	kinds;
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};

	if (!bc_record_digest(&env, rec, key))
		return false;
	came_out(key, sizeof(key));
	if (!bc_record_exact_key(&env, rec, BC_EXACT_VERSION, key))
		return false;
	came_out(key, sizeof(key));
	if (!bc_record_kinds(&env, rec, &options, &kinds))
		return false;
	came_out(&kinds, sizeof(kinds));
	return true;
}

static bool
do_keys(void)
{
	BcParsed	parsed;
	BcVerdict	verdict;
	bool		ok;

	if (!bc_record_parse(&env, long_record, &parsed, &verdict))
		return false;
	ok = use_keys(&parsed.rec);
	bc_parsed_free(&parsed);
	return ok;
}

/* The fold of an earlier turn asks for room for its marks. */
static bool
do_turn_key(void)
{
	static const char marks[] = "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"
		"\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301";
	unsigned char key[BC_SHA256_BYTES];
	char		text[300];
	BcParsed	parsed;
	BcVerdict	verdict;
	bool		ok;

	sprintf(text, "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"%s\", \"a\"], [\"q\", \"%s\"]]}", marks, marks);
	check(bc_record_parse(&bc_malloc_env, slice(text), &parsed, &verdict), text);
	ok = bc_record_exact_key(&env, &parsed.rec, BC_EXACT_VERSION, key);
	if (ok)
		came_out(key, sizeof(key));
	bc_parsed_free(&parsed);
	return ok;
}

/* Rows that are all kept, more than there is room for at first. */
static bool
do_count(void)
{
	BcCount		count;
	bool		ok = bc_count_start(&count, &env, 20000, (size_t) 1 << 24, 1);

	for (uint64_t row = 1; row <= 5000 && ok; row++)
		ok = bc_count_enter(&count, row, 1);
	if (ok)
		came_out(&count.nkept, sizeof(count.nkept));
	bc_count_free(&count);
	return ok;
}

/* In three runs, with a storage that is memory, too. */
static bool
do_sorter(void)
{
	BcMemoryStorage storage;
	BcSorter	sorter;
	BcSlice		entry;
	bool		ok = true;

	if (!bc_memory_storage_start(&storage, &env, 1))
		return false;
	bc_sorter_start(&sorter, &env, &storage.calls, 0, 0);
	for (int i = 0; i < 60 && ok; i++)
	{
		unsigned char *room = bc_sorter_room(&sorter, 3000);

		ok = room != NULL;
		if (ok)
			memset(room, i * 7 % 60, 3000);
	}
	ok = ok && bc_sorter_sort(&sorter, 0);
	while (ok && (ok = bc_sorter_next(&sorter, &entry)) && entry.data != NULL)
		;
	bc_sorter_free(&sorter);
	bc_memory_storage_free(&storage);
	return ok;
}

static BcBuffer check_json;

static bool
take_event(void *context, const BcCheckEvent *event)
{
	(void) context;
	bc_check_write(event, &check_json);
	return !check_json.failed;
}

static bool
take_line(void *context, BcCheckPlace place, BcSlice line)
{
	(void) context;
	(void) place;
	came_out(line.data, line.len);
	return true;
}

static bool
run_check(BcCheck *checking)
{
	static const char file[] =
		"{\"instruction\": \"write to a.b@posts.org or c.d@posts.org now\", \"output\": \"the answer is 4\"}\n"
		"{\"instruction\": \"write to a.b@posts.org or c.d@posts.org now\", \"output\": \"the answer is 4\"}\n"
		"{\"instruction\": \"write to a.b@posts.org or c.d@posts.org, now\", \"output\": \"the answer is 5\", \"b\": [\"\\n\"], \"a\": 1}\n"
		"{\"instruction\": \"q\"}\nx\n";
	BcSlice		rest = {(const unsigned char *) file, sizeof(file) - 1};
	BcCheckResult result = bc_check_file(checking, slice("a"));

	if (result == BC_CHECK_OK)
		result = bc_check_feed(checking, rest);
	if (result == BC_CHECK_OK)
		result = bc_check_file_end(checking);
	if (result == BC_CHECK_OK)
		result = bc_check_finish(checking);
	return result == BC_CHECK_OK;
}

/* All of it, over rows that are records of another format. */
static bool
do_check(void)
{
	BcCheckOptions options = {
		.what = BC_CHECK_FINDINGS | BC_CHECK_ISSUES | BC_CHECK_DUPLICATES |
			BC_CHECK_NEAR | BC_CHECK_DIGESTS,
		.any_format = true, .threshold = 500000, .redact = true,
		.memory = (size_t) 1 << 20
	};
	BcCheckCalls calls = {take_event, take_line, NULL};
	BcCheck    *checking;
	bool		ok;

	bc_buffer_init(&check_json, &env, SIZE_MAX / 2);
	checking = bc_check_begin(&env, &options, &calls);
	ok = checking != NULL && run_check(checking);
	bc_check_free(checking);
	came_out(check_json.data, check_json.len);
	bc_buffer_free(&check_json);
	return ok;
}

/* Constraints of a prompt with many cues, a question and a system text, which JSON judges. */
static bool
do_follow(void)
{
	static const unsigned char lengths[8] = {30, 0, 0, 0, 0, 0, 0, 0};
	char		prompt[4000] = "Return a JSON object with the keys \"a\" and \"b\".";
	BcRecord	rec;
	BcConstraints found;
	bool		ok;

	memset(&rec, 0, sizeof(rec));
	while (strlen(prompt) < 3900)
		strcat(prompt, " Use three words, not two, if you can.");
	rec.prompt = slice(prompt);
	rec.history = slice("From now on, answer in French.");
	rec.turns = 1;
	rec.turn_lengths = lengths;
	rec.meta = slice("{\"a\": [\"x\"], \"system\": \"Write at least 100 words.\"}");
	rec.response = slice("{\"a\": {\"b\": [1, \"2\"]}} and more");
	ok = bc_record_constraints(&env, &rec, &found);
	for (unsigned k = 0; ok && k < found.count; k++)
	{
		BcFollowJudge judge;
		BcFollowVerdict verdict;

		came_out(&found.list[k].kind, 1);
		bc_follow_start(&judge, &env, &found, &rec);
		ok = bc_follow_judge(&judge, &found.list[k], &verdict);
		if (ok)
			came_out(verdict.why, strlen(verdict.why));
		bc_follow_end_judge(&judge);
	}
	bc_constraints_free(&found);
	return ok;
}

/* Refuses request after request until there is none to refuse. */
static void
every_site_of(const char *what, bool (*work) (void))
{
	long		site = 0;
	char		name[80];
	uint32_t	whole;

	left = LONG_MAX;
	outcome = 0;
	(void) work();
	whole = outcome;

	for (;; site++)
	{
		bool		ok;

		left = site;
		asked = 0;
		blocks = 0;
		outcome = 0;
		ok = work();
		snprintf(name, sizeof(name), "%s, request %ld%s", what, site + 1, once ? " alone" : "");
		check(blocks == 0, name);
		if (asked <= site)
		{
			check(ok, name);
			break;
		}
		check(!ok || (once && whole != 0 && outcome == whole), name);
	}
	check(site > 0, what);
	printf("%s: %ld requests\n", what, site);
}

static void
every_site(const char *what, bool (*work) (void))
{
	once = false;
	every_site_of(what, work);
	/* what went on without it must not have gone on as if nothing were missing */
	once = true;
	every_site_of(what, work);
	once = false;
}

/* Over two megabytes, the work lets itself be interrupted so often, and not much oftener. */
static bool do_tasks(void);

/* Nothing but blanks. */
static BcSlice blanks;

static bool
do_blank(void)
{
	return bc_is_blank(&env, blanks);
}

static bool
do_counts(void)
{
	BcTextCounts counts;

	bc_count_text(&env, long_text, &counts);
	return counts.characters > 0;
}

static bool
do_overlap(void)
{
	BcOverlap	overlap;

	return bc_overlap(&env, long_text, (BcSlice) {long_text.data, 5000}, &overlap);
}

static void
polled(const char *what, bool (*work) (void), long least)
{
	left = LONG_MAX;
	polls = 0;
	check(work(), what);
	check(polls >= least && polls <= 2 * least, what);
	printf("%s: %ld polls\n", what, polls);
}

static void
test_polls(void)
{
	BcSlice		short_text = long_text;
	BcSlice		short_record = long_record;
	void	   *blank = malloc(2000000);
	BcBuffer	text;
	BcBuffer	record;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	while (text.len < 2000000)
		bc_buffer_add(&text, short_text.data, short_text.len);
	bc_buffer_init(&record, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add(&record, "{\"prompt\": \"", 12);
	bc_buffer_add(&record, text.data, text.len);
	bc_buffer_add(&record, "\", \"response\": \"", 16);
	bc_buffer_add(&record, text.data, text.len);
	bc_buffer_add(&record, "\"}", 2);
	long_text = (BcSlice) {text.data, text.len};
	long_record = (BcSlice) {record.data, record.len};
	polled("exact fold", do_fold, 30);
	polled("normalize", do_normalize, 30);
	polled("features", do_features, 130);
	polled("record", do_record, 24000);
	polled("canonical", do_canonical, 24000);
	polled("features of a record", do_record_features, 370);
	polled("quality", do_quality, 1500);
	polled("format", do_format, 48000);
	polled("scan", do_scan, 1000);
	polled("redact", do_redact, 3500);
	polled("terms", do_terms, 40);
	polled("counts", do_counts, 30);
	polled("overlap", do_overlap, 320);
	polled("tasks", do_tasks, 30);
	blanks.len = 2000000;
	blanks.data = memset(blank, ' ', blanks.len);
	polled("blank", do_blank, 30);
	/* nothing but marks */
	long_text = (BcSlice) {memset(blank, '\n', blanks.len), blanks.len};
	polled("tasks of marks", do_tasks, 30);
	free(blank);
	long_text = (BcSlice) {text.data, 250000};
	polled("scores", do_scores, 50);
	long_text = short_text;
	long_record = short_record;
	bc_buffer_free(&text);
	bc_buffer_free(&record);
}

static bool
do_tasks(void)
{
	static const char *const prompts[] = {
		"Translate the text into Latin: sea", "Translate the text into Latin: bird",
		"the sea in Latin, please: now", "the bird in Latin, please: now",
		"请问海的反义词是什么", "请问山的反义词是什么", "sea", ""
	};
	BcTasks		tasks;
	bool		ok = true;

	bc_tasks_start(&tasks, &env, 2);
	/* more than there is room for at first */
	for (int i = 0; i < 600 && ok; i++)
		ok = bc_tasks_add(&tasks, slice(prompts[i % 8]));
	ok = ok && bc_tasks_add(&tasks, long_text) && bc_tasks_find(&tasks);
	bc_tasks_free(&tasks);
	return ok;
}

static bool
do_instruction_key(void)
{
	BcBuffer	key;
	bool		ok;

	bc_buffer_init(&key, &env, SIZE_MAX);
	ok = bc_instruction_key(&env, long_text, 100, 100, &key);
	bc_buffer_free(&key);
	return ok;
}

int
main(void)
{
	build_texts();
	test_polls();
	every_site("exact fold", do_fold);
	every_site("marks", do_marks);
	every_site("normalize", do_normalize);
	every_site("row", do_row);
	every_site("line", do_line);
	every_site("features", do_features);
	/* where the last feature of all finds no room and asks for more */
	for (word_count = 257; word_count < 2050; word_count = 2 * word_count - 1)
		every_site("words", do_words);
	every_site("inner features", do_inner);
	every_site("record", do_record);
	every_site("refused record", do_refused);
	every_site("object", do_object);
	every_site("features of a record", do_record_features);
	every_site("quality", do_quality);
	every_site("quality of what is asked for", do_asked);
	every_site("format", do_format);
	every_site("losses", do_losses);
	every_site("scores", do_scores);
	every_site("scan", do_scan);
	every_site("redact", do_redact);
	every_site("terms", do_terms);
	every_site("sort", do_sort);
	every_site("lines", do_lines);
	every_site("canonical", do_canonical);
	every_site("keys", do_keys);
	every_site("key of turns", do_turn_key);
	every_site("sorter", do_sorter);
	every_site("check", do_check);
	every_site("join", do_join);
	every_site("counts of rows", do_count);
	every_site("stored join", do_stored_join);
	every_site("components", do_components);
	every_site("tasks", do_tasks);
	every_site("instruction key", do_instruction_key);
	every_site("follow", do_follow);
	free((void *) long_text.data);
	free((void *) long_record.data);
	return report();
}
