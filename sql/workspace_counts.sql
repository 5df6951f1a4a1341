-- What is counted once though it is there twice: a cluster with two accepted records, a contributor with two files, a
-- reviewer of two rounds, a text of a consent that two agreed to, a record with two findings.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
CREATE FUNCTION pg_temp.pond(subject text, n int) RETURNS badcase LANGUAGE sql AS $$
  SELECT badcase('Describe the ' || subject || ' in the old garden of the school in twelve plain words or so',
    string_agg(CASE WHEN i = 1 THEN 'frog' || n ELSE subject || i END, ' ' ORDER BY i), meta => '{"task": "ponds", "failure_kind": ["domain", "domain"]}') FROM generate_series(1, 14) i
$$;
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'ponds', 10), badcase.set_consent(2, 'train', true, 'terms 2'), badcase.register_model(1, 'm') AS model;
SELECT pg_temp.send(1, 5, pg_temp.pond('pond', 1), pg_temp.pond('pond', 2), pg_temp.pond('creek', 1));
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('rita', 7), pg_temp.judge('rita', 8), pg_temp.judge('ron', 1), pg_temp.judge('ron', 2);
SET ROLE regress_badcase_carol;
SELECT badcase.close_round(1);
SELECT badcase.open_round(1, NULL) AS round, badcase.set_program(1, 'quorum', '2');
RESET ROLE;
SELECT pg_temp.judge('rita', 4), pg_temp.judge('ron', 4, false), pg_temp.judge('ron', 9), pg_temp.judge('rita', 9);
SET ROLE regress_badcase_carol;
SELECT badcase.adjudicate(4, 'accepted', 'one is enough');
SELECT submission, state, cluster, failure_kinds FROM badcase.submissions ORDER BY 1;
SELECT task, received, clusters, accepted, accepted_records, missing FROM badcase.task_coverage WHERE program = 1 ORDER BY task NULLS LAST;
SELECT round, task, kind, submissions, accepted FROM badcase.failure_coverage WHERE program = 1 ORDER BY round, task, kind;
SELECT badcase.build_release(1, 'r', 1, '{"per_cluster": null}') AS release, badcase.publish_release(1);
SELECT jsonb_pretty(jsonb_build_object('items', m -> 'items', 'facts', (m -> 'facts') - 'received' - 'bytes' - 'characters' - 'languages' #- '{versions,badcase}')) AS facts FROM badcase.release_manifest(1) m;
-- the same of one round's report: files and people, records and reviewers, what is missing
SET ROLE regress_badcase_owner;
SELECT r.round_id, regexp_replace((regexp_match(badcase_internal.report_lines(r, w), '<p class="about">(.*?)</p>'))[1], '<[^>]*>', '', 'g') AS lines,
  regexp_replace((regexp_match(badcase_internal.report_reviews(r, w), '<p class="about">(.*?)</p>'))[1], '<[^>]*>', '', 'g') AS reviews,
  regexp_replace(badcase_internal.report_tiles(r, w), '<[^>]*>|\s+', ' ', 'g') AS tiles
FROM badcase_internal.round r, badcase_internal.report_words('en') w WHERE r.program_id = 1 ORDER BY 1;
-- how many have a kind of failure, and how many have not, are people
SET ROLE regress_badcase_carol;
SELECT * FROM badcase.public_statistics(1, 2) WHERE what <> 'month';
-- a release that a model is of is named twice
SELECT badcase.register_model(1, 'of it', 1, NULL, '{1,1}'::bigint[]) AS model;
SET ROLE regress_badcase_owner;
SELECT model_id, name, to_jsonb(m) -> 'releases' AS releases FROM badcase_internal.model_version m ORDER BY 1;
-- One of few people who has records of several lists of kinds is counted once.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission s SET failure_kinds = CASE WHEN s.submission_id = (SELECT min(t.submission_id) FROM badcase_internal.submission t WHERE t.program_id = 1 AND t.contributor_id = s.contributor_id)
  THEN '{domain}'::text[] ELSE '{domain,other}' END WHERE s.program_id = 1 AND s.contributor_id = 1;
UPDATE badcase_internal.submission s SET failure_kinds = '{}' WHERE s.program_id = 1 AND s.contributor_id <> 1;
SET ROLE regress_badcase_carol;
SELECT count(*) AS kinds_of_one FROM badcase.public_statistics(1, 2) WHERE what = 'failure_kind';
RESET ROLE;
\i :clean
