/*
 * pairs.c: prompt and answer against each other: shares, counts and marks at
 * their edges, and turns before them.
 */
#include "core/base.h"
#include "core/quality/internal.h"

#include "check.h"

#define TEN(x)	x x x x x x x x x x

/* The score of an issue at a severity, or 0. */
static unsigned
found(const BcRecord *rec, BcIssueKind kind, BcSeverity severity)
{
	BcIssues	issues;

	if (!bc_quality(&bc_malloc_env, rec, &issues))
		exit(1);
	for (unsigned i = 0; i < issues.count; i++)
		if (issues.list[i].kind == kind && issues.list[i].severity == severity)
			return issues.list[i].score;
	return 0;
}

static unsigned
score_of(const char *prompt, const char *response, BcIssueKind kind)
{
	BcRecord	rec;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice(prompt);
	rec.response = slice(response);
	return found(&rec, kind, BC_WARN);
}

typedef struct Pair
{
	BcIssueKind kind;
	unsigned	score;			/* 0: not marked */
	const char *prompt;
	const char *response;
} Pair;

#define MOON	"请说说月食是怎么形成的。"
#define TOLD	"It is the old moon that"

static const Pair pairs[] = {
	/* the prompt and nothing else: four words, which greetings have not */
	{BC_ECHO, 0, "你好吗", "你好吗"},
	{BC_ECHO, 1000, "你好你好", "你好你好"},
	{BC_ECHO, 0, "Good day all", "Good day all"},
	{BC_ECHO, 1000, "Good day to all", "Good day to all"},
	{BC_ECHO, 1000, "用Rust写x", "用Rust写x"},
	{BC_ECHO, 0, "用Rust写", "用Rust写"},
	{BC_ECHO, 1000, " How do they work?\n", "How do they work."},
	{BC_ECHO, 1000, "How do they work", "How do they work?”"},
	{BC_ECHO, 0, "How do they work", "How do they walk"},
	{BC_ECHO, 0, "How do they work", "How do they work it"},
	{BC_ECHO, 0, "Copy what I say", "Copy what I say"},
	/* its first line, a sentence of seven characters, at the beginning of one */
	{BC_ECHO, 800, "Go out.", "Go out. So it is."},
	{BC_ECHO, 0, "Go in.", "Go in. So it is."},
	{BC_ECHO, 800, "介绍一下海水。", "好的。\n介绍一下海水。水是液体。"},
	{BC_ECHO, 0, "介绍一下水。", "介绍一下水。水是液体。"},
	{BC_ECHO, 0, "Go out", "Go out. So it is."},
	{BC_ECHO, 0, "Go out,", "Go out, so it is."},
	{BC_ECHO, 800, "Go out?", "Go out? So it is."},
	{BC_ECHO, 800, "Go out!", "Go out! So it is."},
	{BC_ECHO, 800, "Go out. \nIt is late", "Go out. So it is."},
	{BC_ECHO, 0, "Go out\nIt is late.", "Go out\nIt is late. So it is."},
	{BC_ECHO, 800, "Go out.", "So: Go out. It is."},
	{BC_ECHO, 800, "Go out.", "So\nGo out. It is."},
	{BC_ECHO, 800, "Go out.", "“So”，Go out. It is."},
	{BC_ECHO, 800, "Go out.", "So:   Go out. It is."},
	{BC_ECHO, 800, "Go out.", "   Go out. It is."},
	{BC_ECHO, 0, "Go out.", "I Go out. It is."},
	{BC_ECHO, 800, "Go out.", "So Go out. \"Go out."},
	{BC_ECHO, 0, "Go out.", "Go out. };"},
	/* another language: four letters against twenty */
	{BC_LANGUAGE_MISMATCH, 900, MOON, TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 900, "说说水吧", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 0, "说说水", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 0, "说说水 aaaa", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 0, "说说水a", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 900, "请说说水是什么abc", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 0, "请说说水是什么abcd", TOLD " is so"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "do it so as it is to be at it"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "I do it so as it is to be at"},
	/* one Chinese character in twenty letters, and no more */
	{BC_LANGUAGE_MISMATCH, 900, MOON, "月 I do it so as it is to be at"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "月食 do it so as it is to be at it do it so as it is to be"},
	/* eight words, a quarter of them of any sentence, one of them a verb */
	{BC_LANGUAGE_MISMATCH, 900, MOON, "the moon is over houses fields rivers mountains"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "the moon is over houses fields rivers mountains lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "it is the moon over houses fields"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "it is the moon over houses fields a"},
	/* without a verb two fifths, and at most a quarter in upper case */
	{BC_LANGUAGE_MISMATCH, 900, MOON, "the moon of the sea over houses of lakes rivers"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "the moon of the sea over houses of lakes rivers fields"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "the Moon of the Sea over houses of"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "the Moon of the Sea Over houses of"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "the Moon of the Sea A houses of"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "the Moon is The Sea Over houses of"},
	/* a word of them stands by itself, and not in upper case */
	{BC_LANGUAGE_MISMATCH, 900, MOON, "moon (is over houses fields \"the rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "moon /is over houses fields \"the rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "moon (is over houses fields -the rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "moon\nis over houses fields the, rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "moon\nis over houses fields the/ rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "moon\nis over houses fields the- rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "moon\nis over houses fields The rivers lakes"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "is moon over houses fields rivers lakes the"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "is moon over houses fields rivers lakes I"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "is moon over houses fields rivers lakes ab"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "is moon over houses fields rivers lakes ers"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "is moon over houses fields rivers lakes {the"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "is moon over houses fields rivers lakes `the"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "is moon over houses fields rivers lakes thez"},
	{BC_LANGUAGE_MISMATCH, 900, MOON, "is moon over houses fields rivers themoonandtheseaandallthehills is"},
	/* of eighty words: then what comes is not looked at */
	{BC_LANGUAGE_MISMATCH, 900, MOON, TEN("the moon is high of rivers low so ") "x x x x x x x x x x x x x x x x x x x x x x x x x x "
		TEN("x x x x x x x x x x ")},
	{BC_LANGUAGE_MISMATCH, 900, MOON, TEN("x x x the x x x is ") TEN("x x x x x x x x ")},
	{BC_LANGUAGE_MISMATCH, 0, MOON, TEN("x x x the x x x x ") TEN("is is is is the the the the ")},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "x " TEN("x x x the x x x is ") TEN("x x x x x x x x ")},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "the " TEN("the x x x x x x ") "the x x x x x x x is " TEN("is is ")},
	/* for what is code, or about words */
	{BC_LANGUAGE_MISMATCH, 0, "请说说月食的英文", "It is the old moon that it is so"},
	{BC_LANGUAGE_MISMATCH, 0, "写一个月食的程序代码", "It is the old moon that it is so"},
	{BC_LANGUAGE_MISMATCH, 0, MOON, "It is the old moon that it is so });"},
	/* an English prompt: three words, 15 of a hundred, one Chinese letter in fifty */
	{BC_LANGUAGE_MISMATCH, 900, "see the moon", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 0, "the moon", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 0, "see old moon", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 900, TEN("x ") "x x x x x x x the the the", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 0, TEN("x ") "x x x x x x x x the the the", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 900, "月 " TEN("the a ") "the see see", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 0, "月 " TEN("the a ") "the see se", TEN("月食") "了"},
	{BC_LANGUAGE_MISMATCH, 900, "see the moon", TEN("月食")},
	{BC_LANGUAGE_MISMATCH, 0, "see the moon", "月食月食月食月食月食月食月食月食月食月"},
	{BC_LANGUAGE_MISMATCH, 900, "see the moon", "月食月食月食月食月食月食月食 abcdef"},
	{BC_LANGUAGE_MISMATCH, 0, "see the moon", "月食月食月食月食月食月食月食 abcdefg"},
	/* more than a fifth of twenty Han characters, of five asked; fewer than one in twenty there */
	{BC_MIXED_TRADITIONAL, 250, "介绍家乡吧", "國國國國國是是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "介绍家乡", "國國國國國是是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "介绍家乡吧", "國國國國國是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "介绍家乡吧", "國國國國是是是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "介绍家乡吧", "國國國國國國國國國是是是是是是是是是是あああ"},
	{BC_MIXED_TRADITIONAL, 450, "介绍家乡吧", "國國國國國國國國國是是是是是是是是是是是あああ"},
	{BC_MIXED_TRADITIONAL, 250, "介绍家乡吧", "是是是是是是是是是是是是是是是國國國國國"},
	{BC_MIXED_TRADITIONAL, 250, "介绍家乡吧", "是是是是是是是是是是是是是是是國國國國國 ."},
	{BC_MIXED_TRADITIONAL, 250, "介绍國家" "是是是是是是是是是是是是是是是是是", "國國國國國是是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "介绍國家" "是是是是是是是是是是是是是是是是", "國國國國國是是是是是是是是是是是是是是是"},
	{BC_MIXED_TRADITIONAL, 0, "用繁体介绍家乡", "國國國國國是是是是是是是是是是是是是是是"},
	/* in a long answer too, wherever they stand */
	{BC_MIXED_TRADITIONAL, 250, "介绍家乡吧", TEN("國國國國國國國國國國") TEN("是是是是是是是是是是是是是是是是是是是是")
		TEN("是是是是是是是是是是")},
	{BC_MIXED_TRADITIONAL, 250, "介绍家乡吧", TEN("是是是是是是是是是是是是是是是是是是是是") TEN("是是是是是是是是是是")
		TEN("國國國國國國國國國國")},
	{BC_MIXED_TRADITIONAL, 0, "介绍家乡吧", TEN("是是是是是是是是是是是是是是是是是是是是") TEN("是是是是是是是是是是是是是是是是是是是是")
		TEN("國國國國國國國國國國")},
};

typedef struct Turn
{
	const char *question;
	const char *answer;
} Turn;

static const struct
{
	Turn		turns[3];
	BcSeverity	severity;
	unsigned	score;
}			histories[] = {
	{{{"Go on", "So"}}, BC_WARN, 0},
	{{{"Go on", "So"}}, BC_ERROR, 0},
	{{{"Go on", ""}}, BC_WARN, 800},
	{{{"", "So"}}, BC_WARN, 800},
	{{{" \n", "So"}}, BC_WARN, 800},
	{{{"Go on", "\t "}}, BC_WARN, 800},
	{{{"Go on", "So"}, {"And", ""}}, BC_WARN, 800},
	{{{"Ask.", "Told."}}, BC_ERROR, 1000},
	{{{"Ask.", "Told."}, {"Go on", "So"}}, BC_ERROR, 1000},
	{{{"Go on", "So"}, {"Ask.", "Told."}}, BC_ERROR, 1000},
	{{{"Ask.", ""}, {"Ask.", "Told."}}, BC_ERROR, 1000},
	{{{"Ask.", "Tell."}}, BC_ERROR, 0},
	{{{"Ask!", "Told."}}, BC_ERROR, 0},
	{{{"Ask..", "Told"}}, BC_ERROR, 0},
	{{{"Ask", "Told."}}, BC_ERROR, 0},
	{{{"Ask.", "Told"}}, BC_ERROR, 0},
};

static void
test_histories(void)
{
	for (size_t i = 0; i < sizeof(histories) / sizeof(histories[0]); i++)
	{
		unsigned char lengths[3 * 8];
		char		text[100] = "";
		BcRecord	rec;

		memset(&rec, 0, sizeof(rec));
		for (const Turn *t = histories[i].turns; rec.turns < 3 && t->question != NULL; t++, rec.turns++)
		{
			bc_store32(lengths + 8 * rec.turns, (uint32_t) strlen(t->question));
			bc_store32(lengths + 8 * rec.turns + 4, (uint32_t) strlen(t->answer));
			strcat(strcat(text, t->question), t->answer);
		}
		rec.turn_lengths = lengths;
		rec.history = slice(text);
		rec.prompt = slice("Ask.");
		rec.response = slice("Told.");
		check(found(&rec, BC_HISTORY_BROKEN, histories[i].severity) == histories[i].score, text);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
	{
		const Pair *p = &pairs[i];
		unsigned	got = score_of(p->prompt, p->response, p->kind);
		char		what[400];

		snprintf(what, sizeof(what), "%s %u not %u: %.60s => %.80s", bc_issue_name(p->kind), got, p->score, p->prompt,
				 p->response);
		check(got == p->score, what);
	}
	test_histories();
	return report();
}
