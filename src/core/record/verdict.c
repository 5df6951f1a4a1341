/*
 * verdict.c: the codes in words.
 */
#include "core/record/verdict.h"

typedef struct CodeWords
{
	const char *name;
	const char *message;
	const char *hint;
} CodeWords;

static const CodeWords code_words[] = {
	[BC_OK] = {"ok", "the line is a record", ""},
	[BC_INVALID_UTF8] = {
		"invalid_utf8", "the bytes are not valid UTF-8",
		"Save the file as UTF-8 and send it again."},
	[BC_SYNTAX] = {
		"syntax", "the line is not valid JSON",
		"Write one complete JSON object on each line; a JSON library does this without faults."},
	[BC_NOT_OBJECT] = {
		"not_object", "the line is JSON, but not an object",
		"Write each record as an object: {\"prompt\": \"...\", \"response\": \"...\"}."},
	[BC_TRAILING_DATA] = {
		"trailing_data", "something follows the object",
		"Put each record on a line of its own."},
	[BC_DUPLICATE_KEY] = {
		"duplicate_key", "a key of the record stands in it twice",
		"Keep one of the two values; it cannot be told which was meant."},
	[BC_MISSING_PROMPT] = {
		"missing_prompt", "the record has no prompt",
		"Add the key \"prompt\" with the model's input."},
	[BC_MISSING_RESPONSE] = {
		"missing_response", "the record has no response",
		"Add the key \"response\" with the answer that the model should have given."},
	[BC_PROMPT_TYPE] = {
		"prompt_type", "the prompt is not a string",
		"Write the prompt as a JSON string in double quotes."},
	[BC_RESPONSE_TYPE] = {
		"response_type", "the response is not a string",
		"Write the response as a JSON string in double quotes, also where it is a number."},
	[BC_PROMPT_BLANK] = {
		"prompt_blank", "the prompt is blank",
		"Write the instruction into the prompt."},
	[BC_RESPONSE_BLANK] = {
		"response_blank", "the response is blank",
		"Write the expected answer into the response."},
	[BC_HISTORY_TYPE] = {
		"history_type", "the history is not an array",
		"Write the history as [[\"question\", \"answer\"], ...], oldest turn first, or leave it out."},
	[BC_HISTORY_SHAPE] = {
		"history_shape", "a turn of the history is not a pair of strings",
		"Write each turn as [\"question\", \"answer\"]."},
	[BC_REJECTED_TYPE] = {
		"rejected_type", "the rejected answer is not a string",
		"Write the model's own answer as a JSON string, or leave \"rejected\" out."},
	[BC_NUL_CHARACTER] = {
		"nul_character", "the line holds the character U+0000",
		"Remove the zero character; text in a database cannot hold it."},
	[BC_LONE_SURROGATE] = {
		"lone_surrogate", "an escape is half of a surrogate pair",
		"Half of a character such as an emoji was cut off; restore or remove it."},
	[BC_TOO_DEEP] = {
		"too_deep", "arrays and objects are nested too deeply",
		"At most 512 levels are taken."},
	[BC_TOO_LARGE] = {
		"too_large", "the record is too large",
		"A record may have 64 MB of text and about 8 million values."},
	[BC_NUMBER_RANGE] = {
		"number_range", "a number is out of range",
		"At most 131072 digits before and 16383 after the decimal point are taken; write it as a string."},
	[BC_UNKNOWN_FORMAT] = {
		"unknown_format", "the keys of the line are those of no format",
		"Name the format of the file, or write each record as {\"prompt\": \"...\", \"response\": \"...\"}."},
	[BC_AMBIGUOUS_FORMAT] = {
		"ambiguous_format", "the keys of the line are those of two formats",
		"Name the format of the file."},
	[BC_NO_MEMORY] = {"no_memory", "out of memory", ""},
};

const char *
bc_code_name(BcCode code)
{
	return code_words[code].name;
}

const char *
bc_code_message(BcCode code)
{
	return code_words[code].message;
}

const char *
bc_code_hint(BcCode code)
{
	return code_words[code].hint;
}
