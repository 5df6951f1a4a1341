-- Rounds: nothing is decided outside of one, and what came after the cut-off waits for the next.

-- The lock makes close_round wait for a decision that is being made.
CREATE FUNCTION badcase_internal.deciding_round(program int, received_at timestamptz DEFAULT '-infinity') RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o record;
  BEGIN
    SELECT r.round_id, r.cut_off INTO o FROM badcase_internal.round r
    WHERE r.program_id = deciding_round.program AND r.closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has no open round', program),
        HINT = 'A curator opens one with badcase.open_round.';
    END IF;
    IF received_at > o.cut_off THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('the submission came after the cut-off of round %s', o.round_id),
        HINT = 'It belongs to the next round.';
    END IF;
    RETURN o.round_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.deciding_round(int, timestamptz) IS
  'the open round of a program, which a decision belongs to; raises 55000 without one and where its cut-off was before that time';

CREATE FUNCTION badcase.open_round(program int DEFAULT NULL, cut_off timestamptz DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    cut_off := coalesce(cut_off, (SELECT now() + make_interval(days => p.round_days) FROM badcase_internal.program p WHERE p.program_id = open_round.program));
    UPDATE badcase_internal.round o SET cut_off = open_round.cut_off
    WHERE o.program_id = open_round.program AND o.closed_at IS NULL AND o.cut_off IS NULL AND open_round.cut_off IS NOT NULL
    RETURNING o.round_id INTO id;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.round (program_id, cut_off) VALUES (program, open_round.cut_off)
      ON CONFLICT DO NOTHING RETURNING round_id INTO id;
    END IF;
    IF id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has an open round', program),
        HINT = 'badcase.close_round closes it.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.open_round(int, timestamptz) IS
  'curator: opens a round, or gives the open one its cut-off where it has none; returns its number; without a cut-off, the one that the program''s round_days give';

CREATE FUNCTION badcase.close_round(round bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require((SELECT o.program_id FROM badcase_internal.round o WHERE o.round_id = close_round.round), 'curator');
    UPDATE badcase_internal.round o SET closed_at = now(), cut_off = least(o.cut_off, now())
    WHERE o.round_id = close_round.round AND o.closed_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('round %s is closed already', round);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.close_round(bigint) IS
  'curator: closes a round: what is not decided yet rolls over to the next, with the reviews that it has';

CREATE FUNCTION badcase_internal.round_progress()
  RETURNS TABLE (program int, round bigint, opened_at timestamptz, cut_off timestamptz, closed_at timestamptz, reviews bigint,
    accepted bigint, rejected bigint, needs_changes bigint, disputed bigint, waiting bigint, late bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT o.* FROM badcase_internal.round o WHERE badcase_internal.has_capability(o.program_id, 'reviewer', 'curator')
    ), counted AS MATERIALIZED (
      SELECT t.a AS round_id, t.n FROM (SELECT DISTINCT m.program_id FROM mine m) p CROSS JOIN LATERAL badcase_internal.tallied(p.program_id, 'round') t
    ), undecided AS MATERIALIZED (
      SELECT m.round_id, k.n, (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.program_id = m.program_id AND s.state IN ('received', 'held', 'pending', 'disputed') AND s.received_at > m.cut_off
          AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS late
      FROM mine m CROSS JOIN LATERAL (
        SELECT coalesce(sum(c.n), 0)::bigint AS n FROM badcase_internal.state_counts(m.program_id) c
        WHERE c.state IN ('received', 'held', 'pending', 'disputed')) k
      WHERE m.closed_at IS NULL
    )
    SELECT m.program_id, m.round_id, m.opened_at, m.cut_off, m.closed_at, coalesce(d.n[1], 0), coalesce(d.n[2], 0),
      coalesce(d.n[3], 0), coalesce(d.n[4], 0), coalesce(d.n[5], 0), u.n - u.late, u.late
    FROM mine m
    LEFT JOIN counted d ON d.round_id = m.round_id
    LEFT JOIN undecided u ON u.round_id = m.round_id
    ORDER BY m.program_id, m.round_id
  $$;
COMMENT ON FUNCTION badcase_internal.round_progress() IS 'the rows of badcase.round_progress';

CREATE VIEW badcase.round_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.round_progress();
COMMENT ON VIEW badcase.round_progress IS 'reviewer, curator: what was decided in each round, and what waits in the open one';
COMMENT ON COLUMN badcase.round_progress.program IS 'the program';
COMMENT ON COLUMN badcase.round_progress.round IS 'the round';
COMMENT ON COLUMN badcase.round_progress.opened_at IS 'when it was opened';
COMMENT ON COLUMN badcase.round_progress.cut_off IS 'what came later belongs to the next round; null: no cut-off';
COMMENT ON COLUMN badcase.round_progress.closed_at IS 'when it was closed; null: it is open';
COMMENT ON COLUMN badcase.round_progress.reviews IS 'how many reviews were given in it';
COMMENT ON COLUMN badcase.round_progress.accepted IS 'how many times it accepted a submission';
COMMENT ON COLUMN badcase.round_progress.rejected IS 'how many times it rejected one';
COMMENT ON COLUMN badcase.round_progress.needs_changes IS 'how many times it asked for changes';
COMMENT ON COLUMN badcase.round_progress.disputed IS 'how many times its reviews disagreed';
COMMENT ON COLUMN badcase.round_progress.waiting IS
  'how many submissions up to the cut-off are received, held, pending or disputed; null: it is closed';
COMMENT ON COLUMN badcase.round_progress.late IS 'how many that came after the cut-off are; null: it is closed';

-- Four weeks are what contributors are told. What needs changes waits for its contributor.
-- Of each state in order from an index, merged.
CREATE FUNCTION badcase_internal.overdue()
  RETURNS TABLE (program int, submission bigint, state text, task text, received_at timestamptz, days int)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET enable_seqscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT p.id, s.submission_id, s.state, (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.received_at, floor(extract(epoch FROM now() - s.received_at) / 86400)::int
    FROM unnest(badcase_internal.programs_with('curator')) p(id)
    CROSS JOIN LATERAL (
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'received' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'held' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'pending' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      UNION ALL
      (SELECT d.submission_id, d.state, d.task_id, d.received_at FROM badcase_internal.submission d
        WHERE d.program_id = p.id AND d.state = 'disputed' AND d.received_at < now() - interval '672 hours' ORDER BY d.received_at)
      ORDER BY 4, 1) s
  $$;
COMMENT ON FUNCTION badcase_internal.overdue() IS 'the rows of badcase.overdue';

CREATE VIEW badcase.overdue WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.overdue() AS r) x;
COMMENT ON VIEW badcase.overdue IS 'curator: what has waited for more than 28 days without a decision';
COMMENT ON COLUMN badcase.overdue.program IS 'the program';
COMMENT ON COLUMN badcase.overdue.submission IS 'the submission';
COMMENT ON COLUMN badcase.overdue.state IS 'received, held, pending or disputed';
COMMENT ON COLUMN badcase.overdue.task IS 'the task, if it has one';
COMMENT ON COLUMN badcase.overdue.received_at IS 'when it was received';
COMMENT ON COLUMN badcase.overdue.days IS 'how many whole days ago that is';
