/*
 * badcase.h: the core as a library: all that a program may call.
 *
 * A program gives each call an environment: bc_malloc_env, or memory and
 * interrupts of its own (core/base/env.h).  No call prints, aborts or jumps,
 * and none keeps anything outside of what it was given, so threads may work
 * side by side.  What files of src/core/ROOM declare and ROOM.h does not bring
 * in is nobody's but the room's.
 */
#ifndef BADCASE_CORE_BADCASE_H
#define BADCASE_CORE_BADCASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BC_VERSION	"0.10.0"

#ifdef __cplusplus
extern "C"
{
#endif

#include "core/base.h"
#include "core/text.h"
#include "core/record.h"
#include "core/terms.h"
#include "core/scores.h"
#include "core/near.h"
#include "core/screen.h"
#include "core/formats.h"
#include "core/follow.h"
#include "core/quality.h"
#include "core/check.h"

#ifdef __cplusplus
}
#endif

#endif
