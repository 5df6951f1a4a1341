/*
 * turns.c: transcripts of other tools' formats as history, prompt and
 * response.
 *
 * A turn is {role, content} or {from, value}, whatever the family.  What has
 * no place in a history (calls of tools, what they return, parts that are no
 * text) is refused rather than left out.
 */
#include "pg/formats.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "core/record.h"

typedef enum Role
{
	ROLE_SYSTEM,
	ROLE_USER,
	ROLE_ASSISTANT
} Role;

static const char turns_hint[] =
"A transcript is turns of user and assistant in alternation, the user's first, after at most one of the system; "
"tools have no place in it.";

/* A member of a list, or with a negative index the value at the path itself. */
typedef struct Place
{
	const char *path;
	int			index;
} Place;

/* The place as a path, with a key below it where one is given. */
static char *
place_path(Place at, const char *key)
{
	char	   *path = at.index < 0 ? pstrdup(at.path) :
		psprintf("%s/%d", at.path, at.index);

	return key == NULL ? path : psprintf("%s/%s", path, key);
}

static _Noreturn void
refuse_turn(const BadcaseRow *row, Place at)
{
	badcase_refuse_row(row, BC_HISTORY_SHAPE, place_path(at, NULL), turns_hint);
}

static bool
is_word(const JsonbValue *value, const char *word)
{
	return value->type == jbvString &&
		value->val.string.len == (int) strlen(word) &&
		memcmp(value->val.string.val, word, strlen(word)) == 0;
}

static bool
role_of(const JsonbValue *value, Role *role)
{
	if (is_word(value, "user") || is_word(value, "human"))
		*role = ROLE_USER;
	else if (is_word(value, "assistant") || is_word(value, "gpt"))
		*role = ROLE_ASSISTANT;
	else if (is_word(value, "system"))
		*role = ROLE_SYSTEM;
	else
		return false;
	return true;
}

/*
 * Has an object members that are neither null nor one of these?  The first two
 * are there.
 */
static bool
has_others(JsonbContainer *object, const char *const *names, int count)
{
	JsonbIterator *it;
	JsonbValue	key;
	JsonbValue	value;

	if (JsonContainerSize(object) <= 2)
		return false;
	it = JsonbIteratorInit(object);
	(void) JsonbIteratorNext(&it, &key, true);
	while (JsonbIteratorNext(&it, &key, true) == WJB_KEY)
	{
		bool		known = false;

		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&it, &value, true);
		for (int i = 0; i < count && !known; i++)
			known = is_word(&key, names[i]);
		if (!known && value.type != jbvNull)
			return true;
	}
	return false;
}

static bool
is_object(const JsonbValue *value)
{
	return value->type == jbvBinary &&
		JsonContainerIsObject(value->val.binary.data);
}

static bool
find(JsonbContainer *object, const char *key, JsonbValue *value)
{
	return getKeyJsonValueFromContainer(object, key, strlen(key), value) != NULL;
}

/* Reads a turn; content that is no text has the code that is given for it. */
static BcSlice
read_turn(const BadcaseRow *row, const JsonbValue *turn, Place at,
		  BcCode user_code, BcCode assistant_code, Role *role)
{
	static const char *const names[2][3] = {
		{"role", "content", "weight"}, {"from", "value", "weight"}
	};
	JsonbContainer *object;
	JsonbValue	value;
	int			kind;

	if (!is_object(turn))
		refuse_turn(row, at);
	object = turn->val.binary.data;
	kind = find(object, "from", &value) ? 1 : 0;
	if (!find(object, names[kind][0], &value) || !role_of(&value, role) ||
		has_others(object, names[kind], lengthof(names[kind])))
		refuse_turn(row, at);
	if (!find(object, names[kind][1], &value) || value.type != jbvString)
		badcase_refuse_row(row, *role == ROLE_USER ? user_code : assistant_code,
						   place_path(at, names[kind][1]), NULL);
	return badcase_string_slice(&value);
}

static void
add_pair(BadcaseRow *row, BcSlice question, BcSlice answer)
{
	bc_buffer_add(&row->history, row->history.len > 0 ? ", [" : "[",
				  row->history.len > 0 ? 3 : 1);
	bc_json_write_string(&row->history, question);
	bc_buffer_add(&row->history, ", ", 2);
	bc_json_write_string(&row->history, answer);
	bc_buffer_add_byte(&row->history, ']');
}

/* Goes to the first member of a list; refuses what is no list or empty. */
static JsonbIterator *
open_list(const BadcaseRow *row, const JsonbValue *list, const char *path,
		  int *count)
{
	JsonbIterator *it;
	JsonbValue	value;

	if (list->type != jbvBinary ||
		!JsonContainerIsArray(list->val.binary.data))
		badcase_refuse_row(row, BC_HISTORY_SHAPE, path, turns_hint);
	*count = JsonContainerSize(list->val.binary.data);
	if (*count == 0)
		badcase_refuse_row(row, BC_MISSING_PROMPT, path, turns_hint);
	it = JsonbIteratorInit(list->val.binary.data);
	(void) JsonbIteratorNext(&it, &value, false);
	return it;
}

/* Takes a turn that is in its place: the prompt, an answer, or a system's. */
static void
take_turn(BadcaseRow *row, Role role, BcSlice content, Place at, bool response)
{
	switch (role)
	{
		case ROLE_SYSTEM:
			if (row->system.len > 0)
				badcase_refuse_row(row, BC_DUPLICATE_KEY, place_path(at, NULL),
								   "The row has a system prompt of its own beside the turns.");
			row->system = content;
			break;
		case ROLE_USER:
			row->prompt = content;
			break;
		case ROLE_ASSISTANT:
			if (response)
				row->response = content;
			else
				add_pair(row, row->prompt, content);
			break;
	}
}

void
badcase_read_turns(BadcaseRow *row, const JsonbValue *list, const char *path,
				   bool answered)
{
	Place		at = {path, 0};
	int			count;
	JsonbIterator *it = open_list(row, list, path, &count);
	int			prompt_index = count - (answered ? 2 : 1);
	Role		next = ROLE_USER;
	JsonbValue	turn;

	for (; at.index < count; at.index++)
	{
		bool		last = at.index >= prompt_index;
		BcSlice		content;
		Role		role;

		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&it, &turn, true);
		content = read_turn(row, &turn, at,
							last ? BC_PROMPT_TYPE : BC_HISTORY_SHAPE,
							last ? BC_RESPONSE_TYPE : BC_HISTORY_SHAPE, &role);
		if (role != next && !(at.index == 0 && role == ROLE_SYSTEM))
			refuse_turn(row, at);
		take_turn(row, role, content, at, answered && at.index == count - 1);
		if (role != ROLE_SYSTEM)
			next = role == ROLE_USER ? ROLE_ASSISTANT : ROLE_USER;
	}
	if (row->prompt.data == NULL)
		badcase_refuse_row(row, BC_MISSING_PROMPT, path, turns_hint);
	if (answered && next == ROLE_ASSISTANT)
		badcase_refuse_row(row, BC_MISSING_RESPONSE, path,
						   "The last turn must be the assistant's: it is the response.");
	if (!answered && next == ROLE_USER)
		badcase_refuse_row(row, BC_HISTORY_SHAPE, path,
						   "The last turn must be the user's: it is the prompt.");
	row->prompt_path = psprintf("%s/%d", path, prompt_index);
	row->response_path = psprintf("%s/%d", path, count - 1);
}

void
badcase_read_pairs(BadcaseRow *row, const JsonbValue *list, const char *path)
{
	static const char *const names[] = {"human", "assistant"};
	static const BcCode codes[] = {BC_PROMPT_TYPE, BC_RESPONSE_TYPE};
	Place		at = {path, 0};
	int			count;
	JsonbIterator *it = open_list(row, list, path, &count);
	JsonbValue	pair;

	for (; at.index < count; at.index++)
	{
		bool		last = at.index == count - 1;
		JsonbValue	values[2];

		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&it, &pair, true);
		if (!is_object(&pair) || has_others(pair.val.binary.data, names, 2))
			refuse_turn(row, at);
		for (int side = 0; side < 2; side++)
			if (!find(pair.val.binary.data, names[side], &values[side]) ||
				values[side].type != jbvString)
				badcase_refuse_row(row, last ? codes[side] : BC_HISTORY_SHAPE,
								   place_path(at, names[side]), NULL);
		row->prompt = badcase_string_slice(&values[0]);
		row->response = badcase_string_slice(&values[1]);
		if (!last)
			add_pair(row, row->prompt, row->response);
	}
	row->prompt_path = psprintf("%s/%d/human", path, count - 1);
	row->response_path = psprintf("%s/%d/assistant", path, count - 1);
}

BcSlice
badcase_answer_turn(const BadcaseRow *row, const JsonbValue *turn,
					const char *path, BcCode type)
{
	Place		at = {path, -1};
	BcSlice		content;
	JsonbValue	only;
	Role		role;

	if (turn->type == jbvBinary && JsonContainerIsArray(turn->val.binary.data))
	{
		int			count = JsonContainerSize(turn->val.binary.data);
		JsonbIterator *it = JsonbIteratorInit(turn->val.binary.data);

		if (count != 1)
			badcase_refuse_row(row, type, path,
							   "An answer is text, or one turn of the assistant.");
		at.index = 0;
		(void) JsonbIteratorNext(&it, &only, false);
		(void) JsonbIteratorNext(&it, &only, true);
		turn = &only;
	}
	if (!is_object(turn))
		badcase_refuse_row(row, type, path, NULL);
	content = read_turn(row, turn, at, type, type, &role);
	if (role != ROLE_ASSISTANT)
		refuse_turn(row, at);
	return content;
}
