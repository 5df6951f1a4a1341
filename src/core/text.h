/*
 * text.h: characters, their folds and tokens.
 */
#ifndef BADCASE_CORE_TEXT_H
#define BADCASE_CORE_TEXT_H

#include "core/text/char_ids.h"
#include "core/text/counts.h"
#include "core/text/exact_fold.h"
#include "core/text/han.h"
#include "core/text/substrings.h"
#include "core/text/tokens.h"
#include "core/text/unicode.h"
#include "core/text/utf8.h"

#endif
