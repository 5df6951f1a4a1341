/*
 * join_compare.c: compares two sets of the batch join and keeps what follows.
 */
#include "core/near/join_parts.h"

bool
bc_join_compare(BcJoin *join, uint32_t newer, const uint32_t *values,
				size_t count, uint32_t older)
{
	size_t		nothers;
	const uint32_t *others = bc_join_set(join, older, &nothers);
	size_t		overlap;

	if (others == NULL)
		return false;
	bc_join_count_work(join, nothers);
	join->compared++;
	if (!bc_features_match(others, nothers, values, count, join->threshold,
						   &overlap))
		return true;
	if (join->components != NULL)
		bc_components_unite(join->components, older, newer);
	else
		join->match(join->context, older, newer, overlap,
					nothers + count - overlap);
	return true;
}

bool
bc_join_overlap(BcJoin *join, uint32_t a, uint32_t b, size_t *overlap,
				size_t *all)
{
	size_t		na;
	size_t		nb;
	const uint32_t *values = bc_join_copy(join, a, &na);
	const uint32_t *others = bc_join_set(join, b, &nb);

	if (values == NULL || others == NULL)
		return false;
	bc_join_count_work(join, na + nb);
	*overlap = bc_features_overlap(values, na, others, nb);
	*all = na + nb - *overlap;
	return true;
}
