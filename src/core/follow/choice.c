/*
 * choice.c: answers of a narrow kind: a number alone, yes or no, one of some
 * options, Chinese verse.
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
	if (bc_cue_starts(f, i, "纯数字") && bc_clause_is(f, i, i) &&
		bc_cue_before(f, i, bc_sentence_start(f, i), BC_M(ONLY)) != SIZE_MAX)
	{
		bc_follow_add(f, BC_F_NUMBERS_ONLY, i, i,
					  bc_demand_as(f, i, false, BC_M(ASK)));
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
				  only, bc_demand(f, i, false));
}

/* 别解释, 不要说明: nothing follows the answer. */
static bool
no_more(const BcFinder *f, size_t i)
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
	static const char *const joints[] = {" or ", "/", "或者", "还是", "或",
										 "与"};
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	uint64_t	seen = bc_seen_in(f, from, stop);
	BcSlice		s = bc_cue_text(f, &f->cue[i]);
	size_t		middle = 0;
	size_t		width = 0;
	BcConstraint *c;

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
					  bc_demand_as(f, i, false, bc_clause_is(f, i, i) ?
								   BC_M(ASK) : 0));
	if (c == NULL || width == 0)
		return;
	bc_follow_string(f, c, (BcSlice) {s.data, middle});
	bc_follow_string(f, c,
					 (BcSlice) {s.data + middle + width,
								s.len - middle - width});
	/* may more follow: the judgement looks at the beginning only */
	c->n = (seen & BC_M(ONLY)) != 0 || no_more(f, i);
}

static bool
is_yes_no(BcSlice s)
{
	static const char *const words[] = {
		"yes", "no", "Yes", "No", "YES", "NO", "true", "false", "True",
			"False", "是", "否", "不是", "对", "錯", "错", "正确", "错误",
			"正確",
		"錯誤", "能", "不能", "會", "会"
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

/* How many bytes at i part names: 、 / 和 或 与; 0: none. */
static size_t
parts_names(const BcFinder *f, size_t i)
{
	static const char *const wide[] = {"、", "和", "或", "与", "，"};

	if (f->text.data[i] == '/')
		return 1;
	if (bc_han_stands_at(f, i, "还是"))
		return 6;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]); k++)
		if (bc_stands_at(f, i, wide[k]))
			return 3;
	return 0;
}

/* Adds the names in bytes [at, stop) to a constraint; false: they are no list. */
static bool
add_names(BcFinder *f, BcConstraint *c, size_t at, size_t stop)
{
	while (at < stop)
	{
		size_t		end = at;

		while (end < stop && parts_names(f, end) == 0)
			end++;
		if (end == at || end - at > 45 || c->strings == 12 ||
			!bc_follow_string(f, c, (BcSlice) {f->text.data + at, end - at}))
			return false;
		at = end < stop ? end + parts_names(f, end) : end;
	}
	return c->strings >= 2;
}

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
		 parts_names(f, at) == 0; at++)
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
	size_t		at = stop;
	size_t		before = i > 0 ? f->cue[i - 1].stop : 0;
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
		before = bc_clause_start(f, i - 1);
		before = before > 0 ? f->cue[before - 1].stop : 0;
		before = behind_is(f, before, stop);
	}
	else if ((!bc_stands_at(f, stop, "中") &&
			  !bc_han_stands_at(f, stop, "里") &&
			  !bc_stands_at(f, stop, "其中") &&
			  !bc_stands_at(f, stop, "之一")) || !chosen_is_answer(f, i))
		return false;
	else if (bc_stands_at(f, stop, "其中") || bc_stands_at(f, stop, "之一"))
	{
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
	c = bc_follow_add(f, BC_F_OPTIONS, i, i, bc_demand(f, i, false) * 9 / 10);
	if (c == NULL)
		return false;
	if (!add_names(f, c, at, stop))
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
									bc_demand(f, i, false)), first, i);
}

/* The phrases on the lines behind cue stop, up to an empty one. */
static void
phrases_behind(BcFinder *f, size_t i, size_t stop)
{
	BcConstraint *c = bc_follow_add(f, BC_F_OPTIONS, i, stop,
									bc_demand(f, i, false));
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
		(bc_seen_in(f, from, stop) &
		 (BC_M(MODAL) | BC_M(ONLY) | BC_M(ASK) | BC_M(RESP))) == 0)
		return;
	c = bc_follow_add(f, BC_F_OPTIONS, i, colon,
					  bc_demand(f, i, false) * 9 / 10);
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
		(is_yes_no(bc_cue_text(f, &f->cue[first])) ||
		 denies(bc_cue_text(f, &f->cue[first]),
				bc_cue_text(f, &f->cue[stop - 1])));

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
					  bc_demand(f, i, false));
	add_quoted(f, c, first, stop);
	if (c != NULL && two)
		c->n = bc_cue_before(f, i + 1, bc_clause_start(f, i),
							 BC_M(ONLY)) != SIZE_MAX || no_more(f, i);
}

/* 用“是”或“否”回答; "Answer ‘a’ or ‘b’"; choose one of phrases on lines. */
void
bc_follow_options(BcFinder *f, size_t i)
{
	size_t		k = i + 1;
	bool		option = bc_cue_is(&f->cue[i], BC_M(OPTIONW));
	unsigned	words = 0;

	if (option && (bc_negated(f, i) || bc_demand(f, i, false) == 0 ||
				   (!bc_cue_latin(f, i) && options_before(f, i))))
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
	if (!option && (bc_negated(f, i) || bc_demand(f, i, false) == 0))
		return;
	if (option && i > 2 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap == 0)
		quoted_before(f, i);
	else if (k < f->count && bc_cue_is(&f->cue[k], BC_M(QUOTE)))
		quoted_behind(f, i, k, option);
	else if (option)
		options_behind(f, i);
}

/* 写一首七言绝句: characters a line, lines. */
void
bc_follow_verse(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	unsigned	value = f->cue[i].value;
	BcConstraint *c;

	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(ASK)) == SIZE_MAX ||
		bc_cue_before(f, i, from,
					  BC_M(THIS) | BC_M(WH) | BC_M(WORKON)) != SIZE_MAX)
		return;
	c = bc_follow_add(f, BC_F_VERSE, i, i, bc_demand(f, i, false));
	if (c != NULL)
	{
		c->n = value >> 4;		/* characters a line */
		c->to = value & 15;		/* lines */
	}
}
