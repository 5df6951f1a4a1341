/*
 * join_kin.c: which sets of the batch join are kin.
 *
 * Copies of a template meet at each of its values that they are entered under,
 * so each of their many pairs would be as many candidates.  Kin are compared
 * where the first of their three values meet, and nowhere else.  That they are
 * kin says that they meet there, for these values are among those that both
 * are entered under.  A set for which the table has no room has no kin.
 */
#include "core/near/join_parts.h"

#define LEAST_SIZE		16
#define MOST_STEPS		16

bool
bc_join_start_kin(BcJoin *join)
{
	size_t		size = BC_JOIN_KIN_SHARE(join->memory) / sizeof(BcJoinKin);

	join->kin_size = size < LEAST_SIZE ? LEAST_SIZE :
		size < UINT32_MAX ? size : UINT32_MAX;
	if (join->kin_size > join->sets.count + LEAST_SIZE)
		join->kin_size = join->sets.count + LEAST_SIZE;
	join->kin = bc_resize(join->env, NULL, join->kin_size, sizeof(BcJoinKin));
	join->kin_of = bc_resize(join->env, NULL, join->sets.count + 1,
							 sizeof(uint32_t));
	if (join->kin == NULL || join->kin_of == NULL)
		return false;
	memset(join->kin, 0, join->kin_size * sizeof(BcJoinKin));
	for (size_t i = 0; i < join->sets.count; i++)
		join->kin_of[i] = (uint32_t) join->kin_size;
	return true;
}

static bool
is_same(const BcJoinKin *a, const BcJoinKin *b)
{
	return a->hashes[0] == b->hashes[0] && a->hashes[1] == b->hashes[1] &&
		a->hashes[2] == b->hashes[2];
}

uint32_t
bc_join_find_kin(BcJoin *join, const BcJoinKin *kin)
{
	static const BcJoinKin none = {{0, 0, 0}};
	uint32_t	hash = kin->hashes[0] ^ kin->hashes[1] * 5 ^ kin->hashes[2] * 3;
	size_t		place = bc_place(hash, join->kin_size);

	for (int step = 0; step < MOST_STEPS && !is_same(kin, &none); step++)
	{
		if (is_same(&join->kin[place], &none))
			join->kin[place] = *kin;
		if (is_same(&join->kin[place], kin))
			return (uint32_t) place;
		if (++place == join->kin_size)
			place = 0;
	}
	return (uint32_t) join->kin_size;
}

void
bc_join_free_kin(BcJoin *join)
{
	bc_free(join->env, join->kin);
	bc_free(join->env, join->kin_of);
}
