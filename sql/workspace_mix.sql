-- Releases with records of general corpora among their own: which, how many, where, and what is not made of them.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_exporter;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
CREATE TEMP TABLE source (kind text, n int, record badcase);
INSERT INTO source SELECT 'own', n, badcase('Count to the number ' || n, 'one ' || md5(n::text), rejected => CASE WHEN n = 1 THEN 'two' END, meta => '{"task": "count"}') FROM generate_series(1, 10) n;
-- one is the same as one of the contributors', another but for white space; one is of the benchmark; one is in both corpora
INSERT INTO source SELECT 'pool', n, badcase('Tell me of ' || md5('pool' || n), 'It is ' || n) FROM generate_series(1, 30) n;
INSERT INTO source VALUES ('pool', 31, (SELECT record FROM source WHERE kind = 'own' AND n = 3)), ('pool', 33, (SELECT badcase(prompt(record), response(record) || ' ') FROM source WHERE kind = 'own' AND n = 3)),
  ('pool', 32, badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', '72')),
  ('poems', 1, (SELECT record FROM source WHERE kind = 'pool' AND n = 4));
INSERT INTO source SELECT 'poems', n, badcase('Write a poem, ' || md5('poems' || n), 'Roses', '[["Hello", "Good day"]]') FROM generate_series(2, 8) n;
INSERT INTO source VALUES ('school', 2, badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', 'seventy-two')),
  ('school', 1, badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', '48 + 24 = 72'));
-- two programs with the same in them, filled in opposite orders
CREATE PROCEDURE pg_temp.fill(program int, turn int) LANGUAGE plpgsql AS $$
DECLARE
  k text;
BEGIN
  PERFORM badcase.create_program('p' || program);
  UPDATE badcase_internal.program SET quorum = 1;
  PERFORM badcase.grant_access(program, current_user, c) FROM unnest('{curator,reviewer}'::text[]) c;
  PERFORM badcase.grant_access(program, 'regress_badcase_exporter', 'exporter');
  PERFORM badcase.set_task(program, 'count');
  PERFORM badcase.register_contributor(program, 'a', 'Ada');
  PERFORM badcase.attest(program, 't'), badcase.set_consent(program, 'train', true, 't'), badcase.set_consent(program, 'show_name', true, 't');
  COMMIT;
  FOR k IN SELECT DISTINCT kind FROM source ORDER BY kind LOOP
    PERFORM badcase.open_upload(program, CASE k WHEN 'own' THEN program END, kind => CASE k WHEN 'own' THEN 'submissions' ELSE 'corpus' END,
      target => CASE WHEN k <> 'own' THEN badcase.open_corpus(program, k, CASE k WHEN 'school' THEN 'benchmark' ELSE 'general' END, 'CC-BY-4.0', CASE k WHEN 'pool' THEN 'https://example.org/*pool*' END) END);
    INSERT INTO badcase.intake (line_no, line) SELECT row_number() OVER (ORDER BY n * turn), convert_to(record::text, 'UTF8') FROM source WHERE kind = k;
    PERFORM badcase.process_upload();
    COMMIT;
  END LOOP;
  PERFORM badcase.triage_batch(program, 100);
  COMMIT;
  PERFORM badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(program, 100);
END $$;
CALL pg_temp.fill(1, 1);
CALL pg_temp.fill(2, -1);
SELECT program_id, state, count(*) FROM badcase_internal.submission GROUP BY 1, 2 ORDER BY 1, 2;
SELECT program_id, name, role, (SELECT count(*) FROM badcase_internal.corpus_item i WHERE i.corpus_id = c.corpus_id) AS items FROM badcase_internal.corpus c ORDER BY corpus_id;

SELECT badcase.build_release(1, 'plain', 1) AS plain,
  badcase.build_release(1, 'mixed', 1, '{"general": [{"corpus": "pool", "ratio": 1.55}, {"corpus": "poems", "count": 4}]}', validation => 0.3) AS mixed,
  badcase.build_release(2, 'mixed', 1, '{"general": [{"corpus": "pool", "ratio": 1.55}, {"corpus": "poems", "count": 4}]}', validation => 0.3) AS of_the_other,
  badcase.build_release(1, 'seeded', 2, '{"general": [{"corpus": "pool", "ratio": 1.55}, {"corpus": "poems", "count": 4}]}', validation => 0.3) AS seeded,
  badcase.build_release(1, 'all', 1, '{"general": [{"corpus": "poems", "count": 8}, {"corpus": "pool", "count": 29}]}') AS all,
  badcase.build_release(1, 'none', 1, '{"general": []}') AS none;
SELECT release_id, name, items, mix -> 'general' AS general, left_out -> 'general_contaminated' AS contaminated FROM badcase_internal.release ORDER BY release_id;
SELECT release_id, k.name, count(*) FROM badcase_internal.release_general_item JOIN badcase_internal.corpus_item USING (item_id) JOIN badcase_internal.corpus k USING (corpus_id) GROUP BY 1, 2 ORDER BY 1, 2;
-- the same from the other program; not with another seed
SELECT a.sha256 = b.sha256 AS same, a.sha256 = c.sha256 AS another_seed FROM badcase_internal.release a, badcase_internal.release b, badcase_internal.release c WHERE a.release_id = 2 AND b.release_id = 3 AND c.release_id = 4;
SELECT badcase.release_rows(2)::text = badcase.release_rows(3)::text AS same, count(*) FROM generate_series(1, 1) GROUP BY 1;
-- what is in it: the lowest hashes of each corpus; what is the contributors' or a benchmark's is not; nothing twice
SELECT m.release_id, count(*) FILTER (WHERE s.kind IS NULL) AS unknown, count(*) FILTER (WHERE exact_key(s.record) IN (SELECT exact_key(record) FROM source WHERE kind = 'own')) AS own,
  count(*) FILTER (WHERE s.n > 31) AS contaminated, count(*) - count(DISTINCT exact_key(s.record)) AS twice
FROM badcase_internal.release_general_item m LEFT JOIN source s ON badcase_digest(s.record) = m.digest AND s.kind = 'pool' OR badcase_digest(s.record) = m.digest AND s.kind = 'poems' AND s.n > 1 GROUP BY m.release_id ORDER BY 1;
SELECT count(*) AS passed_over FROM (
  SELECT badcase_digest(record) FROM source WHERE kind = 'pool' AND n < 31 ORDER BY sha256(badcase_digest(record) || int8send(1)) LIMIT 15) l(digest)
WHERE digest NOT IN (SELECT digest FROM badcase_internal.release_general_item WHERE release_id = 2);
-- where: each at the place of its hash, among the others; all for training
SELECT r.release_id, count(*) AS items, count(*) FILTER (WHERE x.pos <> x.place) AS misplaced, count(*) FILTER (WHERE x.general) AS general,
  count(*) FILTER (WHERE x.split = 'validation') AS validation, count(*) FILTER (WHERE x.general AND x.split = 'validation') AS general_validation,
  max(x.pos) FILTER (WHERE x.general) - min(x.pos) FILTER (WHERE x.general) + 1 AS spread
FROM badcase_internal.release r CROSS JOIN LATERAL (
  SELECT e.pos, e.split, e.submission IS NULL AS general, row_number() OVER (ORDER BY sha256(int8send(r.seed) || badcase_digest(e.record))) AS place
  FROM badcase_internal.release_entries(r.release_id) e) x GROUP BY r.release_id ORDER BY 1;

-- Reading: the hashes are of what is read; formats without a place for a history are refused; views have it, too.
SELECT badcase.publish_release(2), badcase.publish_release(5);
SET ROLE regress_badcase_exporter;
SELECT * FROM badcase.verify_release(2);
SELECT count(*), count(line), max(pos) FROM badcase.release_rows(2);
SELECT f ->> 'split' AS split, f ->> 'lines' AS lines, f ->> 'sha256' = (
  SELECT encode(sha256(convert_to(string_agg(line::text || E'\n', '' ORDER BY pos), 'UTF8')), 'hex') FROM badcase.release_rows(2, split => f ->> 'split')) AS right
FROM badcase.release_manifest(2) m, jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'badcase' ORDER BY 1;
SELECT count(*) FROM badcase.release_rows(2, 'ptuning');
SELECT release, count(*), count(task) AS own, count(DISTINCT pos) FROM badcase.export_sft GROUP BY release ORDER BY release;
SELECT release, pos FROM badcase.export_preference;
SELECT jsonb_pretty(m #> '{facts,general}') AS general, m #> '{facts,tasks}' AS tasks, m #> '{facts,contributors}' AS contributors FROM badcase.release_manifest(2) m;
SELECT substring(badcase.dataset_card(2) FROM 'Release 2 .*(?=, each with)') AS card, substring(badcase.dataset_card(2) FROM 'General data.*(?=\n\n## How)') AS general;
SELECT code, count FROM badcase.preflight(2, 'trl') WHERE code ~ 'general|split';
SELECT count(*) FROM badcase.release_diff(2, 5);
-- neither credited nor counted
SELECT display_name, accepted FROM badcase.credits WHERE program = 1;
SELECT task, received, accepted FROM badcase.task_coverage WHERE program = 1;
SET ROLE regress_badcase_owner;

-- A changed text, place or list is found.
CREATE FUNCTION pg_temp.after(change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v record;
BEGIN
  BEGIN
    EXECUTE change;
    SELECT * INTO v FROM badcase.verify_release(2);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
    RETURN format('ok %s, changed %s: %s', v.ok, v.changed, v.message);
  END;
END $$;
SELECT pg_temp.after(c) FROM unnest(ARRAY[
  'SELECT 1',
  $$UPDATE badcase_internal.corpus_item SET record = badcase('another', 'text') WHERE item_id = (SELECT min(item_id) FROM badcase_internal.release_general_item WHERE release_id = 2)$$,
  'UPDATE badcase_internal.release_general_item SET digest = set_byte(digest, 7, get_byte(digest, 7) # 1) WHERE release_id = 2 AND item_id = (SELECT max(item_id) FROM badcase_internal.release_general_item WHERE release_id = 2)',
  'UPDATE badcase_internal.release_general_item SET pos = pos + 1000 WHERE release_id = 2 AND item_id = (SELECT max(item_id) FROM badcase_internal.release_general_item WHERE release_id = 2)',
  'DELETE FROM badcase_internal.release_general_item WHERE release_id = 2 AND item_id = (SELECT max(item_id) FROM badcase_internal.release_general_item WHERE release_id = 2)']) c;
-- a record for validation that the mix has almost the same of
BEGIN;
UPDATE badcase_internal.corpus_item SET record = (SELECT record FROM badcase_internal.release_entries(2) WHERE split = 'validation' ORDER BY pos LIMIT 1) WHERE item_id = (SELECT min(item_id) FROM badcase_internal.release_general_item WHERE release_id = 2);
SELECT severity, code, count FROM badcase.preflight(2, 'trl') WHERE code ~ 'split';
ROLLBACK;

-- What cannot be asked for.
SELECT badcase.build_release(1, 'no', 1, '{"general": [{"corpus": "pool", "count": 31}]}');
SELECT badcase.build_release(1, 'no', 1, '{"general": [{"corpus": "school", "count": 1}]}');
SELECT badcase.build_release(1, 'no', 1, '{"general": [{"corpus": "nonsense", "count": 1}]}');
SELECT badcase.build_release(1, 'no', 1, '{"general": [{"corpus": "pool", "count": 1}, {"corpus": "pool", "ratio": 1}]}');
SELECT badcase.build_release(1, 'no', 1, '{"general": {}}');
DO $$
DECLARE
  g jsonb;
BEGIN
  FOREACH g IN ARRAY ARRAY['{}', 'null', '[1]', '[{}]', '[{"corpus": "pool"}]', '[{"corpus": 1, "count": 1}]', '[{"corpus": "pool", "count": 0}]', '[{"corpus": "pool", "count": 1.5}]',
    '[{"corpus": "pool", "count": 1, "ratio": 1}]', '[{"corpus": "pool", "ratio": -1}]', '[{"corpus": "pool", "ratio": "1"}]', '[{"corpus": "pool", "ratio": 1001}]', '[{"corpus": "pool", "ratio": 1, "x": 1}]']::jsonb[] LOOP
    BEGIN
      PERFORM badcase.build_release(1, 'no', 1, jsonb_build_object('general', g));
      RAISE WARNING 'taken: %', g;
    EXCEPTION WHEN invalid_parameter_value THEN
      NULL;
    END;
  END LOOP;
END $$;
SELECT count(*) FROM badcase_internal.release WHERE name = 'no';

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_exporter;
