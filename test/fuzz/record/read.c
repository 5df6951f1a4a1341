/*
 * read.c: any bytes through the record reader, the packed form and the
 * writer.  What is taken must be written, read and packed the same again; what
 * is refused must say so at a place in the input.
 */
#include "core/record.h"

#include "require.h"

/* Reads every part of a view, so that a sanitizer sees all of its bytes. */
static unsigned
touch(const BcRecord *rec)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;
	BcBuffer	out;
	unsigned	sum = 0;

	while (bc_record_turn(rec, &cursor, &question, &answer))
		sum += (unsigned) (question.len + answer.len);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_record_write(rec, &out);
	sum += (unsigned) out.len;
	bc_buffer_free(&out);
	require(bc_record_compare(&bc_malloc_env, rec, rec) == 0);
	return sum;
}

static unsigned char *
pack(const BcDraft *draft, size_t *size)
{
	/* meta as it was sent: what jsonb makes of it is the server's part */
	BcSlice		meta = {draft->meta.data, draft->meta.len};
	unsigned char *packed;

	*size = bc_draft_size(draft, meta);
	packed = malloc(*size);
	bc_draft_pack(draft, meta, packed);
	return packed;
}

static void
round_trip(BcDraft *draft)
{
	size_t		size;
	size_t		again_size;
	unsigned char *packed = pack(draft, &size);
	unsigned char *again;
	BcRecord	rec;
	BcBuffer	out;
	BcDraft		second;
	BcVerdict	verdict;

	require(bc_record_view(&rec, packed, size));
	touch(&rec);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_record_write(&rec, &out);
	require(memchr(out.data, '\n', out.len) == NULL || rec.meta.len > 0);
	require(bc_record_read(&bc_malloc_env, (BcSlice) {out.data, out.len},
						   &second, &verdict));
	again = pack(&second, &again_size);
	require(size == again_size && memcmp(packed, again, size) == 0);
	bc_draft_free(&second);
	bc_buffer_free(&out);
	free(again);
	free(packed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;

	if (bc_record_read(&bc_malloc_env, (BcSlice) {data, len}, &draft, &verdict))
	{
		round_trip(&draft);
		bc_draft_free(&draft);
	}
	else
	{
		require(verdict.code > BC_OK && verdict.code < BC_NO_MEMORY);
		require(verdict.offset <= len && verdict.path != NULL);
		require(strlen(verdict.path) <= BC_MAX_PATH);
		require(verdict.path[0] == '\0' || verdict.path[0] == '/');
		free(verdict.path);
	}
	if (bc_record_view(&rec, data, len))
		touch(&rec);
	return 0;
}
