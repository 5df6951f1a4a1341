/*
 * swept.c: what is asked for in prompts that are changed step by step, beside
 * what it was when test/data/follow/swept.tsv was written.
 *
 *   follow_swept -f >test/data/follow/swept.tsv
 *
 * Between any two characters words without meaning are put in, one to nine of
 * them, and marks; each character is left out; in each number's place others
 * stand.  So each distance and each number that a rule allows is tried at its
 * least and its most, and one beyond.
 */
#include "tally.h"
#include "demands.h"

#define MAX_TEXT	2000
#define MOST_FILLERS 9

typedef struct Sweep
{
	char		prompt[MAX_TEXT];
	size_t		len;
	char		text[2 * MAX_TEXT];
} Sweep;

static unsigned turn;

/* Bytes of the character at a place. */
static size_t
width(const char *text, size_t at)
{
	size_t		next = at + 1;

	while (((unsigned char) text[next] & 0xC0) == 0x80)
		next++;
	return next - at;
}

/* Looks for what is asked for with so many bytes replaced. */
static void
try_with(Sweep *sweep, size_t at, size_t bytes, const char *piece, unsigned times)
{
	size_t		len = at;
	size_t		tail = sweep->len - at - bytes;
	unsigned char *copy;
	BcConstraints found;
	BcRecord	rec;

	memcpy(sweep->text, sweep->prompt, at);
	for (; times > 0; times--)
	{
		memcpy(sweep->text + len, piece, strlen(piece));
		len += strlen(piece);
	}
	memcpy(sweep->text + len, sweep->prompt + at + bytes, tail);
	len += tail;
	/* the sanitizer sees what is read behind it */
	copy = malloc(len + (len == 0));
	memcpy(copy, sweep->text, len);
	memset(&rec, 0, sizeof(rec));
	rec.prompt = (BcSlice) {copy, len};
	find_asked(&rec, &found);
	rec.response = rec.prompt;
	judge_answer(&found, &rec);
	bc_constraints_free(&found);
	free(copy);
}

/* Words without meaning, a few and many, and a mark. */
static void
fill(Sweep *sweep, size_t at)
{
	static const char *const marks[] = {"，", "。", "\n", "、", ", ", "：", "“", " ", "不"};
	unsigned char before = at > 0 ? (unsigned char) sweep->prompt[at - 1] : ' ';
	unsigned char behind = (unsigned char) sweep->prompt[at];
	bool		wide = before >= 0x80 || behind >= 0x80;

	if (!wide && behind != ' ' && behind != '\0')
		return;
	try_with(sweep, at, 0, wide ? "甜" : " tulip", 1 + turn % 3);
	try_with(sweep, at, 0, wide ? "甜" : " tulip", 4 + turn % (MOST_FILLERS - 3));
	try_with(sweep, at, 0, marks[turn % (sizeof(marks) / sizeof(marks[0]))], 1);
	turn++;
}

/* Bytes of the number in digits, or in Chinese characters, at a place; or 0. */
static size_t
number_at(const char *text, size_t at)
{
	static const char numerals[] = "一二三四五六七八九十百千万两";
	size_t		len = strspn(text + at, "0123456789");

	if (len > 0)
		return len;
	while ((unsigned char) text[at + len] >= 0xE4 && strlen(text + at + len) >= 3)
	{
		size_t		k = 0;

		while (k + 1 < sizeof(numerals) && memcmp(numerals + k, text + at + len, 3) != 0)
			k += 3;
		if (k + 1 >= sizeof(numerals))
			break;
		len += 3;
	}
	return len;
}

/* Numbers at which rules may change their mind in the place of one. */
static void
renumber(Sweep *sweep, size_t at, size_t bytes)
{
	static const char *const numbers[] = {
		"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "16", "19", "20", "21", "29", "30", "31", "49", "50", "51", "99", "100",
		"101", "200", "201", "300", "499", "500", "501", "1000", "2000", "2001", "5000", "5001", "10000", "10001", "1000000", "1000001",
		"3-5", "5-3", "1.5", "3+", "两三", "三五", "十几", "几"
	};

	for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
		try_with(sweep, at, bytes, numbers[k], 1);
}

static void
sweep_prompt(Sweep *sweep, const char *prompt)
{
	size_t		numbered = 0;

	sweep->len = strlen(prompt);
	if (sweep->len >= MAX_TEXT - 100)
		return;
	memcpy(sweep->prompt, prompt, sweep->len + 1);
	for (size_t at = 0; at < sweep->len; at += width(prompt, at))
	{
		size_t		number = at < numbered ? 0 : number_at(prompt, at);

		fill(sweep, at);
		if ((unsigned char) prompt[at] >= 0x80)
			try_with(sweep, at, width(prompt, at), "", 1);
		else if (prompt[at] != ' ' && (at == 0 || prompt[at - 1] == ' '))
			try_with(sweep, at, strcspn(prompt + at, " "), "", 1);
		if (number > 0)
		{
			renumber(sweep, at, number);
			numbered = at + number;
		}
	}
	fill(sweep, sweep->len);
}

/* The last of the columns that tabs part, of each line with so many at least. */
static void
sweep_file(Sweep *sweep, const char *name, unsigned columns, unsigned least)
{
	FILE	   *file = fopen(name, "r");
	char		line[4000];
	unsigned	lines = 0;

	check(file != NULL, name);
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		char	   *last = line;
		unsigned	tabs = 0;

		line[strcspn(line, "\n")] = '\0';
		for (char *p = line; *p != '\0'; p++)
			if (*p == '\t')
			{
				last = p + 1;
				tabs++;
			}
		if (line[0] == '#' || tabs + 1 < columns)
			continue;
		sweep_prompt(sweep, last);
		lines++;
	}
	if (file != NULL)
		fclose(file);
	check(lines >= least, name);
}

int
main(int argc, char **argv)
{
	static Sweep sweep;

	sweep_file(&sweep, "test/data/follow/zh_asked.tsv", 2, 140);
	sweep_file(&sweep, "test/data/follow/en_asked.txt", 1, 40);
	sweep_file(&sweep, "src/tables/follow-wordings.txt", 3, 600);
	for (unsigned kind = 0; kind < BC_FOLLOW_KINDS; kind++)
	{
		if (bc_follow_kinds[kind].example_zh != NULL)
			sweep_prompt(&sweep, bc_follow_kinds[kind].example_zh);
		if (bc_follow_kinds[kind].example_en != NULL)
			sweep_prompt(&sweep, bc_follow_kinds[kind].example_en);
	}
	for (size_t i = 0; i < DEMANDS; i++)
		sweep_prompt(&sweep, demands[i].prompt);
	return tally_report(argc, argv, "test/data/follow/swept.tsv");
}
