-- After a release: models, their answers to the cases, what people say of them, and who learned from what was taken back.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
CREATE ROLE regress_badcase_curator;
CREATE ROLE regress_badcase_reviewer;
CREATE ROLE regress_badcase_ada;
CREATE ROLE regress_badcase_other;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program, badcase.create_program('q') AS other;
UPDATE badcase_internal.program SET quorum = 1;
-- Ada reviews, too
SELECT badcase.grant_access(1, 'regress_badcase_' || r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'), ('ada', 'reviewer')) v(r, c);
SELECT badcase.grant_access(2, 'regress_badcase_other', 'curator');
SET ROLE regress_badcase_curator;
SELECT badcase.set_task(1, 'translate');
SELECT badcase.register_contributor(1, 'ada', role => 'regress_badcase_ada'), badcase.register_contributor(1, 'bob');
SELECT badcase.attest(c, 't'), badcase.set_consent(c, 'train', true, 't') FROM generate_series(1, 2) c;
CREATE TEMP TABLE line (line_no bigint GENERATED ALWAYS AS IDENTITY, line text);
CREATE PROCEDURE pg_temp.send(contributor bigint, kind text, target bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, contributor, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT line_no, convert_to(line, 'UTF8') FROM line;
  PERFORM badcase.process_upload();
  TRUNCATE line RESTART IDENTITY;
  COMMIT;
END $$;
INSERT INTO line (line) VALUES
  ('{"prompt": "Translate into French: good morning", "response": "Bonjour", "task": "translate"}'),
  ('{"prompt": "Which is the largest planet?", "response": "Jupiter"}'),
  ('{"prompt": "And the smallest?", "response": "Mercury", "history": [["Which is the largest planet?", "Jupiter"]]}');
CALL pg_temp.send(1, 'submissions', NULL);
INSERT INTO line (line) VALUES
  ('{"prompt": "And the smallest?", "response": "Phobos", "history": [["Which is the largest moon of Mars?", "Phobos"]]}'),
  ('{"prompt": "鲁迅是谁？", "response": "鲁迅是中国作家，原名周树人。"}'),
  ('{"prompt": "Say nothing", "response": "I have nothing to say"}'),
  ('{"prompt": "Say nothing", "response": "Of what one cannot speak"}'),
  ('{"prompt": "Who waits?", "response": "This one, for review"}');
CALL pg_temp.send(2, 'submissions', NULL);
CALL badcase.triage(1);
SET ROLE regress_badcase_reviewer;
SELECT count(badcase.submit_review(n, true, true)) FROM generate_series(1, 7) n;
SET ROLE regress_badcase_curator;
SELECT badcase.build_release(1, 'r1', 1) AS release, badcase.publish_release(1);

-- Registering.
SELECT badcase.register_model(1, 'glm-1') AS model;
SELECT badcase.register_model(1, 'glm-2', 1, 1) AS model;
SELECT badcase.register_model(1, 'glm-3', base => 2, more_releases => '{1,NULL,1}') AS model;
SELECT badcase.register_model(1, 'glm-2');
SELECT badcase.register_model(1, ' ');
SELECT badcase.register_model(1, 'x', 99);
SELECT badcase.register_model(1, 'x', base => 99);
SELECT badcase.register_model(1, 'x', more_releases => '{1,98}');
SET ROLE regress_badcase_other;
SELECT badcase.register_model(2, 'others') AS model;
-- what is another program's reads like what is not there
SELECT badcase.register_model(2, 'x', 1);
SELECT badcase.register_model(2, 'x', base => 1);
SELECT badcase.register_model(1, 'x');
SELECT badcase.open_upload(2, kind => 'outputs', target => 1);
SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
SET ROLE regress_badcase_reviewer;
SELECT badcase.register_model(1, 'x');
SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
SET ROLE regress_badcase_curator;
SELECT badcase.open_upload(1, 1, kind => 'outputs', target => 1);
SELECT badcase.open_upload(1, kind => 'outputs');
SET ROLE regress_badcase_owner;
SELECT model_id, program_id, name, base_id, releases, registered_by FROM badcase_internal.model_version ORDER BY 1;

-- Answers: by number, digest and prompt; every line is accounted for.
SET ROLE regress_badcase_curator;
INSERT INTO line (line) VALUES
  ('{"submission": 1, "output": "Bonjour"}'),
  (format('{"output": "", "digest": "%s"}', encode(badcase_digest(badcase('Which is the largest planet?', 'Jupiter')), 'hex'))),
  ('{"prompt": "And the smallest?", "history": [["Which is the largest planet?", "Jupiter"]], "output": "Mars"}'),
  ('{"prompt": "鲁迅是谁？", "history": [], "output": "鲁迅是周树人的笔名，他是中国作家。"}'),
  ('{"prompt": "鲁迅是谁？", "history": null, "output": "不知道"}'),
  ('{"submission": 1, "output": "Bonjour"}'), ('  '),
  ('{"prompt": "And the smallest?", "output": "without its history"}'),
  ('{"prompt": "Say nothing", "output": "two cases have this prompt"}'),
  ('{"submission": 8, "output": "waits for review"}'), ('{"submission": 99, "output": "is not there"}'),
  (format('{"output": "no such record", "digest": "%s"}', repeat('0', 64))),
  ('{"submission": 1}'), ('{"submission": 1, "output": null}'), ('{"submission": 1, "digest": "x", "output": ""}'), ('{"output": ""}'),
  ('{"submission": 1, "history": [], "output": ""}'), ('{"submission": "1", "output": ""}'), ('{"submission": 1.5, "output": ""}'),
  ('{"digest": "ABC", "output": ""}'), ('{"prompt": 1, "output": ""}'), ('{"prompt": "Say nothing", "history": "", "output": ""}'),
  ('{"submission": 1, "output": "", "label": 1}'), ('[1]'), ('{"submission": 1, "output": "\u0000"}');
CALL pg_temp.send(NULL, 'outputs', 1);
SET ROLE regress_badcase_owner;
SELECT kind, target, lines, stored, repeated, refused, blank FROM badcase_internal.upload ORDER BY upload_id DESC LIMIT 1;
SELECT outcome_id, submission_id, model_id, line_no, revision, output, round(rouge_l::numeric, 3) AS rouge_l, round(bleu4::numeric, 3) AS bleu4, verdict FROM badcase_internal.outcome ORDER BY 1;
SET ROLE regress_badcase_curator;
SELECT line_no, byte_offset, code, message FROM badcase.refused_lines(3, 2);
SET ROLE regress_badcase_owner;
SELECT line_no, byte_offset, code, message FROM badcase_internal.refused_line ORDER BY upload_id, line_no;
-- the figures are those of the functions
SELECT count(*) FILTER (WHERE rouge_l = badcase_rouge_l(output, response(record)) AND bleu4 = badcase_bleu4(output, response(record))) AS right, count(*)
FROM badcase_internal.outcome JOIN badcase_internal.submission USING (submission_id, revision);

-- Verdicts.
SET ROLE regress_badcase_reviewer;
SELECT outcome, model_name, submission, prompt, history, expected, output FROM badcase.outputs_to_judge;
SELECT submission, outputs, judged, progress FROM badcase.model_progress;
SELECT badcase.judge_output(1, 'fixed'), badcase.judge_output(2, 'still_bad', 'says nothing'), badcase.judge_output(3, 'fixed');
SELECT badcase.judge_output(3, 'still_bad', 'Mars is not'), badcase.judge_output(4, 'fixed');
SELECT submission, outputs, judged, progress FROM badcase.model_progress;
SELECT badcase.judge_output(5, 'fixed');
-- of several answers the last judgement dates the progress, whichever it was of
BEGIN;
SELECT badcase.judge_output(4, 'fixed');
SELECT submission, progress, judged_at = now() AS just_now FROM badcase.model_progress WHERE judged > 1;
ROLLBACK;
SELECT outcome FROM badcase.outputs_to_judge;
SELECT badcase.judge_output(1, 'good');
SELECT badcase.judge_output(1, NULL);
SELECT badcase.judge_output(99, 'fixed');
SET ROLE regress_badcase_other;
SELECT badcase.judge_output(1, 'fixed');
SELECT count(*) FROM badcase.model_progress;
SET ROLE regress_badcase_ada;
SELECT badcase.judge_output(1, 'still_bad');
SET ROLE regress_badcase_owner;
SELECT submission_id, outcome_id, from_state, to_state, actor, verdict, revision FROM badcase_internal.event WHERE outcome_id IS NOT NULL ORDER BY event_id;
SELECT outcome_id, verdict, note, judged_by FROM badcase_internal.outcome ORDER BY 1;

-- The next versions. Ada does not see her own among what is to be judged.
SET ROLE regress_badcase_curator;
INSERT INTO line (line) VALUES ('{"submission": 1, "output": "Salut"}'), ('{"submission": 2, "output": "Jupiter"}'), ('{"submission": 3, "output": "Mercury"}'), ('{"submission": 5, "output": "鲁迅是中国作家，原名周树人。"}');
CALL pg_temp.send(NULL, 'outputs', 2);
INSERT INTO line (line) VALUES ('{"submission": 1, "output": "Bonsoir"}'), ('{"submission": 2, "output": "Saturn"}'), ('{"submission": 3, "output": "Mercury"}');
CALL pg_temp.send(NULL, 'outputs', 3);
SET ROLE regress_badcase_ada;
SELECT outcome, submission FROM badcase.outputs_to_judge;
SET ROLE regress_badcase_reviewer;
SELECT count(badcase.judge_output(outcome, CASE WHEN output = expected THEN 'fixed' ELSE 'still_bad' END)) FROM badcase.outputs_to_judge;
SELECT model_name, submission, task, progress, round(rouge_l::numeric, 3) AS rouge_l, round(bleu4::numeric, 3) AS bleu4 FROM badcase.model_progress;
SELECT model_name, progress, count(*) FROM badcase.model_progress GROUP BY model, model_name, progress ORDER BY model, progress;
-- the same file again, with a bad line that was seen before
SET ROLE regress_badcase_curator;
INSERT INTO line (line) VALUES ('{"submission": 1, "output": "Bonsoir"}'), ('{"submission": 2, "output": "Saturn"}'), ('{"submission": 3, "output": "Mercury"}'), ('[1]');
CALL pg_temp.send(NULL, 'outputs', 3);
SET ROLE regress_badcase_owner;
SELECT lines, stored, repeated, refused, blank FROM badcase_internal.upload ORDER BY upload_id DESC LIMIT 1;
SELECT count(*) FROM badcase_internal.refused_line WHERE code = 'not_object';

-- Taken back: which models knew it; forgotten: nothing of the answers is left.
SET ROLE regress_badcase_ada;
SELECT badcase.withdraw(submission => 1);
SET ROLE regress_badcase_curator;
SELECT kind, release_name, items, models FROM badcase.withdrawal_impact;
SELECT badcase.judge_output(1, 'fixed');
SELECT count(*) FROM badcase.model_progress WHERE submission = 1;
SELECT badcase.erase(2, 'asked');
SELECT kind, release_name, items, models FROM badcase.withdrawal_impact;
SET ROLE regress_badcase_owner;
SELECT submission_id, output IS NULL AND rouge_l IS NULL AND bleu4 IS NULL AND note IS NULL AS gone, verdict FROM badcase_internal.outcome WHERE submission_id IN (3, 5) ORDER BY outcome_id;
SELECT count(*), count(line), count(line_digest) FROM badcase_internal.refused_line;
-- what is withdrawn is no case any more
SET ROLE regress_badcase_curator;
INSERT INTO line (line) VALUES ('{"submission": 5, "output": "x"}'), ('{"submission": 1, "output": "x"}'), ('{"submission": 2, "output": "x"}');
CALL pg_temp.send(NULL, 'outputs', 3);
SET ROLE regress_badcase_owner;
SELECT lines, stored, repeated, refused, blank FROM badcase_internal.upload ORDER BY upload_id DESC LIMIT 1;

RESET ROLE;
SET client_min_messages = warning;
DROP TABLE line;
DROP PROCEDURE pg_temp.send(bigint, text, bigint);
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner, regress_badcase_curator, regress_badcase_reviewer, regress_badcase_ada, regress_badcase_other;
