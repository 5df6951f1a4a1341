/*
 * module.c: the library's entry point and the core's environment.
 */
#include "pg/badcase.h"

#include "miscadmin.h"
#include "utils/memutils.h"

PG_MODULE_MAGIC_EXT(.name = "badcase", .version = BADCASE_VERSION);

extern PGDLLEXPORT void _PG_init(void);

static void *
resize_palloc(void *context, void *ptr, size_t size)
{
	if (size == 0)
	{
		pfree(ptr);
		return NULL;
	}
	if (ptr == NULL)
		return MemoryContextAllocHuge(CurrentMemoryContext, size);
	return repalloc_huge(ptr, size);
}

static void
poll_interrupts(void *context)
{
	CHECK_FOR_INTERRUPTS();
}

const BcEnv badcase_env = {resize_palloc, poll_interrupts, NULL};

void
_PG_init(void)
{
	badcase_copy_init();
}
