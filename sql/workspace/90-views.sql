-- Views for people. Those over tables that their readers may not read select from a function that checks the
-- capability; each has the rights of who reads it.

CREATE FUNCTION badcase.reason_words(reason text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE reason
      WHEN 'useless' THEN 'the model would learn nothing from it'
      WHEN 'spam' THEN 'it is spam'
      WHEN 'duplicate' THEN 'it is too much like another'
      WHEN 'wrong_answer' THEN 'the answer is wrong'
      WHEN 'incomplete' THEN 'the answer is incomplete'
      WHEN 'off_task' THEN 'the answer is about something else'
      WHEN 'bad_format' THEN 'the answer does not have the form that was asked for'
      WHEN 'wrong_language' THEN 'the answer is in another language than was asked for'
      WHEN 'personal_information' THEN 'it holds personal information'
      WHEN 'trade_secret' THEN 'it holds a secret'
      WHEN 'national_security' THEN 'it could endanger national security'
      WHEN 'third_party_ip' THEN 'it belongs to somebody else'
      WHEN 'other_model_output' THEN 'another model wrote it'
      WHEN 'harmful' THEN 'the answer does harm'
      WHEN 'not_reproduced' THEN 'the model does not fail at it'
      WHEN 'contaminated' THEN 'it is part of a benchmark'
      WHEN 'unclear_prompt' THEN 'the prompt is not clear'
      WHEN 'no_format' THEN 'the prompt does not say what the output should look like'
      WHEN 'too_short' THEN 'it is too short'
      WHEN 'other' THEN 'another reason'
    END;
  END;
COMMENT ON FUNCTION badcase.reason_words(text) IS 'a reason code in words';

-- The lists of terms are the curators': that a term of one was found is told, not which.
CREATE FUNCTION badcase.why(submission bigint) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT string_agg(x.words, '; ' ORDER BY x.place, x.id, x.words)
    FROM badcase.submission s
    CROSS JOIN LATERAL (
      SELECT 1 AS place, 0 AS id, 'there is no attestation' AS words
      WHERE s.told = 'held' AND 'attestation' = ANY (s.held_for)
      UNION ALL
      SELECT 2, f.finding_id, CASE WHEN f.rule LIKE 'term:%' THEN 'a term that a curator must look at' ELSE f.rule END
        || coalesce(' in ' || f.field || coalesce(' ' || f.turn, ''), '')
        || CASE WHEN f.excerpt IS NULL OR f.rule LIKE 'term:%' THEN '' ELSE ' (' || f.excerpt || ')' END
      FROM badcase.finding f
      WHERE s.told = 'held' AND f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NULL
        AND f.severity IN ('block', 'hold')
      UNION ALL
      SELECT 3, 0, badcase.reason_words(r)
      FROM unnest(s.reasons) r WHERE s.told IN ('needs_changes', 'disputed', 'accepted', 'rejected')) x
    WHERE s.submission_id = why.submission AND s.contributor_role = badcase.caller()
  $$;
COMMENT ON FUNCTION badcase.why(bigint) IS
  'why a submission of the caller''s is held, or was decided as it was, in words; null where there is nothing to say';

CREATE VIEW badcase.my_submissions WITH (security_invoker = true, security_barrier = true) AS
  SELECT u.upload_id AS upload, u.file_name, s.line_no, 'stored'::text AS verdict, NULL::text AS code,
    CASE WHEN s.told = 'held' OR s.reasons <> '{}' THEN badcase.why(s.submission_id) END AS message,
    s.submission_id AS submission, s.told AS state, s.reasons, s.told_at AS updated_at, badcase.hint(s.told) AS hint
  FROM badcase.submission s JOIN badcase.upload u ON u.upload_id = s.upload_id
  WHERE s.contributor_role = current_user
  UNION ALL
  SELECT u.upload_id, u.file_name, r.line_no, 'refused', r.code, r.message || ' (byte ' || r.byte_offset || ')',
    NULL, NULL, '{}', u.processed_at, badcase.hint(r.code)
  FROM badcase.refused_line r JOIN badcase.upload u ON u.upload_id = r.upload_id
  WHERE r.contributor_role = current_user;
COMMENT ON VIEW badcase.my_submissions IS 'what became of each line that the reader sent, and what to do about it';
COMMENT ON COLUMN badcase.my_submissions.upload IS 'the upload';
COMMENT ON COLUMN badcase.my_submissions.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.my_submissions.line_no IS 'the line in that file, from 1';
COMMENT ON COLUMN badcase.my_submissions.verdict IS 'stored or refused';
COMMENT ON COLUMN badcase.my_submissions.code IS 'why a line was refused, as badcase_check says';
COMMENT ON COLUMN badcase.my_submissions.message IS
  'the code in words, and where in the line; of a submission, what holds it, masked, or the reasons in words';
COMMENT ON COLUMN badcase.my_submissions.submission IS 'the number of a submission';
COMMENT ON COLUMN badcase.my_submissions.state IS 'its state';
COMMENT ON COLUMN badcase.my_submissions.reasons IS 'the reason codes of the decision';
COMMENT ON COLUMN badcase.my_submissions.updated_at IS 'when that last changed';
COMMENT ON COLUMN badcase.my_submissions.hint IS 'what to do about it';

CREATE FUNCTION badcase.duplicates_rows()
  RETURNS TABLE (submission bigint, representative bigint, kind text, similarity float8, state text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT s.submission_id, o.submission_id, CASE WHEN s.state = 'duplicate' THEN 'exact' ELSE 'near' END,
      @extschema@.similarity(s.record, o.record), s.state
    FROM (
      SELECT m.cluster_id, min(m.submission_id) FILTER (WHERE m.state NOT IN ('rejected', 'duplicate')) AS representative
      FROM badcase.submission m
      WHERE m.cluster_id IS NOT NULL AND m.state <> 'withdrawn' AND m.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p
        WHERE badcase.has_capability(p.program_id, 'reviewer', 'curator')))
      GROUP BY m.cluster_id HAVING count(*) > 1
    ) k
    JOIN badcase.submission o ON o.submission_id = k.representative
    JOIN badcase.submission s ON s.cluster_id = k.cluster_id AND s.submission_id <> k.representative
    WHERE s.state <> 'withdrawn'
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase.duplicates_rows() IS 'the rows of badcase.duplicates';

CREATE VIEW badcase.duplicates WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.submission, d.representative, d.kind, d.similarity, d.state FROM badcase.duplicates_rows() d;
COMMENT ON VIEW badcase.duplicates IS
  'each member of a cluster beside its representative: the first that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.submission IS 'the submission';
COMMENT ON COLUMN badcase.duplicates.representative IS 'the first submission of its cluster that was neither rejected nor withdrawn';
COMMENT ON COLUMN badcase.duplicates.kind IS 'exact: set aside as a duplicate; near: a member of the cluster';
COMMENT ON COLUMN badcase.duplicates.similarity IS 'of the two records';
COMMENT ON COLUMN badcase.duplicates.state IS 'the state of the submission';

CREATE FUNCTION badcase.task_coverage_rows()
  RETURNS TABLE (program int, task text, target int, received bigint, clusters bigint, accepted bigint, missing bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM badcase.program p
      WHERE badcase.has_capability(p.program_id, 'reviewer', 'exporter', 'curator')
    ), counted AS (
      SELECT s.program_id, s.task_id, count(*) AS received, count(DISTINCT s.cluster_id) AS clusters,
        count(DISTINCT s.cluster_id) FILTER (WHERE s.state = 'accepted') AS accepted
      FROM badcase.submission s JOIN mine m ON m.program_id = s.program_id
      WHERE s.state <> 'withdrawn'
      GROUP BY s.program_id, s.task_id
    )
    SELECT m.program_id, t.name, t.target, coalesce(c.received, 0), coalesce(c.clusters, 0), coalesce(c.accepted, 0),
      greatest(t.target - coalesce(c.accepted, 0), 0)
    FROM mine m JOIN badcase.task t ON t.program_id = m.program_id
    LEFT JOIN counted c ON c.program_id = m.program_id AND c.task_id = t.task_id
    UNION ALL
    SELECT c.program_id, NULL, NULL, c.received, c.clusters, c.accepted, NULL FROM counted c WHERE c.task_id IS NULL
    ORDER BY 1, 7 DESC NULLS LAST, 2
  $$;
COMMENT ON FUNCTION badcase.task_coverage_rows() IS 'the rows of badcase.task_coverage';

CREATE VIEW badcase.task_coverage WITH (security_invoker = true, security_barrier = true) AS
  SELECT k.program, k.task, k.target, k.received, k.clusters, k.accepted, k.missing FROM badcase.task_coverage_rows() k;
COMMENT ON VIEW badcase.task_coverage IS
  'how many examples each task has and how many are missing; clusters and accepted count near-duplicates once; no task: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.task_coverage.task IS 'the task; null: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task_coverage.received IS 'how many submissions came in and were not withdrawn';
COMMENT ON COLUMN badcase.task_coverage.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase.task_coverage.accepted IS 'how many clusters have an accepted submission';
COMMENT ON COLUMN badcase.task_coverage.missing IS 'how many are still wanted';

-- The credit of a cluster is its representative's: the first submission in it that was neither rejected nor withdrawn.
CREATE FUNCTION badcase.credits_rows()
  RETURNS TABLE (program int, display_name text, accepted bigint, first_accepted_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    WITH cluster AS (
      SELECT s.program_id, s.cluster_id,
        min(s.submission_id) FILTER (WHERE s.state <> 'rejected') AS representative,
        min(s.decided_at) FILTER (WHERE s.state = 'accepted') AS accepted_at
      FROM badcase.submission s
      WHERE s.state <> 'withdrawn' AND s.cluster_id IS NOT NULL AND s.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'exporter', 'curator')))
      GROUP BY s.program_id, s.cluster_id
    )
    SELECT c.program_id, c.display_name, count(*), min(k.accepted_at)
    FROM cluster k
    JOIN badcase.submission s ON s.submission_id = k.representative
    JOIN badcase.contributor c ON c.contributor_id = s.contributor_id
    WHERE k.accepted_at IS NOT NULL AND c.display_name IS NOT NULL AND badcase.consents(c.contributor_id, 'show_name')
    GROUP BY c.program_id, c.contributor_id, c.display_name
    ORDER BY c.program_id, count(*) DESC, min(k.accepted_at), c.contributor_id
  $$;
COMMENT ON FUNCTION badcase.credits_rows() IS 'the rows of badcase.credits';

CREATE VIEW badcase.credits WITH (security_invoker = true, security_barrier = true) AS
  SELECT c.program, c.display_name, c.accepted, c.first_accepted_at FROM badcase.credits_rows() c;
COMMENT ON VIEW badcase.credits IS
  'whom the model owes an accepted record, by the number of clusters; only names whose owners agreed to be shown';
COMMENT ON COLUMN badcase.credits.program IS 'the program';
COMMENT ON COLUMN badcase.credits.display_name IS 'the contributor''s name';
COMMENT ON COLUMN badcase.credits.accepted IS 'how many accepted clusters the contributor was the first to send';
COMMENT ON COLUMN badcase.credits.first_accepted_at IS 'when the first of them was accepted';

CREATE FUNCTION badcase.job_progress_rows()
  RETURNS TABLE (job bigint, program int, kind text, phase text, done bigint, total bigint, per_second float8,
    seconds_left float8, finished bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT j.job_id, j.program_id, j.kind, j.phase, j.done, j.total, j.done / nullif(t.spent, 0),
      CASE WHEN j.finished_at IS NULL AND j.done > 0 THEN (j.total - j.done) * t.spent / j.done END,
      j.finished_at IS NOT NULL
    FROM badcase.job j
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM coalesce(j.finished_at, j.heartbeat_at) - j.started_at)::float8 AS spent) t
    WHERE badcase.has_capability(j.program_id, 'curator')
    ORDER BY j.job_id DESC
  $$;
COMMENT ON FUNCTION badcase.job_progress_rows() IS 'the rows of badcase.job_progress';

CREATE VIEW badcase.job_progress WITH (security_invoker = true, security_barrier = true) AS
  SELECT j.job, j.program, j.kind, j.phase, j.done, j.total, j.per_second, j.seconds_left, j.finished
  FROM badcase.job_progress_rows() j;
COMMENT ON VIEW badcase.job_progress IS 'how far triage is';
COMMENT ON COLUMN badcase.job_progress.job IS 'its number';
COMMENT ON COLUMN badcase.job_progress.program IS 'the program';
COMMENT ON COLUMN badcase.job_progress.kind IS 'what it does';
COMMENT ON COLUMN badcase.job_progress.phase IS 'the part of the work that is being done';
COMMENT ON COLUMN badcase.job_progress.done IS 'how many submissions are done';
COMMENT ON COLUMN badcase.job_progress.total IS 'of how many';
COMMENT ON COLUMN badcase.job_progress.per_second IS 'how many in a second, up to its last batch';
COMMENT ON COLUMN badcase.job_progress.seconds_left IS 'how long the rest takes at that rate';
COMMENT ON COLUMN badcase.job_progress.finished IS 'whether it is finished';
