/*
 * env.c: memory and interrupts.
 */
#include "core/base/env.h"

#include <stdlib.h>

void *
bc_resize(const BcEnv *env, void *ptr, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return env->resize(env->context, ptr, count * size);
}

void
bc_free(const BcEnv *env, void *ptr)
{
	if (ptr != NULL)
		env->resize(env->context, ptr, 0);
}

void
bc_poll(const BcEnv *env)
{
	if (env->poll != NULL)
		env->poll(env->context);
}

static void *
malloc_resize(void *context, void *ptr, size_t size)
{
	(void) context;
	if (size == 0)
	{
		free(ptr);
		return NULL;
	}
	return realloc(ptr, size);
}

const BcEnv bc_malloc_env = {malloc_resize, NULL, NULL};
