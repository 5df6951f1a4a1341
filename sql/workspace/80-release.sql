-- Releases: frozen, ordered lists of what was accepted. Consent counts when a list is made, published and read.

-- Items of a release that may not leave any more.
CREATE FUNCTION badcase.lost_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*)
    FROM badcase.release_item i
    JOIN badcase.submission s ON s.submission_id = i.submission_id
    WHERE i.release_id = lost_items.release AND (s.state = 'withdrawn' OR NOT s.contributor_id = ANY (ARRAY(
      SELECT c.contributor_id FROM badcase.release r JOIN badcase.contributor c ON c.program_id = r.program_id
      WHERE r.release_id = lost_items.release AND badcase.consents(c.contributor_id, 'train'))));
  END;
COMMENT ON FUNCTION badcase.lost_items(bigint) IS
  'how many items of a release were withdrawn, or have no consent to training any more';

-- The program's count of withdrawals is locked: one that is under way is waited for, one that the snapshot does not
-- show raises a serialization failure, and a read-only transaction cannot lock.
CREATE FUNCTION badcase.check_release(release bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    lost bigint;
  BEGIN
    PERFORM FROM badcase.program p
    WHERE p.program_id = (SELECT r.program_id FROM badcase.release r WHERE r.release_id = check_release.release)
    FOR SHARE;
    lost := badcase.lost_items(release);
    IF lost > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is no longer whole: %s of its items were withdrawn or have no consent any more',
          release, lost),
        HINT = 'Build a new release: it leaves them out.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.check_release(bigint) IS
  'raises (55000) if an item of a release was withdrawn or has no consent any more; waits for withdrawals under way';

CREATE FUNCTION badcase.build_release(program int, name text, seed bigint, mix jsonb DEFAULT NULL, per_task int DEFAULT NULL,
    validation numeric DEFAULT 0) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    new_id bigint;
  BEGIN
    PERFORM badcase.require(program, 'curator');
    IF mix IS NOT NULL THEN
      RAISE feature_not_supported USING MESSAGE = 'releases with a mix are not supported by this version';
    END IF;
    IF validation IS DISTINCT FROM 0 THEN
      RAISE feature_not_supported USING MESSAGE = 'releases with a validation split are not supported by this version';
    END IF;
    IF seed IS NULL OR per_task < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a release has a seed, and at least one item of a task';
    END IF;
    PERFORM FROM badcase.program p WHERE p.program_id = build_release.program FOR SHARE;

    INSERT INTO badcase.release (program_id, name, seed, per_task, items, sha256, built_by)
    VALUES (build_release.program, build_release.name, build_release.seed, build_release.per_task, 0, '',
      badcase.caller())
    RETURNING release_id INTO new_id;
    WITH accepted AS (
      SELECT DISTINCT ON (s.cluster_id) s.submission_id, s.revision, s.task_id, v.digest,
        sha256(int8send(build_release.seed) || v.digest) AS shuffled
      FROM badcase.submission s
      JOIN badcase.revision v ON v.submission_id = s.submission_id AND v.revision = s.revision
      WHERE s.program_id = build_release.program AND s.state = 'accepted' AND s.contributor_id = ANY (ARRAY(
        SELECT c.contributor_id FROM badcase.contributor c
        WHERE c.program_id = build_release.program AND badcase.consents(c.contributor_id, 'train')))
      ORDER BY s.cluster_id, s.submission_id
    ), ranked AS (
      SELECT a.*, row_number() OVER (PARTITION BY a.task_id ORDER BY a.shuffled, a.submission_id) AS of_task
      FROM accepted a
    )
    INSERT INTO badcase.release_item (submission_id, release_id, pos, revision, digest)
    SELECT r.submission_id, new_id, row_number() OVER (ORDER BY r.shuffled, r.submission_id), r.revision, r.digest
    FROM ranked r
    WHERE build_release.per_task IS NULL OR r.task_id IS NULL OR r.of_task <= build_release.per_task;
    UPDATE badcase.release r SET
      items = t.n,
      sha256 = t.hash
    FROM (
      SELECT count(*) AS n, sha256(coalesce(string_agg(i.digest, '' ORDER BY i.pos), '')) AS hash
      FROM badcase.release_item i WHERE i.release_id = new_id) t
    WHERE r.release_id = new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric) IS
  'freezes what is accepted and may be trained on, one of each cluster, in an order that the seed decides; returns its number';

CREATE FUNCTION badcase.publish_release(release bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    PERFORM badcase.require((SELECT r.program_id FROM badcase.release r WHERE r.release_id = publish_release.release),
      'curator');
    PERFORM badcase.check_release(release);
    UPDATE badcase.release r SET published_by = badcase.caller(), published_at = now()
    WHERE r.release_id = publish_release.release AND r.published_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('release %s is published already', release);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.publish_release(bigint) IS 'publishes a release: exporters can read it from now on';

CREATE FUNCTION badcase.release_rows(release bigint, format text DEFAULT 'badcase', split text DEFAULT NULL)
  RETURNS TABLE (pos bigint, line json)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r badcase.release;
  BEGIN
    SELECT t.* INTO r FROM badcase.release t WHERE t.release_id = release_rows.release;
    IF r.published_at IS NULL THEN
      PERFORM badcase.require(r.program_id, 'curator');
    ELSE
      PERFORM badcase.require(r.program_id, 'exporter', 'curator');
    END IF;
    IF release_rows.format IS DISTINCT FROM 'badcase' THEN
      RAISE feature_not_supported USING
        MESSAGE = 'no such format in this version',
        HINT = 'The format is badcase.';
    END IF;
    IF release_rows.split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    PERFORM badcase.check_release(release);
    RETURN QUERY
      SELECT i.pos, @extschema@.json(v.record)
      FROM badcase.release_item i
      JOIN badcase.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
      WHERE i.release_id = r.release_id AND (release_rows.split IS NULL OR i.split = release_rows.split)
      ORDER BY i.pos;
  END
  $$;
COMMENT ON FUNCTION badcase.release_rows(bigint, text, text) IS
  'the lines of a release in order; refuses where an item was withdrawn or has no consent any more';

CREATE FUNCTION badcase.export_sft_rows()
  RETURNS TABLE (release bigint, pos bigint, split text, prompt text, response text, history jsonb, system text, task text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
    SELECT i.release_id, i.pos, i.split, @extschema@.prompt(v.record), @extschema@.response(v.record),
      @extschema@.history(v.record), @extschema@.meta(v.record) ->> 'system', t.name
    FROM badcase.release r
    JOIN badcase.release_item i ON i.release_id = r.release_id
    JOIN badcase.submission s ON s.submission_id = i.submission_id
    JOIN badcase.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    LEFT JOIN badcase.task t ON t.task_id = s.task_id
    WHERE r.published_at IS NOT NULL AND s.state <> 'withdrawn'
      AND r.program_id = ANY (ARRAY(
      SELECT p.program_id FROM badcase.program p WHERE badcase.has_capability(p.program_id, 'exporter')))
      AND s.contributor_id = ANY (ARRAY(
      SELECT c.contributor_id FROM badcase.contributor c WHERE badcase.consents(c.contributor_id, 'train')))
    ORDER BY i.release_id, i.pos
  $$;
COMMENT ON FUNCTION badcase.export_sft_rows() IS 'the rows of badcase.export_sft';

CREATE VIEW badcase.export_sft WITH (security_invoker = true, security_barrier = true) AS
  SELECT x.release, x.pos, x.split, x.prompt, x.response, x.history, x.system, x.task FROM badcase.export_sft_rows() x;
COMMENT ON VIEW badcase.export_sft IS
  'published releases as demonstrations, without what has no consent to training or was withdrawn when the statement began';
COMMENT ON COLUMN badcase.export_sft.release IS 'the release';
COMMENT ON COLUMN badcase.export_sft.pos IS 'the place in the release, from 1';
COMMENT ON COLUMN badcase.export_sft.split IS 'train or validation';
COMMENT ON COLUMN badcase.export_sft.prompt IS 'the model''s input';
COMMENT ON COLUMN badcase.export_sft.response IS 'the expected output';
COMMENT ON COLUMN badcase.export_sft.history IS 'earlier turns, [[question, answer], …], oldest first';
COMMENT ON COLUMN badcase.export_sft.system IS 'the key "system" of the record';
COMMENT ON COLUMN badcase.export_sft.task IS 'the task, if it has one';
