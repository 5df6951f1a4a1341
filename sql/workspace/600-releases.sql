-- Building releases: frozen, ordered lists of what was accepted. Consent counts when a list is made, published and read.

CREATE FUNCTION badcase_internal.release_entries(release bigint)
  RETURNS TABLE (pos bigint, split text, submission bigint, record @extschema@.badcase)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT i.pos, i.split, i.submission_id, CASE WHEN s.revision = i.revision THEN s.record ELSE v.record END
    FROM badcase_internal.release_item i
    LEFT JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    LEFT JOIN badcase_internal.revision v ON v.submission_id = i.submission_id AND v.revision = i.revision
    WHERE i.release_id = release_entries.release
    UNION ALL
    SELECT x.pos, 'train'::text AS split, NULL::bigint AS submission_id, k.record
    FROM badcase_internal.release_general_item x
    LEFT JOIN badcase_internal.corpus_item k ON k.item_id = x.item_id
    WHERE x.release_id = release_entries.release;
  END;
COMMENT ON FUNCTION badcase_internal.release_entries(bigint) IS
  'the items of a release with their texts, which are null where they are gone; no submission: of a general corpus';

CREATE FUNCTION badcase_internal.consenting(program int, scopes text[]) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT c.contributor_id FROM badcase_internal.contributor c
    WHERE c.program_id = consenting.program
      AND NOT EXISTS (SELECT FROM unnest(scopes) x(scope) WHERE NOT badcase_internal.consents(c.contributor_id, x.scope));
  END;
COMMENT ON FUNCTION badcase_internal.consenting(int, text[]) IS
  'the contributors of a program whose consents of all these scopes hold';

CREATE FUNCTION badcase_internal.check_general(asked jsonb) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF jsonb_typeof(asked) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(asked) x
        WHERE jsonb_typeof(x) <> 'object' OR jsonb_typeof(x -> 'corpus') IS DISTINCT FROM 'string'
          OR x - '{corpus,ratio,count,topics}'::text[] <> '{}' OR (x ? 'ratio') = (x ? 'count')
          OR (x ? 'count' AND badcase_internal.whole_number(x -> 'count', 1) IS NULL)
          OR (x ? 'ratio' AND CASE WHEN jsonb_typeof(x -> 'ratio') = 'number' THEN (x ->> 'ratio')::numeric BETWEEN 0 AND 1000 END IS NOT TRUE)
          OR (x ? 'topics' AND (jsonb_typeof(x -> 'topics') <> 'object' OR x -> 'topics' = '{}'))) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'general is an array of objects with a corpus and either a count from 1 or a ratio from 0 to 1000',
        HINT = 'For example [{"corpus": "dialogue", "ratio": 2}, {"corpus": "poems", "count": 500}].';
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(asked) x CROSS JOIN LATERAL jsonb_each(x -> 'topics') t
        WHERE x ? 'topics' AND CASE WHEN jsonb_typeof(t.value) = 'number' THEN (t.value)::numeric > 0 AND (t.value)::numeric <= 1000000 END IS NOT TRUE) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'topics is an object with a weight above 0, up to a million, for each topic',
        HINT = 'For example {"corpus": "dialogue", "ratio": 2, "topics": {"poems": 1, "mathematics": 3}}.';
    END IF;
    IF (SELECT count(DISTINCT x -> 'corpus') < count(*) FROM jsonb_array_elements(asked) x) THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a corpus is mixed in once';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_general(jsonb) IS 'raises (22023) unless that says what to mix in of general corpora';

-- What a release can be asked for beside its arguments; every key has a place in the manifest.
CREATE FUNCTION badcase_internal.release_options(mix jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    asked CONSTANT jsonb := coalesce(mix, '{}');
    filled jsonb;
    wrong text;
  BEGIN
    IF jsonb_typeof(asked) <> 'object' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'the mix of a release is a JSON object';
    END IF;
    filled := '{"per_cluster": 1}' || asked;
    wrong := (SELECT min(k COLLATE "C") FROM jsonb_object_keys(asked) k WHERE k NOT IN ('per_cluster', 'public', 'general'));
    IF wrong IS NOT NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('the mix of a release has no key "%s"', wrong),
        HINT = 'Keys are general, per_cluster and public.';
    END IF;
    IF jsonb_typeof(filled -> 'per_cluster') <> 'null' AND badcase_internal.whole_number(filled -> 'per_cluster', 1) IS NULL THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'per_cluster is a whole number from 1, or null for no limit';
    END IF;
    IF filled ? 'public' AND (jsonb_typeof(filled #> '{public,licence}') IS DISTINCT FROM 'string'
        OR jsonb_typeof(filled #> '{public,url}') IS DISTINCT FROM 'string') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a public release has a licence and a url',
        HINT = 'For example {"public": {"licence": "CC-BY-4.0", "url": "https://example.org/r1"}}.';
    END IF;
    IF filled ? 'general' THEN
      PERFORM badcase_internal.check_general(filled -> 'general');
    END IF;
    RETURN filled;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.release_options(jsonb) IS
  'the options of a release, checked (22023), with the defaults filled in';

-- Findings that screening made in the current revision and nobody cleared: what holds a submission, where newer rules
-- found it after the decision or a curator said that it stands, and what overlaps with a benchmark.
CREATE FUNCTION badcase_internal.barring_findings(program int) RETURNS TABLE (submission bigint, revision int, reason text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT f.submission_id, f.revision, CASE WHEN bool_or(f.severity IN ('block', 'hold')) THEN 'screening' ELSE 'contaminated' END
    FROM badcase_internal.finding f
    WHERE f.program_id = barring_findings.program AND f.cleared IS NOT TRUE
      AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%')
    GROUP BY f.submission_id, f.revision;
  END;
COMMENT ON FUNCTION badcase_internal.barring_findings(int) IS 'the revisions that a finding keeps out of releases, and why';

CREATE FUNCTION badcase_internal.require_screened(program int) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.seen_by_older_rules(program) OR badcase_internal.has_old_keys(program) THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('program %s has submissions that its present rules, terms and benchmarks have not screened', program),
        HINT = format('CALL badcase.triage(%s) screens them.', program);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_screened(int) IS 'raises (55000) while triage has to screen submissions of a program again';

-- Order and choice come from SHA-256 of seed and digest: no number that a submission was given decides, so a workspace
-- that was filled in another order gives the same release. Ties are of equal records. The reason that stands first in
-- the CASE is the one that counts. Most submissions were never revised: their digest is at hand, and no join looks for it.
CREATE FUNCTION badcase_internal.choose_items(release bigint) RETURNS jsonb
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    r badcase_internal.release;
    per_cluster bigint;
    reasons jsonb;
  BEGIN
    SELECT t.* INTO STRICT r FROM badcase_internal.release t WHERE t.release_id = choose_items.release;
    per_cluster := (r.mix ->> 'per_cluster')::bigint;
    WITH accepted AS (
      SELECT s.submission_id, s.revision, s.contributor_id, s.cluster_id, s.exact_key, s.task_id,
        CASE WHEN s.revision = 1 THEN s.digest ELSE (
          SELECT v.digest FROM badcase_internal.revision v WHERE v.submission_id = s.submission_id AND v.revision = s.revision) END AS digest
      FROM badcase_internal.submission s
      WHERE s.program_id = r.program_id AND s.state = 'accepted'
      OFFSET 0
    ), judged AS (
      SELECT s.submission_id, s.revision, s.cluster_id, s.exact_key, s.task_id, s.digest, sha256(int8send(r.seed) || s.digest) AS shuffled,
        CASE WHEN k.contributor_id IS NULL THEN 'no_consent' ELSE f.reason END AS reason
      FROM accepted s
      LEFT JOIN badcase_internal.consenting(r.program_id, r.scopes) k(contributor_id) ON k.contributor_id = s.contributor_id
      LEFT JOIN badcase_internal.barring_findings(r.program_id) f ON f.submission = s.submission_id AND f.revision = s.revision
    ), single AS (
      SELECT j.submission_id, j.revision, j.cluster_id, j.task_id, j.digest, j.shuffled,
        CASE
          WHEN j.reason IS NOT NULL THEN j.reason
          WHEN row_number() OVER (PARTITION BY j.exact_key, j.reason IS NULL ORDER BY j.shuffled, j.submission_id) > 1 THEN 'duplicate'
        END AS reason
      FROM judged j
    ), clustered AS (
      SELECT j.submission_id, j.revision, j.cluster_id, j.task_id, j.digest, j.shuffled,
        CASE
          WHEN j.reason IS NOT NULL THEN j.reason
          WHEN row_number() OVER (PARTITION BY j.cluster_id, j.reason IS NULL ORDER BY j.shuffled, j.submission_id) > per_cluster THEN 'per_cluster'
        END AS reason
      FROM single j
    ), capped AS MATERIALIZED (
      SELECT c.submission_id, c.revision, c.cluster_id, c.digest, c.shuffled,
        CASE
          WHEN c.reason IS NOT NULL THEN c.reason
          WHEN c.task_id IS NOT NULL AND
            row_number() OVER (PARTITION BY c.task_id, c.reason IS NULL ORDER BY c.shuffled, c.submission_id) > r.per_task THEN 'per_task'
        END AS reason
      FROM clustered c
    ), item AS (
      INSERT INTO badcase_internal.release_item (submission_id, release_id, pos, revision, digest, has_rejected)
      SELECT c.submission_id, r.release_id, row_number() OVER (ORDER BY c.shuffled, c.submission_id), c.revision, c.digest, (
        SELECT @extschema@.rejected(s.record) IS NOT NULL FROM badcase_internal.submission s WHERE s.submission_id = c.submission_id)
      FROM capped c WHERE c.reason IS NULL
    )
    SELECT jsonb_object_agg(x.reason, x.n) INTO reasons
    FROM (
      SELECT w.reason, count(c.submission_id) AS n
      FROM (VALUES ('no_consent'), ('screening'), ('contaminated'), ('duplicate'), ('per_cluster'), ('per_task')) w(reason)
      LEFT JOIN capped c ON c.reason = w.reason
      GROUP BY w.reason) x;
    RETURN reasons;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.choose_items(bigint) IS
  'fills a new release with its items; returns how many accepted submissions were left out, by reason';

-- Validation takes whole clusters, in the order of the other half of the hash, as long as they fit into its share.
CREATE FUNCTION badcase_internal.split_items(release bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.release_item i SET split = 'validation'
    FROM (
      SELECT c.submission_id, count(*) OVER (ORDER BY c.of_cluster) AS up_to, count(*) OVER () * c.validation AS share
      FROM (
        SELECT h.submission_id, h.validation, first_value(h.hash) OVER (PARTITION BY h.cluster_id ORDER BY h.hash) AS of_cluster
        FROM (
          SELECT t.submission_id, s.cluster_id, r.validation, substr(sha256(int8send(r.seed) || t.digest), 17) AS hash
          FROM badcase_internal.release r
          JOIN badcase_internal.release_item t ON t.release_id = r.release_id
          JOIN badcase_internal.submission s ON s.submission_id = t.submission_id
          WHERE r.release_id = split_items.release) h) c) x
    WHERE i.release_id = split_items.release AND i.submission_id = x.submission_id AND x.up_to <= x.share;
  END;
COMMENT ON FUNCTION badcase_internal.split_items(bigint) IS 'sets the share of a new release apart that is for validation';

CREATE FUNCTION badcase_internal.release_hashes(release bigint, OUT items bigint, OUT sha256 bytea, OUT ids_sha256 bytea)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*),
      @extschema@.badcase_lines_sha256(convert_to(i.split || ' ' || encode(i.digest, 'hex'), 'UTF8') ORDER BY i.pos),
      @extschema@.badcase_lines_sha256(int8send(i.pos) || int8send(i.submission_id) || int4send(i.revision) || convert_to(i.split, 'UTF8')
        ORDER BY i.pos)
    FROM (
      SELECT t.pos, t.split, t.submission_id, t.revision, t.digest FROM badcase_internal.release_item t WHERE t.release_id = release_hashes.release
      UNION ALL
      SELECT x.pos, 'train'::text AS split, x.item_id, 0 AS revision, x.digest FROM badcase_internal.release_general_item x WHERE x.release_id = release_hashes.release) i;
  END;
COMMENT ON FUNCTION badcase_internal.release_hashes(bigint) IS 'the number and the hashes of a release''s items, as they are now';

CREATE FUNCTION badcase.build_release(program int, name text, seed bigint, mix jsonb DEFAULT NULL, per_task int DEFAULT NULL,
    validation numeric DEFAULT 0) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    options jsonb;
    new_id bigint;
    reasons jsonb;
    before bigint;
    h record;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    PERFORM badcase_internal.require_words('the name of a release', name);
    options := badcase_internal.release_options(mix);
    IF seed IS NULL OR per_task < 1 OR (validation >= 0 AND validation < 1) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a release has a seed, at least one item of a task, and a share for validation from 0 to less than 1';
    END IF;
    -- one after the other: two that build and publish would each hold the row's shared lock and wait for the other's
    PERFORM badcase_internal.lock_work(program, 'release');
    before := (SELECT p.withdrawals FROM badcase_internal.program p WHERE p.program_id = build_release.program);
    PERFORM badcase_internal.require_screened(program);

    INSERT INTO badcase_internal.release (program_id, name, seed, per_task, validation, items, sha256, built_by, mix, scopes)
    VALUES (build_release.program, build_release.name, build_release.seed, build_release.per_task,
      build_release.validation, 0, '', badcase_internal.person_name(), options,
      CASE WHEN options ? 'public' THEN '{train,publish_text}' ELSE '{train}' END::text[])
    ON CONFLICT ON CONSTRAINT release_program_id_name_key DO NOTHING
    RETURNING release_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has a release of that name', program),
        HINT = 'A release is not built twice: give this one another name, or read that one.';
    END IF;
    reasons := badcase_internal.choose_items(new_id);
    IF options ? 'general' THEN
      reasons := reasons || jsonb_build_object('general_contaminated', badcase_internal.mix_items(new_id));
    END IF;
    IF validation > 0 THEN
      PERFORM badcase_internal.split_items(new_id);
    END IF;
    SELECT x.items, x.sha256, x.ids_sha256 INTO STRICT h FROM badcase_internal.release_hashes(new_id) x;
    -- late, so that no withdrawal waits for all of it: what was taken back meanwhile is as if it were taken back now, but an
    -- erasure did not see these items
    PERFORM FROM badcase_internal.program p WHERE p.program_id = build_release.program FOR SHARE;
    IF before <> (SELECT p.withdrawals FROM badcase_internal.program p WHERE p.program_id = build_release.program) THEN
      UPDATE badcase_internal.release_item i SET digest = NULL
      FROM badcase_internal.submission s
      WHERE i.release_id = new_id AND s.submission_id = i.submission_id AND s.record IS NULL;
    END IF;
    UPDATE badcase_internal.release r SET left_out = reasons, items = h.items, sha256 = h.sha256, ids_sha256 = h.ids_sha256
    WHERE r.release_id = new_id;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric) IS
  'curator: freezes what is accepted and may be trained on, one of each cluster, in an order that the seed decides; returns its number';

-- Items of a release that may not leave any more. Looked for from the side of what was taken back, which is less than all
-- that a release has; contributors of other programs have given none of the consents.
CREATE FUNCTION badcase_internal.lost_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*)
    FROM badcase_internal.release_item i
    WHERE i.release_id = lost_items.release AND i.submission_id IN (
      SELECT s.submission_id FROM badcase_internal.submission s WHERE s.state = 'withdrawn'
      UNION ALL
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.contributor_id = ANY (ARRAY(
        SELECT c.contributor_id FROM badcase_internal.contributor c
        WHERE c.contributor_id NOT IN (
          SELECT k.contributor_id
          FROM badcase_internal.release r CROSS JOIN LATERAL badcase_internal.consenting(r.program_id, r.scopes) k(contributor_id)
          WHERE r.release_id = lost_items.release))));
  END;
COMMENT ON FUNCTION badcase_internal.lost_items(bigint) IS
  'how many items of a release were withdrawn, or lack a consent that the release stands on';

-- The program's count of withdrawals and the consents that the release stands on are locked: what is taken back meanwhile
-- is waited for, what the snapshot does not show raises a serialization failure, and a read-only transaction cannot lock.
CREATE FUNCTION badcase_internal.check_release(release bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    lost bigint;
    retired text;
  BEGIN
    retired := (SELECT r.retired_for FROM badcase_internal.release r WHERE r.release_id = check_release.release);
    IF retired IS NOT NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s was retired: %s', release, retired);
    END IF;
    PERFORM FROM badcase_internal.program p
    WHERE p.program_id = (SELECT r.program_id FROM badcase_internal.release r WHERE r.release_id = check_release.release)
    FOR SHARE;
    PERFORM FROM badcase_internal.consent k
    WHERE k.superseded_at IS NULL AND k.granted
      AND k.scope = ANY ((SELECT r.scopes FROM badcase_internal.release r WHERE r.release_id = check_release.release)::text[])
      AND k.contributor_id IN (
        SELECT s.contributor_id FROM badcase_internal.release_item i
        JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
        WHERE i.release_id = check_release.release)
    ORDER BY k.consent_id FOR SHARE;
    lost := badcase_internal.lost_items(release);
    IF lost > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s is no longer whole: %s of its items were withdrawn or have no consent any more',
          release, lost),
        HINT = 'Build a new release: it leaves them out.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_release(bigint) IS
  'raises (55000) if a release was retired, or an item of it was withdrawn or has no consent any more; waits for withdrawals under way';

-- What came to be known of its items since it was built.
CREATE FUNCTION badcase_internal.check_screening(r badcase_internal.release) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    barred bigint;
  BEGIN
    PERFORM badcase_internal.require_screened(r.program_id);
    barred := (
      SELECT count(*) FROM badcase_internal.release_item i
      JOIN badcase_internal.barring_findings(r.program_id) f ON f.submission = i.submission_id AND f.revision = i.revision
      WHERE i.release_id = r.release_id);
    IF barred > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: in %s of its items screening found what keeps a submission out of releases',
          r.release_id, barred),
        HINT = 'Resolve the findings, see badcase.findings, or build a new release: it leaves the items out.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_screening(badcase_internal.release) IS
  'raises (55000) if something is to be screened again, or if screening keeps an item of a release out by now';

-- Records of general corpora have no findings: they are compared.
CREATE FUNCTION badcase_internal.check_mixed(release bigint, program int) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    version CONSTANT int := (SELECT k.rule_version FROM badcase_internal.screening k WHERE k.program_id = check_mixed.program);
    barred bigint;
  BEGIN
    barred := (
      SELECT count(DISTINCT c.submission)
      FROM badcase_internal.find_contamination(program, NULL, 0.8, ARRAY(
        SELECT m.item_id FROM badcase_internal.release_general_item m WHERE m.release_id = check_mixed.release), true) c);
    IF barred > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: a benchmark overlaps with %s of the records that were mixed in',
          release, barred),
        HINT = 'Build a new release: it passes them over.';
    END IF;
    RETURN version;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_mixed(bigint, int) IS
  'raises (55000) if a benchmark overlaps with what a release has of general corpora; returns the version of the rules by which none does';

CREATE FUNCTION badcase_internal.stale_items(release bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT count(*) FROM badcase_internal.release_item i JOIN badcase_internal.submission s ON s.submission_id = i.submission_id
    WHERE i.release_id = stale_items.release AND (s.state <> 'accepted' OR s.revision <> i.revision);
  END;
COMMENT ON FUNCTION badcase_internal.stale_items(bigint) IS 'how many items of a release are no longer accepted as they stand there';

-- What is a matter of the release's own frozen items is done before any lock is taken: its numbers and files, and the
-- comparison with benchmarks, which counts for one version of the rules. FOR NO KEY UPDATE conflicts with the same lock of
-- reopen: a submission cannot be reopened while a release that has it is being published.
CREATE FUNCTION badcase.publish_release(release bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r badcase_internal.release;
    numbers jsonb;
    files badcase_internal.release_file[];
    version int;
    stale bigint;
  BEGIN
    SELECT t.* INTO r FROM badcase_internal.release t WHERE t.release_id = publish_release.release;
    PERFORM badcase_internal.require(r.program_id, 'curator');
    IF r.published_at IS NULL AND badcase_internal.lost_items(release) = 0 AND badcase_internal.stale_items(release) = 0 THEN
      version := badcase_internal.check_mixed(release, r.program_id);
      numbers := badcase_internal.release_facts(release);
      files := ARRAY(SELECT f FROM badcase_internal.files_of(release) f);
    END IF;
    PERFORM badcase_internal.lock_work(r.program_id, 'release');
    PERFORM FROM badcase_internal.program p WHERE p.program_id = r.program_id FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_release(release);
    stale := badcase_internal.stale_items(release);
    IF stale > 0 THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('release %s cannot be published: %s of its items are not accepted any more as they stand there',
          release, stale),
        HINT = 'Build a new release.';
    END IF;
    PERFORM badcase_internal.check_screening(r);
    IF version IS DISTINCT FROM (SELECT k.rule_version FROM badcase_internal.screening k WHERE k.program_id = r.program_id) THEN
      PERFORM badcase_internal.check_mixed(release, r.program_id);
    END IF;
    UPDATE badcase_internal.release t SET published_by = badcase_internal.person_name(), published_at = now(),
      facts = numbers
    WHERE t.release_id = r.release_id AND t.published_at IS NULL;
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('release %s is published already', release);
    END IF;
    IF numbers IS NULL THEN
      -- what kept it from being published when this began does so no longer
      RAISE serialization_failure USING MESSAGE = format('release %s changed while it was being published', release);
    END IF;
    INSERT INTO badcase_internal.release_file SELECT f.* FROM unnest(files) f;
  END
  $$;
COMMENT ON FUNCTION badcase.publish_release(bigint) IS
  'curator: publishes a release: exporters can read it from now on; notes the hash of each format and split';
