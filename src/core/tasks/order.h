/*
 * order.h: numbers ordered by their keys, in linear time.
 */
#ifndef BADCASE_CORE_TASKS_ORDER_H
#define BADCASE_CORE_TASKS_ORDER_H

#include "core/base.h"

typedef struct BcKeyed
{
	uint32_t	key;
	uint32_t	number;
} BcKeyed;

/*
 * Sorts ascending by key; of equal keys the order stays.  Scratch has as much
 * room; the result is in items.
 */
extern void bc_order(const BcEnv *env, BcKeyed *items, BcKeyed *scratch,
					 size_t count);

#endif
