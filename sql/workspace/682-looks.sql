-- Second looks: gold, records of which a curator is sure, by which reviewers are measured; and audits, samples of decisions
-- that others judge again. Both come with what a reviewer claims, and look like it. No look moves a submission.

CREATE FUNCTION badcase.add_gold(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    PERFORM badcase_internal.require(s.program_id, 'curator');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    IF s.state NOT IN ('accepted', 'rejected') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s: gold is accepted or rejected', me, s.state);
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody makes a submission of their own gold';
    END IF;
    INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by)
    VALUES (me, s.program_id, s.revision, s.state, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT gold_pkey DO UPDATE SET revision = excluded.revision, verdict = excluded.verdict, added_by = excluded.added_by, added_at = now();
    PERFORM badcase_internal.note_action(s.program_id, 'gold_set', me, verdict => s.state);
  END
  $$;
COMMENT ON FUNCTION badcase.add_gold(bigint) IS
  'curator: makes a decided submission gold: reviewers are measured by what they say of it when they get it among what they claim';

CREATE FUNCTION badcase.remove_gold(submission bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT g.program_id FROM badcase_internal.gold g WHERE g.submission_id = remove_gold.submission);
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    DELETE FROM badcase_internal.gold g WHERE g.submission_id = remove_gold.submission;
    PERFORM badcase_internal.note_action(p, 'gold_set', submission);
  END
  $$;
COMMENT ON FUNCTION badcase.remove_gold(bigint) IS 'curator: a submission is gold no more; what reviewers said of it stays';

CREATE FUNCTION badcase.draw_audit(round bigint, n int, seed bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p int := (SELECT o.program_id FROM badcase_internal.round o WHERE o.round_id = draw_audit.round);
    id bigint;
  BEGIN
    PERFORM badcase_internal.require(p, 'curator');
    IF n IS NULL OR n < 1 OR n > 10000 OR seed IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'an audit is of 1 to 10000 decisions, and has a seed';
    END IF;
    INSERT INTO badcase_internal.audit (program_id, round_id, seed, drawn_by)
    VALUES (p, draw_audit.round, draw_audit.seed, badcase_internal.person_name()) RETURNING audit_id INTO id;
    INSERT INTO badcase_internal.audit_item (submission_id, audit_id, revision, decision, task_id)
    SELECT s.submission_id, id, s.revision, s.state, s.task_id FROM badcase_internal.submission s
    WHERE s.program_id = p AND s.decided_round = draw_audit.round AND s.state IN ('accepted', 'rejected')
    ORDER BY sha256(int8send(draw_audit.seed) || int8send(s.submission_id)), s.submission_id LIMIT n;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('round %s has no decision', round);
    END IF;
    PERFORM badcase_internal.note_action(p, 'audit_drawn', setting => format('audit %s of round %s', id, round));
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase.draw_audit(bigint, int, bigint) IS
  'curator: draws so many of a round''s decisions by a seed: reviewers who had no part in them get them among what they claim; returns the audit''s number';

-- Whoever had any part in a decision does not look at it for the second time.
CREATE FUNCTION badcase_internal.may_look(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT NOT badcase_internal.is_own(s.contributor_id)
      AND NOT EXISTS (SELECT FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND badcase_internal.may_be(v.reviewer))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.ruling g WHERE g.submission_id = s.submission_id AND g.made_by = badcase_internal.person_name())
      AND NOT EXISTS (
        SELECT FROM badcase_internal.revision v
        WHERE v.submission_id = s.submission_id AND v.revision > 1 AND badcase_internal.may_be(v.made_by))
      AND NOT EXISTS (
        SELECT FROM badcase_internal.look l
        WHERE l.submission_id = s.submission_id AND l.verdict IS NOT NULL AND badcase_internal.may_be(l.reviewer));
  END;
COMMENT ON FUNCTION badcase_internal.may_look(badcase_internal.submission) IS
  'whether the person had no part in the decision of a submission and did not look at it since';

CREATE FUNCTION badcase_internal.audits_to_look_at(program int) RETURNS TABLE (submission_id bigint, audit_id bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT DISTINCT ON (i.submission_id) i.submission_id, i.audit_id
    FROM badcase_internal.audit a
    JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id
    JOIN badcase_internal.submission s ON s.submission_id = i.submission_id AND s.state = i.decision AND s.revision = i.revision
    WHERE a.program_id = audits_to_look_at.program AND badcase_internal.may_look(s) AND NOT EXISTS (
      SELECT FROM badcase_internal.look l
      WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND (l.verdict IS NOT NULL OR l.claimed_until > now()))
    ORDER BY i.submission_id, i.audit_id
  $$;
COMMENT ON FUNCTION badcase_internal.audits_to_look_at(int) IS 'the decisions of audits that nobody looked at yet and the person may';

-- Gold comes only with other work, for alone it would be known; audits come first, half of what is claimed at most.
CREATE FUNCTION badcase_internal.claim_looks(program int, n int, until timestamptz) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    rate CONSTANT int := (SELECT p.gold_rate FROM badcase_internal.program p WHERE p.program_id = claim_looks.program);
    golds bigint;
    ids bigint[];
  BEGIN
    golds := CASE WHEN rate > 0 AND badcase_internal.unclaimed(program) > 0 THEN (
      SELECT count(*) FROM generate_series(1, n) WHERE random() * 100 < rate) ELSE 0 END;
    WITH audits AS MATERIALIZED (
      SELECT a.submission_id, a.audit_id FROM badcase_internal.audits_to_look_at(program) a ORDER BY a.submission_id LIMIT (n + 1) / 2
    ), chosen AS (
      SELECT a.submission_id, a.audit_id FROM audits a
      UNION ALL (
        SELECT g.submission_id, NULL FROM badcase_internal.gold g
        JOIN badcase_internal.submission s ON s.submission_id = g.submission_id AND s.state = g.verdict AND s.revision = g.revision
        WHERE g.program_id = claim_looks.program AND badcase_internal.may_look(s)
          AND NOT EXISTS (SELECT FROM audits a WHERE a.submission_id = g.submission_id)
        ORDER BY random() LIMIT greatest(least(golds, n - (SELECT count(*) FROM audits)), 0))
    ), taken AS (
      INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until)
      SELECT s.submission_id, badcase_internal.person(), s.program_id, s.revision, c.audit_id, s.state, until
      FROM chosen c JOIN badcase_internal.submission s ON s.submission_id = c.submission_id
      ON CONFLICT ON CONSTRAINT look_pkey DO UPDATE SET
        revision = excluded.revision, audit_id = excluded.audit_id, expected = excluded.expected, claimed_until = excluded.claimed_until
        WHERE look.verdict IS NULL AND look.claimed_until <= now()
      RETURNING look.submission_id
    )
    SELECT coalesce(array_agg(t.submission_id ORDER BY t.submission_id), '{}') INTO ids FROM taken t;
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claim_looks(int, int, timestamptz) IS
  'claims second looks for the person, of n that are claimed in all: of audits, and gold by the program''s rate';

CREATE FUNCTION badcase_internal.has_second_look(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.look l
      WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person() AND l.expected = s.state AND l.revision = s.revision);
  END;
COMMENT ON FUNCTION badcase_internal.has_second_look(badcase_internal.submission) IS 'whether the person has claimed or given a second look at a submission';

-- The answer is that to a first review of several.
CREATE FUNCTION badcase_internal.give_look(s badcase_internal.submission, useful bool, correct bool, reasons text[], failure_kinds text[],
    contradicts bigint[], note text) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    said CONSTANT text := badcase_internal.verdict_of(useful, correct);
  BEGIN
    PERFORM badcase_internal.check_words(s.submission_id, give_look.reasons, give_look.failure_kinds, contradicts);
    UPDATE badcase_internal.look l SET
      verdict = said,
      reasons = give_look.reasons,
      failure_kinds = give_look.failure_kinds,
      note = give_look.note,
      looked_at = now()
    WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person();
    RETURN CASE WHEN (SELECT p.quorum FROM badcase_internal.program p WHERE p.program_id = s.program_id) > 1 THEN 'pending' ELSE said END;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_look(badcase_internal.submission, bool, bool, text[], text[], bigint[], text) IS
  'keeps what the person says of a submission at a second look; returns the state that a pending one could have after that';

CREATE FUNCTION badcase_internal.take_look_back(s badcase_internal.submission) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.look l SET verdict = NULL, looked_at = NULL, note = NULL, reasons = '{}', failure_kinds = '{}'
    WHERE l.submission_id = s.submission_id AND l.reviewer = badcase_internal.person() AND l.verdict IS NOT NULL
      AND l.expected = s.state AND l.revision = s.revision;
    RETURN FOUND;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_look_back(badcase_internal.submission) IS 'takes back what the person said of a submission at a second look; false where nothing';

CREATE FUNCTION badcase_internal.release_looks(program int, holder regrole, submissions bigint[]) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    DELETE FROM badcase_internal.look l
    WHERE l.reviewer = holder AND l.program_id = release_looks.program AND badcase_internal.is_open(l)
      AND (submissions IS NULL OR l.submission_id = ANY (submissions));
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.release_looks(int, regrole, bigint[]) IS 'gives back the second looks that somebody has claimed; returns how many';

CREATE FUNCTION badcase_internal.gold_of(program int, role regrole, since timestamptz, OUT k bigint, OUT n bigint)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*) FILTER (WHERE l.verdict = l.expected), count(*) FROM badcase_internal.look l
    WHERE l.reviewer = gold_of.role AND l.program_id = gold_of.program AND l.audit_id IS NULL AND l.looked_at > since;
  END;
COMMENT ON FUNCTION badcase_internal.gold_of(int, regrole, timestamptz) IS 'how much gold a reviewer was shown since then, and judged right';

-- From ten gold records on, and where even the upper end of the interval is below what the program asks for.
CREATE FUNCTION badcase_internal.is_paused(program int, role regrole) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(g.n >= 10 AND w.high * 100 < p.least_accuracy, false)
    FROM badcase_internal.program p
    CROSS JOIN LATERAL badcase_internal.gold_of(p.program_id, role, coalesce((
      SELECT max(a.made_at) FROM badcase_internal.action a
      WHERE a.program_id = p.program_id AND a.kind = 'reviewer_resumed' AND a.whose = role), '-infinity')) g
    CROSS JOIN LATERAL badcase_internal.wilson(g.k, g.n) w
    WHERE p.program_id = is_paused.program
  $$;
COMMENT ON FUNCTION badcase_internal.is_paused(int, regrole) IS 'whether a reviewer claims nothing until a curator says otherwise';

CREATE FUNCTION badcase.resume_reviewer(program int, reviewer name) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    role CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = reviewer);
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF badcase_internal.is_paused(program, role) IS NOT TRUE THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('no reviewer of that name is paused in program %s', program);
    END IF;
    PERFORM badcase_internal.note_action(program, 'reviewer_resumed', whose => role);
  END
  $$;
COMMENT ON FUNCTION badcase.resume_reviewer(int, name) IS
  'curator: ends the pause of a reviewer whose judgements of gold were wrong too often; what was said of gold before counts no more for a pause';

CREATE FUNCTION badcase_internal.gold()
  RETURNS TABLE (program int, submission bigint, verdict text, added_by text, added_at timestamptz, shown bigint, judged_right bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT g.program_id, g.submission_id, g.verdict, g.added_by::text, g.added_at, count(l.verdict), count(*) FILTER (WHERE l.verdict = l.expected)
    FROM badcase_internal.gold g
    LEFT JOIN badcase_internal.look l ON l.submission_id = g.submission_id AND l.audit_id IS NULL
    WHERE g.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    GROUP BY g.submission_id
    ORDER BY g.program_id, g.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.gold() IS 'the rows of badcase.gold';

CREATE VIEW badcase.gold WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.gold();
COMMENT ON VIEW badcase.gold IS 'curator: the submissions by which reviewers are measured; one that most judge wrong may be wrong itself';
COMMENT ON COLUMN badcase.gold.program IS 'the program';
COMMENT ON COLUMN badcase.gold.submission IS 'the submission';
COMMENT ON COLUMN badcase.gold.verdict IS 'the right verdict';
COMMENT ON COLUMN badcase.gold.added_by IS 'the curator who made it gold';
COMMENT ON COLUMN badcase.gold.added_at IS 'when';
COMMENT ON COLUMN badcase.gold.shown IS 'how many reviewers judged it';
COMMENT ON COLUMN badcase.gold.judged_right IS 'how many of them as the verdict says';

-- Minutes between two judgements that are more than an hour apart are no work.
CREATE FUNCTION badcase_internal.minutes_of(program int, role regrole) RETURNS float8
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
    WITH judged AS (
      (SELECT v.reviewed_at AS at FROM badcase_internal.round o
      CROSS JOIN LATERAL (
        SELECT w.reviewed_at FROM badcase_internal.review w
        WHERE w.round_id = o.round_id AND w.reviewer = role ORDER BY w.reviewed_at DESC LIMIT 200) v
      WHERE o.program_id = minutes_of.program ORDER BY v.reviewed_at DESC LIMIT 200)
      UNION ALL
      (SELECT l.looked_at FROM badcase_internal.look l
      WHERE l.program_id = minutes_of.program AND l.reviewer = role AND l.verdict IS NOT NULL ORDER BY l.looked_at DESC LIMIT 200)
      ORDER BY at DESC LIMIT 200
    )
    SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY g.seconds))::numeric / 60, 1)::float8
    FROM (SELECT extract(epoch FROM j.at - lag(j.at) OVER (ORDER BY j.at))::float8 AS seconds FROM judged j) g
    WHERE g.seconds <= 3600
  $$;
COMMENT ON FUNCTION badcase_internal.minutes_of(int, regrole) IS
  'the median of the minutes from one judgement of a reviewer to the next, of up to an hour, of the last 200; null where there are no two';

CREATE FUNCTION badcase_internal.reviewer_quality()
  RETURNS TABLE (program int, reviewer text, reviews bigint, decided bigint, agreed bigint, agreement_low float8, agreement_high float8,
    disputes bigint, gold bigint, gold_right bigint, gold_low float8, gold_high float8, minutes float8, is_paused bool)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    ), counted AS (
      SELECT m.program_id, t.a::oid::regrole AS reviewer, sum(t.n[1])::bigint AS reviews, sum(t.n[2])::bigint AS decided, sum(t.n[3])::bigint AS agreed,
        sum(t.n[4])::bigint AS disputes
      FROM mine m CROSS JOIN LATERAL badcase_internal.tallied(m.program_id, 'reviewer') t GROUP BY m.program_id, t.a
    ), looked AS (
      SELECT l.program_id, l.reviewer, count(*) AS gold, count(*) FILTER (WHERE l.verdict = l.expected) AS gold_right
      FROM badcase_internal.look l JOIN mine m ON m.program_id = l.program_id
      WHERE l.audit_id IS NULL AND l.verdict IS NOT NULL GROUP BY l.program_id, l.reviewer
    )
    SELECT program_id, reviewer::text, coalesce(c.reviews, 0), coalesce(c.decided, 0), coalesce(c.agreed, 0), w.low::float8, w.high::float8, coalesce(c.disputes, 0),
      coalesce(l.gold, 0), coalesce(l.gold_right, 0), x.low::float8, x.high::float8, badcase_internal.minutes_of(program_id, reviewer), badcase_internal.is_paused(program_id, reviewer)
    FROM counted c FULL JOIN looked l USING (program_id, reviewer)
    LEFT JOIN LATERAL badcase_internal.wilson(c.agreed, c.decided) w ON true
    LEFT JOIN LATERAL badcase_internal.wilson(l.gold_right, l.gold) x ON true
    ORDER BY program_id, reviewer::text COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.reviewer_quality() IS 'the rows of badcase.reviewer_quality';

CREATE VIEW badcase.reviewer_quality WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.reviewer_quality();
COMMENT ON VIEW badcase.reviewer_quality IS
  'curator: how good each reviewer is, by gold and by the decisions; intervals are Wilson''s, at 95 %';
COMMENT ON COLUMN badcase.reviewer_quality.program IS 'the program';
COMMENT ON COLUMN badcase.reviewer_quality.reviewer IS 'the reviewer';
COMMENT ON COLUMN badcase.reviewer_quality.reviews IS 'how many reviews they gave';
COMMENT ON COLUMN badcase.reviewer_quality.decided IS 'of how many submissions that are decided now';
COMMENT ON COLUMN badcase.reviewer_quality.agreed IS 'how many of these were decided as they said; their own word is in the decisions, so this flatters';
COMMENT ON COLUMN badcase.reviewer_quality.agreement_low IS 'the share of these, lower end of the interval';
COMMENT ON COLUMN badcase.reviewer_quality.agreement_high IS 'upper end';
COMMENT ON COLUMN badcase.reviewer_quality.disputes IS 'how many of their reviews another contradicted in the same pass';
COMMENT ON COLUMN badcase.reviewer_quality.gold IS 'how much gold they judged';
COMMENT ON COLUMN badcase.reviewer_quality.gold_right IS 'how much of it right';
COMMENT ON COLUMN badcase.reviewer_quality.gold_low IS 'the share of this, lower end of the interval';
COMMENT ON COLUMN badcase.reviewer_quality.gold_high IS 'upper end';
COMMENT ON COLUMN badcase.reviewer_quality.minutes IS 'the median of the minutes from one judgement to the next, of up to an hour, of their last 200';
COMMENT ON COLUMN badcase.reviewer_quality.is_paused IS 'whether they claim nothing until badcase.resume_reviewer: see the setting least_accuracy';

CREATE FUNCTION badcase_internal.audit_result()
  RETURNS TABLE (program int, audit bigint, round bigint, drawn_at timestamptz, is_whole bool, task text, drawn bigint, judged bigint, wrong bigint,
    error_rate float8, error_low float8, error_high float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT x.program_id, x.audit_id, x.round_id, x.drawn_at, x.is_whole, x.task, x.drawn, x.judged, x.wrong,
      round(x.wrong::numeric / nullif(x.judged, 0), 4)::float8, w.low::float8, w.high::float8
    FROM (
      SELECT a.program_id, a.audit_id, a.round_id, a.drawn_at, grouping(i.task_id) = 1 AS is_whole,
        CASE WHEN grouping(i.task_id) = 0 THEN min(t.name) END AS task,
        count(*) AS drawn, count(f.verdict) AS judged, count(*) FILTER (WHERE f.verdict <> i.decision) AS wrong
      FROM badcase_internal.audit a
      JOIN badcase_internal.audit_item i ON i.audit_id = a.audit_id
      LEFT JOIN badcase_internal.task t ON t.task_id = i.task_id
      LEFT JOIN LATERAL (
        SELECT l.verdict FROM badcase_internal.look l
        WHERE l.submission_id = i.submission_id AND l.audit_id = i.audit_id AND l.verdict IS NOT NULL
        ORDER BY l.looked_at, l.reviewer::oid LIMIT 1) f ON true
      WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
      GROUP BY GROUPING SETS ((a.audit_id, a.program_id, a.round_id, a.drawn_at), (a.audit_id, a.program_id, a.round_id, a.drawn_at, i.task_id))) x
    LEFT JOIN LATERAL badcase_internal.wilson(x.wrong, x.judged) w ON true
    ORDER BY x.program_id, x.audit_id, x.is_whole DESC, x.task COLLATE "C" NULLS LAST
  $$;
COMMENT ON FUNCTION badcase_internal.audit_result() IS 'the rows of badcase.audit_result';

CREATE VIEW badcase.audit_result WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.audit_result();
COMMENT ON VIEW badcase.audit_result IS
  'curator: how many of the decisions that an audit drew others judged otherwise, as a whole and by task; the interval is Wilson''s, at 95 %';
COMMENT ON COLUMN badcase.audit_result.program IS 'the program';
COMMENT ON COLUMN badcase.audit_result.audit IS 'the audit';
COMMENT ON COLUMN badcase.audit_result.round IS 'the round whose decisions it is of';
COMMENT ON COLUMN badcase.audit_result.drawn_at IS 'when it was drawn';
COMMENT ON COLUMN badcase.audit_result.is_whole IS 'whether the row is of the whole audit, not of a task';
COMMENT ON COLUMN badcase.audit_result.task IS 'the task; null: none, or the whole';
COMMENT ON COLUMN badcase.audit_result.drawn IS 'how many decisions were drawn';
COMMENT ON COLUMN badcase.audit_result.judged IS 'how many of them somebody judged again';
COMMENT ON COLUMN badcase.audit_result.wrong IS 'how many of these otherwise';
COMMENT ON COLUMN badcase.audit_result.error_rate IS 'the share of these';
COMMENT ON COLUMN badcase.audit_result.error_low IS 'lower end of the interval';
COMMENT ON COLUMN badcase.audit_result.error_high IS 'upper end';
