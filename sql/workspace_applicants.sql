-- Who applies at a door, and what a token shows: to the last character, application, row and moment that counts, beside another
-- contributor and another program who have as much.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET client_min_messages = warning;
CREATE ROLE regress_badcase_door;
RESET client_min_messages;
SET ROLE regress_badcase_owner;
SELECT badcase.grant_access(p, 'regress_badcase_door', 'intake') FROM generate_series(1, 2) p;
CREATE FUNCTION pg_temp.said(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text;
BEGIN
  EXECUTE what INTO value;
  RETURN coalesce(value, 'null');
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
\pset format unaligned
SET ROLE regress_badcase_door;
SELECT program, name, open FROM badcase.door_programs();
-- what is written on the form: the longest that is taken and one more
SELECT a, pg_temp.said(format('SELECT state FROM badcase.door_apply(1, %s)', a)) AS said FROM unnest(ARRAY[$$repeat('n', 200), 't'$$, $$repeat('n', 201), 't'$$, $$'n', repeat('t', 100)$$, $$'n', repeat('t', 101)$$, $$'n', 't', '{contact}', repeat('c', 200)$$, $$'n', 't', '{contact}', repeat('c', 201)$$,
  $$'n', 't', '{train}', 'c'$$, $$'n', 't', '{show_name}', 'c'$$, $$'n', 't', '{contact}', NULL, 'octo'$$, $$'n', 't', '{show_name}', NULL, 'octo'$$, $$'n', 't', '{show_name}', NULL, repeat('o', 40)$$, $$'n', 't', '{train,odd}'$$, $$'n', 't', '{train,NULL}'$$, $$'n', 't', '{}', lang => NULL$$]) a;
SELECT pg_temp.said($$SELECT state FROM badcase.door_apply(2, 'n', 't', '{contact,train,contact}', 'c', lang => 'zh')$$) AS twice_the_same;
SET ROLE regress_badcase_owner;
SELECT application_id, program_id, state, length(name) AS name, length(contact) AS contact, github, length(terms_version) AS terms, consents, lang FROM badcase_internal.application ORDER BY 1;
-- a thousand within 24 hours, of the program
DELETE FROM badcase_internal.door_token; DELETE FROM badcase_internal.application;
BEGIN;
INSERT INTO badcase_internal.application (program_id, name, terms_version, applied_at)
SELECT 1 + (n > 999)::int, 'n', 't', CASE n WHEN 1 THEN now() - interval '24 hours' + interval '1 microsecond' ELSE now() END FROM generate_series(1, 1500) n UNION ALL SELECT 1, 'n', 't', now() - interval '24 hours';
SET LOCAL ROLE regress_badcase_door;
SELECT pg_temp.said($$SELECT state FROM badcase.door_apply(1, 'the thousandth', 't')$$), pg_temp.said($$SELECT state FROM badcase.door_apply(1, 'one more', 't')$$);
ROLLBACK;
DELETE FROM badcase_internal.application;
ALTER SEQUENCE badcase_internal.application_application_id_seq RESTART 101;

-- Curators: each application of their program, the newest first, with the last moment of a token that is good.
SET ROLE regress_badcase_door;
SELECT token AS dan FROM badcase.door_apply(1, 'Dan', 't1', '{contact,show_name,publish_text}', 'd@example.org', 'dan', 'zh') \gset
SELECT token AS eve FROM badcase.door_apply(1, 'Eve', 't1') \gset
SELECT token AS fay FROM badcase.door_apply(1, 'Fay', 't1', '{train}') \gset
SELECT token AS gus FROM badcase.door_apply(2, 'Gus', 't1') \gset
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.door_token (token_sha256, program_id, application_id, expires_at, ended_at)
SELECT sha256(n::text::bytea), 1, v.a, now() + v.left * interval '1 hour', CASE WHEN v.ended THEN now() END FROM (VALUES (1, 101, 9000, false), (2, 101, 99999, true), (3, 101, 1, false), (4, 102, 0, false)) v(n, a, "left", ended);
UPDATE badcase_internal.door_token SET expires_at = now() WHERE token_sha256 = sha256(:'eve'::bytea);
-- one that ends now has ended
BEGIN;
UPDATE badcase_internal.door_token SET expires_at = now() + CASE application_id WHEN 103 THEN interval '1 microsecond' ELSE '0' END;
SET LOCAL ROLE regress_badcase_carol;
SELECT application, token_until - now() AS left FROM badcase.applications;
SET LOCAL ROLE regress_badcase_door;
SELECT pg_temp.said(format('SELECT badcase.door_status(%L)', :'eve')) AS ended, pg_temp.said(format('SELECT badcase.door_status(%L)', :'fay')) !~ '^28000' AS good;
ROLLBACK;
SET ROLE regress_badcase_carol;
SELECT application, state, name, contact, github, consents, lang, round(extract(epoch FROM token_until - now()) / 86400) AS days FROM badcase.applications;
SET ROLE regress_badcase_cem;
SELECT application, program, name FROM badcase.applications;
SELECT pg_temp.said('SELECT badcase.refuse_applicant(101, $$x$$)') AS refused, pg_temp.said('SELECT badcase.admit_applicant(101)') AS admitted, pg_temp.said('SELECT badcase.admit_applicant(104, 1)') AS as_anothers;
SET ROLE regress_badcase_carol;
SELECT pg_temp.said('SELECT badcase.admit_applicant(101, 3)') AS of_another_program, pg_temp.said('SELECT badcase.admit_applicants(ARRAY[103, 104])') AS all_or_none;
SELECT badcase.refuse_applicant(102, 'not now');
SELECT pg_temp.said('SELECT badcase.refuse_applicant(102, $$again$$)') AS refused_already, pg_temp.said('SELECT badcase.admit_applicant(102)') AS then_admitted;
SELECT badcase.admit_applicant(101) AS dan \gset c_
SELECT pg_temp.said('SELECT badcase.refuse_applicant(101, $$late$$)') AS admitted_already, pg_temp.said('SELECT badcase.admit_applicant(101)') AS twice;
SELECT badcase.admit_applicants('{103,103}') AS one;
SELECT application, state, name, contact, github, contributor - :c_dan AS contributor, reason, decided_by, decided_at IS NOT NULL AS decided FROM badcase.applications;
SET ROLE regress_badcase_owner;
SELECT c.contributor_id - :c_dan AS contributor, c.external_id, c.display_name, c.name_is_own, c.lang, c.github, c.registered_by, (SELECT string_agg(k.scope || ' ' || k.granted || ' ' || k.text_version || ' ' || k.in_person, ', ' ORDER BY k.scope) FROM badcase_internal.consent k WHERE k.contributor_id = c.contributor_id) AS consents,
  (SELECT string_agg(a.text_version, ',') FROM badcase_internal.attestation a WHERE a.contributor_id = c.contributor_id) AS attested, (SELECT string_agg(k.kind || ' ' || k.value, ',') FROM badcase_internal.contributor_contact k WHERE k.contributor_id = c.contributor_id) AS contacts,
  (SELECT count(*) FROM badcase_internal.door_token t WHERE t.contributor_id = c.contributor_id) AS tokens
FROM badcase_internal.contributor c WHERE c.contributor_id >= :c_dan ORDER BY 1;
-- one who is registered and applies again: earlier tokens end, those of nobody else
SET ROLE regress_badcase_door;
SELECT token AS again FROM badcase.door_apply(1, 'Dan', 't2', '{train}') \gset
SET ROLE regress_badcase_carol;
SELECT badcase.admit_applicant(max(application), :c_dan) = :c_dan AS same FROM badcase.applications;
SET ROLE regress_badcase_door;
SELECT n, pg_temp.said(format('SELECT name FROM badcase.door_status(%L)', t)) AS status FROM (VALUES (1, :'dan'), (2, :'again'), (3, :'fay'), (4, :'eve'), (5, :'gus'), (6, 'x')) v(n, t) ORDER BY n;
SELECT state, reason, name, github, contacts, lang, terms_version, consents, states FROM badcase.door_status(:'again');
SELECT state, reason, name, github, contacts, lang, terms_version, consents FROM badcase.door_status(:'gus');
SET ROLE regress_badcase_carol;
SELECT badcase.revoke_token(:c_dan + 1, 'lost') AS one, badcase.revoke_token(:c_dan + 1, 'lost') AS none, badcase.revoke_token(1, 'has none') AS never_had;
SELECT what, reason FROM badcase.journal WHERE what LIKE 'token%';

-- What the bearer sees of files and lines: pages to the row, what was decided or held by when it was so, previews to the character.
SET ROLE regress_badcase_door;
CREATE FUNCTION pg_temp.send(token text, VARIADIC lines text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  u bigint := badcase.door_open_upload(token, 'f');
BEGIN
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT p.upload_id FROM badcase.door_process(token) p);
END $$;
SELECT pg_temp.send(:'again', format('{"prompt": "%s", "response": "r"}', repeat('p', 201)), '{"prompt": "two", "response": "r"}', 'three', '{"prompt": "four", "response": "r"}', '{"prompt": "five", "response": "r"}', '{"prompt": "two", "response": "r"}', '') AS u1 \gset
SELECT pg_temp.send(:'again', '{"prompt": "two", "response": "r"}', 'three', '{"prompt": "six", "response": "r"}') AS u2 \gset
SELECT pg_temp.send(:'again', '{"prompt": "seven", "response": "r"}') AS u3 \gset
SET ROLE regress_badcase_bob;
SELECT pg_temp.send(1, 2, badcase('eight', 'r')) AS of_bob;
SET ROLE regress_badcase_owner;
SELECT max(submission_id) AS bobs FROM badcase_internal.submission \gset
UPDATE badcase_internal.submission s SET contributor_state = v.s, contributor_state_at = timestamptz '2026-03-01 00:00+00' + v.n * interval '1 hour'
FROM (VALUES ('two', 'held', 2), ('four', 'needs_changes', 4), ('five', 'accepted', 1), ('six', 'rejected', 2), ('seven', 'pending', 9), ('eight', 'accepted', 9)) v(prompt, s, n) WHERE prompt(s.record) = v.prompt;
SET ROLE regress_badcase_door;
SELECT b - :u1 AS before, r, (SELECT string_agg((u.upload - :u1)::text, ',' ORDER BY u.upload DESC) FROM badcase.door_uploads(:'again', b, r) u) AS uploads FROM (VALUES (NULL, 50), (NULL, 2), (NULL, 0), (:u3, 50), (:u3, 1), (:u1, 50)) v(b, r);
SELECT a, r, (SELECT string_agg(l.line_no || ' ' || l.verdict || ' ' || coalesce(length(l.preview)::text, '-'), ', ') FROM badcase.door_lines(:'again', :u1, a, r) l) AS lines FROM (VALUES (0, 100), (0, 3), (3, 3), (6, 100), (7, 1), (0, 0)) v(a, r);
SELECT r, (SELECT string_agg((l.upload_id - :u1) || '/' || l.line_no || ' ' || l.state || ' ' || length(l.preview), ', ') FROM badcase.door_lines(:'again', max_rows => r) l) AS decided FROM unnest('{0,1,3,1000}'::int[]) r;
SELECT r, pg_temp.said(format('SELECT count(*) FROM badcase.door_lines(%L, max_rows => %L)', :'again', r)) AS lines, pg_temp.said(format('SELECT count(*) FROM badcase.door_uploads(%L, max_rows => %L)', :'again', r)) AS uploads FROM unnest('{-1,0,1000,1001,NULL}'::int[]) r;
SELECT u - :u1 AS upload, n, r.submission IS NOT NULL AS submission, r.state, r.record ->> 'prompt' = repeat('p', 201) AS long, r.record ->> 'response' AS response, convert_from(r.line, 'UTF8') AS line, r.code FROM unnest(ARRAY[:u1, :u2]::bigint[]) u, generate_series(1, 8) n, badcase.door_record(:'again', u, n) r ORDER BY 1, 2;
SELECT count(*) AS of_bob FROM badcase.door_lines(:'again', (SELECT max(u.upload) + 1 FROM badcase.door_uploads(:'again') u));
SELECT count(*) AS of_bob FROM badcase.door_record(:'again', :u3 + 1, 1);
-- withdrawals: one submission or one upload, of the bearer
SELECT a, pg_temp.said(format('SELECT badcase.door_withdraw(%L, %s)', :'again', a)) AS said FROM unnest(ARRAY['NULL, NULL', format('%s, %s', :bobs - 1, :u3), format('%s', :bobs), format('NULL, %s', :u3 + 1), format('NULL, %s', :u3), format('%s', :bobs - 1)]) a;
-- what can be changed: to 200 characters; a name or contact taken away; an address of another kind stays
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) SELECT :c_dan, 'contact', true, 't', 'x' WHERE NOT badcase_internal.consents(:c_dan, 'contact');
INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value) VALUES (:c_dan, 'phone', '1'), (1, 'e-mail', 'ada@example.org') ON CONFLICT DO NOTHING;
SET ROLE regress_badcase_door;
CREATE FUNCTION pg_temp.set(token text, what text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text := pg_temp.said(format('SELECT badcase.door_set(%L, %L, %L)', token, what, value));
BEGIN
  RETURN concat_ws(' / ', nullif(said, ''), (SELECT concat_ws(' ', length(s.name), s.github, s.contacts, s.lang) FROM badcase.door_status(token) s));
END $$;
SELECT what, left(value, 9) AS value, pg_temp.set(:'again', what, value) AS said
FROM (VALUES (1, 'name', repeat('n', 200)), (2, 'name', repeat('n', 201)), (3, 'name', ' '), (4, 'name', NULL), (5, 'contact', 'by post'), (6, 'contact', 'x@example.org'), (7, 'contact', ' '), (8, 'contact', NULL), (9, 'lang', 'en'), (10, 'lang', 'fr'), (11, 'github', 'a-b'), (12, 'github', '-'), (13, 'github', NULL), (14, 'odd', 'x'), (15, NULL, 'x')) v(n, what, value) ORDER BY n;
SELECT name, github, contacts, lang FROM badcase.door_status(:'again');
SET ROLE regress_badcase_owner;
SELECT contributor_id = :c_dan AS dan, kind, value FROM badcase_internal.contributor_contact ORDER BY 1, 2;
-- a token is renewed for as long as the program says
UPDATE badcase_internal.program SET token_days = CASE program_id WHEN 1 THEN 7 ELSE 9 END;
SET ROLE regress_badcase_door;
SELECT new_token AS new, extract(epoch FROM expires_at - now())::int / 86400 AS days FROM badcase.door_renew(:'again') \gset
\echo :days
SELECT pg_temp.said(format('SELECT lang FROM badcase.door_status(%L)', :'again')) AS old, pg_temp.said(format('SELECT lang FROM badcase.door_status(%L)', :'new')) AS new;
RESET ROLE;
\set ECHO none
DROP OWNED BY regress_badcase_door CASCADE;
DROP ROLE regress_badcase_door;
\set ECHO all
\i :clean
