/*
 * find.c: the frame: cues of a text, the rules that they call, what is found.
 */
#include "core/follow/internal.h"

/* In the order in which those that a cue calls are called. */
typedef enum Rule
{
	NO_RULE,
	RULE_UNIT,
	RULE_ITEMS,
	RULE_KEYWORD,
	RULE_INCLUDE,
	RULE_LANGUAGE,
	RULE_FORMAT,
	RULE_CASE,
	RULE_COMMAS,
	RULE_PUNCTUATION,
	RULE_QUOTES,
	RULE_TITLE,
	RULE_POSTSCRIPT,
	RULE_END,
	RULE_BEGIN,
	RULE_REPEAT,
	RULE_HIGHLIGHT,
	RULE_SEPARATE,
	RULE_BRACKET,
	RULE_MARKED,
	RULE_NUMBERED,
	RULE_BULLETED,
	RULE_ONE_A_LINE,
	RULE_KEYS,
	RULE_NUMBER,
	RULE_YES_NO,
	RULE_OPTIONS,
	RULE_VERSE
} Rule;

/*
 * A rule, and the classes of cues of which the text must hold one if the rule
 * is to find anything; 0: none.
 */
static const struct
{
	void		(*rule) (BcFinder *f, size_t i);
	uint64_t	needs;
}			rules[] = {
	[NO_RULE] = {NULL, 0},
	[RULE_UNIT] = {bc_follow_unit, 0},
	[RULE_ITEMS] = {bc_follow_items, 0},
	[RULE_KEYWORD] = {bc_follow_keyword,
	BC_M(INCLUDE) | BC_M(NEG) | BC_M(UNIT) | BC_M(ONCE) | BC_M(IN) | BC_M(COLON)},
	[RULE_INCLUDE] = {bc_follow_include,
	BC_M(QUOTE) | BC_M(NEG) | BC_M(UNIT) | BC_M(FORMAT)},
	[RULE_LANGUAGE] = {bc_follow_language, 0},
	[RULE_FORMAT] = {bc_follow_format, 0},
	[RULE_CASE] = {bc_follow_case, 0},
	[RULE_COMMAS] = {bc_follow_commas, 0},
	[RULE_PUNCTUATION] = {bc_follow_punctuation, 0},
	[RULE_QUOTES] = {bc_follow_quotes, 0},
	[RULE_TITLE] = {bc_follow_title, 0},
	[RULE_POSTSCRIPT] = {bc_follow_postscript, 0},
	[RULE_END] = {bc_follow_end, 0},
	[RULE_BEGIN] = {bc_follow_begin, 0},
	[RULE_REPEAT] = {bc_follow_repeat, 0},
	[RULE_HIGHLIGHT] = {bc_follow_highlight, 0},
	[RULE_SEPARATE] = {bc_follow_separate,
	BC_M(MARK) | BC_M(QUOTE) | BC_M(STARSW)},
	[RULE_BRACKET] = {bc_follow_bracket, BC_M(UNIT)},
	[RULE_MARKED] = {bc_follow_marked, BC_M(EACH)},
	[RULE_NUMBERED] = {bc_follow_numbered, 0},
	[RULE_BULLETED] = {bc_follow_bulleted, 0},
	[RULE_ONE_A_LINE] = {bc_follow_one_a_line, 0},
	[RULE_KEYS] = {bc_follow_keys, BC_M(FORMAT)},
	[RULE_NUMBER] = {bc_follow_number, 0},
	[RULE_YES_NO] = {bc_follow_yes_no, 0},
	[RULE_OPTIONS] = {bc_follow_options,
	BC_M(OPTIONW) | BC_M(QUOTE) | BC_M(ONLY)},
	[RULE_VERSE] = {bc_follow_verse, 0},
};

/* The rule that a cue of a class calls. */
static const uint8_t rule_of[BC_C_END + 1] = {
	[BC_C_UNIT] = RULE_UNIT,
	[BC_C_NUM] = RULE_ITEMS,
	[BC_C_NUMWORD] = RULE_ITEMS,
	[BC_C_KEYWORD] = RULE_KEYWORD,
	[BC_C_INCLUDE] = RULE_INCLUDE,
	[BC_C_NEG] = RULE_INCLUDE,
	[BC_C_LANG] = RULE_LANGUAGE,
	[BC_C_FORMAT] = RULE_FORMAT,
	[BC_C_CASE] = RULE_CASE,
	[BC_C_COMMAW] = RULE_COMMAS,
	[BC_C_PUNCTW] = RULE_PUNCTUATION,
	[BC_C_QUOTE] = RULE_BULLETED,
	[BC_C_QUOTEW] = RULE_QUOTES,
	[BC_C_TITLEW] = RULE_TITLE,
	[BC_C_PS] = RULE_POSTSCRIPT,
	[BC_C_ENDV] = RULE_END,
	[BC_C_BEGINV] = RULE_BEGIN,
	[BC_C_REPEATV] = RULE_REPEAT,
	[BC_C_HIGHLIGHT] = RULE_HIGHLIGHT,
	[BC_C_SEPARATE] = RULE_SEPARATE,
	[BC_C_BRACKETW] = RULE_BRACKET,
	[BC_C_MARKED] = RULE_MARKED,
	[BC_C_NUMBERED] = RULE_NUMBERED,
	[BC_C_BULLETED] = RULE_BULLETED,
	[BC_C_LINEBREAK] = RULE_ONE_A_LINE,
	[BC_C_EACH] = RULE_ONE_A_LINE,
	[BC_C_KEYW] = RULE_KEYS,
	[BC_C_NUMBERW] = RULE_NUMBER,
	[BC_C_YESNOW] = RULE_YES_NO,
	[BC_C_OPTIONW] = RULE_OPTIONS,
	[BC_C_ASK] = RULE_OPTIONS,
	[BC_C_ONLY] = RULE_OPTIONS,
	[BC_C_VERSEW] = RULE_VERSE,
};

static bool
same_strings(const BcConstraints *found, const BcConstraint *a,
			 const BcConstraint *b)
{
	if (a->strings != b->strings)
		return false;
	for (unsigned k = 0; k < a->strings; k++)
	{
		BcSlice		x = found->string[a->first_string + k];
		BcSlice		y = found->string[b->first_string + k];

		if (x.len != y.len || memcmp(x.data, y.data, x.len) != 0)
			return false;
	}
	return true;
}

/* Kinds of which a text has one at most: the surest. */
static bool
is_single(BcFollowKind kind)
{
	switch (kind)
	{
		case BC_F_KEYWORDS:
		case BC_F_KEYWORD_COUNT:
		case BC_F_FORBIDDEN:
		case BC_F_LETTER_COUNT:
		case BC_F_PARAGRAPH_BEGINS:
		case BC_F_ITEMS:
			return false;
		default:
			return true;
	}
}

/* Does a say what b says, so that one of them goes? */
static bool
says_the_same(const BcConstraints *found, const BcConstraint *a,
			  const BcConstraint *b)
{
	if (a->kind != b->kind || a->place != b->place || a->turn != b->turn)
		return false;
	if (is_single((BcFollowKind) a->kind) ||
		(a->kind == BC_F_KEYWORD_COUNT && same_strings(found, a, b)))
		return true;
	return a->relation == b->relation && a->n == b->n &&
		same_strings(found, a, b);
}

static BcConstraint *
find_kind(BcConstraints *found, unsigned from, BcFollowKind kind)
{
	for (unsigned i = from; i < found->count; i++)
		if (found->list[i].kind == kind && found->list[i].confidence > 0)
			return &found->list[i];
	return NULL;
}

/* Those of a kind of whose bytes another constraint is, if it is one. */
static void
drop_over(BcConstraints *found, unsigned from, BcFollowKind kind,
		  const BcConstraint *other)
{
	BcConstraint *c = other == NULL ? NULL : find_kind(found, from, kind);

	if (c != NULL && c->byte_start < other->byte_stop &&
		other->byte_start < c->byte_stop)
		c->confidence = 0;
}

/* Those of a kind that say the number of another constraint, if it is one. */
static void
drop_within(BcConstraints *found, unsigned from, BcFollowKind kind,
			const BcConstraint *other)
{
	for (unsigned i = from; i < found->count && other != NULL; i++)
		if (found->list[i].kind == kind &&
			found->list[i].n == other->n &&
			found->list[i].byte_start < other->byte_stop &&
			other->byte_start < found->list[i].byte_stop)
			found->list[i].confidence = 0;
}

/* The same of items. */
static void
drop_items(BcConstraints *found, unsigned from, const BcConstraint *other)
{
	drop_within(found, from, BC_F_ITEMS, other);
}

/* Is the one string of c the string of another constraint? */
static bool
is_string_of(const BcConstraints *found, const BcConstraint *c,
			 const BcConstraint *other)
{
	return other != NULL && other->strings == 1 && c->strings == 1 &&
		same_strings(found, c, other);
}

/* The same of what is asked for in Chinese. */
static void
join_wide(BcConstraints *found, unsigned from)
{
	BcConstraint *sections = find_kind(found, from, BC_F_SECTIONS);
	BcConstraint *headings = find_kind(found, from, BC_F_HEADINGS);
	BcConstraint *title = find_kind(found, from, BC_F_TITLE);
	BcConstraint *words = find_kind(found, from, BC_F_KEYWORDS);
	BcConstraint *verse = find_kind(found, from, BC_F_VERSE);
	BcConstraint *sentences = find_kind(found, from, BC_F_SENTENCES);
	BcConstraint *count = find_kind(found, from, BC_F_KEYWORD_COUNT);
	BcConstraint *options = find_kind(found, from, BC_F_OPTIONS);
	BcConstraint *begins = find_kind(found, from, BC_F_BEGINS_WITH);

	/* 四个小节，用markdown标题 */
	if (sections != NULL && headings != NULL && sections->strings == 0 &&
		sections->wide)
		sections->confidence = 0;
	/* JSON，字段有标题、摘要 */
	if (title != NULL && title->name == NULL &&
		(find_kind(found, from, BC_F_JSON_KEYS) != NULL ||
		 (title->wide && find_kind(found, from, BC_F_JSON) != NULL)))
		title->confidence = 0;
	/* “专业”这个词别超过两次 */
	if (count != NULL &&
		is_string_of(found, count, find_kind(found, from, BC_F_FORBIDDEN)))
		find_kind(found, from, BC_F_FORBIDDEN)->confidence = 0;
	/* 分别以“第一节”到“第四节”打头 */
	if (sections != NULL && begins != NULL &&
		begins->byte_start < sections->byte_stop &&
		sections->byte_start < begins->byte_stop)
		begins->confidence = 0;
	/* 要点前面加上“•”, 标题用《》包起来, 逗号句号之类的标点 */
	if (words != NULL && words->strings == 1 &&
		bc_is_bullet(found->string[words->first_string]) &&
		find_kind(found, from, BC_F_BULLETS) != NULL)
		words->confidence = 0;
	drop_over(found, from, BC_F_QUOTED, title);
	drop_over(found, from, BC_F_TITLE, headings);
	drop_over(found, from, BC_F_NO_COMMAS,
			  find_kind(found, from, BC_F_NO_PUNCTUATION));
	/* 建议 or 不建议 is no choice but yes or no */
	if (options != NULL && options->strings == 2 &&
		bc_are_yes_no(found->string[options->first_string],
					  found->string[options->first_string + 1]))
	{
		options->kind = BC_F_YES_NO;
		options->n = 1;
	}
	/* “闭环”不超过1次, “模块1”“模块2”这样的标号 */
	if (words != NULL && (is_string_of(found, words, count) ||
						  (sections != NULL &&
						   words->byte_start < sections->byte_stop &&
						   sections->byte_start < words->byte_stop)))
		words->confidence = 0;
	/* 前面写上“答：” */
	if (words != NULL &&
		(is_string_of(found, words, find_kind(found, from, BC_F_BEGINS_WITH)) ||
		 is_string_of(found, words, find_kind(found, from, BC_F_ENDS_WITH))))
		words->confidence = 0;
	/* 七字一句，写四句 */
	if (verse != NULL && sentences != NULL && sentences->n == verse->to)
		sentences->confidence = 0;
}

/* What one constraint tells better goes out of another. */
static void
join_kinds(BcConstraints *found, unsigned from)
{
	BcConstraint *paragraphs = find_kind(found, from, BC_F_PARAGRAPHS);
	BcConstraint *begins = find_kind(found, from, BC_F_PARAGRAPH_BEGINS);
	BcConstraint *language = find_kind(found, from, BC_F_LANGUAGE);
	BcConstraint *letters = find_kind(found, from, BC_F_UPPER_CASE);
	BcConstraint *two = find_kind(found, from, BC_F_TWO_RESPONSES);
	BcConstraint *bullets = find_kind(found, from, BC_F_BULLETS);
	BcConstraint *sections = find_kind(found, from, BC_F_SECTIONS);
	BcConstraint *highlights = find_kind(found, from, BC_F_HIGHLIGHTS);
	BcConstraint *verse = find_kind(found, from, BC_F_VERSE);
	BcConstraint *characters = find_kind(found, from, BC_F_CHARACTERS);
	BcConstraint *lines = find_kind(found, from, BC_F_LINES);
	BcConstraint *capitals = find_kind(found, from, BC_F_CAPITAL_WORDS);

	if (letters == NULL)
		letters = find_kind(found, from, BC_F_LOWER_CASE);
	/* IFEval's nth_paragraph_first_word holds the number of paragraphs */
	if (begins != NULL && paragraphs != NULL && !begins->wide &&
		paragraphs->relation == BC_EXACTLY)
	{
		begins->to = paragraphs->n;
		paragraphs->confidence = 0;
	}
	/* as its english_capital holds the language */
	if (letters != NULL && language != NULL && !letters->wide &&
		!language->wide &&
		strcmp(language->name, "en") == 0)
	{
		letters->name = "en";
		language->confidence = 0;
	}
	for (unsigned i = from; i < found->count && two != NULL; i++)
		if (found->list[i].kind == BC_F_ITEMS && found->list[i].n == 2)
			found->list[i].confidence = 0;
	/* "mark two sentences with *...*", 占位至少四个 */
	drop_items(found, from, highlights);
	drop_items(found, from, find_kind(found, from, BC_F_PLACEHOLDERS));
	drop_items(found, from, find_kind(found, from, BC_F_HEADINGS));
	drop_items(found, from, find_kind(found, from, BC_F_LETTER_COUNT));
	drop_items(found, from, capitals);
	drop_within(found, from, BC_F_SENTENCES, highlights);
	/* 至少五个词用全大写 */
	drop_within(found, from, BC_F_WORDS, capitals);
	drop_within(found, from, BC_F_CHARACTERS, capitals);
	if (two != NULL && paragraphs != NULL && !paragraphs->name)
		paragraphs->confidence = 0;
	/* "list 10 names ... in bullet points" */
	for (unsigned i = from; i < found->count && bullets != NULL; i++)
		if (found->list[i].kind == BC_F_ITEMS &&
			(found->list[i].n == bullets->n ||
			 bullets->relation == BC_NO_NUMBER))
		{
			bullets->relation = found->list[i].relation;
			bullets->n = found->list[i].n;
			bullets->to = found->list[i].to;
			/* 列4点，每点前加“•” asks for both */
			if (!found->list[i].wide || bullets->unit == BC_COUNTS_POINTS)
				found->list[i].confidence = 0;
		}
	if (sections != NULL && sections->strings == 0 && paragraphs != NULL &&
		paragraphs->name != NULL)
	{
		paragraphs->relation = sections->relation;
		paragraphs->n = sections->n;
		paragraphs->to = sections->to;
		sections->confidence = 0;
	}
	join_wide(found, from);
	if (verse != NULL && characters != NULL && characters->n < 10)
		characters->confidence = 0;
	if (verse != NULL && lines != NULL)
	{
		if (verse->to == 0 && lines->relation == BC_EXACTLY)
			verse->to = lines->n;
		lines->confidence = 0;
	}
}

/* Drops what is said twice, and what join_kinds() dropped. */
static void
tidy(BcConstraints *found, unsigned from)
{
	unsigned	kept = from;

	for (unsigned i = from; i < found->count; i++)
		for (unsigned k = from; k < i; k++)
		{
			BcConstraint *a = &found->list[k];
			BcConstraint *b = &found->list[i];

			if (a->confidence == 0 || b->confidence == 0 ||
				!says_the_same(found, a, b))
				continue;
			/* "a) in five sentences b) in two": each of a part */
			if (b->kind == BC_F_SENTENCES && a->relation == BC_EXACTLY &&
				b->relation == BC_EXACTLY && a->n != b->n)
			{
				a->confidence = b->confidence = 0;
				continue;
			}
			if ((b->relation != BC_NO_NUMBER) != (a->relation != BC_NO_NUMBER) ?
				b->relation != BC_NO_NUMBER : b->confidence > a->confidence)
				a->confidence = 0;
			else
				b->confidence = 0;
		}
	join_kinds(found, from);
	for (unsigned i = from; i < found->count; i++)
		if (found->list[i].confidence > 0)
			found->list[kept++] = found->list[i];
	found->count = kept;
}

static bool
before(const BcConstraint *a, const BcConstraint *b)
{
	return a->byte_start != b->byte_start ? a->byte_start < b->byte_start :
		a->kind < b->kind;
}

static void
sort_by_place(BcConstraints *found, unsigned from)
{
	for (unsigned i = from + 1; i < found->count; i++)
	{
		BcConstraint c = found->list[i];
		unsigned	k = i;

		for (; k > from && before(&c, &found->list[k - 1]); k--)
			found->list[k] = found->list[k - 1];
		found->list[k] = c;
	}
}

/* Turns bytes into characters. */
static void
number_characters(const BcEnv *env, BcSlice text, BcConstraints *found,
				  unsigned from)
{
	size_t		at = 0;
	size_t		n = 0;

	for (unsigned i = from; i < found->count; i++)
	{
		BcConstraint *c = &found->list[i];

		while (c->byte_start - at > BC_POLL_BYTES)
		{
			n += bc_count_characters(text.data + at, BC_POLL_BYTES);
			at += BC_POLL_BYTES;
			bc_poll(env);
		}
		n += bc_count_characters(text.data + at, c->byte_start - at);
		at = c->byte_start;
		c->start = (uint32_t) n;
		c->stop =
			(uint32_t) (n +
						bc_count_characters(text.data + at,
											c->byte_stop - at));
	}
}

/* The classes, of those seen, that call a rule which may find something. */
static uint64_t
calling(uint64_t seen)
{
	uint64_t	any = 0;

	for (uint64_t left = seen; left != 0; left &= left - 1)
	{
		unsigned	class = bc_lowest_bit(left);
		unsigned	rule = rule_of[class];

		if (rule != NO_RULE && (rules[rule].needs == 0 ||
								(rules[rule].needs & seen) != 0))
			any |= (uint64_t) 1 << class;
	}
	return any;
}

static void
call_rules(BcFinder *f)
{
	uint64_t	any = calling(f->seen);

	for (size_t i = 0; any != 0 && i < f->count &&
		 f->out->count < BC_MAX_CONSTRAINTS; i++)
	{
		uint64_t	calls = f->cue[i].mask & any;
		uint32_t	todo = 0;

		if (i % 256 == 255)
			bc_poll(f->env);
		if (calls == 0 || f->cue[i].material)
			continue;
		for (; calls != 0; calls &= calls - 1)
			todo |= (uint32_t) 1 << rule_of[bc_lowest_bit(calls)];
		/* in the order of the table */
		for (; todo != 0; todo &= todo - 1)
			rules[bc_lowest_bit(todo)].rule(f, i);
	}
}

/* Does a text say that what it asks for holds for later answers, too? */
static bool
holds_on(const BcFinder *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (bc_cue_is(&f->cue[i], BC_M(HOLD)) && !f->cue[i].material)
			return true;
	return false;
}

static bool
find_in(const BcEnv *env, BcSlice text, BcFollowPlace place, uint32_t turn,
		BcConstraints *out)
{
	BcFinder	f;
	unsigned	from = out->count;

	memset(&f, 0, offsetof(BcFinder, few));
	f.cue = f.few;
	f.cap = BC_FEW_CUES;
	f.env = env;
	f.text = text;
	f.out = out;
	f.place = place;
	f.turn = turn;
	while (bc_follow_lex(&f))
	{
		bc_follow_mark_material(&f);
		if (place != BC_IN_QUESTION || holds_on(&f))
		{
			call_rules(&f);
			bc_follow_wordings(&f, from);
		}
	}
	if (f.cue != f.few)
		bc_free(env, f.cue);
	if (out->count > from)
	{
		tidy(out, from);
		sort_by_place(out, from);
		number_characters(env, text, out, from);
	}
	return !f.failed;
}

static void
start(const BcEnv *env, BcConstraints *out)
{
	out->env = env;
	out->count = 0;
	out->strings = 0;
	bc_buffer_init(&out->system, env, BC_MAX_INPUT);
}

bool
bc_constraints(const BcEnv *env, BcSlice text, BcConstraints *out)
{
	start(env, out);
	return find_in(env, text, BC_IN_PROMPT, 0, out);
}

/* The member "system" of meta, if it is a string. */
static bool
read_system(const BcEnv *env, const BcRecord *rec, BcBuffer *out)
{
	BcPartCursor cursor;
	BcPart		part;
	BcRecord	alone;

	if (rec->meta.len == 0)
		return true;
	memset(&alone, 0, sizeof(alone));
	alone.meta = rec->meta;
	bc_parts_start(&cursor, env, &alone, (BcSlice) {NULL, 0});
	while (bc_parts_next(&cursor, &part))
	{
		BcBuffer	path;
		bool		found;

		if (part.name != BC_PART_META)
			continue;
		bc_buffer_init(&path, env, 4 * BC_MAX_PATH);
		bc_parts_path(&cursor, &path);
		found = path.len == 7 && memcmp(path.data, "/system", 7) == 0;
		out->failed |= path.failed;
		bc_buffer_free(&path);
		if (found)
		{
			bc_buffer_add(out, part.text.data, part.text.len);
			break;
		}
	}
	bc_parts_end(&cursor);
	return !cursor.failed && !out->failed;
}

/* Of two places that ask for a kind the later one counts. */
static void
drop_overruled(BcConstraints *found)
{
	unsigned	kept = 0;

	for (unsigned i = 0; i < found->count; i++)
	{
		const BcConstraint *c = &found->list[i];
		bool		overruled = false;

		for (unsigned k = 0; k < found->count && !overruled &&
			 c->place != BC_IN_PROMPT; k++)
			overruled = found->list[k].kind == c->kind &&
				is_single((BcFollowKind) c->kind) &&
				(found->list[k].place == BC_IN_PROMPT ||
				 (found->list[k].place == BC_IN_QUESTION &&
				  (c->place == BC_IN_SYSTEM ||
				   found->list[k].turn > c->turn)));
		if (!overruled)
			found->list[kept++] = *c;
	}
	found->count = kept;
}

bool
bc_record_constraints(const BcEnv *env, const BcRecord *rec,
					  BcConstraints *out)
{
	BcTurnCursor cursor = {0, 0};
	BcSlice		question;
	BcSlice		answer;
	bool		ok;

	start(env, out);
	ok = find_in(env, rec->prompt, BC_IN_PROMPT, 0, out);
	while (ok && bc_record_turn(rec, &cursor, &question, &answer))
		ok = find_in(env, question, BC_IN_QUESTION, cursor.next, out);
	ok = ok && read_system(env, rec, &out->system);
	if (ok && out->system.len > 0)
		ok = find_in(env, (BcSlice) {out->system.data, out->system.len},
					 BC_IN_SYSTEM, 0, out);
	drop_overruled(out);
	return ok;
}

void
bc_constraints_free(BcConstraints *found)
{
	bc_buffer_free(&found->system);
}
