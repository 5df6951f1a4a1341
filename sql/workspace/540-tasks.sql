-- Tasks and how well they are covered.

CREATE FUNCTION badcase.set_task(program int, task text, target int DEFAULT 100, about text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
    is_new bool;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    id := badcase_internal.task_of(program, task);
    IF id IS NULL OR target IS NULL OR target < 1 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a task has a name of up to 200 characters, not blank, and a target from 1';
    END IF;
    is_new := (SELECT t.set_by IS NULL FROM badcase_internal.task t WHERE t.task_id = id);
    UPDATE badcase_internal.task t SET
      target = set_task.target,
      about = coalesce(set_task.about, t.about),
      set_by = badcase_internal.person_name()
    WHERE t.task_id = id;
    IF is_new THEN
      PERFORM badcase_internal.mark_task(id);
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_task(int, text, int, text) IS
  'curator: makes a task or changes its target; a text about it replaces the one before, null keeps it';

CREATE FUNCTION badcase_internal.named_task(program int, name text) RETURNS bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    id bigint;
  BEGIN
    SELECT t.task_id INTO id FROM badcase_internal.task t
    WHERE t.program_id = named_task.program AND t.name = named_task.name AND badcase_internal.shows_task(t);
    IF NOT FOUND THEN
      RAISE undefined_object USING
        MESSAGE = format('program %s has no task of that name', program),
        HINT = 'badcase.task_coverage lists them; a curator makes one with badcase.set_task.';
    END IF;
    RETURN id;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.named_task(int, text) IS
  'the task of that name, if the person may see it; raises (42704) if not';

CREATE FUNCTION badcase.assign_task(submission bigint, task text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    me CONSTANT bigint := submission;
    s badcase_internal.submission;
    id bigint;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = me;
    IF badcase_internal.has_claimed(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    IF task IS NOT NULL THEN
      id := badcase_internal.named_task(s.program_id, task);
    END IF;
    UPDATE badcase_internal.submission t SET task_id = id WHERE t.submission_id = me AND t.state <> 'withdrawn';
    IF NOT FOUND THEN
      RAISE object_not_in_prerequisite_state USING MESSAGE = format('submission %s was withdrawn', me);
    END IF;
    PERFORM badcase_internal.mark_submissions(ARRAY[me]);
  END
  $$;
COMMENT ON FUNCTION badcase.assign_task(bigint, text) IS
  'reviewer, curator: makes a submission an example of a task, or of none where null; a reviewer, what they have claimed';

-- At most the relations that triage keeps are looked at: what shares its instruction with an example is an alternative
-- to it, or near.
CREATE FUNCTION badcase_internal.task_by_prompt(submission bigint) RETURNS bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT o.task_id
    FROM badcase_internal.relation r JOIN badcase_internal.submission o ON o.submission_id = r.other_id
    WHERE r.submission_id = task_by_prompt.submission AND r.prompt_similarity >= 0.7
      AND o.task_id IS NOT NULL AND o.state IN ('pending', 'accepted')
    ORDER BY r.prompt_similarity DESC, r.other_id LIMIT 1;
  END;
COMMENT ON FUNCTION badcase_internal.task_by_prompt(bigint) IS
  'the task of the pending or accepted submission whose prompt is most similar, from 0.7 on, of those that triage related; the first of equal ones';

CREATE FUNCTION badcase_internal.shows_task(t badcase_internal.task) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT t.set_by IS NOT NULL OR badcase_internal.has_capability(t.program_id, 'curator');
  END;
COMMENT ON FUNCTION badcase_internal.shows_task(badcase_internal.task) IS
  'whether the person may see the name of a task: nobody but curators before one took it';

-- What is received is in no kept count.
CREATE FUNCTION badcase_internal.task_counts(program int, curates bool)
  RETURNS TABLE (task_id bigint, received bigint, clusters bigint, accepted bigint, accepted_records bigint, asking bigint, kept bigint)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT x.task_id, sum(x.received)::bigint, sum(x.clusters)::bigint, sum(x.accepted)::bigint, sum(x.accepted_records)::bigint,
      sum(x.asking)::bigint, sum(x.kept)::bigint
    FROM (
      SELECT nullif(greatest(t.a, 0), 0) AS task_id, t.n[1] AS received, t.n[2] AS clusters, t.n[3] AS accepted, t.n[4] AS accepted_records,
        t.n[5] AS asking, t.n[6] AS kept
      FROM badcase_internal.tallied(task_counts.program, 'task') t
      WHERE CASE WHEN curates THEN t.a >= 0 ELSE t.a = -1 OR t.a IN (
        SELECT k.task_id FROM badcase_internal.task k WHERE k.program_id = task_counts.program AND k.set_by IS NOT NULL) END
      UNION ALL
      SELECT k.task_id, count(*), 0, 0, 0, count(*) FILTER (WHERE s.asks > 0), count(*) FILTER (WHERE s.asks > 0 AND s.breaks = 0)
      FROM badcase_internal.submission s
      LEFT JOIN badcase_internal.task k ON k.task_id = s.task_id AND (curates OR k.set_by IS NOT NULL)
      WHERE s.program_id = task_counts.program AND s.state = 'received'
        AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      GROUP BY k.task_id) x
    GROUP BY x.task_id
  $$;
COMMENT ON FUNCTION badcase_internal.task_counts(int, bool) IS
  'by task how many submissions, clusters, accepted clusters, accepted submissions there are, how many ask for what can be checked and keep it; for curators, or for those who see no task that no curator has taken';

CREATE FUNCTION badcase_internal.task_coverage()
  RETURNS TABLE (program int, task text, target int, received bigint, clusters bigint, accepted bigint, missing bigint,
    accepted_records bigint, taken bool, asking bigint, kept bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id FROM unnest(badcase_internal.programs_with('reviewer', 'exporter', 'curator')) p(program_id)
    ), shown AS MATERIALIZED (
      SELECT t.* FROM mine m JOIN badcase_internal.task t ON t.program_id = m.program_id WHERE badcase_internal.shows_task(t)
    ), counted AS MATERIALIZED (
      SELECT m.program_id, k.* FROM mine m
      CROSS JOIN LATERAL badcase_internal.task_counts(m.program_id, badcase_internal.has_capability(m.program_id, 'curator')) k
    )
    SELECT t.program_id, t.name, t.target, coalesce(c.received, 0), coalesce(c.clusters, 0), coalesce(c.accepted, 0),
      greatest(t.target - coalesce(c.accepted, 0), 0), coalesce(c.accepted_records, 0), t.set_by IS NOT NULL,
      coalesce(c.asking, 0), coalesce(c.kept, 0)
    FROM shown t
    LEFT JOIN counted c ON c.program_id = t.program_id AND c.task_id = t.task_id
    UNION ALL
    SELECT c.program_id, NULL, NULL, c.received, c.clusters, c.accepted, NULL, c.accepted_records, NULL, c.asking, c.kept
    FROM counted c WHERE c.task_id IS NULL
    ORDER BY 1, 7 DESC NULLS LAST, 2
  $$;
COMMENT ON FUNCTION badcase_internal.task_coverage() IS 'the rows of badcase.task_coverage';

CREATE VIEW badcase.task_coverage WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.task_coverage();
COMMENT ON VIEW badcase.task_coverage IS
  'reviewer, exporter, curator: how many examples each task has and how many are missing; near-duplicates count once';
COMMENT ON COLUMN badcase.task_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.task_coverage.task IS 'the task; null: not assigned yet';
COMMENT ON COLUMN badcase.task_coverage.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.task_coverage.received IS 'how many submissions came in and were not withdrawn';
COMMENT ON COLUMN badcase.task_coverage.clusters IS 'how many of them are no near-duplicates of one another';
COMMENT ON COLUMN badcase.task_coverage.accepted IS 'how many clusters have an accepted submission: the effective number, which counts against the target';
COMMENT ON COLUMN badcase.task_coverage.missing IS 'how many are still wanted';
COMMENT ON COLUMN badcase.task_coverage.accepted_records IS 'how many submissions are accepted';
COMMENT ON COLUMN badcase.task_coverage.taken IS
  'whether a curator has taken the name with badcase.set_task: until then it is a contributor''s word, which curators alone see';
COMMENT ON COLUMN badcase.task_coverage.asking IS 'how many of received state in the prompt what badcase_follows can check: language, length, format, words';
COMMENT ON COLUMN badcase.task_coverage.kept IS 'how many of asking have a response in which nothing of that is seen to be broken';

CREATE FUNCTION badcase_internal.failure_coverage()
  RETURNS TABLE (program int, round bigint, task text, kind text, submissions bigint, accepted bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH mine AS MATERIALIZED (
      SELECT p.program_id, badcase_internal.has_capability(p.program_id, 'curator') AS curates
      FROM unnest(badcase_internal.programs_with('reviewer', 'exporter', 'curator')) p(program_id)
    ), kept AS MATERIALIZED (
      SELECT m.program_id, t.a AS round_id, t.b AS task_id, ARRAY[sum(t.n[1]), sum(t.n[2]), sum(t.n[3]), sum(t.n[4]), sum(t.n[5]), sum(t.n[6]), sum(t.n[7]), sum(t.n[8]), sum(t.n[9]), sum(t.n[10]), sum(t.n[11]), sum(t.n[12])]::bigint[] AS n
      FROM mine m CROSS JOIN LATERAL badcase_internal.tallied(m.program_id, 'kind') t
      WHERE CASE WHEN m.curates THEN t.b >= 0 ELSE t.b = -1 OR t.b IN (
        SELECT k.task_id FROM badcase_internal.task k WHERE k.set_by IS NOT NULL) END
      GROUP BY m.program_id, t.a, t.b
    ), cell AS (
      SELECT x.program_id, nullif(x.round_id, 0) AS round_id, nullif(greatest(x.task_id, 0), 0) AS task_id, k.kind, x.n[k.place] AS n, x.n[k.place + k.kinds] AS accepted
      FROM kept x CROSS JOIN LATERAL (
        SELECT f.kind, f.place, cardinality(x.n) / 2 AS kinds FROM unnest(badcase_internal.failure_kinds()) WITH ORDINALITY f(kind, place)) k
      UNION ALL
      -- what is received is in no kept count
      SELECT m.program_id, s.decided_round, t.task_id, k.kind, 1, 0
      FROM mine m
      JOIN badcase_internal.submission s ON s.program_id = m.program_id AND s.state = 'received'
        AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')
      LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id AND (m.curates OR t.set_by IS NOT NULL)
      CROSS JOIN LATERAL unnest(s.failure_kinds) k(kind)
    )
    SELECT c.program_id, c.round_id, t.name, c.kind, sum(c.n)::bigint, sum(c.accepted)::bigint
    FROM cell c LEFT JOIN badcase_internal.task t ON t.task_id = c.task_id
    GROUP BY c.program_id, c.round_id, t.task_id, t.name, c.kind HAVING sum(c.n) > 0
    ORDER BY c.program_id, c.round_id NULLS LAST, t.name COLLATE "C" NULLS LAST, c.kind COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.failure_coverage() IS 'the rows of badcase.failure_coverage';

CREATE VIEW badcase.failure_coverage WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.failure_coverage();
COMMENT ON VIEW badcase.failure_coverage IS
  'reviewer, exporter, curator: the kinds of failure by task and round; a submission of several kinds counts for each';
COMMENT ON COLUMN badcase.failure_coverage.program IS 'the program';
COMMENT ON COLUMN badcase.failure_coverage.round IS 'the round of the last decision; null: not decided';
COMMENT ON COLUMN badcase.failure_coverage.task IS 'the task; null: none';
COMMENT ON COLUMN badcase.failure_coverage.kind IS 'the kind of failure';
COMMENT ON COLUMN badcase.failure_coverage.submissions IS 'how many submissions, without what was withdrawn';
COMMENT ON COLUMN badcase.failure_coverage.accepted IS 'how many clusters of them have an accepted submission';

CREATE FUNCTION badcase_internal.help_wanted()
  RETURNS TABLE (program int, task text, target int, accepted bigint, missing bigint, about text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashagg = off
  SET enable_sort = off
  SET jit = off
  AS $$
    SELECT t.program_id, t.name, t.target, a.n, t.target - a.n, t.about
    FROM badcase_internal.task t
    CROSS JOIN LATERAL (
      -- counted up to the target only
      SELECT count(*) AS n FROM (
        SELECT DISTINCT s.cluster_id FROM badcase_internal.submission s
        WHERE s.task_id = t.task_id AND s.state = 'accepted' LIMIT t.target) k) a
    WHERE t.set_by IS NOT NULL AND a.n < t.target
      AND t.program_id = ANY ((SELECT badcase_internal.programs_with('contributor', 'reviewer', 'exporter', 'curator'))::int[])
    ORDER BY t.program_id, t.target - a.n DESC, t.name COLLATE "C"
  $$;
COMMENT ON FUNCTION badcase_internal.help_wanted() IS 'the rows of badcase.help_wanted';

CREATE VIEW badcase.help_wanted WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.help_wanted();
COMMENT ON VIEW badcase.help_wanted IS 'everybody: the tasks that miss examples, those first that miss most';
COMMENT ON COLUMN badcase.help_wanted.program IS 'the program';
COMMENT ON COLUMN badcase.help_wanted.task IS 'the task';
COMMENT ON COLUMN badcase.help_wanted.target IS 'how many examples are wanted';
COMMENT ON COLUMN badcase.help_wanted.accepted IS 'how many clusters have an accepted submission';
COMMENT ON COLUMN badcase.help_wanted.missing IS 'how many are still wanted';
COMMENT ON COLUMN badcase.help_wanted.about IS 'instruction and output format, as curators say';
