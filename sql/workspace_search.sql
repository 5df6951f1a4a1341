-- Search by words and by what is known, with and without the index; what is found is compared with the records themselves.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'words', 10);
-- more than two thousand records, so that the newest are not all
SELECT pg_temp.send(1, 5, VARIADIC ARRAY(SELECT badcase(format('Question %s: which word is %s, and why? 第%s个问题', i, md5(i::text), i), format('It is %s', md5((i * 13)::text)),
  history => CASE WHEN i % 100 = 0 THEN jsonb_build_array(jsonb_build_array('北京有什么好玩的' || i, 'Much')) END, meta => CASE WHEN i % 10 = 0 THEN '{"task": "words", "model_version": "m-1"}' ELSE '{}'::jsonb END)
  FROM generate_series(1, 2300) i)) AS sent;
SELECT sum(badcase.triage_batch(1, 5000)) AS triaged;
SELECT submission, state, contributor, external_id, preview FROM badcase.search(1, 'SPIDER');
SELECT submission, preview FROM badcase.search(NULL, 'good  morning');
SELECT submission, state, preview FROM badcase.search(1, 'c4ca4238a0b9');
SELECT submission, task, model_version, preview FROM badcase.search(1, '好玩的200');
SELECT count(*) FROM badcase.search(1, '问', max_rows => 1000);
SELECT count(*), min(submission) FROM badcase.search(1, '北京', max_rows => 30);
SELECT count(*) FROM badcase.search(1, 'no such words at all');
-- the same by the index; each count is that of the records
RESET ROLE;
CREATE FUNCTION pg_temp.same(words text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  found bigint[];
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  found := ARRAY(SELECT submission FROM badcase.search(1, words, max_rows => 1000) ORDER BY 1 DESC);
  RESET ROLE;
  RETURN found = ARRAY(SELECT s.submission_id FROM badcase_internal.submission s
    WHERE s.program_id = 1 AND (prompt(s.record) || E'\n' || response(s.record) || E'\n' || history(s.record)::text) ILIKE '%' || words || '%'
    ORDER BY 1 DESC LIMIT 1000);
END $$;
SELECT w, pg_temp.same(w) FROM unnest('{a9,it is f,问题,第2,Much,京,7b,word is 0}'::text[]) w;
SET ROLE regress_badcase_carol;
SELECT badcase.create_search_index();
SET ROLE regress_badcase_owner;
SELECT badcase.create_search_index();
SELECT badcase.create_search_index();
RESET ROLE;
SELECT w, pg_temp.same(w) FROM unnest('{a9,it is f,问题,第2,Much,京,7b,word is 0}'::text[]) w;
SET ROLE regress_badcase_carol;
SELECT submission, preview FROM badcase.search(1, 'c4ca4238a0b9');
SELECT submission FROM badcase.search(1, '好玩的200');
-- the first that is not among the newest, and its neighbours, once each
SET ROLE regress_badcase_owner;
SELECT n, (SELECT count(*) FROM badcase_internal.find_words(1, substring(prompt(s.record) FROM '^Question [0-9]+: which'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10)) AS found
FROM (SELECT x.record, row_number() OVER (ORDER BY x.submission_id DESC) AS n FROM badcase_internal.submission x WHERE badcase_internal.is_searchable(x.state)) s WHERE n BETWEEN 2000 AND 2002 ORDER BY n;
SET ROLE regress_badcase_carol;
-- a record that comes, is revised or withdrawn
SELECT pg_temp.send(1, 5, badcase('What is a zyzzyva, in one line?', 'A beetle')) AS sent;
SELECT count(*) FROM badcase.search(1, 'zyzzyva');
SELECT badcase.triage_batch(1) AS triaged;
SELECT submission, state FROM badcase.search(1, 'zyzzyva');
SELECT badcase.revise(submission, badcase('What is a zyzzyzus, in one line?', 'A beetle'), 'another') FROM badcase.search(1, 'zyzzyva');
SELECT badcase.triage_batch(1) AS triaged;
SELECT count(*) FROM badcase.search(1, 'zyzzyva');
SELECT badcase.withdraw(submission => submission) FROM badcase.search(1, 'zyzzyzus');
SELECT count(*) FROM badcase.search(1, 'zyzzyzus');
-- by what is known, with words and without
SELECT count(*) FROM badcase.search(1, '第2', in_task => 'words', max_rows => 1000);
SELECT count(*) FROM badcase.search(1, in_task => 'words', by_model => 'm-1', max_rows => 1000);
SELECT count(*) FROM badcase.search(1, by_contributor => 1);
SELECT submission, state FROM badcase.search(1, in_state => 'pending', max_rows => 2);
SELECT count(*) FROM badcase.search(1, in_state => 'pending', since => '2000-01-01', until => '2001-01-01');
SELECT count(*) FROM badcase.search(1, '8', with_issue => 'quality:too_short', by_contributor => 2);
SELECT count(*) FROM badcase.search(1, in_round => 1);
-- what is held is not shown
SELECT pg_temp.send(1, 5, badcase('Please call the number 13812345678 in the morning', 'I do not call')) AS sent;
SELECT badcase.triage_batch(1) AS triaged;
SELECT state, why, preview FROM badcase.search(1, '13812345678');
SELECT badcase.search(1, in_state => 'odd');
SELECT badcase.search(1, in_task => 'odd');
SELECT badcase.search(1, max_rows => 0);
SELECT badcase.search(2, 'river');
SET ROLE regress_badcase_cem;
SELECT submission, preview FROM badcase.search(2, 'river');
SELECT submission FROM badcase.search(2, 'spider');
SET ROLE regress_badcase_rita;
SELECT badcase.search(1, 'spider');
-- each condition, among the newest records and among the older ones that the index finds: at it, and not beside it
RESET ROLE;
SELECT submission_id AS oldest FROM badcase_internal.submission WHERE program_id = 1 AND prompt(record) LIKE 'Question 150:%' \gset
SELECT submission_id AS newest FROM badcase_internal.submission WHERE program_id = 1 AND prompt(record) LIKE 'Question 2250:%' \gset
CREATE FUNCTION pg_temp.at(id bigint) RETURNS timestamptz LANGUAGE sql RETURN timestamptz '2026-01-01 00:00+00' + id * interval '1 minute';
UPDATE badcase_internal.submission s SET received_at = pg_temp.at(s.submission_id), contributor_id = CASE WHEN s.submission_id % 9 = 0 THEN 2 ELSE s.contributor_id END,
  state = CASE s.submission_id % 14 WHEN 0 THEN 'accepted' WHEN 7 THEN 'rejected' ELSE s.state END, decided_round = CASE WHEN s.submission_id % 28 = 0 THEN 1 END WHERE s.program_id = 1 AND s.submission_id > 10;
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, resolved_by, resolved_at)
SELECT s.submission_id, 1, CASE s.submission_id % 3 WHEN 0 THEN 2 ELSE 1 END, CASE s.submission_id % 5 WHEN 0 THEN 'odd' ELSE 'made:up' END, 1, 'info', 1, c, CASE WHEN c IS NOT NULL THEN 'x' END, CASE WHEN c IS NOT NULL THEN now() END
FROM badcase_internal.submission s, LATERAL (SELECT CASE s.submission_id % 4 WHEN 0 THEN true WHEN 1 THEN false END AS c) x WHERE s.program_id = 1 AND s.submission_id % 11 = 0;
CREATE FUNCTION pg_temp.as_told(words text, arguments text, condition text, most int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found bigint[];
  told bigint[];
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  EXECUTE format('SELECT array_agg(x.submission ORDER BY x.n) FROM (SELECT s.submission, row_number() OVER () AS n FROM badcase.search(1, %L, %s, max_rows => %s) s) x', words, arguments, most) INTO found;
  RESET ROLE;
  EXECUTE format($q$SELECT array_agg(x.id ORDER BY x.id DESC) FROM (SELECT s.submission_id AS id FROM badcase_internal.submission s
    WHERE s.program_id = 1 AND (%L IS NULL OR (prompt(s.record) || E'\n' || response(s.record) || E'\n' || history(s.record)::text) ILIKE '%%' || %1$L || '%%' AND badcase_internal.is_searchable(s.state)) AND %s ORDER BY 1 DESC LIMIT %s) x$q$, words, condition, most) INTO told;
  RETURN format('%s, of the newest %s, of the oldest %s', CASE WHEN found IS NOT DISTINCT FROM told THEN 'as told' ELSE 'otherwise' END, (SELECT count(*) > 0 FROM unnest(found) i WHERE i > 500), (SELECT count(*) > 0 FROM unnest(found) i WHERE i BETWEEN 10 AND 300));
END $$;
SELECT c.n, w AS words, c.arguments, pg_temp.as_told(w, c.arguments, c.condition, c.most) AS found FROM (VALUES
  (1, $$in_state => 'accepted'$$, $$s.state = 'accepted'$$, 1000), (2, $$in_state => 'rejected'$$, $$s.state = 'rejected'$$, 1000), (3, $$in_task => 'words'$$, $$s.task_id = (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = 'words')$$, 1000),
  (4, 'by_contributor => 2', 's.contributor_id = 2', 1000), (5, 'in_round => 1', 's.decided_round = 1', 1000), (6, $$by_model => 'm-1'$$, $$s.model_version = 'm-1'$$, 1000),
  (7, $$with_issue => 'made:up'$$, $$EXISTS (SELECT FROM badcase_internal.finding f WHERE f.submission_id = s.submission_id AND f.rule = 'made:up' AND f.revision = s.revision AND f.cleared IS NOT TRUE)$$, 1000),
  (8, format('since => %L', pg_temp.at(:newest)), format('s.received_at >= %L', pg_temp.at(:newest)), 1000), (9, format('until => %L', pg_temp.at(:oldest)), format('s.received_at < %L', pg_temp.at(:oldest)), 1000),
  (10, 'in_round => NULL', 'true', 7), (11, 'by_contributor => 2', 's.contributor_id = 2', 1), (12, $$by_contributor => 2, in_state => 'accepted'$$, $$s.contributor_id = 2 AND s.state = 'accepted'$$, 1000)) c(n, arguments, condition, most), unnest('{a9,a,NULL}'::text[]) w ORDER BY 1, 2;
-- as many as are asked for, some of them from the newest and some from the index
SELECT n, pg_temp.as_told('a9', 'in_round => NULL', 'true', n) AS found FROM unnest(ARRAY[1, 100, 200, (SELECT count(*)::int - 2 FROM badcase_internal.submission s WHERE s.program_id = 1 AND s.submission_id > 10 AND (prompt(s.record) || response(s.record)) ILIKE '%a9%'), 1000]) n;
-- the record at which the newest end and the index begins is found once, and those beside it
SELECT submission_id AS edge FROM badcase_internal.submission WHERE badcase_internal.is_searchable(state) ORDER BY 1 DESC OFFSET 2000 LIMIT 1 \gset
SELECT pg_temp.as_told('it is', format('since => %L, until => %L', pg_temp.at(:edge - 4), pg_temp.at(:edge + 5)), format('s.submission_id BETWEEN %s AND %s', :edge - 4, :edge + 4), 1000) AS found, count(*) FROM badcase_internal.submission WHERE submission_id BETWEEN :edge - 4 AND :edge + 4;
RESET ROLE;
\i sql/include/clean.sql
