-- Finding records by words and by what is known of them. The words are looked for in what near search looks at: what triage
-- has seen, neither duplicates nor withdrawn.

CREATE FUNCTION badcase_internal.has_search_index() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'badcase_internal' AND c.relname = 'searchable_words' AND i.indisvalid);
  END;
COMMENT ON FUNCTION badcase_internal.has_search_index() IS 'whether the index of words has been made';

CREATE FUNCTION badcase.create_search_index() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require_owner();
    IF badcase_internal.has_search_index() THEN
      RETURN;
    END IF;
    IF badcase_internal.is_elsewhere() THEN
      RAISE feature_not_supported USING
        MESSAGE = 'the search table is on other servers and can have no index of words',
        HINT = 'badcase.search gives the same rows without it.';
    END IF;
    CREATE INDEX searchable_words ON badcase_internal.searchable
      USING gin (@extschema@.badcase_search_keys(record)) WITH (fastupdate = off);
    COMMENT ON INDEX badcase_internal.searchable_words IS 'records by pairs of neighbouring characters, for badcase.search';
  END
  $$;
COMMENT ON FUNCTION badcase.create_search_index() IS
  'owner: makes the index that badcase.search finds words of two characters or more by; nothing is triaged while it is made';

CREATE FUNCTION badcase_internal.has_issue(s badcase_internal.submission, rule text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.finding f
      WHERE f.submission_id = s.submission_id AND f.revision = s.revision AND f.cleared IS NOT TRUE AND f.rule = has_issue.rule);
  END;
COMMENT ON FUNCTION badcase_internal.has_issue(badcase_internal.submission, text) IS
  'whether screening found that in a submission as it stands, and nobody cleared it';

-- Common words are found among the newest records soon; so those are looked through first, and the index is asked for what
-- is missing. Without it, and for one character, all records are looked through, from the newest on, until there are enough.
-- The index is on the search table; the ledger has the same records.
-- Each call has a plan of its own, so a condition that is not asked for is not in it.
CREATE FUNCTION badcase_internal.find_words(program int, words text, in_state text, task bigint, by_contributor bigint, in_round bigint,
    with_issue text, by_model text, since timestamptz, until timestamptz, max_rows int) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_variable
  DECLARE
    keys CONSTANT int[] := @extschema@.badcase_search_keys(words);
    newest bigint := (
      SELECT h.submission_id FROM badcase_internal.submission h WHERE badcase_internal.is_searchable(h.state)
      ORDER BY h.submission_id DESC OFFSET 2000 LIMIT 1);
    found bigint[];
    n bigint;
  BEGIN
    IF keys = '{}' OR badcase_internal.has_search_index() IS NOT TRUE THEN
      newest := NULL;
    END IF;
    RETURN QUERY
      SELECT s.submission_id
      FROM badcase_internal.submission s
      WHERE s.submission_id > coalesce(newest, 0) AND s.program_id = program AND badcase_internal.is_searchable(s.state)
        AND @extschema@.badcase_contains(s.record, words)
        AND (in_state IS NULL OR s.state = in_state) AND (task IS NULL OR s.task_id = task)
        AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
        AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
        AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
      ORDER BY s.submission_id DESC LIMIT max_rows;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF newest IS NULL OR n >= max_rows THEN
      RETURN;
    END IF;
    found := ARRAY(
      SELECT k.submission_id FROM badcase_internal.searchable k
      WHERE @extschema@.badcase_search_keys(k.record) OPERATOR(pg_catalog.@>) keys AND @extschema@.badcase_contains(k.record, words)
        AND k.submission_id + 0 <= newest);
    RETURN QUERY
      SELECT s.submission_id
      FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (found) AND s.program_id = program
        AND (in_state IS NULL OR s.state = in_state) AND (task IS NULL OR s.task_id = task)
        AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
        AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
        AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
      ORDER BY s.submission_id DESC LIMIT max_rows - n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_words(int, text, text, bigint, bigint, bigint, text, text, timestamptz, timestamptz, int) IS
  'the submissions that hold the words and meet the conditions, the newest first';

CREATE FUNCTION badcase.search(program int DEFAULT NULL, words text DEFAULT NULL, in_state text DEFAULT NULL, in_task text DEFAULT NULL,
    by_contributor bigint DEFAULT NULL, in_round bigint DEFAULT NULL, with_issue text DEFAULT NULL, by_model text DEFAULT NULL,
    since timestamptz DEFAULT NULL, until timestamptz DEFAULT NULL, max_rows int DEFAULT 20)
  RETURNS TABLE (submission bigint, state text, why text, task text, contributor bigint, external_id text, model_version text, received_at timestamptz,
    updated_at timestamptz, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  AS $$
  #variable_conflict use_column
  DECLARE
    id bigint;
    ids bigint[];
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF max_rows IS NULL OR max_rows NOT BETWEEN 1 AND 1000 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a search gives 1 to 1000 rows';
    END IF;
    IF badcase_internal.is_state(in_state) IS FALSE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such state of a submission';
    END IF;
    IF in_task IS NOT NULL THEN
      id := badcase_internal.named_task(program, in_task);
    END IF;
    IF words ~ '[^[:space:]]' THEN
      ids := ARRAY(SELECT badcase_internal.find_words(program, words, in_state, id, by_contributor, in_round, with_issue, by_model, since, until, max_rows));
    ELSE
      ids := ARRAY(
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = search.program AND (in_state IS NULL OR s.state = in_state) AND (id IS NULL OR s.task_id = id)
          AND (by_contributor IS NULL OR s.contributor_id = by_contributor) AND (in_round IS NULL OR s.decided_round = in_round)
          AND (with_issue IS NULL OR badcase_internal.has_issue(s, with_issue)) AND (by_model IS NULL OR s.model_version = by_model)
          AND (since IS NULL OR s.received_at >= since) AND (until IS NULL OR s.received_at < until)
        ORDER BY s.submission_id DESC LIMIT max_rows);
    END IF;
    RETURN QUERY
      SELECT s.submission_id, s.state, badcase_internal.why_in_codes(s), (
          SELECT t.name FROM badcase_internal.task t WHERE t.task_id = s.task_id), s.contributor_id, (
          SELECT c.external_id FROM badcase_internal.contributor c WHERE c.contributor_id = s.contributor_id), s.model_version, s.received_at,
        s.updated_at, CASE WHEN s.state <> 'held' THEN translate(left(@extschema@.prompt(s.record), 60), E'\n\r\t', '   ') END
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)
      ORDER BY s.submission_id DESC;
  END
  $$;
COMMENT ON FUNCTION badcase.search(int, text, text, text, bigint, bigint, text, text, timestamptz, timestamptz, int) IS
  'curator: finds submissions by words anywhere in prompt, response or history, and by state, task, contributor, round of the decision, issue, model version and time; the newest first';
