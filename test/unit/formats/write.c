/*
 * write.c: the tables hold together, and every line is JSON with the keys
 * that the format says.
 */
#include "core/formats.h"
#include "core/record.h"

#include "check.h"

static unsigned char *packed;

/* The record of a text; meta must stand there as jsonb writes it. */
static BcRecord
record(const char *text)
{
	BcRecord	rec = {0};
	BcDraft		draft;
	BcVerdict	verdict;
	BcSlice		meta;
	size_t		size;

	free(packed);
	packed = NULL;
	if (!bc_record_read(&bc_malloc_env, slice(text), &draft, &verdict))
	{
		check(false, text);
		free(verdict.path);
		return rec;
	}
	meta = (BcSlice) {draft.meta.data, draft.meta.len};
	size = bc_draft_size(&draft, meta);
	packed = malloc(size);
	bc_draft_pack(&draft, meta, packed);
	bc_draft_free(&draft);
	check(bc_record_view(&rec, packed, size), text);
	return rec;
}

static bool
same(BcBuffer *out, const char *expected, size_t len)
{
	bool		ok = !out->failed && out->len == len &&
		(len == 0 || memcmp(out->data, expected, len) == 0);

	if (!ok)
		printf("got: %.*s\n", (int) out->len, (const char *) out->data);
	bc_buffer_free(out);
	return ok;
}

/* Is the buffer one JSON text, on one line?  Its top keys go into keys. */
static bool
is_json(const BcBuffer *out, BcBuffer *keys)
{
	static BcReader json;
	bool		more = false;

	if (out->failed || out->len == 0 || memchr(out->data, '\n', out->len) != NULL)
		return false;
	bc_json_start(&json, &bc_malloc_env, (BcSlice) {out->data, out->len});
	if (bc_json_peek(&json) != '{' || !bc_json_open(&json))
		return false;
	while (bc_json_next(&json, &more) && more)
	{
		bc_json_decode(&json, json.levels[0].key, keys);
		bc_buffer_add_byte(keys, '\0');
		if (!bc_json_skip(&json))
			return false;
	}
	return json.code == BC_OK && bc_json_finish(&json);
}

static void
check_line(const BcFormat *format, const BcRecord *rec)
{
	BcBuffer	out;
	BcBuffer	found;
	BcBuffer	keys;
	bool		fixed;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&found, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&keys, &bc_malloc_env, SIZE_MAX / 2);
	bc_format_write(&bc_malloc_env, format, rec, &out);
	check(is_json(&out, &found), format->name);
	fixed = bc_format_keys(format, &keys);
	check(!fixed || (keys.len == found.len && memcmp(keys.data, found.data, keys.len) == 0),
		  format->name);
	bc_buffer_free(&out);
	bc_buffer_free(&found);
	bc_buffer_free(&keys);
}

/* What describes a format names the keys of its lines. */
static void
check_descriptions(const BcFormat *format)
{
	BcBuffer	out;
	BcBuffer	found;
	BcBuffer	keys;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&found, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&keys, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_format_features(format, &out))
		check(is_json(&out, &found) && bc_format_keys(format, &keys) &&
			  keys.len == found.len && memcmp(keys.data, found.data, keys.len) == 0,
			  format->name);
	else
		check(strcmp(format->name, "badcase") == 0, format->name);
	out.len = found.len = 0;
	if (bc_format_dataset(&bc_malloc_env, format, slice("a\"b"), &out))
		check(is_json(&out, &found) && found.len == 4 && memcmp(found.data, "a\"b", 4) == 0,
			  format->name);
	bc_buffer_free(&out);
	bc_buffer_free(&found);
	bc_buffer_free(&keys);
}

static void
test_tables(void)
{
	static const char *const records[] = {
		"{\"prompt\": \"p\", \"response\": \"r\"}",
		"{\"prompt\": \"\\u4e2d\\\"\", \"response\": \"\\\\\\n\", \"history\": [[\"\", \"\"], [\"q'\", \"a\\u0001\"]], "
		"\"rejected\": \"\", \"system\": \"s\\t\", \"other\": {\"system\": [1]}}",
	};

	for (int i = 0; i < BC_FORMATS; i++)
	{
		const BcFormat *format = &bc_formats[i];

		check(bc_format_find(slice(format->name)) == format, "names are unique");
		check_descriptions(format);
		for (size_t k = 0; k < sizeof(records) / sizeof(*records); k++)
		{
			BcRecord	rec = record(records[k]);

			check_line(format, &rec);
		}
	}
	for (int i = 0; i < BC_ROW_FAMILIES; i++)
	{
		const BcFormat *format = bc_format_find(slice(bc_row_families[i].name));

		check(format != NULL && (int) format->family == i, bc_row_families[i].name);
	}
	for (int i = 0; i < BC_FORMAT_ALIASES; i++)
	{
		const BcFormat *named = bc_format_find(slice(bc_format_aliases[i].alias));

		check(named != NULL && strcmp(named->name, bc_format_aliases[i].name) == 0, bc_format_aliases[i].alias);
	}
	check(bc_format_find(slice("auto")) == NULL, "auto is no format");
	check(bc_format_find(slice("")) == NULL, "nor is nothing");
}

static void
writes(const char *format, const char *text, const char *expected)
{
	BcRecord	rec = record(text);
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_format_write(&bc_malloc_env, bc_format_find(slice(format)), &rec, &out);
	check(same(&out, expected, strlen(expected)), format);
}

static void
test_system(void)
{
	static const char escaped[] = "{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"a\\\"\\n\"}";
	static const char nested[] = "{\"prompt\": \"p\", \"response\": \"r\", \"x\": {\"system\": \"no\"}, \"systems\": \"no\"}";
	static const char number[] = "{\"prompt\": \"p\", \"response\": \"r\", \"system\": 1}";

	writes("swift", escaped, "{\"system\": \"a\\\"\\n\", \"conversation\": [{\"human\": \"p\", \"assistant\": \"r\"}]}");
	writes("evals", escaped, "{\"input\": [{\"role\": \"system\", \"content\": \"a\\\"\\n\"}, {\"role\": \"user\", \"content\": \"p\"}], \"ideal\": \"r\"}");
	writes("swift", nested, "{\"system\": \"\", \"conversation\": [{\"human\": \"p\", \"assistant\": \"r\"}]}");
	writes("evals", nested, "{\"input\": [{\"role\": \"user\", \"content\": \"p\"}], \"ideal\": \"r\"}");
	writes("evals", number, "{\"input\": [{\"role\": \"user\", \"content\": \"p\"}], \"ideal\": \"r\"}");
}

static void
loses(const char *format, const char *text, const char *expected, size_t len)
{
	BcRecord	rec = record(text);
	BcBuffer	out;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_format_losses(&bc_malloc_env, bc_format_find(slice(format)), &rec, &out);
	check(same(&out, expected, len), format);
}

static void
test_losses(void)
{
	static const char all[] = "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"\", "
		"\"\": 0, \"a\\\"\": 1, \"system\": \"s\", \"task\": null}";

	loses("badcase", all, "", 0);
	loses("qa", all, "history\0rejected\0\0a\"\0system\0task", 33);
	loses("messages", all, "rejected\0\0a\"\0task", 18);
	loses("kto_rejected", all, "response\0history\0\0a\"\0system\0task", 33);
	loses("alpaca", "{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"\"}", "system", 7);
	loses("alpaca", "{\"prompt\": \"p\", \"response\": \"r\"}", "", 0);
}

/* Appends "what format: " and what was written, zero bytes as blanks. */
static void
add_line(BcBuffer *all, const char *what, const char *name, BcBuffer *out)
{
	bc_buffer_add(all, what, strlen(what));
	bc_buffer_add_byte(all, ' ');
	bc_buffer_add(all, name, strlen(name));
	bc_buffer_add(all, ": ", 2);
	for (size_t i = 0; i < out->len; i++)
		bc_buffer_add_byte(all, out->data[i] != '\0' ? out->data[i] : ' ');
	bc_buffer_add_byte(all, '\n');
	out->len = 0;
}

/*
 * Everything that is written of three records in every format, as formats.txt
 * has it; -f prints it as it is now.
 */
static void
test_all(FILE *print)
{
	static const char *const records[] = {
		"{\"prompt\": \"p\", \"response\": \"r\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"], [\"\", \"b\"]], \"rejected\": \"x\", \"system\": \"s\"}",
		"{\"prompt\": \"\\u4e2d\\\"\", \"response\": \"r\\n\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"\", \"system\": [\"s\"], \"task\": 1}",
	};
	FILE	   *file = fopen("test/data/formats.txt", "r");
	BcBuffer	all;
	BcBuffer	out;
	size_t		at = 0;

	bc_buffer_init(&all, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	for (int i = 0; i < BC_FORMATS; i++)
	{
		const BcFormat *format = &bc_formats[i];

		for (size_t k = 0; k < sizeof(records) / sizeof(*records); k++)
		{
			BcRecord	rec = record(records[k]);

			if (rec.has_rejected || !bc_format_needs_rejected(format))
			{
				bc_format_write(&bc_malloc_env, format, &rec, &out);
				add_line(&all, "line", format->name, &out);
			}
			bc_format_losses(&bc_malloc_env, format, &rec, &out);
			add_line(&all, "losses", format->name, &out);
		}
		if (bc_format_features(format, &out))
			add_line(&all, "features", format->name, &out);
		if (bc_format_keys(format, &out))
			add_line(&all, "keys", format->name, &out);
		if (bc_format_dataset(&bc_malloc_env, format, slice("name"), &out))
			add_line(&all, "dataset", format->name, &out);
		out.len = 0;
	}
	bc_buffer_add_byte(&all, '\0');
	while (at + 1 < all.len)
	{
		const char *line = (const char *) all.data + at;
		size_t		len = strcspn(line, "\n") + 1;
		char		was[2000];

		if (print != NULL)
			fwrite(line, 1, len, print);
		else
		{
			bool		ok = file != NULL && fgets(was, sizeof(was), file) != NULL &&
				strlen(was) == len && memcmp(was, line, len) == 0;

			check(ok, "formats.txt");
			if (!ok)
				printf("  now: %.*s", (int) len, line);
		}
		at += len;
	}
	if (file != NULL)
		fclose(file);
	bc_buffer_free(&all);
	bc_buffer_free(&out);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "-f") == 0)
	{
		test_all(stdout);
		free(packed);
		return 0;
	}
	test_tables();
	test_system();
	test_losses();
	test_all(NULL);
	free(packed);
	return report();
}
