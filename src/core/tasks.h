/*
 * tasks.h: tasks found by the instruction that prompts share: the part around
 * the slot that each fills in its own way (doc/internals.md, "Instructions").
 */
#ifndef BADCASE_CORE_TASKS_H
#define BADCASE_CORE_TASKS_H

#include "core/tasks/find.h"
#include "core/tasks/units.h"

#endif
