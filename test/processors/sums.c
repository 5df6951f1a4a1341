/*
 * sums.c: for each file named, one line with the sums of what the core makes of
 * its lines: verdicts, features and findings (of the line as a text and of the
 * record's fields) and issues of quality, and the hash of all that a check says
 * of its beginning.  Every build on every processor must print the same.
 */
#include "core/check.h"
#include "core/near.h"
#include "core/quality.h"
#include "core/record.h"
#include "core/screen.h"

#include <stdio.h>
#include <stdlib.h>

#define PIECE	262144
/* So many bytes of a file are checked. */
#define CHECKED	1000000

typedef struct Sums
{
	uint64_t	lines;
	uint64_t	records;
	uint64_t	verdicts;
	uint64_t	features;
	uint64_t	findings;
	uint64_t	issues;
} Sums;

static const BcEnv *const env = &bc_malloc_env;

static uint64_t
add_number(uint64_t sum, uint64_t number)
{
	sum = (sum ^ number) * UINT64_C(0x3C6EF372FE94F82B);
	return sum ^ sum >> 32;
}

static void
need(bool ok)
{
	if (!ok)
	{
		fprintf(stderr, "sums: no memory\n");
		exit(1);
	}
}

static void
add_features(Sums *sums, BcFeatures *set)
{
	sums->features = add_number(sums->features, set->count);
	for (size_t i = 0; i < set->count; i++)
		sums->features = add_number(sums->features, set->values[i]);
	bc_features_free(env, set);
}

static void
add_findings_of(Sums *sums, BcSlice text, uint64_t kinds)
{
	BcScanOptions options = {0, kinds};
	BcFindings	found;

	need(bc_scan(env, text, &options, &found));
	for (size_t i = 0; i < found.count; i++)
	{
		const BcFinding *f = &found.list[i];

		sums->findings = add_number(sums->findings,
									(uint64_t) f->kind << 32 | f->confidence);
		sums->findings = add_number(sums->findings,
									(uint64_t) f->start << 32 | f->stop);
	}
	bc_findings_free(env, &found);
}

/* Of the kinds that are looked for if none are named, and of all. */
static void
add_findings(Sums *sums, BcSlice text)
{
	add_findings_of(sums, text, 0);
	add_findings_of(sums, text, BC_KIND_BIT(BC_KINDS) - 1);
}

static void
add_parts(Sums *sums, const BcRecord *rec, BcSlice meta)
{
	BcPartCursor cursor;
	BcPart		part;

	bc_parts_start(&cursor, env, rec, meta);
	while (bc_parts_next(&cursor, &part))
		add_findings(sums, part.text);
	bc_parts_end(&cursor);
}

static void
add_issues(Sums *sums, const BcRecord *rec)
{
	BcIssues	issues;

	need(bc_quality(env, rec, &issues));
	for (unsigned i = 0; i < issues.count; i++)
	{
		const BcIssue *issue = &issues.list[i];

		sums->issues = add_number(sums->issues, (uint64_t) issue->kind << 32 |
								  (uint64_t) issue->severity << 16 | issue->score);
	}
}

static void
add_record(Sums *sums, BcDraft *draft)
{
	BcSlice		meta = {draft->meta.data, draft->meta.len};
	size_t		size = bc_draft_size(draft, meta);
	unsigned char *packed = malloc(size);
	BcRecord	rec;

	need(packed != NULL);
	bc_draft_pack(draft, meta, packed);
	need(bc_record_view(&rec, packed, size));
	for (int field = 0; field < BC_FIELDS; field++)
	{
		BcFeatures	set;

		if (field == BC_FIELD_TEXT)
			continue;
		need(bc_record_features(env, &rec, (BcField) field, &set));
		add_features(sums, &set);
	}
	add_parts(sums, &rec, meta);
	add_issues(sums, &rec);
	free(packed);
}

static void
add_line(Sums *sums, BcSlice line)
{
	BcFeatures	set;
	BcVerdict	verdict;
	BcDraft		draft;

	sums->lines++;
	need(bc_text_features(env, line, BC_FIELD_TEXT, &set));
	add_features(sums, &set);
	add_findings(sums, line);
	if (bc_record_read(env, line, &draft, &verdict))
	{
		sums->records++;
		add_record(sums, &draft);
		bc_draft_free(&draft);
		return;
	}
	sums->verdicts = add_number(sums->verdicts,
								(uint64_t) verdict.code << 32 | verdict.offset);
	bc_free(env, verdict.path);
}

static void
add_file(Sums *sums, FILE *file)
{
	BcLineReader reader;
	BcLineStep	step;
	BcSlice		line;

	bc_reader_init(&reader, env, SIZE_MAX / 4);
	for (;;)
	{
		unsigned char *room;
		size_t		got;

		step = bc_reader_next(&reader, &line);
		if (step == BC_LINE)
		{
			add_line(sums, line);
			continue;
		}
		if (step != BC_LINE_MORE)
			break;
		need((room = bc_reader_room(&reader, PIECE)) != NULL);
		got = fread(room, 1, PIECE, file);
		if (got == 0)
			bc_reader_end(&reader);
		else
			bc_reader_added(&reader, got);
	}
	bc_reader_free(&reader);
}

typedef struct Told
{
	BcSha256	hash;
	BcBuffer	json;
} Told;

static bool
take_event(void *context, const BcCheckEvent *event)
{
	Told	   *told = context;

	told->json.len = 0;
	bc_check_write(event, &told->json);
	bc_sha256_add(&told->hash, told->json.data, told->json.len);
	return !told->json.failed;
}

/* Prints the hash of the JSON; little memory, so that the storage is used. */
static void
check_file(FILE *file)
{
	BcCheckOptions options = {
		.what = BC_CHECK_FINDINGS | BC_CHECK_ISSUES | BC_CHECK_DUPLICATES |
			BC_CHECK_NEAR | BC_CHECK_DIGESTS,
		.threshold = 500000, .memory = (size_t) 1 << 20
	};
	Told		told;
	BcCheckCalls calls = {take_event, NULL, &told};
	BcCheck    *check = bc_check_begin(env, &options, &calls);
	unsigned char sum[BC_SHA256_BYTES];
	unsigned char *room;

	bc_sha256_start(&told.hash);
	bc_buffer_init(&told.json, env, SIZE_MAX);
	need(check != NULL && bc_check_file(check, (BcSlice) {NULL, 0}) == BC_CHECK_OK);
	need((room = bc_check_room(check, CHECKED)) != NULL);
	need(bc_check_added(check, fread(room, 1, CHECKED, file)) == BC_CHECK_OK &&
		 bc_check_file_end(check) == BC_CHECK_OK &&
		 bc_check_finish(check) == BC_CHECK_OK);
	bc_check_free(check);
	bc_buffer_free(&told.json);
	bc_sha256_end(&told.hash, sum);
	printf(", check ");
	for (int i = 0; i < 8; i++)
		printf("%02x", sum[i]);
	printf("\n");
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
	{
		Sums		sums = {0, 0, 0, 0, 0, 0};
		FILE	   *file = fopen(argv[i], "rb");

		if (file == NULL)
		{
			fprintf(stderr, "sums: cannot read %s\n", argv[i]);
			return 1;
		}
		add_file(&sums, file);
		printf("%s: %llu lines, %llu records, verdicts %016llx, features %016llx, findings %016llx, issues %016llx",
			   argv[i], (unsigned long long) sums.lines, (unsigned long long) sums.records,
			   (unsigned long long) sums.verdicts, (unsigned long long) sums.features,
			   (unsigned long long) sums.findings, (unsigned long long) sums.issues);
		rewind(file);
		check_file(file);
		fclose(file);
	}
	return 0;
}
