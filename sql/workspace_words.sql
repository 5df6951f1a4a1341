-- One person's word counts for that person alone, and what a reviewer or a contributor is told stands where it belongs: the
-- question and not its answer, the last revision that was reviewed, the first of the news and not the last.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start

-- Ada refuses in person: nobody but she can agree for her, and Bob is none the worse for it.

SET ROLE regress_badcase_ada;
SELECT badcase.set_consent(1, 'contact', false, 't');
SELECT pg_temp.answer('carol', $$SELECT badcase.set_consent(1, 'contact', true, 't')$$) AS hers, pg_temp.answer('carol', $$SELECT badcase.set_consent(2, 'contact', true, 't')$$) AS his;
-- an address that is there without a consent is shown to nobody
RESET ROLE;
INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value) VALUES (1, 'e-mail', 'ada@example.org'), (2, 'e-mail', 'bob@example.org');
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(2, 'contact', true, 't');
SELECT contributor, value FROM badcase.contacts(1);

-- What is found in a question of an earlier turn is shown in that question; the text before is that of the last review.
SELECT badcase.set_rule(1, 'pii:email', 'warn');
RESET ROLE;
UPDATE badcase_internal.program SET quorum = 2 WHERE program_id = 1;
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('And what shall I write to him?', 'Write a line', '[["Is a.b@qq.com his address?", "So it seems"], ["Are you sure?", "I am"]]')) AS stored;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SELECT max(submission) AS mail FROM badcase.submissions WHERE program = 1 \gset
SET ROLE regress_badcase_rita;
SELECT words, before FROM badcase.claim_reviews(1, 10) WHERE submission = :mail;
SELECT badcase.submit_review(:mail, true, false);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(:mail, true, false);
SET ROLE regress_badcase_ada;
SELECT badcase.revise(:mail, badcase('And what shall I write to him?', 'Write two lines', '[["Is a.b@qq.com his address?", "So it seems"], ["Are you sure?", "I am"]]'), 'as asked');
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_rita;
SELECT before FROM badcase.claim_reviews(1, 10) WHERE submission = :mail;
SELECT badcase.submit_review(:mail, true, false);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(:mail, true, false);
SET ROLE regress_badcase_ada;
SELECT badcase.revise(:mail, badcase('And what shall I write to him?', 'Write three lines', '[["Is a.b@qq.com his address?", "So it seems"], ["Are you sure?", "I am"]]'), 'as asked');
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_rita;
SELECT before FROM badcase.claim_reviews(1, 10) WHERE submission = :mail;

-- A dispute about what came after the cut-off is of the next round.
SELECT badcase.submit_review(4, true, true);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(4, false, true, reasons => '{useless}');
SET ROLE regress_badcase_carol;
SELECT badcase.close_round(round) FROM badcase.round_progress WHERE program = 1 AND closed_at IS NULL;
SELECT badcase.open_round(1, now() + interval '1 hour') IS NOT NULL AS opened;
SELECT waiting, late FROM badcase.round_progress WHERE program = 1 AND closed_at IS NULL;
RESET ROLE;
UPDATE badcase_internal.submission SET received_at = now() + interval '1 day' WHERE submission_id = 4 RETURNING state;
SET ROLE regress_badcase_carol;
SELECT waiting, late FROM badcase.round_progress WHERE program = 1 AND closed_at IS NULL;

-- The news of two decisions are of the first to the last of them.
RESET ROLE;
UPDATE badcase_internal.program SET quorum = 1 WHERE program_id = 1;
SELECT pg_temp.judge('rita', 1);
SELECT pg_temp.judge('rita', 2);
SET ROLE regress_badcase_carol;
SELECT what, n, since < up_to AS between FROM badcase.outbox WHERE contributor = 1 AND what = 'accepted';

-- What was withdrawn represents nothing, and has no duplicates.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Write about the river that runs through the town of my birth and its mills', 'one'), badcase('Write about the river that runs through the town of my birth and its mills!', 'one'),
  badcase('Write about the river that runs through the town of my birth, and its mills!', 'one, too')) AS stored;
SELECT pg_temp.send(1, 2, badcase('Write about the river that runs through the town of my birth and its  mills ', 'one')) AS stored;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SELECT min(submission) AS mills FROM badcase.submissions WHERE program = 1 AND contributor = 2 AND submission > :mail \gset
SELECT submission - :mills AS submission, representative - :mills AS representative, kind, state FROM badcase.duplicates WHERE submission > :mail ORDER BY 1;
RESET ROLE;
-- as where two transactions crossed
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = :mills;
SET ROLE regress_badcase_carol;
SELECT submission - :mills AS submission, representative - :mills AS representative, kind, state FROM badcase.duplicates WHERE submission > :mail ORDER BY 1;
CALL badcase.triage(1);
SELECT submission - :mills AS submission, state FROM badcase.submissions WHERE program = 1 AND submission >= :mills ORDER BY 1;

-- Of several options that there are not the first is named; a length has three tokens at least.
SELECT badcase.build_release(1, 'r', 7) AS release \gset
\set VERBOSITY terse
SELECT count(*) FROM badcase.preflight(:release, 'ptuning', '{"zebra": 1, "apple": 2}');
SELECT count(*) FROM badcase.preflight(:release, 'ptuning', '{"max_source_length": 2}');
SELECT count(*) >= 0 AS taken FROM badcase.preflight(:release, 'ptuning', '{"max_source_length": 3}');
\i :clean
