-- Taking back and erasing. A withdrawal ends the use of a submission and keeps its text until its time is over; an
-- erasure leaves a tombstone: numbers, states and codes, no text, no hash of a text, no name.
-- Locks are taken in one order: contributor, triage, submissions, program. Who waits for a contributor's own open session
-- holds nothing yet that others wait for.
-- A withdrawal of many, or while a triage runs, moves its submissions, which is what keeps them from every view, search, export
-- and release, and leaves their duplicates, tasks and clusters to the next triage.

-- An export holds the program's row, so that nothing is taken back while it runs. A withdrawal that is left open holds up
-- no export: it writes the row when it commits.
CREATE FUNCTION badcase_internal.count_withdrawal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.program p SET withdrawals = p.withdrawals + 1 WHERE p.program_id = NEW.program_id;
    RETURN NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.count_withdrawal() IS 'trigger: counts a withdrawal at its COMMIT, which waits for exports';

-- A constraint trigger cannot be replaced, and an upgrade runs this again.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = 'badcase_internal.withdrawal'::pg_catalog.regclass AND t.tgname = 'counted') THEN
    CREATE CONSTRAINT TRIGGER counted AFTER INSERT ON badcase_internal.withdrawal
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION badcase_internal.count_withdrawal();
    COMMENT ON TRIGGER counted ON badcase_internal.withdrawal IS 'counts the withdrawal at its COMMIT';
  END IF;
END
$$;

-- Before texts go, answers of models and suggestions that are on their way in have arrived.
CREATE FUNCTION badcase_internal.wait_for_exports(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = wait_for_exports.program FOR NO KEY UPDATE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wait_for_exports(int) IS
  'lets exports and uploads of answers and suggestions end, keeps them out until the transaction ends';

CREATE FUNCTION badcase_internal.note_withdrawal(kind text, c badcase_internal.contributor, upload bigint, submission bigint, reason text)
  RETURNS bigint
  LANGUAGE sql
  BEGIN ATOMIC
    INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, upload_id, submission_id, reason, withdrawn_by)
    VALUES (c.program_id, note_withdrawal.kind, c.contributor_id, note_withdrawal.upload, note_withdrawal.submission,
      note_withdrawal.reason, badcase_internal.person_name())
    RETURNING withdrawal_id;
  END;
COMMENT ON FUNCTION badcase_internal.note_withdrawal(text, badcase_internal.contributor, bigint, bigint, text) IS
  'writes a withdrawal; returns its number';

CREATE FUNCTION badcase_internal.start_withdrawal(kind text, c badcase_internal.contributor, upload bigint, submission bigint, reason text)
  RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF kind = 'erase' THEN
      -- an erasure writes keys of the row: with a weaker lock first, it and an open upload would wait for each other
      PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = c.contributor_id FOR UPDATE;
    END IF;
    IF c.contributor_id IS NOT NULL THEN
      PERFORM badcase_internal.lock_contributor(c.contributor_id);
    END IF;
    PERFORM badcase_internal.lock_work(c.program_id, 'triage');
    RETURN badcase_internal.note_withdrawal(kind, c, upload, submission, reason);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.start_withdrawal(text, badcase_internal.contributor, bigint, bigint, text) IS
  'lets uploads and triage end, keeps them out until the transaction ends, writes the withdrawal; returns its number';

-- An erasure stands for itself; any other that changed nothing is none.
CREATE FUNCTION badcase_internal.end_withdrawal(withdrawal bigint, n bigint) RETURNS bigint
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.withdrawal w SET submissions = n WHERE w.withdrawal_id = withdrawal;
    DELETE FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdrawal AND w.kind <> 'erase' AND n = 0;
    SELECT n;
  END;
COMMENT ON FUNCTION badcase_internal.end_withdrawal(bigint, bigint) IS
  'writes how many submissions a withdrawal was of, removes it where none; returns that number';

CREATE FUNCTION badcase_internal.submissions_to_withdraw(withdrawal bigint) RETURNS bigint[]
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(array_agg(s.submission_id ORDER BY s.submission_id), '{}')
    FROM badcase_internal.withdrawal w
    JOIN badcase_internal.submission s ON s.contributor_id = w.contributor_id AND s.program_id = w.program_id AND s.state <> 'withdrawn'
      AND (w.upload_id IS NULL OR s.upload_id = w.upload_id)
      AND (w.submission_id IS NULL OR s.submission_id = w.submission_id)
    WHERE w.withdrawal_id = submissions_to_withdraw.withdrawal
  $$;
COMMENT ON FUNCTION badcase_internal.submissions_to_withdraw(bigint) IS 'the submissions that a withdrawal names and that are not withdrawn yet';

CREATE FUNCTION badcase_internal.withdraw_all(withdrawal bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    PERFORM badcase_internal.lock_work(w.program_id, 'triage') FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdraw_all.withdrawal;
    -- as they are now, behind the lock
    ids := badcase_internal.submissions_to_withdraw(withdrawal);
    PERFORM badcase_internal.move_withdrawn(ids, withdrawal);
    PERFORM badcase_internal.free_withdrawn(ids);
    PERFORM badcase_internal.divide_clusters(ids);
    RETURN badcase_internal.end_withdrawal(withdrawal, cardinality(ids));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.withdraw_all(bigint) IS
  'moves what a withdrawal names to withdrawn, and what hangs on that; returns how many submissions that were';

-- The session that has triage's lock may want any row of the program: who waited for a row of it, with others locked, might be
-- waited for. So all are locked at once or none, and who finds one locked waits for that one alone. Of many, one may always be
-- locked: then it gives up.
CREATE FUNCTION badcase_internal.lock_submissions(ids bigint[]) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    one bigint;
  BEGIN
    FOR attempt IN 1..10 LOOP
      BEGIN
        FOREACH one IN ARRAY ids LOOP
          PERFORM FROM badcase_internal.submission s WHERE s.submission_id = one FOR NO KEY UPDATE NOWAIT;
        END LOOP;
        RETURN true;
      EXCEPTION WHEN lock_not_available THEN
        NULL;
      END;
      BEGIN
        PERFORM FROM badcase_internal.submission s WHERE s.submission_id = one FOR NO KEY UPDATE;
        -- lets it go; another code than that of a lock_timeout, which ends the wait
        RAISE object_in_use;
      EXCEPTION WHEN object_in_use THEN
        NULL;
      END;
    END LOOP;
    RETURN false;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.lock_submissions(bigint[]) IS
  'locks submissions, all or none, waiting for no more than one at a time; false where each time one was locked';

-- On other servers the search table has one writer at a time, who has triage's lock.
CREATE FUNCTION badcase_internal.withdraw_beside(withdrawal bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    ids bigint[];
  BEGIN
    IF badcase_internal.is_elsewhere() THEN
      PERFORM badcase_internal.lock_work(w.program_id, 'triage') FROM badcase_internal.withdrawal w WHERE w.withdrawal_id = withdraw_beside.withdrawal;
    ELSIF NOT badcase_internal.lock_submissions(badcase_internal.submissions_to_withdraw(withdrawal)) THEN
      RETURN NULL;
    END IF;
    -- as they are now, behind the locks
    ids := badcase_internal.submissions_to_withdraw(withdrawal);
    PERFORM badcase_internal.move_withdrawn(ids, withdrawal);
    UPDATE badcase_internal.withdrawal w SET unsettled = true WHERE w.withdrawal_id = withdraw_beside.withdrawal;
    RETURN badcase_internal.end_withdrawal(withdrawal, cardinality(ids));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.withdraw_beside(bigint) IS
  'moves what a withdrawal names to withdrawn, beside a triage that may run; returns how many submissions that were; null, and nothing is locked, where that cannot be';

CREATE FUNCTION badcase_internal.has_unsettled(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM badcase_internal.withdrawal w WHERE w.program_id = has_unsettled.program AND w.unsettled);
  END;
COMMENT ON FUNCTION badcase_internal.has_unsettled(int) IS 'whether withdrawals left something to the next triage';

-- Triage may have joined the clusters since, or found another to be a duplicate.
CREATE FUNCTION badcase_internal.settle_withdrawals(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    w bigint;
    ids bigint[];
  BEGIN
    FOR w IN
      UPDATE badcase_internal.withdrawal k SET unsettled = false
      WHERE k.program_id = settle_withdrawals.program AND k.unsettled RETURNING k.withdrawal_id
    LOOP
      ids := ids || ARRAY(SELECT s.submission_id FROM badcase_internal.submission s WHERE s.withdrawal_id = w);
    END LOOP;
    ids := ARRAY(SELECT i FROM unnest(ids) i ORDER BY i);
    PERFORM badcase_internal.free_withdrawn(ids);
    PERFORM badcase_internal.divide_clusters(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle_withdrawals(int) IS 'does what withdrawals left to triage: duplicates, tasks and clusters of what was withdrawn';

CREATE FUNCTION badcase.withdraw(submission bigint DEFAULT NULL, upload bigint DEFAULT NULL, contributor bigint DEFAULT NULL,
    reason text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
    w bigint;
    n bigint;
  BEGIN
    IF num_nonnulls(submission, upload, contributor) <> 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a withdrawal is of one submission, or one upload, or one contributor',
        HINT = 'Name one of them: badcase.withdraw(submission => 17).';
    END IF;
    c := badcase_internal.require_self_or_curator(coalesce(contributor,
      (SELECT u.contributor_id FROM badcase_internal.upload u WHERE u.upload_id = withdraw.upload),
      (SELECT s.contributor_id FROM badcase_internal.submission s WHERE s.submission_id = withdraw.submission)));
    PERFORM badcase_internal.lock_contributor(c.contributor_id);
    w := badcase_internal.note_withdrawal('withdraw', c, upload, submission, reason);
    -- each may be in a cluster that is computed anew; nobody is kept waiting for many of these
    IF cardinality(badcase_internal.submissions_to_withdraw(w)) > 10 OR NOT badcase_internal.is_elsewhere() AND NOT badcase_internal.try_work(c.program_id, 'triage') THEN
      n := badcase_internal.withdraw_beside(w);
    END IF;
    IF n IS NULL THEN
      n := badcase_internal.withdraw_all(w);
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.withdraw(bigint, bigint, bigint, text) IS
  'contributor, curator: takes back a submission, an upload or all that a contributor sent; returns how many submissions that were';

-- A task that triage named after a record has the words of a contributor for its name.
CREATE FUNCTION badcase_internal.wipe_submissions(ids bigint[]) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    tasks bigint[];
    n bigint;
  BEGIN
    tasks := ARRAY(
      SELECT DISTINCT s.task_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) AND s.task_id IS NOT NULL);
    UPDATE badcase_internal.submission s SET record = NULL, digest = NULL, exact_key = NULL, model_version = NULL, task_id = NULL
    WHERE s.submission_id = ANY (ids);
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE badcase_internal.revision v SET record = NULL, digest = NULL, reason = NULL WHERE v.submission_id = ANY (ids);
    UPDATE badcase_internal.review v SET note = NULL, note_to_contributor = NULL
    WHERE v.submission_id = ANY (ids) AND num_nonnulls(v.note, v.note_to_contributor) > 0;
    UPDATE badcase_internal.action a SET reason = NULL WHERE a.submission_id = ANY (ids) AND a.reason IS NOT NULL;
    UPDATE badcase_internal.ruling g SET reason = NULL WHERE g.submission_id = ANY (ids);
    UPDATE badcase_internal.outcome o SET output = NULL, rouge_l = NULL, bleu4 = NULL, note = NULL WHERE o.submission_id = ANY (ids);
    UPDATE badcase_internal.release_item i SET digest = NULL WHERE i.submission_id = ANY (ids);
    DELETE FROM badcase_internal.finding f WHERE f.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = ANY (ids);
    DELETE FROM badcase_internal.relation r WHERE r.other_id = ANY (ids);
    DELETE FROM badcase_internal.gold g WHERE g.submission_id = ANY (ids);
    DELETE FROM badcase_internal.suggestion g WHERE g.submission_id = ANY (ids);
    UPDATE badcase_internal.look l SET note = NULL WHERE l.submission_id = ANY (ids) AND l.note IS NOT NULL;
    DELETE FROM badcase_internal.task_suggestion t WHERE t.program_id IN (
      SELECT s.program_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids));
    DELETE FROM badcase_internal.task t WHERE t.task_id = ANY (tasks) AND t.set_by IS NULL AND NOT EXISTS (
      SELECT FROM badcase_internal.submission s WHERE s.task_id = t.task_id);
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wipe_submissions(bigint[]) IS
  'removes every text of withdrawn submissions, and what was computed from it; returns how many they were';

-- Where the contributor's own role did something, the journal keeps that it was done.
CREATE FUNCTION badcase_internal.wipe_contributor(c badcase_internal.contributor) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := c.contributor_id;
    own_name CONSTANT name := (SELECT r.rolname FROM pg_roles r WHERE r.oid = c.role);
    ids CONSTANT bigint[] := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s WHERE s.contributor_id = me AND s.program_id = c.program_id);
  BEGIN
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    WHERE r.contributor_id = me;
    -- a refused line with a model's answer may name a case by its prompt, and what was taken for clusters be a pool, anybody's; an agent may quote a record
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    FROM badcase_internal.upload u WHERE u.upload_id = r.upload_id AND u.program_id = c.program_id AND u.kind IN ('outputs', 'clusters', 'suggestions');
    UPDATE badcase_internal.upload u SET file_name = NULL, sha256 = NULL,
      opened_by = CASE WHEN u.opened_by = own_name THEN 'erased' ELSE u.opened_by END
    WHERE u.contributor_id = me;
    DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = me;
    DELETE FROM badcase_internal.door_token t WHERE t.contributor_id = me;
    DELETE FROM badcase_internal.access_offer o WHERE o.contributor_id = me;
    UPDATE badcase_internal.withdrawal w SET reason = NULL WHERE w.contributor_id = me AND w.kind <> 'erase';
    UPDATE badcase_internal.contributor k SET external_id = NULL, display_name = NULL, github = NULL, role = NULL WHERE k.contributor_id = me;
    IF c.role IS NOT NULL THEN
      -- taking back one's own moves the duplicates of others, too
      UPDATE badcase_internal.event e SET actor = 'erased'
      WHERE e.actor = own_name AND (e.submission_id = ANY (ids) OR e.from_state = 'duplicate');
      UPDATE badcase_internal.action a SET made_by = 'erased' WHERE a.submission_id = ANY (ids) AND a.made_by = own_name;
      UPDATE badcase_internal.revision v SET made_by = NULL WHERE v.submission_id = ANY (ids) AND v.made_by = c.role;
      UPDATE badcase_internal.attestation a SET attested_by = 'erased' WHERE a.contributor_id = me AND a.attested_by = own_name;
      UPDATE badcase_internal.consent k SET given_by = 'erased' WHERE k.contributor_id = me AND k.given_by = own_name;
      UPDATE badcase_internal.withdrawal w SET withdrawn_by = 'erased' WHERE w.contributor_id = me AND w.withdrawn_by = own_name;
      DELETE FROM badcase_internal.access_grant g
      WHERE g.program_id = c.program_id AND g.role = c.role AND g.capability = 'contributor';
      PERFORM badcase_internal.sync_privileges(c.role);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.wipe_contributor(badcase_internal.contributor) IS
  'removes what names a contributor, and the bytes of the lines that were refused';

-- At READ COMMITTED each statement sees what was committed before it, so that after the locks nothing can be missed.
CREATE FUNCTION badcase_internal.require_read_committed() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
      RAISE active_sql_transaction USING
        MESSAGE = 'texts are erased at the isolation level READ COMMITTED only',
        DETAIL = 'An older snapshot would not show all that is to be erased.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_read_committed() IS
  'raises active_sql_transaction (25001) at an isolation level at which something could be missed';

CREATE FUNCTION badcase.erase(contributor bigint, reason text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
    w bigint;
    n bigint;
  BEGIN
    PERFORM badcase_internal.require_read_committed();
    w := badcase_internal.start_withdrawal('erase', c, NULL, NULL, reason);
    -- as it is now, behind the lock
    c := badcase_internal.require_self_or_curator(contributor);
    PERFORM badcase_internal.withdraw_all(w);
    PERFORM badcase_internal.wait_for_exports(c.program_id);
    -- before the releases' rows, as publish_release takes them
    PERFORM FROM badcase_internal.consent k WHERE k.contributor_id = c.contributor_id ORDER BY k.consent_id FOR NO KEY UPDATE;
    n := badcase_internal.wipe_submissions(ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id));
    PERFORM badcase_internal.wipe_contributor(c);
    RETURN badcase_internal.end_withdrawal(w, n);
  END
  $$;
COMMENT ON FUNCTION badcase.erase(bigint, text) IS
  'contributor, curator: takes back all that a contributor sent and erases every text of it and the contributor''s names; returns how many submissions that were';

-- What is purged is withdrawn, too: nothing comes of it any more. What a release holds stays until it is withdrawn.
CREATE FUNCTION badcase.purge(program int DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    c badcase_internal.contributor;
    old timestamptz;
    w bigint;
    s record;
    ids bigint[] := '{}'::bigint[];
    rejected bigint[] := '{}'::bigint[];
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM badcase_internal.require_read_committed();
    old := (SELECT now() - p.retention FROM badcase_internal.program p WHERE p.program_id = purge.program);
    IF old IS NULL THEN
      RETURN 0;
    END IF;
    c.program_id := program;
    w := badcase_internal.start_withdrawal('purge', c, NULL, NULL, NULL);
    FOR s IN
      SELECT t.submission_id, t.state FROM badcase_internal.submission t
      WHERE t.program_id = purge.program AND t.state IN ('withdrawn', 'rejected') AND t.updated_at < old AND t.record IS NOT NULL
        AND (t.state = 'withdrawn' OR NOT EXISTS (
          SELECT FROM badcase_internal.release_item i WHERE i.submission_id = t.submission_id))
      ORDER BY t.submission_id FOR NO KEY UPDATE
    LOOP
      IF s.state = 'rejected' THEN
        rejected := rejected || s.submission_id;
      END IF;
      ids := ids || s.submission_id;
    END LOOP;
    PERFORM badcase_internal.move_withdrawn(rejected, w);
    PERFORM badcase_internal.free_withdrawn(rejected);
    PERFORM badcase_internal.divide_clusters(ids);
    PERFORM badcase_internal.wait_for_exports(program);
    n := badcase_internal.end_withdrawal(w, badcase_internal.wipe_submissions(ids));
    UPDATE badcase_internal.refused_line r SET path = NULL, line = NULL, line_digest = NULL
    FROM badcase_internal.upload u
    WHERE u.upload_id = r.upload_id AND u.program_id = purge.program AND u.processed_at < old AND r.line IS NOT NULL;
    GET DIAGNOSTICS w = ROW_COUNT;
    RETURN n + w;
  END
  $$;
COMMENT ON FUNCTION badcase.purge(int) IS
  'curator: erases the texts that a program''s retention does not let it keep any longer; returns how many submissions and refused lines those were';

-- The text could be read and the transaction rolled back, and the row with it: the server's log keeps the trace.
CREATE FUNCTION badcase.disclose(submission bigint, authority text, reference text) RETURNS json
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = disclose.submission;
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    IF authority IS NULL OR authority !~ '[^[:space:]]' OR reference IS NULL OR reference !~ '[^[:space:]]' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a disclosure names the authority that asks for it and the reference of its order';
    END IF;
    IF s.record IS NULL THEN
      RAISE undefined_object USING
        MESSAGE = format('submission %s does not exist or was erased', coalesce(submission::text, 'null'));
    END IF;
    INSERT INTO badcase_internal.disclosure (program_id, submission_id, revision, authority, reference, disclosed_by)
    VALUES (s.program_id, s.submission_id, s.revision, disclose.authority, disclose.reference, badcase_internal.person_name());
    RAISE LOG USING MESSAGE = format('role "%s" disclosed submission %s', badcase_internal.person_name(), s.submission_id);
    RETURN @extschema@.json(s.record);
  END
  $$;
COMMENT ON FUNCTION badcase.disclose(bigint, text, text) IS
  'curator: gives out a submission''s record as the law requires, without any consent, and writes down who asked for it';

-- Versions that were trained on a release, or from one that was.
CREATE FUNCTION badcase_internal.models_of(release bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    WITH RECURSIVE trained(model_id) AS (
      SELECT m.model_id FROM badcase_internal.model_version m WHERE m.releases @> ARRAY[models_of.release]
      UNION
      SELECT m.model_id FROM badcase_internal.model_version m JOIN trained t ON m.base_id = t.model_id
    )
    SELECT coalesce(array_agg(m.name ORDER BY m.model_id), '{}')
    FROM badcase_internal.model_version m JOIN trained t ON t.model_id = m.model_id;
  END;
COMMENT ON FUNCTION badcase_internal.models_of(bigint) IS 'the versions of the model that were trained on a release, or from a version that was';

CREATE FUNCTION badcase_internal.withdrawal_impact()
  RETURNS TABLE (withdrawal bigint, program int, kind text, withdrawn_at timestamptz, submissions bigint, release bigint,
    release_name text, published_at timestamptz, items bigint, models text[])
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT w.withdrawal_id, w.program_id, w.kind, w.withdrawn_at, w.submissions, r.release_id, r.name, r.published_at, k.items,
      badcase_internal.models_of(r.release_id)
    FROM badcase_internal.withdrawal w
    LEFT JOIN LATERAL (
      SELECT i.release_id, count(*) AS items
      FROM badcase_internal.submission s JOIN badcase_internal.release_item i ON i.submission_id = s.submission_id
      WHERE s.withdrawal_id = w.withdrawal_id
        OR (w.kind = 'erase' AND s.contributor_id = w.contributor_id AND s.program_id = w.program_id)
      GROUP BY i.release_id) k ON true
    LEFT JOIN badcase_internal.release r ON r.release_id = k.release_id
    WHERE w.program_id = ANY ((SELECT badcase_internal.programs_with('exporter', 'curator'))::int[])
    ORDER BY w.withdrawal_id, r.release_id
  $$;
COMMENT ON FUNCTION badcase_internal.withdrawal_impact() IS 'the rows of badcase.withdrawal_impact';

CREATE VIEW badcase.withdrawal_impact WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.withdrawal_impact() AS r) x;
COMMENT ON VIEW badcase.withdrawal_impact IS
  'exporter, curator: each withdrawal with the releases that hold something of what it took back, and the models trained on them; one row without a release where none does';
COMMENT ON COLUMN badcase.withdrawal_impact.withdrawal IS 'the withdrawal';
COMMENT ON COLUMN badcase.withdrawal_impact.program IS 'the program';
COMMENT ON COLUMN badcase.withdrawal_impact.kind IS 'withdraw, erase or purge';
COMMENT ON COLUMN badcase.withdrawal_impact.withdrawn_at IS 'when it was made';
COMMENT ON COLUMN badcase.withdrawal_impact.submissions IS 'how many submissions it took back';
COMMENT ON COLUMN badcase.withdrawal_impact.release IS 'a release that has items of it';
COMMENT ON COLUMN badcase.withdrawal_impact.release_name IS 'its name';
COMMENT ON COLUMN badcase.withdrawal_impact.published_at IS 'when it was published; null: it was not';
COMMENT ON COLUMN badcase.withdrawal_impact.items IS 'how many of its items were taken back';
COMMENT ON COLUMN badcase.withdrawal_impact.models IS 'the versions of the model that were trained on the release, or from one that was';
