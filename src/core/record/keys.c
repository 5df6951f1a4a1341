/*
 * keys.c: digest and exact key of a record.
 */
#include "core/record/keys.h"

#include "core/text.h"

/* Appends the fold of a text, its length in four bytes before it. */
static bool
add_fold(const BcEnv *env, int version, BcSlice text, BcBuffer *out)
{
	size_t		start = out->len;

	bc_buffer_extend(out, 4);
	if (!bc_exact_fold(env, version, text, out))
		return false;
	bc_store32(out->data + start, (uint32_t) (out->len - start - 4));
	return true;
}

bool
bc_record_exact_input(const BcEnv *env, const BcRecord *rec, int version,
					  BcBuffer *out)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;
	unsigned char *turns = bc_buffer_extend(out, 4);

	if (turns == NULL)
		return false;
	bc_store32(turns, rec->turns);
	while (bc_record_turn(rec, &cursor, &question, &answer))
		if (!add_fold(env, version, question, out) ||
			!add_fold(env, version, answer, out))
			return false;
	return add_fold(env, version, rec->prompt, out) &&
		add_fold(env, version, rec->response, out);
}

static bool
hash_of(BcBuffer *buf, bool ok, unsigned char out[BC_SHA256_BYTES])
{
	if (ok)
		bc_sha256((BcSlice) {buf->data, buf->len}, out);
	bc_buffer_free(buf);
	return ok;
}

bool
bc_record_digest(const BcEnv *env, const BcRecord *rec,
				 unsigned char out[BC_SHA256_BYTES])
{
	BcBuffer	buf;

	bc_buffer_init(&buf, env, SIZE_MAX);
	bc_record_write(rec, &buf);
	return hash_of(&buf, !buf.failed, out);
}

bool
bc_record_exact_key(const BcEnv *env, const BcRecord *rec, int version,
					unsigned char out[BC_SHA256_BYTES])
{
	BcBuffer	buf;
	bool		ok;

	bc_buffer_init(&buf, env, SIZE_MAX);
	ok = bc_record_exact_input(env, rec, version, &buf);
	return hash_of(&buf, ok, out);
}
