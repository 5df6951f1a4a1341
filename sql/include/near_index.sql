-- An index of the method that :method names: what it finds is what a sequential scan finds.
\set SHOW_CONTEXT never
SET jit = off;
SELECT opcname, amvalidate(c.oid), opckeytype::regtype, opcdefault FROM pg_opclass c JOIN pg_am a ON a.oid = opcmethod
WHERE amname = :'method' AND opcname ~ '_v1_ops$' ORDER BY opcname;

CREATE TABLE near_case(id int PRIMARY KEY, record badcase);
-- a template, edits of one text, repetition, short texts, fields without a token, a null
INSERT INTO near_case
  SELECT i, badcase('Write a poem about topic ' || i % 40 || ' in the style of author ' || i % 7 || ', of ' || i % 5 || ' lines.', 'Here is poem ' || i)
  FROM generate_series(1, 120) i;
INSERT INTO near_case
  SELECT 200 + i, badcase(string_agg(CASE WHEN n % 37 = i THEN '新' ELSE chr(19968 + n * 7 % 61) END, '' ORDER BY n), '同样的回答')
  FROM generate_series(0, 49) i, generate_series(0, 59) n GROUP BY i;
INSERT INTO near_case SELECT 300 + i, badcase(repeat('ha ', i), repeat('no ', 1 + i % 3)) FROM generate_series(1, 40) i;
INSERT INTO near_case SELECT 400 + i, badcase(chr(97 + i), chr(97 + i % 3) || ' ' || chr(97 + i % 2)) FROM generate_series(0, 25) i;
INSERT INTO near_case SELECT 500 + i, badcase(repeat('。', i), '!?') FROM generate_series(1, 5) i;
INSERT INTO near_case SELECT 600 + i, badcase((SELECT string_agg('word' || n + i / 6, ' ') FROM generate_series(1, 3990 + 20 * i) n), 'long')
  FROM generate_series(0, 6, 6) i;
INSERT INTO near_case VALUES (700, NULL);
CREATE INDEX near_default ON near_case USING :method (record);
ANALYZE near_case;

-- compares the answers of the index and of a scan for each record at each threshold; shows how many there are
CREATE FUNCTION near_differences(thresholds float8[], fields text[], OUT answers bigint, OUT missing bigint, OUT surplus bigint)
LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE query ON COMMIT DROP AS
    SELECT id, t, f, near(record, t, f) AS operand FROM near_case, unnest(thresholds) t, unnest(fields) f WHERE id % 6 = 0;
  SET LOCAL enable_indexscan = off;
  SET LOCAL enable_bitmapscan = off;
  SET LOCAL enable_seqscan = on;
  CREATE TEMP TABLE by_scan ON COMMIT DROP AS
    SELECT q.id AS query, t, f, r.id FROM query q, near_case r WHERE r.record % q.operand;
  SET LOCAL enable_seqscan = off;
  SET LOCAL enable_bitmapscan = on;
  CREATE TEMP TABLE by_index ON COMMIT DROP AS
    SELECT q.id AS query, t, f, r.id FROM query q, near_case r WHERE r.record % q.operand;
  answers := (SELECT count(*) FROM by_scan);
  missing := (SELECT count(*) FROM (SELECT * FROM by_scan EXCEPT SELECT * FROM by_index) d);
  surplus := (SELECT count(*) FROM (SELECT * FROM by_index EXCEPT SELECT * FROM by_scan) d);
  DROP TABLE query, by_scan, by_index;
  RESET enable_indexscan;
  RESET enable_bitmapscan;
  RESET enable_seqscan;
END $$;

SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT r.id FROM near_case q, near_case r WHERE q.id = 3 AND r.record % near(q.record, 0.6, 'record');
RESET enable_seqscan;
SELECT * FROM near_differences('{0.5, 0.7, 0.95, 1}', '{record}');
-- a lower threshold and other fields than the index's
SELECT * FROM near_differences('{0.3}', '{record}');
SELECT * FROM near_differences('{0.7}', '{prompt, response}');
-- at a threshold just below the index's every row is looked at; at the index's and above it, how many the keys let pass
CREATE FUNCTION near_looked_at(query badcase, threshold float8, field text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE format('EXPLAIN (ANALYZE, FORMAT json) SELECT FROM near_case WHERE record %% near(%L::badcase, %L, %L)', query, threshold, field) INTO plan;
  RETURN (plan #>> '{0,Plan,Plans,0,Actual Rows}')::numeric;
END $$;
CREATE VIEW near_looked AS SELECT t, count(*), sum(near_looked_at(record, t, f)) AS looked_at
  FROM near_case, (VALUES (0.3::float8), (0.499999), (0.5), (0.7), (0.899999), (0.9), (0.95), (1)) v(t), current_setting('near.field') f
  WHERE id % 10 = 3 GROUP BY t ORDER BY t;
SET near.field = 'record';
SET enable_seqscan = off;
SELECT * FROM near_looked;
RESET enable_seqscan;
-- fields without a token are like each other only
SELECT id FROM near_case WHERE record % near('{"prompt": "...", "response": "(;)"}'::badcase) ORDER BY id;
SET enable_seqscan = off;
SELECT id FROM near_case WHERE record % near('{"prompt": "...", "response": "...;"}'::badcase) ORDER BY id;
RESET enable_seqscan;

-- after changes
UPDATE near_case SET record = badcase(prompt(record), response(record) || ' and more') WHERE id % 4 = 0 AND record IS NOT NULL;
DELETE FROM near_case WHERE id % 5 = 1;
SELECT * FROM near_differences('{0.5, 0.8}', '{record}');
DROP INDEX near_default;

-- options
CREATE INDEX near_prompt ON near_case USING :method (record badcase_near_v1_ops (field = prompt, threshold = 0.3)) :with;
SELECT * FROM near_differences('{0.3, 0.5, 0.7}', '{prompt}');
SELECT * FROM near_differences('{0.7}', '{record}');
DROP INDEX near_prompt;
-- keys of more bits; two indexes of other bits have other keys
CREATE INDEX near_bits ON near_case USING :method (record badcase_near_v1_ops (bits = 25));
SELECT * FROM near_differences('{0.5, 0.7, 0.95, 1}', '{record}');
UPDATE near_case SET record = badcase(prompt(record) || ' and so on', response(record)) WHERE id % 7 = 0 AND record IS NOT NULL;
SELECT * FROM near_differences('{0.5, 0.7}', '{record}');
DROP INDEX near_bits;
CREATE INDEX near_bits ON near_case USING :method (record badcase_near_v1_ops (bits = 32, threshold = 0.6));
SELECT * FROM near_differences('{0.5, 0.6, 0.7, 1}', '{record}');
SELECT pg_get_indexdef('near_bits'::regclass);
DROP INDEX near_bits;
CREATE INDEX near_bits ON near_case USING :method (record badcase_all_v1_ops (field = prompt, bits = 32));
SELECT * FROM near_differences('{0.1, 0.7, 1}', '{prompt}');
SET enable_seqscan = off;
SELECT count(*) AS contain FROM near_case WHERE record %> near('poem about topic 3 in the style', 1, 'prompt');
RESET enable_seqscan;
DROP INDEX near_bits;
SET enable_bitmapscan = off;
SELECT count(*) AS contain FROM near_case WHERE record %> near('poem about topic 3 in the style', 1, 'prompt');
RESET enable_bitmapscan;
CREATE INDEX near_bits ON near_case USING :method (prompt(record) text_near_v1_ops (bits = 22), response(record) text_all_v1_ops (bits = 32));
SET enable_seqscan = off;
SELECT count(*) FROM near_case WHERE prompt(record) % near('Write a poem about topic 3 in the style of author 3, of 3 lines.', 0.8);
SELECT count(*) FROM near_case WHERE response(record) % near('Here is poem 3', 0.2);
RESET enable_seqscan;
DROP INDEX near_bits;
SELECT count(*) FROM near_case WHERE prompt(record) % near('Write a poem about topic 3 in the style of author 3, of 3 lines.', 0.8);
SELECT count(*) FROM near_case WHERE response(record) % near('Here is poem 3', 0.2);
CREATE INDEX near_response ON near_case USING :method (record badcase_near_v1_ops (field = 'response', threshold = '0.9'));
SELECT * FROM near_differences('{0.89, 0.9, 1}', '{response}');
SELECT pg_get_indexdef('near_response'::regclass);

SET enable_seqscan = off;
SET near.field = 'response';
SELECT * FROM near_looked;
RESET enable_seqscan;
DROP VIEW near_looked;
DROP FUNCTION near_differences, near_looked_at;

-- the planner takes the index where the table is not small
CREATE TABLE near_many AS SELECT i AS id, badcase('question ' || i || ' of ' || i % 100 || ' about ' || md5(i::text), 'answer ' || md5((i + 1)::text)) AS record
  FROM generate_series(1, 3000) i;
CREATE INDEX ON near_many USING :method (record);
ANALYZE near_many;
EXPLAIN (COSTS OFF) SELECT q.id FROM near_many q, near_many r WHERE q.id = 7 AND r.record % near(q.record, 0.5);
PREPARE find(badcase) AS SELECT id FROM near_many WHERE record % near($1, 0.5);
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE find('{"prompt": "secret", "response": "secret"}');
EXECUTE find('{"prompt": "question 17 of 17 about 70efdf2ec9b086079795c442636b55fb", "response": "answer 6f4922f45568161a8cdf4ad2299f6d23"}');
RESET plan_cache_mode;
DROP TABLE near_many;
