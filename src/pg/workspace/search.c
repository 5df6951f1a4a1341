/*
 * search.c: which records hold some words anywhere, and the keys of an index
 * of them.
 */
#include "pg/badcase.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "core/text.h"

PG_FUNCTION_INFO_V1(badcase_search_keys_record);
PG_FUNCTION_INFO_V1(badcase_search_keys_text);
PG_FUNCTION_INFO_V1(badcase_contains);

static void
check_room(bool ok)
{
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text is too long to be searched")));
}

static void
add_keys(BcBuffer *keys, BcSlice text)
{
	BcBuffer	fold;

	bc_buffer_init(&fold, &badcase_env, MaxAllocSize);
	check_room(bc_search_fold(&badcase_env, text, &fold));
	check_room(bc_add_pairs(&badcase_env,
							(BcSlice) {fold.data, fold.len}, keys));
	bc_buffer_free(&fold);
}

/* An int4[] of the keys, sorted, each once; frees them. */
static Datum
array_of_keys(BcBuffer *keys)
{
	uint32_t   *values = (uint32_t *) keys->data;
	size_t		count = bc_unique32(&badcase_env, values,
									keys->len / sizeof(*values));
	Datum	   *items;
	ArrayType  *array;

	check_room(count <= MaxAllocSize / sizeof(Datum));
	items = palloc(Max(count, 1) * sizeof(Datum));
	for (size_t i = 0; i < count; i++)
		items[i] = Int32GetDatum((int32) values[i]);
	array = construct_array(items, (int) count, INT4OID, sizeof(int32), true,
							TYPALIGN_INT);
	pfree(items);
	bc_buffer_free(keys);
	return PointerGetDatum(array);
}

/* No pair of characters reaches from one text of the record into another. */
Datum
badcase_search_keys_record(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	BcBuffer	keys;
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	PG_GETARG_BADCASE(0, &rec);
	bc_buffer_init(&keys, &badcase_env, MaxAllocSize);
	add_keys(&keys, rec.prompt);
	add_keys(&keys, rec.response);
	while (bc_record_turn(&rec, &cursor, &question, &answer))
	{
		add_keys(&keys, question);
		add_keys(&keys, answer);
	}
	PG_RETURN_DATUM(array_of_keys(&keys));
}

Datum
badcase_search_keys_text(PG_FUNCTION_ARGS)
{
	BcBuffer	keys;

	bc_buffer_init(&keys, &badcase_env, MaxAllocSize);
	add_keys(&keys, PG_GETARG_SLICE(0));
	PG_RETURN_DATUM(array_of_keys(&keys));
}

static bool
text_holds(BcSlice text, BcSlice piece)
{
	BcBuffer	fold;
	bool		found;

	bc_buffer_init(&fold, &badcase_env, MaxAllocSize);
	check_room(bc_search_fold(&badcase_env, text, &fold));
	found = bc_holds(&badcase_env, (BcSlice) {fold.data, fold.len}, piece);
	bc_buffer_free(&fold);
	return found;
}

/* The prompt, the response, or a question or an answer of the history. */
Datum
badcase_contains(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	BcBuffer	words;
	BcSlice		piece;
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;
	bool		found;

	PG_GETARG_BADCASE(0, &rec);
	bc_buffer_init(&words, &badcase_env, MaxAllocSize);
	check_room(bc_search_fold(&badcase_env, PG_GETARG_SLICE(1), &words));
	piece = (BcSlice) {words.data, words.len};
	found = text_holds(rec.prompt, piece) || text_holds(rec.response, piece);
	while (!found && bc_record_turn(&rec, &cursor, &question, &answer))
		found = text_holds(question, piece) || text_holds(answer, piece);
	bc_buffer_free(&words);
	PG_RETURN_BOOL(found);
}
