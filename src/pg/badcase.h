/*
 * badcase.h: what the glue's files share.
 */
#ifndef BADCASE_PG_BADCASE_H
#define BADCASE_PG_BADCASE_H

#include "postgres.h"

#include "fmgr.h"

#include "core/record.h"
#include "pg/compat.h"

/*
 * The core's environment over palloc in the current memory context and
 * CHECK_FOR_INTERRUPTS: it raises instead of returning NULL.
 */
extern const BcEnv badcase_env;

/*
 * Sees the fields of a detoasted datum; raises where the datum is damaged.
 * The record points into the datum.
 */
extern void badcase_view(BcRecord *rec, struct varlena *datum);

#define PG_GETARG_BADCASE(n, rec) \
	badcase_view((rec), PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(n)))

/* Installed by _PG_init: COPY ... (FORMAT jsonl). */
extern void badcase_copy_init(void);

#endif
