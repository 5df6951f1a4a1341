-- Corpora: what is not trained on (benchmarks), works of others (protected), and what is mixed in (general). A corpus is a small table's row, its items
-- and their passages are large, keyed by item_id.

CREATE TABLE badcase_internal.corpus (
  corpus_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  name text NOT NULL CHECK (name ~ '[^[:space:]]' AND length(name) <= 200),
  role text NOT NULL CHECK (role IN ('general', 'benchmark', 'protected')),
  licence text NOT NULL CHECK (licence ~ '[^[:space:]]'),
  source text,
  opened_by name NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (program_id, name)
);
COMMENT ON TABLE badcase_internal.corpus IS 'a collection of records of others: neither credited nor counted';
COMMENT ON COLUMN badcase_internal.corpus.corpus_id IS 'its number';
COMMENT ON COLUMN badcase_internal.corpus.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.corpus.name IS 'its name, unique in the program';
COMMENT ON COLUMN badcase_internal.corpus.role IS 'general: mixed in; benchmark: must not be trained on; protected: works of others, of which no record may hold a stretch';
COMMENT ON COLUMN badcase_internal.corpus.licence IS 'the licence of its records';
COMMENT ON COLUMN badcase_internal.corpus.source IS 'where it is from';
COMMENT ON COLUMN badcase_internal.corpus.opened_by IS 'the role that opened it';
COMMENT ON COLUMN badcase_internal.corpus.opened_at IS 'when';
ALTER TABLE badcase_internal.corpus ALTER COLUMN role SET STATISTICS 0, ALTER COLUMN opened_by SET STATISTICS 0;

CREATE TABLE badcase_internal.corpus_item (
  item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  corpus_id bigint NOT NULL,
  upload_id bigint NOT NULL,
  line_no bigint NOT NULL,
  digest bytea NOT NULL,
  record @extschema@.badcase,
  line text,
  cluster_id bigint,
  held_out bool NOT NULL DEFAULT false,
  CHECK ((record IS NULL) <> (line IS NULL))
);
COMMENT ON TABLE badcase_internal.corpus_item IS 'the records of corpora';
COMMENT ON COLUMN badcase_internal.corpus_item.item_id IS 'its number';
COMMENT ON COLUMN badcase_internal.corpus_item.corpus_id IS 'the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.upload_id IS 'the upload that brought it';
COMMENT ON COLUMN badcase_internal.corpus_item.line_no IS 'its line, from 1';
COMMENT ON COLUMN badcase_internal.corpus_item.digest IS 'equal for the same record: a repeated line of the corpus';
COMMENT ON COLUMN badcase_internal.corpus_item.record IS 'the record; null for a line of a benchmark or a protected work that has no response';
COMMENT ON COLUMN badcase_internal.corpus_item.line IS 'that line';
COMMENT ON COLUMN badcase_internal.corpus_item.cluster_id IS 'the least number among the items that relations tie it to; null: none does';
COMMENT ON COLUMN badcase_internal.corpus_item.held_out IS 'of a general corpus: no release takes it, versions of the model are compared by it';
CREATE INDEX corpus_item_known ON badcase_internal.corpus_item (corpus_id, digest);
COMMENT ON INDEX badcase_internal.corpus_item_known IS 'whether the corpus has a record';
CREATE INDEX corpus_item_held_out ON badcase_internal.corpus_item (corpus_id, item_id) WHERE held_out;
COMMENT ON INDEX badcase_internal.corpus_item_held_out IS 'the held-out records of a corpus';
ALTER TABLE badcase_internal.corpus_item
  ALTER COLUMN digest SET STATISTICS 0,
  ALTER COLUMN record SET STATISTICS 0,
  ALTER COLUMN line SET STATISTICS 0;

CREATE TABLE badcase_internal.corpus_passage (
  item_id bigint NOT NULL,
  passage int NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (item_id, passage)
);
COMMENT ON TABLE badcase_internal.corpus_passage IS
  'the texts of benchmarks and pieces of protected works that records are compared with: of ten tokens or more';
COMMENT ON COLUMN badcase_internal.corpus_passage.item_id IS 'the item';
COMMENT ON COLUMN badcase_internal.corpus_passage.passage IS 'the number of the text in it, from 1';
COMMENT ON COLUMN badcase_internal.corpus_passage.value IS 'the text';
CREATE INDEX corpus_passage_value ON badcase_internal.corpus_passage
  USING badcase_near (value @extschema@.text_all_v1_ops);
COMMENT ON INDEX badcase_internal.corpus_passage_value IS 'what overlaps with a text';
ALTER TABLE badcase_internal.corpus_passage ALTER COLUMN value SET STATISTICS 0;
