-- Search for roles that row-level security keeps from the tables, and from their indexes.

-- Tries high thresholds first and goes down to the one that was asked for. The first that gives enough rows has the most
-- similar ones. The conditions are those of the near indexes; "program_id + 0" keeps the index on program_id out.
CREATE FUNCTION badcase.find_similar(program int, record @extschema@.badcase, threshold float8 DEFAULT 0.7,
    field text DEFAULT 'record', max_rows int DEFAULT 20)
  RETURNS TABLE (submission bigint, similarity float8, state text, preview text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    level float8;
    operand @extschema@.badcase_near;
    ids bigint[];
    is_curator bool;
  BEGIN
    program := badcase_internal.the_program(program, 'reviewer', 'curator');
    is_curator := badcase_internal.has_capability(program, 'curator');
    IF record IS NULL OR threshold IS NULL OR field IS NULL OR max_rows IS NULL OR max_rows NOT BETWEEN 1 AND 1000 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a search has a record, a threshold and a field, and gives 1 to 1000 rows';
    END IF;
    operand := @extschema@.near(record, threshold, field);
    PERFORM badcase_internal.check_nodes(program);
    FOR level IN
      SELECT x.t FROM (SELECT unnest('{0.9,0.8,0.7,0.6,0.5}'::float8[]) UNION ALL SELECT threshold) x(t)
      WHERE x.t >= threshold ORDER BY x.t DESC
    LOOP
      operand := @extschema@.near(record, level, field);
      IF field = 'prompt' THEN
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND NOT s.common_prompt);
        ids := ids || ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND s.common_prompt);
      ELSE
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND NOT s.common_record);
        ids := ids || ARRAY(
          SELECT s.submission_id FROM badcase_internal.searchable s
          WHERE s.record OPERATOR(@extschema@.%) operand AND s.program_id + 0 = find_similar.program AND s.common_record);
      END IF;
      IF NOT is_curator THEN
        ids := ARRAY(
          SELECT s.submission_id FROM badcase_internal.submission s
          WHERE s.submission_id = ANY (ids) AND s.state NOT IN ('held', 'rejected'));
      END IF;
      EXIT WHEN cardinality(ids) >= max_rows;
    END LOOP;
    RETURN QUERY
      SELECT s.submission_id, @extschema@.similarity(s.record, find_similar.record, field), s.state,
        translate(left(@extschema@.prompt(s.record), 60), E'\n\r\t', '   ')
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)
      ORDER BY 2 DESC, 1 LIMIT max_rows;
  END
  $$;
COMMENT ON FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int) IS
  'reviewer, curator: the submissions of a program that are most similar to a record, from a threshold on, through the index';
