/*
 * format.c: the format of an answer: JSON, XML, YAML, CSV, a table, a code
 * block, plain text; headings.
 */
#include "core/follow/internal.h"

/* A verb that makes something, not one that speaks about it. */
static bool
puts_out(const BcFinder *f, size_t k)
{
	static const char *const verbs[] = {
		"return", "output", "produc", "generate", "create", "print",
			"respond", "write", "give", "provide", "present",
		"format", "use", "using", "wrap", "answer", "reply", "put", "make",
		"encode", "render", "convert",
		"输出", "返回", "生成", "用", "以", "给", "写", "做", "转", "整理",
		"采用", "使用", "提供", "回", "列", "呈现", "展示", "表示", "制作",
		"按", "放", "包", "解析", "导出", "改", "附", "抽取", "存", "保存",
		"画", "拉", "弄", "产", "变"
	};

	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
		if (bc_cue_starts(f, k, verbs[v]))
			return true;
	return false;
}

/* Does a word that asks stand behind cue i; 优缺点 is a noun. */
static bool
is_asked_about(const BcFinder *f, size_t i)
{
	size_t		stop = bc_clause_stop(f, i);
	size_t		at = bc_begin_of(f, bc_clause_start(f, i));

	/* 能做个表吗 is a request */
	if (bc_han_stands_at(f, at, "能") || bc_han_stands_at(f, at, "可以"))
		return false;
	for (size_t k = i + 1; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(WH)) &&
			!bc_cue_starts(f, k, "优缺点") && !bc_cue_starts(f, k, "区别") &&
			!bc_cue_starts(f, k, "差异") && !bc_cue_starts(f, k, "不同之处"))
			return true;
	return false;
}

/* 表格对比A和B, JSON返回: the form, then a verb that puts out. */
static bool
is_adverb(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {
		"对比", "比较", "列", "展示", "呈现", "整理", "给", "输出", "返回",
		"回", "总结", "罗列", "作答", "归纳", "汇总", "表示", "包", "裹"
	};
	size_t		from = bc_clause_start(f, i);
	size_t		verb = i + 1;

	/* 放 code block 里 */
	if (f->cue[i].value == BC_FORMAT_CODE && f->cue[i].start >= 4 &&
		bc_han_stands_at(f, f->cue[i].start -
						 (f->text.data[f->cue[i].start - 1] == ' ' ? 4 : 3),
						 "放"))
		return true;
	/* CSV给我, 结果给我JSON */
	if (!(i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(CODELANG))) &&
		(((bc_han_stands_at(f, f->cue[i].stop, "给我") ||
		   bc_stands_at(f, f->cue[i].stop, "）给我")) &&
		  (bc_seen_in(f, from, i) & (BC_M(NEG) | BC_M(WH))) == 0) ||
		 (i > from && f->cue[i].gap == 0 && bc_cue_starts(f, i - 1, "给我") &&
		  bc_clause_ends(f, i))))
		return true;
	if (bc_cue_latin(f, i) && i + 1 < f->count && bc_cue_latin(f, i + 1))
		return false;
	/* 表格：左列写城市 */
	if (i == 0 && f->cue[i].gap == 0 && f->cue[i].value == BC_FORMAT_TABLE &&
		f->count > 1 && f->cue[1].gap == 0 &&
		bc_cue_is(&f->cue[1], BC_M(COLON)))
		return true;
	while (from < i && bc_cue_is(&f->cue[from], BC_M(FORMAT) | BC_M(CODELANG)))
		from++;
	if (from != i || f->cue[i].gap > 0)
		return false;
	if (verb < f->count && f->cue[verb].gap == 0 &&
		bc_cue_is(&f->cue[verb], BC_M(FORMATN)))
		verb++;
	if (verb >= f->count || f->cue[verb].gap > 0 ||
		!bc_cue_is(&f->cue[verb], BC_M(ASK) | BC_M(WORKON)) ||
		bc_stands_at(f, f->cue[verb].stop, "的") || is_asked_about(f, verb))
		return false;
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (bc_cue_starts(f, verb, verbs[k]))
			return true;
	return false;
}

/* 我需要一个JSON对象, 格式json */
static bool
is_wanted(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		k = i;
	unsigned	words = f->cue[i].gap;

	if (i > from && f->cue[i].gap == 0 && !bc_cue_latin(f, i - 1) &&
		bc_cue_is(&f->cue[i - 1], BC_M(FORMATN)))
		return i - 1 == from || bc_cue_is(&f->cue[i - 2], BC_M(ASK));
	while (k > from && words <= 1 &&
		   bc_cue_is(&f->cue[k - 1], BC_M(NUM) | BC_M(UNIT)))
		words += f->cue[--k].gap;
	if (k == from || words > 1)
		return false;
	return bc_cue_starts(f, k - 1, "需要") || bc_cue_starts(f, k - 1, "我要") ||
		bc_cue_starts(f, k - 1, "我想要") ||
		bc_cue_starts(f, k - 1, "想要") ||
		(bc_cue_starts(f, k - 1, "要") &&
		 (k - 1 == from || bc_cue_is(&f->cue[k - 2], BC_M(MODAL))));
}

/* Is a form asked for: a verb of output or "format" close to it in its clause? */
static bool
form_asked(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	bool		format = false;
	bool		verb = false;
	unsigned	words;

	/* 格式：JSON, "Format: JSON" */
	if (i >= 2 && bc_cue_is(&f->cue[i - 1], BC_M(COLON)) &&
		f->cue[i].gap == 0 &&
		bc_cue_is(&f->cue[i - 2], BC_M(FORMATN)))
		return true;
	if (is_adverb(f, i) || is_wanted(f, i))
		return true;
	/* JSON格式, "JSON format", "format your answer as JSON" */
	if (i + 1 < stop && f->cue[i + 1].gap <= 1 &&
		bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)))
		format = true;
	for (size_t k = i; k-- > from && i - k <= 6;)
	{
		const BcCue *cue = &f->cue[k];

		/* this JSON; not 按照如下JSON格式 */
		if (bc_cue_is(cue, BC_M(THIS)) && k + 1 == i && f->cue[i].gap <= 1 &&
			!(format && k > from && bc_cue_starts(f, k - 1, "按")))
			return false;
		/* 返回的JSON is at hand */
		if (k + 1 == i && bc_cue_is(cue, BC_M(ASK)) &&
			!bc_cue_is(cue, BC_M(UNIT)) &&
			bc_stands_at(f, cue->stop, "的"))
			return false;
		if (bc_cue_is(cue, BC_M(ASK) | BC_M(RESP) | BC_M(MODAL) | BC_M(ONLY)))
			verb = true;
		/* 返回值必须是合法JSON */
		if (bc_cue_starts(f, k, "必须是") || bc_cue_starts(f, k, "必须为"))
			verb = format = verb || f->cue[i].gap <= 3;
		if (bc_cue_is(cue, BC_M(FORMATN)))
			format = true;
		if (bc_cue_is(cue, BC_M(IN)) && i - k <= 2 &&
			f->cue[k + 1].gap <= (bc_cue_starts(f, k, "是") ? 2 : 1))
			format = true;
	}
	for (size_t k = i + 1; k < stop && k <= i + 3; k++)
		if (bc_cue_is(&f->cue[k], BC_M(ASK) | BC_M(RESP)) &&
			!bc_cue_latin(f, k) &&
			!bc_stands_at(f, f->cue[i + format].stop, "的"))
			verb = true;
	/* 纯文本输出: a verb of output and no more */
	if (i + 1 < stop && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(ASK)) && !bc_cue_latin(f, i + 1) &&
		puts_out(f, i + 1) &&
		(i + 2 >= f->count ? f->cue[i + 1].stop == f->text.len :
		 i + 2 == stop && f->cue[stop].gap == 0))
		return true;
	if (!verb)
		return false;
	if (format)
		return true;
	/* 输出JSON, "return JSON", "return a JSON object": the verb right before */
	words = f->cue[i].gap;
	for (size_t k = i; k-- > from && i - k <= (bc_cue_latin(f, k) ? 3u : 4u) &&
		 words <= (bc_cue_latin(f, k + 1) && bc_cue_latin(f, k) ? 2u : 4u);)
	{
		if (bc_cue_is(&f->cue[k], BC_M(ONLY)) ||
			(bc_cue_is(&f->cue[k], BC_M(ASK)) && puts_out(f, k)))
			return true;
		if (bc_cue_is(&f->cue[k], BC_M(BEFORE)))
			return false;
		words += f->cue[k].gap;
	}
	return false;
}

/* "in a table", "as a table", "table format"; no table of a database. */
static bool
is_form_of_table(const BcFinder *f, size_t i)
{
	size_t		at = f->cue[i].start;

	if (bc_stands_at(f, f->cue[i].stop, " called") ||
		bc_stands_at(f, f->cue[i].stop, " named") ||
		bc_stands_at(f, f->cue[i].stop, " of contents") ||
		(at >= 4 && memcmp(f->text.data + at - 4, "the ", 4) == 0) ||
		(bc_seen_in(f, bc_sentence_start(f, i),
					bc_sentence_stop(f, i)) & BC_M(CODELANG)) != 0)
		return false;
	if (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)))
		return true;
	return bc_cue_starts(f, i, "tabular") || bc_cue_starts(f, i, "md") ||
		bc_cue_starts(f, i, "markdown") ||
		(i > 0 && f->cue[i].gap <= 1 &&
		 (bc_cue_starts(f, i - 1, "in") || bc_cue_starts(f, i - 1, "as") ||
		  bc_cue_starts(f, i - 1, "into") ||
		  (bc_cue_is(&f->cue[i - 1], BC_M(FORMAT)) &&
		   f->cue[i - 1].value == BC_FORMAT_MARKDOWN)));
}

/* Does the name of a number begin so? */
static bool
name_starts(const BcFinder *f, const BcConstraint *c, unsigned n,
			const char *word)
{
	BcSlice		s = f->out->string[c->first_string + n];

	return bc_stands_at(f, (size_t) (s.data - f->text.data), word);
}

static void
add_table(BcFinder *f, size_t i, unsigned sure)
{
	size_t		stop = bc_sentence_stop(f, i);
	size_t		from = bc_sentence_start(f, i);
	BcConstraint *c = bc_follow_add(f, BC_F_MARKDOWN_TABLE, i, i, sure);
	BcQuantity	q;

	if (c == NULL)
		return;
	for (size_t k = from; k < stop; k++)
	{
		if (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			f->cue[k].value == BC_U_COLUMN && bc_quantity(f, k, &q))
		{
			bc_set_quantity(c, &q, BC_EXACTLY);
		}
		/* 列 without a number is a verb */
		if (k > i && c->strings == 0 &&
			(bc_cue_is(&f->cue[k], BC_M(COLUMNW)) ||
			 (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			  f->cue[k].value == BC_U_COLUMN &&
			  (bc_cue_latin(f, k) || k + 1 == stop ||
			   (f->cue[k].gap == 0 && bc_cue_is(&f->cue[k - 1], BC_M(NUM))) ||
			   bc_cue_is(&f->cue[k + 1],
						 BC_M(COLON) | BC_M(QUOTE) | BC_M(IN))))))
			bc_names_behind(f, c, k, stop);
	}
	/* 共3列 behind the names, 列名你自己定: what is no name */
	if (c->strings > 0 &&
		((c->relation == BC_EXACTLY && c->strings > c->n) ||
		 name_starts(f, c, 0, "你")))
	{
		bool		named = c->relation == BC_EXACTLY && c->n > 0 &&
			c->strings == c->n + 1 && name_starts(f, c, c->n, "共");

		c->strings = (uint8_t) (named ? c->n : 0);
		f->out->strings = c->first_string + c->strings;
	}
}

static void
add_code(BcFinder *f, size_t i, unsigned sure)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	BcConstraint *c = bc_follow_add(f, BC_F_CODE_BLOCK, i, i, sure);

	if (c == NULL)
		return;
	for (size_t k = from; k < stop; k++)
		if (bc_cue_is(&f->cue[k], BC_M(CODELANG)) && f->cue[k].value != 4)
		{
			bc_follow_string(f, c, bc_cue_text(f, &f->cue[k]));
			break;
		}
}

/* "..., in a code block", ，JSON格式，: nothing else stands between commas. */
static bool
is_alone(const BcFinder *f, size_t i)
{
	static const char *const tails[] = {"即可", "就行", "就好", "就可以"};
	size_t		first = i;
	size_t		last = i;

	if ((f->seen & (BC_M(ASK) | BC_M(PIECE) | BC_M(MODAL))) == 0)
		return false;
	/* yaml only, */
	if (i + 1 < f->count && f->cue[i + 1].gap == 0 && f->cue[i].gap == 0 &&
		bc_cue_starts(f, i + 1, "only") && bc_clause_start(f, i) == i &&
		bc_clause_ends(f, i + 1))
		return true;
	if ((f->seen & (BC_M(ASK) | BC_M(PIECE))) == 0 &&
		!bc_stands_at(f, f->cue[i].stop, "的"))
		return false;
	while (first > 0 && i - first < 2 && f->cue[first].gap <= 1 &&
		   bc_cue_is(&f->cue[first - 1], BC_M(IN) | BC_M(NUMWORD)))
		first--;
	if (i + 1 < f->count && f->cue[i + 1].gap == 0 &&
		bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)))
		last = i + 1;
	if (first < i && bc_clause_start(f, first) == first &&
		f->cue[first].gap == 0 && bc_clause_stop(f, i) == last + 1 &&
		(last + 1 < f->count ? f->cue[last + 1].gap == 0 :
		 f->cue[last].stop == f->text.len))
		return true;
	if (f->cue[i].value == BC_FORMAT_PLAIN)
	{
		if (f->cue[i].start >= 3 && f->cue[i].gap == 1 &&
			bc_clause_start(f, i) == i &&
			bc_stands_at(f, f->cue[i].start - 3, "就"))
			return true;
		for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
			if (bc_stands_at(f, f->cue[last].stop, tails[k]))
				return true;
	}
	/* ，CSV格式的， */
	if (f->cue[i].gap == 0 &&
		bc_clause_start(f, i) == i && bc_stands_at(f, f->cue[last].stop, "的") &&
		bc_clause_stop(f, last) == last + 1 && last + 1 < f->count &&
		f->cue[last + 1].start == f->cue[last].stop + 3)
		return true;
	return (last > i || bc_cue_starts(f, i, "csv格式") ||
			(f->cue[i].value == BC_FORMAT_PLAIN && !bc_cue_latin(f, i))) &&
		bc_clause_is(f, i, last);
}

/* 写个函数，把字典转成JSON: what the function makes. */
static bool
of_a_function(const BcFinder *f, size_t i)
{
	size_t		at = bc_begin_of(f, bc_sentence_start(f, i));

	for (at = f->cue[i].start - at > 90 ? f->cue[i].start - 90 : at;
		 at < f->cue[i].start; at++)
		if (bc_han_stands_at(f, at, "函数") ||
			bc_han_stands_at(f, at, "脚本"))
			return true;
	return false;
}

/* 除JSON以外的任何字符都不要输出, 除了 JSON 什么都不要 */
static bool
nothing_but(const BcFinder *f, size_t i)
{
	size_t		before = f->cue[i].start;
	size_t		behind = f->cue[i].stop;

	while (before > 0 && f->text.data[before - 1] == ' ')
		before--;
	while (bc_byte_at(f, behind) == ' ')
		behind++;
	return before >= 3 &&
		(bc_han_stands_at(f, before - 3, "除") ||
		 (before >= 6 && bc_han_stands_at(f, before - 6, "除了"))) &&
		(bc_han_stands_at(f, behind, "什么都") ||
		 bc_han_stands_at(f, behind, "以外") ||
		 bc_han_stands_at(f, behind, "之外") ||
		 bc_han_stands_at(f, behind, "外")) &&
		(bc_seen_in(f, bc_clause_start(f, i), bc_sentence_stop(f, i)) &
		 BC_M(NEG)) != 0;
}

void
bc_follow_format(BcFinder *f, size_t i)
{
	static const BcFollowKind kinds[] = {0, BC_F_JSON, BC_F_XML, BC_F_YAML,
										 BC_F_CSV};
	unsigned	format = f->cue[i].value;
	unsigned	sure = bc_demand(f, i);
	size_t		from = bc_clause_start(f, i);
	uint64_t	seen = bc_seen_in(f, from, i);

	if (format < BC_FORMAT_TABLE && nothing_but(f, i))
	{
		bc_follow_add(f, kinds[format], i, i,
					  bc_any_demand_as(f, i, BC_M(ASK)));
		return;
	}
	/* 用JSON还是数据库 */
	if (bc_han_stands_at(f, f->cue[i].stop, "还是"))
		return;
	if (format == BC_FORMAT_MARKDOWN)
	{
		/* 不要使用Markdown: plain text */
		if (bc_negated(f, i) && i + 1 < f->count &&
			!bc_cue_is(&f->cue[i + 1], BC_M(FORMAT) | BC_M(UNIT)))
			bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_any_demand(f, i));
		else if (bc_negated(f, i) && i + 1 == f->count)
			bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_any_demand(f, i));
		return;
	}
	/* 不要markdown表格或加粗 */
	if (format == BC_FORMAT_TABLE && bc_cue_starts(f, i, "markdown") &&
		bc_negated(f, i) &&
		bc_cue_after(f, i, bc_clause_stop(f, i),
					 BC_M(HIGHLIGHT) | BC_M(TITLEW)) != SIZE_MAX)
	{
		bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_any_demand(f, i));
		return;
	}
	/* 列个表 is verb and form at once */
	if (is_alone(f, i) ||
		(bc_cue_is(&f->cue[i], BC_M(ASK)) && !is_asked_about(f, i)) ||
		(!bc_negated(f, i) && (is_adverb(f, i) || is_wanted(f, i))))
		sure = bc_demand_as(f, i, BC_M(ASK));
	else if (sure == 0 || !form_asked(f, i))
		return;
	switch (format)
	{
		case BC_FORMAT_JSON:
		case BC_FORMAT_XML:
		case BC_FORMAT_YAML:
		case BC_FORMAT_CSV:
			if (of_a_function(f, i))
				return;
			/* a program that reads or writes it is another task */
			if ((seen & (BC_M(CODELANG) | BC_M(PIECE))) != 0 &&
				!(i > from && f->cue[i].gap == 0 && !bc_cue_latin(f, i - 1) &&
				  bc_cue_is(&f->cue[i - 1], BC_M(ASK)) &&
				  puts_out(f, i - 1)) &&
				(seen & (BC_M(RESP) | BC_M(IN) | BC_M(FORMATN))) == 0)
				return;
			if ((seen & BC_M(WORKON)) != 0 &&
				(seen & (BC_M(ASK) | BC_M(IN) | BC_M(RESP))) == 0)
				return;
			bc_follow_add(f, kinds[format], i, i + 1 < f->count &&
						  bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)) &&
						  f->cue[i + 1].gap == 0 ? i + 1 : i, sure);
			if (format == BC_FORMAT_JSON)
				bc_add_shown_keys(f, i);
			break;
		case BC_FORMAT_TABLE:
			if (bc_cue_starts(f, i, "表") &&
				(!bc_stands_at(f, f->cue[i].stop, "格")) &&
				f->cue[i].stop - f->cue[i].start == 3)
				return;
			if (bc_cue_latin(f, i) && !is_form_of_table(f, i))
				return;
			/* HTML代码 that makes a table */
			if (!bc_cue_latin(f, i) && (seen & BC_M(CODELANG)) != 0)
				return;
			add_table(f, i, sure);
			break;
		case BC_FORMAT_CODE:
			add_code(f, i, sure);
			break;
		case BC_FORMAT_PLAIN:
			bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, sure);
			break;
		default:
			break;
	}
}

/* 每部分加小标题, 带小标题 */
static bool
is_put_on(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"加", "带", "配", "拟", "设", "起"};
	size_t		at = f->cue[i].start;

	if (at >= 6 && bc_stands_at(f, at - 3, "上"))
		at -= 3;
	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (at >= 3 && bc_han_stands_at(f, at - 3, verbs[k]))
			return true;
	return false;
}

/* 用小标题分段: one at least. */
void
bc_follow_headings(BcFinder *f, size_t i)
{
	BcConstraint *c;

	if (bc_negated(f, i) ||
		(!form_asked(f, i) &&
		 !(i > 0 && f->cue[i].gap <= 1 && !bc_cue_latin(f, i) &&
		   (bc_cue_is(&f->cue[i - 1], BC_M(INCLUDE)) ||
			bc_cue_starts(f, i - 1, "分"))) &&
		 !is_put_on(f, i)))
		return;
	c = bc_follow_add(f, BC_F_HEADINGS, i, i,
					  bc_demand_as(f, i,
								   is_put_on(f, i) ? BC_M(ASK) : 0));
	if (c != NULL)
	{
		c->relation = BC_AT_LEAST;
		c->n = 1;
	}
}
