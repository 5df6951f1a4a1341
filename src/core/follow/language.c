/*
 * language.c: the language of an answer: said of the answer, of the piece that
 * is to be written, of a translation, or by itself between commas.
 */
#include "core/follow/internal.h"

static bool
stands_any(const BcFinder *f, size_t at, const char *const *words,
		   size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_han_stands_at(f, at, words[k]))
			return true;
	return false;
}

#define STANDS_ANY(f, at, words) \
	stands_any(f, at, words, sizeof(words) / sizeof(words[0]))

static void
add_language(BcFinder *f, size_t i, unsigned sure)
{
	BcConstraint *c = bc_follow_add(f, BC_F_LANGUAGE, i, i, sure);

	if (c != NULL)
		c->name = bc_follow_languages[f->cue[i].value];
}

/* 后面都说中文 */
static bool
speaks(const BcFinder *f, size_t k)
{
	return (bc_cue_starts(f, k, "说") || bc_cue_starts(f, k, "讲")) &&
		bc_cue_before(f, k, bc_clause_start(f, k),
					  BC_M(HOLD) | BC_M(ONLY) | BC_M(MODAL)) != SIZE_MAX;
}

/* A word of English that asks in cues [from, i). */
static bool
asked_in_english(const BcFinder *f, size_t from, size_t i)
{
	for (size_t k = from; k < i; k++)
		if (bc_cue_is(&f->cue[k], BC_M(WH)) && bc_cue_latin(f, k))
			return true;
	return false;
}

/* The classes of cues [from, stop) but those of a letter that is a piece. */
static uint64_t
seen_but_pieces(const BcFinder *f, size_t from, size_t stop)
{
	uint64_t	seen = 0;

	for (size_t k = from; k < stop; k++)
		seen |= bc_cue_is(&f->cue[k], BC_M(PIECE)) ? 0 : f->cue[k].mask;
	return seen;
}

/*
 * "In French", "using only Hindi", 用英文回答: a verb of answering or a word
 * for the answer, and "in" or 用 right before the language.
 */
static void
language_of_answer(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	uint64_t	seen = bc_seen_in(f, from, stop);
	bool		lead = false;
	unsigned	sure;

	for (size_t k = i; k-- > from && i - k <= 3 && !lead;)
	{
		if (bc_cue_latin(f, i))
			lead = bc_cue_is(&f->cue[k], BC_M(ONLY) | BC_M(MODAL)) ||
				(bc_cue_is(&f->cue[k], BC_M(IN)) &&
				 (bc_cue_starts(f, k, "in") || bc_cue_starts(f, k, "be"))) ||
				bc_cue_starts(f, k, "using") || bc_cue_starts(f, k, "use ") ||
				bc_cue_starts(f, k, "use");
		else
			lead = bc_cue_starts(f, k, "用") || speaks(f, k) ||
				(bc_cue_starts(f, k, "以") &&
				 !bc_cue_is(&f->cue[k], BC_M(THIS))) ||
				bc_cue_starts(f, k, "使用") || bc_cue_starts(f, k, "只") ||
				bc_cue_is(&f->cue[k], BC_M(ONLY)) ||
				bc_cue_starts(f, k, "采用") ||
				bc_cue_starts(f, k, "须") || bc_cue_starts(f, k, "必须");
		/* 用地道的英语 */
		if (f->cue[k + 1].gap > (bc_cue_latin(f, i) ? 1 : 0) &&
			!(k + 1 == i && f->cue[i].gap <= 5 && !bc_cue_latin(f, i) &&
			  bc_stands_at(f, f->cue[i].start - 3, "的")))
		{
			/* 用Excel打开中文 */
			lead = lead && (bc_cue_latin(f, i) ||
							!bc_is_letter(bc_byte_at(f, f->cue[k].stop)));
			break;
		}
	}
	if (!lead || (seen & (BC_M(WORKON) | BC_M(EACH))) != 0)
	{
		/* "Rewrite the sentence in only Vietnamese" */
		if (!lead || (seen & BC_M(ONLY)) == 0)
			return;
	}
	/* "the word for x in French" */
	if (bc_cue_latin(f, i) &&
		((seen_but_pieces(f, from, stop) &
		  (BC_M(KEYWORD) | BC_M(REQUEST))) != 0 ||
		 asked_in_english(f, from, i)) &&
		(seen & (BC_M(RESP) | BC_M(ONLY))) == 0)
		return;
	if (bc_cue_latin(f, i) && f->cue[i].stop < f->text.len &&
		f->text.data[f->cue[i].stop] == ' ' &&
		bc_is_letter(bc_byte_at(f, f->cue[i].stop + 1)) &&
		!(i + 1 < f->count && f->cue[i + 1].start == f->cue[i].stop + 1) &&
		(seen & (BC_M(RESP) | BC_M(ONLY))) == 0 &&
		!bc_stands_at(f, f->cue[i].stop, " about") &&
		!bc_stands_at(f, f->cue[i].stop, " with") &&
		!bc_stands_at(f, f->cue[i].stop, " for"))
		return;
	if ((seen & (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(ONLY))) == 0)
		return;
	/* 用中文词汇, 中文名字: of a word */
	if (!bc_cue_latin(f, i) && f->cue[i].stop < f->text.len &&
		(bc_stands_at(f, f->cue[i].stop, "名") ||
		 bc_stands_at(f, f->cue[i].stop, "版") ||
		 bc_stands_at(f, f->cue[i].stop, "翻译") ||
		 bc_stands_at(f, f->cue[i].stop, "单词") ||
		 bc_stands_at(f, f->cue[i].stop, "字母") ||
		 bc_stands_at(f, f->cue[i].stop, "逗") ||
		 bc_stands_at(f, f->cue[i].stop, "句") ||
		 bc_stands_at(f, f->cue[i].stop, "标点") ||
		 bc_stands_at(f, f->cue[i].stop, "括") ||
		 bc_stands_at(f, f->cue[i].stop, "双引") ||
		 bc_stands_at(f, f->cue[i].stop, "单引") ||
		 bc_stands_at(f, f->cue[i].stop, "冒号") ||
		 bc_stands_at(f, f->cue[i].stop, "分号") ||
		 bc_stands_at(f, f->cue[i].stop, "引号")))
		return;
	sure = bc_demand(f, i);
	add_language(f, i, (seen & (BC_M(RESP) | BC_M(ONLY) | BC_M(MODAL))) != 0 ?
				 sure : sure * 9 / 10);
}

/* 翻译成法语, "translate ... into French". */
static bool
is_translation(const BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);

	/* 翻译成英文后意思变了 */
	if (i == 0 ||
		(f->cue[i].gap > 0 &&
		 !(f->cue[i].gap <= 5 && !bc_cue_latin(f, i) &&
		   bc_cue_is(&f->cue[i - 1], BC_M(WORKON)) &&
		   bc_stands_at(f, f->cue[i].start - 3, "的"))) ||
		bc_han_stands_at(f, f->cue[i].stop, "后") ||
		bc_han_stands_at(f, f->cue[i].stop, "之后") ||
		bc_han_stands_at(f, f->cue[i].stop, "以后") ||
		bc_han_stands_at(f, f->cue[i].stop, "时"))
		return false;
	if (bc_cue_latin(f, i))
	{
		size_t		verb = bc_cue_before(f, i, from, BC_M(WORKON));

		return verb != SIZE_MAX && bc_cue_starts(f, verb, "translate") &&
			(bc_cue_starts(f, i - 1, "into") ||
			 bc_cue_starts(f, i - 1, "to"));
	}
	if (bc_cue_starts(f, i - 1, "用") &&
		bc_han_stands_at(f, f->cue[i].stop, "翻译"))
		return true;
	/* 弄成日文, 改成英文 */
	if (f->cue[i - 1].stop - f->cue[i - 1].start == 6 &&
		bc_han_stands_at(f, f->cue[i - 1].stop - 3, "成") &&
		(bc_cue_starts(f, i - 1, "弄") || bc_cue_starts(f, i - 1, "改") ||
		 bc_cue_starts(f, i - 1, "换") || bc_cue_starts(f, i - 1, "写") ||
		 bc_cue_starts(f, i - 1, "转")))
		return true;
	return bc_cue_is(&f->cue[i - 1], BC_M(WORKON)) &&
		(bc_cue_starts(f, i - 1, "翻") || bc_cue_starts(f, i - 1, "译")) &&
		f->cue[i - 1].stop - f->cue[i - 1].start >= 6 &&
		!bc_han_stands_at(f, f->cue[i - 1].stop - 3, "译");
}

/* 中译英：, not 中译英技巧 */
static bool
names_translation(const BcFinder *f, size_t i)
{
	return f->cue[i].stop - f->cue[i].start == 9 && !bc_cue_latin(f, i) &&
		(bc_han_stands_at(f, f->cue[i].start + 3, "译") ||
		 bc_han_stands_at(f, f->cue[i].start + 3, "翻")) &&
		bc_clause_ends(f, i);
}

/* 用法语怎么说, 翻译成法语怎么写 */
static bool
is_asked_how(const BcFinder *f, size_t i)
{
	static const char *const words[] = {"怎么说", "怎么讲", "怎么表达",
										"怎么写", "怎么翻", "如何说",
										"如何表达", "咋说", "咋写",
										"咋讲", "咋翻"};

	/* “谢谢”韩语怎么写, “谢谢”这话韩语咋说 */
	return i > 0 &&
		((f->cue[i].gap == 0 &&
		  (bc_cue_starts(f, i - 1, "用") || is_translation(f, i))) ||
		 (f->cue[i].gap <= 2 &&
		  bc_cue_is(&f->cue[i - 1], BC_M(QUOTE) | BC_M(THIS)))) &&
		STANDS_ANY(f, f->cue[i].stop, words);
}

/* 英文回答: the verb of answering right behind it. */
static bool
before_answering(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"回复", "回覆", "回答", "作答",
										"答复",
										"输出", "撰写", "书写", "回我",
										"写"};
	static const char *const others[] = {"写作", "写的", "写成的", "写得",
										 "写不", "写信的"};
	size_t		from = bc_clause_start(f, i);

	if (STANDS_ANY(f, f->cue[i].stop, others))
		return false;

	/* English 回答 */
	if (bc_cue_latin(f, i) && i == from && f->cue[i].gap == 0 &&
		bc_byte_at(f, f->cue[i].stop) == ' ')
		return STANDS_ANY(f, f->cue[i].stop + 1, verbs);
	return !bc_cue_latin(f, i) && f->cue[i].gap == 0 &&
		(i == from ||
		 bc_cue_is(&f->cue[i - 1], BC_M(MODAL) | BC_M(ONLY))) &&
		STANDS_ANY(f, f->cue[i].stop, verbs);
}

/* "English essay on beekeeping", "write an English poem" */
static bool
of_english_piece(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"write", "compose", "draft", "need",
										"create", "give", "craft"};
	size_t		from = bc_clause_start(f, i);
	size_t		ask = bc_cue_before(f, i, from, BC_M(ASK) | BC_M(MODAL));

	if (!bc_cue_latin(f, i) || i + 1 >= f->count || f->cue[i + 1].gap > 1 ||
		!bc_cue_is(&f->cue[i + 1], BC_M(PIECE)) || !bc_cue_latin(f, i + 1) ||
		bc_cue_starts(f, i + 1, "report"))
		return false;
	if (i == 0 && f->cue[i].gap == 0)
		return true;
	if (ask == SIZE_MAX || ask + 2 < i ||
		(bc_seen_in(f, from, i) & (BC_M(WORKON) | BC_M(WH))) != 0)
		return false;
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (bc_cue_starts(f, ask, verbs[k]))
			return true;
	return false;
}

/* 日本語で答えてください */
static bool
in_japanese(const BcFinder *f, size_t i)
{
	size_t		at = f->cue[i].stop;

	return bc_stands_at(f, at, "で") &&
		(f->cue[i].start == bc_begin_of(f, i) ||
		 bc_stands_at(f, at, "で答") || bc_stands_at(f, at, "で回答") ||
		 bc_stands_at(f, at, "で書") || bc_stands_at(f, at, "で説明"));
}

/* "..., in English, ...", ，用英文，: nothing else stands between commas. */
static bool
is_alone(const BcFinder *f, size_t i)
{
	static const char *const tails[] = {"的", "版", "喔", "哦", "吧", "就行",
										"即可", "就好"};
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	size_t		start = bc_sentence_start(f, i);
	size_t		end = bc_sentence_stop(f, i);
	size_t		at = f->cue[i].stop;

	/* "English only" */
	if (stop == i + 2 && f->cue[i + 1].gap == 0 &&
		(bc_cue_starts(f, i + 1, "only") ||
		 bc_cue_starts(f, i + 1, "please")))
		at = f->cue[i + 1].stop;
	else if (stop != i + 1)
		return false;
	if (i - from > 3)
		return false;
	for (size_t k = from; k <= i; k++)
		if ((f->cue[k].gap > 0 &&
			 !(k > from && bc_cue_is(&f->cue[k - 1], BC_M(CASE)) &&
			   bc_stands_at(f, f->cue[k - 1].stop, "的"))) ||
			(k < i &&
			 !bc_cue_is(&f->cue[k], BC_M(MODAL) | BC_M(ONLY) | BC_M(CASE)) &&
			 !bc_cue_starts(f, k, "in") && !bc_cue_starts(f, k, "用") &&
			 !bc_cue_starts(f, k, "以")))
			return false;
	for (unsigned n = 0; n < 2; n++)
		for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
			if (bc_han_stands_at(f, at, tails[k]))
				at += strlen(tails[k]);
	if (at < (stop < f->count ? f->cue[stop].start : f->text.len))
		return false;
	/* a list of languages */
	if (bc_cue_before(f, i, start, BC_M(LANG)) != SIZE_MAX ||
		bc_cue_after(f, i, end, BC_M(LANG)) != SIZE_MAX)
		return false;
	/* 全部小写的英文， */
	if ((bc_seen_in(f, from, i) & BC_M(CASE)) != 0)
		return true;
	/* "English please!"; "English, 3 sentences." */
	if (stop == i + 2 && bc_cue_starts(f, i + 1, "please"))
		return true;
	if (from == i && i == start && stop == i + 1 && stop + 1 < f->count &&
		bc_cue_is(&f->cue[stop + 1], BC_M(NUM) | BC_M(NUMWORD) | BC_M(BEFORE)) &&
		(f->seen & BC_M(ASK)) != 0)
		return true;
	return from > start || stop < end ?
		(bc_seen_in(f, start, end) & BC_M(ASK)) != 0 : false;
}

void
bc_follow_language(BcFinder *f, size_t i)
{
	static const char *const parts[] = {"其中", "注释", "注解", "标签用",
										"变量名", "键名", "字段名", "列名",
										"文件名", "函数名", "节点"};
	unsigned	sure;

	if (bc_follow_languages[f->cue[i].value][0] == '-' ||
		bc_cue_is(&f->cue[i], BC_M(COND)))
		return;
	/* 其中摘要用英文, 注释一律英文: of a part */
	if (!bc_cue_latin(f, i))
		for (size_t at = bc_clause_byte(f, i, 90); at < f->cue[i].start; at++)
			if (f->text.data[at] >= 0xE4 && STANDS_ANY(f, at, parts))
				return;
	/* 译成英语、法语; 中文大写 */
	if (!bc_cue_latin(f, i) && i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		(bc_cue_is(&f->cue[i + 1], BC_M(CASE)) ||
		 (i + 2 < f->count && f->cue[i + 2].gap == 0 &&
		  bc_cue_is(&f->cue[i + 1], BC_M(AND)) && f->cue[i + 1].value == 2 &&
		  bc_cue_is(&f->cue[i + 2], BC_M(LANG)))))
	{
		if (bc_cue_starts(f, i, "中") || bc_cue_starts(f, i, "汉") ||
			!bc_cue_is(&f->cue[i + 1], BC_M(CASE)))
			return;
	}
	if (names_translation(f, i))
	{
		add_language(f, i, bc_demand_as(f, i, BC_M(ASK)) * 4 / 5);
		return;
	}
	/* 语言：英文 */
	if (i >= 2 && f->cue[i].gap == 0 && !bc_cue_latin(f, i) &&
		bc_cue_is(&f->cue[i - 1], BC_M(COLON)) && f->cue[i - 1].gap == 0 &&
		bc_cue_starts(f, i - 2, "语言") && bc_clause_ends(f, i))
	{
		add_language(f, i, bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	if (is_asked_how(f, i))
	{
		if (!bc_negated(f, i))
			add_language(f, i, 70);
		return;
	}
	sure = bc_demand_as(f, i, BC_M(ASK));
	/* what is translated may stand beside its translation */
	if (is_translation(f, i))
		add_language(f, i, sure * 4 / 5);
	else if (before_answering(f, i) || is_alone(f, i) ||
			 of_english_piece(f, i) || in_japanese(f, i))
		add_language(f, i, sure);
	else
		language_of_answer(f, i);
}
