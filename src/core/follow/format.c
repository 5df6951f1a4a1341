/*
 * format.c: the language and the format of an answer: JSON, XML, YAML, CSV, a
 * table, a code block, plain text; numbered lists, bullets, a thing a line,
 * keys.
 */
#include "core/follow/internal.h"

/*
 * "In French", "using only Hindi", 用英文回答: a verb of answering or a word
 * for the answer, and "in" or 用 right before the language.
 */
void
bc_follow_language(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	uint64_t	seen = bc_seen_in(f, from, stop);
	const char *code = bc_follow_languages[f->cue[i].value];
	bool		lead = false;
	BcConstraint *c;
	unsigned	sure;

	if (code[0] == '-' || bc_cue_is(&f->cue[i], BC_M(COND)))
		return;
	for (size_t k = i; k-- > from && i - k <= 3 && !lead;)
	{
		if (bc_cue_latin(f, i))
			lead = bc_cue_is(&f->cue[k], BC_M(ONLY) | BC_M(MODAL)) ||
				(bc_cue_is(&f->cue[k], BC_M(IN)) &&
				 (bc_cue_starts(f, k, "in") || bc_cue_starts(f, k, "be"))) ||
				bc_cue_starts(f, k, "using") || bc_cue_starts(f, k, "use ") ||
				bc_cue_starts(f, k, "use");
		else
			lead = bc_cue_starts(f, k, "用") || bc_cue_starts(f, k, "以") ||
				bc_cue_starts(f, k, "使用") || bc_cue_starts(f, k, "只") ||
				bc_cue_starts(f, k, "用") ||
				bc_cue_is(&f->cue[k], BC_M(ONLY)) ||
				bc_cue_starts(f, k, "采用") ||
				bc_cue_starts(f, k, "须") || bc_cue_starts(f, k, "必须");
		if (f->cue[k + 1].gap > (bc_cue_latin(f, i) ? 1 : 0))
			break;
	}
	if (!lead || (seen & (BC_M(WORKON) | BC_M(EACH))) != 0)
	{
		/* "Rewrite the sentence in only Vietnamese" */
		if (!lead || (seen & BC_M(ONLY)) == 0)
			return;
	}
	/* "the word for x in French" */
	if (bc_cue_latin(f, i) &&
		(seen & (BC_M(KEYWORD) | BC_M(REQUEST) | BC_M(WH))) != 0 &&
		(seen & (BC_M(RESP) | BC_M(ONLY))) == 0)
		return;
	if (bc_cue_latin(f, i) && f->cue[i].stop < f->text.len &&
		f->text.data[f->cue[i].stop] == ' ' &&
		(f->text.data[f->cue[i].stop + 1] | 0x20u) - 'a' < 26 &&
		!(i + 1 < f->count && f->cue[i + 1].start == f->cue[i].stop + 1) &&
		(seen & (BC_M(RESP) | BC_M(ONLY))) == 0 &&
		!bc_stands_at(f, f->cue[i].stop, " about") &&
		!bc_stands_at(f, f->cue[i].stop, " with") &&
		!bc_stands_at(f, f->cue[i].stop, " for"))
		return;
	if ((seen & (BC_M(ASK) | BC_M(MODAL) | BC_M(RESP) | BC_M(ONLY))) == 0)
		return;
	/* 用中文词汇, 中文名字: of a word */
	if (!bc_cue_latin(f, i) && f->cue[i].stop < f->text.len &&
		(bc_stands_at(f, f->cue[i].stop, "名") ||
		 bc_stands_at(f, f->cue[i].stop, "版") ||
		 bc_stands_at(f, f->cue[i].stop, "翻译") ||
		 bc_stands_at(f, f->cue[i].stop, "单词") ||
		 bc_stands_at(f, f->cue[i].stop, "字母") ||
		 bc_stands_at(f, f->cue[i].stop, "逗") ||
		 bc_stands_at(f, f->cue[i].stop, "句") ||
		 bc_stands_at(f, f->cue[i].stop, "标点") ||
		 bc_stands_at(f, f->cue[i].stop, "括") ||
		 bc_stands_at(f, f->cue[i].stop, "双引") ||
		 bc_stands_at(f, f->cue[i].stop, "引号")))
		return;
	sure = bc_demand(f, i, false);
	c = bc_follow_add(f, BC_F_LANGUAGE, i, i,
					  (seen & (BC_M(RESP) | BC_M(ONLY) | BC_M(MODAL))) != 0 ?
					  sure : sure * 9 / 10);
	if (c != NULL)
		c->name = code;
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
				ch == 0x548C || ch == 0x4E0E || ch == 0x7684)
				break;
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
		"按", "放", "包"
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
		if (bc_cue_is(cue, BC_M(ASK) | BC_M(RESP) | BC_M(MODAL) | BC_M(ONLY)))
			verb = true;
		if (bc_cue_is(cue, BC_M(FORMATN)))
			format = true;
		if (bc_cue_is(cue, BC_M(IN)) && i - k <= 2 && f->cue[k + 1].gap <= 1)
			format = true;
	}
	for (size_t k = i + 1; k < stop && k <= i + 3; k++)
		if (bc_cue_is(&f->cue[k], BC_M(ASK) | BC_M(RESP)) &&
			!bc_cue_latin(f, i))
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
			c->relation = (uint8_t) (q.relation == BC_NO_NUMBER ? BC_EXACTLY :
									 q.relation);
			c->n = q.n;
			c->to = q.to;
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
	if (sure == 0 || !form_asked(f, i))
		return;
	switch (format)
	{
		case BC_FORMAT_JSON:
		case BC_FORMAT_XML:
		case BC_FORMAT_YAML:
		case BC_FORMAT_CSV:
			/* a program that reads or writes it is another task */
			if ((seen & (BC_M(CODELANG) | BC_M(PIECE))) != 0 &&
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

	if (bc_negated(f, i) || !form_asked(f, i))
		return;
	c = bc_follow_add(f, BC_F_HEADINGS, i, i, bc_demand(f, i, false));
	if (c != NULL)
	{
		c->relation = BC_AT_LEAST;
		c->n = 1;
	}
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
				 BC_M(INCLUDE))) == 0 && !bc_cue_starts(f, i, "按"))
		return;
	/* 编号 alone may be a number of something */
	if ((bc_cue_starts(f, i, "编号") || bc_cue_starts(f, i, "序号") ||
		 bc_cue_starts(f, i, "标号")) &&
		 f->cue[i].stop - f->cue[i].start == 6 &&
		(seen & (BC_M(ASK) | BC_M(IN) | BC_M(INCLUDE))) == 0)
		return;
	c = bc_follow_add(f, BC_F_NUMBERED, i, i, bc_demand(f, i, false));
	if (c != NULL && bc_quantity(f, i, &q) && !q.given)
	{
		c->relation = (uint8_t) (q.relation == BC_NO_NUMBER ? BC_EXACTLY :
								 q.relation);
		c->n = q.n;
		c->to = q.to;
	}
}

/* A bulleted list without a number. */
void
bc_follow_bulleted(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);
	BcConstraint *c;

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

void
bc_follow_one_a_line(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);

	if (bc_negated(f, i) ||
		bc_cue_before(f, i, from, BC_M(SEPARATE)) != SIZE_MAX)
		return;
	/* "a new line" separates paragraphs; "each on a new line" */
	if (bc_cue_starts(f, i, "new line") || bc_cue_starts(f, i, "newline") ||
		bc_cue_starts(f, i, "line break") ||
		bc_cue_starts(f, i, "separate line") ||
		bc_cue_starts(f, i, "own line") || bc_cue_starts(f, i, "换行") ||
		bc_cue_starts(f, i, "另起一行") || bc_cue_starts(f, i, "单独") ||
		bc_cue_starts(f, i, "独占") || bc_cue_starts(f, i, "分行") ||
		bc_cue_starts(f, i, "逐行"))
		if (bc_cue_before(f, i, from, BC_M(EACH)) == SIZE_MAX)
			return;
	if (bc_cue_before(f, bc_clause_stop(f, i), from,
					  BC_M(UNIT)) != SIZE_MAX &&
					  bc_cue_starts(f, i, "line by line"))
		return;
	bc_follow_add(f, BC_F_ONE_A_LINE, i, i, bc_demand(f, i, false));
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
		size_t		at = i > 0 && f->cue[i].gap == 0 &&
			bc_cue_is(&f->cue[i - 1], BC_M(NUM)) ? f->cue[i - 1].start :
			f->cue[i].start;
		size_t		a;

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
