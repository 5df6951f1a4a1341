-- The verdict on a line.

CREATE FUNCTION @extschema@.badcase_check(line bytea, OUT ok boolean, OUT code text, OUT byte_offset int, OUT path text, OUT message text)
  AS 'MODULE_PATHNAME', 'badcase_check' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_check(bytea) IS 'is this line a record, and if not, what is wrong where';

CREATE FUNCTION @extschema@.badcase_check(line text, OUT ok boolean, OUT code text, OUT byte_offset int, OUT path text, OUT message text)
  AS 'MODULE_PATHNAME', 'badcase_check' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_check(text) IS 'is this line a record, and if not, what is wrong where';

CREATE FUNCTION @extschema@.badcase_try(line bytea) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_try' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_try(bytea) IS 'the line as a record, or null where it is none';

CREATE FUNCTION @extschema@.badcase_try(line text) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_try' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_try(text) IS 'the line as a record, or null where it is none';

CREATE FUNCTION @extschema@.badcase_hint(code text) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_hint' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_hint(text) IS 'what the sender of a line can do about a code of badcase_check';
