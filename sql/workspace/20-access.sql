-- Who may do what. A person is the role that was set, or else the session's user; capabilities are given to roles, of
-- persons or groups, per program. Functions for people run as the workspace's owner and check the capability first.

CREATE FUNCTION badcase.caller() RETURNS name
  LANGUAGE sql STABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(nullif(pg_catalog.current_setting('role'), 'none'), session_user)::name;
  END;
COMMENT ON FUNCTION badcase.caller() IS 'the role that asks: the one that was set, or else the session''s user';

-- A superuser is a member of every role in name only: it does not stand for them.
CREATE FUNCTION badcase.stands_for(person name, role name) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT person = role OR coalesce((
      SELECT pg_catalog.pg_has_role(p.oid, r.oid, 'member')
      FROM pg_catalog.pg_roles p, pg_catalog.pg_roles r
      WHERE p.rolname = person AND NOT p.rolsuper AND r.rolname = role), false);
  END;
COMMENT ON FUNCTION badcase.stands_for(name, name) IS 'whether one role is another or a member of it';

CREATE FUNCTION badcase.has_capability(program int, VARIADIC capabilities text[]) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT EXISTS (
      SELECT FROM badcase.access_grant g
      JOIN pg_catalog.pg_roles r ON r.rolname = g.role
      WHERE g.program_id = has_capability.program AND g.capability = ANY (capabilities)
        AND g.revoked_at IS NULL AND pg_catalog.pg_has_role(badcase.caller(), r.oid, 'usage'));
  END;
COMMENT ON FUNCTION badcase.has_capability(int, text[]) IS
  'whether the caller, or a group of the caller''s, has one of the capabilities in a program';

-- The message is the same for a program that there is and for one that there is not.
CREATE FUNCTION badcase.require(program int, VARIADIC capabilities text[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF badcase.has_capability(program, VARIADIC capabilities) IS NOT TRUE THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('role "%s" is no %s of that program', badcase.caller(),
          array_to_string(capabilities, ' or ')),
        HINT = 'A curator of the program gives capabilities with badcase.grant_access.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.require(int, text[]) IS
  'raises insufficient_privilege (42501) unless the caller has one of the capabilities';

CREATE FUNCTION badcase.is_owner() RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT pg_catalog.pg_has_role(badcase.caller(), n.nspowner, 'usage')
    FROM pg_catalog.pg_namespace n WHERE n.nspname = 'badcase';
  END;
COMMENT ON FUNCTION badcase.is_owner() IS 'whether the caller is the workspace''s owner or has its rights';

-- What each capability can reach. Everything else is the owner's alone.
CREATE FUNCTION badcase.privileges() RETURNS TABLE (object text, privilege text, capabilities text[])
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('SCHEMA badcase', 'USAGE', '{contributor,reviewer,exporter,curator}'::text[]),
      ('FUNCTION badcase.version()', 'EXECUTE', '{contributor,reviewer,exporter,curator}'),
      ('TABLE badcase.intake', 'INSERT (line_no, line)', '{contributor,curator}'),
      ('TABLE badcase.upload', 'SELECT (upload_id, program_id, contributor_id, contributor_role, kind, file_name, opened_at, processed_at, lines, stored, repeated, refused, blank, bytes, sha256)',
        '{contributor}'),
      ('TABLE badcase.refused_line', 'SELECT (upload_id, line_no, contributor_role, code, byte_offset, path, message, line)',
        '{contributor}'),
      ('TABLE badcase.submission', 'SELECT (submission_id, program_id, contributor_role, upload_id, line_no, record, told, told_at, reasons, received_at)',
        '{contributor}'),
      ('TABLE badcase.contributor', 'SELECT (contributor_id, program_id, external_id, display_name, role)', '{contributor}'),
      ('TABLE badcase.my_submissions', 'SELECT', '{contributor}'),
      ('FUNCTION badcase.hint(text)', 'EXECUTE', '{contributor}'),
      ('FUNCTION badcase.why(bigint)', 'EXECUTE', '{contributor}'),
      ('FUNCTION badcase.open_upload(int, bigint, text, text, bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.process_upload(bigint)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.refused_lines(bigint, int)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.attest(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_consent(bigint, text, bool, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_display_name(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.set_contact(bigint, text, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.contacts(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.withdraw(bigint, bigint, bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.erase(bigint, text)', 'EXECUTE', '{contributor,curator}'),
      ('FUNCTION badcase.purge(int)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.disclose(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.withdrawal_impact', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.withdrawal_impact_rows()', 'EXECUTE', '{exporter,curator}'),
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
      ('FUNCTION badcase.rules_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.rules', 'SELECT', '{curator}'),
      ('FUNCTION badcase.resolve_finding(bigint, bool, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.findings(bigint)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.open_findings', 'SELECT', '{curator}'),
      ('FUNCTION badcase.open_findings_rows()', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.claim_reviews(int, int, interval)', 'EXECUTE', '{reviewer}'),
      ('FUNCTION badcase.submit_review(bigint, bool, bool, text[], text[], bigint[], text)', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.review_queue', 'SELECT', '{reviewer}'),
      ('FUNCTION badcase.review_queue_rows()', 'EXECUTE', '{reviewer}'),
      ('TABLE badcase.duplicates', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.duplicates_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.revise(bigint, @extschema@.badcase, text)', 'EXECUTE', '{contributor,reviewer,curator}'),
      ('FUNCTION badcase.find_similar(int, @extschema@.badcase, float8, text, int)', 'EXECUTE', '{reviewer,curator}'),
      ('FUNCTION badcase.adjudicate(bigint, text, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.reopen(bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.open_round(int, timestamptz)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.close_round(bigint)', 'EXECUTE', '{curator}'),
      ('TABLE badcase.round_progress', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.round_progress_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.overdue', 'SELECT', '{curator}'),
      ('FUNCTION badcase.overdue_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.disputes', 'SELECT', '{curator}'),
      ('FUNCTION badcase.disputes_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.conflicts', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.conflicts_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.contradictions', 'SELECT', '{curator}'),
      ('FUNCTION badcase.contradictions_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.reviewer_agreement', 'SELECT', '{curator}'),
      ('FUNCTION badcase.reviewer_agreement_rows()', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.set_task(int, text, int, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.assign_task(bigint, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.failure_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('FUNCTION badcase.failure_coverage_rows()', 'EXECUTE', '{reviewer,exporter,curator}'),
      ('TABLE badcase.help_wanted', 'SELECT', '{reviewer,exporter,curator}'),
      ('TABLE badcase.task_coverage', 'SELECT', '{reviewer,exporter,curator}'),
      ('FUNCTION badcase.task_coverage_rows()', 'EXECUTE', '{reviewer,exporter,curator}'),
      ('TABLE badcase.job_progress', 'SELECT', '{curator}'),
      ('FUNCTION badcase.job_progress_rows()', 'EXECUTE', '{curator}'),
      ('TABLE badcase.credits', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.credits_rows()', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.round_credits', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.round_credits_rows()', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.reviewer_credits', 'SELECT', '{exporter,curator}'),
      ('FUNCTION badcase.reviewer_credits_rows()', 'EXECUTE', '{exporter,curator}'),
      ('TABLE badcase.early_access', 'SELECT', '{curator}'),
      ('FUNCTION badcase.early_access_rows()', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.credits_markdown(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.all_contributors(int)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.report_html(int, bigint, text)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.build_release(int, text, bigint, jsonb, int, numeric)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.publish_release(bigint)', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.release_rows(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.verify_release(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_diff(bigint, bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.preflight(bigint, text, jsonb)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_manifest(bigint)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.dataset_card(bigint, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.release_file_name(bigint, text, text)', 'EXECUTE', '{exporter,curator}'),
      ('FUNCTION badcase.register_model(int, text, bigint, bigint, bigint[])', 'EXECUTE', '{curator}'),
      ('FUNCTION badcase.judge_output(bigint, text, text)', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.model_progress', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.model_progress_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.outputs_to_judge', 'SELECT', '{reviewer,curator}'),
      ('FUNCTION badcase.outputs_to_judge_rows()', 'EXECUTE', '{reviewer,curator}'),
      ('TABLE badcase.export_sft', 'SELECT', '{exporter}'),
      ('FUNCTION badcase.export_sft_rows()', 'EXECUTE', '{exporter}'),
      ('TABLE badcase.export_preference', 'SELECT', '{exporter}'),
      ('FUNCTION badcase.export_preference_rows()', 'EXECUTE', '{exporter}');
  END;
COMMENT ON FUNCTION badcase.privileges() IS 'what each capability can reach, as GRANT names it';

-- Two sessions that grant at once would update the same catalog rows: one after the other.
CREATE FUNCTION badcase.sync_privileges(role name) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    held text[];
    p record;
  BEGIN
    IF role = current_user OR NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = sync_privileges.role) THEN
      RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('badcase privileges', 0));
    held := ARRAY(SELECT DISTINCT g.capability FROM badcase.access_grant g
      WHERE g.role = sync_privileges.role AND g.revoked_at IS NULL);
    FOR p IN SELECT * FROM badcase.privileges() LOOP
      EXECUTE format(CASE WHEN p.capabilities && held THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
        p.privilege, p.object, role);
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.sync_privileges(name) IS
  'gives a role the privileges of the capabilities that it holds in any program, takes back the others';

CREATE FUNCTION badcase.grant_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF NOT badcase.is_owner() THEN
      PERFORM badcase.require(program, 'curator');
    END IF;
    IF capability IS NULL OR capability NOT IN ('contributor', 'reviewer', 'exporter', 'curator') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such capability',
        HINT = 'Capabilities are contributor, reviewer, exporter and curator.';
    END IF;
    IF NOT EXISTS (SELECT FROM badcase.program p WHERE p.program_id = grant_access.program) THEN
      RAISE undefined_object USING MESSAGE = format('program %s does not exist', coalesce(program::text, 'null'));
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = grant_access.role) THEN
      RAISE undefined_object USING
        MESSAGE = format('role "%s" does not exist', role),
        HINT = 'Roles belong to the whole cluster: CREATE ROLE makes them.';
    END IF;
    INSERT INTO badcase.access_grant (program_id, role, capability, granted_by)
    VALUES (program, role, capability, badcase.caller())
    ON CONFLICT DO NOTHING;
    PERFORM badcase.sync_privileges(role);
  END
  $$;
COMMENT ON FUNCTION badcase.grant_access(int, name, text) IS 'gives a role a capability in a program';

CREATE FUNCTION badcase.revoke_access(program int, role name, capability text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    IF NOT badcase.is_owner() THEN
      PERFORM badcase.require(program, 'curator');
    END IF;
    UPDATE badcase.access_grant g SET revoked_by = badcase.caller(), revoked_at = now()
    WHERE g.program_id = revoke_access.program AND g.role = revoke_access.role
      AND g.capability = revoke_access.capability AND g.revoked_at IS NULL;
    PERFORM badcase.sync_privileges(role);
  END
  $$;
COMMENT ON FUNCTION badcase.revoke_access(int, name, text) IS 'takes a capability in a program back from a role';
