/*
 * buffer.c: a growable buffer.
 */
#include "core/base/buffer.h"

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
			buf->failed = buf->starved = true;
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
