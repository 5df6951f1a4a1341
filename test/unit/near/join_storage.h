/*
 * join_storage.h: a storage of the batch join in memory, which counts what it
 * does and refuses it from a point on.
 */
#ifndef BADCASE_TEST_JOIN_STORAGE_H
#define BADCASE_TEST_JOIN_STORAGE_H

#include "core/near.h"

#include <stdlib.h>

typedef struct Space
{
	unsigned char *data;
	size_t		size;
	size_t		room;
	bool		dropped;
} Space;

typedef struct Storage
{
	BcJoinStorage calls;
	Space		spaces[BC_JOIN_SPACES];
	uint64_t   *keys;
	size_t		nkeys;
	size_t		keys_room;
	size_t		next;
	long		appends;
	long		reads;
	long		misused;		/* calls that are against the rules */
	long		left;			/* calls that are still granted */
} Storage;

static inline bool
storage_grant(Storage *storage)
{
	return storage->left > 0 && storage->left-- > 0;
}

static inline bool
storage_append(void *context, unsigned space, const void *data, size_t size)
{
	Storage    *storage = context;
	Space	   *to = &storage->spaces[space];

	storage->appends++;
	storage->misused += to->dropped || size == 0;
	if (!storage_grant(storage))
		return false;
	if (to->size + size > to->room)
	{
		to->room = 2 * (to->size + size);
		to->data = realloc(to->data, to->room);
		if (to->data == NULL)
			abort();
	}
	memcpy(to->data + to->size, data, size);
	to->size += size;
	return true;
}

static inline bool
storage_read(void *context, unsigned space, uint64_t offset, void *data,
			 size_t size)
{
	Storage    *storage = context;
	Space	   *from = &storage->spaces[space];

	storage->reads++;
	if (from->dropped || offset > from->size || size > from->size - offset)
	{
		storage->misused++;
		return false;
	}
	memcpy(data, from->data + offset, size);
	return storage_grant(storage);
}

static inline void
storage_drop(void *context, unsigned space)
{
	Storage    *storage = context;

	storage->misused += storage->spaces[space].dropped;
	storage->spaces[space].dropped = true;
}

static inline bool
storage_put(void *context, uint64_t key)
{
	Storage    *storage = context;

	storage->misused += storage->next > 0;
	if (!storage_grant(storage))
		return false;
	if (storage->nkeys == storage->keys_room)
	{
		storage->keys_room = 2 * storage->keys_room + 64;
		storage->keys = realloc(storage->keys,
								storage->keys_room * sizeof(uint64_t));
		if (storage->keys == NULL)
			abort();
	}
	storage->keys[storage->nkeys++] = key;
	return true;
}

static inline int
storage_compare(const void *a, const void *b)
{
	uint64_t	x = *(const uint64_t *) a;
	uint64_t	y = *(const uint64_t *) b;

	return (x > y) - (x < y);
}

static inline bool
storage_next(void *context, uint64_t *key)
{
	Storage    *storage = context;

	if (storage->next == 0)
		qsort(storage->keys, storage->nkeys, sizeof(uint64_t),
			  storage_compare);
	if (storage->next == storage->nkeys)
	{
		storage->misused++;
		return false;
	}
	*key = storage->keys[storage->next++];
	return storage_grant(storage);
}

static inline void
storage_start(Storage *storage, long granted)
{
	memset(storage, 0, sizeof(*storage));
	storage->left = granted;
	storage->calls = (BcJoinStorage) {
		storage_append, storage_read, storage_drop, storage_put,
		storage_next, storage
	};
}

static inline void
storage_end(Storage *storage)
{
	for (unsigned i = 0; i < BC_JOIN_SPACES; i++)
		free(storage->spaces[i].data);
	free(storage->keys);
}

#endif
