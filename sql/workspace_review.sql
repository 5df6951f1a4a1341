-- Disputes, revisions, rounds, tasks and credit, by two contributors, three reviewers and a curator.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_rita;
CREATE ROLE regress_badcase_ron;
CREATE ROLE regress_badcase_rob;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('spring') AS program;
SELECT badcase.grant_access(1, 'regress_badcase_curator', 'curator');
SET ROLE regress_badcase_curator;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('regress_badcase_rita', 'reviewer'), ('regress_badcase_ron', 'reviewer'), ('regress_badcase_rob', 'reviewer'),
  ('regress_badcase_ada', 'contributor'), ('regress_badcase_ada', 'reviewer'), ('regress_badcase_bob', 'contributor')) x(r, c);
SELECT badcase.register_contributor(1, 'a', 'Ada *B*', 'regress_badcase_ada') AS ada, badcase.register_contributor(1, 'b', 'Bob', 'regress_badcase_bob') AS bob;
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'show_name', true, 't'), badcase.set_consent(c, 'train', true, 't') FROM generate_series(1, 2) c;
SELECT badcase.set_task(1, 'ads', 3, 'an advertisement in one sentence');
SELECT badcase.set_task(1, ' ');
SELECT badcase.set_task(1, 'ads', 0);

-- Ada: 1 to 4; Bob: 5 near to 1, 6 another answer to the prompt of 2, 7 without a task and like 1 in its prompt
BEGIN;
SELECT badcase.open_upload(1, 1) AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM (VALUES
  (1, badcase('Write an advertisement for a red cotton shirt with long sleeves and a round collar', 'This red cotton shirt goes with everything that you have at home', meta => '{"task": "ads", "failure_kind": "instruction"}')),
  (2, badcase('How many moons of Jupiter are known by now, and who found the first of them?', 'Ninety-five; Galileo found the first four', meta => '{"failure_kind": "factual"}')),
  (3, badcase('Say good morning in French', 'Bonsoir')),
  (4, badcase('Say good night in Danish', 'God nat'))) x(n, r);
SELECT stored FROM badcase.process_upload();
COMMIT;
BEGIN;
SELECT badcase.open_upload(1, 2) AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM (VALUES
  (1, badcase('Write an advertisement for a red cotton shirt with long sleeves and a round collar', 'This red cotton shirt goes with everything that you have at work')),
  (2, badcase('How many moons of Jupiter are known by now, and who found the first of them?', 'It has four of them and nobody knows who saw these first')),
  (3, badcase('Write an advertisement for a red cotton shirt with long sleeves and a flat collar', 'Buy it now, it is the last one that we have'))) x(n, r);
SELECT stored FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT s.submission_id, s.state, s.cluster_id, t.name AS task FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t USING (task_id) ORDER BY 1;

-- search, for who may
SET ROLE regress_badcase_rita;
SELECT submission, round(similarity::numeric, 2) AS similarity, state, preview FROM badcase.find_similar(1, badcase('Write an advertisement for a red cotton shirt with long sleeves and a round collar', 'x'), 0.6, 'prompt');
SELECT count(*) FROM badcase.find_similar(1, badcase('Say good night in Danish', 'God nat'), max_rows => 1);
SELECT * FROM badcase.find_similar(1, badcase('a', 'b'), 0);
SELECT * FROM badcase.find_similar(1, badcase('a', 'b'), max_rows => 0);
SET ROLE regress_badcase_bob;
SELECT * FROM badcase.find_similar(1, badcase('a', 'b'));

-- the order of work: what a task misses, near-duplicates together, then the rarer kind of failure; not one's own
SET ROLE regress_badcase_ada;
SELECT submission FROM badcase.claim_reviews(1);
SELECT badcase.submit_review(5, true, true);
SELECT badcase.submit_review(1, true, true);
SELECT badcase.submit_review(6, false, true, '{wrong_answer}');
SET ROLE regress_badcase_rita;
SELECT submission, task, "similar" -> 0 ->> 'submission' AS most_similar, "similar" -> 0 ->> 'kind' AS kind FROM badcase.claim_reviews(1, 5);
SELECT submission, badcase.submit_review(submission, useful, correct, contradicts => c)
FROM (VALUES (1, true, true, '{}'::bigint[]), (2, true, true, '{6}'), (3, true, false, '{}'), (4, true, true, '{}'), (5, true, true, '{}')) x(submission, useful, correct, c);
SELECT kind, a, b, a_state, b_state FROM badcase.conflicts;
SET ROLE regress_badcase_ron;
SELECT submission, badcase.submit_review(submission, useful, correct, reasons)
FROM badcase.claim_reviews(1) q JOIN (VALUES (1, true, true, '{}'::text[]), (2, true, true, '{}'), (3, true, false, '{wrong_answer}'), (4, false, true, '{useless}'), (6, true, true, '{}')) x(id, useful, correct, reasons) ON id = submission ORDER BY submission;

-- a dispute
SET ROLE regress_badcase_curator;
SELECT submission, prompt, reviews FROM badcase.disputes;
SELECT a, b, a_state, b_state, a_response, b_response FROM badcase.conflicts WHERE kind = 'contradiction';
-- of a dispute its contributor is told nothing, and after the decision what it follows
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.review SET note_to_contributor = 'a note of the ' || verdict || ' review' WHERE submission_id IN (4, 6);
SELECT submission_id, contributor_state, badcase_internal.why_in_words(submission_id, 'en') AS told FROM badcase_internal.submission WHERE submission_id IN (4, 6) ORDER BY 1;
SET ROLE regress_badcase_curator;
SELECT badcase.adjudicate(4, 'maybe', 'r');
SELECT badcase.adjudicate(4, 'accepted', 'r', '{nonsense}');
SELECT badcase.adjudicate(4, 'accepted', ' ');
SELECT badcase.adjudicate(1, 'accepted', 'r');
SELECT badcase.adjudicate(4, 'accepted', 'it is what people say');
SELECT badcase.adjudicate(6, 'rejected', 'wrong');
SET ROLE regress_badcase_owner;
SELECT submission_id, state, reasons, badcase_internal.why_in_words(submission_id, 'en') AS told FROM badcase_internal.submission WHERE submission_id IN (4, 6) ORDER BY 1;
BEGIN;
UPDATE badcase_internal.submission SET state = 'disputed', contributor_state = 'disputed' WHERE submission_id = 6;
SET LOCAL ROLE regress_badcase_curator;
SELECT badcase.adjudicate(6, 'rejected', 'wrong', '{off_task,incomplete}');
SET LOCAL ROLE regress_badcase_owner;
SELECT reasons, badcase_internal.why_in_words(submission_id, 'en') AS told FROM badcase_internal.submission WHERE submission_id = 6;
ROLLBACK;
SET ROLE regress_badcase_curator;
SELECT reviewer_a, reviewer_b, reviewed, agreed, agreement, kappa, prevalence FROM badcase.reviewer_agreement;
SET ROLE regress_badcase_owner;
-- the same from its definition: (observed - expected) / (1 - expected)
WITH pair AS (
  SELECT x.reviewer::text COLLATE "C" AS a, y.reviewer::text COLLATE "C" AS b, x.verdict AS va, y.verdict AS vb FROM badcase_internal.review x JOIN badcase_internal.review y USING (submission_id, review_pass) WHERE x.reviewer::text COLLATE "C" < y.reviewer::text
), total AS (SELECT a, b, count(*)::numeric AS n, count(*) FILTER (WHERE va = vb) AS same FROM pair GROUP BY a, b)
SELECT a, b, round((same / n - e) / nullif(1 - e, 0), 4) AS kappa FROM total t, LATERAL (
  SELECT sum((SELECT count(*) FROM pair x WHERE (x.a, x.b, x.va) = (t.a, t.b, v)) / t.n * (SELECT count(*) FROM pair x WHERE (x.a, x.b, x.vb) = (t.a, t.b, v)) / t.n) AS e
  FROM unnest('{accepted,rejected,needs_changes}'::text[]) v) k ORDER BY a, b;

-- a revision: the answer that was sent stays as the rejected one
SET ROLE regress_badcase_ada;
SELECT submission, state, reasons, message, hint FROM badcase.my_submissions WHERE submission = 3;
SELECT badcase.revise(1, badcase('p', 'r'), 'because');
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonsoir'), 'because');
SELECT badcase.revise(3, NULL, 'because');
SET ROLE regress_badcase_bob;
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonjour'), 'not mine');
SET ROLE regress_badcase_ada;
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonjour'), 'it was the evening');
SELECT state, message FROM badcase.my_submissions WHERE submission = 3;
SET ROLE regress_badcase_owner;
SELECT revision, record, reason, made_by FROM badcase_internal.revision WHERE submission_id = 3 ORDER BY revision;
SELECT revision, digest = (SELECT digest FROM badcase_internal.revision WHERE submission_id = 3 AND revision = 1) AS sent, cluster_id, exact_key = exact_key(record) AS key FROM badcase_internal.submission WHERE submission_id = 3;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
-- by a reviewer who has claimed it, and by nobody else
SET ROLE regress_badcase_ron;
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonjour !'), 'the space');
SELECT submission FROM badcase.claim_reviews(1, 1);
SET ROLE regress_badcase_rita;
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonjour.'), 'a point');
SELECT badcase.assign_task(3, 'ads');
SET ROLE regress_badcase_ron;
SELECT badcase.assign_task(3, 'french');
SET ROLE regress_badcase_curator;
SELECT badcase.set_task(1, 'french', 2);
SET ROLE regress_badcase_ron;
SELECT badcase.assign_task(3, 'french');
SELECT badcase.revise(3, badcase('Say good morning in French', 'Bonjour !'), 'the space');
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT s.record, s.revision, s.state, t.name AS task FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t USING (task_id) WHERE submission_id = 3;
-- a cluster whose first member is edited away from the others: Bob's is in no cluster of Ada's any more
SELECT submission_id, state, cluster_id FROM badcase_internal.submission WHERE submission_id IN (1, 5) ORDER BY 1;
SET ROLE regress_badcase_curator;
SELECT submission, representative, kind FROM badcase.duplicates;
SELECT badcase.reopen(1, 'another look');
SELECT badcase.reopen(1, 'another look');
SELECT badcase.revise(1, badcase('Write two lines about the sea at night', 'Dark is the water, and the stars lie on it'), 'another subject');
CALL badcase.triage(1);
SELECT submission, representative, kind FROM badcase.duplicates;
SET ROLE regress_badcase_owner;
SELECT submission_id, state, cluster_id FROM badcase_internal.submission WHERE submission_id IN (1, 5) ORDER BY 1;
SELECT kind, decision, reason, round_id, made_by FROM badcase_internal.ruling ORDER BY ruling_id;

-- rounds
SET ROLE regress_badcase_curator;
SELECT badcase.open_round(1, now() - interval '1 day') AS cut_off_of_the_open_one;
SELECT badcase.open_round(1, now());
SET ROLE regress_badcase_rita;
-- all of it came after the cut-off
SELECT count(*) FROM badcase.claim_reviews(1);
SELECT badcase.submit_review(3, true, true);
SET ROLE regress_badcase_curator;
SELECT round, closed_at IS NULL AS open, reviews, accepted, rejected, needs_changes, disputed, waiting, late FROM badcase.round_progress;
SELECT badcase.close_round(1);
SELECT badcase.close_round(1);
SELECT badcase.close_round(99);
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(3, true, true);
SET ROLE regress_badcase_curator;
SELECT badcase.open_round(1, NULL) AS round;
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(3, true, true);
-- not by Ron, who made the revision
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(3, true, true);
SELECT count(*) FROM badcase.claim_reviews(1, 100) WHERE submission = 3;
SET ROLE regress_badcase_rob;
SELECT badcase.submit_review(3, true, true);
SET ROLE regress_badcase_curator;
SELECT round, closed_at IS NULL AS open, reviews, accepted, rejected, needs_changes, disputed, waiting, late FROM badcase.round_progress;
-- what the progress says, counted from the reviews and the journal
SET ROLE regress_badcase_owner;
SELECT r.round_id, (SELECT count(*) FROM badcase_internal.review v WHERE v.round_id = r.round_id) AS reviews, (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'accepted') AS accepted,
  (SELECT count(*) FROM badcase_internal.event e WHERE e.round_id = r.round_id AND e.to_state = 'rejected') AS rejected FROM badcase_internal.round r ORDER BY 1;
UPDATE badcase_internal.submission SET received_at = now() - interval '30 days' WHERE submission_id = 7;
SET ROLE regress_badcase_curator;
SELECT submission, state, task, days FROM badcase.overdue;

-- coverage and credit
SELECT task, target, received, clusters, accepted, missing, accepted_records FROM badcase.task_coverage;
SELECT task, missing FROM badcase.help_wanted;
SELECT round, task, kind, submissions, accepted FROM badcase.failure_coverage;
SELECT display_name, accepted FROM badcase.credits;
SELECT round, display_name, accepted FROM badcase.round_credits;
SELECT display_name, reviews FROM badcase.reviewer_credits;
SELECT external_id, until > now() + interval '364 days' AS a_year FROM badcase.early_access;
SELECT badcase.credits_markdown(1);
SELECT jsonb_pretty(badcase.all_contributors(1));
-- with a login; the name as HTML
SELECT count(badcase.set_github(c, 'login-' || c)) FROM generate_series(1, 1) c;
SELECT jsonb_pretty(badcase.all_contributors(1, 'owner/name') -> 'contributors' -> 1);
SELECT badcase.all_contributors(1, 'https://github.com/owner/name');
SET ROLE regress_badcase_owner;
-- credit computed from the journal and the relations alone: who sent the first of each cluster that is left, of accepted clusters
WITH RECURSIVE last AS (
  SELECT DISTINCT ON (submission_id) submission_id, to_state FROM badcase_internal.event ORDER BY submission_id, event_id DESC
), edge AS (
  SELECT submission_id AS a, other_id AS b FROM badcase_internal.relation WHERE kind IN ('exact', 'near') UNION SELECT other_id, submission_id FROM badcase_internal.relation WHERE kind IN ('exact', 'near')
), reached AS (
  SELECT submission_id AS start, submission_id AS id FROM last WHERE to_state NOT IN ('received', 'rejected', 'withdrawn', 'duplicate')
  UNION SELECT r.start, e.b FROM reached r JOIN edge e ON e.a = r.id JOIN last l ON l.submission_id = e.b AND l.to_state NOT IN ('received', 'rejected', 'withdrawn', 'duplicate')
), cluster AS (
  SELECT start, min(id) AS first FROM reached GROUP BY start
)
SELECT c.display_name, count(*) FROM (
  SELECT k.first FROM cluster k JOIN last l ON l.submission_id = k.start WHERE l.to_state = 'accepted' GROUP BY k.first) x
JOIN badcase_internal.submission s ON s.submission_id = x.first JOIN badcase_internal.contributor c USING (contributor_id) GROUP BY c.display_name ORDER BY 2 DESC, 1;
SET ROLE regress_badcase_curator;
SELECT badcase.set_consent(1, 'show_name', false, 't');
SELECT count(*) FROM badcase.credits WHERE display_name LIKE 'Ada%';
SELECT badcase.credits_markdown(1);
-- what is published stays decided
SELECT badcase.build_release(1, 'r', 1) AS release;
SELECT badcase.publish_release(1);
SELECT badcase.reopen(2, 'again');
SELECT badcase.reopen(6, 'again');

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_rita, regress_badcase_ron, regress_badcase_rob, regress_badcase_ada, regress_badcase_bob;
