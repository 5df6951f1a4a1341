/*
 * parsed.c: records that are looked at where they were read.
 */
#include "core/record/parsed.h"

#include "core/record/canonical.h"

bool
bc_draft_parsed(const BcEnv *env, const BcDraft *draft, BcParsed *parsed)
{
	BcRecord   *rec = &parsed->rec;
	const BcBuffer *meta = &draft->meta;

	parsed->draft = *draft;
	/* no longer than what was read, but for spaces, which the reader counts */
	bc_buffer_init(&parsed->meta, env, BC_MAX_INPUT + 2);
	if (meta->len > 0 &&
		!bc_json_canonical(env, (BcSlice) {meta->data, meta->len}, &parsed->meta))
	{
		bc_parsed_free(parsed);
		return false;
	}
	rec->prompt = draft->prompt;
	rec->response = draft->response;
	rec->has_rejected = draft->has_rejected;
	rec->rejected = draft->rejected;
	rec->turns = draft->turns;
	rec->turn_lengths = draft->turn_lengths.data;
	rec->history = (BcSlice) {draft->history.data, draft->history.len};
	rec->meta = (BcSlice) {parsed->meta.data, parsed->meta.len};
	return true;
}

bool
bc_record_parse(const BcEnv *env, BcSlice text, BcParsed *parsed,
				BcVerdict *verdict)
{
	BcDraft		draft;

	if (!bc_record_read(env, text, &draft, verdict))
		return false;
	if (bc_draft_parsed(env, &draft, parsed))
		return true;
	verdict->code = BC_NO_MEMORY;
	return false;
}

void
bc_parsed_free(BcParsed *parsed)
{
	bc_draft_free(&parsed->draft);
	bc_buffer_free(&parsed->meta);
}
