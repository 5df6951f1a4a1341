/*
 * task.c: what the prompt asks for, and text that is no answer: nothing at all,
 * a second instruction, marks of templates.
 */
#include "core/quality/internal.h"

#define LONGEST_NOTHING 12		/* bytes */

static bool
is_one_of(BcSlice text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (text.len == strlen(*list) && bc_text_has_nocase(text, *list))
			return true;
	return false;
}

/*
 * What stands for an empty field; without white space at its ends.  Where that
 * may be an answer, none and null are one.
 */
static bool
nothing(BcSlice t, bool answer)
{
	static const char *const words[] = {
		"<no output>", "<nooutput>", "n/a", "noinput", "<noinput>", "no input",
		"略", "无输出", "无输入", "...", "……", "。", ".", "no output", "暂无",
		"同上", "todo", "tbd", NULL
	};
	static const char *const unsure[] = {
		"na", "none", "null", "nan", "无", "空", "-", NULL
	};

	return t.len == 0 || (t.len <= LONGEST_NOTHING &&
						  (is_one_of(t, words) ||
						   (!answer && is_one_of(t, unsure))));
}

static bool
is_sodium(BcSlice text)
{
	return text.len == 2 && memcmp(text.data, "Na", 2) == 0;
}

/* Is something asked that none may be the answer to? */
static bool
asks(BcSlice prompt)
{
	return bc_text_has(prompt, "?") || bc_text_has(prompt, "？") ||
		bc_text_has(prompt, "什么") || bc_text_has(prompt, "哪");
}

/* A number of items or words may be meant. */
static bool
holds_digit(BcSlice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned) text.data[i] - '0' < 10)
			return true;
	return false;
}

/* A program that reads an address is asked for, not what stands there. */
static bool
asks_for_program(BcSlice prompt)
{
	static const char *const words[] = {
		"code", "python", "java", "script", "program", "library", "代码", "程序",
		"脚本"
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (bc_text_has_nocase(prompt, words[k]))
			return true;
	return false;
}

static void
check_prompt(BcQuality *q)
{
	BcSlice		prompt = q->rec->prompt;

	if (nothing(q->question, false))
	{
		bc_quality_add(q, BC_EMPTY_PROMPT, BC_ERROR, 1000);
		return;
	}
	if (q->prompt.chars < 200 &&
		(bc_prompt_has(q, BC_W_URL) ||
		 (q->prompt.chars < 60 && bc_prompt_has(q, BC_W_FILE) &&
		  !bc_text_has(prompt, "\n"))) && q->prompt.lines < 4 &&
		bc_prompt_has(q, BC_W_READ) && !asks_for_program(prompt))
		bc_quality_add(q, BC_URL_ONLY_TASK, BC_WARN, 700);
	/* a reply within a dialogue has the form of the dialogue */
	if (q->rec->turns == 0 && bc_prompt_has(q, BC_W_OPEN) &&
		!holds_digit(prompt) &&
		bc_words_find(q->env, prompt, BC_WORD(FORMAT)) == 0)
		bc_quality_add(q, BC_NO_FORMAT, BC_INFO, 300);
}

/* Where the literal stands; SIZE_MAX: nowhere. */
static size_t
place_of(BcSlice text, const char *literal)
{
	size_t		len = strlen(literal);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.data + i, literal, len) == 0)
			return i;
	return SIZE_MAX;
}

/*
 * A second instruction was pasted into the answer: behind its first line, or
 * the answer itself is what was asked for.
 */
static void
check_merged(BcQuality *q, BcSlice text)
{
	static const char *const pairs[][2] = {
		{"Instruction:", "Output:"}, {"Instruction:", "Response:"},
		{"\nHuman:", "\nAssistant:"}, {"\nUser:", "\nAssistant:"},
		{"指令：", "输出："}, {"\n用户：", "\n助手："}
	};

	if (q->response.code || !bc_has_word(q->said, BC_W_MERGED) ||
		bc_prompt_has(q, BC_W_DIALOGUE))
		return;
	for (int k = 0; k < 6; k++)
	{
		size_t		first = place_of(text, pairs[k][0]);

		if (first != SIZE_MAX && first > 0 &&
			memchr(text.data, '\n', first + 1) != NULL &&
			bc_text_has(text, pairs[k][1]))
			bc_quality_add(q, BC_MERGED_INSTRUCTION, BC_ERROR, 900);
	}
	if (bc_text_has(text, "### Response") || bc_text_has(text, "### Instruction"))
		bc_quality_add(q, BC_MERGED_INSTRUCTION, BC_ERROR, 1000);
}

/* BRAND beside a Chinese character: a name that a data set's makers masked. */
static bool
masked_brand(BcSlice text)
{
	for (size_t i = 0; i + 5 <= text.len; i++)
		if (text.data[i] == 'B' && memcmp(text.data + i, "BRAND", 5) == 0 &&
			((i > 0 && text.data[i - 1] >= 0x80) ||
			 (i + 5 < text.len && text.data[i + 5] >= 0x80)))
			return true;
	return false;
}

/*
 * <s> at the beginning of a text, which has no white space at its ends, or </s>
 * as a later mark of a sentence in a model's template; an element of HTML, which
 * is struck out, is opened in the text before it is closed.
 */
static bool
sentence_mark(const BcQuality *q)
{
	BcSlice		text = q->answer;
	bool		begun = text.len >= 3 && memcmp(text.data, "<s>", 3) == 0;
	const unsigned char *p = text.data + (begun ? 3 : 0);
	const unsigned char *end = text.data + text.len;

	/* the beginning of </s> is a word of code */
	if (!begun && !bc_has_word(q->said, BC_W_CODE))
		return false;
	for (; end - p >= 3; p++)
	{
		p = memchr(p, '<', (size_t) (end - p) - 2);
		if (p == NULL)
			break;
		if (p[1] == 's' && (p[2] == '>' || p[2] == ' '))
			return false;
		if (end - p >= 4 && memcmp(p, "</s>", 4) == 0)
			return true;
	}
	return begun;
}

static bool
of_mark(unsigned char c, bool wide)
{
	return (c | 0x20u) - 'a' < 26 || (unsigned) c - '0' < 10 || c == '_' ||
		(wide && c >= 0x80);
}

/*
 * A mark that templates are made of: <|im_start|>, <|eot_id|>; <｜User｜> and
 * <｜end▁of▁sentence｜>, which have a full-width line and a low block.
 */
static bool
template_mark(BcSlice text)
{
	for (size_t i = 0; i + 4 < text.len; i++)
	{
		bool		wide;
		size_t		at;

		if (text.data[i] != '<')
			continue;
		wide = memcmp(text.data + i + 1, "｜", 3) == 0;
		if (!wide && text.data[i + 1] != '|')
			continue;
		at = i + (wide ? 4 : 2);
		while (at < text.len && at - i < 64 && of_mark(text.data[at], wide) &&
			   !(wide && text.len - at > 3 && memcmp(text.data + at, "｜>", 4) == 0))
			at++;
		if (at - i > (wide ? 4u : 2u) &&
			(wide ? text.len - at > 3 && memcmp(text.data + at, "｜>", 4) == 0 :
			 text.len - at > 1 && memcmp(text.data + at, "|>", 2) == 0))
			return true;
	}
	return false;
}

static void
check_leaks(BcQuality *q, BcSlice text)
{
	bool		mark = bc_has_word(q->said, BC_W_TOKEN) ||
		(bc_has_word(q->said, BC_W_MARK) && template_mark(text)) ||
		(sentence_mark(q) && !bc_prompt_has(q, BC_W_CODE) &&
		 !bc_text_has(q->rec->prompt, "<s") && !bc_text_has(q->rec->prompt, "</s"));

	if (!mark && !bc_has_word(q->said, BC_W_MASK) &&
		!(bc_has_word(q->said, BC_W_BRAND) && masked_brand(text)))
		return;
	if (!bc_prompt_has(q, BC_W_TOKEN_ASK))
		bc_quality_add(q, BC_TEMPLATE_LEAK, mark ? BC_ERROR : BC_WARN,
					   mark ? 1000 : 900);
}

void
bc_quality_task(BcQuality *q)
{
	BcSlice		response = q->rec->response;

	check_prompt(q);
	if (nothing(q->answer, false) &&
		(nothing(q->answer, true) ||
		 (!asks(q->rec->prompt) && !is_sodium(q->answer))))
		bc_quality_add(q, BC_EMPTY_RESPONSE, BC_ERROR, 1000);
	check_merged(q, response);
	check_leaks(q, response);
}
