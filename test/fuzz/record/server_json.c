/*
 * server_json.c: any text as the value of a record's member, through the
 * reader and through the server's own parser of json: what one takes the other
 * takes, but for what a record cannot hold.  Linked with the server's libpgcommon.
 */
#include "postgres_fe.h"

#include "common/jsonapi.h"
#include "mb/pg_wchar.h"

#include "core/record.h"

#include "require.h"

static const char before[] = "{\"prompt\": \"p\", \"response\": \"r\", \"m\": ";

static bool
server_takes(char *text, size_t len)
{
	JsonLexContext *lex;
	JsonSemAction none;
	bool		taken;

	memset(&none, 0, sizeof(none));
#if PG_VERSION_NUM >= 170000
	lex = makeJsonLexContextCstringLen(NULL, text, len, PG_UTF8, false);
	taken = pg_parse_json(lex, &none) == JSON_SUCCESS;
	freeJsonLexContext(lex);
#else
	lex = makeJsonLexContextCstringLen(text, (int) len, PG_UTF8, false);
	taken = pg_parse_json(lex, &none) == JSON_SUCCESS;
	free(lex);
#endif
	return taken;
}

/* Faults against the grammar, which the server finds as well. */
static bool
is_grammar(BcCode code)
{
	return code == BC_INVALID_UTF8 || code == BC_SYNTAX ||
		code == BC_NOT_OBJECT || code == BC_TRAILING_DATA;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t		len = strlen(before) + size + 1;
	BcDraft		draft;
	BcVerdict	verdict;
	char	   *text;
	bool		taken;

	/* the server verifies text before it parses it */
	if (pg_encoding_verifymbstr(PG_UTF8, (const char *) data, (int) size) !=
		(int) size)
		return 0;
	text = malloc(len + 1);
	memcpy(text, before, strlen(before));
	memcpy(text + strlen(before), data, size);
	memcpy(text + len - 1, "}", 2);

	taken = server_takes(text, len);
	if (bc_record_read(&bc_malloc_env, (BcSlice) {(unsigned char *) text, len},
					   &draft, &verdict))
	{
		require(taken);
		bc_draft_free(&draft);
	}
	else
	{
		require(!taken || !is_grammar(verdict.code));
		free(verdict.path);
	}
	free(text);
	return 0;
}
