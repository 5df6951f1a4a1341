-- What goes to batch engines and comes back: pools by consent, items of corpora, pairs and clusters as relations.
\i sql/include/workspace.sql
SET client_min_messages = notice;

-- ---- The pool: what a release could hold, by number and text
SELECT pg_temp.judge('rita', 1), pg_temp.judge('rita', 2), pg_temp.judge('ron', 4, false);
SET ROLE regress_badcase_carol;
SELECT * FROM badcase.export_pool(1);
SELECT id, line ->> 'text' AS text FROM badcase.export_pool(1, 'searchable', 'prompt');
SELECT line FROM badcase.export_pool(1, 'accepted', 'response');
SELECT what, who, setting FROM badcase.journal WHERE what = 'pool_exported' ORDER BY entry;
-- text of somebody who takes the consent back does not go, nor what screening holds; numbers and features do
SELECT badcase.set_consent(2, 'train', false, 'terms 1');
SELECT id FROM badcase.export_pool(1, 'searchable');
SELECT submission FROM badcase.export_features(1);
SELECT pg_temp.send(1, 5, badcase('Call 13812345678 and ask for the price of the red bicycle.', 'It is cheap.'), badcase('What is the price of the blue bicycle in the window?', 'It is dear.'));
SELECT count(*) FROM badcase.export_pool(1, 'searchable');
CALL badcase.triage(1);
SELECT submission, state FROM badcase.submissions WHERE contributor = 5 ORDER BY 1;
SELECT id FROM badcase.export_pool(1, 'searchable');
-- an exporter has what is accepted, and nothing of what is not
SET ROLE regress_badcase_eva;
SELECT id FROM badcase.export_pool();
SELECT id FROM badcase.export_pool(1, 'searchable');
SELECT id FROM badcase.export_pool(2);
SELECT id FROM badcase.export_pool(1, 'all');
SELECT id FROM badcase.export_pool(1, 'accepted', 'history');
SELECT id FROM badcase.export_pool(NULL, NULL);
SET ROLE regress_badcase_rita;
SELECT id FROM badcase.export_pool(1);

-- ---- A corpus out
SET ROLE regress_badcase_carol;
SELECT badcase.open_corpus(1, 'pool', 'general', 'CC0') AS pool \gset
SELECT badcase.open_corpus(1, 'bench', 'benchmark', 'CC0') AS bench \gset
BEGIN;
SELECT badcase.open_upload(1, kind => 'corpus', target => :pool) > 0 AS opened;
INSERT INTO badcase.intake (line_no, line)
SELECT n, convert_to(badcase(format('Tell me of %s and of %s', (ARRAY['mills', 'rivers', 'bridges', 'towns'])[n % 4 + 1], md5((n % 4)::text)), repeat('word ' || n % 4 || ' ', 20) || n)::text, 'UTF8') FROM generate_series(1, 12) n;
SELECT lines, stored FROM badcase.process_upload();
COMMIT;
SELECT * FROM badcase.export_corpus(:pool, 'prompt') LIMIT 2;
SELECT badcase.export_corpus(:bench);
SELECT badcase.export_corpus(NULL);
SET ROLE regress_badcase_eva;
SELECT badcase.export_corpus(:pool);
SET ROLE regress_badcase_cem;
SELECT badcase.export_corpus(:pool);

-- ---- Clusters back: each line is judged
SET ROLE regress_badcase_carol;
CREATE FUNCTION pg_temp.load(corpus bigint, file text, VARIADIC lines text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  u bigint := badcase.open_upload(1, file_name => file, kind => 'clusters', target => corpus);
BEGIN
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(l, 'UTF8') FROM unnest(lines) WITH ORDINALITY x(l, n);
  RETURN (SELECT format('upload %s: %s lines, %s stored, %s repeated, %s refused, %s blank', upload_id - u, p.lines, p.stored, p.repeated, p.refused, p.blank) FROM badcase.process_upload() p);
END $$;
SELECT pg_temp.load(:pool, 'minhash.jsonl', '{"id": 1, "cluster": 7}', '{"id": "5", "cluster": 7, "text": "what else an engine writes"}', '{"id": 9.0, "cluster": 7}',
  '{"id": 2, "cluster": "left"}', '{"id": 6, "cluster": "left"}', '{"id": 6, "cluster": "left"}', '{"id": 3, "cluster": -1}', '{"id": 4, "cluster": null}', '{"id": 7, "cluster": "alone"}', '',
  '{"id": 13, "cluster": 7}', '{"id": 0, "cluster": 7}', '{"id": 1}', '{"a": 1, "b": 2, "id": 1, "cluster": 2}', '{"id": 1.5, "cluster": 7}', '{"id": "x", "cluster": 7}', '{"id": 8, "cluster": true}',
  '{"a": 3, "b": 3}', '{"a": 3}', '{"a": 3, "b": 99}', '{"a": "99999999999999999999", "b": 1}', 'no JSON', '[1, 2]');
SELECT line_no, code, message FROM badcase.refused_lines((SELECT max(upload) FROM badcase.uploads), NULL);
SELECT corpus, file_name, item, other, similarity > 0.7 AS near FROM badcase.corpus_relations;
-- pairs tie clusters together; what is tied already is repeated
SELECT pg_temp.load(:pool, 'pairs.jsonl', '{"a": 9, "b": 5}', '{"a": 12, "b": 9, "similarity": 0.8}', '{"a": 9, "b": 12}', '{"a": 8, "b": 4}', '{"a": 4, "b": 12}');
SELECT pg_temp.load(:pool, 'minhash.jsonl', '{"id": 1, "cluster": 1}', '{"id": 5, "cluster": 1}', '{"id": 9, "cluster": 1}');
RESET ROLE;
CREATE VIEW pg_temp.cluster AS SELECT cluster_id, array_agg(item_id ORDER BY item_id) AS items FROM badcase_internal.corpus_item WHERE cluster_id IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT * FROM pg_temp.cluster;
SELECT kind, target, file_name, stored FROM badcase_internal.upload WHERE kind = 'clusters' ORDER BY 1, upload_id;
SELECT upload_id AS pairs FROM badcase_internal.upload WHERE file_name = 'pairs.jsonl' \gset
SELECT min(upload_id) AS first, max(upload_id) AS last FROM badcase_internal.upload WHERE file_name = 'minhash.jsonl' \gset
-- only into a general corpus of the program
SET ROLE regress_badcase_carol;
SELECT pg_temp.load(:bench, 'x', '{"a": 1, "b": 2}');
SELECT pg_temp.load(NULL, 'x', '{"a": 1, "b": 2}');
SET ROLE regress_badcase_eva;
SELECT badcase.open_upload(1, kind => 'clusters', target => :pool);
SELECT * FROM badcase.corpus_relations;

-- ---- A release mixes so many of a cluster as of the contributors' own: the corpus has a cluster of six, one of two, and four items alone
SET ROLE regress_badcase_carol;
SELECT badcase.build_release(1, 'one of each', 3, jsonb_build_object('general', jsonb_build_array(jsonb_build_object('corpus', 'pool', 'count', 6)))) AS one_each \gset
SELECT badcase.build_release(1, 'too many', 3, jsonb_build_object('general', jsonb_build_array(jsonb_build_object('corpus', 'pool', 'count', 7))));
SELECT badcase.build_release(1, 'two of each', 3, jsonb_build_object('per_cluster', 2, 'general', jsonb_build_array(jsonb_build_object('corpus', 'pool', 'count', 8)))) AS two_each \gset
SELECT badcase.build_release(1, 'all', 3, jsonb_build_object('per_cluster', NULL, 'general', jsonb_build_array(jsonb_build_object('corpus', 'pool', 'count', 12)))) AS everything \gset
RESET ROLE;
SELECT r.name, i.cluster_id, count(*) FROM badcase_internal.release r JOIN badcase_internal.release_general_item m USING (release_id) JOIN badcase_internal.corpus_item i USING (item_id)
WHERE r.release_id IN (:one_each, :two_each, :everything) GROUP BY 1, 2 ORDER BY 1, 2;

-- ---- Taken back: as if the file had never come
SET ROLE regress_badcase_carol;
SELECT badcase.remove_clusters(:pairs);
SELECT badcase.remove_clusters(:pairs);
RESET ROLE;
SELECT * FROM pg_temp.cluster;
SET ROLE regress_badcase_carol;
SELECT badcase.remove_clusters(:last);
RESET ROLE;
SELECT * FROM pg_temp.cluster;
SET ROLE regress_badcase_carol;
SELECT badcase.remove_clusters(:first);
RESET ROLE;
SELECT * FROM pg_temp.cluster;
SET ROLE regress_badcase_carol;
SELECT count(*) FROM badcase.corpus_relations;
SELECT badcase.remove_clusters(1);
SELECT badcase.remove_clusters(NULL);
SELECT what, setting IS NOT NULL AS of_what FROM badcase.journal WHERE what LIKE 'clusters%' ORDER BY entry;
SET ROLE regress_badcase_cem;
SELECT badcase.remove_clusters(:first);
RESET ROLE;
DROP VIEW pg_temp.cluster;
\i sql/include/clean.sql
