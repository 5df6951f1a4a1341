-- The keys of rows that a transaction inserts go into an index of badcase_near together, before it ends. Until then its own searches find
-- the rows all the same. Here: what it finds is what a scan finds, at every moment and whatever is taken back, moved or made anew.
SET client_min_messages = warning;
CREATE TABLE near_pending (id int, record badcase) WITH (autovacuum_enabled = off);
CREATE INDEX near_pending_record ON near_pending USING badcase_near (record);
CREATE INDEX near_pending_prompt ON near_pending USING badcase_near (record badcase_near_v1_ops (field = 'prompt', bits = 32));
CREATE FUNCTION pending_record(i int) RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN badcase('question ' || md5(i / 3 || 'q') || ' and the rest of it', (SELECT string_agg(substr(md5(i / 3 || '/' || w), 1, 5), ' ') FROM generate_series(1, 30) w) || ' ' || i);
-- rows, how many of them 16 probes of the newest ids find by an index, and in how many the scan differs
CREATE FUNCTION pending_wrong(field text DEFAULT 'record') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  highest CONSTANT int := (SELECT max(id) FROM near_pending);
  probe badcase;
  found int := 0;
  wrong int := 0;
  by_index text;
  by_scan text;
BEGIN
  FOR n IN 0 .. 15 LOOP
    probe := pending_record(highest - n * n * 4);
    PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'on', true);
    SELECT string_agg(id::text, ',' ORDER BY id) INTO by_index FROM near_pending WHERE record % near(probe, 0.6, field);
    PERFORM set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'off', true);
    SELECT string_agg(id::text, ',' ORDER BY id) INTO by_scan FROM near_pending WHERE record % near(probe, 0.6, field);
    found := found + coalesce(cardinality(string_to_array(by_index, ',')), 0);
    wrong := wrong + (by_index IS DISTINCT FROM by_scan)::int;
  END LOOP;
  RETURN format('%s rows, %s found, %s wrong', (SELECT count(*) FROM near_pending), found, wrong);
END $$;
CREATE PROCEDURE fill(low int, high int) LANGUAGE sql
  BEGIN ATOMIC INSERT INTO near_pending SELECT i, pending_record(i) FROM generate_series(low, high) i; END;

-- seen by the transaction itself, by either index, beside what is in it already, and after it
BEGIN;
CALL fill(1, 500);
SELECT pending_wrong(), pending_wrong('prompt');
CALL fill(501, 700);
SELECT pending_wrong(), pending_wrong('prompt');
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');

-- more than work_mem, in pieces, with searches between them
SET work_mem = 64;
BEGIN;
CALL fill(701, 1000);
SELECT pending_wrong();
CALL fill(1001, 1500);
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong();
RESET work_mem;

-- one table takes it up, another goes on
CREATE TABLE near_pending_other (id int, record badcase);
CREATE INDEX near_pending_other_record ON near_pending_other USING badcase_near (record);
SET work_mem = 64;
BEGIN;
INSERT INTO near_pending SELECT -i, pending_record(9000 + i) FROM generate_series(1, 60) i;
INSERT INTO near_pending_other SELECT i, pending_record(9000 + i) FROM generate_series(1, 400) i;
SET LOCAL enable_seqscan = off;
SELECT count(*) FROM generate_series(9001, 9400, 9) n, LATERAL (SELECT near(pending_record(n), 0.6, 'record') AS operand) o JOIN near_pending_other t ON t.record % o.operand;
COMMIT;
RESET work_mem;
SELECT pending_wrong();
DELETE FROM near_pending WHERE id < 0;
DROP TABLE near_pending_other;

-- taken back: a savepoint, what is below it stays; a subtransaction that ended well, within one that did not; an error that is caught
BEGIN;
CALL fill(1501, 1600);
SAVEPOINT a;
CALL fill(1601, 1700);
SAVEPOINT b;
CALL fill(1701, 1800);
SELECT pending_wrong();
RELEASE b;
CALL fill(1801, 1810);
ROLLBACK TO a;
SELECT pending_wrong();
CALL fill(1601, 1650);
SELECT pending_wrong();
RELEASE a;
DO $$
BEGIN
  CALL fill(1651, 1660);
  BEGIN
    CALL fill(1661, 1700);
    RAISE division_by_zero;
  EXCEPTION WHEN division_by_zero THEN
    CALL fill(1701, 1705);
  END;
END $$;
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');
-- savepoints within savepoints, released and taken back in every order, with searches between them, which sort what is pending
BEGIN;
CALL fill(1801, 1810);
SAVEPOINT a;
SAVEPOINT b;
CALL fill(1811, 1820);
SELECT pending_wrong();
SAVEPOINT c;
CALL fill(1821, 1830);
RELEASE c;
CALL fill(1831, 1840);
SAVEPOINT c;
CALL fill(1841, 1850);
SELECT pending_wrong();
ROLLBACK TO c;
CALL fill(1851, 1860);
SELECT pending_wrong();
RELEASE b;
SAVEPOINT d;
CALL fill(1861, 1870);
ROLLBACK TO d;
SELECT pending_wrong();
ROLLBACK TO a;
SELECT pending_wrong(), pending_wrong('prompt');
CALL fill(1871, 1880);
RELEASE a;
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');
DO $$
BEGIN
  FOR i IN 1 .. 60 LOOP
    BEGIN
      CALL fill(3400 + 4 * i, 3402 + 4 * i);
      BEGIN
        CALL fill(3403 + 4 * i, 3403 + 4 * i);
        IF i % 3 = 0 THEN RAISE division_by_zero; END IF;
      EXCEPTION WHEN division_by_zero THEN IF i % 2 = 0 THEN RAISE; END IF;
      END;
    EXCEPTION WHEN division_by_zero THEN NULL;
    END;
  END LOOP;
END $$;
SELECT pending_wrong(), pending_wrong('prompt');
DELETE FROM near_pending WHERE id > 1800;
BEGIN;
CALL fill(1801, 1900);
ROLLBACK;
SELECT pending_wrong();

-- rows in places that VACUUM made free, before those of others
DELETE FROM near_pending WHERE id % 5 < 2 AND id < 1500;
VACUUM near_pending;
CALL fill(1801, 2300);
SELECT pending_wrong(), pending_wrong('prompt');
UPDATE near_pending SET record = pending_record(id + 3000) WHERE id % 7 = 0;
SELECT pending_wrong();

-- what has no text, and no record
BEGIN;
INSERT INTO near_pending SELECT i, CASE i % 3 WHEN 0 THEN badcase('!', '?') WHEN 1 THEN NULL ELSE badcase('…', '。') END FROM generate_series(2301, 2360) i;
CALL fill(2361, 2400);
SELECT pending_wrong();
SELECT count(*) FROM near_pending WHERE record % near(badcase('!', '?'), 0.6, 'record');
COMMIT;
SELECT pending_wrong();
SELECT count(*) FROM near_pending WHERE record % near(badcase('!', '?'), 0.6, 'record');

-- keys with very many rows, whose lists become trees, in one transaction and by several
CREATE PROCEDURE fill_same(low int, high int) LANGUAGE sql
  BEGIN ATOMIC INSERT INTO near_pending SELECT i, badcase('the same question of everybody', 'the same answer for all of them ' || i) FROM generate_series(low, high) i; END;
CREATE FUNCTION same() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n bigint;
BEGIN
  PERFORM set_config('enable_seqscan', 'off', true);
  SELECT count(*) INTO n FROM near_pending WHERE record % near(badcase('the same question of everybody', 'the same answer for all of them 5'), 0.6, 'record');
  PERFORM set_config('enable_seqscan', 'on', true);
  RETURN format('%s of %s', n, (SELECT count(*) FROM near_pending WHERE prompt(record) = 'the same question of everybody'));
END $$;
BEGIN;
CALL fill_same(10001, 13000);
SELECT same();
COMMIT;
SELECT same();
CALL fill_same(13001, 13100);
BEGIN;
CALL fill_same(13101, 16000);
CALL fill(2401, 2500);
SELECT same();
COMMIT;
SELECT same();
DELETE FROM near_pending WHERE id BETWEEN 10001 AND 15000;
VACUUM near_pending;
CALL fill_same(16001, 18000);
SELECT same();
DELETE FROM near_pending WHERE id > 10000;
VACUUM near_pending;

-- an index that is made anew, emptied, moved, or dropped, while keys are pending
BEGIN;
CALL fill(2501, 2600);
REINDEX INDEX near_pending_record;
SELECT pending_wrong();
CALL fill(2601, 2650);
COMMIT;
SELECT pending_wrong();
BEGIN;
CALL fill(2651, 2700);
SAVEPOINT a;
CALL fill(2701, 2750);
REINDEX TABLE near_pending;
CALL fill(2751, 2800);
ROLLBACK TO a;
SELECT pending_wrong(), pending_wrong('prompt');
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');
BEGIN;
CALL fill(2701, 2750);
DROP INDEX near_pending_prompt;
CALL fill(2751, 2800);
COMMIT;
SELECT pending_wrong();
BEGIN;
CALL fill(2801, 2850);
CREATE INDEX near_pending_prompt ON near_pending USING badcase_near (record badcase_near_v1_ops (field = 'prompt'));
CALL fill(2851, 2900);
SELECT pending_wrong(), pending_wrong('prompt');
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');
CREATE INDEX near_pending_id ON near_pending (id DESC);
BEGIN;
CALL fill(2901, 2950);
CLUSTER near_pending USING near_pending_id;
CALL fill(2951, 3000);
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong(), pending_wrong('prompt');
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE near_pending_space LOCATION '';
BEGIN;
CALL fill(3001, 3050);
ALTER INDEX near_pending_record SET TABLESPACE near_pending_space;
CALL fill(3051, 3100);
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong();
BEGIN;
CALL fill(3101, 3150);
TRUNCATE near_pending;
CALL fill(3101, 3200);
SELECT pending_wrong();
TRUNCATE near_pending;
CALL fill(1, 400);
SELECT pending_wrong();
COMMIT;
SELECT pending_wrong();
ALTER INDEX near_pending_record SET TABLESPACE pg_default;
-- the index gets another file, more rows come than there is memory for, and all that is taken back: rows of before are in the first file
CREATE TABLE near_pending_moved (id int PRIMARY KEY, record badcase) WITH (autovacuum_enabled = off);
CREATE INDEX near_pending_moved_record ON near_pending_moved USING badcase_near (record);
CREATE TABLE near_pending_aside (LIKE near_pending_moved) WITH (autovacuum_enabled = off);
CREATE INDEX near_pending_aside_record ON near_pending_aside USING badcase_near (record);
CREATE FUNCTION pending_moved(statement text, fills text DEFAULT 'near_pending_moved') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found text;
BEGIN
  DELETE FROM near_pending_moved;
  INSERT INTO near_pending_moved SELECT i, pending_record(3 * i) FROM generate_series(1, 40) i;
  BEGIN
    EXECUTE statement;
    SET LOCAL work_mem = 64;
    EXECUTE format('INSERT INTO %I SELECT i, pending_record(3 * i) FROM generate_series(41, 400) i', fills);
    RAISE division_by_zero;
  EXCEPTION WHEN division_by_zero THEN NULL;
  END;
  SET LOCAL enable_seqscan = off;
  SELECT string_agg(n::text, ' ') INTO found FROM (
    SELECT count(*) AS n FROM generate_series(1, 41) i, LATERAL (SELECT near(pending_record(3 * i), 0.9, 'record') AS o) x, near_pending_moved WHERE record % o) x;
  RETURN found;
END $$;
SELECT statement, pending_moved(statement) FROM unnest(ARRAY['SELECT 1', 'REINDEX INDEX near_pending_moved_record', 'REINDEX TABLE near_pending_moved', 'TRUNCATE near_pending_moved', 'CLUSTER near_pending_moved USING near_pending_moved_pkey',
  'ALTER TABLE near_pending_moved ADD COLUMN more float8 DEFAULT random()', 'ALTER INDEX near_pending_moved_record SET TABLESPACE near_pending_space',
  'ALTER INDEX ALL IN TABLESPACE pg_default SET TABLESPACE near_pending_space']) statement;
-- so where it is dropped, and is there again
SELECT statement, pending_moved(statement, 'near_pending_aside') FROM unnest(ARRAY['DROP INDEX near_pending_moved_record', 'DROP TABLE near_pending_moved', 'ALTER TABLE near_pending_moved DROP COLUMN record']) statement;
BEGIN;
INSERT INTO near_pending_aside SELECT i, pending_record(3 * i) FROM generate_series(1, 40) i;
SAVEPOINT a;
DROP INDEX near_pending_aside_record;
SAVEPOINT b;
SET LOCAL work_mem = 64;
INSERT INTO near_pending_moved SELECT i, pending_record(3 * i) FROM generate_series(1001, 1400) i;
RELEASE b;
INSERT INTO near_pending_moved SELECT i, pending_record(3 * i) FROM generate_series(1401, 1800) i;
ROLLBACK TO a;
COMMIT;
SET enable_seqscan = off;
SELECT count(*) FROM generate_series(1, 41) i, LATERAL (SELECT near(pending_record(3 * i), 0.9, 'record') AS o) x, near_pending_aside WHERE record % o;
RESET enable_seqscan;
DROP TABLE near_pending_moved, near_pending_aside;
DROP FUNCTION pending_moved;
DROP TABLESPACE near_pending_space;

-- rows of one key each, that come one by one between searches, before those that came and behind them
CREATE TABLE near_pending_word (value text) WITH (autovacuum_enabled = off);
CREATE INDEX ON near_pending_word USING badcase_near (value text_all_v1_ops (bits = 32));
CREATE FUNCTION pending_words(words int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  lost int := 0;
  n int;
BEGIN
  SET LOCAL enable_seqscan = off;
  FOR i IN 1 .. words LOOP
    INSERT INTO near_pending_word VALUES (CASE WHEN i % 10 = 0 THEN '' ELSE substr(md5(i::text), 1, 6) END);
    SELECT count(*) INTO n FROM near_pending_word WHERE value % near(substr(md5(i::text), 1, 6), 1);
    lost := lost + (n <> (i % 10 > 0)::int)::int;
  END LOOP;
  FOR i IN 1 .. words LOOP
    SELECT count(*) INTO n FROM near_pending_word WHERE value % near(substr(md5(i::text), 1, 6), 1);
    lost := lost + (n <> (i % 10 > 0)::int)::int;
  END LOOP;
  RETURN format('%s of %s lost', lost, (SELECT count(*) FROM near_pending_word));
END $$;
SELECT array_length(badcase_features('c4ca42'), 1) AS keys;
BEGIN;
SAVEPOINT a;
SELECT pending_words(40);
ROLLBACK TO a;
SELECT pending_words(200);
COMMIT;
DROP TABLE near_pending_word;
DROP FUNCTION pending_words;

-- a plan with parallel workers, which have no part in the session's memory
SELECT near(pending_record(700), 0.6, 'record') AS probe \gset
PREPARE by_worker AS SELECT count(*) FROM near_pending WHERE record % :'probe'::badcase_near;
CREATE FUNCTION has_workers() RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  line text;
  has bool := false;
BEGIN
  FOR line IN EXPLAIN (COSTS OFF) EXECUTE by_worker LOOP
    has := has OR line ~ 'Gather';
  END LOOP;
  RETURN has;
END $$;
BEGIN;
CALL fill(401, 800);
SET LOCAL enable_seqscan = off;
SELECT count(*) FROM pg_settings, set_config(name, 'on', true) WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT has_workers();
EXECUTE by_worker;
COMMIT;

-- a cursor that was opened before sees nothing new; one that is opened then, all
BEGIN;
SELECT set_config('enable_seqscan', 'off', true);
CALL fill(801, 802);
DECLARE before CURSOR FOR SELECT id FROM near_pending WHERE record % near(pending_record(801), 0.6, 'record') ORDER BY id;
CALL fill(803, 803);
DECLARE after CURSOR FOR SELECT id FROM near_pending WHERE record % near(pending_record(801), 0.6, 'record') ORDER BY id;
FETCH ALL FROM before;
FETCH ALL FROM after;
COMMIT;

-- tables of a session and unlogged ones
CREATE TEMP TABLE near_pending_temp (record badcase) ON COMMIT DELETE ROWS;
CREATE INDEX ON near_pending_temp USING badcase_near (record);
BEGIN;
INSERT INTO near_pending_temp SELECT pending_record(i) FROM generate_series(1, 100) i;
SELECT count(*) FROM near_pending_temp WHERE record % near(pending_record(50), 0.6, 'record');
COMMIT;
INSERT INTO near_pending_temp SELECT pending_record(i) FROM generate_series(1, 100) i;
CREATE UNLOGGED TABLE near_pending_unlogged (record badcase);
CREATE INDEX ON near_pending_unlogged USING badcase_near (record);
INSERT INTO near_pending_unlogged SELECT pending_record(i) FROM generate_series(1, 600) i;
SET enable_seqscan = off;
SELECT count(*) FROM near_pending_unlogged WHERE record % near(pending_record(50), 0.6, 'record');
RESET enable_seqscan;
DROP PROCEDURE fill, fill_same;
DROP TABLE near_pending, near_pending_temp, near_pending_unlogged;
DROP FUNCTION same, pending_wrong, pending_record, has_workers;
