/*
 * heap_sort.h: sorting in place, in n log n steps whatever comes.
 */
#ifndef BADCASE_CORE_BASE_HEAP_SORT_H
#define BADCASE_CORE_BASE_HEAP_SORT_H

#include "core/base/env.h"

/* How large an item may be. */
#define BC_HEAP_ITEM	32

typedef bool (*BcIsBefore) (const void *x, const void *y, const void *context);

/* Items of so many bytes; those that are equal come in any order. */
extern void bc_heap_sort(const BcEnv *env, void *items, size_t count,
						 size_t size, BcIsBefore is_before,
						 const void *context);

#endif
