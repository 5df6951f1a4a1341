-- Agents as curators see them: which there are, and how far what they suggest is what was decided.

CREATE FUNCTION badcase_internal.agents()
  RETURNS TABLE (program int, agent bigint, name text, version text, kind text, prompt_sha256 text, prompt_date text, registered_by text,
    registered_at timestamptz, suggestions bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT a.program_id, a.agent_id, a.name, a.version, a.kind, encode(a.prompt_sha256, 'hex'), to_char(a.prompt_date, 'YYYY-MM-DD'), a.registered_by::text,
      a.registered_at, (SELECT count(*) FROM badcase_internal.suggestion g WHERE g.program_id = a.program_id AND g.agent_id = a.agent_id)
    FROM badcase_internal.agent a
    WHERE a.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[])
    ORDER BY a.program_id, a.agent_id
  $$;
COMMENT ON FUNCTION badcase_internal.agents() IS 'the rows of badcase.agents';

CREATE VIEW badcase.agents WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.agents();
COMMENT ON VIEW badcase.agents IS 'curator: the agents that suggest how submissions should be judged';
COMMENT ON COLUMN badcase.agents.program IS 'the program';
COMMENT ON COLUMN badcase.agents.agent IS 'its number, the target of its uploads';
COMMENT ON COLUMN badcase.agents.name IS 'its name';
COMMENT ON COLUMN badcase.agents.version IS 'its version';
COMMENT ON COLUMN badcase.agents.kind IS 'model, rule or person';
COMMENT ON COLUMN badcase.agents.prompt_sha256 IS 'SHA-256 of what it is told to do, in hexadecimal; null: nothing';
COMMENT ON COLUMN badcase.agents.prompt_date IS 'of which day that is';
COMMENT ON COLUMN badcase.agents.registered_by IS 'the curator who registered it';
COMMENT ON COLUMN badcase.agents.registered_at IS 'when';
COMMENT ON COLUMN badcase.agents.suggestions IS 'how many suggestions it made';

-- The one rule that the workspace has itself: where the model's own bad answer breaks what the prompt asks for, a program can
-- check that, and the expected answer keeps it, an instruction was not followed; where it breaks nothing of that, this was not
-- it. What both break may be misread, and nothing is said. Other kinds are not guessed.
CREATE FUNCTION badcase.suggest_kinds(program int DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    rule bigint;
    n bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = suggest_kinds.program FOR SHARE;
    INSERT INTO badcase_internal.agent (program_id, name, version, kind, registered_by)
    VALUES (program, 'badcase_follows', '1', 'rule', badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT agent_program_id_name_version_key DO NOTHING;
    rule := (
      SELECT a.agent_id FROM badcase_internal.agent a
      WHERE a.program_id = suggest_kinds.program AND a.name = 'badcase_follows' AND a.version = '1' FOR NO KEY UPDATE);
    INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, failure_kinds, why)
    SELECT x.submission_id, rule, x.revision, suggest_kinds.program, CASE WHEN x.broken IS NULL THEN '{}' ELSE '{instruction}' END::text[],
      'the rejected answer does not keep ' || x.broken
    FROM (
      SELECT s.submission_id, s.revision, bool_or(f.followed) AS kept, bool_or(f.followed IS FALSE AND e.followed IS NOT TRUE) AS doubtful,
        string_agg(DISTINCT f.kind, ', ') FILTER (WHERE f.followed IS FALSE AND e.followed) AS broken
      FROM (
        SELECT t.submission_id, t.revision, t.record, @extschema@.rejected(t.record) AS rejected
        FROM badcase_internal.submission t
        WHERE t.program_id = suggest_kinds.program AND t.state IN ('pending', 'needs_changes', 'disputed', 'accepted', 'rejected')
          AND t.asks > 0 AND @extschema@.rejected(t.record) IS NOT NULL AND NOT badcase_internal.has_suggested(rule, t)
        OFFSET 0) s
      CROSS JOIN LATERAL @extschema@.badcase_follows(@extschema@.badcase(@extschema@.prompt(s.record), s.rejected, @extschema@.history(s.record),
        NULL::text, NULL::jsonb)) WITH ORDINALITY f(kind, args, followed, why, n)
      JOIN LATERAL @extschema@.badcase_follows(s.record) WITH ORDINALITY e(kind, args, followed, why, n) ON e.n = f.n AND e.kind = f.kind
      WHERE NOT @extschema@.badcase_blank(convert_to(s.rejected, 'UTF8'))
      GROUP BY s.submission_id, s.revision) x
    WHERE x.broken IS NOT NULL OR x.kept AND NOT x.doubtful;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.suggest_kinds(int) IS
  'curator: suggests, as the agent badcase_follows, the kind of failure instruction where the rejected answer breaks what the prompt asks for and the response keeps it, and that it is not that where it breaks nothing; returns how many suggestions were made';

-- Cohen's kappa of two judges and two words.
CREATE FUNCTION badcase_internal.agreement_of(true_positives bigint, false_positives bigint, false_negatives bigint, true_negatives bigint,
    OUT "precision" numeric, OUT recall numeric, OUT kappa numeric)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT round(true_positives::numeric / nullif(true_positives + false_positives, 0), 4),
      round(true_positives::numeric / nullif(true_positives + false_negatives, 0), 4),
      round((x.n * (true_positives + true_negatives) - x.chance) / nullif(x.n * x.n - x.chance, 0), 4)
    FROM (
      SELECT (true_positives + false_positives + false_negatives + true_negatives)::numeric AS n,
        (true_positives + false_positives)::numeric * (true_positives + false_negatives)
          + (true_negatives + false_negatives)::numeric * (true_negatives + false_positives) AS chance) x;
  END;
COMMENT ON FUNCTION badcase_internal.agreement_of(bigint, bigint, bigint, bigint) IS
  'precision, recall and Cohen''s kappa of what an agent says against what was decided; null where they are not defined';

CREATE FUNCTION badcase_internal.agent_agreement()
  RETURNS TABLE (program int, agent bigint, name text, version text, what text, is_whole bool, task text, failure_kind text, records bigint,
    true_positives bigint, false_positives bigint, false_negatives bigint,
    true_negatives bigint, accuracy float8, accuracy_low float8, accuracy_high float8, "precision" float8, recall float8, kappa float8, calibration jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH said AS MATERIALIZED (
      SELECT g.program_id, g.agent_id, s.task_id, s.failure_kinds AS kinds, s.state = 'accepted' AS accepted,
        coalesce(g.useful * g.correct, g.useful, g.correct) AS likelihood, g.failure_kinds AS named, g.task
      FROM badcase_internal.suggestion g JOIN badcase_internal.submission s ON s.submission_id = g.submission_id AND s.revision = g.revision
      WHERE g.program_id = ANY ((SELECT badcase_internal.programs_with('curator'))::int[]) AND s.state IN ('accepted', 'rejected')
    ), pair AS MATERIALIZED (
      SELECT d.program_id, d.agent_id, 'decision' AS what, true AS is_whole, NULL::bigint AS task_id, NULL::text AS kind,
        d.likelihood >= 0.5 AS a, d.accepted AS b, d.likelihood
      FROM said d WHERE d.likelihood IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'decision', false, d.task_id, NULL, d.likelihood >= 0.5, d.accepted, d.likelihood
      FROM said d WHERE d.likelihood IS NOT NULL AND d.task_id IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'decision', false, NULL, k.kind, d.likelihood >= 0.5, d.accepted, d.likelihood
      FROM said d CROSS JOIN LATERAL unnest(d.kinds) k(kind) WHERE d.likelihood IS NOT NULL
      UNION ALL
      SELECT d.program_id, d.agent_id, 'failure_kind', false, NULL, k.kind, k.kind = ANY (d.named), k.kind = ANY (d.kinds), NULL
      FROM said d CROSS JOIN LATERAL unnest(badcase_internal.failure_kinds()) k(kind) WHERE d.named IS NOT NULL AND d.kinds <> '{}'
      UNION ALL
      SELECT d.program_id, d.agent_id, 'task', true, NULL, NULL, true, t.task_id IS NOT NULL, NULL
      FROM said d LEFT JOIN badcase_internal.task t ON t.task_id = d.task_id AND t.name = d.task
      WHERE d.task IS NOT NULL AND d.task_id IS NOT NULL
    ), counted AS (
      SELECT p.program_id, p.agent_id, p.what, p.is_whole, p.task_id, p.kind, count(*) AS records, count(*) FILTER (WHERE p.a AND p.b) AS true_positives,
        count(*) FILTER (WHERE p.a AND NOT p.b) AS false_positives, count(*) FILTER (WHERE p.b AND NOT p.a) AS false_negatives,
        count(*) FILTER (WHERE NOT p.a AND NOT p.b) AS true_negatives
      FROM pair p GROUP BY p.program_id, p.agent_id, p.what, p.is_whole, p.task_id, p.kind
    ), bin AS (
      SELECT p.agent_id, p.is_whole, p.task_id, p.kind, least(floor(p.likelihood * 10), 9)::int AS bin, count(*) AS n, count(*) FILTER (WHERE p.b) AS accepted,
        round(avg(p.likelihood), 4) AS said
      FROM pair p WHERE p.what = 'decision'
      GROUP BY p.agent_id, p.is_whole, p.task_id, p.kind, least(floor(p.likelihood * 10), 9)
    ), calibrated AS (
      SELECT b.agent_id, b.is_whole, b.task_id, b.kind,
        jsonb_agg(jsonb_build_object('from', trim_scale(b.bin / 10.0), 'n', b.n, 'said', trim_scale(b.said), 'accepted', b.accepted) ORDER BY b.bin) AS bins
      FROM bin b GROUP BY b.agent_id, b.is_whole, b.task_id, b.kind
    )
    SELECT c.program_id, c.agent_id, a.name, a.version, c.what, c.is_whole, t.name, c.kind, c.records, c.true_positives, c.false_positives,
      CASE WHEN c.what <> 'task' THEN c.false_negatives END, CASE WHEN c.what <> 'task' THEN c.true_negatives END,
      round((c.true_positives + c.true_negatives)::numeric / c.records, 4)::float8, w.low::float8, w.high::float8,
      CASE WHEN c.what <> 'task' THEN g."precision"::float8 END, CASE WHEN c.what <> 'task' THEN g.recall::float8 END, CASE WHEN c.what <> 'task' THEN g.kappa::float8 END, k.bins
    FROM counted c
    JOIN badcase_internal.agent a ON a.agent_id = c.agent_id
    LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id
    LEFT JOIN calibrated k ON c.what = 'decision' AND k.agent_id = c.agent_id AND k.is_whole = c.is_whole
      AND k.task_id IS NOT DISTINCT FROM c.task_id AND k.kind IS NOT DISTINCT FROM c.kind
    CROSS JOIN LATERAL badcase_internal.wilson(c.true_positives + c.true_negatives, c.records) w
    CROSS JOIN LATERAL badcase_internal.agreement_of(c.true_positives, c.false_positives, c.false_negatives, c.true_negatives) g
    ORDER BY c.program_id, c.agent_id, c.what COLLATE "C", c.is_whole DESC, t.name COLLATE "C" NULLS LAST, c.kind COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.agent_agreement() IS 'the rows of badcase.agent_agreement';

CREATE VIEW badcase.agent_agreement WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.agent_agreement();
COMMENT ON VIEW badcase.agent_agreement IS
  'curator: how far what agents suggest is what was decided: as a whole, by task and by kind of failure; where reviewers see suggestions before their own word, it flatters';
COMMENT ON COLUMN badcase.agent_agreement.program IS 'the program';
COMMENT ON COLUMN badcase.agent_agreement.agent IS 'the agent';
COMMENT ON COLUMN badcase.agent_agreement.name IS 'its name';
COMMENT ON COLUMN badcase.agent_agreement.version IS 'its version';
COMMENT ON COLUMN badcase.agent_agreement.what IS
  'decision: likelihood (useful times correct) of one half or more against accepted; failure_kind: a kind that it names against those of a decided record that has any; task: the task that it names against the record''s';
COMMENT ON COLUMN badcase.agent_agreement.is_whole IS 'whether the row is of all records, not of a task or a kind of failure';
COMMENT ON COLUMN badcase.agent_agreement.task IS 'the task whose records these are; null: not by task';
COMMENT ON COLUMN badcase.agent_agreement.failure_kind IS 'the kind of failure; null: not by kind';
COMMENT ON COLUMN badcase.agent_agreement.records IS 'how many decided records the agent said something of';
COMMENT ON COLUMN badcase.agent_agreement.true_positives IS 'of how many the agent says yes, and the decision does';
COMMENT ON COLUMN badcase.agent_agreement.false_positives IS 'of how many the agent alone';
COMMENT ON COLUMN badcase.agent_agreement.false_negatives IS 'of how many the decision alone; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.true_negatives IS 'of how many neither; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.accuracy IS 'of how many the agent says what the decision does, as a share';
COMMENT ON COLUMN badcase.agent_agreement.accuracy_low IS 'lower end of its interval (Wilson, 95 %)';
COMMENT ON COLUMN badcase.agent_agreement.accuracy_high IS 'upper end';
COMMENT ON COLUMN badcase.agent_agreement."precision" IS 'the true, of what the agent says yes to; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.recall IS 'the same, of what the decision says yes to; null: of tasks';
COMMENT ON COLUMN badcase.agent_agreement.kappa IS 'Cohen''s kappa: agreement beyond chance; null where both always say the same word, and of tasks';
COMMENT ON COLUMN badcase.agent_agreement.calibration IS
  'the likelihoods in ten bins: from, n, said (their mean), accepted (how many were); null: no likelihoods';
