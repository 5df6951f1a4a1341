-- Triage: what is received goes on to review, is held, or is a duplicate.

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

-- A name that no curator has taken is a contributor's word: it becomes a task only with a submission that goes to review,
-- and goes with the last such submission.
CREATE FUNCTION badcase_internal.give_task(submission bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    s badcase_internal.submission;
    named text;
    id bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = give_task.submission AND (t.task_id IS NULL OR NOT EXISTS (
      SELECT FROM badcase_internal.task k WHERE k.task_id = t.task_id AND k.set_by IS NOT NULL));
    IF NOT FOUND THEN
      RETURN;
    END IF;
    named := badcase_internal.task_named(@extschema@.meta(s.record));
    SELECT k.task_id INTO id FROM badcase_internal.task k
    WHERE k.program_id = s.program_id AND k.name = named AND k.set_by IS NOT NULL;
    id := coalesce(id, badcase_internal.task_by_instruction(s.program_id, @extschema@.prompt(s.record)),
      badcase_internal.task_of(s.program_id, named));
    UPDATE badcase_internal.submission t SET task_id = id WHERE t.submission_id = give_task.submission AND id IS NOT NULL;
    PERFORM badcase_internal.mark_clusters(s.program_id, ARRAY[s.cluster_id]);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_task(bigint) IS
  'gives a submission that goes to review the task that its record names or its instruction is of, unless it has one that a curator has taken';

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
    PERFORM badcase_internal.mark_submissions(ARRAY[submission]);
    PERFORM FROM badcase_internal.task k WHERE k.task_id = t.task_id FOR UPDATE SKIP LOCKED;
    IF FOUND AND NOT badcase_internal.is_named_in_review(t) THEN
      PERFORM badcase_internal.mark_task(t.task_id);
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

-- What a record says of its task: the name of one that a curator has taken, its instruction, another name. That waits until
-- the submission goes to review.
CREATE FUNCTION badcase_internal.first_tasks(program int, ids bigint[], states text[], OUT tasks bigint[], OUT open bool[])
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  BEGIN
    WITH named AS MATERIALIZED (
      SELECT x.place, x.state, s.task_id, badcase_internal.task_named(@extschema@.meta(s.record)) AS name,
        badcase_internal.task_by_instruction(first_tasks.program, @extschema@.prompt(s.record)) AS by_instruction
      FROM unnest(ids, states) WITH ORDINALITY x(id, state, place) JOIN badcase_internal.submission s ON s.submission_id = x.id
    ), given AS (
      SELECT n.place, n.name, coalesce(n.task_id, k.task_id, n.by_instruction) AS task_id,
        n.state = 'pending' AND n.name IS NOT NULL AND NOT EXISTS (
          SELECT FROM badcase_internal.task t
          WHERE t.task_id = coalesce(n.task_id, k.task_id, n.by_instruction) AND t.set_by IS NOT NULL) AS by_name
      FROM named n
      LEFT JOIN badcase_internal.task k ON k.program_id = first_tasks.program AND k.name = n.name AND k.set_by IS NOT NULL
    ), made AS MATERIALIZED (
      SELECT m.name, badcase_internal.task_of(program, m.name) AS task_id
      FROM (SELECT g.name FROM given g WHERE g.by_name GROUP BY g.name ORDER BY min(g.place)) m
    )
    SELECT array_agg(CASE WHEN g.by_name THEN m.task_id ELSE g.task_id END ORDER BY g.place),
      array_agg(g.task_id IS NULL AND g.name IS NULL ORDER BY g.place)
    INTO tasks, open
    FROM given g LEFT JOIN made m ON g.by_name AND m.name = g.name;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.first_tasks(int, bigint[], text[]) IS
  'the tasks of submissions that triage moves to these states, without those that their relations give; open: there may be one';

-- By the rule of task_by_prompt, in order: of two of the batch the second sees what became of the first.
CREATE FUNCTION badcase_internal.tasks_of(program int, ids bigint[], states text[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    tasks bigint[];
    open bool[];
    r record;
  BEGIN
    SELECT f.tasks, f.open INTO tasks, open FROM badcase_internal.first_tasks(program, ids, states) f;
    IF NOT EXISTS (SELECT FROM badcase_internal.task t WHERE t.program_id = tasks_of.program) THEN
      RETURN tasks;
    END IF;
    -- of those that are not of the batch, the most similar that has a task is enough
    FOR r IN
      SELECT l.place, l.other, l.task_id
      FROM (
        SELECT x.place, o.place AS other, k.task_id, l.prompt_similarity, l.other_id,
          row_number() OVER (PARTITION BY x.place, o.place IS NULL ORDER BY l.prompt_similarity DESC, l.other_id) AS n
        FROM unnest(ids, open) WITH ORDINALITY x(id, open, place)
        JOIN badcase_internal.relation l ON l.submission_id = x.id AND l.prompt_similarity >= 0.7
        JOIN badcase_internal.submission k ON k.submission_id = l.other_id
        LEFT JOIN unnest(ids) WITH ORDINALITY o(id, place) ON o.id = l.other_id
        WHERE x.open AND (o.place IS NOT NULL OR (k.task_id IS NOT NULL AND k.state IN ('pending', 'accepted')))) l
      WHERE l.other IS NOT NULL OR l.n = 1
      ORDER BY l.place, l.prompt_similarity DESC, l.other_id
    LOOP
      IF tasks[r.place] IS NULL THEN
        tasks[r.place] := CASE WHEN r.other IS NULL THEN r.task_id WHEN states[r.other] = 'pending' THEN tasks[r.other] END;
      END IF;
    END LOOP;
    RETURN tasks;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.tasks_of(int, bigint[], text[]) IS 'the tasks of submissions that triage moves to these states';

-- Of equal records of the batch the first is no duplicate, unless one is there before.
CREATE FUNCTION badcase_internal.originals_of(program int, ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  BEGIN
    RETURN (
      SELECT array_agg(coalesce(e.submission_id, nullif(n.first, n.submission_id)) ORDER BY n.submission_id)
      FROM (
        SELECT s.submission_id, s.exact_key, s.exact_key_version,
          min(s.submission_id) OVER (PARTITION BY s.exact_key, s.exact_key_version) AS first
        FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids)) n
      LEFT JOIN LATERAL (
        SELECT o.submission_id FROM badcase_internal.submission o
        WHERE substr(o.exact_key, 1, 7) = substr(n.exact_key, 1, 7) AND o.exact_key = n.exact_key
          AND o.exact_key_version = n.exact_key_version AND o.program_id + 0 = originals_of.program
          AND badcase_internal.is_searchable(o.state) AND o.state <> 'rejected'
        -- "+ 0" keeps out the primary key, which has that order
        ORDER BY o.submission_id + 0 LIMIT 1) e ON true);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.originals_of(int, bigint[]) IS
  'for received submissions, in order of their numbers, what each is an exact duplicate of; null where of none';

CREATE FUNCTION badcase_internal.portion_of(ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET jit = off
  AS $$
  DECLARE
    query CONSTANT text := format('SELECT s.submission_id, s.record FROM badcase_internal.submission s WHERE s.submission_id = ANY (%L::bigint[])', ids);
  BEGIN
    IF cardinality(ids) > 200 AND EXISTS (
        SELECT FROM unnest('{record,prompt}'::text[]) f(field) CROSS JOIN LATERAL @extschema@.badcase_clusters(query, 0.7::float8, f.field) k
        GROUP BY f.field, k.cluster HAVING count(*) > 200) THEN
      RETURN ids[: 200];
    END IF;
    RETURN ids;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.portion_of(bigint[]) IS
  'so many of these submissions as are triaged at once: the first 200 where more than that are similar to one another, else all';

-- The outcome is that of one submission after the other, in order of their numbers.
CREATE FUNCTION badcase_internal.triage_submissions(program int, ids bigint[]) RETURNS bigint[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off
  SET jit = off
  AS $$
  #variable_conflict use_column
  DECLARE
    originals bigint[];
    fresh bigint[];
    related record;
    common_prompt bool[];
    clusters bigint[];
    held bool[];
    unattested bool[];
    states text[];
    records @extschema@.badcase[];
    id bigint;
  BEGIN
    PERFORM badcase_internal.begin_change(program);
    PERFORM badcase_internal.screen(program, ids);
    originals := badcase_internal.originals_of(program, ids);
    fresh := ARRAY(SELECT x.id FROM unnest(ids, originals) x(id, original) WHERE x.original IS NULL ORDER BY x.id);
    DELETE FROM badcase_internal.relation r WHERE r.submission_id = ANY (ids) AND r.kind <> 'contradiction';
    INSERT INTO badcase_internal.relation (submission_id, other_id, kind, similarity, prompt_similarity, response_similarity)
    SELECT x.id, x.original, 'exact', 1, 1, 1 FROM unnest(ids, originals) x(id, original) WHERE x.original IS NOT NULL;
    SELECT r.common, r.of, r.links INTO related FROM badcase_internal.relate_records(program, fresh) r;
    common_prompt := badcase_internal.relate_prompts(program, fresh);
    clusters := badcase_internal.join_clusters(fresh, related.of, related.links);

    SELECT array_agg(badcase_internal.screening_holds(s.submission_id) <> '{}' ORDER BY x.place),
      array_agg(u.attestation_id IS NULL ORDER BY x.place)
    INTO held, unattested
    FROM unnest(ids) WITH ORDINALITY x(id, place)
    JOIN badcase_internal.submission s ON s.submission_id = x.id JOIN badcase_internal.upload u ON u.upload_id = s.upload_id;
    states := ARRAY(
      SELECT CASE WHEN x.original IS NOT NULL THEN 'duplicate' WHEN x.held OR x.unattested THEN 'held' ELSE 'pending' END
      FROM unnest(originals, held, unattested) WITH ORDINALITY x(original, held, unattested, place) ORDER BY x.place);
    PERFORM badcase_internal.move_received(ids, states, held, unattested, originals, ARRAY(
        SELECT coalesce(f.cluster, o.cluster_id)
        FROM unnest(ids, originals) WITH ORDINALITY x(id, original, place)
        LEFT JOIN unnest(fresh, clusters) f(id, cluster) ON f.id = coalesce(x.original, x.id)
        LEFT JOIN badcase_internal.submission o ON o.submission_id = x.original
        ORDER BY x.place),
      badcase_internal.tasks_of(program, ids, states), badcase_internal.rules_version(program));
    records := badcase_internal.records_of(fresh);
    INSERT INTO badcase_internal.searchable (submission_id, program_id, record, common_record, common_prompt)
    SELECT x.id, triage_submissions.program, x.record, x.common_record, x.common_prompt
    FROM unnest(fresh, records, related.common, common_prompt) x(id, record, common_record, common_prompt);
    FOR id IN
      SELECT x.id FROM unnest(ids, states) WITH ORDINALITY x(id, state, place)
      JOIN badcase_internal.submission s ON s.submission_id = x.id AND s.task_id IS NOT NULL
      WHERE x.state = 'held' ORDER BY x.place
    LOOP
      PERFORM badcase_internal.take_task_away(id);
    END LOOP;
    RETURN ARRAY(SELECT f.id FROM unnest(fresh, related.common) f(id, is_common) WHERE f.is_common);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_submissions(int, bigint[]) IS
  'screens and relates received submissions of a program, in order of their numbers, gives them their tasks and moves them on; returns which are common';

CREATE FUNCTION badcase_internal.has_triage(program int) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.submission s WHERE s.program_id = has_triage.program AND s.state = 'received'
      UNION ALL SELECT WHERE badcase_internal.seen_by_older_rules(has_triage.program)
      UNION ALL SELECT WHERE badcase_internal.has_old_keys(has_triage.program)
      UNION ALL SELECT WHERE badcase_internal.has_unsettled(has_triage.program)
      UNION ALL SELECT FROM badcase_internal.attested_since(has_triage.program)
      UNION ALL SELECT FROM badcase_internal.left_duplicates(has_triage.program));
  END;
COMMENT ON FUNCTION badcase_internal.has_triage(int) IS 'whether triage has something to do in a program';

-- One batch at a time in a program, in order of submission_id: the outcome does not depend on who calls it, how often
-- or in what portions, as long as nothing comes in meanwhile. Who calls is the only one who triages the program.
CREATE FUNCTION badcase_internal.triage_next(program int, batch int) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p CONSTANT int := program;
    this_job bigint;
    attested bigint[];
    n bigint := 0;
    ids bigint[];
    portion bigint[];
    ended bool;
    new_common bigint[] := '{}'::bigint[];
  BEGIN
    PERFORM badcase_internal.lock_work(p, 'triage');
    IF badcase_internal.has_old_keys(p) THEN
      RETURN badcase_internal.renew_keys(p, batch);
    END IF;
    PERFORM badcase_internal.settle_withdrawals(p);
    attested := ARRAY(SELECT badcase_internal.attested_since(p));
    PERFORM badcase_internal.settle_attested(attested);
    IF NOT EXISTS (SELECT FROM badcase_internal.job j WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL) THEN
      PERFORM badcase_internal.free_duplicates(p);
    END IF;
    IF NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received') THEN
      RETURN cardinality(attested) + badcase_internal.screen_again(p, batch);
    END IF;

    SELECT j.job_id INTO this_job FROM badcase_internal.job j
    WHERE j.program_id = p AND j.kind = 'triage' AND j.finished_at IS NULL;
    IF NOT FOUND THEN
      INSERT INTO badcase_internal.job (program_id, kind, phase, total, started_by)
      SELECT p, 'triage', 'relations', count(*), badcase_internal.person_name()
      FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received'
      -- one that the snapshot does not show is then a serialization failure
      ON CONFLICT DO NOTHING
      RETURNING job_id INTO this_job;
    END IF;
    ids := ARRAY(
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.program_id = p AND s.state = 'received' ORDER BY s.submission_id LIMIT batch FOR NO KEY UPDATE);
    -- in portions, for the pairs of a template's copies are as many as the square of their number
    WHILE n < cardinality(ids) LOOP
      portion := badcase_internal.portion_of(ids[n + 1 : n + 1000]);
      new_common := new_common || badcase_internal.triage_submissions(p, portion);
      n := n + cardinality(portion);
    END LOOP;
    ended := NOT EXISTS (SELECT FROM badcase_internal.submission s WHERE s.program_id = p AND s.state = 'received');
    SELECT CASE WHEN cardinality(j.common) + cardinality(new_common) <= 10000 THEN j.common || new_common END INTO new_common
    FROM badcase_internal.job j WHERE j.job_id = this_job;
    IF ended AND new_common IS NULL THEN
      PERFORM badcase_internal.join_common(p);
    ELSIF ended THEN
      PERFORM badcase_internal.join_new_common(p, new_common);
    END IF;
    UPDATE badcase_internal.job j SET
      done = j.done + n,
      total = greatest(j.total, j.done + n),
      common = CASE WHEN ended THEN '{}' ELSE new_common END,
      heartbeat_at = clock_timestamp(),
      finished_at = CASE WHEN ended THEN clock_timestamp() END
    WHERE j.job_id = this_job;
    IF ended THEN
      PERFORM badcase_internal.note_screened(p);
    END IF;
    IF ended AND badcase_internal.is_due_to_count(p) THEN
      PERFORM badcase_internal.keep_tallies(p);
    END IF;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.triage_next(int, int) IS
  'triages the next submissions of a program, or screens again what older rules saw; returns how many';

-- Of several sessions one works, and the others go on. Nothing is left behind by that: 0 is returned where no lock was
-- taken, so whoever gave way to this session did so before it looked for the last time.
CREATE FUNCTION badcase.triage_batch(program int DEFAULT NULL, batch int DEFAULT 1000) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    p int;
    busy int;
  BEGIN
    IF batch IS NULL OR batch < 1 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a batch has at least one submission';
    END IF;
    IF program IS NOT NULL THEN
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
    FOR p IN
      SELECT q.program_id FROM badcase_internal.program q
      WHERE q.program_id = coalesce(triage_batch.program, q.program_id) AND badcase_internal.has_capability(q.program_id, 'curator')
        AND badcase_internal.has_triage(q.program_id)
      ORDER BY q.program_id
    LOOP
      IF badcase_internal.try_work(p, 'batch') THEN
        RETURN nullif(badcase_internal.triage_next(p, batch), 0);
      END IF;
      busy := coalesce(busy, p);
    END LOOP;
    IF busy IS NOT NULL THEN
      RAISE NOTICE USING MESSAGE = format('program %s is being triaged by another session', busy);
    END IF;
    RETURN 0;
  END
  $$;
COMMENT ON FUNCTION badcase.triage_batch(int, int) IS
  'curator: triages the next submissions of a program, or of the first of one''s programs that has any, then screens again what older rules saw; returns how many; 0 where there is nothing to do or another session is at it, null where another session did it just now';

CREATE PROCEDURE badcase.triage(program int DEFAULT NULL, batch int DEFAULT 1000)
  LANGUAGE plpgsql
  AS $$
  DECLARE
    n pg_catalog.int8;
    again pg_catalog.bool := false;
  BEGIN
    LOOP
      n := badcase.triage_batch(program, batch);
      EXIT WHEN n OPERATOR(pg_catalog.=) 0 OR (n IS NULL AND again);
      again := n IS NULL;
      COMMIT;
    END LOOP;
  END
  $$;
COMMENT ON PROCEDURE badcase.triage(int, int) IS
  'curator: triages everything received and screens again what older rules saw, committing after each batch; cut off, it goes on with the next call; where another session is at it, leaves it to that';
