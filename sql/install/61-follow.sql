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
