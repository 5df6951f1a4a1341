-- Any piece of a text, of one character or more: what is found, and that the keys of an index never lose a row.
CREATE FUNCTION pg_temp.found(words text, prompt text, response text DEFAULT 'r', history jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  SELECT badcase_contains(b, words) || ' ' || (badcase_search_keys(b) @> badcase_search_keys(words))
  FROM (SELECT badcase(prompt, response, history => history)) x(b)
$$;
SELECT pg_temp.found('北京', '我爱北京天安门'), pg_temp.found('京', '我爱北京天安门'), pg_temp.found('北 京', '我爱北京天安门'), pg_temp.found('京北', '我爱北京天安门');
-- case of A to Z, forms, white space
SELECT pg_temp.found('PARIS', 'Is it in paris?'), pg_temp.found('ＡＢ１', 'the class ab1'), pg_temp.found('a  b', E'a\n\tb'), pg_temp.found('café', 'cafe' || U&'\0301'), pg_temp.found(' in ', 'it is in Rome');
SELECT pg_temp.found('fi', 'ﬁne'), pg_temp.found('㈱', '(株)'), pg_temp.found('Ä', 'ä');
-- response, history; not from one text into the next, not the rejected answer or meta
SELECT pg_temp.found('xyz', 'p', 'is xyz'), pg_temp.found('xyz', 'p', 'r', '[["a xyz", "b"]]'), pg_temp.found('xyz', 'p', 'r', '[["a", "b"], ["c", "xyz"]]'), pg_temp.found('pr', 'p', 'r');
SELECT badcase_contains(badcase('p', 'r', rejected => 'xyz', meta => '{"k": "xyz"}'), 'xyz');
SELECT badcase_contains(badcase('p', 'r'), ''), badcase_contains(badcase('p', 'r'), '  '), badcase_contains(badcase('p', 'r'), NULL), badcase_search_keys('a'), badcase_search_keys(''), badcase_search_keys('aaaa') = badcase_search_keys('aa');
SELECT badcase_search_keys('ab'), badcase_search_keys('𠀀𠀁');
-- every piece of a text is found, by the keys too; and what repeats itself takes no longer than it is long
SELECT count(*) AS pieces, count(*) FILTER (WHERE badcase_contains(b, p) AND badcase_search_keys(b) @> badcase_search_keys(p)) AS found
FROM (SELECT t, badcase(t, 'r') FROM (VALUES ('The 3 räts, 三只 ㍿ mice & ﬀ 가나다.')) v(t)) x(t, b),
  LATERAL (SELECT substr(t, i, n) FROM generate_series(1, length(t)) i, generate_series(1, length(t) - i + 1) n) s(p);
SELECT badcase_contains(badcase(repeat('a', 1000000), 'r'), repeat('a', 500000) || 'b'), badcase_contains(badcase(repeat('a', 1000000) || 'b', 'r'), repeat('a', 500000) || 'b');
-- an index of one's own
CREATE TABLE t (id int, record badcase);
INSERT INTO t SELECT i, badcase('Question ' || i || ' of ' || md5(i::text), 'Answer ' || md5((i * 7)::text)) FROM generate_series(1, 2000) i;
CREATE INDEX ON t USING gin (badcase_search_keys(record));
ANALYZE t;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM t WHERE badcase_search_keys(record) @> badcase_search_keys('c4ca42') AND badcase_contains(record, 'c4ca42');
SELECT id FROM t WHERE badcase_search_keys(record) @> badcase_search_keys('C4CA42') AND badcase_contains(record, 'C4CA42') ORDER BY id;
SELECT count(*) FROM (SELECT id FROM t WHERE badcase_search_keys(record) @> badcase_search_keys('99') AND badcase_contains(record, '99') EXCEPT SELECT id FROM t WHERE record::text ILIKE '%99%') x;
SELECT count(*) FROM (SELECT id FROM t WHERE record::text ILIKE '%a9%' EXCEPT SELECT id FROM t WHERE badcase_search_keys(record) @> badcase_search_keys('a9') AND badcase_contains(record, 'a9')) x;
DROP TABLE t;
