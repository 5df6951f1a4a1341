-- How far work is that commits as it goes.

CREATE FUNCTION badcase_internal.job_progress()
  RETURNS TABLE (job bigint, program int, kind text, phase text, done bigint, total bigint, per_second float8,
    seconds_left float8, finished bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT j.job_id, j.program_id, j.kind, j.phase, j.done, j.total, j.done / nullif(t.spent, 0),
      CASE WHEN j.finished_at IS NULL AND j.done > 0 THEN (j.total - j.done) * t.spent / j.done END,
      j.finished_at IS NOT NULL
    FROM badcase_internal.job j
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM coalesce(j.finished_at, j.heartbeat_at) - j.started_at)::float8 AS spent) t
    WHERE badcase_internal.has_capability(j.program_id, 'curator')
    ORDER BY j.job_id DESC
  $$;
COMMENT ON FUNCTION badcase_internal.job_progress() IS 'the rows of badcase.job_progress';

CREATE VIEW badcase.job_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.job_progress();
COMMENT ON VIEW badcase.job_progress IS 'curator: how far triage and screening again are; what is one transaction (building or publishing a release, erasing) cannot be seen before it commits, and has no row';
COMMENT ON COLUMN badcase.job_progress.job IS 'its number';
COMMENT ON COLUMN badcase.job_progress.program IS 'the program';
COMMENT ON COLUMN badcase.job_progress.kind IS 'what it does: triage; rescreening: by newer rules';
COMMENT ON COLUMN badcase.job_progress.phase IS 'the part of the work that is being done; of rescreening the version of the rules';
COMMENT ON COLUMN badcase.job_progress.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job_progress.total IS 'of how many; counted again where the rules change meanwhile';
COMMENT ON COLUMN badcase.job_progress.per_second IS 'how many in a second, up to its last batch';
COMMENT ON COLUMN badcase.job_progress.seconds_left IS 'how long the rest takes at that rate';
COMMENT ON COLUMN badcase.job_progress.finished IS 'whether it is finished';
