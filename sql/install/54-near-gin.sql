-- The GIN class of near-duplicate search.

CREATE FUNCTION @extschema@.badcase_near_extract_value(@extschema@.badcase, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_near_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_extract_value(@extschema@.badcase, internal, internal) IS 'GIN support of badcase_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_near_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal)
  IS 'GIN support of badcase_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_near_consistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal)
  IS 'GIN support of badcase_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal) RETURNS "char"
  AS 'MODULE_PATHNAME', 'badcase_near_triconsistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal)
  IS 'GIN support of badcase_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_near_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_options(internal) IS 'options of badcase_near_v1_ops: threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.badcase_near_v1_ops DEFAULT FOR TYPE @extschema@.badcase USING gin AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_near_v1_ops USING gin IS 'near-duplicate search by %, exact; options threshold, field and bits';
