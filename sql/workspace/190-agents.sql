-- Agents, which suggest how a submission should be judged, and what they suggest. No suggestion is a review.

CREATE TABLE badcase_internal.agent (
  agent_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL REFERENCES badcase_internal.program,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  version text NOT NULL CHECK (version ~ '[^[:space:]]' AND length(version) <= 200),
  kind text NOT NULL CHECK (kind IN ('model', 'rule', 'person')),
  prompt_sha256 bytea CHECK (length(prompt_sha256) = 32),
  prompt_date date,
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name, version)
);
COMMENT ON TABLE badcase_internal.agent IS 'models, rules and people outside the program who suggest how submissions should be judged';
COMMENT ON COLUMN badcase_internal.agent.agent_id IS 'its number';
COMMENT ON COLUMN badcase_internal.agent.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.agent.name IS 'its name';
COMMENT ON COLUMN badcase_internal.agent.version IS 'its version; what judges in another way is another version';
COMMENT ON COLUMN badcase_internal.agent.kind IS 'model, rule or person';
COMMENT ON COLUMN badcase_internal.agent.prompt_sha256 IS 'SHA-256 of what it is told to do; null: it is told nothing';
COMMENT ON COLUMN badcase_internal.agent.prompt_date IS 'of which day that is';
COMMENT ON COLUMN badcase_internal.agent.registered_by IS 'the curator who registered it';
COMMENT ON COLUMN badcase_internal.agent.registered_at IS 'when';
ALTER TABLE badcase_internal.agent ALTER COLUMN prompt_sha256 SET STATISTICS 0, ALTER COLUMN registered_by SET STATISTICS 0;

CREATE TABLE badcase_internal.suggestion (
  submission_id bigint NOT NULL REFERENCES badcase_internal.submission,
  agent_id bigint NOT NULL REFERENCES badcase_internal.agent,
  revision int NOT NULL,
  program_id int NOT NULL,
  upload_id bigint,
  line_no bigint,
  useful numeric CHECK (useful BETWEEN 0 AND 1),
  correct numeric CHECK (correct BETWEEN 0 AND 1),
  failure_kinds text[] CHECK (failure_kinds <@ badcase_internal.failure_kinds()),
  task text,
  why text,
  suggested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, agent_id, revision)
);
COMMENT ON TABLE badcase_internal.suggestion IS 'what agents suggest of submissions; each says it once of a revision';
COMMENT ON COLUMN badcase_internal.suggestion.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.suggestion.agent_id IS 'the agent';
COMMENT ON COLUMN badcase_internal.suggestion.revision IS 'the revision that it saw';
COMMENT ON COLUMN badcase_internal.suggestion.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.suggestion.upload_id IS 'the upload that brought it; null: a rule of the workspace made it';
COMMENT ON COLUMN badcase_internal.suggestion.line_no IS 'its line there, from 1';
COMMENT ON COLUMN badcase_internal.suggestion.useful IS 'how likely the model would learn something from the record, 0 to 1; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.correct IS 'how likely the expected answer is right; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.failure_kinds IS 'in what way the model failed; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.task IS 'the name of a task, in the agent''s words; null: it does not say';
COMMENT ON COLUMN badcase_internal.suggestion.why IS 'why, in the agent''s words';
COMMENT ON COLUMN badcase_internal.suggestion.suggested_at IS 'when it came in';
CREATE INDEX suggestion_program ON badcase_internal.suggestion (program_id, agent_id, submission_id);
COMMENT ON INDEX badcase_internal.suggestion_program IS 'what a program''s agents suggest';
ALTER TABLE badcase_internal.suggestion ALTER COLUMN task SET STATISTICS 0, ALTER COLUMN why SET STATISTICS 0;
