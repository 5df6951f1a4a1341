\echo Use "CREATE EXTENSION badcase" to load this file. \quit
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
-- The lines of JSONL data.

CREATE FUNCTION @extschema@.badcase_lines(data pg_catalog.bytea)
    RETURNS TABLE (line_no pg_catalog.int8, line pg_catalog.bytea)
    AS 'MODULE_PATHNAME', 'badcase_lines'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 1000;

COMMENT ON FUNCTION @extschema@.badcase_lines(pg_catalog.bytea) IS
    'the lines of JSONL data with their numbers; any bytes';
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
-- The GIN classes for texts, and those that keep all features.

CREATE FUNCTION @extschema@.badcase_near_extract_value(text, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_near_text_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_extract_value(text, internal, internal) IS 'GIN support of text_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_near_text_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal) IS 'GIN support of text_near_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_near_consistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal) IS 'GIN support of text_near_v1_ops and text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal) RETURNS "char"
  AS 'MODULE_PATHNAME', 'badcase_near_triconsistent' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal) IS 'GIN support of text_near_v1_ops and text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_near_text_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_near_text_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_text_options(internal) IS 'options of text_near_v1_ops: threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.text_near_v1_ops FOR TYPE text USING gin AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_near_v1_ops USING gin IS 'near-duplicate search by %, exact; options threshold, field and bits';

CREATE FUNCTION @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal) IS 'GIN support of badcase_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal) IS 'GIN support of badcase_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_all_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_options(internal) IS 'options of badcase_all_v1_ops: field and bits';

CREATE OPERATOR CLASS @extschema@.badcase_all_v1_ops FOR TYPE @extschema@.badcase USING gin AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';

CREATE FUNCTION @extschema@.badcase_all_extract_value(text, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_text_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_value(text, internal, internal) IS 'GIN support of text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_text_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal) IS 'GIN support of text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_text_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_all_text_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_text_options(internal) IS 'options of text_all_v1_ops: field and bits';

CREATE OPERATOR CLASS @extschema@.text_all_v1_ops FOR TYPE text USING gin AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';
-- Near-duplicates of many records at once.

CREATE FUNCTION @extschema@.badcase_near_pairs(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (a bigint, b bigint, overlap integer, similarity float8)
  AS 'MODULE_PATHNAME', 'badcase_near_pairs' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_near_pairs(text, float8, text) IS 'all pairs of similar records or texts that a query gives';

CREATE FUNCTION @extschema@.badcase_clusters(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (id bigint, cluster bigint)
  AS 'MODULE_PATHNAME', 'badcase_clusters' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_clusters(text, float8, text) IS 'the records or texts that a query gives, each with the least id of its cluster';
-- The index method badcase_near: the classes of GIN, searched by counting.  The functions of the classes are GIN's.

CREATE FUNCTION @extschema@.badcase_near_handler(internal) RETURNS index_am_handler
  AS 'MODULE_PATHNAME', 'badcase_near_handler' LANGUAGE C;
COMMENT ON FUNCTION @extschema@.badcase_near_handler(internal) IS 'handler of the index method badcase_near';

CREATE ACCESS METHOD badcase_near TYPE INDEX HANDLER @extschema@.badcase_near_handler;
COMMENT ON ACCESS METHOD badcase_near IS 'near-duplicate search: the pages of GIN, searched by counting the rows of keys';

CREATE OPERATOR CLASS @extschema@.badcase_near_v1_ops DEFAULT FOR TYPE @extschema@.badcase USING badcase_near AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_near_v1_ops USING badcase_near IS 'near-duplicate search by %, exact; options threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.text_near_v1_ops FOR TYPE text USING badcase_near AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_near_v1_ops USING badcase_near IS 'near-duplicate search by %, exact; options threshold, field and bits';

CREATE OPERATOR CLASS @extschema@.badcase_all_v1_ops FOR TYPE @extschema@.badcase USING badcase_near AS
  OPERATOR 1 @extschema@.% (@extschema@.badcase, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (@extschema@.badcase, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, @extschema@.badcase, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.badcase_all_v1_ops USING badcase_near
  IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';

CREATE OPERATOR CLASS @extschema@.text_all_v1_ops FOR TYPE text USING badcase_near AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  OPERATOR 2 @extschema@.%> (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_all_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_all_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_all_v1_ops USING badcase_near
  IS 'near-duplicates by % at any threshold and containment by %>, exact; options field and bits';
-- Screening: what depends on the record and on code alone. Kinds and families may be null, so these are not STRICT.

CREATE FUNCTION @extschema@.badcase_findings(record @extschema@.badcase, min_confidence real DEFAULT 0.5, kinds text[] DEFAULT NULL)
  RETURNS TABLE (field text, turn int, path text, kind text, start int, stop int, confidence real, excerpt text)
  AS 'MODULE_PATHNAME', 'badcase_findings_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_findings(@extschema@.badcase, real, text[]) IS 'personal data and secrets in a record, with masked excerpts';

CREATE FUNCTION @extschema@.badcase_findings(value text, min_confidence real DEFAULT 0.5, kinds text[] DEFAULT NULL)
  RETURNS TABLE (field text, turn int, path text, kind text, start int, stop int, confidence real, excerpt text)
  AS 'MODULE_PATHNAME', 'badcase_findings_text' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_findings(text, real, text[]) IS 'personal data and secrets in a text, with masked excerpts';

CREATE FUNCTION @extschema@.badcase_kinds()
  RETURNS TABLE (kind text, family text, severity text, by_default boolean)
  AS 'MODULE_PATHNAME', 'badcase_kinds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 78;
COMMENT ON FUNCTION @extschema@.badcase_kinds() IS 'the kinds of findings and the issues of quality that there are';

CREATE FUNCTION @extschema@.badcase_redact(record @extschema@.badcase, style text DEFAULT 'label', kinds text[] DEFAULT NULL, min_confidence real DEFAULT 0.5)
  RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_redact_record' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_redact(@extschema@.badcase, text, text[], real) IS 'the record without personal data and secrets';

CREATE FUNCTION @extschema@.badcase_redact(value text, style text DEFAULT 'label', kinds text[] DEFAULT NULL, min_confidence real DEFAULT 0.5)
  RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_redact_text' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_redact(text, text, text[], real) IS 'the text without personal data and secrets';

CREATE FUNCTION @extschema@.badcase_issues(record @extschema@.badcase, families text[] DEFAULT NULL) RETURNS text[]
  AS 'MODULE_PATHNAME', 'badcase_issues' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.badcase_issues(@extschema@.badcase, text[]) IS 'what screening finds in a record, as sorted names like pii:cn_id, secret:jwt, quality:echo';

CREATE FUNCTION @extschema@.badcase_quality(record @extschema@.badcase)
  RETURNS TABLE (issue text, score real, severity text)
  AS 'MODULE_PATHNAME', 'badcase_quality' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 2;
COMMENT ON FUNCTION @extschema@.badcase_quality(@extschema@.badcase) IS 'what makes a record of little use to train on';

CREATE FUNCTION @extschema@.badcase_rule_version() RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_rule_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_rule_version() IS 'the version of the rules behind findings and issues';
-- What a prompt asks for in so many words, and whether the response keeps it.

CREATE FUNCTION @extschema@.badcase_constraints(record @extschema@.badcase)
  RETURNS TABLE (kind text, args jsonb, start int, stop int, confidence real)
  AS 'MODULE_PATHNAME', 'badcase_constraints_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_constraints(@extschema@.badcase) IS 'what a record''s prompt, system text and earlier turns ask for in so many words';

CREATE FUNCTION @extschema@.badcase_constraints(prompt text)
  RETURNS TABLE (kind text, args jsonb, start int, stop int, confidence real)
  AS 'MODULE_PATHNAME', 'badcase_constraints_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_constraints(text) IS 'what a prompt asks for in so many words: language, length, format, words';

CREATE FUNCTION @extschema@.badcase_follows(record @extschema@.badcase)
  RETURNS TABLE (kind text, args jsonb, followed boolean, why text)
  AS 'MODULE_PATHNAME', 'badcase_follows' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_follows(@extschema@.badcase) IS 'whether the response keeps what the prompt asks for in so many words; null where it cannot be told';

CREATE FUNCTION @extschema@.badcase_follows_kinds()
  RETURNS TABLE (kind text, arguments text, example_zh text, example_en text, source text, severity text)
  AS 'MODULE_PATHNAME', 'badcase_follows_kinds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 44;
COMMENT ON FUNCTION @extschema@.badcase_follows_kinds() IS 'the kinds of constraints: arguments, examples in two languages, source';
-- Formats of training data, in and out.

CREATE FUNCTION @extschema@.badcase_import(line jsonb, format text DEFAULT 'auto') RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_import' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_import(jsonb, text) IS 'a row of another tool''s format as a record';

CREATE FUNCTION @extschema@.badcase_format(line jsonb) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_format(jsonb) IS 'which format badcase_import takes a row for by its keys; null where that is none, or more than one';

CREATE FUNCTION @extschema@.badcase_export(record @extschema@.badcase, format text) RETURNS json
  AS 'MODULE_PATHNAME', 'badcase_export' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_export(@extschema@.badcase, text) IS 'a record as a line of a format; null where the format is for records with a rejected answer and this has none';

CREATE FUNCTION @extschema@.badcase_export_loses(record @extschema@.badcase, format text) RETURNS text[]
  AS 'MODULE_PATHNAME', 'badcase_export_loses' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_export_loses(@extschema@.badcase, text) IS 'the members of a record that a line of the format has no place for';

CREATE FUNCTION @extschema@.badcase_formats()
  RETURNS TABLE (name text, family text, keys text[], history boolean, needs_rejected boolean, imports boolean, recognised_by text[])
  AS 'MODULE_PATHNAME', 'badcase_formats' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 30;
COMMENT ON FUNCTION @extschema@.badcase_formats() IS 'the formats, what they have a place for, and the keys by which a row of them is recognised';

CREATE FUNCTION @extschema@.badcase_features_schema(format text) RETURNS json
  AS 'MODULE_PATHNAME', 'badcase_features_schema' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_features_schema(text) IS 'the features of Hugging Face datasets that lines of a format have; null where the keys are not fixed';

CREATE FUNCTION @extschema@.badcase_dataset_info(name text, format text) RETURNS jsonb
  AS 'MODULE_PATHNAME', 'badcase_dataset_info' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_dataset_info(text, text) IS 'LLaMA-Factory''s description of the file name.jsonl, for dataset_info.json; null where it does not read the format';

CREATE FUNCTION @extschema@.badcase_format_aliases() RETURNS TABLE (alias text, name text)
  AS 'MODULE_PATHNAME', 'badcase_format_aliases' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION @extschema@.badcase_format_aliases() IS 'other names of formats, which every function takes as well';

CREATE FUNCTION @extschema@.badcase_check(line bytea, format text,
    OUT ok boolean, OUT code text, OUT byte_offset int, OUT path text, OUT message text, OUT hint text)
  AS 'MODULE_PATHNAME', 'badcase_check_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.badcase_check(bytea, text) IS 'is this line a record in the format, and if not, what is wrong where, and what to do';

CREATE FUNCTION @extschema@.badcase_check(line text, format text,
    OUT ok boolean, OUT code text, OUT byte_offset int, OUT path text, OUT message text, OUT hint text)
  AS 'MODULE_PATHNAME', 'badcase_check_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.badcase_check(text, text) IS 'is this line a record in the format, and if not, what is wrong where, and what to do';

CREATE FUNCTION @extschema@.badcase_try(line bytea, format text) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_try_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.badcase_try(bytea, text) IS 'the line in the format as a record, or null where it is none';

CREATE FUNCTION @extschema@.badcase_try(line text, format text) RETURNS @extschema@.badcase
  AS 'MODULE_PATHNAME', 'badcase_try_format' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.badcase_try(text, text) IS 'the line in the format as a record, or null where it is none';
-- What the workspace's term lists need of C: the terms themselves are the workspace's.

CREATE FUNCTION @extschema@.badcase_find_terms(record @extschema@.badcase, key text, query text)
  RETURNS TABLE (field text, turn int, path text, term bigint, start int, stop int)
  AS 'MODULE_PATHNAME', 'badcase_find_terms_record' LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 300 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_find_terms(@extschema@.badcase, text, text) IS 'terms in a record, of the set that a query gives and that the session keeps under a key';

CREATE FUNCTION @extschema@.badcase_find_terms(value text, key text, query text)
  RETURNS TABLE (field text, turn int, path text, term bigint, start int, stop int)
  AS 'MODULE_PATHNAME', 'badcase_find_terms_text' LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 300 ROWS 1;
COMMENT ON FUNCTION @extschema@.badcase_find_terms(text, text, text) IS 'terms in a text, of the set that a query gives and that the session keeps under a key';

CREATE FUNCTION @extschema@.badcase_term_check(term text) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_term_check' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_term_check(text) IS 'why a term cannot be looked for: term_blank, term_too_long or null';

CREATE FUNCTION @extschema@.badcase_object(line bytea, OUT object jsonb, OUT code text, OUT byte_offset int, OUT path text, OUT message text)
  AS 'MODULE_PATHNAME', 'badcase_object' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.badcase_object(bytea) IS 'the line as a JSON object, or what is wrong where';
-- How close a model's answer comes to the expected one, in figures beside a person's verdict; how sure a difference of figures is.

CREATE FUNCTION @extschema@.badcase_rouge_l(candidate text, reference text) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_rouge_l' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION @extschema@.badcase_rouge_l(text, text) IS 'ROUGE-L of an answer against the expected one, by characters, from 0 to 1';

CREATE FUNCTION @extschema@.badcase_bleu4(candidate text, reference text) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_bleu4' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION @extschema@.badcase_bleu4(text, text) IS 'BLEU-4 of an answer against the expected one, by characters, from 0 to 1';

CREATE FUNCTION @extschema@.badcase_resampled_sum("values" bigint[], seed bigint, rounds integer DEFAULT 2000, OUT low bigint, OUT high bigint)
  AS 'MODULE_PATHNAME', 'badcase_resampled_sum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;
COMMENT ON FUNCTION @extschema@.badcase_resampled_sum(bigint[], bigint, integer) IS
  'between which numbers 95 % of the sums of samples lie that are drawn from the values with replacement: the percentile bootstrap, by a seed; null for no values';
-- Tasks: the instructions that prompts share.

CREATE FUNCTION @extschema@.badcase_instructions(query text, at_least integer DEFAULT 10)
  RETURNS TABLE (id bigint, instruction bigint, begins integer, ends integer)
  AS 'MODULE_PATHNAME', 'badcase_instructions' LANGUAGE C STABLE STRICT PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_instructions(text, integer) IS
  'the records or prompts that a query gives and that share an instruction with others: the least id of those, and how many units the instruction has at the begin and at the end';

CREATE FUNCTION @extschema@.badcase_instruction(prompt text, begins integer, ends integer) RETURNS text
  AS 'MODULE_PATHNAME', 'badcase_instruction' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.badcase_instruction(text, integer, integer) IS
  'so many units at the begin and at the end of a prompt, an ellipsis for what is between them; null where it has fewer';

CREATE FUNCTION @extschema@.badcase_instruction_key(prompt text, begins integer, ends integer) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_instruction_key' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.badcase_instruction_key(text, integer, integer) IS
  'the same for all prompts with that instruction: SHA-256 of these units folded; null where a prompt has fewer';
-- The functions that make the workspace and bring it up to date.

CREATE FUNCTION @extschema@.badcase_setup(owner name DEFAULT current_user) RETURNS text
  LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
  AS 'MODULE_PATHNAME', 'badcase_setup';
COMMENT ON FUNCTION @extschema@.badcase_setup(name) IS
  'makes the workspace, the schema badcase, as ordinary objects of the owner; returns its version';

CREATE FUNCTION @extschema@.badcase_upgrade() RETURNS text
  LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
  AS 'MODULE_PATHNAME', 'badcase_upgrade';
COMMENT ON FUNCTION @extschema@.badcase_upgrade() IS
  'brings the workspace to the version of the library; returns that version';
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
-- Who asks. The workspace's checks use these and nothing else.

CREATE FUNCTION @extschema@.badcase_person(gateways regrole[]) RETURNS regrole
  LANGUAGE c STABLE PARALLEL RESTRICTED
  AS 'MODULE_PATHNAME', 'badcase_person';
COMMENT ON FUNCTION @extschema@.badcase_person(regrole[]) IS
  'the person who asks: the session''s login role; where that is a superuser or one of the gateways, the role that SET ROLE set; null where there is none, and in index expressions and the like';

CREATE FUNCTION @extschema@.badcase_acts_for(person regrole, role regrole) RETURNS boolean
  LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
  AS 'MODULE_PATHNAME', 'badcase_acts_for';
COMMENT ON FUNCTION @extschema@.badcase_acts_for(regrole, regrole) IS
  'whether a role is another or a member of it; a superuser of what it was made a member of only';
-- Search for any piece of a text: the check, and the keys of an index that serves it.

CREATE FUNCTION @extschema@.badcase_contains(record @extschema@.badcase, words text) RETURNS bool
  AS 'MODULE_PATHNAME', 'badcase_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION @extschema@.badcase_contains(@extschema@.badcase, text) IS
  'whether the prompt, the response or a turn of the history holds the words, both folded';

CREATE FUNCTION @extschema@.badcase_search_keys(record @extschema@.badcase) RETURNS int4[]
  AS 'MODULE_PATHNAME', 'badcase_search_keys_record' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500;
COMMENT ON FUNCTION @extschema@.badcase_search_keys(@extschema@.badcase) IS
  'numbers for each two neighbouring characters of prompt, response and history: the keys of a GIN index for badcase_contains';

CREATE FUNCTION @extschema@.badcase_search_keys(words text) RETURNS int4[]
  AS 'MODULE_PATHNAME', 'badcase_search_keys_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION @extschema@.badcase_search_keys(text) IS
  'the same of words: a record that holds them has all these keys';
