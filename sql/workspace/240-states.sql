-- The states of a submission: one table of transitions, one function that moves one, one that moves what was received, one
-- that moves what is taken back; the journal beside them.

CREATE FUNCTION badcase_internal.transitions() RETURNS TABLE (from_state text, to_state text, cause text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      (NULL, 'received', 'process_upload stored the line'),
      ('received', 'held', 'triage: no attestation, or a finding that a person must look at'),
      ('received', 'duplicate', 'triage: an exact duplicate of an earlier submission'),
      ('received', 'pending', 'triage: clean'),
      ('held', 'pending', 'resolve_finding or triage: nothing holds it any more'),
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
      ('rejected', 'held', 'reopen or resolve_finding: it was rejected for a finding, which is open again'),
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
COMMENT ON FUNCTION badcase_internal.transitions() IS 'every move that a submission can make, and what makes it';

-- The state that the contributor sees. We do not reveal that another contributor sent the same record first: such a
-- duplicate is shown as pending, or as held if something would hold it.
CREATE FUNCTION badcase_internal.state_for_contributor(was text, from_state text, to_state text, own bool, clean bool) RETURNS text
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
COMMENT ON FUNCTION badcase_internal.state_for_contributor(text, text, text, bool, bool) IS
  'the state as its contributor is told it after a move';

-- What the outbox calls the news that a state is, and null where it is none.
CREATE FUNCTION badcase_internal.news_kind(shown text, held_for text[]) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN shown = 'held' AND 'attestation' = ANY (held_for) THEN 'attestation'
      WHEN shown IN ('held', 'needs_changes', 'accepted', 'rejected') THEN shown
    END;
  END;
COMMENT ON FUNCTION badcase_internal.news_kind(text, text[]) IS
  'what a contributor has to be told of a state: held, attestation, needs_changes, accepted or rejected; null: nothing';

-- Whoever can log in can listen: so a message has the program and a kind, and nothing of a record or a person. Equal messages of
-- a transaction are sent once, when it commits.
CREATE FUNCTION badcase_internal.notify(program int, kind text) RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT pg_notify('badcase'::text, format('{"program": %s, "kind": "%s"}', program, kind)) WHERE kind IS NOT NULL
  $$;
COMMENT ON FUNCTION badcase_internal.notify(int, text) IS
  'sends a notification on the channel badcase: that in a program something of a kind came about; nothing where the kind is null';

-- Locks the submission, so that of two moves at once the second sees what the first made of it.
CREATE FUNCTION badcase_internal.change_state(submission bigint, to_state text, round bigint DEFAULT NULL, rule int DEFAULT NULL)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s record;
    own bool;
    shown text;
    freed bigint;
  BEGIN
    SELECT state, contributor_state, program_id, contributor_id, held_for, duplicate_of, cluster_id, revision, review_pass, record INTO STRICT s
    FROM badcase_internal.submission WHERE submission_id = change_state.submission FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM badcase_internal.transitions() t
        WHERE t.from_state = s.state AND t.to_state = change_state.to_state) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot become %s', submission, s.state, to_state);
    END IF;

    IF to_state = 'duplicate' THEN
      SELECT o.contributor_id = s.contributor_id INTO STRICT own
      FROM badcase_internal.submission o WHERE o.submission_id = s.duplicate_of;
    END IF;
    shown := badcase_internal.state_for_contributor(s.contributor_state, s.state, to_state, own, s.held_for = '{}');
    UPDATE badcase_internal.submission SET
      state = change_state.to_state,
      contributor_state = shown,
      contributor_state_at = CASE WHEN contributor_state = shown THEN contributor_state_at ELSE now() END,
      review_pass = s.review_pass + (change_state.to_state = 'pending')::int,
      duplicate_of = CASE WHEN change_state.to_state = 'duplicate' THEN duplicate_of END,
      cluster_id = CASE WHEN change_state.to_state <> 'received' THEN cluster_id END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = change_state.round,
      decided_rule = change_state.rule,
      decided_at = CASE WHEN change_state.rule IS NOT NULL THEN now() END,
      decided_quorum = CASE WHEN change_state.rule > 0 THEN (
        SELECT p.quorum FROM badcase_internal.program p WHERE p.program_id = s.program_id) END,
      updated_at = now()
    WHERE submission_id = change_state.submission;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, round_id, revision, other_id)
    VALUES (submission, s.state, to_state, badcase_internal.person_name(), round, s.revision,
      CASE WHEN to_state = 'duplicate' THEN s.duplicate_of END);
    PERFORM badcase_internal.mark_clusters(s.program_id, ARRAY[s.cluster_id]);
    IF round IS NOT NULL THEN
      PERFORM badcase_internal.mark_round(s.program_id, round);
    END IF;
    IF s.state IN ('accepted', 'rejected') OR to_state IN ('accepted', 'rejected') THEN
      PERFORM badcase_internal.mark_reviewed(ARRAY[submission]);
    END IF;
    IF shown <> s.contributor_state THEN
      PERFORM badcase_internal.notify(s.program_id, CASE WHEN to_state = 'disputed' THEN to_state ELSE badcase_internal.news_kind(shown, s.held_for) END);
    END IF;

    IF badcase_internal.is_searchable(s.state) <> badcase_internal.is_searchable(to_state) THEN
      PERFORM badcase_internal.begin_change(s.program_id);
      IF badcase_internal.is_searchable(to_state) THEN
        INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
        VALUES (submission, s.program_id, s.record, false, false);
      ELSE
        DELETE FROM badcase_internal.searchable k WHERE k.submission_id = change_state.submission;
      END IF;
    END IF;
    IF to_state = 'pending' THEN
      PERFORM badcase_internal.give_task(submission);
    ELSIF to_state IN ('held', 'rejected', 'withdrawn') THEN
      PERFORM badcase_internal.take_task_away(submission);
    END IF;
    IF to_state IN ('received', 'rejected', 'withdrawn') THEN
      FOR freed IN
        SELECT d.submission_id FROM badcase_internal.submission d
        WHERE d.duplicate_of = change_state.submission AND d.state = 'duplicate' ORDER BY d.submission_id
      LOOP
        PERFORM badcase_internal.change_state(freed, 'received');
      END LOOP;
    END IF;
    RETURN to_state;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.change_state(bigint, text, bigint, int) IS
  'moves a submission to another state if the table of transitions has the move, and writes the event; all moves are made here, but those of a triage and of a withdrawal';

-- What triage makes of received submissions, all at once: as many calls of change_state would write each row more often.
-- The arrays are of equal length, in order of the submissions' numbers. Who calls has locked the submissions.
CREATE FUNCTION badcase_internal.move_received(ids bigint[], states text[], held bool[], unattested bool[], originals bigint[],
    clusters bigint[], tasks bigint[], version int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    unknown text := (SELECT min(x) FROM unnest(states) x WHERE NOT EXISTS (
      SELECT FROM badcase_internal.transitions() t WHERE t.from_state = 'received' AND t.to_state = x));
    me CONSTANT name := badcase_internal.person_name();
  BEGIN
    IF unknown IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('what is received cannot become %s', unknown);
    END IF;
    UPDATE badcase_internal.submission t SET
      state = n.state,
      contributor_state = n.shown,
      contributor_state_at = CASE WHEN t.contributor_state = n.shown THEN t.contributor_state_at ELSE now() END,
      held_for = n.held_for,
      review_pass = t.review_pass + (n.state = 'pending')::int,
      duplicate_of = n.original,
      cluster_id = n.cluster,
      task_id = n.task,
      failure_kinds = CASE WHEN n.meta ? 'failure_kind' THEN badcase_internal.failure_kinds_of(n.meta) ELSE '{}' END,
      model_version = n.meta ->> 'model_version',
      rule_version = version,
      asks = n.asks,
      breaks = n.breaks,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = NULL,
      decided_rule = NULL,
      decided_at = NULL,
      decided_quorum = NULL,
      updated_at = now()
    FROM (
      SELECT x.id, x.state, x.original, x.cluster, x.task, @extschema@.meta(s.record) AS meta, k.asks, k.breaks,
        badcase_internal.state_for_contributor(s.contributor_state, 'received', x.state, o.contributor_id = s.contributor_id,
          NOT x.held AND NOT x.unattested) AS shown,
        CASE WHEN x.unattested THEN '{attestation}' ELSE '{}' END::text[] || CASE WHEN x.held THEN '{screening}' ELSE '{}' END::text[] AS held_for
      FROM unnest(ids, states, held, unattested, originals, clusters, tasks) x(id, state, held, unattested, original, cluster, task)
      JOIN badcase_internal.submission s ON s.submission_id = x.id
      LEFT JOIN badcase_internal.submission o ON o.submission_id = x.original
      CROSS JOIN LATERAL badcase_internal.asks_of(s.record) k
      OFFSET 0) n
    WHERE t.submission_id = n.id;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, other_id)
    SELECT x.id, 'received', x.state, me, s.revision, x.original
    FROM unnest(ids, states, originals) WITH ORDINALITY x(id, state, original, place)
    JOIN badcase_internal.submission s ON s.submission_id = x.id
    ORDER BY x.place;
    PERFORM badcase_internal.mark_submissions(ids);
    PERFORM badcase_internal.notify(k.program_id, k.kind)
    FROM (
      SELECT DISTINCT s.program_id, badcase_internal.news_kind(s.contributor_state, s.held_for) AS kind
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.contributor_state_at = now()) k;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.move_received(bigint[], text[], bool[], bool[], bigint[], bigint[], bigint[], int) IS
  'moves received submissions to what triage found: state, what holds them, original, cluster, task; writes the events';

-- What as many calls of change_state would make of them, in order of their numbers: a duplicate whose original goes before it
-- is received for a moment.
CREATE FUNCTION badcase_internal.move_withdrawn(ids bigint[], withdrawal bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT name := badcase_internal.person_name();
    freed bigint[];
  BEGIN
    PERFORM FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id FOR NO KEY UPDATE;
    PERFORM badcase_internal.mark_submissions(ids);
    PERFORM badcase_internal.mark_reviewed(ids);
    PERFORM badcase_internal.begin_change(x.program_id)
    FROM (SELECT DISTINCT s.program_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND badcase_internal.is_searchable(s.state)) x;
    freed := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (ids) AND s.state = 'duplicate' AND s.duplicate_of = ANY (ids) AND s.duplicate_of < s.submission_id);
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision)
    SELECT s.submission_id, CASE WHEN n.n = 2 AND s.submission_id = ANY (freed) THEN 'received' ELSE s.state END,
      CASE WHEN n.n = 1 AND s.submission_id = ANY (freed) THEN 'received' ELSE 'withdrawn' END, me, s.revision
    FROM badcase_internal.submission s CROSS JOIN generate_series(1, 2) n(n)
    WHERE s.submission_id = ANY (ids) AND s.state <> 'withdrawn' AND (n.n = 1 OR s.submission_id = ANY (freed))
    ORDER BY s.submission_id, n.n;
    UPDATE badcase_internal.submission s SET
      state = 'withdrawn',
      contributor_state = 'withdrawn',
      contributor_state_at = CASE WHEN s.contributor_state = 'withdrawn' THEN s.contributor_state_at ELSE now() END,
      duplicate_of = NULL,
      cluster_id = CASE WHEN s.submission_id <> ALL (freed) THEN s.cluster_id END,
      lease_role = NULL,
      lease_until = NULL,
      decided_round = NULL,
      decided_rule = NULL,
      decided_at = NULL,
      decided_quorum = NULL,
      withdrawal_id = move_withdrawn.withdrawal,
      updated_at = now()
    WHERE s.submission_id = ANY (ids) AND s.state <> 'withdrawn';
    DELETE FROM badcase_internal.searchable k WHERE k.submission_id = ANY (ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.move_withdrawn(bigint[], bigint) IS
  'moves submissions to withdrawn, with the withdrawal that names them; writes the events';

-- It locks submissions of others, so who calls holds the program's lock for triage.
CREATE FUNCTION badcase_internal.free_withdrawn(ids bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  DECLARE
    id bigint;
  BEGIN
    FOR id IN
      SELECT s.submission_id FROM badcase_internal.submission s JOIN badcase_internal.task t ON t.task_id = s.task_id AND t.set_by IS NULL
      WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.take_task_away(id);
    END LOOP;
    FOR id IN
      SELECT d.submission_id FROM badcase_internal.submission d
      WHERE d.duplicate_of = ANY (ids) AND d.state = 'duplicate' ORDER BY d.submission_id
    LOOP
      PERFORM badcase_internal.change_state(id, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_withdrawn(bigint[]) IS
  'takes the tasks of withdrawn submissions away that no curator has taken, moves their duplicates back to received';

-- A submission can become a duplicate while another transaction rejects or withdraws its original. That transaction did
-- not see it and did not free it; free_duplicates does.
CREATE FUNCTION badcase_internal.left_duplicates(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    SELECT d.submission_id
    FROM badcase_internal.submission d JOIN badcase_internal.submission o ON o.submission_id = d.duplicate_of
    WHERE d.duplicate_of IS NOT NULL AND d.program_id = left_duplicates.program AND d.state = 'duplicate'
      AND o.state IN ('rejected', 'withdrawn')
    ORDER BY d.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.left_duplicates(int) IS 'the duplicates in a program of what was rejected or withdrawn';

CREATE FUNCTION badcase_internal.free_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    FOR freed IN SELECT d.* FROM badcase_internal.left_duplicates(program) d LOOP
      PERFORM badcase_internal.change_state(freed, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_duplicates(int) IS
  'moves the duplicates of what was rejected or withdrawn back to received';

CREATE FUNCTION badcase_internal.note_action(program int, kind text, submission bigint DEFAULT NULL, release bigint DEFAULT NULL,
    whose regrole DEFAULT NULL, verdict text DEFAULT NULL, setting text DEFAULT NULL, reason text DEFAULT NULL) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    INSERT INTO badcase_internal.action (program_id, kind, submission_id, release_id, whose, verdict, setting, reason, made_by)
    VALUES (note_action.program, note_action.kind, note_action.submission, note_action.release, note_action.whose, note_action.verdict,
      note_action.setting, note_action.reason, badcase_internal.person_name());
  END;
COMMENT ON FUNCTION badcase_internal.note_action(int, text, bigint, bigint, regrole, text, text, text) IS
  'writes into the journal what somebody did that moves no submission';
