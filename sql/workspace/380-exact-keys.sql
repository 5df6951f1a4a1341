-- Exact keys of an older version brought up: triage does it before anything else, for keys of two versions are never compared.

CREATE FUNCTION badcase_internal.has_old_keys(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.program_id = has_old_keys.program AND s.exact_key IS NOT NULL AND s.exact_key_version < 2);
  END;
COMMENT ON FUNCTION badcase_internal.has_old_keys(int) IS 'whether a program has exact keys of an older version';

-- What an older version took for a duplicate, and the newest tells apart, is triaged again.
CREATE FUNCTION badcase_internal.free_unequal_duplicates(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    apart bigint;
  BEGIN
    FOR apart IN
      SELECT s.submission_id FROM badcase_internal.submission s
      JOIN badcase_internal.submission o ON o.submission_id = s.duplicate_of
      WHERE s.program_id = free_unequal_duplicates.program AND s.state = 'duplicate' AND s.exact_key <> o.exact_key
      ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.change_state(apart, 'received');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.free_unequal_duplicates(int) IS 'sends duplicates back to triage whose exact key is not that of the original any more';

CREATE FUNCTION badcase_internal.renew_keys(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    ids CONSTANT bigint[] := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = renew_keys.program AND s.exact_key IS NOT NULL AND s.exact_key_version < 2
      ORDER BY s.submission_id LIMIT batch);
  BEGIN
    UPDATE badcase_internal.submission s SET
      exact_key = @extschema@.exact_key(s.record),
      exact_key_version = @extschema@.badcase_exact_key_version()
    WHERE s.submission_id = ANY (ids);
    IF NOT badcase_internal.has_old_keys(program) THEN
      PERFORM badcase_internal.free_unequal_duplicates(program);
    END IF;
    RETURN cardinality(ids);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.renew_keys(int, int) IS 'brings the next exact keys of an older version up; returns how many';
