/*
 * both.c: instructions with a part on each side of the slot.
 *
 * The tree is walked from the end.  The prompts of each node whose part says
 * something, but too little, are walked from the begin; what both parts say
 * together counts.  A part that says enough alone is not sought here.
 */
#include "core/tasks/walk.h"

/* The least weight of the part at the end. */
#define LEAST_PART		2
/* The least weight of both together. */
#define LEAST_BOTH		8

typedef struct Pairing
{
	BcWalk	   *both;			/* from the end; takes the stretches */
	BcWalk		begins;			/* of one node's prompts */
} Pairing;

/* Whether the part at the begin of a stretch is enough without the other. */
static bool
says_enough(const BcStretch *stretch, uint32_t end_weight)
{
	uint32_t	weight = stretch->weight - end_weight;

	return weight >= (stretch->ended ? BC_LEAST_ENDED : BC_LEAST_OPEN);
}

/* Takes the stretches that were found of a node's prompts. */
static bool
take_pairs(Pairing *pairing, const BcNode *node)
{
	BcWalk	   *both = pairing->both;
	BcWalk	   *begins = &pairing->begins;

	for (size_t i = 0; i < begins->nstretches; i++)
	{
		BcStretch	stretch = begins->stretches[i];

		stretch.others = stretch.units;
		stretch.units = node->units;
		stretch.absorbed = stretch.absorbed || stretch.others == 0 ||
			says_enough(&stretch, node->weight);
		begins->stretches[i].absorbed = stretch.absorbed;
		if (!stretch.absorbed)
			begins->stretches[i].hash = (uint32_t) both->nstretches;
		if (!stretch.absorbed && !bc_add_stretch(both, &stretch))
			return false;
	}
	for (size_t i = 0; i < begins->count; i++)
	{
		uint32_t	number = begins->items[i].number;
		uint32_t	of = begins->of[number];

		if (of != BC_NO_TASK && !begins->stretches[of].absorbed)
			both->of[number] = begins->stretches[of].hash;
	}
	return true;
}

/* Walks those of a node's prompts from the begin that are in no pair yet. */
static bool
pair_node(Pairing *pairing, const BcNode *node)
{
	BcWalk	   *both = pairing->both;
	BcWalk	   *begins = &pairing->begins;
	BcNode		root = {0};

	begins->kept = node->units;
	begins->count = 0;
	begins->nstretches = 0;
	for (size_t i = node->first; i < node->stop; i++)
	{
		uint32_t	number = both->items[i].number;

		begins->of[number] = BC_NO_TASK;
		if (both->of[number] == BC_NO_TASK)
			begins->items[begins->count++].number = number;
	}
	bc_count_work(both->tasks, node->stop - node->first);
	if (begins->count < both->tasks->least)
		return true;
	root.stop = begins->count;
	root.weight = node->weight;
	root.hash = node->hash;
	return bc_walk_node(begins, root) && take_pairs(pairing, node);
}

/*
 * Pairs the longer parts first.  Each unit but a mark has a weight, and marks
 * do not follow each other, so the calls are no deeper than twice LEAST_OPEN.
 */
static bool
pair_below(Pairing *pairing, BcNode node)
{
	BcWalk	   *both = pairing->both;

	bc_order_node(both, &node);
	for (size_t i = node.first; i < node.stop;)
	{
		BcNode		child = bc_child_at(both, &node, i);
		bool		ended = both->items[i].key == BC_UNIT_NONE;

		if (!ended && child.stop - child.first >= both->tasks->least &&
			child.weight < BC_LEAST_OPEN && !pair_below(pairing, child))
			return false;
		i = child.stop;
	}
	/* a mark says nothing, and not all prompts of the node above have it */
	return node.ended || node.weight < LEAST_PART ||
		pair_node(pairing, &node);
}

bool
bc_walk_both(BcWalk *walk, BcTasks *tasks)
{
	Pairing		pairing = {.both = walk};
	bool		ok = bc_walk_start(walk, tasks, true);

	ok = bc_walk_start(&pairing.begins, tasks, false) && ok;
	pairing.begins.least_ended = LEAST_BOTH;
	pairing.begins.least_open = LEAST_BOTH;
	ok = ok && (walk->count < tasks->least ||
				pair_below(&pairing, (BcNode) {.stop = walk->count}));
	bc_walk_free(&pairing.begins);
	return ok;
}
