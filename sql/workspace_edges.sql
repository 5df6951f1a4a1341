-- What is set once and moves later: duplicates and what their contributors are told, second revisions, ended leases, exact
-- limits, clusters that count once, rounds.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start

-- Bob sends Ada's first, and she sends it herself again. He is told that it waits, she that she had sent it.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Name the capital of France in one word.', 'Paris '));
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('Name the capital of France in one word. ', 'Paris'));
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT submission_id, contributor_id, state, contributor_state, duplicate_of FROM badcase_internal.submission WHERE submission_id IN (1, 7, 8) ORDER BY 1;
CREATE TEMP TABLE told AS SELECT submission_id, contributor_state_at FROM badcase_internal.submission;
-- A curator edits the original: both are looked at again. That somebody else's changed is told to nobody, not by a date either.
SET ROLE regress_badcase_carol;
SELECT badcase.revise(1, badcase('Name the capital of Spain in one word.', 'Madrid'), 'another country');
SET ROLE regress_badcase_ada;
SELECT submission, state FROM badcase.my_submissions WHERE submission IN (1, 8) ORDER BY 1;
SET ROLE regress_badcase_owner;
SELECT s.submission_id, s.state, s.contributor_state, s.contributor_state_at = t.contributor_state_at AS same_date
FROM badcase_internal.submission s JOIN told t USING (submission_id) WHERE submission_id IN (1, 7, 8) ORDER BY 1;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
-- Bob's is the first of them now, and Ada's a duplicate of somebody else's
SELECT s.submission_id, s.state, s.contributor_state, s.duplicate_of, s.contributor_state_at = t.contributor_state_at AS same_date
FROM badcase_internal.submission s JOIN told t USING (submission_id) WHERE submission_id IN (1, 7, 8) ORDER BY 1;
-- One's own, whose original one takes back, is told to be received before triage sees it.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Name the capital of France in one word.', ' Paris'));
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_bob;
SELECT submission, state FROM badcase.my_submissions WHERE submission IN (7, 9) ORDER BY 1;
SELECT badcase.withdraw(submission => 7);
SELECT submission, state FROM badcase.my_submissions WHERE submission IN (7, 9) ORDER BY 1;
SET ROLE regress_badcase_owner;
SELECT submission_id, state, contributor_state FROM badcase_internal.submission WHERE submission_id IN (7, 8, 9) ORDER BY 1;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);

-- A finding that was cleared is found again in the next revision, at the same place.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Write one line to a friend of yours.', 'Write to a.b@qq.com today.'));
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SELECT submission, badcase.resolve_finding(finding, true, 'the shop''s own') FROM badcase.findings;
SELECT badcase.revise(10, badcase('Write one line to a friend of yours.', 'Write to a.b@qq.com today!'), 'stronger');
CALL badcase.triage(1);
-- the answer that was replaced is the rejected one now, and has it, too
SELECT rule, field, start, stop, cleared FROM badcase.findings(10) ORDER BY finding;
SELECT submission, state FROM badcase.findings;
SELECT badcase.resolve_finding(finding, true, 'the shop''s own') FROM badcase.findings;

-- New rules do not look at what was taken back.
SET ROLE regress_badcase_bob;
SELECT badcase.withdraw(submission => 4);
SET ROLE regress_badcase_carol;
SELECT badcase.create_term_list(1, 'animals', 'warn') AS list \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => :list) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "spider"}'), (2, '{"term": "Spain"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
SET ROLE regress_badcase_owner;
SELECT count(*) AS to_see FROM badcase_internal.submission WHERE program_id = 1 AND state <> 'withdrawn';
SET ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1) AS seen, badcase.triage_batch(1) AS again;
SELECT count(*) FROM badcase.findings(4);

-- A claim that has ended shows nothing and gives no right.
SET ROLE regress_badcase_ron;
SELECT submission FROM badcase.claim_reviews(1, 1);
SELECT count(*) AS in_queue FROM badcase.review_queue;
SELECT count(*) FROM badcase.findings(1);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET lease_until = now() WHERE submission_id = 1;
SET ROLE regress_badcase_ron;
SELECT count(*) AS in_queue FROM badcase.review_queue;
SELECT count(*) FROM badcase.findings(1);
SELECT badcase.revise(1, badcase('p', 'r'), 'x');
SELECT badcase.assign_task(1, NULL);
SET ROLE regress_badcase_rita;
SELECT submission FROM badcase.claim_reviews(1, 1);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL;

-- What was received at the cut-off is of the round.
UPDATE badcase_internal.round r SET cut_off = (SELECT received_at FROM badcase_internal.submission WHERE submission_id = 2) WHERE r.program_id = 1;
SET ROLE regress_badcase_ron;
SELECT submission FROM badcase.claim_reviews(1);
SELECT badcase.submit_review(2, true, true);
SELECT badcase.submit_review(3, true, true);
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.round r SET cut_off = NULL;

-- A quorum stands beside a decision of reviews, none beside a curator's.
UPDATE badcase_internal.program SET quorum = 2;
RESET ROLE;
SELECT pg_temp.judge('ron', 3), pg_temp.judge('rita', 3, false);
SET ROLE regress_badcase_carol;
SELECT badcase.adjudicate(3, 'accepted', 'it is long, but right');
SET ROLE regress_badcase_owner;
SELECT submission_id, state, decided_rule, decided_quorum FROM badcase_internal.submission WHERE submission_id IN (2, 3) ORDER BY 1;
-- Nobody decides on their own, be they a curator.
SELECT badcase.grant_access(1, 'regress_badcase_bob', 'curator');
RESET ROLE;
SELECT pg_temp.judge('ron', 10), pg_temp.judge('rita', 10, false);
SET ROLE regress_badcase_bob;
SELECT badcase.adjudicate(10, 'accepted', 'it is mine');
SET ROLE regress_badcase_owner;
SELECT badcase.revoke_access(1, 'regress_badcase_bob', 'curator');
UPDATE badcase_internal.program SET quorum = 1;

-- The name of a task has 200 characters at most.
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, repeat('a', 200)), badcase.set_task(1, repeat('务', 200));
SELECT badcase.set_task(1, repeat('a', 201));
SELECT pg_temp.send(1, 5, badcase('Say one thing of the long task.', 'Here it is', meta => jsonb_build_object('task', repeat('b', 200))),
  badcase('Say another thing, of the longer one.', 'There it was', meta => jsonb_build_object('task', repeat('b', 201))));
CALL badcase.triage(1);
SELECT length(task), left(task, 1) AS task, received FROM badcase.task_coverage ORDER BY received, task COLLATE "C";

-- Near-duplicates count once: two accepted of one cluster of a task, or of a kind of failure, are as one of another.
CREATE FUNCTION pg_temp.pond(subject text, n int, meta jsonb) RETURNS badcase LANGUAGE sql AS $$
  SELECT badcase('Describe the ' || subject || ' in the old garden of the school in twelve plain words or so',
    string_agg(CASE WHEN i = 1 THEN 'frog' || n ELSE subject || i END, ' ' ORDER BY i), meta => meta) FROM generate_series(1, 14) i
$$;
SET ROLE regress_badcase_cem;
SELECT badcase.set_task(2, 'ponds', 10), badcase.set_task(2, 'rivers', 10);
SELECT pg_temp.send(2, 4,
  pg_temp.pond('pond', 1, '{"task": "ponds"}'), pg_temp.pond('pond', 2, '{"task": "ponds"}'), pg_temp.pond('stream', 1, '{"task": "rivers"}'),
  badcase('What is a pond? Say it in ten words.', 'A small body of still water that people often dig', meta => '{"task": "ponds"}'),
  badcase('Where do rivers end? Say it in ten words.', 'Most rivers end in the sea, and some in lakes', meta => '{"task": "rivers"}'));
CALL badcase.triage(2);
RESET ROLE;
SELECT pg_temp.judge('ron', s) FROM generate_series(13, 15) s;
SET ROLE regress_badcase_owner;
SELECT submission_id, cluster_id, state FROM badcase_internal.submission WHERE submission_id > 12 ORDER BY 1;
SET ROLE regress_badcase_ron;
SELECT submission, task FROM badcase.claim_reviews(2, 2);
SET ROLE regress_badcase_cem;
SELECT task, accepted, accepted_records FROM badcase.task_coverage WHERE program = 2 AND task IS NOT NULL ORDER BY task;
SELECT badcase.withdraw(contributor => 4), badcase.withdraw(contributor => 3);
SELECT pg_temp.send(2, 4,
  pg_temp.pond('lake', 1, '{"failure_kind": "domain"}'), pg_temp.pond('lake', 2, '{"failure_kind": "domain"}'), pg_temp.pond('creek', 1, '{"failure_kind": "context"}'),
  badcase('What is a lake? Say it in ten words.', 'A large body of still water with land all around', meta => '{"failure_kind": "domain"}'),
  badcase('Where do creeks end? Say it in ten words.', 'Most creeks end in a river, a lake or the sea', meta => '{"failure_kind": "context"}'));
CALL badcase.triage(2);
RESET ROLE;
SELECT pg_temp.judge('ron', s) FROM generate_series(18, 20) s;
SET ROLE regress_badcase_ron;
SELECT submission, failure_kinds FROM badcase.claim_reviews(2, 2);
SELECT kind, submissions, accepted FROM badcase.failure_coverage WHERE program = 2 AND accepted > 0;

-- A pair of answers is a conflict as long as both are there.
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(2, 4, badcase('What is the tallest tree of the world called?', 'It is a redwood, whose name is Hyperion'),
  badcase('What is the tallest tree of the world called?', 'There are so many trees that nobody can say'), badcase('What is the tallest tree of the world called?', 'I do not know; ask in a forest'));
SET ROLE regress_badcase_cem;
CALL badcase.triage(2);
SELECT a, b, kind FROM badcase.conflicts WHERE program = 2;
RESET ROLE;
SELECT pg_temp.judge('ron', 25, false);
SET ROLE regress_badcase_cem;
SELECT a, b, kind FROM badcase.conflicts WHERE program = 2;
SELECT badcase.withdraw(submission => 24);
SELECT a, b, kind FROM badcase.conflicts WHERE program = 2;
-- A task comes from the nearest prompt of what is pending or accepted, not of what was rejected.
SELECT badcase.set_task(2, 'trees'), badcase.assign_task(23, 'trees');
SELECT pg_temp.send(2, 4, badcase('What is the tallest tree of the world called?', 'Hyperion, in California; but how long will it stand'));
CALL badcase.triage(2);
SELECT task, received FROM badcase.task_coverage WHERE task = 'trees';
RESET ROLE;
SELECT pg_temp.judge('ron', s, false) FROM unnest('{23,26}'::bigint[]) s;
SET ROLE regress_badcase_cem;
SELECT task, received FROM badcase.task_coverage WHERE task = 'trees';
SELECT pg_temp.send(2, 4, badcase('What is the tallest tree of the world called?', 'General Sherman is the largest, the tallest another'));
CALL badcase.triage(2);
SELECT task, received FROM badcase.task_coverage WHERE task = 'trees';

-- An alternative has another response; one that is similar by 0.7 or more is the same.
SELECT pg_temp.send(2, 4, VARIADIC array_agg(badcase('Put as many words as you like into an order of your own choice, please', w) ORDER BY k))
FROM (SELECT k, string_agg('word' || n, ' ' ORDER BY n) AS w FROM unnest('{15,19,20}'::int[]) k, generate_series(1, k) n GROUP BY k) x;
CALL badcase.triage(2);
SET ROLE regress_badcase_owner;
SELECT r.submission_id, r.other_id, r.kind, similarity(s.record, o.record, 'response') AS response_similarity
FROM badcase_internal.relation r JOIN badcase_internal.submission s USING (submission_id) JOIN badcase_internal.submission o ON o.submission_id = r.other_id WHERE r.submission_id IN (29, 30) ORDER BY 1, 2, 3;

-- A cluster has its credit in the round in which the first of it was decided, not in that of its first submission.
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(5, 'show_name', true, 't');
SELECT pg_temp.send(1, 5, pg_temp.pond('well', 1, NULL), pg_temp.pond('well', 2, NULL));
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('ron', 32);
SET ROLE regress_badcase_carol;
SELECT badcase.close_round(1);
SELECT badcase.open_round(1, NULL) AS next;
RESET ROLE;
SELECT pg_temp.judge('ron', 31);
SET ROLE regress_badcase_carol;
SELECT display_name, round, accepted FROM badcase.round_credits WHERE program = 1;

-- What was revised after a release was built is not what it has.
SELECT badcase.build_release(1, 'before', 1, '{"per_cluster": null}') AS before \gset
SELECT badcase.reopen(32, 'another look'), badcase.revise(32, pg_temp.pond('well', 3, NULL), 'another frog');
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('ron', 32);
SET ROLE regress_badcase_carol;
SELECT badcase.publish_release(:before);

-- A purge leaves the text of what was rejected where a release has it.
SELECT badcase.build_release(1, 'after', 1, '{"per_cluster": null}') AS after \gset
SELECT badcase.reopen(31, 'another look'), badcase.reopen(2, 'another look');
RESET ROLE;
SELECT pg_temp.judge('ron', s, false) FROM unnest('{2,11,31}'::bigint[]) s;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET retention = '30 days';
UPDATE badcase_internal.submission SET updated_at = now() - interval '31 days' WHERE program_id = 1;
SET ROLE regress_badcase_carol;
SELECT badcase.purge(1) > 0 AS purged;
SET ROLE regress_badcase_owner;
SELECT submission_id, state, record IS NOT NULL AS has_text FROM badcase_internal.submission WHERE submission_id IN (2, 11, 31) ORDER BY 1;

-- An erasure takes a task away that a contributor named, not one that a curator took, be it of no other submission.
SET ROLE regress_badcase_carol;
SELECT badcase.register_contributor(1, 'dora') AS dora \gset
SELECT badcase.attest(:dora, 't');
SELECT badcase.set_task(1, 'of the curator');
SELECT pg_temp.send(1, :dora, badcase('Say one thing of the task of the curator.', 'Here it is', meta => '{"task": "of the curator"}'),
  badcase('Say another thing, of the task of Dora.', 'There it was', meta => '{"task": "of Dora"}'));
CALL badcase.triage(1);
SELECT task, received, taken FROM badcase.task_coverage WHERE task LIKE 'of %' ORDER BY task;
SELECT badcase.erase(:dora, 'asked for');
SELECT task, received, taken FROM badcase.task_coverage WHERE task LIKE 'of %' ORDER BY task;

-- A record that is stored compressed is known again, as sent and as a duplicate, and leaves as it came.
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, badcase('Repeat the word sea, three thousand times, without anything between.', repeat('sea ', 3000))) AS again;
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('Repeat the word sea, three thousand times, without anything between.', repeat('sea  ', 3000))) AS more_blanks;
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT state, duplicate_of FROM badcase_internal.submission ORDER BY submission_id DESC LIMIT 1;
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'with the sea', 1) AS sea \gset
SELECT count(*) FROM badcase.release_rows(:sea) WHERE line::text::badcase = badcase('Repeat the word sea, three thousand times, without anything between.', repeat('sea ', 3000));

-- Of several tasks a newcomer gets that of the most similar prompt, be it of the same file.
SET ROLE regress_badcase_cem;
SELECT badcase.set_task(2, 'peaks'), badcase.set_task(2, 'tops');
SELECT pg_temp.send(2, 4, badcase('What is the name of the highest of all the mountains that stand in the old world, and who climbed it first?', 'Everest, which has other names in the countries around it', meta => '{"task": "peaks"}'));
CALL badcase.triage(2);
SELECT pg_temp.send(2, 4, badcase('What is the name of the highest of all the mountains that stand in the new world, and who climbed it first?', 'Aconcagua, far in the south of that half', meta => '{"task": "tops"}'),
  badcase('What is the name of the highest of all the mountains that stand in the new world, and who climbed it first?', 'Whatever name you give to it; it will not mind'));
CALL badcase.triage(2);
SELECT task, received FROM badcase.task_coverage WHERE task IN ('peaks', 'tops') ORDER BY task;

-- What was rejected for a finding and is reopened is held for all that held it: cleared, it still waits for the attestation.
SELECT badcase.register_contributor(2, 'zoe') AS zoe \gset
SELECT pg_temp.send(2, :zoe, badcase('Write one line to a friend of mine.', 'Write to a.b@qq.com soon.')) AS stored;
CALL badcase.triage(2);
SELECT submission AS zoes FROM badcase.submissions WHERE contributor = :zoe \gset
SELECT badcase.resolve_finding(finding, false, 'her own') FROM badcase.findings WHERE submission = :zoes;
SELECT state, why FROM badcase.submissions WHERE submission = :zoes;
SELECT badcase.reopen(:zoes, 'of the shop');
SELECT state, why FROM badcase.submissions WHERE submission = :zoes;
SELECT badcase.resolve_finding(finding, true, 'of the shop') FROM badcase.findings WHERE submission = :zoes;
SELECT state, why FROM badcase.submissions WHERE submission = :zoes;
SELECT badcase.attest(:zoe, 't');
CALL badcase.triage(2);
SELECT state, why FROM badcase.submissions WHERE submission = :zoes;

\i :clean
