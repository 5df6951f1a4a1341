/*
 * storage.h: where something is put that memory has no room for, in spaces
 * with numbers of their users' choosing.
 */
#ifndef BADCASE_CORE_BASE_STORAGE_H
#define BADCASE_CORE_BASE_STORAGE_H

#include "core/base/env.h"

/* All but drop return false where that failed. */
typedef struct BcStorage
{
	/* Appends to a space; they are empty at first. */
	bool		(*append) (void *context, unsigned space, const void *data,
						   size_t size);
	/* Reads bytes of a space, which have been written. */
	bool		(*read) (void *context, unsigned space, uint64_t offset,
						 void *data, size_t size);
	/* A space that is not needed any more; it may be used again. */
	void		(*drop) (void *context, unsigned space);
	void	   *context;
} BcStorage;

#endif
