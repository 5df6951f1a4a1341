/*
 * context.c: what a cue is part of: a sentence, a clause, material to be worked
 * on.
 */
#include "core/follow/wording.h"

#define EXCERPT	7				/* the value of 节选, 须知, 条款 */
#define SENT	8				/* of 留了张纸条, which asks for none */

bool
bc_cue_latin(const BcFinder *f, size_t i)
{
	return f->text.data[f->cue[i].start] < 0x80;
}

uint64_t
bc_seen_in(const BcFinder *f, size_t from, size_t stop)
{
	uint64_t	seen = 0;

	for (size_t k = from; k < stop; k++)
		seen |= f->cue[k].mask;
	return seen;
}

size_t
bc_cue_before(const BcFinder *f, size_t i, size_t from, uint64_t mask)
{
	while (i > from)
		if (bc_cue_is(&f->cue[--i], mask))
			return i;
	return SIZE_MAX;
}

size_t
bc_cue_after(const BcFinder *f, size_t i, size_t to, uint64_t mask)
{
	while (++i < to)
		if (bc_cue_is(&f->cue[i], mask))
			return i;
	return SIZE_MAX;
}

static size_t
start_behind(const BcFinder *f, size_t i, uint64_t ends)
{
	size_t		least = i > BC_REACH ? i - BC_REACH : 0;

	while (i > least && !bc_cue_is(&f->cue[i - 1], ends))
		i--;
	return i;
}

static size_t
stop_before(const BcFinder *f, size_t i, uint64_t ends)
{
	size_t		most = f->count - i > BC_REACH ? i + BC_REACH : f->count;

	while (i < most && !bc_cue_is(&f->cue[i], ends))
		i++;
	return i;
}

/* Of cue i's sentence the first cue, and the one that ends it. */
size_t
bc_sentence_start(const BcFinder *f, size_t i)
{
	return start_behind(f, i, BC_M(END));
}

size_t
bc_sentence_stop(const BcFinder *f, size_t i)
{
	return stop_before(f, i, BC_M(END));
}

size_t
bc_clause_start(const BcFinder *f, size_t i)
{
	return start_behind(f, i, BC_CLAUSE_END);
}

size_t
bc_clause_stop(const BcFinder *f, size_t i)
{
	return stop_before(f, i, BC_CLAUSE_END);
}

size_t
bc_clause_byte(const BcFinder *f, size_t i, size_t most)
{
	size_t		at = bc_begin_of(f, bc_clause_start(f, i));

	return f->cue[i].start - at > most ? f->cue[i].start - most : at;
}

size_t
bc_read_to(const BcFinder *f, size_t at, size_t stop)
{
	size_t		end = stop < f->count ? f->cue[stop].start : f->at;

	return end > at && end - at > BC_FAR ? at + BC_FAR : end;
}

/* May a word of bc_of_a_program() begin with these two bytes? */
static bool
may_program(unsigned char a, unsigned char b)
{
	switch (a << 8 | b)
	{
		case 'f' << 8 | 'u':
		case 'p' << 8 | 'r':
		case 's' << 8 | 't':
		case 'r' << 8 | 'e':
		case 'v' << 8 | 'o':
		case 'S' << 8 | 'Q':
		case 0xE587:			/* 函 字 正 程 脚 腳 代 文 檔 */
		case 0xE5AD:
		case 0xE6AD:
		case 0xE7A8:
		case 0xE884:
		case 0xE885:
		case 0xE4BB:
		case 0xE696:
		case 0xE6AA:
			return true;
		default:
			return false;
	}
}

/* "A function that turns a string to upper case": its output, not the answer. */
bool
bc_of_a_program(const BcFinder *f, size_t i)
{
	static const char *const words[] = {
		"function", "program", "string", "regular expression", "regex",
			"vowel", "函数", "字符串", "正则", "程序",
			"脚本", "腳本", "代码", "文件名", "檔名", "SQL"
	};
	size_t		from = f->cue[bc_cue_latin(f, i) ? bc_clause_start(f, i) :
								  bc_sentence_start(f, i)].start;
	size_t		at = f->cue[i].start > 120 ? f->cue[i].start - 120 : 0;

	for (at = at > from ? at : from; at < f->cue[i].start; at++)
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]) &&
			 may_program(f->text.data[at], f->text.data[at + 1]); k++)
			if (bc_stands_at(f, at, words[k]))
				return true;
	return false;
}

/* 输出：, 要求：: a label of what is wanted, which nothing at hand has. */
bool
bc_is_demand_label(const BcFinder *f, size_t i, bool rules)
{
	static const char *const labels[] = {"输出", "要求", "回答", "答案", "规则",
										 "格式", "限制", "约束", "形式", "禁止",
										 "条件", "长度", "字数", "呈现"};
	bool		label = false;

	/* rules that are shown have such labels themselves */
	for (size_t k = 0; k < (rules ? 4 : sizeof(labels) / sizeof(labels[0]));
		 k++)
		label = label || bc_cue_starts(f, i, labels[k]);
	return label && f->cue[i].gap == 0 && i + 1 < f->count &&
		f->cue[i + 1].gap <= 2 && bc_cue_is(&f->cue[i + 1], BC_M(COLON));
}

/* Does a sentence that begins at cue i turn to whoever answers? */
static bool
turns_to_reader(const BcFinder *f, size_t i)
{
	size_t		stop = bc_sentence_stop(f, i);

	if (i >= f->count)
		return false;
	if ((f->cue[i].gap == 0 &&
		 bc_cue_is(&f->cue[i], BC_M(MODAL) | BC_M(NEG) | BC_M(RESP))) ||
		bc_is_demand_label(f, i, false))
		return true;
	/* 回“对”或“错” */
	if (f->cue[i].gap == 0 && i + 1 < stop && f->cue[i + 1].gap == 0 &&
		(bc_cue_starts(f, i, "回") || bc_cue_starts(f, i, "答")) &&
		bc_cue_is(&f->cue[i + 1], BC_M(QUOTE) | BC_M(YESNOW) | BC_M(OPTIONW)))
		return true;
	/* 最后必须以“...”收尾 */
	if (f->cue[i].gap == 0 && i + 1 < stop && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i], BC_M(BEGINV) | BC_M(ENDV)) &&
		bc_cue_is(&f->cue[i + 1], BC_M(MODAL)))
		return true;
	/* 用 Markdown 表格呈现 */
	if (f->cue[i].gap == 0 && i + 1 < stop && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i], BC_M(ASK)) && !bc_cue_latin(f, i) && i > 0 &&
		f->text.data[f->cue[i - 1].start] != '.' &&
		bc_cue_is(&f->cue[i + 1], BC_M(FORMAT) | BC_M(LANG) | BC_M(NUMBERED) |
				  BC_M(BULLETED) | BC_M(LINEBREAK)))
		return true;
	/* 只答对或错 */
	if (f->cue[i].gap == 0 && i + 1 < stop && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i], BC_M(ONLY)) &&
		bc_cue_is(&f->cue[i + 1],
				  BC_M(ASK) | BC_M(RESP) | BC_M(YESNOW) | BC_M(NUMBERW) |
				  BC_M(OPTIONW)))
		return true;
	for (size_t k = i; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(RESP)) && f->cue[k].value == 1)
			return true;
	return false;
}

/* 把下面这段话: is it handed over, to be worked on? */
static bool
hands_over(const BcFinder *f, size_t from, size_t stop)
{
	bool		over = false;

	for (size_t k = from; k < stop && !over; k++)
		over = bc_cue_is(&f->cue[k], BC_M(THIS)) &&
			bc_wording_ends_at(f, f->cue[k].start, BC_W_HANDS);
	return over;
}

/* Does a word of a set stand between what ends before cue from and cue stop? */
static bool
says(const BcFinder *f, size_t from, size_t stop, unsigned set)
{
	size_t		at = bc_begin_of(f, from);

	return bc_wording_holds(f, at, bc_read_to(f, at, stop), set);
}

/* Do cues [from, stop) speak of rules at hand, 这些要求? */
bool
bc_names_rules(const BcFinder *f, size_t from, size_t stop)
{
	return (bc_seen_in(f, from, stop) & BC_M(THIS)) != 0 &&
		says(f, from, stop, BC_W_RULES);
}

/* Do they ask to weigh what is at hand? */
bool
bc_weighs(const BcFinder *f, size_t from, size_t stop)
{
	return from < stop && says(f, from, stop, BC_W_WEIGHS);
}

/* 下面的要求哪里写得含糊？: asks about what follows. */
static bool
line_asks(const BcFinder *f, size_t from, size_t end)
{
	uint64_t	seen = bc_seen_in(f, from, end);
	bool		wanted = false;

	for (size_t k = from; k < end; k++)
		wanted = wanted || (bc_cue_is(&f->cue[k], BC_M(MODAL)) &&
							!bc_cue_starts(f, k, "请") &&
							!bc_cue_starts(f, k, "帮") &&
							!bc_cue_starts(f, k, "要求"));
	return (seen & BC_M(THIS)) != 0 && end > from && !bc_cue_latin(f, from) &&
		(seen & BC_M(RESP)) == 0 &&
		((seen & BC_M(WH)) != 0 || bc_weighs(f, from, end)) &&
		(!wanted || f->cue[end - 1].value == BC_END_QUESTION);
}

/* Does a sentence with these cues before its colon introduce material? */
static bool
introduces(const BcFinder *f, size_t from, size_t colon, uint64_t seen)
{
	/* 看看这个 prompt 哪里写得不好 */
	if ((seen & BC_M(WH)) != 0 && line_asks(f, from, colon) &&
		bc_names_rules(f, from, colon))
		return true;
	/* a list of what is wanted, or a form that is shown */
	if ((seen & (BC_M(KEYWORD) | BC_M(FORMATN) | BC_M(OPTIONW) | BC_M(QUOTE) |
				 BC_M(KEYW) | BC_M(COLUMNW) |
				 BC_M(INCLUDE) | BC_M(REQUEST))) != 0 &&
				 (seen & BC_M(WORKON)) == 0)
		return false;
	if ((seen & BC_M(WORKON)) != 0 || hands_over(f, from, colon) ||
		line_asks(f, from, colon))
		return true;
	return (seen & BC_M(THIS)) != 0 &&
		(seen & (BC_M(MATTER) | BC_M(ASK) | BC_M(PIECE))) != 0 &&
		(seen & (BC_M(MODAL) | BC_M(RESP))) == 0;
}

/* {"mood": ...}: the colon behind a key that is shown. */
static bool
behind_key(const BcFinder *f, size_t colon)
{
	size_t		at;

	if (colon == 0 || !bc_cue_is(&f->cue[colon - 1], BC_M(QUOTE)) ||
		f->cue[colon].gap > 0)
		return false;
	at = f->cue[colon - 1].start;
	while (at > 0 && f->text.data[at - 1] <= ' ')
		at--;
	return at > 0 &&
		(f->text.data[at - 1] == '{' || f->text.data[at - 1] == ',');
}

/* 分类：积极/消极/中性，三选一: what follows the colon is the choice. */
static bool
one_of(const BcFinder *f, size_t colon)
{
	size_t		option = bc_cue_after(f, colon, bc_sentence_stop(f, colon),
									  BC_M(OPTIONW));

	if (option != SIZE_MAX &&
		(f->cue[option].value == 1 || f->cue[option].value == 2 ||
		 f->cue[option].value == 5))
		return true;
	/* 分类为：新闻、体育。只输出类别 */
	option = bc_cue_after(f, colon, f->count - colon > 20 ? colon + 20 :
						  f->count, BC_M(OPTIONW));
	return option != SIZE_MAX &&
		(f->cue[option].value == 5 || f->cue[option].value == 1);
}

/* 周报改写一下，要求：三百字内: what follows is asked for, no material. */
static bool
lists_demands(const BcFinder *f, size_t colon)
{
	return colon > 0 && f->cue[colon].gap == 0 &&
		bc_cue_starts(f, colon - 1, "要求") &&
		bc_clause_start(f, colon) == colon - 1 && f->cue[colon - 1].gap == 0;
}

/* A line that gives a task and ends without a colon: material may follow. */
static bool
line_introduces(const BcFinder *f, size_t from, size_t end)
{
	uint64_t	seen = bc_seen_in(f, from, end);

	return line_asks(f, from, end) ||
		(((seen & BC_M(WORKON)) != 0 ||
		  (hands_over(f, from, end) && end > from &&
		   !bc_cue_is(&f->cue[end - 1], BC_M(COLON)))) &&
		 (seen & (BC_M(THIS) | BC_M(MATTER) | BC_M(UNIT))) != 0 &&
		 (seen & BC_M(QUOTE)) == 0);
}

/*
 * Does the colon stand behind what names an excerpt, 投稿须知（节选）：, or behind
 * who speaks, 甲：?  What follows demands nothing, whatever its words.  asked:
 * an excerpt is named, but to be written.
 */
static bool
quotes_rules(const BcFinder *f, size_t from, size_t colon, bool *asked)
{
	size_t		at = f->cue[colon].start;
	bool		excerpt = false;
	uint64_t	seen = 0;

	if (at >= 3 && (bc_stands_at(f, at - 3, "甲") ||
					bc_stands_at(f, at - 3, "乙")))
		return at == 3 || f->text.data[at - 4] == '\n';
	for (size_t k = from; k < colon; k++)
		if (f->cue[k].value >= EXCERPT && bc_cue_is(&f->cue[k], BC_M(THIS)))
		{
			excerpt = true;
			seen &= f->cue[k].value == SENT ? BC_M(MODAL) : ~(uint64_t) 0;
		}
		else
			seen |= f->cue[k].mask;
	*asked = excerpt && (seen & (BC_M(MODAL) | BC_M(ASK) | BC_M(RESP))) != 0;
	*asked = *asked && (seen & BC_M(THIS)) == 0;
	return excerpt && (seen & (BC_M(MODAL) | BC_M(ASK) | BC_M(RESP))) == 0;
}

/*
 * Marks the cues of material: what follows "Translate this:", up to an empty
 * line or to a sentence that turns to the reader.
 */
void
bc_follow_mark_material(BcFinder *f)
{
	bool		material = f->material;
	size_t		from = 0;		/* of the sentence */
	uint64_t	before = 0;		/* of its cues up to this one */
	size_t		line = 0;
	size_t		begun = 0;
	bool		rules = false;	/* material of rules, which turn to nobody */
	bool		asked = false;

	/* without such a word nothing introduces any, nor without a colon or a line */
	if (!material && (((f->seen & (BC_M(WORKON) | BC_M(THIS))) == 0 &&
					   !bc_stands_at(f, 0, "甲：")) ||
					  ((f->seen & BC_M(COLON)) == 0 && f->line == 0)))
		return;
	for (size_t i = 0; i < f->count; i++)
	{
		BcCue	   *cue = &f->cue[i];
		uint64_t	seen = i == from ? 0 : before;

		before = seen | (bc_cue_is(cue, BC_M(THIS)) ?
						 cue->mask & ~BC_M(REQUEST) : cue->mask);
		if (!material && !bc_cue_is(cue, BC_M(COLON) | BC_M(END)))
			continue;
		if (i == from && material && i > begun &&
			(rules ? bc_is_demand_label(f, i, true) ||
			 (bc_cue_starts(f, i, "请") && cue->gap == 0 &&
			  !bc_cue_is(cue, BC_M(NEG))) : turns_to_reader(f, i)))
			material = false;
		cue->material = material;
		rules = rules && material;
		if (bc_cue_is(cue, BC_M(COLON)) && !material &&
			((rules = quotes_rules(f, from, i, &asked)) ||
			 (!asked && introduces(f, from, i, seen) &&
			  !one_of(f, i) && !lists_demands(f, i) && !behind_key(f, i) &&
			  !(cue->start >= 3 && bc_stands_at(f, cue->start - 3, "数")))))
		{
			/* what is in quotes is no instruction anyway */
			if (i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(QUOTE)) &&
				f->cue[i + 1].gap == 0)
				continue;
			if (i + 2 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(END)) &&
				f->cue[i + 1].gap == 0 &&
				bc_cue_is(&f->cue[i + 2], BC_M(QUOTE)) &&
				f->cue[i + 2].gap == 0)
				continue;
			rules = rules || (line_asks(f, from, i) &&
							  bc_names_rules(f, from, i));
			material = true;
			begun = i + 1;
			while (begun < f->count && bc_cue_is(&f->cue[begun], BC_M(END)) &&
				   f->cue[begun].gap == 0)
				f->cue[begun++].material = true;
			i = begun - 1;
			from = begun;
		}
		else if (bc_cue_is(cue, BC_M(END)))
		{
			if (cue->value == BC_END_BLANK && material)
				material = false;
			else if (cue->value >= BC_END_LINE)
			{
				if (!material && line == 0 && line_introduces(f, line, i))
				{
					material = true;
					rules = line_asks(f, line, i) &&
						bc_names_rules(f, line, i);
					begun = i;
				}
				line = i + 1;
			}
			from = i + 1;
		}
	}
	f->material = material;
}
