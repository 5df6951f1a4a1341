-- A backend that searches an index of badcase_near often keeps which leaf each key is on. What it finds is what a scan finds when leaves
-- have been split, when they have been emptied, when there was one leaf only, and when the index has been made anew.
SET client_min_messages = warning;
CREATE TABLE near_leaves (id int PRIMARY KEY, record badcase) WITH (autovacuum_enabled = off);
CREATE INDEX near_leaves_record ON near_leaves USING badcase_near (record badcase_all_v1_ops (bits = 24));
CREATE INDEX near_leaves_pair ON near_leaves ((id / 2));
CREATE FUNCTION leaves_record(i int) RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN badcase('question ' || md5(i / 2 || 'q'), (SELECT string_agg(substr(md5(i / 2 || '/' || w), 1, 5), ' ') FROM generate_series(1, 40) w) || ' ' || i);
-- how many of the records that there may be are found by the index and not by the rule that they are made by, or the other way round
CREATE FUNCTION leaves_wrong(low int, high int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  probe int;
  wrong int := 0;
  found int := 0;
  by_index int[];
  by_rule int[];
BEGIN
  FOR probe IN SELECT low + i * (high - low) / 40 FROM generate_series(0, 39) i LOOP
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO by_index FROM near_leaves WHERE record % near(leaves_record(probe), 0.7);
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO by_rule FROM near_leaves WHERE id / 2 = probe / 2;
    found := found + cardinality(by_index);
    wrong := wrong + (by_index <> by_rule)::int;
    -- what is the same is found by all of eight keys only
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO by_index FROM near_leaves WHERE record % near(leaves_record(probe), 1);
    SELECT coalesce(array_agg(id ORDER BY id), '{}') INTO by_rule FROM near_leaves WHERE id / 2 = probe / 2 AND id = probe;
    wrong := wrong + (by_index <> by_rule)::int;
  END LOOP;
  RETURN format('%s found, %s wrong', found, wrong);
END $$;
SET enable_seqscan = off;
SET jit = off;
-- one leaf, which is the root, then more
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 2) i;
SELECT leaves_wrong(1, 100);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(3, 1000) i;
SELECT leaves_wrong(1, 1000);
-- many times as many leaves, of which each search goes far to the right, and again
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1001, 3000) i;
SELECT leaves_wrong(1, 1000);
SELECT leaves_wrong(1001, 3000);
-- which leaves there are is looked at again: in the end a search reads about as many pages as in an index that was just made
CREATE FUNCTION leaves_read() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  plan json;
  pages bigint := 0;
BEGIN
  FOR i IN 1 .. 20 LOOP
    EXECUTE format('EXPLAIN (ANALYZE, BUFFERS, FORMAT json) SELECT FROM near_leaves WHERE record %% near(leaves_record(%s), 0.7)', i * 149) INTO plan;
    pages := pages + (plan->0->'Plan'->'Plans'->0->>'Shared Hit Blocks')::int + (plan->0->'Plan'->'Plans'->0->>'Shared Read Blocks')::int;
  END LOOP;
  RETURN pages;
END $$;
SELECT leaves_read() AS grown \gset
REINDEX INDEX near_leaves_record;
SELECT leaves_wrong(1, 3000);
SELECT leaves_read() AS made \gset
SELECT :grown < 1.2 * :made AS as_few;
DROP FUNCTION leaves_read;
-- emptied, and filled again where others were
DELETE FROM near_leaves WHERE id % 4 < 3;
VACUUM near_leaves;
SELECT leaves_wrong(1, 3000);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(3001, 3500) i;
SELECT leaves_wrong(1, 3500);
-- made anew: other leaves in other places
REINDEX INDEX near_leaves_record;
SELECT leaves_wrong(1, 3500);
TRUNCATE near_leaves;
SELECT leaves_wrong(1, 3500);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 500) i;
SELECT leaves_wrong(1, 600);
-- what a transaction took back
BEGIN;
TRUNCATE near_leaves;
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 400) i;
SELECT leaves_wrong(1, 400);
ROLLBACK;
SELECT leaves_wrong(1, 400);
-- too little memory to keep any
SET work_mem = 64;
REINDEX INDEX near_leaves_record;
SELECT leaves_wrong(1, 600);
RESET work_mem;
DROP TABLE near_leaves;
-- a table of a session's own has buffers of its own
CREATE TEMPORARY TABLE near_leaves (id int, record badcase);
CREATE INDEX near_leaves_pair ON near_leaves ((id / 2));
CREATE INDEX near_leaves_record ON near_leaves USING badcase_near (record);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 400) i;
SELECT leaves_wrong(1, 400);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(401, 1000) i;
SELECT leaves_wrong(1, 900);
DROP TABLE near_leaves;
-- emptied in its place: at the end of a transaction, and where it is of the same transaction
CREATE TEMPORARY TABLE near_leaves (id int, record badcase) ON COMMIT DELETE ROWS;
CREATE INDEX near_leaves_pair ON near_leaves ((id / 2));
CREATE INDEX near_leaves_record ON near_leaves USING badcase_near (record);
BEGIN;
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 400) i;
SELECT leaves_wrong(1, 400);
COMMIT;
SELECT leaves_wrong(1, 400);
BEGIN;
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 100) i;
SELECT leaves_wrong(1, 200);
COMMIT;
DROP TABLE near_leaves;
BEGIN;
CREATE TABLE near_leaves (id int, record badcase);
CREATE INDEX near_leaves_pair ON near_leaves ((id / 2));
CREATE INDEX near_leaves_record ON near_leaves USING badcase_near (record);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 400) i;
SELECT leaves_wrong(1, 400);
TRUNCATE near_leaves;
SELECT leaves_wrong(1, 400);
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(1, 100) i;
SELECT leaves_wrong(1, 200);
SAVEPOINT here;
INSERT INTO near_leaves SELECT i, leaves_record(i) FROM generate_series(101, 400) i;
SELECT leaves_wrong(1, 400);
ROLLBACK TO here;
SELECT leaves_wrong(1, 400);
COMMIT;
DROP TABLE near_leaves;
DROP FUNCTION leaves_wrong;
DROP FUNCTION leaves_record;
