-- fill.sql: a workspace with a program of the records of a file, as two years of uploads, triage and reviews would leave
-- it, but written by statements for all at once; for what bin/bench measures at size, and for any server:
--
--   psql -X -q -v ON_ERROR_STOP=1 -v file=/PATH/records.jsonl -f test/bench/fill.sql DATABASE
--
-- By a superuser, in a database without a workspace. One record in fifty is the one ten lines before, again. Clusters and relations are those of the records; findings,
-- states and reviews are drawn by the submissions' numbers. Roles: curator (and exporter), reviewer0 ... reviewer15,
-- sender0 ... sender63. Without near indexes: -v near=no.
\if :{?near}
\else
\set near yes
\endif
SET client_min_messages = warning;
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
SET max_parallel_workers_per_gather = 0;
SET max_parallel_maintenance_workers = 0;
SET jit = off;
CREATE EXTENSION IF NOT EXISTS badcase;
SELECT format('CREATE ROLE %I NOLOGIN', r) FROM unnest('{badcase_owner,curator}'::text[] || ARRAY(SELECT 'reviewer' || i FROM generate_series(0, 15) i)
  || ARRAY(SELECT 'sender' || i FROM generate_series(0, 63) i)) r WHERE to_regrole(r) IS NULL \gexec
SELECT badcase_setup('badcase_owner') AS done \gset
CREATE UNLOGGED TABLE line (line_no bigint, line bytea);
\set copy '\\copy line from ' :'file' ' with (format jsonl)'
:copy
SELECT count(*) AS lines FROM line \gset

-- ---- people, tasks, rounds, models
SET ROLE badcase_owner;
SELECT badcase.create_program('filled', 'filled by fill.sql') AS program \gset
SELECT badcase.grant_access(:program, r, c) FROM (VALUES ('curator', 'curator'), ('curator', 'exporter'), ('badcase_owner', 'curator')) v(r, c) \g /dev/null
SELECT badcase.grant_access(:program, 'reviewer' || i, 'reviewer') FROM generate_series(0, 15) i \g /dev/null
SELECT badcase.grant_access(:program, 'sender' || i, 'contributor') FROM generate_series(0, 63) i \g /dev/null
SELECT badcase.set_quota(:program, uploads => 1000000, lines => 1000000000, bytes => 1000000000000) \g /dev/null
RESET ROLE;
SET session_replication_role = replica;
-- indexes of the large tables are made when these are full
CREATE TEMP TABLE index_of AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS def
FROM pg_index i WHERE i.indrelid IN ('badcase_internal.submission'::regclass, 'badcase_internal.searchable'::regclass, 'badcase_internal.relation'::regclass,
  'badcase_internal.event'::regclass, 'badcase_internal.finding'::regclass) AND NOT i.indisprimary;
SELECT format('DROP INDEX %s', name) FROM index_of \gexec
INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, role, registered_by, registered_at)
SELECT :program, 'c' || i, 'Name ' || i, CASE WHEN i <= 64 THEN to_regrole('sender' || i - 1) END, 'curator', now() - interval '730 days'
FROM generate_series(1, greatest(64, :lines / 500)) i;
INSERT INTO badcase_internal.attestation (contributor_id, text_version, attested_by) SELECT contributor_id, '1', 'curator' FROM badcase_internal.contributor;
INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by)
SELECT c.contributor_id, k.scope, true, '1', 'curator'
FROM badcase_internal.contributor c CROSS JOIN unnest('{train,publish_text,show_name,contact}'::text[]) k(scope)
WHERE k.scope <> 'show_name' OR c.contributor_id % 3 > 0;
INSERT INTO badcase_internal.task (program_id, name, target, about, set_by)
SELECT :program, 'task ' || i, CASE WHEN i > 20 THEN greatest(20, :lines / 1000) ELSE 100 * (1 + i % 3) END, 'State the task and the form of the answer.', CASE WHEN i <= 25 THEN 'curator'::name END
FROM generate_series(1, 30) i;
DELETE FROM badcase_internal.round WHERE program_id = :program;
INSERT INTO badcase_internal.round (program_id, opened_at, cut_off, closed_at)
SELECT :program, t, t + interval '28 days', CASE WHEN t + interval '28 days' < now() THEN t + interval '28 days' END
FROM generate_series(now() - interval '714 days', now() - interval '14 days', '28 days') t ORDER BY t;
SELECT max(round_id) AS open FROM badcase_internal.round WHERE program_id = :program \gset
INSERT INTO badcase_internal.model_version (program_id, name, registered_by) SELECT :program, 'v' || i, 'curator' FROM generate_series(1, 3) i;
SELECT badcase_internal.raise_rules(:program) AS done \gset

-- ---- uploads of a hundred lines, and their submissions in the order of time
INSERT INTO badcase_internal.upload (program_id, contributor_id, kind, file_name, attestation_id, opened_by, opened_at, processed_at, lines, stored, repeated, refused, blank, bytes)
SELECT :program, a.contributor_id, 'submissions', 'file ' || u || '.jsonl', a.attestation_id, 'curator', t.at, t.at, 100, 100, 0, 0, 0, 40000
FROM generate_series(0, (:lines - 1) / 100) u
JOIN badcase_internal.attestation a ON a.attestation_id = 1 + u * 7919 % (SELECT count(*) FROM badcase_internal.contributor)
CROSS JOIN LATERAL (SELECT now() - interval '700 days' * (1 - u * 100 / :lines.0) AS at) t
ORDER BY u;
CREATE UNLOGGED TABLE fresh AS
SELECT row_number() OVER (ORDER BY r.line_no) AS id, (r.line_no - 1) / 100 + 1 AS upload, (r.line_no - 1) % 100 + 1 AS line_no, r.record, badcase_digest(r.record) AS digest, exact_key(r.record) AS exact_key
FROM (
  SELECT t.line_no, CASE WHEN t.line_no % 50 = 11 THEN lag(t.record, 10) OVER (ORDER BY t.line_no) ELSE t.record END AS record
  FROM (SELECT line_no, badcase_try(line) AS record FROM line OFFSET 0) t) r
WHERE r.record IS NOT NULL ORDER BY r.line_no;
ALTER TABLE fresh ADD PRIMARY KEY (id);
DROP TABLE line;
CREATE UNLOGGED TABLE original AS SELECT id, first FROM (SELECT id, min(id) OVER (PARTITION BY exact_key) AS first FROM fresh) x WHERE first <> id;
ALTER TABLE original ADD PRIMARY KEY (id);
ANALYZE fresh, original;
CREATE UNLOGGED TABLE cluster AS
SELECT k.id, k.cluster, count(*) OVER (PARTITION BY k.cluster) AS size, row_number() OVER (PARTITION BY k.cluster ORDER BY k.id) AS place
FROM badcase_clusters('SELECT f.id, f.record FROM fresh f WHERE NOT EXISTS (SELECT FROM original o WHERE o.id = f.id)', 0.7, NULL) k;
ALTER TABLE cluster ADD PRIMARY KEY (id);
CREATE INDEX ON cluster (cluster, place);
ANALYZE cluster;
-- what becomes of each: h is as good as drawn
CREATE UNLOGGED TABLE fate AS
SELECT f.id, f.upload, f.line_no, f.digest, f.exact_key, o.first, coalesce(c.cluster, k.cluster) AS cluster, coalesce(c.size, 1) > 100 AND c.place > 100 AS common,
  h.n AS h, CASE WHEN o.id IS NOT NULL THEN 'duplicate' WHEN f.id IN (SELECT first FROM original) THEN 'accepted' WHEN h.n < 20 THEN 'held' WHEN h.n < 40 THEN 'withdrawn' WHEN h.n < 260 THEN 'pending'
    WHEN h.n < 300 THEN 'needs_changes' WHEN h.n < 320 THEN 'disputed' WHEN h.n < 420 THEN 'rejected' ELSE 'accepted' END AS state
FROM fresh f LEFT JOIN original o ON o.id = f.id LEFT JOIN cluster c ON c.id = f.id LEFT JOIN cluster k ON k.id = o.first
CROSS JOIN LATERAL (SELECT (hashint8extended(f.id, 7) & 1048575) % 1000 AS n) h;
ALTER TABLE fate ADD PRIMARY KEY (id);
ANALYZE fate;
INSERT INTO badcase_internal.withdrawal (program_id, kind, contributor_id, upload_id, submissions, withdrawn_by)
SELECT :program, 'withdraw', u.contributor_id, u.upload_id, n.n, 'curator'
FROM (SELECT upload, count(*) AS n FROM fate WHERE state = 'withdrawn' GROUP BY upload) n JOIN badcase_internal.upload u ON u.upload_id = n.upload ORDER BY u.upload_id;
INSERT INTO badcase_internal.submission (submission_id, program_id, contributor_id, upload_id, line_no, record, revision, digest, exact_key, exact_key_version, state, contributor_state,
  contributor_state_at, held_for, rule_version, duplicate_of, cluster_id, task_id, failure_kinds, model_version, review_pass, reasons, decided_round, decided_rule, decided_at,
  received_at, updated_at, withdrawal_id, decided_quorum)
OVERRIDING SYSTEM VALUE
SELECT t.id, :program, u.contributor_id, u.upload_id, t.line_no, f.record, 1, t.digest, t.exact_key, 2, t.state, CASE WHEN t.state = 'duplicate' THEN 'pending' ELSE t.state END,
  u.opened_at, CASE WHEN t.state = 'held' THEN '{screening}' ELSE '{}' END::text[], 1, t.first, t.cluster, CASE WHEN t.h % 20 > 0 THEN CASE WHEN t.h % 200 = 1 THEN 21 + t.id % 5 ELSE 1 + t.id % 20 END END,
  CASE WHEN t.h % 3 = 0 THEN '{}' ELSE ARRAY[(badcase_internal.failure_kinds())[1 + t.h % 6]] END, CASE WHEN t.h % 4 > 0 THEN 'v' || t.h % 4 END,
  (t.state NOT IN ('held', 'duplicate', 'withdrawn'))::int, CASE WHEN t.state IN ('rejected', 'needs_changes') THEN ARRAY[(badcase_internal.reason_codes())[1 + t.h % 20]] ELSE '{}' END,
  d.round, d.rule, d.at, u.opened_at, coalesce(d.at, u.opened_at), w.withdrawal_id, CASE WHEN d.rule = 1 THEN 2 END
FROM fate t JOIN fresh f ON f.id = t.id JOIN badcase_internal.upload u ON u.upload_id = t.upload
LEFT JOIN badcase_internal.withdrawal w ON w.upload_id = u.upload_id AND t.state = 'withdrawn'
LEFT JOIN LATERAL (
  SELECT r.round_id AS round, 1 AS rule, u.opened_at + interval '5 days' AS at FROM badcase_internal.round r
  WHERE t.state IN ('accepted', 'rejected', 'needs_changes') AND r.opened_at <= u.opened_at + interval '5 days' ORDER BY r.opened_at DESC LIMIT 1) d ON true
ORDER BY t.id;
SELECT setval(pg_get_serial_sequence('badcase_internal.submission', 'submission_id'), max(submission_id)) AS done FROM badcase_internal.submission \gset
DROP TABLE fresh;

-- ---- what goes with them
INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, field, start, stop, confidence, severity, excerpt, rule_version, found_at)
SELECT s.submission_id, :program, 1, 'pii:cn_mobile', 'response', 3, 14, 0.9, 'hold', '138********', 1, s.received_at FROM badcase_internal.submission s WHERE s.state = 'held'
UNION ALL
SELECT s.submission_id, :program, 1, 'quality:echo', NULL, NULL, NULL, 0.6, 'warn', NULL, 1, s.received_at FROM badcase_internal.submission s WHERE s.submission_id % 20 = 3
UNION ALL
SELECT s.submission_id, :program, 1, 'contamination:bench', 'prompt', 0, 20, 0.9, 'warn', 'item 1', 1, s.received_at FROM badcase_internal.submission s WHERE s.submission_id % 500 = 7
ORDER BY 1;
-- of a submission at most ten relations; the pairs of many copies are as many as the square of their number
INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
SELECT a.id, b.id, CASE WHEN a.id % 3 > 0 THEN 'near' ELSE 'alternative' END, k.s, similarity(s.record, o.record, 'prompt'),
  CASE WHEN a.id % 3 = 0 THEN similarity(s.record, o.record, 'response') END
FROM cluster a JOIN cluster b ON b.cluster = a.cluster AND b.place BETWEEN least(a.place, 101) - 10 AND least(a.place, 101) - 1 AND b.id < a.id
JOIN badcase_internal.submission s ON s.submission_id = a.id JOIN badcase_internal.submission o ON o.submission_id = b.id
CROSS JOIN LATERAL (SELECT similarity(s.record, o.record, 'record') AS s) k
ORDER BY 1, 2;
INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
SELECT t.id, t.first, 'exact', 1, 1, 1 FROM fate t WHERE t.first IS NOT NULL ORDER BY t.id;
-- two reviews of what is decided, one of half of what is pending
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict, reasons, failure_kinds, reviewed_at)
SELECT s.submission_id, 1, to_regrole('reviewer' || ((s.submission_id + n.n * 5) % 16)), coalesce(s.decided_round, :open), 1, v.verdict <> 'rejected', v.verdict = 'accepted', v.verdict,
  s.reasons, s.failure_kinds, s.received_at + n.n * interval '2 days'
FROM badcase_internal.submission s CROSS JOIN generate_series(1, 2) n(n)
CROSS JOIN LATERAL (SELECT CASE WHEN s.state = 'disputed' THEN CASE n.n WHEN 1 THEN 'accepted' ELSE 'rejected' END WHEN s.state = 'pending' THEN 'accepted' ELSE s.state END AS verdict) v
WHERE s.state IN ('accepted', 'rejected', 'needs_changes', 'disputed') OR (s.state = 'pending' AND n.n = 1 AND s.submission_id % 2 = 0)
ORDER BY 1, 3;
INSERT INTO badcase_internal.event (submission_id, from_state, to_state, actor, at, round_id, revision, other_id)
SELECT x.id, x.was, x.now, x.actor, x.at, x.round, 1, x.other
FROM (
  SELECT 1 AS n, s.submission_id AS id, NULL AS was, 'received' AS now, 'curator' AS actor, s.received_at AS at, NULL::bigint AS round, NULL::bigint AS other FROM badcase_internal.submission s
  UNION ALL
  SELECT 2, s.submission_id, 'received', CASE WHEN s.state IN ('held', 'duplicate', 'withdrawn') THEN s.state ELSE 'pending' END, 'curator', s.received_at, NULL, s.duplicate_of FROM badcase_internal.submission s
  UNION ALL
  SELECT 3, s.submission_id, 'pending', s.state, 'reviewer' || ((s.submission_id + 10) % 16), s.updated_at, s.decided_round, NULL FROM badcase_internal.submission s
  WHERE s.state IN ('accepted', 'rejected', 'needs_changes', 'disputed')) x
ORDER BY x.at, x.id, x.n;
INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
SELECT s.submission_id, :program, s.record, t.common, t.common FROM badcase_internal.submission s JOIN fate t ON t.id = s.submission_id
WHERE :'near' = 'yes' AND s.state NOT IN ('received', 'duplicate', 'withdrawn') ORDER BY s.submission_id;
DROP TABLE original, cluster, fate;
SELECT def FROM index_of WHERE :'near' = 'yes' OR name NOT LIKE '%searchable%' \gexec
-- a benchmark of 200 items, and a model's answers to a hundredth of what is accepted, half of them judged
INSERT INTO badcase_internal.corpus (program_id, name, role, licence, opened_by) VALUES (:program, 'bench', 'benchmark', 'MIT', 'curator') RETURNING corpus_id AS corpus \gset
INSERT INTO badcase_internal.corpus_item (corpus_id, upload_id, line_no, digest, record)
SELECT :corpus, 1, row_number() OVER (ORDER BY s.submission_id), s.digest, badcase(prompt(s.record) || ' ' || response(s.record), 'yes')
FROM badcase_internal.submission s WHERE s.submission_id % 37 = 5 AND s.record IS NOT NULL ORDER BY s.submission_id LIMIT 200;
INSERT INTO badcase_internal.corpus_passage (item_id, passage, value) SELECT item_id, 1, prompt(record) FROM badcase_internal.corpus_item;
INSERT INTO badcase_internal.outcome (submission_id, program_id, model_id, upload_id, line_no, revision, output, rouge_l, bleu4, verdict, judged_by, judged_at)
SELECT s.submission_id, :program, 1, 1, 1, 1, left(response(s.record), 100), 0.5, 0.4, v.verdict, CASE WHEN v.verdict IS NOT NULL THEN 'curator'::name END, CASE WHEN v.verdict IS NOT NULL THEN now() END
FROM badcase_internal.submission s CROSS JOIN LATERAL (SELECT (ARRAY['fixed', 'still_bad', NULL, NULL])[1 + s.submission_id / 100 % 4]) v(verdict)
WHERE s.state = 'accepted' AND s.submission_id % 100 = 17 ORDER BY 1;
-- ten claims of each reviewer
UPDATE badcase_internal.submission s SET lease_role = to_regrole('reviewer' || x.n % 16), lease_until = now() + interval '1 day'
FROM (SELECT k.submission_id, row_number() OVER (ORDER BY k.submission_id) AS n FROM badcase_internal.submission k WHERE k.state = 'pending' ORDER BY k.submission_id LIMIT 160) x
WHERE s.submission_id = x.submission_id;
UPDATE badcase_internal.screening SET screened_to = (SELECT max(submission_id) FROM badcase_internal.submission);
INSERT INTO badcase_internal.tally_mark (program_id, part, bucket)
SELECT DISTINCT s.program_id, 'cluster', badcase_internal.bucket_of(s.cluster_id) FROM badcase_internal.submission s WHERE s.cluster_id IS NOT NULL
UNION ALL
SELECT DISTINCT :program, 'review', badcase_internal.bucket_of(v.submission_id) FROM badcase_internal.review v
UNION ALL
SELECT o.program_id, 'round', o.round_id FROM badcase_internal.round o;
SET session_replication_role = origin;
RESET work_mem;
ANALYZE;
SELECT badcase_internal.keep_tallies(:program) \g /dev/null
VACUUM (ANALYZE);
