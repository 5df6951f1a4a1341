/*
 * setup.c: makes the workspace, the schemas badcase (what people call) and
 * badcase_internal (tables and helpers), out of the scripts that are built
 * into the library, and brings an older one up to date: tables by
 * migrations from version to version, functions and views by running their
 * script again.
 *
 * The workspace's objects are ordinary objects of its owner's, no members of
 * the extension: pg_dump carries tables, policies and functions together.
 */
#include "pg/badcase.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "parser/parse_func.h"
#include "parser/parser.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

typedef struct WorkspaceUpdate
{
	const char *from;
	const char *to;
	const unsigned char *script;
} WorkspaceUpdate;

#include "src/pg/workspace_script.h"

#define WORKSPACE_SCHEMA "badcase"
#define INTERNAL_SCHEMA "badcase_internal"

PG_FUNCTION_INFO_V1(badcase_setup);
PG_FUNCTION_INFO_V1(badcase_upgrade);

/*
 * The text of a script with its two placeholders put in.  The schema's name
 * lands inside function bodies too, where quoting cannot protect every
 * character: those that CREATE EXTENSION refuses are refused here as well,
 * since ALTER SCHEMA ... RENAME may have brought them in.
 */
static char *
script_text(const unsigned char *script, Oid extension_schema)
{
	char	   *schema = get_namespace_name(extension_schema);
	Datum		result;

	if (schema == NULL)
		elog(ERROR, "schema %u of the extension does not exist",
			 extension_schema);
	if (strpbrk(schema, "\"$'\\") != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the extension's schema \"%s\" has a name with a quote, a dollar sign or a backslash",
						schema),
				 errhint("Rename the schema.")));

	result = CStringGetTextDatum((const char *) script);
	result = DirectFunctionCall3Coll(replace_text, C_COLLATION_OID, result,
									 CStringGetTextDatum("@extschema@"),
									 CStringGetTextDatum(quote_identifier(schema)));
	result = DirectFunctionCall3Coll(replace_text, C_COLLATION_OID, result,
									 CStringGetTextDatum("@version@"),
									 CStringGetTextDatum(BADCASE_VERSION));
	return TextDatumGetCString(result);
}

static void
execute(const char *statement)
{
	if (SPI_execute(statement, false, 0) < 0)
		elog(ERROR, "cannot execute the workspace's script");
}

/*
 * Runs a script one statement at a time, so that the context of an error
 * shows the statement and not the whole script.
 */
static void
run_script(const char *script)
{
	List	   *statements = raw_parser(script, RAW_PARSE_DEFAULT);
	ListCell   *cell;

	foreach(cell, statements)
	{
		RawStmt    *raw = lfirst_node(RawStmt, cell);
		const char *start = script + raw->stmt_location;

		CHECK_FOR_INTERRUPTS();
		execute(raw->stmt_len > 0 ? pnstrdup(start, raw->stmt_len) : start);
	}
}

/* The settings that a script must not depend on, until come_back. */
static void
fix_settings(void)
{
	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE,
							 true, 0, false);
	(void) set_config_option("standard_conforming_strings", "on",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE,
							 true, 0, false);
	/* that there is nothing for DROP IF EXISTS is no news */
	(void) set_config_option("client_min_messages", "warning",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE,
							 true, 0, false);
}

/* Who the caller was before become. */
typedef struct Caller
{
	Oid			user;
	int			context;
	int			level;
} Caller;

/*
 * Acts as the role until come_back.  What the role owns may call anything of
 * the role's: in a security-restricted operation it can neither change who
 * the session is nor leave a deferred trigger behind, which would fire as the
 * caller.  It can change settings, search_path among them: come_back undoes
 * that.
 */
static Caller
become(Oid role)
{
	Caller		caller;

	GetUserIdAndSecContext(&caller.user, &caller.context);
	SetUserIdAndSecContext(role, caller.context |
						   SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_RESTRICTED_OPERATION);
	caller.level = NewGUCNestLevel();
	return caller;
}

static void
come_back(Caller caller)
{
	AtEOXact_GUC(false, caller.level);
	SetUserIdAndSecContext(caller.user, caller.context);
}

/* What kind of role the owner is; row-level security binds some only. */
static void
warn_about_owner(Oid owner)
{
	HeapTuple	tuple = SearchSysCache1(AUTHOID, ObjectIdGetDatum(owner));
	Form_pg_authid form;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "role %u does not exist", owner);
	form = (Form_pg_authid) GETSTRUCT(tuple);
	if (form->rolsuper || form->rolbypassrls)
		ereport(WARNING,
				(errmsg("the workspace's owner \"%s\" is not bound by row-level security",
						NameStr(form->rolname)),
				 errdetail("The workspace's functions run with the rights of its owner."),
				 errhint("Give it to a role made with NOLOGIN, without SUPERUSER and BYPASSRLS, wherever the data is real.")));
	else if (form->rolcanlogin)
		ereport(NOTICE,
				(errmsg("the workspace's owner \"%s\" can log in",
						NameStr(form->rolname)),
				 errhint("The owner reads every row: make it a NOLOGIN role.")));
	ReleaseSysCache(tuple);
}

/* The owner of a schema, or InvalidOid if there is none. */
static Oid
schema_owner(const char *name)
{
	Oid			schema = get_namespace_oid(name, true);
	HeapTuple	tuple;
	Oid			owner;

	if (!OidIsValid(schema))
		return InvalidOid;
	tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(schema));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "schema %u does not exist", schema);
	owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * The version that the workspace says it has.  To be called as its owner, so
 * that a schema somebody else prepared runs nothing with the caller's rights.
 */
static char *
workspace_version(Oid owner)
{
	Oid			function;
	HeapTuple	tuple;
	bool		ours;

	function = LookupFuncName(list_make2(makeString(WORKSPACE_SCHEMA),
										 makeString("version")),
							  0, NULL, true);
	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
	ours = HeapTupleIsValid(tuple) &&
		((Form_pg_proc) GETSTRUCT(tuple))->proowner == owner &&
		((Form_pg_proc) GETSTRUCT(tuple))->prorettype == TEXTOID &&
		!((Form_pg_proc) GETSTRUCT(tuple))->proretset;
	if (HeapTupleIsValid(tuple))
		ReleaseSysCache(tuple);
	if (!ours)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_SCHEMA),
				 errmsg("schema \"%s\" exists and is no workspace",
						WORKSPACE_SCHEMA),
				 errhint("Rename or drop it; badcase_setup makes the schema itself.")));
	return TextDatumGetCString(OidFunctionCall0(function));
}

/* Refuses an owner that the caller may not act as. */
static Oid
checked_owner(const char *name)
{
	Oid			owner = get_role_oid(name, false);

	if (creating_extension)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the workspace cannot be made by an extension's script")));
	badcase_check_can_act_as(GetUserId(), owner);
	return owner;
}

/*
 * Refuses an owner who cannot see the extension's objects: it would be found
 * out in the middle of the script.
 */
static void
check_sees_extension(Oid owner, Oid extension_schema)
{
	const char *schema = quote_identifier(get_namespace_name(extension_schema));
	bool		sees = DatumGetBool(DirectFunctionCall3(has_schema_privilege_id_id,
														ObjectIdGetDatum(owner),
														ObjectIdGetDatum(extension_schema),
														CStringGetTextDatum("USAGE")));

	if (!sees)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("role \"%s\" may not use the extension's schema, %s",
						GetUserNameFromId(owner, false), schema),
				 errhint("All who work with records need it: GRANT USAGE ON SCHEMA %s TO PUBLIC.", schema)));
}

/* Makes a schema as the caller, for the owner may not be allowed to. */
static void
create_schema(const char *name, Oid owner)
{
	execute(psprintf("CREATE SCHEMA %s AUTHORIZATION %s", name,
					 quote_identifier(GetUserNameFromId(owner, false))));
}

/* Makes the schemas as the caller, everything in them as their owner. */
static void
create_workspace(Oid owner, Oid extension_schema)
{
	Caller		caller;

	create_schema(WORKSPACE_SCHEMA, owner);
	create_schema(INTERNAL_SCHEMA, owner);
	caller = become(owner);
	fix_settings();
	run_script(script_text(workspace_relations, extension_schema));
	run_script(script_text(workspace_code, extension_schema));
	come_back(caller);
}

/*
 * The script of functions and views with each CREATE, which stands at the
 * start of a line, made CREATE OR REPLACE: what is replaced keeps its grants.
 */
static char *
replacing_script(Oid extension_schema)
{
	static const char *const kinds[] = {"FUNCTION ", "PROCEDURE ", "VIEW "};
	Datum		result = CStringGetTextDatum(script_text(workspace_code,
														 extension_schema));
	int			i;

	for (i = 0; i < lengthof(kinds); i++)
		result = DirectFunctionCall3Coll(replace_text, C_COLLATION_OID, result,
										 CStringGetTextDatum(psprintf("\nCREATE %s", kinds[i])),
										 CStringGetTextDatum(psprintf("\nCREATE OR REPLACE %s", kinds[i])));
	return TextDatumGetCString(result);
}

/* The migration that starts at a version, or NULL. */
static const WorkspaceUpdate *
update_from(const char *version)
{
	const WorkspaceUpdate *update;

	for (update = workspace_updates; update->from != NULL; update++)
	{
		if (strcmp(update->from, version) == 0)
			return update;
	}
	return NULL;
}

/*
 * Runs the migrations from one version on, then the code of this one; returns
 * the version reached.
 */
static const char *
migrate(const char *version, Oid extension_schema)
{
	const WorkspaceUpdate *update;
	const char *from = version;

	fix_settings();
	while ((update = update_from(version)) != NULL)
	{
		run_script(script_text(update->script, extension_schema));
		version = update->to;
	}
	if (strcmp(version, from) != 0 && strcmp(version, BADCASE_VERSION) == 0)
		run_script(replacing_script(extension_schema));
	return version;
}

/* A workspace of 0.3.1 or earlier has one schema; both are the owner's. */
static void
complete_schemas(Oid owner)
{
	Oid			internal = schema_owner(INTERNAL_SCHEMA);

	if (!OidIsValid(internal))
		create_schema(INTERNAL_SCHEMA, owner);
	else if (internal != owner)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_SCHEMA),
				 errmsg("schema \"%s\" exists and is no part of the workspace",
						INTERNAL_SCHEMA),
				 errhint("Rename or drop it; badcase_upgrade makes the schema itself.")));
}

static char *
version_as_owner(Oid owner)
{
	Caller		caller = become(owner);
	char	   *version = workspace_version(owner);

	come_back(caller);
	return version;
}

/*
 * badcase_setup(owner name): makes the workspace unless it is there already;
 * returns its version.
 */
Datum
badcase_setup(PG_FUNCTION_ARGS)
{
	Oid			owner = checked_owner(NameStr(*PG_GETARG_NAME(0)));
	Oid			extension_schema = get_func_namespace(fcinfo->flinfo->fn_oid);
	Oid			present = schema_owner(WORKSPACE_SCHEMA);

	if (OidIsValid(present) && present != owner)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_SCHEMA),
				 errmsg("schema \"%s\" exists and belongs to another role, \"%s\"",
						WORKSPACE_SCHEMA, GetUserNameFromId(present, false)),
				 errhint("If it is the workspace, name its owner in badcase_setup.")));
	if (!OidIsValid(present))
	{
		warn_about_owner(owner);
		check_sees_extension(owner, extension_schema);
		SPI_connect();
		create_workspace(owner, extension_schema);
		SPI_finish();
	}
	PG_RETURN_TEXT_P(cstring_to_text(version_as_owner(owner)));
}

/*
 * badcase_upgrade(): brings the workspace to the library's version; returns
 * that version.
 */
Datum
badcase_upgrade(PG_FUNCTION_ARGS)
{
	Oid			owner = schema_owner(WORKSPACE_SCHEMA);
	Oid			extension_schema = get_func_namespace(fcinfo->flinfo->fn_oid);
	Caller		caller;
	const char *version;

	if (!OidIsValid(owner))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("there is no workspace in this database"),
				 errhint("Make it: SELECT badcase_setup('owner').")));
	(void) checked_owner(GetUserNameFromId(owner, false));
	version = version_as_owner(owner);
	SPI_connect();
	complete_schemas(owner);
	caller = become(owner);
	version = migrate(version, extension_schema);
	if (strcmp(version, BADCASE_VERSION) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the workspace has version %s, from which there is no way to version %s",
						version, BADCASE_VERSION),
				 errhint("Install the version of badcase that the workspace was made by, or a later one.")));
	come_back(caller);
	SPI_finish();
	PG_RETURN_TEXT_P(cstring_to_text(BADCASE_VERSION));
}
