-- What contributors are told: of lines that were stored or kept before, and since when they have not been told.

CREATE TABLE badcase_internal.passed_line (
  upload_id bigint NOT NULL REFERENCES badcase_internal.upload,
  line_no bigint NOT NULL,
  program_id int NOT NULL,
  contributor_id bigint NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('repeated', 'refused', 'blank')),
  submission_id bigint,
  refused_upload bigint,
  refused_line_no bigint,
  PRIMARY KEY (upload_id, line_no)
);
COMMENT ON TABLE badcase_internal.passed_line IS 'lines of uploads of submissions that are neither a submission nor a refused line of their own';
COMMENT ON COLUMN badcase_internal.passed_line.upload_id IS 'the upload';
COMMENT ON COLUMN badcase_internal.passed_line.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase_internal.passed_line.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.passed_line.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.passed_line.verdict IS 'repeated; refused: as the same line was before; blank';
COMMENT ON COLUMN badcase_internal.passed_line.submission_id IS 'the submission that a repeated line is of';
COMMENT ON COLUMN badcase_internal.passed_line.refused_upload IS 'the upload that brought the same refused line first';
COMMENT ON COLUMN badcase_internal.passed_line.refused_line_no IS 'its number there';
CREATE INDEX passed_line_contributor ON badcase_internal.passed_line (contributor_id);
COMMENT ON INDEX badcase_internal.passed_line_contributor IS 'what a contributor sent again';

CREATE INDEX submission_news ON badcase_internal.submission (contributor_id, contributor_state_at)
  WHERE contributor_state IN ('held', 'needs_changes', 'accepted', 'rejected');
COMMENT ON INDEX badcase_internal.submission_news IS 'what a contributor has to be told since a time';
