/*
 * fold.h: what a text is read as by the rules.
 */
#ifndef BADCASE_CORE_SCREEN_FOLD_H
#define BADCASE_CORE_SCREEN_FOLD_H

#include "core/screen/internal.h"

/* A place of the copy and the one in the text that it comes from. */
typedef struct BcFoldMark
{
	size_t		from;
	size_t		at;
	uint32_t	dropped;		/* characters before it that are not in the copy */
} BcFoldMark;

typedef struct BcFold
{
	const BcEnv *env;
	unsigned char *copy;
	size_t		len;
	BcBuffer	marks;			/* of BcFoldMark, in order */
} BcFold;

/* Is the character read as another, or as none, for which a copy is worth it? */
extern bool bc_scan_odd(uint32_t c);
/* False: no memory.  Either way the caller frees it. */
extern bool bc_scan_fold(const BcEnv *env, BcSlice text, BcFold *fold);
extern void bc_scan_fold_free(BcFold *fold);
/*
 * Makes places in the copy, in characters and in bytes, those of the text.  The
 * list is in order.
 */
extern void bc_scan_unfold(const BcFold *fold, BcSlice text, BcFinding *list,
						   size_t count);

#endif
