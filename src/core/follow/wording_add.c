/*
 * wording_add.c: what a wording found, as a constraint: its numbers, its names.
 */
#include "core/follow/wording.h"

/* Is it a kind that denies something, so that a word that denies is of it? */
static bool
denies(unsigned kind)
{
	return kind == BC_F_FORBIDDEN || kind == BC_F_NO_COMMAS ||
		kind == BC_F_NO_PUNCTUATION || kind == BC_F_PLAIN_TEXT ||
		kind == BC_F_UPPER_CASE || kind == BC_F_LOWER_CASE ||
		kind == BC_F_NUMBERS_ONLY;
}

/* Is it a kind that is counted, and what a number alone says then. */
static BcRelation
counted(unsigned kind)
{
	switch (kind)
	{
		case BC_F_CHARACTERS:
		case BC_F_WORDS:
			return BC_ABOUT;
		case BC_F_ITEMS:
		case BC_F_SENTENCES:
		case BC_F_PARAGRAPHS:
		case BC_F_LINES:
		case BC_F_BULLETS:
		case BC_F_NUMBERED:
		case BC_F_HEADINGS:
		case BC_F_HIGHLIGHTS:
		case BC_F_SECTIONS:
		case BC_F_PLACEHOLDERS:
		case BC_F_DECIMALS:
		case BC_F_KEYWORD_COUNT:
		case BC_F_LETTER_COUNT:
		case BC_F_CAPITAL_WORDS:
		case BC_F_MARKDOWN_TABLE:
			return BC_EXACTLY;
		default:
			return BC_NO_NUMBER;
	}
}

/* The numbers of the match; false: they do not go with the kind. */
static bool
add_numbers(BcFinder *f, BcConstraint *c, const BcWording *w,
			const BcWordingMatch *m)
{
	BcRelation	plain = counted(w->kind);
	BcQuantity	q;

	if (w->kind == BC_F_VERSE || w->kind == BC_F_PARAGRAPH_BEGINS)
	{
		c->n = m->numbers > 0 && w->n == 0 ? f->cue[m->number[0]].value : w->n;
		c->to = m->numbers > 1 ? f->cue[m->number[1]].value : w->to;
		if (w->swap)
		{
			uint32_t	n = c->n;

			c->n = c->to;
			c->to = n;
		}
		return c->n <= 100 && c->to <= 200;
	}
	if (plain == BC_NO_NUMBER)
		return true;
	if (m->numbers == 0)
	{
		/* "a sentence or two"; headings: some; sections: two at least */
		unsigned	some = w->n > 0 ? 0 : w->kind == BC_F_SECTIONS ? 2 :
			w->kind == BC_F_HEADINGS || w->kind == BC_F_HIGHLIGHTS;

		c->relation = (uint8_t) (w->to > 0 ? BC_BETWEEN :
								 some > 0 ? BC_AT_LEAST :
								 w->n > 0 ? plain : BC_NO_NUMBER);
		c->n = some > 0 ? some : w->n;
		c->to = w->to;
		return true;
	}
	if (!bc_quantity_at(f, m->number[0], &q) || q.n > 100000 ||
		(w->many && w->kind != BC_F_MARKDOWN_TABLE && q.n < 2) ||
		(!f->wide && w->kind != BC_F_DECIMALS && (q.given || q.each)) ||
		(w->kind == BC_F_ITEMS &&
		 (q.given || q.each || q.n < 2 || q.n > 200)))
		return false;
	if (w->plain != BC_NO_NUMBER && !q.by_word)
		plain = (BcRelation) w->plain;
	/* 15个单词 are things */
	if (w->kind == BC_F_WORDS && q.n < 20 && f->wide && !q.by_word)
		return false;
	bc_set_quantity(c, &q, plain);
	/* 五十字到八十字 */
	if (m->numbers == 2 && !q.by_word && q.n < f->cue[m->number[1]].value)
	{
		c->relation = BC_BETWEEN;
		c->to = f->cue[m->number[1]].value;
	}
	return true;
}

/* The strings in quotes from a cue on, up to a byte; names: within one pair. */
static bool
add_quotes(BcFinder *f, BcConstraint *c, size_t cue, size_t stop, bool names)
{
	bool		alone = cue + 1 == f->count || f->cue[cue + 1].start >= stop;
	BcSlice		s = bc_cue_text(f, &f->cue[cue]);
	size_t		at = (size_t) (s.data - f->text.data);

	for (size_t k = at; names && k < at + s.len; k++)
		if (bc_stands_at(f, k, "，"))
			return false;
	if (alone && names)
		return s.len < 200 && bc_add_names(f, c, at, at + s.len);
	for (; cue < f->count && f->cue[cue].start < stop; cue++)
		if (bc_cue_is(&f->cue[cue], BC_M(QUOTE)) &&
			!bc_follow_string(f, c, bc_cue_text(f, &f->cue[cue])))
			return false;
	return true;
}

/* Is a string more than a letter or a mark, and no marker of a postscript? */
static bool
is_word(BcSlice s)
{
	size_t		at = 0;
	uint32_t	c = bc_quick_char(s, &at);

	return s.len > 1 && !(c >= 0x2000 && c < 0x3000) && !bc_is_marker(s);
}

/* The strings of the match; false: they are none. */
static bool
add_strings(BcFinder *f, BcConstraint *c, const BcWording *w,
			const BcWordingMatch *m)
{
	bool		names = w->kind == BC_F_OPTIONS || w->kind == BC_F_YES_NO;
	unsigned	joined = 0;

	/* (是)或(否): each a string of its own */
	for (unsigned k = 0; k < m->strings; k++)
		joined += m->string[k].cue != SIZE_MAX;
	names &= joined == 1 && m->strings == 1;
	for (unsigned k = 0; k < m->strings; k++)
	{
		size_t		at = m->string[k].at;
		size_t		stop = m->string[k].stop;

		if (m->string[k].cue != SIZE_MAX ?
			!add_quotes(f, c, m->string[k].cue, stop, names) :
			m->string[k].list ? !bc_add_names(f, c, at, stop) :
			!bc_follow_string(f, c, (BcSlice) {f->text.data + at, stop - at}))
			return false;
		if (w->kind == BC_F_LETTER_COUNT &&
			(stop != at + 1 || !bc_is_letter(f->text.data[at])))
			return false;
		if ((w->kind == BC_F_POSTSCRIPT &&
			 !bc_is_marker(f->out->string[c->first_string])) ||
			(w->kind == BC_F_BULLETS &&
			 !bc_is_bullet(f->out->string[c->first_string])))
			return false;
		if (w->kind == BC_F_BULLETS)
			c->strings = 0;
		if ((w->kind == BC_F_ENDS_WITH || w->kind == BC_F_BEGINS_WITH ||
			 w->kind == BC_F_KEYWORD_COUNT) &&
			!is_word(f->out->string[c->first_string]))
			return false;
		/* 以“对”或“错”开头: to choose from */
		if (f->wide && m->string[k].cue != SIZE_MAX && m->string[k].cue > 0 &&
			(w->kind == BC_F_ENDS_WITH || w->kind == BC_F_BEGINS_WITH) &&
			(c->strings > 1 || bc_cue_starts(f, m->string[k].cue - 1, "或") ||
			 (f->cue[m->string[k].cue].gap == 0 &&
			  bc_cue_is(&f->cue[m->string[k].cue - 1], BC_M(QUOTE)))))
			return false;
	}
	return (w->kind != BC_F_OPTIONS && w->kind != BC_F_YES_NO) ||
		m->strings == 0 || c->strings >= 2;
}

/* Is it a kind of the whole answer, of which a part may have another? */
static bool
is_of_all(unsigned kind)
{
	return kind == BC_F_BEGINS_WITH || kind == BC_F_ENDS_WITH ||
		kind == BC_F_SENTENCES || kind == BC_F_LANGUAGE ||
		kind == BC_F_CHARACTERS || kind == BC_F_UPPER_CASE ||
		kind == BC_F_LOWER_CASE || kind == BC_F_LINES || kind == BC_F_WORDS;
}

static bool
is_format(unsigned kind)
{
	return kind == BC_F_JSON || kind == BC_F_XML || kind == BC_F_YAML ||
		kind == BC_F_CSV || kind == BC_F_KEYWORD_COUNT || kind == BC_F_DECIMALS || kind == BC_F_UPPER_CASE ||
		kind == BC_F_LOWER_CASE || kind == BC_F_NO_PUNCTUATION;
}

/* Does the text hold a format of a value? */
static bool
holds_format(const BcFinder *f, unsigned value)
{
	for (size_t k = 0; k < f->count && (f->seen & BC_M(FORMAT)) != 0; k++)
		if (bc_cue_is(&f->cue[k], BC_M(FORMAT)) && f->cue[k].value == value)
			return true;
	return false;
}

/* "Do I have to write headings?": a question of English, and no request. */
static bool
is_question(const BcFinder *f, size_t first, size_t stop)
{
	size_t		at = bc_begin_of(f, first);

	at = bc_wording_past_blanks(f, at, true);
	return stop < f->count && bc_cue_is(&f->cue[stop], BC_M(END)) &&
		f->cue[stop].value == BC_END_QUESTION &&
		bc_wording_holds(f, at, at + 1 < f->text.len ? at + 1 : at, BC_W_DOES);
}

/* Is what stands around a match such that it is no demand? */
static bool
speaks_against(const BcFinder *f, const BcWording *w, const BcWordingMatch *m)
{
	size_t		clause = bc_clause_start(f, m->cue);
	size_t		first = bc_sentence_start(f, m->cue);
	size_t		stop = bc_sentence_stop(f, m->cue);
	size_t		at = bc_begin_of(f, clause);
	size_t		begin = bc_begin_of(f, first);
	size_t		end = bc_read_to(f, begin, stop);
	bool		choice = w->kind == BC_F_OPTIONS || w->kind == BC_F_YES_NO;

	if (!denies(w->kind) && bc_wording_ends_at(f, m->left,
										   bc_wording_set(f, BC_W_DENIALS)))
		return true;
	/* 是 or 不是 are no other options */
	for (unsigned k = 0; choice && f->wide && k < f->out->count; k++)
		if (f->out->list[k].kind == BC_F_YES_NO ||
			f->out->list[k].kind == BC_F_OPTIONS)
			return true;
	if (!f->wide && is_question(f, first, stop))
		return true;
	/* "paragraph 2 starts with" */
	if (!f->wide && (w->kind == BC_F_BEGINS_WITH || w->kind == BC_F_ENDS_WITH))
	{
		if (bc_wording_holds(f, at, m->right, BC_W_PARTS_OF))
			return true;
	}
	else if (is_of_all(w->kind) &&
		bc_wording_holds(f, at, w->kind == BC_F_UPPER_CASE || w->kind == BC_F_LOWER_CASE ?
			  m->left : m->right, bc_wording_set(f, BC_W_PARTS)))
		return true;
	if (w->kind == BC_F_KEYWORDS &&
		bc_wording_holds(f, m->left, m->right, bc_wording_set(f, BC_W_DENIALS)) &&
		!bc_wording_holds(f, m->left, m->right, BC_W_LACKS))
		return true;
	if (w->kind == BC_F_SENTENCES && f->wide &&
		bc_wording_holds(f, 0, f->text.len < 600 ? f->text.len : 600, BC_W_POEMS))
		return true;
	if (is_format(w->kind) &&
		bc_wording_holds(f, begin, end,
			  f->wide ? BC_W_PROGRAMS : BC_W_CODE))
		return true;
	/* 系统包括 XP、Vista: told */
	if (w->kind == BC_F_KEYWORDS && bc_cue_starts(f, m->cue, "包括") &&
		(bc_seen_in(f, clause, m->cue) & BC_M(MODAL)) == 0)
		return true;
	/* 禁用词：甲、乙 */
	if (w->kind == BC_F_KEYWORDS && bc_cue_is(&f->cue[m->cue], BC_M(NEG)))
		return true;
	if (w->kind == BC_F_LINES && holds_format(f, BC_FORMAT_TABLE))
		return true;
	/* names of what is wanted of an object are no words of a text */
	if (w->kind == BC_F_KEYWORDS &&
		((m->strings > 0 && m->string[0].cue != SIZE_MAX ?
		  bc_seen_in(f, clause, bc_clause_stop(f, m->cue)) : f->seen) &
		 (BC_M(FORMAT) | BC_M(KEYW) | BC_M(COLUMNW))) != 0)
		return true;
	/* three stars are a line that parts paragraphs */
	if (w->kind == BC_F_TWO_RESPONSES && !f->wide &&
		bc_cue_is(&f->cue[m->cue], BC_M(MARK)) &&
		f->cue[m->cue].other < 4)
		return true;
	/* "table, book" */
	if (w->kind == BC_F_MARKDOWN_TABLE && w->many &&
		f->cue[m->cue].stop - f->cue[m->cue].start < 8)
		return true;
	if (w->kind == BC_F_MARKDOWN_TABLE && f->wide &&
		bc_cue_starts(f, m->cue, "t") &&
		!holds_format(f, BC_FORMAT_MARKDOWN))
		return true;
	if ((w->kind == BC_F_KEYWORDS || w->kind == BC_F_FORBIDDEN) &&
		(bc_seen_in(f, clause, bc_clause_stop(f, m->cue)) &
		 (BC_M(BEGINV) | BC_M(ENDV) | BC_M(TITLEW) | BC_M(PS) |
		  BC_M(COLUMNW))) != 0)
		return true;
	if (w->kind == BC_F_JSON_KEYS &&
		(!holds_format(f, BC_FORMAT_JSON) || holds_format(f, BC_FORMAT_TABLE)))
		return true;
	stop = bc_cue_behind(f, m->cue, m->right);
	while (stop < f->count && !bc_cue_is(&f->cue[stop], BC_CLAUSE_END))
		stop++;
	end = bc_read_to(f, at, stop);
	if (choice || end - at >= 600)
		return false;
	/* 把怎么玩排成表 */
	if (bc_han_stands_at(f, at, "把") || bc_han_stands_at(f, at, "将"))
		at = m->left > at ? m->left : at;
	/* 成品还是英文 */
	return w->kind == BC_F_LANGUAGE ? bc_wording_holds(f, at, m->left, BC_W_ASKS) ||
		bc_wording_holds(f, m->right, end, BC_W_ASKS) : bc_wording_holds(f, at, end, BC_W_ASKS);
}

/* Is it 要点 that are counted, or marks? */
static bool
says_points(const BcFinder *f, const BcWordingMatch *m)
{
	for (size_t at = m->left; at < m->right; at++)
		if (bc_han_stands_at(f, at, "要点") || bc_han_stands_at(f, at, "分点") ||
			bc_han_stands_at(f, at, "列点"))
			return true;
	return false;
}

bool
bc_wording_add(BcFinder *f, const BcWording *w, const BcWordingMatch *m)
{
	unsigned	strings = f->out->strings;
	BcConstraint *c;

	if (speaks_against(f, w, m))
		return false;
	c = bc_follow_add(f, (BcFollowKind) w->kind, m->cue, m->cue,
					  denies(w->kind) ?
					  bc_any_demand_as(f, m->cue, BC_M(ASK)) :
					  bc_demand_as(f, m->cue, BC_M(ASK)));
	if (c == NULL)
		return false;
	c->byte_start = (uint32_t) m->left;
	c->byte_stop = (uint32_t) m->right;
	c->name = w->name;
	c->wording = w->line;
	if (w->kind == BC_F_BULLETS && says_points(f, m))
		c->unit = BC_COUNTS_POINTS;
	if (w->kind == BC_F_LANGUAGE && w->name == NULL && m->language != SIZE_MAX)
		c->name = bc_follow_languages[f->cue[m->language].value];
	if (add_numbers(f, c, w, m) && add_strings(f, c, w, m) &&
		!(w->kind == BC_F_LANGUAGE && (c->name == NULL || c->name[0] == '-')))
	{
		if (w->kind == BC_F_OPTIONS && c->strings == 2 &&
			bc_are_yes_no(f->out->string[strings],
						  f->out->string[strings + 1]))
			c->kind = BC_F_YES_NO;
		if (c->kind == BC_F_YES_NO)
			c->n = 1;
		if (w->kind == BC_F_JSON)
			bc_add_shown_keys(f, m->cue);
		return true;
	}
	f->out->count--;
	f->out->strings = strings;
	return false;
}
