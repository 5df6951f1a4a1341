/*
 * number.c: numbers of digits alone: identity numbers, bank cards, social
 * security numbers.
 */
#include "core/screen/internal.h"

/* Constants: what is found may not depend on the day it is looked for. */
#define FIRST_YEAR	1880
#define LAST_YEAR	2035

static const char id_labels[] =
	"身份证 证件 公民身份 身份号码 sfz id_card idcard id_no "
	"id_number identity 居住证 实名";
static const char card_labels[] =
	"卡 账号 帐号 账户 帐户 收款 开户 转账 card bankcard cardno cardnumber visa mastercard amex "
	"credit debit account 尾号 打款 汇款 银联 支付 退款";
static const char card_traps[] =
	"订单 流水 编号 运单 单号 isbn 序列号 条码 条形码 时间戳 timestamp order "
	"serial sku 计算 等于 批号 交易号 imei 圆周率 除以 乘以 约等于 因数 位数 "
	"微信支付 商户号 票号 发票 案号 随机数";
static const char ssn_labels[] =
	"ssn social security 社会安全号 社安号 社保号 ss#";

/*
 * The first two digits of the area (GB/T 2260).  81 to 83 are on the residence
 * permits of people of Hong Kong, Macao and Taiwan (2018), 9 leads the
 * numbers of foreigners' permanent residence cards (2023).
 */
static bool
valid_province(unsigned p)
{
	return (p >= 11 && p <= 15) || (p >= 21 && p <= 23) ||
		(p >= 31 && p <= 37) || (p >= 41 && p <= 46) ||
		(p >= 50 && p <= 54) || (p >= 61 && p <= 65) || p == 71 ||
		(p >= 81 && p <= 83) || p == 91;
}

/* GB 11643-1999. */
static bool
id_shape(const char *id)
{
	unsigned	year = bc_number(id + 6, 4);

	return valid_province(bc_number(id, 2)) &&
		year >= FIRST_YEAR && year <= LAST_YEAR &&
		bc_valid_date(year, bc_number(id + 10, 2), bc_number(id + 12, 2));
}

/* The 18 characters at id, which the text has in [a, b). */
static bool
try_id(BcScan *s, const char *id, size_t a, size_t b)
{
	bool		labelled;

	if (!id_shape(id))
		return false;
	labelled = bc_scan_labelled(s, a, b, id_labels);
	if (bc_cn_id_check(id))
		bc_scan_add(s, BC_CN_ID, a, b, labelled ? 100 : 95);
	else if (labelled)
		bc_scan_add(s, BC_CN_ID, a, b, 40);
	else
		return false;
	return true;
}

bool
bc_scan_id_number(BcScan *s, const BcGroups *g)
{
	char		id[18];
	size_t		last = g->stop[1] + 1;

	if (g->stop[0] - g->start[0] == 18)
		return try_id(s, g->value, g->start[0], g->stop[0]);
	if (g->separator[0] == '.')
		return false;
	if (bc_groups_shaped(g, 0, "684") != 0)
		return try_id(s, g->value, g->start[0], g->stop[2]);
	/* 110105 19491231 002X: the last group is no word of digits */
	if (g->count != 2 || bc_groups_shaped(g, 0, "68") == 0 ||
		g->separator[1] != g->separator[0] ||
		bc_scan_run(s, last, BC_C_DIGIT, 4) != 3 ||
		bc_lower(bc_at(s, last + 3)) != 'x' ||
		bc_is(bc_at(s, last + 4), BC_C_WORD))
		return false;
	memcpy(id, g->value, 14);
	memcpy(id + 14, s->t + last, 4);
	return try_id(s, id, g->start[0], last + 4);
}

/* A word whose last character is the check character X. */
bool
bc_scan_id_word(BcScan *s, size_t a, size_t b)
{
	return bc_lower(s->t[b - 1]) == 'x' &&
		bc_scan_run(s, a, BC_C_DIGIT, 17) == 17 &&
		bc_scan_left_edge(s, a) && bc_scan_right_edge(s, b) &&
		try_id(s, (const char *) s->t + a, a, b);
}

/* GB 11643-1989, the number before 1999: six of area, yymmdd, three; no check character. */
bool
bc_scan_id15(BcScan *s, const BcGroups *g)
{
	const char *v = g->value;

	if (g->stop[0] - g->start[0] != 15 ||
		!valid_province(bc_number(v, 2)) ||
		!bc_valid_date(1900 + bc_number(v + 6, 2), bc_number(v + 8, 2),
					   bc_number(v + 10, 2)) ||
		!bc_scan_labelled(s, g->start[0], g->stop[0], id_labels))
		return false;
	bc_scan_add(s, BC_CN_ID15, g->start[0], g->stop[0], 70);
	return true;
}

/* ISO/IEC 7812: the networks' leading digits and lengths. */
static bool
card_scheme(const char *d, size_t len)
{
	unsigned	four = bc_number(d, 4);
	unsigned	two = four / 100;
	unsigned	three = four / 10;

	switch (len)
	{
		case 13:
			return d[0] == '4' || two == 50 || (two >= 56 && two <= 69);
		case 14:
			return two == 36 || two == 38 || (three >= 300 && three <= 305) ||
				three == 309 || two == 50 || (two >= 56 && two <= 69);
		case 15:
			return two == 34 || two == 37 || d[0] == '1' || two == 50 ||
				(two >= 56 && two <= 69);
		case 16:
			return d[0] == '4' || (two >= 50 && two <= 69) || two == 35 ||
				(four >= 2221 && four <= 2720);
		case 17:
		case 18:
			return two == 35 || two == 50 || (two >= 56 && two <= 69);
		case 19:
			return d[0] == '4' || two == 35 || two == 50 ||
				(two >= 56 && two <= 69);
		default:
			return len == 12 && (two == 50 || (two >= 56 && two <= 69));
	}
}

static bool
sequential(const char *d, size_t len)
{
	size_t		run = 1;

	for (size_t i = 1; i < len && (d[i] - d[i - 1] + 10) % 10 == 1; i++)
		run++;
	return run >= len - 1;
}

/* More than one digit, and not of 0 and 1 alone. */
static bool
varied(const char *d, size_t len)
{
	unsigned	seen = 0;

	for (size_t i = 0; i < len; i++)
		seen |= 1u << (d[i] - '0');
	return (seen & (seen - 1)) != 0 && seen != 3;
}

static bool
number_text(unsigned char c)
{
	return bc_is(c, BC_C_DIGIT) || c == ' ' || c == '-' || c == ',' || c == ';';
}

/* The line holds numbers only. */
static bool
is_line_of_numbers(const BcScan *s, size_t a, size_t b)
{
	for (int k = 0; k < 64 && a > 0 && number_text(s->t[a - 1]); k++)
		a--;
	for (int k = 0; k < 64 && number_text(bc_at(s, b)); k++)
		b++;
	return (a == 0 || s->t[a - 1] == '\n') && (b == s->n || s->t[b] == '\n');
}

/* A number without a label is too often an order's, unless it is grouped. */
static void
add_card(BcScan *s, size_t a, size_t b, const char *d, size_t len,
		 bool grouped)
{
	size_t		label = bc_scan_word_before(s, a, card_labels);
	size_t		trap = bc_scan_word_before(s, a, card_traps);
	unsigned	score = grouped ? 75 : is_line_of_numbers(s, a, b) ? 55 : 45;

	if (label == 0 && trap == 0 && bc_scan_word_after(s, b, card_labels))
		label = 1;
	if (label != 0 && (trap == 0 || label <= trap))
		score = 95;
	else if (trap != 0 || bc_scan_arithmetic(s, a, b, false))
		score = 30;
	else if (len < 14 || d[0] == '1')
		score = 20;
	bc_scan_add(s, BC_BANK_CARD, a, b, score);
}

bool
bc_scan_card(BcScan *s, const BcGroups *g)
{
	static const char *const patterns[] = {
		"44443", "4444", "465", "464", "4443"
	};
	size_t		len = g->stop[0] - g->start[0];
	unsigned	groups = 0;

	if (len < 12 && g->separator[0] != '.')
	{
		for (int k = 0; k < 5 && groups == 0; k++)
			groups = bc_groups_shaped(g, 0, patterns[k]);
		len = 0;
		for (unsigned k = 0; k < groups; k++)
			len += g->stop[k] - g->start[k];
	}
	if (len < 12 || len > 19 || !card_scheme(g->value, len) ||
		!bc_luhn(g->value, len) || !varied(g->value, len) ||
		sequential(g->value, len))
		return false;
	add_card(s, g->start[0], g->stop[groups == 0 ? 0 : groups - 1], g->value,
			 len, groups > 0);
	return true;
}

/* Social Security Administration, POMS RM 10201.035: what is never issued. */
bool
bc_scan_ssn(BcScan *s, const BcGroups *g)
{
	unsigned	area = bc_number(g->value, 3);
	bool		labelled;
	size_t		b;

	if (g->digits < 9 ||
		area == 0 || area == 666 || area >= 900 ||
		bc_number(g->value + 3, 2) == 0 || bc_number(g->value + 5, 4) == 0 ||
		memcmp(g->value, "078051120", 9) == 0 ||
		memcmp(g->value, "219099999", 9) == 0 ||
		memcmp(g->value, "123456789", 9) == 0 ||
		memcmp(g->value, "987654321", 9) == 0)
		return false;
	if (g->stop[0] - g->start[0] == 9)
	{
		if (bc_scan_word_before(s, g->start[0], ssn_labels) == 0)
			return false;
		bc_scan_add(s, BC_US_SSN, g->start[0], g->stop[0], 60);
		return true;
	}
	if (bc_groups_shaped(g, 0, "324") == 0 || bc_groups_go_on(g, 3))
		return false;
	b = g->stop[2];
	labelled = bc_scan_labelled(s, g->start[0], b, ssn_labels);
	bc_scan_add(s, BC_US_SSN, g->start[0], b, labelled ? 90 : 55);
	return true;
}
