-- Pairs and clusters of corpus items that an engine outside found. They are taken at its word, for they decide nothing but
-- how much of a cluster a release mixes in. Relations of submissions are triage's alone: credit follows them.

-- An expression without a subquery and without SET, so that it and what calls it are made part of the statement: as calls they
-- would be parsed anew for each line.
CREATE FUNCTION badcase_internal.item_number(value jsonb) RETURNS bigint
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN (value #>> '{}') COLLATE "C" ~ '^[0-9]{1,18}(\.0*)?$' THEN nullif((value #>> '{}')::numeric::bigint, 0) END;
  END;
COMMENT ON FUNCTION badcase_internal.item_number(jsonb) IS
  'the number of an item as engines write it, a JSON number or a string of digits, with .0 too; null where it is none';

CREATE FUNCTION badcase_internal.cluster_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN (line ?& '{id,cluster}') = (line ?& '{a,b}') THEN 'cluster_keys'
      WHEN line ? 'cluster' AND badcase_internal.item_number(line -> 'id') IS NULL
        OR NOT line ? 'cluster' AND (badcase_internal.item_number(line -> 'a') IS NULL OR badcase_internal.item_number(line -> 'b') IS NULL) THEN 'item_type'
      WHEN line ? 'cluster' AND (jsonb_typeof(line -> 'cluster') NOT IN ('number', 'string', 'null') OR length(line ->> 'cluster') > 200) THEN 'cluster_type'
      WHEN badcase_internal.item_number(line -> 'a') = badcase_internal.item_number(line -> 'b') THEN 'same_item'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.cluster_fault(jsonb) IS 'the code of what is wrong with a line of clusters, or null';

CREATE FUNCTION badcase_internal.cluster_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'cluster_keys' THEN 'a line has the keys "id" and "cluster", or "a" and "b"'
      WHEN 'item_type' THEN 'an item is a whole number from 1'
      WHEN 'cluster_type' THEN 'a cluster is a number, or a string of up to 200 characters'
      WHEN 'same_item' THEN 'a pair is of two items'
      WHEN 'no_item' THEN 'the corpus has no such item'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.cluster_message(text) IS 'a code of a refused line of clusters in words';

-- Written and not only locked, so that a transaction with an older snapshot fails (40001) instead of missing what came meanwhile.
CREATE FUNCTION badcase_internal.lock_corpus(corpus bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.corpus k SET name = k.name WHERE k.corpus_id = lock_corpus.corpus;
  END;
COMMENT ON FUNCTION badcase_internal.lock_corpus(bigint) IS 'until the transaction ends, nobody else changes that corpus';

CREATE FUNCTION badcase_internal.cluster_corpus(corpus bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    of bigint[];
    links bigint[];
  BEGIN
    SELECT array_agg(r.item_id), array_agg(r.other_id) INTO of, links
    FROM badcase_internal.upload u JOIN badcase_internal.corpus_relation r ON r.upload_id = u.upload_id
    WHERE u.kind = 'clusters' AND u.target = cluster_corpus.corpus;
    UPDATE badcase_internal.corpus_item k SET cluster_id = x.root
    FROM (
      SELECT i.item_id, t.root
      FROM badcase_internal.corpus_item i LEFT JOIN badcase_internal.least_tied(of, links) t ON t.id = i.item_id
      WHERE i.corpus_id = cluster_corpus.corpus AND i.cluster_id IS DISTINCT FROM t.root) x
    WHERE k.item_id = x.item_id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_corpus(bigint) IS 'gives the items of a corpus their clusters, by all relations that there are';

-- What an engine has no cluster for: null, or -1 as DataTrove writes it.
CREATE FUNCTION badcase_internal.cluster_lines(corpus bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, cluster text, item bigint, other bigint)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.cluster_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, nullif(l.object ->> 'cluster', '-1') AS cluster, badcase_internal.item_number(l.object -> 'id') AS id,
        badcase_internal.item_number(l.object -> 'a') AS a, badcase_internal.item_number(l.object -> 'b') AS b
      FROM line l WHERE l.code IS NULL
    ), known AS (
      SELECT n.line_no, n.cluster, coalesce(n.id, greatest(n.a, n.b)) AS item, CASE WHEN n.id IS NULL THEN least(n.a, n.b) END AS other
      FROM named n
      WHERE EXISTS (SELECT FROM badcase_internal.corpus_item k WHERE k.item_id = coalesce(n.id, n.a) AND k.corpus_id = cluster_lines.corpus)
        AND EXISTS (SELECT FROM badcase_internal.corpus_item k WHERE k.item_id = coalesce(n.id, n.b) AND k.corpus_id = cluster_lines.corpus)
    )
    SELECT l.line_no, l.line, coalesce(l.code, CASE WHEN k.line_no IS NULL THEN 'no_item' END), l.byte_offset, l.path, l.message, k.cluster, k.item, k.other
    FROM line l LEFT JOIN known k ON k.line_no = l.line_no;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.cluster_lines(bigint) IS
  'the lines that this transaction has brought, judged as clusters and pairs of a corpus''s items';

-- A line ties its item to the least one of the cluster, the line of that one to the greatest. A line that ties what is tied
-- already, in the file or by what was loaded before, is repeated, and so is one that ties nothing.
CREATE FUNCTION badcase_internal.store_clusters(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.lock_corpus(u.target);
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.cluster_lines(u.target) l
    ), tie AS MATERIALIZED (
      SELECT l.item, l.other, row_number() OVER (PARTITION BY l.item, l.other ORDER BY l.line_no) > 1 AS again
      FROM line l WHERE l.code IS NULL AND l.other IS NOT NULL
      UNION ALL
      SELECT CASE WHEN m.item = m.first THEN m.last ELSE m.item END, m.first, m.again
      FROM (
        SELECT l.item, min(l.item) OVER cluster AS first, max(l.item) OVER cluster AS last,
          row_number() OVER (PARTITION BY l.cluster COLLATE "C", l.item ORDER BY l.line_no) > 1 AS again
        FROM line l WHERE l.code IS NULL AND l.cluster IS NOT NULL
        WINDOW cluster AS (PARTITION BY l.cluster COLLATE "C")) m
      WHERE m.first < m.last
    ), fresh AS (
      SELECT count(*) AS n FROM tie t
      JOIN badcase_internal.corpus_item i ON i.item_id = t.item
      JOIN badcase_internal.corpus_item o ON o.item_id = t.other
      WHERE NOT t.again AND (i.cluster_id = o.cluster_id) IS NOT TRUE
    ), relation AS (
      INSERT INTO badcase_internal.corpus_relation (upload_id, item_id, other_id)
      SELECT DISTINCT u.upload_id, t.item, t.other FROM tie t
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.cluster_message(l.code)), l.line, sha256(l.line)
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT o.line_digest FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT f.n FROM fresh f), (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
    PERFORM badcase_internal.cluster_corpus(u.target);
    PERFORM badcase_internal.note_action(u.program_id, 'clusters_loaded', setting => format('upload %s', u.upload_id));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_clusters(badcase_internal.upload) IS
  'judges the lines of an upload of the kind clusters and ties the items of its corpus';

CREATE FUNCTION badcase.remove_clusters(upload bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    u badcase_internal.upload;
    n bigint;
  BEGIN
    SELECT o.* INTO u FROM badcase_internal.upload o WHERE o.upload_id = remove_clusters.upload;
    PERFORM badcase_internal.require(u.program_id, 'curator');
    IF u.kind <> 'clusters' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('upload %s is of the kind %s', upload, u.kind);
    END IF;
    PERFORM badcase_internal.lock_corpus(u.target);
    DELETE FROM badcase_internal.corpus_relation r WHERE r.upload_id = u.upload_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
      PERFORM badcase_internal.cluster_corpus(u.target);
      PERFORM badcase_internal.note_action(u.program_id, 'clusters_removed', setting => format('upload %s', u.upload_id));
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.remove_clusters(bigint) IS
  'curator: takes back what an upload of the kind clusters said; returns how many relations that were';

CREATE FUNCTION badcase_internal.corpus_relations()
  RETURNS TABLE (program int, corpus text, upload bigint, file_name text, item bigint, other bigint, similarity float8)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET enable_bitmapscan = off
  SET jit = off
  AS $$
    SELECT u.program_id, k.name, u.upload_id, u.file_name, r.item_id, r.other_id, @extschema@.similarity(i.record, o.record, 'record'::text)
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL (
      SELECT x.* FROM badcase_internal.upload x WHERE x.program_id = p.program_id AND x.kind = 'clusters' ORDER BY x.upload_id DESC) u
    JOIN badcase_internal.corpus k ON k.corpus_id = u.target
    CROSS JOIN LATERAL (
      SELECT y.* FROM badcase_internal.corpus_relation y WHERE y.upload_id = u.upload_id ORDER BY y.item_id, y.other_id) r
    JOIN badcase_internal.corpus_item i ON i.item_id = r.item_id
    JOIN badcase_internal.corpus_item o ON o.item_id = r.other_id
  $$;
COMMENT ON FUNCTION badcase_internal.corpus_relations() IS 'the rows of badcase.corpus_relations';

CREATE VIEW badcase.corpus_relations WITH (security_barrier = true) AS
  SELECT (x.r).* FROM (SELECT badcase_internal.corpus_relations() AS r) x;
COMMENT ON VIEW badcase.corpus_relations IS
  'curator: which items of the general corpora of the reader''s programs belong together, by which upload; of a cluster, each item with the one of the lowest number';
COMMENT ON COLUMN badcase.corpus_relations.program IS 'the program';
COMMENT ON COLUMN badcase.corpus_relations.corpus IS 'the name of the corpus';
COMMENT ON COLUMN badcase.corpus_relations.upload IS 'the upload that says so: badcase.uploads has who sent it, and when';
COMMENT ON COLUMN badcase.corpus_relations.file_name IS 'the name of its file';
COMMENT ON COLUMN badcase.corpus_relations.item IS 'the number of the item';
COMMENT ON COLUMN badcase.corpus_relations.other IS 'the number of the other one';
COMMENT ON COLUMN badcase.corpus_relations.similarity IS 'of the two records, computed as it is read';
