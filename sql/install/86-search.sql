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
