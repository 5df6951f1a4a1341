-- Near-duplicates: tokens, features, similarity, the operand and the operators.
\set SHOW_CONTEXT never

-- tokens; unaligned, since psql's idea of how wide a character is changes with its version
\pset format unaligned
SELECT t, badcase_normalize(t) FROM (VALUES
  (''), ('The CAT, the cat.'), ('Ｔｈｅ　ｃａｔ'), ('Straße STRASSE'), ('café cafe' || U&'\0301'),
  ('你好，世界。'), ('第3章abc'), ('がパｶﾞ'), ('한글 ไทย'), ('6*2 6/2 -5 3.5 1,000 12:30'), ('a != b! c. d'), ('a=1; b<2 && !c'),
  (U&'a\200Bb\FE0F\+01F600'), ('don''t'), ('0123456789abcdef0123456789abcdefX')) v(t);
\pset format aligned

-- features: golden values, the boundary of one token, repetition, fields
SELECT t, (SELECT string_agg(lpad(to_hex(f), 8, '0'), ' ') FROM unnest(badcase_features(t)) f) FROM (VALUES
  (''), ('。'), ('a'), ('The cat'), ('你好，世界'), ('a a a a a'), ('x != 3.5 + y*2')) v(t);
SELECT badcase_features('a', 'prompt') = badcase_features('a', 'response') AS same,
  badcase_features('a', 'prompt') = badcase_features(badcase('a', 'b'), 'prompt') AS prompt,
  badcase_features('b', 'response') = badcase_features(badcase('a', 'b'), 'response') AS response,
  (SELECT array_agg(f ORDER BY f) FROM unnest(badcase_features(badcase('a b', 'c d e'))) f)
  = (SELECT array_agg(f ORDER BY f) FROM unnest(badcase_features('a b', 'prompt') || badcase_features('c d e', 'response')) f) AS record;
SELECT badcase_features('a', 'record');
\echo :LAST_ERROR_SQLSTATE
SELECT badcase_features(badcase('a', 'b'), 'text');
SELECT badcase_features(badcase('a', 'b'), 'history');

-- similarity: identity, symmetry, fields, empty fields
SELECT badcase_similarity(a, b), badcase_similarity(b, a) = badcase_similarity(a, b) AS symmetric FROM (VALUES
  ('the cat sat on the mat', 'The Cat sat on the mat!'), ('the cat sat on the mat', 'the cat sat on a mat'),
  ('a b c', 'c b a'), ('a', 'a a'), ('a', 'b'), ('', ''), ('', '...'), ('', 'a'), ('3.5', '35'), ('6*2', '6/2'),
  ('请把下面的句子翻译成英文：今天天气很好', '请把下面的句子翻译成英文：明天天气很好')) v(a, b);
CREATE TEMP TABLE pairs(a badcase, b badcase);
INSERT INTO pairs VALUES
  ('{"prompt": "say a word or two", "response": "hello to you all"}', '{"prompt": "Say a word, or two", "response": "hello to you"}'),
  ('{"prompt": "x", "response": "y"}', '{"prompt": "y", "response": "x"}'),
  ('{"prompt": "x", "response": "y"}', '{"prompt": "x", "response": "y", "history": [["q", "a"]], "rejected": "z", "task": "t"}'),
  ('{"prompt": "!", "response": "."}', '{"prompt": "?", "response": ","}'),
  ('{"prompt": "!", "response": "."}', '{"prompt": "x", "response": ","}');
SELECT similarity(a, b), similarity(a, b, 'prompt') AS prompt, similarity(a, b, 'response') AS response, a <-> b AS distance,
  similarity(a, b) = similarity(b, a) AND a <-> b = b <-> a AS symmetric, similarity(a, a) = 1 AND a <-> a = 0 AS identity FROM pairs;
SELECT similarity(a, b, 'text') FROM pairs;
SELECT similarity(NULL, b) IS NULL AND (a <-> NULL) IS NULL AND (a % NULL) IS NULL AND near(NULL::text) IS NULL AS strict FROM pairs LIMIT 1;

-- the operand
SELECT near('The cat'), near('a', 0.123456, 'prompt'), near('', 1), near(badcase('a', 'b')), near(badcase('a', 'b'), 0.000001, 'response');
SELECT near('a', 0);
SELECT near('a', -1);
SELECT near('a', 1.0000001);
SELECT near('a', 0.0000001);
SELECT near('a', 'NaN');
\echo :LAST_ERROR_SQLSTATE
SELECT near('a', 0.5, 'record');
SELECT near(badcase('a', 'b'), 0.5, 'text');
SELECT near('a', 0.5, '');
SELECT count(*), bool_and(n::text::badcase_near::text = n::text) AS same FROM pairs,
  LATERAL (VALUES (near(a)), (near(b, 0.3, 'prompt')), (near(a::text)), (near(''))) v(n);

-- only what near() made is an operand; what is wrong is not repeated
SELECT a % 'a secret' FROM pairs;
\echo :LAST_ERROR_SQLSTATE
SELECT 'a text'::text % 'a secret';
DO $$
DECLARE
  bad text;
BEGIN
  FOREACH bad IN ARRAY ARRAY['', 'v2', 'v1:similar:text:700000:', 'v3:text:700000::', 'v2:texts:700000::', 'v2:text:0::', 'v2:text:1000001::',
    'v2:text:0700000::', 'v2:text:::', 'v2:text:700000', 'v2:text:700000:', 'v2:text:700000:1:', 'v2:text:700000:0000000g:', 'v2:text:700000:ABCDEF01:',
    'v2:text:700000:0000000200000001:', 'v2:text:700000:0000000100000001:', 'v2:text:99999999999999999999::', ' v2:text:700000::', 'v2:text:700000:::',
    'v2:text:700000:00000001:00000002', 'v2:text:700000:0000000100000002:0000000200000001', 'v2:text:700000:00000001:0000000100000001',
    'v2:text:700000:00000001:1', 'v2:text:700000::00000001',
    'v2:text:700000:0000000100000002000000030000000400000005:0000000100000002000000030000000400000005']
  LOOP
    BEGIN
      PERFORM bad::badcase_near;
      RAISE WARNING 'taken: %', bad;
    EXCEPTION WHEN invalid_text_representation THEN
    END;
  END LOOP;
END $$;

-- % agrees with similarity at the threshold and a millionth above it
SELECT badcase_similarity('a b c d', 'a b c e') AS similarity, t, 'a b c d'::text % near('a b c e', t) AS near
  FROM (VALUES (0.333333), (0.333334)) v(t);
SELECT bool_and((a % near(b, t, f)) = (similarity(a, b, f) >= t)) AS agree, count(*)
  FROM pairs, generate_series(0.05, 1, 0.05) t, unnest(ARRAY['record', 'prompt', 'response']) f;
SELECT a % near('Say a word, or two', 0.9, 'prompt') AS prompt, a % near('Say a word, or two', 0.9, 'response') AS response,
  'Say a word or two'::text % near(a, 0.9, 'prompt') AS turned FROM pairs LIMIT 1;
SELECT a % near('x') FROM pairs;
\echo :LAST_ERROR_SQLSTATE
SELECT 'x'::text % near(a) FROM pairs;
\echo :LAST_ERROR_SQLSTATE

-- binary form
SELECT encode(badcase_near_send(near('The cat', 0.7)), 'hex');

-- a stored operand of another version
CREATE CAST (badcase_near AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS badcase_near) WITHOUT FUNCTION;
SELECT get_byte(near('The cat', 0.7)::bytea, 0) AS version, near('The cat', 0.7)::bytea::badcase_near::text = near('The cat', 0.7)::text AS same;
SELECT 'The cat'::text % set_byte(near('The cat', 0.7)::bytea, 0, 1)::badcase_near;
SELECT set_byte(near('The cat', 0.7)::bytea, 0, 3)::badcase_near;
DROP CAST (badcase_near AS bytea);
DROP CAST (bytea AS badcase_near);

-- what a view and a plan show
CREATE TEMP TABLE cases(id int PRIMARY KEY, record badcase);
CREATE TEMP VIEW likes AS SELECT id FROM cases WHERE record % 'v2:prompt:500000:04e02c22:04e02c22';
SELECT substring(pg_get_viewdef('likes') FROM '%.*badcase_near') AS shown;
CREATE INDEX ON cases USING gin (record);
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM cases WHERE record % near('{"prompt": "secret", "response": "secret"}'::badcase, 0.8);
EXPLAIN (COSTS OFF, VERBOSE) SELECT id FROM cases WHERE record % near('secret', 0.8, 'response');
RESET enable_seqscan;

-- labels
SELECT p.oid::regprocedure, provolatile, proisstrict, proparallel, proleakproof, procost
  FROM pg_proc p JOIN pg_language l ON l.oid = prolang AND lanname = 'c'
  WHERE proname IN ('near', 'similarity', 'badcase_similarity', 'badcase_features', 'badcase_normalize', 'badcase_matches', 'badcase_distance')
    AND probin LIKE '%badcase'
  ORDER BY p.oid::regprocedure::text COLLATE "C";
SELECT oid::regoperator, oprrest, oprjoin FROM pg_operator
  WHERE oprname IN ('%', '<->') AND 'badcase'::regtype IN (oprleft, oprright) OR oprright = 'badcase_near'::regtype ORDER BY oid::regoperator::text COLLATE "C";

-- a call remembers its last operand: the same of the same, others of what differs in one argument, whatever its length
SELECT count(*) AS rounds, bool_and(made = ARRAY[near('aa bb', 0.7, 'text'), near('aa bc', 0.7, 'text'), near('aa bb', 0.7, 'prompt'),
  near('aa bb', 0.6, 'text'), near(repeat('aa bb ', 100000), 0.6, 'text'), near('', 0.6, 'text')]::text[]) AS right
FROM (SELECT round, array_agg(near(value, threshold, field)::text ORDER BY n) AS made FROM generate_series(1, 3) round,
    (VALUES (1, 'aa bb', 0.7::float8, 'text'), (2, 'aa bc', 0.7, 'text'), (3, 'aa bb', 0.7, 'prompt'), (4, 'aa bb', 0.6, 'text'), (5, repeat('aa bb ', 100000), 0.6, 'text'), (6, '', 0.6, 'text')) v(n, value, threshold, field)
  GROUP BY round) m;
SELECT bool_and(made = near('aa bb')::text) FROM (SELECT near('aa bb' || left(i::text, 0))::text AS made FROM generate_series(1, 5) i) m;
SELECT bool_and(made = near(badcase('aa', 'bb'))::text) FROM (SELECT near(badcase('aa', 'bb' || left(i::text, 0)))::text AS made FROM generate_series(1, 5) i) m;
-- a call keeps the features of its last second record: here it changes, comes again, and is asked for by other fields
WITH r AS (
  SELECT i, badcase('question ' || i / 3, 'answer ' || i % 4 || repeat(' and more', i)) AS record FROM generate_series(1, 12) i
), f(field) AS (VALUES ('record'), ('prompt'), ('response')), pair AS MATERIALIZED (
  SELECT a.record AS a, b.record AS b, f.field FROM r a CROSS JOIN r b CROSS JOIN f ORDER BY a.i / 7, b.i, f.field, a.i
)
SELECT count(*), count(*) FILTER (WHERE similarity(a, b, field) IS DISTINCT FROM
  (SELECT count(*) FILTER (WHERE x IS NOT NULL AND y IS NOT NULL)::float8 / count(*)
   FROM unnest(badcase_features(a, field)) x FULL JOIN unnest(badcase_features(b, field)) y ON x = y)) AS wrong
FROM pair;
-- and so it takes less where the operand or the second record is the same from row to row than where it is another each time
CREATE FUNCTION near_long(i int) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(md5(i::text || '/' || w), ' ') FROM generate_series(1, 600) w $$;
CREATE FUNCTION near_takes(expression text, others int) RETURNS interval LANGUAGE plpgsql AS $$
DECLARE
  start timestamptz;
  shortest interval;
BEGIN
  FOR i IN 1 .. 5 LOOP
    start := clock_timestamp();
    EXECUTE format('SELECT count(%s) FROM (SELECT l[1 + i %% %s] AS l, r[1 + i %% %2$s] AS r
      FROM (SELECT array_agg(near_long(o)) AS l, array_agg(badcase(near_long(o), ''r'')) AS r FROM generate_series(1, %2$s) o) x, generate_series(1, 400) i OFFSET 0) y', expression, others);
    shortest := least(shortest, clock_timestamp() - start);
  END LOOP;
  RETURN shortest;
END $$;
SELECT e, 2 * near_takes(e, 1) < near_takes(e, 2) AS kept
FROM unnest(ARRAY['near(l, 0.7, ''text'')', 'near(r, 0.7, ''record'')', 'similarity(badcase(''a'', ''b''), r, ''record'')', 'badcase(''a'', ''b'') <-> r']) e;
DROP FUNCTION near_takes, near_long;
