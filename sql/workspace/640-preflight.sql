-- Preflight: what a trainer would drop, cut or wrongly learn without a word. What is known of the trainers is here.

-- Characters of Chinese and the like count 1, ASCII 1/4, others between: a tokenizer of a model for Chinese and English
-- takes about as many. Integer arithmetic on two lengths, so that it is the same everywhere.
CREATE FUNCTION badcase_internal.token_estimate(value text) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (3 * octet_length(value)::bigint - length(value) + 7) / 8;
COMMENT ON FUNCTION badcase_internal.token_estimate(text) IS
  'about how many tokens a text is: (3 x bytes - characters) / 8, rounded up';

-- A function's arguments are constants to the planner of PostgreSQL 18, which works out every branch of CASE that has only
-- such: a branch must not fail for what another one is for. So the text has something before it, as a response must.
CREATE FUNCTION badcase_internal.same_text(a text, b text) RETURNS bool
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    SELECT CASE WHEN a = b THEN true
      WHEN @extschema@.badcase_blank(convert_to(a, 'UTF8')) OR @extschema@.badcase_blank(convert_to(b, 'UTF8')) THEN false
      ELSE @extschema@.exact_key(@extschema@.badcase('-'::text, '- '::text || a, NULL::jsonb, NULL::text, NULL::jsonb))
        = @extschema@.exact_key(@extschema@.badcase('-'::text, '- '::text || b, NULL::jsonb, NULL::text, NULL::jsonb)) END;
  END;
COMMENT ON FUNCTION badcase_internal.same_text(text, text) IS 'whether two texts are the same but for width, composition and white space';

-- ChatGLM-6B's training script, with a column for history: also where the history is empty.
CREATE FUNCTION badcase_internal.chatglm_prompt(record @extschema@.badcase) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce((
        SELECT string_agg(format(E'[Round %s]\n问：%s\n答：%s\n', t.n - 1, t.turn ->> 0, t.turn ->> 1), '' ORDER BY t.n)
        FROM jsonb_array_elements(@extschema@.history(record)) WITH ORDINALITY t(turn, n)), '')
      || format(E'[Round %s]\n问：%s\n答：', @extschema@.turns(record), @extschema@.prompt(record));
  END;
COMMENT ON FUNCTION badcase_internal.chatglm_prompt(@extschema@.badcase) IS 'the text that ChatGLM-6B''s training script makes of history and prompt';

-- The first format of each trainer is the one that preflight takes if none is named. history_learned: the answers of the
-- history are learned, too, unless the trainer is told to mask them. history_read: what the format has as history is read.
-- system_read: the format has a place for the system prompt, and the trainer reads it. system_empty: an empty one is not
-- taken for none, but overrides the model's default (ms-swift asks whether it is not None, Axolotl whether the key is there).
-- template: the trainer puts the model's template around the texts; TRL joins plain ones as they are.
CREATE FUNCTION badcase_internal.trainer_formats()
  RETURNS TABLE (trainer text, format text, history_learned bool, history_read bool, system_read bool, system_empty bool, template bool)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('ptuning', 'ptuning_chat', false, true, false, false, true),
      ('ptuning', 'ptuning', false, true, false, false, true),
      ('ptuning', 'qa', false, true, false, false, true),
      ('ptuning', 'summary', false, true, false, false, true),
      ('llama_factory', 'alpaca', true, true, true, false, true),
      ('llama_factory', 'alpaca_preference', false, true, false, false, true),
      ('llama_factory', 'sharegpt', true, true, true, false, true),
      ('llama_factory', 'sharegpt_preference', false, true, true, false, true),
      ('llama_factory', 'sharegpt_kto', false, true, true, false, true),
      ('llama_factory', 'sharegpt_kto_rejected', false, true, true, false, true),
      ('llama_factory', 'messages', true, true, true, false, true),
      ('llama_factory', 'messages_preference', false, true, true, false, true),
      ('llama_factory', 'chatglm3', true, true, true, false, true),
      ('llama_factory', 'ptuning', false, true, false, false, true),
      ('llama_factory', 'ptuning_chat', true, true, false, false, true),
      ('llama_factory', 'qa', false, true, false, false, true),
      ('llama_factory', 'summary', false, true, false, false, true),
      ('llama_factory', 'completion', false, true, false, false, true),
      ('llama_factory', 'kto', false, true, false, false, true),
      ('llama_factory', 'kto_rejected', false, true, false, false, true),
      ('llama_factory', 'preference', false, true, false, false, true),
      ('llama_factory', 'swift_query', true, true, true, false, true),
      ('llama_factory', 'swift_kto', false, true, true, false, true),
      ('llama_factory', 'swift_kto_rejected', false, true, true, false, true),
      ('trl', 'completion_chat', false, true, true, false, true),
      ('trl', 'completion', false, true, false, false, false),
      ('trl', 'messages', true, true, true, false, true),
      ('trl', 'preference_chat', false, true, true, false, true),
      ('trl', 'preference', false, true, false, false, false),
      ('trl', 'kto', false, true, false, false, false),
      ('trl', 'kto_rejected', false, true, false, false, false),
      ('trl', 'kto_chat', false, true, true, false, true),
      ('trl', 'kto_chat_rejected', false, true, true, false, true),
      ('openai', 'messages_weighted', false, true, true, false, true),
      ('openai', 'messages', true, true, true, false, true),
      ('openai', 'openai_preference', false, true, true, false, true),
      ('axolotl', 'messages', true, true, true, false, true),
      ('axolotl', 'sharegpt', true, true, true, true, true),
      ('axolotl', 'alpaca', false, false, false, false, true),
      ('axolotl', 'messages_preference', false, true, true, false, true),
      ('axolotl', 'chatml_argilla', false, true, true, false, true),
      ('axolotl', 'chatml_icr', false, true, false, false, true),
      ('axolotl', 'chatml_intel', false, true, false, false, true),
      ('axolotl', 'preference', false, true, false, false, true),
      ('swift', 'messages', true, true, true, false, true),
      ('swift', 'swift', true, true, true, true, true),
      ('swift', 'sharegpt', true, true, true, true, true),
      ('swift', 'alpaca', true, true, true, true, true),
      ('swift', 'swift_query', true, true, true, true, true),
      ('swift', 'swift_preference', false, true, true, false, true),
      ('swift', 'swift_kto', false, true, true, false, true),
      ('swift', 'swift_kto_rejected', false, true, true, false, true);
  END;
COMMENT ON FUNCTION badcase_internal.trainer_formats() IS 'which formats a trainer reads, its usual one first, and what it makes of histories, system prompts and plain texts there';

-- max_length: the trainers' own defaults; ChatGLM-6B's published runs have 64 tokens for each side.
CREATE FUNCTION badcase_internal.preflight_options(trainer text, options jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    filled jsonb;
    wrong text;
  BEGIN
    filled := CASE trainer
      WHEN 'ptuning' THEN '{"format": "ptuning_chat", "max_source_length": 64, "max_target_length": 64, "file_name": null}'
      WHEN 'llama_factory' THEN '{"format": "alpaca", "max_length": 2048, "mask_history": false}'
      WHEN 'trl' THEN '{"format": "completion_chat", "max_length": 1024}'
      WHEN 'openai' THEN '{"format": "messages_weighted", "max_length": 65536}'
      WHEN 'axolotl' THEN '{"format": "messages", "max_length": 2048, "mask_history": false}'
      WHEN 'swift' THEN '{"format": "messages", "max_length": 2048, "mask_history": false}'
    END::jsonb;
    IF filled IS NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such trainer',
        HINT = 'Trainers are ptuning, llama_factory, trl, openai, axolotl and swift.';
    END IF;
    IF jsonb_typeof(options) IS DISTINCT FROM 'object' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the options of preflight are a JSON object';
    END IF;
    wrong := (SELECT min(k COLLATE "C") FROM jsonb_object_keys(options) k WHERE NOT filled ? k);
    IF wrong IS NOT NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('preflight for %s has no option "%s"', trainer, wrong),
        HINT = format('Options are %s.', (SELECT string_agg(k, ', ' ORDER BY k COLLATE "C") FROM jsonb_object_keys(filled) k));
    END IF;
    filled := filled || options;
    IF EXISTS (SELECT FROM jsonb_each(filled) o WHERE o.key LIKE 'max%' AND badcase_internal.whole_number(o.value, 3) IS NULL) THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a length is a whole number of tokens, 3 at least';
    END IF;
    IF jsonb_typeof(filled -> 'format') = 'string' THEN
      filled := jsonb_set(filled, '{format}', jsonb_build_array(filled -> 'format'));
    END IF;
    IF jsonb_typeof(filled -> 'format') = 'array' THEN
      filled := jsonb_set(filled, '{format}', (
        SELECT coalesce(jsonb_agg(CASE WHEN jsonb_typeof(x) = 'string' THEN to_jsonb(badcase_internal.format_named(x #>> '{}')) ELSE x END ORDER BY n), '[]')
        FROM jsonb_array_elements(filled -> 'format') WITH ORDINALITY e(x, n)));
    END IF;
    IF jsonb_typeof(filled -> 'format') <> 'array' OR jsonb_array_length(filled -> 'format') = 0 OR EXISTS (
        SELECT FROM jsonb_array_elements(filled -> 'format') x
        WHERE NOT EXISTS (SELECT FROM @extschema@.badcase_formats() f WHERE to_jsonb(f.name) = x)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    RETURN filled;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_options(text, jsonb) IS
  'the options of preflight for a trainer, checked (22023), with its defaults filled in; format as an array';

-- One row for each finding and item. The CASE of a finding is the trainer and format that it is about.
CREATE FUNCTION badcase_internal.preflight_items(release bigint, trainer text, o jsonb) RETURNS TABLE (severity text, code text, pos bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH f AS MATERIALIZED (
      SELECT bool_or(t.needs_rejected) AS pairs, bool_and(t.history) AS history,
        bool_or(k.history_learned) AND NOT coalesce((o ->> 'mask_history')::bool, false) AS learned,
        bool_and(k.history_read IS NOT FALSE) AS history_read, bool_and(k.system_read IS TRUE) AS system_read,
        bool_or(k.system_empty) AS system_empty, bool_and(k.template IS NOT FALSE) AS template,
        bool_or(t.keys @> '{history}') AS column_history, bool_or(t.keys @> '{system}' AND k.system_read IS NOT FALSE) AS column_system
      FROM @extschema@.badcase_formats() t
      LEFT JOIN badcase_internal.trainer_formats() k ON k.trainer = preflight_items.trainer AND k.format = t.name
      WHERE o -> 'format' ? t.name
    ), item AS MATERIALIZED (
      SELECT e.pos, e.record, @extschema@.turns(e.record) AS turns, @extschema@.rejected(e.record) AS rejected,
        coalesce('context' = ANY (s.failure_kinds), false) AS context,
        CASE WHEN jsonb_typeof(@extschema@.meta(e.record) -> 'system') = 'string' THEN @extschema@.meta(e.record) ->> 'system' ELSE '' END AS system,
        CASE WHEN trainer = 'ptuning' AND (f.column_history OR @extschema@.turns(e.record) > 0) THEN
            badcase_internal.token_estimate(badcase_internal.chatglm_prompt(e.record))
          WHEN trainer = 'ptuning' THEN badcase_internal.token_estimate(@extschema@.prompt(e.record)) END AS source,
        badcase_internal.token_estimate(@extschema@.response(e.record)) AS target,
        CASE WHEN trainer <> 'ptuning' THEN badcase_internal.token_estimate(concat(@extschema@.meta(e.record) ->> 'system',
          CASE WHEN @extschema@.turns(e.record) > 0 THEN @extschema@.history(e.record)::text END,
          @extschema@.prompt(e.record), @extschema@.response(e.record))) END AS whole, a.asks, a.breaks
      FROM badcase_internal.release_entries(preflight_items.release) e
      LEFT JOIN badcase_internal.submission s ON s.submission_id = e.submission
      -- as badcase_internal.asks_of, which as a function would be started for each item
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS asks, count(*) FILTER (WHERE NOT k.followed)::int AS breaks FROM @extschema@.badcase_follows(e.record) k) a
      CROSS JOIN f
      WHERE e.record IS NOT NULL
    )
    SELECT split_part(x.said, ' ', 1), split_part(x.said, ' ', 2), x.pos
    FROM (
      -- not VALUES, whose expressions are prepared anew for each item
      SELECT i.pos, unnest(array_remove(ARRAY[
        CASE WHEN i.turns > 0 AND NOT f.history THEN 'error history_refused' END,
        CASE WHEN i.turns > 0 AND f.history AND NOT f.history_read THEN 'error history_dropped' END,
        CASE WHEN i.system <> '' AND NOT f.system_read THEN 'warn system_dropped' END,
        CASE WHEN i.system = '' AND f.system_empty THEN 'warn system_empty' END,
        CASE WHEN NOT f.template THEN 'warn no_template' END,
        CASE WHEN i.turns > 0 AND i.source > (o ->> 'max_source_length')::bigint - 1 THEN 'error question_cut' END,
        CASE WHEN i.turns = 0 AND i.source > (o ->> 'max_source_length')::bigint - 1 THEN 'warn prompt_cut' END,
        CASE WHEN i.target > (o ->> 'max_target_length')::bigint - 2 THEN 'warn response_cut' END,
        CASE WHEN i.whole > (o ->> 'max_length')::bigint THEN 'warn too_long' END,
        CASE WHEN i.turns > 0 THEN 'info with_history' END,
        CASE WHEN i.asks > 0 THEN 'info asking' END,
        CASE WHEN i.asks > 0 AND i.breaks = 0 THEN 'info asking_kept' END,
        CASE WHEN f.learned AND i.turns > 0 AND i.context THEN 'error context_history_learned' END,
        CASE WHEN f.learned AND i.turns > 0 AND NOT i.context THEN 'warn history_learned' END,
        CASE WHEN i.turns > 0 AND jsonb_path_exists(@extschema@.history(i.record), '$[*][*] ? (@ == "")') THEN 'warn empty_turn' END,
        CASE WHEN f.pairs AND i.rejected IS NULL THEN 'warn no_rejected' END,
        CASE WHEN f.pairs AND @extschema@.badcase_blank(convert_to(i.rejected, 'UTF8')) THEN 'warn rejected_blank' END,
        CASE WHEN f.pairs AND i.rejected IS NOT NULL AND badcase_internal.same_text(i.rejected, @extschema@.response(i.record)) THEN 'warn rejected_equals_response' END], NULL)) AS said
      FROM item i CROSS JOIN f) x
    UNION ALL
    SELECT 'warn', 'history_missing', i.pos FROM item i CROSS JOIN f
    WHERE trainer = 'ptuning' AND f.column_history AND i.turns = 0 AND EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'warn', 'single_turn_only', i.pos FROM item i
    WHERE trainer = 'ptuning' AND NOT EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'warn', 'history_column_empty', i.pos FROM item i CROSS JOIN f
    WHERE f.column_history AND NOT EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT 'info', 'system_column_empty', i.pos FROM item i CROSS JOIN f
    WHERE f.column_system AND NOT EXISTS (SELECT FROM item j WHERE j.system <> '')
    UNION ALL
    SELECT 'warn', 'history_empty_first', i.pos FROM item i CROSS JOIN f
    WHERE f.column_history AND i.turns = 0 AND i.pos = (SELECT min(j.pos) FROM item j)
      AND EXISTS (SELECT FROM item j WHERE j.turns > 0)
    UNION ALL
    SELECT q.severity, 'quality:' || q.issue, i.pos FROM item i CROSS JOIN LATERAL @extschema@.badcase_quality(i.record) q
    WHERE q.severity <> 'info'
    UNION ALL
    SELECT 'error', 'too_few', i.pos FROM item i WHERE trainer = 'openai' AND (SELECT count(*) FROM item j) < 10
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_items(bigint, text, jsonb) IS 'what preflight finds about single items';

-- Pairs of the whole release at once: near-duplicates on both sides of the split, and answers that reviewers found to
-- contradict one another. A release that was just built has no statistics, and a join of its items to its items might be a
-- nested loop. So the split is the lowest bit of the number that a near pair comes with, and equal prompts are partitions.
CREATE FUNCTION badcase_internal.preflight_pairs(release bigint) RETURNS TABLE (severity text, code text, pos bigint)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
      SELECT 'warn', 'contradiction', i.pos
      FROM badcase_internal.release_item i
      WHERE i.release_id = preflight_pairs.release AND EXISTS (
        SELECT FROM badcase_internal.relation r JOIN badcase_internal.release_item o ON o.submission_id = r.other_id AND o.release_id = i.release_id
        WHERE r.submission_id = i.submission_id AND r.kind = 'contradiction'
        UNION ALL
        SELECT FROM badcase_internal.relation r JOIN badcase_internal.release_item o ON o.submission_id = r.submission_id AND o.release_id = i.release_id
        WHERE r.other_id = i.submission_id AND r.kind = 'contradiction');
    IF NOT EXISTS (SELECT FROM badcase_internal.release_entries(preflight_pairs.release) e WHERE e.split = 'validation') THEN
      RETURN;
    END IF;
    RETURN QUERY
      SELECT DISTINCT 'error', 'near_across_splits', (CASE WHEN p.a & 1 = 1 THEN p.a ELSE p.b END) >> 1
      FROM @extschema@.badcase_near_pairs(format(
        'SELECT e.pos * 2 + (e.split = ''validation'')::int, e.record FROM badcase_internal.release_entries(%s) e WHERE e.record IS NOT NULL',
        release), 0.7::float8, NULL::text) p
      WHERE p.a & 1 <> p.b & 1;
    RETURN QUERY
      SELECT 'warn', 'prompt_across_splits', x.pos
      FROM (
        SELECT k.pos, k.split, bool_or(k.split = 'train') OVER (PARTITION BY k.key) AS trained
        FROM (
          SELECT e.pos, e.split,
            sha256(convert_to(@extschema@.badcase_normalize(@extschema@.prompt(e.record)) || @extschema@.history(e.record), 'UTF8')) AS key
          FROM badcase_internal.release_entries(preflight_pairs.release) e WHERE e.record IS NOT NULL) k) x
      WHERE x.split = 'validation' AND x.trained;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.preflight_pairs(bigint) IS 'what preflight finds about items that stand side by side';

CREATE FUNCTION badcase.preflight(release bigint, trainer text, options jsonb DEFAULT '{}')
  RETURNS TABLE (severity text, code text, count bigint, examples bigint[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    o CONSTANT jsonb := badcase_internal.preflight_options(trainer, options);
  BEGIN
    RETURN QUERY
      SELECT x.severity, x.code, x.n, x.examples
      FROM (
        SELECT y.severity, y.code, count(*) AS n, (array_agg(y.pos ORDER BY y.pos))[1:5] AS examples
        FROM (
          SELECT p.severity, p.code, p.pos FROM badcase_internal.preflight_items(r.release_id, trainer, o) p
          UNION ALL
          SELECT p.severity, p.code, p.pos FROM badcase_internal.preflight_pairs(r.release_id) p) y
        GROUP BY y.severity, y.code
        UNION ALL
        SELECT 'error', 'format_not_read', count(*), '{}'
        FROM jsonb_array_elements_text(o -> 'format') f
        WHERE NOT EXISTS (SELECT FROM badcase_internal.trainer_formats() k WHERE k.trainer = preflight.trainer AND k.format = f)
        UNION ALL
        SELECT 'error', 'mixed_families', count(DISTINCT f.family) - 1, '{}'
        FROM @extschema@.badcase_formats() f WHERE o -> 'format' ? f.name
        UNION ALL
        SELECT 'error', 'file_suffix', 1, '{}' WHERE o ->> 'file_name' !~ '[.](csv|json)$'
        UNION ALL
        SELECT 'error', 'withdrawn', badcase_internal.lost_items(r.release_id), '{}'
        UNION ALL
        SELECT 'warn', 'no_general_data', r.items, '{}' WHERE NOT EXISTS (SELECT FROM badcase_internal.release_general_item m WHERE m.release_id = r.release_id)
      ) x
      WHERE x.n > 0
      ORDER BY array_position('{error,warn,info}', x.severity), x.code COLLATE "C";
  END
  $$;
COMMENT ON FUNCTION badcase.preflight(bigint, text, jsonb) IS
  'exporter, curator: what a trainer would drop, cut or wrongly learn of a release without saying so; examples are places in the release';
