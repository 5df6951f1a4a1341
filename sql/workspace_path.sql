-- From files to a release, by the people who do it.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewers NOLOGIN;
CREATE ROLE regress_badcase_rita IN ROLE regress_badcase_reviewers;
CREATE ROLE regress_badcase_ron IN ROLE regress_badcase_reviewers;
CREATE ROLE regress_badcase_exporter;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_bob;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;

SELECT badcase.create_program('spring', 'bad cases of version 2') AS program;
SELECT badcase.grant_access(1, 'regress_badcase_curator', 'curator');
SET ROLE regress_badcase_curator;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('regress_badcase_reviewers', 'reviewer'),
  ('regress_badcase_exporter', 'exporter'), ('regress_badcase_ada', 'contributor'), ('regress_badcase_bob', 'contributor')) x(r, c);
SELECT badcase.register_contributor(1, 'member-1', 'Ada Brook', 'regress_badcase_ada') AS ada,
  badcase.register_contributor(1, 'member-2', 'Bob', 'regress_badcase_bob') AS bob,
  badcase.register_contributor(1, 'member-3') AS carla;
-- the names of tasks that a curator takes; another stays a contributor's word
SELECT badcase.set_task(1, 'translate'), badcase.set_task(1, 'ads');
-- known by now
SELECT badcase.register_contributor(1, 'member-3', 'Carla') AS carla;
SELECT badcase.register_contributor(1, 'member-1', role => 'regress_badcase_bob');

-- Ada's file has a line of every kind: 8 good ones (one of them twice), 4 refused, 2 blank. The library comes with open_upload.
SET ROLE regress_badcase_ada;
SELECT badcase.attest(1, 'terms 1');
SELECT badcase.set_consent(1, 'train', true, 'terms 1'), badcase.set_consent(1, 'show_name', true, 'terms 1');
BEGIN;
SELECT badcase.open_upload(1, file_name => 'ada.jsonl') AS upload;
\copy badcase.intake (line_no, line) from program 'printf ''%b'' ''{"prompt": "Translate into French: good morning", "response": "Bonjour", "task": "translate", "failure_kind": "domain"}\n{"prompt": "Translate into French: good morning", "response": "Bonjour", "task": "translate", "failure_kind": "domain"}\n\n{"prompt": "Write an advertisement for a red cotton shirt with long sleeves and a round collar", "response": "This red cotton shirt with its long sleeves and its round collar goes with everything you have", "task": "ads"}\n{"prompt": "p"}\n{"prompt": "a\\u0000b", "response": "r"}\n \t\0343\0200\0200\n{"prompt": "\0377", "response": "r"}\nno json, a\0000b\r\n{"prompt": "1+1", "response": "2", "history": [["hi", "hello"]], "rejected": "3", "system": "be exact", "failure_kind": ["factual", "nonsense", "instruction"], "task": ["no", "string"]}\n{"prompt": "Which is the largest planet of our solar system, and how many moons has it?", "response": "Jupiter; ninety-five of its moons are known by now."}\n{"prompt": "Which is the largest planet of our solar system, and how many moons has it?", "response": "It depends on how you count, there are many, ask an astronomer."}\n{"prompt": "wide\0357\0274\0214full", "response": "x"}\n{"prompt": "\0344\0275\0240\0345\0245\0275", "response": "\0346\0202\0250\0345\0245\0275"}\n{"prompt": "last", "response": "without a line feed"}''' with (format jsonl)
SELECT * FROM badcase.process_upload();
COMMIT;
-- The same file again, cut short and with a new line.
BEGIN;
SELECT badcase.open_upload(1, 1) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES
  (1, '{"response": "Bonjour", "prompt": "Translate into French: good morning", "failure_kind": "domain", "task": "translate"}'),
  (2, '{"prompt": "p"}'), (3, '{"prompt": "q"}'), (4, ''), (5, '{"prompt": "new", "response": "line"}');
SELECT * FROM badcase.process_upload(2);
COMMIT;
SELECT line_no, verdict, code, message, submission, state, hint FROM badcase.my_submissions ORDER BY upload, line_no;
SELECT * FROM badcase.refused_lines(1, 2);
SET ROLE regress_badcase_owner;
SELECT upload_id, lines = stored + repeated + refused + blank AS whole, bytes, attestation_id, count(r) AS kept,
  encode(sha256, 'hex') = encode(sha256(convert_to(E'{"response": "Bonjour", "prompt": "Translate into French: good morning", "failure_kind": "domain", "task": "translate"}\n{"prompt": "p"}\n{"prompt": "q"}\n\n{"prompt": "new", "response": "line"}\n', 'UTF8')), 'hex') AS the_second
FROM badcase_internal.upload LEFT JOIN badcase_internal.refused_line r USING (upload_id) GROUP BY upload_id ORDER BY upload_id;
SELECT line_no, encode(line, 'escape') FROM badcase_internal.refused_line ORDER BY upload_id, line_no;
SELECT count(*) FROM badcase.intake;

-- Bob has not attested. One of his records is Ada's, another near to one of hers.
SET ROLE regress_badcase_bob;
BEGIN;
SELECT badcase.open_upload(1, file_name => 'bob.jsonl') AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES
  (1, convert_to('{"prompt": "wide,full", "response": "x", "task": "bobs"}', 'UTF8')),
  (2, convert_to('{"prompt": "Write an advertisement for a red cotton shirt with long sleeves and a round collar", "response": "This red cotton shirt with its long sleeves and its round collar goes with everything you own", "task": "ads"}', 'UTF8')),
  (3, convert_to('{"prompt": "wide, full", "response": "x"}', 'UTF8')),
  (4, convert_to('{"prompt": "Bob''s own", "response": "idea"}', 'UTF8'));
SELECT * FROM badcase.process_upload();
COMMIT;
-- A curator loads Carla's.
SET ROLE regress_badcase_curator;
SELECT badcase.attest(3, 'terms 1'), badcase.set_consent(3, 'train', true, 'terms 1');
BEGIN;
SELECT badcase.open_upload(1, 3) AS upload;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "last", "response": "Without a line feed!"}'), (2, '{"prompt": "x"}');
SELECT * FROM badcase.process_upload();
SELECT line_no, byte_offset, code FROM badcase.refused_lines(4);
COMMIT;

CALL badcase.triage(1, 3);
CALL badcase.triage();
SELECT done, total, finished FROM badcase.job_progress;
SELECT submission, representative, kind, round(similarity::numeric, 3) AS similarity, state FROM badcase.duplicates;
SET ROLE regress_badcase_owner;
SELECT submission_id, contributor_id, state, contributor_state, held_for, duplicate_of, cluster_id, t.name AS task, failure_kinds, review_pass
FROM badcase_internal.submission LEFT JOIN badcase_internal.task t USING (task_id) ORDER BY submission_id;
SELECT submission_id, other_id, kind, round(similarity::numeric, 3) AS record, round(prompt_similarity::numeric, 3) AS prompt,
  round(response_similarity::numeric, 3) AS response FROM badcase_internal.relation ORDER BY 1, 2, 3;
-- Bob learns nothing of Ada's; that he sent the same twice he is not told either, for he did not.
SET ROLE regress_badcase_bob;
SELECT line_no, state, hint FROM badcase.my_submissions ORDER BY line_no;
SELECT badcase.attest(2, 'terms 1'), badcase.set_consent(2, 'train', true, 'terms 1');
SELECT line_no, state, message FROM badcase.my_submissions ORDER BY line_no;
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_bob;
SELECT line_no, state, hint FROM badcase.my_submissions ORDER BY line_no;

-- Reviews. A group is not a second reviewer beside its members.
SET ROLE regress_badcase_rita;
SELECT submission, task, failure_kinds, jsonb_array_length("similar") AS "similar", lease_until > now() AS leased FROM badcase.claim_reviews(1, 100);
SELECT jsonb_pretty("similar") FROM badcase.review_queue WHERE task = 'ads' AND "similar" <> '[]' ORDER BY submission LIMIT 1;
SELECT badcase.submit_review(submission, true, true) FROM badcase.review_queue WHERE task = 'ads' ORDER BY submission;
SELECT badcase.submit_review(3, true, true), badcase.submit_review(4, false, true, '{useless,too_short}', '{factual}');
SELECT badcase.submit_review(1, true, true), badcase.submit_review(6, false, false, '{spam}'), badcase.submit_review(7, true, true);
SELECT badcase.submit_review(5, true, false, '{wrong_answer}', contradicts => '{4}', note => 'for curators');
SELECT badcase.submit_review(8, true, true);
-- a review is changed until the decision, and back
SELECT badcase.submit_review(5, true, true);
SELECT badcase.submit_review(5, true, false, '{wrong_answer}', contradicts => '{4}', note => 'for curators');
SELECT badcase.submit_review(10, true, true);
SELECT badcase.submit_review(9, true, true, '{nonsense}');
SELECT badcase.submit_review(9, true, true, failure_kinds => '{nonsense}');
SELECT badcase.submit_review(9, true, true, contradicts => '{1}');
SELECT badcase.submit_review(9, true, NULL);
SELECT badcase.submit_review(99, true, true);
SET ROLE regress_badcase_reviewers;
SELECT badcase.submit_review(1, true, true);
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(9, true, true);
SELECT count(*) AS nothing_claimed_yet FROM badcase.review_queue;
SELECT array_agg(submission) FROM badcase.claim_reviews(1, 3);
SELECT badcase.submit_review(1, true, true), badcase.submit_review(2, true, true), badcase.submit_review(3, true, true);
SELECT badcase.submit_review(4, true, true), badcase.submit_review(5, true, false, '{wrong_answer,incomplete}');
SELECT badcase.submit_review(6, false, true, '{useless}'), badcase.submit_review(7, true, true), badcase.submit_review(8, true, true);
SELECT badcase.submit_review(13, true, true);
SELECT count(*) FROM badcase.claim_reviews(1, 0);
SET ROLE regress_badcase_curator;
SELECT badcase.submit_review(12, true, true);
SET ROLE regress_badcase_owner;
SELECT submission_id, state, contributor_state, reasons, failure_kinds, decided_round, decided_rule FROM badcase_internal.submission
WHERE decided_at IS NOT NULL ORDER BY submission_id;
SELECT * FROM (SELECT submission_id, other_id, kind FROM badcase_internal.relation) r WHERE kind = 'contradiction';
SELECT reviewer, count(*) FROM badcase_internal.review GROUP BY reviewer ORDER BY reviewer;
-- The original was rejected: its duplicates are triaged again, the first of them takes its place.
SET ROLE regress_badcase_curator;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT submission_id, state, contributor_state, duplicate_of, cluster_id FROM badcase_internal.submission
WHERE cluster_id = (SELECT cluster_id FROM badcase_internal.submission WHERE submission_id = 6) ORDER BY submission_id;
SELECT from_state, to_state, actor, other_id FROM badcase_internal.event WHERE submission_id = 10 ORDER BY event_id;

-- Coverage, credit, release.
SET ROLE regress_badcase_curator;
SELECT * FROM badcase.task_coverage;
SELECT program, display_name, accepted FROM badcase.credits;
SELECT badcase.build_release(1, 'no', 1, mix => '{"corpus": 1}');
SELECT badcase.build_release(1, 'no', 1, validation => 1);
SELECT badcase.build_release(1, 'no', 1, per_task => 0);
SELECT badcase.build_release(1, 'first', 1) AS release;
SELECT badcase.build_release(1, 'again', 1) AS release;
SELECT badcase.build_release(1, 'small', 2, per_task => 1) AS release;
SELECT badcase.build_release(1, 'first', 1);
SELECT pos, line FROM badcase.release_rows(1) ORDER BY pos;
SET ROLE regress_badcase_exporter;
SELECT count(*) FROM badcase.release_rows(1);
SELECT count(*) FROM badcase.export_sft;
SET ROLE regress_badcase_curator;
SELECT badcase.publish_release(1);
SELECT badcase.publish_release(1);
SET ROLE regress_badcase_owner;
SELECT name, items, sha256 = (SELECT r.sha256 FROM badcase_internal.release r WHERE name = 'first') AS same FROM badcase_internal.release ORDER BY release_id;
SET ROLE regress_badcase_exporter;
SELECT * FROM badcase.export_sft;
SELECT pos FROM badcase.release_rows(1, split => 'validation');
SELECT pos FROM badcase.release_rows(1, split => 'nonsense');
SELECT pos FROM badcase.release_rows(1, 'alpaca');
COPY (SELECT line FROM badcase.release_rows(1) ORDER BY pos) TO STDOUT WITH (FORMAT jsonl);
START TRANSACTION READ ONLY;
SELECT pos FROM badcase.release_rows(1);
ROLLBACK;
-- A consent taken back: the release is no longer whole, a new one leaves the rows out.
SET ROLE regress_badcase_ada;
SELECT badcase.set_consent(1, 'train', false, 'terms 1');
SET ROLE regress_badcase_exporter;
SELECT count(*) FROM badcase.export_sft;
SELECT pos FROM badcase.release_rows(1);
SET ROLE regress_badcase_curator;
SELECT badcase.publish_release(3);
SELECT badcase.build_release(1, 'after', 1) AS release;
SELECT pos, line FROM badcase.release_rows(5);
SELECT program, display_name, accepted FROM badcase.credits;
SET ROLE regress_badcase_ada;
SELECT badcase.set_consent(1, 'show_name', false, 'terms 1');
SET ROLE regress_badcase_curator;
SELECT count(*) AS shown FROM badcase.credits;
SET ROLE regress_badcase_owner;

-- Moves that are not in the table.
SELECT badcase_internal.change_state(1, 'held');
SELECT badcase_internal.change_state(6, 'accepted');

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewers, regress_badcase_rita, regress_badcase_ron,
  regress_badcase_exporter, regress_badcase_ada, regress_badcase_bob;
