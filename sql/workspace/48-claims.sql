-- Claims: who is looking at what, what is free, and in which order it is given out.

-- A claim ends with its time, and when who made it is a reviewer no longer or is gone.
CREATE FUNCTION badcase_internal.is_claimed(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce(s.lease_until > now()
      AND badcase_internal.role_has_capability(s.lease_role, s.program_id, '{reviewer}'::text[]), false);
  END;
COMMENT ON FUNCTION badcase_internal.is_claimed(badcase_internal.submission) IS 'whether a reviewer has claimed the submission';

CREATE FUNCTION badcase_internal.has_claimed(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.state = 'pending' AND badcase_internal.is_claimed(s)
      AND coalesce(s.lease_role = badcase_internal.person(), false);
  END;
COMMENT ON FUNCTION badcase_internal.has_claimed(badcase_internal.submission) IS 'whether the person has claimed the submission for review';

-- The order: (1) tasks furthest below their target, (2) the rarest kind of failure among accepted clusters, (3) the
-- oldest cluster, its near-duplicates side by side. What was received after the cut-off is not offered.
CREATE FUNCTION badcase_internal.claimable(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH accepted AS MATERIALIZED (
      SELECT a.task_id, a.cluster_id, a.failure_kinds FROM badcase_internal.submission a
      WHERE a.program_id = claimable.program AND a.state = 'accepted'
    ), of_task AS (
      SELECT a.task_id, count(DISTINCT a.cluster_id) AS n FROM accepted a GROUP BY a.task_id
    ), of_kind AS MATERIALIZED (
      SELECT q.kind, count(DISTINCT a.cluster_id) AS n
      FROM unnest(badcase_internal.failure_kinds()) q(kind)
      LEFT JOIN accepted a ON q.kind = ANY (a.failure_kinds)
      GROUP BY q.kind
    )
    SELECT s.submission_id
    FROM badcase_internal.submission s
    JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL
      AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id
    LEFT JOIN of_task k ON k.task_id = s.task_id
    WHERE s.program_id = claimable.program AND s.state = 'pending' AND NOT badcase_internal.is_claimed(s)
    ORDER BY greatest(t.target - coalesce(k.n, 0), 0) DESC NULLS LAST,
      (SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (s.failure_kinds)) NULLS LAST, s.cluster_id, s.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.claimable(int) IS
  'what is pending in a program''s open round and not claimed, in the order in which it is to be reviewed';

CREATE FUNCTION badcase_internal.unclaimed(program int) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
        SELECT count(*)
        FROM badcase_internal.submission s
        JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
        WHERE s.program_id = unclaimed.program AND s.state = 'pending' AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed'))
      - (
        SELECT count(*) FROM badcase_internal.submission s
        JOIN badcase_internal.round o ON o.program_id = s.program_id AND o.closed_at IS NULL AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
        WHERE s.lease_role IS NOT NULL AND s.program_id = unclaimed.program AND s.state = 'pending' AND badcase_internal.is_claimed(s));
  END;
COMMENT ON FUNCTION badcase_internal.unclaimed(int) IS 'how many pending submissions of the open round nobody has claimed';

-- A submission that was moved since is nothing to look at.
CREATE FUNCTION badcase_internal.is_open(l badcase_internal.look) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT l.verdict IS NULL AND l.claimed_until > now() AND EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.submission_id = l.submission_id AND s.state = l.expected AND s.revision = l.revision);
  END;
COMMENT ON FUNCTION badcase_internal.is_open(badcase_internal.look) IS 'whether a second look is claimed and not given yet';

CREATE FUNCTION badcase_internal.claimed_by(program int, role regrole) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.lease_role = claimed_by.role AND s.program_id = claimed_by.program AND s.state = 'pending' AND s.lease_until > now())
      + (
        SELECT count(*) FROM badcase_internal.look l
        WHERE l.reviewer = claimed_by.role AND l.program_id = claimed_by.program AND badcase_internal.is_open(l));
  END;
COMMENT ON FUNCTION badcase_internal.claimed_by(int, regrole) IS 'how many submissions of a program somebody has claimed';

-- In doubt is what screening warns of. Without a wish the order of claimable stays, and no record is read.
CREATE FUNCTION badcase_internal.claimable_of(program int, task bigint, failure_kind text, language text, first text) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.id
    FROM badcase_internal.claimable(program) WITH ORDINALITY c(id, n)
    JOIN badcase_internal.submission s ON s.submission_id = c.id
    WHERE (claimable_of.task IS NULL OR s.task_id = claimable_of.task)
      AND (claimable_of.failure_kind IS NULL OR claimable_of.failure_kind = ANY (s.failure_kinds))
      AND (claimable_of.language IS NULL
        OR badcase_internal.language_of(@extschema@.prompt(s.record) || @extschema@.response(s.record)) = claimable_of.language)
    ORDER BY CASE WHEN first = 'oldest' THEN s.received_at END,
      CASE WHEN first = 'doubt' THEN (
        SELECT count(*) FROM badcase_internal.finding f
        WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NOT TRUE AND f.severity = 'warn') END DESC, c.n
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_of(int, bigint, text, text, text) IS
  'what can be claimed of a task, a kind of failure, a language: the oldest or the most doubtful first, or in the order of claimable';

-- Where nothing is free, a reviewer is not kept from work by another's store: of what others have claimed, all beyond the
-- first ten of each can be claimed by who has nothing, half of it at a time, from the end.
CREATE FUNCTION badcase_internal.spare_claims(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH spare AS MATERIALIZED (
      SELECT x.submission_id, x.place
      FROM (
        SELECT s.submission_id, row_number() OVER (PARTITION BY s.lease_role ORDER BY s.lease_until, s.cluster_id, s.submission_id) AS place
        FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id = spare_claims.program AND s.state = 'pending' AND badcase_internal.is_claimed(s)
          AND s.lease_role <> badcase_internal.person()) x
      WHERE x.place > 10
    )
    SELECT p.submission_id FROM spare p ORDER BY p.place DESC, p.submission_id LIMIT ((SELECT count(*) FROM spare) + 1) / 2
  $$;
COMMENT ON FUNCTION badcase_internal.spare_claims(int) IS 'claims of other reviewers that one who has nothing may take over';

CREATE FUNCTION badcase_internal.claim_one(candidate bigint, until timestamptz, taking bool) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.submission s
    WHERE s.submission_id = candidate AND s.state = 'pending' AND badcase_internal.is_claimed(s) = taking AND badcase_internal.may_review(s)
    FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
      RETURN false;
    END IF;
    UPDATE badcase_internal.submission s SET lease_role = badcase_internal.person(), lease_until = until
    WHERE s.submission_id = candidate;
    RETURN true;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_one(bigint, timestamptz, bool) IS
  'claims a submission that nobody has claimed, or takes it over; false where it cannot be, or somebody has it locked';

CREATE FUNCTION badcase_internal.check_claim(program int, n int, lease interval, failure_kind text, language text, first text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF n IS NULL OR n < 1 OR n > 1000 OR lease IS NULL OR lease <= '0' OR lease > '7 days' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'claim 1 to 1000 reviews, for up to 7 days';
    END IF;
    IF failure_kind <> ALL (badcase_internal.failure_kinds()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such kind of failure',
        HINT = format('Kinds are %s.', array_to_string(badcase_internal.failure_kinds(), ', '));
    END IF;
    IF language NOT IN ('zh', 'en', 'other') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'languages are zh, en and other';
    END IF;
    IF first IS NULL OR first NOT IN ('wanted', 'oldest', 'doubt') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'first come what is wanted, oldest or in doubt: wanted, oldest, doubt';
    END IF;
    IF badcase_internal.is_paused(program, badcase_internal.person()) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('role "%s" claims nothing in program %s for now', badcase_internal.person_name(), program),
        HINT = 'A curator looks at badcase.reviewer_quality, and ends the pause with badcase.resume_reviewer.';
    END IF;
    IF badcase_internal.claimed_by(program, badcase_internal.person()) >= (SELECT p.max_claims FROM badcase_internal.program p WHERE p.program_id = check_claim.program) THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('role "%s" has claimed as much as a reviewer of program %s can', badcase_internal.person_name(), program),
        HINT = 'Review what badcase.review_queue shows, or give it back with badcase.release_claims.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_claim(int, int, interval, text, text, text) IS 'raises where the caller cannot claim in that way';
