/*
 * columns.c: which types the columns of a caller's query may have.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "catalog/dependency.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
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

bool
badcase_is_id_type(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID;
}

int64
badcase_get_id(Oid type, Datum value)
{
	switch (type)
	{
		case INT2OID:
			return DatumGetInt16(value);
		case INT4OID:
			return DatumGetInt32(value);
		default:
			return DatumGetInt64(value);
	}
}
