/*
 * table.c: columns of tables, which a label heads: rows of CSV, of tabs, of
 * Markdown.
 */
#include "core/screen/internal.h"

#define MAX_CELL	48			/* bytes of a heading's cell beside the label */
#define MAX_LINE	400			/* bytes of a row */
#define MAX_TABLE	16384		/* bytes of rows */
#define MAX_COLUMNS 8			/* of one table, that are read down */

static bool
pads(unsigned char c)
{
	return c == ' ' || c == '"' || c == '*' || c == '`';
}

static size_t
trim_left(const BcScan *s, size_t i)
{
	while (pads(bc_at(s, i)))
		i++;
	return i;
}

static bool
delimits(unsigned char c)
{
	return c == ',' || c == '\t' || c == '|';
}

static bool
ends_line(unsigned char c)
{
	return c == '\n' || c == '\r' || c == 0;
}

/* Letters and Chinese characters, as a heading has before its label. */
static bool
titles(unsigned char c)
{
	return bc_is(c, BC_C_LETTER | BC_C_HIGH) || pads(c) || c == '_' || c == '/';
}

/* What a heading has after its label: QQ号, 微信账号, WeChat ID. */
static size_t
past_title(const BcScan *s, size_t i)
{
	static const char *const words[] = {"号", "码", "账", "帐", "ID", "id", "Id"};
	size_t		from = i;
	bool		found = true;

	while (found && i - from < 16)
	{
		found = pads(bc_at(s, i));
		i += found;
		for (int k = 0; k < 7; k++)
			if (bc_scan_starts(s, i, words[k]))
			{
				i += strlen(words[k]);
				found = true;
			}
	}
	return i;
}

/* The delimiter beside the cell that holds [a, b), or 0. */
static unsigned char
delimiter(const BcScan *s, size_t a, size_t b)
{
	unsigned char after;
	unsigned char before;

	b = past_title(s, b);
	if (!delimits(bc_at(s, b)) && !ends_line(bc_at(s, b)))
		return 0;
	for (int k = 0; k < MAX_CELL && a > 0 && titles(s->t[a - 1]); k++)
		a--;
	after = bc_at(s, b);
	before = a > 0 ? s->t[a - 1] : '\n';
	if (delimits(after) && (before == after || before == '\n'))
		return after;
	return delimits(before) && ends_line(after) ? before : 0;
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
	while (*b > *a && (pads(s->t[*b - 1]) || s->t[*b - 1] == '\r'))
		(*b)--;
	return *b > *a;
}

/*
 * The label that ends at i may stand in a cell of a heading.  Rows are read
 * down once for a column: headings within them are not looked at.
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

	if (i < s->table_end && (i >= s->table_rows || s->table_columns >= MAX_COLUMNS))
		return;
	mark = delimiter(s, label, i);
	if (mark == 0)
		return;
	while (head > 0 && label - head < MAX_LINE && s->t[head - 1] != '\n')
		column += s->t[--head] == mark;
	while (i < s->n && s->t[i] != '\n' && i - label < MAX_LINE)
		i++;
	line = i + 1;
	stop = s->n - i < MAX_TABLE ? s->n : i + MAX_TABLE;
	s->table_columns = s->table_rows == line ? s->table_columns + 1 : 1;
	s->table_rows = line;
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

/* The start of the line that ends before at, which is the start of one; at where there is none. */
static size_t
line_before(const BcScan *s, size_t at)
{
	size_t		from = at;

	if (at == 0)
		return at;
	at--;
	while (at > 0 && from - at < MAX_LINE && s->t[at - 1] != '\n')
		at--;
	return at > 0 && s->t[at - 1] != '\n' ? from : at;
}

/*
 * The first line of the table that the row at the start of a line belongs to.
 * The heading of the row asked for last is kept: no line is gone up over twice.
 */
static size_t
heading(BcScan *s, size_t row, unsigned char mark)
{
	size_t		at = row;

	while (row - at < MAX_TABLE)
	{
		size_t		up = line_before(s, at);

		if (at == s->row_at)
		{
			at = s->row_heading;
			break;
		}
		if (up == at || memchr(s->t + up, mark, at - up) == NULL)
			break;
		at = up;
	}
	s->row_at = row;
	s->row_heading = at;
	return at;
}

/* How many delimiters the line at i has. */
static unsigned
marks(const BcScan *s, size_t i, unsigned char mark)
{
	unsigned	n = 0;

	for (size_t from = i; i < s->n && s->t[i] != '\n' && i - from < MAX_LINE; i++)
		n += s->t[i] == mark;
	return n;
}

/* The cell that heads the column of a value at i; false where there is none. */
bool
bc_scan_column(BcScan *s, size_t i, size_t *a, size_t *b)
{
	size_t		at = i;
	size_t		row;
	size_t		head;
	size_t		end;
	unsigned	column = 0;
	unsigned char mark;

	while (at > 0 && i - at < 8 && pads(s->t[at - 1]))
		at--;
	if (at == 0)
		return false;
	if (!delimits(s->t[at - 1]) && s->t[at - 1] != '\n')
		return false;
	row = at;
	while (row > 0 && i - row < MAX_LINE && s->t[row - 1] != '\n')
		row--;
	if (i - row == MAX_LINE)
		return false;
	mark = s->t[at - 1];
	if (mark == '\n')
	{
		/* the first column: the delimiter is the heading's first one */
		head = line_before(s, at);
		for (end = head; end < at && !delimits(s->t[end]); end++)
			;
		mark = s->t[end];
	}
	if (!delimits(mark))
		return false;
	for (size_t k = row; k < at; k++)
		column += s->t[k] == mark;
	head = heading(s, row, mark);
	if (head == row)
		return false;
	for (end = head; end < row && s->t[end] != '\n'; end++)
		;
	/* commas are in every text: in a table as many in each line */
	if (mark == ',' && marks(s, head, mark) != marks(s, row, mark))
		return false;
	return cell(s, head, end, mark, column, a, b);
}
