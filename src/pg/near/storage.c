/*
 * storage.c: temporary files and a sort for the batch join.
 *
 * Whatever fails here raises an error, so the join never sees that.
 */
#include "pg/near/storage.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"

static bool
append(void *context, unsigned space, const void *data, size_t size)
{
	BadcaseStorage *storage = context;
	BufFile   **file = &storage->files[space];

	if (*file == NULL)
		*file = BufFileCreateTemp(false);
	/* until 16 its argument was not const */
	BufFileWrite(*file, (void *) data, size);
	return true;
}

static bool
read_back(void *context, unsigned space, uint64_t offset, void *data,
		  size_t size)
{
	BadcaseStorage *storage = context;
	BufFile    *file = storage->files[space];

	if (BufFileSeek(file, 0, (off_t) offset, SEEK_SET) != 0 ||
		BufFileRead(file, data, size) != size)
		elog(ERROR, "could not read a temporary file of the batch join");
	return true;
}

static void
drop(void *context, unsigned space)
{
	BadcaseStorage *storage = context;

	if (storage->files[space] != NULL)
		BufFileClose(storage->files[space]);
	storage->files[space] = NULL;
}

/* The same order, as the server's integers are signed. */
static inline int64
signed_key(uint64 key)
{
	return (int64) (key ^ (UINT64CONST(1) << 63));
}

static bool
put(void *context, uint64_t key)
{
	BadcaseStorage *storage = context;

	if (storage->sort == NULL)
		storage->sort = tuplesort_begin_datum(INT8OID, Int8LessOperator,
											  InvalidOid, false,
											  storage->memory, NULL,
											  TUPLESORT_NONE);
	tuplesort_putdatum(storage->sort, Int64GetDatum(signed_key(key)), false);
	return true;
}

static bool
next(void *context, uint64_t *key)
{
	BadcaseStorage *storage = context;
	Datum		value;
	bool		null;

	if (!storage->sorted)
		tuplesort_performsort(storage->sort);
	storage->sorted = true;
	if (!badcase_tuplesort_getdatum(storage->sort, &value, &null))
		elog(ERROR, "the batch join has lost a candidate");
	*key = (uint64) signed_key((uint64) DatumGetInt64(value));
	return true;
}

void
badcase_storage_start(BadcaseStorage *storage, int memory)
{
	memset(storage, 0, sizeof(*storage));
	storage->memory = memory;
	storage->calls = (BcJoinStorage) {
		append, read_back, drop, put, next, storage
	};
}

void
badcase_storage_end(BadcaseStorage *storage)
{
	for (unsigned i = 0; i < BC_JOIN_SPACES; i++)
		drop(storage, i);
	if (storage->sort != NULL)
		tuplesort_end(storage->sort);
	storage->sort = NULL;
}
