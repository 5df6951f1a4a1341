-- Programs, contributors, attestations and consents.

CREATE FUNCTION badcase.create_program(name text, about text DEFAULT NULL) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    new_id int;
  BEGIN
    IF NOT badcase.is_owner() THEN
      RAISE insufficient_privilege USING
        MESSAGE = 'only the owner of the workspace creates programs';
    END IF;
    INSERT INTO badcase.program (name, about, created_by)
    VALUES (create_program.name, create_program.about, badcase.caller())
    RETURNING program_id INTO new_id;
    INSERT INTO badcase.round (program_id) VALUES (new_id);
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.create_program(text, text) IS 'creates a program and opens its first round; returns its number';

-- Registering again what is registered gives the same number: a loader need not ask first.
CREATE FUNCTION badcase.register_contributor(program int, external_id text, display_name text DEFAULT NULL,
    role name DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c record;
  BEGIN
    PERFORM badcase.require(program, 'curator');
    IF role IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = register_contributor.role) THEN
      RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
    END IF;
    INSERT INTO badcase.contributor (program_id, external_id, display_name, role, registered_by)
    VALUES (program, register_contributor.external_id, register_contributor.display_name,
      register_contributor.role, badcase.caller())
    ON CONFLICT ON CONSTRAINT contributor_program_id_external_id_key DO NOTHING
    RETURNING contributor_id INTO c;
    IF FOUND THEN
      RETURN c.contributor_id;
    END IF;

    SELECT k.* INTO STRICT c FROM badcase.contributor k
    WHERE k.program_id = register_contributor.program AND k.external_id = register_contributor.external_id
    FOR UPDATE;
    IF role <> c.role THEN
      RAISE unique_violation USING
        MESSAGE = format('contributor %s is registered with another role', c.contributor_id);
    END IF;
    UPDATE badcase.contributor k SET
      display_name = coalesce(register_contributor.display_name, k.display_name),
      role = coalesce(register_contributor.role, k.role)
    WHERE k.contributor_id = c.contributor_id;
    IF role IS NOT NULL AND c.role IS NULL THEN
      UPDATE badcase.upload u SET contributor_role = role WHERE u.contributor_id = c.contributor_id;
      UPDATE badcase.refused_line r SET contributor_role = role WHERE r.contributor_id = c.contributor_id;
      UPDATE badcase.submission s SET contributor_role = role WHERE s.contributor_id = c.contributor_id;
    END IF;
    RETURN c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_contributor(int, text, text, name) IS
  'registers a contributor, or finds the one with this external id and adds name and role; returns its number';

-- Whoever does not exist is refused like whoever is another's.
CREATE FUNCTION badcase.require_self_or_curator(contributor bigint) RETURNS badcase.contributor
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor;
  BEGIN
    SELECT k.* INTO c FROM badcase.contributor k WHERE k.contributor_id = require_self_or_curator.contributor;
    IF FOUND AND (badcase.has_capability(c.program_id, 'curator')
        OR (c.role = badcase.caller() AND badcase.has_capability(c.program_id, 'contributor'))) THEN
      IF c.external_id IS NULL THEN
        RAISE object_not_in_prerequisite_state USING
          MESSAGE = format('contributor %s was erased', c.contributor_id);
      END IF;
      RETURN c;
    END IF;
    RAISE insufficient_privilege USING
      MESSAGE = format('role "%s" may not act for that contributor', badcase.caller()),
      HINT = 'Contributors act for themselves, curators for the contributors of their programs.';
  END
  $$;
COMMENT ON FUNCTION badcase.require_self_or_curator(bigint) IS
  'the contributor, if the caller is that contributor or a curator of the program; raises 42501 if not, 55000 once the contributor was erased';

-- The advisory lock makes two uploads of a contributor go one after the other; the row that both write makes the
-- second fail (40001) where its snapshot is older than the first's end.
CREATE FUNCTION badcase.lock_contributor(contributor bigint) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('badcase contributor ' || contributor, 0));
    UPDATE badcase.contributor k SET changed_at = now()
    WHERE k.contributor_id = lock_contributor.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase.lock_contributor(bigint) IS
  'until the transaction ends, nobody else takes in anything of this contributor''s';

CREATE FUNCTION badcase.lock_triage(program int) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtextextended('badcase triage ' || program, 0));
  END;
COMMENT ON FUNCTION badcase.lock_triage(int) IS 'until the transaction ends, nobody else triages the program';

-- What was held for nothing but the missing attestation goes on to review.
CREATE FUNCTION badcase.attest(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
    new_id bigint;
    held bigint;
  BEGIN
    INSERT INTO badcase.attestation (contributor_id, text_version, attested_by)
    VALUES (c.contributor_id, attest.text_version, badcase.caller())
    RETURNING attestation_id INTO new_id;
    PERFORM badcase.lock_contributor(c.contributor_id);
    PERFORM badcase.lock_triage(c.program_id);
    UPDATE badcase.upload u SET attestation_id = new_id
    WHERE u.contributor_id = c.contributor_id AND u.attestation_id IS NULL;
    UPDATE badcase.submission s SET
      held_for = array_remove(s.held_for, 'attestation'),
      told = CASE WHEN s.told = 'held' AND s.held_for = '{attestation}' THEN 'pending' ELSE s.told END,
      told_at = CASE WHEN s.told = 'held' AND s.held_for = '{attestation}' THEN now() ELSE s.told_at END
    WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id
      AND s.state = 'duplicate' AND 'attestation' = ANY (s.held_for);
    FOR held IN
      SELECT s.submission_id FROM badcase.submission s
      WHERE s.contributor_id = c.contributor_id AND s.program_id = c.program_id
        AND s.state = 'held' AND 'attestation' = ANY (s.held_for)
      ORDER BY s.submission_id
    LOOP
      UPDATE badcase.submission s SET held_for = array_remove(s.held_for, 'attestation')
      WHERE s.submission_id = held;
      IF EXISTS (SELECT FROM badcase.submission s
          WHERE s.submission_id = held AND s.state = 'held' AND s.held_for = '{}') THEN
        PERFORM badcase.move(held, 'pending');
      END IF;
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase.attest(bigint, text) IS
  'records a contributor''s attestation; it covers what was sent without one, too';

CREATE FUNCTION badcase.consents(contributor bigint, scope text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT k.granted FROM badcase.consent k
      WHERE k.contributor_id = consents.contributor AND k.scope = consents.scope
      ORDER BY k.consent_id DESC LIMIT 1), false);
  END;
COMMENT ON FUNCTION badcase.consents(bigint, text) IS 'whether a contributor''s consent holds';

-- A consent taken back counts as a withdrawal: an export that runs meanwhile waits, or fails, see release_rows. Without
-- the consent to be contacted there is nothing to keep contact data for.
CREATE FUNCTION badcase.set_consent(contributor bigint, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
  BEGIN
    IF scope IS NULL OR scope NOT IN ('train', 'publish_text', 'show_name', 'contact') THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = 'Scopes are train, publish_text, show_name and contact.';
    END IF;
    IF granted IS NOT TRUE THEN
      UPDATE badcase.program p SET withdrawals = p.withdrawals + 1 WHERE p.program_id = c.program_id;
    END IF;
    PERFORM FROM badcase.contributor k WHERE k.contributor_id = c.contributor_id FOR NO KEY UPDATE;
    INSERT INTO badcase.consent (contributor_id, scope, granted, text_version, given_by)
    VALUES (c.contributor_id, set_consent.scope, set_consent.granted, set_consent.text_version, badcase.caller());
    IF scope = 'contact' AND NOT granted THEN
      DELETE FROM badcase.contributor_contact k WHERE k.contributor_id = c.contributor_id;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase.set_consent(bigint, text, bool, text) IS 'gives a consent, or takes it back, from now on';

CREATE FUNCTION badcase.set_display_name(contributor bigint, display_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
  BEGIN
    UPDATE badcase.contributor k SET display_name = set_display_name.display_name
    WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_display_name(bigint, text) IS
  'changes the name for the public list, or removes it where null';

CREATE FUNCTION badcase.set_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  DECLARE
    c badcase.contributor := badcase.require_self_or_curator(contributor);
  BEGIN
    IF value IS NULL THEN
      DELETE FROM badcase.contributor_contact k
      WHERE k.contributor_id = c.contributor_id AND k.kind = set_contact.kind;
      RETURN;
    END IF;
    -- Locked as set_consent locks it, so that nothing is kept that a consent taken back meanwhile would have removed.
    PERFORM FROM badcase.contributor k WHERE k.contributor_id = c.contributor_id FOR NO KEY UPDATE;
    IF NOT badcase.consents(c.contributor_id, 'contact') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be contacted', c.contributor_id),
        HINT = 'Record the consent first: badcase.set_consent with the scope contact.';
    END IF;
    INSERT INTO badcase.contributor_contact (contributor_id, kind, value)
    VALUES (c.contributor_id, set_contact.kind, set_contact.value)
    ON CONFLICT ON CONSTRAINT contributor_contact_pkey DO UPDATE SET value = excluded.value, noted_at = now();
  END
  $$;
COMMENT ON FUNCTION badcase.set_contact(bigint, text, text) IS
  'notes how to reach a contributor who agreed to it; a null value removes it';

CREATE FUNCTION badcase.contacts(program int)
  RETURNS TABLE (contributor bigint, external_id text, display_name text, kind text, value text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, badcase, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase.require(program, 'curator');
    RETURN QUERY
      SELECT c.contributor_id, c.external_id, c.display_name, k.kind, k.value
      FROM badcase.contributor c JOIN badcase.contributor_contact k ON k.contributor_id = c.contributor_id
      WHERE c.program_id = contacts.program AND badcase.consents(c.contributor_id, 'contact')
      ORDER BY c.contributor_id, k.kind;
  END
  $$;
COMMENT ON FUNCTION badcase.contacts(int) IS 'how to reach the contributors of a program who agreed to it, for its curators';
