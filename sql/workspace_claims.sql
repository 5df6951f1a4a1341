-- Who is given what to review: in which order it is wanted, what can be claimed and what cannot, how much one has claimed, and
-- what is taken of another's store; each beside another program in which all of it is otherwise.
-- Numbers for the public at the edges: one contributor more or less than k, cells that go together, kinds of failure that all
-- have or none. Withdrawals: of ten and of eleven, what each names, what becomes of duplicates. Beside another program.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('three') AS three \gset
SELECT badcase.grant_access(p, ('regress_badcase_' || r)::name, 'reviewer') FROM (VALUES (2, 'rita'), (:three, 'rita'), (:three, 'ron'), (:three, 'cem'), (1, 'cem')) v(p, r);
CREATE FUNCTION pg_temp.put(first bigint, last bigint, program int, state text, kinds text[] DEFAULT '{}', task text DEFAULT NULL, cluster bigint DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, contributor_state, cluster_id, failure_kinds, review_pass, task_id, received_at)
  OVERRIDING SYSTEM VALUE
  SELECT i, program, 5, 1, i, '{"prompt": "a", "response": "b"}', '\x00', '\x00', state, state, coalesce(cluster, i), kinds, 1, (SELECT t.task_id FROM badcase_internal.task t WHERE t.program_id = program AND t.name = task), now() - interval '1 day'
  FROM generate_series(first, last) i
$$;

-- The order: what a task misses, then the rarest kind among the clusters of the thousand accepted ones that came last, then
-- what names none. The first of all accepted ones is one too many.
BEGIN;
INSERT INTO badcase_internal.task (program_id, name, target, set_by) VALUES (1, 'two of three', 3, 'c'), (1, 'none of five', 5, 'c'), (1, 'three of two', 2, 'c'), (2, 'two of three', 9, 'c');
UPDATE badcase_internal.submission SET state = 'received';
SELECT pg_temp.put(10000, 10000, 1, 'accepted', '{context}'), pg_temp.put(10001, 10001, 1, 'accepted', '{other}'), pg_temp.put(10002, 10999, 1, 'accepted', '{harmful}'), pg_temp.put(11000, 11000, 1, 'accepted', '{domain,other}'),
  pg_temp.put(12000, 12050, 2, 'accepted', '{context}');
UPDATE badcase_internal.submission SET task_id = t.task_id, cluster_id = v.cluster FROM (VALUES (10002, 'two of three', 1), (10003, 'two of three', 1), (10004, 'two of three', 2), (10005, 'three of two', 3), (10006, 'three of two', 4), (10007, 'three of two', 5)) v(id, name, cluster)
  JOIN badcase_internal.task t ON t.program_id = 1 AND t.name = v.name WHERE submission_id = v.id;
SELECT pg_temp.put(13000 + n, 13000 + n, p, 'pending', k, t) FROM (VALUES (1, 1, '{}'::text[], NULL), (2, 1, '{context}', NULL), (3, 1, '{other}', NULL), (4, 1, '{harmful}', NULL), (5, 1, '{context,harmful}', NULL), (6, 1, '{harmful}', 'two of three'), (7, 1, '{context}', 'three of two'),
  (8, 1, '{harmful}', 'none of five'), (9, 1, '{context}', 'none of five'), (10, 1, '{context}', NULL), (11, 2, '{context}', 'two of three'), (12, 2, '{factual}', 'two of three'), (13, 2, '{}', NULL)) v(n, p, k, t);
SELECT pg_temp.put(13020, 13020, 1, 'held', '{factual}', 'two of three'), pg_temp.put(13021, 13021, 1, 'needs_changes', '{instruction}');
SELECT p AS program, g.place, t.name AS task, g.kinds FROM generate_series(1, 2) p, badcase_internal.claim_groups(p) g LEFT JOIN badcase_internal.task t ON t.task_id = g.task ORDER BY 1, 2, 3, 4;
ROLLBACK;

-- What can be claimed: not claimed by somebody who still may, received by the cut-off, of the task, the kind, the language.
BEGIN;
INSERT INTO badcase_internal.task (task_id, program_id, name, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, 'a', 'c'), (72, 1, 'b', 'c');
CREATE FUNCTION pg_temp.can(change text, args text DEFAULT 'NULL, NULL, NULL, NULL') RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  said bool;
BEGIN
  BEGIN
    EXECUTE 'UPDATE badcase_internal.submission SET ' || change || ' WHERE submission_id = 1';
    EXECUTE format('SELECT badcase_internal.can_claim(s, %s) FROM badcase_internal.submission s WHERE s.submission_id = 1', args) INTO said;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT n, pg_temp.can(change, coalesce(args, 'NULL, NULL, NULL, NULL')) FROM (VALUES
  (1, 'lease_role = NULL', NULL), (2, $$lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 microsecond'$$, NULL), (3, $$lease_role = 'regress_badcase_ron', lease_until = now()$$, NULL),
  (4, $$lease_role = 'regress_badcase_eva', lease_until = now() + interval '1 hour'$$, NULL), (5, 'received_at = now()', 'NULL, NULL, NULL, now()'), (6, $$received_at = now() + interval '1 microsecond'$$, 'NULL, NULL, NULL, now()'),
  (7, 'task_id = 71', '71, NULL, NULL, NULL'), (8, 'task_id = 72', '71, NULL, NULL, NULL'), (9, 'task_id = NULL', '71, NULL, NULL, NULL'), (10, $$failure_kinds = '{domain,factual}'$$, 'NULL, $$factual$$, NULL, NULL'),
  (11, $$failure_kinds = '{domain}'$$, 'NULL, $$factual$$, NULL, NULL'), (12, $$failure_kinds = '{}'$$, 'NULL, $$factual$$, NULL, NULL'), (13, $$record = badcase('Hello', '你好')$$, 'NULL, NULL, $$zh$$, NULL'), (14, $$record = badcase('你好', 'Hello')$$, 'NULL, NULL, $$zh$$, NULL'),
  (15, $$record = badcase('Hello', 'Hello')$$, 'NULL, NULL, $$zh$$, NULL'), (16, $$record = badcase('1 + 1', '2')$$, 'NULL, NULL, $$other$$, NULL'), (17, $$record = badcase('1 + 1', 'two')$$, 'NULL, NULL, $$en$$, NULL'),
  (18, $$lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 hour', task_id = 71$$, '71, NULL, NULL, NULL')) v(n, change, args) ORDER BY n;
ROLLBACK;

-- each word that a claim can be narrowed by, and another
BEGIN;
UPDATE badcase_internal.submission SET record = CASE submission_id WHEN 1 THEN badcase('你好', '好') WHEN 2 THEN badcase('1 + 1', '2') ELSE badcase('one', 'two') END, failure_kinds = CASE submission_id WHEN 3 THEN badcase_internal.failure_kinds() ELSE '{}' END WHERE program_id = 1;
RESET ROLE;
SELECT l AS language, pg_temp.answer('rita', format('SELECT string_agg(submission::text, '' '' ORDER BY submission) FROM badcase.claim_reviews(1, 9, language => %L)', l)) AS claimed FROM unnest('{zh,en,other,fr,EN}'::text[]) l;
SELECT f AS first, pg_temp.answer('rita', format('SELECT string_agg(submission::text, '' '' ORDER BY submission) FROM badcase.claim_reviews(1, 9, first => %L)', f)) AS claimed FROM unnest('{wanted,oldest,doubt,unsure,disagreed,best}'::text[]) f;
SELECT k AS kind, pg_temp.answer('rita', format('SELECT string_agg(submission::text, '' '' ORDER BY submission) FROM badcase.claim_reviews(1, 9, failure_kind => %L)', k)) AS claimed FROM unnest(badcase_internal.failure_kinds() || 'odd'::text) k;
ROLLBACK;

-- Five orders of the same: 101 to 108 of program 1, 201 of program 2. 102 is reviewed by Rita, 103 was in an earlier pass, 104 is by Ron.
BEGIN;
UPDATE badcase_internal.submission SET state = 'received';
SELECT pg_temp.put(101, 108, 1, 'pending'), pg_temp.put(201, 202, 2, 'pending');
UPDATE badcase_internal.submission SET received_at = now() - interval '10 days' + (submission_id * 3 % 7) * interval '1 hour' WHERE submission_id > 100;
UPDATE badcase_internal.submission SET received_at = (SELECT received_at FROM badcase_internal.submission WHERE submission_id = 105) WHERE submission_id IN (101, 107);
UPDATE badcase_internal.submission SET cluster_id = 90 WHERE submission_id = 107;
UPDATE badcase_internal.submission SET review_pass = 2, revision = 2 WHERE submission_id IN (103, 108);
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) VALUES (102, 1, 'regress_badcase_rita', 1, 1, true, true, 'accepted'), (103, 1, 'regress_badcase_rita', 1, 1, true, true, 'accepted'),
  (104, 1, 'regress_badcase_ron', 1, 1, true, true, 'accepted');
-- warned of: 101 twice, 106 once, 105 once and that is upheld; not: 104 cleared, 107 held, 108 in an earlier revision, 201 another program's
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, resolved_by, resolved_at)
SELECT s, CASE WHEN s > 200 THEN 2 ELSE 1 END, r, 'x', 1, v, 1, c, CASE WHEN c IS NOT NULL THEN 'c' END, CASE WHEN c IS NOT NULL THEN now() END
FROM (VALUES (101, 1, 'warn', NULL::bool), (101, 1, 'warn', NULL), (106, 1, 'warn', NULL), (105, 1, 'warn', false), (104, 1, 'warn', true), (104, 1, 'warn', true), (104, 1, 'warn', true), (107, 1, 'hold', NULL), (107, 1, 'info', NULL), (107, 1, 'block', NULL),
  (108, 1, 'warn', NULL), (102, 1, 'warn', NULL), (201, 1, 'warn', NULL)) v(s, r, v, c);
-- suggested: 101 .5 by one and .5 by another (as 1 and .5), 105 .9 and .1, 106 .4 alone, 103 .95 in an earlier revision, 107 only kinds, 104 by one who says what is useful and one who says what is correct
INSERT INTO badcase_internal.agent (agent_id, program_id, name, version, kind, registered_by) OVERRIDING SYSTEM VALUE VALUES (31, 1, 'a', '1', 'model', 'c'), (32, 1, 'b', '1', 'model', 'c'), (33, 2, 'c', '1', 'model', 'c');
INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, upload_id, line_no, useful, correct, failure_kinds)
SELECT s, a, r, CASE a WHEN 33 THEN 2 ELSE 1 END, 1, 1, u, c, k FROM (VALUES (101, 31, 1, 0.5, NULL::numeric, NULL::text[]), (101, 32, 1, 1, 0.5, NULL), (105, 31, 1, 0.9, NULL, NULL), (105, 32, 1, NULL, 0.1, NULL), (106, 31, 1, 0.4, NULL, NULL), (103, 31, 1, 0.5, NULL, NULL),
  (107, 31, 1, NULL, NULL, '{factual}'), (104, 31, 1, 0.7, NULL, NULL), (104, 32, 1, NULL, 0.8, NULL), (102, 31, 1, 0.5, NULL, NULL), (201, 33, 1, 0.5, NULL, NULL)) v(s, a, r, u, c, k);
RESET ROLE;
CREATE FUNCTION pg_temp.ids(program int, first text, most bigint, task bigint, kind text) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
  SELECT string_agg(c::text, ' ' ORDER BY n) FROM badcase_internal.claimable(program, task, kind, NULL, first, most) WITH ORDINALITY x(c, n)
$$;
CREATE FUNCTION pg_temp.given(who text, program int, first text, most bigint, task bigint DEFAULT NULL, kind text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  said := pg_temp.ids(program, first, most, task, kind);
  RESET ROLE;
  RETURN said;
END $$;
SELECT submission_id, (extract(epoch FROM received_at - now()) / 3600 + 240)::int AS hour, cluster_id FROM badcase_internal.submission WHERE submission_id BETWEEN 101 AND 108 ORDER BY received_at, cluster_id;
SELECT first, pg_temp.given('rita', 1, first, 100) AS rita, pg_temp.given('ron', 1, first, 100) AS ron, pg_temp.given('rita', 1, first, 2) AS two, pg_temp.given('rita', 1, first, 4) AS four, pg_temp.given('rita', 1, first, 5) AS five, pg_temp.given('rita', 2, first, 100) AS of_2
FROM unnest('{wanted,oldest,doubt,unsure,disagreed}'::text[]) first;
-- a part of them: of a task, of a kind, up to the cut-off
UPDATE badcase_internal.submission SET failure_kinds = '{factual}' WHERE submission_id IN (101, 104, 108);
INSERT INTO badcase_internal.task (task_id, program_id, name, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, 'a', 'c');
UPDATE badcase_internal.submission SET task_id = 71 WHERE submission_id IN (104, 105, 106, 107);
UPDATE badcase_internal.submission SET state = 'held' WHERE submission_id = 106;
SELECT first, pg_temp.given('rita', 1, first, 100, 71) AS of_the_task, pg_temp.given('rita', 1, first, 100, NULL, 'factual') AS of_the_kind, pg_temp.given('rita', 1, first, 100, 71, 'factual') AS of_both FROM unnest('{wanted,oldest,doubt,unsure,disagreed}'::text[]) first;
UPDATE badcase_internal.round SET cut_off = (SELECT received_at FROM badcase_internal.submission WHERE submission_id = 105) WHERE program_id = 1;
SELECT first, pg_temp.given('rita', 1, first, 100) AS up_to_the_cut_off FROM unnest('{wanted,oldest,doubt,unsure,disagreed}'::text[]) first;
UPDATE badcase_internal.round SET closed_at = now() WHERE program_id = 1;
SELECT first, pg_temp.given('rita', 1, first, 100) AS without_a_round, pg_temp.given('rita', 2, first, 100) AS of_2 FROM unnest('{wanted,oldest,doubt,unsure,disagreed}'::text[]) first;
SELECT badcase_internal.unclaimed(1) AS without_a_round;
ROLLBACK;

-- How many wait for somebody: what nobody has claimed, or has claimed until now; a thousand is many.
BEGIN;
SELECT pg_temp.put(20001, 20996, :three, 'pending'), pg_temp.put(20997, 20997, :three, 'held'), pg_temp.put(20998, 20998, 1, 'pending'), pg_temp.put(20999, 21001, :three, 'pending');
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 microsecond' WHERE submission_id = 20999;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() WHERE submission_id = 21000;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_eva', lease_until = now() + interval '1 hour', received_at = now() WHERE submission_id = 21001;
SELECT badcase_internal.unclaimed(:three) AS of_998;
UPDATE badcase_internal.round SET cut_off = now() - interval '1 microsecond' WHERE program_id = :three;
SELECT badcase_internal.unclaimed(:three) AS without_the_last;
UPDATE badcase_internal.round SET cut_off = now() - interval '1 day' WHERE program_id = :three;
SELECT badcase_internal.unclaimed(:three) AS at_the_cut_off;
UPDATE badcase_internal.round SET cut_off = now() - interval '1 day' - interval '1 microsecond' WHERE program_id = :three;
SELECT badcase_internal.unclaimed(:three) AS before_it;
UPDATE badcase_internal.round SET cut_off = NULL WHERE program_id = :three;
SELECT pg_temp.put(21002, 21002, :three, 'pending');
SELECT badcase_internal.unclaimed(:three) AS of_999, pg_temp.put(21003, 21003, :three, 'pending');
SELECT badcase_internal.unclaimed(:three) AS of_1000, pg_temp.put(21004, 21004, :three, 'pending');
SELECT badcase_internal.unclaimed(:three) AS of_1001;
UPDATE badcase_internal.submission SET lease_role = NULL WHERE submission_id BETWEEN 20999 AND 21001;
SELECT badcase_internal.unclaimed(:three) AS of_more;
ROLLBACK;

-- What one has claimed, reviews and second looks together, and what a reviewer can have.
BEGIN;
SELECT pg_temp.put(101, 108, 1, 'pending'), pg_temp.put(111, 117, 1, 'accepted'), pg_temp.put(201, 201, 2, 'pending'), pg_temp.put(211, 211, 2, 'accepted');
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 hour' WHERE submission_id IN (101, 102, 111, 201);
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() WHERE submission_id = 103;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 hour' WHERE submission_id = 104;
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at)
SELECT s, ('regress_badcase_' || w)::regrole, p, r, e, now() + u, v, CASE WHEN v IS NOT NULL THEN now() END
FROM (VALUES (112, 'rita', 1, 1, 'accepted', interval '1 microsecond', NULL), (113, 'rita', 1, 1, 'accepted', '0', NULL), (114, 'rita', 1, 1, 'accepted', '1 hour', 'accepted'), (115, 'rita', 1, 2, 'accepted', '1 hour', NULL),
  (116, 'rita', 1, 1, 'rejected', '1 hour', NULL), (117, 'ron', 1, 1, 'accepted', '1 hour', NULL), (211, 'rita', 2, 1, 'accepted', '1 hour', NULL)) x(s, w, p, r, e, u, v);
SELECT badcase_internal.claimed_by(1, 'regress_badcase_rita') AS rita, badcase_internal.claimed_by(1, 'regress_badcase_ron') AS ron, badcase_internal.claimed_by(2, 'regress_badcase_rita') AS rita_in_2, badcase_internal.claimed_by(1, 'regress_badcase_eva') AS eva;
SELECT l.submission_id FROM badcase_internal.look l WHERE badcase_internal.is_open(l) ORDER BY 1;
RESET ROLE;
SELECT submission_id, pg_temp.answer('rita', format('SELECT count(*) FROM badcase.review_queue WHERE submission = %s', submission_id)) AS in_ritas_queue FROM badcase_internal.submission WHERE submission_id > 100 ORDER BY 1;
-- a second look is shown as a first review is: the kinds that the record names, nothing of what was said of it
UPDATE badcase_internal.submission SET review_pass = 2, revision = 2, failure_kinds = '{domain}', record = badcase('p', 'r', meta => '{"failure_kind": "factual"}') WHERE submission_id IN (101, 112);
UPDATE badcase_internal.submission SET failure_kinds = '{domain}' WHERE submission_id IN (102, 211);
UPDATE badcase_internal.look SET revision = 2 WHERE submission_id = 112;
INSERT INTO badcase_internal.revision (submission_id, revision, record) SELECT s, 1, badcase('q', 'r') FROM unnest('{101,112}'::bigint[]) s;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) SELECT s, 1, 'regress_badcase_ron', 1, 1, true, true, 'accepted' FROM unnest('{101,112}'::bigint[]) s;
CREATE TEMP TABLE shown (submission bigint, failure_kinds text[], earlier bool, before bool, wants_kind bool);
GRANT ALL ON shown TO regress_badcase_rita;
SET LOCAL ROLE regress_badcase_rita;
INSERT INTO shown SELECT submission, failure_kinds, earlier IS NOT NULL, before IS NOT NULL, wants_kind FROM badcase.review_queue;
RESET ROLE;
SELECT * FROM shown ORDER BY 1;
UPDATE badcase_internal.program SET max_claims = 3 WHERE program_id = 1;
SELECT pg_temp.answer('rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 9)') AS she_has_three;
UPDATE badcase_internal.program SET max_claims = 5 WHERE program_id = 1;
SELECT pg_temp.answer('rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 9)') AS she_may_have_five, pg_temp.answer('rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 1)') AS one;
ROLLBACK;

-- Another's store: all beyond the first ten of each, half of it, what is claimed the longest first.
BEGIN;
UPDATE badcase_internal.submission SET state = 'received';
SELECT pg_temp.put(101, 112, 1, 'pending'), pg_temp.put(121, 131, 1, 'pending'), pg_temp.put(141, 152, 2, 'pending'), pg_temp.put(161, 172, 1, 'accepted');
UPDATE badcase_internal.submission SET lease_role = CASE WHEN submission_id < 120 THEN 'regress_badcase_ron' WHEN submission_id < 140 THEN 'regress_badcase_cem' ELSE 'regress_badcase_ron' END::regrole, lease_until = now() + interval '1 hour' WHERE submission_id > 100;
UPDATE badcase_internal.submission SET lease_until = now() + interval '2 hours' WHERE submission_id IN (101, 130);
UPDATE badcase_internal.submission SET lease_until = now() + interval '3 hours', cluster_id = 7 WHERE submission_id IN (102, 103);
RESET ROLE;
CREATE FUNCTION pg_temp.of_store() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT string_agg(c::text, ' ' ORDER BY n) FROM badcase_internal.spare_claims(1) WITH ORDINALITY x(c, n) $$;
SELECT pg_temp.answer('rita', 'SELECT pg_temp.of_store()') AS rita, pg_temp.answer('ron', 'SELECT pg_temp.of_store()') AS ron, pg_temp.answer('cem', 'SELECT pg_temp.of_store()') AS cem;
SELECT pg_temp.put(132, 132, 1, 'pending');
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_cem', lease_until = now() + interval '30 minutes' WHERE submission_id = 132;
SELECT pg_temp.answer('rita', 'SELECT pg_temp.of_store()') AS of_four;
UPDATE badcase_internal.submission SET lease_until = now() WHERE submission_id = 132;
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_eva' WHERE submission_id IN (104, 105);
SELECT pg_temp.answer('rita', 'SELECT pg_temp.of_store()') AS of_one;
-- to who has nothing, by no wish
UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 hour' WHERE submission_id IN (104, 105, 132);
SELECT pg_temp.answer('rita', $$SELECT string_agg(submission::text, ' ') FROM badcase.claim_reviews(1, 1)$$) AS first, pg_temp.answer('rita', $$SELECT string_agg(submission::text, ' ') FROM badcase.claim_reviews(1, 9)$$) AS half,
  pg_temp.answer('rita', $$SELECT string_agg(submission::text, ' ') FROM badcase.claim_reviews(1, 9, first => 'oldest')$$) AS by_a_wish, pg_temp.answer('ron', $$SELECT string_agg(submission::text, ' ') FROM badcase.claim_reviews(1, 9)$$) AS ron_has_some;
ROLLBACK;

SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.sent(first bigint, contributors bigint[], program int DEFAULT 1, state text DEFAULT 'pending', kinds text[] DEFAULT '{}', task text DEFAULT NULL, model text DEFAULT NULL, month text DEFAULT '2026-01') RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, digest, exact_key, state, contributor_state, cluster_id, failure_kinds, model_version, task_id, received_at)
  OVERRIDING SYSTEM VALUE
  SELECT first + n, program, c, 1, first + n, '{"prompt": "a", "response": "b"}', '\x00', '\x00', state, state, first + n, kinds, model, (SELECT t.task_id FROM badcase_internal.task t WHERE t.program_id = program AND t.name = task), (month || '-15 12:00+00')::timestamptz
  FROM unnest(contributors) WITH ORDINALITY c(c, n)
$$;
CREATE FUNCTION pg_temp.numbers(k int, program int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(x.cells, '; ' ORDER BY x.what COLLATE "C") FROM (
    SELECT s.what, s.what || ' ' || string_agg(coalesce(s.bucket, '-') || ' ' || s.n, ', ' ORDER BY s.bucket COLLATE "C" NULLS LAST) AS cells FROM badcase.public_statistics(program, k) s GROUP BY s.what) x
$$;
SELECT badcase.grant_access(p, 'regress_badcase_owner', 'curator') FROM generate_series(1, 2) p;
DELETE FROM badcase_internal.submission WHERE program_id = 1;
UPDATE badcase_internal.submission SET received_at = '2025-12-15';
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'a', 'c'), (1, 'b', 'c'), (1, 'c', 'c'), (1, 'd', NULL), (2, 'a', 'c');
INSERT INTO badcase_internal.model_version (program_id, name, registered_by) VALUES (1, 'm', 'c'), (1, 'n', 'c'), (2, 'o', 'c');
-- three people: two of them are too few, three are not; what is withdrawn and what is another's does not count
BEGIN;
SELECT pg_temp.sent(100, '{11,12,13}', kinds => '{factual}'), pg_temp.sent(110, '{14}', state => 'withdrawn'), pg_temp.sent(120, '{15,16,17,18}', program => 2);
SELECT k, pg_temp.numbers(k) AS of_1 FROM generate_series(2, 4) k;
SELECT k, pg_temp.numbers(k, 2) AS of_2 FROM unnest('{2,6,7}'::int[]) k;
ROLLBACK;
-- a kind of failure with k people who have it and k who have not; one of either less; all have it
BEGIN;
SELECT pg_temp.sent(100, '{11,12}', kinds => '{factual}'), pg_temp.sent(110, '{13,14,11}', kinds => '{domain}'), pg_temp.sent(120, '{11,12,13,14}', kinds => '{harmful,context}'), pg_temp.sent(130, '{11}', kinds => '{harmful}');
SELECT k, pg_temp.numbers(k) AS kinds FROM generate_series(2, 4) k;
ROLLBACK;
BEGIN;
SELECT pg_temp.sent(100, '{11,12,13}', kinds => '{factual}'), pg_temp.sent(110, '{11}');
SELECT pg_temp.numbers(2) AS one_has_not;
SELECT pg_temp.sent(120, '{12}');
SELECT pg_temp.numbers(2) AS two_have_not;
ROLLBACK;
-- cells: a task has two people, another three, one nobody's, one that no curator has taken: what is too small goes together with the next
BEGIN;
SELECT pg_temp.sent(100, '{11,12,13,14}', task => 'a'), pg_temp.sent(110, '{11,12,13}', task => 'b'), pg_temp.sent(120, '{14}', task => 'c'), pg_temp.sent(130, '{14,14}', task => 'd');
SELECT k, pg_temp.numbers(k) AS tasks FROM generate_series(2, 5) k;
-- the same people in two small cells are as many as they are, not twice
SELECT pg_temp.sent(140, '{11,11}', task => 'c'), k FROM generate_series(1, 1) k;
SELECT k, pg_temp.numbers(k) AS tasks FROM generate_series(2, 4) k;
ROLLBACK;
-- models: registered, by the program; months by their text in UTC; states
BEGIN;
SELECT pg_temp.sent(100, '{11,12}', model => 'm'), pg_temp.sent(110, '{13,14}', model => 'n', month => '2026-02', state => 'accepted'), pg_temp.sent(120, '{11,13}', model => 'o', state => 'held'), pg_temp.sent(130, '{11}', month => '2026-03', state => 'received');
SELECT k, pg_temp.numbers(k) AS models FROM generate_series(2, 3) k;
UPDATE badcase_internal.submission SET received_at = '2026-01-31 23:59:59.999999+00' WHERE submission_id BETWEEN 111 AND 112;
SET LOCAL timezone = 'Asia/Shanghai';
SELECT pg_temp.numbers(2) AS in_january;
UPDATE badcase_internal.submission SET received_at = '2026-02-01 00:00:00+00' WHERE submission_id BETWEEN 111 AND 112;
SELECT pg_temp.numbers(2) AS in_february;
ROLLBACK;

-- Withdrawals. Of ten, duplicates and clusters are settled at once; of eleven, with the next triage of the program.
BEGIN;
SELECT pg_temp.sent(200, ARRAY(SELECT 1 FROM generate_series(1, 11))), pg_temp.sent(300, '{2,2}', state => 'duplicate'), pg_temp.sent(310, '{2}');
UPDATE badcase_internal.submission SET duplicate_of = submission_id - 100 WHERE submission_id BETWEEN 301 AND 302;
UPDATE badcase_internal.submission SET cluster_id = 203 WHERE submission_id IN (203, 311);
INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt) SELECT submission_id, 1, record, false, false FROM badcase_internal.submission WHERE submission_id > 200 AND state = 'pending';
CREATE FUNCTION pg_temp.after() RETURNS text LANGUAGE sql AS $$ SELECT (SELECT string_agg(submission_id || ' ' || state || ' ' || coalesce(cluster_id::text, '-'), ', ' ORDER BY submission_id) FROM badcase_internal.submission WHERE submission_id > 300)
  || '; searchable: ' || (SELECT count(*) FROM badcase_internal.searchable WHERE submission_id > 200) || '; unsettled: ' || (SELECT count(*) FROM badcase_internal.withdrawal WHERE unsettled) $$;
SAVEPOINT s;
SELECT badcase.withdraw(contributor => 1) AS eleven;
SELECT pg_temp.after();
SELECT badcase_internal.has_unsettled(1) AS of_1, badcase_internal.has_unsettled(2) AS of_2;
SELECT badcase_internal.settle_withdrawals(2);
SELECT pg_temp.after() AS after_another;
SELECT badcase_internal.settle_withdrawals(1);
SELECT pg_temp.after();
ROLLBACK TO s;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 211;
SELECT badcase.withdraw(contributor => 1, reason => 'mine') AS ten;
SELECT pg_temp.after();
SELECT kind, contributor_id, upload_id, submission_id, reason, submissions FROM badcase_internal.withdrawal ORDER BY 1;
SELECT submission_id, from_state, to_state FROM badcase_internal.event WHERE submission_id > 200 AND submission_id < 203 ORDER BY event_id;
SELECT count(DISTINCT withdrawal_id) AS by, count(withdrawal_id) AS n, count(*) FILTER (WHERE withdrawal_id IS NULL) AS of_none, count(DISTINCT contributor_state_at) AS dates FROM badcase_internal.submission WHERE submission_id BETWEEN 201 AND 211;
ROLLBACK;
-- by submission, by upload, by contributor: what each names, of the program alone
BEGIN;
SELECT pg_temp.sent(200, '{1,1,2}'), pg_temp.sent(210, '{1}', program => 2);
UPDATE badcase_internal.submission SET upload_id = 2 WHERE submission_id = 202;
INSERT INTO badcase_internal.withdrawal (withdrawal_id, program_id, kind, contributor_id, upload_id, submission_id, withdrawn_by) OVERRIDING SYSTEM VALUE
VALUES (1, 1, 'withdraw', 1, NULL, NULL, 'c'), (2, 1, 'withdraw', 1, 2, NULL, 'c'), (3, 1, 'withdraw', 1, NULL, 201, 'c'), (4, 1, 'withdraw', 2, NULL, NULL, 'c'), (5, 1, 'withdraw', 2, 1, NULL, 'c'), (6, 2, 'withdraw', 1, NULL, NULL, 'c'), (7, 1, 'withdraw', 2, NULL, 201, 'c');
SELECT w, badcase_internal.submissions_to_withdraw(w) FROM generate_series(1, 8) w;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 201;
SELECT w, badcase_internal.submissions_to_withdraw(w) FROM generate_series(1, 3) w;
-- one that changed nothing is none, but an erasure
UPDATE badcase_internal.withdrawal SET kind = 'erase' WHERE withdrawal_id = 2;
SELECT badcase_internal.end_withdrawal(1, 3), badcase_internal.end_withdrawal(2, 0), badcase_internal.end_withdrawal(3, 0), badcase_internal.end_withdrawal(4, 1);
SELECT withdrawal_id, kind, submissions FROM badcase_internal.withdrawal ORDER BY 1;
ROLLBACK;
-- two of one file, of which the second is a duplicate of the first and the third of another's: each has the moves that it would have had alone
BEGIN;
SELECT pg_temp.sent(200, '{1,1,1,2}'), pg_temp.sent(210, '{1}', state => 'accepted');
UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = CASE submission_id WHEN 202 THEN 201 WHEN 201 THEN 202 ELSE 204 END, lease_role = 'regress_badcase_ron', lease_until = now(), decided_round = 1, decided_rule = 1, decided_at = now(), decided_quorum = 1 WHERE submission_id IN (202, 203);
INSERT INTO badcase_internal.withdrawal (withdrawal_id, program_id, kind, contributor_id, withdrawn_by) OVERRIDING SYSTEM VALUE VALUES (77, 1, 'withdraw', 1, 'c');
SELECT badcase_internal.move_withdrawn('{201,202,203,211}', 77);
SELECT submission_id, from_state, to_state, actor IS NOT NULL AS by FROM badcase_internal.event WHERE submission_id > 200 ORDER BY event_id;
SELECT submission_id, state, contributor_state, duplicate_of, cluster_id, lease_role, lease_until, decided_round, decided_rule, decided_at, decided_quorum, withdrawal_id FROM badcase_internal.submission WHERE submission_id > 200 ORDER BY 1;
ROLLBACK;
-- which models an answer for a release is wanted of: trained on it, or from one that was, and so on
BEGIN;
INSERT INTO badcase_internal.model_version (model_id, program_id, name, registered_by, releases, base_id) OVERRIDING SYSTEM VALUE VALUES (201, 1, 'on 5', 'c', '{5}', NULL), (202, 1, 'on 6 and 5', 'c', '{6,5}', NULL), (203, 1, 'from on 5', 'c', '{}', 201), (204, 1, 'from that', 'c', '{7}', 203), (205, 1, 'on 6', 'c', '{6}', NULL), (206, 1, 'from on 6', 'c', '{}', 205);
SELECT r, badcase_internal.models_of(r) FROM unnest('{5,6,7,8}'::bigint[]) r;
ROLLBACK;
\i :clean
