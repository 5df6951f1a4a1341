-- Suggestions of agents: every line has a fate, reviewers see them when the program says, claims are ordered by them, they
-- are measured by decisions, and nothing of them decides, leaves or earns anything.
\i sql/include/workspace.sql
\set VERBOSITY terse
CREATE FUNCTION pg_temp.suggest(agent bigint, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  PERFORM badcase.open_upload(1, kind => 'suggestions', target => agent);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  SELECT q.* INTO p FROM badcase.process_upload() q;
  RETURN format('%s = %s + %s + %s + %s', p.lines, p.stored, p.repeated, p.refused, p.blank);
END $$;

-- agents
SET ROLE regress_badcase_carol;
SELECT badcase.register_agent(1, 'arbiter', '1', 'model', repeat('0a', 32), '2026-11-01') AS one, badcase.register_agent(1, 'arbiter', '2', 'model') AS two,
  badcase.register_agent(NULL, 'second opinion', '1', 'person') AS three;
SELECT badcase.register_agent(1, 'arbiter', '2', 'model');
SELECT badcase.register_agent(1, ' ', '2', 'model');
SELECT badcase.register_agent(1, 'x', NULL, 'model');
SELECT badcase.register_agent(1, 'x', '1', 'robot');
SELECT badcase.register_agent(1, 'x', '1', 'model', 'abc');
SELECT badcase.open_upload(1, kind => 'suggestions', target => 9);
SELECT badcase.open_upload(1, 5, kind => 'suggestions', target => 1);
SELECT agent, name, version, kind, prompt_sha256, prompt_date, registered_by, suggestions FROM badcase.agents;
SET ROLE regress_badcase_cem;
SELECT badcase.register_agent(1, 'x', '1', 'model');
SELECT badcase.open_upload(2, kind => 'suggestions', target => 1);
SELECT count(*) FROM badcase.agents;
SET ROLE regress_badcase_rita;
SELECT badcase.register_agent(1, 'x', '1', 'model');

-- what an agent is to look at; the journal has it
SET ROLE regress_badcase_carol;
SELECT submission, prompt, left(response, 10) AS response, history, rejected, system FROM badcase.to_suggest(1);
SELECT submission FROM badcase.to_suggest(1, 2, 1);
SELECT badcase.to_suggest(1, 0);
SELECT badcase.to_suggest(9);
SELECT count(*) AS read_times FROM badcase.journal WHERE submission BETWEEN 1 AND 4 AND what = 'read';

-- every line has a fate
SELECT pg_temp.suggest(1,
  '{"submission": 1, "useful": true, "correct": 0.3, "failure_kinds": ["factual", "domain", "factual"], "task": "capitals", "why": "Paris it is, SECRETWHY"}',
  '{"submission": 2, "useful": 0.5, "why": null}',
  '{"submission": 2, "useful": 5e-1}', '{"submission": 2, "useful": 0.4}',
  '{"submission": 1, "correct": 0.3000000001, "useful": 1, "failure_kinds": ["domain", "factual"], "why": "Paris it is, SECRETWHY", "task": "capitals"}',
  ' ', '{"submission": 5, "useful": true}', '{"submission": 99, "useful": true}', 'no', '{"useful": true}', '{"submission": "1", "useful": true}',
  '{"submission": 3, "useful": 1.1}', '{"submission": 3, "useful": "yes"}', '{"submission": 3, "correct": -0.1}', '{"submission": 3, "failure_kinds": "factual"}',
  '{"submission": 3, "failure_kinds": ["hallucination"]}', '{"submission": 3, "failure_kinds": [1]}', '{"submission": 3, "task": " "}', '{"submission": 3, "task": 7}',
  '{"submission": 3, "useful": true, "why": 7}', '{"submission": 3, "why": "only why"}', '{"submission": 3, "useful": null}', '{"submission": 3, "useful": true, "score": 1}',
  '{"submission": 3, "useful": true, "why": "a\u0000b"}') AS sums;
SELECT line_no, code, message FROM badcase.refused_lines((SELECT max(upload) FROM badcase.uploads), NULL);
SELECT pg_temp.suggest(1, '{"submission": 2, "useful": 0.5}', '{"submission": 2, "useful": 0.500001}', '{"submission": 3, "failure_kinds": []}') AS again;
SELECT submission FROM badcase.to_suggest(1);
SELECT pg_temp.suggest(2, '{"submission": 1, "useful": 0.9, "correct": 0.9}', '{"submission": 2, "useful": 0.7}', '{"submission": 3, "useful": 0.2, "correct": 0.5}') AS others;
SELECT pg_temp.suggest(3, '{"submission": 4, "useful": 0.5}', '{"submission": 3, "useful": 1}') AS persons;

-- after the reviewer's own word, which is the default; a task that nobody took is not shown
SET ROLE regress_badcase_rita;
SELECT submission, suggestions, wants_kind, failure_kinds FROM badcase.claim_reviews(1);
SELECT * FROM badcase.suggestions(1);
SELECT badcase.submit_review(1, true, false);
SELECT * FROM badcase.suggestions(1);
SELECT * FROM badcase.suggestions(2);
SELECT badcase.release_claims(1);
SET ROLE regress_badcase_ron;
SELECT * FROM badcase.suggestions(1);
SET ROLE regress_badcase_ada;
SELECT * FROM badcase.suggestions(1);
SET ROLE regress_badcase_cem;
SELECT * FROM badcase.suggestions(1);
-- before it
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'suggestions', 'never');
SELECT badcase.set_program(1, 'suggestions', NULL);
SELECT badcase.set_program(1, 'suggestions', 'before'), badcase.set_task(1, 'capitals');
SELECT agent, task FROM badcase.suggestions(1) WHERE task IS NOT NULL;
SET ROLE regress_badcase_ron;
SELECT submission, suggestions FROM badcase.claim_reviews(1);
SELECT count(*) FROM badcase.suggestions(2);
SELECT badcase.release_claims(1);
SELECT count(*) FROM badcase.suggestions(2);

-- the order of claims: 2 is at .6 on the average and .2 apart, 3 at .55 and .9 apart, 4 at .5, by one agent
SELECT array_agg(submission) AS unsure FROM badcase.claim_reviews(1, first => 'unsure');
SELECT badcase.release_claims(1);
SELECT array_agg(submission) AS disagreed FROM badcase.claim_reviews(1, first => 'disagreed');
SELECT badcase.release_claims(1);
SELECT badcase.claim_reviews(1, first => 'best');

-- They decide nothing. By all signs of it nothing moved.
RESET ROLE;
CREATE TEMP TABLE before AS SELECT submission_id, state, review_pass, failure_kinds, task_id, decided_at, updated_at FROM badcase_internal.submission;
SET ROLE regress_badcase_carol;
SELECT pg_temp.suggest(3, VARIADIC (SELECT array_agg(format('{"submission": %s, "useful": 1, "correct": 1, "failure_kinds": ["other"], "task": "capitals"}', i)) FROM generate_series(1, 3) i)) AS more;
RESET ROLE;
SELECT count(*) AS moved FROM before b FULL JOIN badcase_internal.submission s USING (submission_id)
WHERE (b.state, b.review_pass, b.failure_kinds, b.task_id, b.decided_at, b.updated_at) IS DISTINCT FROM (s.state, s.review_pass, s.failure_kinds, s.task_id, s.decided_at, s.updated_at);
SELECT count(*) AS reviews FROM badcase_internal.review;

-- Agreement, by figures that are worked out beside it: forty decided records, of which an agent says i / 40.
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'odd'), badcase.set_task(1, 'even'), badcase.register_agent(1, 'known', '1', 'rule') AS known \gset
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(badcase(format('Say %s to %s, please.', md5(i::text), md5((i * 3)::text)), md5((i + 200)::text),
  meta => format('{"task": "%s", "failure_kind": "%s"}', CASE i % 2 WHEN 1 THEN 'odd' ELSE 'even' END, CASE WHEN i % 5 = 0 THEN 'domain' ELSE 'factual' END)::jsonb)) FROM generate_series(1, 40) i)) AS stored;
CALL badcase.triage(1);
SELECT pg_temp.suggest(:known, VARIADIC (SELECT array_agg(format('{"submission": %s, "useful": %s, "correct": %s, "failure_kinds": ["%s"], "task": "%s"}', 6 + i, 1, i / 40.0,
  CASE WHEN i % 4 = 0 THEN 'domain' ELSE 'factual' END, CASE WHEN i <= 30 THEN 'odd' ELSE 'even' END)) FROM generate_series(1, 40) i)) AS suggested;
RESET ROLE;
SELECT count(pg_temp.judge('ron', 6 + i, i % 3 > 0 AND i > 10)) AS judged FROM generate_series(1, 40) i;
SET ROLE regress_badcase_carol;
SELECT what, is_whole, task, failure_kind, records, true_positives, false_positives, false_negatives, true_negatives, accuracy, precision, recall, kappa FROM badcase.agent_agreement WHERE agent = :known;
-- precision, recall and kappa of the first two rows from the counts; the bins from the rule
SELECT count(*) FILTER (WHERE yes AND was) AS both, round(avg(was::int) FILTER (WHERE yes), 4) AS precision, round(avg(yes::int) FILTER (WHERE was), 4) AS recall,
  round((avg((yes = was)::int) - (avg(yes::int) * avg(was::int) + avg((NOT yes)::int) * avg((NOT was)::int))) / (1 - (avg(yes::int) * avg(was::int) + avg((NOT yes)::int) * avg((NOT was)::int))), 4) AS kappa
FROM (SELECT i >= 20 AS yes, i % 3 > 0 AND i > 10 AS was FROM generate_series(1, 40) i) x;
SELECT bool_and((a.accuracy_low, a.accuracy_high) = (w.low::float8, w.high::float8)) AS wilsons FROM badcase.agent_agreement a
CROSS JOIN LATERAL (VALUES (40, 27, 0.5202, 0.7992), (20, 15, 0.5313, 0.8881)) w(records, right_ones, low, high) WHERE a.agent = :known AND a.records = w.records AND round(a.accuracy::numeric * w.records) = w.right_ones;
SELECT b ->> 'from' AS from, b ->> 'n' AS n, b ->> 'said' AS said, b ->> 'accepted' AS accepted,
  (b ->> 'n')::int = (SELECT count(*) FROM generate_series(1, 40) i WHERE least(i / 4, 9) = x.n - 1) AND (b ->> 'accepted')::int = (
    SELECT count(*) FROM generate_series(1, 40) i WHERE least(i / 4, 9) = x.n - 1 AND i % 3 > 0 AND i > 10) AS as_the_rule_says
FROM badcase.agent_agreement a CROSS JOIN LATERAL jsonb_array_elements(a.calibration) WITH ORDINALITY x(b, n) WHERE agent = :known AND what = 'decision' AND is_whole;
SET ROLE regress_badcase_cem;
SELECT count(*) FROM badcase.agent_agreement;

-- Gold looks like the rest: it is asked about, and its suggestions are shown in the same way.
SET ROLE regress_badcase_carol;
SELECT badcase.add_gold(17);
SELECT submission FROM badcase.to_suggest(1) ORDER BY 1 DESC LIMIT 1;
SELECT pg_temp.suggest(1, '{"submission": 17, "useful": true}') AS of_gold;
RESET ROLE;
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until)
SELECT submission_id, 'regress_badcase_rita'::regrole, 1, revision, state, now() + interval '1 hour' FROM badcase_internal.submission WHERE submission_id = 17;
SET ROLE regress_badcase_rita;
SELECT submission, suggestions IS NOT NULL AS shown FROM badcase.review_queue;
SELECT count(*) FROM badcase.suggestions(17);
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'suggestions', 'after');
SET ROLE regress_badcase_rita;
SELECT count(*) FROM badcase.suggestions(17);
SELECT badcase.submit_review(17, true, true);
SELECT count(*) FROM badcase.suggestions(17);

-- the rule of the workspace's own: what the rejected answer does not keep
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, badcase('Answer in one sentence: why is grass green?', 'Its leaves hold chlorophyll.', rejected => 'It is so. It was always so. Nobody knows.'),
  badcase('Answer in one sentence: why is the sea salt?', 'Rivers bring salt from the rocks.', rejected => 'Because fish swim in it.'),
  badcase('Why is the sky blue?', 'Short waves scatter most.', rejected => 'It is green.'), badcase('Answer in one word: which planet is red?', 'Mars', rejected => ' '),
  badcase('Answer in one sentence: why is ice cold?', 'It is frozen. It takes heat.', rejected => 'It is so. It was always so.')) AS stored;
CALL badcase.triage(1);
SELECT badcase.suggest_kinds(1) AS made, badcase.suggest_kinds() AS again;
-- a rule that is broken twice is named once
SELECT pg_temp.send(1, 5, badcase('Write two lines about the sea. Do not use the word "blue". Do not use the word "wave".', E'It is wide, and grey\nin the morning', rejected => 'A blue wave, a blue wave')) AS stored;
CALL badcase.triage(1);
SELECT badcase.suggest_kinds(1) AS made;
SELECT submission, failure_kinds, why FROM generate_series(47, 52) i(submission) CROSS JOIN LATERAL badcase.suggestions(i.submission);
SET ROLE regress_badcase_cem;
SELECT badcase.suggest_kinds(1);

-- Nothing of gold or of a suggestion reaches an export, a contributor or a credit.
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(c, 'publish_text', true, 't'), badcase.set_consent(c, 'show_name', true, 't') FROM unnest('{1,2,5}'::bigint[]) c;
SELECT pg_temp.suggest(2, '{"submission": 8, "useful": true, "failure_kinds": ["harmful"], "task": "SECRETTASK", "why": "SECRETWHY of the second"}') AS secret;
SELECT badcase.add_gold(8);
SELECT badcase.build_release(1, 'all', 7, '{"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r"}}') AS release \gset
SELECT badcase.publish_release(:release);
SET client_min_messages = warning;
CREATE TEMP TABLE out (place text, words text);
GRANT ALL ON out TO PUBLIC;
INSERT INTO out SELECT f.name, r.line::text FROM badcase_formats() f CROSS JOIN LATERAL badcase.release_rows(:release, f.name, NULL, true) r;
INSERT INTO out VALUES ('manifest', badcase.release_manifest(:release)::text), ('card', badcase.dataset_card(:release)), ('croissant', badcase.dataset_card(:release, 'croissant')),
  ('credits', badcase.credits_markdown(1)), ('report', badcase.report_html(1)), ('people', badcase.all_contributors(1, 'o/p')::text);
INSERT INTO out SELECT 'statistics', s::text FROM badcase.public_statistics(1, 2) s;
INSERT INTO out SELECT 'credit', c::text FROM badcase.credits c;
SET ROLE regress_badcase_eva;
INSERT INTO out SELECT 'view sft', e::text FROM badcase.export_sft e;
INSERT INTO out SELECT 'view preference', e::text FROM badcase.export_preference e;
SET ROLE regress_badcase_ada;
INSERT INTO out SELECT 'submissions', e::text FROM badcase.my_submissions e;
INSERT INTO out SELECT 'records', e::text FROM badcase.my_records e;
INSERT INTO out SELECT 'uploads', e::text FROM badcase.my_uploads e;
RESET ROLE;
SELECT count(DISTINCT place) > 20 AS looked_at, count(*) FILTER (WHERE words ~* 'SECRET|second opinion|arbiter|suggest') AS told,
  count(*) FILTER (WHERE words ~* 'gold') AS told_of_gold FROM out WHERE place <> 'report';
SELECT count(*) AS in_the_report FROM out WHERE place = 'report' AND words ~ 'SECRET|second opinion|arbiter';
-- the same of a program in which nobody suggests anything and nothing is gold
CREATE TEMP TABLE with_all AS SELECT place, words FROM out WHERE place NOT IN ('manifest', 'card', 'croissant');
DELETE FROM badcase_internal.suggestion; DELETE FROM badcase_internal.gold; DELETE FROM badcase_internal.look; TRUNCATE out;
SET ROLE regress_badcase_carol;
INSERT INTO out VALUES ('report', badcase.report_html(1));
SELECT badcase.build_release(1, 'none', 7, '{"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r"}}') AS other \gset
SELECT sha256 = (SELECT sha256 FROM badcase.releases WHERE release = :release) AS same_release FROM badcase.releases WHERE release = :other;
INSERT INTO out SELECT f.name, r.line::text FROM badcase_formats() f CROSS JOIN LATERAL badcase.release_rows(:other, f.name, NULL, true) r;
INSERT INTO out VALUES ('credits', badcase.credits_markdown(1)), ('people', badcase.all_contributors(1, 'o/p')::text);
INSERT INTO out SELECT 'statistics', s::text FROM badcase.public_statistics(1, 2) s;
INSERT INTO out SELECT 'credit', c::text FROM badcase.credits c;
SET ROLE regress_badcase_ada;
INSERT INTO out SELECT 'submissions', e::text FROM badcase.my_submissions e;
INSERT INTO out SELECT 'records', e::text FROM badcase.my_records e;
INSERT INTO out SELECT 'uploads', e::text FROM badcase.my_uploads e;
RESET ROLE;
SELECT coalesce(a.place, b.place) AS differs FROM (SELECT place, string_agg(words, E'\n' ORDER BY words COLLATE "C") AS w FROM with_all WHERE place NOT LIKE 'view %' GROUP BY place) a
FULL JOIN (SELECT place, string_agg(words, E'\n' ORDER BY words COLLATE "C") AS w FROM out GROUP BY place) b ON a.place = b.place AND a.w = b.w WHERE a.place IS NULL OR b.place IS NULL;

-- what is erased is gone from the suggestions, and the refused lines of suggestions with it
SET ROLE regress_badcase_carol;
SELECT pg_temp.suggest(1, '{"submission": 1, "useful": false, "why": "SECRETWHY of Ada"}', '{"submission": 1, "useful": "SECRETLINE of Ada"}', '{"submission": 4, "useful": true}') AS sums;
SELECT badcase.withdraw(submission => 2);
SELECT count(*) FROM badcase.suggestions(2);
SELECT badcase.erase(1, 'asked');
RESET ROLE;
SELECT count(*) AS kept, count(*) FILTER (WHERE submission_id IN (1, 2, 3)) AS of_ada FROM badcase_internal.suggestion;
SELECT count(line) AS lines FROM badcase_internal.refused_line r JOIN badcase_internal.upload u USING (upload_id) WHERE u.kind = 'suggestions';
\i sql/include/clean.sql
