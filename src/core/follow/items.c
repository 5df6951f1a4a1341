/*
 * items.c: how many things a list is to have.
 */
#include "core/follow/internal.h"

/* May so many be the items of a list that is to be made? */
static bool
may_be_items(const BcQuantity *q)
{
	return !q->given && !q->each && q->n >= 2 && q->n <= 200;
}

static void
add_quantity_items(BcFinder *f, const BcQuantity *q, unsigned share)
{
	if (may_be_items(q))
		bc_add_quantity(f, BC_F_ITEMS, q, BC_EXACTLY,
					 bc_demand(f, q->first) * share / 100);
}

/* Does one of the words stand at a byte? */
static bool
any_at(const BcFinder *f, size_t at, const char *const *words, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_han_stands_at(f, at, words[k]))
			return true;
	return false;
}

#define ANY_AT(f, at, words) \
	any_at(f, at, words, sizeof(words) / sizeof(words[0]))

/* 凌晨四点, 给三个孩子: no things that are listed. */
static bool
is_of_others(const BcFinder *f, const BcQuantity *q, size_t ask)
{
	static const char *const times[] = {"凌晨", "早上", "上午", "中午",
										"下午", "晚上", "傍晚", "半夜",
										"清晨", "夜里", "早晨", "今晚",
										"明早"};
	static const char *const people[] = {"孩子", "学生", "朋友", "同学",
										 "小朋友", "客户", "员工", "老师",
										 "部门", "家庭", "团队", "用户",
										 "同事", "人分", "人的"};
	size_t		at = f->cue[q->number].start;
	size_t		behind = f->cue[q->last].stop;

	if (at >= 6 && bc_cue_starts(f, q->last, "点") &&
		ANY_AT(f, at - 6, times))
		return true;
	/* 给三个孩子分十二个苹果 */
	if (ask != SIZE_MAX && bc_cue_starts(f, ask, "分") &&
		f->cue[ask].stop - f->cue[ask].start == 3 &&
		bc_cue_before(f, ask, bc_clause_start(f, ask),
					  BC_M(NUM) | BC_M(NUMWORD)) != SIZE_MAX)
		return true;
	return ask != SIZE_MAX && bc_cue_starts(f, ask, "给") &&
		f->cue[ask].stop - f->cue[ask].start == 3 &&
		ANY_AT(f, behind, people);
}

static bool
asks_how(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(WH)) &&
			(bc_cue_starts(f, k, "怎") || bc_cue_starts(f, k, "如何")))
			return true;
	return false;
}

/* 三个和尚没水喝的故事: the number is of the story's. */
static bool
story_of(const BcFinder *f, const BcQuantity *q)
{
	static const char *const people[] = {"人在", "人从", "人的", "和尚", "女人",
										 "男人", "孩子", "兄弟", "姐妹",
										 "老人", "陌生"};
	size_t		stop = bc_clause_stop(f, q->last);

	/* 讲两个人在车站重逢 */
	if (q->first > 0 && (bc_cue_starts(f, q->first - 1, "讲") ||
						 bc_cue_starts(f, q->first - 1, "写")) &&
		ANY_AT(f, f->cue[q->last].stop, people))
		return true;
	for (size_t k = q->last + 1; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(PIECE)) &&
			!bc_stands_at(f, f->cue[q->last].stop, "关于") && f->cue[k].start >= 3 &&
			f->cue[k].gap > 2 &&
			bc_stands_at(f, f->cue[k].start - 3, "的"))
			return true;
	return false;
}

/* 介绍下杭州三个赏桂花的地方 */
static bool
far_verb(const BcFinder *f, size_t ask)
{
	static const char *const verbs[] = {"介绍", "推荐", "列", "举", "说说",
										"讲讲", "盘点", "告诉", "分享",
										"罗列"};

	return ANY_AT(f, f->cue[ask].start, verbs);
}

/* 说说签合同前要核对的三件事: what is listed is described before its number. */
static bool
described(const BcFinder *f, size_t ask, size_t to)
{
	static const char *const verbs[] = {"列", "推荐", "说", "总结", "给",
										"介绍", "举", "告诉", "讲", "写出",
										"提供", "分享", "归纳", "概括",
										"谈"};

	if (f->cue[to].start < 3 || to - ask > 12 ||
		!bc_stands_at(f, f->cue[to].start - 3, "的") ||
		(bc_seen_in(f, ask + 1, to) &
		 (BC_M(THIS) | BC_M(PIECE) | BC_M(WORKON) | BC_M(OTHER))) != 0)
		return false;
	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
		if (bc_cue_starts(f, ask, verbs[v]))
			return true;
	return false;
}

/* 用两个空格还是四个, 关于七个小矮人: nothing that is listed. */
static bool
is_choice(const BcFinder *f, const BcQuantity *q)
{
	size_t		from = f->cue[q->last].stop;
	size_t		at = f->cue[q->number].start;

	if (bc_cue_latin(f, q->last))
		return false;
	if (at >= 6 && (bc_han_stands_at(f, at - 6, "关于") ||
					bc_han_stands_at(f, at - 6, "还是")))
		return true;
	for (at = from; at + 6 <= f->text.len && at - from < 24;
		 at += f->text.data[at] < 0x80 ? 1 : 3)
		if (((f->text.data[at] == 0xE8 || f->text.data[at] == 0xE9) &&
			 bc_han_stands_at(f, at, "还是")) ||
			(f->text.data[at] == 0xE5 && at - from < 12 &&
			 (bc_stands_at(f, at, "哪个好") || bc_stands_at(f, at, "哪款"))))
			return true;
	return false;
}

/* 返回JSON数组，包含五个水果名 */
static bool
of_an_array(const BcFinder *f, const BcQuantity *q, size_t clause)
{
	return q->first > clause && f->cue[q->first].gap == 0 &&
		(bc_cue_starts(f, q->first - 1, "包含") ||
		 bc_cue_starts(f, q->first - 1, "包括")) &&
		(bc_seen_in(f, bc_sentence_start(f, q->first), q->first) &
		 BC_M(FORMAT)) != 0;
}

/* The items of a list: an ASK before a number: 列出5个, "give three reasons". */
void
bc_add_items(BcFinder *f, const BcQuantity *q)
{
	size_t		from;
	size_t		ask;
	size_t		to;
	unsigned	words = 0;

	if (!may_be_items(q))
		return;
	from = bc_clause_start(f, q->number);
	ask = bc_cue_before(f, q->number, from, BC_M(ASK));
	if ((ask == SIZE_MAX && !of_an_array(f, q, from)) ||
		is_of_others(f, q, ask) || is_choice(f, q))
		return;
	if (ask == SIZE_MAX)
		add_quantity_items(f, q, 80);
	/* 至少用3个 is no list of them, nor is 到小数点后三位 */
	if (ask == SIZE_MAX ||
		(ask > q->first &&
		 (bc_cue_starts(f, ask, "用") || bc_cue_starts(f, ask, "使用"))) ||
		(q->number > ask + 1 &&
		 f->cue[q->number - 1].value == BC_U_DECIMALS_ARE))
		return;
	/* 做这道菜需要两个鸡蛋 */
	if (q->first > ask + 1 && f->cue[q->first - 1].gap > 0 &&
		bc_cue_starts(f, q->first - 1, "需要"))
		return;
	/* 主角会说三种语言, 想想怎么跟三家谈: told, not asked for */
	if (asks_how(f, ask, q->number) ||
		(f->cue[ask].start >= 3 &&
		 f->cue[ask].stop - f->cue[ask].start == 3 &&
		 bc_han_stands_at(f, f->cue[ask].start - 3, "会")) ||
		story_of(f, q))
		return;
	to = ask < q->first ? q->first : q->number;
	for (size_t k = ask + 1; k <= to; k++)
		words += f->cue[k].gap;
	if ((words > (bc_cue_latin(f, q->number) ? 2u : far_verb(f, ask) ? 4u : 2u) ||
		 to - ask > 4) && !described(f, ask, to))
		return;
	/* 5个下列符号 are at hand */
	if (q->last + 1 < f->count && f->cue[q->last + 1].gap == 0 &&
		bc_cue_is(&f->cue[q->last + 1], BC_M(THIS)) &&
		!bc_cue_latin(f, q->last + 1))
		return;
	/* 三种方法的区别: they are compared, not listed */
	for (size_t k = q->last + 1; k < bc_clause_stop(f, q->last); k++)
		if (f->cue[k].gap > 0 && bc_cue_is(&f->cue[k], BC_M(WH)) &&
			(bc_cue_starts(f, k, "区别") || bc_cue_starts(f, k, "差异") ||
			 bc_cue_starts(f, k, "不同之处")))
			return;
	add_quantity_items(f, q, 95);
}

/* Is one of the next words of English a plural: "three good reasons"? */
static bool
plural_follows(const BcFinder *f, size_t at)
{
	for (unsigned words = 0; words < 4; words++)
	{
		size_t		from;

		while (at < f->text.len &&
			   (f->text.data[at] == ' ' || f->text.data[at] == '-'))
			at++;
		from = at;
		while (at < f->text.len && bc_is_letter(f->text.data[at]))
			at++;
		if (at == from)
			return false;
		if (at - from > 3 && f->text.data[at - 1] == 's' &&
			f->text.data[at - 2] != 's' && f->text.data[at - 2] != 'u')
			return true;
	}
	return false;
}

/* 给仨版本, 举俩例子; not 我俩 */
static void
counted_by_one(BcFinder *f, size_t i)
{
	static const char *const whose[] = {"我", "咱", "他", "她", "你", "们", "哥",
										"姐", "爷", "娘", "妻", "妹", "弟", "子",
										"这", "那"};
	BcQuantity	q;

	if (f->cue[i].start < 3 || ANY_AT(f, f->cue[i].start - 3, whose) ||
		!bc_quantity_at(f, i, &q))
		return;
	bc_add_items(f, &q);
}

/*
 * Does the number at a cue go on: "two hundred", "a hundred and five", "three
 * to five"?
 */
static bool
goes_on(const BcFinder *f, size_t i)
{
	size_t		k = i + 1;

	if (k < f->count && f->cue[k].gap == 0 &&
		(bc_cue_is(&f->cue[k], BC_M(AND)) || bc_cue_starts(f, k, "to")))
		k++;
	return k < f->count && f->cue[k].gap == 0 &&
		bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(NUMWORD));
}

/* "List five reasons": a verb that wants things, a number, a plural. */
void
bc_follow_items(BcFinder *f, size_t i)
{
	static const char *const verbs[] = {
		"list", "give", "name", "provide", "suggest", "generate", "recommend",
			"create", "identify", "tell",
		"come up", "find", "think of", "propose", "brainstorm", "share",
		"enumerate", "offer", "state", "describe", "outline",
		"pick", "choose", "select", "write", "produce"
	};
	BcQuantity	q;
	size_t		k;
	bool		wants = false;

	/* 一致输出1，不一致输出0 */
	if (i > 0 && f->cue[i].stop - f->cue[i].start <= 2 &&
		bc_is_digit(f->text.data[f->cue[i].start]) &&
		bc_cue_is(&f->cue[i - 1], BC_M(ASK)) && !bc_cue_latin(f, i - 1) &&
		bc_follow_cases(f, i - 1))
		return;
	/* of a number in several words, or of two, the last cue */
	if (goes_on(f, i))
		return;
	if (bc_cue_is(&f->cue[i], BC_M(NUMWORD)) &&
		(bc_cue_starts(f, i, "俩") || bc_cue_starts(f, i, "仨")))
	{
		counted_by_one(f, i);
		return;
	}
	if (f->text.data[f->cue[i].start] >= 0x80)
		return;
	if (!plural_follows(f, f->cue[i].stop))
	{
		bc_follow_quantity(f, i);
		return;
	}
	if (((f->seen & BC_M(ASK)) == 0 && !bc_things_begin(f, i)) ||
		!bc_quantity_at(f, i, &q))
		return;
	k = i + 1;
	/* "80 or more words" */
	if (k < f->count && f->cue[k].gap == 0 &&
		bc_cue_is(&f->cue[k], BC_M(AFTER)))
		k++;
	if (k < f->count && f->cue[k].gap <= 2 &&
		bc_cue_is(&f->cue[k], BC_M(UNIT) | BC_M(PIECE) | BC_M(KEYWORD)))
		return;
	k = q.first > 0 ? q.first - 1 : 0;
	/* "give me 3", "list the top 5" */
	if (q.first > 0 && f->cue[q.first].gap <= 2 &&
		bc_cue_is(&f->cue[k], BC_M(ASK)))
		for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]) && !wants; v++)
			wants = bc_cue_starts(f, k, verbs[v]);
	if (!wants)
	{
		if (!q.given && !q.each && q.n >= 2 && q.n <= 200 && !f->wide)
			bc_add_quantity(f, BC_F_ITEMS, &q, BC_EXACTLY,
							bc_things_wanted(f, &q));
		return;
	}
	/* "from a list of 10" */
	if (bc_cue_starts(f, k, "list") && f->cue[q.first].gap > 0 &&
		bc_stands_at(f, f->cue[k].stop, " of") &&
		(k == 0 || !bc_cue_is(&f->cue[k - 1], BC_M(ASK)) ||
		 f->cue[k].gap > 2))
	{
		if (!f->wide)
			add_quantity_items(f, &q, bc_things_wanted(f, &q) > 0 ? 80 : 0);
		return;
	}
	/* a task that is done on things, not a list of them */
	if (bc_cue_starts(f, k, "describe") || bc_cue_starts(f, k, "write") ||
		bc_cue_starts(f, k, "create"))
		add_quantity_items(f, &q, 70);
	else
		add_quantity_items(f, &q, 95);
}
