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
