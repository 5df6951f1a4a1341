-- Two programs: what somebody is in the one gives nothing in the other. The right to call a function is a role's and does
-- not tell of the program, so each function is asked.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
-- the set-up, as it says it is
SET ROLE regress_badcase_owner;
SELECT s.submission_id, s.program_id, s.contributor_id, s.state, a.text_version, pg_column_size(s.record) < 2000 AS small, length(s.record::text) > 2000 AS long
FROM badcase_internal.submission s JOIN badcase_internal.upload u USING (upload_id) JOIN badcase_internal.attestation a USING (attestation_id) ORDER BY 1;

-- What there is in 2: corpora, terms, a model with an answer, a refused line, a finding, a release with a record of a corpus.
SET ROLE regress_badcase_cem;
SELECT badcase.open_corpus(2, 'school', 'benchmark', 'MIT') AS school, badcase.open_corpus(2, 'pool', 'general', 'MIT') AS pool,
  badcase.create_term_list(2, 'words', 'hold') AS words, badcase.register_model(2, 'glm') AS glm;
SELECT badcase.set_task(2, 'geography');
CREATE FUNCTION pg_temp.load(program int, kind text, target bigint, VARIADIC lines text[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, NULL, kind, kind, target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
\set clips '{"prompt": "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?", "response": "72"}'
SELECT pg_temp.load(2, 'corpus', 1, :'clips') AS benchmark;
SELECT pg_temp.load(2, 'corpus', 2, '{"prompt": "Hello", "response": "Good day"}') AS general;
SELECT pg_temp.load(2, 'clusters', 2, '{"id": 2, "cluster": 1}') AS clusters;
SELECT max(upload) AS of_clusters FROM badcase.uploads WHERE kind = 'clusters' \gset
SELECT pg_temp.load(2, 'terms', 1, '{"term": "mountain"}') AS terms;
CALL badcase.triage(2);
SELECT finding, submission, rule FROM badcase.findings;
SELECT badcase.resolve_finding(finding, true, 'no mountain in view') FROM badcase.findings;
SELECT min(finding) AS finding FROM badcase.findings(6) \gset
SET ROLE regress_badcase_ron;
SELECT submission FROM badcase.claim_reviews(2, 9);
SELECT badcase.submit_review(5, true, true);
SET ROLE regress_badcase_cem;
SELECT pg_temp.load(2, 'outputs', 1, '{"submission": 5, "output": "Ob"}') AS outputs;
SELECT badcase.build_release(2, 'r', 1, '{"general": [{"corpus": "pool", "count": 1}]}') AS release, badcase.publish_release(1);
SELECT badcase.register_agent(2, 'judge', '1', 'model') AS agent, badcase.register_model(2, 'glm-2', base => 1) AS next;
SELECT pg_temp.load(2, 'suggestions', 1, '{"submission": 5, "useful": true}') AS suggestions;
SELECT pg_temp.load(2, 'corpus', 2, '{"prompt": "Good evening", "response": "Good evening to you"}') AS later;
SELECT badcase.hold_out(2, 1, 7) AS held_out;
SELECT pg_temp.load(2, 'outputs', 1, '{"item": 3, "output": "Hello"}') AS of_base;
SELECT pg_temp.load(2, 'outputs', 2, '{"item": 3, "output": "Good night"}') AS of_next;
SET ROLE regress_badcase_bob;
BEGIN;
SELECT badcase.open_upload(2, 4) AS upload \gset
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'no record of two');
SELECT refused FROM badcase.process_upload();
COMMIT;
RESET ROLE;

-- Each function on what is 2's, asked by who has the capability in 1 only, and by who has it in 2. What nobody may is no
-- question: each capability that reaches a function is asked.
CREATE TEMP TABLE person (capability text, of_one text, of_two text);
INSERT INTO person VALUES ('contributor', 'ada', 'bob'), ('reviewer', 'rita', 'ron'), ('exporter', 'eva', 'emil'), ('curator', 'carol', 'cem');
CREATE TEMP TABLE call (n int GENERATED ALWAYS AS IDENTITY, function text, what text);
INSERT INTO call (function, what) VALUES
  ('version', $$badcase.version() IS NOT NULL$$),
  ('program', $$badcase.program('two')$$),
  ('contributor', $$badcase.contributor(2)$$),
  ('contributor', $$badcase.contributor(2, 'bob')$$),
  ('release', $$badcase.release(2, 'r')$$),
  ('set_program', $$badcase.set_program(2, 'quorum', '1')$$),
  ('withdraw_review', $$badcase.withdraw_review(6)$$),
  ('release_claims', $$badcase.release_claims(2)$$),
  ('release_claims', $$badcase.release_claims(2, 'regress_badcase_ron')$$),
  ('retire_release', $$badcase.retire_release(1, 'x')$$),
  ('submit_reviews', $$(SELECT coalesce(state, code) FROM badcase.submit_reviews('[{"submission": 6, "useful": true, "correct": true}]'))$$),
  ('assign_tasks', $$(SELECT code FROM badcase.assign_tasks('{6}'::bigint[], 'geography'))$$),
  ('resolve_findings', format($$(SELECT code FROM badcase.resolve_findings('{%s}', NULL, 'x'))$$, :finding)),
  ('set_language', $$badcase.set_language(4, 'zh')$$),
  ('mark_told', $$badcase.mark_told(4, now())$$),
  ('maintain_batch', $$badcase.maintain_batch(2)$$),
  ('search', $$(SELECT count(*) FROM badcase.search(2, 'mountain'))$$),
  ('search', $$(SELECT count(*) FROM badcase.search(1, 'mountain', by_contributor => 4))$$),
  ('record', $$(SELECT count(*) FROM badcase.record(6))$$),
  ('history', $$(SELECT count(*) > 0 FROM badcase.history(6))$$),
  ('open_upload', $$badcase.open_upload(2, 4) > 0$$),
  ('process_upload', $$badcase.process_upload()$$),
  ('set_quota', $$badcase.set_quota(2, 4, 7)$$),
  ('refused_lines', format($$(SELECT count(*) FROM badcase.refused_lines(%s))$$, :upload)),
  ('admit_applicant', $$badcase.admit_applicant(1) > 0$$),
  ('admit_applicant', $$badcase.admit_applicant(1, 4)$$),
  ('admit_applicants', $$badcase.admit_applicants('{1}')$$),
  ('refuse_applicant', $$badcase.refuse_applicant(1, 'x')$$),
  ('revoke_token', $$badcase.revoke_token(4, 'x')$$),
  ('attest', $$badcase.attest(4, 't')$$),
  ('set_consent', $$badcase.set_consent(4, 'train', false, 't')$$),
  ('set_display_name', $$badcase.set_display_name(4, 'Robert')$$),
  ('set_github', $$badcase.set_github(4, NULL)$$),
  ('set_contact', $$badcase.set_contact(4, 'e-mail', NULL)$$),
  ('contacts', $$(SELECT count(*) FROM badcase.contacts(2))$$),
  ('withdraw', $$badcase.withdraw(submission => 6)$$),
  ('withdraw', format($$badcase.withdraw(upload => %s)$$, :upload)),
  ('withdraw', $$badcase.withdraw(contributor => 4)$$),
  ('erase', $$badcase.erase(4, 'x')$$),
  ('purge', $$badcase.purge(2)$$),
  ('disclose', $$badcase.disclose(6, 'court', 'case 7') IS NOT NULL$$),
  ('public_statistics', $$(SELECT count(*) FROM badcase.public_statistics(2))$$),
  ('grant_access', $$badcase.grant_access(2, 'regress_badcase_nobody', 'contributor')$$),
  ('revoke_access', $$badcase.revoke_access(2, 'regress_badcase_emil', 'exporter')$$),
  ('register_contributor', $$badcase.register_contributor(2, 'new') > 0$$),
  ('triage_batch', $$badcase.triage_batch(2)$$),
  ('open_corpus', $$badcase.open_corpus(2, 'more', 'general', 'MIT') > 0$$),
  ('contamination', $$(SELECT count(*) FROM badcase.contamination(2))$$),
  ('create_term_list', $$badcase.create_term_list(2, 'more', 'warn') > 0$$),
  ('list_terms', $$(SELECT count(*) FROM badcase.list_terms(1))$$),
  ('remove_terms', $$badcase.remove_terms(1, '{1}')$$),
  ('terms', $$(SELECT count(*) FROM badcase.terms('a mountain', '{words}'))$$),
  ('terms', $$(SELECT count(*) FROM badcase.terms(badcase('a mountain', 'r'), '{words}'))$$),
  ('set_rule', $$badcase.set_rule(2, 'pii:email', 'warn')$$),
  ('resolve_finding', format($$badcase.resolve_finding(%s, NULL, 'x')$$, :finding)),
  ('findings', $$(SELECT count(*) FROM badcase.findings(6))$$),
  ('asked_for', $$(SELECT count(*) FROM badcase.asked_for(6))$$),
  ('claim_reviews', $$(SELECT count(*) FROM badcase.claim_reviews(2))$$),
  ('submit_review', $$badcase.submit_review(6, true, true)$$),
  ('revise', $$badcase.revise(6, badcase('p', 'r'), 'x')$$),
  ('find_similar', $$(SELECT count(*) FROM badcase.find_similar(2, badcase('p', 'r')))$$),
  ('add_gold', $$badcase.add_gold(6)$$),
  ('remove_gold', $$badcase.remove_gold(6)$$),
  ('draw_audit', $$badcase.draw_audit(2, 1, 7)$$),
  ('resume_reviewer', $$badcase.resume_reviewer(2, 'regress_badcase_ron')$$),
  ('suggest_tasks', $$(SELECT count(*) FROM badcase.suggest_tasks(2, 2))$$),
  ('take_suggestion', $$badcase.take_suggestion(1, 'x', 'y')$$),
  ('register_agent', $$badcase.register_agent(2, 'more', '1', 'rule') > 0$$),
  ('suggestions', $$(SELECT count(*) FROM badcase.suggestions(5))$$),
  ('to_suggest', $$(SELECT count(*) FROM badcase.to_suggest(1))$$),
  ('suggest_kinds', $$badcase.suggest_kinds(2)$$),
  ('merge_tasks', $$badcase.merge_tasks(2, 'geography', 'nature')$$),
  ('offer_access', $$(SELECT count(*) FROM badcase.offer_access(1))$$),
  ('export_features', $$(SELECT count(*) FROM badcase.export_features(2))$$),
  ('export_pool', $$(SELECT count(*) FROM badcase.export_pool(2))$$),
  ('export_corpus', $$(SELECT count(*) FROM badcase.export_corpus(2))$$),
  ('remove_clusters', format($$badcase.remove_clusters(%s)$$, :of_clusters)),
  ('adjudicate', $$badcase.adjudicate(6, 'accepted', 'x')$$),
  ('reopen', $$badcase.reopen(6, 'x')$$),
  ('open_round', $$badcase.open_round(2, now()) > 0$$),
  ('close_round', $$badcase.close_round(2)$$),
  ('set_task', $$badcase.set_task(2, 'more')$$),
  ('assign_task', $$badcase.assign_task(6, 'geography')$$),
  ('credits_markdown', $$badcase.credits_markdown(2) IS NULL$$),
  ('all_contributors', $$badcase.all_contributors(2) ->> 'projectName'$$),
  ('report_html', $$length(badcase.report_html(2)) > 0$$),
  ('build_release', $$badcase.build_release(2, 'more', 1) > 0$$),
  ('publish_release', $$badcase.publish_release(1)$$),
  ('release_rows', $$(SELECT count(*) FROM badcase.release_rows(1))$$),
  ('verify_release', $$(SELECT ok FROM badcase.verify_release(1))$$),
  ('release_diff', $$(SELECT count(*) FROM badcase.release_diff(1, 1))$$),
  ('preflight', $$(SELECT count(*) > 0 FROM badcase.preflight(1, 'trl'))$$),
  ('release_manifest', $$badcase.release_manifest(1) IS NOT NULL$$),
  ('dataset_card', $$length(badcase.dataset_card(1)) > 0$$),
  ('release_file_name', $$badcase.release_file_name(1, 'messages', 'train')$$),
  ('register_model', $$badcase.register_model(2, 'more') > 0$$),
  ('judge_output', $$badcase.judge_output(1, 'still_bad')$$),
  ('hold_out', $$badcase.hold_out(2, 2, 7)$$),
  ('judge_general', $$badcase.judge_general(2, 'same')$$),
  ('open_upload', $$badcase.open_upload(2, NULL, NULL, 'suggestions', 1) > 0$$),
  ('open_upload', $$badcase.open_upload(1, NULL, NULL, 'suggestions', 1) > 0$$),
  ('open_upload', $$badcase.open_upload(2, 3) > 0$$),
  ('open_upload', $$badcase.open_upload(2, NULL, NULL, 'corpus', 2) > 0$$),
  ('open_upload', $$badcase.open_upload(2, NULL, NULL, 'terms', 1) > 0$$),
  ('open_upload', $$badcase.open_upload(2, NULL, NULL, 'outputs', 1) > 0$$),
  ('attest', $$badcase.attest(3, 't')$$),
  ('revise', $$badcase.revise(5, badcase('p', 'r'), 'x')$$),
  -- theirs, under the number of a program that is the caller's
  ('open_upload', $$badcase.open_upload(1, 4) > 0$$),
  ('open_upload', $$badcase.open_upload(1, NULL, NULL, 'corpus', 2) > 0$$),
  ('open_upload', $$badcase.open_upload(1, NULL, NULL, 'terms', 1) > 0$$),
  ('open_upload', $$badcase.open_upload(1, NULL, NULL, 'outputs', 1) > 0$$),
  ('contamination', $$(SELECT count(*) FROM badcase.contamination(1, 1))$$),
  ('set_quota', $$badcase.set_quota(1, 4, 7)$$),
  ('register_model', $$badcase.register_model(1, 'more', 1) > 0$$),
  ('register_model', $$badcase.register_model(1, 'more', base => 1) > 0$$),
  ('build_release', $$badcase.build_release(1, 'more', 1, '{"general": [{"corpus": "pool", "count": 1}]}') > 0$$),
  ('report_html', $$badcase.report_html(1, 2)$$);
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.application (program_id, name, terms_version) VALUES (2, 'x', 't');
CREATE TEMP TABLE reach AS SELECT DISTINCT substring(object FROM 'badcase\.(\w+)') AS function, c AS capability
FROM badcase_internal.public_objects(), unnest(capabilities) c WHERE object LIKE 'FUNCTION %';
GRANT SELECT ON reach TO PUBLIC;
RESET ROLE;
-- functions without a question; those of doors, which ask with a token, have a test of their own
SELECT function FROM reach WHERE function NOT IN (SELECT function FROM call) AND function NOT LIKE 'door\_%' ORDER BY 1;
SELECT c.what, string_agg(substr(r.capability, 1, 3) || ' ' || pg_temp.answer(p.of_one, 'SELECT ' || c.what), ', ' ORDER BY r.capability) AS in_one,
  string_agg(substr(r.capability, 1, 3) || ' ' || pg_temp.answer(p.of_two, 'SELECT ' || c.what), ', ' ORDER BY r.capability) AS in_two
FROM call c JOIN reach r USING (function) JOIN person p USING (capability) GROUP BY c.n, c.what ORDER BY c.n;
SELECT pg_temp.answer('carol', 'CALL badcase.triage(2)') AS triage;
-- a superuser who has set no role is nobody, and is told so
CREATE FUNCTION pg_temp.message(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text;
BEGIN
  EXECUTE what INTO value;
  RAISE SQLSTATE 'ZZZZZ' USING MESSAGE = value;
EXCEPTION WHEN OTHERS THEN
  RETURN SQLERRM;
END $$;
SELECT pg_temp.message('SELECT ' || what) AS answer, count(*), min(what) AS first FROM call GROUP BY 1 ORDER BY 2 DESC, min(n);
-- nobody may do anything
SELECT pg_temp.answer('nobody', 'SELECT ' || what) AS answer, count(*) FROM call GROUP BY 1;

-- Answers of a model in 1 that name what was accepted in 2, by digest, number or prompt: there is no such case in 1.
RESET ROLE;
SELECT format('{"digest": "%s", "output": "Ob"}', encode(badcase_digest(record), 'hex')) AS by_digest FROM badcase_internal.submission WHERE submission_id = 5 \gset
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(1, true, true);
SET ROLE regress_badcase_carol;
SELECT badcase.register_model(1, 'glm') AS glm \gset
SELECT pg_temp.load(1, 'outputs', :glm, :'by_digest', '{"submission": 5, "output": "Ob"}', '{"prompt": "Which is the longest river of Asia? Answer in one word.", "output": "Ob"}',
  '{"submission": 1, "output": "Lyon"}') AS of_four;
SET ROLE regress_badcase_owner;
SELECT r.line_no, r.code FROM badcase_internal.refused_line r WHERE r.program_id = 1 ORDER BY r.line_no;

-- A benchmark of 2 says nothing about what is in 1, which has one of its own.
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'exam', 'benchmark', 'MIT') AS exam \gset
SELECT pg_temp.load(1, 'corpus', :exam, '{"prompt": "A train leaves the station at eight in the morning and goes at sixty miles an hour; when does it arrive?", "response": "at ten"}') AS benchmark;
SELECT pg_temp.send(1, 5, :'clips'::badcase) AS carlas;
CALL badcase.triage(1);
SELECT submission, item FROM badcase.contamination(1);
SET ROLE regress_badcase_owner;
SELECT s.state, f.rule FROM badcase_internal.submission s LEFT JOIN badcase_internal.finding f ON f.submission_id = s.submission_id AND f.rule LIKE 'contamination:%'
WHERE s.contributor_id = 5;

-- Each view, by people of either program or of both, when there is something of every kind in both: the programs whose
-- rows it shows, or else their releases, submissions or contributors.
UPDATE badcase_internal.program SET quorum = 2;
SELECT badcase.grant_access(2, 'regress_badcase_emil', 'reviewer');
RESET ROLE;
\set sky '{"prompt": "Which colour has the sky at noon? Answer in one word.", "response": "blue", "rejected": "green", "failure_kind": "factual", "task": "geography"}'
-- of Bob's four one is accepted, one answers the same prompt in another way, one is held and late, one is disputed;
-- another sends the first, too
CREATE FUNCTION pg_temp.fill(program int, bob bigint, sky badcase) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.set_consent(c, 'show_name', true, 't')
  FROM unnest(ARRAY[bob, badcase.register_contributor(program, 'ron', 'Ron', 'regress_badcase_ron')]) c;
  PERFORM badcase.set_task(program, 'geography', 1000);
  PERFORM pg_temp.send(program, bob, sky, badcase(prompt(sky), 'It is grey, they say, whenever it rains'),
    badcase('Write one line to a friend.', 'Write to a.b@qq.com today.'), badcase('Count to three, in words.', 'one, two, three'));
END $$;
CREATE FUNCTION pg_temp.review(program int, one text, other text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n CONSTANT bigint := (SELECT min(s.submission_id) FROM badcase_internal.submission s
    WHERE s.program_id = review.program AND prompt(s.record) LIKE 'Which colour%');
BEGIN
  UPDATE badcase_internal.submission s SET received_at = now() - interval '30 days' WHERE s.submission_id = n + 2;
  PERFORM pg_temp.judge(one, n), pg_temp.judge(one, n + 3);
  RETURN pg_temp.judge(other, n) || ' ' || pg_temp.judge(other, n + 3, false);
END $$;
SET ROLE regress_badcase_carol;
SELECT pg_temp.fill(1, 2, :'sky');
SELECT pg_temp.send(1, 1, badcase(prompt(:'sky'::badcase), 'blue ')) AS again;
CALL badcase.triage(1);
SET ROLE regress_badcase_cem;
SELECT pg_temp.fill(2, 4, :'sky');
SELECT pg_temp.send(2, 3, badcase(prompt(:'sky'::badcase), 'blue ')) AS again;
CALL badcase.triage(2);
RESET ROLE;
SELECT pg_temp.review(1, 'ron', 'rita') AS one, pg_temp.review(2, 'ron', 'emil') AS two;
SET ROLE regress_badcase_rita;
SELECT count(*) FROM badcase.claim_reviews(1, 1);
SET ROLE regress_badcase_bob;
SELECT badcase.withdraw(submission => 6);
SET ROLE regress_badcase_carol;
SELECT badcase.register_agent(1, 'judge', '1', 'model') AS agent, badcase.register_model(1, 'glm-1') AS glm_1, badcase.open_corpus(1, 'talk', 'general', 'MIT') AS talk \gset
SELECT pg_temp.load(1, 'suggestions', :agent, (SELECT format('{"submission": %s, "useful": true}', min(submission)) FROM badcase.submissions WHERE state = 'accepted')) AS suggestions;
SELECT pg_temp.load(1, 'corpus', :talk, '{"prompt": "Good evening", "response": "Good evening to you"}') AS general;
SELECT badcase.hold_out(:talk, 1, 7) AS held_out, badcase.register_model(1, 'glm-2', base => :glm_1) AS glm_2 \gset
SELECT pg_temp.load(1, 'outputs', :glm_1, (SELECT format('{"item": %s, "output": "1"}', item) FROM badcase.held_out WHERE program = 1)) AS outputs;
SELECT pg_temp.load(1, 'outputs', :glm_2, (SELECT format('{"item": %s, "output": "2"}', item) FROM badcase.held_out WHERE program = 1)) AS outputs;
SELECT badcase.build_release(1, 'r', 1) AS one \gset
SELECT badcase.publish_release(:one);
SET ROLE regress_badcase_cem;
SELECT badcase.build_release(2, 's', 1, '{"general": [{"corpus": "pool", "count": 1}]}') AS two \gset
SELECT badcase.publish_release(:two);
SELECT pg_temp.load(2, 'corpus', 2, '{"prompt": "Hello", "response": "Good evening"}', '{"prompt": "Hello", "response": "Good night"}') AS general;
SELECT pg_temp.load(2, 'clusters', 2, '{"a": 2, "b": 6}', '{"a": 1, "b": 2}') AS clusters;
RESET ROLE;
CREATE TEMP TABLE shown AS
SELECT DISTINCT ON (c.oid) c.relname AS view, a.attname AS key
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN unnest('{program,release,submission,contributor}'::name[]) WITH ORDINALITY k(name, n) ON k.name = a.attname
WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind = 'v' ORDER BY c.oid, k.n;
CREATE FUNCTION pg_temp.show(s shown, who text) RETURNS text LANGUAGE sql AS $$
  SELECT pg_temp.answer(who, format('SELECT string_agg(x.k::text, '','' ORDER BY x.k) FROM (SELECT DISTINCT v.%I AS k FROM badcase.%I v) x', s.key, s.view))
$$;
SELECT s.view, s.key, pg_temp.show(s, 'carol') AS carol, pg_temp.show(s, 'cem') AS cem, pg_temp.show(s, 'rita') AS rita, pg_temp.show(s, 'ron') AS ron,
  pg_temp.show(s, 'eva') AS eva, pg_temp.show(s, 'emil') AS emil, pg_temp.show(s, 'ada') AS ada, pg_temp.show(s, 'bob') AS bob
FROM shown s ORDER BY s.view COLLATE "C";

-- A contributor of both who is one of 1 only any more can still call everything, and nothing of it for 2.
SET ROLE regress_badcase_cem;
SELECT badcase.revoke_access(2, 'regress_badcase_bob', 'contributor');
RESET ROLE;
SELECT what, pg_temp.answer('bob', 'SELECT ' || what) AS bob FROM call JOIN reach USING (function)
WHERE capability = 'contributor' AND (what ~ '\m4,|\(2, 4\)|\(6, |=> 4\)|=> 6\)') ORDER BY n;
SELECT pg_temp.answer('bob', $$SELECT badcase.attest(2, 't')$$) AS in_one;
-- What an upload's transaction brings is judged by who processes it.
BEGIN;
SET LOCAL ROLE regress_badcase_rita;
SELECT badcase.open_upload(2, 3) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "r"}');
SET LOCAL ROLE regress_badcase_ada;
SAVEPOINT s;
SELECT * FROM badcase.process_upload();
ROLLBACK TO s;
SET LOCAL ROLE regress_badcase_carol;
SELECT * FROM badcase.process_upload();
ROLLBACK;

-- A purge of 1 leaves what is old in 2.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET retention = '30 days';
UPDATE badcase_internal.upload SET processed_at = now() - interval '31 days';
UPDATE badcase_internal.submission SET updated_at = now() - interval '31 days';
SELECT program_id, count(*) AS lines, count(line) AS kept FROM badcase_internal.refused_line GROUP BY program_id ORDER BY program_id;
SET ROLE regress_badcase_carol;
SELECT badcase.purge(1);
SET ROLE regress_badcase_owner;
SELECT program_id, count(*) AS lines, count(line) AS kept FROM badcase_internal.refused_line GROUP BY program_id ORDER BY program_id;
SELECT program_id, state, count(record) AS kept FROM badcase_internal.submission WHERE state = 'withdrawn' GROUP BY program_id, state;

-- What waits for an attestation in 2 goes on by a triage of 2, not by one of 1.
SET ROLE regress_badcase_cem;
SELECT badcase.register_contributor(2, 'new') AS new \gset
SELECT pg_temp.send(2, :new, badcase('Which river is the longest?', 'The Nile')) AS stored;
CALL badcase.triage(2);
SELECT badcase.attest(:new, 't');
SET ROLE regress_badcase_carol;
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT state, held_for FROM badcase_internal.submission WHERE contributor_id = :new;
SET ROLE regress_badcase_cem;
CALL badcase.triage(2);
SET ROLE regress_badcase_owner;
SELECT state, held_for FROM badcase_internal.submission WHERE contributor_id = :new;

\i :clean
