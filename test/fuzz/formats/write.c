/*
 * write.c: a record of any texts as a line of every format: one line of
 * JSON, with the keys that the format says.
 */
#include "core/formats.h"
#include "core/record.h"
#include "core/text.h"

#include "require.h"

static BcReader json;

/* The line's keys must be those of the list, each with a zero byte after it. */
static void
check_line(BcSlice line, BcSlice keys, bool fixed)
{
	size_t		at = 0;
	bool		more = true;

	require(memchr(line.data, '\n', line.len) == NULL);
	bc_json_start(&json, &bc_malloc_env, line);
	require(bc_json_peek(&json) == '{' && bc_json_open(&json));
	for (;;)
	{
		BcSpan		key;

		require(bc_json_next(&json, &more));
		if (!more)
			break;
		key = json.levels[0].key;
		if (fixed)
		{
			size_t		len = key.end - key.start;

			require(at + len < keys.len && keys.data[at + len] == '\0' &&
					memcmp(keys.data + at, line.data + key.start, len) == 0);
			at += len + 1;
		}
		require(bc_json_skip(&json));
	}
	require(bc_json_finish(&json));
	require(!fixed || at == keys.len);
}

static void
write_all(const BcRecord *rec)
{
	BcBuffer	line;
	BcBuffer	keys;

	bc_buffer_init(&line, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&keys, &bc_malloc_env, SIZE_MAX / 2);
	for (int i = 0; i < BC_FORMATS; i++)
	{
		bool		fixed;

		line.len = keys.len = 0;
		fixed = bc_format_keys(&bc_formats[i], &keys);
		bc_format_write(&bc_malloc_env, &bc_formats[i], rec, &line);
		require(!line.failed);
		check_line((BcSlice) {line.data, line.len},
				   (BcSlice) {keys.data, keys.len}, fixed);
		line.len = 0;
		bc_format_losses(&bc_malloc_env, &bc_formats[i], rec, &line);
		require(!line.failed && (line.len == 0 || line.data[line.len - 1] == '\0'));
	}
	bc_buffer_free(&line);
	bc_buffer_free(&keys);
}

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

/* Adds the next text of the input, up to a zero byte, as a string of JSON. */
static void
add_string(BcBuffer *out, BcSlice *input, const char *before)
{
	BcBuffer	text;
	size_t		at = 0;

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_add_byte(&text, '.');
	while (at < input->len && input->data[at] != '\0')
	{
		unsigned char utf8[4];

		bc_buffer_add(&text, utf8, bc_utf8_encode(utf8, bc_next_char(*input, &at)));
	}
	at += at < input->len;
	input->data += at;
	input->len -= at;
	add_text(out, before);
	bc_json_write_string(out, (BcSlice) {text.data + 1, text.len - 1});
	bc_buffer_free(&text);
}

/* Bits of the first byte say what the record has; the rest is history. */
static void
build(BcBuffer *out, BcSlice input)
{
	unsigned	has = input.data[0];

	input.data++;
	input.len--;
	add_string(out, &input, "{\"prompt\": ");
	add_string(out, &input, ", \"response\": ");
	if (has & 1)
		add_string(out, &input, ", \"rejected\": ");
	if (has & 2)
		add_string(out, &input, ", \"system\": ");
	if (has & 4)
	{
		add_string(out, &input, ", ");
		add_string(out, &input, ": ");
	}
	add_text(out, ", \"history\": [");
	for (int turn = 0; input.len > 0; turn++)
	{
		add_string(out, &input, turn > 0 ? ", [" : "[");
		add_string(out, &input, ", ");
		add_text(out, "]");
	}
	add_text(out, "]}");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcBuffer	text;
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;
	BcSlice		meta;
	unsigned char *packed;
	size_t		size;
	bool		sound;

	if (len == 0)
		return 0;
	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX / 2);
	build(&text, (BcSlice) {data, len});
	sound = bc_record_read(&bc_malloc_env, (BcSlice) {text.data, text.len},
						   &draft, &verdict);
	if (!sound)
	{
		/* no fault of the texts but that the first two may be blank */
		require(verdict.code == BC_PROMPT_BLANK || verdict.code == BC_RESPONSE_BLANK ||
				verdict.code == BC_DUPLICATE_KEY);
		free(verdict.path);
		bc_buffer_free(&text);
		return 0;
	}
	meta = (BcSlice) {draft.meta.data, draft.meta.len};
	size = bc_draft_size(&draft, meta);
	packed = malloc(size);
	bc_draft_pack(&draft, meta, packed);
	bc_draft_free(&draft);
	bc_buffer_free(&text);
	require(bc_record_view(&rec, packed, size));
	write_all(&rec);
	free(packed);
	return 0;
}
