/*
 * method.h: the index method badcase_near, in parts.
 */
#ifndef BADCASE_NEAR_METHOD_H
#define BADCASE_NEAR_METHOD_H

#include "pg/near.h"

#include "access/amapi.h"

/* The rows that may match, into a bitmap; returns how many. */
extern int64 badcase_near_getbitmap(IndexScanDesc scan, TIDBitmap *bitmap);

/* GIN's costs, and those of all rows where the index serves no operand. */
extern void badcase_near_costs(struct PlannerInfo *root,
							   struct IndexPath *path, double loop_count,
							   Cost *startup_cost, Cost *total_cost,
							   Selectivity *selectivity, double *correlation,
							   double *pages);

/* Fills a new index. */
extern IndexBuildResult *badcase_near_build(Relation table, Relation index,
											struct IndexInfo *info);

#endif
