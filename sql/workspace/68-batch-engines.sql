-- What goes to engines that compare more records than a server holds: numbers and features, no text.

CREATE FUNCTION badcase.export_features(program int DEFAULT NULL, field text DEFAULT 'record')
  RETURNS TABLE (submission bigint, size int, features int[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    RETURN QUERY
      SELECT f.submission_id, cardinality(f.features), f.features
      FROM (
        SELECT s.submission_id, @extschema@.badcase_features(s.record, export_features.field) AS features
        FROM badcase_internal.submission s
        WHERE s.program_id = export_features.program AND badcase_internal.is_searchable(s.state) OFFSET 0) f
      ORDER BY f.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.export_features(int, text) IS
  'curator: the features of what near search looks at in a program, by number, for an engine that compares them elsewhere; no text';
