-- How people, agents and versions of the model are measured: second looks by who had no part, gold and pauses, audits, minutes;
-- suggestions against decisions; answers to cases and to held-out records. Each by a few made-up rows, beside a program with more.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'odd') IS NULL AS odd, badcase.set_task(1, 'even') IS NULL AS even;
SET ROLE regress_badcase_owner;
\pset format unaligned
-- 101 to 112 of 1, 201 to 204 of 2: every third is rejected, the others are accepted; 113 and 114 wait
INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.submission s, generate_series(101, 214) n, jsonb_populate_record(s, jsonb_build_object('submission_id', n, 'program_id', n / 100, 'contributor_id', CASE n / 100 WHEN 1 THEN 5 ELSE 4 END, 'cluster_id', n, 'digest', sha256(n::text::bytea), 'exact_key', sha256(n::text::bytea),
  'state', CASE WHEN n % 100 > 12 THEN 'pending' WHEN n % 3 = 0 THEN 'rejected' ELSE 'accepted' END, 'decided_round', n / 100, 'task_id', CASE WHEN n < 200 THEN (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = CASE WHEN n % 2 = 1 THEN 'odd' ELSE 'even' END) END)) p
WHERE s.submission_id = 1 AND (n <= 114 OR n BETWEEN 201 AND 204);

-- Who may look: not who sent it, reviewed it, ruled on it, edited it or looked at it; whoever did something else, or of another record.
CREATE FUNCTION pg_temp.may_look(id bigint) RETURNS bool LANGUAGE sql SECURITY DEFINER AS $$ SELECT badcase_internal.may_look(s) FROM badcase_internal.submission s WHERE s.submission_id = id $$;
CREATE FUNCTION pg_temp.looks_after(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    SET LOCAL ROLE regress_badcase_rita;
    said := format('rita %s', pg_temp.may_look(101));
    SET LOCAL ROLE regress_badcase_ron;
    said := said || format(', ron %s, rita of another %s', pg_temp.may_look(101), pg_temp.may_look(102));
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT w, pg_temp.looks_after(w) AS may FROM unnest(ARRAY['SELECT', $$UPDATE badcase_internal.contributor SET role = 'regress_badcase_rita' WHERE contributor_id = 5$$,
  $$INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) VALUES (101, 7, 'regress_badcase_rita', 1, 1, true, true, 'accepted')$$,
  $$INSERT INTO badcase_internal.ruling (submission_id, kind, decision, made_by) VALUES (101, 'adjudicate', 'accepted', 'regress_badcase_rita')$$, $$INSERT INTO badcase_internal.revision (submission_id, revision, made_by) VALUES (101, 2, 'regress_badcase_rita')$$,
  $$INSERT INTO badcase_internal.revision (submission_id, revision, made_by) VALUES (101, 1, 'regress_badcase_rita')$$, $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (101, 'regress_badcase_rita', 1, 1, 'accepted', now(), 'accepted', now())$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until) VALUES (101, 'regress_badcase_rita', 1, 1, 'accepted', now())$$]) w;

-- Audits: drawn by the hash of seed and number, of the round's decisions alone, as many as there are.
SET ROLE regress_badcase_carol;
SELECT badcase.draw_audit(1, 4, 7) AS audit, badcase.draw_audit(1, 10000, 7) AS whole;
SET ROLE regress_badcase_owner;
SELECT i.audit_id, count(*) AS n, bool_and(i.decision = s.state AND i.revision = s.revision AND i.task_id = s.task_id AND s.program_id = 1 AND s.decided_round = 1) AS as_decided, array_agg(i.submission_id ORDER BY i.submission_id) = ARRAY(SELECT x FROM (
  SELECT t.submission_id AS x FROM badcase_internal.submission t WHERE t.program_id = 1 AND t.state IN ('accepted', 'rejected') ORDER BY sha256(int8send(7) || int8send(t.submission_id)) LIMIT CASE i.audit_id WHEN 1 THEN 4 ELSE 10000 END) y ORDER BY x) AS lowest
FROM badcase_internal.audit_item i JOIN badcase_internal.submission s USING (submission_id) GROUP BY 1 ORDER BY 1;
DELETE FROM badcase_internal.audit_item;
INSERT INTO badcase_internal.audit (program_id, round_id, seed, drawn_by, drawn_at) SELECT 2, 2, 1, 'cem', '2026-03-01';
INSERT INTO badcase_internal.audit_item (submission_id, audit_id, revision, decision, task_id)
SELECT s.submission_id, a, 1, s.state, s.task_id FROM (VALUES (101, 1), (101, 2), (102, 1), (103, 1), (104, 1), (105, 2), (106, 1), (201, 3), (202, 3)) v(id, a) JOIN badcase_internal.submission s ON s.submission_id = v.id;
CREATE FUNCTION pg_temp.to_look_at(program int) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT string_agg(format('%s of %s', submission_id, audit_id), ', ' ORDER BY submission_id) FROM badcase_internal.audits_to_look_at(program) $$;
CREATE FUNCTION pg_temp.shown(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    SET LOCAL ROLE regress_badcase_cem;
    said := pg_temp.to_look_at(1);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN coalesce(said, 'none');
END $$;
SELECT w, pg_temp.shown(w) AS to_look_at FROM unnest(ARRAY['SELECT', $$UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id = 102$$, 'UPDATE badcase_internal.submission SET revision = 2 WHERE submission_id = 103',
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until) VALUES (101, 'regress_badcase_eva', 1, 1, 1, 'accepted', now() + interval '1 microsecond')$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until) VALUES (101, 'regress_badcase_eva', 1, 1, 1, 'accepted', now())$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (102, 'regress_badcase_eva', 1, 1, 1, 'accepted', now(), 'accepted', now())$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (104, 'regress_badcase_eva', 1, 1, NULL, 'accepted', now(), 'accepted', now())$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (104, 'regress_badcase_eva', 1, 1, 2, 'accepted', now(), 'accepted', now())$$,
  $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (104, 'regress_badcase_cem', 1, 1, NULL, 'accepted', now(), 'accepted', now())$$]) w;
-- of so many claims one more than the half are audits at most; gold comes beside them, none without other work, and none that is an audit already
INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT s.submission_id, s.program_id, CASE s.submission_id WHEN 109 THEN 2 ELSE 1 END, CASE s.submission_id WHEN 110 THEN 'rejected' ELSE s.state END, 'carol' FROM badcase_internal.submission s WHERE s.submission_id IN (101, 107, 108, 109, 110, 111, 203);
CREATE FUNCTION pg_temp.looks(n int) RETURNS bigint[] LANGUAGE sql SECURITY DEFINER AS $$ SELECT badcase_internal.claim_looks(1, n, now() + interval '1 hour') $$;
CREATE FUNCTION pg_temp.claimed(n int, what text DEFAULT 'SELECT') RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  said bigint[];
BEGIN
  BEGIN
    EXECUTE what;
    SET LOCAL ROLE regress_badcase_cem;
    said := pg_temp.looks(n);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT n, pg_temp.claimed(n) AS without_a_rate FROM generate_series(1, 4) n;
UPDATE badcase_internal.program SET gold_rate = 50;
SELECT setseed(0.5);
SELECT pg_temp.claimed(1000) AS all_there_is, pg_temp.claimed(1000, 'DELETE FROM badcase_internal.audit_item') AS gold_alone, cardinality(pg_temp.claimed(9, 'DELETE FROM badcase_internal.gold WHERE submission_id > 107')) AS a_few,
  pg_temp.claimed(1000, $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE state = 'pending'$$) AS no_other_work;
-- one whose claim ended is claimed anew, one that holds or is given is not
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at)
SELECT v.id, 'regress_badcase_cem', 1, 9, NULL, 'rejected', now() + v.left * interval '1 microsecond', v.verdict, CASE WHEN v.verdict IS NOT NULL THEN now() END FROM (VALUES (102, 0, NULL), (103, 1, NULL), (104, 0, 'accepted')) v(id, "left", verdict);
UPDATE badcase_internal.program SET gold_rate = 0;
BEGIN;
SET LOCAL ROLE regress_badcase_cem;
SELECT pg_temp.looks(100) AS claimed;
SET LOCAL ROLE regress_badcase_owner;
SELECT submission_id, revision, audit_id, expected, claimed_until > now() + interval '59 minutes' AS anew, verdict FROM badcase_internal.look ORDER BY 1;
ROLLBACK;
DELETE FROM badcase_internal.look;
-- given, taken back and given back: of the record, its state and revision, by the person alone
CREATE FUNCTION pg_temp.look(id bigint, who text, verdict text DEFAULT NULL, audit bigint DEFAULT NULL, expected text DEFAULT NULL, revision int DEFAULT 1, minutes int DEFAULT 0, program int DEFAULT 1) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at, note, reasons)
  SELECT id, ('regress_badcase_' || who)::regrole, look.program, look.revision, look.audit, coalesce(look.expected, s.state), now() + interval '1 hour', look.verdict, CASE WHEN look.verdict IS NOT NULL THEN timestamptz '2026-03-01 00:00+00' + minutes * interval '1 minute' END, 'n', '{spam}' FROM badcase_internal.submission s WHERE s.submission_id = id
$$;
SELECT pg_temp.look(101, 'rita', 'accepted'), pg_temp.look(101, 'ron', 'accepted'), pg_temp.look(102, 'rita'), pg_temp.look(103, 'rita', 'accepted', NULL, 'accepted'), pg_temp.look(104, 'rita', 'accepted', NULL, NULL, 2);
CREATE FUNCTION pg_temp.has(id bigint) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT format('has %s, took back %s', badcase_internal.has_second_look(s), badcase_internal.take_look_back(s)) FROM badcase_internal.submission s WHERE s.submission_id = id $$;
SET ROLE regress_badcase_rita;
SELECT n, pg_temp.has(n) FROM generate_series(101, 105) n;
SET ROLE regress_badcase_owner;
SELECT submission_id, reviewer, verdict, note, reasons, looked_at IS NOT NULL AS at FROM badcase_internal.look ORDER BY 1, 2::text;
SELECT badcase_internal.release_looks(1, 'regress_badcase_rita', '{101,105}') AS of_one, badcase_internal.release_looks(2, 'regress_badcase_rita', NULL) AS of_another_program, badcase_internal.release_looks(1, 'regress_badcase_eva', NULL) AS of_another;
SELECT string_agg(submission_id || ' ' || reviewer, ', ' ORDER BY submission_id, reviewer::text) AS left FROM badcase_internal.look;
SELECT badcase_internal.release_looks(1, 'regress_badcase_rita', NULL) AS the_rest, (SELECT count(*) FROM badcase_internal.look) AS before;
SELECT string_agg(submission_id || ' ' || reviewer, ', ' ORDER BY submission_id, reviewer::text) AS left FROM badcase_internal.look;

-- Gold and pauses: of one reviewer, one program, since the last time that a pause ended; from ten on, where even the upper end is below.
DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.gold;
SELECT count(pg_temp.look(100 + n, 'cem', CASE WHEN n < 9 THEN 'needs_changes' ELSE CASE n % 3 WHEN 0 THEN 'rejected' ELSE 'accepted' END END, NULL, NULL, 1, n * 60)::text) FROM generate_series(1, 10) n;
SELECT pg_temp.look(111, 'cem', 'accepted', 1, NULL, 1, 0), pg_temp.look(112, 'ron', 'rejected', NULL, NULL, 1, 0), pg_temp.look(201, 'cem', 'accepted', NULL, NULL, 1, 0, 2);
SELECT g.* FROM unnest('{-infinity,2026-03-01 01:00+00,2026-03-01 10:00+00}'::timestamptz[]) t, badcase_internal.gold_of(1, 'regress_badcase_cem', t) g;
CREATE FUNCTION pg_temp.paused(asked int, what text DEFAULT 'SELECT') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.program SET least_accuracy = CASE program_id WHEN 1 THEN asked ELSE 99 END;
    EXECUTE what;
    said := format('cem %s, ron %s, cem in 2 %s', badcase_internal.is_paused(1, 'regress_badcase_cem'), badcase_internal.is_paused(1, 'regress_badcase_ron'), badcase_internal.is_paused(2, 'regress_badcase_cem'));
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT high FROM badcase_internal.wilson(1, 10);
SELECT l, w, pg_temp.paused(l, w) FROM unnest('{40,41,NULL}'::int[]) l, unnest(ARRAY['SELECT']) w UNION ALL
SELECT 99, w, pg_temp.paused(99, w) FROM unnest(ARRAY['DELETE FROM badcase_internal.look WHERE submission_id = 101',
  $$INSERT INTO badcase_internal.action (program_id, kind, whose, made_by, made_at) VALUES (1, 'reviewer_resumed', 'regress_badcase_cem', 'carol', '2026-03-01 00:59+00')$$, $$INSERT INTO badcase_internal.action (program_id, kind, whose, made_by, made_at) VALUES (1, 'reviewer_resumed', 'regress_badcase_cem', 'carol', '2026-03-01 01:00+00')$$,
  $$INSERT INTO badcase_internal.action (program_id, kind, whose, made_by, made_at) VALUES (1, 'reviewer_resumed', 'regress_badcase_ron', 'carol', '2026-03-02'), (2, 'reviewer_resumed', 'regress_badcase_cem', 'carol', '2026-03-02'), (1, 'claim_taken_back', 'regress_badcase_cem', 'carol', '2026-03-02')$$,
  $$INSERT INTO badcase_internal.action (program_id, kind, whose, made_by, made_at) VALUES (1, 'reviewer_resumed', 'regress_badcase_cem', 'carol', '2026-03-02'), (1, 'reviewer_resumed', 'regress_badcase_cem', 'carol', '2026-02-01')$$]) w;
-- gold, how often it was shown and judged right; not for an audit; those of another program are another's
INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT s.submission_id, s.program_id, 1, s.state, 'carol' FROM badcase_internal.submission s WHERE s.submission_id IN (101, 110, 111, 112, 201);
SELECT pg_temp.look(110, 'ron', 'needs_changes'), pg_temp.look(110, 'eva');
SET ROLE regress_badcase_carol;
SELECT program, submission, verdict, added_by, shown, judged_right FROM badcase.gold;
SET ROLE regress_badcase_cem;
SELECT program, submission, verdict, added_by, shown, judged_right FROM badcase.gold;
-- the middle of the minutes between judgements, of an hour at most, reviews and looks alike
SET ROLE regress_badcase_owner;
DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.review;
CREATE FUNCTION pg_temp.minutes(VARIADIC minutes numeric[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.review;
  PERFORM pg_temp.look(100 + n::int, 'ron', 'accepted') FROM generate_series(2, cardinality(minutes), 2) n;
  UPDATE badcase_internal.look l SET looked_at = timestamptz '2026-03-01 00:00+00' + minutes[l.submission_id - 100] * interval '1 minute';
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reviewed_at)
  SELECT 100 + n, 0, 'regress_badcase_ron', 1, 1, true, true, 'accepted', timestamptz '2026-03-01 00:00+00' + minutes[n] * interval '1 minute' FROM generate_series(1, cardinality(minutes), 2) n;
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reviewed_at)
  VALUES (101, 1, 'regress_badcase_rita', 1, 1, true, true, 'accepted', '2026-03-01 00:00:30+00'), (201, 1, 'regress_badcase_ron', 2, 1, true, true, 'accepted', '2026-03-01 00:00:30+00');
  PERFORM pg_temp.look(101, 'eva', 'accepted'), pg_temp.look(112, 'ron'), pg_temp.look(202, 'ron', 'accepted', NULL, NULL, 1, 1, 2);
  RETURN coalesce(badcase_internal.minutes_of(1, 'regress_badcase_ron')::text, 'none');
END $$;
SELECT m, pg_temp.minutes(VARIADIC m) FROM (VALUES ('{0}'::numeric[]), ('{0,4}'), ('{0,4.06}'), ('{0,4,10}'), ('{0,60}'), ('{0,60.01}'), ('{0,4,100,106}'), ('{10,0,4}')) v(m);
-- of the last two hundred, be they of two rounds: of 199 times between them a hundred are of two minutes, or of twenty; looks are among them
INSERT INTO badcase_internal.round (program_id, opened_at, closed_at) VALUES (1, '2026-01-01', '2026-01-02') RETURNING round_id AS later \gset
CREATE FUNCTION pg_temp.of_many(slow int, other bigint, looks int) RETURNS float8 LANGUAGE sql AS $$
  DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.review;
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reviewed_at)
  SELECT 102, n, 'regress_badcase_ron', CASE n % 2 WHEN 0 THEN 1 ELSE other END, 1, true, true, 'accepted', timestamptz '2026-04-01 00:00+00' + (least(n, slow) * 20 + greatest(n - slow, 0) * 2) * interval '1 minute' FROM generate_series(1, 204) n;
  SELECT count(pg_temp.look(100 + n, 'ron', 'accepted', NULL, NULL, 1, 50000 + 2 * n)::text) FROM generate_series(1, looks) n;
  SELECT badcase_internal.minutes_of(1, 'regress_badcase_ron')
$$;
SELECT o = 1 AS of_one_round, pg_temp.of_many(104, o, 0) AS quick, pg_temp.of_many(105, o, 0) AS slow, pg_temp.of_many(107, o, 5) AS with_looks FROM unnest(ARRAY[1, :later]) o;
-- what an audit comes to: of two looks the first counts, as a whole and by task
DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.review;
SELECT pg_temp.look(101, 'ron', 'rejected', 1, NULL, 1, 2), pg_temp.look(101, 'eva', 'accepted', 1, NULL, 1, 1), pg_temp.look(101, 'cem', 'rejected', 2, NULL, 1, 0), pg_temp.look(102, 'ron', 'needs_changes', 1), pg_temp.look(103, 'ron', NULL, 1), pg_temp.look(103, 'eva', 'rejected'), pg_temp.look(104, 'ron', 'rejected', 1), pg_temp.look(201, 'ron', 'accepted', 3, NULL, 1, 0, 2), pg_temp.look(202, 'ron', 'rejected', 3, NULL, 1, 0, 2);
UPDATE badcase_internal.audit_item SET task_id = NULL WHERE submission_id = 106;
SET ROLE regress_badcase_carol;
SELECT program, audit, round, is_whole, task, drawn, judged, wrong, error_rate, error_low, error_high FROM badcase.audit_result;
SET ROLE regress_badcase_owner;
SELECT badcase_internal.audit_fact('{1}') AS of_1, badcase_internal.audit_fact('{2}') AS of_2, badcase_internal.audit_fact('{1,2}') AS of_both, badcase_internal.audit_fact('{3}') AS of_none;

-- Suggestions against decisions, in both programs.
INSERT INTO badcase_internal.agent (program_id, name, version, kind, registered_by) VALUES (1, 'a', '1', 'model', 'carol'), (1, 'b', '1', 'rule', 'carol'), (2, 'a', '1', 'model', 'cem');
UPDATE badcase_internal.submission SET failure_kinds = CASE submission_id % 4 WHEN 0 THEN '{}' WHEN 1 THEN '{factual}' WHEN 2 THEN '{factual,domain}' ELSE '{other}' END::text[] WHERE submission_id > 100;
INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, useful, correct, failure_kinds, task)
SELECT v.id, v.agent, v.revision, v.id / 100, v.useful, v.correct, v.kinds::text[], v.task FROM (VALUES (101, 1, 1, 1, 0.5, '{factual}', 'odd'), (102, 1, 1, 1, 0.49, '{other}', 'odd'), (103, 1, 1, 0.05, NULL, '{}', 'even'), (104, 1, 1, NULL, 0.95, '{factual}', 'even'), (105, 1, 1, 1, 1, NULL, NULL),
  (106, 1, 1, 0, 1, '{factual,domain}', NULL), (107, 1, 1, NULL, NULL, '{other,domain}', 'odd'), (108, 1, 2, 1, 1, '{factual}', 'even'), (113, 1, 1, 1, 1, '{factual}', 'odd'), (109, 2, 1, 0.6, 0.9, NULL, 'nothing'), (112, 2, 1, 0.1, 0.1, '{factual}', 'even'), (201, 3, 1, 1, 1, '{factual}', 'odd')) v(id, agent, revision, useful, correct, kinds, task);
UPDATE badcase_internal.submission SET task_id = NULL WHERE submission_id = 104;
SET ROLE regress_badcase_carol;
SELECT program, agent, name, kind, registered_by, suggestions FROM badcase.agents;
SELECT agent, what, is_whole, task, failure_kind AS kind, records, true_positives AS tp, false_positives AS fp, false_negatives AS fn, true_negatives AS tn, accuracy, accuracy_low AS low, precision, recall, kappa, calibration FROM badcase.agent_agreement;
SET ROLE regress_badcase_cem;
SELECT program, agent, what, is_whole, failure_kind, records FROM badcase.agent_agreement;
-- the rule of the workspace's own: what is decided or waits, once, where the rejected answer can be told from the response
SET ROLE regress_badcase_owner;
DELETE FROM badcase_internal.suggestion;
UPDATE badcase_internal.submission SET asks = 1, state = v.state, record = badcase(v.prompt, v.response, rejected => v.rejected) FROM (
  SELECT 100 + n AS id, s AS state, 'Answer in one sentence: why?' AS prompt, 'Because.' AS response, 'It is so. It was so.' AS rejected FROM unnest('{received,held,duplicate,pending,needs_changes,disputed,accepted,rejected,withdrawn}'::text[]) WITH ORDINALITY x(s, n)
  UNION ALL SELECT 110 + n, 'accepted', x.p, x.r, x.w FROM (VALUES (0, 'Answer in one sentence: why?', 'Because.', 'So.'), (1, 'Answer in one sentence: why?', 'It is so. It was so.', 'It is so. It was.'), (2, 'Answer in one sentence, in lower case: why?', 'because.', 'It is so. It was so.'),
    (3, 'Answer in one sentence, in lower case: why?', 'Because. So.', 'so.'), (4, 'Answer in one sentence, in lower case: why?', 'Because.', 'It is so. It was so.')) x(n, p, r, w)) v WHERE submission_id = v.id;
UPDATE badcase_internal.submission SET asks = 1, record = badcase('Answer in one sentence: why?', 'Because.', rejected => CASE submission_id WHEN 202 THEN ' ' ELSE 'It is so. It was so.' END) WHERE submission_id IN (201, 202);
UPDATE badcase_internal.submission SET asks = 0, state = 'accepted', record = badcase('Answer in one sentence: why?', 'Because.', rejected => 'It is so. It was so.') WHERE submission_id IN (1, 2);
UPDATE badcase_internal.submission SET asks = NULL WHERE submission_id = 2;
SET ROLE regress_badcase_carol;
SELECT badcase.suggest_kinds(1) AS made, badcase.suggest_kinds(1) AS again;
SET ROLE regress_badcase_owner;
SELECT g.submission_id, a.name, a.version, a.kind, g.revision, g.program_id, g.failure_kinds, g.why FROM badcase_internal.suggestion g JOIN badcase_internal.agent a USING (agent_id) ORDER BY 1;
UPDATE badcase_internal.submission SET revision = 2 WHERE submission_id = 107;
SET ROLE regress_badcase_carol;
SELECT badcase.suggest_kinds(1) AS revised;
SET ROLE regress_badcase_cem;
SELECT badcase.suggest_kinds(2) AS of_the_other;

-- Answers: a case is named in its own program alone, by a digest of any of its revisions, and compared with the text that was named.
SET ROLE regress_badcase_owner;
DELETE FROM badcase_internal.revision;
UPDATE badcase_internal.submission SET state = 'accepted', revision = CASE submission_id WHEN 1 THEN 2 ELSE 1 END, record = v.r, digest = badcase_digest(badcase('q', 'one two three')) FROM (VALUES (1, badcase('q', 'four five six')), (5, badcase('q', 'one two three'))) v(id, r) WHERE submission_id = v.id;
INSERT INTO badcase_internal.revision (submission_id, revision, record, digest) VALUES (1, 1, badcase('q', 'one two three'), badcase_digest(badcase('q', 'one two three'))), (1, 2, badcase('q', 'four five six'), badcase_digest(badcase('q', 'four five six'))), (5, 2, badcase('q', 'four five six'), badcase_digest(badcase('q', 'four five six')));
UPDATE badcase_internal.submission SET record = badcase('q2', 'r') WHERE submission_id IN (2, 6);
UPDATE badcase_internal.submission SET state = 'accepted', record = badcase('q2', 'seven', '[["a", "b"]]') WHERE submission_id IN (3, 202);
UPDATE badcase_internal.submission SET state = 'rejected', record = badcase('q3', 'r') WHERE submission_id IN (4, 2);
UPDATE badcase_internal.submission SET digest = badcase_digest(badcase('q3', 'first')) WHERE submission_id = 4;
INSERT INTO badcase_internal.revision (submission_id, revision, record, digest) VALUES (4, 2, badcase('q3', 'second'), badcase_digest(badcase('q3', 'second')));
INSERT INTO badcase_internal.model_version (program_id, name, base_id, registered_by) VALUES (1, 'm1', NULL, 'x'), (1, 'm2', 1, 'x'), (1, 'm3', 2, 'x'), (2, 'n1', NULL, 'x');
SET ROLE regress_badcase_carol;
CREATE FUNCTION pg_temp.answers(model bigint, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  PERFORM badcase.open_upload(1, kind => 'outputs', target => model);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  SELECT q.* INTO p FROM badcase.process_upload() q;
  RETURN format('%s = %s + %s + %s + %s', p.lines, p.stored, p.repeated, p.refused, p.blank);
END $$;
SELECT pg_temp.answers(1, format('{"digest": "%s", "output": "one"}', encode(badcase_digest(badcase('q', 'one two three')), 'hex')), format('{"digest": "%s", "output": "four"}', encode(badcase_digest(badcase('q', 'four five six')), 'hex')),
  '{"prompt": "q", "output": "q"}', '{"prompt": "q2", "output": "without its history"}', '{"prompt": "q2", "history": [["a", "b"]], "output": "q2"}', '{"prompt": "q3", "output": "of a rejected one"}', '{"submission": 5, "output": "of another program"}', '{"submission": 1, "output": "by number"}', '{"submission": 1, "output": "by number"}',
  '{"submission": 4, "output": "rejected"}', format('{"digest": "%s", "output": "rejected"}', encode(badcase_digest(badcase('q3', 'first')), 'hex')), format('{"digest": "%s", "output": "rejected"}', encode(badcase_digest(badcase('q3', 'second')), 'hex'))) AS sums;
SELECT pg_temp.answers(2, '{"submission": 1, "output": "by number"}', '{"submission": 1, "output": "four"}', '{"submission": 3, "output": "by number"}') AS of_another_version;
SELECT pg_temp.answers(1, '{"submission": 1, "output": "four"}', '{"submission": 3, "output": "four"}', '{"submission": 4, "output": "rejected"}', '{"submission": 4, "output": "rejected, too"}') AS again;
SELECT line_no, code FROM badcase.refused_lines((SELECT min(upload) FROM badcase.uploads WHERE kind = 'outputs'), NULL);
SET ROLE regress_badcase_owner;
SELECT model_id, submission_id, line_no, revision, output, round(rouge_l::numeric, 3) AS rouge_l FROM badcase_internal.outcome ORDER BY outcome_id;
SET ROLE regress_badcase_carol;
SELECT model_name, submission, prompt, expected, output FROM badcase.outputs_to_judge;
SELECT badcase.judge_output(min(outcome), 'still_bad', 'as ever'), badcase.judge_output(max(outcome), 'fixed') FROM badcase.outputs_to_judge WHERE submission = 3;
SET ROLE regress_badcase_owner;
SELECT submission_id, output, verdict, note, judged_by FROM badcase_internal.outcome WHERE verdict IS NOT NULL ORDER BY outcome_id;
SELECT submission_id, from_state, to_state, revision, verdict FROM badcase_internal.event WHERE outcome_id IS NOT NULL ORDER BY event_id;
-- What became of each case, version by version: all answers fixed, one bad, bad where any version before had it fixed, not judged yet.
DELETE FROM badcase_internal.outcome;
INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4, verdict, judged_at, judged_by)
SELECT v.id, CASE v.model WHEN 4 THEN 2 ELSE 1 END, v.model, 1, n, 1, 'o' || n, n / 100.0, (100 - n) / 100.0, v.verdict, CASE WHEN v.verdict IS NOT NULL THEN timestamptz '2026-03-01 00:00+00' + n * interval '1 hour' END, CASE WHEN v.verdict IS NOT NULL THEN 'x' END
FROM (SELECT x.*, row_number() OVER () AS n FROM (VALUES (101, 1, 'fixed'), (101, 2, 'still_bad'), (101, 3, 'still_bad'), (102, 1, 'fixed'), (102, 1, NULL), (102, 2, 'still_bad'), (103, 1, 'still_bad'), (103, 2, 'fixed'), (103, 3, 'still_bad'), (104, 2, 'fixed'), (104, 2, 'still_bad'), (104, 3, 'still_bad'),
  (105, 1, 'fixed'), (105, 2, 'fixed'), (105, 2, 'fixed'), (106, 3, NULL), (107, 1, 'fixed'), (107, 2, 'still_bad'), (202, 4, 'fixed'), (108, 2, 'fixed'), (108, 1, 'still_bad')) x(id, model, verdict)) v;
UPDATE badcase_internal.submission SET state = CASE submission_id WHEN 107 THEN 'withdrawn' ELSE 'accepted' END WHERE submission_id BETWEEN 101 AND 108;
UPDATE badcase_internal.submission SET task_id = (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = CASE WHEN submission_id % 2 = 0 THEN 'even' ELSE 'odd' END) WHERE submission_id BETWEEN 101 AND 108;
UPDATE badcase_internal.task SET set_by = NULL WHERE name = 'even';
SET ROLE regress_badcase_carol;
SELECT model_name, submission, task, outputs, judged, progress, rouge_l, bleu4, to_char(judged_at AT TIME ZONE 'UTC', 'HH24') AS at FROM badcase.model_progress;
SET ROLE regress_badcase_cem;
SELECT program, model_name, submission, progress FROM badcase.model_progress;
-- Held-out records: each answer beside that of the version before; figures as a whole and by topic.
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.corpus (program_id, name, role, licence, opened_by) VALUES (1, 'g', 'general', 'MIT', 'x'), (2, 'g', 'general', 'MIT', 'x');
INSERT INTO badcase_internal.corpus_item (corpus_id, upload_id, line_no, digest, record, held_out) SELECT CASE WHEN n < 8 THEN 1 ELSE 2 END, 1, n, sha256(n::text::bytea), badcase('ask ' || n, 'say ' || n, meta => CASE n % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{"topic": "a", "system": "s"}' ELSE '{"task": "b"}' END::jsonb), n <> 7 FROM generate_series(1, 9) n;
INSERT INTO badcase_internal.general_outcome (item_id, model_id, program_id, upload_id, line_no, output, rouge_l, bleu4, verdict, judged_by, judged_at)
SELECT v.item, v.model, CASE v.model WHEN 4 THEN 2 ELSE 1 END, 1, row_number() OVER (), v.output, v.rouge, v.bleu, v.verdict, CASE WHEN v.verdict IS NOT NULL THEN 'x' END, CASE WHEN v.verdict IS NOT NULL THEN now() END FROM (VALUES (1, 1, 'x', 0.1, 0.2, NULL), (2, 1, 'x', 0.2, 0.1, NULL), (3, 1, 'x', 0.3, 0.4, NULL), (4, 1, 'x', 0.5, 0.5, NULL), (1, 2, 'x', 0.1, 0.2, 'better'), (2, 2, 'y', 0.6, 0.3, 'better'),
  (3, 2, 'y', 0.1, 0.1, 'worse'), (4, 2, 'y', 0.4, 0.5, 'same'), (5, 2, 'y', 0.9, 0.9, 'better'), (6, 2, 'y', 0.9, 0.9, NULL), (1, 3, 'z', 0.7, 0.2, NULL), (2, 3, 'y', 0.6, 0.3, NULL), (3, 3, 'z', 0.2, 0.2, 'worse'), (8, 4, 'x', 1, 1, NULL)) v(item, model, output, rouge, bleu, verdict);
SET ROLE regress_badcase_carol;
SELECT corpus, item, topic, system FROM badcase.held_out;
SELECT model_name, item, prompt, expected, base_output, output FROM badcase.general_to_judge;
SELECT model, base_name, is_whole, topic, cases, fixed, still_bad, regressed, records, compared, judged, better, same, worse, chance, rouge_l, rouge_difference, bleu4, bleu_difference, rouge_low <= rouge_difference AND rouge_difference <= rouge_high AND bleu_low <= bleu_high AS inside FROM badcase.version_progress;
SET ROLE regress_badcase_cem;
SELECT program, model_name, is_whole, topic, cases, fixed, records, compared FROM badcase.version_progress;
SELECT program, item FROM badcase.held_out;
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.general(answer text) RETURNS bigint LANGUAGE sql RETURN (SELECT general_outcome_id FROM badcase_internal.general_outcome WHERE model_id || ' ' || item_id = answer);
SELECT a, pg_temp.answer('carol', format($$SELECT badcase.judge_general(%s, 'better', 'n') IS NULL$$, pg_temp.general(a))) AS judged FROM unnest('{3 1,2 5,1 1,4 8}'::text[]) a;
SET ROLE regress_badcase_carol;
SELECT badcase.judge_general(answer, 'better', 'well done') FROM badcase.general_to_judge WHERE model_name = 'm3';
SET ROLE regress_badcase_owner;
SELECT model_id, item_id, verdict, note FROM badcase_internal.general_outcome WHERE note IS NOT NULL ORDER BY 1, 2;
-- on the card of a release the versions that are of it and answered something; in the report all that did, the newest first
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by) VALUES (1, 'r', 1, 1, '\x00', 'x'), (1, 'none', 1, 1, '\x01', 'x');
INSERT INTO badcase_internal.model_version (program_id, name, base_id, releases, registered_by) VALUES (1, 'm4', 3, '{1}', 'x');
UPDATE badcase_internal.model_version SET releases = CASE model_id WHEN 4 THEN '{1}' ELSE '{1,7}' END::bigint[] WHERE model_id BETWEEN 2 AND 4;
SELECT r.name, (SELECT string_agg(concat_ws(' ', v ->> 'name', v ->> 'base', v ->> 'cases', v ->> 'fixed', v ->> 'regressed', v ->> 'judged', v ->> 'better', v ->> 'worse', v ->> 'chance', v ->> 'compared', v ->> 'rouge'), '; ' ORDER BY n) FROM jsonb_array_elements(badcase_internal.models_of(r)) WITH ORDINALITY x(v, n)) AS models FROM badcase_internal.release r ORDER BY 1;
SELECT x.place, concat_ws(' | ', (xpath('normalize-space(string(/tr/th))', x.row))[1], array_to_string(xpath('/tr/td/text()', x.row)::text[], ' '), (xpath('count(/tr//rect)', x.row))[1]) AS row
FROM badcase_internal.round o, unnest(xpath('//tbody/tr', xmlparse(DOCUMENT badcase_internal.report_models(o, badcase_internal.report_words('en'))))) WITH ORDINALITY x(row, place) WHERE o.round_id = 1 ORDER BY 1;
BEGIN;
DELETE FROM badcase_internal.general_outcome; DELETE FROM badcase_internal.outcome WHERE model_id <> 4;
SELECT badcase_internal.report_models(o, badcase_internal.report_words('en')) IS NULL AS none_answered FROM badcase_internal.round o WHERE o.round_id = 1;
INSERT INTO badcase_internal.model_version (model_id, program_id, name, registered_by) OVERRIDING SYSTEM VALUE SELECT 100 + n, 1, 'v' || n, 'x' FROM generate_series(1, 61) n;
INSERT INTO badcase_internal.general_outcome (item_id, model_id, program_id, upload_id, line_no, output, rouge_l, bleu4) SELECT 1, 100 + n, 1, 1, n, 'x', 1, 1 FROM generate_series(1, 61) n;
SELECT count(*) AS sixty, max(m[1]) AS newest, min(m[1]) AS oldest FROM badcase_internal.round o, regexp_matches(badcase_internal.report_models(o, badcase_internal.report_words('en')), '<bdi>(v\d+)</bdi>', 'g') m WHERE o.round_id = 1;
ROLLBACK;
-- held out: so many in all, by the hash of seed and digest, none that a release has, none of another corpus
UPDATE badcase_internal.corpus_item SET held_out = false;
INSERT INTO badcase_internal.release_general_item (item_id, release_id, pos, digest) SELECT item_id, 1, 1, digest FROM badcase_internal.corpus_item WHERE item_id = 2;
SET ROLE regress_badcase_carol;
SELECT badcase.hold_out(1, 3, 5) AS three, badcase.hold_out(1, 2, 6) AS never_less;
SET ROLE regress_badcase_owner;
SELECT array_agg(item_id) = ARRAY(SELECT x FROM (SELECT i.item_id AS x FROM badcase_internal.corpus_item i WHERE i.corpus_id = 1 AND i.item_id <> 2 ORDER BY sha256(int8send(5) || i.digest) LIMIT 3) y ORDER BY x) AS lowest FROM (SELECT item_id FROM badcase_internal.corpus_item WHERE held_out ORDER BY 1) z;
SET ROLE regress_badcase_carol;
SELECT badcase.hold_out(1, 4, 6) AS four, badcase.hold_out(1, 10000, 6) AS all_but_one;
SET ROLE regress_badcase_owner;
SELECT corpus_id, count(*) FILTER (WHERE held_out) AS held_out, count(*) FROM badcase_internal.corpus_item GROUP BY 1 ORDER BY 1;
-- A text that comes again in a later revision is that revision.
INSERT INTO badcase_internal.revision (submission_id, revision, record, digest) SELECT 3, n, r, badcase_digest(r) FROM (VALUES (1, badcase('again', 'one two')), (2, badcase('again', 'three')), (3, badcase('again', 'one two'))) v(n, r);
UPDATE badcase_internal.submission SET state = 'accepted', revision = 4, record = badcase('again', 'four'), digest = badcase_digest(badcase('again', 'one two')) WHERE submission_id = 3;
SET ROLE regress_badcase_carol;
SELECT pg_temp.answers(3, format('{"digest": "%s", "output": "one two"}', encode(badcase_digest(badcase('again', 'one two')), 'hex'))) AS sums;
SET ROLE regress_badcase_owner;
SELECT revision, rouge_l FROM badcase_internal.outcome WHERE model_id = 3 AND submission_id = 3;
-- a report has the versions from the newest to the oldest
SELECT ARRAY(SELECT m[1] FROM regexp_matches(badcase_internal.report_models(r, badcase_internal.report_words('en')), '<span><bdi>(.*?)</bdi>', 'g') m) AS versions FROM badcase_internal.round r WHERE r.program_id = 1 ORDER BY r.round_id LIMIT 1;
-- No more than so many are claimed, gold among them by its rate; what a look is answered is what a review would be.
UPDATE badcase_internal.program SET gold_rate = 1, quorum = 1, suggestions = 'after';
DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.audit_item; DELETE FROM badcase_internal.gold; DELETE FROM badcase_internal.review;
UPDATE badcase_internal.submission SET state = CASE WHEN submission_id > 112 THEN 'pending' ELSE 'accepted' END, revision = 1 WHERE submission_id BETWEEN 101 AND 114;
INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT n, 1, 1, 'accepted', 'carol' FROM generate_series(101, 112) n;
SELECT setseed(0.5);
SELECT sum(cardinality(pg_temp.claimed(2))) < 5 AS few FROM generate_series(1, 5) n;
UPDATE badcase_internal.program SET gold_rate = 50;
SELECT max(cardinality(pg_temp.claimed(2))) = 2 AS no_more FROM generate_series(1, 20) n;
SELECT pg_temp.look(101, 'rita'), pg_temp.look(102, 'rita');
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(101, true, true) AS of_one, badcase.submit_review(101, true, false) AS changed, pg_temp.answer('rita', 'SELECT 1') = '1' AS asked;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET quorum = 2;
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(102, true, true, note => 'n') AS of_two;
SET ROLE regress_badcase_owner;
SELECT submission_id, verdict, note, reasons FROM badcase_internal.look ORDER BY 1;
-- One who reviewed submissions that are far apart is one reviewer.
BEGIN;
INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.submission s, jsonb_populate_record(s, '{"submission_id": 9000000, "cluster_id": 9000000, "digest": "\\x09", "exact_key": "\\x09"}') p WHERE s.submission_id = 101;
DELETE FROM badcase_internal.review;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) SELECT n, 7, r::regrole, 1, 1, true, true, 'accepted' FROM unnest('{101,9000000}'::bigint[]) n, unnest('{regress_badcase_ron,regress_badcase_rita}'::text[]) r;
SELECT badcase_internal.mark_reviewed('{101,9000000}');
SELECT badcase_internal.agreement(1) -> 'reviewers' AS reviewers, (SELECT count(*) FROM badcase_internal.tallied(1, 'reviewer')) AS counted_apart;
ROLLBACK;
-- What forces a plan that the planner holds dear is not compiled for it: that takes longer than the answer.
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'badcase_internal'::regnamespace AND p.proname IN ('minutes_of', 'report_reviewers', 'seen_by_older_rules') AND 'jit=off' = ANY (p.proconfig) ORDER BY 1;
\i :clean
