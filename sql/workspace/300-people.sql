-- Programs, contributors, attestations and consents.

CREATE FUNCTION badcase.create_program(name text, about text DEFAULT NULL) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id int;
  BEGIN
    PERFORM badcase_internal.require_owner();
    PERFORM badcase_internal.require_words('the name of a program', name);
    INSERT INTO badcase_internal.program (name, about, created_by)
    VALUES (create_program.name, create_program.about, badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT program_name_key DO NOTHING
    RETURNING program_id INTO new_id;
    IF new_id IS NULL THEN
      RAISE duplicate_object USING
        MESSAGE = 'there is a program of that name';
    END IF;
    INSERT INTO badcase_internal.work_lock (program_id, work) VALUES (new_id, 'batch'), (new_id, 'triage'), (new_id, 'release'), (new_id, 'tally');
    INSERT INTO badcase_internal.round (program_id) VALUES (new_id);
    RETURN new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.create_program(text, text) IS 'owner: creates a program and opens its first round; returns its number';

-- Registering again what is registered gives the same number: a loader need not ask first.
CREATE FUNCTION badcase.register_contributor(program int, external_id text, display_name text DEFAULT NULL,
    role name DEFAULT NULL) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    given CONSTANT regrole := (SELECT r.oid FROM pg_roles r WHERE r.rolname = register_contributor.role);
    c record;
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    IF role IS NOT NULL AND given IS NULL THEN
      RAISE undefined_object USING MESSAGE = format('role "%s" does not exist', role);
    END IF;
    PERFORM badcase_internal.require_words('the external id of a contributor', external_id);
    IF display_name IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a display name', display_name);
    END IF;
    IF EXISTS (
        SELECT FROM badcase_internal.contributor k
        WHERE k.program_id = register_contributor.program AND k.role = given AND k.external_id <> register_contributor.external_id) THEN
      RAISE duplicate_object USING
        MESSAGE = format('role "%s" is registered as another contributor of program %s', role, program),
        HINT = 'A role is one contributor of a program: see badcase.contributors.';
    END IF;
    INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, role, registered_by)
    VALUES (program, register_contributor.external_id, register_contributor.display_name, given,
      badcase_internal.person_name())
    ON CONFLICT ON CONSTRAINT contributor_program_id_external_id_key DO NOTHING
    RETURNING contributor_id INTO c;
    IF FOUND THEN
      RETURN c.contributor_id;
    END IF;

    SELECT k.* INTO STRICT c FROM badcase_internal.contributor k
    WHERE k.program_id = register_contributor.program AND k.external_id = register_contributor.external_id
    FOR UPDATE;
    IF given <> c.role THEN
      RAISE duplicate_object USING
        MESSAGE = format('contributor %s is registered with another role', c.contributor_id);
    END IF;
    UPDATE badcase_internal.contributor k SET
      display_name = CASE WHEN k.name_is_own THEN k.display_name
        ELSE coalesce(register_contributor.display_name, k.display_name) END,
      role = coalesce(given, k.role)
    WHERE k.contributor_id = c.contributor_id;
    RETURN c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.register_contributor(int, text, text, name) IS
  'curator: registers a contributor, or finds the one with this external id and adds name and role; returns its number';

-- Whoever does not exist is refused like whoever is another's; a curator is told that the number may be wrong.
CREATE FUNCTION badcase_internal.require_self_or_curator(contributor bigint) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor;
  BEGIN
    SELECT k.* INTO c FROM badcase_internal.contributor k WHERE k.contributor_id = require_self_or_curator.contributor;
    IF FOUND AND (badcase_internal.has_capability(c.program_id, 'curator')
        OR (badcase_internal.represents(c.contributor_id) AND badcase_internal.has_capability(c.program_id, 'contributor'))) THEN
      IF c.external_id IS NULL THEN
        RAISE object_not_in_prerequisite_state USING
          MESSAGE = format('contributor %s was erased', c.contributor_id);
      END IF;
      RETURN c;
    END IF;
    PERFORM badcase_internal.require_person();
    IF badcase_internal.programs_with('curator') <> '{}' THEN
      PERFORM badcase_internal.require(NULL, 'curator');
    END IF;
    RAISE insufficient_privilege USING
      MESSAGE = format('role "%s" may not act for that contributor', badcase_internal.person_name()),
      HINT = 'Contributors act for themselves, curators for the contributors of their programs.';
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_self_or_curator(bigint) IS
  'the contributor, if the caller is that contributor or a curator of the program; raises 42501 if not, 55000 once the contributor was erased';

-- Two uploads of one contributor both write this row. So the second waits for the first, and fails (40001) if its
-- snapshot is too old to show what the first stored.
CREATE FUNCTION badcase_internal.lock_contributor(contributor bigint) RETURNS void
  LANGUAGE sql
  BEGIN ATOMIC
    UPDATE badcase_internal.contributor k SET changed_at = now()
    WHERE k.contributor_id = lock_contributor.contributor;
  END;
COMMENT ON FUNCTION badcase_internal.lock_contributor(bigint) IS
  'until the transaction ends, nobody else takes in anything of this contributor''s';

CREATE FUNCTION badcase_internal.attested_since(program int) RETURNS SETOF bigint
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT s.submission_id FROM badcase_internal.submission s
    JOIN badcase_internal.upload u ON u.upload_id = s.upload_id AND u.attestation_id IS NOT NULL
    WHERE s.program_id = attested_since.program AND 'attestation' = ANY (s.held_for)
      AND s.state IN ('held', 'duplicate')
    ORDER BY s.submission_id;
  END;
COMMENT ON FUNCTION badcase_internal.attested_since(int) IS
  'the submissions of a program that waited for an attestation and have one by now';

-- A duplicate of somebody else's submission is shown to its contributor as if it were none: it goes on from held, too.
CREATE FUNCTION badcase_internal.settle_attested(submissions bigint[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    freed bigint;
  BEGIN
    UPDATE badcase_internal.submission s SET
      held_for = array_remove(s.held_for, 'attestation'),
      contributor_state = CASE WHEN s.state = 'duplicate' AND s.contributor_state = 'held' AND s.held_for = '{attestation}'
        THEN 'pending' ELSE s.contributor_state END,
      contributor_state_at = CASE WHEN s.state = 'duplicate' AND s.contributor_state = 'held' AND s.held_for = '{attestation}'
        THEN now() ELSE s.contributor_state_at END
    WHERE s.submission_id = ANY (submissions) AND s.state IN ('held', 'duplicate') AND 'attestation' = ANY (s.held_for);
    FOR freed IN
      SELECT s.submission_id FROM badcase_internal.submission s
      WHERE s.submission_id = ANY (submissions) AND s.state = 'held' AND s.held_for = '{}'
      ORDER BY s.submission_id
    LOOP
      PERFORM badcase_internal.change_state(freed, 'pending');
    END LOOP;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.settle_attested(bigint[]) IS
  'takes away what an attestation was missing for; moves on what nothing else holds';

-- It writes the contributor's own rows and no submission: a transaction that is left open keeps nobody from anything.
-- The next triage moves on what nothing else holds.
CREATE FUNCTION badcase_internal.enter_attestation(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    new_id bigint;
  BEGIN
    PERFORM badcase_internal.require_words('the version of the text that was attested', text_version);
    INSERT INTO badcase_internal.attestation (contributor_id, text_version, attested_by)
    VALUES (enter_attestation.contributor, enter_attestation.text_version, badcase_internal.person_name())
    RETURNING attestation_id INTO new_id;
    PERFORM badcase_internal.lock_contributor(contributor);
    UPDATE badcase_internal.upload u SET attestation_id = new_id
    WHERE u.contributor_id = enter_attestation.contributor AND u.attestation_id IS NULL;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_attestation(bigint, text) IS
  'records an attestation of a contributor, for what was sent without one, too';

CREATE FUNCTION badcase.attest(contributor bigint, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_attestation(c.contributor_id, text_version);
  END
  $$;
COMMENT ON FUNCTION badcase.attest(bigint, text) IS
  'contributor, curator: records a contributor''s attestation; it covers what was sent without one, too';

CREATE FUNCTION badcase_internal.consents(contributor bigint, scope text) RETURNS bool
  LANGUAGE sql STABLE
  BEGIN ATOMIC
    SELECT coalesce((
      SELECT k.granted FROM badcase_internal.consent k
      WHERE k.contributor_id = consents.contributor AND k.scope = consents.scope AND k.superseded_at IS NULL), false);
  END;
COMMENT ON FUNCTION badcase_internal.consents(bigint, text) IS 'whether a contributor''s consent holds';

-- An export locks the consents that it stands on (check_release), so taking one back waits for the export, or the export
-- waits for it. Nobody else's rows are locked. Contact data go with the consent to be contacted, a login with that to be shown.
CREATE FUNCTION badcase_internal.enter_consent(contributor bigint, scope text, granted bool, text_version text, personally bool) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    refused bool;
  BEGIN
    IF scope IS NULL OR scope <> ALL (badcase_internal.consent_scopes()) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    IF granted IS NULL THEN
      RAISE null_value_not_allowed USING MESSAGE = 'a consent is given (true) or taken back (false)';
    END IF;
    PERFORM badcase_internal.require_words('the version of the text that was agreed to', text_version);
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_consent.contributor FOR NO KEY UPDATE;
    -- a curator's word in between does not undo the contributor's own
    refused := (
      SELECT NOT k.granted FROM badcase_internal.consent k
      WHERE k.contributor_id = enter_consent.contributor AND k.scope = enter_consent.scope AND k.in_person
      ORDER BY k.consent_id DESC LIMIT 1);
    UPDATE badcase_internal.consent k SET superseded_at = now()
    WHERE k.contributor_id = enter_consent.contributor AND k.scope = enter_consent.scope AND k.superseded_at IS NULL;
    IF refused AND enter_consent.granted AND NOT personally THEN
      RAISE insufficient_privilege USING
        MESSAGE = format('contributor %s has refused this in person', contributor),
        HINT = 'Nobody but the contributor can agree to it now.';
    END IF;
    INSERT INTO badcase_internal.consent (contributor_id, scope, granted, text_version, given_by, in_person)
    VALUES (enter_consent.contributor, enter_consent.scope, enter_consent.granted, enter_consent.text_version,
      badcase_internal.person_name(), personally);
    IF scope = 'contact' AND NOT granted THEN
      DELETE FROM badcase_internal.contributor_contact k WHERE k.contributor_id = enter_consent.contributor;
    ELSIF scope = 'show_name' AND NOT granted THEN
      UPDATE badcase_internal.contributor k SET github = NULL WHERE k.contributor_id = enter_consent.contributor AND k.github IS NOT NULL;
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_consent(bigint, text, bool, text, bool) IS
  'gives a consent of a contributor, or takes it back, from now on; personally: by the contributor''s own word';

CREATE FUNCTION badcase.set_consent(contributor bigint, scope text, granted bool, text_version text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_consent(c.contributor_id, scope, granted, text_version, badcase_internal.represents(c.contributor_id));
  END
  $$;
COMMENT ON FUNCTION badcase.set_consent(bigint, text, bool, text) IS
  'contributor, curator: gives a consent, or takes it back, from now on';

CREATE FUNCTION badcase.set_display_name(contributor bigint, display_name text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    IF display_name IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a display name', display_name);
    END IF;
    UPDATE badcase_internal.contributor k SET
      display_name = set_display_name.display_name,
      name_is_own = k.name_is_own OR badcase_internal.represents(c.contributor_id)
    WHERE k.contributor_id = c.contributor_id;
  END
  $$;
COMMENT ON FUNCTION badcase.set_display_name(bigint, text) IS
  'contributor, curator: changes the name for the public list, or removes it where null';

-- The lock is the one that set_consent takes: if the consent is being taken back, wait, and then do not keep the login.
CREATE FUNCTION badcase_internal.require_login(login text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF login !~ '^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'that is no login at GitHub',
        HINT = 'A login has up to 39 letters, digits and single hyphens, none of these at an end.';
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_login(text) IS 'raises (22023) where a text can be no login at GitHub';

CREATE FUNCTION badcase_internal.enter_github(contributor bigint, login text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_github.contributor FOR NO KEY UPDATE;
    IF login IS NOT NULL AND NOT badcase_internal.consents(contributor, 'show_name') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be shown', contributor),
        HINT = 'Record the consent first: badcase.set_consent with the scope show_name.';
    END IF;
    PERFORM badcase_internal.require_login(login);
    UPDATE badcase_internal.contributor k SET github = login WHERE k.contributor_id = enter_github.contributor;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_github(bigint, text) IS 'notes the login at GitHub of a contributor who agreed to be shown; null removes it';

CREATE FUNCTION badcase.set_github(contributor bigint, login text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.enter_github(c.contributor_id, login);
  END
  $$;
COMMENT ON FUNCTION badcase.set_github(bigint, text) IS
  'contributor, curator: notes the login at GitHub of a contributor who agreed to be shown; null removes it';

CREATE FUNCTION badcase_internal.kind_of_contact(contact text) RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN contact ~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN 'e-mail' ELSE 'other' END;
COMMENT ON FUNCTION badcase_internal.kind_of_contact(text) IS 'the kind of a contact that was written without one: e-mail or other';

CREATE FUNCTION badcase_internal.enter_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    -- The lock that set_consent takes: if the consent is being taken back, wait, and then do not keep the contact.
    PERFORM FROM badcase_internal.contributor k WHERE k.contributor_id = enter_contact.contributor FOR NO KEY UPDATE;
    IF NOT badcase_internal.consents(contributor, 'contact') THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('contributor %s has not agreed to be contacted', contributor),
        HINT = 'Record the consent first: badcase.set_consent with the scope contact.';
    END IF;
    INSERT INTO badcase_internal.contributor_contact (contributor_id, kind, value)
    VALUES (enter_contact.contributor, enter_contact.kind, enter_contact.value)
    ON CONFLICT ON CONSTRAINT contributor_contact_pkey DO UPDATE SET value = excluded.value, noted_at = now();
  END
  $$;
COMMENT ON FUNCTION badcase_internal.enter_contact(bigint, text, text) IS 'notes how to reach a contributor who agreed to it';

CREATE FUNCTION badcase.set_contact(contributor bigint, kind text, value text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    c badcase_internal.contributor := badcase_internal.require_self_or_curator(contributor);
  BEGIN
    PERFORM badcase_internal.require_words('the kind of a contact', kind);
    IF value IS NULL THEN
      DELETE FROM badcase_internal.contributor_contact k
      WHERE k.contributor_id = c.contributor_id AND k.kind = set_contact.kind;
      RETURN;
    END IF;
    PERFORM badcase_internal.enter_contact(c.contributor_id, kind, value);
  END
  $$;
COMMENT ON FUNCTION badcase.set_contact(bigint, text, text) IS
  'contributor, curator: notes how to reach a contributor who agreed to it; a null value removes it';

CREATE FUNCTION badcase.contacts(program int DEFAULT NULL)
  RETURNS TABLE (contributor bigint, external_id text, display_name text, kind text, value text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    program := badcase_internal.the_program(program, 'curator');
    RETURN QUERY
      SELECT c.contributor_id, c.external_id, c.display_name, k.kind, k.value
      FROM badcase_internal.contributor c JOIN badcase_internal.contributor_contact k ON k.contributor_id = c.contributor_id
      WHERE c.program_id = contacts.program AND badcase_internal.consents(c.contributor_id, 'contact')
      ORDER BY c.contributor_id, k.kind;
  END
  $$;
COMMENT ON FUNCTION badcase.contacts(int) IS 'curator: how to reach the contributors of a program who agreed to it';
