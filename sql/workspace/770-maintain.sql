-- The clock: what is due is done by a call, at any time, by whoever runs a timer.

-- What is not decided rolls over with its reviews, so a round is closed at its cut-off and the next one goes on. The next
-- cut-off keeps the rhythm, unless that is past already.
CREATE FUNCTION badcase_internal.start_next_round(program int) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    length interval;
    o record;
    next bigint;
  BEGIN
    length := (SELECT make_interval(days => p.round_days) FROM badcase_internal.program p WHERE p.program_id = start_next_round.program);
    SELECT r.round_id, r.cut_off INTO o FROM badcase_internal.round r
    WHERE r.program_id = start_next_round.program AND r.closed_at IS NULL FOR UPDATE;
    IF length IS NULL OR (o.round_id IS NOT NULL AND (o.cut_off > now()) IS NOT FALSE) THEN
      RETURN NULL;
    END IF;
    UPDATE badcase_internal.round r SET closed_at = now() WHERE r.round_id = o.round_id;
    INSERT INTO badcase_internal.round (program_id, cut_off)
    VALUES (program, CASE WHEN o.cut_off + length > now() THEN o.cut_off + length ELSE now() + length END)
    ON CONFLICT DO NOTHING RETURNING round_id INTO next;
    RETURN CASE WHEN next IS NOT NULL THEN concat_ws(', ', 'round ' || o.round_id || ' closed', format('round %s opened', next)) END;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_next_round(int) IS
  'closes the round whose cut-off is past and opens the next, where the program has a round length; returns what it did, null for nothing';

CREATE FUNCTION badcase_internal.free_ended_claims(program int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    UPDATE badcase_internal.submission s SET lease_role = NULL, lease_until = NULL
    WHERE s.submission_id = ANY (ARRAY(
      SELECT t.submission_id FROM badcase_internal.submission t
      WHERE t.lease_role IS NOT NULL AND t.program_id = free_ended_claims.program AND NOT badcase_internal.is_claimed(t)
      ORDER BY t.submission_id LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED));
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_ended_claims(int) IS 'frees claims that are over, up to 1000; returns how many';

CREATE FUNCTION badcase_internal.has_to_purge(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = has_to_purge.program AND s.state IN ('withdrawn', 'rejected') AND s.record IS NOT NULL
          AND s.updated_at < now() - p.retention
          AND (s.state = 'withdrawn' OR NOT EXISTS (SELECT FROM badcase_internal.release_item i WHERE i.submission_id = s.submission_id)))
      OR EXISTS (
        SELECT FROM badcase_internal.upload u JOIN badcase_internal.refused_line r ON r.upload_id = u.upload_id
        WHERE u.program_id = has_to_purge.program AND u.refused > 0 AND u.processed_at < now() - p.retention AND r.line IS NOT NULL)
    FROM badcase_internal.program p WHERE p.program_id = has_to_purge.program AND p.retention IS NOT NULL
  $$;
COMMENT ON FUNCTION badcase_internal.has_to_purge(int) IS
  'whether a program has texts that its retention does not let it keep; null where it has none';

CREATE FUNCTION badcase_internal.next_due(program int) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE
      WHEN p.round_days IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.round r
        WHERE r.program_id = p.program_id AND r.closed_at IS NULL AND (r.cut_off > now()) IS NOT FALSE) THEN 'round'
      WHEN EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.lease_role IS NOT NULL AND s.program_id = p.program_id AND NOT badcase_internal.is_claimed(s)) THEN 'claims'
      WHEN badcase_internal.has_triage(p.program_id) THEN 'triage'
      WHEN badcase_internal.has_to_purge(p.program_id) THEN 'purge'
    END
    FROM badcase_internal.program p WHERE p.program_id = next_due.program
  $$;
COMMENT ON FUNCTION badcase_internal.next_due(int) IS 'what is due next in a program: round, claims, triage or purge; null for nothing';

-- One step a call: each has locks that come before those of another.
CREATE FUNCTION badcase.maintain_batch(program int DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int;
    what text;
    n bigint;
  BEGIN
    IF program IS NOT NULL OR badcase_internal.programs_with('curator') = '{}' THEN
      program := badcase_internal.the_program(program, 'curator');
    END IF;
    SELECT x.id, x.due INTO p, what
    FROM (SELECT q.id, badcase_internal.next_due(q.id) AS due FROM unnest(badcase_internal.programs_with('curator')) q(id)) x
    WHERE (maintain_batch.program IS NULL OR x.id = maintain_batch.program) AND x.due IS NOT NULL
    ORDER BY x.id LIMIT 1;
    CASE what
      WHEN 'round' THEN
        RETURN format('program %s: %s', p, badcase_internal.start_next_round(p));
      WHEN 'claims' THEN
        n := badcase_internal.free_ended_claims(p);
      WHEN 'triage' THEN
        n := badcase.triage_batch(p, 1000);
      WHEN 'purge' THEN
        n := badcase.purge(p);
      ELSE
        PERFORM badcase_internal.keep_tallies(q.id) FROM unnest(badcase_internal.programs_with('curator')) q(id)
        WHERE maintain_batch.program IS NULL OR q.id = maintain_batch.program;
        RETURN NULL;
    END CASE;
    -- what somebody else is doing is left to them
    RETURN CASE WHEN n > 0 THEN format('program %s: %s %s', p, n, CASE what WHEN 'claims' THEN 'claims freed' WHEN 'triage' THEN 'submissions triaged' ELSE 'texts erased' END) END;
  END
  $$;
COMMENT ON FUNCTION badcase.maintain_batch(int) IS
  'curator: does the next thing that is due in a program, or in one''s programs; returns what it did, null where nothing is due';

CREATE PROCEDURE badcase.maintain(program int DEFAULT NULL)
  LANGUAGE plpgsql
  AS $$
  DECLARE
    done pg_catalog.text;
  BEGIN
    LOOP
      done := badcase.maintain_batch(program);
      EXIT WHEN done IS NULL;
      COMMIT;
      RAISE NOTICE '%', done;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.maintain(int) IS
  'curator: does what is due, committing after each step: the round past its cut-off closed and the next opened, ended claims freed, triage, texts erased by retention; safe at any time';
