-- Exact keys of an older version: triage brings them up, and what the newest version tells apart is triaged again.
\i sql/include/workspace.sql
\set VERBOSITY terse
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_ada;
  PERFORM pg_temp.send(1, 1, badcase('Is 10² an even number? Answer yes or no only.', 'yes'));
END $$;
DO $$
BEGIN
  SET LOCAL ROLE regress_badcase_bob;
  PERFORM pg_temp.send(1, 2, badcase('Is 102 an even number? Answer yes or no only.', 'yes'), badcase('Ｉｓ 10² an even number?  Answer yes or no only.', 'yes'));
END $$;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
RESET ROLE;
SELECT submission_id, state, duplicate_of, exact_key_version, exact_key = exact_key(record) AS newest FROM badcase_internal.submission WHERE submission_id > 6 ORDER BY submission_id;
-- as an older version left it: 10² and 102 have one key
UPDATE badcase_internal.submission s SET exact_key = exact_key(s.record, 1), exact_key_version = 1;
UPDATE badcase_internal.submission s SET state = 'duplicate', contributor_state = 'duplicate', duplicate_of = 7 WHERE s.submission_id = 8;
DELETE FROM badcase_internal.searchable WHERE submission_id = 8;
SELECT count(DISTINCT exact_key) AS keys FROM badcase_internal.submission WHERE submission_id > 6;
-- nothing is built of keys of two versions
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'r', 1);
SELECT badcase.triage_batch(1, 3) AS first, badcase.triage_batch(1, 3) AS second;
RESET ROLE;
SELECT submission_id, state, exact_key_version, exact_key = exact_key(record) AS newest FROM badcase_internal.submission WHERE program_id = 1 ORDER BY submission_id;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
RESET ROLE;
SELECT submission_id, state, duplicate_of FROM badcase_internal.submission WHERE submission_id > 6 ORDER BY submission_id;
-- those of the other program are as they were until somebody triages that
SELECT program_id, array_agg(DISTINCT exact_key_version) AS versions FROM badcase_internal.submission GROUP BY program_id ORDER BY program_id;
SET ROLE regress_badcase_cem;
CALL badcase.triage();
RESET ROLE;
SELECT array_agg(DISTINCT exact_key_version) AS versions, bool_and(exact_key = exact_key(record)) AS newest FROM badcase_internal.submission;
\i sql/include/clean.sql
