/*
 * record.h: records, the lines they come in, the verdicts on them and their parts.
 */
#ifndef BADCASE_CORE_RECORD_H
#define BADCASE_CORE_RECORD_H

#include "core/record/canonical.h"
#include "core/record/json.h"
#include "core/record/keys.h"
#include "core/record/lines.h"
#include "core/record/object.h"
#include "core/record/packed.h"
#include "core/record/parsed.h"
#include "core/record/parts.h"
#include "core/record/verdict.h"

#endif
