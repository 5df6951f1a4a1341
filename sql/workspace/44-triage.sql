-- Triage: what is received goes on to review, is held, or is a duplicate; relations are found through the index.

CREATE FUNCTION badcase_internal.task_of(program int, name text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    IF name IS NULL OR length(name) > 200 OR name !~ '[^[:space:]]' THEN
      RETURN NULL;
    END IF;
    LOOP
      -- locked, so that it does not go before a submission names it
      SELECT t.task_id INTO id FROM badcase_internal.task t
      WHERE t.program_id = task_of.program AND t.name = task_of.name FOR KEY SHARE;
      EXIT WHEN FOUND;
      INSERT INTO badcase_internal.task (program_id, name) VALUES (program, task_of.name)
      ON CONFLICT ON CONSTRAINT task_program_id_name_key DO NOTHING;
    END LOOP;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.task_of(int, text) IS
  'the task of that name, made where there is none; null for no name, a blank one or one of more than 200 characters';

CREATE FUNCTION badcase_internal.task_named(meta jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(meta -> 'task') = 'string' THEN meta ->> 'task' END;
  END;
COMMENT ON FUNCTION badcase_internal.task_named(jsonb) IS 'the task that a record''s meta names';

CREATE FUNCTION badcase_internal.taken_task(program int, meta jsonb) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT t.task_id FROM badcase_internal.task t
    WHERE t.program_id = taken_task.program AND t.name = badcase_internal.task_named(meta) AND t.set_by IS NOT NULL;
  END;
COMMENT ON FUNCTION badcase_internal.taken_task(int, jsonb) IS 'the task that a record names, if a curator has taken that name';

-- A name that no curator has taken is a contributor's word: it becomes a task only with a submission that goes to review,
-- and goes with the last such submission.
CREATE FUNCTION badcase_internal.give_task(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    UPDATE badcase_internal.submission s
    SET task_id = badcase_internal.task_of(s.program_id, badcase_internal.task_named(@extschema@.meta(s.record)))
    WHERE s.submission_id = give_task.submission AND (s.task_id IS NULL OR NOT EXISTS (
        SELECT FROM badcase_internal.task t WHERE t.task_id = s.task_id AND t.set_by IS NOT NULL))
      AND badcase_internal.task_named(@extschema@.meta(s.record)) IS NOT NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_task(bigint) IS
  'gives a submission that goes to review the task that its record names, unless it has one that a curator has taken';

CREATE FUNCTION badcase_internal.is_named_in_review(t badcase_internal.task) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s
      WHERE s.task_id = t.task_id AND s.state IN ('pending', 'needs_changes', 'disputed', 'accepted')
        AND badcase_internal.task_named(@extschema@.meta(s.record)) = t.name);
  END;
COMMENT ON FUNCTION badcase_internal.is_named_in_review(badcase_internal.task) IS
  'whether a record that is in review or accepted names the task';

-- Whoever has the task's row locked is giving it to a submission: it stays.
CREATE FUNCTION badcase_internal.take_task_away(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.task;
  BEGIN
    SELECT k.* INTO t FROM badcase_internal.submission s
    JOIN badcase_internal.task k ON k.task_id = s.task_id
    WHERE s.submission_id = take_task_away.submission AND k.set_by IS NULL;
    IF NOT FOUND THEN
      RETURN;
    END IF;
    UPDATE badcase_internal.submission s SET task_id = NULL WHERE s.submission_id = take_task_away.submission;
    PERFORM FROM badcase_internal.task k WHERE k.task_id = t.task_id FOR UPDATE SKIP LOCKED;
    IF FOUND AND NOT badcase_internal.is_named_in_review(t) THEN
      UPDATE badcase_internal.submission s SET task_id = NULL WHERE s.task_id = t.task_id;
      DELETE FROM badcase_internal.task k WHERE k.task_id = t.task_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.take_task_away(bigint) IS
  'of what is held, rejected or withdrawn: its task, unless a curator has taken the name';

-- The failure kinds that a record names: a string or an array of them; others are left out.
CREATE FUNCTION badcase_internal.failure_kinds_of(meta jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(CASE jsonb_typeof(meta -> 'failure_kind')
        WHEN 'array' THEN meta -> 'failure_kind'
        WHEN 'string' THEN jsonb_build_array(meta -> 'failure_kind')
        ELSE '[]' END) k
      WHERE k = ANY (badcase_internal.failure_kinds())
      ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase_internal.failure_kinds_of(jsonb) IS 'the failure kinds that a record''s meta names';

-- A submission is common if it has 100 or more near ones that are not common themselves. Copies of a template become
-- common. Each new submission is compared with those that are not common, and with the common ones only if it is not
-- common itself. So a further copy costs the same, however many there are. Two common ones do not find each other here,
-- but in join_common.
-- Of each kind the 100 most similar relations are kept, 10 for a common submission. All near ones count for the cluster.
-- The plans are kept. They know neither the operand nor how large the table will be, so the conditions must leave the
-- planner one index: they are those of a near index, and "program_id + 0" keeps the index on program_id out.
CREATE FUNCTION badcase_internal.find_relations(submission bigint, program int, record @extschema@.badcase,
    OUT cluster bigint, OUT common_record bool, OUT common_prompt bool)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    whole CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7::float8, 'record'::text);
    asked CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7::float8, 'prompt'::text);
    clusters bigint[];
  BEGIN
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
    WITH searched AS MATERIALIZED (
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, find_relations.record, 'record'::text) AS similarity, s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND NOT s.common_record AND s.submission_id <> me
    ), hit AS MATERIALIZED (
      TABLE searched
      UNION ALL
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, find_relations.record, 'record'::text), s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND s.common_record AND s.submission_id <> me
        AND (SELECT count(*) FROM searched) < 100
    ), near AS (
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, h.submission_id, 'near', h.similarity,
        @extschema@.similarity(h.record, find_relations.record, 'prompt'::text),
        @extschema@.similarity(h.record, find_relations.record, 'response'::text)
      FROM (
        SELECT * FROM hit ORDER BY similarity DESC, submission_id
        LIMIT CASE WHEN (SELECT count(*) FROM searched) < 100 THEN 100 ELSE 10 END) h
    )
    SELECT array_agg(DISTINCT h.cluster_id), (SELECT count(*) FROM searched) >= 100 INTO clusters, common_record
    FROM hit h;

    WITH searched AS MATERIALIZED (
      SELECT s.submission_id, s.record
      FROM badcase_internal.submission s
      WHERE s.record OPERATOR(@extschema@.%) asked AND s.program_id + 0 = find_relations.program
        AND badcase_internal.is_searchable(s.state) AND NOT s.common_prompt AND s.submission_id <> me
    ), alternative AS (
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, a.submission_id, 'alternative', @extschema@.similarity(a.record, find_relations.record, 'record'::text),
        a.prompt_similarity, a.response_similarity
      FROM (
        SELECT b.submission_id, b.record, b.response_similarity,
          @extschema@.similarity(b.record, find_relations.record, 'prompt'::text) AS prompt_similarity
        FROM (
          SELECT h.submission_id, h.record, @extschema@.similarity(h.record, find_relations.record, 'response'::text) AS response_similarity
          FROM searched h WHERE @extschema@.history(h.record) = @extschema@.history(find_relations.record)
          OFFSET 0) b
        WHERE b.response_similarity < 0.7
        ORDER BY prompt_similarity DESC, b.submission_id
        LIMIT CASE WHEN (SELECT count(*) FROM searched) < 100 THEN 100 ELSE 10 END) a
    )
    SELECT count(*) >= 100 INTO common_prompt FROM searched;

    cluster := least(me, (SELECT min(c) FROM unnest(clusters) c));
    UPDATE badcase_internal.submission s SET cluster_id = cluster WHERE s.cluster_id = ANY (array_remove(clusters, cluster));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_relations(bigint, int, @extschema@.badcase) IS
  'finds what is near to a submission or an alternative to it, writes the relations, joins clusters; returns the cluster and whether record and prompt are common';

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
        FROM @extschema@.badcase_clusters(format('SELECT s.submission_id, s.record FROM badcase_internal.submission s
          WHERE s.program_id = %s AND s.common_record AND s.cluster_id IS NOT NULL AND badcase_internal.is_searchable(s.state)', program), 0.7::float8, NULL::text) k
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

CREATE FUNCTION badcase_internal.triage_submission(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    original record;
    related record;
    meta jsonb;
    next_state text;
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase_internal.submission t WHERE t.submission_id = me;
    meta := @extschema@.meta(s.record);
    s.held_for := badcase_internal.holds(s);
    SELECT e.submission_id, e.cluster_id INTO original FROM badcase_internal.submission e
    WHERE e.exact_key = s.exact_key AND e.program_id = s.program_id AND e.submission_id <> me
      AND e.exact_key_version = s.exact_key_version
      AND badcase_internal.is_searchable(e.state) AND e.state <> 'rejected'
    ORDER BY e.submission_id LIMIT 1;
    IF FOUND THEN
      DELETE FROM badcase_internal.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
      INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      VALUES (me, original.submission_id, 'exact', 1, 1, 1);
      s.cluster_id := original.cluster_id;
      s.duplicate_of := original.submission_id;
      s.common_record := false;
      s.common_prompt := false;
      next_state := 'duplicate';
    ELSE
      related := badcase_internal.find_relations(me, s.program_id, s.record);
      s.cluster_id := related.cluster;
      s.common_record := related.common_record;
      s.common_prompt := related.common_prompt;
      next_state := CASE WHEN s.held_for = '{}' THEN 'pending' ELSE 'held' END;
    END IF;
    -- Not indexed for near search yet: the move does that.
    UPDATE badcase_internal.submission t SET
      cluster_id = s.cluster_id,
      duplicate_of = s.duplicate_of,
      common_record = s.common_record,
      common_prompt = s.common_prompt,
      held_for = s.held_for,
      task_id = coalesce(t.task_id, badcase_internal.taken_task(s.program_id, meta),
        CASE WHEN badcase_internal.task_named(meta) IS NULL THEN badcase_internal.task_by_prompt(me) END),
      failure_kinds = CASE WHEN meta ? 'failure_kind' THEN badcase_internal.failure_kinds_of(meta) ELSE '{}' END,
      model_version = meta ->> 'model_version'
    WHERE t.submission_id = me;
    PERFORM badcase_internal.change_state(me, next_state);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_submission(bigint) IS
  'relates a received submission, gives it its task and moves it on';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int := program;
    this_job bigint;
    began timestamptz;
    n bigint := 0;
    ids bigint[];
    id bigint;
    ended bool;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF p IS NULL THEN
      SELECT q.program_id INTO p FROM badcase_internal.program q
      WHERE badcase_internal.has_capability(q.program_id, 'curator') AND EXISTS (
        SELECT FROM badcase_internal.submission s WHERE s.program_id = q.program_id AND s.state = 'received'
        UNION ALL SELECT WHERE badcase_internal.seen_by_older_rules(q.program_id)
        UNION ALL SELECT WHERE badcase_internal.has_old_keys(q.program_id)
        UNION ALL SELECT FROM badcase_internal.attested_since(q.program_id))
      ORDER BY q.program_id LIMIT 1;
      IF NOT FOUND THEN
        RETURN 0;
      END IF;
    ELSE
      PERFORM badcase_internal.require(p, 'curator');
    END IF;
    PERFORM badcase_internal.lock_work(p, 'triage');
    IF badcase_internal.has_old_keys(p) THEN
      RETURN badcase_internal.renew_keys(p, batch);
    END IF;
    PERFORM badcase_internal.settle_attested(ARRAY(SELECT badcase_internal.attested_since(p)));
    IF NOT EXISTS (SELECT FROM badcase_internal.job j WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL) THEN
      PERFORM badcase_internal.free_duplicates(p);
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN badcase_internal.screen_again(p, batch);
    END IF;

    SELECT j.job_id, j.started_at INTO this_job, began FROM badcase_internal.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase_internal.person_name()
      FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received'
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id, started_at INTO this_job, began;
    END IF;
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch);
    PERFORM badcase_internal.screen(p, ids);
    FOREACH id IN ARRAY ids LOOP
      PERFORM badcase_internal.triage_submission(id);
      n := n + 1;
    END LOOP;
    ended := NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received');
    IF ended AND EXISTS (
        SELECT FROM badcase_internal.submission s
        WHERE s.program_id = p AND s.common_record AND s.cluster_id IS NOT NULL AND s.updated_at >= began) THEN
      PERFORM badcase_internal.join_common(p);
    END IF;
    UPDATE badcase_internal.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN ended THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'curator: triages the next submissions of a program, or of the first of one''s programs that has any, then screens again what older rules saw; returns how many';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  BEGIN
    WHILE badcase.triage_batch(program, batch) OPERATOR(pg_catalog.>) 0 LOOP
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'curator: triages everything received and screens again what older rules saw, committing after each batch; cut off, it goes on with the next call';
