/*
 * packed.c: the packed form of a record.
 */
#include "core/record/packed.h"

#define FLAG_REJECTED	0x01

bool
bc_record_view(BcRecord *rec, const unsigned char *data, size_t len)
{
	const unsigned char *p = data + BC_RECORD_HEADER;
	size_t		left;
	uint32_t	lengths[4];
	uint32_t	turns;

	if (len < BC_RECORD_HEADER || data[0] != BC_RECORD_VERSION ||
		(data[1] & ~FLAG_REJECTED) != 0 || data[2] != 0 || data[3] != 0)
		return false;
	for (int i = 0; i < 4; i++)
		lengths[i] = bc_load32(data + 4 + 4 * i);
	turns = bc_load32(data + 20);
	left = len - BC_RECORD_HEADER;
	if (turns > left / 8)
		return false;
	rec->turns = turns;
	rec->turn_lengths = p;
	p += (size_t) turns * 8;
	left -= (size_t) turns * 8;

	/* each length is checked against what is left, so nothing can wrap */
	for (int i = 0; i < 4; i++)
	{
		if (lengths[i] > left)
			return false;
		left -= lengths[i];
	}
	rec->prompt = (BcSlice) {p, lengths[0]};
	rec->response = (BcSlice) {p + lengths[0], lengths[1]};
	rec->has_rejected = (data[1] & FLAG_REJECTED) != 0;
	rec->rejected = (BcSlice) {rec->response.data + lengths[1], lengths[2]};
	rec->history = (BcSlice) {rec->rejected.data + lengths[2], left};
	rec->meta = (BcSlice) {rec->history.data + left, lengths[3]};
	/* the text output leaves the first byte of meta out, so nobody else looks */
	return (rec->has_rejected || lengths[2] == 0) &&
		(lengths[3] == 0 || rec->meta.data[0] == '{');
}

bool
bc_record_turn(const BcRecord *rec, BcTurnCursor *cursor, BcSlice *question,
			   BcSlice *answer)
{
	const unsigned char *lengths;
	size_t		left = rec->history.len - cursor->at;
	uint32_t	first;
	uint32_t	second;

	if (cursor->next >= rec->turns)
		return false;
	lengths = rec->turn_lengths + (size_t) cursor->next * 8;
	first = bc_load32(lengths);
	second = bc_load32(lengths + 4);
	/* a damaged record ends its history early rather than point outside */
	if (first > left || second > left - first)
		return false;
	*question = (BcSlice) {rec->history.data + cursor->at, first};
	*answer = (BcSlice) {question->data + first, second};
	cursor->at += (size_t) first + second;
	cursor->next++;
	return true;
}

size_t
bc_draft_size(const BcDraft *draft, BcSlice meta)
{
	return BC_RECORD_HEADER + (size_t) draft->turns * 8 + draft->prompt.len +
		draft->response.len + draft->rejected.len + draft->history.len +
		meta.len;
}

static unsigned char *
put(unsigned char *out, const void *data, size_t len)
{
	if (len > 0)
		memcpy(out, data, len);
	return out + len;
}

void
bc_draft_pack(const BcDraft *draft, BcSlice meta, unsigned char *out)
{
	out[0] = BC_RECORD_VERSION;
	out[1] = draft->has_rejected ? FLAG_REJECTED : 0;
	out[2] = out[3] = 0;
	bc_store32(out + 4, (uint32_t) draft->prompt.len);
	bc_store32(out + 8, (uint32_t) draft->response.len);
	bc_store32(out + 12, (uint32_t) draft->rejected.len);
	bc_store32(out + 16, (uint32_t) meta.len);
	bc_store32(out + 20, draft->turns);
	out += BC_RECORD_HEADER;
	out = put(out, draft->turn_lengths.data, draft->turn_lengths.len);
	out = put(out, draft->prompt.data, draft->prompt.len);
	out = put(out, draft->response.data, draft->response.len);
	out = put(out, draft->rejected.data, draft->rejected.len);
	out = put(out, draft->history.data, draft->history.len);
	put(out, meta.data, meta.len);
}
