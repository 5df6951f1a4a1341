-- Corpora: what is not trained on (benchmarks), and what is mixed in (general). A corpus is a small table's row, its items
-- and their passages are large, keyed by item_id.

CREATE TABLE badcase.corpus (
  corpus_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  role text NOT NULL CHECK (role IN ('general', 'benchmark')),
  licence text NOT NULL CHECK (licence ~ '[^[:space:]]'),
  source text,
  opened_by name NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase.corpus IS 'a collection of records of others: neither credited nor counted';
COMMENT ON COLUMN badcase.corpus.corpus_id IS 'its number';
COMMENT ON COLUMN badcase.corpus.program_id IS 'the program';
COMMENT ON COLUMN badcase.corpus.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase.corpus.role IS 'general: mixed in; benchmark: must not be trained on';
COMMENT ON COLUMN badcase.corpus.licence IS 'the licence of its records';
COMMENT ON COLUMN badcase.corpus.source IS 'where it is from';
COMMENT ON COLUMN badcase.corpus.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase.corpus.opened_at IS 'when';
ALTER TABLE badcase.corpus ALTER COLUMN role SET STATISTICS 0, ALTER COLUMN opened_by SET STATISTICS 0;

CREATE TABLE badcase.corpus_item (
  item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  corpus_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  digest bytea NOT NULL,
  record @extschema@.badcase,
  line text,
  CHECK ((record IS NULL) <> (line IS NULL))
);
COMMENT ON TABLE badcase.corpus_item IS 'the records of corpora';
COMMENT ON COLUMN badcase.corpus_item.item_id IS 'its number';
COMMENT ON COLUMN badcase.corpus_item.corpus_id IS 'the corpus';
COMMENT ON COLUMN badcase.corpus_item.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase.corpus_item.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase.corpus_item.digest IS 'equal for the same record: a repeated line of the corpus';
COMMENT ON COLUMN badcase.corpus_item.record IS 'the record; null for a line of a benchmark that has no response';
COMMENT ON COLUMN badcase.corpus_item.line IS 'that line';
CREATE INDEX corpus_item_known ON badcase.corpus_item (corpus_id, digest);
COMMENT ON INDEX badcase.corpus_item_known IS 'whether the corpus has a record';
ALTER TABLE badcase.corpus_item
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase.corpus_passage (
  item_id bigint NOT NULL,
  passage int NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (item_id, passage)
);
COMMENT ON TABLE badcase.corpus_passage IS
  'the texts of benchmarks that records are compared with: prompt, response, questions and answers of ten tokens or more';
COMMENT ON COLUMN badcase.corpus_passage.item_id IS 'the item';
COMMENT ON COLUMN badcase.corpus_passage.passage IS 'the number of the text in it, from 1';
COMMENT ON COLUMN badcase.corpus_passage.value IS 'the text';
CREATE INDEX corpus_passage_value ON badcase.corpus_passage
  USING gin (value @extschema@.text_all_v1_ops) WITH (fastupdate = off);
COMMENT ON INDEX badcase.corpus_passage_value IS 'what overlaps with a text';
ALTER TABLE badcase.corpus_passage ALTER COLUMN value SET STATISTICS 0;

ALTER TABLE badcase.corpus ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.corpus_item
  ADD FOREIGN KEY (corpus_id) REFERENCES badcase.corpus,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.corpus_passage ADD FOREIGN KEY (item_id) REFERENCES badcase.corpus_item;

-- What a release takes of general corpora.
CREATE TABLE badcase.mix (
  item_id bigint NOT NULL,
  release_id bigint NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  digest bytea NOT NULL,
  PRIMARY KEY (item_id, release_id)
);
COMMENT ON TABLE badcase.mix IS 'the records of general corpora in a release, among those of badcase.release_item; all of them are for training';
COMMENT ON COLUMN badcase.mix.item_id IS 'the item of the corpus';
COMMENT ON COLUMN badcase.mix.release_id IS 'the release';
COMMENT ON COLUMN badcase.mix.pos IS 'its place in the release, from 1';
COMMENT ON COLUMN badcase.mix.digest IS 'SHA-256 of the record';
CREATE INDEX mix_pos ON badcase.mix (release_id, pos);
COMMENT ON INDEX badcase.mix_pos IS 'a release in order';
ALTER TABLE badcase.mix ALTER COLUMN digest SET STATISTICS 0;
