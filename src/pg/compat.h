/*
 * compat.h: every difference between server versions, and nothing else.
 */
#ifndef BADCASE_PG_COMPAT_H
#define BADCASE_PG_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "badcase needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 160000	/* the varlena macros left postgres.h */
#include "varatt.h"
#endif

#if PG_VERSION_NUM >= 160000	/* soft errors */
#include "nodes/miscnodes.h"
#else
#define ereturn(escontext, dummy, ...) \
	do { \
		(void) (escontext); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy; \
	} while (0)
#endif

#if PG_VERSION_NUM >= 160000	/* membership without the right to SET ROLE */
#define badcase_check_can_act_as(member, role) check_can_set_role(member, role)
#define badcase_can_set_role(member, role) member_can_set_role(member, role)
#else
#define badcase_check_can_act_as(member, role) \
	check_is_member_of_role(member, role)
#define badcase_can_set_role(member, role) is_member_of_role(member, role)
#endif

#if PG_VERSION_NUM < 180000		/* PG_MODULE_MAGIC_EXT */
#define PG_MODULE_MAGIC_EXT(...) PG_MODULE_MAGIC
#endif

/* COPY: who may touch which columns of its table */
#if PG_VERSION_NUM >= 160000	/* rights left the range table entry */
#define BadcaseRights RTEPermissionInfo
#define badcase_rights_of(nsitem) ((nsitem)->p_perminfo)
#define badcase_check_rights(pstate, rights) \
	((void) ExecCheckPermissions((pstate)->p_rtable, list_make1(rights), true))
#else
#define BadcaseRights RangeTblEntry
#define badcase_rights_of(nsitem) ((nsitem)->p_rte)
#define badcase_check_rights(pstate, rights) \
	((void) (rights), (void) ExecCheckRTPerms((pstate)->p_rtable, true))
#endif

#if PG_VERSION_NUM >= 180000	/* ExecutorRun lost run_once */
#define badcase_executor_run(desc) ExecutorRun(desc, ForwardScanDirection, 0)
#else
#define badcase_executor_run(desc) \
	ExecutorRun(desc, ForwardScanDirection, 0, true)
#endif

#if PG_VERSION_NUM >= 190000	/* pg_plan_query gained an ExplainState */
#define badcase_plan_query(query, source) \
	pg_plan_query(query, source, CURSOR_OPT_PARALLEL_OK, NULL, NULL)
#else
#define badcase_plan_query(query, source) \
	pg_plan_query(query, source, CURSOR_OPT_PARALLEL_OK, NULL)
#endif

/* Relations other than plain tables that COPY TO takes by name */
#if PG_VERSION_NUM >= 190000	/* partitioned tables */
#define badcase_copies_relkind(relkind) \
	((relkind) == RELKIND_MATVIEW || (relkind) == RELKIND_PARTITIONED_TABLE)
#elif PG_VERSION_NUM >= 180000	/* materialized views */
#define badcase_copies_relkind(relkind) ((relkind) == RELKIND_MATVIEW)
#else
#define badcase_copies_relkind(relkind) false
#endif

#if PG_VERSION_NUM >= 160000	/* json_validate */
#define badcase_is_json(value) json_validate(value, false, false)
#else
#define badcase_is_json(value) \
	(pg_parse_json(makeJsonLexContext(value, false), &nullSemAction) == \
	 JSON_SUCCESS)
#endif

/*
 * What COPY needs of libpq/libpq.h, which cannot be included where the
 * server was built with GSSAPI and its headers are not installed.  The same
 * in 15 to 19.
 */
#ifndef LIBPQ_H
typedef struct
{
	void		(*comm_reset) (void);
	int			(*flush) (void);
	int			(*flush_if_writable) (void);
	bool		(*is_send_pending) (void);
	int			(*putmessage) (char msgtype, const char *s, size_t len);
	void		(*putmessage_noblock) (char msgtype, const char *s, size_t len);
} PQcommMethods;

extern const PGDLLIMPORT PQcommMethods *PqCommMethods;
extern void pq_startmsgread(void);
extern int	pq_getbyte(void);
extern int	pq_getmessage(struct StringInfoData *s, int maxlen);

#define PQ_SMALL_MESSAGE_LIMIT	10000
#define PQ_LARGE_MESSAGE_LIMIT	(MaxAllocSize - 1)
#endif

#if PG_VERSION_NUM >= 160000	/* whether to copy what is by reference */
#define badcase_tuplesort_getdatum(sort, value, null) \
	tuplesort_getdatum(sort, true, false, value, null, NULL)
#else
#define badcase_tuplesort_getdatum(sort, value, null) \
	tuplesort_getdatum(sort, true, value, null, NULL)
#endif

#if PG_VERSION_NUM >= 190000	/* after the last TupleDescInitEntry */
#define badcase_finish_columns(desc)	TupleDescFinalize(desc)
#else
#define badcase_finish_columns(desc)	((void) (desc))
#endif

#if PG_VERSION_NUM >= 190000	/* CLUSTER is a form of REPACK */
#define badcase_is_cluster(statement)	IsA(statement, RepackStmt)
#else
#define badcase_is_cluster(statement)	IsA(statement, ClusterStmt)
#endif

/*
 * The index method badcase_near is built on GIN's private header.  What it
 * uses is the same in 15 to 19, but for what follows.
 */
#if PG_VERSION_NUM < 200000 && !defined(BADCASE_UNKNOWN_GIN)
#define BADCASE_KNOWS_GIN 1
#else
#define BADCASE_KNOWS_GIN 0
#endif

#if PG_VERSION_NUM >= 160000
#define badcase_locator(relation)	((relation)->rd_locator)
#else
#define badcase_locator(relation)	((relation)->rd_node)
#endif

#if PG_VERSION_NUM >= 170000	/* "snapshot too old" is gone */
#define badcase_check_snapshot(snapshot, relation, page)	((void) (snapshot))
#define badcase_gin_find_leaf(btree, search, snapshot) \
	((void) (snapshot), ginFindLeafPage(btree, search, false))
#define badcase_gin_begin_tree(btree, index, root, snapshot) \
	((void) (snapshot), ginScanBeginPostingTree(btree, index, root))
#else
#define badcase_check_snapshot(snapshot, relation, page) \
	TestForOldSnapshot(snapshot, relation, page)
#define badcase_gin_find_leaf(btree, search, snapshot) \
	ginFindLeafPage(btree, search, false, snapshot)
#define badcase_gin_begin_tree(btree, index, root, snapshot) \
	ginScanBeginPostingTree(btree, index, root, snapshot)
#endif

/* The routine of an index method: the server keeps it, or a copy of it */
#if PG_VERSION_NUM >= 190000
#define BADCASE_ROUTINE_IS_KEPT 1
#define badcase_routine_context	TopMemoryContext
#else							/* what the handler gives is freed */
#define BADCASE_ROUTINE_IS_KEPT 0
#define badcase_routine_context	CurrentMemoryContext
#endif

#if PG_VERSION_NUM >= 180000	/* GIN is built by parallel workers */
#define badcase_no_parallel_build(routine) \
	((routine)->amcanbuildparallel = false)
#else
#define badcase_no_parallel_build(routine)	((void) (routine))
#endif

#if PG_VERSION_NUM >= 180000	/* EXPLAIN shows index searches */
#define badcase_count_index_search(scan) \
	do { \
		pgstat_count_index_scan((scan)->indexRelation); \
		if ((scan)->instrument != NULL) \
			(scan)->instrument->nsearches++; \
	} while (0)
#else
#define badcase_count_index_search(scan) \
	pgstat_count_index_scan((scan)->indexRelation)
#endif

#endif
