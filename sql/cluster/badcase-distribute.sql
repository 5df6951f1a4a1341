-- Puts the search table of a workspace on other servers: near search then has their memory and their processors. All else
-- stays here. Run by a superuser in the workspace's database, while nobody triages; run again, it does nothing.
--
--   psql -d DATABASE -v servers=node1,node2 -f badcase-distribute.sql      partitions on these servers of postgres_fdw
--   psql -d DATABASE -f badcase-distribute.sql                             the workers of Citus
--
-- Before the first: badcase-node.sql on each node, and here CREATE SERVER and CREATE USER MAPPING for the workspace's owner.
-- badcase-undistribute.sql is the way back.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?servers}
\else
\set servers ''
\endif
SET client_min_messages = notice;
SET search_path = pg_catalog, pg_temp;
BEGIN;
SELECT set_config('badcase_cluster.servers', :'servers', true), set_config('badcase_cluster.move', 'no', true) \g /dev/null

-- What must hold first, each in a sentence.
DO $$
DECLARE
  names CONSTANT text[] := string_to_array(nullif(current_setting('badcase_cluster.servers'), ''), ',');
  owner name;
  s text;
BEGIN
  IF to_regnamespace('badcase_internal') IS NULL OR to_regclass('badcase_internal.searchable') IS NULL THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'this database has no workspace', HINT = 'SELECT badcase_setup(...) makes one; on Citus under SET citus.enable_ddl_propagation = off.';
  END IF;
  IF (SELECT badcase.version()) IS DISTINCT FROM (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'badcase') THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'the workspace and the extension are of two versions', HINT = 'SELECT badcase_upgrade().';
  END IF;
  owner := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'badcase_internal.searchable'::regclass);
  IF names IS NULL THEN
    IF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = 'no servers were named, and this database has no extension citus', HINT = 'psql -v servers=NAME,NAME -f badcase-distribute.sql';
    END IF;
    IF NOT (SELECT r.rolcanlogin FROM pg_roles r WHERE r.rolname = owner) THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('the workspace''s owner "%s" cannot log in, and Citus connects to the workers as the owner', owner),
        HINT = 'ALTER ROLE ... LOGIN, and pg_hba.conf on each worker lets that role in from the coordinator alone.';
    END IF;
  ELSIF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'postgres_fdw') THEN
    RAISE object_not_in_prerequisite_state USING MESSAGE = 'this database has no extension postgres_fdw', HINT = 'CREATE EXTENSION postgres_fdw.';
  END IF;
  FOREACH s IN ARRAY coalesce(names, '{}') LOOP
    IF NOT EXISTS (
        SELECT FROM pg_foreign_server f JOIN pg_foreign_data_wrapper w ON w.oid = f.srvfdw
        WHERE f.srvname = s AND w.fdwname = 'postgres_fdw') THEN
      RAISE undefined_object USING MESSAGE = format('there is no server "%s" of postgres_fdw', s), HINT = 'CREATE SERVER.';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_user_mappings m WHERE m.srvname = s AND m.usename = owner) THEN
      RAISE undefined_object USING MESSAGE = format('the workspace''s owner "%s" has no user mapping for server "%s"', owner, s), HINT = 'CREATE USER MAPPING, with the role and password of badcase-node.sql.';
    END IF;
    IF EXISTS (SELECT FROM pg_user_mappings m WHERE m.srvname = s AND m.usename = 'public') THEN
      RAISE insufficient_privilege USING MESSAGE = format('server "%s" has a user mapping for PUBLIC, so who reads all tables here could read the records there', s),
        HINT = 'DROP USER MAPPING FOR PUBLIC.';
    END IF;
  END LOOP;
END
$$;

-- The table as it was stays, empty, as badcase_internal.searchable_here: it has the indexes and comments for the way back.
-- Without FORCE, for neither COPY nor INSERT in batches goes with it; the owner alone is bound by less, and its policy lets
-- it see all rows anyway.
DO $$
DECLARE
  names CONSTANT text[] := string_to_array(nullif(current_setting('badcase_cluster.servers'), ''), ',');
  extension name;
  owner CONSTANT name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'badcase_internal.searchable'::regclass);
  is_there name[];
  node record;
  t text;
BEGIN
  SELECT n.nspname INTO extension FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase';
  IF badcase_internal.is_elsewhere() THEN
    is_there := ARRAY(SELECT n.server FROM badcase_internal.nodes() n ORDER BY n.node);
    IF is_there <> coalesce(names, '{}')::name[] THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('the search table is on other servers: %s', coalesce(nullif(array_to_string(is_there, ', '), ''), 'the workers of Citus')),
        HINT = 'badcase-undistribute.sql first.';
    END IF;
    RAISE NOTICE 'the search table is there already';
    RETURN;
  END IF;

  PERFORM set_config('badcase_cluster.move', 'yes', true);
  IF names IS NULL THEN
    -- the planner of a worker has no statistics of records, so it must be told that an index serves; outside of this
    -- transaction, and no harm without it
    EXECUTE 'SELECT result FROM run_command_on_workers($1)' INTO t
    USING format('ALTER ROLE %1$I IN DATABASE %2$I SET enable_seqscan = off; ALTER ROLE %1$I IN DATABASE %2$I SET jit = off', owner, current_database());
  END IF;
  -- under the lock, so that nothing is triaged meanwhile
  LOCK TABLE badcase_internal.searchable IN ACCESS EXCLUSIVE MODE;
  IF names IS NULL THEN
    PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
  END IF;
  IF to_regclass('badcase_internal.searchable_words') IS NOT NULL THEN
    DROP INDEX badcase_internal.searchable_words;
  END IF;
  FOR node IN SELECT x.name, x.place FROM unnest(names) WITH ORDINALITY x(name, place) LOOP
    IF EXISTS (SELECT FROM pg_foreign_server f WHERE f.srvname = node.name AND f.srvoptions::text LIKE '%extensions=%') THEN
      EXECUTE format('ALTER SERVER %I OPTIONS (SET extensions %L)', node.name, 'badcase');
    ELSE
      EXECUTE format('ALTER SERVER %I OPTIONS (ADD extensions %L)', node.name, 'badcase');
    END IF;
    EXECUTE format('GRANT USAGE ON FOREIGN SERVER %I TO %I', node.name, owner);
  END LOOP;
  EXECUTE format('SET LOCAL ROLE %I', owner);
  ALTER TABLE badcase_internal.searchable RENAME TO searchable_here;
  EXECUTE format('CREATE TABLE badcase_internal.searchable (LIKE badcase_internal.searchable_here INCLUDING COMMENTS) %s',
    CASE WHEN names IS NOT NULL THEN 'PARTITION BY HASH (submission_id)' END);
  COMMENT ON TABLE badcase_internal.searchable IS 'the submissions that near search looks at, on other servers';
  ALTER TABLE badcase_internal.searchable ALTER COLUMN record SET STATISTICS 0;
  ALTER TABLE badcase_internal.searchable ENABLE ROW LEVEL SECURITY;
  EXECUTE format('CREATE POLICY owner ON badcase_internal.searchable TO %I USING (true) WITH CHECK (true)', owner);
  COMMENT ON POLICY owner ON badcase_internal.searchable IS 'the workspace''s functions, which run as its owner, see all rows';

  IF names IS NULL THEN
    ALTER TABLE badcase_internal.searchable ADD PRIMARY KEY (submission_id);
    FOREACH t IN ARRAY '{record,prompt}'::text[] LOOP
      EXECUTE format('CREATE INDEX ON badcase_internal.searchable USING badcase_near (record %1$I.badcase_near_v1_ops (field = %2$L)) WHERE NOT %3$I', extension, t, 'common_' || t);
      EXECUTE format('CREATE INDEX ON badcase_internal.searchable USING badcase_near (record %1$I.badcase_near_v1_ops (field = %2$L)) WHERE %3$I', extension, t, 'common_' || t);
    END LOOP;
    CREATE INDEX ON badcase_internal.searchable (program_id, common_record) WHERE submission_id > 0;
    PERFORM set_config('citus.enable_ddl_propagation', 'on', true);
    -- all by the owner's connections: what another's made is not seen by them before the commit
    PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);
    -- each shard is searched for each record of a batch, so there are few: two a worker
    EXECUTE 'SELECT create_distributed_table(''badcase_internal.searchable'', ''submission_id'', colocate_with => ''none'',
      shard_count => (SELECT 2 * count(*) FROM citus_get_active_worker_nodes())::int)';
  ELSE
    CREATE TABLE badcase_internal.search_mark (program_id int PRIMARY KEY, mark uuid NOT NULL, earlier uuid[] NOT NULL, changed_by xid8);
    COMMENT ON TABLE badcase_internal.search_mark IS 'the last change of each program''s search table that was committed here, and those before it';
    CREATE TABLE badcase_internal.node_clock (program_id int, mark uuid, mark_before uuid);
    CREATE TABLE badcase_internal.node_change (program_id int, submission_id bigint, came bool, common_record bool, common_prompt bool);
    EXECUTE format('CREATE TABLE badcase_internal.node_probe (id bigint, program_id int, field text, common bool, record %I.badcase)', extension);
    CREATE TABLE badcase_internal.node_found (probe bigint, other bigint, similarity float8);
    CREATE TABLE badcase_internal.node_state (version text, schema text, programs bigint, records bigint);
    FOREACH t IN ARRAY '{search_mark,node_clock,node_change,node_probe,node_found,node_state}'::text[] LOOP
      EXECUTE format('ALTER TABLE badcase_internal.%I ENABLE ROW LEVEL SECURITY', t);
      EXECUTE format('CREATE POLICY owner ON badcase_internal.%I TO %I USING (true) WITH CHECK (true)', t, owner);
    END LOOP;
    FOR node IN SELECT x.name, x.place FROM unnest(names) WITH ORDINALITY x(name, place) LOOP
      FOREACH t IN ARRAY '{clock,change,probe,found,state}'::text[] LOOP
        EXECUTE format('CREATE FOREIGN TABLE badcase_internal.node_%1$s_%2$s () INHERITS (badcase_internal.node_%1$s) SERVER %3$I
          OPTIONS (schema_name ''badcase_node'', table_name %4$L, batch_size ''1000'', fetch_size ''1000'', async_capable ''true'')', t, node.place, node.name, t);
      END LOOP;
      EXECUTE format('CREATE FOREIGN TABLE badcase_internal.searchable_%s PARTITION OF badcase_internal.searchable FOR VALUES WITH (MODULUS %s, REMAINDER %s) SERVER %I
        OPTIONS (schema_name ''badcase_node'', table_name ''searchable'', batch_size ''1000'', fetch_size ''1000'', async_capable ''true'')',
        node.place, cardinality(names), node.place - 1, node.name);
    END LOOP;
  END IF;
END
$$;

-- Each server is asked; then the rows go there.
DO $$
DECLARE
  owner CONSTANT name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'badcase_internal.searchable'::regclass);
  extension record;
  node record;
  theirs record;
  p record;
BEGIN
  IF current_setting('badcase_cluster.move') <> 'yes' THEN
    RETURN;
  END IF;
  SELECT e.extversion AS version, n.nspname::text AS schema INTO extension FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'badcase';
  EXECUTE format('SET LOCAL ROLE %I', owner);
  FOR node IN SELECT n.node, n.server FROM badcase_internal.nodes() n LOOP
    EXECUTE format('SELECT * FROM badcase_internal.node_state_%s', node.node) INTO theirs;
    IF (theirs.version, theirs.schema) IS DISTINCT FROM (extension.version, extension.schema) THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('server "%s" has badcase %s in schema "%s", here it is %s in schema "%s"', node.server, theirs.version, theirs.schema, extension.version, extension.schema),
        HINT = 'The same version in a schema of the same name on all servers, and badcase-node.sql again.';
    END IF;
    IF theirs.programs > 0 OR theirs.records > 0 THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('server "%s" holds a search table already', node.server),
        HINT = 'Whose is it? Where it is nobody''s any more: DROP SCHEMA badcase_node CASCADE there, and badcase-node.sql again.';
    END IF;
  END LOOP;
  INSERT INTO badcase_internal.searchable SELECT h.* FROM badcase_internal.searchable_here h;
  IF badcase_internal.is_spread() THEN
    FOR p IN SELECT q.program_id, gen_random_uuid() AS mark FROM badcase_internal.program q LOOP
      INSERT INTO badcase_internal.search_mark (program_id, mark, earlier) VALUES (p.program_id, p.mark, '{}');
      FOR node IN SELECT n.node FROM badcase_internal.nodes() n LOOP
        EXECUTE format('INSERT INTO badcase_internal.node_clock_%s (program_id, mark, mark_before) VALUES ($1, $2, $2)', node.node) USING p.program_id, p.mark;
      END LOOP;
    END LOOP;
  END IF;
  TRUNCATE badcase_internal.searchable_here;
END
$$;
COMMIT;
