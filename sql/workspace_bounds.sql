-- The last value that is taken and the first that is not, of each number, length and time that the workspace judges by.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start

-- Arguments: what stands in the first column is taken, what stands in the second is refused.
SELECT n, pg_temp.answer(who, 'SELECT (' || replace(call, '@', taken) || ') IS NOT NULL') AS taken,
  (SELECT string_agg(pg_temp.answer(who, 'SELECT (' || replace(call, '@', r) || ') IS NOT NULL'), ' ') FROM unnest(refused) r) AS refused
FROM (VALUES
  (1, 'rita', 'SELECT count(*) FROM badcase.claim_reviews(1, @)', '1', '{0,-1,NULL}'::text[]),
  (2, 'rita', 'SELECT count(*) FROM badcase.claim_reviews(1, @)', '1000', '{1001}'),
  (3, 'rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 1, @)', $$'1 microsecond'$$, $${'0','-1 second',NULL}$$),
  (4, 'rita', 'SELECT count(*) FROM badcase.claim_reviews(1, 1, @)', $$'7 days'$$, $${'7 days 1 microsecond'}$$),
  (5, 'carol', 'SELECT badcase.set_quota(1, NULL, @)', '0', '{-1}'),
  (6, 'carol', 'SELECT badcase.set_quota(1, NULL, NULL, @)', '0', '{-1}'),
  (7, 'carol', 'SELECT badcase.set_quota(1, NULL, NULL, NULL, @)', '0', '{-1}'),
  (8, 'carol', 'SELECT badcase.set_quota(1, 1, NULL, NULL, NULL, @)', '0', '{-1}'),
  (9, 'carol', $$SELECT badcase.open_corpus(1, @, 'general', 'MIT')$$, $$repeat('x', 200)$$, $${"repeat('x', 201)","' '","''",NULL}$$),
  (10, 'carol', $$SELECT badcase.create_term_list(1, @, 'warn')$$, $$repeat('x', 200)$$, $${"repeat('x', 201)","' '","''",NULL}$$),
  (11, 'carol', 'SELECT badcase.register_model(1, @)', $$repeat('x', 200)$$, $${"repeat('x', 201)","' '","''",NULL}$$),
  (12, 'carol', 'SELECT badcase.set_task(1, @)', $$repeat('x', 200)$$, $${"repeat('x', 201)","' '","''",NULL}$$),
  (13, 'carol', $$SELECT badcase.set_task(1, 't', @)$$, '1', '{0,-1}'),
  (14, 'carol', $$SELECT badcase.set_rule(1, 'pii:email', 'warn', @)$$, '0', '{-0.001}'),
  (15, 'carol', $$SELECT badcase.set_rule(1, 'pii:email', 'warn', @)$$, '1', '{1.001}'),
  (16, 'eva', 'SELECT count(*) FROM badcase.public_statistics(1, @)', '2', '{1,0,NULL}'),
  (17, 'carol', 'SELECT badcase.triage_batch(1, @)', '1', '{0,-1,NULL}'),
  (18, 'carol', 'SELECT count(*) FROM badcase.contamination(1, NULL, @)', '0.000001', '{0.0000009,0,NULL}'),
  (19, 'carol', 'SELECT count(*) FROM badcase.contamination(1, NULL, @)', '1', '{1.0000001}'),
  (20, 'carol', $$SELECT count(*) FROM badcase.find_similar(1, badcase('p', 'r'), 0.7, 'record', @)$$, '1', '{0,NULL}'),
  (21, 'carol', $$SELECT count(*) FROM badcase.find_similar(1, badcase('p', 'r'), 0.7, 'record', @)$$, '1000', '{1001}'),
  (22, 'carol', $$SELECT badcase.build_release(1, 'r', 1, NULL, @)$$, '1', '{0,-1}'),
  (23, 'carol', $$SELECT badcase.build_release(1, 'r', 1, NULL, NULL, @)$$, '0', '{-0.001,NULL}'),
  (24, 'carol', $$SELECT badcase.build_release(1, 'r', 1, NULL, NULL, @)$$, '0.999', '{1,1.5}'),
  (25, 'carol', $$SELECT badcase.build_release(1, 'r', 1, '{"per_cluster": @}')$$, '1', '{0,-1,1.5}'),
  (26, 'carol', 'SELECT badcase.set_quota(1, NULL, 1, @)', '0', '{-1}'),
  (27, 'carol', 'SELECT badcase.set_quota(1, NULL, @, 1, 1, 1)', '0', '{-1}')
) c(n, who, call, taken, refused) ORDER BY n;
-- The tables hold the same.
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'c', 'general', 'MIT') AS corpus, badcase.create_term_list(1, 'l', 'warn') AS list, badcase.register_model(1, 'm') AS model;
\set VERBOSITY sqlstate
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.program SET retention = '0';
UPDATE badcase_internal.program SET early_access = '0';
INSERT INTO badcase_internal.quota (program_id, uploads) VALUES (1, -1);
INSERT INTO badcase_internal.quota (program_id, lines) VALUES (1, -1);
INSERT INTO badcase_internal.quota (program_id, bytes) VALUES (1, -1);
INSERT INTO badcase_internal.quota (program_id, line_bytes) VALUES (1, -1);
INSERT INTO badcase_internal.task (program_id, name) VALUES (1, repeat('x', 201));
INSERT INTO badcase_internal.task (program_id, name) VALUES (1, ' ');
INSERT INTO badcase_internal.task (program_id, name, target) VALUES (1, 'x', 0);
UPDATE badcase_internal.term_list SET name = repeat('x', 201);
UPDATE badcase_internal.corpus SET name = repeat('x', 201);
UPDATE badcase_internal.model_version SET name = repeat('x', 201);
\set VERBOSITY default

-- Quotas: as much as they say, and nothing more; what was opened a day ago does not count.
SET ROLE regress_badcase_carol;
SELECT badcase.set_quota(1, 2, 2, 3, 120, 59);
CREATE FUNCTION pg_temp.upload(VARIADIC sizes int[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  SET LOCAL ROLE regress_badcase_bob;
  BEGIN
    PERFORM badcase.open_upload(1, 2);
    INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(rpad('{"prompt": "p", "response": "r', s - 2, 'x') || '"}', 'UTF8') FROM unnest(sizes) WITH ORDINALITY x(s, n);
    SELECT stored || ' stored' INTO said FROM badcase.process_upload();
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN program_limit_exceeded THEN GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
  END;
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
SET ROLE regress_badcase_owner;
BEGIN;
-- Bob's file of the set-up, a microsecond within the day and then no more
UPDATE badcase_internal.upload SET opened_at = now() - interval '24 hours' + interval '1 microsecond', lines = 1, bytes = 10 WHERE contributor_id = 2;
SELECT pg_temp.upload(35, 36, 37) AS a_line_too_many;
SELECT pg_temp.upload(55, 54) AS a_byte_too_many;
SELECT pg_temp.upload(55, 53) AS the_last_line_and_byte;
SELECT pg_temp.upload(60) AS a_long_line;
SELECT pg_temp.upload(59) AS the_longest;
UPDATE badcase_internal.quota SET uploads = 1;
SELECT pg_temp.upload(40) AS a_file_too_many;
UPDATE badcase_internal.upload SET opened_at = now() - interval '24 hours' WHERE contributor_id = 2;
SELECT pg_temp.upload(35, 36, 37) AS all_of_it;
ROLLBACK;

-- Rounds: what comes in at the cut-off belongs to the round; four weeks are not more than four weeks.
BEGIN;
UPDATE badcase_internal.round SET cut_off = now() WHERE program_id = 1;
UPDATE badcase_internal.submission SET received_at = now() WHERE submission_id = 1;
UPDATE badcase_internal.submission SET received_at = now() + interval '1 microsecond' WHERE submission_id = 2;
UPDATE badcase_internal.submission SET received_at = now() - interval '672 hours' WHERE submission_id = 3;
UPDATE badcase_internal.submission SET received_at = now() - interval '672 hours' - interval '1 microsecond' WHERE submission_id = 4;
SELECT pg_temp.judge('rita', 1) AS at_the_cut_off;
SAVEPOINT s;
SELECT pg_temp.judge('rita', 2) AS after_it;
ROLLBACK TO s;
SET LOCAL ROLE regress_badcase_rita;
SELECT submission FROM badcase.claim_reviews(1, 10);
SET LOCAL ROLE regress_badcase_carol;
SELECT waiting, late FROM badcase.round_progress;
SELECT submission, days FROM badcase.overdue;
SET LOCAL ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.overdue(was text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.submission SET state = was WHERE submission_id IN (3, 4);
  SET LOCAL ROLE regress_badcase_carol;
  said := (SELECT string_agg(submission || ' ' || days, ', ') FROM badcase.overdue);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
SELECT was, pg_temp.overdue(was) AS overdue FROM unnest(badcase_internal.states()) was;
SELECT report_span = tstzrange(NULL, now(), '(]') AS span FROM badcase_internal.round r, badcase_internal.report_span(r) WHERE r.program_id = 1;
-- a later round begins behind the cut-off of the one before; a cut-off no later than that leaves it nothing
UPDATE badcase_internal.round SET closed_at = now();
INSERT INTO badcase_internal.round (program_id, cut_off) VALUES (1, now()) RETURNING round_id AS empty \gset
SELECT isempty(badcase_internal.report_span(r)) AS empty FROM badcase_internal.round r WHERE r.round_id = :empty;
UPDATE badcase_internal.round SET cut_off = now() + interval '1 microsecond' WHERE round_id = :empty;
SELECT badcase_internal.report_span(r) = tstzrange(now(), now() + interval '1 microsecond', '(]') AS span FROM badcase_internal.round r WHERE r.round_id = :empty;
UPDATE badcase_internal.round SET closed_at = now() WHERE round_id = :empty;
INSERT INTO badcase_internal.round (program_id, cut_off) VALUES (1, now() + interval '1 hour') RETURNING round_id AS third \gset
SELECT badcase_internal.report_span(r) = tstzrange(now() + interval '1 microsecond', now() + interval '1 hour', '(]') AS of_the_third FROM badcase_internal.round r WHERE r.round_id = :third;
ROLLBACK;

-- Early access ends when it ends.
BEGIN;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 4);
UPDATE badcase_internal.program SET early_access = '1000 hours';
UPDATE badcase_internal.submission SET decided_at = now() - interval '1000 hours' WHERE submission_id = 1;
UPDATE badcase_internal.submission SET decided_at = now() - interval '1000 hours' + interval '1 microsecond' WHERE submission_id = 4;
SET LOCAL ROLE regress_badcase_carol;
SELECT contributor, until - now() AS left FROM badcase.early_access;
ROLLBACK;
-- and it is counted from the last that was accepted, in whatever round that was
BEGIN;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 2);
UPDATE badcase_internal.program SET early_access = '1000 hours';
UPDATE badcase_internal.submission SET decided_at = now() - submission_id * interval '900 hours', decided_round = (SELECT CASE submission_id WHEN 1 THEN max(round_id) ELSE min(round_id) END FROM badcase_internal.round) WHERE submission_id <= 2;
SET LOCAL ROLE regress_badcase_carol;
SELECT contributor, until - now() AS left FROM badcase.early_access;
ROLLBACK;

-- A purge takes what is older than the retention, and nothing that is as old.
BEGIN;
SELECT pg_temp.judge('rita', s, false, false) FROM unnest('{1,2}'::bigint[]) s;
UPDATE badcase_internal.program SET retention = '720 hours';
UPDATE badcase_internal.submission SET updated_at = now() - interval '720 hours' WHERE submission_id = 1;
UPDATE badcase_internal.submission SET updated_at = now() - interval '720 hours' - interval '1 microsecond' WHERE submission_id = 2;
INSERT INTO badcase_internal.refused_line (program_id, upload_id, line_no, byte_offset, code, message, line) SELECT 1, upload_id, 90, 0, 'json_syntax', 'm', 'x' FROM badcase_internal.upload WHERE program_id = 1;
UPDATE badcase_internal.upload SET processed_at = now() - interval '720 hours' WHERE program_id = 1;
UPDATE badcase_internal.upload SET processed_at = now() - interval '720 hours' - interval '1 microsecond' WHERE upload_id = 1;
SET LOCAL ROLE regress_badcase_carol;
SELECT badcase.purge(1);
SET LOCAL ROLE regress_badcase_owner;
SELECT submission_id, state FROM badcase_internal.submission WHERE record IS NULL;
SELECT upload_id FROM badcase_internal.refused_line WHERE line IS NULL;
ROLLBACK;

-- Rules hold from their threshold on: the confidence of an address, one thousandth below, and terms of three and four characters.
SET ROLE regress_badcase_carol;
SELECT badcase.create_term_list(1, 'short', 'info') AS list \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'terms', target => :list) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"term": "sea"}'), (2, '{"term": "lake"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
CREATE FUNCTION pg_temp.found(threshold real, record badcase) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  me bigint;
BEGIN
  SET LOCAL ROLE regress_badcase_carol;
  PERFORM badcase.set_rule(1, 'pii:email', 'warn', threshold);
  PERFORM pg_temp.send(1, 5, record);
  PERFORM badcase.triage_batch(1, 100);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN QUERY SELECT f.rule || ' ' || coalesce(f.excerpt, '') FROM badcase_internal.finding f
    WHERE f.submission_id = (SELECT max(submission_id) FROM badcase_internal.submission) ORDER BY f.finding_id;
END $$;
SELECT confidence FROM badcase_findings(badcase('Write to ada.lovelace@analytical.org at once', 'By the lake or the sea'));
SELECT confidence AS is FROM badcase_findings(badcase('Write to ada.lovelace@analytical.org at once', 'By the lake or the sea')) \gset
SELECT pg_temp.found(:is, badcase('Write to ada.lovelace@analytical.org at once', 'By the lake or the sea')) AS at_it;
SELECT pg_temp.found(least(:is + 0.01, 1), badcase('Write to ada.lovelace@analytical.org at once', 'By the sea')) AS above_it;

-- The sizes of a card.
SET ROLE regress_badcase_owner;
SELECT n, substring(badcase_internal.card_head(jsonb_build_object('name', 'x', 'licence', 'MIT', 'items', n)) FROM 'size_categories: ([^\n]*)') AS size
FROM unnest('{0,999,1000,9999,10000,99999,100000,999999,1000000}'::bigint[]) n;


-- A passage of ten tokens, all of it, nine and eight of them in a longer text: found to the threshold and no further.
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'exam of ten', 'benchmark', 'MIT') AS ten \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => :ten) > 0 AS opened;
INSERT INTO badcase.intake (line_no, line) SELECT 1, convert_to(badcase((SELECT string_agg('ten' || n, ' ' ORDER BY n) FROM generate_series(1, 10) n), 'a')::text, 'UTF8');
SELECT stored FROM badcase.process_upload();
COMMIT;
SET ROLE regress_badcase_ada;
SELECT pg_temp.send(1, 1, VARIADIC ARRAY(SELECT badcase((SELECT string_agg(CASE WHEN n BETWEEN 11 AND 10 + k THEN 'ten' || n - 10 ELSE 'other' || k || '_' || n END, ' ' ORDER BY n) FROM generate_series(1, 60) n), 'r') FROM generate_series(8, 10) k));
SET ROLE regress_badcase_carol;
SELECT badcase.triage_batch(1, 10);
SELECT t AS threshold, array_agg(round(c.containment::numeric, 3) ORDER BY c.containment) AS contained FROM unnest('{0.75,0.8,0.875,0.876,1}'::float8[]) t, LATERAL badcase.contamination(1, :ten, t) c GROUP BY t ORDER BY t;
\i :clean
