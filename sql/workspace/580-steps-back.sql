-- Steps back: claims given back or taken back, a review withdrawn before the decision, a release retired.

CREATE FUNCTION badcase_internal.own_review(submission bigint, review_pass int) RETURNS badcase_internal.review
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT v FROM badcase_internal.review v
    WHERE v.submission_id = own_review.submission AND v.review_pass = own_review.review_pass AND v.reviewer = badcase_internal.person();
  END;
COMMENT ON FUNCTION badcase_internal.own_review(bigint, int) IS 'the review that the person gave of a submission in a pass, under the same role';

-- What no other review says of the two, from either side, is an alternative again.
CREATE FUNCTION badcase_internal.remove_review(r badcase_internal.review) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    DELETE FROM badcase_internal.review v
    WHERE v.submission_id = r.submission_id AND v.review_pass = r.review_pass AND v.reviewer = r.reviewer;
    PERFORM badcase_internal.mark_review(s.program_id, s.submission_id, r.round_id)
    FROM badcase_internal.submission s WHERE s.submission_id = r.submission_id;
    DELETE FROM badcase_internal.relation k USING unnest(r.contradicts) x(id)
    WHERE k.kind = 'contradiction'
      AND ((k.submission_id = r.submission_id AND k.other_id = x.id) OR (k.submission_id = x.id AND k.other_id = r.submission_id))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.review v
        WHERE (v.submission_id = r.submission_id AND x.id = ANY (v.contradicts))
          OR (v.submission_id = x.id AND r.submission_id = ANY (v.contradicts)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.remove_review(badcase_internal.review) IS
  'takes a review out, with the contradictions that nobody else marked';

CREATE FUNCTION badcase.withdraw_review(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    r badcase_internal.review;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'reviewer');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF badcase_internal.take_look_back(s) THEN
      RETURN;
    END IF;
    r := badcase_internal.own_review(me, s.review_pass);
    IF r.submission_id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('role "%s" has given no review of submission %s that counts', badcase_internal.person_name(), me);
    END IF;
    IF s.state <> 'pending' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s already', me, s.state),
        HINT = 'A review can be changed or withdrawn until the decision; a curator can reopen a submission.';
    END IF;
    PERFORM badcase_internal.remove_review(r);
    PERFORM badcase_internal.note_action(s.program_id, 'review_withdrawn', me, whose => r.reviewer, verdict => r.verdict);
  END
  $$;
COMMENT ON FUNCTION badcase.withdraw_review(bigint) IS
  'reviewer: takes back the review that one gave of a submission, until the decision; submit_review changes it';

CREATE FUNCTION badcase.release_claims(program int DEFAULT NULL, reviewer name DEFAULT NULL, submissions bigint[] DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    holder CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = release_claims.reviewer);
    taken bool;
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'reviewer', 'curator');
    taken := reviewer IS NOT NULL AND holder IS DISTINCT FROM badcase_internal.person();
    IF taken THEN
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    WITH claim AS (
      SELECT s.submission_id, s.lease_role FROM badcase_internal.submission s
      WHERE s.lease_role = CASE WHEN taken THEN holder ELSE badcase_internal.person() END AND s.program_id = release_claims.program
        AND (release_claims.submissions IS NULL OR s.submission_id = ANY (release_claims.submissions))
      ORDER BY s.submission_id FOR NO KEY UPDATE
    ), freed AS (
      UPDATE badcase_internal.submission s SET lease_role = NULL, lease_until = NULL
      FROM claim c WHERE s.submission_id = c.submission_id RETURNING c.submission_id, c.lease_role
    )
    INSERT INTO badcase_internal.action (program_id, kind, submission_id, whose, made_by)
    SELECT release_claims.program, CASE WHEN taken THEN 'claim_taken_back' ELSE 'claim_released' END, f.submission_id, f.lease_role,
      badcase_internal.person_name()
    FROM freed f ORDER BY f.submission_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n + badcase_internal.release_looks(program, CASE WHEN taken THEN holder ELSE badcase_internal.person() END, submissions);
  END
  $$;
COMMENT ON FUNCTION badcase.release_claims(int, name, bigint[]) IS
  'reviewer, curator: gives back what one has claimed for review, all or these submissions; with a reviewer''s name, curators take back that reviewer''s; returns how many';

CREATE FUNCTION badcase.retire_release(release bigint, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = retire_release.release;
    PERFORM badcase_internal.require(r.program_id, 'curator');
    PERFORM badcase_internal.require_words('the reason for which a release is retired', reason);
    UPDATE badcase_internal.release t SET
      retired_by = badcase_internal.person_name(),
      retired_at = now(),
      retired_for = retire_release.reason
    WHERE t.release_id = r.release_id AND t.published_at IS NOT NULL AND t.retired_at IS NULL;
    IF NOT FOUND THEN
      SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = retire_release.release;
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is %s', r.release_id, CASE WHEN r.retired_at IS NULL THEN 'not published' ELSE 'retired already' END);
    END IF;
    PERFORM badcase_internal.note_action(r.program_id, 'release_retired', release => r.release_id, reason => reason);
  END
  $$;
COMMENT ON FUNCTION badcase.retire_release(bigint, text) IS
  'curator: retires a published release: exports of it are refused with the reason; its papers and its place in the history stay';
