-- Tasks that find themselves: by the instruction that prompts share.

-- One look through the program's instructions by their lengths, which are few; of several the longest.
CREATE FUNCTION badcase_internal.task_by_instruction(program int, prompt text) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT i.task_id
    FROM (
      SELECT DISTINCT n.begins, n.ends FROM badcase_internal.task_instruction n WHERE n.program_id = task_by_instruction.program) l
    JOIN badcase_internal.task_instruction i ON i.program_id = task_by_instruction.program AND i.begins = l.begins AND i.ends = l.ends
      AND i.key = @extschema@.badcase_instruction_key(task_by_instruction.prompt, l.begins, l.ends)
    ORDER BY l.begins + l.ends DESC, l.begins DESC LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.task_by_instruction(int, text) IS 'the task of the longest instruction that a prompt has; null: none';

-- What goes on without a task.
CREATE FUNCTION badcase_internal.wants_task(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.task_id IS NULL AND s.state IN ('pending', 'needs_changes', 'disputed', 'accepted');
  END;
COMMENT ON FUNCTION badcase_internal.wants_task(badcase_internal.submission) IS
  'whether a submission is in review or accepted and has no task';

CREATE FUNCTION badcase_internal.find_instructions(program int, at_least int) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    query CONSTANT text := format('SELECT s.submission_id, s.record FROM badcase_internal.submission s '
      'WHERE s.program_id = %s AND badcase_internal.wants_task(s)', program);
  BEGIN
    DELETE FROM badcase_internal.task_suggestion t WHERE t.program_id = find_instructions.program;
    INSERT INTO badcase_internal.task_suggestion (program_id, begins, ends, key, submissions, clusters, examples)
    SELECT program, f.begins, f.ends, @extschema@.badcase_instruction_key(@extschema@.prompt(e.record), f.begins, f.ends),
      f.submissions, f.clusters, f.ids[: 3]
    FROM (
      SELECT i.instruction, i.begins, i.ends, count(*) AS submissions, count(DISTINCT s.cluster_id) AS clusters,
        array_agg(i.id ORDER BY i.id) AS ids
      FROM @extschema@.badcase_instructions(query, at_least) i JOIN badcase_internal.submission s ON s.submission_id = i.id
      GROUP BY i.instruction, i.begins, i.ends) f
    JOIN badcase_internal.submission e ON e.submission_id = f.instruction
    ORDER BY f.clusters DESC, f.submissions DESC, f.instruction
    ON CONFLICT ON CONSTRAINT task_suggestion_program_id_begins_ends_key_key DO NOTHING;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.find_instructions(int, int) IS
  'replaces the suggestions of a program by the instructions that prompts without a task share now';

CREATE FUNCTION badcase.suggest_tasks(program int DEFAULT NULL, at_least int DEFAULT 10)
  RETURNS TABLE (suggestion bigint, instruction text, submissions bigint, clusters bigint, examples bigint[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF at_least IS NULL OR at_least < 2 THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a suggestion is of at least two prompts';
    END IF;
    PERFORM badcase_internal.find_instructions(program, at_least);
    RETURN QUERY
      SELECT t.suggestion_id, @extschema@.badcase_instruction(@extschema@.prompt(s.record), t.begins, t.ends), t.submissions,
        t.clusters, t.examples
      FROM badcase_internal.task_suggestion t JOIN badcase_internal.submission s ON s.submission_id = t.examples[1]
      WHERE t.program_id = suggest_tasks.program ORDER BY t.suggestion_id;
  END
  $$;
COMMENT ON FUNCTION badcase.suggest_tasks(int, int) IS
  'curator: groups what has no task by the instruction that prompts share, from so many different prompts on; the largest first; replaces the suggestions before';

-- A prompt of a longer instruction, taken or suggested, is no example of the shorter one.
CREATE FUNCTION badcase_internal.examples_of(t badcase_internal.task_suggestion) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH longer AS MATERIALIZED (
      SELECT o.begins, o.ends, o.key FROM badcase_internal.task_suggestion o
      WHERE o.program_id = t.program_id AND o.begins + o.ends > t.begins + t.ends
      UNION
      SELECT i.begins, i.ends, i.key FROM badcase_internal.task_instruction i
      WHERE i.program_id = t.program_id AND i.begins + i.ends > t.begins + t.ends
    ), lengths AS MATERIALIZED (
      SELECT DISTINCT l.begins, l.ends FROM longer l
    ), mine AS MATERIALIZED (
      SELECT s.submission_id, @extschema@.prompt(s.record) AS prompt FROM badcase_internal.submission s
      WHERE s.program_id = t.program_id AND badcase_internal.wants_task(s)
        AND @extschema@.badcase_instruction_key(@extschema@.prompt(s.record), t.begins, t.ends) = t.key
    )
    SELECT m.submission_id FROM mine m
    WHERE NOT EXISTS (
      SELECT FROM lengths n JOIN longer l ON l.begins = n.begins AND l.ends = n.ends
        AND l.key = @extschema@.badcase_instruction_key(m.prompt, n.begins, n.ends))
    ORDER BY m.submission_id
  $$;
COMMENT ON FUNCTION badcase_internal.examples_of(badcase_internal.task_suggestion) IS
  'the submissions without a task that have the instruction of a suggestion, and no longer one';

CREATE FUNCTION badcase_internal.give_examples(ids bigint[], task bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n bigint;
  BEGIN
    PERFORM FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id FOR NO KEY UPDATE;
    UPDATE badcase_internal.submission s SET task_id = task WHERE s.submission_id = ANY (ids) AND badcase_internal.wants_task(s);
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM badcase_internal.mark_submissions(ids);
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_examples(bigint[], bigint) IS 'gives a task to those that still want one; returns how many';

CREATE FUNCTION badcase.take_suggestion(suggestion bigint, name text, about text DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.task_suggestion;
    id bigint;
    n bigint;
  BEGIN
    SELECT o.* INTO t FROM badcase_internal.task_suggestion o WHERE o.suggestion_id = take_suggestion.suggestion;
    PERFORM badcase_internal.require(t.program_id, 'curator');
    PERFORM badcase_internal.lock_work(t.program_id, 'triage');
    id := badcase_internal.task_of(t.program_id, name);
    IF id IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a task has a name of up to 200 characters, not blank';
    END IF;
    n := badcase_internal.give_examples(ARRAY(SELECT badcase_internal.examples_of(t)), id);
    UPDATE badcase_internal.task k SET about = coalesce(take_suggestion.about, k.about), set_by = badcase_internal.person_name()
    WHERE k.task_id = id;
    PERFORM badcase_internal.mark_task(id);
    INSERT INTO badcase_internal.task_instruction (program_id, begins, ends, key, task_id, taken_by)
    VALUES (t.program_id, t.begins, t.ends, t.key, id, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT task_instruction_pkey DO UPDATE SET task_id = id, taken_by = excluded.taken_by, taken_at = now();
    DELETE FROM badcase_internal.task_suggestion o WHERE o.suggestion_id = t.suggestion_id;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase.take_suggestion(bigint, text, text) IS
  'curator: makes a task of a suggestion, or takes it into the task of that name: all that has the instruction and no task is an example of it now, and what comes later; returns how many are now';

-- The task's row is locked after its submissions, as triage does; then nobody can name the task any more.
CREATE FUNCTION badcase.merge_tasks(program int, task text, into_task text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    from_id bigint;
    into_id bigint;
    n bigint;
    later bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    from_id := badcase_internal.named_task(program, task);
    into_id := badcase_internal.named_task(program, into_task);
    IF from_id = into_id THEN
      RAISE invalid_parameter_value USING MESSAGE = 'a task cannot be merged into itself';
    END IF;
    PERFORM badcase_internal.lock_work(program, 'triage');
    PERFORM FROM badcase_internal.submission s WHERE s.task_id = from_id ORDER BY s.submission_id FOR NO KEY UPDATE;
    UPDATE badcase_internal.submission s SET task_id = into_id WHERE s.task_id = from_id;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM FROM badcase_internal.task t WHERE t.task_id = from_id FOR UPDATE;
    UPDATE badcase_internal.submission s SET task_id = into_id WHERE s.task_id = from_id;
    GET DIAGNOSTICS later = ROW_COUNT;
    PERFORM badcase_internal.mark_task(into_id);
    UPDATE badcase_internal.audit_item i SET task_id = into_id WHERE i.task_id = from_id;
    UPDATE badcase_internal.task_instruction i SET task_id = into_id WHERE i.task_id = from_id;
    UPDATE badcase_internal.task t SET set_by = badcase_internal.person_name() WHERE t.task_id = into_id;
    DELETE FROM badcase_internal.task t WHERE t.task_id = from_id;
    RETURN n + later;
  END
  $$;
COMMENT ON FUNCTION badcase.merge_tasks(int, text, text) IS
  'curator: makes all examples and instructions of a task those of another, which stays; returns how many examples that were';
