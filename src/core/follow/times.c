/*
 * times.c: how often a word is to stand in an answer.
 */
#include "core/follow/internal.h"

/*
 * How often, in cues [from, to): "at least 3 times", twice, 不超过两次; of a
 * letter 个, too.  False: nothing is said.
 */
bool
bc_how_often(const BcFinder *f, size_t from, size_t to, bool letter,
		  BcQuantity *q)
{
	for (size_t k = from; k < to; k++)
	{
		const BcCue *cue = &f->cue[k];

		/* 字母s不能少于15个 */
		if (bc_cue_is(cue, BC_M(UNIT)) &&
			(bc_cue_unit(cue) == BC_U_TIMES ||
			 (letter && bc_cue_starts(f, k, "个") &&
			  k > from && !bc_cue_is(&f->cue[k - 1], BC_M(KEYWORD)))) &&
			bc_quantity(f, k, q))
		{
			if (k + 1 < to && bc_cue_is(&f->cue[k + 1], BC_M(EACH)))
				return false;
			return true;
		}
		if (bc_cue_is(cue, BC_M(ONCE)))
		{
			memset(q, 0, sizeof(*q));
			q->n = cue->value;
			q->first = q->last = k;
			if (k > from && bc_cue_is(&f->cue[k - 1], BC_M(BEFORE)))
			{
				q->first = k - 1;
				q->relation = f->cue[k - 1].value == 1 ? BC_AT_LEAST :
					f->cue[k - 1].value == 2 ? BC_AT_LEAST :
					f->cue[k - 1].value == 3 ||
					f->cue[k - 1].value == 4 ? BC_AT_MOST : BC_EXACTLY;
				q->n += f->cue[k - 1].value == 2;
				q->n -= f->cue[k - 1].value == 4;
			}
			if (k + 1 < to && bc_cue_is(&f->cue[k + 1], BC_M(AFTER)) &&
				f->cue[k + 1].gap == 0)
				q->relation = f->cue[k + 1].value == 1 ? BC_AT_LEAST :
					BC_AT_MOST;
			return true;
		}
	}
	return false;
}

bool
bc_has_letter(BcSlice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] >= 0x80 || bc_is_letter(s.data[i]) ||
			bc_is_digit(s.data[i]))
			return true;
	return false;
}

/* “逗你玩”至少说两次, 「陪伴」兩個字至少用五遍: the string before cue i. */
void
bc_follow_times(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	BcQuantity	q;
	size_t		k;
	BcConstraint *c;

	if (bc_cue_latin(f, i) || !bc_quantity(f, i, &q) || q.each ||
		bc_negated(f, i))
		return;
	for (k = q.first; k > from && q.first - k < 6; k--)
	{
		const BcCue *cue = &f->cue[k - 1];

		if (f->cue[k].gap > 1)
			return;
		if (bc_cue_is(cue, BC_M(QUOTE)))
			break;
		if (bc_cue_is(cue, BC_M(IN) | BC_M(NEG) | BC_M(WH) | BC_M(REPEATV) |
					  BC_M(OTHER)) ||
			bc_cue_starts(f, k - 1, "出现"))
			return;
	}
	if (k <= from || !bc_cue_is(&f->cue[k - 1], BC_M(QUOTE)) ||
		(k == q.first && !q.by_word) ||
		!bc_has_letter(bc_cue_text(f, &f->cue[k - 1])))
		return;
	for (unsigned n = 0; n < f->out->count; n++)
		if (f->out->list[n].kind == BC_F_KEYWORD_COUNT ||
			f->out->list[n].kind == BC_F_LETTER_COUNT)
			return;
	c = bc_follow_add(f, BC_F_KEYWORD_COUNT, k - 1, q.last,
					  bc_any_demand_as(f, i, q.by_word ? BC_M(ASK) : 0));
	if (c == NULL)
		return;
	bc_set_quantity(c, &q, BC_EXACTLY);
	bc_follow_string(f, c, bc_cue_text(f, &f->cue[k - 1]));
}

/* moon 出现不超过2次: a bare word of letters before 出现, and how often. */
bool
bc_counts_bare(BcFinder *f, size_t i)
{
	size_t		stop = f->cue[i].start;
	size_t		at;
	BcQuantity	q;
	BcConstraint *c;

	if (bc_cue_latin(f, i) || !bc_cue_starts(f, i, "出现") ||
		!bc_how_often(f, i + 1, bc_clause_stop(f, i), false, &q))
		return false;
	while (stop > 0 && f->text.data[stop - 1] == ' ')
		stop--;
	for (at = stop; at > 0 && stop - at < 30 &&
		 bc_is_letter(f->text.data[at - 1]); at--)
		;
	if (stop - at < 2)
		return false;
	c = bc_follow_add(f, BC_F_KEYWORD_COUNT, i, q.last,
					  bc_any_demand_as(f, i, BC_M(ASK)));
	if (c == NULL)
		return false;
	c->byte_start = (uint32_t) at;
	bc_set_quantity(c, &q, BC_EXACTLY);
	bc_follow_string(f, c, (BcSlice) {f->text.data + at, stop - at});
	return true;
}
