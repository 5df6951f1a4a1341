-- Kept counts: after whatever happens, what the views give is what a plain count of the tables gives. Before each step all is
-- kept, so that the step's own marks alone keep the counts right.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_exporter;
CREATE ROLE regress_badcase_rita;
CREATE ROLE regress_badcase_ron;
CREATE ROLE regress_badcase_rob;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SET jit = off;
SELECT badcase.create_program('p') AS program, badcase.create_program('another') AS another;
SELECT badcase.grant_access(p, 'regress_badcase_' || x, c) FROM (VALUES ('owner', 'curator'), ('curator', 'curator'), ('exporter', 'exporter'), ('rita', 'reviewer'), ('ron', 'reviewer'), ('rob', 'reviewer')) v(x, c), generate_series(1, 2) p \g /dev/null
SELECT badcase.register_contributor(1, x, x) FROM unnest(ARRAY['ada', 'bob', 'cy']) WITH ORDINALITY u(x, n) ORDER BY n \g /dev/null
SELECT badcase.register_contributor(2, 'dan', 'dan') \g /dev/null
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'train', true, 't'), badcase.set_consent(c, 'show_name', true, 't') FROM generate_series(1, 4) c \g /dev/null
-- the first submissions are the last of a bucket
SELECT setval(pg_get_serial_sequence('badcase_internal.submission', 'submission_id'), 4 * 4096 - 7, false) AS first;

CREATE FUNCTION pg_temp.send(program int, contributor bigint, topic text, n int, task text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, contributor);
  -- of every three, two are near to each other
  INSERT INTO badcase.intake (line_no, line)
  SELECT i, convert_to(badcase('Describe the ' || topic || ' of the town in plain words or so, ' || CASE WHEN i % 3 = 2 THEN 'as number ' || i - 1 ELSE 'as number ' || i END || ' of all that there are',
    string_agg(topic || CASE WHEN i % 3 = 2 THEN i - 1 ELSE i END || 'x' || k, ' ' ORDER BY k) || CASE WHEN i % 3 = 2 THEN ' indeed' ELSE '' END,
    NULL::jsonb, NULL::text, jsonb_build_object('failure_kind', CASE WHEN i % 4 = 0 THEN '["factual", "domain"]'::jsonb ELSE '"context"' END) || coalesce(jsonb_build_object('task', task), '{}'))::text, 'UTF8')
  FROM generate_series(1, n) i, generate_series(1, 14) k GROUP BY i;
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
CREATE FUNCTION pg_temp.judge(who text, every int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  n bigint;
BEGIN
  EXECUTE 'SET LOCAL ROLE regress_badcase_' || who;
  SELECT count(badcase.submit_review(q.submission, q.submission % every > 0, q.submission % 5 > 0)) INTO n FROM badcase.claim_reviews(1, 100) q;
  RESET ROLE;
  SET ROLE regress_badcase_owner;
  RETURN n;
END $$;

-- The counts as the tables have them, for who sees all tasks and who does not.
CREATE FUNCTION pg_temp.plain(curates bool) RETURNS TABLE (what text, counted text) LANGUAGE sql AS $$
  WITH s AS (
    SELECT s.*, t.task_id AS shown, t.name FROM badcase_internal.submission s
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND (curates OR t.set_by IS NOT NULL)
    WHERE s.state <> 'withdrawn'
  ), first AS (
    SELECT DISTINCT ON (s.cluster_id) s.cluster_id, s.submission_id, s.contributor_id, s.revision FROM badcase_internal.submission s
    WHERE s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn') ORDER BY s.cluster_id, s.submission_id
  )
  SELECT 'task ' || s.program_id || coalesce(s.name, '-'), concat_ws(' ', count(*), count(DISTINCT s.cluster_id), count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted'),
    count(*) FILTER (WHERE s.state = 'accepted'), count(*) FILTER (WHERE s.asks > 0), count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0))
  FROM s GROUP BY s.program_id, s.shown, s.name
  UNION ALL
  SELECT 'kind ' || s.program_id || k.kind || coalesce(s.decided_round::text, '-') || coalesce(s.name, '-'), concat_ws(' ', count(*), count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted'))
  FROM s CROSS JOIN unnest(s.failure_kinds) k(kind) GROUP BY s.program_id, s.shown, s.name, s.decided_round, k.kind
  UNION ALL
  SELECT 'pair ' || x.reviewer || ' ' || y.reviewer, concat_ws(' ', count(*), count(*) FILTER (WHERE x.verdict = y.verdict), count(*) FILTER (WHERE x.verdict = 'accepted') + count(*) FILTER (WHERE y.verdict = 'accepted'))
  FROM badcase_internal.review x JOIN badcase_internal.review y USING (submission_id, review_pass) WHERE x.reviewer::text COLLATE "C" < y.reviewer::text AND curates GROUP BY x.reviewer, y.reviewer
  UNION ALL
  SELECT 'reviewer ' || s.program_id || v.reviewer, concat_ws(' ', count(*), count(*) FILTER (WHERE v.review_pass = s.review_pass AND s.state IN ('accepted', 'rejected')),
    count(*) FILTER (WHERE v.review_pass = s.review_pass AND s.state = v.verdict AND s.state IN ('accepted', 'rejected')),
    count(*) FILTER (WHERE EXISTS (SELECT FROM badcase_internal.review o WHERE o.submission_id = v.submission_id AND o.review_pass = v.review_pass AND o.verdict <> v.verdict)))
  FROM badcase_internal.review v JOIN badcase_internal.submission s USING (submission_id) WHERE curates GROUP BY s.program_id, v.reviewer
  UNION ALL
  SELECT 'agreement', concat_ws(' ', count(*), round(avg((x.verdict = y.verdict)::int), 3), (
    SELECT round(sum(v.n * v.n) / nullif(sum(v.n) * sum(v.n), 0), 3) FROM (
      SELECT count(*) AS n FROM badcase_internal.review r JOIN badcase_internal.round o USING (round_id) WHERE o.program_id = 1 GROUP BY r.verdict) v))
  FROM badcase_internal.review x JOIN badcase_internal.round o ON o.round_id = x.round_id AND o.program_id = 1
  JOIN badcase_internal.review y ON y.submission_id = x.submission_id AND y.review_pass = x.review_pass AND y.reviewer::oid > x.reviewer::oid WHERE curates HAVING curates
  UNION ALL
  SELECT 'round ' || o.round_id, concat_ws(' ', (SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = o.round_id),
    count(e.event_id) FILTER (WHERE e.to_state = 'accepted'), count(e.event_id) FILTER (WHERE e.to_state = 'rejected'), count(e.event_id) FILTER (WHERE e.to_state = 'needs_changes'), count(e.event_id) FILTER (WHERE e.to_state = 'disputed'),
    CASE WHEN o.closed_at IS NULL THEN (SELECT count(*) FROM badcase_internal.submission s WHERE s.program_id = o.program_id AND s.state IN ('received', 'held', 'pending', 'disputed')) END)
  FROM badcase_internal.round o LEFT JOIN badcase_internal.event e ON e.round_id = o.round_id WHERE curates GROUP BY o.round_id, o.program_id, o.closed_at
  UNION ALL
  SELECT 'credit ' || c.display_name || k.round, concat_ws(' ', count(*), sum(count(*)) OVER (PARTITION BY c.contributor_id), min(min(k.at)) OVER (PARTITION BY c.contributor_id))
  FROM first f JOIN badcase_internal.contributor c USING (contributor_id)
  CROSS JOIN LATERAL (SELECT min(m.decided_round) AS round, min(m.decided_at) AS at FROM badcase_internal.submission m WHERE m.cluster_id = f.cluster_id AND m.state = 'accepted') k
  WHERE curates AND k.round IS NOT NULL AND c.display_name IS NOT NULL AND badcase_internal.consents(c.contributor_id, 'show_name')
    AND NOT EXISTS (SELECT FROM badcase_internal.finding g WHERE g.submission_id = f.submission_id AND g.revision = f.revision AND g.cleared IS NOT TRUE AND g.rule LIKE 'contamination:%')
  GROUP BY c.contributor_id, c.display_name, k.round
  UNION ALL
  SELECT 'state ' || s.state, count(*)::text FROM s WHERE curates AND s.program_id = 1 GROUP BY s.state
$$;
CREATE FUNCTION pg_temp.viewed(curates bool) RETURNS TABLE (what text, counted text) LANGUAGE sql AS $$
  SELECT 'task ' || t.program || coalesce(t.task, '-'), concat_ws(' ', t.received, t.clusters, t.accepted, t.accepted_records, t.asking, t.kept) FROM badcase.task_coverage t WHERE t.received > 0
  UNION ALL
  SELECT 'kind ' || f.program || f.kind || coalesce(f.round::text, '-') || coalesce(f.task, '-'), concat_ws(' ', f.submissions, f.accepted) FROM badcase.failure_coverage f
  UNION ALL
  SELECT 'pair ' || a.reviewer_a || ' ' || a.reviewer_b, concat_ws(' ', a.reviewed, a.agreed, round(a.prevalence * 2 * a.reviewed)) FROM badcase.reviewer_agreement a WHERE curates
  UNION ALL
  SELECT 'reviewer ' || q.program || q.reviewer, concat_ws(' ', q.reviews, q.decided, q.agreed, q.disputes) FROM badcase.reviewer_quality q WHERE curates
  UNION ALL
  SELECT 'agreement', concat_ws(' ', a ->> 'pairs', a ->> 'observed', a ->> 'expected') FROM badcase_internal.agreement(1) a WHERE curates
  UNION ALL
  SELECT 'round ' || r.round, concat_ws(' ', r.reviews, r.accepted, r.rejected, r.needs_changes, r.disputed, r.waiting + r.late) FROM badcase.round_progress r WHERE curates
  UNION ALL
  SELECT 'credit ' || k.display_name || k.round, concat_ws(' ', k.accepted, c.accepted, c.first_accepted_at) FROM badcase.round_credits k JOIN badcase.credits c USING (program, display_name) WHERE curates
  UNION ALL
  SELECT 'state ' || c.state, c.n::text FROM badcase_internal.state_counts(1) c WHERE curates
$$;
CREATE FUNCTION pg_temp.kept() RETURNS void LANGUAGE sql AS $$ SELECT badcase_internal.keep_tallies(1), badcase_internal.keep_tallies(2) $$;
CREATE TEMP TABLE seen (what text, counted text);
GRANT ALL ON pg_temp.seen TO public;
CREATE FUNCTION pg_temp.otherwise() RETURNS TABLE (who text, what text, viewed text, plain text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT 'curator', coalesce(v.what, p.what), v.counted, p.counted FROM pg_temp.viewed(true) v FULL JOIN pg_temp.plain(true) p ON p.what = v.what WHERE v.counted IS DISTINCT FROM p.counted;
  DELETE FROM pg_temp.seen;
  SET LOCAL ROLE regress_badcase_exporter;
  INSERT INTO pg_temp.seen
  SELECT 'task ' || t.program || coalesce(t.task, '-'), concat_ws(' ', t.received, t.clusters, t.accepted, t.accepted_records, t.asking, t.kept) FROM badcase.task_coverage t WHERE t.received > 0
  UNION ALL SELECT 'kind ' || f.program || f.kind || coalesce(f.round::text, '-') || coalesce(f.task, '-'), concat_ws(' ', f.submissions, f.accepted) FROM badcase.failure_coverage f;
  SET LOCAL ROLE regress_badcase_owner;
  RETURN QUERY SELECT 'exporter', coalesce(v.what, p.what), v.counted, p.counted FROM pg_temp.seen v FULL JOIN pg_temp.plain(false) p ON p.what = v.what WHERE v.counted IS DISTINCT FROM p.counted;
END $$;
\set check 'SELECT * FROM pg_temp.otherwise(); DO $d$ BEGIN PERFORM pg_temp.kept(); END $d$; SELECT * FROM pg_temp.otherwise();'

SELECT pg_temp.send(1, 1, 'bridge', 12, 'words');
SELECT pg_temp.send(1, 2, 'river', 12);
SELECT pg_temp.send(2, 4, 'tower', 6, 'words');
:check
CALL badcase.triage(1);
:check
CALL badcase.triage(2);
SELECT count(*) AS submissions, count(DISTINCT badcase_internal.bucket_of(cluster_id)) AS buckets, count(DISTINCT cluster_id) AS clusters FROM badcase_internal.submission;
:check
SELECT badcase.set_task(1, 'talk');
-- as a suggestion that is taken gives it to its examples
SELECT array_agg(submission_id) AS examples FROM (SELECT submission_id FROM badcase_internal.submission WHERE program_id = 1 AND state = 'pending' ORDER BY 1 LIMIT 3) x \gset
UPDATE badcase_internal.submission SET task_id = NULL WHERE submission_id = ANY (:'examples'::bigint[]);
SELECT badcase_internal.mark_submissions(:'examples'), pg_temp.kept() \g /dev/null
SELECT badcase_internal.give_examples(:'examples', (SELECT task_id FROM badcase_internal.task WHERE program_id = 1 AND name = 'talk')) AS given;
:check
SELECT badcase.assign_task(submission_id, 'talk') FROM badcase_internal.submission WHERE program_id = 1 AND submission_id % 4 = 1 \g /dev/null
:check
SELECT pg_temp.judge('rita', 3), pg_temp.judge('ron', 3);
:check
SELECT state, count(*) FROM badcase_internal.submission GROUP BY 1 ORDER BY 1;
-- accepted at other times each
UPDATE badcase_internal.submission SET decided_at = decided_at - submission_id % 7 * interval '1 hour' WHERE state = 'accepted';
SELECT badcase_internal.mark_submissions(array_agg(submission_id)) FROM badcase_internal.submission WHERE state = 'accepted' \g /dev/null
-- a name that records brought is taken; a task goes into another
SELECT badcase.set_task(1, 'words');
:check
SELECT badcase.merge_tasks(1, 'words', 'talk') > 0 AS merged;
:check
-- a review of an earlier round is changed, and one withdrawn
SELECT pg_temp.send(1, 3, 'castle', 6);
CALL badcase.triage(1);
SELECT pg_temp.judge('rita', 100);
SELECT badcase.close_round(1), badcase.open_round(1);
:check
SELECT min(submission_id) AS changed, max(submission_id) AS withdrawn FROM badcase_internal.submission WHERE state = 'pending' AND contributor_id = 3 \gset
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(:changed, false, true);
SELECT badcase.withdraw_review(:withdrawn);
SET ROLE regress_badcase_owner;
:check
SELECT pg_temp.judge('rob', 100);
:check
SELECT badcase.reopen(submission_id, 'again') FROM badcase_internal.submission WHERE state = 'accepted' ORDER BY 1 LIMIT 2;
:check
SELECT badcase.adjudicate(submission_id, 'accepted', 'so it is') FROM badcase_internal.submission WHERE state = 'disputed' ORDER BY submission_id;
:check
-- a ruling that rejects, which no review marks
SELECT max(submission_id) AS disputed FROM badcase_internal.submission WHERE state = 'rejected' AND program_id = 1 \gset
SELECT badcase.reopen(:disputed, 'again');
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(:disputed, false, true);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(:disputed, true, true);
SET ROLE regress_badcase_owner;
:check
SELECT badcase.adjudicate(:disputed, 'rejected', 'so it is', '{other}');
:check
-- the first of a cluster is taken back
SELECT badcase.withdraw(submission => (
  SELECT min(s.submission_id) FROM badcase_internal.submission s WHERE s.state <> 'withdrawn' AND s.contributor_id = 2 AND EXISTS (
    SELECT FROM badcase_internal.submission o WHERE o.cluster_id = s.cluster_id AND o.submission_id > s.submission_id)));
:check
SELECT badcase.revise(submission_id, badcase(prompt(record), response(record) || ' and more of it'), 'more') FROM badcase_internal.submission WHERE state = 'needs_changes' ORDER BY 1 LIMIT 1;
:check
CALL badcase.triage(1);
:check
SELECT badcase.set_consent(2, 'show_name', false, 't');
:check
SELECT badcase.erase(1, 'forget me') > 0 AS erased;
:check
-- what screening finds by other rules, and what is said of it
SELECT badcase.create_term_list(1, 'towns', 'hold') AS list \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => :list) \g /dev/null
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "castle"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SELECT count(*) > 0 AS held FROM badcase_internal.submission WHERE state = 'held';
:check
SELECT badcase.resolve_finding(finding, submission % 2 = 0, 'as it is') FROM badcase.findings WHERE state = 'held' ORDER BY finding LIMIT 2 \g /dev/null
:check
-- a benchmark: what holds a part of it earns nothing
SELECT badcase.open_corpus(1, 'school', 'benchmark', 'MIT') AS corpus \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => :corpus) \g /dev/null
INSERT INTO badcase.intake (line_no, line) SELECT 1, convert_to(record::text, 'UTF8') FROM badcase_internal.submission WHERE state = 'accepted' AND contributor_id = 3 ORDER BY submission_id LIMIT 1;
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SELECT count(*) > 0 AS found FROM badcase_internal.finding WHERE rule LIKE 'contamination:%';
:check
SELECT array_agg(f.finding_id ORDER BY f.finding_id) AS parts FROM badcase_internal.finding f JOIN badcase_internal.submission s USING (submission_id)
WHERE f.rule LIKE 'contamination:%' AND s.state = 'accepted' \gset
SELECT badcase.resolve_finding(f, n > 1, 'one of them is') FROM unnest(:'parts'::bigint[]) WITH ORDINALITY x(f, n) \g /dev/null
:check
SELECT badcase.resolve_finding(f, true, 'none is') FROM unnest(:'parts'::bigint[]) WITH ORDINALITY x(f, n) WHERE n = 1 \g /dev/null
:check
SELECT count(*) AS credits FROM badcase.round_credits;
-- where a dump is restored the roles have other numbers, in another order
SELECT pg_temp.kept() \g /dev/null
UPDATE badcase_internal.tally SET a = 4294967295 - a, b = 4294967295 - b, role_a = coalesce(role_b, role_a), role_b = CASE WHEN role_b IS NOT NULL THEN role_a END,
  n = CASE what WHEN 'pair' THEN n[1:2] || n[6:8] || n[3:5] ELSE n END WHERE what IN ('pair', 'reviewer');
SELECT count(*) > 0 AS pairs FROM badcase_internal.tally WHERE what = 'pair';
:check
-- without its marks a change is not counted: this test can fail
SELECT badcase.reopen(max(submission_id), 'again') FROM badcase_internal.submission WHERE state = 'accepted';
DELETE FROM badcase_internal.tally_mark;
SELECT count(*) > 0 AS otherwise FROM pg_temp.otherwise();
-- of many buckets, one is read without the others
RESET ROLE;
SET session_replication_role = replica;
INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, contributor_state,
  cluster_id, failure_kinds, review_pass, decided_round, decided_at)
OVERRIDING SYSTEM VALUE
SELECT i, 1, 2, 1, i, '{"prompt": "a", "response": "b"}', '\x00', '\x00', 'accepted', 'accepted', i, '{domain}', 1, 1, now() FROM generate_series(1 << 20, (1 << 20) + 3 * 4096 + 199) i;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict)
SELECT s.submission_id, 1, r, 1, 1, true, true, 'accepted' FROM badcase_internal.submission s, unnest('{regress_badcase_rita,regress_badcase_ron}'::regrole[]) r WHERE s.submission_id >= 1 << 20;
SET session_replication_role = origin;
ANALYZE badcase_internal.submission, badcase_internal.review;
CREATE FUNCTION pg_temp.reads() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT sum(pg_stat_get_xact_tuples_returned(x))::bigint FROM (
    SELECT t::oid FROM unnest('{badcase_internal.submission,badcase_internal.review}'::regclass[]) t
    UNION ALL SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = ANY ('{badcase_internal.submission,badcase_internal.review}'::regclass[])) k(x)
$$;
CREATE FUNCTION pg_temp.reads_of(part text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  before bigint := pg_temp.reads();
BEGIN
  PERFORM FROM badcase_internal.tally_of(1, part, ARRAY[badcase_internal.bucket_of((1 << 20) + 3 * 4096)]);
  RETURN pg_temp.reads() - before;
END $$;
SELECT p.part, pg_temp.reads_of(p.part) BETWEEN 200 AND 2000 AS its_own FROM unnest('{task,first,kind,state,credit,pair,reviewer,verdict}'::text[]) p(part);
-- triage counts anew where much is new: 1000 marks, and a quarter of the buckets, which are those from 4 to 259, above what was counted last
CREATE FUNCTION pg_temp.is_due(marks int, kept bigint, others int) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM badcase_internal.tally_mark;
  DELETE FROM badcase_internal.tally;
  INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) SELECT 1, 'cluster', i % 7 FROM generate_series(1, marks) i;
  INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) SELECT 2, 'cluster', 1 FROM generate_series(1, others) i;
  INSERT INTO badcase_internal.tally (program_id, what, bucket, a, b, n) SELECT 1, 'state', kept, 1, 0, '{1}' WHERE kept IS NOT NULL;
  INSERT INTO badcase_internal.tally (program_id, what, bucket, a, b, n) VALUES (2, 'state', 259, 1, 0, '{1}'), (1, 'verdict', 259, 0, 0, '{1}');
  RETURN badcase_internal.is_due_to_count(1);
END $$;
SELECT v.marks, v.kept, v.others, pg_temp.is_due(v.marks, v.kept, v.others) AS is_due
FROM (VALUES (1000, 195, 0), (999, 195, 0), (999, 195, 1), (1000, 196, 0), (1000, NULL, 0), (5000, 259, 0), (0, NULL, 1000)) v(marks, kept, others);
-- and only then, and when nothing more is received: whether marks are left
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.marks_left(marks int, kept bigint, batch int) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_temp.send(1, 2, 'wall ' || marks || coalesce(kept, 0) || batch, 2), pg_temp.is_due(marks, kept, 0), badcase.triage_batch(1, batch);
  RETURN (SELECT count(*) FROM badcase_internal.tally_mark WHERE program_id = 1);
END $$;
SELECT pg_temp.marks_left(1000, NULL, 100) > 0 AS after_counting;
SELECT pg_temp.marks_left(1000, 259, 100) > 0 AS where_all_was_counted;
SELECT pg_temp.marks_left(900, NULL, 100) > 0 AS where_few_are;
SELECT pg_temp.marks_left(1000, NULL, 1) > 0 AS where_more_is_received;
-- what has its snapshot since before does not count
BEGIN ISOLATION LEVEL READ UNCOMMITTED;
SELECT pg_temp.is_due(9, 259, 0), badcase_internal.keep_tallies(1);
SELECT count(*) AS read_uncommitted FROM badcase_internal.tally_mark WHERE program_id = 1;
ROLLBACK;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT pg_temp.is_due(9, 259, 0), badcase_internal.keep_tallies(1);
SELECT count(*) AS repeatable_read FROM badcase_internal.tally_mark WHERE program_id = 1;
ROLLBACK;
-- each bucket is marked once, however many of it change
CREATE FUNCTION pg_temp.marks(what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM badcase_internal.tally_mark;
  EXECUTE 'SELECT badcase_internal.' || what;
  RETURN (SELECT string_agg(concat_ws(' ', m.program_id, m.part, m.bucket, m.n), ', ' ORDER BY m.part, m.bucket) FROM (SELECT program_id, part, bucket, count(*) AS n FROM badcase_internal.tally_mark GROUP BY 1, 2, 3) m);
END $$;
BEGIN;
UPDATE badcase_internal.submission SET task_id = NULL WHERE task_id IS NOT NULL;
UPDATE badcase_internal.submission SET task_id = (SELECT min(task_id) FROM badcase_internal.task) WHERE submission_id BETWEEN (1 << 20) + 4090 AND (1 << 20) + 4100;
SELECT what, pg_temp.marks(what) AS marks FROM (VALUES ('mark_submissions(ARRAY(SELECT i FROM generate_series((1 << 20) + 4090, (1 << 20) + 4100) i))'), ('mark_clusters(1, ''{1048577,1048578,1052672}'')'),
  ('mark_task((SELECT min(task_id) FROM badcase_internal.task))'), ('mark_reviewed(ARRAY(SELECT i FROM generate_series((1 << 20) + 4090, (1 << 20) + 4100) i))')) v(what);
UPDATE badcase_internal.submission SET cluster_id = (1 << 20) + 5 WHERE submission_id = (1 << 20) + 6;
SELECT pg_temp.marks('renumber_clusters(ARRAY[(1 << 20) + 5], ARRAY[(1 << 20) + 4])') AS renumbered;
ROLLBACK;
-- nor is a program larger by what was sent twice, rejected or taken back last
UPDATE badcase_internal.submission SET cluster_id = 700 << 12, state = s FROM unnest('{duplicate,rejected,withdrawn}'::text[]) WITH ORDINALITY x(s, n) WHERE submission_id = (1 << 20) + 1000 + n;
SELECT pg_temp.is_due(1000, 195, 0) AS at_195, pg_temp.is_due(1000, 196, 0) AS at_196;
RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_exporter, regress_badcase_rita, regress_badcase_ron, regress_badcase_rob;
