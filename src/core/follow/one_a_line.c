/*
 * one_a_line.c: a thing a line: a phrase for it, or 一行 and 一 with a measure
 * of things.
 */
#include "core/follow/internal.h"

static const char *const measures[] = {
	"个", "条", "项", "种", "句", "词", "部", "本", "首", "名", "位", "款",
	"间", "家", "例", "题", "段", "道", "件", "样", "组", "对", "步", "人",
	"座", "类", "支", "份", "只", "张", "点", "枚", "门", "篇", "字", "台",
	"城", "国", "物", "则", "幅", "味", "封", "副", "双", "层"
};

static bool
is_measure(const BcFinder *f, size_t at)
{
	for (size_t k = 0; k < sizeof(measures) / sizeof(measures[0]); k++)
		if (bc_han_stands_at(f, at, measures[k]))
			return true;
	return false;
}

/* 一部, 只写一个: one thing at byte at. */
static bool
one_thing_at(const BcFinder *f, size_t at)
{
	static const char *const verbs[] = {"只", "写", "列", "放", "给", "填",
										"排", "输出", "显示", "仅", "出",
										"写上", "记", "说"};

	for (unsigned n = 0; n < 2; n++)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
			if (bc_han_stands_at(f, at, verbs[k]))
			{
				at += strlen(verbs[k]);
				break;
			}
	return bc_stands_at(f, at, "一") && is_measure(f, at + 3);
}

/* 一人一行, 每题一行: a thing, or each of them, before byte at. */
static bool
one_thing_before(const BcFinder *f, size_t at, bool each)
{
	if (at < 6)
		return false;
	if (bc_han_stands_at(f, at - 3, "占"))
	{
		if (each)
			return true;
		at -= 3;
	}
	return at >= 6 && is_measure(f, at - 3) &&
		(bc_stands_at(f, at - 6, "一") || bc_stands_at(f, at - 6, "每"));
}

static void
line_break(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	/* 每个小标题独占一行 says nothing of the rest */
	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(SEPARATE)) != SIZE_MAX ||
		(i > from && bc_cue_is(&f->cue[i - 1], BC_M(UNIT)) &&
		 bc_cue_unit(&f->cue[i - 1]) == BC_U_HEADING))
		return;
	/* "a new line" separates paragraphs; "each on a new line" */
	if (bc_cue_starts(f, i, "new line") || bc_cue_starts(f, i, "newline") ||
		bc_cue_starts(f, i, "line break") ||
		bc_cue_starts(f, i, "separate line") ||
		bc_cue_starts(f, i, "own line") ||
		(bc_cue_starts(f, i, "换行") &&
		 f->cue[i].stop - f->cue[i].start == strlen("换行")) ||
		bc_cue_starts(f, i, "另起一行") || bc_cue_starts(f, i, "单独") ||
		bc_cue_starts(f, i, "独占") || bc_cue_starts(f, i, "分行") ||
		(bc_cue_starts(f, i, "逐行") &&
		 f->cue[i].stop - f->cue[i].start == strlen("逐行")))
		if (bc_cue_before(f, i, from, BC_M(EACH)) == SIZE_MAX)
			return;
	if (bc_cue_before(f, bc_clause_stop(f, i), from,
					  BC_M(UNIT)) != SIZE_MAX &&
					  bc_cue_starts(f, i, "line by line"))
		return;
	bc_follow_add(f, BC_F_ONE_A_LINE, i, i,
				  bc_demand_as(f, i, bc_cue_latin(f, i) ? 0 :
							   BC_M(ASK)));
}

/* 一行一部, 每行写一个, 一人一行 */
static bool
says_one_a_line(const BcFinder *f, size_t i)
{
	size_t		number = i > 0 && f->cue[i].gap == 0 &&
		bc_cue_is(&f->cue[i - 1], BC_M(NUM)) && f->cue[i - 1].value == 1 ?
		f->cue[i - 1].start : SIZE_MAX;

	if (bc_cue_is(&f->cue[i], BC_M(EACH)))
		return (bc_cue_starts(f, i, "每行") ||
				bc_cue_starts(f, i, "每一行")) &&
			one_thing_at(f, f->cue[i].stop);
	return bc_stands_at(f, f->cue[i].start, "行") && number != SIZE_MAX &&
		(one_thing_at(f, f->cue[i].stop) || one_thing_before(f, number,
						  bc_cue_before(f, i, bc_clause_start(f, i),
										BC_M(EACH)) != SIZE_MAX));
}

void
bc_follow_one_a_line(BcFinder *f, size_t i)
{
	if (bc_cue_is(&f->cue[i], BC_M(LINEBREAK)))
		line_break(f, i);
	else if (says_one_a_line(f, i) && !bc_negated(f, i))
		bc_follow_add(f, BC_F_ONE_A_LINE, i, i,
					  bc_demand_as(f, i, BC_M(ASK)));
}
