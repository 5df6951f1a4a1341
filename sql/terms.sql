-- Terms that a query gives: where they are found, and which sets of them a session keeps.
\set SHOW_CONTEXT never
\pset format unaligned

-- every part of a record, with its place; what a term lets through; the number that the query gives a term
SELECT * FROM badcase_find_terms(badcase('one two', 'Two, ONE.', '[["one", "x"], ["y", "two one"]]', 'two', '{"a": ["x", {"b": "one"}], "one": 1}'), 'places',
  $$VALUES (9000000000, 'one'::text, false), (-7, 'two', false), (0, 'two one', true)$$);
SELECT * FROM badcase_find_terms('😀 one，一二三 two', 'text', $$VALUES (1::bigint, 'one'::text, false), (2, '二', false), (3, 'two', false)$$);
SELECT count(*) FROM badcase_find_terms(NULL::text, 'text', 'no query');
SELECT count(*) FROM badcase_find_terms('one', NULL, 'no query');

-- Whether the session keeps a set under a key: then its query is not run.
CREATE FUNCTION pg_temp.kept(key text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase_find_terms('x', key, 'no query');
  RETURN true;
EXCEPTION WHEN syntax_error THEN
  RETURN false;
END
$$;
CREATE FUNCTION pg_temp.keep(key text, terms int DEFAULT 1) RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM badcase_find_terms('x', key, format('SELECT i::bigint, %L || i, false FROM generate_series(1, %s) i', key, terms))
$$;
-- a key is known as a whole
SELECT pg_temp.keep('k 10') AS found, pg_temp.kept('k 10') AS same, pg_temp.kept('k 1') AS shorter, pg_temp.kept('k 101') AS longer, pg_temp.kept('k 20') AS other, pg_temp.kept('') AS empty;
SELECT pg_temp.keep('') AS found, pg_temp.kept('') AS empty;
-- eight are kept, and the one that was used longest ago goes for a ninth
SELECT sum(pg_temp.keep('k ' || i)) AS found FROM generate_series(1, 8) i;
SELECT i, pg_temp.kept('k ' || i) FROM unnest('{10,1,2}'::int[]) i;
SELECT pg_temp.keep('k 9') AS found;
SELECT string_agg(i::text, ' ' ORDER BY i) AS kept FROM generate_series(1, 10) i WHERE pg_temp.kept('k ' || i);
-- 64 MB of them are kept, or a single one that is larger
SELECT count(*) FROM badcase_find_terms('x', 'large', $$SELECT i::bigint, md5(i::text) || md5((i + 1)::text), false FROM generate_series(1, 140000) i$$);
SELECT count(*) AS sets, sum(total_bytes) > 64 * 1024 * 1024 AS large FROM pg_backend_memory_contexts WHERE name = 'badcase terms';
SELECT pg_temp.kept('large') AS large, pg_temp.kept('k 9') AS before, pg_temp.keep('k 1') AS found, pg_temp.keep('k 2') AS found;
SELECT pg_temp.kept('large') AS large, pg_temp.kept('k 1') AS one, pg_temp.kept('k 2') AS two;

-- what fails leaves nothing behind, neither a set nor its memory
CREATE FUNCTION pg_temp.refusal(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase_find_terms('x', 'refused', query);
  RETURN 'not refused';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
SELECT count(*) AS before FROM pg_backend_memory_contexts WHERE name = 'badcase terms' \gset
SELECT pg_temp.refusal(query) FROM unnest(ARRAY[
  'SELECT 1::bigint, ''x''::text', 'SELECT 1::bigint, ''x''::text, true, 1', 'SELECT 1, ''x''::text, true', 'SELECT 1::bigint, ''x''::varchar, true', 'SELECT 1::bigint, ''x''::text, 1',
  'SELECT NULL::bigint, ''x''::text, true', 'SELECT 1::bigint, NULL::text, true', 'SELECT 1::bigint, ''x''::text, NULL::bool',
  'SELECT i, CASE i WHEN 5 THEN '''' ELSE ''x'' END, true FROM generate_series(3::bigint, 7) i', 'SELECT 6::bigint, repeat(''x'', 1000), true',
  '', 'SHOW work_mem', 'DELETE FROM pg_class RETURNING 1::bigint, ''x''::text, true']) query;
SELECT pg_temp.kept('refused'), pg_temp.keep('refused') AS found;
SELECT count(*) - :before AS more FROM pg_backend_memory_contexts WHERE name = 'badcase terms';

-- another role's sets are others
CREATE ROLE regress_terms;
SET ROLE regress_terms;
SELECT pg_temp.kept('refused');
SELECT * FROM badcase_find_terms('one refused', 'refused', $$SELECT 5::bigint, 'one'::text, false$$);
RESET ROLE;
SELECT * FROM badcase_find_terms('one refused1', 'refused', $$no query$$);
DROP ROLE regress_terms;
