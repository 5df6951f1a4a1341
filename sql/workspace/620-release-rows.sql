-- Reading releases: by lines, whole or not at all, and by views, as each statement finds them.

CREATE FUNCTION badcase_internal.readable_release(release bigint) RETURNS badcase_internal.release
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = readable_release.release;
    -- first what holds for every release: others' releases are refused like those that do not exist
    PERFORM badcase_internal.require(r.program_id, 'exporter', 'curator');
    IF r.published_at IS NULL THEN
      PERFORM badcase_internal.require(r.program_id, 'curator');
    END IF;
    RETURN r;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.readable_release(bigint) IS
  'the release, if the caller may read it: curators always, exporters once it is published; raises 42501 if not';

CREATE FUNCTION badcase_internal.format_named(name text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce((SELECT a.name FROM @extschema@.badcase_format_aliases() a WHERE a.alias = format_named.name), name);
  END;
COMMENT ON FUNCTION badcase_internal.format_named(text) IS 'the name of a format that a name or alias stands for';

-- An item without a line is never left out in silence. In a format of pairs a record without a rejected answer has no
-- line, and a notice says how many. A history that the format has no place for is an error: the prompt alone would be
-- another question. With omit the item is left out, and a notice says how many are.
CREATE FUNCTION badcase.release_rows(release bigint, format text DEFAULT 'badcase', split text DEFAULT NULL, omit bool DEFAULT false)
  RETURNS TABLE (pos bigint, line json)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    f record;
    n record;
  BEGIN
    SELECT t.* INTO f FROM @extschema@.badcase_formats() t WHERE t.name = badcase_internal.format_named(release_rows.format);
    IF NOT FOUND THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    IF release_rows.split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    PERFORM badcase_internal.check_release(release);
    IF f.needs_rejected OR NOT f.history THEN
      SELECT count(*) FILTER (WHERE @extschema@.rejected(v.record) IS NULL AND (f.history OR @extschema@.turns(v.record) = 0)) AS no_rejected,
        count(*) FILTER (WHERE @extschema@.turns(v.record) > 0) AS with_history, count(*) AS items
      INTO n
      FROM badcase_internal.release_entries(r.release_id) v
      WHERE release_rows.split IS NULL OR v.split = release_rows.split;
      IF NOT f.history AND n.with_history > 0 AND omit IS NOT TRUE THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('release %s cannot be written as %s: %s of %s items have a history, and the format no place for one',
            release, f.name, n.with_history, n.items),
          HINT = format('SELECT name FROM %s.badcase_formats() WHERE history lists formats that have one; omit => true leaves these items out.', '@extschema@');
      END IF;
      IF NOT f.history AND n.with_history > 0 THEN
        RAISE NOTICE USING
          MESSAGE = format('%s of %s items have a history and are left out: the format %s has no place for one', n.with_history, n.items, f.name);
      END IF;
      IF f.needs_rejected AND n.no_rejected > 0 THEN
        RAISE NOTICE USING
          MESSAGE = format('%s of %s items have no rejected answer and no line of the format %s', n.no_rejected, n.items, f.name);
      END IF;
    END IF;
    RETURN QUERY
      SELECT v.pos, @extschema@.badcase_export(v.record, f.name)
      FROM badcase_internal.release_entries(r.release_id) v
      WHERE (release_rows.split IS NULL OR v.split = release_rows.split)
        AND (NOT f.needs_rejected OR @extschema@.rejected(v.record) IS NOT NULL)
        AND (f.history OR @extschema@.turns(v.record) = 0)
      ORDER BY v.pos;
  END
  $$;
COMMENT ON FUNCTION badcase.release_rows(bigint, text, text, bool) IS
  'exporter, curator: the lines of a release in order, in a format of badcase_formats; refuses where an item was withdrawn or has no consent any more';

-- At REPEATABLE READ a view would give what was erased after the snapshot was taken.
CREATE FUNCTION badcase_internal.require_fresh_snapshot() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
      RAISE active_sql_transaction USING
        MESSAGE = 'the export views are read at the isolation level READ COMMITTED only',
        DETAIL = 'An older snapshot would show what was taken back or erased meanwhile.',
        HINT = 'badcase.release_rows can be read at any level: it waits for what is under way, or fails.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_fresh_snapshot() IS
  'raises active_sql_transaction (25001) at an isolation level at which an export could show what was taken back';

-- The consents that count are those of the release's own scopes; what is of a general corpus needs none.
-- One row after another, in order of their places, so that a LIMIT ends the work. A consent is looked up in a hash, for which
-- the condition is IS TRUE: as a join, which without statistics is a guess, it could be asked anew for each item.
CREATE FUNCTION badcase_internal.exportable_items(pairs bool)
  RETURNS TABLE (release bigint, pos bigint, split text, record @extschema@.badcase, task text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_sort = off
  SET jit = off
  AS $$
    WITH shown AS MATERIALIZED (
      SELECT r.release_id, r.program_id, r.scopes FROM badcase_internal.release r
      WHERE r.published_at IS NOT NULL AND r.retired_at IS NULL
        AND r.program_id = ANY ((SELECT badcase_internal.programs_with('exporter'))::int[])
      ORDER BY r.release_id
    ), allowed AS MATERIALIZED (
      SELECT r.release_id, c.contributor_id FROM shown r CROSS JOIN LATERAL badcase_internal.consenting(r.program_id, r.scopes) c(contributor_id)
    )
    SELECT r.release_id, x.pos, x.split, x.record, x.task
    FROM shown r
    CROSS JOIN LATERAL (
      (SELECT i.pos, i.split, CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END AS record, (
        SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id AND t.set_by IS NOT NULL) AS task
      FROM (
        (SELECT t.submission_id, t.revision, t.pos, t.split FROM badcase_internal.release_item t
        WHERE t.release_id = r.release_id AND NOT pairs ORDER BY t.pos)
        UNION ALL
        (SELECT t.submission_id, t.revision, t.pos, t.split FROM badcase_internal.release_item t
        WHERE t.release_id = r.release_id AND pairs AND t.has_rejected ORDER BY t.pos)) i
      JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
      LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
      WHERE s.state <> 'withdrawn'
        AND ((r.release_id, s.contributor_id) IN (SELECT a.release_id, a.contributor_id FROM allowed a)) IS TRUE
      ORDER BY i.pos)
      UNION ALL
      (SELECT g.pos, 'train', k.record, NULL
      FROM (
        (SELECT t.item_id, t.pos FROM badcase_internal.release_general_item t WHERE t.release_id = r.release_id AND NOT pairs ORDER BY t.pos)
        UNION ALL
        (SELECT t.item_id, t.pos FROM badcase_internal.release_general_item t WHERE t.release_id = r.release_id AND pairs AND t.has_rejected ORDER BY t.pos)) g
      JOIN badcase_internal.corpus_item k ON k.item_id = g.item_id
      ORDER BY g.pos)
      ORDER BY 1) x
  $$;
COMMENT ON FUNCTION badcase_internal.exportable_items(bool) IS
  'the items of published releases that the caller may export, or those that have a rejected answer, in order, without what was retired or withdrawn or has no consent';

CREATE FUNCTION badcase_internal.export_sft()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, response text, history jsonb, system text, task text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (y.x).release, (y.x).pos, (y.x).split, @extschema@.prompt((y.x).record), @extschema@.response((y.x).record),
      @extschema@.history((y.x).record), @extschema@.meta((y.x).record) ->> 'system', (y.x).task
    FROM (SELECT badcase_internal.exportable_items(false) AS x WHERE badcase_internal.require_fresh_snapshot() IS NOT NULL) y
  $$;
COMMENT ON FUNCTION badcase_internal.export_sft() IS 'the rows of badcase.export_sft';

CREATE VIEW badcase.export_sft WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.export_sft() AS r) x;
COMMENT ON VIEW badcase.export_sft IS
  'exporter: the items of published releases as demonstrations, without what lacks consent or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_sft.release IS 'the release';
COMMENT ON COLUMN badcase.export_sft.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_sft.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_sft.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_sft.response IS 'the expected output';
COMMENT ON COLUMN badcase.export_sft.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_sft.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.export_sft.task IS 'the task, if it has one';

CREATE FUNCTION badcase_internal.export_preference()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, history jsonb, chosen text, rejected text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT (y.x).release, (y.x).pos, (y.x).split, @extschema@.prompt((y.x).record), @extschema@.history((y.x).record),
      @extschema@.response((y.x).record), @extschema@.rejected((y.x).record)
    FROM (SELECT badcase_internal.exportable_items(true) AS x WHERE badcase_internal.require_fresh_snapshot() IS NOT NULL) y
  $$;
COMMENT ON FUNCTION badcase_internal.export_preference() IS 'the rows of badcase.export_preference';

CREATE VIEW badcase.export_preference WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.export_preference() AS r) x;
COMMENT ON VIEW badcase.export_preference IS
  'exporter: the items of published releases that have a rejected answer, as pairs, without what lacks consent or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_preference.release IS 'the release';
COMMENT ON COLUMN badcase.export_preference.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_preference.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_preference.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_preference.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_preference.chosen IS 'the expected output';
COMMENT ON COLUMN badcase.export_preference.rejected IS 'the model''s own bad answer';
