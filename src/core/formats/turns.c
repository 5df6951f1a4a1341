/*
 * turns.c: transcripts as turns: {role, content} or {from, value}, whatever
 * the family, or pairs of {human, assistant}.
 *
 * What has no place in a history (calls of tools, what they return, parts that
 * are no text) is noted, and refused when the turn is to be placed.  What says
 * that a turn is not to be learned is read (OpenAI's weight, ms-swift's loss
 * and loss_scale, LLaMA-Factory's loss_weight, Axolotl's train and training),
 * and so is reasoning_content.
 */
#include "core/formats/row.h"

#include <stdio.h>

static const char member_hint[] =
"A turn has a role and a content, or from and value; beside these only weights and reasoning_content are read.";
static const char role_hint[] =
"The roles are system, user and assistant, under any of their usual names; tools have no place in a record.";
static const char turns_hint[] =
"A transcript is turns of user and assistant in alternation, the user's first, after at most one of the system; "
"tools have no place in it.";

typedef enum TurnPart
{
	PART_ROLE,
	PART_CONTENT,
	PART_FROM,
	PART_VALUE,
	PART_QUESTION,
	PART_ANSWER,
	PART_REASONING,
	PART_WEIGHT,
	PART_OTHER
} TurnPart;

typedef struct PartName
{
	const char *name;
	TurnPart	part;
} PartName;

static const PartName part_names[] = {
	{"role", PART_ROLE}, {"content", PART_CONTENT}, {"from", PART_FROM},
	{"value", PART_VALUE}, {"human", PART_QUESTION}, {"user", PART_QUESTION},
	{"assistant", PART_ANSWER}, {"gpt", PART_ANSWER}, {"bot", PART_ANSWER},
	{"reasoning_content", PART_REASONING}, {"weight", PART_WEIGHT},
	{"loss", PART_WEIGHT}, {"loss_scale", PART_WEIGHT},
	{"loss_weight", PART_WEIGHT}, {"train", PART_WEIGHT},
	{"training", PART_WEIGHT},
};

#define PART_NAMES	(sizeof(part_names) / sizeof(*part_names))

/* The members of one turn; name is the key that a part stands under. */
typedef struct Members
{
	BcRowValue	value[PART_OTHER];
	const char *name[PART_OTHER];
	bool		others;
	bool		twice;
	const char *unlearned;
} Members;

/* Is the key that the reader is at this word? */
static bool
is_key(const BcReader *json, const char *word)
{
	BcSpan		key = json->levels[json->depth - 1].key;

	return key.end - key.start == strlen(word) &&
		memcmp(json->text + key.start, word, strlen(word)) == 0;
}

/* Does a weight say no?  false, or a number that is zero. */
static bool
says_no(const BcRowValue *value)
{
	if (value->kind == 'f')
		return true;
	if (value->kind != '0')
		return false;
	for (size_t i = 0; i < value->text.len; i++)
		if (value->text.data[i] >= '1' && value->text.data[i] <= '9')
			return false;
	return true;
}

/* Reads the object that starts here. */
static bool
read_turn_members(BcReader *json, Members *m)
{
	bool		more;

	memset(m, 0, sizeof(*m));
	if (!bc_json_open(json))
		return false;
	while (bc_json_next(json, &more) && more)
	{
		const PartName *found = NULL;
		BcRowValue	value;

		for (size_t i = 0; i < PART_NAMES && found == NULL; i++)
			if (is_key(json, part_names[i].name))
				found = &part_names[i];
		if (!bc_row_read_value(json, &value))
			return false;
		if (value.kind == 'n' && (found == NULL || found->part == PART_WEIGHT ||
								  found->part == PART_REASONING))
			continue;
		if (found == NULL)
			m->others = true;
		else if (found->part == PART_WEIGHT)
			m->unlearned = says_no(&value) ? found->name : m->unlearned;
		else
		{
			m->twice |= m->name[found->part] != NULL;
			m->value[found->part] = value;
			m->name[found->part] = found->name;
		}
	}
	return json->code == BC_OK;
}

static BcRole
role_of(const BcRowValue *value)
{
	static const struct
	{
		const char *word;
		BcRole		role;
	}			roles[] = {
		{"user", BC_ROLE_USER}, {"human", BC_ROLE_USER},
		{"assistant", BC_ROLE_ASSISTANT}, {"gpt", BC_ROLE_ASSISTANT},
		{"bot", BC_ROLE_ASSISTANT}, {"model", BC_ROLE_ASSISTANT},
		{"system", BC_ROLE_SYSTEM},
	};

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (bc_row_is_string(value, roles[i].word))
			return roles[i].role;
	return BC_ROLE_NONE;
}

/* Reads one part of a content, {"type": "text", "text" or "value": "..."}. */
static bool
read_part(BcReader *json, BcTurn *turn, BcBuffer *texts)
{
	BcRowValue	type = {0, {NULL, 0}};
	BcRowValue	text = {0, {NULL, 0}};
	bool		others = false;
	bool		more;

	turn->bad_part = 0;
	if (bc_json_peek(json) != '{')
		return bc_json_skip(json);
	if (!bc_json_open(json))
		return false;
	while (bc_json_next(json, &more) && more)
	{
		bool		is_type = is_key(json, "type");
		bool		is_text = is_key(json, "text") || is_key(json, "value");
		BcRowValue	value;

		if (!bc_row_read_value(json, &value))
			return false;
		if (value.kind == 'n')
			continue;
		if (is_type)
			type = value;
		else if (is_text && text.kind == 0)
			text = value;
		else
			others = true;
	}
	if (others || text.kind != '"')
		return json->code == BC_OK;
	if (bc_row_is_string(&type, "text"))
	{
		bc_buffer_add(texts, text.text.data, text.text.len);
		turn->bad_part = -1;
	}
	else if (bc_row_is_string(&type, "reasoning") && turn->reasoning.kind == 0)
	{
		turn->reasoning = text;
		turn->bad_part = -1;
	}
	return json->code == BC_OK;
}

/*
 * Reads a content that is a list of parts.  Texts follow one another with
 * nothing between, as ms-swift and the templates of models join them.
 */
static bool
read_parts(BcRow *row, const BcRowValue *list, BcTurn *turn)
{
	BcReader   *json = row->inner;
	BcSlice		none = {NULL, 0};
	BcBuffer	texts;
	bool		more;
	bool		ok;

	bc_json_start(json, row->env, list->text);
	(void) bc_json_peek(json);
	if (!bc_json_open(json))
		return false;
	bc_buffer_init(&texts, row->env, BC_MAX_INPUT);
	for (int count = 0; bc_json_next(json, &more) && more; count++)
	{
		if (!(turn->bad_part >= 0 ? bc_json_skip(json) :
			  read_part(json, turn, &texts)))
			break;
		/* the first that is no text */
		if (turn->bad_part == 0)
			turn->bad_part = count;
	}
	ok = json->code == BC_OK && !texts.failed &&
		bc_row_join(row, (BcSlice) {texts.data, texts.len}, "", none,
					&turn->content);
	bc_buffer_free(&texts);
	return ok;
}

/* Sets content or bad of a turn from what stands under the key. */
static bool
read_content(BcRow *row, const BcRowValue *value, const char *key, BcTurn *turn)
{
	turn->bad_part = -1;
	if (value->kind == '"')
		turn->content = value->text;
	else if (value->kind == '[' && value->text.len > 2)
	{
		if (!read_parts(row, value, turn))
			return false;
		if (turn->bad_part >= 0)
			turn->bad = key;
	}
	else
		turn->bad = key;
	return true;
}

static bool
add_turn(BcRow *row, BcTurns *turns, const BcTurn *turn)
{
	bc_buffer_add(&turns->list, turn, sizeof(*turn));
	turns->count++;
	return bc_row_holds(row, &turns->list);
}

static bool
is_text_or_none(const BcRowValue *value)
{
	return value->kind == 0 || value->kind == '"';
}

static bool
add_pair(BcRow *row, BcTurns *turns, const Members *m, uint32_t index)
{
	for (int side = PART_QUESTION; side <= PART_ANSWER; side++)
	{
		BcTurn		turn = {.index = index, .bad_part = -1};

		turn.role = side == PART_QUESTION ? BC_ROLE_USER : BC_ROLE_ASSISTANT;
		turn.side = m->name[side];
		if (side == PART_ANSWER)
		{
			turn.unlearned = m->unlearned;
			turn.reasoning = m->value[PART_REASONING];
		}
		if (turn.side == NULL)
			turn.side = turn.bad = side == PART_QUESTION ? "human" : "assistant";
		else if (!read_content(row, &m->value[side], turn.side, &turn))
			return false;
		if (!is_text_or_none(&turn.reasoning))
			turn.bad = "reasoning_content";
		if (!add_turn(row, turns, &turn))
			return false;
	}
	return true;
}

/* Reads one member of the list; what is no turn has the role NONE. */
static bool
read_member(BcRow *row, BcTurns *turns, uint32_t index)
{
	BcReader   *json = row->json;
	BcTurn		turn = {.role = BC_ROLE_NONE, .index = index, .bad_part = -1,
	.why = turns_hint};
	Members		m;
	bool		sharegpt;

	if (bc_json_peek(json) != '{')
		return bc_json_skip(json) && add_turn(row, turns, &turn);
	if (!read_turn_members(json, &m))
		return false;
	if (m.twice || m.others)
	{
		turn.why = member_hint;
		return add_turn(row, turns, &turn);
	}
	if (m.name[PART_ROLE] == NULL && m.name[PART_FROM] == NULL &&
		(m.name[PART_QUESTION] != NULL || m.name[PART_ANSWER] != NULL))
		return add_pair(row, turns, &m, index);
	sharegpt = m.name[PART_FROM] != NULL;
	turn.role = role_of(&m.value[sharegpt ? PART_FROM : PART_ROLE]);
	turn.why = role_hint;
	turn.unlearned = m.unlearned;
	turn.reasoning = m.value[PART_REASONING];
	if (!read_content(row, &m.value[sharegpt ? PART_VALUE : PART_CONTENT],
					  sharegpt ? "value" : "content", &turn))
		return false;
	/* one way of saying it, and nothing of another beside it */
	if (m.name[sharegpt ? PART_ROLE : PART_FROM] != NULL ||
		m.name[sharegpt ? PART_CONTENT : PART_VALUE] != NULL ||
		m.name[PART_QUESTION] != NULL || m.name[PART_ANSWER] != NULL ||
		(turn.reasoning.kind != 0 && turn.role != BC_ROLE_ASSISTANT))
	{
		turn.role = BC_ROLE_NONE;
		turn.why = member_hint;
	}
	else if (!is_text_or_none(&turn.reasoning))
		turn.bad = "reasoning_content";
	return add_turn(row, turns, &turn);
}

bool
bc_row_read_turns(BcRow *row, const BcRowValue *value, const char *path,
				  BcTurns *turns)
{
	BcReader   *json = row->json;
	bool		ok = true;
	bool		more;

	bc_buffer_init(&turns->list, row->env, SIZE_MAX);
	turns->count = 0;
	turns->single = value->kind == '{';
	if (value->kind != '[' && value->kind != '{')
		return bc_row_refuse(row, BC_HISTORY_SHAPE, path, turns_hint);
	bc_json_start(json, row->env, value->text);
	(void) bc_json_peek(json);
	if (turns->single)
		ok = read_member(row, turns, 0);
	else if (bc_json_open(json))
	{
		for (uint32_t index = 0; ok && bc_json_next(json, &more) && more; index++)
			ok = read_member(row, turns, index);
	}
	if (ok && json->code == BC_OK)
		return true;
	/* the reader has been through these bytes: there was no memory */
	return row->fault->what == NULL ?
		bc_row_refuse(row, BC_NO_MEMORY, "", NULL) : false;
}

const BcTurn *
bc_row_turn(const BcTurns *turns, size_t at)
{
	return (const BcTurn *) turns->list.data + at;
}

bool
bc_row_same_text(BcSlice a, BcSlice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool
bc_row_same_turns(const BcTurns *a, const BcTurns *b, size_t count)
{
	if (a->count < count || b->count < count)
		return false;
	for (size_t i = 0; i < count; i++)
	{
		const BcTurn *x = bc_row_turn(a, i);
		const BcTurn *y = bc_row_turn(b, i);

		bc_poll(a->list.env);
		if (x->role != y->role || x->bad != NULL || y->bad != NULL ||
			!bc_row_same_text(x->content, y->content))
			return false;
	}
	return true;
}

void
bc_row_turn_path(const BcTurns *turns, size_t at, const char *base,
				 const char *key, char *path)
{
	const BcTurn *turn = bc_row_turn(turns, at);
	char		index[16] = "";
	char		part[16] = "";

	if (!turns->single)
		snprintf(index, sizeof(index), "/%u", (unsigned) turn->index);
	if (key == NULL)
		key = turn->side;
	if (key != NULL && key == turn->bad && turn->bad_part >= 0)
		snprintf(part, sizeof(part), "/%d", turn->bad_part);
	snprintf(path, BC_ROW_PATH, "%.60s%s%s%.20s%s", base, index,
			 key == NULL ? "" : "/", key == NULL ? "" : key, part);
}

static bool
refuse_turn(BcRow *row, const BcTurns *turns, size_t at, const char *base,
			BcCode code, const char *key, const char *hint)
{
	char		path[BC_ROW_PATH];

	bc_row_turn_path(turns, at, base, key, path);
	return bc_row_refuse(row, code, path, hint);
}

/* Is it a turn, with a text?  The code is for a content that is none. */
static bool
check_turn(BcRow *row, const BcTurns *turns, size_t at, const char *path,
		   BcCode code)
{
	const BcTurn *turn = bc_row_turn(turns, at);

	if (turn->role == BC_ROLE_NONE)
	{
		char		place[BC_ROW_PATH];

		/* the place of the turn, not of its side */
		bc_row_turn_path(turns, at, path, NULL, place);
		return bc_row_refuse(row, BC_HISTORY_SHAPE, place, turn->why);
	}
	if (turn->bad != NULL)
		return refuse_turn(row, turns, at, path, code, turn->bad,
						   turn->bad_part < 0 ? NULL :
						   "Of a content in parts, only those of the type text are read.");
	return true;
}

bool
bc_row_answer_turn(BcRow *row, const BcTurns *turns, size_t at,
				   const char *path, BcCode type, BcSlice *answer)
{
	const BcTurn *turn = bc_row_turn(turns, at);

	if (turn->role == BC_ROLE_NONE && turn->why == turns_hint)
		return bc_row_refuse(row, type, path,
							 "An answer is text, or a turn of the assistant, or a transcript that ends with one.");
	if (!check_turn(row, turns, at, path, type))
		return false;
	if (turn->role != BC_ROLE_ASSISTANT)
		return refuse_turn(row, turns, at, path, BC_HISTORY_SHAPE, NULL,
						   "The last turn must be the assistant's: it is the answer.");
	if (type == BC_RESPONSE_TYPE && turn->unlearned != NULL)
		return refuse_turn(row, turns, at, path, BC_MISSING_RESPONSE,
						   turn->unlearned,
						   "The answer is marked as one that the model should not learn.");
	if (type == BC_RESPONSE_TYPE)
		row->last_reasoning = turn->reasoning;
	*answer = turn->content;
	return true;
}

static void
add_quoted(BcBuffer *out, BcSlice text)
{
	bc_buffer_add_byte(out, '"');
	bc_buffer_add(out, text.data, text.len);
	bc_buffer_add_byte(out, '"');
}

/* Adds the prompt so far and its answer to the history. */
static void
add_history(BcRow *row, const BcTurn *answer)
{
	bool		first = row->history.len == 0;

	bc_buffer_add(&row->history, first ? "[" : ", [", first ? 1 : 3);
	add_quoted(&row->history, row->prompt);
	bc_buffer_add(&row->history, ", ", 2);
	add_quoted(&row->history, answer->content);
	bc_buffer_add_byte(&row->history, ']');
	if (!first)
		bc_buffer_add(&row->reasoning, ", ", 2);
	if (answer->reasoning.kind == 0)
		bc_buffer_add(&row->reasoning, "null", 4);
	else
	{
		add_quoted(&row->reasoning, answer->reasoning.text);
		row->has_reasoning = true;
	}
}

/* Takes a turn that is in its place: the prompt, an answer, or a system's. */
static bool
take_turn(BcRow *row, const BcTurns *turns, size_t at, const char *path,
		  bool response)
{
	const BcTurn *turn = bc_row_turn(turns, at);

	switch (turn->role)
	{
		case BC_ROLE_SYSTEM:
			if (row->system.len > 0 && !bc_row_same_text(row->system, turn->content))
				return refuse_turn(row, turns, at, path, BC_DUPLICATE_KEY, NULL,
								   "The row has a system prompt of its own beside the turns.");
			row->system = turn->content;
			return true;
		case BC_ROLE_USER:
			row->prompt = turn->content;
			row->has_prompt = true;
			return true;
		default:
			if (response)
				return bc_row_answer_turn(row, turns, at, path,
										  BC_RESPONSE_TYPE, &row->response);
			add_history(row, turn);
			return true;
	}
}

bool
bc_row_place_turns(BcRow *row, const BcTurns *turns, size_t count,
				   const char *path, bool answered)
{
	size_t		prompt_at = count - (answered && count > 0 ? 2 : 1);
	BcRole		next = BC_ROLE_USER;

	row->has_prompt = false;
	for (size_t at = 0; at < count; at++)
	{
		bool		last = count < 2 || at >= prompt_at;
		BcRole		role = bc_row_turn(turns, at)->role;
		BcCode		code = !last ? BC_HISTORY_SHAPE :
			role == BC_ROLE_USER ? BC_PROMPT_TYPE : BC_RESPONSE_TYPE;

		bc_poll(row->env);
		if (!check_turn(row, turns, at, path, code))
			return false;
		if (role != next && !(at == 0 && role == BC_ROLE_SYSTEM))
			return refuse_turn(row, turns, at, path, BC_HISTORY_SHAPE, NULL,
							   turns_hint);
		if (!take_turn(row, turns, at, path, answered && at == count - 1))
			return false;
		if (role != BC_ROLE_SYSTEM)
			next = role == BC_ROLE_USER ? BC_ROLE_ASSISTANT : BC_ROLE_USER;
	}
	if (!row->has_prompt)
		return bc_row_refuse(row, BC_MISSING_PROMPT, path, turns_hint);
	if (answered && next == BC_ROLE_ASSISTANT)
		return bc_row_refuse(row, BC_MISSING_RESPONSE, path,
							 "The last turn must be the assistant's: it is the response.");
	if (!answered && next == BC_ROLE_USER)
		return bc_row_refuse(row, BC_HISTORY_SHAPE, path,
							 "The last turn must be the user's: it is the prompt.");
	bc_row_turn_path(turns, prompt_at, path, NULL, row->prompt_path);
	if (answered)
		bc_row_turn_path(turns, count - 1, path, NULL, row->response_path);
	return true;
}
