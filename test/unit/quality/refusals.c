/*
 * refusals.c: refusals, and names that a model calls itself: what each of the
 * rule's parts alone tells apart.
 */
#include "core/quality/internal.h"

#include "check.h"

#define TEN(x)	x x x x x x x x x x
#define BREAD	"Tell me how bread is baked at home."
#define BAKE	"请讲讲面包是怎么做的。"

typedef struct Case
{
	bool		marked;
	const char *prompt;
	const char *response;
} Case;

static const Case refusals[] = {
	/* an apology, a model, or a verb of help right behind; none of these */
	{true, BREAD, "I cannot provide it."},
	{false, BREAD, "I cannot say it."},
	{true, BREAD, "Sorry, I cannot say it."},
	{true, BREAD, "I am an AI and I cannot say it."},
	{true, BREAD, "It is a matter that I decline to tell."},
	{false, BREAD, "Sorry, you cannot say it."},
	{true, BREAD, "I CANNOT PROVIDE IT."},
	{true, BREAD, "SORRY, I WON’T SAY IT."},
	/* the curved apostrophe, and none that only begins or ends like it */
	{true, BREAD, "Sorry, I can’t do that."},
	{false, BREAD, "Sorry, I can‘t do that."},
	{false, BREAD, "Sorry, I can⁙t do that."},
	{false, BREAD, "Sorry, I can怙t do that."},
	{false, BREAD, "Sorry, I can’ t do that."},
	/* Chinese: who is unable, of what, in which clause */
	{true, BAKE, "抱歉，我不能说。"},
	{false, BAKE, "抱歉，不能说。"},
	{false, BAKE, "我不能说。"},
	{true, BAKE, "我不能回答。"},
	{true, BAKE, "我没有能力回答。"},
	{true, BAKE, "本助手不能回答。"},
	{true, BAKE, "抱歉，本人不能说。"},
	{false, BAKE, "抱歉，这事由我。不能说。"},
	{false, BAKE, "抱歉，这事由我；不能说。"},
	{false, BAKE, "抱歉，这事由我\n不能说。"},
	{true, BAKE, "抱歉，这事由我，不能说。"},
	{true, BAKE, "抱歉，这事由我。我不能说。"},
	{false, BAKE, "抱歉，不能说，我也不知。"},
	{true, BAKE, "抱歉，面包不能说，我不能说。"},
	/* what it is like to be a machine; trouble */
	{false, BAKE, "抱歉，我不能吃面包。"},
	{false, BAKE, "抱歉，我无法替代。"},
	{true, BAKE, "机器无法替代人，我无法回答。"},
	{false, BAKE, "抱歉，给我们造成不便。"},
	{true, BAKE, "抱歉，这个我不便回答。"},
	{true, BAKE, "抱歉，我不便。我拒绝。"},
	/* as a model, which stands before it, near, in its clause */
	{true, BAKE, "作为语言模型，无法说。"},
	{true, BAKE, "身为机器人，不能说。"},
	{false, BAKE, "语言模型无法说。"},
	{false, BAKE, "作为老师，无法比语言模型快。"},
	{false, BAKE, "无法说，作为语言模型。"},
	{false, BAKE, "作为语言模型。面包无法说。"},
	{true, BAKE, "作为语言模型，它无法替代，也无法说。"},
	/* somebody else's, of a story, a song, a copy or another language, unless of an AI */
	{false, "Write an email.", "Sorry, I cannot say it."},
	{true, "Write an email.", "Sorry, as an AI model I cannot say it."},
	{true, "Write an email.", "Sorry, I cannot do it at your request."},
	{false, "Write a poem.", "Sorry, I cannot say it."},
	{false, "Correct this.", "Sorry, I cannot say it."},
	{false, "用英语说。", "Sorry, I cannot say it."},
	{true, "写一封邮件", "抱歉，我无法回答。"},
	{false, "写一封邮件", "抱歉，我无法去。"},
	/* behind "but" comes an answer; "sorry, but" is no turn */
	{false, BREAD, "I cannot help with that. However, bread is flour and water and salt and yeast."},
	{true, BREAD, "I cannot help with that. However, you may ask a baker of your town for it."},
	{true, BREAD, "Sorry, but I cannot help with that and bread is flour and water and salt."},
	{false, BREAD, "Sorry, I cannot help with that but bread is flour and water and salt and some yeast."},
	{true, BREAD, "I cannot help with that. However, I know not. However, no."},
	{false, BREAD, "I cannot help with that. However, no. However, it is flour and water and salt and yeast."},
	{true, BREAD, "I cannot help with that. However: ,please ask the baker of your own old town."},
	/* of a program nothing is told */
	{false, BREAD, "```\nSorry, I cannot say it.\n```"},
};

static const Case names[] = {
	{true, "Who are you?", "I am ChatGPT."},
	{false, "Who are you?", "You are ChatGPT."},
	{false, "Who are you?", "I am a user of ChatGPT."},
	{true, "Who are you?", "As ChatGPT, I know it."},
	{false, "Who are you?", "As ChatGPT, you know it."},
	{false, "Who are you?", "So: as ChatGPT, I know it."},
	{true, "Who are you?", "Hello!\nI'm ChatGPT."},
	{true, "Who are you?", "Hello.\nI'm ChatGPT."},
	{false, "Who are you?", "I'm here.\nNot ChatGPT."},
	{true, "Who are you?", "ChatGPT? I am Kimi."},
	{false, "Who are you?", "ChatGPT? It is Kimi."},
	{true, "Who are you?", "I am v.ChatGPT."},
	{false, "Who are you?", "I am v. ChatGPT."},
	{true, "你是谁？", "你好。我是豆包。"},
	{true, "你是谁？", "你好！我是豆包。"},
	{false, "你是谁？", "我喜欢豆包。"},
	{false, "你是谁？", "我是用户，喜欢Kimi。"},
	/* of what stood before the first name nothing is left for the second */
	{false, "Who are you?", "Such as here I am ChatGPT. So Kimi is."},
	{false, "Pretend to be ChatGPT.", "I am ChatGPT."},
	{false, "Who are you?", "```\nI am ChatGPT.\n```"},
};

static unsigned
score_of(BcSlice prompt, BcSlice response, BcIssueKind kind)
{
	BcRecord	rec;
	BcIssues	issues;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = prompt;
	rec.response = response;
	if (!bc_quality(&bc_malloc_env, &rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		if (issues.list[i].kind == kind)
			return issues.list[i].severity == BC_WARN ? issues.list[i].score : 1;
	return 0;
}

/* How far something may stand: that many fillers before the tail, and no more. */
static const struct
{
	BcIssueKind kind;
	const char *prompt;
	const char *head;
	const char *filler;
	const char *tail;
	unsigned	most;
}			reaches[] = {
	/* the first hundred characters are read, of Chinese too */
	{BC_REFUSAL, BAKE, "", "好", "抱歉，我无法说。", 94},
	{BC_REFUSAL, BAKE, " \n", "好", "抱歉，我无法说。", 94},
	{BC_REFUSAL, BREAD, "", "x", " Sorry, I cannot say it.", 83},
	{BC_REFUSAL, BREAD, " \n", "x", " Sorry, I cannot say it.", 83},
	{BC_MODEL_IDENTITY, "Who are you?", "", "x", " I am ChatGPT, so it is told.", 87},
	{BC_MODEL_IDENTITY, "你是谁？", "", "好", "。我是ChatGPT，就是这样。", 90},
	/* "as" and the model, "I" and what it is unable to, "I am" and a name: bytes */
	{BC_REFUSAL, BAKE, "作为", "好", "人工智能，无法说。", 11},
	{BC_REFUSAL, BAKE, "作为", "x", "人工智能，无法说。", 35},
	{BC_REFUSAL, BAKE, "抱歉，我", "x", "无法说。", 45},
	{BC_REFUSAL, BAKE, "", "x", "我无法提供。", 38},
	{BC_MODEL_IDENTITY, "你是谁？", "我是好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好", "a", "ChatGPT。", 2},
	/* 80 words, 150 Chinese characters */
	{BC_REFUSAL, BREAD, "Sorry, I cannot say it:", " x", ".", 75},
	{BC_REFUSAL, BAKE, "抱歉，我无法说：", "好", "。", 144},
};

static BcSlice
filled(const char *head, const char *filler, unsigned times, const char *tail, char *out)
{
	size_t		len = (size_t) sprintf(out, "%s", head);

	for (unsigned k = 0; k < times; k++)
		len += (size_t) sprintf(out + len, "%s", filler);
	len += (size_t) sprintf(out + len, "%s", tail);
	return (BcSlice) {(unsigned char *) out, len};
}

/* Of an answer 2,048 bytes are read: of the ninth word behind "however" no blank beyond. */
static void
test_most(void)
{
	static char text[4000];
	unsigned	before = 2048 - (unsigned) strlen("Sorry, I cannot say it. however x x x x x x x x ");

	check(score_of(slice(BREAD), filled("Sorry, I cannot say it. ", "!", before, "however x x x x x x x x x", text),
				   BC_REFUSAL) == 0, "the 2048th byte is read");
	check(score_of(slice(BREAD), filled("Sorry, I cannot say it. ", "!", before + 1, "however x x x x x x x x x", text),
				   BC_REFUSAL) == 900, "the 2049th byte is not");
	check(score_of(slice(BREAD), filled("Sorry, I cannot say it. ", "!", 2500, "however x x x x x x x x x", text),
				   BC_REFUSAL) == 900, "nor what stands behind");
}

int
main(void)
{
	static char text[2000];

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		check(score_of(slice(refusals[i].prompt), slice(refusals[i].response), BC_REFUSAL) ==
			  (refusals[i].marked ? 900 : 0), refusals[i].response);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check(score_of(slice(names[i].prompt), slice(names[i].response), BC_MODEL_IDENTITY) ==
			  (names[i].marked ? 900 : 0), names[i].response);
	for (size_t i = 0; i < sizeof(reaches) / sizeof(reaches[0]); i++)
		for (unsigned beyond = 0; beyond < 2; beyond++)
			check(score_of(slice(reaches[i].prompt),
						   filled(reaches[i].head, reaches[i].filler, reaches[i].most + beyond, reaches[i].tail, text),
						   reaches[i].kind) == (beyond ? 0 : 900), reaches[i].tail);
	test_most();
	return report();
}
