-- Relations: what is near to the submissions that triage looks at or an alternative to them, and the clusters.

-- A submission is common if it has 100 or more near ones that are not common themselves. Copies of a template become
-- common. Each new submission is compared with those that are not common, and with the common ones only if it is not
-- common itself. So a further copy costs the same, however many there are. Two common ones do not find each other here,
-- but in join_common.
-- Of each kind the 100 most similar relations are kept, 10 for a common submission. All near ones count for the cluster.

-- A statement that reads the search table reads no other, so that it goes where that table is (462-spread.sql): what it needs
-- of submissions comes in arrays. A plan knows these, and so how many searches there are; it does not know how large the
-- table will be, so the conditions must leave the planner one index: they are those of a near index, and "program_id + 0"
-- keeps the index on program_id out.
CREATE FUNCTION badcase_internal.records_of(ids bigint[]) RETURNS @extschema@.badcase[]
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(s.record ORDER BY x.place)
      FROM unnest(ids) WITH ORDINALITY x(id, place) JOIN badcase_internal.submission s ON s.submission_id = x.id);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.records_of(bigint[]) IS 'the records of submissions as they are now, in the order of the numbers';

CREATE FUNCTION badcase_internal.operands_of(records @extschema@.badcase[], field text) RETURNS @extschema@.badcase_near[]
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(@extschema@.near(x.record, 0.7::float8, operands_of.field) ORDER BY x.place)
      FROM unnest(records) WITH ORDINALITY x(record, place));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.operands_of(@extschema@.badcase[], text) IS 'what records are searched by, at 0.7';

CREATE FUNCTION badcase_internal.pairs_by_index(program int, fresh bigint[], field text)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    records CONSTANT @extschema@.badcase[] := badcase_internal.records_of(fresh);
    operands CONSTANT @extschema@.badcase_near[] := badcase_internal.operands_of(records, field);
  BEGIN
    IF field = 'record' THEN
      RETURN QUERY
        SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'record'::text)
        FROM unnest(fresh, records, operands) n(id, record, operand)
        JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
          AND k.program_id + 0 = pairs_by_index.program AND NOT k.common_record;
    ELSE
      RETURN QUERY
        SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'prompt'::text)
        FROM unnest(fresh, records, operands) n(id, record, operand)
        JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
          AND k.program_id + 0 = pairs_by_index.program AND NOT k.common_prompt;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.pairs_by_index(int, bigint[], text) IS
  'new submissions, each with what near search looks at that is similar by a field to at least 0.7 and not common, through the index';

-- The join's numbers are twice the submission's, and one more for a new one.
CREATE FUNCTION badcase_internal.pairs_by_join(program int, fresh bigint[], field text, among bool, with_others bool)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    query text := format('SELECT s.submission_id * 2 + 1, s.record FROM badcase_internal.submission s WHERE s.submission_id = ANY (%L::bigint[])',
      fresh);
  BEGIN
    IF with_others THEN
      query := query || format(' UNION ALL SELECT k.submission_id * 2, k.record FROM badcase_internal.searchable k
        WHERE k.program_id = %s AND k.submission_id > 0 AND NOT k.%I', program, 'common_' || field);
    END IF;
    RETURN QUERY
      SELECT x.it >> 1, (p.a # p.b # x.it) >> 1, p.similarity
      FROM @extschema@.badcase_near_pairs(query, 0.7::float8, field) p
      CROSS JOIN LATERAL (SELECT CASE WHEN p.b & 1 = 1 THEN p.b ELSE p.a END AS it) x
      WHERE x.it & 1 = 1 AND (among OR p.a & 1 <> p.b & 1);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.pairs_by_join(int, bigint[], text, bool, bool) IS
  'new submissions, each with those of each other (among) and of what near search looks at (with_others) that are similar by a field to at least 0.7 and not common, by the batch join';

CREATE FUNCTION badcase_internal.are_searchable(program int, most bigint) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  BEGIN
    RETURN (
      SELECT count(*) <= most FROM (
        SELECT k.submission_id FROM badcase_internal.searchable k WHERE k.program_id = are_searchable.program AND k.submission_id > 0
        LIMIT most + 1) x);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.are_searchable(int, bigint) IS 'whether near search looks at so many submissions of a program at most';

-- The new ones are compared with each other by the batch join; with it all that is there before them, too, if that is
-- little beside them; else each is looked for through the index. Texts that share what is rare elsewhere make a search read
-- all of them, and cost the join nothing, for it counts what is rare among what it joins. So the searches stop where they
-- have read so many rows that a join would have cost less (a row that a search reads costs about 4 us, a record of the join
-- 10), and the join does the rest. The rows that were read are those that the server counts for the table, but not what is
-- read to learn how many there are; where it does not count them, the searches go on.
CREATE FUNCTION badcase_internal.searched_pairs(program int, fresh bigint[], field text)
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n CONSTANT int := cardinality(fresh);
    few bool;
    read bigint := 0;
    before bigint;
    done int := 0;
    step int := 4;
  BEGIN
    IF n = 0 THEN
      RETURN;
    END IF;
    IF badcase_internal.is_spread() THEN
      RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh, field, true, false) p;
      RETURN QUERY SELECT p.* FROM badcase_internal.ask_nodes(program, fresh, field, false) p;
      RETURN;
    END IF;
    few := NOT badcase_internal.is_elsewhere() AND badcase_internal.are_searchable(program, 10 * n);
    RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh, field, true, few) p;
    WHILE NOT few AND done < n LOOP
      IF badcase_internal.are_searchable(program, read * 2 / 5) THEN
        RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_join(program, fresh[done + 1 :], field, false, true) p;
        RETURN;
      END IF;
      before := pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass);
      RETURN QUERY SELECT p.* FROM badcase_internal.pairs_by_index(program, fresh[done + 1 : done + step], field) p;
      read := read + pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass) - before;
      done := done + step;
      step := 2 * step;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.searched_pairs(int, bigint[], text) IS
  'new submissions, each with those of each other and of what near search looks at that are similar by a field to at least 0.7, without what was common before';

CREATE FUNCTION badcase_internal.common_pairs(program int, fresh bigint[])
  RETURNS TABLE (submission bigint, other bigint, similarity float8)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    records @extschema@.badcase[];
    operands @extschema@.badcase_near[];
  BEGIN
    IF badcase_internal.is_spread() THEN
      RETURN QUERY SELECT p.* FROM badcase_internal.ask_nodes(program, fresh, 'record', true) p;
      RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM badcase_internal.searchable k
        WHERE k.program_id = common_pairs.program AND k.common_record AND k.submission_id > 0) THEN
      RETURN;
    END IF;
    records := badcase_internal.records_of(fresh);
    operands := badcase_internal.operands_of(records, 'record');
    RETURN QUERY
      SELECT n.id, k.submission_id, @extschema@.similarity(k.record, n.record, 'record'::text)
      FROM unnest(fresh, records, operands) n(id, record, operand)
      JOIN badcase_internal.searchable k ON k.record OPERATOR(@extschema@.%) n.operand
        AND k.program_id + 0 = common_pairs.program AND k.common_record;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.common_pairs(int, bigint[]) IS
  'new submissions, each with what was common before and is near to it';

-- Whether each of the new ones is common, by its pairs. Where arrays are joined, a plan that does not know their lengths
-- would go through one for each element of the other (plan_cache_mode = force_custom_plan). Where they lead to rows of the
-- ledger, a plan that expects many would read all of it (enable_hashjoin and enable_mergejoin = off).
CREATE FUNCTION badcase_internal.are_common(fresh bigint[], of bigint[], others bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = on
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

-- Arrays alone, so that the functions that read tables have one array to start from.
CREATE FUNCTION badcase_internal.kept_pairs(fresh bigint[], common bool[], common_kept bool, INOUT of bigint[], INOUT others bigint[],
    INOUT similarities float8[], OUT weights int[], OUT are_new bool[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_hashjoin = on
  AS $$
  #variable_conflict use_column
  BEGIN
    SELECT array_agg(p.id), array_agg(p.other), array_agg(p.similarity), array_agg(CASE WHEN f.is_common THEN 10 ELSE 1 END),
      array_agg(o.id IS NOT NULL)
    INTO of, others, similarities, weights, are_new
    FROM unnest(of, others, similarities) p(id, other, similarity)
    JOIN unnest(fresh, common) f(id, is_common) ON f.id = p.id
    LEFT JOIN unnest(fresh, common) o(id, is_common) ON o.id = p.other
    WHERE o.is_common IS NOT TRUE OR (common_kept AND NOT f.is_common);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.kept_pairs(bigint[], bool[], bool, bigint[], bigint[], float8[]) IS
  'the pairs that count: with others that are not common, and of records with common ones where the submission is not common; and by what their places are multiplied, since of a common one ten relations are kept and not 100';

-- Copies of a template have many relations to few others: each record is read once. The LIMIT keeps the planner to the index,
-- whatever it thinks of how many there are; what is read is joined by hash. In order of the numbers, which leaves the index full.
CREATE FUNCTION badcase_internal.write_near(of bigint[], others bigint[], similarities float8[], weights int[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH pair AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity
      FROM (
        SELECT k.id, k.other, k.similarity, k.weight * row_number() OVER (PARTITION BY k.id ORDER BY k.similarity DESC, k.other) AS place
        FROM unnest(of, others, similarities, weights) k(id, other, similarity, weight)) p
      WHERE p.place <= 100
    ), text AS MATERIALIZED (
      SELECT n.id, t.record
      FROM (SELECT p.id FROM pair p UNION SELECT p.other FROM pair p) n
      CROSS JOIN LATERAL (SELECT s.record FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    )
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity)
    SELECT p.id, p.other, 'near', p.similarity, @extschema@.similarity(o.record, s.record, 'prompt'::text)
    FROM pair p JOIN text s ON s.id = p.id JOIN text o ON o.id = p.other
    ORDER BY p.id, p.other;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.write_near(bigint[], bigint[], float8[], int[]) IS
  'writes the relations of new submissions with what is near to them: of each the 100 most similar, or a tenth of that where the weight is 10';

-- With another history, or too similar a response, they are no alternatives.
CREATE FUNCTION badcase_internal.write_alternatives(of bigint[], others bigint[], similarities float8[], weights int[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH pair AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity, p.weight FROM unnest(of, others, similarities, weights) p(id, other, similarity, weight)
    ), text AS MATERIALIZED (
      SELECT n.id, t.record, t.history
      FROM (SELECT p.id FROM pair p UNION SELECT p.other FROM pair p) n
      CROSS JOIN LATERAL (
        SELECT s.record, @extschema@.history(s.record) AS history FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    ), beside AS MATERIALIZED (
      SELECT p.id, p.other, p.similarity, p.weight, @extschema@.similarity(o.record, n.record, 'response'::text) AS response
      FROM pair p JOIN text n ON n.id = p.id JOIN text o ON o.id = p.other
      -- most have the same, so it must not be what is joined by
      WHERE (o.history = n.history) IS TRUE
    )
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT a.id, a.other, 'alternative', @extschema@.similarity(o.record, s.record, 'record'::text), a.similarity, a.response
    FROM (
      SELECT b.id, b.other, b.similarity, b.response,
        b.weight * row_number() OVER (PARTITION BY b.id ORDER BY b.similarity DESC, b.other) AS place
      FROM beside b WHERE b.response < 0.7) a
    JOIN text s ON s.id = a.id JOIN text o ON o.id = a.other
    WHERE a.place <= 100
    ORDER BY a.id, a.other;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.write_alternatives(bigint[], bigint[], float8[], int[]) IS
  'writes the relations of new submissions with those of similar prompts that are alternatives: as many as write_near does';

CREATE FUNCTION badcase_internal.links_of(INOUT of bigint[], others bigint[], are_new bool[], OUT links bigint[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET enable_hashjoin = on
  SET enable_mergejoin = off
  SET enable_nestloop = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH other AS MATERIALIZED (
      SELECT n.id, t.cluster_id
      FROM (SELECT DISTINCT x.id FROM unnest(others) x(id)) n
      CROSS JOIN LATERAL (SELECT s.cluster_id FROM badcase_internal.submission s WHERE s.submission_id = n.id LIMIT 1) t
    )
    SELECT array_agg(l.id), array_agg(l.link) INTO of, links
    FROM (
      SELECT DISTINCT p.id, CASE WHEN p.is_new THEN p.other ELSE o.cluster_id END AS link
      FROM unnest(of, others, are_new) p(id, other, is_new) JOIN other o ON o.id = p.other) l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.links_of(bigint[], bigint[], bool[]) IS
  'of new submissions and what is near to them the links, each once';

-- The links are for join_clusters: a new one, and the cluster of something near to it, or another new one.
CREATE FUNCTION badcase_internal.relate_records(program int, fresh bigint[], OUT common bool[], OUT of bigint[], OUT links bigint[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    others bigint[];
    similarities float8[];
    kept record;
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'record') p;
    common := badcase_internal.are_common(fresh, of, others);
    SELECT of || array_agg(p.submission), others || array_agg(p.other), similarities || array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.common_pairs(program, ARRAY(
      SELECT f.id FROM unnest(fresh, common) f(id, is_common) WHERE NOT f.is_common)) p;
    SELECT k.* INTO kept FROM badcase_internal.kept_pairs(fresh, common, true, of, others, similarities) k;

    PERFORM badcase_internal.write_near(kept.of, kept.others, kept.similarities, kept.weights);
    SELECT l.of, l.links INTO of, links FROM badcase_internal.links_of(kept.of, kept.others, kept.are_new) l;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_records(int, bigint[]) IS
  'finds what is near to new submissions of a program, writes the relations; returns which are common and what they link';

CREATE FUNCTION badcase_internal.relate_prompts(program int, fresh bigint[]) RETURNS bool[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    of bigint[];
    others bigint[];
    similarities float8[];
    common bool[];
    kept record;
  BEGIN
    SELECT array_agg(p.submission), array_agg(p.other), array_agg(p.similarity) INTO of, others, similarities
    FROM badcase_internal.searched_pairs(program, fresh, 'prompt') p;
    common := badcase_internal.are_common(fresh, of, others);
    SELECT k.* INTO kept FROM badcase_internal.kept_pairs(fresh, common, false, of, others, similarities) k;
    PERFORM badcase_internal.write_alternatives(kept.of, kept.others, kept.similarities, kept.weights);
    RETURN common;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.relate_prompts(int, bigint[]) IS
  'finds the alternatives to new submissions of a program, writes the relations; returns whose prompts are common';

CREATE FUNCTION badcase_internal.renumber_clusters(numbers bigint[], become bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  BEGIN
    PERFORM badcase_internal.mark_clusters(p.program_id, numbers || become)
    FROM (SELECT DISTINCT s.program_id FROM badcase_internal.submission s WHERE s.cluster_id = ANY (numbers)) p;
    UPDATE badcase_internal.submission s SET cluster_id = x.become
    FROM unnest(numbers, become) x(number, become) WHERE s.cluster_id = x.number;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.renumber_clusters(bigint[], bigint[]) IS 'gives the members of clusters other numbers, each cluster one';

-- By union and find over places, which ascend with the numbers: the root of a tree is the least number in it.
CREATE FUNCTION badcase_internal.least_tied(of bigint[], links bigint[]) RETURNS TABLE (id bigint, root bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    numbers CONSTANT bigint[] := ARRAY(SELECT DISTINCT x FROM (SELECT unnest(of) UNION ALL SELECT unnest(links)) n(x) ORDER BY x);
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
    FOR i IN 1 .. cardinality(above) LOOP
      above[i] := above[above[i]];
    END LOOP;
    RETURN QUERY SELECT x.id, numbers[x.root] FROM unnest(numbers, above) x(id, root);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.least_tied(bigint[], bigint[]) IS 'numbers that links tie together, each with the least that it is tied to';

CREATE FUNCTION badcase_internal.join_clusters(fresh bigint[], of bigint[], links bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    numbers bigint[];
    roots bigint[];
  BEGIN
    -- a new one without a link is its own
    SELECT array_agg(t.id), array_agg(t.root) INTO numbers, roots FROM badcase_internal.least_tied(fresh || of, fresh || links) t;
    PERFORM badcase_internal.renumber_clusters(array_agg(x.id), array_agg(x.root)) FROM unnest(numbers, roots) x(id, root) WHERE x.root <> x.id;
    RETURN ARRAY(
      SELECT x.root FROM unnest(fresh) WITH ORDINALITY f(id, place) JOIN unnest(numbers, roots) x(id, root) ON x.id = f.id ORDER BY f.place);
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
      PERFORM badcase_internal.mark_clusters(program, clusters);
      UPDATE badcase_internal.submission s SET cluster_id = first WHERE s.cluster_id = ANY (array_remove(clusters, first));
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_common(int) IS 'joins the clusters of common submissions that are near to each other';

-- Each of the few new ones is looked for among all common ones, which finds each copy of its template. Where that reads so
-- many rows that the join of all would cost less, as in searched_pairs, the join does the rest.
CREATE FUNCTION badcase_internal.join_new_common(program int, fresh bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    read bigint := 0;
    before bigint;
    most bigint;
    of bigint[];
    links bigint[];
    done int := 0;
    step int := 4;
  BEGIN
    WHILE done < cardinality(fresh) LOOP
      most := read * 2 / 5;
      IF (SELECT count(*) <= most FROM (
          SELECT 1 FROM badcase_internal.searchable k
          WHERE k.program_id = join_new_common.program AND k.common_record AND k.submission_id > 0 LIMIT most + 1) x) THEN
        PERFORM badcase_internal.join_common(program);
        RETURN;
      END IF;
      before := pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass);
      SELECT array_agg(x.of), array_agg(x.link) INTO of, links
      FROM (
        SELECT DISTINCT n.cluster_id AS of, o.cluster_id AS link
        FROM badcase_internal.common_pairs(program, fresh[done + 1 : done + step]) p
        JOIN badcase_internal.submission n ON n.submission_id = p.submission
        JOIN badcase_internal.submission o ON o.submission_id = p.other
        WHERE n.cluster_id <> o.cluster_id) x;
      read := read + pg_stat_get_xact_tuples_fetched('badcase_internal.searchable'::regclass) - before;
      IF of IS NOT NULL THEN
        PERFORM badcase_internal.join_clusters('{}'::bigint[], of, links);
      END IF;
      done := done + step;
      step := 2 * step;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.join_new_common(int, bigint[]) IS
  'joins the clusters of new common submissions and of the common ones that are near to them';
