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
