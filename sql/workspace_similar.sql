-- What a reviewer sees beside a submission: what it is related to from either side, ten at most, the cluster's representative
-- always and first; nothing that is held, rejected or gone.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_carol;
-- 7 to 20: copies of each other, the later ones less so; 21: another answer to the prompt of 7
SELECT pg_temp.send(1, 5, VARIADIC (SELECT array_agg(badcase('Count from one to thirty in words, please, and do not stop.', string_agg) ORDER BY n)
  FROM (SELECT n, string_agg('word' || CASE WHEN i <= n / 2 THEN i * 100 + n ELSE i END, ' ' ORDER BY i) FROM generate_series(1, 14) n, generate_series(1, 60) i GROUP BY n) x)
  || badcase('Count from one to thirty in words, please, and do not stop.', 'No. I would rather not do so at all.'));
CALL badcase.triage(1);
SET ROLE regress_badcase_owner;
SELECT submission_id, state, cluster_id FROM badcase_internal.submission WHERE submission_id > 6 ORDER BY 1;
CREATE FUNCTION pg_temp.beside(id bigint) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(format('%s%s', x ->> 'submission', CASE WHEN (x ->> 'representative')::bool THEN ' first' END) || CASE x ->> 'kind' WHEN 'near' THEN '' ELSE ' ' || (x ->> 'kind') END, ', ' ORDER BY n)
  FROM jsonb_array_elements(badcase_internal.similar_to(id)) WITH ORDINALITY j(x, n)
$$;
SELECT s, pg_temp.beside(s) FROM unnest('{7,8,20,21,3}'::bigint[]) s;
SELECT jsonb_pretty(badcase_internal.similar_to(21) #> '{0}' #- '{response}') AS one;
CREATE FUNCTION pg_temp.beside_in(state text, of bigint, id bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET state = beside_in.state WHERE s.submission_id = of;
    said := pg_temp.beside(id);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT s AS state, pg_temp.beside_in(s, 7, 21) AS of_7_beside_21, pg_temp.beside_in(s, 7, 20) AS of_7_beside_20, pg_temp.beside_in(s, 10, 8) AS of_10_beside_8
FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) s;
-- said to contradict it: that goes before what they are by their texts
SET ROLE regress_badcase_rita;
SELECT badcase.submit_review(21, true, true, contradicts => '{7}');
SET ROLE regress_badcase_owner;
SELECT pg_temp.beside(21) AS beside_21, pg_temp.beside(7) AS beside_7;
-- looked for: a curator finds what is held or rejected, too, a reviewer what is in review or accepted
CREATE FUNCTION pg_temp.found_in(state text, who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET state = found_in.state WHERE s.submission_id = 1;
    said := pg_temp.answer(who, $q$SELECT string_agg(submission || ' ' || state, ', ') FROM badcase.find_similar(1, badcase('Name the capital of France in one word.', 'Paris'))$q$);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
RESET ROLE;
SELECT s AS state, pg_temp.found_in(s, 'carol') AS curator, pg_temp.found_in(s, 'rita') AS reviewer
FROM unnest('{held,pending,needs_changes,disputed,accepted,rejected}'::text[]) s;
\i :clean
