-- The work that waits, kind by kind: how much of it and since when, at the last microsecond that counts and at the first
-- that does not, beside the same work of another program, which is older.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_cem;
SELECT pg_temp.send(2, 4, badcase('Which is the deepest lake of Asia? Answer in one word.', 'Baikal'), badcase('Which is the driest desert? Answer in one word.', 'Atacama'));
SELECT badcase.triage_batch(2);
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.work(what text, program int DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', (ARRAY['regress_badcase_carol', 'regress_badcase_cem'])[program]);
  found := (SELECT w.n || ' since ' || coalesce((now() - w.oldest)::text, 'never') || ', days ' || coalesce(w.days::text, '-') FROM badcase.worklist w WHERE w.program = work.program AND w.work = what);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN coalesce(found, 'nothing');
END $$;
-- Puts submissions into a state, received so many hours ago: those of 1 as told, those of 2 all of them, three days before.
CREATE FUNCTION pg_temp.put(state text, VARIADIC hours numeric[]) RETURNS void LANGUAGE sql AS $$
  UPDATE badcase_internal.submission s SET state = put.state, received_at = now() - make_interval(hours => coalesce(hours[s.submission_id], 72)::int)
  WHERE s.program_id = 2 OR hours[s.submission_id] IS NOT NULL
$$;
SELECT submission_id, program_id, state FROM badcase_internal.submission ORDER BY 1;
-- states
BEGIN;
UPDATE badcase_internal.submission SET state = 'rejected';
SELECT w, pg_temp.work(w) AS one, pg_temp.work(w, 2) AS two FROM unnest('{triage,finding,attestation,dispute,review,claim,changes,overdue,task}'::text[]) w;
SELECT s.state, pg_temp.put(s.state, NULL, 3, 25, NULL) IS NULL AS put, pg_temp.work(s.work) AS one, pg_temp.work(s.work, 2) AS two
FROM (VALUES ('received', 'triage'), ('disputed', 'dispute'), ('pending', 'review'), ('needs_changes', 'changes')) s(state, work);
SELECT pg_temp.put('held', 2, 49, NULL, 24), pg_temp.work('attestation') AS held_for_something_else;
UPDATE badcase_internal.submission SET held_for = '{screening,attestation}' WHERE submission_id IN (1, 4, 5, 6);
SELECT pg_temp.work('attestation') AS one, pg_temp.work('attestation', 2) AS two;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id IN (4, 6);
SELECT pg_temp.work('attestation') AS one, pg_temp.work('attestation', 2) AS two;
ROLLBACK;
-- overdue: after four weeks of 672 hours, whoever has it but its contributor; the oldest that waits is the oldest of all
BEGIN;
UPDATE badcase_internal.submission SET state = 'rejected';
SELECT s, pg_temp.put(s, 672, 673, 700, 1) IS NULL AS put, pg_temp.work('overdue') AS one, pg_temp.work('overdue', 2) AS two
FROM unnest('{received,held,pending,needs_changes,disputed,accepted,duplicate,withdrawn}'::text[]) s;
SELECT pg_temp.put('pending', 672), pg_temp.put('rejected', NULL, 673, 700);
SELECT pg_temp.work('overdue') AS just_not;
UPDATE badcase_internal.submission SET received_at = received_at - interval '1 microsecond' WHERE submission_id = 1;
SELECT pg_temp.work('overdue') AS just_so;
ROLLBACK;
-- claims that ended
BEGIN;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() - make_interval(hours => submission_id::int);
UPDATE badcase_internal.submission SET lease_until = now() + interval '1 microsecond' WHERE submission_id = 1;
UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (4, 8);
SELECT pg_temp.work('claim') AS one, pg_temp.work('claim', 2) AS two;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL WHERE program_id = 1 AND submission_id > 2;
SELECT pg_temp.work('claim') AS one;
ROLLBACK;
-- tasks: what has none, and names that nobody took
BEGIN;
INSERT INTO badcase_internal.task (program_id, name, created_at, set_by) VALUES (1, 'a', now() - interval '30 hours', NULL), (1, 'b', now() - interval '2 hours', NULL),
  (1, 'c', now() - interval '50 hours', 'carol'), (2, 'a', now() - interval '100 hours', NULL), (2, 'b', now() - interval '99 hours', 'cem');
SELECT pg_temp.work('task_name') AS one, pg_temp.work('task_name', 2) AS two;
SELECT s, pg_temp.put(s, 5, 6, 7, 8) IS NULL AS put, pg_temp.work('task') AS one, pg_temp.work('task', 2) AS two
FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) s;
UPDATE badcase_internal.submission SET state = 'pending', task_id = CASE WHEN submission_id IN (2, 4, 5) THEN 1 END;
SELECT pg_temp.work('task') AS one, pg_temp.work('task', 2) AS two;
UPDATE badcase_internal.submission SET task_id = 1;
SELECT pg_temp.work('task') AS one;
ROLLBACK;
-- findings: of what is held, not cleared, by their severities; and what bars a release
BEGIN;
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, found_at, cleared, resolved_by, resolved_at)
SELECT s.submission_id, s.program_id, f.revision, f.rule, 1, f.severity, 1, now() - make_interval(hours => f.hours + CASE WHEN s.program_id = 2 THEN 72 ELSE 0 END), f.cleared,
  CASE WHEN f.cleared IS NOT NULL THEN 'carol' END, CASE WHEN f.cleared IS NOT NULL THEN now() END
FROM badcase_internal.submission s JOIN (VALUES
  (1, 1, 'pii:email', 'hold', 4, NULL::bool), (1, 1, 'pii:email', 'block', 5, NULL), (2, 1, 'pii:email', 'warn', 6, NULL), (2, 1, 'pii:email', 'info', 7, NULL),
  (2, 1, 'contamination:gsm', 'warn', 8, NULL), (3, 1, 'pii:email', 'hold', 9, true), (3, 1, 'pii:email', 'hold', 10, false), (4, 2, 'pii:email', 'hold', 11, NULL),
  (5, 1, 'pii:email', 'hold', 4, NULL), (6, 1, 'contamination:gsm', 'info', 4, false)) f(id, revision, rule, severity, hours, cleared) ON f.id = s.submission_id;
SELECT s, pg_temp.put(s, 1, 1, 1, 1) IS NULL AS put, pg_temp.work('finding') AS one, pg_temp.work('finding', 2) AS two, pg_temp.work('barred') AS barred, pg_temp.work('barred', 2) AS barred_in_two
FROM unnest('{held,pending,accepted,rejected}'::text[]) s;
SELECT pg_temp.put('accepted', 1, 1, 1, 1);
UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id IN (1, 5);
SELECT pg_temp.work('barred') AS one, pg_temp.work('barred', 2) AS two;
-- contamination alone
UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id = 3;
SELECT pg_temp.work('barred') AS one;
ROLLBACK;
-- rounds: one that is open and not over is no work; one without a cut-off is never over
BEGIN;
SELECT pg_temp.work('round') AS one, pg_temp.work('round', 2) AS two;
UPDATE badcase_internal.round SET cut_off = now() - interval '100 hours' WHERE program_id = 2;
UPDATE badcase_internal.round SET cut_off = now() WHERE program_id = 1;
SELECT pg_temp.work('round') AS one, pg_temp.work('round', 2) AS two;
UPDATE badcase_internal.round SET cut_off = now() - interval '1 microsecond' WHERE program_id = 1;
SELECT pg_temp.work('round') AS one;
UPDATE badcase_internal.round SET closed_at = now() - interval '5 hours', cut_off = now() - interval '40 hours' WHERE program_id = 1;
SELECT pg_temp.work('round') AS one;
INSERT INTO badcase_internal.round (program_id, opened_at, cut_off, closed_at) VALUES (1, now(), now() - interval '3 hours', now() - interval '4 hours');
SELECT pg_temp.work('round') AS the_last_of_two;
INSERT INTO badcase_internal.round (program_id, cut_off) VALUES (1, now() + interval '1 hour');
SELECT pg_temp.work('round') AS one;
ROLLBACK;
-- releases that wait, applications, quotas
BEGIN;
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by, built_at, published_at)
SELECT p, n, 1, 0, '\x00', 'x', now() - make_interval(hours => h + CASE p WHEN 2 THEN 72 ELSE 0 END), CASE n WHEN 'c' THEN now() END
FROM (VALUES (1, 'a', 3), (1, 'b', 30), (1, 'c', 60), (2, 'a', 3), (2, 'c', 60)) v(p, n, h);
SELECT pg_temp.work('release') AS one, pg_temp.work('release', 2) AS two;
INSERT INTO badcase_internal.application (program_id, state, name, terms_version, applied_at, contributor_id, decided_at)
SELECT p, s, CASE s WHEN 'waiting' THEN 'n' END, 't', now() - make_interval(hours => h), CASE s WHEN 'admitted' THEN 1 END, CASE s WHEN 'waiting' THEN NULL ELSE now() END
FROM (VALUES (1, 'waiting', 3), (1, 'waiting', 30), (1, 'admitted', 60), (1, 'refused', 70), (2, 'waiting', 90)) v(p, s, h);
SELECT pg_temp.work('application') AS one, pg_temp.work('application', 2) AS two;
-- Ada, Bob and Carla of 1, Rita of 2: what each has sent in within 24 hours, to the last microsecond of them
UPDATE badcase_internal.upload SET opened_at = now() - interval '24 hours' + interval '1 microsecond', lines = 1, stored = 1, repeated = 0, refused = 0, blank = 0, bytes = 10;
SELECT contributor_id, count(*) AS uploads FROM badcase_internal.upload GROUP BY 1 ORDER BY 1;
CREATE FUNCTION pg_temp.quota(uploads bigint, lines bigint, bytes bigint) RETURNS text LANGUAGE sql AS $$
  DELETE FROM badcase_internal.quota;
  INSERT INTO badcase_internal.quota (program_id, uploads, lines, bytes) VALUES (1, quota.uploads, quota.lines, quota.bytes), (2, 1, NULL, NULL);
  SELECT string_agg(c::text, ' ' ORDER BY n) FROM badcase_internal.contributors_at_quota(1) WITH ORDINALITY x(c, n)
$$;
SELECT * FROM (VALUES (2, NULL::bigint, NULL::bigint), (3, NULL, NULL), (NULL, 1, NULL), (NULL, 2, NULL), (NULL, 3, NULL), (NULL, NULL, 10), (NULL, NULL, 20), (NULL, NULL, 21), (1, 2, 20), (NULL, NULL, NULL)) v(u, l, b), pg_temp.quota(u, l, b) AS at_it;
SELECT pg_temp.quota(2, NULL, NULL), pg_temp.work('quota') AS one, pg_temp.work('quota', 2) AS two;
UPDATE badcase_internal.upload SET opened_at = now() - interval '24 hours' WHERE contributor_id = 1;
SELECT pg_temp.work('quota') AS a_microsecond_later;
-- a quota of one's own goes before the program's, the program's before the rest, figure by figure
DELETE FROM badcase_internal.quota;
SELECT c.contributor_id, q.* FROM badcase_internal.contributor c, badcase_internal.quota_of(c) q WHERE c.contributor_id IN (1, 3) ORDER BY 1;
INSERT INTO badcase_internal.quota (program_id, contributor_id, uploads, lines, bytes, line_bytes) VALUES (1, NULL, 10, NULL, 30, 40), (1, 1, NULL, 2, 3, NULL), (2, NULL, 50, 60, 70, 80), (2, 1, 5, 6, 7, 8);
SELECT c.contributor_id, q.* FROM badcase_internal.contributor c, badcase_internal.quota_of(c) q WHERE c.contributor_id IN (1, 2, 3) ORDER BY 1;
ROLLBACK;
-- all of it at once, in the order in which it is to be done
BEGIN;
UPDATE badcase_internal.submission SET program_id = 1, received_at = now() - interval '700 hours',
  state = ('{received,held,disputed,pending,needs_changes,pending,accepted,accepted}'::text[])[submission_id],
  held_for = CASE submission_id WHEN 2 THEN '{attestation,screening}' ELSE '{}' END::text[],
  lease_role = CASE submission_id WHEN 6 THEN 'regress_badcase_ron'::regrole END, lease_until = now();
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) SELECT s, 1, 1, 'pii:email', 1, 'hold', 1 FROM unnest('{2,7}'::bigint[]) s;
UPDATE badcase_internal.screening SET rule_version = rule_version + 1, changed_at = now() WHERE program_id = 1;
INSERT INTO badcase_internal.task (program_id, name) VALUES (1, 'a');
UPDATE badcase_internal.round SET cut_off = now() - interval '1 hour' WHERE program_id = 1;
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by) VALUES (1, 'a', 1, 0, '\x00', 'x');
INSERT INTO badcase_internal.quota (program_id, uploads) VALUES (1, 1);
INSERT INTO badcase_internal.application (program_id, name, terms_version) VALUES (1, 'n', 't');
SET LOCAL ROLE regress_badcase_carol;
SELECT program, work, n, what_to_do FROM badcase.worklist;
-- the report has it by who is to do it, without what depends on the time of day; and contributors to ask
SET LOCAL ROLE regress_badcase_owner;
UPDATE badcase_internal.consent SET granted = false WHERE contributor_id = 1 AND scope = 'train';
UPDATE badcase_internal.submission SET contributor_id = 1 WHERE submission_id = 8;
SELECT regexp_replace(regexp_replace(m[1], '<[^>]*>', ' ', 'g'), '\d{4}-\d\d-\d\d', 'DATE') AS card FROM badcase_internal.round r, regexp_matches(badcase_internal.report_work(r, badcase_internal.report_words('en')), '<li (.*?)</li>', 'g') m WHERE r.program_id = 1;
-- each kind of work that there is has something to call; a report has words for each but those that depend on the clock
SELECT k.work, badcase_internal.what_to_call(k.work) IS NOT NULL AS call, badcase_internal.report_words('en') ? ('work_' || k.work) AS en, badcase_internal.report_words('zh') ? ('work_' || k.work) AS zh FROM badcase_internal.work_of(1) k ORDER BY k.place, 1;
UPDATE badcase_internal.round SET closed_at = now() WHERE program_id = 1;
SELECT badcase_internal.report_work(r, badcase_internal.report_words('en')) IS NULL AS closed FROM badcase_internal.round r WHERE r.program_id = 1;
ROLLBACK;
\i :clean
