/*
 * find.c: takes the prompts, and settles which of the stretches that they
 * begin and end with are instructions.
 */
#include "core/tasks/find.h"

#include "core/tasks/units.h"
#include "core/tasks/walk.h"

/* What a mark adds to the weight by which stretches are compared. */
#define MARK_WEIGHT		8

void
bc_tasks_start(BcTasks *tasks, const BcEnv *env, uint32_t least)
{
	memset(tasks, 0, sizeof(*tasks));
	tasks->env = env;
	tasks->least = least < 2 ? 2 : least;
}

void
bc_tasks_free(BcTasks *tasks)
{
	bc_free(tasks->env, tasks->values);
	bc_free(tasks->env, tasks->prompts);
	bc_free(tasks->env, tasks->same);
	bc_free(tasks->env, tasks->found);
	memset(tasks, 0, sizeof(*tasks));
}

/* Room for one more item of an array; false without memory. */
static bool
make_room(const BcEnv *env, void **items, size_t *size, size_t count,
		  size_t item)
{
	size_t		larger = *size == 0 ? 1024 : *size + *size / 2;
	void	   *moved;

	if (count < *size)
		return true;
	moved = bc_resize(env, *items, larger, item);
	if (moved == NULL)
		return false;
	*items = moved;
	*size = larger;
	return true;
}

/*
 * What stands for a unit: its lowest bit tells a token of several characters,
 * which all bytes but the first of a character show.
 */
static uint32_t
unit_value(const BcUnit *unit)
{
	size_t		characters = 0;
	uint32_t	value;

	if (unit->mark)
		return BC_UNIT_MARK;
	for (size_t i = 0; i < unit->token.len; i++)
		characters += (unit->token.bytes[i] & 0xC0) != 0x80;
	value = (uint32_t) (bc_token_hash(unit->token.bytes,
									  unit->token.len) >> 32);
	value = (value & ~UINT32_C(1)) | (characters > 1);
	/* the two that mean something else */
	return value == BC_UNIT_MARK || value == BC_UNIT_NONE ? value ^ 2 : value;
}

/*
 * Appends a value, or writes it over the oldest of the last ones where so
 * many are kept: the second half of a long prompt's is a ring.
 */
static bool
add_value(BcTasks *tasks, const BcTaskPrompt *prompt, size_t place,
		  uint32_t value)
{
	const size_t half = BC_TASK_UNITS / 2;

	if (place >= BC_TASK_UNITS)
	{
		tasks->values[prompt->start + half + place % half] = value;
		return true;
	}
	if (!make_room(tasks->env, (void **) &tasks->values, &tasks->values_size,
				   tasks->nvalues, sizeof(*tasks->values)))
		return false;
	tasks->values[tasks->nvalues++] = value;
	return true;
}

/* Puts the ring of a long prompt's last values in their order. */
static void
straighten(BcTasks *tasks, const BcTaskPrompt *prompt, size_t count)
{
	const size_t half = BC_TASK_UNITS / 2;
	uint32_t	ring[BC_TASK_UNITS / 2];
	uint32_t   *last = tasks->values + prompt->start + half;

	memcpy(ring, last, sizeof(ring));
	for (size_t i = 0; i < half; i++)
		last[i] = ring[(count + i) % half];
}

bool
bc_tasks_add(BcTasks *tasks, BcSlice text)
{
	BcTaskPrompt *prompt;
	BcUnitReader reader;
	BcUnit		unit;
	size_t		count = 0;

	if (!make_room(tasks->env, (void **) &tasks->prompts, &tasks->size,
				   tasks->count, sizeof(*tasks->prompts)))
		return false;
	prompt = &tasks->prompts[tasks->count];
	prompt->start = tasks->nvalues;
	prompt->task = BC_NO_TASK;
	prompt->hash = 0;
	bc_units_start(&reader, tasks->env, text);
	for (; bc_next_unit(&reader, &unit); count++)
	{
		uint32_t	value = unit_value(&unit);

		prompt->hash = bc_scramble(prompt->hash * BC_ROOT_11 + value,
								   BC_ROOT_5);
		if (!add_value(tasks, prompt, count, value))
			return false;
	}
	if (count > BC_TASK_UNITS)
		straighten(tasks, prompt, count);
	prompt->count = (uint32_t) (count < BC_TASK_UNITS ? count : BC_TASK_UNITS);
	tasks->count++;
	return true;
}

/* Orders the prompts by their hashes, of which the keys are one half. */
static BcKeyed *
order_by_hash(BcTasks *tasks)
{
	size_t		count = tasks->count;
	BcKeyed    *items = bc_resize(tasks->env, NULL, 2 * count + 1,
								  sizeof(*items));

	if (items == NULL)
		return NULL;
	for (uint32_t i = 0; i < count; i++)
		items[i] = (BcKeyed) {(uint32_t) tasks->prompts[i].hash, i};
	bc_order(tasks->env, items, items + count, count);
	for (size_t i = 0; i < count; i++)
		items[i].key = (uint32_t) (tasks->prompts[items[i].number].hash >> 32);
	bc_order(tasks->env, items, items + count, count);
	return items;
}

/* Gives each prompt the first of those that are equal to it. */
static bool
find_equal(BcTasks *tasks)
{
	BcKeyed    *items = order_by_hash(tasks);
	uint32_t	first = 0;

	tasks->same = bc_resize(tasks->env, NULL, tasks->count + 1,
							sizeof(*tasks->same));
	for (size_t i = 0; items != NULL && tasks->same != NULL &&
		 i < tasks->count; i++)
	{
		uint32_t	number = items[i].number;

		if (i == 0 ||
			tasks->prompts[number].hash != tasks->prompts[first].hash)
			first = number;
		tasks->same[number] = first;
	}
	bc_free(tasks->env, items);
	return items != NULL && tasks->same != NULL;
}

#define WALKS			3

/* The stretches of all walks, those first that say most. */
typedef struct Settling
{
	BcTasks    *tasks;
	BcWalk		walks[WALKS];	/* from the begin, from the end, both */
	BcKeyed    *order;			/* of the stretches, walk after walk */
	size_t		count;
	BcKeyed    *members;		/* prompts by stretch */
	size_t		nmembers;
	size_t	   *starts;			/* of each one's members; a mark at the end */
} Settling;

/* The walk that a stretch is of, and its place there. */
static const BcWalk *
walk_of(const Settling *settling, size_t *place)
{
	const BcWalk *walk = settling->walks;

	for (; *place >= walk->nstretches; walk++)
		*place -= walk->nstretches;
	return walk;
}

static const BcStretch *
stretch_at(const Settling *settling, size_t place)
{
	const BcWalk *walk = walk_of(settling, &place);

	return &walk->stretches[place];
}

/* Orders the stretches by key, stably. */
static void
order_by(Settling *settling, uint32_t (*key) (const BcStretch *stretch))
{
	for (size_t i = 0; i < settling->count; i++)
		settling->order[i].key =
			key(stretch_at(settling, settling->order[i].number));
	bc_order(settling->tasks->env, settling->order,
			 settling->order + settling->count, settling->count);
}

static uint32_t
by_hash(const BcStretch *stretch)
{
	return stretch->hash;
}

static uint32_t
by_count(const BcStretch *stretch)
{
	return UINT32_MAX - stretch->count;
}

static uint32_t
by_weight(const BcStretch *stretch)
{
	return UINT32_MAX - stretch->weight -
		(stretch->ended ? MARK_WEIGHT : 0);
}

static bool
order_stretches(Settling *settling)
{
	for (int i = 0; i < WALKS; i++)
		settling->count += settling->walks[i].nstretches;
	settling->order = bc_resize(settling->tasks->env, NULL,
								2 * settling->count + 1,
								sizeof(*settling->order));
	if (settling->order == NULL)
		return false;
	for (size_t i = 0; i < settling->count; i++)
		settling->order[i].number = (uint32_t) i;
	order_by(settling, by_hash);
	order_by(settling, by_count);
	order_by(settling, by_weight);
	return true;
}

/* Lists the prompts of each stretch. */
static bool
list_members(Settling *settling)
{
	BcTasks    *tasks = settling->tasks;
	size_t		n = 0;
	uint32_t	before = 0;

	settling->members = bc_resize(tasks->env, NULL,
								  2 * WALKS * tasks->count + 1,
								  sizeof(*settling->members));
	settling->starts = bc_resize(tasks->env, NULL, settling->count + 1,
								 sizeof(*settling->starts));
	if (settling->members == NULL || settling->starts == NULL)
		return false;
	for (int walk = 0; walk < WALKS; walk++)
	{
		for (uint32_t i = 0; i < tasks->count; i++)
		{
			uint32_t	of = settling->walks[walk].of[i];

			if (of != BC_NO_TASK)
				settling->members[n++] = (BcKeyed) {before + of, i};
		}
		before += (uint32_t) settling->walks[walk].nstretches;
		bc_poll(tasks->env);
	}
	settling->nmembers = n;
	bc_order(tasks->env, settling->members, settling->members + n, n);
	n = 0;
	for (size_t i = 0; i <= settling->count; i++)
	{
		while (n < settling->nmembers && settling->members[n].key < i)
			n++;
		settling->starts[i] = n;
	}
	return true;
}

static BcInstruction
instruction_of(const Settling *settling, size_t place)
{
	const BcWalk *walk = walk_of(settling, &place);
	const BcStretch *stretch = &walk->stretches[place];

	if (walk->from_end)
		return (BcInstruction) {stretch->others, stretch->units};
	return (BcInstruction) {stretch->units, 0};
}

/*
 * Whether a stretch is part of what another walk found: nearly all of its
 * prompts are at least half of those of a larger one that says no less.
 */
static bool
is_part(Settling *settling, uint32_t place)
{
	uint32_t	weight = stretch_at(settling, place)->weight;
	size_t		start = settling->starts[place];
	size_t		stop = settling->starts[place + 1];
	size_t		all = stop - start;
	uint32_t	before = 0;

	for (int k = 0; k < WALKS; before += settling->walks[k++].nstretches)
	{
		const BcWalk *walk = &settling->walks[k];
		uint32_t	most = BC_NO_TASK;
		size_t		count = 0;
		size_t		larger;

		/* whose count is above half at the end, if any is */
		for (size_t i = start; i < stop; i++)
		{
			uint32_t	of = walk->of[settling->members[i].number];

			if (count == 0)
				most = of;
			count += of == most ? 1 : (size_t) -1;
		}
		if (most == BC_NO_TASK || before + most == place)
			continue;
		count = 0;
		for (size_t i = start; i < stop; i++)
			count += walk->of[settling->members[i].number] == most;
		larger = settling->starts[before + most + 1] -
			settling->starts[before + most];
		if (count * 10 >= all * 9 && larger > all && count * 2 >= larger &&
			walk->stretches[most].weight >= weight)
			return true;
	}
	return false;
}

/*
 * Makes a stretch an instruction, unless most of its prompts have one that
 * says more.  False without memory.
 */
static bool
settle_one(Settling *settling, uint32_t place)
{
	BcTasks    *tasks = settling->tasks;
	size_t		start = settling->starts[place];
	size_t		stop = settling->starts[place + 1];
	size_t		open = 0;

	for (size_t i = start; i < stop; i++)
		open += tasks->prompts[settling->members[i].number].task == BC_NO_TASK;
	bc_count_work(tasks, stop - start);
	if (open < tasks->least || 2 * open < stop - start ||
		is_part(settling, place))
		return true;
	if (!make_room(tasks->env, (void **) &tasks->found, &tasks->found_size,
				   tasks->nfound, sizeof(*tasks->found)))
		return false;
	for (size_t i = start; i < stop; i++)
	{
		BcTaskPrompt *prompt = &tasks->prompts[settling->members[i].number];

		if (prompt->task == BC_NO_TASK)
			prompt->task = (uint32_t) tasks->nfound;
	}
	tasks->found[tasks->nfound++] = instruction_of(settling, place);
	return true;
}

static bool
settle(Settling *settling)
{
	if (!order_stretches(settling) || !list_members(settling))
		return false;
	for (size_t i = 0; i < settling->count; i++)
	{
		if (!settle_one(settling, settling->order[i].number))
			return false;
	}
	return true;
}

bool
bc_tasks_find(BcTasks *tasks)
{
	Settling	settling = {0};
	bool		ok;

	if (!find_equal(tasks))
		return false;
	settling.tasks = tasks;
	ok = bc_walk_side(&settling.walks[0], tasks, false) &&
		bc_walk_side(&settling.walks[1], tasks, true) &&
		bc_walk_both(&settling.walks[2], tasks) && settle(&settling);
	for (int i = 0; i < WALKS; i++)
		bc_walk_free(&settling.walks[i]);
	bc_free(tasks->env, settling.order);
	bc_free(tasks->env, settling.members);
	bc_free(tasks->env, settling.starts);
	return ok;
}
