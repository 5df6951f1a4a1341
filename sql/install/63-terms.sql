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
