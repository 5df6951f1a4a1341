-- What happens in one program is nothing to another. Two programs of the same people live the same life, one after the
-- other: the second changes no row of the first and nothing that anybody reads of it, and comes to the same as the first.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET datestyle = iso;
SET timezone = 'UTC';
-- numbers of the first life begin at 3000, those of the second at 4000; so they are told from counts
CREATE PROCEDURE pg_temp.begin_numbers(first int) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM setval(s.seqrelid, first) FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE c.relnamespace = 'badcase_internal'::regnamespace;
END $$;
-- of a program: its n-th submission, its contributor, corpus, model, release or finding of a name
CREATE FUNCTION pg_temp.s(p int, n int) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  SELECT submission_id FROM badcase_internal.submission WHERE program_id = p ORDER BY submission_id OFFSET n - 1 LIMIT 1 $$;
CREATE FUNCTION pg_temp.c(p int, name text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  SELECT contributor_id FROM badcase_internal.contributor WHERE program_id = p AND external_id = name $$;
CREATE FUNCTION pg_temp.k(p int, of text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  SELECT corpus_id FROM badcase_internal.corpus WHERE program_id = p AND name = of UNION ALL
  SELECT model_id FROM badcase_internal.model_version WHERE program_id = p AND name = of UNION ALL
  SELECT release_id FROM badcase_internal.release WHERE program_id = p AND name = of UNION ALL
  SELECT agent_id FROM badcase_internal.agent WHERE program_id = p AND name = of UNION ALL
  SELECT term_list_id FROM badcase_internal.term_list WHERE program_id = p AND name = of $$;
CREATE FUNCTION pg_temp.round(p int) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  SELECT max(round_id) FROM badcase_internal.round WHERE program_id = p $$;
CREATE FUNCTION pg_temp.load(program int, kind text, target bigint, VARIADIC lines text[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, NULL, kind, kind, target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
CREATE FUNCTION pg_temp.lines(program int, contributor text, VARIADIC lines text[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, pg_temp.c(program, contributor), contributor || '.jsonl');
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
CREATE FUNCTION pg_temp.pond(n int) RETURNS text LANGUAGE sql AS $$
  SELECT badcase('Describe the pond in the old garden of the school in twelve plain words or so',
    string_agg(CASE WHEN i = 1 THEN 'frog' || n ELSE 'pond' || i END, ' ' ORDER BY i), meta => '{"task": "ponds", "failure_kind": "domain"}')::text FROM generate_series(1, 14) i $$;
-- what came first is as many days old as there are later ones, and what was found and made is as old
CREATE FUNCTION pg_temp.age(p int) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE badcase_internal.submission s SET received_at = now() - n * interval '1 day' FROM generate_series(1, 23) n WHERE s.submission_id = pg_temp.s(p, 24 - n::int);
  UPDATE badcase_internal.finding f SET found_at = s.received_at FROM badcase_internal.submission s WHERE s.submission_id = f.submission_id AND s.program_id = p;
  UPDATE badcase_internal.task t SET created_at = now() - (100 - t.task_id % 100) * interval '1 day' WHERE t.program_id = p;
  UPDATE badcase_internal.release r SET built_at = now() - (200 - r.release_id % 100) * interval '1 day' WHERE r.program_id = p;
$$;

-- A life: who does what, @ being the program. In the end there is something in every state.
CREATE TEMP TABLE step (n int GENERATED ALWAYS AS IDENTITY, who text, what text);
INSERT INTO step (who, what) VALUES
  ('owner', $$badcase.grant_access(@, ('regress_badcase_' || r)::name, c) FROM (VALUES ('carol', 'curator'), ('carol', 'exporter'), ('rita', 'reviewer'), ('ron', 'reviewer'), ('cem', 'reviewer'),
    ('eva', 'exporter'), ('ada', 'contributor'), ('bob', 'contributor'), ('emil', 'intake')) v(r, c)$$),
  ('carol', $$badcase.register_contributor(@, 'a', 'Ada', 'regress_badcase_ada'), badcase.register_contributor(@, 'b', 'Bob', 'regress_badcase_bob'),
    badcase.register_contributor(@, 'd', 'Dan'), badcase.register_contributor(@, 'e', 'Eve'),
    badcase.register_contributor(@, 'r', 'Rita', 'regress_badcase_rita'), badcase.register_contributor(@, 'q', 'Ron', 'regress_badcase_ron')$$),
  ('carol', $$badcase.attest(pg_temp.c(@, c), 't'), badcase.set_consent(pg_temp.c(@, c), 'train', true, 't'), badcase.set_consent(pg_temp.c(@, c), 'show_name', true, 't')
    FROM unnest('{a,b,e,r,q}'::text[]) c$$),
  ('ada', $$badcase.set_consent(pg_temp.c(@, 'a'), 'publish_text', true, 't'), badcase.set_consent(pg_temp.c(@, 'a'), 'contact', true, 't'),
    badcase.set_contact(pg_temp.c(@, 'a'), 'e-mail', 'by post'), badcase.set_github(pg_temp.c(@, 'a'), 'ada')$$),
  ('carol', $$badcase.set_task(@, 'ponds', 5, 'of still water'), badcase.set_task(@, 'rivers', 7), badcase.set_quota(@, pg_temp.c(@, 'b'), lines => 1000), badcase.set_program(@, 'round_days', '28'), badcase.set_program(@, 'max_claims', '6')$$),
  ('carol', $$badcase.open_corpus(@, 'exam', 'benchmark', 'MIT'), badcase.open_corpus(@, 'talk', 'general', 'MIT'), badcase.open_corpus(@, 'book', 'protected', 'all rights reserved'),
    badcase.create_term_list(@, 'words', 'warn'), badcase.create_term_list(@, 'names', 'block'), badcase.set_rule(@, 'pii:cn_mobile', 'hold'), badcase.set_rule(@, 'pii:email', 'info')$$),
  ('carol', $$pg_temp.load(@, 'corpus', pg_temp.k(@, 'exam'), '{"prompt": "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?", "response": "72"}')$$),
  ('carol', $$pg_temp.load(@, 'corpus', pg_temp.k(@, 'talk'), VARIADIC ARRAY(SELECT badcase('Tell me of ' || md5(n::text), 'It is ' || md5((n + 9)::text), meta => '{"task": "chat"}')::text FROM generate_series(1, 9) n))$$),
  ('carol', $$pg_temp.load(@, 'corpus', pg_temp.k(@, 'book'), '{"prompt": "The keeper of the harbour wrote every ship into a ledger bound in sealskin, and beside each name he drew a small bird: a gull for those that came home, a heron for those that were late.", "title": "The harbour"}')$$),
  ('carol', $$pg_temp.load(@, 'terms', pg_temp.k(@, 'words'), '{"term": "xyzzy"}')$$),
  ('carol', $$pg_temp.load(@, 'terms', pg_temp.k(@, 'names'), '{"term": "plugh"}')$$),
  ('carol', $$badcase.register_model(@, 'm-0')$$),
  -- 1 to 8: 2 and 3 are near to each other, 5 answers 4 in another way
  ('ada', $$pg_temp.lines(@, 'a', '{"prompt": "Name the capital of France in one word.", "response": "Paris", "rejected": "Lyon", "failure_kind": "factual", "task": "geography", "model_version": "m-0"}',
    pg_temp.pond(1), pg_temp.pond(2), '{"prompt": "How many moons of Jupiter are known by now, and who found the first of them?", "response": "Ninety-five; Galileo found the first four", "failure_kind": "factual"}',
    '{"prompt": "How many moons of Jupiter are known by now, and who found the first of them?", "response": "It has four of them and nobody knows who saw these first"}', 'no record', '', pg_temp.pond(1),
    '{"prompt": "Say good morning in French, in one line.", "response": "Bonsoir", "failure_kind": "domain"}', '{"prompt": "Say good night in Danish, in one line.", "response": "God nat"}',
    '{"prompt": "Answer in one sentence: why is grass green?", "response": "Its leaves hold chlorophyll.", "rejected": "It is so. It was always so."}')$$),
  -- 9 to 16: an exact duplicate of 1, a number, two terms, a benchmark, a book, what has no task, one that is taken back
  ('bob', $$pg_temp.lines(@, 'b', '{"prompt": "Name the capital of France in one word. ", "response": "Paris"}', '{"prompt": "Who has this number, and what is it for?", "response": "13812345678 is the number of the shop"}',
    '{"prompt": "Say the word xyzzy to me, and then another.", "response": "I shall say it: xyzzy, and again"}', '{"prompt": "Say the word plugh to me, and then another.", "response": "I shall say it: plugh, and again"}',
    '{"prompt": "Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?", "response": "48 + 24 = 72"}',
    '{"prompt": "Write about a harbour in the style of a novel.", "response": "The keeper of the harbour wrote every ship into a ledger bound in sealskin, and beside each name he drew a small bird: a gull for those that came home."}',
    '{"prompt": "How many legs has a spider? Answer by a number.", "response": "8", "failure_kind": "format"}', '{"prompt": "Which is the longest river of Asia? Answer in one word.", "response": "Yangtze", "task": "rivers"}')$$),
  -- 17: not attested; 18 and 19 will be erased
  ('carol', $$pg_temp.lines(@, 'd', '{"prompt": "Which bird cannot fly? Name one of them.", "response": "The kiwi"}')$$),
  ('carol', $$pg_temp.lines(@, 'e', '{"prompt": "Which fish can fly? Name one of them.", "response": "None, of eels", "task": "of Eve"}', '{"prompt": "Which snake can swim? Name one of them.", "response": "The grass snake"}')$$),
  -- 20: the same as 19
  ('bob', $$pg_temp.lines(@, 'b', '{"prompt": "Which snake can swim? Name one of them. ", "response": "The grass snake"}')$$),
  ('carol', $$badcase.triage_batch(@)$$),
  ('carol', $$badcase.resolve_finding(f.finding, f.rule LIKE 'pii%', 'seen') FROM badcase.findings f WHERE f.program = @ AND f.submission IN (pg_temp.s(@, 10), pg_temp.s(@, 12))$$),
  ('carol', $$badcase.register_agent(@, 'judge', '1', 'model')$$),
  ('carol', $$pg_temp.load(@, 'suggestions', pg_temp.k(@, 'judge'), VARIADIC ARRAY(SELECT format('{"submission": %s, "useful": %s, "correct": 0.5, "failure_kinds": ["factual"], "task": "rivers", "why": "so it seems"}', pg_temp.s(@, n), n % 2)
    FROM unnest('{1,2,4,6,15}'::int[]) n))$$),
  ('carol', $$badcase.suggest_kinds(@)$$),
  -- two accept, two reject, two want changes, two disagree, one has said something
  ('rita', $$badcase.submit_review(pg_temp.s(@, n), true, true, note => 'of Rita') FROM unnest('{1,2,3,7,10,11,15}'::int[]) n$$),
  ('ron', $$badcase.submit_review(pg_temp.s(@, n), true, true, failure_kinds => '{factual}') FROM unnest('{1,2,3,10,11,15,18}'::int[]) n$$),
  ('rita', $$badcase.submit_review(pg_temp.s(@, 4), true, true, contradicts => ARRAY[pg_temp.s(@, 5)]), badcase.submit_review(pg_temp.s(@, 5), false, true, '{useless}'),
    badcase.submit_review(pg_temp.s(@, 6), true, false, '{wrong_answer}', note_to_contributor => 'It was the morning.'), badcase.submit_review(pg_temp.s(@, 18), true, true)$$),
  ('ron', $$badcase.submit_review(pg_temp.s(@, 4), true, true), badcase.submit_review(pg_temp.s(@, 5), false, true, '{useless}'),
    badcase.submit_review(pg_temp.s(@, 6), true, false, '{wrong_answer,incomplete}'), badcase.submit_review(pg_temp.s(@, 7), false, true, '{spam}')$$),
  ('cem', $$badcase.submit_review(pg_temp.s(@, 8), false, true, '{spam}'), badcase.submit_review(pg_temp.s(@, 19), true, true)$$),
  ('ron', $$badcase.submit_review(pg_temp.s(@, 8), true, true)$$),
  ('carol', $$badcase.adjudicate(pg_temp.s(@, 8), 'accepted', 'it is grass'), badcase.assign_task(pg_temp.s(@, 15), 'rivers')$$),
  ('carol', $$badcase.build_release(@, 'first', 7, '{"general": [{"corpus": "talk", "count": 2}], "per_cluster": 1}', validation => 0.2), badcase.build_release(@, 'idle', 7)$$),
  ('carol', $$badcase.publish_release(pg_temp.k(@, 'first'))$$),
  ('carol', $$badcase.add_gold(pg_temp.s(@, 1)), badcase.draw_audit(pg_temp.round(@), 20, 7), badcase.hold_out(pg_temp.k(@, 'talk'), 2, 7), badcase.register_model(@, 'm-1', pg_temp.k(@, 'first'), pg_temp.k(@, 'm-0')), badcase.register_model(@, 'm-2')$$),
  ('carol', $$pg_temp.load(@, 'outputs', pg_temp.k(@, 'm-1'), format('{"submission": %s, "output": "Lyon"}', pg_temp.s(@, 1)), format('{"submission": %s, "output": "8"}', pg_temp.s(@, 15)))$$),
  ('carol', $$pg_temp.load(@, 'outputs', pg_temp.k(@, m), VARIADIC ARRAY(SELECT format('{"item": %s, "output": "%s"}', h.item, m) FROM badcase.held_out h WHERE h.program = @)) FROM unnest('{m-0}'::text[]) m$$),
  ('carol', $$pg_temp.load(@, 'outputs', pg_temp.k(@, m), VARIADIC ARRAY(SELECT format('{"item": %s, "output": "%s"}', h.item, m) FROM badcase.held_out h WHERE h.program = @)) FROM unnest('{m-1}'::text[]) m$$),
  ('rita', $$badcase.judge_output(o.outcome, 'still_bad') FROM (SELECT min(o.outcome) AS outcome FROM badcase.outputs_to_judge o WHERE o.program = @) o$$),
  ('rita', $$badcase.judge_general(g.answer, 'worse') FROM (SELECT min(g.answer) AS answer FROM badcase.general_to_judge g WHERE g.program = @) g$$),
  ('carol', $$badcase.offer_access(pg_temp.k(@, 'm-1'))$$),
  ('carol', $$pg_temp.load(@, 'clusters', pg_temp.k(@, 'talk'), format('{"a": %s, "b": %s}', min(i) , max(i))) FROM (SELECT (x.line ->> 'id')::bigint AS i FROM badcase.export_corpus(pg_temp.k(@, 'talk')) x) x$$),
  ('carol', $$badcase.close_round(pg_temp.round(@))$$),
  ('carol', $$badcase.open_round(@, NULL)$$),
  -- one is rejected, and holds something by a newer list: there is nothing to decide on
  ('rita', $$badcase.submit_review(pg_temp.s(@, 13), false, true, '{useless}')$$),
  ('ron', $$badcase.submit_review(pg_temp.s(@, 13), false, true, '{useless}')$$),
  ('carol', $$badcase.create_term_list(@, 'later', 'hold')$$),
  ('carol', $$pg_temp.load(@, 'terms', pg_temp.k(@, 'later'), '{"term": "altogether"}')$$),
  ('carol', $$badcase.reopen(pg_temp.s(@, 5), 'another look'), badcase.reopen(pg_temp.s(@, 12), 'another look'), badcase.revise(pg_temp.s(@, 5), '{"prompt": "How many moons has Mars? Answer in one word.", "response": "Two"}', 'of another planet')$$),
  ('ada', $$badcase.revise(pg_temp.s(@, 6), '{"prompt": "Say good morning in French, in one line.", "response": "Bonjour"}', 'it was the evening')$$),
  ('ada', $$badcase.withdraw(submission => pg_temp.s(@, 2), reason => 'mine'), badcase.set_language(pg_temp.c(@, 'a'), 'zh')$$),
  ('carol', $$badcase.erase(pg_temp.c(@, 'e'), 'asked for')$$),
  ('carol', $$badcase.triage_batch(@)$$),
  ('carol', $$badcase.triage_batch(@)$$),
  ('eva', $$count(*) FROM badcase.export_pool(@)$$),
  ('carol', $$badcase.disclose(pg_temp.s(@, 1), 'court', 'case 7'), count(*) FROM badcase.record(pg_temp.s(@, 4))$$),
  ('emil', $$badcase.door_apply(@, 'Fay', 't', '{train}')$$),
  ('ron', $$count(*) FROM badcase.claim_reviews(@, 2, lease => '1 day')$$),
  ('cem', $$count(*) FROM badcase.claim_reviews(@, 4, lease => '1 day')$$),
  ('carol', $$badcase.set_rule(@, 'pii:email', threshold => 0.9)$$),
  ('carol', $$badcase.triage_batch(@, 3)$$),
  ('bob', $$pg_temp.lines(@, 'b', pg_temp.pond(3), '{"prompt": "Name the capital of France in one word.", "response": "Paris "}', '{"prompt": "Answer in one sentence: why is the sea salt?", "response": "Rivers bring it. It stays."}')$$),
  ('carol', $$badcase.triage_batch(@, 1)$$),
  ('carol', 'pg_temp.age(@)'),
  ('owner', $$badcase_internal.keep_tallies(@)$$);
-- A step that is refused is a step, too: it is noted.
CREATE TEMP TABLE refused (program int, n int, code text);
CREATE PROCEDURE pg_temp.live(program int) LANGUAGE plpgsql AS $$
DECLARE
  k record;
  code text;
BEGIN
  FOR k IN SELECT * FROM step ORDER BY n LOOP
    code := NULL;
    EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || k.who);
    BEGIN
      EXECUTE 'SELECT ' || replace(k.what, '@', program::text);
      EXCEPTION WHEN OTHERS THEN code := SQLSTATE || ' ' || SQLERRM;
    END;
    RESET ROLE;
    IF code IS NOT NULL THEN INSERT INTO refused VALUES (program, k.n, code); END IF;
    COMMIT;
  END LOOP;
END $$;
CALL pg_temp.begin_numbers(3000);
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('3000') AS first \gset
RESET ROLE;
CALL pg_temp.live(:first);
SELECT n, code FROM refused ORDER BY n;

-- What is read of a program: each view by each who may, and each function.
CREATE TEMP TABLE view AS
SELECT DISTINCT ON (c.oid) c.relname AS name, a.attname AS key
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN unnest('{program,submission,release,contributor}'::name[]) WITH ORDINALITY k(name, n) ON k.name = a.attname
WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind = 'v' ORDER BY c.oid, k.n;
-- what is done is answered by what somebody reads then, and rolled back
CREATE FUNCTION pg_temp.after(step text, question text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ' || replace(step, ';', '; SELECT');
  RETURN QUERY EXECUTE 'SELECT x::text FROM ' || question || ' x';
END $$;
-- what the first life is like, but for times; of the views that promise no order, or not all of it, the rows are sorted
\pset format unaligned
SELECT format('SET ROLE regress_badcase_%s', w.who),
  format('SELECT %s FROM badcase.%I%s', string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum), v.name, CASE v.key WHEN 'program' THEN format(' WHERE program = %s', :first) END) || CASE WHEN v.name IN
    ('corpus_relations', 'review_queue', 'disputes', 'conflicts', 'export_sft', 'export_preference', 'my_submissions', 'my_records', 'uploads', 'contributors', 'submissions', 'outbox', 'audit_result')
    THEN format(' ORDER BY ROW(%s)::text COLLATE "C"', string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)) ELSE '' END
FROM view v JOIN (VALUES ('carol', '.'), ('ron', '^(review_queue|claims|outputs_to_judge|task_coverage)$'), ('eva', '^(export|releases)'), ('ada', '^my_')) w(who, which) ON v.name ~ w.which
JOIN pg_attribute a ON a.attrelid = format('badcase.%I', v.name)::regclass AND a.attnum > 0 AND a.atttypid NOT IN ('timestamptz'::regtype, 'interval'::regtype)
WHERE a.attname NOT IN ('per_second', 'seconds_left', 'phase') AND v.name <> 'rules' AND has_table_privilege('regress_badcase_' || w.who, format('badcase.%I', v.name), 'SELECT')
GROUP BY v.name, v.key, w.who ORDER BY w.who, v.name COLLATE "C" \gexec
RESET ROLE;
\pset format aligned
CREATE TEMP TABLE question (who text, what text);
INSERT INTO question
SELECT who, 'generate_series(1, 17) n CROSS JOIN LATERAL badcase.' || f || '(pg_temp.s(@, n)) x'
FROM (VALUES ('carol', 'history'), ('carol', 'findings'), ('carol', 'asked_for'), ('carol', 'suggestions'), ('carol', 'record')) v(who, f);
INSERT INTO question
SELECT 'carol', 'badcase.' || f || ' x' FROM unnest(ARRAY['contacts(@)', 'search(@)', 'search(@, ''capital'')', 'search(@, in_state => ''accepted'', in_task => ''rivers'')', 'public_statistics(@, 2)',
  'contamination(@)', 'contamination(@, pg_temp.k(@, ''exam''))', 'list_terms(pg_temp.k(@, ''words''))', 'find_similar(@, badcase(''Name the capital of France in one word.'', ''Paris''), 0.1)', 'export_features(@)',
  'export_corpus(pg_temp.k(@, ''talk''))', 'suggest_tasks(@, 2)', 'to_suggest(pg_temp.k(@, ''judge''))', 'credits_markdown(@)', 'all_contributors(@)', 'verify_release(pg_temp.k(@, ''first''))',
  'verify_release(pg_temp.k(@, ''idle''))', 'preflight(pg_temp.k(@, ''first''), ''trl'')', 'release_manifest(pg_temp.k(@, ''first''))', 'dataset_card(pg_temp.k(@, ''first''))', 'report_html(@)',
  'report_html(@, (SELECT min(r.round) FROM badcase.rounds r WHERE r.program = @))', 'program((SELECT name FROM badcase.programs WHERE program = @))', 'purge(@)', 'suggest_kinds(@)',
  'remove_clusters((SELECT max(upload) FROM badcase.uploads WHERE kind = ''clusters'' AND program = @))', 'withdraw(contributor => pg_temp.c(@, ''b''))', 'maintain_batch(@)', 'hold_out(pg_temp.k(@, ''talk''), 3, 5)']) f;
INSERT INTO question VALUES ('ada', $$badcase.refused_lines((SELECT min(upload) FROM badcase.my_uploads WHERE program = @)) x$$), ('ada', $$badcase.contributor(@) x$$), ('cem', $$badcase.claim_reviews(@, 20) x$$),
  ('rita', $$badcase.find_similar(@, badcase('Name the capital of France in one word.', 'Paris'), 0.1) x$$);
INSERT INTO question
SELECT 'carol', format('pg_temp.after(%L, %L) x', step, question) FROM (VALUES
  ('badcase.triage_batch(@), badcase.triage_batch(@)', '(SELECT submission, state, why, task, cluster, duplicate_of FROM badcase.submissions WHERE program = @)'),
  ('badcase.triage_batch(@), badcase.triage_batch(@)', 'badcase.export_pool(@)'),
  ('badcase.triage_batch(@), badcase.triage_batch(@), badcase.build_release(@, ''x'', 3, ''{"general": [{"corpus": "talk", "ratio": 0.5}], "per_cluster": null}'')', 'badcase.release_rows(badcase.release(@, ''x''))'),
  ('badcase.triage_batch(@), badcase.triage_batch(@), badcase.build_release(@, ''x'', 3, per_task => 1); badcase.publish_release(badcase.release(@, ''x''))', 'badcase.release_manifest(badcase.release(@, ''x''))'),
  ('badcase.close_round(pg_temp.round(@))', '(SELECT * FROM badcase.rounds WHERE program = @)'), ('badcase.merge_tasks(@, ''rivers'', ''ponds'')', '(SELECT * FROM badcase.task_coverage WHERE program = @)'),
  ('badcase.draw_audit((SELECT min(round) FROM badcase.rounds WHERE program = @), 9, 5)', '(SELECT * FROM badcase.audit_result WHERE program = @)'), ('badcase.erase(pg_temp.c(@, ''b''), ''x'')', '(SELECT * FROM badcase.contributors WHERE program = @)'),
  ('badcase.release_claims(@, ''regress_badcase_ron'')', '(SELECT * FROM badcase.claims WHERE program = @)'), ('badcase.revoke_access(@, ''regress_badcase_ron'', ''reviewer'')', '(SELECT * FROM badcase.claims WHERE program = @)'),
  ('badcase.admit_applicants(ARRAY(SELECT application FROM badcase.applications WHERE program = @))', '(SELECT * FROM badcase.contributors WHERE program = @)'), ('badcase.set_consent(pg_temp.c(@, ''a''), ''train'', false, ''t'')', '(SELECT * FROM badcase.releases WHERE program = @)'),
  ('badcase.mark_told(pg_temp.c(@, ''a''), now())', '(SELECT * FROM badcase.outbox WHERE program = @)'), ('badcase.offer_access(pg_temp.k(@, ''m-1''))', '(SELECT * FROM badcase.access_offers WHERE program = @)')) v(step, question);
CREATE TEMP TABLE seen (life int, program int, who text, what text, row text);
CREATE PROCEDURE pg_temp.see(life int, program int) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO seen
  SELECT life, program, w.who, 'view ' || v.name, x.row
  FROM view v CROSS JOIN unnest('{carol,rita,eva,ada}'::text[]) w(who)
  CROSS JOIN LATERAL regexp_split_to_table(pg_temp.answer(w.who, format('SELECT string_agg((to_jsonb(x) - ''per_second'' - ''seconds_left'')::text, E''\n'') FROM badcase.%I x WHERE %s', v.name,
    CASE v.key WHEN 'program' THEN format('x.program = %s', program)
      ELSE format('x.%I IN (SELECT n FROM (SELECT pg_temp.s(%s, n) AS n FROM generate_series(1, 23) n UNION ALL SELECT pg_temp.k(%2$s, k) FROM unnest(''{first,idle}''::text[]) k) y)', v.key, program) END)), E'\n') x(row);
  INSERT INTO seen
  SELECT life, program, q.who, q.what, x.row FROM question q
  CROSS JOIN LATERAL regexp_split_to_table(pg_temp.answer(q.who, 'SELECT string_agg(x::text, E''\n'') FROM ' || replace(q.what, '@', program::text)), E'\n') x(row);
END $$;
CALL pg_temp.see(1, :first);
SELECT who, count(DISTINCT what) FILTER (WHERE row NOT IN ('null', '42501')) AS answered FROM seen GROUP BY who ORDER BY who;
SELECT what FROM seen WHERE what NOT LIKE 'view %' GROUP BY what HAVING bool_or(row ~ '^[0-9A-Z]{5}$' AND row !~ '^3') OR bool_and(row = 'null') ORDER BY what;
-- every row of every table
CREATE TEMP TABLE kept (relation regclass, row text);
CREATE FUNCTION pg_temp.rows() RETURNS SETOF kept LANGUAGE plpgsql AS $$
DECLARE
  r regclass;
BEGIN
  FOR r IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind = 'r' LOOP
    RETURN QUERY EXECUTE format('SELECT %L::regclass, t::text FROM %s t', r, r);
  END LOOP;
END $$;
INSERT INTO kept SELECT * FROM pg_temp.rows();
SELECT count(DISTINCT relation) AS tables FROM kept;

-- The second life. What is refused, changed or read otherwise is shown here: nothing is.
CALL pg_temp.begin_numbers(4000);
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('4000') AS second \gset
RESET ROLE;
CALL pg_temp.live(:second);
SELECT * FROM refused;
SELECT relation, row FROM (SELECT * FROM kept EXCEPT ALL SELECT * FROM pg_temp.rows()) x;
CALL pg_temp.see(2, :first);
CALL pg_temp.see(2, :second);
-- numbers and times apart
CREATE TEMP TABLE told AS
SELECT life, program, who, what, row, row_number() OVER (PARTITION BY life, program, who, what, row) AS n
FROM (SELECT life, program, who, what, regexp_replace(regexp_replace(row, '\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(\+00(:00)?)?)?', 'then', 'g'), '(?<![0-9a-f])[34]0\d\d(?![0-9a-f])', '#', 'g') AS row FROM seen) s;
CREATE FUNCTION pg_temp.differences(life_a int, a int, life_b int, b int) RETURNS TABLE (who text, what text, one text, other text) LANGUAGE sql AS $$
  SELECT who, left(what, 80), CASE WHEN y.life IS NULL THEN left(row, 200) END, CASE WHEN x.life IS NULL THEN left(row, 200) END
  FROM (SELECT * FROM told WHERE life = life_a AND program = a) x FULL JOIN (SELECT * FROM told WHERE life = life_b AND program = b) y USING (who, what, row, n)
  WHERE x.life IS NULL OR y.life IS NULL ORDER BY 1, 2, 3, 4 LIMIT 20
$$;
SELECT * FROM pg_temp.differences(1, :first, 2, :first);
SELECT * FROM pg_temp.differences(2, :first, 2, :second);
\i :clean
