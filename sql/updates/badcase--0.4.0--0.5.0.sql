\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- Formats of training data: other names.
CREATE FUNCTION @extschema@.badcase_format_aliases() RETURNS TABLE (alias text, name text)
  AS 'MODULE_PATHNAME', 'badcase_format_aliases' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION @extschema@.badcase_format_aliases() IS 'other names of formats, which every function takes as well';

-- Exact keys, version 2. Replaced in place, for what depends on it; the workspace's keys are brought up by triage.
CREATE OR REPLACE FUNCTION @extschema@.exact_key(@extschema@.badcase) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_newest' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION @extschema@.exact_key(record @extschema@.badcase, version int) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.exact_key(@extschema@.badcase, int) IS 'the exact key of a version of the folding, the newest or an older one';

CREATE FUNCTION @extschema@.badcase_exact_key_version() RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_exact_key_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_exact_key_version() IS 'the newest version of exact keys';
