/*
 * prompt.c: what stands under the key of a row's prompt, and its tools.
 */
#include "core/formats/row.h"

#include <stdio.h>

static const char same_key[] = "The format has it under this key.";

void
bc_row_key_path(BcRowKey key, char *path)
{
	snprintf(path, BC_ROW_PATH, "/%s", bc_row_key_names[key]);
}

bool
bc_row_take_required(BcRow *row, BcRowKey key, BcCode missing, BcCode type,
					 BcRowValue *value)
{
	if (bc_row_take(row, key, value))
		return true;
	if (value->kind == 'n')
		return bc_row_refuse_key(row, type, key,
								 "The value is null; the format has the row's text there.");
	return bc_row_refuse_key(row, missing, key, same_key);
}

/* Refuses tools, but for none: null, or a list of none, or its text. */
static bool
refuse_tools(BcRow *row, const BcRowValue *tools, const char *path)
{
	if (tools->kind == 0 || tools->kind == 'n')
		return true;
	if (tools->kind == '[' || tools->kind == '"')
	{
		size_t		at = 0;

		while (at < tools->text.len && strchr("[] ", tools->text.data[at]) != NULL)
			at++;
		if (at == tools->text.len)
			return true;
	}
	return bc_row_refuse(row, BC_HISTORY_SHAPE, path,
						 "Tools have no place in a record; leave such rows out.");
}

/* Tools are taken away where they are none, so that they are no part of meta. */
bool
bc_row_read_tools(BcRow *row)
{
	static const BcRowKey keys[] = {BC_KEY_TOOLS, BC_KEY_FUNCTIONS};
	BcRowValue	value;
	char		path[BC_ROW_PATH];

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
	{
		(void) bc_row_take(row, keys[i], &value);
		bc_row_key_path(keys[i], path);
		if (!refuse_tools(row, &value, path))
			return false;
	}
	return true;
}

/* Goes from the object that holds the turns to the turns; adds to the path. */
static bool
find_inside(BcRow *row, BcRowValue *value, char *path)
{
	const char *inside = row->family->inside;
	BcReader   *json = row->json;
	BcRowValue	found = {0, {NULL, 0}};
	BcRowValue	tools = {0, {NULL, 0}};
	size_t		base = strlen(path);
	bool		more;

	snprintf(path + base, BC_ROW_PATH - base, "/%s", inside);
	if (value->kind != '{')
		return bc_row_refuse(row, BC_MISSING_PROMPT, path, same_key);
	bc_json_start(json, row->env, value->text);
	(void) bc_json_peek(json);
	if (!bc_json_open(json))
		return bc_row_refuse(row, json->code, "", NULL);
	while (bc_json_next(json, &more) && more)
	{
		BcSpan		key = json->levels[0].key;
		BcRowValue	name = {'"', {json->text + key.start, key.end - key.start}};
		bool		is_inside = bc_row_is_string(&name, inside);
		bool		is_tools = bc_row_is_string(&name, "tools");

		if (!bc_row_read_value(json, is_inside ? &found : is_tools ? &tools :
							   &name))
			return bc_row_refuse(row, json->code, "", NULL);
	}
	if (found.kind == 0)
		return bc_row_refuse(row, BC_MISSING_PROMPT, path, same_key);
	*value = found;
	snprintf(path + base, BC_ROW_PATH - base, "/tools");
	if (!refuse_tools(row, &tools, path))
		return false;
	snprintf(path + base, BC_ROW_PATH - base, "/%s", inside);
	return true;
}

/* Joins a second text to the prompt; of two, an empty one is left out. */
static bool
join_input(BcRow *row, BcRowKey key)
{
	BcRowValue	value;

	if (key == BC_KEY_NONE || !bc_row_take(row, key, &value))
		return true;
	if (value.kind != '"')
		return bc_row_refuse_key(row, BC_PROMPT_TYPE, key, NULL);
	if (value.text.len == 0)
		return true;
	if (row->prompt.len == 0)
	{
		row->prompt = value.text;
		bc_row_key_path(key, row->prompt_path);
		return true;
	}
	return bc_row_join(row, row->prompt, "\\n", value.text, &row->prompt);
}

/* Is there a text under one of the form's keys for a second one? */
static bool
has_input(const BcRow *row)
{
	return row->values[row->form->input].kind == '"' ||
		row->values[row->form->other_input].kind == '"';
}

/* Reads what stands under the key of the prompt: a text, or turns. */
bool
bc_row_read_prompt(BcRow *row, bool answered)
{
	const BcRowForm *form = row->form;
	BcRowKey	key = form->prompt;
	char		path[BC_ROW_PATH];
	BcRowValue	value;

	if (key == BC_KEY_NONE)
		return true;
	bc_row_key_path(key, path);
	memcpy(row->prompt_path, path, BC_ROW_PATH);
	/* Alpaca's readers leave the empty one of instruction and input out */
	if (row->values[key].kind == 'n' && has_input(row))
		value = (BcRowValue) {'"', {NULL, 0}};
	else if (!bc_row_take_required(row, key, BC_MISSING_PROMPT, BC_PROMPT_TYPE,
								   &value))
		return false;
	row->taken[key] = true;
	if (row->family->inside != NULL && !find_inside(row, &value, path))
		return false;
	if (row->family->shape == BC_SHAPE_TURNS ||
		(row->family->shape == BC_SHAPE_TEXT_OR_TURNS && value.kind == '['))
	{
		size_t		count;

		if (!bc_row_read_turns(row, &value, path, &row->turns))
			return false;
		count = row->turns.count;
		row->turns_before = count - (answered && count > 0 ? 1 : 0);
		return bc_row_place_turns(row, &row->turns, count, path, answered);
	}
	if (value.kind != '"')
		return bc_row_refuse_key(row, BC_PROMPT_TYPE, key, NULL);
	row->prompt = value.text;
	row->has_prompt = true;
	return join_input(row, form->input) && join_input(row, form->other_input);
}
