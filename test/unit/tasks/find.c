/*
 * find.c: instructions planted among prompts that share nothing, and what must
 * not be taken for one.
 *
 * tasks.tsv has sums of what is found in sets of prompts that are made up of a
 * few parts; -f prints it as it is now, to be compared and kept.
 */
#include "core/tasks.h"

#include <stdio.h>

#include "check.h"

#define MOST		6000
#define LEAST		10

static char *prompts[MOST];
static int	labels[MOST];		/* the planted instruction, or -1 */
static size_t count;

static uint32_t state;

static uint32_t
roll(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t) ((uint64_t) (state >> 8) * n >> 24);
}

static void
add_text(int label, const char *text)
{
	prompts[count] = malloc(strlen(text) + 1);
	strcpy(prompts[count], text);
	labels[count++] = label;
}

/* Words that are made up, Latin or Han, with marks between some. */
static void
make_slot(char *to, bool han)
{
	size_t		words = 1 + roll(30);

	*to = '\0';
	for (size_t i = 0; i < words; i++)
	{
		if (han)
			snprintf(to + strlen(to), 16, "%c%c%c", 0xE4 + (int) roll(5),
					 0x80 + (int) roll(64), 0x80 + (int) roll(64));
		else
			snprintf(to + strlen(to), 16, "%c%c%u%s", 'a' + (int) roll(26),
					 'a' + (int) roll(26), roll(1000), i + 1 < words ? " " : "");
		if (roll(8) == 0)
			strcat(to, han ? "。" : ". ");
	}
}

/* Prompts of a pattern, whose % is the slot. */
static void
plant(int label, const char *pattern, bool han, size_t n)
{
	const char *at = strchr(pattern, '%');
	char		slot[1024];
	char		text[2048];

	for (size_t i = 0; i < n; i++)
	{
		make_slot(slot, han);
		snprintf(text, sizeof(text), "%.*s%s%s", (int) (at - pattern), pattern,
				 slot, at + 1);
		add_text(label, text);
	}
}

static void
forget(void)
{
	while (count > 0)
		free(prompts[--count]);
}

static void
shuffle(void)
{
	for (size_t i = count; i > 1; i--)
	{
		size_t		j = roll((uint32_t) i);
		char	   *text = prompts[j];
		int			label = labels[j];

		prompts[j] = prompts[i - 1];
		labels[j] = labels[i - 1];
		prompts[i - 1] = text;
		labels[i - 1] = label;
	}
}

static void
find(BcTasks *tasks, uint32_t least)
{
	bool		ok = true;

	bc_tasks_start(tasks, &bc_malloc_env, least);
	for (size_t i = 0; i < count; i++)
		ok = ok && bc_tasks_add(tasks, slice(prompts[i]));
	check(ok && bc_tasks_find(tasks), "found");
}

/*
 * Whether the prompts of a label have one instruction, which no other has;
 * -1: whether none has any.
 */
static void
check_label(const BcTasks *tasks, int label, const char *what)
{
	uint32_t	task = BC_NO_TASK;
	bool		same = true;

	for (size_t i = 0; i < count && label >= 0; i++)
	{
		if (labels[i] == label)
			task = bc_task_of(tasks, (uint32_t) i);
	}
	check(label < 0 || task != BC_NO_TASK, what);
	for (size_t i = 0; i < count; i++)
	{
		if (labels[i] == label)
			same &= bc_task_of(tasks, (uint32_t) i) == task;
		else if (label >= 0)
			same &= bc_task_of(tasks, (uint32_t) i) != task;
	}
	check(same, what);
}

static const struct
{
	const char *pattern;
	bool		han;
}			patterns[] = {
	{"Translate the text into Latin: %", false},
	{"Translate the text into Greek: %", false},
	{"%\n把上面的话改写成一首诗", true},
	{"你是一位律师。请回答：%", true},
	{"你是一位医生。请回答：%", true},
	{"请问%这句话用文言文怎么说？", true},
	{"Write a haiku about %", false},
	{"What is the plural of \"%\" in German?", false},
	{"用“%”造一个比喻句", true},
	{"Summarise: %", false}
};

#define PATTERNS	(sizeof(patterns) / sizeof(*patterns))

static void
plant_all(void)
{
	for (size_t i = 0; i < PATTERNS; i++)
		plant((int) i, patterns[i].pattern, patterns[i].han, 30 + 25 * i);
	plant(-1, "%", false, 1000);
	plant(-1, "%", true, 1000);
}

/* A figure of what was found that does not depend on the prompts' order. */
static uint64_t
figure(const BcTasks *tasks)
{
	uint64_t	sum = 0;

	for (size_t i = 0; i < count; i++)
	{
		uint32_t	task = bc_task_of(tasks, (uint32_t) i);
		uint64_t	hash = task + 1;

		for (const char *p = prompts[i]; *p != '\0'; p++)
			hash = bc_scramble(hash + (unsigned char) *p, BC_ROOT_5);
		if (task != BC_NO_TASK)
			hash = bc_scramble(hash + (uint64_t) tasks->found[task].begins * 512 +
							   tasks->found[task].ends, BC_ROOT_7);
		sum += hash;
	}
	return sum;
}

static void
test_planted(void)
{
	uint64_t	first = 0;

	plant_all();
	for (int k = 0; k < 20; k++)
	{
		BcTasks		tasks;

		find(&tasks, LEAST);
		for (size_t i = 0; k == 0 && i < PATTERNS; i++)
			check_label(&tasks, (int) i, patterns[i].pattern);
		check_label(&tasks, -1, "no instruction");
		check(tasks.nfound == PATTERNS, "so many");
		if (k == 0)
			first = figure(&tasks);
		check(figure(&tasks) == first, "in any order");
		bc_tasks_free(&tasks);
		shuffle();
	}
	forget();
}

/* Slots that begin or end alike, and are no instructions of their own. */
static void
test_closed_slots(void)
{
	static const char *const kinds[] = {"skirt", "shirt", "coat"};
	static const char *const cuts[] = {"loose", "slim", "straight"};
	char		text[256];
	BcTasks		tasks;

	for (int i = 0; i < 300; i++)
	{
		snprintf(text, sizeof(text),
				 "Write an advertisement for\nkind#%s*cut#%s*style#%d*back#%s",
				 kinds[i % 3], cuts[i / 3 % 3], i / 9, cuts[i / 27 % 3]);
		add_text(0, text);
	}
	plant(-1, "%", false, 500);
	shuffle();
	find(&tasks, LEAST);
	check_label(&tasks, 0, "closed slots");
	bc_tasks_free(&tasks);
	forget();
}

static void
test_few(void)
{
	BcTasks		tasks;

	/* as many as it takes, and one fewer; equal prompts count once */
	plant(0, "Translate the text into Latin: %", false, LEAST);
	plant(-1, "Translate the text into Greek: %", false, LEAST - 1);
	add_text(-1, prompts[count - 1]);
	for (int i = 0; i < 50; i++)
		add_text(-1, "The same prompt as all the others: hello");
	find(&tasks, LEAST);
	check_label(&tasks, 0, "enough");
	check_label(&tasks, -1, "too few");
	check(tasks.nfound == 1, "one");
	bc_tasks_free(&tasks);
	forget();
	/* the same of what stands on both sides */
	for (size_t n = LEAST - 1; n <= LEAST; n++)
	{
		plant(0, "one two % three four", false, n);
		plant(-1, "%", false, 100);
		find(&tasks, LEAST);
		check(tasks.nfound == (n == LEAST), "both sides");
		if (n == LEAST)
			check_label(&tasks, 0, "both sides");
		bc_tasks_free(&tasks);
		forget();
	}
	/* and with no other prompt beside them */
	for (size_t i = 0; i < 2; i++)
		for (size_t n = LEAST - 1; n <= LEAST; n++)
		{
			plant(0, i == 0 ? "one two % three four" : "Translate the text into Latin: %", false, n);
			find(&tasks, LEAST);
			check(tasks.nfound == (n == LEAST), "alone");
			bc_tasks_free(&tasks);
			forget();
		}
	find(&tasks, 0);
	check(tasks.nfound == 0, "nothing of nothing");
	bc_tasks_free(&tasks);
	add_text(-1, "");
	add_text(-1, "。");
	find(&tasks, 2);
	check(tasks.nfound == 0, "nothing of empty prompts");
	bc_tasks_free(&tasks);
	forget();
}

/*
 * How much must be said: seven where no mark ends it, two where one does.  A
 * word says two, a token of one character one, however many bytes it has.
 */
static void
test_weight(void)
{
	static const struct
	{
		const char *pattern;
		bool		enough;
	}			weights[] = {
		{"春夏秋冬东西南 %", true},
		{"春夏秋冬东西 %", false},
		{"one two three four %", true},
		{"one two three %", false},
		{"one two three d %", true},
		{"a b c d e f g %", true},
		{"a b c d e f %", false},
		{"п р с т у ф ц %", true},
		{"п р с т у ф %", false},
		{"мы вы он то %", true},
		{"мы вы он %", false},
		{"春夏：%", true},
		{"春：%", false},
		{"one: %", true},
		{"a b: %", true},
		{"a: %", false}
	};

	for (size_t i = 0; i < sizeof(weights) / sizeof(*weights); i++)
	{
		BcTasks		tasks;

		plant(0, weights[i].pattern, false, 60);
		plant(-1, "%", false, 100);
		shuffle();
		find(&tasks, LEAST);
		check(tasks.nfound == weights[i].enough, weights[i].pattern);
		if (weights[i].enough)
			check_label(&tasks, 0, weights[i].pattern);
		bc_tasks_free(&tasks);
		forget();
	}
}

/* Prompts longer than what is looked at, alike at both ends. */
static void
test_long(void)
{
	enum
	{
		WORDS = 1000
	};
	char		text[16 * WORDS];
	BcTasks		tasks;

	for (int i = 0; i < 40; i++)
	{
		*text = '\0';
		for (int k = 0; k < WORDS; k++)
			snprintf(text + strlen(text), 16, "w%d ", k == WORDS / 2 ? i + WORDS :
					 k == 0 && i >= 20 ? WORDS + i : k);
		add_text(i < 20 ? 0 : 1, text);
	}
	find(&tasks, LEAST);
	check(tasks.nfound == 1 && tasks.found[0].begins + tasks.found[0].ends <=
		  BC_TASK_UNITS, "long");
	check(bc_task_of(&tasks, 0) == 0 && bc_task_of(&tasks, 39) == 0,
		  "by their end");
	bc_tasks_free(&tasks);
	forget();
}

/*
 * Prompts of heads, slots and tails that begin and end alike: what is found in
 * each set of them, in sums.  The line of a rule that changes is another.
 */
static void
make_set(uint32_t seed)
{
	static const char *const heads[] = {
		"", "", "写诗：", "请把下面这句话翻译成英文：", "请把下面这句话改写得更短", "Translate into French: ",
		"Translate into German ", "Say: ", "one two three ", "a b ", "春夏 秋冬 东西 ", "答：问："
	};
	static const char *const tails[] = {
		"", "", "", "\n谢谢", "。用一句话回答", " in one word?", " please answer briefly", "：对吗？", " c d", "！多谢"
	};
	static const char *const words[] = {
		"cat", "dog", "sea", "红", "楼", "梦", "a", "b", "12", "river bank", "“你好”", "是。", "no. ", "x: "
	};
	size_t		n = 150 + seed % 3 * 150;
	char		text[600];

	state = seed;
	for (size_t i = 0; i < n; i++)
	{
		strcpy(text, heads[roll(2 + seed % 11)]);
		for (uint32_t left = 1 + roll(4); left > 0; left--)
		{
			strcat(text, words[roll(14)]);
			strcat(text, roll(2) == 0 ? " " : "");
		}
		strcat(text, tails[roll(2 + seed % 9)]);
		add_text(-1, text);
	}
}

static void
test_sets(FILE *print)
{
	FILE	   *file = fopen("test/data/tasks.tsv", "r");
	char		was[200];

	for (uint32_t seed = 1; seed <= 99; seed++)
	{
		BcTasks		tasks;
		char		line[200];
		size_t		with = 0;
		size_t		begins = 0;
		size_t		ends = 0;

		make_set(seed);
		find(&tasks, 2 + seed % 13);
		for (size_t i = 0; i < count; i++)
			with += bc_task_of(&tasks, (uint32_t) i) != BC_NO_TASK;
		for (size_t i = 0; i < tasks.nfound; i++)
		{
			begins += tasks.found[i].begins;
			ends += tasks.found[i].ends;
		}
		snprintf(line, sizeof(line), "%u\t%zu\t%zu\t%zu\t%zu\t%zu\t%08x\n", (unsigned) seed, count, with, (size_t) tasks.nfound,
				 begins, ends, (unsigned) (figure(&tasks) >> 32));
		if (print != NULL)
			fputs(line, print);
		else
			check(file != NULL && fgets(was, sizeof(was), file) != NULL && strcmp(was, line) == 0, line);
		bc_tasks_free(&tasks);
		forget();
	}
	check(print != NULL || fgets(was, sizeof(was), file) == NULL, "no more sets");
	if (file != NULL)
		fclose(file);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "-f") == 0)
	{
		test_sets(stdout);
		return 0;
	}
	test_sets(NULL);
	test_planted();
	test_closed_slots();
	test_few();
	test_weight();
	test_long();
	return report();
}
