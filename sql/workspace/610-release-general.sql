-- What a release takes of general corpora, so that the model does not forget what else it knows.

CREATE FUNCTION badcase_internal.topic_of(record @extschema@.badcase) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(m.meta -> 'topic') = 'string' THEN m.meta ->> 'topic' WHEN jsonb_typeof(m.meta -> 'task') = 'string' THEN m.meta ->> 'task' END
    FROM (SELECT @extschema@.meta(record) AS meta OFFSET 0) m;
  END;
COMMENT ON FUNCTION badcase_internal.topic_of(@extschema@.badcase) IS 'the topic that a record of a general corpus names: its key "topic", or else "task"; null for none';

-- Takes the records of a corpus with the lowest hashes. These are other hashes than those that order a release, or its
-- beginning would be all of the corpus. Records that overlap with a benchmark, are in already, or are held out, here or in
-- another corpus, are passed over, and so are more of a cluster than per_cluster; so it may take several rounds, each for
-- what is still missing.
CREATE FUNCTION badcase_internal.mix_corpus(r badcase_internal.release, corpus bigint, topic text, wanted bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    passed bigint := 0;
    missing bigint := wanted;
    ids bigint[];
    found bigint[];
    contaminated bigint := 0;
    taken bigint;
  BEGIN
    WHILE missing > 0 LOOP
      ids := ARRAY(
        SELECT i.item_id FROM badcase_internal.corpus_item i WHERE i.corpus_id = mix_corpus.corpus AND NOT i.held_out
          AND (mix_corpus.topic IS NULL OR badcase_internal.topic_of(i.record) = mix_corpus.topic)
        ORDER BY sha256(i.digest || int8send(r.seed)) OFFSET passed LIMIT missing);
      IF ids = '{}' THEN
        RAISE invalid_parameter_value USING
          MESSAGE = format('corpus %s has %s fewer records%s for the release than were asked for', corpus, missing, ' of the topic "' || topic || '"'),
          DETAIL = 'What overlaps with a benchmark, is held out or is in the release already does not count, nor do more of a cluster than per_cluster.';
      END IF;
      found := ARRAY(SELECT DISTINCT c.submission FROM badcase_internal.find_contamination(r.program_id, NULL, 0.8, ids, true) c);
      INSERT INTO badcase_internal.release_general_item (item_id, release_id, pos, digest, has_rejected)
      SELECT c.item_id, r.release_id, 1, c.digest, (
        SELECT @extschema@.rejected(i.record) IS NOT NULL FROM badcase_internal.corpus_item i WHERE i.item_id = c.item_id)
      FROM (
        SELECT n.item_id, n.digest, n.cluster_id,
          row_number() OVER (PARTITION BY coalesce(n.cluster_id, n.item_id) ORDER BY sha256(n.digest || int8send(r.seed))) AS place
        FROM (
          SELECT DISTINCT ON (k.key) k.item_id, k.digest, k.key, k.cluster_id
          FROM (
            SELECT i.item_id, i.digest, i.cluster_id, @extschema@.exact_key(i.record) AS key
            FROM badcase_internal.corpus_item i JOIN (SELECT unnest(ids) EXCEPT SELECT unnest(found)) x(id) ON x.id = i.item_id OFFSET 0) k
          ORDER BY k.key, sha256(k.digest || int8send(r.seed))) n
        WHERE NOT EXISTS (
            SELECT FROM badcase_internal.release_item t JOIN badcase_internal.submission s ON s.submission_id = t.submission_id
            WHERE t.release_id = r.release_id AND s.exact_key = n.key)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item o ON o.item_id = m.item_id
            WHERE m.release_id = r.release_id AND @extschema@.exact_key(o.record) = n.key)
          AND NOT EXISTS (
            SELECT FROM badcase_internal.corpus u JOIN badcase_internal.corpus_item h ON h.corpus_id = u.corpus_id AND h.held_out
            WHERE u.program_id = r.program_id AND @extschema@.exact_key(h.record) = n.key)) c
      LEFT JOIN (
        SELECT o.cluster_id, count(*) AS taken
        FROM badcase_internal.release_general_item m JOIN badcase_internal.corpus_item o ON o.item_id = m.item_id
        WHERE m.release_id = r.release_id AND o.cluster_id IS NOT NULL GROUP BY o.cluster_id) b ON b.cluster_id = c.cluster_id
      WHERE (c.place + coalesce(b.taken, 0) > (r.mix ->> 'per_cluster')::bigint) IS NOT TRUE;
      GET DIAGNOSTICS taken = ROW_COUNT;
      passed := passed + cardinality(ids);
      missing := missing - taken;
      contaminated := contaminated + cardinality(found);
    END LOOP;
    RETURN contaminated;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mix_corpus(badcase_internal.release, bigint, text, bigint) IS
  'puts so many records of a corpus, or of a topic in it, into a new release; returns how many it passed over because a benchmark overlaps with them';

-- Gives all items their places anew, by the hash that ordered the release's own.
CREATE FUNCTION badcase_internal.place_items(release bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    WITH place AS MATERIALIZED (
      SELECT i.id, i.general, row_number() OVER (ORDER BY sha256(int8send(r.seed) || i.digest), i.general, i.id) AS pos
      FROM badcase_internal.release r
      CROSS JOIN LATERAL (
        SELECT t.submission_id AS id, false AS general, t.digest FROM badcase_internal.release_item t WHERE t.release_id = r.release_id
        UNION ALL
        SELECT x.item_id, true AS general, x.digest FROM badcase_internal.release_general_item x WHERE x.release_id = r.release_id) i
      WHERE r.release_id = place_items.release
    ), item AS (
      UPDATE badcase_internal.release_item t SET pos = p.pos FROM place p
      WHERE t.release_id = place_items.release AND NOT p.general AND t.submission_id = p.id
    )
    UPDATE badcase_internal.release_general_item x SET pos = p.pos FROM place p
    WHERE x.release_id = place_items.release AND p.general AND x.item_id = p.id;
  END;
COMMENT ON FUNCTION badcase_internal.place_items(bigint) IS 'gives the items of a new release their places among what was mixed in';

-- By the largest remainders: the whole parts first, what is left to the topics with the greatest fractions.
CREATE FUNCTION badcase_internal.share_out(wanted bigint, topics jsonb) RETURNS TABLE (topic text, n bigint)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT x.topic, x.whole + (x.place <= share_out.wanted - sum(x.whole) OVER ())::int
    FROM (
      SELECT y.topic, trunc(y.share)::bigint AS whole, row_number() OVER (ORDER BY y.share - trunc(y.share) DESC, y.topic COLLATE "C") AS place
      FROM (
        SELECT t.key AS topic, div(share_out.wanted * t.value::numeric, w.total)
            + mod(share_out.wanted * t.value::numeric, w.total) / w.total AS share
        FROM jsonb_each_text(topics) t
        CROSS JOIN (SELECT sum(v.value::numeric) AS total FROM jsonb_each_text(topics) v) w) y) x
    ORDER BY x.topic COLLATE "C";
  END;
COMMENT ON FUNCTION badcase_internal.share_out(bigint, jsonb) IS 'a number shared out to topics by their weights';

CREATE FUNCTION badcase_internal.mix_items(release bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    own bigint;
    g record;
    part record;
    contaminated bigint := 0;
  BEGIN
    SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = mix_items.release;
    own := (SELECT count(*) FROM badcase_internal.release_item i WHERE i.release_id = r.release_id);
    FOR g IN
      SELECT x.asked ->> 'corpus' AS name, k.corpus_id, x.asked -> 'topics' AS topics,
        coalesce((x.asked ->> 'count')::bigint, trunc((x.asked ->> 'ratio')::numeric * own)::bigint) AS wanted
      FROM jsonb_array_elements(r.mix -> 'general') WITH ORDINALITY x(asked, n)
      LEFT JOIN badcase_internal.corpus k ON k.program_id = r.program_id AND k.role = 'general' AND k.name = x.asked ->> 'corpus'
      ORDER BY x.n
    LOOP
      IF g.corpus_id IS NULL THEN
        RAISE undefined_object USING
          MESSAGE = format('program %s has no general corpus "%s"', r.program_id, g.name),
          HINT = 'badcase.open_corpus makes one.';
      END IF;
      FOR part IN
        SELECT NULL::text AS topic, g.wanted AS n WHERE g.topics IS NULL
        UNION ALL
        SELECT s.topic, s.n FROM badcase_internal.share_out(g.wanted, g.topics) s WHERE g.topics IS NOT NULL
      LOOP
        contaminated := contaminated + badcase_internal.mix_corpus(r, g.corpus_id, part.topic, part.n);
      END LOOP;
    END LOOP;
    PERFORM badcase_internal.place_items(r.release_id);
    RETURN contaminated;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.mix_items(bigint) IS
  'mixes into a new release what its options ask for of general corpora; returns how many records were passed over because a benchmark overlaps with them';
