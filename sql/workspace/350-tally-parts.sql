-- What is counted, of some buckets each.

-- What is received or withdrawn is in no bucket: of what is received the readers count all, it is what triage has not seen.
-- OFFSET 0 here and below: each bucket is read from the index of clusters, or of reviews. A planner that saw the conditions
-- of the callers, of whose states it has no statistics, would read all of the table for them.
CREATE FUNCTION badcase_internal.in_buckets(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, cluster_id bigint, state text, task_id bigint, failure_kinds text[], decided_round bigint, asks int, breaks int)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.bucket, s.cluster_id, s.state, s.task_id, s.failure_kinds, s.decided_round, s.asks, s.breaks
    FROM unnest(buckets) k(bucket)
    CROSS JOIN LATERAL (
      SELECT t.cluster_id, t.state, t.task_id, t.failure_kinds, t.decided_round, t.asks, t.breaks FROM badcase_internal.submission t
      WHERE t.cluster_id >= badcase_internal.bucket_start(k.bucket) AND t.cluster_id < badcase_internal.bucket_start(k.bucket + 1)
        AND t.program_id = in_buckets.program AND t.state NOT IN ('received', 'withdrawn')
      OFFSET 0) s;
  END;
COMMENT ON FUNCTION badcase_internal.in_buckets(int, bigint[]) IS 'the submissions of a program that are counted in buckets';

-- A task that no curator has taken is shown to curators alone: for the others it is none. So it is counted twice, once as -1
-- together with all that has no task, for a cluster may be in several such tasks.
CREATE FUNCTION badcase_internal.counted_tasks(task bigint) RETURNS bigint[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (SELECT FROM badcase_internal.task t WHERE t.task_id = counted_tasks.task AND t.set_by IS NOT NULL) THEN ARRAY[task]
      ELSE ARRAY[coalesce(task, 0), -1] END;
  END;
COMMENT ON FUNCTION badcase_internal.counted_tasks(bigint) IS 'the tasks that a submission of a task is counted in';

CREATE FUNCTION badcase_internal.tally_tasks(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT t.id, badcase_internal.counted_tasks(t.id) AS tasks
      FROM (SELECT k.task_id AS id FROM badcase_internal.task k WHERE k.program_id = tally_tasks.program UNION ALL SELECT NULL) t
    )
    SELECT k.bucket, k.task, ARRAY[sum(k.n), count(*), count(*) FILTER (WHERE k.accepted > 0), sum(k.accepted), sum(k.asking), sum(k.kept),
      count(*) FILTER (WHERE k.open AND k.accepted = 0)]::bigint[]
    FROM (
      SELECT s.bucket, t.task, s.cluster_id, count(*) AS n, count(*) FILTER (WHERE s.state = 'accepted') AS accepted, count(*) FILTER (WHERE s.asks > 0) AS asking,
        count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0) AS kept, bool_or(s.state IN ('held', 'pending', 'needs_changes', 'disputed')) AS open
      FROM badcase_internal.in_buckets(program, buckets) s
      LEFT JOIN counted c ON c.id = s.task_id
      CROSS JOIN LATERAL unnest(coalesce(c.tasks, '{0,-1}'::bigint[])) t(task)
      GROUP BY s.bucket, t.task, s.cluster_id) k
    GROUP BY k.bucket, k.task
  $$;
COMMENT ON FUNCTION badcase_internal.tally_tasks(int, bigint[]) IS
  'by task (0: none, -1: none that a curator has taken): submissions, clusters, those with an accepted one, accepted submissions, those that ask for what can be checked, those that keep it, clusters that are open and have no accepted one';

CREATE FUNCTION badcase_internal.tally_firsts(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT k.bucket, k.task, k.round, ARRAY[count(*)]
    FROM (
      SELECT s.bucket, coalesce(s.task_id, 0) AS task, min(s.decided_round) AS round
      FROM badcase_internal.in_buckets(program, buckets) s WHERE s.state = 'accepted' GROUP BY s.bucket, coalesce(s.task_id, 0), s.cluster_id) k
    WHERE k.round IS NOT NULL
    GROUP BY k.bucket, k.task, k.round
  $$;
COMMENT ON FUNCTION badcase_internal.tally_firsts(int, bigint[]) IS 'by task and round: the clusters of which the round accepted the first';

CREATE FUNCTION badcase_internal.tally_kinds(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT t.id, badcase_internal.counted_tasks(t.id) AS tasks
      FROM (SELECT k.task_id AS id FROM badcase_internal.task k WHERE k.program_id = tally_kinds.program UNION ALL SELECT NULL) t
    ), cell AS MATERIALIZED (
      SELECT s.bucket, coalesce(s.decided_round, 0) AS round, t.task, k.kind, count(*) AS n,
        count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted') AS accepted
      FROM badcase_internal.in_buckets(program, buckets) s
      LEFT JOIN counted c ON c.id = s.task_id
      CROSS JOIN LATERAL unnest(coalesce(c.tasks, '{0,-1}'::bigint[])) t(task)
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
      GROUP BY s.bucket, coalesce(s.decided_round, 0), t.task, k.kind
    )
    SELECT g.bucket, g.round, g.task, array_agg(coalesce(c.n, 0) ORDER BY k.place) || array_agg(coalesce(c.accepted, 0) ORDER BY k.place)
    FROM (SELECT DISTINCT x.bucket, x.round, x.task FROM cell x) g
    CROSS JOIN unnest(badcase_internal.failure_kinds()) WITH ORDINALITY k(kind, place)
    LEFT JOIN cell c ON c.bucket = g.bucket AND c.round = g.round AND c.task = g.task AND c.kind = k.kind
    GROUP BY g.bucket, g.round, g.task
  $$;
COMMENT ON FUNCTION badcase_internal.tally_kinds(int, bigint[]) IS
  'by round (0: not decided) and task: of each kind of failure the submissions, then of each the clusters with an accepted one';

CREATE FUNCTION badcase_internal.tally_states(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT s.bucket, array_position(badcase_internal.states(), s.state), ARRAY[count(*), count(*) FILTER (WHERE s.task_id IS NULL), count(s.asks),
      count(*) FILTER (WHERE s.asks > 0), count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)]
    FROM badcase_internal.in_buckets(program, buckets) s GROUP BY s.bucket, s.state
  $$;
COMMENT ON FUNCTION badcase_internal.tally_states(int, bigint[]) IS 'by the place of the state: submissions, those without a task, those of which it is known what they ask for, those that ask for something, those that keep it';

-- What is withdrawn is not counted.
CREATE FUNCTION badcase_internal.state_counts(program int) RETURNS TABLE (state text, n bigint, untasked bigint, known bigint, asking bigint, kept bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (badcase_internal.states())[t.a], sum(t.n[1])::bigint, sum(t.n[2])::bigint, sum(t.n[3])::bigint,
      sum(t.n[4])::bigint, sum(t.n[5])::bigint
    FROM badcase_internal.tallied(state_counts.program, 'state') t GROUP BY t.a
    UNION ALL
    SELECT 'received', count(*), count(*) FILTER (WHERE s.task_id IS NULL), count(s.asks), count(*) FILTER (WHERE s.asks > 0),
      count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)
    FROM badcase_internal.submission s
    WHERE s.program_id = state_counts.program AND s.state = 'received'
      AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
    HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.state_counts(int) IS 'how many submissions of a program are in each state, but withdrawn ones; of them, how many have no task, of how many it is known what they ask for, how many ask for something and how many keep it';

-- The one definition of who represents a cluster: its first submission that is neither a duplicate nor rejected nor
-- withdrawn. When that one goes, the next has its place without any update. A cluster counts as accepted from the time
-- at which the first of its members was accepted, in the first round that accepted one.
-- A bucket is a range of clusters, read from an index that has all that is wanted, in the order of the clusters.
CREATE FUNCTION badcase_internal.representatives(program int, buckets bigint[])
  RETURNS TABLE (cluster_id bigint, representative bigint, contributor_id bigint, accepted_at timestamptz, accepted_round bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT k.cluster_id, k.first[1], k.first[2], k.accepted_at, k.accepted_round
    FROM unnest(buckets) p(bucket)
    CROSS JOIN LATERAL (
      SELECT s.cluster_id, min(ARRAY[s.submission_id, s.contributor_id]) AS first, min(s.decided_at) FILTER (WHERE s.state = 'accepted') AS accepted_at,
        min(s.decided_round) FILTER (WHERE s.state = 'accepted') AS accepted_round
      FROM badcase_internal.submission s
      WHERE s.program_id = representatives.program AND s.cluster_id >= badcase_internal.bucket_start(p.bucket) AND s.cluster_id < badcase_internal.bucket_start(p.bucket + 1)
        AND s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn')
      GROUP BY s.cluster_id) k
  $$;
COMMENT ON FUNCTION badcase_internal.representatives(int, bigint[]) IS
  'the clusters of buckets of a program with the submission that represents each and whose that is, and when and in which round one of it was accepted first';

CREATE FUNCTION badcase_internal.tally_credits(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT badcase_internal.bucket_of(k.cluster_id), k.contributor_id, k.accepted_round, ARRAY[count(*)], min(k.accepted_at), max(k.accepted_at)
    FROM badcase_internal.representatives(program, buckets) k
    WHERE k.accepted_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = k.representative AND f.cleared IS NOT TRUE AND f.rule LIKE 'contamination:%'
        AND f.revision = (SELECT s.revision FROM badcase_internal.submission s WHERE s.submission_id = f.submission_id))
    GROUP BY badcase_internal.bucket_of(k.cluster_id), k.contributor_id, k.accepted_round
  $$;
COMMENT ON FUNCTION badcase_internal.tally_credits(int, bigint[]) IS
  'by contributor and round: the accepted clusters that are theirs, the first and the last time; without those whose representative holds a part of a benchmark';

CREATE FUNCTION badcase_internal.reviews_in_buckets(program int, buckets bigint[])
  RETURNS TABLE (bucket bigint, submission_id bigint, review_pass int, reviewer regrole, verdict text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.bucket, v.submission_id, v.review_pass, v.reviewer, v.verdict
    FROM unnest(buckets) k(bucket)
    CROSS JOIN LATERAL (
      SELECT w.submission_id, w.review_pass, w.reviewer, w.verdict, w.round_id FROM badcase_internal.review w
      WHERE w.submission_id >= badcase_internal.bucket_start(k.bucket) AND w.submission_id < badcase_internal.bucket_start(k.bucket + 1)
      OFFSET 0) v
    JOIN badcase_internal.round o ON o.round_id = v.round_id AND o.program_id = reviews_in_buckets.program;
  END;
COMMENT ON FUNCTION badcase_internal.reviews_in_buckets(int, bigint[]) IS 'the reviews of a program that are counted in buckets';

-- Of two reviewers the one with the lesser number comes first: a name can change.
CREATE FUNCTION badcase_internal.tally_pairs(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
    SELECT x.bucket, x.reviewer::oid::bigint, y.reviewer::oid::bigint, ARRAY[count(*), count(*) FILTER (WHERE x.verdict = y.verdict),
      count(*) FILTER (WHERE x.verdict = 'accepted'), count(*) FILTER (WHERE x.verdict = 'rejected'), count(*) FILTER (WHERE x.verdict = 'needs_changes'),
      count(*) FILTER (WHERE y.verdict = 'accepted'), count(*) FILTER (WHERE y.verdict = 'rejected'), count(*) FILTER (WHERE y.verdict = 'needs_changes')]
    FROM badcase_internal.reviews_in_buckets(program, buckets) x
    JOIN badcase_internal.review y ON y.submission_id = x.submission_id AND y.review_pass = x.review_pass AND y.reviewer::oid > x.reviewer::oid
    GROUP BY x.bucket, x.reviewer, y.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.tally_pairs(int, bigint[]) IS
  'by two reviewers: what both reviewed in the same pass, where they agree, the verdicts accepted, rejected and needs_changes of the one, of the other';

CREATE FUNCTION badcase_internal.tally_reviewers(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, a bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT v.bucket, v.reviewer::oid::bigint, ARRAY[count(*), count(*) FILTER (WHERE v.decided), count(*) FILTER (WHERE v.decided AND v.verdict = v.state),
      count(*) FILTER (WHERE v.disputed)]
    FROM (
      SELECT x.bucket, x.reviewer, x.verdict, s.state, x.review_pass = s.review_pass AND s.state IN ('accepted', 'rejected') AS decided,
        min(x.verdict) OVER pass <> max(x.verdict) OVER pass AS disputed
      FROM badcase_internal.reviews_in_buckets(program, buckets) x
      JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
      WINDOW pass AS (PARTITION BY x.submission_id, x.review_pass)) v
    GROUP BY v.bucket, v.reviewer
  $$;
COMMENT ON FUNCTION badcase_internal.tally_reviewers(int, bigint[]) IS
  'by reviewer: reviews, those of submissions that are decided now by the same pass, of these those with the verdict, those that another contradicts in the same pass';

CREATE FUNCTION badcase_internal.tally_verdicts(program int, buckets bigint[]) RETURNS TABLE (bucket bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT p.bucket, ARRAY[sum(p.n), sum(p.n * (p.n - 1) / 2),
      sum(p.accepted * (p.accepted - 1) / 2 + p.rejected * (p.rejected - 1) / 2 + p.others * (p.others - 1) / 2), sum(p.accepted), sum(p.rejected), sum(p.others)]::bigint[]
    FROM (
      SELECT v.bucket, count(*) AS n, count(*) FILTER (WHERE v.verdict = 'accepted') AS accepted,
        count(*) FILTER (WHERE v.verdict = 'rejected') AS rejected, count(*) FILTER (WHERE v.verdict = 'needs_changes') AS others
      FROM badcase_internal.reviews_in_buckets(program, buckets) v GROUP BY v.bucket, v.submission_id, v.review_pass) p
    GROUP BY p.bucket
  $$;
COMMENT ON FUNCTION badcase_internal.tally_verdicts(int, bigint[]) IS
  'reviews, pairs of reviews of the same pass, agreeing pairs, verdicts accepted, rejected, needs_changes';

CREATE FUNCTION badcase_internal.tally_rounds(program int, rounds bigint[]) RETURNS TABLE (bucket bigint, n bigint[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT o.round_id, ARRAY[(SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = o.round_id), d.accepted, d.rejected, d.needs_changes, d.disputed]
    FROM badcase_internal.round o
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE e.to_state = 'accepted') AS accepted, count(*) FILTER (WHERE e.to_state = 'rejected') AS rejected,
        count(*) FILTER (WHERE e.to_state = 'needs_changes') AS needs_changes, count(*) FILTER (WHERE e.to_state = 'disputed') AS disputed
      FROM badcase_internal.event e WHERE e.round_id = o.round_id) d
    WHERE o.round_id = ANY (rounds) AND o.program_id = tally_rounds.program
  $$;
COMMENT ON FUNCTION badcase_internal.tally_rounds(int, bigint[]) IS
  'of rounds: reviews, and how often something was accepted, rejected, asked to be changed, disputed';

CREATE FUNCTION badcase_internal.tally_of(program int, what text, buckets bigint[])
  RETURNS TABLE (bucket bigint, a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    none CONSTANT timestamptz := NULL;
  BEGIN
    CASE what
      WHEN 'task' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_tasks(program, buckets) t;
      WHEN 'first' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_firsts(program, buckets) t;
      WHEN 'kind' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_kinds(program, buckets) t;
      WHEN 'state' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_states(program, buckets) t;
      WHEN 'credit' THEN
        RETURN QUERY SELECT t.* FROM badcase_internal.tally_credits(program, buckets) t;
      WHEN 'pair' THEN
        RETURN QUERY SELECT t.bucket, t.a, t.b, t.n, none, none FROM badcase_internal.tally_pairs(program, buckets) t;
      WHEN 'reviewer' THEN
        RETURN QUERY SELECT t.bucket, t.a, 0::bigint, t.n, none, none FROM badcase_internal.tally_reviewers(program, buckets) t;
      WHEN 'verdict' THEN
        RETURN QUERY SELECT t.bucket, 0::bigint, 0::bigint, t.n, none, none FROM badcase_internal.tally_verdicts(program, buckets) t;
      WHEN 'round' THEN
        RETURN QUERY SELECT t.bucket, t.bucket, 0::bigint, t.n, none, none FROM badcase_internal.tally_rounds(program, buckets) t;
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tally_of(int, text, bigint[]) IS 'the counts of buckets of a program, counted anew';
