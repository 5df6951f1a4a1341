-- The guard against forgetting: records of general corpora that no release takes, what versions of the model answer to them,
-- and how a version differs by that from the one that it was trained from.

-- Releases that are built meanwhile come before or after.
CREATE FUNCTION badcase.hold_out(corpus bigint, n int, seed bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    k badcase_internal.corpus;
    held bigint;
  BEGIN
    SELECT c.* INTO k FROM badcase_internal.corpus c WHERE c.corpus_id = hold_out.corpus;
    PERFORM badcase_internal.require(k.program_id, 'curator');
    IF k.role <> 'general' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('corpus %s is not general: its records are never mixed in', corpus);
    END IF;
    IF n IS NULL OR n < 1 OR n > 10000 OR seed IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus has 1 to 10000 records held out, and a seed by which they are drawn';
    END IF;
    PERFORM badcase_internal.lock_work(k.program_id, 'release');
    PERFORM FROM badcase_internal.corpus c WHERE c.corpus_id = hold_out.corpus FOR NO KEY UPDATE;
    held := (SELECT count(*) FROM badcase_internal.corpus_item i WHERE i.corpus_id = hold_out.corpus AND i.held_out);
    UPDATE badcase_internal.corpus_item i SET held_out = true
    FROM (
      SELECT t.item_id FROM badcase_internal.corpus_item t
      WHERE t.corpus_id = hold_out.corpus AND NOT t.held_out
        AND NOT EXISTS (SELECT FROM badcase_internal.release_general_item r WHERE r.item_id = t.item_id)
      ORDER BY sha256(int8send(hold_out.seed) || t.digest), t.item_id LIMIT greatest(hold_out.n - held, 0)) x
    WHERE i.item_id = x.item_id;
    RETURN (SELECT count(*) FROM badcase_internal.corpus_item i WHERE i.corpus_id = hold_out.corpus AND i.held_out);
  END
  $$;
COMMENT ON FUNCTION badcase.hold_out(bigint, int, bigint) IS
  'curator: sets records of a general corpus apart until so many are, drawn by a seed from those that no release has: no release takes them, and versions of the model are compared by what they answer to them; returns how many are';

CREATE FUNCTION badcase_internal.held_out()
  RETURNS TABLE (program int, corpus text, item bigint, topic text, prompt text, history jsonb, system text, response text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.program_id, c.name, i.item_id, badcase_internal.topic_of(i.record), @extschema@.prompt(i.record), @extschema@.history(i.record),
      @extschema@.meta(i.record) ->> 'system', @extschema@.response(i.record)
    FROM badcase_internal.corpus c JOIN badcase_internal.corpus_item i ON i.corpus_id = c.corpus_id AND i.held_out
    WHERE c.program_id = ANY ((SELECT badcase_internal.programs_with('exporter', 'curator'))::int[])
    ORDER BY c.program_id, c.corpus_id, i.item_id
  $$;
COMMENT ON FUNCTION badcase_internal.held_out() IS 'the rows of badcase.held_out';

CREATE VIEW badcase.held_out WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.held_out();
COMMENT ON VIEW badcase.held_out IS 'exporter, curator: the held-out records of general corpora, for a version of the model to answer';
COMMENT ON COLUMN badcase.held_out.program IS 'the program';
COMMENT ON COLUMN badcase.held_out.corpus IS 'the corpus';
COMMENT ON COLUMN badcase.held_out.item IS 'its number, by which an answer names it';
COMMENT ON COLUMN badcase.held_out.topic IS 'its topic: the key "topic" of the record, or else "task"';
COMMENT ON COLUMN badcase.held_out.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.held_out.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.held_out.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.held_out.response IS 'the answer that the corpus has';

-- An answer beside that of the version before. The same characters are the same.
CREATE FUNCTION badcase_internal.general_pairs(programs int[])
  RETURNS TABLE (answer bigint, program int, model bigint, base bigint, item bigint, output text, base_output text, verdict text,
    rouge_l float8, base_rouge_l float8, bleu4 float8, base_bleu4 float8)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT o.general_outcome_id, o.program_id, o.model_id, m.base_id, o.item_id, o.output, b.output,
      CASE WHEN b.output = o.output THEN 'same' WHEN b.output IS NOT NULL THEN o.verdict END, o.rouge_l, b.rouge_l, o.bleu4, b.bleu4
    FROM badcase_internal.general_outcome o
    JOIN badcase_internal.model_version m ON m.model_id = o.model_id
    LEFT JOIN badcase_internal.general_outcome b ON b.item_id = o.item_id AND b.model_id = m.base_id
    WHERE o.program_id = ANY (programs)
  $$;
COMMENT ON FUNCTION badcase_internal.general_pairs(int[]) IS
  'the answers to held-out records in programs, each beside that of the version that the model was trained from; null where that gave none';

CREATE FUNCTION badcase_internal.general_to_judge()
  RETURNS TABLE (answer bigint, program int, model bigint, model_name text, item bigint, prompt text, history jsonb, expected text, base_output text, output text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.answer, p.program, p.model, m.name, p.item, @extschema@.prompt(i.record), @extschema@.history(i.record), @extschema@.response(i.record),
      p.base_output, p.output
    FROM badcase_internal.general_pairs(badcase_internal.programs_with('reviewer', 'curator')) p
    JOIN badcase_internal.model_version m ON m.model_id = p.model
    JOIN badcase_internal.corpus_item i ON i.item_id = p.item
    WHERE p.base_output IS NOT NULL AND p.verdict IS NULL
    ORDER BY p.model, p.item
  $$;
COMMENT ON FUNCTION badcase_internal.general_to_judge() IS 'the rows of badcase.general_to_judge';

CREATE VIEW badcase.general_to_judge WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.general_to_judge();
COMMENT ON VIEW badcase.general_to_judge IS
  'reviewer, curator: answers to held-out records that differ from those of the version before and that nobody has judged yet';
COMMENT ON COLUMN badcase.general_to_judge.answer IS 'the number to judge it by: badcase.judge_general';
COMMENT ON COLUMN badcase.general_to_judge.program IS 'the program';
COMMENT ON COLUMN badcase.general_to_judge.model IS 'the model version';
COMMENT ON COLUMN badcase.general_to_judge.model_name IS 'its name';
COMMENT ON COLUMN badcase.general_to_judge.item IS 'the held-out record';
COMMENT ON COLUMN badcase.general_to_judge.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.general_to_judge.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.general_to_judge.expected IS 'the answer that the corpus has';
COMMENT ON COLUMN badcase.general_to_judge.base_output IS 'the answer of the version that the model was trained from';
COMMENT ON COLUMN badcase.general_to_judge.output IS 'the answer that is judged against it';

CREATE FUNCTION badcase.judge_general(answer bigint, verdict text, note text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o badcase_internal.general_outcome;
  BEGIN
    SELECT t.* INTO o FROM badcase_internal.general_outcome t WHERE t.general_outcome_id = judge_general.answer;
    PERFORM badcase_internal.require(o.program_id, 'reviewer', 'curator');
    IF verdict IS NULL OR verdict NOT IN ('better', 'same', 'worse') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such verdict', HINT = 'Verdicts are better, same and worse.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM badcase_internal.model_version m JOIN badcase_internal.general_outcome b ON b.model_id = m.base_id AND b.item_id = o.item_id
        WHERE m.model_id = o.model_id) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('answer %s has none to be compared with', answer),
        HINT = 'The version that the model was trained from has to be registered as its base, and to answer the same record.';
    END IF;
    UPDATE badcase_internal.general_outcome t SET verdict = judge_general.verdict, note = judge_general.note, judged_by = badcase_internal.person_name(), judged_at = now()
    WHERE t.item_id = o.item_id AND t.model_id = o.model_id;
  END
  $$;
COMMENT ON FUNCTION badcase.judge_general(bigint, text, text) IS
  'reviewer, curator: records a person''s verdict on an answer to a held-out record, against that of the version before: better, same or worse';

-- Of n answers that are not the same, how likely it is that so few or fewer would be on one side if either were as likely:
-- McNemar's test in its exact form, two-sided, by whole numbers (Q. McNemar, Note on the sampling error of the difference
-- between correlated proportions or percentages, 1947).
CREATE FUNCTION badcase_internal.mcnemar(better bigint, worse bigint) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE STRICT
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n CONSTANT bigint := better + worse;
    ways numeric := 1;
    fewer numeric := 1;
    whole numeric := 1;
  BEGIN
    IF n = 0 THEN
      RETURN NULL;
    END IF;
    FOR i IN 1 .. least(better, worse) LOOP
      ways := div(ways * (n - i + 1), i);
      fewer := fewer + ways;
    END LOOP;
    FOR i IN 1 .. n LOOP
      whole := whole * 2;
    END LOOP;
    RETURN least(round(2 * fewer / whole, 6), 1);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mcnemar(bigint, bigint) IS
  'the probability of a difference of that size or greater between better and worse by chance alone; null where neither is';

CREATE FUNCTION badcase_internal.version_figures(programs int[])
  RETURNS TABLE (program int, model bigint, base bigint, is_whole bool, topic text, cases bigint, fixed bigint, still_bad bigint, regressed bigint,
    records bigint, compared bigint, judged bigint, better bigint, same bigint, worse bigint, chance numeric, rouge_l numeric, rouge_difference numeric,
    rouge_low numeric, rouge_high numeric, bleu4 numeric, bleu_difference numeric, bleu_low numeric, bleu_high numeric)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH one AS MATERIALIZED (
      SELECT p.model, badcase_internal.topic_of(i.record) AS topic, p.verdict, p.base_output IS NOT NULL AS is_pair,
        round(p.rouge_l::numeric * 1000000)::bigint AS rouge_l, round(p.bleu4::numeric * 1000000)::bigint AS bleu4,
        round((p.rouge_l - p.base_rouge_l)::numeric * 1000000)::bigint AS rouge_d, round((p.bleu4 - p.base_bleu4)::numeric * 1000000)::bigint AS bleu_d, p.item
      FROM badcase_internal.general_pairs(programs) p JOIN badcase_internal.corpus_item i ON i.item_id = p.item
    ), counted AS (
      SELECT o.model, grouping(o.topic) = 1 AS is_whole, o.topic, count(*) AS records, count(*) FILTER (WHERE o.is_pair) AS compared, count(o.verdict) AS judged,
        count(*) FILTER (WHERE o.verdict = 'better') AS better, count(*) FILTER (WHERE o.verdict = 'same') AS same, count(*) FILTER (WHERE o.verdict = 'worse') AS worse,
        avg(o.rouge_l) AS rouge_l, avg(o.bleu4) AS bleu4, avg(o.rouge_d) FILTER (WHERE o.is_pair) AS rouge_d, avg(o.bleu_d) FILTER (WHERE o.is_pair) AS bleu_d,
        array_agg(o.rouge_d ORDER BY o.item) FILTER (WHERE o.is_pair) AS rouges, array_agg(o.bleu_d ORDER BY o.item) FILTER (WHERE o.is_pair) AS bleus
      FROM one o GROUP BY GROUPING SETS ((o.model), (o.model, o.topic))
    ), judged AS (
      SELECT o.model_id, o.submission_id, CASE WHEN bool_or(o.verdict = 'still_bad') THEN 'still_bad' WHEN bool_and(o.verdict IS NOT NULL) THEN 'fixed' END AS verdict
      FROM badcase_internal.outcome o JOIN badcase_internal.submission s ON s.submission_id = o.submission_id AND s.state <> 'withdrawn'
      WHERE o.program_id = ANY (programs) GROUP BY o.model_id, o.submission_id
    ), cases AS (
      SELECT j.model_id AS model, count(*) AS cases, count(*) FILTER (WHERE j.verdict = 'fixed') AS fixed,
        count(*) FILTER (WHERE j.verdict = 'still_bad' AND j.was_fixed IS NOT TRUE) AS still_bad, count(*) FILTER (WHERE j.verdict = 'still_bad' AND j.was_fixed) AS regressed
      FROM (
        SELECT j.*, bool_or(j.verdict = 'fixed') OVER (
          PARTITION BY j.submission_id ORDER BY j.model_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was_fixed FROM judged j) j
      GROUP BY j.model_id
    )
    SELECT m.program_id, m.model_id, m.base_id, coalesce(c.is_whole, true), c.topic,
      CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.cases, 0) END, CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.fixed, 0) END,
      CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.still_bad, 0) END, CASE WHEN c.is_whole IS NOT FALSE THEN coalesce(k.regressed, 0) END,
      coalesce(c.records, 0), coalesce(c.compared, 0), coalesce(c.judged, 0), coalesce(c.better, 0), coalesce(c.same, 0), coalesce(c.worse, 0),
      badcase_internal.mcnemar(c.better, c.worse),
      round(c.rouge_l / 1000000, 4), round(c.rouge_d / 1000000, 4), round(r.low::numeric / c.compared / 1000000, 4), round(r.high::numeric / c.compared / 1000000, 4),
      round(c.bleu4 / 1000000, 4), round(c.bleu_d / 1000000, 4), round(b.low::numeric / c.compared / 1000000, 4), round(b.high::numeric / c.compared / 1000000, 4)
    FROM badcase_internal.model_version m
    LEFT JOIN counted c ON c.model = m.model_id
    LEFT JOIN cases k ON k.model = m.model_id
    LEFT JOIN LATERAL @extschema@.badcase_resampled_sum(c.rouges, m.model_id, 2000) r ON true
    LEFT JOIN LATERAL @extschema@.badcase_resampled_sum(c.bleus, m.model_id, 2000) b ON true
    WHERE m.program_id = ANY (programs)
  $$;
COMMENT ON FUNCTION badcase_internal.version_figures(int[]) IS
  'what the versions of the models of programs gained on the cases, and what they lost or gained on held-out records, as a whole and by topic';

CREATE FUNCTION badcase_internal.version_progress()
  RETURNS TABLE (program int, model bigint, model_name text, base_name text, is_whole bool, topic text, cases bigint, fixed bigint, still_bad bigint, regressed bigint,
    records bigint, compared bigint, judged bigint, better bigint, same bigint, worse bigint, chance float8, rouge_l float8, rouge_difference float8,
    rouge_low float8, rouge_high float8, bleu4 float8, bleu_difference float8, bleu_low float8, bleu_high float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT f.program, f.model, m.name, b.name, f.is_whole, f.topic, f.cases, f.fixed, f.still_bad, f.regressed, f.records, f.compared, f.judged, f.better, f.same, f.worse,
      f.chance::float8, f.rouge_l::float8, f.rouge_difference::float8, f.rouge_low::float8, f.rouge_high::float8,
      f.bleu4::float8, f.bleu_difference::float8, f.bleu_low::float8, f.bleu_high::float8
    FROM badcase_internal.version_figures(badcase_internal.programs_with('reviewer', 'curator')) f
    JOIN badcase_internal.model_version m ON m.model_id = f.model
    LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
    ORDER BY f.program, f.model, f.is_whole DESC, f.topic COLLATE "C" NULLS LAST
  $$;
COMMENT ON FUNCTION badcase_internal.version_progress() IS 'the rows of badcase.version_progress';

CREATE VIEW badcase.version_progress WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.version_progress();
COMMENT ON VIEW badcase.version_progress IS
  'reviewer, curator: of each version of the model, what it gained on the cases and what it lost or gained of general ability against the version that it was trained from, as a whole and by topic; badcase.model_progress has each case';
COMMENT ON COLUMN badcase.version_progress.program IS 'the program';
COMMENT ON COLUMN badcase.version_progress.model IS 'the model version';
COMMENT ON COLUMN badcase.version_progress.model_name IS 'its name';
COMMENT ON COLUMN badcase.version_progress.base_name IS 'the name of the version that it was trained from';
COMMENT ON COLUMN badcase.version_progress.is_whole IS 'whether the row is of all held-out records, not of a topic';
COMMENT ON COLUMN badcase.version_progress.topic IS 'the topic; null: none, or the whole';
COMMENT ON COLUMN badcase.version_progress.cases IS 'how many cases it answered; of the whole alone';
COMMENT ON COLUMN badcase.version_progress.fixed IS 'how many of them are fixed';
COMMENT ON COLUMN badcase.version_progress.still_bad IS 'how many are still bad';
COMMENT ON COLUMN badcase.version_progress.regressed IS 'how many are bad that an earlier version had fixed';
COMMENT ON COLUMN badcase.version_progress.records IS 'how many held-out records it answered';
COMMENT ON COLUMN badcase.version_progress.compared IS 'how many of them the version before answered, too';
COMMENT ON COLUMN badcase.version_progress.judged IS 'how many of these were judged; an equal answer is the same';
COMMENT ON COLUMN badcase.version_progress.better IS 'how many are better';
COMMENT ON COLUMN badcase.version_progress.same IS 'how many are the same';
COMMENT ON COLUMN badcase.version_progress.worse IS 'how many are worse';
COMMENT ON COLUMN badcase.version_progress.chance IS
  'how likely a difference of that size between better and worse is by chance alone: McNemar''s exact test, two-sided; null where none differs';
COMMENT ON COLUMN badcase.version_progress.rouge_l IS 'ROUGE-L of its answers against the records'' responses, the mean';
COMMENT ON COLUMN badcase.version_progress.rouge_difference IS 'of what is compared, the mean difference from the version before';
COMMENT ON COLUMN badcase.version_progress.rouge_low IS 'lower end of its interval: the paired bootstrap, 95 %, 2,000 samples, seeded by the version''s number';
COMMENT ON COLUMN badcase.version_progress.rouge_high IS 'upper end';
COMMENT ON COLUMN badcase.version_progress.bleu4 IS 'BLEU-4 of its answers, the mean';
COMMENT ON COLUMN badcase.version_progress.bleu_difference IS 'of what is compared, the mean difference from the version before';
COMMENT ON COLUMN badcase.version_progress.bleu_low IS 'lower end of its interval, likewise';
COMMENT ON COLUMN badcase.version_progress.bleu_high IS 'upper end';
