/*
 * last.c: what a call made last, and of which argument.
 *
 * A call in a join, or in a condition that is rechecked, gets the same
 * argument for many rows.  What it makes of that is kept for one execution,
 * and the argument is known by its bytes.
 */
#include "pg/near/last.h"

#include "utils/memutils.h"

/* Longer arguments are not kept: of them all else takes longer, too. */
#define MOST_KEPT	((Size) 1 << 20)

BadcaseLast *
badcase_last(FunctionCallInfo fcinfo)
{
	FmgrInfo   *info = fcinfo->flinfo;

	if (info == NULL)
		return NULL;
	if (info->fn_extra == NULL)
		info->fn_extra = MemoryContextAllocZero(info->fn_mcxt,
												sizeof(BadcaseLast));
	return info->fn_extra;
}

/* Whether an argument has its bytes in itself, few enough to be kept. */
static bool
can_keep(const struct varlena *argument)
{
	return !VARATT_IS_EXTERNAL(argument) &&
		VARSIZE_ANY(argument) <= MOST_KEPT;
}

bool
badcase_is_last(const BadcaseLast *last, const struct varlena *argument,
				uint64 asked)
{
	return last->argument_size > 0 && last->asked == asked &&
		can_keep(argument) && VARSIZE_ANY(argument) == last->argument_size &&
		memcmp(argument, last->argument, last->argument_size) == 0;
}

void
badcase_keep_last(FunctionCallInfo fcinfo, BadcaseLast *last,
				  const struct varlena *argument, uint64 asked,
				  const void *made, Size size)
{
	MemoryContext caller;
	Size		argument_size;

	if (!can_keep(argument))
		return;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	argument_size = VARSIZE_ANY(argument);
	/* nothing is kept where memory ends between here and the end */
	last->argument_size = 0;
	if (last->made != NULL)
		pfree(last->made);
	last->made = NULL;
	if (argument_size > last->argument_room)
	{
		if (last->argument != NULL)
			pfree(last->argument);
		last->argument = NULL;
		last->argument_room = 0;
		last->argument = palloc(argument_size);
		last->argument_room = argument_size;
	}
	memcpy(last->argument, argument, argument_size);
	last->made = palloc(Max(size, 1));
	if (size > 0)				/* else there may be no made */
		memcpy(last->made, made, size);
	last->made_size = size;
	last->asked = asked;
	last->argument_size = argument_size;
	MemoryContextSwitchTo(caller);
}
