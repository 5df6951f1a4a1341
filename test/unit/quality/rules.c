/*
 * rules.c: each heuristic: where it fires, and the like where it must not.
 */
#include "core/quality/internal.h"

#include "check.h"
#include "vary.h"

typedef struct Case
{
	const char *prompt;
	const char *response;
	const char *expected;		/* issues but no_format: name, severity (? is
								 * info, @ warn, ! error), score */
} Case;

#define TEN	"甲乙丙丁戊己庚辛壬癸"
#define ASK	"请详细介绍一下中国的首都北京这座城市从古代到现代的历史沿革，以及它的文化遗产和饮食习惯。"
#define STORY "从前有一座山。山里有一座庙。庙里有一个老和尚。老和尚在给小和尚讲故事。他讲的是一个很长的故事，讲了很多天也没有讲完，小和尚听着听着就睡着了。第二天醒来以后，小和尚又去找老和尚接着讲那个没有讲完的故事。路上下起了大雨，他跑进路边的亭子里躲雨，遇见了一位卖伞的老人，两个人聊起了各自的家乡，谁也没有注意到雨早就停了，天边还挂着一道彩虹，远处的田野里传来牛羊的叫声，路边的小草上挂满了晶莹的水珠，空气里都是泥土的清香"
/* words that are said again, with other marks behind them */
#define FOX(a, b, c)	"red fox" a " jumps" b " high up" c " "

static const Case cases[] = {
	{"写一句关于春天的话。", "春风拂过田野，万物复苏，处处生机。", ""},
	{"Write a sentence about spring.", "Spring wakes the fields with rain.", ""},
	{"N/A", "春风拂过田野，万物复苏。", "empty_prompt!1000"},
	{"写一句话。", "<nooutput>", "empty_response!1000"},
	{"写一句话。", "略", "empty_response!1000"},
	{"请问中国的首都是哪里？", "北京", ""},
	{"请介绍北京这座城市的历史", "请介绍北京这座城市的历史", "echo@1000"},
	{"请把这句话重复一遍：今天天气很好啊", "请把这句话重复一遍：今天天气很好啊", ""},
	/* an echo that does not begin the response */
	{ASK, "嗯嗯，" ASK, "echo@800"},
	{"请介绍北京。", "北京是中国的首都，有着悠久的历史，", "truncated@900"},
	{"写代码", "```\nint main(void) {", "truncated@1000"},
	{"写代码", "```\nint main(void) {}\n```", ""},
	{"请讲一个故事。", "从前有座山。哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈", "char_repetition@1000 loop@1000"},
	{"请介绍北京。", "鍖椾含鏄腑鍥界殑棣栭兘锛屽巻鍙叉偁涔呫€傚洜姝や粬浠殑銆", "mojibake!900"},
	{"请介绍北京。", "锟斤拷锟斤拷是中国的首都，历史悠久。", "mojibake!950"},
	/* an icon of somebody's font */
	{"请介绍北京。", "北京是中国\xee\x80\x80的首都，很大。", ""},
	{"请介绍北京。", "北京是中国\xe2\x80\x8b的首都，历史很悠久。", "control_chars@1000"},
	{"请介绍北京。", "北京是首都。\\n它的历史很悠久。", "escape_litter@800"},
	{"请介绍北京。", "北京是首都。<br>它的历史很悠久。&nbsp;", "html_litter@800"},
	{"请写一段HTML代码。", "<p>你好，世界</p>", ""},
	{"Describe a text.", "Lorem ipsum dolor sit amet is a text.", "lorem@1000"},
	{"总结这篇文章 https://a.cn/1", "文章讲了春天的故事，内容丰富。", "url_only_task@700"},
	{"请介绍北京。", "北京是首都。\n### Response: 上海", "merged_instruction!1000"},
	{"请介绍北京。", "北京是<UNK>的首都，历史悠久。", "template_leak@900"},
	{"请介绍裙子。", "这款BRAND裙子采用雪纺面料。", "template_leak@900"},
	{"What is a BRAND?", "A BRAND is a name of a product line.", ""},
	{"请介绍北京。", "北京是首都，历史悠久。<|im_end|>", "template_leak!1000"},
	{"请介绍北京。", "北京是首都，历史悠久。</s>", "template_leak!1000"},
	{"请介绍北京。", "<s>北京是首都，历史悠久。", "template_leak!1000"},
	{"Describe Paris.", "Paris is the capital of France.</s>", "template_leak!1000"},
	{"请介绍北京。", "北京是<s>陪都</s>首都，历史悠久。", ""},
	{"What closes <s> in HTML?", "It is closed by the tag </s>, as always.", ""},
	{"请介绍北京。", "作为一个人工智能语言模型，我无法介绍。", "refusal@900"},
	{"Describe Paris.", "I'm sorry, but I can't help you there.", "refusal@900"},
	{"你叫什么名字？", "我是ChatGPT，由OpenAI训练的模型。", "model_identity@900"},
	{"请详细介绍一下中国的首都北京这座城市的历史与文化", "Beijing is the capital of China, with a long history.", "language_mismatch@900"},
	{"请把下面的句子翻译成英文：北京是中国的首都历史悠久文化丰富", "Beijing is the capital of China, with a long history.", ""},
	{"请介绍北京这座城市。", "北京是中國的首都，歷史悠久，擁有許多古蹟與學術機構，風景優美。", "mixed_traditional@407"},
	{"以JSON格式输出姓名和年龄。", "姓名是小陈，年龄是三十岁。", "not_followed?850"},
	{"请输出JSON。", "\n\n   {\"a\": 1}", ""},
	{"请输出JSON。", "\n\n   {\"a\": 1", "not_followed?950"},
	{"以JSON格式输出姓名和年龄。", "{\"name\": \"a]\", \"age\": [1, 2]}", ""},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉\n3. 橙子", ""},
	{"介绍北京，不超过10字。", "北京是中国的首都历史悠久", "not_followed@850"},
	{"介绍北京，不超过10字。", "北京是历史悠久的首都呢", "not_followed@850"},
	{"介绍北京，最多10字。", TEN TEN, "not_followed@850"},
	{"介绍北京，不多于十字。", TEN TEN, "not_followed@850"},
	{"介绍北京，不多于10个字。", TEN TEN, "not_followed@850"},
	{"介绍北京，不多于10字。", TEN TEN, "not_followed@850"},
	{"介绍北京，控制在10字以内。", TEN TEN, "not_followed@850"},
	{"介绍北京，少于10字。", TEN TEN, "not_followed@850"},
	{"介绍北京，至少10字。", TEN TEN, ""},
	{"介绍北京，最多三段，每一段都要写得详细而且生动，总共写10字。", TEN TEN, "not_followed@850"},
	{"介绍北京，总共写10字，最多三段。", TEN TEN, "not_followed@850"},
	{"计算结果。", "因为 12 * 12 = 142，所以是它。", "arith_wrong@900"},
	{"计算结果。", "1 + 2 * 3 = 7，0.1 + 0.2 = 0.3，10 / 3 = 3.33，1,000 - 1 = 999。", ""},
	/* in brackets a sum is a part of something else */
	{"计算结果。", "结果是 x{3 + 4 = 8}，如上所述。", ""},
	{"计算结果。", "结果是向量[2 + 2 = 5]，如上所述。", ""},
	{"Tell me a story.", FOX(",", ";", ":") FOX(":", ",", "!") FOX("!", ".", "/") FOX(";", "-", "=")
		FOX("?", "!", ",") FOX("_", "/", "+") FOX("*", "?", ";") FOX("|", "&", ".") FOX("=", ":", "?")
		FOX("(", ")", "[") FOX("]", "{", "}") FOX("<", ">", "~"), "word_repetition@916"},
	{"请讲一讲。", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "。",
	"loop@1000 word_repetition@909"},
	{"请列一下。", "这是第一行的内容\n这是第二行的内容\n这是第二行的内容\n这是第二行的内容\n结束的一行话。", ""},
	{"请讲一讲。", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "char_repetition@1000 loop@1000"},
	{"请讲一讲。", "#### …… #### …… 好 #### …… ## …… #### ……", ""},
	{"计算结果。", "算式：1 + 1 = 3", "arith_wrong@900"},
	{"计算结果。", "算式：1 + 1 = 2", ""},
	{"计算结果。", "算式：10 - 4 = 5，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：3 - 4 = 2，如上所述。", ""},
	{"计算结果。", "算式：3 × 4 = 13，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：3×4=12，如上所述。", ""},
	{"计算结果。", "算式：12 ÷ 5 = 2.4，如上所述。", ""},
	{"计算结果。", "算式：12 ÷ 5 = 2.5，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：10 / 3 = 3，如上所述。", ""},
	{"计算结果。", "算式：10 / 3 = 4，如上所述。", ""},
	{"计算结果。", "算式：10 / 3 = 5，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：11 / 4 = 3，如上所述。", ""},
	{"计算结果。", "算式：12 / 4 = 4，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：12 / 4 = 2，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：1 / 2 = 0，如上所述。", ""},
	{"计算结果。", "算式：5 / 2 = 0，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：5 / 0 = 7，如上所述。", ""},
	{"计算结果。", "算式：1.5 + 1.5 = 3，如上所述。", ""},
	{"计算结果。", "算式：1.25 * 1.5 = 1.875，如上所述。", ""},
	{"计算结果。", "算式：1.25 * 1.5 = 1.88，如上所述。", ""},
	{"计算结果。", "算式：1.25 * 1.5 = 1.89，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：1.25 * 1.5 = 1.8，如上所述。", ""},
	{"计算结果。", "算式：0.5 + 0.25 = 0.8，如上所述。", ""},
	{"计算结果。", "算式：0.5 + 0.25 = 0.9，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：0.5 + 0.25 = 0.750，如上所述。", ""},
	{"计算结果。", "算式：1,000 + 1 = 1,002，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：5 + 2 * 3 = 21，如上所述。", "arith_wrong@900"},
	{"计算结果。", "算式：2 * 3 = 7x，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7%，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7 = 8，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7 + 1，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7^2，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7(2)，如上所述。", ""},
	{"计算结果。", "算式：2 * 3 = 7/2，如上所述。", ""},
	{"计算结果。", "算式：x2 * 3 = 7，如上所述。", ""},
	{"计算结果。", "算式：^2 * 3 = 7，如上所述。", ""},
	{"计算结果。", "算式：(2 * 3 = 7，如上所述。", ""},
	{"计算结果。", "算式：9 × 2 * 3 = 7，如上所述。", "arith_wrong@900"},
	{"计算结果。", "A: 2 * 3 = 7; B. 2 + 2 = 4, and so on.", "arith_wrong@900"},
	{"Compute it.", "The sum is 2 + 2 = 5, I am sure of it.", "arith_wrong@900"},
	{"Compute it.", "Then y^2 + 2 = 5 is what we are to solve.", ""},
	{"Compute it.", "Lines: a\n2 + 2 = 5\nthat was it.", "arith_wrong@900"},
	{"Compute it.", "Lines ≈ 2 + 2 = 5 as that was it.", ""},
	{"计算结果。", "算式：999999999999 * 999999999999 = 1，如上所述。", ""},
	{"计算结果。", "算式：2 + = 5，3 + 3，4 = 4，如上所述。", ""},
	{"计算结果。", "算式：2 ^ 3 = 7，2 = 3，如上所述。", "arith_wrong@900"},
	{"Describe the city.", "The city has a long history and many sights, and it is known for its food and the", "truncated@900"},
	{"Describe the city.", "It has a long history and the", ""},
	{"Describe the city.", "The city has a long history and many sights, and it is known for its food and thee", ""},
	{"请介绍北京。", "北京是中国的首都，有着悠久的历史和灿烂的文化，是很多人都想要去看一看的地方，也是古老的", ""},
	{"请介绍北京。", "北京是中国的首都和", ""},
	{"请介绍北京。", "北京是中国的首都，他说过这样的一句话：“", "truncated@900"},
	{"请介绍北京。", "北京是中国的首都（", "truncated@900"},
	{"请介绍北京。", "北京是中国的首都、", "truncated@900"},
	{"写代码", "```\nint main(void) {}\n```\n然后：\n```\nint x;", "truncated@1000"},
	{"写代码", "``int main(void) {}`` ``` x", "truncated@1000"},
	{"请讲一个故事。", "他说：abcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabcabc。", "loop@1000"},
	{"请讲一个故事。", "他一共数了：123123123123123123123123123123123123123123123123123123123123123123123。", ""},
	{"请讲一个故事。", "他很开心地笑了起来：哈哈哈哈哈哈哈哈哈哈哈。", ""},
	{"请讲一个故事。", STORY "，可是老和尚已经忘了自己讲到了什么地方", ""},
	{"请讲一个故事。", STORY "。" STORY "。" STORY "，可是老和尚已经忘了自己讲到了什么地方", "truncated@700 word_repetition@646"},
	{"请讲一个故事。", STORY "，可是老和尚已经忘了自己讲到了什么地方😀", ""},
	{"请讲一个故事。", STORY "\n- 第一点\n- 第二点没有标点", ""},
	{"以JSON格式输出。", "[1, 2, {\"a\": \"}\"}]", ""},
	{"以JSON格式输出。", "[1, 2}, 这样就可以了", "not_followed?850"},
	{"以JSON格式输出。", "结果：{\"a\": \"\\\"}\"} 完", ""},
	{"以JSON格式输出。", "]}，这样就可以了吧", "not_followed?850"},
	{"介绍JSON的历史。", "它是一种数据格式，历史悠久。", ""},
	{"Answer in JSON format, please.", "It is not what was asked for.", "not_followed?850"},
	{"列出三个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出十个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出两个水果的名字。", "1. 苹果\n2. 香蕉", ""},
	{"列出十三个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出2-3个水果的名字。", "1. 苹果\n2. 香蕉", ""},
	{"列出v3个水果的名字。", "1. 苹果\n2. 香蕉", ""},
	{"给出3条建议。", "(1) 早睡\n(2) 早起", "not_followed?800"},
	{"提供4种方法。", "**1) 早睡**\n## 2：早起\n3、多动", "not_followed?800"},
	{"写出5个成语。", "1. 一心一意\n3. 三心二意\n5. 五光十色", ""},
	{"列出101个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出100个水果的名字。", "1. 苹果\n2. 香蕉", "not_followed?800"},
	{"列出1个水果的名字。", "1. 苹果\n2. 香蕉", ""},
	{"介绍北京，少于9字。", "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸", "not_followed@850"},
	{"请介绍北京。", "北京是中国的首都\xef\xbf\xbd，历史很悠久，风景也很优美，值得大家一看再看，还有很多好吃的东西，请大家都来。", "mojibake!1000"},
	{"请介绍北京。", "北京\xee\x80\x80是中国\xee\x80\x81的首都。", "mojibake!1000"},
	{"请介绍北京。", "北京\\u4e2d\\u56fd的首都很大。", "escape_litter@800"},
	{"请介绍北京。", "北京\\u0041的首都很大很大。", ""},
	{"介绍北京\xe2\x80\x8b的历史。", "北京是首都，历史很悠久。", "control_chars@1000"},
	{"请列一下。", "- 甲一\n- 乙二\n- 丙三\n- 丁四\n- 戊五\n- 己六\n- 庚七\n- 辛八\n- 壬九\n- 癸十\n- 子丑\n- 寅卯", ""},
	{"请讲一讲。", "很久以前...\n有个人...\n他在走...\n后来呢...\n没有了...\n就这样...\n完了吧...\n真的啊...\n再见了...\n下次见...\n好不好...\n可以的...", ""},
	{"Please describe the history of the capital city of China.", "北京是中国的首都，历史悠久，文化灿烂，风景优美，值得一看。", "language_mismatch@900"},
	{"请用英文介绍一下中国的首都北京这座城市的历史与文化吧", "Beijing is the capital of China, with a long history.", ""},
	{"请介绍北京这座城市。", "请介绍北京这座城市。它是首都。", "echo@800"},
	{"介绍北京", "介绍北京", "echo@1000"},
	{"请介绍北京。", "好的。\nHuman: 上海呢？\nAssistant: 上海也很大。", "merged_instruction!900"},
	{"请介绍北京。", "好的。\n用户：上海呢？\n助手：上海也很大。", "merged_instruction!900"},
	{"请介绍北京。", "问：大吗？答：大。问：老吗？答：老，很老。", ""},
	{"请介绍北京。", "北京很大。\n指令：介绍。输出：北京很大很美。", "merged_instruction!900"},
	{"请介绍北京。", "Instruction: 介绍。 Output: 北京很大。", ""},
	{"写一段对话。", "问：大吗？答：大。问：老吗？答：老，很老。", ""},
	{"请介绍裙子。", "裙子BRAND good quality, very nice.", "template_leak@900"},
	{"请介绍裙子。", "第一BRAND good quality.", "template_leak@900"},
	{"请介绍裙子。", "good BRAND裙子，质量很好，样子也很好。", "template_leak@900"},
	{"Describe it.", "BRAND is good quality, and very nice.", ""},
	{"总结这篇文章。https://a.cn/1 文章的内容是：春天来了，花都开了，大家都很高兴，一起出门去玩。", "文章讲了春天的故事，内容丰富。", "url_only_task@700"},
	{"总结这个文件 report.pdf", "文章讲了春天的故事，内容丰富。", "url_only_task@700"},
};

static void
describe(const BcIssues *issues, char *out)
{
	*out = '\0';
	for (unsigned i = 0; i < issues->count; i++)
		if (issues->list[i].kind != BC_NO_FORMAT)
			sprintf(out + strlen(out), "%s%s%c%u", *out == '\0' ? "" : " ",
					bc_issue_name((BcIssueKind) issues->list[i].kind),
					"?@!"[issues->list[i].severity],
					(unsigned) issues->list[i].score);
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
	describe(&issues, got);
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

/* What a text counts that stands between two spaces. */
typedef struct Piece
{
	const char *text;
	size_t		chars;
	size_t		cjk;
	size_t		latin;
	size_t		special;
	size_t		words;
	size_t		controls;
	size_t		joiners;
	size_t		broken;
	size_t		gbk;
} Piece;

static const Piece pieces[] = {
	{"word", 4, 0, 4, 0, 1, 0, 0, 0, 0},
	{"2024", 4, 0, 0, 0, 1, 0, 0, 0, 0},
	{"12ab34", 6, 0, 2, 0, 1, 0, 0, 0, 0},
	{"x1,2y-3.", 8, 0, 2, 3, 3, 0, 0, 0, 0},
	{"北京a市9区", 6, 4, 1, 0, 2, 0, 0, 0, 0},
	{"。，“’…", 5, 0, 0, 5, 0, 0, 0, 0, 0},
	{"1\xC3\xA9\xC3\xA8 3\xC3\x97" "4", 7, 0, 2, 1, 3, 0, 0, 0, 0},
	{"\xC3\xA2\xE2\x82\xAC", 2, 0, 1, 1, 1, 0, 0, 1, 0},
	{"\xC3\x83\xC2\x83", 2, 0, 1, 1, 1, 0, 0, 1, 0},
	{"浣鐨鏄涓鍦锛銆鍙绔是的", 11, 11, 0, 0, 0, 0, 0, 0, 9},
	{"\xE2\x80\x8B\x01\x7F\xEF\xBB\xBF", 4, 0, 0, 0, 0, 3, 1, 0, 0},
	{"\xEF\xBF\xBD\xEE\x80\x80", 2, 0, 0, 2, 0, 0, 0, 2, 0},
	{"\xF0\x9F\x98\x80\xF0\xA0\x80\x80", 2, 1, 0, 1, 0, 0, 0, 0, 0},
	{"한국かなカナ", 6, 6, 0, 0, 0, 0, 0, 0, 0},
	{"привет", 6, 0, 6, 0, 1, 0, 0, 0, 0},
	/* bytes that are no UTF-8, one by one */
	{"\xFF\xC0\x80\xE4\xB8", 5, 0, 0, 5, 0, 0, 0, 5, 0},
};

#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static bool
same_stats(const BcTextStats *n, const Piece *sum, size_t spaces)
{
	return n->chars == sum->chars + spaces && n->cjk == sum->cjk &&
		n->latin == sum->latin && n->special == sum->special &&
		n->words == sum->words && n->joiners == sum->joiners &&
		n->controls == sum->controls + sum->joiners &&
		n->broken == sum->broken && n->gbk == sum->gbk;
}

/* Pieces in any order: what they count adds up, wherever blocks end. */
static void
test_stats(void)
{
	unsigned	state = 1;
	char		text[8000];

	for (int round = 0; round < 3000; round++)
	{
		Piece		sum = {0};
		size_t		spaces = 0;
		size_t		count = (size_t) round % 40;
		size_t		len = 0;
		BcTextStats n;

		for (size_t i = 0; i < count; i++)
		{
			const Piece *p = &pieces[(state = state * 1103515245 + 12345) / 65536 % PIECES];

			len += (size_t) sprintf(text + len, "%s ", p->text);
			sum.chars += p->chars;
			sum.cjk += p->cjk;
			sum.latin += p->latin;
			sum.special += p->special;
			sum.words += p->words;
			sum.controls += p->controls;
			sum.joiners += p->joiners;
			sum.broken += p->broken;
			sum.gbk += p->gbk;
			/* a space within a piece is one of its characters */
			spaces++;
		}
		bc_quality_stats(&bc_malloc_env, (BcSlice) {(unsigned char *) text, len}, &n);
		if (same_stats(&n, &sum, spaces))
			passed++;
		else
		{
			failed++;
			printf("not ok: the counts of %.*s\n", (int) len, text);
		}
	}
}

/*
 * Characters that are cut short, at any place, count as when read one by one;
 * nothing behind the text is read.
 */
static void
test_cut_characters(void)
{
	static const char *const cuts[] = {
		"\xE2", "\xE2\xE2", "\xC3\xE2", "\xE2\xC3\xA9", "\xE2\x80\xE2", "\xE4\xB8\xE4\xB8", "\xF0\x9F", "\xC3"
	};

	for (size_t k = 0; k < 8 * 200; k++)
	{
		const char *cut = cuts[k % 8];
		size_t		len = k / 8 + strlen(cut);
		unsigned char *text = malloc(len);
		BcTextStats n;
		size_t		chars = 0;

		memset(text, 'a', k / 8);
		memcpy(text + k / 8, cut, strlen(cut));
		for (size_t at = 0; at < len; chars++)
			(void) bc_next_char((BcSlice) {text, len}, &at);
		bc_quality_stats(&bc_malloc_env, (BcSlice) {text, len}, &n);
		if (n.chars == chars)
			passed++;
		else
		{
			failed++;
			printf("not ok: cut %zu at byte %zu\n", k % 8, k / 8);
		}
		free(text);
	}
}

/* How often an issue was found at a severity, and the sum of its scores. */
static unsigned long tallies[BC_ISSUE_KINDS][3][2];

static void
tally(const unsigned char *prompt, size_t prompt_len,
	  const unsigned char *response, size_t response_len)
{
	BcRecord	rec;
	BcIssues	issues;
	unsigned char *copy = memcpy(malloc(prompt_len + response_len), prompt, prompt_len);

	memset(&rec, 0, sizeof(rec));
	memcpy(copy + prompt_len, response, response_len);
	rec.prompt = (BcSlice) {copy, prompt_len};
	rec.response = (BcSlice) {copy + prompt_len, response_len};
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		abort();
	for (unsigned i = 0; i < issues.count; i++)
	{
		unsigned long *t = tallies[issues.list[i].kind][issues.list[i].severity];

		t[0]++;
		t[1] += issues.list[i].score;
	}
	free(copy);
}

#define CASES	(sizeof(cases) / sizeof(cases[0]))
#define MOST	60000

/* A response again and again, or with those of other cases, to lengths that thresholds ask for. */
static void
tally_long(size_t i, const char *between)
{
	static char text[MOST];
	const char *prompt = cases[i].prompt;
	size_t		len = 0;

	for (size_t k = 0; k < 40; k++)
	{
		const char *response = cases[k % 3 == 2 && *between == ' ' ? (i + k) % CASES : i].response;

		if (len + strlen(response) + 2 > MOST)
			return;
		len += (size_t) sprintf(text + len, "%s%s", between, response);
		if (k < 6 || k % 9 == 0)
			tally((const unsigned char *) prompt, strlen(prompt),
				  (const unsigned char *) text + strlen(between), len - strlen(between));
	}
}

/* Every prompt with every response, changed copies of the pairs, long ones. */
static void
tally_variants(void)
{
	static const char *const pieces[] = {
		" ", "\n", "=", "1", "2.", "0", "+", "-", "。", "，", "的", "“", ".", ",", "a", "<s>", "</s>", "```", "{", "]",
		"\"", "\\", "- ", "#", "!", "国", "國", "\xef\xbf\xbd", "\xee\x80\x80", "\xe2\x80\x8b", "", ""
	};
	uint32_t	state = 1;
	static unsigned char prompt[MOST];
	static unsigned char response[MOST];

	for (size_t i = 0; i < CASES; i++)
	{
		size_t		m = strlen(cases[i].prompt);
		size_t		n = strlen(cases[i].response);

		for (size_t k = 0; k < CASES; k++)
			tally((const unsigned char *) cases[i].prompt, m,
				  (const unsigned char *) cases[k].response, strlen(cases[k].response));
		for (size_t k = 0; k < 60; k++)
		{
			size_t		to = m;
			size_t		end;

			memcpy(prompt, cases[i].prompt, m);
			memcpy(response, cases[i].response, n);
			/* compilers differ in the order of a call's arguments */
			end = vary(response, n, pieces, sizeof(pieces) / sizeof(pieces[0]), &state);
			if (k % 3 == 0)
				to = vary(prompt, m, pieces, sizeof(pieces) / sizeof(pieces[0]), &state);
			tally(prompt, to, response, end);
		}
		for (size_t k = 0; k < 160; k++)
		{
			const Case *other = &cases[vary_random(&state) % CASES];
			size_t		to = m;
			size_t		end = n;

			memcpy(prompt, cases[i].prompt, m);
			memcpy(response, cases[i].response, n);
			for (size_t times = 1 + k % 2; times > 0; times--)
				end = vary_with(response, end, (const unsigned char *) other->response, strlen(other->response), &state);
			if (k % 4 == 0)
				to = vary_with(prompt, m, (const unsigned char *) other->prompt, strlen(other->prompt), &state);
			tally(prompt, to, response, end);
		}
		tally_long(i, "");
		tally_long(i, "\n");
		tally_long(i, " ");
	}
}

/*
 * issues.tsv counts what is found, by issue and severity, in all of these, and
 * sums up the scores; -f prints it as it is now.  Each line is a test.
 */
static void
test_variants(FILE *print)
{
	FILE	   *file = fopen("test/data/screening/issues.tsv", "r");
	char		is[200];
	char		was[200];

	tally_variants();
	for (unsigned i = 0; i < BC_ISSUE_KINDS * 3; i++)
	{
		const unsigned long *t = tallies[i / 3][i % 3];

		if (t[0] == 0)
			continue;
		snprintf(is, sizeof(is), "%s\t%s\t%lu\t%lu\n", bc_issue_name((BcIssueKind) (i / 3)),
				 bc_severity_name((BcSeverity) (i % 3)), t[0], t[1]);
		if (print != NULL)
			fputs(is, print);
		else if (file == NULL || fgets(was, sizeof(was), file) == NULL || strcmp(is, was) != 0)
		{
			printf("now: %snot: %s", is, file == NULL || feof(file) ? "\n" : was);
			check(false, "issues.tsv");
		}
		else
			passed++;
	}
	check(print != NULL || (file != NULL && fgets(was, sizeof(was), file) == NULL), "the end of issues.tsv");
	if (file != NULL)
		fclose(file);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "-f") == 0)
	{
		test_variants(stdout);
		return 0;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(&cases[i]);
	test_history();
	test_stats();
	test_cut_characters();
	test_variants(NULL);
	return report();
}
