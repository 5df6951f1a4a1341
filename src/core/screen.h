/*
 * screen.h: personal data and secrets in texts, found and taken out.
 */
#ifndef BADCASE_CORE_SCREEN_H
#define BADCASE_CORE_SCREEN_H

#include "core/screen/record.h"
#include "core/screen/redact.h"
#include "core/screen/scan.h"

#endif
