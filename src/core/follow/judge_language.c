/*
 * judge_language.c: the language of a response as far as its letters tell it,
 * and Chinese verse.
 */
#include "core/follow/judge.h"

#include <stdio.h>

/* Letters that languages are written with; one language may be all of them. */
static const struct
{
	const char *code;
	uint32_t	scripts;
	bool		alone;			/* of the languages here no other uses them */
}			languages[] = {
	{"zh", 1u << BC_SCRIPT_HAN, true},
	{"zh-Hans", 1u << BC_SCRIPT_HAN, true},
	{"zh-Hant", 1u << BC_SCRIPT_HAN, true},
	{"yue", 1u << BC_SCRIPT_HAN, false},
	{"ja", 1u << BC_SCRIPT_HAN | 1u << BC_SCRIPT_KANA, true},
	{"ko", 1u << BC_SCRIPT_HANGUL | 1u << BC_SCRIPT_HAN, true},
	{"ru", 1u << BC_SCRIPT_CYRILLIC, false},
	{"bg", 1u << BC_SCRIPT_CYRILLIC, false},
	{"uk", 1u << BC_SCRIPT_CYRILLIC, false},
	{"el", 1u << BC_SCRIPT_GREEK, true},
	{"ar", 1u << BC_SCRIPT_ARABIC, false},
	{"fa", 1u << BC_SCRIPT_ARABIC, false},
	{"ur", 1u << BC_SCRIPT_ARABIC, false},
	{"he", 1u << BC_SCRIPT_HEBREW, true},
	{"hi", 1u << BC_SCRIPT_DEVANAGARI, false},
	{"mr", 1u << BC_SCRIPT_DEVANAGARI, false},
	{"ne", 1u << BC_SCRIPT_DEVANAGARI, false},
	{"bn", 1u << BC_SCRIPT_BENGALI, true},
	{"pa", 1u << BC_SCRIPT_GURMUKHI, true},
	{"gu", 1u << BC_SCRIPT_GUJARATI, true},
	{"ta", 1u << BC_SCRIPT_TAMIL, true},
	{"te", 1u << BC_SCRIPT_TELUGU, true},
	{"kn", 1u << BC_SCRIPT_KANNADA, true},
	{"ml", 1u << BC_SCRIPT_MALAYALAM, true},
	{"th", 1u << BC_SCRIPT_THAI, true},
};

/* Words of English that make up more than a seventh of most texts. */
static bool
looks_english(BcSlice text)
{
	static const char *const words[] = {
		"the", "of", "and", "to", "a", "in", "is", "it", "you", "that", "for",
			"are", "with", "this", "i", "be", "on", "your", "my", "we"
	};
	size_t		total = 0;
	size_t		common = 0;

	for (size_t i = 0; i < text.len;)
	{
		size_t		from = i;

		while (i < text.len && bc_is_letter(text.data[i]))
			i++;
		if (i == from)
		{
			i++;
			continue;
		}
		total++;
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			if (strlen(words[w]) == i - from)
			{
				size_t		m = 0;

				while (m < i - from &&
					   bc_lower(text.data[from +
										  m]) == (unsigned char) words[w][m])
					m++;
				common += m == i - from;
			}
	}
	return total >= 8 && common * 7 >= total;
}

static void
judge_scripts(BcCase *k, uint32_t scripts, bool alone, const BcTextCounts *n)
{
	size_t		letters = 0;
	size_t		right = 0;

	for (unsigned s = 0; s < BC_SCRIPTS; s++)
	{
		letters += n->script[s];
		if (scripts >> s & 1)
			right += n->script[s];
	}
	if (letters == 0)
		bc_say(k, BC_CANNOT_TELL, "no letters");
	else if (right * 10 < letters * 3)
		bc_say(k, BC_BROKEN, "written in the letters of another language");
	else if (right * 10 < letters * 7)
		bc_say(k, BC_CANNOT_TELL,
			   "written in the letters of several languages");
	else
		bc_say(k, alone ? BC_KEPT : BC_CANNOT_TELL,
			   alone ? "written in the letters of the language" :
			   "written in letters that other languages use, too");
}

void
bc_judge_language(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	const char *code = k->c->name;

	for (size_t l = 0; l < sizeof(languages) / sizeof(languages[0]); l++)
	{
		if (strcmp(languages[l].code, code) != 0)
			continue;
		judge_scripts(k, languages[l].scripts, languages[l].alone, n);
		if (k->out->followed != BC_KEPT)
			return;
		if (code[0] == 'z' &&
			n->script[BC_SCRIPT_KANA] * 10 > n->script[BC_SCRIPT_HAN])
			bc_say(k, BC_BROKEN, "kana among the Chinese characters");
		else if (code[0] == 'j' &&
				 n->script[BC_SCRIPT_KANA] * 20 < n->script[BC_SCRIPT_HAN])
			bc_say(k, BC_BROKEN, "Chinese characters with hardly any kana");
		else if (code[0] == 'k' &&
				 n->script[BC_SCRIPT_HANGUL] < n->script[BC_SCRIPT_HAN])
			bc_say(k, BC_BROKEN, "Chinese characters with hardly any Hangul");
		else if (strcmp(code, "zh-Hant") == 0 &&
				 n->traditional * 20 < n->script[BC_SCRIPT_HAN])
			bc_say(k, n->script[BC_SCRIPT_HAN] >= 20 &&
				   n->traditional == 0 ? BC_BROKEN : BC_CANNOT_TELL,
				   "hardly any traditional characters");
		else if (strcmp(code, "zh-Hans") == 0 && n->traditional > 0)
			bc_say(k, n->traditional * 10 > n->script[BC_SCRIPT_HAN] ?
				   BC_BROKEN : BC_CANNOT_TELL, "traditional characters");
		return;
	}
	/* a language in Latin letters: English is told by its words */
	judge_scripts(k, 1u << BC_SCRIPT_LATIN, false, n);
	if (k->out->followed != BC_CANNOT_TELL)
		return;
	if (strcmp(code, "en") == 0)
		bc_say(k, n->script[BC_SCRIPT_LATIN] * 10 >= n->visible * 6 &&
			   looks_english(k->text) ? BC_KEPT : BC_CANNOT_TELL,
			   "Latin letters");
	else if (n->script[BC_SCRIPT_LATIN] * 10 >= n->visible * 6 &&
			 n->words >= 15 && looks_english(k->text))
		bc_say(k, BC_BROKEN, "the common words are English");
}

/* Characters of Han up to the next mark or line; false after the last. */
static bool
next_verse(BcSlice text, size_t *at, unsigned *han, unsigned *others)
{
	*han = *others = 0;
	while (*at < text.len)
	{
		uint32_t	c = bc_quick_char(text, at);

		if (bc_script(c) == BC_SCRIPT_HAN || c == 0x3007)
			(*han)++;
		else if (c == ',' || c == '.' || c == '\n' || c == '!' || c == '?' ||
				 c == ';' || (c >= 0x3001 && c <= 0x3002) ||
				 c == 0xFF0C || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B ||
				 c == 0xFF1A || c == ':' || c == ' ' || c == 0x3000)
		{
			if (*han + *others > 0)
				return true;
		}
		else if (c < 0x80 && c > ' ')
			(*others)++;
	}
	return *han + *others > 0;
}

/*
 * So many lines of so many characters; a title and an author's name may stand
 * before them.
 */
void
bc_judge_verse(BcCase *k)
{
	size_t		at = 0;
	size_t		right[2] = {0, 0};	/* of 5 or as wanted, of 7 characters */
	size_t		wrong = 0;
	size_t		before = 0;		/* wrong ones before the first right one */
	unsigned	han;
	unsigned	others;
	size_t		found;
	unsigned	each = k->c->n;

	while (next_verse(k->text, &at, &han, &others))
	{
		if (others == 0 &&
			(each == 0 ? han == 5 || han == 7 : han == each))
			right[each == 0 && han == 7]++;
		else if (right[0] + right[1] == 0)
			before++;
		else
			wrong++;
	}
	found = right[0] > right[1] ? right[0] : right[1];
	if (each == 0)
		wrong += right[0] > right[1] ? right[1] : right[0];
	/* a title of as many characters is one more */
	if (wrong == 0 && before <= 2 &&
		(k->c->to == 0 ? found >= 4 && found % 2 == 0 : found == k->c->to))
		k->out->followed = BC_KEPT;
	else if (wrong == 0 && before == 0 && k->c->to > 0 &&
			 found == k->c->to + 1u)
		k->out->followed = BC_CANNOT_TELL;
	else if (found >= k->c->to && k->c->to > 0 && found > 0 && wrong > 0 &&
			 wrong + before > 6)
		k->out->followed = BC_CANNOT_TELL;	/* verses and a text about them */
	else
		k->out->followed = BC_BROKEN;
	if (k->c->to > 0)
		snprintf(k->out->why, sizeof(k->out->why),
				 "%zu verses of the right length and %zu others, %u wanted",
				 found, wrong, (unsigned) k->c->to);
	else
		snprintf(k->out->why, sizeof(k->out->why),
				 "%zu verses of the right length and %zu others", found,
				 wrong);
}
