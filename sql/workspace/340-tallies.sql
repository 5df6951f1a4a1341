-- Kept counts. A program's submissions are divided into buckets by their cluster, so that what is counted once for a cluster
-- can be added up; its reviews by their submission. Who writes what is counted marks the bucket: a row of its own, so that
-- nobody waits for anybody. A bucket without a mark is as badcase_internal.tally has it; one with a mark is counted when it
-- is read. Maintain counts what is marked anew and removes the marks; so does triage, where there are many.
--
-- That is the same as counting all: a mark is committed with its change, so whoever sees the one sees the other. The marks
-- are removed by an earlier statement than that which counts; what is committed between has its own mark, which stays.

CREATE FUNCTION badcase_internal.bucket_of(id bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN id >> 12;
COMMENT ON FUNCTION badcase_internal.bucket_of(bigint) IS 'the bucket of a cluster, or of a submission''s reviews';

CREATE FUNCTION badcase_internal.bucket_start(bucket bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN bucket << 12;
COMMENT ON FUNCTION badcase_internal.bucket_start(bigint) IS 'the least number that is in a bucket';

-- By the bucket, for the planner would go through the index of clusters: where statistics are of a time when all were
-- received, it takes that one for empty.
CREATE FUNCTION badcase_internal.mark_submissions(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'cluster', badcase_internal.bucket_of(s.cluster_id)
    FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND badcase_internal.bucket_of(s.cluster_id) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_submissions(bigint[]) IS
  'marks the buckets that submissions are counted in; called after their change, and before one of the cluster';

CREATE FUNCTION badcase_internal.mark_clusters(program int, clusters bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT mark_clusters.program, 'cluster', badcase_internal.bucket_of(c) FROM unnest(clusters) c WHERE c IS NOT NULL AND mark_clusters.program IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_clusters(int, bigint[]) IS 'marks the buckets of clusters';

CREATE FUNCTION badcase_internal.mark_task(task bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'cluster', badcase_internal.bucket_of(s.cluster_id)
    FROM badcase_internal.submission s WHERE s.task_id = mark_task.task AND badcase_internal.bucket_of(s.cluster_id) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_task(bigint) IS 'marks the buckets in which a task is counted';

CREATE FUNCTION badcase_internal.mark_round(program int, round bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) VALUES (program, 'round', round);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_round(int, bigint) IS 'marks a round, something was decided in it';

CREATE FUNCTION badcase_internal.mark_review(program int, submission bigint, round bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    VALUES (program, 'review', badcase_internal.bucket_of(submission)), (program, 'round', round);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_review(int, bigint, bigint) IS 'marks the buckets that a review is counted in';

CREATE FUNCTION badcase_internal.mark_reviewed(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  BEGIN
    INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
    SELECT DISTINCT s.program_id, 'review', badcase_internal.bucket_of(s.submission_id)
    FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.review_pass > 0;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_reviewed(bigint[]) IS 'marks the buckets that the reviews of submissions are counted in, if they can have any: they were decided, or are no more';

CREATE FUNCTION badcase_internal.tallies() RETURNS TABLE (what text, part text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES ('task', 'cluster'), ('first', 'cluster'), ('kind', 'cluster'), ('state', 'cluster'), ('credit', 'cluster'),
      ('pair', 'review'), ('reviewer', 'review'), ('verdict', 'review'), ('round', 'round');
  END;
COMMENT ON FUNCTION badcase_internal.tallies() IS 'what is counted, and in which buckets';

-- The rows of one thing come in several buckets: who reads adds them up.
CREATE FUNCTION badcase_internal.tallied(program int, what text)
  RETURNS TABLE (a bigint, b bigint, n bigint[], first_at timestamptz, last_at timestamptz)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    marked CONSTANT bigint[] := ARRAY(
      SELECT DISTINCT m.bucket FROM badcase_internal.tally_mark m
      WHERE m.program_id = tallied.program AND m.part = (SELECT t.part FROM badcase_internal.tallies() t WHERE t.what = tallied.what));
  BEGIN
    RETURN QUERY
      SELECT coalesce(t.role_a::oid::bigint, t.a), coalesce(t.role_b::oid::bigint, t.b), t.n, t.first_at, t.last_at FROM badcase_internal.tally t
      WHERE t.program_id = tallied.program AND t.what = tallied.what AND t.bucket NOT IN (SELECT unnest(marked));
    IF marked <> '{}' THEN
      RETURN QUERY
        SELECT t.a, t.b, t.n, t.first_at, t.last_at FROM badcase_internal.tally_of(tallied.program, tallied.what, marked) t;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tallied(int, text) IS
  'the counts of a program as they are now: those that are kept, and of the buckets that are marked those of this moment';

-- To count all that is marked takes the longer the more there is, and new submissions soon mark nearly all. So it is worth
-- its time where the program has grown by a third since: then it costs each of the new ones the same, however many there are.
-- Of the numbers of clusters, for these are those of submissions, and both ends are found in an index.
CREATE FUNCTION badcase_internal.is_due_to_count(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT (SELECT count(*) = 1000 FROM (
        SELECT FROM badcase_internal.tally_mark m WHERE m.program_id = is_due_to_count.program LIMIT 1000) x)
      AND coalesce(4 * (e.last - k.kept) > e.last - e.first, true)
    FROM (
      SELECT badcase_internal.bucket_of(min(s.cluster_id)) AS first, badcase_internal.bucket_of(max(s.cluster_id)) AS last
      FROM badcase_internal.submission s
      WHERE s.program_id = is_due_to_count.program AND s.cluster_id IS NOT NULL AND s.state NOT IN ('duplicate', 'rejected', 'withdrawn')) e
    CROSS JOIN (
      SELECT max(t.bucket) AS kept FROM badcase_internal.tally t WHERE t.program_id = is_due_to_count.program AND t.what = 'state') k
  $$;
COMMENT ON FUNCTION badcase_internal.is_due_to_count(int) IS
  'whether 1000 marks or more have gathered in a program and a quarter of its buckets has never been counted';

-- Two who count at once would each write the same buckets; a snapshot that is older than another's count would, too.
CREATE FUNCTION badcase_internal.keep_tallies(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    t record;
    buckets bigint[];
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted')
      OR NOT EXISTS (SELECT FROM badcase_internal.tally_mark m WHERE m.program_id = keep_tallies.program)
      OR NOT badcase_internal.try_work(program, 'tally') THEN
      RETURN;
    END IF;
    FOR t IN SELECT k.part, array_agg(k.what) AS whats FROM badcase_internal.tallies() k GROUP BY k.part ORDER BY k.part LOOP
      WITH gone AS (
        DELETE FROM badcase_internal.tally_mark m WHERE m.program_id = keep_tallies.program AND m.part = t.part RETURNING m.bucket)
      SELECT array_agg(DISTINCT g.bucket) INTO buckets FROM gone g;
      DELETE FROM badcase_internal.tally k WHERE k.program_id = keep_tallies.program AND k.what = ANY (t.whats) AND k.bucket = ANY (buckets);
      INSERT INTO badcase_internal.tally (program_id, what, bucket, a, b, n, first_at, last_at, role_a, role_b)
      SELECT keep_tallies.program, w, x.bucket, x.a, x.b, x.n, x.first_at, x.last_at,
        CASE WHEN w IN ('pair', 'reviewer') THEN x.a::oid::regrole END, CASE WHEN w = 'pair' THEN x.b::oid::regrole END
      FROM unnest(t.whats) w CROSS JOIN LATERAL badcase_internal.tally_of(program, w, buckets) x
      WHERE buckets IS NOT NULL;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.keep_tallies(int) IS
  'counts the marked buckets of a program and keeps the counts; leaves it to another session that is at it';
