/*
 * judge_lists.c: items, bullets, numbers, headings and things a line.
 */
#include "core/follow/judge.h"

typedef struct Lists
{
	size_t		bullets;
	size_t		numbers;		/* of lines that are numbered */
	size_t		most;			/* the highest number in a row from 1 */
	size_t		begun;			/* how often a row began with 1 */
	size_t		lines;
	size_t		indented;		/* bullets below another item */
} Lists;

static void
find_lists(BcCase *k, Lists *out)
{
	size_t		at = 0;
	size_t		row = 0;
	BcSlice		line;

	memset(out, 0, sizeof(*out));
	for (size_t from = 0; bc_next_line(k->text, &at, &line); from = at)
	{
		unsigned	number;

		if (line.len == 0)
			continue;
		out->lines++;
		if (bc_bullet_mark(line) > 0)
		{
			out->bullets++;
			out->indented += line.data > k->text.data + from + 1;
		}
		else if (bc_number_mark(line, &number) > 0)
		{
			out->numbers++;
			if (number == 1)
			{
				out->begun++;
				row = 1;
			}
			else if (number == row + 1)
				row++;
			if (row > out->most)
				out->most = row;
		}
	}
}

/* Items of the list that a response has; false: it has none, or several. */
static bool
list_items(const Lists *lists, BcFigure *items)
{
	if (lists->most >= 2)
	{
		*items = (BcFigure) {lists->most, lists->most};
		return lists->begun == 1 && lists->numbers == lists->most;
	}
	*items = (BcFigure) {lists->bullets - lists->indented, lists->bullets};
	return lists->numbers == 0 && lists->bullets >= 2;
}

void
bc_judge_items(BcCase *k)
{
	Lists		lists;
	BcFigure	items;

	find_lists(k, &lists);
	if (!list_items(&lists, &items))
		bc_say(k, BC_CANNOT_TELL, "no single list to count");
	else
		bc_say_figure(k, "items", items);
}

void
bc_judge_bullets(BcCase *k)
{
	Lists		lists;
	BcFigure	items;

	find_lists(k, &lists);
	if (k->c->relation == BC_NO_NUMBER)
	{
		bc_say(k, lists.bullets > 0 ? BC_KEPT : lists.numbers > 0 ?
			   BC_CANNOT_TELL : BC_BROKEN,
			   lists.bullets > 0 ? "bullet points were found" :
			   lists.numbers > 0 ? "a numbered list, bullet points wanted" :
			   "no bullet points, some wanted");
		return;
	}
	if (lists.bullets > 0 &&
		(lists.numbers == 0 || k->c->unit != BC_COUNTS_POINTS))
		bc_say_figure(k, "bullet points",
					  (BcFigure) {lists.bullets - lists.indented,
								  lists.bullets});
	else if (lists.numbers > 0 && list_items(&lists, &items))
	{
		bc_say_figure(k, "numbered points", items);
		if (k->c->unit != BC_COUNTS_POINTS && k->out->followed == BC_KEPT)
			k->out->followed = BC_CANNOT_TELL;
	}
	else if (k->c->unit == BC_COUNTS_POINTS)
		bc_say(k, BC_CANNOT_TELL, "no single list to count");
	else
		bc_say_figure(k, "bullet points",
					  (BcFigure) {lists.bullets,
								  lists.bullets + lists.numbers});
}

void
bc_judge_numbered(BcCase *k)
{
	Lists		lists;

	find_lists(k, &lists);
	if (k->c->relation != BC_NO_NUMBER && lists.begun == 1 &&
		lists.most == lists.numbers)
		bc_say_figure(k, "numbered items",
					  (BcFigure) {lists.most, lists.most});
	else if (lists.numbers == 0)
		bc_say(k, BC_BROKEN, "no numbered lines");
	else
		bc_say(k, lists.most >= 2 &&
			   k->c->relation == BC_NO_NUMBER ? BC_KEPT : BC_CANNOT_TELL,
			   "numbered lines were found");
}

/* Chinese or ASCII marks between things, in one line. */
static size_t
joints(BcSlice line)
{
	size_t		n = 0;

	for (size_t i = 0; i < line.len; i++)
		n += (line.data[i] == ',' && i + 1 < line.len &&
			  line.data[i + 1] == ' ') ||
			(line.len - i >= 3 &&
			 (memcmp(line.data + i, "、", 3) == 0 ||
			  memcmp(line.data + i, "，", 3) == 0));
	return n;
}

void
bc_judge_one_a_line(BcCase *k)
{
	size_t		at = 0;
	size_t		lines = 0;
	size_t		joined = 0;
	BcSlice		line;

	while (bc_next_line(k->text, &at, &line))
		if (line.len > 0)
		{
			lines++;
			joined += joints(line) > 1;
		}
	if (lines == 1 && joined == 1)
		bc_say(k, BC_BROKEN, "1 line with several things, one a line wanted");
	else if (lines > 1 && joined == 0)
		bc_say(k, BC_KEPT, "no line with several things");
	else
		bc_say(k, BC_CANNOT_TELL, "lines of sentences, or one thing");
}

static bool
ends_with_mark(BcSlice line)
{
	static const char *const marks[] = {"。", "！", "？", "；", "，", "：",
										"…", "”", "」"};

	if (line.len > 0 && strchr(".!?;,:\"", line.data[line.len - 1]) != NULL)
		return true;
	for (size_t m = 0; m < sizeof(marks) / sizeof(marks[0]); m++)
		if (line.len >= 3 &&
			memcmp(line.data + line.len - 3, marks[m], 3) == 0)
			return true;
	return false;
}

void
bc_judge_headings(BcCase *k)
{
	size_t		at = 0;
	size_t		marked = 0;
	size_t		maybe = 0;
	BcSlice		line;
	unsigned	level;
	unsigned	first = 0;
	bool		deeper =
		true;	/* than the first one, which is the title's then */

	while (bc_next_line(k->text, &at, &line))
	{
		unsigned	number;
		bool		bold;

		if (line.len == 0)
			continue;
		bold = line.len > 4 && memcmp(line.data, "**", 2) == 0 &&
			memcmp(line.data + line.len - 2, "**", 2) == 0;
		if (line.data[0] == '#' || bold)
		{
			size_t		signs = 0;

			while (signs < line.len && line.data[signs] == '#')
				signs++;
			level = signs == 0 ? 7 : (unsigned) signs;
			if (marked++ == 0)
				first = level;
			else
				deeper = deeper && level > first;
		}
		else if ((line.len < 90 && !ends_with_mark(line)) ||
				 (bc_number_mark(line, &number) > 0 && line.len < 120))
			maybe++;
	}
	if (marked > 0)
		bc_say_figure(k, "headings",
					  (BcFigure) {marked > 1 &&
								  deeper ? marked - 1 : marked,
								  marked + maybe});
	else
		bc_say_figure(k, "headings", (BcFigure) {0, maybe});
}
