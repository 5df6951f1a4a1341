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
RESET ROLE;
\i sql/include/clean.sql
