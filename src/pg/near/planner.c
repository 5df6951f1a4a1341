/*
 * planner.c: what the planner is told of records and of near-duplicate
 * search.
 *
 * GIN's cost of a search is known where its operand is a constant.  For any
 * other it is the same for every index, and the smallest one is taken, be it
 * of another field than the operand, so that each search would go through all
 * rows.  So the estimator of the operator, which is called before indexes are
 * looked at, puts a cost function of ours before GIN's, into what the planner
 * knows of the table's indexes for the statement.
 */
#include "pg/near/method.h"

#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "commands/vacuum.h"
#include "miscadmin.h"
#include "nodes/pathnodes.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/index_selfuncs.h"
#include "utils/spccache.h"

/*
 * The share of rows that are near to an operand.  The server's own estimators
 * run the operator over a hundred values of the column's statistics, at some
 * microseconds each, to come to their least answer, which is this; without
 * statistics they say a hundred times as much, and the planner then reads
 * indexes of other columns to no end.
 */
#define NEAR_SELECTIVITY	0.0001

/* As many rows as the server samples for its own statistics. */
#define ROWS_PER_TARGET		300

/*
 * The shares of nulls and the width of the sampled values.  Records are taken
 * as different; no value is kept, so pg_stats shows none.
 */
static void
compute_stats(VacAttrStatsP stats, AnalyzeAttrFetchFunc fetch, int rows,
			  double all_rows)
{
	int			nulls = 0;
	double		width = 0;

	for (int i = 0; i < rows; i++)
	{
		bool		is_null;
		Datum		value = fetch(stats, i, &is_null);

		CHECK_FOR_INTERRUPTS();
		if (is_null)
			nulls++;
		else
			width += VARSIZE_ANY(DatumGetPointer(value));
	}
	if (rows == 0)
		return;
	stats->stats_valid = true;
	stats->stanullfrac = (float4) nulls / (float4) rows;
	if (nulls < rows)
	{
		stats->stawidth = (int32) (width / (rows - nulls));
		stats->stadistinct = stats->stanullfrac - 1;
	}
}

PG_FUNCTION_INFO_V1(badcase_typanalyze);
Datum
badcase_typanalyze(PG_FUNCTION_ARGS)
{
	VacAttrStats *stats = (VacAttrStats *) PG_GETARG_POINTER(0);

	stats->compute_stats = compute_stats;
	stats->minrows = ROWS_PER_TARGET * default_statistics_target;
	PG_RETURN_BOOL(true);
}

/* A call of near(): what is constant of its threshold and its field. */
typedef struct Operand
{
	bool		has_threshold;
	bool		has_field;
	uint32		threshold;
	BcField		field;
} Operand;

/* The value of an argument of a call, where it is a constant. */
static bool
constant_argument(const FuncExpr *call, int n, Oid type, Datum *value)
{
	const Const *argument = list_nth(call->args, n);

	if (!IsA(argument, Const) || argument->constisnull ||
		argument->consttype != type)
		return false;
	*value = argument->constvalue;
	return true;
}

/* Whether an expression is a call of near(). */
static bool
read_operand(Node *expression, Operand *operand)
{
	const FuncExpr *call = (const FuncExpr *) expression;
	FmgrInfo	function;
	Datum		value;

	if (!IsA(expression, FuncExpr) || list_length(call->args) != 3)
		return false;
	fmgr_info(call->funcid, &function);
	if (function.fn_addr != badcase_near_record &&
		function.fn_addr != badcase_near_text)
		return false;
	/* what is wrong is for near() to refuse, if it is called */
	operand->has_threshold = constant_argument(call, 1, FLOAT8OID, &value) &&
		badcase_is_threshold(DatumGetFloat8(value));
	if (operand->has_threshold)
		operand->threshold = badcase_threshold(DatumGetFloat8(value));
	operand->has_field = constant_argument(call, 2, TEXTOID, &value) &&
		badcase_find_field(DatumGetTextPP(value), &operand->field);
	return true;
}

/* Whether a condition would have the index go through all of its rows. */
static bool
reads_all(const IndexOptInfo *index, int column, const Node *condition)
{
	const OpExpr *clause = (const OpExpr *) condition;
	Operand		operand;
	BcField		field;
	uint32		threshold;

	if (!IsA(clause, OpExpr) || list_length(clause->args) != 2 ||
		!read_operand(lsecond(clause->args), &operand) ||
		!badcase_near_index(index->opfamily[column],
							index->opcintype[column],
							index->opclassoptions == NULL ? NULL :
							index->opclassoptions[column],
							&field, &threshold))
		return false;
	return (operand.has_field && operand.field != field) ||
		(operand.has_threshold && operand.threshold < threshold);
}

/* Whether no condition of a scan keeps it from going through all rows. */
static bool
path_reads_all(const IndexPath *path)
{
	ListCell   *clauses;
	ListCell   *condition;

	foreach(clauses, path->indexclauses)
	{
		const IndexClause *clause = lfirst_node(IndexClause, clauses);

		foreach(condition, clause->indexquals)
		{
			const RestrictInfo *info = lfirst_node(RestrictInfo, condition);

			if (!reads_all(path->indexinfo, clause->indexcol,
						   (const Node *) info->clause))
				return false;
		}
	}
	return path->indexclauses != NIL;
}

void
badcase_near_costs(PlannerInfo *root, IndexPath *path, double loop_count,
				   Cost *startup_cost, Cost *total_cost,
				   Selectivity *selectivity, double *correlation,
				   double *pages)
{
	const IndexOptInfo *index = path->indexinfo;
	double		page_cost;

	gincostestimate(root, path, loop_count, startup_cost, total_cost,
					selectivity, correlation, pages);
	if (!path_reads_all(path))
		return;
	get_tablespace_page_costs(index->reltablespace, &page_cost, NULL);
	*total_cost += index->pages * page_cost +
		index->tuples * (cpu_index_tuple_cost + cpu_operator_cost);
	*selectivity = 1;
	*pages = index->pages;
}

/* Puts badcase_near_costs() before GIN's for the indexes of a table. */
static void
take_costs_over(PlannerInfo *root, int relid)
{
	RelOptInfo *table;
	ListCell   *cell;

	if (relid <= 0 || relid >= root->simple_rel_array_size)
		return;
	table = root->simple_rel_array[relid];
	if (table == NULL || table->rtekind != RTE_RELATION)
		return;
	foreach(cell, table->indexlist)
	{
		IndexOptInfo *index = lfirst_node(IndexOptInfo, cell);

		if (index->relam == GIN_AM_OID)
			index->amcostestimate = badcase_near_costs;
	}
}

/*
 * It may be attached to any operator: what it does to costs tells indexes and
 * operands of this library from others.
 */
PG_FUNCTION_INFO_V1(badcase_near_sel);
Datum
badcase_near_sel(PG_FUNCTION_ARGS)
{
	PlannerInfo *root = (PlannerInfo *) PG_GETARG_POINTER(0);
	List	   *args = (List *) PG_GETARG_POINTER(2);
	int			relid = PG_GETARG_INT32(3);

	if (relid == 0 && args != NIL &&
		!bms_get_singleton_member(pull_varnos(root, linitial(args)), &relid))
		relid = 0;
	take_costs_over(root, relid);
	PG_RETURN_FLOAT8(NEAR_SELECTIVITY);
}

/* It looks at none of its arguments. */
PG_FUNCTION_INFO_V1(badcase_near_joinsel);
Datum
badcase_near_joinsel(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(NEAR_SELECTIVITY);
}
