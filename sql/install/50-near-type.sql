-- What near-duplicate search is asked: features, threshold and field.

CREATE TYPE @extschema@.badcase_near;

CREATE FUNCTION @extschema@.badcase_near_in(cstring) RETURNS @extschema@.badcase_near
  AS 'MODULE_PATHNAME', 'badcase_near_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_in(cstring) IS 'text input of type badcase_near: what its output wrote';

CREATE FUNCTION @extschema@.badcase_near_out(@extschema@.badcase_near) RETURNS cstring
  AS 'MODULE_PATHNAME', 'badcase_near_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_out(@extschema@.badcase_near) IS 'text output of type badcase_near: version, field, threshold and features, no text';

CREATE FUNCTION @extschema@.badcase_near_recv(internal) RETURNS @extschema@.badcase_near
  AS 'MODULE_PATHNAME', 'badcase_near_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_recv(internal) IS 'binary input of type badcase_near';

CREATE FUNCTION @extschema@.badcase_near_send(@extschema@.badcase_near) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_near_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_send(@extschema@.badcase_near) IS 'binary output of type badcase_near';

CREATE TYPE @extschema@.badcase_near (
  INPUT = @extschema@.badcase_near_in,
  OUTPUT = @extschema@.badcase_near_out,
  RECEIVE = @extschema@.badcase_near_recv,
  SEND = @extschema@.badcase_near_send,
  INTERNALLENGTH = VARIABLE,
  ALIGNMENT = int4,
  STORAGE = external
);
COMMENT ON TYPE @extschema@.badcase_near IS 'operand of near-duplicate search, made by near(): features, threshold and field, no text';

CREATE FUNCTION @extschema@.near(record @extschema@.badcase, threshold float8 DEFAULT 0.7, field text DEFAULT 'record')
  RETURNS @extschema@.badcase_near
  AS 'MODULE_PATHNAME', 'badcase_near_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 800;
COMMENT ON FUNCTION @extschema@.near(@extschema@.badcase, float8, text) IS 'ask for records that are similar to this one';

CREATE FUNCTION @extschema@.near(value text, threshold float8 DEFAULT 0.7, field text DEFAULT 'text')
  RETURNS @extschema@.badcase_near
  AS 'MODULE_PATHNAME', 'badcase_near_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 800;
COMMENT ON FUNCTION @extschema@.near(text, float8, text) IS 'ask for texts, or for records with a field, that are similar to this text';
