-- The parts of a record.

CREATE FUNCTION @extschema@.prompt(@extschema@.badcase) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_prompt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.prompt(@extschema@.badcase) IS 'the model''s input';

CREATE FUNCTION @extschema@.response(@extschema@.badcase) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_response' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.response(@extschema@.badcase) IS 'the expected output';

CREATE FUNCTION @extschema@.rejected(@extschema@.badcase) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_rejected' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.rejected(@extschema@.badcase) IS 'the model''s own bad answer, or null';

CREATE FUNCTION @extschema@.history(@extschema@.badcase) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'badcase_history' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.history(@extschema@.badcase) IS 'earlier turns as [[question, answer], ...], oldest first';

CREATE FUNCTION @extschema@.meta(@extschema@.badcase) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'badcase_meta' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.meta(@extschema@.badcase) IS 'the members of the record beside prompt, response, history and rejected';

CREATE FUNCTION @extschema@.turns(@extschema@.badcase) RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_turns' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.turns(@extschema@.badcase) IS 'number of earlier turns';

CREATE FUNCTION @extschema@.badcase_digest(@extschema@.badcase) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_digest' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_digest(@extschema@.badcase) IS 'SHA-256 of the text output';

CREATE FUNCTION @extschema@.exact_key(@extschema@.badcase) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_newest' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.exact_key(@extschema@.badcase) IS 'equal for records that are exact duplicates: SHA-256 of history, prompt and response, folded';

CREATE FUNCTION @extschema@.exact_key(record @extschema@.badcase, version int) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.exact_key(@extschema@.badcase, int) IS 'the exact key of a version of the folding, the newest or an older one';

CREATE FUNCTION @extschema@.badcase_exact_key_version() RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_exact_key_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_exact_key_version() IS 'the newest version of exact keys';
