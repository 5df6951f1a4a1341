/*
 * formats.h: what reading and writing of formats share.
 */
#ifndef BADCASE_PG_FORMATS_H
#define BADCASE_PG_FORMATS_H

#include "pg/badcase.h"

#include "core/formats.h"

/* The format of that name or alias; raises where there is none. */
extern const BcFormat *badcase_format_of(text *name);

/* The same of a format to read: NULL for auto. */
extern const BcFormat *badcase_format_to_read(text *name);

#endif
