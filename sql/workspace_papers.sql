-- The papers of a release, part by part, of manifests that are made up: what a card says of each fact, of what it says
-- nothing, and in which order; and which manifests, options and mixes there cannot be.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
\pset format unaligned
-- A manifest with a thing of each kind; a change puts values at paths, or takes what is null away.
CREATE FUNCTION pg_temp.manifest(VARIADIC changes text[] DEFAULT '{}') RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  m jsonb := '{"release": 7, "name": "r_1", "program": "p*q", "items": 12, "licence": "cc by 4.0", "url": "https://example.org/r", "seed": 3, "per_task": 4, "validation": 0.25,
    "mix": {"per_cluster": 2}, "sha256": "abcd", "format": "alpaca", "consents": ["publish_text", "train"], "built_at": "2026-01-01T00:00:00Z", "published_at": "2026-02-03T04:05:06Z",
    "left_out": {"duplicate": 9, "per_task": 10, "no_consent": 9}, "models": [], "features": "{\"x\": {\"dtype\": \"string\", \"_type\": \"Value\"}}",
    "described": [{"split": "validation", "file": "b.jsonl", "lines": 3, "bytes": 30, "sha256": "bb", "left_out": 1, "refused": 2}, {"split": "train", "file": "a.jsonl", "lines": 9, "bytes": 90, "sha256": "aa", "left_out": 2, "refused": 0}],
    "facts": {"general": [{"corpus": "b|c", "items": 3, "licence": "MIT", "source": "https://example.org/*"}, {"corpus": "a", "items": 4, "licence": "CC0", "source": null}], "splits": {"train": 9, "validation": 3},
      "languages": {"zh": 5, "en": 6, "other": 1}, "tasks": {"odd": 2, "even": 10}, "failure_kinds": {"factual": 1}, "with_history": 2, "with_rejected": 3, "contributors": 4, "asking": 6, "asking_kept": 5,
      "received": {"from": "2025-01-01", "to": "2025-12-31"}, "reviews_per_item": 1.5, "agreement": {"reviewers": 8, "pairs": 9, "observed": 0.8, "kappa": 0.6},
      "consents": {"train": {"contributors": 4, "text_versions": ["v2", "v10"]}, "publish_text": {"contributors": 3, "text_versions": ["v1"]}},
      "audit": {"judged": 20, "wrong": 1, "error_rate": 0.05, "low": 0.01, "high": 0.24},
      "versions": {"badcase": "1.2.3", "features": "v1", "quorum": 2, "screening_rules": [1, 2], "decision_rules": [1]}}}';
BEGIN
  FOR i IN 1 .. cardinality(changes) / 2 LOOP
    m := CASE WHEN changes[2 * i] IS NULL THEN m #- changes[2 * i - 1]::text[] ELSE jsonb_set(m, changes[2 * i - 1]::text[], changes[2 * i]::jsonb) END;
  END LOOP;
  RETURN m;
END $$;
SELECT badcase_internal.card_markdown(pg_temp.manifest()) AS card;
-- what each change makes of it: lines that go, lines that come
CREATE FUNCTION pg_temp.changed(VARIADIC changes text[]) RETURNS SETOF text LANGUAGE sql AS $$
  WITH line AS (
    SELECT s.sign, s.is_new, l.n, l.line, row_number() OVER (PARTITION BY s.sign, l.line ORDER BY l.n) AS k
    FROM (VALUES ('-', false), ('+', true)) s(sign, is_new)
    CROSS JOIN LATERAL regexp_split_to_table(badcase_internal.card_markdown(CASE WHEN s.is_new THEN pg_temp.manifest(VARIADIC changes) ELSE pg_temp.manifest() END), E'\n') WITH ORDINALITY l(line, n))
  SELECT a.sign || ' ' || a.line FROM line a
  WHERE a.line <> '' AND NOT EXISTS (SELECT FROM line b WHERE b.is_new <> a.is_new AND b.line = a.line AND b.k = a.k) ORDER BY a.is_new, a.n
$$;
SELECT c.n, d.line FROM (VALUES
  (1, ARRAY['{published_at}', NULL]), (2, ARRAY['{consents}', '["train"]']), (3, ARRAY['{consents}', '["train"]', '{facts,consents,publish_text}', NULL]), (4, ARRAY['{consents}', '["train"]', '{facts,consents}', NULL]),
  (5, ARRAY['{facts,consents,train}', NULL]), (6, ARRAY['{licence}', '"Our own"']), (7, ARRAY['{licence}', '"Our own"', '{consents}', '["train"]']), (8, ARRAY['{licence}', '"gfdl-1.3"']), (9, ARRAY['{facts,languages}', '{}']),
  (10, ARRAY['{facts,languages}', '{"other": 12}']), (11, ARRAY['{described}', '[]']), (12, ARRAY['{features}', NULL]), (13, ARRAY['{facts,general}', '[]']), (14, ARRAY['{facts,asking}', NULL]), (15, ARRAY['{facts,audit}', NULL]),
  (16, ARRAY['{mix,per_cluster}', 'null', '{per_task}', 'null']), (17, ARRAY['{facts,received}', '{}', '{facts,reviews_per_item}', 'null']), (18, ARRAY['{facts,agreement,observed}', 'null', '{facts,agreement,kappa}', 'null']),
  (19, ARRAY['{facts,versions,screening_rules}', 'null', '{facts,versions,decision_rules}', 'null']), (20, ARRAY['{described,0,left_out}', '0', '{described,1,left_out}', '0']),
  (21, ARRAY['{described,0,refused}', '0']), (22, ARRAY['{described,0,refused}', '0', '{described,0,left_out}', '0', '{described,1,left_out}', '0']), (23, ARRAY['{facts,tasks}', '{}', '{facts,failure_kinds}', NULL]),
  (24, ARRAY['{models}', '[{"name": "m_2", "base": "m_1", "cases": 5, "fixed": 4, "regressed": 1, "judged": 30, "better": 10, "worse": 20, "chance": 0.1, "rouge": 0.01, "low": -0.02, "high": 0.04},
    {"name": "a", "base": null, "cases": 0, "fixed": 0, "regressed": 0, "judged": 0, "better": 0, "worse": 0, "chance": null, "rouge": null, "low": null, "high": null}]'])) c(n, changes)
CROSS JOIN LATERAL pg_temp.changed(VARIADIC c.changes) WITH ORDINALITY d(line, k) ORDER BY c.n, d.k;
SELECT n, substring(badcase_internal.card_head(pg_temp.manifest('{items}', n)) FROM 'size_categories: ([^\n]*)') AS size FROM unnest('{9999999,10000000}'::text[]) n;
SELECT badcase_internal.markdown(E'a\x01b\u0085c\u2028d [x](y) `z` *_{}<>#|!&~ \\ 1. -') AS shown, badcase_internal.card_table('h', NULL) IS NULL AND badcase_internal.card_table('h', '{}') IS NULL AS none, badcase_internal.card_models('[]') IS NULL AS no_models;
SELECT n AS name, (l).spdx, (l).hub FROM (SELECT n, badcase_internal.licence_of(n) AS l FROM unnest('{" MIT ",apache-2.0,"CC0 1.0",AGPL-3.0,zlib,"",NULL}'::text[]) n) x;
SELECT badcase_internal.utc('2026-01-01 23:30:00-01') AS utc;

-- Croissant: the same facts, and what it has instead of those that there are not.
SELECT jsonb_pretty(badcase_internal.card_croissant(pg_temp.manifest()) - '@context') AS croissant;
SELECT c.n, d.key, d.value FROM (VALUES
  (1, ARRAY['{published_at}', NULL, '{licence}', '"Our own"']), (2, ARRAY['{facts,languages}', '{}', '{described}', '[]']), (3, ARRAY['{facts,reviews_per_item}', 'null', '{facts,agreement,observed}', 'null', '{facts,agreement,kappa}', 'null']),
  (4, ARRAY['{facts,versions,screening_rules}', 'null', '{facts,received}', '{}']), (5, ARRAY['{features}', NULL, '{format}', '"badcase"'])) c(n, changes)
CROSS JOIN LATERAL (SELECT x.key, x.value FROM jsonb_each(badcase_internal.card_croissant(pg_temp.manifest(VARIADIC c.changes))) x
  WHERE (badcase_internal.card_croissant(pg_temp.manifest()) -> x.key) IS DISTINCT FROM x.value) d ORDER BY c.n, d.key COLLATE "C";
-- each form that a format's field can have, as YAML and as a field: a value, a list of lists, of objects; an object, and one around a list
SELECT f.n, f.feature, badcase_internal.card_features(json_build_object('f', f.feature::json), '  ') AS yaml, badcase_internal.card_field('s/f', 'f', f.feature::json, '{"s": 1}') AS field
FROM (VALUES (1, '{"dtype": "string", "_type": "Value"}'), (2, '{"dtype": "int64", "_type": "Value"}'), (3, '{"dtype": "bool", "_type": "Value"}'), (4, '[[{"dtype": "string", "_type": "Value"}]]'),
  (5, '[{"a": {"dtype": "string", "_type": "Value"}, "b": {"dtype": "bool", "_type": "Value"}}]'), (6, '{"a": {"dtype": "string", "_type": "Value"}, "b": [{"c": {"dtype": "int64", "_type": "Value"}, "d": {"dtype": "bool", "_type": "Value"}}]}'),
  (7, '{"m": [{"a": {"dtype": "string", "_type": "Value"}, "b": {"dtype": "bool", "_type": "Value"}}]}'), (8, '{"m": {"dtype": "string", "_type": "Value"}}')) f(n, feature) ORDER BY f.n;
SELECT badcase_internal.card_source('{"s": 1}', 'k') AS first, badcase_internal.card_source(badcase_internal.card_source('{"s": 1}', 'k'), 'l') AS second;

-- What a release can be asked for, to the last number that is taken and the first that is not.
CREATE FUNCTION pg_temp.asked(what text, value jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SELECT badcase_internal.%I($1)::text', what) INTO said USING value;
  RETURN coalesce(nullif(said, ''), 'taken');
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN SQLERRM;
END $$;
SELECT v, pg_temp.asked('check_general', v::jsonb) AS said FROM unnest(ARRAY['[]', '{}', '1', '[1]', '[{}]', '[{"corpus": "a"}]', '[{"corpus": null, "count": 1}]', '[{"corpus": "a", "count": 1}]', '[{"corpus": "a", "count": 0}]', '[{"corpus": "a", "count": null}]',
  '[{"corpus": "a", "ratio": 0}]', '[{"corpus": "a", "ratio": 1000}]', '[{"corpus": "a", "ratio": 1000.001}]', '[{"corpus": "a", "ratio": -0.001}]', '[{"corpus": "a", "ratio": null}]', '[{"corpus": "a", "ratio": true}]', '[{"corpus": "a", "ratio": 1, "count": 1}]',
  '[{"corpus": "a", "count": 1, "x": 1}]', '[{"corpus": "a", "count": 1}, {"corpus": "b", "ratio": 1}]', '[{"corpus": "a", "count": 1}, {"corpus": "a", "count": 2}]', '[{"corpus": "b", "count": 1}, {"count": 2}]',
  '[{"corpus": "a", "count": 1, "topics": {"t": 1000000, "u": 0.000001}}]', '[{"corpus": "a", "count": 1, "topics": {"t": 1000000.1}}]', '[{"corpus": "a", "count": 1, "topics": {"t": 1, "u": 0}}]', '[{"corpus": "a", "count": 1, "topics": {"t": -1}}]',
  '[{"corpus": "a", "count": 1, "topics": {"t": null}}]', '[{"corpus": "a", "count": 1, "topics": {}}]', '[{"corpus": "a", "count": 1, "topics": null}]', '[{"corpus": "a", "count": 1, "topics": "t"}]']) v;
SELECT v, pg_temp.asked('release_options', v::jsonb) AS said FROM unnest(ARRAY[NULL, '{}', 'null', '[]', '{"per_cluster": 1}', '{"per_cluster": null}', '{"per_cluster": 0}', '{"per_cluster": "1"}', '{"b": 1, "a": 2}', '{"public": {"licence": "MIT", "url": "u"}}',
  '{"public": {"licence": "MIT"}}', '{"public": {"url": "u"}}', '{"public": {"licence": 1, "url": "u"}}', '{"public": {"licence": "MIT", "url": null}}', '{"public": null}', '{"general": []}', '{"general": null}', '{"general": [{"corpus": "a"}]}']) v;
-- the largest remainders get what is left; of equal ones the first by name
SELECT n, w, (SELECT string_agg(format('%s %s', s.topic, s.n), ', ') FROM badcase_internal.share_out(n, w::jsonb) s) AS shares
FROM (VALUES (5, '{"b": 1, "a": 1, "c": 1}'), (4, '{"a": 1, "b": 3, "c": 3}'), (1000000, '{"a": 1, "b": 999999}'), (3, '{"a": 5}')) x(n, w);
SELECT r, badcase_internal.topic_of(r::badcase) AS topic FROM unnest(ARRAY['{"prompt": "p", "response": "r", "topic": "a", "task": "b"}', '{"prompt": "p", "response": "r", "topic": 1, "task": "b"}', '{"prompt": "p", "response": "r", "task": null}', '{"prompt": "p", "response": "r"}']) r;
SELECT f, s, badcase.release_file_name(7, f, s) AS name FROM unnest('{badcase,alpaca,ptuning,ptuning_chat}'::text[]) f, unnest('{train,validation}'::text[]) s;
-- the same in as many words, whatever the white space between them; a blank is like itself alone
SELECT a, b, badcase_internal.same_text(a, b) AS same FROM (VALUES ('a', 'a'), ('a', 'b'), (' ', ' '), (' ', '  '), ('', ' '), ('a', ' '), (' ', 'a'), ('a  b', E'a\tb'), ('ab', 'a b')) v(a, b);
-- options of preflight: what there cannot be, and what is filled in
CREATE FUNCTION pg_temp.options(trainer text, o jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  hint text;
BEGIN
  RETURN badcase_internal.preflight_options(trainer, o);
EXCEPTION WHEN invalid_parameter_value THEN
  GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
  RETURN concat_ws(' / ', SQLERRM, hint);
END $$;
SELECT t, o, pg_temp.options(t, o::jsonb) AS said FROM (VALUES ('odd', '{}'), (NULL, '{}'), ('trl', NULL), ('trl', 'null'), ('trl', '[]'), ('trl', '{"b": 1, "a": 2}'), ('ptuning', '{"max_length": 5}'), ('swift', '{"mask_history": true}'), ('openai', '{"mask_history": true}'),
  ('trl', '{"max_length": 3}'), ('trl', '{"max_length": 2}'), ('trl', '{"max_length": null}'), ('trl', '{"max_length": "9"}'), ('ptuning', '{"max_source_length": 3, "max_target_length": 2}'), ('ptuning', '{"max_source_length": 2}'), ('trl', '{"format": "badcase_bare"}'),
  ('trl', '{"format": ["messages", "badcase_bare", "kto"]}'), ('trl', '{"format": ["messages", "odd"]}'), ('trl', '{"format": ["messages", 1]}'), ('trl', '{"format": []}'), ('trl', '{"format": null}'), ('trl', '{"format": {"a": 1}}'), ('ptuning', '{"file_name": "a.csv"}')) v(t, o);
-- reviews that are none, by the first thing that is wrong
SELECT v, badcase_internal.review_fault(v::jsonb) AS fault FROM unnest(ARRAY[NULL, 'null', '[]', '1', '{}', '{"submission": 0, "useful": true, "correct": true}', '{"submission": 1, "useful": true, "correct": true}', '{"submission": 1, "correct": true}', '{"submission": 1, "useful": null, "correct": true}',
  '{"submission": 1, "useful": true}', '{"submission": 1, "useful": true, "correct": "true"}', '{"submission": 1, "useful": true, "correct": true, "reasons": null, "failure_kinds": null, "contradicts": null, "note": null, "note_to_contributor": null}',
  '{"submission": 1, "useful": true, "correct": true, "reasons": [], "failure_kinds": [], "contradicts": [], "note": "", "note_to_contributor": ""}', '{"submission": 1, "useful": true, "correct": true, "reasons": [1]}', '{"submission": 1, "useful": true, "correct": true, "reasons": {}}',
  '{"submission": 1, "useful": true, "correct": true, "failure_kinds": ["a", null]}', '{"submission": 1, "useful": true, "correct": true, "failure_kinds": "a"}', '{"submission": 1, "useful": true, "correct": true, "contradicts": [1, 2]}',
  '{"submission": 1, "useful": true, "correct": true, "contradicts": [1, 0]}', '{"submission": 1, "useful": true, "correct": true, "contradicts": ["1"]}', '{"submission": 1, "useful": true, "correct": true, "contradicts": 1}', '{"submission": 1, "useful": true, "correct": true, "note": 1}',
  '{"submission": 1, "useful": true, "correct": true, "note_to_contributor": []}', '{"submission": 1, "useful": true, "correct": true, "colour": null}']) v;
SELECT n, pg_temp.answer('carol', format('SELECT count(*) FROM badcase.assign_tasks(%L::bigint[], NULL)', ARRAY(SELECT 999 FROM generate_series(1, n)))) AS tasks,
  pg_temp.answer('carol', format('SELECT count(*) FROM badcase.resolve_findings(%L::bigint[], true, $$x$$)', ARRAY(SELECT 999 FROM generate_series(1, n)))) AS findings,
  pg_temp.answer('rita', format('SELECT count(*) FROM badcase.submit_reviews(%L)', (SELECT coalesce(jsonb_agg(1), '[]') FROM generate_series(1, n)))) AS reviews FROM unnest('{0,1,10001}'::int[]) n;
SELECT badcase_internal.check_many(10000);
SELECT badcase_internal.check_many(NULL);
-- lines of a model's answers, by the first thing that is wrong; each code has its words
SELECT v, f.code, badcase_internal.output_message(f.code) AS message FROM unnest(ARRAY['{}', '{"output": null}', '{"output": ""}', '{"output": "", "submission": 1}', '{"output": "", "submission": 0}', '{"output": "", "submission": 1, "item": 1}', '{"output": "", "submission": 1, "prompt": "p"}',
  '{"output": "", "item": 1}', '{"output": "", "item": 0}', '{"output": "", "item": "1"}', '{"output": "", "item": 1, "digest": "x"}', '{"output": "", "digest": 1}', '{"output": "", "digest": "x"}', '{"output": "", "prompt": "p", "history": []}', '{"output": "", "prompt": "p", "history": null}',
  '{"output": "", "prompt": "p", "history": "h"}', '{"output": "", "prompt": null}', '{"output": "", "item": 1, "history": []}', '{"output": "", "item": 1, "x": 1}'] || format('{"output": "", "digest": "%s"}', repeat('0a', 32)) || format('{"output": "", "digest": "%s"}', repeat('0A', 32))
  || format('{"output": "", "digest": "%s"}', repeat('0', 65))) v CROSS JOIN LATERAL badcase_internal.output_fault(v::jsonb) f(code);
SELECT c, badcase_internal.output_message(c) FROM unnest('{no_case,no_item,answered_otherwise,several_cases,odd}'::text[]) c;
-- agreement of an agent, by hand: 3 of 4 and 3 of 5, kappa (10 * 7 - 50) / (100 - 50); where it is not defined
SELECT v.*, a.* FROM (VALUES (3, 1, 2, 4), (0, 0, 0, 5), (5, 0, 0, 0), (0, 3, 2, 0), (0, 0, 2, 3), (2, 3, 0, 0), (0, 0, 0, 0)) v(tp, fp, fn, tn), LATERAL badcase_internal.agreement_of(tp, fp, fn, tn) a;
SELECT b, w, badcase_internal.mcnemar(b, w) FROM (VALUES (0, 1), (1, 0), (1, 1), (0, 6), (1, 8), (8, 1), (2, 8)) v(b, w);
-- what is no answer to one of many ends all of them: conflicts, resources, cancelling, failures of the system; what is wrong with one does not
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = current_setting('made.up'); END $$;
CREATE TRIGGER made_up BEFORE UPDATE ON badcase_internal.submission FOR EACH ROW EXECUTE FUNCTION pg_temp.fail();
CREATE TRIGGER made_up BEFORE UPDATE ON badcase_internal.finding FOR EACH ROW EXECUTE FUNCTION pg_temp.fail();
CREATE TRIGGER made_up BEFORE INSERT ON badcase_internal.review FOR EACH ROW EXECUTE FUNCTION pg_temp.fail();
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 1, 'pii:email', 1, 'hold', 1);
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 't', 'carol');
RESET ROLE;
SELECT c, set_config('made.up', c, true) = c AS set, pg_temp.answer('rita', $$SELECT string_agg('a row with ' || code, ' ') FROM badcase.submit_reviews('[{"submission": 3, "useful": true, "correct": true}]')$$) AS reviews,
  pg_temp.answer('carol', $$SELECT string_agg('a row with ' || code, ' ') FROM badcase.assign_tasks('{3}', 't')$$) AS tasks, pg_temp.answer('carol', $$SELECT string_agg('a row with ' || code, ' ') FROM badcase.resolve_findings('{1}', true, 'x')$$) AS findings
FROM unnest('{22023,40001,40P01,53100,57P03,58030,XX000,55000}'::text[]) c;
\i :clean
