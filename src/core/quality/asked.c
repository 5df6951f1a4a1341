/*
 * asked.c: what the prompt asks for in so many words and the response does not
 * keep, as the room follow finds and judges it.
 */
#include "core/follow.h"
#include "core/quality/internal.h"

/* Less sure demands, and kinds whose judgements are, only inform. */
#define SURE	80

void
bc_quality_asked(BcQuality *q)
{
	BcConstraints found;
	BcFollowJudge judge;
	BcFollowVerdict verdict;

	if (!bc_record_constraints(q->env, q->rec, &found))
		q->failed = true;
	bc_follow_start(&judge, q->env, &found, q->rec);
	for (unsigned i = 0; i < found.count && !q->failed; i++)
	{
		const BcConstraint *c = &found.list[i];

		if (!bc_follow_judge(&judge, c, &verdict))
			q->failed = true;
		else if (verdict.followed == BC_BROKEN)
			bc_quality_add(q, BC_NOT_FOLLOWED,
						   bc_follow_kinds[c->kind].warns && c->confidence >= SURE ? BC_WARN : BC_INFO,
						   c->confidence * 10u);
	}
	bc_follow_end_judge(&judge);
	bc_constraints_free(&found);
}
