-- Records from and to json and jsonb. None is implicit: beside other extensions an implicit cast makes calls ambiguous.

CREATE FUNCTION @extschema@.badcase(jsonb) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase(jsonb) IS 'a JSON object as a record';

CREATE FUNCTION @extschema@.badcase(json) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_from_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase(json) IS 'a JSON object as a record';

CREATE FUNCTION @extschema@.json(@extschema@.badcase) RETURNS json
  AS 'MODULE_PATHNAME', 'badcase_to_json' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.json(@extschema@.badcase) IS 'a record as a JSON object';

CREATE FUNCTION @extschema@.jsonb(@extschema@.badcase) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'badcase_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.jsonb(@extschema@.badcase) IS 'a record as a JSON object';

CREATE CAST (jsonb AS @extschema@.badcase) WITH FUNCTION @extschema@.badcase(jsonb) AS ASSIGNMENT;
COMMENT ON CAST (jsonb AS @extschema@.badcase) IS 'a JSON object as a record';

CREATE CAST (json AS @extschema@.badcase) WITH FUNCTION @extschema@.badcase(json) AS ASSIGNMENT;
COMMENT ON CAST (json AS @extschema@.badcase) IS 'a JSON object as a record';

-- row_to_json and its like use this cast, and so nest a record as an object.
CREATE CAST (@extschema@.badcase AS json) WITH FUNCTION @extschema@.json(@extschema@.badcase) AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.badcase AS json) IS 'a record as a JSON object';

CREATE CAST (@extschema@.badcase AS jsonb) WITH FUNCTION @extschema@.jsonb(@extschema@.badcase) AS ASSIGNMENT;
COMMENT ON CAST (@extschema@.badcase AS jsonb) IS 'a record as a JSON object';
