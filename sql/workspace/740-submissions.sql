-- Submissions as curators see them: the list, and one record in full.

CREATE FUNCTION badcase_internal.why_in_codes(s badcase_internal.submission) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN s.state = 'held' THEN concat_ws(', ', CASE WHEN 'attestation' = ANY (s.held_for) THEN 'attestation' END, (
        SELECT string_agg(DISTINCT f.rule COLLATE "C", ', ') FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.cleared IS NULL AND f.severity IN ('block', 'hold')))
      WHEN s.state = 'duplicate' THEN 'duplicate of ' || s.duplicate_of
      ELSE nullif(array_to_string(s.reasons, ', '), '')
    END;
  END;
COMMENT ON FUNCTION badcase_internal.why_in_codes(badcase_internal.submission) IS 'why a submission is in its state, in codes for curators';

-- The rows of one state of one program, so that a condition on the state of the view reads no other. In order of numbers
-- from the index, as many as are asked for: a plan that reads all of them before the first would be no quicker for all.
CREATE FUNCTION badcase_internal.submissions(program int, state text)
  RETURNS TABLE (submission bigint, why text, task text, contributor bigint, external_id text, upload bigint, line_no
    bigint, language text, prompt_chars int, response_chars int, turns int, has_rejected bool, failure_kinds text[],
    model_version text, cluster bigint, duplicate_of bigint, revision int, reviews bigint, round bigint, received_at
    timestamptz, updated_at timestamptz, days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_sort = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT s.submission_id, badcase_internal.why_in_codes(s), (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.contributor_id, (
        SELECT c.external_id FROM badcase_internal.contributor c WHERE c.contributor_id = s.contributor_id), s.upload_id, s.line_no,
      badcase_internal.language_of(@extschema@.prompt(s.record) || @extschema@.response(s.record)), length(@extschema@.prompt(s.record)),
      length(@extschema@.response(s.record)), @extschema@.turns(s.record), @extschema@.rejected(s.record) IS NOT NULL, s.failure_kinds,
      s.model_version, s.cluster_id, s.duplicate_of, s.revision, (
        SELECT count(*) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      s.decided_round, s.received_at, s.updated_at, floor(extract(epoch FROM now() - s.received_at) / 86400)::int
    FROM badcase_internal.submission s
    WHERE s.state = submissions.state AND s.program_id = submissions.program
      AND submissions.program = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.submissions(int, text) IS 'rows of badcase.submissions: those of a program in a state';

CREATE VIEW badcase.submissions WITH (security_barrier = true) AS
  SELECT q.program, (x.r).submission, q.state, (x.r).why, (x.r).task, (x.r).contributor, (x.r).external_id, (x.r).upload, (x.r).line_no, (x.r).language, (x.r).prompt_chars, (x.r).response_chars, (x.r).turns, (x.r).has_rejected, (x.r).failure_kinds, (x.r).model_version, (x.r).cluster, (x.r).duplicate_of, (x.r).revision, (x.r).reviews, (x.r).round, (x.r).received_at, (x.r).updated_at, (x.r).days
  FROM (
    SELECT p.program, k.state
    FROM unnest(badcase_internal.programs_with('curator')) WITH ORDINALITY p(program, n)
    CROSS JOIN unnest('{held,disputed,received,pending,needs_changes,accepted,rejected,duplicate,withdrawn}'::text[]) WITH ORDINALITY k(state, n)
    ORDER BY p.n, k.n) q
  CROSS JOIN LATERAL (SELECT badcase_internal.submissions(q.program, q.state) AS r) x;
COMMENT ON VIEW badcase.submissions IS
  'curator: the submissions of the reader''s programs, by state: what waits for curators first, the oldest first';
COMMENT ON COLUMN badcase.submissions.program IS 'the program';
COMMENT ON COLUMN badcase.submissions.submission IS 'its number';
COMMENT ON COLUMN badcase.submissions.state IS 'its state; a condition on it is served by an index';
COMMENT ON COLUMN badcase.submissions.why IS 'what holds it: attestation, or the rules of findings; of a decided one, the reason codes';
COMMENT ON COLUMN badcase.submissions.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.submissions.contributor IS 'who sent it';
COMMENT ON COLUMN badcase.submissions.external_id IS 'how the program''s own books name the contributor';
COMMENT ON COLUMN badcase.submissions.upload IS 'the upload that brought it';
COMMENT ON COLUMN badcase.submissions.line_no IS 'the line of that upload''s file, from 1';
COMMENT ON COLUMN badcase.submissions.language IS 'zh, en or other, by script';
COMMENT ON COLUMN badcase.submissions.prompt_chars IS 'characters of the prompt';
COMMENT ON COLUMN badcase.submissions.response_chars IS 'characters of the response';
COMMENT ON COLUMN badcase.submissions.turns IS 'turns of the history';
COMMENT ON COLUMN badcase.submissions.has_rejected IS 'whether it has the model''s own bad answer';
COMMENT ON COLUMN badcase.submissions.failure_kinds IS 'in what way the model failed';
COMMENT ON COLUMN badcase.submissions.model_version IS 'the model that failed, as the record says';
COMMENT ON COLUMN badcase.submissions.cluster IS 'the least number among those that exact and near relations tie it to';
COMMENT ON COLUMN badcase.submissions.duplicate_of IS 'the submission that it is an exact duplicate of';
COMMENT ON COLUMN badcase.submissions.revision IS 'the number of the current revision, from 1';
COMMENT ON COLUMN badcase.submissions.reviews IS 'how many reviews count for it';
COMMENT ON COLUMN badcase.submissions.round IS 'the round of the last decision';
COMMENT ON COLUMN badcase.submissions.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.submissions.updated_at IS 'when its state last changed';
COMMENT ON COLUMN badcase.submissions.days IS 'how many whole days ago it was received';

-- The reading is noted whatever becomes of the transaction: in its table, and where that is rolled back, in the server's log.
CREATE FUNCTION badcase.record(submission bigint)
  RETURNS TABLE (field text, turn int, value text, findings jsonb)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = record.submission;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    IF s.record IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s was erased', s.submission_id);
    END IF;
    PERFORM badcase_internal.note_action(s.program_id, 'read', s.submission_id);
    RAISE LOG USING MESSAGE = format('role "%s" read submission %s', badcase_internal.person_name(), s.submission_id);
    RETURN QUERY
      SELECT p.field, p.turn, p.value, (
        SELECT jsonb_agg(jsonb_build_object('finding', f.finding_id, 'rule', f.rule, 'severity', f.severity, 'path', f.path,
            'start', f.start, 'stop', f.stop, 'words', CASE WHEN f.stop <= 50000 THEN badcase_internal.in_context(p.value, p.field, f) END, 'cleared', f.cleared)
          ORDER BY f.path COLLATE "C", f.start, f.finding_id)
        FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.field IS NOT DISTINCT FROM p.of_finding
          AND f.turn IS NOT DISTINCT FROM p.turn)
      -- each text is taken out of the record once, not once for each finding
      FROM (SELECT u.* FROM (
        SELECT 1 AS place, NULL::int AS turn, 'record' AS field, NULL AS of_finding, NULL AS value
        UNION ALL
        SELECT 2, h.turn::int, k.field, k.field, h.pair ->> k.n
        FROM jsonb_array_elements(@extschema@.history(s.record)) WITH ORDINALITY h(pair, turn)
        CROSS JOIN (VALUES (0, 'question'), (1, 'answer')) k(n, field)
        UNION ALL
        SELECT 3, NULL, 'prompt', 'prompt', @extschema@.prompt(s.record)
        UNION ALL
        SELECT 4, NULL, 'response', 'response', @extschema@.response(s.record)
        UNION ALL
        SELECT 5, NULL, 'rejected', 'rejected', @extschema@.rejected(s.record) WHERE @extschema@.rejected(s.record) IS NOT NULL
        UNION ALL
        SELECT 6, NULL, 'meta', 'meta', @extschema@.meta(s.record)::text WHERE @extschema@.meta(s.record) <> '{}') u OFFSET 0) p
      WHERE p.place > 1 OR EXISTS (
        SELECT FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.field IS NULL)
      ORDER BY p.place, p.turn, p.field = 'answer';
  END
  $$;
COMMENT ON FUNCTION badcase.record(bigint) IS
  'curator: a submission''s record as it stands, a row for each text of it, with what was found there; that it was read is noted in the journal';
