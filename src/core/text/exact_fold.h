/*
 * exact_fold.h: the form under which two texts are the same text.
 */
#ifndef BADCASE_CORE_TEXT_EXACT_FOLD_H
#define BADCASE_CORE_TEXT_EXACT_FOLD_H

#include "core/base.h"

/*
 * Appends the fold of a text: its compatibility decomposition (NFKD) in
 * canonical order, each run of White_Space made one space, none at the ends.
 * Case and everything else stays.  At most 11 times as long as the text.
 * False without memory or where out is full.
 */
extern bool bc_exact_fold(const BcEnv *env, BcSlice text, BcBuffer *out);

#endif
