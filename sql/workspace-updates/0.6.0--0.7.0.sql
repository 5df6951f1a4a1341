-- The relations of 0.6.0, made those of 0.7.0.

-- Fewer bytes for each submission. Of the journal and of relations what nothing asks for, and keys as large as half of the rows.

ALTER TABLE badcase_internal.event DROP CONSTRAINT event_pkey, DROP COLUMN digest, ALTER COLUMN actor TYPE text;
COMMENT ON TABLE badcase_internal.event IS
  'the journal: every move of every submission and every verdict on a model''s answer to it, in numbers, without text';
CREATE INDEX event_submission ON badcase_internal.event (submission_id);
COMMENT ON INDEX badcase_internal.event_submission IS 'the moves of a submission';
ALTER TABLE badcase_internal.event REPLICA IDENTITY FULL;

ALTER TABLE badcase_internal.relation DROP CONSTRAINT relation_pkey, DROP COLUMN found_at,
  ALTER COLUMN response_similarity TYPE float8 USING CASE WHEN kind <> 'near' THEN response_similarity END;
COMMENT ON COLUMN badcase_internal.relation.response_similarity IS 'of the responses; null for near, where nothing asks for it';
CREATE INDEX relation_submission ON badcase_internal.relation (submission_id);
COMMENT ON INDEX badcase_internal.relation_submission IS 'the relations of a submission';
CREATE UNIQUE INDEX relation_contradiction ON badcase_internal.relation (submission_id, other_id) WHERE kind = 'contradiction';
COMMENT ON INDEX badcase_internal.relation_contradiction IS 'two submissions contradict one another once, whoever says so';
ALTER TABLE badcase_internal.relation REPLICA IDENTITY FULL;
