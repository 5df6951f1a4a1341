-- Features and similarity of records and texts.

CREATE FUNCTION @extschema@.badcase_normalize(value text) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_normalize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.badcase_normalize(text) IS 'the tokens of a text, joined by one space';

CREATE FUNCTION @extschema@.badcase_features(record @extschema@.badcase, field text DEFAULT 'record') RETURNS int4[]
  AS 'MODULE_PATHNAME', 'badcase_features_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_features(@extschema@.badcase, text) IS 'the features of a record, version 1';

CREATE FUNCTION @extschema@.badcase_features(value text, field text DEFAULT 'text') RETURNS int4[]
  AS 'MODULE_PATHNAME', 'badcase_features_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_features(text, text) IS 'the features of a text, version 1';

CREATE FUNCTION @extschema@.similarity(a @extschema@.badcase, b @extschema@.badcase, field text DEFAULT 'record') RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_similarity_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.similarity(@extschema@.badcase, @extschema@.badcase, text) IS 'similarity of two records, from 0 to 1';

CREATE FUNCTION @extschema@.badcase_similarity(a text, b text) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_similarity_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.badcase_similarity(text, text) IS 'similarity of two texts, from 0 to 1';

CREATE FUNCTION @extschema@.badcase_distance(@extschema@.badcase, @extschema@.badcase) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.badcase_distance(@extschema@.badcase, @extschema@.badcase) IS 'implementation of operator <->';

CREATE OPERATOR @extschema@.<-> (
  LEFTARG = @extschema@.badcase,
  RIGHTARG = @extschema@.badcase,
  FUNCTION = @extschema@.badcase_distance,
  COMMUTATOR = OPERATOR(@extschema@.<->)
);
COMMENT ON OPERATOR @extschema@.<-> (@extschema@.badcase, @extschema@.badcase) IS 'distance of two records: 1 - similarity';

CREATE FUNCTION @extschema@.badcase_matches(@extschema@.badcase, @extschema@.badcase_near) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_matches_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_matches(@extschema@.badcase, @extschema@.badcase_near) IS 'implementation of operator %';

CREATE FUNCTION @extschema@.badcase_matches(text, @extschema@.badcase_near) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_matches_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_matches(text, @extschema@.badcase_near) IS 'implementation of operator %';

CREATE FUNCTION @extschema@.badcase_near_sel(internal, oid, internal, integer) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_near_sel' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_sel(internal, oid, internal, integer) IS 'restriction selectivity of operators % and %>: 0.0001';

CREATE FUNCTION @extschema@.badcase_near_joinsel(internal, oid, internal, int2, internal) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_near_joinsel' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_joinsel(internal, oid, internal, int2, internal) IS 'join selectivity of operators % and %>: 0.0001';

CREATE OPERATOR @extschema@.% (
  LEFTARG = @extschema@.badcase,
  RIGHTARG = @extschema@.badcase_near,
  FUNCTION = @extschema@.badcase_matches,
  RESTRICT = @extschema@.badcase_near_sel,
  JOIN = @extschema@.badcase_near_joinsel
);
COMMENT ON OPERATOR @extschema@.% (@extschema@.badcase, @extschema@.badcase_near) IS 'similar to at least the threshold of the operand';

CREATE OPERATOR @extschema@.% (
  LEFTARG = text,
  RIGHTARG = @extschema@.badcase_near,
  FUNCTION = @extschema@.badcase_matches,
  RESTRICT = @extschema@.badcase_near_sel,
  JOIN = @extschema@.badcase_near_joinsel
);
COMMENT ON OPERATOR @extschema@.% (text, @extschema@.badcase_near) IS 'similar to at least the threshold of the operand';
