-- The relations of 0.4.0, made those of 0.5.0.

-- Exact keys, version 2: triage brings the old ones up.
ALTER TABLE badcase_internal.submission ALTER COLUMN exact_key_version SET DEFAULT 2;
CREATE INDEX submission_old_key ON badcase_internal.submission (program_id, submission_id)
  WHERE exact_key IS NOT NULL AND exact_key_version < 2;
COMMENT ON INDEX badcase_internal.submission_old_key IS 'exact keys that triage brings up; empty but after an upgrade';

-- Releases: what has another signature.
DROP FUNCTION badcase.release_rows(bigint, text, text);
DROP FUNCTION badcase.dataset_card(bigint, text);
