-- The lists of words: what columns take, what messages name and what functions know is the same.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase_internal.capabilities() AS capabilities, badcase_internal.consent_scopes() AS scopes, badcase_internal.severities() AS severities;
SELECT badcase_internal.failure_kinds() AS failure_kinds;
SELECT * FROM badcase_internal.upload_kinds();
SELECT code, words FROM badcase_internal.reasons();
SELECT badcase_internal.is_upload_kind('nonsense') AS kind, badcase_internal.is_state('nonsense') AS state;
-- Each list has a word once, and reason_codes() is the list of reasons in their order.
SELECT what, count(*) - count(DISTINCT word) AS twice FROM (
  SELECT 'capability' AS what, unnest(badcase_internal.capabilities()) AS word UNION ALL
  SELECT 'scope', unnest(badcase_internal.consent_scopes()) UNION ALL
  SELECT 'severity', unnest(badcase_internal.severities()) UNION ALL
  SELECT 'failure', unnest(badcase_internal.failure_kinds()) UNION ALL
  SELECT 'upload', kind FROM badcase_internal.upload_kinds() UNION ALL
  SELECT 'reason', code FROM badcase_internal.reasons() UNION ALL
  SELECT 'words', words FROM badcase_internal.reasons()) x GROUP BY what HAVING count(*) > count(DISTINCT word);
SELECT badcase_internal.reason_codes() = ARRAY(SELECT code FROM badcase_internal.reasons()) AS same_order;

-- The states: those of the transitions, each reachable, each in words for a contributor; which of them a search looks at.
SELECT s.state, badcase_internal.is_state(s.state) AS known, badcase_internal.is_searchable(s.state) AS searched, badcase_internal.what_to_do(s.state, 'zh') IS NOT NULL AS told,
  string_agg(DISTINCT f.from_state, ' ' ORDER BY f.from_state) AS comes_from
FROM (SELECT to_state AS state FROM badcase_internal.transitions() UNION SELECT from_state FROM badcase_internal.transitions() WHERE from_state IS NOT NULL) s
LEFT JOIN badcase_internal.transitions() f ON f.to_state = s.state GROUP BY s.state ORDER BY s.state COLLATE "C";
SELECT c.conname FROM pg_constraint c WHERE c.conrelid = 'badcase_internal.submission'::regclass AND pg_get_constraintdef(c.oid) LIKE '%is_state(%' ORDER BY 1;
-- the indexes of near search: each row is in one of either pair
SELECT i.indexrelid::regclass, pg_get_expr(i.indpred, i.indrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE i.indrelid = 'badcase_internal.searchable'::regclass AND a.amname <> 'btree' ORDER BY c.relname COLLATE "C";

-- What reads a word of a list that it does not call: records name failures, and each failure has its column in a report.
SELECT badcase_internal.failure_kinds_of(jsonb_build_object('failure_kind', to_jsonb(badcase_internal.failure_kinds() || '{nonsense}'::text[])))
  = ARRAY(SELECT k COLLATE "C" FROM unnest(badcase_internal.failure_kinds()) k ORDER BY 1) AS all_of_them;
SELECT lang, k AS without_words FROM unnest('{en,zh}'::text[]) lang, unnest(badcase_internal.failure_kinds()) k
WHERE badcase_internal.report_words(lang) ->> ('kind_' || k) IS NULL OR badcase_internal.report_words(lang) ->> ('short_' || k) IS NULL;
SELECT lang, s AS without_words FROM unnest('{en,zh}'::text[]) lang, (SELECT DISTINCT to_state AS s FROM badcase_internal.transitions()) x
WHERE badcase_internal.report_words(lang) ->> ('state_' || s) IS NULL;
-- Each kind of upload has its target, and no other.
SELECT badcase.create_program('p') AS program;
SELECT badcase.grant_access(1, 'regress_badcase_owner', c) FROM unnest(badcase_internal.capabilities()) c WHERE c <> 'gateway';
SELECT badcase.register_contributor(1, 'a') AS contributor, badcase.open_corpus(1, 'c', 'general', 'MIT') AS corpus, badcase.register_model(1, 'm') AS model,
  badcase.create_term_list(1, 'l', 'info') AS list;
SELECT k.kind, badcase_internal.has_target(1, k.kind, NULL) AS without, badcase_internal.has_target(1, k.kind, CASE k.kind WHEN 'submissions' THEN NULL WHEN 'corpus' THEN 1 WHEN 'outputs' THEN 1 WHEN 'terms' THEN 1 END) AS with,
  badcase_internal.has_target(1, k.kind, 99) AS another, to_regproc('badcase.' || k.maker) IS NULL AS nobody_makes_it
FROM badcase_internal.upload_kinds() k;

-- What is in no list is refused with a hint that names the list.
SELECT badcase.grant_access(1, 'regress_badcase_owner', 'nonsense');
SELECT badcase.grant_access(1, 'regress_badcase_owner', NULL);
SELECT badcase.set_consent(1, 'nonsense', true, 't');
SELECT badcase.open_upload(1, kind => 'nonsense');
SELECT badcase.open_upload(1, kind => NULL);
SELECT badcase.create_term_list(1, 'x', 'nonsense');
SELECT badcase.set_rule(1, 'pii:email', 'nonsense');
BEGIN;
SELECT badcase.open_upload(1, 1) IS NOT NULL AS opened;
INSERT INTO badcase.intake (line_no, line) VALUES (1, '{"prompt": "p", "response": "r"}');
SELECT stored FROM badcase.process_upload();
COMMIT;
SELECT badcase.attest(1, 't');
CALL badcase.triage(1);
SELECT badcase.submit_review(1, true, true, '{nonsense}');
SELECT badcase.submit_review(1, true, true, '{useless,NULL}');
SELECT badcase.submit_review(1, true, true, failure_kinds => '{nonsense}');
UPDATE badcase_internal.program SET quorum = 1;
SELECT badcase.submit_review(1, true, true, badcase_internal.reason_codes(), badcase_internal.failure_kinds());
SELECT cardinality(reasons) AS reasons, failure_kinds FROM badcase_internal.submission;
\set VERBOSITY sqlstate
UPDATE badcase_internal.submission SET state = 'nonsense';
UPDATE badcase_internal.review SET reasons = '{nonsense}';
UPDATE badcase_internal.review SET failure_kinds = '{nonsense}';
UPDATE badcase_internal.upload SET kind = 'nonsense';
UPDATE badcase_internal.access_grant SET capability = 'nonsense';
UPDATE badcase_internal.term_list SET severity = 'nonsense';
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by) VALUES (1, 'nonsense', true, 't', 'x');
\set VERBOSITY default

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP ROLE regress_badcase_owner;
