-- What the planner makes of near-duplicate search, and what statistics hold of records.
SET jit = off;
SET max_parallel_workers_per_gather = 0;

CREATE TABLE planned (id int PRIMARY KEY, record badcase, value text, state text) WITH (autovacuum_enabled = off);
INSERT INTO planned
  SELECT i, badcase('question ' || md5(i::text), 'answer ' || md5(i::text || 'a')), 'text ' || md5(i::text),
    CASE i % 10 WHEN 0 THEN 'pending' ELSE 'accepted' END
  FROM generate_series(1, 10) i;
CREATE INDEX planned_record ON planned USING gin (record);
CREATE INDEX planned_value ON planned USING gin (value text_near_v1_ops);
CREATE INDEX planned_state ON planned (state);

-- the scans and joins of a plan, inner ones further in
CREATE FUNCTION kind_of_plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  line text;
BEGIN
  FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
    IF line ~ '(Scan|Join|Loop|BitmapAnd)' THEN
      RETURN NEXT replace(line, '->', '  ');
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION plans(VARIADIC which int[]) RETURNS TABLE (query text, plan text) LANGUAGE sql AS $$
  SELECT q, string_agg(p, E'\n' ORDER BY n)
  FROM (VALUES
      (1, $q$SELECT id FROM planned WHERE record % near(badcase('a b c d e', 'f g h'))$q$),
      (2, $q$SELECT id FROM planned WHERE record % near(badcase('a b c d e', 'f g h'), 0.5) AND state = 'pending'$q$),
      (3, $q$SELECT id FROM planned WHERE record % near(badcase('a b c d e', 'f g h'), 0.3)$q$),
      (4, $q$SELECT id FROM planned WHERE value % near('a b c d e f')$q$),
      (5, $q$SELECT a.id, b.id FROM planned a, planned b WHERE a.id < 50 AND b.record % near(a.record) AND b.id > a.id$q$),
      (6, $q$SELECT a.id, count(*) FROM planned a, planned b WHERE b.record % near(a.record) GROUP BY a.id$q$)) v(k, q),
    kind_of_plan(q) WITH ORDINALITY x(p, n)
  WHERE k = ANY (which)
  GROUP BY k, q ORDER BY k
$$;
\pset format unaligned
\pset tuples_only
-- 10 rows
ANALYZE planned;
SELECT * FROM plans(1, 2, 3, 4);
-- 10,000
INSERT INTO planned
  SELECT i, badcase('question ' || md5(i::text), 'answer ' || md5(i::text || 'a')), 'text ' || md5(i::text),
    CASE i % 10 WHEN 0 THEN 'pending' ELSE 'accepted' END
  FROM generate_series(11, 10000) i;
VACUUM ANALYZE planned;
SELECT * FROM plans(1, 2, 3, 4, 5, 6);
-- as if there were a million
UPDATE pg_class SET reltuples = 1000000, relpages = pg_relation_size(oid) / current_setting('block_size')::int
WHERE oid IN ('planned'::regclass, 'planned_record'::regclass, 'planned_value'::regclass, 'planned_state'::regclass, 'planned_pkey'::regclass);
SELECT * FROM plans(1, 2, 4, 5, 6);
\pset tuples_only
\pset format aligned

-- Of indexes of several fields and thresholds the one that serves the operand, also where that is no constant: in a
-- nested loop, in a generic plan.  Where none serves it, none is read.
CREATE TABLE chosen (id int, record badcase, value text) WITH (autovacuum_enabled = off);
INSERT INTO chosen
  SELECT i, badcase('question ' || md5(i::text), 'answer ' || md5(i::text || 'a') || md5(i::text || 'b')), 'text ' || md5(i::text)
  FROM generate_series(1, 5000) i;
CREATE INDEX chosen_record ON chosen USING gin (record);
CREATE INDEX chosen_record_9 ON chosen USING gin (record badcase_near_v1_ops (threshold = 0.9));
CREATE INDEX chosen_prompt ON chosen USING gin (record badcase_near_v1_ops (field = 'prompt'));
CREATE INDEX chosen_text ON chosen USING gin (value text_near_v1_ops);
CREATE INDEX chosen_text_response ON chosen USING gin (value text_near_v1_ops (field = 'response', threshold = 0.7));
VACUUM ANALYZE chosen;
CREATE FUNCTION chosen(query text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT p FROM kind_of_plan(query) p WHERE p ~ 'chosen' AND p !~ 'Scan on chosen$' OR p ~ 'Seq Scan on chosen s'
$$;
CREATE TEMP TABLE probe AS SELECT * FROM chosen WHERE id % 1000 = 7;
ANALYZE probe;
SELECT q, string_agg(trim(p), ', ' ORDER BY n) FROM unnest(ARRAY[
    'near(p.record)', 'near(p.record, 0.5)', 'near(p.record, 0.95)', 'near(p.record, 0.7, ''prompt'')', 'near(p.value, 0.9, ''prompt'')',
    'near(p.record, 0.7, ''response'')', 'near(p.record, 0.3)']) q,
  chosen('SELECT p.id, s.id FROM probe p JOIN chosen s ON s.record % ' || q) WITH ORDINALITY c(p, n) GROUP BY q ORDER BY q;
SELECT q, string_agg(trim(p), ', ' ORDER BY n) FROM unnest(ARRAY[
    'near(p.value)', 'near(p.value, 0.5)', 'near(p.value, 0.8, ''response'')', 'near(p.value, 0.6, ''response'')', 'near(p.record, 0.7, ''prompt'')']) q,
  chosen('SELECT p.id, s.id FROM probe p JOIN chosen s ON s.value % ' || q) WITH ORDINALITY c(p, n) GROUP BY q ORDER BY q;
-- what is not known, or wrong, is not told from others
SELECT q, count(*) FROM unnest(ARRAY['near(p.record, 0.7, p.value)', 'near(p.record, 7)', 'near(p.record, 0.7, ''no'')']) q,
  chosen('SELECT p.id, s.id FROM probe p JOIN chosen s ON s.record % ' || q) GROUP BY q ORDER BY q;
SET plan_cache_mode = force_generic_plan;
PREPARE by_prompt(text) AS SELECT id FROM chosen WHERE record % near($1, 0.7, 'prompt');
PREPARE by_record(badcase) AS SELECT id FROM chosen WHERE record % near($1, 0.7);
PREPARE by_operand(badcase_near) AS SELECT id FROM chosen WHERE record % $1 AND record IS NOT NULL;
SELECT q, string_agg(trim(p), ', ' ORDER BY n) FROM unnest(ARRAY['by_prompt(''a b c'')', 'by_record(badcase(''a'', ''b''))']) q,
  chosen('EXECUTE ' || q) WITH ORDINALITY c(p, n) GROUP BY q ORDER BY q;
SELECT count(*) FROM chosen('EXECUTE by_operand(near(badcase(''a'', ''b'')))');
DEALLOCATE by_prompt;
DEALLOCATE by_record;
DEALLOCATE by_operand;
RESET plan_cache_mode;
DROP TABLE chosen, probe;
DROP FUNCTION chosen;

-- statistics: no values of records
INSERT INTO planned SELECT i, NULL, 'x', 'none' FROM generate_series(10001, 12500) i;
ANALYZE planned;
SELECT attname, round(null_frac::numeric, 2) AS null_frac, avg_width BETWEEN 100 AND 120 AS width, round(n_distinct::numeric, 2) AS n_distinct,
  num_nulls(most_common_vals::text, histogram_bounds::text, correlation::text) AS unknown
FROM pg_stats WHERE tablename = 'planned' AND attname = 'record';
DELETE FROM planned WHERE record IS NOT NULL;
VACUUM ANALYZE planned;
SELECT null_frac, avg_width, n_distinct FROM pg_stats WHERE tablename = 'planned' AND attname = 'record';
DROP TABLE planned;
DROP FUNCTION plans, kind_of_plan;
