/*
 * storage.c: a storage in memory.
 */
#include "core/base/storage.h"

static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	BcMemoryStorage *storage = context;

	bc_buffer_add(&storage->spaces[space], data, size);
	return !storage->spaces[space].failed;
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data,
		  size_t size)
{
	BcMemoryStorage *storage = context;
	BcBuffer   *from = &storage->spaces[space];

	if (offset > from->len || size > from->len - offset)
		return false;
	if (size > 0)
		memcpy(data, from->data + offset, size);
	return true;
}

static void
drop(void *context, unsigned space)
{
	BcMemoryStorage *storage = context;

	bc_buffer_free(&storage->spaces[space]);
}

bool
bc_memory_storage_start(BcMemoryStorage *storage, const BcEnv *env,
						unsigned count)
{
	storage->calls = (BcStorage) {append, read_back, drop, storage};
	storage->env = env;
	storage->count = 0;
	storage->spaces = bc_resize(env, NULL, count, sizeof(*storage->spaces));
	if (storage->spaces == NULL)
		return false;
	storage->count = count;
	for (unsigned i = 0; i < count; i++)
		bc_buffer_init(&storage->spaces[i], env, SIZE_MAX);
	return true;
}

void
bc_memory_storage_free(BcMemoryStorage *storage)
{
	for (unsigned i = 0; i < storage->count; i++)
		bc_buffer_free(&storage->spaces[i]);
	bc_free(storage->env, storage->spaces);
	storage->spaces = NULL;
	storage->count = 0;
}
