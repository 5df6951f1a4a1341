/*
 * members.c: the members of a row.
 */
#include "core/formats/row.h"

#include <stdio.h>

/* A block of memory for a text that was joined from others. */
typedef struct BcJoined
{
	struct BcJoined *next;
	unsigned char bytes[];
} BcJoined;

bool
bc_row_refuse(BcRow *row, BcCode code, const char *path, const char *hint)
{
	BcRowFault *fault = row->fault;

	fault->what = bc_code_name(code);
	fault->code = code;
	fault->hint = hint;
	snprintf(fault->path, sizeof(fault->path), "%s", path);
	return false;
}

bool
bc_row_holds(BcRow *row, const BcBuffer *buffer)
{
	return !buffer->failed ||
		bc_row_refuse(row, buffer->starved ? BC_NO_MEMORY : BC_TOO_LARGE, "", NULL);
}

bool
bc_row_refuse_key(BcRow *row, BcCode code, BcRowKey key, const char *hint)
{
	char		path[BC_ROW_PATH];

	snprintf(path, sizeof(path), "/%s", bc_row_key_names[key]);
	return bc_row_refuse(row, code, path, hint);
}

/* The key of the member that the reader is at, of those that are known. */
static BcRowKey
current_key(const BcRow *row)
{
	const BcReader *json = row->json;
	BcSpan		span = json->levels[0].key;
	unsigned char room[256];
	BcBuffer	name = {NULL, room, 0, sizeof(room), sizeof(room), false, false};

	/* the keys that are known are short, escapes and all */
	if (span.end - span.start > sizeof(room))
		return BC_KEY_NONE;
	bc_json_decode(json, span, &name);
	for (int key = 1; key < BC_ROW_KEYS; key++)
		if (strlen(bc_row_key_names[key]) == name.len &&
			memcmp(bc_row_key_names[key], name.data, name.len) == 0)
			return (BcRowKey) key;
	return BC_KEY_NONE;
}

/* The value that starts here; false only at a fault of the reader. */
bool
bc_row_read_value(BcReader *json, BcRowValue *value)
{
	int			c = bc_json_peek(json);
	size_t		start = json->at;
	BcSpan		span = {0, 0, false};

	if (!(c == '"' ? bc_json_string(json, &span) : bc_json_skip(json)))
		return false;
	value->kind = c == '-' || (c >= '0' && c <= '9') ? '0' : (char) c;
	if (c == '"')
		value->text = (BcSlice) {json->text + span.start, span.end - span.start};
	else
		value->text = (BcSlice) {json->text + start, json->at - start};
	return true;
}

/* A fault of the JSON: its path could name keys that are not the format's. */
static bool
refuse_json(BcRow *row)
{
	return bc_row_refuse(row, row->json->code, "", NULL);
}

static bool
read_members(BcRow *row)
{
	BcReader   *json = row->json;
	bool		more;

	while (bc_json_next(json, &more) && more)
	{
		BcRowKey	key = current_key(row);
		BcRowValue	value;

		if (!bc_row_read_value(json, &value))
			break;
		if (key == BC_KEY_NONE)
			continue;
		if (row->values[key].kind != 0)
			return bc_row_refuse_key(row, BC_DUPLICATE_KEY, key, NULL);
		row->values[key] = value;
	}
	return (json->code == BC_OK && bc_json_finish(json)) || refuse_json(row);
}

bool
bc_row_members(BcRow *row)
{
	BcReader   *json = row->json;
	int			c;

	bc_json_start(json, row->env, row->text);
	c = bc_json_peek(json);
	if (c != '{')
	{
		/* an array or string is no row, whatever is in it */
		if (c == '[' || c == '"' || bc_json_skip(json))
			return bc_row_refuse(row, BC_NOT_OBJECT, "", NULL);
		return refuse_json(row);
	}
	return bc_json_open(json) ? read_members(row) : refuse_json(row);
}

bool
bc_row_take(BcRow *row, BcRowKey key, BcRowValue *value)
{
	*value = row->values[key];
	row->taken[key] = true;
	return value->kind != 0 && value->kind != 'n';
}

bool
bc_row_is_string(const BcRowValue *value, const char *text)
{
	return value->kind == '"' && value->text.len == strlen(text) &&
		memcmp(value->text.data, text, value->text.len) == 0;
}

bool
bc_row_join(BcRow *row, BcSlice a, const char *between, BcSlice b,
			BcSlice *joined)
{
	size_t		n = strlen(between);
	BcJoined   *block = bc_resize(row->env, NULL, 1,
								  sizeof(BcJoined) + a.len + n + b.len);

	if (block == NULL)
		return bc_row_refuse(row, BC_NO_MEMORY, "", NULL);
	block->next = row->joined;
	row->joined = block;
	/* an empty text may be nowhere */
	if (a.len > 0)
		memcpy(block->bytes, a.data, a.len);
	memcpy(block->bytes + a.len, between, n);
	if (b.len > 0)
		memcpy(block->bytes + a.len + n, b.data, b.len);
	*joined = (BcSlice) {block->bytes, a.len + n + b.len};
	return true;
}

/* Has the member no place, because the record has one of its own for it? */
static bool
is_own(BcRowKey key)
{
	return key == BC_KEY_PROMPT || key == BC_KEY_RESPONSE ||
		key == BC_KEY_HISTORY || key == BC_KEY_REJECTED;
}

bool
bc_row_write_others(BcRow *row, BcBuffer *out)
{
	BcReader   *json = row->json;
	bool		more;

	bc_json_start(json, row->env, row->text);
	(void) bc_json_peek(json);
	if (!bc_json_open(json))
		return refuse_json(row);
	while (bc_json_next(json, &more) && more)
	{
		BcRowKey	key = current_key(row);
		size_t		start = json->levels[0].key.start - 1;
		BcRowValue	value;

		if (!bc_row_read_value(json, &value))
			break;
		if (row->taken[key])
			continue;
		if (is_own(key) && value.kind != 'n')
			return bc_row_refuse_key(row, BC_DUPLICATE_KEY, key,
									 "The format has another key for it.");
		if (is_own(key))
			continue;
		bc_buffer_add(out, ", ", 2);
		bc_buffer_add(out, json->text + start, json->at - start);
	}
	return json->code == BC_OK || refuse_json(row);
}

void
bc_row_free(BcRow *row)
{
	while (row->joined != NULL)
	{
		BcJoined   *block = row->joined;

		row->joined = block->next;
		bc_free(row->env, block);
	}
	bc_buffer_free(&row->history);
	bc_buffer_free(&row->reasoning);
	bc_buffer_free(&row->turns.list);
	bc_free(row->env, row->json);
	bc_free(row->env, row->inner);
}
