-- Taking back, erasing, purging, disclosing; contact data and names; numbers for the public.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_exporter;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('one') AS program, badcase.create_program('two') AS other;
UPDATE badcase_internal.program SET quorum = 1;
-- the other program's curator is the owner
SELECT badcase.grant_access(2, 'regress_badcase_owner', 'curator');
SELECT badcase.grant_access(1, 'regress_badcase_' || x, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'),
  ('exporter', 'exporter'), ('ada', 'contributor'), ('bob', 'contributor')) v(x, c);
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'canary-ada', 'Canary Ada', 'regress_badcase_ada') AS ada,
  badcase.register_contributor(1, 'bob', 'Bob', 'regress_badcase_bob') AS bob;
SET ROLE regress_badcase_owner;
SELECT badcase.register_contributor(2, 'elsewhere') AS elsewhere;
SET ROLE regress_badcase_ada;
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'show_name', true, 't');
SET ROLE regress_badcase_bob;
SELECT badcase.attest(2, 't'), badcase.set_consent(2, 'train', true, 't'), badcase.set_consent(2, 'show_name', true, 't');

-- Contact data: with the consent only, for curators only, gone with the consent. Names are changed by their owners.
SELECT badcase.set_contact(2, 'e-mail', 'bob@example.org');
SELECT badcase.set_consent(2, 'contact', true, 't'), badcase.set_contact(2, 'e-mail', 'bob@example.org'),
  badcase.set_contact(2, 'telephone', '1'), badcase.set_contact(2, 'telephone', '2');
SELECT badcase.set_contact(1, 'e-mail', 'x'), badcase.set_display_name(1, 'x');
SELECT badcase.set_display_name(1, 'x');
SELECT * FROM badcase.contacts(1);
SET ROLE regress_badcase_curator;
SELECT badcase.set_consent(1, 'contact', true, 't'), badcase.set_contact(1, 'e-mail', 'canary@example.org');
SELECT * FROM badcase.contacts(1);
SELECT * FROM badcase.contacts(2);
SELECT badcase.set_contact(2, 'telephone', NULL), badcase.set_display_name(2, 'Robert');
SELECT contributor, display_name, kind FROM badcase.contacts(1);
SELECT badcase.set_display_name(2, ' ');
SET ROLE regress_badcase_bob;
-- a login at GitHub goes with the consent to be shown
SELECT badcase.set_github(2, login) FROM unnest('{-bob,bob-,b--b,bob b,bob/b,b\n}'::text[]) login LIMIT 1;
SELECT badcase.set_github(2, E'bob\n');
SELECT badcase.set_github(2, repeat('b', 40));
SELECT badcase.set_github(2, 'Bob-b'), badcase.set_github(1, 'x');
SELECT badcase.set_github(2, 'Bob-b');
SET ROLE regress_badcase_owner;
SELECT github FROM badcase_internal.contributor WHERE contributor_id = 2;
SET ROLE regress_badcase_bob;
SELECT badcase.set_consent(2, 'show_name', false, 't');
SELECT badcase.set_github(2, 'Bob-b');
SELECT badcase.set_github(2, NULL), badcase.set_consent(2, 'show_name', true, 't');
SET ROLE regress_badcase_owner;
SELECT github FROM badcase_internal.contributor WHERE contributor_id = 2;
SET ROLE regress_badcase_bob;
SELECT badcase.set_consent(2, 'contact', false, 't');
SET ROLE regress_badcase_owner;
SELECT contributor_id, kind FROM badcase_internal.contributor_contact;

-- Ada's two files and Bob's one: two of his are hers, one of hers twice to near.
SET ROLE regress_badcase_ada;
BEGIN; SELECT badcase.open_upload(1, file_name => 'canary.jsonl') AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES
  (1, '{"prompt": "canary: name the capital of France", "response": "canary Paris", "task": "canary task", "model_version": "canary-6b"}'),
  (2, '{"prompt": "the same of both", "response": "r", "task": "shared", "failure_kind": "factual"}'),
  (3, '{"prompt": "also the same", "response": "r", "rejected": "canary bad"}'),
  (4, 'canary refused'), (5, '{"prompt": "canary q", "response": 7, "canary": 1}');
SELECT * FROM badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, file_name => 'canary2.jsonl') AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES
  (1, '{"prompt": "canary second file", "response": "x"}'), (2, '{"prompt": "canary third one of all", "response": "y"}');
SELECT * FROM badcase.process_upload(); COMMIT;
SET ROLE regress_badcase_bob;
BEGIN; SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "the same of both", "response": "r"}'),
  (2, '{"prompt": "also the same", "response": "r"}'), (3, '{"prompt": "what Bob alone has", "response": "r", "task": "shared"}');
SELECT * FROM badcase.process_upload(); COMMIT;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
-- a text that was edited stands more than once
SELECT badcase.revise(5, badcase('canary third one of all', 'canary edited'), 'canary: clearer');
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.revision SET made_by = 'regress_badcase_ada' WHERE submission_id = 5 AND revision = 2;
SET ROLE regress_badcase_reviewer;
SELECT submission, badcase.submit_review(submission, true, true, note => CASE WHEN submission < 6 THEN 'canary note' END) FROM badcase.claim_reviews(1, 100);
SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'first', 1) AS release, badcase.publish_release(1), badcase.build_release(1, 'second', 2) AS unpublished;
SELECT program, display_name, accepted FROM badcase.credits;

-- One submission, by whose it is. Its duplicate takes its place, and so does the credit.
SELECT badcase.withdraw();
SELECT badcase.withdraw(submission => 1, contributor => 1);
SET ROLE regress_badcase_bob;
SELECT badcase.withdraw(submission => 2);
SELECT badcase.withdraw(submission => 99);
SELECT badcase.withdraw(upload => 1);
SELECT badcase.withdraw(contributor => 1);
SELECT badcase.erase(1, 'x');
SELECT badcase.erase(99, 'x');
SET ROLE regress_badcase_ada;
SELECT badcase.withdraw(submission => 2, reason => 'canary: I thought again');
SELECT badcase.withdraw(submission => 2);
SELECT line_no, state, hint FROM badcase.my_submissions WHERE verdict = 'stored' AND upload = 1 ORDER BY line_no;
SET ROLE regress_badcase_bob;
SELECT line_no, state FROM badcase.my_submissions ORDER BY line_no;
SET ROLE regress_badcase_exporter;
SELECT count(*) FROM badcase.export_sft;
SELECT * FROM badcase.release_rows(1);
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT submission_id, contributor_id, state, contributor_state, duplicate_of, withdrawal_id FROM badcase_internal.submission ORDER BY submission_id;
SELECT from_state, to_state, actor FROM badcase_internal.event WHERE submission_id IN (2, 6) ORDER BY event_id;
-- What was taken back can be sent again.
SET ROLE regress_badcase_ada;
BEGIN; SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "the same of both", "response": "r", "task": "shared", "failure_kind": "factual"}'), (2, 'canary refused');
SELECT * FROM badcase.process_upload(); COMMIT;
-- A file, then everything; a second time there is nothing left, and nothing is written.
SELECT badcase.withdraw(upload => 2) AS of_a_file;
SELECT badcase.withdraw(upload => 2) AS again;
SELECT badcase.withdraw(contributor => 1) AS everything;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SELECT withdrawal, kind, submissions, release_name, published_at IS NOT NULL AS published, items FROM badcase.withdrawal_impact;
SELECT program, display_name, accepted FROM badcase.credits;
SET ROLE regress_badcase_owner;
SELECT withdrawal_id, kind, contributor_id, upload_id, submission_id, reason, submissions, withdrawn_by FROM badcase_internal.withdrawal ORDER BY withdrawal_id;
SELECT p.withdrawals FROM badcase_internal.program p WHERE program_id = 1;

-- The door that the law opens: no consent needed, every use written down.
SET ROLE regress_badcase_exporter;
SELECT badcase.disclose(3, 'court', 'case 7');
SET ROLE regress_badcase_curator;
SELECT badcase.disclose(3, 'court', ' ');
SELECT badcase.disclose(99, 'court', 'case 7');
SELECT badcase.disclose(3, 'court', 'case 7');
START TRANSACTION READ ONLY;
SELECT badcase.disclose(3, 'court', 'case 7');
ROLLBACK;
SET ROLE regress_badcase_owner;
SELECT badcase.disclose(99, 'court', 'case 7');
SELECT disclosure_id, program_id, submission_id, revision, authority, reference, disclosed_by FROM badcase_internal.disclosure;

-- Erasing. At a later snapshot only, and by nobody else. Then no row of any table has any of it.
CREATE FUNCTION pg_temp.found(what text) RETURNS TABLE (relation text, rows bigint) LANGUAGE plpgsql AS $$
DECLARE
  r regclass;
BEGIN
  FOR r IN SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r' ORDER BY c.relname COLLATE "C" LOOP
    relation := r;
    EXECUTE format('SELECT count(*) FROM %s t WHERE strpos(convert_from(convert_to(t::text, ''UTF8''), ''UTF8''), %L) > 0 OR strpos(t::text, %L) > 0',
      r, what, encode(what::bytea, 'hex')) INTO rows;
    IF rows > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
SELECT * FROM pg_temp.found('anary');
SELECT * FROM pg_temp.found('regress_badcase_ada');
SET ROLE regress_badcase_curator;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT badcase.erase(1, 'asked to be forgotten');
ROLLBACK;
SELECT badcase.erase(3, 'x');
SELECT badcase.erase(1, 'asked to be forgotten');
SELECT badcase.erase(1, 'again');
SELECT badcase.set_display_name(1, 'x');
SELECT badcase.open_upload(1, 1);
SELECT badcase.disclose(3, 'court', 'case 7');
SELECT withdrawal, kind, submissions, release_name, items FROM badcase.withdrawal_impact WHERE kind = 'erase';
SET ROLE regress_badcase_ada;
SELECT count(*) FROM badcase.my_submissions;
SET ROLE regress_badcase_owner;
SELECT * FROM pg_temp.found('anary');
SELECT * FROM pg_temp.found('regress_badcase_ada');
SELECT contributor_id, external_id, display_name, role FROM badcase_internal.contributor ORDER BY contributor_id;
-- what a curator did for her stays under the curator's name, what others did under theirs
SELECT 'consent' AS what, contributor_id, given_by AS name, count(*) FROM badcase_internal.consent WHERE contributor_id < 3 GROUP BY 2, 3 UNION ALL
SELECT 'attestation', contributor_id, attested_by, count(*) FROM badcase_internal.attestation WHERE contributor_id < 3 GROUP BY 2, 3 UNION ALL
SELECT 'upload', contributor_id, opened_by, count(*) FROM badcase_internal.upload WHERE contributor_id < 3 GROUP BY 2, 3 UNION ALL
SELECT 'revision', contributor_id, r.made_by::text, count(*) FROM badcase_internal.revision r JOIN badcase_internal.submission USING (submission_id) GROUP BY 2, 3 UNION ALL
SELECT 'move', contributor_id, e.actor, count(*) FROM badcase_internal.event e JOIN badcase_internal.submission USING (submission_id) GROUP BY 2, 3 UNION ALL
SELECT 'action', contributor_id, a.made_by, count(*) FROM badcase_internal.action a JOIN badcase_internal.submission USING (submission_id) GROUP BY 2, 3 ORDER BY 1, 2, 3;
SELECT submission_id, state, record, digest, exact_key, task_id FROM badcase_internal.submission WHERE contributor_id = 1 ORDER BY submission_id;
SELECT upload_id, lines, stored, repeated, refused, blank, file_name, sha256 FROM badcase_internal.upload WHERE contributor_id = 1 ORDER BY upload_id;
SELECT upload_id, line_no, code, path, line, line_digest FROM badcase_internal.refused_line ORDER BY upload_id, line_no;
SELECT submission_id, to_state, actor FROM badcase_internal.event WHERE submission_id = 1 ORDER BY event_id;
SELECT name FROM badcase_internal.task ORDER BY task_id;
SELECT count(*) AS items, count(i.digest) AS digests FROM badcase_internal.release_item i JOIN badcase_internal.submission s USING (submission_id) WHERE s.contributor_id = 1;
SELECT kind, reason, withdrawn_by FROM badcase_internal.withdrawal ORDER BY withdrawal_id;
SET ROLE regress_badcase_curator;
SELECT badcase.withdraw(contributor => 1);
SET ROLE regress_badcase_owner;
-- Bob's stays as it was.
SELECT submission_id, state, record IS NOT NULL AS text FROM badcase_internal.submission WHERE contributor_id = 2 ORDER BY submission_id;
RESET ROLE;
DROP ROLE regress_badcase_ada;

-- Every column that can hold words has an answer to what an erasure does: what it removes; codes, and words and roles of
-- the program's own people, stay. A new column needs its line here, and in badcase.erase if it holds a contributor's words.
WITH answer(relation, erased, kept) AS (VALUES
  ('access_grant', '{role}'::text[], '{capability,granted_by,revoked_by}'::text[]),
  ('action', '{reason,made_by}', '{kind,whose,verdict,setting}'),
  ('access_offer', '{offered_by}', '{}'),
  ('agent', '{}', '{name,version,kind,prompt_sha256,prompt_date,registered_by}'),
  ('application', '{name,contact,github}', '{state,terms_version,consents,lang,reason,decided_by}'),
  ('attestation', '{attested_by}', '{text_version}'),
  ('consent', '{given_by}', '{scope,text_version}'),
  ('contributor', '{external_id,display_name,github,role}', '{registered_by,lang}'),
  ('contributor_contact', '{kind,value}', '{}'),
  ('audit', '{}', '{drawn_by}'),
  ('audit_item', '{}', '{decision}'),
  ('corpus', '{}', '{name,role,licence,source,opened_by}'),
  ('corpus_item', '{}', '{digest,record,line}'),
  ('corpus_passage', '{}', '{value}'),
  ('disclosure', '{}', '{authority,reference,disclosed_by}'),
  ('door_token', '{token_sha256}', '{}'),
  ('event', '{actor}', '{from_state,to_state,verdict}'),
  ('finding', '{rule,field,path,severity,excerpt,reason,resolved_by}', '{}'),
  ('general_outcome', '{}', '{output,verdict,note,judged_by}'),
  ('gold', '{verdict,added_by}', '{}'),
  ('intake', '{line}', '{}'),
  ('job', '{}', '{kind,phase,started_by}'),
  ('look', '{note}', '{reviewer,expected,verdict,reasons,failure_kinds}'),
  ('model_version', '{}', '{name,registered_by}'),
  ('outcome', '{output,note}', '{verdict,judged_by}'),
  ('passed_line', '{}', '{verdict}'),
  ('program', '{}', '{name,about,created_by,suggestions}'),
  ('refused_line', '{path,line,line_digest}', '{code,message}'),
  ('relation', '{kind}', '{}'),
  ('release_general_item', '{}', '{digest}'),
  ('release', '{facts}', '{name,sha256,built_by,published_by,mix,scopes,left_out,ids_sha256,retired_by,retired_for}'),
  ('release_file', '{}', '{format,split,file_name,sha256}'),
  ('release_item', '{digest}', '{split}'),
  ('review', '{note,note_to_contributor}', '{reviewer,verdict,reasons,failure_kinds}'),
  ('ruling', '{reason}', '{kind,decision,made_by}'),
  ('searchable', '{record}', '{}'),
  ('revision', '{record,digest,reason,made_by}', '{}'),
  ('rule_setting', '{}', '{rule,severity,set_by}'),
  ('submission', '{record,digest,exact_key,model_version}',
    '{state,contributor_state,held_for,failure_kinds,lease_role,reasons}'),
  ('suggestion', '{failure_kinds,task,why}', '{}'),
  ('tally', '{}', '{what,role_a,role_b}'),
  ('tally_mark', '{}', '{part}'),
  ('task', '{name}', '{about,set_by}'),
  ('task_instruction', '{}', '{key,taken_by}'),
  ('task_suggestion', '{key}', '{}'),
  ('term', '{}', '{term,options}'),
  ('term_list', '{}', '{name,severity,generation,created_by}'),
  ('upload', '{file_name,opened_by,sha256}', '{kind,format}'),
  ('withdrawal', '{reason,withdrawn_by}', '{kind}'),
  ('work_lock', '{}', '{work}')
), found AS (
  SELECT c.relname::text AS relation, a.attname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND a.atttypid NOT IN ('int'::regtype, 'bigint'::regtype, 'bigint[]'::regtype, 'float8'::regtype, 'real'::regtype, 'numeric'::regtype,
    'bool'::regtype, 'timestamptz'::regtype, 'interval'::regtype, 'xid8'::regtype)
)
SELECT f.relation, f.name, a.relation, a.name
FROM found f FULL JOIN (SELECT relation, unnest(erased || kept) AS name FROM answer) a USING (relation, name)
WHERE f.name IS NULL OR a.name IS NULL ORDER BY 1, 2;
-- and none of what is erased is in the statistics of the planner
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r' AND a.attnum > 0 AND a.attstattarget IS DISTINCT FROM 0
AND (a.atttypid IN ('badcase'::regtype, 'bytea'::regtype, 'jsonb'::regtype, 'json'::regtype)
  OR a.attname IN ('external_id', 'display_name', 'role', 'value', 'file_name', 'opened_by', 'attested_by', 'given_by', 'made_by',
  'actor', 'withdrawn_by', 'reason', 'note', 'path', 'message', 'model_version', 'excerpt', 'authority', 'reference')
  OR (a.attname = 'name' AND c.relname = 'task')) AND c.relname NOT IN ('release', 'release_file') ORDER BY 1, 2;

-- Retention: a program that says none keeps everything.
SET ROLE regress_badcase_reviewer;
SELECT submission, badcase.submit_review(submission, submission <> 6, true) FROM badcase.claim_reviews(1, 10);
SET ROLE regress_badcase_bob;
BEGIN; SELECT badcase.open_upload(1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'no record'); SELECT refused FROM badcase.process_upload(); COMMIT;
SELECT badcase.withdraw(submission => 7);
SET ROLE regress_badcase_curator;
SELECT badcase.purge(1);
SELECT badcase.purge(2);
SET ROLE regress_badcase_owner;
\set VERBOSITY sqlstate
UPDATE badcase_internal.program SET retention = '0 days';
\set VERBOSITY default
UPDATE badcase_internal.program SET retention = '30 days';
SET ROLE regress_badcase_curator;
SELECT badcase.purge(1) AS too_early;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET updated_at = now() - interval '31 days';
UPDATE badcase_internal.upload SET processed_at = now() - interval '31 days';
SELECT submission_id, state, record IS NOT NULL AS text FROM badcase_internal.submission WHERE contributor_id = 2 ORDER BY submission_id;
SET ROLE regress_badcase_curator;
SELECT badcase.purge(1) AS two_and_a_line;
SELECT badcase.purge(1) AS again;
SET ROLE regress_badcase_owner;
SELECT submission_id, state, record IS NOT NULL AS text FROM badcase_internal.submission WHERE contributor_id = 2 ORDER BY submission_id;
SELECT kind, submissions FROM badcase_internal.withdrawal WHERE kind = 'purge';

-- Numbers for the public: who is too few is not seen, nor what subtraction would show.
UPDATE badcase_internal.program SET retention = NULL;
SELECT min(n), max(n) FROM (SELECT badcase.register_contributor(2, 'c' || i) AS n FROM generate_series(1, 9) i) x;
DO $$
DECLARE
  i int;
BEGIN
  FOR i IN 4..12 LOOP
    INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, opened_by, processed_at) VALUES (2, i, 'submissions', 'x', now());
  END LOOP;
END $$;
SELECT badcase.set_task(2, t) FROM unnest('{all do,six do,two do,secret of one}'::text[]) t;
SELECT badcase.register_model(2, 'm') AS m, badcase.register_model(2, 'of one') AS of_one;
INSERT INTO badcase_internal.submission (program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, task_id, failure_kinds, model_version, received_at)
SELECT 2, u.contributor_id, u.upload_id, t.task_id, '{"prompt": "p", "response": "r"}', '\x00', '\x00',
  CASE WHEN t.name = 'six do' THEN 'accepted' ELSE 'pending' END, t.task_id,
  CASE t.name WHEN 'all do' THEN '{factual}'::text[] WHEN 'six do' THEN '{domain}' WHEN 'two do' THEN '{harmful}' ELSE '{}' END,
  CASE WHEN u.contributor_id = 4 THEN 'of one' ELSE 'm' END, '2026-01-31 23:30:00+00'
FROM badcase_internal.upload u JOIN badcase_internal.task t ON t.program_id = 2 AND
  (t.name = 'all do' OR (t.name = 'six do' AND u.contributor_id < 10) OR (t.name = 'two do' AND u.contributor_id > 10) OR (t.name = 'secret of one' AND u.contributor_id = 12))
WHERE u.program_id = 2;
SET ROLE regress_badcase_curator;
SELECT * FROM badcase.public_statistics(2);
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(2, 'regress_badcase_exporter', 'exporter');
SET ROLE regress_badcase_exporter;
SET timezone = 'Asia/Shanghai';
SELECT * FROM badcase.public_statistics(2);
RESET timezone;
-- the rest would have two people: the next smallest cell goes with it
SELECT * FROM badcase.public_statistics(2, 2) WHERE what IN ('task', 'model_version');
SELECT * FROM badcase.public_statistics(2, 7) WHERE what = 'task';
SELECT * FROM badcase.public_statistics(2, 10);
SELECT * FROM badcase.public_statistics(2, 1);
SELECT * FROM badcase.public_statistics(1);

-- More than ten at once are gone from everything when the call returns; duplicates and clusters wait for the next triage.
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'cleo') AS cleo \gset
SELECT badcase.attest(:cleo, 't'), badcase.set_consent(:cleo, 'train', true, 't');
SET ROLE regress_badcase_bob;
BEGIN;
SELECT badcase.open_upload(1, 2) AS many \gset
INSERT INTO badcase.intake (line_no, line)
SELECT i, convert_to(badcase(format('Say %s and %s', md5(i::text), md5('x' || i)), format('%s it is, and %s', md5('y' || i), md5('z' || i)))::text, 'UTF8') FROM generate_series(1, 11) i;
SELECT stored FROM badcase.process_upload();
COMMIT;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
BEGIN;
SELECT badcase.open_upload(1, :cleo) AS other \gset
INSERT INTO badcase.intake (line_no, line)
SELECT i, convert_to(badcase(format('Say %s and %s', md5(i::text), md5('x' || i)), format('%s it is, and %s', md5('y' || i), md5('z' || i)) || CASE WHEN i > 1 THEN '!' ELSE '' END)::text, 'UTF8') FROM generate_series(1, 3) i;
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
CREATE TEMP VIEW cleos AS
  SELECT s.line_no, s.state, s.cluster = s.submission AS is_own, s.duplicate_of IS NOT NULL AS is_of FROM badcase.submissions s WHERE s.upload = (SELECT max(u.upload) FROM badcase.uploads u WHERE u.program = 1);
SELECT * FROM cleos ORDER BY line_no;
SELECT badcase.withdraw(upload => :many);
SELECT state, count(*) FROM badcase.submissions WHERE upload = :many GROUP BY state;
SELECT count(*) AS similar FROM badcase.find_similar(1, badcase(format('Say %s and %s', md5('5'), md5('x5')), format('%s it is, and %s', md5('y5'), md5('z5'))));
SELECT * FROM cleos ORDER BY line_no;
SELECT badcase.maintain_batch(1) AS maintained;
SELECT * FROM cleos ORDER BY line_no;
CALL badcase.triage(1);
SELECT * FROM cleos ORDER BY line_no;
SELECT badcase.withdraw(upload => :many) AS again;
-- ten are done with at once
BEGIN;
SELECT badcase.withdraw(contributor => :cleo) AS three;
SELECT badcase.triage_batch(1) AS nothing_left;
COMMIT;
DROP VIEW cleos;

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_exporter, regress_badcase_bob;
