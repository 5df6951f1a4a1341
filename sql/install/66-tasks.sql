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
