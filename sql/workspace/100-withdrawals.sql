-- What was taken back, erased, or given out as the law requires.

CREATE TABLE badcase_internal.withdrawal (
  withdrawal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('withdraw', 'erase', 'purge')),
  contributor_id bigint,
  upload_id bigint,
  submission_id bigint,
  reason text,
  submissions bigint NOT NULL DEFAULT 0,
  withdrawn_by name NOT NULL,
  withdrawn_at timestamptz NOT NULL DEFAULT now(),
  unsettled bool NOT NULL DEFAULT false,
  CHECK ((kind = 'purge') = (contributor_id IS NULL))
);
COMMENT ON TABLE badcase_internal.withdrawal IS 'what was taken back or erased, and when';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawal_id IS 'its number';
COMMENT ON COLUMN badcase_internal.withdrawal.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.withdrawal.kind IS
  'withdraw: taken back; erase: the contributor and all texts erased; purge: erased when its time was over';
COMMENT ON COLUMN badcase_internal.withdrawal.contributor_id IS 'whose submissions; null for a purge';
COMMENT ON COLUMN badcase_internal.withdrawal.upload_id IS 'the upload that was taken back, if it was one';
COMMENT ON COLUMN badcase_internal.withdrawal.submission_id IS 'the submission that was taken back, if it was one';
COMMENT ON COLUMN badcase_internal.withdrawal.reason IS 'why, in the words of who did it; null once the contributor was erased';
COMMENT ON COLUMN badcase_internal.withdrawal.submissions IS 'how many submissions it took back; for an erasure or a purge, how many submissions lost their text';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawn_by IS 'the role that did it';
COMMENT ON COLUMN badcase_internal.withdrawal.withdrawn_at IS 'when';
COMMENT ON COLUMN badcase_internal.withdrawal.unsettled IS 'whether the next triage frees the duplicates and divides the clusters of what it took back, for those were many or one ran meanwhile';
CREATE INDEX withdrawal_unsettled ON badcase_internal.withdrawal (program_id) WHERE unsettled;
COMMENT ON INDEX badcase_internal.withdrawal_unsettled IS 'what withdrawals left to triage';
ALTER TABLE badcase_internal.withdrawal
  ALTER COLUMN reason SET STATISTICS 0,
  ALTER COLUMN withdrawn_by SET STATISTICS 0;

CREATE TABLE badcase_internal.disclosure (
  disclosure_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id int NOT NULL,
  submission_id bigint NOT NULL,
  revision int NOT NULL,
  authority text NOT NULL CHECK (authority ~ '[^[:space:]]'),
  reference text NOT NULL CHECK (reference ~ '[^[:space:]]'),
  disclosed_by name NOT NULL,
  disclosed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE badcase_internal.disclosure IS 'submissions that were given out as the law requires';
COMMENT ON COLUMN badcase_internal.disclosure.disclosure_id IS 'its number';
COMMENT ON COLUMN badcase_internal.disclosure.program_id IS 'the program';
COMMENT ON COLUMN badcase_internal.disclosure.submission_id IS 'the submission';
COMMENT ON COLUMN badcase_internal.disclosure.revision IS 'the revision that was given out';
COMMENT ON COLUMN badcase_internal.disclosure.authority IS 'who asked for it';
COMMENT ON COLUMN badcase_internal.disclosure.reference IS 'the reference of the order';
COMMENT ON COLUMN badcase_internal.disclosure.disclosed_by IS 'the role that gave it out';
COMMENT ON COLUMN badcase_internal.disclosure.disclosed_at IS 'when';
ALTER TABLE badcase_internal.disclosure
  ALTER COLUMN authority SET STATISTICS 0,
  ALTER COLUMN reference SET STATISTICS 0;
