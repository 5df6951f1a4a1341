-- Screening at triage: what is found is stored, masked, and what holds a submission waits for a curator.

CREATE FUNCTION badcase_internal.rules_version(program int) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    version int;
  BEGIN
    SELECT k.rule_version INTO version FROM badcase_internal.screening k
    WHERE k.program_id = rules_version.program AND k.code_version = @extschema@.badcase_rule_version();
    RETURN coalesce(version, badcase_internal.raise_rules(program));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.rules_version(int) IS 'the version of a program''s rules, a new one where the code has others than before';

-- The numbers of other countries are looked for where a setting names them. The severity of an issue of quality is
-- its own, null here, unless it is set.
CREATE FUNCTION badcase_internal.rules_of(program int)
  RETURNS TABLE (rule text, family text, kind text, severity text, threshold float8)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT k.family || ':' || k.kind, k.family, k.kind,
      CASE WHEN r.rule IS NULL AND NOT k.by_default THEN 'off' ELSE coalesce(r.severity, k.severity) END,
      coalesce(r.threshold, CASE WHEN k.family = 'quality' THEN 0 ELSE 0.5 END)
    FROM @extschema@.badcase_kinds() k
    LEFT JOIN badcase_internal.rule_setting r ON r.program_id = rules_of.program AND r.rule = k.family || ':' || k.kind;
  END;
COMMENT ON FUNCTION badcase_internal.rules_of(int) IS 'every rule with the severity and threshold that it has in a program';

CREATE FUNCTION badcase.set_rule(program int, rule text, severity text DEFAULT NULL, threshold float8 DEFAULT NULL)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF NOT EXISTS (SELECT FROM @extschema@.badcase_kinds() k WHERE k.family || ':' || k.kind = set_rule.rule) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such rule',
        HINT = 'A rule is a family and a kind of badcase_kinds(), as in pii:cn_id; a term list has its severity itself.';
    END IF;
    IF severity <> ALL (badcase_internal.severities() || 'off'::text) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such severity',
        HINT = 'Severities are block, hold, warn, info and off.';
    END IF;
    IF NOT threshold BETWEEN 0 AND 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a threshold is between 0 and 1';
    END IF;
    PERFORM badcase_internal.raise_rules(program);
    DELETE FROM badcase_internal.rule_setting r WHERE r.program_id = program AND r.rule = set_rule.rule;
    IF severity IS NOT NULL OR threshold IS NOT NULL THEN
      INSERT INTO badcase_internal.rule_setting (program_id, rule, severity, threshold, set_by)
      VALUES (program, set_rule.rule, set_rule.severity, set_rule.threshold, badcase_internal.person_name());
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_rule(int, text, text, float8) IS
  'curator: sets the severity and threshold that a rule has at triage; both null: as the code has them';

CREATE FUNCTION badcase_internal.rules()
  RETURNS TABLE (program int, rule text, severity text, threshold float8, is_set bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, r.rule, r.severity, r.threshold, EXISTS (
      SELECT FROM badcase_internal.rule_setting k WHERE k.program_id = p.program_id AND k.rule = r.rule)
    FROM badcase_internal.program p CROSS JOIN LATERAL badcase_internal.rules_of(p.program_id) r
    WHERE badcase_internal.has_capability(p.program_id, 'curator')
    ORDER BY p.program_id, r.rule COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.rules() IS 'the rows of badcase.rules';

CREATE VIEW badcase.rules WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.rules();
COMMENT ON VIEW badcase.rules IS 'curator: the rules by which triage screens';
COMMENT ON COLUMN badcase.rules.program IS 'the program';
COMMENT ON COLUMN badcase.rules.rule IS 'the rule: a family and a kind';
COMMENT ON COLUMN badcase.rules.severity IS
  'what triage makes of a finding: block, hold, warn, info or off; null: as badcase_quality judges it';
COMMENT ON COLUMN badcase.rules.threshold IS 'the least confidence or score that counts';
COMMENT ON COLUMN badcase.rules.is_set IS 'whether badcase.set_rule set it';

CREATE FUNCTION badcase_internal.asks_of(record @extschema@.badcase, OUT asks int, OUT breaks int)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT count(*)::int, count(*) FILTER (WHERE NOT f.followed)::int FROM @extschema@.badcase_follows(record) f;
  END;
COMMENT ON FUNCTION badcase_internal.asks_of(@extschema@.badcase) IS
  'how many things a record''s prompt asks for that can be checked, and how many of them the response does not keep';

-- A person's name in prose is the least sure of all: below 0.6 it is told and holds nothing, unless a setting says so.
-- What is open is replaced; what a curator resolved stays, and is not found a second time in the same revision.
CREATE FUNCTION badcase_internal.screen(program int, submissions bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    version CONSTANT int := badcase_internal.rules_version(program);
    lists CONSTANT bigint[] := ARRAY(
      SELECT l.term_list_id FROM badcase_internal.term_list l WHERE l.program_id = screen.program ORDER BY l.term_list_id);
    kinds text[];
    lowest real;
  BEGIN
    SELECT coalesce(array_agg(r.kind), '{}'), coalesce(min(r.threshold), 1) INTO kinds, lowest
    FROM badcase_internal.rules_of(program) r WHERE r.family <> 'quality' AND r.severity <> 'off';
    DELETE FROM badcase_internal.finding f WHERE f.submission_id = ANY (submissions) AND f.cleared IS NULL;
    WITH rule AS MATERIALIZED (
      SELECT r.*, EXISTS (
          SELECT FROM badcase_internal.rule_setting k
          WHERE k.program_id = screen.program AND k.rule = r.rule AND k.severity IS NOT NULL) AS is_set
      FROM badcase_internal.rules_of(program) r WHERE r.severity IS DISTINCT FROM 'off'
    ), record AS MATERIALIZED (
      SELECT s.submission_id, s.revision, s.record FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (submissions) AND s.record IS NOT NULL
    ), found AS (
      SELECT s.submission_id, s.revision, r.rule, f.field, f.turn, f.path, f.start, f.stop, f.confidence,
        CASE WHEN r.kind = 'person_name' AND r.severity IN ('block', 'hold') AND NOT r.is_set AND round(f.confidence * 100) < 60
          THEN 'warn' ELSE r.severity END, f.excerpt
      FROM record s CROSS JOIN LATERAL @extschema@.badcase_findings(s.record, lowest, kinds) f
      JOIN rule r ON r.kind = f.kind AND r.family <> 'quality'
      WHERE round(f.confidence * 100) >= round(r.threshold * 100)
      UNION ALL
      SELECT s.submission_id, s.revision, r.rule, NULL, NULL, NULL, NULL, NULL, q.score,
        coalesce(r.severity, CASE q.severity WHEN 'error' THEN 'warn' ELSE q.severity END), NULL
      FROM record s CROSS JOIN LATERAL @extschema@.badcase_quality(s.record) q
      JOIN rule r ON r.kind = q.issue AND r.family = 'quality'
      WHERE round(q.score * 1000) >= round(r.threshold * 1000)
      UNION ALL
      SELECT s.submission_id, s.revision, 'term:' || l.name, h.field, h.turn, h.path, h.start, h.stop, 1,
        coalesce(t.options ->> 'severity', l.severity),
        CASE WHEN length(t.term) > 3 THEN left(t.term, 1) || '**' || right(t.term, 1) ELSE '**' END
      FROM record s CROSS JOIN LATERAL
        @extschema@.badcase_find_terms(s.record, badcase_internal.terms_key(lists), badcase_internal.terms_query(lists)) h
      JOIN badcase_internal.term t ON t.term_id = h.term
      JOIN badcase_internal.term_list l ON l.term_list_id = t.term_list_id
      WHERE lists <> '{}'
      UNION ALL
      SELECT s.submission_id, s.revision, 'contamination:' || c.name, c.field, c.turn, NULL, c.start, c.stop, c.containment, 'warn',
        'item ' || c.item
      FROM badcase_internal.find_contamination(program, NULL, 0.8, submissions) c JOIN record s ON s.submission_id = c.submission
      UNION ALL
      SELECT s.submission_id, s.revision, 'protected:' || c.name, c.field, c.turn, NULL, c.start, c.stop, c.containment, 'hold',
        coalesce(c.title, 'item ' || c.item)
      FROM badcase_internal.find_protected(program, submissions) c JOIN record s ON s.submission_id = c.submission
    )
    INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence,
      severity, excerpt, rule_version)
    SELECT n.submission_id, program, n.revision, n.rule, n.field, n.turn, n.path, n.start, n.stop,
      round(n.confidence::numeric, 3), n.severity, n.excerpt, version
    FROM found n
    WHERE NOT EXISTS (
      SELECT FROM badcase_internal.finding o
      WHERE o.submission_id = n.submission_id AND o.cleared IS NOT NULL AND o.revision = n.revision AND o.rule = n.rule
        AND (o.field, o.turn, o.path, o.start, o.stop) IS NOT DISTINCT FROM (n.field, n.turn, n.path, n.start, n.stop))
    ORDER BY n.submission_id, n.field IS NULL, n.rule COLLATE "C", n.start, n.field COLLATE "C", n.turn, n.path COLLATE "C", n.stop;
    -- of what is received, by the move
    UPDATE badcase_internal.submission s SET rule_version = version,
      (asks, breaks) = (SELECT k.asks, k.breaks FROM badcase_internal.asks_of(s.record) k)
    WHERE s.submission_id = ANY (submissions) AND s.rule_version <> version AND s.state <> 'received';
    PERFORM badcase_internal.mark_submissions(submissions);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.screen(int, bigint[]) IS 'screens submissions of a program and stores what is found';

CREATE FUNCTION badcase_internal.screening_holds(submission bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = screening_holds.submission AND f.cleared IS NULL AND f.severity IN ('block', 'hold'))
      THEN '{screening}' ELSE '{}' END::text[];
  END;
COMMENT ON FUNCTION badcase_internal.screening_holds(bigint) IS 'screening, while a finding that holds the submission is open';

CREATE FUNCTION badcase_internal.holds(s badcase_internal.submission) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN EXISTS (
        SELECT FROM badcase_internal.upload u WHERE u.upload_id = s.upload_id AND u.attestation_id IS NOT NULL)
      THEN '{}' ELSE '{attestation}' END::text[] || badcase_internal.screening_holds(s.submission_id);
  END;
COMMENT ON FUNCTION badcase_internal.holds(badcase_internal.submission) IS
  'what holds a submission: attestation, while its upload has none; screening, while a finding is open';

-- Puts the submission where its findings want it: held, or on to review. A duplicate is told as if it went there.
CREATE FUNCTION badcase_internal.settle(submission bigint) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    was text;
    holds text[];
  BEGIN
    SELECT s.state, array_remove(s.held_for, 'screening') || badcase_internal.screening_holds(me) INTO STRICT was, holds
    FROM badcase_internal.submission s WHERE s.submission_id = me FOR NO KEY UPDATE;
    IF was NOT IN ('pending', 'held', 'duplicate') THEN
      RETURN was;
    END IF;
    UPDATE badcase_internal.submission s SET held_for = holds WHERE s.submission_id = me AND s.held_for <> holds;
    IF was = 'duplicate' THEN
      UPDATE badcase_internal.submission s SET contributor_state = badcase_internal.state_for_contributor(s.contributor_state, was, was, false, holds = '{}'), contributor_state_at = now()
      WHERE s.submission_id = me AND s.contributor_state IN ('held', 'pending')
        AND s.contributor_state <> badcase_internal.state_for_contributor(s.contributor_state, was, was, false, holds = '{}');
    ELSIF (holds = '{}') <> (was = 'pending') THEN
      RETURN badcase_internal.change_state(me, CASE WHEN holds = '{}' THEN 'pending' ELSE 'held' END);
    END IF;
    RETURN was;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle(bigint) IS
  'holds a pending submission that a finding holds, frees a held one that nothing holds any more; returns its state';

CREATE FUNCTION badcase_internal.seen_by_older_rules(program int) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT EXISTS (
      SELECT FROM (
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = seen_by_older_rules.program
          AND s.submission_id > coalesce((
            SELECT k.screened_to FROM badcase_internal.screening k
            WHERE k.program_id = seen_by_older_rules.program AND k.code_version = @extschema@.badcase_rule_version()), 0)
          AND s.rule_version < coalesce((
            SELECT k.rule_version FROM badcase_internal.screening k
            WHERE k.program_id = seen_by_older_rules.program AND k.code_version = @extschema@.badcase_rule_version()), 2147483647)
          AND s.state NOT IN ('received', 'withdrawn')
        ORDER BY s.submission_id LIMIT 1) x)
  $$;
COMMENT ON FUNCTION badcase_internal.seen_by_older_rules(int) IS 'whether a program has submissions to screen again';

-- What comes later is screened by the rules of its time, and new rules begin anew: so nobody looks at the same ones again.
CREATE FUNCTION badcase_internal.note_screened(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.screening k SET screened_to = t.at
    FROM (SELECT max(s.submission_id) AS at FROM badcase_internal.submission s) t
    WHERE k.program_id = note_screened.program AND k.screened_to < t.at AND NOT badcase_internal.seen_by_older_rules(k.program_id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.note_screened(int) IS
  'when all that was received is triaged: notes that a program has nothing to screen again, if so';

-- How far it is. Rules that change meanwhile begin anew, and what is left is counted again.
CREATE FUNCTION badcase_internal.note_rescreening(program int, version int, n bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    now_phase CONSTANT text := 'rules ' || version;
    j record;
    left_over bigint;
  BEGIN
    SELECT k.job_id, k.phase, k.done INTO j FROM badcase_internal.job k
    WHERE k.program_id = note_rescreening.program AND k.kind = 'rescreening' AND k.finished_at IS NULL;
    IF j.job_id IS NULL AND n = 0 THEN
      RETURN;
    END IF;
    IF j.phase IS DISTINCT FROM now_phase THEN
      left_over := (
        SELECT count(*) FROM badcase_internal.submission s
        WHERE s.program_id = note_rescreening.program AND s.rule_version < version AND s.state NOT IN ('received', 'withdrawn')
          AND s.submission_id > (SELECT k.screened_to FROM badcase_internal.screening k WHERE k.program_id = note_rescreening.program));
    END IF;
    IF j.job_id IS NULL THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      VALUES (program, 'rescreening', now_phase, 0, badcase_internal.person_name())
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id INTO j.job_id;
    END IF;
    UPDATE badcase_internal.job k SET
      phase = now_phase,
      done = k.done + n,
      total = coalesce(k.done + n + left_over, greatest(k.total, k.done + n)),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN NOT badcase_internal.seen_by_older_rules(note_rescreening.program) THEN clock_timestamp() END
    WHERE k.job_id = j.job_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.note_rescreening(int, int, bigint) IS
  'writes how far screening again is, after so many more of a version of the rules';

-- In order of numbers, from where the last call stopped, so that no call looks at the same submissions again. What is
-- received is screened when it is triaged.
CREATE FUNCTION badcase_internal.screen_again(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    version CONSTANT int := badcase_internal.rules_version(program);
    ids bigint[];
    id bigint;
  BEGIN
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = screen_again.program AND s.rule_version < version
        AND s.submission_id > (SELECT k.screened_to FROM badcase_internal.screening k WHERE k.program_id = screen_again.program)
        AND s.state NOT IN ('received', 'withdrawn')
      ORDER BY s.submission_id LIMIT batch);
    UPDATE badcase_internal.screening k SET screened_to = t.at
    FROM (SELECT coalesce(ids[cardinality(ids)], (SELECT max(s.submission_id) FROM badcase_internal.submission s)) AS at) t
    WHERE k.program_id = screen_again.program AND k.screened_to < t.at;
    PERFORM badcase_internal.screen(program, ids);
    FOREACH id IN ARRAY ids LOOP
      PERFORM badcase_internal.settle(id);
    END LOOP;
    PERFORM badcase_internal.note_rescreening(program, version, cardinality(ids));
    RETURN cardinality(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.screen_again(int, int) IS
  'screens the next submissions that older rules saw; returns how many';

-- The reason codes that a contributor is told.
CREATE FUNCTION badcase_internal.reason_of(rule text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE split_part(rule, ':', 1) WHEN 'pii' THEN 'personal_information' WHEN 'secret' THEN 'trade_secret'
      WHEN 'protected' THEN 'third_party_ip' ELSE 'other' END;
  END;
COMMENT ON FUNCTION badcase_internal.reason_of(text) IS 'the reason code of a rejection for a finding of a rule';

CREATE FUNCTION badcase_internal.in_published_release(submission bigint) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.release_item i JOIN badcase_internal.release r ON r.release_id = i.release_id
      WHERE i.submission_id = in_published_release.submission AND r.published_at IS NOT NULL);
  END;
COMMENT ON FUNCTION badcase_internal.in_published_release(bigint) IS 'whether a published release has the submission';

-- Of the current revision: what an earlier one had is gone.
CREATE FUNCTION badcase_internal.stands_against(submission bigint) RETURNS text
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.rule
    FROM badcase_internal.finding f
    JOIN badcase_internal.submission s ON s.submission_id = f.submission_id AND s.revision = f.revision
    WHERE f.submission_id = stands_against.submission AND NOT f.cleared AND f.severity IN ('block', 'hold')
    ORDER BY f.finding_id LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.stands_against(bigint) IS
  'the rule of the first finding of which a curator said that it stands against the submission, null for none';

CREATE FUNCTION badcase_internal.reopen_findings(submission bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.finding f SET cleared = NULL, reason = NULL, resolved_by = NULL, resolved_at = NULL
    WHERE f.submission_id = reopen_findings.submission AND NOT f.cleared;
  END;
COMMENT ON FUNCTION badcase_internal.reopen_findings(bigint) IS 'opens the findings again of which a curator said that they stand';

-- A finding that stands rejects what it holds; one that stands no longer lets it out again.
CREATE FUNCTION badcase_internal.follow_findings(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    rule CONSTANT text := badcase_internal.stands_against(me);
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF s.state = 'held' AND rule IS NOT NULL THEN
      UPDATE badcase_internal.submission t SET reasons = ARRAY[badcase_internal.reason_of(rule)], held_for = '{}'
      WHERE t.submission_id = me;
      PERFORM badcase_internal.change_state(me, 'rejected', badcase_internal.deciding_round(s.program_id), 0);
      RETURN;
    END IF;
    -- decided by a curator's word on a finding, not by reviews or a ruling
    IF s.state = 'rejected' AND s.decided_rule = 0 AND rule IS NULL AND s.held_for = '{}' AND s.reasons <> '{}'
        AND NOT EXISTS (SELECT FROM badcase_internal.ruling g WHERE g.submission_id = me AND g.made_at >= s.decided_at) THEN
      UPDATE badcase_internal.submission t SET reasons = '{}',
        held_for = badcase_internal.holds(s)
      WHERE t.submission_id = me;
      PERFORM badcase_internal.change_state(me, 'held');
    END IF;
    PERFORM badcase_internal.settle(me);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.follow_findings(bigint) IS
  'puts a submission where a curator''s words on its findings want it: rejected, held, or on to review';

CREATE FUNCTION badcase.resolve_finding(finding bigint, cleared bool, reason text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    f badcase_internal.finding;
    word CONSTANT bool := resolve_finding.cleared;
  BEGIN
    SELECT k.* INTO f FROM badcase_internal.finding k WHERE k.finding_id = resolve_finding.finding;
    PERFORM badcase_internal.require(f.program_id, 'curator');
    IF reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a finding is cleared or not, or opened again, for a reason';
    END IF;
    PERFORM badcase_internal.lock_work(f.program_id, 'triage');
    -- as it is now, behind the lock
    SELECT k.* INTO f FROM badcase_internal.finding k WHERE k.finding_id = resolve_finding.finding;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('finding %s is there no longer', finding),
        HINT = 'The submission was screened again: see badcase.findings.';
    END IF;
    IF f.cleared IS NOT NULL AND badcase_internal.in_published_release(f.submission_id) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is in a published release', f.submission_id),
        HINT = 'The word on its findings stands.';
    END IF;
    UPDATE badcase_internal.finding k SET
      cleared = word,
      reason = CASE WHEN word IS NOT NULL THEN resolve_finding.reason END,
      resolved_by = CASE WHEN word IS NOT NULL THEN badcase_internal.person_name() END,
      resolved_at = CASE WHEN word IS NOT NULL THEN now() END
    WHERE k.submission_id = f.submission_id AND k.finding_id = f.finding_id AND k.cleared IS DISTINCT FROM word;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('finding %s is %s already', finding,
          CASE word WHEN true THEN 'cleared' WHEN false THEN 'upheld' ELSE 'open' END);
    END IF;
    PERFORM badcase_internal.mark_submissions(ARRAY[f.submission_id]);
    PERFORM badcase_internal.follow_findings(f.submission_id);
  END
  $$;
COMMENT ON FUNCTION badcase.resolve_finding(bigint, bool, text) IS
  'curator: says of a finding that nothing is wrong (true: the submission goes on when nothing else holds it), that it stands (false: what it holds is rejected), or opens it again (null); can be changed until a published release has the submission';

-- For curators, and for the reviewer who has claimed the submission.
CREATE FUNCTION badcase.findings(submission bigint)
  RETURNS TABLE (finding bigint, rule text, severity text, field text, turn int, path text, start int, stop int,
    confidence float8, excerpt text, cleared bool, reason text, resolved_by text, resolved_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = findings.submission;
    IF badcase_internal.has_claimed(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    RETURN QUERY
      SELECT f.finding_id, f.rule, f.severity, f.field, f.turn, f.path, f.start, f.stop, f.confidence, f.excerpt, f.cleared,
        f.reason, f.resolved_by::text, f.resolved_at
      FROM badcase_internal.finding f WHERE f.submission_id = findings.submission ORDER BY f.finding_id;
  END
  $$;
COMMENT ON FUNCTION badcase.findings(bigint) IS
  'reviewer, curator: what was found in a submission and what became of it; a reviewer, of what they have claimed';

CREATE FUNCTION badcase_internal.issues_of(submission bigint) RETURNS text[]
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT f.rule COLLATE "C" FROM badcase_internal.finding f
      WHERE f.submission_id = issues_of.submission AND f.cleared IS NOT TRUE ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase_internal.issues_of(bigint) IS 'the rules of the findings in a submission, but those that were cleared';

-- Also shows what keeps an accepted record out of releases after a curator has decided: nothing else would tell why it
-- never leaves.
CREATE FUNCTION badcase_internal.findings()
  RETURNS TABLE (finding bigint, submission bigint, program int, state text, rule text, severity text, field text, turn int,
    path text, start int, stop int, confidence float8, excerpt text, found_at timestamptz, bars_release bool, cleared bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT f.finding_id, f.submission_id, f.program_id, s.state, f.rule, f.severity, f.field, f.turn, f.path, f.start, f.stop,
      f.confidence, f.excerpt, f.found_at, s.state = 'accepted' AND s.revision = f.revision, f.cleared
    FROM badcase_internal.finding f JOIN badcase_internal.submission s ON s.submission_id = f.submission_id
    WHERE f.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      AND f.cleared IS NOT TRUE AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%') AND s.state NOT IN ('rejected', 'withdrawn')
      AND ((f.severity IN ('block', 'hold') AND (f.cleared IS NULL OR s.state = 'accepted'))
        OR (f.rule LIKE 'contamination:%' AND s.state = 'accepted'))
    ORDER BY f.severity COLLATE "C", f.finding_id
  $$;
COMMENT ON FUNCTION badcase_internal.findings() IS 'the rows of badcase.findings';

CREATE VIEW badcase.findings WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.findings() AS r) x;
COMMENT ON VIEW badcase.findings IS
  'curator: the findings to decide on: they hold a submission, or keep an accepted one out of releases';
COMMENT ON COLUMN badcase.findings.finding IS 'its number, for badcase.resolve_finding';
COMMENT ON COLUMN badcase.findings.submission IS 'the submission';
COMMENT ON COLUMN badcase.findings.program IS 'the program';
COMMENT ON COLUMN badcase.findings.state IS 'the state of the submission';
COMMENT ON COLUMN badcase.findings.rule IS 'what was found';
COMMENT ON COLUMN badcase.findings.severity IS 'block or hold; block comes first';
COMMENT ON COLUMN badcase.findings.field IS 'where: prompt, response, question, answer, rejected or meta; null: the record as a whole';
COMMENT ON COLUMN badcase.findings.turn IS 'the turn of the history, from 1';
COMMENT ON COLUMN badcase.findings.path IS 'the JSON pointer within meta';
COMMENT ON COLUMN badcase.findings.start IS 'the first character of the span, from 0';
COMMENT ON COLUMN badcase.findings.stop IS 'the character after it';
COMMENT ON COLUMN badcase.findings.confidence IS 'how sure';
COMMENT ON COLUMN badcase.findings.excerpt IS 'what was found, masked';
COMMENT ON COLUMN badcase.findings.found_at IS 'when it was found';
COMMENT ON COLUMN badcase.findings.bars_release IS 'whether it keeps an accepted submission out of releases';
COMMENT ON COLUMN badcase.findings.cleared IS 'null: open; false: a curator said that it stands';
