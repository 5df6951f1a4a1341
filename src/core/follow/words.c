/*
 * words.c: words that an answer must hold, how often, and words that it must
 * not hold.
 */
#include "core/follow/internal.h"

/* "can include", 可以包含; 根据关键词, 作为参数: nothing that must be there. */
static bool
optional(const BcFinder *f, size_t first)
{
	static const char *const words[] = {"can ", "may ", "might ", "could ",
										"可以", "可", "根据", "涉及"};
	size_t		at = f->cue[first].start;

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (at >= strlen(words[k]) &&
			bc_stands_at(f, at - strlen(words[k]), words[k]))
			return true;
	return false;
}

/* A constraint of the words, of which cue i spoke and cue first is the first. */
static void
add_words(BcFinder *f, size_t first, size_t i, const BcWords *words,
		  bool letter, unsigned sure, bool negated)
{
	size_t		from = bc_cue_behind(f, i, words->stop);
	BcQuantity	q;
	BcConstraint *c;
	size_t		last = from > 0 ? from - 1 : 0;
	bool		counted;

	if (words->count == 0 || sure == 0 || optional(f, first))
		return;
	/* how often stands behind the words, or before them: 三次“春天” */
	counted = bc_how_often(f, from,
						bc_clause_stop(f, from < f->count ? from :
									   f->count - 1), letter, &q) ||
		bc_how_often(f, first, i, letter, &q);
	if (letter || (counted && !(negated && q.relation == BC_NO_NUMBER)))
	{
		for (unsigned k = 0; k < words->count && k < 4; k++)
		{
			c = bc_follow_add(f, letter ? BC_F_LETTER_COUNT :
							  BC_F_KEYWORD_COUNT, first,
							  counted && q.last > last ? q.last : last, sure);
			if (c == NULL)
				return;
			if (counted)
			{
				bc_set_quantity(c, &q, letter ? BC_AT_LEAST : BC_EXACTLY);
			}
			else
			{
				c->relation = negated ? BC_AT_MOST : BC_AT_LEAST;
				c->n = !negated;
			}
			bc_follow_string(f, c, words->word[k]);
		}
		return;
	}
	c = bc_follow_add(f, negated ? BC_F_FORBIDDEN : BC_F_KEYWORDS, first,
					  last, sure);
	for (unsigned k = 0; k < words->count; k++)
		bc_follow_string(f, c, words->word[k]);
	if (c != NULL && c->byte_stop < words->stop)
		c->byte_stop = (uint32_t) words->stop;
}

/* Is there a cue in the clause by which another rule reads the strings? */
static bool
for_others(const BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		stop = bc_clause_stop(f, i);

	return bc_cue_before(f, i + 1, from,
						 BC_M(ENDV) | BC_M(BEGINV) | BC_M(PS) |
						 BC_M(OPTIONW) | BC_M(WORKON) |
						 BC_M(ORDINAL)) != SIZE_MAX ||
		bc_cue_after(f, i, stop, BC_M(OPTIONW)) != SIZE_MAX;
}

/* A word that stands where a bare word could, but is grammar. */
static bool
is_grammar(BcSlice s)
{
	static const char *const words[] = {
		"in", "that", "which", "of", "to", "is", "are", "and", "for", "from",
			"below", "with", "you", "used",
		"should", "must", "as", "the", "a", "an", "or", "may", "can", "could",
		"will", "on", "at", "by", "itself",
		"count", "limit", "related", "relating", "within", "without",
		"associated", "found", "about", "describing", "like",
		"following", "between", "above", "into", "it", "into", "provided",
		"given", "listed", "such"
	};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (s.len == strlen(words[k]) && memcmp(s.data, words[k], s.len) == 0)
			return true;
	return false;
}

/* The classes of cues between a keyword cue and a colon behind it; or 0. */
static uint64_t
seen_to_colon(const BcFinder *f, size_t i)
{
	size_t		colon = bc_cue_after(f, i, i + 5 < f->count ? i + 5 : f->count,
									 BC_M(COLON) | BC_M(END) | BC_M(COMMA));

	uint64_t	seen = 0;

	if (colon == SIZE_MAX || !bc_cue_is(&f->cue[colon], BC_M(COLON)))
		return 0;
	/* 有 alone asks for nothing */
	for (size_t k = i + 1; k < colon; k++)
		seen |= f->cue[k].value == 0 ? f->cue[k].mask & ~BC_M(INCLUDE) :
			f->cue[k].mask;
	return seen;
}

/* “海”“风”，用这两个词; 用“海”和“风”这两个词 */
static bool
uses_words(const BcFinder *f, size_t i, const BcWords *words)
{
	size_t		from = bc_clause_start(f, i);
	const unsigned char *first = words->word[0].data;

	if (!bc_han_stands_at(f, f->cue[i].start, "这") ||
		first > f->text.data + f->cue[i].start)
		return false;
	if (from > 0 && first < f->text.data + f->cue[from - 1].start)
		return true;
	return from + 1 < i && bc_cue_is(&f->cue[from + 1], BC_M(QUOTE)) &&
		f->cue[from + 1].gap == 0 && bc_cue_starts(f, from, "用");
}

/* 关键词：蓝天、白云。写一段景物描写 */
static bool
is_label(const BcFinder *f, size_t i)
{
	return bc_cue_starts(f, i, "关键") && f->cue[i].gap == 0 &&
		i == bc_sentence_start(f, i) && i + 1 < f->count &&
		f->cue[i + 1].gap == 0 && bc_cue_is(&f->cue[i + 1], BC_M(COLON)) &&
		(f->seen & (BC_M(ASK) | BC_M(PIECE))) != 0 &&
		(f->seen & (BC_M(WORKON) | BC_M(THIS))) == 0;
}

/* 以“竹子、月光”为关键词 */
static bool
as_keyword(const BcFinder *f, size_t i)
{
	return i > 1 && f->cue[i].gap == 0 && f->cue[i - 1].gap == 0 &&
		bc_cue_starts(f, i - 1, "为") &&
		bc_cue_is(&f->cue[i - 2], BC_M(QUOTE));
}

/* name和age等字段: 字 is of another word. */
static bool
goes_on(const BcFinder *f, size_t i)
{
	static const char *const tails[] = {"段", "母", "符", "数"};

	if (f->cue[i].stop < 3 || !bc_han_stands_at(f, f->cue[i].stop - 3, "字"))
		return false;
	for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
		if (bc_han_stands_at(f, f->cue[i].stop, tails[k]))
			return true;
	return false;
}

void
bc_follow_keyword(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		sentence = bc_sentence_start(f, i);
	bool		letter = bc_cue_starts(f, i, "letter") ||
		bc_cue_starts(f, i, "the letter") || bc_cue_starts(f, i, "字母") ||
		bc_cue_starts(f, i, "个字母");
	bool		plural = f->text.data[f->cue[i].stop - 1] == 's' ||
		f->text.data[f->cue[i].start] >= 0x80;
	bool		quoted;
	bool		negated;
	size_t		include;
	BcWords		words;
	unsigned	sure;

	if (for_others(f, i) || goes_on(f, i) ||
		!bc_read_words(f, i, plural, &words))
		return;
	/* 这句英文有没有错：..., 用大写英文字母：... */
	if (!bc_cue_latin(f, i) && words.word[0].data[-1] != '"' &&
		words.word[0].data > f->text.data + f->cue[i].stop &&
		((bc_cue_starts(f, i, "这句") &&
		  (bc_seen_in(f, from, bc_clause_stop(f, i)) & BC_M(WH)) != 0) ||
		 (i > 0 && f->cue[i].gap == 0 &&
		  bc_cue_is(&f->cue[i - 1], BC_M(CASE)))))
		return;
	quoted = words.word[0].data > f->text.data &&
		words.word[0].data[-1] != ' ' && words.word[0].data[-1] != ':';
	if (!quoted && !letter && is_grammar(words.word[0]))
		return;
	/* of several words without quotes there is a list */
	if (!quoted && plural && words.count < 2 && bc_cue_latin(f, i) &&
		!(i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(COLON))))
		return;
	/* "letters", "items" without quotes are other things */
	if ((bc_cue_starts(f, i, "items") || bc_cue_starts(f, i, "letters") ||
		 bc_cue_starts(f, i, "terms")) && !quoted &&
		!(i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(COLON))))
		return;
	if (letter)
	{
		size_t		at = 0;

		if (words.word[0].len == 0 || words.word[0].len > 4 ||
			bc_cue_after(f, i, bc_clause_stop(f, i),
						 BC_M(BEGINV) | BC_M(ENDV)) != SIZE_MAX)
			return;
		(void) bc_next_char(words.word[0], &at);
		if (at != words.word[0].len)
			return;
	}
	include = i;
	while ((include = bc_cue_before(f, include, from,
									BC_M(INCLUDE) | BC_M(NEG))) != SIZE_MAX)
		if (f->cue[include].value > 0 ||
			bc_cue_is(&f->cue[include], BC_M(NEG)))
			break;
	{
		size_t		after = bc_cue_behind(f, i, words.stop);
		size_t		stop = after < f->count ? bc_clause_stop(f, after) :
			f->count;
		size_t		verb = bc_cue_after(f, after > 0 ? after - 1 : 0, stop,
										BC_M(INCLUDE) | BC_M(NEG) |
										BC_M(UNIT) | BC_M(ONCE));

		/* "the words x and y cannot be in the response" */
		negated = bc_cue_before(f, i, from, BC_M(NEG)) != SIZE_MAX ||
			(verb != SIZE_MAX && verb < after + 2 &&
			 bc_cue_before(f, verb + 1, after, BC_M(NEG)) != SIZE_MAX) ||
			(bc_cue_before(f, after + 3 < stop ? after + 3 : stop, after,
						   BC_M(NEG)) != SIZE_MAX);
		if (verb != SIZE_MAX &&
			(bc_cue_before(f, verb, after, BC_M(THIS)) != SIZE_MAX ||
								 (bc_cue_is(&f->cue[verb], BC_M(INCLUDE)) &&
								  f->cue[verb].value == 0)))
			verb = SIZE_MAX;
		/* 提供一个解释: no unit of how often */
		if (verb != SIZE_MAX && !bc_cue_latin(f, i) && !letter &&
			bc_cue_is(&f->cue[verb], BC_M(UNIT)) &&
			f->cue[verb].value != BC_U_TIMES)
			verb = SIZE_MAX;
		/* “美丽”一词的同义词, a poem whose lines begin with its letters */
		if (bc_cue_before(f, i, from, BC_M(WORKON)) != SIZE_MAX ||
			bc_cue_before(f, stop, after, BC_M(WORKON)) != SIZE_MAX)
			return;
		/* 这些词都要出现：海、风 */
		if (!bc_cue_latin(f, i))
		{
			uint64_t	between = seen_to_colon(f, i);

			negated = negated || (between & BC_M(NEG)) != 0;
			if (include == SIZE_MAX && (between & BC_M(INCLUDE)) != 0)
				include = i;
		}
		/* “海”“风”，用这两个词 */
		if (include == SIZE_MAX && uses_words(f, i, &words))
			include = i;
		/* 禁用词：热、太阳 */
		negated = negated || bc_cue_is(&f->cue[i], BC_M(NEG));
		if (include == SIZE_MAX && is_label(f, i))
			include = i;
		if (include == SIZE_MAX && as_keyword(f, i))
			include = i - 2;
		if (!negated && (bc_cue_starts(f, i, "形容词") ||
						 bc_cue_starts(f, i, "感叹词") ||
						 bc_cue_starts(f, i, "语气词")))
			return;
		if (include == SIZE_MAX && verb == SIZE_MAX && !negated)
			return;
	}
	/* the sentence's first clause may deny what a colon introduces */
	if (!negated && i > 0 &&
		bc_cue_is(&f->cue[from > 0 ? from - 1 : 0], BC_M(COLON)))
		negated = bc_cue_before(f, i, sentence, BC_M(NEG)) != SIZE_MAX;
	sure = bc_any_demand(f, i);
	if (!quoted)
		sure = sure * 9 / 10;
	add_words(f, include != SIZE_MAX &&
			  include < i ? include : i, i, &words, letter, sure, negated);
}

/* 不要“死”字: a denial with a word right behind it. */
static bool
denies_string(const BcFinder *f, size_t i)
{
	static const char *const tails[] = {"字", "一词", "二字", "两个字", "这",
										"一类", "之类", "等"};
	size_t		at;

	if (!bc_cue_is(&f->cue[i], BC_M(NEG)) || bc_cue_latin(f, i) ||
		i + 1 >= f->count || f->cue[i + 1].gap > 0 ||
		!bc_cue_is(&f->cue[i + 1], BC_M(QUOTE)))
		return false;
	for (size_t k = i + 1; k < f->count && k < i + 12 &&
		 bc_cue_is(&f->cue[k], BC_M(QUOTE) | BC_M(AND)) && f->cue[k].gap == 0;
		 k++)
		i = k;
	at = f->cue[i].stop;
	for (size_t t = 0; t < sizeof(tails) / sizeof(tails[0]); t++)
		if (bc_han_stands_at(f, at, tails[t]))
			return true;
	return false;
}

/* Bare words of at most three characters behind 别提 up to the clause's end. */
static bool
bare_behind(const BcFinder *f, size_t i, BcWords *words)
{
	size_t		at = f->cue[i].stop;
	size_t		stop = bc_read_to(f, at, bc_clause_stop(f, i));

	while (at < stop && words->count < 4)
	{
		size_t		next = at;

		while (next < stop && bc_cue_han_at(f, next) != 0 &&
			   bc_parts_names(f, next) == 0 &&
			   !bc_han_stands_at(f, next, "的") &&
			   !bc_han_stands_at(f, next, "任何"))
			next += 3;
		if (next == at || next - at > 9 ||
			(next < stop && bc_parts_names(f, next) == 0))
			return false;
		words->word[words->count++] = (BcSlice) {f->text.data + at, next - at};
		words->stop = next;
		at = next < stop ? next + bc_parts_names(f, next) : next;
	}
	return words->count > 0;
}

/* Words of letters with joints between them, up to the clause's end. */
static bool
letters_behind(const BcFinder *f, size_t i, BcWords *words)
{
	size_t		end = bc_clause_stop(f, i);
	size_t		at = f->cue[i].stop;
	size_t		stop = bc_read_to(f, at, end);

	if ((bc_seen_in(f, i + 1, end) & ~BC_M(AND)) != 0)
		return false;
	while (at < stop && words->count < 8)
	{
		size_t		next;

		while (at < stop && f->text.data[at] == ' ')
			at++;
		next = at;
		while (next < stop && bc_is_letter(f->text.data[next]))
			next++;
		if (next == at || next - at < 2 || next - at > 30)
			return false;
		words->word[words->count++] = (BcSlice) {f->text.data + at, next - at};
		words->stop = at = next;
		while (at < stop && f->text.data[at] == ' ')
			at++;
		if (at < stop && !bc_stands_at(f, at, "和") &&
			!bc_stands_at(f, at, "、") && !bc_stands_at(f, at, "或") &&
			!bc_stands_at(f, at, "与"))
			return false;
		at += at < stop ? 3 : 0;
	}
	return words->count > 0 && at == stop;
}

/* “优秀”俩字别出现, 别提钱和领导: words beside a denial, not quoted behind it. */
static void
forbidden_beside(BcFinder *f, size_t i)
{
	size_t		from = bc_clause_start(f, i);
	size_t		quote = i;
	BcWords		words;

	memset(&words, 0, sizeof(words));
	while (quote > from && i - quote < 5 && f->cue[quote].gap <= 2 &&
		   bc_cue_is(&f->cue[quote - 1],
					 BC_M(UNIT) | BC_M(NUM) | BC_M(NUMWORD) | BC_M(KEYWORD) |
					 BC_M(ONLY) | BC_M(MODAL)))
		quote--;
	if (quote > from && bc_cue_is(&f->cue[quote - 1], BC_M(QUOTE)) &&
		f->cue[quote].gap <= 2 &&
		!(i > from && bc_cue_is(&f->cue[i - 1], BC_M(KEYWORD))))
	{
		size_t		a = quote - 1;

		while (a > from && bc_cue_is(&f->cue[a - 1], BC_M(QUOTE) | BC_M(AND)))
			a--;
		while (!bc_cue_is(&f->cue[a], BC_M(QUOTE)))
			a++;
		bc_quoted_words(f, a, &words);
		words.stop = f->cue[i].stop;
		add_words(f, a, i, &words, false,
				  bc_any_demand_as(f, i, BC_M(NEG)), true);
		return;
	}
	/* 不要出现 best 和 perfect */
	if ((bc_han_stands_at(f, f->cue[i].stop - 6, "出现") ||
		 bc_han_stands_at(f, f->cue[i].stop - 6, "提到") ||
		 bc_han_stands_at(f, f->cue[i].stop - 6, "提及")) &&
		letters_behind(f, i, &words))
	{
		add_words(f, i, i, &words, false, bc_any_demand(f, i) * 9 / 10, true);
		return;
	}
	memset(&words, 0, sizeof(words));
	/* 别提 names a thing */
	if ((bc_han_stands_at(f, f->cue[i].stop - 3, "提") ||
		 bc_han_stands_at(f, f->cue[i].stop - 6, "提到") ||
		 bc_han_stands_at(f, f->cue[i].stop - 6, "提及")) &&
		bare_behind(f, i, &words))
		add_words(f, i, i, &words, false, bc_any_demand(f, i) * 3 / 4, true);
}

/* 要用“妙手”和“耐心”: a demand of strings, and the clause ends. */
static bool
must_use(const BcFinder *f, size_t i, size_t k)
{
	return (i > 0 && f->cue[i].gap == 0 &&
			bc_cue_is(&f->cue[i - 1], BC_M(MODAL))) &&
		(k == f->count || (f->cue[k].gap == 0 &&
						   bc_cue_is(&f->cue[k], BC_CLAUSE_END)));
}

/* 用“海”“风”写一首诗: two strings at least, and a verb of writing. */
bool
bc_follow_used(BcFinder *f, size_t i)
{
	static const char *const verbs[] = {"写", "编", "创作", "作", "来", "说"};
	size_t		k = i + 1;
	unsigned	count = 0;
	bool		writes = false;
	BcWords		words;

	for (; k < f->count && f->cue[k].gap == 0 &&
		 bc_cue_is(&f->cue[k], BC_M(QUOTE) | BC_M(AND)) &&
		 !bc_stands_at(f, f->cue[k].start, "或"); k++)
		count += bc_cue_is(&f->cue[k], BC_M(QUOTE));
	if (count < 2)
		return false;
	writes = must_use(f, i, k) &&
		bc_has_letter(bc_cue_text(f, &f->cue[i + 1]));
	if (!writes && (k >= f->count || f->cue[k].gap > 1 ||
					!bc_cue_is(&f->cue[k], BC_M(ASK))))
		return false;
	for (size_t v = 0; v < sizeof(verbs) / sizeof(verbs[0]) && !writes; v++)
		writes = bc_cue_starts(f, k, verbs[v]);
	if (!writes)
		return false;
	memset(&words, 0, sizeof(words));
	bc_quoted_words(f, i + 1, &words);
	add_words(f, i, i, &words, false, bc_any_demand(f, i), false);
	return true;
}

/* Strings in quotes right behind "mention", 包含, 不要出现. */
void
bc_follow_include(BcFinder *f, size_t i)
{
	const BcCue *cue = &f->cue[i];
	bool		negated = bc_cue_is(cue, BC_M(NEG)) || bc_negated(f, i);
	BcWords		words;
	size_t		k = i + 1;

	if ((cue->value == 0 && !denies_string(f, i)) ||
		bc_han_stands_at(f, cue->stop, "几次") ||
		bc_han_stands_at(f, cue->stop, "了几") ||
		bc_han_stands_at(f, cue->stop, "多少次") || bc_of_a_program(f, i))
		return;
	if (cue->value == 1 && !negated && (f->seen & BC_M(FORMAT)) != 0 &&
		bc_follow_members(f, i))
		return;
	/* 用“虽然……但是……”造句 */
	if (cue->value == 3 && !bc_cue_is(cue, BC_M(NEG)))
	{
		if (!negated && bc_words_before(f, i, &words))
			add_words(f, i, i, &words, false,
					  bc_any_demand_as(f, i, BC_M(ASK)), false);
		return;
	}
	memset(&words, 0, sizeof(words));
	/* “花”字至少出现五次: the string stands before the verb */
	if (!bc_cue_latin(f, i) && !bc_cue_is(cue, BC_M(NEG)))
	{
		size_t		quote = i;

		while (quote > 0 && i - quote < 6 &&
			   bc_cue_is(&f->cue[quote - 1],
						 BC_M(UNIT) | BC_M(NUM) | BC_M(BEFORE) | BC_M(MODAL) |
						 BC_M(ONLY) | BC_M(ONCE)) &&
			   f->cue[quote].gap <= 2)
			quote--;
		if (quote > 0 && bc_cue_is(&f->cue[quote - 1], BC_M(QUOTE)) &&
			f->cue[quote].gap <= 2 && bc_cue_starts(f, i, "出现") &&
			!(quote > 1 && bc_cue_is(&f->cue[quote - 2], BC_M(KEYWORD))))
		{
			/* “春”“秋”均须出现, 二词均须出现 */
			while (quote > 1 && f->cue[quote - 1].gap == 0 &&
				   bc_cue_is(&f->cue[quote - 2], BC_M(QUOTE)) &&
				   (i + 1 == f->count ||
					!bc_cue_is(&f->cue[i + 1], BC_M(NUM) | BC_M(BEFORE))) &&
				   ((bc_seen_in(f, quote, i) & BC_M(NUM)) == 0 ||
					bc_stands_at(f, f->cue[quote].stop, "词")))
				quote--;
			bc_quoted_words(f, quote - 1, &words);
			if (words.count > 0 && bc_has_letter(words.word[0]))
				add_words(f, quote - 1, i, &words, false,
						  bc_any_demand(f, i), negated);
			return;
		}
	}
	if (bc_counts_bare(f, i))
		return;
	/* what lies between: "the name", 以下 */
	while (k < f->count && k < i + 3 &&
		   bc_cue_is(&f->cue[k],
					 BC_M(ONLY) | BC_M(INCLUDE) | BC_M(RESP) | BC_M(THIS) |
					 BC_M(LANG) | BC_M(ASK)) &&
		   !bc_cue_is(&f->cue[k], BC_M(KEYWORD)) && f->cue[k].gap <= 1)
		k++;
	/* “优秀”俩字别出现 */
	if (bc_cue_is(cue, BC_M(NEG)) && !bc_cue_latin(f, i) && cue->value == 2 &&
		!(k < f->count && bc_cue_is(&f->cue[k], BC_M(QUOTE)) &&
		  f->cue[k].gap <= 2))
	{
		forbidden_beside(f, i);
		return;
	}
	/* 提到品牌名“小鹿” */
	if (k + 1 < f->count && bc_cue_is(&f->cue[k], BC_M(UNIT)) &&
		bc_stands_at(f, f->cue[k].start, "名") && f->cue[k].gap == 2 &&
		f->cue[k + 1].gap == 0)
		k++;
	if (k >= f->count || !bc_cue_is(&f->cue[k], BC_M(QUOTE)) ||
		f->cue[k].gap > 2 || for_others(f, i))
		return;
	/* another rule's cue follows: “春天”这个词 */
	bc_quoted_words(f, k, &words);
	if (words.count == 0 || !bc_has_letter(words.word[0]))
		return;
	k = words.after;
	if (k < f->count && bc_cue_is(&f->cue[k], BC_M(KEYWORD)) &&
		f->cue[k].gap <= 1)
		return;
	/* "use" alone shows a mark or names a thing */
	if (cue->value == 2 && !negated && f->text.data[cue->start] < 0x80)
		return;
	if (bc_cue_after(f, i, bc_clause_stop(f, i), BC_M(WORKON)) != SIZE_MAX)
		return;
	/* “标题”“作者”两个键 */
	if (k + 1 < f->count && bc_cue_is(&f->cue[k], BC_M(NUM) | BC_M(THIS)) &&
		f->cue[k].gap <= 1)
		k++;
	if (k < f->count &&
		bc_cue_is(&f->cue[k],
				  BC_M(FORMATN) | BC_M(FORMAT) | BC_M(SEPARATE) |
				  BC_M(COLUMNW) | BC_M(KEYW)) &&
		f->cue[k].gap <= 1)
		return;
	if (bc_stands_at(f, words.stop, "作为") ||
		bc_stands_at(f, words.stop, "列") ||
		bc_stands_at(f, words.stop, "后缀") ||
		bc_stands_at(f, words.stop, "前缀"))
		return;
	add_words(f, i, i, &words, false, bc_any_demand(f, i), negated);
}
