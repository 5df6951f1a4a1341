-- Relations of corpus items, as engines outside find them.

CREATE TABLE badcase_internal.corpus_relation (
  upload_id bigint NOT NULL REFERENCES badcase_internal.upload,
  item_id bigint NOT NULL,
  other_id bigint NOT NULL,
  PRIMARY KEY (upload_id, item_id, other_id),
  CHECK (other_id < item_id)
);
COMMENT ON TABLE badcase_internal.corpus_relation IS 'which items of a corpus belong together, and the upload that says so; of a cluster, each item with the least';
COMMENT ON COLUMN badcase_internal.corpus_relation.upload_id IS 'the upload';
COMMENT ON COLUMN badcase_internal.corpus_relation.item_id IS 'the item';
COMMENT ON COLUMN badcase_internal.corpus_relation.other_id IS 'the other one, of a lower number';
