/*
 * canonical.h: a JSON text as jsonb prints it.
 */
#ifndef BADCASE_CORE_RECORD_CANONICAL_H
#define BADCASE_CORE_RECORD_CANONICAL_H

#include "core/record/packed.h"

/*
 * Appends what the server's jsonb makes of a text that the JSON reader takes:
 * ", " and ": " between, keys by length and then by bytes, of equal keys the
 * last one's value, numbers written out as numeric prints them.  False where
 * the reader has a fault, without memory, or where out is full.
 */
extern bool bc_json_canonical(const BcEnv *env, BcSlice text, BcBuffer *out);

#endif
