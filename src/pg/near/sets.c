/*
 * sets.c: reads the query of the batch join.
 */
#include "pg/near/sets.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "core/near.h"

/* A set must fit into a tuple; a record has at most half as many features. */
#define MOST_FEATURES	((size_t) 1 << 27)
#define MOST_RECORDS	((size_t) PG_INT32_MAX)
/* How often reading says where it is. */
#define RECORDS_PER_MESSAGE	100000

/* What most records need is kept between them. */
#define ROW_MEMORY	(64 * 1024)

/* The columns of the sort. */
enum
{
	SORT_KEY,					/* size, then a hash, so that few bytes decide */
	SORT_SET,
	SORT_ID,
	SORT_COLUMNS
};

#define HASH_BITS	35

typedef struct SetReceiver
{
	DestReceiver pub;
	BadcaseSets *sets;
	text	   *field;
	BadcaseColumns columns;
	TupleTableSlot *slot;		/* of a row of the sort */
	MemoryContext context;		/* of the sets */
	MemoryContext row_context;
} SetReceiver;

/* Looks at the columns that the query gives. */
static void
start_receiver(DestReceiver *self, int operation, TupleDesc desc)
{
	SetReceiver *receiver = (SetReceiver *) self;
	BadcaseSets *sets = receiver->sets;

	badcase_take_columns(&receiver->columns, desc);
	sets->of_text = receiver->columns.of_text;
	if (receiver->field != NULL)
		sets->field = badcase_field(receiver->field, sets->of_text ?
									BC_FIELD_RECORD : BC_FIELD_TEXT);
	else
		sets->field = sets->of_text ? BC_FIELD_TEXT : BC_FIELD_RECORD;
}

static void
extract(const BadcaseSets *sets, Datum value, BcFeatures *set)
{
	struct varlena *datum = PG_DETOAST_DATUM_PACKED(value);
	BcRecord	rec;

	if (sets->of_text)
		bc_text_features(&badcase_env, badcase_slice(datum), sets->field, set);
	else
	{
		badcase_view(&rec, datum);
		bc_record_features(&badcase_env, &rec, sets->field, set);
	}
	if (set->count > MOST_FEATURES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text has too many features")));
}

static int64
sort_key(const uint32 *values, size_t count)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) values,
										   (int) (count * sizeof(uint32)), 0);

	return (int64) ((uint64) count << HASH_BITS | hash >> (64 - HASH_BITS));
}

static bytea *
bytea_of_set(const BcFeatures *set)
{
	size_t		size = set->count * sizeof(uint32);
	bytea	   *bytes = palloc(VARHDRSZ + size);

	SET_VARSIZE(bytes, VARHDRSZ + size);
	if (size > 0)
		memcpy(VARDATA(bytes), set->values, size);
	return bytes;
}

static void
add_id(BadcaseIds *ids, int64 id)
{
	if (ids->count == ids->size)
	{
		ids->size = ids->size == 0 ? 1024 : ids->size * 2;
		ids->ids = bc_resize(&badcase_env, ids->ids, ids->size,
							 sizeof(int64));
	}
	ids->ids[ids->count++] = id;
}

static bool
receive_record(TupleTableSlot *slot, DestReceiver *self)
{
	SetReceiver *receiver = (SetReceiver *) self;
	BadcaseSets *sets = receiver->sets;
	TupleTableSlot *row = receiver->slot;
	MemoryContext caller = MemoryContextSwitchTo(receiver->context);
	BcFeatures	set;
	int64		id = badcase_get_id(&receiver->columns, slot, "record");

	if (sets->ids.count == MOST_RECORDS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("query gives too many records")));
	add_id(&sets->ids, id);

	MemoryContextSwitchTo(receiver->row_context);
	extract(sets, slot->tts_values[1], &set);
	ExecClearTuple(row);
	row->tts_values[SORT_KEY] = Int64GetDatum(sort_key(set.values, set.count));
	row->tts_values[SORT_SET] = PointerGetDatum(bytea_of_set(&set));
	row->tts_values[SORT_ID] = Int64GetDatum(id);
	ExecStoreVirtualTuple(row);
	tuplesort_puttupleslot(sets->sort, row);
	sets->most_values += set.count;
	MemoryContextSwitchTo(caller);
	MemoryContextReset(receiver->row_context);

	if (sets->ids.count % RECORDS_PER_MESSAGE == 0)
		ereport(DEBUG1,
				(errmsg_internal("near-duplicates: %zu records read",
								 sets->ids.count)));
	return true;
}

static void
end_receiver(DestReceiver *self)
{
}

static TupleDesc
start_sort(BadcaseSets *sets, int memory)
{
	TupleDesc	desc = CreateTemplateTupleDesc(SORT_COLUMNS);
	AttrNumber	columns[SORT_COLUMNS];
	Oid			operators[SORT_COLUMNS];
	Oid			collations[SORT_COLUMNS];
	bool		nulls_first[SORT_COLUMNS];

	TupleDescInitEntry(desc, SORT_KEY + 1, "key", INT8OID, -1, 0);
	TupleDescInitEntry(desc, SORT_SET + 1, "set", BYTEAOID, -1, 0);
	TupleDescInitEntry(desc, SORT_ID + 1, "id", INT8OID, -1, 0);
	badcase_finish_columns(desc);
	for (int i = 0; i < SORT_COLUMNS; i++)
	{
		columns[i] = (AttrNumber) (i + 1);
		operators[i] = lookup_type_cache(i == SORT_SET ? BYTEAOID : INT8OID,
										 TYPECACHE_LT_OPR)->lt_opr;
		collations[i] = InvalidOid;
		nulls_first[i] = false;
	}
	sets->sort = tuplesort_begin_heap(desc, SORT_COLUMNS, columns, operators,
									  collations, nulls_first, memory,
									  NULL, TUPLESORT_NONE);
	return desc;
}

static int
compare_ids(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

/* Sorts the ids of all records to see that each comes once, and forgets them. */
static void
check_ids(BadcaseSets *sets)
{
	int64	   *ids = sets->ids.ids;
	size_t		count = sets->ids.count;
	bool		ascending = true;

	for (size_t i = 1; i < count && ascending; i++)
		ascending = ids[i - 1] < ids[i];
	if (!ascending)
		qsort(ids, count, sizeof(int64), compare_ids);
	for (size_t i = 1; i < count; i++)
	{
		if (ids[i - 1] == ids[i])
			ereport(ERROR,
					(errcode(ERRCODE_CARDINALITY_VIOLATION),
					 errmsg("query gives the id " INT64_FORMAT " more than once",
							ids[i]),
					 errhint("Give each record an id of its own, as by row_number() OVER ().")));
	}
	bc_free(&badcase_env, ids);
	memset(&sets->ids, 0, sizeof(sets->ids));
}

static void
make_room(BadcaseSets *sets, size_t count)
{
	if (count <= sets->values_size && sets->values != NULL)
		return;
	sets->values_size = Max(count, 256);
	sets->values = bc_resize(&badcase_env, sets->values, sets->values_size,
							 sizeof(uint32));
}

/* The set of a row becomes the one that came last. */
static void
take_values(BadcaseSets *sets, const struct varlena *bytes)
{
	size_t		size = VARSIZE_ANY_EXHDR(bytes);

	make_room(sets, size / sizeof(uint32));
	memcpy(sets->values, VARDATA_ANY(bytes), size);
	sets->nvalues = size / sizeof(uint32);
}

void
badcase_sets_read(BadcaseSets *sets, const char *query, text *field,
				  int memory)
{
	SetReceiver receiver = {
		{receive_record, start_receiver, end_receiver, end_receiver, DestNone}
	};
	TupleDesc	desc;

	memset(sets, 0, sizeof(*sets));
	receiver.sets = sets;
	receiver.field = field;
	receiver.context = CurrentMemoryContext;
	receiver.row_context = AllocSetContextCreate(CurrentMemoryContext,
												 "badcase record", 0,
												 ROW_MEMORY,
												 ALLOCSET_DEFAULT_MAXSIZE);
	desc = start_sort(sets, memory);
	receiver.slot = MakeSingleTupleTableSlot(desc, &TTSOpsVirtual);
	memset(receiver.slot->tts_isnull, 0, SORT_COLUMNS * sizeof(bool));
	badcase_run_query(query, &receiver.pub);
	MemoryContextDelete(receiver.row_context);
	ExecDropSingleTupleTableSlot(receiver.slot);
	check_ids(sets);
	tuplesort_performsort(sets->sort);
	sets->sorted = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
}

static void
add_start(BadcaseSets *sets)
{
	if (sets->count + 2 > sets->starts_size)
	{
		sets->starts_size = sets->starts_size == 0 ? 1024 :
			sets->starts_size * 2;
		sets->starts = bc_resize(&badcase_env, sets->starts,
								 sets->starts_size, sizeof(uint32));
	}
	sets->starts[sets->count++] = (uint32) sets->ids.count;
}

bool
badcase_sets_next(BadcaseSets *sets)
{
	bool		null;

	while (tuplesort_gettupleslot(sets->sort, true, false, sets->sorted, NULL))
	{
		struct varlena *bytes = (struct varlena *)
			DatumGetPointer(slot_getattr(sets->sorted, SORT_SET + 1, &null));
		size_t		size = VARSIZE_ANY_EXHDR(bytes);
		int64		id = DatumGetInt64(slot_getattr(sets->sorted, SORT_ID + 1,
													&null));
		bool		equal = sets->count > 0 &&
			size == sets->nvalues * sizeof(uint32) &&
			memcmp(VARDATA_ANY(bytes), sets->values, size) == 0;

		CHECK_FOR_INTERRUPTS();
		if (!equal)
			add_start(sets);
		add_id(&sets->ids, id);
		sets->starts[sets->count] = (uint32) sets->ids.count;
		if (equal)
			continue;
		take_values(sets, bytes);
		return true;
	}
	ExecDropSingleTupleTableSlot(sets->sorted);
	tuplesort_end(sets->sort);
	sets->sort = NULL;
	return false;
}
