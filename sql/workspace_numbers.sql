-- Numbers for the public at the edges: one contributor more or less than k, cells that go together, kinds of failure that all
-- have or none. Withdrawals: of ten and of eleven, what each names, what becomes of duplicates. Beside another program.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.put(first bigint, contributors bigint[], program int DEFAULT 1, state text DEFAULT 'pending', kinds text[] DEFAULT '{}', task text DEFAULT NULL, model text DEFAULT NULL, month text DEFAULT '2026-01') RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, contributor_state, cluster_id, failure_kinds, model_version, task_id, received_at)
  OVERRIDING SYSTEM VALUE
  SELECT first + n, program, c, 1, first + n, '{"prompt": "a", "response": "b"}', '\x00', '\x00', state, state, first + n, kinds, model, (SELECT t.task_id FROM badcase_internal.task t WHERE t.program_id = program AND t.name = task), (month || '-15 12:00+00')::timestamptz
  FROM unnest(contributors) WITH ORDINALITY c(c, n)
$$;
CREATE FUNCTION pg_temp.numbers(k int, program int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(x.cells, '; ' ORDER BY x.what COLLATE "C") FROM (
    SELECT s.what, s.what || ' ' || string_agg(coalesce(s.bucket, '-') || ' ' || s.n, ', ' ORDER BY s.bucket COLLATE "C" NULLS LAST) AS cells FROM badcase.public_statistics(program, k) s GROUP BY s.what) x
$$;
SELECT badcase.grant_access(p, 'regress_badcase_owner', 'curator') FROM generate_series(1, 2) p;
DELETE FROM badcase_internal.submission WHERE program_id = 1;
UPDATE badcase_internal.submission SET received_at = '2025-12-15';
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'a', 'c'), (1, 'b', 'c'), (1, 'c', 'c'), (1, 'd', NULL), (2, 'a', 'c');
INSERT INTO badcase_internal.model_version (program_id, name, registered_by) VALUES (1, 'm', 'c'), (1, 'n', 'c'), (2, 'o', 'c');
-- three people: two of them are too few, three are not; what is withdrawn and what is another's does not count
BEGIN;
SELECT pg_temp.put(100, '{11,12,13}', kinds => '{factual}'), pg_temp.put(110, '{14}', state => 'withdrawn'), pg_temp.put(120, '{15,16,17,18}', program => 2);
SELECT k, pg_temp.numbers(k) AS of_1 FROM generate_series(2, 4) k;
SELECT k, pg_temp.numbers(k, 2) AS of_2 FROM unnest('{2,6,7}'::int[]) k;
ROLLBACK;
-- a kind of failure with k people who have it and k who have not; one of either less; all have it
BEGIN;
SELECT pg_temp.put(100, '{11,12}', kinds => '{factual}'), pg_temp.put(110, '{13,14,11}', kinds => '{domain}'), pg_temp.put(120, '{11,12,13,14}', kinds => '{harmful,context}'), pg_temp.put(130, '{11}', kinds => '{harmful}');
SELECT k, pg_temp.numbers(k) AS kinds FROM generate_series(2, 4) k;
ROLLBACK;
BEGIN;
SELECT pg_temp.put(100, '{11,12,13}', kinds => '{factual}'), pg_temp.put(110, '{11}');
SELECT pg_temp.numbers(2) AS one_has_not;
SELECT pg_temp.put(120, '{12}');
SELECT pg_temp.numbers(2) AS two_have_not;
ROLLBACK;
-- cells: a task has two people, another three, one nobody's, one that no curator has taken: what is too small goes together with the next
BEGIN;
SELECT pg_temp.put(100, '{11,12,13,14}', task => 'a'), pg_temp.put(110, '{11,12,13}', task => 'b'), pg_temp.put(120, '{14}', task => 'c'), pg_temp.put(130, '{14,14}', task => 'd');
SELECT k, pg_temp.numbers(k) AS tasks FROM generate_series(2, 5) k;
-- the same people in two small cells are as many as they are, not twice
SELECT pg_temp.put(140, '{11,11}', task => 'c'), k FROM generate_series(1, 1) k;
SELECT k, pg_temp.numbers(k) AS tasks FROM generate_series(2, 4) k;
ROLLBACK;
-- models: registered, by the program; months by their text in UTC; states
BEGIN;
SELECT pg_temp.put(100, '{11,12}', model => 'm'), pg_temp.put(110, '{13,14}', model => 'n', month => '2026-02', state => 'accepted'), pg_temp.put(120, '{11,13}', model => 'o', state => 'held'), pg_temp.put(130, '{11}', month => '2026-03', state => 'received');
SELECT k, pg_temp.numbers(k) AS models FROM generate_series(2, 3) k;
UPDATE badcase_internal.submission SET received_at = '2026-01-31 23:59:59.999999+00' WHERE submission_id BETWEEN 111 AND 112;
SET LOCAL timezone = 'Asia/Shanghai';
SELECT pg_temp.numbers(2) AS in_january;
UPDATE badcase_internal.submission SET received_at = '2026-02-01 00:00:00+00' WHERE submission_id BETWEEN 111 AND 112;
SELECT pg_temp.numbers(2) AS in_february;
ROLLBACK;

-- Withdrawals. Of ten, duplicates and clusters are settled at once; of eleven, with the next triage of the program.
BEGIN;
SELECT pg_temp.put(200, ARRAY(SELECT 1 FROM generate_series(1, 11))), pg_temp.put(300, '{2,2}', state => 'duplicate'), pg_temp.put(310, '{2}');
UPDATE badcase_internal.submission SET duplicate_of = submission_id - 100 WHERE submission_id BETWEEN 301 AND 302;
UPDATE badcase_internal.submission SET cluster_id = 203 WHERE submission_id IN (203, 311);
INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt) SELECT submission_id, 1, record, false, false FROM badcase_internal.submission WHERE submission_id > 200 AND state = 'pending';
CREATE FUNCTION pg_temp.after() RETURNS text LANGUAGE sql AS $$ SELECT (SELECT string_agg(submission_id || ' ' || state || ' ' || coalesce(cluster_id::text, '-'), ', ' ORDER BY submission_id) FROM badcase_internal.submission WHERE submission_id > 300)
  || '; searchable: ' || (SELECT count(*) FROM badcase_internal.searchable WHERE submission_id > 200) || '; unsettled: ' || (SELECT count(*) FROM badcase_internal.withdrawal WHERE unsettled) $$;
SAVEPOINT s;
SELECT badcase.withdraw(contributor => 1) AS eleven;
SELECT pg_temp.after();
SELECT badcase_internal.has_unsettled(1) AS of_1, badcase_internal.has_unsettled(2) AS of_2;
SELECT badcase_internal.settle_withdrawals(2);
SELECT pg_temp.after() AS after_another;
SELECT badcase_internal.settle_withdrawals(1);
SELECT pg_temp.after();
ROLLBACK TO s;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 211;
SELECT badcase.withdraw(contributor => 1, reason => 'mine') AS ten;
SELECT pg_temp.after();
SELECT kind, contributor_id, upload_id, submission_id, reason, submissions FROM badcase_internal.withdrawal ORDER BY 1;
SELECT submission_id, from_state, to_state FROM badcase_internal.event WHERE submission_id > 200 AND submission_id < 203 ORDER BY event_id;
SELECT count(DISTINCT withdrawal_id) AS by, count(withdrawal_id) AS n, count(*) FILTER (WHERE withdrawal_id IS NULL) AS of_none, count(DISTINCT contributor_state_at) AS dates FROM badcase_internal.submission WHERE submission_id BETWEEN 201 AND 211;
ROLLBACK;
-- by submission, by upload, by contributor: what each names, of the program alone
BEGIN;
SELECT pg_temp.put(200, '{1,1,2}'), pg_temp.put(210, '{1}', program => 2);
UPDATE badcase_internal.submission SET upload_id = 2 WHERE submission_id = 202;
INSERT INTO badcase_internal.withdrawal (withdrawal_id, program_id, kind, contributor_id, upload_id, submission_id, withdrawn_by) OVERRIDING SYSTEM VALUE
VALUES (1, 1, 'withdraw', 1, NULL, NULL, 'c'), (2, 1, 'withdraw', 1, 2, NULL, 'c'), (3, 1, 'withdraw', 1, NULL, 201, 'c'), (4, 1, 'withdraw', 2, NULL, NULL, 'c'), (5, 1, 'withdraw', 2, 1, NULL, 'c'), (6, 2, 'withdraw', 1, NULL, NULL, 'c'), (7, 1, 'withdraw', 2, NULL, 201, 'c');
SELECT w, badcase_internal.submissions_to_withdraw(w) FROM generate_series(1, 8) w;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 201;
SELECT w, badcase_internal.submissions_to_withdraw(w) FROM generate_series(1, 3) w;
-- one that changed nothing is none, but an erasure
UPDATE badcase_internal.withdrawal SET kind = 'erase' WHERE withdrawal_id = 2;
SELECT badcase_internal.end_withdrawal(1, 3), badcase_internal.end_withdrawal(2, 0), badcase_internal.end_withdrawal(3, 0), badcase_internal.end_withdrawal(4, 1);
SELECT withdrawal_id, kind, submissions FROM badcase_internal.withdrawal ORDER BY 1;
ROLLBACK;
-- two of one file, of which the second is a duplicate of the first and the third of another's: each has the moves that it would have had alone
BEGIN;
SELECT pg_temp.put(200, '{1,1,1,2}'), pg_temp.put(210, '{1}', state => 'accepted');
UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = CASE submission_id WHEN 202 THEN 201 WHEN 201 THEN 202 ELSE 204 END, lease_role = 'regress_badcase_ron', lease_until = now(), decided_round = 1, decided_rule = 1, decided_at = now(), decided_quorum = 1 WHERE submission_id IN (202, 203);
INSERT INTO badcase_internal.withdrawal (withdrawal_id, program_id, kind, contributor_id, withdrawn_by) OVERRIDING SYSTEM VALUE VALUES (77, 1, 'withdraw', 1, 'c');
SELECT badcase_internal.move_withdrawn('{201,202,203,211}', 77);
SELECT submission_id, from_state, to_state, actor IS NOT NULL AS by FROM badcase_internal.event WHERE submission_id > 200 ORDER BY event_id;
SELECT submission_id, state, contributor_state, duplicate_of, cluster_id, lease_role, lease_until, decided_round, decided_rule, decided_at, decided_quorum, withdrawal_id FROM badcase_internal.submission WHERE submission_id > 200 ORDER BY 1;
ROLLBACK;
-- which models an answer for a release is wanted of: trained on it, or from one that was, and so on
BEGIN;
INSERT INTO badcase_internal.model_version (model_id, program_id, name, registered_by, releases, base_id) OVERRIDING SYSTEM VALUE VALUES (201, 1, 'on 5', 'c', '{5}', NULL), (202, 1, 'on 6 and 5', 'c', '{6,5}', NULL), (203, 1, 'from on 5', 'c', '{}', 201), (204, 1, 'from that', 'c', '{7}', 203), (205, 1, 'on 6', 'c', '{6}', NULL), (206, 1, 'from on 6', 'c', '{}', 205);
SELECT r, badcase_internal.models_of(r) FROM unnest('{5,6,7,8}'::bigint[]) r;
ROLLBACK;
\i :clean
