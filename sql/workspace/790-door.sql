-- The door: contributors without a role, who are known by a token. A door's login has the capability intake and may call
-- these functions alone, each with the token of the contributor for whom it calls; it has no right without one. The server
-- makes the tokens, keeps their hashes and shows each once.

CREATE FUNCTION badcase_internal.most_applications() RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN 1000;
COMMENT ON FUNCTION badcase_internal.most_applications() IS 'how many can apply to a program within 24 hours';

-- A random UUID has 122 random bits of the server's strong generator: three have 366, of which the hash keeps 256.
CREATE FUNCTION badcase_internal.new_token() RETURNS text
  LANGUAGE sql VOLATILE
  BEGIN ATOMIC
    SELECT 'bct_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
  END;
COMMENT ON FUNCTION badcase_internal.new_token() IS 'a token: bct_ and 256 random bits in hexadecimal';

CREATE FUNCTION badcase_internal.give_token(program int, application bigint, contributor bigint) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    token CONSTANT text := badcase_internal.new_token();
  BEGIN
    INSERT INTO badcase_internal.door_token (token_sha256, program_id, application_id, contributor_id, expires_at)
    SELECT sha256(convert_to(token, 'UTF8')), p.program_id, give_token.application, give_token.contributor,
      now() + make_interval(days => p.token_days)
    FROM badcase_internal.program p WHERE p.program_id = give_token.program;
    RETURN token;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.give_token(int, bigint, bigint) IS 'makes a token and keeps its hash; returns the token, which nothing else will show';

CREATE FUNCTION badcase_internal.require_door() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF badcase_internal.programs_with('intake') = '{}' THEN
      PERFORM badcase_internal.only_program('intake');
    END IF;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.require_door() IS 'raises insufficient_privilege (42501) unless the person is a door of some program';

-- One answer for a token that never was, that is over, and that is another program's. The hash is looked up in an index: how
-- long that takes tells nothing of a token.
CREATE FUNCTION badcase_internal.good_token(token text) RETURNS badcase_internal.door_token
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t badcase_internal.door_token;
  BEGIN
    PERFORM badcase_internal.require_door();
    SELECT k.* INTO t FROM badcase_internal.door_token k
    WHERE k.token_sha256 = sha256(convert_to(CASE WHEN length(good_token.token) = 68 THEN good_token.token ELSE '' END, 'UTF8'))
      AND k.ended_at IS NULL AND k.expires_at > now();
    IF NOT FOUND OR badcase_internal.has_capability(t.program_id, 'intake') IS NOT TRUE THEN
      RAISE invalid_authorization_specification USING
        MESSAGE = 'the token is not valid',
        HINT = 'It was not copied whole, or has expired, or another took its place. Who has lost one applies again.';
    END IF;
    RETURN t;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.good_token(text) IS
  'the row of a token that is good in a program for which the person is a door; raises 28000 if there is none, 42501 where the person is no door';

CREATE FUNCTION badcase_internal.contributor_at_door(token text) RETURNS badcase_internal.contributor
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    t CONSTANT badcase_internal.door_token := badcase_internal.good_token(token);
    c badcase_internal.contributor;
  BEGIN
    IF t.contributor_id IS NULL THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = (SELECT CASE a.state WHEN 'refused' THEN 'the application was refused' ELSE 'the application waits for a curator' END
          FROM badcase_internal.application a WHERE a.application_id = t.application_id),
        HINT = 'badcase.door_status tells how it stands.';
    END IF;
    SELECT k.* INTO STRICT c FROM badcase_internal.contributor k WHERE k.contributor_id = t.contributor_id;
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.contributor_at_door(text) IS
  'the contributor whose token it is; raises 28000 for a token that is not good, 55000 where the application was not admitted';

CREATE FUNCTION badcase_internal.end_tokens(contributor bigint) RETURNS int
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    n int;
  BEGIN
    UPDATE badcase_internal.door_token t SET ended_at = now()
    WHERE t.contributor_id = end_tokens.contributor AND t.ended_at IS NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.end_tokens(bigint) IS 'ends the tokens of a contributor; returns how many were not ended yet';

-- What is written on the form goes to the contributor, and is no longer kept twice.
CREATE FUNCTION badcase_internal.admit(application bigint, contributor bigint) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a badcase_internal.application;
    c bigint := contributor;
  BEGIN
    SELECT k.* INTO STRICT a FROM badcase_internal.application k WHERE k.application_id = admit.application FOR UPDATE;
    IF a.state <> 'waiting' THEN
      RAISE object_not_in_prerequisite_state USING
        MESSAGE = format('application %s was %s already', a.application_id, a.state);
    END IF;
    IF c IS NULL THEN
      INSERT INTO badcase_internal.contributor (program_id, external_id, display_name, name_is_own, lang, registered_by)
      VALUES (a.program_id, 'door-' || a.application_id, a.name, true, a.lang, badcase_internal.person_name())
      RETURNING contributor_id INTO c;
    ELSE
      PERFORM badcase_internal.lock_contributor(c);
      PERFORM badcase_internal.end_tokens(c);
    END IF;
    PERFORM badcase_internal.enter_attestation(c, a.terms_version);
    PERFORM badcase_internal.enter_consent(c, s.scope, true, a.terms_version, true)
    FROM unnest(a.consents) s(scope);
    IF a.github IS NOT NULL THEN
      UPDATE badcase_internal.contributor k SET github = a.github WHERE k.contributor_id = c;
    END IF;
    IF a.contact IS NOT NULL THEN
      PERFORM badcase_internal.enter_contact(c, badcase_internal.kind_of_contact(a.contact), a.contact);
    END IF;
    UPDATE badcase_internal.application k SET state = 'admitted', name = NULL, contact = NULL, github = NULL, contributor_id = c,
      decided_by = badcase_internal.person_name(), decided_at = now()
    WHERE k.application_id = a.application_id;
    UPDATE badcase_internal.door_token t SET contributor_id = c WHERE t.application_id = a.application_id;
    PERFORM badcase_internal.note_action(a.program_id, 'applicant_admitted',
      reason => format('application %s, contributor %s', a.application_id, c));
    RETURN c;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.admit(bigint, bigint) IS
  'makes a contributor of who applied, or lets them be one that is there; returns its number';

CREATE FUNCTION badcase_internal.check_application(name text, contact text, github text, terms_version text, consents text[], lang text)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    PERFORM badcase_internal.require_words('the name of an applicant', name);
    PERFORM badcase_internal.require_words('the version of the terms', terms_version);
    IF greatest(length(name), length(contact)) > 200 OR length(terms_version) > 100 THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a name or a contact has up to 200 characters, the version of the terms up to 100';
    END IF;
    IF consents IS NULL OR NOT consents <@ badcase_internal.consent_scopes() THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such scope of consent',
        HINT = format('Scopes are %s.', array_to_string(badcase_internal.consent_scopes(), ', '));
    END IF;
    PERFORM badcase_internal.require_language(lang);
    IF contact IS NOT NULL THEN
      PERFORM badcase_internal.require_words('a contact', contact);
    END IF;
    IF (contact IS NOT NULL AND 'contact' <> ALL (consents)) OR (github IS NOT NULL AND 'show_name' <> ALL (consents)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a contact is kept with the consent contact, a login at GitHub with the consent show_name',
        HINT = 'Agree to it, or leave it out.';
    END IF;
    PERFORM badcase_internal.require_login(github);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.check_application(text, text, text, text, text[], text) IS 'raises (22023) where an application cannot be as it is';

-- Of an open program the applicant is a contributor at once; elsewhere a curator decides, and the token waits with the
-- applicant. Applications that come at the same moment do not count each other: no lock of the program is taken for them.
CREATE FUNCTION badcase.door_apply(program int, name text, terms_version text, consents text[] DEFAULT '{}', contact text DEFAULT NULL,
    github text DEFAULT NULL, lang text DEFAULT 'en') RETURNS TABLE (token text, state text, expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    new_id bigint;
    given text;
  BEGIN
    program := badcase_internal.the_program(program, 'intake');
    PERFORM badcase_internal.check_application(door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      door_apply.consents, door_apply.lang);
    IF (SELECT count(*) >= badcase_internal.most_applications() FROM badcase_internal.application a
        WHERE a.program_id = door_apply.program AND a.applied_at > now() - interval '24 hours') THEN
      RAISE program_limit_exceeded USING
        MESSAGE = format('program %s takes no more than %s applications within 24 hours', program, badcase_internal.most_applications()),
        HINT = 'Apply again tomorrow.';
    END IF;
    INSERT INTO badcase_internal.application (program_id, name, contact, github, terms_version, consents, lang)
    VALUES (program, door_apply.name, door_apply.contact, door_apply.github, door_apply.terms_version,
      ARRAY(SELECT s.scope FROM unnest(badcase_internal.consent_scopes()) s(scope) WHERE s.scope = ANY (door_apply.consents)), door_apply.lang)
    RETURNING application_id INTO new_id;
    given := badcase_internal.give_token(program, new_id, NULL::bigint);
    PERFORM badcase_internal.note_action(program, 'application', reason => format('application %s', new_id));
    IF (SELECT p.open FROM badcase_internal.program p WHERE p.program_id = door_apply.program) THEN
      PERFORM badcase_internal.admit(new_id, NULL::bigint);
    END IF;
    RETURN QUERY
      SELECT given, a.state, t.expires_at
      FROM badcase_internal.application a JOIN badcase_internal.door_token t ON t.application_id = a.application_id
      WHERE a.application_id = new_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_apply(int, text, text, text[], text, text, text) IS
  'intake: applies to contribute, with the four consents apart and off unless named; returns the token of the applicant, which is shown this once';

CREATE FUNCTION badcase.door_programs() RETURNS TABLE (program int, name text, about text, open bool)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM badcase_internal.require_door();
    RETURN QUERY
      SELECT p.program_id, p.name, p.about, p.open FROM badcase_internal.program p
      WHERE p.program_id = ANY (badcase_internal.programs_with('intake'))
      ORDER BY p.program_id;
  END
  $$;
COMMENT ON FUNCTION badcase.door_programs() IS 'intake: the programs of a door, and whether they are open: who applies is admitted at once';
