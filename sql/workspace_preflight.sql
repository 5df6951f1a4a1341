-- Preflight: each finding once, with the places that have it; and the papers of a release.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_exporter;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('Spring *call*') AS program;
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, 'regress_badcase_curator', c) FROM unnest('{curator,reviewer}'::text[]) c;
SELECT badcase.grant_access(1, 'regress_badcase_exporter', 'exporter');
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'ada'), badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'publish_text', true, 't');
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM (VALUES
  (1, badcase('Name the capital of France.', 'Paris')),
  (2, badcase('And of Spain?', 'Madrid', '[["Name the capital of France.", "Lyon"]]', meta => '{"failure_kind": "context"}')),
  (3, badcase('And of Italy?', 'Rome', '[["Which is the capital of Spain?", "Madrid"], ["", "Yes?"]]')),
  (4, badcase('类型#裤*版型#宽松*材质#亚麻*风格#简约*图案#纯色*裤长#九分裤*裤型#阔腿裤*裤腰型#高腰*裤口#卷边*腰型#松紧腰*上市时间#夏季*适用人群#青年*厚薄#薄款', '宽松的亚麻裤，夏天穿着透气。', rejected => '宽松的亚麻裤，夏天穿着透气｡')),
  (5, badcase('请把下面的句子翻译成英文：今天天气很好，我们一起去公园散步吧。', repeat('The weather is lovely today and we are going for a walk in the park together. ', 12), rejected => ' ')),
  (6, badcase('Who made you? Answer in one sentence.', 'I am ChatGPT, a model trained by OpenAI. <|im_end|>', rejected => 'I do not know.', meta => '{"system": "Be exact."}')),
  (7, badcase('Continue the sentence about rivers.', '河流<UNK>流向大海。', rejected => 'No.'))) v(n, r);
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT badcase.triage_batch(1, 100);
SELECT count(badcase.submit_review(s, true, true)) FROM generate_series(1, 7) s;
SELECT badcase.build_release(1, 'one', 1) AS release;
SELECT pos, left(line ->> 'prompt', 15) AS prompt FROM badcase.release_rows(1) ORDER BY pos;
SELECT * FROM badcase.preflight(1, 'ptuning');
SELECT * FROM badcase.preflight(1, 'ptuning', '{"format": "ptuning", "file_name": "train.jsonl", "max_source_length": 512, "max_target_length": 512}');
SELECT * FROM badcase.preflight(1, 'ptuning', '{"max_source_length": 20, "max_target_length": 5}') WHERE code ~ 'cut';
SELECT * FROM badcase.preflight(1, 'ptuning', '{"file_name": "train.json"}') WHERE code = 'file_suffix';
SELECT * FROM badcase.preflight(1, 'llama_factory') WHERE code !~ '^quality';
SELECT * FROM badcase.preflight(1, 'llama_factory', '{"mask_history": true, "max_length": 100}') WHERE code !~ '^quality';
SELECT * FROM badcase.preflight(1, 'llama_factory', '{"format": ["sharegpt", "alpaca", "sharegpt_kto"]}') WHERE severity = 'error';
SELECT * FROM badcase.preflight(1, 'llama_factory', '{"format": ["sharegpt_kto", "sharegpt_kto_rejected"]}') WHERE severity = 'error' OR code ~ 'rejected';
SELECT * FROM badcase.preflight(1, 'trl') WHERE code !~ '^quality';
SELECT * FROM badcase.preflight(1, 'trl', '{"format": "preference_chat"}') WHERE code !~ '^quality';
SELECT * FROM badcase.preflight(1, 'trl', '{"format": "preference"}') WHERE severity = 'error';
SELECT * FROM badcase.preflight(1, 'openai') WHERE severity = 'error';
SELECT * FROM badcase.preflight(1, 'openai', '{"format": "messages"}') WHERE code ~ 'learned';
SELECT * FROM badcase.preflight(1, 'openai', '{"format": "ptuning_chat"}') WHERE severity = 'error';
SELECT * FROM badcase.preflight(1, 'axolotl') WHERE code ~ 'learned';
SELECT * FROM badcase.preflight(1, 'swift', '{"format": "swift", "mask_history": true}') WHERE code ~ 'learned';
-- an alias is its format
SELECT count(*) AS differ FROM (SELECT * FROM badcase.preflight(1, 'ptuning', '{"format": "badcase_bare"}') EXCEPT SELECT * FROM badcase.preflight(1, 'ptuning', '{"format": ["ptuning"]}')) x;
SELECT severity, code, count FROM badcase.preflight(1, 'ptuning', '{"format": ["ptuning", "badcase_bare", "chatml_prompt_pairs"]}') WHERE severity = 'error';
-- one format after another, as each trainer is asked; at the length of the longest item, and one below it
RESET ROLE;
CREATE TEMP TABLE reads AS SELECT trainer, format FROM badcase_internal.trainer_formats();
GRANT SELECT ON reads TO PUBLIC;
SET ROLE regress_badcase_curator;
\pset format unaligned
SELECT string_agg(format('%s %s', x.trainer, x.format), ', ' ORDER BY x.trainer COLLATE "C", x.format COLLATE "C") AS asked, x.found FROM (
  SELECT t.trainer, t.format, string_agg(concat_ws(' ', p.severity, p.code, p.count, p.examples), '; ' ORDER BY p.severity COLLATE "C", p.code COLLATE "C") AS found
  FROM reads t, badcase.preflight(1, t.trainer, jsonb_build_object('format', t.format)) p WHERE p.code !~ '^quality' GROUP BY t.trainer, t.format) x
GROUP BY x.found ORDER BY x.found COLLATE "C";
SELECT x.asked, min(x.n) AS from, max(x.n) AS to, x.found FROM (
  SELECT q.asked, q.n, string_agg(p.code || ' ' || p.examples::text, ', ' ORDER BY p.code COLLATE "C") AS found
  FROM (SELECT 'trl' AS asked, n, jsonb_build_object('max_length', n) AS o FROM generate_series(70, 90) n UNION ALL
    SELECT 'ptuning', n, jsonb_build_object('max_source_length', n, 'max_target_length', n) FROM generate_series(3, 80) n) q,
    badcase.preflight(1, q.asked, q.o) p WHERE p.code ~ '^(prompt|question|response)_cut$|^too_long$' GROUP BY q.asked, q.n) x
GROUP BY x.asked, x.found ORDER BY x.asked COLLATE "C", 2;
\pset format aligned
-- what cannot be asked
SELECT * FROM badcase.preflight(1, 'nonsense');
SELECT * FROM badcase.preflight(1, 'trl', '{"mask_history": true}');
SELECT * FROM badcase.preflight(1, 'trl', '{"format": "nonsense"}');
SELECT * FROM badcase.preflight(1, 'trl', '{"format": []}');
SELECT * FROM badcase.preflight(1, 'trl', '{"max_length": 1.5}');
SELECT * FROM badcase.preflight(1, 'trl', '[]');
SET ROLE regress_badcase_exporter;
SELECT * FROM badcase.preflight(1, 'trl');
-- every format of a trainer is a format; the estimate; the prompt as ChatGLM-6B's script builds it
SET ROLE regress_badcase_owner;
SELECT trainer, history_learned, history_read, system_read, system_empty, template, string_agg(format, ' ') AS formats FROM badcase_internal.trainer_formats() GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY trainer COLLATE "C", 2, 3, 4, 5, 6;
SELECT t.trainer, badcase_internal.preflight_options(t.trainer, '{}') AS options FROM (SELECT DISTINCT trainer FROM badcase_internal.trainer_formats()) t ORDER BY t.trainer COLLATE "C";
SELECT t.trainer, t.format FROM badcase_internal.trainer_formats() t WHERE t.format NOT IN (SELECT name FROM badcase_formats());
SELECT t.format FROM badcase_internal.trainer_formats() t WHERE t.trainer = 'llama_factory' AND badcase_dataset_info('x', t.format) IS NULL;
SELECT t, badcase_internal.token_estimate(t) FROM unnest('{"",a,abcd,abcde,你好,你好吗abcd,é,😀}'::text[]) t;
SELECT badcase_internal.chatglm_prompt(badcase('q', 'a')), badcase_internal.chatglm_prompt(badcase('q2', 'a2', '[["q0", "a0"], ["q1", "a1"]]'));
SELECT badcase_internal.same_text('a,b', 'a，b'), badcase_internal.same_text('a b', 'a  b'), badcase_internal.same_text('a', 'A'), badcase_internal.same_text(' ', 'a');

-- Both sides of a split: the cluster keeps near records together, so they are put apart by hand; a contradiction.
SET ROLE regress_badcase_curator;
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM (VALUES
  (1, badcase('Write an advertisement for a red cotton shirt with long sleeves and a round collar', 'This red cotton shirt with its long sleeves and its round collar goes with everything you own')),
  (2, badcase('Write an advertisement for a red cotton shirt with long sleeves and a round collar', 'This red cotton shirt with its long sleeves and its round collar goes with everything you have')),
  (3, badcase('Which is the largest planet of our solar system, and how many moons has it?', 'Jupiter; ninety-five of its moons are known by now.')),
  (4, badcase('Which is the largest planet of our solar system, and how many moons has it?', 'It depends on how you count, there are many, ask an astronomer.'))) v(n, r);
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT badcase.triage_batch(1, 100);
SELECT count(badcase.submit_review(s, true, true, contradicts => CASE WHEN s = 11 THEN '{10}'::bigint[] ELSE '{}' END)) FROM generate_series(8, 11) s;
SELECT badcase.build_release(1, 'two', 1, '{"per_cluster": null}', validation => 0.5) AS release;
SELECT code, examples FROM badcase.preflight(2, 'trl') WHERE code ~ 'split|contra';
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.release_item SET split = CASE WHEN submission_id IN (8, 10) THEN 'train' ELSE 'validation' END WHERE release_id = 2;
SET ROLE regress_badcase_curator;
SELECT severity, code, count, examples FROM badcase.preflight(2, 'trl') WHERE code ~ 'split|contra';

-- The papers. Nothing of them depends on a setting.
SELECT badcase.build_release(1, 'r "3" | <b>', 1, '{"per_cluster": null, "public": {"licence": "CC-BY-4.0", "url": "https://example.org/r3"}}', per_task => 3) AS release;
SELECT badcase.build_release(1, 'four', 7, validation => 0.25) AS release;
SELECT badcase.publish_release(3), badcase.publish_release(4);
SET ROLE regress_badcase_exporter;
SELECT jsonb_pretty(m - 'files' - 'built_at' - 'published_at' #- '{facts,received}' #- '{facts,versions,badcase}') AS manifest FROM badcase.release_manifest(4) m;
SELECT f ->> 'file' AS file, f ->> 'lines' AS lines, f ->> 'left_out' AS left_out, f ->> 'refused' AS refused, f ->> 'bytes' AS bytes, left(f ->> 'sha256', 8) AS sha256
FROM badcase.release_manifest(4) m, jsonb_array_elements(m -> 'files') f ORDER BY 1 COLLATE "C";
-- the hashes are those of what release_rows gives
SELECT f ->> 'format' AS wrong FROM badcase.release_manifest(4) m, jsonb_array_elements(m -> 'files') f
WHERE f ->> 'sha256' IS NOT NULL AND f ->> 'lines' <> '0' AND f ->> 'sha256' <> (
  SELECT encode(sha256(convert_to(string_agg(line::text || E'\n', '' ORDER BY pos), 'UTF8')), 'hex') FROM badcase.release_rows(4, f ->> 'format', f ->> 'split'));
SELECT regexp_replace(regexp_replace(badcase.dataset_card(4), '\d{4}-\d\d-\d\d', 'DATE', 'g'), 'badcase \d+\.\d+\.\d+', 'badcase VERSION') AS card;
SELECT regexp_replace(left(badcase.dataset_card(3), 1200), '\d{4}-\d\d-\d\d', 'DATE', 'g') AS card_of_a_public_release;
SELECT regexp_replace(jsonb_pretty(c - 'distribution' - 'datePublished' - '@context' - 'rai:machineAnnotationTools' - 'rai:dataCollectionTimeframe'), '\d{4}-\d\d-\d\d', 'DATE', 'g') AS croissant, jsonb_array_length(c -> 'distribution') AS files,
  c #> '{distribution,0}' AS first
FROM CAST(badcase.dataset_card(3, 'croissant') AS jsonb) c;
SELECT badcase.dataset_card(3, 'nonsense');
SELECT badcase.dataset_card(3, format => 'nonsense');
SELECT badcase.dataset_card(3, split => 'nonsense');
SET ROLE regress_badcase_curator;
-- each format's own files, also those of an alias, and of a release that is not published or that the format refuses in part
SELECT r, f, split_part(substring(badcase.dataset_card(r, format => f) FROM 'configs:.*'), E'\n---', 1) AS head, substring(badcase.dataset_card(r, format => f) FROM '## Files.*') AS files
FROM (VALUES (3, 'messages_weighted'), (3, 'openai_preference'), (3, 'badcase_bare'), (1, 'swift_kto'), (1, 'qa')) v(r, f);
SELECT regexp_replace(split_part(badcase.dataset_card(3, format => 'alpaca', split => 'train'), 'dataset_info', 1), '\d{4}-\d\d-\d\d', 'DATE', 'g') AS head, length(badcase.dataset_card(3, format => 'alpaca', split => 'validation')) > 0 AS of_none;
SELECT r, f, (SELECT string_agg(d ->> 'contentUrl' || ' ' || (d ->> 'sha256' = encode(sha256(convert_to((
    SELECT string_agg(line::text || E'\n', '' ORDER BY pos) FROM badcase.release_rows(r, f, s, true)), 'UTF8')), 'hex')), ', ') FROM jsonb_array_elements(c -> 'distribution') d WHERE d ->> 'description' LIKE s || ',%') AS files,
  jsonb_path_query_array(c, '$.recordSet[*].field[*].source') AS sources, jsonb_path_query_array(c, '$.recordSet[0].field[*].subField[*].source.transform') AS transforms
FROM (VALUES (3, 'openai_preference'), (1, 'qa'), (1, 'swift_kto')) v(r, f), unnest('{train}'::text[]) s, LATERAL CAST(badcase.dataset_card(r, 'croissant', f) AS jsonb) c;
-- licences: an identifier of SPDX, or another's name
RESET ROLE;
SELECT n, (l).* FROM (SELECT n, badcase_internal.licence_of(n) AS l FROM unnest('{CC-BY-4.0,"cc by 4.0",MIT,ODbL-1.0,GPL-3.0-or-later,"Our own terms","not distributed"}'::text[]) n) x;
SET ROLE regress_badcase_curator;
SELECT regexp_replace(badcase.dataset_card(2), '\d{4}-\d\d-\d\d', 'DATE', 'g') AS card;
SET ROLE regress_badcase_curator;
CREATE TEMP TABLE paper AS SELECT badcase.release_manifest(4) AS m, badcase.dataset_card(4) AS c, badcase.dataset_card(4, 'croissant') AS j;
SET TimeZone = 'Asia/Shanghai'; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = -5; SET bytea_output = 'escape';
SELECT m = badcase.release_manifest(4) AS manifest, c = badcase.dataset_card(4) AS card, j = badcase.dataset_card(4, 'croissant') AS croissant FROM paper;
RESET ALL;

-- Ten items are enough for a file of OpenAI's, nine are not.
SELECT code, count FROM badcase.preflight(4, 'openai') WHERE code = 'too_few';
BEGIN;
SET LOCAL ROLE regress_badcase_owner;
DELETE FROM badcase_internal.release_item WHERE release_id = 4 AND pos = (SELECT max(pos) FROM badcase_internal.release_item WHERE release_id = 4);
SET LOCAL ROLE regress_badcase_curator;
SELECT code, count FROM badcase.preflight(4, 'openai') WHERE code = 'too_few';
ROLLBACK;

RESET ROLE;
SET client_min_messages = warning;
DROP TABLE paper, reads;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_exporter;
