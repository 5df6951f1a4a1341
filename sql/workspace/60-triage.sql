-- Triage: what is received goes on to review, is held, or is a duplicate; relations are found through the index.

CREATE FUNCTION badcase.task_of(program int, name text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    IF name IS NULL OR length(name) > 200 OR name !~ '[^[:space:]]' THEN
      RETURN NULL;
    END IF;
    LOOP
      SELECT t.task_id INTO id FROM badcase.task t
      WHERE t.program_id = task_of.program AND t.name = task_of.name;
      IF FOUND THEN
        RETURN id;
      END IF;
      INSERT INTO badcase.task (program_id, name) VALUES (program, task_of.name)
      ON CONFLICT ON CONSTRAINT task_program_id_name_key DO NOTHING;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.task_of(int, text) IS
  'the task of that name, made where there is none; null for no name, a blank one or one of more than 200 characters';

-- The failure kinds that a record names: a string or an array of them; others are left out.
CREATE FUNCTION badcase.failure_kinds_of(meta jsonb) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT ARRAY(
      SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(CASE jsonb_typeof(meta -> 'failure_kind')
        WHEN 'array' THEN meta -> 'failure_kind'
        WHEN 'string' THEN jsonb_build_array(meta -> 'failure_kind')
        ELSE '[]' END) k
      WHERE k IN ('instruction', 'domain', 'factual', 'harmful', 'context', 'other')
      ORDER BY 1);
  END;
COMMENT ON FUNCTION badcase.failure_kinds_of(jsonb) IS 'the failure kinds that a record''s meta names';

-- The operands are constants in each search: the planner sees which field they compare and takes the index of that
-- field. At most 100 relations of a kind are kept, the most similar ones; all count for the cluster.
CREATE FUNCTION badcase.relate(submission bigint, program int, record @extschema@.badcase) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    whole CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7);
    asked CONSTANT @extschema@.badcase_near := @extschema@.near(record, 0.7, 'prompt');
    clusters bigint[];
    first bigint;
  BEGIN
    DELETE FROM badcase.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
    WITH hit AS MATERIALIZED (
      SELECT s.submission_id, s.cluster_id, @extschema@.similarity(s.record, relate.record) AS similarity, s.record
      FROM badcase.submission s
      WHERE s.record OPERATOR(@extschema@.%) whole AND s.program_id = relate.program
        AND s.state NOT IN ('received', 'duplicate', 'withdrawn') AND s.submission_id <> me
    ), near AS (
      INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      SELECT me, h.submission_id, 'near', h.similarity,
        @extschema@.similarity(h.record, relate.record, 'prompt'),
        @extschema@.similarity(h.record, relate.record, 'response')
      FROM (SELECT * FROM hit ORDER BY similarity DESC, submission_id LIMIT 100) h
    )
    SELECT array_agg(DISTINCT h.cluster_id) INTO clusters FROM hit h;
    INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT me, a.submission_id, 'alternative', @extschema@.similarity(a.record, relate.record),
      a.prompt_similarity, a.response_similarity
    FROM (
      SELECT s.submission_id, s.record,
        @extschema@.similarity(s.record, relate.record, 'prompt') AS prompt_similarity,
        @extschema@.similarity(s.record, relate.record, 'response') AS response_similarity
      FROM badcase.submission s
      WHERE s.record OPERATOR(@extschema@.%) asked AND s.program_id = relate.program
        AND s.state NOT IN ('received', 'duplicate', 'withdrawn') AND s.submission_id <> me
        AND @extschema@.history(s.record) = @extschema@.history(relate.record)) a
    WHERE a.response_similarity < 0.7
    ORDER BY a.prompt_similarity DESC, a.submission_id LIMIT 100;

    first := least(me, (SELECT min(c) FROM unnest(clusters) c));
    UPDATE badcase.submission s SET cluster_id = first
    WHERE s.cluster_id = ANY (clusters) AND s.cluster_id <> first;
    RETURN first;
  END
  $$;
COMMENT ON FUNCTION badcase.relate(bigint, int, @extschema@.badcase) IS
  'finds what is near to a submission or an alternative to it, writes the relations, joins clusters; returns the cluster';

CREATE FUNCTION badcase.triage_one(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    me CONSTANT bigint := submission;
    s badcase.submission;
    original record;
    meta jsonb;
    attested bool;
    next_state text;
  BEGIN
    SELECT t.* INTO STRICT s FROM badcase.submission t WHERE t.submission_id = me;
    meta := @extschema@.meta(s.record);
    attested := (SELECT u.attestation_id IS NOT NULL FROM badcase.upload u WHERE u.upload_id = s.upload_id);
    s.held_for := CASE WHEN attested THEN '{}' ELSE '{attestation}' END;
    SELECT e.submission_id, e.cluster_id INTO original FROM badcase.submission e
    WHERE e.exact_key = s.exact_key AND e.program_id = s.program_id AND e.submission_id <> me
      AND e.exact_key_version = s.exact_key_version
      AND e.state NOT IN ('received', 'duplicate', 'withdrawn') AND e.state <> 'rejected'
    ORDER BY e.submission_id LIMIT 1;
    IF FOUND THEN
      DELETE FROM badcase.relation r WHERE r.submission_id = me AND r.kind <> 'contradiction';
      INSERT INTO badcase.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
      VALUES (me, original.submission_id, 'exact', 1, 1, 1);
      s.cluster_id := original.cluster_id;
      s.duplicate_of := original.submission_id;
      next_state := 'duplicate';
    ELSE
      s.cluster_id := badcase.relate(me, s.program_id, s.record);
      next_state := CASE WHEN attested THEN 'pending' ELSE 'held' END;
    END IF;
    -- Not indexed for near search yet: the move does that.
    UPDATE badcase.submission t SET
      cluster_id = s.cluster_id,
      duplicate_of = s.duplicate_of,
      held_for = s.held_for,
      task_id = coalesce(t.task_id, badcase.task_of(s.program_id,
        CASE WHEN jsonb_typeof(meta -> 'task') = 'string' THEN meta ->> 'task' END)),
      failure_kinds = badcase.failure_kinds_of(meta),
      model_version = meta ->> 'model_version'
    WHERE t.submission_id = me;
    PERFORM badcase.move(me, next_state);
  END
  $$;
COMMENT ON FUNCTION badcase.triage_one(bigint) IS
  'relates a received submission, gives it its task and moves it on';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int := program;
    this_job bigint;
    n bigint := 0;
    id bigint;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF p IS NULL THEN
      SELECT q.program_id INTO p FROM badcase.program q
      WHERE badcase.has_capability(q.program_id, 'curator') AND EXISTS (
        SELECT FROM badcase.submission s WHERE s.program_id = q.program_id AND s.state = 'received')
      ORDER BY q.program_id LIMIT 1;
      IF NOT FOUND THEN
        RETURN 0;
      END IF;
    ELSE
      PERFORM badcase.require(p, 'curator');
    END IF;
    PERFORM badcase.lock_triage(p);
    IF NOT EXISTS (SELECT FROM badcase.job j WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL) THEN
      PERFORM badcase.free_duplicates(p);
    END IF;
    IF NOT EXISTS (SELECT FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN 0;
    END IF;

    SELECT j.job_id INTO this_job FROM badcase.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase.caller()
      FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received'
      RETURNING job_id INTO this_job;
    END IF;
    FOR id IN
      SELECT s.submission_id FROM badcase.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch
    LOOP
      PERFORM badcase.triage_one(id);
      n := n + 1;
    END LOOP;
    UPDATE badcase.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN NOT EXISTS (
        SELECT FROM badcase.submission s WHERE s.program_id = p AND s.state = 'received') THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'triages the next submissions of a program, or of the first program of the caller''s that has any; returns how many';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  BEGIN
    WHILE badcase.triage_batch(program, batch) > 0 LOOP
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'triages everything received, committing after each batch; cut off, it goes on with the next call';
