/*
 * judged.c: what becomes of answers in thousands of varied forms, each made for
 * the prompts beside it in test/data/follow/judged.tsv, beside what it was when
 * test/data/follow/verdicts.tsv was written.
 *
 *   follow_judged -f >test/data/follow/verdicts.tsv
 */
#include "tally.h"
#include "vary.h"

#define MAX_PROMPTS 16
#define MAX_TEXT	1000
#define VARIANTS	300

static const char *const pieces[] = {
	"", "", "", " ", "\n", "\n\n", "\"", "'", "<", ">", "/", "*", "**", "#", "-", "- ", "|", ",", ", ", ".", ". ", ":", "```", "{", "}", "[", "]", "(", "1", "2. ",
	"A", "b", "=", "\\", "\t", "_", "!", "?", "&", "\r", "。", "，", "、", "！", "“", "”", "（", "：", "花", "書", "１", "é", "й", "の", "한", "\xe3\x80\x80"
};

static char prompts[MAX_PROMPTS][MAX_TEXT];
static unsigned count;
static uint32_t state = 3;

static void
unescape(char *text)
{
	char	   *out = text;

	for (const char *in = text; *in != '\0'; in++)
		if (*in == '\\' && in[1] != '\0')
		{
			in++;
			*out++ = *in == 'n' ? '\n' : *in == 't' ? '\t' : *in == 'r' ? '\r' : *in;
		}
		else
			*out++ = *in;
	*out = '\0';
}

/* An answer as it is and varied, to each of the prompts. */
static void
judge_varied(const BcConstraints *found, BcRecord *rec, const char *answer)
{
	size_t		len = strlen(answer);
	unsigned char text[MAX_TEXT + 4 * VARY_MORE];

	for (int i = 0; i < VARIANTS; i++)
	{
		size_t		varied = len;
		unsigned char *copy;

		memcpy(text, answer, len);
		for (uint32_t n = i == 0 ? 0 : 1 + vary_random(&state) % 3; n > 0; n--)
			varied = vary(text, varied, pieces, sizeof(pieces) / sizeof(pieces[0]), &state);
		/* the sanitizer sees what is read behind it */
		copy = malloc(varied + (varied == 0));
		memcpy(copy, text, varied);
		rec->response = (BcSlice) {copy, varied};
		judge_answer(found, rec);
		free(copy);
	}
}

static void
judge(const char *answer)
{
	for (unsigned p = 0; p < count; p++)
	{
		BcConstraints found;
		BcRecord	rec;

		memset(&rec, 0, sizeof(rec));
		rec.prompt = (BcSlice) {(const unsigned char *) prompts[p], strlen(prompts[p])};
		find_asked(&rec, &found);
		if (found.count == 0)
			printf("not ok: nothing is asked in: %s\n", prompts[p]);
		check(found.count > 0, "a prompt that asks");
		judge_varied(&found, &rec, answer);
		bc_constraints_free(&found);
	}
}

int
main(int argc, char **argv)
{
	const char *name = "test/data/follow/judged.tsv";
	FILE	   *file = fopen(name, "r");
	char		line[MAX_TEXT];
	bool		said = true;
	unsigned	answers = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
	{
		bool		asks = strncmp(line, "asks\t", 5) == 0;

		if (line[0] == '#')
			continue;
		line[strcspn(line, "\n")] = '\0';
		unescape(line);
		if (asks)
		{
			/* the first one behind answers */
			count = said ? 0 : count;
			check(count < MAX_PROMPTS, "so many prompts");
			if (count < MAX_PROMPTS)
				snprintf(prompts[count++], MAX_TEXT, "%s", line + 5);
		}
		else
		{
			judge(line + 5);
			answers++;
		}
		said = !asks;
	}
	if (file != NULL)
		fclose(file);
	check(answers > 200, name);
	return tally_report(argc, argv, "test/data/follow/verdicts.tsv");
}
