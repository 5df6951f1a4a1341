/*
 * read.c: rows of other tools' formats as records.
 *
 * A row is written over as the text of a record and read as that, so that one
 * reader judges all that comes in.
 */
#include "core/formats/row.h"

static const char other_system[] = "The row has another system prompt.";

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

/* Appends a member whose value is a string of JSON already. */
static void
add_member(BcBuffer *out, const char *before, BcSlice text)
{
	add_text(out, before);
	bc_buffer_add_byte(out, '"');
	bc_buffer_add(out, text.data, text.len);
	bc_buffer_add_byte(out, '"');
}

/*
 * Takes the system prompt; an empty one is none, and one that is no text stays
 * in meta as it is, where the row has no other.
 */
static bool
read_system(BcRow *row)
{
	static const BcRowKey keys[] = {BC_KEY_SYSTEM, BC_KEY_SYSTEM_PROMPT};

	for (int i = 0; i < 2; i++)
	{
		const BcRowValue *value = &row->values[keys[i]];

		if (value->kind != '"' && value->kind != 'n')
			continue;
		row->taken[keys[i]] = true;
		if (value->kind != '"' || value->text.len == 0)
			continue;
		if (row->system.len > 0)
			return bc_row_refuse_key(row, BC_DUPLICATE_KEY, keys[i], other_system);
		row->system = value->text;
	}
	return true;
}

static bool
read_parts(BcRow *row)
{
	BcRowKey	response = row->form->response;

	if (row->family->chosen != BC_KEY_NONE &&
		row->values[row->family->chosen].kind != 0)
		response = row->family->chosen;
	if (row->family != &bc_row_families[BC_ROW_BADCASE] &&
		(!read_system(row) || !bc_row_read_tools(row)))
		return false;
	return bc_row_read_prompt(row, response == BC_KEY_NONE) &&
		bc_row_read_answers(row, response);
}

/* Writes the history, which turns or the key of that name may give. */
static bool
write_history(BcRow *row, BcBuffer *out)
{
	BcRowValue	value;
	bool		given = bc_row_take(row, BC_KEY_HISTORY, &value);

	if (given && value.kind != '[')
		return bc_row_refuse_key(row, BC_HISTORY_TYPE, BC_KEY_HISTORY, NULL);
	given = given && value.text.len > strlen("[]");
	if (given && row->history.len > 0)
		return bc_row_refuse_key(row, BC_DUPLICATE_KEY, BC_KEY_HISTORY,
								 "The row has a history of its own beside the turns.");
	if (given)
	{
		add_text(out, ", \"history\": ");
		bc_buffer_add(out, value.text.data, value.text.len);
	}
	else if (row->history.len > 0)
	{
		add_text(out, ", \"history\": [");
		bc_buffer_add(out, row->history.data, row->history.len);
		add_text(out, "]");
	}
	return true;
}

/* Is a name of meta free for what the row says elsewhere?  null says nothing. */
static bool
is_free(BcRow *row, BcRowKey key, const char *hint)
{
	BcRowValue	value;

	return row->taken[key] || !bc_row_take(row, key, &value) ||
		bc_row_refuse_key(row, BC_DUPLICATE_KEY, key, hint);
}

/* What a model thought before it answered stays in meta. */
static bool
write_reasoning(BcRow *row, BcBuffer *out)
{
	if (row->last_reasoning.kind == '"')
	{
		if (!is_free(row, BC_KEY_REASONING_CONTENT, "The last turn has it, too."))
			return false;
		add_member(out, ", \"reasoning_content\": ", row->last_reasoning.text);
	}
	if (row->has_reasoning)
	{
		if (!is_free(row, BC_KEY_HISTORY_REASONING, "The turns have it, too."))
			return false;
		add_text(out, ", \"history_reasoning_content\": [");
		bc_buffer_add(out, row->reasoning.data, row->reasoning.len);
		add_text(out, "]");
	}
	return true;
}

static bool
write_system(BcRow *row, BcBuffer *out)
{
	if (row->system.len == 0)
		return true;
	if (!is_free(row, BC_KEY_SYSTEM, other_system))
		return false;
	add_member(out, ", \"system\": ", row->system);
	return true;
}

/* Writes the row as the text of a record. */
static bool
write_record(BcRow *row, BcBuffer *out)
{
	add_member(out, "{\"prompt\": ", row->prompt);
	add_member(out, ", \"response\": ", row->response);
	if (!write_history(row, out))
		return false;
	if (row->has_rejected)
		add_member(out, ", \"rejected\": ", row->rejected);
	if (!write_system(row, out) || !write_reasoning(row, out) ||
		!bc_row_write_others(row, out))
		return false;
	bc_buffer_add_byte(out, '}');
	return bc_row_holds(row, &row->history) &&
		bc_row_holds(row, &row->reasoning) && bc_row_holds(row, out);
}

/*
 * Takes the verdict on the record over to the place in the row that it is
 * about.  Other paths may hold keys that are not the format's.
 */
static bool
refuse_record(BcRow *row, const BcVerdict *verdict, bool literal)
{
	const char *path = "";

	if (verdict->code == BC_PROMPT_BLANK)
		path = row->prompt_path;
	else if (verdict->code == BC_RESPONSE_BLANK)
		path = row->response_path;
	else if (verdict->code == BC_HISTORY_SHAPE ||
			 (literal && (verdict->code == BC_DUPLICATE_KEY ||
						  verdict->code == BC_HISTORY_TYPE ||
						  verdict->code == BC_REJECTED_TYPE ||
						  (verdict->code >= BC_MISSING_PROMPT &&
						   verdict->code <= BC_RESPONSE_BLANK))))
		path = verdict->path;
	return bc_row_refuse(row, verdict->code, path, NULL);
}

/*
 * Rows of the record's own format, so called, are read as they stand: all
 * members but the four are meta, whatever other tools mean by them.
 */
static bool
read_literally(BcRow *row, BcBuffer *out)
{
	bc_buffer_add(out, row->text.data, row->text.len);
	memcpy(row->prompt_path, "/prompt", sizeof("/prompt"));
	memcpy(row->response_path, "/response", sizeof("/response"));
	return bc_row_holds(row, out);
}

static bool
read_row(BcRow *row, const BcFormat *format, BcBuffer *out, BcDraft *draft)
{
	bool		literal = format == &bc_formats[0];
	BcVerdict	verdict;
	bool		ok;

	if (format != NULL)
		row->fault->format = format->name;
	if (literal)
		ok = read_literally(row, out);
	else
	{
		if (!bc_row_members(row))
			return false;
		if (format == NULL && !bc_row_recognise(row))
			return false;
		if (format != NULL)
		{
			row->family = &bc_row_families[format->family];
			row->form = bc_row_form(row, row->family);
		}
		else
			row->fault->format = row->family->name;
		ok = read_parts(row) && write_record(row, out);
	}
	if (!ok || bc_record_read(row->env, (BcSlice) {out->data, out->len}, draft,
							  &verdict))
		return ok;
	ok = refuse_record(row, &verdict, literal);
	bc_free(row->env, verdict.path);
	return ok;
}

/* False without memory. */
static bool
start(BcRow *row, const BcEnv *env, BcSlice text, BcRowFault *fault)
{
	memset(row, 0, sizeof(*row));
	memset(fault, 0, sizeof(*fault));
	row->env = env;
	row->fault = fault;
	row->text = text;
	bc_buffer_init(&row->history, env, SIZE_MAX);
	bc_buffer_init(&row->reasoning, env, SIZE_MAX);
	bc_buffer_init(&row->turns.list, env, SIZE_MAX);
	row->json = bc_resize(env, NULL, 1, sizeof(BcReader));
	row->inner = bc_resize(env, NULL, 1, sizeof(BcReader));
	if (row->json != NULL && row->inner != NULL)
		return true;
	return bc_row_refuse(row, BC_NO_MEMORY, "", NULL);
}

bool
bc_row_read(const BcEnv *env, BcSlice row_text, const BcFormat *format,
			BcBuffer *out, BcDraft *draft, BcRowFault *fault)
{
	BcRow		row;
	bool		ok = start(&row, env, row_text, fault) &&
		read_row(&row, format, out, draft);

	bc_row_free(&row);
	return ok;
}

const BcRowFamily *
bc_row_family(const BcEnv *env, BcSlice row_text, BcRowFault *fault)
{
	BcRow		row;
	bool		ok = start(&row, env, row_text, fault) && bc_row_members(&row) &&
		bc_row_recognise(&row);

	bc_row_free(&row);
	return ok ? row.family : NULL;
}
