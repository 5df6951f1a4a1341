/*
 * varied.c: what is asked for in thousands of varied prompts, and what answers
 * make of it, beside what it was when test/data/follow/found.tsv was
 * written.
 *
 *   follow_varied -f >test/data/follow/found.tsv
 *
 * A rule that changes changes counts: the difference is read.  The last column
 * is a sum over arguments, places and words of verdicts, in whose difference
 * there is nothing to read.
 */
#include "tally.h"
#include "vary.h"

#define VARIANTS	40
#define TEXT_BYTES	2000

static const char *const pieces[] = {
	"不", "不要", "三", "3", "10", "至少", "不超过", "，", "。", "“", "”", "字", "词", "句", "段", "行", "个", "每", "只", "如果", "翻译：",
	"回答", "输出", "用", "\n", " ", " or ", " not ", "n't ", " only", " exactly ", " at least ", " words", " sentences", "JSON", "'", "\"",
	":", ".", ",", "a", "s ", "two "
};

static const char *const answers[] = {
	"好的。",
	"1. 甲，是第一\n2. 乙，是第二\n3. 丙，是第三",
	"- one\n- two\n- three\n\nThat is all.",
	"{\"name\": \"Ann\", \"age\": 3, \"city\": \"York\"}",
	"```python\nprint(1)\n```",
	"| Product | Price | Stock |\n|---|---|---|\n| tea | 3 | 4 |",
	"白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。",
	"春天来了。花都开了！鸟儿在枝头歌唱，孩子们在田野里奔跑，老人们坐在门前晒太阳。\n\n一切都充满希望，未来属于我们。",
	"<<Title>>\n\nDear neighbours, tea is *hot* and *strong*. Sorry, there is no more tea.\n\nP.S. Tea again. Yours, Ann",
	"YES, IT IS SO AND THERE IS NOTHING MORE TO SAY",
	"the river runs by the mill and nobody knows where it goes, but everyone follows it down to the sea",
	"# A\n\n## B\n\n**bold** [name] [address]\n\nSECTION 1\nx\n\nSECTION 2\ny\n******\nSECTION 3\nz",
	"3.14",
	"a,b,c\n1,2,3\n4,5,6",
	"\"It is quoted from end to end\"",
	"<list><item>1</item><item>2</item></list>",
	"没有标点的一句话",
	"My answer is yes.",
	"One.\n\nHowever, two.\n\nThree ends so. That is all.",
	"希望：1\nname: Ann\nkeys:\n  - a\n  - b",
};

#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

/* What a prompt asks for, and what each answer and the prompt itself make of it. */
static void
count_prompt(BcSlice prompt)
{
	BcConstraints found;
	BcRecord	rec;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = prompt;
	find_asked(&rec, &found);
	for (size_t a = 0; a <= ANSWERS && found.count > 0; a++)
	{
		rec.response = a == ANSWERS ? prompt : (BcSlice) {(const unsigned char *) answers[a], strlen(answers[a])};
		judge_answer(&found, &rec);
	}
	bc_constraints_free(&found);
}

/* A prompt as it is, and copies with two to four changes; NULL: none. */
static void
count_varied(const char *prompt, uint32_t *state)
{
	size_t		len = prompt != NULL ? strlen(prompt) : 0;
	unsigned char *text = malloc(TEXT_BYTES + 4 * VARY_MORE);

	if (len > TEXT_BYTES)
		len = 0;
	if (len > 0)
		count_prompt((BcSlice) {(const unsigned char *) prompt, len});
	for (int i = 0; i < VARIANTS && len > 0; i++)
	{
		size_t		varied = len;

		memcpy(text, prompt, len);
		for (unsigned n = 2 + vary_random(state) % 3; n > 0; n--)
			varied = vary(text, varied, pieces, sizeof(pieces) / sizeof(pieces[0]), state);
		count_prompt((BcSlice) {text, varied});
	}
	free(text);
}

/* The lines of a file; what is before a tab is not the prompt. */
static void
count_file(const char *name, unsigned least, uint32_t *state)
{
	FILE	   *file = fopen(name, "r");
	char		line[TEXT_BYTES];
	unsigned	lines = 0;

	check(file != NULL, name);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		char	   *tab = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		count_varied(tab != NULL ? tab + 1 : line, state);
		lines++;
	}
	if (file != NULL)
		fclose(file);
	check(lines >= least, name);
}

int
main(int argc, char **argv)
{
	uint32_t	state = 20;

	count_file("test/data/follow/zh_asked.tsv", 140, &state);
	count_file("test/data/follow/zh_free.txt", 140, &state);
	count_file("test/data/follow/en_asked.txt", 40, &state);
	for (unsigned kind = 0; kind < BC_FOLLOW_KINDS; kind++)
	{
		count_varied(bc_follow_kinds[kind].example_zh, &state);
		count_varied(bc_follow_kinds[kind].example_en, &state);
	}
	return tally_report(argc, argv, "test/data/follow/found.tsv");
}
