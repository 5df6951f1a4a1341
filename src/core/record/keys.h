/*
 * keys.h: what tells a record from others: the digest of its text output, and
 * the exact key, which all have that differ in form only (doc/internals.md,
 * "Folding for exact duplicates").
 */
#ifndef BADCASE_CORE_RECORD_KEYS_H
#define BADCASE_CORE_RECORD_KEYS_H

#include "core/record/packed.h"

/* Appends the bytes of which SHA-256 is the exact key of that version. */
extern bool bc_record_exact_input(const BcEnv *env, const BcRecord *rec,
								  int version, BcBuffer *out);

/* SHA-256 of the text output, and of the above.  False without memory. */
extern bool bc_record_digest(const BcEnv *env, const BcRecord *rec,
							 unsigned char out[BC_SHA256_BYTES]);
extern bool bc_record_exact_key(const BcEnv *env, const BcRecord *rec,
								int version,
								unsigned char out[BC_SHA256_BYTES]);

#endif
