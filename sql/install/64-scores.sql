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
