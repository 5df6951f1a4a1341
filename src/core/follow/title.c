/*
 * title.c: a title, a postscript.
 */
#include "core/follow/internal.h"

/* A unit before the title in its clause; 要有一个好标题 has none. */
static bool
counts_before(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	for (size_t k = from; k < i; k++)
		if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			!(k > from && bc_cue_starts(f, k, "个") &&
			  bc_cue_is(&f->cue[k - 1], BC_M(NUM)) &&
			  f->cue[k - 1].value == 1))
			return true;
	return false;
}

/* A title in <<...>>, or another title. */
void
bc_follow_title(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	bool		brackets = bc_cue_starts(f, i, "double angular") ||
		bc_cue_starts(f, i, "angular") ||
		bc_cue_starts(f, i, "double angle") ||
		bc_cue_starts(f, i, "双尖括号") || bc_cue_starts(f, i, "尖括号");
	bool		angle = brackets;
	BcConstraint *c;

	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(MARK)) &&
			f->cue[k].value == BC_MARK_ANGLE)
			angle = true;
	if (bc_cue_starts(f, i, "titled") || bc_cue_starts(f, i, "书名号"))
		return;
	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(NEG) | BC_M(EACH)) != SIZE_MAX)
		return;
	if (!angle)
	{
		/* "include a title", 加一个标题; not "suggest a title for this" */
		size_t		verb = bc_cue_before(f, i, bc_clause_start(f, i),
										 BC_M(INCLUDE) | BC_M(MODAL));
		bool		far;

		if (verb == SIZE_MAX || counts_before(f, i) ||
			bc_cue_before(f, i, bc_clause_start(f, i),
						  BC_M(KEYWORD) | BC_M(COLUMNW) |
						  BC_M(THIS)) != SIZE_MAX)
			return;
		if (i - verb > 3 || bc_stands_at(f, f->cue[i].stop, "的结构") ||
			(i + 1 < stop && f->cue[i + 1].gap == 0 &&
			 bc_cue_is(&f->cue[i + 1],
					   BC_M(AND) | BC_M(QUOTE) | BC_M(COLON) | BC_M(UNIT))))
			return;
		/* no title of something else */
		if (f->text.len - f->cue[i].stop >= 3 &&
			memcmp(f->text.data + f->cue[i].stop, " of", 3) == 0)
			return;
		/* 要有一个吸引人的标题 */
		far = !bc_cue_latin(f, i) && f->cue[i].start >= 3 &&
			bc_stands_at(f, f->cue[i].start - 3, "的") &&
			f->cue[verb].value > 0;
		if (f->cue[i].gap > (far ? 6 : 2) ||
			!bc_cue_is(&f->cue[verb], BC_M(INCLUDE)))
			return;
		bc_follow_add(f, BC_F_TITLE, verb, i, bc_demand(f, i) * 2 / 3);
		return;
	}
	c = bc_follow_add(f, BC_F_TITLE, i, i, bc_demand(f, i));
	if (c != NULL)
		c->name = "<<>>";
}

/* P.S, P.P.S, PS:, 附言： */
bool
bc_is_marker(BcSlice s)
{
	static const char *const words[] = {"附言", "附注", "附註", "又及"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (s.len >= 6 && s.len <= 9 && memcmp(s.data, words[k], 6) == 0)
			return true;
	/* PS： */
	if (s.len > 4 && memcmp(s.data + s.len - 3, "：", 3) == 0)
		s.len -= 3;
	return s.len >= 2 && s.len <= 7 && bc_lower(s.data[0]) == 'p' &&
		(s.data[1] == '.' || (bc_lower(s.data[1]) == 's' && s.len <= 3));
}

/* 加一条P.S., 补个附言 */
static bool
added_before(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"加", "附", "补", "带", "写", "来"};
	size_t		stop = f->cue[i].start;

	for (size_t at = stop > 12 ? stop - 12 : 0; at < stop; at++)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
			if (bc_han_stands_at(f, at, verbs[k]))
				return true;
	return false;
}

void
bc_follow_postscript(BcFinder *f, size_t i)
{
	size_t		stop = bc_sentence_stop(f, i);
	size_t		mark = i;
	BcConstraint *c;

	/* P.S.这个缩写是什么意思 */
	if (bc_negated(f, i) ||
		bc_cue_after(f, i, bc_clause_stop(f, i), BC_M(WH)) != SIZE_MAX)
		return;
	/* "PS: keep it short" is one of the prompt */
	if (f->cue[i].stop - f->cue[i].start == 2 && f->cue[i].gap == 0 &&
		i == bc_sentence_start(f, i))
		return;
	/* the marker is the cue that has a point in it */
	for (size_t k = i; k < stop + 2 && k < f->count; k++)
		if (bc_cue_is(&f->cue[k], BC_M(PS)) && bc_cue_starts(f, k, "p.") &&
			k - i < 12)
			mark = k;
		else if (bc_cue_is(&f->cue[k], BC_M(QUOTE)) && k - i < 6 &&
				 bc_is_marker(bc_cue_text(f, &f->cue[k])))
			mark = k;
	c = bc_follow_add(f, BC_F_POSTSCRIPT, i, mark,
					  bc_demand_as(f, i,
								   added_before(f, i) ? BC_M(ASK) : 0));
	if (c != NULL &&
		(bc_cue_is(&f->cue[mark], BC_M(QUOTE)) ||
		 bc_cue_starts(f, mark, "p.")))
		bc_follow_string(f, c, bc_cue_text(f, &f->cue[mark]));
}
