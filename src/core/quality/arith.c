/*
 * arith.c: a op b = c with a wrong c.  Decimals are exact; what does
 * not fit is not judged.
 */
#include "core/quality/internal.h"

#define MAX_DIGITS	9

typedef struct Decimal
{
	int64_t		value;			/* value / 10^scale */
	unsigned	scale;
} Decimal;

static const int64_t power[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000
};

/* Digits, thousands' commas and one point at i; the end, or i. */
static size_t
read_number(BcSlice text, size_t i, Decimal *out)
{
	size_t		at = i;
	unsigned	digits = 0;
	bool		point = false;

	out->value = 0;
	out->scale = 0;
	for (; at < text.len; at++)
	{
		unsigned char c = text.data[at];
		unsigned char next = at + 1 < text.len ? text.data[at + 1] : 0;

		if (c >= '0' && c <= '9')
		{
			if (++digits > MAX_DIGITS)
				return i;
			out->value = out->value * 10 + (c - '0');
			out->scale += point;
		}
		else if (c == '.' && !point && digits > 0 && next >= '0' && next <= '9')
			point = true;
		else if (c == ',' && !point && digits > 0 && next >= '0' && next <= '9')
			continue;
		else
			break;
	}
	return digits == 0 ? i : at;
}

static size_t
blanks(BcSlice text, size_t i)
{
	while (i < text.len && text.data[i] == ' ')
		i++;
	return i;
}

/* + - * / and their typographic forms; 0 for none, else its length in *len. */
static char
read_operator(BcSlice text, size_t i, size_t *len)
{
	unsigned char c = i < text.len ? text.data[i] : 0;
	unsigned char next = i + 1 < text.len ? text.data[i + 1] : 0;

	*len = 1;
	if (c == '+' || c == '-' || c == '*' || c == '/')
		return (char) c;
	*len = 2;
	if (c == 0xC3 && next == 0x97)
		return '*';
	if (c == 0xC3 && next == 0xB7)
		return '/';
	return 0;
}

/* Is the claimed result wrong?  A quotient may be rounded. */
static bool
wrong(Decimal a, char op, Decimal b, Decimal c)
{
	unsigned	scale = a.scale > b.scale ? a.scale : b.scale;
	int64_t		x = a.value * power[scale - a.scale];
	int64_t		y = b.value * power[scale - b.scale];
	int64_t		result;
	int64_t		unit;

	if (op == '/')
	{
		/* |x / y - c| below one unit of c's last digit */
		if (y == 0 || x > INT64_MAX / power[c.scale] / 2 ||
			(c.value != 0 && y > INT64_MAX / 4 / c.value))
			return false;
		result = x * power[c.scale] - c.value * y;
		return result >= y || result <= -y;
	}
	if (op == '*')
	{
		result = a.value * b.value;
		scale = a.scale + b.scale;
		if (scale > MAX_DIGITS)
			return false;
	}
	else
		result = op == '+' ? x + y : x - y;
	if (result < 0)
		return false;			/* its sign was not read */
	if (c.scale >= scale)
	{
		if (c.scale - scale > MAX_DIGITS ||
			result > INT64_MAX / power[c.scale - scale])
			return false;
		return result * power[c.scale - scale] != c.value;
	}
	/* fewer digits than the exact result: rounded */
	unit = power[scale - c.scale];
	if (c.value > INT64_MAX / unit)
		return false;
	result -= c.value * unit;
	return result >= unit || result <= -unit;
}

/* What may stand before a sum: nothing that makes it a part of another. */
static bool
stands_alone(BcSlice text, size_t i)
{
	unsigned char c;

	while (i > 0 && text.data[i - 1] == ' ')
		i--;
	if (i == 0)
		return true;
	c = text.data[i - 1];
	if (c >= 0x80)
		return !(i >= 2 && text.data[i - 2] == 0xC3 && (c == 0x97 || c == 0xB7)) &&
			!(i >= 3 && text.data[i - 3] == 0xE2);
	return c == '\n' || c == ':' || c == ',' || c == '.' || c == ';' ||
		((c | 0x20u) - 'a' < 26 && i >= 2 && text.data[i - 2] != '^');
}

static bool
ends_there(BcSlice text, size_t i)
{
	size_t		len;
	unsigned char c;

	i = blanks(text, i);
	c = i < text.len ? text.data[i] : 0;
	return read_operator(text, i, &len) == 0 && c != '(' && c != '%' &&
		c != '^' && (c | 0x20u) - 'a' >= 26 && c != '/' && c != '=';
}

/* The sum that begins at i, whose first character is a digit. */
static void
check_sum(BcQuality *q, BcSlice text, size_t i)
{
	Decimal		a;
	Decimal		b;
	Decimal		c;
	size_t		at = read_number(text, i, &a);
	size_t		len;
	char		op;

	if (at == i)
		return;
	at = blanks(text, at);
	op = read_operator(text, at, &len);
	if (op == 0)
		return;
	i = blanks(text, at + len);
	at = read_number(text, i, &b);
	if (at == i)
		return;
	at = blanks(text, at);
	if (at >= text.len || text.data[at] != '=')
		return;
	i = blanks(text, at + 1);
	at = read_number(text, i, &c);
	if (at > i && ends_there(text, at) && wrong(a, op, b, c))
		bc_quality_add(q, BC_ARITH_WRONG, BC_WARN, 900);
}

void
bc_quality_arith(BcQuality *q)
{
	BcSlice		text = q->rec->response;
	bool		digit = false;

	if (q->response.code || !memchr(text.data, '=', text.len))
		return;
	for (size_t i = 0; i < text.len; i++)
	{
		bool		now = text.data[i] >= '0' && text.data[i] <= '9';

		if (now && !digit && !(i > 0 && text.data[i - 1] == '.') &&
			stands_alone(text, i))
			check_sum(q, text, i);
		digit = now;
	}
}
