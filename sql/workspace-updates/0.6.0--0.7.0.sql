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

DROP INDEX badcase_internal.submission_known, badcase_internal.submission_upload, badcase_internal.submission_cluster, badcase_internal.submission_exact;
CREATE INDEX submission_known ON badcase_internal.submission (contributor_id, substr(digest, 1, 7));
COMMENT ON INDEX badcase_internal.submission_known IS 'whether the contributor sent a record before';
CREATE INDEX submission_upload ON badcase_internal.submission (upload_id);
COMMENT ON INDEX badcase_internal.submission_upload IS 'what became of an upload';
CREATE INDEX submission_cluster ON badcase_internal.submission (cluster_id) WHERE cluster_id IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_cluster IS 'the members of a cluster';
CREATE INDEX submission_exact ON badcase_internal.submission (substr(exact_key, 1, 7))
  WHERE state NOT IN ('received', 'duplicate', 'withdrawn') AND state <> 'rejected';
COMMENT ON INDEX badcase_internal.submission_exact IS 'what others can be exact duplicates of';
ALTER INDEX badcase_internal.submission_known ALTER COLUMN 2 SET STATISTICS 0;
ALTER INDEX badcase_internal.submission_exact ALTER COLUMN 1 SET STATISTICS 0;
