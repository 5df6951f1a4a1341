-- The states of a submission: one table of transitions, one function that moves.

CREATE FUNCTION badcase.transitions() RETURNS TABLE (from_state text, to_state text, cause text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      (NULL, 'received', 'process_upload stored the line'),
      ('received', 'held', 'triage: no attestation, or a finding that a person must look at'),
      ('received', 'duplicate', 'triage: an exact duplicate of an earlier submission'),
      ('received', 'pending', 'triage: clean'),
      ('held', 'pending', 'attest, resolve_finding or triage: nothing holds it any more'),
      ('held', 'rejected', 'resolve_finding: the finding stands'),
      ('duplicate', 'received', 'what it duplicates was rejected, withdrawn or revised'),
      ('pending', 'held', 'triage: newer rules have a finding that a person must look at'),
      ('pending', 'received', 'revise: a reviewer or a curator edited it'),
      ('pending', 'needs_changes', 'reviews: useful, not correct'),
      ('pending', 'disputed', 'reviews: they disagree'),
      ('pending', 'accepted', 'reviews: useful and correct'),
      ('pending', 'rejected', 'reviews: not useful'),
      ('needs_changes', 'received', 'revise: a new revision'),
      ('disputed', 'accepted', 'adjudicate'),
      ('disputed', 'rejected', 'adjudicate'),
      ('accepted', 'pending', 'reopen: while in no published release'),
      ('rejected', 'pending', 'reopen'),
      ('received', 'withdrawn', 'withdraw or erase'),
      ('held', 'withdrawn', 'withdraw or erase'),
      ('duplicate', 'withdrawn', 'withdraw or erase'),
      ('pending', 'withdrawn', 'withdraw or erase'),
      ('needs_changes', 'withdrawn', 'withdraw or erase'),
      ('disputed', 'withdrawn', 'withdraw or erase'),
      ('accepted', 'withdrawn', 'withdraw or erase'),
      ('rejected', 'withdrawn', 'withdraw or erase');
  END;
COMMENT ON FUNCTION badcase.transitions() IS 'every move that a submission can make, and what makes it';

-- What the contributor of a submission is told. That somebody else had sent the same is not: such a duplicate looks
-- like a submission that waits, for review or, where something would hold it, for that.
CREATE FUNCTION badcase.told(was text, from_state text, to_state text, own bool, clean bool) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN to_state = 'duplicate' AND own THEN 'duplicate'
      WHEN to_state = 'duplicate' AND clean THEN 'pending'
      WHEN to_state = 'duplicate' THEN 'held'
      WHEN from_state = 'duplicate' AND to_state = 'received' AND was <> 'duplicate' THEN was
      ELSE to_state
    END;
  END;
COMMENT ON FUNCTION badcase.told(text, text, text, bool, bool) IS
  'the state as its contributor is told it after a move';

-- Locks the submission, so that of two moves at once the second sees what the first made of it.
CREATE FUNCTION badcase.move(submission bigint, to_state text, round bigint DEFAULT NULL, rule int DEFAULT NULL)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    s record;
    own bool;
    now_told text;
    freed bigint;
  BEGIN
    SELECT state, told, program_id, contributor_id, held_for, duplicate_of, revision, digest, pass INTO STRICT s
    FROM badcase.submission WHERE submission_id = move.submission FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM badcase.transitions() t
        WHERE t.from_state = s.state AND t.to_state = move.to_state) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot become %s', submission, s.state, to_state);
    END IF;

    IF to_state = 'duplicate' THEN
      SELECT o.contributor_id = s.contributor_id INTO STRICT own
      FROM badcase.submission o WHERE o.submission_id = s.duplicate_of;
    END IF;
    now_told := badcase.told(s.told, s.state, to_state, own, s.held_for = '{}');
    UPDATE badcase.submission SET
      state = move.to_state,
      told = now_told,
      told_at = CASE WHEN told = now_told THEN told_at ELSE now() END,
      pass = s.pass + (move.to_state = 'pending')::int,
      duplicate_of = CASE WHEN move.to_state = 'duplicate' THEN duplicate_of END,
      cluster_id = CASE WHEN move.to_state <> 'received' THEN cluster_id END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = move.round,
      decided_rule = move.rule,
      decided_at = CASE WHEN move.rule IS NOT NULL THEN now() END,
      decided_quorum = CASE WHEN move.rule > 0 THEN (
        SELECT p.quorum FROM badcase.program p WHERE p.program_id = s.program_id) END,
      updated_at = now()
    WHERE submission_id = move.submission;
    INSERT INTO badcase.event (submission_id, from_state, to_state, actor, round_id, revision, digest, other_id)
    VALUES (submission, s.state, to_state, badcase.caller(), round, s.revision, s.digest,
      CASE WHEN to_state = 'duplicate' THEN s.duplicate_of END);

    IF to_state IN ('received', 'rejected', 'withdrawn') THEN
      FOR freed IN
        SELECT d.submission_id FROM badcase.submission d
        WHERE d.duplicate_of = move.submission AND d.state = 'duplicate' ORDER BY d.submission_id
      LOOP
        PERFORM badcase.move(freed, 'received');
      END LOOP;
    END IF;
    RETURN to_state;
  END
  $$;
COMMENT ON FUNCTION badcase.move(bigint, text, bigint, int) IS
  'moves a submission to another state if the table of transitions has the move, and writes the event; all moves are made here';

-- What became a duplicate while its original was on the way out was not seen by the move of the original.
CREATE FUNCTION badcase.free_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    FOR freed IN
      SELECT d.submission_id
      FROM badcase.submission d JOIN badcase.submission o ON o.submission_id = d.duplicate_of
      WHERE d.program_id = free_duplicates.program AND d.state = 'duplicate' AND o.state IN ('rejected', 'withdrawn')
      ORDER BY d.submission_id
    LOOP
      PERFORM badcase.move(freed, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.free_duplicates(int) IS
  'moves the duplicates of what was rejected or withdrawn back to received';
