/*
 * counts.c: how long texts are, counted by hand; which script a letter is of at
 * the ends of every range.
 */
#include "core/text/counts.h"

#include "check.h"

static const struct
{
	const char *text;
	const char *counts;			/* those that are not 0, in the order of say() */
}			texts[] = {
	{"", ""},
	{" \n\t\n", "characters 4"},
	{"Hello, world.", "characters 13 visible 12 tokens 2 words 2 upper 1 lower 9 commas 1 punctuation 2 sentences 1 lines 1 blocks 1 latin 10"},
	{"Two words", "characters 9 visible 8 tokens 2 words 2 upper 1 lower 7 open 1 lines 1 blocks 1 latin 8"},
	/* a hyphen and an apostrophe within a word are none of the punctuation and end the word */
	{"don't re-do it!", "characters 15 visible 13 tokens 3 words 5 lower 10 punctuation 1 sentences 1 lines 1 blocks 1 latin 10"},
	{"'quoted' - so", "characters 13 visible 11 tokens 2 words 2 lower 8 punctuation 3 open 1 lines 1 blocks 1 latin 8"},
	/* marks that may end an abbreviation */
	{"e.g. this. Mr. Li is 12. Fine.", "characters 30 visible 24 tokens 7 words 8 upper 3 lower 13 punctuation 6 sentences 2 doubtful 3 lines 1 blocks 1 latin 16"},
	{"Is it so?! Yes... no", "characters 20 visible 16 tokens 5 words 5 upper 2 lower 9 punctuation 5 sentences 2 open 1 lines 1 blocks 1 latin 11"},
	{"He said \"go.\" Then 3.14 is pi.", "characters 30 visible 24 tokens 7 words 8 upper 2 lower 14 punctuation 5 sentences 2 lines 1 blocks 1 latin 16"},
	/* capitals: words all of them; a letter and a digit are no word of one letter */
	{"NASA and A B2 X9Z I", "characters 19 visible 14 tokens 6 words 6 upper 9 lower 3 capitals 2 single 2 open 1 lines 1 blocks 1 latin 12"},
	/* Han that has a simplified form */
	{"漢字和汉字。", "characters 6 visible 6 cjk 5 traditional 1 punctuation 1 sentences 1 lines 1 blocks 1 han 5"},
	{"我用Python3写，很快！", "characters 14 visible 14 cjk 5 tokens 1 words 1 upper 1 lower 5 commas 1 punctuation 2 sentences 1 lines 1 blocks 1 latin 6 han 5"},
	{"ひらがなカタカナー", "characters 9 visible 9 cjk 8 tokens 1 words 1 open 1 lines 1 blocks 1 kana 9"},
	{"한국어 두 단어", "characters 8 visible 6 cjk 6 open 1 lines 1 blocks 1 hangul 6"},
	/* lines and paragraphs */
	{"one\ntwo.\n\n\nthree\n", "characters 17 visible 12 tokens 3 words 3 lower 11 punctuation 1 sentences 1 open 2 lines 3 blocks 2 latin 11"},
	{"a\r\n\r\nb", "characters 6 visible 2 tokens 2 words 2 lower 2 open 2 lines 2 blocks 2 latin 2"},
	{"- item\n- other;", "characters 15 visible 12 tokens 2 words 2 lower 9 punctuation 3 open 2 lines 2 blocks 1 latin 9"},
	/* an end before a closing mark; none before a letter */
	{"（好。）“行！”", "characters 8 visible 8 cjk 2 punctuation 6 sentences 2 lines 1 blocks 1 han 2"},
	{"a.b.com is v1.2", "characters 15 visible 13 tokens 3 words 6 lower 8 punctuation 3 open 1 lines 1 blocks 1 latin 8"},
	{"Ünïcödé ÀÉ ß Ñ", "characters 14 visible 11 tokens 4 words 4 upper 4 lower 7 capitals 1 single 1 open 1 lines 1 blocks 1 latin 11"},
	{"Привет МИР", "characters 10 visible 9 tokens 2 words 2 upper 4 lower 5 capitals 1 open 1 lines 1 blocks 1 cyrillic 9"},
	{"ΑΒΓ αβγ, ς", "characters 10 visible 8 tokens 3 words 3 upper 3 lower 4 capitals 1 commas 1 punctuation 1 open 1 lines 1 blocks 1 greek 7"},
	/* a vowel's mark ends a word, but no token */
	{"नमस्ते। ठीक है।", "characters 15 visible 13 tokens 3 words 4 sentences 2 lines 1 blocks 1 devanagari 10"},
	{"هل أنت هنا؟ نعم، أنا.", "characters 21 visible 17 tokens 5 words 5 commas 1 punctuation 1 sentences 2 lines 1 blocks 1 arabic 14"},
	{"ĀāĹĺŹź Ŋŋ", "characters 9 visible 8 tokens 2 words 2 upper 4 lower 4 open 1 lines 1 blocks 1 latin 8"},
	/* a point and a blank: behind one letter or digit, two with a digit, a capital and up to two more */
	{"Mrs. Li", "characters 7 visible 6 tokens 2 words 2 upper 2 lower 3 punctuation 1 open 1 doubtful 1 lines 1 blocks 1 latin 5"},
	{"Miss. Li", "characters 8 visible 7 tokens 2 words 2 upper 2 lower 4 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 6"},
	{"MR. Li", "characters 6 visible 5 tokens 2 words 2 upper 3 lower 1 capitals 1 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 4"},
	{"sea. no", "characters 7 visible 6 tokens 2 words 2 lower 5 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 5"},
	{"12. no", "characters 6 visible 5 tokens 2 words 2 lower 2 punctuation 1 open 1 doubtful 1 lines 1 blocks 1 latin 2"},
	{"123. no", "characters 7 visible 6 tokens 2 words 2 lower 2 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 2"},
	{"x1. no", "characters 6 visible 5 tokens 2 words 2 lower 3 punctuation 1 open 1 doubtful 1 lines 1 blocks 1 latin 3"},
	{"ok. no", "characters 6 visible 5 tokens 2 words 2 lower 4 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 4"},
	{"x. no", "characters 5 visible 4 tokens 2 words 2 lower 3 punctuation 1 open 1 doubtful 1 lines 1 blocks 1 latin 3"},
	{"x! no", "characters 5 visible 4 tokens 2 words 2 lower 3 punctuation 1 sentences 1 open 1 lines 1 blocks 1 latin 3"},
	{"x.\nno", "characters 5 visible 4 tokens 2 words 2 lower 3 punctuation 1 sentences 1 open 1 lines 2 blocks 1 latin 3"},
	{"(x). no", "characters 7 visible 6 tokens 2 words 2 lower 3 punctuation 3 sentences 1 open 1 lines 1 blocks 1 latin 3"},
	{"so.. no", "characters 7 visible 6 tokens 2 words 2 lower 4 punctuation 2 sentences 1 open 1 lines 1 blocks 1 latin 4"},
	{". no", "characters 4 visible 3 tokens 1 words 1 lower 2 punctuation 1 open 1 lines 1 blocks 1 latin 2"},
	/* within a word: a letter or digit of Latin on either side, up to U+024F */
	{"a-b a-1 a'b a\u2019b", "characters 15 visible 12 tokens 4 words 8 lower 7 open 1 lines 1 blocks 1 latin 7"},
	{"a-\u024F", "characters 3 visible 3 tokens 1 words 2 lower 1 open 1 lines 1 blocks 1 latin 2"},
	{"a-\u0250", "characters 3 visible 3 tokens 1 words 2 lower 1 punctuation 1 open 1 lines 1 blocks 1 latin 1 other 1"},
	{"a- b -c a--b", "characters 12 visible 9 tokens 4 words 5 lower 5 punctuation 4 open 1 lines 1 blocks 1 latin 5"},
	{"a,b a.b", "characters 7 visible 6 tokens 2 words 4 lower 4 commas 1 punctuation 2 open 1 lines 1 blocks 1 latin 4"},
	/* capitals: at least two, no other letter; one alone is none beside a digit */
	{"AB AB1 1A A1 Ab A A\u4e2d", "characters 20 visible 14 cjk 1 tokens 7 words 7 upper 9 lower 1 capitals 2 single 2 open 1 lines 1 blocks 1 latin 10 han 1"},
	{"A\u0628 AB\u0628", "characters 6 visible 5 tokens 2 words 2 upper 3 open 1 lines 1 blocks 1 latin 3 arabic 2"},
	/* how a line ends: closing marks aside */
	{"He (left.)", "characters 10 visible 9 tokens 2 words 2 upper 1 lower 5 punctuation 3 sentences 1 lines 1 blocks 1 latin 6"},
	{"He (left)", "characters 9 visible 8 tokens 2 words 2 upper 1 lower 5 punctuation 2 open 1 lines 1 blocks 1 latin 6"},
	{"Yes! -", "characters 6 visible 5 tokens 1 words 1 upper 1 lower 2 punctuation 2 sentences 1 lines 1 blocks 1 latin 3"},
	{"no\nYes!\nno", "characters 10 visible 8 tokens 3 words 3 upper 1 lower 6 punctuation 1 sentences 1 open 2 lines 3 blocks 1 latin 7"},
	{"a\n \nb", "characters 5 visible 2 tokens 2 words 2 lower 2 open 2 lines 2 blocks 2 latin 2"},
	{"\n\na\n\n", "characters 5 visible 1 tokens 1 words 1 lower 1 open 1 lines 1 blocks 1 latin 1"},
};

/* Adds what is counted and not 0. */
static void
add(char *out, const char *name, size_t n)
{
	if (n > 0)
		sprintf(out + strlen(out), "%s%s %zu", *out != '\0' ? " " : "", name, n);
}

static void
say(const BcTextCounts *n, char *out)
{
	static const char *const scripts[] = {
		"latin", "han", "kana", "hangul", "cyrillic", "greek", "arabic", "hebrew", "devanagari", "bengali", "gurmukhi",
		"gujarati", "tamil", "telugu", "kannada", "malayalam", "thai", "other"
	};

	*out = '\0';
	add(out, "characters", n->characters);
	add(out, "visible", n->visible);
	add(out, "cjk", n->cjk);
	add(out, "traditional", n->traditional);
	add(out, "tokens", n->tokens);
	add(out, "words", n->words);
	add(out, "upper", n->upper);
	add(out, "lower", n->lower);
	add(out, "capitals", n->capitals);
	add(out, "single", n->single_capitals);
	add(out, "commas", n->commas);
	add(out, "punctuation", n->punctuation);
	add(out, "sentences", n->sentences);
	add(out, "open", n->open_lines);
	add(out, "doubtful", n->doubtful);
	add(out, "lines", n->lines);
	add(out, "blocks", n->blocks);
	for (int k = 0; k < BC_SCRIPTS; k++)
		add(out, scripts[k], n->script[k]);
}

static void
test_texts(void)
{
	char		said[1024];
	BcTextCounts n;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
	{
		bc_count_text(&bc_malloc_env, slice(texts[i].text), &n);
		say(&n, said);
		if (strcmp(said, texts[i].counts) != 0)
			printf("%s\n  %s\n", texts[i].text, said);
		check(strcmp(said, texts[i].counts) == 0, texts[i].text);
	}
}

static void
test_scripts(void)
{
	static const struct
	{
		uint32_t	c;
		BcScript	script;
	}			edges[] = {
		{0x40, BC_SCRIPT_OTHER}, {0x41, BC_SCRIPT_LATIN}, {0x24F, BC_SCRIPT_LATIN}, {0x250, BC_SCRIPT_OTHER},
		{0x370, BC_SCRIPT_GREEK}, {0x3FF, BC_SCRIPT_GREEK}, {0x400, BC_SCRIPT_CYRILLIC}, {0x52F, BC_SCRIPT_CYRILLIC},
		{0x530, BC_SCRIPT_OTHER}, {0x590, BC_SCRIPT_HEBREW}, {0x5FF, BC_SCRIPT_HEBREW}, {0x600, BC_SCRIPT_ARABIC},
		{0x6FF, BC_SCRIPT_ARABIC}, {0x700, BC_SCRIPT_OTHER}, {0x77F, BC_SCRIPT_ARABIC}, {0x900, BC_SCRIPT_DEVANAGARI},
		{0x97F, BC_SCRIPT_DEVANAGARI}, {0x980, BC_SCRIPT_BENGALI}, {0xA00, BC_SCRIPT_GURMUKHI}, {0xA80, BC_SCRIPT_GUJARATI},
		{0xB80, BC_SCRIPT_TAMIL}, {0xBFF, BC_SCRIPT_TAMIL}, {0xC00, BC_SCRIPT_TELUGU}, {0xC80, BC_SCRIPT_KANNADA},
		{0xD7F, BC_SCRIPT_MALAYALAM}, {0xD80, BC_SCRIPT_OTHER}, {0xE00, BC_SCRIPT_THAI}, {0xE7F, BC_SCRIPT_THAI},
		{0x1100, BC_SCRIPT_HANGUL}, {0x1E00, BC_SCRIPT_LATIN}, {0x1FFF, BC_SCRIPT_GREEK}, {0x3040, BC_SCRIPT_OTHER},
		{0x3041, BC_SCRIPT_KANA}, {0x30FF, BC_SCRIPT_KANA}, {0x3400, BC_SCRIPT_HAN}, {0x4DBF, BC_SCRIPT_HAN},
		{0x4DC0, BC_SCRIPT_OTHER}, {0x4E00, BC_SCRIPT_HAN}, {0x9FFF, BC_SCRIPT_HAN}, {0xA000, BC_SCRIPT_OTHER},
		{0xAC00, BC_SCRIPT_HANGUL}, {0xD7A3, BC_SCRIPT_HANGUL}, {0xD7A4, BC_SCRIPT_OTHER}, {0xF900, BC_SCRIPT_HAN},
		{0xFB00, BC_SCRIPT_OTHER}, {0x20000, BC_SCRIPT_HAN}, {0x323AF, BC_SCRIPT_HAN}, {0x323B0, BC_SCRIPT_OTHER},
	};
	char		what[32];

	for (size_t k = 0; k < sizeof(edges) / sizeof(edges[0]); k++)
	{
		sprintf(what, "script of U+%04X", (unsigned) edges[k].c);
		check(bc_script(edges[k].c) == edges[k].script, what);
	}
}

int
main(void)
{
	test_texts();
	test_scripts();
	return report();
}
