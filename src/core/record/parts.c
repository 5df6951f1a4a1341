/*
 * parts.c: walks the texts of a record.
 */
#include "core/record/parts.h"

#include "core/record/json.h"

const char *
bc_part_name(BcPartName name)
{
	static const char *const names[BC_PARTS] = {
		"prompt", "response", "question", "answer", "rejected", "meta", "text"
	};

	return names[name];
}

void
bc_parts_start(BcPartCursor *cursor, const BcEnv *env, const BcRecord *rec,
			   BcSlice text)
{
	memset(cursor, 0, sizeof(*cursor));
	cursor->env = env;
	cursor->rec = rec;
	cursor->text = text;
	cursor->next = rec == NULL ? BC_PART_TEXT : BC_PART_PROMPT;
}

static bool
give(BcPart *part, BcPartName name, uint32_t turn, BcSlice text)
{
	*part = (BcPart) {name, turn, text, 0, 0};
	return true;
}

/* Goes to the next string of meta: keys are none. */
static bool
next_of_meta(BcPartCursor *cursor, BcPart *part)
{
	BcReader   *json = cursor->json;
	BcSpan		span;
	bool		more;

	while (cursor->next == BC_PART_META)
	{
		int			c;

		if (json->depth > 0)
		{
			if (!bc_json_next(json, &more))
				break;
			if (!more)
			{
				if (json->depth == 0)
					cursor->next = BC_PARTS;
				continue;
			}
		}
		c = bc_json_peek(json);
		if (c == '"')
		{
			if (!bc_json_string(json, &span))
				break;
			cursor->decoded.len = 0;
			part->text = (BcSlice) {json->text + span.start,
				span.end - span.start};
			if (span.escaped)
			{
				bc_json_decode(json, span, &cursor->decoded);
				part->text = (BcSlice) {cursor->decoded.data,
					cursor->decoded.len};
			}
			part->name = BC_PART_META;
			part->turn = 0;
			part->from = span.start - 1;
			part->to = span.end + 1;
			cursor->failed = cursor->decoded.failed;
			return !cursor->failed;
		}
		if (!(c == '{' || c == '[' ? bc_json_open(json) : bc_json_skip(json)))
			break;
	}
	cursor->failed = cursor->next == BC_PART_META;
	return false;
}

static bool
start_meta(BcPartCursor *cursor)
{
	cursor->json = bc_resize(cursor->env, NULL, 1, sizeof(BcReader));
	if (cursor->json == NULL)
	{
		cursor->failed = true;
		return false;
	}
	bc_json_start(cursor->json, cursor->env, cursor->rec->meta);
	bc_buffer_init(&cursor->decoded, cursor->env, BC_MAX_INPUT);
	return true;
}

bool
bc_parts_next(BcPartCursor *cursor, BcPart *part)
{
	const BcRecord *rec = cursor->rec;
	BcSlice		question;

	switch (cursor->next)
	{
		case BC_PART_PROMPT:
			cursor->next = BC_PART_RESPONSE;
			return give(part, BC_PART_PROMPT, 0, rec->prompt);
		case BC_PART_RESPONSE:
			cursor->next = BC_PART_QUESTION;
			return give(part, BC_PART_RESPONSE, 0, rec->response);
		case BC_PART_QUESTION:
			if (bc_record_turn(rec, &cursor->turns, &question,
							   &cursor->answer))
			{
				cursor->next = BC_PART_ANSWER;
				return give(part, BC_PART_QUESTION, cursor->turns.next,
							question);
			}
			cursor->next = BC_PART_REJECTED;
			BC_FALLTHROUGH;
		case BC_PART_REJECTED:
			cursor->next = BC_PART_META;
			if (rec->has_rejected)
				return give(part, BC_PART_REJECTED, 0, rec->rejected);
			BC_FALLTHROUGH;
		case BC_PART_META:
			if (rec->meta.len == 0 || cursor->failed ||
				(cursor->json == NULL && !start_meta(cursor)))
				return false;
			return next_of_meta(cursor, part);
		case BC_PART_ANSWER:
			cursor->next = BC_PART_QUESTION;
			return give(part, BC_PART_ANSWER, cursor->turns.next,
						cursor->answer);
		case BC_PART_TEXT:
			cursor->next = BC_PARTS;
			return give(part, BC_PART_TEXT, 0, cursor->text);
		default:
			return false;
	}
}

void
bc_parts_path(const BcPartCursor *cursor, BcBuffer *out)
{
	bc_json_path(cursor->json, out);
	if (out->len > 0)
		out->len--;				/* the zero at its end */
}

void
bc_parts_end(BcPartCursor *cursor)
{
	bc_free(cursor->env, cursor->json);
	bc_buffer_free(&cursor->decoded);
}
