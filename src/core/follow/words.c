/*
 * words.c: words that an answer must hold, how often, and words that it must
 * not hold.
 */
#include "core/follow/internal.h"

#define MAX_WORD	60			/* bytes */
#define MAX_WORDS	24

typedef struct Words
{
	unsigned	count;
	BcSlice		word[MAX_WORDS];
	size_t		after;			/* the first cue behind them */
	size_t		stop;			/* the byte where they end */
} Words;

static bool
is_word_byte(unsigned char c)
{
	return bc_is_letter((unsigned char) c) ||
		bc_is_digit((unsigned char) c) || c == '-' || c == '\'' || c >= 0x80;
}

/* White space and Chinese or ASCII commas, "and", "or", 和, 、 at i: past them. */
static size_t
skip_joint(const BcFinder *f, size_t i, bool *comma)
{
	static const char *const joints[] = {
		",", "，", "、", "and ", "or ", "和", "与", "及", "或", "&", ";",
			"；", "/", "\"", "'"
	};
	bool		more = true;

	*comma = false;
	while (more)
	{
		more = false;
		while (i < f->text.len && f->text.data[i] == ' ')
			i++;
		for (size_t k = 0; k < sizeof(joints) / sizeof(joints[0]) - 2; k++)
		{
			size_t		len = strlen(joints[k]);

			if (f->text.len - i >= len &&
				memcmp(f->text.data + i, joints[k], len) == 0)
			{
				i += len;
				*comma = true;
				more = true;
				break;
			}
		}
	}
	return i;
}

/* A word of ASCII, or characters up to punctuation, from i on. */
static size_t
word_stop(const BcFinder *f, size_t i)
{
	size_t		from = i;
	bool		wide = i < f->text.len && f->text.data[i] >= 0x80;

	while (i < f->text.len && i - from <= MAX_WORD)
	{
		size_t		next = i;
		uint32_t	c = bc_quick_char(f->text, &next);

		if (c < 0x80 ? wide || !is_word_byte((unsigned char) c) : !wide &&
			c > 0x24F)
			break;
		if (c >= 0x2000 && (c < 0x3040 || c >= 0xFF00))
			break;				/* wide punctuation */
		i = next;
		/* 和 and 与 join */
		if (wide && f->text.len - i >= 3 &&
			(memcmp(f->text.data + i, "和", 3) == 0 ||
			 memcmp(f->text.data + i, "与", 3) == 0 ||
			 memcmp(f->text.data + i, "或", 3) == 0))
			break;
	}
	return i;
}

/* Words without quotation marks from byte i on; a list if it is one. */
static void
bare_words(const BcFinder *f, size_t i, bool list, Words *words)
{
	bool		comma = false;

	while (words->count < MAX_WORDS)
	{
		size_t		stop = word_stop(f, i);
		BcSlice		word = {f->text.data + i, stop - i};
		size_t		next;

		if (word.len == 0 || word.len > MAX_WORD)
			break;
		next = skip_joint(f, stop, &comma);
		/* "red, green and in the end ...": the last one is no word of the list */
		words->word[words->count++] = word;
		words->stop = stop;
		if (!list || !comma)
			break;
		i = next;
		if (i < f->text.len && f->text.data[i] == '\n')
			break;
	}
}

/* Skips ':' and white space behind a cue. */
static size_t
skip_colon(const BcFinder *f, size_t i)
{
	while (i < f->text.len)
	{
		if (f->text.data[i] == ' ' || f->text.data[i] == ':' ||
			f->text.data[i] == '\n' || f->text.data[i] == '[' ||
			f->text.data[i] == '(')
			i++;
		else if (f->text.len - i >= 3 &&
				 memcmp(f->text.data + i, "：", 3) == 0)
			i += 3;
		else
			break;
	}
	return i;
}

/* Strings in quotes from cue k on: "a", "b" and "c". */
static void
quoted_words(const BcFinder *f, size_t k, Words *words)
{
	for (; k < f->count && words->count < MAX_WORDS; k++)
	{
		const BcCue *cue = &f->cue[k];

		if (bc_cue_is(cue, BC_M(QUOTE)) && cue->gap <= 1)
		{
			BcSlice		s = bc_cue_text(f, cue);

			/* a comma within the marks ends no word */
			while (s.len > 1 &&
				   (s.data[s.len - 1] == ',' || s.data[s.len - 1] == '.'))
				s.len--;
			if (s.len > MAX_WORD)
				break;
			words->word[words->count++] = s;
			words->stop = cue->stop;
			words->after = k + 1;
		}
		else if (!bc_cue_is(cue, BC_M(COMMA) | BC_M(AND)) || cue->gap > 1)
			break;
	}
}

/* The first cue that begins at byte at or behind it. */
static size_t
cue_behind(const BcFinder *f, size_t k, size_t at)
{
	while (k < f->count && f->cue[k].start < at)
		k++;
	return k;
}

/*
 * How often, in cues [from, to): "at least 3 times", twice, 不超过两次.  False:
 * nothing is said.
 */
static bool
how_often(const BcFinder *f, size_t from, size_t to, BcQuantity *q)
{
	for (size_t k = from; k < to; k++)
	{
		const BcCue *cue = &f->cue[k];

		if (bc_cue_is(cue, BC_M(UNIT)) && cue->value == 10 &&
			bc_quantity(f, k, q))
		{
			if (k + 1 < to && bc_cue_is(&f->cue[k + 1], BC_M(EACH)))
				return false;
			return true;
		}
		if (bc_cue_is(cue, BC_M(ONCE)))
		{
			memset(q, 0, sizeof(*q));
			q->n = cue->value;
			q->first = q->last = k;
			if (k > from && bc_cue_is(&f->cue[k - 1], BC_M(BEFORE)))
			{
				q->first = k - 1;
				q->relation = f->cue[k - 1].value == 1 ? BC_AT_LEAST :
					f->cue[k - 1].value == 2 ? BC_AT_LEAST :
					f->cue[k - 1].value == 3 ||
					f->cue[k - 1].value == 4 ? BC_AT_MOST : BC_EXACTLY;
				q->n += f->cue[k - 1].value == 2;
				q->n -= f->cue[k - 1].value == 4;
			}
			if (k + 1 < to && bc_cue_is(&f->cue[k + 1], BC_M(AFTER)) &&
				f->cue[k + 1].gap == 0)
				q->relation = f->cue[k + 1].value == 1 ? BC_AT_LEAST :
					BC_AT_MOST;
			return true;
		}
	}
	return false;
}

static bool
has_letter(BcSlice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] >= 0x80 || bc_is_letter(s.data[i]) ||
			bc_is_digit(s.data[i]))
			return true;
	return false;
}

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
add_words(BcFinder *f, size_t first, size_t i, const Words *words,
		  bool letter, unsigned sure, bool negated)
{
	size_t		from = cue_behind(f, i, words->stop);
	BcQuantity	q;
	BcConstraint *c;
	size_t		last = from > 0 ? from - 1 : 0;
	bool		counted;

	if (words->count == 0 || sure == 0 || optional(f, first))
		return;
	/* how often stands behind the words, or before them: 三次“春天” */
	counted = how_often(f, from,
						bc_clause_stop(f, from < f->count ? from :
									   f->count - 1), &q) ||
		how_often(f, first, i, &q);
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

/* The words behind a keyword cue, or in quotes right before it: “春天”这个词. */
static bool
read_words(const BcFinder *f, size_t i, bool plural, Words *words)
{
	size_t		k = i + 1;
	size_t		stop = bc_sentence_stop(f, i);

	memset(words, 0, sizeof(*words));
	if (i > 0 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap <= 1 && f->text.data[f->cue[i].start] >= 0x80)
	{
		size_t		a = i - 1;

		while (a > 0 && i - a < 2 * MAX_WORDS && f->cue[a].gap == 0 &&
			   (bc_cue_is(&f->cue[a - 1], BC_M(QUOTE)) ||
				bc_cue_is(&f->cue[a - 1], BC_M(AND)) ||
				(bc_cue_is(&f->cue[a - 1], BC_M(COMMA)) && a > 1 &&
				 bc_cue_is(&f->cue[a - 2], BC_M(QUOTE)))))
			a--;
		quoted_words(f, a, words);
		words->stop = f->cue[i].stop;
		return words->count > 0;
	}
	/* "keywords in your answer: a, b"; "the keyword 'x'" */
	while (k < stop && k <= i + 6 &&
		   !bc_cue_is(&f->cue[k], BC_M(COLON) | BC_M(QUOTE)))
		k++;
	if (k < f->count && bc_cue_is(&f->cue[k], BC_M(QUOTE)) &&
		(k == i + 1 ? f->cue[k].gap <= 2 : false))
		quoted_words(f, k, words);
	else if (k < stop && bc_cue_is(&f->cue[k], BC_M(COLON)) &&
			 (k == i + 1 || k <= i + 4))
	{
		size_t		at = skip_colon(f, f->cue[k].stop);
		size_t		q = cue_behind(f, k + 1, at);

		if (q < f->count && bc_cue_is(&f->cue[q], BC_M(QUOTE)) &&
			f->cue[q].start <= at + 1)
			quoted_words(f, q, words);
		else if (q < f->count && f->cue[q].start == at &&
				 bc_cue_is(&f->cue[q], BC_M(MARK)) &&
				 f->cue[q].value == BC_MARK_BRACKET)
			return false;
		else
			bare_words(f, at, true, words);
	}
	else if (i + 1 < f->count && bc_cue_is(&f->cue[i + 1], BC_M(MARK)) &&
			 f->cue[i + 1].value == BC_MARK_BRACKET &&
			 f->cue[i + 1].gap == 0)
	{
		/* ['a', 'b'] */
		size_t		at = f->cue[i + 1].start + 1;

		while (at < f->cue[i + 1].stop && words->count < MAX_WORDS)
		{
			size_t		end;

			while (at < f->cue[i + 1].stop &&
				   (f->text.data[at] == '\'' || f->text.data[at] == '"' ||
											   f->text.data[at] == ' ' ||
											   f->text.data[at] == ','))
				at++;
			end = at;
			while (end < f->cue[i + 1].stop && f->text.data[end] != '\'' &&
				   f->text.data[end] != '"' &&
				   f->text.data[end] != ',' && f->text.data[end] != ']')
				end++;
			if (end == at)
				break;
			words->word[words->count++] = (BcSlice) {f->text.data + at,
													 end - at};
			at = end;
		}
		words->stop = f->cue[i + 1].stop;
	}
	else if (f->text.data[f->cue[i].start] < 0x80)
	{
		size_t		at = f->cue[i].stop;

		while (at < f->text.len && f->text.data[at] == ' ')
			at++;
		bare_words(f, at, plural, words);
	}
	else
	{
		/* 关键词春天: not told from what follows; 字母e is */
		size_t		at = f->cue[i].stop;

		while (at < f->text.len && f->text.data[at] == ' ')
			at++;
		if (at < f->text.len && bc_is_letter(f->text.data[at]))
			bare_words(f, at, plural, words);
	}
	return words->count > 0;
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
	Words		words;
	unsigned	sure;

	if (for_others(f, i) || !read_words(f, i, plural, &words))
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
		size_t		after = cue_behind(f, i, words.stop);
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
		if (include == SIZE_MAX && verb == SIZE_MAX && !negated)
			return;
	}
	/* the sentence's first clause may deny what a colon introduces */
	if (!negated && i > 0 &&
		bc_cue_is(&f->cue[from > 0 ? from - 1 : 0], BC_M(COLON)))
		negated = bc_cue_before(f, i, sentence, BC_M(NEG)) != SIZE_MAX;
	sure = bc_demand(f, i, true);
	if (!quoted)
		sure = sure * 9 / 10;
	add_words(f, include != SIZE_MAX &&
			  include < i ? include : i, i, &words, letter, sure, negated);
}

/* Strings in quotes right behind "mention", 包含, 不要出现. */
void
bc_follow_include(BcFinder *f, size_t i)
{
	const BcCue *cue = &f->cue[i];
	bool		negated = bc_cue_is(cue, BC_M(NEG)) || bc_negated(f, i);
	Words		words;
	size_t		k = i + 1;

	if (cue->value == 0)
		return;
	memset(&words, 0, sizeof(words));
	/* “花”字至少出现五次: the string stands before the verb */
	if (!bc_cue_latin(f, i) && !bc_cue_is(cue, BC_M(NEG)))
	{
		size_t		quote = i;

		while (quote > 0 && i - quote < 6 &&
			   bc_cue_is(&f->cue[quote - 1],
						 BC_M(UNIT) | BC_M(NUM) | BC_M(BEFORE) | BC_M(MODAL) |
						 BC_M(ONCE)) &&
			   f->cue[quote].gap <= 2)
			quote--;
		if (quote > 0 && bc_cue_is(&f->cue[quote - 1], BC_M(QUOTE)) &&
			f->cue[quote].gap <= 2 && bc_cue_starts(f, i, "出现") &&
			!(quote > 1 && bc_cue_is(&f->cue[quote - 2], BC_M(KEYWORD))))
		{
			quoted_words(f, quote - 1, &words);
			if (words.count > 0 && has_letter(words.word[0]))
				add_words(f, quote - 1, i, &words, false,
						  bc_demand(f, i, true), negated);
			return;
		}
	}
	/* what lies between: "the name", 以下 */
	while (k < f->count && k < i + 3 &&
		   bc_cue_is(&f->cue[k],
					 BC_M(ONLY) | BC_M(INCLUDE) | BC_M(RESP) | BC_M(THIS) |
					 BC_M(ASK)) &&
		   !bc_cue_is(&f->cue[k], BC_M(KEYWORD)) && f->cue[k].gap <= 1)
		k++;
	if (k >= f->count || !bc_cue_is(&f->cue[k], BC_M(QUOTE)) ||
		f->cue[k].gap > 2 || for_others(f, i))
		return;
	/* another rule's cue follows: “春天”这个词 */
	quoted_words(f, k, &words);
	if (words.count == 0 || !has_letter(words.word[0]))
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
	add_words(f, i, i, &words, false, bc_demand(f, i, true), negated);
}
