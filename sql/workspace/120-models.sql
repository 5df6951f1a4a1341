-- Models and what they answer. A model version is a small table's row; outcomes are large, keyed by submission_id.

CREATE TABLE badcase_internal.model_version (
  model_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  base_id bigint CHECK (base_id < model_id),
  releases bigint[] NOT NULL DEFAULT '{}',
  registered_by name NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.model_version IS 'the versions of the models that a program is about, in the order in which they were registered';
COMMENT ON COLUMN badcase_internal.model_version.model_id IS 'its number';
COMMENT ON COLUMN badcase_internal.model_version.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.model_version.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.model_version.base_id IS 'the version that it was trained from; null: none of these';
COMMENT ON COLUMN badcase_internal.model_version.releases IS 'the releases that it was trained on, beside those of the version that it was trained from';
COMMENT ON COLUMN badcase_internal.model_version.registered_by IS 'the role that registered it';
COMMENT ON COLUMN badcase_internal.model_version.registered_at IS 'when';
ALTER TABLE badcase_internal.model_version ALTER COLUMN registered_by SET STATISTICS 0;

CREATE TABLE badcase_internal.outcome (
  submission_id bigint NOT NULL,
  outcome_id bigint GENERATED ALWAYS AS IDENTITY,
  program_id int NOT NULL,
  model_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  revision int NOT NULL,
  output text,
  rouge_l float8,
  bleu4 float8,
  verdict text CHECK (verdict IN ('fixed', 'still_bad')),
  note text,
  judged_by name,
  judged_at timestamptz,
  PRIMARY KEY (submission_id, outcome_id),
  CHECK ((verdict IS NULL) = (judged_by IS NULL) AND (verdict IS NULL) = (judged_at IS NULL))
);
COMMENT ON TABLE badcase_internal.outcome IS 'what a version of the model answers to a case, and what a person said of it';
COMMENT ON COLUMN badcase_internal.outcome.submission_id IS 'the case';
COMMENT ON COLUMN badcase_internal.outcome.outcome_id IS 'its number';
COMMENT ON COLUMN badcase_internal.outcome.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.outcome.model_id IS 'the model version';
COMMENT ON COLUMN badcase_internal.outcome.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.outcome.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.outcome.revision IS 'the revision whose response was expected';
COMMENT ON COLUMN badcase_internal.outcome.output IS 'the answer; null once it was erased';
COMMENT ON COLUMN badcase_internal.outcome.rouge_l IS 'ROUGE-L of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase_internal.outcome.bleu4 IS 'BLEU-4 of the answer against the expected one, by characters';
COMMENT ON COLUMN badcase_internal.outcome.verdict IS 'fixed or still_bad; null: nobody judged it yet';
COMMENT ON COLUMN badcase_internal.outcome.note IS 'a note of who judged it';
COMMENT ON COLUMN badcase_internal.outcome.judged_by IS 'the role that judged it last';
COMMENT ON COLUMN badcase_internal.outcome.judged_at IS 'when';
CREATE INDEX outcome_number ON badcase_internal.outcome (outcome_id);
COMMENT ON INDEX badcase_internal.outcome_number IS 'an outcome by its number alone';
CREATE INDEX outcome_model ON badcase_internal.outcome (model_id, submission_id);
COMMENT ON INDEX badcase_internal.outcome_model IS 'what a model version answers';
ALTER TABLE badcase_internal.outcome
  ALTER COLUMN output SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN judged_by SET STATISTICS 0;
