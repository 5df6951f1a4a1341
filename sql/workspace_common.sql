-- Copies of templates: a submission that a hundred others are near to is common, is left out of later searches and keeps
-- ten relations; clusters are complete all the same, and none of it depends on the size of batches.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SET jit = off;
DO $$ BEGIN
  FOR p IN 1 .. 2 LOOP
    PERFORM badcase.create_program('p' || p);
    PERFORM badcase.grant_access(p, current_user, 'curator');
    PERFORM badcase.register_contributor(p, 'a');
    PERFORM badcase.attest(p, 't');
  END LOOP;
END $$;

-- Sixty words from a place on; 8 places further is near, 9 is not. What is added to the end is no token.
CREATE FUNCTION pg_temp.piece(kind text, place int, more int) RETURNS badcase LANGUAGE sql AS $$
  SELECT badcase(kind, (SELECT string_agg(kind || n, ' ' ORDER BY n) FROM generate_series(place, place + 59) n) || repeat('!', more))
$$;
CREATE TEMP TABLE source (line_no bigint GENERATED ALWAYS AS IDENTITY, what text, record badcase);
INSERT INTO source (what, record) SELECT 'left', pg_temp.piece('a', 0, i) FROM generate_series(1, 101) i;
INSERT INTO source (what, record) SELECT 'right', pg_temp.piece('a', 24, i) FROM generate_series(1, 101) i;
-- common on either side, and near to each other: nothing else joins the sides
INSERT INTO source (what, record) VALUES ('left bridge', pg_temp.piece('a', 8, 0)), ('right bridge', pg_temp.piece('a', 16, 0));
-- near to a common one only
INSERT INTO source (what, record) SELECT 'block', pg_temp.piece('b', 0, i) FROM generate_series(1, 102) i;
INSERT INTO source (what, record) VALUES ('block edge', pg_temp.piece('b', 8, 0)), ('beyond', pg_temp.piece('b', 16, 0));
-- one prompt, other answers
INSERT INTO source (what, record) SELECT 'asked', badcase('tell me something about the sea at night in twelve lines', (SELECT string_agg(md5(i || '/' || n), ' ') FROM generate_series(1, 14) n)) FROM generate_series(1, 104) i;
INSERT INTO source (what, record) VALUES ('asked before', badcase('tell me something about the sea at night in twelve lines', 'x', '[["q", "a"]]'));

CREATE PROCEDURE pg_temp.load(program int, size int) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM badcase.open_upload(program, program::bigint);
  INSERT INTO badcase.intake (line_no, line) SELECT line_no, convert_to(record::text, 'UTF8') FROM source;
  PERFORM badcase.process_upload();
  WHILE badcase.triage_batch(program, size) > 0 LOOP NULL; END LOOP;
END $$;
CALL pg_temp.load(1, 1000);
CALL pg_temp.load(2, 37);
CREATE TEMP VIEW seen AS
  SELECT s.program_id, s.line_no, s.record, k.common_record, k.common_prompt, c.line_no AS cluster
  FROM badcase_internal.submission s JOIN badcase_internal.searchable k USING (submission_id) JOIN badcase_internal.submission c ON c.submission_id = s.cluster_id;
CREATE TEMP VIEW related AS
  SELECT a.program_id, a.line_no AS a, b.line_no AS b, r.kind, r.similarity, r.prompt_similarity, r.response_similarity
  FROM badcase_internal.relation r JOIN badcase_internal.submission a ON a.submission_id = r.submission_id JOIN badcase_internal.submission b ON b.submission_id = r.other_id;
-- batches of any size come to the same
SELECT count(*) FROM seen a FULL JOIN seen b ON a.line_no = b.line_no AND b.program_id = 2
WHERE a.program_id = 1 AND (a.common_record, a.common_prompt, a.cluster) IS DISTINCT FROM (b.common_record, b.common_prompt, b.cluster);
SELECT count(*) FROM (
  (SELECT a, b, kind, similarity, prompt_similarity, response_similarity FROM related WHERE program_id = 1
    EXCEPT SELECT a, b, kind, similarity, prompt_similarity, response_similarity FROM related WHERE program_id = 2)
  UNION ALL
  (SELECT a, b, kind, similarity, prompt_similarity, response_similarity FROM related WHERE program_id = 2
    EXCEPT SELECT a, b, kind, similarity, prompt_similarity, response_similarity FROM related WHERE program_id = 1)) d;

-- the rule, one by one over all pairs
CREATE TEMP TABLE pair AS
  SELECT 'near' AS kind, b AS x, a AS y, similarity AS by, true AS related FROM badcase_near_pairs('SELECT line_no, record FROM source', 0.7)
  UNION ALL
  SELECT 'alternative', b, a, p.similarity, history(x.record) = history(y.record) AND similarity(x.record, y.record, 'response') < 0.7
  FROM badcase_near_pairs('SELECT line_no, record FROM source', 0.7, 'prompt') p
  JOIN source x ON x.line_no = p.b JOIN source y ON y.line_no = p.a;
CREATE INDEX ON pair (kind, x);
CREATE TEMP TABLE common (kind text, line_no bigint, PRIMARY KEY (kind, line_no));
CREATE TEMP TABLE expected (kind text, a bigint, b bigint);
DO $$
DECLARE
  k text;
  n bigint;
  searched bigint;
BEGIN
  FOREACH k IN ARRAY '{near,alternative}'::text[] LOOP
    FOR n IN SELECT line_no FROM source ORDER BY line_no LOOP
      searched := (SELECT count(*) FROM pair p WHERE p.kind = k AND p.x = n AND NOT EXISTS (SELECT FROM common c WHERE c.kind = k AND c.line_no = p.y));
      INSERT INTO expected SELECT k, n, p.y FROM pair p
        WHERE p.kind = k AND p.x = n AND p.related
          AND (k = 'near' AND searched < 100 OR NOT EXISTS (SELECT FROM common c WHERE c.kind = k AND c.line_no = p.y))
        ORDER BY p.by DESC, p.y LIMIT CASE WHEN searched < 100 THEN 100 ELSE 10 END;
      IF searched >= 100 THEN INSERT INTO common VALUES (k, n); END IF;
    END LOOP;
  END LOOP;
END $$;
SELECT kind, count(*) FROM expected GROUP BY kind ORDER BY kind;
SELECT count(*) FROM (SELECT a, b, kind FROM expected EXCEPT SELECT a, b, kind FROM related WHERE program_id = 1) missing;
SELECT count(*) FROM (SELECT a, b, kind FROM related WHERE program_id = 1 EXCEPT SELECT a, b, kind FROM expected) extra;
SELECT count(*) FROM seen WHERE program_id = 1 AND (common_record <> (line_no IN (SELECT line_no FROM common WHERE kind = 'near'))
  OR common_prompt <> (line_no IN (SELECT line_no FROM common WHERE kind = 'alternative')));
-- clusters are those of all pairs
SELECT count(*) FROM badcase_clusters('SELECT line_no, record FROM source') c JOIN seen s ON s.line_no = c.id WHERE s.program_id = 1 AND s.cluster <> c.cluster;
SELECT o.what, count(*), count(*) FILTER (WHERE s.common_record) AS common, count(*) FILTER (WHERE s.common_prompt) AS common_prompt, min(s.cluster) AS first,
  count(DISTINCT s.cluster) AS clusters, max(r.near) AS most_near, max(r.alternative) AS most_alternatives
FROM seen s JOIN source o ON o.line_no = s.line_no
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE kind = 'near') AS near, count(*) FILTER (WHERE kind = 'alternative') AS alternative
  FROM related r WHERE r.program_id = 1 AND r.a = s.line_no) r ON true
WHERE s.program_id = 1 GROUP BY o.what ORDER BY min(s.line_no);
-- the same without the end: common ones on the two sides do not know of each other
SELECT count(*) FROM related r JOIN source a ON a.line_no = r.a JOIN source b ON b.line_no = r.b WHERE a.what = 'right bridge' AND b.what = 'left bridge';

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner;
