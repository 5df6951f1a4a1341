-- A release of a few records, one of each kind: what goes in and why not, into which split, in which order; how each format is
-- written; who reads it; what is lost, changed or different later; what a trainer would make of it. Beside others with the same.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_carol;
SELECT badcase.set_task(1, 'odd') IS NOT NULL AS odd, badcase.set_task(1, 'even') IS NOT NULL AS even, badcase.register_contributor(1, 'dora') AS dora, badcase.open_corpus(1, 'pool', 'general', 'MIT') AS pool, badcase.open_corpus(1, 'well', 'general', 'MIT') AS well;
SELECT badcase.set_consent(6, 'show_name', true, 't'), badcase.set_consent(1, 'publish_text', true, 'p1'), badcase.set_consent(5, 'train', true, 'terms 2'), badcase.set_consent(5, 'publish_text', false, 'p1'), badcase.set_consent(2, 'show_name', true, 's');
SET ROLE regress_badcase_owner;
\pset format unaligned
-- 11 to 22 of 1: of Ada but 12 (Bob's), 13 (Carla's) and 14 (Dora's, who does not consent); 31 of 2
INSERT INTO badcase_internal.submission OVERRIDING SYSTEM VALUE
SELECT p.* FROM badcase_internal.submission s, generate_series(11, 31) n, jsonb_populate_record(s, jsonb_build_object('submission_id', n, 'program_id', CASE n WHEN 31 THEN 2 ELSE 1 END, 'cluster_id', n, 'digest', sha256(n::text::bytea), 'exact_key', sha256(n::text::bytea), 'state', 'accepted',
  'contributor_id', CASE n WHEN 12 THEN 2 WHEN 13 THEN 5 WHEN 14 THEN 6 WHEN 31 THEN 4 ELSE 1 END, 'decided_round', 1, 'failure_kinds', CASE n % 3 WHEN 0 THEN '["factual"]' WHEN 1 THEN '["context", "other"]' ELSE '[]' END::jsonb, 'received_at', timestamptz '2026-03-01 12:00+00' + n * interval '1 day',
  'task_id', (SELECT t.task_id FROM badcase_internal.task t WHERE t.name = CASE n % 3 WHEN 0 THEN 'odd' WHEN 1 THEN 'even' END))) p
WHERE s.submission_id = 1 AND (n < 23 OR n = 31);
UPDATE badcase_internal.submission SET record = badcase('Question ' || submission_id, 'Answer ' || submission_id, CASE WHEN submission_id % 4 = 0 THEN '[["Hello", "Good day"]]' END::jsonb, CASE WHEN submission_id IN (11, 12, 15, 20) THEN 'Wrong ' || submission_id END, CASE submission_id WHEN 16 THEN '{"system": "s"}' END::jsonb) WHERE submission_id > 10;
UPDATE badcase_internal.submission SET digest = badcase_digest(record) WHERE submission_id > 10;
CREATE FUNCTION pg_temp.place(seed bigint, digest bytea) RETURNS bytea LANGUAGE sql RETURN sha256(int8send(seed) || digest);
-- what keeps one out, each by itself; the first that does counts
CREATE FUNCTION pg_temp.built(what text, mix jsonb DEFAULT '{"per_cluster": null}', per_task int DEFAULT NULL, validation numeric DEFAULT 0) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  id bigint;
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    SET LOCAL ROLE regress_badcase_carol;
    id := badcase.build_release(1, 'made', 7, mix, per_task, validation);
    SET LOCAL ROLE regress_badcase_owner;
    said := (SELECT format('%s items, left out %s, not in it: %s, for validation: %s', r.items, (SELECT string_agg(e.key || ' ' || e.value, ', ' ORDER BY e.key) FROM jsonb_each_text(r.left_out) e WHERE e.value <> '0'),
      (SELECT string_agg(n::text, ' ' ORDER BY n) FROM generate_series(11, 22) n WHERE NOT EXISTS (SELECT FROM badcase_internal.release_item i WHERE i.release_id = id AND i.submission_id = n)),
      (SELECT string_agg(i.submission_id::text, ' ' ORDER BY i.submission_id) FROM badcase_internal.release_item i WHERE i.release_id = id AND i.split = 'validation')) FROM badcase_internal.release r WHERE r.release_id = id);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION
    WHEN SQLSTATE 'ZZZZZ' THEN
    WHEN OTHERS THEN said := SQLERRM;
  END;
  SET LOCAL ROLE regress_badcase_owner;
  RETURN said;
END $$;
CREATE FUNCTION pg_temp.find(id bigint, rule text, severity text, cleared bool DEFAULT NULL, revision int DEFAULT 1) RETURNS void LANGUAGE sql AS $$
  INSERT INTO badcase_internal.finding (submission_id, program_id, revision, rule, confidence, severity, rule_version, cleared, resolved_by, resolved_at) VALUES (id, CASE id WHEN 31 THEN 2 ELSE 1 END, revision, rule, 1, severity, 1, cleared, CASE WHEN cleared IS NOT NULL THEN 'x' END, CASE WHEN cleared IS NOT NULL THEN now() END)
$$;
SELECT w, pg_temp.built(w) AS built FROM unnest(ARRAY['SELECT', $$UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 11$$, $$SELECT pg_temp.find(11, 'pii:email', 'hold'), pg_temp.find(11, 'contamination:x', 'warn'), pg_temp.find(14, 'pii:email', 'hold')$$,
  $$SELECT pg_temp.find(11, 'contamination:x', 'info'), pg_temp.find(12, 'pii:email', 'block', false), pg_temp.find(13, 'pii:email', 'hold', true), pg_temp.find(15, 'contamination:x', 'warn', true), pg_temp.find(16, 'pii:email', 'warn'), pg_temp.find(17, 'pii:email', 'hold', NULL, 2)$$,
  $$UPDATE badcase_internal.submission SET exact_key = 'x' WHERE submission_id IN (14, 15, 16)$$, $$UPDATE badcase_internal.submission SET exact_key = 'x' WHERE submission_id IN (14, 15)$$]) w;
-- of a cluster, and of a task, so many by their hashes; one that is kept out anyway does not count, nor what has no task
UPDATE badcase_internal.submission SET cluster_id = CASE WHEN submission_id IN (14, 15, 16, 17) THEN 14 WHEN submission_id IN (18, 19) THEN 18 ELSE submission_id END WHERE submission_id BETWEEN 11 AND 22;
SELECT m, pg_temp.built('SELECT', m::jsonb) AS built FROM unnest('{NULL,"{\"per_cluster\": 1}","{\"per_cluster\": 2}","{\"per_cluster\": 3}"}'::text[]) m;
SELECT (SELECT string_agg(submission_id::text, ' ' ORDER BY pg_temp.place(7, digest)) FROM badcase_internal.submission WHERE submission_id IN (15, 16, 17)) AS first_of_14, (SELECT string_agg(submission_id::text, ' ' ORDER BY pg_temp.place(7, digest)) FROM badcase_internal.submission WHERE submission_id IN (18, 19)) AS first_of_18;
SELECT n, pg_temp.built('SELECT', '{"per_cluster": null}', n) AS built FROM generate_series(1, 4) n;
SELECT t.name, string_agg(submission_id::text, ' ' ORDER BY pg_temp.place(7, digest)) AS in_order FROM badcase_internal.submission s JOIN badcase_internal.task t USING (task_id) WHERE submission_id > 10 AND submission_id NOT IN (14, 31) GROUP BY 1;
-- validation: whole clusters in the order of the other half of their hashes, as many as are in the share and no more
SELECT v, pg_temp.built('DELETE FROM badcase_internal.submission WHERE submission_id IN (14, 20, 21, 22)', '{"per_cluster": null}', NULL, v) AS built FROM unnest('{0,0.124,0.125,0.25,0.374,0.375,0.5,0.75,0.99}'::numeric[]) v;
SELECT string_agg(s.submission_id || CASE WHEN cluster_id <> submission_id THEN ' with ' || cluster_id ELSE '' END, ', ' ORDER BY h.of_cluster, s.submission_id) AS in_order
FROM badcase_internal.submission s, LATERAL (SELECT substr(pg_temp.place(7, o.digest), 17) AS of_cluster FROM badcase_internal.submission o WHERE o.cluster_id = s.cluster_id AND o.submission_id NOT IN (14, 20, 21, 22) ORDER BY 1 LIMIT 1) h WHERE submission_id BETWEEN 11 AND 19 AND submission_id <> 14;
UPDATE badcase_internal.submission SET cluster_id = submission_id WHERE submission_id > 10;
ALTER SEQUENCE badcase_internal.release_release_id_seq RESTART 1;
SELECT badcase.grant_access(1, 'regress_badcase_owner', 'curator');

-- Releases beside each other: none is changed by the next; the lists and their hashes are those that can be made by hand.
INSERT INTO badcase_internal.corpus_item (corpus_id, upload_id, line_no, digest, record) SELECT 1 + n / 10, 1, n, badcase_digest(r), r FROM (SELECT n, badcase('Tell me of ' || n, 'It is ' || n, NULL, CASE WHEN n % 2 = 0 THEN 'bad' END) AS r FROM generate_series(1, 12) n) x;
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'a', 7, '{"general": [{"corpus": "pool", "count": 2}]}') AS a, badcase.build_release(1, 'b', 8, '{"general": [{"corpus": "well", "count": 1}, {"corpus": "pool", "ratio": 0.5}]}', validation => 0.5) AS b, badcase.build_release(1, 'c', 7, '{"public": {"licence": "MIT", "url": "u"}}') AS c;
SET ROLE regress_badcase_owner;
SELECT r.name, r.items, r.scopes, count(*) FILTER (WHERE split = 'validation') AS validation, bool_and(x.pos = x.place) AS in_order, count(*) FILTER (WHERE x.general) AS general,
  r.sha256 = sha256(string_agg(convert_to(x.split || ' ' || encode(x.digest, 'hex') || E'\n', 'UTF8'), '' ORDER BY x.pos)) AS list, r.ids_sha256 = sha256(string_agg(int8send(x.pos) || int8send(x.id) || int4send(x.revision) || convert_to(x.split, 'UTF8') || '\x0a', '' ORDER BY x.pos)) AS numbers
FROM badcase_internal.release r CROSS JOIN LATERAL (SELECT e.*, row_number() OVER (ORDER BY pg_temp.place(r.seed, e.digest)) AS place FROM (
  SELECT i.pos, i.split, i.submission_id AS id, i.revision, i.digest, false AS general FROM badcase_internal.release_item i WHERE i.release_id = r.release_id UNION ALL SELECT g.pos, 'train', g.item_id, 0, g.digest, true FROM badcase_internal.release_general_item g WHERE g.release_id = r.release_id) e) x GROUP BY r.release_id ORDER BY 1;
SELECT r.name, k.name AS corpus, count(*), count(*) FILTER (WHERE m.has_rejected) = count(*) FILTER (WHERE rejected(i.record) IS NOT NULL) AS pairs FROM badcase_internal.release r JOIN badcase_internal.release_general_item m USING (release_id) JOIN badcase_internal.corpus_item i USING (item_id) JOIN badcase_internal.corpus k USING (corpus_id) GROUP BY 1, 2 ORDER BY 1, 2;

-- Written in each format: with or without a place for a history, pairs or not; of a split.
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'd', 3, '{"per_cluster": null}', validation => 0.3) AS d;
CREATE FUNCTION pg_temp.rows(release bigint, format text, split text, omit bool) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  hint text;
BEGIN
  RETURN (SELECT count(*) || ' lines' FROM badcase.release_rows(release, format, split, omit));
EXCEPTION WHEN invalid_parameter_value THEN
  GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
  RETURN concat_ws(' / ', SQLERRM, hint);
END $$;
SELECT e.split, count(*) AS items, count(*) FILTER (WHERE turns(e.record) > 0) AS with_history, count(*) FILTER (WHERE rejected(e.record) IS NOT NULL) AS pairs, count(*) FILTER (WHERE turns(e.record) = 0 AND rejected(e.record) IS NULL) AS neither FROM (SELECT CASE WHEN i.n = 1 THEN 'train' ELSE 'validation' END AS split, r.line::text::badcase AS record FROM generate_series(1, 2) i(n), badcase.release_rows(4, 'badcase', CASE WHEN i.n = 1 THEN 'train' ELSE 'validation' END) r) e GROUP BY 1 ORDER BY 1;
SET client_min_messages = notice;
SELECT pg_temp.rows(4, 'alpaca_preference', 'train', false) AS of_pairs_without_history, pg_temp.rows(4, 'alpaca_preference', 'train', true) AS omitted;
SELECT pg_temp.rows(4, 'preference_chat', NULL, false) AS of_pairs, pg_temp.rows(4, 'kto', 'validation', true) AS without_history, pg_temp.rows(4, 'messages', 'train', false) AS whole;
RESET client_min_messages;
SELECT pg_temp.rows(4, 'kto', 'train', false) AS refused, pg_temp.rows(4, 'badcase_bare', NULL, NULL) AS an_alias, pg_temp.rows(4, 'odd', NULL, NULL) AS no_format, pg_temp.rows(4, 'badcase', 'test', NULL) AS no_split;
-- the files that are noted are those that each format comes to, by split
SELECT badcase.publish_release(4), badcase.publish_release(1), badcase.publish_release(3);
SET ROLE regress_badcase_owner;
SELECT count(*) AS files, count(*) FILTER (WHERE (f.lines, f.left_out, f.refused, CASE WHEN f.refused = 0 THEN f.bytes END, CASE WHEN f.refused = 0 THEN f.sha256 END) IS NOT DISTINCT FROM (n.lines, n.left_out, n.refused, n.bytes, n.sha256)) AS the_same
FROM badcase_formats() k CROSS JOIN LATERAL badcase_internal.format_files(4, k.name) f JOIN badcase_internal.release_file n ON n.release_id = 4 AND n.format = k.name AND n.split = f.split;
SELECT format, split, lines, left_out, refused, bytes IS NOT NULL AS bytes, sha256 IS NOT NULL AS hash FROM badcase_internal.release_file WHERE release_id = 4 AND format IN ('badcase', 'alpaca_preference', 'preference_chat', 'kto') ORDER BY 1, 2;
SELECT f, s, (SELECT string_agg(format('%s %s %s %s %s', x ->> 'file', x ->> 'lines', x ->> 'left_out', x ->> 'refused', x ->> 'sha256' = (SELECT encode(sha256(convert_to(coalesce(string_agg(r.line::text || E'\n', '' ORDER BY r.pos), ''), 'UTF8')), 'hex') FROM badcase.release_rows(4, f, x ->> 'split', true) r)), ', ') FROM jsonb_array_elements(badcase_internal.described_files(4, f, s)) x) AS described
FROM unnest('{badcase,kto,alpaca_preference,badcase_bare}'::text[]) f, unnest('{NULL,train,validation}'::text[]) s;
SELECT jsonb_array_length(badcase_internal.described_files(2, 'badcase', NULL)) AS of_one_not_published, badcase_internal.described_files(3, 'badcase', 'validation') AS of_an_empty_split;
UPDATE badcase_internal.release_file SET sha256 = 'x' WHERE release_id = 4 AND format = 'badcase';
SELECT x ->> 'split' AS split, x ->> 'sha256' AS noted_and_taken FROM jsonb_array_elements(badcase_internal.described_files(4, 'badcase', NULL)) x;
-- its facts, from reviews of its pass, consents that hold, tasks that were taken, versions that differ
UPDATE badcase_internal.task SET set_by = NULL WHERE name = 'even';
UPDATE badcase_internal.submission SET rule_version = submission_id % 2, decided_rule = 1 + submission_id % 3, review_pass = 1, record = CASE submission_id WHEN 11 THEN badcase('写一条通知，不超过10字。', '明天九点开会。') WHEN 13 THEN badcase('Answer in one sentence: why is ice cold?', 'It is frozen. It takes heat.') ELSE record END WHERE submission_id > 10;
INSERT INTO badcase_internal.review (submission_id, review_pass, reviewer, round_id, revision, useful, correct, verdict) SELECT id, pass, ('regress_badcase_' || who)::regrole, 1, 1, true, true, 'accepted' FROM (VALUES (11, 1, 'rita'), (11, 1, 'ron'), (12, 1, 'rita'), (12, 0, 'ron'), (31, 1, 'ron')) v(id, pass, who);
SELECT jsonb_pretty(badcase_internal.release_facts(1) - 'agreement' #- '{versions,badcase}' #- '{versions,exact_key}') AS facts;
-- what audits found of rounds that decided its records, and of no other round
BEGIN;
SET LOCAL ROLE regress_badcase_owner;
INSERT INTO badcase_internal.round (program_id, cut_off, closed_at) VALUES (1, now(), now()) RETURNING round_id AS other \gset
SELECT min(s.decided_round) AS decided FROM badcase_internal.release_item i JOIN badcase_internal.submission s USING (submission_id) WHERE i.release_id = 1 \gset
SELECT min(s.submission_id) AS outside FROM badcase_internal.submission s WHERE s.program_id = 1 AND NOT EXISTS (SELECT FROM badcase_internal.release_item i WHERE i.release_id = 1 AND i.submission_id = s.submission_id) \gset
UPDATE badcase_internal.submission SET decided_round = :other WHERE submission_id = :outside;
INSERT INTO badcase_internal.audit (program_id, round_id, seed, drawn_by) VALUES (1, :other, 1, 'x') RETURNING audit_id AS audit \gset
INSERT INTO badcase_internal.audit_item (submission_id, audit_id, revision, decision) VALUES (:outside, :audit, 1, 'accepted');
INSERT INTO badcase_internal.look (submission_id, reviewer, program_id, revision, audit_id, expected, claimed_until, verdict, looked_at) VALUES (:outside, 'regress_badcase_rita'::regrole, 1, 1, :audit, 'accepted', now(), 'rejected', now());
SELECT badcase_internal.release_facts(1) -> 'audit' AS of_another_round;
UPDATE badcase_internal.audit SET round_id = :decided WHERE audit_id = :audit;
SELECT badcase_internal.release_facts(1) -> 'audit' AS of_its_round;
ROLLBACK;
SELECT badcase_internal.agreement(2) AS without_pairs;

-- Who reads it: exporters of the program what is published and not retired, in order, without what was withdrawn or lost its consent.
SELECT badcase.retire_release(3, 'late');
SET ROLE regress_badcase_eva;
SELECT release, count(*), count(*) FILTER (WHERE split = 'validation') AS validation, count(task) AS tasks, count(system) AS systems, array_agg(pos) = array_agg(pos ORDER BY pos) AS in_order FROM badcase.export_sft GROUP BY 1 ORDER BY 1;
SELECT release, string_agg(prompt || ': ' || chosen || '/' || rejected, ', ' ORDER BY pos) AS pairs, array_agg(pos) = array_agg(pos ORDER BY pos) AS in_order FROM badcase.export_preference GROUP BY 1 ORDER BY 1;
SET ROLE regress_badcase_emil;
SELECT count(*) AS of_another_program FROM badcase.export_sft;
SET ROLE regress_badcase_eva;
SELECT pg_temp.answer('eva', 'SELECT count(*) FROM badcase.release_rows(2)') AS not_published, pg_temp.answer('eva', 'SELECT count(*) FROM badcase.release_rows(4)') AS published, pg_temp.answer('emil', 'SELECT count(*) FROM badcase.release_rows(4)') AS of_another, pg_temp.answer('carol', 'SELECT count(*) FROM badcase.release_rows(2)') AS a_curator, pg_temp.answer('eva', 'SELECT count(*) FROM badcase.release_rows(3)') AS retired;
-- What is lost and changed later, release by release.
SET ROLE regress_badcase_owner;
CREATE FUNCTION pg_temp.verified(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    said := (SELECT string_agg(format('%s: ok %s, %s withdrawn, %s changed, "%s"', r, v.ok, v.withdrawn, v.changed, v.message), '; ' ORDER BY r) FROM unnest('{1,3,4}'::bigint[]) r, badcase.verify_release(r) v);
    SET LOCAL ROLE regress_badcase_eva;
    said := said || ' | exported ' || (SELECT string_agg(x.release || ' ' || x.n, ', ') FROM (SELECT e.release, count(*) AS n FROM badcase.export_sft e GROUP BY 1 ORDER BY 1) x);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
UPDATE badcase_internal.submission SET record = badcase('Question ' || submission_id, 'Answer ' || submission_id, NULL, CASE submission_id WHEN 11 THEN 'Wrong 11' END) WHERE submission_id IN (11, 13);
SELECT w, pg_temp.verified(w) AS verified FROM unnest(ARRAY['SELECT', $$UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id IN (12, 31)$$, $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 1 AND scope = 'publish_text'$$, $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 2 AND scope = 'train'$$,
  $$UPDATE badcase_internal.submission SET record = badcase('x', 'y') WHERE submission_id IN (11, 12, 31)$$, $$UPDATE badcase_internal.submission SET state = 'withdrawn', record = NULL, digest = NULL, exact_key = NULL WHERE submission_id = 12$$,
  $$INSERT INTO badcase_internal.revision (submission_id, revision, record, digest) SELECT 12, 1, record, digest FROM badcase_internal.submission WHERE submission_id = 12; UPDATE badcase_internal.submission SET revision = 2, record = badcase('x', 'y') WHERE submission_id = 12$$,
  $$INSERT INTO badcase_internal.revision (submission_id, revision) VALUES (12, 1); UPDATE badcase_internal.submission SET state = 'withdrawn', revision = 2, record = badcase('x', 'y') WHERE submission_id = 12$$, $$INSERT INTO badcase_internal.revision (submission_id, revision) VALUES (12, 1); UPDATE badcase_internal.submission SET revision = 2, record = badcase('x', 'y') WHERE submission_id = 12$$,
  $$UPDATE badcase_internal.submission SET state = 'withdrawn', revision = 2, record = NULL, digest = NULL, exact_key = NULL WHERE submission_id = 12$$, $$UPDATE badcase_internal.release_item SET digest = NULL WHERE submission_id = 12$$, $$UPDATE badcase_internal.release_item SET digest = NULL WHERE submission_id = 12; UPDATE badcase_internal.submission SET state = 'withdrawn', record = NULL, digest = NULL, exact_key = NULL WHERE submission_id = 12$$,
  $$DELETE FROM badcase_internal.release_item WHERE submission_id IN (11, 12)$$, $$UPDATE badcase_internal.release SET retired_for = 'late', retired_at = now() WHERE release_id = 4$$, $$UPDATE badcase_internal.release SET seed = 99$$, $$UPDATE badcase_internal.release SET mix = mix || '{"public": {}}' WHERE release_id = 1$$]) w;
-- What one has and another has not.
CREATE FUNCTION pg_temp.differs(what text, a bigint, b bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    EXECUTE what;
    said := (SELECT string_agg(d.submission || ' ' || d.change, ', ') FROM badcase.release_diff(a, b) d);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
DELETE FROM badcase_internal.release_item WHERE release_id = 4 AND submission_id IN (12, 16); DELETE FROM badcase_internal.release_item WHERE release_id = 1 AND submission_id = 17;
UPDATE badcase_internal.release_item SET revision = 2 WHERE release_id = 4 AND submission_id = 18;
SELECT w, pg_temp.differs(w, 1, 4) AS from_1_to_4, pg_temp.differs(w, 4, 1) AS from_4_to_1 FROM unnest(ARRAY['SELECT', $$UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id IN (12, 11)$$, $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 2 AND scope = 'train'$$,
  $$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 1 AND scope = 'publish_text'$$]) w;
SELECT pg_temp.differs('SELECT', 3, 1) AS from_a_public_one, pg_temp.differs($$UPDATE badcase_internal.consent SET superseded_at = now() WHERE contributor_id = 1 AND scope = 'publish_text'$$, 3, 1) AS without_that_consent;
-- What a trainer would make of a few of them: with a history and without, with a system prompt and without, in columns and in turns.
CREATE FUNCTION pg_temp.flight(ids int[], trainer text, options jsonb DEFAULT '{}', what text DEFAULT 'SELECT') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    DELETE FROM badcase_internal.release_general_item WHERE release_id = 2;
    DELETE FROM badcase_internal.release_item WHERE release_id = 2;
    INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest) SELECT s.submission_id, 2, s.submission_id, 1, s.digest FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids);
    UPDATE badcase_internal.release SET items = cardinality(ids) WHERE release_id = 2;
    EXECUTE what;
    said := (SELECT string_agg(concat_ws(' ', left(p.severity, 1), p.code, p.count, nullif(p.examples, '{}')), ', ' ORDER BY p.n) FROM (SELECT x.*, row_number() OVER () AS n FROM badcase.preflight(2, trainer, options) x) p WHERE p.code !~ '^quality|no_general');
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT t, f, pg_temp.flight('{11,15,17}', t, o::jsonb) AS without_history, pg_temp.flight('{11,12,17}', t, o::jsonb) AS first_without, pg_temp.flight('{12,13,20}', t, o::jsonb) AS first_with, pg_temp.flight('{16,20}', t, o::jsonb) AS all_with
FROM (VALUES ('ptuning', 'ptuning_chat'), ('ptuning', 'ptuning'), ('trl', 'completion_chat'), ('trl', 'completion'), ('llama_factory', 'alpaca'), ('llama_factory', 'swift_query'), ('swift', 'swift'), ('axolotl', 'alpaca'), ('openai', 'messages')) v(t, f), LATERAL (SELECT jsonb_build_object('format', f)::text) x(o);
SELECT m, pg_temp.flight('{12,16,17}', 'llama_factory', format('{"mask_history": %s}', m)::jsonb) AS learned FROM unnest('{true,false}'::text[]) m;
SELECT o, pg_temp.flight('{11,12,15,17,18,19}', 'trl', o::jsonb) AS found FROM unnest('{"{\"format\": [\"preference_chat\", \"messages\"]}","{\"format\": [\"alpaca\", \"messages_weighted\"]}","{\"format\": [\"messages\", \"ptuning\", \"qa\"]}"}'::text[]) o;
SELECT w, pg_temp.flight('{11,15,20}', 'trl', '{"format": "preference_chat"}', w) AS found FROM unnest(ARRAY[$$UPDATE badcase_internal.submission SET record = badcase(prompt(record), response(record), history(record), CASE submission_id WHEN 11 THEN ' ' WHEN 15 THEN 'Answer  15' ELSE 'Answer 20.' END) WHERE submission_id IN (11, 15, 20)$$,
  $$UPDATE badcase_internal.submission SET record = badcase(prompt(record), response(record), CASE submission_id WHEN 11 THEN '[["", "a"]]' WHEN 15 THEN '[["q", ""]]' ELSE '[["q", " "]]' END::jsonb, rejected(record)) WHERE submission_id IN (11, 15, 20)$$]) w;
-- side by side: contradictions from either side, near and equal prompts across the split
INSERT INTO badcase_internal.relation (submission_id, other_id, kind) VALUES (15, 11, 'contradiction'), (17, 31, 'contradiction'), (18, 13, 'alternative'), (19, 22, 'contradiction');
SELECT ids, pg_temp.flight(ids, 'trl', '{}', w) AS found FROM (VALUES ('{11,15,17,18,13}'::int[], 'SELECT'), ('{11,17}', 'SELECT'), ('{15,19}', 'SELECT'),
  ('{11,13,15,17}', $$UPDATE badcase_internal.release_item SET split = CASE WHEN submission_id > 14 THEN 'train' ELSE 'validation' END WHERE release_id = 2; UPDATE badcase_internal.submission SET record = badcase('The same  question', 'Answer ' || submission_id, CASE submission_id WHEN 13 THEN '[["q", "a"]]' END::jsonb) WHERE submission_id IN (11, 13); UPDATE badcase_internal.submission SET record = badcase('the same question', 'Another answer ' || submission_id) WHERE submission_id = 17$$),
  ('{11,13,15,17}', $$UPDATE badcase_internal.release_item SET split = CASE WHEN submission_id > 14 THEN 'validation' ELSE 'train' END WHERE release_id = 2; UPDATE badcase_internal.submission SET record = badcase('Write of the harbour of our town and of all its ships', repeat('word after word ', 9) || CASE submission_id WHEN 13 THEN 'x' ELSE 'y' END) WHERE submission_id IN (13, 15)$$)) v(ids, w);
SELECT code, count, examples FROM badcase.preflight(4, 'trl') WHERE code IN ('no_general_data', 'withdrawn');
SELECT code, count, examples FROM badcase.preflight(1, 'trl') WHERE code IN ('no_general_data', 'withdrawn');
UPDATE badcase_internal.submission SET state = 'withdrawn' WHERE submission_id = 18;
SELECT code, count, examples FROM badcase.preflight(4, 'trl') WHERE code IN ('no_general_data', 'withdrawn');
-- nothing is said of histories and pairs where none is missing; how long an item is depends on what is learned of it
CREATE FUNCTION pg_temp.written(ids int[], format text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    DELETE FROM badcase_internal.release_general_item WHERE release_id = 2;
    DELETE FROM badcase_internal.release_item WHERE release_id = 2;
    INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest) SELECT s.submission_id, 2, s.submission_id, 1, s.digest FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids);
    said := (SELECT count(*) || ' lines' FROM badcase.release_rows(2, format));
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SET client_min_messages = notice;
SELECT f, pg_temp.written('{11,15}', f) AS pairs_without_history, pg_temp.written('{12,20}', CASE f WHEN 'preference_chat' THEN f ELSE 'messages' END) AS pairs_with_history FROM unnest('{kto,alpaca_preference,preference_chat,messages}'::text[]) f;
RESET client_min_messages;
SELECT x.asked, x.found, min(x.n) AS from, max(x.n) AS to FROM (
  SELECT q.asked, n, pg_temp.flight('{17,19,20}', q.trainer, format(q.o, n, n)::jsonb) AS found FROM unnest('{3,4,5,10,11,20,21,24}'::int[]) n, (VALUES ('columns', 'ptuning', '{"format": "ptuning_chat", "max_source_length": %s, "max_target_length": 99}'), ('no columns', 'ptuning', '{"format": "ptuning", "max_source_length": %s, "max_target_length": 99}'),
    ('targets', 'ptuning', '{"format": "ptuning", "max_target_length": %s, "max_source_length": 99}'), ('whole', 'trl', '{"max_length": %s}')) q(asked, trainer, o)) x GROUP BY 1, 2 ORDER BY 1, 3;
-- one that is near to two on the other side is one
SELECT pg_temp.flight('{11,13,15,17}', 'trl', '{}', $$UPDATE badcase_internal.release_item SET split = CASE WHEN submission_id = 17 THEN 'validation' ELSE 'train' END WHERE release_id = 2; UPDATE badcase_internal.submission SET record = badcase('Write of the harbour of our town and of all its ships', repeat('word after word ', 9) || submission_id) WHERE submission_id IN (13, 15, 17)$$) AS near;
-- views are read at READ COMMITTED, also by its other name, and at no other level
BEGIN ISOLATION LEVEL READ UNCOMMITTED;
SET LOCAL ROLE regress_badcase_eva;
SELECT count(*) > 0 AS read FROM badcase.export_sft;
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SET LOCAL ROLE regress_badcase_eva;
SELECT count(*) FROM badcase.export_preference;
ROLLBACK;
\i :clean
