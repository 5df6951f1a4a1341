/*
 * marked.h: texts in which ⟨ and ⟩ stand around what is to be found of a kind:
 * that, there, so sure, and nothing else of the kind.
 */
#ifndef BADCASE_TEST_MARKED_H
#define BADCASE_TEST_MARKED_H

#include "core/screen.h"

#include "check.h"

typedef struct Marked
{
	BcKind		kind;
	unsigned	confidence;		/* of all that is marked; 0 where nothing is */
	const char *text;
} Marked;

#define MARKED_MOST 10		/* things marked in a text */

/* The text without its marks, whose bytes are noted by twos; how many marks. */
static inline size_t
unmark(const char *marked, char *text, size_t *places)
{
	size_t		n = 0;
	size_t		len = 0;

	for (; *marked != '\0'; marked++)
		if (strncmp(marked, "⟨", 3) == 0 || strncmp(marked, "⟩", 3) == 0)
		{
			if (n < 2 * MARKED_MOST)
				places[n++] = len;
			marked += 2;
		}
		else
			text[len++] = *marked;
	text[len] = '\0';
	return n;
}

#define MARKED_LINES 500

/* The text is behind so many line feeds, and before so many. */
static inline bool
finds_behind(const Marked *m, size_t lines, size_t after)
{
	/* a kind that is looked for by name only is asked for */
	BcScanOptions options = {1, m->kind < BC_UK_NINO ? 0 : BC_KIND_BIT(m->kind)};
	char	   *text = malloc(strlen(m->text) + lines + after + 1);
	size_t		places[2 * MARKED_MOST];
	size_t		n = unmark(m->text, text + lines, places);
	size_t		len = lines + strlen(text + lines);
	BcSlice		in;
	BcFindings	found;
	size_t		k = 0;
	bool		same = true;

	memset(text, '\n', lines);
	memset(text + len, '\n', after);
	text[len + after] = '\0';
	in = slice(text);
	if (!bc_scan(&bc_malloc_env, in, &options, &found))
		exit(1);
	for (size_t i = 0; i < found.count; i++)
	{
		const BcFinding *f = &found.list[i];

		if (f->kind != m->kind)
			continue;
		same = same && k + 1 < n && f->byte_start == lines + places[k] && f->byte_stop == lines + places[k + 1] &&
			f->confidence == m->confidence;
		k += 2;
		if (!same)
			printf("  %s@%u %.*s\n", bc_kind_name(m->kind), f->confidence, (int) (f->byte_stop - f->byte_start), text + f->byte_start);
	}
	bc_findings_free(&bc_malloc_env, &found);
	free(text);
	return same && k == n;
}

static inline void
finds_marked(const Marked *m)
{
	check(finds_behind(m, 0, 0), m->text);
	check(finds_behind(m, MARKED_LINES, MARKED_LINES), m->text);
}

#endif
