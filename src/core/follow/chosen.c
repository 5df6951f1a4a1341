/*
 * chosen.c: options without quotes: of a list in the text, or with letters,
 * "A. tea B. milk", where the letter is to be the answer.
 */
#include "core/follow/internal.h"

#define MAX_LETTERS	8
#define MAX_LOOK	2000		/* bytes before and behind the cue */

/* How many bytes at i part names: 、 / 和 或 与 and ", or "; 0: none. */
size_t
bc_parts_names(const BcFinder *f, size_t i)
{
	static const char *const wide[] = {"、", "和", "或", "与", "跟", "，"};
	static const char *const words[] = {", or ", ", and ", " or ", " and ",
										" | ", "|"};

	for (size_t k = 0; !f->wide && k < sizeof(words) / sizeof(words[0]); k++)
		if (bc_stands_at(f, i, words[k]))
			return strlen(words[k]);
	/* name, age */
	if (f->text.data[i] == ',' && i > 0 && bc_is_letter(f->text.data[i - 1]))
		return bc_byte_at(f, i + 1) == ' ' ? 2 : 1;
	if (f->text.data[i] == '/')
		return 1;
	if (bc_stands_at(f, i, "／") || bc_stands_at(f, i, "｜"))
		return 3;
	if (bc_stands_at(f, i, " 或 ") || bc_stands_at(f, i, " 和 "))
		return 5;
	if (bc_stands_at(f, i, " / "))
		return 3;
	if (bc_han_stands_at(f, i, "还是") || bc_stands_at(f, i, "或者") ||
		bc_han_stands_at(f, i, "还有"))
		return 6;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]); k++)
		if (bc_stands_at(f, i, wide[k]))
			return 3;
	return 0;
}

/* Where the name in bytes [at, stop) ends: 委托这四个, "params 四个", 2三个数. */
static size_t
name_ends(const BcFinder *f, size_t at, size_t stop)
{
	for (size_t k = at + 1; k + 3 < stop; k++)
	{
		bool		latin = f->text.data[k - 1] < 0x80;
		size_t		number = bc_han_stands_at(f, k, "这") ? k + 3 : k;

		while (latin && bc_byte_at(f, number) == ' ')
			number++;
		if ((number > k || latin) &&
			bc_han_begins_number(bc_cue_han_at(f, number)))
			return k;
	}
	return stop;
}

/*
 * 情感是积极, 类别分为体育: where the first name begins in bytes [at, stop),
 * which may say first of what it is one.
 */
static size_t
past_class(const BcFinder *f, size_t at, size_t stop)
{
	static const char *const classes[] = {
		"情感", "情绪", "类别", "类型", "种类", "分类", "标签", "选项", "等级",
		"级别", "评级", "态度", "语气", "立场", "倾向", "极性", "难度", "结论",
		"答案", "结果", "主题", "领域", "颜色", "性质", "状态", "意图", "体裁",
		"风格", "取值", "候选", "范围", "评价", "意见", "判断", "水平", "程度"};
	static const char *const joints[] = {"分为", "分成", "包括", "包含", "共有",
										 "只有", "是", "为", "有", "分"};

	for (size_t k = 0; k < sizeof(classes) / sizeof(classes[0]); k++)
		for (size_t i = at; i + 12 <= stop; i += f->text.data[i] < 0x80 ? 1 : 3)
		{
			if (!bc_han_stands_at(f, i, classes[k]))
				continue;
			for (size_t j = 0; j < sizeof(joints) / sizeof(joints[0]); j++)
				if (bc_han_stands_at(f, i + 6, joints[j]) &&
					i + 6 + strlen(joints[j]) < stop)
					return i + 6 + strlen(joints[j]);
		}
	return at;
}

/* Adds the names in bytes [at, stop) to a constraint; false: they are no list. */
bool
bc_add_names(BcFinder *f, BcConstraint *c, size_t at, size_t stop)
{
	unsigned	before = c->strings;

	while (at < stop)
	{
		size_t		end = at;

		while (end < stop && bc_parts_names(f, end) == 0)
			end++;
		/* of a longer one no part is a name either */
		if (c->strings == before && end - at <= 90)
			at = past_class(f, at, end);
		if (end == at || end - at > 45 || c->strings == 12 ||
			!bc_follow_string(f, c, (BcSlice) {f->text.data + at,
							  name_ends(f, at, end) - at}))
			return false;
		at = end < stop ? end + bc_parts_names(f, end) : end;
	}
	return c->strings >= 2;
}

/*
 * Are bytes [at, stop) names with a joint between them?  A list after 是 may be
 * of marks alone; else one of "or".
 */
static bool
is_choice(const BcFinder *f, size_t at, size_t stop, bool list)
{
	bool		joined = false;
	unsigned	names = 1;

	for (size_t k = at; k < stop; k += f->text.data[k] < 0x80 ? 1 : 3)
	{
		if (bc_stands_at(f, k, "或") || f->text.data[k] == '/' ||
			bc_stands_at(f, k, "／") ||
			bc_han_stands_at(f, k, "还是"))
			joined = true;
		if (f->text.data[k] == '"' || bc_stands_at(f, k, "“") ||
			bc_stands_at(f, k, "「") || f->text.data[k] == '\n')
			return false;
		names += bc_parts_names(f, k) > 0;
	}
	return names >= 2 && (joined || (list && names >= 3));
}

/* Past 是, 回 and colons at byte at; is: 是 or a colon was there. */
static size_t
past_leads(const BcFinder *f, size_t at, bool *is)
{
	static const char *const leads[] = {"是", "为", "：", "从", "回", "答",
										"写", "说", "选", "填", "取", "输出",
										"一个词"};
	bool		more = true;

	*is = false;
	while (more)
	{
		more = bc_byte_at(f, at) == ' ' || bc_byte_at(f, at) == ':';
		at += more;
		for (size_t k = 0; k < sizeof(leads) / sizeof(leads[0]) && !more; k++)
			if (bc_stands_at(f, at, leads[k]))
			{
				*is = *is || k < 3;
				at += strlen(leads[k]);
				more = true;
			}
	}
	return at;
}

/* Does cue i say that what follows is all: 只能, 只回? */
static bool
chooses(const BcFinder *f, size_t i)
{
	static const char *const words[] = {"只能", "只可以", "只许", "只准",
										"只允许", "只回", "只答", "只说",
										"只输出", "只写", "仅回", "仅答",
										"必须是", "就说", "就回", "直接答",
										"直接回"};

	/* 回答A或B; 回答一个词：甲或乙 */
	if ((bc_is_letter(bc_byte_at(f, f->cue[i].stop)) ||
		 bc_han_stands_at(f, f->cue[i].stop, "一个词：")) &&
		(bc_cue_starts(f, i, "回答") || bc_cue_starts(f, i, "回复") ||
		 bc_cue_starts(f, i, "输出") || bc_cue_starts(f, i, "回我")))
		return true;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (bc_han_stands_at(f, f->cue[i].start, words[k]))
			return true;
	return false;
}

/* 只回好评或差评, 答案只能是：同意、反对: a choice without quotes behind cue i. */
bool
bc_bare_choice(BcFinder *f, size_t i)
{
	static const char *const tails[] = {"就行", "即可", "就好", "就可以",
										"就够了", "就成"};
	size_t		end;
	size_t		stop;
	size_t		at;
	bool		is;
	unsigned	strings = f->out->strings;
	BcConstraint *c;

	if (!chooses(f, i) || bc_negated(f, i))
		return false;
	end = bc_sentence_stop(f, i);
	at = past_leads(f, f->cue[i].stop, &is);
	stop = bc_read_to(f, at, end);
	for (size_t k = at; k < stop; k++)
		if (bc_stands_at(f, k, "，") || bc_stands_at(f, k, "（") ||
			bc_stands_at(f, k, "：") || f->text.data[k] == ':' ||
			f->text.data[k] == ',' || f->text.data[k] == '(')
		{
			stop = k;
			break;
		}
	for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
		if (stop - at > strlen(tails[k]) &&
			bc_han_stands_at(f, stop - strlen(tails[k]), tails[k]))
			stop -= strlen(tails[k]);
	while (stop > at && f->text.data[stop - 1] == ' ')
		stop--;
	if (bc_cue_after(f, i, end, BC_M(OPTIONW)) != SIZE_MAX || stop < at + 3 ||
		stop - at > 90 || !is_choice(f, at, stop, is))
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, i,
					  bc_demand_as(f, i, BC_M(ASK)) * 9 / 10);
	if (c == NULL)
		return false;
	if (!bc_add_names(f, c, at, stop))
	{
		f->out->count--;
		f->out->strings = strings;
		return false;
	}
	if (c->strings == 2 &&
		bc_are_yes_no(f->out->string[strings], f->out->string[strings + 1]))
	{
		c->kind = BC_F_YES_NO;
		c->n = 1;
	}
	c->byte_stop = (uint32_t) stop;
	return true;
}

/* 情感是积极、消极还是中性，只回其中一个词: the clause before that of cue i. */
static bool
asked_before(BcFinder *f, size_t i)
{
	unsigned	strings = f->out->strings;
	size_t		end = bc_clause_start(f, i);
	size_t		at;
	size_t		stop;
	BcConstraint *c;

	if (end == 0 || bc_cue_latin(f, i))
		return false;
	stop = f->cue[end - 1].start;
	at = bc_begin_of(f, bc_clause_start(f, end - 1));
	if (stop - at > 150)
		return false;
	while (at < stop && !bc_stands_at(f, at, "是"))
		at++;
	at += 3;
	if (at >= stop || !is_choice(f, at, stop, true))
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, i, bc_demand(f, i) * 9 / 10);
	if (c != NULL && bc_add_names(f, c, at, stop))
	{
		c->byte_start = (uint32_t) at;
		return true;
	}
	if (c != NULL)
	{
		f->out->count--;
		f->out->strings = strings;
	}
	return false;
}

/* 分类：正面/负面/中性，只输出类别名: the names that a colon or ( introduces. */
bool
bc_listed_before(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	unsigned	strings = f->out->strings;

	if (from > 1)
		from = bc_sentence_start(f, from - 1);
	for (size_t k = i; k-- > from;)
	{
		size_t		at = f->cue[k].stop;
		size_t		end = k + 1;
		BcConstraint *c;

		if (!bc_cue_is(&f->cue[k], BC_M(COLON)) &&
			!(bc_cue_is(&f->cue[k], BC_M(COMMA)) && f->cue[k].value == 1))
			continue;
		while (end < i && !bc_cue_is(&f->cue[end], BC_CLAUSE_END))
			end++;
		if (end == i || f->cue[end].start - at > 120 ||
			!is_choice(f, at, f->cue[end].start, true))
			continue;
		c = bc_follow_add(f, BC_F_OPTIONS, i, i,
						  bc_demand(f, i) * 9 / 10);
		if (c == NULL)
			return false;
		if (bc_add_names(f, c, at, f->cue[end].start))
		{
			c->byte_start = (uint32_t) at;
			return true;
		}
		f->out->count--;
		f->out->strings = strings;
	}
	return asked_before(f, i);
}

/* 分到【物流】【质量】之一: names in such marks right before cue i. */
bool
bc_marked_before(BcFinder *f, size_t i)
{
	size_t		at[12];
	size_t		stop[12];
	size_t		k = f->cue[i].start;
	unsigned	count = 0;
	BcConstraint *c;

	while (count < 12 && k >= 3 && bc_stands_at(f, k - 3, "】"))
	{
		size_t		least = k > 60 ? k - 60 : 0;
		size_t		end = k - 3;

		for (k = end; k > least && !bc_stands_at(f, k, "【"); k--)
			;
		if (!bc_stands_at(f, k, "【"))
			return false;
		at[count] = k + 3;
		stop[count++] = end;
		if (k >= 3 && (bc_stands_at(f, k - 3, "、") ||
					   bc_stands_at(f, k - 3, "或") ||
					   bc_stands_at(f, k - 3, "和")))
			k -= 3;
	}
	if (count < 2)
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, i, bc_demand(f, i));
	while (count-- > 0 && c != NULL)
		bc_follow_string(f, c, (BcSlice) {f->text.data + at[count],
										  stop[count] - at[count]});
	if (c != NULL)
		c->byte_start = (uint32_t) k;
	return c != NULL;
}

/* 从“高、中、低”里选一个: names within one pair of marks before cue i. */
bool
bc_quoted_list_before(BcFinder *f, size_t i)
{
	unsigned	strings = f->out->strings;
	BcSlice		s;
	size_t		at;
	BcConstraint *c;

	if (i == 0 || f->cue[i].gap > 1 ||
		!bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) ||
		bc_stands_at(f, f->cue[i - 1].start, "《") ||
		(i > 1 && bc_cue_is(&f->cue[i - 2], BC_M(QUOTE) | BC_M(AND)) &&
		 !bc_cue_starts(f, i - 2, "到")))
		return false;
	s = bc_cue_text(f, &f->cue[i - 1]);
	at = (size_t) (s.data - f->text.data);
	if (s.len > 200)
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i - 1, i, bc_demand(f, i));
	if (c == NULL)
		return false;
	if (bc_add_names(f, c, at, at + s.len))
		return true;
	f->out->count--;
	f->out->strings = strings;
	return false;
}

/* Behind a verb of answering at cue i a digit or two that end its clause. */
static BcSlice
case_at(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"输出", "返回", "回答", "回复", "填",
										"标", "答", "写", "给", "记为", "回"};
	size_t		at = f->cue[i].stop;
	size_t		stop;
	bool		verb = false;

	if (i + 1 >= f->count || !bc_cue_is(&f->cue[i + 1], BC_M(NUM)))
		return (BcSlice) {NULL, 0};
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		verb = verb || bc_cue_starts(f, i, verbs[k]);
	at += bc_byte_at(f, at) == ' ';
	for (stop = at; bc_is_digit(bc_byte_at(f, stop)) && stop - at < 3; stop++)
		;
	if (!verb || stop == at || stop - at > 2 ||
		(i + 2 < f->count && (f->cue[i + 2].gap > 0 ||
							  !bc_cue_is(&f->cue[i + 2], BC_CLAUSE_END))))
		return (BcSlice) {NULL, 0};
	return (BcSlice) {f->text.data + at, stop - at};
}

/* 一致输出1，不一致输出0: each case its answer. */
bool
bc_follow_cases(BcFinder *f, size_t i)
{
	BcSlice		first;
	BcSlice		second = {NULL, 0};
	size_t		k;
	BcConstraint *c;

	if (i + 3 >= f->count || !bc_is_digit(bc_byte_at(f, f->cue[i + 1].start)) ||
		!bc_cue_is(&f->cue[i + 1], BC_M(NUM)) ||
		(f->cue[i + 2].mask & BC_CLAUSE_END) == 0)
		return false;
	first = case_at(f, i);
	if (first.len == 0 || bc_negated(f, i))
		return false;
	for (k = i + 3; k < f->count && k < i + 7 && second.len == 0; k++)
		second = case_at(f, k);
	if (second.len == 0 ||
		(second.len == first.len &&
		 memcmp(second.data, first.data, first.len) == 0))
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, k,
					  bc_demand_as(f, i, BC_M(ASK)) * 9 / 10);
	if (c == NULL)
		return false;
	bc_follow_string(f, c, first);
	bc_follow_string(f, c, second);
	return true;
}

static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己"};

/* Bytes of label n of a list at byte at: A, a or 甲; 0: none stands there. */
static size_t
label_at(const BcFinder *f, size_t at, unsigned n, char first)
{
	unsigned char before = at > 0 ? f->text.data[at - 1] : '\n';
	size_t		len = 1;
	unsigned char behind;

	if (first == 0)
	{
		if (n >= sizeof(stems) / sizeof(stems[0]) ||
			!bc_han_stands_at(f, at, stems[n]))
			return 0;
		len = 3;
	}
	else if (bc_byte_at(f, at) != (unsigned char) first + n)
		return 0;
	if (bc_is_letter(before) || bc_is_digit(before))
		return 0;
	behind = bc_byte_at(f, at + len);
	/* 选A、B还是C */
	if (first == 'A')
		return bc_is_letter(behind) || bc_is_digit(behind) ? 0 : len;
	return behind == '.' || behind == ')' || behind == ':' ||
		bc_stands_at(f, at + len, "、") || bc_stands_at(f, at + len, "．") ||
		bc_stands_at(f, at + len, "：") || bc_stands_at(f, at + len, "）") ?
		len : 0;
}

/* Adds the labels that stand one behind the other in bytes [from, stop). */
static bool
add_labels(BcFinder *f, size_t i, size_t from, size_t stop, char first)
{
	BcSlice		label[MAX_LETTERS];
	unsigned	count = 0;
	BcConstraint *c;

	for (size_t at = from; at < stop && count < MAX_LETTERS; at++)
	{
		size_t		len = label_at(f, at, count, first);

		if (len > 0)
			label[count++] = (BcSlice) {f->text.data + at, len};
	}
	if (count < 2)
		return false;
	c = bc_follow_add(f, BC_F_OPTIONS, i, i,
					  bc_demand_as(f, i, BC_M(ASK)) * 9 / 10);
	for (unsigned k = 0; k < count && c != NULL; k++)
		bc_follow_string(f, c, label[k]);
	return true;
}

/* 只要选项字母: of the options in the text around cue i. */
void
bc_follow_lettered(BcFinder *f, size_t i)
{
	size_t		from = f->cue[i].start > MAX_LOOK ? f->cue[i].start - MAX_LOOK : 0;
	size_t		stop = f->text.len - f->cue[i].stop > MAX_LOOK ?
		f->cue[i].stop + MAX_LOOK : f->text.len;

	if (f->lettered)
		return;					/* once is enough, and so much work */
	f->lettered = true;
	for (unsigned k = 0; k < f->out->count; k++)
		if (f->out->list[k].kind == BC_F_OPTIONS)
			return;
	if (!add_labels(f, i, from, stop, 'A') &&
		!add_labels(f, i, from, stop, 0))
		add_labels(f, i, from, stop, 'a');
}
