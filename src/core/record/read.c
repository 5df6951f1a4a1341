/*
 * read.c: which JSON texts are records, and what is wrong with others.
 */
#include "core/record/json.h"
#include "core/text.h"

#include <stdio.h>

typedef enum Key
{
	KEY_PROMPT,
	KEY_RESPONSE,
	KEY_HISTORY,
	KEY_REJECTED,
	KEY_META
} Key;

static const char *const key_names[KEY_META] = {
	"prompt", "response", "history", "rejected"
};

/* A string of the record: in the text itself, or decoded in draft->strings. */
typedef struct Field
{
	bool		seen;
	bool		null;
	bool		wrong_type;
	bool		decoded;
	size_t		offset;			/* of the value */
	BcSpan		span;			/* in the text, or in draft->strings */
} Field;

typedef struct Reading
{
	BcReader	json;
	BcDraft    *draft;
	Field		fields[KEY_META];
	size_t		brace;			/* the closing one */
	/* the first turn that is no pair of strings */
	bool		bad_turn;
	bool		bad_member;		/* of the turn, not the turn itself */
	size_t		bad_offset;
	uint32_t	bad_index[2];
} Reading;

/* Sets a verdict whose path is one of the record's own. */
static bool
refuse(const BcEnv *env, BcVerdict *verdict, BcCode code, size_t offset,
	   const char *path)
{
	size_t		size = strlen(path) + 1;

	verdict->code = code;
	verdict->offset = offset;
	verdict->path = bc_resize(env, NULL, size, 1);
	if (verdict->path == NULL)
		verdict->code = BC_NO_MEMORY;
	else
		memcpy(verdict->path, path, size);
	return false;
}

/* Sets the verdict to the fault that the JSON reader met. */
static bool
refuse_json(BcVerdict *verdict, const BcReader *json)
{
	verdict->path = bc_json_path_string(json);
	verdict->code = verdict->path == NULL ? BC_NO_MEMORY : json->code;
	verdict->offset = json->offset;
	return false;
}

/* Which key the reader is at; one that is too long to be one of ours is meta. */
static Key
current_key(Reading *in)
{
	BcSpan		span = in->json.levels[0].key;
	unsigned char name[64];
	BcSlice		key = {in->json.text + span.start, span.end - span.start};

	if (span.escaped && key.len <= sizeof(name))
	{
		/* decoding never lengthens; the buffer borrows name and never grows */
		BcBuffer	buf = {in->json.env, name, 0, sizeof(name), sizeof(name), false,
			false};

		bc_json_decode(&in->json, span, &buf);
		key.data = name;
		key.len = buf.len;
	}
	for (int i = 0; i < KEY_META; i++)
		if (key.len == strlen(key_names[i]) &&
			memcmp(key.data, key_names[i], key.len) == 0)
			return (Key) i;
	return KEY_META;
}

/* Reads a string, or null, or a value of a wrong type. */
static bool
read_field(Reading *in, Field *field)
{
	BcReader   *json = &in->json;
	BcBuffer   *strings = &in->draft->strings;
	size_t		from = strings->len;
	int			c = bc_json_peek(json);

	if (c != '"')
	{
		field->null = c == 'n';
		field->wrong_type = !field->null;
		return bc_json_skip(json);
	}
	if (!bc_json_string(json, &field->span))
		return false;
	if (field->span.escaped)
	{
		bc_json_decode(json, field->span, strings);
		field->decoded = true;
		field->span.start = from;
		field->span.end = strings->len;
	}
	return true;
}

static void
note_bad_turn(Reading *in, bool member, size_t offset)
{
	BcReader   *json = &in->json;

	if (in->bad_turn)
		return;
	in->bad_turn = true;
	in->bad_member = member;
	in->bad_offset = offset;
	in->bad_index[0] = json->levels[1].members - 1;
	if (member)
		in->bad_index[1] = json->levels[2].members - 1;
}

/* Reads one turn: a pair of strings, or whatever stands in its place. */
static bool
read_turn(Reading *in)
{
	BcReader   *json = &in->json;
	BcDraft    *draft = in->draft;
	size_t		start = json->at;
	bool		more;
	uint32_t	members = 0;

	if (bc_json_peek(json) != '[')
	{
		note_bad_turn(in, false, start);
		return bc_json_skip(json);
	}
	if (!bc_json_open(json))
		return false;
	for (;;)
	{
		unsigned char length[4];
		size_t		from = draft->history.len;
		BcSpan		span;

		if (!bc_json_next(json, &more))
			return false;
		if (!more)
			break;
		members++;
		if (bc_json_peek(json) != '"')
		{
			note_bad_turn(in, true, json->at);
			if (!bc_json_skip(json))
				return false;
			continue;
		}
		if (!bc_json_string(json, &span))
			return false;
		bc_json_decode(json, span, &draft->history);
		bc_store32(length, (uint32_t) (draft->history.len - from));
		bc_buffer_add(&draft->turn_lengths, length, sizeof(length));
	}
	if (members != 2)
		note_bad_turn(in, false, start);
	draft->turns++;
	return true;
}

static bool
read_history(Reading *in, Field *field)
{
	BcReader   *json = &in->json;
	bool		more;
	int			c = bc_json_peek(json);

	if (c != '[')
	{
		field->null = c == 'n';
		field->wrong_type = !field->null;
		return bc_json_skip(json);
	}
	if (!bc_json_open(json))
		return false;
	for (;;)
	{
		if (!bc_json_next(json, &more))
			return false;
		if (!more)
			return true;
		if (!read_turn(in))
			return false;
	}
}

/* Keeps a member that is none of the record's own, as it stands in the text. */
static bool
read_meta(Reading *in)
{
	BcReader   *json = &in->json;
	BcBuffer   *meta = &in->draft->meta;
	size_t		key = json->levels[0].key.start - 1;

	if (!bc_json_skip(json))
		return false;
	bc_buffer_add_byte(meta, meta->len == 0 ? '{' : ',');
	bc_buffer_add(meta, json->text + key, json->at - key);
	return true;
}

static bool
read_members(Reading *in)
{
	BcReader   *json = &in->json;

	for (;;)
	{
		bool		more;
		Key			key;
		Field	   *field;

		if (!bc_json_next(json, &more))
			return false;
		if (!more)
		{
			in->brace = json->at - 1;
			if (in->draft->meta.len > 0)
				bc_buffer_add_byte(&in->draft->meta, '}');
			return true;
		}
		key = current_key(in);
		if (key == KEY_META)
		{
			if (!read_meta(in))
				return false;
			continue;
		}
		field = &in->fields[key];
		if (field->seen)
			return bc_json_fault(json, BC_DUPLICATE_KEY,
								 json->levels[0].key.start - 1);
		field->seen = true;
		field->offset = json->at;
		if (!(key == KEY_HISTORY ? read_history(in, field) :
			  read_field(in, field)))
			return false;
	}
}

/* Reads the object and what is around it, as JSON goes. */
static bool
read_object(Reading *in)
{
	BcReader   *json = &in->json;
	int			c = bc_json_peek(json);

	if (c != '{')
	{
		size_t		start = json->at;

		/* an array or string is no record, whatever is in it */
		if (c == '[' || c == '"')
			return bc_json_fault(json, BC_NOT_OBJECT, start);
		if (!bc_json_skip(json))
			return false;
		return bc_json_fault(json, BC_NOT_OBJECT, start);
	}
	return bc_json_open(json) && read_members(in) && bc_json_finish(json);
}

static BcSlice
field_slice(const Reading *in, const Field *field)
{
	const unsigned char *base = field->decoded ?
		in->draft->strings.data : in->json.text;
	BcSlice		slice = {base + field->span.start,
	field->span.end - field->span.start};

	return slice;
}

bool
bc_is_blank(const BcEnv *env, BcSlice s)
{
	size_t		at = 0;
	size_t		poll_at = BC_POLL_BYTES;

	while (at < s.len)
	{
		if (!bc_is_white_space(bc_next_char(s, &at)))
			return false;
		if (at >= poll_at)
		{
			poll_at = at + BC_POLL_BYTES;
			bc_poll(env);
		}
	}
	return true;
}

static bool
refuse_turn(const Reading *in, BcVerdict *verdict)
{
	char		path[64];

	if (in->bad_member)
		snprintf(path, sizeof(path), "/history/%u/%u",
				 (unsigned) in->bad_index[0], (unsigned) in->bad_index[1]);
	else
		snprintf(path, sizeof(path), "/history/%u", (unsigned) in->bad_index[0]);
	return refuse(in->json.env, verdict, BC_HISTORY_SHAPE, in->bad_offset, path);
}

/* What a sound object must be besides: all there, of the right kind, not blank. */
static bool
check_fields(const Reading *in, BcVerdict *verdict)
{
	static const struct
	{
		Key			key;
		const char *path;
		BcCode		missing;
		BcCode		type;
		BcCode		blank;
	}			rules[KEY_META] = {
		{KEY_PROMPT, "/prompt", BC_MISSING_PROMPT, BC_PROMPT_TYPE, BC_PROMPT_BLANK},
		{KEY_RESPONSE, "/response", BC_MISSING_RESPONSE, BC_RESPONSE_TYPE, BC_RESPONSE_BLANK},
		{KEY_HISTORY, "/history", BC_OK, BC_HISTORY_TYPE, BC_OK},
		{KEY_REJECTED, "/rejected", BC_OK, BC_REJECTED_TYPE, BC_OK},
	};
	const BcEnv *env = in->json.env;

	for (int i = 0; i < KEY_META; i++)
		if (rules[i].missing != BC_OK && !in->fields[i].seen)
			return refuse(env, verdict, rules[i].missing, in->brace, rules[i].path);
	for (int i = 0; i < KEY_META; i++)
		if (in->fields[i].wrong_type ||
			(in->fields[i].null && rules[i].missing != BC_OK))
			return refuse(env, verdict, rules[i].type, in->fields[i].offset,
						  rules[i].path);
	if (in->bad_turn)
		return refuse_turn(in, verdict);
	for (int i = 0; i < KEY_META; i++)
		if (rules[i].blank != BC_OK && bc_is_blank(env, field_slice(in, &in->fields[i])))
			return refuse(env, verdict, rules[i].blank, in->fields[i].offset,
						  rules[i].path);
	return true;
}

static bool
draft_failed(const BcDraft *draft)
{
	return draft->turn_lengths.failed || draft->history.failed ||
		draft->meta.failed || draft->strings.failed;
}

/* Reads, checks, and fills the draft's slices. */
static bool
read_draft(Reading *in, BcVerdict *verdict)
{
	BcDraft    *draft = in->draft;

	if (!read_object(in))
		return refuse_json(verdict, &in->json);
	if (draft_failed(draft))
	{
		verdict->code = BC_NO_MEMORY;
		return false;
	}
	if (!check_fields(in, verdict))
		return false;
	draft->prompt = field_slice(in, &in->fields[KEY_PROMPT]);
	draft->response = field_slice(in, &in->fields[KEY_RESPONSE]);
	draft->has_rejected = in->fields[KEY_REJECTED].seen &&
		!in->fields[KEY_REJECTED].null;
	if (draft->has_rejected)
		draft->rejected = field_slice(in, &in->fields[KEY_REJECTED]);
	return true;
}

bool
bc_record_read(const BcEnv *env, BcSlice text, BcDraft *draft,
			   BcVerdict *verdict)
{
	Reading    *in = bc_resize(env, NULL, 1, sizeof(Reading));
	bool		ok = false;

	memset(verdict, 0, sizeof(*verdict));
	memset(draft, 0, sizeof(*draft));
	if (in == NULL)
	{
		verdict->code = BC_NO_MEMORY;
		return false;
	}
	/* the levels, most of it, are written before they are read */
	memset(in->fields, 0, sizeof(in->fields));
	in->bad_turn = false;
	in->draft = draft;
	bc_json_start(&in->json, env, text);
	/* nothing decoded is longer than the text; meta has two braces more */
	bc_buffer_init(&draft->turn_lengths, env, 8 * (size_t) BC_MAX_VALUES);
	bc_buffer_init(&draft->history, env, BC_MAX_INPUT);
	bc_buffer_init(&draft->meta, env, BC_MAX_INPUT + 2);
	bc_buffer_init(&draft->strings, env, BC_MAX_INPUT);

	ok = read_draft(in, verdict);
	bc_free(env, in);
	if (!ok)
		bc_draft_free(draft);
	return ok;
}

void
bc_draft_free(BcDraft *draft)
{
	bc_buffer_free(&draft->turn_lengths);
	bc_buffer_free(&draft->history);
	bc_buffer_free(&draft->meta);
	bc_buffer_free(&draft->strings);
}
