-- Review: who looks at what, and what the judgements come to.

-- At most ten, the most similar first; the representative of the cluster is always among them.
CREATE FUNCTION badcase.similar_to(submission bigint) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'submission', x.id, 'kind', x.kind, 'similarity', round(x.similarity::numeric, 3), 'state', x.state,
        'representative', x.is_first, 'prompt', @extschema@.prompt(x.record), 'response', @extschema@.response(x.record))
      ORDER BY x.is_first DESC, x.similarity DESC, x.id), '[]')
    FROM (
      SELECT y.*, y.id = (
        SELECT min(m.submission_id) FROM badcase.submission m
        WHERE m.cluster_id = (SELECT s.cluster_id FROM badcase.submission s WHERE s.submission_id = similar_to.submission)
          AND m.state NOT IN ('duplicate', 'rejected', 'withdrawn')) AS is_first
      FROM (
        SELECT DISTINCT ON (o.submission_id) o.submission_id AS id, r.kind, r.similarity, o.state, o.record
        FROM (
          SELECT a.other_id AS id, a.kind, a.similarity FROM badcase.relation a
          WHERE a.submission_id = similar_to.submission
          UNION ALL
          SELECT b.submission_id, b.kind, b.similarity FROM badcase.relation b
          WHERE b.other_id = similar_to.submission) r
        JOIN badcase.submission o ON o.submission_id = r.id
        WHERE o.state NOT IN ('received', 'duplicate', 'withdrawn')
        ORDER BY o.submission_id, r.kind = 'contradiction' DESC, r.similarity DESC, r.kind COLLATE "C") y
      ORDER BY is_first DESC, y.similarity DESC, y.id LIMIT 10) x
  $$;
COMMENT ON FUNCTION badcase.similar_to(bigint) IS
  'what a submission is related to, as a reviewer sees it beside the submission';

-- What the caller holds a lease on. Reviewers see no other submission, and nobody's name.
CREATE FUNCTION badcase.review_queue_rows()
  RETURNS TABLE (submission bigint, round bigint, task text, prompt text, response text, history jsonb, rejected text,
    failure_kinds text[], issues text[], similar jsonb, received_at timestamptz, lease_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT s.submission_id, o.round_id, t.name, @extschema@.prompt(s.record), @extschema@.response(s.record),
      @extschema@.history(s.record), @extschema@.rejected(s.record), s.failure_kinds, badcase.issues_of(s.submission_id),
      badcase.similar_to(s.submission_id), s.received_at, s.lease_until
    FROM badcase.submission s
    LEFT JOIN badcase.task t ON t.task_id = s.task_id
    LEFT JOIN badcase.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
    WHERE s.program_id = ANY (ARRAY(
        SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'reviewer')))
      AND s.state = 'pending' AND s.lease_role = badcase.caller() AND s.lease_until > now()
    ORDER BY s.cluster_id, s.submission_id
  $$;
COMMENT ON FUNCTION badcase.review_queue_rows() IS 'the rows of badcase.review_queue';

CREATE VIEW badcase.review_queue WITH (security_invoker = true, security_barrier = true) AS
  SELECT q.submission, q.round, q.task, q.prompt, q.response, q.history, q.rejected, q.failure_kinds, q.issues, q.similar,
    q.received_at, q.lease_until
  FROM badcase.review_queue_rows() q;
COMMENT ON VIEW badcase.review_queue IS 'the submissions that the caller has claimed for review';
COMMENT ON COLUMN badcase.review_queue.submission IS 'its number';
COMMENT ON COLUMN badcase.review_queue.round IS 'the open round, which the review will belong to';
COMMENT ON COLUMN badcase.review_queue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.review_queue.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.review_queue.response IS 'the expected output';
COMMENT ON COLUMN badcase.review_queue.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.review_queue.rejected IS 'the model''s own bad answer';
COMMENT ON COLUMN badcase.review_queue.failure_kinds IS 'in what way the model failed, as the record says';
COMMENT ON COLUMN badcase.review_queue.issues IS 'what screening found: the rules; badcase.findings tells where';
COMMENT ON COLUMN badcase.review_queue.similar IS 'up to ten related submissions: submission, kind, similarity, state, representative, prompt, response';
COMMENT ON COLUMN badcase.review_queue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.review_queue.lease_until IS 'until when the claim holds';

-- The caller's own: the contributor's role is the caller, or the caller or the session's user is a member of it or it
-- of the caller.
CREATE FUNCTION badcase.is_own(contributor_role name) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT contributor_role IS NOT NULL AND (
      badcase.stands_for(badcase.caller(), contributor_role) OR badcase.stands_for(contributor_role, badcase.caller())
      OR badcase.stands_for(session_user, contributor_role));
  END;
COMMENT ON FUNCTION badcase.is_own(name) IS 'whether the caller may be the contributor that has this role';

-- A role and a member of it are not two reviewers.
CREATE FUNCTION badcase.has_reviewed(submission bigint, pass int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase.review v
      WHERE v.submission_id = has_reviewed.submission AND v.pass = has_reviewed.pass
        AND (badcase.stands_for(badcase.caller(), v.reviewer) OR badcase.stands_for(v.reviewer, badcase.caller())));
  END;
COMMENT ON FUNCTION badcase.has_reviewed(bigint, int) IS
  'whether the caller, or a role that the caller stands for, has reviewed a submission in this pass';

-- Worth: what a task misses most, then the kind of failure that fewest accepted clusters have, then age. Near-duplicates
-- stand side by side. What came after the cut-off waits for the next round.
CREATE FUNCTION badcase.claimable(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    WITH accepted AS MATERIALIZED (
      SELECT a.task_id, a.cluster_id, a.failure_kinds FROM badcase.submission a
      WHERE a.program_id = claimable.program AND a.state = 'accepted'
    ), of_task AS (
      SELECT a.task_id, count(DISTINCT a.cluster_id) AS n FROM accepted a GROUP BY a.task_id
    ), of_kind AS MATERIALIZED (
      SELECT q.kind, count(DISTINCT a.cluster_id) AS n
      FROM unnest('{instruction,domain,factual,harmful,context,other}'::text[]) q(kind)
      LEFT JOIN accepted a ON q.kind = ANY (a.failure_kinds)
      GROUP BY q.kind
    )
    SELECT s.submission_id
    FROM badcase.submission s
    JOIN badcase.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
      AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
    LEFT JOIN badcase.task t ON t.task_id = s.task_id
    LEFT JOIN of_task k ON k.task_id = s.task_id
    WHERE s.program_id = claimable.program AND s.state = 'pending' AND (s.lease_until IS NULL OR s.lease_until <= now())
    ORDER BY greatest(t.target - coalesce(k.n, 0), 0) DESC NULLS LAST,
      (SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (s.failure_kinds)) NULLS LAST, s.cluster_id, s.submission_id
  $$;
COMMENT ON FUNCTION badcase.claimable(int) IS
  'what is pending in a program''s open round and not claimed, in the order in which it is to be reviewed';

-- Each claim is an update of one row that nobody else has claimed meanwhile.
CREATE FUNCTION badcase.claim_reviews(program int, n int DEFAULT 10, lease interval DEFAULT '1 hour')
  RETURNS SETOF badcase.review_queue
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT name := badcase.caller();
    candidate bigint;
    claimed bigint[] := '{}';
  BEGIN
    PERFORM badcase.require(program, 'reviewer');
    IF n IS NULL OR n < 1 OR n > 1000 OR lease IS NULL OR lease <= '0' OR lease > '7 days' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'claim 1 to 1000 reviews, for up to 7 days';
    END IF;
    FOR candidate IN SELECT c.* FROM badcase.claimable(program) c LOOP
      UPDATE badcase.submission s SET lease_role = me, lease_until = now() + lease
      WHERE s.submission_id = candidate AND s.state = 'pending'
        AND (s.lease_until IS NULL OR s.lease_until <= now())
        AND NOT badcase.is_own(s.contributor_role) AND NOT badcase.has_reviewed(s.submission_id, s.pass);
      IF FOUND THEN
        claimed := claimed || candidate;
        EXIT WHEN cardinality(claimed) = n;
      END IF;
    END LOOP;
    RETURN QUERY
      SELECT q.* FROM badcase.review_queue_rows() q
      JOIN unnest(claimed) WITH ORDINALITY c(id, place) ON c.id = q.submission ORDER BY c.place;
  END
  $$;
COMMENT ON FUNCTION badcase.claim_reviews(int, int, interval) IS
  'claims up to n submissions for review by the caller alone, until the lease ends; returns them';

-- Rule 1: the first quorum reviews agree and decide, or the submission is disputed.
CREATE FUNCTION badcase.decision(submission bigint, pass int, quorum int) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN count(*) < decision.quorum THEN NULL
      WHEN count(DISTINCT v.verdict) = 1 THEN min(v.verdict)
      ELSE 'disputed'
    END
    FROM badcase.review v WHERE v.submission_id = decision.submission AND v.pass = decision.pass;
  END;
COMMENT ON FUNCTION badcase.decision(bigint, int, int) IS
  'what the reviews of a pass come to by rule 1; null while there are fewer than the quorum';

CREATE FUNCTION badcase.check_review(s badcase.submission, reasons text[], failure_kinds text[], contradicts bigint[])
  RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be reviewed', s.submission_id, s.state),
        HINT = 'Reviews are for pending submissions.';
    END IF;
    IF badcase.is_own(s.contributor_role) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody reviews a submission of their own';
    END IF;
    IF badcase.has_reviewed(s.submission_id, s.pass) THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has reviewed submission %s already', badcase.caller(), s.submission_id),
        HINT = 'A role and the members of it count as one reviewer.';
    END IF;
    IF s.lease_until > now() AND s.lease_role <> badcase.caller() THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
    IF reasons IS NULL OR NOT reasons <@ '{useless,spam,duplicate,wrong_answer,incomplete,off_task,bad_format,wrong_language,personal_information,trade_secret,national_security,third_party_ip,other_model_output,harmful,not_reproduced,contaminated,unclear_prompt,no_format,too_short,other}' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such reason code',
        HINT = 'Codes are useless, spam, duplicate, wrong_answer, incomplete, off_task, bad_format, wrong_language, personal_information, trade_secret, national_security, third_party_ip, other_model_output, harmful, not_reproduced, contaminated, unclear_prompt, no_format, too_short and other.';
    END IF;
    IF failure_kinds IS NULL OR NOT failure_kinds <@ '{instruction,domain,factual,harmful,context,other}' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of failure',
        HINT = 'Kinds are instruction, domain, factual, harmful, context and other.';
    END IF;
    IF contradicts IS NULL OR EXISTS (
      SELECT FROM unnest(contradicts) x(id) WHERE x.id IS NULL OR NOT EXISTS (
        SELECT FROM badcase.relation r WHERE r.kind = 'alternative'
          AND ((r.submission_id = s.submission_id AND r.other_id = x.id)
          OR (r.submission_id = x.id AND r.other_id = s.submission_id)))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('submission %s can contradict its alternatives only', s.submission_id);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.check_review(badcase.submission, text[], text[], bigint[]) IS
  'raises where the caller cannot give that review of a submission';

CREATE FUNCTION badcase.submit_review(submission bigint, useful bool, correct bool, reasons text[] DEFAULT '{}',
    failure_kinds text[] DEFAULT '{}', contradicts bigint[] DEFAULT '{}', note text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase.submission;
    this_round bigint;
    outcome text;
  BEGIN
    SELECT t.* INTO s FROM badcase.submission t WHERE t.submission_id = me;
    PERFORM badcase.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF useful IS NULL OR correct IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a review says whether the record is useful and whether it is correct';
    END IF;
    PERFORM badcase.check_review(s, reasons, failure_kinds, contradicts);
    this_round := badcase.deciding_round(s.program_id, s.received_at);

    INSERT INTO badcase.review (submission_id, pass, reviewer, round_id, revision, useful, correct, verdict, reasons,
      failure_kinds, contradicts, note)
    VALUES (me, s.pass, badcase.caller(), this_round, s.revision, submit_review.useful, submit_review.correct,
      CASE WHEN NOT submit_review.useful THEN 'rejected' WHEN submit_review.correct THEN 'accepted' ELSE 'needs_changes' END,
      submit_review.reasons, submit_review.failure_kinds, submit_review.contradicts, submit_review.note);
    INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT r.submission_id, r.other_id, 'contradiction', r.similarity, r.prompt_similarity, r.response_similarity
    FROM badcase.relation r
    WHERE r.kind = 'alternative' AND ((r.submission_id = me AND r.other_id = ANY (contradicts))
      OR (r.other_id = me AND r.submission_id = ANY (contradicts)))
    ON CONFLICT DO NOTHING;
    UPDATE badcase.submission t SET lease_role = NULL, lease_until = NULL WHERE t.submission_id = me;

    outcome := badcase.decision(me, s.pass, (SELECT p.quorum FROM badcase.program p WHERE p.program_id = s.program_id));
    IF outcome IS NULL THEN
      RETURN 'pending';
    END IF;
    UPDATE badcase.submission t SET
      reasons = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM badcase.review v, unnest(v.reasons) x
        WHERE v.submission_id = me AND v.pass = s.pass ORDER BY 1),
      failure_kinds = ARRAY(
        SELECT DISTINCT x COLLATE "C" FROM (
          SELECT unnest(t.failure_kinds) UNION ALL
          SELECT unnest(v.failure_kinds) FROM badcase.review v
          WHERE v.submission_id = me AND v.pass = s.pass) y(x) ORDER BY 1)
    WHERE t.submission_id = me;
    RETURN badcase.move(me, outcome, this_round, 1);
  END
  $$;
COMMENT ON FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text) IS
  'gives the caller''s review of a submission; returns its state after it';
