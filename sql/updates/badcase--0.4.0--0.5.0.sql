\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit
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

-- Formats of training data: other names.
CREATE FUNCTION @extschema@.badcase_format_aliases() RETURNS TABLE (alias text, name text)
  AS 'MODULE_PATHNAME', 'badcase_format_aliases' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION @extschema@.badcase_format_aliases() IS 'other names of formats, which every function takes as well';

-- Exact keys, version 2. Replaced in place, for what depends on it; the workspace's keys are brought up by triage.
CREATE OR REPLACE FUNCTION @extschema@.exact_key(@extschema@.badcase) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_newest' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

CREATE FUNCTION @extschema@.exact_key(record @extschema@.badcase, version int) RETURNS bytea
  AS 'MODULE_PATHNAME', 'badcase_exact_key_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.exact_key(@extschema@.badcase, int) IS 'the exact key of a version of the folding, the newest or an older one';

CREATE FUNCTION @extschema@.badcase_exact_key_version() RETURNS int
  AS 'MODULE_PATHNAME', 'badcase_exact_key_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.badcase_exact_key_version() IS 'the newest version of exact keys';
-- The cockpit: search for any piece of a text.

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

-- What a prompt asks for in so many words.
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

-- Lines in other formats.
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

-- How sure a difference of figures is.
CREATE FUNCTION @extschema@.badcase_resampled_sum("values" bigint[], seed bigint, rounds integer DEFAULT 2000, OUT low bigint, OUT high bigint)
  AS 'MODULE_PATHNAME', 'badcase_resampled_sum' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000;
COMMENT ON FUNCTION @extschema@.badcase_resampled_sum(bigint[], bigint, integer) IS
  'between which numbers 95 % of the sums of samples lie that are drawn from the values with replacement: the percentile bootstrap, by a seed; null for no values';
