/*
 * brief.c: whether sentences or paragraphs that are counted are the length of
 * the answer: three of them, or one.
 */
#include "core/follow/internal.h"

/* "in one sentence", 用一句话; not "make a sentence", 写一句口号. */
bool
bc_in_one(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		k = q->first;

	if (f->text.data[f->cue[i].start] >= 0x80 &&
		f->cue[i].stop - f->cue[i].start < 6)
		return false;
	/* 一句话说说 */
	if (!bc_cue_latin(f, i) && k == bc_clause_start(f, k) &&
		f->cue[k].gap == 0 && i + 1 < f->count &&
		f->cue[i + 1].gap == 0 && bc_cue_is(&f->cue[i + 1], BC_M(ASK)))
		return true;
	/* 一句话点评： */
	if (!bc_cue_latin(f, i) && k == bc_clause_start(f, k) &&
		f->cue[k].gap == 0 &&
		(bc_han_stands_at(f, f->cue[i].stop, "点评") ||
		 bc_han_stands_at(f, f->cue[i].stop, "概括") ||
		 bc_han_stands_at(f, f->cue[i].stop, "总结") ||
		 bc_han_stands_at(f, f->cue[i].stop, "评价")))
		return true;
	/* 就一句话， */
	if (!bc_cue_latin(f, i) && k == bc_clause_start(f, k) &&
		f->cue[k].gap == 1 && f->cue[k].start >= 3 &&
		bc_stands_at(f, f->cue[k].start - 3, "就") &&
		bc_clause_stop(f, i) == i + 1 &&
		(i + 1 == f->count || f->cue[i + 1].gap == 0))
		return true;
	/* 只要一句话就能 */
	if (bc_cue_starts(f, k, "只要"))
		return bc_clause_ends(f, i);
	if (!bc_cue_is(&f->cue[k], BC_M(ONLY)))
	{
		if (k == 0 || f->cue[k].gap > 0)
			return false;
		k--;
	}
	return bc_cue_is(&f->cue[k], BC_M(ONLY)) || bc_cue_starts(f, k, "in") ||
		bc_cue_starts(f, k, "with") ||
		bc_cue_starts(f, k, "using") || bc_cue_starts(f, k, "用") ||
		bc_cue_starts(f, k, "以") ||
		bc_cue_starts(f, k, "限") || bc_cue_starts(f, k, "概括为") ||
		(!bc_cue_latin(f, k) && !bc_cue_starts(f, k, "生成") &&
		 bc_han_stands_at(f, f->cue[k].stop - 3, "成"));
}

/* 只写一段, 就一段话: not 写一段. */
bool
bc_in_one_paragraph(const BcFinder *f, size_t i, const BcQuantity *q)
{
	static const char *const leads[] = {"只", "就", "用", "成", "在"};
	size_t		at = f->cue[q->number].start;

	/* 一段话介绍 */
	if (!bc_cue_latin(f, i) && q->n == 1 && f->cue[q->number].gap == 0 &&
		q->number == bc_clause_start(f, i) && i + 1 < f->count &&
		bc_cue_starts(f, i, "段话") && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(ASK)))
		return true;
	if (bc_cue_latin(f, i) || q->n != 1 || at < 3 ||
		(at >= 6 && bc_stands_at(f, at - 6, "生成")))
		return false;
	if (bc_cue_is(&f->cue[q->first], BC_M(ONLY)) && q->first < q->number)
		return true;
	/* 全文一段, 给我一段就好 */
	if (at >= 6 && (bc_han_stands_at(f, at - 6, "全文") ||
					bc_han_stands_at(f, at - 6, "全篇") ||
					bc_han_stands_at(f, at - 6, "正文") ||
					bc_han_stands_at(f, at - 6, "给我")))
		return bc_clause_ends(f, i);
	if (bc_stands_at(f, at - 3, "写"))
		at -= 3;
	for (size_t k = 0; k < sizeof(leads) / sizeof(leads[0]); k++)
		if (bc_stands_at(f, at - 3, leads[k]))
			return true;
	return false;
}

/* 教我五句, 找四句: lines that are there already, and are listed. */
bool
bc_are_sought(const BcFinder *f, const BcQuantity *q)
{
	static const char *const verbs[] = {"教我", "教", "找", "挑", "摘", "背",
										"摘抄", "找出", "列出", "搜"};
	size_t		at = f->cue[q->first].start;

	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (at >= strlen(verbs[k]) &&
			bc_han_stands_at(f, at - strlen(verbs[k]), verbs[k]))
			return (f->seen & (BC_M(REPORT) | BC_M(WH))) == 0;
	return false;
}

/* 不超过两句, 两句。: no 四句 of a poem. */
bool
bc_few_sentences(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		k = (q->last > i ? q->last : i) + 1;

	/* ，就两句 */
	if (q->n > 1 && f->cue[q->first].gap == 1 &&
		bc_stands_at(f, f->cue[q->first].start - 3, "就") &&
		bc_clause_is(f, q->first, i))
		return (f->seen & (BC_M(VERSEW) | BC_M(PIECE))) == 0;
	return q->by_word &&
		(f->seen & BC_M(VERSEW)) == 0 && !bc_stands_at(f, f->cue[i].stop, "诗") &&
		(bc_clause_ends(f, k - 1) ||
		 (k < f->count && bc_stands_at(f, f->cue[k - 1].stop, "的") &&
		  bc_cue_is(&f->cue[k], BC_M(PIECE))));
}
