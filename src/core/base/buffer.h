/*
 * buffer.h: a growable buffer.
 */
#ifndef BADCASE_CORE_BASE_BUFFER_H
#define BADCASE_CORE_BASE_BUFFER_H

#include "core/base/env.h"

/*
 * Once an append fails (no memory, or longer than max) failed is set and later
 * appends do nothing, so only the end need be checked.
 */
typedef struct BcBuffer
{
	const BcEnv *env;
	unsigned char *data;
	size_t		len;
	size_t		cap;
	size_t		max;
	bool		failed;
	bool		starved;		/* failed for want of memory, not for its max */
} BcBuffer;

extern void bc_buffer_init(BcBuffer *buf, const BcEnv *env, size_t max);
extern void bc_buffer_free(BcBuffer *buf);
/* Room for n more bytes, to be written by the caller, or NULL. */
extern unsigned char *bc_buffer_extend(BcBuffer *buf, size_t n);
extern void bc_buffer_add(BcBuffer *buf, const void *data, size_t n);
extern void bc_buffer_add_byte(BcBuffer *buf, unsigned char c);

#endif
