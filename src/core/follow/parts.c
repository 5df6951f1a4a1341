/*
 * parts.c: what stands out in an answer: highlights, parts between asterisks,
 * placeholders in brackets.
 */
#include "core/follow/internal.h"

/* Two more marks of markdown that are denied in cues [from, stop). */
static bool
denies_forms(const BcFinder *f, size_t from, size_t stop)
{
	unsigned	count = 0;

	for (size_t k = from; k < stop; k++)
		count += bc_negated(f, k) &&
			(bc_cue_is(&f->cue[k], BC_M(TITLEW) | BC_M(BULLETED)) ||
			 (bc_cue_is(&f->cue[k], BC_M(FORMAT)) &&
			  f->cue[k].value == BC_FORMAT_TABLE) ||
			 (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			  bc_cue_unit(&f->cue[k]) == BC_U_HEADING));
	return count >= 2;
}

/* 粗体、标题那些通通不要 */
static bool
denied_behind(const BcFinder *f, size_t i, size_t stop)
{
	static const char *const words[] = {"都", "通通", "统统", "全", "一律",
										"也", "通"};
	size_t		neg = bc_cue_after(f, i, stop < i + 10 ? stop : i + 10,
								   BC_M(NEG));

	if (neg == SIZE_MAX || bc_cue_latin(f, i))
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (f->cue[neg].start >= strlen(words[k]) &&
			bc_han_stands_at(f, f->cue[neg].start - strlen(words[k]),
							 words[k]) && bc_clause_ends(f, neg))
			return true;
	return false;
}

/* 二百字 counts no highlights. */
static bool
of_a_length(const BcFinder *f, size_t k, size_t stop)
{
	return k + 1 < stop && f->cue[k + 1].gap == 0 && !bc_cue_latin(f, k + 1) &&
		bc_cue_is(&f->cue[k + 1], BC_M(UNIT)) &&
		f->cue[k + 1].value == BC_U_CHARACTER;
}

static bool
of_headings(const BcCue *cue)
{
	return bc_cue_is(cue, BC_M(TITLEW)) ||
		(bc_cue_is(cue, BC_M(UNIT)) && bc_cue_unit(cue) == BC_U_HEADING);
}

/* "Highlight at least 3 sections with markdown": how many, one at least. */
void
bc_follow_highlight(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	unsigned	sure = bc_demand(f, i);
	BcConstraint *c;
	size_t		a = i;
	BcQuantity	q;
	bool		found = false;

	/* 不要加粗、不要标题、不要表格 */
	if (bc_negated(f, i) && !bc_cue_latin(f, i) && denies_forms(f, from, stop))
		bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_any_demand(f, i));
	if (bc_negated(f, i) || sure == 0 || denied_behind(f, i, stop))
		return;
	/* 加粗用什么快捷键 */
	if (i + 2 < f->count && !bc_cue_latin(f, i) &&
		bc_cue_starts(f, i + 1, "用") && f->cue[i + 2].gap == 0 &&
		bc_cue_is(&f->cue[i + 2], BC_M(WH)))
		return;
	/* 替换斜体字, 突出显示的发现: marks of a text at hand */
	if (!bc_cue_latin(f, i) && !bc_cue_starts(f, i, "加粗") &&
		(bc_cue_before(f, i, from, BC_M(WORKON)) != SIZE_MAX ||
		 bc_stands_at(f, f->cue[i].stop, "的")) &&
		(bc_seen_in(f, from, stop) & BC_M(NUM)) == 0)
		return;
	/* 每个小标题加粗, 标题用粗体 */
	if (!bc_cue_latin(f, i) &&
		((i > 0 && f->cue[i].gap <= 1 &&
		  of_headings(&f->cue[i > 1 && bc_cue_starts(f, i - 1, "用") ?
							  i - 2 : i - 1])) ||
		 (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		  of_headings(&f->cue[i + 1]))))
		return;
	/* 标出 needs a mark that is shown */
	if (bc_cue_starts(f, i, "标") &&
		(bc_cue_before(f, i, from, BC_M(MARK)) == SIZE_MAX ||
		 f->cue[bc_cue_before(f, i, from, BC_M(MARK))].value ==
		 BC_MARK_BRACKET))
		return;
	/* in Chinese 强调, 突出 are mostly no marks */
	if (bc_cue_starts(f, i, "强调") || bc_cue_starts(f, i, "emphasize") ||
		((bc_cue_starts(f, i, "bold") || bc_cue_starts(f, i, "highlight")) &&
		 bc_cue_before(f, i, from, BC_M(WORKON)) != SIZE_MAX))
		return;
	memset(&q, 0, sizeof(q));
	for (size_t k = i; k < stop && !found; k++)
		if (bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(NUMWORD)) && k - i <= 5 &&
			!of_a_length(f, k, stop))
		{
			size_t		unit = bc_cue_after(f, k, stop,
											BC_M(UNIT) | BC_M(KEYWORD) |
											BC_M(MATTER) | BC_M(HIGHLIGHT));

			found = unit != SIZE_MAX && unit - k <= 3 &&
				bc_quantity(f, unit, &q);
			if (!found)
			{
				q.n = f->cue[k].value;
				q.first = q.last = k;
				found = true;
			}
		}
	/* "... to highlight key points" counts something else */
	for (size_t k = i; k-- > from && !found && i - k <= 5 &&
		 !(i > 0 && f->cue[i].gap == 0 && bc_cue_starts(f, i - 1, "to"));)
		if (bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(NUMWORD)))
		{
			size_t		unit = bc_cue_after(f, k, stop,
											BC_M(UNIT) | BC_M(HIGHLIGHT) |
											BC_M(MATTER));

			found = unit != SIZE_MAX && bc_quantity(f, unit, &q);
			if (!found)
			{
				q.n = f->cue[k].value;
				q.first = q.last = k;
				found = true;
			}
			a = q.first;
		}
	if (!found)
	{
		/* "highlight the most important fact" needs a mark that is shown */
		bool		markdown = bc_cue_before(f, stop, from,
											 BC_M(MARK)) != SIZE_MAX ||
			bc_cue_starts(f, i, "加粗") || bc_cue_starts(f, i, "粗体") ||
			bc_cue_starts(f, i, "斜体");

		for (size_t k = from; k < stop; k++)
			markdown = markdown ||
				(bc_cue_is(&f->cue[k], BC_M(FORMAT)) &&
				 f->cue[k].value == BC_FORMAT_MARKDOWN);
		if (!markdown)
			return;
		q.n = 1;
	}
	if (q.n == 0 || q.n > 1000)
		return;
	c = bc_follow_add(f, BC_F_HIGHLIGHTS, a < i ? a : i, q.last > i ? q.last :
					  i, sure);
	if (c != NULL)
	{
		bc_set_quantity(c, &q, BC_AT_LEAST);
	}
}

/* Of asterisks that separate: 6 two answers, 3 paragraphs. */
static unsigned
asterisks(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t k = from; k < stop && k < f->count; k++)
	{
		if (bc_cue_is(&f->cue[k], BC_M(MARK)) &&
			f->cue[k].value == BC_MARK_STARS)
			return f->cue[k].other;
		if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
		{
			BcSlice		s = bc_cue_text(f, &f->cue[k]);

			if ((s.len == 3 || s.len == 6) && s.data[0] == '*' &&
				s.data[1] == '*')
				return (unsigned) s.len;
		}
		if (bc_cue_is(&f->cue[k], BC_M(STARSW)) && k > 0 &&
			bc_cue_is(&f->cue[k - 1], BC_M(NUM) | BC_M(NUMWORD)))
			return f->cue[k - 1].value;
	}
	return 0;
}

void
bc_follow_separate(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	unsigned	stars;
	BcConstraint *c;

	if (bc_negated(f, i))
		return;
	/* what separates may be shown behind a colon, on lines of its own */
	stars = asterisks(f, from, stop > i + 2 ||
					  stop >= f->count ? stop : stop + 4);
	if (stars == 0 && stop > 0 && stop < f->count &&
		bc_cue_is(&f->cue[stop - 1], BC_M(COLON)))
		stars = asterisks(f, stop, stop + 12);
	if (stars != 3 && stars != 6)
		return;
	if (stars == 6)
	{
		bc_follow_add(f, BC_F_TWO_RESPONSES, i, stop - 1 > i ? stop - 1 : i,
					  bc_demand(f, i));
		return;
	}
	/* a number of paragraphs said elsewhere is kept beside the divider */
	for (unsigned k = 0; k < f->out->count; k++)
		if (f->out->list[k].kind == BC_F_PARAGRAPHS &&
			f->out->list[k].turn == f->turn &&
			f->out->list[k].place == f->place)
		{
			f->out->list[k].name = "***";
			return;
		}
	c = bc_follow_add(f, BC_F_PARAGRAPHS, i, stop - 1 > i ? stop - 1 : i,
					  bc_demand(f, i) * 3 / 4);
	if (c != NULL)
	{
		BcQuantity	q;

		c->relation = BC_AT_LEAST;
		c->n = 2;
		c->name = "***";
		for (size_t k = from > 20 ? from - 20 : 0; k < stop; k++)
			if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
				(f->cue[k].value == BC_U_PART ||
				 f->cue[k].value == BC_U_SECTION) && bc_quantity(f, k, &q) &&
				 q.n > 1)
			{
				c->relation = BC_EXACTLY;
				c->n = q.n;
			}
	}
}

/* Placeholders: of a number, or a bracket that is shown. */
void
bc_follow_bracket(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	bool		place = false;
	BcConstraint *c;

	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			bc_cue_unit(&f->cue[k]) == BC_U_PLACEHOLDER)
			place = true;
	if (bc_negated(f, i) || !place)
		return;
	c = bc_follow_add(f, BC_F_PLACEHOLDERS, i, i, bc_demand(f, i));
	if (c != NULL)
	{
		c->relation = BC_NO_NUMBER;
		c->n = 1;
	}
}
