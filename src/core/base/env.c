/*
 * env.c: memory, interrupts and the growable buffer.
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

void
bc_buffer_init(BcBuffer *buf, const BcEnv *env, size_t max)
{
	memset(buf, 0, sizeof(*buf));
	buf->env = env;
	buf->max = max;
}

void
bc_buffer_free(BcBuffer *buf)
{
	bc_free(buf->env, buf->data);
	buf->data = NULL;
	buf->len = buf->cap = 0;
}

unsigned char *
bc_buffer_extend(BcBuffer *buf, size_t n)
{
	unsigned char *room;

	if (buf->failed || n > buf->max - buf->len)
	{
		buf->failed = true;
		return NULL;
	}
	if (buf->data == NULL || n > buf->cap - buf->len)
	{
		size_t		cap = buf->cap < 256 ? 256 : buf->cap;
		unsigned char *data;

		while (cap - buf->len < n)
			cap = cap > buf->max / 2 ? buf->max : cap * 2;
		data = bc_resize(buf->env, buf->data, cap, 1);
		if (data == NULL)
		{
			buf->failed = true;
			return NULL;
		}
		buf->data = data;
		buf->cap = cap;
	}
	room = buf->data + buf->len;
	buf->len += n;
	return room;
}

void
bc_buffer_add(BcBuffer *buf, const void *data, size_t n)
{
	unsigned char *room = bc_buffer_extend(buf, n);

	if (room != NULL && n > 0)
		memcpy(room, data, n);
}

void
bc_buffer_add_byte(BcBuffer *buf, unsigned char c)
{
	unsigned char *room = bc_buffer_extend(buf, 1);

	if (room != NULL)
		*room = c;
}
