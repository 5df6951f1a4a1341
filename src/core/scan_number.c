/*
 * scan_number.c: numbers of digits alone: identity numbers, mobile numbers,
 * bank cards, social security numbers.
 */
#include "core/scan_in.h"

/* Constants: what is found may not depend on the day it is looked for. */
#define FIRST_YEAR	1880
#define LAST_YEAR	2035

static const char id_labels[] =
	"身份证 证件 公民身份 身份号码 sfz id_card idcard id_no "
	"id_number identity 居住证 实名";
static const char mobile_labels[] =
	"手机 电话 联系方式 联系 致电 拨打 来电 号码 微信 短信 热线 tel mobile phone "
	"cell call contact whatsapp wx vx 微信id wechatid 打给 呼叫 加我 座机 机主 预留";
static const char mobile_traps[] =
	"订单 流水 编号 运单 单号 isbn 序列号 条码 条形码 批号 批次 货号 工单 票号 "
	"发票 order orderno orderid trade tradeno id uid pid serial sku 学号 工号 合同号 案号 时间戳 timestamp 订单号 期号 "
	"版本 编码 计算 素数 质数 质因数 等于 约数 因数 倍 随机数 种子 seed 账单号 交易号 "
	"商品 型号 档案号 单据 准考证 房号 任务号 会员号 会员卡 进制 转换 分解 之和 位数 数列 "
	"找规律 播放量 粉丝 阅读量 点击量 浏览量 访问量 销量 库存 人口 倒数 总数 输入： 输入: 乘积 平方 开方 立方根 平方根 相加 整除 阶乘 最大 最小 大写 "
	"科学计数 四舍五入 溢出 累加 减去 加上 乘以 的差 的商 的积 成交 金额 总额 余额 市值 产值 营收 "
	"数量 总量 重量 距离 面积 体积 数字 整数 奇数 偶数 加到 求和 的和 点击 已售 份额 销售额";
static const char mobile_units[] =
	"元 米 人 次 吨 个 位 年 秒 克 件 公里 千米 平方 立方 美元 万 亿 名 台 条 字节 毫秒 天 小时 "
	"岁 倍 只 头 颗 % 辆 行 枚 股 份 桶 亩 公顷 光年 像素 英里 英镑 日元 韩元 港元 人民币 卢布 焦耳 赫兹 千克 公斤 千瓦 "
	"km kg ms bytes hz mb gb";
/* After a space a unit, too, where no name or heading begins so. */
static const char spaced_units[] =
	"元 美元 欧元 吨 公里 千米 平方 立方 字节 毫秒 千克 公斤 % km kg ms bytes";
/* Short names of numbers in programs. */
static const char variables[] =
	"num number n x y z i j k a b c m val value count total sum data int long "
	"result max min size len key timestamp ts seed amount price";
static const char card_labels[] =
	"卡 账号 帐号 账户 帐户 收款 开户 转账 card bankcard cardno cardnumber visa mastercard amex "
	"credit debit account 尾号 打款 汇款 银联 支付 退款";
static const char card_traps[] =
	"订单 流水 编号 运单 单号 isbn 序列号 条码 条形码 时间戳 timestamp order "
	"serial sku 计算 等于 批号 交易号 imei 圆周率 除以 乘以 约等于 因数 位数 "
	"微信支付 商户号 票号 发票 案号 随机数";
static const char ssn_labels[] =
	"ssn social security 社会安全号 社安号 社保号 ss#";

static unsigned
number(const char *digits, unsigned len)
{
	unsigned	value = 0;

	while (len-- > 0)
		value = value * 10 + (unsigned) (*digits++ - '0');
	return value;
}

/*
 * How many groups match the pattern of lengths, joined by one separator; 0
 * where they do not.
 */
static unsigned
shaped(const BcGroups *g, unsigned first, const char *pattern)
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
static bool
goes_on(const BcGroups *g, unsigned n)
{
	return g->count > n && g->separator[n - 1] == g->separator[n - 2];
}

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
	unsigned	year = number(id + 6, 4);

	return valid_province(number(id, 2)) &&
		year >= FIRST_YEAR && year <= LAST_YEAR &&
		bc_valid_date(year, number(id + 10, 2), number(id + 12, 2));
}

/* The 18 characters at id, which the text has in [a, b). */
bool
bc_scan_id(BcScan *s, const char *id, size_t a, size_t b)
{
	bool		labelled;

	if (!bc_wants(s, BC_CN_ID) || !id_shape(id))
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

static bool
try_id(BcScan *s, const BcGroups *g)
{
	char		id[18];
	size_t		last = g->stop[1] + 1;

	if (g->stop[0] - g->start[0] == 18)
		return bc_scan_id(s, g->value, g->start[0], g->stop[0]);
	if (g->separator[0] == '.')
		return false;
	if (shaped(g, 0, "684") != 0)
		return bc_scan_id(s, g->value, g->start[0], g->stop[2]);
	/* 110105 19491231 002X: the last group is no word of digits */
	if (g->count != 2 || shaped(g, 0, "68") == 0 ||
		g->separator[1] != g->separator[0] ||
		bc_scan_run(s, last, BC_C_DIGIT, 4) != 3 ||
		bc_lower(bc_at(s, last + 3)) != 'x' ||
		bc_is(bc_at(s, last + 4), BC_C_WORD))
		return false;
	memcpy(id, g->value, 14);
	memcpy(id + 14, s->t + last, 4);
	return bc_scan_id(s, id, g->start[0], last + 4);
}

/* GB 11643-1989, the number before 1999: six of area, yymmdd, three; no check character. */
static bool
try_id15(BcScan *s, const BcGroups *g)
{
	const char *v = g->value;

	if (!bc_wants(s, BC_CN_ID15) || g->stop[0] - g->start[0] != 15 ||
		!valid_province(number(v, 2)) ||
		!bc_valid_date(1900 + number(v + 6, 2), number(v + 8, 2),
					   number(v + 10, 2)) ||
		!bc_scan_labelled(s, g->start[0], g->stop[0], id_labels))
		return false;
	bc_scan_add(s, BC_CN_ID15, g->start[0], g->stop[0], 70);
	return true;
}

/* The blocks of China's numbering plan for mobile numbers, data cards left out. */
static bool
mobile_shape(const char *d)
{
	static const char *const second[10] = {
		"", "", "", "0123456789", "0145789", "012356789", "2567",
		"012345678", "0123456789", "012356789"
	};

	return d[0] == '1' && strchr(second[d[1] - '0'], d[2]) != NULL;
}

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

static bool
arithmetic(const BcScan *s, size_t a, size_t b, bool plus)
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

/* x = 138..., f(138...), a[138...]: the number of a program. */
static bool
programmed(const BcScan *s, size_t a)
{
	size_t		at = a;
	size_t		n = 0;
	unsigned char mark;

	while (at > 0 && a - at < 2 && s->t[at - 1] == ' ')
		at--;
	if (at == 0)
		return false;
	mark = s->t[--at];
	if (mark != '=' && mark != '(' && mark != '[')
		return false;
	while (at > 0 && mark == '=' && s->t[at - 1] == ' ')
		at--;
	while (n < 16 && n < at && bc_is(s->t[at - n - 1], BC_C_WORD))
		n++;
	if (n == 0 || n == 16)
		return false;
	if (mark == '=')
		return bc_scan_in_list(s->t + at - n, n, variables);
	return bc_is(s->t[at - n], BC_C_LOWER);
}

/* One of the units, which spaces separate, at i. */
static bool
unit_at(const BcScan *s, size_t i, const char *units)
{
	while (*units != '\0')
	{
		const char *end = strchr(units, ' ');
		size_t		n = end == NULL ? strlen(units) : (size_t) (end - units);

		if (i < s->n && n <= s->n - i && memcmp(s->t + i, units, n) == 0)
			return true;
		units += end == NULL ? n : n + 1;
	}
	return false;
}

/* Steps back over one mark between a label and its number. */
static size_t
mark_before(const BcScan *s, size_t i)
{
	static const char *const marks[] = {"：", ":", " ", "是", "为", "“", "\"", "="};

	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
		if (bc_scan_ends(s, i, marks[k]))
			return i - strlen(marks[k]);
	return i;
}

/*
 * 房产证号：, 发票号码: what stands before 号 right before the digits is a thing
 * that has a number.
 */
static bool
number_of_a_thing(const BcScan *s, size_t i)
{
	static const char things[] = "票证件列单卡牌品批书架箱案册";
	static const char persons[] =
		"机话信系动通原新旧老副靓此该这那个的我你他她同全用定留录叫短私账帐大小主人务线询诉急救警尾本家拟款"
		"宝音约呼接作一二三四五六七八九十";
	bool		whole;

	for (int k = 0; k < 3; k++)
		i = mark_before(s, i);
	whole = bc_scan_ends(s, i, "号码");
	if (whole)
		i -= 3;
	if (!bc_scan_ends(s, i, "号") || i < 6 || s->t[i - 6] < 0xE4 ||
		s->t[i - 6] > 0xE9)
		return false;
	/* 号码 is a telephone's unless a thing is named, 号 where one is not */
	for (const char *c = whole ? things : persons; *c != '\0'; c += 3)
		if (memcmp(s->t + i - 6, c, 3) == 0)
			return whole;
	return !whole;
}

/* 13500000000: six zeros at the end are a quantity's. */
static bool
round_number(const BcScan *s, size_t a, size_t b)
{
	if (b - a < 11)
		return false;
	for (size_t i = b - 6; i < b; i++)
		if (s->t[i] != '0')
			return false;
	return true;
}

static void
add_mobile(BcScan *s, size_t a, size_t digits, size_t b, bool labelled)
{
	size_t		label = labelled ? 1 : bc_scan_word_before(s, digits, mobile_labels);
	size_t		trap = labelled ? 0 : bc_scan_word_before(s, digits, mobile_traps);
	unsigned	length;
	uint32_t	before = bc_scan_prev(s, a, &length);

	if (!labelled && number_of_a_thing(s, digits))
	{
		bc_scan_add(s, BC_CN_MOBILE, a, b, 30);
		return;
	}
	if (label != 0 && (trap == 0 || label <= trap))
	{
		bc_scan_add(s, BC_CN_MOBILE, a, b, 95);
		return;
	}
	if (trap != 0 || round_number(s, digits, b) ||
		bc_scan_word_after(s, b, mobile_traps) ||
		arithmetic(s, digits, b, a < digits) || programmed(s, a) ||
		before == 0xFFE5 || before == 0xA5 || before == '$' || before == '#' ||
		unit_at(s, b, mobile_units) ||
		(bc_at(s, b) == ' ' && unit_at(s, b + 1, spaced_units)) ||
		(bc_scan_ends(s, a, "比") && (bc_scan_starts(s, b, "大") ||
									  bc_scan_starts(s, b, "小"))))
	{
		bc_scan_add(s, BC_CN_MOBILE, a, b, 30);
		return;
	}
	bc_scan_add(s, BC_CN_MOBILE, a, b,
				bc_scan_word_after(s, b, mobile_labels) ? 95 : 75);
}

/* The start of a country code 86 before digit group a: +86, 0086, 86-, (+86). */
static size_t
country_86(const BcScan *s, size_t a)
{
	size_t		at = a;
	unsigned	length;
	uint32_t	c = bc_scan_prev(s, at, &length);
	bool		bracket;

	if (c == ' ' || c == '-')
		c = bc_scan_prev(s, at -= length, &length);
	bracket = c == ')';
	if (bracket)
		at -= length;
	if (!bc_scan_ends(s, at, "86"))
		return a;
	at -= 2;
	if (bc_scan_ends(s, at, "00") &&
		!(at > 2 && bc_is(s->t[at - 3], BC_C_WORD)))
		at -= 2;
	else if (bc_scan_prev(s, at, &length) == '+')
		at -= length;
	else if (at > 0 && bc_is(s->t[at - 1], BC_C_WORD))
		return a;
	if (bracket && bc_scan_prev(s, at, &length) == '(')
		at -= length;
	return at;
}

/* Another country's code is in front: +49 151... */
static bool
foreign(const BcScan *s, size_t a)
{
	size_t		at = a;

	/* +1 415 ... without a space: no number of China's lacks the 86 there */
	if (at > 0 && s->t[at - 1] == '+' && !bc_scan_starts(s, at, "86"))
		return true;
	if (at > 0 && (s->t[at - 1] == ' ' || s->t[at - 1] == '-'))
		at--;
	while (at > 0 && a - at < 5 && bc_is(s->t[at - 1], BC_C_DIGIT))
		at--;
	return at > 0 && s->t[at - 1] == '+' && at + 1 < a &&
		!bc_scan_starts(s, at, "86");
}

static bool
try_mobile(BcScan *s, const BcGroups *g, bool labelled)
{
	size_t		len = g->stop[0] - g->start[0];
	size_t		a = g->start[0];
	size_t		b;
	unsigned	skip = 0;
	unsigned	first = 0;

	if (!bc_wants(s, BC_CN_MOBILE) || foreign(s, a))
		return false;
	/* 86 and 0086 in front, joined or as a group */
	if ((len == 13 || len == 15) &&
		memcmp(g->value, len == 13 ? "86" : "0086", len - 11) == 0)
		skip = (unsigned) len - 11;
	else if ((len == 2 || len == 4) && g->count > 1 &&
			 memcmp(g->value, len == 2 ? "86" : "0086", len) == 0)
	{
		skip = (unsigned) len;
		first = 1;
	}
	if (g->digits < 11 + skip || !mobile_shape(g->value + skip))
		return false;
	len = g->stop[first] - g->start[first] - (first == 0 ? skip : 0);
	if (len == 11)
		b = g->stop[first];
	else if (shaped(g, first, "344") != 0 && !goes_on(g, first + 3))
		b = g->stop[first + 2];
	else
		return false;
	if (skip != 0)
	{
		unsigned	length;

		if (bc_scan_prev(s, a, &length) == '+')
			a -= length;
	}
	else
	{
		a = country_86(s, g->start[0]);
		if (len == 3 && a == g->start[0] && a >= 3 &&
			bc_is(s->t[a - 2], BC_C_DIGIT) && s->t[a - 1] == '-')
			return false;
	}
	add_mobile(s, a, g->start[0], b, labelled);
	return true;
}

/* ISO/IEC 7812: the networks' leading digits and lengths. */
static bool
card_scheme(const char *d, size_t len)
{
	unsigned	four = number(d, 4);
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
alone(const BcScan *s, size_t a, size_t b)
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
	unsigned	score = grouped ? 75 : alone(s, a, b) ? 55 : 45;

	if (label == 0 && trap == 0 && bc_scan_word_after(s, b, card_labels))
		label = 1;
	if (label != 0 && (trap == 0 || label <= trap))
		score = 95;
	else if (trap != 0 || arithmetic(s, a, b, false))
		score = 30;
	else if (len < 14 || d[0] == '1')
		score = 20;
	bc_scan_add(s, BC_BANK_CARD, a, b, score);
}

static bool
try_card(BcScan *s, const BcGroups *g)
{
	static const char *const patterns[] = {
		"44443", "4444", "465", "464", "4443"
	};
	size_t		len = g->stop[0] - g->start[0];
	unsigned	groups = 0;

	if (!bc_wants(s, BC_BANK_CARD))
		return false;
	if (len < 12 && g->separator[0] != '.')
	{
		for (int k = 0; k < 5 && groups == 0; k++)
			groups = shaped(g, 0, patterns[k]);
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
static bool
try_ssn(BcScan *s, const BcGroups *g)
{
	unsigned	area = number(g->value, 3);
	bool		labelled;
	size_t		b;

	if (!bc_wants(s, BC_US_SSN) || g->digits < 9 ||
		area == 0 || area == 666 || area >= 900 ||
		number(g->value + 3, 2) == 0 || number(g->value + 5, 4) == 0 ||
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
	if (shaped(g, 0, "324") == 0 || goes_on(g, 3))
		return false;
	b = g->stop[2];
	labelled = bc_scan_labelled(s, g->start[0], b, ssn_labels);
	bc_scan_add(s, BC_US_SSN, g->start[0], b, labelled ? 90 : 55);
	return true;
}

/* May the digits [a, b) be the year or the day of a date? */
static bool
maybe_date(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);

	if (b - a == 4 || b - a == 8)
		return (s->t[a] == '1' && s->t[a + 1] == '9') ||
			(s->t[a] == '2' && s->t[a + 1] == '0');
	return b - a <= 2 && (next == '-' || next == '/' || next == '.' ||
						  next == ',' || (next == ' ' &&
										  (bc_is(bc_at(s, b + 1), BC_C_ALNUM))));
}

/* May a separator, a bracket or a '+' make the digits part of a longer number? */
static bool
joined(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);
	unsigned	length;

	if (bc_scan_prev(s, a, &length) == '+')
		return true;
	if (next == ' ' || next == '-' || next == '.')
		return bc_is(bc_at(s, b + 1), BC_C_DIGIT);
	return next == ')' || next == 0xC2 || next == 0xE2 || next == 0xEF;
}

/* What follows a number of an address: rooms, buildings, doors. */
static void
try_chinese(BcScan *s, size_t a, size_t b)
{
	if (!bc_is(bc_at(s, b), BC_C_HIGH) && bc_at(s, b) != '#' &&
		bc_at(s, b) != '-')
	{
		if (bc_wants(s, BC_DATE_OF_BIRTH) && maybe_date(s, a, b))
			bc_scan_birth(s, a, b);
		return;
	}
	if (bc_wants(s, BC_CN_ADDRESS) && b - a <= 6)
		bc_scan_address(s, a, b);
	if (bc_wants(s, BC_DATE_OF_BIRTH) && maybe_date(s, a, b))
		bc_scan_birth(s, a, b);
}

/* The digit word [a, b), whose neighbours are no letters. */
void
bc_scan_number(BcScan *s, size_t a, size_t b)
{
	size_t		len = b - a;
	unsigned char next = bc_at(s, b);
	uint32_t	before;
	unsigned	length;
	BcGroups	g;

	if (len > 19)
		return;
	/* "3 apples", "1990:", "(5)": most numbers */
	if (len < 3 && !bc_is(next, BC_C_HIGH) && next != '.' && next != '-' &&
		next != ' ' && next != ':' && next != '/' && next != ')' && next != ',')
		if (bc_scan_prev(s, a, &length) != '+')
			return;
	if (len >= 4 && len <= 6 && a >= 4 &&
		(bc_is(s->t[a - 1], BC_C_HIGH) ||
		 (s->t[a - 1] == ' ' && bc_is(s->t[a - 2], BC_C_UPPER) &&
		  bc_is(s->t[a - 3], BC_C_HIGH))))
		bc_scan_plate(s, a, b);
	if (next == '.' && len <= 3 && bc_scan_ipv4(s, a))
		return;
	if ((next == ':' || next == '-' || (next == '.' && len == 4)) &&
		(len == 2 || len == 4) && bc_scan_mac(s, a))
		return;
	if (len == 2 && a >= 3 && (s->t[a - 1] == ':' || s->t[a - 1] == '-') &&
		bc_is(s->t[a - 2], BC_C_LETTER) && bc_scan_mac(s, a))
		return;
	if (!bc_scan_left_edge(s, a))
		return;
	try_chinese(s, a, b);
	if (len < 7 && !joined(s, a, b) && s->kinds >> BC_UK_NINO == 0)
		return;
	bc_scan_groups(s, a, b, &g);
	if (s->kinds >> BC_UK_NINO != 0)
		bc_scan_national(s, a, b, &g);
	/* no other number of anybody's has fewer digits, but before a bracket */
	if (g.digits < 7 && (before = bc_scan_prev(s, a, &length)) != '+' &&
		before != '(')
		return;
	if (next == '.' && bc_is(bc_at(s, b + 1), BC_C_DIGIT) && len != 3 &&
		bc_scan_prev(s, a, &length) != '+')
		return;
	if (try_id(s, &g) || try_mobile(s, &g, false) || try_ssn(s, &g))
		return;
	if (!try_card(s, &g) && !try_id15(s, &g))
		bc_scan_phone(s, &g);
	bc_scan_alnum(s, a, b);
}

/* wx13812345678, tel01012345678, ID110105...: a label without a space. */
void
bc_scan_number_labelled(BcScan *s, size_t label, size_t a, size_t b)
{
	BcGroups	g;

	if (!bc_scan_left_edge(s, label) || b - a > 19)
		return;
	bc_scan_groups(s, a, b, &g);
	if (!try_id(s, &g) && !try_mobile(s, &g, true) && !try_ssn(s, &g))
		try_card(s, &g);
}
