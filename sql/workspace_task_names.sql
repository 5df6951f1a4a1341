-- A task that no curator took is a contributor's word: it stays as long as a record in review or accepted names it, goes with
-- the last such one, and with it from those that have it by their instruction or their prompt. One that a curator took stays.
\getenv top PG_ABS_SRCDIR
\set start :top /sql/include/workspace.sql
\set clean :top /sql/include/clean.sql
\i :start
SET ROLE regress_badcase_carol;
SELECT pg_temp.send(1, 5, badcase('Say one thing of trees, in one line.', 'They are tall', meta => '{"task": "trees"}'), badcase('Say another thing of trees, in two lines.', 'They are old', meta => '{"task": "trees"}'),
  badcase('Name a tree that grows in the north.', 'Birch'));
CALL badcase.triage(1);
SELECT submission, state, task FROM badcase.submissions WHERE submission > 6 ORDER BY 1;
SELECT badcase.assign_task(9, 'trees');
SELECT task, taken, received FROM badcase.task_coverage WHERE task = 'trees';
SET ROLE regress_badcase_owner;
UPDATE badcase_internal.task SET set_by = NULL WHERE name = 'trees';
-- 7 is taken away, 8 is in each state; 9 has the task without naming it
CREATE FUNCTION pg_temp.left_with(state text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET state = left_with.state WHERE s.submission_id = 8;
    UPDATE badcase_internal.submission s SET state = 'rejected' WHERE s.submission_id = 7;
    PERFORM badcase_internal.take_task_away(7);
    said := (SELECT string_agg(format('%s %s', s.submission_id, coalesce(t.name, 'none')), ', ' ORDER BY s.submission_id) FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id WHERE s.submission_id > 6)
      || '; tasks: ' || (SELECT count(*) FROM badcase_internal.task);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
SELECT s AS state_of_8, pg_temp.left_with(s) FROM unnest('{received,held,pending,needs_changes,disputed,accepted,rejected,duplicate,withdrawn}'::text[]) s;
-- that 9 names another task, or none, does not keep it
UPDATE badcase_internal.submission SET record = badcase('Name a tree that grows in the north.', 'Birch', meta => '{"task": "Trees"}') WHERE submission_id = 9;
SELECT pg_temp.left_with('rejected') AS named_otherwise;
UPDATE badcase_internal.submission SET record = badcase('Name a tree that grows in the north.', 'Birch', meta => '{"task": "trees"}') WHERE submission_id = 9;
SELECT pg_temp.left_with('rejected') AS named_by_9;
UPDATE badcase_internal.submission SET state = 'held' WHERE submission_id = 9;
SELECT pg_temp.left_with('rejected') AS named_by_9_that_is_held;
UPDATE badcase_internal.task SET set_by = 'carol' WHERE name = 'trees';
SELECT pg_temp.left_with('rejected') AS taken;
UPDATE badcase_internal.submission SET state = 'pending' WHERE submission_id = 9;
-- another's task of the same name is another task
UPDATE badcase_internal.task SET set_by = NULL WHERE name = 'trees';
INSERT INTO badcase_internal.task (program_id, name) VALUES (2, 'trees') RETURNING task_id IS NOT NULL AS made;
UPDATE badcase_internal.submission SET task_id = (SELECT task_id FROM badcase_internal.task WHERE program_id = 2), record = badcase('p', 'r', meta => '{"task": "trees"}') WHERE submission_id = 5;
UPDATE badcase_internal.submission SET state = 'rejected' WHERE submission_id = 9;
SELECT pg_temp.left_with('rejected') AS of_another_program;
-- what goes to review is given what it names: a task that there is, one by its instruction, a new one; what a curator gave stays
CREATE FUNCTION pg_temp.given(id bigint, named text, has text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  BEGIN
    UPDATE badcase_internal.submission s SET record = badcase('Say one thing of trees, in one line.', 'They are tall', meta => jsonb_strip_nulls(jsonb_build_object('task', named))),
      task_id = (SELECT t.task_id FROM badcase_internal.task t WHERE t.program_id = 1 AND t.name = has) WHERE s.submission_id = id;
    PERFORM badcase_internal.give_task(id);
    said := (SELECT format('%s, set by %s', coalesce(t.name, 'none'), coalesce(t.set_by, 'nobody')) FROM badcase_internal.submission s LEFT JOIN badcase_internal.task t ON t.task_id = s.task_id WHERE s.submission_id = id);
    RAISE SQLSTATE 'ZZZZZ';
  EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
  END;
  RETURN said;
END $$;
INSERT INTO badcase_internal.task (program_id, name, set_by) VALUES (1, 'woods', 'carol'), (1, 'fields', 'carol'), (2, 'meadows', 'cem');
SELECT named, has, pg_temp.given(7, named, has) FROM (VALUES (NULL, NULL), ('trees', NULL), ('woods', NULL), ('lakes', NULL), ('meadows', NULL), ('woods', 'fields'), ('lakes', 'fields'), ('lakes', 'trees'), ('woods', 'trees'), (NULL, 'trees'), (NULL, 'fields')) v(named, has);
\i :clean
