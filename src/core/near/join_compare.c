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
