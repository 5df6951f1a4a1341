-- What is due is done by a call at any time: rounds, ended claims, triage, retention.
\i sql/include/workspace.sql
SET ROLE regress_badcase_carol;
CALL badcase.maintain();
SELECT badcase.set_program(1, 'round_days', '28');
-- the open round has no cut-off yet: it goes on
CALL badcase.maintain(1);
SELECT badcase.open_round() AS round;
SELECT pg_temp.send(1, 5, badcase('How many days has a leap year? Answer by a number.', '366')) AS sent;
CALL badcase.maintain(1);
-- time passes
SET ROLE regress_badcase_ron;
SELECT count(*) FROM badcase.claim_reviews(1, 2);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.round SET opened_at = now() - interval '29 days', cut_off = now() - interval '1 day' WHERE program_id = 1;
UPDATE badcase_internal.submission SET lease_until = now() - interval '1 minute' WHERE lease_role IS NOT NULL;
SET ROLE regress_badcase_carol;
SELECT work, n FROM badcase.worklist WHERE work IN ('round', 'claim');
CALL badcase.maintain(1);
SELECT work, n FROM badcase.worklist WHERE work IN ('round', 'claim');
SELECT round, closed_at IS NOT NULL AS closed, days_left FROM badcase.rounds;
-- what is not decided rolled over and is reviewed in the next
SELECT pg_temp.judge('ron', 4, false);
SET ROLE regress_badcase_carol;
SELECT round FROM badcase.reviews;
-- after a long silence the next cut-off is not in the past
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.round SET cut_off = now() - interval '100 days' WHERE program_id = 1 AND closed_at IS NULL;
SET ROLE regress_badcase_carol;
CALL badcase.maintain(1);
SELECT days_left FROM badcase.rounds WHERE closed_at IS NULL;
-- closed by hand, and none opened: the next is opened
SELECT badcase.close_round(round) FROM badcase.rounds WHERE closed_at IS NULL;
CALL badcase.maintain(1);
-- retention
SELECT badcase.set_program(1, 'retention', '30 days');
CALL badcase.maintain(1);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET updated_at = now() - interval '31 days' WHERE submission_id = 4;
SET ROLE regress_badcase_carol;
CALL badcase.maintain(1);
SELECT submission, state FROM badcase.submissions WHERE submission = 4;
CALL badcase.maintain();
-- not of somebody else's, nor by somebody else
CALL badcase.maintain(2);
SET ROLE regress_badcase_ron;
CALL badcase.maintain(1);
RESET ROLE;
\i sql/include/clean.sql
