/*
 * islands.c: identity numbers of Hong Kong and Taiwan, by their check digits.
 */
#include "core/screen/internal.h"

static const char hk_labels[] =
	"身份证 身分证 hkid hong kong 香港 证件 identity id";
static const char tw_labels[] =
	"身分证 身份证 统一编号 统一证号 国民 台湾 居留证 字号 证号 taiwan identity";

static unsigned
value(unsigned char c)
{
	return bc_is(c, BC_C_DIGIT) ? c - '0' + 0u : c - 'A' + 10u;
}

/*
 * Immigration Department of Hong Kong: one or two letters, six digits, a check
 * character of 0 to 9 or A.  A missing first letter counts 36; weights 9 to 2,
 * the sum and the check character are divisible by 11.
 */
static bool
hk_check(const BcScan *s, size_t a, size_t letters, unsigned char check)
{
	unsigned	sum = letters == 1 ? 36 * 9 + value(s->t[a]) * 8 :
		value(s->t[a]) * 9 + value(s->t[a + 1]) * 8;

	for (unsigned k = 0; k < 6; k++)
		sum += value(s->t[a + letters + k]) * (7 - k);
	return (sum + value(check)) % 11 == 0;
}

/* P103265(1), P103265（1）, P1032651 */
static void
try_hk(BcScan *s, size_t a, size_t b)
{
	size_t		letters = bc_scan_run(s, a, BC_C_UPPER, 3);
	size_t		open = b;
	size_t		end;
	unsigned	length;
	unsigned char check;
	bool		bracket;
	bool		labelled;

	if (letters < 1 || letters > 2 || bc_scan_run(s, a + letters, BC_C_DIGIT, 6) != 6)
		return;
	bracket = b - a == letters + 6 && bc_scan_next(s, open, &length) == '(';
	if (bracket)
		open += length;
	else if (b - a != letters + 7)
		return;
	else
		open = b - 1;
	check = bc_at(s, open);
	end = open + 1;
	if (!bc_is(check, BC_C_DIGIT) && check != 'A')
		return;
	if (bracket)
	{
		if (bc_scan_next(s, end, &length) != ')')
			return;
		end += length;
	}
	if (!hk_check(s, a, letters, check))
		return;
	labelled = bc_scan_labelled(s, a, end, hk_labels);
	bc_scan_add(s, BC_HK_ID, a, end, labelled ? 90 : bracket ? 70 : 20);
}

/*
 * Ministry of the Interior of Taiwan: a letter for a number from 10 to 35, its
 * tens once and its ones nine times, then weights 8 to 1 and the check digit,
 * divisible by 10.  The first digit is 1 or 2, of foreigners 8 or 9 (2021).
 */
static bool
tw_check(const unsigned char *t)
{
	static const unsigned char numbers[26] = {
		10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
		22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33
	};
	unsigned	n = numbers[t[0] - 'A'];
	unsigned	sum = n / 10 + n % 10 * 9;

	for (unsigned k = 1; k < 9; k++)
		sum += value(t[k]) * (9 - k);
	return (sum + value(t[9])) % 10 == 0;
}

static void
try_tw(BcScan *s, size_t a, size_t b)
{
	unsigned char first = bc_at(s, a + 1);

	if (b - a != 10 || !bc_is(s->t[a], BC_C_UPPER) || bc_scan_run(s, a + 1, BC_C_DIGIT, 9) != 9 ||
		(first != '1' && first != '2' && first != '8' && first != '9') || !tw_check(s->t + a))
		return;
	bc_scan_add(s, BC_TW_ID, a, b, bc_scan_labelled(s, a, b, tw_labels) ? 90 : 30);
}

/* The word [a, b). */
void
bc_scan_island_ids(BcScan *s, size_t a, size_t b)
{
	if (!bc_scan_left_edge(s, a) || !bc_scan_right_edge(s, b))
		return;
	if (bc_wants(s, BC_HK_ID))
		try_hk(s, a, b);
	if (bc_wants(s, BC_TW_ID))
		try_tw(s, a, b);
}
