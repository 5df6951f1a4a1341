/*
 * birth.c: dates of birth: a date with a label before it or 出生 after it.
 */
#include "core/screen/internal.h"

/* Older dates are history's. */
#define FIRST_YEAR	1920
#define LAST_YEAR	2035

static const char birth_labels[] =
	"出生日期 出生年月 出生年月日 生日 出生于 出生在 生于 出生时间 生辰 born dob birthday birth "
	"birthdate date_of_birth d.o.b";
static const char birth_traps[] =
	"派对 聚会 礼物 party 晚会 蛋糕 祝福 card 证明";
static const char months[] =
	"january february march april may june july august september october "
	"november december jan feb mar apr jun jul aug sep sept oct nov dec";

static bool
plausible(unsigned y, unsigned m, unsigned d)
{
	return y >= FIRST_YEAR && y <= LAST_YEAR && bc_valid_date(y, m, d);
}

/* One of "-/." or the Chinese word at i; its length, 0 for neither. */
static size_t
divider(const BcScan *s, size_t i, const char *word, unsigned char *mark)
{
	unsigned char c = bc_at(s, i);

	if (bc_scan_starts(s, i, word))
		return 3;
	if ((c == '-' || c == '/' || c == '.') && (*mark == 0 || *mark == c))
	{
		*mark = c;
		return 1;
	}
	return 0;
}

/* 1990 年 3 月: past a space before the word. */
static size_t
past_space(const BcScan *s, size_t i, const char *word)
{
	return bc_at(s, i) == ' ' && bc_scan_starts(s, i + 1, word) ? i + 1 : i;
}

/* yyyy-mm-dd, yyyy年m月d日, yyyymmdd at a; the end or 0. */
static size_t
year_first(const BcScan *s, size_t a, size_t b)
{
	unsigned char mark = 0;
	size_t		at = b;
	size_t		end;
	size_t		n;
	size_t		m;

	if (b - a == 8)
		return plausible(bc_number(s->t + a, 4), bc_number(s->t + a + 4, 2),
						 bc_number(s->t + a + 6, 2)) ? b : 0;
	if (b - a != 4)
		return 0;
	at = past_space(s, at, "年");
	n = divider(s, at, "年", &mark);
	if (n == 0)
		return 0;
	at += n;
	while (bc_at(s, at) == ' ' && at < b + 6)
		at++;
	n = bc_scan_run(s, at, BC_C_DIGIT, 3);
	if (n == 0 || n > 2)
		return 0;
	m = at;
	at += n;
	at = past_space(s, at, "月");
	n = divider(s, at, "月", &mark);
	if (n == 0)
		return 0;
	at += n;
	end = at;
	while (bc_at(s, at) == ' ' && at < b + 14)
		at++;
	n = bc_scan_run(s, at, BC_C_DIGIT, 3);
	if (n == 0 && mark == 0)
		return plausible(bc_number(s->t + a, 4),
						 bc_number(s->t + m,
								   bc_scan_run(s, m, BC_C_DIGIT, 2)), 1) ?
			end : 0;
	if (n == 0 || n > 2 ||
		!plausible(bc_number(s->t + a, 4),
				   bc_number(s->t + m, bc_scan_run(s, m, BC_C_DIGIT, 2)),
				   bc_number(s->t + at, n)))
		return 0;
	at += n;
	end = past_space(s, past_space(s, at, "日"), "号");
	return bc_scan_starts(s, end, "日") || bc_scan_starts(s, end, "号") ? end + 3 : at;
}

/* dd/mm/yyyy or mm/dd/yyyy. */
static size_t
year_last(const BcScan *s, size_t a, size_t b)
{
	unsigned char mark = 0;
	size_t		at = b + divider(s, b, "日", &mark);
	size_t		n;
	unsigned	x = bc_number(s->t + a, b - a);
	unsigned	y;
	unsigned	year;

	if (b - a > 2 || at == b || mark == 0)
		return 0;
	n = bc_scan_run(s, at, BC_C_DIGIT, 3);
	if (n == 0 || n > 2)
		return 0;
	y = bc_number(s->t + at, n);
	at += n;
	if (bc_at(s, at) != mark || bc_scan_run(s, at + 1, BC_C_DIGIT, 5) != 4)
		return 0;
	year = bc_number(s->t + at + 1, 4);
	return plausible(year, x, y) || plausible(year, y, x) ? at + 5 : 0;
}

/* March 7, 1990 and 7 March 1990; *start moves to the month. */
static size_t
with_month(const BcScan *s, size_t a, size_t b, size_t *start)
{
	size_t		at;
	size_t		n;

	if (b - a > 2)
		return 0;
	at = a;
	while (at > 0 && s->t[at - 1] == ' ' && a - at < 2)
		at--;
	if (at > 0 && s->t[at - 1] == '.')
		at--;
	n = 0;
	while (at > n && n < 10 && bc_is(s->t[at - n - 1], BC_C_LETTER))
		n++;
	if (n >= 3 && at < a && bc_is(s->t[at - n], BC_C_UPPER) &&
		bc_scan_in_list(s->t + at - n, n, months))
	{
		size_t		end = b;

		if (bc_scan_run(s, end, BC_C_LOWER, 3) == 2)
			end += 2;			/* 7th */
		if (bc_at(s, end) == ',')
			end++;
		if (bc_at(s, end) == ' ')
			end++;
		if (end > b && bc_scan_run(s, end, BC_C_DIGIT, 5) == 4 &&
			plausible(bc_number(s->t + end, 4), 1, bc_number(s->t + a, b - a)))
		{
			*start = at - n;
			return end + 4;
		}
		return 0;
	}
	at = b + (bc_scan_run(s, b, BC_C_LOWER, 3) == 2 ? 2 : 0);
	if (bc_at(s, at) != ' ')
		return 0;
	if (bc_scan_starts_nocase(s, at, " of "))
		at += 3;
	n = bc_scan_run(s, at + 1, BC_C_LETTER, 10);
	if (n < 3 || !bc_is(s->t[at + 1], BC_C_UPPER) ||
		!bc_scan_in_list(s->t + at + 1, n, months))
		return 0;
	at += 1 + n;
	while (bc_at(s, at) == ' ' || bc_at(s, at) == ',')
		at++;
	return bc_scan_run(s, at, BC_C_DIGIT, 5) == 4 &&
		plausible(bc_number(s->t + at, 4), 1,
				  bc_number(s->t + a, b - a)) ? at + 4 : 0;
}

/* 1983年4月1日生: the verb alone, not 生效 or 生产. */
static bool
born_after(const BcScan *s, size_t end)
{
	unsigned	length;
	uint32_t	c;

	if (!bc_scan_starts(s, end, "生"))
		return false;
	c = bc_scan_next(s, end + 3, &length);
	return c == 0 || c == ',' || c == 0x3002 || c == ';' || c == 0x3001 ||
		c == '\n' || c == ')' || bc_scan_starts(s, end + 3, "人");
}

/* (born May 1, 1970) is a ...: what an encyclopedia says after a name. */
static bool
encyclopedic(const BcScan *s, size_t start, size_t end)
{
	size_t		at = start;
	unsigned	length;

	for (int k = 0; k < 6 && at > 0; k++)
	{
		uint32_t	c = bc_scan_prev(s, at, &length);

		if (c == '(')
			break;
		if (c < 0x2E80 && c != ' ' && !bc_is((unsigned char) c, BC_C_LOWER))
			return false;
		at -= length;
	}
	if (at == 0 || bc_scan_prev(s, at, &length) != '(')
		return false;
	for (size_t i = end; i < end + 16; i++)
		if (bc_scan_starts(s, i, "是一") || bc_scan_starts(s, i, ") is a"))
			return true;
	return false;
}

/* The digits [a, b) may begin a date. */
void
bc_scan_birth(BcScan *s, size_t a, size_t b)
{
	size_t		start = a;
	size_t		end = year_first(s, a, b);
	size_t		label;
	size_t		near;

	if (end == 0)
		end = year_last(s, a, b);
	if (end == 0)
		end = with_month(s, a, b, &start);
	if (end == 0 || bc_is(bc_at(s, end), BC_C_DIGIT))
		return;
	label = bc_scan_word_before(s, start, birth_labels);
	near = bc_scan_word_before(s, start, "出生");
	if (bc_scan_word_before(s, start, birth_traps) != 0)
		label = near = 0;
	if ((label != 0 && label <= 24) || (near != 0 && near <= 5) ||
		bc_scan_starts(s, end, "出生") || born_after(s, end))
		bc_scan_add(s, BC_DATE_OF_BIRTH, start, end,
					encyclopedic(s, start, end) ? 40 : 70);
}
