-- Binary output and input, through COPY.
\getenv abs_builddir PG_ABS_BUILDDIR
CREATE TEMP TABLE r (id int, b badcase);
INSERT INTO r VALUES
  (1, badcase('p', 'r')),
  (2, badcase(E'问\n\u0001', '答', '[["q", "a"], ["", ""]]', '', '{"task": "t", "n": [1, 1e20]}')),
  (3, badcase(repeat('长', 100000), 'r'));
SELECT encode(badcase_send(b), 'escape') FROM r WHERE id = 1;
\set file :abs_builddir '/results/binary.data'
COPY r TO :'file' (FORMAT binary);
CREATE TEMP TABLE s (LIKE r);
COPY s FROM :'file' (FORMAT binary);
SELECT id, r.b = s.b AS same, badcase_send(r.b) = badcase_send(s.b) AS same_bytes FROM r JOIN s USING (id) ORDER BY id;

-- what is not that form is refused: messages made by hand
CREATE TEMP TABLE raw (m bytea);
CREATE TEMP TABLE target (b badcase);
CREATE FUNCTION pg_temp.try_receive(file text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('COPY target FROM %L (FORMAT binary)', file);
  RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
  RETURN sqlstate || ' ' || sqlerrm;
END
$$;
TRUNCATE raw; INSERT INTO raw VALUES ('\x01'::bytea || '{"prompt": "p", "response": "r"}'::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
TRUNCATE raw; INSERT INTO raw VALUES ('\x02'::bytea || '{"prompt": "p", "response": "r"}'::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
TRUNCATE raw; INSERT INTO raw VALUES (''::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
TRUNCATE raw; INSERT INTO raw VALUES ('\x01'::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
TRUNCATE raw; INSERT INTO raw VALUES ('\x01'::bytea || '{"prompt": "p", "response": "r"} '::bytea || '\x00'::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
TRUNCATE raw; INSERT INTO raw VALUES ('\x01'::bytea || '{"prompt": "'::bytea || '\xff'::bytea || '", "response": "r"}'::bytea); COPY raw TO :'file' (FORMAT binary); SELECT pg_temp.try_receive(:'file');
SELECT * FROM target;

-- Operands of near-duplicate search: the same come back, and nothing else is taken.
CREATE TEMP TABLE operand (n badcase_near);
INSERT INTO operand VALUES (near('')), (near('a', 0.000001, 'prompt')), (near('The cat sat on the mat', 1, 'response')), (near(badcase('a b c d', 'e f g h'), 0.123456)),
  (near(repeat('ha ', 100) || 'one two three'));
COPY operand TO :'file' (FORMAT binary);
CREATE TEMP TABLE operand_copy (LIKE operand);
COPY operand_copy FROM :'file' (FORMAT binary);
SELECT count(*), bool_and(n::text IN (SELECT o.n::text FROM operand o)) AS same, count(DISTINCT n::text) AS different FROM operand_copy;
DROP TABLE target;
CREATE TEMP TABLE target (n badcase_near);
CREATE TEMP TABLE message (m int GENERATED ALWAYS AS IDENTITY, hex text, what text);
-- version, edges, field, threshold, features, edges
INSERT INTO message (hex, what) VALUES
  ('02 00 00 000aae60', 'no feature'), ('02 00 00 000aae60 00000001 00000002', 'two'), ('02 01 03 000f4240 00000001 ffffffff ffffffff', 'one edge'),
  ('02 04 00 00000001 00000001 00000002 00000003 00000004 00000001 00000002 00000003 00000004', 'four edges'),
  ('01 00 00 000aae60', 'version'), ('03 00 00 000aae60', 'version'), ('02 00 04 000aae60', 'field'), ('02 00 00 00000000', 'threshold'), ('02 00 00 000f4241', 'threshold'),
  ('02 00 00 000aae60 00', 'a byte more'), ('02 00 00 000aae60 00000001 000000', 'a byte less'), ('02 00 00 000aae60 00000002 00000001', 'order'), ('02 00 00 000aae60 00000001 00000001', 'twice'),
  ('02 01 00 000aae60 00000001', 'edges alone'), ('02 01 00 000aae60 00000001 00000002', 'another edge'), ('02 02 00 000aae60 00000001 00000002 00000002 00000001', 'order of edges'),
  ('02 05 00 000aae60 00000001 00000002 00000003 00000004 00000005 00000001 00000002 00000003 00000004 00000005', 'five edges'), ('02 00 00 000aae', 'short'), ('02', 'shorter');
-- the file of a single value
CREATE FUNCTION pg_temp.receive(hex text, file text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  outcome text;
BEGIN
  TRUNCATE raw, target;
  INSERT INTO raw VALUES (decode(replace(hex, ' ', ''), 'hex'));
  EXECUTE format('COPY raw TO %L (FORMAT binary)', file);
  outcome := pg_temp.try_receive(file);
  RETURN outcome || coalesce(': ' || (SELECT n FROM target), '');
END
$$;
SELECT what, pg_temp.receive(hex, :'file') FROM message ORDER BY m;
