-- What became of a release: against what it was when it was built, and against another.

-- Slower by a subtransaction for each record than badcase_digest alone, which raises at the first damaged one.
CREATE FUNCTION badcase_internal.has_digest(record @extschema@.badcase, digest bytea) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN @extschema@.badcase_digest(record) IS NOT DISTINCT FROM digest;
  EXCEPTION WHEN data_corrupted THEN
    RETURN false;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.has_digest(@extschema@.badcase, bytea) IS
  'whether a record is the one of that digest, false where its stored bytes are damaged';

-- The order follows from the seed, the consents that count from the mix.
CREATE FUNCTION badcase_internal.built_otherwise(r badcase_internal.release) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (r.mix ? 'public') <> ('publish_text' = ANY (r.scopes)) OR NOT 'train' = ANY (r.scopes) OR EXISTS (
      SELECT FROM (
        SELECT h.hash, lag(h.hash) OVER (ORDER BY h.pos) AS before
        FROM (
          SELECT i.pos, sha256(int8send(r.seed) || i.digest) AS hash
          FROM badcase_internal.release_item i WHERE i.release_id = r.release_id AND i.digest IS NOT NULL
          UNION ALL
          SELECT m.pos, sha256(int8send(r.seed) || m.digest) FROM badcase_internal.release_general_item m WHERE m.release_id = r.release_id) h) x
      WHERE x.before > x.hash);
  END;
COMMENT ON FUNCTION badcase_internal.built_otherwise(badcase_internal.release) IS
  'whether the items are in an order that the seed does not give, or the scopes are not those of the mix';

-- An erased text cannot be compared, and an item's digest went with it; it counts as withdrawn.
CREATE FUNCTION badcase_internal.release_texts(release bigint) RETURNS TABLE (record @extschema@.badcase, digest bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END, i.digest
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    WHERE i.release_id = release_texts.release
      AND (s.state = 'withdrawn' AND CASE WHEN s.revision = i.revision THEN s.record IS NULL ELSE v.submission_id IS NOT NULL AND v.record IS NULL END)
        IS NOT TRUE
    UNION ALL
    SELECT k.record, x.digest
    FROM badcase_internal.release_general_item x LEFT JOIN badcase_internal.corpus_item k ON k.item_id = x.item_id
    WHERE x.release_id = release_texts.release;
  END;
COMMENT ON FUNCTION badcase_internal.release_texts(bigint) IS
  'the texts of a release''s items beside the hashes of what was taken, without those that were erased';

CREATE FUNCTION badcase_internal.changed_items(release bigint) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    SELECT count(*) INTO n
    FROM badcase_internal.release_texts(release) t WHERE @extschema@.badcase_digest(t.record) IS DISTINCT FROM t.digest;
    RETURN n;
  EXCEPTION WHEN data_corrupted THEN
    SELECT count(*) INTO n FROM badcase_internal.release_texts(release) t WHERE NOT badcase_internal.has_digest(t.record, t.digest);
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.changed_items(bigint) IS
  'how many items of a release have a text that is not the one that was taken, or is damaged';

CREATE FUNCTION badcase.verify_release(release bigint)
  RETURNS TABLE (ok bool, items bigint, withdrawn bigint, changed bigint, message text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    h record;
    list_differs bool;
  BEGIN
    SELECT t.* INTO h FROM badcase_internal.release_hashes(r.release_id) t;
    list_differs := h.items <> r.items OR h.ids_sha256 <> r.ids_sha256 OR (h.sha256 <> r.sha256 AND NOT EXISTS (
      SELECT FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
      WHERE i.release_id = r.release_id AND i.digest IS NULL AND s.state = 'withdrawn')) OR badcase_internal.built_otherwise(r);
    items := r.items;
    withdrawn := badcase_internal.lost_items(r.release_id);
    changed := badcase_internal.changed_items(r.release_id);
    changed := greatest(changed, abs(h.items - r.items), list_differs::int);
    ok := withdrawn = 0 AND changed = 0;
    message := concat_ws('; ',
      CASE WHEN ok THEN 'as it was built' END,
      'it was retired: ' || r.retired_for,
      CASE WHEN withdrawn > 0 THEN format('%s of %s items were withdrawn or have no consent any more', withdrawn, items) END,
      CASE WHEN changed > 0 AND list_differs THEN 'the list is not the one that was built'
        WHEN changed > 0 THEN format('the text of %s of %s items is not the one that was taken', changed, items) END);
    RETURN NEXT;
  END
  $$;
COMMENT ON FUNCTION badcase.verify_release(bigint) IS
  'exporter, curator: whether a release is what was built: every item compared with its hash, and the list with its own';

CREATE FUNCTION badcase.release_diff(a bigint, b bigint) RETURNS TABLE (change text, submission bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    old CONSTANT badcase_internal.release := badcase_internal.readable_release(a);
    new CONSTANT badcase_internal.release := badcase_internal.readable_release(b);
  BEGIN
    IF old.program_id <> new.program_id THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the two releases are of different programs';
    END IF;
    RETURN QUERY
      SELECT d.change, d.submission_id
      FROM (
        SELECT coalesce(x.submission_id, y.submission_id) AS submission_id,
          CASE
            WHEN x.submission_id IS NULL THEN 'added'
            WHEN y.submission_id IS NULL AND (s.state = 'withdrawn' OR k.contributor_id IS NULL) THEN 'withdrawn'
            WHEN y.submission_id IS NULL THEN 'removed'
            WHEN x.revision <> y.revision THEN 'revised'
          END AS change
        FROM (SELECT i.submission_id, i.revision FROM badcase_internal.release_item i WHERE i.release_id = old.release_id) x
        FULL JOIN (SELECT i.submission_id, i.revision FROM badcase_internal.release_item i WHERE i.release_id = new.release_id) y
          ON y.submission_id = x.submission_id
        JOIN badcase_internal.submission s ON s.submission_id = coalesce(x.submission_id, y.submission_id)
        LEFT JOIN badcase_internal.consenting(old.program_id, old.scopes) k(contributor_id) ON k.contributor_id = s.contributor_id) d
      WHERE d.change IS NOT NULL
      ORDER BY d.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.release_diff(bigint, bigint) IS
  'exporter, curator: what the second release has and the first had not, and the other way round: added, removed, revised, withdrawn';
