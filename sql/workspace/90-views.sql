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
