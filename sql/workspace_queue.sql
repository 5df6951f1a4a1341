-- What reviewers see beside a record, what they can claim, and many reviews, tasks and findings at once.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'quorum', '2'), badcase.set_task(1, 'letters', 10, 'Write the whole letter, with a greeting.'), badcase.register_model(1, 'glm-1') AS model;
SELECT pg_temp.send(1, 5, badcase('Write a letter to a friend who has moved to the sea.', 'Dear friend, write to me at a.b@qq.com soon. 13812345678', history => '[["Hello", "I am at 13987654321"]]',
    meta => '{"task": "letters", "system": "You are a pirate.", "source": "a forum", "model_version": "glm-1", "failure_kind": "context"}'),
  badcase('请写一封信给搬到海边的朋友，不少于三句话。', '亲爱的朋友，你好！', meta => '{"task": "letters", "model_version": "somebody''s words"}')) AS sent;
SELECT badcase.set_rule(1, 'pii:cn_mobile', 'warn'), badcase.set_rule(1, 'pii:email', 'info');
CALL badcase.triage(1);
-- claimed by a wish: a task, a kind of failure, a language, the oldest, the most doubtful
SET ROLE regress_badcase_rita;
SELECT submission, task, system, model_version, source, guideline, behind FROM badcase.claim_reviews(1, 1, first => 'doubt');
SELECT submission, jsonb_pretty(words) AS words, earlier, before FROM badcase.review_queue;
SELECT badcase.release_claims();
SELECT submission, task, model_version, source FROM badcase.claim_reviews(1, language => 'zh');
SELECT badcase.release_claims();
SELECT submission FROM badcase.claim_reviews(1, task => 'letters');
SELECT badcase.release_claims();
SELECT submission FROM badcase.claim_reviews(1, failure_kind => 'context');
SELECT badcase.release_claims();
SELECT submission FROM badcase.claim_reviews(1, 2, first => 'oldest');
SELECT badcase.release_claims();
SELECT badcase.claim_reviews(1, task => 'no such');
SELECT badcase.claim_reviews(1, language => 'fr');
SELECT badcase.claim_reviews(1, failure_kind => 'odd');
SELECT badcase.claim_reviews(1, first => 'last');

-- revised after a review: what was changed, and what was said before
SELECT badcase.submit_review(7, true, false, '{incomplete}', note => 'no greeting at the end', note_to_contributor => 'Please sign the letter.');
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(7, true, false, '{incomplete}');
SET ROLE regress_badcase_carol;
SELECT badcase.revise(7, badcase('Write a letter to a friend who has moved to the sea.', 'Dear friend, write to me at a.b@qq.com soon. Yours, Ada', history => '[["Hello", "I am at 13987654321"]]',
  meta => '{"task": "letters", "system": "You are a pirate."}'), 'signed');
CALL badcase.triage(1);
SET ROLE regress_badcase_rita;
SELECT submission, rejected, jsonb_pretty(earlier) AS earlier, before FROM badcase.claim_reviews(1, task => 'letters') WHERE submission = 7;
-- what another says in the present pass is nobody's to know
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(1, true, true, note => 'SECRET');
SET ROLE regress_badcase_rita;
SELECT count(*) FROM badcase.claim_reviews(1, 100) q WHERE q::text LIKE '%SECRET%';

-- many reviews, each answered by itself
SELECT * FROM badcase.submit_reviews('[{"submission": 7, "useful": true, "correct": true, "reasons": null}, {"submission": 1, "useful": true, "correct": true, "note": "n", "note_to_contributor": "c"},
  {"submission": 99, "useful": true, "correct": true}, {"submission": 6, "useful": true, "correct": true}, {"submission": 2, "useful": 1, "correct": true}, {"submission": 2, "useful": true, "correct": true, "reasons": ["odd"]},
  {"submission": 2, "useful": true, "correct": true, "reasons": "odd"}, {"submission": 2, "useful": true, "correct": true, "contradicts": [1.5]}, {"submission": "2", "useful": true, "correct": true},
  {"submission": 2, "useful": true, "correct": true, "colour": "red"}, 7, null, {"submission": 2, "useful": false, "correct": true, "reasons": ["useless", "spam"], "failure_kinds": ["factual"]}]');
SELECT * FROM badcase.submit_reviews('{}');
SELECT * FROM badcase.submit_reviews(NULL);
SELECT count(*) FROM badcase.submit_reviews((SELECT jsonb_agg(i) FROM generate_series(1, 10001) i));
SET ROLE regress_badcase_carol;
SELECT submission, reviewer, verdict, reasons, note, note_to_contributor FROM badcase.reviews WHERE counts;
-- many tasks
SELECT * FROM badcase.assign_tasks('{1,2,99,6}'::bigint[], 'letters');
SELECT * FROM badcase.assign_tasks('{1}'::bigint[], 'no such');
SELECT * FROM badcase.assign_tasks('{NULL}'::bigint[], 'letters');
SELECT * FROM badcase.assign_tasks(NULL::bigint[], 'letters');
SELECT submission, task FROM badcase.submissions WHERE task = 'letters' ORDER BY 1;
-- many findings
SELECT badcase.set_rule(1, 'pii:cn_mobile', 'hold');
CALL badcase.triage(1);
SELECT count(*) FROM badcase.findings;
SELECT code, message FROM badcase.resolve_findings((SELECT array_agg(finding ORDER BY finding) FROM badcase.findings) || 9999::bigint, true, 'made up');
SELECT code FROM badcase.resolve_findings((SELECT array_agg(finding) FROM badcase.findings(7)), true, ' ');
SELECT count(*) FROM badcase.findings;
SET ROLE regress_badcase_ada;
SELECT badcase.submit_reviews('[]');
RESET ROLE;
\i sql/include/clean.sql
