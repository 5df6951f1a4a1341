/*
 * digest.c: SHA-256 of a record as it is, and of its fold.
 */
#include "pg/badcase.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "core/text.h"

PG_FUNCTION_INFO_V1(badcase_digest);
PG_FUNCTION_INFO_V1(badcase_exact_key);

Datum
badcase_digest(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	/* a text is a bytea to sha256() */
	return DirectFunctionCall1(sha256_bytea,
							   PointerGetDatum(badcase_to_text(&rec)));
}

/* Appends the fold of a text, its length in four bytes before it. */
static void
add_fold(BcBuffer *out, BcSlice text)
{
	size_t		start = out->len;

	bc_buffer_extend(out, 4);
	bc_exact_fold(&badcase_env, text, out);
	if (out->failed)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("badcase is too large for an exact key")));
	bc_store32(out->data + start, (uint32_t) (out->len - start - 4));
}

/*
 * SHA-256 over the number of turns, then question and answer of each, prompt
 * and response, each folded and after its length; integers little-endian.
 */
Datum
badcase_exact_key(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	BcBuffer	out;
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;

	PG_GETARG_BADCASE(0, &rec);
	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_buffer_extend(&out, VARHDRSZ + 4);
	bc_store32(out.data + VARHDRSZ, rec.turns);
	while (bc_record_turn(&rec, &cursor, &question, &answer))
	{
		add_fold(&out, question);
		add_fold(&out, answer);
	}
	add_fold(&out, rec.prompt);
	add_fold(&out, rec.response);
	SET_VARSIZE(out.data, out.len);
	return DirectFunctionCall1(sha256_bytea, PointerGetDatum(out.data));
}
