-- What prompts ask for in so many words: counted when screened, shown to reviewers and curators, told to contributors.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('写一条通知，不超过10字。', '明天上午九点在三楼会议室开会，请大家准时参加。'), badcase('写一条通知，不超过20字。', '明天九点开会。'),
  badcase('Name three fruits, one per line, in lower case.', E'apple\npear\nfig'), badcase('What is a fruit?', 'A part of a plant.')) AS sent;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
RESET ROLE;
SELECT s.submission_id, s.state, s.asks, s.breaks FROM badcase_internal.submission s WHERE s.submission_id > 6 ORDER BY 1;
-- told before review, in the language that was set; of others' records nothing
SET ROLE regress_badcase_ada;
SELECT submission, state, message FROM badcase.my_submissions WHERE submission > 6 ORDER BY 1;
SELECT badcase.set_language(1, 'zh');
SELECT submission, message FROM badcase.my_submissions WHERE submission = 7;
SELECT badcase.asked_for(7);
-- a reviewer sees it of what they have claimed, a curator of all
SET ROLE regress_badcase_rita;
SELECT badcase.asked_for(7);
SELECT submission, asked FROM badcase.claim_reviews(1, 10) WHERE submission > 6 ORDER BY 1;
SELECT * FROM badcase.asked_for(9);
SELECT submission, asked FROM badcase.review_queue WHERE submission = 10;
SET ROLE regress_badcase_carol;
SELECT * FROM badcase.asked_for(7);
SELECT badcase.asked_for(99);
SELECT task, received, asking, kept FROM badcase.task_coverage;
SELECT (regexp_match(badcase.report_html(1), 'Of [0-9]+ submissions that were screened[^<]*'))[1] AS said;
-- a record that is edited is counted anew
SET ROLE regress_badcase_rita;
SELECT badcase.revise(7, badcase('写一条通知，不超过10字。', '明天九点开会。'), 'short enough');
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SELECT followed, why FROM badcase.asked_for(7);
-- and all are when rules change
SELECT badcase.set_rule(1, 'pii:email', 'warn');
RESET ROLE;
UPDATE badcase_internal.submission SET asks = NULL, breaks = NULL;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
RESET ROLE;
SELECT s.submission_id, s.asks, s.breaks FROM badcase_internal.submission s WHERE s.program_id = 1 ORDER BY 1;
\i sql/include/clean.sql
