/*
 * limits.c: how long a thing may be, or how far from another, for a demand to
 * be found; the least and the most, and one beyond each.
 */
#include "core/follow.h"

#include "check.h"
#include "litter.h"

/* What has no upper limit is tried as often as this. */
#define MANY	1700
#define MOST_TEXT	20000

typedef struct Limit
{
	BcFollowKind kind;
	const char *head;
	const char *again;			/* stands behind it so many times */
	const char *tail;
	unsigned	least;
	unsigned	most;
} Limit;

static const Limit limits[] = {
	{BC_F_FORBIDDEN, "不要出现“", "甜", "”。", 1, 499},
	{BC_F_BEGINS_WITH, "以“", "甜", "”开头，写一封信。", 1, 499},
	{BC_F_ENDS_WITH, "以“", "甜", "”结尾，写一封信。", 1, 499},
	{BC_F_KEYWORDS, "必须包含“海", "、海", "”。", 0, 249},
	{BC_F_KEYWORDS, "务必写到 盘点、", "甜", " 这几个词。", 0, 10},
	{BC_F_KEYWORDS, "带上 tea", "a", " 这个词，写一封邮件。", 0, 35},
	{BC_F_KEYWORD_COUNT, "“", "甜", "”至少出现三次。", 1, 499},
	{BC_F_KEYWORD_COUNT, "“海”", "甜", "至少出现三次。", 0, 2},
	{BC_F_LETTER_COUNT, "字母", "e", "至少出现五次。", 1, 1},
	{BC_F_FORBIDDEN, "别提", "钱", "，写辞职信。", 1, 3},
	{BC_F_FORBIDDEN, "不要出现 b", "e", "，写广告。", 2, 29},
	{BC_F_FORBIDDEN, "Do not use the word \"te", "a", "\".", 0, 1497},
	{BC_F_KEYWORDS, "Include the word te", "a", ".", 0, 58},
	{BC_F_BEGINS_WITH, "Start with the word \"", "a", "\".", 2, 1499},
	{BC_F_ENDS_WITH, "Finish your reply with the exact phrase: ", "a", "", 1, MANY},
	{BC_F_PLACEHOLDERS, "留三个[", "甜", "]，写一封信。", 0, 26},
	{BC_F_HIGHLIGHTS, "至少两处*", "甜", "*，介绍茶。", 1, 20},
	{BC_F_CHARACTERS, "写一篇3", "0", "字的短文。", 1, 5},
	{BC_F_CHARACTERS, "写一篇", "9", "字的短文。", 1, 6},
	{BC_F_WORDS, "Write 5", "0", " words on tea.", 0, 4},
	{BC_F_WORDS, "Write at least 1", "0", " words on tea.", 0, 5},
	{BC_F_SENTENCES, "用3", "0", "句话介绍茶。", 0, 5},
	{BC_F_PARAGRAPHS, "分3", "0", "段介绍茶。", 0, 5},
	{BC_F_ITEMS, "列出2", "0", "个理由。", 0, 2},
	{BC_F_ITEMS, "List 2", "0", " reasons to drink tea.", 0, 2},
	{BC_F_LINES, "写一首5", "0", "行的诗。", 0, 4},
	{BC_F_DECIMALS, "结果保留2", "0", "位小数。", 0, 4},
	{BC_F_HIGHLIGHTS, "至少加粗1", "0", "个关键句。", 0, 5},
	{BC_F_DECIMALS, "结果精确到0.", "0", "1。", 0, 7},
	{BC_F_OPTIONS, "从“高、", "甜", "”里选一个。", 0, 15},
	{BC_F_OPTIONS, "从“高", "、甜", "”里选一个。", 1, 32},
	{BC_F_OPTIONS, "从“高”、“", "甜", "”中选择一个回答。", 0, 499},
	{BC_F_OPTIONS, "在体育、", "甜", "中选择一个：股市大涨。", 1, 15},
	{BC_F_OPTIONS, "积极/", "甜", "，二选一：我很高兴。", 1, 16},
	{BC_F_OPTIONS, "分到【物流】【", "甜", "】之一：快递太慢。", 0, 18},
	{BC_F_OPTIONS, "分类：正面/负面/", "甜", "，只输出类别名。", 0, 16},
	{BC_F_OPTIONS, "分类：正面/负面/中性。", "甜，", "只输出类别名。", 0, 17},
	{BC_F_OPTIONS, "可选：退款、物流。", "甜，", "只输出其中一个。", 0, 16},
	{BC_F_OPTIONS, "只回好评或", "甜", "：东西不错。", 1, 15},
	{BC_F_OPTIONS, "情感是积极、消极还是", "甜", "，只回其中一个词。", 0, 34},
	{BC_F_OPTIONS, "Answer 'hot' or 'col", "d", "'.", 0, 114},
	{BC_F_OPTIONS, "Choose one of the following:\nhot tea\ncol", "d", "", 0, 96},
	{BC_F_OPTIONS, "只要选项字母。\nA. 茶", "甜", "\nB. 奶", 0, 662},
	{BC_F_OPTIONS, "合规回1", "甜", "，不合规回0。", 0, 0},
	{BC_F_JSON_KEYS, "返回JSON：{\"moo", "d", "\": 1}", 0, 36},
	{BC_F_JSON_KEYS, "返回JSON", "a", "：{\"mood\": 1}", 0, 0},
	{BC_F_JSON_KEYS, "以 {\"mood\": \"", "a", "\"} 这种JSON返回。", 0, 581},
	{BC_F_JSON_KEYS, "Return JSON with keys nam", "e", ".", 0, 27},
	{BC_F_JSON, "写个函数，", "甜", "，用JSON返回。", 26, MANY},
	{BC_F_LANGUAGE, "注释", "甜", "用英文回答。", 28, MANY},
	{BC_F_LANGUAGE, "其中", "甜", "用英文回答。", 28, MANY},
	{BC_F_LOWER_CASE, "标签", "甜", "全部用小写。", 16, MANY},
	{BC_F_SENTENCES, "结论部分", "甜", "不少于三句。", 12, MANY},
	{BC_F_DECIMALS, "保留两位小数用round", "甜", "还是format好", 18, MANY},
	{BC_F_POSTSCRIPT, "加一条", "甜", "附言。", 0, 3},
	{BC_F_ITEMS, "Just", " only", " four steps for making tea.", 0, 5},
	{BC_F_ITEMS, "gimme", " like", " seven names for a tea shop", 0, 5},
	{BC_F_CHARACTERS, "字数", "甜", "不超过300。", 0, 5},
	{BC_F_CHARACTERS, "字数不超过", "甜", "300。", 0, 5},
	{BC_F_JSON, "Return", " tulip", " JSON.", 0, 2},
	{BC_F_JSON, "返回", "甜", "JSON。", 0, 4},
	{BC_F_TITLE, "要有一个", "甜", "的标题，介绍茶。", 0, 5},
	{BC_F_ITEMS, "介绍", "甜", "三个地方。", 0, 4},
};

/* Is the kind asked for, with so many of what is repeated? */
static bool
is_asked(const Limit *limit, unsigned times)
{
	static char text[MOST_TEXT];
	size_t		len = strlen(limit->head);
	BcConstraints found;
	bool		asked = false;

	memcpy(text, limit->head, len);
	for (; times > 0; times--)
	{
		memcpy(text + len, limit->again, strlen(limit->again));
		len += strlen(limit->again);
	}
	strcpy(text + len, limit->tail);
	litter_stack();
	check(bc_constraints(&bc_malloc_env, slice(text), &found), "memory");
	for (unsigned i = 0; i < found.count; i++)
		asked = asked || found.list[i].kind == limit->kind;
	bc_constraints_free(&found);
	return asked;
}

static void
test_limit(const Limit *limit, unsigned times)
{
	bool		wanted = times >= limit->least && times <= limit->most;

	if (times > MANY || is_asked(limit, times) == wanted)
	{
		check(true, "");
		return;
	}
	printf("%s(%s)*%u%s: %s\n", limit->head, limit->again, times, limit->tail, wanted ? "not found" : "found");
	check(false, bc_follow_kinds[limit->kind].name);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
	{
		const Limit *limit = &limits[i];

		for (unsigned times = 0; times < limit->least; times++)
			test_limit(limit, times);
		test_limit(limit, limit->least);
		test_limit(limit, (limit->least + limit->most) / 2);
		test_limit(limit, limit->most - (limit->most > limit->least));
		test_limit(limit, limit->most);
		test_limit(limit, limit->most + 1);
		test_limit(limit, limit->most + 2);
	}
	return report();
}
