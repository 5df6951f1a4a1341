-- Every code of badcase_check with its place. A line is given as text, so its bytes are what is seen here.
\pset null ~
CREATE TEMP TABLE lines (n int GENERATED ALWAYS AS IDENTITY, line bytea);
INSERT INTO lines (line) SELECT convert_to(line, 'UTF8') FROM unnest(ARRAY[
  '{"prompt": "p", "response": "r"}',
  '{"prompt": "p", "response": "r", "history": [["q", "a"]], "rejected": "x", "task": "t"}',
  '',
  '   ',
  'nope',
  '"text"',
  '[{"prompt": "p", "response": "r"}]',
  '{"prompt": "p", "response": "r"',
  '{"prompt": "p" "response": "r"}',
  '{"prompt": "p", "response": "r",}',
  '{"prompt": "p", "response": "r"} {"prompt": "p", "response": "r"}',
  '{"prompt": "p", "response": "r"},',
  '{"prompt": "p", "response": "r", "prompt": "p"}',
  '{"prompt": "p", "response": "r", "task": 1, "task": 2}',
  '{"response": "r"}',
  '{"prompt": "p"}',
  '{}',
  '{"prompt": null, "response": "r"}',
  '{"prompt": "p", "response": 42}',
  '{"prompt": "", "response": "r"}',
  '{"prompt": "p", "response": " 　 "}',
  '{"prompt": "p", "response": "r", "history": "q"}',
  '{"prompt": "p", "response": "r", "history": [["q", "a"], ["q"]]}',
  '{"prompt": "p", "response": "r", "history": [["q", "a"], ["q", 1]]}',
  '{"prompt": "p", "response": "r", "history": [{"q": "a"}]}',
  '{"prompt": "p", "response": "r", "rejected": 1}',
  '{"prompt": "p\u0000", "response": "r"}',
  '{"prompt": "p", "response": "r", "x": {"y/z": ["\ud83d"]}}',
  '{"prompt": "p", "response": "r", "x": 1e200000}',
  '{"prompt": "p", "response": "r", "x": 1.' || repeat('0', 16384) || '}',
  '{"prompt": "p", "response": "r", "x": ' || repeat('[', 512) || repeat(']', 512) || '}',
  '{"prompt": "p", "response": "r", "x": ' || repeat('[', 511) || repeat(']', 511) || '}',
  '{"提示": "p", "prompt": "p", "response": "r", "x": [1, {"键": 01}]}'
]) WITH ORDINALITY AS u(line, n) ORDER BY n;
INSERT INTO lines (line) VALUES
  ('{"prompt": "p'::bytea || '\xff'::bytea || '", "response": "r"}'),
  ('{"prompt": "p'::bytea || '\xeda080'::bytea || '", "response": "r"}'),
  ('{"prompt": "p'::bytea || '\x00'::bytea || '", "response": "r"}'),
  ('\x00'::bytea),
  ('\xefbbbf'::bytea || '{"prompt": "p", "response": "r"}');
SELECT n, left(encode(substr(line, 1, 50), 'escape'), 42) AS line, ok, code, byte_offset, left(path, 20) AS path, message
  FROM lines, badcase_check(line) ORDER BY n;

-- badcase_try agrees with badcase_check, and text with bytea where a text can be had
SELECT count(*) AS lines, count(*) FILTER (WHERE ok) AS sound, count(badcase_try(line)) AS records FROM lines, badcase_check(line);
SELECT count(*) AS differences
  FROM lines, badcase_check(line) AS b, badcase_check(convert_from(line, 'UTF8')) AS t
 WHERE n <= 33 AND (b IS DISTINCT FROM t OR badcase_try(line) IS DISTINCT FROM badcase_try(convert_from(line, 'UTF8')));

-- too long to be kept in the table
SELECT c.*, badcase_try(line) IS NULL AS no_record FROM (VALUES ('{"prompt": "p", "response": "' || repeat(repeat('x', 65536), 1024) || '"}')) AS v(line), badcase_check(line) AS c;

-- every other code has been seen
SELECT string_agg(DISTINCT code, ' ' ORDER BY code) AS codes FROM lines, badcase_check(line);
SELECT badcase_check(NULL::text), badcase_try(NULL::bytea);

-- every code has a hint
SELECT code, badcase_hint(code) AS hint FROM (SELECT DISTINCT code FROM lines, badcase_check(line) WHERE NOT ok) t ORDER BY code COLLATE "C";
SELECT badcase_hint('ok'), badcase_hint('no such code');
