/*
 * sort.h: sorting of 32-bit values in linear time.
 */
#ifndef BADCASE_CORE_BASE_SORT_H
#define BADCASE_CORE_BASE_SORT_H

#include "core/base/env.h"

/*
 * Sorts ascending; equal is how many values are like the one before them.
 * False without memory.
 */
extern bool bc_sort32(const BcEnv *env, uint32_t *values, size_t count,
					  size_t *equal);

#endif
