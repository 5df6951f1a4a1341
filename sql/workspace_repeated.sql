-- What comes twice counts once: kinds and reasons that are named twice, findings of one rule, records of one cluster, reviewers of one
-- mind, rounds of one program, people with several kinds.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
SELECT badcase_internal.failure_kinds_of(jsonb_build_object('failure_kind', k)) AS kinds, badcase_internal.unknown_kinds(badcase('p', 'r', NULL::jsonb, NULL::text, jsonb_build_object('failure_kind', k))) AS unknown
FROM (VALUES ('["harmful", "domain", "harmful"]'::jsonb), ('["odd", "harmful", "even", "odd"]'), ('"odd"')) v(k);

-- Findings: of two e-mail addresses in one record.
SET ROLE regress_badcase_carol;
SELECT badcase.set_rule(1, 'pii:email', 'hold');
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('write to lihua@163.com or wangwei@126.com', 'and not to zhangmin@qq.com'));
SET ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1, 10);
SET ROLE regress_badcase_owner;
SELECT count(*) AS findings, badcase_internal.issues_of(7) AS issues, min(badcase_internal.why_in_codes(s)) AS why FROM badcase_internal.finding f JOIN badcase_internal.submission s USING (submission_id) WHERE s.submission_id = 7;
BEGIN;
UPDATE badcase_internal.submission SET state = 'accepted', held_for = '{}', decided_at = now() WHERE submission_id = 7;
SELECT w.work, w.n FROM badcase_internal.work_of(1) w WHERE w.work = 'barred';
ROLLBACK;

-- Two who say the same, and a curator who says it twice.
BEGIN;
UPDATE badcase_internal.program SET quorum = 2 WHERE program_id = 1;
CREATE FUNCTION pg_temp.refuse(who text, submission bigint, correct bool, kinds text[], reasons text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  state := badcase.submit_review(submission, false, correct, reasons, kinds);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN state;
END $$;
SELECT pg_temp.refuse(who, 1, false, '{harmful,domain,harmful}', '{spam,spam}') FROM unnest('{rita,ron}'::text[]) who;
SELECT state, reasons, failure_kinds, badcase_internal.reasons_for(1, review_pass, 'rejected') FROM badcase_internal.submission WHERE submission_id = 1;
SELECT badcase_internal.decision(1, review_pass, 2) FROM badcase_internal.submission WHERE submission_id = 1;
SELECT pg_temp.refuse('rita', 2, false, '{}', '{spam}');
SELECT pg_temp.judge('ron', 2);
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.adjudicate(2, 'rejected', 'so it is', '{spam,spam}');
SET LOCAL ROLE regress_badcase_owner;
SELECT state, reasons FROM badcase_internal.submission WHERE submission_id = 2;
-- and two rounds of one program
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.close_round(round) FROM badcase.round_progress WHERE program = 1;
SELECT badcase.open_round(1) > 0 AS opened;
SELECT row_number() OVER (ORDER BY round) AS round, reviews, rejected, waiting FROM badcase.round_progress WHERE program = 1 ORDER BY 1;
ROLLBACK;

-- One who has several kinds is one person, with a kind and without it.
CREATE FUNCTION pg_temp.shown(VARIADIC kinds text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  shown text;
BEGIN
  UPDATE badcase_internal.submission SET failure_kinds = string_to_array(kinds[submission_id], ' ') WHERE submission_id <= 4;
  UPDATE badcase_internal.submission SET state = 'withdrawn', record = NULL, digest = NULL, exact_key = NULL WHERE submission_id = 7;
  SET LOCAL ROLE regress_badcase_carol;
  shown := coalesce((SELECT string_agg(bucket || ' ' || n, ', ' ORDER BY bucket) FROM badcase.public_statistics(1, 2) WHERE what = 'failure_kind' AND n > 0), 'none');
  SET LOCAL ROLE regress_badcase_owner;
  RAISE SQLSTATE 'ZZ000' USING MESSAGE = shown;
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
  RETURN SQLERRM;
END $$;
SELECT pg_temp.shown('domain', 'harmful', '', 'domain') AS without_it_one, pg_temp.shown('domain factual', 'domain', '', '') AS with_it_one, pg_temp.shown('domain', '', 'domain', 'domain') AS without_it_one_by_one,
  pg_temp.shown('domain', '', '', '') AS one, pg_temp.shown('domain', 'domain', 'domain', 'domain') AS all_of_both;

-- Two accepted ones of one cluster are one example of a task.
BEGIN;
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'ponds', 3) IS NULL AS set;
SET LOCAL ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET state = 'accepted', task_id = (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = 'ponds'), cluster_id = (ARRAY[1, 1, 4, 4])[submission_id] WHERE submission_id <= 4;
SET LOCAL ROLE regress_badcase_carol;
SELECT task, target, accepted, missing FROM badcase.help_wanted;
ROLLBACK;

-- and one example, too, of what is reviewed next: two accepted ones of one cluster leave a kind, or a task, where one leaves another
CREATE FUNCTION pg_temp.places(tasked bool, cluster bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  places text;
BEGIN
  INSERT INTO badcase_internal.task (program_id, name, target, set_by) VALUES (1, 'ponds', 3, 'x'), (1, 'lakes', 3, 'x');
  UPDATE badcase_internal.submission s SET state = CASE WHEN submission_id IN (3, 4) THEN 'pending' ELSE 'accepted' END, held_for = '{}',
    failure_kinds = CASE WHEN tasked THEN '{}' WHEN submission_id <= 3 THEN '{domain}' ELSE '{factual}' END::text[],
    cluster_id = CASE WHEN submission_id = 2 THEN places.cluster ELSE submission_id END,
    task_id = CASE WHEN tasked THEN (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = CASE WHEN submission_id <= 3 THEN 'ponds' ELSE 'lakes' END) END
  WHERE program_id = 1;
  places := (SELECT string_agg(g::text, ' ' ORDER BY g::text) FROM (SELECT c.place FROM badcase_internal.claim_groups(1) c(place, task, kinds)) g);
  RAISE SQLSTATE 'ZZ000' USING MESSAGE = places;
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
  RETURN SQLERRM;
END $$;
SELECT tasked, pg_temp.places(tasked, 1) AS of_one_cluster, pg_temp.places(tasked, 2) AS of_two FROM unnest('{false,true}'::bool[]) tasked;

-- Who applied is admitted once.
BEGIN;
INSERT INTO badcase_internal.access_grant (program_id, role, capability, granted_by) VALUES (1, 'regress_badcase_nobody'::regrole, 'intake', 'test');
SELECT badcase_internal.sync_privileges('regress_badcase_nobody'::regrole);
SET LOCAL ROLE regress_badcase_nobody;
SELECT state FROM badcase.door_apply(1, 'Dan', 't');
SELECT state FROM badcase.door_apply(1, 'Eve', 't');
SET LOCAL ROLE regress_badcase_owner;
SELECT array_agg(application_id ORDER BY application_id) || array_agg(application_id) AS ids FROM badcase_internal.application \gset
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.admit_applicants(:'ids');
ROLLBACK;

-- A task that two of a batch name is made once, where it was named first.
BEGIN;
SET LOCAL ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, VARIADIC array_agg(badcase('Say ' || name || n || ', and nothing more than that.', name || n, NULL::jsonb, NULL::text, jsonb_build_object('task', name)) ORDER BY n)) AS stored
FROM unnest('{songs,plays,songs,books,plays,songs}'::text[]) WITH ORDINALITY x(name, n);
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1, 10);
SET LOCAL ROLE regress_badcase_owner;
SELECT string_agg(t.name, ' ' ORDER BY t.task_id) AS made, (SELECT string_agg(k.name, ' ' ORDER BY s.submission_id) FROM badcase_internal.submission s JOIN badcase_internal.task k USING (task_id)) AS given FROM badcase_internal.task t;
ROLLBACK;

-- What somebody suggests twice in a line is suggested once.
BEGIN;
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.register_agent(1, 'a', '1', 'model') AS agent \gset
SELECT badcase.open_upload(1, kind => 'suggestions', target => :agent) > 0 AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"submission": 2, "useful": true, "failure_kinds": ["harmful", "domain", "harmful"]}');
SELECT stored FROM badcase.process_upload();
SET LOCAL ROLE regress_badcase_owner;
SELECT failure_kinds FROM badcase_internal.suggestion;
ROLLBACK;

-- A file that has a wrong line twice, and is sent again: the line is kept as it was, whatever the file is of.
SET ROLE regress_badcase_carol;
SELECT badcase.create_term_list(1, 'l', 'warn') AS terms, badcase.open_corpus(1, 'g', 'general', 'MIT') AS corpus, badcase.open_corpus(1, 'c', 'general', 'MIT') AS clusters,
  badcase.register_agent(1, 'a', '2', 'model') AS suggestions, badcase.register_model(1, 'm') AS outputs \gset
CREATE FUNCTION pg_temp.wrong(kind text, target bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  PERFORM badcase.open_upload(1, CASE WHEN target IS NULL THEN 2 END, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to('no ' || kind, 'UTF8') FROM generate_series(1, 2) n;
  SELECT format('%s lines, %s stored, %s refused, %s repeated', p.lines, p.stored, p.refused, p.repeated) INTO said FROM badcase.process_upload() p;
  RETURN said;
END $$;
SELECT format('SELECT %L AS kind, pg_temp.wrong(%1$L, %L)', k, t) FROM generate_series(1, 2) again,
  (VALUES ('submissions', NULL), ('terms', :terms), ('corpus', :corpus), ('clusters', :clusters), ('suggestions', :suggestions), ('outputs', :outputs)) v(k, t) ORDER BY k, again \gexec
SET ROLE regress_badcase_owner;
SELECT u.kind, array_agg(r.line_no ORDER BY r.upload_id, r.line_no) AS kept FROM badcase_internal.refused_line r JOIN badcase_internal.upload u USING (upload_id) GROUP BY u.kind ORDER BY 1;
-- a record that was sent twice, once as a revision of another
UPDATE badcase_internal.submission s SET record = o.record, digest = o.digest FROM badcase_internal.submission o WHERE s.submission_id = 2 AND o.submission_id = 1;
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('Name the capital of France in one word.', 'Paris', meta => '{"failure_kind": "factual"}')) AS none;
SELECT verdict, submission IN (1, 2) AS one_of_them FROM badcase.my_submissions ORDER BY upload DESC LIMIT 1;
\i :clean
