-- Makes a database a server of a workspace's search table: badcase-distribute.sql puts a part of the table here. Run by a
-- superuser in that database, once a server, and again after an update of badcase; what is stored stays.
--
--   psql -d DATABASE -v role=badcase_node -f badcase-node.sql
--
-- role is the role that the workspace's server logs in as. It owns what is made and needs no other right. Nobody else
-- should be able to log in as it: it reads the records.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = pg_catalog, pg_temp;
BEGIN;
SELECT set_config('badcase_cluster.role', :'role', true) \g /dev/null
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'badcase') THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'this database has no extension badcase', HINT = 'CREATE EXTENSION badcase, in the schema that it has on the workspace''s server.';
  END IF;
  IF to_regnamespace('badcase_internal') IS NOT NULL THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'this database has a workspace of its own', HINT = 'Use another database of the same server.';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_setting('badcase_cluster.role') AND r.rolcanlogin) THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = format('role "%s" does not exist or cannot log in', current_setting('badcase_cluster.role')),
      HINT = 'CREATE ROLE with LOGIN and a password.';
  END IF;
  -- the planner has no statistics of records, so it must be told that an index serves
  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET enable_seqscan = off', current_setting('badcase_cluster.role'), current_database());
  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET jit = off', current_setting('badcase_cluster.role'), current_database());
  IF to_regnamespace('badcase_node') IS NULL THEN
    EXECUTE format('CREATE SCHEMA badcase_node AUTHORIZATION %I', current_setting('badcase_cluster.role'));
  END IF;
END
$$;
SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase' \gset
SELECT to_regclass('badcase_node.searchable') IS NULL AS fresh \gset
SET LOCAL ROLE :"role";
\if :fresh
-- the search table of doc/internals.md, a part of it
CREATE TABLE badcase_node.searchable (
  submission_id bigint PRIMARY KEY,
  program_id int NOT NULL,
  record :"schema".badcase NOT NULL,
  common_record bool NOT NULL,
  common_prompt bool NOT NULL
);
ALTER TABLE badcase_node.searchable ALTER COLUMN record SET STATISTICS 0;
CREATE INDEX searchable_near ON badcase_node.searchable
  USING badcase_near (record :"schema".badcase_near_v1_ops) WHERE NOT common_record;
CREATE INDEX searchable_near_common ON badcase_node.searchable
  USING badcase_near (record :"schema".badcase_near_v1_ops) WHERE common_record;
CREATE INDEX searchable_near_prompt ON badcase_node.searchable
  USING badcase_near (record :"schema".badcase_near_v1_ops (field = 'prompt')) WHERE NOT common_prompt;
CREATE INDEX searchable_near_prompt_common ON badcase_node.searchable
  USING badcase_near (record :"schema".badcase_near_v1_ops (field = 'prompt')) WHERE common_prompt;
CREATE INDEX searchable_program ON badcase_node.searchable (program_id, common_record) WHERE submission_id > 0;
-- the mark of the last change of a program, and the one before
CREATE TABLE badcase_node.clock (program_id int PRIMARY KEY, mark uuid NOT NULL, mark_before uuid NOT NULL);
-- what the last change did, so that it can be taken back; ids and flags, no text
CREATE TABLE badcase_node.change (
  program_id int,
  submission_id bigint,
  came bool NOT NULL,
  common_record bool NOT NULL,
  common_prompt bool NOT NULL,
  PRIMARY KEY (program_id, submission_id)
);
-- what is searched for, while it is; unlogged: a crash ends the transaction that it belongs to
CREATE UNLOGGED TABLE badcase_node.probe (
  id bigint NOT NULL,
  program_id int NOT NULL,
  field text NOT NULL,
  common bool NOT NULL,
  record :"schema".badcase NOT NULL
);
ALTER TABLE badcase_node.probe ALTER COLUMN record SET STATISTICS 0;
\endif
DROP VIEW IF EXISTS badcase_node.found, badcase_node.state;
DROP TRIGGER IF EXISTS came ON badcase_node.searchable;
DROP TRIGGER IF EXISTS gone ON badcase_node.searchable;
DROP TRIGGER IF EXISTS next ON badcase_node.clock;
DROP FUNCTION IF EXISTS badcase_node.note_change(), badcase_node.forget_change(), badcase_node.search(), badcase_node.pairs(int, text, bool, bigint[], :"schema".badcase[]),
  badcase_node.join_pairs(int, text, bool, bigint[]), badcase_node.are_searchable(int, bigint);

-- Where a program has no mark, its rows are being put here for the first time.
CREATE FUNCTION badcase_node.note_change() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    INSERT INTO badcase_node.change (program_id, submission_id, came, common_record, common_prompt)
    SELECT r.program_id, r.submission_id, TG_OP = 'INSERT', r.common_record, r.common_prompt
    FROM changed r JOIN badcase_node.clock c ON c.program_id = r.program_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
  END
  $$;
CREATE TRIGGER came AFTER INSERT ON badcase_node.searchable REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION badcase_node.note_change();
CREATE TRIGGER gone AFTER DELETE ON badcase_node.searchable REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION badcase_node.note_change();

CREATE FUNCTION badcase_node.forget_change() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    DELETE FROM badcase_node.change g WHERE g.program_id = NEW.program_id;
    RETURN NULL;
  END
  $$;
CREATE TRIGGER next AFTER UPDATE ON badcase_node.clock FOR EACH ROW EXECUTE FUNCTION badcase_node.forget_change();

CREATE FUNCTION badcase_node.are_searchable(program int, most bigint) RETURNS bool
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT count(*) <= most FROM (
      SELECT FROM badcase_node.searchable k WHERE k.program_id = are_searchable.program AND k.submission_id > 0 LIMIT most + 1) x
  $$;

-- By the index, as the workspace does it on one server; the extension's schema is put in.
SELECT format($f$
CREATE FUNCTION badcase_node.pairs(program int, field text, common bool, ids bigint[], records %1$I.badcase[])
  RETURNS TABLE (probe bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    operands CONSTANT %1$I.badcase_near[] := ARRAY(
      SELECT %1$I.near(x.record, 0.7::float8, pairs.field) FROM unnest(records) WITH ORDINALITY x(record, place) ORDER BY x.place);
  BEGIN
    IF field = 'prompt' THEN
      RETURN QUERY
        SELECT n.id, k.submission_id, %1$I.similarity(k.record, n.record, 'prompt'::text)
        FROM unnest(ids, records, operands) n(id, record, operand)
        JOIN badcase_node.searchable k ON k.record OPERATOR(%1$I.%%) n.operand AND k.program_id + 0 = pairs.program AND NOT k.common_prompt;
    ELSIF common THEN
      RETURN QUERY
        SELECT n.id, k.submission_id, %1$I.similarity(k.record, n.record, 'record'::text)
        FROM unnest(ids, records, operands) n(id, record, operand)
        JOIN badcase_node.searchable k ON k.record OPERATOR(%1$I.%%) n.operand AND k.program_id + 0 = pairs.program AND k.common_record;
    ELSE
      RETURN QUERY
        SELECT n.id, k.submission_id, %1$I.similarity(k.record, n.record, 'record'::text)
        FROM unnest(ids, records, operands) n(id, record, operand)
        JOIN badcase_node.searchable k ON k.record OPERATOR(%1$I.%%) n.operand AND k.program_id + 0 = pairs.program AND NOT k.common_record;
    END IF;
  END
  $$;

-- The same by the batch join, where the index would read more rows than that. Its numbers are twice the submission's, and
-- one more for what is searched for.
CREATE FUNCTION badcase_node.join_pairs(program int, field text, common bool, ids bigint[])
  RETURNS TABLE (probe bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  BEGIN
    RETURN QUERY
      SELECT x.it >> 1, (p.a # p.b # x.it) >> 1, p.similarity
      FROM %1$I.badcase_near_pairs(format('SELECT r.id * 2 + 1, r.record FROM badcase_node.probe r WHERE r.id = ANY (%%L::bigint[])
          UNION ALL SELECT k.submission_id * 2, k.record FROM badcase_node.searchable k
          WHERE k.program_id = %%s AND k.submission_id > 0 AND k.%%I = %%L', ids, program, 'common_' || field, common), 0.7::float8, field) p
      CROSS JOIN LATERAL (SELECT CASE WHEN p.b & 1 = 1 THEN p.b ELSE p.a END AS it) x
      WHERE p.a & 1 <> p.b & 1;
  END
  $$;

CREATE VIEW badcase_node.state AS
SELECT e.extversion AS version, n.nspname::text AS schema, (SELECT count(*) FROM badcase_node.clock) AS programs,
  (SELECT count(*) FROM badcase_node.searchable) AS records
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase'
$f$, :'schema') \gexec

-- What the table of probes asks for. Where little else is here, it is all joined. Else each is searched for, and the searches
-- stop where they have read so many rows that a join would have cost less: texts that share what is rare elsewhere are then
-- found by the join.
CREATE FUNCTION badcase_node.search() RETURNS TABLE (probe bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    before CONSTANT bigint := pg_stat_get_xact_tuples_fetched('badcase_node.searchable'::regclass);
    asked record;
    done int := 0;
    step int := 4;
  BEGIN
    SELECT p.program_id, p.field, p.common, array_agg(p.id ORDER BY p.id) AS ids, array_agg(p.record ORDER BY p.id) AS records
    INTO asked FROM badcase_node.probe p GROUP BY 1, 2, 3;
    WHILE done < cardinality(asked.ids) LOOP
      IF badcase_node.are_searchable(asked.program_id, CASE WHEN done = 0 THEN 10 * cardinality(asked.ids)
          ELSE (pg_stat_get_xact_tuples_fetched('badcase_node.searchable'::regclass) - before) * 2 / 5 END) THEN
        RETURN QUERY SELECT j.* FROM badcase_node.join_pairs(asked.program_id, asked.field, asked.common, asked.ids[done + 1 :]) j;
        EXIT;
      END IF;
      RETURN QUERY SELECT j.* FROM badcase_node.pairs(asked.program_id, asked.field, asked.common, asked.ids[done + 1 : done + step], asked.records[done + 1 : done + step]) j;
      done := done + step;
      step := 2 * step;
    END LOOP;
    DELETE FROM badcase_node.probe;
  END
  $$;
CREATE VIEW badcase_node.found AS SELECT s.probe, s.other, s.similarity FROM badcase_node.search() s;
RESET ROLE;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA badcase_node FROM PUBLIC;
COMMIT;
