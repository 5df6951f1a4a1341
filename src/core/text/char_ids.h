/*
 * char_ids.h: the characters of two texts, numbered.
 */
#ifndef BADCASE_CORE_TEXT_CHAR_IDS_H
#define BADCASE_CORE_TEXT_CHAR_IDS_H

#include "core/base.h"

/* Zeros after each text: a window of four that starts in it stays in bounds. */
#define BC_CHAR_PAD		3

/* Equal characters have equal numbers, from 1 in order of appearance. */
typedef struct BcCharIds
{
	uint32_t   *ids[2];			/* of each text, BC_CHAR_PAD zeros after it */
	size_t		length[2];
	uint32_t	different;
	void	   *memory;
} BcCharIds;

/* False without memory; the caller frees it in either case. */
extern bool bc_char_ids(const BcEnv *env, BcSlice a, BcSlice b, BcCharIds *chars);
extern void bc_char_ids_free(const BcEnv *env, BcCharIds *chars);

#endif
