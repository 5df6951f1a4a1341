/*
 * format.c: the format of an answer: JSON, XML, YAML, CSV, a table, a code
 * block, plain text; numbered lists, bullets, keys.
 */
#include "core/follow/internal.h"

/* 字段要有name, 键名用name: where the names begin. */
static size_t
past_verb(const BcFinder *f, size_t at)
{
	static const char *const verbs[] = {
		"需要", "必须", "需", "要", "应", "分别", "包含", "包括", "有", "为",
		"是", "用", "叫", "含"
	};

	for (unsigned n = 0; n < 3; n++)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
			if (bc_han_stands_at(f, at, verbs[k]))
			{
				at += strlen(verbs[k]);
				break;
			}
	return at;
}

/* The strings in quotes, or bare words, behind cue i: names of keys, columns. */
void
bc_names_behind(BcFinder *f, BcConstraint *c, size_t i, size_t stop)
{
	size_t		k = i + 1;
	size_t		at;

	if (c == NULL)
		return;
	while (k < stop && k <= i + 6 &&
		   !bc_cue_is(&f->cue[k], BC_M(QUOTE) | BC_M(COLON)))
		k++;
	if (k < stop && bc_cue_is(&f->cue[k], BC_M(QUOTE)))
	{
		for (; k < f->count &&
			 (bc_cue_is(&f->cue[k], BC_M(QUOTE)) ||
			  bc_cue_is(&f->cue[k], BC_M(AND) | BC_M(COMMA))) &&
			 f->cue[k].gap <= 1; k++)
			if (bc_cue_is(&f->cue[k], BC_M(QUOTE)) &&
				bc_follow_string(f, c, bc_cue_text(f, &f->cue[k])))
				c->byte_stop = f->cue[k].stop;
		return;
	}
	/* name, age and city; 姓名、年龄、城市 */
	at = k < stop &&
		bc_cue_is(&f->cue[k], BC_M(COLON)) ? f->cue[k].stop : f->cue[i].stop;
	at = past_verb(f, at);
	for (unsigned n = 0; n < 16; n++)
	{
		size_t		a;
		bool		joint = false;

		while (at < f->text.len && f->text.data[at] == ' ')
			at++;
		a = at;
		while (at < f->text.len && at - a < 40)
		{
			size_t		next = at;
			uint32_t	ch = bc_quick_char(f->text, &next);

			if ((ch < 0x80 &&
				 !((ch | 0x20) - 'a' < 26 ||
				   bc_is_digit((unsigned char) ch) || ch == '_')) ||
				(ch >= 0x2000 && (ch < 0x3400 || ch > 0x9FFF)) ||
				ch == 0x548C || ch == 0x4E0E || ch == 0x7684 ||
				(ch >= 0x3400 && f->text.data[a] < 0x80 && at > a))
				break;			/* stock三个 ends with stock */
			at = next;
		}
		if (at == a || (n == 0 && at - a > 30))
			break;
		if (!(bc_stands_at(f, a, "and ") || bc_stands_at(f, a, "的") ||
			  bc_stands_at(f, a, "is") || bc_stands_at(f, a, "are")))
		{
			if (!bc_follow_string(f, c, (BcSlice) {f->text.data + a, at - a}))
				break;
			c->byte_stop = (uint32_t) at;
		}
		if (bc_stands_at(f, at, "、") || bc_stands_at(f, at, "和") ||
			bc_stands_at(f, at, "与") || bc_stands_at(f, at, "，"))
			joint = true, at += 3;
		else if (bc_stands_at(f, at, ", and ") || bc_stands_at(f, at, ", "))
			joint = true, at += bc_stands_at(f, at, ", and ") ? 6 : 2;
		else if (bc_stands_at(f, at, " and "))
			joint = true, at += 5;
		else if (bc_stands_at(f, at, ","))
			joint = true, at++;
		if (!joint)
			break;
	}
}

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
		"按", "放", "包", "解析", "导出", "改", "附", "抽取"
	};

	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
		if (bc_cue_starts(f, k, verbs[v]))
			return true;
	return false;
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
	/* JSON格式, "JSON format", "format your answer as JSON" */
	if (i + 1 < stop && f->cue[i + 1].gap <= 1 &&
		bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)))
		format = true;
	for (size_t k = i; k-- > from && i - k <= 6;)
	{
		const BcCue *cue = &f->cue[k];

		if (bc_cue_is(cue, BC_M(THIS)) && k + 1 == i && f->cue[i].gap <= 1)
			return false;		/* this JSON */
		/* 返回的JSON is at hand */
		if (k + 1 == i && bc_cue_is(cue, BC_M(ASK)) &&
			!bc_cue_is(cue, BC_M(UNIT)) &&
			bc_stands_at(f, cue->stop, "的"))
			return false;
		if (bc_cue_is(cue, BC_M(ASK) | BC_M(RESP) | BC_M(MODAL) | BC_M(ONLY)))
			verb = true;
		if (bc_cue_is(cue, BC_M(FORMATN)))
			format = true;
		if (bc_cue_is(cue, BC_M(IN)) && i - k <= 2 && f->cue[k + 1].gap <= 1)
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
	for (size_t k = i; k-- > from && i - k <= 3 &&
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
	return bc_cue_starts(f, i, "tabular") ||
		bc_cue_starts(f, i, "markdown") ||
		(i > 0 && f->cue[i].gap <= 1 &&
		 (bc_cue_starts(f, i - 1, "in") || bc_cue_starts(f, i - 1, "as") ||
		  bc_cue_starts(f, i - 1, "into") ||
		  (bc_cue_is(&f->cue[i - 1], BC_M(FORMAT)) &&
		   f->cue[i - 1].value == BC_FORMAT_MARKDOWN)));
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
		if (k > i && c->strings == 0 &&
			(bc_cue_is(&f->cue[k], BC_M(COLUMNW)) ||
			 (bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
			  f->cue[k].value == BC_U_COLUMN)))
			bc_names_behind(f, c, k, stop);
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

	if (f->seen == 0 || (f->seen & (BC_M(ASK) | BC_M(PIECE))) == 0)
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
	return (last > i || bc_cue_starts(f, i, "csv格式")) &&
		bc_clause_is(f, i, last);
}

/* 写个函数，把字典转成JSON: what the function makes. */
static bool
of_a_function(const BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		at = from > 0 ? f->cue[from - 1].stop : 0;

	for (at = f->cue[i].start - at > 90 ? f->cue[i].start - 90 : at;
		 at < f->cue[i].start; at++)
		if (bc_han_stands_at(f, at, "函数") ||
			bc_han_stands_at(f, at, "脚本"))
			return true;
	return false;
}

void
bc_follow_format(BcFinder *f, size_t i)
{
	static const BcFollowKind kinds[] = {0, BC_F_JSON, BC_F_XML, BC_F_YAML,
										 BC_F_CSV};
	unsigned	format = f->cue[i].value;
	unsigned	sure = bc_demand(f, i, false);
	size_t		from = bc_clause_start(f, i);
	uint64_t	seen = bc_seen_in(f, from, i);

	if (format == BC_FORMAT_MARKDOWN)
	{
		/* 不要使用Markdown: plain text */
		if (bc_negated(f, i) && i + 1 < f->count &&
			!bc_cue_is(&f->cue[i + 1], BC_M(FORMAT) | BC_M(UNIT)))
			bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_demand(f, i, true));
		else if (bc_negated(f, i) && i + 1 == f->count)
			bc_follow_add(f, BC_F_PLAIN_TEXT, i, i, bc_demand(f, i, true));
		return;
	}
	/* 列个表 is verb and form at once */
	if (is_alone(f, i) ||
		(bc_cue_is(&f->cue[i], BC_M(ASK)) &&
		 bc_cue_after(f, i, bc_clause_stop(f, i), BC_M(WH)) == SIZE_MAX))
		sure = bc_demand_as(f, i, false, BC_M(ASK));
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
				!(i > from && f->cue[i].gap == 0 &&
				  bc_cue_is(&f->cue[i - 1], BC_M(ASK)) &&
				  bc_cue_starts(f, i - 1, "转")) &&
				(seen & (BC_M(RESP) | BC_M(IN) | BC_M(FORMATN))) == 0)
				return;
			if ((seen & BC_M(WORKON)) != 0 &&
				(seen & (BC_M(ASK) | BC_M(IN) | BC_M(RESP))) == 0)
				return;
			bc_follow_add(f, kinds[format], i, i + 1 < f->count &&
						  bc_cue_is(&f->cue[i + 1], BC_M(FORMATN)) &&
						  f->cue[i + 1].gap == 0 ? i + 1 : i, sure);
			break;
		case BC_FORMAT_TABLE:
			if (bc_cue_starts(f, i, "表") &&
				(!bc_stands_at(f, f->cue[i].stop, "格")) &&
				f->cue[i].stop - f->cue[i].start == 3)
				return;
			if (bc_cue_latin(f, i) && !is_form_of_table(f, i))
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

/* 用小标题分段: one at least. */
void
bc_follow_headings(BcFinder *f, size_t i)
{
	BcConstraint *c;

	if (bc_negated(f, i) ||
		(!form_asked(f, i) &&
		 !(i > 0 && f->cue[i].gap <= 1 && !bc_cue_latin(f, i) &&
		   (bc_cue_is(&f->cue[i - 1], BC_M(INCLUDE)) ||
			bc_cue_starts(f, i - 1, "分")))))
		return;
	c = bc_follow_add(f, BC_F_HEADINGS, i, i, bc_demand(f, i, false));
	if (c != NULL)
	{
		c->relation = BC_AT_LEAST;
		c->n = 1;
	}
}

/* 加序号, 标编号 */
static bool
is_put_on(const BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"加", "标", "带", "编"};

	for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		if (f->cue[i].start >= 3 && f->cue[i].gap > 0 &&
			bc_han_stands_at(f, f->cue[i].start - 3, verbs[k]))
			return true;
	return false;
}

void
bc_follow_numbered(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	uint64_t	seen = bc_seen_in(f, from, stop);
	BcConstraint *c;
	BcQuantity	q;

	if (bc_negated(f, i) || bc_cue_before(f, i, from, BC_M(THIS)) != SIZE_MAX)
		return;
	/* 按序号 is a demand by itself */
	if ((seen & (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(IN) |
				 BC_M(INCLUDE))) == 0 && !bc_cue_starts(f, i, "按") &&
		!is_put_on(f, i) && !bc_cue_starts(f, i, "编好") && !bc_cue_starts(f, i, "标好") &&
		!bc_cue_starts(f, i, "编上") && !bc_cue_starts(f, i, "要"))
		return;
	/* 编号 alone may be a number of something */
	if ((bc_cue_starts(f, i, "编号") || bc_cue_starts(f, i, "序号") ||
		 bc_cue_starts(f, i, "标号")) &&
		 f->cue[i].stop - f->cue[i].start == 6 && !is_put_on(f, i) &&
		(seen & (BC_M(ASK) | BC_M(IN) | BC_M(INCLUDE))) == 0)
		return;
	c = bc_follow_add(f, BC_F_NUMBERED, i, i,
					  bc_demand_as(f, i, false, is_put_on(f, i) ||
								   bc_cue_starts(f, i, "编好") ||
								   bc_cue_starts(f, i, "标好") ||
								   bc_cue_starts(f, i, "编上") ||
								   bc_cue_starts(f, i, "要") ? BC_M(ASK) : 0));
	/* 1234编好号 shows the numbers */
	if (c != NULL && !bc_cue_starts(f, i, "编好") &&
		!bc_cue_starts(f, i, "标好") && bc_quantity(f, i, &q) && !q.given)
	{
		bc_set_quantity(c, &q, BC_EXACTLY);
	}
}

/* 每点前面用「-」: a bullet in quotes, and what each begins with. */
static bool
is_bullet_shown(const BcFinder *f, size_t i)
{
	static const char *const marks[] = {"-", "*", "•", "·", "●", "- ", "* "};
	BcSlice		s = bc_cue_text(f, &f->cue[i]);
	size_t		each;

	if (s.len > 3 || (f->seen & BC_M(EACH)) == 0)
		return false;
	each = bc_cue_before(f, i, bc_clause_start(f, i), BC_M(EACH));
	if (each == SIZE_MAX ||
		!(bc_cue_starts(f, each, "每点") || bc_cue_starts(f, each, "每条") ||
		  bc_cue_starts(f, each, "每项") || bc_cue_starts(f, each, "每个") ||
		  bc_cue_starts(f, each, "每一") || bc_cue_starts(f, each, "每行") ||
		  bc_cue_starts(f, each, "各")))
		return false;
	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
		if (s.len == strlen(marks[k]) &&
			memcmp(s.data, marks[k], s.len) == 0)
			return true;
	return false;
}

/* A bulleted list without a number. */
void
bc_follow_bulleted(BcFinder *f, size_t i)
{
	size_t		from;
	size_t		stop;
	BcConstraint *c;

	if (bc_cue_is(&f->cue[i], BC_M(QUOTE)) && !is_bullet_shown(f, i))
		return;
	from = bc_clause_start(f, i);
	stop = bc_clause_stop(f, i);
	if (bc_negated(f, i) ||
		(bc_seen_in(f, from,
					stop) & (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) |
							 BC_M(IN))) == 0 ||
		bc_cue_before(f, i, from, BC_M(THIS)) != SIZE_MAX)
		return;
	c = bc_follow_add(f, BC_F_BULLETS, i, i, bc_demand(f, i, false));
	if (c != NULL)
	{
		c->relation = BC_NO_NUMBER;
		c->n = 0;
	}
}

/* The keys of a JSON object, where JSON is asked for; columns are a table's. */
void
bc_follow_keys(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	bool		json = false;
	BcConstraint *c;

	if (!bc_cue_is(&f->cue[i], BC_M(KEYW)) || bc_negated(f, i))
		return;
	for (unsigned k = 0; k < f->out->count; k++)
	{
		json = json ||
			(f->out->list[k].kind == BC_F_JSON &&
			 f->out->list[k].place == f->place &&
			 f->out->list[k].turn == f->turn);
		if (f->out->list[k].kind == BC_F_JSON_KEYS)
			return;
	}
	if (!json)
		return;
	(void) from;
	c = bc_follow_add(f, BC_F_JSON_KEYS, i, i, bc_demand(f, i, false));
	bc_names_behind(f, c, i, stop);
	/* “name”和“age”两个字段 */
	if (c != NULL && c->strings == 0)
		for (size_t k = i; k-- > from && i - k < 24;)
		{
			if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
				bc_follow_string(f, c, bc_cue_text(f, &f->cue[k]));
			else if (!bc_cue_is(&f->cue[k],
								BC_M(AND) | BC_M(COMMA) | BC_M(NUM)))
				break;
		}
	if (c != NULL && c->strings == 0)
	{
		/* 包含name、age和city字段: the run of words right before */
		size_t		before = i;
		size_t		at;
		size_t		a;

		while (before > 0 && i - before < 2 && f->cue[before].gap == 0 &&
			   bc_cue_is(&f->cue[before - 1], BC_M(NUM) | BC_M(UNIT)))
			before--;
		at = f->cue[before].start;

		while (at > 0 && f->text.data[at - 1] == ' ')
			at--;
		a = at;
		while (a > 0 && at - a < 200)
		{
			unsigned char ch = f->text.data[a - 1];

			if (!(bc_is_letter((unsigned char) ch) ||
				  bc_is_digit((unsigned char) ch) || ch == '_' || ch == ' ' ||
				  ch == ',' ||
				  (a >= 3 &&
				   (bc_stands_at(f, a - 3, "、") ||
					bc_stands_at(f, a - 3, "和") ||
					bc_stands_at(f, a - 3, "，")))))
				break;
			a -= ch >= 0x80 ? 3 : 1;
		}
		while (a < at)
		{
			size_t		b = a;

			while (b < at &&
				   (bc_is_letter(f->text.data[b]) ||
					bc_is_digit(f->text.data[b]) || f->text.data[b] == '_'))
				b++;
			if (b > a && !(b - a == 3 && bc_stands_at(f, a, "and")))
				bc_follow_string(f, c, (BcSlice) {f->text.data + a, b - a});
			a = b == a ? b + 1 : b;
		}
	}
	if (c != NULL && c->strings == 0)
		f->out->count--;
}
