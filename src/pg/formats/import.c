/*
 * import.c: rows of other tools' formats as records.
 *
 * A row is written over as the text of a record and read as that, so that one
 * reader judges all that comes in.  Errors name a code and the place in the
 * row, never what stands there.
 */
#include "pg/formats.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "core/record.h"

PG_FUNCTION_INFO_V1(badcase_import);
PG_FUNCTION_INFO_V1(badcase_format);

void
badcase_refuse_row(const BadcaseRow *row, BcCode code, const char *path,
				   const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid %s row: %s at \"%s\"", row->format,
					bc_code_name(code), path),
			 hint == NULL ? errdetail_internal("%s", badcase_code_detail(code)) : 0,
			 errhint("%s", hint != NULL ? hint : bc_code_hint(code))));
}

static _Noreturn void
refuse_member(const BadcaseRow *row, BcCode code, const char *key,
			  const char *hint)
{
	badcase_refuse_row(row, code, psprintf("/%s", key), hint);
}

BcSlice
badcase_string_slice(const JsonbValue *value)
{
	BcSlice		slice = {(const unsigned char *) value->val.string.val,
	(size_t) value->val.string.len};

	return slice;
}

static bool
find(const BadcaseRow *row, const char *key, JsonbValue *value)
{
	return getKeyJsonValueFromContainer(row->object, key, strlen(key),
										value) != NULL;
}

/* Notes that a member is no part of meta. */
static void
mark_taken(BadcaseRow *row, const char *key)
{
	Assert(row->taken_count < lengthof(row->taken));
	row->taken[row->taken_count++] = key;
}

/* Finds and takes a member; one that is null is as good as absent. */
static bool
take(BadcaseRow *row, const char *key, JsonbValue *value)
{
	mark_taken(row, key);
	return find(row, key, value) && value->type != jbvNull;
}

/* Takes a member that must be there; one that is null has a wrong type. */
static void
take_required(BadcaseRow *row, const char *key, BcCode missing, BcCode type,
			  JsonbValue *value)
{
	if (take(row, key, value))
		return;
	if (find(row, key, value))
		refuse_member(row, type, key, NULL);
	refuse_member(row, missing, key, "The format has it under this key.");
}

/* The text of an answer: a string, or with turns the one turn of a list. */
static BcSlice
answer_text(const BadcaseRow *row, const JsonbValue *value, const char *key,
			BcCode type)
{
	if (value->type == jbvString)
		return badcase_string_slice(value);
	if (row->family->shape == BC_SHAPE_TEXT ||
		row->family->shape == BC_SHAPE_PAIRS)
		refuse_member(row, type, key, NULL);
	return badcase_answer_turn(row, value, psprintf("/%s", key), type);
}

static bool
is_list(const JsonbValue *value)
{
	return value->type == jbvBinary &&
		JsonContainerIsArray(value->val.binary.data);
}

/* Refuses tools, but for a list of none, as JSON or as its text. */
static void
refuse_tools(const BadcaseRow *row, const JsonbValue *tools, const char *path)
{
	BcSlice		text = {NULL, 0};

	if (tools->type == jbvNull ||
		(is_list(tools) && JsonContainerSize(tools->val.binary.data) == 0))
		return;
	if (tools->type == jbvString)
		text = badcase_string_slice(tools);
	if (tools->type == jbvString &&
		(text.len == 0 || (text.len == 2 && memcmp(text.data, "[]", 2) == 0)))
		return;
	badcase_refuse_row(row, BC_HISTORY_SHAPE, path,
					   "Tools have no place in a record; leave such rows out.");
}

/* Goes from the object that holds the turns to the turns. */
static void
find_inside(const BadcaseRow *row, JsonbValue *value, const char *key)
{
	JsonbContainer *object = value->val.binary.data;
	JsonbValue	tools;

	if (value->type != jbvBinary || !JsonContainerIsObject(object) ||
		getKeyJsonValueFromContainer(object, row->family->inside,
									 strlen(row->family->inside), value) == NULL)
		badcase_refuse_row(row, BC_MISSING_PROMPT,
						   psprintf("/%s/%s", key, row->family->inside),
						   "The format has it under this key.");
	if (getKeyJsonValueFromContainer(object, "tools", strlen("tools"), &tools))
		refuse_tools(row, &tools, psprintf("/%s/tools", key));
}

/* Joins the family's second text, if there is one, to the prompt. */
static void
join_input(BadcaseRow *row)
{
	JsonbValue	value;
	BcBuffer	joined;

	if (row->family->input == NULL || !take(row, row->family->input, &value))
		return;
	if (value.type != jbvString)
		refuse_member(row, BC_PROMPT_TYPE, row->family->input, NULL);
	if (value.val.string.len == 0)
		return;
	bc_buffer_init(&joined, &badcase_env, MaxAllocSize);
	bc_buffer_add(&joined, row->prompt.data, row->prompt.len);
	bc_buffer_add_byte(&joined, '\n');
	bc_buffer_add(&joined, value.val.string.val, (size_t) value.val.string.len);
	if (joined.failed)
		badcase_refuse_row(row, BC_TOO_LARGE, "", NULL);
	row->prompt = (BcSlice) {joined.data, joined.len};
}

/* Reads what stands under the key of the prompt: a text, turns or pairs. */
static void
read_prompt(BadcaseRow *row, bool answered)
{
	const BcRowFamily *family = row->family;
	char	   *path = psprintf("/%s", family->prompt);
	JsonbValue	value;

	take_required(row, family->prompt, BC_MISSING_PROMPT, BC_PROMPT_TYPE, &value);
	row->prompt_path = path;
	if (family->inside != NULL)
	{
		find_inside(row, &value, family->prompt);
		path = psprintf("%s/%s", path, family->inside);
	}
	if (family->shape == BC_SHAPE_PAIRS)
		badcase_read_pairs(row, &value, path);
	else if (family->shape == BC_SHAPE_TURNS ||
			 (family->shape == BC_SHAPE_TEXT_OR_TURNS && is_list(&value)))
		badcase_read_turns(row, &value, path, answered);
	else if (value.type != jbvString)
		refuse_member(row, BC_PROMPT_TYPE, family->prompt, NULL);
	else
		row->prompt = badcase_string_slice(&value);
	join_input(row);
}

/* Refuses the row where its label says that the answer is a bad one. */
static void
check_label(BadcaseRow *row)
{
	const char *key = row->family->label;
	JsonbValue	value;

	if (key == NULL || !find(row, key, &value) || value.type != jbvBool)
		return;
	mark_taken(row, key);
	if (!value.val.boolean)
		refuse_member(row, BC_MISSING_RESPONSE, key,
					  "The row has only an answer that the model should not give.");
}

static void
read_response(BadcaseRow *row, const char *key)
{
	JsonbValue	value;

	take_required(row, key, BC_MISSING_RESPONSE, BC_RESPONSE_TYPE, &value);
	row->response_path = psprintf("/%s", key);
	row->response = answer_text(row, &value, key, BC_RESPONSE_TYPE);
}

/* Reads the rejected answer under the family's key, or under a usual one. */
static void
read_rejected(BadcaseRow *row)
{
	static const char *const usual[] = {"rejected", "bad_response", "model_response"};
	const char *key = row->family->rejected;
	/* the last two are names of this project's contributors only */
	int			names = row->family == &bc_row_families[BC_ROW_BADCASE] ? 3 : 1;
	JsonbValue	value;

	if (key != NULL)
	{
		take_required(row, key, BC_REJECTED_TYPE, BC_REJECTED_TYPE, &value);
		row->has_rejected = true;
		row->rejected = answer_text(row, &value, key, BC_REJECTED_TYPE);
		return;
	}
	for (int i = 0; i < names; i++)
	{
		if (!take(row, usual[i], &value))
			continue;
		if (row->has_rejected)
			refuse_member(row, BC_DUPLICATE_KEY, usual[i], NULL);
		row->has_rejected = true;
		row->rejected = answer_text(row, &value, usual[i], BC_REJECTED_TYPE);
	}
}

/*
 * Takes the system prompt; other formats than the record's own have an empty
 * one for none, and one that is no text stays in meta as it is.
 */
static void
read_system(BadcaseRow *row)
{
	JsonbValue	value;

	if (row->family == &bc_row_families[BC_ROW_BADCASE] ||
		!find(row, "system", &value))
		return;
	if (value.type != jbvString && value.type != jbvNull)
		return;
	mark_taken(row, "system");
	if (value.type == jbvString)
		row->system = badcase_string_slice(&value);
}

static void
read_row(BadcaseRow *row)
{
	const BcRowFamily *family = row->family;
	const char *response = family->response;
	JsonbValue	value;

	read_system(row);
	if (family->chosen != NULL && find(row, family->chosen, &value))
		response = family->chosen;
	read_prompt(row, response == NULL);
	check_label(row);
	if (response != NULL)
		read_response(row, response);
	read_rejected(row);
	if (family->shape != BC_SHAPE_TEXT && take(row, "tools", &value))
		refuse_tools(row, &value, "/tools");
}

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

static void
add_value(BcBuffer *out, JsonbValue *value)
{
	Jsonb	   *jsonb = JsonbValueToJsonb(value);
	char	   *written = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));

	add_text(out, written);
	pfree(written);
	pfree(jsonb);
}

/* Writes the history, which turns or the key of that name may give. */
static void
write_history(BadcaseRow *row, BcBuffer *out)
{
	JsonbValue	value;
	bool		given = take(row, "history", &value);

	if (given && !is_list(&value))
		refuse_member(row, BC_HISTORY_TYPE, "history", NULL);
	given = given && JsonContainerSize(value.val.binary.data) > 0;
	if (given && row->history.len > 0)
		refuse_member(row, BC_DUPLICATE_KEY, "history", NULL);
	if (!given && row->history.len == 0)
		return;
	add_text(out, ", \"history\": ");
	if (given)
		add_value(out, &value);
	else
	{
		bc_buffer_add_byte(out, '[');
		bc_buffer_add(out, row->history.data, row->history.len);
		bc_buffer_add_byte(out, ']');
	}
}

static bool
is_one_of(const JsonbValue *key, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (key->val.string.len == (int) strlen(names[i]) &&
			memcmp(key->val.string.val, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* Writes the members that nothing has taken. */
static void
write_others(BadcaseRow *row, BcBuffer *out)
{
	static const char *const own[] = {"prompt", "response", "history", "rejected"};
	JsonbIterator *it = JsonbIteratorInit(row->object);
	JsonbValue	key;
	JsonbValue	value;

	(void) JsonbIteratorNext(&it, &key, true);
	while (JsonbIteratorNext(&it, &key, true) == WJB_KEY)
	{
		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&it, &value, true);
		if (is_one_of(&key, row->taken, row->taken_count))
			continue;
		for (int i = 0; i < (int) lengthof(own); i++)
			if (value.type != jbvNull && is_one_of(&key, &own[i], 1))
				refuse_member(row, BC_DUPLICATE_KEY, own[i],
							  "The format has another key for it.");
		if (is_one_of(&key, own, lengthof(own)))
			continue;
		add_text(out, ", ");
		bc_json_write_string(out, badcase_string_slice(&key));
		add_text(out, ": ");
		add_value(out, &value);
	}
}

/* Writes the row as the text of a record. */
static void
write_record(BadcaseRow *row, BcBuffer *out)
{
	add_text(out, "{\"prompt\": ");
	bc_json_write_string(out, row->prompt);
	add_text(out, ", \"response\": ");
	bc_json_write_string(out, row->response);
	write_history(row, out);
	if (row->has_rejected)
	{
		add_text(out, ", \"rejected\": ");
		bc_json_write_string(out, row->rejected);
	}
	if (row->system.len > 0)
	{
		add_text(out, ", \"system\": ");
		bc_json_write_string(out, row->system);
	}
	write_others(row, out);
	bc_buffer_add_byte(out, '}');
}

/* Raises the reader's verdict at the place in the row that it is about. */
static _Noreturn void
refuse_record(const BadcaseRow *row, const BcVerdict *verdict)
{
	const char *path = "";

	/* other paths may hold keys that are not the format's */
	if (verdict->code == BC_PROMPT_BLANK)
		path = row->prompt_path;
	else if (verdict->code == BC_RESPONSE_BLANK)
		path = row->response_path;
	else if (verdict->code == BC_HISTORY_SHAPE)
		path = verdict->path;
	badcase_refuse_row(row, verdict->code, path, NULL);
}

/* How many families' keys the row has; found[] holds the first two. */
static int
recognise(JsonbContainer *object, const BcRowFamily **found)
{
	BadcaseRow	row = {.object = object};
	JsonbValue	value;
	int			count = 0;

	for (int i = 0; i < BC_ROW_FAMILIES; i++)
	{
		const BcRowFamily *family = &bc_row_families[i];

		if (!family->by_keys || !find(&row, family->prompt, &value) ||
			(family->response != NULL && !find(&row, family->response, &value)) ||
			(family->rejected != NULL && !find(&row, family->rejected, &value)))
			continue;
		if (count < 2)
			found[count] = family;
		count++;
	}
	return count;
}

static const BcRowFamily *
recognised_family(JsonbContainer *object)
{
	const BcRowFamily *found[2];
	int			count = recognise(object, found);

	if (count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid row: unknown_format"),
				 errdetail("The row has the keys of no format."),
				 errhint("Name the format. SELECT name, recognised_by FROM badcase_formats() lists formats and their keys.")));
	if (count > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid row: ambiguous_format"),
				 errdetail("The row has the keys of %s and of %s.",
						   found[0]->name, found[1]->name),
				 errhint("Name the format that is meant.")));
	return found[0];
}

static bool
is_auto(text *name)
{
	return VARSIZE_ANY_EXHDR(name) == strlen("auto") &&
		memcmp(VARDATA_ANY(name), "auto", strlen("auto")) == 0;
}

Datum
badcase_import(PG_FUNCTION_ARGS)
{
	Jsonb	   *jsonb = PG_GETARG_JSONB_P(0);
	text	   *name = PG_GETARG_TEXT_PP(1);
	const BcFormat *format = is_auto(name) ? NULL : badcase_format_of(name);
	BadcaseRow	row = {.object = &jsonb->root};
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;

	if (!JB_ROOT_IS_OBJECT(jsonb))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid row: %s", bc_code_name(BC_NOT_OBJECT)),
				 errhint("%s", bc_code_hint(BC_NOT_OBJECT))));
	row.family = format == NULL ? recognised_family(row.object) :
		&bc_row_families[format->family];
	row.format = format == NULL ? row.family->name : format->name;
	bc_buffer_init(&row.history, &badcase_env, MaxAllocSize);
	read_row(&row);
	bc_buffer_init(&out, &badcase_env, MaxAllocSize);
	write_record(&row, &out);
	if (row.history.failed || out.failed)
		badcase_refuse_row(&row, BC_TOO_LARGE, "", NULL);
	if (!bc_record_read(&badcase_env, (BcSlice) {out.data, out.len}, &draft,
						&verdict))
		refuse_record(&row, &verdict);
	PG_RETURN_POINTER(badcase_from_draft(&draft));
}

Datum
badcase_format(PG_FUNCTION_ARGS)
{
	Jsonb	   *jsonb = PG_GETARG_JSONB_P(0);
	const BcRowFamily *found[2];

	if (!JB_ROOT_IS_OBJECT(jsonb) || recognise(&jsonb->root, found) != 1)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(found[0]->name));
}
