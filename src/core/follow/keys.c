/*
 * keys.c: names that are listed: the keys of a JSON object, the columns of a
 * table.
 */
#include "core/follow/internal.h"

/* 字段要有name, 键名用name: where the names begin. */
static size_t
past_verb(const BcFinder *f, size_t at)
{
	static const char *const verbs[] = {
		"需要", "必须", "需", "要", "应", "分别", "包含", "包括", "有", "为",
		"是", "用", "叫", "含", "依序", "依次", "固定", "统一", "就", "定为", "只",
		"一律", "都", "取"
	};

	for (unsigned n = 0; n < 5; n++)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
		{
			/* 键名固定为 */
			size_t		name = n == 0 && bc_han_stands_at(f, at, "名") ? 3 : 0;

			if (bc_han_stands_at(f, at + name, verbs[k]))
			{
				at += name + strlen(verbs[k]);
				break;
			}
		}
	return at;
}

/*
 * Whether a word of grammar stands at byte at, or one that leads to names, and
 * no name: keys for each city, keys in this order: a, b.
 */
static bool
is_function_word(const BcFinder *f, size_t at)
{
	static const char *const words[] = {
		"for", "per", "in", "of", "as", "that", "which", "with", "about", "on",
		"at", "each", "every", "the", "a", "an", "no", "nothing", "only", "and",
		"or", "please", "do", "be", "is", "are", "should", "must", "will",
		"this", "these", "those", "its", "so", "then", "if", "when", "where",
		"named", "called", "like", "such", "exactly", "below", "required",
		"needed", "wanted", "included", "using", "without", "but", "not"
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
	{
		unsigned char next = bc_byte_at(f, at + strlen(words[k]));

		if (bc_stands_at(f, at, words[k]) && !bc_is_letter(next) &&
			!bc_is_digit(next) && next != '_')
			return true;
	}
	return false;
}

/* 除此之外, 缺一不可, 就好: what no name begins with. */
static bool
is_no_name(const BcFinder *f, size_t at)
{
	static const char *const words[] = {
		"除此", "除了", "别的", "别加", "不要", "不得", "不许", "不能", "且不", "并",
		"其余", "值为", "值是", "请", "只要", "每个", "每条", "缺一", "没有", "好，",
		"行，", "够，", "都要", "都有", "都是", "共三", "共两"
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (bc_han_stands_at(f, at, words[k]))
			return true;
	return false;
}

/* Past what stands in brackets at byte at, if it is short and closed. */
static size_t
past_note(const BcFinder *f, size_t at)
{
	size_t		most = f->text.len - at > 60 ? at + 60 : f->text.len;

	for (size_t k = at + 1; k < most && f->text.data[k] != '\n'; k++)
		if (f->text.data[k] == ')')
			return k + 1;
		else if (bc_stands_at(f, k, "）"))
			return k + 3;
	return at;
}

/* Is it a word that goes on with the sentence: "four columns on tea"? */
static bool
is_joint(BcSlice word)
{
	static const char *const joints[] = {
		"about", "and", "are", "as", "at", "by", "comparing", "for", "from",
		"in", "is", "listing", "of", "on", "please", "showing", "so", "that",
		"to", "where", "which", "with"};

	for (size_t k = 0; k < sizeof(joints) / sizeof(joints[0]); k++)
		if (word.len == strlen(joints[k]) &&
			memcmp(word.data, joints[k], word.len) == 0)
			return true;
	return false;
}

/* 键名用早、中、晚：...: do names stand before the colon at byte stop? */
static bool
lists_names(const BcFinder *f, size_t at, size_t stop)
{
	for (size_t k = at; k < stop && stop - at < 120; k++)
		if (k > at && bc_stands_at(f, k, "、"))
			return true;
	return false;
}

/* The strings in quotes, or bare words, behind cue i: names of keys, columns. */
void
bc_names_behind(BcFinder *f, BcConstraint *c, size_t i, size_t stop)
{
	size_t		k = i + 1;
	size_t		at;

	if (c == NULL)
		return;
	/* 键为 name、phone：... : the colon is behind the names */
	at = past_verb(f, f->cue[i].stop);
	while (bc_byte_at(f, at) == ' ')
		at++;
	if (bc_is_letter(bc_byte_at(f, at)) && !is_function_word(f, at))
		k = stop;				/* keys title and year for this book: Dune */
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
	at = k < stop && bc_cue_is(&f->cue[k], BC_M(COLON)) &&
		!lists_names(f, at, f->cue[k].start) ?
		f->cue[k].stop : f->cue[i].stop;
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
				ch == 0x548C || ch == 0x4E0E || ch == 0x8DDF || ch == 0x7684 ||
				(ch >= 0x3400 && f->text.data[a] < 0x80 && at > a))
				break;			/* stock三个 ends with stock */
			at = next;
		}
		if (at == a || (n == 0 && at - a > 30) || is_no_name(f, a) ||
			(k >= stop && is_function_word(f, a)))
			break;
		/* age、gender，解释用不着: the last is no key */
		if (c->kind == BC_F_JSON_KEYS && c->strings > 0 &&
			f->text.data[a] >= 0x80 &&
			f->out->string[c->first_string].data[0] < 0x80)
			break;
		if (!bc_stands_at(f, a, "的") &&
			!is_joint((BcSlice) {f->text.data + a, at - a}))
		{
			if (!bc_follow_string(f, c, (BcSlice) {f->text.data + a, at - a}))
				break;
			c->byte_stop = (uint32_t) at;
		}
		/* violation（布尔）、 */
		if (bc_stands_at(f, at, "（") || bc_byte_at(f, at) == '(')
			at = past_note(f, at);
		if (bc_stands_at(f, at, " 和 ") || bc_stands_at(f, at, " 与 ") ||
			bc_stands_at(f, at, " 與 ") || bc_stands_at(f, at, " 跟 ") ||
			bc_stands_at(f, at, " 、"))
			at++;
		if (bc_stands_at(f, at, "、") || bc_stands_at(f, at, "和") ||
			bc_han_stands_at(f, at, "与") || bc_stands_at(f, at, "跟") ||
			bc_stands_at(f, at, "，"))
			joint = true, at += 3;
		else if (bc_stands_at(f, at, ", and ") || bc_stands_at(f, at, ", "))
			joint = true, at += bc_stands_at(f, at, ", and ") ? 6 :
				bc_stands_at(f, at, ", or ") ? 5 : 2;
		else if (bc_stands_at(f, at, " and "))
			joint = true, at += 5;
		else if (c->kind == BC_F_OPTIONS && bc_stands_at(f, at, " or "))
			joint = true, at += 4;
		else if (bc_stands_at(f, at, ","))
			joint = true, at++;
		if (!joint)
			break;
	}
}

/* The byte where 这三个 before cue i begins, else where the cue does. */
static size_t
before_number(const BcFinder *f, size_t i)
{
	size_t		k = i;
	size_t		at;

	while (k > 0 && i - k < 2 && f->cue[k].gap == 0 &&
		   bc_cue_is(&f->cue[k - 1], BC_M(NUM) | BC_M(UNIT)))
		k--;
	at = f->cue[k].start;
	while (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	if (at >= 3 && (bc_han_stands_at(f, at - 3, "这") ||
					bc_han_stands_at(f, at - 3, "等")))
		at -= 3;
	else if (at >= 6 && bc_han_stands_at(f, at - 6, "这些"))
		at -= 6;
	while (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	return at;
}

/* How many bytes at i part two names. */
static size_t
parts_names(const BcFinder *f, size_t i)
{
	static const char *const wide[] = {"、", "和", "，", "与", "及", "跟"};

	if (f->text.data[i] == ',' || f->text.data[i] == ' ')
		return 1;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]); k++)
		if (bc_stands_at(f, i, wide[k]))
			return 3;
	return 0;
}

/* Adds what stands between marks in bytes [at, stop). */
static void
add_parts(BcFinder *f, BcConstraint *c, size_t at, size_t stop)
{
	while (at < stop)
	{
		size_t		end = at;

		while (end < stop && parts_names(f, end) == 0)
			end += f->text.data[end] < 0x80 ? 1 : 3;
		if (end > stop)
			end = stop;
		if (end - at > 40)
			return;
		if (end > at && !(end - at == 3 && bc_stands_at(f, at, "and")))
			bc_follow_string(f, c, (BcSlice) {f->text.data + at, end - at});
		at = end < stop ? end + parts_names(f, end) : end;
	}
}

/* Whether two words stand side by side in bytes [at, stop), nothing between. */
static bool
holds_prose(const BcFinder *f, size_t at, size_t stop)
{
	for (size_t k = at + 1; k + 1 < stop; k++)
		if (f->text.data[k] == ' ' && bc_is_letter(f->text.data[k - 1]) &&
			bc_is_letter(f->text.data[k + 1]))
			return true;
	return false;
}

/*
 * 包含name、age和city字段, 包含城市、最高温三个字段: the run of names right before
 * cue i.
 */
static void
names_before(BcFinder *f, BcConstraint *c, size_t i)
{
	static const char *const verbs[] = {"包含", "包括", "含有", "要有",
										"得有", "含", "有", "用", "带"};
	size_t		stop = before_number(f, i);
	size_t		least = bc_begin_of(f, bc_clause_start(f, i));
	size_t		at = stop;

	if (stop - least > 200)
		least = stop - 200;
	/* of letters, digits and what parts them */
	while (at > least &&
		   (bc_is_letter(f->text.data[at - 1]) ||
			bc_is_digit(f->text.data[at - 1]) ||
			f->text.data[at - 1] == '_' ||
			(at >= least + 3 && f->text.data[at - 1] >= 0x80 ?
			 parts_names(f, at - 3) == 3 : parts_names(f, at - 1) == 1)))
		at -= f->text.data[at - 1] >= 0x80 ? 3 : 1;
	if (at < stop)
	{
		/* JSON with keys for each city: words before it are no names */
		if (!bc_cue_latin(f, i) || !holds_prose(f, at, stop))
			add_parts(f, c, at, stop);
		return;
	}
	for (; at >= least + 3; at -= f->text.data[at - 1] < 0x80 ? 1 : 3)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++)
			if (at >= least + strlen(verbs[k]) &&
				bc_han_stands_at(f, at - strlen(verbs[k]), verbs[k]))
			{
				add_parts(f, c, at, stop);
				return;
			}
}

/* The name in quotes at byte at, if a colon follows: the byte behind; or 0. */
static size_t
shown_key(const BcFinder *f, size_t at, BcSlice *name)
{
	size_t		stop = at + 1;

	while (stop < f->text.len && stop - at < 40 &&
		   f->text.data[stop] != '"' && f->text.data[stop] != '\n')
		stop++;
	if (bc_byte_at(f, stop) != '"' || stop == at + 1)
		return 0;
	*name = (BcSlice) {f->text.data + at + 1, stop - at - 1};
	stop++;
	while (bc_byte_at(f, stop) == ' ')
		stop++;
	return bc_byte_at(f, stop) == ':' ? stop + 1 : 0;
}

/* {"mood": "..."} 这种JSON: where the object begins that ends before byte at. */
static size_t
shown_before(const BcFinder *f, size_t at)
{
	size_t		least = at > 600 ? at - 600 : 0;
	size_t		near = at > 40 ? at - 40 : 0;
	unsigned	depth = 0;

	while (at > near && f->text.data[at - 1] != '}')
		at--;
	if (at == near)
		return SIZE_MAX;
	for (; at > least; at--)
	{
		depth += f->text.data[at - 1] == '}';
		depth -= f->text.data[at - 1] == '{' && depth > 0;
		if (depth == 0)
			return at - 1;
	}
	return SIZE_MAX;
}

/* JSON：{"mood": "...", "score": 0}: the keys of the object that is shown. */
void
bc_add_shown_keys(BcFinder *f, size_t i)
{
	size_t		at = f->cue[i].stop;
	size_t		most = f->text.len - at > 60 ? at + 60 : f->text.len;
	BcConstraint *c = NULL;
	unsigned	depth = 0;

	while (at < most && f->text.data[at] != '{')
		at++;
	if (at == most)
		at = shown_before(f, f->cue[i].start);
	if (at == SIZE_MAX ||
		(bc_seen_in(f, bc_clause_start(f, i), i) & BC_M(WORKON)) != 0)
		return;
	for (most = f->text.len - at > 600 ? at + 600 : f->text.len; at < most;
		 at++)
	{
		BcSlice		name;
		size_t		behind;

		depth += f->text.data[at] == '{';
		depth -= f->text.data[at] == '}';
		if (depth == 0)
			return;
		behind = depth == 1 && f->text.data[at] == '"' ?
			shown_key(f, at, &name) : 0;
		if (behind == 0)
			continue;
		if (c == NULL)
			c = bc_follow_add(f, BC_F_JSON_KEYS, i, i,
							  bc_demand_as(f, i, BC_M(ASK)));
		if (c == NULL || !bc_follow_string(f, c, name))
			return;
		if (at < c->byte_start)
			c->byte_start = (uint32_t) at;
		else
			c->byte_stop = (uint32_t) behind;
		at = behind - 1;
	}
}

/* json里要有“标题”“作者”两个键 */
static bool
within_json(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		json = bc_cue_before(f, i, from, BC_M(FORMAT));

	/* JSON键为“人名”“地名” */
	if (json != SIZE_MAX && json + 1 == i && f->cue[i].gap == 0 &&
		f->cue[json].value == BC_FORMAT_JSON && !bc_cue_latin(f, i))
		return bc_demand_as(f, i, BC_M(ASK)) > 0 &&
			bc_cue_after(f, i, bc_sentence_stop(f, i),
						 BC_M(FORMAT)) != SIZE_MAX;
	return json != SIZE_MAX && f->cue[json].value == BC_FORMAT_JSON &&
		(bc_han_stands_at(f, f->cue[json].stop, "里") ||
		 bc_han_stands_at(f, f->cue[json].stop, "中")) &&
		(bc_seen_in(f, json, i) & BC_M(MODAL)) != 0;
}

/*
 * JSON输出，需含 sentiment、reason、score: two bare names of letters at least
 * behind cue i, in a sentence in which JSON was asked for.
 */
bool
bc_follow_members(BcFinder *f, size_t i)
{
	size_t		at = past_verb(f, f->cue[i].stop);
	unsigned	strings = f->out->strings;
	bool		json = false;
	BcConstraint *c;

	while (bc_byte_at(f, at) == ' ')
		at++;
	if (bc_cue_latin(f, i) || !bc_is_letter(bc_byte_at(f, at)))
		return false;
	for (unsigned k = 0; k < f->out->count; k++)
	{
		json = json || (f->out->list[k].kind == BC_F_JSON &&
						f->out->list[k].place == f->place &&
						f->out->list[k].turn == f->turn &&
						f->out->list[k].byte_start >=
						f->cue[bc_sentence_start(f, i)].start);
		if (f->out->list[k].kind == BC_F_JSON_KEYS)
			return false;
	}
	if (!json || (bc_seen_in(f, i + 1, bc_clause_stop(f, i)) &
				  BC_M(KEYW)) != 0)
		return false;
	c = bc_follow_add(f, BC_F_JSON_KEYS, i, i,
					  bc_demand_as(f, i, BC_M(ASK)) * 9 / 10);
	bc_names_behind(f, c, i, i + 1);
	if (c != NULL && c->strings >= 2)
		return true;
	if (c != NULL)
	{
		f->out->count--;
		f->out->strings = strings;
	}
	return false;
}

/* The keys of a JSON object, where JSON is asked for; columns are a table's. */
void
bc_follow_keys(BcFinder *f, size_t i)
{
	size_t		from = bc_sentence_start(f, i);
	size_t		stop = bc_sentence_stop(f, i);
	bool		json = false;
	bool		ends;
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
	if (!json && !within_json(f, i))
		return;
	if (!json)
		bc_follow_add(f, BC_F_JSON, i, i,
					  bc_demand_as(f, i, BC_M(ASK)));
	c = bc_follow_add(f, BC_F_JSON_KEYS, i, i,
					  json ? bc_demand(f, i) :
					  bc_demand_as(f, i, BC_M(ASK)));
	/* 带上name跟age两个字段：... : what follows is to be put in */
	ends = !bc_cue_latin(f, i) && i + 1 < f->count && i > from &&
		f->cue[i + 1].gap == 0 && bc_cue_is(&f->cue[i + 1], BC_CLAUSE_END) &&
		bc_cue_is(&f->cue[i - 1], BC_M(NUM) | BC_M(THIS) | BC_M(UNIT) |
				  BC_M(AND));
	if (!ends)
		bc_names_behind(f, c, i, stop);
	/* “name”和“age”两个字段 */
	if (c != NULL && c->strings == 0)
	{
		size_t		k = i;

		while (k > from && i - k < 24 &&
			   bc_cue_is(&f->cue[k - 1], BC_M(QUOTE) | BC_M(AND) |
						 BC_M(COMMA) | BC_M(NUM) | BC_M(THIS)))
			k--;
		for (; k < i; k++)
			if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
				bc_follow_string(f, c, bc_cue_text(f, &f->cue[k]));
	}
	if (c != NULL && c->strings == 0)
		names_before(f, c, i);
	if (ends && c != NULL && c->strings == 0)
		bc_names_behind(f, c, i, stop);
	if (c != NULL && c->strings == 0)
		f->out->count--;
}
