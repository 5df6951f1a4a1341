/*
 * judge_count.c: lengths and numbers of a response.
 */
#include "core/follow/judge.h"

void
bc_judge_characters(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);

	if (k->c->unit == BC_COUNTS_HAN)
		/* with punctuation or without it, a word in Latin letters being one */
		bc_say_figure(k, "characters",
					  (BcFigure) {n->cjk + n->words,
								  n->visible < n->cjk + n->words ?
								  n->cjk + n->words : n->visible});
	else
		bc_say_figure(k, "characters",
					  (BcFigure) {n->visible, n->characters});
}

void
bc_judge_words(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	BcFigure	words = {n->tokens < n->words ? n->tokens : n->words,
						 n->tokens < n->words ? n->words : n->tokens};

	if (n->cjk * 4 > n->visible)
	{
		/* the words of Chinese are not to be seen */
		words.low += n->cjk / 3;
		words.high += n->cjk;
	}
	bc_say_figure(k, "words", words);
}

void
bc_judge_sentences(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);

	bc_say_figure(k, "sentences",
				  (BcFigure) {n->sentences,
							  n->sentences + n->doubtful + n->open_lines});
}

/* The parts between runs of exactly so many asterisks that are not blank. */
static size_t
starred_parts(BcSlice text, unsigned stars, size_t *different)
{
	size_t		parts = 0;
	size_t		from = 0;
	BcSlice		first = {NULL, 0};

	*different = 0;
	for (size_t i = 0; i <= text.len;)
	{
		size_t		run = 0;
		BcSlice		part;

		while (i + run < text.len && text.data[i + run] == '*')
			run++;
		if (i < text.len && run != stars)
		{
			i += run == 0 ? 1 : run;
			continue;
		}
		part = bc_follow_trim((BcSlice) {text.data + from, i - from});
		if (part.len > 0)
		{
			if (parts++ == 0)
				first = part;
			else if (part.len != first.len ||
					 memcmp(part.data, first.data, part.len) != 0)
				(*different)++;
		}
		from = i + run;
		i = from > i ? from : i + 1;
	}
	return parts;
}

void
bc_judge_paragraphs(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	size_t		different;

	if (k->c->name != NULL)
	{
		size_t		parts = starred_parts(k->text, 3, &different);

		bc_say_figure(k, "parts between ***", (BcFigure) {parts, parts});
	}
	else
		bc_say_figure(k, "paragraphs", (BcFigure) {n->blocks, n->lines});
}

void
bc_judge_two_responses(BcCase *k)
{
	size_t		different;
	size_t		parts = starred_parts(k->text, 6, &different);

	if (parts == 2 && different == 0)
		bc_say(k, BC_BROKEN, "the two parts between ****** are the same");
	else
		bc_say(k, parts == 2 ? BC_KEPT : BC_BROKEN,
			   parts == 2 ? "2 parts between ******, 2 wanted" : parts < 2 ?
			   "no two parts between ******, 2 wanted" :
			   "more than 2 parts between ******, 2 wanted");
}

/* Lines that are not blank; or clauses, where verses share a line. */
void
bc_judge_lines(BcCase *k)
{
	const BcTextCounts *n = bc_case_counts(k);
	size_t		clauses = n->sentences + n->commas + n->open_lines;
	size_t		low = n->lines;

	/* a title above the lines is none of them */
	if (n->blocks > 1 && low > 1)
		low--;
	bc_say_figure(k, "lines",
				  (BcFigure) {low, clauses > n->lines ? clauses : n->lines});
	if (n->lines == k->c->n && k->c->relation == BC_EXACTLY)
		k->out->followed = BC_KEPT;
}

void
bc_judge_highlights(BcCase *k)
{
	size_t		found = 0;

	/* *text* and **text** within a line, not blank */
	for (size_t i = 0; i < k->text.len; i++)
	{
		size_t		open = 0;
		size_t		stop;

		while (i + open < k->text.len && k->text.data[i + open] == '*')
			open++;
		if (open == 0)
			continue;
		stop = i + open;
		if (open > 3 || stop >= k->text.len || k->text.data[stop] == ' ' ||
			k->text.data[stop] == '\n')
		{
			i = stop - 1;
			continue;
		}
		while (stop < k->text.len && k->text.data[stop] != '*' &&
			   k->text.data[stop] != '\n')
			stop++;
		if (stop < k->text.len && k->text.data[stop] == '*')
		{
			found++;
			while (stop < k->text.len && k->text.data[stop] == '*')
				stop++;
		}
		i = stop - 1;
	}
	bc_say_figure(k, "highlights", (BcFigure) {found, found});
}

void
bc_judge_placeholders(BcCase *k)
{
	size_t		found = 0;
	size_t		open = SIZE_MAX;

	for (size_t i = 0; i < k->text.len; i++)
		if (k->text.data[i] == '[')
			open = i;
		else if (k->text.data[i] == '\n')
			open = SIZE_MAX;
		else if (k->text.data[i] == ']' && open != SIZE_MAX)
		{
			found += i > open + 1;
			open = SIZE_MAX;
		}
	if (k->c->relation == BC_NO_NUMBER)
		bc_say(k, found > 0 ? BC_KEPT : BC_BROKEN, found > 0 ?
			   "placeholders were found" : "no placeholder in brackets");
	else
		bc_say_figure(k, "placeholders", (BcFigure) {found, found});
}

/* The name and a number behind it, as often as asked. */
void
bc_judge_sections(BcCase *k)
{
	BcSlice		name = bc_case_string(k, 0);
	size_t		found = 0;
	size_t		begins = 0;		/* of these, at the beginning of a line */

	if (name.len == 0)
	{
		bc_say(k, BC_CANNOT_TELL, "sections without a name cannot be told");
		return;
	}
	for (size_t i = 0; i + name.len < k->text.len; i++)
	{
		size_t		m = 0;

		while (m < name.len &&
			   bc_lower(k->text.data[i + m]) == bc_lower(name.data[m]))
			m++;
		if (m < name.len)
			continue;
		m += i;
		while (m < k->text.len &&
			   (k->text.data[m] == ' ' || k->text.data[m] == '#' ||
				k->text.data[m] == '*'))
			m++;
		if (m < k->text.len &&
			(bc_is_digit(k->text.data[m]) || k->text.data[m] == 'I' ||
			 k->text.data[m] == 'V' || k->text.data[m] == 'X'))
		{
			size_t		before = i;

			found++;
			while (before > 0 &&
				   (k->text.data[before - 1] == ' ' ||
					k->text.data[before - 1] == '#' ||
					k->text.data[before - 1] == '*'))
				before--;
			begins += before == 0 || k->text.data[before - 1] == '\n';
		}
	}
	bc_say_figure(k, "sections", (BcFigure) {begins, found});
}
