-- Uploads, the lines on their way in, and the lines that were refused.

CREATE TABLE badcase_internal.upload (
  upload_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  contributor_id bigint,
  kind text NOT NULL CHECK (badcase_internal.is_upload_kind(kind)),
  target bigint,
  file_name text,
  attestation_id bigint,
  opened_by name NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  processed_at timestamptz,
  lines bigint,
  stored bigint,
  repeated bigint,
  refused bigint,
  blank bigint,
  bytes bigint,
  sha256 bytea,
  format text,
  CHECK (kind <> 'submissions' OR contributor_id IS NOT NULL),
  CHECK (lines = stored + repeated + refused + blank)
);
COMMENT ON TABLE badcase_internal.upload IS 'a file of lines and what became of them';
COMMENT ON COLUMN badcase_internal.upload.upload_id IS 'its number';
COMMENT ON COLUMN badcase_internal.upload.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.upload.contributor_id IS 'whose file it is';
COMMENT ON COLUMN badcase_internal.upload.kind IS 'what the lines are: submissions, corpus, clusters, outputs, terms or suggestions';
COMMENT ON COLUMN badcase_internal.upload.target IS 'the corpus, model version, term list or agent that the lines belong to';
COMMENT ON COLUMN badcase_internal.upload.file_name IS 'the name of the file, as the sender gave it';
COMMENT ON COLUMN badcase_internal.upload.attestation_id IS 'the attestation that covers it, or null: its submissions are held';
COMMENT ON COLUMN badcase_internal.upload.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase_internal.upload.opened_at IS
  'when its transaction began; with xact it names the transaction even after a restore into another cluster';
COMMENT ON COLUMN badcase_internal.upload.xact IS 'the transaction that opened it, and that alone may fill it';
COMMENT ON COLUMN badcase_internal.upload.processed_at IS 'when it was processed, or null: it never was, and holds nothing';
COMMENT ON COLUMN badcase_internal.upload.lines IS 'how many lines there were: stored + repeated + refused + blank';
COMMENT ON COLUMN badcase_internal.upload.stored IS 'lines that became submissions';
COMMENT ON COLUMN badcase_internal.upload.repeated IS 'lines that the contributor had sent before, in this file or an earlier one';
COMMENT ON COLUMN badcase_internal.upload.refused IS 'lines that are no records';
COMMENT ON COLUMN badcase_internal.upload.blank IS 'lines of nothing but white space';
COMMENT ON COLUMN badcase_internal.upload.bytes IS 'the length of all lines in bytes, one more for the end of each';
COMMENT ON COLUMN badcase_internal.upload.sha256 IS
  'SHA-256 of all lines, each followed by a line feed: that of a file whose lines end in LF, the last one too, without a BOM';
COMMENT ON COLUMN badcase_internal.upload.format IS 'the format of its lines, or auto: each by its keys; null: that of badcase';
ALTER TABLE badcase_internal.upload
  ALTER COLUMN file_name SET STATISTICS 0,
  ALTER COLUMN opened_by SET STATISTICS 0,
  ALTER COLUMN sha256 SET STATISTICS 0;
CREATE INDEX upload_xact ON badcase_internal.upload (xact);
COMMENT ON INDEX badcase_internal.upload_xact IS 'the upload of this transaction';
CREATE INDEX upload_contributor ON badcase_internal.upload (contributor_id);
COMMENT ON INDEX badcase_internal.upload_contributor IS 'a contributor''s uploads';
-- No NOT NULL, no CHECK and no unique key on intake: an error of theirs would show the line, or say less than
-- process_upload does. It has no row-level security, under which COPY FROM is refused: nothing stays in it.
CREATE TABLE badcase.intake (
  line_no bigint,
  line bytea,
  xact xid8 DEFAULT pg_current_xact_id()
);
COMMENT ON TABLE badcase.intake IS
  'contributor, curator, intake: lines on their way in: COPY puts them here, badcase.process_upload takes them out in the same transaction';
COMMENT ON COLUMN badcase.intake.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase.intake.line IS 'its bytes, without the end of the line';
COMMENT ON COLUMN badcase.intake.xact IS
  'the transaction that brought it; nobody may set it, so nobody can file under another''s name';
CREATE INDEX intake_xact ON badcase.intake (xact, line_no);
COMMENT ON INDEX badcase.intake_xact IS 'the lines of this transaction';
ALTER TABLE badcase.intake ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase_internal.refused_line (
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  program_id int NOT NULL,
  contributor_id bigint,
  code text NOT NULL,
  byte_offset int NOT NULL,
  path text,
  message text NOT NULL,
  line bytea,
  line_digest bytea,
  PRIMARY KEY (upload_id, line_no)
);
COMMENT ON TABLE badcase_internal.refused_line IS
  'lines that are no records, with their bytes; a line that the same contributor sent again is kept once';
COMMENT ON COLUMN badcase_internal.refused_line.upload_id IS 'the upload that brought it first';
COMMENT ON COLUMN badcase_internal.refused_line.line_no IS 'the number of the line in its file, from 1';
COMMENT ON COLUMN badcase_internal.refused_line.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.refused_line.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.refused_line.code IS 'why it was refused: a code of badcase_check';
COMMENT ON COLUMN badcase_internal.refused_line.byte_offset IS 'where in the line, in bytes from 0';
COMMENT ON COLUMN badcase_internal.refused_line.path IS 'where in the object: a JSON pointer';
COMMENT ON COLUMN badcase_internal.refused_line.message IS 'the code in words';
COMMENT ON COLUMN badcase_internal.refused_line.line IS 'its bytes; null once they were erased';
COMMENT ON COLUMN badcase_internal.refused_line.line_digest IS 'SHA-256 of them';
CREATE INDEX refused_line_known ON badcase_internal.refused_line (contributor_id, program_id, line_digest);
COMMENT ON INDEX badcase_internal.refused_line_known IS 'whether the contributor sent a line before';
ALTER TABLE badcase_internal.refused_line
  ALTER COLUMN path SET STATISTICS 0,
  ALTER COLUMN message SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0,
  ALTER COLUMN line_digest SET STATISTICS 0;

CREATE TABLE badcase_internal.quota (
  program_id int NOT NULL,
  contributor_id bigint,
  uploads bigint CHECK (uploads >= 0),
  lines bigint CHECK (lines >= 0),
  bytes bigint CHECK (bytes >= 0),
  line_bytes bigint CHECK (line_bytes >= 0)
);
COMMENT ON TABLE badcase_internal.quota IS 'how much contributors may send in within 24 hours; where there is no row, the defaults of quota_of hold';
COMMENT ON COLUMN badcase_internal.quota.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.quota.contributor_id IS 'the contributor; null: each one of the program';
COMMENT ON COLUMN badcase_internal.quota.uploads IS 'the most uploads; null: as in the program';
COMMENT ON COLUMN badcase_internal.quota.lines IS 'the most lines';
COMMENT ON COLUMN badcase_internal.quota.bytes IS 'the most bytes';
COMMENT ON COLUMN badcase_internal.quota.line_bytes IS 'the most bytes of one line';
CREATE UNIQUE INDEX quota_contributor ON badcase_internal.quota (program_id, contributor_id) NULLS NOT DISTINCT;
COMMENT ON INDEX badcase_internal.quota_contributor IS 'the quota of a contributor';
