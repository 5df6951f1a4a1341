/*
 * growth.c WORDINGS: what a byte costs in a long text that somebody made to be
 * hard, against a text of an eighth of its length.  A text is one piece again
 * and again: those below, or the examples of the wordings in follow-wordings.txt.
 * A line of output is what was done, how many pieces, ns a byte in the middle and
 * at most, and the most that the longer text costs a byte, with its piece; 1 is
 * linear.
 */
#include "core/follow.h"
#include "core/near.h"
#include "core/quality.h"
#include "core/record.h"
#include "core/screen.h"
#include "core/tasks.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SHORT	200000
#define LONG	(8 * SHORT)
#define ROUNDS	2				/* the least time of these counts */
#define PIECE	1000

typedef bool (*Work) (BcSlice text);

static const char *const pieces[] = {
	"1234567890", "13800138000 ", "a@", "[", "\"", "a…b", "姓名：密码：", "1.1.", "天地玄黄宇宙洪荒", " ", "x",
	"lorem ipsum dolor ", "key=value&", "**#--~~", "e\xCC\x81", "你好。", "* a\n", "1. a\n", "\n", "\n\n", "<a>\n", "```",
	"{\"a\":", "| a | b |\n", "# a\n", "（一）", "第一段", "，", "、", "“", "A. a\n", "标题：", "1+1=2 ", "password=",
	"1.2.3.4 ", "2001:db8::", "http://", "110101199003074", "Ａ", "😀", "然后", "the ", "京A1", "微信", "A1b2C3", "(", "！",
	"<a>\n</b>\n", "# 背景\n", "老师：\n", "A：甲\nB：乙\n", "写3句，", "不要", "每段", "关键词", "“甲”、", "甲、乙、"
};

static char *text;

static bool
find_constraints(BcSlice all)
{
	BcConstraints *found = malloc(sizeof(*found));
	bool		ok = found != NULL && bc_constraints(&bc_malloc_env, all, found);

	if (found != NULL)
		bc_constraints_free(found);
	free(found);
	return ok;
}

static bool
judge_quality(BcSlice all)
{
	BcRecord	rec;
	BcIssues	issues;

	memset(&rec, 0, sizeof(rec));
	rec.prompt = rec.response = all;
	return bc_quality(&bc_malloc_env, &rec, &issues);
}

static bool
scan(BcSlice all)
{
	BcScanOptions options = {0, 0};
	BcFindings	found;

	if (!bc_scan(&bc_malloc_env, all, &options, &found))
		return false;
	bc_findings_free(&bc_malloc_env, &found);
	return true;
}

static bool
redact(BcSlice all)
{
	BcScanOptions options = {0, 0};
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_redact(&bc_malloc_env, all, &options, BC_REDACT_REMOVE, true, &out);
	bc_buffer_free(&out);
	return ok;
}

static bool
make_features(BcSlice all)
{
	BcFeatures	set;
	bool		ok = bc_text_features(&bc_malloc_env, all, BC_FIELD_TEXT, &set);

	bc_features_free(&bc_malloc_env, &set);
	return ok;
}

static bool
fold(BcSlice all)
{
	BcBuffer	out;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	ok = bc_exact_fold(&bc_malloc_env, BC_EXACT_VERSION, all, &out) && bc_normalize(&bc_malloc_env, all, &out);
	bc_buffer_free(&out);
	return ok;
}

/* ns a byte of a text of so many bytes. */
static double
cost(Work work, const char *piece, size_t bytes)
{
	size_t		len = 0;
	clock_t		least = 0;

	for (; len < bytes; len += strlen(piece))
		memcpy(text + len, piece, strlen(piece));
	for (int i = 0; i < ROUNDS; i++)
	{
		clock_t		start = clock();
		clock_t		took;

		if (!work((BcSlice) {(unsigned char *) text, len}))
		{
			fprintf(stderr, "%s: no memory\n", piece);
			exit(1);
		}
		took = clock() - start;
		if (i == 0 || took < least)
			least = took;
	}
	return (double) least / CLOCKS_PER_SEC * 1e9 / (double) len;
}

typedef struct Growth
{
	double		costs[2000];
	size_t		count;
	double		most;
	char		piece[PIECE];
} Growth;

static void
measure(Growth *growth, Work work, const char *piece)
{
	double		near = cost(work, piece, SHORT);
	double		far = cost(work, piece, LONG);

	/* what costs so little is the clock's */
	if (far > 2 && far / (near > 1 ? near : 1) > growth->most)
	{
		growth->most = far / (near > 1 ? near : 1);
		snprintf(growth->piece, sizeof(growth->piece), "%s", piece);
	}
	growth->costs[growth->count++ % 2000] = far;
}

static int
compare_costs(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static void
tell(const char *what, Growth *growth)
{
	qsort(growth->costs, growth->count, sizeof(double), compare_costs);
	growth->piece[strcspn(growth->piece, "\n")] = '\0';
	printf("%s\t%zu\t%.1f\t%.0f\t%.1f\t%s\n", what, growth->count, growth->costs[growth->count / 2],
		   growth->costs[growth->count - 1], growth->most, growth->piece);
	fflush(stdout);
	memset(growth, 0, sizeof(*growth));
}

int
main(int argc, char **argv)
{
	static const struct
	{
		const char *what;
		Work		work;
	}			works[] = {
		{"what a prompt asks for", find_constraints}, {"quality, prompt and response", judge_quality},
		{"personal data and secrets", scan}, {"redacting them", redact}, {"features", make_features},
		{"folding and normalizing", fold}
	};
	static Growth growth;
	FILE	   *wordings = argc == 2 ? fopen(argv[1], "r") : NULL;
	char		line[PIECE];

	if (wordings == NULL || (text = malloc(LONG + PIECE)) == NULL)
	{
		fprintf(stderr, "usage: growth WORDINGS\n");
		return 2;
	}
	for (size_t w = 0; w < sizeof(works) / sizeof(works[0]); w++)
	{
		for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
			measure(&growth, works[w].work, pieces[i]);
		tell(works[w].what, &growth);
	}
	while (fgets(line, sizeof(line), wordings) != NULL)
	{
		char	   *example = strrchr(line, '\t');

		if (line[0] == '#' || example == NULL)
			continue;
		example[strcspn(example, "\n")] = '\0';
		measure(&growth, find_constraints, example + 1);
	}
	tell("the same of the examples of wordings", &growth);
	fclose(wordings);
	free(text);
	return 0;
}
