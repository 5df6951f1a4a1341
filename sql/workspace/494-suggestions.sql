-- Suggestions: what agents say of submissions. Reviewers see them beside a record, before their own word or after it, and
-- they can order what is claimed. They are no reviews: no decision, state or credit comes of one.

CREATE FUNCTION badcase.register_agent(program int, name text, version text, kind text, prompt_sha256 text DEFAULT NULL, prompt_date date DEFAULT NULL)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF (name ~ '[^[:space:]]' AND length(name) <= 200 AND version ~ '[^[:space:]]' AND length(version) <= 200) IS NOT TRUE THEN
      RAISE invalid_parameter_value USING MESSAGE = 'name and version of an agent have 1 to 200 characters';
    END IF;
    IF kind IS NULL OR kind NOT IN ('model', 'rule', 'person') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'no such kind of agent', HINT = 'Kinds are model, rule and person.';
    END IF;
    IF prompt_sha256 !~ '^[0-9a-f]{64}$' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'prompt_sha256 is SHA-256 in lower-case hexadecimal';
    END IF;
    INSERT INTO badcase_internal.agent (program_id, name, version, kind, prompt_sha256, prompt_date, registered_by)
    VALUES (program, register_agent.name, register_agent.version, register_agent.kind, decode(register_agent.prompt_sha256, 'hex'),
      register_agent.prompt_date, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT agent_program_id_name_version_key DO NOTHING
    RETURNING agent_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = format('program %s has an agent of that name and version, number %s', program, (
          SELECT a.agent_id FROM badcase_internal.agent a
          WHERE a.program_id = register_agent.program AND a.name = register_agent.name AND a.version = register_agent.version));
    END IF;
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_agent(int, text, text, text, text, date) IS
  'curator: registers a model, a rule or a person that suggests, with the SHA-256 and the day of what it is told to do; returns its number, the target of uploads of the kind suggestions';

-- true and false are 1 and 0.
CREATE FUNCTION badcase_internal.likelihood(value jsonb) RETURNS numeric
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE jsonb_typeof(value)
      WHEN 'boolean' THEN (value::bool)::int::numeric
      WHEN 'number' THEN CASE WHEN value::numeric BETWEEN 0 AND 1 THEN trim_scale(round(value::numeric, 6)) END
    END;
  END;
COMMENT ON FUNCTION badcase_internal.likelihood(jsonb) IS
  'true, false or a number from 0 to 1 as a likelihood of up to six places; null for anything else';

CREATE FUNCTION badcase_internal.suggestion_fault(line jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN NOT line ? 'submission' THEN 'missing_submission'
      WHEN badcase_internal.whole_number(line -> 'submission', 1) IS NULL THEN 'submission_type'
      WHEN jsonb_typeof(line -> 'useful') <> 'null' AND badcase_internal.likelihood(line -> 'useful') IS NULL THEN 'useful_type'
      WHEN jsonb_typeof(line -> 'correct') <> 'null' AND badcase_internal.likelihood(line -> 'correct') IS NULL THEN 'correct_type'
      WHEN jsonb_typeof(line -> 'failure_kinds') NOT IN ('array', 'null') THEN 'kinds_type'
      WHEN jsonb_typeof(line -> 'failure_kinds') = 'array' AND NOT line -> 'failure_kinds' <@ to_jsonb(badcase_internal.failure_kinds()) THEN 'no_kind'
      WHEN jsonb_typeof(line -> 'task') NOT IN ('string', 'null') OR length(line ->> 'task') > 200 OR line ->> 'task' !~ '[^[:space:]]' THEN 'task_type'
      WHEN jsonb_typeof(line -> 'why') NOT IN ('string', 'null') OR length(line ->> 'why') > 5000 THEN 'why_type'
      WHEN line - '{submission,useful,correct,failure_kinds,task,why}'::text[] <> '{}' THEN 'unknown_key'
      WHEN jsonb_strip_nulls(line - '{submission,why}'::text[]) = '{}' THEN 'nothing_suggested'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.suggestion_fault(jsonb) IS 'the code of what is wrong with a line of suggestions, or null';

CREATE FUNCTION badcase_internal.suggestion_message(code text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE code
      WHEN 'missing_submission' THEN 'the key "submission" is missing'
      WHEN 'submission_type' THEN 'the submission is not a whole number from 1'
      WHEN 'useful_type' THEN 'useful is neither true nor false nor a number from 0 to 1'
      WHEN 'correct_type' THEN 'correct is neither true nor false nor a number from 0 to 1'
      WHEN 'kinds_type' THEN 'failure_kinds is not an array'
      WHEN 'no_kind' THEN 'a kind of failure is none of ' || array_to_string(badcase_internal.failure_kinds(), ', ')
      WHEN 'task_type' THEN 'the task is not a string of 1 to 200 characters'
      WHEN 'why_type' THEN 'why is not a string of up to 5000 characters'
      WHEN 'unknown_key' THEN 'there is another key than submission, useful, correct, failure_kinds, task and why'
      WHEN 'nothing_suggested' THEN 'none of useful, correct, failure_kinds and task is there'
      WHEN 'no_submission' THEN 'the program has no such submission in review or decided'
      WHEN 'said_otherwise' THEN 'the agent has said something else of this revision: what judges in another way is another version'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.suggestion_message(text) IS 'a code of a refused line of suggestions in words';

-- What an agent said before stands. Of several lines on a submission the first counts.
CREATE FUNCTION badcase_internal.suggestion_lines(program int, agent bigint)
  RETURNS TABLE (line_no bigint, line bytea, code text, byte_offset int, path text, message text, submission bigint, revision int,
    useful numeric, correct numeric, failure_kinds text[], task text, why text, is_new bool, is_erased bool)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
    WITH line AS MATERIALIZED (
      SELECT i.line_no, i.line, o.object, coalesce(o.code, badcase_internal.suggestion_fault(o.object)) AS code, o.byte_offset, o.path, o.message
      FROM badcase.intake i CROSS JOIN LATERAL @extschema@.badcase_object(i.line) o
      WHERE i.xact = pg_current_xact_id_if_assigned()
    ), named AS MATERIALIZED (
      SELECT l.line_no, badcase_internal.whole_number(l.object -> 'submission', 1) AS submission,
        badcase_internal.likelihood(l.object -> 'useful') AS useful, badcase_internal.likelihood(l.object -> 'correct') AS correct,
        -- of the collation of what is stored: rows whose columns have two of them cannot be compared
        CASE jsonb_typeof(l.object -> 'failure_kinds') WHEN 'array' THEN ARRAY(
          SELECT DISTINCT k COLLATE "C" FROM jsonb_array_elements_text(l.object -> 'failure_kinds') k ORDER BY 1) END COLLATE "default" AS failure_kinds,
        l.object ->> 'task' AS task, l.object ->> 'why' AS why
      FROM line l WHERE l.code IS NULL
    ), placed AS MATERIALIZED (
      SELECT n.*, s.revision, k.said AS known, k.said_before, first_value(n.said) OVER w AS first_said, row_number() OVER w AS place
      FROM (SELECT m.*, ROW(m.useful, m.correct, m.failure_kinds, m.task, m.why) AS said FROM named m) n
      LEFT JOIN LATERAL (
        SELECT t.revision FROM badcase_internal.submission t
        WHERE t.submission_id = n.submission AND t.program_id = suggestion_lines.program
          AND t.state IN ('pending', 'needs_changes', 'disputed', 'accepted', 'rejected') OFFSET 0) s ON true
      LEFT JOIN LATERAL (
        SELECT ROW(g.useful, g.correct, g.failure_kinds, g.task, g.why) AS said, true AS said_before FROM badcase_internal.suggestion g
        WHERE g.submission_id = n.submission AND g.agent_id = suggestion_lines.agent AND g.revision = s.revision OFFSET 0) k ON true
      WINDOW w AS (PARTITION BY n.submission ORDER BY n.line_no)
    )
    SELECT l.line_no, l.line,
      coalesce(l.code, CASE
        WHEN p.revision IS NULL THEN 'no_submission'
        WHEN p.said IS DISTINCT FROM coalesce(p.known, p.first_said) THEN 'said_otherwise' END),
      l.byte_offset, l.path, l.message, p.submission, p.revision, p.useful, p.correct, p.failure_kinds, p.task, p.why,
      coalesce(p.revision IS NOT NULL AND p.said_before IS NULL AND p.place = 1, false),
      EXISTS (
        SELECT FROM badcase_internal.submission t
        WHERE t.submission_id = badcase_internal.whole_number(l.object -> 'submission', 1) AND t.program_id = suggestion_lines.program AND t.record IS NULL)
    FROM line l LEFT JOIN placed p ON p.line_no = l.line_no
  $$;
COMMENT ON FUNCTION badcase_internal.suggestion_lines(int, bigint) IS
  'the lines that this transaction has brought, judged as an agent''s suggestions, each with the submission that it names';

-- The program's count of withdrawals is locked: an erasure comes before, and its records are gone, or after, and finds the
-- suggestions. A refused line on a record that was erased may quote it: its bytes are not kept.
CREATE FUNCTION badcase_internal.store_suggestions(u badcase_internal.upload, OUT lines bigint, OUT stored bigint, OUT good bigint, OUT blank bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM FROM badcase_internal.program p WHERE p.program_id = u.program_id FOR SHARE;
    PERFORM FROM badcase_internal.agent a WHERE a.agent_id = u.target FOR NO KEY UPDATE;
    WITH line AS MATERIALIZED (
      SELECT l.*, @extschema@.badcase_blank(l.line) AS is_blank FROM badcase_internal.suggestion_lines(u.program_id, u.target) l
    ), suggestion AS (
      INSERT INTO badcase_internal.suggestion (submission_id, agent_id, revision, program_id, upload_id, line_no, useful, correct, failure_kinds, task, why)
      SELECT l.submission, u.target, l.revision, u.program_id, u.upload_id, l.line_no, l.useful, l.correct, l.failure_kinds, l.task, l.why
      FROM line l WHERE l.is_new ORDER BY l.line_no
    ), refused_line AS (
      INSERT INTO badcase_internal.refused_line (upload_id, line_no, program_id, code, byte_offset, path, message, line, line_digest)
      SELECT u.upload_id, l.line_no, u.program_id, l.code, coalesce(l.byte_offset, 0), l.path,
        coalesce(l.message, badcase_internal.suggestion_message(l.code)), CASE WHEN NOT l.is_erased THEN l.line END,
        CASE WHEN NOT l.is_erased THEN sha256(l.line) END
      FROM line l
      WHERE l.code IS NOT NULL AND NOT l.is_blank AND (
        SELECT o.line_digest FROM badcase_internal.refused_line o
        WHERE o.contributor_id IS NULL AND o.program_id = u.program_id AND o.line_digest = sha256(l.line) LIMIT 1) IS NULL
    )
    SELECT (SELECT count(*) FROM line), (SELECT count(*) FROM line l WHERE l.is_new), (SELECT count(*) FROM line l WHERE l.code IS NULL),
      (SELECT count(*) FROM line l WHERE l.is_blank)
    INTO lines, stored, good, blank;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.store_suggestions(badcase_internal.upload) IS
  'judges the lines of an upload of the kind suggestions and stores them';

-- A task is the agent's word until it is the name of one that a curator has taken.
CREATE FUNCTION badcase_internal.suggestions_of(s badcase_internal.submission)
  RETURNS TABLE (agent text, version text, kind text, useful numeric, correct numeric, failure_kinds text[], task text, why text)
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT a.name, a.version, a.kind, g.useful, g.correct, g.failure_kinds, (
        SELECT t.name FROM badcase_internal.task t WHERE t.program_id = s.program_id AND t.name = g.task AND t.set_by IS NOT NULL), g.why
    FROM badcase_internal.suggestion g JOIN badcase_internal.agent a ON a.agent_id = g.agent_id
    WHERE g.submission_id = s.submission_id AND g.revision = s.revision
    ORDER BY a.name COLLATE "C", a.version COLLATE "C", a.agent_id;
  END;
COMMENT ON FUNCTION badcase_internal.suggestions_of(badcase_internal.submission) IS 'what agents suggest of a submission as it is now';

CREATE FUNCTION badcase_internal.suggestions_beside(s badcase_internal.submission) RETURNS jsonb
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT (
      SELECT jsonb_agg(to_jsonb(g) - 'n'::text ORDER BY g.n)
      FROM badcase_internal.suggestions_of(s) WITH ORDINALITY g(agent, version, kind, useful, correct, failure_kinds, task, why, n))
    FROM badcase_internal.program p WHERE p.program_id = s.program_id AND p.suggestions = 'before';
  END;
COMMENT ON FUNCTION badcase_internal.suggestions_beside(badcase_internal.submission) IS
  'the same for the queue of a reviewer; null where there are none, or the program shows them after the reviewer''s own word';

-- A second look is answered as a review is.
CREATE FUNCTION badcase_internal.has_judged(s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM badcase_internal.review v
        WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = badcase_internal.person())
      OR EXISTS (
        SELECT FROM badcase_internal.look l
        WHERE l.submission_id = s.submission_id AND l.revision = s.revision AND l.reviewer = badcase_internal.person() AND l.verdict IS NOT NULL);
  END;
COMMENT ON FUNCTION badcase_internal.has_judged(badcase_internal.submission) IS
  'whether the person has given their word of a submission, in this pass or at a second look';

CREATE FUNCTION badcase_internal.shows_suggestions(s badcase_internal.submission) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN badcase_internal.has_capability(s.program_id, 'curator')
      OR badcase_internal.has_capability(s.program_id, 'reviewer') AND (badcase_internal.has_judged(s)
        OR (SELECT p.suggestions = 'before' FROM badcase_internal.program p WHERE p.program_id = s.program_id)
          AND (badcase_internal.has_claimed(s) OR badcase_internal.has_second_look(s)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.shows_suggestions(badcase_internal.submission) IS
  'whether the person may see what agents suggest of a submission: curators, reviewers after their own word, or before it where the program says so';

CREATE FUNCTION badcase.suggestions(submission bigint)
  RETURNS TABLE (agent text, version text, kind text, useful numeric, correct numeric, failure_kinds text[], task text, why text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    s badcase_internal.submission;
  BEGIN
    SELECT t.* INTO s FROM badcase_internal.submission t WHERE t.submission_id = suggestions.submission;
    IF badcase_internal.shows_suggestions(s) IS NOT TRUE THEN
      PERFORM badcase_internal.require(s.program_id, 'curator');
    END IF;
    RETURN QUERY SELECT g.* FROM badcase_internal.suggestions_of(s) g WHERE s.state <> 'withdrawn';
  END
  $$;
COMMENT ON FUNCTION badcase.suggestions(bigint) IS
  'reviewer, curator: what agents suggest of a submission as it is now; a reviewer, once they have given their own word, or before it where the setting suggestions says so';

CREATE FUNCTION badcase_internal.has_suggested(agent bigint, s badcase_internal.submission) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase_internal.suggestion g
      WHERE g.submission_id = s.submission_id AND g.agent_id = has_suggested.agent AND g.revision = s.revision);
  END;
COMMENT ON FUNCTION badcase_internal.has_suggested(bigint, badcase_internal.submission) IS
  'whether an agent has suggested something of a submission as it is now';

-- What is asked about goes to a program outside: the journal has who took which record out. Gold is among it, so that it
-- looks like the rest in the queue.
CREATE FUNCTION badcase.to_suggest(agent bigint, n int DEFAULT 100, after bigint DEFAULT 0)
  RETURNS TABLE (submission bigint, prompt text, response text, history jsonb, rejected text, system text)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    a badcase_internal.agent;
    ids bigint[];
  BEGIN
    SELECT t.* INTO a FROM badcase_internal.agent t WHERE t.agent_id = to_suggest.agent;
    PERFORM badcase_internal.require(a.program_id, 'curator');
    IF n IS NULL OR n < 1 OR n > 1000 OR after IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'ask for 1 to 1000 records, after a number';
    END IF;
    ids := ARRAY(
      SELECT x.submission_id FROM ((
        SELECT s.submission_id FROM badcase_internal.submission s
        WHERE s.program_id = a.program_id AND s.state = 'pending' AND s.submission_id > to_suggest.after
          AND (
            SELECT o.submission_id FROM badcase_internal.suggestion o
            WHERE o.submission_id = s.submission_id AND o.agent_id = a.agent_id AND o.revision = s.revision LIMIT 1) IS NULL
        ORDER BY s.state, s.program_id, s.submission_id LIMIT n)
        UNION ALL
        SELECT s.submission_id FROM badcase_internal.gold g JOIN badcase_internal.submission s ON s.submission_id = g.submission_id
        WHERE g.program_id = a.program_id AND s.state = g.verdict AND s.revision = g.revision AND s.submission_id > to_suggest.after
          AND badcase_internal.has_suggested(a.agent_id, s) IS NOT TRUE) x
      ORDER BY x.submission_id LIMIT n);
    PERFORM badcase_internal.note_action(a.program_id, 'read', i) FROM unnest(ids) i;
    RETURN QUERY
      SELECT s.submission_id, @extschema@.prompt(s.record), @extschema@.response(s.record), @extschema@.history(s.record),
        @extschema@.rejected(s.record), @extschema@.meta(s.record) ->> 'system'
      FROM badcase_internal.submission s WHERE s.submission_id = ANY (ids) ORDER BY s.submission_id;
  END
  $$;
COMMENT ON FUNCTION badcase.to_suggest(bigint, int, bigint) IS
  'curator: the records in review of which an agent has suggested nothing yet, from a number on, up to n; the journal has that they were read';

-- Of a record, the likelihood that it will be accepted is the mean of what its agents say: useful times correct, or the one
-- that an agent says. Unsure is what has it nearest to one half, disagreed on what has the agents furthest apart. What nobody
-- suggests anything of comes after all that somebody does.
CREATE FUNCTION badcase_internal.claimable_suggested(program int, task bigint, failure_kind text, language text, cut_off timestamptz, first text, most bigint)
  RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
  DECLARE
    me CONSTANT regrole := badcase_internal.person();
    d record;
    n bigint := 0;
  BEGIN
    -- one after the other, for most of what comes first can be claimed
    FOR d IN
      SELECT g.submission_id, g.revision, CASE claimable_suggested.first
          WHEN 'unsure' THEN abs(avg(coalesce(g.useful * g.correct, g.useful, g.correct)) - 0.5)
          ELSE min(coalesce(g.useful * g.correct, g.useful, g.correct)) - max(coalesce(g.useful * g.correct, g.useful, g.correct)) END AS place
      FROM badcase_internal.suggestion g
      WHERE g.program_id = claimable_suggested.program AND num_nonnulls(g.useful, g.correct) > 0
      GROUP BY g.submission_id, g.revision
      ORDER BY place, g.submission_id, g.revision
    LOOP
      EXIT WHEN n >= most;
      PERFORM FROM badcase_internal.submission t
      WHERE t.submission_id = d.submission_id AND t.revision = d.revision AND t.state = 'pending'
        AND badcase_internal.can_claim(t, claimable_suggested.task, claimable_suggested.failure_kind, claimable_suggested.language, claimable_suggested.cut_off)
        AND NOT EXISTS (
          SELECT FROM badcase_internal.review v
          WHERE v.submission_id = t.submission_id AND v.review_pass = t.review_pass AND v.reviewer = me);
      IF FOUND THEN
        n := n + 1;
        RETURN NEXT d.submission_id;
      END IF;
    END LOOP;
    IF n < most THEN
      RETURN QUERY
        SELECT w.id
        FROM badcase_internal.claimable_wanted(program, task, failure_kind, language, cut_off, most) WITH ORDINALITY w(id, place)
        JOIN badcase_internal.submission s ON s.submission_id = w.id
        WHERE NOT EXISTS (
          SELECT FROM badcase_internal.suggestion g
          WHERE g.submission_id = s.submission_id AND g.revision = s.revision AND num_nonnulls(g.useful, g.correct) > 0)
        ORDER BY w.place LIMIT most - n;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.claimable_suggested(int, bigint, text, text, timestamptz, text, bigint) IS
  'the same, what agents are unsure of first, or what they disagree on';
