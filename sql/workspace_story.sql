-- A program from its first file to its last withdrawal: after each step, what changed in every table (- gone, + come), times
-- and numbers of events left out. What the people see of it stands at the end.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
RESET ROLE;
CREATE TEMP TABLE before (tab text, entry text);
CREATE FUNCTION pg_temp.entries() RETURNS TABLE (tab text, entry text) LANGUAGE plpgsql AS $$
BEGIN
  FOR tab IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind = 'r' AND c.relname <> 'tally_mark' ORDER BY c.relname COLLATE "C" LOOP
    RETURN QUERY EXECUTE format($q$
      SELECT %1$L::text, (SELECT string_agg(e.key || '=' || CASE
          WHEN e.key ~ 'digest|key$|sha256|hash|features' THEN left(e.value, 6)
          WHEN e.key ~ '_at$|^at$|_until$|cut_off' THEN 'then'
          ELSE regexp_replace(regexp_replace(left(e.value, 100), 'regress_badcase_', '', 'g'), '\d{4}-\d\d-\d\d.*|[0-9a-f]{8}-[0-9a-f-]{27}', 'then') END, ' ' ORDER BY e.key COLLATE "C")
        FROM jsonb_each_text(jsonb_strip_nulls(to_jsonb(t))) e
        WHERE e.key NOT IN ('event_id', 'xact', 'stored_xact', 'rule_version', 'code_version', 'screened_to') AND e.value NOT IN ('', '{}', '[]'))
      FROM badcase_internal.%1$I t$q$, tab);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.changes() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE after AS SELECT * FROM pg_temp.entries();
  RETURN QUERY SELECT c.sign || ' ' || c.tab || ': ' || c.entry FROM (
      SELECT '-' AS sign, x.tab, x.entry FROM (SELECT b.tab, b.entry FROM before b EXCEPT ALL SELECT a.tab, a.entry FROM after a) x UNION ALL
      SELECT '+', x.tab, x.entry FROM (SELECT a.tab, a.entry FROM after a EXCEPT ALL SELECT b.tab, b.entry FROM before b) x) c
    ORDER BY c.tab COLLATE "C", substring(c.entry FROM '(?:submission|item|term|upload)_id=(\d+)')::bigint, c.sign DESC, c.entry COLLATE "C";
  DELETE FROM before;
  INSERT INTO before SELECT a.tab, a.entry FROM after a;
  DROP TABLE after;
END $$;
CREATE FUNCTION pg_temp.load(program int, kind text, target bigint, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, NULL, kind || '.jsonl', kind, target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p::text FROM badcase.process_upload() p);
END $$;
GRANT ALL ON before TO PUBLIC;
-- Long enough to be a near-duplicate of what differs in a word.
CREATE FUNCTION pg_temp.about(what text, said text, VARIADIC more text[] DEFAULT '{}') RETURNS badcase LANGUAGE sql AS $$
  SELECT badcase(format('Write three sentences about the %s of the old harbour town on the northern coast', what),
    format('The %s lies where the river meets the sea, and fishermen have mended their nets there for four hundred years, %s', what, said),
    rejected => more[1], meta => coalesce(more[2], '{}')::jsonb)
$$;
\t on
\pset format unaligned
SELECT count(*) > 10 FROM pg_temp.changes();
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET quorum = 2 WHERE program_id = 1;

-- What a program needs: tasks, words, corpora, rules.
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'harbours', 2, 'say where it lies'), badcase.set_rule(1, 'quality:no_format', 'off'), badcase.set_rule(1, 'pii:email', 'hold', 0.5);
SELECT badcase.open_corpus(1, 'school', 'benchmark', 'MIT', 'a book') AS school, badcase.open_corpus(1, 'pool', 'general', 'CC0-1.0') AS pool, badcase.create_term_list(1, 'names', 'hold') AS names,
  badcase.create_term_list(1, 'fine', 'info', true) AS fine;
SELECT pg_temp.load(1, 'terms', 1, '{"term": "Mill Lane"}', '{"term": "mill lane"}', '{"term": "quay", "options": {"severity": "info"}}', '{"term": ""}');
SELECT pg_temp.load(1, 'terms', 2, '{"term": "Old Mill Lane"}');
SELECT pg_temp.load(1, 'corpus', 1, '{"prompt": "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many clips did Natalia sell altogether in April and May?"}', '{"prompt": "x"}');
SELECT pg_temp.load(1, 'corpus', 2, '{"prompt": "Say hello", "response": "Good day"}', '{"prompt": "Say hello", "response": "Good day"}', '{"prompt": "Say goodbye", "response": "Farewell"}');
RESET ROLE;
SELECT pg_temp.changes();

-- Files: near-duplicates, an exact one, another answer, a chosen and a rejected one, personal data, words, a benchmark's
-- text, a task that is named, lines that are refused, repeated or blank, and one whose contributor did not attest.
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, pg_temp.about('market', 'every day', NULL, '{"task": "harbours", "failure_kind": ["factual", "domain"], "model_version": "m-1"}'), pg_temp.about('market', 'every week'),
  badcase('Write to me at ada.lovelace@analytical.org about the harbour', 'I did so'), badcase('Who lives in Mill Lane?', 'The miller'), badcase('Who lives in Old Mill Lane?', 'Nobody, it is a quay'));
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, pg_temp.about('market', 'every day'), badcase('Write three sentences about the market of the old harbour town on the northern coast', 'I would rather talk about mountains.'),
  badcase('And then? Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many clips did Natalia sell altogether in April and May?', '72', '[["Count", "I do"]]'),
  pg_temp.about('lighthouse', 'at night', 'It has no lighthouse.', '{"task": "lights", "failure_kind": "factual"}'));
BEGIN;
SELECT badcase.open_upload(1, 2, 'bad.jsonl') IS NOT NULL;
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'no record'), (2, ''), (3, '{"prompt": "p"}'), (5, '{"prompt": "Who lives in Old Mill Lane?", "response": "The ferryman"}'), (6, '{"prompt": "Who lives in Old Mill Lane?", "response": "The ferryman"}');
SELECT stored, repeated, refused, blank FROM badcase.process_upload();
COMMIT;
SET ROLE regress_badcase_carol;
SELECT badcase.register_contributor(1, 'dora', 'Dora') AS dora;
SELECT pg_temp.send(1, 6, pg_temp.about('lighthouse', 'by night', 'It has none.', '{"task": "shown to nobody yet"}'), badcase('What is the time?', 'Noon'));
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1, 4), badcase.triage_batch(1, 100), badcase.triage_batch(1, 100);
RESET ROLE;
SELECT pg_temp.changes();

-- A curator's words: findings cleared or not, an attestation that comes late, tasks taken.
SET ROLE regress_badcase_carol;
SELECT f.submission, f.rule, badcase.resolve_finding(f.finding, f.rule <> 'pii:email', 'seen') FROM badcase.findings f WHERE f.rule IN ('pii:email', 'term:names') ORDER BY f.submission, f.finding;
SELECT badcase.attest(6, 'terms 1'), badcase.set_consent(6, 'train', true, 'terms 1'), badcase.set_consent(6, 'publish_text', true, 'terms 1'), badcase.set_consent(6, 'show_name', true, 'terms 1');
SELECT badcase.triage_batch(1, 100);
SELECT badcase.set_task(1, 'lights', 5), badcase.assign_task(2, 'harbours');
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_carol;
SELECT count(badcase.resolve_finding(f.finding, NULL, 'not sure')) FROM badcase.findings(9) f WHERE f.rule = 'pii:email';
RESET ROLE;
SELECT pg_temp.changes();

-- Reviews: claimed, agreed, disputed, changes asked for; a revision, a ruling, one reopened; the round closed.
SET ROLE regress_badcase_rita;
SELECT count(*) > 3 AS claimed FROM badcase.claim_reviews(1, 20, '2 hours');
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(1, true, true), badcase.submit_review(2, false, true, '{useless}'), badcase.submit_review(3, true, false, '{wrong_answer}', '{factual}', note => 'no'), badcase.submit_review(4, true, true);
RESET ROLE;
UPDATE badcase_internal.submission SET lease_role = NULL, lease_until = NULL;
SELECT count(*) > 0 AS changed FROM pg_temp.changes();
SET ROLE regress_badcase_ron;
SELECT badcase.submit_review(1, true, true, '{}', '{domain}'), badcase.submit_review(2, false, true, '{useless,spam}'), badcase.submit_review(3, true, false, '{wrong_answer}'), badcase.submit_review(4, true, false, '{wrong_answer}');
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_ada;
SELECT badcase.revise(3, badcase('Repeat the word sea three times.', 'sea sea sea'), 'shorter');
SET ROLE regress_badcase_carol;
SELECT badcase.adjudicate(4, 'accepted', 'eight it is'), badcase.reopen(2, 'look again'), badcase.triage_batch(1, 100);
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_rita;
SELECT string_agg(s || ' ' || badcase.submit_review(s, true, true, contradicts => CASE WHEN s = 13 THEN '{7}'::bigint[] ELSE '{}' END), ', ' ORDER BY s) FROM unnest('{2,3,7,10,13,15}'::bigint[]) s;
SET ROLE regress_badcase_ron;
SELECT string_agg(s || ' ' || badcase.submit_review(s, true, true), ', ' ORDER BY s) FROM unnest('{2,3,7,10,13,15}'::bigint[]) s;
SET ROLE regress_badcase_carol;
SELECT badcase.close_round(1), badcase.open_round(1, now() + interval '14 days');
RESET ROLE;
SELECT pg_temp.changes();

-- Releases, a model trained on one, its answers.
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'first', 7, '{"general": [{"corpus": "pool", "count": 1}], "per_cluster": 1}', 2, 0.25) AS release;
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_carol;
SELECT badcase.publish_release(1), badcase.register_model(1, 'm-1', 1) AS model;
SELECT pg_temp.load(1, 'outputs', 1, '{"submission": 1, "output": "It lies at the sea."}', '{"submission": 99, "output": "x"}', '{"submission": 4, "output": "8"}', '{"submission": 4, "output": "8"}', '{"output": "y"}');
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_rita;
SELECT o.submission, badcase.judge_output(o.outcome, CASE o.submission WHEN 4 THEN 'fixed' ELSE 'still_bad' END, 'seen') FROM badcase.outputs_to_judge o ORDER BY o.submission;
RESET ROLE;
SELECT pg_temp.changes();

-- What the people see.
\pset format aligned
\t off
SET ROLE regress_badcase_carol;
SELECT * FROM badcase.findings(9) ORDER BY finding;
SELECT * FROM badcase.duplicates;
SELECT a, b, kind, round(prompt_similarity::numeric, 3) AS prompts, round(response_similarity::numeric, 3) AS responses FROM badcase.conflicts;
SELECT program, task, target, received, clusters, accepted, missing FROM badcase.task_coverage;
SELECT * FROM badcase.failure_coverage;
SELECT * FROM badcase.help_wanted;
SELECT program, round, reviews, accepted, rejected, needs_changes, disputed, waiting, late FROM badcase.round_progress;
SELECT program, display_name, accepted FROM badcase.credits;
SELECT * FROM badcase.withdrawal_impact;
SELECT program, model, submission, task, outputs, judged, progress, rouge_l, bleu4 FROM badcase.model_progress;
SELECT * FROM badcase.reviewer_agreement;
SELECT submission, state, round(similarity::numeric, 3) AS similarity FROM badcase.find_similar(1, pg_temp.about('market', 'every day'), 0.6);
SELECT submission, item, field, round(containment::numeric, 3) AS containment, start, stop FROM badcase.contamination(1);
SELECT what, CASE what WHEN 'month' THEN 'then' ELSE bucket END AS bucket, n FROM badcase.public_statistics(1, 2);
SELECT list, term FROM (SELECT 1 AS list, t.* FROM badcase.list_terms(1) t) x ORDER BY term COLLATE "C";
SELECT left(line::text, 90) AS line FROM badcase.release_rows(1);
SELECT ok, items, withdrawn, changed FROM badcase.verify_release(1);
SET ROLE regress_badcase_ada;
SELECT * FROM (SELECT upload, line_no, verdict, code, submission, state, reasons FROM badcase.my_submissions) x ORDER BY upload, line_no;
SET ROLE regress_badcase_bob;
SELECT * FROM (SELECT upload, line_no, verdict, code, submission, state, reasons FROM badcase.my_submissions) x ORDER BY upload, line_no;
SELECT scope, granted FROM badcase.my_consents;

-- Going back: a consent, a record that others are near to, a file, a contributor, what is kept too long.
\t on
\pset format unaligned
SET ROLE regress_badcase_carol;
SELECT badcase.withdraw(submission => 7, reason => 'mine') IS NOT NULL, badcase.triage_batch(1, 100);
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_bob;
SELECT badcase.set_consent(2, 'train', false, 'terms 2'), badcase.withdraw(upload => (SELECT max(upload) FROM badcase.my_uploads WHERE program = 1)) IS NOT NULL;
SET ROLE regress_badcase_carol;
SELECT badcase.disclose(1, 'the court', 'case 7') ->> 'prompt', badcase.erase(6, 'asked for') IS NOT NULL;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET retention = '1 day';
UPDATE badcase_internal.submission SET updated_at = updated_at - interval '2 days';
UPDATE badcase_internal.upload SET processed_at = processed_at - interval '2 days';
SET ROLE regress_badcase_carol;
SELECT badcase.purge(1), badcase.triage_batch(1, 100);
RESET ROLE;
SELECT pg_temp.changes();
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'second', 7, '{"per_cluster": null}') AS release;
SELECT change, submission FROM badcase.release_diff(1, 2);
SELECT ok, items, withdrawn, changed FROM badcase.verify_release(1);
RESET ROLE;
SELECT pg_temp.changes();
\t off
\pset format aligned

\i :clean
