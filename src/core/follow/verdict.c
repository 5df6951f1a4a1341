/*
 * verdict.c: what a judgement says: what was counted, what was wanted.  It never
 * holds any of the record's text.
 */
#include "core/follow/judge.h"

#include <stdio.h>

void
bc_say(BcCase *k, BcFollowed followed, const char *why)
{
	k->out->followed = followed;
	snprintf(k->out->why, sizeof(k->out->why), "%s", why);
}

static bool
fits(const BcConstraint *c, size_t n)
{
	switch (c->relation)
	{
		case BC_AT_LEAST:
			return n >= c->n;
		case BC_AT_MOST:
			return n <= c->n;
		case BC_BETWEEN:
			return n >= c->n && n <= c->to;
		case BC_ABOUT:
			/* a tenth more or less */
			return n * 10 >= (size_t) c->n * 9 &&
				n * 10 <= (size_t) c->n * 11;
		default:
			return n == c->n;
	}
}

/* Does any figure of low to high fit: each relation takes one stretch. */
static bool
some_fit(const BcConstraint *c, BcFigure figure)
{
	size_t		least = c->n;
	size_t		most = c->relation == BC_BETWEEN ? c->to : c->n;

	if (c->relation == BC_AT_LEAST)
		return figure.high >= least;
	if (c->relation == BC_AT_MOST)
		return figure.low <= most;
	if (c->relation == BC_ABOUT)
	{
		least = ((size_t) c->n * 9 + 9) / 10;
		most = (size_t) c->n * 11 / 10;
	}
	return figure.high >= least && figure.low <= most;
}

BcFollowed
bc_compare(const BcConstraint *c, BcFigure figure)
{
	if (fits(c, figure.low) && fits(c, figure.high))
		return BC_KEPT;
	/* an exact number that is one of two ways to count */
	if (c->relation == BC_EXACTLY &&
		(fits(c, figure.low) || fits(c, figure.high)))
		return BC_KEPT;
	return some_fit(c, figure) ? BC_CANNOT_TELL : BC_BROKEN;
}

static void
say_wanted(const BcConstraint *c, char *out, size_t size)
{
	const char *relation = bc_relation_name((BcRelation) c->relation);

	if (c->relation == BC_BETWEEN)
		snprintf(out, size, "%u to %u", (unsigned) c->n, (unsigned) c->to);
	else
		snprintf(out, size, "%s %u", relation == NULL ? "exactly" : relation,
				 (unsigned) c->n);
}

void
bc_say_figure(BcCase *k, const char *what, BcFigure figure)
{
	char		wanted[48];

	say_wanted(k->c, wanted, sizeof(wanted));
	k->out->followed = bc_compare(k->c, figure);
	if (figure.low == figure.high)
		snprintf(k->out->why, sizeof(k->out->why), "%zu %s, %s wanted",
				 figure.low, what, wanted);
	else
		snprintf(k->out->why, sizeof(k->out->why),
				 "%zu to %zu %s as one counts, %s wanted", figure.low,
				 figure.high, what, wanted);
}
