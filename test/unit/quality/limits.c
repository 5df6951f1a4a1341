/*
 * limits.c: where the rules of quality end that count: how often something
 * may stand in a prompt or an answer for it to be marked, the least and the
 * most, and one beyond each; and which characters are litter.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"

/* What has no upper limit is tried as often as this. */
#define MANY	240

typedef struct Limit
{
	BcIssueKind kind;
	unsigned	confidence;		/* 0: any */
	bool		in_prompt;		/* what repeats is part of the prompt */
	const char *other;			/* the answer, then; else the prompt */
	const char *head;
	const char *again;
	const char *tail;
	unsigned	least;
	unsigned	most;
} Limit;

#define ANSWER	false
#define PROMPT	true
#define TEN(x)	x x x x x x x x x x

static const Limit limits[] = {
	/* how an answer ends */
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "哈", "", 32, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "哈", "。", 32, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "ab", "", 16, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "abcdefgh", "", 4, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "abcdefghijklmno", "", 4, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "abcdefghijklmnop", "", 4, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "abcdefghijklmnopq", "", 4, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz-1", "", 4, MANY},
	{BC_LOOP, 1000, ANSWER, "请讲一讲。", "他说", "今天天气很好我们一起去公园散步吧朋友们都来了大家都很开心啊今天天气很好我们一起去河边散步吧朋友们都来了大家都很高兴啊一二三四五六", "", 4, MANY},
	{BC_TRUNCATED, 700, ANSWER, "Tell me about it.", "", "Rain fell on the hills and the old man went home at once. ", "then he went away again", 14, MANY},
	{BC_TRUNCATED, 700, ANSWER, "请讲一讲。", "", "今天下雨了，他很快就回家去了。", "然后他又出门去了", 38, MANY},
	{BC_TRUNCATED, 700, ANSWER, "请讲一讲。", TEN(TEN("今天下雨了。")), "了", "", 4, MANY},
	{BC_TRUNCATED, 700, ANSWER, "Tell me about it.", TEN(TEN("Rain is wet. ")), "a", "", 12, MANY},
	{BC_TRUNCATED, 700, ANSWER, "Tell me about it.", "", "Rain fell on the hills and the old man went home at once. ", "then they danced to jazz", 14, MANY},
	{BC_TRUNCATED, 900, ANSWER, "Describe it.", "It is known for", " ", "its long history and the", 2, MANY},
	{BC_TRUNCATED, 900, ANSWER, "Describe it.", "Dear", "r", ", ", 43, MANY},
	{BC_TRUNCATED, 900, ANSWER, "请讲一讲。", "So", " it", ",", 1, MANY},
	{BC_TRUNCATED, 900, ANSWER, "请讲一讲。", "很好\n", "很", "，", 15, MANY},
	{BC_TRUNCATED, 1000, ANSWER, "写代码", "说明", "```\nx\n", "", 1, 1},
	{BC_TRUNCATED, 1000, PROMPT, "```\nint x;", "continue it", " ", "please", 3, MANY},
	/* prompt and answer against each other */
	{BC_ECHO, 800, ANSWER, "Where is the old town?", "Well", ",", " Where is the old town? In the north it is.", 1, 19},
	{BC_ECHO, 800, ANSWER, "Go out.", "", ",", "Go out. In the north it is.", 0, 24},
	{BC_ECHO, 1000, ANSWER, "Where is the old town?", "Where is the old town", "?", "", 0, MANY},
	{BC_LANGUAGE_MISMATCH, 900, ANSWER, "请详细介绍一下中国的首都北京这座城市的历史与文化", "It is the", " old", " capital", 4, 4},
	{BC_LANGUAGE_MISMATCH, 900, ANSWER, "Tell me what is the capital of the country", "北京是", "京", "", 17, MANY},
	{BC_LANGUAGE_MISMATCH, 900, PROMPT, "It is the capital of the country and it is old.", "请", "介", "", 3, MANY},
	{BC_MIXED_TRADITIONAL, 0, ANSWER, "请介绍北京这座城市。", "國國國國國", "是", "", 15, 19},
	{BC_MIXED_TRADITIONAL, 0, PROMPT, "北京是中國的首都，歷史悠久，擁有許多古蹟與學術機構，風景優美。", "请介", "绍", "", 3, MANY},
	/* refusals, and what a model calls itself */
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "I'm sorry, but I cannot help with that.", " a", "", 0, 71},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供。", "好", "", 0, 143},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "", "x", " I cannot provide that.", 0, 37},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "", "x", " i must decline that.", 0, 48},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "Sorry, ", "x", " I cannot say.", 0, 83},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "", "好", "我无法提供。", 0, 12},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我", "好", "无法说。", 0, 15},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "I'm sorry, I cannot help with that. However,", " so", ".", 0, 8},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "I'm sorry, I cannot help with that. However, you can", " so", ".", 0, 18},
	{BC_REFUSAL, 900, ANSWER, "Tell me how bread is baked at home.", "I'm sorry, I cannot help with that. However", ",", " you can so so so so so so so so so so.", 0, MANY},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供。但是，", "好", "", 0, 16},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供。但是，您", "好", "", 0, 39},
	{BC_MODEL_IDENTITY, 900, ANSWER, "你叫什么名字？", "我是", "好", "ChatGPT。", 0, 35},
	{BC_MODEL_IDENTITY, 900, ANSWER, "Who are you?", "I am", " a", " model, ChatGPT.", 0, 40},
	/* stretches that come again */
	{BC_WORD_REPETITION, 0, ANSWER, "Tell me a story.", "", "red fox jumps over one lazy dog by night and ", "end", 5, MANY},
	/* damaged and littered text */
	{BC_CHAR_REPETITION, 1000, ANSWER, "请讲一讲。", "他说", "哈", "，完了", 24, MANY},
	{BC_CHAR_REPETITION, 1000, ANSWER, "请讲一讲。", "他说", "a", "，完了", 24, MANY},
	{BC_CHAR_REPETITION, 1000, ANSWER, "请讲一讲。", "他说", "é", "，完了", 24, MANY},
	{BC_MOJIBAKE, 1000, ANSWER, "请讲一讲。", "\xEF\xBF\xBD", "好", "", 0, 49},
	{BC_MOJIBAKE, 1000, ANSWER, "请讲一讲。", "\xEE\x80\x80", "好", "\xEE\x80\x80", 0, 98},
	{BC_MOJIBAKE, 700, ANSWER, "请讲一讲。", "\xEF\xBF\xBD", "好", "", 50, MANY},
	{BC_MOJIBAKE, 900, ANSWER, "请讲一讲。", "好", "浣", "", 3, MANY},
	{BC_MOJIBAKE, 900, ANSWER, "请讲一讲。", "浣涓鍦", "好", "", 0, 97},
	{BC_ESCAPE_LITTER, 800, ANSWER, "Tell me.", "It is ", "\\\" ", "so.", 2, MANY},
	{BC_ESCAPE_LITTER, 800, ANSWER, "Tell me.", "It is ", "\\u4e2d ", "so.", 2, MANY},
	{BC_ESCAPE_LITTER, 800, ANSWER, "Tell me.", "It is.", "\\n ", "So.", 1, MANY},
	/* sums */
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "算式：1 + ", "2", " = 9，如上。", 1, 12},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "算式：1 + 1 = 9", "2", "，如上。", 0, 11},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "错", "好", "，2 + 2 = 5，如上。", 65, MANY},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "它是2 + 2 = 5，", "好", "错", 62, MANY},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "错", "a", "，2 + 2 = 5，如上。", 195, MANY},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "它是2 + 2 = 5，", "a", "错", 186, MANY},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "", "若是2 + 2 = 5。\n", "则2 + 2 = 5。", 0, 15},
	{BC_ARITH_WRONG, 900, ANSWER, "计算结果。", "它是2 + 2 ", " ", "= 5。", 0, MANY},
	/* no answer, marks of templates, tasks that are an address */
	{BC_EMPTY_RESPONSE, 1000, ANSWER, "Tell me.", "", ".", "", 0, 1},
	{BC_EMPTY_RESPONSE, 1000, ANSWER, "Tell me.", "", "...", "", 0, 1},
	{BC_TEMPLATE_LEAK, 1000, ANSWER, "Tell me.", "It is so. <|im_", "a", "|> ok", 0, 59},
	{BC_TEMPLATE_LEAK, 1000, ANSWER, "Tell me.", "It is so. <|", "e", "|> ok", 1, 62},
	{BC_TEMPLATE_LEAK, 1000, ANSWER, "Tell me.", "It is so. <｜", "e", "｜> ok", 1, 60},
	{BC_URL_ONLY_TASK, 700, PROMPT, "It tells of the sea.", "Summarize the article at https://a.cn/", "x", " for me", 0, 154},
	{BC_URL_ONLY_TASK, 700, PROMPT, "It tells of the sea.", "Summarize the article at https://a.cn/", "\n", " for me", 0, 2},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供，但是您", "好", "", 0, 40},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供，但您", "好", "", 0, 40},
	{BC_REFUSAL, 900, ANSWER, "请讲讲面包是怎么做的。", "抱歉，我无法提供。不过，您", "好", "", 0, 39},
};

static bool
marked(BcSlice prompt, BcSlice response, BcIssueKind kind, unsigned confidence)
{
	BcRecord	rec;
	BcIssues	issues;
	bool		any = false;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = prompt;
	rec.response = response;
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		any |= issues.list[i].kind == kind &&
			(confidence == 0 || issues.list[i].score == confidence);
	return any;
}

static bool
holds(const Limit *limit, unsigned n)
{
	size_t		each = strlen(limit->again);
	size_t		head = strlen(limit->head);
	size_t		len = head + n * each + strlen(limit->tail);
	unsigned char *text = malloc(len);
	BcSlice		built = {text, len};
	bool		any;

	memcpy(text, limit->head, head);
	for (unsigned k = 0; k < n; k++)
		memcpy(text + head + k * each, limit->again, each);
	memcpy(text + head + n * each, limit->tail, strlen(limit->tail));
	any = limit->in_prompt ? marked(built, slice(limit->other), limit->kind, limit->confidence) :
		marked(slice(limit->other), built, limit->kind, limit->confidence);
	free(text);
	return any;
}

/* Appends the stretches of characters that an answer may not hold. */
static void
add_litter(BcIssueKind kind, uint32_t first, uint32_t last, char *out)
{
	uint32_t	from = 0;

	for (uint32_t c = first; c <= last + 1; c++)
	{
		unsigned char text[64] = "It is so, as told. ";
		size_t		len = strlen((char *) text);
		bool		now = false;

		if (c <= last && (c < 0xD800 || c > 0xDFFF))
		{
			len += bc_utf8_encode(text + len, c);
			len += bc_utf8_encode(text + len, c);
			text[len++] = '.';
			now = marked(slice("Tell me"), (BcSlice) {text, len}, kind, 0);
		}
		if (now && from == 0)
			from = c;
		else if (!now && from != 0)
		{
			sprintf(out + strlen(out), "%s%X-%X", *out == '\0' ? "" : " ", (unsigned) from, (unsigned) c - 1);
			from = 0;
		}
	}
}

static void
test_litter(BcIssueKind kind, const char *wanted)
{
	char		got[1000] = "";

	add_litter(kind, 1, 0x31FF, got);
	add_litter(kind, 0xD7FF, 0xFFFF, got);
	add_litter(kind, 0x1F000, 0x1F010, got);
	if (strcmp(got, wanted) != 0)
		printf("%s: %s\n", bc_issue_name(kind), got);
	check(strcmp(got, wanted) == 0, "characters that are litter");
}

int
main(void)
{
	for (size_t k = 0; k < sizeof(limits) / sizeof(limits[0]); k++)
	{
		const Limit *l = &limits[k];
		char		what[300];

		snprintf(what, sizeof(what), "%s, %.60s (%u to %u of %.30s) %.60s", bc_issue_name(l->kind), l->head, l->least,
				 l->most, l->again, l->tail);
		check(holds(l, l->least) && holds(l, l->most), what);
		check(l->least == 0 || !holds(l, l->least - 1), what);
		check(l->most == MANY || !holds(l, l->most + 1), what);
	}
	test_litter(BC_CONTROL_CHARS, "1-8 E-1F 7F-7F 200B-200C 200E-200F 202A-202E 2066-2069 FEFF-FEFF");
	test_litter(BC_MOJIBAKE, "E000-F8FF FFFD-FFFD");
	return report();
}
