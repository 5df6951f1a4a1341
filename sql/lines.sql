-- badcase_lines: the line rules
CREATE FUNCTION show_lines(data bytea) RETURNS text LANGUAGE sql AS
$$ SELECT count(*) || ' ' || coalesce(string_agg(line_no || '=' || encode(line, 'escape'), ' ' ORDER BY line_no), '') FROM badcase_lines(data) $$;
SELECT encode(data, 'escape') AS data, show_lines(data) FROM (VALUES
  (''::bytea),
  ('\x0a'),
  ('a'),
  (E'a\n'),
  (E'a\n\n'),
  (E'a\nb'),
  (E'a\r\nb\r\n'),
  (E'a\r\r\nb\rc\r'),
  (E'\r'),
  (E'\r\n'),
  ('\xefbbbf'),
  ('\xefbbbf0a'),
  ('\xefbbbf610a'),
  ('\xefbbbfefbbbf610a'),
  ('\x610aefbbbf62'),
  ('\xefbb'),
  ('\x6100620a5c2e0aff')) v(data);
SELECT count(*) FROM badcase_lines(NULL);

-- the order of the rows, in a target list and cut short
SELECT (badcase_lines(E'c\nb\na')).*;
SELECT badcase_lines(E'c\nb\na') LIMIT 2;

-- nothing between the lines gets lost: longer than a page, stored compressed
CREATE TEMP TABLE big AS SELECT convert_to(string_agg(repeat('x', i % 3000), E'\n' ORDER BY i), 'UTF8') AS data FROM generate_series(1, 5000) i;
SELECT count(*), sum(length(line)), bool_and(length(line) = line_no % 3000) FROM big, badcase_lines(data);

-- the hash of lines is that of the bytes that hold them, whatever is null left out
SELECT n, badcase_lines_sha256(line ORDER BY line_no) = sha256(coalesce(string_agg(line || '\x0a', '' ORDER BY line_no), '')) AS same
FROM generate_series(0, 3) n LEFT JOIN (VALUES (1, 'a'::bytea), (2, ''), (3, '\x00ff0a')) v(line_no, line) ON line_no <= n GROUP BY n ORDER BY n;
SELECT badcase_lines_sha256(line) = sha256('\x0a') AS one FROM (VALUES (NULL::bytea), (''), (NULL)) v(line);
SELECT badcase_lines_sha256(line) = sha256('') AS none FROM (SELECT ''::bytea AS line WHERE false) v;
SELECT k, badcase_lines_sha256(line ORDER BY n) = sha256(string_agg(line || '\x0a', '' ORDER BY n)) AS same
FROM (SELECT n, n % 2 AS k, convert_to(repeat('x', n * 100), 'UTF8') AS line FROM generate_series(1, 20) n) v GROUP BY k ORDER BY k;
-- groups that nobody asks for the hash of, of either way to group, and in a cursor that is closed before its end
SET enable_sort = off;
SELECT count(*) FROM (SELECT k, badcase_lines_sha256(line) AS h FROM (SELECT n % 50 AS k, 'x'::bytea AS line FROM generate_series(1, 500) n) v GROUP BY k LIMIT 3) g WHERE h IS NOT NULL;
BEGIN;
DECLARE c CURSOR FOR SELECT badcase_lines_sha256(line) IS NOT NULL AS hash FROM (SELECT n % 50 AS k, 'x'::bytea AS line FROM generate_series(1, 500) n) v GROUP BY k;
FETCH 2 FROM c;
CLOSE c;
COMMIT;
SET enable_sort = on;
SET enable_hashagg = off;
SELECT count(*) FROM (SELECT k, badcase_lines_sha256(line) AS h FROM (SELECT n % 50 AS k, 'x'::bytea AS line FROM generate_series(1, 500) n) v GROUP BY k LIMIT 3) g WHERE h IS NOT NULL;
SELECT count(DISTINCT h) FROM (SELECT badcase_lines_sha256(convert_to(n::text, 'UTF8') ORDER BY n) AS h FROM generate_series(1, 60) n GROUP BY ROLLUP (n % 5, n % 3)) g;
RESET enable_hashagg;
RESET enable_sort;
SELECT badcase_lines_sha256(line) OVER (ORDER BY k) FROM (SELECT 1 AS k, 'x'::bytea AS line) v;
-- blank: what has nothing but white space, of any kind
SELECT n, badcase_blank(convert_to(v, 'UTF8')) FROM (VALUES (1, ''), (2, ' '), (3, E'\t\r\u00a0\u3000'), (4, '.'), (5, ' a '), (6, NULL)) x(n, v);

SELECT provolatile, proisstrict, proparallel, proleakproof FROM pg_proc WHERE proname = 'badcase_lines';
DROP FUNCTION show_lines;
