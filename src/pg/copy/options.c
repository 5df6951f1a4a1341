/*
 * options.c: the options and roles of COPY ... (FORMAT jsonl).
 */
#include "pg/copy.h"

#include "catalog/pg_authid.h"
#include "commands/defrem.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/value.h"
#include "utils/acl.h"

/* What says how core's formats look, and so says nothing about jsonl. */
static const char *const foreign_options[] = {
	"convert_selectively", "default", "delimiter", "escape", "force_array",
	"force_not_null", "force_null", "force_quote", "header", "null", "quote"
};

bool
badcase_copy_is_jsonl(const CopyStmt *stmt)
{
	ListCell   *cell;

	foreach(cell, stmt->options)
	{
		DefElem    *option = lfirst_node(DefElem, cell);

		if (strcmp(option->defname, "format") == 0 && option->arg != NULL &&
			IsA(option->arg, String) &&
			strcmp(strVal(option->arg), "jsonl") == 0)
			return true;
	}
	return false;
}

static void
check_encoding(ParseState *pstate, DefElem *option)
{
	int			encoding = pg_char_to_encoding(defGetString(option));

	if (encoding < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument to option \"%s\" must be a valid encoding name",
						option->defname),
				 parser_errposition(pstate, option->location)));
	if (encoding != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY format \"jsonl\" is always in encoding UTF8"),
				 parser_errposition(pstate, option->location)));
}

static void
refuse_foreign(ParseState *pstate, DefElem *option)
{
	for (size_t i = 0; i < lengthof(foreign_options); i++)
	{
		if (strcmp(option->defname, foreign_options[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("COPY format \"jsonl\" does not take option \"%s\"",
							option->defname),
					 parser_errposition(pstate, option->location)));
	}
}

List *
badcase_copy_options(ParseState *pstate, List *given)
{
	List	   *options = NIL;
	bool		has_format = false;
	bool		has_encoding = false;
	ListCell   *cell;

	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("COPY format \"jsonl\" needs a database with encoding UTF8")));

	foreach(cell, given)
	{
		DefElem    *option = lfirst_node(DefElem, cell);
		bool		is_format = strcmp(option->defname, "format") == 0;
		bool		is_encoding = strcmp(option->defname, "encoding") == 0;

		if ((is_format && has_format) || (is_encoding && has_encoding))
			errorConflictingDefElem(option, pstate);
		has_format |= is_format;
		has_encoding |= is_encoding;
		if (is_encoding)
			check_encoding(pstate, option);
		refuse_foreign(pstate, option);
		if (!is_format && !is_encoding)
			options = lappend(options, option);
	}

	/* core sees ASCII tokens only: nothing to convert for any client */
	return lappend(options,
				   makeDefElem("encoding", (Node *) makeString("utf8"), -1));
}

void
badcase_copy_check_role(const CopyStmt *stmt)
{
	Oid			role;
	const char *name;
	const char *what;

	if (stmt->filename == NULL)
		return;
	if (stmt->is_program)
	{
		role = ROLE_PG_EXECUTE_SERVER_PROGRAM;
		name = "pg_execute_server_program";
		what = "to or from an external program";
	}
	else if (stmt->is_from)
	{
		role = ROLE_PG_READ_SERVER_FILES;
		name = "pg_read_server_files";
		what = "from a file";
	}
	else
	{
		role = ROLE_PG_WRITE_SERVER_FILES;
		name = "pg_write_server_files";
		what = "to a file";
	}
	if (!has_privs_of_role(GetUserId(), role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to COPY %s", what),
				 errdetail("Only roles with privileges of the \"%s\" role may COPY %s.",
						   name, what),
				 errhint("Anyone can COPY to stdout or from stdin. "
						 "psql's \\copy command also works for anyone.")));
}
