-- The journal: what was done, by whom, when; and what happened to one submission, in words.

CREATE FUNCTION badcase_internal.programs_event(submission bigint, programs int[]) RETURNS int
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.program_id FROM badcase_internal.submission s
    WHERE s.submission_id = programs_event.submission AND s.program_id = ANY (programs);
  END;
COMMENT ON FUNCTION badcase_internal.programs_event(bigint, int[]) IS 'the program of a submission, null where it is none of these';

-- Events and actions have numbers of one sequence: the two indexes are read side by side from their ends.
CREATE FUNCTION badcase_internal.journal()
  RETURNS TABLE (entry bigint, program int, at timestamptz, who text, what text, submission bigint, from_state text, to_state text,
    round bigint, revision int, other bigint, outcome bigint, release bigint, whose text, verdict text, setting text, reason text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_sort = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT j.entry, j.program_id, j.at, j.who, j.what, j.submission_id, j.from_state, j.to_state, j.round_id, j.revision, j.other_id,
      j.outcome_id, j.release_id, j.whose, j.verdict, j.setting, j.reason
    FROM (
      SELECT e.event_id AS entry,
        badcase_internal.programs_event(e.submission_id, (SELECT badcase_internal.programs_with('curator'))::int[]) AS program_id, e.at,
        e.actor AS who, CASE WHEN e.outcome_id IS NULL THEN 'move' ELSE 'output_judged' END AS what, e.submission_id, e.from_state,
        e.to_state, e.round_id, e.revision, e.other_id, e.outcome_id, NULL::bigint AS release_id, NULL::text AS whose, e.verdict,
        NULL::text AS setting, NULL::text AS reason
      FROM badcase_internal.event e
      UNION ALL
      SELECT a.action_id, a.program_id, a.made_at, a.made_by::text, a.kind, a.submission_id, NULL, NULL, NULL, NULL, NULL, NULL,
        a.release_id, a.whose::text, a.verdict, a.setting, a.reason
      FROM badcase_internal.action a WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])) j
    WHERE j.program_id IS NOT NULL
    ORDER BY j.entry DESC
  $$;
COMMENT ON FUNCTION badcase_internal.journal() IS 'the rows of badcase.journal';

CREATE VIEW badcase.journal WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.journal() AS r) x;
COMMENT ON VIEW badcase.journal IS 'curator: the journal of the reader''s programs, the newest first: moves of submissions, and what people did beside';
COMMENT ON COLUMN badcase.journal.entry IS 'its number; a later one is greater';
COMMENT ON COLUMN badcase.journal.program IS 'the program';
COMMENT ON COLUMN badcase.journal.at IS 'when';
COMMENT ON COLUMN badcase.journal.who IS 'the role that did it; "erased": that of a contributor who was erased';
COMMENT ON COLUMN badcase.journal.what IS
  'move: of a submission to another state; output_judged; read: a curator read the record; review_changed, review_withdrawn; claim_released, claim_taken_back; release_retired; setting: of the program; application, applicant_admitted, applicant_refused, token_renewed, token_revoked: at a door; pool_exported; clusters_loaded, clusters_removed';
COMMENT ON COLUMN badcase.journal.submission IS 'the submission; null: none';
COMMENT ON COLUMN badcase.journal.from_state IS 'of a move, the state before; null for the first';
COMMENT ON COLUMN badcase.journal.to_state IS 'the state after';
COMMENT ON COLUMN badcase.journal.round IS 'the round of a decision';
COMMENT ON COLUMN badcase.journal.revision IS 'the revision that was current';
COMMENT ON COLUMN badcase.journal.other IS 'the submission that it became a duplicate of';
COMMENT ON COLUMN badcase.journal.outcome IS 'the answer that was judged';
COMMENT ON COLUMN badcase.journal.release IS 'the release';
COMMENT ON COLUMN badcase.journal.whose IS 'whose claim or review it was';
COMMENT ON COLUMN badcase.journal.verdict IS 'of an answer, what was said of it; of a review, what it was before';
COMMENT ON COLUMN badcase.journal.setting IS 'the setting and its new value; the pool that was exported and how many records; the upload of clusters';
COMMENT ON COLUMN badcase.journal.reason IS 'why, in the words of who did it';

CREATE FUNCTION badcase_internal.move_in_words(from_state text, to_state text, other bigint) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN from_state IS NULL THEN 'was received'
      WHEN to_state = 'duplicate' THEN format('became a duplicate of submission %s', other)
      ELSE format('went from %s to %s', from_state, to_state)
    END || coalesce(' (' || (SELECT t.cause FROM badcase_internal.transitions() t
      WHERE t.from_state = move_in_words.from_state AND t.to_state = move_in_words.to_state) || ')', '');
  END;
COMMENT ON FUNCTION badcase_internal.move_in_words(text, text, bigint) IS 'a move of a submission, as a part of a sentence';

CREATE FUNCTION badcase_internal.action_in_words(a badcase_internal.action) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE a.kind
      WHEN 'read' THEN 'was read'
      WHEN 'review_changed' THEN format('the review by %s was changed; it was %s', a.whose, a.verdict)
      WHEN 'review_withdrawn' THEN format('the review by %s was withdrawn; it was %s', a.whose, a.verdict)
      WHEN 'claim_released' THEN format('%s gave the claim back', a.whose)
      WHEN 'gold_set' THEN 'a curator is sure of it, or not any more'
      WHEN 'claim_taken_back' THEN format('the claim of %s was taken back', a.whose)
      ELSE a.kind
    END || coalesce(': ' || a.reason, '');
  END;
COMMENT ON FUNCTION badcase_internal.action_in_words(badcase_internal.action) IS 'what was done to a submission, as a part of a sentence';

CREATE FUNCTION badcase.history(submission bigint) RETURNS TABLE (at timestamptz, who text, what text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    RETURN QUERY
      SELECT h.at, h.who, h.what
      FROM (
        SELECT e.at, e.event_id AS n, e.actor AS who, CASE
          WHEN e.outcome_id IS NOT NULL THEN format('answer %s of a model was judged %s', e.outcome_id, e.verdict)
          WHEN e.from_state IS NULL THEN format('was received in upload %s, line %s, from contributor %s', s.upload_id, s.line_no, s.contributor_id)
          ELSE badcase_internal.move_in_words(e.from_state, e.to_state, e.other_id) END AS what
        FROM badcase_internal.event e WHERE e.submission_id = me
        UNION ALL
        SELECT a.made_at, a.action_id, a.made_by::text, badcase_internal.action_in_words(a)
        FROM badcase_internal.action a WHERE a.submission_id = me
        UNION ALL
        SELECT v.reviewed_at, 0, v.reviewer::text, concat_ws(': ', format('reviewed it: %s', v.verdict),
          nullif(array_to_string(v.reasons, ', '), ''), v.note)
        FROM badcase_internal.review v WHERE v.submission_id = me
        UNION ALL
        SELECT g.made_at, 0, g.made_by::text, concat_ws(': ', CASE g.kind WHEN 'reopen' THEN 'reopened it' ELSE 'ruled: ' || g.decision END, g.reason)
        FROM badcase_internal.ruling g WHERE g.submission_id = me
        UNION ALL
        SELECT r.made_at, 0, r.made_by::text, concat_ws(': ', format('made revision %s', r.revision), r.reason)
        FROM badcase_internal.revision r WHERE r.submission_id = me AND r.revision > 1
        UNION ALL
        SELECT f.found_at, 0, NULL, format('screening found %s in revision %s, finding %s (%s)', f.rule, f.revision, f.finding_id, f.severity)
        FROM badcase_internal.finding f WHERE f.submission_id = me AND f.severity <> 'info'
        UNION ALL
        SELECT f.resolved_at, 0, f.resolved_by::text, concat_ws(': ', format('finding %s %s', f.finding_id, CASE WHEN f.cleared THEN 'was cleared' ELSE 'stands' END), f.reason)
        FROM badcase_internal.finding f WHERE f.submission_id = me AND f.cleared IS NOT NULL
        UNION ALL
        SELECT r.built_at, 0, r.built_by::text, format('was taken into release %s (%s), in revision %s', r.release_id, r.name, i.revision)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id WHERE i.submission_id = me
        UNION ALL
        SELECT r.published_at, 0, r.published_by::text, format('release %s (%s) was published', r.release_id, r.name)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
        WHERE i.submission_id = me AND r.published_at IS NOT NULL
        UNION ALL
        SELECT r.retired_at, 0, r.retired_by::text, format('release %s (%s) was retired: %s', r.release_id, r.name, r.retired_for)
        FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
        WHERE i.submission_id = me AND r.retired_at IS NOT NULL
        UNION ALL
        SELECT d.disclosed_at, 0, d.disclosed_by::text, format('was disclosed as the law requires, disclosure %s', d.disclosure_id)
        FROM badcase_internal.disclosure d WHERE d.submission_id = me) h
      -- what leads to a move has the move's time and stands before it
      ORDER BY h.at, h.n, h.what COLLATE "C";
  END
  $$;
COMMENT ON FUNCTION badcase.history(bigint) IS
  'curator: what happened to a submission, in words: moves, findings, reviews with their notes, rulings, revisions, releases, readings';
