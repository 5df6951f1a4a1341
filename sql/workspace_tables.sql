-- What the tables take, whoever writes them: of each condition the last value that is taken and the first that is not, so that
-- no function can store what another could not read. What a row has of which nobody says anything; which rows a partial index
-- has, and that the lists that are read in order come in order from an index.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_owner;
-- whether an expression of the catalog holds for a row that has these columns and no other
CREATE FUNCTION pg_temp.holds(expression pg_node_tree, relation regclass, columns jsonb) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  said bool;
BEGIN
  EXECUTE format('SELECT %s FROM (SELECT (jsonb_populate_record(NULL::%s, $1)).*) t', pg_get_expr(expression, relation), relation) INTO said USING columns;
  RETURN said;
END $$;
-- a value of a column, or the columns themselves
CREATE FUNCTION pg_temp.columns(name text, value jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT CASE WHEN name IS NULL THEN value ELSE jsonb_build_object(name, value) END $$;

-- Conditions: all hold for what is taken, one and no more does not hold for what is refused.
CREATE TEMP TABLE asked (relation text, name text, taken jsonb, refused jsonb);
\set long '["x", "LONG"]'
INSERT INTO asked VALUES
  ('program', 'name', '["x"]', '["", " "]'), ('program', 'quorum', '[1, 9, null]', '[0, 10]'), ('program', 'retention', '["1 microsecond"]', '["0", "-1 day"]'), ('program', 'early_access', '["1 microsecond"]', '["0", "-1 day"]'),
  ('program', 'round_days', '[1, 366]', '[0, 367]'), ('program', 'max_claims', '[1, 1000]', '[0, 1001]'), ('program', 'token_days', '[1, 1000]', '[0, 1001]'), ('program', 'gold_rate', '[0, 50]', '[-1, 51]'),
  ('program', 'least_accuracy', '[1, 99]', '[0, 100]'), ('program', 'confidence', '[50, 99]', '[49, 100]'), ('program', 'suggestions', '["before", "after"]', '["never"]'),
  ('work_lock', NULL, '[{"work": "batch", "program_id": 1}, {"work": "triage", "program_id": 1}, {"work": "release", "program_id": 1}, {"work": "tally", "program_id": 1}, {"work": "privileges"}]',
    '[{"work": "odd", "program_id": 1}, {"work": "batch"}, {"work": "privileges", "program_id": 1}]'),
  ('access_grant', 'capability', '["contributor", "reviewer", "exporter", "curator", "intake", "gateway"]', '["owner"]'),
  ('job', 'kind', '["triage", "rescreening"]', '["odd"]'),
  ('contributor', 'external_id', '["x"]', '["", " "]'), ('contributor', 'display_name', '["x"]', '["", " "]'), ('contributor', 'lang', '["en", "zh"]', '["fr"]'), ('contributor', 'github', '["a", "A-1"]', '["", "-a", "a-", "a--b", "a b"]'),
  ('contributor_contact', 'kind', '["x"]', '[" "]'), ('attestation', 'text_version', '["x"]', '[" "]'), ('consent', 'text_version', '["x"]', '[" "]'), ('consent', 'scope', '["train", "publish_text", "show_name", "contact"]', '["odd"]'),
  ('upload', 'kind', '["corpus", "clusters", "outputs", "terms", "suggestions"]', '["odd"]'), ('upload', NULL, '[{"kind": "submissions", "contributor_id": 1}, {"kind": "corpus"}, {"kind": "corpus", "contributor_id": 1}]', '[{"kind": "submissions"}]'),
  ('upload', NULL, '[{"kind": "corpus", "lines": 15, "stored": 1, "repeated": 2, "refused": 4, "blank": 8}]', '[{"kind": "corpus", "lines": 14, "stored": 1, "repeated": 2, "refused": 4, "blank": 8}]'),
  ('quota', 'uploads', '[0]', '[-1]'), ('quota', 'lines', '[0]', '[-1]'), ('quota', 'bytes', '[0]', '[-1]'), ('quota', 'line_bytes', '[0]', '[-1]'),
  ('task', 'name', :'long', '["", " ", "LONGER"]'), ('task', 'target', '[1]', '[0, -1]'),
  ('submission', 'state', '["withdrawn"]', '[]'), ('submission', 'contributor_state', '["received", "withdrawn"]', '["odd"]'), ('submission', 'failure_kinds', '[[], ["factual", "domain"]]', '[["odd"], ["factual", "odd"]]'),
  ('submission', NULL, '[{"state": "pending", "digest": "\\x00", "exact_key": "\\x00", "record": {"prompt": "p", "response": "r"}}, {"state": "withdrawn"}]', '[{"state": "pending"}, {"state": "odd", "digest": "\\x00", "exact_key": "\\x00", "record": {"prompt": "p", "response": "r"}},
    {"state": "pending", "exact_key": "\\x00", "record": {"prompt": "p", "response": "r"}}, {"state": "pending", "digest": "\\x00", "record": {"prompt": "p", "response": "r"}}, {"state": "pending", "digest": "\\x00", "exact_key": "\\x00"}]'),
  ('revision', 'revision', '[1]', '[0]'), ('relation', 'kind', '["exact", "near", "alternative", "contradiction"]', '["odd"]'), ('relation', NULL, '[{"submission_id": 1, "other_id": 2}]', '[{"submission_id": 2, "other_id": 2}]'),
  ('rule_setting', 'severity', '["off", "block", "hold", "warn", "info"]', '["odd"]'), ('rule_setting', 'threshold', '[0, 1]', '[-0.001, 1.001]'),
  ('term_list', 'name', :'long', '["", " ", "LONGER"]'), ('term_list', 'severity', '["block", "hold", "warn", "info"]', '["off"]'),
  ('finding', 'severity', '["block", "hold", "warn", "info"]', '["off"]'), ('finding', NULL, '[{"cleared": true, "resolved_by": "a", "resolved_at": "now"}, {"cleared": false, "resolved_by": "a", "resolved_at": "now"}, {}]',
    '[{"cleared": true, "resolved_at": "now"}, {"cleared": true, "resolved_by": "a"}, {"resolved_by": "a"}, {"resolved_at": "now"}]'),
  ('corpus', 'name', :'long', '["", " ", "LONGER"]'), ('corpus', 'role', '["general", "benchmark", "protected"]', '["odd"]'), ('corpus', 'licence', '["x"]', '[" "]'),
  ('corpus_item', NULL, '[{"line": "x"}, {"record": {"prompt": "p", "response": "r"}}]', '[{}, {"line": "x", "record": {"prompt": "p", "response": "r"}}]'), ('corpus_relation', NULL, '[{"other_id": 1, "item_id": 2}]', '[{"other_id": 2, "item_id": 2}]'),
  ('review', 'verdict', '["needs_changes", "accepted", "rejected"]', '["odd"]'), ('review', 'reasons', '[[], ["spam"]]', '[["odd"]]'), ('review', 'failure_kinds', '[[], ["factual"]]', '[["odd"]]'),
  ('ruling', NULL, '[{"kind": "adjudicate", "decision": "accepted"}, {"kind": "adjudicate", "decision": "rejected"}, {"kind": "reopen"}]', '[{"kind": "adjudicate"}, {"kind": "reopen", "decision": "accepted"}, {"kind": "odd"}, {"kind": "adjudicate", "decision": "pending"}]'),
  ('withdrawal', NULL, '[{"kind": "withdraw", "contributor_id": 1}, {"kind": "erase", "contributor_id": 1}, {"kind": "purge"}]', '[{"kind": "withdraw"}, {"kind": "purge", "contributor_id": 1}, {"kind": "odd", "contributor_id": 1}]'),
  ('disclosure', 'authority', '["x"]', '[" "]'), ('disclosure', 'reference', '["x"]', '[" "]'),
  ('release', 'name', '["x"]', '[" "]'), ('release', 'per_task', '[1]', '[0, -1]'), ('release', 'validation', '[0, 0.999]', '[-0.001, 1]'), ('release', 'scopes', '[["train"], ["publish_text", "train"]]', '[["contact"]]'),
  ('release_item', 'pos', '[1]', '[0]'), ('release_item', 'split', '["train", "validation"]', '["test"]'), ('release_general_item', 'pos', '[1]', '[0]'), ('release_file', 'split', '["train", "validation"]', '["test"]'),
  ('release_file', NULL, '[{"sha256": "\\x00", "refused": 0}, {"refused": 1}]', '[{"refused": 0}, {"sha256": "\\x00", "refused": 1}]'),
  ('model_version', 'name', :'long', '["", " ", "LONGER"]'), ('model_version', NULL, '[{"base_id": 1, "model_id": 2}]', '[{"base_id": 2, "model_id": 2}, {"base_id": 3, "model_id": 2}]'),
  ('outcome', NULL, '[{"verdict": "fixed", "judged_by": "a", "judged_at": "now"}, {"verdict": "still_bad", "judged_by": "a", "judged_at": "now"}, {}]',
    '[{"verdict": "odd", "judged_by": "a", "judged_at": "now"}, {"verdict": "fixed", "judged_by": "a"}, {"verdict": "fixed", "judged_at": "now"}, {"judged_at": "now"}, {"judged_by": "a"}]'),
  ('general_outcome', NULL, '[{"verdict": "better", "judged_by": "a", "judged_at": "now"}, {"verdict": "same", "judged_by": "a", "judged_at": "now"}, {"verdict": "worse", "judged_by": "a", "judged_at": "now"}, {}]',
    '[{"verdict": "odd", "judged_by": "a", "judged_at": "now"}, {"verdict": "same", "judged_by": "a"}, {"verdict": "same", "judged_at": "now"}, {"judged_at": "now"}, {"judged_by": "a"}]'),
  ('action', 'kind', '["read", "clusters_removed"]', '["odd"]'), ('passed_line', 'verdict', '["repeated", "refused", "blank"]', '["stored"]'),
  ('application', NULL, '[{"state": "waiting", "name": "n", "contact": "c", "github": "g"}, {"state": "admitted", "contributor_id": 1, "decided_at": "now"}, {"state": "refused", "decided_at": "now"}]',
    '[{"state": "waiting"}, {"state": "waiting", "name": "n", "decided_at": "now"}, {"state": "refused", "name": "n", "decided_at": "now"}, {"state": "refused"}, {"state": "admitted", "decided_at": "now"},
    {"state": "refused", "contributor_id": 1, "decided_at": "now"}, {"state": "refused", "contact": "c", "decided_at": "now"}, {"state": "refused", "github": "g", "decided_at": "now"}, {"state": "odd", "decided_at": "now"}]'),
  ('application', 'contact', :'long', '["", " ", "LONGER"]'), ('application', 'github', '["a", "A-1"]', '["", "-a", "a--b"]'), ('application', 'lang', '["en", "zh"]', '["fr"]'), ('application', 'consents', '[[], ["train", "contact"]]', '[["odd"]]'),
  ('application', 'terms_version', '["x", "HALF"]', '["", " ", "HALFER"]'), ('application', 'name', :'long', '["", " ", "LONGER"]'), ('door_token', 'token_sha256', '["THIRTYTWO"]', '["THIRTYONE", "THIRTYTHREE"]'),
  ('gold', 'verdict', '["accepted", "rejected"]', '["needs_changes"]'), ('audit_item', 'decision', '["accepted", "rejected"]', '["needs_changes"]'), ('look', 'expected', '["accepted", "rejected"]', '["needs_changes"]'),
  ('look', NULL, '[{"verdict": "needs_changes", "looked_at": "now"}, {"verdict": "accepted", "looked_at": "now"}, {"verdict": "rejected", "looked_at": "now"}, {}]', '[{"verdict": "odd", "looked_at": "now"}, {"verdict": "accepted"}, {"looked_at": "now"}]'),
  ('look', 'reasons', '[[], ["spam"]]', '[["odd"]]'), ('look', 'failure_kinds', '[[], ["factual"]]', '[["odd"]]'),
  ('agent', 'name', :'long', '["", " ", "LONGER"]'), ('agent', 'version', :'long', '["", " ", "LONGER"]'), ('agent', 'kind', '["model", "rule", "person"]', '["odd"]'), ('agent', 'prompt_sha256', '["THIRTYTWO"]', '["THIRTYONE", "THIRTYTHREE"]'),
  ('suggestion', 'useful', '[0, 1]', '[-0.000001, 1.000001]'), ('suggestion', 'correct', '[0, 1]', '[-0.000001, 1.000001]'), ('suggestion', 'failure_kinds', '[[], ["factual"]]', '[["odd"]]'),
  ('tally', 'what', '["task", "first", "kind", "state", "credit", "pair", "reviewer", "verdict", "round"]', '["odd"]'), ('tally_mark', 'part', '["cluster", "review", "round"]', '["odd"]');
CREATE TEMP VIEW said AS
  SELECT a.relation, a.name, v.value, v.is_taken, c.conname, pg_temp.holds(c.conbin, c.conrelid, pg_temp.columns(a.name, v.value)) IS NOT FALSE AS holds
  FROM asked a CROSS JOIN LATERAL (
    SELECT replace(replace(replace(replace(replace(replace(replace(x.value::text, 'LONGER', repeat('x', 201)), 'LONG', repeat('x', 200)), 'HALFER', repeat('x', 101)), 'HALF', repeat('x', 100)),
      'THIRTYTWO', '\\x' || repeat('00', 32)), 'THIRTYONE', '\\x' || repeat('00', 31)), 'THIRTYTHREE', '\\x' || repeat('00', 33))::jsonb AS value, x.is_taken
    FROM (SELECT t.value, true FROM jsonb_array_elements(a.taken) t UNION ALL SELECT r.value, false FROM jsonb_array_elements(a.refused) r) x(value, is_taken)) v
  JOIN pg_constraint c ON c.conrelid = ('badcase_internal.' || a.relation)::regclass AND c.contype = 'c';
CREATE TEMP TABLE answered AS TABLE said;
SELECT relation, name, left(value::text, 60) AS value, is_taken, array_agg(conname) FILTER (WHERE NOT holds) AS refused_by FROM answered
GROUP BY 1, 2, value, 4 HAVING count(*) FILTER (WHERE NOT holds) <> CASE WHEN is_taken THEN 0 ELSE 1 END;
SELECT c.conrelid::regclass AS relation, c.conname AS never_asked FROM pg_constraint c WHERE c.contype = 'c' AND c.connamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace)
  AND NOT EXISTS (SELECT FROM answered a WHERE a.conname = c.conname AND c.conrelid = ('badcase_internal.' || a.relation)::regclass AND NOT a.holds) ORDER BY 1, 2;

-- What a row has of which nobody says anything.
CREATE FUNCTION pg_temp.value_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text;
BEGIN
  EXECUTE 'SELECT ' || expression INTO value;
  RETURN value;
END $$;
SELECT c.relname, string_agg(a.attname || ' ' || pg_temp.value_of(pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attnum) AS has
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid
WHERE c.relnamespace = 'badcase_internal'::regnamespace AND pg_get_expr(d.adbin, d.adrelid) !~ '\(' GROUP BY c.relname ORDER BY c.relname COLLATE "C";

-- Partial indexes: rows that are in them, and rows that are not.
CREATE TEMP TABLE listed (index text, inside jsonb, outside jsonb);
INSERT INTO listed VALUES
  ('access_grant_holds', '[{}]', '[{"revoked_at": "now"}]'), ('consent_holds', '[{}]', '[{"superseded_at": "now"}]'), ('round_open', '[{}]', '[{"closed_at": "now"}]'), ('job_unfinished', '[{}]', '[{"finished_at": "now"}]'),
  ('action_submission', '[{"submission_id": 1}]', '[{}]'), ('event_round', '[{"round_id": 1}]', '[{}]'), ('look_audit', '[{"audit_id": 1}]', '[{}]'), ('corpus_item_held_out', '[{"held_out": true}]', '[{"held_out": false}]'),
  ('release_item_pair', '[{"has_rejected": true}]', '[{"has_rejected": false}]'), ('release_general_item_pair', '[{"has_rejected": true}]', '[{"has_rejected": false}]'), ('withdrawal_unsettled', '[{"unsettled": true}]', '[{"unsettled": false}]'),
  ('application_waiting', '[{"state": "waiting"}]', '[{"state": "admitted"}, {"state": "refused"}]'), ('relation_conflict', '[{"kind": "alternative"}, {"kind": "contradiction"}]', '[{"kind": "exact"}, {"kind": "near"}]'),
  ('searchable_near', '[{"common_record": false}]', '[{"common_record": true}]'), ('searchable_near_common', '[{"common_record": true}]', '[{"common_record": false}]'),
  ('searchable_near_prompt', '[{"common_prompt": false}]', '[{"common_prompt": true}]'), ('searchable_near_prompt_common', '[{"common_prompt": true}]', '[{"common_prompt": false}]'), ('searchable_program', '[{"submission_id": 1}]', '[{"submission_id": 0}]'),
  ('finding_holding', '[{"severity": "block"}, {"severity": "hold"}]', '[{"severity": "warn"}, {"severity": "info"}, {"severity": "hold", "cleared": true}, {"severity": "hold", "cleared": false}]'),
  ('finding_warning', '[{"severity": "warn"}, {"severity": "warn", "cleared": false}]', '[{"severity": "warn", "cleared": true}, {"severity": "hold"}, {"severity": "info"}]'),
  ('submission_accepted', '["accepted"]', '["received", "held", "pending", "needs_changes", "disputed", "rejected", "duplicate", "withdrawn"]'), ('submission_to_review', '["pending"]', '["received", "held", "needs_changes", "disputed", "accepted", "rejected", "duplicate", "withdrawn"]'),
  ('submission_waiting', '["received", "held", "pending", "needs_changes", "disputed"]', '["accepted", "rejected", "duplicate", "withdrawn"]'),
  ('submission_untasked', '["pending", "disputed", "accepted"]', '["received", "held", "needs_changes", "rejected", "duplicate", "withdrawn", {"state": "pending", "task_id": 1}]'),
  ('submission_member', '[{"cluster_id": 1, "state": "received"}, {"cluster_id": 1, "state": "accepted"}]', '[{"cluster_id": 1, "state": "duplicate"}, {"cluster_id": 1, "state": "rejected"}, {"cluster_id": 1, "state": "withdrawn"}, {"state": "accepted"}]'),
  ('submission_news', '[{"contributor_state": "held"}, {"contributor_state": "needs_changes"}, {"contributor_state": "accepted"}, {"contributor_state": "rejected"}]', '[{"contributor_state": "pending"}, {"contributor_state": "received"}, {"contributor_state": "disputed"}]'),
  ('submission_duplicate_of', '[{"duplicate_of": 1}]', '[{}]'), ('submission_lease', '[{"lease_role": "regress_badcase_ron"}]', '[{}]'), ('submission_round', '[{"decided_round": 1}]', '[{}]'), ('submission_task', '[{"task_id": 1}]', '[{}]'),
  ('submission_withdrawal', '[{"withdrawal_id": 1}]', '[{}]'), ('submission_old_key', '[{"exact_key": "\\x00", "exact_key_version": 1}]', '[{"exact_key": "\\x00", "exact_key_version": 2}, {"exact_key_version": 1}]'),
  ('submission_unattested', '[{"held_for": ["screening", "attestation"]}, {"held_for": ["attestation"]}]', '[{"held_for": ["screening"]}, {"held_for": []}]');
INSERT INTO listed SELECT i, '[{"severity": "block", "rule": "a"}, {"severity": "hold", "rule": "a"}, {"severity": "hold", "rule": "a", "cleared": false}, {"severity": "warn", "rule": "contamination:b"}]',
  '[{"severity": "warn", "rule": "a"}, {"severity": "info", "rule": "a"}, {"severity": "hold", "rule": "a", "cleared": true}, {"severity": "warn", "rule": "contamination:b", "cleared": true}]' FROM unnest('{finding_barring,finding_listed}'::text[]) i;
SELECT l.index, v.value, v.is_in FROM listed l JOIN pg_index i ON i.indexrelid = ('badcase_internal.' || l.index)::regclass
CROSS JOIN LATERAL (SELECT x.value, true FROM jsonb_array_elements(l.inside) x UNION ALL SELECT y.value, false FROM jsonb_array_elements(l.outside) y) v(value, is_in)
WHERE pg_temp.holds(i.indpred, i.indrelid, CASE jsonb_typeof(v.value) WHEN 'string' THEN jsonb_build_object('state', v.value) ELSE v.value END) IS DISTINCT FROM v.is_in;
SELECT i.indexrelid::regclass AS never_asked FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'badcase_internal'::regnamespace AND i.indpred IS NOT NULL AND c.relname <> ALL (ARRAY(SELECT l.index FROM listed l)) ORDER BY 1;

-- What is read in order, without sorting all of it.
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT FROM badcase_internal.relation r WHERE r.kind = 'contradiction' ORDER BY r.prompt_similarity DESC, least(r.submission_id, r.other_id), greatest(r.submission_id, r.other_id);
EXPLAIN (COSTS OFF) SELECT FROM badcase_internal.submission s WHERE s.program_id = 1 AND s.state = 'pending' ORDER BY coalesce(s.task_id, 0), s.failure_kinds, s.cluster_id + 0, s.submission_id;
\i :clean
