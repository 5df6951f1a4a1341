-- What triage relates, joins and gives a task to: copies beyond what a search is worth, the hundredth relation, tasks that come
-- of the nearest prompt, of a batch's own, of an instruction; which of equal records is the original.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET jit = off;
-- Seven more copies where seventy-five are: the searches give up after four of them, and the join does the rest. Each pair is
-- found once, as if all had been compared.
CREATE FUNCTION pg_temp.copy(n int) RETURNS badcase LANGUAGE sql AS $$ SELECT badcase('a copy of the same', (SELECT string_agg('word' || i, ' ' ORDER BY i) FROM generate_series(1, 60) i) || repeat('!', n)) $$;
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(pg_temp.copy(n)) FROM generate_series(1, 75) n)) AS stored;
SELECT badcase.triage_batch(1) AS triaged;
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(pg_temp.copy(n)) FROM generate_series(76, 82) n)) AS stored;
SELECT badcase.triage_batch(1) AS triaged;
SET ROLE regress_badcase_owner;
SELECT r.kind, count(*), count(DISTINCT r.submission_id) AS of, bool_and(r.other_id < r.submission_id) AS to_earlier_ones FROM badcase_internal.relation r WHERE r.submission_id > 6 GROUP BY 1 ORDER BY 1;
SELECT count(DISTINCT cluster_id) AS clusters, count(*) FILTER (WHERE k.common_record OR k.common_prompt) AS common FROM badcase_internal.submission s JOIN badcase_internal.searchable k USING (submission_id) WHERE submission_id > 6;
-- the pairs by themselves, however they are found
SELECT array_agg(submission_id ORDER BY submission_id) AS fresh FROM badcase_internal.submission WHERE submission_id > 81 \gset
SELECT w.way, count(*), count(DISTINCT (w.submission, w.other)) AS pairs, count(*) FILTER (WHERE w.other = ANY (:'fresh')) AS among, count(*) FILTER (WHERE w.submission <> ALL (:'fresh')) AS of_others FROM (
  SELECT 'index' AS way, p.* FROM badcase_internal.pairs_by_index(1, :'fresh', 'record') p UNION ALL SELECT 'among', p.* FROM badcase_internal.pairs_by_join(1, :'fresh', 'record', true, false) p
  UNION ALL SELECT 'both', p.* FROM badcase_internal.pairs_by_join(1, :'fresh', 'prompt', true, true) p UNION ALL SELECT 'others', p.* FROM badcase_internal.pairs_by_join(1, :'fresh', 'record', false, true) p
  UNION ALL SELECT 'another program', p.* FROM badcase_internal.pairs_by_join(2, :'fresh', 'record', false, true) p UNION ALL SELECT 'index of another', p.* FROM badcase_internal.pairs_by_index(2, :'fresh', 'record') p) w GROUP BY 1 ORDER BY 1;
UPDATE badcase_internal.searchable SET common_record = true WHERE submission_id BETWEEN 7 AND 16;
UPDATE badcase_internal.searchable SET common_prompt = true WHERE submission_id BETWEEN 7 AND 26;
SELECT field, (SELECT count(*) FROM badcase_internal.pairs_by_index(1, '{82}', field) p WHERE p.other < 82) AS by_index, (SELECT count(*) FROM badcase_internal.pairs_by_join(1, '{82}', field, false, true) p WHERE p.other < 82) AS by_join FROM unnest('{record,prompt}'::text[]) field;
SELECT p AS program, (SELECT count(*) FROM badcase_internal.common_pairs(p, '{82}')) AS common FROM generate_series(1, 2) p;
SELECT n AS most, badcase_internal.are_searchable(2, n) AS so_many_of_2 FROM generate_series(1, 3) n;

-- The hundred most similar are kept, of a common one the ten most similar; of equal ones the first.
CREATE FUNCTION pg_temp.kept(how text, n int, weight int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    DELETE FROM badcase_internal.relation;
    UPDATE badcase_internal.submission s SET record = badcase('one and the same prompt for each of them', CASE WHEN s.submission_id = 7 OR how = 'near' THEN 'an answer' ELSE 'one of ' || md5(s.submission_id::text) END);
    -- the first two are more similar than the others
    EXECUTE format('SELECT badcase_internal.%I($1, $2, $3, $4)', 'write_' || CASE how WHEN 'near' THEN 'near' ELSE 'alternatives' END)
    USING array_fill(7::bigint, ARRAY[n]), ARRAY(SELECT 9 + n - i FROM generate_series(1, n) i), ARRAY(SELECT CASE WHEN i >= n - 1 THEN 0.999 ELSE 0.8 END FROM generate_series(1, n) i)::float8[], array_fill(weight, ARRAY[n]);
    SELECT format('%s: %s to %s', count(*), min(other_id), max(other_id)) INTO said FROM badcase_internal.relation;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key) OVERRIDING SYSTEM VALUE SELECT i, 1, 5, 1, i, '{"prompt": "a", "response": "b"}', '\x00', '\x00' FROM generate_series(89, 120) i;
SELECT how, n, weight, pg_temp.kept(how, n, weight) FROM unnest('{near,alternative}'::text[]) how CROSS JOIN (VALUES (9, 10), (10, 10), (11, 10), (99, 1), (100, 1), (101, 1), (1, 10)) v(n, weight) ORDER BY 1, 3, 2;
DELETE FROM badcase_internal.submission WHERE submission_id > 88;

-- Which of equal ones is the original: one that was there before, the first of the batch, none that is gone or rejected, none of another program.
CREATE FUNCTION pg_temp.originals(state text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET exact_key = decode(CASE WHEN submission_id IN (7, 10, 11) THEN '01' WHEN submission_id IN (12, 13) THEN '02' ELSE '03' END || CASE WHEN submission_id < 14 THEN '' ELSE to_hex(submission_id + 16) END, 'hex') WHERE submission_id > 6;
    UPDATE badcase_internal.submission s SET exact_key = '\x02' WHERE submission_id = 5;
    UPDATE badcase_internal.submission s SET state = originals.state WHERE submission_id = 7;
    said := badcase_internal.originals_of(1, '{10,11,12,13,14}');
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
UPDATE badcase_internal.submission SET state = 'received' WHERE submission_id BETWEEN 10 AND 14;
SELECT s AS state_of_7, pg_temp.originals(s) FROM unnest(badcase_internal.states()) s;
UPDATE badcase_internal.submission SET exact_key_version = 1 WHERE submission_id IN (7, 13);
SELECT pg_temp.originals('pending') AS of_another_version;
UPDATE badcase_internal.submission SET state = 'pending', exact_key_version = 2 WHERE submission_id BETWEEN 7 AND 14;

-- In portions of two hundred where more than that are similar to one another.
SELECT n, cardinality(badcase_internal.portion_of(ARRAY(SELECT i FROM generate_series(1, n) i))) AS portion FROM unnest('{1,200,201}'::int[]) n;
INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key) OVERRIDING SYSTEM VALUE
SELECT 1000 + i, 1, 5, 1, i, badcase('the same prompt for all of them, word by word', 'answer ' || md5(i::text) || ' ' || md5((i * 7)::text)), '\x00'::bytea, '\x00'::bytea FROM generate_series(1, 201) i UNION ALL SELECT 2000, 1, 5, 1, 2, badcase('another one', 'another answer'), '\x00'::bytea, '\x00'::bytea;
SELECT n, other, cardinality(badcase_internal.portion_of(ARRAY(SELECT 1000 + i FROM generate_series(1, n) i) || other)) AS portion FROM (VALUES (200, '{2000}'::bigint[]), (201, '{}'), (201, '{2000}')) v(n, other);
DELETE FROM badcase_internal.submission WHERE submission_id > 1000;

-- The task of the nearest prompt: from 0.7 on, of what is pending or accepted and has one, of equals the first; of the batch's own the same.
INSERT INTO badcase_internal.task (task_id, program_id, name, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, 'a', 'c'), (72, 1, 'b', 'c'), (73, 1, 'c', 'c'), (74, 1, 'untaken', NULL), (78, 2, 'x', 'c'), (79, 2, 'y', 'c');
DELETE FROM badcase_internal.relation;
UPDATE badcase_internal.submission SET record = badcase('p' || submission_id, 'r') WHERE submission_id > 6;
CREATE FUNCTION pg_temp.tasks(relations text, others text DEFAULT '', states text[] DEFAULT '{pending,pending,pending}', meta jsonb DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT r[1]::bigint, r[2]::bigint, 'near', 0.9, r[3]::float8, 0.9 FROM regexp_matches(relations, '(\d+)-(\d+) ([0-9.]+)', 'g') r;
    UPDATE badcase_internal.submission s SET task_id = r[2]::bigint, state = r[3] FROM regexp_matches(others, '(\d+) (\d+) (\w+)', 'g') r WHERE s.submission_id = r[1]::bigint;
    UPDATE badcase_internal.submission s SET state = 'received' WHERE submission_id BETWEEN 20 AND 22;
    UPDATE badcase_internal.submission s SET record = badcase('p', 'r', meta => tasks.meta) WHERE submission_id = 20;
    said := array_to_string(badcase_internal.tasks_of(1, '{20,21,22}', states), ' ', '-') || ', alone ' || coalesce(badcase_internal.task_by_prompt(21)::text, '-');
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT n, pg_temp.tasks(relations, others, coalesce(states, '{pending,pending,pending}'), meta) AS tasks FROM (VALUES
  (1, '21-10 0.7', '10 71 pending', NULL::text[], NULL::jsonb), (2, '21-10 0.6999', '10 71 pending', NULL, NULL), (3, '21-10 0.9, 21-11 0.8', '10 71 pending, 11 72 pending', NULL, NULL), (4, '21-10 0.8, 21-11 0.9', '10 71 pending, 11 72 accepted', NULL, NULL),
  (5, '21-11 0.8, 21-10 0.8', '10 71 pending, 11 72 pending', NULL, NULL), (6, '21-10 0.9, 21-11 0.8', '11 72 pending', NULL, NULL), (7, '21-10 0.9, 21-11 0.8', '10 71 held, 11 72 pending', NULL, NULL), (8, '21-10 0.9', '10 71 rejected', NULL, NULL),
  (9, '21-10 0.9', '10 71 needs_changes', NULL, NULL), (10, '21-10 0.9', '10 71 disputed', NULL, NULL), (11, '21-20 0.9, 22-21 0.9', '', NULL, '{"task": "a"}'), (12, '21-20 0.8, 21-10 0.9', '10 72 pending', NULL, '{"task": "a"}'),
  (13, '21-20 0.9, 21-10 0.8', '10 72 pending', NULL, '{"task": "a"}'), (14, '21-20 0.9', '', '{held,pending,pending}', '{"task": "a"}'), (15, '21-20 0.9, 21-10 0.8', '10 72 pending', '{held,pending,pending}', '{"task": "a"}'), (16, '21-20 0.9', '', NULL, '{"task": "new"}'),
  (17, '', '21 72 received', NULL, '{"task": "a"}'), (18, '20-10 0.9', '10 72 pending', NULL, '{"task": "new"}'), (19, '', '', '{held,pending,pending}', '{"task": "new"}'), (20, '', '20 74 received', NULL, '{"task": "new"}'), (21, '', '20 72 received', NULL, '{"task": "a"}')) v(n, relations, others, states, meta) ORDER BY n;
SELECT n, badcase_internal.task_of(1, v.name) IS NOT NULL AS made FROM (VALUES (1, repeat('x', 200)), (2, repeat('x', 201)), (3, ' '), (4, ''), (5, NULL)) v(n, name);
SELECT badcase_internal.task_of(1, 'a') AS a, badcase_internal.task_of(1, 'untaken') AS untaken, badcase_internal.task_of(2, 'a') IN (71, 72, 73, 74) AS of_another;
-- by its instruction: that of the program, of several the longest, of two of a length the one that stands more at the beginning
SELECT encode(badcase_instruction_key('one two three four five six seven', b, e), 'hex') IS NOT NULL AS has_key, b, e FROM (VALUES (2, 0), (3, 0), (0, 3), (2, 1)) v(b, e);
INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by) SELECT p, b, e, badcase_instruction_key('one two three four five six seven', b, e), t, 'c'
FROM (VALUES (1, 2, 0, 71), (1, 0, 3, 72), (1, 2, 1, 73), (2, 3, 0, 79), (2, 4, 0, 78)) v(p, b, e, t);
SELECT p AS program, prompt, badcase_internal.task_by_instruction(p, prompt) AS task FROM generate_series(1, 2) p CROSS JOIN unnest(ARRAY['one two three four five six seven', 'one two x four five y seven', 'one two x four five six y', 'x two three four five six seven', 'one two three x', 'x', '']) prompt;
\i :clean
