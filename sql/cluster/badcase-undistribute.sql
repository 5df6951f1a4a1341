-- Brings the search table of a workspace back from the servers that badcase-distribute.sql put it on. Run by a superuser in
-- the workspace's database, while nobody triages; run again, it does nothing.
--
--   psql -d DATABASE -f badcase-undistribute.sql
--   psql -d DATABASE -v from_ledger=1 -f badcase-undistribute.sql          where a server is lost: makes the table of the ledger
--
-- With from_ledger no server is asked. What was common is then learnt anew: until it is, triage compares with more copies of
-- a template than it would.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?from_ledger}
\else
\set from_ledger ''
\endif
SET client_min_messages = notice;
SET search_path = pg_catalog, pg_temp;
BEGIN;
SELECT set_config('badcase_cluster.from_ledger', :'from_ledger', true) \g /dev/null
DO $$
DECLARE
  owner CONSTANT name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'badcase_internal.searchable'::regclass);
  from_ledger CONSTANT bool := current_setting('badcase_cluster.from_ledger') <> '';
  spread bool;
  p int;
  t text;
BEGIN
  IF NOT badcase_internal.is_elsewhere() THEN
    RAISE NOTICE 'the search table is here';
    RETURN;
  END IF;
  spread := badcase_internal.is_spread();
  LOCK TABLE badcase_internal.searchable_here IN ACCESS EXCLUSIVE MODE;
  -- nobody is triaging, or withdrawing
  PERFORM FROM badcase_internal.work_lock w WHERE w.work = 'triage' ORDER BY w.program_id FOR UPDATE;
  EXECUTE format('SET LOCAL ROLE %I', owner);
  IF from_ledger THEN
    INSERT INTO badcase_internal.searchable_here (submission_id, program_id, record, common_record, common_prompt)
    SELECT s.submission_id, s.program_id, s.record, false, false FROM badcase_internal.submission s
    WHERE badcase_internal.is_searchable(s.state) ORDER BY s.submission_id;
  ELSE
    -- takes back what a server has of a change that was cut off, too
    FOR p IN SELECT q.program_id FROM badcase_internal.program q ORDER BY 1 LOOP
      PERFORM badcase_internal.begin_change(p);
    END LOOP;
    INSERT INTO badcase_internal.searchable_here SELECT k.* FROM badcase_internal.searchable k ORDER BY k.submission_id;
    IF spread THEN
      -- the marks first: what goes after them is noted nowhere
      DELETE FROM badcase_internal.node_clock;
      DELETE FROM badcase_internal.node_change;
      DELETE FROM badcase_internal.searchable;
    END IF;
  END IF;
  DROP TABLE badcase_internal.searchable;
  IF NOT spread AND NOT from_ledger THEN
    RESET ROLE;
    EXECUTE 'SELECT result FROM run_command_on_workers($1)' INTO t
    USING format('ALTER ROLE %1$I IN DATABASE %2$I RESET enable_seqscan; ALTER ROLE %1$I IN DATABASE %2$I RESET jit', owner, current_database());
    EXECUTE format('SET LOCAL ROLE %I', owner);
  END IF;
  IF spread THEN
    -- of each server's own that goes with it nobody need be told
    PERFORM set_config('client_min_messages', 'warning', true);
    FOREACH t IN ARRAY '{node_clock,node_change,node_probe,node_found,node_state}'::text[] LOOP
      EXECUTE format('DROP TABLE badcase_internal.%I CASCADE', t);
    END LOOP;
    DROP TABLE badcase_internal.search_mark;
  END IF;
  ALTER TABLE badcase_internal.searchable_here RENAME TO searchable;
END
$$;
COMMIT;
