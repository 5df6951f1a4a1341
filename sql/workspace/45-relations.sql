-- Relations: what is near to the submissions that triage looks at or an alternative to them, and the clusters.

-- A submission is common if it has 100 or more near ones that are not common themselves. Copies of a template become
-- common. Each new submission is compared with those that are not common, and with the common ones only if it is not
-- common itself. So a further copy costs the same, however many there are. Two common ones do not find each other here,
-- but in join_common.
-- Of each kind the 100 most similar relations are kept, 10 for a common submission. All near ones count for the cluster.

-- The new ones are compared with each other by the batch join. With what is there before them, too, if that is little
-- beside them; else each is looked for through the index. Texts that share what is rare elsewhere make a search read all
-- of them, and cost the join nothing, for it counts what is rare among what it joins.
-- The plans are kept. They know neither the operand nor how large the table will be, so the conditions must leave the
-- planner one index: they are those of a near index, and "program_id + 0" keeps the index on program_id out.
-- The join's numbers are twice the submission's, and one more for a new one.
CREATE FUNCTION badcase_internal.searched_pairs(program int, fresh bigint[], field text)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    query text := format('SELECT s.submission_id * 2 + 1, s.record FROM badcase_internal.submission s WHERE s.submission_id = ANY (%L::bigint[])',
      fresh);
  BEGIN
    IF fresh = '{}' THEN
      RETURN;
    END IF;
    IF (SELECT count(*) FROM (
        SELECT FROM badcase_internal.searchable k WHERE k.program_id = searched_pairs.program AND k.submission_id > 0
        LIMIT 10 * cardinality(fresh) + 1) x) <= 10 * cardinality(fresh) THEN
      query := query || format(' UNION ALL SELECT k.submission_id * 2, k.record FROM badcase_internal.searchable k
        WHERE k.program_id = %s AND k.submission_id > 0 AND NOT k.%I', program, 'common_' || field);
    ELSIF field = 'record' THEN
      RETURN QUERY
        SELECT n.submission_id, h.submission_id, @extschema@.similarity(h.record, n.record, 'record'::text)
        FROM badcase_internal.submission n
        CROSS JOIN LATERAL (
          SELECT k.submission_id, k.record FROM badcase_internal.searchable k
          WHERE k.record OPERATOR(@extschema@.%) @extschema@.near(n.record, 0.7::float8, 'record'::text)
            AND k.program_id + 0 = searched_pairs.program AND NOT k.common_record OFFSET 0) h
        WHERE n.submission_id = ANY (fresh);
    ELSE
      RETURN QUERY
        SELECT n.submission_id, h.submission_id, @extschema@.similarity(h.record, n.record, 'prompt'::text)
        FROM badcase_internal.submission n
        CROSS JOIN LATERAL (
          SELECT k.submission_id, k.record FROM badcase_internal.searchable k
          WHERE k.record OPERATOR(@extschema@.%) @extschema@.near(n.record, 0.7::float8, 'prompt'::text)
            AND k.program_id + 0 = searched_pairs.program AND NOT k.common_prompt OFFSET 0) h
        WHERE n.submission_id = ANY (fresh);
    END IF;
    RETURN QUERY
      SELECT x.it >> 1, (p.a # p.b # x.it) >> 1, p.similarity
      FROM @extschema@.badcase_near_pairs(query, 0.7::float8, field) p
      CROSS JOIN LATERAL (SELECT CASE WHEN p.b & 1 = 1 THEN p.b ELSE p.a END AS it) x
      WHERE x.it & 1 = 1;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.searched_pairs(int, bigint[], text) IS
  'new submissions, each with those of each other and of what near search looks at that are similar by a field to at least 0.7, without what was common before';

-- Whether each of the new ones is common, by its pairs.
CREATE FUNCTION badcase_internal.are_common(fresh bigint[], of bigint[], others bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    common bool[] := array_fill(false, ARRAY[cardinality(fresh)]);
    r record;
    place int;
    n bigint;
  BEGIN
    FOR r IN
      SELECT f.place, count(*) - count(o.place) AS before,
        coalesce(array_agg(o.place ORDER BY o.place) FILTER (WHERE o.place IS NOT NULL), '{}') AS among
      FROM unnest(of, others) p(id, other)
      JOIN unnest(fresh) WITH ORDINALITY f(id, place) ON f.id = p.id
      LEFT JOIN unnest(fresh) WITH ORDINALITY o(id, place) ON o.id = p.other
      GROUP BY f.place HAVING count(*) >= 100 ORDER BY f.place
    LOOP
      n := r.before;
      FOREACH place IN ARRAY r.among LOOP
        EXIT WHEN n >= 100;
        n := n + (NOT common[place])::int;
      END LOOP;
      common[r.place] := n >= 100;
    END LOOP;
    RETURN common;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.are_common(bigint[], bigint[], bigint[]) IS
  'of new submissions in order and their pairs with what they were looked for among, which are common';

-- The links are for join_clusters: a new one, and the cluster of something near to it, or another new one.
CREATE FUNCTION badcase_internal.relate_records(program int, fresh bigint[], OUT common bool[], OUT of bigint[], OUT links bigint[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    similarities float8[];
    any_common CONSTANT bool := EXISTS (
      SELECT FROM badcase_internal.searchable k
      WHERE k.program_id = relate_records.program AND k.common_record AND k.submission_id > 0);
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, links, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'record') p;
    common := badcase_internal.are_common(fresh, of, links);
    WITH hit AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity, f.is_common, o.id IS NOT NULL AS is_new
      FROM unnest(of, links, similarities) p(id, other, similarity)
      JOIN unnest(fresh, common) f(id, is_common) ON f.id = p.id
      LEFT JOIN unnest(fresh, common) o(id, is_common) ON o.id = p.other
      WHERE NOT f.is_common OR o.is_common IS NOT TRUE
      UNION ALL
      SELECT f.id, h.submission_id, @extschema@.similarity(h.record, n.record, 'record'::text), false, false
      FROM unnest(fresh, common) f(id, is_common)
      JOIN badcase_internal.submission n ON n.submission_id = f.id
      CROSS JOIN LATERAL (
        SELECT k.submission_id, k.record FROM badcase_internal.searchable k
        WHERE k.record OPERATOR(@extschema@.%) @extschema@.near(n.record, 0.7::float8, 'record'::text)
          AND k.program_id + 0 = relate_records.program AND k.common_record OFFSET 0) h
      WHERE any_common AND NOT f.is_common
    ), kept AS (
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT r.id, r.other, 'near', r.similarity,
        @extschema@.similarity(o.record, s.record, 'prompt'::text), @extschema@.similarity(o.record, s.record, 'response'::text)
      FROM (SELECT h.*, row_number() OVER (PARTITION BY h.id ORDER BY h.similarity DESC, h.other) AS place FROM hit h) r
      JOIN badcase_internal.submission s ON s.submission_id = r.id
      JOIN badcase_internal.submission o ON o.submission_id = r.other
      WHERE r.place <= CASE WHEN r.is_common THEN 10 ELSE 100 END
    )
    SELECT array_agg(l.id), array_agg(l.link) INTO of, links
    FROM (
      SELECT DISTINCT h.id, CASE WHEN h.is_new THEN h.other ELSE s.cluster_id END AS link
      FROM hit h JOIN badcase_internal.submission s ON s.submission_id = h.other) l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_records(int, bigint[]) IS
  'finds what is near to new submissions of a program, writes the relations; returns which are common and what they link';

CREATE FUNCTION badcase_internal.relate_prompts(program int, fresh bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    of bigint[];
    others bigint[];
    similarities float8[];
    common bool[];
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'prompt') p;
    common := badcase_internal.are_common(fresh, of, others);
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT a.id, a.other, 'alternative', @extschema@.similarity(o.record, s.record, 'record'::text), a.similarity, a.response
    FROM (
      SELECT b.id, b.other, b.similarity, b.response, b.is_common,
        row_number() OVER (PARTITION BY b.id ORDER BY b.similarity DESC, b.other) AS place
      FROM (
        SELECT p.id, p.other, p.similarity, f.is_common, @extschema@.similarity(t.record, n.record, 'response'::text) AS response
        FROM unnest(of, others, similarities) p(id, other, similarity)
        JOIN unnest(fresh, common) f(id, is_common) ON f.id = p.id
        LEFT JOIN unnest(fresh, common) k(id, is_common) ON k.id = p.other
        JOIN badcase_internal.submission n ON n.submission_id = p.id
        JOIN badcase_internal.submission t ON t.submission_id = p.other
        WHERE k.is_common IS NOT TRUE AND @extschema@.history(t.record) = @extschema@.history(n.record)
        OFFSET 0) b
      WHERE b.response < 0.7) a
    JOIN badcase_internal.submission s ON s.submission_id = a.id
    JOIN badcase_internal.submission o ON o.submission_id = a.other
    WHERE a.place <= CASE WHEN a.is_common THEN 10 ELSE 100 END;
    RETURN common;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_prompts(int, bigint[]) IS
  'finds the alternatives to new submissions of a program, writes the relations; returns whose prompts are common';

-- By union and find over places, which ascend with the numbers: the root of a tree is the least number in it.
CREATE FUNCTION badcase_internal.join_clusters(fresh bigint[], of bigint[], links bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  DECLARE
    numbers CONSTANT bigint[] := ARRAY(SELECT DISTINCT x FROM (SELECT unnest(fresh) UNION ALL SELECT unnest(links)) n(x) ORDER BY x);
    above int[] := ARRAY(SELECT generate_series(1, cardinality(numbers)));
    a int;
    b int;
  BEGIN
    FOR a, b IN
      SELECT x.place, y.place FROM unnest(of, links) l(id, link)
      JOIN unnest(numbers) WITH ORDINALITY x(id, place) ON x.id = l.id
      JOIN unnest(numbers) WITH ORDINALITY y(id, place) ON y.id = l.link
    LOOP
      WHILE above[a] <> a LOOP
        above[a] := above[above[a]];
        a := above[a];
      END LOOP;
      WHILE above[b] <> b LOOP
        above[b] := above[above[b]];
        b := above[b];
      END LOOP;
      above[greatest(a, b)] := least(a, b);
    END LOOP;
    FOR a IN 1 .. cardinality(above) LOOP
      above[a] := above[above[a]];
    END LOOP;
    UPDATE badcase_internal.submission s SET cluster_id = numbers[x.root]
    FROM unnest(numbers, above) WITH ORDINALITY x(id, root, place)
    WHERE s.cluster_id = x.id AND x.root <> x.place;
    RETURN ARRAY(
      SELECT numbers[x.root] FROM unnest(fresh) WITH ORDINALITY f(id, place)
      JOIN unnest(numbers, above) x(id, root) ON x.id = f.id ORDER BY f.place);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_clusters(bigint[], bigint[], bigint[]) IS
  'joins the clusters that new submissions link; returns the cluster of each';

-- When two similar submissions arrive, the later one finds the earlier one. Only two common submissions can miss each
-- other; this function joins their clusters.
CREATE FUNCTION badcase_internal.join_common(program int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    members bigint[];
    clusters bigint[];
    first bigint;
  BEGIN
    FOR members IN
      SELECT array_agg(g.member) FROM (
        SELECT k.cluster, min(k.id) AS member
        FROM @extschema@.badcase_clusters(format('SELECT k.submission_id, k.record FROM badcase_internal.searchable k
          WHERE k.program_id = %s AND k.common_record AND k.submission_id > 0', program), 0.7::float8, NULL::text) k
        JOIN badcase_internal.submission s ON s.submission_id = k.id
        GROUP BY k.cluster, s.cluster_id) g
      GROUP BY g.cluster HAVING count(*) > 1
    LOOP
      -- by their members, for the round before may have joined some
      clusters := ARRAY(SELECT DISTINCT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = ANY (members));
      first := (SELECT min(c) FROM unnest(clusters) c);
      UPDATE badcase_internal.submission s SET cluster_id = first WHERE s.cluster_id = ANY (array_remove(clusters, first));
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_common(int) IS 'joins the clusters of common submissions that are near to each other';
