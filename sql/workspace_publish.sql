-- What keeps a release from being published, each by one item alone, and published once that is mended: an item that is not
-- accepted any more or was revised, a finding, a consent, a benchmark that overlaps with what was mixed in, another's release.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
CREATE FUNCTION pg_temp.publish(release bigint, what text DEFAULT 'SELECT') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  SET LOCAL ROLE regress_badcase_owner;
  BEGIN
    EXECUTE what;
    SET LOCAL ROLE regress_badcase_carol;
    PERFORM badcase.publish_release(release);
    SET LOCAL ROLE regress_badcase_owner;
    said := (SELECT format('published by %s, items %s, files %s', r.published_by, r.facts #>> '{splits}', (SELECT count(*) > 0 FROM badcase_internal.release_file f WHERE f.release_id = r.release_id)) FROM badcase_internal.release r WHERE r.release_id = publish.release);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || SQLERRM;
  END;
  RESET ROLE;
  RETURN said;
END $$;
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'pool', 'general', 'MIT') AS pool, badcase.open_corpus(1, 'school', 'benchmark', 'MIT') AS school;
CREATE FUNCTION pg_temp.load(corpus bigint, VARIADIC records badcase[]) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(1, kind => 'corpus', target => corpus);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY x(r, n);
  RETURN (SELECT p.stored FROM badcase.process_upload() p);
END $$;
SELECT pg_temp.load(1, badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', '72'), badcase('Hello', 'Good day'));
RESET ROLE;
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 4);
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'own', 1) AS own, badcase.build_release(1, 'mixed', 1, '{"general": [{"corpus": "pool", "count": 2}]}') AS mixed;
RESET ROLE;
SELECT what, pg_temp.publish(1, what) AS said FROM unnest(ARRAY['SELECT',
  $$UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 1$$, $$UPDATE badcase_internal.submission SET revision = 2 WHERE submission_id = 4$$,
  $$UPDATE badcase_internal.submission SET state = 'pending', revision = 2 WHERE submission_id = 3$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 1, 'pii:email', 1, 'hold', 1)$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 1, 'contamination:x', 1, 'warn', 1)$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 1, 'pii:email', 1, 'warn', 1)$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 2, 'pii:email', 1, 'hold', 1)$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (3, 1, 1, 'pii:email', 1, 'hold', 1)$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, resolved_by, resolved_at) VALUES (1, 1, 1, 'pii:email', 1, 'hold', 1, true, 'c', now())$$,
  $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, resolved_by, resolved_at) VALUES (1, 1, 1, 'pii:email', 1, 'hold', 1, false, 'c', now())$$,
  $$UPDATE badcase_internal.consent SET granted = false WHERE contributor_id = 2 AND scope = 'train'$$, $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 2 AND scope = 'train'$$,
  $$UPDATE badcase_internal.consent SET granted = false WHERE contributor_id = 5$$,
  $$UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 4$$,
  $$UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 0 WHERE program_id = 1$$, $$UPDATE badcase_internal.screening SET rule_version = rule_version + 1, screened_to = 0 WHERE program_id = 2$$,
  $$UPDATE badcase_internal.release SET retired_at = now(), retired_for = 'typos' WHERE release_id = 2$$, $$UPDATE badcase_internal.release SET retired_at = now(), retired_for = 'typos' WHERE release_id = 1$$,
  $$UPDATE badcase_internal.release SET published_at = now() WHERE release_id = 1$$]) WITH ORDINALITY x(what, n) ORDER BY n;
-- a benchmark that has one of the two that were mixed in
SELECT pg_temp.publish(2);
SET ROLE regress_badcase_carol;
SELECT pg_temp.load(2, badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', '48 + 24 = 72'),
  badcase('Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many did she sell altogether?', 'seventy-two'));
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.publish(2), pg_temp.publish(1);
\i :clean
