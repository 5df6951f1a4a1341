/*
 * demand.c: whether the sentence of a cue demands anything, or tells, asks,
 * denies.
 */
#include "core/follow/wording.h"

/* "my nanny speaks Spanish so write": a verb of asking behind "so". */
static bool
so_asks(const BcFinder *f, size_t k)
{
	size_t		at = f->cue[k].start;

	return bc_cue_is(&f->cue[k], BC_M(ASK) | BC_M(MODAL)) && at >= 4 &&
		(memcmp(f->text.data + at - 3, "so ", 3) == 0) &&
		f->text.data[at - 4] == ' ';
}

/* The Chinese 了 right behind a verb: what was done, not what is to do. */
static bool
done(const BcFinder *f, const BcCue *cue)
{
	return f->text.len - cue->stop >= 3 &&
		memcmp(f->text.data + cue->stop, "了", 3) == 0;
}

/* 能不能帮我写: a request, no question. */
static bool
polite(const BcFinder *f, size_t k)
{
	if (k + 1 >= f->count || f->cue[k + 1].gap > 1 ||
		(!bc_cue_starts(f, k, "能不能") && !bc_cue_starts(f, k, "可不可以")))
		return false;
	return bc_cue_is(&f->cue[k + 1], BC_M(MODAL)) ||
		bc_cue_starts(f, k + 1, "给") ||
		(bc_cue_is(&f->cue[k + 1], BC_M(ASK)) && f->cue[k].start == 0);
}

/* 优缺点用表格列出: a noun, no question. */
static bool
is_compared(const BcFinder *f, size_t k)
{
	return (bc_cue_starts(f, k, "优缺点") || bc_cue_starts(f, k, "区别") ||
			bc_cue_starts(f, k, "差异") || bc_cue_starts(f, k, "不同之处")) &&
		k + 1 < f->count && f->cue[k + 1].gap <= 1 &&
		bc_cue_is(&f->cue[k + 1], BC_M(ASK));
}

/* 什么标点都别打: whatever it is, no question. */
static bool
whatever(const BcFinder *f, size_t k)
{
	size_t		no;

	if (bc_cue_latin(f, k) ||
		(!bc_cue_starts(f, k, "什么") && !bc_cue_starts(f, k, "啥")))
		return false;
	no = bc_cue_after(f, k, bc_clause_stop(f, k), BC_M(NEG));
	return no != SIZE_MAX && f->cue[no].start >= 3 &&
		(bc_han_stands_at(f, f->cue[no].start - 3, "都") ||
		 bc_han_stands_at(f, f->cue[no].start - 3, "也"));
}

/* 让模型只回答“是”: what others are made to do, 的 behind it aside. */
static bool
makes_others(const BcFinder *f, size_t clause, size_t i)
{
	size_t		at = bc_begin_of(f, clause);
	size_t		stop = f->cue[i].start;

	if (!f->wide || stop - at > 200)
		return false;
	/* 规定回复以“您好”开头，不得出现“不知道”: goes on in the next clause */
	if (clause > 0 && clause <= i && f->cue[clause].gap == 0 &&
		bc_cue_is(&f->cue[clause], BC_M(NEG)) &&
		bc_cue_is(&f->cue[clause - 1], BC_M(COMMA)))
	{
		size_t		before = bc_clause_start(f, clause - 1);

		for (size_t k = before; k < clause - 1; k++)
			if (bc_cue_starts(f, k, "规定"))
				return true;
		if (before < clause - 1 &&
			bc_wording_holds(f, bc_begin_of(f, before),
							 f->cue[clause - 1].start, BC_W_MAKES))
			return true;
	}
	if (!bc_wording_holds(f, at, stop, BC_W_MAKES))
		return false;
	for (size_t k = at + 3; k <= stop; k++)
		if (bc_stands_at(f, k - 3, "的"))
			at = k;
	return bc_wording_holds(f, at, stop, BC_W_MAKES);
}

/* Is [from, i) of the clause such that nothing is demanded in it? */
static bool
spoils(const BcFinder *f, size_t clause, size_t i, bool deniable)
{
	bool		asked = false;

	if (makes_others(f, clause, i))
		return true;
	for (size_t k = i; k-- > clause;)
		if (bc_begins_anew(f, k) || so_asks(f, k))
		{
			clause = so_asks(f, k) ? k : k + 1;
			break;
		}
	for (size_t k = clause; k < i; k++)
	{
		const BcCue *cue = &f->cue[k];

		if (bc_cue_is(cue, BC_M(NONEED)) ||
			(bc_cue_is(cue, BC_M(NEG)) && !deniable && i - k <= 4 &&
			 cue->value != 3))
			return true;
		/* 古人写信为何以“顿首”结尾 */
		if (bc_cue_is(cue, BC_M(WH)) && !bc_cue_latin(f, k) &&
			bc_cue_starts(f, k, "为") && f->cue[k + 1].gap == 0 &&
			bc_cue_is(&f->cue[k + 1], BC_M(ASK) | BC_M(MODAL) | BC_M(ONLY)))
			return true;
		/* "a tale in which ..." */
		if (k > clause && cue->gap == 0 && bc_cue_starts(f, k, "which") &&
			bc_cue_starts(f, k - 1, "in"))
			continue;
		if (bc_cue_is(cue, BC_M(WH)) && !asked && !polite(f, k) &&
			!is_compared(f, k) && !whatever(f, k))
			return true;
		if (bc_cue_is(cue, BC_M(REPORT)) && !asked)
			return true;
		/* 他们要求: others did */
		if (bc_cue_is(cue, BC_M(OTHER)) && !bc_cue_latin(f, k) &&
			!bc_cue_starts(f, k, "我") &&
			bc_cue_starts(f, k + 1, "要求") && f->cue[k + 1].gap == 0)
			return true;
		/* 朋友说话不带标点 */
		if (bc_cue_is(cue, BC_M(OTHER)) && k == clause && cue->gap == 0 &&
			!bc_cue_latin(f, k) && !bc_cue_starts(f, k, "我") &&
			(bc_cue_starts(f, k + 1, "不带") ||
			 bc_cue_starts(f, k + 1, "没")))
			return true;
		/* 只回我, 告诉我, 我只要 */
		if (cue->gap == 0 && bc_cue_is(cue, BC_M(OTHER)) &&
			bc_cue_starts(f, k, "我") &&
			((k > clause && bc_cue_is(&f->cue[k - 1], BC_M(ASK))) ||
			 (f->cue[k + 1].gap == 0 && bc_cue_starts(f, k + 1, "只要")) ||
			 bc_han_stands_at(f, cue->stop, "只想")))
			continue;
		/* 老师让用英文写; 我讲中文你拿英文答我 */
		if (bc_cue_is(cue, BC_M(OTHER)) &&
			(((f->seen & BC_M(WH)) == 0 &&
			  (bc_han_stands_at(f, cue->stop, "让") ||
			   bc_han_stands_at(f, cue->stop, "叫")) &&
			  !bc_han_stands_at(f, cue->stop + 3, "我")) ||
			 (f->wide && k + 1 < i &&
			  (bc_seen_in(f, clause, i) & BC_M(NEG)) == 0 &&
			  bc_wording_holds(f, f->cue[k + 1].stop, f->cue[i].start,
							   BC_W_YOU))))
			continue;
		/* 把这几个学生信息 */
		if (bc_cue_is(cue, BC_M(OTHER)) && k > clause && cue->gap == 0 &&
			!bc_cue_latin(f, k) && bc_cue_is(&f->cue[k - 1], BC_M(THIS)) &&
			f->cue[k - 1].gap == 1 && f->cue[k - 1].start >= 3 &&
			bc_han_stands_at(f, f->cue[k - 1].start - 3, "把"))
			continue;
		if (bc_cue_is(cue, BC_M(OTHER)) && k <= clause + 1 && cue->gap == 0 &&
			!(k > clause && bc_cue_latin(f, k) &&
			  !bc_cue_starts(f, k, "i") &&
			  bc_cue_is(&f->cue[k - 1], BC_M(ASK))) &&
			(!bc_cue_is(&f->cue[k + 1], BC_M(MODAL) | BC_M(NEG)) ||
			 /* 我妈发微信从来不加标点 */
			 (f->cue[k + 1].gap > 3 && bc_cue_is(&f->cue[k + 1], BC_M(NEG))) ||
			 (bc_cue_starts(f, k + 1, "要求") && !bc_cue_starts(f, k, "我"))))
		{
			/* "I want", "we need": somebody asks; "he answered": nobody */
			return true;
		}
		if (bc_cue_is(cue, BC_M(ASK)) && done(f, cue))
			return true;
		asked = asked || bc_cue_is(cue, BC_M(ASK) | BC_M(MODAL) | BC_M(RESP));
	}
	return false;
}

/* A MODAL in [from, stop) that is no noun: 作文要求 is one. */
static bool
wants(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(MODAL)) &&
			!(bc_cue_starts(f, k, "要求") &&
			  (f->cue[k].gap > 0 ||
			   (k > from && bc_cue_is(&f->cue[k - 1], BC_M(PIECE))))))
			return true;
	return false;
}

/* 我该怎么跟领导解释: is the verb at k behind what asks how I might? */
static bool
asks_how(const BcFinder *f, size_t from, size_t k)
{
	size_t		how = bc_cue_before(f, k, from, BC_M(WH));

	return how != SIZE_MAX && how > from &&
		(bc_cue_starts(f, how, "怎") || bc_cue_starts(f, how, "咋") ||
		 bc_cue_starts(f, how, "如何")) &&
		(bc_cue_starts(f, how - 1, "该") || bc_cue_starts(f, from, "我"));
}

/*
 * 我写了篇600字的作文，怎么改: the sentence's last clause, behind that of cue
 * i, asks about what the others tell.
 */
static bool
narrates(const BcFinder *f, size_t i, size_t from, size_t stop)
{
	size_t		last = stop;
	size_t		clause = bc_clause_start(f, i);
	size_t		end = bc_clause_stop(f, i);
	uint64_t	seen;
	bool		wanted = false;

	if (stop == from)
		return false;
	while (last > end && !bc_cue_is(&f->cue[last - 1], BC_CLAUSE_END))
		last--;
	seen = bc_seen_in(f, last, stop);
	/* 作者为什么要重复: 要 wants nothing */
	for (size_t k = last + 1; k < stop; k++)
		if (f->cue[k].gap == 0 && bc_cue_starts(f, k, "要") &&
			bc_cue_starts(f, k - 1, "为"))
			seen &= ~BC_M(MODAL);
	/* 练口语呢。 asks nothing */
	if (bc_cue_starts(f, stop - 1, "呢") && (stop == f->count ||
		f->cue[stop].value != BC_END_QUESTION))
		seen = 0;
	if (last <= end || (seen & BC_M(WH)) == 0 ||
		(seen & (BC_M(RESP) | BC_M(MODAL))) != 0 ||
		bc_cue_is(&f->cue[last - 1], BC_M(COLON)))
		return false;
	for (size_t k = last; k < stop; k++)
		if ((bc_cue_is(&f->cue[k], BC_M(WH)) && bc_cue_latin(f, k)) ||
			(bc_cue_is(&f->cue[k], BC_M(ASK)) &&
			 !(k > last && bc_cue_is(&f->cue[k - 1], BC_M(WH))) &&
			 !asks_how(f, last, k)))
			return false;
	/* 邮件必须以“...”开头，为什么呀 */
	if (last + 1 == stop && f->cue[last].gap == 0 &&
		bc_cue_starts(f, last, "为") && (stop < f->count ?
		 f->cue[stop].gap : f->text.len - f->cue[last].stop) <= 3)
		return true;
	/* 通篇不用标点，他是咋想的 */
	wanted = f->cue[last].gap == 0 && bc_cue_is(&f->cue[last], BC_M(OTHER)) &&
		(bc_cue_starts(f, last, "他") || bc_cue_starts(f, last, "她"));
	for (size_t k = clause; k < end; k++)
		wanted = wanted || bc_cue_starts(f, k, "要") ||
			/* 文章有4800字，多少分钟读完 */
			(bc_cue_is(&f->cue[k], BC_M(NUM)) && f->cue[k].start >= 3 &&
			 bc_han_stands_at(f, f->cue[k].start - 3, "有")) ||
			bc_cue_starts(f, k, "限制") || bc_cue_starts(f, k, "让") ||
			/* 用户昵称限20个字符，到底咋算 */
			(clause == from && f->cue[from].gap >= 2 &&
			 !bc_cue_is(&f->cue[end], BC_M(COLON)) &&
			 !bc_stands_at(f, bc_begin_of(f, from), "你") &&
			 (bc_seen_in(f, clause, i) & BC_M(PIECE)) == 0);
	return wanted || (f->cue[from].gap == 0 && bc_cue_starts(f, from, "我"));
}

/* Past words of no weight at byte at: 一共 at a clause's start, 就行 at its end. */
static size_t
past_fillers(const BcFinder *f, size_t at, const char *const *words,
			 size_t count)
{
	bool		more = true;

	while (more)
	{
		more = bc_byte_at(f, at) == ' ';
		at += more;
		for (size_t k = 0; k < count && !more; k++)
			if (bc_han_stands_at(f, at, words[k]))
			{
				at += strlen(words[k]);
				more = true;
			}
	}
	return at;
}

#define PAST_FILLERS(f, at, words) \
	past_fillers(f, at, words, sizeof(words) / sizeof(words[0]))

/* Behind cue last nothing but 就行 or the like stands in its clause. */
bool
bc_clause_ends(const BcFinder *f, size_t last)
{
	static const char *const tails[] = {"就行", "就够", "就好", "即可", "吧",
										"了", "为宜", "最好", "就可以", "可以",
										"哈", "哦", "啊", "呀", "就成", "搞定",
										"足矣", "足够", "之间"};
	size_t		at = PAST_FILLERS(f, f->cue[last].stop, tails);

	if (bc_clause_stop(f, last) != last + 1)
		return false;
	return last + 1 < f->count ? f->cue[last + 1].gap == 0 ||
		at >= f->cue[last + 1].start : at == f->text.len;
}

/* Is the clause of cues [first, last] nothing else but them: 一共六节就行? */
bool
bc_clause_is(const BcFinder *f, size_t first, size_t last)
{
	static const char *const leads[] = {"总共", "一共", "共", "总计", "就",
										"篇幅", "大概", "写"};
	size_t		at;

	if (bc_clause_start(f, first) != first)
		return false;
	at = bc_begin_of(f, first);
	if (f->cue[first].gap > 4 ||
		(f->cue[first].gap > 0 &&
		 PAST_FILLERS(f, at, leads) < f->cue[first].start))
		return false;
	return bc_clause_ends(f, last);
}

/* 加粗快捷键是什么: nothing is asked for before the word that asks at k. */
static bool
asks_only(const BcFinder *f, size_t clause, size_t k)
{
	/* 精确到百分位有什么意义 */
	if (f->cue[k].value == 1)
		return true;
	return !bc_cue_latin(f, k) && f->cue[k].start >= 3 &&
		(bc_cue_starts(f, k, "是什么") || bc_cue_starts(f, k, "怎") ||
		 (bc_cue_starts(f, k, "什么") &&
		  !bc_han_stands_at(f, f->cue[k].stop, "也") &&
		  !bc_han_stands_at(f, f->cue[k].stop, "都")) ||
		 bc_cue_starts(f, k, "是谁") || bc_cue_starts(f, k, "为什么") ||
		 bc_cue_starts(f, k, "为啥") || bc_cue_starts(f, k, "为何") ||
		 bc_cue_starts(f, k, "多少") || bc_cue_starts(f, k, "哪")) &&
			/* 全文是什么, 答案是什么 */
		(bc_seen_in(f, clause, k - (k > clause && f->cue[k].gap == 0 &&
									bc_cue_is(&f->cue[k - 1], BC_M(RESP)))) &
		 (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(ONLY))) == 0;
}

/* Does a word like 为什么 stand before cue i, with no colon between? */
static bool
asks_why(const BcFinder *f, size_t from, size_t i)
{
	size_t		k = bc_cue_before(f, i, from, BC_M(WH));

	return k != SIZE_MAX &&
		(bc_cue_starts(f, k, "为") || bc_cue_starts(f, k, "怎"));
}

/* 关于要不要养宠物, 结尾要是“...”: no condition. */
static bool
names_a_choice(const BcFinder *f, size_t k)
{
	static const char *const before[] = {"关于", "围绕", "讨论", "考虑",
										 "纠结", "就"};

	if (bc_cue_starts(f, k, "要是") && k > 0 && f->cue[k].gap == 0 &&
		bc_cue_is(&f->cue[k - 1], BC_M(BEGINV) | BC_M(ENDV) | BC_M(RESP)))
		return true;
	if (bc_cue_starts(f, k, "要是"))
		return k > 0 && k + 1 < f->count && f->cue[k + 1].gap == 0 &&
			bc_cue_is(&f->cue[k + 1], BC_M(QUOTE) | BC_M(COLON));
	if (!bc_cue_starts(f, k, "要不要") && !bc_cue_starts(f, k, "是不是"))
		return false;
	for (size_t n = 0; n < sizeof(before) / sizeof(before[0]); n++)
		if (f->cue[k].start >= strlen(before[n]) &&
			bc_han_stands_at(f, f->cue[k].start - strlen(before[n]),
							 before[n]))
			return true;
	return false;
}

/* 不能出现“保证”二字，是真的吗: the sentence that ends at cue stop asks so. */
static bool
doubted(const BcFinder *f, size_t i, size_t stop)
{
	static const char *const words[] = {"真的", "对", "是", "合理", "合法",
										"正常", "有用", "有效", "好使", "管用",
										"常规要求", "规定", "公平", "好用",
										"还用", "扣分", "违规", "犯规"};
	size_t		at;

	/* 用一句话讲：这合法吗 */
	if (stop <= i || bc_cue_after(f, i, stop, BC_M(COLON)) != SIZE_MAX)
		return false;
	at = stop < f->count ? f->cue[stop].start : f->text.len;
	if (at >= 12 && (bc_han_stands_at(f, at - 12, "你觉得呢") ||
					 bc_han_stands_at(f, at - 12, "你怎么看")))
		return true;
	if (!bc_cue_starts(f, stop - 1, "吗"))
		return false;
	at = f->cue[stop - 1].start;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (at >= strlen(words[k]) &&
			bc_han_stands_at(f, at - strlen(words[k]), words[k]))
			return true;
	return false;
}

/* 高考作文要求不少于800字，感觉挺难的: told by somebody who sighs. */
static bool
sighs(const BcFinder *f, size_t i, size_t from, size_t stop)
{
	size_t		last = stop;
	size_t		end = bc_clause_stop(f, i);

	while (last > end && !bc_cue_is(&f->cue[last - 1], BC_CLAUSE_END))
		last--;
	return f->wide && last > end && bc_clause_start(f, i) == from &&
		(f->cue[from].gap >= 2 || bc_cue_is(&f->cue[from], BC_M(OTHER))) &&
		bc_wording_holds(f, f->cue[last - 1].stop,
						 bc_read_to(f, f->cue[last - 1].stop, stop),
						 BC_W_SIGHS);
}

/* 面试官让我用三句话介绍自己，我紧张死了: told, not asked for. */
static bool
recounts(const BcFinder *f, size_t i, size_t stop)
{
	size_t		next = bc_clause_stop(f, i) + 1;
	bool		made = false;

	if (next >= stop || f->cue[next].gap > 0 || !bc_cue_starts(f, next, "我") ||
		!bc_cue_is(&f->cue[next], BC_M(OTHER)) ||
		(bc_seen_in(f, next, bc_clause_stop(f, next)) &
		 (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP))) != 0)
		return false;
	for (size_t at = bc_clause_byte(f, i, 60); at < f->cue[i].start; at++)
		made = made || bc_han_stands_at(f, at, "让我") ||
			bc_han_stands_at(f, at, "叫我") || bc_han_stands_at(f, at, "要我");
	return made;
}

/* 能给五个建议吗: a request. */
static bool
asks_kindly(const BcFinder *f, size_t clause)
{
	static const char *const leads[] = {"能给", "可以给", "能推荐", "能列",
										"能写", "能来", "可以列", "可以推荐"};
	size_t		at = bc_begin_of(f, clause);

	for (size_t k = 0; k < sizeof(leads) / sizeof(leads[0]); k++)
		if (bc_han_stands_at(f, at, leads[k]))
			return true;
	return false;
}

/*
 * How sure it is that cue i is part of a demand, where what stands there is
 * worth cues of the classes and a denial before it is part of the demand, or
 * not.
 */
static unsigned
how_sure(const BcFinder *f, size_t i, uint64_t classes, bool deniable)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	size_t		clause = bc_clause_start(f, i);
	size_t		end = bc_clause_stop(f, i);
	uint64_t	seen = classes;
	bool		question = stop < f->count &&
		bc_cue_is(&f->cue[stop], BC_M(END)) &&
		f->cue[stop].value == BC_END_QUESTION;

	if (f->cue[i].material || (!deniable && bc_denied_by_label(f, i)))
		return 0;
	for (size_t k = from; k < stop; k++)
	{
		const BcCue *cue = &f->cue[k];

		/* "if ...", and behind the demand "... if ..." */
		if (bc_cue_is(cue, BC_M(COND)) && cue->value != 1 &&
			!names_a_choice(f, k) &&
			/* "..., and I swear if you say": of another clause */
			!(k > end && bc_cue_latin(f, k) && bc_clause_start(f, k) != k &&
			  f->cue[k].gap > 0) &&
			!(k < clause && bc_cue_starts(f, k, "是不是")))
			return 0;
		/* 有人说好文章不在长，三百字足矣 */
		if (k == from && bc_cue_is(cue, BC_M(REPORT)) && cue->gap == 0 &&
			k < clause && !bc_cue_latin(f, k) &&
			bc_han_stands_at(f, cue->stop - 3, "说") &&
			(bc_seen_in(f, clause, end) & (BC_M(MODAL) | BC_M(ASK))) == 0)
			return 0;
		if (k < i || k < end)
			seen |= k > from && cue->gap == 0 && !bc_cue_latin(f, k) &&
				bc_cue_is(&f->cue[k - 1], BC_M(WH)) ?
				cue->mask & ~BC_M(ASK) : cue->mask;
	}
	if (spoils(f, clause, i, deniable) ||
		((f->seen & BC_M(WH)) != 0 &&
		 (narrates(f, i, from, stop) || doubted(f, i, stop))) ||
		((f->seen & BC_M(OTHER)) != 0 && recounts(f, i, stop)) ||
		sighs(f, i, from, stop))
		return 0;
	/* 为什么开头常用“...”？ */
	if (question && !bc_cue_latin(f, i) && !wants(f, from, stop) &&
		(seen & BC_M(RESP)) == 0 && asks_why(f, clause, i))
		return 0;
	if (question && bc_cue_is(&f->cue[from], BC_M(WH)) &&
		f->cue[from].gap == 0 && (seen & BC_M(MODAL)) == 0)
		return 0;
	/* "..., why is that?" */
	if (question && bc_cue_after(f, i, stop, BC_M(WH)) != SIZE_MAX &&
		bc_cue_before(f, stop, i, BC_M(COLON)) == SIZE_MAX &&
		!wants(f, from, stop))
		return 0;
	for (size_t k = i + 1; k < end; k++)
		if (bc_cue_is(&f->cue[k], BC_M(NONEED)) ||
			(bc_cue_is(&f->cue[k], BC_M(WH)) &&
			 (question || asks_only(f, clause, k))) ||
			(bc_cue_starts(f, k, "吗") && !asks_kindly(f, clause) &&
			 (bc_cue_before(f, i, from, BC_M(MODAL)) == SIZE_MAX ||
			  bc_han_stands_at(f, bc_begin_of(f, clause),
							   "可以"))))
			return 0;
	if ((seen & (BC_M(MODAL) | BC_M(RESP) | BC_M(ONLY))) != 0)
		return 95;
	if ((seen & (BC_M(ASK) | BC_M(INCLUDE) | BC_M(SEPARATE) |
				 BC_M(HIGHLIGHT) | BC_M(REPEATV) | BC_M(OPTIONW) |
				 BC_M(MARKED) | BC_M(ENDV) | BC_M(BEGINV))) != 0)
		return 85;
	return (seen & (BC_M(BEFORE) | BC_M(AFTER) | BC_M(NEG) |
					BC_M(FORMATN))) != 0 ? 75 : 0;
}

unsigned
bc_demand(const BcFinder *f, size_t i)
{
	return how_sure(f, i, 0, false);
}

unsigned
bc_demand_as(const BcFinder *f, size_t i, uint64_t classes)
{
	return how_sure(f, i, classes, false);
}

unsigned
bc_any_demand(const BcFinder *f, size_t i)
{
	return how_sure(f, i, 0, true);
}

unsigned
bc_any_demand_as(const BcFinder *f, size_t i, uint64_t classes)
{
	return how_sure(f, i, classes, true);
}

/* May cues [first, last] be a demand by themselves? */
static bool
asks_alone(const BcFinder *f, size_t first, size_t last)
{
	/* 字数：150以上 */
	bool		labelled = last > first + 1 && f->cue[first].gap == 0 &&
		bc_clause_start(f, first) == first &&
		bc_cue_is(&f->cue[first + 1], BC_M(COLON)) &&
		bc_clause_stop(f, last) == last + 1;

	return labelled ||
		(bc_clause_is(f, first, last) &&
		 (f->seen & (BC_M(ASK) | BC_M(PIECE) | BC_M(WH))) != 0);
}

unsigned
bc_demand_alone(const BcFinder *f, size_t i, size_t first, size_t last)
{
	unsigned	sure = bc_demand(f, i);

	return sure == 0 && asks_alone(f, first, last) ?
		bc_demand_as(f, i, BC_M(ASK)) : sure;
}

unsigned
bc_any_demand_alone(const BcFinder *f, size_t i, size_t first, size_t last)
{
	unsigned	sure = bc_any_demand(f, i);

	return sure == 0 && asks_alone(f, first, last) ?
		bc_any_demand_as(f, i, BC_M(ASK)) : sure;
}
