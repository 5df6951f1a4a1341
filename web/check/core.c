/*
 * core.c: the core as the page's worker calls it, in WebAssembly: a check of
 * files, one line by itself, words.  What comes out goes to take(), which the
 * worker imports, in pieces of a kind; nothing is kept here beyond that.
 */
#include "core/badcase.h"

/* Kinds of what comes out. */
typedef enum Out
{
	OUT_REPORT,					/* events as JSON lines */
	OUT_ROWS,					/* PageRow */
	OUT_DUPLICATES,				/* PageDuplicate */
	OUT_FILES,					/* PageFile */
	OUT_CLEANED,				/* PageCleaned and bytes, each */
	OUT_ANSWER,					/* of one line; words */
	OUTS
} Out;

/* Buffers are emptied when they reach so many bytes. */
#define PIECE	((size_t) 1 << 20)

/* Memory for features and digests: less than half of what there is at most. */
#define MEMORY	((size_t) 1536 << 20)

/* What the list of lines is drawn from. */
typedef struct PageRow
{
	double		byte;
	double		bytes;
	uint32_t	file;
	uint32_t	flags;
} PageRow;

/* The verdict is in the two lowest bits of the flags. */
#define FLAG_PRIVATE	4
#define FLAG_SECRET		8
#define FLAG_SEVERITY	4		/* bits to the left: none, info, warn, error */

typedef struct PageDuplicate
{
	uint32_t	file;
	uint32_t	line;
	uint32_t	of_file;
	uint32_t	of_line;
	uint32_t	kind;
	uint32_t	similarity;
} PageDuplicate;

typedef struct PageFile
{
	uint32_t	file;
	uint32_t	fault;
} PageFile;

typedef struct PageCleaned
{
	uint32_t	file;
	uint32_t	line;
	uint32_t	len;
} PageCleaned;

#define EXPORT(name) __attribute__((export_name(#name)))

extern void take(uint32_t kind, const void *data, size_t len)
__attribute__((import_module("page"), import_name("take")));

static BcBuffer outs[OUTS];
static BcCheck *check;
static bool one_line;			/* what is told is the answer */

static const BcEnv *const env = &bc_malloc_env;

static void
give(Out kind)
{
	if (outs[kind].len != 0)
		take(kind, outs[kind].data, outs[kind].len);
	outs[kind].len = 0;
}

/* After each call that makes some; what was given counts no more. */
static int
give_all(BcCheckResult result)
{
	for (int i = 0; i < OUTS; i++)
	{
		if (outs[i].failed && result == BC_CHECK_OK)
			result = BC_CHECK_NO_MEMORY;
		give((Out) i);
	}
	return result;
}

static void
add(Out kind, const void *data, size_t len)
{
	bc_buffer_add(&outs[kind], data, len);
	if (outs[kind].len >= PIECE)
		give(kind);
}

static void
add_row(const BcCheckEvent *event)
{
	const BcCheckLine *line = event->line;
	unsigned	severity = 0;
	PageRow		row;

	row.byte = (double) line->byte;
	row.bytes = (double) line->bytes;
	row.file = event->place.file;
	row.flags = line->verdict;
	for (size_t i = 0; i < line->nfindings; i++)
		row.flags |= bc_kind_family(line->findings[i].found.kind) == BC_FAMILY_SECRET ?
			FLAG_SECRET : FLAG_PRIVATE;
	for (unsigned i = 0; line->issues != NULL && i < line->issues->count; i++)
	{
		unsigned	of_issue = line->issues->list[i].severity + 1u;

		if (of_issue > severity)
			severity = of_issue;
	}
	row.flags |= severity << FLAG_SEVERITY;
	add(OUT_ROWS, &row, sizeof(row));
}

static void
add_duplicate(const BcCheckEvent *event)
{
	PageDuplicate duplicate;

	duplicate.file = event->place.file;
	duplicate.line = (uint32_t) event->place.line;
	duplicate.of_file = event->duplicate->of.file;
	duplicate.of_line = (uint32_t) event->duplicate->of.line;
	duplicate.kind = event->duplicate->kind;
	duplicate.similarity = event->duplicate->similarity;
	add(OUT_DUPLICATES, &duplicate, sizeof(duplicate));
}

static bool
tell(void *context, const BcCheckEvent *event)
{
	PageFile	file = {event->place.file, event->fault};

	(void) context;
	if (one_line)
	{
		if (event->kind == BC_EVENT_LINE && event->place.line == 2)
		{
			bc_check_write(event, &outs[OUT_ANSWER]);
			add_row(event);
		}
		return !outs[OUT_ANSWER].failed;
	}
	bc_check_write(event, &outs[OUT_REPORT]);
	if (outs[OUT_REPORT].len >= PIECE)
		give(OUT_REPORT);
	if (event->kind == BC_EVENT_LINE)
		add_row(event);
	else if (event->kind == BC_EVENT_DUPLICATE)
		add_duplicate(event);
	else if (event->kind == BC_EVENT_FILE)
		add(OUT_FILES, &file, sizeof(file));
	return true;
}

static bool
clean(void *context, BcCheckPlace place, BcSlice line)
{
	PageCleaned cleaned;

	(void) context;
	cleaned.file = place.file;
	cleaned.line = (uint32_t) place.line;
	cleaned.len = (uint32_t) line.len;
	bc_buffer_add(&outs[OUT_CLEANED], &cleaned, sizeof(cleaned));
	add(OUT_CLEANED, line.data, line.len);
	return true;
}

/* How lines are read: any_format else as records; style -1 redacts nothing. */
static BcCheckOptions
options_of(unsigned what, int language, bool any_format, int style)
{
	BcCheckOptions options;

	memset(&options, 0, sizeof(options));
	options.what = what;
	options.language = (BcLanguage) language;
	options.any_format = any_format;
	options.threshold = 700000;
	options.redact = style >= 0;
	options.style = style >= 0 ? (BcRedactStyle) style : BC_REDACT_LABEL;
	options.memory = MEMORY;
	return options;
}

static bool
begin(const BcCheckOptions *options, bool cleans)
{
	BcCheckCalls calls = {tell, cleans ? clean : NULL, NULL};

	for (int i = 0; i < OUTS; i++)
	{
		bc_buffer_free(&outs[i]);
		bc_buffer_init(&outs[i], env, SIZE_MAX / 4);
	}
	bc_check_free(check);
	check = bc_check_begin(env, options, &calls);
	return check != NULL;
}

/* Begins a check of files; with cleans only what can be saved comes out. */
EXPORT(check_begin) int
check_begin(int language, bool any_format, bool cleans, int style)
{
	BcCheckOptions options =
	options_of(cleans ? 0 : BC_CHECK_FINDINGS | BC_CHECK_ISSUES |
			   BC_CHECK_DUPLICATES | BC_CHECK_NEAR, language, any_format, style);

	one_line = false;
	return begin(&options, cleans) ? BC_CHECK_OK : BC_CHECK_NO_MEMORY;
}

EXPORT(check_file) int
check_file(const unsigned char *name, size_t len)
{
	return give_all(bc_check_file(check, (BcSlice) {name, len}));
}

EXPORT(check_room) void *
check_room(size_t n)
{
	return bc_check_room(check, n);
}

EXPORT(check_added) int
check_added(size_t n)
{
	return give_all(bc_check_added(check, n));
}

EXPORT(check_file_end) int
check_file_end(void)
{
	return give_all(bc_check_file_end(check));
}

EXPORT(check_finish) int
check_finish(void)
{
	return give_all(bc_check_finish(check));
}

/* A line before the one that is asked about: it decides what the file is. */
static const char sound[] = "{\"prompt\": \"-\", \"response\": \"-\"}\n";

/* The line's verdict, as the report has it, and its row. */
EXPORT(line_judge) int
line_judge(const unsigned char *data, size_t len, int language, bool any_format)
{
	BcCheckOptions options = options_of(BC_CHECK_FINDINGS | BC_CHECK_ISSUES,
										language, any_format, -1);
	BcSlice		first = {(const unsigned char *) sound, sizeof(sound) - 1};
	BcSlice		line = {data, len};
	BcCheckResult result;

	one_line = true;
	if (!begin(&options, false))
		return BC_CHECK_NO_MEMORY;
	if ((result = bc_check_file(check, (BcSlice) {NULL, 0})) == BC_CHECK_OK &&
		(result = bc_check_feed(check, first)) == BC_CHECK_OK &&
		(result = bc_check_feed(check, line)) == BC_CHECK_OK &&
		(result = bc_check_feed(check, (BcSlice) {(const unsigned char *) "\n", 1})) == BC_CHECK_OK)
		result = bc_check_file_end(check);
	return give_all(result);
}

/* The record in a line, or nothing. */
EXPORT(line_record) int
line_record(const unsigned char *data, size_t len, bool any_format, int style)
{
	BcCheckOptions options = options_of(0, BC_ENGLISH, any_format, style);
	BcSlice		line = {data, len};
	BcVerdict	verdict = {BC_OK, 0, NULL};
	BcBuffer   *out = &outs[OUT_ANSWER];

	out->env = env;
	out->max = SIZE_MAX / 4;
	if (!bc_check_record(env, &options, line, out, &verdict))
	{
		out->len = 0;
		bc_free(env, verdict.path);
		if (verdict.code == BC_NO_MEMORY)
			return BC_CHECK_NO_MEMORY;
	}
	return give_all(BC_CHECK_OK);
}

/* All words of a language, a JSON object. */
EXPORT(words) int
words(int language)
{
	outs[OUT_ANSWER].env = env;
	outs[OUT_ANSWER].max = SIZE_MAX / 4;
	bc_check_write_words((BcLanguage) language, &outs[OUT_ANSWER]);
	return give_all(BC_CHECK_OK);
}

EXPORT(file_fault_name) const char *
file_fault_name(unsigned fault)
{
	return bc_file_fault_name((BcFileFault) fault);
}

EXPORT(version) const char *
version(void)
{
	return BC_VERSION;
}

EXPORT(rule_version) unsigned
rule_version(void)
{
	return BC_RULE_VERSION;
}

/* Memory that lines come in. */
EXPORT(resize) void *
resize(void *ptr, size_t size)
{
	return env->resize(env->context, ptr, size);
}
