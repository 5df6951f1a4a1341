/*
 * parts.c: the texts of a record, damaged meta, and a whole record redacted.
 */
#include "core/record.h"
#include "core/screen.h"

#include "check.h"

/* A record's texts, each as name, turn, pointer and text. */
static void
list_parts(const BcRecord *rec, BcBuffer *out)
{
	BcPartCursor cursor;
	BcPart		part;
	char		head[64];

	bc_parts_start(&cursor, &bc_malloc_env, rec, (BcSlice) {NULL, 0});
	while (bc_parts_next(&cursor, &part))
	{
		snprintf(head, sizeof(head), "%s %u ", bc_part_name(part.name),
				 (unsigned) part.turn);
		bc_buffer_add(out, head, strlen(head));
		if (part.name == BC_PART_META)
			bc_parts_path(&cursor, out);
		bc_buffer_add_byte(out, '=');
		bc_buffer_add(out, part.text.data, part.text.len);
		bc_buffer_add_byte(out, '\n');
	}
	check(!bc_parts_next(&cursor, &part), "no part after the last");
	if (cursor.failed)
		bc_buffer_add(out, "failed", 6);
	bc_parts_end(&cursor);
}

static bool
holds(const BcBuffer *out, const char *expected)
{
	bool		same = out->len == strlen(expected) &&
		(out->len == 0 || memcmp(out->data, expected, out->len) == 0);

	if (!same)
		printf("got: %.*s\n", (int) out->len, (const char *) out->data);
	return same;
}

/* The record that a draft is; meta stands in the text's own form. */
static void
view(BcDraft *draft, BcRecord *rec)
{
	rec->prompt = draft->prompt;
	rec->response = draft->response;
	rec->has_rejected = draft->has_rejected;
	rec->rejected = draft->rejected;
	rec->meta = (BcSlice) {draft->meta.data, draft->meta.len};
	rec->turns = draft->turns;
	rec->turn_lengths = draft->turn_lengths.data;
	rec->history = (BcSlice) {draft->history.data, draft->history.len};
}

static void
parts(const char *text, const char *expected)
{
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;
	BcBuffer	out;

	check(bc_record_read(&bc_malloc_env, slice(text), &draft, &verdict), text);
	view(&draft, &rec);
	bc_buffer_init(&out, &bc_malloc_env, 10000);
	list_parts(&rec, &out);
	check(holds(&out, expected), text);
	bc_buffer_free(&out);
	bc_draft_free(&draft);
}

static void
damaged(const char *meta)
{
	BcRecord	rec = {.prompt = slice("p"), .response = slice("r"), .meta = slice(meta)};
	BcBuffer	out;
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	bool		changed;

	bc_buffer_init(&out, &bc_malloc_env, 10000);
	list_parts(&rec, &out);
	check(out.len > 6 && memcmp(out.data + out.len - 6, "failed", 6) == 0, meta);
	check(!bc_redact_record(&bc_malloc_env, &rec, &options, BC_REDACT_LABEL,
							&out, &changed), meta);
	bc_buffer_free(&out);
}

static void
redacts(const char *text, BcRedactStyle style, size_t max,
		const char *expected)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, 0};
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;
	BcBuffer	out;
	bool		changed;

	check(bc_record_read(&bc_malloc_env, slice(text), &draft, &verdict), text);
	view(&draft, &rec);
	bc_buffer_init(&out, &bc_malloc_env, max);
	check(bc_redact_record(&bc_malloc_env, &rec, &options, style, &out,
						   &changed) == (expected != NULL), text);
	if (expected != NULL)
		check(changed == (expected[0] != '\0') && holds(&out, expected), text);
	bc_buffer_free(&out);
	bc_draft_free(&draft);
}

int
main(void)
{
	parts("{\"prompt\": \"p\", \"response\": \"r\"}",
		  "prompt 0 =p\nresponse 0 =r\n");
	parts("{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"a\", \"\"], [\"\", \"d\"]], "
		  "\"rejected\": \"\", \"m\": {\"a/b\": [\"x\", [], {}, 1, {\"~\": \"\\n\\u00fc\"}]}, \"n\": null, \"o\": \"z\"}",
		  "prompt 0 =p\nresponse 0 =r\nquestion 1 =a\nanswer 1 =\nquestion 2 =\nanswer 2 =d\n"
		  "rejected 0 =\nmeta 0 /m/a~1b/0=x\nmeta 0 /m/a~1b/4/~0=\n\xC3\xBC\nmeta 0 /o=z\n");
	/* each escaped text is decoded by itself */
	parts("{\"prompt\": \"p\", \"response\": \"r\", \"m\": [\"\\u0041b\", \"\\nc\", \"d\", \"\\\\\"]}",
		  "prompt 0 =p\nresponse 0 =r\nmeta 0 /m/0=Ab\nmeta 0 /m/1=\nc\nmeta 0 /m/2=d\nmeta 0 /m/3=\\\n");
	damaged("{");
	damaged("{\"a\"");
	damaged("{\"a\":\"");
	damaged("{\"a\":[1,}");
	damaged("{\"a\":\"\\u0000\"}");
	damaged(" ");
	redacts("{\"prompt\": \"p\", \"response\": \"r\", \"m\": [\"x\"]}",
			BC_REDACT_LABEL, 1000, "");
	redacts("{\"prompt\": \"13812345678\", \"response\": \"r\", \"history\": [[\"13812345678\", \"\"]], \"rejected\": \"13812345678\","
			" \"m\": [\"x\", \"13812345678\", {\"k\": \"13812345678\"}], \"n\": \"\\u00e4\"}",
			BC_REDACT_REMOVE, 1000,
			"{\"prompt\": \"<cn_mobile>\", \"response\": \"r\", \"history\": [[\"\", \"\"]], \"rejected\": \"\", "
			"\"m\": [\"x\", \"\", {\"k\": \"\"}],\"n\": \"\\u00e4\"}");
	redacts("{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"13812345678\"}",
			BC_REDACT_LABEL, 1000, "{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"<cn_mobile>\"}");
	redacts("{\"prompt\": \"p\", \"response\": \"r\", \"m\": \"13812345678\"}",
			BC_REDACT_LABEL, 20, NULL);
	return report();
}
