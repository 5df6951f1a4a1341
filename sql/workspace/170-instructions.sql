-- The instructions by which tasks are found. Neither table holds a text: an instruction is a number of units at the begin of a
-- prompt, one at the end, and the key of both.

CREATE TABLE badcase_internal.task_instruction (
  program_id int NOT NULL REFERENCES badcase_internal.program,
  begins int NOT NULL,
  ends int NOT NULL,
  key bytea NOT NULL,
  task_id bigint NOT NULL REFERENCES badcase_internal.task,
  taken_by name NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, begins, ends, key)
);
COMMENT ON TABLE badcase_internal.task_instruction IS 'the instructions whose prompts are examples of a task';
COMMENT ON COLUMN badcase_internal.task_instruction.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.task_instruction.begins IS 'how many units the instruction has at the begin of a prompt';
COMMENT ON COLUMN badcase_internal.task_instruction.ends IS 'how many at the end';
COMMENT ON COLUMN badcase_internal.task_instruction.key IS 'badcase_instruction_key of a prompt that has it';
COMMENT ON COLUMN badcase_internal.task_instruction.task_id IS 'the task';
COMMENT ON COLUMN badcase_internal.task_instruction.taken_by IS 'the curator who took it';
COMMENT ON COLUMN badcase_internal.task_instruction.taken_at IS 'when';
CREATE INDEX task_instruction_task ON badcase_internal.task_instruction (task_id);
COMMENT ON INDEX badcase_internal.task_instruction_task IS 'the instructions of a task';
ALTER TABLE badcase_internal.task_instruction
  ALTER COLUMN key SET STATISTICS 0,
  ALTER COLUMN taken_by SET STATISTICS 0;

CREATE TABLE badcase_internal.task_suggestion (
  suggestion_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  begins int NOT NULL,
  ends int NOT NULL,
  key bytea NOT NULL,
  submissions bigint NOT NULL,
  clusters bigint NOT NULL,
  examples bigint[] NOT NULL,
  UNIQUE (program_id, begins, ends, key)
);
COMMENT ON TABLE badcase_internal.task_suggestion IS 'the instructions that badcase.suggest_tasks found last in a program';
COMMENT ON COLUMN badcase_internal.task_suggestion.suggestion_id IS 'its number';
COMMENT ON COLUMN badcase_internal.task_suggestion.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.task_suggestion.begins IS 'how many units the instruction has at the begin of a prompt';
COMMENT ON COLUMN badcase_internal.task_suggestion.ends IS 'how many at the end';
COMMENT ON COLUMN badcase_internal.task_suggestion.key IS 'badcase_instruction_key of a prompt that has it';
COMMENT ON COLUMN badcase_internal.task_suggestion.submissions IS 'how many submissions without a task have it';
COMMENT ON COLUMN badcase_internal.task_suggestion.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase_internal.task_suggestion.examples IS 'the first of them, up to three';
ALTER TABLE badcase_internal.task_suggestion ALTER COLUMN key SET STATISTICS 0;
