-- Who reaches what: each role against each table, view and function of the workspace.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_exporter;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
CREATE ROLE regress_badcase_nobody;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('one') AS one, badcase.create_program('two') AS two;
SELECT badcase.grant_access(1, 'regress_badcase_' || x, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'),
  ('exporter', 'exporter'), ('ada', 'contributor'), ('bob', 'contributor')) v(x, c);
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'regress_badcase_ada') AS ada,
  badcase.register_contributor(1, 'bob', 'Bob', 'regress_badcase_bob') AS bob;
SELECT badcase.attest(c, 'terms'), badcase.set_consent(c, 'train', true, 'terms'), badcase.set_consent(c, 'show_name', true, 'terms')
FROM generate_series(1, 2) c;
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.contributor_contact VALUES (1, 'e-mail', 'canary@example.org');
SET ROLE regress_badcase_ada;
BEGIN; SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "canary of ada", "response": "r"}'), (2, 'canary refused'),
  (3, '{"prompt": "the same of both", "response": "r"}');
SELECT * FROM badcase.process_upload(); COMMIT;
SET ROLE regress_badcase_bob;
BEGIN; SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "the same of both", "response": "r"}'), (2, 'canary refused'),
  (3, '{"prompt": "bobs", "response": "r"}');
SELECT * FROM badcase.process_upload(); COMMIT;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET quorum = 1 WHERE program_id = 1;
SET ROLE regress_badcase_reviewer;
SELECT submission FROM badcase.claim_reviews(1, 2);
SELECT badcase.submit_review(1, true, true);
SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'r', 1) AS release, badcase.publish_release(1);

-- What each role may do, table by table and verb by verb; column privileges in small letters, for some columns only.
RESET ROLE;
CREATE TEMP TABLE probe_role (r name, n int);
INSERT INTO probe_role VALUES ('regress_badcase_ada', 1), ('regress_badcase_reviewer', 2), ('regress_badcase_exporter', 3),
  ('regress_badcase_curator', 4), ('regress_badcase_nobody', 5);
SELECT c.relname, p.r,
  coalesce(string_agg(CASE WHEN has_table_privilege(p.r, c.oid, v) THEN v WHEN has_any_column_privilege(p.r, c.oid, v) THEN lower(v COLLATE "C") END, ' ' ORDER BY v), '') AS may
FROM pg_class c CROSS JOIN probe_role p CROSS JOIN unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) v
WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind IN ('r', 'v', 'p', 'm')
AND has_any_column_privilege(p.r, c.oid, v) GROUP BY c.relname, p.r, p.n ORDER BY c.relname COLLATE "C", p.n;
SELECT count(*) AS delete_truncate_trigger FROM pg_class c CROSS JOIN probe_role p
WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind IN ('r', 'v') AND has_table_privilege(p.r, c.oid, 'DELETE, TRUNCATE, TRIGGER');
SELECT count(*) AS internal FROM pg_class c CROSS JOIN probe_role p
WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind IN ('r', 'v', 'S') AND CASE WHEN c.relkind = 'S' THEN
  has_sequence_privilege(p.r, c.oid, 'USAGE, SELECT, UPDATE') ELSE has_table_privilege(p.r, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
  OR has_any_column_privilege(p.r, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END;
SELECT f.proname, string_agg(substr(p.r, 17), ' ' ORDER BY p.n) AS may_be_called_by FROM probe_role p
JOIN pg_proc f ON f.pronamespace = 'badcase'::regnamespace AND has_function_privilege(p.r, f.oid, 'EXECUTE')
GROUP BY f.oid, f.proname ORDER BY f.oid::regprocedure::text COLLATE "C";
-- without USAGE on their schema, nobody can name the functions behind the views
SELECT f.proname, string_agg(substr(p.r, 17), ' ' ORDER BY p.n) AS may_run FROM probe_role p
JOIN pg_proc f ON f.pronamespace = 'badcase_internal'::regnamespace AND has_function_privilege(p.r, f.oid, 'EXECUTE')
GROUP BY f.oid, f.proname ORDER BY f.oid::regprocedure::text COLLATE "C";
SELECT p.r, has_schema_privilege(p.r, 'badcase', 'USAGE') AS usage, has_schema_privilege(p.r, 'badcase', 'CREATE') AS create,
  has_schema_privilege(p.r, 'badcase_internal', 'USAGE, CREATE') AS internal
FROM probe_role p ORDER BY p.n;

-- Every relation read by every role: how many rows, or refused.
CREATE FUNCTION pg_temp.probe(r name, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n bigint;
  answer text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', r);
  BEGIN
    EXECUTE what INTO n;
    answer := n || ' rows';
  EXCEPTION WHEN OTHERS THEN
    answer := SQLSTATE;
  END;
  RESET ROLE;
  RETURN answer;
END $$;
SELECT c.relname, string_agg(pg_temp.probe(p.r, format('SELECT count(*) FROM (SELECT %s FROM badcase.%I) x',
  coalesce((SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND has_column_privilege(p.r, c.oid, a.attnum, 'SELECT')), '*'), c.relname)), ', ' ORDER BY p.n)
  AS "ada, reviewer, exporter, curator, nobody"
FROM pg_class c CROSS JOIN probe_role p WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind IN ('r', 'v')
GROUP BY c.relname ORDER BY c.relname COLLATE "C";
-- With a function that leaks, to a client, with row_security off: the same rows. No table can be named.
RESET ROLE;
CREATE FUNCTION public.regress_badcase_leak(text) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS
  $$BEGIN RAISE NOTICE 'seen %', $1; RETURN true; END$$;
SET ROLE regress_badcase_bob;
SELECT line_no FROM badcase.my_submissions WHERE public.regress_badcase_leak(coalesce(code, state));
SELECT count(*) FROM badcase.my_records r WHERE public.regress_badcase_leak(r::text);
COPY (SELECT submission, state FROM badcase.my_submissions ORDER BY line_no) TO STDOUT;
SET row_security = off;
-- which of the view's tables is named differs from version to version
\set VERBOSITY sqlstate
SELECT count(*) FROM badcase.my_submissions;
\set VERBOSITY default
SELECT count(*) FROM badcase_internal.submission;
RESET row_security;
SELECT contributor_state FROM badcase_internal.submission;
SELECT * FROM badcase_internal.my_submissions();
EXPLAIN SELECT * FROM badcase_internal.refused_line;
RESET ROLE;
DROP FUNCTION public.regress_badcase_leak(text);
-- Nobody is told that somebody else sent the same.
SET ROLE regress_badcase_bob;
SELECT line_no, verdict, state, hint FROM badcase.my_submissions ORDER BY line_no;
SET ROLE regress_badcase_owner;
SELECT submission_id, state, contributor_state, duplicate_of FROM badcase_internal.submission WHERE state = 'duplicate';

-- Writing: intake takes lines and gives none back; nothing else takes anything.
SET ROLE regress_badcase_ada;
BEGIN; SELECT badcase.open_upload(1) AS upload;
SAVEPOINT s;
SELECT count(*) FROM badcase.intake; ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'x') RETURNING line; ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line, xact) VALUES (1, 'x', '7'); ROLLBACK TO s;
INSERT INTO badcase.intake VALUES (1, 'x', DEFAULT); ROLLBACK TO s;
UPDATE badcase.intake SET line = 'x'; ROLLBACK TO s;
DELETE FROM badcase.intake; ROLLBACK TO s;
TRUNCATE badcase.intake; ROLLBACK TO s;
UPDATE badcase_internal.submission SET contributor_state = 'accepted'; ROLLBACK TO s;
INSERT INTO badcase_internal.submission (program_id) VALUES (1); ROLLBACK TO s;
-- a line twice, a line without a number, without bytes; the error shows no line
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'canary'), (1, 'canary'); SELECT * FROM badcase.process_upload(); ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (NULL, 'canary'); SELECT * FROM badcase.process_upload(); ROLLBACK TO s;
INSERT INTO badcase.intake (line_no, line) VALUES (0, 'canary'); SELECT * FROM badcase.process_upload(); ROLLBACK TO s;
INSERT INTO badcase.intake (line_no) VALUES (3); SELECT * FROM badcase.process_upload(); ROLLBACK TO s;
-- one upload a transaction
SELECT badcase.open_upload(1); ROLLBACK TO s;
SELECT * FROM badcase.process_upload(1); ROLLBACK TO s;
SELECT * FROM badcase.process_upload();
SELECT * FROM badcase.process_upload();
ROLLBACK;
SELECT * FROM badcase.process_upload();
-- lines outside of an upload, before it was opened or after it was processed, are refused
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "left", "response": "behind"}');
BEGIN;
SAVEPOINT s;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "before", "response": "r"}'); ROLLBACK TO s;
SELECT badcase.open_upload(1) IS NOT NULL AS opened;
SELECT lines FROM badcase.process_upload();
SAVEPOINT s;
\set VERBOSITY sqlstate
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "after", "response": "r"}'); ROLLBACK TO s;
\set VERBOSITY default
COMMIT;
SET ROLE regress_badcase_owner;
SELECT count(*) FROM badcase.intake;
-- the kinds of other versions
SET ROLE regress_badcase_ada;
SELECT badcase.open_upload(1, kind => 'corpus');
SELECT badcase.open_upload(1, kind => 'nonsense');
SELECT badcase.open_upload(1, target => 1);

-- Filing and speaking for another: refused, alike for who exists and who does not.
SELECT badcase.open_upload(1, 2);
SELECT badcase.open_upload(1, 99);
SELECT badcase.open_upload(2);
SELECT badcase.open_upload(99);
SELECT badcase.attest(2, 't');
SELECT badcase.set_consent(2, 'train', true, 't');
SELECT badcase.set_consent(99, 'train', true, 't');
SELECT badcase.set_consent(1, 'nonsense', true, 't');
SELECT * FROM badcase.refused_lines(2);
SELECT * FROM badcase.refused_lines(99);
-- A curator of one program is none of the other, and only the owner makes programs.
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(2, 'x');
SELECT badcase.grant_access(2, 'regress_badcase_curator', 'curator');
SELECT badcase.grant_access(1, 'regress_badcase_curator', 'nonsense');
SELECT badcase.grant_access(1, 'regress_badcase_none', 'curator');
SELECT badcase.register_contributor(1, 'x', role => 'regress_badcase_none');
SELECT badcase.build_release(2, 'r', 1);
SELECT badcase.publish_release(99);
CALL badcase.triage(2);
SELECT badcase.create_program('three');
SELECT badcase.open_upload(2, 1);
-- Nobody reviews their own, not as a group and not out of one.
SELECT badcase.grant_access(1, 'regress_badcase_bob', 'reviewer');
SET ROLE regress_badcase_bob;
SELECT count(*) FROM badcase.claim_reviews(1, 10);
SELECT badcase.submit_review(5, true, true);
SELECT badcase.submit_review(2, true, true);
RESET ROLE;
CREATE ROLE regress_badcase_team ROLE regress_badcase_bob;
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_team', 'reviewer');
SET ROLE regress_badcase_team;
SELECT badcase.submit_review(4, true, true);
SET ROLE regress_badcase_owner;

-- Taking back: the privileges go with the last capability that needs them.
SELECT badcase.grant_access(2, 'regress_badcase_exporter', 'exporter'), badcase.grant_access(2, 'regress_badcase_exporter', 'reviewer');
SELECT badcase.revoke_access(1, 'regress_badcase_exporter', 'exporter');
SELECT has_table_privilege('regress_badcase_exporter', 'badcase.export_sft', 'SELECT') AS still;
SET ROLE regress_badcase_exporter;
SELECT count(*) FROM badcase.export_sft;
SELECT count(*) FROM badcase.release_rows(1);
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(2, 'regress_badcase_exporter', 'exporter'), badcase.revoke_access(2, 'regress_badcase_exporter', 'reviewer');
SELECT has_table_privilege('regress_badcase_exporter', 'badcase.export_sft', 'SELECT') AS export,
  has_schema_privilege('regress_badcase_exporter', 'badcase', 'USAGE') AS usage;
RESET ROLE;
DROP ROLE regress_badcase_exporter;
SET ROLE regress_badcase_owner;
SELECT coalesce(r.rolname, 'gone') AS role, g.capability, g.revoked_by, g.revoked_at IS NOT NULL AS revoked
FROM badcase_internal.access_grant g LEFT JOIN pg_roles r ON r.oid = g.role ORDER BY g.access_grant_id;

-- Objects of others in front of ours: none is taken.
SET ROLE regress_badcase_nobody;
CREATE FUNCTION pg_temp.person() RETURNS regrole LANGUAGE sql AS $$SELECT 'regress_badcase_owner'::regrole$$;
CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS $$SELECT 1/0; SELECT '-infinity'::timestamptz$$;
CREATE TEMP TABLE access_grant (program_id int, role name, capability text, revoked_at timestamptz);
INSERT INTO access_grant VALUES (1, 'regress_badcase_nobody', 'curator', NULL), (1, 'regress_badcase_owner', 'curator', NULL);
SET search_path = pg_temp, badcase, badcase_internal, pg_catalog;
SELECT badcase.grant_access(1, 'regress_badcase_nobody', 'curator');
SET ROLE regress_badcase_owner;
SELECT badcase_internal.has_capability(1, 'curator'), badcase_internal.is_owner(), badcase_internal.person();
SELECT badcase.grant_access(1, 'regress_badcase_nobody', 'contributor');
SET ROLE regress_badcase_nobody;
SELECT badcase.open_upload(1);
SELECT badcase.attest(2, 't');
SELECT badcase.refused_lines(2);
RESET ROLE;
RESET search_path;
DROP TABLE pg_temp.access_grant;

SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_nobody;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_ada, regress_badcase_bob,
  regress_badcase_nobody, regress_badcase_team;
