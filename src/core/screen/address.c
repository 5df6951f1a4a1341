/*
 * address.c: postal addresses of China: a chain of at least three levels
 * (province, city, district, town, road, number, building, room) that ends in
 * a number.  A number before 号, 弄, 栋, 室 ... triggers it; names of places are
 * read backwards from there.
 */
#include "core/screen/internal.h"

#define MAX_BACK	36			/* characters before the first number */
#define MAX_NAME	10			/* between a number and the next one */

static const char address_labels[] =
	"地址 住址 家住 住在 寄到 送到 寄往 收货 邮寄 居住 户籍 通讯地址 快递到 送货 搬到";

static const char *const provinces[] = {
	"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏",
	"浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川",
	"贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆",
	"香港", "澳门"
};

/* Words before an address that no name of a place begins with. */
static const char stops[] =
	"在是到于住址往至寄送从去了的和与及我你他她它家有给为名叫搬离请按把将向回这那，由自说个";

typedef struct Level
{
	const char *word;
	uint8_t		level;
	bool		numbered;		/* only after a number */
} Level;

/* Longer words first. */
static const Level levels[] = {
	{"特别行政区", 1, false}, {"自治区", 1, false}, {"省", 1, false},
	{"自治州", 2, false}, {"小区", 6, false}, {"社区", 5, false},
	{"校区", 5, false}, {"园区", 5, false}, {"花园", 6, false},
	{"公寓", 6, false}, {"大厦", 6, false}, {"家园", 6, false}, {"广场", 6, false},
	{"市", 2, false}, {"区", 3, false}, {"县", 3, false}, {"街道", 4, false},
	{"道", 5, false}, {"镇", 4, false}, {"乡", 4, false}, {"村", 4, false}, {"大道", 5, false},
	{"胡同", 5, false}, {"路", 5, false}, {"街", 5, false}, {"巷", 5, false},
	{"里", 5, true}, {"弄", 5, true}, {"组", 5, true}, {"号楼", 7, true},
	{"号院", 6, true}, {"号", 6, true}, {"栋", 7, true}, {"幢", 7, true},
	{"座", 7, true}, {"塔", 7, true}, {"单元", 8, true}, {"门", 8, true}, {"层", 9, true}, {"楼", 9, true},
	{"室", 10, true}, {"房", 10, true}, {"户", 10, true}
};

/* 弥敦道100号: 道 before a number is a street's, as in Hong Kong, not that of 知道. */
static bool
street(const BcScan *s, size_t i)
{
	return bc_is(bc_at(s, i + 3), BC_C_DIGIT) ||
		(bc_at(s, i + 3) == ' ' && bc_is(bc_at(s, i + 4), BC_C_DIGIT));
}

static const Level *
level_at(const BcScan *s, size_t i)
{
	/* what the words begin with */
	static const char firsts[] = "特自省小社校园花公大家广市区县街道镇乡村胡路巷里弄组号栋幢座塔单门层楼室房户";

	if (i + 3 > s->n || s->t[i] < 0xE4 || !bc_scan_one_of(s, i, firsts))
		return NULL;
	for (size_t k = 0; k < sizeof(levels) / sizeof(levels[0]); k++)
		if (bc_scan_starts(s, i, levels[k].word))
			return memcmp(levels[k].word, "道", 4) != 0 || street(s, i) ? &levels[k] : NULL;
	return NULL;
}

static bool
han(const BcScan *s, size_t i)
{
	return i + 3 <= s->n && s->t[i] >= 0xE4 && s->t[i] <= 0xE9 &&
		bc_utf8_length(s->t + i, s->t + s->n) == 3;
}

/* 香港中路, 北京路: a road that has a province's name; i is behind that. */
static bool
road_follows(const BcScan *s, size_t i)
{
	static const char sides[] = "东西南北中一二三四";
	const Level *level;

	for (const char *c = sides; *c != '\0'; c += 3)
		if (i + 3 <= s->n && memcmp(s->t + i, c, 3) == 0)
		{
			i += 3;
			break;
		}
	level = level_at(s, i);
	return level != NULL && level->level == 5 && !level->numbered &&
		!bc_scan_ends(s, i + strlen(level->word), "区");
}

static bool
province_at(const BcScan *s, size_t i)
{
	for (size_t k = 0; k < sizeof(provinces) / sizeof(provinces[0]); k++)
		if (bc_scan_starts(s, i, provinces[k]))
			return !road_follows(s, i + strlen(provinces[k]));
	return false;
}

/* Towns that are written without 市: 苏州工业园区星湖街328号. */
static bool
city_at(const BcScan *s, size_t i)
{
	static const char *const cities[] = {
		"广州", "深圳", "杭州", "南京", "苏州", "成都", "武汉", "西安", "郑州", "长沙", "青岛", "宁波", "无锡", "佛山", "东莞",
		"合肥", "福州", "厦门", "济南", "沈阳", "大连", "哈尔滨", "长春", "石家庄", "太原", "南昌", "南宁", "昆明", "贵阳",
		"兰州", "海口", "乌鲁木齐", "呼和浩特", "银川", "西宁", "拉萨", "珠海", "温州", "常州", "徐州", "嘉兴", "绍兴", "泉州",
		"烟台", "洛阳", "惠州", "台北", "台中", "高雄", "九龙", "新界"
	};

	for (size_t k = 0; k < sizeof(cities) / sizeof(cities[0]); k++)
		if (bc_scan_starts(s, i, cities[k]))
			return !bc_scan_starts(s, i + strlen(cities[k]), "市") &&
				!road_follows(s, i + strlen(cities[k]));
	return false;
}

/* Towns of more than two characters; of others two stand before 市. */
static size_t
town_start(const BcScan *s, size_t i)
{
	static const char *const towns[] = {
		"石家庄", "秦皇岛", "张家口", "呼和浩特", "鄂尔多斯", "呼伦贝尔", "巴彦淖尔", "乌兰察布", "葫芦岛",
		"哈尔滨", "齐齐哈尔", "佳木斯", "牡丹江", "双鸭山", "七台河", "连云港", "张家港", "马鞍山", "景德镇",
		"平顶山", "三门峡", "驻马店", "张家界", "防城港", "攀枝花", "六盘水", "嘉峪关", "石嘴山", "乌鲁木齐",
		"克拉玛依", "吐鲁番", "公主岭", "石河子", "都江堰", "井冈山", "武夷山", "满洲里", "西双版纳"
	};

	for (size_t k = 0; k < sizeof(towns) / sizeof(towns[0]); k++)
		if (bc_scan_ends(s, i, towns[k]))
			return i - strlen(towns[k]);
	return i >= 6 && han(s, i - 3) && han(s, i - 6) ? i - 6 : i;
}

static bool
chinese_digit(const BcScan *s, size_t i)
{
	return bc_scan_one_of(s, i, "一二三四五六七八九十百千〇零两");
}

/* 十八, 二〇一: the end of a number in Chinese that counts something of an address, or i. */
static size_t
chinese_end(const BcScan *s, size_t i)
{
	const Level *level;
	size_t		at = i;

	while (at - i < 15 && chinese_digit(s, at))
		at += 3;
	if (at == i)
		return i;
	level = level_at(s, at);
	return level != NULL && level->numbered ? at : i;
}

/* 12, 3-2, A, 甲: the number of a house, a building or a room. */
static size_t
number_end(const BcScan *s, size_t i)
{
	size_t		n = 0;

	if (bc_is(bc_at(s, i), BC_C_HIGH))
		return chinese_end(s, i);

	while (n < 10 && (bc_is(bc_at(s, i + n), BC_C_ALNUM) ||
					  (bc_at(s, i + n) == '-' && n > 0) ||
					  (bc_at(s, i + n) == '#' && n > 0)))
		n++;
	return n == 10 ? i : i + n;
}

/* 398 号: past a space between a number and what it counts, or a name. */
static size_t
past_space(const BcScan *s, size_t i)
{
	return bc_at(s, i) == ' ' && han(s, i + 1) ? i + 1 : i;
}

/* 路 398, 号 3: past a space before a number that counts something of an address. */
static size_t
number_gap(const BcScan *s, size_t i)
{
	size_t		end;

	if (bc_at(s, i) != ' ' || !bc_is(bc_at(s, i + 1), BC_C_ALNUM))
		return i;
	end = number_end(s, i + 1);
	return end > i + 1 && level_at(s, past_space(s, end)) != NULL ? i + 1 : i;
}

/* Steps back over one Han character, or a space or comma between two. */
static size_t
step_back(const BcScan *s, size_t i)
{
	if (i >= 3 && han(s, i - 3) && !bc_is(s->t[i - 1], BC_C_ALNUM))
		return i - 3;
	if (i >= 4 && s->t[i - 1] == ' ' && han(s, i - 4))
		return i - 4;
	return i;
}

static bool
stop_at(const BcScan *s, size_t i)
{
	for (const char *c = stops; *c != '\0'; c += 3)
		if (memcmp(s->t + i, c, 3) == 0)
			return true;
	return false;
}

/* Where the names before the number at a begin. */
static size_t
find_start(const BcScan *s, size_t a)
{
	size_t		at = a;
	size_t		first = a;		/* of the earliest word of a level */
	size_t		start;
	size_t		province = a;

	for (int k = 0; k < MAX_BACK; k++)
	{
		size_t		back = step_back(s, at);
		const Level *level;

		if (back == at)
			break;
		at = back;
		level = level_at(s, at);
		if (level != NULL && !level->numbered)
			first = at;
		if (province_at(s, at) || city_at(s, at))
			province = at;
	}
	if (province < a)
		return province;
	if (bc_scan_starts(s, first, "市") && town_start(s, first) >= at)
		return town_start(s, first);
	start = first;
	for (int k = 0; k < 5 && first < a; k++)
	{
		size_t		back = step_back(s, start);

		if (back == start || back < at || stop_at(s, back) ||
			s->t[start - 1] == ' ')
			break;
		start = back;
	}
	return start;
}

/* 村 before 大街 or 路 is part of the road's name. */
static bool
is_level_word(const BcScan *s, const Level *level, size_t i)
{
	const Level *next = level_at(s, i + strlen(level->word));

	if (level->level == 4 &&
		(bc_scan_starts(s, i + 3, "大街") || (next != NULL && next->level == 5)))
		return false;
	return true;
}

/* Towns of other countries: their streets are no addresses in China. */
static bool
is_abroad(const BcScan *s, size_t i)
{
	static const char *const towns[] = {
		"纽约", "伦敦", "巴黎", "东京", "洛杉矶", "旧金山", "芝加哥", "波士顿", "柏林", "悉尼", "首尔",
		"多伦多", "华盛顿", "休斯顿", "西雅图", "墨尔本", "大阪", "京都", "美国", "英国", "法国", "日本"
	};

	for (size_t k = 0; k < sizeof(towns) / sizeof(towns[0]); k++)
		if (bc_scan_starts(s, i, towns[k]))
			return true;
	return false;
}

/* Reads on from the number at a to the end of the address. */
static size_t
find_end(const BcScan *s, size_t a, unsigned *seen)
{
	size_t		end = a;
	size_t		at = a;
	unsigned	last = 0;

	for (int parts = 0; parts < 12; parts++)
	{
		size_t		next;
		const Level *level;
		unsigned	name = 0;
		size_t		unit;

		at = number_gap(s, at);
		next = number_end(s, at);
		unit = past_space(s, next);
		level = next > at ? level_at(s, unit) : NULL;
		if (level != NULL && (level->numbered || level->level == 5))
		{
			/* 12楼2号: a door */
			unsigned	rank = level->level == 6 && last >= 7 &&
				strcmp(level->word, "号") == 0 ? 10 : level->level;

			if (rank < last && rank < 7)
				break;
			last = rank;
			*seen |= 1u << rank;
			at = end = unit + strlen(level->word);
			continue;
		}
		/* the room's number alone: 2单元501, 12栋3-201 */
		if (next == at && last >= 7 && bc_at(s, at) == ' ' && at == end &&
			bc_scan_run(s, at + 1, BC_C_DIGIT, 6) >= 3)
		{
			/* 2 栋 304 */
			size_t		room = at + 1 + bc_scan_run(s, at + 1, BC_C_DIGIT, 6);

			if (room - at <= 5 && !bc_is(bc_at(s, room), BC_C_WORD) && !han(s, room) && !han(s, past_space(s, room)))
			{
				*seen |= 1u << 10;
				return room;
			}
		}
		if (next > at && last >= 6 && next - at >= 2 &&
			bc_is(s->t[next - 1], BC_C_DIGIT) && next - at <= 8 &&
			at == end && !bc_scan_starts(s, next, "年") &&
			!bc_scan_starts(s, next, "元") && !bc_scan_starts(s, next, "人"))
		{
			*seen |= 1u << 10;
			return next;
		}
		if (next > at)
			break;
		/* a name, then the next number */
		if (bc_at(s, at) == ' ' && han(s, at + 1))
			at++;
		while (name < MAX_NAME)
		{
			size_t		latin = bc_scan_run(s, at, BC_C_LETTER, 9);

			/* SOHO塔1座: a name in Latin letters, not the letter of A座 */
			if (latin > 0 && latin < 9 && han(s, at + latin) &&
				level_at(s, at + latin) == NULL)
			{
				at += latin;
				name++;
				continue;
			}
			if (!han(s, at) || chinese_end(s, at) > at)
				break;
			if (stop_at(s, at))
				return end;
			level = level_at(s, at);
			if (level != NULL && level->level == 6 && !level->numbered)
			{
				*seen |= 1u << 6;
				at += strlen(level->word);
				end = at;
				at = number_gap(s, at);
				break;
			}
			at += 3;
			name++;
		}
		if (name == 0 && at != end)
			break;
		if (!bc_is(bc_at(s, at), BC_C_ALNUM) && chinese_end(s, at) == at)
			break;
	}
	return end;
}

static bool
small_number(const BcScan *s, size_t i)
{
	for (const char *c = "一二三四五六七八九十"; *c != '\0'; c += 3)
		if (i + 3 <= s->n && memcmp(s->t + i, c, 3) == 0)
			return true;
	return false;
}

/* What most numbers count. */
static bool
counts_else(const BcScan *s, size_t i)
{
	return bc_scan_one_of(s, i, "年月日个元人天次种岁分名条");
}

/* Where the number of a building right before i begins, or i. */
static size_t
building_before(const BcScan *s, size_t i)
{
	static const char *const units[] = {"栋", "幢", "座", "号楼", "单元"};
	size_t		a = i;

	for (size_t k = 0; k < sizeof(units) / sizeof(units[0]); k++)
		if (bc_scan_ends(s, i, units[k]))
			for (a = i - strlen(units[k]); a > 0 && i - a < 16 && bc_is(s->t[a - 1], BC_C_ALNUM);)
				a--;
	return a < i && bc_is(s->t[a], BC_C_ALNUM) ? a : i;
}

/* 路十八号: the 号 at i ends a number in Chinese. */
void
bc_scan_door(BcScan *s, size_t i)
{
	size_t		a = i;

	while (a >= 3 && i - a < 15 && chinese_digit(s, a - 3))
		a -= 3;
	if (a < i)
		bc_scan_address(s, a, i);
}

/* The digits [a, b) may be an address's first number. */
void
bc_scan_address(BcScan *s, size_t a, size_t b)
{
	size_t		next = number_end(s, a);
	const Level *level;
	unsigned	seen = 0;
	unsigned	count = 0;
	size_t		start;
	size_t		end;
	bool		labelled;

	(void) b;
	next = past_space(s, next);
	if (counts_else(s, next))
		return;
	bc_scan_reads(s, next, next + 3);
	level = level_at(s, next);
	/* a room's number: B栋1601 */
	if (level == NULL && !han(s, next))
	{
		a = building_before(s, a);
		level = level_at(s, number_end(s, a));
	}
	if (a < s->address_end || level == NULL || level->level < 5 || a < 4 ||
		memcmp(level->word, "道", 4) == 0)
		return;
	if (s->t[a - 1] == ' ')
		a--;
	if (!bc_is(s->t[a - 1], BC_C_HIGH | BC_C_UPPER) || bc_scan_ends(s, a, "第"))
		return;
	while (a > 0 && bc_is(s->t[a - 1], BC_C_UPPER))
		a--;
	bc_scan_reads(s, a < 3 * MAX_BACK ? 0 : a - 3 * MAX_BACK, a);
	start = find_start(s, a);
	if (start == a || is_abroad(s, start))
		return;
	for (size_t i = start; i < a;)
	{
		level = level_at(s, i);
		if (i == start && province_at(s, i))
			seen |= 2;
		if (level != NULL && !level->numbered && is_level_word(s, level, i))
			seen |= 1u << level->level;
		i += level != NULL ? strlen(level->word) : s->t[i] == ' ' ? 1 : 3;
	}
	/* a town counts where a district or a road of it is told */
	if ((seen & 0x38) != 0 && city_at(s, start))
		seen |= 4;
	end = find_end(s, a, &seen);
	/* 15号之二: a part of a number */
	if (bc_scan_starts(s, end, "之") && small_number(s, end + 3))
		end += 6;
	s->address_end = end;
	for (unsigned bits = seen; bits != 0; bits &= bits - 1)
		count++;
	labelled = bc_scan_word_before(s, start, address_labels) != 0;
	if (count >= 3 || (labelled && count == 2 && (seen & 0x3C) != 0))
		bc_scan_add(s, BC_CN_ADDRESS, start, end,
					!labelled ? 70 : count >= 3 ? 90 : 60);
}
