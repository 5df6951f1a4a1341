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

SELECT provolatile, proisstrict, proparallel, proleakproof FROM pg_proc WHERE proname = 'badcase_lines';
DROP FUNCTION show_lines;
