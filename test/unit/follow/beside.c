/*
 * beside.c: what is asked for in the prompts of demands.h with other words put
 * in anywhere: words without meaning, one to six of them; words that deny,
 * ask, tell, or set a condition; marks; with other numbers, and with a
 * character less; beside what it was when test/data/follow/beside.tsv was
 * written.
 *
 *   follow_beside -f >test/data/follow/beside.tsv
 */
#include "sweep.h"
#include "demands.h"

#define MOST_BYTES		60
#define MOST_FILLERS 6

static void
put_in(Sweep *sweep, size_t at)
{
	static const char *const wide_words[] = {
		"不", "不要", "如果", "为什么", "他", "我", "说", "吗", "了", "的", "这", "每", "用", "要", "只", "两", "，", "。", "：", "、", "？",
		"“", "”", "\n", " ", "就行", "从", "第", "至少", "以上"
	};
	static const char *const words[] = {
		" not", " no", " if", " why", " he", " I", " said", " the", " these", " of", " each", " use", " must", " only", " and", " two", ",", ".", ":", "?",
		" \"", "\n", " or", " at least", " or more", " your answer"
	};
	bool		wide;

	if (!is_seam(sweep, at, &wide))
		return;
	for (unsigned times = 1; times <= MOST_FILLERS; times++)
		try_with(sweep, at, 0, wide ? "甜" : " tulip", times);
	if (wide)
		for (size_t k = 0; k < sizeof(wide_words) / sizeof(wide_words[0]); k++)
			try_with(sweep, at, 0, wide_words[k], 1);
	else
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			try_with(sweep, at, 0, words[k], 1);
}

int
main(int argc, char **argv)
{
	static Sweep sweep;

	for (size_t i = 0; i < DEMANDS; i++)
	{
		const char *prompt = demands[i].prompt;
		size_t		numbered = 0;

		/* the longest would take a tenth of the time */
		if (strlen(prompt) > MOST_BYTES || !take(&sweep, prompt))
			continue;
		for (size_t at = 0; at < sweep.len; at += width(prompt, at))
		{
			size_t		number = at < numbered ? 0 : number_at(prompt, at);

			put_in(&sweep, at);
			leave_out(&sweep, at);
			if (number > 0)
			{
				renumber(&sweep, at, number);
				numbered = at + number;
			}
		}
		put_in(&sweep, sweep.len);
	}
	return tally_report(argc, argv, "test/data/follow/beside.tsv");
}
