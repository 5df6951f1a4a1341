/*
 * walk.h: the stretches of units that many prompts begin or end with, as
 * nodes of the tree of all of them.
 */
#ifndef BADCASE_CORE_TASKS_WALK_H
#define BADCASE_CORE_TASKS_WALK_H

#include "core/tasks/find.h"
#include "core/tasks/order.h"

/* A stretch that may be an instruction. */
typedef struct BcStretch
{
	uint32_t	units;
	uint32_t	others;			/* units at the other side, of one with both */
	uint32_t	weight;			/* how much it says: see bc_unit_weight */
	uint32_t	hash;			/* of the units */
	uint32_t	count;			/* of prompts that have it and no longer one */
	bool		ended;			/* by a mark */
	bool		absorbed;		/* its prompts belong to a shorter one */
} BcStretch;

/* The tree from one side. */
typedef struct BcWalk
{
	BcTasks    *tasks;
	bool		from_end;
	uint32_t	kept;			/* so many units at the other side are not seen */
	uint32_t	least_ended;	/* weight of a stretch that ends with a mark */
	uint32_t	least_open;		/* and of another */
	BcKeyed    *items;			/* the prompts, in the order of the tree */
	BcKeyed    *scratch;
	size_t		count;
	uint32_t   *of;				/* of each prompt: its stretch */
	BcStretch  *stretches;
	size_t		nstretches;
	size_t		stretches_size;
} BcWalk;

#define BC_UNIT_MARK	0
#define BC_UNIT_NONE	UINT32_MAX	/* the prompt has ended */

/* A token of one character, as a Han one, says half of what a word says. */
static inline uint32_t
bc_unit_weight(uint32_t value)
{
	return value == BC_UNIT_MARK ? 0 : 1 + (value & 1);
}

/* The least weight of a stretch that ends with a mark, and of another. */
#define BC_LEAST_ENDED	2
#define BC_LEAST_OPEN	7

/* Where the longest stretch that is looked at ends. */
#define BC_WALK_UNITS	(BC_TASK_UNITS / 2)

/* The prompts from first to stop of the items share so many units. */
typedef struct BcNode
{
	size_t		first;
	size_t		stop;
	uint32_t	units;
	uint32_t	weight;
	uint32_t	hash;
	bool		ended;			/* the last of the units is a mark */
} BcNode;

/*
 * Makes ready to walk the tasks' different prompts.  False without memory;
 * then too bc_walk_free has to be called.
 */
extern bool bc_walk_start(BcWalk *walk, BcTasks *tasks, bool from_end);

/*
 * Finds the stretches of a node and below it.  Each call goes at least one
 * unit deeper, and no deeper than BC_WALK_UNITS.  False without memory.
 */
extern bool bc_walk_node(BcWalk *walk, BcNode node);

/* Puts the prompts of a node in the order of their next unit. */
extern void bc_order_node(BcWalk *walk, const BcNode *node);
/* The child of an ordered node that begins with an item. */
extern BcNode bc_child_at(const BcWalk *walk, const BcNode *node,
						  size_t first);
extern bool bc_add_stretch(BcWalk *walk, const BcStretch *stretch);

/* Counts prompts that were looked at; polls now and then. */
extern void bc_count_work(BcTasks *tasks, size_t prompts);

/*
 * Finds the stretches of the tasks' different prompts from one side, or those
 * that have a part at the begin and one at the end, each of which says too
 * little alone.  False without memory; then too bc_walk_free has to be called.
 */
extern bool bc_walk_side(BcWalk *walk, BcTasks *tasks, bool from_end);
extern bool bc_walk_both(BcWalk *walk, BcTasks *tasks);

extern void bc_walk_free(BcWalk *walk);

#endif
