-- The door: a login with the capability intake that acts for contributors by their tokens.
\i sql/include/workspace.sql
SET client_min_messages = warning;
CREATE ROLE regress_badcase_door;
CREATE ROLE regress_badcase_gate;
RESET client_min_messages;
SET ROLE regress_badcase_carol;
SELECT badcase.grant_access(1, 'regress_badcase_door', 'intake');
SET ROLE regress_badcase_cem;
SELECT badcase.grant_access(2, 'regress_badcase_gate', 'intake');
-- the error of a statement, by code and message
CREATE FUNCTION pg_temp.said(what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE what;
  RETURN 'nothing';
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION pg_temp.send_at_door(token text, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  id bigint := badcase.door_open_upload(token, 'mine.jsonl');
BEGIN
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(r, n);
  RETURN (SELECT format('upload %s: %s = %s + %s + %s + %s', p.upload_id, p.lines, p.stored, p.repeated, p.refused, p.blank) FROM badcase.door_process(token) p);
END $$;

-- What a door reaches: its functions and the way in, nothing else.
RESET ROLE;
SELECT string_agg(p.proname, ' ' ORDER BY p.proname) FROM pg_proc p
WHERE p.pronamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND has_function_privilege('regress_badcase_door', p.oid, 'EXECUTE');
SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c
WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind IN ('r', 'v')
  AND (has_table_privilege('regress_badcase_door', c.oid, 'SELECT') OR has_any_column_privilege('regress_badcase_door', c.oid, 'SELECT, INSERT, UPDATE'));
-- Nobody else is a door: not who has another capability, not the owner.
SELECT who, pg_temp.answer(who, format('SELECT badcase.door_status(%L)', 'bct_' || repeat('0', 64))) FROM unnest('{ada,carol,rita,owner,nobody}'::text[]) who;

-- An application waits for a curator. The four consents are off unless they are named.
SET ROLE regress_badcase_door;
SELECT * FROM badcase.door_programs();
SELECT token AS dan, state, expires_at > now() + interval '364 days' AS a_year, token ~ '^bct_[0-9a-f]{64}$' AS form
FROM badcase.door_apply(1, 'Dan', 'terms 1', '{contact,train}', 'dan@example.org', lang => 'zh') \gset
\echo :state :a_year :form
SELECT token AS eve FROM badcase.door_apply(NULL, 'Eve', 'terms 1') \gset
SELECT :'dan' <> :'eve' AS another;
SELECT state, reason, program, program_name, name, github, contacts, lang, terms_version, consents, states FROM badcase.door_status(:'dan');
SELECT consents FROM badcase.door_status(:'eve');
SELECT pg_temp.said(format(f, :'dan')) FROM unnest(ARRAY['SELECT badcase.door_open_upload(%L)', 'SELECT * FROM badcase.door_process(%L)',
  'SELECT * FROM badcase.door_uploads(%L)', 'SELECT * FROM badcase.door_lines(%L)', 'SELECT * FROM badcase.door_record(%L, 1, 1)',
  'SELECT badcase.door_consent(%L, ''train'', true, ''t'')', 'SELECT badcase.door_withdraw(%L, 1)', 'SELECT badcase.door_set(%L, ''lang'', ''en'')',
  'SELECT badcase.door_revise(%L, 1, ''{"prompt": "p", "response": "r"}'', ''why'')']) f;
-- what is written on the form is looked at
SELECT pg_temp.said(f) FROM unnest(ARRAY[
  $$SELECT badcase.door_apply(1, '  ', 'terms 1')$$, $$SELECT badcase.door_apply(1, NULL, 'terms 1')$$, $$SELECT badcase.door_apply(1, 'x', '')$$,
  $$SELECT badcase.door_apply(1, repeat('x', 201), 't')$$, $$SELECT badcase.door_apply(1, 'x', 't', '{all}')$$, $$SELECT badcase.door_apply(1, 'x', 't', NULL)$$,
  $$SELECT badcase.door_apply(1, 'x', 't', '{}', 'x@example.org')$$, $$SELECT badcase.door_apply(1, 'x', 't', '{contact}', NULL, 'octo')$$,
  $$SELECT badcase.door_apply(1, 'x', 't', '{show_name}', NULL, '-octo-')$$, $$SELECT badcase.door_apply(1, 'x', 't', '{contact}', ' ')$$,
  $$SELECT badcase.door_apply(1, 'x', 't', lang => 'fr')$$, $$SELECT badcase.door_apply(2, 'x', 't')$$, $$SELECT badcase.door_apply(99, 'x', 't')$$]) f;

-- A curator of the program decides, nobody else.
SELECT who, pg_temp.answer(who, 'SELECT count(*) FROM badcase.applications'), pg_temp.answer(who, 'SELECT badcase.admit_applicant(1)'),
  pg_temp.answer(who, 'SELECT badcase.refuse_applicant(1, ''no'')'), pg_temp.answer(who, 'SELECT badcase.admit_applicant(99)'), pg_temp.answer(who, 'SELECT badcase.revoke_token(1, ''x'')')
FROM unnest('{carol,cem,rita,ada}'::text[]) who;
SET ROLE regress_badcase_carol;
SELECT application, program, state, name, contact, github, terms_version, consents, lang, contributor FROM badcase.applications;
SELECT work, n, what_to_do FROM badcase.worklist WHERE work = 'application';
SELECT badcase.admit_applicant(1, 4);
SELECT badcase.admit_applicant(1) AS contributor;
SELECT badcase.admit_applicant(1);
SELECT badcase.refuse_applicant(2, ' ');
SELECT badcase.refuse_applicant(2, 'we do not know you');
SELECT badcase.admit_applicants('{2}');
SELECT application, state, name, contact, consents, contributor, reason, decided_by, token_until IS NOT NULL AS has_token FROM badcase.applications;
SELECT contributor, external_id, display_name, kind, value FROM badcase.contacts(1);
SET ROLE regress_badcase_door;
SELECT state, reason FROM badcase.door_status(:'eve');
SELECT pg_temp.said(format('SELECT badcase.door_open_upload(%L)', :'eve'));
SELECT state, name, contacts, lang, consents FROM badcase.door_status(:'dan');

-- An upload: every line has its fate.
SELECT pg_temp.send_at_door(:'dan', '{"prompt": "How many legs has a spider, in words?", "response": "A spider has eight legs."}', '{"prompt": "no answer"}', '',
  '{"prompt": "How many legs has a spider, in words?", "response": "A spider has eight legs."}', '{"prompt": "Name a river of Africa, in one word.", "response": "The Nile is one."}');
SELECT pg_temp.send_at_door(:'dan', '{"prompt": "no answer"}', '{"prompt": "Name a river of Africa, in one word.", "response": "The Nile is one."}');
SELECT upload, file_name, lines, stored, repeated, refused, blank FROM badcase.door_uploads(:'dan');
SELECT upload AS last FROM badcase.door_uploads(:'dan') LIMIT 1 \gset
SELECT upload = :last - 1 AS earlier FROM badcase.door_uploads(:'dan', :last, 1);
SELECT line_no, verdict, code, message, submission, state, hint, preview FROM badcase.door_lines(:'dan', :last - 1);
SELECT line_no, verdict, message FROM badcase.door_lines(:'dan', :last - 1, 1, 2, 'en');
SELECT line_no, verdict, message FROM badcase.door_lines(:'dan', :last, lang => 'en');
SELECT n, r.submission, r.state, r.record, convert_from(r.line, 'UTF8') AS line, r.code, r.byte_offset FROM generate_series(1, 6) n, badcase.door_record(:'dan', :last - 1, n) r ORDER BY n;
SELECT r.submission, r.record, convert_from(r.line, 'UTF8') AS line, r.code FROM generate_series(1, 2) n, badcase.door_record(:'dan', :last, n) r ORDER BY n;
SELECT pg_temp.said(format(f, :'dan')) FROM unnest(ARRAY['SELECT * FROM badcase.door_lines(%L, max_rows => 1001)', 'SELECT * FROM badcase.door_lines(%L, lang => ''fr'')',
  'SELECT * FROM badcase.door_uploads(%L, max_rows => -1)', 'SELECT * FROM badcase.door_process(%L)']) f;
-- nothing lies in intake, a line that nobody opened an upload for is refused, and so is a COMMIT without processing
INSERT INTO badcase.intake (line_no, line) VALUES (1, 'x');
BEGIN;
SELECT badcase.door_open_upload(:'dan') > :last AS opened;
SELECT badcase.door_open_upload(:'dan');
ROLLBACK;
BEGIN;
SELECT badcase.door_open_upload(:'dan') > :last AS opened;
COMMIT;

-- Another contributor of the same program, and one of the other. What is another's is refused like what there is not.
SELECT token AS fay FROM badcase.door_apply(1, 'Fay', 'terms 1', '{show_name}', github => 'fay') \gset
SET ROLE regress_badcase_carol;
-- one that is named twice is one
SELECT badcase.admit_applicants(ARRAY(SELECT application FROM badcase.applications, generate_series(1, 2) WHERE state = 'waiting')) AS admitted;
SET ROLE regress_badcase_gate;
SELECT token AS gus FROM badcase.door_apply(2, 'Gus', 'terms 1') \gset
SET ROLE regress_badcase_cem;
SELECT badcase.admit_applicants(ARRAY(SELECT application FROM badcase.applications WHERE state = 'waiting')) AS admitted;
SET ROLE regress_badcase_door;
SELECT min(submission) AS spider, max(submission) AS river FROM badcase.door_lines(:'dan', :last - 1) WHERE verdict = 'stored' \gset
SELECT n = 99 AS unknown, (SELECT count(*) FROM badcase.door_lines(:'fay', n)) AS lines, (SELECT count(*) FROM badcase.door_record(:'fay', n, 1)) AS records,
  pg_temp.said(format('SELECT badcase.door_withdraw(%L, upload => %s)', :'fay', n)) AS withdrawn
FROM unnest(ARRAY[:last - 1, :last, 1, 99]) n;
SELECT n = 99 AS unknown, pg_temp.said(format('SELECT badcase.door_withdraw(%L, %s)', :'fay', n)) AS withdrawn,
  pg_temp.said(format('SELECT badcase.door_revise(%L, %s, ''{"prompt": "p", "response": "r"}'', ''why'')', :'fay', n)) AS revised
FROM unnest(ARRAY[:spider, :river, 1, 99]) n;
SELECT pg_temp.send_at_door(:'fay', '{"prompt": "Name a lake of Africa, in one word.", "response": "Victoria is one."}');
SELECT DISTINCT pg_temp.said(format('SELECT badcase.door_withdraw(%L, %s)', :'fay', n)) AS withdrawn,
  pg_temp.said(format('SELECT badcase.door_revise(%L, %s, ''{"prompt": "p", "response": "r"}'', ''why'')', :'fay', n)) AS revised
FROM unnest(ARRAY[:spider, :river, 1]) n;
SELECT count(*) FROM badcase.door_uploads(:'fay');
SELECT pg_temp.said(format('SELECT badcase.door_withdraw(%L)', :'dan')), pg_temp.said(format('SELECT badcase.door_withdraw(%L, 1, 1)', :'dan'));
-- an upload that one opened is processed by nobody else
BEGIN;
SELECT badcase.door_open_upload(:'dan') > :last AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "r"}');
SELECT pg_temp.said(format('SELECT * FROM badcase.door_process(%L)', :'fay'));
ROLLBACK;

-- One answer for what never was a token, what is over, and what is another program's.
SELECT DISTINCT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', t)) FROM unnest(ARRAY['', 'x', NULL, repeat('x', 68), 'bct_' || repeat('0', 64), upper(:'dan'),
  :'dan' || ' ', left(:'dan', -1), repeat(:'dan', 1000), :'gus', encode(sha256(:'dan'), 'hex')]) t;
SET ROLE regress_badcase_gate;
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'dan')), (SELECT name FROM badcase.door_status(:'gus'));
SELECT pg_temp.said(format(f, :'dan')) FROM unnest(ARRAY['SELECT badcase.door_open_upload(%L)', 'SELECT * FROM badcase.door_process(%L)',
  'SELECT * FROM badcase.door_uploads(%L)', 'SELECT * FROM badcase.door_lines(%L)', 'SELECT * FROM badcase.door_record(%L, 1, 1)',
  'SELECT badcase.door_consent(%L, ''train'', true, ''t'')', 'SELECT badcase.door_withdraw(%L, 1)', 'SELECT badcase.door_set(%L, ''lang'', ''en'')',
  'SELECT * FROM badcase.door_renew(%L)', 'SELECT badcase.door_revise(%L, 1, ''{"prompt": "p", "response": "r"}'', ''why'')']) f;

-- Consents are the contributor's own word, and what goes with them goes.
SET ROLE regress_badcase_door;
SELECT pg_temp.said(format('SELECT badcase.door_set(%L, %L, %L)', :'dan', what, value))
FROM (VALUES ('github', 'dan'), ('name', ''), ('name', repeat('x', 201)), ('lang', 'fr'), ('lang', NULL), ('role', 'x'), (NULL, 'x'), ('contact', ' ')) v(what, value);
SELECT badcase.door_consent(:'dan', 'show_name', true, 'terms 2'), badcase.door_set(:'dan', 'github', 'dan-d'), badcase.door_set(:'dan', 'name', 'Daniel'),
  badcase.door_set(:'dan', 'contact', 'by post'), badcase.door_set(:'dan', 'lang', 'en');
SELECT name, github, contacts, lang, consents FROM badcase.door_status(:'dan');
SELECT badcase.door_consent(:'dan', 'contact', false, 'terms 2'), badcase.door_consent(:'dan', 'show_name', false, 'terms 2');
SELECT name, github, contacts, consents FROM badcase.door_status(:'dan');
SELECT pg_temp.said(format('SELECT badcase.door_consent(%L, %L, %L, %L)', :'dan', s, g, t)) FROM (VALUES ('all', true, 't'), ('train', NULL, 't'), ('train', true, ''), ('contact', true, 't')) v(s, g, t);
SET ROLE regress_badcase_carol;
SELECT badcase.set_consent(7, 'show_name', true, 't');

-- What is decided is told, what needs changes is mended, what is not wanted is taken back.
CALL badcase.triage(1);
RESET ROLE;
SELECT pg_temp.judge('ron', :spider, true, false), pg_temp.judge('ron', :river);
SET ROLE regress_badcase_door;
SELECT submission = :spider AS spider, state, message, preview FROM badcase.door_lines(:'dan');
SELECT badcase.door_revise(:'dan', :spider, '{"prompt": "How many legs has a spider, in words?", "response": "Eight."}', 'shorter');
SELECT badcase.door_revise(:'dan', :river, '{"prompt": "p", "response": "r"}', 'why');
SELECT record ->> 'response' AS response, record ->> 'rejected' AS rejected, state FROM badcase.door_record(:'dan', :last - 1, 1);
SELECT badcase.door_withdraw(:'dan', :spider, reason => 'mine'), badcase.door_withdraw(:'dan', :spider), badcase.door_withdraw(:'dan', upload => :last - 1);
SELECT states FROM badcase.door_status(:'dan');

-- A token is renewed; the old one is good no longer, even where two renew it at once. It expires, and a curator revokes it.
SELECT new_token AS dan2 FROM badcase.door_renew(:'dan') \gset
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'dan')), pg_temp.said(format('SELECT * FROM badcase.door_renew(%L)', :'dan')), (SELECT name FROM badcase.door_status(:'dan2'));
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.door_token SET expires_at = now() WHERE token_sha256 = sha256(:'dan2'::bytea);
SET ROLE regress_badcase_door;
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'dan2')), pg_temp.said(format('SELECT badcase.door_open_upload(%L)', :'dan2'));
SET ROLE regress_badcase_carol;
SELECT badcase.revoke_token(8, ''), badcase.revoke_token(8, 'lost');
SELECT badcase.revoke_token(8, 'lost'), badcase.revoke_token(8, 'again');
SELECT badcase.revoke_token(9, 'of another program');
SET ROLE regress_badcase_door;
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'fay'));
-- Who lost a token applies again and is admitted as who they are.
SELECT token AS fay2 FROM badcase.door_apply(1, 'Fay', 'terms 3') \gset
SET ROLE regress_badcase_carol;
SELECT badcase.admit_applicant(max(application), 8) FROM badcase.applications;
SET ROLE regress_badcase_door;
SELECT state, name, github, consents, terms_version FROM badcase.door_status(:'fay2');
-- An erasure ends the tokens, too.
SET ROLE regress_badcase_carol;
SELECT badcase.erase(8, 'asked for');
SET ROLE regress_badcase_door;
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'fay2'));
-- A door that is closed.
SET ROLE regress_badcase_cem;
SELECT badcase.revoke_access(2, 'regress_badcase_gate', 'intake');
SELECT badcase.grant_access(2, 'regress_badcase_gate', 'exporter');
SET ROLE regress_badcase_gate;
SELECT pg_temp.said(format('SELECT * FROM badcase.door_status(%L)', :'gus'));

-- An open program admits at once; a token is good as long as the program says.
SET ROLE regress_badcase_carol;
SELECT badcase.set_program(1, 'open', 'yes');
SELECT badcase.set_program(1, 'token_days', '0');
SELECT badcase.set_program(1, 'open', 'true'), badcase.set_program(1, 'token_days', '30');
SET ROLE regress_badcase_door;
SELECT * FROM badcase.door_programs();
SELECT token AS hal, state, expires_at = now() + interval '30 days' AS a_month FROM badcase.door_apply(1, 'Hal', 'terms 1', '{train,publish_text,show_name,contact}', 'hal@example.org', 'hal') \gset
\echo :state :a_month
SELECT name, github, contacts, consents FROM badcase.door_status(:'hal');
SELECT pg_temp.send_at_door(:'hal', '{"prompt": "p", "response": "r"}');
-- and only so many in a day
RESET ROLE;
SET ROLE regress_badcase_owner;
INSERT INTO badcase_internal.application (program_id, name, terms_version) SELECT 1, 'n', 't' FROM generate_series(1, 1000);
SET ROLE regress_badcase_door;
SELECT pg_temp.said('SELECT * FROM badcase.door_apply(1, ''Ida'', ''terms 1'')');

-- The journal has it; no token is kept, and no name of who was refused.
SET ROLE regress_badcase_carol;
SELECT who, what, setting, reason FROM badcase.journal WHERE what <> 'move' ORDER BY entry;
RESET ROLE;
SELECT count(*) FROM badcase_internal.door_token t WHERE t::text ~ 'bct_' OR t.token_sha256::text ~ substr(:'dan', 5);
SELECT count(*) FROM badcase_internal.application a WHERE a.state <> 'waiting' AND num_nonnulls(a.name, a.contact, a.github) > 0;

\set ECHO none
DROP OWNED BY regress_badcase_door, regress_badcase_gate CASCADE;
DROP ROLE regress_badcase_door, regress_badcase_gate;
\set ECHO all
\i sql/include/clean.sql
