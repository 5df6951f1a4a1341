/*
 * shown.c: demands that a prompt only shows: between fences, in a talk that
 * is written down, behind the name of a notice, where its end asks about them.
 */
#include "core/follow/wording.h"

#define MAX_LABELS	24

typedef struct Label
{
	size_t		first;			/* the first cue of its line */
	size_t		colon;
	BcSlice		name;
} Label;

/* Does a sentence ask, or weigh, but not for what an answer is to be like? */
static bool
asks(const BcFinder *f, size_t from, size_t stop, bool weighs)
{
	uint64_t	seen = 0;

	for (size_t k = from; k < stop; k++)
	{
		seen |= bc_cue_starts(f, k, "都") ? 0 : f->cue[k].mask;
		if (bc_cue_is(&f->cue[k], BC_M(NUM)) && k + 1 < stop &&
			bc_cue_is(&f->cue[k + 1], BC_M(UNIT)) &&
			f->cue[k + 1].value <= BC_U_LINE)
			return false;
	}
	return (seen & (BC_M(RESP) | BC_M(ONLY) | BC_M(FORMAT) | BC_M(BEFORE) |
					BC_M(AFTER))) == 0 &&
		((seen & BC_M(WH)) != 0 || (weighs && bc_weighs(f, from, stop)) ||
		 (stop < f->count && f->cue[stop].value == BC_END_QUESTION));
}

static bool
begins_line(const BcFinder *f, size_t i)
{
	if (i == 0)
		return f->from == 0 || f->text.data[f->from - 1] == '\n';
	return bc_cue_is(&f->cue[i - 1], BC_M(END)) &&
		f->cue[i - 1].value >= BC_END_LINE;
}

static void
mark(BcFinder *f, size_t from, size_t stop)
{
	for (; from < stop; from++)
		f->cue[from].material = true;
}

static void
mark_line(BcFinder *f, size_t i)
{
	do
		f->cue[i++].material = true;
	while (i < f->count && !begins_line(f, i));
}

/* 背景：..., or a heading 背景 and the line below it: tells how things are. */
static void
mark_facts(BcFinder *f, size_t i, size_t at)
{
	size_t		from = at;
	size_t		next = i + 1;	/* heading behind this one, or none */
	bool		heading;

	while (bc_byte_at(f, at) == '#' || bc_byte_at(f, at) == ' ' ||
		   bc_byte_at(f, at) == '[' || bc_stands_at(f, at, "【"))
		at += bc_stands_at(f, at, "【") ? 3 : 1;
	heading = at > from;
	if (!bc_wording_holds(f, at, at + 1, BC_W_FACTS))
		return;
	while (heading && bc_byte_at(f, from) != ' ' && next < f->count &&
		   !(begins_line(f, next) &&
			 bc_byte_at(f, f->cue[next - 1].stop) == bc_byte_at(f, from)))
		next++;
	/* what another heading ends may ask, 【原文】请写... */
	if (heading && bc_byte_at(f, from) != ' ' && next < f->count)
		mark(f, i, next);
	for (size_t first = i; i < f->count && !bc_cue_starts(f, i, "请") &&
		 !bc_cue_starts(f, i, "帮") && !bc_is_demand_label(f, i, false); i++)
	{
		if (i > first && begins_line(f, i) &&
			(!heading || bc_byte_at(f, f->cue[i - 1].stop) == '#' ||
			 bc_byte_at(f, f->cue[i - 1].stop) == '[' ||
			 bc_stands_at(f, f->cue[i - 1].stop, "【")))
			return;
		f->cue[i].material = true;
	}
}

/* 老师：, 群公告：: the label of the line of cue i, if it has one. */
static bool
read_label(const BcFinder *f, size_t i, Label *label)
{
	size_t		at = bc_begin_of(f, i);
	size_t		colon = i;

	while (colon < f->count && colon < i + 5 &&
		   !bc_cue_is(&f->cue[colon], BC_CLAUSE_END))
		colon++;
	if (colon == f->count || !bc_cue_is(&f->cue[colon], BC_M(COLON)) ||
		f->cue[colon].start - at > 45 || f->cue[colon].start == at)
		return false;
	*label = (Label) {i, colon, {f->text.data + at,
	f->cue[colon].start - at}};
	return true;
}

static bool
same(const Label *a, const Label *b)
{
	return a->name.len == b->name.len && a->name.len <= 12 &&
		memcmp(a->name.data, b->name.data, a->name.len) == 0;
}

/*
 * Marks what stands between <tag>, cue i, and </tag> on another line; asked:
 * whatever its name.  Returns the last cue of it.
 */
static size_t
mark_tagged(BcFinder *f, size_t i, bool asked)
{
	BcSlice		tag = {f->text.data + f->cue[i].start + 1,
					   f->cue[i].stop - f->cue[i].start - 1};
	bool		lines = false;

	for (size_t k = i + 1; k < f->count; k++)
	{
		const BcCue *cue = &f->cue[k];

		lines = lines || begins_line(f, k);
		if (bc_cue_is(cue, BC_M(COMMA)) &&
			cue->stop - cue->start == tag.len + 2 &&
			f->text.data[cue->start + 1] == '/' &&
			memcmp(f->text.data + cue->start + 2, tag.data, tag.len) == 0)
		{
			if (lines &&
				(asked || !bc_wording_holds(f, f->cue[i].start + 1,
											f->cue[i].stop, BC_W_ORDERS)))
				mark(f, i, k);
			return k;
		}
	}
	return i;
}

/* Lines that are quoted, fenced, said by somebody, or tell how things are. */
static void
mark_lines(BcFinder *f, bool asked, bool ends, size_t end)
{
	Label		label[MAX_LABELS];
	unsigned	count = 0;
	size_t		open = SIZE_MAX;

	/* without another line the first is all */
	for (size_t i = 0; i < (f->line > 0 ? f->count : 1); i++)
	{
		size_t		at = bc_begin_of(f, i);
		const Label *l = &label[count];

		if (!begins_line(f, i))
			continue;
		if ((asked || ends) && bc_byte_at(f, at) == '>')
			mark_line(f, i);
		mark_facts(f, i, at);
		if (asked && bc_stands_at(f, at, "---"))
		{
			mark(f, open, i);
			open = open != SIZE_MAX ? SIZE_MAX : i;
		}
		if (bc_byte_at(f, at) == '<' && bc_cue_is(&f->cue[i], BC_M(COMMA)))
			i = mark_tagged(f, i, asked);
		if (count == MAX_LABELS || !read_label(f, i, &label[count]))
			continue;
		count++;
		/* A：..., B：..., A：... */
		if (count > 2 && same(l, l - 2) && !same(l, l - 1) &&
			l[-1].name.len <= 12)
			for (unsigned n = 1; n < 4; n++)
				mark_line(f, label[count - n].first);
		if ((bc_seen_in(f, i, l->colon) &
			 (BC_M(RESP) | BC_M(MODAL) | BC_M(FORMAT))) == 0 &&
			((ends && !bc_stands_at(f, f->cue[l->colon].stop, "你") &&
			  bc_wording_ends_at(f, f->cue[l->colon].start, BC_W_NOTICES))))
			while (i + 1 < end && !(begins_line(f, i + 1) &&
									bc_is_demand_label(f, i + 1, false)))
				f->cue[++i].material = true;
	}
	mark(f, open, end);
}

void
bc_follow_mark_shown(BcFinder *f)
{
	size_t		stop = f->count;
	size_t		from;
	size_t		first = 0;
	bool		about;
	bool		ends;
	uint64_t	seen;

	while (stop > 0 && bc_cue_is(&f->cue[stop - 1], BC_M(END)))
		stop--;
	if (!f->wide || stop == 0)
		return;
	from = bc_sentence_start(f, stop - 1);
	/* in one sentence on one line without a colon nothing is shown */
	if (from == 0 && f->line == 0 && (f->seen & BC_M(COLON)) == 0)
		return;
	about = from > 0 && (bc_names_rules(f, from, stop) ||
						 bc_wording_holds(f, f->cue[from - 1].stop, f->at,
										  BC_W_REFERS));
	ends = from > 0 && asks(f, from, stop, about);
	while (++first < f->count && !begins_line(f, first))
		;
	seen = f->line > 0 ? bc_seen_in(f, 0, first) : f->seen;
	mark_lines(f, (ends && about) ||
			   ((seen & BC_M(THIS)) != 0 &&
				(seen & (BC_M(WH) | BC_M(WORKON))) != 0), ends,
			   from > 0 ? from : f->count);
	if (ends && about)
		mark(f, 0, from);
}
