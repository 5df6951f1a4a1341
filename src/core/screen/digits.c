/*
 * digits.c: what a digit triggers: takes the word around it and groups of
 * digits that separators join, and calls the rules for such.
 */
#include "core/screen/rules.h"

/* A longer word is data, no number of anybody's. */
#define MAX_WORD 128

/* Letters that may stand before a number without a space: wx138..., tel010... */
static const char word_labels[] =
	"wx vx qq tel mob mobile phone cell fax id card acct no ssn";

/* Any word with a digit, of at most MAX_WORD bytes. */
static void
try_word(BcScan *s, size_t a, size_t b)
{
	(void) bc_call_rules(s, ON_WORD, a, b, NULL, false);
}

/* May a separator, a bracket or a '+' make the digits part of a longer number? */
static bool
joined(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);
	unsigned	length;

	if (bc_scan_prev(s, a, &length) == '+')
		return true;
	if (next == ' ' && bc_at(s, b + 1) == ' ')
		b++;
	if (next == ' ' || next == '-' || next == '.')
		return bc_is(bc_at(s, b + 1), BC_C_DIGIT);
	return next == ')' || next == 0xC2 || next == 0xE2 || next == 0xEF;
}

/* Most numbers: "3 apples", "1990:", "(5)", "1. First". */
static bool
short_number(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);
	unsigned	length;

	if (b - a < 3 && ((next == '.' && !bc_is(bc_at(s, b + 1), BC_C_DIGIT)) ||
					  (next == ' ' && !bc_is(bc_at(s, b + 1), BC_C_ALNUM | BC_C_HIGH) && bc_at(s, b + 1) != ' ')))
		return bc_scan_prev(s, a, &length) != '+';
	return b - a < 3 && !bc_is(next, BC_C_HIGH) && next != '.' &&
		next != '-' && next != ' ' && next != ':' && next != '/' &&
		next != ')' && next != ',' && bc_scan_prev(s, a, &length) != '+';
}

/* No number of anybody's has fewer digits than 7, but before a bracket. */
static bool
too_few(const BcScan *s, const BcGroups *g, size_t a)
{
	unsigned	length;
	uint32_t	before;

	if (g->digits >= 7)
		return false;
	before = bc_scan_prev(s, a, &length);
	return before != '+' && before != '(';
}

/* The digit word [a, b), whose neighbours are no letters. */
static void
try_number(BcScan *s, size_t a, size_t b)
{
	bool		national = (s->kinds & KINDS_NATIONAL) != 0;
	unsigned	length;
	BcGroups	g;

	/* what shows nothing, or another space, joins digits, too */
	if (bc_at(s, b) == 0xC2 || bc_at(s, b) == 0xE2 || bc_at(s, b) == 0xE3)
		bc_scan_reads(s, b, b + 2);
	if (b - a > 19 || short_number(s, a, b) ||
		bc_call_rules(s, ON_DIGITS, a, b, NULL, false) ||
		!bc_scan_left_edge(s, a))
		return;
	(void) bc_call_rules(s, ON_NUMBER, a, b, NULL, false);
	if (b - a < 7 && !joined(s, a, b) && !national)
		return;
	bc_scan_groups(s, a, b, &g);
	(void) bc_call_rules(s, ON_GROUPS, a, b, &g, false);
	if (too_few(s, &g, a))
		return;
	if (bc_at(s, b) == '.' && bc_is(bc_at(s, b + 1), BC_C_DIGIT) &&
		b - a != 3 && bc_scan_prev(s, a, &length) != '+')
		return;
	if (bc_call_rules(s, ON_LONG, a, b, &g, false))
		return;
	(void) bc_call_rules(s, ON_LONGER, a, b, &g, false);
	try_word(s, a, b);
}

/* wx13812345678, tel01012345678, ID110105...: a label without a space. */
static void
labelled_number(BcScan *s, size_t label, size_t a, size_t b)
{
	BcGroups	g;

	if (!bc_scan_left_edge(s, label) || b - a > 19)
		return;
	bc_scan_groups(s, a, b, &g);
	(void) bc_call_rules(s, ON_LABELLED, a, b, &g, true);
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
		(void) bc_call_rules(s, ON_COLON, b, b, NULL, false);
	letters = 0;
	while (a + letters < b && !bc_is(s->t[a + letters], BC_C_DIGIT))
		letters++;
	if (letters == 0 &&
		bc_scan_run(s, a, BC_C_DIGIT, MAX_WORD) == b - a)
	{
		try_number(s, a, b);
		return;
	}
	/* the day of a date: 7th */
	if (letters == 0 && b - a >= 3 && b - a <= 4 &&
		bc_scan_run(s, a, BC_C_DIGIT, 3) == b - a - 2 && bc_scan_left_edge(s, a) &&
		bc_scan_in_list(s->t + b - 2, 2, "st nd rd th"))
		(void) bc_call_rules(s, ON_NUMBER, a, b - 2, NULL, false);
	if (letters > 0 && letters <= 6 && b - a - letters >= 3 &&
		bc_scan_run(s, a + letters, BC_C_DIGIT, MAX_WORD) == b - a - letters &&
		bc_scan_in_list(s->t + a, letters, word_labels))
		labelled_number(s, a, a + letters, b);
	try_word(s, a, b);
}
