/*
 * quality.c: each heuristic: where it fires, and the like where it must not.
 */
#include "core/quality.h"

#include "check.h"

typedef struct Case
{
	const char *prompt;
	const char *response;
	const char *expected;		/* issues but no_format, by name */
} Case;

#define TEN	"甲乙丙丁戊己庚辛壬癸"

static const Case cases[] = {
	{"写一句关于春天的话。", "春风拂过田野，万物复苏，处处生机。", ""},
	{"Write a sentence about spring.", "Spring wakes the fields with rain.", ""},
	{"N/A", "春风拂过田野，万物复苏。", "empty_prompt"},
	{"写一句话。", "<nooutput>", "empty_response"},
	{"写一句话。", "略", "empty_response too_short"},
	{"请问中国的首都是哪里？", "北京", "too_short"},
	{"请介绍北京这座城市的历史", "请介绍北京这座城市的历史", "echo"},
	{"请把这句话重复一遍：今天天气很好啊", "请把这句话重复一遍：今天天气很好啊", ""},
	{"请介绍北京。", "北京是中国的首都，有着悠久的历史，", "truncated"},
	{"写代码", "```\nint main(void) {", "truncated"},
	{"写代码", "```\nint main(void) {}\n```", ""},
	{"请讲一个故事。", "从前有座山。哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈", "loop"},
	{"请画一条线。", "这是一条分隔用的线，下面是它：\n----------------------------------------", "entropy_low special_chars"},
	{"请介绍北京。", "鍖椾含鏄腑鍥界殑棣栭兘锛屽巻鍙叉偁涔呫€傚洜姝や粬浠殑銆", "mojibake"},
	{"请介绍北京。", "锟斤拷锟斤拷是中国的首都，历史悠久。", "mojibake"},
	{"请介绍北京。", "北京是中国\xe2\x80\x8b的首都，历史很悠久。", "control_chars"},
	{"请介绍北京。", "北京是首都。\\n它的历史很悠久。", "escape_litter"},
	{"请介绍北京。", "北京是首都。<br>它的历史很悠久。&nbsp;", "html_litter"},
	{"请写一段HTML代码。", "<p>你好，世界</p>", ""},
	{"Describe a text.", "Lorem ipsum dolor sit amet is a text.", "lorem"},
	{"Describe a site.", "Please enable JavaScript to view this.", "js_notice"},
	{"总结这篇文章 https://a.cn/1", "文章讲了春天的故事，内容丰富。", "url_only_task"},
	{"请介绍北京。", "北京是首都。\n### Response: 上海", "merged_instruction"},
	{"请介绍北京。", "北京是<UNK>的首都，历史悠久。", "template_leak"},
	{"请介绍裙子。", "这款BRAND裙子采用雪纺面料。", "template_leak"},
	{"What is a BRAND?", "A BRAND is a name of a product line.", ""},
	{"请介绍北京。", "北京是首都，历史悠久。<|im_end|>", "template_leak"},
	{"请介绍北京。", "作为一个人工智能语言模型，我无法介绍。", "refusal"},
	{"Describe Paris.", "I'm sorry, but I can't help you there.", "refusal"},
	{"你叫什么名字？", "我是ChatGPT，由OpenAI训练的模型。", "model_identity"},
	{"请详细介绍一下中国的首都北京这座城市的历史与文化", "Beijing is the capital of China, with a long history.", "language_mismatch"},
	{"请把下面的句子翻译成英文：北京是中国的首都历史悠久文化丰富", "Beijing is the capital of China, with a long history.", ""},
	{"请介绍北京这座城市。", "北京是中國的首都，歷史悠久，擁有許多古蹟與學術機構，風景優美。", "mixed_traditional"},
	{"春天的田野", "春风拂过田野，万物复苏，处处生机。", "no_task"},
	{"以JSON格式输出姓名和年龄。", "姓名是小陈，年龄是三十岁。", "format_violation"},
	{"以JSON格式输出姓名和年龄。", "{\"name\": \"a]\", \"age\": [1, 2]}", ""},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉", "format_violation"},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉\n3. 橙子", ""},
	{"介绍北京，不超过10字。", "北京是中国的首都历史悠久", "format_violation"},
	{"计算结果。", "因为 12 * 12 = 142，所以是它。", "arith_wrong"},
	{"计算结果。", "1 + 2 * 3 = 7，0.1 + 0.2 = 0.3，10 / 3 = 3.33，1,000 - 1 = 999。", ""},
	{"请讲一讲。", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "。",
	"char_repetition loop word_repetition"},
	{"请列一下。", "这是第一行的内容\n这是第二行的内容\n这是第二行的内容\n这是第二行的内容\n结束的一行话。", "dup_lines"},
	{"请讲一讲。", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "entropy_low loop"},
	{"请讲一讲。", "#### …… #### …… 好 #### …… ## …… #### ……", "low_alnum special_chars"},
};

static void
names_of(const BcIssues *issues, char *out)
{
	*out = '\0';
	for (unsigned i = 0; i < issues->count; i++)
		if (issues->list[i].kind != BC_NO_FORMAT)
			sprintf(out + strlen(out), "%s%s", *out == '\0' ? "" : " ",
					bc_issue_name((BcIssueKind) issues->list[i].kind));
}

static void
run(const Case *c)
{
	BcRecord	rec;
	BcIssues	issues;
	char		got[1000];

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice(c->prompt);
	rec.response = slice(c->response);
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		return;
	names_of(&issues, got);
	if (strcmp(got, c->expected) == 0)
		passed++;
	else
	{
		failed++;
		printf("not ok: %s => %s: got \"%s\", not \"%s\"\n", c->prompt,
			   c->response, got, c->expected);
	}
}

static void
test_history(void)
{
	unsigned char lengths[8];
	BcRecord	rec;
	BcIssues	issues;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice("请介绍北京的历史。");
	rec.response = slice("北京的历史很悠久，值得一看。");
	rec.turns = 1;
	rec.turn_lengths = lengths;
	rec.history = slice("问");
	bc_store32(lengths, 3);
	bc_store32(lengths + 4, 0);
	if (bc_quality(&bc_malloc_env, &rec, &issues) && issues.count == 1 &&
		issues.list[0].kind == BC_HISTORY_BROKEN &&
		issues.list[0].severity == BC_WARN)
		passed++;
	else
	{
		failed++;
		printf("not ok: an empty answer in the history\n");
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(&cases[i]);
	test_history();
	return report();
}
