/*
 * wording.c: whether a wording of follow-wordings.txt stands around a cue: its
 * parts to the left of the anchor and to the right of it, in so many steps at
 * most.
 */
#include "core/follow/wording.h"

#define MAX_STEPS	600			/* of a wording at a cue */
#define MAX_BARE	5			/* characters of a name without quotes */

typedef struct Try
{
	const BcFinder *f;
	const BcWordingPart *part;
	unsigned	count;
	bool		ahead;			/* to the right, not to the left */
	unsigned	left;			/* steps that may still be taken */
	BcWordingMatch *match;
} Try;

static bool go_on(Try *t, unsigned e, size_t at);

/* The part that is tried behind part e. */
static inline unsigned
part_on(const Try *t, unsigned e)
{
	return t->ahead ? e + 1 : e - 1;
}

/* The same of a byte or a cue. */
static inline size_t
place_on(const Try *t, size_t at)
{
	return t->ahead ? at + 1 : at - 1;
}

static unsigned
mark_next(const Try *t, size_t at)
{
	return t->ahead ? bc_wording_mark_at(t->f, at) : bc_wording_mark_before(t->f, at);
}

static inline uint32_t
character_next(const Try *t, size_t at)
{
	return bc_wording_next(t->f, at, t->ahead);
}

/* May a text of a set begin with a character, or end with it? */
static inline bool
may_be(const Try *t, unsigned set, uint32_t c)
{
	return bc_wording_bit(t->ahead ? bc_wording_sets[set].heads :
						  bc_wording_sets[set].tails, c);
}

/* The first of a set's texts that begin with a character, or end with it. */
static const BcWordingText *
texts_of(const Try *t, unsigned set, uint32_t c, const BcWordingText **end)
{
	const BcWordingText *all = t->ahead ? bc_wording_texts : bc_wording_ends;
	const BcWordingText *low = all + bc_wording_sets[set].first;
	const BcWordingText *high = all + bc_wording_sets[set + 1].first;

	*end = high;
	while (low < high)
	{
		const BcWordingText *middle = low + (high - low) / 2;

		if ((t->ahead ? middle->first : middle->last) < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The byte past one of a set's texts, the longest that lets the rest match. */
static bool
go_set(Try *t, unsigned e, size_t at, unsigned set, bool again)
{
	const BcFinder *f = t->f;
	uint32_t	c = character_next(t, at);
	const BcWordingText *end;

	if (!may_be(t, set, c))
		return false;
	for (const BcWordingText *word = texts_of(t, set, c, &end);
		 word < end && (t->ahead ? word->first : word->last) == c; word++)
	{
		size_t		from = t->ahead ? at : at - word->len;
		size_t		next = t->ahead ? at + word->len : from;

		if ((!t->ahead && at < word->len) || !bc_wording_stands(f, from, word) ||
			bc_wording_within(f, from) || bc_wording_within(f, from + word->len))
			continue;
		if (go_on(t, again ? e : part_on(t, e), next))
			return true;
	}
	return false;
}

/* Does none of a set's texts stand at a byte, or end there? */
static bool
stands_none(const Try *t, size_t at, unsigned set)
{
	uint32_t	c = character_next(t, at);
	const BcWordingText *end;

	if (!may_be(t, set, c))
		return true;
	for (const BcWordingText *word = texts_of(t, set, c, &end);
		 word < end && (t->ahead ? word->first : word->last) == c; word++)
		if (t->ahead ? bc_wording_stands(t->f, at, word) &&
			!bc_wording_within(t->f, at + word->len) :
			at >= word->len && bc_wording_stands(t->f, at - word->len, word) &&
			!bc_wording_within(t->f, at - word->len))
			return false;
	return true;
}

/* The cue of the classes that begins at a byte, or ends there; SIZE_MAX: none. */
static size_t
cue_next(const Try *t, size_t at, uint64_t classes)
{
	const BcFinder *f = t->f;
	size_t		k = t->match->cue;

	for (unsigned n = 0; n < BC_REACH; n++)
	{
		if (t->ahead ? f->cue[k].start == at : f->cue[k].stop == at)
		{
			if (bc_cue_is(&f->cue[k], classes))
				return k;
		}
		else if (t->ahead ? f->cue[k].start > at : f->cue[k].stop < at)
			return SIZE_MAX;
		if (t->ahead ? ++k >= f->count : k-- == 0)
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

static size_t
cue_edge(const Try *t, size_t k)
{
	return t->ahead ? t->f->cue[k].stop : t->f->cue[k].start;
}

static bool
go_number(Try *t, unsigned e, size_t at)
{
	BcWordingMatch *m = t->match;
	size_t		k = cue_next(t, at, BC_M(NUM) | BC_M(NUMWORD));
	size_t		end;

	if (k == SIZE_MAX || m->numbers == BC_W_CAUGHT)
		return false;
	end = bc_wording_range(t->f, k, t->ahead);
	m->number[m->numbers++] = t->ahead ? end : k;
	if (go_on(t, part_on(t, e), cue_edge(t, end)))
		return true;
	m->numbers--;
	return false;
}

/* Keeps bytes as a string of the match, and goes on. */
static bool
go_string(Try *t, unsigned e, size_t at, size_t stop, size_t cue, size_t next)
{
	BcWordingMatch *m = t->match;

	if (m->strings == BC_W_CAUGHT || at >= stop)
		return false;
	m->string[m->strings].at = at;
	m->string[m->strings].stop = stop;
	m->string[m->strings].list = t->part[e].op == BC_W_NAMES;
	m->string[m->strings++].cue = cue;
	if (go_on(t, part_on(t, e), next))
		return true;
	m->strings--;
	return false;
}

/* “甲”、“乙”和“丙” */
static bool
go_quotes(Try *t, unsigned e, size_t at)
{
	const BcFinder *f = t->f;
	size_t		k = cue_next(t, at, BC_M(QUOTE));
	size_t		end = k;
	size_t		first;
	size_t		last;

	if (k == SIZE_MAX)
		return false;
	for (unsigned n = 0; n < BC_REACH; n++)
	{
		size_t		next = place_on(t, end);
		size_t		behind = t->ahead ? next : end;

		if (next < f->count && f->cue[behind].gap == 0 &&
			bc_cue_is(&f->cue[next], BC_M(AND) | BC_M(COMMA)))
		{
			next = place_on(t, next);
			behind = place_on(t, behind);
		}
		if (next >= f->count || f->cue[behind].gap > 0 ||
			!bc_cue_is(&f->cue[next], BC_M(QUOTE)))
			break;
		end = next;
	}
	first = t->ahead ? k : end;
	last = t->ahead ? end : k;
	return go_string(t, e, f->cue[first].start, f->cue[last].stop, first,
					 cue_edge(t, end));
}

/* 甲、乙、丙: the longest stretch first. */
static bool
go_names(Try *t, unsigned e, size_t at)
{
	size_t		edge[BC_W_NAMES_MOST];
	unsigned	count = bc_wording_names(t->f, at, t->ahead,
										 t->part[e].value > 0, edge);

	while (count-- > 0)
		if (t->ahead ?
			go_string(t, e, at, edge[count], SIZE_MAX, edge[count]) :
			go_string(t, e, edge[count], at, SIZE_MAX, edge[count]))
			return true;
	return false;
}

/* May a text of the set of part e stand at a byte, or end there? */
static inline bool
may_stand(const Try *t, unsigned e, size_t at)
{
	return may_be(t, t->part[e].arg, character_next(t, at));
}

/* 别带宝字: a name of Chinese characters, the shortest that lets the rest match. */
static bool
go_bare(Try *t, unsigned e, size_t at)
{
	unsigned	most = t->part[e].value > 0 ? t->part[e].value : MAX_BARE;
	unsigned	behind = part_on(t, e);
	bool		set = behind < t->count && t->part[behind].op == BC_W_SET &&
		t->part[behind].times == BC_W_ONCE;
	size_t		next = at;

	for (unsigned n = 0; n < most && t->left > 0; n++)
	{
		uint32_t	c = character_next(t, next);

		if (c < 0x4E00 || c > 0x9FFF)
			return false;
		next = bc_wording_on(t->f, next, t->ahead);
		/* 改一 of 改一个词 is none */
		if (!bc_han_begins_number(c) && (!set || may_stand(t, behind, next)) &&
			go_string(t, e, t->ahead ? at : next, t->ahead ? next : at,
					  SIZE_MAX, next))
			return true;
	}
	return false;
}

/* "tracking number", snake_case; of {one} a word alone, of {capital} one with a capital letter */
static bool
go_latin(Try *t, unsigned e, size_t at)
{
	bool		one = t->part[e].value > 0;
	const BcFinder *f = t->f;
	size_t		end = at;

	for (unsigned n = 0; n < 40; n++)
	{
		size_t		next = t->ahead ? end : end - 1;
		unsigned char c = end == 0 && !t->ahead ? 0 : bc_byte_at(f, next);

		if (one ? !bc_is_letter(c) && c != '\'' :
			!bc_is_letter(c) && !bc_is_digit(c) && c != '_' && c != ' ' &&
			c != '\'' && c != '#' && c != '+')
			break;
		end = place_on(t, end);
	}
	while (end != at && f->text.data[t->ahead ? end - 1 : end] == ' ')
		end = t->ahead ? end - 1 : end + 1;
	if (t->part[e].value == 2 &&
		(bc_byte_at(f, t->ahead ? at : end) & 0x20) != 0)
		return false;
	return end != at && go_string(t, e, t->ahead ? at : end,
								  t->ahead ? end : at, SIZE_MAX, end);
}

/* Step 1、Step 2, from the first number on */
static bool
go_series(Try *t, unsigned e, size_t at)
{
	const BcFinder *f = t->f;
	BcWordingMatch *m = t->match;
	size_t		k = cue_next(t, at, BC_M(NUM) | BC_M(ORDINAL) | BC_M(QUOTE));
	BcSlice		name;
	size_t		last;
	size_t		stop;

	if (k == SIZE_MAX || !bc_wording_series(f, k, &name, &last, &stop))
		return false;
	if (!bc_cue_is(&f->cue[last], BC_M(QUOTE)) && f->cue[last].value > 2)
		m->number[m->numbers++] = last;
	while (bc_stands_at(f, stop, "”") || bc_stands_at(f, stop, "」") ||
		   bc_stands_at(f, stop, "…") || bc_byte_at(f, stop) == '"')
		stop += f->text.data[stop] < 0x80 ? 1 : 3;
	return go_string(t, e, (size_t) (name.data - f->text.data),
					 (size_t) (name.data - f->text.data) + name.len, SIZE_MAX,
					 stop);
}

/* Up to so many characters, the fewest first. */
static bool
go_gap(Try *t, unsigned e, size_t at, bool far, unsigned most)
{
	unsigned	next = part_on(t, e);
	bool		set = next < t->count && t->part[next].op == BC_W_SET &&
		t->part[next].times == BC_W_ONCE;

	for (unsigned n = 0;; n++)
	{
		unsigned	mark;

		if (set &&
			!may_stand(t, next, bc_wording_past_blanks(t->f, at, t->ahead)))
			t->left -= t->left > 0;
		else if (go_on(t, next, at))
			return true;
		if (n == most)
			return false;
		mark = mark_next(t, at);
		if (mark > 0 && (!far || bc_stands_at(t->f, t->ahead ? at :
											  at - mark, "。")))
			return false;
		at = bc_wording_on(t->f, at, t->ahead);
		if (at == SIZE_MAX)
			return false;
	}
}

/* Nothing: a clause ends here, or begins, words that weigh nothing aside. */
static bool
go_edge(Try *t, unsigned e, size_t at, unsigned set)
{
	size_t		edge = at;

	at = bc_wording_past_blanks(t->f, at, t->ahead);
	/* a blank between Chinese words parts clauses */
	if ((t->ahead ? at == t->f->text.len : at == 0) ||
		mark_next(t, at) > 0 ||
		(edge != at && edge > 0 && at < t->f->text.len &&
		 t->f->text.data[t->ahead ? edge - 1 : at - 1] >= 0x80 &&
		 t->f->text.data[t->ahead ? at : edge] >= 0x80))
		return go_on(t, part_on(t, e), at);
	return go_set(t, e, at, set, true);
}

/* Nothing: a line begins here, a mark of a list aside, or ends. */
static bool
go_line(Try *t, unsigned e, size_t at)
{
	const BcFinder *f = t->f;

	at = bc_wording_past_blanks(f, at, t->ahead);
	if (t->ahead)
		return (at == f->text.len || f->text.data[at] == '\n' ||
				f->text.data[at] == '\r') && go_on(t, e + 1, at);
	while (at > 0 && (f->text.data[at - 1] == '-' ||
					  f->text.data[at - 1] == '*' ||
					  bc_stands_at(f, at >= 3 ? at - 3 : at, "•")))
		at -= f->text.data[at - 1] < 0x80 ? 1 : 3;
	at = bc_wording_past_blanks(f, at, false);
	return (at == 0 || f->text.data[at - 1] == '\n') && go_on(t, e - 1, at);
}

static bool
go_break(Try *t, unsigned e, size_t at)
{
	unsigned	mark = mark_next(t, at);

	if (mark == 0)
		return false;
	while (mark > 0)
	{
		at = t->ahead ? at + mark : at - mark;
		at = bc_wording_past_blanks(t->f, at, t->ahead);
		mark = mark_next(t, at);
	}
	return go_on(t, part_on(t, e), at);
}

static bool
go_part(Try *t, unsigned e, size_t at)
{
	const BcWordingPart *part = &t->part[e];
	size_t		k;

	switch ((BcWordingOp) part->op)
	{
		case BC_W_NOT:
		case BC_W_HERE:
			return stands_none(t, at, part->arg) == (part->op == BC_W_NOT) &&
				go_on(t, part_on(t, e), at);
		case BC_W_CUE:
			k = cue_next(t, at, (uint64_t) 1 << part->arg);
			if (k == SIZE_MAX || (part->value > 0 && t->f->cue[k].value != part->value))
				return false;
			if (part->arg == BC_C_LANG)
				t->match->language = k;
			if (part->arg == BC_C_CODELANG)
				return go_string(t, e, t->f->cue[k].start, t->f->cue[k].stop,
								 SIZE_MAX, cue_edge(t, k));
			if (part->arg == BC_C_ORDINAL && t->match->numbers == 0)
				t->match->number[t->match->numbers++] = k;
			return go_on(t, part_on(t, e), cue_edge(t, k));
		case BC_W_NUMBER:
			return go_number(t, e, at);
		case BC_W_QUOTES:
			return go_quotes(t, e, at);
		case BC_W_NAMES:
			return go_names(t, e, at);
		case BC_W_BARE:
			return go_bare(t, e, at);
		case BC_W_LATIN:
			return go_latin(t, e, at);
		case BC_W_SERIES:
			return t->ahead && go_series(t, e, at);
		case BC_W_BREAK:
			return go_break(t, e, at);
		default:
			return false;
	}
}

/* Do the parts from e on match from a byte on? */
static bool
go_on(Try *t, unsigned e, size_t at)
{
	const BcWordingPart *part;
	size_t		next;

	if (e >= t->count)			/* behind the last, or before the first */
	{
		*(t->ahead ? &t->match->right : &t->match->left) = at;
		return true;
	}
	if (t->left-- == 0)
	{
		t->left = 0;
		return false;
	}
	part = &t->part[e];
	switch ((BcWordingOp) part->op)
	{
		case BC_W_GAP:
			return go_gap(t, e, at, false, part->value);
		case BC_W_FAR:
			return go_gap(t, e, at, true, part->value);
		case BC_W_START:
			return !t->ahead && go_edge(t, e, at,
											  bc_wording_set(t->f, BC_W_LEADS));
		case BC_W_LINE:
			return go_line(t, e, at);
		case BC_W_STOP:
			return t->ahead && go_edge(t, e, at,
											 bc_wording_set(t->f, BC_W_TAILS));
		default:
			break;
	}
	next = bc_wording_past_blanks(t->f, at, t->ahead);
	if (part->op == BC_W_SET ?
		go_set(t, e, next, part->arg, part->times == BC_W_ANY) :
		go_part(t, e, next))
		return true;
	return part->times != BC_W_ONCE && go_on(t, part_on(t, e), at);
}

/* The anchor at cue i and the parts behind it. */
static bool
go_right(Try *t, const BcWording *w, size_t i)
{
	unsigned	op = t->part[w->anchor].op;

	t->ahead = true;
	/* it may be more than its cue */
	if (op == BC_W_NUMBER || op == BC_W_QUOTES || op == BC_W_SERIES)
		return go_on(t, w->anchor, t->f->cue[i].start);
	return go_on(t, w->anchor + 1u, t->f->cue[i].stop);
}

/* Does the wording stand around cue i? */
bool
bc_wording_matches(const BcFinder *f, size_t i, const BcWording *w,
				   BcWordingMatch *m)
{
	const BcWordingPart *part = &bc_wording_parts[w->first];
	/* it is what the match is written to */
	/* cppcheck-suppress ctuuninitvar */
	Try			t = {f, part, w->count, false, MAX_STEPS, m};

	if (w->value > 0 && f->cue[i].value != w->value)
		return false;
	if (part[w->anchor].op == BC_W_SERIES && !bc_wording_begins_series(f, i))
		return false;
	m->cue = i;
	m->numbers = 0;
	m->strings = 0;
	if (bc_cue_is(&f->cue[i], BC_M(ORDINAL)) && part[w->anchor].op == BC_W_CUE)
		m->number[m->numbers++] = i;
	m->language = bc_cue_is(&f->cue[i], BC_M(LANG)) ? i : SIZE_MAX;
	m->left = f->cue[i].start;
	m->right = f->cue[i].stop;
	if (w->right_first && !go_right(&t, w, i))
		return false;
	t.ahead = false;
	if (w->anchor > 0 && !go_on(&t, w->anchor - 1u, f->cue[i].start))
		return false;
	return w->right_first || go_right(&t, w, i);
}

