/*
 * shown.c: demands that a prompt only shows: between fences, in a talk that is
 * written down, behind the name of a notice, where its end asks about them.
 */
#include "core/follow/internal.h"

#define MAX_LABELS	24
#define HAS(f, from, to, words) \
	has_word(f, from, to, words, sizeof(words) / sizeof(words[0]))

typedef struct Label
{
	size_t		first;			/* its first cue, the colon's */
	size_t		colon;
	BcSlice		name;
} Label;

/* Does one of the words stand in bytes [from, to)? */
static bool
has_word(const BcFinder *f, size_t from, size_t to, const char *const *words,
		 size_t count)
{
	for (to = to - from > 400 ? from + 400 : to; from < to; from++)
		for (size_t k = 0; f->text.data[from] >= 0xE3 && k < count; k++)
			if (from + strlen(words[k]) <= to &&
				bc_han_stands_at(f, from, words[k]))
				return true;
	return false;
}

static const char *const rules[] = {
	"要求", "规定", "规则", "规范", "条款", "标准", "意见", "反馈", "批语", "评语",
	"批注", "通知", "公告", "启事", "提示", "指令", "设定", "人设", "模板", "须知",
	"指南", "说法", "做法", "条件", "限制", "守则", "prompt", "约定"
};

/* Do cues [from, stop) speak of rules at hand, 这些要求? */
bool
bc_names_rules(const BcFinder *f, size_t from, size_t stop)
{
	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(THIS)) && !bc_cue_latin(f, k) &&
			HAS(f, f->cue[k].start > 15 ? f->cue[k].start - 15 : 0,
				f->cue[k].stop + 18 < f->text.len ?
				f->cue[k].stop + 18 : f->text.len, rules))
			return true;
	return false;
}

/* Do cues [from, stop) ask to weigh what is at hand? */
bool
bc_weighs(const BcFinder *f, size_t from, size_t stop)
{
	static const char *const weigh[] = {
		"评估", "评价", "点评", "打分", "分析", "优化", "改进", "解读", "检查",
		"指出", "怎么看", "挑错", "挑刺", "合不合", "适不适", "清不清", "找出"
	};

	return from < stop &&
		HAS(f, from > 0 ? f->cue[from - 1].stop : 0, stop < f->count ?
			f->cue[stop].start : f->text.len, weigh);
}

/* Does a sentence ask, or weigh, but not for what an answer is to be like? */
static bool
asks(const BcFinder *f, size_t from, size_t stop, bool weighs)
{
	uint64_t	seen = 0;

	for (size_t k = from; k < stop; k++)
	{
		seen |= bc_cue_starts(f, k, "都") ? 0 : f->cue[k].mask;
		if (bc_cue_is(&f->cue[k], BC_M(NUM)) && k + 1 < stop &&
			bc_cue_is(&f->cue[k + 1], BC_M(UNIT)) && f->cue[k + 1].value < 6)
			return false;
	}
	if (from >= stop || (seen & (BC_M(RESP) | BC_M(ONLY) | BC_M(FORMAT) |
								 BC_M(BEFORE) | BC_M(AFTER))) != 0)
		return false;
	return (seen & BC_M(WH)) != 0 ||
		(stop < f->count && f->cue[stop].value == BC_END_QUESTION) ||
		(weighs && bc_weighs(f, from, stop));
}

static void
mark(BcFinder *f, size_t from, size_t stop)
{
	for (; from < stop; from++)
		f->cue[from].material = true;
}

static bool
begins_line(const BcFinder *f, size_t i)
{
	return i == 0 || (bc_cue_is(&f->cue[i - 1], BC_M(END)) &&
					  f->cue[i - 1].value >= BC_END_LINE);
}

/* The labels at beginnings of lines: 老师：, 群公告： */
static unsigned
read_labels(const BcFinder *f, Label *labels)
{
	unsigned	count = 0;

	for (size_t i = 0; i < f->count && count < MAX_LABELS; i++)
	{
		size_t		at = i > 0 ? f->cue[i - 1].stop : 0;
		size_t		colon = i;

		if (!begins_line(f, i))
			continue;
		while (colon < f->count && colon < i + 5 &&
			   !bc_cue_is(&f->cue[colon], BC_CLAUSE_END))
			colon++;
		if (colon < f->count && bc_cue_is(&f->cue[colon], BC_M(COLON)) &&
			f->cue[colon].start - at <= 45)
			labels[count++] = (Label) {i, colon, {f->text.data + at,
												  f->cue[colon].start - at}};
	}
	return count;
}

static bool
same(const Label *a, const Label *b)
{
	return a->name.len == b->name.len && a->name.len > 0 &&
		memcmp(a->name.data, b->name.data, a->name.len) == 0;
}

/* A：..., B：..., A：...: nobody who talks so turns to the reader. */
static void
mark_talk(BcFinder *f, const Label *labels, unsigned count)
{
	for (unsigned k = 2; k < count; k++)
		if (same(&labels[k], &labels[k - 2]) && labels[k].name.len <= 12 &&
			!same(&labels[k], &labels[k - 1]) &&
			labels[k - 1].name.len <= 12)
			for (unsigned n = k - 2; n <= k; n++)
			{
				size_t		stop = labels[n].colon;

				while (stop < f->count && !(bc_cue_is(&f->cue[stop], BC_M(END)) &&
											f->cue[stop].value >= BC_END_LINE))
					stop++;
				mark(f, labels[n].first, stop);
			}
}

/* Behind 群公告：, up to what asks at the end, or to a label of demands. */
static void
mark_notices(BcFinder *f, const Label *labels, unsigned count, size_t end)
{
	static const char *const notices[] = {
		"公告", "反馈", "批语", "评语", "规定", "提示", "留言", "纸条",
		"通知", "启事", "条款", "须知", "章程", "规", "指南", "作文题", "原话",
		"来信", "短信", "投诉", "说", "条", "规则", "规范", "守则", "声明", "道",
		"告示", "题干", "简章", "写着", "系统消息", "弹窗", "警告", "条件"
	};

	for (unsigned k = 0; k < count; k++)
	{
		const Label *l = &labels[k];
		size_t		at = f->cue[l->colon].start;
		bool		notice = false;

		for (size_t n = 0; n < sizeof(notices) / sizeof(notices[0]); n++)
			notice = notice || (l->name.len > strlen(notices[n]) &&
								bc_han_stands_at(f, at - strlen(notices[n]),
												 notices[n]));
		if (notice && (bc_seen_in(f, l->first, l->colon) &
					   (BC_M(RESP) | BC_M(MODAL) | BC_M(ASK))) == 0 &&
			!bc_stands_at(f, f->cue[l->colon].stop, "你"))
			mark(f, l->colon, k + 1 < count && labels[k + 1].colon < end &&
				 bc_is_demand_label(f, labels[k + 1].first, false) ?
				 labels[k + 1].first : end);
	}
}

/* Between lines of dashes, or <tag> and </tag>; asked: it is asked about. */
static void
mark_fenced(BcFinder *f, bool asked, size_t end)
{
	static const char *const demands[] = {
		"要", "规", "格", "输出", "任务", "指", "rule", "task", "output",
		"format", "instr", "requ", "constr", "system", "prompt"
	};
	size_t		open = SIZE_MAX;

	for (size_t i = 0; i < f->count; i++)
	{
		size_t		at = i > 0 ? f->cue[i - 1].stop : 0;
		size_t		stop = at + 1;
		bool		demand = false;

		if (!begins_line(f, i))
			continue;
		if (asked && bc_stands_at(f, at, "---"))
		{
			if (open != SIZE_MAX)
				mark(f, open, i);
			open = open != SIZE_MAX ? SIZE_MAX : i;
		}
		while (bc_byte_at(f, at) == '<' && stop < f->text.len &&
			   stop < at + 24 && f->text.data[stop] > '/' &&
			   f->text.data[stop] != '<' && f->text.data[stop] != '>')
			stop++;
		if (bc_byte_at(f, at) != '<' || bc_byte_at(f, stop) != '>' ||
			stop == at + 1)
			continue;
		for (size_t n = 0; n < sizeof(demands) / sizeof(demands[0]); n++)
			demand = demand || bc_stands_at(f, at + 1, demands[n]);
		for (size_t k = i; (asked || !demand) && k < f->count; k++)
		{
			size_t		to = f->cue[k].stop;

			if (begins_line(f, k + 1) && bc_byte_at(f, to) == '<' &&
				bc_byte_at(f, to + 1) == '/' && to + stop - at < f->text.len &&
				memcmp(f->text.data + to + 2, f->text.data + at + 1,
					   stop - at) == 0)
			{
				mark(f, i, k + 1);
				break;
			}
		}
	}
	if (open != SIZE_MAX)
		mark(f, open, end);
}

void
bc_follow_mark_shown(BcFinder *f)
{
	Label		labels[MAX_LABELS];
	unsigned	count;
	size_t		stop = f->count;
	size_t		from;
	size_t		first = 0;
	bool		ends;
	bool		asked;

	while (stop > 0 && bc_cue_is(&f->cue[stop - 1], BC_M(END)))
		stop--;
	if (!f->wide || stop == 0)
		return;
	from = bc_sentence_start(f, stop - 1);
	ends = asks(f, from, stop, bc_names_rules(f, from, stop));
	while (first < f->count && !(bc_cue_is(&f->cue[first], BC_M(END)) &&
								 f->cue[first].value >= BC_END_LINE))
		first++;
	asked = (ends && bc_names_rules(f, from, stop)) ||
		((bc_seen_in(f, 0, first) & BC_M(THIS)) != 0 &&
		 (bc_seen_in(f, 0, first) & (BC_M(WH) | BC_M(WORKON))) != 0);
	mark_fenced(f, asked, from > 0 ? from : f->count);
	count = read_labels(f, labels);
	mark_talk(f, labels, count);
	if (ends)
		mark_notices(f, labels, count, from);
	if (ends && bc_names_rules(f, from, stop))
		mark(f, 0, from);
}
