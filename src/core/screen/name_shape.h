/*
 * name_shape.h: Chinese names by their shape.
 */
#ifndef BADCASE_CORE_SCREEN_NAME_SHAPE_H
#define BADCASE_CORE_SCREEN_NAME_SHAPE_H

#include "core/screen/internal.h"

/* What is before the name. */
typedef enum BcNameStrength
{
	BC_NAME_WEAK,				/* 我是 */
	BC_NAME_PLAIN,				/* 我叫 */
	BC_NAME_PROSE,				/* 患者, 当事人: words of every text, too */
	BC_NAME_STRONG				/* 姓名, 联系人, ... */
} BcNameStrength;

/* A Han character of three bytes is at i. */
static inline bool
bc_name_han(const BcScan *s, size_t i)
{
	return i + 3 <= s->n && s->t[i] >= 0xE4 && s->t[i] <= 0xE9 &&
		bc_utf8_length(s->t + i, s->t + s->n) == 3;
}

extern bool bc_name_any_of(const BcScan *s, size_t i, const char *const *list,
						   size_t count);
extern bool bc_name_of_kin(const BcScan *s, size_t i);
extern bool bc_name_declares(const BcScan *s, size_t i);
extern bool bc_name_titled(const BcScan *s, size_t i);
extern bool bc_name_for_anybody(const BcScan *s, size_t at, unsigned n);
/* In characters, or 0. */
extern unsigned bc_name_length(const BcScan *s, size_t i,
							   BcNameStrength strength);

#endif
