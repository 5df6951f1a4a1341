-- Containment, and the classes for it and for texts.
\set SHOW_CONTEXT never
SET jit = off;
SELECT opcname, opcintype::regtype, opckeytype::regtype, opcdefault, amvalidate(oid) FROM pg_opclass WHERE opcname LIKE '%v1_ops' ORDER BY opcname COLLATE "C";
SELECT opfname, amopopr::regoperator FROM pg_amop JOIN pg_opfamily f ON f.oid = amopfamily WHERE opfname LIKE '%v1_ops' ORDER BY opfname COLLATE "C", amopstrategy;
SELECT p.oid::regprocedure, provolatile, proisstrict, proparallel, proleakproof, procost FROM pg_proc p WHERE proname = 'badcase_contains' ORDER BY p.oid::regprocedure::text COLLATE "C";
SELECT oid::regoperator, oprrest, oprjoin, oprcom FROM pg_operator WHERE oprname = '%>' AND oprright = 'badcase_near'::regtype ORDER BY oid::regoperator::text COLLATE "C";

-- a passage has other neighbours in a longer text: its own ends do not count
SELECT t, q, f, t %> near(q, f) AS contains, t % near(q, f) AS similar FROM (VALUES
  ('well, the cat sat on the mat again', 'The cat sat on the mat.', 1), ('the cat sat on the mat', 'the cat sat on the mat', 1),
  ('the cat sat on a mat', 'the cat sat on the mat', 0.5), ('the cat sat on a mat', 'the cat sat on the mat', 0.500001),
  ('the cat', 'the cat sat on the mat', 0.000001), ('', 'the cat sat', 0.1), ('the cat sat', 'the cat sat on the mat', 0.25),
  ('ha ha ha ha', 'ha ha ha', 1), ('ha ha ha', 'ha ha ha ha', 1), ('ha ha ha', 'ha ha ha ha', 0.5),
  ('请问：今天天气很好，我们去公园散步吧', '今天天气很好', 1), ('今天天气不好', '今天天气很好', 0.5)) v(t, q, f);
SELECT r %> near(q, 1, 'prompt') AS prompt, r %> near(q, 1, 'response') AS response, prompt(r) %> near(q, 1, 'response') AS text_as_response,
  r %> near(badcase('do a thing for me', 'x'), 1) AS record, r %> near(badcase('do a thing for me', 'done it for you'), 1) AS both
  FROM (VALUES (badcase('please do a thing for me now', 'done it'), 'do a thing for me')) v(r, q);

-- nothing to look for
SELECT 'a b c'::text %> near('a b');
\echo :LAST_ERROR_SQLSTATE
SELECT badcase('a b c', 'd') %> near(badcase('a b', 'c d'));
SELECT badcase('a b c', 'd') %> near('a b c');
\echo :LAST_ERROR_SQLSTATE
SELECT 'a b c'::text %> near(badcase('a b c', 'd'));
SELECT (NULL::text %> near('a b c')) IS NULL AND ('a'::text %> NULL::badcase_near) IS NULL AS strict;

CREATE TABLE passage(id int PRIMARY KEY, t text, r badcase);
INSERT INTO passage SELECT i, v, badcase(v, 'answer ' || i % 7 || ' of many that there are') FROM (
  SELECT i, 'Question ' || i % 13 || ': ' || repeat('why is it so that ', i % 3) || 'the number ' || i % 20 || ' is ' || CASE i % 4 WHEN 0 THEN 'even' ELSE 'not even' END AS v
  FROM generate_series(1, 400) i) x;
INSERT INTO passage SELECT 500 + i, (SELECT string_agg('w' || n + i, ' ') FROM generate_series(1, 2500) n), badcase('long one here', 'w1 w2 w3') FROM generate_series(0, 1) i;
INSERT INTO passage VALUES (600, '', badcase('...', ',')), (601, 'a', badcase('a', 'b')), (602, NULL, NULL), (603, 'a b c', badcase('a b c', 'a b c'));
CREATE FUNCTION passage_differences(typ text, operator text, field text, OUT answers bigint, OUT missing bigint, OUT surplus bigint)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TEMP TABLE query ON COMMIT DROP AS SELECT id, f, near(%1$I, f, %2$L) AS operand FROM passage, unnest(''{0.1, 0.7, 1}''::float8[]) f
    WHERE id %% 23 = 3 AND id <> 601 OR id IN (500, 603)', typ, field);
  SET LOCAL enable_bitmapscan = off;
  EXECUTE format('CREATE TEMP TABLE by_scan ON COMMIT DROP AS SELECT q.id AS query, f, p.id FROM query q, passage p WHERE %I %s operand', typ, operator);
  SET LOCAL enable_bitmapscan = on;
  SET LOCAL enable_seqscan = off;
  EXECUTE format('CREATE TEMP TABLE by_index ON COMMIT DROP AS SELECT q.id AS query, f, p.id FROM query q, passage p WHERE %I %s operand', typ, operator);
  answers := (SELECT count(*) FROM by_scan);
  missing := (SELECT count(*) FROM (SELECT * FROM by_scan EXCEPT SELECT * FROM by_index) d);
  surplus := (SELECT count(*) FROM (SELECT * FROM by_index EXCEPT SELECT * FROM by_scan) d);
  DROP TABLE query, by_scan, by_index;
  RESET enable_seqscan;
  RESET enable_bitmapscan;
END $$;
CREATE INDEX passage_t ON passage USING gin (t text_all_v1_ops);
CREATE INDEX passage_r ON passage USING gin (r badcase_all_v1_ops);
ANALYZE passage;
SELECT op, f, d.* FROM unnest('{%,%>}'::text[]) op, unnest('{text,prompt}'::text[]) f, LATERAL passage_differences('t', op, f) d;
SELECT op, f, d.* FROM unnest('{%,%>}'::text[]) op, unnest('{record,prompt}'::text[]) f, LATERAL passage_differences('r', op, f) d;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM passage WHERE t %> near('the number 7 is', 1);
SELECT count(*) FROM passage WHERE t %> near('the number 7 is', 1);
SELECT id FROM passage WHERE t % near('...') ORDER BY id;
SELECT id FROM passage WHERE t %> near('number 7');
\echo :LAST_ERROR_SQLSTATE
SET gin_fuzzy_search_limit = 1;
SELECT id FROM passage WHERE t %> near('the number 7 is');
RESET gin_fuzzy_search_limit;
RESET enable_seqscan;
DROP INDEX passage_t, passage_r;

-- options
CREATE INDEX passage_t ON passage USING gin (t text_near_v1_ops (threshold = 0.4, field = response));
CREATE INDEX passage_r ON passage USING gin (r badcase_all_v1_ops (field = response));
SELECT f, d.* FROM unnest('{text,response}'::text[]) f, LATERAL passage_differences('t', '%', f) d;
SELECT op, d.* FROM unnest('{%,%>}'::text[]) op, LATERAL passage_differences('r', op, 'response') d;
-- no index of this class can serve it, not even where a scan is unwanted (EXPLAIN's words for that differ by version)
CREATE FUNCTION first_node(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT json, COSTS off) ' || query INTO plan;
  RETURN plan->0->'Plan'->>'Node Type';
END $$;
SET enable_seqscan = off;
SELECT first_node($$SELECT id FROM passage WHERE t %> near('the number 7 is', 1, 'response')$$);
RESET enable_seqscan;
DROP FUNCTION first_node;
SELECT pg_get_indexdef('passage_t'::regclass), pg_get_indexdef('passage_r'::regclass);
CREATE INDEX ON passage USING gin (t text_near_v1_ops (field = record));
CREATE INDEX ON passage USING gin (t text_all_v1_ops (threshold = 0.5));
CREATE INDEX ON passage USING gin (r badcase_all_v1_ops (field = text));
CREATE INDEX ON passage USING gin (t);
DROP TABLE passage;
DROP FUNCTION passage_differences;

-- how much, and where: the stretch in which shared shingles most outnumber others, of the first such
SELECT n, round(containment::numeric, 3) AS containment, start, stop, substr(v, start + 1, stop - start) AS stretch FROM (VALUES
    (1, 'Well. He said: Natalia sold 3.5 clips to 48 of her friends; then she rested.', 'natalia SOLD 3.5 clips, to 48 of her friends'),
    (2, '今天天气很好，我们去公园散步吧，然后回家。', '我们去公园散步'), (3, 'a b c d x y z a b c d e', 'a b c d e'), (4, 'a b c d . a b c d', 'a b c d'),
    (5, 'a b c d e x a b c d', 'a b c d e f'), (6, 'it is ３.５ here', '3.5 here'), (7, 'a b c', 'a b'), (8, 'x y z', 'a b c'), (9, '', 'a b c'), (10, 'é à ö', 'e a o'),
    (11, 'k l m k l m k l m', 'k l m k l m')) x(n, v, p),
  badcase_overlap(v, p) ORDER BY n;
SELECT count(*) FROM (SELECT repeat('text ' || i || ' of words, ', 3) AS v, 'more text ' || i % 5 || ' of words, and text 7 of' AS p FROM generate_series(1, 40) i) x,
  badcase_overlap(v, p) WHERE (v %> near(p, 0.5)) <> (containment >= 0.5);
