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
#define MOST			2048	/* bytes of the answer that are read */
#define MOST_WORDS		80		/* of an answer that refuses */
#define MOST_CJK		150
#define MOST_OFFER		20		/* words behind "but", or twice the CJK characters */
#define MOST_AFTER_BUT	8		/* where it is no offer */
#define ME_BEFORE		54		/* bytes between 我 and what it is unable to */
#define SELF_BEFORE		120		/* bytes between "I am" and a name */

/* In lower case where it is ASCII, with ' for ’. */
typedef struct Opening
{
	char		whole[MOST + 1];	/* the answer, or its beginning */
	char		text[MOST + 1];	/* the opening */
} Opening;

static void
read_part(BcSlice text, char *out)
{
	size_t		len = 0;

	for (size_t i = 0; i < text.len && len < MOST; i++)
	{
		unsigned char c = text.data[i];

		if (c == 0xE2 && text.len - i >= 3 && text.data[i + 1] == 0x80 &&
			text.data[i + 2] == 0x99)
		{
			c = '\'';
			i += 2;
		}
		out[len++] = (char) ((unsigned) c - 'A' < 26 ? c | 0x20 : c == 0 ? ' ' : c);
	}
	out[len] = '\0';
}

/* The first characters of the answer, which are counted where that is needed. */
static BcSlice
opening(const BcQuality *q)
{
	BcSlice		text = q->answer;

	if (q->response.chars <= OPENING || text.len <= OPENING)
		return text;
	if (q->response.chars == q->rec->response.len)
		return (BcSlice) {text.data, OPENING};
	return bc_text_head(text, OPENING);
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
		"i can't ", "i cannot ", "i can not ", "i'm unable to ",
		"i am unable to ", "i'm not able to ", "i am not able to ",
		"i won't be able to ", "i won't ", "i will not ",
		"i'm not capable of ", "i am not capable of ", "i don't have ",
		"i do not have ", "i do not possess ", "i don't possess ",
		"i'm not programmed to ", "i am not programmed to ",
		"i'm not allowed to ", "i am not allowed to ", "i'm afraid i can't",
		"i can't, ", "i cannot, ", "unable to assist", "unable to help",
		"can't help with that", "cannot help with that", "can't assist with",
		"cannot assist with", "can't comply", "cannot comply", NULL
	};

	return behind_any(p, words);
}

static bool
refuses_english(const Opening *o)
{
	static const char *const sorry[] = {
		"sorry", "apologi", "apology", "afraid", "unfortunately", "regret",
		NULL
	};
	static const char *const self[] = {
		"as an ai", "language model", "i'm an ai", "i am an ai",
		"i'm just an ai", "i am just an ai", "i'm only an ai",
		"as an artificial intelligence", "as a chatbot", NULL
	};
	static const char *const help[] = {
		"assist", "fulfil", "comply", "provide", "answer", "respond",
		"engage ", "participate", "discuss", "do that", "do so", "access",
		"browse", "complete th", "complete your", "generate", "create",
		"help you", "help with", "give you", "condone", "advise", "predict",
		"perform th", "the ability", NULL
	};
	static const char *const sure[] = {
		"i must decline", "i have to decline", "i must refuse",
		"i refuse to answer", "i refuse to provide", "i refuse to help",
		"i decline to ", "i'm not comfortable ", "i am not comfortable ",
		"i don't feel comfortable ", "i do not feel comfortable ",
		"inappropriate for me to ", "not appropriate for me to ",
		"i cannot and will not ", "i can't and won't ", NULL
	};
	const char *unable = behind_any(o->text, sure);

	if (unable != NULL && unable - o->text < 64)
		return true;
	unable = unable_english(o->text);
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
		"无法", "不能", "没法", "没办法", "没有办法", "不便", "拒绝", "不具备", "没有能力", "不可以",
		"不会提供", "不支持", "没有权限", "没有相关", "没有个人", "没有情感", "没有感情", "没有实体",
		"没有自己的", "没有真正", "没有具体", "没有能", "不提供", "没有联网", NULL
	};

	return behind_any(p, words);
}

/* Does a sentence end between the two? */
static bool
in_other_clause(const char *from, const char *to)
{
	for (const char *p = from; p < to; p++)
		if (strncmp(p, "。", 3) == 0 || strncmp(p, "；", 3) == 0 || *p == '\n')
			return true;
	return false;
}

/* Is it the speaker who is unable? */
static bool
said_of_me(const char *start, const char *unable)
{
	static const char *const me[] = {"我", "本人", "本助手", "本模型", NULL};
	const char *from = unable - start > ME_BEFORE ? unable - ME_BEFORE : start;

	/* to the start of a character */
	while ((*from & 0xC0) == 0x80)
		from++;
	for (const char *p = from; (p = behind_any(p, me)) != NULL && p <= unable;)
		if (!in_other_clause(p, unable))
			return true;
	return false;
}

static bool
refuses_chinese(const Opening *o)
{
	static const char *const of_itself[] = {
		"吃", "喝", "替代", "取代", "真正", "像人", "拥有", "睡", NULL
	};
	static const char *const sorry[] = {
		"抱歉", "对不起", "遗憾", "不好意思", "请原谅", "请谅解", NULL
	};
	static const char *const as[] = {"作为", "我只是", "我是", "身为", NULL};
	static const char *const self[] = {
		"ai", "人工智能", "语言模型", "智能助手", "机器人", "虚拟助手", "大模型", NULL
	};
	static const char *const help[] = {
		"回答", "提供", "帮助", "协助", "满足", "完成", "执行", "访问", "查询", "给出", "支持",
		"讨论", "处理", "生成", "为您", "为你", "帮您", "帮你", "给您", "给你", "参与", "评论",
		"透露", "告诉", "理解您", "理解你", "直接", "对此", "就此", "响应", NULL
	};
	bool		sorry_said = behind_any(o->text, sorry) != NULL;
	const char *role = behind_any(o->text, as);

	for (const char *unable = o->text; (unable = unable_chinese(unable)) != NULL;)
	{
		const char *model = role == NULL || role > unable ? NULL :
			behind_any(role, self);

		/* 不能吃东西, 无法替代: what it is like to be a machine; 造成不便: trouble */
		if (starts_with_any(unable, of_itself) ||
			(strncmp(unable - 6, "不便", 6) == 0 && !starts_with_any(unable, help)))
			continue;
		if (model != NULL && model < unable && model - role < 48 &&
			!in_other_clause(model, unable))
			return true;
		if (said_of_me(o->text, unable) &&
			(sorry_said || (unable - o->text < 48 && starts_with_any(unable, help))))
			return true;
	}
	return false;
}

/* Words, or pairs of CJK characters; roughly. */
static size_t
count_told(const char *p)
{
	size_t		told = 0;

	for (; *p != '\0'; p++)
		told += *p == ' ' ? 2 : (*p & 0xF0) == 0xE0;
	return told / 2;
}

/* What else the speaker or the reader can do. */
static bool
is_offer(const char *p)
{
	static const char *const words[] = {
		"i can ", "you can ", "you could ", "you may ", "i could ", "i'd be ",
		"i would be ", "if you ", "feel free", "please", "i'm here",
		"i am here", "i'm happy", "i am happy", "i will ", "i'll ",
		"i suggest", "我", "您", "你", "如果", "建议", "请", NULL
	};
	static const char *const passed[] = {" ", ",", "，", "、", ":", NULL};
	size_t		n;

	do
	{
		n = 0;
		for (int k = 0; passed[k] != NULL; k++)
			if (strncmp(p, passed[k], strlen(passed[k])) == 0)
				n = strlen(passed[k]);
		p += n;
	} while (n > 0);
	return starts_with_any(p, words);
}

/* Behind "but" comes an answer, or more than an offer. */
static bool
goes_on(const Opening *o)
{
	static const char *const but[] = {
		"但是", "不过", "然而", "但，", "，但是", "。但是", "，但", "。但", "however", " but ",
		"nevertheless", "that being said", "that said", NULL
	};
	/* "I'm sorry, but" is no turn */
	const char *sorry = strstr(o->text, "sorry, but");
	const char *from = o->whole + (sorry == NULL ? 0 : sorry + 10 - o->text);
	const char *behind;

	while ((behind = behind_any(from, but)) != NULL)
	{
		if (count_told(behind) > (is_offer(behind) ? MOST_OFFER : MOST_AFTER_BUT))
			return true;
		from = behind;
	}
	return false;
}

/* In a poem, a letter or a rewritten sentence somebody else is unable. */
static bool
of_somebody_else(BcQuality *q, const Opening *o)
{
	static const char *const words[] = {
		"an ai", "language model", "request", "assist", "provide", "generate",
		"access", "模型", "人工智能", "请求", "回答", "ai助手", NULL
	};

	return bc_prompt_words(q, BC_WORD(ROLE) | BC_WORD(SONG) | BC_WORD(COPY) |
						   BC_WORD(LANGUAGE)) != 0 &&
		behind_any(o->text, words) == NULL;
}

static void
check_refusal(BcQuality *q)
{
	size_t		words = q->response.words;
	size_t		cjk = q->response.cjk;
	Opening		o;

	if (q->response.code || words > MOST_WORDS || cjk > MOST_CJK ||
		bc_words_find(q->env, opening(q), BC_W_OPENING) == 0)
		return;
	read_part(q->answer, o.whole);
	read_part(opening(q), o.text);
	if (((q->response.latin > 0 && refuses_english(&o)) ||
		 (q->response.cjk > 0 && refuses_chinese(&o))) &&
		!of_somebody_else(q, &o) && !goes_on(&o))
		bc_quality_add(q, BC_REFUSAL, BC_WARN, 900);
}

/* Is the name at p what the speaker calls itself, its maker or its model? */
static bool
is_self(const char *start, const char *p)
{
	static const char *const self[] = {
		"i am ", "i'm ", "my name is ", "call me ", "as an ai",
		"as a language model", "as a large language model", "created me",
		"made me", "trained me", "developed me", "me by ", NULL
	};
	static const char *const chinese[] = {
		"我是", "我叫", "作为", "我由", "我的名字", "我的开发", "我被", NULL
	};
	static const char *const not[] = {
		"i am not", "i'm not", "我不是", "我并不是", "我并非", "such as", "使用", "喜欢",
		"用户", "a user of", NULL
	};
	const char *from = p - start > SELF_BEFORE ? p - SELF_BEFORE : start;
	char		before[SELF_BEFORE + 12];
	size_t		len;

	/* within the sentence */
	for (const char *c = from; c < p; c++)
		if (*c == '\n' || *c == '!' || *c == '?' || (*c == '.' && c[1] == ' ') ||
			strncmp(c, "。", 3) == 0 || strncmp(c, "！", 3) == 0 ||
			strncmp(c, "？", 3) == 0)
			from = c + 1;
	len = (size_t) (p - from);
	memcpy(before, from, len);
	before[len] = '\0';
	return (behind_any(before, self) != NULL ||
			behind_any(before, chinese) != NULL) &&
		behind_any(before, not) == NULL;
}

static void
check_identity(BcQuality *q)
{
	static const char *const names[] = {
		"chatgpt", "openai", "gpt-4", "gpt4", "claude", "anthropic", "gemini",
		"google bard", "copilot", "kimi", "deepseek", "chatglm", "moonshot",
		"qwen", "文心", "通义", "千问", "豆包", "讯飞星火", "混元", "百川", NULL
	};
	char		text[MOST + 1];

	if (!bc_has_word(q->said, BC_W_IDENTITY) || q->response.code ||
		bc_prompt_has(q, BC_W_ROLE))
		return;
	read_part(opening(q), text);
	if (strncmp(text, "as chatgpt, i", 13) == 0)
		bc_quality_add(q, BC_MODEL_IDENTITY, BC_WARN, 900);
	for (const char *p = text; (p = behind_any(p, names)) != NULL;)
		if (is_self(text, p))
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
