/*
 * told.c: rows of formats, and what is told of those that are no records:
 * code and place, the hint, the families that a row may be of.
 */
#include "core/formats.h"
#include "core/record.h"

#include "check.h"

#define PR		"{\"prompt\": \"p\", \"response\": \"r\"}"
#define PRX		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"x\"}"
#define USER(t)	"{\"role\": \"user\", \"content\": \"" t "\"}"
#define MODEL(t) "{\"role\": \"assistant\", \"content\": \"" t "\"}"
#define SYSTEM(t) "{\"role\": \"system\", \"content\": \"" t "\"}"

#define TURNS	" | A transcript is turns of user and assistant in alternation, the user's first, after at most one of the system; " \
				"tools have no place in it."
#define MEMBERS	" | A turn has a role and a content, or from and value; beside these only weights and reasoning_content are read."
#define ROLES	" | The roles are system, user and assistant, under any of their usual names; tools have no place in a record."
#define PARTS	" | Of a content in parts, only those of the type text are read."
#define HERE	" | The format has it under this key."
#define BAD		" | The row has only an answer that the model should not give."
#define TOOLS	" | Tools have no place in a record; leave such rows out."
#define OTHER	" | The transcript asks another question."

typedef struct Row
{
	const char *format;			/* NULL: told by its keys */
	const char *text;
	const char *expected;		/* the record, or "code path | hint | families" */
} Row;

static const Row rows[] = {
	{NULL, "{\"question\": \"p\", \"answer\": \"r\", \"rejected_response\": [" MODEL("x") "]}",
		PRX},
	{NULL, "{\"question\": \"p\", \"answer\": \"r\", \"rejected_messages\": [" USER("p") ", " MODEL("x") "]}",
		PRX},
	{NULL, "{\"question\": \"p\", \"answer\": \"r\", \"rejected_messages\": [" USER("q") ", " MODEL("x") "]}",
		"duplicate_key /question" OTHER},
	{NULL, "{\"question\": \"p\", \"answer\": [" MODEL("r") "]}",
		"response_type /answer"},
	{NULL, "{\"question\": \"p\", \"answer\": " MODEL("r") "}",
		"response_type /answer"},
	{NULL, "{\"question\": \"p\", \"answer\": \"r\", \"rejected\": [" MODEL("x") "]}",
		"rejected_type /rejected"},
	{NULL, "{\"question\": \"p\", \"answer\": \"r\", \"rejected\": " MODEL("x") "}",
		"rejected_type /rejected"},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": " MODEL("x") "}",
		PRX},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": []}",
		"rejected_type /rejected_response | An answer is text, or a turn of the assistant, or a transcript that ends with one."},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": [" USER("x") "]}",
		"history_shape /rejected_response/0 | The last turn must be the assistant's: it is the answer."},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": [{\"human\": \"p\", \"assistant\": \"x\"}]}",
		PRX},
	{NULL, "{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": \"x\"}",
		PRX},
	{NULL, "{\"chosen\": [" SYSTEM("s") ", " USER("p") ", " MODEL("r") "], \"rejected\": [" SYSTEM("s") ", " USER("p") ", " MODEL("x") "]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"x\", \"system\": \"s\"}"},
	{NULL, "{\"prompt\": \"q\", \"chosen\": [" SYSTEM("s") ", " USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"rejected\": \"x\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"x\", \"system\": \"s\"}"},
	{NULL, "{\"prompt\": \"s\", \"chosen\": [" SYSTEM("s") ", " USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"rejected\": \"x\"}",
		"duplicate_key /prompt" OTHER},
	{NULL, "{\"chosen\": [" SYSTEM("s") ", " USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}",
		"history_shape /rejected | All but the last turn must be the turns that the row has already."},
	{NULL, "{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " USER("x") "]}",
		"history_shape /rejected/1 | The last turn must be the assistant's: it is the answer."},
	{NULL, "{\"chosen\": [" MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}",
		PRX},
	{NULL, "{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" MODEL("x") "]}",
		PRX},
	{NULL, "{\"prompt\": \"p\", \"chosen\": \"r\", \"rejected\": \"x\", \"label\": false}",
		"missing_response /label" BAD},
	{NULL, "{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": \"x\", \"messages\": [" USER("p") "]}",
		"ambiguous_format | messages preference"},
	{NULL, "{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": \"x\", \"messages\": [" USER("q") ", " MODEL("r") "]}",
		"ambiguous_format | messages preference"},
	{NULL, "{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": \"x\", \"messages\": \"m\"}",
		"ambiguous_format | messages preference"},
	{NULL, "{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": \"x\", \"messages\": null}",
		PRX},
	{NULL, "{\"instruction\": \"p\", \"input\": 5, \"output\": \"r\"}",
		"prompt_type /input"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"history\": [[\"q\", \"a\"]]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"history\": [[\"q\", \"a\", 1]]}",
		"history_shape /history/0/2"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"history\": []}",
		PR},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"history\": 5}",
		"history_type /history"},
	{NULL, "{\"messages\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"history\": [[\"q\", \"a\"]]}",
		"duplicate_key /history | The row has a history of its own beside the turns."},
	{NULL, "{\"messages\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"history\": []}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}"},
	{NULL, "{\"messages\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"history\": null}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}"},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") "], \"history\": [[\"q\", \"a\"]]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": 5}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"system\": 5}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": \"\"}",
		PR},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": \"\", \"system_prompt\": \"s\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\"}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": 5, \"system_prompt\": \"s\"}",
		"duplicate_key /system | The row has another system prompt."},
	{NULL, "{\"messages\": [" SYSTEM("t") ", " USER("p") ", " MODEL("r") "], \"system\": \"s\"}",
		"duplicate_key /messages/0 | The row has a system prompt of its own beside the turns."},
	{NULL, "{\"messages\": [" SYSTEM("") ", " USER("p") ", " MODEL("r") "]}",
		PR},
	{NULL, "{\"messages\": [" SYSTEM("s") "]}",
		"missing_prompt /messages" TURNS},
	{NULL, "{\"messages\": [" SYSTEM("s") ", " MODEL("r") "]}",
		"history_shape /messages/1" TURNS},
	{NULL, "{\"messages\": [" USER("p") ", " SYSTEM("s") ", " MODEL("r") "]}",
		"history_shape /messages/1" TURNS},
	{NULL, "{\"messages\": [" SYSTEM("s") ", " SYSTEM("s") ", " USER("p") ", " MODEL("r") "]}",
		"history_shape /messages/1" TURNS},
	{NULL, "{\"messages\": [" USER("p") ", " USER("q") ", " MODEL("r") "]}",
		"history_shape /messages/1" TURNS},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") ", " USER("q") "]}",
		"missing_response /messages | The last turn must be the assistant's: it is the response."},
	{NULL, "{\"messages\": [" USER("p") ", " MODEL("r") ", " MODEL("q") "]}",
		"history_shape /messages/2" TURNS},
	{NULL, "{\"messages\": [5, " USER("p") ", " MODEL("r") "]}",
		"history_shape /messages/0" TURNS},
	{NULL, "{\"messages\": []}",
		"missing_prompt /messages" TURNS},
	{NULL, "{\"messages\": [" USER("") ", " MODEL("r") "]}",
		"prompt_blank /messages/0"},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \" \"}]}",
		"response_blank /messages/1"},
	{NULL, "{\"messages\": [{\"role\": \"tool\", \"content\": \"s\"}, " USER("p") ", " MODEL("r") "]}",
		"history_shape /messages/0" ROLES},
	{NULL, "{\"messages\": [{\"content\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" ROLES},
	{NULL, "{\"messages\": [{\"from\": \"human\", \"content\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"from\": \"human\", \"value\": \"p\", \"role\": \"user\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"from\": \"human\", \"value\": \"p\", \"content\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"role\": \"user\", \"content\": \"p\", \"human\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"role\": \"user\", \"content\": \"p\", \"bot\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"from\": \"human\", \"user\": \"p\", \"bot\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"bot\": \"p\"}, " MODEL("r") "]}",
		"history_shape /messages/0/human"},
	{NULL, "{\"messages\": [{\"human\": \"p\", \"bot\": \"r\", \"weight\": 0}]}",
		"missing_response /messages/0/weight | The answer is marked as one that the model should not learn."},
	{NULL, "{\"messages\": [{\"human\": \"q\", \"bot\": \"a\", \"weight\": 0}, {\"human\": \"p\", \"bot\": \"r\"}]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}"},
	{NULL, "{\"messages\": [{\"human\": \"p\", \"bot\": \"r\", \"user\": \"p\"}]}",
		"history_shape /messages/0" MEMBERS},
	{NULL, "{\"messages\": [{\"human\": \"p\", \"bot\": \"r\", \"reasoning_content\": \"t\"}]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"reasoning_content\": \"t\"}"},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": \"0\"}]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": null}]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": 0.05}]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": 90}]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": 0, \"loss\": 1}]}",
		"missing_response /messages/1/weight | The answer is marked as one that the model should not learn."},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"gpt\", \"content\": \"r\"}]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"bot\", \"content\": \"r\"}]}",
		PR},
	{NULL, "{\"messages\": [{\"role\": \"human\", \"content\": \"p\"}, " MODEL("r") "]}",
		PR},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"reasoning\", \"text\": \"t\"}, {\"type\": \"reasoning\", \"text\": \"u\"}, {\"type\": \"text\", \"text\": \"r\"}]}]}",
		"response_type /messages/1/content/1" PARTS},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"r\", \"value\": \"x\"}]}]}",
		"response_type /messages/1/content/0" PARTS},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": null, \"value\": \"x\"}]}]}",
		"{\"prompt\": \"p\", \"response\": \"x\"}"},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": 5}]}]}",
		"response_type /messages/1/content/0" PARTS},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"text\": \"r\"}, {\"type\": \"image\"}, {\"type\": \"audio\"}]}]}",
		"response_type /messages/1/content/1" PARTS},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": null}]}",
		"response_type /messages/1/content"},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\"}]}",
		"response_type /messages/1/content"},
	{NULL, "{\"messages\": " USER("p") "}",
		"missing_response /messages | The last turn must be the assistant's: it is the response."},
	{NULL, "{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"reasoning_content\": \"t\"}], \"reasoning_content\": null}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"reasoning_content\": \"t\"}"},
	{NULL, "{\"messages\": [" USER("q") ", " MODEL("a") ", " USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"reasoning_content\": \"t\"}]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"reasoning_content\": \"t\"}"},
	{NULL, "{\"messages\": [" USER("q") ", {\"role\": \"assistant\", \"content\": \"a\", \"reasoning_content\": \"t\"}, " USER("q2") ", " MODEL("b") ", " USER("p") ", " MODEL("r") "]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"], [\"q2\", \"b\"]], \"history_reasoning_content\": [\"t\", null]}"},
	{"evals", "{\"input\": [" USER("p") "], \"ideal\": \"r\"}",
		PR},
	{"evals", "{\"input\": [" USER("p") ", " MODEL("r") "], \"ideal\": \"r\"}",
		"history_shape /input | The last turn must be the user's: it is the prompt."},
	{"evals", "{\"input\": [], \"ideal\": \"r\"}",
		"missing_prompt /input" TURNS},
	{"evals", "{\"input\": \"p\", \"ideal\": \"r\"}",
		PR},
	{"evals", "{\"input\": {\"messages\": [" USER("p") "]}, \"ideal\": \"r\"}",
		"prompt_type /input"},
	{"openai_preference", "{\"input\": {\"messages\": [" USER("p") "], \"tools\": []}, \"preferred_output\": [" MODEL("r") "], \"non_preferred_output\": [" MODEL("x") "]}",
		PRX},
	{"openai_preference", "{\"input\": {\"messages\": [" USER("p") "], \"tools\": [1]}, \"preferred_output\": [" MODEL("r") "], \"non_preferred_output\": [" MODEL("x") "]}",
		"history_shape /input/tools" TOOLS},
	{"openai_preference", "{\"input\": {\"message\": [" USER("p") "]}, \"preferred_output\": [" MODEL("r") "], \"non_preferred_output\": [" MODEL("x") "]}",
		"missing_prompt /input/messages" HERE},
	{"openai_preference", "{\"input\": [" USER("p") "], \"preferred_output\": [" MODEL("r") "], \"non_preferred_output\": [" MODEL("x") "]}",
		"missing_prompt /input/messages" HERE},
	{"openai_preference", "{\"input\": {\"messages\": [" USER("p") "]}, \"preferred_output\": [" MODEL("r") "]}",
		"rejected_type /non_preferred_output" HERE},
	{"alpaca", "{\"instruction\": \"p\", \"input\": \"q\", \"output\": null}",
		"response_type /output | The value is null; the format has the row's text there."},
	{"alpaca", "{\"input\": \"q\", \"output\": \"r\"}",
		"missing_prompt /instruction" HERE},
	{"alpaca", "{\"instruction\": \"p\", \"tools\": \"[ ]\", \"output\": \"r\"}",
		PR},
	{"alpaca", "{\"instruction\": \"p\", \"tools\": \"x\", \"output\": \"r\"}",
		"history_shape /tools" TOOLS},
	{"alpaca", "{\"instruction\": \"p\", \"tools\": false, \"output\": \"r\"}",
		"history_shape /tools" TOOLS},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"FALSE\"}",
		"missing_response /label" BAD},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"Undesirable\"}",
		"missing_response /label" BAD},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"[alse\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"label\": \"[alse\"}"},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"Nope\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"label\": \"Nope\"}"},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": []}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"label\": []}"},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": 0.5}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"label\": 0.5}"},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": -0.5}",
		"missing_response /label" BAD},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"label\": true, \"kto_tag\": false}",
		"missing_response /kto_tag" BAD},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"prompt\": \"q\"}",
		"duplicate_key /prompt | The format has another key for it."},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"prompt\": null}",
		PR},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"response\": \"q\"}",
		"duplicate_key /response | The format has another key for it."},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"rejected\": \"q\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"q\"}"},
	{"alpaca", "{\"instruction\": \"p\", \"output\": \"r\", \"bad_response\": \"q\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"bad_response\": \"q\"}"},
	{"ptuning", "{\"prompt\": \"p\", \"response\": \"r\", \"label\": true}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"label\": true}"},
	{"qa", "{\"question\": \"p\", \"answer\": \"r\", \"label\": true}",
		PR},
	{NULL, "{\"messages\": [{\"human\": \"q\", \"bot\": \"a\", \"reasoning_content\": \"t\"}, {\"human\": \"p\", \"bot\": \"r\", \"reasoning_content\": null}]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"history_reasoning_content\": [\"t\"]}"},
	{NULL, "{\"messages\": [{\"human\": \"p\", \"bot\": \"r\", \"reasoning_content\": 5}]}",
		"response_type /messages/0/reasoning_content"},
	{NULL, "{\"messages\": [" USER("q") ", {\"role\": \"assistant\", \"content\": \"a\", \"reasoning_content\": 5}, " USER("p") ", " MODEL("r") "]}",
		"history_shape /messages/1/reasoning_content"},
	{NULL, "{\"messages\": [{\"human\": \"p\", \"bot\": [{\"type\": \"reasoning\", \"text\": \"t\"}, {\"type\": \"text\", \"text\": \"r\"}]}]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"reasoning_content\": \"t\"}"},
	{NULL, "{\"messages\": [" USER("q") ", {\"role\": \"assistant\", \"content\": \"a\", \"reasoning_content\": \"t\"}, " USER("p") ", " MODEL("r") "], \"history_reasoning_content\": [\"u\"]}",
		"duplicate_key /history_reasoning_content | The turns have it, too."},
	{NULL, "{\"messages\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"history_reasoning_content\": [\"u\"], \"reasoning_content\": 5}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"history_reasoning_content\": [\"u\"], \"reasoning_content\": 5}"},
	{NULL, "{\"messages\": [" SYSTEM("s") ", " USER("p") ", " MODEL("r") "], \"system\": [\"t\"]}",
		"duplicate_key /system | The row has another system prompt."},
	{NULL, "{\"messages\": [" SYSTEM("s") ", " USER("p") ", " MODEL("r") "], \"system\": null}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\"}"},
	{NULL, "{\"messages\": [" SYSTEM("s") ", " USER("p") ", " MODEL("r") "], \"system_prompt\": [\"t\"]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\", \"system_prompt\": [\"t\"]}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": \"s\", \"system_prompt\": \"t\"}",
		"duplicate_key /system_prompt | The row has another system prompt."},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"system\": \"s\", \"system_prompt\": \"\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\"}"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"question\": \"q\", \"answer\": \"a\"}",
		"ambiguous_format | alpaca qa"},
	{NULL, "{\"instruction\": \"p\", \"output\": \"r\", \"question\": \"q\", \"answer\": \"a\", \"messages\": []}",
		"ambiguous_format | alpaca qa"},
	{NULL, "{\"content\": \"p\", \"summary\": \"r\", \"chosen\": \"r\", \"rejected\": \"x\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"x\", \"chosen\": \"r\"}"},
	{NULL, "{\"chosen\": \"r\", \"rejected\": \"x\", \"question\": \"q\"}",
		"unknown_format"},
	{NULL, "{\"instruction\": \"p\"}",
		"unknown_format"},
	{NULL, "{\"question\": \"/\", \"answer\": \"\\/\\/\"}",
		"{\"prompt\": \"/\", \"response\": \"\\/\\/\"}"},
	{NULL, "{\"question\": \"p\", \"answer\": \"r\"} x",
		"trailing_data"},
	{NULL, "\"x\"",
		"not_object"},
	{NULL, "[",
		"not_object"},
	{NULL, "nul",
		"syntax"},
	{NULL, "{\"question\": \"p\", \"answer\": ",
		"syntax"},
};

static void
add(BcBuffer *out, const char *before, const char *text)
{
	bc_buffer_add(out, before, strlen(before));
	bc_buffer_add(out, text, strlen(text));
}

static bool
is_text(const BcBuffer *out, const char *text)
{
	return !out->failed && out->len == strlen(text) && memcmp(out->data, text, out->len) == 0;
}

static void
run(const Row *row)
{
	const BcFormat *format = row->format == NULL ? NULL : bc_format_find(slice(row->format));
	BcBuffer	got;
	BcDraft		draft;
	BcRowFault	fault;

	bc_buffer_init(&got, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_row_read(&bc_malloc_env, slice(row->text), format, &got, &draft, &fault))
	{
		bc_draft_free(&draft);
		check(fault.families[0] == NULL, row->text);
	}
	else
	{
		got.len = 0;
		add(&got, "", fault.what);
		if (*fault.path != '\0')
			add(&got, " ", fault.path);
		if (fault.hint != NULL)
			add(&got, " | ", fault.hint);
		if (fault.families[0] != NULL)
			add(&got, " | ", fault.families[0]);
		if (fault.families[1] != NULL)
			add(&got, " ", fault.families[1]);
	}
	check(is_text(&got, row->expected), row->text);
	if (!is_text(&got, row->expected))
		printf("  got: %.*s\n", (int) got.len, (const char *) got.data);
	bc_buffer_free(&got);
}

/* As a line, a row is the same record, or is refused for the same reason. */
static void
run_line(const Row *row)
{
	const BcFormat *format = row->format == NULL ? NULL : bc_format_find(slice(row->format));
	const char *hint;
	BcBuffer	got;
	BcDraft		draft;
	BcVerdict	verdict;

	bc_buffer_init(&got, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_row_judge(&bc_malloc_env, slice(row->text), format, &got, &draft, &verdict, &hint))
	{
		check(is_text(&got, row->expected), row->text);
		bc_draft_free(&draft);
	}
	else
	{
		const char *told = strstr(row->expected, " | ");

		check(strncmp(row->expected, bc_code_name(verdict.code), strlen(bc_code_name(verdict.code))) == 0, row->text);
		if (verdict.path != NULL && verdict.code != BC_SYNTAX)
			check(strstr(row->expected, verdict.path) != NULL, row->text);
		if (hint != NULL)
			check(told != NULL && strncmp(told + 3, hint, strlen(hint)) == 0, row->text);
		free(verdict.path);
	}
	bc_buffer_free(&got);
}

/* Keys of every length, written in escapes, are none that is known. */
static void
test_long_keys(void)
{
	for (int n = 0; n <= 70; n++)
	{
		char		text[600] = "{\"question\": \"p\", \"answer\": \"r\", \"";
		char		expected[600] = "{\"prompt\": \"p\", \"response\": \"r\", \"";
		Row			row = {NULL, text, expected};

		for (int i = 0; i < n; i++)
		{
			strcat(text, "\\u006b");
			strcat(expected, "\\u006b");
		}
		strcat(text, "\": 1}");
		strcat(expected, "\": 1}");
		run(&row);
	}
}

/* The place of a fault, however far behind and however its key is written. */
static void
test_places(void)
{
	static const char *const keys[] = {"answer", "\\u0061nswer", "\\u0061\\u006e\\u0073\\u0077\\u0065\\u0072"};

	for (size_t n = 0; n < 1300; n += n < 200 || n > 300 ? 100 : 1)
		for (int k = 0; k < 3; k++)
		{
			char		text[1600];
			int			place = 0;
			const char *hint;
			BcBuffer	got;
			BcDraft		draft;
			BcVerdict	verdict;
			bool		read;

			memset(text, 0, sizeof(text));
			place = sprintf(text, "{\"question\": \"%0*d\", \"%s\": ", (int) n + 1, 0, keys[k]);
			strcat(text, "5, \"note\": 1}");
			bc_buffer_init(&got, &bc_malloc_env, SIZE_MAX / 2);
			read = bc_row_judge(&bc_malloc_env, slice(text), NULL, &got, &draft, &verdict, &hint);
			check(!read && verdict.code == BC_RESPONSE_TYPE && verdict.offset == (size_t) place &&
				  strcmp(verdict.path, "/answer") == 0, text);
			if (read)
				bc_draft_free(&draft);
			else
				free(verdict.path);
			bc_buffer_free(&got);
		}
}

int
main(void)
{
	test_places();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		run(&rows[i]);
		if (strchr(rows[i].text, '\\') == NULL)
			run_line(&rows[i]);
	}
	test_long_keys();
	return report();
}
