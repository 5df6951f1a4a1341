/*
 * read.c: any text as a row of every family: a record, or a fault with a code
 * and a place; and what a format has written is read again as the same record,
 * but for what it loses.
 *
 * Formats of one family are read alike but for the name that a fault has, so
 * one of them is read; the text says which.
 */
#include "core/formats.h"
#include "core/record.h"

#include "require.h"

#include <stdio.h>

static void
check_fault(const BcRowFault *fault)
{
	require(fault->what != NULL && fault->what[0] != '\0');
	require(strlen(fault->path) < BC_ROW_PATH);
	require(fault->path[0] == '\0' || fault->path[0] == '/');
	require(fault->code != BC_NO_MEMORY && fault->code != BC_TOO_LARGE);
	require(fault->code != BC_OK);
	require((fault->code == BC_AMBIGUOUS_FORMAT) == (fault->families[0] != NULL));
}

/* The draft as a record in memory that is the caller's; the draft is freed. */
static unsigned char *
pack(BcDraft *draft, BcRecord *rec)
{
	BcSlice		meta = {draft->meta.data, draft->meta.len};
	size_t		size = bc_draft_size(draft, meta);
	unsigned char *packed = malloc(size);

	bc_draft_pack(draft, meta, packed);
	bc_draft_free(draft);
	require(bc_record_view(rec, packed, size));
	return packed;
}

static bool
same(BcSlice a, BcSlice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Is what came back the record, as far as the format has a place for it? */
static void
compare(const BcFormat *format, const BcRecord *rec, const BcRecord *back)
{
	require(same(rec->prompt, back->prompt) && same(rec->response, back->response));
	if (bc_format_holds(format, BC_PLACE_HISTORY))
		require(rec->turns == back->turns && same(rec->history, back->history));
	if (bc_format_holds(format, BC_PLACE_REJECTED))
		require(rec->has_rejected == back->has_rejected &&
				same(rec->rejected, back->rejected));
	if (bc_format_holds(format, BC_PLACE_META))
		require(same(rec->meta, back->meta));
}

static void
write_and_read(const BcFormat *format, const BcRecord *rec)
{
	BcBuffer	line;
	BcBuffer	out;
	BcDraft		draft;
	BcRowFault	fault;
	BcRecord	back;
	unsigned char *packed;

	bc_buffer_init(&line, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_format_write(&bc_malloc_env, format, rec, &line);
	if (!bc_row_read(&bc_malloc_env, (BcSlice) {line.data, line.len}, format,
					 &out, &draft, &fault))
	{
		printf("%s %s\n%.*s\n", fault.what, fault.path, (int) line.len, (char *) line.data);
		abort();
	}
	packed = pack(&draft, &back);
	compare(format, rec, &back);
	free(packed);
	bc_buffer_free(&line);
	bc_buffer_free(&out);
}

/* The record that was written last; the next family may have read the same. */
static struct
{
	unsigned char *packed;
	size_t		size;
} last;

static void
check_record(BcDraft *draft)
{
	BcRecord	rec;
	size_t		size = bc_draft_size(draft, (BcSlice) {draft->meta.data, draft->meta.len});
	unsigned char *packed = pack(draft, &rec);

	if (size == last.size && memcmp(packed, last.packed, size) == 0)
	{
		free(packed);
		return;
	}
	free(last.packed);
	last.packed = packed;
	last.size = size;
	for (int i = 0; i < BC_FORMATS; i++)
	{
		const BcFormat *format = &bc_formats[i];

		if (bc_format_holds(format, BC_PLACE_RESPONSE) &&
			(rec.turns == 0 || bc_format_holds(format, BC_PLACE_HISTORY)) &&
			(rec.has_rejected || !bc_format_needs_rejected(format)))
			write_and_read(format, &rec);
	}
}

/* As a line, it is a record where it is one as a row, but for escapes and keys that stand twice. */
static void
check_line(BcSlice line, const BcFormat *format)
{
	const char *hint;
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_row_judge(&bc_malloc_env, line, format, &out, &draft, &verdict, &hint))
		bc_draft_free(&draft);
	else
	{
		require(verdict.code > BC_OK && verdict.code < BC_NO_MEMORY);
		require(verdict.offset <= line.len);
		require(verdict.path[0] == '\0' || verdict.path[0] == '/');
		free(verdict.path);
	}
	bc_buffer_free(&out);
}

static void
check_text(BcSlice text, const BcFormat *format)
{
	BcBuffer	out;
	BcDraft		draft;
	BcRowFault	fault;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_row_read(&bc_malloc_env, text, format, &out, &draft, &fault))
		check_record(&draft);
	else
		check_fault(&fault);
	bc_buffer_free(&out);
	check_line(text, format);
}

/* One of the formats of a family, by a number; NULL where it has none. */
static const BcFormat *
format_of(int family, unsigned number)
{
	const BcFormat *of[BC_FORMATS];
	unsigned	count = 0;

	for (int i = 0; i < BC_FORMATS; i++)
		if ((int) bc_formats[i].family == family)
			of[count++] = &bc_formats[i];
	return count > 0 ? of[number % count] : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	BcSlice		text = {data, len};
	BcRowFault	fault;
	unsigned	number = (unsigned) len;

	for (size_t i = 0; i < len; i++)
		number = number * 31 + data[i];
	(void) bc_row_family(&bc_malloc_env, text, &fault);
	check_text(text, NULL);
	/* its rows are read as they stand, unlike those of others of the family */
	check_text(text, &bc_formats[0]);
	for (int family = 0; family < BC_ROW_FAMILIES; family++)
	{
		const BcFormat *format = format_of(family, number >> 8);

		if (format != NULL && format != &bc_formats[0])
			check_text(text, format);
	}
	free(last.packed);
	last.packed = NULL;
	last.size = 0;
	return 0;
}
