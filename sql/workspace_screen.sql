-- Screening at triage: what holds a submission, what is only told, who resolves it; settings, terms and newer rules.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
\pset format unaligned
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('one') AS one, badcase.create_program('two') AS two;
SELECT badcase.grant_access(1, 'regress_badcase_' || x, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'),
  ('ada', 'contributor'), ('bob', 'contributor')) v(x, c);
SET ROLE regress_badcase_curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'regress_badcase_ada'), badcase.register_contributor(1, 'bob', 'Bob', 'regress_badcase_bob');
SELECT badcase.attest(1, 'terms');
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET quorum = 1 WHERE program_id = 1;
CREATE FUNCTION pg_temp.send(contributor bigint, VARIADIC records badcase[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  id bigint := badcase.open_upload(1, contributor);
BEGIN
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY x(r, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
SET ROLE regress_badcase_curator;
SELECT pg_temp.send(1,
  badcase('请写一句关于河流的话，不超过二十个字。', '江水悠悠，一路向东流去。'),
  badcase('请写一句客服的回复，不超过二十个字。', '请拨打电话13812345678联系我们。'),
  badcase('Write a short config file in YAML format.', 'password: "gT5#kPz81w" # and mail jane.roe@northwind-labs.io', '[["电话13912345678", "好的，我记下了。"]]'),
  badcase('Explain in one sentence what rain is.', 'Rain is <UNK> that falls from clouds.'),
  badcase('请写一句介绍公司的话。', '统一社会信用代码91350100M000100Y43，欢迎合作。'),
  badcase('Write one sentence about the moon.', 'The moon is far away tonight.', meta => '{"source": ["AKIAW3RT7MNQ2XPL5ZKD"]}')) AS ada;
-- Bob has not attested; his second line is an exact duplicate of Ada's second
SELECT pg_temp.send(2,
  badcase('Write one sentence about mail.', 'Write to a.b@qq.com today.'),
  badcase('请写一句客服的回复，不超过二十个字。', '请拨打电话13812345678联系我们。'),
  badcase('Write one sentence about the sun.', 'The sun is bright.')) AS bob;
CALL badcase.triage(1, 4);
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.issues(submission bigint) RETURNS text[] LANGUAGE sql SECURITY DEFINER RETURN badcase_internal.issues_of(submission);
CREATE TEMP VIEW state AS
SELECT submission_id AS s, state, contributor_state, held_for, duplicate_of AS dup, rule_version AS v, pg_temp.issues(submission_id) AS issues FROM badcase_internal.submission;
GRANT SELECT ON state TO PUBLIC;
SELECT * FROM state ORDER BY s;
SELECT submission_id AS s, finding_id AS f, rule, severity, field, turn, path, start, stop, confidence, excerpt, cleared, rule_version AS v FROM badcase_internal.finding ORDER BY finding_id;
-- no value is stored in clear
SELECT count(*) FROM badcase_internal.finding f WHERE f::text ~ '13812345678|gT5#|jane.roe|AKIAW|a\.b@qq';

SET ROLE regress_badcase_curator;
SELECT finding, submission, state, rule, severity, field, excerpt FROM badcase.findings;
SELECT finding, rule, severity, field, start, stop, excerpt FROM badcase.findings(4);
-- What contributors are told does not show that somebody else sent the same.
SET ROLE regress_badcase_bob;
SELECT line_no, state, hint FROM badcase.my_submissions ORDER BY line_no;

-- A reviewer sees the issues of what is claimed, and where they are; of nothing else.
SET ROLE regress_badcase_reviewer;
SELECT submission, issues FROM badcase.claim_reviews(1);
SELECT finding, rule, severity FROM badcase.findings(5);
SELECT finding FROM badcase.findings(2);
SELECT finding FROM badcase.findings(99);
SELECT badcase.submit_review(1, true, true);

-- Resolving. Cleared, it goes on when nothing else holds it; another finding or a missing attestation still does.
SET ROLE regress_badcase_curator;
CREATE TEMP VIEW f AS SELECT finding, submission, rule FROM badcase.findings;
SELECT badcase.resolve_finding(finding, true, 'the shop''s own number') FROM f WHERE submission = 2;
SELECT badcase.resolve_finding(finding, true, 'made up') FROM f WHERE submission = 3 AND rule = 'pii:cn_mobile';
SELECT badcase.resolve_finding(finding, true, 'made up') FROM f WHERE submission = 7;
SELECT s, state, contributor_state, held_for, issues FROM state WHERE s IN (2, 3, 7, 8) ORDER BY s;
SELECT badcase.resolve_finding(finding, false, 'a key that works') FROM f WHERE submission = 6;
SELECT s, state, contributor_state, held_for, issues FROM state WHERE s = 6;
SET ROLE regress_badcase_ada;
SELECT line_no, state, reasons FROM badcase.my_submissions WHERE submission = 6;
SET ROLE regress_badcase_bob;
SELECT badcase.attest(2, 'terms');
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT s, state, contributor_state, held_for FROM state WHERE s BETWEEN 7 AND 9 ORDER BY s;
SET ROLE regress_badcase_curator;
SELECT badcase.resolve_finding(finding, true, 'as in the other') FROM f WHERE submission = 8;
SELECT s, state, contributor_state FROM state WHERE s = 8;
SELECT finding, rule, cleared, reason, resolved_by FROM badcase.findings(3) WHERE cleared;
-- what cannot be resolved
SELECT badcase.resolve_finding(1, true, 'again');
SELECT badcase.resolve_finding(3, true, ' ');
SELECT badcase.resolve_finding(3, NULL, 'x');
SELECT badcase.resolve_finding(999, true, 'x');
SET ROLE regress_badcase_reviewer;
SELECT badcase.resolve_finding(3, true, 'x');
TABLE badcase.findings;

-- Settings: with the next triage, what they free goes on and what they hold is held; what was accepted stays so.
SET ROLE regress_badcase_curator;
SELECT badcase.set_rule(1, 'secret:secret_assignment', 'warn'), badcase.set_rule(1, 'pii:email', threshold => 0.95),
  badcase.set_rule(1, 'quality:template_leak', 'hold');
SELECT * FROM badcase.rules WHERE is_set AND program = 1;
SELECT count(*), count(DISTINCT program) AS programs FROM badcase.rules WHERE NOT is_set;
CALL badcase.triage();
SELECT s, state, contributor_state, held_for, v, issues FROM state WHERE s <= 6 ORDER BY s;
SELECT finding, rule, severity, cleared, excerpt FROM badcase.findings(3);
SELECT badcase.set_rule(1, 'quality:template_leak'), badcase.set_rule(1, 'pii:cn_uscc', 'off');
SELECT badcase.triage_batch(1, 3) AS three, badcase.triage_batch(1, 3) AS three, badcase.triage_batch(1, 3) AS rest, badcase.triage_batch(1, 3) AS none;
SELECT s, state, contributor_state, held_for, v, issues FROM state ORDER BY s;
-- the numbers of other countries, once a setting names them
SELECT pg_temp.send(1, badcase('Write one sentence with a number.', 'My number is AB123456C today.'));
CALL badcase.triage(1);
SELECT state, issues FROM state WHERE s = 10;
SELECT badcase.set_rule(1, 'pii:uk_nino', threshold => 0.3);
CALL badcase.triage(1);
SELECT state, contributor_state, issues FROM state WHERE s = 10;

-- Terms: a new one finds what was pending, and what was accepted for the curator alone; taken away, it frees.
SELECT badcase.set_consent(1, 'train', true, 'terms');
SELECT badcase.build_release(1, 'before', 1) AS before;
SELECT badcase.create_term_list(1, 'rivers', 'block') AS list;
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "河流"}'), (2, '{"term": "sun", "options": {"severity": "info"}}'), (3, '{"term": "mail"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SELECT s, state, held_for, issues FROM state WHERE s IN (1, 7, 9) ORDER BY s;
SELECT submission, state, rule, severity, field, start, stop, excerpt FROM badcase.findings WHERE rule LIKE 'term:%' ORDER BY 1, start;
-- a release leaves out what was accepted until it is cleared, and one that was built before is not published
BEGIN;
SELECT badcase.build_release(1, 'open', 1) AS open;
SAVEPOINT open;
SELECT badcase.publish_release(1);
ROLLBACK TO open;
SELECT count(badcase.resolve_finding(finding, true, 'harmless')) AS cleared FROM f WHERE submission = 1;
SELECT badcase.build_release(1, 'cleared', 1) AS cleared;
SELECT badcase.publish_release(1);
SET ROLE regress_badcase_owner;
SELECT name, items, left_out, published_at IS NOT NULL AS published FROM badcase_internal.release ORDER BY release_id;
ROLLBACK;
SELECT badcase.resolve_finding(finding, false, 'withdraw it') FROM f WHERE submission = 1;
BEGIN;
SELECT badcase.build_release(1, 'confirmed', 1) AS confirmed;
SET ROLE regress_badcase_owner;
SELECT name, items, left_out FROM badcase_internal.release ORDER BY release_id;
ROLLBACK;
SELECT badcase.resolve_finding(min(finding), true, 'harmless') FROM f WHERE submission = 7;
SELECT s, state, held_for, issues FROM state WHERE s IN (1, 7) ORDER BY s;
SELECT badcase.remove_terms(1, ARRAY(SELECT id FROM badcase.list_terms(1)));
CALL badcase.triage(1);
SELECT s, state, held_for, issues FROM state WHERE s IN (1, 7, 9) ORDER BY s;
-- what was resolved stays as it was said
SELECT rule, excerpt, cleared, reason FROM badcase.findings(7) WHERE cleared IS NOT NULL;

-- Another version of the code's rules: everything is looked at once more, once.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.screening SET code_version = 0;
SET ROLE regress_badcase_curator;
SELECT badcase.triage_batch(NULL, 100) AS all, badcase.triage_batch(NULL, 100) AS none;
SELECT min(v) = max(v) AS same_version, count(*) FROM state;

-- Who may.
SELECT badcase.set_rule(2, 'pii:email', 'warn');
SELECT badcase.set_rule(1, 'pii:none', 'warn');
SELECT badcase.set_rule(1, 'term:rivers', 'warn');
SELECT badcase.set_rule(1, 'pii:email', 'error');
SELECT badcase.set_rule(1, 'pii:email', threshold => 2);
SET ROLE regress_badcase_reviewer;
SELECT badcase.set_rule(1, 'pii:email', 'warn');
SELECT badcase_internal.screen(1, '{1}');

-- How far screening again is; rules that change meanwhile begin anew.
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SELECT count(*) AS to_screen FROM badcase.submissions WHERE program = 1 AND state NOT IN ('received', 'withdrawn');
SELECT badcase.set_rule(1, 'pii:email', threshold => 0.9);
SELECT badcase.triage_batch(1, 3) AS three;
SELECT kind, done, total, seconds_left > 0 AS goes_on, finished FROM badcase.job_progress ORDER BY job DESC LIMIT 1;
SELECT badcase.set_rule(1, 'pii:email', threshold => 0.95);
SELECT badcase.triage_batch(1, 4) AS four;
SELECT kind, done, total, seconds_left > 0 AS goes_on, finished FROM badcase.job_progress ORDER BY job DESC LIMIT 1;
CALL badcase.triage(1);
SELECT kind, done, total, done = total AS all, finished FROM badcase.job_progress ORDER BY job DESC LIMIT 1;
SELECT badcase.triage_batch(1) AS none, count(*) AS running FROM badcase.job_progress WHERE NOT finished;

-- An erasure takes the findings along.
SET ROLE regress_badcase_curator;
SELECT badcase.erase(1, 'asked for') AS erased;
SET ROLE regress_badcase_owner;
SELECT contributor_id, count(*) FROM badcase_internal.finding JOIN badcase_internal.submission USING (submission_id) GROUP BY contributor_id;

RESET ROLE;
SET client_min_messages = warning;
DROP VIEW f;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_ada, regress_badcase_bob;
