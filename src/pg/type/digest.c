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
PG_FUNCTION_INFO_V1(badcase_exact_key_newest);
PG_FUNCTION_INFO_V1(badcase_exact_key_of);
PG_FUNCTION_INFO_V1(badcase_exact_key_version);

Datum
badcase_digest(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	/* a text is a bytea to sha256() */
	return DirectFunctionCall1(sha256_bytea,
							   PointerGetDatum(badcase_to_text(&rec)));
}

/* SHA-256 is the server's, which may have the processor's own. */
static Datum
exact_key(const BcRecord *rec, int version)
{
	BcBuffer	out;

	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	bc_buffer_extend(&out, VARHDRSZ);
	if (!bc_record_exact_input(&badcase_env, rec, version, &out))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("badcase is too large for an exact key")));
	SET_VARSIZE(out.data, out.len);
	return DirectFunctionCall1(sha256_bytea, PointerGetDatum(out.data));
}

/* What the extension's versions before 0.5.0 call exact_key(badcase). */
Datum
badcase_exact_key(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	return exact_key(&rec, 1);
}

Datum
badcase_exact_key_newest(PG_FUNCTION_ARGS)
{
	BcRecord	rec;

	PG_GETARG_BADCASE(0, &rec);
	return exact_key(&rec, BC_EXACT_VERSION);
}

Datum
badcase_exact_key_of(PG_FUNCTION_ARGS)
{
	BcRecord	rec;
	int			version = PG_GETARG_INT32(1);

	if (version < 1 || version > BC_EXACT_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("exact keys have no version %d", version),
				 errhint("The versions are 1 to %d.", BC_EXACT_VERSION)));
	PG_GETARG_BADCASE(0, &rec);
	return exact_key(&rec, version);
}

Datum
badcase_exact_key_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(BC_EXACT_VERSION);
}
