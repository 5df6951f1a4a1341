-- The classes of the index method badcase_near, and what the method does that GIN does not.
\set method badcase_near
\set with ''
\getenv top PG_ABS_SRCDIR
\set cases :top /sql/include/near_index.sql
\i :cases

-- options that there are not
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (bits = 18));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (bits = 33));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (threshold = 0));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (threshold = 1.1));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (threshold = 'NaN'));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (field = text));
CREATE INDEX ON near_case USING badcase_near (record badcase_near_v1_ops (k = 5));

-- GIN must not leave out rows
SET enable_seqscan = off;
SET gin_fuzzy_search_limit = 10;
SELECT id FROM near_case WHERE record % near('no no', 0.9, 'response');
\echo :LAST_ERROR_SQLSTATE
RESET gin_fuzzy_search_limit;
SELECT id FROM near_case WHERE record % near('no no', 0.9, 'response') ORDER BY id;
-- an operand of no field is refused by the index too
SELECT id FROM near_case WHERE record % near('no no');
RESET enable_seqscan;
DROP TABLE near_case;

-- there are no storage parameters
CREATE TABLE near_live(id int PRIMARY KEY, record badcase, value text) WITH (autovacuum_enabled = off);
CREATE INDEX ON near_live USING badcase_near (record) WITH (fastupdate = off);
\echo :LAST_ERROR_SQLSTATE

-- What the index finds is what a scan finds, while rows come and go: keys of all rows, which have trees of rows, among them.
CREATE FUNCTION same_as_scan(condition text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  by_scan int[];
  by_index int[];
BEGIN
  SET LOCAL enable_seqscan = on;
  SET LOCAL enable_bitmapscan = off;
  EXECUTE 'SELECT array_agg(id ORDER BY id) FROM near_live WHERE ' || condition INTO by_scan;
  SET LOCAL enable_seqscan = off;
  SET LOCAL enable_bitmapscan = on;
  EXECUTE 'SELECT array_agg(id ORDER BY id) FROM near_live WHERE ' || condition INTO by_index;
  RETURN CASE WHEN by_scan IS NOT DISTINCT FROM by_index THEN 'same, ' ELSE 'OTHERS, ' END || coalesce(cardinality(by_index), 0);
END $$;
CREATE VIEW near_same AS SELECT string_agg(same_as_scan(extra || q), '; ' ORDER BY n) AS "0.7; 0.5; 0.95; two; null; none; empty"
FROM current_setting('near.extra') extra, unnest(ARRAY[
  $q$record % near(badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have'))$q$,
  $q$record % near(badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have'), 0.5)$q$,
  $q$record % near(badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have'), 0.95)$q$,
  $q$record % near(badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have'))
    AND record % near(badcase('the same beginning for all and then number 8 of 20', 'an answer to it that all have'))$q$,
  $q$record % near(NULL::badcase)$q$, $q$record % near(badcase('no such thing', 'anywhere'))$q$,
  $q$record % near('...', 0.7, 'prompt')$q$]) WITH ORDINALITY q(q, n);
SET near.extra = '';
CREATE INDEX near_live_record ON near_live USING badcase_near (record);
SELECT * FROM near_same;
INSERT INTO near_live SELECT i, badcase('the same beginning for all and then number ' || i % 23 || ' of ' || i % 97, 'an answer to it that all have'), 'value ' || i
  FROM generate_series(1, 3000) i;
INSERT INTO near_live VALUES (7001, NULL), (7002, badcase('...', ',')), (7003, badcase('one', 'two'));
SELECT * FROM near_same;
REINDEX INDEX near_live_record;
SELECT * FROM near_same;
-- memory for some rows only: ranges of rows are counted by turns
SET work_mem = 64;
SELECT * FROM near_same;
RESET work_mem;
UPDATE near_live SET record = badcase(prompt(record) || ' and more', response(record)) WHERE id % 3 = 0;
DELETE FROM near_live WHERE id % 5 = 1;
SELECT * FROM near_same;
VACUUM near_live;
SELECT * FROM near_same;
INSERT INTO near_live SELECT 10000 + i, badcase('the same beginning for all and then number ' || i % 23, 'an answer to it that all have' || i % 3), 'v' FROM generate_series(1, 1500) i;
SET work_mem = 64;
SELECT * FROM near_same;
RESET work_mem;
DELETE FROM near_live;
VACUUM near_live;
SELECT * FROM near_same;
INSERT INTO near_live SELECT i, badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have') FROM generate_series(1, 500) i;
SELECT * FROM near_same;
-- keys of 32 bits are in int4's order; two columns, of which no scan counts; a part of the rows; without a log
CREATE INDEX near_live_32 ON near_live USING badcase_near (record badcase_near_v1_ops (bits = 32));
DROP INDEX near_live_record;
SELECT * FROM near_same;
DROP INDEX near_live_32;
CREATE INDEX near_live_two ON near_live USING badcase_near (record, value text_near_v1_ops);
SELECT * FROM near_same;
BEGIN;
INSERT INTO near_live SELECT 20000 + i, badcase('the same beginning for all and then number 7 of 19', 'an answer to it that all have' || i % 3), 'some value ' || i FROM generate_series(1, 60) i;
SELECT * FROM near_same;
SELECT same_as_scan('value % near(''some value 7'', 0.6)');
COMMIT;
SELECT * FROM near_same;
SELECT same_as_scan('value % near(''some value 7'', 0.6)');
DELETE FROM near_live WHERE id > 20000;
DROP INDEX near_live_two;
SET near.extra = 'id > 0 AND ';
CREATE INDEX CONCURRENTLY near_live_part ON near_live USING badcase_near (record) WHERE id > 0;
SELECT * FROM near_same;
ALTER TABLE near_live SET UNLOGGED;
SELECT * FROM near_same;
DROP VIEW near_same;
DROP FUNCTION same_as_scan;
DROP TABLE near_live;

-- A session notes where the leaves of keys are: rows come while they are looked for, pages are split, the index gets others.
CREATE TABLE near_leaf (id int, record badcase) WITH (autovacuum_enabled = off);
CREATE INDEX near_leaf_record ON near_leaf USING badcase_near (record);
CREATE FUNCTION fill_leaves(start int) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO near_leaf SELECT start + i, badcase('question ' || md5((start + i)::text), 'answer ' || md5((start + i)::text || 'a') || ' ' || md5((start + i)::text || 'b')) FROM generate_series(1, 400) i;
  SELECT count(*) FROM near_leaf a WHERE NOT EXISTS (SELECT FROM near_leaf b WHERE b.record % near(a.record, 0.7::float8, 'record') AND b.id = a.id) $$;
SET enable_seqscan = off;
SELECT sum(fill_leaves(n * 400)) AS "not found" FROM generate_series(0, 9) n;
DELETE FROM near_leaf WHERE id % 3 = 0;
VACUUM near_leaf;
SELECT fill_leaves(4000) AS "not found";
REINDEX INDEX near_leaf_record;
SELECT fill_leaves(4400) AS "not found";
BEGIN;
TRUNCATE near_leaf;
SELECT fill_leaves(0) AS "not found";
TRUNCATE near_leaf;
SELECT sum(fill_leaves(n * 400)) AS "not found" FROM generate_series(0, 2) n;
ROLLBACK;
SELECT fill_leaves(4800) AS "not found", pg_relation_size('near_leaf_record') > 60 * 8192 AS "many leaves" ;
RESET enable_seqscan;
DROP FUNCTION fill_leaves;
DROP TABLE near_leaf;

-- of two indexes the one that serves the operand, also where that is no constant; where none does, none
CREATE TABLE near_two AS SELECT i AS id, badcase('question ' || md5(i::text), 'answer ' || md5(i::text || 'a') || md5(i::text || 'b')) AS record FROM generate_series(1, 3000) i;
CREATE INDEX near_two_record ON near_two USING badcase_near (record);
CREATE INDEX near_two_prompt ON near_two USING badcase_near (record badcase_near_v1_ops (field = prompt));
VACUUM ANALYZE near_two;
EXPLAIN (COSTS OFF) SELECT b.id FROM near_two a JOIN near_two b ON b.record % near(a.record, 0.7, 'record') WHERE a.id = 5;
EXPLAIN (COSTS OFF) SELECT b.id FROM near_two a JOIN near_two b ON b.record % near(a.record, 0.7, 'prompt') WHERE a.id = 5;
EXPLAIN (COSTS OFF) SELECT b.id FROM near_two a JOIN near_two b ON b.record % near(a.record, 0.7, 'response') WHERE a.id = 5;
DROP TABLE near_two;
