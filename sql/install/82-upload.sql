-- What the workspace needs to know about the lines of an upload.

CREATE FUNCTION @extschema@.badcase_blank(line bytea) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_blank' LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_blank(bytea) IS 'is this line empty or nothing but Unicode white space';

CREATE FUNCTION @extschema@.badcase_lines_sha256_add(internal, bytea) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_lines_sha256_add' LANGUAGE c IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_lines_sha256_add(internal, bytea) IS 'transition of badcase_lines_sha256';

CREATE FUNCTION @extschema@.badcase_lines_sha256_final(internal) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_lines_sha256_final' LANGUAGE c IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_lines_sha256_final(internal) IS 'result of badcase_lines_sha256';

CREATE AGGREGATE @extschema@.badcase_lines_sha256(bytea) (
  SFUNC = @extschema@.badcase_lines_sha256_add,
  STYPE = internal,
  FINALFUNC = @extschema@.badcase_lines_sha256_final,
  FINALFUNC_MODIFY = READ_WRITE,
  PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.badcase_lines_sha256(bytea) IS
  'SHA-256 of lines, each followed by a line feed, in the order of the aggregate''s ORDER BY';
