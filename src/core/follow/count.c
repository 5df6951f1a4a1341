/*
 * count.c: lengths and numbers: words, characters, sentences, paragraphs,
 * lines, bullets, placeholders.
 */
#include "core/follow/internal.h"

/* Is the unit's quantity the length of a whole: a 300-word essay, in 5 lines? */
static bool
is_length(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		stop = bc_clause_stop(f, i);
	size_t		k = q->last + 1;

	if (q->by_word)
		return true;
	if (k < stop && f->cue[k].gap <= 3 &&
		bc_cue_is(&f->cue[k], BC_M(PIECE) | BC_M(LONG) | BC_M(AFTER)))
		return true;
	if (q->first == 0)
		return false;
	/* "in English, 150 words" */
	if (q->n >= 30 && bc_clause_is(f, q->first, q->last))
		return true;
	return bc_cue_is(&f->cue[q->first], BC_M(ONLY)) ||
		bc_cue_is(&f->cue[q->first - 1],
				  BC_M(IN) | BC_M(ONLY) | BC_M(INCLUDE) | BC_M(LONG) |
				  BC_M(RESP) | BC_M(ASK));
}

static bool
starts_with(const BcFinder *f, size_t at, const char *word)
{
	size_t		len = strlen(word);

	return f->text.len - at >= len &&
		memcmp(f->text.data + at, word, len) == 0;
}

/* "5 words that rhyme": things to be named, not a length. */
static bool
things_named(const BcFinder *f, size_t i)
{
	size_t		at = f->cue[i].stop;

	if (at >= f->text.len || f->text.data[at] != ' ')
		return false;
	at++;
	return starts_with(f, at, "that ") || starts_with(f, at, "which ") ||
		starts_with(f, at, "to ") ||
		starts_with(f, at, "related") || starts_with(f, at, "with ") ||
		starts_with(f, at, "from ") ||
		starts_with(f, at, "beginning") || starts_with(f, at, "starting") ||
		starts_with(f, at, "rhym") ||
		starts_with(f, at, "describ") || starts_with(f, at, "for ") ||
		starts_with(f, at, "associated") ||
		starts_with(f, at, "ending") || starts_with(f, at, "containing");
}

static void
add_words(BcFinder *f, size_t i, const BcQuantity *q)
{
	unsigned	sure = bc_any_demand_alone(f, i, q->first, q->last);

	if (q->given || sure == 0 || q->n > 5000)
		return;
	/* "3 words in all capital letters", 3个全大写的单词 */
	if (i > 0 && bc_cue_is(&f->cue[i - 1], BC_M(CASE)) && f->cue[i].gap <= 1)
		return;
	for (size_t k = i + 1; k < i + 3 && k < f->count &&
		 f->cue[k].gap <= 2; k++)
	{
		if (bc_cue_is(&f->cue[k], BC_M(CASE)) && f->cue[k].value == 1)
			return;
		if (!bc_cue_is(&f->cue[k], BC_M(IN) | BC_M(INCLUDE) | BC_M(ONLY)))
			break;
	}
	if (things_named(f, i) && !q->by_word)
	{
		bc_add_items(f, q);
		return;
	}
	if (is_length(f, i, q) && (q->by_word || q->n >= 10))
	{
		BcConstraint *c;

		bc_add_quantity(f, BC_F_WORDS, q, BC_ABOUT, q->by_word ? sure :
						sure * 2 / 3);
		/* 大概120个英文单词 */
		c = bc_stands_at(f, f->cue[i].start, "个英") ||
			bc_stands_at(f, f->cue[i].start, "英") ?
			bc_follow_add(f, BC_F_LANGUAGE, i, i, sure * 4 / 5) : NULL;
		if (c != NULL)
			c->name = "en";
	}
	else if (q->n > 1 && q->n < 10 &&
			 f->text.data[f->cue[i].start - 1] == '-')
		bc_add_quantity(f, BC_F_WORDS, q, BC_EXACTLY, sure * 2 / 3);
}

/* 300字种草文，: a clause that is a piece of so many characters. */
static bool
heads_piece(const BcFinder *f, size_t i, const BcQuantity *q)
{
	static const char *const ends[] = {"文", "稿", "信", "诗", "案", "评",
									   "感", "记", "词", "语", "介", "述",
									   "结", "章", "告", "事"};
	size_t		stop = bc_clause_stop(f, i);
	size_t		at = stop < f->count ? f->cue[stop].start : f->text.len;

	if (bc_cue_latin(f, i) || q->n < 20 || f->cue[q->first].gap > 0 ||
		bc_clause_start(f, q->first) != q->first || at < f->cue[i].stop + 3)
		return false;
	for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
		if (bc_han_stands_at(f, at - 3, ends[k]))
			return true;
	return false;
}

/* 字: of a text, not the 四字 of an idiom. */
static void
add_characters(BcFinder *f, size_t i, const BcQuantity *q)
{
	unsigned	sure = bc_any_demand_alone(f, i, q->first, q->last);
	BcConstraint *c;

	if (sure == 0 && heads_piece(f, i, q))
		sure = bc_any_demand_as(f, i, BC_M(ASK));
	if (q->given || sure == 0 || (q->n < 5 && !q->by_word))
		return;
	if (f->text.data[f->cue[i].start] < 0x80 &&
		(q->n < 20 ||
		 bc_cue_before(f, bc_sentence_stop(f, i), bc_sentence_start(f, i),
					   BC_M(PIECE) | BC_M(RESP) | BC_M(LONG)) == SIZE_MAX))
		return;
	c = bc_add_quantity(f, BC_F_CHARACTERS, q, q->n < 20 ? BC_EXACTLY : BC_ABOUT,
					 sure);
	if (c != NULL && f->text.data[f->cue[i].start] >= 0x80)
		c->unit = BC_COUNTS_HAN;
	/* 200字与300字之间 */
	if (c != NULL && i + 3 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(AND)) &&
		f->cue[i + 1].gap == 0 && bc_cue_is(&f->cue[i + 2], BC_M(NUM)) &&
		f->cue[i + 2].gap == 0 && f->cue[i + 3].gap == 0 &&
		f->cue[i + 3].value == BC_U_CHARACTER &&
		bc_cue_is(&f->cue[i + 3], BC_M(UNIT)) && f->cue[i + 2].value > c->n)
	{
		c->relation = BC_BETWEEN;
		c->to = f->cue[i + 2].value;
	}
}

/* Does a word that begins so stand right before byte at? */
static bool
stands_before(const BcFinder *f, size_t at, const char *begin)
{
	size_t		from;

	while (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	for (from = at; from > 0 && bc_is_letter(f->text.data[from - 1]); from--)
		;
	for (size_t i = 0; begin[i] != '\0'; i++)
		if (from + i >= at ||
			bc_lower(f->text.data[from + i]) != (unsigned char) begin[i])
			return false;
	return true;
}

/* "add two sentences", "changing one word": of a text at hand. */
static bool
added(const BcFinder *f, const BcQuantity *q)
{
	static const char *const verbs[] = {"add", "chang", "replac", "remov",
										"delet", "insert", "put", "更改", "添加",
										"增加", "补充", "加上", "加入"};
	size_t		k = q->first;

	if (k == 0 || f->cue[k].gap > 1)
		return false;
	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
		if (bc_cue_starts(f, k - 1, verbs[v]) ||
			(f->cue[k].gap > 0 &&
			 stands_before(f, f->cue[k].start, verbs[v])))
			return true;
	return false;
}

/* 加一个标题, but no title for a text at hand; from: the cue behind 加. */
static void
add_title(BcFinder *f, size_t from, size_t i)
{
	/* ，给个标题 */
	if (from > 1 && from == i && f->cue[i].gap == 0 && !bc_cue_latin(f, i) &&
		bc_cue_is(&f->cue[i - 1], BC_M(ASK)) && bc_clause_ends(f, i) &&
		bc_clause_start(f, i) == i - 1 && f->cue[i - 1].gap == 0 &&
		(f->seen & (BC_M(THIS) | BC_M(WORKON) | BC_M(MATTER))) == 0)
		bc_follow_add(f, BC_F_TITLE, from, i, bc_demand(f, i) * 2 / 3);
	if (f->cue[from].start >= 3 &&
		bc_stands_at(f, f->cue[from].start - 3, "加") &&
		(bc_seen_in(f, bc_clause_start(f, i), i) & BC_M(THIS)) == 0)
		bc_follow_add(f, BC_F_TITLE, from, i, bc_demand(f, i) * 2 / 3);
}

/* 四行的小诗，: a clause that is a piece of so many lines. */
static bool
is_piece_of(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		at = f->cue[i].stop;
	size_t		stop = bc_clause_stop(f, i);
	bool		begins = q->first == 0 && f->from == 0;
	bool		lead = f->cue[q->first].gap == 0 ||
		(f->cue[q->first].gap == 1 && f->cue[q->first].start >= 3 &&
		 bc_han_stands_at(f, f->cue[q->first].start - 3, "共"));

	if (bc_cue_latin(f, i) || !lead || q->first != bc_clause_start(f, i))
		return false;
	/* 两个段落的书信体，, 两行对联， */
	if (begins && stop == i + 1 && stop < f->count &&
		f->cue[stop].gap > 0 && f->cue[stop].gap <= 5 &&
		bc_cue_is(&f->cue[stop], BC_M(COMMA)) &&
		(bc_stands_at(f, at, "的") || bc_han_stands_at(f, at, "小")) &&
		(bc_han_stands_at(f, f->cue[stop].start - 3, "体") ||
		 bc_han_stands_at(f, f->cue[stop].start - 3, "文") ||
		 bc_han_stands_at(f, f->cue[stop].start - 3, "信") ||
		 bc_han_stands_at(f, f->cue[stop].start - 3, "诗")))
		return true;
	return i + 1 < f->count &&
		(bc_stands_at(f, at, "的") ? f->cue[i + 1].gap <= 2 :
		 begins && f->cue[i + 1].gap <= 1) &&
		bc_cue_is(&f->cue[i + 1], BC_M(PIECE)) && bc_clause_ends(f, i + 1);
}

/*
 * 要填的空用[ ]表示，不少于三处: placeholders; 至少两处*强调*: highlights;
 * 找出两处语病: items.
 */
static void
add_places(BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		from = i > 16 ? i - 16 : 0;
	unsigned	sure = bc_any_demand_as(f, i, BC_M(ASK));

	if (bc_cue_latin(f, i) || q->given)
		return;
	if (q->by_word && i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(MARK)) &&
		f->cue[i + 1].value == BC_MARK_ITALIC)
		bc_add_quantity(f, BC_F_HIGHLIGHTS, q, BC_AT_LEAST, sure);
	else if (q->by_word && bc_clause_ends(f, i) &&
			 bc_clause_start(f, i) >= from)
	{
		for (size_t k = from; k < i; k++)
			if (bc_cue_is(&f->cue[k], BC_M(BRACKETW)) ||
				(bc_cue_is(&f->cue[k], BC_M(MARK)) &&
				 f->cue[k].value == BC_MARK_BRACKET))
			{
				bc_add_quantity(f, BC_F_PLACEHOLDERS, q, BC_AT_LEAST, sure);
				return;
			}
	}
	else if (q->first > 0 && f->cue[q->first].gap == 0 &&
			 (bc_cue_starts(f, q->first - 1, "找出") ||
			  bc_cue_starts(f, q->first - 1, "指出") ||
			  bc_cue_starts(f, q->first - 1, "列出")))
		bc_add_items(f, q);
}

/* Does 还是 stand in the clause behind cue i: 用甲还是乙好? */
static bool
asks_which(const BcFinder *f, size_t i)
{
	size_t		stop = bc_read_to(f, f->cue[i].stop, bc_clause_stop(f, i));

	for (size_t at = f->cue[i].stop; at < stop && at - f->cue[i].stop < 60;
		 at++)
		if (bc_han_stands_at(f, at, "还是") || bc_stands_at(f, at, "有什么") ||
			bc_han_stands_at(f, at, "区别") || bc_stands_at(f, at, "差别"))
			return !bc_cue_latin(f, i);
	return false;
}

/* 5列和7行, 表格里至少8行 */
static bool
of_a_table(const BcFinder *f, size_t i)
{
	if ((bc_seen_in(f, bc_clause_start(f, i), bc_clause_stop(f, i)) &
		 (BC_M(FORMAT) | BC_M(COLUMNW))) != 0)
		return true;
	for (size_t k = 0; k < i && (f->seen & BC_M(FORMAT)) != 0; k++)
		if (bc_cue_is(&f->cue[k], BC_M(FORMAT)) &&
			f->cue[k].value == BC_FORMAT_TABLE && !f->cue[k].material &&
			!bc_cue_latin(f, i))
			return true;
	return false;
}

/* 结论部分不少于三句, 代码外的文字 */
static bool
counts_a_part(const BcFinder *f, size_t first)
{
	static const char *const parts[] = {"部分", "以外", "外的", "后面用"};

	for (size_t at = bc_clause_byte(f, first, 39); at < f->cue[first].start;
		 at++)
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
			if (bc_han_stands_at(f, at, parts[k]))
				return true;
	return false;
}

/* How sure it is that a unit's quantity is demanded. */
static unsigned
how_sure(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		first = q->first > 0 && bc_cue_starts(f, q->first - 1, "in") &&
		f->cue[q->first].gap == 0 ? q->first - 1 : q->first;
	unsigned	sure = bc_any_demand_alone(f, i, first, q->last);

	return sure == 0 && is_piece_of(f, i, q) ?
		bc_any_demand_as(f, i, BC_M(ASK)) : sure;
}

/* 能显示两位小数的秤, 没有重复数字的两位小数: what a thing is like. */
static bool
is_attribute(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		at = f->cue[q->first].start;

	return !bc_cue_latin(f, i) &&
		((at >= 3 && bc_han_stands_at(f, at - 3, "的")) ||
		 (bc_han_stands_at(f, f->cue[i].stop, "的") && at >= 6 &&
		  (bc_han_stands_at(f, at - 6, "显示") ||
		   bc_han_stands_at(f, at - 6, "支持"))));
}

/* 起8个标题, 拟三个标题: to choose among, not of parts. */
static bool
is_named(const BcFinder *f, size_t i, const BcQuantity *q)
{
	size_t		at = f->cue[q->first].start;

	return bc_han_stands_at(f, f->cue[i].start, "个标题") && at >= 3 &&
		(bc_han_stands_at(f, at - 3, "起") ||
		 bc_han_stands_at(f, at - 3, "拟"));
}

static void
add_by_unit(BcFinder *f, size_t i, unsigned unit, const BcQuantity *q)
{
	BcConstraint *c;

	if ((q->each && unit != BC_U_PLACEHOLDER && unit != BC_U_SECTION) ||
		((unit == BC_U_SENTENCE || unit == BC_U_WORD ||
		  unit == BC_U_PARAGRAPH || unit == BC_U_LINE ||
		  unit == BC_U_WORD_ITEM) && added(f, q)))
		return;
	switch (unit)
	{
		case BC_U_WORD:
			add_words(f, i, q);
			break;
		case BC_U_SENTENCE:
			/* 四句 may be verses */
			if (!bc_cue_latin(f, i) &&
				f->cue[i].stop - f->cue[i].start < 6 &&
				!bc_few_sentences(f, i, q))
			{
				/* 教我五句问候语, 找四句出来 */
				if (!q->given && q->n > 1 && bc_are_sought(f, q))
					bc_add_quantity(f, BC_F_ITEMS, q, BC_EXACTLY,
									bc_demand_as(f, i, BC_M(ASK)));
				break;
			}
			if (!q->given && !counts_a_part(f, q->first) &&
				(q->n > 1 || q->by_word || bc_in_one(f, i, q)))
				bc_add_quantity(f, BC_F_SENTENCES, q, BC_EXACTLY,
								how_sure(f, i, q));
			break;
		case BC_U_PARAGRAPH:
		case BC_U_STANZA:
			if (!q->given &&
				(q->n > 1 || q->by_word || bc_in_one_paragraph(f, i, q)))
				bc_add_quantity(f, BC_F_PARAGRAPHS, q, BC_EXACTLY,
								how_sure(f, i, q));
			break;
		case BC_U_CHARACTER:
			/* 一定要是「汪星人代表」五個字: those of the string */
			if (q->first == 0 || f->cue[q->first].gap > 0 || q->n > 20 ||
				!bc_cue_is(&f->cue[q->first - 1], BC_M(QUOTE)))
				add_characters(f, i, q);
			break;
		case BC_U_LINE:
			/* 5列和7行 are a table's */
			if (of_a_table(f, i))
				break;
			if (bc_stands_at(f, f->cue[i].stop, "代码") ||
				bc_han_stands_at(f, f->cue[i].stop, "数据"))
				break;
			if (!q->given && q->n <= 500 &&
				(q->n > 1 || q->by_word ||
				 (!bc_cue_latin(f, i) && bc_clause_is(f, q->first, i))))
				bc_add_quantity(f, BC_F_LINES, q, BC_EXACTLY,
								how_sure(f, i, q));
			break;
		case BC_U_BULLET:
			c = q->given ? NULL :
				bc_add_quantity(f, BC_F_BULLETS, q, BC_EXACTLY,
								how_sure(f, i, q));
			if (c != NULL && f->text.data[f->cue[i].start] >= 0x80)
				c->unit = BC_COUNTS_POINTS;
			break;
		case BC_U_SECTION:
			bc_add_sections(f, i, q);
			break;
		case BC_U_PART:
			if (!bc_cue_latin(f, i))
				bc_add_sections(f, i, q);
			break;
		case BC_U_PLACEHOLDER:
			bc_add_quantity(f, BC_F_PLACEHOLDERS, q, BC_AT_LEAST,
							how_sure(f, i, q));
			break;
		case BC_U_HEADING:
			/* 起8个标题 */
			if (!q->given && q->n > 1 && is_named(f, i, q))
				bc_add_quantity(f, BC_F_ITEMS, q, BC_EXACTLY,
								bc_demand_as(f, i, BC_M(ASK)));
			/* 加三个小标题 */
			else if (!q->given && (q->n > 1 || q->by_word))
				bc_add_quantity(f, BC_F_HEADINGS, q, BC_EXACTLY,
								!bc_cue_latin(f, i) &&
								f->cue[q->first].start >= 3 &&
								bc_stands_at(f, f->cue[q->first].start - 3,
											 "加") ?
								bc_any_demand_as(f, i, BC_M(ASK)) :
								how_sure(f, i, q));
			else if (!q->given)
				add_title(f, q->first, i);
			break;
		case BC_U_DECIMAL:
			/* 保留两位小数用round还是format好 */
			if (q->n <= 20 && !asks_which(f, i) && !is_attribute(f, i, q) &&
				(bc_cue_latin(f, i) || !bc_of_a_program(f, i)))
				bc_add_quantity(f, BC_F_DECIMALS, q, BC_EXACTLY,
							 bc_any_demand_as(f, i, BC_M(ASK)));
			break;
		case BC_U_PLACE:
			add_places(f, i, q);
			break;
		case BC_U_VERSION:
			break;
		case BC_U_WORD_ITEM:
			if (q->by_word ||
				(q->n >= 30 && (bc_cue_starts(f, i, "词") ||
								(bc_cue_starts(f, i, "个词") &&
								 bc_clause_is(f, q->first, i)))))
				add_words(f, i, q);
			/* 使用“甲”与“乙”两词: those that are quoted */
			else if (q->first == 0 || f->cue[q->first].gap > 0 ||
					 bc_cue_latin(f, i) ||
					 !bc_cue_is(&f->cue[q->first - 1], BC_M(QUOTE)))
				bc_add_items(f, q);
			break;
		case BC_U_ITEM:
			/* 最多15个英文字 are words */
			if (i + 2 < f->count && f->cue[i + 1].gap == 0 &&
				bc_cue_is(&f->cue[i + 1], BC_M(LANG)) &&
				f->cue[i + 2].gap == 0 &&
				bc_cue_is(&f->cue[i + 2], BC_M(UNIT)) &&
				bc_cue_unit(&f->cue[i + 2]) == BC_U_CHARACTER)
				break;
			/* 三个[占位符] */
			if (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
				bc_cue_is(&f->cue[i + 1], BC_M(MARK)) && !q->given &&
				f->cue[i + 1].value == BC_MARK_BRACKET)
				bc_add_quantity(f, BC_F_PLACEHOLDERS, q, BC_AT_LEAST,
							how_sure(f, i, q));
			else
				bc_add_items(f, q);
			break;
		default:
			break;
	}
}

/* "the number of sentences ... less than 60" */
static bool
says_number(const BcFinder *f, size_t i)
{
	return i > 0 && f->cue[i].gap <= 1 &&
		bc_cue_is(&f->cue[i - 1], BC_M(NUMBERW));
}

/* 小数点后第三位, 小数点后留4位, 小数第一位 */
static bool
places_behind(const BcFinder *f, size_t i, BcQuantity *q)
{
	size_t		k = i + 1;

	while (k < f->count && k < i + 3 && f->cue[k].gap <= 2 &&
		   !bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(ORDINAL) | BC_CLAUSE_END))
		k++;
	if (k >= f->count || f->cue[k].gap > 2 ||
		!bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(ORDINAL)) ||
		!bc_stands_at(f, f->cue[k].stop, "位"))
		return false;
	memset(q, 0, sizeof(*q));
	q->n = f->cue[k].value;
	q->first = i;
	q->last = q->number = k;
	return true;
}

/* 百分位 is the second. */
static uint32_t
places_named(const BcFinder *f, size_t i)
{
	/* 精确到0.01 */
	if (bc_is_digit(f->text.data[f->cue[i].start]))
		return f->cue[i].stop - f->cue[i].start - 2;
	return bc_cue_starts(f, i, "十") ? 1 : bc_cue_starts(f, i, "百") ? 2 :
		bc_cue_starts(f, i, "千") ? 3 : 4;
}

void
bc_follow_unit(BcFinder *f, size_t i)
{
	unsigned	unit = f->cue[i].value;
	BcQuantity	q;

	/* 回“对”或“错” */
	if (unit == 30 && i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(QUOTE)))
		bc_follow_options(f, i);
	if (unit == 10 || unit == 30)
	{
		/* 合规回1，不合规回0 */
		if (unit == 30 && bc_follow_cases(f, i))
			return;
		bc_follow_times(f, i);
		return;
	}
	if (unit == BC_U_LINE && !bc_cue_latin(f, i))
		bc_follow_one_a_line(f, i);
	if (unit == BC_U_CHARACTERS_ARE)
		unit = BC_U_CHARACTER;
	else if (unit == BC_U_DECIMALS_ARE || unit == 34)
		unit = BC_U_DECIMAL;
	else if (unit > 20)
		unit -= 20;
	/* 就写一段, which is no number in 写一 */
	if (unit == BC_U_PARAGRAPH && i > 0 && f->cue[i].gap == 0 &&
		bc_cue_starts(f, i - 1, "写一") && f->cue[i - 1].start >= 3 &&
		(bc_han_stands_at(f, f->cue[i - 1].start - 3, "就") ||
		 bc_han_stands_at(f, f->cue[i - 1].start - 3, "只")))
	{
		q = (BcQuantity) {.relation = BC_EXACTLY, .n = 1, .first = i - 1,
		.last = i, .number = i - 1};
		bc_add_quantity(f, BC_F_PARAGRAPHS, &q, BC_EXACTLY,
						bc_demand_as(f, i, BC_M(ASK)));
		return;
	}
	/* 四舍五入到百分位 */
	if (unit == 16 && (!bc_cue_latin(f, i) ||
					   bc_is_digit(f->text.data[f->cue[i].start])))
	{
		q = (BcQuantity) {.relation = BC_EXACTLY, .n = places_named(f, i),
		.first = i, .last = i, .number = i};
		bc_add_quantity(f, BC_F_DECIMALS, &q, BC_EXACTLY,
						bc_demand(f, i));
		return;
	}
	/* 最多15个英文字 are words */
	if (unit == BC_U_CHARACTER && i > 0 && f->cue[i].gap == 0 &&
		bc_cue_starts(f, i - 1, "英") && bc_cue_is(&f->cue[i - 1], BC_M(LANG)))
		unit = BC_U_WORD;
	if (unit == BC_U_DECIMAL && f->cue[i].value > 20 &&
		places_behind(f, i, &q))
		add_by_unit(f, i, unit, &q);
	else if (bc_quantity(f, i, &q) ||
		((f->cue[i].value > 20 || says_number(f, i)) &&
		 bc_quantity_behind(f, i, &q)))
		add_by_unit(f, i, unit, &q);
	/* 个项目 without a number is a project */
	else if (unit == BC_U_BULLET && !bc_cue_starts(f, i, "个"))
		bc_follow_bulleted(f, i);
	else if (unit == BC_U_HEADING &&
			 (f->cue[i].value > 20 || bc_cue_starts(f, i, "个小标题")))
		bc_follow_headings(f, i);
	else if (unit == BC_U_HEADING)
		add_title(f, i, i);
}
