/*
 * choice.c: answers of a narrow kind: a number alone, yes or no, Chinese verse.
 */
#include "core/follow/internal.h"

/* "Only the number", 只输出数字. */
void
bc_follow_number(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		only = i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(ONLY)) ? i + 1 :
		bc_cue_before(f, i, from, BC_M(ONLY));
	uint64_t	seen = 0;

	/* "with a number" holds nothing else; 回 is no unit here */
	for (size_t k = from; k < bc_clause_stop(f, i); k++)
		seen |= bc_cue_starts(f, k, "with") ? 0 :
			bc_cue_starts(f, k, "回") ? BC_M(ASK) : f->cue[k].mask;
	/* 除数字外什么都别写 */
	if (bc_cue_starts(f, i, "除"))
	{
		if (bc_cue_after(f, i, bc_clause_stop(f, i), BC_M(NEG)) != SIZE_MAX)
			bc_follow_add(f, BC_F_NUMBERS_ONLY, i, i,
						  bc_any_demand_as(f, i, BC_M(ASK)));
		return;
	}
	/* 回一个数就行 */
	if (bc_stands_at(f, f->cue[i].start + 3, "一个数") && !bc_cue_latin(f, i) &&
		!bc_cue_is(&f->cue[i], BC_M(ONLY)))
	{
		if (bc_clause_is(f, i, i))
			bc_follow_add(f, BC_F_NUMBERS_ONLY, i, i,
						  bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	/* 直接报结果，一个数字就行 */
	if (bc_cue_starts(f, i, "一个") && bc_clause_is(f, i, i) &&
		(f->seen & BC_M(ONLY)) != 0)
	{
		bc_follow_add(f, BC_F_NUMBERS_ONLY, i, i,
					  bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	if (bc_cue_starts(f, i, "纯数字") && bc_clause_is(f, i, i) &&
		bc_cue_before(f, i, bc_sentence_start(f, i), BC_M(ONLY)) != SIZE_MAX)
	{
		bc_follow_add(f, BC_F_NUMBERS_ONLY, i, i,
					  bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	if (only == SIZE_MAX || (only < i && i - only > 4) || bc_negated(f, i) ||
		(only < i &&
		 (seen & (BC_M(INCLUDE) | BC_M(UNIT) | BC_M(KEYWORD))) != 0))
	{
		if (only == SIZE_MAX || only > i ||
			!(bc_cue_starts(f, only, "只") || bc_cue_starts(f, only, "仅") ||
			  bc_cue_starts(f, only, "直接")) || bc_negated(f, i) ||
			  (seen & BC_M(UNIT)) != 0)
			return;
	}
	if ((seen & (BC_M(ASK) | BC_M(RESP) | BC_M(MODAL))) == 0 &&
		!bc_cue_starts(f, only, "只要"))
		return;
	if (bc_cue_starts(f, i, "number") &&
		bc_stands_at(f, f->cue[i].stop, " of"))
		return;
	/* 数字编号, 数字和字母 */
	if (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(AND) | BC_M(NUMBERED) | BC_M(KEYWORD)))
		return;
	bc_follow_add(f, BC_F_NUMBERS_ONLY, only < i ? only : i, only < i ? i :
				  only, bc_demand(f, i));
}

/* 别解释, 不要说明: nothing follows the answer. */
bool
bc_no_more(const BcFinder *f, size_t i)
{
	size_t		stop = bc_sentence_stop(f, i);

	for (size_t k = i + 1; k + 1 < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(NEG)) &&
			(bc_cue_starts(f, k + 1, "解释") ||
			 bc_cue_starts(f, k + 1, "说明") ||
			 bc_cue_starts(f, k + 1, "explain")))
			return true;
	return false;
}

void
bc_follow_yes_no(BcFinder *f, size_t i)
{
	static const char *const joints[] = {
		" or ", "/", " 或者 ", " 或 ", " 还是 ", "或者", "还是", "或", "与"
	};
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	uint64_t	seen = bc_seen_in(f, from, stop);
	BcSlice		s = bc_cue_text(f, &f->cue[i]);
	size_t		middle = 0;
	size_t		width = 0;
	BcConstraint *c;

	/* 真/假布尔输入 */
	if (bc_stands_at(f, f->cue[i].stop, "布尔"))
		return;
	if (bc_negated(f, i) ||
		((seen & (BC_M(ASK) | BC_M(ONLY) | BC_M(RESP))) == 0 &&
		 !bc_clause_is(f, i, i)))
		return;
	/* a question of this sort is asked for */
	if (bc_stands_at(f, f->cue[i].stop, " question") ||
		bc_stands_at(f, f->cue[i].stop, " trivia") ||
		bc_stands_at(f, f->cue[i].stop, "问题") ||
		bc_stands_at(f, f->cue[i].stop, "题"))
		return;
	/* "answer yes or no and explain" */
	for (size_t at = 1; at + 1 < s.len && width == 0; at++)
		for (size_t k = 0; k < sizeof(joints) / sizeof(joints[0]) &&
			 width == 0; k++)
			if (s.len - at > strlen(joints[k]) &&
				memcmp(s.data + at, joints[k], strlen(joints[k])) == 0)
			{
				middle = at;
				width = strlen(joints[k]);
			}
	c = bc_follow_add(f, BC_F_YES_NO, i, i,
					  bc_demand_as(f, i, bc_clause_is(f, i, i) ?
								   BC_M(ASK) : 0));
	if (c == NULL || width == 0)
		return;
	bc_follow_string(f, c, (BcSlice) {s.data, middle});
	bc_follow_string(f, c,
					 (BcSlice) {s.data + middle + width,
								s.len - middle - width});
	/* may more follow: the judgement looks at the beginning only */
	c->n = (seen & BC_M(ONLY)) != 0 || bc_no_more(f, i);
}

static bool
is_yes_no(BcSlice s)
{
	static const char *const words[] = {
		"yes", "no", "Yes", "No", "YES", "NO", "true", "false", "True",
			"False", "是", "否", "不是", "对", "對", "錯", "错", "正确", "错误",
			"正確", "真", "假",
		"錯誤", "能", "不能", "會", "会", "可以", "不可以", "行", "不行"
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (s.len == strlen(words[k]) && memcmp(s.data, words[k], s.len) == 0)
			return true;
	return false;
}

/* 可行 and 不可行, 有 and 没有: one is the other denied. */
static bool
denies(BcSlice a, BcSlice b)
{
	return b.len == a.len + 3 &&
		(memcmp(b.data, "不", 3) == 0 || memcmp(b.data, "没", 3) == 0 ||
		 memcmp(b.data, "沒", 3) == 0) && memcmp(b.data + 3, a.data, a.len) == 0;
}

/* 有 and 无: one is the other's opposite. */
static bool
opposite(BcSlice a, BcSlice b)
{
	return a.len == 3 && b.len == 3 && memcmp(a.data, "有", 3) == 0 &&
		(memcmp(b.data, "无", 3) == 0 || memcmp(b.data, "無", 3) == 0);
}

/* Are they two answers to a yes-or-no question? */
bool
bc_are_yes_no(BcSlice a, BcSlice b)
{
	return is_yes_no(a) || opposite(a, b) || denies(a, b) || denies(b, a);
}

/* 写一首七言绝句: characters a line, lines. */
void
bc_follow_verse(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	unsigned	value = f->cue[i].value;
	size_t		wh = bc_cue_before(f, i, from, BC_M(WH));
	/* 七律一首， */
	bool		alone = i == from && f->cue[i].gap == 0 &&
		(bc_stands_at(f, f->cue[i].stop, "一首") ||
		 (value >= 0x50 && (value & 15) > 0 && bc_clause_is(f, i, i) &&
		  (f->seen & (BC_M(WH) | BC_M(REPORT))) == 0) ||
		 (from > 1 && bc_stands_at(f, f->cue[i].start - 3, "首")));
	BcConstraint *c;

	if (bc_negated(f, i) ||
		(bc_cue_before(f, i, from, BC_M(ASK)) == SIZE_MAX && !alone) ||
		bc_cue_before(f, i, from, BC_M(THIS) | BC_M(WORKON)) != SIZE_MAX ||
		(wh != SIZE_MAX && !bc_cue_is(&f->cue[wh + 1], BC_M(MODAL))))
		return;
	c = bc_follow_add(f, BC_F_VERSE, i, i,
					  bc_demand_as(f, i, alone ? BC_M(ASK) : 0));
	if (c != NULL)
	{
		c->n = value >> 4;		/* characters a line */
		c->to = value & 15;		/* lines */
	}
}
