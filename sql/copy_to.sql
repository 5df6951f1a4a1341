-- COPY TO with format jsonl: what becomes of each type and of each kind of relation
SELECT count(*) FROM badcase_lines('');

-- one column of a JSON type or badcase is the line
COPY (SELECT j FROM (VALUES ('{"a":1}'::json), (E'{"b":\n\t"x\\ny"\r\n}'), ('null'), (NULL), ('"\u0000\ud800"'), (E'\n[1]\r')) v(j)) TO STDOUT (FORMAT jsonl);
COPY (SELECT j FROM (VALUES ('{"b":1,"a":"x\ny"}'::jsonb), ('[]'), (NULL)) v(j)) TO STDOUT (FORMAT jsonl);
COPY (SELECT r FROM (VALUES ('{"response":"b\nc","prompt":"问"}'::badcase), (NULL)) v(r)) TO STDOUT (FORMAT jsonl);
CREATE DOMAIN to_object AS jsonb CHECK (jsonb_typeof(VALUE) = 'object');
CREATE DOMAIN to_record AS badcase;
COPY (SELECT '{"d":1}'::to_object) TO STDOUT (FORMAT jsonl);
COPY (SELECT '{"prompt":"a","response":"b"}'::to_record) TO STDOUT (FORMAT jsonl);

-- one text column is the line if it is JSON on one line; the message tells the row, not the text
COPY (SELECT t FROM (VALUES ('{"a":1}'::text), (' [1, 2] '), (NULL), ('"x"')) v(t)) TO STDOUT (FORMAT jsonl);
COPY (SELECT '{"a":1}'::varchar(10)) TO STDOUT (FORMAT jsonl);
COPY (SELECT t FROM (VALUES ('1'::text), ('secret')) v(t)) TO STDOUT (FORMAT jsonl);
COPY (SELECT '{"secret":1} 2'::text) TO STDOUT (FORMAT jsonl);
COPY (SELECT ''::text) TO STDOUT (FORMAT jsonl);
COPY (SELECT t FROM (VALUES ('1'::text), (E'{"secret":\n1}')) v(t)) TO STDOUT (FORMAT jsonl);
COPY (SELECT E'{"secret":1}\r'::text) TO STDOUT (FORMAT jsonl);
COPY (SELECT to_json(E'secret\n'::text)) TO STDOUT (FORMAT jsonl);

-- everything else is an object with the names of the query
COPY (SELECT 1 AS "a b", E'x\n"y"' AS t, NULL::int AS n, 'NaN'::float8 AS f, E'[1,\n2]'::json AS j, '\x00ff'::bytea AS b) TO STDOUT (FORMAT jsonl);
COPY (SELECT n FROM generate_series(1, 2) n) TO STDOUT (FORMAT jsonl);
COPY (SELECT '\x7b7d'::bytea AS line) TO STDOUT (FORMAT jsonl);
COPY (SELECT '{"prompt":"a","response":"b"}'::badcase AS r, 2 AS n) TO STDOUT (FORMAT jsonl);
COPY (SELECT row(1, 'x') AS r) TO STDOUT (FORMAT jsonl);
COPY (SELECT) TO STDOUT (FORMAT jsonl);
COPY (SELECT 1 AS x WHERE false) TO STDOUT (FORMAT jsonl);

-- tables: without dropped and generated columns, without children; names of columns, not of what they came from
CREATE TABLE to_table (a int, gone text, b text, g int GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE to_table DROP COLUMN gone;
CREATE TABLE to_child () INHERITS (to_table);
INSERT INTO to_table VALUES (1, 'x'), (2, NULL);
INSERT INTO to_child VALUES (3, 'child');
COPY to_table TO STDOUT (FORMAT jsonl);
COPY to_table (b, a) TO STDOUT (FORMAT jsonl);
COPY to_table (a) TO STDOUT (FORMAT jsonl);
COPY (SELECT a AS x, b AS y FROM ONLY to_table) TO STDOUT (FORMAT jsonl);
COPY (SELECT * FROM to_table ORDER BY a) TO STDOUT (FORMAT jsonl);
COPY to_table (g) TO STDOUT (FORMAT jsonl);
COPY to_table (nowhere) TO STDOUT (FORMAT jsonl);
CREATE TEMP TABLE to_table (shadow int);
COPY public.to_table (a) TO STDOUT (FORMAT jsonl);
DROP TABLE pg_temp.to_table;

-- other relations and queries are refused as core refuses them
CREATE VIEW to_view AS SELECT 1;
COPY to_view TO STDOUT (FORMAT jsonl);
CREATE SEQUENCE to_sequence;
COPY to_sequence TO STDOUT (FORMAT jsonl);
CREATE FOREIGN DATA WRAPPER to_wrapper;
CREATE SERVER to_server FOREIGN DATA WRAPPER to_wrapper;
CREATE FOREIGN TABLE to_foreign (a int) SERVER to_server;
COPY to_foreign TO STDOUT (FORMAT jsonl);
DROP FOREIGN DATA WRAPPER to_wrapper CASCADE;
-- pg_rewrite's, the same in every database
COPY pg_toast.pg_toast_2618 TO STDOUT (FORMAT jsonl);
COPY (SELECT 1 INTO to_nothing) TO STDOUT (FORMAT jsonl);
COPY (INSERT INTO to_table VALUES (9, 'no')) TO STDOUT (FORMAT jsonl);
COPY (INSERT INTO to_table VALUES (4, 'new') RETURNING a, b) TO STDOUT (FORMAT jsonl);
COPY (DELETE FROM to_table WHERE a = 4 RETURNING a) TO STDOUT (FORMAT jsonl);
CREATE RULE r AS ON UPDATE TO to_table DO INSTEAD NOTHING;
COPY (UPDATE to_table SET a = 5) TO STDOUT (FORMAT jsonl);
DROP RULE r ON to_table;
CREATE RULE r AS ON UPDATE TO to_table DO ALSO SELECT 1;
COPY (UPDATE to_table SET a = 5) TO STDOUT (FORMAT jsonl);
DROP RULE r ON to_table;
CREATE RULE r AS ON UPDATE TO to_table WHERE old.a = 1 DO INSTEAD SELECT 1;
COPY (UPDATE to_table SET a = 5) TO STDOUT (FORMAT jsonl);
DROP RULE r ON to_table;
CREATE RULE r AS ON UPDATE TO to_table DO INSTEAD (SELECT 1; SELECT 2);
COPY (UPDATE to_table SET a = 5) TO STDOUT (FORMAT jsonl);
DROP RULE r ON to_table;
CREATE RULE r AS ON UPDATE TO to_table DO INSTEAD NOTIFY to_nobody;
COPY (UPDATE to_table SET a = 5) TO STDOUT (FORMAT jsonl);
DROP RULE r ON to_table;
-- what a query does beside its rows is done to the end: triggers after it, and what WITH changes though nobody reads it
CREATE FUNCTION to_after() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'after %', new.a; RETURN NULL; END $$;
CREATE TRIGGER t AFTER INSERT ON to_table FOR EACH ROW EXECUTE FUNCTION to_after();
COPY (INSERT INTO to_table VALUES (6, 'new') RETURNING a) TO STDOUT (FORMAT jsonl);
DROP TRIGGER t ON to_table;
COPY (WITH gone AS (DELETE FROM to_table WHERE a = 6 RETURNING a) SELECT 1 AS row) TO STDOUT (FORMAT jsonl);
SELECT count(*) FROM to_table WHERE a = 6;
BEGIN READ ONLY;
COPY (DELETE FROM to_table RETURNING a) TO STDOUT (FORMAT jsonl);
ROLLBACK;

-- options
COPY to_table TO STDOUT (FORMAT jsonl, HEADER);
COPY to_table TO STDOUT (FORMAT jsonl, NULL 'x');
COPY to_table TO STDOUT (FORMAT jsonl, FORCE_QUOTE *);
COPY to_table TO STDOUT (FORMAT jsonl, ENCODING 'gbk');
COPY to_table TO STDOUT (FORMAT jsonl, nonsense);
COPY to_table (a) TO STDOUT (FORMAT jsonl, ENCODING 'UTF8');

-- not a name of a format
COPY to_table TO STDOUT (FORMAT);
COPY to_table TO STDOUT (FORMAT 7);

-- files and programs; UTF-8 whatever the client has
COPY to_table TO 'relative' (FORMAT jsonl);
COPY to_table TO '/' (FORMAT jsonl);
COPY to_table TO '/nowhere/at/all' (FORMAT jsonl);
COPY to_table TO PROGRAM 'cat >/dev/null; exit 3' (FORMAT jsonl);
COPY (SELECT to_json(repeat('x', 100)) FROM generate_series(1, 100000)) TO PROGRAM 'exit 4' (FORMAT jsonl);
COPY (SELECT to_json(repeat('x', 100)) FROM generate_series(1, 100000)) TO PROGRAM 'exit 0' (FORMAT jsonl);
-- a disk that is full, while lines are written and when the last ones are
COPY (SELECT to_json(repeat('x', 100)) FROM generate_series(1, 10000)) TO '/dev/full' (FORMAT jsonl);
COPY (SELECT 1) TO '/dev/full' (FORMAT jsonl);
COPY (SELECT '{"a": "问"}'::json) TO PROGRAM 'od -An -tx1 >/dev/null' (FORMAT jsonl);
\copy (select '{"a": "问"}'::json) to program 'od -An -tx1' (format jsonl)
SET client_encoding = 'GBK';
\copy (select '{"a": "\u95ee"}'::jsonb) to program 'od -An -tx1' (format jsonl)
RESET client_encoding;

-- out and in again: the same rows
CREATE TABLE to_source AS SELECT n, jsonb_build_object('n', n, 's', repeat(chr(20000 + n), n)) AS j FROM generate_series(1, 100) n;
CREATE TABLE to_target (n bigint, j jsonb);
BEGIN;
CREATE FUNCTION to_and_from() RETURNS text LANGUAGE plpgsql AS $$
DECLARE path text := current_setting('data_directory') || '/badcase_copy_to.jsonl';
BEGIN
  EXECUTE format('COPY (SELECT j FROM to_source ORDER BY n) TO %L (FORMAT jsonl)', path);
  EXECUTE format('COPY to_target FROM %L (FORMAT jsonl)', path);
  EXECUTE format('COPY to_target (n) FROM PROGRAM %L (FORMAT jsonl) WHERE false', format('rm %L', path));
  RETURN 'done';
END
$$;
SELECT to_and_from();
-- a file that others may read but not write; what the session makes after that is its own again
CREATE FUNCTION to_modes() RETURNS text LANGUAGE plpgsql AS $$
DECLARE path text := current_setting('data_directory') || '/badcase_copy_to.jsonl';
BEGIN
  CREATE TEMP TABLE to_mode (line text) ON COMMIT DROP;
  COPY to_mode FROM PROGRAM 'umask' (FORMAT jsonl);
  EXECUTE format('COPY (SELECT 1) TO %L (FORMAT jsonl)', path);
  EXECUTE format('COPY to_mode FROM PROGRAM %L (FORMAT jsonl)', format('umask; ls -l %L | cut -c 1-10; rm %1$L', path));
  RETURN (SELECT format('%s, masks: %s', max(line) FILTER (WHERE line LIKE '-%'), count(DISTINCT line) FILTER (WHERE line NOT LIKE '-%')) FROM to_mode);
END
$$;
SELECT to_modes();
SELECT count(*) FROM (SELECT * FROM to_source EXCEPT ALL SELECT * FROM to_target) x;
SELECT count(*) FROM to_target;
ROLLBACK;

DROP TABLE to_child, to_table, to_source, to_target;
DROP VIEW to_view;
DROP SEQUENCE to_sequence;
DROP DOMAIN to_object, to_record;
