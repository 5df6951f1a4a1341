/*
 * sections.c: sections with a name, and how many.
 */
#include "core/follow/internal.h"

/* What stands before X or a number that ends a name at [at, stop); or none. */
static BcSlice
unnumbered(const BcFinder *f, size_t at, size_t stop)
{
	size_t		end = stop;

	while (end > at && (bc_is_digit(f->text.data[end - 1]) ||
						f->text.data[end - 1] == 'X'))
		end--;
	if (end == stop && end >= at + 3 &&
		bc_han_stands_at(f, end - 3, "一"))
		end -= 3;
	if (end == stop)
		return (BcSlice) {NULL, 0};
	while (end > at && f->text.data[end - 1] == ' ')
		end--;
	return (BcSlice) {f->text.data + at, end - at};
}

/*
 * 每幕开头标明“场景1”, 用 PART X 标记, 用 Chapter 加数字开头: the name in the
 * sentence of cue i.
 */
static BcSlice
name_in_quotes(const BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	BcSlice		none = {NULL, 0};

	if (bc_cue_latin(f, i))
		return none;
	for (size_t k = from; k < stop; k++)
	{
		size_t		at;
		size_t		end;
		bool		numbered;
		BcSlice		name;

		if (bc_cue_is(&f->cue[k], BC_M(QUOTE)) && k > from &&
			(bc_cue_is(&f->cue[k - 1], BC_M(MARKED) | BC_M(BEGINV)) ||
			 (k > from + 1 && bc_cue_is(&f->cue[k - 2],
										BC_M(MARKED) | BC_M(BEGINV)))))
		{
			name = bc_cue_text(f, &f->cue[k]);
			at = (size_t) (name.data - f->text.data);
			name = unnumbered(f, at, at + name.len);
			if (name.len > 0)
				return name;
		}
		if (!bc_cue_is(&f->cue[k], BC_M(MARKED) | BC_M(BEGINV)) ||
			bc_cue_latin(f, k))
			continue;
		/* the letters between 用 and 标记 */
		at = f->cue[k].start;
		numbered = at >= 9 && bc_han_stands_at(f, at - 9, "加数字");
		if (numbered)
			at -= 9;
		while (at > 0 && f->text.data[at - 1] == ' ')
			at--;
		end = at;
		while (at > 0 && end - at < 40 &&
			   (bc_is_letter(f->text.data[at - 1]) ||
				f->text.data[at - 1] == ' ' ||
				bc_is_digit(f->text.data[at - 1])))
			at--;
		while (at < end && f->text.data[at] == ' ')
			at++;
		name = unnumbered(f, at, end);
		if (name.len == 0 && numbered)
			name = (BcSlice) {f->text.data + at, end - at};
		if (name.len > 0)
			return name;
	}
	return none;
}

/* Behind sections: the name that each begins with. */
static BcSlice
section_name(const BcFinder *f, size_t i)
{
	size_t		stop = f->count - i > 40 ? i + 40 : f->count;
	BcSlice		name = name_in_quotes(f, i);

	if (name.len > 0)
		return name;
	for (size_t k = i; k < stop; k++)
	{
		size_t		at;
		size_t		end;

		if (!bc_cue_is(&f->cue[k], BC_M(MARKED) | BC_M(BEGINV)))
			continue;
		/* the word before X or 1 */
		for (at = f->cue[k].stop; at < f->text.len &&
			 at - f->cue[k].stop < 90; at++)
		{
			if (at + 2 < f->text.len && f->text.data[at] == ' ' &&
				(f->text.data[at + 1] == 'X' ||
				 f->text.data[at + 1] == '1') &&
				!bc_is_letter(f->text.data[at + 2]))
			{
				end = at;
				while (at > 0 && bc_is_letter(f->text.data[at - 1]))
					at--;
				return (BcSlice) {f->text.data + at, end - at};
			}
		}
	}
	return (BcSlice) {NULL, 0};
}

void
bc_add_sections(BcFinder *f, size_t i, const BcQuantity *q)
{
	BcSlice		name = section_name(f, i);
	unsigned	sure = bc_demand_alone(f, i, q->first, q->last);
	size_t		from = bc_sentence_start(f, i);
	BcConstraint *c;

	/* highlighted sections are another kind */
	if (q->given ||
		bc_cue_before(f, bc_clause_stop(f, i), from,
					  BC_M(HIGHLIGHT)) != SIZE_MAX || q->n < 2)
		return;
	c = bc_add_quantity(f, BC_F_SECTIONS, q, BC_EXACTLY, name.len > 0 ? sure :
					 sure * 2 / 3);
	if (c != NULL && name.len > 0)
		bc_follow_string(f, c, name);
}

/* "Mark the beginning of each advertisement with Audience 1": sections, too. */
void
bc_follow_marked(BcFinder *f, size_t i)
{
	BcSlice		name = section_name(f, i);
	BcConstraint *c;

	if (name.len == 0 ||
		bc_cue_after(f, i - 1, bc_sentence_stop(f, i),
					 BC_M(EACH)) == SIZE_MAX || bc_negated(f, i))
		return;
	c = bc_follow_add(f, BC_F_SECTIONS, i, i,
					  bc_demand(f, i) * 9 / 10);
	if (c == NULL)
		return;
	bc_follow_string(f, c, name);
	c->relation = BC_AT_LEAST;
	c->n = 2;
	for (unsigned k = 0; k < f->out->count; k++)
		if (f->out->list[k].kind == BC_F_PARAGRAPHS &&
			f->out->list[k].place == f->place && f->out->list[k].n > 1)
		{
			c->relation = f->out->list[k].relation;
			c->n = f->out->list[k].n;
			f->out->list[k].confidence = 0;
		}
}
