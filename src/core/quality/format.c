/*
 * format.c: a prompt that asks for JSON, a number of items or a
 * length, and a response that has another.
 */
#include "core/quality/internal.h"

#define MAX_NUMBER	100000

/* The number that ends right before byte i, or 0; one to ten in Chinese too. */
static unsigned
number_before(BcSlice text, size_t i)
{
	static const char *const han[] = {
		"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "两"
	};
	unsigned	value = 0;
	unsigned	scale = 1;
	size_t		at = i;

	while (at > 0 && text.data[at - 1] == ' ' && i - at < 2)
		at--;
	while (at > 0 && text.data[at - 1] >= '0' && text.data[at - 1] <= '9' &&
		   scale < MAX_NUMBER)
	{
		value += scale * (unsigned) (text.data[--at] - '0');
		scale *= 10;
	}
	/* "10-15", "3.5", "v2": no count */
	if (scale > 1)
		return at > 0 && (text.data[at - 1] == '-' || text.data[at - 1] == '.' ||
						  text.data[at - 1] == '~' ||
						  (text.data[at - 1] | 0x20u) - 'a' < 26) ? 0 : value;
	for (unsigned k = 0; k < 11 && at >= 3; k++)
		if (memcmp(text.data + at - 3, han[k], 3) == 0 &&
			!(at >= 6 && text.data[at - 6] == 0xE5 && memcmp(text.data + at - 6, "十", 3) == 0))
			return k == 10 ? 2 : k + 1;
	return 0;
}

/* The number before the first of the words in the text, or 0. */
static unsigned
asked_number(BcSlice text, const char *word, const char *lead)
{
	size_t		len = strlen(word);
	size_t		lead_len = strlen(lead);

	for (size_t i = 0; i + len <= text.len; i++)
		if (text.data[i] == (unsigned char) word[0] &&
			memcmp(text.data + i, word, len) == 0)
		{
			unsigned	n = number_before(text, i);
			size_t		from = i > 24 ? i - 24 : 0;

			if (n == 0)
				continue;
			for (size_t k = from; k + lead_len <= i; k++)
				if (memcmp(text.data + k, lead, lead_len) == 0)
					return n;
		}
	return 0;
}

/* Do the brackets outside strings match from the first to the last of them? */
static bool
balanced(BcSlice text, size_t i)
{
	char		stack[64];
	unsigned	depth = 0;
	bool		string = false;

	for (; i < text.len; i++)
	{
		unsigned char c = text.data[i];

		if (string)
		{
			if (c == '\\')
				i++;
			else if (c == '"')
				string = false;
		}
		else if (c == '"')
			string = true;
		else if (c == '{' || c == '[')
		{
			if (depth == sizeof(stack))
				return true;	/* deeper than is judged here */
			stack[depth++] = c == '{' ? '}' : ']';
		}
		else if (c == '}' || c == ']')
		{
			if (depth == 0 || stack[--depth] != (char) c)
				return false;
			if (depth == 0)
				return true;
		}
	}
	return false;
}

static void
check_json(BcQuality *q)
{
	static const char *const cues[] = {
		"json格式", "json 格式", "json输出", "json字符串", "输出json", "输出为json", "返回json",
		"以json", "用json", "as json", "json format", "in json", "json output",
		"return json", "valid json", "a json object", "json string"
	};
	BcSlice		text = q->answer;
	bool		asked = false;
	size_t		i = 0;

	if (!bc_has_word(q->asked, BC_W_JSON))
		return;
	for (size_t k = 0; k < sizeof(cues) / sizeof(cues[0]) && !asked; k++)
		asked = bc_text_has_nocase(q->rec->prompt, cues[k]);
	if (!asked)
		return;
	while (i < text.len && text.data[i] != '{' && text.data[i] != '[')
		i++;
	if (i == text.len || !balanced(text, i))
		bc_quality_add(q, BC_FORMAT_VIOLATION, BC_WARN, 800);
}

/* The highest number of lines "1. ", "2、", "(3)" in order; 0 for no list. */
static unsigned
list_items(BcSlice text)
{
	unsigned	items = 0;
	bool		start = true;

	for (size_t i = 0; i < text.len; i++)
	{
		unsigned	n = 0;
		size_t		at = i;

		if (start)
		{
			while (at < text.len && (text.data[at] == ' ' || text.data[at] == '*' ||
									 text.data[at] == '#' || text.data[at] == '('))
				at++;
			while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9' && n < 1000)
				n = n * 10 + (unsigned) (text.data[at++] - '0');
			if (n == items + 1 && at < text.len &&
				(text.data[at] == '.' || text.data[at] == ')' ||
				 text.data[at] == ':' || text.data[at] >= 0xE3))
				items = n;
		}
		start = text.data[i] == '\n';
	}
	return items;
}

static void
check_items(BcQuality *q)
{
	static const char *const units[][2] = {
		{"个", "列出"}, {"条", "列出"}, {"种", "列出"}, {"个", "给出"}, {"条", "给出"},
		{"个", "提供"}, {"条", "提供"}, {"个", "写出"}, {"种", "给出"}, {"种", "提供"}
	};
	unsigned	items;

	if (!bc_has_word(q->asked, BC_W_COUNT))
		return;
	items = list_items(q->rec->response);
	if (items < 2)
		return;
	for (int k = 0; k < 10; k++)
	{
		unsigned	n = asked_number(q->rec->prompt, units[k][0], units[k][1]);

		if (n > 1 && n <= 100 && n != items)
		{
			bc_quality_add(q, BC_FORMAT_VIOLATION, BC_WARN, 600);
			return;
		}
	}
}

static void
check_length(BcQuality *q)
{
	static const char *const leads[] = {"不超过", "不多于", "少于", "控制在", "最多"};
	unsigned	limit = 0;

	if (!bc_has_word(q->asked, BC_W_LIMIT))
		return;
	for (int k = 0; k < 5 && limit == 0; k++)
		limit = asked_number(q->rec->prompt, "字", leads[k]);
	/* a tenth more is no fault: punctuation may count or not */
	if (limit >= 10 && q->response.cjk * 10 > (size_t) limit * 11)
		bc_quality_add(q, BC_FORMAT_VIOLATION, BC_WARN, 700);
}

void
bc_quality_format(BcQuality *q)
{
	check_json(q);
	if (q->rec->prompt.len > 4096)
		return;
	check_items(q);
	check_length(q);
}
