-- What a published release comes to as files. A small table: a row for each format and split.

CREATE TABLE badcase.release_file (
  release_id bigint NOT NULL REFERENCES badcase.release,
  format text NOT NULL,
  split text NOT NULL CHECK (split IN ('train', 'validation')),
  file_name text NOT NULL,
  lines bigint NOT NULL,
  left_out bigint NOT NULL,
  refused bigint NOT NULL,
  bytes bigint,
  sha256 bytea,
  PRIMARY KEY (release_id, format, split),
  CHECK ((sha256 IS NULL) = (refused > 0))
);
COMMENT ON TABLE badcase.release_file IS 'what each format of a published release comes to, as a file of lines';
COMMENT ON COLUMN badcase.release_file.release_id IS 'the release';
COMMENT ON COLUMN badcase.release_file.format IS 'the format, one of badcase_formats()';
COMMENT ON COLUMN badcase.release_file.split IS 'train or validation';
COMMENT ON COLUMN badcase.release_file.file_name IS 'the name that badcase-export gives the file';
COMMENT ON COLUMN badcase.release_file.lines IS 'how many lines it has';
COMMENT ON COLUMN badcase.release_file.left_out IS 'how many items have no line in this format, because they have no rejected answer';
COMMENT ON COLUMN badcase.release_file.refused IS
  'how many items have a history that the format has no place for; the release cannot be written in it then';
COMMENT ON COLUMN badcase.release_file.bytes IS 'the length of the file';
COMMENT ON COLUMN badcase.release_file.sha256 IS 'SHA-256 of the file, each line followed by a line feed; null where it cannot be written';
ALTER TABLE badcase.release_file ALTER COLUMN sha256 SET STATISTICS 0;
