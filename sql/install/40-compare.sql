-- Equality, order and hash of records: those of their text outputs, byte by byte.

CREATE FUNCTION @extschema@.badcase_lt(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_lt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_lt(@extschema@.badcase, @extschema@.badcase) IS 'implementation of < operator';

CREATE FUNCTION @extschema@.badcase_le(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_le' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_le(@extschema@.badcase, @extschema@.badcase) IS 'implementation of <= operator';

CREATE FUNCTION @extschema@.badcase_eq(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_eq' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_eq(@extschema@.badcase, @extschema@.badcase) IS 'implementation of = operator';

CREATE FUNCTION @extschema@.badcase_ne(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_ne' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_ne(@extschema@.badcase, @extschema@.badcase) IS 'implementation of <> operator';

CREATE FUNCTION @extschema@.badcase_ge(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_ge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_ge(@extschema@.badcase, @extschema@.badcase) IS 'implementation of >= operator';

CREATE FUNCTION @extschema@.badcase_gt(@extschema@.badcase, @extschema@.badcase) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_gt' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_gt(@extschema@.badcase, @extschema@.badcase) IS 'implementation of > operator';

CREATE FUNCTION @extschema@.badcase_cmp(@extschema@.badcase, @extschema@.badcase) RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_cmp' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_cmp(@extschema@.badcase, @extschema@.badcase) IS 'less than, equal to or greater than 0, as btree wants it';

CREATE FUNCTION @extschema@.badcase_hash(@extschema@.badcase) RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_hash' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_hash(@extschema@.badcase) IS 'hash';

CREATE FUNCTION @extschema@.badcase_hash_extended(@extschema@.badcase, bigint) RETURNS bigint
  AS 'MODULE_PATHNAME', 'badcase_hash_extended' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_hash_extended(@extschema@.badcase, bigint) IS 'hash with a seed';

CREATE OPERATOR @extschema@.< (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_lt,
  COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=),
  RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR @extschema@.< (@extschema@.badcase, @extschema@.badcase) IS 'comes before';

CREATE OPERATOR @extschema@.<= (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_le,
  COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>),
  RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR @extschema@.<= (@extschema@.badcase, @extschema@.badcase) IS 'comes before or is equal to';

CREATE OPERATOR @extschema@.= (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_eq,
  COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>),
  RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR @extschema@.= (@extschema@.badcase, @extschema@.badcase) IS 'is equal to';

CREATE OPERATOR @extschema@.<> (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_ne,
  COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=),
  RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.badcase, @extschema@.badcase) IS 'is not equal to';

CREATE OPERATOR @extschema@.>= (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_ge,
  COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<),
  RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR @extschema@.>= (@extschema@.badcase, @extschema@.badcase) IS 'comes after or is equal to';

CREATE OPERATOR @extschema@.> (
  LEFTARG = @extschema@.badcase, RIGHTARG = @extschema@.badcase, FUNCTION = @extschema@.badcase_gt,
  COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=),
  RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR @extschema@.> (@extschema@.badcase, @extschema@.badcase) IS 'comes after';

CREATE OPERATOR FAMILY @extschema@.badcase_ops USING btree;
COMMENT ON OPERATOR FAMILY @extschema@.badcase_ops USING btree IS 'order of text outputs, byte by byte';

CREATE OPERATOR CLASS @extschema@.badcase_ops DEFAULT FOR TYPE @extschema@.badcase USING btree FAMILY @extschema@.badcase_ops AS
  OPERATOR 1 @extschema@.<,
  OPERATOR 2 @extschema@.<=,
  OPERATOR 3 @extschema@.=,
  OPERATOR 4 @extschema@.>=,
  OPERATOR 5 @extschema@.>,
  FUNCTION 1 @extschema@.badcase_cmp(@extschema@.badcase, @extschema@.badcase);
COMMENT ON OPERATOR CLASS @extschema@.badcase_ops USING btree IS 'order of text outputs, byte by byte';

CREATE OPERATOR FAMILY @extschema@.badcase_ops USING hash;
COMMENT ON OPERATOR FAMILY @extschema@.badcase_ops USING hash IS 'equality of text outputs';

CREATE OPERATOR CLASS @extschema@.badcase_ops DEFAULT FOR TYPE @extschema@.badcase USING hash FAMILY @extschema@.badcase_ops AS
  OPERATOR 1 @extschema@.=,
  FUNCTION 1 @extschema@.badcase_hash(@extschema@.badcase),
  FUNCTION 2 @extschema@.badcase_hash_extended(@extschema@.badcase, bigint);
COMMENT ON OPERATOR CLASS @extschema@.badcase_ops USING hash IS 'equality of text outputs';
