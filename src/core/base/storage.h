/*
 * storage.h: where something is put that memory has no room for, in spaces
 * with numbers of their users' choosing.
 */
#ifndef BADCASE_CORE_BASE_STORAGE_H
#define BADCASE_CORE_BASE_STORAGE_H

#include "core/base/buffer.h"

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

/* A storage in memory, where there is nothing else. */
typedef struct BcMemoryStorage
{
	BcStorage	calls;
	const BcEnv *env;
	BcBuffer   *spaces;
	unsigned	count;
} BcMemoryStorage;

/* For the spaces 0 to count - 1.  False without memory. */
extern bool bc_memory_storage_start(BcMemoryStorage *storage, const BcEnv *env,
									unsigned count);
extern void bc_memory_storage_free(BcMemoryStorage *storage);

#endif
