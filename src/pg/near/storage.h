/*
 * storage.h: where the batch join puts what its memory does not hold: the
 * server's temporary files and one of its sorts.
 */
#ifndef BADCASE_NEAR_STORAGE_H
#define BADCASE_NEAR_STORAGE_H

#include "pg/near.h"

#include "storage/buffile.h"
#include "utils/tuplesort.h"

typedef struct BadcaseStorage
{
	BcJoinStorage calls;
	int			memory;			/* of the sort, in kilobytes */
	BufFile    *files[BC_JOIN_SPACES];
	Tuplesortstate *sort;
	bool		sorted;
} BadcaseStorage;

/* Files and sort are made when they are needed, in the memory context of then. */
extern void badcase_storage_start(BadcaseStorage *storage, int memory);

/* Closes what is open. */
extern void badcase_storage_end(BadcaseStorage *storage);

#endif
