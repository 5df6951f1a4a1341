/*
 * upload.c: what the workspace needs to know about the lines of an upload.
 */
#include "pg/badcase.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(badcase_blank);
PG_FUNCTION_INFO_V1(badcase_lines_sha256_add);
PG_FUNCTION_INFO_V1(badcase_lines_sha256_final);

Datum
badcase_blank(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(bc_is_blank(&badcase_env, PG_GETARG_SLICE(0)));
}

static void
check_hash(pg_cryptohash_ctx *ctx, int result)
{
	if (result < 0)
		elog(ERROR, "could not compute SHA-256: %s",
			 pg_cryptohash_error(ctx));
}

static void
add_bytes(pg_cryptohash_ctx *ctx, const void *bytes, size_t size)
{
	check_hash(ctx, pg_cryptohash_update(ctx, bytes, size));
}

/*
 * Frees the hash of a state, if there is one.  The aggregate's end calls this
 * where no final function was called, as for groups behind a LIMIT.
 */
static void
drop_hash(Datum state)
{
	pg_cryptohash_ctx **hash = (pg_cryptohash_ctx **) DatumGetPointer(state);

	pg_cryptohash_free(*hash);
	*hash = NULL;
}

/* A server without OpenSSL takes the hash from the context it is asked in. */
static pg_cryptohash_ctx **
start_hash(MemoryContext context)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	pg_cryptohash_ctx **hash = palloc(sizeof(pg_cryptohash_ctx *));

	*hash = pg_cryptohash_create(PG_SHA256);
	MemoryContextSwitchTo(caller);
	if (*hash == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory")));
	check_hash(*hash, pg_cryptohash_init(*hash));
	return hash;
}

/*
 * The transition of badcase_lines_sha256.  The hash belongs to the resource
 * owner, which frees it when the query fails; the aggregate frees it when the
 * query does not.
 */
Datum
badcase_lines_sha256_add(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	pg_cryptohash_ctx **hash;
	bytea	   *line;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "badcase_lines_sha256_add called outside an aggregate");
	if (PG_ARGISNULL(0))
	{
		hash = start_hash(context);
		AggRegisterCallback(fcinfo, drop_hash, PointerGetDatum(hash));
	}
	else
		hash = (pg_cryptohash_ctx **) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1))
	{
		line = PG_GETARG_BYTEA_PP(1);
		add_bytes(*hash, VARDATA_ANY(line), VARSIZE_ANY_EXHDR(line));
		add_bytes(*hash, "\n", 1);
	}
	PG_RETURN_POINTER(hash);
}

Datum
badcase_lines_sha256_final(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	pg_cryptohash_ctx **hash;
	bytea	   *result;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "badcase_lines_sha256_final called outside an aggregate");
	hash = PG_ARGISNULL(0) ? start_hash(context) :
		(pg_cryptohash_ctx **) PG_GETARG_POINTER(0);
	result = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	SET_VARSIZE(result, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	check_hash(*hash, pg_cryptohash_final(*hash, (uint8 *) VARDATA(result),
										  PG_SHA256_DIGEST_LENGTH));
	drop_hash(PointerGetDatum(hash));
	PG_RETURN_BYTEA_P(result);
}
