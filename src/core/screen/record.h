/*
 * record.h: personal data and secrets in all texts of a record.
 */
#ifndef BADCASE_CORE_SCREEN_RECORD_H
#define BADCASE_CORE_SCREEN_RECORD_H

#include "core/record.h"
#include "core/screen/scan.h"

/*
 * Takes what was found in a part, at least one finding; the cursor is at it.
 * False ends the scan.
 */
typedef bool (*BcPartFindings) (void *context, const BcPartCursor *cursor,
								const BcPart *part, const BcFindings *found);

/* False: no memory, a damaged meta, or each said so. */
extern bool bc_scan_record(const BcEnv *env, const BcRecord *rec,
						   const BcScanOptions *options, BcPartFindings each,
						   void *context);

/* The kinds, as bits, that are found in a record.  False as above. */
extern bool bc_record_kinds(const BcEnv *env, const BcRecord *rec,
							const BcScanOptions *options, uint64_t *kinds);

#endif
