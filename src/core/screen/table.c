/*
 * table.c: the column of a table that a label heads: rows of CSV, of tabs, of
 * Markdown.
 */
#include "core/screen/internal.h"

#define MAX_HEAD	400			/* bytes of the heading before the label */
#define MAX_TABLE	16384		/* bytes of its rows */

static size_t
trim_left(const BcScan *s, size_t i)
{
	while (bc_at(s, i) == ' ' || bc_at(s, i) == '"')
		i++;
	return i;
}

/* The delimiter beside the cell of the heading [a, b), or 0. */
static unsigned char
delimiter(const BcScan *s, size_t a, size_t b)
{
	unsigned char after = bc_at(s, trim_left(s, b));
	unsigned char before;

	while (a > 0 && (s->t[a - 1] == ' ' || s->t[a - 1] == '"'))
		a--;
	before = a > 0 ? s->t[a - 1] : '\n';
	if ((after == ',' || after == '\t' || after == '|') &&
		(before == after || before == '\n'))
		return after;
	if ((before == ',' || before == '\t' || before == '|') && (after == '\n' || after == '\r'))
		return before;
	return 0;
}

/* The cell of the column in the line at i; false where there is none. */
static bool
cell(const BcScan *s, size_t i, size_t stop, unsigned char mark,
	 unsigned column, size_t *a, size_t *b)
{
	for (; column > 0 && i < stop; i++)
		column -= s->t[i] == mark;
	if (column > 0)
		return false;
	*a = trim_left(s, i);
	for (*b = *a; *b < stop && s->t[*b] != mark; (*b)++)
		;
	while (*b > *a && (s->t[*b - 1] == ' ' || s->t[*b - 1] == '"' ||
					   s->t[*b - 1] == '\r'))
		(*b)--;
	return true;
}

/*
 * The label that ends at i may fill a cell of a heading.  Rows are read once:
 * headings within them are not looked at.
 */
void
bc_scan_table(BcScan *s, size_t label, size_t i,
			  void (*take_cell) (BcScan *s, size_t a, size_t b))
{
	size_t		head = label;
	size_t		line;
	size_t		stop;
	unsigned	column = 0;
	unsigned char mark;

	if (i < s->table_end || (mark = delimiter(s, label, i)) == 0)
		return;
	while (head > 0 && label - head < MAX_HEAD && s->t[head - 1] != '\n')
		column += s->t[--head] == mark;
	while (i < s->n && s->t[i] != '\n' && i - label < MAX_HEAD)
		i++;
	line = i + 1;
	stop = s->n - i < MAX_TABLE ? s->n : i + MAX_TABLE;
	while (line < stop && s->t[line - 1] == '\n')
	{
		size_t		end = line;
		size_t		a;
		size_t		b;

		while (end < stop && s->t[end] != '\n')
			end++;
		if (memchr(s->t + line, mark, end - line) == NULL)
			break;
		if (cell(s, line, end, mark, column, &a, &b))
			take_cell(s, a, b);
		line = end + 1;
	}
	s->table_end = line;
}
