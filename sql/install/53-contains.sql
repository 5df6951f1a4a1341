-- Containment: whether a record or text contains the text of an operand.

CREATE FUNCTION @extschema@.badcase_contains(@extschema@.badcase, @extschema@.badcase_near) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_contains_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_contains(@extschema@.badcase, @extschema@.badcase_near) IS 'implementation of operator %>';

CREATE FUNCTION @extschema@.badcase_contains(text, @extschema@.badcase_near) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_contains_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_contains(text, @extschema@.badcase_near) IS 'implementation of operator %>';

CREATE OPERATOR @extschema@.%> (
  LEFTARG = @extschema@.badcase,
  RIGHTARG = @extschema@.badcase_near,
  FUNCTION = @extschema@.badcase_contains,
  RESTRICT = @extschema@.badcase_near_sel,
  JOIN = @extschema@.badcase_near_joinsel
);
COMMENT ON OPERATOR @extschema@.%> (@extschema@.badcase, @extschema@.badcase_near) IS 'contains the text of the operand to at least its threshold';

CREATE OPERATOR @extschema@.%> (
  LEFTARG = text,
  RIGHTARG = @extschema@.badcase_near,
  FUNCTION = @extschema@.badcase_contains,
  RESTRICT = @extschema@.badcase_near_sel,
  JOIN = @extschema@.badcase_near_joinsel
);
COMMENT ON OPERATOR @extschema@.%> (text, @extschema@.badcase_near) IS 'contains the text of the operand to at least its threshold';

CREATE FUNCTION @extschema@.badcase_overlap(value text, passage text, OUT containment float8, OUT start integer, OUT stop integer)
  AS 'MODULE_PATHNAME', 'badcase_overlap' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000;
COMMENT ON FUNCTION @extschema@.badcase_overlap(text, text) IS 'how much of a passage a text contains, and in which of its characters';
