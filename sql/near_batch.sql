-- The batch join: what it finds is what the operator finds.
\set SHOW_CONTEXT never
SET jit = off;
SELECT proname, provolatile, proparallel, proisstrict, procost, prorows FROM pg_proc WHERE proname IN ('badcase_near_pairs', 'badcase_clusters') ORDER BY 1;

CREATE TABLE batch_case(id bigint PRIMARY KEY, record badcase NOT NULL);
-- a template, edits of one text, copies, repetition, short texts, fields without a token; ids of both signs, far apart
INSERT INTO batch_case
  SELECT 7000000000 - i, badcase('Write a poem about topic ' || i % 40 || ' in the style of author ' || i % 7 || ', of ' || i % 5 || ' lines.', 'Here is poem ' || i % 45)
  FROM generate_series(1, 70) i;
INSERT INTO batch_case
  SELECT i - 25, badcase(string_agg(CASE WHEN n % 37 = i THEN '新' ELSE chr(19968 + n * 7 % 61) END, '' ORDER BY n), '同样的回答')
  FROM generate_series(0, 39) i, generate_series(0, 59) n GROUP BY i;
INSERT INTO batch_case SELECT 300 + i, badcase(repeat('ha ', i), repeat('no ', 1 + i % 3)) FROM generate_series(1, 24) i;
INSERT INTO batch_case SELECT 400 + i, badcase(chr(97 + i), chr(97 + i % 3) || ' ' || chr(97 + i % 2)) FROM generate_series(0, 15) i;
INSERT INTO batch_case SELECT 500 + i, badcase(repeat('。', i), '!?') FROM generate_series(1, 4) i;

-- compares the pairs with the operator's for all records, and their similarity with similarity()
CREATE FUNCTION pair_differences(t float8, f text, OUT pairs bigint, OUT missing bigint, OUT surplus bigint, OUT unequal bigint)
LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE by_operator ON COMMIT DROP AS
    SELECT x.id AS a, y.id AS b FROM (SELECT id, near(record, t, f) AS operand FROM batch_case) x JOIN batch_case y ON x.id < y.id AND y.record % x.operand;
  CREATE TEMP TABLE by_batch ON COMMIT DROP AS SELECT * FROM badcase_near_pairs('SELECT id, record FROM batch_case', t, f);
  pairs := (SELECT count(*) FROM by_batch);
  missing := (SELECT count(*) FROM (SELECT a, b FROM by_operator EXCEPT SELECT a, b FROM by_batch) d);
  surplus := (SELECT count(*) FROM (SELECT a, b FROM by_batch EXCEPT ALL SELECT a, b FROM by_operator) d);
  unequal := (SELECT count(*) FROM by_batch p JOIN batch_case x ON x.id = a JOIN batch_case y ON y.id = b
    WHERE p.similarity <> similarity(x.record, y.record, f)
      OR p.overlap <> (SELECT count(*) FROM unnest(badcase_features(x.record, f)) v WHERE v = ANY (badcase_features(y.record, f))));
  DROP TABLE by_operator, by_batch;
END $$;
SELECT t, f, d.* FROM unnest('{0.3, 0.7, 1}'::float8[]) t, unnest('{record, prompt, response}'::text[]) f, pair_differences(t, f) d ORDER BY 1, 2;
SELECT t, d.* FROM unnest('{0.000001, 0.5, 0.85, 0.95}'::float8[]) t, pair_differences(t, 'record') d ORDER BY 1;

-- clusters are the components of the pairs, named by their least id; nobody is left out
CREATE FUNCTION cluster_differences(t float8, OUT records bigint, OUT clusters bigint, OUT differences bigint)
LANGUAGE plpgsql AS $$
DECLARE changed bigint := 1;
BEGIN
  CREATE TEMP TABLE pair ON COMMIT DROP AS SELECT a, b FROM badcase_near_pairs('SELECT id, record FROM batch_case', t);
  CREATE TEMP TABLE least ON COMMIT DROP AS SELECT id, id AS cluster FROM batch_case;
  WHILE changed > 0 LOOP
    UPDATE least l SET cluster = n.cluster FROM (
        SELECT x, min(cluster) AS cluster FROM (SELECT a AS x, b AS y FROM pair UNION ALL SELECT b, a FROM pair) e JOIN least ON id = y GROUP BY x) n
      WHERE l.id = n.x AND n.cluster < l.cluster;
    GET DIAGNOSTICS changed = ROW_COUNT;
  END LOOP;
  CREATE TEMP TABLE by_batch ON COMMIT DROP AS SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case', t);
  SELECT count(*), count(DISTINCT cluster) INTO records, clusters FROM by_batch;
  differences := (SELECT count(*) FROM by_batch FULL JOIN least USING (id) WHERE by_batch.cluster IS DISTINCT FROM least.cluster);
  DROP TABLE pair, least, by_batch;
END $$;
SELECT t, d.* FROM unnest('{0.2, 0.5, 0.7, 0.9, 1}'::float8[]) t, cluster_differences(t) d ORDER BY 1;

-- a small answer to look at; the field is record by default, text for a text
SELECT * FROM badcase_near_pairs('SELECT id, record FROM batch_case WHERE id BETWEEN 302 AND 306 OR id > 500 AND id < 504', 0.6);
SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case WHERE id BETWEEN 302 AND 306 OR id > 500 AND id < 504', 0.6);
SELECT * FROM badcase_near_pairs('SELECT id, prompt(record) FROM batch_case WHERE id BETWEEN 302 AND 306', 0.6);
SELECT a.* FROM badcase_near_pairs('SELECT id, prompt(record) FROM batch_case') a
  FULL JOIN badcase_near_pairs('SELECT id, record FROM batch_case', field => 'prompt') b USING (a, b, overlap, similarity) WHERE a.a IS NULL OR b.a IS NULL;
SELECT * FROM badcase_near_pairs('VALUES (2::bigint, ''A b c''::text), (1, ''a, b. C!''), (3, ''d''), (4, '''')', field => 'response');
CREATE DOMAIN batch_id AS bigint;
CREATE DOMAIN batch_text AS text;
SELECT badcase_clusters($$VALUES (-1::batch_id, 'x'::batch_text), (-2, 'x')$$);
-- an id is any integer, and comes back as bigint
SELECT * FROM badcase_near_pairs('VALUES (32767::int2, ''a b c''::text), (-32768, ''A b, c''), (0, ''d'')');
SELECT * FROM badcase_clusters('VALUES (2147483647::int4, ''a b c''::text), (-2147483648, ''A b, c''), (0, ''d'')');
SELECT * FROM badcase_near_pairs('SELECT id, record FROM batch_case WHERE false');
SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case WHERE false');
SELECT * FROM badcase_near_pairs('SELECT id, record FROM batch_case WHERE id = 301');
SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case WHERE id = 301');

-- the order of rows is (a, b), or id
SELECT count(*), bool_and(ordered) FROM (
  SELECT coalesce((lag(a) OVER (ORDER BY n), lag(b) OVER (ORDER BY n)) < (a, b), true) AND a < b AS ordered
  FROM badcase_near_pairs('SELECT id, record FROM batch_case', 0.5) WITH ORDINALITY AS p(a, b, overlap, similarity, n)) t;
SELECT count(*), bool_and(ordered) FROM (
  SELECT coalesce(lag(id) OVER (ORDER BY n) < id, true) AND cluster <= id AS ordered
  FROM badcase_clusters('SELECT id, record FROM batch_case', 0.5) WITH ORDINALITY AS p(id, cluster, n)) t;

-- neither the order of the input nor memory changes an answer: 20 shuffles of each
CREATE TABLE batch_many AS
  SELECT i::bigint AS id, (SELECT string_agg(md5(((i + CASE WHEN w % 9 = i % 11 THEN i ELSE 0 END) % 450 * 100 + w)::text), ' ' ORDER BY w)
    FROM generate_series(1, 12 + i % 30) w) AS line
  FROM generate_series(1, 900) i;
CREATE FUNCTION digests(n int) RETURNS TABLE (pairs text, clusters text) LANGUAGE sql AS $$
  SELECT (SELECT count(*) || ' ' || md5(string_agg(p::text, '' ORDER BY o))
          FROM badcase_near_pairs(query, 0.5) WITH ORDINALITY AS p(a, b, overlap, similarity, o)),
         (SELECT count(DISTINCT cluster) || ' ' || md5(string_agg(c::text, '' ORDER BY o))
          FROM badcase_clusters(query, 0.5) WITH ORDINALITY AS c(id, cluster, o))
  FROM (SELECT format('SELECT id, line FROM batch_many ORDER BY md5(id::text || %s)', k) AS query FROM generate_series(1, n) k) q
$$;
CREATE TABLE digest AS SELECT * FROM digests(10);
SET work_mem = '64kB';
INSERT INTO digest SELECT * FROM digests(10);
SELECT DISTINCT split_part(pairs, ' ', 1) AS pairs, split_part(clusters, ' ', 1) AS clusters FROM digest;
SELECT count(*), count(DISTINCT (pairs, clusters)) FROM digest;
-- nor where more pairs come up than there is room for: many texts that are all alike, but for few that share less than they seem to
CREATE TABLE batch_alike AS
  SELECT i::bigint AS id, (SELECT string_agg(CASE WHEN w % 29 = i % 29 OR w > 46 + i % 4 AND i % 5 = 0 THEN 'x' || i ELSE 'w' || w END, ' ' ORDER BY w) FROM generate_series(1, 60) w) AS line
  FROM generate_series(1, 120) i;
CREATE FUNCTION alike(OUT pairs bigint, OUT missing bigint, OUT surplus bigint, OUT clusters bigint) LANGUAGE sql AS $$
  WITH b AS MATERIALIZED (SELECT a, b FROM badcase_near_pairs('SELECT id, line FROM batch_alike ORDER BY md5(id::text)', 0.7)),
    o AS MATERIALIZED (SELECT x.id AS a, y.id AS b FROM batch_alike x JOIN batch_alike y ON x.id < y.id AND badcase_similarity(x.line, y.line) >= 0.7)
  SELECT (SELECT count(*) FROM b), (SELECT count(*) FROM (TABLE o EXCEPT ALL TABLE b) d), (SELECT count(*) FROM (TABLE b EXCEPT ALL TABLE o) d),
    (SELECT count(DISTINCT cluster) FROM badcase_clusters('SELECT id, line FROM batch_alike', 0.7))
$$;
RESET work_mem;
SELECT * FROM alike();
SET work_mem = '64kB';
SELECT * FROM alike();
-- the memory left out is in files of the server's, within its limit
SET temp_file_limit = 0;
-- the server's words for it differ by version
\set VERBOSITY sqlstate
SELECT count(*) FROM badcase_near_pairs('SELECT id, line FROM batch_many');
\set VERBOSITY default
SET work_mem = '16MB';
SELECT count(*) FROM badcase_near_pairs('SELECT id, line FROM batch_many');
RESET work_mem;
RESET temp_file_limit;

-- who wants to know sees how far it has come
SET client_min_messages = debug1;
SELECT * FROM badcase_near_pairs('VALUES (1, ''a b c''::text), (2, ''A b, c''), (3, ''a b c d''), (4, ''x'')', 0.4);
SELECT count(*) FROM badcase_clusters('SELECT i, ''x''::text FROM generate_series(1, 100001) i');
RESET client_min_messages;

-- a join can be cancelled: 50 million pairs of copies; clusters of them are no work
SELECT count(*), count(DISTINCT cluster) FROM badcase_clusters($$SELECT i, 'one and the same text' FROM generate_series(1::bigint, 10000) i$$);
SET statement_timeout = '200ms';
SELECT count(*) FROM badcase_near_pairs($$SELECT i, 'one and the same text' FROM generate_series(1::bigint, 10000) i$$);
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;

-- it reads with the rights of the caller, what the calling statement sees
CREATE ROLE batch_reader;
SET ROLE batch_reader;
SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;
DROP ROLE batch_reader;
BEGIN;
DELETE FROM batch_case WHERE id <> 301;
SELECT * FROM badcase_clusters('SELECT id, record FROM batch_case');
ROLLBACK;

-- refused; no message shows a text
CREATE FUNCTION refusal(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE message text; hint text;
BEGIN
  PERFORM badcase_clusters(query, threshold, field);
  RETURN 'not refused';
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
  RETURN concat_ws(' | ', SQLSTATE, message, nullif(hint, ''));
END $$;
SELECT refusal(NULL);
SELECT refusal('SELECT id, record FROM batch_case', NULL);
SELECT refusal('SELECT id, record FROM batch_case', 0);
SELECT refusal('SELECT id, record FROM batch_case', 1.1);
SELECT refusal('SELECT id, record FROM batch_case', 'NaN');
SELECT refusal('SELECT id, record FROM batch_case', 0.7, 'text');
SELECT refusal('SELECT id, prompt(record) FROM batch_case', 0.7, 'record');
SELECT refusal('SELECT id, record FROM batch_case', 0.7, 'answer');
SELECT refusal('SELECT id FROM batch_case');
SELECT refusal('SELECT id::numeric, record FROM batch_case');
SELECT refusal('SELECT record, id FROM batch_case');
SELECT refusal('SELECT id, record, 1 FROM batch_case');
SELECT refusal('SELECT id, record::jsonb FROM batch_case');
SELECT refusal('SELECT NULL::bigint, record FROM batch_case');
SELECT refusal('SELECT id, NULL::badcase FROM batch_case');
SELECT refusal('SELECT id, record FROM batch_case UNION ALL SELECT id + 1, record FROM batch_case');
SELECT refusal('SELECT id, ''a b c''::text FROM (VALUES (1::bigint), (1), (2)) v(id)');
SELECT refusal('SELECT id, ''a b c''::text FROM (VALUES (1::bigint), (2), (2)) v(id)');
SELECT refusal('SELECT id, ''a b c''::text FROM (VALUES (2::bigint), (1), (2)) v(id)');
SELECT refusal('SELECT id, ''a b c''::text FROM (VALUES (-1::bigint), (-1)) v(id)');
SELECT refusal('SELECT id, ''a b c''::text FROM (VALUES (9223372036854775806::bigint), (9223372036854775807), (9223372036854775806)) v(id)');
SELECT refusal('');
SELECT refusal('SELECT 1::bigint, ''a''::text; SELECT 2::bigint, ''a''::text');
SELECT refusal('DELETE FROM batch_case RETURNING id, record');
SELECT refusal('DROP TABLE batch_case');
SELECT refusal('EXPLAIN SELECT 1');
SELECT refusal('SELECT 1/0::bigint, ''secret''::text');
SELECT count(*) FROM batch_case;

DROP TABLE batch_case, batch_many, batch_alike, digest;
DROP FUNCTION pair_differences, cluster_differences, digests, alike, refusal;
DROP DOMAIN batch_id, batch_text;
