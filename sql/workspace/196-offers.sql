-- Early access to versions of the model.

CREATE TABLE badcase_internal.access_offer (
  model_id bigint NOT NULL REFERENCES badcase_internal.model_version,
  contributor_id bigint NOT NULL REFERENCES badcase_internal.contributor,
  until timestamptz NOT NULL,
  offered_by name NOT NULL,
  offered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_id, contributor_id)
);
COMMENT ON TABLE badcase_internal.access_offer IS 'which version of the model was offered to whom';
COMMENT ON COLUMN badcase_internal.access_offer.model_id IS 'the version of the model';
COMMENT ON COLUMN badcase_internal.access_offer.contributor_id IS 'the contributor';
COMMENT ON COLUMN badcase_internal.access_offer.until IS 'until when the offer holds';
COMMENT ON COLUMN badcase_internal.access_offer.offered_by IS 'the curator who offered it';
COMMENT ON COLUMN badcase_internal.access_offer.offered_at IS 'when';
CREATE INDEX access_offer_contributor ON badcase_internal.access_offer (contributor_id);
COMMENT ON INDEX badcase_internal.access_offer_contributor IS 'what a contributor was offered';
ALTER TABLE badcase_internal.access_offer ALTER COLUMN offered_by SET STATISTICS 0;
