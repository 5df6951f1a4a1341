-- The relations of 0.4.0, made those of 0.5.0.

-- Scale: claims by their reviewer.
CREATE INDEX submission_lease ON badcase_internal.submission (lease_role) WHERE lease_role IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_lease IS 'what a reviewer has claimed';

-- Scale: what near search looks at is a table of its own. The flags of what is not there say nothing. From before 0.4.0
-- the functions come later.
DROP FUNCTION IF EXISTS badcase_internal.find_relations(bigint, int, @extschema@.badcase);
DROP FUNCTION IF EXISTS badcase_internal.triage_submission(bigint);
DROP FUNCTION IF EXISTS badcase_internal.taken_task(int, jsonb);
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

INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
SELECT s.submission_id, s.program_id, s.record, s.common_record, s.common_prompt FROM badcase_internal.submission s
WHERE badcase_internal.is_searchable(s.state) ORDER BY s.submission_id;
CREATE INDEX searchable_near ON badcase_internal.searchable
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE NOT common_record;
COMMENT ON INDEX badcase_internal.searchable_near IS 'near-duplicates among what triage has seen, without the common ones';
CREATE INDEX searchable_near_common ON badcase_internal.searchable
  USING gin (record @extschema@.badcase_near_v1_ops) WITH (fastupdate = off)
  WHERE common_record;
COMMENT ON INDEX badcase_internal.searchable_near_common IS 'near-duplicates among the common ones';
CREATE INDEX searchable_near_prompt ON badcase_internal.searchable
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE NOT common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt IS 'similar prompts among what triage has seen, without the common ones';
CREATE INDEX searchable_near_prompt_common ON badcase_internal.searchable
  USING gin (record @extschema@.badcase_near_v1_ops (field = 'prompt')) WITH (fastupdate = off)
  WHERE common_prompt;
COMMENT ON INDEX badcase_internal.searchable_near_prompt_common IS 'similar prompts among the common ones';
CREATE INDEX searchable_program ON badcase_internal.searchable (program_id, common_record) WHERE submission_id > 0;
COMMENT ON INDEX badcase_internal.searchable_program IS 'all of a program, for joins';
DROP INDEX badcase_internal.submission_near, badcase_internal.submission_near_common, badcase_internal.submission_near_prompt,
  badcase_internal.submission_near_prompt_common, badcase_internal.submission_common;
ALTER TABLE badcase_internal.submission DROP COLUMN common_record, DROP COLUMN common_prompt;
COMMENT ON INDEX badcase_internal.submission_state IS
  'the queues: what is received, pending, accepted';

-- Scale: of several sessions one triages.
ALTER TABLE badcase_internal.work_lock DROP CONSTRAINT work_lock_work_check,
  ADD CONSTRAINT work_lock_work_check CHECK (work IN ('batch', 'triage', 'release', 'privileges'));
INSERT INTO badcase_internal.work_lock (program_id, work) SELECT p.program_id, 'batch' FROM badcase_internal.program p;
COMMENT ON COLUMN badcase_internal.work_lock.work IS 'batch, triage, release or privileges';
COMMENT ON COLUMN badcase_internal.program.withdrawals IS
  'counts the withdrawals when they commit; locked by an export, so that none commits while it runs';
DROP FUNCTION IF EXISTS badcase_internal.note_files(bigint);
ALTER TABLE badcase_internal.relation DROP CONSTRAINT relation_submission_id_fkey;
