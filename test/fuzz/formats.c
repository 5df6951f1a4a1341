/*
 * formats.c: any record as a line of every format: one line of JSON, with the
 * keys that the format says.
 */
#include "core/formats.h"
#include "core/json.h"

#include <stdlib.h>

static BcReader json;

static void
require(bool ok)
{
	if (!ok)
		abort();
}

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
		/* meta stands as it was sent, with its line breaks */
		if (fixed || rec->meta.len == 0)
		{
			bc_format_write(&bc_malloc_env, &bc_formats[i], rec, &line);
			require(!line.failed);
			check_line((BcSlice) {line.data, line.len},
					   (BcSlice) {keys.data, keys.len}, fixed);
		}
		line.len = 0;
		bc_format_losses(&bc_malloc_env, &bc_formats[i], rec, &line);
		require(!line.failed && (line.len == 0 || line.data[line.len - 1] == '\0'));
	}
	bc_buffer_free(&line);
	bc_buffer_free(&keys);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;
	BcSlice		meta;
	unsigned char *packed;
	size_t		size;

	if (!bc_record_read(&bc_malloc_env, (BcSlice) {data, len}, &draft, &verdict))
	{
		free(verdict.path);
		return 0;
	}
	meta = (BcSlice) {draft.meta.data, draft.meta.len};
	size = bc_draft_size(&draft, meta);
	packed = malloc(size);
	bc_draft_pack(&draft, meta, packed);
	bc_draft_free(&draft);
	require(bc_record_view(&rec, packed, size));
	write_all(&rec);
	free(packed);
	return 0;
}
