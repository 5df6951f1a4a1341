/*
 * judge_words.c: words and letters in a response, its beginning and end, marks
 * and case, one of some answers.
 */
#include "core/follow/judge.h"

#include <stdio.h>

/* A character folded: ASCII and full-width case, traditional to simplified. */
static uint32_t
fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c < 0x80)
		return bc_lower((unsigned char) c);
	if ((c >= 0xC0 && c <= 0xDE) || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	return bc_han_simplify(c);
}

/* Bytes of text at i that are the word, folded; 0: they are not. */
static size_t
word_at(BcSlice text, size_t i, BcSlice word)
{
	size_t		at = i;

	for (size_t w = 0; w < word.len;)
	{
		if (at >= text.len ||
			fold(bc_quick_char(text, &at)) != fold(bc_quick_char(word, &w)))
			return 0;
	}
	return at - i;
}

/* May the character whose first byte it is be folded to another, folded? */
static inline bool
may_begin(unsigned char byte, uint32_t folded)
{
	if (byte < 0x80)
		return bc_lower(byte) == folded;
	/* of those above ASCII, full-width ones become ASCII */
	return (byte & 0xC0) != 0x80 && (folded >= 0x80 || byte == 0xEF);
}

static bool
is_wordlike(BcSlice text, size_t i)
{
	return i < text.len &&
		(bc_is_letter(text.data[i]) || bc_is_digit(text.data[i]) ||
		 text.data[i] == '_');
}

/* How often a word stands: alone at least, within other words at most. */
static BcFigure
occurrences(BcCase *k, BcSlice word)
{
	BcFigure	n = {0, 0};
	BcSlice		text = k->text;
	size_t		next = 0;
	uint32_t	first = word.len == 0 ? 0 : fold(bc_quick_char(word, &next));

	for (size_t i = 0; i < text.len && word.len > 0;)
	{
		size_t		len = may_begin(text.data[i], first) ? word_at(text, i, word) : 0;

		if (i % BC_POLL_BYTES == 0)
			bc_poll(k->judge->env);
		if (len == 0)
		{
			i++;
			continue;
		}
		n.high++;
		n.low += !(is_wordlike(word, 0) && i > 0 &&
				   is_wordlike(text, i - 1)) &&
			!(is_wordlike(word, word.len - 1) && is_wordlike(text, i + len));
		i += len;
	}
	return n;
}

/* A word of English without its ending. */
static BcSlice
stem(BcSlice word)
{
	if (word.len > 4 && bc_is_letter(word.data[0]) &&
		memchr(word.data, ' ', word.len) == NULL)
		word.len -= word.len > 6 ? 2 : 1;
	return word;
}

void
bc_judge_keywords(BcCase *k)
{
	unsigned	sure = 0;
	unsigned	maybe = 0;

	for (unsigned w = 0; w < k->c->strings; w++)
	{
		BcFigure	n = occurrences(k, bc_case_string(k, w));

		sure += n.low > 0;
		/* another form of the word may do */
		maybe += n.high > 0 ||
			occurrences(k, stem(bc_case_string(k, w))).high > 0;
	}
	k->out->followed = sure == k->c->strings ? BC_KEPT :
		maybe < k->c->strings ? BC_BROKEN : BC_CANNOT_TELL;
	snprintf(k->out->why, sizeof(k->out->why), "%u of %u words found", sure,
			 (unsigned) k->c->strings);
}

void
bc_judge_forbidden(BcCase *k)
{
	unsigned	found = 0;

	for (unsigned w = 0; w < k->c->strings; w++)
		found += occurrences(k, bc_case_string(k, w)).low > 0;
	k->out->followed = found == 0 ? BC_KEPT : BC_BROKEN;
	snprintf(k->out->why, sizeof(k->out->why),
			 "%u of %u forbidden words found", found,
			 (unsigned) k->c->strings);
}

void
bc_judge_keyword_count(BcCase *k)
{
	bc_say_figure(k, "times", occurrences(k, bc_case_string(k, 0)));
}

void
bc_judge_letter_count(BcCase *k)
{
	BcSlice		letter = bc_case_string(k, 0);
	size_t		at = 0;
	uint32_t	wanted = letter.len > 0 ? fold(bc_quick_char(letter, &at)) :
		0;
	size_t		n = 0;

	for (at = 0; at < k->text.len;)
	{
		if (at % BC_POLL_BYTES < 4)
			bc_poll(k->judge->env);
		n += fold(bc_quick_char(k->text, &at)) == wanted;
	}
	bc_say_figure(k, "times", (BcFigure) {n, n});
}

void
bc_judge_capital_words(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);

	bc_say_figure(k, "words in capitals",
				  (BcFigure) {n->capitals, n->capitals + n->single_capitals});
}

void
bc_judge_case(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	bool		upper = k->c->kind == BC_F_UPPER_CASE;
	size_t		wrong = upper ? n->lower : n->upper;

	if (n->upper + n->lower == 0)
		bc_say(k, k->c->name != NULL &&
			   n->cjk > 0 ? BC_BROKEN : BC_CANNOT_TELL,
			   "no letters that have a case");
	else if (wrong > 0)
		snprintf(k->out->why, sizeof(k->out->why), "%zu letters in %s case",
				 wrong, upper ? "lower" : "upper");
	else
		bc_say(k, BC_KEPT, upper ? "no letter in lower case" :
			   "no letter in upper case");
	if (wrong > 0)
		k->out->followed = BC_BROKEN;
}

void
bc_judge_no_commas(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);

	k->out->followed = n->commas == 0 ? BC_KEPT : BC_BROKEN;
	snprintf(k->out->why, sizeof(k->out->why), "%zu commas, none wanted",
			 n->commas);
}

void
bc_judge_no_punctuation(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);

	k->out->followed = n->punctuation == 0 ? BC_KEPT : BC_BROKEN;
	snprintf(k->out->why, sizeof(k->out->why),
			 "%zu punctuation marks, none wanted", n->punctuation);
}

/* Does the text begin, or end, with a mark? */
static bool
has_mark(BcSlice text, bool end, const char *mark)
{
	size_t		len = strlen(mark);

	return text.len >= len &&
		memcmp(end ? text.data + text.len - len : text.data, mark, len) == 0;
}

void
bc_judge_quoted(BcCase *k)
{
	static const char *const marks[][2] = {
		{"\"", "\""}, {"“", "”"}, {"「", "」"}, {"『", "』"}, {"＂", "＂"}, {"„", "“"}, {"”", "”"}, {"“", "\""}, {"\"", "”"}
	};

	for (size_t m = 0; m < sizeof(marks) / sizeof(marks[0]); m++)
		if (k->text.len > strlen(marks[m][0]) + strlen(marks[m][1]) &&
			has_mark(k->text, false, marks[m][0]) &&
			has_mark(k->text, true, marks[m][1]))
		{
			bc_say(k, BC_KEPT, "quotation marks at both ends");
			return;
		}
	bc_say(k, BC_BROKEN, "no quotation marks at both ends");
}

void
bc_judge_title(BcCase *k)
{
	size_t		at = 0;
	BcSlice		line;

	for (size_t i = 0; i + 4 < k->text.len; i++)
		if (k->text.data[i] == '<' && k->text.data[i + 1] == '<' &&
			k->text.data[i + 2] != '\n' && k->text.data[i + 2] != '>')
		{
			size_t		stop = i + 2;

			while (stop + 1 < k->text.len && k->text.data[stop] != '\n' &&
				   k->text.data[stop] != '>')
				stop++;
			if (stop + 1 < k->text.len && k->text.data[stop] == '>' &&
				k->text.data[stop + 1] == '>')
			{
				bc_say(k, BC_KEPT, "a title in <<>>");
				return;
			}
			i = stop - 1;
		}
	if (k->c->name != NULL)
	{
		bc_say(k, BC_BROKEN, "no title in <<>>");
		return;
	}
	if (bc_next_line(k->text, &at, &line) && at < k->text.len &&
		line.len > 0 && line.len < 120 &&
		(line.data[0] == '#' || line.data[0] == '*' ||
		 strchr(".!?:;,", line.data[line.len - 1]) == NULL))
		bc_say(k, BC_KEPT, "a first line like a title");
	else
		bc_say(k, BC_CANNOT_TELL, "no first line like a title");
}

static bool
contains(BcCase *k, const char *word)
{
	return occurrences(k,
					   (BcSlice) {(const unsigned char *) word,
								  strlen(word)}).high > 0;
}

void
bc_judge_postscript(BcCase *k)
{
	BcSlice		marker = bc_case_string(k, 0);

	while (marker.len > 2 && marker.data[marker.len - 1] == '.')
		marker.len--;
	if (marker.len > 0 ? occurrences(k, marker).high > 0 :
		contains(k, "P.S") || contains(k, "PS:") || contains(k, "PS：") ||
		contains(k, "附言") || contains(k, "又及") || contains(k, "附："))
		bc_say(k, BC_KEPT, "a postscript was found");
	else
		bc_say(k, BC_BROKEN, "no postscript");
}

/* Marks and white space at the end, or at the beginning, aside. */
static BcSlice
without_marks(BcSlice s, bool end)
{
	static const char *const wide[] = {"。", "！", "？", "”", "“", "」", "「",
									   "』", "『", "…", "，", "：", "；",
									   "）", "（"};

	for (bool more = true; more && s.len > 0;)
	{
		unsigned char c = s.data[end ? s.len - 1 : 0];

		more = false;
		if (c <= ' ' || (c < 0x80 && strchr("\"'.!?,:;*#_`()", c) != NULL))
		{
			s.len--;
			s.data += !end;
			more = true;
			continue;
		}
		for (size_t w = 0; w < sizeof(wide) / sizeof(wide[0]) && !more; w++)
			if (has_mark(s, end, wide[w]))
			{
				s.len -= 3;
				s.data += end ? 0 : 3;
				more = true;
			}
	}
	return s;
}

void
bc_judge_ends_with(BcCase *k)
{
	BcSlice		wanted = without_marks(bc_case_string(k, 0), true);
	BcSlice		text = without_marks(k->text, true);
	bool		ends = false;

	/* traditional and simplified forms are equally long in UTF-8 */
	if (wanted.len > 0 && text.len >= wanted.len)
		ends = word_at(text, text.len - wanted.len, wanted) == wanted.len;
	bc_say(k, ends ? BC_KEPT : BC_BROKEN, ends ? "ends as wanted" :
		   "does not end as wanted");
}

static bool
begins_with(BcSlice text, BcSlice wanted)
{
	text = without_marks(text, false);
	wanted = without_marks(without_marks(wanted, true), false);
	return wanted.len > 0 && word_at(text, 0, wanted) > 0;
}

void
bc_judge_begins_with(BcCase *k)
{
	bool		begins = begins_with(k->text, bc_case_string(k, 0));

	bc_say(k, begins ? BC_KEPT : BC_BROKEN, begins ? "begins as wanted" :
		   "does not begin as wanted");
}

/* The nth block of lines, or the nth line; an empty slice: there is none. */
static BcSlice
nth_part(BcSlice text, unsigned n, bool blocks)
{
	size_t		at = 0;
	unsigned	seen = 0;
	bool		inside = false;
	BcSlice		line;

	while (bc_next_line(text, &at, &line))
	{
		if (line.len == 0)
		{
			inside = false;
			continue;
		}
		if (!blocks || !inside)
			seen++;
		inside = true;
		if (seen == n)
			return line;
	}
	return (BcSlice) {text.data, 0};
}

void
bc_judge_paragraph_begins(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	BcSlice		word = bc_case_string(k, 0);
	bool		block = begins_with(nth_part(k->text, k->c->n, true), word);
	bool		line = begins_with(nth_part(k->text, k->c->n, false), word);

	if (k->c->to > 0 && n->blocks != k->c->to && n->lines != k->c->to)
	{
		snprintf(k->out->why, sizeof(k->out->why),
				 "%zu paragraphs, %u wanted", n->blocks, (unsigned) k->c->to);
		k->out->followed = BC_BROKEN;
		return;
	}
	/* paragraphs are blocks, or lines where there is one block */
	if (block || (line && n->blocks == 1))
		bc_say(k, BC_KEPT, "the paragraph begins as wanted");
	else
		bc_say(k, line ? BC_CANNOT_TELL : BC_BROKEN,
			   "the paragraph does not begin as wanted");
}

void
bc_judge_repeat_prompt(BcCase *k)
{
	BcSlice		prompt = k->judge->prompt;
	BcSlice		text = without_marks(k->text, false);

	/* from any sentence or line of the prompt on, as far as it goes */
	for (size_t i = 0; i < prompt.len;)
	{
		size_t		stop = i;
		BcSlice		part;

		while (stop < prompt.len && prompt.data[stop] != '\n' &&
			   prompt.data[stop] != '.' && prompt.data[stop] != '?' &&
			   prompt.data[stop] != '!' && prompt.data[stop] != ':' &&
			   !(prompt.len - stop >= 3 &&
				 (memcmp(prompt.data + stop, "。", 3) == 0 ||
				  memcmp(prompt.data + stop, "？", 3) == 0 ||
											memcmp(prompt.data + stop, "：",
												   3) == 0)))
			stop++;
		part = without_marks((BcSlice) {prompt.data + i, stop - i}, false);
		if (part.len >= 9 && word_at(text, 0, part) > 0)
		{
			bc_say(k, BC_KEPT, "begins with a sentence of the prompt");
			return;
		}
		i = stop + 1;
		while (i < prompt.len && (prompt.data[i] & 0xC0) == 0x80)
			i++;
	}
	bc_say(k, BC_BROKEN, "does not begin with the prompt");
}

static bool
equals(BcSlice text, BcSlice word)
{
	return word.len > 0 && word_at(text, 0, word) == text.len;
}

void
bc_judge_options(BcCase *k)
{
	BcSlice		text = without_marks(without_marks(k->text, true), false);
	unsigned	held = 0;

	for (unsigned w = 0; w < k->c->strings; w++)
	{
		BcSlice		option =
			without_marks(without_marks(bc_case_string(k, w), true), false);

		if (equals(text, option))
		{
			bc_say(k, BC_KEPT, "one of the answers that are allowed");
			return;
		}
		held += occurrences(k, option).high > 0;
	}
	bc_say(k, held == 1 ? BC_KEPT : held > 1 ? BC_CANNOT_TELL : BC_BROKEN,
		   held == 1 ? "holds one of the answers that are allowed" :
		   held > 1 ? "holds several of the answers" :
		   "holds none of the answers");
}

void
bc_judge_yes_no(BcCase *k)
{
	static const char *const others[] = {"是", "否", "不是", "对", "错",
										 "不对", "yes", "no", "true", "false",
										 "正确", "错误", "能", "不能", "会",
										 "不会"};
	BcSlice		text = without_marks(without_marks(k->text, true), false);
	bool		begins = false;

	for (unsigned w = 0; w < k->c->strings; w++)
	{
		BcSlice		option = without_marks(bc_case_string(k, w), true);

		if (equals(text, option))
		{
			bc_say(k, BC_KEPT, "one of the two answers");
			return;
		}
		begins = begins || word_at(text, 0, option) > 0;
	}
	if (begins)
	{
		bc_say(k, k->c->n == 1 ? BC_BROKEN : BC_KEPT,
			   "begins with one of the two answers and goes on");
		return;
	}
	for (size_t w = 0; w < sizeof(others) / sizeof(others[0]); w++)
		if (word_at(text, 0,
					(BcSlice) {(const unsigned char *) others[w],
							   strlen(others[w])}) > 0)
		{
			bc_say(k, BC_CANNOT_TELL, "another word for yes or no");
			return;
		}
	bc_say(k, BC_BROKEN, "does not begin with one of the two answers");
}

void
bc_judge_decimals(BcCase *k)
{
	BcSlice		text = k->text;
	size_t		numbers = 0;
	size_t		right = 0;
	bool		last = false;

	for (size_t i = 0; i < text.len; i++)
	{
		size_t		digits = 0;

		if (!bc_is_digit(text.data[i]))
			continue;
		while (i < text.len && bc_is_digit(text.data[i]))
			i++;
		if (i + 1 < text.len && text.data[i] == '.' &&
			bc_is_digit(text.data[i + 1]))
			for (i++; i < text.len && bc_is_digit(text.data[i]); i++)
				digits++;
		numbers++;
		last = bc_compare(k->c, (BcFigure) {digits, digits}) == BC_KEPT;
		right += last;
	}
	snprintf(k->out->why, sizeof(k->out->why),
			 "%zu of %zu numbers with as many decimals as wanted", right,
			 numbers);
	k->out->followed = last ? BC_KEPT : right > 0 ||
		numbers == 0 ? BC_CANNOT_TELL : BC_BROKEN;
}

/* 零一二三四五六七八九十百千万亿两〇半点 */
static bool
is_numeral(uint32_t c)
{
	static const uint32_t numerals[] = {
		0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
			0x516B, 0x4E5D, 0x5341, 0x767E, 0x5343, 0x4E07, 0x4EBF,
		0x4E24, 0x3007, 0x534A, 0x70B9
	};

	c = bc_han_simplify(c);
	for (size_t i = 0; i < sizeof(numerals) / sizeof(numerals[0]); i++)
		if (c == numerals[i])
			return true;
	return false;
}

void
bc_judge_numbers_only(BcCase *k)
{
	size_t		digits = 0;
	size_t		others = 0;
	bool		words = false;	/* 十二, twelve may be there */

	for (size_t i = 0; i < k->text.len;)
	{
		uint32_t	c = bc_quick_char(k->text, &i);

		if ((c < 0x80 && bc_is_digit((unsigned char) c)) ||
			(c >= 0xFF10 && c <= 0xFF19))
			digits++;
		else if (!(c <= ' ' ||
				   (c < 0x80 && strchr("+-.,/%$*:;=()", (int) c) != NULL) ||
				   c == 0x3002 || c == 0xFF0C || c == 0x3001 || c == 0x2212))
		{
			others++;
			words = words || c < 0x80 || is_numeral(c);
		}
	}
	if (others == 0)
		bc_say(k, digits > 0 ? BC_KEPT : BC_BROKEN, digits > 0 ?
			   "numbers alone" : "no number");
	else
		bc_say(k, digits > 0 || others > 12 ||
			   !words ? BC_BROKEN : BC_CANNOT_TELL,
			   "not a number in digits alone");
}
