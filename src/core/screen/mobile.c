/*
 * mobile.c: mobile numbers of China, and what they are not: operands,
 * quantities, numbers of programs and of things.
 */
#include "core/screen/internal.h"

static const char mobile_labels[] =
	"手机 电话 联系方式 联系 致电 拨打 来电 号码 微信 短信 热线 tel mobile phone "
	"cell call contact whatsapp wx vx 微信id wechatid 打给 呼叫 加我 座机 机主 预留";
/* What has a number of its own: they count as the label of this one alone. */
static const char mobile_things[] =
	"订单 流水 编号 运单 单号 序列号 货号 工单 票号 快递 包裹 保单 提单 "
	"发票 order orderno orderid trade tradeno id uid pid serial sku 学号 工号 合同号 合同 案号 订单号 "
	"账单号 交易号 型号 档案号 单据 准考证 房号 任务号 会员号 会员卡 商品 ticket invoice tracking";
/* What numbers are counted and reckoned with. */
static const char mobile_traps[] =
	"isbn 条码 条形码 批号 批次 时间戳 timestamp 期号 排序 版本 编码 计算 素数 质数 质因数 等于 约数 因数 倍 随机数 种子 seed 进制 转换 分解 之和 位数 数列 "
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

static bool
begins(const BcScan *s, size_t i, const char *const *words, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (bc_scan_starts(s, i, words[k]))
			return true;
	return false;
}

/* The unit [a, b) is a word, not the beginning of one: 人事部, 元旦, 次日. */
static bool
unit_ends(const BcScan *s, size_t a, size_t b)
{
	static const char classifiers[] = "个位件名台条只头颗辆行枚股份桶";
	static const char *const words[] = {
		"个人", "个体", "个别", "只接", "只能", "只有", "只是", "只限", "只收", "条件", "条款", "条例", "位于", "位置",
		"名字", "名称", "名下", "名片", "名为", "名叫", "台湾", "台州", "台风", "台式", "件事", "行政", "行长", "行业",
		"行程", "行李", "份额", "头像", "头条", "颗粒", "枚举", "股东", "股票"
	};
	static const char after[] = "的左右以上下多每和与及或是为在了共整钱级元币次";
	static const char *const days[] = {"次日", "上午", "下午", "下班", "上班", "元旦", "级部"};

	if (s->t[a] < 0x80)
		return !bc_is(bc_at(s, b), BC_C_WORD);
	if (bc_at(s, b) < 0xE4 || bc_at(s, b) > 0xE9)
		return true;
	/* what is counted follows: 个苹果 */
	if (b - a == 3 && bc_scan_one_of(s, a, classifiers))
		return !begins(s, a, words, sizeof(words) / sizeof(words[0]));
	return bc_scan_one_of(s, b, after) &&
		!begins(s, b, days, sizeof(days) / sizeof(days[0]));
}

/* One of the units, which spaces separate, at i. */
static bool
unit_at(const BcScan *s, size_t i, const char *units)
{
	while (*units != '\0')
	{
		const char *end = strchr(units, ' ');
		size_t		n = end == NULL ? strlen(units) : (size_t) (end - units);

		if (i < s->n && n <= s->n - i && memcmp(s->t + i, units, n) == 0 &&
			unit_ends(s, i, i + n))
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

/* The nearest word that says that the number at i is none of a telephone. */
static size_t
trap_before(BcScan *s, size_t i)
{
	size_t		thing = bc_scan_own_word(s, i, mobile_things);
	size_t		trap = bc_scan_word_before(s, i, mobile_traps);

	return thing != 0 && (trap == 0 || thing < trap) ? thing : trap;
}

static void
add_mobile(BcScan *s, size_t a, size_t digits, size_t b, bool labelled)
{
	size_t		label = labelled ? 1 : bc_scan_word_before(s, digits, mobile_labels);
	size_t		trap = labelled ? 0 : trap_before(s, digits);
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
		bc_scan_own_word_after(s, b, mobile_things) ||
		bc_scan_arithmetic(s, digits, b, a < digits) || programmed(s, a) ||
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

bool
bc_scan_mobile(BcScan *s, const BcGroups *g, bool labelled)
{
	static const char *const codes[] = {"86", "086", "0086"};
	size_t		len = g->stop[0] - g->start[0];
	size_t		a = g->start[0];
	size_t		b;
	unsigned	skip = 0;
	unsigned	first = 0;

	if (foreign(s, a))
		return false;
	/* 86, 086 and 0086 in front, joined or as a group */
	if (len >= 13 && len <= 15 && memcmp(g->value, codes[len - 13], len - 11) == 0)
		skip = (unsigned) len - 11;
	else if (len >= 5 && len <= 7 && g->count > 2 &&
			 memcmp(g->value, codes[len - 5], len - 3) == 0)
		skip = (unsigned) len - 3;
	else if (len >= 2 && len <= 4 && g->count > 1 &&
			 memcmp(g->value, codes[len - 2], len) == 0)
	{
		skip = (unsigned) len;
		first = 1;
	}
	if (g->digits < 11 + skip || !mobile_shape(g->value + skip))
		return false;
	len = g->stop[first] - g->start[first] - (first == 0 ? skip : 0);
	if (len == 11)
		b = g->stop[first];
	else if (len == 3 && bc_groups_shaped(g, first + 1, "44") != 0 &&
			 g->separator[first] == g->separator[first + 1] && !bc_groups_go_on(g, first + 3))
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
