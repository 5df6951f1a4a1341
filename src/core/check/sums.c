/*
 * sums.c: what all lines came to.
 */
#include "core/check/internal.h"

static void
add_findings(BcCheckSums *sums, const BcJudged *judged)
{
	bool		holds = false;

	if (judged->kinds == 0)
		return;
	sums->with_findings++;
	for (int kind = 0; kind < BC_KINDS; kind++)
	{
		if ((judged->kinds & BC_KIND_BIT(kind)) == 0)
			continue;
		sums->findings[kind]++;
		holds = holds || bc_kind_holds((BcKind) kind);
	}
	sums->held += holds;
}

static void
add_issues(BcCheckSums *sums, const BcIssues *issues)
{
	unsigned	worst = BC_INFO;

	if (issues == NULL || issues->count == 0)
		return;
	sums->with_issues++;
	for (unsigned i = 0; i < issues->count; i++)
	{
		sums->issues[issues->list[i].kind]++;
		if (issues->list[i].severity > worst)
			worst = issues->list[i].severity;
	}
	sums->of_severity[worst]++;
}

void
bc_sums_add(BcCheckSums *sums, const BcJudged *judged)
{
	const BcCheckLine *line = &judged->line;

	sums->lines++;
	switch (line->verdict)
	{
		case BC_LINE_BLANK:
			sums->blank++;
			return;
		case BC_LINE_REFUSED:
			sums->refused++;
			sums->codes[line->of_code]++;
			return;
		case BC_LINE_OK:
			sums->ok++;
			add_findings(sums, judged);
			add_issues(sums, line->issues);
			return;
	}
}
