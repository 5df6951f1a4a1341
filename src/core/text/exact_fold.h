/*
 * exact_fold.h: the form under which two texts are the same text.
 */
#ifndef BADCASE_CORE_TEXT_EXACT_FOLD_H
#define BADCASE_CORE_TEXT_EXACT_FOLD_H

#include "core/base.h"

/* The newest version; keys of all versions can be made for ever. */
#define BC_EXACT_VERSION	2

/*
 * Appends the fold of a text.
 *
 * Version 1: its compatibility decomposition (NFKD) in canonical order, each
 * run of White_Space made one space, none at the ends.  Case and everything
 * else stays.
 *
 * Version 2: superscripts, subscripts and enclosed numbers stay as they are.
 * Line breaks count, each as a line feed, and so does the indentation after
 * the last of a run of them: a tab stays, other white space is a space each.
 * All else is as in version 1.
 *
 * At most 11 times as long as the text.  False without memory or where out is
 * full.
 */
extern bool bc_exact_fold(const BcEnv *env, int version, BcSlice text,
						  BcBuffer *out);

#endif
