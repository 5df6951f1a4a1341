/*
 * refusal.c: an answer that says that it gives none, and a model that
 * introduces itself as another.
 *
 * A refusal is short and says in its opening that it is unable: with an apology,
 * as an AI, or before a verb of help.  A full answer behind a disclaimer ("As an
 * AI coach, I would ...") is none.  The wordings are those that the filters of
 * ShareGPT, WizardLM and AlpacaDataCleaned know, by their parts.
 */
#include "core/quality/internal.h"

#define OPENING			100		/* characters */
#define MOST			(4 * OPENING)
#define MOST_WORDS		110		/* of an answer that refuses */
#define MOST_CJK		150
#define MOST_AFTER_BUT	20		/* words, or two CJK characters for each */
#define SELF_BEFORE		120		/* bytes between "I am" and a name */

/* In lower case where it is ASCII, ’ as ', full stops of a sentence kept. */
typedef struct Opening
{
	char		text[MOST + 1];
	size_t		len;
} Opening;

static void
read_opening(BcSlice text, size_t chars, Opening *out)
{
	BcSlice		head = bc_text_head(text, chars);

	out->len = 0;
	for (size_t i = 0; i < head.len && out->len < MOST; i++)
	{
		unsigned char c = head.data[i];

		if (c == 0xE2 && head.len - i >= 3 && head.data[i + 1] == 0x80 &&
			head.data[i + 2] == 0x99)
		{
			c = '\'';
			i += 2;
		}
		out->text[out->len++] = (char) ((unsigned) c - 'A' < 26 ? c | 0x20 : c == 0 ? ' ' : c);
	}
	out->text[out->len] = '\0';
}

/* Behind the first of the words from p on; NULL: none is there. */
static const char *
behind_any(const char *p, const char *const *words)
{
	const char *first = NULL;
	const char *behind = NULL;

	for (; *words != NULL; words++)
	{
		const char *found = strstr(p, *words);

		if (found != NULL && (first == NULL || found < first))
		{
			first = found;
			behind = found + strlen(*words);
		}
	}
	return behind;
}

static bool
starts_with_any(const char *p, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncmp(p, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* Behind the words that say that the speaker is unable; NULL: none. */
static const char *
unable_english(const char *p)
{
	static const char *const words[] = {
		"i can't ", "i cannot ", "i can not ", "i'm unable to ", "i am unable to ",
		"i'm not able to ", "i am not able to ", "i won't be able to ", "i won't ",
		"i will not ", "i'm not capable of ", "i am not capable of ", "i must decline",
		"i have to decline", "i must refuse", "i refuse to ", "i decline to ",
		"i'm not comfortable ", "i am not comfortable ", "i don't have ",
		"i do not have ", "i do not possess ", "i don't possess ", "i'm not programmed to ",
		"i am not programmed to ", "i'm not allowed to ", "i am not allowed to ",
		"i don't feel comfortable ", "i'm afraid i can't", "i can't, ", "i cannot, ",
		"it would be inappropriate for me ", "it is not appropriate for me ",
		"it's not appropriate for me ", "unable to assist", "unable to help",
		"can't help with that", "cannot help with that", "can't assist with", "cannot assist with", NULL
	};

	return behind_any(p, words);
}

static bool
refuses_english(const Opening *o)
{
	static const char *const sorry[] = {
		"sorry", "apologi", "apology", "afraid", "unfortunately", "regret", NULL
	};
	static const char *const self[] = {
		"as an ai", "language model", "i'm an ai", "i am an ai", "i'm just an ai",
		"i am just an ai", "i'm only an ai", "as an artificial intelligence", "as a chatbot", NULL
	};
	static const char *const help[] = {
		"assist", "fulfil", "comply", "provide", "answer", "respond", "engage in", "participate",
		"discuss", "do that", "do so", "access", "browse", "complete th", "complete your", "generate",
		"create", "help you", "help with", "give you", "condone", "advise", "predict", "perform th", "the ability", NULL
	};
	const char *unable = unable_english(o->text);

	if (unable == NULL)
		return false;
	if (behind_any(o->text, sorry) != NULL || behind_any(o->text, self) != NULL)
		return true;
	return unable - o->text < 48 && starts_with_any(unable, help);
}

static const char *
unable_chinese(const char *p)
{
	static const char *const words[] = {
		"无法", "不能", "没法", "没办法", "没有办法", "不便", "拒绝", "不具备", "没有能力", "不可以", "不会提供",
		"不支持", "没有权限", "没有相关", "没有个人", "没有情感", "没有感情", "没有实体", "没有自己的", "没有真正",
		"没有具体", "没有能", "不知道", "不提供", NULL
	};

	return behind_any(p, words);
}

static bool
refuses_chinese(const Opening *o)
{
	static const char *const sorry[] = {
		"抱歉", "对不起", "遗憾", "不好意思", "请原谅", "请谅解", NULL
	};
	static const char *const as[] = {"作为", "我只是", "我是", "身为", NULL};
	static const char *const self[] = {
		"ai", "人工智能", "语言模型", "智能助手", "机器人", "虚拟助手", "大模型", NULL
	};
	static const char *const help[] = {
		"回答", "提供", "帮助", "协助", "满足", "完成", "执行", "访问", "查询", "给出", "支持", "讨论", "处理",
		"生成", "为您", "为你", "帮您", "帮你", "给您", "给你", "参与", "评论", "透露", "告诉", "理解您", "理解你",
		"继续", "写", "做", "直接", "对此", "就此", "响应", NULL
	};
	static const char *const us[] = {"我", "本人", "本助手", "本模型", NULL};
	const char *me = behind_any(o->text, us);
	const char *unable = unable_chinese(o->text);
	const char *role = behind_any(o->text, as);

	if (unable == NULL)
		return false;
	if (role != NULL && role < unable)
	{
		const char *model = behind_any(role, self);

		if (model != NULL && model < unable && model - role < 48)
			return true;
	}
	if (me == NULL || me > unable)
		return false;
	return behind_any(o->text, sorry) != NULL ||
		(unable - o->text < 48 && starts_with_any(unable, help));
}

/* What is told behind "but" is longer than an offer. */
static bool
goes_on(const Opening *o, const char *unable, size_t words, size_t cjk)
{
	static const char *const but[] = {
		"但是", "不过", "然而", "但，", "，但", "however", " but ", "nevertheless", "that being said",
		"that said", NULL
	};
	const char *behind = behind_any(unable, but);
	size_t		told = 0;

	if (behind == NULL)
		return false;
	/* of the opening: up to where the turn comes, counted roughly */
	for (const char *p = o->text; p < behind; p++)
		told += *p == ' ' ? 2 : (*p & 0xF0) == 0xE0;
	return words * 2 + cjk > told + 2 * MOST_AFTER_BUT;
}

static void
check_refusal(BcQuality *q)
{
	size_t		words = q->response.words;
	size_t		cjk = q->response.cjk;
	Opening		o;
	bool		english;
	const char *unable;

	if (!bc_has_word(q->opening, BC_W_REFUSAL) || q->response.code ||
		words > MOST_WORDS || cjk > MOST_CJK)
		return;
	read_opening(q->answer, OPENING, &o);
	english = refuses_english(&o);
	if (!english && !refuses_chinese(&o))
		return;
	/* in a letter or a rewritten sentence somebody else is unable */
	if (bc_has_word(q->asked, BC_W_ROLE) && strstr(o.text, "ai ") == NULL &&
		strstr(o.text, "模型") == NULL && strstr(o.text, "智能") == NULL &&
		strstr(o.text, "request") == NULL && strstr(o.text, "assist") == NULL &&
		strstr(o.text, "请求") == NULL)
		return;
	unable = english ? unable_english(o.text) : unable_chinese(o.text);
	if (!goes_on(&o, unable, words, cjk))
		bc_quality_add(q, BC_REFUSAL, BC_WARN, 900);
}

/* Is the name at p what the speaker calls itself, its maker or its model? */
static bool
is_self(const char *start, const char *p)
{
	static const char *const self[] = {
		"i am ", "i'm ", "my name is ", "call me ", "as an ai", "as a language model",
		"as a large language model", "created me", "made me", "trained me", "developed me", "me by ", NULL
	};
	static const char *const chinese[] = {"我是", "我叫", "作为", "我由", "我的名字", "我的开发", "我被", NULL};
	static const char *const not[] = {
		"i am not", "i'm not", "我不是", "我并不是", "我并非", "such as", "使用", "喜欢", "用户", "a user of", NULL
	};
	const char *from = p - start > SELF_BEFORE ? p - SELF_BEFORE : start;
	char		before[SELF_BEFORE + 12];
	size_t		len;

	/* within the sentence */
	for (const char *c = from; c < p; c++)
		if (*c == '\n' || *c == '!' || *c == '?' || (*c == '.' && c[1] == ' ') ||
			strncmp(c, "。", 3) == 0 || strncmp(c, "！", 3) == 0 || strncmp(c, "？", 3) == 0)
			from = c + 1;
	len = (size_t) (p - from);
	memcpy(before, from, len);
	before[len] = '\0';
	return (behind_any(before, self) != NULL || behind_any(before, chinese) != NULL) &&
		behind_any(before, not) == NULL;
}

static void
check_identity(BcQuality *q)
{
	static const char *const names[] = {
		"chatgpt", "openai", "gpt-4", "gpt4", "claude", "anthropic", "gemini", "google bard",
		"copilot", "kimi", "deepseek", "chatglm", "moonshot", "qwen", "文心", "通义", "千问", "豆包", "讯飞星火",
		"混元", "百川", NULL
	};
	Opening		o;

	if (!bc_has_word(q->opening, BC_W_IDENTITY) || q->response.code ||
		bc_has_word(q->asked, BC_W_ROLE))
		return;
	read_opening(q->answer, OPENING, &o);
	if (strncmp(o.text, "as chatgpt, i", 13) == 0)
		bc_quality_add(q, BC_MODEL_IDENTITY, BC_WARN, 900);
	for (const char *p = o.text; (p = behind_any(p, names)) != NULL;)
		if (is_self(o.text, p))
		{
			bc_quality_add(q, BC_MODEL_IDENTITY, BC_WARN, 900);
			return;
		}
}

void
bc_quality_refusal(BcQuality *q)
{
	check_refusal(q);
	check_identity(q);
}
