/*
 * records.h: a record's way through reader, packed form and writer.
 */
#ifndef BADCASE_TEST_RECORDS_H
#define BADCASE_TEST_RECORDS_H

#include "core/record.h"

#include "check.h"

/* Packs a draft whose meta is in output form already. */
static inline unsigned char *
pack(BcDraft *draft, size_t *size)
{
	BcSlice		meta = {draft->meta.data, draft->meta.len};
	unsigned char *packed;

	*size = bc_draft_size(draft, meta);
	packed = malloc(*size);
	bc_draft_pack(draft, meta, packed);
	return packed;
}

/* Reads, packs, views and writes; true where that gives the expected text. */
static inline bool
writes(BcSlice text, BcSlice expected)
{
	BcDraft		draft;
	BcVerdict	verdict;
	BcRecord	rec;
	BcBuffer	out;
	unsigned char *packed;
	size_t		size;
	bool		same;

	if (!bc_record_read(&bc_malloc_env, text, &draft, &verdict))
	{
		free(verdict.path);
		return false;
	}
	packed = pack(&draft, &size);
	bc_draft_free(&draft);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	same = bc_record_view(&rec, packed, size);
	if (same)
		bc_record_write(&rec, &out);
	same = same && out.len == expected.len &&
		memcmp(out.data, expected.data, out.len) == 0;
	if (!same)
		printf("  got %.*s\n", out.len < 200 ? (int) out.len : 200,
			   (char *) out.data);
	bc_buffer_free(&out);
	free(packed);
	return same;
}

#endif
