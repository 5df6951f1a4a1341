-- What the isolation specs share: a workspace that is made once for all permutations of a spec, and emptied after each, for
-- to make one takes longer than most permutations.  test/isolation/launch.sh runs this before a spec, and regress_badcase_end()
-- after it.
SET client_min_messages = error;

-- Program 1 with these people, each as 'name capability', with roles of these names behind regress_badcase_.
CREATE PROCEDURE public.regress_badcase_begin(VARIADIC people text[]) LANGUAGE plpgsql AS $$
  DECLARE
    person text;
    tab regclass;
  BEGIN
    -- the permutation before may have left another role
    RESET ROLE;
    IF to_regnamespace('badcase') IS NULL THEN
      FOR person IN SELECT DISTINCT split_part(p, ' ', 1) FROM unnest(people || 'owner'::text) p LOOP
        EXECUTE format('CREATE ROLE %I', 'regress_badcase_' || person);
      END LOOP;
      PERFORM badcase_setup('regress_badcase_owner');
      -- what SERIALIZABLE locks depends on the plans
      FOR tab IN SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', tab);
      END LOOP;
    END IF;
    SET LOCAL ROLE regress_badcase_owner;
    PERFORM badcase.create_program('p');
    INSERT INTO badcase_internal.access_grant (program_id, role, capability, granted_by)
    SELECT 1, ('regress_badcase_' || split_part(p.p, ' ', 1))::regrole, split_part(p.p, ' ', 2), 'test' FROM unnest(people) p;
    -- each of the GRANTs would make all sessions forget their plans
    PERFORM badcase_internal.sync_privileges(r.role)
    FROM (SELECT DISTINCT ('regress_badcase_' || split_part(p, ' ', 1))::regrole AS role FROM unnest(people) p) r
    WHERE NOT has_schema_privilege(r.role, 'badcase', 'USAGE');
    RESET ROLE;
  END
  $$;

-- Empties the tables.  Called by a session that does nothing else: one that changes session_replication_role forgets its
-- plans.
CREATE PROCEDURE public.regress_badcase_empty() LANGUAGE plpgsql SET session_replication_role = replica AS $$
  DECLARE
    tab regclass;
  BEGIN
    FOR tab IN SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'r' LOOP
      EXECUTE format('DELETE FROM %s', tab);
    END LOOP;
    INSERT INTO badcase_internal.work_lock (work) VALUES ('privileges');
    PERFORM setval(c.oid, 1, false) FROM pg_class c WHERE c.relnamespace IN ('badcase'::regnamespace, 'badcase_internal'::regnamespace) AND c.relkind = 'S';
  END
  $$;

-- Records as one upload of a contributor's.
CREATE FUNCTION public.regress_badcase_send(contributor bigint, VARIADIC records badcase[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM badcase.open_upload(1, contributor);
  INSERT INTO badcase.intake (line_no, line) SELECT n, convert_to(r::text, 'UTF8') FROM unnest(records) WITH ORDINALITY u(r, n);
  PERFORM badcase.process_upload();
END $$;

-- What does not hold of the workspace, by name; null where all does.
CREATE FUNCTION public.regress_badcase_faults() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (
  SELECT string_agg(f.what, ' ') FROM (
    SELECT 'state' AS what, EXISTS (SELECT FROM badcase_internal.submission s WHERE s.state IS DISTINCT FROM (SELECT e.to_state FROM badcase_internal.event e WHERE e.submission_id = s.submission_id ORDER BY e.event_id DESC LIMIT 1)) AS is_so
    UNION ALL SELECT 'move', EXISTS (SELECT FROM (SELECT e.*, lag(e.to_state) OVER (PARTITION BY e.submission_id ORDER BY e.event_id) AS was FROM badcase_internal.event e) j WHERE j.from_state IS DISTINCT FROM j.was OR NOT EXISTS (SELECT FROM badcase_internal.transitions() t WHERE t.from_state IS NOT DISTINCT FROM j.from_state AND t.to_state = j.to_state))
    UNION ALL SELECT 'reviews', EXISTS (SELECT FROM badcase_internal.review v CROSS JOIN badcase_internal.program p GROUP BY v.submission_id, v.review_pass, p.quorum HAVING count(*) > p.quorum)
    UNION ALL SELECT 'decision', EXISTS (SELECT FROM badcase_internal.submission s WHERE s.decided_rule = 1 AND s.state <> ALL (SELECT CASE WHEN count(DISTINCT v.verdict) = 1 THEN min(v.verdict) ELSE 'disputed' END FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass HAVING count(*) = s.decided_quorum))
    UNION ALL SELECT 'lease', EXISTS (SELECT FROM badcase_internal.submission s WHERE s.lease_role IS NOT NULL AND (s.state <> 'pending' OR s.lease_role = (SELECT c.role FROM badcase_internal.contributor c WHERE c.contributor_id = s.contributor_id) OR EXISTS (SELECT FROM badcase_internal.review v WHERE v.submission_id = s.submission_id AND v.review_pass = s.review_pass AND v.reviewer = s.lease_role)))
    UNION ALL SELECT 'revision', EXISTS (SELECT FROM badcase_internal.submission s LEFT JOIN badcase_internal.revision v USING (submission_id, revision) WHERE (s.revision > 1 AND v.record IS DISTINCT FROM s.record) OR s.exact_key IS DISTINCT FROM exact_key(s.record))
    UNION ALL SELECT 'duplicate', EXISTS (SELECT FROM badcase_internal.submission s LEFT JOIN badcase_internal.submission o ON o.submission_id = s.duplicate_of WHERE (s.state = 'duplicate') <> (s.duplicate_of IS NOT NULL) OR o.state IN ('received', 'duplicate') OR o.exact_key <> s.exact_key)
    UNION ALL SELECT 'held', EXISTS (SELECT FROM badcase_internal.submission s WHERE (s.state = 'held' AND cardinality(s.held_for) = 0) OR (s.state IN ('pending', 'accepted') AND cardinality(s.held_for) > 0) OR (s.state IN ('held', 'pending', 'duplicate') AND ('screening' = ANY (s.held_for)) <> EXISTS (SELECT FROM badcase_internal.finding f WHERE f.submission_id = s.submission_id AND f.cleared IS NULL AND f.severity IN ('block', 'hold'))))
    UNION ALL SELECT 'credit', (SELECT coalesce(sum(c.accepted), 0) FROM badcase.credits c) <> (SELECT count(DISTINCT s.cluster_id) FROM badcase_internal.submission s WHERE s.state = 'accepted')
    UNION ALL SELECT 'stored', (SELECT coalesce(sum(u.stored), 0) FROM badcase_internal.upload u) <> (SELECT count(*) FROM badcase_internal.submission) OR EXISTS (SELECT FROM badcase.intake)
    UNION ALL SELECT 'withdrawn', (SELECT coalesce(sum(w.submissions), 0) FROM badcase_internal.withdrawal w) <> (SELECT count(*) FROM badcase_internal.submission s WHERE s.state = 'withdrawn')) f
  WHERE f.is_so); END $$;

CREATE PROCEDURE public.regress_badcase_end() LANGUAGE plpgsql SET client_min_messages = error AS $$
  DECLARE
    role name;
  BEGIN
    DROP SCHEMA IF EXISTS badcase, badcase_internal CASCADE;
    FOR role IN SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ '^regress_badcase_' LOOP
      EXECUTE format('DROP ROLE %I', role);
    END LOOP;
    DROP ROUTINE public.regress_badcase_begin(text[]), public.regress_badcase_empty(), public.regress_badcase_send(bigint, badcase[]), public.regress_badcase_faults(),
      public.regress_badcase_end();
  END
  $$;
