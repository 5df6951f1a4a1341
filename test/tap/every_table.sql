-- A workspace with a row in each of its tables, of every role that its functions know.
CREATE ROLE badcase_owner NOLOGIN;
CREATE ROLE dumper LOGIN BYPASSRLS IN ROLE pg_read_all_data;
CREATE ROLE reader LOGIN IN ROLE pg_read_all_data;
CREATE ROLE curator LOGIN; CREATE ROLE reviewer LOGIN; CREATE ROLE ada LOGIN; CREATE ROLE exporter LOGIN;
CREATE EXTENSION badcase;
SELECT badcase_setup('badcase_owner');
SET ROLE badcase_owner;
SELECT badcase.create_program('p', 'all kinds');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.grant_access(1, r, c) FROM (VALUES ('curator', 'curator'), ('reviewer', 'reviewer'), ('ada', 'contributor'),
  ('exporter', 'exporter')) v(r, c);
SET ROLE curator;
SELECT badcase.register_contributor(1, 'ada', 'Ada', 'ada');
SELECT badcase.attest(1, 't'), badcase.set_consent(1, 'train', true, 't'), badcase.set_consent(1, 'show_name', true, 't'), badcase.set_consent(1, 'contact', true, 't');
SELECT badcase.set_contact(1, 'e-mail', 'ada@example.org'), badcase.set_task(1, 'count', 10, 'numbers'), badcase.set_quota(1, 1, lines => 100000);
BEGIN;
SELECT badcase.open_upload(1, 1);
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "one", "response": "1", "task": "count"}'),
  (2, '{"prompt": "two", "response": "2"}'), (3, '{"prompt": "two", "response": "2", "task": "count"}'), (4, 'no record'), (5, '');
SELECT lines, stored, repeated, refused, blank FROM badcase.process_upload();
COMMIT;
CALL badcase.triage(1);
SET ROLE reviewer;
SELECT badcase.submit_review(submission, true, true) FROM badcase.claim_reviews(1);
SET ROLE curator;
SELECT badcase.reopen(1, 'look again'), badcase.revise(1, '{"prompt": "one", "response": "it is 1", "task": "count"}'::badcase, 'in words');
SELECT badcase.build_release(1, 'r', 7), badcase.publish_release(1);
-- one of everything else
SELECT badcase.create_term_list(1, 'words', 'hold'), badcase.open_corpus(1, 'bench', 'benchmark', 'CC0');
BEGIN; SELECT badcase.open_upload(1, kind => 'terms', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "xyzzy"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a benchmark, and long enough to be looked for in what comes in", "response": "r"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0');
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a pool", "response": "r"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT badcase.build_release(1, 'mixed', 7, '{"general": [{"corpus": "pool", "count": 1}]}');
SELECT badcase.register_model(1, 'm', 1);
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"submission": 2, "output": "zwei"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
SELECT badcase.judge_output(1, 'still_bad', 'no');
SELECT badcase.register_contributor(1, 'bob', 'Bob', NULL);
BEGIN; SELECT badcase.open_upload(1, 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "Call 13812345678 or xyzzy", "response": "No, nobody will"}'),
  (2, '{"prompt": "Write about the river that runs through the town of my birth and its mills", "response": "one"}'),
  (3, '{"prompt": "Write about the river that runs through the town of my birth and its mills!", "response": "one"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT badcase.set_rule(1, 'pii:email', 'warn'), badcase.withdraw(contributor => 2, reason => 'asked'), badcase.disclose(1, 'court', '7'), badcase.erase(2, 'forget');
BEGIN; SELECT badcase.open_upload(1, 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "Who has the number 13812345678, and what is it for?", "response": "Nobody"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
CALL badcase.triage(1);
SELECT count(*) FROM badcase.record(1);
RESET ROLE;
CREATE ROLE door LOGIN;
SET ROLE curator;
SELECT badcase.grant_access(1, 'door', 'intake');
SET ROLE door;
SELECT state FROM badcase.door_apply(1, 'Carl', 't', '{contact}', 'carl@example.org');
SET ROLE curator;
SELECT badcase.add_gold(2), badcase.draw_audit(1, 1, 7);
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of the same pool", "response": "r"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'clusters', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"a": 2, "b": 3}');
SELECT stored FROM badcase.process_upload(); COMMIT;
SELECT count(*) FROM badcase.offer_access(1);
SELECT badcase.register_agent(1, 'judge', '1', 'model');
BEGIN; SELECT badcase.open_upload(1, kind => 'suggestions', target => 1); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"submission": 2, "useful": true, "failure_kinds": ["domain"], "why": "so it seems"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
BEGIN; SELECT badcase.open_upload(1, kind => 'corpus', target => 2); INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "of a pool, too", "response": "r"}');
SELECT stored FROM badcase.process_upload(); COMMIT;
SELECT badcase.hold_out(2, 1, 7);
BEGIN; SELECT badcase.open_upload(1, kind => 'outputs', target => 1);
INSERT INTO badcase.intake (line_no, line) SELECT 1, convert_to(format('{"item": %s, "output": "r"}', item), 'UTF8') FROM badcase.held_out;
SELECT stored FROM badcase.process_upload(); COMMIT;
-- what takes more people and prompts than there are here
RESET ROLE;
SELECT badcase_internal.keep_tallies(1);
SET ROLE curator;
SELECT badcase.set_task(1, 'another', about => 'given after counts were kept'), badcase.assign_task(2, 'another');
RESET ROLE;
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at)
VALUES (2, 'exporter', 1, 1, 1, 'accepted', now(), 'accepted', now());
INSERT INTO badcase_internal.task_suggestion (program_id, begins, ends, key, submissions, clusters, examples) VALUES (1, 3, 0, '\x01', 10, 9, '{1,2}');
INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by) VALUES (1, 3, 0, '\x02', 1, 'curator');
