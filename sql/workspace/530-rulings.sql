-- Where reviewers disagree, and what a curator decides alone.

CREATE FUNCTION badcase_internal.reasons_for(submission bigint, review_pass int, decision text) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT x FROM badcase_internal.review v CROSS JOIN LATERAL unnest(v.reasons) x
      WHERE v.submission_id = reasons_for.submission AND v.review_pass = reasons_for.review_pass AND v.verdict = reasons_for.decision);
  END;
COMMENT ON FUNCTION badcase_internal.reasons_for(bigint, int, text) IS 'the reasons of the reviews of a pass that have a verdict';

-- The contributor is told the reasons of the decision: those that the curator names, or those of the reviews that it follows.
CREATE FUNCTION badcase.adjudicate(submission bigint, decision text, reason text, reasons text[] DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    this_round bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF decision IS NULL OR decision NOT IN ('accepted', 'rejected') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a decision is accepted or rejected';
    END IF;
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a curator decides for a reason';
    END IF;
    IF NOT reasons <@ badcase_internal.reason_codes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such reason code',
        HINT = format('Codes are %s.', array_to_string(badcase_internal.reason_codes(), ', '));
    END IF;
    IF s.state <> 'disputed' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s, not disputed', me, s.state);
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody decides on a submission of their own';
    END IF;
    this_round := badcase_internal.deciding_round(s.program_id, s.received_at);
    INSERT INTO badcase_internal.ruling (submission_id, kind, decision, reason, round_id, made_by)
    VALUES (me, 'adjudicate', adjudicate.decision, adjudicate.reason, this_round, badcase_internal.person_name());
    UPDATE badcase_internal.submission t SET
      reasons = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM unnest(coalesce(adjudicate.reasons, badcase_internal.reasons_for(me, s.review_pass, decision))) x ORDER BY 1)
    WHERE t.submission_id = me;
    RETURN badcase_internal.change_state(me, decision, this_round, 0);
  END
  $$;
COMMENT ON FUNCTION badcase.adjudicate(bigint, text, text, text[]) IS
  'curator: decides on a submission whose reviewers disagree, for a reason that the journal keeps; returns its state; reasons: the codes that the contributor is told, by default those of the reviews that the decision follows';

-- reopen and publish_release both lock the program's row before the release's. So of a publication and a reopening at the
-- same time the second waits, and sees what the first did.
CREATE FUNCTION badcase.reopen(submission bigint, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    published timestamptz;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a curator reopens for a reason';
    END IF;
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    PERFORM FROM badcase_internal.program p WHERE p.program_id = s.program_id FOR NO KEY UPDATE;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reopens a submission of their own';
    END IF;
    FOR published IN
      SELECT r.published_at FROM badcase_internal.release r
      WHERE r.release_id IN (SELECT i.release_id FROM badcase_internal.release_item i WHERE i.submission_id = me) FOR SHARE
    LOOP
      IF published IS NOT NULL THEN
        RAISE object_not_in_prerequisite_state USING
          MESSAGE = format('submission %s is in a published release', me),
          HINT = 'What was published can be withdrawn, not judged again.';
      END IF;
    END LOOP;
    IF s.state NOT IN ('accepted', 'rejected') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s, neither accepted nor rejected', me, s.state);
    END IF;
    INSERT INTO badcase_internal.ruling (submission_id, kind, reason, round_id, made_by)
    VALUES (me, 'reopen', reopen.reason, s.decided_round, badcase_internal.person_name());
    UPDATE badcase_internal.submission t SET reasons = '{}' WHERE t.submission_id = me;
    IF badcase_internal.stands_against(me) IS NULL THEN
      RETURN badcase_internal.change_state(me, 'pending');
    END IF;
    PERFORM badcase_internal.reopen_findings(me);
    IF s.state = 'rejected' THEN
      UPDATE badcase_internal.submission t SET held_for = badcase_internal.holds(s) WHERE t.submission_id = me;
      RETURN badcase_internal.change_state(me, 'held');
    END IF;
    PERFORM badcase_internal.change_state(me, 'pending');
    RETURN badcase_internal.settle(me);
  END
  $$;
COMMENT ON FUNCTION badcase.reopen(bigint, text) IS
  'curator: puts a decided submission that is in no published release back to review, where earlier reviews do not count; one with a finding that stands is held again, the finding open; returns its state';

CREATE FUNCTION badcase_internal.disputes()
  RETURNS TABLE (submission bigint, program int, task text, prompt text, response text, history jsonb, rejected text,
    reviews jsonb, similar jsonb, received_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT s.submission_id, s.program_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), (
        SELECT jsonb_agg(jsonb_build_object('useful', v.useful, 'correct', v.correct, 'verdict', v.verdict,
          'reasons', v.reasons, 'note', v.note) ORDER BY v.verdict, v.reviewed_at, v.reviewer)
        FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass),
      badcase_internal.similar_to(s.submission_id), s.received_at
    FROM unnest(badcase_internal.programs_with('curator')) p(id)
    CROSS JOIN LATERAL (
      SELECT d.* FROM badcase_internal.submission d
      WHERE d.state = 'disputed' AND d.program_id = p.id ORDER BY d.submission_id) s
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.disputes() IS 'the rows of badcase.disputes';

CREATE VIEW badcase.disputes WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.disputes() AS r) x;
COMMENT ON VIEW badcase.disputes IS 'curator: the submissions whose reviewers disagree, for badcase.adjudicate';
COMMENT ON COLUMN badcase.disputes.submission IS 'the submission';
COMMENT ON COLUMN badcase.disputes.program IS 'the program';
COMMENT ON COLUMN badcase.disputes.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.disputes.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.disputes.response IS 'the expected output';
COMMENT ON COLUMN badcase.disputes.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.disputes.rejected IS 'the model''s own bad answer';
COMMENT ON COLUMN badcase.disputes.reviews IS 'the reviews: useful, correct, verdict, reasons, note';
COMMENT ON COLUMN badcase.disputes.similar IS 'up to ten related submissions, as in badcase.review_queue';
COMMENT ON COLUMN badcase.disputes.received_at IS 'when it was received';

-- In the order of an index, once for each kind and number of accepted ones, so that the first rows come at once.
CREATE FUNCTION badcase_internal.conflicts()
  RETURNS TABLE (program int, a bigint, b bigint, kind text, prompt_similarity float8, response_similarity float8,
    a_state text, b_state text, a_prompt text, b_prompt text, a_response text, b_response text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT x.program_id, x.submission_id, y.submission_id, k.kind, k.prompt_similarity, k.response_similarity, x.state, y.state,
      CASE WHEN t.shown THEN @extschema@.prompt(x.record) END, CASE WHEN t.shown THEN @extschema@.prompt(y.record) END,
      CASE WHEN t.shown THEN @extschema@.response(x.record) END, CASE WHEN t.shown THEN @extschema@.response(y.record) END
    FROM (VALUES ('contradiction', 2), ('contradiction', 1), ('contradiction', 0), ('alternative', 2), ('alternative', 1), ('alternative', 0)) q(kind, accepted)
    CROSS JOIN LATERAL (
      SELECT r.submission_id, r.other_id, r.kind, r.prompt_similarity, r.response_similarity,
        least(r.submission_id, r.other_id) AS a, greatest(r.submission_id, r.other_id) AS b
      FROM badcase_internal.relation r
      WHERE r.kind = q.kind AND r.kind IN ('alternative', 'contradiction')
      ORDER BY r.prompt_similarity DESC, least(r.submission_id, r.other_id), greatest(r.submission_id, r.other_id)) k
    JOIN badcase_internal.submission x ON x.submission_id = k.a
    JOIN badcase_internal.submission y ON y.submission_id = k.b
    CROSS JOIN LATERAL (
      SELECT k.kind = 'contradiction' AND x.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[]) AS shown) t
    WHERE x.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[])
      AND badcase_internal.is_searchable(x.state) AND x.state <> 'rejected'
      AND badcase_internal.is_searchable(y.state) AND y.state <> 'rejected'
      AND (x.state = 'accepted')::int + (y.state = 'accepted')::int = q.accepted
      -- a pair once: from one side, and as a contradiction where it is one
      AND NOT EXISTS (
        SELECT FROM badcase_internal.relation o
        WHERE o.submission_id = k.other_id AND o.other_id + 0 = k.submission_id
          AND CASE WHEN o.kind = k.kind THEN k.submission_id < k.other_id ELSE o.kind = 'contradiction' END)
      AND NOT EXISTS (
        SELECT FROM badcase_internal.relation o
        WHERE o.submission_id = k.submission_id AND o.other_id = k.other_id AND o.kind = 'contradiction' AND k.kind = 'alternative')
  $$;
COMMENT ON FUNCTION badcase_internal.conflicts() IS 'the rows of badcase.conflicts';

CREATE VIEW badcase.conflicts WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.conflicts() AS r) x;
COMMENT ON VIEW badcase.conflicts IS
  'reviewer, curator: pairs that answer one prompt in different ways, contradictions first, of these first where both were accepted; without what was rejected, withdrawn or is a duplicate';
COMMENT ON COLUMN badcase.conflicts.program IS 'the program';
COMMENT ON COLUMN badcase.conflicts.a IS 'a submission';
COMMENT ON COLUMN badcase.conflicts.b IS 'a later one';
COMMENT ON COLUMN badcase.conflicts.kind IS 'contradiction: a reviewer said that not both can be right; alternative: nobody did';
COMMENT ON COLUMN badcase.conflicts.prompt_similarity IS 'of the prompts';
COMMENT ON COLUMN badcase.conflicts.response_similarity IS 'of the responses';
COMMENT ON COLUMN badcase.conflicts.a_state IS 'the state of a';
COMMENT ON COLUMN badcase.conflicts.b_state IS 'the state of b';
COMMENT ON COLUMN badcase.conflicts.a_prompt IS 'the prompt of a; of a contradiction, for curators';
COMMENT ON COLUMN badcase.conflicts.b_prompt IS 'the prompt of b, likewise';
COMMENT ON COLUMN badcase.conflicts.a_response IS 'the response of a, likewise';
COMMENT ON COLUMN badcase.conflicts.b_response IS 'the response of b, likewise';

-- Cohen's kappa of a pair over the verdicts on what both reviewed, from whole numbers: with n of both, s the sum over the
-- verdicts of the products of the two's counts, it is (n * agreed - s) / (n * n - s). Which of the two was counted first
-- depends on their numbers, and these on the server.
CREATE FUNCTION badcase_internal.reviewer_agreement()
  RETURNS TABLE (program int, reviewer_a text, reviewer_b text, reviewed bigint, agreed bigint, agreement float8,
    kappa float8, prevalence float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT k.program_id, k.a, k.b, k.n, k.agreed, round(k.agreed::numeric / k.n, 4)::float8,
      round((k.n * k.agreed - k.s)::numeric / nullif(k.n * k.n - k.s, 0), 4)::float8,
      round(k.accepted::numeric / (2 * k.n), 4)::float8
    FROM (
      SELECT p.id AS program_id, y.a, y.b, sum(y.n[1])::bigint AS n,
        sum(y.n[2])::bigint AS agreed, sum(y.n[3]) * sum(y.n[6]) + sum(y.n[4]) * sum(y.n[7]) + sum(y.n[5]) * sum(y.n[8]) AS s, sum(y.n[3] + y.n[6]) AS accepted
      FROM unnest(badcase_internal.programs_with('curator')) p(id)
      CROSS JOIN LATERAL badcase_internal.tallied(p.id, 'pair') t
      CROSS JOIN LATERAL (SELECT t.a::oid::regrole::text AS a, t.b::oid::regrole::text AS b) x
      CROSS JOIN LATERAL (
        SELECT x.a, x.b, t.n WHERE x.a COLLATE "C" < x.b COLLATE "C"
        UNION ALL SELECT x.b, x.a, t.n[1:2] || t.n[6:8] || t.n[3:5] WHERE x.a COLLATE "C" >= x.b COLLATE "C") y
      GROUP BY p.id, y.a, y.b) k
    ORDER BY k.program_id, k.a COLLATE "C", k.b COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_agreement() IS 'the rows of badcase.reviewer_agreement';

CREATE VIEW badcase.reviewer_agreement WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_agreement();
COMMENT ON VIEW badcase.reviewer_agreement IS 'curator: how far each two reviewers agree on what both reviewed';
COMMENT ON COLUMN badcase.reviewer_agreement.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewer_a IS 'one of them';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewer_b IS 'the other';
COMMENT ON COLUMN badcase.reviewer_agreement.reviewed IS 'how many reviews both gave, in the same pass of a submission';
COMMENT ON COLUMN badcase.reviewer_agreement.agreed IS 'how many of them have the same verdict';
COMMENT ON COLUMN badcase.reviewer_agreement.agreement IS 'the share of these, 0 to 1';
COMMENT ON COLUMN badcase.reviewer_agreement.kappa IS
  'Cohen''s kappa of the verdicts, -1 to 1; null: both always gave one and the same';
COMMENT ON COLUMN badcase.reviewer_agreement.prevalence IS
  'the share of accepted among the two''s verdicts: kappa misleads where it is near to 0 or 1';
