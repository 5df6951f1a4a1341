/*
 * kinds.c: the kinds of constraints, for people: names, arguments, examples,
 * sources; and the arguments of a constraint as JSON.
 */
#include "core/follow/internal.h"

#include <stdio.h>

#define COUNT		"relation, n, to"
#define IFEVAL(name)	"IFEval " name
#define OURS		"badcase"

const BcFollowKindRow bc_follow_kinds[BC_FOLLOW_KINDS] = {
	[BC_F_BEGINS_WITH] = {"begins_with", "text", "请以“亲爱的朋友”开头。",
	"Begin your answer with \"Dear friend\".", OURS, false},
	[BC_F_BULLETS] = {"bullets", COUNT, "用3个要点回答，每点以“-”开头。",
	"Use exactly 3 bullet points.",
	IFEVAL("detectable_format:number_bullet_lists"), false},
	[BC_F_CAPITAL_WORDS] = {"capital_words", COUNT, NULL,
	"Use at least 3 words in all capital letters.",
	IFEVAL("change_case:capital_word_frequency"), false},
	[BC_F_CHARACTERS] = {"characters", COUNT, "写一篇不超过300字的短文。",
	"Keep your answer under 280 characters.", OURS, true},
	[BC_F_CODE_BLOCK] = {"code_block", "language",
						 "把代码放在Python代码块中。",
	"Put the answer in a code block.", OURS, false},
	[BC_F_CSV] = {"csv", "", "以CSV格式输出。",
	"Output in CSV format.", OURS " (RFC 4180)", false},
	[BC_F_DECIMALS] = {"decimals", COUNT, "结果保留两位小数。",
	"Give the answer to 2 decimal places.", OURS, false},
	[BC_F_ENDS_WITH] = {"ends_with", "text", "以“谢谢大家。”结尾。",
	"End your response with \"Thank you.\"", IFEVAL("startend:end_checker"),
	false},
	[BC_F_FORBIDDEN] = {"forbidden", "words", "不要出现“但是”这个词。",
	"Do not use the words \"very\" and \"really\".",
	IFEVAL("keywords:forbidden_words"), false},
	[BC_F_HEADINGS] = {"headings", COUNT, "用3个小标题分段。",
	"Use at least 2 headings.", OURS, false},
	[BC_F_HIGHLIGHTS] = {"highlights", COUNT, "至少加粗3个关键句。",
	"Highlight at least 2 sections with markdown, i.e. *section*.",
	IFEVAL("detectable_format:number_highlighted_sections"), false},
	[BC_F_ITEMS] = {"items", COUNT, "请列出5个理由。",
	"List five reasons.", OURS, false},
	[BC_F_JSON] = {"json", "", "请以JSON格式输出。",
	"Wrap your entire answer in JSON format.",
	IFEVAL("detectable_format:json_format"), false},
	[BC_F_JSON_KEYS] = {"json_keys", "keys",
						"以JSON格式输出，包含name和age两个字段。",
	"Return JSON with the keys \"name\" and \"age\".", OURS, false},
	[BC_F_KEYWORD_COUNT] = {"keyword_count", "word, " COUNT,
							"“春天”这个词至少出现三次。",
	"Use the word \"spring\" at least 3 times.", IFEVAL("keywords:frequency"),
	false},
	[BC_F_KEYWORDS] = {"keywords", "words", "必须包含关键词“希望”和“未来”。",
	"Include the keywords \"hope\" and \"future\".",
	IFEVAL("keywords:existence"), false},
	[BC_F_LANGUAGE] = {"language", "language", "请用英文回答。",
	"Answer in French only.", IFEVAL("language:response_language"), false},
	[BC_F_LETTER_COUNT] = {"letter_count", "letter, " COUNT,
						   "字母e至少出现五次。",
	"The letter q should appear at least 5 times.",
	IFEVAL("keywords:letter_frequency"), false},
	[BC_F_LINES] = {"lines", COUNT, "写一首八行的诗。",
	"Answer in exactly 4 lines.", OURS, true},
	[BC_F_LOWER_CASE] = {"lower_case", "language", "全部用小写字母。",
	"Your entire response should be in all lowercase letters.",
	IFEVAL("change_case:english_lowercase"), false},
	[BC_F_MARKDOWN_TABLE] = {"markdown_table", "columns, " COUNT,
							 "用表格输出，列为姓名、年龄。",
	"Present the result in a table with columns name and age.", OURS, false},
	[BC_F_NO_COMMAS] = {"no_commas", "", "不要使用逗号。",
	"Do not use any commas.", IFEVAL("punctuation:no_comma"), false},
	[BC_F_NO_PUNCTUATION] = {"no_punctuation", "", "不要使用标点符号。",
	"Do not use any punctuation.", OURS, false},
	[BC_F_NUMBERED] = {"numbered", COUNT, "用编号列表给出步骤。",
	"Give the steps as a numbered list.", OURS, false},
	[BC_F_NUMBERS_ONLY] = {"numbers_only", "", "只输出数字。",
	"Answer with a number only.", OURS, false},
	[BC_F_ONE_A_LINE] = {"one_a_line", "", "列出水果，每行一个。",
	"List the fruits, one per line.", OURS, false},
	[BC_F_OPTIONS] = {"options", "options",
					  "从“高”、“中”、“低”中选择一个回答。",
	"Answer with one of the following: \"high\", \"low\".",
	IFEVAL("detectable_format:constrained_response"), false},
	[BC_F_PARAGRAPH_BEGINS] = {"paragraph_begins",
							   "paragraph, word, paragraphs",
							   "第二段以“然而”开头。",
	"Paragraph 2 must start with the word \"however\".",
	IFEVAL("length_constraints:nth_paragraph_first_word"), false},
	[BC_F_PARAGRAPHS] = {"paragraphs", COUNT ", separator", "分三段回答。",
	"Write exactly 3 paragraphs.",
	IFEVAL("length_constraints:number_paragraphs"), false},
	[BC_F_PLACEHOLDERS] = {"placeholders", COUNT,
						   "至少包含3个用方括号表示的占位符，如[姓名]。",
	"Include at least 3 placeholders in square brackets, such as [name].",
	IFEVAL("detectable_content:number_placeholders"), false},
	[BC_F_PLAIN_TEXT] = {"plain_text", "", "用纯文本回答，不要使用Markdown。",
	"Answer in plain text, without markdown.", OURS, false},
	[BC_F_POSTSCRIPT] = {"postscript", "marker",
						 "结尾加一段以P.S.开头的附言。",
	"Add a postscript starting with P.S.",
	IFEVAL("detectable_content:postscript"), false},
	[BC_F_QUOTED] = {"quoted", "", "把整个回答放在双引号里。",
	"Wrap your entire response in double quotation marks.",
	IFEVAL("startend:quotation"), false},
	[BC_F_REPEAT_PROMPT] = {"repeat_prompt", "",
							"先原样重复我的问题，再回答。",
	"First repeat the request word for word, then answer.",
	IFEVAL("combination:repeat_prompt"), false},
	[BC_F_SECTIONS] = {"sections", COUNT ", name", "分为3个部分。",
	"Write 3 sections, each beginning with Section X.",
	IFEVAL("detectable_format:multiple_sections"), false},
	[BC_F_SENTENCES] = {"sentences", COUNT, "用三句话概括。",
	"Answer in at most 3 sentences.",
	IFEVAL("length_constraints:number_sentences"), true},
	[BC_F_TITLE] = {"title", "brackets", "标题用双尖括号括起来，如<<标题>>。",
	"Include a title in double angular brackets, i.e. <<title>>.",
	IFEVAL("detectable_format:title"), false},
	[BC_F_TWO_RESPONSES] = {"two_responses", "separator",
							"给出两个不同的回答，用******隔开。",
	"Give two different responses, separated by ******.",
	IFEVAL("combination:two_responses"), false},
	[BC_F_UPPER_CASE] = {"upper_case", "language", "全部用大写字母。",
	"Answer in all capital letters.", IFEVAL("change_case:english_capital"),
	false},
	[BC_F_VERSE] = {"verse", "characters, lines", "写一首七言绝句。", NULL,
					OURS, false},
	[BC_F_WORDS] = {"words", COUNT, "写一篇不少于200个单词的英语作文。",
	"Write at least 300 words.", IFEVAL("length_constraints:number_words"),
	true},
	[BC_F_XML] = {"xml", "", "以XML格式输出。",
	"Give the answer in XML format.", OURS, false},
	[BC_F_YAML] = {"yaml", "", "以YAML格式输出。",
	"Give the answer in YAML format.", OURS, false},
	[BC_F_YES_NO] = {"yes_no", "options", "请只回答是或否。",
	"Answer yes or no.", OURS, false},
};

const char *
bc_relation_name(BcRelation relation)
{
	static const char *const names[] = {
		NULL, "at least", "at most", "exactly", "between", "about"
	};

	return names[relation];
}

static void
add_text(BcBuffer *out, const char *text)
{
	bc_buffer_add(out, text, strlen(text));
}

/* "name": , after a comma unless it is the first. */
static void
add_key(BcBuffer *out, const char *name)
{
	if (out->len > 0 && out->data[out->len - 1] != '{')
		add_text(out, ", ");
	add_text(out, "\"");
	add_text(out, name);
	add_text(out, "\": ");
}

static void
add_number(BcBuffer *out, const char *name, uint32_t n)
{
	char		digits[16];

	snprintf(digits, sizeof(digits), "%u", (unsigned) n);
	add_key(out, name);
	add_text(out, digits);
}

static void
add_string(BcBuffer *out, const char *name, const char *text)
{
	add_key(out, name);
	bc_json_write_string(out,
						 (BcSlice) {(const unsigned char *) text,
									strlen(text)});
}

static void
add_strings(BcBuffer *out, const char *name, const BcConstraints *found,
			const BcConstraint *c)
{
	add_key(out, name);
	add_text(out, "[");
	for (unsigned k = 0; k < c->strings; k++)
	{
		if (k > 0)
			add_text(out, ", ");
		bc_json_write_string(out, found->string[c->first_string + k]);
	}
	add_text(out, "]");
}

/* The key under which the kind's string or strings stand; list: an array. */
static const char *
strings_key(BcFollowKind kind, bool *list)
{
	*list = false;
	switch (kind)
	{
		case BC_F_BEGINS_WITH:
		case BC_F_ENDS_WITH:
			return "text";
		case BC_F_KEYWORD_COUNT:
		case BC_F_PARAGRAPH_BEGINS:
			return "word";
		case BC_F_LETTER_COUNT:
			return "letter";
		case BC_F_POSTSCRIPT:
			return "marker";
		case BC_F_SECTIONS:
			return "name";
		case BC_F_CODE_BLOCK:
			return "language";
		default:
			break;
	}
	*list = true;
	return kind == BC_F_JSON_KEYS ? "keys" : kind == BC_F_MARKDOWN_TABLE ?
		"columns" :
		kind == BC_F_OPTIONS || kind == BC_F_YES_NO ? "options" : "words";
}

void
bc_constraint_arguments(const BcConstraints *found, const BcConstraint *c,
						BcBuffer *out)
{
	bool		list;
	const char *key = strings_key((BcFollowKind) c->kind, &list);

	add_text(out, "{");
	if (c->place == BC_IN_SYSTEM)
		add_string(out, "field", "system");
	if (c->place == BC_IN_QUESTION)
		add_number(out, "turn", c->turn);
	if (c->relation != BC_NO_NUMBER)
	{
		add_string(out, "relation",
				   bc_relation_name((BcRelation) c->relation));
		add_number(out, "n", c->n);
		if (c->relation == BC_BETWEEN)
			add_number(out, "to", c->to);
	}
	if (c->kind == BC_F_PARAGRAPH_BEGINS)
	{
		add_number(out, "paragraph", c->n);
		if (c->to > 0)
			add_number(out, "paragraphs", c->to);
	}
	if (c->kind == BC_F_VERSE)
	{
		if (c->n > 0)
			add_number(out, "characters", c->n);
		if (c->to > 0)
			add_number(out, "lines", c->to);
	}
	if (c->strings > 0)
	{
		if (list)
			add_strings(out, key, found, c);
		else
		{
			add_key(out, key);
			bc_json_write_string(out, found->string[c->first_string]);
		}
	}
	if (c->name != NULL)
		add_string(out, c->kind == BC_F_PARAGRAPHS ? "separator" :
				   c->kind == BC_F_TITLE ? "brackets" : "language", c->name);
	add_text(out, "}");
}
