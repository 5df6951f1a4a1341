-- Triage finds near-duplicates and alternatives through the index, each through that of its field, and finds them all.
SET client_min_messages = warning;
CREATE ROLE regress_badcase_owner NOLOGIN;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT badcase_setup('regress_badcase_owner') IS NOT NULL AS made;
SET ROLE regress_badcase_owner;
SELECT badcase.create_program('p') AS program;
SELECT badcase.grant_access(1, current_user, 'curator');
SELECT badcase.register_contributor(1, 'a') AS contributor;
SELECT badcase.attest(1, 't');
-- Records of made-up words; four of each twenty repeat an earlier one but for a word of the response, with another
-- response, or likewise with another history.
CREATE FUNCTION pg_temp.words(seed int, n int) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(substr('akelimonusaradivetoki', 1 + h % 19, 3) || chr(97 + h / 19 % 26), ' ' ORDER BY i)
  FROM (SELECT i, hashint4(seed * 1000 + i) & 2147483647 AS h FROM generate_series(1, n) i) x
$$;
CREATE TEMP TABLE source AS
SELECT i AS line_no, CASE i % 20
  WHEN 16 THEN badcase(pg_temp.words(i - 5, 12), pg_temp.words(i + 9995, 29) || ' end')
  WHEN 17 THEN badcase(pg_temp.words(i - 5, 12), pg_temp.words(i, 30))
  WHEN 18 THEN badcase(pg_temp.words(i - 5, 12) || ' end', pg_temp.words(i, 30), '[["q", "a"]]')
  WHEN 19 THEN badcase(pg_temp.words(i - 18, 12), pg_temp.words(i, 30), '[["q", "a"]]')
  ELSE badcase(pg_temp.words(i, 12), pg_temp.words(i + 10000, 30)) END AS record
FROM generate_series(1, 200) i
UNION ALL
-- the last of these three is near to both others, which are not near to each other: it joins their clusters
SELECT 200 + n, badcase('chain', (SELECT string_agg(w, ' ' ORDER BY k) FROM regexp_split_to_table(pg_temp.words(777, 80), ' ') WITH ORDINALITY x(w, k)
  WHERE k BETWEEN lag AND lag + 59))
FROM (VALUES (1, 1), (2, 17), (3, 9)) v(n, lag);
BEGIN;
SELECT badcase.open_upload(1, 1) AS upload;
INSERT INTO badcase.intake (line_no, line) SELECT line_no, convert_to(record::text, 'UTF8') FROM source;
SELECT stored FROM badcase.process_upload();
COMMIT;
-- Statistics from before a batch do not mislead the planner.
ANALYZE badcase_internal.submission;
CALL badcase.triage(1, 45);
SELECT kind, count(*) FROM badcase_internal.relation GROUP BY kind ORDER BY kind;
-- The same as every pair compared.
CREATE TEMP VIEW pair AS
SELECT s.submission_id, o.submission_id AS other_id, similarity(s.record, o.record) AS record, similarity(s.record, o.record, 'prompt') AS prompt,
  similarity(s.record, o.record, 'response') AS response, history(s.record) = history(o.record) AS same_history
FROM badcase_internal.submission s JOIN badcase_internal.submission o ON o.submission_id < s.submission_id;
CREATE TEMP TABLE expected AS
SELECT submission_id, other_id, 'near' AS kind FROM pair WHERE record >= 0.7
UNION ALL
SELECT submission_id, other_id, 'alternative' FROM pair WHERE same_history AND prompt >= 0.7 AND response < 0.7;
SELECT count(*) FROM (TABLE expected EXCEPT SELECT submission_id, other_id, kind FROM badcase_internal.relation) missing;
SELECT count(*) FROM (SELECT submission_id, other_id, kind FROM badcase_internal.relation EXCEPT TABLE expected) extra;
-- Clusters are the components of near, whatever the size of the batches.
WITH RECURSIVE reach (a, b) AS (
  SELECT submission_id, submission_id FROM badcase_internal.submission
  UNION
  SELECT r.a, CASE WHEN e.submission_id = r.b THEN e.other_id ELSE e.submission_id END
  FROM reach r JOIN expected e ON e.kind = 'near' AND r.b IN (e.submission_id, e.other_id))
SELECT count(*) AS wrong, count(*) FILTER (WHERE s.submission_id > 200) AS wrong_chain FROM badcase_internal.submission s WHERE s.cluster_id <> (SELECT min(b) FROM reach WHERE a = s.submission_id);
SELECT submission_id, other_id, kind FROM badcase_internal.relation WHERE submission_id > 200 ORDER BY 1, 2;
SELECT submission_id, cluster_id FROM badcase_internal.submission WHERE submission_id > 200 ORDER BY 1;
-- What the searches of triage run as, whatever the operand: no index but the one of the condition fits.
SET ROLE regress_badcase_owner;
SET enable_seqscan = off;
SET plan_cache_mode = force_generic_plan;
CREATE FUNCTION pg_temp.index_of(condition text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  line text;
BEGIN
  EXECUTE 'PREPARE search (public.badcase_near, int) AS SELECT s.submission_id FROM badcase_internal.searchable s WHERE s.record OPERATOR(public.%) $1
    AND s.program_id + 0 = $2 AND ' || condition;
  FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) EXECUTE search(near(''x'', 0.7, ''prompt''), 1)' LOOP
    IF line ~ 'Scan' THEN
      RETURN NEXT regexp_replace(btrim(line), '^-> +', '');
    END IF;
  END LOOP;
  DEALLOCATE search;
END $$;
SELECT c, pg_temp.index_of(c) FROM unnest('{NOT common_record, common_record, NOT common_prompt, common_prompt}'::text[]) c;
DROP FUNCTION pg_temp.index_of(text);
SET ROLE regress_badcase_owner;
RESET enable_seqscan;
SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'badcase_internal'::regnamespace AND proname IN ('pairs_by_index', 'common_pairs') ORDER BY 1;

RESET ROLE;
SET client_min_messages = warning;
DROP SCHEMA badcase, badcase_internal CASCADE;
DROP OWNED BY regress_badcase_owner CASCADE;
DROP ROLE regress_badcase_owner;
