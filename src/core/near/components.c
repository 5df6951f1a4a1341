/*
 * components.c: union-find.
 */
#include "core/near/components.h"

bool
bc_components_start(BcComponents *components, const BcEnv *env, size_t count)
{
	components->count = count;
	components->parents = bc_resize(env, NULL, count == 0 ? 1 : count,
									sizeof(uint32_t));
	if (components->parents == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		components->parents[i] = (uint32_t) i;
	return true;
}

/*
 * The root with the lower hash goes under the other: as good as random, which
 * keeps paths short without a rank for each node.
 */
void
bc_components_unite(BcComponents *components, uint32_t a, uint32_t b)
{
	a = bc_component(components, a);
	b = bc_component(components, b);
	if (a * UINT32_C(0x9E3779B1) < b * UINT32_C(0x9E3779B1))
		components->parents[a] = b;
	else
		components->parents[b] = a;
}

void
bc_components_free(BcComponents *components, const BcEnv *env)
{
	bc_free(env, components->parents);
	components->parents = NULL;
	components->count = 0;
}
