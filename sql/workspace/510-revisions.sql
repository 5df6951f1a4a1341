-- Revisions: a contributor answers a wish for changes, a reviewer or curator edits what is pending.

-- The answer that was sent stays as the rejected one where no other is there: with the edited one it is a pair. A pair
-- of equal answers teaches nothing, and an answer to another prompt is none.
CREATE FUNCTION badcase_internal.keep_rejected(was @extschema@.badcase, edited @extschema@.badcase) RETURNS @extschema@.badcase
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT @extschema@.badcase(@extschema@.prompt(edited), @extschema@.response(edited), @extschema@.history(edited),
      coalesce(@extschema@.rejected(edited), nullif(coalesce(@extschema@.rejected(was),
        CASE WHEN @extschema@.prompt(edited) = @extschema@.prompt(was)
          AND @extschema@.history(edited) = @extschema@.history(was) THEN @extschema@.response(was) END),
        @extschema@.response(edited))),
      @extschema@.meta(edited));
  END;
COMMENT ON FUNCTION badcase_internal.keep_rejected(@extschema@.badcase, @extschema@.badcase) IS
  'an edited record with the rejected answer of what it was, or its response, unless it has a rejected answer itself';

-- When a member leaves a cluster, the others may not be near to each other any more, so their clusters are computed again.
-- The cluster's number may have been that of the member that left. The planner expects many rows of badcase_clusters, so
-- it would read the whole table: the second condition on the cluster and the setting leave it the index.
CREATE FUNCTION badcase_internal.divide_cluster(cluster bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  DECLARE
    became bigint[];
    program int;
  BEGIN
    WITH moved AS (
      UPDATE badcase_internal.submission s SET cluster_id = k.cluster
      FROM @extschema@.badcase_clusters(format('SELECT s.submission_id, s.record FROM badcase_internal.submission s
        WHERE s.cluster_id = %s AND badcase_internal.is_searchable(s.state)', cluster), 0.7::float8, NULL::text) k
      WHERE s.submission_id = k.id AND s.cluster_id = divide_cluster.cluster AND s.cluster_id <> k.cluster
      RETURNING s.program_id, s.cluster_id)
    SELECT array_agg(m.cluster_id), min(m.program_id) INTO became, program FROM moved m;
    UPDATE badcase_internal.submission s SET cluster_id = o.cluster_id
    FROM badcase_internal.submission o
    WHERE s.cluster_id = divide_cluster.cluster AND s.state = 'duplicate' AND o.submission_id = s.duplicate_of
      AND o.cluster_id <> s.cluster_id;
    PERFORM badcase_internal.mark_clusters(program, became || cluster);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.divide_cluster(bigint) IS 'computes the clusters of the members of one anew';

CREATE FUNCTION badcase_internal.divide_clusters(ids bigint[]) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    SELECT badcase_internal.divide_cluster(c.cluster_id)
    FROM (
      SELECT DISTINCT s.cluster_id
      FROM badcase_internal.submission g JOIN badcase_internal.submission s ON s.cluster_id = g.cluster_id
      WHERE g.submission_id = ANY (ids) AND badcase_internal.is_searchable(s.state)) c;
  END;
COMMENT ON FUNCTION badcase_internal.divide_clusters(bigint[]) IS 'computes the clusters anew that withdrawn submissions were in, where others are left';

CREATE FUNCTION badcase_internal.check_revise(s badcase_internal.submission, is_contributor bool) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    is_curator CONSTANT bool := badcase_internal.has_capability(s.program_id, 'curator');
    claimed CONSTANT bool := badcase_internal.has_claimed(s);
  BEGIN
    IF s.state = 'needs_changes' AND (is_contributor OR is_curator) THEN
      RETURN;
    END IF;
    IF s.state <> 'pending' OR is_contributor THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('submission %s is %s and cannot be revised', s.submission_id,
          CASE WHEN is_contributor THEN s.contributor_state ELSE s.state END),
        HINT = 'Contributors revise what needs changes; reviewers and curators edit what is pending.';
    END IF;
    IF badcase_internal.is_own(s.contributor_id) THEN
      RAISE insufficient_privilege USING MESSAGE = 'nobody edits a pending submission of their own';
    END IF;
    IF badcase_internal.is_claimed(s) AND NOT claimed THEN
      RAISE lock_not_available USING
        MESSAGE = format('submission %s is being reviewed by somebody else', s.submission_id);
    END IF;
    IF NOT is_curator AND NOT claimed THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" has not claimed submission %s', badcase_internal.person_name(), s.submission_id),
        HINT = 'Reviewers edit what badcase.claim_reviews gave them.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_revise(badcase_internal.submission, bool) IS
  'raises where the caller cannot revise a submission, as its contributor or as a reviewer or curator';

-- Relations were found by the old text, so triage looks for them again.
CREATE FUNCTION badcase_internal.make_revision(submission bigint, record @extschema@.badcase, reason text, is_contributor bool) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    program CONSTANT int := (SELECT t.program_id FROM badcase_internal.submission t WHERE t.submission_id = me);
    s badcase_internal.submission;
    edited @extschema@.badcase;
  BEGIN
    IF record IS NULL OR reason IS NULL OR reason !~ '[^[:space:]]' THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a revision has a record and a reason';
    END IF;
    PERFORM badcase_internal.lock_work(program, 'triage');
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me FOR NO KEY UPDATE;
    PERFORM badcase_internal.check_revise(s, is_contributor);
    edited := badcase_internal.keep_rejected(s.record, make_revision.record);
    IF edited OPERATOR(@extschema@.=) s.record THEN
      RAISE invalid_parameter_value USING
        MESSAGE = format('the record is what submission %s is already', me);
    END IF;

    IF s.revision = 1 THEN
      INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, made_at)
      VALUES (me, 1, s.record, s.digest, s.received_at);
    END IF;
    INSERT INTO badcase_internal.revision (submission_id, revision, record, digest, reason, made_by)
    VALUES (me, s.revision + 1, edited, @extschema@.badcase_digest(edited), make_revision.reason, badcase_internal.person());
    UPDATE badcase_internal.submission t SET
      record = edited,
      revision = s.revision + 1,
      exact_key = @extschema@.exact_key(edited),
      exact_key_version = @extschema@.badcase_exact_key_version(),
      reasons = '{}'
    WHERE t.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = me;
    DELETE FROM badcase_internal.relation r WHERE r.other_id = me;
    PERFORM badcase_internal.change_state(me, 'received');
    PERFORM badcase_internal.divide_cluster(s.cluster_id);
    RETURN 'received';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.make_revision(bigint, @extschema@.badcase, text, bool) IS
  'gives a submission a new revision and sends it to triage again; returns its state';

CREATE FUNCTION badcase.revise(submission bigint, record @extschema@.badcase, reason text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    is_contributor bool;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    is_contributor := coalesce(badcase_internal.represents(s.contributor_id) AND badcase_internal.has_capability(s.program_id, 'contributor'), false);
    IF NOT is_contributor THEN
      PERFORM badcase_internal.require(s.program_id, 'reviewer', 'curator');
    END IF;
    RETURN badcase_internal.make_revision(me, record, reason, is_contributor);
  END
  $$;
COMMENT ON FUNCTION badcase.revise(bigint, @extschema@.badcase, text) IS
  'contributor, reviewer, curator: gives a submission a new revision and sends it to triage again; returns its state';
