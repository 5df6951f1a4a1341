/*
 * substrings.h: search for any piece of a text, and what an index of such
 * pieces is made of.
 */
#ifndef BADCASE_CORE_TEXT_SUBSTRINGS_H
#define BADCASE_CORE_TEXT_SUBSTRINGS_H

#include "core/base.h"

/*
 * Appends the fold for search: version 1 of the exact fold, and A to Z as a to
 * z; frozen, for indexes are made of it.  False
 * without memory or where out is full.
 */
extern bool bc_search_fold(const BcEnv *env, BcSlice text, BcBuffer *out);

/*
 * Appends a number of four bytes, in the machine's order, for each two
 * neighbouring characters of a fold.  A text that holds another has all its
 * numbers; two pairs may have one number.  False where out is full.
 */
extern bool bc_add_pairs(const BcEnv *env, BcSlice fold, BcBuffer *out);

/* Sorts numbers and keeps each once; their count, or SIZE_MAX without memory. */
extern size_t bc_unique32(const BcEnv *env, uint32_t *values, size_t count);

/* Does a fold hold another?  An empty one is in every text. */
extern bool bc_holds(const BcEnv *env, BcSlice fold, BcSlice piece);

#endif
