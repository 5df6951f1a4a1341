/*
 * planner.c: what the planner is told of records and of near-duplicate
 * search.
 */
#include "pg/badcase.h"

#include "commands/vacuum.h"
#include "miscadmin.h"

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

/* Neither looks at its arguments: it may be attached to any operator. */
PG_FUNCTION_INFO_V1(badcase_near_sel);
Datum
badcase_near_sel(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(NEAR_SELECTIVITY);
}

PG_FUNCTION_INFO_V1(badcase_near_joinsel);
Datum
badcase_near_joinsel(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(NEAR_SELECTIVITY);
}
