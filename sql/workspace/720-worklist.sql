-- What waits for somebody, and what to do about it.

CREATE FUNCTION badcase_internal.contributors_at_quota(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT c.contributor_id
    FROM (
      SELECT u.contributor_id, count(*) AS uploads, coalesce(sum(u.lines), 0) AS lines, coalesce(sum(u.bytes), 0) AS bytes
      FROM badcase_internal.upload u
      WHERE u.program_id = contributors_at_quota.program AND u.contributor_id IS NOT NULL AND u.opened_at > now() - interval '24 hours'
      GROUP BY u.contributor_id) s
    JOIN badcase_internal.contributor c ON c.contributor_id = s.contributor_id
    CROSS JOIN LATERAL badcase_internal.quota_of(c) q
    WHERE s.uploads >= q.uploads OR s.lines >= q.lines OR s.bytes >= q.bytes
    ORDER BY c.contributor_id
  $$;
COMMENT ON FUNCTION badcase_internal.contributors_at_quota(int) IS
  'the contributors who can send in nothing more before 24 hours are over';

-- Counts come from indexes that begin with the program. Of claims and barring findings there are few; each looks its
-- submission up: as a join, it would read all that is accepted.
CREATE FUNCTION badcase_internal.work_of(program int) RETURNS TABLE (place int, work text, n bigint, oldest timestamptz)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  AS $$
    WITH counted AS MATERIALIZED (
      SELECT c.* FROM badcase_internal.state_counts(work_of.program) c
    ), waiting AS MATERIALIZED (
      SELECT k.state, c.n, c.oldest, c.overdue
      FROM unnest('{received,held,pending,needs_changes,disputed}'::text[]) k(state)
      CROSS JOIN LATERAL (
        SELECT coalesce((SELECT x.n FROM counted x WHERE x.state = k.state), 0) AS n, (
          SELECT min(s.received_at) FROM badcase_internal.submission s
          WHERE s.program_id = work_of.program AND s.state = k.state AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS oldest, (
          SELECT count(*) FROM badcase_internal.submission s
          WHERE s.program_id = work_of.program AND s.state = k.state AND s.received_at < now() - interval '672 hours'
            AND s.state <> 'needs_changes' AND s.state IN ('received', 'held', 'pending', 'needs_changes', 'disputed')) AS overdue) c
    )
    SELECT 1, 'triage', w.n, w.oldest FROM waiting w WHERE w.state = 'received'
    UNION ALL
    SELECT 2, 'rescreening', 1, k.changed_at FROM badcase_internal.screening k
    WHERE k.program_id = work_of.program AND badcase_internal.seen_by_older_rules(work_of.program)
    UNION ALL
    SELECT 3, 'attestation', count(*), min(s.received_at) FROM badcase_internal.submission s
    WHERE s.program_id = work_of.program AND 'attestation' = ANY (s.held_for) AND s.state = 'held'
    UNION ALL
    SELECT 4, 'finding', count(*), min(f.found_at) FROM badcase_internal.finding f
    WHERE f.program_id = work_of.program AND f.cleared IS NULL AND f.severity IN ('block', 'hold')
      AND (SELECT s.state = 'held' FROM badcase_internal.submission s WHERE s.submission_id = f.submission_id)
    UNION ALL
    SELECT 5, 'dispute', w.n, w.oldest FROM waiting w WHERE w.state = 'disputed'
    UNION ALL
    SELECT 6, 'review', w.n, w.oldest FROM waiting w WHERE w.state = 'pending'
    UNION ALL
    SELECT 6, 'claim', count(*), min(s.lease_until) FROM badcase_internal.submission s
    WHERE s.lease_role IS NOT NULL AND s.program_id = work_of.program AND s.state = 'pending' AND NOT badcase_internal.is_claimed(s)
    UNION ALL
    SELECT 7, 'changes', w.n, w.oldest FROM waiting w WHERE w.state = 'needs_changes'
    UNION ALL
    SELECT 8, 'overdue', sum(w.overdue)::bigint, min(w.oldest) FROM waiting w WHERE w.state <> 'needs_changes' AND w.overdue > 0
    UNION ALL
    SELECT 9, 'task', coalesce(sum(c.untasked), 0)::bigint, (
      SELECT min(o.received_at) FROM badcase_internal.submission o
      WHERE o.program_id = work_of.program AND o.task_id IS NULL AND o.state IN ('pending', 'disputed', 'accepted'))
    FROM counted c WHERE c.state IN ('pending', 'disputed', 'accepted')
    UNION ALL
    SELECT 10, 'task_name', count(*), min(t.created_at) FROM badcase_internal.task t
    WHERE t.program_id = work_of.program AND t.set_by IS NULL
    UNION ALL
    SELECT 11, 'barred', count(DISTINCT f.submission_id), min(f.found_at) FROM badcase_internal.finding f
    WHERE f.program_id = work_of.program AND f.cleared IS NOT TRUE
      AND (f.severity IN ('block', 'hold') OR f.rule LIKE 'contamination:%') AND (
        SELECT s.state = 'accepted' AND s.revision = f.revision FROM badcase_internal.submission s
        WHERE s.submission_id = f.submission_id)
    UNION ALL
    SELECT 12, 'round', 1, r.last FROM (
      SELECT max(coalesce(o.closed_at, o.cut_off)) AS last, bool_or(o.closed_at IS NULL) AS is_open, bool_or(o.closed_at IS NULL AND o.cut_off < now()) AS is_over
      FROM badcase_internal.round o WHERE o.program_id = work_of.program) r
    WHERE r.is_open IS NOT TRUE OR r.is_over
    UNION ALL
    SELECT 13, 'release', count(*), min(r.built_at) FROM badcase_internal.release r
    WHERE r.program_id = work_of.program AND r.published_at IS NULL
    UNION ALL
    SELECT 14, 'quota', count(*), NULL FROM badcase_internal.contributors_at_quota(work_of.program)
    UNION ALL
    SELECT 15, 'application', count(*), min(a.applied_at) FROM badcase_internal.application a
    WHERE a.program_id = work_of.program AND a.state = 'waiting'
  $$;
COMMENT ON FUNCTION badcase_internal.work_of(int) IS 'what waits in a program: for each kind of work how much, and since when';

CREATE FUNCTION badcase_internal.what_to_call(work text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE work
      WHEN 'triage' THEN 'CALL badcase.triage()'
      WHEN 'rescreening' THEN 'CALL badcase.triage()'
      WHEN 'attestation' THEN 'ask those of badcase.contributors that are not attested; badcase.attest'
      WHEN 'finding' THEN 'badcase.findings; badcase.record; badcase.resolve_finding'
      WHEN 'dispute' THEN 'badcase.disputes; badcase.adjudicate'
      WHEN 'review' THEN 'reviewers: badcase.claim_reviews; badcase.claims tells who has what'
      WHEN 'claim' THEN 'nothing: what they were of can be claimed again'
      WHEN 'changes' THEN 'the contributors: badcase.revise; ask them, or revise it'
      WHEN 'overdue' THEN 'badcase.overdue'
      WHEN 'task' THEN 'badcase.suggest_tasks; badcase.take_suggestion; else badcase.set_task and badcase.assign_tasks'
      WHEN 'task_name' THEN 'badcase.task_coverage WHERE NOT taken; badcase.set_task takes a name'
      WHEN 'barred' THEN 'badcase.findings WHERE bars_release; badcase.resolve_finding'
      WHEN 'round' THEN 'badcase.close_round; badcase.open_round'
      WHEN 'release' THEN 'badcase.releases; badcase.publish_release'
      WHEN 'quota' THEN 'badcase.uploads; badcase.set_quota'
      WHEN 'application' THEN 'badcase.applications; badcase.admit_applicant'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.what_to_call(text) IS 'what curators call for a kind of work';

CREATE FUNCTION badcase_internal.worklist()
  RETURNS TABLE (program int, work text, n bigint, oldest timestamptz, days int, what_to_do text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT p.program_id, w.work, w.n, w.oldest, floor(extract(epoch FROM now() - w.oldest) / 86400)::int, badcase_internal.what_to_call(w.work)
    FROM unnest(badcase_internal.programs_with('curator')) p(program_id)
    CROSS JOIN LATERAL badcase_internal.work_of(p.program_id) w
    WHERE w.n > 0
    ORDER BY p.program_id, w.place
  $$;
COMMENT ON FUNCTION badcase_internal.worklist() IS 'the rows of badcase.worklist';

CREATE VIEW badcase.worklist WITH (security_barrier = true) AS
  SELECT * FROM badcase_internal.worklist();
COMMENT ON VIEW badcase.worklist IS 'curator: what waits in the reader''s programs, how much of it, since when, and what to call; nothing where nothing waits';
COMMENT ON COLUMN badcase.worklist.program IS 'the program';
COMMENT ON COLUMN badcase.worklist.work IS
  'triage: received; rescreening: seen by older rules only; attestation: held until the contributor attests; finding: held until a curator decides; dispute, review, changes: by state; claim: claims that have ended without a review; overdue: undecided for more than 28 days; task: without one; task_name: tasks that records name and no curator took; barred: accepted, kept out of releases; round: none open, or past its cut-off; release: not published; quota: contributors who have used theirs up; application: who applied at a door and waits';
COMMENT ON COLUMN badcase.worklist.n IS 'how many: findings, tasks, releases, contributors or applications, else submissions; 1 for a round and rescreening';
COMMENT ON COLUMN badcase.worklist.oldest IS 'since when the first of them waits';
COMMENT ON COLUMN badcase.worklist.days IS 'how many whole days ago that is';
COMMENT ON COLUMN badcase.worklist.what_to_do IS 'the views to look at and the functions to call';
