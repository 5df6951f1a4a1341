/*
 * columns.c: the queries that callers give, and the types of their columns.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "catalog/dependency.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

bool
badcase_is_record_type(Oid type)
{
	Oid			extension = get_extension_oid("badcase", true);
	HeapTuple	tuple;
	bool		named;

	if (!OidIsValid(extension) ||
		getExtensionOfObject(TypeRelationId, type) != extension)
		return false;
	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for type %u", type);
	named = strcmp(NameStr(((Form_pg_type) GETSTRUCT(tuple))->typname),
				   "badcase") == 0;
	ReleaseSysCache(tuple);
	return named;
}

static void
refuse_columns(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("query must give an integer and a badcase or text"),
			 errhint("Give the id first and the record or text second: SELECT id, record FROM my_table. Cast columns of other types.")));
}

void
badcase_take_columns(BadcaseColumns *columns, TupleDesc desc)
{
	Oid			id;
	Oid			type;

	if (columns->started)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("query must be a single statement")));
	columns->started = true;
	if (desc->natts != 2)
		refuse_columns();
	id = getBaseType(TupleDescAttr(desc, 0)->atttypid);
	type = getBaseType(TupleDescAttr(desc, 1)->atttypid);
	columns->id_type = id;
	columns->of_text = type == TEXTOID;
	if ((id != INT2OID && id != INT4OID && id != INT8OID) ||
		(!columns->of_text && !badcase_is_record_type(type)))
		refuse_columns();
}

int64
badcase_get_id(const BadcaseColumns *columns, TupleTableSlot *slot,
			   const char *what)
{
	slot_getallattrs(slot);
	if (slot->tts_isnull[0] || slot->tts_isnull[1])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("query gives a null %s",
						slot->tts_isnull[0] ? "id" : what),
				 errhint("Leave such rows out of the query.")));
	switch (columns->id_type)
	{
		case INT2OID:
			return DatumGetInt16(slot->tts_values[0]);
		case INT4OID:
			return DatumGetInt32(slot->tts_values[0]);
		default:
			return DatumGetInt64(slot->tts_values[0]);
	}
}

void
badcase_run_query(const char *query, DestReceiver *receiver)
{
	SPIExecuteOptions options = {NULL};

	options.read_only = true;
	options.must_return_tuples = true;
	options.dest = receiver;
	SPI_connect();
	SPI_execute_extended(query, &options);
	SPI_finish();
}
