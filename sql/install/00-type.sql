-- The type badcase, its input and output, and the constructor.

DO $$
BEGIN
  IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
    RAISE EXCEPTION 'badcase needs a database with encoding UTF8'
      USING ERRCODE = 'feature_not_supported',
            HINT = 'Create the database with ENCODING ''UTF8'' TEMPLATE template0.';
  END IF;
END
$$;

CREATE TYPE @extschema@.badcase;

CREATE FUNCTION @extschema@.badcase_in(cstring) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_in(cstring) IS 'text input of type badcase: one JSON object';

CREATE FUNCTION @extschema@.badcase_out(@extschema@.badcase) RETURNS cstring
  AS 'MODULE_PATHNAME', 'badcase_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_out(@extschema@.badcase) IS 'text output of type badcase: one line of JSON';

CREATE FUNCTION @extschema@.badcase_recv(internal) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_recv(internal) IS 'binary input of type badcase: version byte and text in UTF-8';

CREATE FUNCTION @extschema@.badcase_send(@extschema@.badcase) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_send(@extschema@.badcase) IS 'binary output of type badcase: version byte and text in UTF-8';

CREATE FUNCTION @extschema@.badcase_typanalyze(internal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_typanalyze' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_typanalyze(internal) IS 'statistics of columns of type badcase: nulls and width, no values';

CREATE TYPE @extschema@.badcase (
  INPUT = @extschema@.badcase_in,
  OUTPUT = @extschema@.badcase_out,
  RECEIVE = @extschema@.badcase_recv,
  SEND = @extschema@.badcase_send,
  ANALYZE = @extschema@.badcase_typanalyze,
  INTERNALLENGTH = VARIABLE,
  ALIGNMENT = int4,
  STORAGE = extended
);
COMMENT ON TYPE @extschema@.badcase IS 'a prompt with the answer that the model should have given; JSON text with history, rejected answer and further members';

CREATE FUNCTION @extschema@.badcase(prompt text, response text, history jsonb DEFAULT NULL, rejected text DEFAULT NULL, meta jsonb DEFAULT NULL)
  RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_make' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase(text, text, jsonb, text, jsonb) IS 'make a record of its parts';
