/*
 * object.h: lines that are JSON objects but no records.
 */
#ifndef BADCASE_CORE_RECORD_OBJECT_H
#define BADCASE_CORE_RECORD_OBJECT_H

#include "core/record/verdict.h"

/*
 * Whether a text is one JSON object that jsonb takes, under the limits of a
 * record.  Else the verdict holds the first fault, with its path in the
 * environment's memory.
 */
extern bool bc_object_check(const BcEnv *env, BcSlice text,
							BcVerdict *verdict);

#endif
