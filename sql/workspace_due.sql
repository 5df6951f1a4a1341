-- What a timer's call finds due, at the last microsecond at which it is not and at the first at which it is, beside a program
-- in which all of it is due long since.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
CREATE VIEW pg_temp.due AS SELECT badcase_internal.next_due(1) AS one, badcase_internal.has_to_purge(1) AS purge, badcase_internal.next_due(2) AS two, badcase_internal.has_to_purge(2) AS purge_in_two;
SELECT * FROM pg_temp.due;
-- purges: of what is withdrawn or rejected for longer than the retention, has its text and, being rejected, is in no release
BEGIN;
UPDATE badcase_internal.submission SET updated_at = now() - interval '90 days';
UPDATE badcase_internal.submission SET state = 'rejected' WHERE program_id = 2;
SELECT * FROM pg_temp.due;
UPDATE badcase_internal.program SET retention = '720 hours';
SELECT * FROM pg_temp.due;
CREATE FUNCTION pg_temp.purge_of(state text, at timestamptz, text_kept bool DEFAULT true) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE badcase_internal.submission s SET state = purge_of.state, updated_at = at, record = CASE WHEN text_kept THEN badcase('p', 'r') END WHERE s.submission_id = 1;
  RETURN coalesce(badcase_internal.has_to_purge(1)::text, 'no retention') || ', due ' || coalesce(badcase_internal.next_due(1), 'nothing');
END $$;
UPDATE badcase_internal.submission SET updated_at = now() WHERE program_id = 1;
SELECT s AS state, pg_temp.purge_of(s, now() - interval '720 hours') AS as_old, pg_temp.purge_of(s, now() - interval '720 hours' - interval '1 microsecond') AS older
FROM unnest('{held,pending,needs_changes,disputed,accepted,duplicate,rejected,withdrawn}'::text[]) s;
SELECT pg_temp.purge_of('withdrawn', now() - interval '90 days', false) AS without_its_text;
-- a release has it, or another record
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by) VALUES (1, 'r', 1, 1, '\x00', 'x');
INSERT INTO badcase_internal.release_item (release_id, pos, submission_id, revision, split, digest) VALUES (1, 1, 2, 1, 'train', '\x00');
SELECT pg_temp.purge_of('rejected', now() - interval '90 days') AS another_in_a_release;
UPDATE badcase_internal.release_item SET submission_id = 1;
SELECT pg_temp.purge_of('rejected', now() - interval '90 days') AS in_a_release, pg_temp.purge_of('withdrawn', now() - interval '90 days') AS withdrawn_in_a_release, pg_temp.purge_of('pending', now()) AS put_back;
-- refused lines, by when their file was processed
INSERT INTO badcase_internal.refused_line (program_id, upload_id, line_no, byte_offset, code, message, line)
SELECT u.program_id, u.upload_id, 90, 0, 'json_syntax', 'm', 'x' FROM badcase_internal.upload u;
UPDATE badcase_internal.upload SET refused = 1, lines = lines + 1;
UPDATE badcase_internal.upload SET processed_at = now() - interval '90 days' WHERE program_id = 2;
UPDATE badcase_internal.submission SET state = 'pending' WHERE program_id = 2;
SELECT * FROM pg_temp.due;
UPDATE badcase_internal.upload SET processed_at = now() - interval '720 hours' WHERE program_id = 1;
SELECT one, purge FROM pg_temp.due;
UPDATE badcase_internal.upload SET processed_at = now() - interval '720 hours' - interval '1 microsecond' WHERE upload_id = 1;
SELECT one, purge FROM pg_temp.due;
UPDATE badcase_internal.refused_line SET line = NULL WHERE upload_id = 1;
SELECT one, purge FROM pg_temp.due;
ROLLBACK;
-- rounds: none open, or one past its cut-off, where rounds have a length
BEGIN;
UPDATE badcase_internal.round SET cut_off = now() - interval '9 days' WHERE program_id = 2;
SELECT one, two FROM pg_temp.due;
UPDATE badcase_internal.program SET round_days = 7;
SELECT one, two FROM pg_temp.due;
UPDATE badcase_internal.round SET cut_off = now() + interval '1 microsecond' WHERE program_id = 1;
SELECT one FROM pg_temp.due;
UPDATE badcase_internal.round SET cut_off = now() WHERE program_id = 1;
SELECT one FROM pg_temp.due;
UPDATE badcase_internal.round SET closed_at = now(), cut_off = now() + interval '1 day' WHERE program_id = 1;
SELECT one FROM pg_temp.due;
ROLLBACK;
-- claims that ended, and triage; a claim comes before triage, a round before both
BEGIN;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() - interval '9 days' WHERE program_id = 2;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 microsecond' WHERE submission_id = 1;
SELECT one, two FROM pg_temp.due;
UPDATE badcase_internal.submission SET lease_until = now() WHERE submission_id = 1;
SELECT one FROM pg_temp.due;
UPDATE badcase_internal.submission SET state = 'received' WHERE submission_id = 2;
SELECT one FROM pg_temp.due;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL WHERE program_id = 1;
SELECT one FROM pg_temp.due;
UPDATE badcase_internal.submission SET state = 'rejected', updated_at = now() - interval '90 days' WHERE submission_id = 3;
UPDATE badcase_internal.program SET retention = '30 days';
SELECT one, purge FROM pg_temp.due;
UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 2;
SELECT one, purge FROM pg_temp.due;
ROLLBACK;
-- one program is maintained where it is named, all of one's own where none is, the first of them first; what nobody may is nobody's
BEGIN;
SET LOCAL ROLE regress_badcase_cem;
SELECT badcase.grant_access(2, 'regress_badcase_carol', 'curator');
SET LOCAL ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.done(who text, program text, VARIADIC due int[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.submission s SET lease_role = CASE WHEN s.program_id = ANY (due) THEN 'regress_badcase_ron'::regrole END, lease_until = CASE WHEN s.program_id = ANY (due) THEN now() END;
  said := pg_temp.answer(who, format('SELECT badcase.maintain_batch(%s)', program));
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
SELECT p, pg_temp.done('carol', p) AS none, pg_temp.done('carol', p, 1) AS one, pg_temp.done('carol', p, 2) AS two, pg_temp.done('carol', p, 1, 2) AS both, pg_temp.done('cem', p, 1, 2) AS cem, pg_temp.done('rita', p, 1, 2) AS rita FROM unnest('{NULL,1,2,99}'::text[]) x(y), LATERAL (SELECT coalesce(y, 'NULL')) z(p);
ROLLBACK;
-- the next round keeps the rhythm, unless its cut-off were past, too; it closes no round of another program
CREATE FUNCTION pg_temp.turned(cut_off timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.round r SET cut_off = turned.cut_off WHERE r.program_id = 1;
  said := coalesce(badcase_internal.start_next_round(1), 'nothing');
  RETURN said || ' ' || (SELECT string_agg(format('%s ends in %s%s', r.program_id, coalesce((r.cut_off - now())::text, 'none'), CASE WHEN r.closed_at IS NOT NULL THEN ', closed' END), '; ' ORDER BY r.round_id) FROM badcase_internal.round r);
END $$;
UPDATE badcase_internal.program SET round_days = 7;
BEGIN;
SELECT pg_temp.turned(NULL);
SELECT pg_temp.turned(now() + interval '1 microsecond');
SELECT pg_temp.turned(now());
ROLLBACK;
BEGIN;
SELECT pg_temp.turned(now() - interval '7 days' + interval '1 microsecond');
ROLLBACK;
BEGIN;
SELECT pg_temp.turned(now() - interval '7 days');
ROLLBACK;
BEGIN;
UPDATE badcase_internal.round SET closed_at = now() WHERE program_id = 1;
SELECT badcase_internal.start_next_round(1) ~ '^round \d+ opened$' AS opened;
UPDATE badcase_internal.program SET round_days = NULL;
SELECT pg_temp.turned(now() - interval '9 days');
ROLLBACK;
DROP VIEW pg_temp.due;
\i :clean
