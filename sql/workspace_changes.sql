-- What a call changes, row by row and column by column, in all tables: an erasure, of two who have the same of everything; the
-- moves of a submission; a merge of tasks. Nothing else changes than what is told here.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
-- every row of every table by its key; what only says when is left out
CREATE FUNCTION pg_temp.rows() RETURNS TABLE (relation text, key text, value jsonb) LANGUAGE plpgsql AS $$
DECLARE
  r record;
BEGIN
  FOR r IN
    SELECT c.oid::regclass AS id, c.relname, coalesce((SELECT string_agg(format('t.%I', a.attname), ' || '' '' || ' ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), 't::text') AS key
    FROM pg_class c WHERE c.relnamespace = 'badcase_internal'::regnamespace AND c.relkind = 'r' AND c.relname <> 'tally_mark'
  LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, (%s)::text, to_jsonb(t) - ''{updated_at,changed_at,at,made_at}''::text[] FROM %s t', r.relname, r.key, r.id);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.changed(setup text, act text) RETURNS TABLE (relation text, rows text) LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE setup;
    CREATE TEMP TABLE was ON COMMIT DROP AS SELECT * FROM pg_temp.rows();
    EXECUTE act;
    CREATE TEMP TABLE now_is ON COMMIT DROP AS SELECT * FROM pg_temp.rows();
    SELECT jsonb_object_agg(x.relation, x.rows) INTO said FROM (
      SELECT d.relation, string_agg(CASE WHEN d.relation IN ('event', 'withdrawal', 'action', 'consent', 'attestation', 'ruling', 'access_grant', 'disclosure') AND d.what LIKE 'new%' THEN d.what WHEN d.relation IN ('finding', 'outcome', 'ruling') THEN regexp_replace(d.key, ' \d+$', '') || ' ' || d.what ELSE d.key || ' ' || d.what END, '; ' ORDER BY length(d.key), d.key COLLATE "C", d.what COLLATE "C") AS rows FROM (
        SELECT coalesce(w.relation, n.relation) AS relation, CASE WHEN w.relation = 'event' THEN format('%s %s-%s by %s:', w.value ->> 'submission_id', w.value ->> 'from_state', w.value ->> 'to_state', w.value ->> 'actor')
          WHEN w.relation = 'action' THEN format('%s by %s:', w.value ->> 'submission_id', w.value ->> 'made_by') ELSE coalesce(w.key, n.key) END AS key, CASE WHEN w.key IS NULL THEN 'new ' || CASE n.relation WHEN 'event' THEN format('%s %s-%s by %s, round %s, other %s', n.value ->> 'submission_id', n.value ->> 'from_state', n.value ->> 'to_state', n.value ->> 'actor', n.value ->> 'round_id', n.value ->> 'other_id') WHEN 'withdrawal' THEN concat_ws(' ', n.value ->> 'kind', n.value ->> 'submissions') ELSE '' END
          WHEN n.key IS NULL THEN 'gone' ELSE (SELECT string_agg(k.key || CASE WHEN k.key LIKE '%\_at' OR k.key LIKE '%until' OR k.key IN ('cut_off', 'generation') OR n.value ->> k.key LIKE '\\x%' THEN '' ELSE '=' || coalesce(left(n.value ->> k.key, 40), 'null') END, ' ' ORDER BY k.key) FROM jsonb_object_keys(n.value) k(key) WHERE n.value -> k.key IS DISTINCT FROM w.value -> k.key) END AS what
        FROM was w FULL JOIN now_is n ON n.relation = w.relation AND n.key = w.key WHERE w.value IS DISTINCT FROM n.value) d GROUP BY d.relation) x;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := jsonb_build_object('refused', SQLSTATE || ' ' || SQLERRM);
  END;
  RETURN QUERY SELECT j.key, j.value FROM jsonb_each_text(said::jsonb) j ORDER BY j.key COLLATE "C";
END $$;

-- Moves.
CREATE FUNCTION pg_temp.move(was text, goes_to text, more text DEFAULT '', setup text DEFAULT 'SELECT') RETURNS SETOF text LANGUAGE sql AS $$
  SELECT c.relation || ': ' || c.rows FROM pg_temp.changed(format('UPDATE badcase_internal.submission SET state = %L, contributor_state = %1$L, contributor_state_at = ''-infinity'', lease_role = ''regress_badcase_ron'', lease_until = now(), decided_round = 2, decided_rule = 9, decided_at = ''-infinity'', decided_quorum = 8 WHERE submission_id = 1; ', was)
    || CASE WHEN badcase_internal.is_searchable(was) THEN 'SELECT' ELSE 'DELETE FROM badcase_internal.searchable WHERE submission_id = 1' END || '; ' || setup, format('SELECT badcase_internal.change_state(1, %L%s)', goes_to, more)) c
$$;
SELECT pg_temp.move('pending', 'accepted', ', 1, 1');
SELECT pg_temp.move('pending', 'accepted', ', 1, 2');
SELECT pg_temp.move('disputed', 'rejected', ', 1, 0');
SELECT pg_temp.move('pending', 'disputed', ', 1');
SELECT pg_temp.move('accepted', 'pending');
SELECT pg_temp.move('rejected', 'held');
SELECT pg_temp.move('received', 'duplicate', '', 'UPDATE badcase_internal.submission SET duplicate_of = 2 WHERE submission_id = 1');
SELECT pg_temp.move('received', 'duplicate', '', 'UPDATE badcase_internal.submission SET duplicate_of = 4 WHERE submission_id = 1');
SELECT pg_temp.move('duplicate', 'received', '', $$UPDATE badcase_internal.submission SET duplicate_of = 4, contributor_state = 'pending' WHERE submission_id = 1$$);
SELECT pg_temp.move('received', 'pending');
-- with a task that nobody took, its duplicates free, another's not
\set others 'INSERT INTO badcase_internal.task (task_id, program_id, name) OVERRIDING SYSTEM VALUE VALUES (71, 1, ''x''); UPDATE badcase_internal.submission SET task_id = 71 WHERE submission_id IN (1, 2); UPDATE badcase_internal.submission SET state = ''duplicate'', contributor_state = ''pending'', duplicate_of = CASE submission_id WHEN 3 THEN 2 ELSE 1 END WHERE submission_id IN (3, 4); UPDATE badcase_internal.submission SET duplicate_of = 1 WHERE submission_id = 2; DELETE FROM badcase_internal.searchable WHERE submission_id IN (3, 4)'
SELECT s, pg_temp.move('pending', s, '', :'others') FROM unnest('{received,held,rejected,withdrawn,needs_changes}'::text[]) s;

-- An erasure: Ada's first is 1, Bob's is 4; each has one of everything, by Ada's login and by Carol's.
CREATE PROCEDURE pg_temp.everything() LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO badcase_internal.task (task_id, program_id, name, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, 'of ada', NULL), (72, 1, 'of bob', NULL), (73, 1, 'taken', 'c'), (74, 1, 'of both', NULL), (75, 2, 'of another', NULL), (76, 1, 'of what was taken back', NULL);
  UPDATE badcase_internal.submission SET task_id = CASE submission_id WHEN 1 THEN 71 WHEN 2 THEN 73 WHEN 3 THEN 74 WHEN 4 THEN 74 WHEN 5 THEN 75 ELSE 75 END, model_version = 'm';
  UPDATE badcase_internal.submission SET state = 'withdrawn', task_id = 76 WHERE submission_id = 2;
  DELETE FROM badcase_internal.searchable WHERE submission_id = 2;
  INSERT INTO badcase_internal.task_suggestion (suggestion_id, program_id, begins, ends, key, submissions, clusters, examples) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 1, '\x00', 1, 1, '{1}'), (2, 2, 1, 1, '\x00', 1, 1, '{1}');
  INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, reason, made_by) SELECT s, n, '{"prompt": "p", "response": "r"}', '\x00', 'why', w::regrole FROM unnest('{1,4}'::bigint[]) s, unnest('{regress_badcase_ada,regress_badcase_carol}'::text[]) WITH ORDINALITY x(w, n);
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, note, note_to_contributor) SELECT s, n, 'regress_badcase_ron', 1, 1, true, true, 'accepted', CASE WHEN n <> 2 THEN 'a' END, CASE WHEN n <> 1 THEN 'b' END FROM unnest('{1,4}'::bigint[]) s, generate_series(1, 3) n;
  INSERT INTO badcase_internal.action (program_id, kind, submission_id, reason, made_by) SELECT 1, 'read', s, 'why', 'regress_badcase_' || w FROM unnest('{1,4,NULL}'::bigint[]) s, unnest('{ada,carol}'::text[]) w;
  INSERT INTO badcase_internal.ruling (submission_id, kind, reason, made_by) SELECT s, 'reopen', 'why', 'c' FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision, digest) SELECT s, f, 'received', 'regress_badcase_' || w, 1, '\x00' FROM unnest('{1,4}'::bigint[]) s, unnest('{duplicate,needs_changes}'::text[]) f, unnest('{ada,carol}'::text[]) w;
  INSERT INTO badcase_internal.model_version (model_id, program_id, name, registered_by) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'm', 'c');
  INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4, note) SELECT s, 1, 1, 1, 1, 1, 'out', 0.5, 0.5, 'n' FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.release (release_id, program_id, name, seed, items, sha256, built_by, facts) OVERRIDING SYSTEM VALUE VALUES (91, 1, 'r', 1, 2, '\x00', 'c', '{"tasks": {"taken": 1}}');
  INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest) SELECT s, 91, s, 1, '\x00' FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) SELECT s, 1, 1, 'a', 1, 'warn', 1 FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.relation (submission_id, other_id, kind) VALUES (1, 4, 'near'), (4, 1, 'near'), (4, 5, 'near'), (5, 4, 'near');
  INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT s, 1, 1, 'accepted', 'c' FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.agent (agent_id, program_id, name, version, kind, registered_by) OVERRIDING SYSTEM VALUE VALUES (31, 1, 'a', '1', 'model', 'c');
  INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, useful) SELECT s, 31, 1, 1, 1 FROM unnest('{1,4}'::bigint[]) s;
  INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, note) SELECT s, w::regrole, 1, 1, 'accepted', now(), CASE w WHEN 'regress_badcase_ron' THEN 'n' END FROM unnest('{1,4}'::bigint[]) s, unnest('{regress_badcase_ron,regress_badcase_rita}'::text[]) w;
  INSERT INTO badcase_internal.upload (upload_id, program_id, contributor_id, kind, target, opened_by, file_name, sha256, processed_at) OVERRIDING SYSTEM VALUE SELECT u, CASE WHEN u > 300 THEN 2 ELSE 1 END, CASE k WHEN 'submissions' THEN 2 END, k, CASE k WHEN 'submissions' THEN NULL ELSE 1 END, 'regress_badcase_ada', 'f', '\x00', now()
    FROM (VALUES (201, 'outputs'), (202, 'clusters'), (203, 'suggestions'), (204, 'terms'), (205, 'corpus'), (206, 'submissions'), (301, 'outputs')) x(u, k);
  INSERT INTO badcase_internal.upload (upload_id, program_id, contributor_id, kind, opened_by, file_name, sha256, processed_at) OVERRIDING SYSTEM VALUE VALUES (207, 1, 1, 'submissions', 'regress_badcase_carol', 'f', '\x00', now());
  INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, contributor_id, code, byte_offset, path, message, line, line_digest) SELECT u, 1, CASE WHEN u > 300 THEN 2 ELSE 1 END, CASE u WHEN 206 THEN 2 WHEN 207 THEN 1 END, 'x', 0, 'p', 'm', 'l', '\x00' FROM unnest('{201,202,203,204,205,206,207,301}'::bigint[]) u;
  INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value) SELECT c, 'e-mail', 'x' FROM unnest('{1,2}'::bigint[]) c;
  INSERT INTO badcase_internal.application (application_id, program_id, state, terms_version, contributor_id, decided_at) OVERRIDING SYSTEM VALUE SELECT c, 1, 'admitted', 't', c, now() FROM unnest('{1,2}'::bigint[]) c;
  INSERT INTO badcase_internal.door_token (token_sha256, program_id, application_id, contributor_id, expires_at) SELECT decode(repeat('0' || c, 32), 'hex'), 1, c, c, now() FROM unnest('{1,2}'::bigint[]) c;
  INSERT INTO badcase_internal.access_offer (model_id, contributor_id, until, offered_by) SELECT 1, c, now(), 'c' FROM unnest('{1,2}'::bigint[]) c;
  INSERT INTO badcase_internal.withdrawal (withdrawal_id, program_id, kind, contributor_id, reason, withdrawn_by) OVERRIDING SYSTEM VALUE SELECT 400 + 10 * c + n, 1, CASE n WHEN 3 THEN 'erase' ELSE 'withdraw' END, c, 'why', w FROM unnest('{1,2}'::bigint[]) c, unnest('{regress_badcase_ada,regress_badcase_carol,regress_badcase_ada}'::text[]) WITH ORDINALITY x(w, n);
  INSERT INTO badcase_internal.attestation (attestation_id, contributor_id, text_version, attested_by) OVERRIDING SYSTEM VALUE SELECT 500 + 10 * c + n, c, 't', w FROM unnest('{1,2}'::bigint[]) c, unnest('{regress_badcase_ada,regress_badcase_carol}'::text[]) WITH ORDINALITY x(w, n);
  INSERT INTO badcase_internal.consent (consent_id, contributor_id, scope, granted, text_version, given_by, superseded_at) OVERRIDING SYSTEM VALUE SELECT 600 + 10 * c + n, c, 'train', true, 't', w, now() FROM unnest('{1,2}'::bigint[]) c, unnest('{regress_badcase_ada,regress_badcase_carol}'::text[]) WITH ORDINALITY x(w, n);
  INSERT INTO badcase_internal.access_grant (program_id, role, capability, granted_by) SELECT p, 'regress_badcase_ada', k, 'c' FROM generate_series(1, 2) p, unnest('{reviewer,contributor}'::text[]) k ON CONFLICT DO NOTHING;
  UPDATE badcase_internal.contributor SET github = 'a', display_name = 'A', external_id = 'e' || contributor_id;
END $$;
SELECT c.relation, c.rows FROM pg_temp.changed('CALL pg_temp.everything(); SET LOCAL ROLE regress_badcase_carol; SELECT set_config(''role'', ''regress_badcase_owner'', true)', 'DO $d$ BEGIN SET LOCAL ROLE regress_badcase_carol; PERFORM badcase.erase(1, ''asked for''); SET LOCAL ROLE regress_badcase_owner; END $d$') c;
-- of a contributor without a login
SELECT c.relation, c.rows FROM pg_temp.changed('CALL pg_temp.everything(); UPDATE badcase_internal.contributor SET role = NULL WHERE contributor_id = 1', 'DO $d$ BEGIN SET LOCAL ROLE regress_badcase_carol; PERFORM badcase.erase(1, ''asked for''); SET LOCAL ROLE regress_badcase_owner; END $d$') c WHERE c.relation IN ('event', 'action', 'consent', 'attestation', 'access_grant', 'withdrawal');

-- A task that is merged: its examples, its instructions and what audits drew of it are the other's; nothing of a third's.
SELECT c.relation, c.rows FROM pg_temp.changed($$INSERT INTO badcase_internal.task (task_id, program_id, name, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, 'a', 'c'), (72, 1, 'b', NULL), (73, 1, 'c', 'c'), (74, 2, 'a', 'c'), (75, 2, 'b', 'c'); UPDATE badcase_internal.submission SET task_id = (ARRAY[71, 71, 72, 73, 74, NULL])[submission_id];
  INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by) SELECT 1, n, n, '\x00', 70 + n, 'c' FROM generate_series(1, 3) n; INSERT INTO badcase_internal.audit (audit_id, program_id, round_id, seed, drawn_by) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 1, 'c');
  INSERT INTO badcase_internal.audit_item (submission_id, audit_id, revision, decision, task_id) SELECT n, 1, 1, 'accepted', 70 + n FROM generate_series(1, 3) n; UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 2$$, 'DO $d$ BEGIN SET LOCAL ROLE regress_badcase_carol; IF badcase.merge_tasks(1, ''a'', ''b'') <> 2 THEN RAISE EXCEPTION ''not two''; END IF; SET LOCAL ROLE regress_badcase_owner; END $d$') c;

-- What people do, one call after another, each on the same: Ada is contributor 1 and Bob 2; each has one of everything.
CREATE FUNCTION pg_temp.did(who text, call text, setup text DEFAULT 'SELECT') RETURNS SETOF text LANGUAGE sql AS $$
  SELECT c.relation || ': ' || c.rows FROM pg_temp.changed('CALL pg_temp.everything(); DELETE FROM badcase_internal.consent WHERE consent_id NOT IN (611, 621); UPDATE badcase_internal.consent SET superseded_at = NULL; ' || setup,
    format('DO $d$ BEGIN SET LOCAL ROLE %I; PERFORM %s; SET LOCAL ROLE regress_badcase_owner; END $d$', 'regress_badcase_' || who, call)) c
$$;
\pset format unaligned
\pset tuples_only on
\set unattested 'UPDATE badcase_internal.upload SET attestation_id = NULL WHERE upload_id <> 2'
\set agreed 'INSERT INTO badcase_internal.consent (consent_id, contributor_id, scope, granted, text_version, given_by) OVERRIDING SYSTEM VALUE SELECT 700 + 10 * c + n, c, s, true, ''t'', ''x'' FROM generate_series(1, 2) c, unnest(''{contact,show_name}''::text[]) WITH ORDINALITY x(s, n)'
SELECT pg_temp.did('ada', $$badcase.attest(1, 'new')$$, :'unattested');
SELECT pg_temp.did('ada', $$badcase.set_consent(1, 'contact', false, 'new')$$, :'agreed');
SELECT pg_temp.did('carol', $$badcase.set_consent(1, 'show_name', false, 'new')$$, :'agreed');
SELECT pg_temp.did('carol', $$badcase.set_consent(1, 'show_name', true, 'new')$$, :'agreed');
SELECT pg_temp.did('bob', $$badcase.set_display_name(2, 'B')$$);
SELECT pg_temp.did('carol', $$badcase.set_display_name(2, NULL)$$);
SELECT pg_temp.did('ada', $$badcase.set_contact(1, 'e-mail', NULL)$$, :'agreed' || $$; INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value) VALUES (1, 'post', 'y')$$);
SELECT pg_temp.did('ada', $$badcase.set_contact(1, 'e-mail', 'z')$$, :'agreed');
SELECT pg_temp.did('ada', $$badcase.set_github(1, 'b')$$, :'agreed');
SELECT pg_temp.did('carol', $$badcase.register_contributor(1, 'e1', 'C')$$);
SELECT pg_temp.did('carol', $$badcase.register_contributor(1, 'e1', NULL, 'regress_badcase_ada')$$, $$UPDATE badcase_internal.contributor SET role = NULL WHERE contributor_id IN (1, 2)$$);
SELECT pg_temp.did('carol', $$badcase.set_program(1, 'max_claims', '7')$$);
SELECT pg_temp.did('carol', $$badcase.set_quota(1, 1, 5)$$, $$INSERT INTO badcase_internal.quota (program_id, contributor_id, uploads) VALUES (1, NULL, 1), (1, 1, 2), (1, 2, 3), (2, NULL, 4)$$);
SELECT pg_temp.did('carol', $$badcase.set_quota(1, NULL, 5)$$, $$INSERT INTO badcase_internal.quota (program_id, contributor_id, uploads) VALUES (1, NULL, 1), (1, 1, 2), (1, 2, 3), (2, NULL, 4)$$);
SELECT pg_temp.did('carol', $$badcase.set_rule(1, 'pii:email', 'hold')$$, $$INSERT INTO badcase_internal.rule_setting (program_id, rule, severity, set_by) VALUES (1, 'pii:email', 'warn', 'c'), (1, 'pii:cn_id', 'warn', 'c'), (2, 'pii:email', 'warn', 'c')$$);
SELECT pg_temp.did('carol', $$badcase.set_rule(1, 'pii:email')$$, $$INSERT INTO badcase_internal.rule_setting (program_id, rule, severity, set_by) VALUES (1, 'pii:email', 'warn', 'c'), (1, 'pii:cn_id', 'warn', 'c'), (2, 'pii:email', 'warn', 'c')$$);
SELECT pg_temp.did('carol', 'badcase.close_round(1)');
SELECT pg_temp.did('carol', $$badcase.set_task(1, 'of both', 7)$$);
SELECT pg_temp.did('carol', $$badcase.set_task(1, 'taken', 7, 'words')$$);
SELECT pg_temp.did('carol', $$badcase.assign_task(4, 'taken')$$);
SELECT pg_temp.did('carol', 'badcase.assign_task(4, NULL)');
SELECT pg_temp.did('carol', $$badcase.adjudicate(4, 'rejected', 'so', '{spam,spam,other}')$$, $$UPDATE badcase_internal.submission SET state = 'disputed' WHERE submission_id IN (1, 4)$$);
SELECT pg_temp.did('carol', $$badcase.reopen(4, 'so')$$, $$UPDATE badcase_internal.submission SET state = 'accepted', reasons = '{spam}', decided_round = 1 WHERE submission_id IN (1, 4); DELETE FROM badcase_internal.release_item$$);
SELECT pg_temp.did('carol', $$badcase.reopen(4, 'so')$$, $$UPDATE badcase_internal.submission SET state = 'rejected', reasons = '{spam}', decided_round = 1 WHERE submission_id IN (1, 4); UPDATE badcase_internal.finding SET severity = 'hold', cleared = false, resolved_by = 'c', resolved_at = now()$$);
SELECT pg_temp.did('carol', $$badcase.reopen(4, 'so')$$, $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 4); UPDATE badcase_internal.finding SET severity = 'hold', cleared = false, resolved_by = 'c', resolved_at = now()$$);
SELECT pg_temp.did('carol', $$badcase.grant_access(1, 'regress_badcase_eva', 'reviewer')$$);
SELECT pg_temp.did('carol', $$badcase.revoke_access(1, 'regress_badcase_ron', 'reviewer')$$);
SELECT pg_temp.did('carol', $$badcase.disclose(4, 'court', 'case 7')$$);
SELECT pg_temp.did('ron', $$badcase.submit_review(4, true, true, '{}', '{factual}', '{5}', 'a', 'b')$$, $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 hour', failure_kinds = '{domain}' WHERE submission_id IN (1, 4); UPDATE badcase_internal.relation SET kind = 'alternative'; DELETE FROM badcase_internal.look$$);
SELECT pg_temp.did('ron', $$badcase.submit_review(4, false, true, '{spam}')$$, $$UPDATE badcase_internal.program SET quorum = 2; DELETE FROM badcase_internal.look; UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 hour' WHERE submission_id IN (1, 4)$$);
SELECT pg_temp.did('rita', $$badcase.submit_review(4, false, true, '{spam}')$$, $$UPDATE badcase_internal.program SET quorum = 2; DELETE FROM badcase_internal.look; DELETE FROM badcase_internal.review WHERE review_pass > 1; UPDATE badcase_internal.review SET reasons = '{other,spam}'; UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 hour' WHERE submission_id IN (1, 4)$$);
SELECT pg_temp.did('rita', $$count(*) FROM badcase.claim_reviews(1, 1)$$, 'DELETE FROM badcase_internal.look');
SELECT pg_temp.did('carol', $$badcase.revise(4, badcase('p', 'q'), 'so')$$, $$UPDATE badcase_internal.submission SET reasons = '{spam}', cluster_id = 3 WHERE submission_id IN (3, 4); DELETE FROM badcase_internal.revision$$);
SELECT pg_temp.did('bob', 'badcase.withdraw(4)', $$UPDATE badcase_internal.submission SET state = 'duplicate', duplicate_of = 4 WHERE submission_id = 3; DELETE FROM badcase_internal.searchable WHERE submission_id = 3$$);
SELECT pg_temp.did('carol', 'badcase.purge(1)', $$UPDATE badcase_internal.program SET retention = '1 day'; UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id IN (1, 3, 4, 5); UPDATE badcase_internal.submission SET updated_at = now() - interval '2 days' WHERE submission_id <> 3; DELETE FROM badcase_internal.release_item WHERE submission_id = 4;
  UPDATE badcase_internal.upload SET processed_at = now() - interval '2 days' WHERE upload_id IN (203, 207, 301)$$);
SELECT pg_temp.did('carol', $$badcase.take_suggestion(1, 'taken', 'words')$$, $$UPDATE badcase_internal.task_suggestion SET begins = 1, ends = 0, key = badcase_instruction_key(prompt((SELECT record FROM badcase_internal.submission WHERE submission_id = 4)), 1, 0), examples = '{4}'; UPDATE badcase_internal.submission SET task_id = NULL WHERE submission_id IN (3, 4, 5)$$);
SELECT pg_temp.did('owner', $$badcase.create_program('new')$$);
-- and a triage: of what is new, of what was there before, of the same as another's and as one's own
\set received 'DELETE FROM badcase_internal.searchable WHERE submission_id IN (2, 3, 4); DELETE FROM badcase_internal.relation; UPDATE badcase_internal.submission SET state = ''received'', contributor_state = ''received'', contributor_state_at = ''-infinity'', held_for = ''{screening}'', cluster_id = NULL, task_id = NULL, failure_kinds = ''{other}'', lease_role = ''regress_badcase_ron'', lease_until = now(), decided_round = 2, decided_rule = 9, decided_at = now(), decided_quorum = 8 WHERE submission_id IN (3, 4)'
SELECT pg_temp.did('carol', 'badcase.triage_batch(1)', :'received' || $$; UPDATE badcase_internal.submission SET record = badcase('Write to him.', 'Write to a.b@qq.com today.', meta => '{"failure_kind": "factual", "model_version": "n", "task": "taken"}') WHERE submission_id = 4;
  UPDATE badcase_internal.submission SET record = badcase('Name three fruits, one per line, in lower case.', 'apple', meta => '{"task": "of Ada alone"}') WHERE submission_id = 3$$);
SELECT pg_temp.did('carol', 'badcase.triage_batch(1)', :'received' || $$; UPDATE badcase_internal.submission SET exact_key = (SELECT o.exact_key FROM badcase_internal.submission o WHERE o.submission_id = 1) WHERE submission_id IN (3, 4)$$);
SELECT pg_temp.did('carol', 'badcase.triage_batch(1)', :'received' || $$; UPDATE badcase_internal.submission SET contributor_state = 'held', exact_key = (SELECT o.exact_key FROM badcase_internal.submission o WHERE o.submission_id = 1) WHERE submission_id = 4; UPDATE badcase_internal.submission SET record = badcase('Name three fruits.', 'apple') WHERE submission_id = 3;
  UPDATE badcase_internal.upload SET attestation_id = NULL$$);
\i :clean
