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
	return before == 0x221A ||	/* square root */
		(operator_at(before) && before != '/' && before != '>' && before != '=') ||
		(before == '+' && !plus) || (operator_at(after) && after != '<') ||
		after == '+';
}
