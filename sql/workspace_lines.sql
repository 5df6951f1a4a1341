-- The fate of lines by what was sent before: stored, repeated, refused or blank, of records, terms, corpora and clusters. What a
-- contributor sent, what another did, what is of another program, what was taken back. Where texts overlap, and how much.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
CREATE FUNCTION pg_temp.load(who text, program int, contributor bigint, kind text, target bigint, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  PERFORM badcase.open_upload(program, contributor, kind => kind, target => target);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  SELECT format('%s = %s stored + %s repeated + %s refused + %s blank', p.lines, p.stored, p.repeated, p.refused, p.blank) INTO said FROM badcase.process_upload() p;
  RESET ROLE;
  RETURN said;
END $$;
\set a '{"prompt": "Which tree has needles?", "response": "The pine"}'
\set b '{"prompt": "Which tree has cones?", "response": "The fir"}'
-- the same of one, of another, in another program; a second time in the same file
SELECT pg_temp.load('ada', 1, 1, 'submissions', NULL, :'a', :'a', :'b', 'no', 'no', '', ' ', '{"prompt": "x"}') AS ada;
SELECT pg_temp.load('ada', 1, 1, 'submissions', NULL, :'b', 'no', '{"prompt": "x"}', '{"prompt": "y"}', 'no ', :'a', :'a') AS ada_again;
SELECT pg_temp.load('bob', 1, 2, 'submissions', NULL, :'a', 'no') AS bob;
SELECT pg_temp.load('bob', 2, 4, 'submissions', NULL, :'a', 'no') AS bob_in_2;
RESET ROLE;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE contributor_id = 1 AND line_no = 1 AND upload_id > 2;
UPDATE badcase_internal.submission SET state = 'rejected' WHERE contributor_id = 1 AND line_no = 3 AND upload_id > 2;
SELECT pg_temp.load('ada', 1, 1, 'submissions', NULL, :'a', :'b') AS one_was_taken_back;
RESET ROLE;
SELECT u.upload_id - 5 AS upload, u.contributor_id, u.attestation_id IS NOT NULL AS attested, u.bytes, (SELECT string_agg(format('%s %s', r.line_no, r.code), ', ' ORDER BY r.line_no) FROM badcase_internal.refused_line r WHERE r.upload_id = u.upload_id) AS kept FROM badcase_internal.upload u WHERE u.upload_id > 5 ORDER BY 1;
-- of several attestations the last
SELECT u.attestation_id = (SELECT max(attestation_id) FROM badcase_internal.attestation WHERE contributor_id = 1) AS the_last FROM badcase_internal.upload u WHERE u.contributor_id = 1 ORDER BY u.upload_id;
-- the first of them are told, in order of lines
SET ROLE regress_badcase_ada;
SELECT n, (SELECT string_agg(l.line_no::text, ' ') FROM badcase.refused_lines((SELECT min(upload) FROM badcase.my_uploads WHERE upload > 5), n) l) AS lines FROM unnest('{0,1,2,NULL}'::int[]) n;
SELECT count(*) AS by_default FROM badcase.refused_lines((SELECT max(upload) FROM badcase.my_uploads));
RESET ROLE;

-- Terms: the last line of a file with a term counts; what the list has with the same options is repeated; another list's are another's.
SET ROLE regress_badcase_carol;
SELECT badcase.create_term_list(1, 'words', 'warn') AS words, badcase.create_term_list(1, 'allowed', 'info', true) AS allowed \gset
SET ROLE regress_badcase_cem;
SELECT badcase.create_term_list(2, 'words', 'warn') AS words_of_2 \gset
RESET ROLE;
CREATE TEMP VIEW terms AS SELECT l.program_id AS p, l.name, t.term, t.allow, t.options, (SELECT k.rule_version FROM badcase_internal.screening k WHERE k.program_id = l.program_id) AS rules FROM badcase_internal.term t JOIN badcase_internal.term_list l USING (term_list_id) ORDER BY l.term_list_id, t.term COLLATE "C";
SELECT pg_temp.load('carol', 1, NULL, 'terms', :words, '{"term": "a"}', '{"term": "b", "allow": true}', '{"term": "b"}', '{"term": "c", "options": {"severity": "hold"}}', '', 'no', '{}') AS words;
SELECT pg_temp.load('carol', 1, NULL, 'terms', :allowed, '{"term": "a"}', '{"term": "b", "allow": false}', 'no') AS allowed;
SELECT pg_temp.load('cem', 2, NULL, 'terms', :words_of_2, '{"term": "a", "options": {"x": 1}}', 'no') AS of_2;
TABLE terms;
SELECT pg_temp.load('carol', 1, NULL, 'terms', :words, '{"term": "a", "allow": false}', '{"term": "b", "options": {}}', '{"term": "c", "options": {"severity": "warn"}}', '{"term": "d"}') AS again;
SELECT pg_temp.load('carol', 1, NULL, 'terms', :words, '{"term": "a", "allow": true}', '{"term": "c"}') AS otherwise;
TABLE terms;
SELECT t.term_list_id = :words AS of_words, (SELECT generation FROM badcase_internal.term_list WHERE term_list_id = :words) AS before, (SELECT generation FROM badcase_internal.term_list WHERE term_list_id = :allowed) AS other FROM badcase_internal.term t WHERE t.term = 'd' \gset
SET ROLE regress_badcase_carol;
SELECT badcase.remove_terms(:words, ARRAY(SELECT id FROM badcase.list_terms(:words) WHERE term IN ('a', 'd') UNION ALL SELECT id FROM badcase.list_terms(:allowed))) AS removed;
SELECT term FROM badcase.list_terms(:words);
SELECT count(*) AS of_allowed FROM badcase.list_terms(:allowed);
SELECT t.list, t.term, t.severity FROM badcase.terms('a b c d'::text) t;
SELECT n, (SELECT string_agg(t.list || ' ' || t.term, ', ') FROM badcase.terms('a b c d'::text, n::text[]) t) AS found FROM unnest('{NULL,"{}","{words}","{words,allowed}"}'::text[]) n;
SET ROLE regress_badcase_owner;
SELECT generation <> :'before' AS anew FROM badcase_internal.term_list WHERE term_list_id = :words;
SELECT generation = :'other' AS as_it_was FROM badcase_internal.term_list WHERE term_list_id = :allowed;
RESET ROLE;

-- Suggestions: of what is in review or decided, of the program; what an agent said of this revision before it stands, each agent for itself.
INSERT INTO badcase_internal.agent (agent_id, program_id, name, version, kind, registered_by) OVERRIDING SYSTEM VALUE VALUES (31, 1, 'a', '1', 'model', 'c'), (32, 1, 'b', '1', 'model', 'c');
CREATE FUNCTION pg_temp.suggested(setup text, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE setup;
    said := pg_temp.load('carol', 1, NULL, 'suggestions', 31, VARIADIC lines);
    said := said || coalesce(': ' || (SELECT string_agg(format('%s %s%s', r.line_no, r.code, CASE WHEN r.line IS NULL THEN ' without its bytes' END), ', ' ORDER BY r.line_no) FROM badcase_internal.refused_line r WHERE r.upload_id = (SELECT max(upload_id) FROM badcase_internal.upload)), '')
      || coalesce('; kept ' || (SELECT string_agg(format('%s r%s %s %s', g.submission_id, g.revision, g.useful, g.failure_kinds), ', ' ORDER BY g.submission_id, g.revision) FROM badcase_internal.suggestion g WHERE g.agent_id = 31), '');
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT s AS state, pg_temp.suggested(format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 1', s), '{"submission": 1, "useful": true}') AS said FROM unnest(badcase_internal.states()) s;
\set said 'INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, useful, failure_kinds) VALUES (1, 31, 1, 1, 0.5, ''{domain,factual}''), (1, 32, 2, 1, 0.7, NULL); '
SELECT pg_temp.suggested(:'said', '{"submission": 1, "useful": 0.5, "failure_kinds": ["factual", "domain", "factual"]}', '{"submission": 1, "useful": 0.6, "failure_kinds": ["factual", "domain"]}', '{"submission": 1, "useful": 0.5}') AS said_before,
  pg_temp.suggested(:'said' || 'UPDATE badcase_internal.submission SET revision = 2 WHERE submission_id = 1', '{"submission": 1, "useful": 0.6}', '{"submission": 1, "useful": 0.6, "why": "x"}', '{"submission": 1, "useful": 0.6}') AS of_a_new_revision,
  pg_temp.suggested('SELECT', '{"submission": 5, "useful": 1}', '{"submission": 2, "useful": 1}', '{"submission": 2, "useful": true}', '{"submission": 3, "useful": 1}', '', 'no', 'no') AS others,
  pg_temp.suggested($$UPDATE badcase_internal.submission SET state = 'withdrawn', record = NULL WHERE submission_id = 1; UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 2$$, '{"submission": 1, "useful": 1, "why": "SECRET"}', '{"submission": 2, "useful": 1}', '{"submission": 1, "useful": 7}') AS erased;
RESET ROLE;

-- Corpora: known by their records, each for itself; a line without a response is one of benchmarks and protected works alone.
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'pool', 'general', 'MIT') AS pool, badcase.open_corpus(1, 'exam', 'benchmark', 'MIT') AS exam, badcase.open_corpus(1, 'book', 'protected', 'none') AS book, badcase.open_corpus(1, 'exam 2', 'benchmark', 'MIT') AS exam2 \gset
RESET ROLE;
SELECT rule_version AS rules FROM badcase_internal.screening WHERE program_id = 1 \gset
\set bare '{"prompt": "only this, and it is long enough to be one of ten words"}'
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :pool, :'a', :'a', :'bare', :'bare', '{"prompt": "only this, and it is long enough to be one of ten words", "response": "-"}', 'no', '', '{"response": "x"}') AS pool;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :exam, :'a', :'a', :'bare', :'bare', '{"prompt": "only this, and it is long enough to be one of ten words", "response": "-"}', 'no', '', '{"response": "x"}') AS exam;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :book, :'a', :'a', :'bare', :'bare', '{"prompt": "only this, and it is long enough to be one of ten words", "response": "-"}', 'no', '', '{"response": "x"}') AS book;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :pool, :'b', :'bare', 'no', 'not') AS pool_again;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :exam, :'b', :'bare', 'no', 'not') AS exam_again;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :book, :'b', :'bare', 'no', 'not') AS book_again;
RESET ROLE;
SELECT k.name, i.line_no, i.record IS NOT NULL AS record, i.line IS NOT NULL AS bare, (SELECT string_agg(p.passage::text, ' ') FROM badcase_internal.corpus_passage p WHERE p.item_id = i.item_id) AS passages FROM badcase_internal.corpus_item i JOIN badcase_internal.corpus k USING (corpus_id) ORDER BY i.item_id;
SELECT k.name, r.line_no, r.code FROM badcase_internal.refused_line r JOIN badcase_internal.upload u USING (upload_id) JOIN badcase_internal.corpus k ON k.corpus_id = u.target WHERE u.kind = 'corpus' ORDER BY r.upload_id, r.line_no;
-- only what is compared with makes triage look again
SELECT rule_version - :rules AS looks_again FROM badcase_internal.screening WHERE program_id = 1;
SELECT rule_version AS rules FROM badcase_internal.screening WHERE program_id = 1 \gset
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :pool, :'b', '{"prompt": "x", "response": "y"}') AS into_the_pool;
RESET ROLE;
SELECT rule_version - :rules AS more FROM badcase_internal.screening WHERE program_id = 1;

-- Where texts overlap. Of a benchmark each text, from four fifths on; of a work a stretch of twenty tokens, of it or of the text.
DELETE FROM badcase_internal.corpus_passage;
DELETE FROM badcase_internal.corpus_item;
CREATE FUNCTION pg_temp.words(first int, last int, what text DEFAULT 'w') RETURNS text LANGUAGE sql AS $$ SELECT string_agg(what || i, ' ' ORDER BY i) FROM generate_series(first, last) i $$;
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :exam, json_build_object('prompt', pg_temp.words(1, 50), 'response', pg_temp.words(1, 30, 'r'))::text, json_build_object('prompt', pg_temp.words(41, 90), 'response', 'short')::text);
SELECT pg_temp.load('carol', 1, NULL, 'corpus', :book, json_build_object('prompt', pg_temp.words(1, 200, 'b'), 'title', repeat('t', 101))::text, json_build_object('prompt', pg_temp.words(1, 21, 'c'), 'title', 7)::text, json_build_object('prompt', pg_temp.words(1, 19, 'd'))::text);
RESET ROLE;
SELECT i.item_id - (SELECT min(item_id) FROM badcase_internal.corpus_item) + 1 AS item, length(badcase_internal.title_of(i.item_id)) AS title FROM badcase_internal.corpus_item i ORDER BY 1;
SELECT (SELECT min(item_id) FROM badcase_internal.corpus_item) AS base \gset
CREATE FUNCTION pg_temp.overlap(what text, record badcase, general bool DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  base bigint := (SELECT min(item_id) FROM badcase_internal.corpus_item);
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET record = overlap.record WHERE s.submission_id = 1;
    IF what = 'protected' THEN
      SELECT string_agg(format('%s %s%s %s %s-%s', f.item - base + 1, f.field, f.turn, round(f.containment::numeric, 2), f.start, f.stop), ', ' ORDER BY f.item, f.field, f.turn) INTO said FROM badcase_internal.find_protected(1, '{1,2}') f;
    ELSE
      SELECT string_agg(format('%s %s%s %s %s-%s', f.item - base + 1, f.field, f.turn, round(f.containment::numeric, 2), f.start, f.stop), ', ' ORDER BY f.item, f.field, f.turn) INTO said FROM badcase_internal.find_contamination(1, NULL, 0.8, '{1,2}') f;
    END IF;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN coalesce(said, 'nothing');
END $$;
SELECT n, pg_temp.overlap('benchmark', r) AS benchmark, pg_temp.overlap('protected', r) AS protected FROM (VALUES
  (1, badcase(pg_temp.words(1, 50), 'x')), (2, badcase(pg_temp.words(1, 40), 'x')), (3, badcase(pg_temp.words(1, 50) || ' ' || pg_temp.words(1, 50, 'z'), 'x')), (4, badcase(pg_temp.words(1, 38) || ' ' || pg_temp.words(1, 50, 'z'), 'x')), (5, badcase(pg_temp.words(1, 44) || ' ' || pg_temp.words(1, 50, 'z'), 'x')),
  (6, badcase('x', pg_temp.words(1, 30, 'r'))), (7, badcase('x', 'y', jsonb_build_array(jsonb_build_array('a', pg_temp.words(1, 50)), jsonb_build_array(pg_temp.words(41, 90), 'b')))), (8, badcase('x', 'y', rejected => pg_temp.words(1, 50))), (9, badcase('x', 'y', rejected => pg_temp.words(1, 60, 'b'))),
  (10, badcase('x', pg_temp.words(1, 200, 'b'))), (11, badcase('x', pg_temp.words(90, 150, 'b') || ' ' || pg_temp.words(1, 60, 'z'))), (12, badcase('x', pg_temp.words(101, 120, 'b'))), (13, badcase('x', pg_temp.words(101, 119, 'b'))), (14, badcase('x', pg_temp.words(1, 21, 'c') || ' and ' || pg_temp.words(1, 60, 'z'))),
  (15, badcase('x', pg_temp.words(1, 19, 'd'))), (16, badcase('x', pg_temp.words(1, 9, 'd'), rejected => pg_temp.words(1, 9, 'b'))), (17, badcase('x', pg_temp.words(1, 60, 'b') || ' ' || pg_temp.words(1, 90, 'z') || ' ' || pg_temp.words(141, 200, 'b'))), (18, badcase(pg_temp.words(1, 50) || ' ' || pg_temp.words(41, 90), pg_temp.words(1, 50)))) v(n, r) ORDER BY n;
-- of a program's own, of one corpus, of so much
UPDATE badcase_internal.submission SET record = badcase(pg_temp.words(1, 44) || ' ' || pg_temp.words(1, 50, 'z'), pg_temp.words(60, 90)) WHERE submission_id IN (1, 2, 5);
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 2;
SET ROLE regress_badcase_carol;
SELECT submission, item - :base + 1 AS item, field, round(containment::numeric, 2) AS containment FROM badcase.contamination(1) ORDER BY 1, 2, 3;
SELECT count(*) AS of_another_benchmark FROM badcase.contamination(1, :exam2);
SELECT t AS threshold, (SELECT string_agg(field || ' ' || (item - :base + 1), ', ' ORDER BY item, field) FROM badcase.contamination(1, :exam, t)) AS found FROM unnest('{0.000001,0.3,0.8,0.87,0.9,1}'::float8[]) t;
SELECT pg_temp.answer('carol', format('SELECT count(*) FROM badcase.contamination(1, %s)', :pool)) AS no_benchmark, pg_temp.answer('cem', format('SELECT count(*) FROM badcase.contamination(2, %s)', :exam)) AS of_another, pg_temp.answer('cem', 'SELECT count(*) FROM badcase.contamination(2)') AS none;
\i :clean
