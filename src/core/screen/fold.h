/*
 * fold.h: what a text is read as by the rules.
 */
#ifndef BADCASE_CORE_SCREEN_FOLD_H
#define BADCASE_CORE_SCREEN_FOLD_H

#include "core/screen/internal.h"

/* Is the character read as another, or as none, for which a copy is worth it? */
extern bool bc_scan_odd(uint32_t c);
/* A copy that the caller owns, NULL where there is no memory. */
extern unsigned char *bc_scan_fold(const BcEnv *env, BcSlice text, size_t *len);
/*
 * Makes places in the copy, in characters and in bytes, those of the text.
 */
extern void bc_scan_unfold(const BcEnv *env, BcSlice text, BcFinding *list,
						   size_t count);

#endif
