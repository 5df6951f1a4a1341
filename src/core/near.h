/*
 * near.h: features, and what compares and joins sets of them.
 */
#ifndef BADCASE_CORE_NEAR_H
#define BADCASE_CORE_NEAR_H

#include "core/near/clusters.h"
#include "core/near/components.h"
#include "core/near/count.h"
#include "core/near/features.h"
#include "core/near/frequency.h"
#include "core/near/index.h"
#include "core/near/join.h"
#include "core/near/overlap.h"
#include "core/near/prefix.h"

#endif
