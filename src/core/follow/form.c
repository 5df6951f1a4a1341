/*
 * form.c: how an answer looks: commas, quotation marks, beginning and end, what
 * is repeated.
 */
#include "core/follow/internal.h"

/* 一个逗号都别用 */
static bool
denied_behind(const BcFinder *f, size_t i)
{
	size_t		k = i + 1;

	if (bc_cue_latin(f, i))
		return false;
	/* 标点都去掉 */
	if (bc_han_stands_at(f, f->cue[i].stop, "都去掉") ||
		bc_han_stands_at(f, f->cue[i].stop, "全去掉") ||
		bc_han_stands_at(f, f->cue[i].stop, "全部去掉") ||
		bc_han_stands_at(f, f->cue[i].stop, "都不要"))
		return true;
	while (k < f->count && k < i + 4 && f->cue[k].gap <= 1 &&
		   bc_cue_is(&f->cue[k], BC_M(ONLY) | BC_M(NUM) | BC_M(UNIT)))
		k++;
	/* 逗号不要用， */
	if (k == i + 1 && k < f->count && f->cue[k].gap == 0 &&
		bc_cue_is(&f->cue[k], BC_M(NEG)) && bc_clause_start(f, i) == i &&
		(bc_clause_ends(f, k) ||
		 (bc_clause_stop(f, k) == k + 2 && f->cue[k + 1].gap == 0 &&
		  bc_cue_starts(f, k + 1, "用"))))
		return true;
	return k < f->count && f->cue[k].gap <= 1 && bc_cue_is(&f->cue[k], BC_M(NEG)) &&
		f->cue[k].start >= 3 &&
		(bc_stands_at(f, f->cue[k].start - 3, "都") ||
		 bc_stands_at(f, f->cue[k].start - 3, "也"));
}

/*
 * What denies cue i, of which bc_negated() is true; 禁止：标点 has it before a
 * colon.
 */
static size_t
denial_of(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		first = bc_cue_before(f, i, from, BC_M(NEG));

	return first != SIZE_MAX ? first : from - 2;
}

void
bc_follow_commas(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	if (denied_behind(f, i))
	{
		bc_follow_add(f, BC_F_NO_COMMAS, i,
					  i + 1 < f->count ? i + 1 : i,
					  bc_any_demand_as(f, i, BC_M(NEG)));
		return;
	}
	if (!bc_negated(f, i))
		return;
	/* "no comma between ...", commas that separate */
	if (bc_cue_before(f, i, i > 2 &&
					  i - 2 > from ? i - 2 : from,
					  BC_M(SEPARATE)) != SIZE_MAX)
		return;
	bc_follow_add(f, BC_F_NO_COMMAS, denial_of(f, i), i,
				  bc_any_demand(f, i));
}

void
bc_follow_punctuation(BcFinder *f, size_t i)
{
	size_t		first;

	if (denied_behind(f, i))
	{
		bc_follow_add(f, BC_F_NO_PUNCTUATION, i,
					  i + 1 < f->count ? i + 1 : i,
					  bc_any_demand_as(f, i, BC_M(NEG)));
		return;
	}
	/* 不需要任何标点， */
	if (!bc_cue_latin(f, i) && f->cue[i].start >= 9 &&
		((f->cue[i].start >= 15 &&
		  bc_han_stands_at(f, f->cue[i].start - 15, "不需要任何")) ||
		 bc_han_stands_at(f, f->cue[i].start - 9, "不需要")) &&
		bc_clause_ends(f, i))
	{
		bc_follow_add(f, BC_F_NO_PUNCTUATION, i, i,
					  f->cue[i].material ? 0 : 75);
		return;
	}
	if (!bc_negated(f, i) ||
		bc_cue_starts(f, i + 1 < f->count ? i + 1 : i, "错误"))
		return;
	first = denial_of(f, i);
	/* "do not forget to add punctuations" */
	if (bc_cue_before(f, i, bc_clause_start(f, i), BC_M(MODAL)) != SIZE_MAX &&
		bc_cue_starts(f, first, "forget"))
		return;
	/* 不计标点, not counting punctuation */
	if (f->text.len - f->cue[first].stop >= 3 &&
		memcmp(f->text.data + f->cue[first].stop, "计", 3) == 0)
		return;
	if (f->cue[i].gap > 2)
		return;
	bc_follow_add(f, BC_F_NO_PUNCTUATION, first, i, bc_any_demand(f, i));
}

/* "Wrap your entire response with double quotation marks." */
void
bc_follow_quotes(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	size_t		verb = bc_cue_before(f, i, from, BC_M(ASK) | BC_M(MODAL));
	uint64_t	seen = 0;

	if (verb == SIZE_MAX)
		verb = bc_clause_start(f, i);
	for (size_t k = verb; k < stop; k++)
		seen |= f->cue[k].mask;
	if (bc_negated(f, i) ||
		(seen & (BC_M(KEYWORD) | BC_M(EACH) | BC_M(TITLEW))) != 0 ||
		/* 每个词都用引号括起来 */
		(!bc_cue_latin(f, i) &&
		 bc_cue_before(f, i, bc_clause_start(f, i), BC_M(EACH)) != SIZE_MAX))
		return;
	/* "your response is wrapped in", "double quotes around your response" */
	for (size_t k = from; k < stop; k++)
		seen |= f->cue[k].mask;
	if ((seen & (BC_M(RESP) | BC_M(ONLY) | BC_M(PIECE))) == 0)
		return;
	/* 引号应该用「」还是“”？ */
	stop = bc_sentence_stop(f, i);
	if (stop < f->count && bc_cue_is(&f->cue[stop], BC_M(END)) &&
		f->cue[stop].value == BC_END_QUESTION && !bc_cue_latin(f, i) &&
		bc_cue_after(f, i, stop, BC_M(COLON)) == SIZE_MAX)
		return;
	bc_follow_add(f, BC_F_QUOTED, verb < i ? verb : i, i,
				  bc_demand(f, i));
}

/* The string behind cue i that an answer begins or ends with. */
static size_t
string_behind(const BcFinder *f, size_t i, size_t stop)
{
	unsigned	words = 0;

	for (size_t k = i + 1; k < stop && k <= i + 8; k++)
	{
		words += f->cue[k].gap;
		if (words > 8)
			return SIZE_MAX;
		if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
			return k;
		if (bc_cue_is(&f->cue[k], BC_M(END)))
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* A quoted postscript marker is no ending. */
static bool
is_postscript(const BcFinder *f, size_t i, size_t stop)
{
	return bc_cue_after(f, i, stop, BC_M(PS)) != SIZE_MAX ||
		bc_cue_before(f, i, bc_sentence_start(f, i), BC_M(PS)) != SIZE_MAX;
}

/* Is it the answer that begins or ends so, not words, names, strings in it? */
static bool
of_the_answer(const BcFinder *f, size_t i, size_t quote)
{
	size_t		from = bc_clause_start(f, i);
	size_t		k = bc_cue_before(f, i, from,
								  BC_M(RESP) | BC_M(PIECE) | BC_M(ONLY));

	if (f->text.data[f->cue[i].start] >= 0x80)
	{
		/* 以“一”开头的成语; but 以“从前”开头的童话 */
		if (f->text.len - f->cue[i].stop >= 3 &&
			memcmp(f->text.data + f->cue[i].stop, "的", 3) == 0)
			return i + 1 < f->count &&
				bc_cue_is(&f->cue[i + 1], BC_M(PIECE) | BC_M(RESP)) &&
				f->cue[i + 1].gap <= 2;
		return true;
	}
	if (bc_cue_starts(f, i, "opening") ||
		(quote > i && bc_cue_before(f, quote, i, BC_M(KEYWORD)) != SIZE_MAX &&
										   bc_cue_text(f,
													   &f->cue[quote]).len < 3))
		return false;
	/* "end your response with" */
	if (k != SIZE_MAX || (i == from && f->cue[i].gap == 0) ||
		bc_cue_before(f, i + 3 < f->count ? i + 3 : f->count, i,
					  BC_M(RESP)) != SIZE_MAX)
		return true;
	return i > from && f->cue[i].gap == 0 &&
		bc_cue_is(&f->cue[i - 1], BC_M(MODAL) | BC_M(AND));
}

/* What follows to the end of the line, where it is no string in quotes. */
static void
add_rest(BcFinder *f, BcFollowKind kind, size_t i, size_t colon)
{
	size_t		at = f->cue[colon].stop;
	size_t		stop;
	BcConstraint *c;

	while (at < f->text.len && (f->text.data[at] == ' '))
		at++;
	for (stop = at; stop < f->text.len && f->text.data[stop] != '\n' &&
		 stop - at < 200; stop++)
		;
	if (stop == at)
		return;
	c = bc_follow_add(f, kind, i, colon,
					  bc_demand_as(f, i,
								   bc_cue_latin(f, i) ? 0 : BC_M(ASK)));
	if (c != NULL &&
		bc_follow_string(f, c, (BcSlice) {f->text.data + at, stop - at}))
		c->byte_stop = (uint32_t) stop;
}

/* Is the whole answer what begins or ends: no line, stanza, word of it? */
static bool
of_a_part(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	/* 解答段以“解：”开头 */
	if (i > from + 1 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		bc_cue_starts(f, i - 2, "以") && f->cue[i - 2].start >= 3 &&
		(bc_han_stands_at(f, f->cue[i - 2].start - 3, "段") ||
		 bc_han_stands_at(f, f->cue[i - 2].start - 3, "行")))
		return true;
	for (size_t k = i; k-- > from && i - k <= 4;)
	{
		if (bc_cue_is(&f->cue[k], BC_M(AND)) && f->cue[k].value == 0)
			break;
		if (bc_cue_is(&f->cue[k],
					  BC_M(EACH) | BC_M(ORDINAL) | BC_M(BULLETED)) ||
			(bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			 f->cue[k].value != BC_U_SENTENCE))
			return true;
	}
	for (size_t k = i + 1; k < i + 3 && k < f->count &&
		 !bc_cue_is(&f->cue[k], BC_M(QUOTE) | BC_CLAUSE_END); k++)
		if (bc_cue_is(&f->cue[k],
					  BC_M(EACH) | BC_M(ORDINAL) | BC_M(BULLETED)))
			return true;
	return false;
}

/* 以“曾几何时”为开头: the string in quotes; SIZE_MAX: none. */
static size_t
named_before(const BcFinder *f, size_t i)
{
	return i > 1 && !bc_cue_latin(f, i) && f->cue[i].gap == 0 &&
		f->cue[i - 1].gap == 0 && bc_cue_starts(f, i - 1, "为") &&
		bc_cue_is(&f->cue[i - 2], BC_M(QUOTE)) ? i - 2 : SIZE_MAX;
}

/* 最后一句话得是：, 结尾写上： */
static bool
is_told(const BcFinder *f, size_t i, size_t colon)
{
	static const char *const verbs[] = {"是", "为", "写", "说", "写上", "加"};

	if (bc_cue_latin(f, i) || f->cue[colon].start < 6)
		return false;
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (bc_han_stands_at(f, f->cue[colon].start - strlen(verbs[k]),
							 verbs[k]))
			return (bc_seen_in(f, bc_clause_start(f, i), colon) &
					(BC_M(MODAL) | BC_M(ASK) | BC_M(BEFORE))) != 0 ||
				bc_han_stands_at(f, f->cue[colon].start - 6, "得") ||
				bc_han_stands_at(f, f->cue[colon].start - 6, "要");
	return false;
}

/* 以 Nowadays 开头: the bare word of letters between 以 and cue i; or none. */
static BcSlice
bare_before(const BcFinder *f, size_t i)
{
	size_t		stop = f->cue[i].start;
	size_t		at;

	while (stop > 0 && f->text.data[stop - 1] == ' ')
		stop--;
	for (at = stop; at > 0 && stop - at < 60 &&
		 (bc_is_letter(f->text.data[at - 1]) ||
		  bc_is_digit(f->text.data[at - 1]) ||
		  f->text.data[at - 1] == '\'' || f->text.data[at - 1] == ' ' ||
		  f->text.data[at - 1] == ',' || f->text.data[at - 1] == '!'); at--)
		;
	while (at < stop && f->text.data[at] == ' ')
		at++;
	if (at < stop && !bc_cue_latin(f, i) && at > 3)
	{
		size_t		lead = f->text.data[at - 1] == ' ' ? at - 4 : at - 3;

		if (bc_han_stands_at(f, lead, "以") || bc_han_stands_at(f, lead, "用"))
			return (BcSlice) {f->text.data + at, stop - at};
	}
	return (BcSlice) {NULL, 0};
}

/* Adds a constraint of a bare string before cue i. */
static bool
add_bare(BcFinder *f, BcFollowKind kind, size_t i, BcSlice bare)
{
	BcConstraint *c;

	if (bare.len == 0 || of_a_part(f, i) || bc_of_a_program(f, i))
		return false;
	c = bc_follow_add(f, kind, i, i,
					  bc_demand_as(f, i, BC_M(ASK)) * 9 / 10);
	if (c != NULL && bc_follow_string(f, c, bare))
		c->byte_start = (uint32_t) (bare.data - f->text.data);
	return true;
}

void
bc_follow_end(BcFinder *f, size_t i)
{
	size_t		stop = bc_sentence_stop(f, i);
	bool		own;
	size_t		k;
	BcConstraint *c;

	/* 结尾前 is not the end */
	if (bc_negated(f, i) || of_a_part(f, i) || is_postscript(f, i, stop) ||
		bc_stands_at(f, f->cue[i].stop, "前") ||
		bc_stands_at(f, f->cue[i].stop, "之前"))
		return;
	/* 以“谢谢”结尾; 《边城》的结尾 is the book's */
	own = i > 0 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap <= 2 && f->text.data[f->cue[i].start] >= 0x80 &&
		!(bc_stands_at(f, f->cue[i - 1].start, "《") &&
		  bc_stands_at(f, f->cue[i - 1].stop, "的"));
	/* 以“谢谢”结尾，写到“春节” */
	k = own && bc_clause_ends(f, i) ? i - 1 : string_behind(f, i, stop);
	if (k == SIZE_MAX)
	{
		if (own)
			k = i - 1;
		else if (named_before(f, i) != SIZE_MAX)
			k = i - 2;
		else if (add_bare(f, BC_F_ENDS_WITH, i, bare_before(f, i)))
			return;
		else
		{
			size_t		colon = bc_cue_after(f, i, stop, BC_M(COLON));
			size_t		phrase = bc_cue_after(f, i, stop, BC_M(KEYWORD));

			if (colon != SIZE_MAX && colon - i <= 5 &&
				(bc_cue_after(f, i - 1, colon + 1,
							  BC_M(INCLUDE) | BC_M(RESP) |
							  BC_M(KEYWORD)) != SIZE_MAX ||
				 is_told(f, i, colon)) &&
				bc_cue_before(f, colon, i,
							  BC_M(FORMAT) | BC_M(FORMATN) |
							  BC_M(UNIT)) == SIZE_MAX)
				add_rest(f, BC_F_ENDS_WITH, i, colon);
			else if (phrase != SIZE_MAX && phrase - i <= 3 &&
					 bc_cue_starts(f, phrase, "phrase"))
				add_rest(f, BC_F_ENDS_WITH, i, phrase);
			else if (phrase != SIZE_MAX && phrase - i <= 3 &&
					 bc_cue_starts(f, phrase, "the phrase"))
				add_rest(f, BC_F_ENDS_WITH, i, phrase);
			return;
		}
	}
	if ((bc_cue_before(f, k > i ? k : i, bc_clause_start(f, i),
					   BC_M(BEGINV)) != SIZE_MAX && k > i) ||
		/* 最后一行，以“答案：”开头 */
		(k > i + 1 && k + 1 < f->count && f->cue[k + 1].gap == 0 &&
		 bc_cue_is(&f->cue[k + 1], BC_M(BEGINV)) &&
		 bc_cue_starts(f, k - 1, "以")) ||
		(k > i && bc_cue_before(f, k, i, BC_M(NEG)) != SIZE_MAX) ||
		!of_the_answer(f, i, k))
		return;
	c = bc_follow_add(f, bc_is_marker(bc_cue_text(f, &f->cue[k])) ?
					  BC_F_POSTSCRIPT : BC_F_ENDS_WITH, i < k ? i : k,
					  i < k ? k : i, bc_demand(f, i));
	if (c != NULL && !bc_follow_string(f, c, bc_cue_text(f, &f->cue[k])))
		f->out->count--;
}

/* Which paragraph a sentence speaks of: "paragraph 2", 第二段; 0 for none. */
static uint32_t
paragraph_number(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t k = from; k < stop; k++)
	{
		if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			bc_cue_unit(&f->cue[k]) == BC_U_PARAGRAPH)
		{
			if (k > from && bc_cue_is(&f->cue[k - 1], BC_M(ORDINAL)) &&
				f->cue[k].gap == 0)
				return f->cue[k - 1].value;
			if (k > from && bc_cue_is(&f->cue[k - 1], BC_M(NUM)) &&
				f->cue[k - 1].start >= 3 &&
				memcmp(f->text.data + f->cue[k - 1].start - 3, "第", 3) == 0)
				return f->cue[k - 1].value;
			if (k + 1 < stop &&
				bc_cue_is(&f->cue[k + 1], BC_M(NUM) | BC_M(NUMWORD)) &&
				f->cue[k + 1].gap == 0 &&
				f->text.data[f->cue[k].start] < 0x80)
				return f->cue[k + 1].value;
		}
	}
	return 0;
}

static bool
has_word(BcSlice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (bc_is_letter(s.data[i]) || bc_is_digit(s.data[i]) ||
			(s.data[i] >= 0xE3 && s.data[i] <= 0xE9) || s.len > 3)
			return true;
	return false;
}

void
bc_follow_begin(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	uint32_t	nth;
	size_t		k;
	BcConstraint *c;

	if (!bc_cue_is(&f->cue[i], BC_M(BEGINV)) || bc_negated(f, i) ||
		is_postscript(f, i, bc_sentence_stop(f, i)))
		return;
	nth = paragraph_number(f, from, stop);
	k = string_behind(f, i, stop);
	/* 先说“好的”, not 先说说你对“内卷”的看法 */
	if (bc_cue_starts(f, i, "先") && (k != i + 1 || f->cue[k].gap > 0))
		return;
	if (k == SIZE_MAX && i > 0 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap <= 2 && f->text.data[f->cue[i].start] >= 0x80)
		k = i - 1;
	/* 以“然而”这个词开头 */
	if (k == SIZE_MAX && i > 1 && bc_cue_is(&f->cue[i - 1], BC_M(KEYWORD)) &&
		bc_cue_is(&f->cue[i - 2], BC_M(QUOTE)) &&
		f->cue[i].gap == 0 && f->cue[i - 1].gap <= 1 && !bc_cue_latin(f, i))
		k = i - 2;
	/* 以“曾几何时”为开头 */
	if (k == SIZE_MAX)
		k = named_before(f, i);
	/* “最后”两个字打头 */
	if (k == SIZE_MAX && i > 2 && !bc_cue_latin(f, i) &&
		bc_cue_is(&f->cue[i - 1], BC_M(UNIT) | BC_M(KEYWORD)) &&
		bc_cue_is(&f->cue[i - 2], BC_M(NUM)) &&
		bc_cue_is(&f->cue[i - 3], BC_M(QUOTE)) && f->cue[i].gap == 0)
		k = i - 3;
	if (nth > 0)
	{
		BcSlice		word = {NULL, 0};

		if (k != SIZE_MAX)
			word = bc_cue_text(f, &f->cue[k]);
		else if (bare_before(f, i).len > 0)
			word = bare_before(f, i);
		else
		{
			size_t		key = bc_cue_after(f, i, stop, BC_M(KEYWORD));

			if (key == SIZE_MAX)
				return;
			word.data = f->text.data + f->cue[key].stop;
			while (word.data < f->text.data + f->text.len &&
				   *word.data == ' ')
				word.data++;
			while (word.data + word.len < f->text.data + f->text.len &&
				   bc_is_letter(word.data[word.len]))
				word.len++;
		}
		c = bc_follow_add(f, BC_F_PARAGRAPH_BEGINS, i, k != SIZE_MAX &&
						  k > i ? k : i, bc_demand(f, i));
		if (c != NULL && !bc_follow_string(f, c, word))
			f->out->count--;
		else if (c != NULL)
		{
			c->n = nth;
			if (c->byte_stop < (size_t) (word.data + word.len - f->text.data))
				c->byte_stop =
					(uint32_t) (word.data + word.len - f->text.data);
		}
		return;
	}
	if (k == SIZE_MAX && !of_a_part(f, i))
	{
		size_t		colon = bc_cue_after(f, i, bc_sentence_stop(f, i),
										 BC_M(COLON));

		if (colon != SIZE_MAX && colon - i <= 3 && f->cue[colon].gap <= 2 &&
			is_told(f, i, colon))
		{
			add_rest(f, BC_F_BEGINS_WITH, i, colon);
			return;
		}
	}
	if (k == SIZE_MAX && add_bare(f, BC_F_BEGINS_WITH, i, bare_before(f, i)))
		return;
	/* 先写“对”或“错”: the answers to choose from */
	if (k != SIZE_MAX && !bc_cue_latin(f, i) &&
		((k + 2 < f->count && bc_cue_is(&f->cue[k + 2], BC_M(QUOTE)) &&
		  f->cue[k + 1].gap == 0 && f->cue[k + 2].gap == 0 &&
		  bc_cue_starts(f, k + 1, "或")) ||
		 (k > 1 && bc_cue_is(&f->cue[k - 2], BC_M(QUOTE)) &&
		  f->cue[k].gap == 0 && f->cue[k - 1].gap == 0 &&
		  bc_cue_starts(f, k - 1, "或"))))
		return;
	/* 开头不要用“我的”; 《家》的开头 is a book's */
	if (k == SIZE_MAX || of_a_part(f, k < i ? k : i) ||
		f->cue[k].stop - f->cue[k].start > 200 ||
		(k > i && bc_cue_before(f, k, i, BC_M(NEG)) != SIZE_MAX) ||
		(k < i && bc_stands_at(f, f->cue[k].start, "《") &&
		 (f->cue[i].gap == 0 ? f->cue[k].gap > 0 || k == from ||
		  bc_cue_is(&f->cue[k - 1], BC_M(OTHER)) :
		  bc_stands_at(f, f->cue[k].stop, "的"))))
		return;
	/* 第一个字要是“能”或者“别” */
	if (k + 2 < f->count && bc_cue_is(&f->cue[k + 1], BC_M(AND)) &&
		bc_stands_at(f, f->cue[k + 1].start, "或") &&
		bc_cue_is(&f->cue[k + 2], BC_M(QUOTE)))
		return;
	/* "a note starting with 'P.S.'" */
	if (bc_is_marker(bc_cue_text(f, &f->cue[k])))
	{
		c = bc_follow_add(f, BC_F_POSTSCRIPT, i < k ? i : k, i < k ? k : i,
						  bc_demand(f, i));
		if (c != NULL)
			bc_follow_string(f, c, bc_cue_text(f, &f->cue[k]));
		return;
	}
	if (!of_the_answer(f, i, k) ||
		bc_cue_before(f, k, i, BC_M(ENDV)) != SIZE_MAX ||
		bc_cue_before(f, i, from,
					  BC_M(SEPARATE) | BC_M(HIGHLIGHT)) != SIZE_MAX)
		return;
	/* 用“•”开头 is of bullets */
	if (!has_word(bc_cue_text(f, &f->cue[k])))
		return;
	/* a mark that opens and closes is no beginning */
	c = bc_follow_add(f, BC_F_BEGINS_WITH, i < k ? i : k, i < k ? k : i,
					  bc_demand(f, i));
	if (c != NULL && !bc_follow_string(f, c, bc_cue_text(f, &f->cue[k])))
		f->out->count--;
}

/* "First repeat the request word for word, then give your answer." */
void
bc_follow_repeat(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	size_t		request = bc_cue_after(f, i, stop, BC_M(REQUEST));
	bool		whole;

	if (bc_negated(f, i) || bc_cue_before(f, i, from, BC_M(NEG)) != SIZE_MAX)
		return;
	if (request == SIZE_MAX)
		request = bc_cue_before(f, i, from, BC_M(REQUEST));
	whole = f->text.len - f->cue[i].stop > 3 &&
		memcmp(f->text.data + f->cue[i].stop, " it", 3) == 0;
	if (request == SIZE_MAX && !whole)
		return;
	if (request != SIZE_MAX && request > i && request - i > 5)
		return;
	/* first, before, word for word, again */
	if (!bc_han_stands_at(f, bc_begin_of(f, from), "先") &&
		bc_cue_before(f, i, from, BC_M(ORDINAL)) == SIZE_MAX &&
		bc_cue_before(f, stop, from,
					  BC_M(MODAL) | BC_M(ASK) | BC_M(THIS)) == SIZE_MAX)
		return;
	bc_follow_add(f, BC_F_REPEAT_PROMPT, i, request != SIZE_MAX &&
				  request > i ? request : i, bc_demand(f, i));
}
