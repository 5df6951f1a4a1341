/*
 * items.c: how many things a list is to have.
 */
#include "core/follow/internal.h"

static void
add_quantity_items(BcFinder *f, const BcQuantity *q, unsigned share)
{
	if (!q->given && !q->each && q->n >= 2 && q->n <= 200)
		bc_add_quantity(f, BC_F_ITEMS, q, BC_EXACTLY,
					 bc_demand(f, q->first, false) * share / 100);
}

/* 出五道应用题 */
static bool
sets_questions(const BcFinder *f, const BcQuantity *q)
{
	size_t		at = f->cue[q->first].start;

	if (q->given || q->n < 2 || q->n > 200)
		return false;
	/* 我想要六个 */
	if (q->first > 0 && f->cue[q->first].gap == 0 &&
		(bc_cue_starts(f, q->first - 1, "想要") ||
		 bc_cue_starts(f, q->first - 1, "我要")))
		return true;
	return at >= 3 && bc_stands_at(f, at - 3, "出") &&
		(bc_cue_starts(f, q->last, "道") ||
		 (f->cue[q->first].gap == 1 &&
		  q->first == bc_clause_start(f, q->first)) ||
		 bc_stands_at(f, f->cue[q->last].stop, "题"));
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
	size_t		stop = bc_clause_stop(f, q->last);

	for (size_t k = q->last + 1; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(PIECE)) &&
			!bc_stands_at(f, f->cue[q->last].stop, "关于") && f->cue[k].start >= 3 &&
			f->cue[k].gap > 2 &&
			bc_stands_at(f, f->cue[k].start - 3, "的"))
			return true;
	return false;
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

/* The items of a list: an ASK before a number: 列出5个, "give three reasons". */
void
bc_add_items(BcFinder *f, const BcQuantity *q)
{
	size_t		from = bc_clause_start(f, q->number);
	size_t		ask = bc_cue_before(f, q->number, from, BC_M(ASK));
	size_t		to;
	unsigned	words = 0;

	/* 至少用3个 is no list of them, nor is 到小数点后三位 */
	if (ask == SIZE_MAX && sets_questions(f, q))
		bc_add_quantity(f, BC_F_ITEMS, q, BC_EXACTLY,
					 bc_demand_as(f, q->first, false, BC_M(ASK)));
	if (ask == SIZE_MAX ||
		(ask > q->first &&
		 (bc_cue_starts(f, ask, "用") || bc_cue_starts(f, ask, "使用"))) ||
		(q->number > ask + 1 &&
		 f->cue[q->number - 1].value == BC_U_DECIMALS_ARE))
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
	if ((words > 2 || to - ask > 4) && !described(f, ask, to))
		return;
	/* 5个下列符号 are at hand */
	if (q->last + 1 < f->count && f->cue[q->last + 1].gap == 0 &&
		bc_cue_is(&f->cue[q->last + 1], BC_M(THIS)) &&
		!bc_cue_latin(f, q->last + 1))
		return;
	/* 三种方法的区别: they are compared, not listed */
	for (size_t k = q->last + 1; k < bc_clause_stop(f, q->last); k++)
		if (f->cue[k].gap > 0 &&
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

	/* of a number in several words the last cue */
	if (i + 1 < f->count &&
		bc_cue_is(&f->cue[i + 1], BC_M(NUM) | BC_M(NUMWORD)) &&
		f->cue[i + 1].gap == 0)
		return;
	if (f->text.data[f->cue[i].start] >= 0x80 ||
		!plural_follows(f, f->cue[i].stop) || !bc_quantity_at(f, i, &q) ||
		q.first == 0)
		return;
	k = i + 1;
	if (k < f->count && f->cue[k].gap <= 2 &&
		bc_cue_is(&f->cue[k], BC_M(UNIT) | BC_M(PIECE) | BC_M(KEYWORD)))
		return;
	k = q.first - 1;
	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
		wants = wants || bc_cue_starts(f, k, verbs[v]);
	/* "give me 3", "list the top 5" */
	if (!wants || f->cue[q.first].gap > 2 ||
		!bc_cue_is(&f->cue[k], BC_M(ASK)))
		return;
	/* "from a list of 10" */
	if (bc_cue_starts(f, k, "list") && f->cue[q.first].gap > 0 &&
		bc_stands_at(f, f->cue[k].stop, " of") &&
		(k == 0 || !bc_cue_is(&f->cue[k - 1], BC_M(ASK)) ||
		 f->cue[k].gap > 2))
		return;
	/* a task that is done on things, not a list of them */
	if (bc_cue_starts(f, k, "describe") || bc_cue_starts(f, k, "write") ||
		bc_cue_starts(f, k, "create"))
		add_quantity_items(f, &q, 70);
	else
		add_quantity_items(f, &q, 95);
}
