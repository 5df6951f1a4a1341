/*
 * groups.c: groups of digits that separators join.
 */
#include "core/screen/internal.h"

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
		/* two spaces are one that was typed twice */
		next += g->separator[g->count - 1] == ' ' && bc_at(s, next) == ' ';
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
