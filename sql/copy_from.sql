-- COPY FROM with format jsonl: lines, columns, rows
CREATE TABLE copy_bytes (line_no bigint, line bytea);

-- until a function of badcase has run, core judges the format
COPY copy_bytes FROM PROGRAM 'printf a' WITH (FORMAT jsonl);
SELECT count(*) FROM badcase_lines('');

-- every byte arrives
COPY copy_bytes FROM PROGRAM 'printf ''\357\273\277a\r\nb\000c\n\n\\.\n\357\273\277x\ry\r\r\n\t\\N\\n\n\377\r''' WITH (FORMAT jsonl);
SELECT line_no, encode(line, 'escape') FROM copy_bytes ORDER BY line_no;
TRUNCATE copy_bytes;
\copy copy_bytes from program 'printf ''\357\273\277a\r\nb\000c\n\n\\.\n\357\273\277x\ry\r\r\n\t\\N\\n\n\377\r''' with (format jsonl)
SELECT line_no, encode(line, 'escape') FROM copy_bytes ORDER BY line_no;
TRUNCATE copy_bytes;

-- no line, one empty line
COPY copy_bytes FROM '/dev/null' WITH (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf ''\357\273\277''' WITH (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf ''\n''' WITH (FORMAT jsonl);
SELECT * FROM copy_bytes;
TRUNCATE copy_bytes;

-- an empty binary COPY is no line; one with rows is an error, half a signature a line
COPY copy_bytes FROM PROGRAM 'printf ''PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\377\377''' WITH (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf ''PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001''' WITH (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf ''PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\377\377x''' WITH (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf ''PGCOPY\n\377\r\n''' WITH (FORMAT jsonl);
SELECT line_no, encode(line, 'escape') FROM copy_bytes;
TRUNCATE copy_bytes;

-- the columns: one, or one and a bigint, in either order
CREATE TABLE copy_columns (a text, n bigint, m bigint, gone int, b jsonb, g int GENERATED ALWAYS AS (length(a)) STORED, d text DEFAULT 'default');
ALTER TABLE copy_columns DROP COLUMN gone;
COPY copy_columns (a) FROM PROGRAM 'printf ''one\ntwo\n''' (FORMAT jsonl);
COPY copy_columns (b, n) FROM PROGRAM 'printf ''{"x":1}\n[2]\n''' (FORMAT jsonl);
COPY copy_columns (m, a) FROM PROGRAM 'printf ''three\n''' (FORMAT jsonl);
CREATE DOMAIN copy_number AS bigint;
CREATE TEMP TABLE copy_numbered (line text, n copy_number);
COPY copy_numbered FROM PROGRAM 'printf ''one\ntwo\n''' (FORMAT jsonl);
SELECT * FROM copy_numbered;
DROP TABLE copy_numbered;
DROP DOMAIN copy_number;
COPY copy_columns (n) FROM PROGRAM 'printf ''17\n18\n''' (FORMAT jsonl);
SELECT * FROM copy_columns;
COPY copy_columns FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (n, m) FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (a, b) FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (a, n, m) FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (a, a) FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (g) FROM PROGRAM 'printf x' (FORMAT jsonl);
COPY copy_columns (nowhere) FROM PROGRAM 'printf x' (FORMAT jsonl);
TRUNCATE copy_columns;

-- the line's type takes or refuses it: line number, no text of the line
CREATE DOMAIN copy_short AS varchar(3) CHECK (VALUE <> 'bad');
CREATE DOMAIN copy_blob AS bytea CHECK (length(VALUE) < 4);
CREATE DOMAIN copy_object AS json CHECK (json_typeof(VALUE) = 'object');
CREATE TABLE copy_types (t text, v varchar(3), s copy_short, i int, x copy_blob, j json, jb jsonb, o copy_object, r badcase, acl aclitem);
COPY copy_types (t) FROM PROGRAM 'printf ''ok\nsecret\000\n''' (FORMAT jsonl);
COPY copy_types (t) FROM PROGRAM 'printf ''ok\nsecret\377\n''' (FORMAT jsonl);
COPY copy_types (v) FROM PROGRAM 'printf ''ok\nsecret\n''' (FORMAT jsonl);
COPY copy_types (s) FROM PROGRAM 'printf ''ok\nsecret\n''' (FORMAT jsonl);
COPY copy_types (s) FROM PROGRAM 'printf ''ok\nbad\n''' (FORMAT jsonl);
COPY copy_types (i) FROM PROGRAM 'printf ''1\n\n''' (FORMAT jsonl);
COPY copy_types (i) FROM PROGRAM 'printf ''1\nsecret\n''' (FORMAT jsonl);
COPY copy_types (x) FROM PROGRAM 'printf ''\000\\\377\nsecret\n''' (FORMAT jsonl);
COPY copy_types (j) FROM PROGRAM 'printf ''1\n\n''' (FORMAT jsonl);
COPY copy_types (j) FROM PROGRAM 'printf ''1\n{"a":secret}\n''' (FORMAT jsonl);
COPY copy_types (jb) FROM PROGRAM 'printf ''1\n{"a":secret}\n''' (FORMAT jsonl);
COPY copy_types (jb) FROM PROGRAM 'printf ''1\n{"a":"secret\\u0000"}\n''' (FORMAT jsonl);
COPY copy_types (jb) FROM PROGRAM 'printf ''1\n{"a":"\\ud800secret"}\n''' (FORMAT jsonl);
COPY copy_types (o) FROM PROGRAM 'printf ''{}\n{"a":secret}\n''' (FORMAT jsonl);
COPY copy_types (o) FROM PROGRAM 'printf ''{}\n["secret"]\n''' (FORMAT jsonl);
COPY copy_types (r) FROM PROGRAM 'printf ''{"prompt":"secret","response":"b"}\n{"prompt":"secret"}\n''' (FORMAT jsonl);
COPY copy_types (r) FROM PROGRAM 'printf ''{"prompt":"secret","response":"b"}\n{"prompt":"secret\000"}\n''' (FORMAT jsonl);
SELECT count(*) FROM copy_types;
COPY copy_types (t) FROM PROGRAM 'printf ''\\.\n\\N\n\n\ta\\tb\n''' (FORMAT jsonl);
COPY copy_types (x) FROM PROGRAM 'printf ''\\\n\\x4\n\000''' (FORMAT jsonl);
COPY copy_types (r) FROM PROGRAM 'printf ''{"prompt": "a", "response": "b"}''' (FORMAT jsonl);
SELECT t, x, r FROM copy_types;
DROP TABLE copy_types;
DROP DOMAIN copy_short, copy_blob, copy_object;

-- options
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT csv, FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT "JSONL");
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, ENCODING 'latin1');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, ENCODING 'nothing');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, ENCODING 'utf8', ENCODING 'utf8');
COPY copy_bytes FROM PROGRAM 'printf a' (ENCODING 'utf-8', FORMAT JSONL, FREEZE false);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, HEADER);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, DELIMITER ',');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, NULL '');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, QUOTE '"');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, ESCAPE '"');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, DEFAULT 'x');
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, FORCE_NULL (line));
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, FORCE_NOT_NULL (line));
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, FORCE_QUOTE (line));
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, nonsense);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl, FREEZE);
BEGIN;
TRUNCATE copy_bytes;
COPY copy_bytes FROM PROGRAM 'printf ''a\nb''' (FORMAT jsonl, FREEZE);
SELECT count(*) FROM copy_bytes;
ROLLBACK;

-- WHERE
COPY copy_columns (n, a) FROM PROGRAM 'printf ''a\nbb\nccc\n''' (FORMAT jsonl) WHERE n <> 2 AND a IS NOT NULL;
SELECT n, a, g, d FROM copy_columns;
-- what is not known to hold does not hold
COPY copy_columns (n, a) FROM PROGRAM 'printf ''a\nbb\nccc\n''' (FORMAT jsonl) WHERE n = 2 OR NULL;
SELECT n, a FROM copy_columns ORDER BY n, a;
-- comparing texts, arguments that are left out, a column with the name of its table
TRUNCATE copy_columns;
COPY copy_columns (n, a) FROM PROGRAM 'printf ''a\nbb\nccc\n''' (FORMAT jsonl) WHERE copy_columns.a < 'c' AND make_interval(days => n::int) > '1 day';
SELECT n, a FROM copy_columns;
COPY copy_columns (n, a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE g = 1;
COPY copy_columns (n, a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE copy_columns IS NOT NULL;
CREATE TEMP TABLE copy_generated (gone int GENERATED ALWAYS AS (1) STORED, g int GENERATED ALWAYS AS (2) STORED, a text);
ALTER TABLE copy_generated DROP COLUMN gone;
COPY copy_generated (a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE g = 2;
ALTER TABLE copy_generated DROP COLUMN g;
COPY copy_generated (a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE copy_generated IS NOT NULL;
SELECT * FROM copy_generated;
DROP TABLE copy_generated;
COPY copy_columns (n, a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE a;
COPY copy_columns (n, a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE nowhere = 1;
COPY copy_columns (n, a) FROM PROGRAM 'printf a' (FORMAT jsonl) WHERE n = (SELECT 1);
DROP TABLE copy_columns;

-- keys, constraints, identity columns
CREATE TABLE copy_key (id bigint GENERATED ALWAYS AS IDENTITY, line text PRIMARY KEY CHECK (line <> 'no'));
COPY copy_key (line) FROM PROGRAM 'printf ''a\nb\na\n''' (FORMAT jsonl);
COPY copy_key (line) FROM PROGRAM 'printf ''a\nno\nb\n''' (FORMAT jsonl);
COPY copy_key (line) FROM PROGRAM 'printf ''a\nb\n''' (FORMAT jsonl);
COPY copy_key FROM PROGRAM 'printf ''x\ny\n''' (FORMAT jsonl);
SELECT line FROM copy_key ORDER BY line;
DROP TABLE copy_key;

-- triggers: a row changed, a row skipped, a nested COPY, one that fails and is caught
CREATE FUNCTION copy_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.line = 'skip' THEN
    RETURN NULL;
  ELSIF new.line = 'change' THEN
    new.line := 'changed';
  ELSIF new.line = 'nest' THEN
    COPY copy_bytes FROM PROGRAM 'printf ''n1\nn2\nn3''' (FORMAT jsonl);
  ELSIF new.line = 'fail' THEN
    BEGIN
      COPY copy_bytes (line_no) FROM PROGRAM 'printf ''1\nx\n''' (FORMAT jsonl);
    EXCEPTION WHEN invalid_text_representation THEN
      RAISE NOTICE 'caught in line %', new.n;
    END;
  END IF;
  RETURN new;
END
$$;
CREATE TABLE copy_triggered (n bigint, line text);
CREATE TRIGGER t BEFORE INSERT ON copy_triggered FOR EACH ROW EXECUTE FUNCTION copy_trigger();
COPY copy_triggered FROM PROGRAM 'printf ''a\nskip\nchange\nnest\nfail\nz\n''' (FORMAT jsonl);
SELECT * FROM copy_triggered ORDER BY n;
SELECT line_no, encode(line, 'escape') FROM copy_bytes ORDER BY line_no;
DROP TABLE copy_triggered;

-- a view with INSTEAD OF, one without
CREATE VIEW copy_view AS SELECT line_no, line FROM copy_bytes;
COPY copy_view FROM PROGRAM 'printf a' (FORMAT jsonl);
CREATE FUNCTION copy_instead() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO copy_bytes VALUES (new.line_no + 100, new.line); RETURN new; END $$;
CREATE TRIGGER t INSTEAD OF INSERT ON copy_view FOR EACH ROW EXECUTE FUNCTION copy_instead();
TRUNCATE copy_bytes;
COPY copy_view FROM PROGRAM 'printf ''a\nb''' (FORMAT jsonl);
SELECT line_no, encode(line, 'escape') FROM copy_bytes ORDER BY line_no;
DROP VIEW copy_view;

-- partitions
CREATE TABLE copy_parts (line_no bigint, line text) PARTITION BY RANGE (line_no);
CREATE TABLE copy_parts_1 PARTITION OF copy_parts FOR VALUES FROM (1) TO (3);
CREATE TABLE copy_parts_2 PARTITION OF copy_parts FOR VALUES FROM (3) TO (5);
COPY copy_parts FROM PROGRAM 'printf ''a\nb\nc\nd\n''' (FORMAT jsonl);
SELECT tableoid::regclass, * FROM copy_parts ORDER BY line_no;
COPY copy_parts FROM PROGRAM 'printf ''a\nb\nc\nd\ne\n''' (FORMAT jsonl);
DROP TABLE copy_parts;

-- files that are not there, programs that fail
COPY copy_bytes FROM '/nowhere/at/all' (FORMAT jsonl);
COPY copy_bytes FROM '/' (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf a; exit 3' (FORMAT jsonl);
-- a program that never ends by itself: its lines are not all wanted
COPY copy_bytes (line_no) FROM PROGRAM 'yes x' (FORMAT jsonl);
-- a file that the server may not read
DO $$
DECLARE
  path text := current_setting('data_directory') || '/badcase_copy_from.jsonl';
  hint text;
BEGIN
  EXECUTE format('COPY copy_bytes (line) FROM PROGRAM %L (FORMAT jsonl) WHERE false', format('touch %L; chmod 0 %1$L', path));
  BEGIN
    EXECUTE format('COPY copy_bytes FROM %L (FORMAT jsonl)', path);
  EXCEPTION WHEN insufficient_privilege THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RAISE NOTICE '% %', replace(SQLERRM, path, 'it'), hint;
  END;
  EXECUTE format('COPY copy_bytes (line) FROM PROGRAM %L (FORMAT jsonl) WHERE false', format('rm -f %L', path));
END
$$;

-- in a function: a program is allowed, the client is not
DO $$ BEGIN COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl); END $$;
DO $$ BEGIN COPY copy_bytes FROM STDIN (FORMAT jsonl); END $$;

-- a line that a check refuses keeps the check's name
CREATE DOMAIN copy_domain AS jsonb CONSTRAINT copy_positive CHECK (VALUE > '0');
CREATE TEMP TABLE copy_checked (j copy_domain);
DO $$
DECLARE
  name text;
BEGIN
  COPY copy_checked FROM PROGRAM 'printf ''1\n-1\n''' (FORMAT jsonl);
EXCEPTION WHEN check_violation THEN
  GET STACKED DIAGNOSTICS name = CONSTRAINT_NAME;
  RAISE NOTICE '%: %', name, SQLERRM;
END
$$;
DROP TABLE copy_checked;
DROP DOMAIN copy_domain;
-- what a function of a check says to whom it refuses: message and hint, not the detail
CREATE FUNCTION copy_judge(j jsonb) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  RAISE 'not this one' USING ERRCODE = 'data_exception', DETAIL = j::text, HINT = 'Send another.';
END
$$;
CREATE DOMAIN copy_domain AS jsonb CHECK (copy_judge(VALUE));
CREATE TEMP TABLE copy_checked (j copy_domain);
COPY copy_checked FROM PROGRAM 'printf ''"secret"\n''' (FORMAT jsonl);
DROP TABLE copy_checked;
DROP DOMAIN copy_domain;
DROP FUNCTION copy_judge;

-- what Citus keeps on other nodes is not loaded here; its catalog is looked at, no matter who made it
BEGIN;
SET LOCAL allow_system_table_mods = on;
CREATE TABLE copy_elsewhere (line bytea);
CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod "char");
INSERT INTO pg_catalog.pg_dist_partition VALUES ('copy_elsewhere', 'h');
SAVEPOINT s;
COPY copy_elsewhere FROM PROGRAM 'printf a' (FORMAT jsonl);
ROLLBACK TO s;
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl);
-- a catalog of that name that is none
ALTER TABLE pg_catalog.pg_dist_partition RENAME logicalrelid TO other;
COPY copy_elsewhere FROM PROGRAM 'printf a' (FORMAT jsonl);
ROLLBACK;

-- read-only transactions take temporary tables only
CREATE TEMP TABLE copy_temp (line bytea);
BEGIN READ ONLY;
COPY copy_temp FROM PROGRAM 'printf a' (FORMAT jsonl);
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl);
ROLLBACK;

-- savepoints
BEGIN;
TRUNCATE copy_bytes;
COPY copy_bytes FROM PROGRAM 'printf a' (FORMAT jsonl);
SAVEPOINT s;
COPY copy_bytes FROM PROGRAM 'printf ''b\nc\nd''' (FORMAT jsonl);
ROLLBACK TO s;
SELECT count(*) FROM copy_bytes;
ROLLBACK;

DROP TABLE copy_bytes;
DROP FUNCTION copy_trigger, copy_instead;
