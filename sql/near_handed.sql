-- How many rows an index hands over to be compared with the operand, beside those that are like it: a search is as fast as these are few.
SET client_min_messages = warning;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
\pset format unaligned
CREATE TABLE handed (id int, record badcase) WITH (autovacuum_enabled = off);
-- a template, whose words most rows have, with a few of their own; rows that have little in common; one text with few changes
CREATE FUNCTION handed_record(i int) RETURNS badcase IMMUTABLE LANGUAGE sql
  RETURN CASE WHEN i % 3 = 0 THEN badcase('please write a short and friendly letter to customer ' || i % 71 || ' about order ' || i % 13 || ' and thank them for it',
      (SELECT string_agg(substr(md5(i % 17 || '/' || w), 1, 5), ' ') FROM generate_series(1, 8) w))
    WHEN i % 3 = 1 THEN badcase('question ' || md5(i::text), (SELECT string_agg(substr(md5(i / 4 || '/' || w), 1, 5), ' ') FROM generate_series(1, 20) w))
    ELSE badcase('one and the same', (SELECT string_agg(CASE WHEN w % 37 = i % 37 OR w % 29 = i % 31 THEN 'x' || i % 50 ELSE 'w' || w END, ' ' ORDER BY w) FROM generate_series(1, 60) w)) END;
-- of some searches: the rows that the index handed over, and those of them that are alike
CREATE FUNCTION handed_over(threshold float8, field text DEFAULT 'record', start int DEFAULT 1, OUT handed bigint, OUT alike bigint) LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  SET LOCAL enable_seqscan = off;
  handed := 0;
  alike := 0;
  FOR i IN start .. start + 8 LOOP
    EXECUTE format('EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT json) SELECT FROM handed WHERE record %% near(handed_record(%s), %s, %L)', i * 7, threshold, field) INTO plan;
    plan := plan->0->'Plan';
    handed := handed + (plan->'Plans'->0->>'Actual Rows')::numeric;
    alike := alike + (plan->>'Actual Rows')::numeric;
  END LOOP;
END $$;
CREATE VIEW handed_at AS SELECT t AS threshold, h.handed, h.alike FROM unnest('{0.5,0.6,0.7,0.85,0.95,1}'::float8[]) t, handed_over(t) h;
CREATE INDEX handed_record ON handed USING badcase_near (record);
BEGIN;
INSERT INTO handed SELECT i, handed_record(i) FROM generate_series(1, 1500) i;
-- rows that wait for the end of their transaction, rows of the index, and both
TABLE handed_at;
COMMIT;
TABLE handed_at;
BEGIN;
INSERT INTO handed SELECT i, handed_record(i) FROM generate_series(1501, 1600) i;
TABLE handed_at;
COMMIT;
-- in ranges of rows, for want of memory
SET work_mem = 64;
TABLE handed_at;
RESET work_mem;
-- an index that was built, of other options, of all features
REINDEX INDEX handed_record;
TABLE handed_at;
DROP INDEX handed_record;
CREATE INDEX handed_record ON handed USING badcase_near (record badcase_near_v1_ops (bits = 32, threshold = 0.85, field = response));
SELECT t AS threshold, h.handed, h.alike FROM unnest('{0.84,0.85,0.9,1}'::float8[]) t, handed_over(t, 'response') h;
DROP INDEX handed_record;
CREATE INDEX handed_record ON handed USING badcase_near (record badcase_all_v1_ops);
TABLE handed_at;
DROP INDEX handed_record;
-- GIN's own scan
CREATE INDEX handed_record ON handed USING gin (record);
TABLE handed_at;
DROP INDEX handed_record;
CREATE INDEX handed_record ON handed USING gin (record badcase_all_v1_ops (bits = 24));
TABLE handed_at;
DROP VIEW handed_at;
DROP FUNCTION handed_over;
DROP TABLE handed;
DROP FUNCTION handed_record;
