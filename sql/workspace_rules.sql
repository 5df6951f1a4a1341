-- The small rules, each as a table of cases: what a contributor is told of a move, what a text is written in, where a finding
-- stands, what a line of terms, clusters or suggestions lacks, what an edited record keeps, who is common, who is tied to whom.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
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
SELECT t AS text, badcase_internal.language_of(t) AS language FROM unnest(ARRAY['a', 'Z', 'é', '7', '', U&'\33FF', U&'\3400', U&'\4DBF', U&'\4DC0', U&'\4DFF', U&'\4E00', U&'\9FFF', U&'\A000', 'Hello 海', NULL]) t;
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
\i :clean
