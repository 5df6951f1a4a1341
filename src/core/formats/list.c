/*
 * list.c: which formats and families there are.
 */
#include "core/formats.h"

const BcRowFamily bc_row_families[BC_ROW_FAMILIES] = {
	[BC_ROW_BADCASE] = {
		.name = "badcase", .prompt = "prompt", .response = "response",
		.shape = BC_SHAPE_TEXT, .by_keys = true},
	[BC_ROW_ALPACA] = {
		.name = "alpaca", .prompt = "instruction", .response = "output",
		.shape = BC_SHAPE_TEXT, .by_keys = true, .input = "input"},
	[BC_ROW_ALPACA_PREFERENCE] = {
		.name = "alpaca_preference", .prompt = "instruction",
		.response = "chosen", .rejected = "rejected",
		.shape = BC_SHAPE_TEXT, .by_keys = true, .input = "input"},
	[BC_ROW_QA] = {
		.name = "qa", .prompt = "question", .response = "answer",
		.shape = BC_SHAPE_TEXT, .by_keys = true},
	[BC_ROW_SUMMARY] = {
		.name = "summary", .prompt = "content", .response = "summary",
		.shape = BC_SHAPE_TEXT, .by_keys = true},
	[BC_ROW_SHAREGPT] = {
		.name = "sharegpt", .prompt = "conversations",
		.shape = BC_SHAPE_TURNS, .by_keys = true, .chosen = "chosen",
		.label = "kto_tag"},
	[BC_ROW_MESSAGES] = {
		.name = "messages", .prompt = "messages",
		.shape = BC_SHAPE_TURNS, .by_keys = true},
	[BC_ROW_COMPLETION] = {
		.name = "completion", .prompt = "prompt", .response = "completion",
		.shape = BC_SHAPE_TEXT_OR_TURNS, .by_keys = true, .label = "label"},
	[BC_ROW_PREFERENCE] = {
		.name = "preference", .prompt = "prompt", .response = "chosen",
		.rejected = "rejected", .shape = BC_SHAPE_TEXT_OR_TURNS,
		.by_keys = true},
	[BC_ROW_OPENAI_PREFERENCE] = {
		.name = "openai_preference", .prompt = "input",
		.response = "preferred_output", .rejected = "non_preferred_output",
		.shape = BC_SHAPE_TURNS, .by_keys = true, .inside = "messages"},
	[BC_ROW_SWIFT] = {
		.name = "swift", .prompt = "conversation",
		.shape = BC_SHAPE_PAIRS, .by_keys = true},
	/* the keys of those below could be of a row of another family */
	[BC_ROW_EVALS] = {
		.name = "evals", .prompt = "input", .response = "ideal",
		.shape = BC_SHAPE_TEXT_OR_TURNS},
	[BC_ROW_CHATML_ARGILLA] = {
		.name = "chatml_argilla", .prompt = "instruction",
		.response = "chosen_response", .rejected = "rejected_response",
		.shape = BC_SHAPE_TEXT},
	[BC_ROW_CHATML_ICR] = {
		.name = "chatml_icr", .prompt = "input", .response = "chosen",
		.rejected = "rejected", .shape = BC_SHAPE_TEXT},
	[BC_ROW_CHATML_INTEL] = {
		.name = "chatml_intel", .prompt = "question", .response = "chosen",
		.rejected = "rejected", .shape = BC_SHAPE_TEXT},
};

#define CHAT_TAGS \
	"'tags': {'role_tag': 'role', 'content_tag': 'content', " \
	"'user_tag': 'user', 'assistant_tag': 'assistant', 'system_tag': 'system'}"
#define SHAREGPT_TAGS \
	"'tags': {'role_tag': 'from', 'content_tag': 'value', " \
	"'user_tag': 'human', 'assistant_tag': 'gpt', 'system_tag': 'system'}"
#define PAIR_COLUMNS "'columns': {'prompt': 'prompt', 'response': 'response'}"

const BcFormat bc_formats[BC_FORMATS] = {
	{"badcase", BC_ROW_BADCASE, "B", NULL},
	{"badcase_bare", BC_ROW_BADCASE,
		"{'prompt': P, 'response': R}", PAIR_COLUMNS},
	{"ptuning", BC_ROW_BADCASE,
		"{'prompt': P, 'response': R}", PAIR_COLUMNS},
	{"ptuning_chat", BC_ROW_BADCASE,
		"{'prompt': P, 'response': R, 'history': H}",
		"'columns': {'prompt': 'prompt', 'response': 'response', 'history': 'history'}"},
	{"alpaca", BC_ROW_ALPACA,
		"{'instruction': P, 'input': '', 'output': R, 'system': S, 'history': H}",
		"'columns': {'prompt': 'instruction', 'query': 'input', 'response': 'output', "
		"'system': 'system', 'history': 'history'}"},
	{"alpaca_preference", BC_ROW_ALPACA_PREFERENCE,
		"{'instruction': P, 'input': '', 'chosen': R, 'rejected': X}",
		"'ranking': true, 'columns': {'prompt': 'instruction', 'query': 'input', "
		"'chosen': 'chosen', 'rejected': 'rejected'}"},
	{"qa", BC_ROW_QA,
		"{'question': P, 'answer': R}",
		"'columns': {'prompt': 'question', 'response': 'answer'}"},
	{"summary", BC_ROW_SUMMARY,
		"{'content': P, 'summary': R}",
		"'columns': {'prompt': 'content', 'response': 'summary'}"},
	{"sharegpt", BC_ROW_SHAREGPT,
		"{'conversations': [G, {'from': 'gpt', 'value': R}], 'system': S}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'conversations', "
		"'system': 'system'}, " SHAREGPT_TAGS},
	{"sharegpt_preference", BC_ROW_SHAREGPT,
		"{'conversations': [G], 'chosen': {'from': 'gpt', 'value': R}, "
		"'rejected': {'from': 'gpt', 'value': X}}",
		"'formatting': 'sharegpt', 'ranking': true, 'columns': {'messages': "
		"'conversations', 'chosen': 'chosen', 'rejected': 'rejected'}, "
		SHAREGPT_TAGS},
	{"sharegpt_kto", BC_ROW_SHAREGPT,
		"{'conversations': [G, {'from': 'gpt', 'value': R}], 'kto_tag': true}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'conversations', "
		"'kto_tag': 'kto_tag'}, " SHAREGPT_TAGS},
	{"sharegpt_kto_rejected", BC_ROW_SHAREGPT,
		"{'conversations': [G, {'from': 'gpt', 'value': X}], 'kto_tag': false}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'conversations', "
		"'kto_tag': 'kto_tag'}, " SHAREGPT_TAGS},
	{"messages", BC_ROW_MESSAGES,
		"{'messages': [C, {'role': 'assistant', 'content': R}]}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'messages'}, " CHAT_TAGS},
	/* LLaMA-Factory reads no weights and would learn the answers */
	{"messages_weighted", BC_ROW_MESSAGES,
		"{'messages': [W, {'role': 'assistant', 'content': R}]}", NULL},
	{"completion", BC_ROW_COMPLETION,
		"{'prompt': P, 'completion': R}",
		"'columns': {'prompt': 'prompt', 'response': 'completion'}"},
	{"completion_chat", BC_ROW_COMPLETION,
		"{'prompt': [C], 'completion': [{'role': 'assistant', 'content': R}]}", NULL},
	{"kto", BC_ROW_COMPLETION,
		"{'prompt': P, 'completion': R, 'label': true}",
		"'columns': {'prompt': 'prompt', 'response': 'completion', 'kto_tag': 'label'}"},
	{"kto_rejected", BC_ROW_COMPLETION,
		"{'prompt': P, 'completion': X, 'label': false}",
		"'columns': {'prompt': 'prompt', 'response': 'completion', 'kto_tag': 'label'}"},
	{"preference", BC_ROW_PREFERENCE,
		"{'prompt': P, 'chosen': R, 'rejected': X}",
		"'ranking': true, 'columns': {'prompt': 'prompt', 'chosen': 'chosen', "
		"'rejected': 'rejected'}"},
	{"preference_chat", BC_ROW_PREFERENCE,
		"{'prompt': [C], 'chosen': [{'role': 'assistant', 'content': R}], "
		"'rejected': [{'role': 'assistant', 'content': X}]}", NULL},
	{"openai_preference", BC_ROW_OPENAI_PREFERENCE,
		"{'input': {'messages': [C]}, "
		"'preferred_output': [{'role': 'assistant', 'content': R}], "
		"'non_preferred_output': [{'role': 'assistant', 'content': X}]}", NULL},
	{"swift", BC_ROW_SWIFT,
		"{'system': S, 'conversation': [V]}", NULL},
	{"evals", BC_ROW_EVALS,
		"{'input': [C], 'ideal': R}", NULL},
	{"chatml_argilla", BC_ROW_CHATML_ARGILLA,
		"{'system': S, 'instruction': P, 'chosen_response': R, "
		"'rejected_response': X}", NULL},
	{"chatml_icr", BC_ROW_CHATML_ICR,
		"{'input': P, 'chosen': R, 'rejected': X}", NULL},
	{"chatml_intel", BC_ROW_CHATML_INTEL,
		"{'question': P, 'chosen': R, 'rejected': X}", NULL},
	{"chatml_prompt_pairs", BC_ROW_PREFERENCE,
		"{'prompt': P, 'chosen': R, 'rejected': X}", NULL},
};

const BcFormat *
bc_format_find(BcSlice name)
{
	for (int i = 0; i < BC_FORMATS; i++)
		if (strlen(bc_formats[i].name) == name.len &&
			memcmp(bc_formats[i].name, name.data, name.len) == 0)
			return &bc_formats[i];
	return NULL;
}

/* Has the template one of these letters? */
static bool
has_any(const BcFormat *format, const char *letters)
{
	bool		quoted = false;

	for (const char *p = format->line; *p != '\0'; p++)
	{
		if (*p == '\'')
			quoted = !quoted;
		else if (!quoted && strchr(letters, *p) != NULL)
			return true;
	}
	return false;
}

bool
bc_format_holds(const BcFormat *format, BcPlace place)
{
	static const char *const letters[] = {
		[BC_PLACE_RESPONSE] = "RVB",
		[BC_PLACE_REJECTED] = "XB",
		[BC_PLACE_HISTORY] = "HCWGVB",
		[BC_PLACE_SYSTEM] = "SCWGB",
		[BC_PLACE_META] = "B",
	};

	return has_any(format, letters[place]);
}

bool
bc_format_needs_rejected(const BcFormat *format)
{
	return has_any(format, "X");
}
