-- What near search looks at: a slim table beside the ledger, with the near indexes. A row is here while its submission's
-- state is searchable, with the current record. So a change of state that leaves it searchable touches no near index, loading
-- a file does not wait for the indexes, and what is a duplicate or withdrawn is never in them.

CREATE TABLE badcase_internal.searchable (
  submission_id bigint PRIMARY KEY,
  program_id int NOT NULL,
  record @extschema@.badcase NOT NULL,
  common_record bool NOT NULL,
  common_prompt bool NOT NULL
);
COMMENT ON TABLE badcase_internal.searchable IS
  'the submissions that near search looks at: triage has seen them, and they are neither duplicates nor withdrawn';
COMMENT ON COLUMN badcase_internal.searchable.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.searchable.program_id IS 'its program';
COMMENT ON COLUMN badcase_internal.searchable.record IS 'its record as it is now';
COMMENT ON COLUMN badcase_internal.searchable.common_record IS
  'when it was triaged, at least 100 others that were not common themselves were near to it';
COMMENT ON COLUMN badcase_internal.searchable.common_prompt IS
  'the same of prompts that are similar to at least 0.7';
ALTER TABLE badcase_internal.searchable ALTER COLUMN record SET STATISTICS 0;

-- Each row is in two of the four indexes: one of the two by record, and one of the two by prompt. The common ones (see
-- relate_records) have indexes of their own, so a search among the others reads about a hundred copies of a template at
-- most, however many there are. The conditions also tell the planner which index serves a search, whatever the operand.
CREATE INDEX searchable_near ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops)
  WHERE NOT common_record;
COMMENT ON INDEX badcase_internal.searchable_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX searchable_near_common ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops)
  WHERE common_record;
COMMENT ON INDEX badcase_internal.searchable_near_common IS 'near-duplicates among the common ones';
CREATE INDEX searchable_near_prompt ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops (field = 'prompt'))
  WHERE NOT common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX searchable_near_prompt_common ON badcase_internal.searchable
  USING badcase_near (record @extschema@.badcase_near_v1_ops (field = 'prompt'))
  WHERE common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt_common IS 'similar prompts among the common ones';
-- Without its condition, which no near search has, the planner would take it for them.
CREATE INDEX searchable_program ON badcase_internal.searchable (program_id, common_record) WHERE submission_id > 0;
COMMENT ON INDEX badcase_internal.searchable_program IS 'all of a program, for joins';
