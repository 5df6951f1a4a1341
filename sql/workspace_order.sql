-- What is claimed in which order, against the order told in one query over all that is pending; what is wanted, overdue and
-- credited against counts of all.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'task ' || i, 5 * i) FROM generate_series(1, 7) i;
SELECT pg_temp.send(1, 5, VARIADIC ARRAY(SELECT badcase(format('Question %s of town %s on day %s about %s', i, md5(i::text), i * 7, md5((i * 31)::text)), format('Answer %s, %s and %s', md5((i * 3)::text), i, md5((i * 5)::text))) FROM generate_series(1, 400) i)) AS sent;
CALL badcase.triage(1);
-- as years of reviews would leave them: accepted, pending, in clusters, of tasks, in many kinds of failure
RESET ROLE;
UPDATE badcase_internal.submission s SET
  state = CASE WHEN s.submission_id % 3 = 0 THEN 'accepted' ELSE 'pending' END,
  decided_at = CASE WHEN s.submission_id % 3 = 0 THEN now() - s.submission_id * interval '1 minute' END,
  decided_round = CASE WHEN s.submission_id % 3 = 0 THEN 1 END,
  cluster_id = 8 + s.submission_id * 13 % 150,
  task_id = CASE WHEN s.submission_id % 11 > 0 THEN (SELECT t.task_id FROM badcase_internal.task t WHERE t.program_id = 1 AND t.name = 'task ' || 1 + s.submission_id * s.submission_id % 7) END,
  failure_kinds = CASE s.submission_id % 5 WHEN 0 THEN '{}'::text[] WHEN 1 THEN '{domain}' WHEN 2 THEN '{factual,harmful}' WHEN 3 THEN '{context}' ELSE '{domain,context}' END,
  received_at = now() - s.submission_id * 37 % 101 * interval '1 day'
WHERE s.program_id = 1 AND s.submission_id > 6;
UPDATE badcase_internal.round SET cut_off = now() - interval '3 days', opened_at = now() - interval '200 days' WHERE program_id = 1;
CREATE FUNCTION pg_temp.ordered() RETURNS TABLE (id bigint, task_id bigint, failure_kinds text[], received_at timestamptz, n bigint) LANGUAGE sql AS $$
  WITH accepted AS (SELECT a.task_id, a.cluster_id, a.failure_kinds FROM badcase_internal.submission a WHERE a.program_id = 1 AND a.state = 'accepted'),
  of_kind AS (SELECT q.kind, count(DISTINCT a.cluster_id) AS n FROM unnest(badcase_internal.failure_kinds()) q(kind) LEFT JOIN accepted a ON q.kind = ANY (a.failure_kinds) GROUP BY q.kind)
  SELECT s.submission_id, s.task_id, s.failure_kinds, s.received_at, row_number() OVER (ORDER BY greatest(t.target - coalesce(k.n, 0), 0) DESC NULLS LAST, (SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (s.failure_kinds)) NULLS LAST, s.cluster_id, s.submission_id)
  FROM badcase_internal.submission s
  JOIN badcase_internal.round o ON o.program_id = 1 AND o.closed_at IS NULL AND s.received_at <= o.cut_off
  LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
  LEFT JOIN (SELECT a.task_id, count(DISTINCT a.cluster_id) AS n FROM accepted a GROUP BY a.task_id) k ON k.task_id = s.task_id
  WHERE s.program_id = 1 AND s.state = 'pending' AND NOT badcase_internal.is_claimed(s)
$$;
SELECT count(*) AS pending, count(DISTINCT (task_id, failure_kinds)) AS groups, count(DISTINCT received_at) AS days FROM pg_temp.ordered();
-- the first so many, in each way; none is another's
SELECT way, most, (SELECT array_agg(c) FROM badcase_internal.claimable(1, NULL, NULL, NULL, way, most) c) = ARRAY(
    SELECT o.id FROM pg_temp.ordered() o ORDER BY CASE WHEN way = 'oldest' THEN o.received_at END, o.n LIMIT most) AS as_told
FROM unnest('{wanted,oldest,doubt}'::text[]) way CROSS JOIN unnest('{1,7,40,1000}'::int[]) most ORDER BY 1, 2;
SELECT t.name, (SELECT coalesce(array_agg(c), '{}') FROM badcase_internal.claimable(1, t.task_id, 'domain', 'en', 'wanted', 1000) c) = ARRAY(
    SELECT o.id FROM pg_temp.ordered() o WHERE o.task_id = t.task_id AND 'domain' = ANY (o.failure_kinds) ORDER BY o.n) AS as_told
FROM badcase_internal.task t WHERE t.program_id = 1 ORDER BY 1;
SELECT count(*) AS in_chinese FROM badcase_internal.claimable(1, NULL, NULL, 'zh', 'wanted', 1000);
-- what screening warns of comes first, most warnings before others, then the rest
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version)
SELECT s.submission_id, 1, s.revision, 'quality:made_up', 1, 'warn', 1 FROM badcase_internal.submission s CROSS JOIN generate_series(1, 3) n
WHERE s.program_id = 1 AND s.submission_id % 10 = 4 AND n <= 1 + s.submission_id % 3;
SELECT most, (SELECT array_agg(c) FROM badcase_internal.claimable(1, NULL, NULL, NULL, 'doubt', most) c) = ARRAY(
    SELECT o.id FROM pg_temp.ordered() o ORDER BY (SELECT count(*) FROM badcase_internal.finding f WHERE f.submission_id = o.id AND f.severity = 'warn') DESC, o.n LIMIT most) AS as_told
FROM unnest('{5,27,1000}'::int[]) most ORDER BY 1;
-- who may review none of the first hundred still gets the next: Ron is in a group that has reviewed them
CREATE ROLE regress_badcase_group;
GRANT regress_badcase_group TO regress_badcase_ron;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict)
SELECT o.id, s.review_pass, 'regress_badcase_group', 1, s.revision, true, true, 'accepted' FROM pg_temp.ordered() o JOIN badcase_internal.submission s ON s.submission_id = o.id WHERE o.n <= 100;
SELECT array_agg(o.id ORDER BY o.n) AS next FROM pg_temp.ordered() o WHERE o.n BETWEEN 101 AND 103 \gset
-- and nobody sees again what they have reviewed under their own name
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict)
SELECT o.id, s.review_pass, 'regress_badcase_rita', 1, s.revision, true, true, 'accepted' FROM pg_temp.ordered() o JOIN badcase_internal.submission s ON s.submission_id = o.id WHERE o.n % 2 = 1;
SELECT array_agg(o.id ORDER BY o.n) AS even FROM pg_temp.ordered() o WHERE o.n IN (2, 4, 6) \gset
SET ROLE regress_badcase_ron;
SELECT array_agg(q.submission) = :'next'::bigint[] AS next, min(q.behind) > 0 AS others FROM badcase.claim_reviews(1, 3) q;
SET ROLE regress_badcase_rita;
SELECT array_agg(q.submission) = :'even'::bigint[] AS even FROM badcase.claim_reviews(1, 3) q;
RESET ROLE;
-- what is counted to a target only, and what is taken from an index in order, is what all of it says
SET ROLE regress_badcase_carol;
SELECT count(*) AS wanted, bool_and(w.accepted = c.accepted AND w.missing = c.missing) AS as_told FROM badcase.help_wanted w JOIN badcase.task_coverage c ON c.program = w.program AND c.task = w.task;
SELECT count(*) AS overdue, array_agg(o.submission) = array_agg(o.submission ORDER BY o.received_at, o.submission) AS in_order FROM badcase.overdue o;
RESET ROLE;
SELECT count(*) AS late FROM badcase_internal.submission s WHERE s.program_id = 1 AND s.state IN ('received', 'held', 'pending', 'disputed') AND s.received_at < now() - interval '672 hours';
SELECT count(*) AS clusters, bool_and(r.representative = k.first AND r.contributor_id = k.contributor_id AND r.accepted_at IS NOT DISTINCT FROM k.at AND r.accepted_round IS NOT DISTINCT FROM k.round) AS as_told
FROM (SELECT p.program_id, r.* FROM badcase_internal.program p CROSS JOIN LATERAL badcase_internal.representatives(p.program_id, ARRAY(
  SELECT DISTINCT badcase_internal.bucket_of(s.cluster_id) FROM badcase_internal.submission s WHERE s.program_id = p.program_id AND s.cluster_id IS NOT NULL)) r) r JOIN (
  SELECT s.program_id, s.cluster_id, min(s.submission_id) AS first, (array_agg(s.contributor_id ORDER BY s.submission_id))[1] AS contributor_id,
    min(s.decided_at) FILTER (WHERE s.state = 'accepted') AS at, min(s.decided_round) FILTER (WHERE s.state = 'accepted') AS round
  FROM badcase_internal.submission s WHERE s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn') GROUP BY 1, 2) k USING (program_id, cluster_id);
DROP OWNED BY regress_badcase_group;
DELETE FROM badcase_internal.review WHERE reviewer = 'regress_badcase_group'::regrole;
DROP ROLE regress_badcase_group;
\i sql/include/clean.sql
