/*
 * report.c: what a person reads: sums, and some examples of each kind, with
 * what to do about it said once.
 */
#include "cli.h"

#include <inttypes.h>
#include <stdlib.h>

#define MOST_EXCERPT	48

typedef struct Example
{
	BcCheckPlace place;
	bool		has_offset;
	uint64_t	offset;
	BcPartName	part;
	uint32_t	turn;
	char		excerpt[MOST_EXCERPT + 1];
	BcCheckPlace of;
	unsigned	similarity;
} Example;

typedef struct Examples
{
	Example    *list;
	size_t		count;
} Examples;

typedef struct FileName
{
	char	   *name;
	BcFileFault fault;
} FileName;

struct Report
{
	const Call *call;
	BcLanguage	language;
	FileName   *files;
	size_t		nfiles;
	BcCheckSums sums;
	Examples	codes[BC_NO_MEMORY];
	Examples	kinds[BC_KINDS];
	Examples	issues[BC_ISSUE_KINDS];
	Examples	same[BC_SAME_NEARLY + 1];
};

Report *
start_report(const Call *call)
{
	Report	   *report = calloc(1, sizeof(Report));

	if (report != NULL)
	{
		report->call = call;
		report->language = call->options.language;
	}
	return report;
}

static void
free_examples(Examples *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(examples[i].list);
}

void
free_report(Report *report)
{
	if (report == NULL)
		return;
	for (size_t i = 0; i < report->nfiles; i++)
		free(report->files[i].name);
	free(report->files);
	free_examples(report->codes, BC_NO_MEMORY);
	free_examples(report->kinds, BC_KINDS);
	free_examples(report->issues, BC_ISSUE_KINDS);
	free_examples(report->same, BC_SAME_NEARLY + 1);
	free(report);
}

static bool
add_file(Report *report, const BcCheckEvent *event)
{
	FileName   *files;
	char	   *name;

	/* a power of two at a time */
	if ((report->nfiles & (report->nfiles - 1)) == 0)
	{
		size_t		size = report->nfiles == 0 ? 1 : 2 * report->nfiles;

		files = realloc(report->files, size * sizeof(*files));
		if (files == NULL)
			return false;
		report->files = files;
	}
	name = malloc(event->name.len + 1);
	if (name == NULL)
		return false;
	memcpy(name, event->name.data, event->name.len);
	name[event->name.len] = '\0';
	report->files[report->nfiles].name = name;
	report->files[report->nfiles].fault = event->fault;
	report->nfiles++;
	return true;
}

/* An example to be filled in; NULL where there are enough of them. */
static Example *
add_example(const Report *report, Examples *examples, BcCheckPlace place)
{
	Example    *example;

	if (examples->count >= report->call->examples)
		return NULL;
	if ((examples->count & (examples->count - 1)) == 0)
	{
		size_t		size = examples->count == 0 ? 1 : 2 * examples->count;
		Example    *list = realloc(examples->list, size * sizeof(Example));

		if (list == NULL)
			return NULL;
		examples->list = list;
	}
	example = &examples->list[examples->count++];
	memset(example, 0, sizeof(*example));
	example->place = place;
	return example;
}

/* Whole characters, none of them one that moves a terminal's cursor. */
static void
copy_excerpt(char *to, BcSlice excerpt)
{
	size_t		n = excerpt.len < MOST_EXCERPT ? excerpt.len : MOST_EXCERPT;

	while (n > 0 && n < excerpt.len && (excerpt.data[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		to[i] = excerpt.data[i] < 0x20 || excerpt.data[i] == 0x7F ? ' ' :
			(char) excerpt.data[i];
	to[n] = '\0';
}

static void
add_refused(Report *report, const BcCheckEvent *event)
{
	const BcCheckLine *line = event->line;
	Examples   *examples = &report->codes[line->of_code];
	Example    *example = add_example(report, examples, event->place);

	if (example != NULL)
	{
		example->has_offset = line->has_offset;
		example->offset = line->offset;
	}
}

static void
add_marks(Report *report, const BcCheckEvent *event)
{
	const BcCheckLine *line = event->line;
	uint64_t	seen = 0;

	for (size_t i = 0; i < line->nfindings; i++)
	{
		const BcCheckFinding *finding = &line->findings[i];
		Example    *example;

		/* one of each kind is enough of a record */
		if ((seen & BC_KIND_BIT(finding->found.kind)) != 0)
			continue;
		seen |= BC_KIND_BIT(finding->found.kind);
		example = add_example(report, &report->kinds[finding->found.kind],
							  event->place);
		if (example == NULL)
			continue;
		example->part = finding->part;
		example->turn = finding->turn;
		copy_excerpt(example->excerpt, finding->excerpt);
	}
	for (unsigned i = 0; line->issues != NULL && i < line->issues->count; i++)
		add_example(report, &report->issues[line->issues->list[i].kind],
					event->place);
}

static void
add_duplicate(Report *report, const BcCheckEvent *event)
{
	const BcCheckDuplicate *duplicate = event->duplicate;
	Example    *example = add_example(report, &report->same[duplicate->kind],
									  event->place);

	if (example != NULL)
	{
		example->of = duplicate->of;
		example->similarity = duplicate->similarity;
	}
}

bool
add_to_report(Report *report, const BcCheckEvent *event)
{
	switch (event->kind)
	{
		case BC_EVENT_FILE:
			return add_file(report, event);
		case BC_EVENT_LINE:
			if (event->line->verdict == BC_LINE_REFUSED)
				add_refused(report, event);
			else if (event->line->verdict == BC_LINE_OK)
				add_marks(report, event);
			return true;
		case BC_EVENT_DUPLICATE:
			add_duplicate(report, event);
			return true;
		case BC_EVENT_SUMS:
			report->sums = *event->sums;
			return true;
	}
	return true;
}

bool
is_to_mend(const BcCheckSums *sums, bool strict)
{
	if (sums->refused > 0 || sums->files_refused > 0 || sums->held > 0 ||
		sums->of_severity[BC_ERROR] > 0)
		return true;
	return strict && (sums->with_findings > 0 ||
					  sums->of_severity[BC_WARN] > 0 ||
					  sums->same[BC_SAME_RECORD] > 0 ||
					  sums->same[BC_SAME_TEXT] > 0 ||
					  sums->same[BC_SAME_NEARLY] > 0 || sums->near_memory > 0);
}

/* What the report is written with. */
typedef struct Pen
{
	FILE	   *to;
	bool		colour;
	const Report *report;
	BcLanguage	language;
} Pen;

/* As in ECMA-48, "Select Graphic Rendition". */
#define RED		"31"
#define GREEN	"32"
#define YELLOW	"33"
#define DIM		"2"
#define BOLD	"1"

static void
begin_colour(const Pen *pen, const char *colour)
{
	if (pen->colour)
		fprintf(pen->to, "\033[%sm", colour);
}

static void
end_colour(const Pen *pen)
{
	if (pen->colour)
		fputs("\033[0m", pen->to);
}

/* A number with its thousands apart, in at least so many columns. */
static void
put_number(const Pen *pen, uint64_t number, int columns)
{
	char		digits[32];
	size_t		at = sizeof(digits);
	int			n = 0;

	digits[--at] = '\0';
	do
	{
		if (n > 0 && n % 3 == 0)
			digits[--at] = ',';
		digits[--at] = (char) ('0' + number % 10);
		n++;
	} while ((number /= 10) > 0);
	fprintf(pen->to, "%*s", columns, digits + at);
}

/* Bytes in the largest unit of which there is one at least, with one decimal. */
static void
put_size(const Pen *pen, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
	uint64_t	unit = 1;
	int			i = 0;

	for (; i < 6 && bytes / unit >= 1000; i++)
		unit *= 1000;
	if (i == 0)
		fprintf(pen->to, "%" PRIu64 " %s", bytes, units[0]);
	else
		fprintf(pen->to, "%" PRIu64 ".%" PRIu64 " %s", bytes / unit,
				bytes % unit / (unit / 10), units[i]);
}

/* The name of a file, without what moves a terminal's cursor. */
static void
put_name(const Pen *pen, uint32_t file)
{
	const char *name = file < pen->report->nfiles ?
		pen->report->files[file].name : "";

	for (; *name != '\0'; name++)
		putc((unsigned char) *name < 0x20 || *name == 0x7F ? '?' : *name,
			 pen->to);
}

static void
put_place(const Pen *pen, BcCheckPlace place)
{
	put_name(pen, place.file);
	fprintf(pen->to, ":%" PRIu64, place.line);
}

static const char *const byte_words[BC_LANGUAGES] = {"byte", "字节"};
static const char *const more_words[BC_LANGUAGES] = {"more", "处"};
static const char *const others_words[BC_LANGUAGES] = {"and", "另有"};

static void
put_example(const Pen *pen, const Example *example)
{
	fputs("                 ", pen->to);
	put_place(pen, example->place);
	if (example->has_offset)
		fprintf(pen->to, "  %s %" PRIu64, byte_words[pen->language], example->offset);
	if (example->excerpt[0] != '\0')
	{
		fprintf(pen->to, "  %s", bc_part_name(example->part));
		if (example->turn > 0)
			fprintf(pen->to, " %u", (unsigned) example->turn);
		fprintf(pen->to, "  %s", example->excerpt);
	}
	if (example->of.line > 0)
	{
		fputs(example->similarity < 1000 ? "  ~ " : "  = ", pen->to);
		put_place(pen, example->of);
		if (example->similarity < 1000)
			fprintf(pen->to, "  0.%03u", example->similarity);
	}
	putc('\n', pen->to);
}

/* A kind: how many, what, its name, what to do, where. */
static void
put_kind(const Pen *pen, const char *colour, uint64_t count, const char *words,
		 const char *name, const char *hint, const Examples *examples)
{
	if (count == 0)
		return;
	begin_colour(pen, colour);
	put_number(pen, count, 11);
	end_colour(pen);
	fprintf(pen->to, "  %s", words);
	begin_colour(pen, DIM);
	if (name != NULL)
		fprintf(pen->to, "  (%s)", name);
	putc('\n', pen->to);
	end_colour(pen);
	if (hint != NULL && hint[0] != '\0')
		fprintf(pen->to, "             %s\n", hint);
	begin_colour(pen, DIM);
	for (size_t i = 0; i < examples->count; i++)
		put_example(pen, &examples->list[i]);
	if (examples->count < count && examples->count > 0)
	{
		fprintf(pen->to, "                 %s ", others_words[pen->language]);
		put_number(pen, count - examples->count, 0);
		fprintf(pen->to, " %s\n", more_words[pen->language]);
	}
	end_colour(pen);
}

/* What stands after the number of lines, and of files: of one, of others. */
static const char *const head_words[BC_LANGUAGES][2][2] = {
	{{" line in ", " lines in "}, {" file, ", " files, "}},
	{{" 行，", " 行，"}, {" 个文件，", " 个文件，"}},
};

static void
put_head(const Pen *pen)
{
	const BcCheckSums *sums = &pen->report->sums;

	begin_colour(pen, BOLD);
	put_number(pen, sums->lines, 0);
	fputs(head_words[pen->language][0][sums->lines != 1], pen->to);
	put_number(pen, sums->files, 0);
	fputs(head_words[pen->language][1][sums->files != 1], pen->to);
	put_size(pen, sums->bytes);
	putc('\n', pen->to);
	end_colour(pen);
}

static const char *const none_words[BC_LANGUAGES] = {
	"is no file of JSON lines", "不是 JSON Lines 文件"
};

static void
put_files(const Pen *pen)
{
	for (size_t i = 0; i < pen->report->nfiles; i++)
	{
		BcFileFault fault = pen->report->files[i].fault;

		if (fault == BC_FILE_SOUND)
			continue;
		begin_colour(pen, RED);
		put_name(pen, (uint32_t) i);
		end_colour(pen);
		fprintf(pen->to, " %s: %s: %s\n", none_words[pen->language],
				bc_words_of_file(pen->language, fault),
				bc_hint_of_file(pen->language, fault));
	}
}

static const char *const verdict_words[BC_LANGUAGES][3] = {
	{"records that can be taken in", "lines that would be refused", "blank lines, which are passed over"},
	{"条记录可以收下", "行会被退回", "个空行，会跳过"},
};

static void
put_verdicts(const Pen *pen)
{
	const Report *report = pen->report;
	const BcCheckSums *sums = &report->sums;
	const char *const *words = verdict_words[pen->language];

	put_number(pen, sums->ok, 7);
	fprintf(pen->to, "  %s\n", words[0]);
	if (sums->blank > 0)
	{
		put_number(pen, sums->blank, 7);
		fprintf(pen->to, "  %s\n", words[2]);
	}
	if (sums->refused == 0)
		return;
	begin_colour(pen, RED);
	put_number(pen, sums->refused, 7);
	end_colour(pen);
	fprintf(pen->to, "  %s\n", words[1]);
	for (int code = BC_OK + 1; code < BC_NO_MEMORY; code++)
		put_kind(pen, RED, sums->codes[code],
				 bc_words_of_code(pen->language, (BcCode) code),
				 bc_code_name((BcCode) code),
				 bc_hint_of_code(pen->language, (BcCode) code),
				 &report->codes[code]);
}

static const char *const finding_words[BC_LANGUAGES][2] = {
	{"records with personal data or secrets", "of them would wait until a person has looked at them"},
	{"条记录里有个人信息或密钥", "条会先留住，等人看过"},
};

static void
put_findings(const Pen *pen)
{
	const Report *report = pen->report;
	const BcCheckSums *sums = &report->sums;
	const char *const *words = finding_words[pen->language];

	if (sums->with_findings == 0)
		return;
	putc('\n', pen->to);
	begin_colour(pen, sums->held > 0 ? RED : YELLOW);
	put_number(pen, sums->with_findings, 7);
	end_colour(pen);
	fprintf(pen->to, "  %s\n", words[0]);
	if (sums->held > 0)
	{
		put_number(pen, sums->held, 7);
		fprintf(pen->to, "  %s\n", words[1]);
	}
	for (int kind = 0; kind < BC_KINDS; kind++)
		put_kind(pen, bc_kind_holds((BcKind) kind) ? RED : YELLOW,
				 sums->findings[kind],
				 bc_words_of_kind(pen->language, (BcKind) kind),
				 bc_kind_name((BcKind) kind), NULL, &report->kinds[kind]);
}

static const char *const issue_words[BC_LANGUAGES] = {
	"records that may be of little use", "条记录可能用处不大"
};

static void
put_issues(const Pen *pen)
{
	const Report *report = pen->report;
	const BcCheckSums *sums = &report->sums;

	if (sums->with_issues == 0)
		return;
	putc('\n', pen->to);
	begin_colour(pen, sums->of_severity[BC_ERROR] > 0 ? RED : YELLOW);
	put_number(pen, sums->with_issues, 7);
	end_colour(pen);
	fprintf(pen->to, "  %s (", issue_words[pen->language]);
	for (int severity = BC_ERROR; severity >= BC_INFO; severity--)
	{
		fprintf(pen->to, "%s%s ", severity < BC_ERROR ? ", " : "",
				bc_severity_name((BcSeverity) severity));
		put_number(pen, sums->of_severity[severity], 0);
	}
	fputs(")\n", pen->to);
	for (int kind = 0; kind < BC_ISSUE_KINDS; kind++)
		put_kind(pen, YELLOW, sums->issues[kind],
				 bc_words_of_issue(pen->language, (BcIssueKind) kind),
				 bc_issue_name((BcIssueKind) kind),
				 bc_hint_of_issue(pen->language, (BcIssueKind) kind),
				 &report->issues[kind]);
}

static const char *const same_words[BC_LANGUAGES][BC_SAME_NEARLY + 1] = {
	{"the same record again", "the same but for form, such as spaces or width",
	"nearly the same as an earlier one"},
	{"和前面某条完全相同", "只有空格、全半角之类的差别", "和前面某条几乎相同"},
};

static void
put_duplicates(const Pen *pen)
{
	const Report *report = pen->report;
	const BcCheckSums *sums = &report->sums;

	if (sums->near_memory > 0)
		fprintf(pen->to, pen->language == BC_CHINESE ?
				"\n没有查近似重复：记录太多，需要 --memory %" PRIu64 "\n" :
				"\nnear-duplicates were not looked for: so many records need --memory %" PRIu64 "\n",
				(sums->near_memory >> 20) + 1);
	if (sums->same[BC_SAME_RECORD] + sums->same[BC_SAME_TEXT] +
		sums->same[BC_SAME_NEARLY] == 0)
		return;
	putc('\n', pen->to);
	put_number(pen, sums->same[BC_SAME_RECORD] + sums->same[BC_SAME_TEXT] +
			   sums->same[BC_SAME_NEARLY], 7);
	fprintf(pen->to, "  %s\n", pen->language == BC_CHINESE ? "条重复" : "duplicates");
	for (int kind = 0; kind <= BC_SAME_NEARLY; kind++)
		put_kind(pen, YELLOW, sums->same[kind], same_words[pen->language][kind],
				 NULL, NULL, &report->same[kind]);
}

static const char *const end_words[BC_LANGUAGES][2] = {
	{"Nothing to mend.", "Something is to be mended."},
	{"没有要改的。", "有要改的地方。"},
};

static void
put_end(const Pen *pen)
{
	bool		mend = is_to_mend(&pen->report->sums, pen->report->call->strict);

	putc('\n', pen->to);
	begin_colour(pen, mend ? RED : GREEN);
	fputs(end_words[pen->language][mend], pen->to);
	end_colour(pen);
	putc('\n', pen->to);
}

void
print_report(const Report *report, FILE *to, bool colour)
{
	Pen			pen = {to, colour, report, report->language};

	put_head(&pen);
	put_files(&pen);
	put_verdicts(&pen);
	put_findings(&pen);
	put_issues(&pen);
	put_duplicates(&pen);
	put_end(&pen);
}
