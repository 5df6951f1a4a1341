/*
 * hook.c: takes COPY statements whose format is jsonl, leaves all else.
 */
#include "pg/copy.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "tcop/cmdtag.h"
#include "tcop/utility.h"
#include "utils/guc.h"

static ProcessUtility_hook_type previous_hook = NULL;

/*
 * True if pgaudit was loaded first.  Its utility hook, which prepares what
 * its permission hook then uses, is inside this one and does not see the
 * statement: with auditing on, the permission hook would crash the server.
 */
static bool pgaudit_inside = false;

/* A setting that a library has defined, not just a line in a file. */
static bool
setting_is_defined(const char *name)
{
	return GetConfigOption(name, true, false) != NULL &&
		(GetConfigOptionFlags(name, true) & GUC_CUSTOM_PLACEHOLDER) == 0;
}

static void
refuse_unaudited(void)
{
	const char *log;
	const char *role;

	if (!pgaudit_inside)
		return;
	log = GetConfigOption("pgaudit.log", true, false);
	role = GetConfigOption("pgaudit.role", true, false);
	if ((log == NULL || pg_strcasecmp(log, "none") == 0) &&
		(role == NULL || role[0] == '\0'))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("COPY FROM with format \"jsonl\" cannot be audited because pgaudit was loaded before badcase"),
			 errhint("Put badcase before pgaudit in shared_preload_libraries.")));
}

static void
run_copy(PlannedStmt *pstmt, const char *source, QueryEnvironment *env,
		 QueryCompletion *completion)
{
	/* parse analysis scribbles on the statement, which may be cached */
	CopyStmt   *stmt = copyObject((CopyStmt *) pstmt->utilityStmt);
	ParseState *pstate;
	uint64		rows;

	check_stack_depth();
	if (stmt->is_from)
	{
		PreventCommandIfParallelMode("COPY");
		PreventCommandDuringRecovery("COPY");
		refuse_unaudited();
	}
	pstate = make_parsestate(NULL);
	pstate->p_sourcetext = source;
	pstate->p_queryEnv = env;
	badcase_copy_check_role(stmt);
	if (stmt->is_from)
		rows = badcase_copy_from(pstate, stmt);
	else
		rows = badcase_copy_to(pstate, stmt, pstmt->stmt_location,
							   pstmt->stmt_len);
	if (completion != NULL)
		SetQueryCompletion(completion, CMDTAG_COPY, rows);
	free_parsestate(pstate);
	CommandCounterIncrement();
}

static void
process_utility(PlannedStmt *pstmt, const char *source, bool read_only_tree,
				ProcessUtilityContext context, ParamListInfo params,
				QueryEnvironment *env, DestReceiver *dest,
				QueryCompletion *completion)
{
	if (IsA(pstmt->utilityStmt, CopyStmt) &&
		badcase_copy_is_jsonl((CopyStmt *) pstmt->utilityStmt))
		run_copy(pstmt, source, env, completion);
	else if (previous_hook != NULL)
		previous_hook(pstmt, source, read_only_tree, context, params, env,
					  dest, completion);
	else
		standard_ProcessUtility(pstmt, source, read_only_tree, context,
								params, env, dest, completion);
}

void
badcase_copy_init(void)
{
	/* a second copy of the library may call the first one's function */
	if (ProcessUtility_hook == process_utility)
		return;
	pgaudit_inside = setting_is_defined("pgaudit.log");
	previous_hook = ProcessUtility_hook;
	ProcessUtility_hook = process_utility;
}
