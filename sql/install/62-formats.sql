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
