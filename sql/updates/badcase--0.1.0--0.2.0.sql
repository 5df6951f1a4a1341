\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- Near-duplicates of many records at once.

CREATE FUNCTION @extschema@.badcase_near_pairs(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (a bigint, b bigint, overlap integer, similarity float8)
  AS 'MODULE_PATHNAME', 'badcase_near_pairs' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_near_pairs(text, float8, text) IS 'all pairs of similar records or texts that a query gives';

CREATE FUNCTION @extschema@.badcase_clusters(query text, threshold float8 DEFAULT 0.7, field text DEFAULT NULL)
  RETURNS TABLE (id bigint, cluster bigint)
  AS 'MODULE_PATHNAME', 'badcase_clusters' LANGUAGE C STABLE PARALLEL UNSAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.badcase_clusters(text, float8, text) IS 'the records or texts that a query gives, each with the least id of its cluster';

-- What the planner is told.

CREATE FUNCTION @extschema@.badcase_typanalyze(internal) RETURNS boolean
  AS 'MODULE_PATHNAME', 'badcase_typanalyze' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_typanalyze(internal) IS 'statistics of columns of type badcase: nulls and width, no values';

ALTER TYPE @extschema@.badcase SET (ANALYZE = @extschema@.badcase_typanalyze);

CREATE FUNCTION @extschema@.badcase_near_sel(internal, oid, internal, integer) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_near_sel' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_sel(internal, oid, internal, integer) IS 'restriction selectivity of operators % and %>: 0.0001';

CREATE FUNCTION @extschema@.badcase_near_joinsel(internal, oid, internal, int2, internal) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_near_joinsel' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_near_joinsel(internal, oid, internal, int2, internal) IS 'join selectivity of operators % and %>: 0.0001';

ALTER OPERATOR @extschema@.% (@extschema@.badcase, @extschema@.badcase_near)
  SET (RESTRICT = @extschema@.badcase_near_sel, JOIN = @extschema@.badcase_near_joinsel);
ALTER OPERATOR @extschema@.% (text, @extschema@.badcase_near)
  SET (RESTRICT = @extschema@.badcase_near_sel, JOIN = @extschema@.badcase_near_joinsel);

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
COMMENT ON FUNCTION @extschema@.badcase_near_text_options(internal) IS 'options of text_near_v1_ops: threshold and field';

CREATE OPERATOR CLASS @extschema@.text_near_v1_ops FOR TYPE text USING gin AS
  OPERATOR 1 @extschema@.% (text, @extschema@.badcase_near),
  FUNCTION 1 pg_catalog.btint4cmp(int4, int4),
  FUNCTION 2 @extschema@.badcase_near_extract_value(text, internal, internal),
  FUNCTION 3 @extschema@.badcase_near_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 @extschema@.badcase_near_consistent(internal, int2, text, int4, internal, internal, internal, internal),
  FUNCTION 6 @extschema@.badcase_near_triconsistent(internal, int2, text, int4, internal, internal, internal),
  FUNCTION 7 @extschema@.badcase_near_text_options(internal),
  STORAGE int4;
COMMENT ON OPERATOR CLASS @extschema@.text_near_v1_ops USING gin IS 'near-duplicate search by %, exact; options threshold and field';

CREATE FUNCTION @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_value(@extschema@.badcase, internal, internal) IS 'GIN support of badcase_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_query(@extschema@.badcase, internal, int2, internal, internal, internal, internal) IS 'GIN support of badcase_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_all_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_options(internal) IS 'options of badcase_all_v1_ops: field';

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
COMMENT ON OPERATOR CLASS @extschema@.badcase_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; option field';

CREATE FUNCTION @extschema@.badcase_all_extract_value(text, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_text_extract_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_value(text, internal, internal) IS 'GIN support of text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal) RETURNS internal
  AS 'MODULE_PATHNAME', 'badcase_all_text_extract_query' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_extract_query(text, internal, int2, internal, internal, internal, internal) IS 'GIN support of text_all_v1_ops';

CREATE FUNCTION @extschema@.badcase_all_text_options(internal) RETURNS void
  AS 'MODULE_PATHNAME', 'badcase_all_text_options' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_all_text_options(internal) IS 'options of text_all_v1_ops: field';

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
COMMENT ON OPERATOR CLASS @extschema@.text_all_v1_ops USING gin IS 'near-duplicates by % at any threshold and containment by %>, exact; option field';

-- Costs as measured: a record's features cost what 500 comparisons do.
ALTER FUNCTION @extschema@.near(@extschema@.badcase, float8, text) COST 800;
ALTER FUNCTION @extschema@.near(text, float8, text) COST 800;
ALTER FUNCTION @extschema@.badcase_features(@extschema@.badcase, text) COST 500;
ALTER FUNCTION @extschema@.badcase_features(text, text) COST 500;
ALTER FUNCTION @extschema@.similarity(@extschema@.badcase, @extschema@.badcase, text) COST 1000;
ALTER FUNCTION @extschema@.badcase_similarity(text, text) COST 1000;
ALTER FUNCTION @extschema@.badcase_distance(@extschema@.badcase, @extschema@.badcase) COST 1000;

-- Features and keys are not those of 0.1.0: an index made by it would lose rows.
DO $$
DECLARE
  made regclass;
BEGIN
  FOR made IN
    SELECT i.indexrelid FROM pg_catalog.pg_index i
    WHERE EXISTS (SELECT FROM pg_catalog.pg_opclass c WHERE c.oid OPERATOR(pg_catalog.=) ANY (i.indclass)
        AND c.opcname OPERATOR(pg_catalog.=) 'badcase_near_v1_ops' AND c.opcintype OPERATOR(pg_catalog.=) '@extschema@.badcase'::pg_catalog.regtype)
      AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) i.indexrelid) OPERATOR(pg_catalog.=) 'i'
    ORDER BY i.indexrelid
  LOOP
    EXECUTE pg_catalog.format('REINDEX INDEX %s', made);
  END LOOP;
END $$;

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

-- How close a model's answer comes to the expected one, in figures beside a person's verdict.

CREATE FUNCTION @extschema@.badcase_rouge_l(candidate text, reference text) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_rouge_l' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION @extschema@.badcase_rouge_l(text, text) IS 'ROUGE-L of an answer against the expected one, by characters, from 0 to 1';

CREATE FUNCTION @extschema@.badcase_bleu4(candidate text, reference text) RETURNS float8
  AS 'MODULE_PATHNAME', 'badcase_bleu4' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION @extschema@.badcase_bleu4(text, text) IS 'BLEU-4 of an answer against the expected one, by characters, from 0 to 1';

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
