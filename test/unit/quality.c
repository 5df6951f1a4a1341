/*
 * quality.c: each heuristic: where it fires, and the like where it must not.
 */
#include "core/quality_in.h"
#include "core/quality_words.h"

#include "check.h"

typedef struct Case
{
	const char *prompt;
	const char *response;
	const char *expected;		/* issues but no_format: name, severity (? is
								 * info, @ warn, ! error), score */
} Case;

#define TEN	"甲乙丙丁戊己庚辛壬癸"
#define ASK	"请详细介绍一下中国的首都北京这座城市从古代到现代的历史沿革，以及它的文化遗产和饮食习惯。"
/* words that are said again, with other marks behind them */
#define FOX(a, b, c)	"red fox" a " jumps" b " high up" c " "

static const Case cases[] = {
	{"写一句关于春天的话。", "春风拂过田野，万物复苏，处处生机。", ""},
	{"Write a sentence about spring.", "Spring wakes the fields with rain.", ""},
	{"N/A", "春风拂过田野，万物复苏。", "empty_prompt!1000"},
	{"写一句话。", "<nooutput>", "empty_response!1000"},
	{"写一句话。", "略", "empty_response!1000 too_short?900"},
	{"请问中国的首都是哪里？", "北京", "too_short?800"},
	{"请介绍北京这座城市的历史", "请介绍北京这座城市的历史", "echo@1000"},
	{"请把这句话重复一遍：今天天气很好啊", "请把这句话重复一遍：今天天气很好啊", ""},
	/* an echo that does not begin the response */
	{ASK, "嗯嗯，" ASK, "echo@921"},
	{"请介绍北京。", "北京是中国的首都，有着悠久的历史，", "truncated@900"},
	{"写代码", "```\nint main(void) {", "truncated@1000"},
	{"写代码", "```\nint main(void) {}\n```", ""},
	{"请讲一个故事。", "从前有座山。哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈", "loop@1000"},
	{"请画一条线。", "这是一条分隔用的线，下面是它：\n----------------------------------------", "entropy_low@808 special_chars@750"},
	{"请介绍北京。", "鍖椾含鏄腑鍥界殑棣栭兘锛屽巻鍙叉偁涔呫€傚洜姝や粬浠殑銆", "mojibake!900"},
	{"请介绍北京。", "锟斤拷锟斤拷是中国的首都，历史悠久。", "mojibake!950"},
	/* an icon of somebody's font */
	{"请介绍北京。", "北京是中国\xee\x80\x80的首都，很大。", ""},
	{"请介绍北京。", "北京是中国\xe2\x80\x8b的首都，历史很悠久。", "control_chars@1000"},
	{"请介绍北京。", "北京是首都。\\n它的历史很悠久。", "escape_litter@800"},
	{"请介绍北京。", "北京是首都。<br>它的历史很悠久。&nbsp;", "html_litter@800"},
	{"请写一段HTML代码。", "<p>你好，世界</p>", ""},
	{"Describe a text.", "Lorem ipsum dolor sit amet is a text.", "lorem@1000"},
	{"Describe a site.", "Please enable JavaScript to view this.", "js_notice@800"},
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
	{"春天的田野", "春风拂过田野，万物复苏，处处生机。", "no_task?600"},
	{"以JSON格式输出姓名和年龄。", "姓名是小陈，年龄是三十岁。", "format_violation@800"},
	{"请输出JSON。", "\n\n   {\"a\": 1}", ""},
	{"请输出JSON。", "\n\n   {\"a\": 1", "format_violation@800"},
	{"以JSON格式输出姓名和年龄。", "{\"name\": \"a]\", \"age\": [1, 2]}", ""},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉", "format_violation@600"},
	{"列出3个水果的名字。", "1. 苹果\n2. 香蕉\n3. 橙子", ""},
	{"介绍北京，不超过10字。", "北京是中国的首都历史悠久", "format_violation@700"},
	{"介绍北京，不超过10字。", "北京是历史悠久的首都呢", ""},
	{"介绍北京，最多10字。", TEN TEN, "format_violation@700"},
	{"介绍北京，不多于十字。", TEN TEN, "format_violation@700"},
	{"介绍北京，不多于10个字。", TEN TEN, ""},
	{"介绍北京，不多于10字。", TEN TEN, "format_violation@700"},
	{"介绍北京，控制在10字以内。", TEN TEN, "format_violation@700"},
	{"介绍北京，少于10字。", TEN TEN, "format_violation@700"},
	{"介绍北京，至少10字。", TEN TEN, ""},
	{"计算结果。", "因为 12 * 12 = 142，所以是它。", "arith_wrong@900"},
	{"计算结果。", "1 + 2 * 3 = 7，0.1 + 0.2 = 0.3，10 / 3 = 3.33，1,000 - 1 = 999。", ""},
	/* in brackets a sum is a part of something else */
	{"计算结果。", "结果是 x{3 + 4 = 8}，如上所述。", ""},
	{"计算结果。", "结果是向量[2 + 2 = 5]，如上所述。", ""},
	{"Tell me a story.", FOX(",", ";", ":") FOX(":", ",", "!") FOX("!", ".", "/") FOX(";", "-", "=")
		FOX("?", "!", ",") FOX("_", "/", "+") FOX("*", "?", ";") FOX("|", "&", ".") FOX("=", ":", "?")
		FOX("(", ")", "[") FOX("]", "{", "}") FOX("<", ">", "~"), "char_repetition@850 word_repetition@850"},
	{"请讲一讲。", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "。",
	"char_repetition@872 loop@1000 word_repetition@872"},
	{"请列一下。", "这是第一行的内容\n这是第二行的内容\n这是第二行的内容\n这是第二行的内容\n结束的一行话。", "dup_lines@400"},
	{"请讲一讲。", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "entropy_low@1000 loop@1000"},
	{"请讲一讲。", "#### …… #### …… 好 #### …… ## …… #### ……", "low_alnum@975 special_chars@717"},
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
	size_t		digits;
	size_t		special;
	size_t		words;
	size_t		lettered;
	size_t		controls;
	size_t		broken;
	size_t		gbk;
	size_t		terminals;
} Piece;

static const Piece pieces[] = {
	{"word", 4, 0, 4, 0, 0, 1, 1, 0, 0, 0, 0},
	{"2024", 4, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0},
	{"12ab34", 6, 0, 2, 4, 0, 1, 1, 0, 0, 0, 0},
	{"x1,2y-3.", 8, 0, 2, 3, 3, 3, 2, 0, 0, 0, 1},
	{"北京a市9区", 6, 4, 1, 1, 0, 2, 1, 0, 0, 0, 0},
	{"。，“’…", 5, 0, 0, 0, 5, 0, 0, 0, 0, 0, 1},
	{"1\xC3\xA9\xC3\xA8 3\xC3\x97" "4", 7, 0, 2, 3, 1, 3, 1, 0, 0, 0, 0},
	{"\xC3\xA2\xE2\x82\xAC", 2, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0},
	{"\xC3\x83\xC2\x83", 2, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0},
	{"浣鐨鏄涓鍦锛銆鍙绔是的", 11, 11, 0, 0, 0, 0, 0, 0, 0, 9, 0},
	{"\xE2\x80\x8B\x01\x7F\xEF\xBB\xBF", 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0},
	{"\xEF\xBF\xBD\xEE\x80\x80", 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0},
	{"\xF0\x9F\x98\x80\xF0\xA0\x80\x80", 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0},
	{"한국かなカナ", 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"привет", 6, 0, 6, 0, 0, 1, 1, 0, 0, 0, 0},
	/* bytes that are no UTF-8, one by one */
	{"\xFF\xC0\x80\xE4\xB8", 5, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0},
};

#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static bool
same_stats(const BcTextStats *n, const Piece *sum, size_t spaces)
{
	return n->chars == sum->chars + spaces && n->cjk == sum->cjk &&
		n->latin == sum->latin && n->digits == sum->digits &&
		n->special == sum->special && n->words == sum->words &&
		n->lettered == sum->lettered && n->controls == sum->controls &&
		n->broken == sum->broken && n->gbk == sum->gbk &&
		n->terminals == sum->terminals;
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
			sum.digits += p->digits;
			sum.special += p->special;
			sum.words += p->words;
			sum.lettered += p->lettered;
			sum.controls += p->controls;
			sum.broken += p->broken;
			sum.gbk += p->gbk;
			sum.terminals += p->terminals;
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

/* A word of each length and script is found wherever it stands, if whole. */
static void
test_words(void)
{
	static const struct
	{
		const char *word;
		BcWordKind	kind;
	}			words[] = {
		{"?", BC_W_QUESTION}, {"？", BC_W_QUESTION}, {"};", BC_W_CODE},
		{"</", BC_W_CODE}, {"Def ", BC_W_CODE}, {"写", BC_W_TASK},
		{"TRANSLATE", BC_W_TASK}, {"\\N", BC_W_ESCAPE}, {"sql", BC_W_FORMAT},
		{"<|im_start|>", BC_W_TOKEN}, {"作为一个人工智能", BC_W_REFUSAL},
		{"\nHuman:", BC_W_MERGED}, {"ï¼Œ", BC_W_MOJIBAKE}
	};
	static const char *const fillers[] = {".", "。"};

	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		for (size_t at = 0; at < 3 * 140; at++)
		{
			uint32_t	bit = (uint32_t) 1 << words[w].kind;
			const char *filler = fillers[at % 2];
			char		text[1000];
			size_t		len = 0;
			BcSlice		whole;
			BcSlice		cut;

			while (len < at / 2)
				len += (size_t) sprintf(text + len, "%s", filler);
			len += (size_t) sprintf(text + len, "%s", words[w].word);
			whole = (BcSlice) {(unsigned char *) text, len};
			cut = (BcSlice) {(unsigned char *) text, len - 1};
			if (bc_words_find(&bc_malloc_env, whole, bit) == bit)
				passed++;
			else
			{
				failed++;
				printf("not ok: %s at byte %zu is not found\n", words[w].word, at / 2);
			}
			if (bc_words_find(&bc_malloc_env, cut, bit) == 0)
				passed++;
			else
			{
				failed++;
				printf("not ok: %s at byte %zu is found before its end\n", words[w].word, at / 2);
			}
		}
}

/* The kinds of words that a text holds, each word compared at each place. */
static uint32_t
kinds_in(const unsigned char *text, size_t len, unsigned n)
{
	uint32_t	kinds = 0;

	for (; n != 0; n = bc_word_chain[n])
	{
		size_t		length = strlen(bc_words[n]);

		for (size_t at = 0; at + length <= len; at++)
		{
			size_t		k = 0;

			while (k < length && (text[at + k] | (text[at + k] >= 'A' && text[at + k] <= 'Z' ? 0x20 : 0)) ==
				   (unsigned char) bc_words[n][k])
				k++;
			if (k == length)
				kinds |= (uint32_t) 1 << bc_word_kinds[n];
		}
	}
	return kinds;
}

static uint32_t
all_kinds_in(const unsigned char *text, size_t len)
{
	uint32_t	kinds = 0;

	for (unsigned i = 0; i < BC_WORD_BUCKETS; i++)
		kinds |= kinds_in(text, len, bc_word_heads[i]);
	for (unsigned i = 0; i < 128; i++)
		kinds |= kinds_in(text, len, bc_short_words[i]);
	return kinds;
}

/* Any three bytes, whatever of the tables they share with a word. */
static void
test_any_bytes(void)
{
	const uint32_t wanted[] = {
		BC_W_SAID, BC_W_ASKED, ((uint32_t) 1 << BC_WORD_KINDS) - 1
	};

	for (unsigned i = 0; i < 3 * 4096; i++)
	{
		unsigned char text[3] = {
			(unsigned char) (i % 3 == 0 ? 0x80 : i * 37),
			(unsigned char) (i >> 4), (unsigned char) (i * 29)
		};
		uint32_t	kinds = all_kinds_in(text, 3);

		for (int w = 0; w < 3; w++)
			if (bc_words_find(&bc_malloc_env, (BcSlice) {text, 3}, wanted[w]) ==
				(kinds & wanted[w]))
				passed++;
			else
			{
				failed++;
				printf("not ok: words in %02x %02x %02x\n", text[0], text[1], text[2]);
			}
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(&cases[i]);
	test_history();
	test_stats();
	test_cut_characters();
	test_words();
	test_any_bytes();
	return report();
}
