-- What each capability reaches, and who gives it. Nobody gets a right on anything in badcase_internal but EXECUTE on the
-- functions behind the views, which cannot be named without USAGE on the schema.

CREATE FUNCTION badcase_internal.public_objects() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('SCHEMA badcase', 'USAGE', '{contributor,reviewer,exporter,curator,intake}'::text[]),
      ('FUNCTION badcase.version()', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('FUNCTION badcase.program(text)', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.programs', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.rounds', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.worklist', 'SELECT', '{curator}'),
      ('TABLE badcase.uploads', 'SELECT', '{curator}'),
      ('TABLE badcase.contributors', 'SELECT', '{curator}'),
      ('TABLE badcase.releases', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.claims', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.reviews', 'SELECT', '{curator}'),
      ('TABLE badcase.submissions', 'SELECT', '{curator}'),
      ('TABLE badcase.journal', 'SELECT', '{curator}'),
      ('FUNCTION badcase.set_program(int, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.withdraw_review(bigint)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.release_claims(int, name, bigint[])', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.retire_release(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.submit_reviews(jsonb)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.assign_tasks(bigint[], text)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.resolve_findings(bigint[], bool, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.set_language(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('TABLE badcase.outbox', 'SELECT', '{curator}'),
      ('FUNCTION badcase.mark_told(bigint, timestamptz)', 'EXECUTE', '{curator}'),
      ('PROCEDURE badcase.maintain(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.maintain_batch(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.search(int, text, text, text, bigint, bigint, text, text, timestamptz, timestamptz, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.record(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.history(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.contributor(int, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.release(int, text)', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.intake', 'INSERT (line_no, line)', '{contributor,curator,intake}'),
      ('TABLE badcase.my_submissions', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_uploads', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_records', 'SELECT', '{contributor}'),
      ('TABLE badcase.my_consents', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.open_upload(int, bigint, text, text, bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.process_upload(bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_quota(int, bigint, bigint, bigint, bigint, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.refused_lines(bigint, int)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.attest(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_consent(bigint, text, bool, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_display_name(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_github(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_contact(bigint, text, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.contacts(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.withdraw(bigint, bigint, bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.erase(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.purge(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.disclose(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.withdrawal_impact', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.public_statistics(int, int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.grant_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.revoke_access(int, name, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.register_contributor(int, text, text, name)', 'EXECUTE', '{curator}'),
      ('PROCEDURE badcase.triage(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.triage_batch(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.open_corpus(int, text, text, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.contamination(int, bigint, float8)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.create_term_list(int, text, text, bool)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.list_terms(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_terms(bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.terms(@extschema@.badcase, text[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.terms(text, text[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.set_rule(int, text, text, float8)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.rules', 'SELECT', '{curator}'),
      ('FUNCTION badcase.resolve_finding(bigint, bool, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.findings(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.findings', 'SELECT', '{curator}'),
      ('FUNCTION badcase.asked_for(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.claim_reviews(int, int, interval, text, text, text, text)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text, text)', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.review_queue', 'SELECT', '{reviewer}'),
      ('TABLE badcase.duplicates', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.revise(bigint, @extschema@.badcase, text)', 'EXECUTE', '{contributor,reviewer,curator}'),
      ('FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.export_features(int, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.export_pool(int, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.export_corpus(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_clusters(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.corpus_relations', 'SELECT', '{curator}'),
      ('FUNCTION badcase.adjudicate(bigint, text, text, text[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.reopen(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.open_round(int, timestamptz)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.close_round(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.round_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.overdue', 'SELECT', '{curator}'),
      ('TABLE badcase.disputes', 'SELECT', '{curator}'),
      ('TABLE badcase.conflicts', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.reviewer_agreement', 'SELECT', '{curator}'),
      ('FUNCTION badcase.set_task(int, text, int, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.assign_task(bigint, text)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.offer_access(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.access_offers', 'SELECT', '{curator}'),
      ('TABLE badcase.my_access', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.add_gold(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.remove_gold(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.draw_audit(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.resume_reviewer(int, name)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.gold', 'SELECT', '{curator}'),
      ('TABLE badcase.reviewer_quality', 'SELECT', '{curator}'),
      ('TABLE badcase.audit_result', 'SELECT', '{curator}'),
      ('FUNCTION badcase.suggest_tasks(int, int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.take_suggestion(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.merge_tasks(int, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.register_agent(int, text, text, text, text, date)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.suggestions(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.to_suggest(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.suggest_kinds(int)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.agents', 'SELECT', '{curator}'),
      ('TABLE badcase.agent_agreement', 'SELECT', '{curator}'),
      ('TABLE badcase.failure_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.help_wanted', 'SELECT', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.task_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.job_progress', 'SELECT', '{curator}'),
      ('TABLE badcase.credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.round_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.reviewer_credits', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.early_access', 'SELECT', '{curator}'),
      ('FUNCTION badcase.credits_markdown(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.all_contributors(int, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.report_html(int, bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.publish_release(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.release_rows(bigint, text, text, bool)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.verify_release(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_diff(bigint, bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.preflight(bigint, text, jsonb)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_manifest(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.dataset_card(bigint, text, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_file_name(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_output(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.model_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.outputs_to_judge', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.hold_out(bigint, int, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_general(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.held_out', 'SELECT', '{exporter,curator}'),
      ('TABLE badcase.general_to_judge', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.version_progress', 'SELECT', '{reviewer,curator}'),
      ('TABLE badcase.export_sft', 'SELECT', '{exporter}'),
      ('TABLE badcase.export_preference', 'SELECT', '{exporter}'),
      ('FUNCTION badcase.door_programs()', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_apply(int, text, text, text[], text, text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_status(text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_uploads(text, bigint, int)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_lines(text, bigint, bigint, int, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_record(text, bigint, bigint)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_open_upload(text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_process(text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_consent(text, text, bool, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_withdraw(text, bigint, bigint, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_revise(text, bigint, @extschema@.badcase, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_set(text, text, text)', 'EXECUTE', '{intake}'),
      ('FUNCTION badcase.door_renew(text)', 'EXECUTE', '{intake}'),
      ('TABLE badcase.applications', 'SELECT', '{curator}'),
      ('FUNCTION badcase.admit_applicant(bigint, bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.admit_applicants(bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.refuse_applicant(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.revoke_token(bigint, text)', 'EXECUTE', '{curator}');
  END;
COMMENT ON FUNCTION badcase_internal.public_objects() IS 'what each capability can reach, as GRANT names it';

CREATE FUNCTION badcase_internal.privileges() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT o.object, o.privilege, o.capabilities FROM badcase_internal.public_objects() o
    UNION ALL
    SELECT 'FUNCTION badcase_internal.' || p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS object,
      'EXECUTE'::text AS privilege, o.capabilities
    FROM badcase_internal.public_objects() o
    JOIN pg_catalog.pg_proc p ON 'TABLE badcase.' || p.proname = o.object
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'badcase_internal'
    UNION ALL
    SELECT 'FUNCTION badcase_internal.programs_with(text[])'::text AS object, 'EXECUTE'::text AS privilege,
      badcase_internal.capabilities() AS capabilities;
  END;
COMMENT ON FUNCTION badcase_internal.privileges() IS
  'the same, and the functions that the views read: each view that is not the owner''s own query selects from the function of its name';

CREATE FUNCTION badcase_internal.lock_work(program int, work text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.work_lock w
    WHERE w.program_id IS NOT DISTINCT FROM lock_work.program AND w.work = lock_work.work FOR UPDATE;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.lock_work(int, text) IS 'until the transaction ends, nobody else does this work in the program';

CREATE FUNCTION badcase_internal.try_work(program int, work text) RETURNS bool
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.work_lock w
    WHERE w.program_id IS NOT DISTINCT FROM try_work.program AND w.work = try_work.work FOR UPDATE SKIP LOCKED;
    RETURN FOUND;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.try_work(int, text) IS 'the same as lock_work, but false where somebody else does the work';

-- Two sessions that grant at once would update the same catalog rows: one after the other.
CREATE FUNCTION badcase_internal.sync_privileges(role regrole) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    person CONSTANT name := (SELECT r.rolname FROM pg_roles r WHERE r.oid = role);
    held text[];
    p record;
  BEGIN
    IF person IS NULL OR person = current_user THEN
      RETURN;
    END IF;
    PERFORM badcase_internal.lock_work(NULL, 'privileges');
    held := ARRAY(SELECT g.capability FROM badcase_internal.access_grant g
      WHERE g.role = sync_privileges.role AND g.revoked_at IS NULL);
    FOR p IN SELECT q.* FROM badcase_internal.privileges() q LOOP
      EXECUTE format(CASE WHEN p.capabilities && held THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
        p.privilege, p.object, person);
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.sync_privileges(regrole) IS
  'gives a role the privileges of the capabilities that it holds in any program, takes back the others';

CREATE FUNCTION badcase_internal.require_access_right(program int, capability text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.is_owner() IS NOT TRUE THEN
      IF capability = 'gateway' THEN
        PERFORM badcase_internal.require_owner();
      END IF;
      PERFORM badcase_internal.require(program, 'curator');
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_access_right(int, text) IS
  'raises insufficient_privilege (42501) unless the person may give and take that capability';

-- A dump would carry such a role as a bare number, which in another cluster may be somebody.
CREATE FUNCTION badcase_internal.forget_dropped_roles() RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.access_grant g SET revoked_by = badcase_internal.person_name(), revoked_at = now()
    WHERE g.revoked_at IS NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = g.role);
    UPDATE badcase_internal.contributor c SET role = NULL
    WHERE c.role IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = c.role);
  END;
COMMENT ON FUNCTION badcase_internal.forget_dropped_roles() IS 'ends the grants of roles that are gone, and takes them from their contributors';

-- Gateways decide whose word counts, in every program: the owner gives them.
CREATE FUNCTION badcase_internal.check_access(program int, capability text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF capability IS NULL OR capability <> ALL (badcase_internal.capabilities()) THEN
      PERFORM badcase_internal.require_access_right(program, 'curator');
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such capability',
        HINT = format('Capabilities are %s.', array_to_string(badcase_internal.capabilities(), ', '));
    END IF;
    PERFORM badcase_internal.require_access_right(program, capability);
    IF NOT EXISTS (SELECT FROM badcase_internal.program p WHERE p.program_id = check_access.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s does not exist', coalesce(program::text, 'null'));
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_access(int, text) IS
  'raises unless the person may give and take that capability in that program, and there are both';

CREATE FUNCTION badcase.grant_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = grant_access.role);
  BEGIN
    IF program IS NULL AND badcase_internal.is_owner() IS NOT TRUE THEN
      program := badcase_internal.only_program('curator');
    END IF;
    PERFORM badcase_internal.check_access(program, capability);
    IF given IS NULL THEN
      RAISE undefined_object USING
        MESSAGE = format('role "%s" does not exist', coalesce(role, 'null')),
        HINT = 'Roles belong to the whole cluster: CREATE ROLE makes them.';
    END IF;
    PERFORM badcase_internal.forget_dropped_roles();
    INSERT INTO badcase_internal.access_grant (program_id, role, capability, granted_by)
    VALUES (program, given, capability, badcase_internal.person_name())
    ON CONFLICT DO NOTHING;
    PERFORM badcase_internal.sync_privileges(given);
  END
  $$;
COMMENT ON FUNCTION badcase.grant_access(int, name, text) IS
  'curator: gives a role a capability in a program: contributor, reviewer, exporter, curator, intake; the owner of the workspace also gateway';

CREATE FUNCTION badcase.revoke_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = revoke_access.role);
  BEGIN
    IF program IS NULL AND badcase_internal.is_owner() IS NOT TRUE THEN
      program := badcase_internal.only_program('curator');
    END IF;
    PERFORM badcase_internal.check_access(program, capability);
    PERFORM badcase_internal.forget_dropped_roles();
    UPDATE badcase_internal.access_grant g SET revoked_by = badcase_internal.person_name(), revoked_at = now()
    WHERE g.program_id = revoke_access.program AND g.role = given
      AND g.capability = revoke_access.capability AND g.revoked_at IS NULL;
    PERFORM badcase_internal.sync_privileges(given);
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_access(int, name, text) IS
  'curator: takes a capability in a program back from a role; what its people had claimed for review is free again';
