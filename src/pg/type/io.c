/*
 * io.c: the type's text and binary input and output, and the
 * constructor.
 */
#include "pg/badcase.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "core/record.h"

/* First byte of the binary form; the text output follows it. */
#define BINARY_VERSION	1

PG_FUNCTION_INFO_V1(badcase_in);
PG_FUNCTION_INFO_V1(badcase_out);
PG_FUNCTION_INFO_V1(badcase_recv);
PG_FUNCTION_INFO_V1(badcase_send);
PG_FUNCTION_INFO_V1(badcase_make);

/*
 * Texts in another encoding would change on their way in, and jsonb cannot
 * take every character there.
 */
static void
require_utf8(void)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("badcase needs a database with encoding UTF8"),
				 errhint("Create the database with ENCODING 'UTF8' TEMPLATE template0.")));
}

BcSlice
badcase_slice(struct varlena *value)
{
	BcSlice		slice = {(const unsigned char *) VARDATA_ANY(value),
	VARSIZE_ANY_EXHDR(value)};

	return slice;
}

text *
badcase_slice_to_text(BcSlice slice)
{
	return cstring_to_text_with_len((const char *) slice.data, (int) slice.len);
}

void
badcase_view(BcRecord *rec, struct varlena *datum)
{
	BcSlice		bytes = badcase_slice(datum);

	if (!bc_record_view(rec, bytes.data, bytes.len))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("stored badcase has an unknown format"),
				 errhint("It is damaged, or was written by a later version of the extension.")));
}

static int
sqlstate_of(BcCode code)
{
	switch (code)
	{
		case BC_INVALID_UTF8:
			return ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;
		case BC_NUL_CHARACTER:
		case BC_LONE_SURROGATE:
			return ERRCODE_UNTRANSLATABLE_CHARACTER;
		case BC_NUMBER_RANGE:
			return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
		case BC_TOO_DEEP:
		case BC_TOO_LARGE:
			return ERRCODE_PROGRAM_LIMIT_EXCEEDED;
		default:
			return ERRCODE_INVALID_TEXT_REPRESENTATION;
	}
}

char *
badcase_code_detail(BcCode code)
{
	const char *message = bc_code_message(code);

	return psprintf("%c%s.", pg_ascii_toupper((unsigned char) message[0]),
					message + 1);
}

/*
 * The other members as one text, as jsonb prints them; their memory is the
 * buffer's.
 */
static BcSlice
canonical_meta(const BcBuffer *meta, BcBuffer *out)
{
	/* the draft's buffer has room for two bytes more than a text has */
	bc_buffer_init(out, &badcase_env, BC_MAX_INPUT + 2);
	if (meta->len > 0 &&
		!bc_json_canonical(&badcase_env, (BcSlice) {meta->data, meta->len}, out))
		elog(ERROR, "could not write the meta of a badcase");
	return (BcSlice) {out->data, out->len};
}

struct varlena *
badcase_from_draft(BcDraft *draft)
{
	BcBuffer	written;
	BcSlice		meta = canonical_meta(&draft->meta, &written);
	Size		size = VARHDRSZ + bc_draft_size(draft, meta);
	struct varlena *datum = palloc(size);

	SET_VARSIZE(datum, size);
	bc_draft_pack(draft, meta, (unsigned char *) VARDATA(datum));
	bc_buffer_free(&written);
	bc_draft_free(draft);
	return datum;
}

struct varlena *
badcase_parse(BcSlice text, Node *escontext)
{
	BcDraft		draft;
	BcVerdict	verdict;

	require_utf8();
	if (!bc_record_read(&badcase_env, text, &draft, &verdict))
		ereturn(escontext, NULL,
				(errcode(sqlstate_of(verdict.code)),
				 errmsg("invalid input syntax for type badcase: %s at byte %zu",
						bc_code_name(verdict.code), verdict.offset),
				 errdetail_internal("%s", badcase_code_detail(verdict.code)),
				 errhint("%s", bc_code_hint(verdict.code))));
	return badcase_from_draft(&draft);
}

text *
badcase_to_text(const BcRecord *rec)
{
	BcBuffer	out;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_buffer_extend(&out, VARHDRSZ);
	bc_record_write(rec, &out);
	if (out.failed)
		elog(ERROR, "text output of a badcase is too long");
	SET_VARSIZE(out.data, out.len);
	return (text *) out.data;
}

Datum
badcase_in(PG_FUNCTION_ARGS)
{
	char	   *input = PG_GETARG_CSTRING(0);
	BcSlice		text = {(unsigned char *) input, strlen(input)};
	struct varlena *result = badcase_parse(text, fcinfo->context);

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(result);
}

Datum
badcase_out(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	BcBuffer	out;

	PG_GETARG_BADCASE(0, &rec);
	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_record_write(&rec, &out);
	bc_buffer_add_byte(&out, '\0');
	if (out.failed)
		elog(ERROR, "text output of a badcase is too long");
	PG_RETURN_CSTRING((char *) out.data);
}

/*
 * The binary form is a version byte and the text output in UTF-8, whatever
 * client_encoding is: one reader judges all that comes in.
 */
Datum
badcase_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			version = pq_getmsgbyte(message);
	BcSlice		text;

	if (version != BINARY_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported version %d of binary badcase", version)));
	text.len = message->len - message->cursor;
	text.data = (const unsigned char *) pq_getmsgbytes(message, (int) text.len);
	PG_RETURN_POINTER(badcase_parse(text, NULL));
}

Datum
badcase_send(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	StringInfoData message;
	text	   *written;

	PG_GETARG_BADCASE(0, &rec);
	written = badcase_to_text(&rec);
	pq_begintypsend(&message);
	pq_sendbyte(&message, BINARY_VERSION);
	pq_sendbytes(&message, VARDATA(written), VARSIZE(written) - VARHDRSZ);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* Appends a member that holds a string. */
static void
add_string(BcBuffer *out, const char *before, BcSlice value)
{
	bc_buffer_add(out, before, strlen(before));
	bc_json_write_string(out, value);
}

/* Appends the members of meta; refuses what may not be there. */
static void
add_meta(BcBuffer *out, Jsonb *meta)
{
	static const char *const reserved[] = {"prompt", "response", "history", "rejected"};
	char	   *written;

	if (!JB_ROOT_IS_OBJECT(meta))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("meta of a badcase must be a JSON object")));
	for (size_t i = 0; i < lengthof(reserved); i++)
	{
		JsonbValue	key;

		key.type = jbvString;
		key.val.string.val = unconstify(char *, reserved[i]);
		key.val.string.len = strlen(reserved[i]);
		if (findJsonbValueFromContainer(&meta->root, JB_FOBJECT, &key) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("meta of a badcase may not have the key \"%s\"", reserved[i]),
					 errhint("Give it as the argument of that name.")));
	}
	if (JB_ROOT_COUNT(meta) == 0)
		return;
	written = JsonbToCString(NULL, &meta->root, VARSIZE(meta));
	bc_buffer_add_byte(out, ',');
	bc_buffer_add(out, written + 1, strlen(written) - 2);
	pfree(written);
}

/* Writes the constructor's arguments as the text of a record. */
static void
write_arguments(FunctionCallInfo fcinfo, BcBuffer *out)
{
	add_string(out, "{\"prompt\":", PG_GETARG_SLICE(0));
	add_string(out, ",\"response\":", PG_GETARG_SLICE(1));
	if (!PG_ARGISNULL(2))
	{
		Jsonb	   *history = PG_GETARG_JSONB_P(2);
		char	   *written = JsonbToCString(NULL, &history->root, VARSIZE(history));

		bc_buffer_add(out, ",\"history\":", strlen(",\"history\":"));
		bc_buffer_add(out, written, strlen(written));
		pfree(written);
	}
	if (!PG_ARGISNULL(3))
		add_string(out, ",\"rejected\":", PG_GETARG_SLICE(3));
	if (!PG_ARGISNULL(4))
		add_meta(out, PG_GETARG_JSONB_P(4));
	bc_buffer_add_byte(out, '}');
}

Datum
badcase_make(PG_FUNCTION_ARGS)
{
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;

	require_utf8();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("prompt and response of a badcase may not be null")));
	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	write_arguments(fcinfo, &out);
	if (out.failed)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("badcase is too large")));
	if (!bc_record_read(&badcase_env, (BcSlice) {out.data, out.len}, &draft,
						&verdict))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid badcase: %s", bc_code_name(verdict.code)),
				 errdetail_internal("%s", badcase_code_detail(verdict.code)),
				 errhint("%s", bc_code_hint(verdict.code))));
	PG_RETURN_POINTER(badcase_from_draft(&draft));
}
