/*
 * arithmetic.c: numbers that are operands, and nobody's.
 */
#include "core/screen/internal.h"

/* +, - and the like at both sides of a number make it arithmetic. */
static bool
operator_at(uint32_t c)
{
	return c == '*' || c == '/' || c == '=' || c == 0xD7 || c == 0xF7 ||
		c == '^' || c == '<' || c == '>';
}

/* A number on the other side of an operator, or what stands for one. */
static bool
operand_at(const BcScan *s, size_t i)
{
	unsigned char c;

	while (bc_at(s, i) == ' ')
		i++;
	c = bc_at(s, i);
	if (c == '(' || c == '?' || c == '-')
		return true;
	/* another mobile number is the next of a list */
	if (c == '1' && bc_scan_run(s, i, BC_C_DIGIT, 12) == 11)
		return false;
	return bc_is(c, BC_C_DIGIT);
}

/* 138...-4321: a masked number's extension; one to three digits are subtracted. */
static bool
subtracted(const BcScan *s, size_t i)
{
	size_t		n = bc_scan_run(s, i, BC_C_DIGIT, 5);

	return n >= 1 && n <= 3 && bc_scan_right_edge(s, i + n) &&
		bc_at(s, i + n) != '-';
}

/*
 * The '*' before or after the number [a, b) multiplies: it is no emphasis of
 * Markdown, which stands at both sides alike, or doubled, or with no operand
 * beyond it.
 */
static bool
multiplies(const BcScan *s, size_t a, size_t b, bool after)
{
	size_t		before_run = 0;
	size_t		after_run = 0;
	size_t		at;
	unsigned char c;

	while (before_run < 4 && before_run < a && s->t[a - 1 - before_run] == '*')
		before_run++;
	while (after_run < 4 && bc_at(s, b + after_run) == '*')
		after_run++;
	if (before_run > 0 && before_run == after_run)
		return false;
	if (after)
	{
		at = b;
		while (bc_at(s, at) == ' ' || bc_at(s, at) == '*')
			at++;
		c = bc_at(s, at);
	}
	else
	{
		at = a;
		while (at > 0 && (s->t[at - 1] == ' ' || s->t[at - 1] == '*') && a - at < 8)
			at--;
		c = at > 0 ? s->t[at - 1] : 0;
	}
	return bc_is(c, BC_C_ALNUM) || c == '(' || c == ')' || c == '-' || c == '?' ||
		(bc_is(c, BC_C_HIGH) && (after ? after_run : before_run) == 0);
}

bool
bc_scan_arithmetic(const BcScan *s, size_t a, size_t b, bool plus)
{
	unsigned	length;
	size_t		at = a;
	size_t		next = b;
	uint32_t	before = bc_scan_prev(s, at, &length);
	uint32_t	after;

	if (before == ' ')
		before = bc_scan_prev(s, --at, &length);
	after = bc_scan_next(s, next, &length);
	if (after == ' ')
		after = bc_scan_next(s, ++next, &length);
	next += length;
	if (after == '/' || after == '=')
		return operand_at(s, next);
	if (after == '-' && subtracted(s, next))
		return true;
	if (before == '-')
	{
		/* a sign, not a hyphen after a word */
		(void) bc_scan_prev(s, at, &length);
		before = bc_scan_prev(s, at - length, &length);
		return before == ' ' || before == '=';
	}
	if (before == '*' && !multiplies(s, a, b, false))
		before = 0;
	if (after == '*' && !multiplies(s, a, b, true))
		after = 0;
	return before == 0x221A ||	/* square root */
		(operator_at(before) && before != '/' && before != '>' && before != '=') ||
		(before == '+' && !plus) || (operator_at(after) && after != '<') ||
		after == '+';
}
