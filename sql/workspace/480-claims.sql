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

-- The order: (1) tasks furthest below their target, (2) the rarest kind of failure among the accepted clusters of the 1,000
-- accepted submissions that came last, (3) the oldest cluster, its near-duplicates side by side. What was received after the
-- cut-off is not offered.
-- What is pending is as many rows as people like to send in, and few of them are wanted. So it is walked in groups: the
-- submissions of a task with the same kinds of failure lie side by side in an index, in the order of (3).
CREATE FUNCTION badcase_internal.claim_groups(program int) RETURNS TABLE (place bigint, task bigint, kinds text[])
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
      WITH RECURSIVE waiting(task, kinds) AS (
        (SELECT coalesce(s.task_id, 0), s.failure_kinds FROM badcase_internal.submission s
          WHERE s.program_id = claim_groups.program AND s.state = 'pending'
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds LIMIT 1)
        UNION ALL
        SELECT n.task, n.kinds FROM waiting w CROSS JOIN LATERAL (
          SELECT coalesce(s.task_id, 0) AS task, s.failure_kinds AS kinds FROM badcase_internal.submission s
          WHERE s.program_id = claim_groups.program AND s.state = 'pending' AND (coalesce(s.task_id, 0), s.failure_kinds) > (w.task, w.kinds)
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds LIMIT 1) n
      ), missing AS MATERIALIZED (
        -- counted up to the target only, so this costs as many rows as examples are wanted, whatever there is
        SELECT t.task_id, t.target - (
          SELECT count(*) FROM (
            SELECT DISTINCT a.cluster_id FROM badcase_internal.submission a
            WHERE a.task_id = t.task_id AND a.state = 'accepted' LIMIT t.target) k) AS n
        FROM (SELECT DISTINCT w.task FROM waiting w) x JOIN badcase_internal.task t ON t.task_id = x.task
      ), latest AS MATERIALIZED (
        SELECT a.cluster_id, a.failure_kinds FROM badcase_internal.submission a
        WHERE a.program_id = claim_groups.program AND a.state = 'accepted' ORDER BY a.submission_id DESC LIMIT 1000
      ), of_kind AS MATERIALIZED (
        SELECT q.kind, coalesce(c.n, 0) AS n
        FROM unnest(badcase_internal.failure_kinds()) q(kind)
        LEFT JOIN (
          SELECT k.kind, count(DISTINCT a.cluster_id) AS n
          FROM latest a CROSS JOIN LATERAL unnest(a.failure_kinds) k(kind) GROUP BY k.kind) c ON c.kind = q.kind
      )
      SELECT dense_rank() OVER (ORDER BY coalesce(m.n, 0) DESC, (
          SELECT min(f.n) FROM of_kind f WHERE f.kind = ANY (w.kinds)) NULLS LAST), w.task, w.kinds
      FROM waiting w LEFT JOIN missing m ON m.task_id = w.task;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_groups(int) IS
  'the tasks (0: none) and kinds of failure of what is pending in a program, and in which order they are reviewed; those of one place come together';

CREATE FUNCTION badcase_internal.can_claim(s badcase_internal.submission, task bigint, failure_kind text, language text, cut_off timestamptz)
  RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (s.lease_role IS NULL OR NOT badcase_internal.is_claimed(s))
      AND (can_claim.cut_off IS NULL OR s.received_at <= can_claim.cut_off)
      AND (can_claim.task IS NULL OR s.task_id = can_claim.task)
      AND (can_claim.failure_kind IS NULL OR can_claim.failure_kind = ANY (s.failure_kinds))
      AND (can_claim.language IS NULL
        OR badcase_internal.language_of(@extschema@.prompt(s.record) || @extschema@.response(s.record)) = can_claim.language);
  END;
COMMENT ON FUNCTION badcase_internal.can_claim(badcase_internal.submission, bigint, text, text, timestamptz) IS
  'whether a pending submission is not claimed, was received before the cut-off, and is of a task, a kind of failure, a language';

-- What one has reviewed stays pending until somebody else has; who reviews most would pass over it each time.
-- Task and kinds are the same in a group. They are in the order, too, for under row-level security a condition that is not
-- leakproof tells the planner nothing of an index's order.
CREATE FUNCTION badcase_internal.claimable_wanted(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    g record;
    n bigint;
  BEGIN
    FOR g IN
      SELECT array_agg(x.task) AS tasks, array_agg(x.kinds::text) AS kinds
      FROM badcase_internal.claim_groups(program) x
      WHERE (claimable_wanted.task IS NULL OR x.task = claimable_wanted.task)
        AND (claimable_wanted.failure_kind IS NULL OR claimable_wanted.failure_kind = ANY (x.kinds))
      GROUP BY x.place ORDER BY x.place
    LOOP
      RETURN QUERY
        SELECT k.submission_id
        FROM unnest(g.tasks, g.kinds) c(task, kinds)
        CROSS JOIN LATERAL (
          SELECT s.cluster_id, s.submission_id FROM badcase_internal.submission s
          WHERE s.program_id = claimable_wanted.program AND s.state = 'pending' AND coalesce(s.task_id, 0) = c.task
            AND s.failure_kinds = c.kinds::text[]
            AND badcase_internal.can_claim(s, claimable_wanted.task, claimable_wanted.failure_kind, claimable_wanted.language, claimable_wanted.cut_off)
            AND NOT EXISTS (
              SELECT FROM badcase_internal.review v
              WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = me)
          ORDER BY coalesce(s.task_id, 0), s.failure_kinds, s.cluster_id + 0, s.submission_id LIMIT most) k
        ORDER BY k.cluster_id, k.submission_id LIMIT most;
      GET DIAGNOSTICS n = ROW_COUNT;
      most := most - n;
      EXIT WHEN most <= 0;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_wanted(int, bigint, text, text, timestamptz, bigint) IS
  'the first submissions that can be claimed, without what the person has reviewed, what is wanted most before others';

CREATE FUNCTION badcase_internal.claimable_oldest(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT x.submission_id
    FROM (
      SELECT s.received_at, s.task_id, s.failure_kinds, s.cluster_id, s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = claimable_oldest.program AND s.state = 'pending'
        AND badcase_internal.can_claim(s, claimable_oldest.task, claimable_oldest.failure_kind, claimable_oldest.language, claimable_oldest.cut_off)
        AND NOT EXISTS (
          SELECT FROM badcase_internal.review v
          WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = (SELECT badcase_internal.person()))
      ORDER BY s.received_at FETCH FIRST (most) ROWS WITH TIES) x
    JOIN badcase_internal.claim_groups(program) g ON g.task = coalesce(x.task_id, 0) AND g.kinds = x.failure_kinds
    ORDER BY x.received_at, g.place, x.cluster_id, x.submission_id LIMIT most
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_oldest(int, bigint, text, text, timestamptz, bigint) IS 'the same, the oldest first';

-- In doubt is what screening warns of. What it does not warn of comes after all that it does.
CREATE FUNCTION badcase_internal.claimable_in_doubt(program int, task bigint, failure_kind text, language text, cut_off timestamptz, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    n bigint;
  BEGIN
    RETURN QUERY
      SELECT s.submission_id
      FROM (
        SELECT f.submission_id, f.revision, count(*) AS n FROM badcase_internal.finding f
        WHERE f.program_id = claimable_in_doubt.program AND f.cleared IS NOT TRUE AND f.severity = 'warn'
        GROUP BY f.submission_id, f.revision OFFSET 0) d
      CROSS JOIN LATERAL (
        SELECT t.submission_id, t.task_id, t.failure_kinds, t.cluster_id FROM badcase_internal.submission t
        WHERE t.submission_id = d.submission_id AND t.revision = d.revision AND t.state = 'pending'
          AND badcase_internal.can_claim(t, claimable_in_doubt.task, claimable_in_doubt.failure_kind, claimable_in_doubt.language, claimable_in_doubt.cut_off)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.review v
            WHERE v.submission_id = t.submission_id AND v.review_pass = t.review_pass AND v.reviewer = me)
        OFFSET 0) s
      LEFT JOIN badcase_internal.claim_groups(program) g ON (g.task, g.kinds) = (coalesce(s.task_id, 0), s.failure_kinds)
      ORDER BY d.n DESC, g.place, s.cluster_id, s.submission_id LIMIT most;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n < most THEN
      RETURN QUERY
        SELECT w.id
        FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) WITH ORDINALITY w(id, place)
        JOIN badcase_internal.submission s ON s.submission_id = w.id
        WHERE NOT EXISTS (
          SELECT FROM badcase_internal.finding f
          WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NOT TRUE AND f.severity = 'warn')
        ORDER BY w.place LIMIT most - n;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_in_doubt(int, bigint, text, text, timestamptz, bigint) IS
  'the same, what screening warns of most first';

CREATE FUNCTION badcase_internal.claimable(program int, task bigint, failure_kind text, language text, first text, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    cut_off timestamptz;
  BEGIN
    SELECT o.cut_off INTO cut_off FROM badcase_internal.round o WHERE o.program_id = claimable.program AND o.closed_at IS NULL;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    CASE first
      WHEN 'oldest' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_oldest(program, task, failure_kind, language, cut_off, most) c;
      WHEN 'doubt' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_in_doubt(program, task, failure_kind, language, cut_off, most) c;
      WHEN 'unsure', 'disagreed' THEN
        RETURN QUERY SELECT c FROM badcase_internal.claimable_suggested(program, task, failure_kind, language, cut_off, first, most) c;
      ELSE
        RETURN QUERY SELECT c FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) c;
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable(int, bigint, text, text, text, bigint) IS
  'the first submissions of a program''s open round that can be claimed, in the order in which they are to be reviewed; fewer than asked for: these are all';

-- A reader of a number of thousands wants to know no more than that. What has a claim is looked at only where there are
-- fewer: whether a claim has ended asks for its reviewer's rights.
CREATE FUNCTION badcase_internal.unclaimed(program int) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
  DECLARE
    o record;
    n bigint;
  BEGIN
    SELECT r.cut_off INTO o FROM badcase_internal.round r WHERE r.program_id = unclaimed.program AND r.closed_at IS NULL;
    IF NOT FOUND THEN
      RETURN 0;
    END IF;
    n := (
      SELECT count(*) FROM (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = unclaimed.program AND s.state = 'pending' AND s.lease_role IS NULL
          AND (o.cut_off IS NULL OR s.received_at <= o.cut_off)
        LIMIT 1000) x);
    IF n < 1000 THEN
      n := n + (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id + 0 = unclaimed.program AND (s.state = 'pending') IS TRUE
          AND badcase_internal.can_claim(s, NULL::bigint, NULL::text, NULL::text, o.cut_off));
    END IF;
    RETURN least(n, 1000);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.unclaimed(int) IS
  'how many pending submissions of the open round nobody has claimed; 1000 where they are so many or more';

-- A submission that was moved since is nothing to look at.
CREATE FUNCTION badcase_internal.is_open(l badcase_internal.look) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT l.verdict IS NULL AND l.claimed_until > now() AND EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.submission_id = l.submission_id AND s.state = l.expected AND s.revision = l.revision);
  END;
COMMENT ON FUNCTION badcase_internal.is_open(badcase_internal.look) IS 'whether a second look is claimed and not given yet';

-- Of claims there are few, of what is pending many: the conditions leave the planner the index of the claims alone.
CREATE FUNCTION badcase_internal.claimed_by(program int, role regrole) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.lease_role = claimed_by.role AND s.program_id + 0 = claimed_by.program AND (s.state = 'pending') IS TRUE AND s.lease_until > now())
      + (
        SELECT count(*) FROM badcase_internal.look l
        WHERE l.reviewer = claimed_by.role AND l.program_id = claimed_by.program AND badcase_internal.is_open(l));
  END;
COMMENT ON FUNCTION badcase_internal.claimed_by(int, regrole) IS 'how many submissions of a program somebody has claimed';

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
        WHERE s.lease_role IS NOT NULL AND s.program_id + 0 = spare_claims.program AND (s.state = 'pending') IS TRUE AND badcase_internal.is_claimed(s)
          AND s.lease_role <> badcase_internal.person()) x
      WHERE x.place > 10
    )
    SELECT p.submission_id FROM spare p ORDER BY p.place DESC, p.submission_id LIMIT ((SELECT count(*) FROM spare) + 1) / 2
  $$;
COMMENT ON FUNCTION badcase_internal.spare_claims(int) IS 'claims of other reviewers that one who has nothing may take over';

-- A row that somebody else has locked is passed over: two who claim at once do not wait for each other.
CREATE FUNCTION badcase_internal.claim_first(candidates bigint[], n bigint, until timestamptz, taking bool) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    ids := ARRAY(
      SELECT s.submission_id
      FROM unnest(candidates) WITH ORDINALITY c(id, place) JOIN badcase_internal.submission s ON s.submission_id = c.id
      WHERE s.state = 'pending' AND badcase_internal.is_claimed(s) = taking AND badcase_internal.may_review(s)
      ORDER BY c.place LIMIT n FOR NO KEY UPDATE OF s SKIP LOCKED);
    UPDATE badcase_internal.submission s SET lease_role = badcase_internal.person(), lease_until = until
    WHERE s.submission_id = ANY (ids);
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_first(bigint[], bigint, timestamptz, bool) IS
  'claims the first n of submissions that nobody has claimed, or takes them over; returns them, without what cannot be claimed or somebody has locked';

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
    IF first IS NULL OR first NOT IN ('wanted', 'oldest', 'doubt', 'unsure', 'disagreed') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'first come what is wanted, oldest, in doubt by screening, or what agents are unsure of or disagree on: wanted, oldest, doubt, unsure, disagreed';
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
