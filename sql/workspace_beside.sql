-- What reviewers are shown beside a record and who is shown what agents suggest; when reviews decide; who revises what in which
-- state; which pairs are in conflict; what rounds count. Each case beside the same of another submission, pass, revision or program.
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
    SELECT c.oid::regclass AS id, c.relname, coalesce((SELECT string_agg(format('t.%I', a.attname), ' || '' '' || ' ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary),
      CASE c.relname WHEN 'event' THEN 't.submission_id || '' '' || t.event_id' WHEN 'relation' THEN 't.submission_id || '' '' || t.other_id || '' '' || t.kind' ELSE 't::text' END) AS key
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
  INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, revision) SELECT s, f, 'received', 'regress_badcase_' || w, 1 FROM unnest('{1,4}'::bigint[]) s, unnest('{duplicate,needs_changes}'::text[]) f, unnest('{ada,carol}'::text[]) w;
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
SELECT pg_temp.did('ron', $$badcase.submit_review(4, true, true, '{}', '{factual,domain}', '{5}', 'a', 'b')$$, $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 hour', failure_kinds = '{domain}' WHERE submission_id IN (1, 4); UPDATE badcase_internal.relation SET kind = 'alternative'; DELETE FROM badcase_internal.look$$);
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
\pset format aligned
\pset tuples_only off

SET ROLE regress_badcase_owner;
-- a case is put up, asked and forgotten; what is asked as somebody is asked through a function of the owner's
CREATE FUNCTION pg_temp.case_of(setup text, question text, who text DEFAULT 'owner') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE setup;
    EXECUTE format('SET LOCAL ROLE %I', 'regress_badcase_' || who);
    EXECUTE question INTO said;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLSTATE || ' ' || SQLERRM;
  END;
  RETURN said;
END $$;
CREATE FUNCTION pg_temp.of(id bigint, what text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  said text;
BEGIN
  EXECUTE format('SELECT badcase_internal.%I(s)::text FROM badcase_internal.submission s WHERE s.submission_id = %s', what, id) INTO said;
  RETURN coalesce(said, 'null');
END $$;
CREATE FUNCTION pg_temp.review(id bigint, pass int, who text, verdict text, revision int DEFAULT 1, reasons text[] DEFAULT '{}', note text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons, note, reviewed_at) SELECT id, pass, ('regress_badcase_' || who)::regrole, 1, revision, true, true, verdict, reasons, note, now()
$$;

-- Of earlier passes alone; in their order, without names.
UPDATE badcase_internal.submission SET review_pass = 3, revision = 3 WHERE submission_id = 1;
SELECT pg_temp.review(1, 2, 'ron', 'accepted', 2), pg_temp.review(1, 1, 'ron', 'needs_changes', 1, '{incomplete}', 'b'), pg_temp.review(1, 1, 'rita', 'accepted', 1, '{}', 'a'), pg_temp.review(1, 3, 'cem', 'rejected', 3), pg_temp.review(2, 1, 'cem', 'rejected');
SELECT jsonb_pretty(pg_temp.of(1, 'earlier_reviews')::jsonb) AS earlier, pg_temp.of(2, 'earlier_reviews') AS of_2, pg_temp.of(3, 'earlier_reviews') AS of_3;
-- the text of the revision that was reviewed last, where it changed since
INSERT INTO badcase_internal.revision (submission_id, revision, record) SELECT i, r, badcase('p' || i, 'r' || r, jsonb_build_array(jsonb_build_array('q', 'a' || r)), 'x' || r) FROM generate_series(1, 2) i, generate_series(1, 3) r;
UPDATE badcase_internal.submission SET record = badcase('p1', 'r3', '[["q", "a3"]]', 'x3') WHERE submission_id = 1;
SELECT pg_temp.of(1, 'text_before') AS before, pg_temp.of(2, 'text_before') AS of_2,
  pg_temp.case_of($$UPDATE badcase_internal.submission SET record = badcase('p', 'r2', '[["q", "a2"]]', 'x2') WHERE submission_id = 1$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS the_prompt, pg_temp.case_of($$UPDATE badcase_internal.submission SET record = badcase('p1', 'r2', '[["q", "a2"]]', 'x2') WHERE submission_id = 1$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS nothing,
  pg_temp.case_of($$UPDATE badcase_internal.review SET revision = 3 WHERE submission_id = 1 AND review_pass = 2$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS reviewed_as_it_is, pg_temp.case_of($$UPDATE badcase_internal.revision SET record = NULL WHERE submission_id = 1 AND revision = 2$$, $$SELECT pg_temp.of(1, 'text_before')$$) AS erased;
-- where screening found something, the first hundred; in each field and turn
UPDATE badcase_internal.submission SET record = badcase('the prompt', 'the response', '[["question one", "answer one"], ["question two", "answer two"]]', 'the rejected', '{"a": "the meta"}'), revision = 2 WHERE submission_id = 3;
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, turn, path, start, stop, confidence, severity, rule_version, cleared, resolved_by, resolved_at)
SELECT s, 1, r, f, f, t, p, st, 3, 1, 'warn', 1, c, CASE WHEN c IS NOT NULL THEN 'c' END, CASE WHEN c IS NOT NULL THEN now() END FROM (VALUES (3, 2, 'prompt', NULL::int, NULL, 0, NULL::bool), (3, 2, 'response', NULL, NULL, 0, false), (3, 2, 'rejected', NULL, NULL, 0, NULL), (3, 2, 'question', 1, NULL, 0, NULL), (3, 2, 'question', 2, NULL, 0, NULL),
  (3, 2, 'answer', 1, NULL, 0, NULL), (3, 2, 'answer', 2, NULL, 0, NULL), (3, 2, 'meta', NULL, '/a', 0, NULL), (3, 1, 'prompt', NULL, NULL, 0, NULL), (3, 2, 'prompt', NULL, NULL, 0, true), (3, 2, 'prompt', NULL, NULL, NULL, NULL), (4, 1, 'prompt', NULL, NULL, 0, NULL)) v(s, r, f, t, p, st, c);
SELECT string_agg(concat_ws(' ', x ->> 'field', x ->> 'turn', quote_literal(x ->> 'words')), ', ' ORDER BY n) AS words FROM jsonb_array_elements(pg_temp.of(3, 'issue_words')::jsonb) WITH ORDINALITY j(x, n);
SELECT n, pg_temp.case_of(format($$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, start, stop, confidence, severity, rule_version) SELECT 2, 1, 1, i::text, 'prompt', 0, 3, 1, 'warn', 1 FROM generate_series(1, %s) i$$, n),
  $$SELECT count(*) || ', the last ' || max((x ->> 'rule')::int) FROM jsonb_array_elements(pg_temp.of(2, 'issue_words')::jsonb) x$$) AS found FROM unnest('{99,100,101}'::int[]) n;
SELECT p AS program, badcase_internal.known_model(p, 'm') AS known, badcase_internal.known_model(p, 'n') AS another, pg_temp.case_of($$INSERT INTO badcase_internal.model_version (program_id, name, registered_by) VALUES (1, 'm', 'c'), (2, 'n', 'c')$$, format($$SELECT format('%%s %%s', badcase_internal.known_model(%s, 'm'), badcase_internal.known_model(%1$s, 'n'))$$, p)) AS registered FROM generate_series(1, 2) p;

-- Whom suggestions are shown: curators; reviewers after their own word in this pass, or before it of what they have claimed, where the program says so.
\set ask '''SELECT pg_temp.of(4, ''''shows_suggestions'''')'''
\set before '''UPDATE badcase_internal.program SET suggestions = ''''before'''' WHERE program_id = 1; '''
SELECT n, who, pg_temp.case_of(setup, :ask, who) AS shown FROM (VALUES
  (1, 'carol', 'SELECT'), (2, 'cem', 'SELECT'), (3, 'rita', 'SELECT'), (4, 'rita', $$SELECT pg_temp.review(4, 1, 'rita', 'accepted')$$), (5, 'rita', $$SELECT pg_temp.review(4, 1, 'ron', 'accepted')$$), (6, 'rita', $$SELECT pg_temp.review(4, 0, 'rita', 'accepted')$$), (7, 'rita', $$SELECT pg_temp.review(3, 1, 'rita', 'accepted')$$),
  (8, 'rita', :before), (9, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$), (10, 'rita', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$),
  (11, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now()$$), (12, 'rita', :before || $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$),
  (13, 'ada', $$SELECT pg_temp.review(4, 1, 'ada', 'accepted')$$), (14, 'ada', 'SELECT'), (15, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_rita', 1, 1, 'accepted', now(), 'accepted', now())$$),
  (16, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_rita', 1, 2, 'accepted', now(), 'accepted', now())$$), (17, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until) VALUES (4, 'regress_badcase_rita', 1, 1, 'accepted', now())$$),
  (18, 'rita', $$INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, expected, claimed_until, verdict, looked_at) VALUES (4, 'regress_badcase_ron', 1, 1, 'accepted', now(), 'accepted', now())$$), (19, 'rita', $$UPDATE badcase_internal.program SET suggestions = 'before' WHERE program_id = 2; UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_rita', lease_until = now() + interval '1 minute'$$)) v(n, who, setup) ORDER BY n;
-- what they are: of this revision, in order of the agents; a task only where a curator has taken the name in this program
INSERT INTO badcase_internal.agent (agent_id, program_id, name, version, kind, registered_by) OVERRIDING SYSTEM VALUE VALUES (31, 1, 'b', '1', 'model', 'c'), (32, 1, 'a', '2', 'rule', 'c'), (33, 1, 'a', '1', 'person', 'c');
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'taken', 'c'), (1, 'not taken', NULL), (2, 'of another', 'c');
INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, upload_id, line_no, useful, task) SELECT s, a, r, 1, 1, 1, u, t FROM (VALUES (4, 31, 1, 0.1, 'taken'), (4, 32, 1, 0.2, 'not taken'), (4, 33, 1, 0.3, 'of another'), (4, 33, 2, 0.4, 'taken'), (3, 33, 1, 0.5, 'taken')) v(s, a, r, u, t);
SELECT agent, version, useful, task FROM badcase_internal.submission s, badcase_internal.suggestions_of(s) WHERE s.submission_id = 4;
SELECT pg_temp.of(4, 'suggestions_beside') AS after, pg_temp.case_of(:before, $$SELECT string_agg(concat_ws(' ', x ->> 'agent', x ->> 'version', x ->> 'task', x ? 'n'), ', ' ORDER BY n) FROM jsonb_array_elements(pg_temp.of(4, 'suggestions_beside')::jsonb) WITH ORDINALITY j(x, n)$$) AS before, pg_temp.case_of($$UPDATE badcase_internal.program SET suggestions = 'before' WHERE program_id = 2$$, $$SELECT pg_temp.of(4, 'suggestions_beside')$$) AS in_another;
SELECT a AS agent, string_agg(s.submission_id::text, ' ' ORDER BY s.submission_id) FILTER (WHERE badcase_internal.has_suggested(a, s)) AS has_suggested FROM generate_series(31, 33) a, badcase_internal.submission s GROUP BY a ORDER BY a;
-- what an agent is to look at: what is pending and gold, in order of numbers, that it has not spoken of as it is now
CREATE FUNCTION pg_temp.asked(setup text, args text DEFAULT '33') RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.case_of(setup, format('SELECT string_agg(submission::text, '' '') FROM badcase.to_suggest(%s)', args), 'carol') $$;
\set gold '''UPDATE badcase_internal.submission SET state = ''''accepted'''' WHERE submission_id < 3; INSERT INTO badcase_internal.gold (submission_id, program_id, revision, verdict, added_by) SELECT s, 1, r, v, ''''c'''' FROM (VALUES (1, 3, ''''accepted''''), (2, 1, ''''accepted'''')) x(s, r, v)'''
SELECT pg_temp.asked('SELECT') AS all, pg_temp.asked('SELECT', '33, 2') AS two, pg_temp.asked('SELECT', '33, 2, 1') AS after_1, pg_temp.asked('SELECT', '33, 1000') AS thousand, pg_temp.asked('SELECT', '33, 1001') AS more, pg_temp.asked('SELECT', '33, 1, NULL') AS after_null,
  pg_temp.asked('DELETE FROM badcase_internal.suggestion WHERE revision = 1 AND submission_id = 4') AS of_another_revision, pg_temp.asked(:gold) AS with_gold, pg_temp.asked(:gold, '33, 1') AS the_first, pg_temp.asked(:gold || '; UPDATE badcase_internal.gold SET revision = 2') AS of_another_text,
  pg_temp.asked(:gold || $$; UPDATE badcase_internal.gold SET verdict = 'rejected'$$) AS decided_otherwise, pg_temp.asked(:gold, '33, 9, 1') AS gold_after_1, pg_temp.asked(:gold || '; UPDATE badcase_internal.suggestion SET submission_id = 2 WHERE submission_id = 4 AND agent_id = 33 AND revision = 1') AS spoken_of;
DELETE FROM badcase_internal.suggestion;

-- When reviews decide: so many as the quorum, agreeing, of this pass; more of them only where fewer were not sure.
CREATE FUNCTION pg_temp.comes_to(verdicts text[], quorum int, confidence int DEFAULT NULL, pass int DEFAULT 1) RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of(format('UPDATE badcase_internal.program SET confidence = %L; SELECT pg_temp.review(4, 1, w, v) FROM unnest(%L::text[], ''{ron,rita,cem,eva}''::text[]) x(v, w) WHERE v IS NOT NULL', confidence, verdicts), format('SELECT badcase_internal.decision(4, %s, %s)', pass, quorum)), 'null')
$$;
SELECT v AS verdicts, pg_temp.comes_to(v::text[], 1) AS of_one, pg_temp.comes_to(v::text[], 2) AS of_two, pg_temp.comes_to(v::text[], 3) AS of_three, pg_temp.comes_to(v::text[], 2, 94) AS of_two_sure, pg_temp.comes_to(v::text[], 2, 95) AS of_two_unsure, pg_temp.comes_to(v::text[], 2, pass => 2) AS of_another_pass
FROM unnest('{"{}","{accepted}","{accepted,accepted}","{rejected,rejected}","{accepted,rejected}","{accepted,needs_changes}","{needs_changes,needs_changes}","{accepted,accepted,accepted}","{accepted,accepted,rejected}"}'::text[]) v;
-- the reasons of those that a decision follows, each once
SELECT pg_temp.review(4, 1, 'ron', 'rejected', 1, '{useless,spam}'), pg_temp.review(4, 1, 'rita', 'rejected', 1, '{spam}'), pg_temp.review(4, 1, 'cem', 'accepted', 1, '{too_short}'), pg_temp.review(4, 2, 'cem', 'rejected', 1, '{other}'), pg_temp.review(3, 1, 'cem', 'rejected', 1, '{off_task}');
SELECT ARRAY(SELECT x FROM unnest(badcase_internal.reasons_for(4, 1, d)) x ORDER BY x) AS reasons FROM unnest('{rejected,accepted,needs_changes}'::text[]) d;
DELETE FROM badcase_internal.review;

-- Who revises what: in each state its contributor, a curator, the reviewer who has claimed it, another; nobody what is pending and their own.
CREATE FUNCTION pg_temp.revises(setup text, who text) RETURNS text LANGUAGE sql AS $$ SELECT left(pg_temp.case_of(setup, $q$SELECT badcase.revise(4, badcase('another', 'record'), 'why')$q$, who), 60) $$;
SELECT s AS state, pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L, contributor_state = ''pending'' WHERE submission_id = 4', s), 'bob') AS contributor, pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 4', s), 'carol') AS curator,
  pg_temp.revises(format('UPDATE badcase_internal.submission SET state = %L, lease_role = ''regress_badcase_ron'', lease_until = now() + interval ''1 minute'' WHERE submission_id = 4', s), 'ron') AS who_claimed FROM unnest(badcase_internal.states()) s;
SELECT n, who, pg_temp.revises(setup, who) AS said FROM (VALUES (1, 'rita', 'SELECT'), (2, 'rita', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$), (3, 'carol', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now() + interval '1 minute'$$),
  (4, 'carol', $$UPDATE badcase_internal.submission SET lease_role = 'regress_badcase_ron', lease_until = now()$$), (5, 'bob', $$SELECT badcase.grant_access(1, 'regress_badcase_bob', 'curator')$$), (6, 'bob', $$SELECT badcase.grant_access(1, 'regress_badcase_bob', 'curator'), badcase.revoke_access(1, 'regress_badcase_bob', 'contributor')$$),
  (7, 'bob', $$SELECT badcase.revoke_access(1, 'regress_badcase_bob', 'contributor'); UPDATE badcase_internal.submission SET state = 'needs_changes'$$), (8, 'ada', $$UPDATE badcase_internal.submission SET state = 'needs_changes'$$), (9, 'cem', 'SELECT')) v(n, who, setup) ORDER BY n;
SELECT pg_temp.case_of('SELECT', format('SELECT badcase.revise(%s, %s, %s)', id, record, reason), 'carol') AS said FROM (VALUES ('4', 'NULL', $$'x'$$), ('4', $$badcase('p', 'r')$$, 'NULL'), ('4', $$badcase('p', 'r')$$, $$' '$$), ('99', $$badcase('p', 'r')$$, $$'x'$$), ('NULL', $$badcase('p', 'r')$$, $$'x'$$)) v(id, record, reason);

-- Pairs in conflict: alternatives and contradictions of what is in review or accepted, each once, of these first where both are accepted.
DELETE FROM badcase_internal.relation;
CREATE FUNCTION pg_temp.conflicts(relations text, setup text DEFAULT 'SELECT', who text DEFAULT 'carol') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of(format($q$INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity) SELECT r[2]::bigint, r[3]::bigint, r[1], 0.9, r[4]::float8, 0.1 FROM regexp_matches(%L, '(\w+) (\d+)-(\d+) ([0-9.]+)', 'g') r; $q$, relations) || setup,
    $q$SELECT string_agg(concat_ws(' ', c.kind, c.a || '-' || c.b, c.a_prompt IS NOT NULL), ', ') FROM badcase.conflicts c$q$, who), 'none')
$$;
SELECT n, pg_temp.conflicts(relations, coalesce(setup, 'SELECT')) AS carol, pg_temp.conflicts(relations, coalesce(setup, 'SELECT'), 'rita') AS rita FROM (VALUES (1, 'alternative 2-1 0.9', NULL), (2, 'alternative 1-2 0.9', NULL), (3, 'alternative 1-2 0.9, alternative 2-1 0.9', NULL), (4, 'contradiction 2-1 0.9, alternative 2-1 0.9', NULL), (5, 'contradiction 1-2 0.9, alternative 2-1 0.9', NULL),
  (6, 'near 2-1 0.9, exact 3-1 1', NULL), (7, 'alternative 2-1 0.8, alternative 3-1 0.9, alternative 3-2 0.9, contradiction 4-1 0.7', NULL), (8, 'alternative 2-1 0.8, alternative 3-1 0.9, alternative 4-1 0.7', $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 4)$$),
  (9, 'contradiction 2-1 0.9, contradiction 3-1 0.8', $$UPDATE badcase_internal.submission SET state = 'accepted' WHERE submission_id IN (1, 3)$$), (10, 'alternative 6-5 0.9', NULL), (11, 'contradiction 1-2 0.9, contradiction 2-1 0.9', NULL), (12, 'alternative 3-1 0.9, alternative 4-1 0.9, alternative 2-1 0.9', NULL), (13, 'alternative 4-3 0.9, alternative 4-1 0.9, alternative 3-2 0.9', NULL)) v(n, relations, setup) ORDER BY n;
SELECT s AS state, pg_temp.conflicts('alternative 2-1 0.9', format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 1', s)) AS of_1, pg_temp.conflicts('alternative 2-1 0.9', format('UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 2', s)) AS of_2 FROM unnest(badcase_internal.states()) s;

-- Rounds: what waits in the open one and what came after its cut-off, by state; nothing of another program.
SELECT s AS state, pg_temp.case_of(format($$UPDATE badcase_internal.submission SET state = %L, cluster_id = NULL; UPDATE badcase_internal.submission SET cluster_id = submission_id WHERE state <> 'received'; UPDATE badcase_internal.round SET cut_off = now() - interval '1 day';
  UPDATE badcase_internal.submission SET received_at = CASE WHEN submission_id IN (1, 5) THEN now() - interval '1 day' ELSE now() - interval '1 day' + interval '1 microsecond' END; SELECT badcase_internal.mark_submissions('{1,2,3,4,5,6}')$$, s), 'SELECT string_agg(waiting || '' and '' || late, '', '') FROM badcase.round_progress', 'carol') AS waiting_and_late FROM unnest(badcase_internal.states()) s;
SELECT n, pg_temp.case_of(setup || format('; SET LOCAL ROLE regress_badcase_carol; DO $d$ BEGIN PERFORM badcase.open_round(1, %s); END $d$; SET LOCAL ROLE regress_badcase_owner', cut_off),
  $$SELECT string_agg(concat_ws(' ', r.cut_off - now(), CASE WHEN r.closed_at IS NULL THEN 'open' ELSE 'closed' END), ', ' ORDER BY r.round_id) FROM badcase_internal.round r WHERE r.program_id = 1$$) AS opened
FROM (VALUES (1, 'SELECT', 'NULL'), (2, 'SELECT', 'now()'), (3, 'UPDATE badcase_internal.round SET closed_at = now()', 'NULL'), (4, 'UPDATE badcase_internal.round SET cut_off = now()', 'now()'), (5, 'UPDATE badcase_internal.program SET round_days = 7', 'NULL'), (6, 'UPDATE badcase_internal.program SET round_days = 7', $$now() + interval '1 day'$$),
  (7, 'UPDATE badcase_internal.program SET round_days = 7; UPDATE badcase_internal.round SET closed_at = now()', 'NULL')) v(n, setup, cut_off) ORDER BY n;
SELECT c AS cut_off, pg_temp.case_of(format($$UPDATE badcase_internal.round SET cut_off = %s; DO $d$ BEGIN PERFORM badcase_internal.require_person(); END $d$; UPDATE badcase_internal.round SET closed_at = NULL; SET LOCAL ROLE regress_badcase_carol; DO $d$ BEGIN PERFORM badcase.close_round(1); END $d$; SET LOCAL ROLE regress_badcase_owner$$, c),
  'SELECT string_agg(concat_ws('' '', round_id, cut_off - now(), closed_at = now()), '', '' ORDER BY round_id) FROM badcase_internal.round') AS closed FROM unnest(ARRAY['NULL', 'now() - interval ''1 hour''', 'now() + interval ''1 hour''']) c;

-- What a task lacks: what is between its accepted clusters and its target, nothing where it has as many or more; who sees it.
CREATE FUNCTION pg_temp.lacks(n int, who text, setup text DEFAULT 'SELECT') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of(format('INSERT INTO badcase_internal.task (task_id, program_id, name, target, set_by) OVERRIDING SYSTEM VALUE VALUES (71, 1, ''t'', 2, ''c''), (72, 1, ''u'', 2, NULL), (73, 2, ''t'', 9, ''c''); UPDATE badcase_internal.submission SET task_id = 71, state = CASE WHEN submission_id <= %s THEN ''accepted'' ELSE ''pending'' END WHERE program_id = 1;
    UPDATE badcase_internal.submission SET task_id = 73, state = ''accepted'' WHERE program_id = 2; %s; SELECT badcase_internal.mark_submissions(''{1,2,3,4,5,6}'')', n, setup),
    $q$SELECT concat_ws('; ', (SELECT string_agg(concat_ws(' ', c.program, coalesce(c.task, '-'), c.target, c.received, c.clusters, c.accepted, c.missing, c.taken), ', ' ORDER BY c.program, c.task COLLATE "C") FROM badcase.task_coverage c), 'wanted ' || (SELECT string_agg(concat_ws(' ', w.program, w.task, w.target, w.accepted, w.missing), ', ') FROM badcase.help_wanted w))$q$, who), 'nothing')
$$;
SELECT n AS accepted, pg_temp.lacks(n, 'carol') AS carol FROM generate_series(0, 4) n;
SELECT who, pg_temp.lacks(1, who) AS one_accepted, pg_temp.lacks(1, who, 'UPDATE badcase_internal.submission SET task_id = 72 WHERE submission_id = 2') AS one_of_an_untaken FROM unnest('{rita,eva}'::text[]) who;
SELECT pg_temp.lacks(3, 'carol', 'UPDATE badcase_internal.submission SET cluster_id = 2 WHERE submission_id = 3') AS two_of_one_cluster, pg_temp.lacks(2, 'carol', $$UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 2$$) AS one_taken_back;

-- Credits: of who is named and agreed to be shown, for accepted clusters and for reviews, in order of the first; early access whoever agreed.
INSERT INTO badcase_internal.contributor (contributor_id, program_id, external_id, display_name, role, registered_by) OVERRIDING SYSTEM VALUE VALUES (11, 1, 'rita', 'Rita R.', 'regress_badcase_rita', 'c'), (12, 1, 'ron', 'Ron', 'regress_badcase_ron', 'c');
CREATE FUNCTION pg_temp.credits(setup text, question text, who text DEFAULT 'carol') RETURNS text LANGUAGE sql AS $$
  SELECT coalesce(pg_temp.case_of('INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) SELECT c, ''show_name'', true, ''t'', ''x'' FROM unnest(''{1,2,3,5,11}''::bigint[]) c;
    UPDATE badcase_internal.submission SET state = ''accepted'', decided_round = CASE program_id WHEN 2 THEN 2 ELSE 1 END, decided_at = now() - make_interval(hours => (ARRAY[1, 2, 3, 9, 4, 5])[submission_id]); SELECT pg_temp.review(1, 1, ''rita'', ''accepted''), pg_temp.review(2, 1, ''rita'', ''accepted''), pg_temp.review(3, 1, ''ron'', ''accepted'');
    UPDATE badcase_internal.review SET round_id = 2 WHERE submission_id = 2; ' || setup || '; SELECT badcase_internal.mark_submissions(''{1,2,3,4,5,6}'')', question, who), 'nothing')
$$;
\set all '$q$SELECT concat_ws(''; '', (SELECT string_agg(concat_ws('' '', c.program, c.display_name, c.accepted), '', '') FROM badcase.credits c), ''reviews '' || (SELECT string_agg(concat_ws('' '', r.program, r.display_name, r.reviews), '', '') FROM badcase.reviewer_credits r), ''rounds '' || (SELECT string_agg(concat_ws('' '', r.round, r.display_name, r.accepted), '', '') FROM badcase.round_credits r))$q$'
SELECT n, pg_temp.credits(setup, :all) AS shown FROM (VALUES (1, 'SELECT'), (2, $$UPDATE badcase_internal.contributor SET display_name = NULL WHERE contributor_id IN (1, 11)$$), (3, $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 2 AND scope = 'show_name'$$), (4, $$UPDATE badcase_internal.consent SET granted = false WHERE contributor_id = 11$$),
  (5, $$UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id IN (3, 4)$$), (6, $$UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id = 4; UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id = 1$$), (7, $$UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id = 4; UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 1$$),
  (8, $$UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id = 4; UPDATE badcase_internal.submission SET state = 'duplicate' WHERE submission_id = 1$$), (9, $$UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id = 4; UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 1$$),
  (10, $$INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version) VALUES (1, 1, 3, 'contamination:x', 1, 'warn', 1), (2, 1, 1, 'contamination:x', 1, 'warn', 1), (4, 1, 2, 'contamination:x', 1, 'warn', 1)$$)) v(n, setup) ORDER BY n;
SELECT pg_temp.credits('SELECT', 'SELECT badcase.credits_markdown(1)') AS markdown;
SELECT pg_temp.credits('SELECT', $$SELECT string_agg(concat_ws(' ', c ->> 'name', c ->> 'login', c -> 'contributions'), ', ' ORDER BY n) FROM jsonb_array_elements(badcase.all_contributors(1, 'o/p') -> 'contributors') WITH ORDINALITY x(c, n)$$) AS contributors, pg_temp.credits('UPDATE badcase_internal.consent SET granted = false', 'SELECT badcase.credits_markdown(1)') AS of_nobody,
  pg_temp.credits($$UPDATE badcase_internal.program SET early_access = '2 hours 30 minutes'$$, $$SELECT string_agg(concat_ws(' ', contributor, external_id, until - now()), ', ') FROM badcase.early_access$$) AS early_access, pg_temp.credits($$UPDATE badcase_internal.contributor SET external_id = NULL WHERE contributor_id = 1$$, $$SELECT string_agg(contributor::text, ', ') FROM badcase.early_access$$) AS of_who_is_erased;
-- each of a cluster beside its representative
SELECT s AS state_of_1, pg_temp.credits(format('UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id IN (1, 2, 5); UPDATE badcase_internal.submission SET state = ''duplicate'' WHERE submission_id = 3; UPDATE badcase_internal.submission SET cluster_id = 1 WHERE submission_id = 3; UPDATE badcase_internal.submission SET state = %L WHERE submission_id = 1', s),
  $$SELECT string_agg(concat_ws(' ', submission || ' of ' || representative, kind), ', ') FROM badcase.duplicates$$) AS beside FROM unnest(badcase_internal.states()) s;
\i :clean
