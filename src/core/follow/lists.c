/*
 * lists.c: lists by their marks: numbered, bulleted.
 */
#include "core/follow/internal.h"

static bool
any_stands_at(const BcFinder *f, size_t at, const char *const *words,
			  size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_han_stands_at(f, at, words[k]))
			return true;
	return false;
}

#define ANY_STANDS_AT(f, at, words) \
	any_stands_at(f, at, words, sizeof(words) / sizeof(words[0]))

/* 加序号, 标编号 */
static bool
is_put_on(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"加", "标", "带", "编"};

	/* 请逐条编号 */
	if (f->cue[i].start >= 6 && f->cue[i].gap > 0 &&
		(bc_han_stands_at(f, f->cue[i].start - 6, "逐条") ||
		 bc_han_stands_at(f, f->cue[i].start - 6, "依次") ||
		 bc_han_stands_at(f, f->cue[i].start - 6, "逐一")))
		return true;
	return f->cue[i].start >= 3 && f->cue[i].gap > 0 &&
		ANY_STANDS_AT(f, f->cue[i].start - 3, verbs);
}

/* 按1. 2. 3.排列, 用1、2、3编号: the numbers show how a list is marked. */
static bool
shows_form(const BcFinder *f, size_t i)
{
	static const char *const leads[] = {"按", "用", "以", "上", "照", "标",
										"好"};
	static const char *const tails[] = {
		"编", "标", "这样", "这种", "的形式", "的格式", "的序号", "的顺序",
		"的方式", "的样式", "的编号", "排", "列", "序号", "依次", "来列",
		"来写", "往下", "分点", "分条", "逐条"
	};
	size_t		before = f->cue[i].start;
	size_t		at = f->cue[i].stop;

	while (before > 0 && f->text.data[before - 1] == ' ')
		before--;
	while (bc_byte_at(f, at) == ' ' || bc_byte_at(f, at) == '"')
		at++;
	if (bc_stands_at(f, at, "……") || bc_stands_at(f, at, "”"))
		at += bc_stands_at(f, at, "……") ? 6 : 3;
	if (before < 3 || !ANY_STANDS_AT(f, before - 3, leads))
		return false;
	/* 标上1、2、3 */
	return ANY_STANDS_AT(f, at, tails) ||
		((bc_han_stands_at(f, before - 3, "上") ||
		  bc_han_stands_at(f, before - 3, "好") ||
		  bc_han_stands_at(f, before - 3, "标")) &&
		 bc_clause_ends(f, i));
}

/* 步骤要编号, 编号，: a demand by itself, with no verb of writing. */
static bool
is_demand(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"编好", "标好", "编上", "要有序",
										"要带序", "用数字标", "数字标",
										"标上数字", "标数字"};

	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (bc_cue_starts(f, i, verbs[k]))
			return true;
	/* 带编号的列表：如何申请护照 */
	if (bc_cue_starts(f, i, "带") && f->cue[i].gap == 0 &&
		i == bc_clause_start(f, i) &&
		bc_han_stands_at(f, f->cue[i].stop, "的"))
		return true;
	return f->cue[i].value == BC_SHOWN || is_put_on(f, i) ||
		(bc_clause_is(f, i, i) &&
		 !(i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(COLON)))) ||
		(i > 0 && f->cue[i].gap == 0 && !bc_cue_latin(f, i) &&
		 bc_cue_is(&f->cue[i - 1], BC_M(MODAL)));
}

/* Does 编号 speak of how numbers are: 编号从0还是1开始? */
static bool
is_talked_of(const BcFinder *f, size_t i)
{
	static const char *const tails[] = {"从", "是", "有", "为", "重复", "不",
										"怎", "错", "规则", "丢"};

	return f->cue[i].stop - f->cue[i].start == 6 && !bc_cue_latin(f, i) &&
		ANY_STANDS_AT(f, f->cue[i].stop, tails);
}

/* 一共七步: how many, where it is said in the sentence, not before the mark. */
static bool
total(const BcFinder *f, size_t i, BcQuantity *q)
{
	size_t		stop = bc_sentence_stop(f, i);

	for (size_t k = i + 1; k + 1 < stop && k < i + 6; k++)
		if (bc_cue_is(&f->cue[k], BC_M(NUM)) && f->cue[k].start >= 3 &&
			bc_stands_at(f, f->cue[k].start - 3, "共") &&
			bc_cue_is(&f->cue[k + 1], BC_M(UNIT)) && f->cue[k + 1].gap == 0)
			return bc_quantity_at(f, k, q);
	return false;
}

void
bc_follow_numbered(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	uint64_t	seen = 0;
	bool		demand = is_demand(f, i);
	BcConstraint *c;
	BcQuantity	q;

	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(THIS)) != SIZE_MAX ||
		(f->cue[i].value == BC_SHOWN && !shows_form(f, i)) ||
		(!demand && is_talked_of(f, i)))
		return;
	for (size_t k = from; k < stop; k++)
		seen |= bc_cue_starts(f, k, "是") ? 0 : f->cue[k].mask;
	/* 按序号 is a demand by itself */
	if ((seen & (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(IN) |
				 BC_M(INCLUDE))) == 0 && !bc_cue_starts(f, i, "按") &&
		!demand)
		return;
	/* 编号 alone may be a number of something */
	if ((bc_cue_starts(f, i, "编号") || bc_cue_starts(f, i, "序号") ||
		 bc_cue_starts(f, i, "标号")) &&
		f->cue[i].stop - f->cue[i].start == 6 && !demand &&
		(seen & (BC_M(ASK) | BC_M(IN) | BC_M(INCLUDE))) == 0)
		return;
	c = bc_follow_add(f, BC_F_NUMBERED, i, i,
					  bc_demand_as(f, i, demand ? BC_M(ASK) : 0));
	/* 1234编好号 shows the numbers */
	if (c != NULL && !bc_cue_starts(f, i, "编好") &&
		!bc_cue_starts(f, i, "标好") &&
		((bc_quantity(f, i, &q) && !q.given) || total(f, i, &q)))
		bc_set_quantity(c, &q, BC_EXACTLY);
}

/* Is it a mark that opens the items of a list? */
bool
bc_is_bullet(BcSlice s)
{
	static const char *const marks[] = {"-", "*", "•", "·", "●", "- ", "* ",
										"• ", "- [ ]", "+", "○", "–"};

	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
		if (s.len == strlen(marks[k]) && memcmp(s.data, marks[k], s.len) == 0)
			return true;
	return false;
}

/* 每点前面用「-」: a bullet in quotes, and what each begins with. */
static bool
is_bullet_shown(const BcFinder *f, size_t i)
{
	size_t		each;

	if (!bc_is_bullet(bc_cue_text(f, &f->cue[i])))
		return false;
	if (i + 1 < f->count && f->cue[i + 1].gap == 0 && i > 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(BEGINV)) && !bc_cue_latin(f, i + 1))
		return true;
	/* 用「•」逐条列出 */
	if (i + 1 < f->count && f->cue[i + 1].gap <= 2 && i > 0 &&
		bc_cue_starts(f, i + 1, "列") && bc_cue_starts(f, i - 1, "用"))
		return true;
	if ((f->seen & BC_M(EACH)) == 0)
		return false;
	each = bc_cue_before(f, i, bc_clause_start(f, i), BC_M(EACH));
	if (each == SIZE_MAX ||
		!(bc_cue_starts(f, each, "每点") || bc_cue_starts(f, each, "每条") ||
		  bc_cue_starts(f, each, "每项") || bc_cue_starts(f, each, "每个") ||
		  bc_cue_starts(f, each, "每一") || bc_cue_starts(f, each, "每行") ||
		  bc_cue_starts(f, each, "各")))
		return false;
	return true;
}

/* A bulleted list without a number. */
void
bc_follow_bulleted(BcFinder *f, size_t i)
{
	size_t		from;
	size_t		stop;
	uint64_t	asked;
	BcConstraint *c;

	if (bc_cue_is(&f->cue[i], BC_M(QUOTE)) && !is_bullet_shown(f, i))
		return;
	/* 用 - 开头的列表: the mark stands before it */
	if (!bc_cue_latin(f, i) && bc_han_stands_at(f, f->cue[i].start + 3, "头的"))
	{
		static const char *const marks[] = {"•", "·", "●"};
		size_t		at = f->cue[i].start;
		bool		mark = false;

		while (at > 0 && (f->text.data[at - 1] == ' ' ||
						  f->text.data[at - 1] == '"'))
			at--;
		if (at >= 3 && bc_stands_at(f, at - 3, "”"))
			at -= 3;
		mark = at > 0 && (f->text.data[at - 1] == '-' ||
						  f->text.data[at - 1] == '*');
		for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
			mark = mark || (at >= strlen(marks[k]) &&
							bc_stands_at(f, at - strlen(marks[k]), marks[k]));
		if (!mark)
			return;
	}
	/* 用圆点还是短横线 */
	if (!bc_cue_latin(f, i) && bc_han_stands_at(f, f->cue[i].stop, "还是"))
		return;
	/* bullet journals */
	if (bc_cue_is(&f->cue[i], BC_M(UNIT)) && bc_cue_latin(f, i) &&
		f->cue[i].stop - f->cue[i].start == strlen("bullet") &&
		!(i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		  bc_cue_is(&f->cue[i + 1], BC_M(FORMATN))))
		return;
	from = bc_clause_start(f, i);
	stop = bc_clause_stop(f, i);
	asked = BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(IN) | BC_M(EACH);
	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(THIS)) != SIZE_MAX ||
		((bc_seen_in(f, from, stop) & asked) == 0 &&
		 (bc_cue_latin(f, i) || !bc_clause_is(f, i, i))))
		return;
	c = bc_follow_add(f, BC_F_BULLETS, i, i,
					  bc_demand_as(f, i,
								   bc_cue_latin(f, i) ? 0 : BC_M(ASK)));
	if (c != NULL)
	{
		c->relation = BC_NO_NUMBER;
		c->n = 0;
		for (size_t k = f->cue[i].start; k < f->cue[i].stop; k++)
			if (bc_han_stands_at(f, k, "要点"))
				c->unit = BC_COUNTS_POINTS;
	}
}
