-- The search table on other servers, where badcase-distribute.sql has put it: on the workers of Citus, or on partitions that
-- are foreign tables of postgres_fdw. The ledger stays here.
--
-- Citus commits on all servers or on none. postgres_fdw commits on each server in turn and here last, so a crash between can
-- leave a change on some servers that here was never made. Therefore each change of a program's search table has a mark, a
-- random number, on each server and here. A server whose mark is not the one here has such a change, or lacks one: the next
-- change takes it back first, and a search refuses. A server notes what a change did until the next one. Changes of one
-- program wait for each other (work_lock, triage), so there is never more than one to take back.
--
-- A remote transaction has one snapshot, of its first statement. One that is older than the latest change cannot update the
-- mark: that is a serialization failure on the server.
--
-- The tables that format() names are there only where the search table is spread over foreign tables: search_mark, and
-- node_clock, node_change, node_probe and node_found with a foreign table for each server that inherits.

CREATE FUNCTION badcase_internal.is_elsewhere() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable_here');
  END;
COMMENT ON FUNCTION badcase_internal.is_elsewhere() IS 'whether the search table is on other servers';

CREATE FUNCTION badcase_internal.is_spread() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable' AND c.relkind = 'p');
  END;
COMMENT ON FUNCTION badcase_internal.is_spread() IS 'whether the search table is spread over foreign tables of postgres_fdw';

-- The foreign tables that inherit from one of the node tables have its name and the number of the server.
CREATE FUNCTION badcase_internal.nodes() RETURNS TABLE (node int, server name)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT substr(c.relname, 12)::int, s.srvname
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
    WHERE n.nspname = 'badcase_internal' AND c.relname ~ '^node_clock_[0-9]+$'
    ORDER BY 1;
  END;
COMMENT ON FUNCTION badcase_internal.nodes() IS 'the servers that the search table is spread over';

-- What a change did on a server that here was never made. Of what came and left in one change only the first is noted. The
-- record of what left is here, for the change that took it away was not made.
CREATE FUNCTION badcase_internal.take_change_back(program int, node int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    came bigint[];
    gone bigint[];
    common_record bool[];
    common_prompt bool[];
    records @extschema@.badcase[];
  BEGIN
    EXECUTE format('SELECT array_agg(c.submission_id) FILTER (WHERE c.came), array_agg(c.submission_id ORDER BY c.submission_id) FILTER (WHERE NOT c.came),
        array_agg(c.common_record ORDER BY c.submission_id) FILTER (WHERE NOT c.came), array_agg(c.common_prompt ORDER BY c.submission_id) FILTER (WHERE NOT c.came)
      FROM badcase_internal.node_change_%s c WHERE c.program_id = $1', node)
    INTO came, gone, common_record, common_prompt USING program;
    records := badcase_internal.records_of(gone);
    EXECUTE format('DELETE FROM badcase_internal.searchable_%s k WHERE k.submission_id = ANY ($1)', node) USING came || gone;
    EXECUTE format('INSERT INTO badcase_internal.searchable_%s (submission_id, program_id, record, common_record, common_prompt)
      SELECT x.id, $1, x.record, x.common_record, x.common_prompt FROM unnest($2, $3, $4, $5) x(id, record, common_record, common_prompt)', node)
    USING program, gone, records, common_record, common_prompt;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_change_back(int, int) IS 'undoes the last change of a program''s search table on a server';

-- A server whose mark is an earlier one of ours shows an older snapshot of its own, or was set back.
CREATE FUNCTION badcase_internal.mark_node(program int, node int, server name, old uuid, earlier uuid[], new uuid) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    first CONSTANT uuid := '00000000-0000-0000-0000-000000000000'::uuid;
    theirs uuid;
    before uuid;
    n bigint;
  BEGIN
    EXECUTE format('SELECT c.mark, c.mark_before FROM badcase_internal.node_clock_%s c WHERE c.program_id = $1', node)
    INTO theirs, before USING program;
    IF theirs IS NULL AND old = first THEN
      EXECUTE format('INSERT INTO badcase_internal.node_clock_%s (program_id, mark, mark_before) VALUES ($1, $2, $3)', node) USING program, new, old;
      RETURN;
    END IF;
    IF theirs <> old AND before = old THEN
      PERFORM badcase_internal.take_change_back(program, node);
    ELSIF theirs = ANY (earlier) THEN
      RAISE serialization_failure USING
        MESSAGE = format('the search table of program %s was changed since this transaction read it on server "%s"', program, server),
        HINT = 'Try again in a transaction of its own. If that is refused too, the server was set back: badcase-undistribute.sql with from_ledger makes the search table anew.';
    ELSIF theirs IS DISTINCT FROM old THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('server "%s" has another state of the search table of program %s than the ledger', server, program),
        HINT = 'A server that lost data, or a ledger that was restored: badcase-undistribute.sql with from_ledger makes the search table anew.';
    END IF;
    EXECUTE format('UPDATE badcase_internal.node_clock_%s c SET mark = $1, mark_before = $2 WHERE c.program_id = $3 AND c.mark = $4', node)
    USING new, old, program, theirs;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n <> 1 THEN
      RAISE serialization_failure USING MESSAGE = 'the search table was changed meanwhile';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mark_node(int, int, name, uuid, uuid[], uuid) IS
  'begins a change of a program''s search table on a server, after taking back what was never committed here';

-- Who calls holds the program's lock for triage. The marks before are kept for searches whose remote snapshot is older.
CREATE FUNCTION badcase_internal.begin_change(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    old uuid;
    earlier uuid[];
    new CONSTANT uuid := gen_random_uuid();
    changed_by xid8;
    n record;
  BEGIN
    IF NOT badcase_internal.is_spread() THEN
      RETURN;
    END IF;
    EXECUTE format('INSERT INTO badcase_internal.%I (program_id, mark, earlier) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', 'search_mark')
    USING program, '00000000-0000-0000-0000-000000000000'::uuid, '{}'::uuid[];
    EXECUTE format('SELECT m.mark, m.earlier, m.changed_by FROM badcase_internal.%I m WHERE m.program_id = $1 FOR NO KEY UPDATE', 'search_mark')
    INTO STRICT old, earlier, changed_by USING program;
    IF changed_by = pg_current_xact_id() THEN
      RETURN;
    END IF;
    FOR n IN SELECT x.node, x.server FROM badcase_internal.nodes() x LOOP
      PERFORM badcase_internal.mark_node(program, n.node, n.server, old, earlier, new);
    END LOOP;
    EXECUTE format('UPDATE badcase_internal.%I m SET mark = $1, earlier = (m.mark || m.earlier)[: 100], changed_by = pg_current_xact_id()
      WHERE m.program_id = $2', 'search_mark') USING new, program;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.begin_change(int) IS
  'what comes before a change of a program''s search table where that is spread over foreign tables, once in a transaction';

-- The servers' snapshots may be older than the one here, never of different changes.
CREATE FUNCTION badcase_internal.check_nodes(program int) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    theirs uuid[];
    ours uuid[];
  BEGIN
    IF NOT badcase_internal.is_spread() THEN
      RETURN;
    END IF;
    EXECUTE format('SELECT array_agg(c.mark) FROM badcase_internal.%I c WHERE c.program_id = $1', 'node_clock') INTO theirs USING program;
    EXECUTE format('SELECT m.mark || m.earlier FROM badcase_internal.%I m WHERE m.program_id = $1', 'search_mark') INTO ours USING program;
    IF ours IS NULL AND theirs IS NULL THEN
      RETURN;
    END IF;
    IF (cardinality(theirs) = (SELECT count(*) FROM badcase_internal.nodes()) AND theirs[1] = ALL (theirs) AND theirs[1] = ANY (ours)) IS NOT TRUE THEN
      RAISE serialization_failure USING
        MESSAGE = format('the search table of program %s is being changed, or a change of it was cut off', program),
        HINT = 'Search again. If it is refused again, call badcase.triage, which mends it or says what is wrong.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_nodes(int) IS
  'refuses a search where a server''s part of a program''s search table is of no committed state';

-- One round trip to hand the batch to a server, one to search in all servers at once. A server forgets the batch when it has
-- searched.
CREATE FUNCTION badcase_internal.ask_nodes(program int, fresh bigint[], field text, common bool)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    records @extschema@.badcase[];
    n record;
  BEGIN
    IF cardinality(fresh) = 0 THEN
      RETURN;
    END IF;
    records := badcase_internal.records_of(fresh);
    FOR n IN SELECT x.node FROM badcase_internal.nodes() x LOOP
      EXECUTE format('INSERT INTO badcase_internal.node_probe_%s (id, program_id, field, common, record)
        SELECT x.id, $1, $2, $3, x.record FROM unnest($4, $5) x(id, record)', n.node)
      USING program, field, common, fresh, records;
    END LOOP;
    FOR submission, other, similarity IN EXECUTE format('SELECT f.probe, f.other, f.similarity FROM badcase_internal.%I f', 'node_found') LOOP
      RETURN NEXT;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.ask_nodes(int, bigint[], text, bool) IS
  'new submissions, each with what is similar by a field to at least 0.7 on the servers, common or not';
