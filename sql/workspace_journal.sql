-- What is said of a record: why it is in its state, in codes for curators and in words for its contributor; its texts with what
-- was found in each; its history and the journal; the news for the outbox; how far jobs are. Of what is not its own, nothing.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
\pset format unaligned
CREATE FUNCTION pg_temp.find(id bigint, rule text, severity text, field text DEFAULT NULL, turn int DEFAULT NULL, start int DEFAULT NULL, stop int DEFAULT NULL, excerpt text DEFAULT NULL, cleared bool DEFAULT NULL, revision int DEFAULT 1, path text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence, severity, excerpt, rule_version, found_at, cleared, reason, resolved_by, resolved_at)
  SELECT s.submission_id, s.program_id, find.revision, find.rule, find.field, find.turn, find.path, find.start, find.stop, 1, find.severity, find.excerpt, 1, '2026-03-01 10:00+00', find.cleared, CASE WHEN find.cleared THEN 'seen' END,
    CASE WHEN find.cleared IS NOT NULL THEN 'carol' END, CASE WHEN find.cleared IS NOT NULL THEN timestamptz '2026-03-02 10:00+00' END
  FROM badcase_internal.submission s WHERE s.submission_id = find.id
$$;
-- Why, in codes and in words, state by state: what holds it, what it duplicates, the reasons and the notes of its own pass and verdict.
UPDATE badcase_internal.submission SET duplicate_of = 5, reasons = '{useless,spam}' WHERE submission_id = 1;
SELECT pg_temp.find(1, v.rule, v.severity, v.field, v.turn, NULL, NULL, v.excerpt, v.cleared, v.revision) FROM (VALUES
  ('pii:email', 'hold', 'prompt', NULL, 'a…@b', NULL::bool, 1), ('pii:email', 'hold', 'answer', 2, NULL, NULL, 1), ('term:x', 'block', 'response', NULL, 'secret', NULL, 1), ('contamination:gsm', 'warn', NULL, NULL, NULL, NULL, 1), ('secret:odd', 'block', NULL, NULL, NULL, NULL, 1),
  ('pii:cn_mobile', 'hold', 'prompt', NULL, 'cleared', true, 1), ('pii:cn_id', 'hold', 'prompt', NULL, 'stands', false, 1), ('pii:ipv4', 'hold', 'prompt', NULL, 'later', NULL, 2), ('quality:too_short', 'warn', 'prompt', NULL, NULL, NULL, 1)) v(rule, severity, field, turn, excerpt, cleared, revision);
SELECT pg_temp.find(2, 'pii:passport', 'hold', 'prompt', NULL, NULL, NULL, 'of another');
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, note, note_to_contributor, reviewed_at)
SELECT v.id, s.review_pass + v.later, ('regress_badcase_' || v.who)::regrole, 1, 1, true, true, v.verdict, 'for curators', v.note, timestamptz '2026-03-01 00:00+00' + v.n * interval '1 hour'
FROM (VALUES (1, 0, 'rita', 'accepted', 'of an acceptance', 3), (1, 0, 'ron', 'rejected', 'of a rejection', 2), (1, 0, 'cem', 'rejected', 'an earlier one', 1), (1, 0, 'eva', 'rejected', NULL, 0), (1, 1, 'rita', 'rejected', 'of another pass', 0), (2, 0, 'rita', 'rejected', 'of another', 0)) v(id, later, who, verdict, note, n)
JOIN badcase_internal.submission s ON s.submission_id = v.id;
CREATE FUNCTION pg_temp.why(state text, held_for text[], lang text DEFAULT 'en') RETURNS text LANGUAGE sql AS $$
  UPDATE badcase_internal.submission s SET state = why.state, contributor_state = why.state, held_for = why.held_for WHERE s.submission_id = 1;
  SELECT coalesce(badcase_internal.why_in_codes(s), '-') || ' | ' || coalesce(badcase_internal.why_in_words(1, why.lang), '-') FROM badcase_internal.submission s WHERE s.submission_id = 1
$$;
SELECT s AS state, pg_temp.why(s, '{}') AS why FROM unnest('{received,held,duplicate,pending,needs_changes,disputed,accepted,rejected,withdrawn}'::text[]) s;
SELECT pg_temp.why('held', '{attestation,screening}') AS attested, pg_temp.why('held', '{attestation}', 'zh') AS zh;
UPDATE badcase_internal.upload SET attestation_id = NULL WHERE upload_id = 1;
SELECT pg_temp.why('held', '{attestation}') AS not_attested, pg_temp.why('pending', '{attestation}') AS goes_on, pg_temp.why('rejected', '{}', 'zh') AS zh;
DELETE FROM badcase_internal.finding;
UPDATE badcase_internal.submission SET reasons = '{}' WHERE submission_id = 1;
SELECT pg_temp.why('held', '{attestation}') AS that_alone, pg_temp.why('held', '{}') AS nothing, pg_temp.why('accepted', '{}') AS accepted;
-- what the prompt asks for is told while it waits, and only that: what the response does not keep of it, of the kinds that are warned of
UPDATE badcase_internal.submission SET breaks = b.breaks, record = b.r FROM (VALUES (1, 1, badcase('Answer in one sentence, in lower case: why is ice cold?', 'It is frozen. It takes heat.')), (2, 0, badcase('Answer in one sentence: why is ice cold?', 'It is frozen. It takes heat.')),
  (3, 1, badcase('Answer in one sentence: why is ice cold?', 'It is frozen.'))) b(id, breaks, r) WHERE submission_id = b.id;
SELECT s.submission_id, f.kind, f.followed, k.severity FROM badcase_internal.submission s CROSS JOIN LATERAL badcase_follows(s.record) f JOIN badcase_follows_kinds() k USING (kind) WHERE s.submission_id < 4 ORDER BY 1, f.kind;
SELECT s.submission_id, badcase_internal.why_in_words(s.submission_id, l) AS words FROM (SELECT * FROM badcase_internal.submission WHERE submission_id < 4) s, unnest('{en,zh}'::text[]) l, LATERAL (SELECT pg_temp.why('pending', '{}')) x ORDER BY 1, 2;
SELECT s AS state, pg_temp.why(s, '{}') AS why FROM unnest('{received,accepted,disputed}'::text[]) s;

-- A record, text by text, with what was found in each; that of the whole only where something was.
UPDATE badcase_internal.submission SET revision = 2, record = badcase('p', 'r', '[["q1", "a1"], ["q2", "a2"]]', 'bad', '{"k": "v"}') WHERE submission_id = 4;
SET ROLE regress_badcase_carol;
SELECT * FROM badcase.record(4);
SET ROLE regress_badcase_owner;
SELECT pg_temp.find(4, v.rule, 'warn', v.field, v.turn, v.start, v.stop, NULL, NULL, v.revision, v.path) FROM (VALUES ('whole', NULL, NULL, NULL, NULL, 2, NULL), ('q', 'question', 2, 0, 1, 2, NULL), ('a', 'answer', 1, 0, 2, 2, NULL), ('p', 'prompt', NULL, 0, 1, 2, NULL), ('p0', 'prompt', NULL, 0, 1, 1, NULL),
  ('far', 'response', NULL, 50000, 50001, 2, NULL), ('near', 'response', NULL, 0, 50000, 2, NULL), ('m', 'meta', NULL, 0, 1, 2, '/k'), ('m2', 'meta', NULL, 0, 1, 2, '/a'), ('x', 'rejected', NULL, NULL, NULL, 2, NULL)) v(rule, field, turn, start, stop, revision, path);
SELECT pg_temp.find(3, 'of another', 'warn', 'prompt', NULL, 0, 1, NULL, NULL, 2);
SET ROLE regress_badcase_carol;
SELECT r.field, r.turn, r.value, (SELECT string_agg(concat_ws(' ', f ->> 'rule', f ->> 'path', f ->> 'start', f ->> 'stop', f ->> 'words'), '; ' ORDER BY n) FROM jsonb_array_elements(r.findings) WITH ORDINALITY x(f, n)) AS findings FROM badcase.record(4) r;
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET record = badcase('p', 'r') WHERE submission_id = 4;
DELETE FROM badcase_internal.finding WHERE field IS NULL;
SET ROLE regress_badcase_carol;
SELECT field FROM badcase.record(4);

-- Its history, each thing in its place and words; of another record nothing.
SET ROLE regress_badcase_owner;
DELETE FROM badcase_internal.event; DELETE FROM badcase_internal.action; DELETE FROM badcase_internal.finding; DELETE FROM badcase_internal.review;
CREATE FUNCTION pg_temp.at(n int) RETURNS timestamptz LANGUAGE sql RETURN timestamptz '2026-03-01 00:00+00' + n * interval '1 hour';
INSERT INTO badcase_internal.event (submission_id, event_id, from_state, to_state, actor, at, revision, other_id, outcome_id, verdict) OVERRIDING SYSTEM VALUE
SELECT s, 1000 + 100 * s + n, f, t, 'regress_badcase_ada', pg_temp.at(n), 1, o, u, v FROM generate_series(1, 2) s, (VALUES (1, NULL, 'received', NULL, NULL, NULL), (2, 'received', 'pending', NULL, NULL, NULL), (3, 'received', 'duplicate', 9, NULL, NULL), (4, 'accepted', 'accepted', NULL, 77, 'fixed'), (5, 'odd', 'even', NULL, NULL, NULL)) x(n, f, t, o, u, v);
INSERT INTO badcase_internal.event (submission_id, event_id, from_state, to_state, actor, at, revision) OVERRIDING SYSTEM VALUE SELECT 5, 1300 + n, NULL, 'received', 'regress_badcase_bob', pg_temp.at(n), 1 FROM generate_series(1, 2) n;
INSERT INTO badcase_internal.action (action_id, program_id, kind, submission_id, release_id, whose, verdict, setting, reason, made_by, made_at)
SELECT 2000 + 100 * p + n, p, k, CASE p WHEN 1 THEN 1 ELSE 5 END, CASE k WHEN 'release_retired' THEN 1 END, 'regress_badcase_ron'::regrole, 'accepted', CASE k WHEN 'setting' THEN 'quorum 1' END, CASE WHEN n % 2 = 0 THEN 'why ' || n END, 'carol', pg_temp.at(10 + n::int)
FROM generate_series(1, 2) p, unnest('{read,review_changed,review_withdrawn,claim_released,gold_set,claim_taken_back,setting,release_retired}'::text[]) WITH ORDINALITY x(k, n);
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons, note, reviewed_at) SELECT s, n, 'regress_badcase_rita', 1, 1, true, true, 'accepted', CASE n WHEN 1 THEN '{useless,spam}' ELSE '{}' END::text[], CASE WHEN n < 3 THEN 'a note' END, pg_temp.at(20 + n) FROM generate_series(1, 2) s, generate_series(1, 3) n;
INSERT INTO badcase_internal.ruling (submission_id, kind, decision, reason, made_by, made_at) SELECT s, k, CASE k WHEN 'adjudicate' THEN 'rejected' END, 'because', 'carol', pg_temp.at(30) FROM generate_series(1, 2) s, unnest('{adjudicate,reopen}'::text[]) k;
INSERT INTO badcase_internal.revision (submission_id, revision, reason, made_by, made_at) SELECT s, n, 'better', 'regress_badcase_ada', pg_temp.at(31 + n) FROM generate_series(1, 2) s, generate_series(1, 2) n;
SELECT pg_temp.find(s, r, v, cleared => c) FROM generate_series(1, 2) s, (VALUES ('pii:a', 'info', NULL), ('pii:b', 'warn', NULL::bool), ('pii:c', 'hold', true), ('pii:d', 'block', false)) v(r, v, c);
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by, built_at, published_by, published_at, retired_by, retired_at, retired_for)
SELECT 1, 'r' || n, 1, 1, '\x00', 'carol', pg_temp.at(50 + n), CASE WHEN n > 1 THEN 'carol' END, CASE WHEN n > 1 THEN pg_temp.at(60 + n) END, CASE WHEN n > 2 THEN 'carol' END, CASE WHEN n > 2 THEN pg_temp.at(70 + n) END, CASE WHEN n > 2 THEN 'wrong' END FROM generate_series(1, 4) n;
INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision) SELECT CASE n WHEN 4 THEN 2 ELSE 1 END, r.release_id, 1, n FROM generate_series(1, 4) n JOIN badcase_internal.release r ON r.name = 'r' || n;
INSERT INTO badcase_internal.disclosure (program_id, submission_id, revision, authority, reference, disclosed_by, disclosed_at) SELECT 1, s, 1, 'court', 'case', 'carol', pg_temp.at(80) FROM generate_series(1, 2) s;
SET ROLE regress_badcase_carol;
SELECT to_char(h.at AT TIME ZONE 'UTC', 'DD HH24') AS at, h.who, h.what FROM badcase.history(1) h;
SELECT entry, program, to_char(j.at AT TIME ZONE 'UTC', 'DD HH24') AS at, who, what, submission, from_state, to_state, revision, other, outcome, release, whose, verdict, setting, reason FROM badcase.journal j;
SET ROLE regress_badcase_cem;
SELECT entry, program, what, submission FROM badcase.journal LIMIT 3;
SELECT count(*) AS entries, count(DISTINCT program) AS programs FROM badcase.journal;
SELECT badcase.history(1);
SET ROLE regress_badcase_owner;
SELECT f, t, badcase_internal.move_in_words(f, t, 9) FROM (VALUES (NULL, 'received'), ('received', 'duplicate'), ('pending', 'accepted'), ('odd', 'even')) v(f, t);

-- The outbox: what came after the contributor was told last, of the states that are told, each its own number and times.
UPDATE badcase_internal.submission SET contributor_state = 'pending', contributor_state_at = pg_temp.at(0), held_for = '{}';
UPDATE badcase_internal.contributor SET told_at = pg_temp.at(2) WHERE contributor_id = 1;
UPDATE badcase_internal.contributor SET told_at = pg_temp.at(2), external_id = NULL WHERE contributor_id = 2;
INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value) VALUES (1, 'e-mail', 'a@example.org'), (1, 'other', 'by post'), (2, 'e-mail', 'b@example.org');
CREATE FUNCTION pg_temp.news(VARIADIC states text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.submission s SET contributor_state = states[s.submission_id], contributor_state_at = pg_temp.at(CASE s.submission_id WHEN 3 THEN 5 ELSE s.submission_id + 1 END::int) WHERE s.submission_id <= 4;
  SET LOCAL ROLE regress_badcase_carol;
  said := (SELECT string_agg(format('%s: %s %s from %s to %s "%s" %s', o.contributor, o.what, o.n, to_char(o.since AT TIME ZONE 'UTC', 'HH24'), to_char(o.up_to AT TIME ZONE 'UTC', 'HH24'), o.words, o.contacts), '; ' ORDER BY o.k) FROM (SELECT x.*, row_number() OVER () AS k FROM badcase.outbox x) o);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN coalesce(said, 'nothing');
END $$;
SELECT s, pg_temp.news(s, s, s, s) AS news FROM unnest('{received,held,duplicate,pending,needs_changes,disputed,accepted,rejected,withdrawn}'::text[]) s;
SELECT pg_temp.news('accepted', 'rejected', 'accepted', 'accepted') AS two_kinds;
UPDATE badcase_internal.submission SET held_for = '{attestation}' WHERE submission_id = 2;
SELECT pg_temp.news('held', 'held', 'held', 'held') AS held;
UPDATE badcase_internal.contributor SET told_at = '-infinity', lang = 'zh', external_id = coalesce(external_id, 'bob');
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) VALUES (1, 'contact', true, 't', 'ada');
SELECT pg_temp.news('accepted', 'accepted', 'accepted', 'accepted') AS all_of_it;
SET ROLE regress_badcase_carol;
SELECT pg_temp.answer('carol', 'SELECT badcase.mark_told(1, now()) IS NULL') AS now, pg_temp.answer('carol', $$SELECT badcase.mark_told(1, now() + interval '1 microsecond')$$) AS later, pg_temp.answer('carol', 'SELECT badcase.mark_told(1, NULL)') AS never, pg_temp.answer('cem', 'SELECT badcase.mark_told(1, now())') AS another;
SET ROLE regress_badcase_carol;
SELECT badcase.mark_told(1, '2026-03-01 02:00+00'), badcase.mark_told(1, '2026-03-01 01:00+00');
SELECT contributor, what, n FROM badcase.outbox;
SET ROLE regress_badcase_owner;
SELECT contributor_id, told_at = pg_temp.at(2) AS the_later FROM badcase_internal.contributor WHERE contributor_id < 3 ORDER BY 1;

-- Jobs: how fast, and how long the rest takes at that pace; whole days.
CREATE FUNCTION pg_temp.job(kind text, done bigint, heartbeat int, finished int DEFAULT NULL, program int DEFAULT 1) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.job (program_id, kind, phase, done, total, started_by, started_at, heartbeat_at, finished_at)
  VALUES (job.program, job.kind, 'x', job.done, 100, 'x', pg_temp.at(0), pg_temp.at(0) + heartbeat * interval '1 second', pg_temp.at(0) + finished * interval '1 second')
$$;
SELECT pg_temp.job('triage', 100, 10, 50), pg_temp.job('triage', 5, 0, 0), pg_temp.job('triage', 0, 10), pg_temp.job('rescreening', 40, 20), pg_temp.job('triage', 7, 7, NULL, 2);
SET ROLE regress_badcase_carol;
SELECT program, kind, done, total, per_second, seconds_left, finished FROM badcase.job_progress WHERE total = 100;
SET ROLE regress_badcase_owner;
SELECT s, badcase_internal.days_of(s::interval) FROM unnest('{0,1 day,23:59:59,47:59:59.999999,48:00,1 month,1 year,-1 second,-1 day}'::text[]) s;
\i :clean
