/*
 * digits.c: what a digit triggers: takes the word around it and groups
 * of digits that separators join, and hands them to the parsers.
 */
#include "core/screen/internal.h"

/* A longer word is data, no number of anybody's. */
#define MAX_WORD 128

/* Letters that may stand before a number without a space: wx138..., tel010... */
static const char word_labels[] =
	"wx vx qq tel mob mobile phone cell fax id card acct no ssn";

/* The separator at i: ' ', '-', '.', '/', or a middle dot or dash. */
static uint32_t
separator(const BcScan *s, size_t i, unsigned *length)
{
	uint32_t	c = bc_scan_next(s, i, length);

	switch (c)
	{
		case ' ':
		case '-':
		case '.':
			return c;
		case 0xB7:				/* middle dot */
		case 0x2010:			/* hyphens and dashes */
		case 0x2011:
		case 0x2012:
		case 0x2013:
		case 0x2014:
			return c == 0xB7 ? c : '-';
		default:
			return 0;
	}
}

/*
 * The digit word [a, b) and up to six more, each after one separator and each
 * of at least two digits.
 */
void
bc_scan_groups(const BcScan *s, size_t a, size_t b, BcGroups *g)
{
	g->count = 0;
	g->digits = 0;
	for (;;)
	{
		unsigned	length;
		size_t		next;
		size_t		len;

		g->start[g->count] = a;
		g->stop[g->count] = b;
		memcpy(g->value + g->digits, s->t + a, b - a);
		g->digits += (unsigned) (b - a);
		g->separator[g->count] = separator(s, b, &length);
		g->count++;
		if (g->separator[g->count - 1] == 0 || g->count == BC_MAX_GROUPS)
			break;
		next = b + length;
		len = bc_scan_run(s, next, BC_C_DIGIT, 20);
		if (len < 2 || len == 20 || bc_is(bc_at(s, next + len), BC_C_WORD))
			break;
		a = next;
		b = next + len;
	}
	g->value[g->digits] = '\0';
}

/*
 * How many groups match the pattern of lengths, joined by one separator; 0
 * where they do not.
 */
unsigned
bc_groups_shaped(const BcGroups *g, unsigned first, const char *pattern)
{
	unsigned	k = 0;

	for (; pattern[k] != '\0'; k++)
		if (first + k >= g->count ||
			g->stop[first + k] - g->start[first + k] !=
			(size_t) (pattern[k] - '0') ||
			(k > 0 && g->separator[first + k - 1] != g->separator[first]))
			return 0;
	return k;
}

/* Does the chain of groups with the same separator go on after n groups? */
bool
bc_groups_go_on(const BcGroups *g, unsigned n)
{
	return g->count > n && g->separator[n - 1] == g->separator[n - 2];
}

/*
 * The first trigger in a word sees to the whole of it.  A short number that
 * nothing joins to others is the common case and leaves at once.
 */
void
bc_scan_digits(BcScan *s, size_t i)
{
	size_t		a = i;
	size_t		b = i;
	size_t		letters;

	if (i < s->word_end)
		return;
	while (a > 0 && i - a < MAX_WORD && bc_is(s->t[a - 1], BC_C_WORD))
		a--;
	b += bc_scan_run(s, i, BC_C_WORD, s->n);
	s->word_end = b;
	if (b - a > MAX_WORD || i - a == MAX_WORD)
		return;
	if (b - a <= 4 && bc_at(s, b) == ':' &&
		bc_is(bc_at(s, b + 1), BC_C_HEX))
		bc_scan_colon(s, b);
	letters = 0;
	while (a + letters < b && !bc_is(s->t[a + letters], BC_C_DIGIT))
		letters++;
	if (letters == 0 &&
		bc_scan_run(s, a, BC_C_DIGIT, MAX_WORD) == b - a)
	{
		bc_scan_number(s, a, b);
		return;
	}
	if (letters > 0 && letters <= 6 && b - a - letters >= 3 &&
		bc_scan_run(s, a + letters, BC_C_DIGIT, MAX_WORD) == b - a - letters &&
		bc_scan_in_list(s->t + a, letters, word_labels))
		bc_scan_number_labelled(s, a, a + letters, b);
	bc_scan_alnum(s, a, b);
}
