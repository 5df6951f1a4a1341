-- Numbers for the public. The unit of anonymity is the contributor: a cell stands for at least k of them, and so does
-- whatever can be had by subtracting cells from one another.

-- The cells of each "what" divide the same submissions, so anybody can subtract the shown cells from the whole. So the
-- cells with too few contributors are put together, and the next smallest one is added until the rest has k contributors,
-- too. A label is a contributor's word; it is shown with its cell or not at all.
CREATE FUNCTION badcase_internal.public_cells(program int, k int) RETURNS TABLE (what text, bucket text, n bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH counted AS MATERIALIZED (
      -- by contributor and each of four things, in one pass
      SELECT s.contributor_id, s.state, s.task_id, s.model_version, to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
        GROUPING(s.state, s.task_id, s.model_version) AS but, count(*) AS n
      FROM badcase_internal.submission s
      WHERE s.program_id = public_cells.program AND s.state <> 'withdrawn'
      GROUP BY s.contributor_id, GROUPING SETS ((s.state), (s.task_id), (s.model_version), (to_char(s.received_at AT TIME ZONE 'UTC', 'YYYY-MM')))
    ), value AS MATERIALIZED (
      SELECT c.contributor_id, v.what, v.label, sum(c.n)::bigint AS n
      FROM counted c
      LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id AND t.set_by IS NOT NULL
      LEFT JOIN badcase_internal.model_version m ON m.program_id = public_cells.program AND m.name = c.model_version
      CROSS JOIN LATERAL (VALUES
        (3, 'state', c.state),
        (5, 'task', t.name),
        (6, 'model_version', m.name),
        (7, 'month', c.month)) v(but, what, label)
      WHERE v.but = c.but
      GROUP BY c.contributor_id, v.what, v.label
    ), cell AS (
      SELECT v.what, v.label, sum(v.n)::bigint AS n, count(*) AS people
      FROM value v GROUP BY v.what, v.label
    ), ranked AS MATERIALIZED (
      SELECT c.*, c.label IS NOT NULL AND c.people >= public_cells.k AS may_show,
        row_number() OVER (PARTITION BY c.what ORDER BY c.label IS NOT NULL AND c.people >= public_cells.k, c.people, c.n,
          c.label COLLATE "C") AS rank
      FROM cell c
    ), newcomers AS (
      SELECT f.what, f.rank, count(*) AS people
      FROM (
        SELECT r.what, v.contributor_id, min(r.rank) AS rank
        FROM value v
        -- no label is empty
        JOIN ranked r ON r.what = v.what AND coalesce(r.label, '') = coalesce(v.label, '')
        GROUP BY r.what, v.contributor_id) f
      GROUP BY f.what, f.rank
    ), growing AS (
      SELECT r.what, r.rank, count(*) FILTER (WHERE NOT r.may_show) OVER (PARTITION BY r.what) AS hidden,
        sum(coalesce(n.people, 0)) OVER (PARTITION BY r.what ORDER BY r.rank) AS people
      FROM ranked r LEFT JOIN newcomers n ON n.what = r.what AND n.rank = r.rank
    ), cut AS (
      SELECT g.what, CASE WHEN min(g.hidden) = 0 THEN 0
        ELSE min(g.rank) FILTER (WHERE g.rank >= g.hidden AND g.people >= public_cells.k) END AS rank
      FROM growing g GROUP BY g.what
    )
    SELECT r.what, r.label, r.n FROM ranked r JOIN cut c ON c.what = r.what WHERE r.rank > c.rank
    UNION ALL
    SELECT r.what, NULL, sum(r.n)::bigint FROM ranked r JOIN cut c ON c.what = r.what WHERE r.rank <= c.rank GROUP BY r.what
  $$;
COMMENT ON FUNCTION badcase_internal.public_cells(int, int) IS
  'how many submissions have each state, task, model version and month; what has too few contributors is put together under a null bucket';

-- A submission can have several kinds of failure: each kind divides the whole in two.
CREATE FUNCTION badcase.public_statistics(program int DEFAULT NULL, k int DEFAULT 5) RETURNS TABLE (what text, bucket text, n bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    people bigint;
    everything bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    IF k IS NULL OR k < 2 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a public number stands for at least two contributors';
    END IF;
    SELECT count(*), sum(c.n) INTO people, everything
    FROM (
      SELECT count(*) AS n FROM badcase_internal.submission s
      WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn' GROUP BY s.contributor_id) c;
    IF people < k THEN
      RETURN;
    END IF;
    RETURN QUERY
      SELECT x.what, x.bucket, x.n FROM (
        SELECT 'all', 'submissions', everything
        UNION ALL
        SELECT 'all', 'contributors', people
        UNION ALL
        SELECT c.what, c.bucket, c.n FROM badcase_internal.public_cells(program, k) c
        UNION ALL
        SELECT 'failure_kind', f.kind, f.n
        FROM (
          SELECT q.kind, coalesce(sum(c.n) FILTER (WHERE q.kind = ANY (c.failure_kinds)), 0)::bigint AS n,
            count(DISTINCT c.contributor_id) FILTER (WHERE q.kind = ANY (c.failure_kinds)) AS with_it,
            count(DISTINCT c.contributor_id) FILTER (WHERE NOT q.kind = ANY (c.failure_kinds)) AS without_it
          FROM (
            SELECT s.contributor_id, s.failure_kinds, count(*) AS n FROM badcase_internal.submission s
            WHERE s.program_id = public_statistics.program AND s.state <> 'withdrawn'
            GROUP BY s.contributor_id, s.failure_kinds) c
          CROSS JOIN unnest(badcase_internal.failure_kinds()) q(kind)
          GROUP BY q.kind) f
        WHERE f.with_it >= k AND (f.without_it >= k OR f.without_it = 0)
      ) x(what, bucket, n)
      ORDER BY x.what COLLATE "C", x.bucket COLLATE "C" NULLS LAST;
  END
  $$;
COMMENT ON FUNCTION badcase.public_statistics(int, int) IS
  'exporter, curator: numbers that may be made public: each of them, and each difference of them, stands for at least k contributors';
