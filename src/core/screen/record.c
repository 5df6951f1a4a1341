/*
 * record.c: a record scanned, part by part.
 */
#include "core/screen/record.h"

bool
bc_scan_record(const BcEnv *env, const BcRecord *rec,
			   const BcScanOptions *options, BcPartFindings each,
			   void *context)
{
	BcPartCursor cursor;
	BcPart		part;
	BcFindings	found;
	bool		ok = true;

	bc_parts_start(&cursor, env, rec, (BcSlice) {NULL, 0});
	while (ok && bc_parts_next(&cursor, &part))
	{
		ok = bc_scan(env, part.text, options, &found);
		if (!ok)
			break;
		if (found.count > 0)
			ok = each(context, &cursor, &part, &found);
		bc_findings_free(env, &found);
	}
	ok = ok && !cursor.failed;
	bc_parts_end(&cursor);
	return ok;
}

static bool
add_kinds(void *context, const BcPartCursor *cursor, const BcPart *part,
		  const BcFindings *found)
{
	uint64_t   *kinds = context;

	(void) cursor;
	(void) part;
	for (size_t i = 0; i < found->count; i++)
		*kinds |= BC_KIND_BIT(found->list[i].kind);
	return true;
}

bool
bc_record_kinds(const BcEnv *env, const BcRecord *rec,
				const BcScanOptions *options, uint64_t *kinds)
{
	*kinds = 0;
	return bc_scan_record(env, rec, options, add_kinds, kinds);
}
