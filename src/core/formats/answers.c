/*
 * answers.c: a row's response and its rejected answer, and the labels that
 * say whether the response is one.
 */
#include "core/formats/row.h"

/*
 * A transcript as an answer: all but its last turn is what the row has as
 * turns already, or else becomes that.  A prompt that stands beside it is its
 * first or its last question.  The row takes the turns.
 */
static bool
take_transcript(BcRow *row, BcTurns *turns, const char *path)
{
	size_t		before = turns->count - 1;
	BcSlice		beside = row->prompt;
	bool		has_prompt = row->has_prompt;
	const BcTurn *first;

	if (row->turns.count > 0)
	{
		if (row->turns_before == before &&
			bc_row_same_turns(&row->turns, turns, before))
			return true;
		return bc_row_refuse(row, BC_HISTORY_SHAPE, path,
							 "All but the last turn must be the turns that the row has already.");
	}
	if (!bc_row_place_turns(row, turns, before, path, false))
		return false;
	row->turns = *turns;
	row->turns_before = before;
	memset(turns, 0, sizeof(*turns));
	first = bc_row_turn(&row->turns, 0);
	first += first->role == BC_ROLE_SYSTEM;
	if (has_prompt && !bc_row_same_text(beside, row->prompt) &&
		!bc_row_same_text(beside, first->content))
		return bc_row_refuse_key(row, BC_DUPLICATE_KEY, row->form->prompt,
								 "The transcript asks another question.");
	return true;
}

/* Reads an answer that is a turn, or a list that ends with one. */
static bool
read_answer_turns(BcRow *row, const BcRowValue *value, const char *path,
				  BcCode type, BcSlice *answer)
{
	BcTurns		turns;
	bool		ok = false;

	if (!bc_row_read_turns(row, value, path, &turns))
		;
	else if (turns.count == 0)
		(void) bc_row_refuse(row, type, path,
							 "An answer is text, or a turn of the assistant, or a transcript that ends with one.");
	else if (bc_row_answer_turn(row, &turns, turns.count - 1, path, type, answer))
	{
		if (type == BC_RESPONSE_TYPE)
			bc_row_turn_path(&turns, turns.count - 1, path, NULL,
							 row->response_path);
		ok = turns.count == 1 || take_transcript(row, &turns, path);
	}
	if (turns.list.env != NULL)
		bc_buffer_free(&turns.list);
	return ok;
}

/* Reads an answer: a text, or where the family knows turns what ends with one. */
static bool
read_answer(BcRow *row, BcRowKey key, const BcRowValue *value, BcCode type,
			BcSlice *answer)
{
	bool		turns = row->family->shape != BC_SHAPE_TEXT ||
		row->form->rejected != BC_KEY_NONE || key == BC_KEY_REJECTED_RESPONSE ||
		key == BC_KEY_REJECTED_MESSAGES;
	char		path[BC_ROW_PATH];

	bc_row_key_path(key, path);
	if (type == BC_RESPONSE_TYPE)
		bc_row_key_path(key, row->response_path);
	if (value->kind == '"')
	{
		*answer = value->text;
		return true;
	}
	if (turns && (value->kind == '[' || value->kind == '{'))
		return read_answer_turns(row, value, path, type, answer);
	return bc_row_refuse_key(row, type, key, NULL);
}

/* LLaMA-Factory's pairs of before 2024: "output": [good, bad]. */
static bool
read_pair(BcRow *row, const BcRowValue *list)
{
	BcReader   *json = row->json;
	BcSlice		texts[2];
	int			count = 0;
	bool		more;

	bc_json_start(json, row->env, list->text);
	(void) bc_json_peek(json);
	if (!bc_json_open(json))
		return bc_row_refuse(row, json->code, "", NULL);
	while (bc_json_next(json, &more) && more)
	{
		BcRowValue	value;

		if (!bc_row_read_value(json, &value))
			break;
		if (count < 2 && value.kind == '"')
			texts[count++] = value.text;
		else
			count = 3;
	}
	if (count != 2)
		return bc_row_refuse_key(row, BC_RESPONSE_TYPE, row->form->response,
								 "An answer is text; of a pair, the good one and then the bad one.");
	row->response = texts[0];
	row->rejected = texts[1];
	row->has_rejected = true;
	return true;
}

static bool
read_response(BcRow *row, BcRowKey key)
{
	BcRowValue	value;

	if (!bc_row_take_required(row, key, BC_MISSING_RESPONSE, BC_RESPONSE_TYPE,
							  &value))
		return false;
	bc_row_key_path(key, row->response_path);
	if (key == BC_KEY_OUTPUT && value.kind == '[')
		return read_pair(row, &value);
	return read_answer(row, key, &value, BC_RESPONSE_TYPE, &row->response);
}

/* Reads a rejected answer; only one of its keys may have one. */
static bool
read_rejected_key(BcRow *row, BcRowKey key)
{
	BcRowValue	value;

	if (key == row->form->response || !bc_row_take(row, key, &value))
		return true;
	if (row->has_rejected)
		return bc_row_refuse_key(row, BC_DUPLICATE_KEY, key,
								 "The row has another rejected answer.");
	row->has_rejected = true;
	return read_answer(row, key, &value, BC_REJECTED_TYPE, &row->rejected);
}

/* Reads the rejected answer under the form's key, or under a usual one. */
static bool
read_rejected(BcRow *row)
{
	BcRowKey	key = row->form->rejected;
	BcRowValue	value;

	if (key != BC_KEY_NONE &&
		!bc_row_take_required(row, key, BC_REJECTED_TYPE, BC_REJECTED_TYPE, &value))
		return false;
	if (key != BC_KEY_NONE && !read_rejected_key(row, key))
		return false;
	if (key == BC_KEY_NONE && !read_rejected_key(row, BC_KEY_REJECTED))
		return false;
	/* these are names of this project's contributors only */
	if (row->family == &bc_row_families[BC_ROW_BADCASE] &&
		!(read_rejected_key(row, BC_KEY_BAD_RESPONSE) &&
		  read_rejected_key(row, BC_KEY_MODEL_RESPONSE)))
		return false;
	/* ms-swift's */
	return (key == BC_KEY_REJECTED_RESPONSE ||
			read_rejected_key(row, BC_KEY_REJECTED_RESPONSE)) &&
		(key == BC_KEY_REJECTED_MESSAGES ||
		 read_rejected_key(row, BC_KEY_REJECTED_MESSAGES));
}

/* Is it a word for a bad answer, in whatever case? */
static bool
is_bad_word(BcSlice text)
{
	static const char *const words[] = {
		"false", "0", "no", "f", "n", "-1", "bad", "wrong", "incorrect",
		"negative", "rejected", "undesirable"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
	{
		size_t		at = 0;

		if (strlen(words[i]) != text.len)
			continue;
		while (at < text.len && (text.data[at] >= 'A' && text.data[at] <= 'Z' ?
								 text.data[at] + 32 : text.data[at]) == words[i][at])
			at++;
		if (at == text.len)
			return true;
	}
	return false;
}

/* Does a label call the answer a bad one: no, zero or less, or such a word? */
static bool
says_bad(const BcRowValue *label)
{
	if (label->kind == 'f')
		return true;
	if (label->kind == '"')
		return is_bad_word(label->text);
	if (label->kind != '0')
		return false;
	for (size_t i = 0; i < label->text.len; i++)
	{
		if (label->text.data[i] == '-')
			return true;
		if (label->text.data[i] >= '1' && label->text.data[i] <= '9')
			return false;
	}
	return true;
}

/*
 * Refuses the row where a label says that its answer is a bad one.  What says
 * true is no part of meta; a record's own rows may have any member there.
 */
static bool
check_labels(BcRow *row)
{
	static const BcRowKey keys[] = {BC_KEY_LABEL, BC_KEY_KTO_TAG};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
	{
		const BcRowValue *label = &row->values[keys[i]];

		if (says_bad(label))
			return bc_row_refuse_key(row, BC_MISSING_RESPONSE, keys[i],
									 "The row has only an answer that the model should not give.");
		if (label->kind == 't' && row->family != &bc_row_families[BC_ROW_BADCASE])
			row->taken[keys[i]] = true;
	}
	return true;
}

/*
 * UltraFeedback's rows have the chosen transcript under messages once more;
 * where it is another one, nobody can tell which is meant.
 */
static bool
check_echo(BcRow *row)
{
	BcRowValue	value;
	BcTurns		turns;
	bool		same;

	if (row->family != &bc_row_families[BC_ROW_PREFERENCE] ||
		!bc_row_take(row, BC_KEY_MESSAGES, &value))
		return true;
	same = bc_row_read_turns(row, &value, "/messages", &turns) &&
		turns.count == row->turns_before + 1 &&
		bc_row_same_turns(&row->turns, &turns, row->turns_before) &&
		bc_row_same_text(bc_row_turn(&turns, row->turns_before)->content,
						 row->response);
	bc_buffer_free(&turns.list);
	if (same || (row->fault->what != NULL && row->fault->code == BC_NO_MEMORY))
		return same;
	row->fault->families[0] = bc_row_families[BC_ROW_MESSAGES].name;
	row->fault->families[1] = bc_row_families[BC_ROW_PREFERENCE].name;
	return bc_row_refuse(row, BC_AMBIGUOUS_FORMAT, "", NULL);
}

bool
bc_row_read_answers(BcRow *row, BcRowKey response)
{
	if (!check_labels(row) ||
		(response != BC_KEY_NONE && !read_response(row, response)) ||
		!read_rejected(row) || !check_echo(row))
		return false;
	if (!row->has_prompt)
		return bc_row_refuse_key(row, BC_MISSING_PROMPT, BC_KEY_PROMPT,
								 "A pair without a prompt is read where both answers are transcripts that begin with it.");
	return true;
}
