-- What the tables take, whoever writes them: of each condition the last value that is taken and the first that is not, so that
-- no function can store what another could not read. What a row has of which nobody says anything; which rows a partial index
-- has, and that the lists that are read in order come in order from an index.
-- The small rules, each as a table of cases: what a contributor is told of a move, what a text is written in, where a finding
-- stands, what a line of terms, clusters or suggestions lacks, what an edited record keeps, who is common, who is tied to whom.
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
  ('application_waiting', '[{"state": "waiting"}]', '[{"state": "admitted"}, {"state": "refused"}]'), ('relation_contradiction', '[{"kind": "contradiction"}]', '[{"kind": "alternative"}, {"kind": "exact"}, {"kind": "near"}]'), ('relation_conflict', '[{"kind": "alternative"}, {"kind": "contradiction"}]', '[{"kind": "exact"}, {"kind": "near"}]'),
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
  ('submission_cluster', '[{"cluster_id": 1}]', '[{}]'), ('submission_exact', '["held", "pending", "needs_changes", "disputed", "accepted"]', '["received", "duplicate", "withdrawn", "rejected"]'),
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
RESET enable_seqscan;
RESET enable_bitmapscan;

SET ROLE regress_badcase_owner;
-- Moves: all that are in the table can be made, no other; a move to where it is already is none.
CREATE FUNCTION pg_temp.moves(was text, goes_to text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
  said bool := false;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET state = was, duplicate_of = CASE WHEN goes_to = 'duplicate' THEN 2 END WHERE s.submission_id = 1;
    DELETE FROM badcase_internal.searchable k WHERE k.submission_id = 1 AND NOT badcase_internal.is_searchable(was);
    said := badcase_internal.change_state(1, goes_to) = goes_to;
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' OR object_not_in_prerequisite_state THEN
  END;
  RETURN said;
END $$;
SELECT f AS from_state, string_agg(t, ' ' ORDER BY t COLLATE "C") FILTER (WHERE moves) AS can_become,
  string_agg(t, ' ' ORDER BY t COLLATE "C") FILTER (WHERE moves <> EXISTS (SELECT FROM badcase_internal.transitions() x WHERE x.from_state = f AND x.to_state = t)) AS otherwise
FROM unnest(badcase_internal.states()) WITH ORDINALITY a(f, n) CROSS JOIN unnest(badcase_internal.states()) t CROSS JOIN LATERAL (SELECT pg_temp.moves(f, t) AS moves OFFSET 0) m GROUP BY f, n ORDER BY n;
-- A duplicate of somebody else's is told as if it were none; what it was told before stays, when the original goes.
SELECT was, f AS from_state, t AS to_state, string_agg(badcase_internal.state_for_contributor(was, f, t, own, clean), ' ' ORDER BY own DESC, clean DESC) AS "own clean, own, clean, neither"
FROM (VALUES ('received', 'received', 'duplicate'), ('held', 'duplicate', 'received'), ('pending', 'duplicate', 'received'), ('duplicate', 'duplicate', 'received'), ('pending', 'duplicate', 'withdrawn'),
  ('pending', 'pending', 'received'), ('received', 'received', 'pending'), ('held', 'held', 'pending'), ('pending', 'pending', 'accepted')) v(was, f, t)
CROSS JOIN unnest('{true,false}'::bool[]) own CROSS JOIN unnest('{true,false}'::bool[]) clean GROUP BY was, f, t ORDER BY 1, 2, 3;
SELECT s AS shown, badcase_internal.news_kind(s, '{}') AS news, badcase_internal.news_kind(s, '{screening}') AS by_screening, badcase_internal.news_kind(s, '{screening,attestation}') AS unattested FROM unnest(badcase_internal.states()) s;

-- Texts.
SELECT t::bytea AS text, badcase_internal.language_of(t) AS language FROM unnest(ARRAY['a', 'Z', 'é', '7', '', U&'\33FF', U&'\3400', U&'\4DBF', U&'\4DC0', U&'\4DFF', U&'\4E00', U&'\9FFF', U&'\A000', 'Hello 海', NULL]) t;
SELECT p AS pointer, badcase_internal.at_pointer('{"a": {"b": ["x", {"c/d": "y", "~1": "z", "": "w"}]}, "": "v"}', p) AS value
FROM unnest('{"",/a/b/0,/a/b/1/c~1d,/a/b/1/~01,/a/b/1/,/,/a/c,/a/b/9}'::text[]) p;
-- what was found, with twenty characters on each side and no more; from the first to the last
CREATE FUNCTION pg_temp.context(value text, start int, stop int, field text DEFAULT 'prompt', path text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
  SELECT badcase_internal.in_context(context.value, context.field, f) FROM jsonb_populate_record(NULL::badcase_internal.finding, jsonb_build_object('start', context.start, 'stop', context.stop, 'path', context.path)) f
$$;
\set letters '''abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'''
SELECT s AS start, e AS stop, pg_temp.context(:letters, s, e) FROM (VALUES (0, 0), (0, 1), (1, 2), (19, 20), (20, 21), (21, 22), (30, 32), (40, 41), (41, 42), (42, 43), (61, 62), (0, 62), (NULL, 1)) v(s, e);
SELECT length(pg_temp.context(repeat('x', 50030), 49999, 50000)) AS at_the_last_place, pg_temp.context(repeat('x', 50030), 50000, 50001) AS behind_it;
SELECT pg_temp.context('{"a": ["one two three"]}', 4, 7, 'meta', '/a/0') AS in_meta, pg_temp.context(format('{"a": "%s"}', repeat('x', 49991)), 0, 1, 'meta', '/a') AS of_so_many_bytes, pg_temp.context(format('{"a": "%s"}', repeat('x', 49992)), 0, 1, 'meta', '/a') AS of_one_more;
SELECT m AS named, badcase_internal.unknown_kinds(badcase('p', 'r', meta => m::jsonb)) AS unknown, badcase_internal.failure_kinds_of(m::jsonb) AS known
FROM unnest(ARRAY['{}', '{"failure_kind": "factual"}', '{"failure_kind": "odd"}', '{"failure_kind": ["odd", "factual", "even", "odd", " ", "factual", "domain"]}', '{"failure_kind": " "}', '{"failure_kind": 7}', '{"failure_kind": {"a": "odd"}}', '{"failure_kind": null}']) m;
SELECT v AS value, badcase_internal.whole_number(v::jsonb, 0) AS from_0, badcase_internal.whole_number(v::jsonb, 2) AS from_2
FROM unnest(ARRAY['0', '1', '2', '2.0', '2.5', '-1', '"2"', 'true', 'null', '9223372036854775807', '9223372036854775808', '1e3']) v;
SELECT v AS contact, badcase_internal.kind_of_contact(v) FROM unnest(ARRAY['a@b', 'a@b@c', '@b', 'a@', 'a b@c', 'by post']) v;
SELECT r AS rule, badcase_internal.reason_of(r) FROM unnest(ARRAY['pii:email', 'secret:jwt', 'protected:x', 'term:x', 'quality:echo', 'pii']) r;
SELECT quote_literal(badcase_internal.markdown_text(E'a*b_c [d](e) #a 1. x\n\ty\u2028z\\')) AS markdown;

-- Lines that lack something.
SELECT l AS line, badcase_internal.term_fault(l::jsonb) AS fault, badcase_internal.term_message(badcase_internal.term_fault(l::jsonb)) AS message FROM unnest(ARRAY['{"term": "a"}', '{"term": "a", "allow": true, "options": {}}', '{}', '{"allow": true}', '{"term": null}', '{"term": 7}',
  '{"term": ""}', '{"term": "a", "allow": null}', '{"term": "a", "allow": 1}', '{"term": "a", "options": []}', '{"term": "a", "options": null}', '{"term": "a", "options": {"severity": "odd"}}', '{"term": "a", "options": {"severity": "off"}}', '{"term": "a", "options": {"severity": "info", "x": 1}}', '{"term": "a", "x": 1}']) l;
SELECT v AS number, badcase_internal.item_number(v::jsonb) AS item FROM unnest(ARRAY['1', '0', '"1"', '1.0', '"1.00"', '1.5', '-1', '"01"', '999999999999999999', '1000000000000000000', '"x"', 'null', 'true', '""']) v;
SELECT l AS line, badcase_internal.cluster_fault(replace(l, 'LONG', repeat('x', 200))::jsonb) AS fault, badcase_internal.cluster_message(badcase_internal.cluster_fault(replace(l, 'LONG', repeat('x', 200))::jsonb)) AS message FROM unnest(ARRAY['{"id": 1, "cluster": 2}', '{"id": 1, "cluster": "x"}', '{"id": 1, "cluster": null}', '{"a": 1, "b": 2}', '{}', '{"id": 1}', '{"cluster": 1}', '{"a": 1}',
  '{"id": 1, "cluster": 2, "a": 1, "b": 2}', '{"id": 1, "cluster": 2, "a": 3}', '{"id": "x", "cluster": 2}', '{"a": "x", "b": 2}', '{"a": 1, "b": "x"}', '{"id": 1, "cluster": true}', '{"id": 1, "cluster": []}', '{"id": 1, "cluster": "LONG"}', '{"id": 1, "cluster": "LONGx"}', '{"a": 1, "b": 1}']) l;
SELECT v AS value, badcase_internal.likelihood(v::jsonb) AS likelihood FROM unnest(ARRAY['true', 'false', '0', '1', '0.5', '-0.0000001', '1.0000001', '0.12345650', '0.1234564', '"1"', 'null', '[]']) v;
SELECT l AS line, badcase_internal.suggestion_fault(replace(l, 'LONG', repeat('x', 200))::jsonb) AS fault FROM unnest(ARRAY['{"submission": 1, "useful": true}', '{"submission": 1, "correct": 0.5}', '{"submission": 1, "failure_kinds": ["factual"]}', '{"submission": 1, "failure_kinds": []}', '{"submission": 1, "task": "LONG"}', '{"useful": true}', '{"submission": 0, "useful": true}',
  '{"submission": null, "useful": true}', '{"submission": 1, "useful": 2}', '{"submission": 1, "useful": null, "correct": true}', '{"submission": 1, "correct": "x", "useful": true}', '{"submission": 1, "failure_kinds": "factual"}', '{"submission": 1, "failure_kinds": null, "useful": 1}', '{"submission": 1, "failure_kinds": ["factual", "odd"]}',
  '{"submission": 1, "task": "LONGx"}', '{"submission": 1, "task": " "}', '{"submission": 1, "task": 7}', '{"submission": 1, "task": null, "useful": 1}', '{"submission": 1, "useful": 1, "why": 7}', '{"submission": 1, "useful": 1, "why": null}', '{"submission": 1, "useful": 1, "x": 1}', '{"submission": 1}', '{"submission": 1, "why": "x"}', '{"submission": 1, "useful": null, "why": "x"}']) l;
SELECT n, badcase_internal.suggestion_fault(jsonb_build_object('submission', 1, 'useful', true, 'why', repeat('x', n))) AS fault FROM unnest('{5000,5001}'::int[]) n;

-- What an edited record keeps: the answer that was sent, as the rejected one, where prompt and history are the same.
SELECT n, rejected(badcase_internal.keep_rejected(was::badcase, edited::badcase)) AS rejected FROM (VALUES
  (1, '{"prompt": "p", "response": "a"}', '{"prompt": "p", "response": "b"}'), (2, '{"prompt": "p", "response": "a"}', '{"prompt": "q", "response": "b"}'), (3, '{"prompt": "p", "response": "a"}', '{"prompt": "p", "response": "b", "history": [["x", "y"]]}'),
  (4, '{"prompt": "p", "response": "a"}', '{"prompt": "p", "response": "b", "rejected": "c"}'), (5, '{"prompt": "p", "response": "a", "rejected": "c"}', '{"prompt": "p", "response": "b"}'), (6, '{"prompt": "p", "response": "a", "rejected": "b"}', '{"prompt": "p", "response": "b"}'),
  (7, '{"prompt": "p", "response": "a"}', '{"prompt": "p", "response": "a"}'), (8, '{"prompt": "p", "response": "a", "rejected": "c"}', '{"prompt": "q", "response": "b"}')) v(n, was, edited) ORDER BY n;
SELECT u AS useful, c AS correct, badcase_internal.verdict_of(u, c) FROM unnest('{true,false}'::bool[]) u CROSS JOIN unnest('{true,false}'::bool[]) c;

-- How sure: nobody, everybody, half; a share of none is none.
SELECT k, n, w.low, w.high FROM (VALUES (0, 0), (0, 1), (1, 1), (0, 10), (5, 10), (10, 10), (1, 10), (400, 1000)) v(k, n), badcase_internal.wilson(k, n) w;
SELECT round(badcase_internal.confidence('{10}', '{10}'), 6) AS one, round(badcase_internal.confidence('{0,10}', '{10,10}'), 6) AS two;

-- Pieces of a text: of about forty tokens, a new one every twenty, the last one to the end.
SELECT n, count(p) AS pieces, min(length(p)) AS shortest, max(length(p)) AS longest, min(right(p, 4)) FILTER (WHERE p LIKE '%end') AS last_of_it,
  max(strpos(t, p)) AS last_begins, string_agg(strpos(t, p)::text, ' ' ORDER BY strpos(t, p)) AS begin
FROM unnest('{1,10,19,40,59,100}'::int[]) n CROSS JOIN LATERAL (SELECT string_agg('w' || lpad(i::text, 3, '0'), ' ' ORDER BY i) || ' end' AS t FROM generate_series(1, n - 1) i) x
CROSS JOIN LATERAL badcase_internal.pieces(coalesce(t, 'end')) p GROUP BY n ORDER BY n;
-- what is compared has ten tokens
CREATE FUNCTION pg_temp.words(n int, what text DEFAULT 'w') RETURNS text LANGUAGE sql AS $$ SELECT coalesce(string_agg(what || i, ' ' ORDER BY i), '') FROM generate_series(1, n) i $$;
SELECT field, turn, left(value, 12) AS value FROM badcase_internal.passages(badcase(pg_temp.words(11), pg_temp.words(12, 'r'), jsonb_build_array(jsonb_build_array(pg_temp.words(10, 'q'), pg_temp.words(9, 'x')), jsonb_build_array(pg_temp.words(9, 'x'), pg_temp.words(13, 'a')))));
SELECT with_response, array_agg(field ORDER BY field) AS fields FROM unnest('{true,false}'::bool[]) with_response, badcase_internal.passages(badcase(pg_temp.words(11), pg_temp.words(12, 'r')), with_response) GROUP BY 1 ORDER BY 1;
SELECT n, cardinality(badcase_features(pg_temp.words(n), 'text')) AS features, (SELECT count(*) FROM badcase_internal.passages(badcase(pg_temp.words(n), 'r'))) AS passages FROM unnest('{8,9,10,11}'::int[]) n;

-- Common is who has a hundred near ones that are not common themselves; of new ones that are near to each other, in their order.
SELECT n AS others, badcase_internal.are_common('{1}', array_fill(1::bigint, ARRAY[n]), ARRAY(SELECT 1000 + i FROM generate_series(1, n) i)) AS common FROM unnest('{1,99,100,101}'::int[]) n;
-- two of 99 others each and of each other; then of 100
SELECT n AS others, badcase_internal.are_common('{1,2}', array_fill(1::bigint, ARRAY[n]) || array_fill(2::bigint, ARRAY[n]) || '{1,2}'::bigint[], ARRAY(SELECT 1000 + i FROM generate_series(1, n) i) || ARRAY(SELECT 1000 + i FROM generate_series(1, n) i) || '{2,1}'::bigint[]) AS common FROM unnest('{98,99,100}'::int[]) n;
SELECT k.of, k.others, k.similarities, k.weights, k.are_new, common_kept FROM unnest('{true,false}'::bool[]) common_kept,
  badcase_internal.kept_pairs('{1,2,3}', '{true,false,true}', common_kept, '{1,1,2,2,3,1}', '{2,3,1,9,1,8}', '{0.1,0.2,0.3,0.4,0.5,0.6}') k;
SELECT * FROM badcase_internal.least_tied('{9,8,7,4,5,3}', '{8,7,6,5,4,3}') ORDER BY id;
SELECT count(*) AS of_none FROM badcase_internal.least_tied('{}', '{}');
-- a chain whose links come in no order is one
SELECT count(*) AS all, min(root) AS root, max(root) AS same FROM (SELECT array_agg(i ORDER BY i * 37 % 101) AS of, array_agg(i + 1 ORDER BY i * 37 % 101) AS links FROM generate_series(1, 100) i) x, badcase_internal.least_tied(x.of, x.links);

-- What an upload can be added to, and the formats that its lines can have.
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'pool', 'general', 'MIT') AS pool, badcase.open_corpus(1, 'exam', 'benchmark', 'MIT') AS exam, badcase.create_term_list(1, 'words', 'warn') AS words, badcase.register_model(1, 'm') AS model, badcase.register_agent(1, 'a', '1', 'model') AS agent \gset
SET ROLE regress_badcase_owner;
SELECT k.kind, array_agg(v.what ORDER BY v.n) FILTER (WHERE badcase_internal.has_target(1, k.kind, v.id)) AS of_1, array_agg(v.what ORDER BY v.n) FILTER (WHERE badcase_internal.has_target(2, k.kind, v.id)) AS of_2
FROM badcase_internal.upload_kinds() k CROSS JOIN (VALUES (1, 'none', NULL::bigint), (2, 'pool', :pool), (3, 'exam', :exam), (4, 'another', 99)) v(n, what, id) WHERE k.kind IN ('submissions', 'corpus', 'clusters') GROUP BY 1 ORDER BY 1;
SELECT k.kind, badcase_internal.has_target(p, k.kind, CASE k.kind WHEN 'terms' THEN :words WHEN 'outputs' THEN :model ELSE :agent END) AS has, badcase_internal.has_target(p, k.kind, 99) AS has_another, p AS program
FROM badcase_internal.upload_kinds() k CROSS JOIN generate_series(1, 2) p WHERE k.kind IN ('terms', 'outputs', 'suggestions') ORDER BY 1, 4;
CREATE FUNCTION pg_temp.takes(kind text, format text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase_internal.check_format(kind, format);
  RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END $$;
SELECT coalesce(f, 'null') AS format, string_agg(k.kind, ' ' ORDER BY k.kind) FILTER (WHERE pg_temp.takes(k.kind, f)) AS takes FROM unnest('{NULL,badcase,auto,sharegpt,odd,Badcase}'::text[]) f CROSS JOIN badcase_internal.upload_kinds() k GROUP BY f ORDER BY f;
SELECT count(*) FILTER (WHERE pg_temp.takes('corpus', f.name) <> f.imports) AS otherwise FROM badcase_formats() f;
SELECT count(*) > 0 AS has_aliases, count(*) FILTER (WHERE NOT pg_temp.takes('submissions', a.alias)) AS not_taken FROM badcase_format_aliases() a JOIN badcase_formats() f ON f.name = a.name WHERE f.imports;

-- What names the terms of lists names those of these lists, and no others.
INSERT INTO badcase_internal.term_list (program_id, name, severity, created_by) VALUES (1, 'more', 'warn', 'test') RETURNING term_list_id AS more \gset
SELECT string_agg(n || ': ' || coalesce((SELECT string_agg(l.name, ' ' ORDER BY strpos(badcase_internal.terms_key(x.lists), l.generation::text)) FROM badcase_internal.term_list l
  WHERE strpos(badcase_internal.terms_key(x.lists), l.generation::text) > 0), 'none') || ' of ' || length(badcase_internal.terms_key(x.lists)), ', ' ORDER BY n) AS lists
FROM (VALUES (1, ARRAY[:words]::bigint[]), (2, ARRAY[:more]), (3, ARRAY[:more, :words]), (4, '{}')) x(n, lists);

-- What triage cannot make of a submission, it makes of none.
SELECT state, pg_temp.answer('owner', format('SELECT badcase_internal.move_received(ARRAY[1]::bigint[], ARRAY[%L], ARRAY[false], ARRAY[false], ARRAY[NULL]::bigint[], ARRAY[1]::bigint[], ARRAY[NULL]::bigint[], 1)', state)) AS moved
FROM unnest('{accepted,held,pending,duplicate,withdrawn,odd}'::text[]) state;

-- Of what is received again, what asks for something and keeps it counts.
BEGIN;
UPDATE badcase_internal.submission SET state = 'received', task_id = NULL, asks = (ARRAY[2, 1, 0, NULL])[submission_id], breaks = (ARRAY[0, 1, 0, NULL])[submission_id] WHERE submission_id BETWEEN 1 AND 4;
DELETE FROM badcase_internal.tally;
SELECT task_id, received, asking, kept FROM badcase_internal.task_counts(1, true);
ROLLBACK;
\i :clean
