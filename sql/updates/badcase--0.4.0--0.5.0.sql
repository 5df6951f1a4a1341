\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- Formats of training data: other names.
CREATE FUNCTION @extschema@.badcase_format_aliases() RETURNS TABLE (alias text, name text)
  AS 'MODULE_PATHNAME', 'badcase_format_aliases' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION @extschema@.badcase_format_aliases() IS 'other names of formats, which every function takes as well';
