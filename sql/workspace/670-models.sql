-- After a release: models, their answers to the cases, and whether a case is fixed.

CREATE FUNCTION badcase.register_model(program int, name text, release bigint DEFAULT NULL, base bigint DEFAULT NULL,
    more_releases bigint[] DEFAULT '{}') RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    trained_on CONSTANT bigint[] := ARRAY(
      SELECT DISTINCT x FROM unnest(release || more_releases) x WHERE x IS NOT NULL ORDER BY x);
    wrong bigint;
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF name IS NULL OR name !~ '[^[:space:]]' OR length(name) > 200 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the name of a model has 1 to 200 characters';
    END IF;
    wrong := (
      SELECT min(x) FROM unnest(trained_on) x WHERE NOT EXISTS (
        SELECT FROM badcase_internal.release r WHERE r.release_id = x AND r.program_id = register_model.program));
    IF wrong IS NOT NULL THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no release %s', program, wrong);
    END IF;
    IF base IS NOT NULL AND NOT EXISTS (
        SELECT FROM badcase_internal.model_version m WHERE m.model_id = base AND m.program_id = register_model.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s has no model %s', program, base);
    END IF;
    INSERT INTO badcase_internal.model_version (program_id, name, base_id, releases, registered_by)
    VALUES (program, register_model.name, base, trained_on, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT model_version_program_id_name_key DO NOTHING
    RETURNING model_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a model of that name, number %s', program, (
          SELECT m.model_id FROM badcase_internal.model_version m
          WHERE m.program_id = register_model.program AND m.name = register_model.name));
    END IF;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[]) IS
  'curator: registers a version of the model, with what it was trained from and on; returns its number, the target of uploads of the kind outputs';

CREATE FUNCTION badcase_internal.output_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN NOT line ? 'output' THEN 'missing_output'
      WHEN jsonb_typeof(line -> 'output') <> 'string' THEN 'output_type'
      WHEN (line ? 'submission')::int + (line ? 'digest')::int + (line ? 'prompt')::int + (line ? 'item')::int <> 1
        OR line ? 'history' AND NOT line ? 'prompt' THEN 'case_keys'
      WHEN line ? 'submission' AND badcase_internal.whole_number(line -> 'submission', 1) IS NULL THEN 'submission_type'
      WHEN line ? 'item' AND badcase_internal.whole_number(line -> 'item', 1) IS NULL THEN 'item_type'
      WHEN line ? 'digest' AND (jsonb_typeof(line -> 'digest') <> 'string'
        OR (line ->> 'digest') COLLATE "C" !~ '^[0-9a-f]{64}$') THEN 'digest_type'
      WHEN jsonb_typeof(line -> 'prompt') <> 'string' THEN 'prompt_type'
      WHEN jsonb_typeof(line -> 'history') NOT IN ('array', 'null') THEN 'history_type'
      WHEN line - '{submission,digest,prompt,history,item,output}'::text[] <> '{}' THEN 'unknown_key'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_fault(jsonb) IS 'the code of what is wrong with a line of a model''s answers, or null';

CREATE FUNCTION badcase_internal.output_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_output' THEN 'the key "output" is missing'
      WHEN 'output_type' THEN 'the output is not a string'
      WHEN 'case_keys' THEN 'the case is named by one of submission, digest, prompt and item, and history goes with a prompt'
      WHEN 'submission_type' THEN 'the submission is not a whole number from 1'
      WHEN 'item_type' THEN 'the item is not a whole number from 1'
      WHEN 'digest_type' THEN 'the digest is not SHA-256 in lower-case hexadecimal'
      WHEN 'prompt_type' THEN 'the prompt is not a string'
      WHEN 'history_type' THEN 'the history is not an array'
      WHEN 'unknown_key' THEN 'there is another key than submission, digest, prompt, history, item and output'
      WHEN 'no_case' THEN 'the program has no such accepted submission'
      WHEN 'no_item' THEN 'the program has no such held-out record'
      WHEN 'answered_otherwise' THEN 'the model has answered the held-out record otherwise: it is compared by one answer'
      WHEN 'several_cases' THEN 'several accepted submissions have that text: name one by its number'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.output_message(text) IS 'a code of a refused line of answers in words';

-- One pass over the cases for each way to name one: without statistics of texts and hashes the planner would compare each
-- line with every case.
CREATE FUNCTION badcase_internal.output_lines(program int, model bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, output text,
    submission bigint, revision int, item bigint, is_new_item bool)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.output_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, badcase_internal.whole_number(l.object -> 'submission', 1) AS submission, decode(l.object ->> 'digest', 'hex') AS digest,
        badcase_internal.whole_number(l.object -> 'item', 1) AS item, l.object ->> 'output' AS output, l.object ->> 'prompt' AS prompt, coalesce(nullif(l.object -> 'history', 'null'), '[]') AS history
      FROM line l WHERE l.code IS NULL
    ), found AS (
      SELECT n.line_no, s.submission_id, s.revision
      FROM named n JOIN badcase_internal.submission s ON s.submission_id = n.submission
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, 1
      FROM named n JOIN badcase_internal.submission s ON s.digest = n.digest
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, v.revision
      FROM named n
      JOIN badcase_internal.revision v ON v.digest = n.digest AND v.revision > 1
      JOIN badcase_internal.submission s ON s.submission_id = v.submission_id
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
      UNION ALL
      SELECT n.line_no, s.submission_id, s.revision
      FROM named n
      JOIN badcase_internal.submission s ON @extschema@.prompt(s.record) = n.prompt AND @extschema@.history(s.record) = n.history
      WHERE s.program_id = output_lines.program AND s.state = 'accepted'
    ), cases AS (
      SELECT f.line_no, min(f.submission_id) AS submission_id, max(f.revision) AS revision, min(f.submission_id) <> max(f.submission_id) AS several
      FROM found f GROUP BY f.line_no
    ), items AS (
      SELECT n.line_no, n.item, k.item_id IS NOT NULL AS is_there, coalesce(o.output, first_value(n.output) OVER w) AS output,
        o.output IS NULL AND row_number() OVER w = 1 AS is_new
      FROM named n
      LEFT JOIN (
        SELECT i.item_id FROM badcase_internal.corpus_item i JOIN badcase_internal.corpus c ON c.corpus_id = i.corpus_id
        WHERE i.held_out AND c.program_id = output_lines.program) k ON k.item_id = n.item
      LEFT JOIN badcase_internal.general_outcome o ON o.item_id = n.item AND o.model_id = output_lines.model
      WHERE n.item IS NOT NULL
      WINDOW w AS (PARTITION BY n.item ORDER BY n.line_no)
    )
    SELECT l.line_no, l.line,
      coalesce(l.code, CASE
        WHEN k.line_no IS NOT NULL THEN CASE WHEN NOT k.is_there THEN 'no_item' WHEN k.output <> l.object ->> 'output' THEN 'answered_otherwise' END
        WHEN c.several THEN 'several_cases'
        WHEN c.several IS NULL THEN 'no_case' END),
      l.byte_offset, l.path, l.message, l.object ->> 'output', c.submission_id, c.revision, k.item, k.is_there AND k.is_new
    FROM line l LEFT JOIN cases c ON c.line_no = l.line_no LEFT JOIN items k ON k.line_no = l.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.output_lines(int, bigint) IS
  'the lines that this transaction has brought, judged as a model''s answers, each with the case or the held-out record that it names';

-- The program's count of withdrawals is locked: an erasure comes before, and its cases are gone, or after, and finds the
-- answers.
CREATE FUNCTION badcase_internal.store_outputs(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = u.program_id FOR SHARE;
    PERFORM FROM badcase_internal.model_version m WHERE m.model_id = u.target FOR NO KEY UPDATE;
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.output_lines(u.program_id, u.target) l
    ), fresh AS MATERIALIZED (
      SELECT DISTINCT ON (l.submission, l.output COLLATE "C") l.line_no, l.submission, l.revision, l.output
      FROM line l
      WHERE l.code IS NULL AND l.item IS NULL AND (
        SELECT o.outcome_id FROM badcase_internal.outcome o
        WHERE o.submission_id = l.submission AND o.model_id = u.target AND o.output = l.output LIMIT 1) IS NULL
      ORDER BY l.submission, l.output COLLATE "C", l.line_no
    ), outcome AS (
      INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4)
      SELECT f.submission, u.program_id, u.target, u.upload_id, f.line_no, f.revision, f.output,
        @extschema@.badcase_rouge_l(f.output, @extschema@.response(f.record)), @extschema@.badcase_bleu4(f.output, @extschema@.response(f.record))
      FROM (
        SELECT h.*, CASE WHEN s.revision = h.revision THEN s.record ELSE v.record END AS record
        FROM fresh h
        JOIN badcase_internal.submission s ON s.submission_id = h.submission
        LEFT JOIN badcase_internal.revision v ON v.submission_id = h.submission AND v.revision = h.revision) f
      ORDER BY f.line_no
    ), general_outcome AS (
      INSERT INTO badcase_internal.general_outcome (item_id, model_id, program_id, upload_id, line_no, output, rouge_l, bleu4)
      SELECT l.item, u.target, u.program_id, u.upload_id, l.line_no, l.output,
        @extschema@.badcase_rouge_l(l.output, @extschema@.response(i.record)), @extschema@.badcase_bleu4(l.output, @extschema@.response(i.record))
      FROM line l JOIN badcase_internal.corpus_item i ON i.item_id = l.item
      WHERE l.is_new_item ORDER BY l.line_no
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.output_message(l.code)), l.line, sha256(l.line)
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT o.line_digest FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM fresh) + (SELECT count(*) FROM line l WHERE l.is_new_item),
      (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_outputs(badcase_internal.upload) IS
  'judges the lines of an upload of the kind outputs and stores the answers, with figures against what was expected';

-- A verdict can be changed; the journal has every one.
CREATE FUNCTION badcase.judge_output(outcome bigint, verdict text, note text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    o badcase_internal.outcome;
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO o FROM badcase_internal.outcome t WHERE t.outcome_id = judge_output.outcome;
    PERFORM badcase_internal.require(o.program_id, 'reviewer', 'curator');
    IF verdict IS NULL OR verdict NOT IN ('fixed', 'still_bad') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such verdict', HINT = 'Verdicts are fixed and still_bad.';
    END IF;
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = o.submission_id FOR NO KEY UPDATE;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody judges an answer to a submission of their own';
    END IF;
    IF s.state = 'withdrawn' THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('submission %s was withdrawn', s.submission_id);
    END IF;
    UPDATE badcase_internal.outcome t SET verdict = judge_output.verdict, note = judge_output.note, judged_by = badcase_internal.person_name(), judged_at = now()
    WHERE t.submission_id = o.submission_id AND t.outcome_id = o.outcome_id;
    INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, outcome_id, verdict)
    VALUES (s.submission_id, s.state, s.state, badcase_internal.person_name(), o.revision, o.outcome_id, judge_output.verdict);
  END
  $$;
COMMENT ON FUNCTION badcase.judge_output(bigint, text, text) IS 'reviewer, curator: records a person''s verdict on a model''s answer: fixed or still_bad';

-- One bad answer of a version is enough; it is fixed when all its answers are found to be. Earlier: registered before.
CREATE FUNCTION badcase_internal.model_progress()
  RETURNS TABLE (program int, model bigint, model_name text, submission bigint, task text, outputs bigint, judged bigint, progress text,
    rouge_l float8, bleu4 float8, judged_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_hashagg = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT m.program_id, m.model_id, m.name, x.submission_id, t.name, x.outputs, x.judged,
      CASE WHEN x.verdict = 'still_bad' AND EXISTS (
          SELECT FROM badcase_internal.outcome e WHERE e.submission_id = x.submission_id AND e.model_id < m.model_id
          GROUP BY e.model_id HAVING bool_and(coalesce(e.verdict = 'fixed', false))) THEN 'regressed' ELSE x.verdict END,
      x.rouge_l, x.bleu4, x.judged_at
    FROM badcase_internal.model_version m
    CROSS JOIN LATERAL (
      SELECT o.submission_id, count(*) AS outputs, count(o.verdict) AS judged,
        CASE WHEN bool_or(o.verdict = 'still_bad') THEN 'still_bad' WHEN bool_and(o.verdict IS NOT NULL) THEN 'fixed' END AS verdict,
        min(o.rouge_l) AS rouge_l, min(o.bleu4) AS bleu4, max(o.judged_at) AS judged_at
      FROM badcase_internal.outcome o WHERE o.model_id = m.model_id GROUP BY o.submission_id ORDER BY o.submission_id) x
    JOIN badcase_internal.submission s ON s.submission_id = x.submission_id
    LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND badcase_internal.shows_task(t)
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND s.state <> 'withdrawn'
    ORDER BY m.model_id, x.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.model_progress() IS 'the rows of badcase.model_progress';

CREATE VIEW badcase.model_progress WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.model_progress() AS r) x;
COMMENT ON VIEW badcase.model_progress IS 'reviewer, curator: what became of each case in each version of the model that answered it';
COMMENT ON COLUMN badcase.model_progress.program IS 'the program';
COMMENT ON COLUMN badcase.model_progress.model IS 'the model version';
COMMENT ON COLUMN badcase.model_progress.model_name IS 'its name';
COMMENT ON COLUMN badcase.model_progress.submission IS 'the case';
COMMENT ON COLUMN badcase.model_progress.task IS 'its task';
COMMENT ON COLUMN badcase.model_progress.outputs IS 'how many answers the version gave';
COMMENT ON COLUMN badcase.model_progress.judged IS 'how many of them were judged';
COMMENT ON COLUMN badcase.model_progress.progress IS
  'fixed: all answers are; still_bad: one is; regressed: still bad, and an earlier version had it fixed; null: not judged yet';
COMMENT ON COLUMN badcase.model_progress.rouge_l IS 'ROUGE-L against the expected answer, of the answer with the least';
COMMENT ON COLUMN badcase.model_progress.bleu4 IS 'BLEU-4 against the expected answer, of the answer with the least';
COMMENT ON COLUMN badcase.model_progress.judged_at IS 'when an answer was judged last';

CREATE FUNCTION badcase_internal.outputs_to_judge()
  RETURNS TABLE (outcome bigint, program int, model bigint, model_name text, submission bigint, prompt text, history jsonb, expected text,
    output text, rouge_l float8, bleu4 float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT o.outcome_id, m.program_id, m.model_id, m.name, o.submission_id, @extschema@.prompt(t.record), @extschema@.history(t.record),
      @extschema@.response(t.record), o.output, o.rouge_l, o.bleu4
    FROM badcase_internal.model_version m
    JOIN badcase_internal.outcome o ON o.model_id = m.model_id
    JOIN badcase_internal.submission s ON s.submission_id = o.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = o.submission_id AND v.revision = o.revision
    CROSS JOIN LATERAL (SELECT CASE WHEN s.revision = o.revision THEN s.record ELSE v.record END AS record) t
    WHERE m.program_id = ANY ((SELECT badcase_internal.programs_with('reviewer', 'curator'))::int[]) AND o.verdict IS NULL
      AND s.state <> 'withdrawn' AND NOT badcase_internal.is_own(s.contributor_id)
    ORDER BY m.model_id, o.submission_id, o.outcome_id
  $$;
COMMENT ON FUNCTION badcase_internal.outputs_to_judge() IS 'the rows of badcase.outputs_to_judge';

CREATE VIEW badcase.outputs_to_judge WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.outputs_to_judge() AS r) x;
COMMENT ON VIEW badcase.outputs_to_judge IS 'reviewer, curator: answers that nobody has judged yet, beside what was expected; not those to submissions of the reader';
COMMENT ON COLUMN badcase.outputs_to_judge.outcome IS 'the number to judge it by: badcase.judge_output';
COMMENT ON COLUMN badcase.outputs_to_judge.program IS 'the program';
COMMENT ON COLUMN badcase.outputs_to_judge.model IS 'the model version';
COMMENT ON COLUMN badcase.outputs_to_judge.model_name IS 'its name';
COMMENT ON COLUMN badcase.outputs_to_judge.submission IS 'the case';
COMMENT ON COLUMN badcase.outputs_to_judge.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.outputs_to_judge.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.outputs_to_judge.expected IS 'the answer that was expected';
COMMENT ON COLUMN badcase.outputs_to_judge.output IS 'the answer that the model gave';
COMMENT ON COLUMN badcase.outputs_to_judge.rouge_l IS 'ROUGE-L of the one against the other, by characters';
COMMENT ON COLUMN badcase.outputs_to_judge.bleu4 IS 'BLEU-4 of the one against the other, by characters';
