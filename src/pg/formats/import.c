/*
 * import.c: rows of other tools' formats as records.
 *
 * Errors name a code and the place in the row, never what stands there.
 */
#include "pg/formats.h"

#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(badcase_import);
PG_FUNCTION_INFO_V1(badcase_format);

const BcFormat *
badcase_format_to_read(text *name)
{
	if (VARSIZE_ANY_EXHDR(name) == strlen("auto") &&
		memcmp(VARDATA_ANY(name), "auto", strlen("auto")) == 0)
		return NULL;
	return badcase_format_of(name);
}

/* A row of another version's jsonb has the same text. */
static BcSlice
row_text(Jsonb *jsonb)
{
	StringInfoData text;
	BcSlice		slice;

	initStringInfo(&text);
	(void) JsonbToCString(&text, &jsonb->root, VARSIZE(jsonb));
	slice.data = (const unsigned char *) text.data;
	slice.len = (size_t) text.len;
	return slice;
}

/* Raises why no family can be told. */
static _Noreturn void
refuse_family(const BcRowFault *fault)
{
	if (fault->families[0] == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid row: %s", fault->what),
				 errdetail("The row has the keys of no format."),
				 errhint("Name the format. SELECT name, recognised_by FROM badcase_formats() lists formats and their keys.")));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid row: %s", fault->what),
			 errdetail("The row has the keys of %s and of %s.",
					   fault->families[0], fault->families[1]),
			 errhint("Name the format that is meant.")));
}

static _Noreturn void
refuse(const BcRowFault *fault)
{
	if (fault->code == BC_UNKNOWN_FORMAT || fault->code == BC_AMBIGUOUS_FORMAT)
		refuse_family(fault);
	if (fault->code == BC_NOT_OBJECT || fault->format == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid row: %s", fault->what),
				 errhint("%s", bc_code_hint(fault->code))));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid %s row: %s at \"%s\"", fault->format, fault->what,
					fault->path),
			 fault->hint == NULL ?
			 errdetail_internal("%s", badcase_code_detail(fault->code)) : 0,
			 errhint("%s", fault->hint != NULL ? fault->hint :
					 bc_code_hint(fault->code))));
}

Datum
badcase_import(PG_FUNCTION_ARGS)
{
	Jsonb	   *jsonb = PG_GETARG_JSONB_P(0);
	const BcFormat *format = badcase_format_to_read(PG_GETARG_TEXT_PP(1));
	BcBuffer	out;
	BcDraft		draft;
	BcRowFault	fault;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	if (!bc_row_read(&badcase_env, row_text(jsonb), format, &out, &draft, &fault))
		refuse(&fault);
	PG_RETURN_POINTER(badcase_from_draft(&draft));
}

Datum
badcase_format(PG_FUNCTION_ARGS)
{
	Jsonb	   *jsonb = PG_GETARG_JSONB_P(0);
	BcRowFault	fault;
	const BcRowFamily *family = bc_row_family(&badcase_env, row_text(jsonb), &fault);

	if (family == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(family->name));
}
