/*
 * cues.c: what stands around a cue, of cues made by hand: classes, sentences
 * and clauses, what is denied, labels of demands, names and what parts them.
 */
#include "core/follow/internal.h"

#include "check.h"

#define MOST	200

static BcCue made[MOST];

/*
 * A row of cues, a letter each, of which each is three bytes of Han characters
 * that mean nothing: n denies, a and, v asks, m must, i includes, r answers,
 * u a unit; a colon, a comma, a full stop, / the end of a line.  A digit before
 * a letter is its gap.  Other letters are of no class.
 */
static BcFinder
row(const char *letters)
{
	static const struct
	{
		char		letter;
		uint64_t	mask;
		uint32_t	value;
	}			classes[] = {
		{'n', BC_M(NEG), 0}, {'a', BC_M(AND), 0}, {'b', BC_M(AND), 1}, {'v', BC_M(ASK), 0}, {'m', BC_M(MODAL), 0},
		{'i', BC_M(INCLUDE), 0}, {'h', BC_M(HIGHLIGHT), 0}, {'e', BC_M(ENDV), 0}, {'g', BC_M(BEGINV), 0},
		{'r', BC_M(RESP), 0}, {'u', BC_M(UNIT), 0}, {':', BC_M(COLON), 0}, {',', BC_M(COMMA), 0},
		{'.', BC_M(END), BC_END_POINT}, {'/', BC_M(END), BC_END_LINE}, {'z', BC_M(RESP) | BC_M(UNIT), 0}
	};
	BcFinder	f;
	static char text[3 * MOST + 1];

	memset(&f, 0, sizeof(f));
	memset(made, 0, sizeof(made));
	f.cue = made;
	text[0] = '\0';
	for (const char *p = letters; *p != '\0'; p++)
	{
		BcCue	   *cue = &made[f.count];

		if (*p >= '0' && *p <= '9')
		{
			cue->gap = (uint16_t) (*p - '0');
			continue;
		}
		for (size_t k = 0; k < sizeof(classes) / sizeof(classes[0]); k++)
			if (classes[k].letter == *p)
			{
				cue->mask = classes[k].mask;
				cue->value = classes[k].value;
			}
		cue->start = (uint32_t) (3 * f.count);
		cue->stop = cue->start + 3;
		strcat(text, "海");
		f.count++;
	}
	f.text = (BcSlice) {(unsigned char *) text, strlen(text)};
	f.at = f.text.len;
	return f;
}

/* Which cues, by their letters' places without gaps; "-": none. */
static const struct
{
	const char *letters;
	size_t		cue;
	size_t		sentence[2];
	size_t		clause[2];
}			stretches[] = {
	{"x", 0, {0, 1}, {0, 1}},
	{"xxx", 1, {0, 3}, {0, 3}},
	{"x.xx.x", 2, {2, 4}, {2, 4}},
	{"x.xx.x", 3, {2, 4}, {2, 4}},
	{"x.xx.x", 4, {2, 4}, {2, 4}},
	{"x.xx.x", 5, {5, 6}, {5, 6}},
	{"x.x,x:x,x.", 4, {2, 9}, {4, 5}},
	{"x.x,x:x,x.", 5, {2, 9}, {4, 5}},
	{"x.x,x:x,x.", 6, {2, 9}, {6, 7}},
	{"x/x", 2, {2, 3}, {2, 3}},
	{"./x", 2, {2, 3}, {2, 3}},
	{".", 0, {0, 0}, {0, 0}},
};

static void
test_stretches(void)
{
	for (size_t i = 0; i < sizeof(stretches) / sizeof(stretches[0]); i++)
	{
		BcFinder	f = row(stretches[i].letters);
		size_t		cue = stretches[i].cue;

		check(bc_sentence_start(&f, cue) == stretches[i].sentence[0] &&
			  bc_sentence_stop(&f, cue) == stretches[i].sentence[1] &&
			  bc_clause_start(&f, cue) == stretches[i].clause[0] &&
			  bc_clause_stop(&f, cue) == stretches[i].clause[1], stretches[i].letters);
	}
}

/* A stretch is 48 cues long to either side at most. */
static void
test_reach(void)
{
	char		letters[MOST];
	BcFinder	f;

	memset(letters, 'x', 120);
	letters[120] = '\0';
	f = row(letters);
	check(bc_sentence_start(&f, 47) == 0 && bc_sentence_start(&f, 48) == 0 && bc_sentence_start(&f, 49) == 1,
		  "how far back a sentence is looked for");
	check(bc_sentence_stop(&f, 73) == 120 && bc_sentence_stop(&f, 72) == 120 && bc_sentence_stop(&f, 71) == 119,
		  "how far on");
	f.cue[47].mask = BC_M(END);
	check(bc_sentence_start(&f, 48) == 48 && bc_sentence_start(&f, 95) == 48 && bc_sentence_start(&f, 96) == 48 &&
		  bc_sentence_start(&f, 97) == 49, "or its end before that");
}

static void
test_seen(void)
{
	BcFinder	f = row("xnavzx");

	check(bc_seen_in(&f, 0, 6) == (BC_M(NEG) | BC_M(AND) | BC_M(ASK) | BC_M(RESP) | BC_M(UNIT)), "the classes of all");
	check(bc_seen_in(&f, 1, 2) == BC_M(NEG) && bc_seen_in(&f, 1, 1) == 0 && bc_seen_in(&f, 2, 4) == (BC_M(AND) | BC_M(ASK)),
		  "the classes of some");
	check(bc_cue_before(&f, 5, 0, BC_M(NEG)) == 1 && bc_cue_before(&f, 5, 1, BC_M(NEG)) == 1 &&
		  bc_cue_before(&f, 5, 2, BC_M(NEG)) == SIZE_MAX && bc_cue_before(&f, 1, 0, BC_M(NEG)) == SIZE_MAX &&
		  bc_cue_before(&f, 5, 0, BC_M(NEG) | BC_M(AND)) == 2 && bc_cue_before(&f, 0, 0, BC_M(NEG)) == SIZE_MAX,
		  "the nearest cue before another");
	check(bc_cue_after(&f, 0, 6, BC_M(NEG)) == 1 && bc_cue_after(&f, 1, 6, BC_M(NEG)) == SIZE_MAX &&
		  bc_cue_after(&f, 1, 4, BC_M(RESP)) == SIZE_MAX && bc_cue_after(&f, 1, 5, BC_M(RESP)) == 4 &&
		  bc_cue_after(&f, 0, 6, BC_M(ASK) | BC_M(AND)) == 2, "and behind it");
}

static void
test_bytes(void)
{
	char		letters[MOST];
	BcFinder	f = row("x,xxx.xx");

	check(bc_clause_byte(&f, 4, 100) == 6 && bc_clause_byte(&f, 4, 6) == 6 && bc_clause_byte(&f, 4, 5) == 7 &&
		  bc_clause_byte(&f, 2, 5) == 6 && bc_clause_byte(&f, 0, 5) == 0, "where a clause begins, or so much before");
	f.from = 0;
	check(bc_read_to(&f, 3, 5) == 15 && bc_read_to(&f, 3, 8) == 24 && bc_read_to(&f, 3, 9) == 24 &&
		  bc_read_to(&f, 20, 5) == 15, "up to a cue, or the end");
	memset(letters, 'x', 150);
	letters[150] = '\0';
	f = row(letters);
	f.cue[149].start = 1300;
	f.at = 2000;
	check(bc_read_to(&f, 300, 149) == 1300 && bc_read_to(&f, 299, 149) == 1299 && bc_read_to(&f, 1000, 150) == 2000 &&
		  bc_read_to(&f, 999, 150) == 1999, "a thousand bytes and no more");
}

/* What is denied: the last letter but a full stop is the cue asked about. */
static const struct
{
	const char *letters;
	bool		denied;
}			denials[] = {
	{"nv", true},
	{"xv", false},
	{"n,v", false},
	{"n.v", false},
	{"nxv", true},
	/* six words between them, gaps among these, and the cues themselves */
	{"nxxxxxxv", true},
	{"nxxxxxxxv", false},
	{"n6v", true},
	{"n7v", false},
	{"nx5v", true},
	{"nx6v", false},
	{"n5xv", true},
	{"n6xv", false},
	{"n3x2v", true},
	{"n3x3v", false},
	{"9nv", true},
	/* "and" before a verb of its own begins anew; not "and" between others, nor behind a gap */
	{"nxav", false},
	{"nxaxv", true},
	{"nxamv", false},
	{"nxaiv", false},
	{"nxahv", false},
	{"nxaev", false},
	{"nxagv", false},
	{"nxarv", true},
	{"nxa1mv", true},
	{"nxbmv", true},
	{"xanv", true},
	/* behind the colon of a label that is nothing but a denial */
	{"n:v", true},
	{"n:xv", true},
	{"n:xxxxxxxxv", true},
	{"n:x,v", false},
	{"n1:v", false},
	{"xn:v", false},
	{"x:v", false},
	{"x.n:v", true},
	{"x/n:v", true},
	{"x,n:v", false},
	{"nx:v", false},
	{":v", false},
};

static void
test_denials(void)
{
	for (size_t i = 0; i < sizeof(denials) / sizeof(denials[0]); i++)
	{
		BcFinder	f = row(denials[i].letters);

		check(bc_negated(&f, f.count - 1) == denials[i].denied, denials[i].letters);
	}
}

/* Names in a text by itself. */
static const struct
{
	const char *text;
	bool		wide;
	const char *names;			/* each with a bar behind it; NULL: no list */
}			lists[] = {
	{"海、风", true, "海|风|"},
	{"海和风", true, "海|风|"},
	{"海或风", true, "海|风|"},
	{"海与风", true, "海|风|"},
	{"海跟风", true, "海|风|"},
	{"海，风", true, "海|风|"},
	{"海还是风", true, "海|风|"},
	{"海或者风", true, "海|风|"},
	{"海还有风", true, "海|风|"},
	{"海 或 风", true, "海|风|"},
	{"海 和 风", true, "海|风|"},
	{"海/风", true, "海|风|"},
	{"海 / 风", true, "海|风|"},
	{"海／风", true, "海|风|"},
	{"海｜风", true, "海|风|"},
	{"海、风、山", true, "海|风|山|"},
	{"tea,milk", true, "tea|milk|"},
	{"tea, milk", true, "tea|milk|"},
	{"海,风", true, NULL},
	{"tea and milk", true, NULL},
	{"tea and milk", false, "tea|milk|"},
	{"tea or milk", false, "tea|milk|"},
	{"tea, or milk", false, "tea|milk|"},
	{"tea, and milk", false, "tea|milk|"},
	{"tea | milk", false, "tea|milk|"},
	{"tea|milk", false, "tea|milk|"},
	{"tea|milk", true, NULL},
	{"tea; milk", false, NULL},
	{"海", true, NULL},
	{"海、", true, NULL},
	{"、海", true, NULL},
	{"海、、风", true, NULL},
	/* a number behind a name tells how many there are, but at its end or within one */
	{"海、params 四个", true, "海|params|"},
	{"海、params四个", true, "海|params|"},
	{"海、风这四个", true, "海|风|"},
	{"海、风四个", true, "海|风四个|"},
	{"海、风这个", true, "海|风这个|"},
	{"海、x四", true, "海|x四|"},
	{"海、四个", true, "海|四个|"},
	{"海、x  四个", true, "海|x|"},
	/* 45 bytes are a name, 46 none; twelve are names */
	{"海、海海海海海海海海海海海海海海海", true, "海|海海海海海海海海海海海海海海海|"},
	{"海、x海海海海海海海海海海海海海海海", true, NULL},
	{"a/b/c/d/e/f/g/h/i/j/k/l", true, "a|b|c|d|e|f|g|h|i|j|k|l|"},
	{"a/b/c/d/e/f/g/h/i/j/k/l/m", true, NULL},
};

static void
test_names(void)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
	{
		BcFinder	f = row("x");
		BcConstraints found;
		BcConstraint *c;
		char		names[200] = "";
		bool		ok;

		memset(&found, 0, sizeof(found));
		if (!bc_constraints(&bc_malloc_env, slice("嗯"), &found))
			exit(1);
		f.env = &bc_malloc_env;
		f.out = &found;
		f.text = slice(lists[i].text);
		f.wide = lists[i].wide;
		f.at = f.text.len;
		c = bc_follow_add(&f, BC_F_OPTIONS, 0, 0, 80);
		ok = bc_add_names(&f, c, 0, f.text.len);
		for (unsigned k = 0; k < c->strings; k++)
			sprintf(names + strlen(names), "%.*s|", (int) found.string[c->first_string + k].len,
					(const char *) found.string[c->first_string + k].data);
		check(ok == (lists[i].names != NULL) && (!ok || strcmp(names, lists[i].names) == 0), lists[i].text);
		bc_constraints_free(&found);
	}
}

/* The cues of a text, in a finder that lasts. */
static BcFinder *
read_text(const char *text)
{
	static BcFinder f;
	static BcConstraints none;

	memset(&f, 0, sizeof(f));
	f.cue = f.few;
	f.cap = BC_FEW_CUES;
	f.env = &bc_malloc_env;
	f.out = &none;
	f.text = slice(text);
	(void) bc_follow_lex(&f);
	return &f;
}

/* Is it of a program that the last cue of a text speaks? */
static const struct
{
	const char *text;
	bool		program;
}			programs[] = {
	{"写函数，大写", true},
	{"写一个字符串，大写", true},
	{"写一个正则，大写", true},
	{"写程序海大写", true},
	{"写脚本海大写", true},
	{"写腳本海大写", true},
	{"写代码海大写", true},
	{"写文件名海大写", true},
	{"写檔名海大写", true},
	{"写SQL海大写", true},
	{"写诗海大写", false},
	{"写文章海大写", false},
	{"写函海大写", false},
	{"写函数。大写", false},
	/* a sentence begins with its first cue */
	{"函数海大写", false},
	{"Write a function in upper case", true},
	{"Write a program in upper case", true},
	{"Write a string in upper case", true},
	{"Write a regex in upper case", true},
	{"Write a regular expression in upper case", true},
	{"Write a vowel in upper case", true},
	{"Write a poem in upper case", false},
	{"Write a function, in upper case", false},
	{"Write a function. In upper case", false},
};

/* Is the first cue of a text a label of demands, and of rules that are shown? */
static const struct
{
	const char *text;
	bool		label;
	bool		rules;
}			labels[] = {
	{"输出：海", true, true},
	{"要求：海", true, true},
	{"回答：海", true, true},
	{"答案：海", true, true},
	{"格式：海", true, false},
	{"长度：海", true, false},
	{"字数：海", true, false},
	{"呈现：海", true, false},
	{"输出：", true, true},
	{"输出:", true, true},
	{"输出", false, false},
	{"输出，海", false, false},
	{"输出海海：海", true, true},
	{"输出海海海：海", false, false},
	{"海输出：海", false, false},
	{"写：海", false, false},
};

static void
test_texts(void)
{
	char		text[500];

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
	{
		BcFinder   *f = read_text(programs[i].text);

		check(bc_of_a_program(f, f->count - 1) == programs[i].program, programs[i].text);
	}
	/* 120 bytes before the cue and no more */
	for (unsigned more = 0; more < 2; more++)
	{
		BcFinder   *f;

		sprintf(text, "写函数%0*u大写", 114 + (int) more, 0);
		memset(strchr(text, '0'), 'x', 114 + more);
		f = read_text(text);
		check(bc_of_a_program(f, f->count - 1) == (more == 0), "how far before it a program is named");
	}
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
	{
		BcFinder   *f = read_text(labels[i].text);

		check(bc_is_demand_label(f, 0, false) == labels[i].label && bc_is_demand_label(f, 0, true) == labels[i].rules,
			  labels[i].text);
	}
}

int
main(void)
{
	test_stretches();
	test_reach();
	test_seen();
	test_bytes();
	test_denials();
	test_names();
	test_texts();
	return report();
}
