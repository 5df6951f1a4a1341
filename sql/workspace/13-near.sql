-- Near search over the submissions. State is in the condition, so that a submission is indexed when triage moves it:
-- loading a file does not wait for the index, and what is a duplicate or withdrawn is never in it.

-- Two indexes of one class and column: what the planner knows of the operand (a constant, in every search of the
-- workspace) decides which of them it takes.
CREATE INDEX submission_near ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON INDEX badcase.submission_near IS 'near-duplicates among what triage has seen';
CREATE INDEX submission_near_prompt ON badcase.submission
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn');
COMMENT ON INDEX badcase.submission_near_prompt IS 'similar prompts among what triage has seen';
