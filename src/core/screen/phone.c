/*
 * phone.c: telephone numbers other than China's mobiles: landlines,
 * international numbers, the North American form.
 */
#include "core/screen/internal.h"

static const char phone_labels[] =
	"电话 座机 固话 热线 传真 联系 致电 拨打 来电 号码 分机 tel phone telephone "
	"call fax mobile cell number contact whatsapp 手机 办公室 宅电 总机";
static const char phone_things[] =
	"订单 流水 编号 运单 单号 isbn issn 序列号 order";
static const char phone_traps[] =
	"版本 比分 version score 计算 等于 邮编 区间 页码 日期";

/*
 * ITU-T E.164 country codes and how long a number after them may be, as
 * libphonenumber's metadata has it, widened to whole countries.
 */
static const struct
{
	uint16_t	code;
	uint8_t		least;
	uint8_t		most;
}			countries[] = {
	{1, 10, 10}, {7, 10, 10}, {20, 8, 10}, {27, 9, 10}, {30, 10, 11},
	{31, 8, 11}, {32, 8, 9}, {33, 9, 9}, {34, 9, 9}, {36, 8, 9},
	{39, 6, 12}, {40, 9, 9}, {41, 9, 9}, {43, 6, 13}, {44, 9, 10},
	{45, 8, 8}, {46, 7, 10}, {47, 8, 8}, {48, 9, 9}, {49, 6, 13},
	{51, 8, 9}, {52, 10, 11}, {53, 8, 8}, {54, 10, 11}, {55, 10, 11},
	{56, 9, 9}, {57, 8, 10}, {58, 10, 10}, {60, 8, 10}, {61, 9, 9},
	{62, 8, 12}, {63, 8, 10}, {64, 8, 10}, {65, 8, 8}, {66, 8, 9},
	{81, 9, 10}, {82, 8, 10}, {84, 9, 10}, {86, 9, 12}, {90, 10, 10},
	{91, 10, 10}, {92, 9, 10}, {93, 9, 9}, {94, 9, 9}, {95, 7, 10},
	{98, 10, 10}, {212, 9, 9}, {213, 8, 9}, {216, 8, 8}, {218, 8, 9},
	{234, 8, 10}, {254, 9, 9}, {255, 9, 9}, {256, 9, 9}, {351, 9, 9},
	{352, 6, 11}, {353, 7, 9}, {354, 7, 9}, {355, 8, 9}, {356, 8, 8},
	{357, 8, 8}, {358, 6, 10}, {359, 8, 9}, {370, 8, 8}, {371, 8, 8},
	{372, 7, 8}, {373, 8, 8}, {374, 8, 8}, {375, 9, 9}, {380, 9, 9},
	{381, 8, 9}, {385, 8, 9}, {386, 8, 8}, {420, 9, 9}, {421, 9, 9},
	{423, 7, 9}, {502, 8, 8}, {503, 8, 8}, {506, 8, 8}, {507, 7, 8},
	{591, 8, 8}, {593, 8, 9}, {595, 9, 9}, {598, 8, 8}, {673, 7, 7},
	{852, 8, 8}, {853, 8, 8}, {855, 8, 9}, {856, 8, 10}, {880, 8, 10},
	{886, 8, 9}, {960, 7, 7}, {961, 7, 8}, {962, 8, 9}, {963, 8, 9},
	{964, 8, 10}, {965, 8, 8}, {966, 9, 9}, {967, 7, 9}, {968, 8, 8},
	{971, 8, 9}, {972, 8, 9}, {973, 8, 8}, {974, 8, 8}, {975, 7, 8},
	{976, 8, 8}, {977, 8, 10}, {992, 9, 9}, {993, 8, 8}, {994, 9, 9},
	{995, 9, 9}, {996, 9, 9}, {998, 9, 9}
};

static bool
country_length(const char *digits, unsigned len)
{
	for (size_t k = 0; k < sizeof(countries) / sizeof(countries[0]); k++)
	{
		unsigned	code = countries[k].code;
		unsigned	n = code >= 100 ? 3 : code >= 10 ? 2 : 1;
		unsigned	value = 0;

		for (unsigned i = 0; i < n; i++)
			value = value * 10 + (unsigned) (digits[i] - '0');
		if (value == code)
			return len >= n + countries[k].least &&
				len <= n + countries[k].most &&
				(digits[n] != '0' || code == 39);	/* Italy dials its zero */
	}
	return false;
}

/* An extension after byte i: "x456", "-801", "转801", "ext. 12"; its end. */
static size_t
extension(const BcScan *s, size_t i)
{
	static const char *const words[] = {
		"转", "分机", "ext.", "ext", "x", "extension"
	};
	size_t		at = i;

	while (at < i + 2 && bc_at(s, at) == ' ')
		at++;
	for (int k = 0; k < 6; k++)
		if (bc_scan_starts_nocase(s, at, words[k]))
		{
			size_t		from = at + strlen(words[k]);
			size_t		n;

			while (from < at + strlen(words[k]) + 2 && bc_at(s, from) == ' ')
				from++;
			n = bc_scan_run(s, from, BC_C_DIGIT, 7);
			if (n >= 1 && n <= 6 && bc_scan_right_edge(s, from + n))
				return from + n;
		}
	return i;
}

/* 123-456-7890, (234) 567-8901: digits that count up are an example. */
static bool
counted(const BcScan *s, size_t a, size_t b)
{
	unsigned	last = 10;
	unsigned	digits = 0;

	for (size_t i = a; i < b; i++)
		if (bc_is(s->t[i], BC_C_DIGIT))
		{
			unsigned	digit = s->t[i] - '0';

			if (last < 10 && digit != (last + 1) % 10)
				return false;
			last = digit;
			digits++;
		}
	return digits >= 7;
}

static void
add_phone(BcScan *s, size_t a, size_t b, unsigned base, unsigned labelled)
{
	size_t		label = bc_scan_word_before(s, a, phone_labels);
	size_t		trap = bc_scan_word_before(s, a, phone_traps);
	size_t		thing = bc_scan_own_word(s, a, phone_things);
	size_t		end = extension(s, b);

	if (end == b && !bc_scan_right_edge(s, b))
		return;
	if (thing != 0 && (trap == 0 || thing < trap))
		trap = thing;
	if ((trap != 0 && (label == 0 || trap < label)) || counted(s, a, b))
		base = 20;
	else if (label != 0 || bc_scan_word_after(s, end, "电话 座机 传真 热线"))
		base = labelled;
	bc_scan_add(s, BC_PHONE, a, end, base);
}

/*
 * +(44) 20 ..., (+44) 20 ...: the country's code at a alone is in brackets;
 * *start is where they begin.  China's numbers are found without it.
 */
static bool
code_in_brackets(const BcScan *s, size_t plus, size_t a, size_t *start)
{
	size_t		n = bc_scan_run(s, a, BC_C_DIGIT, 4);
	unsigned	length;

	if (a == plus || n == 0 || n > 3 ||
		bc_scan_next(s, a + n, &length) != ')' || bc_scan_starts(s, a, "86"))
		return false;
	if (bc_scan_prev(s, a, &length) == '(')
		return true;
	if (bc_scan_prev(s, plus, &length) != '(')
		return false;
	*start = plus - length;
	return true;
}

/* '+', a country code and 6 to 14 digits in groups. */
static bool
try_international(BcScan *s, size_t plus, size_t a)
{
	char		digits[17];
	size_t		start = plus;
	unsigned	len = 0;
	size_t		at = a;
	size_t		end = a;
	bool		open = code_in_brackets(s, plus, a, &start);
	unsigned	length;

	while (len < 16)
	{
		size_t		n = bc_scan_run(s, at, BC_C_DIGIT, 17);

		if (n == 0 || n > 16 - len)
			break;
		memcpy(digits + len, s->t + at, n);
		len += (unsigned) n;
		at += n;
		if (open && bc_scan_next(s, at, &length) == ')')
		{
			at += length;
			open = false;
		}
		end = at;
		/* right behind a bracket */
		if (bc_is(bc_at(s, at), BC_C_DIGIT))
			continue;
		if (bc_is(bc_at(s, at), BC_C_WORD))
			break;
		for (int k = 0; k < 3; k++)
		{
			unsigned char c = bc_at(s, at);

			/* +44 (0)20 ...: the zero is not dialled */
			if (bc_scan_starts(s, at, "(0)") && !open)
				at += 2;
			else if (c == '(' && !open)
				open = true;
			else if (c != ' ' && c != '-' && c != '.')
				break;
			at++;
		}
		if (at == end)
			break;
		/* the next number of a list: what there is was long enough */
		if (len >= 8 && country_length(digits, len) &&
			bc_scan_run(s, at, BC_C_DIGIT, 17) + len > 15)
			break;
	}
	if (len < 7 || len > 15 || !country_length(digits, len))
		return false;
	if (bc_is(bc_at(s, end), BC_C_WORD) && extension(s, end) == end)
		return false;
	add_phone(s, start, end, 60, 85);
	return true;
}

/* (ddd) ddd-dddd, ddd-ddd-dddd, with or without a leading 1. */
static bool
try_north_american(BcScan *s, const BcGroups *g, size_t a)
{
	unsigned	k;
	const char *d = g->value;
	size_t		first = g->stop[0] - g->start[0];
	unsigned	length;
	uint32_t	before = bc_scan_prev(s, a, &length);

	if (first != 3 || g->count < 2 || d[0] < '2')
		return false;
	if (before == '(' && bc_at(s, g->stop[0]) == ')')
		return false;
	for (k = 1; k < 3; k++)
		if (k >= g->count || g->stop[k] - g->start[k] != (k == 1 ? 3u : 4u) ||
			g->separator[k - 1] != g->separator[0])
			return false;
	if (d[3] < '2' || g->separator[0] == ' ' ||
		(g->count > 3 && g->separator[2] == g->separator[0]))
		return false;
	if (a >= 2 && (s->t[a - 1] == '-' || s->t[a - 1] == ' ' || s->t[a - 1] == '.') &&
		s->t[a - 2] == '1' && bc_scan_left_edge(s, a - 2) &&
		(s->t[a - 1] == ' ' || (unsigned char) g->separator[0] == s->t[a - 1]))
		a -= 2;
	else if (a >= 1 && s->t[a - 1] == '-' && a >= 2 &&
			 bc_is(s->t[a - 2], BC_C_WORD))
		return false;
	add_phone(s, a, g->stop[2], 60, 85);
	return true;
}

/* An area code in brackets: (415) 555-0132, (010)12345678, full width too. */
static bool
try_bracketed(BcScan *s, size_t open, size_t a, size_t b)
{
	unsigned	length;
	size_t		at = b;
	BcGroups	g;
	size_t		n;
	bool		chinese = s->t[a] == '0';

	if (bc_scan_next(s, at, &length) != ')')
		return false;
	at += length;
	if (bc_at(s, at) == ' ' || bc_at(s, at) == '-')
		at++;
	n = bc_scan_run(s, at, BC_C_DIGIT, 20);
	if (n < 3 || n > 8 || bc_is(bc_at(s, at + n), BC_C_WORD))
		return false;
	bc_scan_groups(s, at, at + n, &g);
	if (!chinese)
	{
		if (b - a != 3 || s->t[a] < '2' || n != 3 || g.count < 2 ||
			g.stop[1] - g.start[1] != 4 || g.value[0] < '2')
			return false;
		if (open >= 2 && (s->t[open - 1] == ' ' || s->t[open - 1] == '-') &&
			s->t[open - 2] == '1' && bc_scan_left_edge(s, open - 2))
			open -= 2;
		add_phone(s, open, g.stop[1], 60, 85);
		return true;
	}
	/* (02) 9374 4000: other countries' areas need a label */
	if (b - a == 2 && g.value[0] >= '1' && g.count == 2 && n <= 4 &&
		g.digits >= 7 && g.digits <= 8 &&
		bc_scan_word_before(s, open, phone_labels) != 0)
	{
		add_phone(s, open, g.stop[1], 60, 60);
		return true;
	}
	if (b - a < 3 || b - a > 4 || g.value[0] < '2')
		return false;
	if (n == 7 || n == 8)
		add_phone(s, open, g.stop[0], 60, 85);
	else if ((n == 3 || n == 4) && g.count >= 2 &&
			 g.stop[1] - g.start[1] == 4)
		add_phone(s, open, g.stop[1], 60, 85);
	else
		return false;
	return true;
}

/* 010, 02x, 0[3-9]xx: the area codes of China's landlines. */
static unsigned
area_length(const char *d)
{
	if (d[0] != '0')
		return 0;
	if (d[1] == '1')
		return d[2] == '0' ? 3 : 0;
	if (d[1] == '2')
		return d[2] == '6' ? 0 : 3;
	return d[1] >= '3' && d[1] <= '9' ? 4 : 0;
}

static bool
try_landline(BcScan *s, const BcGroups *g)
{
	unsigned	area = area_length(g->value);
	size_t		first = g->stop[0] - g->start[0];
	size_t		second = g->count > 1 ? g->stop[1] - g->start[1] : 0;
	size_t		a = g->start[0];
	unsigned	last = 1;
	unsigned	length;

	if (area == 0 || g->digits < 10 || g->separator[0] == '.')
		return false;
	/* bare digits are taken only with a label right before */
	if (first == g->digits || (first >= 10 && first <= 12))
	{
		if (first < area + 7u || first > area + 8u ||
			g->value[area] < '2' || g->value[area] > '8')
			return false;
		add_phone(s, a, g->stop[0], 40, 85);
		return true;
	}
	if (first != area || g->value[area] < '2' || g->value[area] > '8')
		return false;
	if (second == 3 || second == 4)
	{
		if (g->count < 3 || g->stop[2] - g->start[2] != 4)
			return false;
		last = 2;
	}
	else if (second != 7 && second != 8)
		return false;
	/* 010-62770334-801 */
	if (g->count > last + 1 && g->separator[last] == '-' &&
		g->separator[0] == '-')
	{
		size_t		n = g->stop[last + 1] - g->start[last + 1];

		if (n > 6)
			return false;
		last++;
	}
	(void) bc_scan_prev(s, a, &length);
	add_phone(s, a, g->stop[last], 60, 85);
	return true;
}

/* A label with the number right after it makes seven or eight digits enough. */
static bool
try_labelled(BcScan *s, const BcGroups *g)
{
	size_t		near;
	size_t		first = g->stop[0] - g->start[0];
	unsigned	last = 0;

	if (g->value[0] < '2')
		return false;
	if (first == 10 && g->count == 1 && g->value[3] >= '2')
	{
		/* North America's numbers without a mark */
		near = bc_scan_word_before(s, g->start[0],
								   "phone telephone tel cell mobile call text fax sms whatsapp");
		if (near == 0 || near > 16)
			return false;
		add_phone(s, g->start[0], g->stop[0], 60, 60);
		return true;
	}
	if (g->value[0] > '8')
		return false;
	if (first == 4 && g->count == 2 && g->stop[1] - g->start[1] == 4)
		last = 1;
	else if ((first != 7 && first != 8) || g->count > 1)
		return false;
	near = bc_scan_word_before(s, g->start[0],
							   "电话 座机 固话 传真 tel 宅电 phone");
	if (near == 0 || near > 7)
		return false;
	bc_scan_add(s, BC_PHONE, g->start[0], g->stop[last], 60);
	return true;
}

/* 86-10-12345678: China's code without a plus, which only a label explains. */
static bool
try_country_bare(BcScan *s, const BcGroups *g)
{
	if (memcmp(g->value, "86", 2) != 0 || g->stop[0] - g->start[0] != 2 ||
		g->count < 3 || g->separator[0] != '-' || g->value[2] == '0' ||
		g->stop[1] - g->start[1] > 3 ||
		bc_scan_word_before(s, g->start[0], phone_labels) == 0)
		return false;
	return try_international(s, g->start[0], g->start[0]);
}

/* 0x-xxxxxxx of other countries, where a label says that it is a number. */
static bool
try_national_prefix(BcScan *s, const BcGroups *g)
{
	if (g->value[0] != '0' || g->value[1] == '0' || g->count < 2 || g->separator[0] == '.' ||
		g->digits < 9 || g->digits > 11 ||
		bc_scan_word_before(s, g->start[0], phone_labels) == 0)
		return false;
	for (unsigned k = 1; k < g->count; k++)
		if (k + 1 < g->count && g->separator[k] != g->separator[0])
			return false;
	add_phone(s, g->start[0], g->stop[g->count - 1], 50, 60);
	return true;
}

/* Service numbers are public. */
static bool
try_service(BcScan *s, const BcGroups *g)
{
	bool		service = memcmp(g->value, "400", 3) == 0 ||
		memcmp(g->value, "800", 3) == 0;
	size_t		stop = g->stop[g->count - 1];

	if (!service || g->digits != 10)
		return false;
	bc_scan_add(s, BC_PHONE, g->start[0], stop, 20);
	return true;
}

/* yyyy-mm-dd and the like is a date, whatever else its digits allow. */
static bool
is_date(const BcGroups *g)
{
	size_t		first = g->stop[0] - g->start[0];
	const char *d = g->value;

	if (first == 4 && (memcmp(d, "19", 2) == 0 || memcmp(d, "20", 2) == 0))
		return true;
	return first == 2 && g->count >= 3 && g->stop[1] - g->start[1] == 2 &&
		g->stop[2] - g->start[2] == 4;
}

bool
bc_scan_phone(BcScan *s, const BcGroups *g)
{
	size_t		a = g->start[0];
	size_t		before = a;
	unsigned	length;
	uint32_t	c;

	c = bc_scan_prev(s, a, &length);
	before -= length;
	if (c == '+' && (before == 0 || !bc_is(s->t[before - 1], BC_C_WORD)))
		return try_international(s, before, a);
	if (c == '(' && before > 0 && bc_scan_prev(s, before, &length) == '+')
		return try_international(s, before - length, a);
	if (c == '(' && try_bracketed(s, before, a, g->stop[0]))
		return true;
	/* in the middle of a chain of groups */
	if ((c == '-' || c == '+') && before > 0 &&
		bc_is(s->t[before - 1], BC_C_DIGIT) &&
		!(g->count == 3 && s->t[before - 1] == '1'))
		return false;
	if (is_date(g))
		return false;
	if (memcmp(g->value, "00", 2) == 0 && g->stop[0] - g->start[0] > 3 &&
		try_international(s, a, a + 2))
		return true;
	return try_service(s, g) || try_landline(s, g) ||
		try_north_american(s, g, a) || try_labelled(s, g) ||
		try_country_bare(s, g) ||
		try_national_prefix(s, g);
}
