/*
 * redact.h: texts without what the scanner finds in them, and excerpts that
 * can be shown and logged.
 */
#ifndef BADCASE_CORE_SCREEN_REDACT_H
#define BADCASE_CORE_SCREEN_REDACT_H

#include "core/record.h"
#include "core/screen/scan.h"
#include "core/screen/values.h"

typedef enum BcRedactStyle
{
	BC_REDACT_LABEL,			/* <cn_mobile> */
	BC_REDACT_MASK,				/* 138****8000 */
	BC_REDACT_REMOVE
} BcRedactStyle;

/*
 * Appends the text without what a scan with these options finds, and without
 * the same values elsewhere in it, in such a way that a scan of the result
 * finds nothing: redacting again changes nothing.  With not_blank a text of which white space would be left gets
 * labels instead.  False: no memory.
 */
extern bool bc_redact(const BcEnv *env, BcSlice text,
					  const BcScanOptions *options, BcRedactStyle style,
					  bool not_blank, BcBuffer *out);

/* The two halves of it: what a text holds, of several to be taken out of all. */
extern bool bc_redact_collect(const BcEnv *env, BcSlice text,
							  const BcScanOptions *options, BcValues *values);
extern bool bc_redact_values(const BcEnv *env, BcSlice text,
							 const BcScanOptions *options, BcRedactStyle style,
							 bool not_blank, const BcValues *values,
							 BcBuffer *out);

/*
 * Appends the text output of the record with each of its texts redacted, of
 * what is found in any of them;
 * prompt and response are not left blank.  Nothing is appended, and *changed
 * cleared, where none of them holds a finding.  False: no memory, a result of
 * more than out->max bytes, which alone leaves out->starved false, or a damaged
 * record.
 */
extern bool bc_redact_record(const BcEnv *env, const BcRecord *rec,
							 const BcScanOptions *options,
							 BcRedactStyle style, BcBuffer *out,
							 bool *changed);

/*
 * Appends the masked value of a finding: at most two characters of either
 * end, of a secret what tells its kind.
 */
extern void bc_excerpt(BcSlice text, const BcFinding *finding, BcBuffer *out);

#endif
