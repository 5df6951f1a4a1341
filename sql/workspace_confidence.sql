-- A third review where two are not sure: the rule's figures, a simulated programme, and the states that come of it.
\i sql/include/workspace.sql
\set VERBOSITY terse
SET ROLE regress_badcase_owner;
-- by hand: 4/5 each, 16 / (16 + 1); 24/25 and 1/2, 24 * 3 / (24 * 3 + 1 * 3); none
SELECT round(badcase_internal.confidence('{0,0}', '{0,0}'), 6) AS no_gold, round(16 / 17.0, 6) AS by_hand, round(badcase_internal.confidence('{20,4}', '{20,11}'), 6) AS good_and_bad,
  round(24 * 8 / (24 * 8 + 1 * 8.0), 6) AS by_hand_too, badcase_internal.confidence('{}', '{}')::numeric(3, 2) AS nobody;
-- Programmes of 200 records and eight reviewers who are right in .6 to .99 of what they see, after 20 gold records each: two
-- review each record. Disputes are settled rightly. What a third review of the unsure costs and brings; and how often the
-- interval of reviewer_quality has the reviewer's true share. Three agents, one lenient, one harsh, one that guesses, decide
-- nothing; how often the interval of agent_agreement has the share of decisions that are as they say, and how often their share of the
-- truth, from which decisions differ a little. Sixty worlds, 2,000 where BADCASE_LONG is set.
RESET ROLE;
\getenv long BADCASE_LONG
\if :{?long}
\set worlds 2000
\else
\set worlds 60
\endif
SELECT setseed(0.17);
CREATE TEMP TABLE reviewer AS SELECT w, r, p, (SELECT count(*) FROM generate_series(1, 20) WHERE random() < p) AS k, 20::bigint AS n
FROM (SELECT w, r, 0.6 + 0.39 * random() AS p FROM generate_series(1, :worlds) w, generate_series(1, 8) r OFFSET 0) x;
CREATE TEMP TABLE record AS SELECT w, i, a, (a + b) % 8 + 1 AS b, (a + CASE WHEN c = b THEN (c + 1) % 7 ELSE c END) % 8 + 1 AS c, random() AS ra, random() AS rb, random() AS rc, random() < 0.7 AS is_good
FROM (SELECT w, i, 1 + floor(random() * 8)::int AS a, floor(random() * 7)::int AS b, floor(random() * 7)::int AS c FROM generate_series(1, :worlds) w, generate_series(1, 200) i) x;
CREATE TEMP TABLE decided AS
SELECT r.w, r.i, r.is_good, r.ra < a.p AS a_right, r.rb < b.p AS b_right, r.rc < c.p AS c_right, badcase_internal.confidence(ARRAY[a.k, b.k], ARRAY[a.n, b.n]) * 100 >= 95 AS sure
FROM record r JOIN reviewer a ON a.w = r.w AND a.r = r.a JOIN reviewer b ON b.w = r.w AND b.r = r.b JOIN reviewer c ON c.w = r.w AND c.r = r.c;
SELECT count(*) AS records, count(*) FILTER (WHERE a_right = b_right) AS agreed, count(*) FILTER (WHERE NOT a_right AND NOT b_right) AS wrong,
  count(*) FILTER (WHERE NOT a_right AND NOT b_right AND (sure OR NOT c_right)) AS wrong_with_third, count(*) FILTER (WHERE a_right = b_right AND NOT sure) AS thirds FROM decided \gset
SELECT :wrong_with_third <= 0.6 * :wrong AS four_of_ten_fewer, :thirds <= 0.2 * 2 * :records AS a_fifth_more_reviews;
SELECT count(*) FILTER (WHERE p BETWEEN i.low AND i.high) >= 0.93 * count(*) AS interval_holds
FROM reviewer CROSS JOIN LATERAL badcase_internal.wilson(k, n) i;
SELECT count(*) FILTER (WHERE x.accuracy * (1 - x.wrong) + (1 - x.accuracy) * x.wrong BETWEEN i.low AND i.high) >= 0.93 * count(*) AS interval_holds,
  count(*) FILTER (WHERE x.accuracy BETWEEN i.low AND i.high) >= 0.9 * count(*) AS of_the_truth, bool_and(x.wrong < 0.15) AS nearly_right
FROM (
  SELECT y.w, y.agent, y.accuracy, count(*) AS n, count(*) FILTER (WHERE y.is_right <> y.is_wrong) AS k, count(*) FILTER (WHERE y.is_wrong)::numeric / count(*) AS wrong
  FROM (
    SELECT d.w, a.agent, 0.7 * a.of_good + 0.3 * a.of_bad AS accuracy, random() < CASE WHEN d.is_good THEN a.of_good ELSE a.of_bad END AS is_right,
      NOT d.a_right AND NOT d.b_right AND (d.sure OR NOT d.c_right) AS is_wrong
    FROM decided d CROSS JOIN (VALUES ('lenient', 0.97, 0.45), ('harsh', 0.6, 0.99), ('guesses', 0.5, 0.5)) a(agent, of_good, of_bad) OFFSET 0) y
  GROUP BY y.w, y.agent, y.accuracy) x
CROSS JOIN LATERAL badcase_internal.wilson(x.k, x.n) i;

-- the states
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'confidence', '49');
SELECT badcase.set_program(1, 'quorum', '2'), badcase.set_program(1, 'confidence', '95'), badcase.grant_access(1, 'regress_badcase_cem', 'reviewer'), badcase.grant_access(1, 'regress_badcase_eva', 'reviewer');
-- nobody's accuracy is known: .941
RESET ROLE;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('ron', 1);
SELECT state FROM badcase_internal.submission WHERE submission_id = 1;
SELECT pg_temp.judge('cem', 1);
SELECT pg_temp.judge('rita', 2), pg_temp.judge('ron', 2), pg_temp.judge('cem', 2, false);
SELECT pg_temp.judge('rita', 3), pg_temp.judge('ron', 3, false);
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'confidence', '94');
RESET ROLE;
SELECT pg_temp.judge('rita', 4, true), pg_temp.judge('ron', 4, true);
RESET ROLE;
SELECT submission_id, state, decided_rule, (SELECT count(*) FROM badcase_internal.review v WHERE v.submission_id = s.submission_id) AS reviews FROM badcase_internal.submission s WHERE program_id = 1 ORDER BY 1;
-- who judged gold badly is not trusted, who judged it well is
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at)
SELECT s, r::regrole, 1, 1, 'accepted', now(), v, now()
FROM generate_series(1, 4) s, (VALUES ('regress_badcase_rita', 'accepted'), ('regress_badcase_ron', 'rejected'), ('regress_badcase_cem', 'accepted')) x(r, v);
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'confidence', '95');
SELECT pg_temp.send(1, 5, badcase('Name a river of Spain, in one word.', 'Ebro'), badcase('Name a mountain of Japan, in one word.', 'Fuji'));
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('rita', 7), pg_temp.judge('ron', 7) AS with_bad, pg_temp.judge('rita', 8), pg_temp.judge('cem', 8) AS with_good;
RESET ROLE;
\i sql/include/clean.sql
