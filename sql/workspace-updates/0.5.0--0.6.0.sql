-- The relations of 0.5.0, made those of 0.6.0.

-- The pairs of a release.

DROP FUNCTION IF EXISTS badcase_internal.exportable_items();
ALTER TABLE badcase_internal.release_item ADD COLUMN has_rejected bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase_internal.release_item.has_rejected IS 'that revision has a rejected answer';
UPDATE badcase_internal.release_item i SET has_rejected = true
FROM badcase_internal.submission s LEFT JOIN badcase_internal.revision v ON v.submission_id = s.submission_id
WHERE i.submission_id = s.submission_id AND (s.revision = i.revision OR v.revision = i.revision)
  AND @extschema@.rejected(CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END) IS NOT NULL;
CREATE INDEX release_item_pair ON badcase_internal.release_item (release_id, pos) WHERE has_rejected;
COMMENT ON INDEX badcase_internal.release_item_pair IS 'the pairs of a release in order';
ALTER TABLE badcase_internal.release_general_item ADD COLUMN has_rejected bool NOT NULL DEFAULT false;
COMMENT ON COLUMN badcase_internal.release_general_item.has_rejected IS 'the record has a rejected answer';
UPDATE badcase_internal.release_general_item g SET has_rejected = true
FROM badcase_internal.corpus_item k WHERE k.item_id = g.item_id AND @extschema@.rejected(k.record) IS NOT NULL;
CREATE INDEX release_general_item_pair ON badcase_internal.release_general_item (release_id, pos) WHERE has_rejected;
COMMENT ON INDEX badcase_internal.release_general_item_pair IS 'the pairs of a release in order';

-- What is counted of a reviewer.

DROP INDEX badcase_internal.review_round;
CREATE INDEX review_round ON badcase_internal.review (round_id, reviewer, reviewed_at);
COMMENT ON INDEX badcase_internal.review_round IS 'the reviews of a round, by whose they are, in order of time';
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
SELECT DISTINCT t.program_id, 'review', t.bucket FROM badcase_internal.tally t WHERE t.what = 'reviewer';

-- Nothing calls reason_words any more; report_reason of 0.4.0 did, and is made anew.
DROP FUNCTION IF EXISTS badcase_internal.report_reason(text, text);
DROP FUNCTION IF EXISTS badcase_internal.reason_words(text);

-- Helpers that have other names.
DROP FUNCTION IF EXISTS badcase_internal.fates(bigint[], text);
DROP FUNCTION IF EXISTS badcase_internal.why_so(badcase_internal.submission);
DROP FUNCTION IF EXISTS badcase_internal.turn_round(int);
DROP FUNCTION IF EXISTS badcase_internal.at_door(text);
DROP FUNCTION IF EXISTS badcase_internal.numbered(int[]);
DROP FUNCTION IF EXISTS badcase_internal.named_by(bigint);
DROP FUNCTION IF EXISTS badcase_internal.end_exports(int);
DROP FUNCTION IF EXISTS badcase_internal.free_told_apart(int);
DROP FUNCTION IF EXISTS badcase_internal.shared_out(bigint, jsonb);
DROP FUNCTION IF EXISTS badcase_internal.is_asked(badcase_internal.submission);
DROP FUNCTION IF EXISTS badcase_internal.why(bigint, text);
DROP FUNCTION IF EXISTS badcase_internal.refusal(badcase_internal.refused_line, text);
DROP FUNCTION IF EXISTS badcase_internal.due(int);
DROP FUNCTION IF EXISTS badcase_internal.bearer(text);
