/*
 * components.h: the connected components of a growing graph, by union-find.
 */
#ifndef BADCASE_CORE_NEAR_COMPONENTS_H
#define BADCASE_CORE_NEAR_COMPONENTS_H

#include "core/base.h"

typedef struct BcComponents
{
	uint32_t   *parents;		/* of each node; a root is its own */
	size_t		count;
} BcComponents;

/* As many components as nodes, less than 2^32; false without memory. */
extern bool bc_components_start(BcComponents *components, const BcEnv *env,
								size_t count);

/* The node that stands for the component, the same for all of its nodes. */
static inline uint32_t
bc_component(BcComponents *components, uint32_t node)
{
	uint32_t   *parents = components->parents;

	while (parents[node] != node)
	{
		/* halve the path, so that the next way is shorter */
		parents[node] = parents[parents[node]];
		node = parents[node];
	}
	return node;
}

extern void bc_components_unite(BcComponents *components, uint32_t a,
								uint32_t b);

extern void bc_components_free(BcComponents *components, const BcEnv *env);

#endif
