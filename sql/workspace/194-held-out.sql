-- What versions of the model answer to records of general corpora that no release takes: whether they forgot something.

CREATE TABLE badcase_internal.general_outcome (
  item_id bigint NOT NULL REFERENCES badcase_internal.corpus_item,
  model_id bigint NOT NULL REFERENCES badcase_internal.model_version,
  general_outcome_id bigint GENERATED ALWAYS AS IDENTITY,
  program_id int NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  output text NOT NULL,
  rouge_l float8 NOT NULL,
  bleu4 float8 NOT NULL,
  verdict text CHECK (verdict IN ('better', 'same', 'worse')),
  note text,
  judged_by name,
  judged_at timestamptz,
  PRIMARY KEY (item_id, model_id),
  CHECK ((verdict IS NULL) = (judged_by IS NULL) AND (verdict IS NULL) = (judged_at IS NULL))
);
COMMENT ON TABLE badcase_internal.general_outcome IS 'what a version of the model answers to a held-out record, and what a person said of it';
COMMENT ON COLUMN badcase_internal.general_outcome.item_id IS 'the record';
COMMENT ON COLUMN badcase_internal.general_outcome.model_id IS 'the model version; it answers a record once';
COMMENT ON COLUMN badcase_internal.general_outcome.general_outcome_id IS 'its number';
COMMENT ON COLUMN badcase_internal.general_outcome.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.general_outcome.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.general_outcome.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.general_outcome.output IS 'the answer';
COMMENT ON COLUMN badcase_internal.general_outcome.rouge_l IS 'ROUGE-L of the answer against the record''s response, by characters';
COMMENT ON COLUMN badcase_internal.general_outcome.bleu4 IS 'BLEU-4 of the answer against the record''s response, by characters';
COMMENT ON COLUMN badcase_internal.general_outcome.verdict IS 'better, same or worse than the answer of the version that the model was trained from; null: nobody judged it';
COMMENT ON COLUMN badcase_internal.general_outcome.note IS 'a note of who judged it';
COMMENT ON COLUMN badcase_internal.general_outcome.judged_by IS 'the role that judged it last';
COMMENT ON COLUMN badcase_internal.general_outcome.judged_at IS 'when';
CREATE INDEX general_outcome_number ON badcase_internal.general_outcome (general_outcome_id);
COMMENT ON INDEX badcase_internal.general_outcome_number IS 'an outcome by its number alone';
CREATE INDEX general_outcome_model ON badcase_internal.general_outcome (model_id, item_id);
COMMENT ON INDEX badcase_internal.general_outcome_model IS 'what a model version answers';
ALTER TABLE badcase_internal.general_outcome
  ALTER COLUMN output SET STATISTICS 0,
  ALTER COLUMN note SET STATISTICS 0,
  ALTER COLUMN judged_by SET STATISTICS 0;
