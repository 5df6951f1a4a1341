-- What is listed: files, people, rounds, releases, claims, reviews, one's own lines and consents, offers of access, what is similar,
-- what goes to engines: each state that counts and each that does not, for who may see it, beside another program.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
\pset format unaligned
-- Files and people: what waits, state by state.
CREATE FUNCTION pg_temp.counted(state text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.submission s SET state = counted.state WHERE s.submission_id <> 3;
  SET LOCAL ROLE regress_badcase_carol;
  said := (SELECT string_agg(concat_ws(' ', u.upload, 'waiting', u.waiting), ', ') FROM badcase.uploads u) || '; ' || (SELECT string_agg(format('%s has %s, %s waiting, %s to change, %s accepted, %s rejected', c.contributor, c.submissions, c.waiting, c.needs_changes, c.accepted, c.rejected), ', ') FROM badcase.contributors c);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
SELECT s AS state, pg_temp.counted(s) AS counted FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) s;
UPDATE badcase_internal.submission SET state = 'pending';
INSERT INTO badcase_internal.upload (program_id, kind, target, file_name, opened_by, processed_at, lines, stored, repeated, refused, blank, bytes, sha256, format, xact) SELECT p, k, 1, k, 'x', now(), 1, 1, 0, 0, 0, 1, '\x00', CASE k WHEN 'corpus' THEN 'alpaca' END, n::text::xid8 FROM (VALUES (1, 'corpus', 1), (1, 'terms', 2), (2, 'corpus', 3)) v(p, k, n);
UPDATE badcase_internal.upload SET attestation_id = NULL WHERE upload_id = 2;
INSERT INTO badcase_internal.attestation (contributor_id, text_version, attested_by) VALUES (2, 'terms 9', 'x');
SET ROLE regress_badcase_carol;
SELECT upload, kind, target, contributor, external_id, file_name, attested, waiting, format FROM badcase.uploads;
SELECT contributor, external_id, role, attested, train, publish_text, show_name, contact, uploads FROM badcase.contributors;
-- Submissions: each with the reviews of its pass, its texts by length, and whole days.
SET ROLE regress_badcase_owner;
BEGIN;
UPDATE badcase_internal.submission s SET received_at = now() - v.age::interval, review_pass = 1, record = badcase('p' || s.submission_id, repeat('r', s.submission_id::int), CASE s.submission_id WHEN 2 THEN '[["a", "b"]]' END::jsonb, CASE s.submission_id WHEN 3 THEN 'x' END) FROM (VALUES (1, '0'), (2, '23:59:59.999999'), (3, '24:00'), (4, '71:59:59'), (5, '48:00')) v(id, age) WHERE s.submission_id = v.id;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) SELECT v.id, v.pass, ('regress_badcase_' || v.who)::regrole, 1, 1, true, true, 'accepted' FROM (VALUES (1, 1, 'rita'), (1, 1, 'ron'), (1, 0, 'rita'), (2, 2, 'rita'), (3, 1, 'ron')) v(id, pass, who);
SET LOCAL ROLE regress_badcase_carol;
SELECT submission, reviews, prompt_chars, response_chars, turns, has_rejected, days FROM badcase.submissions;
ROLLBACK;
-- Rounds: whole days to the cut-off of an open one, the newest first; programs: what each is in them.
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.round (program_id, opened_at, cut_off, closed_at) VALUES (1, '2026-01-01', '2026-02-01', '2026-02-01');
CREATE FUNCTION pg_temp.days(span interval) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.round SET cut_off = now() + span WHERE closed_at IS NULL;
  SET LOCAL ROLE regress_badcase_carol;
  said := (SELECT string_agg(concat_ws(' ', r.program, coalesce(r.days_left::text, 'none')), ', ' ORDER BY r.n) FROM (SELECT x.*, row_number() OVER () AS n FROM badcase.rounds x) r);
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
SELECT s, pg_temp.days(s::interval) AS days FROM unnest('{0,23:59:59.999999,24:00,-00:00:00.000001,NULL}'::text[]) s;
SET ROLE regress_badcase_bob;
SELECT program, name, capabilities, round FROM badcase.programs;
SET ROLE regress_badcase_cem;
SELECT program, name, capabilities FROM badcase.programs;
SELECT program, round, closed_at IS NULL AS open FROM badcase.rounds;
-- Releases: curators all of their program's, exporters those that were published; with the versions of the model that are of them.
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.release (program_id, name, seed, items, sha256, built_by, published_by, published_at, validation) SELECT p, n, 1, 5, '\x0a', 'x', CASE WHEN n <> 'a' THEN 'y' END, CASE WHEN n <> 'a' THEN now() END, 0.25 FROM (VALUES (1, 'a'), (1, 'b'), (2, 'b')) v(p, n);
INSERT INTO badcase_internal.model_version (program_id, name, base_id, releases, registered_by) VALUES (1, 'm1', NULL, '{2}', 'x'), (1, 'm2', 1, '{}', 'x'), (2, 'n1', NULL, '{3}', 'x');
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'taken', 'carol'), (1, 'not taken', NULL);
CREATE FUNCTION pg_temp.seen(who text, what text) RETURNS text LANGUAGE sql AS $$ SELECT replace(pg_temp.answer(who, format('SELECT string_agg(x::text, E''\n'' ORDER BY n) FROM (SELECT x, row_number() OVER () AS n FROM (%s) x) y', what)), 'regress_badcase_', '') $$;
RESET ROLE;
SELECT w, pg_temp.seen(w, 'SELECT program, release, name, items, validation, built_by, published_by, published_at IS NOT NULL, sha256, models FROM badcase.releases') AS releases FROM unnest('{carol,cem,eva,emil}'::text[]) w;
-- Claims: of whom a reviewer sees only that there are some; looks like reviews; what has ended.
UPDATE badcase_internal.submission s SET lease_role = ('regress_badcase_' || v.who)::regrole, lease_until = now() + v.hours * interval '1 hour', state = v.state, task_id = v.task FROM (VALUES (1, 'rita', 1, 'pending', 1), (2, 'ron', 2, 'pending', 2), (3, 'ron', -1, 'pending', NULL), (4, 'rita', 1, 'accepted', 1), (5, 'ron', 1, 'pending', NULL), (6, NULL, NULL, 'accepted', NULL)) v(id, who, hours, state, task) WHERE s.submission_id = v.id;
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) SELECT v.id, ('regress_badcase_' || v.who)::regrole, CASE v.id WHEN 6 THEN 2 ELSE 1 END, 1, 'accepted', now() + v.hours * interval '1 hour', v.verdict, CASE WHEN v.verdict IS NOT NULL THEN now() END FROM (VALUES (4, 'rita', 3, NULL), (4, 'ron', 3, 'accepted'), (6, 'ron', 3, NULL), (4, 'cem', -1, NULL)) v(id, who, hours, verdict);
SELECT w, pg_temp.seen(w, 'SELECT program, submission, reviewer, is_own, task, has_ended FROM badcase.claims') AS claims FROM unnest('{carol,cem,rita,ron,eva}'::text[]) w;
-- given back: one's own or another's, of one program, all or those that are named, looks with them
CREATE FUNCTION pg_temp.given_back(who text, arguments text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
  BEGIN
    EXECUTE format('SELECT badcase.release_claims(%s)', arguments) INTO said;
    RESET ROLE;
    said := format('%s, left %s, looks %s; noted %s', said, (SELECT string_agg(s.submission_id || ' ' || s.lease_role, ' ' ORDER BY s.submission_id) FROM badcase_internal.submission s WHERE s.lease_role IS NOT NULL), (SELECT string_agg(l.submission_id || ' ' || l.reviewer, ' ' ORDER BY l.submission_id, l.reviewer::text) FROM badcase_internal.look l),
      (SELECT string_agg(concat_ws(' ', a.program_id, a.kind, a.submission_id, a.whose, a.made_by), ', ' ORDER BY a.action_id) FROM badcase_internal.action a WHERE a.kind LIKE 'claim%'));
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLERRM;
  END;
  RESET ROLE;
  RETURN replace(said, 'regress_badcase_', '');
END $$;
SELECT w, a, pg_temp.given_back(w, a) AS said FROM (VALUES (1, 'rita', '1'), (2, 'ron', '1'), (3, 'ron', '2'), (4, 'ron', $$2, NULL, '{6}'$$), (5, 'ron', $$1, NULL, '{2,99}'$$), (6, 'ron', $$1, 'regress_badcase_ron'$$), (7, 'carol', $$1, 'regress_badcase_ron'$$), (8, 'carol', $$1, 'regress_badcase_rita', '{4}'$$),
  (9, 'carol', $$1, 'regress_badcase_nobody'$$), (10, 'rita', $$1, 'regress_badcase_ron'$$), (11, 'carol', '1'), (12, 'cem', $$2, 'regress_badcase_ron'$$)) v(n, w, a) ORDER BY n;
-- reviews, and which of them count for the present pass; one that is of another pass is not one's to withdraw
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, note) SELECT v.id, s.review_pass + v.pass, ('regress_badcase_' || v.who)::regrole, 1, 1, true, true, 'accepted', v.note FROM (VALUES (1, 0, 'rita', 'a'), (1, 1, 'rita', 'b'), (2, 0, 'rita', 'c'), (5, 0, 'ron', 'd'), (3, 0, 'rita', 'e'), (3, 1, 'ron', 'f')) v(id, pass, who, note) JOIN badcase_internal.submission s ON s.submission_id = v.id;
UPDATE badcase_internal.submission SET state = 'received' WHERE submission_id = 2;
SELECT w, pg_temp.seen(w, 'SELECT program, submission, reviewer, note, counts FROM badcase.reviews') AS reviews FROM unnest('{carol,cem,rita}'::text[]) w;
SELECT w, id, pg_temp.answer(w, format('SELECT badcase.withdraw_review(%s) IS NULL', id)) AS withdrawn FROM (VALUES ('rita', 1), ('rita', 2), ('rita', 3), ('ron', 3), ('ron', 5)) v(w, id);

-- One's own: of each program that one is a contributor of, lines, records, files, consents, offers; in the language that one has there.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET contributor_state = 'accepted', state = 'accepted', reasons = '{useless}', failure_kinds = '{}', record = badcase('p' || submission_id, 'r', meta => '{"failure_kind": "odd"}') WHERE submission_id IN (4, 5, 6);
UPDATE badcase_internal.submission SET contributor_state = CASE submission_id WHEN 1 THEN 'disputed' WHEN 2 THEN 'withdrawn' ELSE 'pending' END, breaks = 0, reasons = '{spam}', failure_kinds = '{}', record = badcase('p' || submission_id, 'r', meta => '{"failure_kind": "odd"}') WHERE submission_id < 4;
UPDATE badcase_internal.contributor SET lang = 'zh' WHERE contributor_id = 4;
INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, contributor_id, code, byte_offset, path, message, line) SELECT v.u, v.n, v.p, v.c, v.code, 7, v.path, 'in the library''s words', 'x' FROM (VALUES (3, 90, 1, 2, 'syntax', '/prompt'), (3, 91, 1, 2, 'odd', ''), (5, 90, 2, 4, 'missing_prompt', '/prompt'), (1, 90, 1, 1, 'syntax', '/prompt')) v(u, n, p, c, code, path);
INSERT INTO badcase_internal.passed_line (upload_id, line_no, program_id, contributor_id, verdict, submission_id, refused_upload, refused_line_no) VALUES (3, 95, 1, 2, 'repeated', 4, NULL, NULL), (3, 96, 1, 2, 'refused', NULL, 3, 91), (3, 97, 1, 2, 'blank', NULL, NULL, NULL), (1, 95, 1, 1, 'repeated', 1, NULL, NULL);
UPDATE badcase_internal.upload SET format = 'alpaca' WHERE upload_id = 5;
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by, superseded_at, in_person) VALUES (2, 'contact', true, 'c1', 'x', now(), true), (2, 'contact', false, 'c2', 'x', NULL, false);
INSERT INTO badcase_internal.access_offer (model_id, contributor_id, until, offered_by) VALUES (1, 2, now() + interval '1 day', 'x'), (2, 2, now() - interval '1 day', 'x'), (3, 4, now() + interval '1 day', 'x'), (1, 1, now() + interval '1 day', 'x');
RESET ROLE;
SELECT w, v, pg_temp.seen(w, format('SELECT %s FROM badcase.my_%s ORDER BY 1, 2, 3', c, v)) AS rows FROM (VALUES ('bob'), ('ada')) p(w), (VALUES (1, 'submissions', 'upload, line_no, verdict, code, message, submission, state, reasons, hint'), (2, 'records', 'upload, line_no, submission, record ->> ''prompt'', line'), (3, 'uploads', 'upload, program, contributor, attested, lines, stored'),
  (4, 'consents', 'program, contributor, scope, granted, text_version, in_person, holds'), (5, 'access', 'program, contributor, model, has_ended')) t(n, v, c) ORDER BY w DESC, t.n;
SELECT w, pg_temp.seen(w, 'SELECT program, model, name, contributor, external_id, has_ended FROM badcase.access_offers') AS offers FROM unnest('{carol,cem,ada}'::text[]) w;
-- an offer is made longer, not shorter, for those of the model's program, be the curator one of both
SET ROLE regress_badcase_cem;
SELECT badcase.grant_access(2, 'regress_badcase_carol', 'curator');
RESET ROLE;
DELETE FROM badcase_internal.access_offer;
UPDATE badcase_internal.submission SET state = 'accepted', decided_at = now(), decided_round = program_id WHERE submission_id IN (1, 4, 5);
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket) SELECT DISTINCT p, t.part, b FROM generate_series(1, 2) p, badcase_internal.tallies() t, generate_series(0, 20) b ON CONFLICT DO NOTHING;
CREATE FUNCTION pg_temp.offered(hours int, model bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  UPDATE badcase_internal.program SET early_access = hours * interval '1 hour';
  SET LOCAL ROLE regress_badcase_carol;
  said := badcase.offer_access(model) || ' made:';
  RESET ROLE;
  RETURN said || coalesce((SELECT string_agg(format(' %s of %s for %s', o.contributor_id, o.model_id, round(extract(epoch FROM o.until - now()) / 3600)), ',' ORDER BY o.model_id, o.contributor_id) FROM badcase_internal.access_offer o), '');
END $$;
SELECT h, m, pg_temp.offered(h, m) FROM (VALUES (1, 100, 1), (2, 100, 1), (3, 50, 1), (4, 200, 1), (5, 50, 2)) v(n, h, m) ORDER BY n;
-- an offer ends at its last moment
CREATE FUNCTION pg_temp.ended(span interval) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE badcase_internal.access_offer SET until = now() + span;
  RETURN pg_temp.seen('ada', 'SELECT DISTINCT has_ended FROM badcase.my_access') || pg_temp.seen('carol', 'SELECT DISTINCT has_ended FROM badcase.access_offers');
END $$;
SELECT s, pg_temp.ended(s::interval) FROM unnest('{0,00:00:00.000001}'::text[]) s;

-- Engines: pools by state and consent, numbers and texts; of a field.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET state = CASE submission_id WHEN 3 THEN 'held' ELSE 'accepted' END WHERE submission_id <= 3;
UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 2 AND scope = 'train';
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (2, 1, 1, 'pii:email', 1, 'hold', 1), (1, 1, 2, 'pii:email', 1, 'hold', 1);
SELECT p, (SELECT string_agg(m.submission || CASE WHEN m.may_go THEN ' goes' ELSE '' END, ', ' ORDER BY m.submission) FROM badcase_internal.pool_members(1, p) m) AS members FROM unnest('{accepted,searchable}'::text[]) p;
SELECT s, badcase_internal.pool_line(7, badcase('p"q', 'r'), s) AS line FROM unnest('{record,prompt,response}'::text[]) s;
RESET ROLE;
SELECT w, p, pg_temp.seen(w, format('SELECT id, line::text FROM badcase.export_pool(1, %L, ''prompt'')', p)) AS pool FROM unnest('{carol,eva,emil}'::text[]) w, unnest('{accepted,searchable,odd,NULL}'::text[]) p;
SELECT f, pg_temp.answer('carol', format('SELECT count(*) FROM badcase.export_pool(1, ''accepted'', %L)', f)) AS pool, pg_temp.answer('carol', format('SELECT string_agg(submission || '' '' || (size = cardinality(features) AND size > 0), '','') FROM badcase.export_features(1, %L)', f)) AS features FROM unnest('{record,prompt,response,history,NULL}'::text[]) f;
-- Similar: as many as are asked for, the most similar first, from the threshold on; a preview of sixty characters in one line.
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id IN (1, 2, 3);
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(badcase(E'Count\nto a\thundred\rin words' || repeat('.', 35 + n), string_agg) ORDER BY n) FROM (SELECT n, string_agg('word' || CASE WHEN i <= n * 3 THEN i * 100 + n ELSE i END, ' ' ORDER BY i) FROM generate_series(0, 4) n, generate_series(1, 60) i GROUP BY n) x)) AS stored;
SELECT badcase.triage_batch(1) AS triaged;
SELECT min(submission) AS first FROM badcase.submissions WHERE contributor = 5 AND program = 1 \gset
CREATE TEMP TABLE asked AS SELECT badcase(E'Count\nto a\thundred\rin words' || repeat('.', 35), (SELECT string_agg('word' || i, ' ' ORDER BY i) FROM generate_series(1, 60) i)) AS r;
SELECT n, t, (SELECT string_agg(f.submission - :first || ' ' || round(f.similarity::numeric, 2), ', ' ORDER BY f.k) FROM (SELECT x.*, row_number() OVER () AS k FROM badcase.find_similar(1, a.r, t, 'record', n) x) f) AS found FROM asked a, unnest('{1,2,20}'::int[]) n, unnest('{0.3,0.5,0.7,0.95}'::float8[]) t;
SELECT f, (SELECT count(*) FROM badcase.find_similar(1, a.r, 0.7, f)) AS found FROM asked a, unnest('{prompt,response}'::text[]) f;
SELECT preview, length(preview) FROM asked a, badcase.find_similar(1, a.r, 1);
DROP TABLE asked;
\i :clean
