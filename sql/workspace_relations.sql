-- What each table refuses, and which rows an index has. A table holds words, sizes and dates only as it says; an index that
-- leaves rows out serves a query only while both say the same. A line that changes here changes a rule, or what is fast.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
RESET client_min_messages;
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
\pset format unaligned
\t on
SELECT format('%s: %s', c.conrelid::regclass, pg_get_constraintdef(c.oid, true)) AS checked FROM pg_constraint c
WHERE c.contype = 'c' AND c.connamespace = 'badcase_internal'::regnamespace AND c.conrelid <> 0
ORDER BY c.conrelid::regclass::text COLLATE "C", pg_get_constraintdef(c.oid, true) COLLATE "C";
SELECT format('%s: %s', i.indexrelid::regclass, pg_get_expr(i.indpred, i.indrelid, true)) AS has FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indpred IS NOT NULL AND c.relnamespace = 'badcase_internal'::regnamespace ORDER BY i.indexrelid::regclass::text COLLATE "C";
\t off
-- What triage and an upload look up goes by these, although their conditions and keys are not said in so many words.
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program, badcase.grant_access(1, current_user, 'curator');
SELECT badcase.attest(badcase.register_contributor(1, 'c'), 't');
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(format('{"prompt": "p", "response": "%s"}', n), 'UTF8') FROM generate_series(1, 2000) n;
SELECT stored, repeated FROM badcase.process_upload();
COMMIT;
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "7"}');
SELECT stored, repeated FROM badcase.process_upload();
SELECT badcase.triage_batch(1, 10);
SELECT index, pg_stat_get_xact_numscans(('badcase_internal.' || index)::regclass) >= times AS is_used
FROM (VALUES ('submission_known', 2), ('submission_upload', 1), ('submission_exact', 10), ('relation_submission', 1)) i(index, times);
ROLLBACK;
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner;
