/*
 * list.c: which formats and families there are.
 */
#include "core/formats.h"

const char *const bc_row_key_names[BC_ROW_KEYS] = {
	[BC_KEY_NONE] = "",
	[BC_KEY_PROMPT] = "prompt",
	[BC_KEY_RESPONSE] = "response",
	[BC_KEY_HISTORY] = "history",
	[BC_KEY_REJECTED] = "rejected",
	[BC_KEY_BAD_RESPONSE] = "bad_response",
	[BC_KEY_MODEL_RESPONSE] = "model_response",
	[BC_KEY_INSTRUCTION] = "instruction",
	[BC_KEY_INPUT] = "input",
	[BC_KEY_OUTPUT] = "output",
	[BC_KEY_CONTEXT] = "context",
	[BC_KEY_CHOSEN] = "chosen",
	[BC_KEY_QUESTION] = "question",
	[BC_KEY_ANSWER] = "answer",
	[BC_KEY_CONTENT] = "content",
	[BC_KEY_SUMMARY] = "summary",
	[BC_KEY_CONVERSATIONS] = "conversations",
	[BC_KEY_MESSAGES] = "messages",
	[BC_KEY_COMPLETION] = "completion",
	[BC_KEY_PREFERRED_OUTPUT] = "preferred_output",
	[BC_KEY_NON_PREFERRED_OUTPUT] = "non_preferred_output",
	[BC_KEY_CONVERSATION] = "conversation",
	[BC_KEY_QUERY] = "query",
	[BC_KEY_IDEAL] = "ideal",
	[BC_KEY_CHOSEN_RESPONSE] = "chosen_response",
	[BC_KEY_REJECTED_RESPONSE] = "rejected_response",
	[BC_KEY_CHOSEN_MESSAGES] = "chosen_messages",
	[BC_KEY_REJECTED_MESSAGES] = "rejected_messages",
	[BC_KEY_LABEL] = "label",
	[BC_KEY_KTO_TAG] = "kto_tag",
	[BC_KEY_TOOLS] = "tools",
	[BC_KEY_FUNCTIONS] = "functions",
	[BC_KEY_SYSTEM] = "system",
	[BC_KEY_SYSTEM_PROMPT] = "system_prompt",
	[BC_KEY_REASONING_CONTENT] = "reasoning_content",
	[BC_KEY_HISTORY_REASONING] = "history_reasoning_content",
};

const BcRowFamily bc_row_families[BC_ROW_FAMILIES] = {
	[BC_ROW_BADCASE] = {
		.name = "badcase", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_PROMPT, BC_KEY_RESPONSE}}},
	/* the second form: a response under its own name, Dolly's with a context */
	[BC_ROW_ALPACA] = {
		.name = "alpaca", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_INSTRUCTION, BC_KEY_OUTPUT, .input = BC_KEY_INPUT},
		{.prompt = BC_KEY_INSTRUCTION, BC_KEY_RESPONSE, .input = BC_KEY_INPUT,
		.other_input = BC_KEY_CONTEXT}}},
	[BC_ROW_ALPACA_PREFERENCE] = {
		.name = "alpaca_preference", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_INSTRUCTION, BC_KEY_CHOSEN, BC_KEY_REJECTED,
		.input = BC_KEY_INPUT}}},
	[BC_ROW_QA] = {
		.name = "qa", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_QUESTION, BC_KEY_ANSWER}}},
	[BC_ROW_SUMMARY] = {
		.name = "summary", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_CONTENT, BC_KEY_SUMMARY}}},
	[BC_ROW_SHAREGPT] = {
		.name = "sharegpt", .shape = BC_SHAPE_TURNS, .by_keys = true,
		.chosen = BC_KEY_CHOSEN, .forms = {{.prompt = BC_KEY_CONVERSATIONS}}},
	[BC_ROW_MESSAGES] = {
		.name = "messages", .shape = BC_SHAPE_TURNS, .by_keys = true,
		.chosen = BC_KEY_CHOSEN, .forms = {{.prompt = BC_KEY_MESSAGES}}},
	[BC_ROW_COMPLETION] = {
		.name = "completion", .shape = BC_SHAPE_TEXT_OR_TURNS, .by_keys = true,
		.forms = {{.prompt = BC_KEY_PROMPT, BC_KEY_COMPLETION},
		{.prompt = BC_KEY_INSTRUCTION, BC_KEY_COMPLETION, .input = BC_KEY_INPUT},
		{.prompt = BC_KEY_QUESTION, BC_KEY_COMPLETION}}},
	/* without a prompt the answers are transcripts that have it (TRL's implicit
	 * prompt; LLaMA-Factory's v1 names) */
	[BC_ROW_PREFERENCE] = {
		.name = "preference", .shape = BC_SHAPE_TEXT_OR_TURNS, .by_keys = true,
		.forms = {{.prompt = BC_KEY_PROMPT, BC_KEY_CHOSEN, BC_KEY_REJECTED},
		{.prompt = BC_KEY_NONE, BC_KEY_CHOSEN, BC_KEY_REJECTED},
		{.prompt = BC_KEY_NONE, BC_KEY_CHOSEN_MESSAGES, BC_KEY_REJECTED_MESSAGES}}},
	[BC_ROW_OPENAI_PREFERENCE] = {
		.name = "openai_preference", .shape = BC_SHAPE_TURNS, .by_keys = true,
		.inside = "messages", .forms = {{.prompt = BC_KEY_INPUT, BC_KEY_PREFERRED_OUTPUT,
		BC_KEY_NON_PREFERRED_OUTPUT}}},
	[BC_ROW_SWIFT] = {
		.name = "swift", .shape = BC_SHAPE_TURNS, .by_keys = true,
		.forms = {{.prompt = BC_KEY_CONVERSATION}}},
	[BC_ROW_QUERY] = {
		.name = "swift_query", .shape = BC_SHAPE_TEXT, .by_keys = true,
		.forms = {{.prompt = BC_KEY_QUERY, BC_KEY_RESPONSE}}},
	/* the keys of those below could be of a row of another family */
	[BC_ROW_EVALS] = {
		.name = "evals", .shape = BC_SHAPE_TEXT_OR_TURNS,
		.forms = {{.prompt = BC_KEY_INPUT, BC_KEY_IDEAL}}},
	[BC_ROW_CHATML_ARGILLA] = {
		.name = "chatml_argilla", .shape = BC_SHAPE_TEXT,
		.forms = {{.prompt = BC_KEY_INSTRUCTION, BC_KEY_CHOSEN_RESPONSE,
		BC_KEY_REJECTED_RESPONSE}}},
	[BC_ROW_CHATML_ICR] = {
		.name = "chatml_icr", .shape = BC_SHAPE_TEXT,
		.forms = {{.prompt = BC_KEY_INPUT, BC_KEY_CHOSEN, BC_KEY_REJECTED}}},
	[BC_ROW_CHATML_INTEL] = {
		.name = "chatml_intel", .shape = BC_SHAPE_TEXT,
		.forms = {{.prompt = BC_KEY_QUESTION, BC_KEY_CHOSEN, BC_KEY_REJECTED}}},
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
	{"messages_preference", BC_ROW_MESSAGES,
		"{'messages': [C], 'chosen': {'role': 'assistant', 'content': R}, "
		"'rejected': {'role': 'assistant', 'content': X}}",
		"'formatting': 'sharegpt', 'ranking': true, 'columns': {'messages': "
		"'messages', 'chosen': 'chosen', 'rejected': 'rejected'}, " CHAT_TAGS},
	{"chatglm3", BC_ROW_SHAREGPT,
		"{'conversations': [C, {'role': 'assistant', 'content': R}]}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'conversations'}, "
		CHAT_TAGS},
	{"kto_chat", BC_ROW_COMPLETION,
		"{'prompt': [C], 'completion': [{'role': 'assistant', 'content': R}], "
		"'label': true}", NULL},
	{"kto_chat_rejected", BC_ROW_COMPLETION,
		"{'prompt': [C], 'completion': [{'role': 'assistant', 'content': X}], "
		"'label': false}", NULL},
	{"swift_query", BC_ROW_QUERY,
		"{'system': S, 'query': P, 'response': R, 'history': H}",
		"'columns': {'prompt': 'query', 'response': 'response', 'system': "
		"'system', 'history': 'history'}"},
	{"swift_preference", BC_ROW_MESSAGES,
		"{'messages': [C, {'role': 'assistant', 'content': R}], "
		"'rejected_response': X}", NULL},
	{"swift_kto", BC_ROW_MESSAGES,
		"{'messages': [C, {'role': 'assistant', 'content': R}], 'label': true}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'messages', "
		"'kto_tag': 'label'}, " CHAT_TAGS},
	{"swift_kto_rejected", BC_ROW_MESSAGES,
		"{'messages': [C, {'role': 'assistant', 'content': X}], 'label': false}",
		"'formatting': 'sharegpt', 'columns': {'messages': 'messages', "
		"'kto_tag': 'label'}, " CHAT_TAGS},
};

/*
 * ChatGLM-6B's scripts and whatever else wants two columns; Axolotl's
 * chatml.prompt_pairs; GLM-4's rows, whose member tools is absent.
 */
const BcFormatAlias bc_format_aliases[BC_FORMAT_ALIASES] = {
	{"badcase_bare", "ptuning"},
	{"chatml_prompt_pairs", "preference"},
	{"glm4", "messages"},
};

static bool
is_named(const char *name, BcSlice wanted)
{
	return strlen(name) == wanted.len &&
		memcmp(name, wanted.data, wanted.len) == 0;
}

const BcFormat *
bc_format_find(BcSlice name)
{
	for (int i = 0; i < BC_FORMAT_ALIASES; i++)
		if (is_named(bc_format_aliases[i].alias, name))
		{
			name.data = (const unsigned char *) bc_format_aliases[i].name;
			name.len = strlen(bc_format_aliases[i].name);
		}
	for (int i = 0; i < BC_FORMATS; i++)
		if (is_named(bc_formats[i].name, name))
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
