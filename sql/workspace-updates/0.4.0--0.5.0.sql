-- The relations of 0.4.0, made those of 0.5.0.

-- Exact keys, version 2: triage brings the old ones up.
ALTER TABLE badcase_internal.submission ALTER COLUMN exact_key_version SET DEFAULT 2;
CREATE INDEX submission_old_key ON badcase_internal.submission (program_id, submission_id)
  WHERE exact_key IS NOT NULL AND exact_key_version < 2;
COMMENT ON INDEX badcase_internal.submission_old_key IS 'exact keys that triage brings up; empty but after an upgrade';

-- Releases and credits: what has another signature. Workspaces of the first versions have not all of them yet.
DO $do$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'badcase.release_rows(bigint, text, text)',
    'badcase.dataset_card(bigint, text)',
    'badcase_internal.trainer_formats()',
    'badcase.all_contributors(int)',
    'badcase_internal.credit_list(int)'
  ] LOOP
    IF to_regprocedure(name) IS NOT NULL THEN
      EXECUTE 'DROP FUNCTION ' || name;
    END IF;
  END LOOP;
END
$do$;

-- Contributors: a login at GitHub for the public list.
ALTER TABLE badcase_internal.contributor ADD COLUMN github text CHECK (github ~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$');
COMMENT ON COLUMN badcase_internal.contributor.github IS 'the login at GitHub for the public list; goes with the consent show_name';
ALTER TABLE badcase_internal.contributor ALTER COLUMN github SET STATISTICS 0;
