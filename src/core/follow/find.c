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
	unsigned	called = 0;

	for (size_t i = 0; any != 0 && i < f->count &&
		 f->out->count < BC_MAX_CONSTRAINTS; i++)
	{
		uint64_t	calls = f->cue[i].mask & any;
		uint32_t	todo = 0;

		if (calls == 0 || f->cue[i].material)
			continue;
		if (++called % 64 == 0)
			bc_poll(f->env);
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

/* 帮我写一封，别用逗号可以吗: is cue i politeness, and no question? */
static bool
is_polite(const BcFinder *f, size_t i)
{
	static const char *const words[] = {"可以", "行", "好", "成"};
	static const char *const verbs[] = {"帮", "请", "麻烦", "给我"};
	size_t		from = bc_sentence_start(f, i);
	bool		polite = false;

	if (!bc_cue_starts(f, i, "吗") || !bc_clause_ends(f, i))
		return false;
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		polite = polite || (f->cue[i].start >= strlen(words[w]) &&
							bc_stands_at(f, f->cue[i].start - strlen(words[w]),
										 words[w]));
	for (size_t k = from; polite && k < i; k++)
		for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]); v++)
			if (bc_cue_is(&f->cue[k], BC_M(MODAL) | BC_M(ASK)) &&
				bc_cue_starts(f, k, verbs[v]))
				return true;
	return false;
}

/* 告诉我三个理由 asks, 他告诉我 reports; 假设现在是冬天， sets a scene. */
static void
hear_requests(BcFinder *f)
{
	if (!f->wide ||
		(f->seen & (BC_M(REPORT) | BC_M(COND) | BC_M(WH))) == 0)
		return;
	for (size_t i = 0; i < f->count; i++)
	{
		BcCue	   *cue = &f->cue[i];

		if (bc_cue_is(cue, BC_M(WH)) && is_polite(f, i))
			cue->mask = 0;
		if (!bc_cue_is(cue, BC_M(REPORT) | BC_M(COND)) ||
			!(cue->start == f->from || bc_stands_at(f, cue->start - 1, " ") ||
			  (i > 0 && cue->gap == 0 && bc_cue_is(cue - 1, BC_CLAUSE_END))))
			continue;
		if ((bc_cue_starts(f, i, "告诉我") || bc_cue_starts(f, i, "跟我说")) &&
			!bc_stands_at(f, cue->stop, "的") &&
			!bc_stands_at(f, cue->stop, "过"))
			cue->mask = BC_M(ASK);
		else if (bc_cue_starts(f, i, "假设") &&
				 !bc_stands_at(f, cue->stop, "：") &&
				 (bc_seen_in(f, i, bc_clause_stop(f, i)) & BC_M(NUM)) == 0)
			cue->mask = 0;
	}
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
	while (f.at < text.len && bc_follow_lex(&f))
	{
		hear_requests(&f);
		bc_follow_mark_material(&f);
		bc_follow_mark_shown(&f);
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
		bc_follow_tidy(out, from);
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
				bc_is_single((BcFollowKind) c->kind) &&
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
