/*
 * read.c: rows of other tools' formats as records, by what is known of their
 * trainers: the records that they are, or why they are none.
 */
#include "core/formats.h"
#include "core/record.h"

#include "check.h"

/* The record of the row as text, or "code path" and what it was read as. */
static void
read_row(const char *format, const char *text, BcBuffer *result)
{
	const BcFormat *named = format == NULL ? NULL : bc_format_find(slice(format));
	BcBuffer	out;
	BcDraft		draft;
	BcRowFault	fault;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	if (bc_row_read(&bc_malloc_env, slice(text), named, &out, &draft, &fault))
	{
		bc_buffer_add(result, out.data, out.len);
		bc_draft_free(&draft);
	}
	else
	{
		bc_buffer_add(result, fault.what, strlen(fault.what));
		bc_buffer_add_byte(result, ' ');
		bc_buffer_add(result, fault.path, strlen(fault.path));
	}
	bc_buffer_free(&out);
}

static void
reads_as(const char *format, const char *text, const char *expected)
{
	BcBuffer	result;
	bool		ok;

	bc_buffer_init(&result, &bc_malloc_env, SIZE_MAX / 2);
	read_row(format, text, &result);
	ok = !result.failed && result.len == strlen(expected) &&
		memcmp(result.data, expected, result.len) == 0;
	check(ok, text);
	if (!ok)
		printf("  got: %.*s\n", (int) result.len, (const char *) result.data);
	bc_buffer_free(&result);
}

static void
reads(const char *text, const char *expected)
{
	reads_as(NULL, text, expected);
}

#define PR		"{\"prompt\": \"p\", \"response\": \"r\"}"
#define PRX		"{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"x\"}"
#define USER(t)	"{\"role\": \"user\", \"content\": \"" t "\"}"
#define MODEL(t) "{\"role\": \"assistant\", \"content\": \"" t "\"}"

/* Whatever says that the answer is a bad one, in every family. */
static void
test_bad_answers(void)
{
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"label\": false}", "missing_response /label");
	reads("{\"conversations\": [" USER("p") ", " MODEL("r") "], \"label\": 0}", "missing_response /label");
	reads("{\"conversations\": [" USER("p") ", " MODEL("r") "], \"kto_tag\": \"False\"}", "missing_response /kto_tag");
	reads("{\"conversation\": [{\"human\": \"p\", \"assistant\": \"r\"}], \"label\": false}", "missing_response /label");
	reads("{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"0\"}", "missing_response /label");
	reads("{\"question\": \"p\", \"answer\": \"r\", \"kto_tag\": 0.0}", "missing_response /kto_tag");
	reads("{\"content\": \"p\", \"summary\": \"r\", \"label\": \"bad\"}", "missing_response /label");
	reads("{\"query\": \"p\", \"response\": \"r\", \"label\": -1}", "missing_response /label");
	reads("{\"prompt\": \"p\", \"response\": \"r\", \"label\": false}", "missing_response /label");
	reads("{\"prompt\": \"p\", \"completion\": \"r\", \"label\": \"undesirable\"}", "missing_response /label");
	reads("{\"prompt\": [" USER("p") "], \"completion\": [" MODEL("r") "], \"label\": false}", "missing_response /label");
	reads("{\"instruction\": \"p\", \"completion\": \"r\", \"label\": false}", "missing_response /label");
	/* what says that it is a good one, or says nothing of that */
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"label\": true}", PR);
	reads("{\"question\": \"p\", \"answer\": \"r\", \"kto_tag\": true, \"label\": null}", "{\"prompt\": \"p\", \"response\": \"r\", \"label\": null}");
	reads("{\"question\": \"p\", \"completion\": \"r\", \"label\": 10}", "{\"prompt\": \"p\", \"response\": \"r\", \"label\": 10}");
	reads("{\"instruction\": \"p\", \"output\": \"r\", \"label\": \"news\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"label\": \"news\"}");
	/* the last answer is not to be learned */
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": 0}]}", "missing_response /messages/1/weight");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"loss\": false}]}", "missing_response /messages/1/loss");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"loss_scale\": 0.0}]}", "missing_response /messages/1/loss_scale");
	reads("{\"conversations\": [{\"from\": \"human\", \"value\": \"p\", \"train\": false}, {\"from\": \"gpt\", \"value\": \"r\", \"train\": false}]}", "missing_response /conversations/1/train");
	reads("{\"prompt\": [" USER("p") "], \"completion\": [{\"role\": \"assistant\", \"content\": \"r\", \"weight\": 0}]}", "missing_response /completion/0/weight");
	reads("{\"messages\": [" USER("q") ", {\"role\": \"assistant\", \"content\": \"a\", \"weight\": 0}, " USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"weight\": 1}]}",
		  "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}");
}

static void
test_texts(void)
{
	reads("{\"instruction\": \"\", \"input\": \"p\", \"output\": \"r\"}", PR);
	reads("{\"instruction\": null, \"input\": \"p\", \"output\": \"r\"}", PR);
	reads("{\"instruction\": \"p\", \"input\": \"\", \"output\": \"r\"}", PR);
	reads("{\"instruction\": \"p\", \"input\": \"q\", \"output\": \"r\"}", "{\"prompt\": \"p\\nq\", \"response\": \"r\"}");
	reads("{\"instruction\": \"\", \"input\": \"\", \"output\": \"r\"}", "prompt_blank /instruction");
	reads("{\"instruction\": \"\", \"input\": \" \", \"output\": \"r\"}", "prompt_blank /input");
	reads("{\"instruction\": null, \"output\": \"r\"}", "prompt_type /instruction");
	reads("{\"instruction\": \"p\", \"input\": \"\", \"response\": \"r\"}", PR);
	reads("{\"instruction\": \"p\", \"context\": \"c\", \"response\": \"r\", \"category\": \"qa\"}", "{\"prompt\": \"p\\nc\", \"response\": \"r\", \"category\": \"qa\"}");
	reads("{\"instruction\": \"p\", \"context\": \"c\", \"output\": \"r\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"context\": \"c\"}");
	reads("{\"instruction\": \"p\", \"output\": [\"r\", \"x\"]}", PRX);
	reads("{\"instruction\": \"p\", \"output\": [\"r\", \"x\", \"y\"]}", "response_type /output");
	reads("{\"instruction\": \"p\", \"output\": [\"r\"]}", "response_type /output");
	reads("{\"instruction\": \"p\", \"output\": [\"r\", 1]}", "response_type /output");
	reads("{\"instruction\": \"p\", \"output\": [\"r\", \"x\"], \"rejected\": \"y\"}", "duplicate_key /rejected");
	reads("{\"query\": \"p\", \"response\": \"r\", \"history\": [], \"system\": null}", PR);
	reads("{\"query\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"system\": \"s\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"system\": \"s\"}");
	reads("{\"query\": \"p\", \"response\": \"r\", \"history\": \"[]\"}", "history_type /history");
	reads("{\"query\": \"p\", \"response\": \"r\", \"rejected_response\": \"x\"}", PRX);
	reads("{\"query\": \"p\", \"response\": \"r\", \"system_prompt\": \"s\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\"}");
	reads("{\"query\": \"p\", \"response\": \"r\", \"system_prompt\": \"s\", \"system\": \"t\"}", "duplicate_key /system_prompt");
	/* tools, under any of their names, and none */
	reads("{\"instruction\": \"p\", \"output\": \"r\", \"tools\": \"[{}]\"}", "history_shape /tools");
	reads("{\"question\": \"p\", \"answer\": \"r\", \"functions\": [{\"name\": \"f\"}]}", "history_shape /functions");
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"tools\": {\"name\": \"f\"}}", "history_shape /tools");
	reads("{\"instruction\": \"p\", \"output\": \"r\", \"tools\": \"[]\", \"functions\": []}", PR);
	reads("{\"instruction\": \"p\", \"output\": \"r\", \"tools\": \"\", \"functions\": null}", PR);
}

/* The record's own rows: by name they are what the type takes them for. */
static void
test_own_rows(void)
{
	static const char all[] = "{\"prompt\": \"p\", \"response\": \"r\", \"bad_response\": [\"x\"], \"label\": false, \"tools\": [1], \"rejected_response\": 1}";

	reads_as("badcase", all, all);
	reads_as("badcase", "{\"prompt\": \"p\"}", "missing_response /response");
	reads_as("badcase", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\"]]}", "history_shape /history/0");
	reads_as("badcase", "{\"prompt\": \"p\", \"response\": \"r\", \"k\": \"\\u0000\"}", "nul_character ");
	reads("{\"prompt\": \"p\", \"response\": \"r\", \"bad_response\": \"x\"}", PRX);
	reads("{\"prompt\": \"p\", \"response\": \"r\", \"model_response\": \"x\"}", PRX);
	reads("{\"prompt\": \"p\", \"response\": \"r\", \"rejected_response\": \"x\"}", PRX);
	reads("{\"prompt\": \"p\", \"response\": \"r\", \"bad_response\": \"x\", \"rejected\": \"y\"}", "duplicate_key /bad_response");
	reads_as("ptuning", "{\"prompt\": \"p\", \"response\": \"r\", \"bad_response\": \"x\"}", PRX);
	reads_as("badcase_bare", "{\"prompt\": \"p\", \"response\": \"r\"}", PR);
}

static void
test_pairs(void)
{
	reads("{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}", PRX);
	reads("{\"chosen_messages\": [" USER("p") ", " MODEL("r") "], \"rejected_messages\": [" USER("p") ", " MODEL("x") "]}", PRX);
	reads("{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}", PRX);
	/* UltraFeedback's have the chosen transcript twice */
	reads("{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "], \"messages\": [" USER("p") ", " MODEL("r") "], \"score_chosen\": 8.5}",
		  "{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": \"x\", \"score_chosen\": 8.5}");
	reads("{\"prompt\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "], \"messages\": [" USER("p") ", " MODEL("s") "]}", "ambiguous_format ");
	reads("{\"prompt\": \"p\", \"chosen\": \"r\", \"rejected\": \"x\", \"messages\": [" USER("p") ", " MODEL("r") "]}", "ambiguous_format ");
	reads("{\"prompt\": \"other\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}", "duplicate_key /prompt");
	reads("{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("q") ", " MODEL("x") "]}", "history_shape /rejected");
	reads("{\"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("a") ", " USER("p") ", " MODEL("x") "]}", "history_shape /rejected");
	reads("{\"chosen\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"rejected\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("x") "]}",
		  "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"x\"}");
	reads("{\"prompt\": \"q\", \"chosen\": [" USER("q") ", " MODEL("a") ", " USER("p") ", " MODEL("r") "], \"rejected\": \"x\"}",
		  "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]], \"rejected\": \"x\"}");
	reads("{\"prompt\": [" USER("p") "], \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" MODEL("x") "]}", PRX);
	reads("{\"prompt\": [" USER("q") "], \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" MODEL("x") "]}", "history_shape /chosen");
	reads("{\"chosen\": \"r\", \"rejected\": \"x\"}", "missing_prompt /prompt");
	reads("{\"chosen\": [" MODEL("r") "], \"rejected\": [" MODEL("x") "]}", "missing_prompt /prompt");
	reads("{\"chosen\": [" USER("p") "], \"rejected\": [" USER("p") "]}", "history_shape /chosen/0");
	reads("{\"input\": \"p\", \"chosen\": \"r\", \"rejected\": \"x\"}", "unknown_format ");
	reads("{\"instruction\": \"p\", \"chosen\": [" USER("p") ", " MODEL("r") "], \"rejected\": [" USER("p") ", " MODEL("x") "]}", PRX);
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": \"x\"}", PRX);
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": [" MODEL("x") "]}", PRX);
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": [\"x\", \"y\"]}", "rejected_type /rejected_response");
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_response\": null}", PR);
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_messages\": [" USER("p") ", " MODEL("x") "]}", PRX);
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_messages\": [" USER("q") ", " MODEL("x") "]}", "history_shape /rejected_messages");
	reads("{\"messages\": [" USER("p") ", " MODEL("r") "], \"rejected_messages\": [" USER("p") ", " MODEL("x") "], \"rejected\": \"y\"}", "duplicate_key /rejected_messages");
	reads("{\"messages\": [" USER("p") "], \"chosen\": " MODEL("r") ", \"rejected\": " MODEL("x") "}", PRX);
	reads("{\"messages\": [" USER("p") "], \"chosen\": \"r\", \"rejected\": \"x\"}", PRX);
	reads("{\"conversations\": [{\"from\": \"human\", \"value\": \"p\"}], \"chosen\": {\"from\": \"gpt\", \"value\": \"r\"}, \"rejected\": {\"from\": \"gpt\", \"value\": \"x\"}}", PRX);
	/* a rejected answer may well be marked as one */
	reads("{\"messages\": [" USER("p") "], \"chosen\": " MODEL("r") ", \"rejected\": {\"role\": \"assistant\", \"content\": \"x\", \"weight\": 0}}", PRX);
	reads_as("evals", "{\"input\": \"p\", \"ideal\": [\"r\", \"s\"]}", "response_type /ideal");
	reads_as("evals", "{\"input\": \"p\", \"ideal\": []}", "response_type /ideal");
}

static void
test_turns(void)
{
	reads("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"p\"}]}, {\"role\": \"assistant\", \"content\": [{\"type\": \"text\", \"value\": \"r\"}]}]}", PR);
	reads("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"p\"}, {\"type\": \"text\", \"text\": \"q\"}]}, " MODEL("r") "]}", "{\"prompt\": \"pq\", \"response\": \"r\"}");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"p\"}, {\"type\": \"image_url\", \"image_url\": {}}]}, " MODEL("r") "]}", "prompt_type /messages/0/content/1");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": [\"p\"]}, " MODEL("r") "]}", "prompt_type /messages/0/content/0");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": []}, " MODEL("r") "]}", "prompt_type /messages/0/content");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"p\", \"cache_control\": {}}]}, " MODEL("r") "]}", "prompt_type /messages/0/content/0");
	reads("{\"messages\": [" USER("q") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"image\"}]}, " USER("p") ", " MODEL("r") "]}", "history_shape /messages/1/content/0");
	/* thoughts */
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"reasoning_content\": \"t\", \"content\": \"r\"}]}", "{\"prompt\": \"p\", \"response\": \"r\", \"reasoning_content\": \"t\"}");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": [{\"type\": \"reasoning\", \"value\": \"t\"}, {\"type\": \"text\", \"value\": \"r\"}]}]}", "{\"prompt\": \"p\", \"response\": \"r\", \"reasoning_content\": \"t\"}");
	reads("{\"messages\": [" USER("o") ", " MODEL("b") ", " USER("q") ", {\"role\": \"assistant\", \"reasoning_content\": \"t\", \"content\": \"a\"}, " USER("p") ", " MODEL("r") "]}",
		  "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"o\", \"b\"], [\"q\", \"a\"]], \"history_reasoning_content\": [null, \"t\"]}");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"reasoning_content\": null, \"content\": \"r\"}]}", PR);
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"reasoning_content\": 1, \"content\": \"r\"}]}", "response_type /messages/1/reasoning_content");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": \"p\", \"reasoning_content\": \"t\"}, " MODEL("r") "]}", "history_shape /messages/0");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"reasoning_content\": \"t\", \"content\": \"r\"}], \"reasoning_content\": \"u\"}", "duplicate_key /reasoning_content");
	/* the other shapes, under any of the three keys */
	reads("{\"conversations\": [{\"human\": \"p\", \"assistant\": \"r\"}]}", PR);
	reads("{\"messages\": [{\"user\": \"q\", \"bot\": \"a\"}, {\"user\": \"p\", \"bot\": \"r\"}]}", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", \"a\"]]}");
	reads("{\"conversation\": [{\"from\": \"human\", \"value\": \"p\"}, {\"from\": \"model\", \"value\": \"r\"}]}", PR);
	reads("{\"conversation\": [{\"human\": \"p\"}]}", "response_type /conversation/0/assistant");
	reads("{\"conversation\": [{\"human\": \"q\", \"assistant\": 1}, {\"human\": \"p\", \"assistant\": \"r\"}]}", "history_shape /conversation/0/assistant");
	reads("{\"messages\": [{\"role\": \"user\", \"value\": \"p\"}, " MODEL("r") "]}", "history_shape /messages/0");
	reads("{\"messages\": [{\"role\": \"user\", \"content\": \"p\", \"role\": \"user\"}, " MODEL("r") "]}", "history_shape /messages/0");
	/* a member more says what a record has no place for; null says nothing */
	reads("{\"messages\": [{\"role\": \"user\", \"content\": \"p\", \"name\": \"a\"}, " MODEL("r") "]}", "history_shape /messages/0");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"tool_calls\": [1]}]}", "history_shape /messages/1");
	reads("{\"messages\": [" USER("p") ", {\"role\": \"assistant\", \"content\": \"r\", \"tool_calls\": null}]}", PR);
	reads("{\"conversation\": [{\"human\": \"p\", \"assistant\": \"r\", \"id\": 1}]}", "history_shape /conversation/0");
	reads("{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, " USER("p") ", " MODEL("r") "], \"system\": \"s\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"system\": \"s\"}");
	reads("{\"messages\": [" USER("p") ", " MODEL("r") ", {\"role\": \"tool\", \"content\": \"t\"}]}", "history_shape /messages/2");
	reads("{\"messages\": null}", "prompt_type /messages");
	reads("{\"messages\": {}}", "history_shape /messages");
	reads("{\"messages\": [" MODEL("r") "]}", "history_shape /messages/0");
	reads("{\"input\": {\"messages\": [" USER("p") "]}, \"preferred_output\": [" MODEL("r") "], \"non_preferred_output\": [" MODEL("x") "]}", PRX);
}

/* Texts that are no row at all, and keys that are written in another way. */
static void
test_json(void)
{
	reads("", "syntax ");
	reads("[1", "not_object ");
	reads("1", "not_object ");
	reads("{\"a\": 1} x", "trailing_data ");
	reads("{\"a\": \"\\ud800\"}", "lone_surrogate ");
	reads("{}", "unknown_format ");
	reads("{\"\\u0071uestion\": \"p\", \"answer\": \"r\"}", PR);
	reads("{\"question\": \"p\", \"question\": \"p\", \"answer\": \"r\"}", "duplicate_key /question");
	reads("{\"question\": \"p\", \"answer\": \"r\", \"prompt\": null, \"k\": {\"prompt\": 1}}", "{\"prompt\": \"p\", \"response\": \"r\", \"k\": {\"prompt\": 1}}");
	reads("{\"question\": \"p\", \"answer\": \"r\", \"prompt\": \"q\"}", "duplicate_key /prompt");
	reads("{\"question\": \"p\", \"answer\": \"r\", \"messages\": []}", "ambiguous_format ");
	reads("{\"question\": \"p\\\"\\n\\u00e9\", \"answer\": \"\\ud83d\\ude00\"}", "{\"prompt\": \"p\\\"\\n\\u00e9\", \"response\": \"\\ud83d\\ude00\"}");
}

/* A line that is no record: code, path, and the byte where what is wrong begins. */
static void
refuses(const char *format, const char *line, const char *code,
		const char *path, const char *at)
{
	const BcFormat *named = format == NULL ? NULL : bc_format_find(slice(format));
	const char *hint;
	BcBuffer	out;
	BcDraft		draft;
	BcVerdict	verdict;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_row_judge(&bc_malloc_env, slice(line), named, &out, &draft,
					  &verdict, &hint);
	check(!ok && strcmp(bc_code_name(verdict.code), code) == 0 &&
		  strcmp(verdict.path, path) == 0 &&
		  strncmp(line + verdict.offset, at, strlen(at)) == 0, line);
	if (!ok)
		free(verdict.path);
	else
		bc_draft_free(&draft);
	bc_buffer_free(&out);
}

/* A line and the same as the server writes it give the same record. */
static void
judges(const char *format, const char *line, const char *even)
{
	const BcFormat *named = format == NULL ? NULL : bc_format_find(slice(format));
	const char *hint;
	BcBuffer	out;
	BcBuffer	same;
	BcDraft		draft;
	BcVerdict	verdict;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	bc_buffer_init(&same, &bc_malloc_env, SIZE_MAX / 2);
	read_row(format, even, &same);
	if (bc_row_judge(&bc_malloc_env, slice(line), named, &out, &draft, &verdict,
					 &hint))
	{
		check(out.len == same.len && memcmp(out.data, same.data, out.len) == 0, line);
		bc_draft_free(&draft);
	}
	else
	{
		check(false, line);
		free(verdict.path);
	}
	bc_buffer_free(&out);
	bc_buffer_free(&same);
}

static void
test_lines(void)
{
	refuses("alpaca", "{\"instruction\": \"a\", \"output\": \"", "syntax", "/output", "");
	refuses("alpaca", "{\"instruction\": \"a\", \"output\": \"\xff\"}", "invalid_utf8", "/output", "\xff");
	refuses("alpaca", "{\"instruction\": \"a\"}", "missing_response", "/output", "}");
	refuses("alpaca", " {\"instruction\": \"a\", \"output\": 5 }", "response_type", "/output", "5 }");
	refuses("alpaca", "{\"instruction\": \"a\", \"instruction\" : \"b\", \"output\": \"c\"}", "duplicate_key", "/instruction", "\"b\"");
	refuses("alpaca", "{\"\\u0069nstruction\": \" \", \"output\": \"c\"}", "prompt_blank", "/instruction", "\" \"");
	refuses("alpaca", "[]", "not_object", "", "[]");
	refuses(NULL, " {\"text\": 1}", "unknown_format", "", "{\"text");
	refuses(NULL, "{\"question\": \"p\", \"answer\": \"r\", \"messages\": []}", "ambiguous_format", "", "{");
	refuses("badcase", "{\"prompt\": \"p\"}", "missing_response", "/response", "}");
	refuses("messages", "{\"a\": [1, {\"messages\": 2}], \"messages\": [" USER("\\\"") ", {\"role\": \"tool\"}]}", "history_shape", "/messages/1", "{\"role\": \"tool");
	refuses("messages", "{\"messages\" :[ " USER("q") ", " MODEL("a") ", " USER("p") ",{\"content\": 7, \"role\": \"assistant\"}]}", "response_type", "/messages/3/content", "7,");
	refuses("messages", "{\"messages\": [" USER("q") "]}", "missing_response", "/messages", "[");
	judges("messages", "{\"messages\": [{\"r\\u006fle\": \"us\\u0065r\", \"content\": \"\\/\\u00e9\"}, " MODEL("r") "]}", "{\"messages\": [{\"role\": \"user\", \"content\": \"/\xc3\xa9\"}, " MODEL("r") "]}");
	judges(NULL, "{\"prompt\": \"\\u4f60\", \"chosen\": [" USER("\xe4\xbd\xa0") ", " MODEL("r") "], \"rejected\": [" USER("\\u4F60") ", " MODEL("x") "]}", "{\"prompt\": \"\xe4\xbd\xa0\", \"chosen\": [" USER("\xe4\xbd\xa0") ", " MODEL("r") "], \"rejected\": [" USER("\xe4\xbd\xa0") ", " MODEL("x") "]}");
	/* strings that an escape begins, ends and makes up */
	judges("qa", "{\"question\": \"\\/\", \"answer\": \"\\/\\/\", \"\\/\": [\"\\/\", \"a\\/\", \"\\/a\", \"\\\"\"]}", "{\"question\": \"/\", \"answer\": \"//\", \"/\": [\"/\", \"a/\", \"/a\", \"\\\"\"]}");
	judges("qa", "{\"question\": \"p\", \"answer\": \"\\\\\"}", "{\"question\": \"p\", \"answer\": \"\\\\\"}");
	refuses("qa", "{\"question\": \"p\", \"answer\": \"r\", \"label\": \"\\u0062ad\"}", "missing_response", "/label", "\"\\u0062ad");
}

/* A row of the record's own format is refused as the record is, for each reason there is. */
static void
test_own_verdicts(void)
{
	static const char *const lines[] = {
		"{\"response\": \"r\"}", "{\"prompt\": \"p\"}", "{\"prompt\": 1, \"response\": \"r\"}",
		"{\"prompt\": \"p\", \"response\": [1]}", "{\"prompt\": null, \"response\": \"r\"}",
		"{\"prompt\": \" \", \"response\": \"r\"}", "{\"prompt\": \"p\", \"response\": \"\\n\"}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": {}}", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": 1}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [1]}", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\", 1]]}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"q\"]]}", "{\"prompt\": \"p\", \"response\": \"r\", \"rejected\": 1}",
		"{\"prompt\": \"p\", \"response\": \"r\", \"prompt\": \"p\"}", "{\"prompt\": \"p\", \"response\": \"r\", \"history\": [], \"history\": []}",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
	{
		BcBuffer	out;
		BcDraft		draft;
		BcVerdict	own;
		BcVerdict	row = {0};
		const char *hint;

		bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
		check(!bc_record_read(&bc_malloc_env, slice(lines[i]), &draft, &own) &&
			  !bc_row_judge(&bc_malloc_env, slice(lines[i]), bc_format_find(slice("badcase")), &out, &draft, &row, &hint) &&
			  own.code == row.code && own.offset == row.offset && strcmp(own.path, row.path) == 0, lines[i]);
		if (own.code != row.code || own.offset != row.offset || strcmp(own.path, row.path) != 0)
			printf("  %s at %zu in '%s', as a row %s at %zu in '%s'\n", bc_code_name(own.code), own.offset, own.path,
				   bc_code_name(row.code), row.offset, row.path);
		free(own.path);
		free(row.path);
		bc_buffer_free(&out);
	}
}

int
main(void)
{
	test_lines();
	test_own_verdicts();
	test_bad_answers();
	test_texts();
	test_own_rows();
	test_pairs();
	test_turns();
	test_json();
	return report();
}
