/*
 * from.c: COPY ... FROM: the table, its rights, the WHERE condition and
 * the columns that the lines go to, in the order of core's own COPY.
 */
#include "pg/copy.h"

#include "access/genam.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "commands/copyfrom_internal.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_relation.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"

typedef struct LineColumns
{
	AttrNumber	line;
	AttrNumber	number;			/* InvalidAttrNumber without one */
} LineColumns;

/* Generated columns have no value yet when the condition is looked at. */
static void
refuse_generated(Relation rel, Node *where)
{
	TupleDesc	desc = RelationGetDescr(rel);
	Bitmapset  *used = NULL;
	bool		whole_row;

	pull_varattnos(where, 1, &used);
	whole_row = bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, used);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, i);

		/* a dropped column is not one any more */
		if (att->attgenerated != '\0' &&
			(whole_row ||
			 bms_is_member(att->attnum - FirstLowInvalidHeapAttributeNumber,
						   used)))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
					 errmsg("generated columns are not supported in COPY FROM WHERE conditions"),
					 errdetail("Column \"%s\" is a generated column.",
							   NameStr(att->attname))));
	}
}

/* The condition as an implicit-AND list, or NULL. */
static Node *
transform_where(ParseState *pstate, ParseNamespaceItem *item, Relation rel,
				Node *raw)
{
	Node	   *where;

	if (raw == NULL)
		return NULL;
	addNSItemToQuery(pstate, item, false, true, true);
	where = transformExpr(pstate, raw, EXPR_KIND_COPY_WHERE);
	where = coerce_to_boolean(pstate, where, "WHERE");
	assign_expr_collations(pstate, where);
	refuse_generated(rel, where);
	where = eval_const_expressions(NULL, where);
	where = (Node *) canonicalize_qual((Expr *) where, false);
	return (Node *) make_ands_implicit((Expr *) where);
}

/*
 * Opens the table and checks what the role may do with it.  The right to
 * INSERT is asked for before the condition is transformed, which adds the
 * right to SELECT what it reads.
 */
static Relation
open_target(ParseState *pstate, const CopyStmt *stmt, Node **where)
{
	Relation	rel = table_openrv(stmt->relation, RowExclusiveLock);
	ParseNamespaceItem *item;
	BadcaseRights *rights;
	ListCell   *cell;

	item = addRangeTableEntryForRelation(pstate, rel, RowExclusiveLock, NULL,
										 false, false);
	rights = badcase_rights_of(item);
	rights->requiredPerms = ACL_INSERT;
	*where = transform_where(pstate, item, rel, stmt->whereClause);
	foreach(cell, CopyGetAttnums(RelationGetDescr(rel), rel, stmt->attlist))
		rights->insertedCols =
			bms_add_member(rights->insertedCols,
						   lfirst_int(cell) -
						   FirstLowInvalidHeapAttributeNumber);
	badcase_check_rights(pstate, rights);

	if (check_enable_rls(RelationGetRelid(rel), InvalidOid, false) ==
		RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY FROM not supported with row-level security"),
				 errhint("Use INSERT statements instead.")));
	return rel;
}

/*
 * Is the relation one whose rows Citus keeps elsewhere?  Citus has to be
 * loaded first, so it never sees the statement, and rows would go to the
 * local table that nobody reads.
 */
static bool
is_distributed(Oid relid)
{
	Oid			catalog = get_relname_relid("pg_dist_partition",
											PG_CATALOG_NAMESPACE);
	AttrNumber	key_column;
	Relation	rel;
	ScanKeyData key;
	SysScanDesc scan;
	bool		found;

	if (!OidIsValid(catalog))
		return false;
	key_column = get_attnum(catalog, "logicalrelid");
	if (key_column == InvalidAttrNumber)
		return false;
	rel = table_open(catalog, AccessShareLock);
	ScanKeyInit(&key, key_column, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(relid));
	scan = systable_beginscan(rel, InvalidOid, false, NULL, 1, &key);
	found = HeapTupleIsValid(systable_getnext(scan));
	systable_endscan(scan);
	table_close(rel, AccessShareLock);
	return found;
}

static void
refuse_distributed(Relation rel)
{
	if (is_distributed(RelationGetRelid(rel)))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY format \"jsonl\" cannot load distributed table \"%s\"",
						RelationGetRelationName(rel)),
				 errhint("COPY into a table that is not distributed, then INSERT ... SELECT from it.")));
}

/* Which column takes the line, and which its number. */
static LineColumns
find_columns(Relation rel, List *attlist)
{
	TupleDesc	desc = RelationGetDescr(rel);
	List	   *attnums = CopyGetAttnums(desc, rel, attlist);
	LineColumns found = {InvalidAttrNumber, InvalidAttrNumber};
	ListCell   *cell;

	if (list_length(attnums) == 1)
	{
		found.line = linitial_int(attnums);
		return found;
	}
	foreach(cell, attnums)
	{
		AttrNumber	att = lfirst_int(cell);

		if (getBaseType(TupleDescAttr(desc, att - 1)->atttypid) == INT8OID)
			found.number = att;
		else
			found.line = att;
	}
	if (list_length(attnums) != 2 || found.line == InvalidAttrNumber ||
		found.number == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
				 errmsg("COPY format \"jsonl\" fills one column with the line, or it and one bigint column with the line number"),
				 errhint("Name the columns, for example COPY \"%s\" (line_no, line) FROM STDIN WITH (FORMAT jsonl).",
						 RelationGetRelationName(rel))));
	return found;
}

uint64
badcase_copy_from(ParseState *pstate, const CopyStmt *stmt)
{
	Node	   *where;
	Relation	rel = open_target(pstate, stmt, &where);
	LineColumns columns;
	List	   *options;
	CopyFromState cstate;
	BadcaseSource *source;
	uint64		rows;

	if (XactReadOnly && !rel->rd_islocaltemp)
		PreventCommandIfReadOnly("COPY FROM");
	refuse_distributed(rel);
	columns = find_columns(rel, stmt->attlist);
	options = badcase_copy_options(pstate, stmt->options);

	cstate = BeginCopyFrom(pstate, rel, where, NULL, false,
						   badcase_feed_token, stmt->attlist, options);
	source = badcase_source_open(stmt->filename, stmt->is_program,
								 list_length(cstate->attnumlist));
	rows = badcase_feed_run(badcase_feed_create(cstate, columns.line,
												columns.number, source));
	badcase_source_close(source);
	EndCopyFrom(cstate);
	table_close(rel, NoLock);
	return rows;
}
