/*
 * parsed.h: a record read from its text and looked at where it was read, not
 * packed.
 */
#ifndef BADCASE_CORE_RECORD_PARSED_H
#define BADCASE_CORE_RECORD_PARSED_H

#include "core/record/packed.h"

typedef struct BcParsed
{
	BcDraft		draft;
	BcBuffer	meta;			/* as jsonb prints it */
	BcRecord	rec;			/* points into the text and into these */
} BcParsed;

/* Like bc_record_read(): true, and to be freed, or the verdict. */
extern bool bc_record_parse(const BcEnv *env, BcSlice text, BcParsed *parsed,
							BcVerdict *verdict);

/* The same of a draft that is there, which the result takes over. */
extern bool bc_draft_parsed(const BcEnv *env, const BcDraft *draft,
							BcParsed *parsed);
extern void bc_parsed_free(BcParsed *parsed);

#endif
