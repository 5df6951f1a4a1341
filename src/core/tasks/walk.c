/*
 * walk.c: walks the tree of the prompts' units from the begin or the end, and
 * decides where instructions end and slots begin.
 *
 * From a node the walk follows the child that nearly all go on with.  Where
 * there is none, the node is a fork: there a slot begins, or longer
 * instructions part.  What is found below a fork stays only if it says
 * enough that the fork does not, else its prompts belong to the fork's.
 */
#include "core/tasks/walk.h"

/* Of ten prompts so many go on in the same way where there is no fork. */
#define NEARLY_ALL		9
/* What a longer one says beyond a shorter one that ends with a mark. */
#define LEAST_BEYOND	8

static uint32_t
value_at(const BcWalk *walk, uint32_t number, uint32_t units)
{
	const BcTaskPrompt *prompt = &walk->tasks->prompts[number];

	if (units + walk->kept >= prompt->count)
		return BC_UNIT_NONE;
	if (walk->from_end)
		units = prompt->count - 1 - units;
	return walk->tasks->values[prompt->start + units];
}

void
bc_count_work(BcTasks *tasks, size_t work)
{
	tasks->work += work;
	if (tasks->work >= BC_POLL_BYTES / 16)
	{
		tasks->work = 0;
		bc_poll(tasks->env);
	}
}

void
bc_order_node(BcWalk *walk, const BcNode *node)
{
	BcKeyed    *items = walk->items;
	bool		equal = true;

	bc_count_work(walk->tasks, node->stop - node->first);
	for (size_t i = node->first; i < node->stop; i++)
	{
		items[i].key = value_at(walk, items[i].number, node->units);
		equal &= items[i].key == items[node->first].key;
	}
	if (!equal)
		bc_order(walk->tasks->env, items + node->first, walk->scratch,
				 node->stop - node->first);
}

BcNode
bc_child_at(const BcWalk *walk, const BcNode *node, size_t first)
{
	uint32_t	value = walk->items[first].key;
	BcNode		child = *node;

	child.first = first;
	child.stop = first;
	while (child.stop < node->stop && walk->items[child.stop].key == value)
		child.stop++;
	child.units++;
	child.weight += bc_unit_weight(value);
	child.hash = (uint32_t) (bc_scramble((uint64_t) node->hash << 32 | value,
										 BC_ROOT_7) >> 24);
	child.ended = value == BC_UNIT_MARK;
	return child;
}

static bool
is_large(const BcWalk *walk, const BcNode *node)
{
	/* a node has items, so the analyzer's node without a child is none */
	/* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
	return node->stop - node->first >= walk->tasks->least;
}

/*
 * The child that nearly all prompts of an ordered node go on with; false
 * where there is a fork.
 */
static bool
main_child(const BcWalk *walk, const BcNode *node, BcNode *child)
{
	size_t		all = node->stop - node->first;

	/* it has the item in the middle */
	if (walk->items[node->first + all / 2].key == BC_UNIT_NONE)
		return false;
	for (size_t i = node->first; i < node->stop; i = child->stop)
	{
		*child = bc_child_at(walk, node, i);
		if (child->stop > node->first + all / 2)
			break;
	}
	return is_large(walk, child) &&
		(child->stop - child->first) * 10 >= all * NEARLY_ALL;
}

bool
bc_add_stretch(BcWalk *walk, const BcStretch *stretch)
{
	if (walk->nstretches == walk->stretches_size)
	{
		size_t		size = walk->stretches_size == 0 ? 64 :
			walk->stretches_size * 2;
		BcStretch  *stretches = bc_resize(walk->tasks->env, walk->stretches,
										  size, sizeof(*stretches));

		if (stretches == NULL)
			return false;
		walk->stretches = stretches;
		walk->stretches_size = size;
	}
	walk->stretches[walk->nstretches++] = *stretch;
	return true;
}

/* Whether a longer stretch is another instruction than the node's. */
static bool
stands_apart(const BcNode *node, const BcStretch *longer)
{
	uint32_t	beyond = longer->weight - node->weight;

	if (node->ended)
		return longer->ended && beyond >= LEAST_BEYOND;
	return (longer->ended && beyond > 0) || beyond >= BC_LEAST_OPEN;
}

/* Whether a prompt has no stretch, or one that a shorter one absorbs. */
static bool
is_left(const BcWalk *walk, uint32_t number)
{
	uint32_t	of = walk->of[number];

	return of == BC_NO_TASK || walk->stretches[of].absorbed;
}

/*
 * Makes a node a stretch, with those of its prompts that have no longer one
 * (from a place on in stretches) which stands apart.
 */
static bool
take_node(BcWalk *walk, const BcNode *node, size_t from)
{
	uint32_t	count = 0;

	for (size_t i = from; i < walk->nstretches; i++)
	{
		BcStretch  *longer = &walk->stretches[i];

		if (!longer->absorbed)
			longer->absorbed = !stands_apart(node, longer);
	}
	for (size_t i = node->first; i < node->stop; i++)
		count += is_left(walk, walk->items[i].number);
	if (count < walk->tasks->least)
		return true;
	for (size_t i = node->first; i < node->stop; i++)
	{
		if (is_left(walk, walk->items[i].number))
			walk->of[walk->items[i].number] = (uint32_t) walk->nstretches;
	}
	bc_count_work(walk->tasks, 2 * (node->stop - node->first));
	return bc_add_stretch(walk, &(BcStretch) {
						  .units = node->units,
						  .weight = node->weight,
						  .hash = node->hash,
						  .count = count,
						  .ended = node->ended
						  });
}

/* Walks the large children of an ordered node but one that begins there. */
static bool
walk_children(BcWalk *walk, const BcNode *node, size_t but)
{
	for (size_t i = node->first; i < node->stop;)
	{
		BcNode		child = bc_child_at(walk, node, i);
		bool		ended = walk->items[i].key == BC_UNIT_NONE;

		if (i != but && !ended && is_large(walk, &child) &&
			!bc_walk_node(walk, child))
			return false;
		i = child.stop;
	}
	return true;
}

bool
bc_walk_node(BcWalk *walk, BcNode node)
{
	size_t		from = walk->nstretches;
	BcNode		own = {0};
	BcNode		child;

	for (;;)
	{
		if (node.ended && node.weight >= walk->least_ended)
			own = node;
		if (node.units == BC_WALK_UNITS)
			break;
		bc_order_node(walk, &node);
		if (!main_child(walk, &node, &child))
		{
			if (!walk_children(walk, &node, SIZE_MAX))
				return false;
			break;
		}
		if (!walk_children(walk, &node, child.first))
			return false;
		node = child;
	}
	if (own.units > 0)
		return take_node(walk, &own, from);
	return node.weight < walk->least_open || take_node(walk, &node, from);
}

bool
bc_walk_start(BcWalk *walk, BcTasks *tasks, bool from_end)
{
	memset(walk, 0, sizeof(*walk));
	walk->tasks = tasks;
	walk->from_end = from_end;
	walk->least_ended = BC_LEAST_ENDED;
	walk->least_open = BC_LEAST_OPEN;
	walk->items = bc_resize(tasks->env, NULL, tasks->count + 1,
							sizeof(*walk->items));
	walk->scratch = bc_resize(tasks->env, NULL, tasks->count + 1,
							  sizeof(*walk->scratch));
	walk->of = bc_resize(tasks->env, NULL, tasks->count + 1,
						 sizeof(*walk->of));
	if (walk->items == NULL || walk->scratch == NULL || walk->of == NULL)
		return false;
	for (uint32_t i = 0; i < tasks->count; i++)
	{
		walk->of[i] = BC_NO_TASK;
		if (tasks->same[i] == i && tasks->prompts[i].count > 0)
			walk->items[walk->count++].number = i;
	}
	return true;
}

bool
bc_walk_side(BcWalk *walk, BcTasks *tasks, bool from_end)
{
	return bc_walk_start(walk, tasks, from_end) &&
		(walk->count < tasks->least ||
		 bc_walk_node(walk, (BcNode) {.stop = walk->count}));
}

void
bc_walk_free(BcWalk *walk)
{
	if (walk->tasks == NULL)
		return;
	bc_free(walk->tasks->env, walk->items);
	bc_free(walk->tasks->env, walk->scratch);
	bc_free(walk->tasks->env, walk->of);
	bc_free(walk->tasks->env, walk->stretches);
}
