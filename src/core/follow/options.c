/*
 * options.c: an answer that is one of some options: in quotes, on lines, or
 * between marks of a list.
 */
#include "core/follow/internal.h"

/* 选择一个作为答案, 选一个: not 选择一个最喜欢的角色. */
static bool
chosen_is_answer(const BcFinder *f, size_t i)
{
	size_t		k = i + 1;

	while (k < f->count && f->cue[k].gap == 0 &&
		   bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(UNIT)))
		k++;
	return k == f->count ? f->cue[k - 1].stop == f->text.len :
		f->cue[k].gap <= 1 &&
		bc_cue_is(&f->cue[k], BC_CLAUSE_END | BC_M(RESP) | BC_M(ASK));
}

/* 情绪是正面、负面还是中立: where the names begin in bytes [from, stop). */
static size_t
behind_is(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t at = from; at < stop && at - from < 300 &&
		 bc_parts_names(f, at) == 0; at++)
		if (bc_stands_at(f, at, "是"))
			return at + 3;
	return from;
}

/* 只能回A、B其中之一: where the names before cue i begin; 0: nowhere. */
static size_t
behind_verb(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"回", "填", "选", "答", "写", "用",
										"从", "覆", "说", "给", "是", "为"};
	size_t		verb = bc_cue_before(f, i, bc_clause_start(f, i),
									 BC_M(ONLY) | BC_M(ASK) | BC_M(MODAL) |
									 BC_M(RESP));
	size_t		at;

	if (verb == SIZE_MAX)
		return 0;
	at = f->cue[verb].stop;
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (bc_han_stands_at(f, at, verbs[k]))
			return at + 3;
	return at;
}

/* 在体育、财经中选择一个; 积极/消极，二选一: the names before option cue i. */
static bool
options_before(BcFinder *f, size_t i)
{
	size_t		stop = f->cue[i].start;
	size_t		from = stop > 300 ? stop - 300 : 0;
	size_t		at;
	size_t		before = bc_begin_of(f, i);
	bool		ended = f->cue[i].value == 1;
	unsigned	strings = f->out->strings;
	BcConstraint *c;

	if (ended)
	{
		if (i == 0 || f->cue[i].gap > 0 ||
			!(bc_cue_is(&f->cue[i - 1], BC_M(COMMA)) ||
			  (bc_cue_is(&f->cue[i - 1], BC_M(END)) &&
			   f->cue[i - 1].value == BC_END_QUESTION)))
			return false;
		stop = f->cue[i - 1].start;
		before = bc_begin_of(f, bc_clause_start(f, i - 1));
		before = behind_is(f, before, stop);
	}
	else if ((!bc_stands_at(f, stop, "中") &&
			  !bc_han_stands_at(f, stop, "里") &&
			  !bc_stands_at(f, stop, "其中") &&
			  !bc_stands_at(f, stop, "当中") &&
			  !bc_stands_at(f, stop, "中间") &&
			  !bc_stands_at(f, stop, "之一")) || !chosen_is_answer(f, i))
		return false;
	else if (bc_stands_at(f, stop, "其中") || bc_stands_at(f, stop, "之一") ||
			 (stop > 0 && f->text.data[stop - 1] == ' '))
	{
		/* 回答 A、B 中的一个 */
		while (stop > before && f->text.data[stop - 1] == ' ')
			stop--;
		ended = true;
		before = behind_verb(f, i);
		if (before == 0)
			return false;
	}
	for (at = stop; at > from && at >= 3 &&
		 !(ended ? at == before : bc_stands_at(f, at - 3, "在") ||
		   bc_han_stands_at(f, at - 3, "从"));
		 at -= f->text.data[at - 1] < 0x80 ? 1 : 3)
		if (f->text.data[at - 1] == '\n' || f->text.data[at - 1] == '"' ||
			bc_stands_at(f, at - 3, "。") ||
			bc_stands_at(f, at - 3, "”") || bc_stands_at(f, at - 3, "」"))
			return false;
	if (at <= from && at != before)
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, i, bc_demand(f, i) * 9 / 10);
	if (c == NULL)
		return false;
	if (!bc_add_names(f, c, at, stop))
	{
		f->out->count--;
		f->out->strings = strings;
		return false;
	}
	c->byte_start = (uint32_t) at;
	return true;
}

/* Takes the constraint made last back if it has fewer than two strings. */
static void
drop_unless_two(BcFinder *f, const BcConstraint *c)
{
	if (c != NULL && c->strings < 2)
	{
		f->out->count--;
		f->out->strings = c->first_string;
	}
}

/* Adds the strings in quotes of cues [first, stop). */
static void
add_quoted(BcFinder *f, BcConstraint *c, size_t first, size_t stop)
{
	for (size_t n = first; n < stop && c != NULL; n++)
		if (bc_cue_is(&f->cue[n], BC_M(QUOTE)))
			bc_follow_string(f, c, bc_cue_text(f, &f->cue[n]));
}

/* 从“高”、“低”中选择: the strings right before cue i. */
static void
quoted_before(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		first = i;
	unsigned	count = 0;

	while (first > from)
	{
		const BcCue *cue = &f->cue[first - 1];

		if (bc_cue_is(cue, BC_M(QUOTE)))
			count++;
		else if (!bc_cue_is(cue, BC_M(AND) | BC_M(COMMA)) ||
				 first <= from + 1 ||
				 !bc_cue_is(&f->cue[first - 2], BC_M(QUOTE)))
			break;
		first--;
	}
	if (count >= 2)
		add_quoted(f, bc_follow_add(f, BC_F_OPTIONS, first, i,
									bc_demand(f, i)), first, i);
}

/* The phrases on the lines behind cue stop, up to an empty one. */
static void
phrases_behind(BcFinder *f, size_t i, size_t stop)
{
	BcConstraint *c = bc_follow_add(f, BC_F_OPTIONS, i, stop,
									bc_demand(f, i));
	size_t		at = f->cue[stop].stop;

	for (unsigned lines = 0; c != NULL && lines < 12 && at < f->text.len;
		 lines++)
	{
		size_t		end = at;

		while (end < f->text.len && f->text.data[end] != '\n' &&
			   end - at < 100)
			end++;
		while (at < end &&
			   (f->text.data[at] == ' ' || f->text.data[at] == '-' ||
				f->text.data[at] == '*'))
			at++;
		if (end == at || end - at >= 100 ||
			!bc_follow_string(f, c,
							  (BcSlice) {f->text.data + at, end - at}))
			break;
		c->byte_stop = (uint32_t) end;
		at = end + 1;
	}
	drop_unless_two(f, c);
}

/* 之一：政治、体育或技术: the names behind a colon up to a comma. */
static bool
named_behind(BcFinder *f, BcConstraint *c, size_t colon, size_t end)
{
	size_t		at = f->cue[colon].stop;
	size_t		stop = bc_read_to(f, at, end);
	unsigned	strings = f->out->strings;

	while (at < stop && f->text.data[at] == ' ')
		at++;
	if (stop - at > 300 || bc_cue_is(&f->cue[colon + 1 < f->count ?
											 colon + 1 : colon],
									 BC_M(QUOTE)))
		return false;
	for (size_t k = at; k < stop; k++)
		if (bc_stands_at(f, k, "，") && k > at)
			stop = k;
	if (stop > at + 2 && f->text.data[at] == '[' &&
		f->text.data[stop - 1] == ']')
		at++, stop--;
	if (bc_add_names(f, c, at, stop))
	{
		c->byte_stop = (uint32_t) stop;
		return true;
	}
	f->out->strings = strings;
	c->strings = 0;
	return false;
}

/* Options without quotes: on lines behind a colon, or 选择一个：A、B、C. */
static void
options_behind(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	size_t		colon = bc_cue_after(f, i, stop, BC_M(COLON));
	BcConstraint *c;

	if (stop > 0 && stop < f->count &&
		bc_cue_is(&f->cue[stop - 1], BC_M(COLON)) &&
		f->cue[stop].value >= BC_END_LINE)
	{
		phrases_behind(f, i, stop);
		return;
	}
	if (colon == SIZE_MAX || colon - i > 6 ||
		(bc_cue_latin(f, i) &&
		 (bc_seen_in(f, from, stop) &
		  (BC_M(MODAL) | BC_M(ONLY) | BC_M(ASK) | BC_M(RESP))) == 0))
		return;
	c = bc_follow_add(f, BC_F_OPTIONS, i, colon,
					  bc_demand(f, i) * 9 / 10);
	if (c == NULL || bc_cue_latin(f, i) || !named_behind(f, c, colon, stop))
		bc_names_behind(f, c, colon > 0 ? colon - 1 : colon, stop);
	drop_unless_two(f, c);
}

/*
 * The strings from cue first on, with "or" or commas between them; sets whether
 * there was an "or" and where they end.
 */
static unsigned
count_joined(const BcFinder *f, size_t first, size_t *stop, bool *joined)
{
	unsigned	count = 0;
	size_t		k;

	for (k = first; k < f->count && count < 12; k++)
	{
		const BcCue *cue = &f->cue[k];

		if (bc_cue_is(cue, BC_M(QUOTE)) && cue->gap <= 1 &&
			cue->stop - cue->start < 120)
			count++;
		else if (bc_cue_is(cue, BC_M(AND)) && cue->gap == 0)
			*joined = *joined || bc_stands_at(f, cue->start, "or") ||
				bc_stands_at(f, cue->start, "或");
		else if (!bc_cue_is(cue, BC_M(COMMA)) || cue->gap > 0)
		{
			/* a point may stand between: "yes." or "no." */
			if (!(bc_cue_is(cue, BC_M(END)) && cue->value < BC_END_LINE &&
				  k + 1 < f->count && cue[1].gap == 0 &&
				  bc_cue_is(&cue[1], BC_M(AND) | BC_M(QUOTE))))
				break;
		}
	}
	*stop = k;
	return count;
}

/* How sure a demand is; 回 is a verb before a string in quotes. */
static unsigned
sure_of(const BcFinder *f, size_t i)
{
	return bc_demand_as(f, i,
						bc_cue_starts(f, i, "回") ? BC_M(ASK) : 0);
}

/* Strings in quotes from cue first on, of which cue i spoke. */
static void
quoted_behind(BcFinder *f, size_t i, size_t first, bool option)
{
	size_t		from = bc_sentence_start(f, i);
	bool		joined = false;
	size_t		stop;
	BcConstraint *c;
	unsigned	count = count_joined(f, first, &stop, &joined);
	bool		two = count == 2 &&
		bc_are_yes_no(bc_cue_text(f, &f->cue[first]),
					  bc_cue_text(f, &f->cue[stop - 1]));

	if (count < 2 || (!joined && !option) ||
		bc_cue_before(f, i, from,
					  BC_M(INCLUDE) | BC_M(NEG) | (two ? 0 : BC_M(WORKON)) |
					  BC_M(BEGINV) | BC_M(ENDV)) != SIZE_MAX)
	{
		if (!(option && count >= 2 &&
			  bc_cue_before(f, i + 1, from, BC_M(NEG)) == SIZE_MAX))
			return;
	}
	if (bc_cue_before(f, first, i, BC_M(KEYWORD)) != SIZE_MAX && !option)
		return;
	c = bc_follow_add(f, two ? BC_F_YES_NO : BC_F_OPTIONS, i, stop - 1,
					  sure_of(f, i));
	add_quoted(f, c, first, stop);
	if (c != NULL && two)
		c->n = bc_cue_before(f, i + 1, bc_clause_start(f, i),
							 BC_M(ONLY)) != SIZE_MAX || bc_no_more(f, i);
}

/* Is one of what cue i introduces to be chosen, said behind it? */
static bool
chosen_behind(const BcFinder *f, size_t i)
{
	size_t		stop = f->count - i > 24 ? i + 24 : f->count;

	for (size_t k = i + 1; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(OPTIONW)) &&
			(f->cue[k].value == 2 || f->cue[k].value == 5) &&
			!f->cue[k].material && !bc_negated(f, k) &&
			bc_demand(f, k) > 0)
			return true;
	return false;
}

/* The names behind the colon at cue i + 1, up to the end of the sentence. */
static void
options_listed(BcFinder *f, size_t i)
{
	/* behind a colon, or on the line below */
	size_t		end = i + 2 > f->count ? f->count : bc_sentence_stop(f, i + 2);
	size_t		stop = bc_read_to(f, f->cue[i + 1].stop, end);
	unsigned	strings = f->out->strings;
	BcConstraint *c = bc_follow_add(f, BC_F_OPTIONS, i, i, 80);

	if (c == NULL)
		return;
	if (bc_add_names(f, c, f->cue[i + 1].stop, stop))
		c->byte_stop = (uint32_t) stop;
	else
	{
		f->out->count--;
		f->out->strings = strings;
	}
}

/* 用“是”或“否”回答; "Answer ‘a’ or ‘b’"; choose one of phrases on lines. */
void
bc_follow_options(BcFinder *f, size_t i)
{
	size_t		k = i + 1;
	bool		option = bc_cue_is(&f->cue[i], BC_M(OPTIONW));
	unsigned	words = 0;

	if (option && f->cue[i].value == 3)
	{
		if (!bc_negated(f, i))
			bc_follow_lettered(f, i);
		return;
	}
	/* 可选：退款、物流。只输出其中一个 */
	if (option && f->cue[i].value == 4)
	{
		if (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
			(bc_cue_is(&f->cue[i + 1], BC_M(COLON)) ||
			 (bc_cue_is(&f->cue[i + 1], BC_M(END)) &&
			  f->cue[i + 1].value == BC_END_LINE)) && chosen_behind(f, i))
			options_listed(f, i);
		return;
	}
	if (option && (bc_negated(f, i) || bc_demand(f, i) == 0 ||
				   (!bc_cue_latin(f, i) &&
					(bc_quoted_list_before(f, i) || bc_marked_before(f, i) ||
					 options_before(f, i) ||
					 (f->cue[i].value == 2 && bc_listed_before(f, i))))))
		return;
	/* 只输出类别名 */
	if (option && f->cue[i].value == 5)
	{
		if (bc_cue_starts(f, i, "只") || bc_cue_starts(f, i, "仅") ||
			bc_cue_before(f, i, bc_clause_start(f, i),
						  BC_M(ONLY)) != SIZE_MAX)
			bc_listed_before(f, i);
		return;
	}
	if (!option && (bc_cue_starts(f, i, "用") || bc_cue_starts(f, i, "以")) &&
		bc_follow_used(f, i))
		return;
	if (!option && !bc_cue_latin(f, i) &&
		(bc_cue_is(&f->cue[i], BC_M(ONLY) | BC_M(BEFORE)) ||
		 bc_is_letter(bc_byte_at(f, f->cue[i].stop)) ||
		 bc_han_stands_at(f, f->cue[i].stop, "一个词：")) &&
		f->out->count < BC_MAX_CONSTRAINTS && bc_bare_choice(f, i))
		return;
	/* of a verb: strings right behind it, with "or" between them */
	while (k < f->count && k < i + 9 && !bc_cue_is(&f->cue[k], BC_M(QUOTE)))
	{
		words += f->cue[k].gap;
		if (!option && (bc_cue_is(&f->cue[k], BC_M(END)) || words > 1 ||
						k > i + 2))
			return;
		k++;
	}
	if (!option && (bc_negated(f, i) || sure_of(f, i) == 0))
		return;
	if (option && i > 1 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap == 0)
		quoted_before(f, i);
	/* 从“高”“低”两个等级中选一个 */
	else if (option && i > 3 && f->cue[i].gap <= 3 && !bc_cue_latin(f, i) &&
			 bc_cue_is(&f->cue[i - 1], BC_M(UNIT)) &&
			 bc_cue_is(&f->cue[i - 2], BC_M(NUM)) &&
			 bc_cue_is(&f->cue[i - 3], BC_M(QUOTE)))
		quoted_before(f, i - 2);
	else if (k < f->count && bc_cue_is(&f->cue[k], BC_M(QUOTE)))
		quoted_behind(f, i, k, option);
	else if (option)
		options_behind(f, i);
}
