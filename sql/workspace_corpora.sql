-- Corpora: what is taken in, what of it overlaps with submissions and where, and what becomes of that.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_a;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program;
SELECT badcase.grant_access(1, current_user, 'curator'), badcase.grant_access(1, 'regress_badcase_a', 'contributor');
SELECT badcase.register_contributor(1, 'a', role => 'regress_badcase_a') AS contributor;
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't');
CREATE TEMP TABLE line (line_no bigint GENERATED ALWAYS AS IDENTITY, line text);
CREATE PROCEDURE pg_temp.send(kind text, target bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, CASE kind WHEN 'submissions' THEN 1 END, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT line_no, convert_to(line, 'UTF8') FROM line;
  PERFORM badcase.process_upload();
  TRUNCATE line RESTART IDENTITY;
  COMMIT;
END $$;
CREATE VIEW pg_temp.sums AS SELECT upload_id, kind, target, lines, stored, repeated, refused, blank FROM badcase_internal.upload ORDER BY upload_id DESC LIMIT 1;

-- opening
SELECT badcase.open_corpus(1, 'school', 'benchmark', 'MIT', 'https://example.org') AS corpus;
SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0-1.0') AS corpus;
SELECT badcase.open_corpus(1, 'x', 'other', 'MIT');
SELECT badcase.open_corpus(1, 'x', 'general', ' ');
SELECT badcase.open_corpus(1, '', 'general', 'MIT');
SET ROLE regress_badcase_a;
SELECT badcase.open_corpus(1, 'x', 'general', 'MIT');
SELECT badcase.contamination(1);
SELECT badcase.open_upload(1, kind => 'corpus', target => 1);
SET ROLE regress_badcase_owner;
SELECT badcase.open_upload(1, kind => 'corpus', target => 3);
SELECT badcase.open_upload(1, 1, kind => 'corpus', target => 1);

-- a benchmark's lines need no response; every line is accounted for
INSERT INTO line (line) VALUES
  ('{"prompt": "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?", "response": "She sold 48 / 2 = 24 clips in May. So she sold 48 + 24 = 72 clips altogether in April and May."}'),
  ('{"prompt": "小明有十二个苹果，他给了小红三个，又买了五个，现在他一共有多少个苹果？"}'),
  ('{"prompt": "What is 2 + 2?"}'),
  ('{"prompt": "小明有十二个苹果，他给了小红三个，又买了五个，现在他一共有多少个苹果？"}'),
  ('{"prompt": "no response", "response": " "}'), ('not JSON'), ('{}'), ('{"prompt": 7}'), ('  ');
CALL pg_temp.send('corpus', 1);
TABLE pg_temp.sums;
SELECT item_id, line_no, record IS NULL AS bare, line FROM badcase_internal.corpus_item ORDER BY item_id;
SELECT item_id, passage, left(value, 30) AS value FROM badcase_internal.corpus_passage ORDER BY 1, 2;
SELECT line_no, code FROM badcase.refused_lines((SELECT max(upload_id) FROM badcase_internal.upload), 10);
-- the same again; in a general corpus a response is needed, and there is nothing to compare with
INSERT INTO line (line) VALUES ('{"prompt": "小明有十二个苹果，他给了小红三个，又买了五个，现在他一共有多少个苹果？"}'), ('not JSON');
CALL pg_temp.send('corpus', 1);
TABLE pg_temp.sums;
INSERT INTO line (line) VALUES ('{"prompt": "小明有十二个苹果，他给了小红三个，又买了五个，现在他一共有多少个苹果？"}'),
  ('{"prompt": "Tell me of the tall ships that sail from the harbour every spring, please, in short.", "response": "They sail."}');
CALL pg_temp.send('corpus', 2);
TABLE pg_temp.sums;
SELECT (SELECT count(*) FROM badcase_internal.corpus_item WHERE corpus_id = 2) AS items, (SELECT count(*) FROM badcase_internal.corpus_passage) AS passages,
  (SELECT count(*) FROM badcase_internal.refused_line) AS refused;

-- submissions: clean; the question in the prompt; in a turn, case and commas changed; a part of a solution; of the general corpus
INSERT INTO line (line) VALUES
  ('{"prompt": "Write a poem about the moon above the river on a quiet night in autumn, please.", "response": "The moon is high, the river low, the reeds are white with early snow."}'),
  ('{"prompt": "Please solve this step by step. Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether? Show the work.", "response": "It is 72, as one can see at once."}'),
  ('{"prompt": "And now?", "response": "The same.", "history": [["Hello", "Good day"], ["题目：小明有十二个苹果，他给了小红三个，又买了五个；现在他一共有多少个苹果", "十四个。"]]}'),
  ('{"prompt": "Finish this.", "response": "So she sold 48 + 24 = 72 clips altogether in April and May."}'),
  ('{"prompt": "Tell me of the tall ships that sail from the harbour every spring, please, in short.", "response": "They sail, all of them."}'),
  ('{"prompt": "What is 2 + 2?", "response": "4"}');
CALL pg_temp.send('submissions', NULL);
CALL badcase.triage(1);
SELECT c.submission, item, c.field, turn, round(containment::numeric, 3) AS containment, start, stop,
  substr(CASE c.field WHEN 'prompt' THEN prompt(record) WHEN 'response' THEN response(record)
    ELSE history(record) -> (turn - 1) ->> CASE c.field WHEN 'question' THEN 0 ELSE 1 END END, start + 1, stop - start) AS span
FROM badcase.contamination(1) c JOIN badcase_internal.submission s ON s.submission_id = c.submission ORDER BY 1, 2, 3;
SELECT submission, item, field FROM badcase.contamination(1, 1, 0.99) ORDER BY 1;
SELECT count(*) FROM badcase.contamination(1, 2);
SELECT count(*) FROM badcase.contamination(1, 1, 0);
SELECT count(*) FROM badcase.contamination(1, NULL, NULL);

-- the same by comparing everything
SELECT count(*) AS differences FROM (
  SELECT s.submission_id, i.item_id, f.field, f.turn
  FROM badcase_internal.submission s CROSS JOIN badcase_internal.corpus_item i CROSS JOIN LATERAL badcase_internal.passages(s.record) f
  JOIN badcase_internal.corpus_passage p ON p.item_id = i.item_id
  WHERE f.value %> near(p.value, 0.3) OR p.value %> near(f.value, 0.3) GROUP BY 1, 2, 3, 4) a
FULL JOIN badcase.contamination(1, NULL, 0.3) c ON c.submission = a.submission_id AND c.item = a.item_id AND c.field = a.field
  AND c.turn IS NOT DISTINCT FROM a.turn
WHERE c.item IS NULL OR a.item_id IS NULL;

-- triage says so, and a release leaves them out, unless a curator cleared it
SELECT submission_id, rule, field, turn, start, stop, severity, excerpt FROM badcase_internal.finding WHERE rule LIKE 'contamination:%' ORDER BY 1;
SELECT submission_id, state, badcase_internal.issues_of(submission_id) FROM badcase_internal.submission WHERE submission_id <= 4 ORDER BY 1;
UPDATE badcase_internal.program SET quorum = 1;
RESET ROLE;
CREATE ROLE regress_badcase_r;
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(1, 'regress_badcase_r', 'reviewer');
SET ROLE regress_badcase_r;
SELECT submission, issues FROM badcase.claim_reviews(1, 10) ORDER BY 1;
SELECT badcase.submit_review(n, true, true) FROM generate_series(1, 6) n;
SET ROLE regress_badcase_owner;
SELECT badcase.resolve_finding(finding_id, true, 'a common sum') FROM badcase_internal.finding WHERE submission_id = 4 AND rule LIKE 'contamination:%';
SELECT badcase.build_release(1, 'r', 1) AS release;
SELECT submission_id FROM badcase_internal.release_item ORDER BY 1;
SELECT left_out FROM badcase_internal.release;

-- what comes to a benchmark later, the next triage compares with what was seen before
SELECT badcase.open_corpus(1, 'poems', 'benchmark', 'CC0-1.0') AS corpus;
INSERT INTO line (line) VALUES ('{"prompt": "Write a poem about the moon above the river on a quiet night in autumn."}');
CALL pg_temp.send('corpus', 3);
CALL badcase.triage(1);
SELECT badcase_internal.issues_of(1), badcase_internal.issues_of(4);
-- neither credited nor counted
SELECT count(*) FROM badcase_internal.submission;
SELECT task, received FROM badcase.task_coverage;

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_a, regress_badcase_r;
