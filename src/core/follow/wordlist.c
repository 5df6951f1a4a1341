/*
 * wordlist.c: words that a prompt lists: in quotes, or bare behind a colon.
 */
#include "core/follow/internal.h"

#define MAX_WORD	60			/* bytes */

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
bare_words(const BcFinder *f, size_t i, bool list, BcWords *words)
{
	bool		comma = false;

	while (words->count < BC_MAX_WORDS)
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
void
bc_quoted_words(const BcFinder *f, size_t k, BcWords *words)
{
	for (; k < f->count && words->count < BC_MAX_WORDS; k++)
	{
		const BcCue *cue = &f->cue[k];

		/* “甲”，但“乙”: the second is of another clause */
		if (words->count > 0 && cue->gap > 0 && f->text.data[cue->start] >= 0x80 &&
			bc_cue_is(&f->cue[k - 1], BC_M(COMMA)))
			break;
		if (bc_cue_is(cue, BC_M(QUOTE)) &&
			(cue->gap <= 1 ||
			 (cue->gap == 2 && words->count == 0 && cue->start >= 6 &&
			  bc_han_stands_at(f, cue->start - 6, "任何"))))
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
		/* “雪”字和“白”字 */
		else if (words->count > 0 && cue->gap == 0 && k + 2 < f->count &&
				 bc_cue_starts(f, k, "字") && bc_cue_is(cue, BC_M(UNIT)) &&
				 bc_cue_is(&f->cue[k + 1], BC_M(AND)) &&
				 f->cue[k + 1].gap == 0 && f->cue[k + 2].gap == 0 &&
				 bc_cue_is(&f->cue[k + 2], BC_M(QUOTE)))
			continue;
		else if (!bc_cue_is(cue, BC_M(COMMA) | BC_M(AND)) || cue->gap > 1)
			break;
	}
}

/* The first cue that begins at byte at or behind it. */
size_t
bc_cue_behind(const BcFinder *f, size_t k, size_t at)
{
	while (k < f->count && f->cue[k].start < at)
		k++;
	return k;
}

/* The words of a string in which marks part them: “竹子、月光”, “虽然……但是”. */
static void
split_words(const BcFinder *f, const BcCue *cue, BcWords *words)
{
	BcSlice		s = bc_cue_text(f, cue);
	size_t		at = (size_t) (s.data - f->text.data);
	size_t		stop = at + s.len;

	while (at < stop && words->count < BC_MAX_WORDS)
	{
		size_t		end = at;

		while (end < stop && f->text.data[end] != ',' &&
			   f->text.data[end] != '.' && !bc_stands_at(f, end, "、") &&
			   !bc_stands_at(f, end, "，") && !bc_stands_at(f, end, "…"))
			end++;
		if (end > at && end - at <= MAX_WORD)
			words->word[words->count++] = (BcSlice) {f->text.data + at,
													 end - at};
		at = end + (end < stop && f->text.data[end] >= 0x80 ? 3 : 1);
	}
	words->stop = cue->stop;
}

/* 用“虽然……但是……”造句: the strings before cue i. */
bool
bc_words_before(const BcFinder *f, size_t i, BcWords *words)
{
	size_t		a = i;

	memset(words, 0, sizeof(*words));
	/* 都写进去 */
	while (a > 0 && i - a < 2 && bc_cue_is(&f->cue[a - 1],
										   BC_M(ONLY) | BC_M(MODAL)))
		a--;
	while (a > 0 && i - a < 2 * BC_MAX_WORDS &&
		   f->cue[a].gap <= (a == i ? 1 : 0) &&
		   bc_cue_is(&f->cue[a - 1], BC_M(QUOTE) | BC_M(AND)) &&
		   /* 首词为“同时”，且“陪伴”一词: another demand's */
		   !(a < i && bc_cue_starts(f, a, "且")))
		a--;
	/* 为“吃惊”写一句话 is about it */
	if ((bc_cue_starts(f, i, "写一") || bc_cue_starts(f, i, "写个") ||
		 bc_cue_starts(f, i, "写句")) && a < i &&
		(f->cue[a].start < 3 ||
		 !bc_han_stands_at(f, f->cue[a].start - 3, "用")))
		return false;
	for (; a < i; a++)
		if (bc_cue_is(&f->cue[a], BC_M(QUOTE)))
			split_words(f, &f->cue[a], words);
	words->stop = f->cue[i].stop;
	return words->count > 0;
}

/* “海”“风”，用这两个词造句: the strings before the clause of cue i. */
static bool
strings_before(const BcFinder *f, size_t i, BcWords *words)
{
	static const char *const leads[] = {"用", "拿", "以", "把", "将", "靠"};
	size_t		at = f->cue[i].start;
	size_t		from = bc_clause_start(f, i);
	size_t		a = from;

	if (at < 3 || from < 2 || !bc_han_stands_at(f, at, "这") ||
		!bc_cue_is(&f->cue[from - 1], BC_M(COMMA) | BC_M(COLON) | BC_M(END)) ||
		f->cue[from - 1].gap > 0)
		return false;
	for (size_t k = 0; k < sizeof(leads) / sizeof(leads[0]); k++)
		if (bc_han_stands_at(f, at - 3, leads[k]))
		{
			a = from - 1;
			break;
		}
	if (a == from)
		return false;
	while (a > 0 && i - a < 2 * BC_MAX_WORDS &&
		   bc_cue_is(&f->cue[a - 1], BC_M(QUOTE) | BC_M(AND) | BC_M(COMMA)) &&
		   (a == from - 1 || f->cue[a].gap == 0))
		a--;
	while (a < from && !bc_cue_is(&f->cue[a], BC_M(QUOTE)))
		a++;
	bc_quoted_words(f, a, words);
	words->stop = f->cue[i].stop;
	return words->count > 0;
}

/* 务必写到 盘点、损耗 这几个词: the bare words before cue i. */
static bool
bare_before(const BcFinder *f, size_t i, BcWords *words)
{
	size_t		verb = bc_cue_before(f, i, bc_clause_start(f, i),
									 BC_M(INCLUDE) | BC_M(NEG));
	size_t		stop = f->cue[i].start;
	size_t		at;
	bool		comma;

	if (verb == SIZE_MAX || f->cue[verb].value == 0 ||
		!(bc_han_stands_at(f, stop, "这") || bc_han_stands_at(f, stop, "等")))
		return false;
	at = f->cue[verb].stop;
	while (at < stop && f->text.data[at] == ' ')
		at++;
	/* 带上 tracking number 这个词 */
	if (bc_is_letter(bc_byte_at(f, at)) && stop - at < 40)
	{
		size_t		end = at;

		while (end < stop && (bc_is_letter(f->text.data[end]) ||
							  f->text.data[end] == ' '))
			end++;
		if (end == stop)
		{
			while (f->text.data[end - 1] == ' ')
				end--;
			words->word[words->count++] = (BcSlice) {f->text.data + at,
													 end - at};
			words->stop = f->cue[i].stop;
			return true;
		}
	}
	while (at < stop && words->count < BC_MAX_WORDS)
	{
		size_t		end = word_stop(f, at);

		end = end > stop ? stop : end;
		if (end == at || end - at > 30)
			break;
		words->word[words->count++] = (BcSlice) {f->text.data + at, end - at};
		at = skip_joint(f, end, &comma);
		if (at < stop && !comma)
			break;
	}
	words->stop = f->cue[i].stop;
	if (at < stop || words->count < 2)
		words->count = 0;
	return words->count > 0;
}

/* The words behind a keyword cue, or in quotes right before it: “春天”这个词. */
bool
bc_read_words(const BcFinder *f, size_t i, bool plural, BcWords *words)
{
	size_t		k = i + 1;
	size_t		stop = bc_sentence_stop(f, i);

	memset(words, 0, sizeof(*words));
	/* 以“竹子、月光、茶”为关键词, 以“竹子”“月光”为关键词 */
	if (i > 1 && bc_cue_starts(f, i - 1, "为") && !bc_cue_latin(f, i) &&
		f->cue[i].gap == 0 && f->cue[i - 1].gap == 0 &&
		bc_cue_is(&f->cue[i - 2], BC_M(QUOTE)))
	{
		for (k = i - 2; k > 0 && i - k < 2 * BC_MAX_WORDS &&
			 f->cue[k].gap == 0 &&
			 bc_cue_is(&f->cue[k - 1], BC_M(QUOTE) | BC_M(AND)); k--)
			;
		for (; k < i; k++)
			if (bc_cue_is(&f->cue[k], BC_M(QUOTE)))
				split_words(f, &f->cue[k], words);
		words->stop = f->cue[i].stop;
		return words->count > 0;
	}
	if (i > 0 && bc_cue_is(&f->cue[i - 1], BC_M(QUOTE)) &&
		f->cue[i].gap <= 1 && f->text.data[f->cue[i].start] >= 0x80)
	{
		size_t		a = i - 1;

		while (a > 0 && i - a < 2 * BC_MAX_WORDS && f->cue[a].gap == 0 &&
			   (bc_cue_is(&f->cue[a - 1], BC_M(QUOTE)) ||
				bc_cue_is(&f->cue[a - 1], BC_M(AND)) ||
				(bc_cue_is(&f->cue[a - 1], BC_M(COMMA)) && a > 1 &&
				 bc_cue_is(&f->cue[a - 2], BC_M(QUOTE)))))
			a--;
		bc_quoted_words(f, a, words);
		words->stop = f->cue[i].stop;
		return words->count > 0;
	}
	if (!bc_cue_latin(f, i) &&
		(strings_before(f, i, words) || bare_before(f, i, words)))
		return true;
	/* "keywords in your answer: a, b"; "the keyword 'x'" */
	while (k < stop && k <= i + 6 &&
		   !bc_cue_is(&f->cue[k], BC_M(COLON) | BC_M(QUOTE)))
		k++;
	if (k < f->count && bc_cue_is(&f->cue[k], BC_M(QUOTE)) &&
		(k == i + 1 ? f->cue[k].gap <= 2 : false))
		bc_quoted_words(f, k, words);
	else if (k < stop && bc_cue_is(&f->cue[k], BC_M(COLON)) &&
			 (k == i + 1 || k <= i + 4))
	{
		size_t		at = skip_colon(f, f->cue[k].stop);
		size_t		q = bc_cue_behind(f, k + 1, at);

		if (q < f->count && bc_cue_is(&f->cue[q], BC_M(QUOTE)) &&
			f->cue[q].start <= at + 1)
			bc_quoted_words(f, q, words);
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

		while (at < f->cue[i + 1].stop && words->count < BC_MAX_WORDS)
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
