-- Near search over the submissions. State is in the conditions, so that a submission is indexed when triage moves it:
-- loading a file does not wait for the indexes, and what is a duplicate or withdrawn is never in them.

-- Each submission is in two of the four indexes: one of the two by record, and one of the two by prompt. The common ones
-- (see find_relations) have indexes of their own, so a search among the others reads about a hundred copies of a template
-- at most, however many there are. The conditions also tell the planner which index serves a search, whatever the operand.
CREATE INDEX submission_near ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND NOT common_record;
COMMENT ON INDEX badcase_internal.submission_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX submission_near_common ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND common_record;
COMMENT ON INDEX badcase_internal.submission_near_common IS 'near-duplicates among the common ones';
CREATE INDEX submission_near_prompt ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND NOT common_prompt;
COMMENT ON INDEX badcase_internal.submission_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX submission_near_prompt_common ON badcase_internal.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE badcase_internal.is_searchable(state) AND common_prompt;
COMMENT ON INDEX badcase_internal.submission_near_prompt_common IS 'similar prompts among the common ones';
-- Were its condition common_record alone, the planner would take it for near searches.
CREATE INDEX submission_common ON badcase_internal.submission (program_id) WHERE common_record AND cluster_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_common IS 'the common ones, whose clusters the end of a triage joins';
