-- Forms that an index of badcase_near takes when rows come: rows at every distance in a list, leaves with very many trees, more rows of a
-- key than are gathered at once, and what is gathered until memory is used up. What it finds is what a scan finds.
SET client_min_messages = warning;
SET jit = off;
CREATE TABLE near_forms (value text) WITH (autovacuum_enabled = off);
-- of some texts: how many rows have each by the index, and whether a scan finds as many
CREATE FUNCTION forms_found(VARIADIC wanted text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  by_index int[];
  by_scan int[];
BEGIN
  SET LOCAL enable_seqscan = off;
  SET LOCAL enable_bitmapscan = on;
  SELECT array_agg((SELECT count(*) FROM near_forms WHERE value % near(w, 1)) ORDER BY n) INTO by_index FROM unnest(wanted) WITH ORDINALITY w(w, n);
  SET LOCAL enable_seqscan = on;
  SET LOCAL enable_bitmapscan = off;
  SELECT array_agg((SELECT count(*) FROM near_forms WHERE value % near(w, 1)) ORDER BY n) INTO by_scan FROM unnest(wanted) WITH ORDINALITY w(w, n);
  RETURN by_index::text || CASE WHEN by_index = by_scan THEN '' ELSE ' but ' || by_scan::text END;
END $$;

-- A list has the distance from each row to the next in bytes of seven bits: 127 and 128 within a block, the same line of a block that is
-- eight further (2 to the 14th), and of the next. Text of row i, all of one width, of which so many are in a block.
CREATE FUNCTION forms_text(i int, rows int) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN CASE WHEN i IN (1, 128) THEN 'a127' WHEN i IN (2, 130) THEN 'a128' WHEN i IN (3, 132) THEN 'a129' WHEN i IN (5, 131) THEN 'a126'
    WHEN i IN (7, 7 + rows) THEN 'b001' WHEN i IN (8, 8 + 8 * rows) THEN 'b008' WHEN i IN (9, 9 + 7 * rows) THEN 'b007'
    WHEN i IN (10, 9 + 8 * rows) THEN 'c008' WHEN i IN (11, 12 + 8 * rows) THEN 'd008' WHEN i % 50 = 0 THEN 'e050' ELSE 'z999' END;
INSERT INTO near_forms SELECT 'z999' FROM generate_series(1, 1000);
SELECT count(*) AS rows FROM near_forms WHERE ctid < '(1,0)' \gset
TRUNCATE near_forms;
CREATE INDEX near_forms_value ON near_forms USING badcase_near (value text_all_v1_ops);
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(1, 9 * :rows) i;
SELECT forms_found('a126', 'a127', 'a128', 'a129', 'b001', 'b007', 'b008', 'c008', 'd008', 'e050') AS "at once";
-- the first of each by one transaction, the others by the next, behind them in the list
TRUNCATE near_forms;
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(1, 20) i;
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(21, 9 * :rows) i;
SELECT forms_found('a126', 'a127', 'a128', 'a129', 'b001', 'b007', 'b008', 'c008', 'd008', 'e050') AS "by two";
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(1, 9 * :rows) i;
SELECT forms_found('a126', 'a127', 'a128', 'a129', 'b001', 'b007', 'b008', 'c008', 'd008', 'e050') AS "again";
-- a list without rows after VACUUM gets some again, and one that has lost its last
DELETE FROM near_forms WHERE value = 'a127' OR ctid = (SELECT max(ctid) FROM near_forms WHERE value = 'a128');
VACUUM near_forms;
SELECT forms_found('a127', 'a128', 'a129') AS emptied;
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(1, 140) i;
SELECT forms_found('a126', 'a127', 'a128', 'a129') AS "and filled";
INSERT INTO near_forms SELECT forms_text(i, :rows) FROM generate_series(1, 140) i;
SELECT forms_found('a126', 'a127', 'a128', 'a129', 'z999') AS "twice";
-- one row at a time, each behind those before until a list is a tree
TRUNCATE near_forms;
DO $$
BEGIN
  FOR i IN 1 .. 3500 LOOP
    INSERT INTO near_forms VALUES (CASE i % 7 WHEN 0 THEN 'one seventh' ELSE 'the rest' END);
    COMMIT;
  END LOOP;
END $$;
SELECT forms_found('one seventh', 'the rest');

-- a leaf whose keys have more trees than are remembered at a time, which come to it several times
TRUNCATE near_forms;
CREATE FUNCTION forms_long(kind int) RETURNS text IMMUTABLE LANGUAGE sql RETURN (SELECT string_agg('w' || kind || '_' || w, ' ') FROM generate_series(1, 140) w);
INSERT INTO near_forms SELECT forms_long(1) FROM generate_series(1, 3000) i;
INSERT INTO near_forms SELECT CASE i % 10 WHEN 0 THEN forms_long(2) ELSE forms_long(1) END FROM generate_series(1, 500) i;
SELECT forms_found(forms_long(1), forms_long(2));

-- more rows of a key than an index that is built gathers: the last ones, and just as many
DROP INDEX near_forms_value;
TRUNCATE near_forms;
INSERT INTO near_forms SELECT CASE WHEN i <= 65536 THEN 'same' WHEN i <= 131073 THEN 'more' ELSE 'few' END FROM generate_series(1, 131080) i;
CREATE INDEX near_forms_value ON near_forms USING badcase_near (value text_near_v1_ops);
SELECT forms_found('same', 'more', 'few');
-- in ranges of rows each page of the lists is read about once, and not from the first one on
CREATE FUNCTION forms_read(wanted text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  SET LOCAL enable_seqscan = off;
  EXECUTE format('EXPLAIN (ANALYZE, BUFFERS, FORMAT json) SELECT FROM near_forms WHERE value %% near(%L, 1)', wanted) INTO plan;
  RETURN (plan->0->'Plan'->'Plans'->0->>'Shared Hit Blocks')::int + (plan->0->'Plan'->'Plans'->0->>'Shared Read Blocks')::int;
END $$;
SELECT forms_read('more') AS whole \gset
SET work_mem = 64;
SELECT forms_read('more') AS ranges \gset
RESET work_mem;
SELECT :whole < 20 AS whole, :ranges < 400 AS ranges;
DROP FUNCTION forms_read;
-- what the catalog says of both; from PostgreSQL 18 on a table that autovacuum leaves alone is not counted
SELECT relkind, CASE WHEN relkind = 'r' AND current_setting('server_version_num')::int >= 180000 AND reltuples = -1 THEN 131080 ELSE reltuples END AS reltuples
FROM pg_class WHERE relname ~ '^near_forms' ORDER BY relkind DESC;
TRUNCATE near_forms;

-- Rows of one transaction wait for its end in work_mem and no longer: how many come until the index gets the first.
DROP INDEX near_forms_value;
CREATE INDEX near_forms_value ON near_forms USING badcase_near (value text_all_v1_ops (bits = 32));
CREATE FUNCTION forms_insert(low int, high int) RETURNS void LANGUAGE sql
  BEGIN ATOMIC INSERT INTO near_forms SELECT (SELECT string_agg(md5(i || '/' || w), ' ') FROM generate_series(1, 30) w) FROM generate_series(low, high) i; END;
CREATE FUNCTION forms_until_full(start int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  size CONSTANT bigint := pg_relation_size('near_forms_value');
BEGIN
  FOR i IN 1 .. 2000 LOOP
    PERFORM forms_insert(start + i, start + i);
    IF pg_relation_size('near_forms_value') <> size THEN RETURN i; END IF;
  END LOOP;
END $$;
SET work_mem = 64;
BEGIN;
SELECT forms_until_full(0), forms_until_full(1000);
ROLLBACK;
-- what was taken back takes up nothing; what was kept does
TRUNCATE near_forms;
BEGIN;
SAVEPOINT a;
SELECT forms_insert(1, 100);
ROLLBACK TO a;
SELECT forms_insert(1, 100);
SAVEPOINT b;
SELECT forms_insert(101, 110);
ROLLBACK TO b;
SELECT forms_until_full(1000);
ROLLBACK;
-- at depths without rows of their own between them, released and taken back
TRUNCATE near_forms;
CREATE FUNCTION forms_left(steps text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  step text;
BEGIN
  -- (: a savepoint; ): it is released; /: it is taken back; +: ten rows
  step := substr(steps, 1, 1);
  IF step = '+' THEN
    PERFORM forms_insert(1, 10);
    RETURN forms_left(substr(steps, 2));
  ELSIF step = '(' THEN
    DECLARE
      rest text := NULL;
    BEGIN
      BEGIN
        rest := forms_inner(substr(steps, 2));
        IF left(rest, 1) = '/' THEN RAISE SQLSTATE 'ZZ000' USING MESSAGE = rest; END IF;
      EXCEPTION WHEN SQLSTATE 'ZZ000' THEN rest := SQLERRM;
      END;
      RETURN forms_left(substr(rest, 2));
    END;
  END IF;
  RETURN forms_until_full(1000);
END $$;
-- goes on until its savepoint ends; returns what is left
CREATE FUNCTION forms_inner(steps text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  rest text := steps;
BEGIN
  WHILE rest ~ '^[+(]' LOOP
    IF left(rest, 1) = '+' THEN
      PERFORM forms_insert(1, 10);
    ELSE
      BEGIN
        rest := forms_inner(substr(rest, 2));
        IF left(rest, 1) = '/' THEN RAISE SQLSTATE 'ZZ000' USING MESSAGE = rest; END IF;
      EXCEPTION WHEN SQLSTATE 'ZZ000' THEN rest := SQLERRM;
      END;
    END IF;
    rest := substr(rest, 2);
  END LOOP;
  RETURN rest;
END $$;
CREATE FUNCTION forms_depths(steps text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  n int;
BEGIN
  TRUNCATE near_forms;
  n := forms_left(steps);
  RAISE SQLSTATE 'ZZ001' USING MESSAGE = n;
EXCEPTION WHEN SQLSTATE 'ZZ001' THEN
  RETURN SQLERRM;
END $$;
SELECT steps, forms_depths(steps) FROM unnest(ARRAY['', '+', '+((+)/', '+((+))', '+(+(+))', '+(+(+)/)', '+(+(+))(+/', '((+)(+/)+', '((+)+/', '(((+)(+/)+/', '((+))((/)', '+((+)(+)/+', '(+(+(+)/+)/+', '+(((+)))(+(+/+/']) steps;
-- a search changes nothing; the rows of another index count, too, until that is dropped and all has gone in
CREATE TABLE near_forms_other (value text);
CREATE INDEX near_forms_other_value ON near_forms_other USING badcase_near (value text_all_v1_ops (bits = 32));
TRUNCATE near_forms;
BEGIN;
SELECT forms_insert(1, 50);
SELECT count(*) FROM near_forms WHERE value % near('no such thing');
INSERT INTO near_forms_other SELECT (SELECT string_agg(md5(i || '/' || w), ' ') FROM generate_series(1, 30) w) FROM generate_series(1, 60) i;
DROP TABLE near_forms_other;
SELECT forms_until_full(1000), forms_until_full(2000);
ROLLBACK;
-- by the size of the setting
SET work_mem = 128;
TRUNCATE near_forms;
BEGIN;
SELECT forms_until_full(0);
ROLLBACK;
RESET work_mem;
DROP TABLE near_forms_other;

-- rows at each of forty depths of savepoints, some of which are taken back
TRUNCATE near_forms;
CREATE FUNCTION forms_depth(depth int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO near_forms VALUES ('depth ' || depth);
  IF depth < 40 THEN
    BEGIN
      PERFORM forms_depth(depth + 1);
      IF depth IN (20, 35) THEN RAISE division_by_zero; END IF;
    EXCEPTION WHEN division_by_zero THEN INSERT INTO near_forms VALUES ('back at ' || depth);
    END;
  END IF;
END $$;
BEGIN;
SELECT forms_depth(1);
SELECT forms_found('depth 1', 'depth 2', 'depth 20', 'depth 21', 'depth 40', 'back at 20', 'back at 35');
COMMIT;
SELECT forms_found('depth 1', 'depth 2', 'depth 20', 'depth 21', 'depth 40', 'back at 20', 'back at 35');

-- A leaf that gets many keys is logged once and not for each of them: a statement of many rows costs far less log than as many statements.
TRUNCATE near_forms;
CREATE PROCEDURE forms_few(low int, high int) LANGUAGE sql
  BEGIN ATOMIC INSERT INTO near_forms SELECT format('what all of these rows have in common, and number %s of them', i % 40) FROM generate_series(low, high) i; END;
CALL forms_few(1, 300);
SELECT pg_current_wal_insert_lsn() AS before \gset
CALL forms_few(301, 600);
SELECT pg_current_wal_insert_lsn() AS between \gset
DO $$ BEGIN FOR i IN 601 .. 900 LOOP CALL forms_few(i, i); COMMIT; END LOOP; END $$;
SELECT pg_wal_lsn_diff(:'between', :'before') < 150000 AS "little", pg_wal_lsn_diff(pg_current_wal_insert_lsn(), :'between') > 10 * pg_wal_lsn_diff(:'between', :'before') AS "each costs more";
-- where a row's keys are each on another leaf, they are logged and no leaf is; the least of ten, for what comes after a checkpoint
TRUNCATE near_forms;
SELECT forms_insert(1, 400);
CREATE FUNCTION forms_least_log() RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
  before pg_lsn := pg_current_wal_insert_lsn();
  least numeric;
BEGIN
  FOR i IN 1001 .. 1010 LOOP
    BEGIN
      SET LOCAL work_mem = 64;
      PERFORM forms_insert(i, i);
      -- a search by a plan with no counting scan, so that what is gathered goes in
      SET LOCAL enable_seqscan = off;
      PERFORM FROM near_forms WHERE value % near('!');
      least := least(least, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), before));
      before := pg_current_wal_insert_lsn();
    END;
  END LOOP;
  RETURN least;
END $$;
SELECT forms_least_log() < 8192 AS "less than a leaf";
DROP FUNCTION forms_found, forms_text, forms_long, forms_insert, forms_until_full, forms_depth, forms_least_log, forms_depths, forms_left, forms_inner;
DROP PROCEDURE forms_few;
DROP TABLE near_forms;
