/*
 * base.h: what every file of the core stands on: memory and interrupts, buffers,
 * sorting, hashes, vectors.
 */
#ifndef BADCASE_CORE_BASE_H
#define BADCASE_CORE_BASE_H

#include "core/base/buffer.h"
#include "core/base/env.h"
#include "core/base/hash.h"
#include "core/base/hash128.h"
#include "core/base/heap_sort.h"
#include "core/base/log2.h"
#include "core/base/sha256.h"
#include "core/base/sort.h"
#include "core/base/sorter.h"
#include "core/base/storage.h"
#include "core/base/vector.h"

#endif
