-- Text input and output, the constructor, the parts of a record.
SELECT '{"prompt":"p","response":"r"}'::badcase;
SELECT ' {"z": [1, 1e3, 1.50, -0, true, null], "response": "\u7b54\ud83d\ude00\/", "rejected": "", "aa": {"b": 1, "a": 2, "b": 3}, "prompt": "\t问\"\\\u0001\u007f", "history": [["", "a"], ["q", ""]], "b": {}} '::badcase AS b \gset
SELECT :'b' AS text_output;
SELECT prompt(b), response(b), rejected(b), history(b), meta(b), turns(b) FROM (SELECT :'b'::badcase AS b) t \gx
SELECT prompt(b), response(b), rejected(b), history(b), meta(b), turns(b) FROM (SELECT '{"prompt":"p","response":"r","history":null,"rejected":null}'::badcase AS b) t \gx

-- absent, null and [] are one history
SELECT count(DISTINCT b::text) FROM unnest('{"{\"prompt\":\"p\",\"response\":\"r\"}","{\"prompt\":\"p\",\"response\":\"r\",\"history\":[]}","{\"prompt\":\"p\",\"history\":null,\"response\":\"r\"}"}'::badcase[]) AS b;

-- the output is what Python's json.dumps(ensure_ascii=False) prints, and is read back
SELECT b::text::badcase = b AS same, (b::text)::badcase::text = b::text AS same_text FROM (SELECT :'b'::badcase AS b) t;

-- jsonb's rules for what is kept as meta: the last of equal keys, shorter keys first, numbers in full
SELECT '{"prompt":"p","response":"r","k":1,"k":{"x":1e5,"x":1.10e1},"ab":0.000,"b":-1E-3}'::badcase;

-- the constructor
SELECT badcase('p', 'r');
SELECT badcase('问', E'答\n', '[["q", "a"]]', 'bad', '{"task": "t", "a": [1]}');
SELECT badcase(prompt => 'p', response => 'r', meta => '{}', rejected => '');
SELECT badcase('p', 'r', 'null') = badcase('p', 'r', '[]') AS no_history;
SELECT badcase(prompt(b), response(b), history(b), rejected(b), meta(b)) = b AS of_its_parts FROM (SELECT :'b'::badcase AS b) t;
SELECT badcase(NULL, 'r');
SELECT badcase('p', NULL);
SELECT badcase(E' \u3000\n', 'r');
SELECT badcase('p', '');
SELECT badcase('p', 'r', '{}');
SELECT badcase('p', 'r', '[["q"]]');
SELECT badcase('p', 'r', NULL, NULL, '[]');
SELECT badcase('p', 'r', NULL, NULL, 'null');
SELECT badcase('p', 'r', NULL, NULL, '{"history": []}');
SELECT badcase('p', 'r', meta => '{"prompt": "x"}');
SELECT badcase('p', 'r', meta => '{"a": 1, "response": null}');
SELECT badcase('p', 'r', meta => '{"rejected": "x"}');
SELECT badcase('p', 'r', NULL, NULL, '{"a": {"prompt": 1}}');

-- errors name code and place and show nothing of the text
SELECT pg_catalog.format('{"prompt":"secret","response":%s}', x)::badcase FROM (VALUES ('tru')) AS v(x);
SELECT pg_catalog.format('{"prompt":"secret","response":%s}', x)::badcase FROM (VALUES ('"\ud83d"')) AS v(x);
SELECT pg_catalog.format('{"prompt":"secret","response":%s}', x)::badcase FROM (VALUES ('"\u0000"')) AS v(x);
SELECT pg_catalog.format('{"prompt":"secret","response":"r","n":%s}', x)::badcase FROM (VALUES ('1e200000')) AS v(x);
SELECT pg_catalog.format('{"prompt":"secret","response":"r","n":%s}', x)::badcase FROM (VALUES (repeat('[', 10000000))) AS v(x);
SELECT pg_catalog.format('{"prompt":"secret","prompt":%s}', x)::badcase FROM (VALUES ('1')) AS v(x);

-- the kind of an error is in its SQLSTATE
CREATE FUNCTION pg_temp.state(line text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN line::badcase;
EXCEPTION WHEN OTHERS THEN
  RETURN sqlstate;
END
$$;
SELECT n, pg_temp.state(line) FROM (VALUES
  (1, '{"prompt":"p","response":"r"}'), (2, '{"prompt":"p"}'), (3, '{"prompt":"p","response":"r"'), (4, '{"prompt":"p","response":"\u0000"}'), (5, '{"prompt":"p","response":"\ud83d"}'),
  (6, '{"prompt":"p","response":"r","n":1e200000}'), (7, pg_catalog.format('{"prompt":"p","response":"r","n":%s1%s}', repeat('[', 512), repeat(']', 512))), (8, '')) v(n, line);

-- long text is taken and comes out again
SELECT length(prompt(b)), b::text::badcase = b AS same FROM (SELECT ('{"prompt": "' || repeat(E'\\u0001', 1000000) || '", "response": "r"}')::badcase AS b OFFSET 0) t;

-- digests
SELECT badcase_digest(b) = sha256(convert_to(b::text, 'UTF8')) AS digest_is_sha256 FROM (SELECT :'b'::badcase AS b) t;
SELECT badcase_digest('{"prompt": "p", "response": "r"}');
-- exact: full width or not, white space, composed or not; but not case, and not what is left of it
SELECT exact_key(badcase('Ａ，b', 'r')) = exact_key(badcase('A,b', 'r')) AS width,
       exact_key(badcase(E'\na \u3000\t b \n', 'r')) = exact_key(badcase('a b', 'r')) AS white_space,
       exact_key(badcase(E'e\u0301\u0323', 'r')) = exact_key(badcase(E'\u1eb9\u0301', 'r')) AS composition,
       exact_key(badcase('A', 'r')) <> exact_key(badcase('a', 'r')) AS letter_case,
       exact_key(badcase('p', 'r', '[["q", "a"]]')) <> exact_key(badcase('p', 'r')) AS history,
       exact_key(badcase('p', 'r', '[["q", "ab"]]')) <> exact_key(badcase('p', 'r', '[["qa", "b"]]')) AS borders,
       exact_key(badcase('p', 'r', NULL, 'x', '{"a": 1}')) = exact_key(badcase('p', 'r')) AS rest_does_not_count;
-- nor line breaks, the indentation after them, superscripts and enclosed numbers; version 1 took these for the same
SELECT v, exact_key(badcase(a, 'r'), v) = exact_key(badcase(b, 'r'), v) AS same FROM (VALUES (E'a\n b', 'a b'), (E'a\n b', E'a\nb'), ('10²', '102'), ('①', '1'), (E'a\r\nb', E'a\nb')) t(a, b), generate_series(1, 2) v;
SELECT exact_key('{"prompt": "p", "response": "r"}', 2) = exact_key('{"prompt": "p", "response": "r"}') AS newest, badcase_exact_key_version();
SELECT exact_key('{"prompt": "p", "response": "r"}', 0);

-- stored compressed, out of line, in line and short
CREATE TEMP TABLE stored (id int, b badcase);
INSERT INTO stored SELECT i, badcase(repeat('问题 ', n), 'r', '[["q", "a"]]', NULL, '{"task": "t"}') FROM (VALUES (1, 1), (2, 100), (3, 2000), (4, 100000)) AS v(i, n);
INSERT INTO stored SELECT 5, badcase(string_agg(md5(i::text), ' '), 'r') FROM generate_series(1, 1000) AS i;
SELECT id, length(prompt(b)), turns(b), meta(b), b = b::text::badcase AS same FROM stored ORDER BY id;
ALTER TABLE stored ALTER b SET STORAGE external;
UPDATE stored SET b = b::text::badcase;
SELECT id, length(prompt(b)), turns(b), meta(b), b = b::text::badcase AS same FROM stored ORDER BY id;
SELECT md5(string_agg(b::text, '' ORDER BY id)) AS before FROM stored \gset
SELECT count(prompt(b)), count(exact_key(b)), count(b::jsonb), count(badcase_hash(b)) FROM stored;
SELECT md5(string_agg(b::text, '' ORDER BY id)) = :'before' AS unchanged_by_reading FROM stored;
