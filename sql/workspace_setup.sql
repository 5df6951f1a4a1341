-- The workspace: who may make it, whose it is, what it is made of.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_other NOLOGIN;
CREATE ROLE regress_badcase_user;
GRANT regress_badcase_owner TO regress_badcase_user;
RESET client_min_messages;
-- From PostgreSQL 19 on strings are standard ones, always.
SELECT CASE WHEN current_setting('server_version_num')::int < 190000 THEN 'off' ELSE 'on' END AS other_strings \gset

SELECT badcase_upgrade();

-- The caller must be allowed to act as the owner, and to create a schema.
SELECT badcase_setup('regress_badcase_none');
SET ROLE regress_badcase_user;
\set VERBOSITY sqlstate
SELECT badcase_setup('regress_badcase_other');
SELECT badcase_setup('regress_badcase_owner');
\set VERBOSITY default
RESET ROLE;

-- A schema of the name that setup did not make.
CREATE SCHEMA badcase AUTHORIZATION regress_badcase_other;
SELECT badcase_setup('regress_badcase_owner');
ALTER SCHEMA badcase OWNER TO regress_badcase_owner;
SELECT badcase_setup('regress_badcase_owner');
SELECT badcase_upgrade();
-- What stands there is not run with the rights of who asks.
SET ROLE regress_badcase_owner;
CREATE FUNCTION badcase.version() RETURNS text LANGUAGE sql RETURN 'version of ' || current_user;
RESET ROLE;
SELECT badcase_setup('regress_badcase_owner');
-- nor with the owner's, where somebody else made it
ALTER FUNCTION badcase.version() OWNER TO regress_badcase_other;
SELECT badcase_setup('regress_badcase_owner');
DROP SCHEMA badcase CASCADE;
-- the other schema is setup's to make, too
CREATE SCHEMA badcase_internal AUTHORIZATION regress_badcase_owner;
SELECT badcase_setup('regress_badcase_owner');
SELECT to_regnamespace('badcase') IS NULL AS nothing_left;
DROP SCHEMA badcase_internal;

-- A failure near the end leaves nothing.
CREATE FUNCTION pg_temp.fail() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no views today'; END$$;
CREATE EVENT TRIGGER regress_badcase_fail ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION pg_temp.fail();
\set VERBOSITY terse
SELECT badcase_setup('regress_badcase_owner');
\set VERBOSITY default
DROP EVENT TRIGGER regress_badcase_fail;
DROP FUNCTION pg_temp.fail();
SELECT current_user = session_user AS same_user, to_regnamespace('badcase') IS NULL AND to_regnamespace('badcase_internal') IS NULL AS nothing_left;

GRANT CREATE ON DATABASE :DBNAME TO regress_badcase_user;
BEGIN;
SET ROLE regress_badcase_user;
-- The settings of the session do not matter, and stay.
SET LOCAL search_path = badcase, public;
SET LOCAL check_function_bodies = off;
SET LOCAL standard_conforming_strings = :other_strings;
SELECT badcase_setup('regress_badcase_owner') = (SELECT extversion FROM pg_extension WHERE extname = 'badcase') AS made;
SHOW search_path;
SELECT current_setting('standard_conforming_strings') = :'other_strings' AS stays;
SET LOCAL standard_conforming_strings = on;
SELECT current_user;
SELECT badcase_setup('regress_badcase_owner') = badcase_upgrade() AS same;
RESET ROLE;
COMMIT;
REVOKE CREATE ON DATABASE :DBNAME FROM regress_badcase_user;
SET ROLE regress_badcase_other;
SELECT badcase_setup();
\set VERBOSITY sqlstate
SELECT badcase_upgrade();
\set VERBOSITY default
RESET ROLE;

-- Everything is the owner's, nothing the extension's.
CREATE TEMP VIEW object AS
SELECT 'pg_class'::regclass AS classid, c.oid, c.relowner AS owner FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
UNION ALL
SELECT 'pg_proc'::regclass, p.oid, p.proowner FROM pg_proc p WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
UNION ALL
SELECT 'pg_namespace'::regclass, n.oid, n.nspowner FROM pg_namespace n WHERE n.nspname IN ('badcase', 'badcase_internal');
SELECT owner::regrole, count(*) > 100 AS many FROM object GROUP BY owner;
SELECT pg_describe_object(o.classid, o.oid, 0) FROM object o
JOIN pg_depend d ON d.classid = o.classid AND d.objid = o.oid
WHERE d.deptype = 'e';

-- What a distributed engine and privacy ask of it. Each query lists failures.
CREATE TEMP TABLE large_table (relid regclass, key name);
INSERT INTO large_table VALUES ('badcase_internal.submission', 'submission_id'), ('badcase_internal.revision', 'submission_id'),
  ('badcase_internal.searchable', 'submission_id'), ('badcase_internal.relation', 'submission_id'), ('badcase_internal.review', 'submission_id'), ('badcase_internal.release_item', 'submission_id'),
  ('badcase_internal.event', 'submission_id'), ('badcase_internal.finding', 'submission_id'), ('badcase_internal.ruling', 'submission_id'), ('badcase_internal.outcome', 'submission_id'),
  ('badcase_internal.look', 'submission_id'), ('badcase_internal.gold', 'submission_id'), ('badcase_internal.audit_item', 'submission_id'), ('badcase_internal.suggestion', 'submission_id'),
  ('badcase_internal.refused_line', 'upload_id'), ('badcase_internal.corpus_relation', 'upload_id'),
  ('badcase_internal.corpus_item', 'item_id'), ('badcase_internal.corpus_passage', 'item_id'), ('badcase_internal.release_general_item', 'item_id'), ('badcase_internal.general_outcome', 'item_id');
-- all others are small, or stay where they are (intake): a new table goes into one of the two lists
SELECT string_agg(c.relname, ' ' ORDER BY c.relname COLLATE "C") FROM pg_class c
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT EXISTS (
  SELECT FROM large_table l WHERE l.relid = c.oid);
-- what the tables need of the type and the operators
SELECT t.typname FROM pg_type t WHERE t.oid = 'badcase'::regtype AND (t.typreceive = 0 OR t.typsend = 0
  OR 2 <> (SELECT count(*) FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod
    WHERE c.opcintype = t.oid AND c.opcdefault AND a.amname IN ('btree', 'hash')));
SELECT DISTINCT p.oid::regprocedure FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode
WHERE o.oprname = '%' AND o.oprleft = 'badcase'::regtype
AND (p.provolatile <> 'i' OR p.proparallel <> 's' OR p.procost < 100);
-- unique keys of large tables that do not begin with the distribution key
SELECT i.indexrelid::regclass FROM pg_index i JOIN large_table l ON l.relid = i.indrelid
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE (i.indisunique OR i.indisexclusion) AND a.attname <> l.key;
-- foreign keys between large tables that do not begin with it, or that lead from a small table to a large one
SELECT c.conname FROM pg_constraint c JOIN large_table f ON f.relid = c.confrelid
LEFT JOIN large_table l ON l.relid = c.conrelid
LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
LEFT JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f' AND (l.relid IS NULL OR a.attname <> l.key OR b.attname <> f.key);
-- triggers: none on a large table
SELECT t.tgrelid::regclass, t.tgname FROM pg_trigger t JOIN object o ON o.oid = t.tgrelid WHERE NOT t.tgisinternal ORDER BY t.tgname COLLATE "C";
-- The search table may be on other servers. A statement with it has no other table and no function of the workspace: neither
-- who asks nor a row that a policy hides is looked up there. A query in a string is a statement by itself.
CREATE FUNCTION pg_temp.beside_searchable(source text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT trim(x.piece) FROM (
    SELECT regexp_replace(regexp_replace(t, '''[^'']*''', '''''', 'g'), '^.*\m(?:BEGIN|THEN|ELSE|LOOP)\M', '') AS piece
    FROM regexp_split_to_table(regexp_replace(source, '--[^\n]*', '', 'g'), ';') t
    UNION ALL
    SELECT m[1] FROM regexp_matches(regexp_replace(source, '--[^\n]*', '', 'g'), '''([^'']*)''', 'g') m) x
  WHERE x.piece ~ '\m(?:FROM|JOIN|INTO|UPDATE|USING)\s+badcase_internal\.searchable\M'
    AND regexp_replace(x.piece, 'badcase_internal\.searchable\M', '', 'g') ~ '\mbadcase(_internal)?\.\w'
$$;
SELECT p.oid::regprocedure, s.piece FROM pg_proc p CROSS JOIN LATERAL pg_temp.beside_searchable(p.prosrc) s(piece)
WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace);
SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d
WHERE d.refobjid = 'badcase_internal.searchable'::regclass AND d.classid IN ('pg_proc'::regclass, 'pg_rewrite'::regclass);
SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'badcase_internal'::regnamespace AND p.prosrc ~ '\mFROM\s+badcase_internal\.searchable\M';
SELECT pg_temp.beside_searchable('x; IF badcase_internal.f() THEN DELETE FROM badcase_internal.searchable k WHERE k.submission_id = 1; END IF; SELECT FROM badcase_internal.searchable k JOIN badcase_internal.submission s USING (submission_id)');
-- tables without forced row-level security or without the owner's policy
SELECT c.relname FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'p')
AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS (
  SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'owner' AND p.polroles = ARRAY[c.relowner]
  AND pg_get_expr(p.polqual, c.oid) = 'true' AND pg_get_expr(p.polwithcheck, c.oid) = 'true' AND p.polcmd = '*'));
-- policies, but the owner's: nobody else has any right on a table with row-level security
SELECT p.polrelid::regclass, p.polname, p.polcmd, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid) AS using,
  p.polwithcheck IS NULL AS no_check, p.polqual::text LIKE '%SUBLINK%' AS subquery
FROM pg_policy p WHERE p.polname <> 'owner' ORDER BY p.polrelid::regclass::text COLLATE "C";
-- columns of text, hashes and bytes whose statistics are collected
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN large_table l ON l.relid = a.attrelid
WHERE a.attnum > 0 AND a.attstattarget IS DISTINCT FROM 0
AND (a.atttypid IN ('badcase'::regtype, 'bytea'::regtype) OR a.attname IN ('path', 'message', 'note', 'reason', 'excerpt', 'term', 'state', 'model_version'));
SELECT attname FROM pg_attribute WHERE attrelid = 'badcase.intake'::regclass AND attnum > 0 AND attstattarget IS DISTINCT FROM 0;
-- functions that anybody may call, and functions with the owner's rights without a search_path that only they can set
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) x WHERE x.grantee = 0));
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND p.prosqlbody IS NULL
AND p.prokind <> 'p' AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp'];
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND p.prosecdef AND p.prosqlbody IS NOT NULL;
-- tables and views that anybody may read
SELECT c.relname FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
AND EXISTS (SELECT FROM aclexplode(c.relacl) x WHERE x.grantee <> c.relowner);
SELECT n.nspname FROM pg_namespace n, aclexplode(n.nspacl) x WHERE n.nspname IN ('badcase', 'badcase_internal') AND x.grantee <> n.nspowner;
-- views without a barrier
SELECT c.relname FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'v'
AND NOT coalesce(c.reloptions, '{}') @> '{security_barrier=true}';
-- views with columns that clients do not know, but the bytes of what is no text
SELECT a.attrelid::regclass, a.attname, a.atttypid::regtype FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'v' AND a.attnum > 0 AND a.atttypid::regtype::text NOT IN
  ('text', 'text[]', 'integer', 'bigint', 'double precision', 'boolean', 'timestamp with time zone', 'jsonb', 'json');
-- objects and columns without a comment
SELECT pg_describe_object(o.classid, o.oid, 0) FROM object o
WHERE obj_description(o.oid, o.classid::text::name) IS NULL AND NOT EXISTS (
  SELECT FROM pg_class c WHERE c.oid = o.oid AND (c.relkind = 'S' OR EXISTS (
    SELECT FROM pg_constraint k WHERE k.conindid = c.oid)));
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'v') AND a.attnum > 0
AND col_description(c.oid, a.attnum) IS NULL;
SELECT p.polrelid::regclass, p.polname FROM pg_policy p WHERE obj_description(p.oid, 'pg_policy') IS NULL;
-- names of more than one style
SELECT pg_describe_object(o.classid, o.oid, 0) FROM object o LEFT JOIN pg_class c ON c.oid = o.oid LEFT JOIN pg_proc p ON p.oid = o.oid
WHERE coalesce(c.relname, p.proname, 'x') !~ '^[a-z][a-z0-9_]*$';
-- the list of privileges names what there is, and everything that people are meant to call
SELECT object, privilege FROM badcase_internal.privileges()
WHERE CASE WHEN object ~ '^(FUNCTION|PROCEDURE) ' THEN to_regprocedure(substr(object, strpos(object, ' ') + 1)) IS NULL
  WHEN object ~ '^TABLE ' THEN to_regclass(substr(object, 7)) IS NULL ELSE object <> 'SCHEMA badcase' END;
SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'badcase'::regnamespace AND p.prosecdef
AND NOT EXISTS (SELECT FROM badcase_internal.privileges() x WHERE x.object LIKE '% badcase.' || p.proname || '(%') ORDER BY 1::text COLLATE "C";

-- The transitions, all of them.
SELECT * FROM badcase_internal.transitions();

-- The extension cannot go while the workspace has its type; the workspace can.
\set VERBOSITY terse
DROP EXTENSION badcase;
\set VERBOSITY default
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
RESET client_min_messages;

-- The default owner is the caller, even one whom row-level security does not bind; a role that can log in is told so.
BEGIN;
CREATE ROLE regress_badcase_super SUPERUSER;
SET ROLE regress_badcase_super;
SELECT badcase_setup() IS NOT NULL AS made;
ROLLBACK;
BEGIN;
ALTER ROLE regress_badcase_owner LOGIN;
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
ROLLBACK;

-- A name that function bodies cannot quote.
BEGIN;
DROP EXTENSION badcase;
CREATE SCHEMA "plain";
CREATE EXTENSION badcase SCHEMA "plain";
ALTER SCHEMA "plain" RENAME TO "a$$b";
GRANT USAGE ON SCHEMA "a$$b" TO regress_badcase_owner;
SELECT "a$$b".badcase_setup('regress_badcase_owner');
ROLLBACK;
-- So with each character that ends a quotation.
CREATE FUNCTION pg_temp.refused(name text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  DROP EXTENSION badcase;
  CREATE SCHEMA "plain";
  CREATE EXTENSION badcase SCHEMA "plain";
  EXECUTE format('ALTER SCHEMA "plain" RENAME TO %I', name);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO regress_badcase_owner', name);
  EXECUTE format('SELECT %I.badcase_setup(''regress_badcase_owner'')', name);
  RAISE 'made';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT pg_temp.refused(name) FROM unnest(ARRAY['a"', '''b', 'c\d', 'e$f']) name;
-- Not while an extension is made.
BEGIN;
DROP EXTENSION badcase;
CREATE FUNCTION pg_temp.setup() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_regprocedure('public.badcase_setup(name)') IS NOT NULL THEN
    PERFORM public.badcase_setup();
  END IF;
END
$$;
CREATE EVENT TRIGGER regress_badcase_setup ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION pg_temp.setup();
\set VERBOSITY terse
CREATE EXTENSION badcase;
\set VERBOSITY default
ROLLBACK;
-- One that they can.
BEGIN;
SET LOCAL client_min_messages = warning;
DROP EXTENSION badcase;
CREATE SCHEMA "Of Types";
CREATE EXTENSION badcase SCHEMA "Of Types";
SAVEPOINT without;
SELECT "Of Types".badcase_setup('regress_badcase_owner');
ROLLBACK TO without;
GRANT USAGE ON SCHEMA "Of Types" TO regress_badcase_owner;
SELECT "Of Types".badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
ROLLBACK;

DROP ROLE regress_badcase_owner, regress_badcase_other, regress_badcase_user;

-- What somebody else put into the owner's schema is not run with the owner's rights.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_other NOLOGIN;
CREATE SCHEMA badcase AUTHORIZATION regress_badcase_owner;
GRANT CREATE, USAGE ON SCHEMA badcase TO regress_badcase_other;
SET ROLE regress_badcase_other;
CREATE FUNCTION badcase.version() RETURNS text LANGUAGE plpgsql AS $$BEGIN RAISE 'run by %', current_user; END$$;
RESET ROLE;
SELECT badcase_setup('regress_badcase_owner');
SELECT badcase_upgrade();
DROP FUNCTION badcase.version();
-- What stands there is a workspace only by a text that says its version: no number, and no set of texts.
SET ROLE regress_badcase_owner;
CREATE FUNCTION badcase.version() RETURNS int LANGUAGE sql RETURN 1;
RESET ROLE;
SELECT badcase_setup('regress_badcase_owner');
DROP FUNCTION badcase.version();
SET ROLE regress_badcase_owner;
CREATE FUNCTION badcase.version() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT 'one'; END;
RESET ROLE;
SELECT badcase_setup('regress_badcase_owner');
DROP FUNCTION badcase.version();
-- What its owner wrote there changes no setting of the caller's, and can neither become another nor leave anything in the session.
CREATE FUNCTION badcase.version() RETURNS text LANGUAGE plpgsql AS $$BEGIN
  PERFORM set_config('search_path', 'odd', false), set_config('work_mem', '77kB', false);
  BEGIN SET ROLE NONE; EXCEPTION WHEN insufficient_privilege THEN RAISE WARNING 'no other role'; END;
  BEGIN CREATE TEMP TABLE left_behind (); EXCEPTION WHEN insufficient_privilege THEN RAISE WARNING 'no table'; END;
  RETURN 'odd';
END$$;
ALTER FUNCTION badcase.version() OWNER TO regress_badcase_owner;
SELECT badcase_setup('regress_badcase_owner');
SELECT current_user = session_user AS same_user, current_setting('search_path') <> 'odd' AND current_setting('work_mem') <> '77kB' AS same_settings;
-- A version from which no way leads here; the second schema is somebody else's, or there is none.
SET ROLE regress_badcase_owner;
CREATE OR REPLACE FUNCTION badcase.version() RETURNS text LANGUAGE sql RETURN 'odd';
RESET ROLE;
\set VERBOSITY sqlstate
SELECT badcase_upgrade();
\set VERBOSITY default
SELECT current_user = session_user AS same_user, to_regnamespace('badcase_internal') IS NULL AS nothing_left;
CREATE SCHEMA badcase_internal AUTHORIZATION regress_badcase_other;
SELECT badcase_upgrade();
ALTER SCHEMA badcase_internal OWNER TO regress_badcase_owner;
\set VERBOSITY sqlstate
SELECT badcase_upgrade();
\set VERBOSITY default
DROP SCHEMA badcase_internal;
DROP SCHEMA badcase CASCADE;
RESET client_min_messages;
-- An owner whom row-level security does not bind, though no superuser.
BEGIN;
ALTER ROLE regress_badcase_owner BYPASSRLS;
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
ROLLBACK;
DROP ROLE regress_badcase_owner, regress_badcase_other;
